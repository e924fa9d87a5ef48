//! What a server grants: how many requests are left, and from when on more are.
//!
//! Read are `RateLimit-Remaining` and `-Reset` with or without `X-`, and `Retry-After`. A reset is told in three ways: seconds from
//! now (drafts of the IETF), seconds since 1970 (Bluesky), a time (Mastodon). Times are taken against the server's own `Date`, so
//! a clock that is wrong here or there does not matter.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// Seconds from 1970 on are at least so many; seconds from now are fewer.
const EPOCH_FROM: i64 = 1_000_000_000;
/// Nothing that a server says makes us wait longer than this for one request; a day is the longest window in use.
const LONGEST: i64 = 24 * 3600;

/// Which budget of a server a request is taken from. Signing in has one of its own everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    Login,
    Read,
}

/// What an answer says of the budget, as instants of our own clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limit {
    /// Whether nothing is left.
    pub(crate) spent: bool,
    /// When there is more again.
    pub(crate) reset: Option<Timestamp>,
    /// When to come back, said outright.
    pub(crate) retry: Option<Timestamp>,
}

impl Limit {
    /// When to come back, by what it says.
    pub(crate) fn back(&self) -> Option<Timestamp> {
        self.retry.or(self.reset)
    }
}

/// Reads the headers of an answer.
pub(crate) fn limit(header: impl Fn(&str) -> Option<String>, now: Timestamp) -> Limit {
    let date = header("date").and_then(|date| rfc2822::parse(&date).ok());
    let server_now = date.map_or(now, |date| date.timestamp());
    let from_now = |seconds: i64| {
        now.checked_add(Duration::from_secs(seconds.clamp(0, LONGEST).unsigned_abs()))
            .ok()
    };
    let at = |then: Timestamp| from_now(then.as_second() - server_now.as_second());
    let either = |name: &str| header(name).or_else(|| header(&format!("x-{name}")));
    let reset = either("ratelimit-reset").and_then(|told| match told.trim().parse::<i64>() {
        Ok(seconds) if seconds >= EPOCH_FROM => at(Timestamp::from_second(seconds).ok()?),
        Ok(seconds) => from_now(seconds),
        Err(_) => at(told.trim().parse().ok()?),
    });
    let retry = header("retry-after").and_then(|told| match told.trim().parse::<i64>() {
        Ok(seconds) => from_now(seconds),
        Err(_) => at(rfc2822::parse(told.trim()).ok()?.timestamp()),
    });
    let spent = either("ratelimit-remaining").is_some_and(|told| told.trim().parse() == Ok(0_u64));
    Limit { spent, reset, retry }
}

/// What is known of all servers that one runner asks.
#[derive(Debug, Default)]
pub(crate) struct Budgets(Mutex<BTreeMap<(String, Lane), Timestamp>>);

impl Budgets {
    /// Takes in what an answer said; `refused` where it said no for now.
    pub(crate) fn note(&self, host: &str, lane: Lane, limit: Limit, refused: bool) {
        let until = if refused {
            limit.back()
        } else {
            limit.reset.filter(|_| limit.spent)
        };
        if let Some(until) = until {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let not_before = known.entry((host.to_owned(), lane)).or_insert(until);
            *not_before = until.max(*not_before);
        }
    }

    /// From when on a request may be sent, where that lies ahead.
    pub(crate) fn not_before(&self, host: &str, lane: Lane, now: Timestamp) -> Option<Timestamp> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .get(&(host.to_owned(), lane))
            .copied()
            .filter(|not_before| *not_before > now)
    }
}
