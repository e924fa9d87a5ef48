//! What goes wrong between nodes, each with whose turn it is.

use std::path::PathBuf;

use url::Url;

use crate::channels::address_of;

/// Why a cluster cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No secret, or one that can be guessed.
    #[error(
        "the nodes of a cluster share a secret: set HARPOON_CLUSTER_SECRET to the same 24 or more characters on each"
    )]
    NoSecret,
    /// A node beyond this machine without TLS.
    #[error(
        "{0} is reached over a network: name the cluster's certificate (`[engine] certificate`, or `--certificate` and `--key` of a worker); without one only addresses of this machine are taken"
    )]
    NoCertificate(String),
    /// An address that is none.
    #[error("`{0}` is no address of a worker; write it as worker-1:7433")]
    Address(String),
    /// A worker that others cannot reach by its address.
    #[error("others cannot reach a worker as `{0}`: say how they reach it with `--known-as worker-2:7433`")]
    NoName(String),
    /// A file of the certificate.
    #[error("cannot read {}", .0.display())]
    File(PathBuf, #[source] std::io::Error),
    /// No address to listen on.
    #[error("cannot listen on {0}")]
    Listen(String, #[source] std::io::Error),
    /// TLS cannot be set up, or a connection failed.
    #[error("{what} {address}: {why}")]
    Transport {
        /// What was tried.
        what: &'static str,
        /// Whose address.
        address: String,
        /// What the other side, or the network, said.
        why: String,
    },
    /// A worker of another version.
    #[error(
        "the worker {address} runs `{theirs}`, this is `{ours}`: install the same version on both; nothing was asked of it"
    )]
    OtherVersion {
        /// Its address.
        address: String,
        /// Its version.
        theirs: String,
        /// This one's.
        ours: String,
    },
    /// A worker that takes another secret.
    #[error("the worker {0} does not take this secret: set HARPOON_CLUSTER_SECRET to what it was started with")]
    OtherSecret(String),
    /// No worker is left.
    #[error("no worker answers ({}): start one with `harpoon worker`, or ask with `--engine embedded`", .0.join(", "))]
    NoWorker(Vec<String>),
    /// A worker went away while it worked, and another try failed as well.
    #[error(
        "workers went away, or did not reach each other, each time that the question was asked; ask again, or with `--engine embedded` (at last: {0})"
    )]
    Lost(String),
}

impl ClusterError {
    pub(crate) fn other_version(url: &Url, theirs: String) -> Self {
        Self::OtherVersion {
            address: address_of(url),
            theirs,
            ours: crate::version(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::{SHORTEST, VARIABLE};

    #[test]
    fn messages_name_the_variable_that_is_read() {
        let none = ClusterError::NoSecret.to_string();
        assert!(
            none.contains(VARIABLE) && none.contains(&format!("{SHORTEST} or more")),
            "{none}"
        );
        assert!(
            ClusterError::OtherSecret("a:1".to_owned())
                .to_string()
                .contains(VARIABLE)
        );
    }
}
