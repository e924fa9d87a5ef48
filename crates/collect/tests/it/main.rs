//! Tests of what clients send: one binary, one module a subject.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

mod addresses;
mod answers;
mod bots;
mod clicks;
mod facts;
mod hostile;
mod lines;
mod made;
mod privacy;
mod recordings;
mod scheme;
mod visits;
