//! [`Server`]: where a network is asked, and which addresses its name may lead to.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use harpoon_core::net::{is_private, is_public};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use std::sync::Arc;

/// A server of a network. What a user fills in must not have us knock at doors inside our own network: its name is looked up by us,
/// every address must be one of the whole internet, and the connection goes to the addresses that were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    url: Url,
    private: bool,
}

/// Why an address is no server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// No address at all, or with parts that it may not have.
    #[error("`{0}` is no address of a server: give https:// and its name, without path, user or password")]
    NoAddress(String),
    /// Not encrypted.
    #[error("`{0}` is not asked without encryption: give https://, or say that the server is in a network of your own")]
    NotEncrypted(String),
    /// An address of another network.
    #[error("`{0}` is no address of the whole internet; if it is a server of your own, say so")]
    NotPublic(String),
    /// The program's own HTTP cannot be set up.
    #[error("HTTP cannot be set up: {0}")]
    Client(String),
}

impl Server {
    /// A server that the whole internet reaches, by https.
    pub fn public(address: &str) -> Result<Self, ServerError> {
        Self::new(address, false)
    }

    /// A server in a network of one's own, which a person named as such: it may be asked without encryption. An address that
    /// belongs to neither the internet nor such a network (link-local ones, where clouds tell their secrets) is refused all the same.
    pub fn private(address: &str) -> Result<Self, ServerError> {
        Self::new(address, true)
    }

    fn new(address: &str, private: bool) -> Result<Self, ServerError> {
        let none = || ServerError::NoAddress(address.to_owned());
        let url = Url::parse(address).map_err(|_| none())?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(none)?;
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(none());
        }
        match url.scheme() {
            "https" => {}
            "http" if private => {}
            "http" => return Err(ServerError::NotEncrypted(address.to_owned())),
            _ => return Err(none()),
        }
        // A name is looked at when it is looked up; a number never is, so it is looked at here.
        let number: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        if number.is_some_and(|number| !may(number, private)) {
            return Err(ServerError::NotPublic(address.to_owned()));
        }
        Ok(Self { url, private })
    }

    /// Scheme, name and port, as in [`crate::Head::server`].
    pub fn address(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Name and port: what a budget is kept for.
    pub(crate) fn host(&self) -> String {
        self.url.authority().to_owned()
    }

    /// A path of this server, and of no other.
    pub(crate) fn at(&self, path: &str) -> Option<Url> {
        let url = self.url.join(path).ok()?;
        (path.starts_with('/') && url.origin() == self.url.origin()).then_some(url)
    }

    /// HTTP that reaches this server's addresses alone. No redirect is followed and no proxy asked; nothing packed is asked for, so
    /// a body is as long as it is.
    pub(crate) fn client(&self, connect: Duration, whole: Duration) -> Result<Client, ServerError> {
        Client::builder()
            .dns_resolver(Arc::new(Guarded { private: self.private }))
            .no_proxy()
            .redirect(Policy::none())
            .https_only(self.url.scheme() == "https")
            .connect_timeout(connect)
            .timeout(whole)
            .user_agent(concat!("Harpoon/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| ServerError::Client(error.to_string()))
    }
}

fn may(address: IpAddr, private: bool) -> bool {
    is_public(address) || (private && is_private(address))
}

/// Looks names up, and gives no address that we may not connect to.
struct Guarded {
    private: bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.iter().any(|address| !may(address.ip(), private)) {
                let why = format!("{} leads into a network of its own, not the internet", name.as_str());
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, why).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
