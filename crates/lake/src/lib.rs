//! The lake: Delta tables in, readings and receipts out.

pub mod query;
pub mod store;

pub use store::{Begun, ImportHead, ImportOutcome, ImportRow, ImportTail, Lake, Snapshot, Staging, Status, StoreError};
