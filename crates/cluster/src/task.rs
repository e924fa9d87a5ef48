//! [`TaskTable`]: a [`Task`] as a table, so that its parts travel as the leaf of a plan: a row for what each group of parts came
//! to. A group is what one core works off.

use std::fmt;
use std::sync::Arc;

use arrow::array::{Array, AsArray, BinaryArray, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use datafusion_distributed::{
    DesiredTaskCountEvent, DesiredTaskCountEventResponse, DistributedLeafExec, ScaleUpLeafNodeEvent,
    ScaleUpLeafNodeEventResponse,
};
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension};
use harpoon_lake::engine::Task;
use serde::{Deserialize, Serialize};

/// Works off some parts of a task in this process: an extension of the settings of a worker's sessions.
#[derive(Clone)]
pub struct Work(pub Arc<dyn Fn(&Task, &[usize]) -> std::result::Result<Vec<u8>, String> + Send + Sync>);

/// A task as a table.
#[derive(Debug)]
pub(crate) struct TaskTable(pub(crate) Task);

#[async_trait]
impl TableProvider for TaskTable {
    fn schema(&self) -> SchemaRef {
        schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        state: &dyn Session,
        _: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let all: Vec<usize> = (0..self.0.parts).collect();
        Ok(Arc::new(TaskExec::new(
            self.0.clone(),
            dealt(&all, state.config().target_partitions()),
        )))
    }
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("parts", DataType::Int64, false),
        Field::new("came_to", DataType::Binary, false),
    ]))
}

/// What groups of parts came to, of a table that was read; an error unless every part is among them.
pub(crate) fn came_to(task: &Task, batches: &[RecordBatch]) -> Result<Vec<Vec<u8>>> {
    let (mut parts, mut all) = (0, Vec::new());
    for batch in batches {
        let many = batch.column(0).as_primitive_opt::<Int64Type>();
        let bytes = batch.column(1).as_binary_opt::<i32>();
        let (Some(many), Some(bytes)) = (many, bytes) else {
            return Err(DataFusionError::Internal(
                "a task came back in another shape".to_owned(),
            ));
        };
        parts += many.values().iter().sum::<i64>();
        all.extend((0..bytes.len()).map(|row| bytes.value(row).to_vec()));
    }
    if usize::try_from(parts) != Ok(task.parts) {
        let words = format!("{parts} of {} parts of a task came back; ask again", task.parts);
        return Err(DataFusionError::Execution(words));
    }
    Ok(all)
}

/// Parts by turns to so many groups.
fn dealt(parts: &[usize], groups: usize) -> Vec<Vec<usize>> {
    let groups = groups.max(1);
    let nth = |group| parts.iter().copied().skip(group).step_by(groups).collect();
    (0..groups).map(nth).collect()
}

/// Groups of parts of a task, a partition each.
#[derive(Debug)]
pub(crate) struct TaskExec {
    said: Said,
    properties: Arc<PlanProperties>,
}

/// What travels.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Said {
    task: Task,
    groups: Vec<Vec<usize>>,
}

impl TaskExec {
    fn new(task: Task, groups: Vec<Vec<usize>>) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema()),
            Partitioning::UnknownPartitioning(groups.len()),
            EmissionType::Final,
            Boundedness::Bounded,
        );
        Self {
            said: Said { task, groups },
            properties: Arc::new(properties),
        }
    }
}

impl DisplayAs for TaskExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaskExec: {}, {:?}", self.said.task.kind, self.said.groups)
    }
}

