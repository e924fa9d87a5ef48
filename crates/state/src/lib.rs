//! What a server remembers: who may come in, with what, and until when; who is sent what. Of a client's data it holds what is sent
//! alone: reports that were approved, with their figures, and letters that wait.
//!
//! One SQLite file beside the workspaces it speaks of, or a Postgres that several servers share ([`Home`]). Each statement is written
//! once, in what both understand: numbers are `BIGINT` and `$1` counts what is bound. Nothing in it can be used to come in: of passwords, sessions,
//! invitations and keys only digests are kept, and secrets that sign are closed with a key that lies elsewhere ([`Vault`]).
//! Times are Unix seconds, and every function that needs one is told it.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Any, AnyPool, ConnectOptions as _, Connection as _, Row, Transaction};

pub use draft::{Approval, Draft, Issue, Kept};
pub use home::{Address, ELSEWHERE, FILE, Home, TlsFiles};
pub use invite::{Invitation, Invited};
pub use key::{Key, Scope};
pub use lead::Lead;
pub use moving::{Moved, move_back, move_out};
pub use outbox::{ChangedGoal, Fate, Sending, ToSend};
pub use people::{Member, Role, User};
pub use recipient::{Gets, NewRecipient, Recipient, Times, Way, way_of};
pub use secret::{Password, Secret};
pub use vault::{Vault, signature, signing_secret};

mod attempt;
mod draft;
mod home;
mod invite;
mod key;
mod lead;
mod moving;
mod outbox;
mod people;
mod recipient;
mod secret;
mod session;
mod shape;
mod share;
mod vault;

/// Why it could not be remembered.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file, or the database.
    #[error("the server's memory ({0})")]
    Store(sqlx::Error),
    /// The database does not answer now, or has no turn for us; a later try may go well.
    #[error("the server's memory does not answer ({0}); try again soon")]
    Away(sqlx::Error),
    /// What is asked for cannot be.
    #[error("{0}")]
    Refused(String),
    /// The system gives no randomness, or a password could not be digested.
    #[error("no secret can be made: {0}")]
    Secret(String),
    /// A newer Harpoon has written it.
    #[error("the server's memory is of a newer Harpoon (shape {found}; this one knows {known})")]
    Newer {
        /// Its shape.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
}

impl StateError {
    /// Whether a later try may go well.
    pub const fn is_away(&self) -> bool {
        matches!(self, Self::Away(_))
    }
}

impl From<sqlx::Error> for StateError {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::Database(told) => told.code().unwrap_or_default().into_owned(),
            // A certificate that is not as it should be is told as data that are none: no later try mends it.
            sqlx::Error::Io(why) if why.kind() == ErrorKind::InvalidData => return Self::Store(error),
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => return Self::Away(error),
            _ => return Self::Store(error),
        };
        match code.as_str() {
            // No text of Postgres holds a NUL, and nobody types one.
            "22021" => Self::Refused("what was filled in holds a character that cannot be kept".to_owned()),
            code if is_passing(code) => Self::Away(error),
            _ => Self::Store(error),
        }
    }
}

/// Whether what Postgres says passes by itself, by its codes (appendix A of its manual): it restarts or is full, another has its turn,
/// or it is one that only follows another. Those of SQLite are numbers of one or a few digits.
fn is_passing(code: &str) -> bool {
    let classes = ["08", "53", "57"];
    let codes = ["25006", "25P03", "40001", "40P01", "55P03"];
    code.len() == 5 && (classes.iter().any(|class| code.starts_with(class)) || codes.contains(&code))
}

/// How a connection to SQLite waits, writes and minds references.
const SQLITE: &str =
    "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON";
/// How long a connection to Postgres waits for others, and others for it.
const POSTGRES: &str =
    "SET lock_timeout = '10s'; SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '20s'";
/// How long somebody waits for a connection: to a file until others have written, to Postgres until it is taken for away.
const PATIENCE: [Duration; 2] = [Duration::from_secs(30), Duration::from_secs(3)];
/// The oldest Postgres: it ends a session that is silent (`idle_session_timeout`).
const OLDEST: i64 = 140_000;

/// The memory of a server.
#[derive(Clone, Debug)]
pub struct State {
    pool: AnyPool,
    is_shared: bool,
}

impl State {
    /// Opens the memory, made if it is not there and brought to the newest shape.
    pub async fn open(home: &Home) -> Result<Self, StateError> {
        let state = Self::connect(home).await?;
        if let Home::Postgres { folder, .. } = home {
            state.is_fit().await?;
            state.shape(shape::SHAPES).await?;
            if folder.join(FILE).exists() && !state.has_users().await? {
                return Err(StateError::Refused(format!(
                    "`{}` remembers who may come in, and the Postgres of HARPOON_STATE_URL remembers nobody: `harpoon state move` \
                     brings the one into the other",
                    folder.join(FILE).display()
                )));
            }
            Home::mark(folder)?;
        } else {
            state.shape(shape::SHAPES).await?;
        }
        Ok(state)
    }

