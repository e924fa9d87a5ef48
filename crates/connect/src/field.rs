//! [`Field`]: what a column means, and the one short notation in which connectors, header dictionaries and users'
//! maps say it.
//!
//! | written | meaning |
//! |---|---|
//! | `ad_name`, `date`, `text`, … | a [`Role`]: identity, time, attribute, money code |
//! | `impressions` | a figure of that canonical metric |
//! | `clicks.link` | … of that facet |
//! | `content_views@paid` | … of that scope |
//! | `followers_gained:lifetime` | … that behaves so over time |
//! | `watch_time in hours` | … given in that unit; converted on import |
//! | `dim.age` | breakdown: rows split by it repeat the same activity |
//! | `x.Category` | a further column to filter and group by |
//! | `derived` | a ratio that we compute ourselves; read past |
//! | `ignore` | of no use |

use std::borrow::Cow;
use std::fmt;

use harpoon_core::{Counter, Measure, Scope, metric};

/// Meaning of one column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Tells which entity, when, or what it is.
    Role(Role),
    /// A figure. `scope` and `counter` are `None` where the connector's own apply.
    Figure {
        /// Canonical metric.
        metric: &'static harpoon_core::Metric,
        /// Kind within the metric, or empty.
        facet: Cow<'static, str>,
        /// Scope, where the column itself says it.
        scope: Option<Scope>,
        /// Behaviour over time, where it differs from the connector's.
        counter: Option<Counter>,
        /// Unit of the cell.
        given: Given,
    },
    /// Breakdown by this name.
    Dimension(Cow<'static, str>),
    /// Further attribute of the entity by this name.
    Extra(Cow<'static, str>),
    /// A ratio printed by the platform; recomputed by us.
    Derived,
    /// Of no use.
    Ignore,
}

/// Declares the roles with their notation.
macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)+) => {
        /// A column that tells which entity, when, or what it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $($(#[$doc])* $variant,)+ }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its notation.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}

roles! {
    /// Platform of the row.
    Platform = "platform",
    /// Account key.
    AccountId = "account_id",
    /// Account name; the key where there is no id.
    AccountName = "account_name",
    /// Campaign key.
    CampaignId = "campaign_id",
    /// Campaign name; the key where there is no id.
    CampaignName = "campaign_name",
    /// Ad group key.
    AdGroupId = "ad_group_id",
    /// Ad group name.
    AdGroupName = "ad_group_name",
    /// Ad key.
    AdId = "ad_id",
    /// Ad name.
    AdName = "ad_name",
    /// Post, video or pin key.
    PostId = "post_id",
    /// Key of an occasion.
    EventId = "event_id",
    /// Name of an occasion.
    EventName = "event_name",
    /// Key or name of a place.
    Place = "place",
    /// Day of the row.
    Date = "date",
    /// Hour of the day, 0–23.
    Hour = "hour",
    /// Month of the row (`2026-10`, `October 2026`).
    Month = "month",
    /// First day of the row's week.
    Week = "week",
    /// First day that the row speaks of.
    PeriodStart = "period_start",
    /// Last day that the row speaks of.
    PeriodEnd = "period_end",
    /// Instant or day of publication.
    PublishedAt = "published_at",
    /// Hour of publication alone.
    PublishedHour = "published_hour",
    /// Weekday of publication alone: name, or 1–7 from Monday (a map may say from Sunday).
    PublishedWeekday = "published_weekday",
    /// Instant of the observation.
    ObservedAt = "observed_at",
    /// Title.
    Title = "title",
    /// Text.
    Text = "text",
    /// Address of the post.
    Permalink = "permalink",
    /// Address it leads to.
    LandingUrl = "landing_url",
    /// Photo, video, link, ….
    Format = "format",
    /// Length of the video.
    Duration = "duration",
    /// Objective of the campaign.
    Objective = "objective",
    /// Budget of the campaign.
    Budget = "budget",
    /// First flight date.
    StartsOn = "starts_on",
    /// Last flight date.
    EndsOn = "ends_on",
    /// ISO 4217 code of the row's money.
    Currency = "currency",
    /// Paid, organic; the map lists the words.
    Scope = "scope",
    /// Kind of the figure `results`.
    ResultKind = "result_kind",
    /// IANA time zone of the account.
    TimeZone = "time_zone",
    /// Key of a review.
    ReviewId = "review_id",
    /// Stars of a review.
    Stars = "stars",
    /// Day of writing.
    WrittenOn = "written_on",
    /// Our reply.
    Reply = "reply",
    /// Day of our reply.
    RepliedOn = "replied_on",
    /// Kind of a cost: media, fees, labour, tools, content.
    CostKind = "cost_kind",
    /// Amount of a cost.
    Amount = "amount",
    /// Who was paid, what for.
    Note = "note",
    /// Name of a metric, in tables with one figure a row; goes with `value`.
    MetricName = "metric_name",
    /// The figure that `metric_name` names.
    Value = "value",
}

/// Unit in which a cell gives its figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Given {
    /// The metric's own.
    AsIs,
    /// Hours, to seconds.
    Hours,
    /// Minutes, to seconds.
    Minutes,
    /// Milliseconds, to seconds.
    Milliseconds,
    /// `1:02:03` or `2:03`, to seconds.
    Clock,
    /// Percent, with or without a sign, to a fraction.
    Percent,
    /// Millionths of a unit of money.
    Micros,
    /// Hundredths of a unit of money.
    Cents,
}

