//! Tests of the connectors: laws, fixtures, real files.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests stop at the first surprise, and say what they skip"
)]

mod check;
mod containers;
mod events;
mod google;
mod hostile;
mod laws;
mod maps;
mod meta_fixtures;
mod questions;
mod reader;
mod real;
mod real_google;
mod real_meta;
mod real_video;
mod singer;
mod video;
mod zone;
