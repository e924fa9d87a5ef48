//! Who is sent what of a workspace, and when it is due.

use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::people::email;
use crate::{State, StateError};

/// Longest address of a webhook.
const LONGEST: usize = 2000;

/// How something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By mail.
    Mail,
    /// By a request to an address on the web.
    Webhook,
}

impl Way {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }
}

impl FromStr for Way {
    type Err = StateError;

    fn from_str(word: &str) -> Result<Self, StateError> {
        match word {
            "mail" => Ok(Self::Mail),
            "webhook" => Ok(Self::Webhook),
            other => Err(StateError::Refused(format!("nothing is sent by `{other}`"))),
        }
    }
}

/// What somebody gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gets {
    /// The monthly report.
    pub report: bool,
    /// The weekly digest.
    pub digest: bool,
    /// Word of each goal that stands otherwise than before; webhooks only.
    pub goals: bool,
}

/// Who is to be sent something.
#[derive(Clone, Copy, Debug)]
pub struct NewRecipient<'a> {
    /// An address of mail, or of a webhook.
    pub address: &'a str,
    /// BCP 47.
    pub language: &'a str,
    /// IANA.
    pub zone: &'a str,
    /// What.
    pub gets: Gets,
}

/// Somebody who is sent something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Number.
    pub id: i64,
    /// Of which workspace.
    pub workspace: String,
    /// How.
    pub way: Way,
    /// Where.
    pub address: String,
    /// BCP 47.
    pub language: String,
    /// IANA.
    pub zone: String,
    /// What.
    pub gets: Gets,
    /// Why nothing is sent to them any more.
    pub off: Option<String>,
    /// Since when they are on the list.
    pub made: i64,
    /// From when on reports that are approved are for them too.
    pub reports_since: i64,
}

/// When the reports and digests of a workspace are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Day of the month, hour.
    pub report: (i64, i64),
    /// Day of the week from 1 (Monday), hour.
    pub digest: (i64, i64),
    /// What was due before is not caught up with.
    pub since: i64,
}

/// How an address is written.
pub fn way_of(address: &str) -> Way {
    if address.contains("://") {
        Way::Webhook
    } else {
        Way::Mail
    }
}

fn recipient(row: &AnyRow) -> Result<Recipient, StateError> {
    let is = |column: &str| row.get::<i64, _>(column) != 0;
    Ok(Recipient {
        id: row.get("id"),
        workspace: row.get("workspace"),
        way: row.get::<&str, _>("way").parse()?,
        address: row.get("address"),
        language: row.get("language"),
        zone: row.get("zone"),
        gets: Gets {
            report: is("report"),
            digest: is("digest"),
            goals: is("goals"),
        },
        off: row.get("off"),
        made: row.get("made"),
        reports_since: row.get("reports_since"),
    })
}

impl State {
    /// Puts somebody on the list, or changes what they get. A webhook's secret, sealed, stays as it was where none is given.
    pub async fn add_recipient(
        &self,
        workspace: &str,
        new: NewRecipient<'_>,
        secret: Option<&[u8]>,
        now: i64,
    ) -> Result<Recipient, StateError> {
        let way = way_of(new.address);
        let address = match way {
            Way::Mail => email(new.address)?,
            Way::Webhook if new.address.len() > LONGEST => {
                return Err(StateError::Refused(format!(
                    "the address has more than {LONGEST} characters"
                )));
            }
            Way::Webhook => new.address.to_owned(),
        };
        let row = sqlx::query(
            "INSERT INTO recipients (workspace, way, address, language, zone, report, digest, goals, secret, made, reports_since)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
             ON CONFLICT (workspace, address) DO UPDATE SET language = $4, zone = $5, report = $6, digest = $7, goals = $8,
                 secret = coalesce($9, recipients.secret), off = NULL,
                 reports_since = CASE WHEN recipients.report <> 0 AND recipients.off IS NULL THEN recipients.reports_since ELSE $10 END
             RETURNING *",
        )
        .bind(workspace)
        .bind(way.as_str())
        .bind(&address)
        .bind(new.language)
        .bind(new.zone)
        .bind(i64::from(new.gets.report))
        .bind(i64::from(new.gets.digest))
        .bind(i64::from(new.gets.goals && way == Way::Webhook))
        .bind(secret)
        .bind(now)
        .fetch_one(&self.pool)
        .await?;
        recipient(&row)
    }

