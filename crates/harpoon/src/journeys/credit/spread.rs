//! The walk over journeys by the nodes of a cluster: what one is asked, and what it gathered, as they travel.
//!
//! A node opens the workspace at the version that was asked and walks its ranges of keys. Codes follow from the origins of that
//! version alone, so states of several nodes add up like those of several cores.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use harpoon_core::event::EventKind;
use harpoon_core::{Number, Period};
use harpoon_lake::engine::Task;
use harpoon_lake::query::QueryError;
use harpoon_lake::query::journal::Who;
use harpoon_model::credit::{Credit, Model, Rules, Scope};
use serde::{Deserialize, Serialize};

use super::super::{By, Journeys};
use super::{Gathered, Gathering, Pass, Question, Twice, Worth};
use crate::Error;
use crate::workspace::Workspace;

/// The kind of task.
const KIND: &str = "credit";

/// What a node is asked.
#[derive(Serialize, Deserialize)]
struct Asked {
    root: PathBuf,
    version: u64,
    /// What settings and rules say that decide the answer.
    settings: String,
    models: Vec<String>,
    by: Vec<String>,
    on: Vec<String>,
    settled: bool,
    revenue: bool,
    windows: [i64; 4],
    since_last: bool,
    periods: Vec<Option<Period>>,
}

/// What a node gathered for a period.
#[derive(Serialize, Deserialize)]
struct Sums {
    books: BTreeMap<String, String>,
    open: String,
    without_value: u64,
    values: u64,
    crowded: u64,
    sales_twice: u64,
    worth_twice: BTreeMap<String, i64>,
}

impl Workspace {
    /// The states that nodes gathered; `None` where this process is to walk by itself.
    pub(super) fn spread(&self, journeys: &Journeys, pass: &Pass<'_>) -> Result<Option<Vec<Gathering>>, Error> {
        let Some(kept) = &journeys.kept else { return Ok(None) };
        let asked = Asked {
            root: std::path::absolute(self.root()).map_err(Error::io("find", self.root()))?,
            version: journeys.data.version(),
            settings: self.words_on_credit()?,
            models: words(&pass.question.models, Model::word),
            by: words(&pass.question.by, By::word),
            on: words(&pass.on, EventKind::as_str),
            settled: pass.settled,
            revenue: pass.question.worth == Worth::Revenue,
            windows: {
                let rules = &pass.question.rules;
                [rules.click, rules.impression, rules.other, rules.collapse]
            },
            since_last: pass.question.rules.scope == Scope::SinceLastConversion,
            periods: pass.periods.to_vec(),
        };
        let task = Task {
            kind: KIND.to_owned(),
            asked: serde_json::to_string(&asked).map_err(|e| Error::Bug(e.to_string()))?,
            parts: kept.ranges(),
        };
        let engine = journeys.data.snapshot().engine();
        let Some(states) = self.lake().run(engine.work(&task)).map_err(QueryError::from)? else {
            return Ok(None);
        };
        let mut placed = Vec::new();
        journeys.place(&kept.book().origins, &mut placed);
        let torn = || Error::Bug("a worker gave sums that cannot be read".to_owned());
        let state = |bytes: &Vec<u8>| {
            let sums: Vec<Sums> = serde_json::from_slice(bytes).ok()?;
            let mut state = pass.begin(&placed);
            (sums.len() == state.all.len()).then_some(())?;
            for (gathered, sums) in state.all.iter_mut().zip(sums) {
                sums.put(gathered)?;
            }
            Some(state)
        };
        let states: Option<Vec<Gathering>> = states.iter().map(state).collect();
        states.map(Some).ok_or_else(torn)
    }

    /// Settings and rules that decide what credit is dealt out.
    fn words_on_credit(&self) -> Result<String, Error> {
        let (identity, journeys) = (&self.settings().identity, &self.settings().journeys);
        Ok(format!("{identity:?} {journeys:?} {:?}", self.channel_words()?))
    }
}

/// How a node works off tasks. The workspace of the last one is held, for a task comes in several groups of parts.
pub(crate) fn work() -> impl Fn(&Task, &[usize]) -> Result<Vec<u8>, String> + Send + Sync {
    let last: Mutex<Option<(String, Arc<Walk>)>> = Mutex::new(None);
    move |task, parts| {
        if task.kind != KIND {
            return Err(format!("no work is called `{}`", task.kind));
        }
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        let walk = match last.as_ref().filter(|(asked, _)| *asked == task.asked) {
            Some((_, walk)) => Arc::clone(walk),
            None => Arc::new(Walk::of(&task.asked).map_err(|e| told(&e))?),
        };
        *last = Some((task.asked.clone(), Arc::clone(&walk)));
        drop(last);
        walk.gather(parts).map_err(|e| told(&e))
    }
}

