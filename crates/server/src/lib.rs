//! The dashboard: a workspace, or a folder of them, in the browser.
//!
//! ```text
//! request ─▶ gate: may it be asked, who asks ─▶ house: which workspace ─▶ View, what the address asks
//!                                                                            │
//!             bytes, kept ◀─ frame ◀─ page ◀─ Site, the workspace at its newest version
//! ```
//! A page is an entry of [`page::PAGES`] that gives sections in the words of `harpoon_report`; the frame around them and the
//! forms above them are all the HTML that is written here. Filters are a GET form, so that every view has an address. No script
//! is needed to read a page. Reading is GET and changes nothing; what changes something is a POST from a page of this server
//! ([`act`]). Until somebody is known to the server (`harpoon user add`), it answers this machine alone and whoever asks owns it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use harpoon::Error;
use harpoon_state::Address;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

pub use door::Provider;
use house::House;

pub use send::{Outgoing, Post, Preview, Round, unreached};
use watch::{Class, METRICS};
pub use watch::{LogFormat, Telling, TellingError};

mod act;
mod answer;
mod api;
mod collect;
mod door;
mod feeds;
mod files;
mod frame;
mod gate;
mod health;
mod house;
mod intake;
mod lead;
mod listed;
mod page;
mod send;
mod sign;
mod site;
mod view;
mod watch;
mod words;

pub use api::mcp::serve as assist;
pub use api::openapi;

/// Where it listens unless told otherwise.
pub const PORT: u16 = 7455;
/// Most bytes of one upload unless told otherwise.
pub const LARGEST_UPLOAD: u64 = 2 << 30;
/// How long work that goes on is waited for at the end.
const PATIENCE: Duration = Duration::from_secs(10);
/// File of the server's memory, in the folder that it serves: who may come in, with what.
pub const STATE: &str = harpoon_state::FILE;

/// What is served, where and to whom.
#[derive(Clone, Debug)]
pub struct Plan {
    /// A workspace, or a folder of workspaces.
    pub root: PathBuf,
    /// Address it listens on; beyond this machine only where somebody is known to it.
    pub listen: SocketAddr,
    /// Names under which browsers elsewhere know it, through a proxy that speaks TLS; only where somebody is known to it.
    pub names: Vec<String>,
    /// Who vouches for people, beside their passwords.
    pub provider: Option<Provider>,
    /// Most bytes of one upload.
    pub largest_upload: u64,
    /// The Postgres that remembers for it and others; a file of the folder without one.
    pub memory: Option<Address>,
    /// How letters leave it.
    pub outgoing: Outgoing,
    /// What it answers.
    pub serves: Serves,
    /// What it tells its operator.
    pub telling: Telling,
    /// The time that pages are made at.
    pub now: fn() -> Result<Timestamp, Error>,
}

/// What a server answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Serves {
    /// Pages, programs, and visitors' clients.
    #[default]
    Everything,
    /// Visitors' clients alone: nobody signs in, and there is nothing to see.
    Collector,
}

impl Plan {
    /// A folder served to this machine alone; nothing leaves it.
    pub fn here(root: PathBuf, port: u16, now: fn() -> Result<Timestamp, Error>) -> Self {
        Self {
            root,
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port),
            names: Vec::new(),
            provider: None,
            largest_upload: LARGEST_UPLOAD,
            memory: None,
            outgoing: Outgoing::default(),
            serves: Serves::Everything,
            telling: Telling::default(),
            now,
        }
    }
}

