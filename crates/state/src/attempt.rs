//! Guesses. Whoever guesses is made to wait, by whom they guess and by where they are.

use sqlx::Row;

use crate::{State, StateError};

/// Guesses that cost nothing,
const FREE: i64 = 5;
/// within so many seconds.
const WINDOW: i64 = 900;

impl State {
    /// Counts a guess before it is looked at, so that guesses at once are counted too. Where there were too many, how many
    /// seconds must pass before the next; that one is not counted.
    pub async fn guess(&self, what: &str, now: i64) -> Result<Option<i64>, StateError> {
        let mut work = self.alone().await?;
        sqlx::query("DELETE FROM attempts WHERE at <= $1")
            .bind(now - WINDOW)
            .execute(&mut *work)
            .await?;
        // The one that, once it is out of the window, leaves fewer guesses than are free.
        let last = sqlx::query("SELECT at FROM attempts WHERE what = $1 ORDER BY at DESC LIMIT 1 OFFSET $2")
            .bind(what)
            .bind(FREE - 1)
            .fetch_optional(&mut *work)
            .await?;
        if let Some(row) = last {
            return Ok(Some(row.get::<i64, _>(0) + WINDOW - now));
        }
        sqlx::query("INSERT INTO attempts (what, at) VALUES ($1, $2)")
            .bind(what)
            .bind(now)
            .execute(&mut *work)
            .await?;
        work.commit().await?;
        Ok(None)
    }

    /// Takes the newest guess back: it was right, or none. Earlier ones stand.
    pub async fn forgive(&self, what: &str) -> Result<(), StateError> {
        sqlx::query("DELETE FROM attempts WHERE rowid = (SELECT max(rowid) FROM attempts WHERE what = $1)")
            .bind(what)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets all guesses at what was opened.
    pub async fn opened(&self, what: &str) -> Result<(), StateError> {
        sqlx::query("DELETE FROM attempts WHERE what = $1")
            .bind(what)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
