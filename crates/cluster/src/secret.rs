//! Who may speak to a worker: whoever knows the [`Secret`], over TLS with the cluster's own [`Certificates`].

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use http::{HeaderMap, HeaderValue};
use subtle::ConstantTimeEq;
use tonic::transport::{Certificate, ClientTlsConfig, Identity, ServerTlsConfig};

use crate::ClusterError;
use crate::channels::REACH;

/// Environment variable of the secret.
pub(crate) const VARIABLE: &str = "HARPOON_CLUSTER_SECRET";
/// Fewest characters of a secret.
pub(crate) const SHORTEST: usize = 24;
/// Name that the certificate is made out to: nodes are known by it, not by their addresses.
const NAME: &str = "harpoon";
const HEADER: &str = "authorization";

/// What all nodes know and nobody else.
#[derive(Clone)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// The secret that the environment states.
    ///
    /// # Errors
    /// [`ClusterError::NoSecret`] if there is none, or a short one.
    pub fn of_environment() -> Result<Self, ClusterError> {
        Self::new(&std::env::var(VARIABLE).unwrap_or_default())
    }

    /// This secret.
    ///
    /// # Errors
    /// [`ClusterError::NoSecret`] if it is short, or no header can carry it.
    pub fn new(words: &str) -> Result<Self, ClusterError> {
        let words = words.trim();
        if words.len() < SHORTEST || !words.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(ClusterError::NoSecret);
        }
        Ok(Self(words.to_owned()))
    }

    /// States it.
    pub(crate) fn state(&self, headers: &mut HeaderMap) {
        if let Ok(mut value) = HeaderValue::from_str(&format!("Bearer {}", self.0)) {
            value.set_sensitive(true);
            headers.insert(HEADER, value);
        }
    }

    /// Whether it is stated. Time: that of the length stated, whatever is stated.
    pub(crate) fn is_stated(&self, headers: &HeaderMap) -> bool {
        let stated = headers.get(HEADER).map_or(&[][..], HeaderValue::as_bytes);
        let stated = stated.strip_prefix(b"Bearer ").unwrap_or_default();
        stated.ct_eq(self.0.as_bytes()).into()
    }
}

/// One certificate for all nodes, made out to `harpoon`, and its key where a node listens.
#[derive(Clone, Debug)]
pub struct Certificates {
    /// PEM file of the certificate, which is its own authority, or of the authority that signed the workers'.
    pub certificate: PathBuf,
    /// PEM file of the private key; workers need it, who asks does not.
    pub key: Option<PathBuf>,
}

impl Certificates {
    /// How a worker proves itself.
    pub(crate) fn server(&self) -> Result<ServerTlsConfig, ClusterError> {
        let key = match &self.key {
            Some(key) => read(key)?,
            None => Vec::new(),
        };
        let identity = Identity::from_pem(read(&self.certificate)?, key);
        Ok(ServerTlsConfig::new().identity(identity).timeout(REACH))
    }

    /// Whom a node believes.
    pub(crate) fn client(&self) -> Result<ClientTlsConfig, ClusterError> {
        let authority = Certificate::from_pem(read(&self.certificate)?);
        // A node that hangs, or that the network loses just then, would be waited for as long as TCP tries.
        let config = ClientTlsConfig::new().ca_certificate(authority).domain_name(NAME);
        Ok(config.timeout(REACH))
    }
}

fn read(file: &Path) -> Result<Vec<u8>, ClusterError> {
    fs::read(file).map_err(|e| ClusterError::File(file.to_owned(), e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_secret_is_taken() {
        let secret = Secret::new("correct horse battery staple".replace(' ', "-").as_str());
        let Ok(secret) = secret else {
            panic!("a long secret is taken")
        };
        let mut headers = HeaderMap::new();
        assert!(!secret.is_stated(&headers));
        secret.state(&mut headers);
        assert!(secret.is_stated(&headers));
        for wrong in [
            "",
            "Bearer ",
            "Bearer correct-horse-battery-stapl",
            "Bearer correct-horse-battery-staple-",
        ] {
            headers.insert(HEADER, HeaderValue::from_static(wrong));
            assert!(!secret.is_stated(&headers), "{wrong}");
        }
    }

    #[test]
    fn no_message_shows_it_and_short_ones_are_refused() {
        let secret = Secret::new("0123456789abcdef01234567");
        assert_eq!(format!("{secret:?}"), "Ok(Secret)");
        for short in ["", "short", "0123456789abcdef0123456", "0123456789abcdef 1234567"] {
            assert!(Secret::new(short).is_err(), "{short}");
        }
    }
}
