//! [`Course`]: a journey as credit reads it, by the million: columns side by side, as they lie in the file.

use super::{Journey, Step};
use harpoon_core::event::Part;

/// What one person or company did, in order of time. All slices have one length; only deeds and changes are told as steps,
/// because few events are any.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// A hash of who it is, as [`Journey::key`].
    pub key: u64,
    /// Instants, in microseconds since 1970.
    pub at: &'a [i64],
    /// Days in the source's zone, in days since 1970.
    pub day: &'a [i32],
    /// What happened, as places in [`EventKind::ALL`](harpoon_core::event::EventKind::ALL).
    pub kind: &'a [u32],
    /// Places in [`Book::origins`](super::Book::origins).
    pub origin: &'a [u32],
    /// The steps that are no touches.
    pub deeds: &'a Journey,
    /// Touches left out, as [`Journey::left_out`].
    pub left_out: u64,
}

/// Room for a course that is put together; it is used again for the next.
#[derive(Debug, Default)]
pub struct Laid {
    at: Vec<i64>,
    day: Vec<i32>,
    kind: Vec<u32>,
    origin: Vec<u32>,
    pub(super) deeds: Journey,
}

impl Laid {
    /// Lays out a journey.
    pub fn lay(&mut self, journey: &Journey) -> Course<'_> {
        self.at.clear();
        self.day.clear();
        self.kind.clear();
        self.origin.clear();
        self.deeds.begin(journey.key);
        for step in &journey.steps {
            self.add(step);
        }
        Course {
            key: journey.key,
            at: &self.at,
            day: &self.day,
            kind: &self.kind,
            origin: &self.origin,
            deeds: &self.deeds,
            left_out: journey.left_out,
        }
    }

    fn add(&mut self, step: &Step) {
        self.at.push(step.at);
        self.day.push(step.day);
        self.kind.push(step.kind as u32);
        self.origin.push(step.origin);
        if step.kind.part() != Part::Touch {
            self.deeds.steps.push(step.clone());
        }
    }
}
