//! What a test pulls with: a clock that moves only by waiting, pages in memory that fail where a test says.

use std::io;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::Duration;

use harpoon_live::{
    Checkpoint, Head, Known, Landing, Limits, Network, Page, Progress, PullError, Pulled, Rows, Runner, Server,
    Session, Settings, Work, World, read,
};
use jiff::Timestamp;

/// Monday.
pub(crate) const NOW: &str = "2026-11-30T08:00:00Z";

/// A world whose clock moves only when somebody waits, and whose chance is always the same.
#[derive(Debug, Default)]
pub(crate) struct Still(Mutex<Vec<Duration>>);

impl Still {
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl World for &Still {
    fn now(&self) -> Timestamp {
        let waited: Duration = self.waits().into_iter().sum();
        NOW.parse::<Timestamp>().unwrap() + waited
    }

    fn random(&self) -> u64 {
        999
    }

    async fn sleep(&self, long: Duration) {
        self.0.lock().unwrap().push(long);
    }
}

/// Pages in memory, as a disk would hold them when the process dies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    pub(crate) head: Option<Head>,
    pub(crate) pages: Vec<Page>,
    /// Steps until it dies; each writing is two, before and after.
    pub(crate) dies_in: Option<usize>,
}

impl Memory {
    fn step(&mut self) -> io::Result<()> {
        match &mut self.dies_in {
            Some(0) => Err(io::Error::other("killed")),
            Some(steps) => {
                *steps -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Landing for Memory {
    fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    fn pages(&self) -> usize {
        self.pages.len()
    }

    fn page(&mut self, index: usize) -> io::Result<Page> {
        Ok(self.pages[index].clone())
    }

    fn begin(&mut self, head: &Head) -> io::Result<()> {
        self.step()?;
        self.head = Some(head.clone());
        self.pages.clear();
        self.step()
    }

    fn land(&mut self, page: &Page) -> io::Result<()> {
        self.step()?;
        self.pages.push(page.clone());
        self.step()
    }

    fn cut(&mut self, pages: usize) -> io::Result<()> {
        self.pages.truncate(pages);
        Ok(())
    }
}

/// An account that is pulled again and again.
pub(crate) struct Desk {
    pub(crate) network: &'static dyn Network,
    pub(crate) server: Server,
    pub(crate) settings: Settings,
    pub(crate) session: Session,
    pub(crate) known: Known,
    pub(crate) checkpoint: Checkpoint,
    pub(crate) limits: Limits,
    pub(crate) world: Still,
}

impl Desk {
    pub(crate) fn new(network: &'static dyn Network, address: &str, account: &str, session: Session) -> Self {
        Self {
            network,
            server: Server::private(address).unwrap(),
            settings: Settings::new(account, "Europe/Amsterdam"),
            session,
            known: Known::default(),
            checkpoint: Checkpoint::default(),
            limits: Limits::default(),
            world: Still::default(),
        }
    }

    pub(crate) async fn pull(&mut self, landing: &mut dyn Landing) -> Result<Pulled, PullError> {
        self.watched(landing, &mut |_| ControlFlow::Continue(())).await
    }

    pub(crate) async fn watched(
        &mut self,
        landing: &mut dyn Landing,
        watch: &mut (dyn FnMut(Progress<'_>) -> ControlFlow<()> + Send),
    ) -> Result<Pulled, PullError> {
        let runner = Runner::new(&self.world, self.limits);
        let before = (self.checkpoint.clone(), &self.known);
        let signed_in = self.session.is_signed_in();
        let head = Head::new(
            self.network,
            &self.server,
            &self.settings,
            signed_in,
            before,
            (&&self.world).now(),
        );
        let work = Work {
            network: self.network,
            server: &self.server,
            head: &head,
            known: &self.known,
            session: &mut self.session,
            landing,
        };
        of_any_thread(runner.pull(work, watch)).await
    }

    /// One whole run that is committed.
    pub(crate) async fn run(&mut self) -> Rows {
        let mut landing = Memory::default();
        self.pull(&mut landing).await.unwrap();
        self.commit(&mut landing)
    }

    pub(crate) fn commit(&mut self, landing: &mut dyn Landing) -> Rows {
        let rows = read(self.network, landing).unwrap();
        self.known.learn(&rows);
        self.checkpoint = rows.checkpoint.clone();
        rows
    }
}

/// A server pulls among its other work, on whichever thread is free.
fn of_any_thread<F: Future + Send>(future: F) -> F {
    future
}
