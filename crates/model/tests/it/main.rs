//! Tests of the statistics: one binary, one module a family.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod claims;
mod credit;
mod explain;
mod funnel;
mod interval;
mod roi;
mod stated;
mod vectors;