/// An error with what caused it.
fn told(error: &Error) -> String {
    let mut words = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        words = format!("{words}: {cause}");
        next = cause.source();
    }
    words
}

/// A workspace that is walked for others.
struct Walk {
    journeys: Journeys,
    question: Question,
    on: Vec<EventKind>,
    asked: Asked,
}

impl Walk {
    fn of(asked: &str) -> Result<Self, Error> {
        let unread = || Error::Bug("a task of credit cannot be read".to_owned());
        let asked: Asked = serde_json::from_str(asked).map_err(|_| unread())?;
        let workspace = Workspace::open(&asked.root)?.held(Some(asked.version), None)?;
        if workspace.words_on_credit()? != asked.settings {
            return Err(Error::Usage(
                "settings or rules of channels differ between who asks and this worker, or have just changed; ask again"
                    .to_owned(),
            ));
        }
        let journeys = workspace.journeys(Who::Person)?;
        if journeys.kept.is_none() {
            return Err(Error::Usage(
                "the data changed while credit was dealt out; ask again".to_owned(),
            ));
        }
        let [click, impression, other, collapse] = asked.windows;
        let question = Question {
            models: read(&asked.models, Model::from_word).ok_or_else(unread)?,
            by: By::read(&asked.by)?,
            worth: if asked.revenue { Worth::Revenue } else { Worth::Count },
            rules: Rules {
                click,
                impression,
                other,
                collapse,
                scope: if asked.since_last {
                    Scope::SinceLastConversion
                } else {
                    Scope::Lookback
                },
                ..Rules::default()
            },
            ..Question::default()
        };
        Ok(Self {
            journeys,
            question,
            on: read(&asked.on, EventKind::from_word).ok_or_else(unread)?,
            asked,
        })
    }

    fn gather(&self, ranges: &[usize]) -> Result<Vec<u8>, Error> {
        let pass = Pass {
            question: &self.question,
            periods: &self.asked.periods,
            on: self.on.clone(),
            settled: self.asked.settled,
        };
        let Some(kept) = &self.journeys.kept else {
            return Err(Error::Bug("a walk without a journal".to_owned()));
        };
        let mut placed = Vec::new();
        self.journeys.place(&kept.book().origins, &mut placed);
        let state = kept.fold_part(ranges, pass.begin(&placed), |state, course| {
            pass.take(state, &placed, course);
        })?;
        if let Some(why) = state.failed {
            return Err(Error::Usage(why.to_string()));
        }
        let sums: Vec<Sums> = state.all.iter().map(Sums::of).collect();
        serde_json::to_vec(&sums).map_err(|e| Error::Bug(e.to_string()))
    }
}

impl Sums {
    fn of(gathered: &Gathered) -> Self {
        let bytes = |credit: &Credit| BASE64.encode(credit.to_bytes());
        let books = gathered.books.iter();
        let (sales_twice, worth_twice) = gathered.twice.sums();
        Self {
            books: books.map(|(currency, book)| (currency.clone(), bytes(book))).collect(),
            open: bytes(&gathered.open),
            without_value: gathered.without_value,
            values: gathered.values,
            crowded: gathered.crowded,
            sales_twice,
            worth_twice: worth_twice
                .map(|(currency, worth)| (currency.clone(), worth.micros()))
                .collect(),
        }
    }

    /// Fills an empty state.
    fn put(self, gathered: &mut Gathered) -> Option<()> {
        let credit = |text: &String| Credit::from_bytes(&BASE64.decode(text).ok()?).ok();
        for (currency, book) in &self.books {
            gathered.books.insert(currency.clone(), credit(book)?);
        }
        gathered.open = credit(&self.open)?;
        gathered.without_value = self.without_value;
        gathered.values = self.values;
        gathered.crowded = self.crowded;
        let worth = self.worth_twice.into_iter();
        gathered.twice = Twice::from_sums(
            self.sales_twice,
            worth.map(|(currency, micros)| (currency, Number::from_micros(micros))),
        );
        Some(())
    }
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<String> {
    all.iter().map(|one| word(*one).to_owned()).collect()
}

fn read<T>(words: &[String], of: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    words.iter().map(|word| of(word)).collect()
}
