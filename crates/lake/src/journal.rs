//! [`Journal`]: the events of everybody, in order, kept ready: what journeys, credit and returns are read from.
//!
//! ```text
//!  events ─▶ who, where from ─▶ parts by leading bits of the key ─▶ sorted ─▶ run 0 ┐
//!  later imports, whom they touch ───────────────────────────────────▶ run 1, … ┴▶ merged by key, a journey at a time
//! ```
//! Derived from `events` and `identities` and never the only copy: `derived/journal` may be deleted at any time and is made
//! anew. A *run* is a set of Parquet files sorted by (key, instant, event id), where the key is a scattered hash of the person's name; a
//! later import adds a run, in which it tells whole journeys of those whose past it changed. `query/journal.rs` tells the same
//! in SQL: the second route, and the one for companies.

mod build;
mod course;
mod cursor;
mod events;
mod facts;
mod manifest;
pub(crate) mod origins;
mod runs;
mod sieve;
mod spill;
mod steps;
mod update;

use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use harpoon_core::event::{EventKind, Part};
use harpoon_core::identity::Tie;
use harpoon_core::scatter::scatter;
use harpoon_core::{Number, Scope};
use xxhash_rust::xxh3::xxh3_64;

use crate::store::{Snapshot, StoreError};
pub use course::{Course, Laid};
use manifest::Manifest;
use runs::Run;

/// Where an event came from, in its source's words; the same words stand once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// Platform, where the source names one.
    pub platform: Option<String>,
    /// Whether it was paid for, where the source says.
    pub scope: Option<Scope>,
    /// The source's own word for the channel.
    pub channel: Option<String>,
    /// `utm_source`.
    pub source: Option<String>,
    /// `utm_medium`.
    pub medium: Option<String>,
    /// `utm_campaign`.
    pub campaign: Option<String>,
    /// `utm_content`.
    pub content: Option<String>,
    /// `utm_term`.
    pub term: Option<String>,
    /// Page that led here, without its parameters.
    pub referrer: Option<String>,
    /// Page reached, with those parameters only that tell of a channel.
    pub landing_url: Option<String>,
    /// Parameter of a click id.
    pub click_param: Option<String>,
}

/// One event of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Instant, in microseconds since 1970.
    pub at: i64,
    /// Day in the source's zone, in days since 1970.
    pub day: i32,
    /// What happened.
    pub kind: EventKind,
    /// Place in [`Book::origins`].
    pub origin: u32,
    /// Place in [`Book::imports`]; only where [`Want::All`] is asked for.
    pub import: u32,
    /// Line in the raw file; likewise.
    pub row: u64,
    /// What only few events tell.
    pub told: Option<Box<Told>>,
}

/// What an event tells beyond when, what and where from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Number of the order, deal or lead; for touches none.
    pub deed: Option<String>,
    /// Money; of touches only where [`Want::All`] is asked for.
    pub value: Option<Number>,
    /// Its currency; likewise.
    pub currency: Option<String>,
    /// Stage, code or answer; only where [`Want::All`] is asked for.
    pub detail: Option<String>,
}

impl Step {
    /// Number of the order, deal or lead.
    pub fn deed(&self) -> Option<&str> {
        self.told.as_ref()?.deed.as_deref()
    }

    /// Money.
    pub fn value(&self) -> Option<Number> {
        self.told.as_ref()?.value
    }

    /// Its currency.
    pub fn currency(&self) -> Option<&str> {
        self.told.as_ref()?.currency.as_deref()
    }

    /// Stage, code or answer.
    pub fn detail(&self) -> Option<&str> {
        self.told.as_ref()?.detail.as_deref()
    }
}

/// What one person or company did, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// A [scattered](scatter) hash of who it is; of the event where it names nobody.
    pub key: u64,
    /// The first of their names; empty where an event names nobody, and in [`Journal::fold`].
    pub who: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// Touches left out: beyond [`CROWD`] steps a name is a robot's or shared, and only its deeds are kept.
    pub left_out: u64,
}

/// Steps of a journey after which touches are left out.
pub const CROWD: usize = 100_000;

impl Journey {
    /// Adds a step, unless it is a touch of a crowd.
    pub(crate) fn add(&mut self, step: Step) {
        if self.steps.len() >= CROWD && step.kind.part() == Part::Touch {
            self.left_out += 1;
        } else {
            self.steps.push(step);
        }
    }

    pub(crate) fn begin(&mut self, key: u64) {
        self.key = key;
        self.who.clear();
        self.steps.clear();
        self.left_out = 0;
    }
}

/// The words that steps point to.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Distinct origins.
    pub origins: Vec<Origin>,
    /// Which kinds of event came from each origin: a bit a kind, by its place in [`EventKind::ALL`].
    pub kinds: Vec<u64>,
    /// Ids of imports.
    pub imports: Vec<String>,
}

/// How much of each step is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// What credit needs.
    Credit,
    /// Everything.
    All,
}

/// Key of a person or of what stands for one: scattered, so that credit meets people of one group one after the other.
pub fn key_of(who: &str) -> u64 {
    scatter(xxh3_64(who.as_bytes()))
}

/// The journal of one version of the data.
pub struct Journal {
    book: Book,
    runs: Vec<Run>,
    bits: u32,
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Journal of {} runs", self.runs.len())
    }
}

