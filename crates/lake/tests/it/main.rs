//! The lake's tests: one binary, because linking the engine is the slow part.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests stop at the first surprise, and say what they skip"
)]

mod bounded;
mod daily;
mod deeds;
mod durability;
mod facts;
mod interop;
mod journal;
mod kpi;
mod overlap;
mod questions;
mod store;
mod synth;
mod upkeep;
mod workspace;
