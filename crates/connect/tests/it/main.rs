//! Tests of the connectors: laws, fixtures, real files.

mod check;
mod laws;
mod maps;
mod meta_fixtures;
mod reader;
mod real;
mod real_meta;
mod real_video;
mod video;
mod zone;
