//! What one column may mean: by its header in any connector or language, by words in it, by the shape of its cells.

use std::collections::BTreeMap;

use crate::CONNECTORS;
use crate::cell::{Cell, DateSurvey, DecimalMark, NumberReader, currency, is_unknown};
use crate::dictionary::{Dictionary, normalise_header};
use crate::field::{Field, Given, Role};

/// What the cells of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// No cell says anything.
    Blank,
    Number,
    /// `1:02:03`
    Clock,
    Date,
    Address,
    /// Few different words.
    Kind,
    Text,
}

impl Shape {
    pub(super) fn of(cells: &[&str]) -> Self {
        let known: Vec<&str> = cells.iter().copied().filter(|cell| !is_unknown(cell, &[])).collect();
        if known.is_empty() {
            return Self::Blank;
        }
        let mostly = |fits: fn(&str) -> bool| known.iter().filter(|cell| fits(cell)).count() * 10 >= known.len() * 9;
        if mostly(is_number) {
            Self::Number
        } else if mostly(is_clock) {
            Self::Clock
        } else if mostly(is_day) {
            Self::Date
        } else if mostly(|cell| cell.starts_with("http://") || cell.starts_with("https://")) {
            Self::Address
        } else if is_kind(&known) {
            Self::Kind
        } else {
            Self::Text
        }
    }
}

fn is_number(cell: &str) -> bool {
    let reads = |mark| {
        let reader = NumberReader {
            mark,
            given: Given::AsIs,
            unknown: &[],
        };
        matches!(
            reader.read(cell),
            Ok(Cell::Value(_) | Cell::Rounded(_) | Cell::Censored)
        )
    };
    reads(DecimalMark::Point) || reads(DecimalMark::Comma)
}

fn is_clock(cell: &str) -> bool {
    let reader = NumberReader {
        mark: DecimalMark::Point,
        given: Given::Clock,
        unknown: &[],
    };
    cell.contains(':') && reader.read(cell).is_ok()
}

fn is_day(cell: &str) -> bool {
    let mut survey = DateSurvey::default();
    survey.look(cell);
    survey.findings().dates == 1
}

/// Whether cells repeat and are short.
fn is_kind(known: &[&str]) -> bool {
    let mut different = known.to_vec();
    different.sort_unstable();
    different.dedup();
    different.len() * 2 <= known.len() && known.iter().all(|cell| cell.len() <= 40)
}

/// Words in a header and what they suggest, the more telling first.
const WORDS: &[(&str, &str)] = &[
    ("post id", "post_id"),
    ("permalink", "permalink"),
    ("post url", "permalink"),
    ("landing", "landing_url"),
    ("campaign id", "campaign_id"),
    ("campaign", "campaign_name"),
    ("ad set", "ad_group_name"),
    ("adset", "ad_group_name"),
    ("ad group", "ad_group_name"),
    ("ad id", "ad_id"),
    ("ad name", "ad_name"),
    ("creative", "ad_name"),
    ("account id", "account_id"),
    ("account", "account_name"),
    ("platform", "platform"),
    ("network", "platform"),
    ("currency", "currency"),
    ("impression", "impressions"),
    ("reach", "reach"),
    ("link click", "clicks.link"),
    ("click", "clicks.total"),
    ("video view", "video_views"),
    ("watch time", "watch_time"),
    ("view", "content_views"),
    ("amount spent", "spend"),
    ("spend", "spend"),
    ("spent", "spend"),
    ("cost", "spend"),
    ("conversion value", "conversion_value.reported"),
    ("revenue", "revenue"),
    ("conversion", "conversions.reported"),
    ("purchase", "conversions.purchase"),
    ("lead", "leads"),
    ("follower", "followers"),
    ("subscriber", "followers"),
    ("reaction", "reactions.total"),
    ("like", "reactions.like"),
    ("comment", "comments"),
    ("repost", "reposts"),
    ("share", "shares"),
    ("save", "saves"),
    ("engagement", "engagements_total"),
    ("interaction", "engagements_total"),
    ("session", "sessions"),
    ("visitor", "visitors"),
    ("stars", "stars"),
    ("rating", "stars"),
    ("publish", "published_at"),
    ("posted", "published_at"),
    ("created", "published_at"),
    ("weekday", "published_weekday"),
    ("month", "month"),
    ("week", "week"),
    ("date", "date"),
    ("day", "date"),
    ("title", "title"),
    ("caption", "text"),
    ("message", "text"),
    ("text", "text"),
    ("type", "format"),
    ("format", "format"),
];

