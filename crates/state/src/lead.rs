//! [`Lead`]: which of several servers does what is done once: sending, feeds, what is done daily.
//!
//! It is a lock of the database that a connection of its own holds. It ends with the connection: when the process is killed, when
//! the database restarts, and when nothing was heard from it for [`SILENCE`], also where the process hangs or the network is cut. Then
//! another takes it. Nothing that must not happen twice relies on it: a letter is taken by one ([`State::take`]), a feed is held by a
//! lock in its folder.

use sqlx::{AnyConnection, Connection as _, Row};

use crate::{State, StateError};

/// After so long without a word the database takes the lead away.
const SILENCE: &str = "SET idle_session_timeout = '10s'";

/// Who stands for the lead, or has it.
pub struct Lead {
    /// The connection that holds the lock; none where the memory is in a file, which belongs to one server.
    line: Option<AnyConnection>,
    is_ours: bool,
}

impl State {
    /// Stands for the lead.
    pub async fn stand(&self) -> Result<Lead, StateError> {
        let line = if self.is_shared() {
            let mut line = self.pool.acquire().await?.detach();
            sqlx::raw_sql(SILENCE).execute(&mut line).await?;
            Some(line)
        } else {
            None
        };
        Ok(Lead { line, is_ours: false })
    }
}

impl Lead {
    /// Takes the lead if nobody has it, and keeps it; whether it is ours. To be asked every second or so. An error ends it: stand anew.
    pub async fn holds(&mut self) -> Result<bool, StateError> {
        let Some(line) = &mut self.line else { return Ok(true) };
        if self.is_ours {
            sqlx::query("SELECT 1").execute(line).await?;
            return Ok(true);
        }
        let lock = "SELECT CASE WHEN pg_try_advisory_lock(1214345841, hashtext(current_schema())) THEN 1 ELSE 0 END";
        let row = sqlx::query(lock).fetch_one(line).await?;
        self.is_ours = row.get::<i64, _>(0) == 1;
        Ok(self.is_ours)
    }

    /// Gives it up.
    pub async fn end(self) {
        if let Some(line) = self.line {
            // A connection that cannot be closed is no lead either.
            let _ = line.close().await;
        }
    }
}
