//! Readings, receipts and queries.

use std::collections::BTreeMap;
use std::path::Path;

use harpoon_core::kpi::Kpi;
use harpoon_core::{Period, Reading, Selection};
use harpoon_lake::query::{self, Bounds, Grid, Measured, Receipt, Source};

use crate::Error;
use crate::receipt::Answer;
use crate::workspace::Workspace;
use credited::Figure;

mod credited;
pub mod raw;
mod spans;

/// What to measure.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// KPI ids, in output order.
    pub kpis: Vec<String>,
    /// Period, dimensions, filters.
    pub selection: Selection,
    /// Data version; `None` is the present.
    pub at: Option<u64>,
}

impl Workspace {
    /// Measures KPIs and notes a receipt for each.
    pub fn measure(&self, question: &Question) -> Result<Vec<Measured>, Error> {
        let kpis: Vec<&'static Kpi> = question.kpis.iter().map(|id| self.kpi(id)).collect::<Result<_, _>>()?;
        let workspace = self.held(question.at, None)?;
        let held = workspace.data()?;
        let mut measured = self.lake().run(async {
            if kpis.iter().any(|kpi| kpi.reads_events()) {
                self.know_people(&held).await?;
            }
            let source = held.source();
            let mut all = Vec::new();
            for kpi in &kpis {
                all.push(self.measured(&source, kpi, &question.selection).await?);
            }
            Ok::<_, Error>(all)
        })?;
        workspace.deal_out(&kpis, question, &mut measured)?;
        for one in &measured {
            self.note(&one.receipt)?;
        }
        Ok(measured)
    }

    /// A book of sales that the settings choose is part of a receipt.
    pub(crate) fn settled(&self, kpi: &'static Kpi, receipt: Receipt) -> Receipt {
        let sales = &self.settings().journeys.sales;
        if sales.is_empty() || !kpi.reads_events() {
            return receipt;
        }
        let words: Vec<&str> = sales.iter().map(|kind| kind.as_str()).collect();
        receipt.resting_on(&format!("sales {}", words.join(" ")))
    }

    /// Measures one KPI that no credit model deals out.
    pub(crate) async fn measured(
        &self,
        source: &Source<'_>,
        kpi: &'static Kpi,
        selection: &Selection,
    ) -> Result<Measured, Error> {
        let mut measured = query::measure(source, kpi, selection).await?;
        measured.receipt = self.settled(kpi, measured.receipt);
        for reading in &mut measured.readings {
            reading.receipt.clone_from(&measured.receipt.id);
        }
        Ok(measured)
    }

