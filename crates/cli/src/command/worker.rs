//! `worker`: a node that works for others; and `--engine`, which asks such nodes. Both need the feature `cluster`.

use harpoon::engine::{self, Installed};

use crate::Done;
use crate::args::{Cli, Worker};

/// Says who makes engines, and what the command line says of them.
pub(crate) fn install(cli: &Cli) {
    let workers = cli.engine.as_deref().map(|words| match words {
        "embedded" => Vec::new(),
        words => words.split(',').map(|one| one.trim().to_owned()).collect(),
    });
    engine::install(Installed {
        driver: driver::DRIVER,
        workers,
    });
}

/// Works until it is ended.
pub(crate) fn worker(cli: &Cli, args: &Worker) -> anyhow::Result<Done> {
    driver::worker(cli, args)
}

#[cfg(feature = "cluster")]
mod driver {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex, OnceLock, PoisonError};
    use std::time::{Duration, Instant};
    use std::{panic, process};

    use harpoon::Error;
    use harpoon::engine::{Driver, EngineSettings, Unusable, work};
    use harpoon::lake::engine::Engine;
    use harpoon_cluster::{Certificates, Cluster, ClusterError, Door, Join, Secret, Setup, Work};
    use tokio::runtime::Runtime;

    use crate::Done;
    use crate::args::{Cli, Worker};
    use crate::say;

    /// How long a cluster is used before its workers are asked again whether they are there.
    const LASTS: Duration = Duration::from_secs(10);

    /// Connections outlive the workspaces that use them, and so do their threads.
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    /// Clusters by settings: a leaf lock but for reaching workers, which others wait for.
    static KNOWN: Mutex<Option<HashMap<EngineSettings, (Instant, Arc<Cluster>)>>> = Mutex::new(None);

    pub(super) const DRIVER: Option<Driver> = Some(reach);

    fn reach(settings: &EngineSettings) -> Result<Arc<dyn Engine>, Unusable> {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get_or_insert_default();
        if let Some((since, cluster)) = known.get(settings)
            && since.elapsed() < LASTS
        {
            return Ok(Arc::<Cluster>::clone(cluster));
        }
        let cluster = cluster(settings).map_err(|why| match why {
            ClusterError::NoWorker(_) => Unusable::Away(why.to_string()),
            why => Unusable::Wrong(why.to_string()),
        });
        let cluster = Arc::new(cluster?);
        known.insert(settings.clone(), (Instant::now(), Arc::clone(&cluster)));
        Ok(cluster)
    }

    fn cluster(settings: &EngineSettings) -> Result<Cluster, ClusterError> {
        let setup = Setup {
            workers: settings.workers.clone(),
            secret: Secret::of_environment()?,
            certificates: settings
                .certificate
                .clone()
                .map(|certificate| Certificates { certificate, key: None }),
            bytes_per_core: settings.bytes_per_core,
        };
        let (cluster, silent) = runtime().block_on(Cluster::reach(&setup, Work(Arc::new(work()))))?;
        for worker in silent {
            say::aside(&format!("A worker does not answer and is left out: {worker}"));
        }
        Ok(cluster)
    }

    #[expect(clippy::expect_used, reason = "a process that gets no threads can do nothing")]
    fn runtime() -> &'static Runtime {
        RUNTIME.get_or_init(|| Runtime::new().expect("threads"))
    }

    /// A stage whose thread panicked would look as if it had come to its end: the whole worker goes, which whoever asks sees.
    fn go_with_a_panic() {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            tell(what);
            process::abort();
        }));
    }

    pub(super) fn worker(cli: &Cli, args: &Worker) -> anyhow::Result<Done> {
        go_with_a_panic();
        let usage = |e: ClusterError| Error::Usage(e.to_string());
        let secret = Secret::of_environment().map_err(usage)?;
        let certificates = args.certificate.clone().map(|certificate| Certificates {
            certificate,
            key: args.key.clone(),
        });
        let work = Work(Arc::new(work()));
        runtime().block_on(async {
            let door = Door::open(&args.listen, secret, certificates).await.map_err(usage)?;
            if !cli.quiet {
                say::aside(&format!("Working for others at {}. Ctrl-C ends it", door.address()));
            }
            let join = args.join.clone().map(|worker| Join {
                worker,
                known_as: args.known_as.clone(),
            });
            door.serve(work, join).await.map_err(usage)
        })?;
        Ok(Done::Well)
    }
}

#[cfg(not(feature = "cluster"))]
mod driver {
    use harpoon::Error;
    use harpoon::engine::Driver;

    use crate::Done;
    use crate::args::{Cli, Worker};

    pub(super) const DRIVER: Option<Driver> = None;

    pub(super) fn worker(_: &Cli, _: &Worker) -> anyhow::Result<Done> {
        let words = "this `harpoon` was built without the feature `cluster` and cannot work for others: use the release package, \
                     or build with `--features cluster`";
        Err(Error::Usage(words.to_owned()).into())
    }
}
