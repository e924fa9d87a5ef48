//! [`Cluster`]: the engine of a lake whose questions run on workers.

use std::fmt;
use std::sync::Arc;

use arrow::array::RecordBatch;
use async_trait::async_trait;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_distributed::{DistributedExt, SessionStateBuilderExt};
use harpoon_lake::engine::{Away, Engine, Task};

use crate::channels::{Channels, Unanswered, address_of};
use crate::order::StatedOrder;
use crate::task::{self, TaskCodec, TaskTable, Work};
use crate::workers::{LeftOut, Workers};
use crate::{Certificates, ClusterError, Secret};

/// Tries of one question before it is given up.
const TRIES: usize = 4;

/// What a cluster is made from.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Addresses of workers: `worker-1:7433`.
    pub workers: Vec<String>,
    /// What the nodes share.
    pub secret: Secret,
    /// The cluster's certificate; not needed on one machine.
    pub certificates: Option<Certificates>,
    /// Bytes of files that a core reads before another node is asked to help.
    pub bytes_per_core: usize,
}

/// Workers that answered and run this version.
pub struct Cluster {
    workers: Workers,
    bytes_per_core: usize,
    work: Work,
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cluster of {:?}", self.workers.there())
    }
}

impl Cluster {
    /// Speaks to every worker. Gives the cluster of those that answer, and the addresses of those that do not. `work`: how this
    /// process works off tasks, for what is not worth a journey.
    ///
    /// # Errors
    /// A worker of another version or secret, an address that is none, or none that answers.
    pub async fn reach(setup: &Setup, work: Work) -> Result<(Self, Vec<String>), ClusterError> {
        let channels = Channels::new(setup.secret.clone(), setup.certificates.as_ref())?;
        let named = setup.workers.iter().map(|address| channels.url(address));
        let named = named.collect::<Result<_, _>>()?;
        let workers = Workers::new(channels, named);
        let mut silent = Vec::new();
        let (there, others) = workers.look().await;
        for (url, why) in others {
            match why {
                LeftOut::OtherVersion(theirs) => return Err(ClusterError::other_version(&url, theirs)),
                LeftOut::Unanswered(Unanswered::Refused) => return Err(ClusterError::OtherSecret(address_of(&url))),
                LeftOut::Unanswered(Unanswered::Silent(why)) => silent.push(format!("{}: {why}", address_of(&url))),
            }
        }
        if there.is_empty() {
            return Err(ClusterError::NoWorker(silent));
        }
        workers.keep(there);
        let cluster = Self {
            workers,
            bytes_per_core: setup.bytes_per_core,
            work,
        };
        Ok((cluster, silent))
    }

    fn context(&self, config: SessionConfig, env: Arc<RuntimeEnv>) -> Result<SessionContext> {
        let state = SessionStateBuilder::new()
            .with_config(config.with_extension(Arc::new(self.work.clone())))
            .with_runtime_env(env)
            .with_default_features()
            .with_physical_optimizer_rule(Arc::new(StatedOrder))
            .with_distributed_worker_resolver(self.workers.clone())
            .with_distributed_channel_resolver(self.workers.channels.clone())
            .with_distributed_planner()
            .with_distributed_user_codec(TaskCodec)
            .with_distributed_desired_task_count_handler(task::desired)
            .with_distributed_scale_up_leaf_node_handler(task::scaled)
            .with_distributed_file_scan_config_bytes_per_partition(self.bytes_per_core)?
            .build();
        Ok(SessionContext::new_with_state(state))
    }

    async fn worked(&self, task: &Task) -> Result<Vec<RecordBatch>> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let session = self.context(SessionConfig::new().with_target_partitions(cores), Arc::default())?;
        session.read_table(Arc::new(TaskTable(task.clone())))?.collect().await
    }
}

#[async_trait]
impl Engine for Cluster {
    fn session(&self, config: SessionConfig, env: Arc<RuntimeEnv>) -> Result<SessionContext> {
        self.context(config, env)
    }

    async fn work(&self, task: &Task) -> Result<Option<Vec<Vec<u8>>>> {
        let mut tried = 0;
        let batches = loop {
            match self.worked(task).await {
                Ok(batches) => break batches,
                Err(why) => self.again(why, tried).await?,
            }
            tried += 1;
        };
        task::came_to(task, &batches).map(Some)
    }

    async fn again(&self, why: DataFusionError, tried: usize) -> Result<()> {
        let told = |e: ClusterError| DataFusionError::External(Box::new(Away(e.to_string())));
        let some_are_gone = self.workers.look_again().await.map_err(told)?;
        // Not all that a worker met on its way to another can be told from a fault of the question, which comes back the same.
        if tried > 0 && !some_are_gone && !is_of_the_way(&why) {
            return Err(why);
        }
        if tried + 1 >= TRIES {
            return Err(told(ClusterError::Lost(why.strip_backtrace())));
        }
        if tried > 0 && !some_are_gone {
            self.workers.keep_one(tried);
        }
        Ok(())
    }
}

/// Whether the way between nodes failed, not the work: a worker that was started anew answers again. What a worker met on its way
/// to another comes as words, without the type that it had there.
fn is_of_the_way(why: &DataFusionError) -> bool {
    match why.find_root() {
        DataFusionError::External(inner) => !inner.is::<Away>(),
        _ => false,
    }
}
