//! [`Feed`]: what brings rows by itself, each from where it stood last. Taps and live accounts are told of alike.

use std::io;
use std::path::PathBuf;

use harpoon_connect::Question;
use jiff::Timestamp;

use crate::import::Attendant;
use crate::singer::{Watcher, checked_name};
use crate::sync::{Every, Outcome, Run, last, note};
use crate::workspace::Workspace;
use crate::{Error, Turn, live, sync};

/// What a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A program that writes Singer messages: `[taps.NAME]`.
    Tap,
    /// An account of a network that is asked over its API: `[accounts.NAME]`.
    Account,
}

impl Kind {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tap => "tap",
            Self::Account => "account",
        }
    }
}

/// How a feed stands.
#[derive(Clone, Debug)]
pub struct Feed {
    /// What it is.
    pub kind: Kind,
    /// Its name: one of its kind.
    pub name: String,
    /// How often it runs by itself; `None` where only when asked.
    pub every: Option<Every>,
    /// Its last run.
    pub last: Option<Run>,
    /// When it is due next; `None` where it runs only when asked.
    pub next: Option<Timestamp>,
}

impl Feed {
    /// Whether it is time for it to run.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next.is_some_and(|next| next <= now)
    }

    /// Runs it with nobody looking, and notes what came of it, whatever it was.
    pub fn run(&self, workspace: &Workspace, clock: &dyn Fn() -> Timestamp) -> Result<Run, Error> {
        let began = clock();
        let ran = match self.kind {
            Kind::Tap => sync::sync(workspace, &self.name, &mut Nobody, clock).map(|(run, _)| run),
            Kind::Account => live::sync(workspace, &self.name, &mut |_| {}, clock).map(|(run, _)| run),
        };
        // What is in the way of this run alone, such as another one, is no failure of the feed.
        if let Err(error) = &ran
            && error.turn() == Turn::Ours
        {
            let failed = Run::new(began, clock(), Outcome::Failed(error.to_string()));
            note(&self.folder(workspace), &failed)?;
        }
        ran
    }

    fn folder(&self, workspace: &Workspace) -> PathBuf {
        match self.kind {
            Kind::Tap => sync::folder(workspace.root(), &self.name),
            Kind::Account => live::folder(workspace.root(), &self.name),
        }
    }
}

/// All feeds of the workspace's settings: taps, then accounts, by name.
pub fn feeds(workspace: &Workspace, now: Timestamp) -> Result<Vec<Feed>, Error> {
    let settings = workspace.settings();
    let taps = settings.taps.iter().map(|(name, tap)| (Kind::Tap, name, tap.every));
    let accounts = settings.accounts.iter();
    let accounts = accounts.map(|(name, account)| (Kind::Account, name, account.every));
    let each = taps.chain(accounts).map(|(kind, name, every)| {
        checked_name(name)?;
        let mut feed = Feed {
            kind,
            name: name.clone(),
            every,
            last: None,
            next: None,
        };
        feed.last = last(&feed.folder(workspace))?;
        feed.next = every.map(|every| feed.last.as_ref().map_or(now, |run| run.next(every)));
        Ok(feed)
    });
    each.collect()
}

/// Nobody is asked, and told nothing.
struct Nobody;

impl Attendant for Nobody {
    fn answer(&mut self, _file: &str, _question: &Question) -> Option<String> {
        None
    }

    fn progress(&mut self, _file: &str, _done: usize, _all: usize, _rows: u64) {}
}

impl Watcher for Nobody {
    fn state(&mut self, _state: &str) -> io::Result<()> {
        Ok(())
    }
}
