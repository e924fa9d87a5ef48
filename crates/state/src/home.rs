//! [`Home`]: where the memory lies: in a file beside the workspaces, or in a Postgres that several servers share.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::StateError;

/// File of the memory, in the folder that is served.
pub const FILE: &str = "server.db";
/// File that says: the memory of this folder is in a Postgres. Whoever forgets its address would otherwise begin an empty one,
/// to which nobody has to sign in.
pub const ELSEWHERE: &str = "server.db.elsewhere";
/// What [`ELSEWHERE`] says.
const WORDS: &str = "The memory of this folder is in the Postgres that HARPOON_STATE_URL names.\n";

/// Where a memory lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// A file of SQLite.
    File(PathBuf),
    /// A Postgres.
    Postgres {
        /// Its address.
        address: Address,
        /// The folder that is served.
        folder: PathBuf,
    },
}

impl Home {
    /// That of the folder that is served.
    pub fn of(folder: &Path, address: Option<&Address>) -> Result<Self, StateError> {
        match address {
            Some(address) => Ok(Self::Postgres {
                address: address.clone(),
                folder: folder.to_owned(),
            }),
            None if folder.join(ELSEWHERE).exists() => Err(StateError::Refused(format!(
                "the server's memory of `{}` is in a Postgres: set HARPOON_STATE_URL, as for the other servers of this folder",
                folder.display()
            ))),
            None => Ok(Self::File(folder.join(FILE))),
        }
    }

    /// Whether somebody may be remembered there: a file that was never made is none.
    pub fn is_there(&self) -> bool {
        match self {
            Self::File(path) => path.exists(),
            Self::Postgres { .. } => true,
        }
    }

    /// Whether other servers can have the same.
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// Notes in the folder that its memory is in a Postgres.
    pub(crate) fn mark(folder: &Path) -> Result<(), StateError> {
        let mark = folder.join(ELSEWHERE);
        if mark.exists() {
            return Ok(());
        }
        fs::write(&mark, WORDS)
            .map_err(|error| StateError::Refused(format!("cannot write {}: {error}", mark.display())))
    }
}

/// Address of a Postgres, with what opens it: shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

/// Files of the TLS to a Postgres, in the PEM format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsFiles {
    /// Authorities that the database's certificate may be of.
    pub authorities: Option<PathBuf>,
    /// The certificate that we show,
    pub certificate: Option<PathBuf>,
    /// and its key.
    pub key: Option<PathBuf>,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

impl Address {
    /// The address for the driver. Statements are not prepared by name: a newer server may give a table one column more while
    /// this one runs, and a pool between them may hand over another connection.
    pub(crate) fn url(&self) -> String {
        let mark = if self.0.contains('?') { '&' } else { '?' };
        format!("{}{mark}statement-cache-capacity=0", self.0)
    }

    /// What is told as `postgres://user:password@host/database`. Beyond this machine it must ask for TLS, and for a certificate
    /// that is looked at.
    pub fn new(told: &str) -> Result<Self, StateError> {
        let told = told.trim();
        let refused = |why: &str| StateError::Refused(why.to_owned());
        if !["postgres://", "postgresql://"]
            .iter()
            .any(|start| told.starts_with(start))
        {
            return Err(refused(
                "HARPOON_STATE_URL is no address of a Postgres; write it as postgres://user:password@host/database?sslmode=verify-full",
            ));
        }
        // The driver's own reason may repeat a part of the address.
        let options: PgConnectOptions = told.parse().map_err(|_| {
            refused(
                "HARPOON_STATE_URL cannot be read; what is not a letter or digit in user or password is written as %40",
            )
        })?;
        let host = options.get_host();
        let is_here = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(&host);
        let by_socket = host.starts_with('/') || options.get_socket().is_some();
        let is_closed = matches!(options.get_ssl_mode(), PgSslMode::VerifyFull | PgSslMode::VerifyCa);
        if !is_here && !by_socket && !is_closed {
            return Err(refused(
                "HARPOON_STATE_URL leads to another machine without a TLS that looks at its certificate: add ?sslmode=verify-full \
                 (and &sslrootcert=FILE for an authority of your own)",
            ));
        }
        Ok(Self(told.to_owned()))
    }

    /// The files of its TLS: what the address names, or the driver's own settings in the environment.
    pub fn tls(&self) -> TlsFiles {
        let options = self.0.parse::<PgConnectOptions>();
        let said = options.map(|options| options.to_url_lossy());
        let file = |name: &str| {
            let mut pairs = said.iter().flat_map(|url| url.query_pairs());
            let (_, value) = pairs.find(|(key, _)| key == name)?;
            // The driver says what kind of value it is, and takes the certificate itself in place of a file.
            let file = value.strip_prefix("file: ").unwrap_or(&value);
            (!file.contains("-----BEGIN")).then(|| PathBuf::from(file))
        };
        TlsFiles {
            authorities: file("sslrootcert"),
            certificate: file("sslcert"),
            key: file("sslkey"),
        }
    }
}
