//! Everything about live connectors, against a small server of this machine that answers as the networks' documents say.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod addresses;
mod bluesky;
mod budget;
mod desk;
mod faults;
mod kills;
mod landed;
mod mastodon;
mod site;
mod told;
