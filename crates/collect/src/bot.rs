//! [`classify`]: whether a person or a program stands behind an event. Nothing is dropped for it: events keep the verdict with its
//! reason and the version of the rules, and can be judged anew when the rules change.
//!
//! The patterns are isbot's (`data/isbot`, Unlicense), written for JavaScript; six of them look at what stands around a word.

use std::fmt;
use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::sent::Sent;

/// Version of the rules: changes when they do.
pub const RULES: &str = "harpoon-1/isbot-209";
/// As much of a browser's name as is looked at, in bytes. Real ones have 100 to 300.
const LONGEST: usize = 1_000;

/// Programs that fetch a page because their user asked an assistant something, by the names that their makers publish. They
/// read for a person, but are none.
const ASSISTANTS: &[&str] = &[
    "chatgpt-user",
    "claude-code/",
    "claude-user",
    "cursor/",
    "duckassistbot",
    "manus-user/",
    "meta-externalfetcher",
    "mistralai-user",
    "perplexity-user",
];

/// Who stands behind an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotClass {
    /// Nothing speaks against a person.
    Person,
    /// A crawler, a monitor, a library, a browser without a screen.
    Crawler,
    /// A program that fetches for the user of an assistant.
    Assistant,
    /// A browser that fetched ahead: nobody has seen the page.
    Prefetch,
    /// The sender says nothing of what it is; every browser does.
    Unnamed,
}

impl BotClass {
    /// Every class.
    pub const ALL: [Self; 5] = [
        Self::Person,
        Self::Crawler,
        Self::Assistant,
        Self::Prefetch,
        Self::Unnamed,
    ];

    /// The spelling in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Crawler => "crawler",
            Self::Assistant => "assistant",
            Self::Prefetch => "prefetch",
            Self::Unnamed => "unnamed",
        }
    }

    /// Whether it counts as what a person did.
    pub const fn is_person(self) -> bool {
        matches!(self, Self::Person)
    }
}

impl fmt::Display for BotClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The rules of one workspace: those of this version, and what its own robots are called, such as a monitor of its shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Robots {
    /// In lower case.
    own: Vec<String>,
    version: String,
}

impl Default for Robots {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Robots {
    /// With words that stand in the names of robots of one's own, in whatever case.
    pub fn new(own: &[String]) -> Self {
        let mut own: Vec<String> = own.iter().map(|word| word.to_ascii_lowercase()).collect();
        own.sort_unstable();
        own.dedup();
        let version = if own.is_empty() {
            RULES.to_owned()
        } else {
            // Enough to tell lists of words apart.
            let words = Key::of_words(&own).to_string();
            format!("{RULES}+{}", words.get(..8).unwrap_or_default())
        };
        Self { own, version }
    }

    /// The version of the rules, words of one's own included.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The verdict, where the rules of everybody had none: whether a person or a robot of one's own was named.
    pub(crate) fn judged(&self, verdict: Verdict, agent: Option<&str>) -> Verdict {
        let is_own = |agent: &str| {
            let agent = seen(agent).to_ascii_lowercase();
            self.own.iter().any(|word| agent.contains(word.as_str()))
        };
        if verdict.class.is_person() && agent.is_some_and(is_own) {
            return Verdict::new(BotClass::Crawler, "named in the settings");
        }
        verdict
    }
}

/// A class, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Who stands behind it.
    pub class: BotClass,
    /// The pattern or header that says so; empty for a person.
    pub reason: &'static str,
}

impl Verdict {
    pub(crate) const fn new(class: BotClass, reason: &'static str) -> Self {
        Self { class, reason }
    }
}

/// Judges by the browser that was named and by what the request was for.
pub fn classify(agent: Option<&str>, purpose: Option<&str>) -> Verdict {
    if purpose.is_some_and(is_ahead) {
        return Verdict::new(BotClass::Prefetch, "Sec-Purpose");
    }
    let Some(agent) = agent.filter(|agent| !agent.trim().is_empty()) else {
        return Verdict::new(BotClass::Unnamed, "no User-Agent");
    };
    if let Some(name) = assistant(agent) {
        return Verdict::new(BotClass::Assistant, name);
    }
    match pattern(agent) {
        Some(pattern) => Verdict::new(BotClass::Crawler, pattern),
        None => Verdict::new(BotClass::Person, ""),
    }
}

/// Judges a record. What a server sent without naming the visitor's browser tells nothing of the visitor, and is taken for a
/// person's: its write key is no public one.
pub fn classify_sent(sent: &Sent) -> Verdict {
    if sent.program.is_some() && sent.agent.is_none() {
        return Verdict::new(BotClass::Person, "");
    }
    classify(sent.agent.as_deref(), sent.purpose.as_deref())
}

/// Whether a request was made before anybody asked for the page.
pub(crate) fn is_ahead(purpose: &str) -> bool {
    let purpose = purpose.to_ascii_lowercase();
    ["prefetch", "prerender", "preview"]
        .iter()
        .any(|word| purpose.contains(word))
}

