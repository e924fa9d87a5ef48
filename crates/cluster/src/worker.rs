//! A worker: runs the stages that it is sent, for whoever knows the secret and runs the same version.
//!
//! A worker that joins another says so again and again, by asking it for its version and stating its own address; who asks that
//! one for workers is told of both.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use datafusion_distributed::{DistributedExt, Worker, WorkerQueryContext, WorkerResolver};
use harpoon_lake::query::register_functions;
use tokio::net::TcpListener;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Status};
use url::Url;

use crate::channels::{Channels, JOINS, SIGN, Unanswered, VERSION, address_of, is_here};
use crate::task::{TaskCodec, Work};
use crate::{Certificates, ClusterError, Secret};

/// How often a worker that has joined another says that it is there.
const HERE: Duration = Duration::from_secs(2);
/// How long a word of that holds.
const HOLDS: Duration = Duration::from_secs(7);

/// A worker's open port.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    address: SocketAddr,
    secret: Secret,
    certificates: Option<Certificates>,
    version: String,
}

/// Whom a worker joins.
#[derive(Clone, Debug)]
pub struct Join {
    /// Address of a worker.
    pub worker: String,
    /// How others reach this one; by the address that it listens on if `None`.
    pub known_as: Option<String>,
}

/// Workers that have joined this one, and when each was heard of.
#[derive(Clone, Debug, Default)]
struct Joined(Arc<Mutex<BTreeMap<Url, Instant>>>);

impl Joined {
    fn note(&self, url: Url) {
        let mut joined = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        joined.retain(|_, heard| heard.elapsed() < HOLDS);
        joined.insert(url, Instant::now());
    }
}

impl WorkerResolver for Joined {
    fn get_urls(&self) -> Result<Vec<Url>> {
        let joined = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = joined.iter().filter(|(_, heard)| heard.elapsed() < HOLDS);
        Ok(heard.map(|(url, _)| url.clone()).collect())
    }
}

impl Door {
    /// Opens a port. Beyond this machine only TLS is spoken.
    ///
    /// # Errors
    /// If the address is taken or none, or is seen from elsewhere without a certificate.
    pub async fn open(address: &str, secret: Secret, certificates: Option<Certificates>) -> Result<Self, ClusterError> {
        let refused = |e| ClusterError::Listen(address.to_owned(), e);
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let certificates = certificates.filter(|c| c.key.is_some());
        if certificates.is_none() && !address.ip().is_loopback() {
            return Err(ClusterError::NoCertificate(address.to_string()));
        }
        Ok(Self {
            listener,
            address,
            secret,
            certificates,
            version: crate::version(),
        })
    }

    /// The same door of a worker of another version; for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn of_version(self, version: &str) -> Self {
        Self {
            version: version.to_owned(),
            ..self
        }
    }

    /// Its address.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Works for others until the process ends.
    ///
    /// # Errors
    /// If TLS cannot be set up, the port breaks, or the worker to join takes another secret or runs another version.
    pub async fn serve(self, work: Work, join: Option<Join>) -> Result<(), ClusterError> {
        let failed = |what| {
            let address = self.address.to_string();
            move |e: tonic::transport::Error| ClusterError::Transport {
                what,
                address,
                why: e.to_string(),
            }
        };
        let (broken, no_tls) = (failed("cannot serve at"), failed("cannot set up TLS for"));
        let channels = Channels::new(self.secret.clone(), self.certificates.as_ref())?;
        // Whoever asked and vanished without a word, by a cut or a fall of its machine, is worked for no longer.
        let mut server = Server::builder()
            .tcp_nodelay(true)
            .http2_keepalive_interval(Some(SIGN))
            .http2_keepalive_timeout(Some(SIGN));
        if let Some(certificates) = &self.certificates {
            // More than one provider of cryptography is linked; whichever was chosen first stays.
            let _ = rustls::crypto::ring::default_provider().install_default();
            server = server.tls_config(certificates.server()?).map_err(no_tls)?;
        }
        let joined = Joined::default();
        let stages = channels.clone();
        let worker = Worker::from_session_builder(move |context| {
            let (channels, work) = (stages.clone(), work.clone());
            async move { state(context, channels, work) }
        })
        .with_version(self.version);
        let members = worker.with_observability_service(Arc::new(joined.clone()));
        let (secret, reached) = (self.secret, channels.clone());
        let known = move |request: Request<()>| {
            if !secret.is_stated(request.metadata().as_ref()) {
                return Err(Status::unauthenticated("another secret"));
            }
            let joins = request.metadata().get(JOINS).and_then(|address| address.to_str().ok());
            if let Some(url) = joins.and_then(|address| reached.url(address).ok()) {
                joined.note(url);
            }
            Ok(request)
        };
        let serving = server
            .add_service(InterceptedService::new(worker.into_worker_server(), known.clone()))
            .add_service(InterceptedService::new(members, known))
            .serve_with_incoming(TcpIncoming::from(self.listener));
        let Some(join) = join else {
            return serving.await.map_err(broken);
        };
        let own = match join.known_as {
            Some(address) => channels.url(&address)?,
            None if self.address.ip().is_unspecified() => return Err(ClusterError::NoName(self.address.to_string())),
            None => channels.url(&self.address.to_string())?,
        };
        let there = channels.url(&join.worker)?;
        if is_here(&own) && !is_here(&there) {
            return Err(ClusterError::NoName(address_of(&own)));
        }
        tokio::select! {
            ended = serving => ended.map_err(broken),
            refused = stay(&channels, &there, &own) => Err(refused),
        }
    }
}