/// Words in a header of a table of what people did, the more telling first.
const EVENT_WORDS: &[(&str, &str)] = &[
    ("gclid", "person.click.gclid"),
    ("fbclid", "person.click.fbclid"),
    ("email", "person.email"),
    ("e mail", "person.email"),
    ("phone", "person.phone"),
    ("customer", "person.customer"),
    ("contact id", "person.contact"),
    ("lead id", "person.lead"),
    ("mql id", "person.lead"),
    ("visitor", "person.anonymous"),
    ("anonymous", "person.anonymous"),
    ("user id", "person.user"),
    ("company id", "company.id"),
    ("account id", "company.id"),
    ("website", "company.domain"),
    ("refund", "value.refund"),
    ("utm source", "source"),
    ("utm medium", "medium"),
    ("utm campaign", "campaign_name"),
    ("utm content", "content"),
    ("utm term", "term"),
    ("created", "event_at"),
    ("ordered", "event_at"),
    ("purchased", "event_at"),
    ("timestamp", "event_at"),
    ("date", "event_at"),
    ("time", "event_at"),
    ("stage", "event_kind"),
    ("status", "event_kind"),
    ("event", "event_kind"),
    ("interaction", "event_kind"),
    ("order", "deed"),
    ("deal", "deed"),
    ("opportunity", "deed"),
    ("invoice", "deed"),
    ("receipt", "deed"),
    ("total", "amount"),
    ("amount", "amount"),
    ("revenue", "amount"),
    ("value", "amount"),
    ("price", "amount"),
    ("currency", "currency"),
    ("channel", "channel"),
    ("origin", "channel"),
    ("source", "source"),
    ("medium", "medium"),
    ("campaign", "campaign_name"),
    ("landing", "landing_url"),
    ("referr", "referrer"),
    ("coupon", "detail"),
    ("discount code", "detail"),
];

/// Words of people and their orders, one of which a table of what people did has in its header.
const PEOPLE: &[&str] = &[
    "email",
    "e mail",
    "customer id",
    "customer",
    "contact id",
    "lead id",
    "user id",
    "visitor id",
    "order id",
    "order number",
    "deal id",
    "opportunity id",
];

/// Words that only tables of figures have.
const FIGURES: &[&str] = &["impressions", "reach", "spend", "clicks", "followers", "likes", "views"];

/// Whether the headers are those of a table of what people did.
pub(super) fn is_of_events(header: &[String]) -> bool {
    let plain: Vec<String> = header.iter().map(|h| words_of(h)).collect();
    let has = |words: &[&str]| plain.iter().any(|h| words.contains(&h.as_str()));
    has(PEOPLE) && !has(FIGURES)
}

/// A header in words: `Order_ID` is `order id`.
fn words_of(header: &str) -> String {
    normalise_header(header).replace(['_', '-'], " ")
}

