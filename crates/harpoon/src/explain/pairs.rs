//! [`compare`]: the two periods segment by segment, with what no segment holds.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::{Dim, Number};
use harpoon_model::explain::{Fraction, Language, Pair, Told};

use super::Both;
use super::side::{Key, Side};
use super::words;

/// Segments on both sides, and what a reader must know of them.
pub(super) struct Compared {
    pub(super) pairs: Vec<Pair<Fraction>>,
    /// How many are known on both sides, without the rest.
    pub(super) segments: usize,
    pub(super) notes: Vec<String>,
}

fn missing(told: &Told<Fraction>) -> bool {
    matches!(told, Told::Missing(_))
}

/// A segment with what is told of it on both sides.
struct Segment<'a> {
    key: &'a Key,
    from: Told<Fraction>,
    to: Told<Fraction>,
}

impl Segment<'_> {
    fn known(&self) -> bool {
        !missing(&self.from) && !missing(&self.to)
    }
}

/// The pairs of one currency.
///
/// A platform that is not known in one of the periods is left out with all that it has. A platform that is known, but in one
/// period not by this dimension, stands in the rest: what the whole holds beyond its segments.
pub(super) fn compare(whole: &Both, platforms: &Both, by: &Both, currency: &str, language: Language) -> Compared {
    let unknown: Vec<Segment<'_>> = segments(platforms, currency, language)
        .into_iter()
        .filter(|s| !s.known())
        .collect();
    let mut notes = notes(by);
    let comparable = |segment: &Segment<'_>| {
        let platform = segment.key.0.as_str();
        !unknown.iter().any(|u| u.key.0 == platform) && by.told_of(platform)
    };
    let (told, untold): (Vec<_>, Vec<_>) = segments(by, currency, language).into_iter().partition(comparable);
    for segment in untold
        .iter()
        .filter(|s| !by.told_of(&s.key.0) && !unknown.iter().any(|u| u.key.0 == s.key.0))
    {
        notes.push(format!(
            "{} is known by {} in one of the periods only, so it stands in the rest",
            segment.key.0, by.by
        ));
    }
    notes.dedup();
    let all = || told.iter().chain(&unknown);
    let rest = Pair {
        name: words::rest(language).to_owned(),
        value: None,
        from: rest(&whole.from, currency, all().map(|s| &s.from)),
        to: rest(&whole.to, currency, all().map(|s| &s.to)),
    };
    let mut pairs = named(told, &by.by, language);
    let segments = pairs.iter().filter(|p| !missing(&p.from) && !missing(&p.to)).count();
    pairs.extend(named(unknown, &Dim::Platform, language));
    if holds_less(&rest) {
        notes.push(format!(
            "by {} there is more than in the whole: another source tells it",
            by.by
        ));
    } else if rest.from != rest.to || rest.to != Told::Absent {
        pairs.push(unlike_others(rest, &pairs));
    }
    Compared { pairs, segments, notes }
}

/// Every segment of one currency.
fn segments<'a>(both: &'a Both, currency: &str, language: Language) -> Vec<Segment<'a>> {
    let keys: BTreeSet<&Key> = both
        .from
        .keys(currency)
        .union(&both.to.keys(currency))
        .copied()
        .collect();
    let segment = |key| Segment {
        key,
        from: told(&both.from, currency, key, language),
        to: told(&both.to, currency, key, language),
    };
    keys.into_iter().map(segment).collect()
}

impl Both {
    /// Whether both periods know figures of the platform. Costs entered by hand stand under no platform.
    fn told_of(&self, platform: &str) -> bool {
        platform.is_empty() || (self.from.tells_of(platform) && self.to.tells_of(platform))
    }
}

fn told(side: &Side, currency: &str, key: &Key, language: Language) -> Told<Fraction> {
    match side.get(currency, key) {
        Some(Ok(fraction)) => Told::Known(*fraction),
        Some(Err(reason)) => Told::Missing(words::why(language, reason)),
        // Costs entered by hand stand under no platform; where none was entered there was none.
        None if key.0.is_empty() || side.tells_of(&key.0) => Told::Absent,
        None => Told::Missing(words::untold(language, &key.0, side.period)),
    }
}

/// What the whole holds beyond the segments known on this side.
fn rest<'a>(whole: &Side, currency: &str, segments: impl Iterator<Item = &'a Told<Fraction>>) -> Told<Fraction> {
    let nothing = Fraction {
        above: Number::ZERO,
        base: Number::ZERO,
    };
    let all = whole
        .get(currency, &Key::default())
        .and_then(|known| known.as_ref().ok())
        .copied();
    let left = segments.fold(all.unwrap_or(nothing), |left, told| match told {
        Told::Known(known) => Fraction {
            above: left.above - known.above,
            base: left.base - known.base,
        },
        Told::Absent | Told::Missing(_) => left,
    });
    if left == nothing {
        Told::Absent
    } else {
        Told::Known(left)
    }
}

/// Whether the segments hold more of the base than the whole, so that no rest can be told.
fn holds_less(rest: &Pair<Fraction>) -> bool {
    [&rest.from, &rest.to]
        .into_iter()
        .any(|told| matches!(told, Told::Known(Fraction { base, .. }) if *base < Number::ZERO))
}

