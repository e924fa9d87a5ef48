//! The command line's tests, against the real binary: its contract, and what the house promises on real files.

#![expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]

mod contract;
mod demo;
mod kills;
mod place;
mod uci;
