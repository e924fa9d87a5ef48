//! From a KPI and a selection to readings with receipts.
//!
//! ```text
//!  KPI ─▶ leaves ─▶ source: one grain an account ─▶ scan: SQL ─▶ cells ─▶ collapse: one value a group ─▶ readings
//! ```
//! Nothing here knows a platform or a KPI by name; all of that is data in core and connect.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use datafusion::error::DataFusionError;
use datafusion::prelude::SessionContext;
use harpoon_core::kpi::Kpi;
use harpoon_core::{Dim, KeptFrom, Missing, Reading, Selection};

use crate::engine::{self, Away};

mod answers;
mod cells;
mod channels;
mod collapse;
mod costs;
mod daily;
mod deeds;
mod evaluate;
mod figures;
mod functions;
pub mod journal;
mod receipt;
mod sales;
mod same;
mod scan;
mod source;
mod sql;
mod things;
mod why_missing;

pub use answers::Answers;
pub use channels::register as register_channels;
pub use deeds::{event_days, event_kinds, judge_sales};
pub use figures::{Figure, Figures, Telling, figures};
pub use functions::register as register_functions;
pub use receipt::{Receipt, Term};
pub use sales::register as register_sales;
pub use source::Ranked;
pub use sql::{Bounds, Grid, answer, bounded, to_parquet};

use collapse::{Group, Outcome};
use evaluate::Evaluation;

/// A statement that takes longer is dear: its answer is kept on disk. Reading it there takes a tenth of that.
const DEAR: Duration = Duration::from_millis(2);

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The engine failed.
    #[error("the query engine failed")]
    Engine(#[source] DataFusionError),
    /// What cannot go to disk did not fit into memory.
    #[error(
        "this needs more memory than questions may take here: ask for fewer days, groups or columns at once, or allow more with \
         `memory_mb` under `[engine]` in harpoon.toml"
    )]
    NoRoom(#[source] DataFusionError),
    /// Those who work for this process do not answer now.
    #[error("{0}")]
    Away(String),
    /// A statement of a person that the engine does not take.
    #[error("cannot be run; one query that only reads is taken here: {0}")]
    Refused(String),
    /// A result had another shape than its statement asks for: a bug.
    #[error("bug: the engine returned no column `{0}`; please report it")]
    Shape(&'static str),
    /// A KPI adds what does not add up.
    #[error("`{0}` is computed from parts that do not add up")]
    NotAdditive(&'static str),
}

impl From<DataFusionError> for QueryError {
    fn from(why: DataFusionError) -> Self {
        if let Some(Away(words)) = Away::of(&why) {
            return Self::Away(words.clone());
        }
        match why.find_root() {
            DataFusionError::ResourcesExhausted(_) => Self::NoRoom(why),
            _ => Self::Engine(why),
        }
    }
}

/// The data that a question is put to: a session with the tables, and what the imports say.
pub struct Source<'a> {
    /// Session in which the tables stand, with [`register_functions`] done and the table `import_order`.
    pub session: &'a SessionContext,
    /// Every series of every visible import.
    pub series: Vec<Ranked<'a>>,
    /// Data version.
    pub version: u64,
    /// What was removed because it was old.
    pub kept_from: KeptFrom,
    /// Where answers are kept, so that a statement runs once; `None` keeps none.
    pub answers: Option<&'a Answers>,
}

impl Source<'_> {
    async fn collect(&self, sql: &str) -> Result<Vec<RecordBatch>, QueryError> {
        let Some(answers) = self.answers else {
            return self.run(sql).await;
        };
        let question = format!("{}\n{sql}", answers.stamp());
        if let Some(known) = answers.get(&question) {
            return Ok(known);
        }
        let begun = Instant::now();
        let batches = self.run(sql).await?;
        answers.keep(&question, &batches, begun.elapsed() >= DEAR);
        Ok(batches)
    }

    /// Runs a statement.
    async fn run(&self, sql: &str) -> Result<Vec<RecordBatch>, QueryError> {
        if let Some(answers) = self.answers {
            answers.count();
        }
        let batches = engine::collect(self.session, self.session.sql(sql).await?).await?;
        let compact = batches.iter().map(answers::compact).collect::<Result<_, _>>();
        Ok(compact.map_err(|e| DataFusionError::ArrowError(Box::new(e), None))?)
    }
}