/// Headers and what they mean anywhere.
pub(super) struct Suggestions {
    known: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Suggestions {
    /// From every connector and the dictionary.
    pub(super) fn new() -> Self {
        let mut all = Self { known: BTreeMap::new() };
        for (headers, notation) in CONNECTORS.iter().flat_map(|c| c.columns) {
            headers
                .split('|')
                .for_each(|header| all.note(&normalise_header(header), notation));
        }
        for (_, header, field) in Dictionary::builtin().iter() {
            all.note(header, &field.to_string());
        }
        all
    }

    fn note(&mut self, header: &str, notation: &str) {
        let header = header.trim_end_matches("(*)").trim_end();
        if header.contains('*') {
            return;
        }
        *self
            .known
            .entry(header.to_owned())
            .or_default()
            .entry(notation.to_owned())
            .or_default() += 1;
    }

    /// What a column of a table of what people did may mean.
    pub(super) fn meaning_of_event(header: &str, shape: Shape) -> Option<Field> {
        let words = words_of(header);
        let told = EVENT_WORDS.iter().filter(|(word, _)| words.contains(word));
        let mut found = told.filter_map(|(_, notation)| Field::parse(notation).ok());
        found.find(|field| is_possible(field, shape))
    }

    /// What a column may mean; `None` where nothing speaks for anything.
    pub(super) fn meaning(&self, header: &str, shape: Shape) -> Option<Field> {
        let plain = normalise_header(header);
        let plain = trailing_code(header).map_or(plain.as_str(), |_| without_code(&plain));
        let by_name = Field::parse(&plain.replace([' ', '-'], "_")).ok();
        let by_platforms = self.known.get(plain).and_then(most_frequent);
        let by_words = || {
            WORDS
                .iter()
                .filter(|(word, _)| plain.contains(word))
                .find_map(|(_, n)| fitting(n, shape))
        };
        let fits = |field: &Field| is_possible(field, shape) && !is_of_event(field);
        by_name
            .filter(fits)
            .or(by_platforms.filter(fits))
            .or_else(by_words)
            .or_else(|| by_shape(header, shape))
    }
}

fn most_frequent(meanings: &BTreeMap<String, usize>) -> Option<Field> {
    let (notation, _) = meanings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
    Field::parse(notation).ok()
}

fn fitting(notation: &str, shape: Shape) -> Option<Field> {
    Field::parse(notation).ok().filter(|field| is_possible(field, shape))
}

/// Whether cells of this shape can hold it.
fn is_possible(field: &Field, shape: Shape) -> bool {
    match (field, shape) {
        (_, Shape::Blank) => true,
        (
            Field::Figure {
                given: Given::Clock, ..
            },
            _,
        ) => shape == Shape::Clock,
        (Field::At(_), _) => shape == Shape::Date,
        (
            Field::Figure { .. }
            | Field::Part { .. }
            | Field::Worth { .. }
            | Field::Role(Role::Stars | Role::Amount | Role::Budget),
            _,
        ) => shape == Shape::Number,
        (Field::Role(role), _) if is_date(*role) => shape == Shape::Date,
        (Field::Role(Role::Permalink | Role::LandingUrl), _) => shape == Shape::Address,
        (Field::Role(Role::Platform | Role::Currency | Role::Format | Role::Scope), _) => {
            matches!(shape, Shape::Kind | Shape::Text)
        }
        _ => true,
    }
}

/// Whether it is of events only.
fn is_of_event(field: &Field) -> bool {
    match field {
        Field::At(_) | Field::Is(_) | Field::Worth { .. } | Field::Name { .. } => true,
        Field::Role(role) => matches!(
            role,
            Role::EventAt
                | Role::EventKind
                | Role::Void
                | Role::Deed
                | Role::Channel
                | Role::Source
                | Role::Medium
                | Role::Content
                | Role::Term
                | Role::Referrer
                | Role::Detail
        ),
        _ => false,
    }
}

fn by_shape(header: &str, shape: Shape) -> Option<Field> {
    let extra = || Field::Extra(super::name_of(header).into());
    match shape {
        Shape::Date => Some(Field::Role(Role::Date)),
        Shape::Address => Some(Field::Role(Role::Permalink)),
        Shape::Kind => Some(extra()),
        Shape::Blank | Shape::Number | Shape::Clock | Shape::Text => None,
    }
}

/// Whether its cells are days or instants.
pub(super) const fn is_date(role: Role) -> bool {
    matches!(
        role,
        Role::Date
            | Role::Week
            | Role::Month
            | Role::PeriodStart
            | Role::PeriodEnd
            | Role::PublishedAt
            | Role::ObservedAt
            | Role::StartsOn
            | Role::EndsOn
            | Role::WrittenOn
            | Role::RepliedOn
            | Role::EventAt
    )
}

/// `EUR` in `Amount spent (EUR)`.
pub(super) fn trailing_code(header: &str) -> Option<&'static str> {
    let (_, last) = header.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    currency::code(last.trim())
}

fn without_code(header: &str) -> &str {
    header.rsplit_once('(').map_or(header, |(before, _)| before.trim_end())
}
