//! [`NoParts`]: why nobody can say which parts a difference has.

use serde::{Deserialize, Serialize};

use super::Missing;
use crate::{Dim, Period};

/// Why a difference has no parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoParts {
    /// A property of one post.
    #[error("it speaks of one post at a time; explain engagements or impressions")]
    PerPost,
    /// It counts people.
    #[error(
        "it counts people, and people never add, so no part of a change belongs to a platform or a post; see `harpoon kpi {0} \
         --by platform` for each period, or explain impressions"
    )]
    People(String),
    /// A side of the ratio does not add up.
    #[error(
        "it is computed from {side}, which {}; explain {}",
        if *people { "counts people, and people never add" } else { "is no sum" },
        instead.join(" or ")
    )]
    OfNoSum {
        /// The side.
        side: String,
        /// Whether it counts people.
        people: bool,
        /// KPIs to explain instead.
        instead: Vec<String>,
    },
    /// It is the change of this KPI.
    #[error("it is a change already; explain {0}")]
    Change(String),
    /// Nothing that adds up.
    #[error("it is no sum and no ratio of sums")]
    NoSum,
    /// A credit model deals it out, over journeys and not over segments.
    #[error("a credit model deals it out; `harpoon roi` shows what each platform and campaign brought")]
    Credited,
    /// One of the two values is not known.
    #[error("it is not known for {period}: {why}")]
    NotKnown {
        /// Of which days.
        period: Period,
        /// Why.
        why: Missing,
    },
    /// Nobody tells both periods by the dimension.
    #[error("no source tells it by {0} in both periods")]
    NotBy(Dim),
    /// No platform tells both periods.
    #[error("no platform tells it in both periods")]
    NoPlatform,
    /// No segment is known on both sides.
    #[error("by {0}: nothing to compare: no segment is known on both sides")]
    Nothing(Dim),
    /// The ratio does not exist on one side.
    #[error("by {by}: there is no rate {}: its base is nought; ask for a period in which there was some", if *before { "before" } else { "after" })]
    NoBase {
        /// By which dimension.
        by: Dim,
        /// Whether in the earlier period.
        before: bool,
    },
    /// A target cannot be spread over nothing.
    #[error("by {0}: the reference period is nought, so the target cannot be spread over its segments")]
    NoReference(Dim),
    /// What was asked for does not go together, or the arithmetic refused it; the words are for whoever asked.
    #[error("{0}")]
    Refused(String),
}