/// Says again and again that this worker is there; ends only where it is refused.
async fn stay(channels: &Channels, there: &Url, own: &Url) -> ClusterError {
    let joining = channels.joining(own);
    loop {
        match joining.version_of(there).await {
            Ok(theirs) if theirs != crate::version() => return ClusterError::other_version(there, theirs),
            Err(Unanswered::Refused) => return ClusterError::OtherSecret(address_of(there)),
            // One that is not there yet, or not now, may come back.
            Ok(_) | Err(Unanswered::Silent(_)) => tokio::time::sleep(HERE).await,
        }
    }
}

/// A session for one stage: all our functions, the way to other workers, and the work that is no plan.
fn state(context: WorkerQueryContext, channels: Channels, work: Work) -> Result<SessionState> {
    let theirs = context.headers.get(VERSION).and_then(|v| v.to_str().ok());
    if theirs != Some(crate::version().as_str()) {
        let (theirs, ours) = (theirs.unwrap_or("another program"), crate::version());
        let words = format!("this worker runs `{ours}` and was asked by `{theirs}`: install the same version on both");
        return Err(DataFusionError::Execution(words));
    }
    let mut builder = context.builder;
    builder.config().get_or_insert_default().set_extension(Arc::new(work));
    let state = builder
        .with_distributed_channel_resolver(channels)
        .with_distributed_user_codec(TaskCodec)
        .build();
    let session = SessionContext::new_with_state(state);
    register_functions(&session);
    Ok(session.state())
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use http::{HeaderMap, HeaderValue};

    use datafusion::execution::SessionStateBuilder;

    use super::*;
    use crate::{Cluster, Setup};

    fn secret() -> Secret {
        Secret::new("a-secret-of-this-test-0123456789").unwrap_or_else(|e| panic!("{e}"))
    }

    fn none() -> Work {
        Work(Arc::new(|_, _| Err("no work".to_owned())))
    }

    #[tokio::test]
    async fn a_worker_of_another_version_is_not_asked() -> std::result::Result<(), Box<dyn Error>> {
        let door = Door::open("127.0.0.1:0", secret(), None)
            .await?
            .of_version("harpoon 0.0.1");
        let address = door.address().to_string();
        tokio::spawn(door.serve(none(), None));
        let setup = Setup {
            workers: vec![address.clone()],
            secret: secret(),
            certificates: None,
            bytes_per_core: 1,
        };
        let refused = Cluster::reach(&setup, none())
            .await
            .err()
            .map(|e| e.to_string())
            .unwrap_or_default();
        for word in [address.as_str(), "harpoon 0.0.1", &crate::version(), "same version"] {
            assert!(refused.contains(word), "{refused}");
        }
        Ok(())
    }

    #[tokio::test]
    async fn a_worker_refuses_who_runs_another_version() -> std::result::Result<(), Box<dyn Error>> {
        let asked_by = |version: Option<&'static str>| {
            let mut context = WorkerQueryContext {
                builder: SessionStateBuilder::new(),
                headers: HeaderMap::new(),
            };
            if let Some(version) = version {
                context.headers.insert(VERSION, HeaderValue::from_static(version));
            }
            context
        };
        let channels = Channels::new(secret(), None)?;
        for wrong in [None, Some("harpoon 0.0.1")] {
            let refused = state(asked_by(wrong), channels.clone(), none());
            let words = refused.err().map(|e| e.to_string()).unwrap_or_default();
            assert!(words.contains("same version"), "{words}");
        }
        let mut same = asked_by(None);
        same.headers.insert(VERSION, HeaderValue::from_str(&crate::version())?);
        assert!(state(same, channels, none()).is_ok());
        Ok(())
    }
}
