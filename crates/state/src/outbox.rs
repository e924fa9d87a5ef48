//! The outbox: what is to be sent, and what became of it.
//!
//! ```text
//! waiting ──take──▶ sending ──▶ sent
//!    ▲                 │ ├────▶ failed, for a reason that another try does not mend
//!    └── later, again ─┘ └────▶ failed, where whoever sent it was interrupted (a webhook, whose receiver knows it by its id, waits)
//! ```

use std::collections::BTreeMap;
use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::{State, StateError, Way};

/// How long whoever sends something may take, in seconds.
const HELD: i64 = 600;
/// When something is tried again, in seconds after each attempt; then it has failed.
const AGAIN: [i64; 9] = [60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// Longest reason that is kept.
const LONGEST: usize = 500;

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is to be sent.
    Waiting,
    /// Somebody is at it.
    Sending,
    /// It was taken by the other side.
    Sent,
    /// It is not tried again by itself.
    Failed,
}

impl Fate {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

impl FromStr for Fate {
    type Err = StateError;

    fn from_str(word: &str) -> Result<Self, StateError> {
        [Self::Waiting, Self::Sending, Self::Sent, Self::Failed]
            .into_iter()
            .find(|fate| fate.as_str() == word)
            .ok_or_else(|| StateError::Refused(format!("nothing in the outbox is `{word}`")))
    }
}

/// Something for the outbox.
#[derive(Clone, Copy, Debug)]
pub struct ToSend<'a> {
    /// Of which workspace.
    pub workspace: &'a str,
    /// draft, report, restated, digest, goal.
    pub what: &'a str,
    /// The month (with the number of what restates it), the last day of the week, the goal, its state and which change of it.
    pub about: &'a str,
    /// How.
    pub way: Way,
    /// Where.
    pub address: &'a str,
    /// BCP 47.
    pub language: &'a str,
    /// Who, if on the list.
    pub recipient: Option<i64>,
    /// When.
    pub due: i64,
    /// As it is sent; made when it is first tried, if left out.
    pub body: Option<&'a str>,
}

/// Something of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Number.
    pub id: i64,
    /// Of which workspace.
    pub workspace: String,
    /// draft, report, restated, digest, goal.
    pub what: String,
    /// The month (with the number of what restates it), the last day of the week, the goal, its state and which change of it.
    pub about: String,
    /// How.
    pub way: Way,
    /// Where.
    pub address: String,
    /// BCP 47.
    pub language: String,
    /// Who, if on the list.
    pub recipient: Option<i64>,
    /// When it was due.
    pub due: i64,
    /// When it is tried next.
    pub next: i64,
    /// What became of it.
    pub fate: Fate,
    /// How often it was tried.
    pub attempts: i64,
    /// As it is sent.
    pub body: Option<String>,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// When it was sent or given up.
    pub done: Option<i64>,
}

impl Sending {
    /// Whether it is a month's report, or what restates one: then it is about an [`Issue`](crate::Issue).
    pub fn is_report(&self) -> bool {
        matches!(self.what.as_str(), "report" | "restated")
    }
}

/// A goal that stands otherwise than was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedGoal {
    /// Which.
    pub goal: String,
    /// How it stood.
    pub before: String,
    /// Which change of it this is, from 1. It stays the same until it is noted, whenever it is looked at.
    pub number: i64,
}

fn sending(row: &AnyRow) -> Result<Sending, StateError> {
    Ok(Sending {
        id: row.get("id"),
        workspace: row.get("workspace"),
        what: row.get("what"),
        about: row.get("about"),
        way: row.get::<&str, _>("way").parse()?,
        address: row.get("address"),
        language: row.get("language"),
        recipient: row.get("recipient"),
        due: row.get("due"),
        next: row.get("next"),
        fate: row.get::<&str, _>("state").parse()?,
        attempts: row.get("attempts"),
        body: row.get("body"),
        error: row.get("error"),
        done: row.get("done"),
    })
}

