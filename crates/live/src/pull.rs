//! [`Runner`]: pulls an account, page by page, each landed before it is read.

use std::io;
use std::ops::ControlFlow;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::attempt::{Caller, said};
use crate::budget::Budgets;
use crate::known::Known;
use crate::landed::Landing;
use crate::network::{Ask, Network, Unreadable, What};
use crate::page::{Head, Page, digest};
use crate::plan::Plan;
use crate::server::{Server, ServerError};
use crate::session::{Secret, Session};
use crate::wire::{Answer, Wire};
use crate::world::World;

/// What a run may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long a connection may take.
    pub connect: Duration,
    /// How long a request with its answer may take.
    pub whole: Duration,
    /// Bytes of the longest answer.
    pub longest: usize,
    /// How often a request is sent that is not answered.
    pub tries: u32,
    /// How long the first wait after a fault is at most; each next one is at most twice as long.
    pub backoff: Duration,
    /// But never longer than this.
    pub longest_backoff: Duration,
    /// How long one call of [`Runner::pull`] waits in all before it says when to come back.
    pub patience: Duration,
    /// Pages of one run.
    pub most_pages: usize,
    /// A run that began longer ago is begun anew: its figures are no longer of one moment.
    pub freshness: SignedDuration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            whole: Duration::from_mins(1),
            longest: 16 << 20,
            tries: 5,
            backoff: Duration::from_secs(2),
            longest_backoff: Duration::from_mins(1),
            patience: Duration::from_mins(10),
            most_pages: 50_000,
            freshness: SignedDuration::from_hours(6),
        }
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'a> {
    /// The server has given another session: what [`Session::kept`] gives from now on. Whoever keeps it, closed, before it goes on need
    /// not sign in again after being killed.
    SignedIn {
        /// The session.
        kept: &'a Secret,
    },
    /// A page has landed.
    Landed {
        /// Pages of the run so far.
        pages: usize,
        /// What it was asked for.
        what: What,
    },
    /// It waits.
    Waiting {
        /// Until when.
        until: Timestamp,
        /// Why.
        why: &'a str,
    },
}

/// A run that has come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// Its pages.
    pub pages: usize,
    /// How many of them had landed before this call.
    pub resumed: usize,
    /// Things noticed.
    pub remarks: Vec<String>,
}

/// Why a run stopped. What has landed stays, and the next call goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum PullError {
    /// The server's: it grants no more for now. Call again then.
    #[error("{why}; to be gone on with from {until}")]
    Later {
        /// When.
        until: Timestamp,
        /// What it said.
        why: String,
    },
    /// The server's or the line's: it did not answer.
    #[error("no answer after {tries} tries: {why}")]
    Unavailable {
        /// The last fault.
        why: String,
        /// How often it was asked.
        tries: u32,
    },
    /// Yours: the server does not know who asks.
    #[error(
        "the server does not take the token or app password{0}: make a new one there and connect the account again"
    )]
    SignedOut(String),
    /// Yours or the server's: it will not answer this.
    #[error("the server answered {path} with {status}{said}")]
    Refused {
        /// What was asked, without its query.
        path: String,
        /// The status.
        status: u16,
        /// What the server said.
        said: String,
    },
    /// Yours: the server's name leads where we do not go.
    #[error("not asked: {0}; if it is a server of your own network, say so")]
    Forbidden(String),
    /// The server's: more than anybody needs.
    #[error("an answer is longer than {bytes} bytes")]
    TooLong {
        /// The limit.
        bytes: usize,
    },
    /// The server's: it does not come to an end.
    #[error("the account has more than {0} pages")]
    TooMany(usize),
    /// Ours or the server's: its answers are not what its documents say. The next call asks for this page again.
    #[error("page {line}: {why}")]
    Unreadable {
        /// Line of the landed run.
        line: usize,
        /// Why.
        why: Unreadable,
    },
    /// Yours: the disk.
    #[error("a page could not be kept")]
    Landing(#[from] io::Error),
    /// The server's address or the program's HTTP.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// Yours: you said so.
    #[error("cancelled")]
    Cancelled,
}

/// The one owner of HTTP, tries, budgets and pages, for all networks and accounts. What a server grants is known to all runs at once.
#[derive(Debug, Default)]
pub struct Runner<W> {
    world: W,
    limits: Limits,
    budgets: Budgets,
}