    /// Answers in place of the lake what a credit model deals out.
    fn deal_out(&self, kpis: &[&'static Kpi], question: &Question, measured: &mut [Measured]) -> Result<(), Error> {
        let known = kpis.iter().zip(measured.iter_mut());
        let known = known.filter(|(kpi, _)| question.selection.is_of(kpi.stage));
        let (asked, places): (Vec<_>, Vec<_>) = known
            .filter_map(|(kpi, place)| Some(((*kpi, Figure::of(kpi)?), place)))
            .unzip();
        if asked.is_empty() {
            return Ok(());
        }
        let bases = places.iter().map(|place| place.receipt.clone()).collect();
        let answers = self.credited(&asked, &question.selection, bases)?;
        for (place, answer) in places.into_iter().zip(answers) {
            *place = answer;
        }
        Ok(())
    }

    /// Reads again what a receipt of readings was given for.
    pub(crate) fn measured_again(&self, receipt: &Receipt) -> Result<Answer, Error> {
        let question = Question {
            kpis: vec![receipt.kpi.clone()],
            selection: receipt.selection.clone(),
            at: None,
        };
        let again = self.measure(&question)?.pop();
        let again = again.ok_or_else(|| Error::NoReceipt(receipt.id.clone()))?;
        Ok(again.into())
    }

    /// Keeps the receipt of readings, once.
    pub(crate) fn note(&self, receipt: &Receipt) -> Result<(), Error> {
        self.keep(&crate::receipt::Receipt::Reading(Box::new(receipt.clone())))
    }

    /// First and last day of people's events; nothing without events.
    pub fn event_days(&self) -> Result<Option<Period>, Error> {
        let held = self.data()?;
        Ok(self.lake().run(query::event_days(&held.source()))?)
    }

    /// Answers a query in SQL over the tables, which it cannot change.
    pub fn sql(&self, sql: &str) -> Result<Grid, Error> {
        let held = self.data()?;
        Ok(self.lake().run(query::answer(held.sitting().session(), sql))?)
    }

    /// Answers a query from elsewhere as far as it may go, in a session of its own; tells whether anything was cut off.
    pub fn sql_within(&self, sql: &str, bounds: Bounds) -> Result<(Grid, bool), Error> {
        let version = self.holds().map(|held| held.version());
        let session = self.lake().snapshot(version)?.bounded_session()?;
        Ok(self.lake().run(query::bounded(&session, sql, bounds))?)
    }

    /// Writes the answer of a query to a Parquet file.
    pub fn sql_to_parquet(&self, sql: &str, file: &Path) -> Result<(), Error> {
        let held = self.data()?;
        Ok(self
            .lake()
            .run(query::to_parquet(held.sitting().session(), sql, file))?)
    }

    /// The first facts behind a receipt, each with its raw row.
    pub fn facts(&self, receipt: &Receipt, most: usize) -> Result<Facts, Error> {
        let held = self.held(Some(receipt.data_version), None)?.data()?;
        if self.kpi(&receipt.kpi)?.reads_events() {
            self.lake().run(self.know_people(&held))?;
        }
        let mut grids = Vec::new();
        for sql in &receipt.facts {
            grids.push(self.lake().run(query::answer(held.sitting().session(), sql))?);
        }
        let mut facts = Facts {
            total: grids.iter().map(|grid| grid.rows.len()).sum(),
            ..Facts::default()
        };
        let shares = shares(&grids.iter().map(|grid| grid.rows.len()).collect::<Vec<_>>(), most);
        for (grid, share) in grids.into_iter().zip(shares) {
            facts.grid.columns = grid.columns;
            facts.grid.rows.extend(grid.rows.into_iter().take(share));
        }
        facts.files = held
            .snapshot()
            .imports()
            .iter()
            .map(|i| (i.import_id.clone(), (i.file.clone(), i.sha256.clone())))
            .collect();
        Ok(facts)
    }
}

impl From<Measured> for Answer {
    fn from(measured: Measured) -> Self {
        Self {
            receipt: crate::receipt::Receipt::Reading(Box::new(measured.receipt)),
            readings: measured.readings,
            sentences: Vec::new(),
        }
    }
}

/// How many rows of each statement are shown, so that no statement crowds out another.
fn shares(rows: &[usize], most: usize) -> Vec<usize> {
    let mut shares = vec![0; rows.len()];
    let mut left = most.min(rows.iter().sum());
    while left > 0 {
        let short = || shares.iter().zip(rows).filter(|(share, rows)| share < rows).count();
        let each = (left / short().max(1)).max(1);
        for (share, rows) in shares.iter_mut().zip(rows) {
            let more = (*rows - *share).min(each).min(left);
            *share += more;
            left -= more;
        }
    }
    shares
}

/// Facts behind a reading.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The facts, `import_id` and `row` first.
    pub grid: Grid,
    /// How many there are in all.
    pub total: usize,
    /// File name and SHA-256 by import id.
    pub files: BTreeMap<String, (String, String)>,
}

/// Whether a credit model deals the KPI out, so that the lake alone cannot measure it.
pub(crate) fn is_dealt_out(kpi: &'static Kpi) -> bool {
    Figure::of(kpi).is_some()
}

/// The readings of several KPIs in one list.
pub fn readings(measured: Vec<Measured>) -> Vec<Reading> {
    measured.into_iter().flat_map(|m| m.readings).collect()
}

/// The period that `--from`, `--to` and `--month` give.
pub fn period(from: Option<&str>, to: Option<&str>, month: Option<&str>) -> Result<Option<Period>, Error> {
    match (from, to, month) {
        (None, None, None) => Ok(None),
        (None, None, Some(month)) => Ok(Some(Period::month(month)?)),
        (Some(from), Some(to), None) => Ok(Some(Period::new(Period::day(from)?, Period::day(to)?)?)),
        (Some(_), None, None) | (None, Some(_), None) => {
            Err(Error::Usage("give both --from and --to, or --month".to_owned()))
        }
        _ => Err(Error::Usage("give either --month, or --from and --to".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn every_statement_shows_rows() {
        let check = |rows: &[usize], most: usize, want: &[usize]| assert_eq!(shares(rows, most), want, "{rows:?}");
        check(&[], 10, &[]);
        check(&[0, 0], 10, &[0, 0]);
        check(&[3], 10, &[3]);
        check(&[100, 100], 10, &[5, 5]);
        check(&[100, 2, 100], 10, &[4, 2, 4]);
        check(&[1, 1, 1], 2, &[1, 1, 0]);
        check(&[7, 9], usize::MAX, &[7, 9]);
    }
}
