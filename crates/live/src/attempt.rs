//! Asking until there is an answer: budgets, tries, waiting.

use std::ops::ControlFlow;
use std::time::Duration;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::budget::Budgets;
use crate::pull::{Limits, Progress, PullError};
use crate::wire::{Answer, Fault, Request, Wire};
use crate::world::World;

/// Told of progress; whether to go on.
pub(crate) type Watch<'a> = &'a mut (dyn FnMut(Progress<'_>) -> ControlFlow<()> + Send);

/// Asks one server for one run.
pub(crate) struct Caller<'a, W> {
    pub(crate) world: &'a W,
    pub(crate) wire: &'a Wire,
    pub(crate) budgets: &'a Budgets,
    pub(crate) limits: &'a Limits,
    pub(crate) watch: Watch<'a>,
    /// How long this run has waited because a server said so.
    pub(crate) waited: Duration,
}

impl<W: World> Caller<'_, W> {
    /// The answer to a request, whatever its status, once the server gives one: faults, 429 and 5xx are tried again.
    pub(crate) async fn answer(&mut self, request: Request<'_>) -> Result<Answer, PullError> {
        let host = self.wire.server.host();
        let mut tries = 0;
        loop {
            if let Some(until) = self.budgets.not_before(&host, request.lane, self.world.now()) {
                self.wait(until, "the server grants no more requests until then")
                    .await?;
            }
            let now = self.world.now();
            let (why, back) = match self.wire.once(request, now).await {
                Ok(answer) => {
                    let refused = matches!(answer.status, 429 | 503);
                    self.budgets.note(&host, request.lane, answer.limit, refused);
                    match shortfall(&answer) {
                        None => return Ok(answer),
                        Some(why) => (why, answer.limit.back().filter(|_| refused)),
                    }
                }
                Err(Fault::Forbidden(why)) => return Err(PullError::Forbidden(why)),
                Err(Fault::TooLong(bytes)) => return Err(PullError::TooLong { bytes }),
                Err(Fault::Broken(why)) => (why, None),
            };
            // Where the server says when, to come back then is no failed try: it is what was agreed.
            if back.is_some_and(|back| back > now) {
                continue;
            }
            tries += 1;
            if tries >= self.limits.tries {
                return Err(PullError::Unavailable { why, tries });
            }
            let until = later(now, self.backoff(tries));
            self.wait(until, &why).await?;
        }
    }

    /// Twice as long each time, and any time up to that, so that many do not come back together.
    fn backoff(&self, tries: u32) -> Duration {
        let most = self
            .limits
            .backoff
            .saturating_mul(1 << (tries - 1).min(16))
            .min(self.limits.longest_backoff);
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(1 + self.world.random() % most.max(1))
    }

    async fn wait(&mut self, until: Timestamp, why: &str) -> Result<(), PullError> {
        let jitter = Duration::from_millis(self.world.random() % 1000);
        let long = Duration::try_from(until.duration_since(self.world.now())).unwrap_or_default() + jitter;
        if self.waited + long > self.limits.patience {
            return Err(PullError::Later {
                until,
                why: why.to_owned(),
            });
        }
        self.told(Progress::Waiting { until, why })?;
        self.waited += long;
        self.world.sleep(long).await;
        Ok(())
    }

    pub(crate) fn told(&mut self, progress: Progress<'_>) -> Result<(), PullError> {
        match (self.watch)(progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(PullError::Cancelled),
        }
    }
}

fn later(now: Timestamp, long: Duration) -> Timestamp {
    now.checked_add(long).unwrap_or(Timestamp::MAX)
}

/// Why an answer is none yet. A good one must be JSON to its end: connections that end early, and pages of a proxy, are not.
fn shortfall(answer: &Answer) -> Option<String> {
    match answer.status {
        408 | 429 | 500..=599 => Some(format!("the server answered {}{}", answer.status, said(&answer.body))),
        200..=299 => match serde_json::from_slice::<IgnoredAny>(&answer.body) {
            Ok(_) if str::from_utf8(&answer.body).is_ok() => None,
            Ok(_) => Some("the answer is no text".to_owned()),
            Err(error) => Some(format!("the answer is no JSON: {error}")),
        },
        _ => None,
    }
}

/// What a refusal says of itself, shortened: `error` and `message` or `error_description` of its JSON.
pub(crate) fn said(body: &[u8]) -> String {
    let told: Value = serde_json::from_slice(body).unwrap_or_default();
    let words: Vec<&str> = ["error", "message", "error_description"]
        .iter()
        .filter_map(|name| told.get(name).and_then(Value::as_str))
        .collect();
    if words.is_empty() {
        return String::new();
    }
    let words: String = words.join(": ").chars().filter(|c| !c.is_control()).take(200).collect();
    format!(" ({words})")
}
