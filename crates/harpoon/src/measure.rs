//! Readings, receipts and queries.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use harpoon_core::kpi::Kpi;
use harpoon_core::{Period, Reading, Selection};
use harpoon_lake::query::{self, Grid, Measured, Receipt, Source};

use crate::Error;
use crate::workspace::Workspace;

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
        let measured = self.lake().run(async {
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
            for kpi in kpis {
                all.push(query::measure(&source, kpi, &question.selection).await?);
            }
            Ok::<_, Error>(all)
        })?;
        for one in &measured {
            self.note(&one.receipt)?;
        }
        Ok(measured)
    }

    /// Who is who and which channel is which, by the workspace's own settings, for statements over events.
    async fn know_people(&self, source: &Source<'_>) -> Result<(), Error> {
        query::register_channels(source.session, self.channel_rules()?);
        Ok(query::journal::ready(source, self.settings().identity.shared_above).await?)
    }

    /// Measures again what a receipt was given for, at its data version.
    pub fn repeat(&self, receipt: &Receipt) -> Result<Measured, Error> {
        let question = Question {
            kpis: vec![receipt.kpi.clone()],
            selection: receipt.selection.clone(),
            at: Some(receipt.data_version),
        };
        self.measure(&question)?
            .pop()
            .ok_or_else(|| Error::NoReceipt(receipt.id.clone()))
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
        let mut facts = Facts::default();
        for sql in &receipt.facts {
            let grid = self.lake().run(query::answer(&session, sql))?;
            facts.total += grid.rows.len();
            let room = most.saturating_sub(facts.grid.rows.len());
            facts.grid.columns = grid.columns;
            facts.grid.rows.extend(grid.rows.into_iter().take(room));
        }
        facts.files = snapshot
            .imports()
            .iter()
            .map(|i| (i.import_id.clone(), (i.file.clone(), i.sha256.clone())))
            .collect();
        Ok(facts)
    }
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
