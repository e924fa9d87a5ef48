//! Webhooks, by Standard Webhooks (<https://www.standardwebhooks.com>), to addresses that the whole internet reaches.
//!
//! What somebody fills in must not have us knock at doors inside our own network. So a name is looked up by us, every address that
//! it has must be public, and the connection goes to the very addresses that were looked at. No redirect is followed, no proxy
//! asked, and the answer's body is not read.

use std::error::Error as _;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use harpoon_core::net::is_public;
use harpoon_state::{StateError, signature};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url, header};

use super::{Trouble, refused};

/// How long a connection, and all of an attempt, may take.
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(15);

/// What is sent.
pub(super) struct Event<'a> {
    /// The same at each attempt, so that the receiver knows what it has.
    pub(super) id: &'a str,
    /// JSON.
    pub(super) body: String,
    /// `whsec_…`
    pub(super) secret: &'a str,
    /// Now.
    pub(super) now: i64,
}

/// The address if something may be sent there; a name is looked up only when it is.
pub(super) fn checked(address: &str, loopback: bool) -> Result<Url, StateError> {
    let url = Url::parse(address).map_err(|_| refused(format!("`{address}` is no address of a webhook")))?;
    let host = url.host_str().unwrap_or("");
    let number: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let is_here = host == "localhost" || number.is_some_and(|number| number.is_loopback());
    match url.scheme() {
        "https" => {}
        "http" if loopback && is_here => {}
        _ => return Err(refused("a webhook is sent by https")),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("a webhook's address holds no password: what is sent is signed"));
    }
    if host.is_empty() || number.is_some_and(|number| !may(number, loopback)) {
        return Err(refused(format!("`{host}` is no address of the whole internet")));
    }
    Ok(url)
}

fn may(address: IpAddr, loopback: bool) -> bool {
    is_public(address) || (loopback && address.is_loopback())
}

/// Looks names up, and gives no address that we may not connect to.
struct Guarded {
    loopback: bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let loopback = self.loopback;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.iter().any(|address| !may(address.ip(), loopback)) {
                let why = format!("{} leads into a network of its own, not the internet", name.as_str());
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, why).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether somebody answers at the address: a connection, and nothing said.
pub(super) async fn reached(address: &str, loopback: bool) -> Result<(), String> {
    let url = checked(address, loopback).map_err(|error| error.to_string())?;
    let host = url.host_str().unwrap_or("").trim_matches(['[', ']']).to_owned();
    let port = url.port_or_known_default().unwrap_or(443);
    let found = tokio::net::lookup_host((host.as_str(), port)).await;
    let found: Vec<SocketAddr> = found.map_err(|error| error.to_string())?.collect();
    if found.iter().any(|address| !may(address.ip(), loopback)) {
        return Err("it leads into a network of its own, not the internet".to_owned());
    }
    let connected = tokio::time::timeout(CONNECT, tokio::net::TcpStream::connect(found.as_slice())).await;
    match connected {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("nobody answers".to_owned()),
    }
}

/// Sends one event.
pub(super) async fn deliver(address: &str, event: &Event<'_>, loopback: bool) -> Result<(), Trouble> {
    let never = |error: StateError| Trouble::Never(error.to_string());
    let url = checked(address, loopback).map_err(never)?;
    let signed = signature(event.secret, event.id, event.now, &event.body).map_err(never)?;
    let client = Client::builder()
        .dns_resolver(Arc::new(Guarded { loopback }))
        .no_proxy()
        .redirect(Policy::none())
        .https_only(url.scheme() == "https")
        .connect_timeout(CONNECT)
        .timeout(WHOLE)
        .user_agent(concat!("Harpoon/", env!("CARGO_PKG_VERSION")))
        .build();
    let client = client.map_err(|error| Trouble::Later(why(&error), None))?;
    let sent = client
        .post(url)
        .header(header::CONTENT_TYPE, "application/json")
        .header("webhook-id", event.id)
        .header("webhook-timestamp", event.now)
        .header("webhook-signature", signed)
        .body(event.body.clone())
        .send()
        .await;
    match sent {
        Ok(answer) => judge(answer.status(), answer.headers().get(header::RETRY_AFTER), event.now),
        Err(error) if is_refused(&error) => Err(Trouble::Never(why(&error))),
        Err(error) => Err(Trouble::Later(why(&error), None)),
    }
}

fn judge(status: StatusCode, retry_after: Option<&header::HeaderValue>, now: i64) -> Result<(), Trouble> {
    let why = || format!("the receiver answered {status}");
    match status {
        status if status.is_success() => Ok(()),
        StatusCode::GONE => Err(Trouble::Gone(why())),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            let said = retry_after.and_then(|value| value.to_str().ok());
            Err(Trouble::Later(why(), said.and_then(|said| seconds(said, now))))
        }
        _ => Err(Trouble::Later(why(), None)),
    }
}

/// `Retry-After` is seconds, or a time.
fn seconds(said: &str, now: i64) -> Option<i64> {
    let until = || rfc2822::parse(said).ok().map(|time| time.timestamp());
    said.parse()
        .ok()
        .or_else(|| until().map(|until: Timestamp| until.as_second() - now))
}

/// Whether it was we who did not let it through.
fn is_refused(error: &reqwest::Error) -> bool {
    let mut below = error.source();
    while let Some(cause) = below {
        if cause
            .downcast_ref::<io::Error>()
            .is_some_and(|cause| cause.kind() == io::ErrorKind::PermissionDenied)
        {
            return true;
        }
        below = cause.source();
    }
    false
}

/// What broke, without the address, which people may think of as a secret.
fn why(error: &reqwest::Error) -> String {
    let mut said = Vec::new();
    let mut below = error.source();
    while let Some(cause) = below {
        said.push(cause.to_string());
        below = cause.source();
    }
    match said.pop() {
        Some(last) => last,
        None if error.is_timeout() => "the receiver took too long".to_owned(),
        None => "the receiver could not be reached".to_owned(),
    }
}
