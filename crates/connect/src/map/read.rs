//! From the text of a map to a [`Connector`], or to all its mistakes.

mod draft;
mod tap;
mod walk;

use harpoon_core::{Counter, EntityKind, EventKind, Scope};
use jiff::tz::TimeZone;
use toml::de::{DeTable, DeValue};

use super::MapMistake;
use crate::CONNECTORS;
use crate::cell::{DayOrder, DecimalMark, currency};
use crate::connector::{Connector, EventWord};
use draft::{Draft, Mapped, Platform};
pub(super) use tap::read as read_tap;
use walk::{Entry, Walk};

/// Keys of a map, for the message about an unknown one.
const KEYS: &[&str] = &[
    "id",
    "title",
    "platform",
    "account",
    "entity",
    "scope",
    "counter",
    "zone",
    "currency",
    "day_order",
    "decimal",
    "unknown",
    "totals",
    "rows_are_numbered",
    "weekdays_from_sunday",
    "header",
    "columns",
    "optional",
    "scope_words",
    "event",
    "kinds",
    "system",
    "calling_code",
];

/// Reads a map. Errors: every mistake, in file order.
pub(super) fn read(text: &str) -> Result<Connector, Vec<MapMistake>> {
    /// No map is larger, in bytes.
    const LARGEST: usize = 256 * 1024;

    let mut walk = Walk::new(text);
    if text.len() > LARGEST {
        walk.wrong(0..0, "a map is not larger than 256 KiB");
        return Err(walk.mistakes());
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        walk.wrong(error.span().unwrap_or_default(), error.message());
    }
    if !errors.is_empty() {
        return Err(walk.mistakes());
    }
    let mut draft = Draft::default();
    for entry in walk::entries(document.get_ref()) {
        take(&mut walk, &mut draft, &entry);
    }
    draft.check(&mut walk);
    match walk.mistakes() {
        mistakes if mistakes.is_empty() => Ok(draft.connector()),
        mistakes => Err(mistakes),
    }
}

/// Takes one key of the map into the draft.
fn take(walk: &mut Walk, draft: &mut Draft, entry: &Entry) {
    match entry.key {
        "id" => draft.id = walk.text(entry).and_then(|id| checked_id(walk, entry, id)),
        "title" => draft.title = walk.text(entry).map(str::to_owned),
        "platform" => draft.platform = platform(walk, draft, entry),
        "account" => draft.account = walk.text(entry).map(str::to_owned),
        "entity" => draft.entity = walk.word(entry, EntityKind::from_word, EntityKind::ALL),
        "scope" => draft.scope = walk.word(entry, Scope::from_word, Scope::ALL),
        "counter" => draft.counter = walk.word(entry, Counter::from_word, Counter::ALL),
        "zone" => draft.zone = walk.text(entry).and_then(|zone| checked_zone(walk, entry, zone)),
        "currency" => draft.currency = walk.text(entry).and_then(|code| checked_currency(walk, entry, code)),
        "day_order" => draft.day_order = walk.word(entry, DayOrder::from_word, &["dmy", "mdy"]),
        "decimal" => draft.decimal = walk.word(entry, DecimalMark::from_word, &["point", "comma"]),
        "unknown" => draft.unknown = walk.texts(entry),
        "totals" => draft.totals = walk.texts(entry),
        "rows_are_numbered" => draft.rows_are_numbered = walk.flag(entry),
        "weekdays_from_sunday" => draft.weekdays_from_sunday = walk.flag(entry),
        "header" => header(walk, draft, entry),
        "columns" => columns(walk, draft, entry, true),
        "optional" => columns(walk, draft, entry, false),
        "scope_words" => {
            let words = walk.table(entry).into_iter();
            draft.scope_words = words.filter_map(|word| scope_word(walk, &word)).collect();
        }
        "event" => draft.event = walk.word(entry, EventKind::from_word, EventKind::ALL),
        "kinds" => {
            let words = walk.table(entry).into_iter();
            draft.kinds = words.filter_map(|word| kind_word(walk, &word)).collect();
        }
        "system" => draft.system = walk.text(entry).and_then(|name| system_name(walk, entry, name)),
        "calling_code" => draft.calling_code = walk.text(entry).and_then(|code| calling_code(walk, entry, code)),
        other => {
            let hint = walk::nearest(other, KEYS.iter().copied());
            walk.wrong(
                entry.at.clone(),
                format!("`{other}` is no key of a map{hint}; keys are {}", KEYS.join(", ")),
            );
        }
    }
}

fn checked_id(walk: &mut Walk, entry: &Entry, id: &str) -> Option<String> {
    let is_word = !id.is_empty()
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_word {
        walk.wrong(
            entry.value_at(),
            format!("`{id}` is no id; write small letters, digits and `_`"),
        );
        return None;
    }
    if CONNECTORS.iter().any(|c| c.id == id) {
        walk.wrong(
            entry.value_at(),
            format!("`{id}` is the id of one of Harpoon's own connectors; choose another"),
        );
        return None;
    }
    Some(id.to_owned())
}