    /// Everybody on the list of a workspace, by address.
    pub async fn recipients(&self, workspace: &str) -> Result<Vec<Recipient>, StateError> {
        let rows = sqlx::query("SELECT * FROM recipients WHERE workspace = $1 ORDER BY way, address")
            .bind(workspace)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(recipient).collect()
    }

    /// Somebody by their number.
    pub async fn recipient(&self, id: i64) -> Result<Option<Recipient>, StateError> {
        let found = sqlx::query("SELECT * FROM recipients WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        found.as_ref().map(recipient).transpose()
    }

    /// Takes somebody off the list, with what waits for them.
    pub async fn remove_recipient(&self, workspace: &str, address: &str) -> Result<bool, StateError> {
        let mut work = self.alone().await?;
        let gone = sqlx::query("DELETE FROM recipients WHERE workspace = $1 AND lower(address) = lower($2)")
            .bind(workspace)
            .bind(address.trim())
            .execute(&mut *work)
            .await?;
        sqlx::query("DELETE FROM outbox WHERE workspace = $1 AND lower(address) = lower($2) AND what != 'draft' AND state = 'waiting'")
            .bind(workspace)
            .bind(address.trim())
            .execute(&mut *work)
            .await?;
        work.commit().await?;
        Ok(gone.rows_affected() > 0)
    }

    /// Sends them nothing any more, for this reason.
    pub async fn stop_recipient(&self, id: i64, why: &str) -> Result<(), StateError> {
        let mut work = self.alone().await?;
        sqlx::query("UPDATE recipients SET off = $1 WHERE id = $2")
            .bind(why)
            .bind(id)
            .execute(&mut *work)
            .await?;
        sqlx::query("DELETE FROM outbox WHERE recipient = $1 AND state = 'waiting'")
            .bind(id)
            .execute(&mut *work)
            .await?;
        Ok(work.commit().await?)
    }

    /// A webhook's secret, sealed.
    pub async fn sealed_secret(&self, id: i64) -> Result<Option<Vec<u8>>, StateError> {
        let found = sqlx::query("SELECT secret FROM recipients WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.and_then(|row| row.get(0)))
    }

    /// Workspaces that somebody is sent something of.
    pub async fn sending(&self) -> Result<Vec<String>, StateError> {
        let rows = sqlx::query("SELECT DISTINCT workspace FROM recipients WHERE off IS NULL ORDER BY workspace")
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// When things are due; nothing if nobody said.
    pub async fn times(&self, workspace: &str) -> Result<Option<Times>, StateError> {
        let found = sqlx::query("SELECT * FROM schedules WHERE workspace = $1")
            .bind(workspace)
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.map(|row| Times {
            report: (row.get("day"), row.get("hour")),
            digest: (row.get("weekday"), row.get("week_hour")),
            since: row.get("since"),
        }))
    }

    /// Says when things are due from now on.
    pub async fn set_times(&self, workspace: &str, times: Times) -> Result<(), StateError> {
        sqlx::query(
            "INSERT INTO schedules VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workspace) DO UPDATE SET
                 day = excluded.day, hour = excluded.hour, weekday = excluded.weekday, week_hour = excluded.week_hour,
                 since = excluded.since",
        )
        .bind(workspace)
        .bind(times.report.0)
        .bind(times.report.1)
        .bind(times.digest.0)
        .bind(times.digest.1)
        .bind(times.since)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
