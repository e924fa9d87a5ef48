//! What clients see beside issued reports.

use std::collections::BTreeSet;

use sqlx::Row;

use crate::{State, StateError};

impl State {
    /// Names of all workspaces that anything is remembered of, whatever it is.
    pub async fn known_workspaces(&self) -> Result<BTreeSet<String>, StateError> {
        let rows = sqlx::query(
            "SELECT workspace FROM members UNION SELECT workspace FROM invitations UNION SELECT workspace FROM keys
             UNION SELECT workspace FROM shares UNION SELECT workspace FROM recipients UNION SELECT workspace FROM schedules
             UNION SELECT workspace FROM issues UNION SELECT workspace FROM kept UNION SELECT workspace FROM outbox
             UNION SELECT workspace FROM goal_states",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Addresses of the pages that clients of a workspace see.
    pub async fn shared(&self, workspace: &str) -> Result<BTreeSet<String>, StateError> {
        let rows = sqlx::query("SELECT page FROM shares WHERE workspace = $1")
            .bind(workspace)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Shares these pages, and no others.
    pub async fn share(&self, workspace: &str, pages: &BTreeSet<String>) -> Result<(), StateError> {
        let mut work = self.alone().await?;
        sqlx::query("DELETE FROM shares WHERE workspace = $1")
            .bind(workspace)
            .execute(&mut *work)
            .await?;
        for page in pages {
            sqlx::query("INSERT INTO shares VALUES ($1, $2)")
                .bind(workspace)
                .bind(page)
                .execute(&mut *work)
                .await?;
        }
        Ok(work.commit().await?)
    }
}
