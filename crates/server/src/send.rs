//! Sending: reports that an owner approved, the digest of each week, and word of goals, by mail and by webhook.
//!
//! ```text
//! schedule ─▶ draft, owners are told ─▶ an owner approves ─▶ outbox ─▶ round: take one, write it, send it, note what came of it
//!         └─▶ digest, goals ──────────────────────────────────┘
//! ```
//! A round may run in this server, by hand and from cron at once: each letter is taken by one of them ([`harpoon_state::State::take`]).

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use harpoon_core::schedule::Schedule;
use harpoon_state::{StateError, Times};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::house::House;

pub(crate) use mail::host as mail_host;
pub use post::{Post, Preview};
pub use reach::unreached;
pub use round::Round;

pub(crate) mod desk;
mod due;
mod hook;
mod letter;
mod mail;
mod post;
mod reach;
mod round;

/// Longest that the clock is not looked at: another process may have written to the memory.
const LONGEST: Duration = Duration::from_mins(1);
/// Until a memory that did not answer is asked again.
const AGAIN: Duration = Duration::from_secs(5);
/// Shortest, so that a broken memory does not keep a core busy.
const SHORTEST: Duration = Duration::from_secs(1);

/// How letters leave the house. Secrets in it come from the environment alone.
#[derive(Clone, Default)]
pub struct Outgoing {
    /// The mail server: `smtps://user:password@host:port`, or `smtp://` for STARTTLS.
    pub smtp: Option<String>,
    /// A file of certificates (PEM): authorities that the mail server's certificate may be of, beside those of the system.
    pub authorities: Option<PathBuf>,
    /// Whom mail is from: `Name <address>`.
    pub from: Option<String>,
    /// Base64 of the 32 bytes that close secrets; else they lie in `server.key` beside the memory.
    pub key: Option<String>,
    /// Whether webhooks may lead to this machine, and there by plain HTTP: for tests.
    pub loopback: bool,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outgoing(mail: {}, …)", self.smtp.is_some())
    }
}

/// Why something was not sent.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It may go well later: in so many seconds, if the other side says.
    Later(String, Option<i64>),
    /// It will not go well.
    Never(String),
    /// The other side wants nothing any more.
    Gone(String),
}

impl Trouble {
    /// Why, whatever follows from it.
    fn why(self) -> String {
        match self {
            Self::Later(why, _) | Self::Never(why) | Self::Gone(why) => why,
        }
    }
}

/// What breaks here may be mended by the next try.
impl From<StateError> for Trouble {
    fn from(error: StateError) -> Self {
        Self::Later(error.to_string(), None)
    }
}

/// Sends what is due until the server ends: looks when something is next due, and sleeps until then. Of several servers the one
/// that leads does, and any at once what somebody has just asked of it.
pub(crate) async fn forever(house: Arc<House>) {
    let (mut seen, mut pause) = (due::Seen::default(), LONGEST);
    loop {
        // Rung also when it begins to lead.
        let is_rung = tokio::select! {
            () = house.posted.notified() => true,
            () = tokio::time::sleep(pause) => false,
        };
        pause = if is_rung || house.leads() {
            // What went wrong is kept with each letter, or is of the memory, which the next look finds mended or not.
            match round::round(&house, &mut seen).await {
                Ok(_) => until_due(&house).await.unwrap_or(AGAIN),
                Err(error) if error.is_away() => AGAIN,
                Err(_) => LONGEST,
            }
        } else {
            LONGEST
        };
    }
}

/// How long until something is due, at most [`LONGEST`].
async fn until_due(house: &House) -> Result<Duration, StateError> {
    let Some(state) = house.state().await? else {
        return Ok(LONGEST);
    };
    let now = house.seconds();
    let mut next = state.next_in_outbox().await?.unwrap_or(i64::MAX);
    for workspace in state.sending().await? {
        let times = state.times(&workspace).await?;
        for recipient in state.recipients(&workspace).await? {
            let due = schedule(times.as_ref()).next(at(now), &zone(&recipient.zone));
            next = next.min(due.map_or(i64::MAX, Timestamp::as_second));
        }
    }
    let pause = Duration::from_secs(u64::try_from(next.saturating_sub(now)).unwrap_or(0));
    Ok(pause.clamp(SHORTEST, LONGEST))
}

/// When things are due; as usual if nobody said.
pub(crate) fn schedule(times: Option<&Times>) -> Schedule {
    let small = |number: i64| i8::try_from(number).unwrap_or(-1);
    let said = times.map(|times| Schedule {
        day: small(times.report.0),
        hour: small(times.report.1),
        weekday: small(times.digest.0),
        week_hour: small(times.digest.1),
    });
    said.filter(|said| said.is_one()).unwrap_or_default()
}

/// A zone that was looked up when it was written down.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}

fn refused(why: impl Into<String>) -> StateError {
    StateError::Refused(why.into())
}
