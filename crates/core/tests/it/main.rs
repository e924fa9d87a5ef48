//! Tests of the words: one binary, one module a subject.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod catalogue;
mod channel_lint;
mod channels;
mod identity;
mod notation;
mod own_kpis;
mod profile;
mod reach;
mod virality;
