//! From the store to the query part: a session with the tables, the order of imports, and our SQL functions; and
//! [`Sitting`], one of them for many questions.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;
use datafusion::prelude::SessionContext;

use crate::kept::Kept;
use crate::query::{Answers, QueryError, Ranked, Source, register_functions};
use crate::store::{ImportRow, Snapshot};

/// The data of one version with one session for many questions. A statement that was asked before is not run again.
pub struct Sitting {
    snapshot: Snapshot,
    session: SessionContext,
    answers: Answers,
}

impl Sitting {
    /// The data.
    pub const fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The session.
    pub const fn session(&self) -> &SessionContext {
        &self.session
    }

    /// What questions are put to.
    pub fn source(&self) -> Source<'_> {
        Source {
            session: &self.session,
            series: self.snapshot.series(),
            version: self.snapshot.version(),
            kept_from: self.snapshot.kept_from().clone(),
            answers: Some(&self.answers),
        }
    }

    /// Keeps all answers on disk, not only what is dear; for tests of what is kept.
    #[doc(hidden)]
    #[must_use]
    pub fn keeping_all(mut self) -> Self {
        self.answers.keep_all();
        self
    }

    /// What is kept on disk.
    pub fn kept(&self) -> Option<&Kept> {
        self.answers.kept()
    }

    /// How many statements were run in it.
    pub fn statements(&self) -> usize {
        self.answers.run()
    }
}

impl Snapshot {
    /// Sits down with the data.
    pub fn sitting(self) -> Result<Sitting, QueryError> {
        Ok(Sitting {
            session: self.query_session()?,
            snapshot: self,
            answers: Answers::default(),
        })
    }

    /// The same, with what is worked out kept on disk. `settings`: all beside the data that decides what statements over events
    /// give.
    pub fn sitting_kept(self, settings: &str) -> Result<Sitting, QueryError> {
        let ids: Vec<&str> = self.ranked().iter().map(|i| i.import_id.as_str()).collect();
        let stamp = format!("{}\n{settings}", ids.join(" "));
        let kept = Kept::new(self.derived().with_file_name("kept"), &stamp);
        Ok(Sitting {
            answers: kept.map_or_else(Answers::default, Answers::on_disk),
            ..self.sitting()?
        })
    }

    /// Imports that count, in the order in which later tellings replace earlier ones: by when their figures were
    /// taken, then by when they were imported.
    pub fn ranked(&self) -> Vec<&ImportRow> {
        let mut imports: Vec<&ImportRow> = self.imports().iter().filter(|i| i.is_done()).collect();
        imports.sort_by_key(|i| (i.observed(), i.seq));
        imports
    }

    /// What every import says, with its rank.
    pub fn series(&self) -> Vec<Ranked<'_>> {
        let ranked = self.ranked().into_iter().zip(0_u32..);
        ranked
            .flat_map(|(import, rank)| {
                let import_id = import.import_id.as_str();
                let ranked = move |series| Ranked {
                    series,
                    rank,
                    import: import_id,
                };
                import.series.iter().map(ranked)
            })
            .collect()
    }

    /// A session with the open tables, our functions, and `import_order(import_id, rank)`.
    pub fn query_session(&self) -> Result<SessionContext, QueryError> {
        self.ready(self.context().map_err(|e| DataFusionError::External(Box::new(e)))?)
    }

    /// The same for one query from elsewhere: of little memory, and without a place on the disk.
    pub fn bounded_session(&self) -> Result<SessionContext, QueryError> {
        self.ready(
            self.bounded_context()
                .map_err(|e| DataFusionError::External(Box::new(e)))?,
        )
    }

    fn ready(&self, session: SessionContext) -> Result<SessionContext, QueryError> {
        register_functions(&session);
        let ids: StringArray = self.ranked().iter().map(|i| Some(i.import_id.as_str())).collect();
        let ranks: Int64Array = (0..).take(ids.len()).map(Some).collect();
        let columns: [(&str, ArrayRef); 2] = [("import_id", Arc::new(ids)), ("rank", Arc::new(ranks))];
        let batch = RecordBatch::try_from_iter(columns).map_err(|e| DataFusionError::ArrowError(Box::new(e), None))?;
        let table = MemTable::try_new(batch.schema(), vec![vec![batch]])?;
        session.register_table("import_order", Arc::new(table))?;
        Ok(session)
    }
}
