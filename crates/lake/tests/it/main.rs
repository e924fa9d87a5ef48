//! The lake's tests: one binary, because linking the engine is the slow part.

mod store;
mod workspace;