/// Segments by name. Things of a platform (campaigns, posts) stay apart where two platforms have one of the same name;
/// kinds (formats, weekdays) are added up over the platforms known on both sides.
fn named(segments: Vec<Segment<'_>>, by: &Dim, language: Language) -> Vec<Pair<Fraction>> {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for segment in &segments {
        *names.entry(segment.key.1.as_str()).or_default() += 1;
    }
    let alone: BTreeSet<String> = names
        .into_iter()
        .filter(|(_, n)| *n == 1)
        .map(|(name, _)| name.to_owned())
        .collect();
    let mut pairs: BTreeMap<String, Pair<Fraction>> = BTreeMap::new();
    for segment in segments {
        let (platform, value) = segment.key;
        let plain = words::value(language, by, value);
        let kept = alone.contains(value) || (segment.known() && !of_platforms(by));
        // A filter by a value that several platforms have would be of more than this segment, and there is none by no value.
        let filter = Some(value).filter(|value| kept && !value.is_empty());
        let name = if kept { plain } else { format!("{plain} ({platform})") };
        let pair = pairs.entry(name.clone()).or_insert(Pair {
            name,
            value: filter.cloned(),
            from: Told::Absent,
            to: Told::Absent,
        });
        pair.from = added(&pair.from, &segment.from);
        pair.to = added(&pair.to, &segment.to);
    }
    pairs.into_values().collect()
}

const fn of_platforms(by: &Dim) -> bool {
    matches!(
        by,
        Dim::Platform | Dim::Account | Dim::Campaign | Dim::AdGroup | Dim::Ad | Dim::Post
    )
}

fn added(a: &Told<Fraction>, b: &Told<Fraction>) -> Told<Fraction> {
    match (a, b) {
        (Told::Known(a), Told::Known(b)) => Told::Known(Fraction {
            above: a.above + b.above,
            base: a.base + b.base,
        }),
        (missing @ Told::Missing(_), _) | (_, missing @ Told::Missing(_)) => missing.clone(),
        (Told::Absent, other) | (other, Told::Absent) => other.clone(),
    }
}

/// The rest under a name that no segment has.
fn unlike_others(mut rest: Pair<Fraction>, pairs: &[Pair<Fraction>]) -> Pair<Fraction> {
    while pairs.iter().any(|pair| pair.name == rest.name) {
        rest.name = format!("({})", rest.name);
    }
    rest
}

/// Where the two periods were not told alike.
fn notes(both: &Both) -> Vec<String> {
    let mut notes = BTreeSet::new();
    if both.by == Dim::Post && both.to.tellings.iter().any(|t| t.lifetime) {
        notes.insert(
            "figures of posts count since publication, each in the period in which it was published".to_owned(),
        );
    }
    for side in [&both.from, &both.to] {
        notes.extend(side.notes.iter().cloned());
        let short = side
            .tellings
            .iter()
            .filter(|t| !t.lifetime)
            .filter_map(|t| Some((t, t.days?)));
        for (telling, days) in short.filter(|(_, days)| days * 10 < side.period.days() * 9) {
            let all = side.period.days();
            notes.insert(format!(
                "{} cover {days} of the {all} days of {}",
                telling.rows, side.period
            ));
        }
    }
    notes.extend(told_otherwise(&both.from, &both.to));
    notes.extend(told_otherwise(&both.to, &both.from));
    notes.into_iter().collect()
}

/// What one side was read from and the other was not, on platforms that both tell of.
fn told_otherwise(side: &Side, other: &Side) -> Option<String> {
    let both_tell = |platform: &str| other.tellings.iter().any(|t| t.platform == platform);
    let shared = |rows: &str| other.tellings.iter().any(|t| t.rows == rows);
    let only: BTreeSet<&str> = side
        .tellings
        .iter()
        .filter(|t| both_tell(&t.platform) && !shared(&t.rows))
        .map(|t| t.rows.as_str())
        .collect();
    let only: Vec<&str> = only.into_iter().collect();
    (!only.is_empty()).then(|| format!("only {} is told by {}", side.period, only.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(keys: &[(&str, &str)], by: &Dim) -> Vec<(String, Option<String>)> {
        let one = Told::Known(Fraction {
            above: Number::ZERO,
            base: Number::ZERO,
        });
        let keys: Vec<Key> = keys.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let segments = keys.iter().map(|key| Segment {
            key,
            from: one.clone(),
            to: one.clone(),
        });
        let pairs = named(segments.collect(), by, Language::En).into_iter();
        pairs.map(|pair| (pair.name, pair.value)).collect()
    }

    fn named_as(name: &str, value: Option<&str>) -> (String, Option<String>) {
        (name.to_owned(), value.map(str::to_owned))
    }

    #[test]
    fn a_segment_carries_its_value_where_one_stands_for_it() {
        let campaigns = [
            ("meta", ""),
            ("meta", "Autumn"),
            ("google", "Autumn"),
            ("google", "Spring"),
        ];
        assert_eq!(
            pairs(&campaigns, &Dim::Campaign),
            [
                named_as("(no campaign)", None),
                named_as("Autumn (google)", None),
                named_as("Autumn (meta)", None),
                named_as("Spring", Some("Spring")),
            ]
        );
        let formats = [("meta", "video"), ("tiktok", "video"), ("tiktok", "")];
        assert_eq!(
            pairs(&formats, &Dim::Format),
            [named_as("(no format)", None), named_as("video", Some("video"))]
        );
    }
}
