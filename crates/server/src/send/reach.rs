//! [`unreached`]: whether mail and webhooks would find somebody, asked without sending anything.

use harpoon_state::Way;
use tokio::runtime::Runtime;

use super::hook;
use super::mail::Mailer;
use crate::house::House;
use crate::{Plan, ServeError};

/// What of the mail server and of the receivers of webhooks does not answer, a sentence each. Only the host of a webhook is told:
/// the rest of its address may be a secret.
pub fn unreached(plan: Plan) -> Result<Vec<String>, ServeError> {
    let runtime = Runtime::new().map_err(ServeError::Stopped)?;
    let house = House::open(plan)?;
    let found = runtime.block_on(all(&house));
    // The house has threads of its own, which cannot be let go from within a runtime.
    drop(house);
    found
}

async fn all(house: &House) -> Result<Vec<String>, ServeError> {
    let outgoing = &house.plan.outgoing;
    let mut found = Vec::new();
    if outgoing.smtp.is_some() {
        let reached = match Mailer::new(outgoing) {
            Ok(mailer) => mailer.reached().await,
            Err(error) => Err(error.to_string()),
        };
        found.extend(
            reached
                .err()
                .map(|why| format!("the mail server of HARPOON_SMTP: {why}")),
        );
    }
    let Some(state) = house.state().await? else {
        return Ok(found);
    };
    for workspace in state.sending().await? {
        for recipient in state.recipients(&workspace).await? {
            if recipient.way == Way::Webhook
                && let Err(why) = hook::reached(&recipient.address, outgoing.loopback).await
            {
                let host = reqwest::Url::parse(&recipient.address).ok();
                let host = host
                    .and_then(|url| url.host_str().map(str::to_owned))
                    .unwrap_or_default();
                found.push(format!("the webhook at {host} of {workspace}: {why}"));
            }
        }
    }
    Ok(found)
}
