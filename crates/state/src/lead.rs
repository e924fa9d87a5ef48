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

/// The lead, while it is held.
pub struct Lead(Option<AnyConnection>);

impl State {
    /// Takes the lead if nobody has it. A memory in a file belongs to one server, which always has it.
    pub async fn lead(&self) -> Result<Option<Lead>, StateError> {
        if !self.is_shared() {
            return Ok(Some(Lead(None)));
        }
        let mut held = self.pool.acquire().await?.detach();
        let taken = async {
            sqlx::raw_sql(SILENCE).execute(&mut held).await?;
            let row = sqlx::query(
                "SELECT CASE WHEN pg_try_advisory_lock(1214345841, hashtext(current_schema())) THEN 1 ELSE 0 END",
            )
            .fetch_one(&mut held)
            .await?;
            Ok::<_, StateError>(row.get::<i64, _>(0) == 1)
        };
        let taken = taken.await;
        if matches!(taken, Ok(true)) {
            return Ok(Some(Lead(Some(held))));
        }
        // It is closed either way; why it was not taken is what counts.
        let _ = held.close().await;
        taken.map(|_| None)
    }
}

impl Lead {
    /// Says that it is still wanted; whether it is still held. To be asked every few seconds.
    pub async fn holds(&mut self) -> bool {
        match &mut self.0 {
            Some(held) => sqlx::query("SELECT 1").execute(held).await.is_ok(),
            None => true,
        }
    }

    /// Gives it up.
    pub async fn end(self) {
        if let Some(held) = self.0 {
            // A connection that cannot be closed is no lead either.
            let _ = held.close().await;
        }
    }
}
