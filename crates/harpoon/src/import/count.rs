//! What a file's rows say before anything is written: how many there are, and of which days.

use std::convert::Infallible;

use harpoon_connect::{Answers, Origin, Plan, ReadError};
use harpoon_core::Period;
use harpoon_core::batch::Batch;
use harpoon_core::period::{day_from_number, day_number};
use serde::Serialize;

use super::Report;

/// Largest file whose rows are counted: what takes no longer than a person waits for a page.
const LARGEST: u64 = 16 << 20;

/// What the rows of a file say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Rows, good and bad.
    pub rows: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// From the first day that they speak of to the last one.
    pub days: Option<Period>,
}

/// Reads a file to its end and keeps nothing. One that turns out to be no table is told as one that is not read.
pub(super) fn rows(origin: &Origin, plan: &Plan, answers: &Answers, mut report: Report) -> Report {
    if origin.size() > LARGEST {
        return report;
    }
    let mut ends: Option<(i32, i32)> = None;
    let read = harpoon_connect::read(origin, plan, answers, &mut |batch: Batch| {
        ends = days(&batch).chain(ends).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        Ok::<(), Infallible>(())
    });
    match read {
        Ok(summary) => {
            report.counted = Some(Counted {
                rows: summary.rows,
                rejected: summary.rejected,
                days: ends.map(|(from, to)| Period {
                    from: day_from_number(from),
                    to: day_from_number(to),
                }),
            });
        }
        Err(ReadError::Refused(refusal)) => {
            report.read = false;
            report.reason = Some(refusal.to_string());
            report.refusal = Some(refusal);
        }
        Err(ReadError::Sink(never)) => match never {},
    }
    report
}

/// First and last day of each thing that a batch holds. A lifetime count's day is that of its publication.
fn days(batch: &Batch) -> impl Iterator<Item = (i32, i32)> {
    let figures = batch.observations.iter().flat_map(|table| {
        let ends = table.start.iter().zip(&table.end);
        ends.filter_map(|(start, end)| Some((start.or(*end)?, end.or(*start)?)))
    });
    let events = batch
        .events
        .iter()
        .map(|event| (day_number(event.on), day_number(event.on)));
    let costs = batch
        .costs
        .iter()
        .map(|cost| (day_number(cost.from), day_number(cost.to)));
    figures.chain(events).chain(costs)
}