impl ExecutionPlan for TaskExec {
    fn name(&self) -> &'static str {
        "TaskExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(self: Arc<Self>, _: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let work = context.session_config().get_extension::<Work>();
        let parts = self.said.groups.get(partition).cloned().unwrap_or_default();
        let task = self.said.task.clone();
        let batch = async move {
            let work = work.ok_or_else(|| DataFusionError::Internal("a session without work".to_owned()))?;
            let (none, told) = (parts.is_empty(), i64::try_from(parts.len()).unwrap_or(i64::MAX));
            let run = move || (work.0)(&task, &parts);
            let done = if none {
                None
            } else {
                let ran = tokio::task::spawn_blocking(run).await;
                let ran = ran.map_err(|e| DataFusionError::External(Box::new(e)))?;
                Some(ran.map_err(DataFusionError::Execution)?)
            };
            let many = Int64Array::from_iter_values(done.iter().map(|_| told));
            let came_to = BinaryArray::from_iter_values(done);
            Ok(RecordBatch::try_new(schema(), vec![Arc::new(many), Arc::new(came_to)])?)
        };
        let stream = futures::stream::once(batch);
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema(), stream)))
    }
}

/// As many nodes as there are parts.
pub(crate) fn desired(event: DesiredTaskCountEvent<'_>) -> Option<Result<DesiredTaskCountEventResponse>> {
    let leaf = event.plan.downcast_ref::<TaskExec>()?;
    Some(Ok(DesiredTaskCountEventResponse::desired(leaf.said.task.parts)))
}

/// To each node its own parts.
pub(crate) fn scaled(event: ScaleUpLeafNodeEvent<'_>) -> Option<Result<ScaleUpLeafNodeEventResponse>> {
    let leaf = event.plan.downcast_ref::<TaskExec>()?;
    let (task, cores) = (&leaf.said.task, leaf.said.groups.len());
    let all: Vec<usize> = leaf.said.groups.iter().flatten().copied().collect();
    let nodes = dealt(&all, event.task_count).into_iter();
    let nodes =
        nodes.map(|parts| Arc::new(TaskExec::new(task.clone(), dealt(&parts, cores))) as Arc<dyn ExecutionPlan>);
    let leaf = DistributedLeafExec::try_new(Arc::clone(event.plan), nodes);
    Some(leaf.map(|leaf| ScaleUpLeafNodeEventResponse::new(Arc::new(leaf))))
}

/// How a [`TaskExec`] travels.
#[derive(Debug)]
pub(crate) struct TaskCodec;

impl PhysicalExtensionCodec for TaskCodec {
    fn try_decode(
        &self,
        bytes: &[u8],
        _: &[Arc<dyn ExecutionPlan>],
        _: &TaskContext,
        _: &dyn PhysicalProtoConverterExtension,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let said: Said = serde_json::from_slice(bytes).map_err(|e| DataFusionError::External(Box::new(e)))?;
        Ok(Arc::new(TaskExec::new(said.task, said.groups)))
    }

    fn try_encode(
        &self,
        node: Arc<dyn ExecutionPlan>,
        bytes: &mut Vec<u8>,
        _: &dyn PhysicalProtoConverterExtension,
    ) -> Result<()> {
        let Some(leaf) = node.downcast_ref::<TaskExec>() else {
            return Err(DataFusionError::NotImplemented(format!(
                "{} does not travel",
                node.name()
            )));
        };
        serde_json::to_writer(bytes, &leaf.said).map_err(|e| DataFusionError::External(Box::new(e)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_missing_is_told() -> Result<()> {
        let task = Task {
            kind: "k".to_owned(),
            asked: String::new(),
            parts: 3,
        };
        let batch = |parts: i64| {
            let bytes = BinaryArray::from_iter_values([b"x"]);
            RecordBatch::try_new(schema(), vec![Arc::new(Int64Array::from(vec![parts])), Arc::new(bytes)])
        };
        assert_eq!(came_to(&task, &[batch(2)?, batch(1)?])?.len(), 2);
        for wrong in [&[batch(2)?][..], &[], &[batch(2)?, batch(2)?]] {
            assert!(came_to(&task, wrong).is_err());
        }
        Ok(())
    }

    #[test]
    fn every_part_is_dealt_once() {
        for (parts, groups) in [(0, 3), (1, 3), (7, 3), (64, 4)] {
            let all: Vec<usize> = (0..parts).collect();
            let mut back: Vec<usize> = dealt(&all, groups).into_iter().flatten().collect();
            back.sort_unstable();
            assert_eq!(back, all);
        }
    }
}
