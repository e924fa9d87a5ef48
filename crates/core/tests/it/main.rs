//! Tests of the words: one binary, one module a subject.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod catalogue;
mod channel_lint;
mod channels;
mod goal_bodies;
mod goal_history;
mod goal_options;
mod goal_status;
mod goal_terms;
mod goals;
mod identity;
mod missing;
mod net;
mod notation;
mod own_kpis;
mod profile;
mod reach;
mod record;
mod virality;
