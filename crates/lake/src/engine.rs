//! [`Engine`]: where plans run: in this process ([`Embedded`]), or on the workers of a cluster (crate `cluster`).
//!
//! Which of them a workspace uses is settled when its lake is opened; all that puts questions to a session asks alike.

use std::fmt;
use std::sync::Arc;

use arrow::array::RecordBatch;
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::dataframe::DataFrame;
use datafusion::error::DataFusionError;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::context::QueryPlanner;
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_planner::{DefaultPhysicalPlanner, PhysicalPlanner as _};
use datafusion::prelude::{SessionConfig, SessionContext};

/// Where plans run.
#[async_trait]
pub trait Engine: fmt::Debug + Send + Sync {
    /// A session with these settings, whose plans run there.
    fn session(&self, config: SessionConfig, env: Arc<RuntimeEnv>) -> Result<SessionContext, DataFusionError>;

    /// Works off every part of a task and gives what groups of them came to; `None` where the caller's own process is the place
    /// for it. Which parts are a group depends on chance.
    async fn work(&self, task: &Task) -> Result<Option<Vec<Vec<u8>>>, DataFusionError>;

    /// What is to be done about a failure after so many before: to ask again, or to tell why not; with [`Away`] where asking later may
    /// help.
    async fn again(&self, why: DataFusionError, before: usize) -> Result<(), DataFusionError>;
}

/// Why an engine gives no answer although nothing is wrong with the question: those who work for it are not there. In words that
/// say what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Away(pub String);

impl Away {
    /// The words, where that is what an engine failed with.
    pub(crate) fn of(why: &DataFusionError) -> Option<&Self> {
        match why.find_root() {
            DataFusionError::External(inner) => inner.downcast_ref(),
            _ => None,
        }
    }
}

/// Work beside plans that can be done a part at a time, in any place that sees the workspace's folder.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Task {
    /// Which kind of work.
    pub kind: String,
    /// What is asked, in the words of that kind.
    pub asked: String,
    /// How many parts it has.
    pub parts: usize,
}

/// This process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Embedded;

#[async_trait]
impl Engine for Embedded {
    fn session(&self, config: SessionConfig, env: Arc<RuntimeEnv>) -> Result<SessionContext, DataFusionError> {
        Ok(SessionContext::new_with_config_rt(config, env))
    }

    async fn work(&self, _: &Task) -> Result<Option<Vec<Vec<u8>>>, DataFusionError> {
        Ok(None)
    }

    async fn again(&self, why: DataFusionError, _: usize) -> Result<(), DataFusionError> {
        Err(why)
    }
}

/// The engine of a session, as an extension of its settings.
struct Of(Arc<dyn Engine>);

/// A session of this engine, which knows whose it is.
pub(crate) fn session(
    engine: &Arc<dyn Engine>,
    config: SessionConfig,
    env: Arc<RuntimeEnv>,
) -> Result<SessionContext, DataFusionError> {
    engine.session(config.with_extension(Arc::new(Of(Arc::clone(engine)))), env)
}

/// Runs what a frame asks for; again where its engine has mended what failed.
pub(crate) async fn collect(session: &SessionContext, frame: DataFrame) -> Result<Vec<RecordBatch>, DataFusionError> {
    asked(session, || frame.clone().collect()).await
}

/// Puts a question to a session; again from its beginning where its engine has mended what failed. `ask` plans anew each time,
/// for whichever workers are left, and keeps nothing of a try that failed.
pub(crate) async fn asked<T, F>(session: &SessionContext, mut ask: impl FnMut() -> F) -> Result<T, DataFusionError>
where
    F: Future<Output = Result<T, DataFusionError>>,
{
    let engine = session.state_ref().read().config().get_extension::<Of>();
    let Some(engine) = engine else {
        return ask().await;
    };
    let mut before = 0;
    loop {
        match ask().await {
            Ok(answer) => return Ok(answer),
            Err(why) => engine.0.again(why, before).await?,
        }
        before += 1;
    }
}

/// The same frame, to be worked out in this process wherever other questions run: for whoever takes rows as they come, and so
/// cannot ask anew.
pub(crate) fn here(frame: DataFrame) -> DataFrame {
    let (state, plan) = frame.into_parts();
    let state = SessionStateBuilder::new_from_existing(state).with_query_planner(Arc::new(Here));
    DataFrame::new(state.build(), plan)
}

/// Plans for this process.
#[derive(Debug)]
struct Here;

#[async_trait]
impl QueryPlanner for Here {
    async fn create_physical_plan(
        &self,
        plan: &LogicalPlan,
        session: &dyn Session,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        DefaultPhysicalPlanner::default()
            .create_physical_plan(plan, session)
            .await
    }
}
