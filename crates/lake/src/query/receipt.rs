//! [`Receipt`]: how a reading came about, in a form that repeats it to the byte.

use std::cmp::Ordering;

use harpoon_core::kpi::Kpi;
use harpoon_core::{Reading, Selection};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::evaluate::Trace;
use super::source::describe;

/// Everything that makes a reading repeatable: KPI, selection and data version are its identity, the rest explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// First 16 hexadecimal digits of the digest of KPI definition, selection and data version.
    pub id: String,
    /// KPI id.
    pub kpi: String,
    /// The formula in words.
    pub formula: String,
    /// Period, dimensions and filters.
    pub selection: Selection,
    /// Version of the data: of the table `imports`.
    pub data_version: u64,
    /// Digest of the KPI's definition and of all that it is computed from.
    pub definition: String,
    /// The formula's inputs for the whole selection.
    pub terms: Vec<Term>,
    /// Which sources were read.
    pub sources: Vec<String>,
    /// Which sources tell the same and were left.
    pub left: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
    /// The statements that gave the numbers.
    pub statements: Vec<String>,
    /// The statements that return the facts behind the numbers.
    pub facts: Vec<String>,
}

/// One input of the formula with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// KPI id.
    pub kpi: String,
    /// Value, if there is one.
    pub value: Option<String>,
    /// Currency of money, or empty.
    pub currency: String,
}

impl Receipt {
    /// The receipt of one evaluation.
    pub(crate) fn new(kpi: &'static Kpi, selection: &Selection, version: u64, trace: Trace, terms: Vec<Term>) -> Self {
        let definition = digest(
            &kpi.parts()
                .iter()
                .map(|k| format!("{} = {}\n", k.id, k.formula.notation()))
                .collect::<String>(),
        );
        let asked = serde_json::to_string(selection).unwrap_or_default();
        let mut receipt = Self {
            id: digest(&format!("{}\n{definition}\n{asked}\n{version}", kpi.id)),
            kpi: kpi.id.to_owned(),
            formula: kpi.formula.to_string(),
            selection: selection.clone(),
            data_version: version,
            definition,
            terms,
            sources: trace.choices.iter().map(describe).chain(trace.told).collect(),
            left: trace
                .choices
                .iter()
                .flat_map(|c| c.left.clone())
                .chain(trace.left)
                .collect(),
            notes: trace.notes.into_iter().collect(),
            statements: trace.statements,
            facts: trace.facts,
        };
        for list in [
            &mut receipt.sources,
            &mut receipt.left,
            &mut receipt.statements,
            &mut receipt.facts,
        ] {
            list.sort();
            list.dedup();
        }
        receipt
    }

    /// The receipt of a reading that rests on more than formula, selection and data: on a model and its settings. They
    /// become part of the definition, and so of the id.
    #[must_use]
    pub fn resting_on(mut self, settings: &str) -> Self {
        self.definition = digest(&format!("{}\n{settings}", self.definition));
        self.id = digest(&format!("{}\n{}", self.id, self.definition));
        self
    }
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Order of readings: by their dimensions, numbers as numbers, then by unit.
pub(crate) fn order(a: &Reading, b: &Reading) -> Ordering {
    let pairs = a.by.iter().zip(&b.by).map(|((_, x), (_, y))| natural(x, y));
    pairs
        .fold(Ordering::Equal, Ordering::then)
        .then_with(|| a.unit.cmp(&b.unit))
}

fn natural(a: &str, b: &str) -> Ordering {
    match (a.parse::<i64>(), b.parse::<i64>()) {
        (Ok(x), Ok(y)) => x.cmp(&y).then_with(|| a.cmp(b)),
        _ => a.cmp(b),
    }
}
