//! [`Table`]: one table of a file made ready for reading: each column an action, each row one pass over them.

mod columns;
mod entities;
mod events;
mod groups;
mod period;
mod rows;
mod side;
mod slices;
mod stated;
mod survey;
mod totals;
mod year;

pub use events::{click_in, email, email_company, phone_number, site_company};
pub(crate) use rows::Table;
pub(crate) use survey::{Around, Settled, settle};

/// Rows looked at before a table is read: they decide the formats of its columns. More than a year of days: in dates
/// without a year the newest one must be among them.
pub(crate) const WARM: usize = 400;
