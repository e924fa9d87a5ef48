//! What a server remembers: who may come in, with what, and until when; who is sent what. Of a client's data it holds what is sent
//! alone: reports that were approved, with their figures, and letters that wait.
//!
//! One SQLite file beside the workspaces it speaks of. Nothing in it can be used to come in: of passwords, sessions,
//! invitations and keys only digests are kept, and secrets that sign are closed with a key that lies elsewhere ([`Vault`]).
//! Times are Unix seconds, and every function that needs one is told it.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Row, SqlitePool};

pub use draft::{Approval, Draft, Issue, Kept};
pub use invite::{Invitation, Invited};
pub use key::{Key, Scope};
pub use outbox::{ChangedGoal, Fate, Sending, ToSend};
pub use people::{Member, Role, User};
pub use recipient::{Gets, NewRecipient, Recipient, Times, Way, way_of};
pub use secret::{Password, Secret};
pub use vault::{Vault, signature, signing_secret};

mod attempt;
mod draft;
mod invite;
mod key;
mod outbox;
mod people;
mod recipient;
mod secret;
mod session;
mod share;
mod vault;

/// Why it could not be remembered.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file.
    #[error("the server's memory ({0})")]
    Store(#[from] sqlx::Error),
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

/// The memory of a server.
#[derive(Clone, Debug)]
pub struct State {
    pool: SqlitePool,
}

/// What each shape adds to the one before. An entry that has left the house is never changed.
const SHAPES: &[&str] = &[include_str!("shape/1.sql"), include_str!("shape/2.sql")];

impl State {
    /// Opens the memory at `path`, made if it is not there and brought to the newest shape.
    pub async fn open(path: &Path) -> Result<Self, StateError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options)
            .await?;
        let state = Self { pool };
        state.shape().await?;
        Ok(state)
    }

    /// Writes what the memory at `from` holds now to a new file, while others read and write; freed pages are not in it.
    pub async fn copy(from: &Path, to: &Path) -> Result<(), StateError> {
        let options = SqliteConnectOptions::new()
            .filename(from)
            .busy_timeout(Duration::from_secs(10));
        let mut memory = options.connect().await?;
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
        let known = i64::try_from(SHAPES.len()).unwrap_or(i64::MAX);
        match told.as_str() {
            "ok" if found > known => Err(StateError::Newer { found, known }),
            "ok" => Ok(()),
            told => Err(StateError::Refused(format!("the server's memory is damaged: {told}"))),
        }
    }

    async fn shape(&self) -> Result<(), StateError> {
        let known = i64::try_from(SHAPES.len()).unwrap_or(i64::MAX);
        let mut work = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("CREATE TABLE IF NOT EXISTS shape (number INTEGER NOT NULL)")
            .execute(&mut *work)
            .await?;
        let found: i64 = sqlx::query("SELECT coalesce(max(number), 0) FROM shape")
            .fetch_one(&mut *work)
            .await?
            .get(0);
        if found > known {
            return Err(StateError::Newer { found, known });
        }
        for (number, shape) in (1_i64..).zip(SHAPES).filter(|(number, _)| *number > found) {
            sqlx::raw_sql(*shape).execute(&mut *work).await?;
            sqlx::query("INSERT INTO shape VALUES (?)")
                .bind(number)
                .execute(&mut *work)
                .await?;
        }
        Ok(work.commit().await?)
    }
}

#[cfg(test)]
mod tests;
