//! Answers made ready before anybody asks: what the newest months' reports need, kept on disk by the lake.

use harpoon_core::{Language, Period};
use jiff::civil::Date;

use crate::Error;
use crate::report::Wish;
use crate::workspace::Workspace;

/// Facts from which on it is worth while; below, every question is quick.
const MANY: u64 = 1_000_000;
/// Months: a year, and the month of the year before that the newest is held against.
const MONTHS: usize = 13;

impl Workspace {
    /// Works out what reports of the newest months need, from `newest` back to `oldest`, as long as `goes_on` says so. Nothing
    /// is noted but answers; a small workspace needs none.
    pub fn make_ready(
        &self,
        (newest, oldest): (Period, Period),
        issued: Date,
        goes_on: impl Fn() -> bool,
    ) -> Result<(), Error> {
        let workspace = self.shared()?;
        let data = workspace.data()?;
        let facts: u64 = data.snapshot().imports().iter().filter(|i| i.is_done()).map(|i| i.facts).sum();
        if facts < MANY {
            return Ok(());
        }
        let months = std::iter::successors(Some(newest), |month| Some(month.previous()));
        for month in months.take(MONTHS).take_while(|month| month.from >= oldest.from) {
            if !goes_on() {
                return Ok(());
            }
            workspace.report(&Wish {
                month,
                issued,
                note: None,
                language: Language::En,
            })?;
        }
        if let Some(kept) = data.sitting().kept() {
            kept.sweep();
        }
        Ok(())
    }
}
