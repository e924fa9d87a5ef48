//! [`StatedOrder`]: sorts under windows say every key.
//!
//! The planner leaves a key out of a sort where a filter further down holds it constant (`kind = 'labour'`), or where another key
//! is the same column by another name. Between nodes only rows travel, not what is known of them, and a window on another node
//! would miss the key in its order and refuse to run. Such a key changes no order within what belongs together, so it is put
//! back, in front.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::physical_expr::window::WindowExpr;
use datafusion::physical_expr::{LexOrdering, PhysicalExpr, PhysicalSortExpr};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::execution_plan::{ChildrenPropertiesMode, ReplaceChildrenOptions};
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::windows::{BoundedWindowAggExec, WindowAggExec};
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties, InputOrderMode};

#[derive(Debug)]
pub(crate) struct StatedOrder;

impl PhysicalOptimizerRule for StatedOrder {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(stated).data()
    }

    fn name(&self) -> &'static str {
        "stated_order"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

fn stated(node: Arc<dyn ExecutionPlan>) -> Result<Transformed<Arc<dyn ExecutionPlan>>> {
    let Some((window, input)) = sorted_window(&node) else {
        return Ok(Transformed::no(node));
    };
    let says = |order: &[PhysicalSortExpr], key: &Arc<dyn PhysicalExpr>| order.iter().any(|said| said.expr.eq(key));
    // The order as the sort below says it; else as it came about, or as it follows from the window itself.
    let (order, below) = match input.downcast_ref::<SortExec>() {
        Some(sort) if sort.fetch().is_none() => (sort.expr().to_vec(), sort.input()),
        _ => {
            let known = input.output_ordering().map_or(&[][..], |known| known);
            if window.partition_by().iter().all(|key| says(known, key)) {
                return Ok(Transformed::no(node));
            }
            (window.order_by().to_vec(), input)
        }
    };
    let unsaid: Vec<_> = window.partition_by().iter().filter(|key| !says(&order, key)).collect();
    if unsaid.is_empty() && input.is::<SortExec>() {
        return Ok(Transformed::no(node));
    }
    let unsaid = unsaid
        .into_iter()
        .map(|key| PhysicalSortExpr::new_default(Arc::clone(key)));
    let Some(whole) = LexOrdering::new(unsaid.chain(order).collect::<Vec<_>>()) else {
        return Ok(Transformed::no(node));
    };
    let spread = input.output_partitioning().partition_count() > 1;
    let sort = SortExec::new(whole, Arc::clone(below)).with_preserve_partitioning(spread);
    let anew = ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute);
    node.replace_children(vec![Arc::new(sort)], anew).map(Transformed::yes)
}

/// A window over sorted rows, and where these come from.
fn sorted_window(node: &Arc<dyn ExecutionPlan>) -> Option<(&Arc<dyn WindowExpr>, &Arc<dyn ExecutionPlan>)> {
    if let Some(window) = node.downcast_ref::<BoundedWindowAggExec>() {
        let is_sorted = window.input_order_mode == InputOrderMode::Sorted;
        return is_sorted.then_some((window.window_expr().first()?, window.input()));
    }
    let window = node.downcast_ref::<WindowAggExec>()?;
    Some((window.window_expr().first()?, window.input()))
}
