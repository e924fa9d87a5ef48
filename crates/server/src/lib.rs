//! The dashboard: one workspace in the browser, on this machine alone.
//!
//! ```text
//! request ─▶ View, what its address asks ─▶ Site, the workspace at its newest version ─▶ page ─▶ frame ─▶ bytes, kept
//! ```
//! A page is an entry of [`page::PAGES`] that gives sections in the words of `harpoon_report`; the frame around them and the
//! form above them are all the HTML that is written here. Filters are a GET form, so that every view has an address. No script
//! is needed to read a page. Pages only read: who may do what comes with signing in, and until then nobody beyond this
//! machine is let in.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use harpoon::Error;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use answer::Answer;
use site::Site;

mod answer;
mod frame;
mod page;
mod site;
mod view;
mod words;

/// Where it listens unless told otherwise.
pub const PORT: u16 = 7455;
/// Questions that are worked out at once; more wait, so that memory stays flat.
const AT_ONCE: usize = 4;

/// Why it could not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The workspace.
    #[error(transparent)]
    Workspace(#[from] Error),
    /// The port is taken, or not allowed.
    #[error("cannot listen on {address}: {source}; another port is given with --port, and --port 0 takes a free one")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's answer.
        source: io::Error,
    },
    /// The system refused to go on.
    #[error("the server stopped: {0}")]
    Stopped(#[source] io::Error),
}

/// A server that listens and does not answer yet.
pub struct Server {
    site: Arc<Site>,
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Opens the workspace and listens on this machine's own address. `now` tells the time that pages are made at.
    pub fn open(root: &Path, port: u16, now: fn() -> Result<Timestamp, Error>) -> Result<Self, ServeError> {
        let site = Arc::new(Site::open(root, now)?);
        let runtime = Runtime::new().map_err(ServeError::Stopped)?;
        let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
        let listener = runtime.block_on(TcpListener::bind(address));
        let listener = listener.map_err(|source| ServeError::Listen { address, source })?;
        let address = listener.local_addr().map_err(ServeError::Stopped)?;
        Ok(Self {
            site,
            runtime,
            listener,
            address,
        })
    }

    /// Where it is in the browser.
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers until the process is told to end.
    pub fn run(self) -> Result<(), ServeError> {
        let Self {
            site,
            runtime,
            listener,
            ..
        } = self;
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        let router = Router::new().fallback(answer_to).with_state((site, turns));
        let ended = async {
            // Where the signal cannot be had, the process ends by it anyway.
            let _ = tokio::signal::ctrl_c().await;
        };
        runtime
            .block_on(
                axum::serve(listener, router)
                    .with_graceful_shutdown(ended)
                    .into_future(),
            )
            .map_err(ServeError::Stopped)
    }
}

/// Every address is answered here; pages are worked out on threads that may wait.
async fn answer_to(State((site, turns)): State<(Arc<Site>, Arc<Semaphore>)>, request: Request) -> Response {
    let (asked, _body) = request.into_parts();
    let if_none_match = asked.headers.get("if-none-match").cloned();
    let gzip = asked
        .headers
        .get("accept-encoding")
        .is_some_and(|v| v.to_str().is_ok_and(|v| v.contains("gzip")));
    let answer = match site.kept(&asked) {
        Ok(Some(kept)) => kept,
        Err(refused) => Arc::new(refused),
        Ok(None) => {
            let _turn = turns.acquire().await;
            let worked = tokio::task::spawn_blocking(move || site.answer(&asked)).await;
            worked.unwrap_or_else(|_| Arc::new(Answer::broken()))
        }
    };
    answer.response(if_none_match.as_ref(), gzip)
}
