//! Delimited text: from bytes in any usual encoding to records with true line numbers.
//!
//! ```text
//!  bytes ─▶ source ─▶ UTF-8 ─▶ records ─▶ Record { line, cells }
//!           encoding, unwrapping  quotes, delimiter
//! ```
//! [`Dialect::sniff`] looks at the start of a file and decides all of that once.

mod dialect;
mod records;
mod search;
mod source;

pub(crate) use dialect::Dialect;
pub(crate) use records::Records;
