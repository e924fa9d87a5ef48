//! Failures to come in. Whoever guesses is made to wait, by whom they guess and by where they are.

use sqlx::Row;

use crate::{State, StateError};

/// Failures that cost nothing,
const FREE: i64 = 5;
/// within so many seconds.
const WINDOW: i64 = 900;

impl State {
    /// How many seconds must pass before `what` may be tried again; nothing if now.
    pub async fn must_wait(&self, what: &str, now: i64) -> Result<Option<i64>, StateError> {
        // The one that, once it is out of the window, leaves fewer failures than are free.
        let found = sqlx::query("SELECT at FROM attempts WHERE what = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?")
            .bind(what)
            .bind(now - WINDOW)
            .bind(FREE - 1)
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.map(|row| row.get::<i64, _>(0) + WINDOW - now))
    }

    /// Notes a failure.
    pub async fn failed(&self, what: &str, now: i64) -> Result<(), StateError> {
        sqlx::query("DELETE FROM attempts WHERE at <= ?")
            .bind(now - WINDOW)
            .execute(&self.pool)
            .await?;
        sqlx::query("INSERT INTO attempts VALUES (?, ?)")
            .bind(what)
            .bind(now)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets failures of who came in.
    pub async fn succeeded(&self, what: &str) -> Result<(), StateError> {
        sqlx::query("DELETE FROM attempts WHERE what = ?")
            .bind(what)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
