//! What goes in: touches, journeys and what came of them.

use super::CreditError;

/// The channel of conversions that no touch precedes.
pub const UNATTRIBUTED: u32 = u32::MAX;

/// Channel codes from here on are kept for the model's own use.
pub(crate) const RESERVED: u32 = u32::MAX - 8;

/// How a person met a channel; lookback windows differ by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TouchKind {
    /// Shown, not clicked.
    Impression,
    /// Clicked, or visited through a link.
    Click,
    /// Anything else: an answer, a shop visit, a call.
    Other,
}

/// One contact of one person with one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Touch {
    /// Milliseconds since 1970 UTC. First, so that touches sort by time.
    pub at: i64,
    /// The caller's code of channel, campaign or post: whatever is to be credited. Number them from 0.
    pub channel: u32,
    /// How they met.
    pub kind: TouchKind,
}

/// Places in a journey, from 0, of the touches at which a B2B milestone was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Milestones {
    /// The touch that made the lead.
    pub lead: Option<usize>,
    /// The touch that made the opportunity.
    pub opportunity: Option<usize>,
    /// The touch that closed the deal.
    pub close: Option<usize>,
}

impl Milestones {
    pub(crate) fn check(&self, touches: usize) -> Result<(), CreditError> {
        let places = [self.lead, self.opportunity, self.close];
        let beyond = places.into_iter().flatten().find(|touch| *touch >= touches);
        beyond.map_or(Ok(()), |touch| Err(CreditError::Milestone { touch, touches }))
    }
}

/// What came of a journey, or of all journeys with the same path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many ended in a conversion.
    pub conversions: u64,
    /// Value of those conversions together, in minor units of one currency; refunds make it smaller or negative.
    pub value: i64,
    /// How many ended without.
    pub nulls: u64,
}

impl Tally {
    /// One journey without a conversion (yet).
    pub const OPEN: Self = Self {
        conversions: 0,
        value: 0,
        nulls: 1,
    };

    /// One conversion of a value in minor units.
    pub const fn conversion(value: i64) -> Self {
        Self {
            conversions: 1,
            value,
            nulls: 0,
        }
    }
}

/// The touches of one person in order of time, and what came of them.
#[derive(Debug, Clone, Copy)]
pub struct Journey<'a> {
    /// A key of the person (of the company in B2B): the same person, the same key. Any number will do, it is hashed.
    pub person: u64,
    /// In order of time; the caller sorts them, ties in an order of its own that does not depend on the input.
    pub touches: &'a [Touch],
    /// Of a B2B journey.
    pub milestones: Milestones,
    /// How it ended.
    pub tally: Tally,
}
