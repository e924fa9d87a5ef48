//! Questions as people and programs write them: words of a command line, an address or an assistant become what is asked.
//! Each says every word that it does not know.

use harpoon_core::number::NumberError;
use harpoon_core::{Dim, EventKind, Filter, Number, Period};
use harpoon_model::credit::{Model, Rules, Scope};
use harpoon_model::interval::Confidence;

use crate::Error;

/// Dimensions by name.
pub fn dims(words: &[String]) -> Result<Vec<Dim>, Error> {
    all(words.iter().map(|word| word.parse().map_err(Error::from)))
}

/// Filters, `DIM=VALUE`.
pub fn filters(words: &[String]) -> Result<Vec<Filter>, Error> {
    all(words.iter().map(|word| word.parse().map_err(Error::from)))
}

/// Every one, or the one mistake, or all of them.
fn all<T>(each: impl Iterator<Item = Result<T, Error>>) -> Result<Vec<T>, Error> {
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for one in each {
        match one {
            Ok(one) => good.push(one),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.len() < 2 {
        return wrong.pop().map_or(Ok(good), Err);
    }
    let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    Err(Error::Usage(wrong.join("; ")))
}

/// `all`, or models by name; says all that are none.
pub fn models(words: &[String]) -> Result<Vec<Model>, Error> {
    if words.iter().any(|word| word == "all") {
        return Ok(Model::ALL.to_vec());
    }
    let wrong: Vec<&str> = words
        .iter()
        .filter(|w| Model::from_word(w).is_none())
        .map(String::as_str)
        .collect();
    if wrong.is_empty() {
        return Ok(words.iter().filter_map(|word| Model::from_word(word)).collect());
    }
    let known: Vec<&str> = Model::ALL.iter().map(|model| model.word()).collect();
    Err(Error::Usage(format!(
        "no model is called {}; one of {}, or all",
        wrong.join(", "),
        known.join(", ")
    )))
}

/// Kinds of deed by name; says all that are none.
pub fn kinds(words: &[String]) -> Result<Vec<EventKind>, Error> {
    let wrong: Vec<&str> = words
        .iter()
        .filter(|w| EventKind::from_word(w).is_none())
        .map(String::as_str)
        .collect();
    if wrong.is_empty() {
        return Ok(words.iter().filter_map(|word| EventKind::from_word(word)).collect());
    }
    let known: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    Err(Error::Usage(format!(
        "no deed is called {}; one of {}",
        wrong.join(", "),
        known.join(", ")
    )))
}

/// A level in percent, or `none`.
pub fn level(text: &str) -> Result<Option<Confidence>, Error> {
    if text == "none" {
        return Ok(None);
    }
    let percent = text.parse::<f64>().ok();
    let known = percent.and_then(|percent| Confidence::new(percent / 100.0));
    let wrong = || {
        Error::Usage(format!(
            "the interval `{text}`: give a percentage from 50 to 99.9, such as 90, or none"
        ))
    };
    known.map(Some).ok_or_else(wrong)
}

/// `click=30d,view=1d,other=30d`; `all` for no bound.
pub fn rules(words: &[String], scope: Scope) -> Result<Rules, Error> {
    let mut rules = Rules {
        scope,
        ..Rules::default()
    };
    for word in words {
        let wrong = || {
            Error::Usage(format!(
                "the lookback `{word}`: write click=30d, view=1d, other=30d (or h for hours), or all"
            ))
        };
        let (kind, length) = word.split_once('=').unwrap_or(("", word));
        let millis = duration(length).ok_or_else(wrong)?;
        match kind {
            "click" => rules.click = millis,
            "view" | "impression" => rules.impression = millis,
            "other" => rules.other = millis,
            "" => (rules.click, rules.impression, rules.other) = (millis, millis, millis),
            _ => return Err(wrong()),
        }
    }
    Ok(rules)
}

fn duration(text: &str) -> Option<i64> {
    const HOUR: i64 = 3_600_000;
    if text == "all" {
        // Two thousand years, so that sums of instants stay numbers.
        return Some(2000 * 366 * 24 * HOUR);
    }
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i64 = number.parse().ok().filter(|n| (0..=1_000_000).contains(n))?;
    match unit {
        "d" => Some(number * 24 * HOUR),
        "h" => Some(number * HOUR),
        _ => None,
    }
}

/// What a period is compared with: `previous`, `target`, or `FROM..TO`; nothing stands for the period before.
pub fn reference(against: &str) -> Result<Option<Period>, Error> {
    match (against, against.split_once("..")) {
        ("previous" | "target", _) => Ok(None),
        (_, Some((from, to))) => Ok(Some(Period::new(Period::day(from)?, Period::day(to)?)?)),
        _ => Err(Error::Usage(format!(
            "`{against}` is nothing to compare with; write previous, target, or FROM..TO such as 2026-09-01..2026-09-30"
        ))),
    }
}

/// A number, or a percentage.
pub fn target(text: &str) -> Result<Number, Error> {
    let number = match text.strip_suffix('%') {
        Some(per_cent) => per_cent.trim_end().parse::<Number>().and_then(|n| n.scaled(1, 100)),
        None => text.parse(),
    };
    number.map_err(|error: NumberError| {
        Error::Usage(format!("the target `{text}` is {error}; write it as 1200, 2.5 or 3.1%"))
    })
}