impl Given {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("hours", Self::Hours),
        ("minutes", Self::Minutes),
        ("milliseconds", Self::Milliseconds),
        ("clock", Self::Clock),
        ("percent", Self::Percent),
        ("micros", Self::Micros),
        ("cents", Self::Cents),
    ];
}

/// Why a notation is no [`Field`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Neither a role nor a metric.
    #[error("`{0}` is neither a role nor a metric; `harpoon catalogue --fields` lists both")]
    Unknown(String),
    /// After `@`.
    #[error("`{0}` is no scope; one of organic, paid, total, unknown")]
    Scope(String),
    /// After `:`.
    #[error("`{0}` is no counter; one of lifetime, delta, level, unique, rate")]
    Counter(String),
    /// After `in`.
    #[error("`{0}` is no unit; one of hours, minutes, milliseconds, clock, percent, micros, cents")]
    Unit(String),
}

impl Field {
    /// Reads the notation.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        match text {
            "derived" => return Ok(Self::Derived),
            "ignore" => return Ok(Self::Ignore),
            _ => {}
        }
        if let Some(name) = text.strip_prefix("dim.") {
            return Ok(Self::Dimension(name.to_owned().into()));
        }
        if let Some(name) = text.strip_prefix("x.") {
            return Ok(Self::Extra(name.to_owned().into()));
        }
        if let Some(role) = Role::ALL.iter().find(|r| r.as_str() == text) {
            return Ok(Self::Role(*role));
        }
        Self::parse_figure(text)
    }

    fn parse_figure(text: &str) -> Result<Self, FieldError> {
        let (rest, given) = match text.split_once(" in ") {
            None => (text, Given::AsIs),
            Some((rest, unit)) => {
                let known = Given::WORDS.iter().find(|(word, _)| *word == unit);
                (rest, known.ok_or_else(|| FieldError::Unit(unit.to_owned()))?.1)
            }
        };
        let (rest, counter) = match rest.split_once(':') {
            None => (rest, None),
            Some((rest, word)) => (
                rest,
                Some(Counter::from_word(word).ok_or_else(|| FieldError::Counter(word.to_owned()))?),
            ),
        };
        let (rest, scope) = match rest.split_once('@') {
            None => (rest, None),
            Some((rest, word)) => (
                rest,
                Some(Scope::from_word(word).ok_or_else(|| FieldError::Scope(word.to_owned()))?),
            ),
        };
        let (id, facet) = rest.split_once('.').unwrap_or((rest, ""));
        let metric = metric(id).ok_or_else(|| FieldError::Unknown(text.to_owned()))?;
        Ok(Self::Figure {
            metric,
            facet: facet.to_owned().into(),
            scope,
            counter,
            given,
        })
    }

    /// The measure of a figure under a connector's defaults; `None` for what is no figure.
    pub fn measure(&self, scope_default: Scope, counter_default: Option<Counter>) -> Option<Measure> {
        let Self::Figure {
            metric,
            facet,
            scope,
            counter,
            ..
        } = self
        else {
            return None;
        };
        let inherent = match (metric.counter, counter_default) {
            (Counter::Delta, Some(default)) => default,
            (own, _) => own,
        };
        Some(Measure {
            metric: Cow::Borrowed(metric.id),
            facet: facet.clone(),
            scope: scope.unwrap_or(scope_default),
            counter: counter.unwrap_or(inherent),
            unit: metric.unit,
        })
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role) => f.write_str(role.as_str()),
            Self::Dimension(name) => write!(f, "dim.{name}"),
            Self::Extra(name) => write!(f, "x.{name}"),
            Self::Derived => f.write_str("derived"),
            Self::Ignore => f.write_str("ignore"),
            Self::Figure {
                metric,
                facet,
                scope,
                counter,
                given,
            } => {
                f.write_str(metric.id)?;
                if !facet.is_empty() {
                    write!(f, ".{facet}")?;
                }
                if let Some(scope) = scope {
                    write!(f, "@{scope}")?;
                }
                if let Some(counter) = counter {
                    write!(f, ":{counter}")?;
                }
                if let Some((word, _)) = Given::WORDS.iter().find(|(_, unit)| unit == given) {
                    write!(f, " in {word}")?;
                }
                Ok(())
            }
        }
    }
}
