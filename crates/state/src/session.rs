//! Sessions: who is signed in.

use crate::people::user;
use crate::secret::digest;
use crate::{Secret, State, StateError, User};

/// A session that is not used ends after two weeks,
const IDLE: i64 = 14 * 86_400;
/// and every one after three months.
const LONGEST: i64 = 90 * 86_400;
/// How often it is written down that a session is used, in seconds.
const NOTED: i64 = 300;

impl State {
    /// Signs somebody in: always a new secret, whatever the browser came with.
    pub async fn begin_session(&self, user: i64, now: i64) -> Result<Secret, StateError> {
        let secret = Secret::new("")?;
        sqlx::query("DELETE FROM sessions WHERE seen < $1 OR made < $2")
            .bind(now - IDLE)
            .bind(now - LONGEST)
            .execute(&self.pool)
            .await?;
        sqlx::query("INSERT INTO sessions VALUES ($1, $2, $3, $4)")
            .bind(secret.digest())
            .bind(user)
            .bind(now)
            .bind(now)
            .execute(&self.pool)
            .await?;
        Ok(secret)
    }

    /// Whose session these characters open, if it has not ended.
    pub async fn session(&self, told: &str, now: i64) -> Result<Option<User>, StateError> {
        let digest = digest(told);
        let found = sqlx::query(
            "SELECT id, email, name, seen FROM sessions JOIN users ON users.id = sessions.\"user\"
             WHERE digest = $1 AND seen >= $2 AND sessions.made >= $3",
        )
        .bind(&digest)
        .bind(now - IDLE)
        .bind(now - LONGEST)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = found else { return Ok(None) };
        if sqlx::Row::get::<i64, _>(&row, "seen") < now - NOTED {
            sqlx::query("UPDATE sessions SET seen = $1 WHERE digest = $2")
                .bind(now)
                .bind(&digest)
                .execute(&self.pool)
                .await?;
        }
        Ok(Some(user(&row)))
    }

    /// Signs out.
    pub async fn end_session(&self, told: &str) -> Result<(), StateError> {
        sqlx::query("DELETE FROM sessions WHERE digest = $1")
            .bind(digest(told))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
