//! [`Channels`]: connections to workers. Every request on them states the secret and this node's version.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use datafusion::error::DataFusionError;
use datafusion_distributed::grpc::{
    BoxCloneSyncChannel, GetClusterWorkersRequest, ObservabilityServiceClient, create_worker_client,
};
use datafusion_distributed::{ChannelResolver, GetWorkerInfoRequest, WorkerChannel};
use http::HeaderValue;
use tokio::runtime::Handle;
use tonic::transport::{ClientTlsConfig, Endpoint};
use tower::ServiceExt;
use url::Url;

use crate::{Certificates, ClusterError, Secret};

/// Header of the version.
pub(crate) const VERSION: &str = "x-harpoon-version";
/// Header of the address of a worker that joins.
pub(crate) const JOINS: &str = "x-harpoon-joins";
/// How long a node may take to be reached.
pub(crate) const REACH: Duration = Duration::from_secs(3);
/// How often a busy connection is asked for a sign of life, and how long that may take: a node that the network has lost is
/// known to be lost after both.
pub(crate) const SIGN: Duration = Duration::from_secs(5);

/// Connections by address, made when they are first used.
#[derive(Clone, Debug)]
pub(crate) struct Channels {
    secret: Secret,
    tls: Option<ClientTlsConfig>,
    /// The address under which this node says that it is there.
    joins: Option<String>,
    /// Where connections live: they outlast whoever asked first.
    runtime: Handle,
    /// A leaf lock.
    open: Arc<Mutex<HashMap<Url, BoxCloneSyncChannel>>>,
}

impl Channels {
    pub(crate) fn new(secret: Secret, certificates: Option<&Certificates>) -> Result<Self, ClusterError> {
        Ok(Self {
            secret,
            tls: certificates.map(Certificates::client).transpose()?,
            joins: None,
            runtime: Handle::current(),
            open: Arc::default(),
        })
    }

    /// Connections on which this node says how it is reached.
    pub(crate) fn joining(&self, own: &Url) -> Self {
        Self {
            joins: Some(address_of(own)),
            open: Arc::default(),
            ..self.clone()
        }
    }

    /// Does something where connections live, beside whoever asks.
    pub(crate) fn beside(&self, what: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(what);
    }

    /// Workers that have joined this one.
    pub(crate) async fn joined_to(&self, url: &Url) -> Vec<Url> {
        let Ok(channel) = self.channel(url) else {
            return Vec::new();
        };
        let mut client = ObservabilityServiceClient::new(channel);
        let asked = client.get_cluster_workers(GetClusterWorkersRequest {});
        match tokio::time::timeout(REACH, asked).await {
            Ok(Ok(told)) => {
                let urls = told.into_inner().worker_urls.into_iter();
                // Whatever a worker says: none is spoken to but in the way that is asked for.
                urls.filter_map(|url| Url::parse(&url).ok())
                    .filter_map(|url| self.url(&address_of(&url)).ok())
                    .collect()
            }
            // Why it does not answer is told when it is asked for its version.
            _ => Vec::new(),
        }
    }

    /// The URL of an address as people write it: `worker-1:7433`. Beyond this machine only TLS is taken.
    pub(crate) fn url(&self, address: &str) -> Result<Url, ClusterError> {
        let wrong = || ClusterError::Address(address.to_owned());
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let url = Url::parse(&format!("{scheme}://{address}")).map_err(|_| wrong())?;
        let port = address
            .rsplit_once(':')
            .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        if !port || url.path() != "/" || url.host_str().is_none() {
            return Err(wrong());
        }
        if self.tls.is_none() && !is_here(&url) {
            return Err(ClusterError::NoCertificate(address.to_owned()));
        }
        Ok(url)
    }

    /// The version of a worker.
    pub(crate) async fn version_of(&self, url: &Url) -> Result<String, Unanswered> {
        let mut client = create_worker_client(self.channel(url).map_err(|e| Unanswered::of(&e))?);
        let asked = client.get_worker_info(GetWorkerInfoRequest {});
        match tokio::time::timeout(REACH, asked).await {
            Ok(Ok(info)) => Ok(info.version),
            Ok(Err(why)) => Err(Unanswered::of(&why)),
            Err(_) => Err(Unanswered::Silent("no answer".to_owned())),
        }
    }

    fn channel(&self, url: &Url) -> Result<BoxCloneSyncChannel, DataFusionError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(channel) = open.get(url) {
            return Ok(channel.clone());
        }
        let failed = |e: tonic::transport::Error| DataFusionError::External(Box::new(e));
        let mut endpoint = Endpoint::from_shared(url.to_string())
            .map_err(failed)?
            .connect_timeout(REACH)
            .tcp_nodelay(true)
            .http2_keep_alive_interval(SIGN)
            .keep_alive_timeout(SIGN);
        if let Some(tls) = &self.tls {
            endpoint = endpoint.tls_config(tls.clone()).map_err(failed)?;
        }
        let _runtime = self.runtime.enter();
        let (secret, version, joins) = (self.secret.clone(), crate::version(), self.joins.clone());
        let stated = endpoint
            .connect_lazy()
            .map_request(move |mut request: http::Request<_>| {
                secret.state(request.headers_mut());
                if let Ok(version) = HeaderValue::from_str(&version) {
                    request.headers_mut().insert(VERSION, version);
                }
                if let Some(Ok(own)) = joins.as_deref().map(HeaderValue::from_str) {
                    request.headers_mut().insert(JOINS, own);
                }
                request
            });
        let channel = BoxCloneSyncChannel::new(stated);
        open.insert(url.clone(), channel.clone());
        Ok(channel)
    }
}

#[async_trait]
impl ChannelResolver for Channels {
    async fn get_worker_client_for_url(&self, url: &Url) -> Result<Box<dyn WorkerChannel>, DataFusionError> {
        self.channel(url).map(create_worker_client)
    }
}

/// Why a worker did not tell its version.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// It takes another secret.
    Refused,
    /// It is not there, or speaks something else.
    Silent(String),
}

impl Unanswered {
    fn of(why: &DataFusionError) -> Self {
        let status = match why.find_root() {
            DataFusionError::External(inner) => inner.downcast_ref::<tonic::Status>(),
            _ => None,
        };
        match status {
            Some(status) if status.code() == tonic::Code::Unauthenticated => Self::Refused,
            Some(status) => Self::Silent(status.message().to_owned()),
            None => Self::Silent(why.strip_backtrace()),
        }
    }
}

/// Whether an address is of this machine.
pub(crate) fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// A URL as people write it: `worker-1:7433`.
pub(crate) fn address_of(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}:{port}", url.host_str().unwrap_or_default())
}
