//! [`Held`]: one look at a workspace for questions that belong together, so that all of them see the same data and ledger,
//! and what two of them need is worked out once.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use harpoon_lake::query::{self, Source};
use harpoon_lake::{Sitting, Snapshot};

use crate::Error;
use crate::choices::Choices;
use crate::goals::{IndexKept, KnownKept};
use crate::journeys::credit;
use crate::workspace::Workspace;

/// The data of one version, with what was worked out from them.
pub(crate) struct Held {
    sitting: Sitting,
    /// Entries of the ledger that are seen; all if `None`.
    entries: Option<u64>,
    /// The workspace's own rules of channels, as they were written when it was held: what is kept is kept under them.
    channels: Option<String>,
    /// Whether the session knows who is who.
    knows_people: AtomicBool,
    /// Credit dealt out, by question.
    pub(crate) credits: Memo<Vec<credit::Answer>>,
    /// Days of KPIs that goals are on.
    pub(crate) days: Memo<KnownKept>,
    /// Fitted indexes.
    pub(crate) indexes: Memo<IndexKept>,
    /// What can be filtered by.
    pub(crate) choices: Memo<Choices>,
}

impl Held {
    /// `people` and `channels`: all of the workspace's own words that decide what statements over events give.
    fn new(snapshot: Snapshot, entries: Option<u64>, people: &str, channels: Option<String>) -> Result<Self, Error> {
        Ok(Self {
            sitting: snapshot.sitting_kept(&format!("{people} {channels:?}"))?,
            entries,
            channels,
            knows_people: AtomicBool::new(false),
            credits: Memo::default(),
            days: Memo::default(),
            indexes: Memo::default(),
            choices: Memo::default(),
        })
    }

    /// The data.
    pub(crate) const fn snapshot(&self) -> &Snapshot {
        self.sitting.snapshot()
    }

    /// Version of the data.
    pub(crate) fn version(&self) -> u64 {
        self.snapshot().version()
    }

    /// Entries of the ledger that are seen; all if `None`.
    pub(crate) const fn entries(&self) -> Option<u64> {
        self.entries
    }

    /// The workspace's own rules of channels, as they are written.
    pub(crate) const fn channels(&self) -> Option<&String> {
        self.channels.as_ref()
    }

    /// What statements are put to.
    pub(crate) fn source(&self) -> Source<'_> {
        self.sitting.source()
    }

    /// The session.
    pub(crate) const fn sitting(&self) -> &Sitting {
        &self.sitting
    }
}

impl Workspace {
    /// The same workspace held at one version: its data as they are now or were at `at`, and of its ledger the first
    /// `entries`, or all. Every question to it sees these, whatever is imported or written meanwhile, and what several
    /// questions need is worked out once. Settings and definitions are those of today.
    pub fn held(&self, at: Option<u64>, entries: Option<u64>) -> Result<Self, Error> {
        if let Some(held) = self.holds()
            && at.is_none_or(|at| at == held.version())
            && entries.is_none_or(|entries| Some(entries) == held.entries)
        {
            return Ok(self.clone());
        }
        let at = at.or_else(|| self.holds().map(|held| held.version()));
        let entries = entries.or_else(|| self.holds().and_then(|held| held.entries));
        let channels = self.channel_words()?;
        let held = Held::new(self.lake().snapshot(at)?, entries, &self.words_on_people(), channels)?;
        Ok(self.holding(held))
    }

    /// The same held at the present, for several that ask at once: what all of them need is ready before the first asks.
    pub fn shared(&self) -> Result<Self, Error> {
        let workspace = self.held(None, None)?;
        let held = workspace.data()?;
        self.lake().run(self.know_people(&held))?;
        Ok(workspace)
    }

    /// Whether no version of the data came after the one that is held, from whichever node.
    pub fn has_newest(&self) -> Result<bool, Error> {
        match self.holds() {
            Some(held) => Ok(self.lake().is_newest(held.version())?),
            None => Ok(true),
        }
    }

    /// What is held; else the present.
    pub(crate) fn data(&self) -> Result<Arc<Held>, Error> {
        match self.holds() {
            Some(held) => Ok(Arc::clone(held)),
            None => Ok(Arc::new(Held::new(
                self.lake().snapshot(None)?,
                None,
                &self.words_on_people(),
                self.channel_words()?,
            )?)),
        }
    }

    /// What decides who is who and which sales count.
    fn words_on_people(&self) -> String {
        let settings = self.settings();
        let (above, sales) = (settings.identity.shared_above, &settings.journeys.sales);
        format!("{above} {sales:?}")
    }

    /// Who is who and which channel is which, by the workspace's own settings, for statements over events.
    pub(crate) async fn know_people(&self, held: &Held) -> Result<(), Error> {
        if held.knows_people.load(Ordering::Relaxed) {
            return Ok(());
        }
        let source = held.source();
        query::register_channels(source.session, self.rules_of(held.channels())?);
        query::register_sales(source.session, &self.settings().journeys.sales);
        query::journal::ready(&source, self.settings().identity.shared_above).await?;
        held.knows_people.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Statements that were run since it was held; a measure of how dear its questions are.
    #[doc(hidden)]
    pub fn statements(&self) -> usize {
        self.holds().map_or(0, |held| held.sitting.statements())
    }
}

/// What was worked out, by question.
#[derive(Debug)]
pub(crate) struct Memo<V> {
    /// A leaf lock: nothing is worked out while it is held.
    known: Mutex<HashMap<String, Arc<V>>>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self {
            known: Mutex::default(),
        }
    }
}

impl<V> Memo<V> {
    /// The answer to a question, worked out if it was not yet.
    pub(crate) fn get_or(&self, question: String, work: impl FnOnce() -> Result<V, Error>) -> Result<Arc<V>, Error> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known.get(&question) {
            return Ok(Arc::clone(answer));
        }
        drop(known);
        let answer = Arc::new(work()?);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(question, Arc::clone(&answer));
        Ok(answer)
    }
}
