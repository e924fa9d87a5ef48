//! [`Series`]: what one import says, in one line a figure: of which account and kind of entity, which measure, which days.
//!
//! The lake notes the series of every import. From them alone the planner knows, without reading a fact, which sources
//! could answer a question, which of them repeat the same activity, and which imports overlap.

use serde::{Deserialize, Serialize};

use crate::fact::{Counter, EntityKind, Scope};

/// Facts of one import that share everything but entity, slice, row and day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Series {
    /// Platform.
    pub platform: String,
    /// Account, or empty.
    pub account: String,
    /// Kind of entity.
    pub entity_kind: EntityKind,
    /// Breakdown dimensions (`age,gender`), or empty.
    pub breakdown: String,
    /// Canonical or raw metric.
    pub metric: String,
    /// Kind within the metric, or empty.
    pub facet: String,
    /// Paid, organic, both.
    pub scope: Scope,
    /// Behaviour over time.
    pub counter: Counter,
    /// Currency code of money, or empty.
    pub currency: String,
    /// How the rows lie in time.
    pub span: Span,
    /// Number of facts.
    pub rows: u64,
    /// Facts without a value.
    pub nulls: u64,
}

/// How the rows of a series lie in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Span {
    /// Every row is one day; first and last day as days since 1970-01-01. For lifetime figures: days of publication.
    Days {
        /// First day.
        from: i32,
        /// Last day.
        to: i32,
    },
    /// Every row speaks of exactly these days together (`from < to`): a weekly or monthly export.
    Block {
        /// First day.
        from: i32,
        /// Last day.
        to: i32,
    },
    /// The rows have no day.
    Undated,
}

impl Span {
    /// The span of one row.
    #[inline]
    pub fn of_row(start: Option<i32>, end: Option<i32>, counter: Counter) -> Self {
        match (start, end) {
            (Some(from), Some(to)) if from < to && counter != Counter::Lifetime => Self::Block { from, to },
            (Some(day), _) | (None, Some(day)) => Self::Days { from: day, to: day },
            (None, None) => Self::Undated,
        }
    }

    /// First and last day, if there are any.
    #[inline]
    pub fn days(self) -> Option<(i32, i32)> {
        match self {
            Self::Days { from, to } | Self::Block { from, to } => Some((from, to)),
            Self::Undated => None,
        }
    }

    /// Whether two series of the same measure may speak of the same row.
    pub fn overlaps(self, other: Self) -> bool {
        match (self, other) {
            (Self::Days { from: a, to: b }, Self::Days { from: c, to: d }) => a <= d && c <= b,
            (one, two) => one == two,
        }
    }
}
