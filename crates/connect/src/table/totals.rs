//! [`Totals`]: the totals that a file states, kept apart from its rows and compared with their sums.

use harpoon_core::{Counter, Number, Unit};

use super::columns::{Columns, Figure, known};
use crate::connector::{Connector, Quirk};
use crate::field::{Given, Role};
use crate::plan::{Check, Verdict};
use crate::record::Record;

/// Total rows kept of a table.
const MOST: usize = 20;

/// Sums of a table, and the totals stated for them.
#[derive(Debug, Default)]
pub(super) struct Totals {
    sums: Vec<Sum>,
    stated: Vec<Row>,
}

/// A total row: its line, and each cell with its decimals.
#[derive(Debug)]
struct Row {
    line: u64,
    cells: Vec<(Option<Number>, u32)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    micros: i128,
    rows: i128,
    decimals: u32,
}

impl Totals {
    pub(super) fn new(figures: usize) -> Self {
        Self {
            sums: vec![Sum::default(); figures],
            stated: Vec::new(),
        }
    }

    /// Adds a row.
    #[inline]
    pub(super) fn add(&mut self, values: &[Option<Number>]) {
        for (sum, value) in self.sums.iter_mut().zip(values) {
            if let Some(value) = value {
                sum.micros += i128::from(value.micros());
                sum.rows += 1;
            }
        }
    }

    /// Keeps a total row, if it is of the whole table.
    pub(super) fn state(&mut self, record: &Record, columns: &Columns) {
        if self.stated.len() >= MOST || !is_of_all(record, columns) {
            return;
        }
        let read = |figure: &Figure| {
            let cell = record.get(figure.at);
            (
                figure.read(cell).ok().and_then(crate::cell::Cell::value),
                decimals(cell),
            )
        };
        self.stated.push(Row {
            line: record.line,
            cells: columns.figures.iter().map(read).collect(),
        });
    }

    /// Every stated total against the sum of its column. What nobody mapped may be a ratio, and what the rows leave out
    /// altogether has no sum: both are kept, not compared.
    pub(super) fn checks(&self, connector: &Connector, columns: &Columns) -> Vec<Check> {
        let may_exceed = connector.quirks.contains(&Quirk::TotalMayExceed);
        let mut checks = Vec::new();
        for row in &self.stated {
            let with_sums = columns.figures.iter().zip(&row.cells).zip(&self.sums);
            for ((figure, (stated, decimals)), sum) in with_sums {
                if let Some(stated) = stated {
                    checks.push(check(row.line, figure, *stated, *decimals, *sum, may_exceed));
                }
            }
        }
        checks
    }
}

fn check(line: u64, figure: &Figure, stated: Number, decimals: u32, sum: Sum, may_exceed: bool) -> Check {
    let measure = &figure.measure;
    let adds_up = matches!(measure.counter, Counter::Delta | Counter::Lifetime) && measure.unit != Unit::People;
    let additive = adds_up && !figure.raw && sum.rows > 0;
    let added = i64::try_from(sum.micros)
        .ok()
        .map(Number::from_micros)
        .filter(|_| additive);
    let difference = i128::from(stated.micros()) - sum.micros;
    let verdict = if !additive {
        Verdict::NotAdditive
    } else if difference.abs() <= tolerance(figure, decimals.max(sum.decimals), sum.rows) {
        Verdict::Equal
    } else if may_exceed && difference > 0 {
        Verdict::Partial
    } else {
        Verdict::Differs
    };
    let metric = if measure.facet.is_empty() {
        measure.metric.to_string()
    } else {
        format!("{}.{}", measure.metric, measure.facet)
    };
    Check {
        line,
        column: figure.header.clone(),
        metric,
        stated,
        added,
        verdict,
    }
}

/// What rounding each of the rows and the total to the file's decimals may make, in millionths.
fn tolerance(figure: &Figure, decimals: u32, rows: i128) -> i128 {
    let is_count = decimals == 0 && matches!(figure.measure.unit, Unit::Count | Unit::People);
    if is_count {
        return 0;
    }
    let unit: i128 = match figure.reader.given {
        Given::Hours => 3_600_000_000,
        Given::Minutes => 60_000_000,
        Given::Milliseconds => 1_000,
        Given::Percent | Given::Cents => 10_000,
        Given::Micros => 1,
        Given::AsIs | Given::Clock => 1_000_000,
    };
    let last_digit = unit / 10_i128.pow(decimals.min(9));
    (rows + 1) * last_digit.max(1) / 2 + 1
}

fn decimals(cell: &str) -> u32 {
    let tail = cell.trim().rsplit_once(['.', ',']).map_or("", |(_, tail)| tail);
    u32::try_from(tail.bytes().filter(u8::is_ascii_digit).count()).unwrap_or(0)
}

/// Whether the row sums the whole table: it names no part of it.
fn is_of_all(record: &Record, columns: &Columns) -> bool {
    let named = |at: usize| at != columns.first && known(record.get(at)).is_some();
    let extra = columns.extras.iter().any(|(_, at)| named(*at));
    let roles = [Role::Format, Role::Objective, Role::Scope]
        .iter()
        .filter_map(|role| columns.at(*role));
    !extra && !columns.keys.iter().any(|at| named(*at)) && !roles.into_iter().any(named)
}

/// Whether the row is a total, by the connector's rules.
pub(super) fn is_total(record: &Record, connector: &Connector, columns: &Columns) -> bool {
    connector.quirks.iter().any(|quirk| match quirk {
        Quirk::TotalIsEmpty => {
            let empty = |at: &usize| known(record.get(*at)).is_none();
            !columns.keys.is_empty()
                && columns.keys.iter().all(empty)
                && columns.figures.iter().any(|f| known(record.get(f.at)).is_some())
        }
        Quirk::TotalLabel(words) => {
            let first = record.get(columns.first).trim();
            let others = columns.keys.iter().filter(|at| **at != columns.first);
            words.iter().any(|word| is_label(first, word)) && others.into_iter().all(|at| is_unnamed(record.get(*at)))
        }
        _ => false,
    })
}

fn is_unnamed(cell: &str) -> bool {
    known(cell).is_none()
}

fn is_label(cell: &str, word: &str) -> bool {
    let is_word = |head: &str| {
        head.eq_ignore_ascii_case(word) || (!word.is_ascii() && head.to_lowercase() == word.to_lowercase())
    };
    cell.get(..word.len()).is_some_and(is_word)
        && cell
            .get(word.len()..)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}
