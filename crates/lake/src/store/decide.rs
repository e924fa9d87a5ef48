//! [`decide`]: what the statistics of row groups already say of the conditions of a scan.
//!
//! A row group of observations holds one metric, and mostly one kind of entity, one breakdown and one counter; its
//! statistics name the one word of such a column. A condition on these columns is decided for all rows at once: either
//! none meets it, and the row group is not read, or all do, and nobody has to read the columns to find that out.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, StringArray, UInt64Array};
use arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::{Column, Result, ScalarValue};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::ParquetFileReaderFactory;
use datafusion::datasource::physical_plan::parquet::ParquetAccessPlan;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::expressions::{BinaryExpr, IsNullExpr, NotExpr};
use datafusion::physical_expr::utils::collect_columns;
use datafusion::physical_expr::{PhysicalExpr, PhysicalExprSimplifier};
use datafusion::physical_optimizer::pruning::{PruningPredicateBuilder, PruningStatistics};
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use futures::{FutureExt, StreamExt, TryStreamExt, stream};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;

/// Bytes from the end of a file that are read at once: most footers are smaller.
const FOOTER: usize = 512 << 10;

/// Footers that are asked for at a time: of a bucket each takes a round trip.
const FOOTERS_AT_ONCE: usize = 16;

/// What a row has to meet.
type Condition = Arc<dyn PhysicalExpr>;

/// What is left to read, and to ask of its rows.
pub(super) struct Decided {
    /// Files with a row group that may have rows, told which ones.
    pub(super) files: Vec<PartitionedFile>,
    /// Conditions that some of these row groups leave open.
    pub(super) open: Vec<Condition>,
}

/// Reads the footers, which the factory keeps for the scan that follows, and decides what they can.
pub(super) async fn decide(
    files: &[PartitionedFile],
    conditions: Vec<Condition>,
    schema: &SchemaRef,
    readers: &dyn ParquetFileReaderFactory,
) -> Result<Decided> {
    let metrics = ExecutionPlanMetricsSet::new();
    let mut asked = Vec::with_capacity(files.len());
    for file in files {
        let mut reader = readers.create_reader(0, file.clone(), Some(FOOTER), &metrics)?;
        asked.push(async move { reader.get_metadata(None).await }.boxed());
    }
    let footers: Vec<Arc<ParquetMetaData>> = stream::iter(asked).buffered(FOOTERS_AT_ONCE).try_collect().await?;
    let (is_read, open) = Groups::new(schema, &footers).settle(conditions)?;
    Ok(Decided {
        files: kept(files, &footers, &is_read),
        open,
    })
}

/// The files with a row group to read. `is_read` tells it of the row groups of all files in turn.
fn kept(files: &[PartitionedFile], footers: &[Arc<ParquetMetaData>], is_read: &[bool]) -> Vec<PartitionedFile> {
    let mut is_read = is_read.iter();
    let mut kept = Vec::new();
    for (file, footer) in files.iter().zip(footers) {
        let mut plan = ParquetAccessPlan::new_none(footer.num_row_groups());
        for (group, _) in (0..footer.num_row_groups())
            .zip(&mut is_read)
            .filter(|(_, is_read)| **is_read)
        {
            plan.scan(group);
        }
        if plan.row_group_index_iter().next().is_some() {
            kept.push(file.clone().with_extension(plan));
        }
    }
    kept
}

/// Met by the rows that fail the condition: those for which it is false, or unknown because a column is null.
fn failing(condition: &Condition, schema: &SchemaRef) -> Result<Condition> {
    let mut columns: Vec<_> = collect_columns(condition).into_iter().collect();
    columns.sort_unstable_by_key(datafusion::physical_expr::expressions::Column::index);
    let mut fails: Condition = Arc::new(NotExpr::new(Arc::clone(condition)));
    for column in columns.into_iter().filter(|c| schema.field(c.index()).is_nullable()) {
        let is_null = Arc::new(IsNullExpr::new(Arc::new(column)));
        fails = Arc::new(BinaryExpr::new(fails, Operator::Or, is_null));
    }
    PhysicalExprSimplifier::new(schema).simplify(fails)
}

/// The row groups of all files.
struct Groups<'a> {
    schema: &'a SchemaRef,
    all: Vec<(&'a ParquetMetaData, &'a RowGroupMetaData)>,
}

impl<'a> Groups<'a> {
    fn new(schema: &'a SchemaRef, footers: &'a [Arc<ParquetMetaData>]) -> Self {
        let all = footers
            .iter()
            .flat_map(|f| f.row_groups().iter().map(|group| (f.as_ref(), group)));
        Self {
            schema,
            all: all.collect(),
        }
    }

    /// Of each row group, whether it has to be read; and the conditions that those to be read leave open.
    fn settle(&self, conditions: Vec<Condition>) -> Result<(Vec<bool>, Vec<Condition>)> {
        let mut is_read = vec![true; self.all.len()];
        for condition in &conditions {
            let may = self.may_meet(Arc::clone(condition));
            is_read.iter_mut().zip(may).for_each(|(is_read, may)| *is_read &= may);
        }
        let mut open = Vec::new();
        for condition in conditions {
            let may_fail = self.may_meet(failing(&condition, self.schema)?);
            if is_read
                .iter()
                .zip(may_fail)
                .any(|(is_read, may_fail)| *is_read && may_fail)
            {
                open.push(condition);
            }
        }
        Ok((is_read, open))
    }