    async fn connect(home: &Home) -> Result<Self, StateError> {
        install_default_drivers();
        let (url, greeting, most) = match home {
            Home::File(path) => (file_url(path)?, SQLITE, 4),
            Home::Postgres { address, .. } => (address.url(), POSTGRES, 8),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(most)
            .acquire_timeout(PATIENCE[usize::from(home.is_shared())])
            .after_connect(move |connection, _| {
                Box::pin(async move { sqlx::raw_sql(greeting).execute(connection).await.map(drop) })
            })
            .connect(&url)
            .await?;
        Ok(Self {
            pool,
            is_shared: home.is_shared(),
        })
    }

    /// Whether other servers can have the same.
    pub const fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Whether it answers now.
    pub async fn answers(&self) -> Result<(), StateError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Begins what is done by one at a time, whichever server asks. It is undone where it is not committed.
    pub(crate) async fn alone(&self) -> Result<Transaction<'static, Any>, StateError> {
        if !self.is_shared {
            return Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?);
        }
        let mut work = self.pool.begin().await?;
        // Of this schema: a database may hold several memories. The number is ours, and says nothing.
        sqlx::query("SELECT pg_advisory_xact_lock(1214345840, hashtext(current_schema()))")
            .execute(&mut *work)
            .await?;
        Ok(work)
    }

    /// Whether the memory can be reached and is of a shape that is known here. Changes nothing.
    pub async fn look(home: &Home) -> Result<(), StateError> {
        let state = Self::connect(home).await?;
        if home.is_shared() {
            state.is_fit().await?;
        }
        let found = sqlx::query("SELECT coalesce(max(number), 0) FROM shape")
            .fetch_one(&state.pool)
            .await;
        state.pool.close().await;
        let found = match found {
            // An empty database, in which no server was yet.
            Err(sqlx::Error::Database(told)) if told.code().is_some_and(|code| code == "42P01") => 0,
            found => found?.get(0),
        };
        let known = shape::newest();
        if found > known {
            return Err(StateError::Newer { found, known });
        }
        Ok(())
    }

    /// Whether this Postgres can hold a memory.
    async fn is_fit(&self) -> Result<(), StateError> {
        let row =
            sqlx::query("SELECT current_setting('server_version_num')::bigint, current_setting('server_encoding')")
                .fetch_one(&self.pool)
                .await?;
        let (version, encoding): (i64, String) = (row.get(0), row.get(1));
        if version < OLDEST || encoding != "UTF8" {
            return Err(StateError::Refused(format!(
                "the Postgres of HARPOON_STATE_URL has version {} and encoding {encoding}; version {} and UTF8 are needed",
                version / 10_000,
                OLDEST / 10_000
            )));
        }
        Ok(())
    }

    /// Writes what the memory holds now to a new file, while others read and write.
    pub async fn copy(from: &Home, to: &Path) -> Result<(), StateError> {
        let path = match from {
            Home::File(path) => path,
            Home::Postgres { .. } => return moving::copy_out(&Self::connect(from).await?, to).await,
        };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(Duration::from_secs(10));
        let mut memory = options.connect().await?;
        // Freed pages are not in it.
        let copied = sqlx::query("VACUUM INTO ?")
            .bind(to.to_string_lossy().into_owned())
            .execute(&mut memory)
            .await;
        memory.close().await?;
        copied?;
        Ok(())
    }

    /// Whether a file that nobody writes to is a whole memory, of a shape that is known here. Changes nothing.
    pub async fn check(file: &Path) -> Result<(), StateError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .read_only(true)
            .immutable(true);
        let mut memory = options.connect().await?;
        let told: String = sqlx::query("PRAGMA integrity_check")
            .fetch_one(&mut memory)
            .await?
            .get(0);
        let found: i64 = sqlx::query("SELECT coalesce(max(number), 0) FROM shape")
            .fetch_one(&mut memory)
            .await?
            .get(0);
        memory.close().await?;
        let known = shape::newest();
        match told.as_str() {
            "ok" if found > known => Err(StateError::Newer { found, known }),
            "ok" => Ok(()),
            told => Err(StateError::Refused(format!("the server's memory is damaged: {told}"))),
        }
    }
}

/// Address of a file for the driver.
fn file_url(path: &Path) -> Result<String, StateError> {
    use std::fmt::Write as _;

    let whole = std::path::absolute(path).ok();
    let text = whole.as_deref().and_then(Path::to_str).ok_or_else(|| {
        StateError::Refused(format!(
            "the name of `{}` is no text, which SQLite's driver asks for",
            path.display()
        ))
    })?;
    let mut url = "sqlite://".to_owned();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url.push_str("?mode=rwc");
    Ok(url)
}

#[cfg(test)]
mod tests;