impl State {
    /// Puts something into the outbox, unless it ever was there; whether it was put.
    pub async fn post(&self, new: ToSend<'_>) -> Result<bool, StateError> {
        let done = sqlx::query(
            "INSERT INTO outbox (workspace, what, about, way, address, language, recipient, due, next, state, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 'waiting', $9) ON CONFLICT DO NOTHING",
        )
        .bind(new.workspace)
        .bind(new.what)
        .bind(new.about)
        .bind(new.way.as_str())
        .bind(new.address)
        .bind(new.language)
        .bind(new.recipient)
        .bind(new.due)
        .bind(new.body)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Takes the next that is due, so that nobody else does. Where whoever took one before was interrupted after a mail was
    /// written, nobody knows whether it went out: it has failed, and a person decides.
    pub async fn take(&self, now: i64) -> Result<Option<Sending>, StateError> {
        let mut work = self.alone().await?;
        sqlx::query(
            "UPDATE outbox SET held = NULL,
                 state = CASE WHEN way = 'webhook' OR body IS NULL THEN 'waiting' ELSE 'failed' END,
                 done = CASE WHEN way = 'webhook' OR body IS NULL THEN NULL ELSE $1 END,
                 error = CASE WHEN body IS NULL THEN 'writing it was interrupted'
                              ELSE 'sending was interrupted; nobody knows whether it arrived' END
             WHERE state = 'sending' AND held <= $1",
        )
        .bind(now)
        .execute(&mut *work)
        .await?;
        let taken = sqlx::query(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, held = $1 + $2
             WHERE id = (SELECT id FROM outbox WHERE state = 'waiting' AND next <= $1 ORDER BY next, id LIMIT 1)
             RETURNING *",
        )
        .bind(now)
        .bind(HELD)
        .fetch_optional(&mut *work)
        .await?;
        work.commit().await?;
        taken.as_ref().map(sending).transpose()
    }

    /// Keeps what is sent, so that a further attempt says the same.
    pub async fn keep_body(&self, id: i64, body: &str) -> Result<(), StateError> {
        sqlx::query("UPDATE outbox SET body = $1 WHERE id = $2")
            .bind(body)
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The other side has it.
    pub async fn sent(&self, id: i64, now: i64) -> Result<(), StateError> {
        sqlx::query(
            "UPDATE outbox SET state = 'sent', done = $1, held = NULL, error = NULL, body = NULL WHERE id = $2",
        )
        .bind(now)
        .bind(id)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// It is not tried again by itself, for this reason.
    pub async fn give_up(&self, id: i64, why: &str, now: i64) -> Result<(), StateError> {
        sqlx::query("UPDATE outbox SET state = 'failed', done = $1, held = NULL, error = $2 WHERE id = $3")
            .bind(now)
            .bind(short(why))
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// It is tried again later: when the other side says (in seconds), or after a pause that grows; then it has failed.
    pub async fn try_later(&self, item: &Sending, why: &str, after: Option<i64>, now: i64) -> Result<(), StateError> {
        let place = usize::try_from(item.attempts - 1).unwrap_or(0);
        let Some(pause) = AGAIN.get(place) else {
            return self.give_up(item.id, why, now).await;
        };
        let pause = after.map_or(*pause, |after| after.clamp(*pause, 86_400));
        sqlx::query("UPDATE outbox SET state = 'waiting', next = $1, held = NULL, error = $2 WHERE id = $3")
            .bind(now + pause)
            .bind(short(why))
            .bind(item.id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Has what failed tried again now; whether there was such a one in the workspace.
    pub async fn try_again(&self, workspace: &str, id: i64, now: i64) -> Result<bool, StateError> {
        let done = sqlx::query(
            "UPDATE outbox SET state = 'waiting', next = $1, attempts = 0, done = NULL
             WHERE id = $2 AND workspace = $3 AND state = 'failed'",
        )
        .bind(now)
        .bind(id)
        .bind(workspace)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Sends what waits of a month's report, and of what restates it, now, not at its recipients' hour.
    pub async fn hurry(&self, workspace: &str, month: &str, now: i64) -> Result<(), StateError> {
        sqlx::query(
            "UPDATE outbox SET next = CASE WHEN next < $1 THEN next ELSE $1 END WHERE workspace = $2 AND state = 'waiting'
             AND (what = 'report' AND about = $3 OR what = 'restated' AND about LIKE $3 || '.%')",
        )
        .bind(now)
        .bind(workspace)
        .bind(month)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Whether anything waits of a month's report, or of what restates it.
    pub async fn report_waits(&self, workspace: &str, month: &str) -> Result<bool, StateError> {
        let row = sqlx::query(
            "SELECT count(*) FROM outbox WHERE workspace = $1 AND state = 'waiting'
             AND (what = 'report' AND about = $2 OR what = 'restated' AND about LIKE $2 || '.%')",
        )
        .bind(workspace)
        .bind(month)
        .fetch_one(&self.pool)
        .await?;
        Ok(row.get::<i64, _>(0) > 0)
    }

    /// The outbox of a workspace: what waits and what failed first, then what was sent, the newest first.
    pub async fn outbox(&self, workspace: &str, most: i64) -> Result<Vec<Sending>, StateError> {
        let rows = sqlx::query(
            "SELECT * FROM outbox WHERE workspace = $1
             ORDER BY CASE state WHEN 'failed' THEN 0 WHEN 'sent' THEN 2 ELSE 1 END, coalesce(done, 0) DESC, next, id LIMIT $2",
        )
        .bind(workspace)
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(sending).collect()
    }

    /// When something of the outbox has to be looked at next.
    pub async fn next_in_outbox(&self) -> Result<Option<i64>, StateError> {
        let row = sqlx::query(
            "SELECT min(CASE state WHEN 'waiting' THEN next ELSE held END) FROM outbox WHERE state IN ('waiting', 'sending')",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(row.get(0))
    }

    /// Goals that stand otherwise than was noted. What is seen first has not changed.
    pub async fn changed_goals(
        &self,
        workspace: &str,
        now: &BTreeMap<String, String>,
    ) -> Result<Vec<ChangedGoal>, StateError> {
        let rows = sqlx::query("SELECT goal, state, changes FROM goal_states WHERE workspace = $1 ORDER BY goal")
            .bind(workspace)
            .fetch_all(&self.pool)
            .await?;
        let changed = rows.iter().filter_map(|row| {
            let (goal, before): (String, String) = (row.get("goal"), row.get("state"));
            now.get(&goal).filter(|state| **state != before)?;
            Some(ChangedGoal {
                goal,
                before,
                number: row.get::<i64, _>("changes") + 1,
            })
        });
        Ok(changed.collect())
    }

    /// Notes how goals stand.
    pub async fn note_goals(&self, workspace: &str, now: &BTreeMap<String, String>) -> Result<(), StateError> {
        let mut work = self.alone().await?;
        for (goal, state) in now {
            sqlx::query(
                "INSERT INTO goal_states (workspace, goal, state, changes) VALUES ($1, $2, $3, 0)
                 ON CONFLICT (workspace, goal) DO UPDATE SET state = $3, changes = goal_states.changes + 1 WHERE goal_states.state <> $3",
            )
            .bind(workspace)
            .bind(goal)
            .bind(state)
            .execute(&mut *work)
            .await?;
        }
        Ok(work.commit().await?)
    }
}

fn short(why: &str) -> String {
    why.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}