fn checked_zone(walk: &mut Walk, entry: &Entry, zone: &str) -> Option<String> {
    if TimeZone::get(zone).is_err() {
        walk.wrong(
            entry.value_at(),
            format!("`{zone}` is no time zone; write an IANA name such as Europe/Berlin"),
        );
        return None;
    }
    Some(zone.to_owned())
}

fn checked_currency(walk: &mut Walk, entry: &Entry, code: &str) -> Option<&'static str> {
    let known = currency::code(code);
    if known.is_none() {
        walk.wrong(
            entry.value_at(),
            format!("`{code}` is no currency; write an ISO 4217 code such as EUR"),
        );
    }
    known
}

/// `"facebook"`, or `{ column = "Source", words = { "Google Maps" = "google" } }`.
fn platform(walk: &mut Walk, draft: &mut Draft, entry: &Entry) -> Option<Platform> {
    if !matches!(entry.value.get_ref(), DeValue::Table(_)) {
        return walk
            .text(entry)
            .and_then(|name| platform_name(walk, entry, name))
            .map(Platform::Fixed);
    }
    let mut words = Vec::new();
    let mut column = None;
    for part in walk.table(entry) {
        match part.key {
            "column" => column = walk.text(&part).map(|header| (header.to_owned(), part.value_at())),
            "words" => {
                for word in walk.table(&part) {
                    let name = walk.text(&word).and_then(|name| platform_name(walk, &word, name));
                    words.extend(name.map(|name| (word.key.to_lowercase(), name)));
                }
            }
            other => walk.wrong(
                part.at.clone(),
                format!("`{other}` is not known here; write column and words"),
            ),
        }
    }
    let Some((header, at)) = column else {
        walk.wrong(
            entry.value_at(),
            "which column tells the platform? write { column = \"…\" }",
        );
        return None;
    };
    draft.add(
        walk,
        Mapped {
            header,
            notation: "platform".to_owned(),
            required: true,
            at,
        },
    );
    Some(Platform::Column(words))
}

fn platform_name(walk: &mut Walk, entry: &Entry, name: &str) -> Option<String> {
    let is_word = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_word {
        walk.wrong(
            entry.value_at(),
            format!("`{name}` is no platform; write small letters, such as facebook"),
        );
    }
    is_word.then(|| name.to_owned())
}

fn header(walk: &mut Walk, draft: &mut Draft, entry: &Entry) {
    for part in walk.table(entry) {
        match part.key {
            "line" => draft.header_line = walk.whole(&part),
            "sheet" => draft.sheet = walk.text(&part).map(str::to_owned),
            other => walk.wrong(
                part.at.clone(),
                format!("`{other}` is not known here; write line or sheet"),
            ),
        }
    }
}

fn columns(walk: &mut Walk, draft: &mut Draft, entry: &Entry, required: bool) {
    for column in walk.table(entry) {
        if let Some(notation) = walk.text(&column) {
            let (header, at) = (column.key.to_owned(), column.at.clone());
            draft.add(
                walk,
                Mapped {
                    header,
                    notation: notation.to_owned(),
                    required,
                    at,
                },
            );
        }
    }
}

fn scope_word(walk: &mut Walk, word: &Entry) -> Option<(String, Scope)> {
    let scope = walk.word(word, Scope::from_word, Scope::ALL)?;
    Some((word.key.to_owned(), scope))
}

/// `"order"`, or `"ignore"` for rows of no event.
fn kind_word(walk: &mut Walk, word: &Entry) -> Option<(String, EventWord)> {
    let read = |text: &str| match text {
        "ignore" => Some(EventWord::Ignore),
        kind => EventKind::from_word(kind).map(EventWord::Is),
    };
    let allowed: Vec<&str> = EventKind::ALL
        .iter()
        .map(|kind| kind.as_str())
        .chain(["ignore"])
        .collect();
    let meant = walk.word(word, read, &allowed)?;
    Some((word.key.to_owned(), meant))
}

fn system_name(walk: &mut Walk, entry: &Entry, name: &str) -> Option<String> {
    let is_word = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_word {
        walk.wrong(
            entry.value_at(),
            format!("`{name}` is no system; write small letters, such as hubspot"),
        );
    }
    is_word.then(|| name.to_owned())
}

fn calling_code(walk: &mut Walk, entry: &Entry, code: &str) -> Option<String> {
    let digits = code.trim_start_matches('+');
    let is_code = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_code {
        walk.wrong(
            entry.value_at(),
            format!("`{code}` is no calling code; write its digits, such as 31"),
        );
    }
    is_code.then(|| digits.to_owned())
}
