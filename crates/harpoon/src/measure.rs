//! Readings, receipts and queries.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use harpoon_core::kpi::Kpi;
use harpoon_core::{Missing, Period, Reading, Selection};
use harpoon_lake::query::{self, Grid, Measured, Receipt, Source};

use crate::Error;
use crate::workspace::Workspace;
use credited::{Figure, unanswered};

mod credited;
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
        let snapshot = self.lake().snapshot(question.at)?;
        let mut measured = self.lake().run(async {
            let session = snapshot.query_session()?;
            let source = Source {
                session: &session,
                series: snapshot.series(),
                version: snapshot.version(),
            };
            if kpis.iter().any(|kpi| kpi.reads_events()) {
                self.know_people(&source).await?;
            }
            let mut all = Vec::new();
            for kpi in &kpis {
                all.push(self.measured(&source, kpi, &question.selection).await?);
            }
            Ok::<_, Error>(all)
        })?;
        self.deal_out(&kpis, question, snapshot.version(), &mut measured)?;
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
    fn deal_out(
        &self,
        kpis: &[&'static Kpi],
        question: &Question,
        version: u64,
        measured: &mut [Measured],
    ) -> Result<(), Error> {
        let known = kpis.iter().zip(measured.iter_mut());
        let (asked, places): (Vec<_>, Vec<_>) = known
            .filter_map(|(kpi, place)| Some(((*kpi, Figure::of(kpi)?), place)))
            .unzip();
        if asked.is_empty() {
            return Ok(());
        }
        let bases = places.iter().map(|place| place.receipt.clone()).collect();
        let answers = if version == self.lake().snapshot(None)?.version() {
            self.credited(&asked, &question.selection, bases)?
        } else {
            unanswered(&question.selection, bases, &asked, &Missing::PresentOnly)
        };
        for (place, answer) in places.into_iter().zip(answers) {
            *place = answer;
        }
        Ok(())
    }

    /// Who is who and which channel is which, by the workspace's own settings, for statements over events.
    pub(crate) async fn know_people(&self, source: &Source<'_>) -> Result<(), Error> {
        query::register_channels(source.session, self.channel_rules()?);
        query::register_sales(source.session, &self.settings().journeys.sales);
        Ok(query::journal::ready(source, self.settings().identity.shared_above).await?)
    }

    /// Measures again what a receipt was given for, at its data version.
    pub fn repeat(&self, receipt: &Receipt) -> Result<Measured, Error> {
        let question = Question {
            kpis: vec![receipt.kpi.clone()],
            selection: receipt.selection.clone(),
            at: Some(receipt.data_version),
        };
        let again = self.measure(&question)?.pop();
        let mut again = again.ok_or_else(|| Error::NoReceipt(receipt.id.clone()))?;
        if again.receipt.id != receipt.id {
            let changed = format!(
                "definitions or settings have changed since receipt {} was given",
                receipt.id
            );
            for reading in &mut again.readings {
                let known = reading.note.take().map(|note| format!("; {note}")).unwrap_or_default();
                reading.note = Some(format!("{changed}{known}"));
            }
        }
        Ok(again)
    }

    /// A receipt by its id.
    pub fn receipt(&self, id: &str) -> Result<Receipt, Error> {
        let known = !id.is_empty() && id.chars().all(|c| c.is_ascii_hexdigit());
        let path = self.receipt_file(id);
        let text = if known { fs::read_to_string(&path).ok() } else { None };
        let text = text.ok_or_else(|| Error::NoReceipt(id.to_owned()))?;
        serde_json::from_str(&text).map_err(|e| Error::Mistakes {
            file: path,
            mistakes: vec![e.to_string()],
        })
    }

    fn receipt_file(&self, id: &str) -> PathBuf {
        self.root().join("receipts").join(format!("{id}.json"))
    }

    /// Keeps a receipt, once.
    pub(crate) fn note(&self, receipt: &Receipt) -> Result<(), Error> {
        let path = self.receipt_file(&receipt.id);
        if path.exists() {
            return Ok(());
        }
        let folder = self.root().join("receipts");
        fs::create_dir_all(&folder).map_err(Error::io("make", &folder))?;
        let text = serde_json::to_string_pretty(receipt).map_err(|e| Error::Bug(e.to_string()))?;
        fs::write(&path, text).map_err(Error::io("write", &path))
    }

    /// Answers a query in SQL over the tables, which it cannot change.
    pub fn sql(&self, sql: &str) -> Result<Grid, Error> {
        let session = self.lake().snapshot(None)?.query_session()?;
        Ok(self.lake().run(query::answer(&session, sql))?)
    }

    /// Writes the answer of a query to a Parquet file.
    pub fn sql_to_parquet(&self, sql: &str, file: &Path) -> Result<(), Error> {
        let session = self.lake().snapshot(None)?.query_session()?;
        Ok(self.lake().run(query::to_parquet(&session, sql, file))?)
    }

    /// The first facts behind a receipt, each with its raw row.
    pub fn facts(&self, receipt: &Receipt, most: usize) -> Result<Facts, Error> {
        let snapshot = self.lake().snapshot(Some(receipt.data_version))?;
        let session = snapshot.query_session()?;
        let source = Source {
            session: &session,
            series: Vec::new(),
            version: snapshot.version(),
        };
        if self.kpi(&receipt.kpi)?.reads_events() {
            self.lake().run(self.know_people(&source))?;
        }
        let mut grids = Vec::new();
        for sql in &receipt.facts {
            grids.push(self.lake().run(query::answer(&session, sql))?);
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
        facts.files = snapshot
            .imports()
            .iter()
            .map(|i| (i.import_id.clone(), (i.file.clone(), i.sha256.clone())))
            .collect();
        Ok(facts)
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
