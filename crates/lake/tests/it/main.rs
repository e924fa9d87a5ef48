//! The lake's tests: one binary, because linking the engine is the slow part.

mod durability;
mod interop;
mod overlap;
mod store;
mod upkeep;
mod workspace;
