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
        // One that cannot be asked any more is stood for anew.
        let (stood, leads) = match timeout(PATIENCE, look_after(&house, lead.take())).await {
            Ok(Ok((stood, leads))) => (Some(stood), leads),
            Ok(Err(_)) | Err(_) => (None, false),
        };
        house.reached(stood.is_some());
        house.led(leads);
        lead = stood;
    }
}

async fn look_after(house: &House, lead: Option<Lead>) -> Result<(Lead, bool), StateError> {
    let mut lead = match lead {
        Some(lead) => lead,
        None => house.memory().await?.stand().await?,
    };
    let leads = lead.holds().await?;
    Ok((lead, leads))
}