fn assistant(agent: &str) -> Option<&'static str> {
    let agent = seen(agent).to_ascii_lowercase();
    ASSISTANTS.iter().find(|name| agent.contains(**name)).copied()
}

/// The first of isbot's patterns that a browser's name fits, if any does: exactly what isbot's `isbotMatch` tells.
pub fn pattern(agent: &str) -> Option<&'static str> {
    let agent = seen(agent).as_bytes();
    let rules: &'static Patterns = &PATTERNS;
    let plain = rules.plain.matches(agent).into_iter().next();
    let plain = plain.and_then(|place| rules.plain_order.get(place));
    let around = rules.around.iter().find(|(_, around)| around.is_match(agent));
    let first = plain.into_iter().chain(around.map(|(order, _)| order)).min()?;
    rules.written.get(*first).map(String::as_str)
}

fn seen(agent: &str) -> &str {
    agent.get(..agent.floor_char_boundary(LONGEST)).unwrap_or(agent)
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let written: Vec<String> = serde_json::from_str(include_str!("../data/isbot/patterns.json")).unwrap_or_default();
    Patterns::new(written)
});

/// The patterns, made ready.
#[derive(Debug)]
struct Patterns {
    written: Vec<String>,
    plain: RegexSet,
    /// Place in `written` of each plain pattern.
    plain_order: Vec<usize>,
    around: Vec<(usize, Around)>,
}

impl Patterns {
    fn new(written: Vec<String>) -> Self {
        let all = || written.iter().enumerate();
        let around = all()
            .filter_map(|(order, text)| Some((order, Around::new(text)?)))
            .collect();
        let plain: Vec<(usize, String)> = all()
            .filter(|(_, text)| !looks_around(text))
            .map(|(order, text)| (order, of_javascript(text)))
            .collect();
        let set = RegexSetBuilder::new(plain.iter().map(|(_, text)| text))
            .case_insensitive(true)
            .unicode(false)
            .size_limit(64 << 20)
            .build();
        Self {
            plain: set.unwrap_or_else(|_| RegexSet::empty()),
            plain_order: plain.iter().map(|(order, _)| *order).collect(),
            around,
            written,
        }
    }
}

fn looks_around(text: &str) -> bool {
    ["(?!", "(?<!"].iter().any(|mark| text.contains(mark))
}

/// The same pattern as Rust writes it: in a class, a hyphen after `\d` stands for itself.
fn of_javascript(text: &str) -> String {
    text.replace(r"\d-", r"\d\-")
}

/// A pattern with what may not stand before or after it.
#[derive(Debug)]
struct Around {
    core: Regex,
    not_before: Option<Regex>,
    not_after: Option<Regex>,
}

impl Around {
    /// Reads `(?<!before)core(?!after)`, either part of which may be left out.
    fn new(text: &str) -> Option<Self> {
        looks_around(text).then_some(())?;
        let (before, rest) = match text.strip_prefix("(?<!") {
            Some(rest) => rest.split_once(')').map(|(before, rest)| (Some(before), rest))?,
            None => (None, text),
        };
        let (core, after) = match rest.split_once("(?!") {
            Some((core, after)) => (core, Some(after.strip_suffix(')')?)),
            None => (rest, None),
        };
        let ends = |before: &str| regex(&format!("(?:{before})$"));
        let begins = |after: &str| regex(&format!("^(?:{after})"));
        Some(Self {
            core: regex(core)?,
            not_before: before.and_then(ends),
            not_after: after.and_then(begins),
        })
    }

    fn is_match(&self, agent: &[u8]) -> bool {
        self.core.find_iter(agent).any(|found| {
            let before = agent.get(..found.start()).unwrap_or_default();
            let after = agent.get(found.end()..).unwrap_or_default();
            let fits = |regex: &Option<Regex>, text| !regex.as_ref().is_some_and(|regex| regex.is_match(text));
            fits(&self.not_before, before) && fits(&self.not_after, after)
        })
    }
}

fn regex(text: &str) -> Option<Regex> {
    let built = RegexBuilder::new(text).case_insensitive(true).unicode(false).build();
    built.ok()
}

#[cfg(test)]
mod tests {
    use super::PATTERNS;

    #[test]
    fn every_pattern_is_in_force() {
        assert_eq!(PATTERNS.written.len(), 209);
        assert_eq!(PATTERNS.around.len(), 6);
        assert_eq!(PATTERNS.plain.len(), 203);
        let [before, after] = [
            |around: &super::Around| around.not_before.is_some(),
            |around: &super::Around| around.not_after.is_some(),
        ]
        .map(|is_so| PATTERNS.around.iter().filter(|(_, around)| is_so(around)).count());
        assert_eq!((before, after), (4, 3));
    }
}
