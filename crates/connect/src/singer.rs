//! Singer: the messages that taps write, one on a line, read as tables.
//!
//! ```text
//!  {"type": "SCHEMA", "stream": "orders", …}     a stream is a table: its name is the sheet, its schema the header
//!  {"type": "RECORD", "stream": "orders", …}     a row; nested objects are flattened with `__`, lists stay JSON
//!  {"type": "STATE", "value": …}                 where the tap goes on; no table has it
//! ```
//! A file of messages is recognised by its first line and read like a workbook, so connectors and maps read it. Of records with
//! the same key the last one counts. What no record can be made of is a broken row, on the line on which it stood.
//!
//! Source: Singer specification 0.3 (SCHEMA, RECORD, STATE); ACTIVATE_VERSION and BATCH are extensions of Stitch and Meltano.

mod flatten;
mod json;
mod lines;
mod message;
mod stream;
mod taps;

pub use lines::{LONGEST_LINE, Line, Lines};
pub use message::{Fault, LONGEST_RECORD, Message, line_mark, parse};
pub(crate) use stream::Stream;
pub use taps::{Tap, taps};
