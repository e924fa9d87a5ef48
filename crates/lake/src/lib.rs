//! The lake: Delta tables in, readings and receipts out.
//!
//! [`store`] keeps facts, raw bytes and versions; [`journal`] keeps everybody's events in order; [`query`] turns KPIs into
//! readings with receipts. Nothing here speaks
//! HTTP, asks a person, or knows a platform by name.

pub mod engine;
pub mod journal;
mod kept;
pub mod query;
mod room;
mod session;
pub mod store;

pub use kept::Kept;
pub use session::Sitting;
pub use store::{Begun, ImportHead, ImportOutcome, ImportRow, ImportTail, Lake, Snapshot, Staging, Status, StoreError};