impl Journal {
    /// The journal of a snapshot, brought up to date if it is not. `None` where it cannot be kept: an old version of the
    /// data, a folder that nobody may write, or two people of one key.
    ///
    /// # Errors
    /// If events cannot be read, or the disk refuses.
    pub fn of(snapshot: &Snapshot, shared_above: usize, ties: &Ties<'_>) -> Result<Option<Self>, StoreError> {
        let wanted = Wanted {
            snapshot,
            shared_above,
            ties,
        };
        let held = Manifest::read(snapshot.derived())?.filter(|manifest| wanted.is_met_by(manifest));
        // Files that went while they were opened belong to a journal that another process has replaced.
        if let Some(Ok(journal)) = held.map(|manifest| Self::open(snapshot, manifest)) {
            return Ok(Some(journal));
        }
        if !snapshot.is_latest() {
            return Ok(None);
        }
        match update::bring_up_to_date(&wanted)? {
            Some(manifest) => Self::open(snapshot, manifest).map(Some),
            None => Ok(None),
        }
    }

    fn open(snapshot: &Snapshot, manifest: Manifest) -> Result<Self, StoreError> {
        let folder = snapshot.derived();
        let (origins, kinds) = origins::read(folder, &manifest)?;
        let runs = manifest
            .runs
            .iter()
            .map(|run| Run::open(folder, run))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            book: Book {
                origins,
                kinds,
                imports: manifest.imports,
            },
            runs,
            bits: manifest.bits,
        })
    }

    /// How many runs it is merged from.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// The words that steps point to.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Whether it holds an event of these kinds that came from such an origin.
    pub fn has(&self, kinds: &[EventKind], from: impl Fn(&Origin) -> bool) -> bool {
        let mask = kinds.iter().fold(0, |mask, kind| mask | manifest::bit(*kind));
        let mut held = self.book.kinds.iter().zip(&self.book.origins);
        held.any(|(held, origin)| held & mask != 0 && from(origin))
    }

    /// Hands over everybody's journey, one after the other, in order of their keys.
    pub fn walk(&self, mut each: impl FnMut(&Journey)) -> Result<(), StoreError> {
        for range in 0..self.ranges() {
            cursor::walk(&self.runs, self.bits, range, Want::All, &mut each)?;
        }
        Ok(())
    }

    /// Hands over the journey of one.
    pub fn one(&self, who: &str, mut each: impl FnMut(&Journey)) -> Result<(), StoreError> {
        let key = key_of(who);
        let range = usize::try_from(manifest::range(key, self.bits)).unwrap_or(0);
        cursor::walk(&self.runs, self.bits, range, Want::All, &mut |journey: &Journey| {
            if journey.key == key {
                each(journey);
            }
        })
    }

    /// Gathers from everybody's journey on all cores: each core begins with a state of its own. What states come back, and
    /// what each of them has seen, depends on chance; their sum does not.
    pub fn fold<S: Send>(
        &self,
        make: impl Fn() -> S + Sync,
        each: impl Fn(&mut S, &Course<'_>) + Sync,
    ) -> Result<Vec<S>, StoreError> {
        let next = AtomicUsize::new(0);
        let states = Mutex::new(Vec::new());
        let work = || {
            let mut state = make();
            loop {
                let range = next.fetch_add(1, Ordering::Relaxed);
                if range >= self.ranges() {
                    break;
                }
                cursor::courses(&self.runs, self.bits, range, |course| each(&mut state, course))?;
            }
            if let Ok(mut states) = states.lock() {
                states.push(state);
            }
            Ok::<(), StoreError>(())
        };
        on_all_cores(self.ranges(), work)?;
        Ok(states.into_inner().unwrap_or_default())
    }

    /// The same for some ranges of keys on this thread, from and into a state. All ranges, a part by each of several, are everybody.
    pub fn fold_part<S>(
        &self,
        ranges: &[usize],
        mut state: S,
        each: impl Fn(&mut S, &Course<'_>),
    ) -> Result<S, StoreError> {
        for range in ranges.iter().copied().filter(|range| *range < self.ranges()) {
            cursor::courses(&self.runs, self.bits, range, |course| each(&mut state, course))?;
        }
        Ok(state)
    }

    /// Reads what [`Journal::fold`] reads and does nothing with it: the limit that it is measured against. Gives the steps.
    #[doc(hidden)]
    pub fn decode(&self) -> Result<u64, StoreError> {
        let next = AtomicUsize::new(0);
        let steps = Mutex::new(0);
        let work = || {
            let mut seen = 0;
            loop {
                let range = next.fetch_add(1, Ordering::Relaxed);
                if range >= self.ranges() {
                    break;
                }
                for run in &self.runs {
                    seen += run.decode(range, self.bits)?;
                }
            }
            if let Ok(mut steps) = steps.lock() {
                *steps += seen;
            }
            Ok::<(), StoreError>(())
        };
        on_all_cores(self.ranges(), work)?;
        Ok(steps.into_inner().unwrap_or_default())
    }

    /// Ranges of keys.
    pub fn ranges(&self) -> usize {
        1 << self.bits
    }
}

/// Runs the same work on as many cores as there are, but not more than there are tasks; the first failure is told.
fn on_all_cores(tasks: usize, work: impl Fn() -> Result<(), StoreError> + Sync) -> Result<(), StoreError> {
    let cores = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(tasks.max(1));
    if cores == 1 {
        return work();
    }
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..cores).map(|_| scope.spawn(&work)).collect();
        all.into_iter()
            .try_for_each(|one| one.join().unwrap_or(Err(StoreError::OutOfTurn)))
    })
}

/// Reads the ties of all imports, in order: only where the journal must be made.
pub type Ties<'a> = dyn Fn() -> Result<Vec<Tie>, StoreError> + 'a;

/// What a journal is asked to be.
struct Wanted<'a> {
    snapshot: &'a Snapshot,
    shared_above: usize,
    ties: &'a Ties<'a>,
}

impl Wanted<'_> {
    fn is_met_by(&self, manifest: &Manifest) -> bool {
        manifest.is_readable() && manifest.shared_above == self.shared_above && manifest.holds(&self.snapshot.ranked())
    }
}
