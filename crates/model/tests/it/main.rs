//! Tests of the statistics: one binary, one module a family.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod claims;
mod credit;
mod explain;
mod forecast;
mod funnel;
mod interval;
mod pace;
mod roi;
mod stated;
mod vectors;