/// Readings of one KPI, and the receipt that they share.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The readings, in the order of their dimensions.
    pub readings: Vec<Reading>,
    /// How they came about.
    pub receipt: Receipt,
}

/// Measures one KPI for one selection.
pub async fn measure(source: &Source<'_>, kpi: &'static Kpi, selection: &Selection) -> Result<Measured, QueryError> {
    let mut evaluation = Evaluation::new(source, selection);
    let removed = source.kept_from.missing(kpi, selection);
    let removed = removed.filter(|_| selection.is_of(kpi.stage));
    let (outcomes, terms) = if let Some(removed) = removed {
        (
            BTreeMap::from([(Group::default(), collapse::missing(removed))]),
            Vec::new(),
        )
    } else if selection.is_of(kpi.stage) {
        (evaluation.run(kpi).await?, terms(source, kpi, selection).await?)
    } else {
        let other = collapse::missing(Missing::OtherStage);
        (BTreeMap::from([(Group::default(), other)]), Vec::new())
    };
    let outcomes = if outcomes.is_empty() {
        let told = || why_missing::reason(&source.series, kpi, selection, &terms);
        let reason = evaluation.trace.lacking().unwrap_or_else(told);
        BTreeMap::from([(Group::default(), collapse::missing(reason))])
    } else {
        outcomes
    };
    let receipt = Receipt::new(kpi, selection, source.version, evaluation.trace, terms);
    let notes = receipt.notes.join("; ");
    let mut readings: Vec<Reading> = outcomes
        .into_iter()
        .map(|(group, outcome)| reading(kpi, selection, group, outcome, &receipt.id, &notes))
        .collect();
    readings.sort_by(receipt::order);
    Ok(Measured { readings, receipt })
}

/// The values of the formula's inputs for the whole selection, so that a receipt shows the formula with numbers.
async fn terms(source: &Source<'_>, kpi: &'static Kpi, selection: &Selection) -> Result<Vec<Term>, QueryError> {
    let whole = Selection {
        by: Vec::new(),
        ..selection.clone()
    };
    let mut terms = Vec::new();
    for input in kpi.formula.inputs() {
        let mut evaluation = Evaluation::new(source, &whole);
        for (group, outcome) in evaluation.run(input).await? {
            terms.push(Term {
                kpi: input.id.to_owned(),
                value: outcome.value.map(|v| v.to_string()),
                currency: group.currency,
            });
        }
    }
    Ok(terms)
}

fn reading(
    kpi: &'static Kpi,
    selection: &Selection,
    group: Group,
    outcome: Outcome,
    receipt: &str,
    notes: &str,
) -> Reading {
    let by = selection
        .by
        .iter()
        .cloned()
        .zip(group.values)
        .map(|(dim, value)| match dim {
            Dim::Stage => (dim, kpi.stage.to_string()),
            dim => (dim, value),
        });
    let unit = if evaluate::is_money(kpi.unit) && !group.currency.is_empty() {
        group.currency
    } else {
        kpi.unit.to_string()
    };
    let note = [outcome.note.unwrap_or_default(), notes.to_owned()]
        .into_iter()
        .filter(|n| !n.is_empty())
        .collect::<Vec<_>>();
    Reading {
        kpi: kpi.id.to_owned(),
        by: by.collect(),
        period: selection.period,
        value: outcome.value,
        unit,
        low: outcome.low,
        high: outcome.high,
        missing: outcome.missing,
        note: (!note.is_empty()).then(|| note.join("; ")),
        receipt: receipt.to_owned(),
    }
}
