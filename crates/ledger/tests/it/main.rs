//! Everything about the ledger that can be told without the command line.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod agreement;
mod files;
mod flips;
mod json;
mod keys;
mod merkle;
mod notes;
mod proof;
mod sample;
mod tampering;
