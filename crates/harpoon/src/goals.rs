//! Goals: what was promised, how it stands, and the signed ledger that binds both sides.
//!
//! ```text
//!  ledger ─▶ Book: the history of each goal ─▶ a month's promises ─▶ measure, forecast ─▶ how each stands
//!    ▲                                                                                     │
//!    └── signed entries: a goal, a change, an agreement, a closing, a key ◀── options ◀────┘
//! ```
//! What a goal is and when it counts stands in `harpoon_core::goal`, what will come in `harpoon_model`. Here both meet the
//! workspace's data and its ledger. The clock is an argument: entries bear the time that the caller gives.

pub mod add;
pub mod book;
pub mod index;
pub mod judge;
pub mod pen;
pub mod propose;
pub mod reason;
pub mod record;
pub mod revise;

mod pace;
mod series;

pub use add::{Added, NewGoal, Wanted};
pub use book::Book;
pub(crate) use index::Index as IndexKept;
pub use index::ProxyShown;
pub use judge::{Standing, View};
pub(crate) use pace::Known as KnownKept;
pub(crate) use pen::Pen;
pub use pen::{Keys, Written};
pub use propose::{Asked, Offered, Proposal};
pub use reason::{Lacking, Offer, Way};
pub use record::Record;
pub use revise::{Agreed, NewRevision};

use harpoon_core::Period;
use harpoon_core::goal::Every;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Error;
use crate::workspace::Workspace;

impl Workspace {
    /// The time zone of the business; UTC where the settings name none.
    pub fn zone(&self) -> Result<TimeZone, Error> {
        let Some(name) = &self.settings().zone else {
            return Ok(TimeZone::UTC);
        };
        TimeZone::get(name).map_err(|_| {
            Error::Usage(format!(
                "`zone` in harpoon.toml, `{name}`, is no time zone; write it as Europe/Amsterdam"
            ))
        })
    }

    /// The day that it is at this time where the business is.
    pub fn day_of(&self, time: jiff::Timestamp) -> Result<Date, Error> {
        Ok(time.to_zoned(self.zone()?).date())
    }
}

/// A day as people give it for a deadline: a day, or the last one of a month.
pub fn deadline(text: &str) -> Result<Date, Error> {
    match Period::month(text) {
        Ok(month) => Ok(month.to),
        Err(_) => Ok(Period::day(text)?),
    }
}

/// The first day of the period that runs on the day.
pub(crate) fn begun(every: Every, day: Date) -> Date {
    every.around(day).from
}

/// The day before.
pub(crate) fn before(day: Date) -> Date {
    day.saturating_sub(1.day())
}