/// Why it could not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The workspace.
    #[error(transparent)]
    Workspace(#[from] Error),
    /// The server's memory.
    #[error(transparent)]
    State(#[from] harpoon_state::StateError),
    /// The port is taken, or not allowed.
    #[error("cannot listen on {address}: {source}; another port is given with --port, and --port 0 takes a free one")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's answer.
        source: io::Error,
    },
    /// Others would be let in without signing in.
    #[error(
        "{0} can be reached from elsewhere, and nobody has to sign in yet: add the first owner with `harpoon user add EMAIL`"
    )]
    Open(IpAddr),
    /// The same through a proxy, which may ask as a browser of this machine does.
    #[error(
        "--name {0} is for a server that others reach, and nobody has to sign in yet: add the first owner with `harpoon user add EMAIL`"
    )]
    Named(String),
    /// It cannot tell its operator what it is asked to.
    #[error(transparent)]
    Telling(#[from] TellingError),
    /// The system refused to go on.
    #[error("the server stopped: {0}")]
    Stopped(#[source] io::Error),
}

/// A server that listens and does not answer yet.
pub struct Server {
    house: Arc<House>,
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Opens the workspaces and listens.
    pub fn open(plan: Plan) -> Result<Self, ServeError> {
        let runtime = Runtime::new().map_err(ServeError::Stopped)?;
        let listen = plan.listen;
        let house = Arc::new(House::open(plan)?);
        let shows = house.plan.serves == Serves::Everything;
        if shows && !runtime.block_on(house.is_locked())? {
            if !listen.ip().is_loopback() {
                return Err(ServeError::Open(listen.ip()));
            }
            if let Some(name) = house.plan.names.first() {
                return Err(ServeError::Named(name.clone()));
            }
        }
        let listener = runtime.block_on(TcpListener::bind(listen));
        let listener = listener.map_err(|source| ServeError::Listen {
            address: listen,
            source,
        })?;
        let address = listener.local_addr().map_err(ServeError::Stopped)?;
        Ok(Self {
            house,
            runtime,
            listener,
            address,
        })
    }

    /// Where it is in the browser.
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Whether one has to sign in.
    pub fn is_locked(&self) -> Result<bool, ServeError> {
        Ok(self.runtime.block_on(self.house.is_locked())?)
    }

    /// Answers until the process is told to end.
    pub fn run(self) -> Result<(), ServeError> {
        let Self {
            house,
            runtime,
            listener,
            ..
        } = self;
        if house.plan.serves == Serves::Everything {
            runtime.spawn(lead::forever(Arc::clone(&house)));
            runtime.spawn(send::forever(Arc::clone(&house)));
            runtime.spawn(feeds::forever(Arc::clone(&house)));
        }
        runtime.block_on(collect::renew(&house));
        runtime.spawn(collect::forever(Arc::clone(&house)));
        let watch = Arc::clone(&house.watch);
        runtime.spawn(async move { watch.forever().await });
        house.watch.life("began");
        let router = Router::new().fallback(answer_to).with_state(Arc::clone(&house));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let serving = axum::serve(listener, service)
            .with_graceful_shutdown(async { drop(ended.await) })
            .into_future();
        // A page that listens to an import never ends by itself: what is asked has a while to be answered, and no longer.
        let overdue = async {
            told_to_end().await;
            house.ends();
            let _ = end.send(());
            tokio::time::sleep(PATIENCE).await;
        };
        let served = runtime.block_on(async {
            tokio::select! {
                served = serving => served,
                () = overdue => Ok(()),
            }
        });
        // Workspaces have threads of their own, which cannot be let go from within a runtime: the house is the last to go.
        runtime.shutdown_timeout(PATIENCE);
        house.collectors.finish()?;
        if let Ok(last) = Runtime::new() {
            last.block_on(house.watch.finish());
        }
        house.watch.life("ended");
        served.map_err(ServeError::Stopped)
    }
}

/// Waits for Ctrl-C, or for the SIGTERM by which a service manager ends a service.
async fn told_to_end() {
    let interrupted = async {
        // Where the signal cannot be had, the process ends by it anyway.
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    if let Ok(mut terminated) = signal(SignalKind::terminate()) {
        tokio::select! {
            () = interrupted => {}
            _ = terminated.recv() => {}
        }
        return;
    }
    interrupted.await;
}

/// Every address is answered here.
async fn answer_to(
    State(house): State<Arc<House>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (asked, body) = request.into_parts();
    let class = class_of(&house, &asked);
    let page = page_of(&house, &asked, class);
    let asking = house.watch.begin(&asked, class, page);
    let mut response = answered(&house, asked, body, peer).await;
    house.watch.end(asking, &mut response);
    response
}

/// What an address is of.
fn class_of(house: &House, asked: &Parts) -> Class {
    match asked.uri.path() {
        path if collect::is_one(path) => Class::Collect,
        path if collect::links::is_one(path) => Class::Link,
        METRICS => Class::Metrics,
        path if health::is_one(path) => Class::Health,
        _ if house.plan.serves == Serves::Collector => Class::Other,
        path if frame::is_file(path) => Class::File,
        path if door::is_one(path) => Class::Door,
        path if api::is_for_programs(path) => Class::Api,
        _ if asked.method == Method::POST => Class::Act,
        _ => Class::Page,
    }
}

/// Which page it is, whosever.
fn page_of(house: &House, asked: &Parts, class: Class) -> Option<&'static str> {
    if class != Class::Page {
        return None;
    }
    let place = house.place(asked.uri.path())?;
    page::of(&place.path).map(|page| page.path)
}

async fn answered(house: &Arc<House>, asked: Parts, body: Body, peer: SocketAddr) -> Response {
    if asked.uri.path() == METRICS {
        return metrics(house, &asked, peer.ip());
    }
    if health::is_one(asked.uri.path()) {
        return health::answer(house, &asked).await;
    }
    if collect::is_one(asked.uri.path()) {
        return collect::answer(house, asked, body, peer.ip()).await;
    }
    if collect::links::is_one(asked.uri.path()) {
        return collect::links::answer(house, &asked, peer.ip()).await;
    }
    if house.plan.serves == Serves::Collector {
        return collect::nothing_else(&asked);
    }
    let if_none_match = asked.headers.get("if-none-match").cloned();
    let gzip = asked
        .headers
        .get("accept-encoding")
        .is_some_and(|v| v.to_str().is_ok_and(|v| v.contains("gzip")));
    // In a place of its own: what answers a page is large, and would be moved about with every request of a client.
    let answer = Box::pin(gate::answer(house, asked, body, peer.ip())).await;
    answer.response(if_none_match.as_ref(), gzip)
}

/// What the server counts, for whoever may know.
fn metrics(house: &House, asked: &Parts, peer: IpAddr) -> Response {
    let is_here = house.plan.names.is_empty() && gate::sits_here(asked, peer);
    let (status, media, text) = if !house.watch.tells(&asked.headers, is_here) {
        let words = "Metrics are told to this machine, or to whoever shows HARPOON_METRICS_TOKEN as a bearer token.\n";
        (StatusCode::FORBIDDEN, "text/plain; charset=utf-8", words.to_owned())
    } else if asked.method == Method::GET {
        let text = house.watch.metrics.text(house.collectors.standing(), house.remembers());
        (StatusCode::OK, watch::metrics::MEDIA, text)
    } else {
        let words = "Metrics are read by GET.\n".to_owned();
        (StatusCode::METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", words)
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
