//! Drafts of a month's report and of what restates it, and what was approved: kept as it is sent, so that nobody gets another than
//! the owner saw. An approval is never changed: what is issued later has a number and an approval of its own.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::{State, StateError};

/// Which of a month's reports: `2026-10` is the first, `2026-10.2` what restated it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// The month: 2026-10.
    pub month: String,
    /// Its number among those of the month, from 1.
    pub number: i64,
}

impl Issue {
    /// The first report of a month.
    pub fn first(month: &str) -> Self {
        Self {
            month: month.to_owned(),
            number: 1,
        }
    }

    /// The one after this.
    #[must_use]
    pub fn next(&self) -> Self {
        Self {
            month: self.month.clone(),
            number: self.number + 1,
        }
    }

    /// Whether it replaces one that was sent before.
    pub const fn restates(&self) -> bool {
        self.number > 1
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.month)?;
        if self.restates() {
            write!(f, ".{}", self.number)?;
        }
        Ok(())
    }
}

impl FromStr for Issue {
    type Err = StateError;

    fn from_str(text: &str) -> Result<Self, StateError> {
        let Some((month, number)) = text.split_once('.') else {
            return Ok(Self::first(text));
        };
        let number = number.parse().ok().filter(|number| *number > 1);
        let number = number.ok_or_else(|| StateError::Refused(format!("`{text}` is no report of a month")))?;
        Ok(Self {
            month: month.to_owned(),
            number,
        })
    }
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Of which report.
    pub issue: Issue,
    /// When it was prepared.
    pub made: i64,
    /// What a restatement changes, as JSON; `None` for a first report.
    pub changes: Option<String>,
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
    /// Entries of the ledger at that time: what is signed later may restate it.
    pub entries: i64,
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

impl Kept {
    /// Whether it is the page, not its PDF.
    pub fn is_page(&self) -> bool {
        Path::new(&self.name).extension().is_some_and(|ending| ending == "html")
    }
}

fn draft(row: &AnyRow) -> Draft {
    let approved = row.get::<Option<i64>, _>("approved");
    Draft {
        issue: Issue {
            month: row.get("month"),
            number: row.get("number"),
        },
        made: row.get("made"),
        changes: row.get("changes"),
        approved: approved.map(|at| Approval {
            at,
            by: row.get::<Option<String>, _>("approver").unwrap_or_default(),
            version: row.get::<Option<String>, _>("version").unwrap_or_default(),
            entries: row.get::<Option<i64>, _>("entries").unwrap_or_default(),
        }),
    }
}

impl State {
    /// Notes that a month's draft is prepared; whether it was not before.
    pub async fn prepare(&self, workspace: &str, month: &str, now: i64) -> Result<bool, StateError> {
        let made = sqlx::query(
            "INSERT INTO issues (workspace, month, number, made) VALUES ($1, $2, 1, $3) ON CONFLICT DO NOTHING",
        )
        .bind(workspace)
        .bind(month)
        .bind(now)
        .execute(&self.pool)
        .await?;
        Ok(made.rows_affected() > 0)
    }

    /// Notes that a draft of a restatement is prepared, or that it changes something else than was noted. What was approved stays.
    pub async fn prepare_restatement(
        &self,
        workspace: &str,
        issue: &Issue,
        changes: &str,
        now: i64,
    ) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO issues (workspace, month, number, made, changes) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (workspace, month, number) DO UPDATE SET changes = $5 WHERE issues.approved IS NULL",
        )
        .bind(workspace)
        .bind(&issue.month)
        .bind(issue.number)
        .bind(now)
        .bind(changes)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Takes back the draft of a restatement that nobody approved: what was issued says what was sent again. Whoever was not told of
    /// it yet is not told.
    pub async fn withdraw(&self, workspace: &str, issue: &Issue) -> Result<(), StateError> {
        let mut work = self.alone().await?;
        let done = sqlx::query(
            "DELETE FROM issues WHERE workspace = $1 AND month = $2 AND number = $3 AND number > 1 AND approved IS NULL",
        )
        .bind(workspace)
        .bind(&issue.month)
        .bind(issue.number)
        .execute(&mut *work)
        .await?;
        if done.rows_affected() > 0 {
            sqlx::query(
                "DELETE FROM outbox WHERE workspace = $1 AND what = 'draft' AND about = $2 AND state = 'waiting'",
            )
            .bind(workspace)
            .bind(issue.to_string())
            .execute(&mut *work)
            .await?;
        }
        Ok(work.commit().await?)
    }

    /// The drafts of a workspace, the newest month first, and of a month in their order.
    pub async fn drafts(&self, workspace: &str) -> Result<Vec<Draft>, StateError> {
        let rows = sqlx::query("SELECT * FROM issues WHERE workspace = $1 ORDER BY month DESC, number")
            .bind(workspace)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(draft).collect())
    }

    /// The drafts of one month, in their order.
    pub async fn drafts_of(&self, workspace: &str, month: &str) -> Result<Vec<Draft>, StateError> {
        let rows = sqlx::query("SELECT * FROM issues WHERE workspace = $1 AND month = $2 ORDER BY number")
            .bind(workspace)
            .bind(month)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(draft).collect())
    }

    /// Approves a report, once, and keeps what was approved.
    pub async fn approve(
        &self,
        workspace: &str,
        issue: &Issue,
        approval: &Approval,
        papers: &[Kept],
    ) -> Result<(), StateError> {
        let mut work = self.alone().await?;
        let done = sqlx::query(
            "INSERT INTO issues (workspace, month, number, made, version, entries, approved, approver)
             VALUES ($1, $2, $3, $4, $5, $6, $4, $7)
             ON CONFLICT (workspace, month, number) DO UPDATE SET version = $5, entries = $6, approved = $4, approver = $7
             WHERE issues.approved IS NULL",
        )
        .bind(workspace)
        .bind(&issue.month)
        .bind(issue.number)
        .bind(approval.at)
        .bind(&approval.version)
        .bind(approval.entries)
        .bind(&approval.by)
        .execute(&mut *work)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StateError::Refused(format!(
                "the report of {issue} is approved already"
            )));
        }
        for paper in papers {
            sqlx::query(
                "INSERT INTO kept VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (workspace, month, number, language, name)
                 DO UPDATE SET entry = excluded.entry, bytes = excluded.bytes, view = excluded.view",
            )
                .bind(workspace)
                .bind(&issue.month)
                .bind(issue.number)
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

    /// What was approved in one language: HTML, and pages where there were any.
    pub async fn papers(&self, workspace: &str, issue: &Issue, language: &str) -> Result<Vec<Kept>, StateError> {
        let rows = sqlx::query(
            "SELECT * FROM kept WHERE workspace = $1 AND month = $2 AND number = $3 AND language = $4 ORDER BY name",
        )
        .bind(workspace)
        .bind(&issue.month)
        .bind(issue.number)
        .bind(language)
        .fetch_all(&self.pool)
        .await?;
        let kept = |row: &AnyRow| Kept {
            language: row.get("language"),
            name: row.get("name"),
            entry: row.get("entry"),
            bytes: row.get("bytes"),
            view: row.get("view"),
        };
        Ok(rows.iter().map(kept).collect())
    }

    /// Who got a month's first report; what restates it is for them.
    pub async fn got_report(&self, workspace: &str, month: &str) -> Result<Vec<String>, StateError> {
        let rows = sqlx::query(
            "SELECT address FROM outbox WHERE workspace = $1 AND what = 'report' AND about = $2 AND state = 'sent' ORDER BY address",
        )
        .bind(workspace)
        .bind(month)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }
}
