//! The lake's tests: one binary, because linking the engine is the slow part.

#![expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]

mod durability;
mod facts;
mod interop;
mod kpi;
mod overlap;
mod questions;
mod store;
mod upkeep;
mod workspace;
