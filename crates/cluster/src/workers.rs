//! [`Workers`]: those to whom work may be given, now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use datafusion::error::DataFusionError;
use datafusion_distributed::WorkerResolver;
use futures::future::{join, join_all};
use url::Url;

use crate::ClusterError;
use crate::channels::{Channels, Unanswered, address_of};

/// How long it holds who was there. A server has its workspaces open for days, and workers come back.
const HOLDS: Duration = Duration::from_secs(10);

/// The workers that were named, those that joined them, and which of them are there.
#[derive(Clone, Debug)]
pub(crate) struct Workers {
    named: Arc<BTreeSet<Url>>,
    pub(crate) channels: Channels,
    /// Who is there, and when that was asked: a leaf lock.
    known: Arc<RwLock<(Instant, Vec<Url>)>>,
}

/// Why a worker is given nothing.
pub(crate) enum LeftOut {
    /// It runs another version: this one.
    OtherVersion(String),
    /// It did not tell its version.
    Unanswered(Unanswered),
}

impl Workers {
    pub(crate) fn new(channels: Channels, named: BTreeSet<Url>) -> Self {
        Self {
            named: Arc::new(named),
            channels,
            known: Arc::new(RwLock::new((Instant::now(), Vec::new()))),
        }
    }

    /// Asks all; gives those that are there, and the others.
    pub(crate) async fn look(&self) -> (Vec<Url>, Vec<(Url, LeftOut)>) {
        let joined = join_all(self.named.iter().map(|url| self.channels.joined_to(url)));
        let (joined, mut answers) = join(joined, self.versions(self.named.iter().cloned())).await;
        let joined: BTreeSet<Url> = joined.into_iter().flatten().collect();
        answers.extend(self.versions(joined.difference(&self.named).cloned()).await);
        let (mut there, mut others) = (Vec::new(), Vec::new());
        for (url, answer) in answers {
            match answer {
                Ok(theirs) if theirs == crate::version() => there.push(url),
                Ok(theirs) => others.push((url, LeftOut::OtherVersion(theirs))),
                Err(why) => others.push((url, LeftOut::Unanswered(why))),
            }
        }
        (there, others)
    }

    async fn versions(&self, urls: impl Iterator<Item = Url>) -> BTreeMap<Url, Result<String, Unanswered>> {
        let asked = urls.map(async |url| {
            let answer = self.channels.version_of(&url).await;
            (url, answer)
        });
        join_all(asked).await.into_iter().collect()
    }

    /// Asks all again, those that were away as well; whether one is gone that was there.
    ///
    /// # Errors
    /// If none is there.
    pub(crate) async fn look_again(&self) -> Result<bool, ClusterError> {
        let (there, others) = self.look().await;
        if there.is_empty() {
            let gone = others.iter().map(|(url, _)| address_of(url));
            return Err(ClusterError::NoWorker(gone.collect()));
        }
        let gone = self.there().iter().any(|url| !there.contains(url));
        self.keep(there);
        Ok(gone)
    }

    pub(crate) fn there(&self) -> Vec<Url> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    pub(crate) fn keep(&self, there: Vec<Url>) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = (Instant::now(), there);
    }

    /// Leaves out all but one, by turns: where all answer and a question fails all the same, they may not reach each other.
    pub(crate) fn keep_one(&self, turn: usize) {
        let there = self.there();
        let one = there.get(turn % there.len().max(1));
        self.keep(one.cloned().into_iter().collect());
    }

    /// Asks again beside whatever is asked meanwhile, if that is due.
    fn look_beside(&self) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.0.elapsed() < HOLDS {
            return;
        }
        known.0 = Instant::now();
        let own = self.clone();
        self.channels.beside(async move {
            // Where none is there, the next question tells.
            let _ = own.look_again().await;
        });
    }
}

impl WorkerResolver for Workers {
    /// A single worker twice: a stage of one task would not leave this process.
    fn get_urls(&self) -> Result<Vec<Url>, DataFusionError> {
        self.look_beside();
        let there = self.there();
        match there.as_slice() {
            [one] => Ok(vec![one.clone(), one.clone()]),
            _ => Ok(there),
        }
    }
}
