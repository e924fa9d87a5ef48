//! [`Cluster`]: the engine of a lake whose questions run on workers.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use arrow::array::RecordBatch;
use async_trait::async_trait;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_distributed::{DistributedExt, SessionStateBuilderExt, WorkerResolver};
use futures::future::join_all;
use harpoon_lake::engine::{Engine, Task};
use url::Url;

use crate::channels::{Channels, Unanswered, address_of};
use crate::order::StatedOrder;
use crate::task::{self, TaskCodec, TaskTable, Work};
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
    channels: Channels,
    workers: Workers,
    bytes_per_core: usize,
    work: Work,
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cluster of {:?}", self.workers)
    }
}

/// Those to whom work may be given.
#[derive(Clone, Debug, Default)]
struct Workers(Arc<RwLock<Vec<Url>>>);

impl Workers {
    fn all(&self) -> Vec<Url> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, workers: Vec<Url>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = workers;
    }
}

impl WorkerResolver for Workers {
    /// A single worker twice: a stage of one task would not leave this process.
    fn get_urls(&self) -> Result<Vec<Url>> {
        let all = self.all();
        match all.as_slice() {
            [one] => Ok(vec![one.clone(), one.clone()]),
            _ => Ok(all),
        }
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
        let named: BTreeSet<Url> = named.collect::<Result<_, _>>()?;
        let joined = join_all(named.iter().map(|url| channels.joined_to(url))).await;
        let urls: BTreeSet<Url> = named.into_iter().chain(joined.into_iter().flatten()).collect();
        let answers = join_all(urls.iter().map(|url| channels.version_of(url))).await;
        let (mut there, mut silent) = (Vec::new(), Vec::new());
        for (url, answer) in urls.into_iter().zip(answers) {
            match answer {
                Ok(theirs) if theirs == crate::version() => there.push(url),
                Ok(theirs) => return Err(ClusterError::other_version(&url, theirs)),
                Err(Unanswered::Refused) => return Err(ClusterError::OtherSecret(address_of(&url))),
                Err(Unanswered::Silent(why)) => silent.push(format!("{}: {why}", address_of(&url))),
            }
        }
        if there.is_empty() {
            return Err(ClusterError::NoWorker(silent));
        }
        let workers = Workers::default();
        workers.keep(there);
        let cluster = Self {
            channels,
            workers,
            bytes_per_core: setup.bytes_per_core,
            work,
        };
        Ok((cluster, silent))
    }

    /// Leaves out the workers that answer no more; whether there were any.
    async fn look_again(&self) -> Result<bool, ClusterError> {
        let all = self.workers.all();
        let answers = join_all(all.iter().map(|url| self.channels.version_of(url))).await;
        let answered = answers.iter().map(|a| a.as_ref().is_ok_and(|v| *v == crate::version()));
        let (there, gone): (Vec<_>, Vec<_>) = all.into_iter().zip(answered).partition(|(_, answered)| *answered);
        let urls = |some: Vec<(Url, bool)>| some.into_iter().map(|(url, _)| url).collect::<Vec<_>>();
        let (there, gone) = (urls(there), urls(gone));
        if there.is_empty() {
            return Err(ClusterError::NoWorker(gone.iter().map(address_of).collect()));
        }
        self.workers.keep(there);
        Ok(!gone.is_empty())
    }

    fn context(&self, config: SessionConfig, env: Arc<RuntimeEnv>) -> Result<SessionContext> {
        let state = SessionStateBuilder::new()
            .with_config(config.with_extension(Arc::new(self.work.clone())))
            .with_runtime_env(env)
            .with_default_features()
            .with_physical_optimizer_rule(Arc::new(StatedOrder))
            .with_distributed_worker_resolver(self.workers.clone())
            .with_distributed_channel_resolver(self.channels.clone())
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
        let told = |e: ClusterError| DataFusionError::External(Box::new(e));
        let some_are_gone = self.look_again().await.map_err(told)?;
        if !some_are_gone && !is_of_the_way(&why) {
            return Err(why);
        }
        if tried + 1 >= TRIES {
            return Err(told(ClusterError::Lost));
        }
        Ok(())
    }
}

/// Whether the way to a worker failed, not the work: a worker that was started anew answers again.
fn is_of_the_way(why: &DataFusionError) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(why);
    while let Some(error) = next {
        if error.is::<tonic::Status>() || error.is::<tonic::transport::Error>() {
            return true;
        }
        next = error.source();
    }
    false
}