    /// Of each row group, whether some row may meet the condition.
    fn may_meet(&self, condition: Condition) -> Vec<bool> {
        let predicate = PruningPredicateBuilder::new()
            .with_file_schema(Arc::clone(self.schema))
            .try_build(condition);
        // A condition that statistics say nothing of may be met anywhere.
        let may = predicate.and_then(|predicate| predicate.prune(self));
        may.unwrap_or_else(|_| vec![true; self.all.len()])
    }

    fn statistics(&self, name: &str) -> impl Iterator<Item = Option<&'a Statistics>> {
        self.all.iter().map(move |(footer, group)| {
            let columns = footer.file_metadata().schema_descr().columns();
            let place = columns.iter().position(|column| column.path().string() == name)?;
            group.column(place).statistics()
        })
    }

    /// The least or the greatest value of a column.
    fn extreme(&self, column: &Column, least: bool) -> Option<ArrayRef> {
        let statistics = self.statistics(&column.name);
        match self.schema.field_with_name(&column.name).ok()?.data_type() {
            DataType::Date32 => {
                let day = |s: Option<&'a Statistics>| match s {
                    Some(Statistics::Int32(days)) if least => days.min_opt().copied(),
                    Some(Statistics::Int32(days)) => days.max_opt().copied(),
                    _ => None,
                };
                Some(Arc::new(statistics.map(day).collect::<Date32Array>()))
            }
            DataType::Utf8 | DataType::Utf8View => {
                let word = |s: Option<&'a Statistics>| match s {
                    Some(Statistics::ByteArray(words)) if least => words.min_opt()?.as_utf8().ok(),
                    Some(Statistics::ByteArray(words)) => words.max_opt()?.as_utf8().ok(),
                    _ => None,
                };
                Some(Arc::new(statistics.map(word).collect::<StringArray>()))
            }
            _ => None,
        }
    }
}

impl PruningStatistics for Groups<'_> {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        self.extreme(column, true)
    }

    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        self.extreme(column, false)
    }

    fn num_containers(&self) -> usize {
        self.all.len()
    }

    fn null_counts(&self, column: &Column) -> Option<ArrayRef> {
        let nulls = self.statistics(&column.name).map(|s| s?.null_count_opt());
        Some(Arc::new(nulls.collect::<UInt64Array>()))
    }

    fn row_counts(&self) -> Option<ArrayRef> {
        let rows = self.all.iter().map(|(_, group)| u64::try_from(group.num_rows()).ok());
        Some(Arc::new(rows.collect::<UInt64Array>()))
    }

    fn contained(&self, _column: &Column, _values: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        None
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use arrow::datatypes::{Field, Schema};
    use arrow::record_batch::RecordBatch;
    use datafusion::physical_expr::expressions::{binary, col, lit};
    use parquet::arrow::ArrowWriter;

    use super::*;

    fn schema() -> SchemaRef {
        let metric = Field::new("metric", DataType::Utf8, false);
        Arc::new(Schema::new(vec![metric, Field::new("day", DataType::Date32, true)]))
    }

    /// A row group for each list of rows.
    fn footer(groups: &[&[(&str, Option<i32>)]]) -> Arc<ParquetMetaData> {
        let mut writer = ArrowWriter::try_new(Vec::new(), schema(), None).unwrap();
        for rows in groups {
            let metrics: StringArray = rows.iter().map(|(metric, _)| Some(*metric)).collect();
            let days: Date32Array = rows.iter().map(|(_, day)| *day).collect();
            let batch = RecordBatch::try_new(schema(), vec![Arc::new(metrics), Arc::new(days)]).unwrap();
            writer.write(&batch).unwrap();
            writer.flush().unwrap();
        }
        Arc::new(writer.finish().unwrap())
    }

    #[test]
    fn statistics_decide_what_they_can() {
        let schema = schema();
        let footers = [
            footer(&[
                &[("clicks", Some(1)), ("clicks", Some(2))],
                &[("clicks", Some(1)), ("reach", Some(1))],
            ]),
            footer(&[&[("views", None), ("views", Some(3))]]),
        ];
        let groups = Groups::new(&schema, &footers);
        let column = |name| col(name, &schema).unwrap();
        let is = |word: &str| binary(column("metric"), Operator::Eq, lit(word), &schema).unwrap();
        let day = |op, day| binary(column("day"), op, lit(ScalarValue::Date32(Some(day))), &schema).unwrap();
        let check = |conditions: Vec<Condition>, read: [bool; 3], open: &[usize]| {
            let (is_read, left) = groups.settle(conditions.clone()).unwrap();
            assert_eq!(is_read, read, "{conditions:?}");
            let place = |c: &Condition| conditions.iter().position(|one| one == c).unwrap();
            assert_eq!(left.iter().map(place).collect::<Vec<_>>(), open, "{conditions:?}");
        };
        check(vec![is("views")], [false, false, true], &[]);
        check(vec![is("clicks")], [true, true, false], &[0]);
        check(vec![is("clicks"), day(Operator::Eq, 2)], [true, false, false], &[1]);
        check(vec![is("clicks"), day(Operator::GtEq, 1)], [true, true, false], &[0]);
        // A row without a day meets no condition on it.
        check(vec![is("views"), day(Operator::GtEq, 1)], [false, false, true], &[1]);
        check(vec![day(Operator::Gt, 3)], [false; 3], &[]);
        let either = binary(is("reach"), Operator::Or, is("views"), &schema).unwrap();
        check(vec![either], [false, true, true], &[0]);
        let same = binary(column("day"), Operator::Eq, column("day"), &schema).unwrap();
        check(vec![same], [true; 3], &[0]);
    }
}
