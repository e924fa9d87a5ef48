//! [`Engine`]: where plans run: in this process ([`Embedded`]), or on the workers of a cluster (crate `cluster`).
//!
//! Which of them a workspace uses is settled when its lake is opened; all that puts questions to a session asks alike.

use std::fmt;
use std::sync::Arc;

use arrow::array::RecordBatch;
use async_trait::async_trait;
use datafusion::dataframe::DataFrame;
use datafusion::error::DataFusionError;
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::prelude::{SessionConfig, SessionContext};

/// Where plans run.
#[async_trait]
pub trait Engine: fmt::Debug + Send + Sync {
    /// A session with these settings, whose plans run there.
    fn session(&self, config: SessionConfig, env: Arc<RuntimeEnv>) -> Result<SessionContext, DataFusionError>;

    /// Works off every part of a task and gives what groups of them came to; `None` where the caller's own process is the place
    /// for it. Which parts are a group depends on chance.
    async fn work(&self, task: &Task) -> Result<Option<Vec<Vec<u8>>>, DataFusionError>;

    /// What is to be done about a failure after so many before: to ask again, or to tell why not.
    async fn again(&self, why: DataFusionError, before: usize) -> Result<(), DataFusionError>;
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
    let engine = session.state_ref().read().config().get_extension::<Of>();
    let Some(engine) = engine else {
        return frame.collect().await;
    };
    let mut before = 0;
    loop {
        // What runs is planned anew each time, for whichever workers are left.
        match frame.clone().collect().await {
            Ok(batches) => return Ok(batches),
            Err(why) => engine.0.again(why, before).await?,
        }
        before += 1;
    }
}
