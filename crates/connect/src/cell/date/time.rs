//! Time of day and offset: `9:03`, `19:33:05.250 +0000`, `11:01 p.m.`, `T10:00Z`.

use jiff::civil::Time;
use jiff::tz::Offset;

/// A time of day within a text, and what surrounds it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    /// Text before the time.
    pub before: &'a str,
    /// Text after the time and its offset.
    pub after: &'a str,
    /// The time.
    pub time: Time,
    /// The offset from UTC.
    pub offset: Option<Offset>,
}

/// A colon that is in no time of day.
pub(super) struct NotATime;

/// Half of the day, with its spellings in lower case; longer ones first.
const AFTERNOON: &[(&str, bool)] = &[
    ("a. m.", false),
    ("p. m.", true),
    ("a.m.", false),
    ("p.m.", true),
    ("a.m", false),
    ("p.m", true),
    ("am", false),
    ("pm", true),
    ("π.μ.", false),
    ("μ.μ.", true),
    ("πμ", false),
    ("μμ", true),
    ("上午", false),
    ("下午", true),
    ("午前", false),
    ("午後", true),
    ("오전", false),
    ("오후", true),
];

/// Zone names with one meaning, and their hours from UTC. Names that several zones share are none.
const ZONES: &[(&str, i8)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("PST", -8),
    ("PDT", -7),
    ("MST", -7),
    ("MDT", -6),
    ("EST", -5),
    ("EDT", -4),
    ("CET", 1),
    ("CEST", 2),
];

/// The time of day in a text, around its first colon. `Ok(None)` where there is no colon.
pub(super) fn find(text: &str) -> Result<Option<Found<'_>>, NotATime> {
    let Some(colon) = text.find(':') else {
        return Ok(None);
    };
    let (before, _) = text.split_at(colon);
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (before, rest) = text.split_at(start);
    let (before, half_before) = half_at_end(before);
    let (time, rest) = clock(rest).ok_or(NotATime)?;
    let (half_after, rest) = half_at_start(rest.trim_start());
    let time = in_half(time, half_before.or(half_after)).ok_or(NotATime)?;
    let (offset, after) = offset(rest.trim_start());
    Ok(Some(Found {
        before,
        after,
        time,
        offset,
    }))
}

/// `h:mm`, `hh:mm:ss` and a fraction, then the rest.
fn clock(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = number(text, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
    let Some(rest) = rest.strip_prefix(':') else {
        return Some((Time::new(hour, minute, 0, 0).ok()?, rest));
    };
    let (second, rest) = number(rest, 2)?;
    let (nanos, rest) = fraction(rest);
    Some((Time::new(hour, minute, second.min(59), nanos).ok()?, rest))
}

fn number(text: &str, longest: usize) -> Option<(i8, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let value = (1..=longest)
        .contains(&digits.len())
        .then(|| digits.parse().ok())
        .flatten();
    value.map(|value| (value, rest))
}

/// Nanoseconds of `.25`; digits beyond the ninth are cut off.
fn fraction(text: &str) -> (i32, &str) {
    let Some(rest) = text.strip_prefix(['.', ',']) else {
        return (0, text);
    };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    let tens = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
    (tens.fold(0, |nanos, digit| nanos * 10 + i32::from(digit - b'0')), rest)
}

fn half_at_start(text: &str) -> (Option<bool>, &str) {
    if !text.starts_with(char::is_alphabetic) {
        return (None, text);
    }
    let found = AFTERNOON.iter().find_map(|(word, afternoon)| {
        let head = text.get(..word.len())?;
        let rest = text.get(word.len()..)?;
        let ends = !rest.starts_with(char::is_alphanumeric);
        (ends && head.eq_ignore_ascii_case(word)).then_some((Some(*afternoon), rest))
    });
    found.unwrap_or((None, text))
}

fn half_at_end(text: &str) -> (&str, Option<bool>) {
    let trimmed = text.trim_end();
    if trimmed.is_empty() {
        return (text, None);
    }
    let found = AFTERNOON
        .iter()
        .find_map(|(word, afternoon)| Some((trimmed.strip_suffix(word)?, Some(*afternoon))));
    found.unwrap_or((text, None))
}

fn in_half(time: Time, afternoon: Option<bool>) -> Option<Time> {
    let hour = match (afternoon, time.hour()) {
        (Some(_), 0 | 13..) => return None,
        (Some(false), 12) => 0,
        (Some(true), 12) => 12,
        (None | Some(false), hour) => hour,
        (Some(true), hour) => hour + 12,
    };
    Time::new(hour, time.minute(), time.second(), time.subsec_nanosecond()).ok()
}

/// `Z`, `UTC`, `+02:00`, `GMT-0500`, `(UTC)`; what is none of these is left in the rest.
fn offset(text: &str) -> (Option<Offset>, &str) {
    match text {
        "" => return (None, text),
        "Z" => return (Some(Offset::UTC), ""),
        _ => {}
    }
    let bare = text.strip_prefix('(').unwrap_or(text);
    let named = ZONES
        .iter()
        .find_map(|(name, hours)| Some((*hours, bare.strip_prefix(name)?)));
    let (named, rest) = match named {
        Some((hours, rest)) if !rest.starts_with(char::is_alphabetic) => (Offset::from_hours(hours).ok(), rest),
        _ => (None, bare),
    };
    if let Some((offset, rest)) = signed(rest) {
        return (Some(offset), rest.trim_start_matches(')'));
    }
    match (named, rest.strip_prefix(['Z', 'z'])) {
        (Some(offset), _) => (Some(offset), rest.trim_start_matches(')')),
        (None, Some(rest)) if rest.is_empty() => (Some(Offset::UTC), rest),
        _ => (None, text),
    }
}

/// `+2`, `+02`, `+0200`, `+02:00`.
fn signed(text: &str) -> Option<(Offset, &str)> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits = text.trim_start_matches(['+', '-', '−']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (run, rest) = digits.split_at(end);
    let (hours, minutes, rest) = match (run.len(), rest.strip_prefix(':')) {
        (1 | 2, Some(after)) => {
            let (minutes, rest) = number(after, 2)?;
            (run.parse::<i32>().ok()?, i32::from(minutes), rest)
        }
        (1 | 2, None) => (run.parse().ok()?, 0, rest),
        (4, _) => (run.get(..2)?.parse().ok()?, run.get(2..)?.parse().ok()?, rest),
        _ => return None,
    };
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    Some((offset, rest))
}

/// The hour of `17`, `17.0`, `17:30`, `5 PM`, `17h`.
pub(super) fn hour(text: &str) -> Option<i8> {
    if let Some(found) = find(text).ok()? {
        let alone = found.before.is_empty() && found.after.is_empty();
        return alone.then(|| found.time.hour());
    }
    let (hour, rest) = number(text, 2)?;
    let rest = rest.strip_prefix(".0").unwrap_or(rest).trim_start();
    let (half, rest) = half_at_start(rest);
    let time = in_half(Time::new(hour, 0, 0, 0).ok()?, half)?;
    matches!(rest, "" | "h" | "H").then(|| time.hour())
}
