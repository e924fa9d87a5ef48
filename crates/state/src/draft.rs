//! Drafts of a month's report, and what was approved: kept as it is sent, so that nobody gets another than the owner saw.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::{State, StateError};

/// A month's draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The month: 2026-10.
    pub month: String,
    /// When it was prepared.
    pub made: i64,
    /// Who approved it, when, and which version of the data.
    pub approved: Option<Approval>,
}

/// An approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// When.
    pub at: i64,
    /// Who.
    pub by: String,
    /// Version of the data.
    pub version: String,
}

/// A report that was approved, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// BCP 47.
    pub language: String,
    /// Name of the file.
    pub name: String,
    /// Entry of the ledger that signs it.
    pub entry: Option<i64>,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its figures, as JSON.
    pub view: String,
}

fn draft(row: &SqliteRow) -> Draft {
    let approved = row.get::<Option<i64>, _>("approved");
    Draft {
        month: row.get("month"),
        made: row.get("made"),
        approved: approved.map(|at| Approval {
            at,
            by: row.get::<Option<String>, _>("approver").unwrap_or_default(),
            version: row.get::<Option<String>, _>("version").unwrap_or_default(),
        }),
    }
}

impl State {
    /// Notes that a month's draft is prepared; whether it was not before.
    pub async fn prepare(&self, workspace: &str, month: &str, now: i64) -> Result<bool, StateError> {
        let made = sqlx::query("INSERT OR IGNORE INTO drafts (workspace, month, made) VALUES (?, ?, ?)")
            .bind(workspace)
            .bind(month)
            .bind(now)
            .execute(&self.pool)
            .await?;
        Ok(made.rows_affected() > 0)
    }

    /// The drafts of a workspace, the newest month first.
    pub async fn drafts(&self, workspace: &str) -> Result<Vec<Draft>, StateError> {
        let rows = sqlx::query("SELECT * FROM drafts WHERE workspace = ? ORDER BY month DESC")
            .bind(workspace)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(draft).collect())
    }

    /// A month's draft.
    pub async fn draft(&self, workspace: &str, month: &str) -> Result<Option<Draft>, StateError> {
        let found = sqlx::query("SELECT * FROM drafts WHERE workspace = ? AND month = ?")
            .bind(workspace)
            .bind(month)
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.as_ref().map(draft))
    }

    /// Approves a month, once, and keeps what was approved.
    pub async fn approve(
        &self,
        workspace: &str,
        month: &str,
        approval: &Approval,
        papers: &[Kept],
    ) -> Result<(), StateError> {
        let mut work = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let done = sqlx::query(
            "INSERT INTO drafts (workspace, month, made, version, approved, approver) VALUES (?1, ?2, ?3, ?4, ?3, ?5)
             ON CONFLICT (workspace, month) DO UPDATE SET version = ?4, approved = ?3, approver = ?5 WHERE approved IS NULL",
        )
        .bind(workspace)
        .bind(month)
        .bind(approval.at)
        .bind(&approval.version)
        .bind(&approval.by)
        .execute(&mut *work)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StateError::Refused(format!(
                "the report of {month} is approved already"
            )));
        }
        for paper in papers {
            sqlx::query("INSERT OR REPLACE INTO papers VALUES (?, ?, ?, ?, ?, ?, ?)")
                .bind(workspace)
                .bind(month)
                .bind(&paper.language)
                .bind(&paper.name)
                .bind(paper.entry)
                .bind(&paper.bytes)
                .bind(&paper.view)
                .execute(&mut *work)
                .await?;
        }
        Ok(work.commit().await?)
    }

    /// What was approved of a month in one language: HTML, and pages where they were signed.
    pub async fn papers(&self, workspace: &str, month: &str, language: &str) -> Result<Vec<Kept>, StateError> {
        let rows = sqlx::query("SELECT * FROM papers WHERE workspace = ? AND month = ? AND language = ? ORDER BY name")
            .bind(workspace)
            .bind(month)
            .bind(language)
            .fetch_all(&self.pool)
            .await?;
        let kept = |row: &SqliteRow| Kept {
            language: row.get("language"),
            name: row.get("name"),
            entry: row.get("entry"),
            bytes: row.get("bytes"),
            view: row.get("view"),
        };
        Ok(rows.iter().map(kept).collect())
    }
}
