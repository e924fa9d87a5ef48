//! Which of several servers sends, runs feeds and does what is done daily: the one that holds the lead of their memory.

use std::sync::Arc;
use std::time::Duration;

use harpoon_state::{Lead, StateError};
use tokio::time::{interval, timeout};

use crate::house::House;

/// How often the lead is looked after, or stood for.
const LOOK: Duration = Duration::from_secs(1);
/// How long the memory is waited for, so that who leads no longer knows it before another does much.
const PATIENCE: Duration = Duration::from_secs(3);

/// Leads when nobody else does, until the server ends.
pub(crate) async fn forever(house: Arc<House>) {
    if !house.is_one_of_several() {
        // A memory in a file belongs to one server.
        house.led(true);
        return;
    }
    let mut lead: Option<Lead> = None;
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        if house.is_ending() {
            // Another need not wait until this process is gone.
            house.led(false);
            if let Some(lead) = lead {
                lead.end().await;
            }
            return;
        }
        lead = match lead.take() {
            Some(mut held) => timeout(PATIENCE, held.holds()).await.unwrap_or(false).then_some(held),
            None => None,
        };
        if lead.is_none() {
            house.led(false);
            let stood = timeout(PATIENCE, stand(&house)).await;
            house.reached(matches!(stood, Ok(Ok(_))));
            lead = stood.ok().and_then(Result::ok).flatten();
        }
        house.led(lead.is_some());
    }
}

async fn stand(house: &House) -> Result<Option<Lead>, StateError> {
    house.memory().await?.lead().await
}