/// What one run works with.
pub struct Work<'a> {
    /// The network.
    pub network: &'a dyn Network,
    /// The server that is asked.
    pub server: &'a Server,
    /// How a run begins that begins now; one that was stopped keeps its own.
    pub head: &'a Head,
    /// What earlier runs told.
    pub known: &'a Known,
    /// Who asks.
    pub session: &'a mut Session,
    /// Where pages are kept.
    pub landing: &'a mut dyn Landing,
}

impl<W: World> Runner<W> {
    /// A runner in a world.
    pub fn new(world: W, limits: Limits) -> Self {
        Self {
            world,
            limits,
            budgets: Budgets::default(),
        }
    }

    /// Pulls all that a run asks for, from where it stands.
    ///
    /// It may be dropped, and the process killed, at any moment. `watch` is told of each page, each wait and each session, and stops the run
    /// between two requests by [`ControlFlow::Break`].
    pub async fn pull(
        &self,
        work: Work<'_>,
        watch: &mut (dyn FnMut(Progress<'_>) -> ControlFlow<()> + Send),
    ) -> Result<Pulled, PullError> {
        let Work {
            network,
            server,
            head,
            known,
            session,
            landing,
        } = work;
        let head = self.begun(landing, head)?;
        let mut plan = Plan::new(network, &head, known);
        let resumed = replayed(&mut plan, landing)?;
        let wire = Wire {
            client: server.client(self.limits.connect, self.limits.whole)?,
            server: server.clone(),
            longest: self.limits.longest,
        };
        let mut caller = Caller {
            world: &self.world,
            wire: &wire,
            budgets: &self.budgets,
            limits: &self.limits,
            watch,
            waited: Duration::ZERO,
        };
        while let Some(ask) = plan.next() {
            if landing.pages() >= self.limits.most_pages {
                return Err(PullError::TooMany(self.limits.most_pages));
            }
            let answer = session.ask(&mut caller, &ask.path).await?;
            let page = page(ask, answer, self.world.now())?;
            landing.land(&page)?;
            let line = landing.pages() + 1;
            plan.take(&page).map_err(|why| PullError::Unreadable { line, why })?;
            caller.told(Progress::Landed {
                pages: landing.pages(),
                what: page.what,
            })?;
        }
        Ok(Pulled {
            pages: landing.pages(),
            resumed,
            remarks: plan.remarks(),
        })
    }

    /// The head of the run that goes on, or of the one that begins.
    fn begun(&self, landing: &mut dyn Landing, head: &Head) -> Result<Head, PullError> {
        if let Some(landed) = landing.head()
            && landed.is_of(head)
            && self.world.now().duration_since(landed.begun) < self.limits.freshness
        {
            return Ok(landed.clone());
        }
        landing.begin(head)?;
        Ok(head.clone())
    }
}

/// Reads the pages again that have landed. One that is not what the plan asks for, or cannot be read, does not stand, nor does what
/// comes after it: they are asked for again.
fn replayed(plan: &mut Plan<'_>, landing: &mut dyn Landing) -> Result<usize, PullError> {
    for index in 0..landing.pages() {
        let page = landing.page(index)?;
        let asked = plan
            .next()
            .is_some_and(|ask| ask.what == page.what && ask.path == page.path && ask.about == page.about);
        if !asked || plan.take(&page).is_err() {
            landing.cut(index)?;
            return Ok(index);
        }
    }
    Ok(landing.pages())
}

fn page(ask: &Ask, answer: Answer, at: Timestamp) -> Result<Page, PullError> {
    let refused = |said: String| PullError::Refused {
        path: ask.path.split('?').next().unwrap_or_default().to_owned(),
        status: answer.status,
        said,
    };
    if answer.status != 200 && !ask.absent.contains(&answer.status) {
        return Err(refused(said(&answer.body)));
    }
    let sha256 = digest(&answer.body);
    let body = String::from_utf8(answer.body).map_err(|_| refused(" (no text)".to_owned()))?;
    Ok(Page {
        what: ask.what,
        about: ask.about.clone(),
        path: ask.path.clone(),
        at,
        status: answer.status,
        link: answer.link,
        sha256,
        body,
    })
}
