//! [`FileTable`]: a table as the list of Parquet files that its log names, for queries.
//!
//! Delta's own scan declares no order and has a codec that is going away, so the scan is our own and thin: it gives
//! the file list to DataFusion's Parquet reader. What the statistics of row groups decide of a filter is neither read
//! nor asked again.

use std::path::PathBuf;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::stats::Precision;
use datafusion::common::{DFSchema, Result as PlanResult, Statistics};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::CachedParquetFileReaderFactory;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_expr::utils::{collect_columns, reassign_expr_columns};
use datafusion::physical_expr::{PhysicalExpr, conjunction};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::physical_plan::filter::FilterExecBuilder;
use deltalake::kernel::{EagerSnapshot, LogicalFileView};
use object_store::ObjectMeta;
use object_store::path::Path as StorePath;

use super::decide::{Decided, decide};
use super::durable::Disk;
use super::error::StoreError;
use super::log::Log;
use super::schema;

/// A table at one version.
#[derive(Debug)]
pub(super) struct FileTable {
    schema: SchemaRef,
    folder: PathBuf,
    disk: Disk,
    url: ObjectStoreUrl,
    files: Vec<PartitionedFile>,
    rows: Precision<usize>,
}

impl FileTable {
    /// The live files of a table. Refuses what would make plain reading of them wrong.
    pub(super) fn new(log: &Log, state: &EagerSnapshot) -> Result<Self, StoreError> {
        refuse_column_mapping(log, state)?;
        let views: Vec<LogicalFileView> = state.log_data().iter().collect();
        Self::of(log, &views, schema::query(log.table))
    }

    /// Some files of a table, with texts as the schema has them.
    pub(super) fn of(log: &Log, views: &[LogicalFileView], schema: SchemaRef) -> Result<Self, StoreError> {
        let mut files = Vec::new();
        let mut rows = Precision::Exact(0);
        for view in views {
            if view.deletion_vector_descriptor().is_some() {
                return Err(StoreError::Unsupported {
                    table: log.table.name,
                    feature: "deletion vectors",
                });
            }
            rows = rows.add(&view.num_records().map_or(Precision::Absent, Precision::Exact));
            files.push(file(log, view)?);
        }
        files.sort_by(|a, b| a.object_meta.location.cmp(&b.object_meta.location));
        Ok(Self {
            schema,
            folder: log.folder.clone(),
            disk: log.disk.clone(),
            url: match log.disk.bucket() {
                Some(bucket) => bucket.engine_url().clone(),
                None => ObjectStoreUrl::local_filesystem(),
            },
            files,
            rows,
        })
    }

    /// Where the files lie, in order of their names.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        let name = |file: &PartitionedFile| file.object_meta.location.filename().map(|name| self.folder.join(name));
        self.files.iter().filter_map(name).collect()
    }

    /// What they are read through.
    pub(super) const fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Files to read and conditions to ask, after what statistics decide.
    async fn decided(
        &self,
        state: &dyn Session,
        filters: &[Expr],
        readers: &CachedParquetFileReaderFactory,
    ) -> PlanResult<Decided> {
        if filters.is_empty() {
            return Ok(Decided {
                files: self.files.clone(),
                open: Vec::new(),
            });
        }
        let schema = DFSchema::try_from(Arc::clone(&self.schema))?;
        let conditions = filters.iter().map(|f| state.create_physical_expr(f.clone(), &schema));
        decide(
            &self.files,
            conditions.collect::<PlanResult<_>>()?,
            &self.schema,
            readers,
        )
        .await
    }
}

fn refuse_column_mapping(log: &Log, state: &EagerSnapshot) -> Result<(), StoreError> {
    let mapping = state.metadata().configuration().get("delta.columnMapping.mode");
    if mapping.is_some_and(|mode| mode != "none") {
        return Err(StoreError::Unsupported {
            table: log.table.name,
            feature: "column mapping",
        });
    }
    Ok(())
}

fn file(log: &Log, view: &LogicalFileView) -> Result<PartitionedFile, StoreError> {
    let path = log.folder.join(view.path().as_ref());
    let location = match log.disk.bucket() {
        Some(bucket) => bucket.key(&path).ok_or(StoreError::OutOfTurn)?,
        None => StorePath::from_absolute_path(&path).map_err(|e| StoreError::damaged(log.table.name, &e))?,
    };
    Ok(PartitionedFile::new_from_meta(ObjectMeta {
        location,
        last_modified: view.modification_datetime().map_err(StoreError::log(log.table.name))?,
        size: u64::try_from(view.size()).unwrap_or(0),
        e_tag: None,
        version: None,
    }))
}

#[async_trait]
impl TableProvider for FileTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> PlanResult<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Exact; filters.len()])
    }

    fn statistics(&self) -> Option<Statistics> {
        let mut statistics = Statistics::new_unknown(&self.schema);
        statistics.num_rows = self.rows;
        Some(statistics)
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> PlanResult<Arc<dyn ExecutionPlan>> {
        let asked = projection.map_or_else(|| (0..self.schema.fields().len()).collect(), Clone::clone);
        let url = self.url.clone();
        let env = state.runtime_env();
        let readers =
            CachedParquetFileReaderFactory::new(env.object_store(&url)?, env.cache_manager.get_file_metadata_cache());
        let Decided { files, open } = self.decided(state, filters, &readers).await?;
        if files.is_empty() {
            return Ok(Arc::new(EmptyExec::new(Arc::new(self.schema.project(&asked)?))));
        }
        let mut read = asked.clone();
        for condition in &open {
            let columns = collect_columns(condition);
            let mut unread: Vec<usize> = columns
                .iter()
                .map(datafusion::physical_expr::expressions::Column::index)
                .filter(|c| !read.contains(c))
                .collect();
            unread.sort_unstable();
            read.extend(unread);
        }
        let source = ParquetSource::new(Arc::clone(&self.schema)).with_parquet_file_reader_factory(Arc::new(readers));
        let config = FileScanConfigBuilder::new(url, Arc::new(source))
            .with_file_groups(FileGroup::new(files).split_files(state.config().target_partitions().max(1)))
            .with_projection_indices(Some(read))?
            .with_limit(limit.filter(|_| open.is_empty()))
            .build();
        filtered(DataSourceExec::from_data_source(config), open, asked.len())
    }
}

/// The rows that meet the conditions, with the first `width` columns.
fn filtered(
    rows: Arc<dyn ExecutionPlan>,
    conditions: Vec<Arc<dyn PhysicalExpr>>,
    width: usize,
) -> PlanResult<Arc<dyn ExecutionPlan>> {
    if conditions.is_empty() {
        return Ok(rows);
    }
    let condition = reassign_expr_columns(conjunction(conditions), &rows.schema())?;
    let filter = FilterExecBuilder::new(condition, rows).apply_projection(Some((0..width).collect()))?;
    Ok(Arc::new(filter.build()?))
}
