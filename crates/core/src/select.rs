//! [`Selection`]: which part of the data a reading is of: a period, filters, and the dimensions to split by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Period;
use crate::kpi::Stage;

/// A dimension to split or filter by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dim {
    /// Platform.
    Platform,
    /// Account on a platform.
    Account,
    /// Paid, organic, total, unknown.
    Scope,
    /// Campaign, by name.
    Campaign,
    /// Ad group, by key.
    AdGroup,
    /// Ad, by key.
    Ad,
    /// Post, by key.
    Post,
    /// Photo, video, reel, ….
    Format,
    /// Day of the activity; for lifetime figures of posts, day of publication.
    Day,
    /// Monday of the week.
    Week,
    /// Month.
    Month,
    /// Weekday, 1 is Monday.
    Weekday,
    /// Hour of publication.
    Hour,
    /// Funnel stage of the KPI.
    Stage,
    /// A mapped column or a breakdown, `x.NAME`.
    Extra(String),
}

const NAMED: &[(&str, Dim)] = &[
    ("platform", Dim::Platform),
    ("account", Dim::Account),
    ("scope", Dim::Scope),
    ("campaign", Dim::Campaign),
    ("ad_group", Dim::AdGroup),
    ("ad", Dim::Ad),
    ("post", Dim::Post),
    ("format", Dim::Format),
    ("day", Dim::Day),
    ("week", Dim::Week),
    ("month", Dim::Month),
    ("weekday", Dim::Weekday),
    ("hour", Dim::Hour),
    ("stage", Dim::Stage),
];

/// Why a text is no dimension or filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// No such dimension.
    #[error(
        "`{0}` is no dimension; one of platform, account, scope, campaign, ad_group, ad, post, format, day, week, month, weekday, hour, stage, or x.NAME for a mapped column"
    )]
    Dim(String),
    /// No `=`.
    #[error("`{0}` is no filter; write DIM=VALUE, such as platform=instagram")]
    Filter(String),
}

impl Dim {
    /// Names of the dimensions that are always there.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, _)| *name)
    }

    /// Whether it is made from the day.
    pub fn of_time(&self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month | Self::Weekday)
    }
}

impl FromStr for Dim {
    type Err = SelectError;

    fn from_str(text: &str) -> Result<Self, SelectError> {
        if let Some(name) = text.strip_prefix("x.").filter(|name| !name.is_empty()) {
            return Ok(Self::Extra(name.to_owned()));
        }
        let known = NAMED.iter().find(|(name, _)| *name == text);
        known
            .map(|(_, dim)| dim.clone())
            .ok_or_else(|| SelectError::Dim(text.to_owned()))
    }
}

impl fmt::Display for Dim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Extra(name) = self {
            return write!(f, "x.{name}");
        }
        let name = NAMED.iter().find(|(_, dim)| dim == self).map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

impl Serialize for Dim {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Dim {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Keep only rows whose dimension has this value. Several filters on one dimension are alternatives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// The dimension.
    pub dim: Dim,
    /// Its value, as readings print it.
    pub value: String,
}

impl FromStr for Filter {
    type Err = SelectError;

    fn from_str(text: &str) -> Result<Self, SelectError> {
        let (dim, value) = text
            .split_once('=')
            .ok_or_else(|| SelectError::Filter(text.to_owned()))?;
        Ok(Self {
            dim: dim.parse()?,
            value: value.to_owned(),
        })
    }
}

/// Whether figures of this stage of the funnel are asked for.
pub fn is_of(filters: &[Filter], stage: Stage) -> bool {
    let mut stages = filters.iter().filter(|f| f.dim == Dim::Stage).peekable();
    stages.peek().is_none() || stages.any(|f| f.value == stage.as_str())
}

/// What a reading is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Selection {
    /// Days; `None` is everything, with or without a date.
    pub period: Option<Period>,
    /// Dimensions to split by, in output order.
    pub by: Vec<Dim>,
    /// Filters.
    pub filters: Vec<Filter>,
}

impl Selection {
    /// Everything of a period, or of all time.
    pub fn over(period: Option<Period>) -> Self {
        Self {
            period,
            ..Self::default()
        }
    }

    /// Whether the dimension is split or filtered by.
    pub fn needs(&self, dim: &Dim) -> bool {
        self.by.contains(dim) || self.filters.iter().any(|f| f.dim == *dim)
    }

    /// Whether figures of this stage of the funnel are asked for. A stage is of KPIs, not of rows: it picks which are told.
    pub fn is_of(&self, stage: Stage) -> bool {
        is_of(&self.filters, stage)
    }

    /// Every dimension split or filtered by, once.
    pub fn dims(&self) -> Vec<&Dim> {
        let mut dims: Vec<&Dim> = self.by.iter().chain(self.filters.iter().map(|f| &f.dim)).collect();
        dims.sort();
        dims.dedup();
        dims
    }
}
