//! Everything about the log and the keys: power, faults, flips, kills, and what they cost.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::print_stderr,
    reason = "how often a thing was tried is part of what a test says"
)]

mod chance;
mod faults;
mod flips;
mod inspect;
mod keys;
mod kills;
mod loader;
mod model;
mod power;
mod simulated;
mod threads;
