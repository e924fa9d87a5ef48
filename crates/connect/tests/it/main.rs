//! Tests of the connectors: laws, fixtures, real files.

mod laws;
