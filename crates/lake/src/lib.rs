//! The lake: Delta tables in, readings and receipts out.

pub mod query;
