//! [`sentences`]: a difference and its largest parts in plain words.
//!
//! What is printed adds up: the difference is that of the two values as printed, and the parts are rounded to it by largest
//! remainder. Names come from outside and are cleaned: one line, no control or direction characters, at most 60 signs.

use harpoon_core::KpiUnit;

use super::display::{Scale, change};
use super::language::{Words, fill};
use super::{Explained, Factor, Fixed, Language, LeftOut, Part};

/// What the earlier value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// Another period's.
    Period,
    /// A target.
    Target,
}

/// How an explanation is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Story<'a> {
    /// In which words.
    pub language: Language,
    /// What the figure is called in them.
    pub title: &'a str,
    /// What its value is.
    pub unit: KpiUnit,
    /// ISO 4217 code of money; else empty.
    pub currency: &'a str,
    /// What it is compared with.
    pub against: Against,
    /// Most parts named; the others are told together. At least one.
    pub most: usize,
}

/// Longest name printed, in characters.
const LONGEST_NAME: usize = 60;
/// Longest reason printed, in characters.
const LONGEST_REASON: usize = 200;

/// One sentence on the difference, one on its parts if there are any, one on what was not compared if something was not.
pub fn sentences(explained: &Explained, story: &Story<'_>) -> Vec<String> {
    let words = super::language::words(story.language);
    let scale = Scale::of(words, story.unit, story.currency, explained.from, explained.to);
    let (from, to) = (scale.units(explained.from), scale.units(explained.to));
    let mut sentences = vec![headline(explained, story, &scale, from, to)];
    sentences.extend(parts(explained, story.most.max(1), &scale, to - from));
    sentences.extend(not_compared(&explained.left_out, story.most.max(1), words));
    sentences
}

fn headline(explained: &Explained, story: &Story<'_>, scale: &Scale<'_>, from: i128, to: i128) -> String {
    let words = scale.words;
    let template = match (story.against, to.cmp(&from)) {
        (Against::Period, std::cmp::Ordering::Greater) => words.rose,
        (Against::Period, std::cmp::Ordering::Less) => words.fell,
        (Against::Period, std::cmp::Ordering::Equal) => words.unchanged,
        (Against::Target, std::cmp::Ordering::Greater) => words.above_target,
        (Against::Target, std::cmp::Ordering::Less) => words.below_target,
        (Against::Target, std::cmp::Ordering::Equal) => words.on_target,
    };
    let change = change(words, explained.from, explained.to)
        .map(|change| fill(words.in_brackets, &[("change", &change)]))
        .unwrap_or_default();
    let values = [
        ("title", clean(story.title, words)),
        ("size", scale.size(to - from)),
        ("change", change),
        ("from", scale.value(from)),
        ("to", scale.value(to)),
    ];
    fill(
        template,
        &values.each_ref().map(|(name, value)| (*name, value.as_str())),
    )
}

/// The largest parts and the others together, as printed; none where all read as nought.
fn parts(explained: &Explained, most: usize, scale: &Scale<'_>, total: i128) -> Option<String> {
    let words = scale.words;
    let ranked = explained.ranked();
    // One part left over is named rather than called "the others".
    let shown = if ranked.len() == most + 1 {
        ranked.len()
    } else {
        most.min(ranked.len())
    };
    let (largest, others) = ranked.split_at_checked(shown)?;
    let mut amounts: Vec<Fixed> = largest.iter().map(|p| p.amount).collect();
    let mut names: Vec<String> = largest.iter().map(|p| name(p, words)).collect();
    if !others.is_empty() {
        amounts.push(others.iter().map(|p| p.amount).sum());
        names.push(words.others.to_owned());
    }
    let printed = scale.parts(&amounts, total).into_iter().zip(names);
    let items: Vec<String> = printed
        .filter(|(units, _)| *units != 0)
        .map(|(units, what)| fill(words.item, &[("amount", &scale.part(units)), ("what", &what)]))
        .collect();
    let template = if total == 0 { words.cancel_out } else { words.of_this };
    (!items.is_empty()).then(|| fill(template, &[("list", &items.join(words.between))]))
}

fn name(part: &Part, words: &Words) -> String {
    let segment = part.segment.as_deref().map(|s| clean(s, words)).unwrap_or_default();
    let step;
    let (template, step) = match &part.factor {
        Factor::Own => ("{segment}", ""),
        Factor::New => (words.new, ""),
        Factor::Gone => (words.gone, ""),
        Factor::Volume => (words.volume, ""),
        Factor::Rate => (words.rate, ""),
        Factor::Mix => (words.mix, ""),
        Factor::Unmatched => (words.unmatched, ""),
        Factor::Rest => (words.rest, ""),
        Factor::Step(name) => {
            step = clean(name, words);
            let template = if part.segment.is_some() {
                words.step_of
            } else {
                "{step}"
            };
            (template, step.as_str())
        }
    };
    fill(template, &[("segment", &segment), ("step", step)])
}

fn not_compared(left_out: &[LeftOut], most: usize, words: &Words) -> Option<String> {
    let told = |l: &LeftOut| {
        let (segment, reason) = (clean(&l.segment, words), clean_to(LONGEST_REASON, &l.reason, words));
        fill(words.reason, &[("segment", &segment), ("reason", &reason)])
    };
    let mut items: Vec<String> = left_out.iter().take(most).map(told).collect();
    if left_out.len() > most {
        let count = (left_out.len() - most).to_string();
        items.push(fill(words.more, &[("count", &count)]));
    }
    (!items.is_empty()).then(|| fill(words.not_compared, &[("list", &items.join(words.between))]))
}

/// A name from outside, fit for a sentence.
fn clean(name: &str, words: &Words) -> String {
    clean_to(LONGEST_NAME, name, words)
}

fn clean_to(longest: usize, name: &str, words: &Words) -> String {
    let visible = |c: &char| !c.is_control() && !turns_direction(*c);
    let spaced = name
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(visible);
    let text: String = spaced.collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return words.nameless.to_owned();
    }
    if text.chars().count() <= longest {
        return text;
    }
    let start: String = text.chars().take(longest - 1).collect();
    format!("{}…", start.trim_end())
}

/// Marks that turn the reading direction of what follows.
const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
