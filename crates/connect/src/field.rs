//! [`Field`]: what a column means, and the one short notation in which connectors, header dictionaries and users'
//! maps say it.
//!
//! [`NOTATION`] lists its forms; `docs/reference/fields.md` shows them with every word.

mod slice;

use std::borrow::Cow;
use std::fmt;

pub use slice::Slice;

use harpoon_core::{AliasKind, Counter, EventKind, Measure, Scope, metric};

/// The forms of the notation, by example, with what each means.
pub const NOTATION: [(&str, &str); 19] = [
    ("ad_name", "a role: which entity, when, or what it is"),
    ("impressions", "a figure of that metric"),
    ("clicks.link", "… of that facet, a kind within the metric"),
    ("content_views@paid", "… of that scope"),
    ("followers_gained:lifetime", "… that behaves so over time"),
    ("watch_time in hours", "… given in that unit; converted on import"),
    (
        "content_views of country=NL",
        "… of that slice only: a column a country; `*` is what the star in the header stands for",
    ),
    (
        "at.lead",
        "instant of that event; a filled cell makes one, a row may give several",
    ),
    (
        "event_at",
        "instant of the row's own event; `event_kind` is the word that tells its kind",
    ),
    ("void", "yes (deleted, a test, failed) says that the row does not count"),
    ("is.deal_won", "yes or no: yes makes the row's own event this kind"),
    (
        "value.order in cents",
        "money of that event; `amount` is the worth of every deed of the row",
    ),
    (
        "person.email",
        "a name of the person; e-mail and telephone are hashed on reading",
    ),
    ("person.click.gclid", "click id of that parameter"),
    ("company.domain", "a name of the company"),
    ("dim.age", "breakdown: rows split by it repeat the same activity"),
    ("x.Category", "a further column to filter and group by"),
    ("derived", "a ratio that we compute ourselves; passed over"),
    ("ignore", "of no use"),
];

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
    /// A figure, or the role `value`, of one slice: the column stands for it.
    Part {
        /// The figure or `value`.
        of: Box<Self>,
        /// What it is of.
        slice: Slice,
    },
    /// Instant of an event of this kind.
    At(EventKind),
    /// Yes or no: whether the row's own event is of this kind.
    Is(EventKind),
    /// Money of the event of this kind.
    Worth {
        /// Kind of the event.
        kind: EventKind,
        /// Unit of the cell.
        given: Given,
    },
    /// A name of the row's person or company.
    Name {
        /// Kind of the name.
        kind: AliasKind,
        /// Parameter of a click id, where the column holds one only; else empty.
        param: Cow<'static, str>,
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

/// Declares the roles with their notation; the line above each is its meaning, here and in the program.
macro_rules! roles {
    ($(#[doc = $meaning:literal] $variant:ident = $word:literal,)+) => {
        /// A column that tells which entity, when, or what it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $(#[doc = $meaning] $variant,)+ }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its notation.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// What a column of it holds.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning.trim_ascii(),)+ }
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
    /// Key of an occasion, or of what a person did.
    EventId = "event_id",
    /// Name of an occasion.
    EventName = "event_name",
    /// Key or name of a place.
    Place = "place",
    /// Instant of the row's own event.
    EventAt = "event_at",
    /// Word for the kind of the row's own event.
    EventKind = "event_kind",
    /// Yes, deleted, test, failed and the like: the row does not count.
    Void = "void",
    /// Number of the order, deal or lead that events belong to.
    Deed = "deed",
    /// Channel of a touch, in the source's words.
    Channel = "channel",
    /// `utm_source`, or the source's word for it.
    Source = "source",
    /// `utm_medium`.
    Medium = "medium",
    /// `utm_content`: ad or post.
    Content = "content",
    /// `utm_term`.
    Term = "term",
    /// Address of the page that led here.
    Referrer = "referrer",
    /// Stage of a deal, coupon code, answer of a survey, product.
    Detail = "detail",
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
    /// Amount of a cost; worth of the deeds of a row.
    Amount = "amount",
    /// Who was paid, what for.
    Note = "note",
    /// Name of a metric, in tables with one figure a row; goes with `value`.
    MetricName = "metric_name",
    /// The figure that `metric_name` names.
    Value = "value",
}

/// Declares the units of cells with their word; the line above each is its meaning, here and in the program.
macro_rules! units {
    ($(#[doc = $meaning:literal] $variant:ident = $word:literal,)+) => {
        /// Unit in which a cell gives its figure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Given {
            /// The metric's own.
            AsIs,
            $(#[doc = $meaning] $variant,)+
        }

        impl Given {
            /// The words after ` in `, each with its unit and what it says.
            pub const WORDS: &'static [(&'static str, Self, &'static str)] =
                &[$(($word, Self::$variant, $meaning.trim_ascii()),)+];
        }
    };
}

units! {
    /// Hours, to seconds.
    Hours = "hours",
    /// Minutes, to seconds.
    Minutes = "minutes",
    /// Milliseconds, to seconds.
    Milliseconds = "milliseconds",
    /// `1:02:03` or `2:03`, to seconds.
    Clock = "clock",
    /// Percent, with or without a sign, to a fraction.
    Percent = "percent",
    /// Millionths of a unit of money.
    Micros = "micros",
    /// Hundredths of a unit of money.
    Cents = "cents",
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
    /// After `at.`, `is.` or `value.`.
    #[error("`{0}` is no kind of event; one of {kinds}", kinds = listed(EventKind::ALL.iter().map(|kind| kind.as_str())))]
    Event(String),
    /// After `person.` or `company.`.
    #[error("`{0}` is no name; one of {names}", names = listed(NAMES.iter().map(|(name, _)| *name)))]
    Name(String),
    /// After `of`.
    #[error("`{0}` is no slice of a figure; write name=value after a figure, such as `content_views of country=NL`")]
    Slice(String),
    /// After `in`.
    #[error("`{0}` is no unit; one of hours, minutes, milliseconds, clock, percent, micros, cents")]
    Unit(String),
}

/// Names of people and companies as they are written.
const NAMES: &[(&str, AliasKind)] = &[
    ("person.email", AliasKind::Email),
    ("person.phone", AliasKind::Phone),
    ("person.customer", AliasKind::Customer),
    ("person.contact", AliasKind::Contact),
    ("person.lead", AliasKind::Lead),
    ("person.deal", AliasKind::Deal),
    ("person.user", AliasKind::User),
    ("person.anonymous", AliasKind::Anonymous),
    ("person.click", AliasKind::Click),
    ("company.id", AliasKind::Company),
    ("company.domain", AliasKind::Domain),
];

fn listed<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.collect::<Vec<_>>().join(", ")
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
        if let Some((of, rest)) = text.split_once(" of ") {
            return Self::parse_part(of, rest);
        }
        if let Some(role) = Role::ALL.iter().find(|r| r.as_str() == text) {
            return Ok(Self::Role(*role));
        }
        match text.split_once('.') {
            Some(("at", kind)) => Ok(Self::At(event_kind(kind)?)),
            Some(("is", kind)) => Ok(Self::Is(event_kind(kind)?)),
            Some(("value", rest)) => {
                let (kind, given) = given(rest)?;
                let kind = event_kind(kind)?;
                Ok(Self::Worth { kind, given })
            }
            Some(("person" | "company", _)) => Self::parse_name(text),
            _ => Self::parse_figure(text),
        }
    }

    /// `rest` is the slice, and after it the unit of the cells.
    fn parse_part(of: &str, rest: &str) -> Result<Self, FieldError> {
        let is_unit = |word: &str| Given::WORDS.iter().any(|(known, ..)| *known == word);
        let unit = rest.rsplit_once(" in ").filter(|(_, word)| is_unit(word));
        let text = unit.map_or(rest, |(slice, _)| slice);
        let slice = Slice::parse(text).ok_or_else(|| FieldError::Slice(text.to_owned()))?;
        let of = unit.map_or_else(|| of.to_owned(), |(_, word)| format!("{of} in {word}"));
        match Self::parse(&of)? {
            of if of.is_figure() => Ok(Self::Part {
                of: Box::new(of),
                slice,
            }),
            _ => Err(FieldError::Slice(of)),
        }
    }

    fn parse_name(text: &str) -> Result<Self, FieldError> {
        let param = text.strip_prefix("person.click.").filter(|param| !param.is_empty());
        let name = param.map_or(text, |_| "person.click");
        let known = NAMES.iter().find(|(known, _)| *known == name);
        let (_, kind) = known.ok_or_else(|| FieldError::Name(text.to_owned()))?;
        Ok(Self::Name {
            kind: *kind,
            param: param.unwrap_or_default().to_owned().into(),
        })
    }

    fn parse_figure(text: &str) -> Result<Self, FieldError> {
        let (rest, given) = given(text)?;
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

    /// Its notation without the unit of the cells, which is no part of what a column means.
    pub fn unitless(&self) -> String {
        match self {
            Self::Figure {
                metric,
                facet,
                scope,
                counter,
                ..
            } => {
                let facet = if facet.is_empty() {
                    String::new()
                } else {
                    format!(".{facet}")
                };
                let scope = scope.map_or_else(String::new, |scope| format!("@{scope}"));
                let counter = counter.map_or_else(String::new, |counter| format!(":{counter}"));
                format!("{}{facet}{scope}{counter}", metric.id)
            }
            Self::Part { of, slice } => format!("{} of {slice}", of.unitless()),
            Self::Worth { kind, .. } => format!("value.{kind}"),
            other => other.to_string(),
        }
    }

    /// Whether the column holds figures: of a metric, or such as title or row name.
    pub fn is_figure(&self) -> bool {
        matches!(self, Self::Figure { .. } | Self::Part { .. } | Self::Role(Role::Value))
    }

    /// The field without the slice that it is of, and the slice.
    pub fn whole(&self) -> (&Self, Slice) {
        match self {
            Self::Part { of, slice } => (of, slice.clone()),
            whole => (whole, Slice::default()),
        }
    }

    /// This figure of a slice, or of a slice of its slice; `star` is what `*` stands for.
    pub(crate) fn of_slice(&self, slice: &Slice, star: &str) -> Self {
        let (whole, own) = self.whole();
        let slice = own.and(slice).filled(star);
        if slice.parts().is_empty() {
            return whole.clone();
        }
        Self::Part {
            of: Box::new(whole.clone()),
            slice,
        }
    }

    /// The measure of a figure under a connector's defaults; `None` for what is no figure.
    pub fn measure(&self, scope_default: Scope, counter_default: Option<Counter>) -> Option<Measure> {
        let Self::Figure {
            metric,
            facet,
            scope,
            counter,
            ..
        } = self.whole().0
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

/// The unit after `in`, and what stands before it.
fn given(text: &str) -> Result<(&str, Given), FieldError> {
    let Some((rest, unit)) = text.split_once(" in ") else {
        return Ok((text, Given::AsIs));
    };
    let known = Given::WORDS.iter().find(|(word, ..)| *word == unit);
    known
        .map(|(_, given, _)| (rest, *given))
        .ok_or_else(|| FieldError::Unit(unit.to_owned()))
}

fn event_kind(word: &str) -> Result<EventKind, FieldError> {
    EventKind::from_word(word).ok_or_else(|| FieldError::Event(word.to_owned()))
}

fn write_given(f: &mut fmt::Formatter<'_>, given: Given) -> fmt::Result {
    match Given::WORDS.iter().find(|(_, unit, _)| *unit == given) {
        Some((word, ..)) => write!(f, " in {word}"),
        None => Ok(()),
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role) => f.write_str(role.as_str()),
            Self::At(kind) => write!(f, "at.{kind}"),
            Self::Is(kind) => write!(f, "is.{kind}"),
            Self::Worth { kind, given } => {
                write!(f, "value.{kind}")?;
                write_given(f, *given)
            }
            Self::Name { kind, param } => {
                let name = NAMES.iter().find(|(_, known)| known == kind).map(|(name, _)| *name);
                f.write_str(name.unwrap_or_default())?;
                if param.is_empty() {
                    Ok(())
                } else {
                    write!(f, ".{param}")
                }
            }
            Self::Dimension(name) => write!(f, "dim.{name}"),
            Self::Extra(name) => write!(f, "x.{name}"),
            Self::Derived => f.write_str("derived"),
            Self::Ignore => f.write_str("ignore"),
            Self::Figure { given, .. } => {
                f.write_str(&self.unitless())?;
                write_given(f, *given)
            }
            Self::Part { of, slice } => {
                write!(f, "{} of {slice}", of.unitless())?;
                match **of {
                    Self::Figure { given, .. } => write_given(f, given),
                    _ => Ok(()),
                }
            }
        }
    }
}
