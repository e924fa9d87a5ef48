//! [`Table`]: one table of a file made ready for reading: each column an action, each row one pass over them.

mod columns;
mod entities;
mod groups;
mod period;
mod rows;
mod side;
mod stated;
mod survey;
mod totals;

pub(crate) use rows::Table;
pub(crate) use survey::{Around, Settled, settle};

/// Rows looked at before a table is read: they decide the formats of its columns.
pub(crate) const WARM: usize = 256;
