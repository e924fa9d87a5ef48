//! Why a figure moved that a credit model deals out: what came back against what it cost, or platform by platform.

use harpoon_core::kpi::{Formula, Kpi};
use harpoon_core::{Dim, Language, NoParts, Number, Period};
use harpoon_model::explain::{self, Against, Explained, Factor, Pair, Story, Told, additive, returned, sentences};
use harpoon_report::Words;
use harpoon_report::view::{Amount, Figure, Part, Text, Unit, Value};

use super::figures::Figures;
use super::moved::{Difference, receipt_of};
use crate::Error;

/// Most parts that a sentence names.
const NAMED: usize = 4;
/// What is smaller, as a part of the whole, is rounding: credit is dealt out to the millionth.
const ROUNDING: f64 = 1e-4;

/// The parts of a movement up to the month's figure; or one sentence on why it has none.
pub(super) fn split(figures: &Figures<'_>, kpi: &'static Kpi, language: Language) -> Result<Difference, Error> {
    let to = figures.month(kpi)?;
    let words = Words::new(language);
    let explained = match kpi.formula {
        Formula::Ratio { num, den, .. } => on_cost(figures, num, den, &words)?,
        Formula::Difference(revenue, cost) => less_cost(figures, revenue, cost, &words)?,
        _ => by_platform(figures, kpi, &words)?,
    };
    let Some(explained) = explained.filter(|explained| !explained.parts.is_empty()) else {
        return Ok(Difference::nothing(NoParts::Credited));
    };
    let title = titled(kpi, &words);
    let story = Story {
        language,
        title: &title,
        unit: kpi.unit,
        currency: if let Unit::Money(code) = &to.unit {
            code.as_str()
        } else {
            ""
        },
        against: Against::Period,
        most: NAMED,
    };
    let receipt = receipt_of(figures, kpi, language)?;
    let why = sentences(&explained, &story).into_iter();
    Ok(Difference {
        why: why.map(|text| Text::All(text).by(&receipt)).collect(),
        parts: parts(&explained, &to.unit, language, &receipt),
    })
}

/// The parts without what rounding leaves of the whole.
fn parts(explained: &Explained, unit: &Unit, language: Language, receipt: &str) -> Vec<Part> {
    let whole = explained.from.to_f64().abs().max(explained.to.to_f64().abs());
    let counts = |part: &&explain::Part| part.factor != Factor::Rest || part.amount.to_f64().abs() > ROUNDING * whole;
    let parts = explained.parts.iter().filter(counts);
    parts.map(|part| shown(part, unit, language, receipt)).collect()
}

fn shown(part: &explain::Part, unit: &Unit, language: Language, receipt: &str) -> Part {
    let name = match (&part.segment, &part.factor) {
        (_, Factor::Step(name)) | (Some(name), _) => name.clone(),
        (None, _) => crate::explain::rest(language).to_owned(),
    };
    Part {
        title: Text::All(name),
        amount: Figure::known(Amount::Ratio(part.amount.to_f64()), unit.clone(), receipt),
        // Only platforms are told by a value here: what came back and what it cost are steps.
        of: part.value.clone().map(|id| (Dim::Platform.to_string(), id)),
    }
}

fn titled(kpi: &Kpi, words: &Words) -> String {
    words.said(&kpi.title.into()).plain().to_owned()
}

/// The month before and the month; `None` where one of them is not known.
fn both(figures: &Figures<'_>, kpi: &'static Kpi) -> Result<Option<(Figure, Figure)>, Error> {
    let before = figures.whole(&[kpi], figures.month.previous())?.pop();
    let now = figures.month(kpi)?;
    let known = |figure: &Figure| figure.float().is_some();
    Ok(before.filter(known).zip(Some(now).filter(known)))
}

/// Revenue by cost: with the cost taken off it is a return on investment, without a return on ad spend.
fn on_cost(
    figures: &Figures<'_>,
    num: &'static Kpi,
    cost: &'static Kpi,
    words: &Words,
) -> Result<Option<Explained>, Error> {
    let (revenue, less) = match num.formula {
        Formula::Difference(revenue, _) => (revenue, 1.0),
        _ => (num, 0.0),
    };
    let (Some(back), Some(spent)) = (both(figures, revenue)?, both(figures, cost)?) else {
        return Ok(None);
    };
    let pair = |kpi: &'static Kpi, (from, to): (Figure, Figure)| Pair {
        name: titled(kpi, words),
        value: None,
        from: from.float().map_or(Told::Absent, Told::Known),
        to: to.float().map_or(Told::Absent, Told::Known),
    };
    Ok(returned(pair(revenue, back), &pair(cost, spent), less).ok())
}

fn less_cost(
    figures: &Figures<'_>,
    revenue: &'static Kpi,
    cost: &'static Kpi,
    words: &Words,
) -> Result<Option<Explained>, Error> {
    let (Some(back), Some(spent)) = (both(figures, revenue)?, both(figures, cost)?) else {
        return Ok(None);
    };
    let zero = Number::ZERO;
    let signed = |figure: &Figure, sign: bool| exact(figure).map(|n| if sign { n } else { zero - n });
    let pair = |kpi: &'static Kpi, (from, to): &(Figure, Figure), sign: bool| {
        Some(Pair {
            name: titled(kpi, words),
            value: None,
            from: Told::Known(signed(from, sign)?),
            to: Told::Known(signed(to, sign)?),
        })
    };
    let pairs: Option<Vec<Pair<Number>>> = [pair(revenue, &back, true), pair(cost, &spent, false)]
        .into_iter()
        .collect();
    Ok(pairs.and_then(|pairs| additive(&pairs, None).ok()))
}

/// Credited revenue by platform. All of it is dealt out, so a platform without a line had none.
fn by_platform(figures: &Figures<'_>, kpi: &'static Kpi, words: &Words) -> Result<Option<Explained>, Error> {
    let known = |period: Period| -> Result<Vec<(String, Number)>, Error> {
        let split = figures.split(kpi, period, &[Dim::Platform])?;
        let one = |s: super::figures::Split| Some((s.by.into_iter().next()?, exact(&s.figure)?));
        Ok(split.into_iter().filter_map(one).collect())
    };
    let (before, now) = (known(figures.month.previous())?, known(figures.month)?);
    let Some((from, to)) = both(figures, kpi)? else {
        return Ok(None);
    };
    let (Some(from), Some(to)) = (exact(&from), exact(&to)) else {
        return Ok(None);
    };
    if before.is_empty() && now.is_empty() {
        return Ok(None);
    }
    let mut names: Vec<&String> = before.iter().chain(&now).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let side = |all: &[(String, Number)], name: &String| {
        let found = all.iter().find(|(known, _)| known == name);
        found.map_or(Told::Absent, |(_, value)| Told::Known(*value))
    };
    let pairs = names.into_iter().map(|name| Pair {
        name: words.platform(name).plain().to_owned(),
        value: Some(name.clone()).filter(|id| !id.is_empty()),
        from: side(&before, name),
        to: side(&now, name),
    });
    Ok(additive(&pairs.collect::<Vec<_>>(), Some((from, to))).ok())
}

/// In millionths, as money is kept.
fn exact(figure: &Figure) -> Option<Number> {
    match figure.value {
        Value::Known(Amount::Exact(number)) => Some(number),
        Value::Known(Amount::Ratio(value)) => Number::nearest(value),
        Value::Missing(_) => None,
    }
}
