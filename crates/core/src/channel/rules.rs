//! Rules as data: ours, and those of a workspace's `channels.toml`, which are tried first.
//!
//! ```toml
//! [[rule]]
//! group = "paid_social"
//! platform = "tiktok"                                 # free
//! scope = "paid"                                      # free
//! when = { source = ["tt", "tik*"], medium = "vsa" }  # every condition must hold; any text of a list
//! ```
//! Conditions and words are explained at the head of `data/channels/rules.toml`.

use std::fmt;
use std::sync::LazyLock;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lists::List;
use super::pattern::Pattern;
use super::seen::{Field, Origin, Seen};
use super::{Group, Scope};
use crate::catalogue::closest;
use crate::catalogue::user::{Found, Mistakes, Problem};

/// Largest text that is read.
const MOST_BYTES: usize = 512 * 1024;
/// Most rules of a workspace's own.
const MOST_RULES: usize = 1000;
/// Most texts in one condition.
const MOST_TEXTS: usize = 500;

static OURS: LazyLock<Vec<Rule>> =
    LazyLock::new(|| read(include_str!("../../data/channels/rules.toml")).unwrap_or_default());

/// What decides the channel of a touch: the rules of a workspace first, then ours.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    own: Vec<Rule>,
    words: String,
}

impl Rules {
    /// Ours alone.
    pub fn standard() -> Self {
        Self::default()
    }

    /// The rules of a `channels.toml`, then ours.
    ///
    /// Errors: every mistake of the text, in its order, with line and column.
    pub fn with_own(text: &str) -> Result<Self, Mistakes> {
        Ok(Self {
            own: read(text)?,
            words: text.to_owned(),
        })
    }

    /// The workspace's own rules as they are written; empty without any.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The first of the workspace's rules that holds. Where the source states a channel, only those that ask for it are tried.
    pub(super) fn own(&self, seen: &Seen) -> Option<&Rule> {
        let stated = !seen.channel.is_empty();
        let tried = |rule: &&Rule| !stated || rule.asks_channel();
        self.own.iter().filter(tried).find(|rule| rule.holds(seen))
    }

    /// The first of our rules that holds.
    pub(super) fn ours(seen: &Seen) -> Option<&'static Rule> {
        OURS.iter().find(|rule| rule.holds(seen))
    }

    /// Every rule of ours, counted: none would mean that the embedded file cannot be read.
    pub fn count(&self) -> usize {
        self.own.len() + OURS.len()
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) group: String,
    pub(super) platform: Option<String>,
    pub(super) scope: Option<Scope>,
    when: Vec<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    Text(Field, Vec<Pattern>),
    List(Vec<List>),
    From(Vec<Origin>),
}

impl Rule {
    fn holds(&self, seen: &Seen) -> bool {
        self.when.iter().all(|condition| condition.holds(seen))
    }

    fn asks_channel(&self) -> bool {
        self.when
            .iter()
            .any(|c| matches!(c, Condition::Text(Field::Channel, _)))
    }
}

impl Condition {
    fn holds(&self, seen: &Seen) -> bool {
        match self {
            Self::Text(field, patterns) => patterns.iter().any(|pattern| pattern.fits(seen.text(*field))),
            Self::List(lists) => lists.iter().any(|list| seen.lists.is_in(*list)),
            Self::From(origins) => origins.contains(&seen.from),
        }
    }
}

fn read(text: &str) -> Result<Vec<Rule>, Mistakes> {
    let mut reader = Reader {
        text,
        found: Found::default(),
    };
    let rules = reader.rules();
    if reader.found.0.is_empty() {
        return Ok(rules);
    }
    Err(reader.found.into_mistakes(text))
}

/// Rules while they are read; mistakes gather in `found`.
struct Reader<'a> {
    text: &'a str,
    found: Found,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn rules(&mut self) -> Vec<Rule> {
        if self.text.len() > MOST_BYTES {
            let problem = format!("the file is larger than {} KiB", MOST_BYTES / 1024);
            self.found.add(0, Problem::TooMuch(problem));
            return Vec::new();
        }
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            self.found.add(at, Problem::Syntax(error.message().to_owned()));
        }
        if !errors.is_empty() {
            return Vec::new();
        }
        self.known_keys(table.get_ref(), &["rule"]);
        let Some(rules) = table.get_ref().get("rule") else {
            return Vec::new();
        };
        let Some(list) = rules.get_ref().as_array() else {
            self.wrong_type(rules, "rule", "a list of tables; write [[rule]]");
            return Vec::new();
        };
        if list.len() > MOST_RULES {
            let problem = format!("{} rules; at most {MOST_RULES} can be read", list.len());
            self.found.add(rules.span().start, Problem::TooMuch(problem));
            return Vec::new();
        }
        list.iter().filter_map(|entry| self.rule(entry)).collect()
    }

    fn rule(&mut self, entry: &Value<'_>) -> Option<Rule> {
        let Some(table) = entry.get_ref().as_table() else {
            self.wrong_type(entry, "rule", "a table");
            return None;
        };
        self.known_keys(table, &["group", "platform", "scope", "when"]);
        for key in ["group", "when"] {
            if !table.contains_key(key) {
                self.found.add(entry.span().start, Problem::Missing(key));
            }
        }
        let group = table.get("group").and_then(|value| self.group(value));
        let platform = table.get("platform").map(|value| self.word("platform", value));
        let scope = table.get("scope").map(|value| self.scope(value));
        let when = table.get("when").and_then(|value| self.when(value));
        Some(Rule {
            group: group?,
            platform: platform.map_or(Some(None), |word| word.map(Some))?,
            scope: scope.map_or(Some(None), |scope| scope.map(Some))?,
            when: when?,
        })
    }

    /// A group of ours or of one's own; a near miss of ours is taken for a slip.
    fn group(&mut self, value: &Value<'_>) -> Option<String> {
        let word = self.word("group", value)?;
        let ours = Group::ALL.iter().map(|group| group.as_str());
        if Group::from_word(&word).is_none() && closest(&word, ours).is_some() {
            self.no_word(value, "group", word, Group::ALL.iter());
            return None;
        }
        Some(word)
    }

    fn scope(&mut self, value: &Value<'_>) -> Option<Scope> {
        let word = self.word("scope", value)?;
        let scopes = [Scope::Paid, Scope::Organic, Scope::Unknown];
        let scope = Scope::from_word(&word).filter(|scope| scopes.contains(scope));
        if scope.is_none() {
            self.no_word(value, "scope", word, scopes.iter());
        }
        scope
    }

    fn word(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        let is_word = |text: &&str| {
            let letters = text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            letters && (1..=40).contains(&text.len())
        };
        let word = value.get_ref().as_str().filter(is_word).map(str::to_owned);
        if word.is_none() {
            self.wrong_type(value, key, "a word of a to z, 0 to 9 and _, of at most 40 letters");
        }
        word
    }

    fn when(&mut self, value: &Value<'_>) -> Option<Vec<Condition>> {
        let Some(table) = value.get_ref().as_table().filter(|table| !table.is_empty()) else {
            self.wrong_type(value, "when", "a table with at least one condition");
            return None;
        };
        let mut keys: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
        keys.extend(["list", "from"]);
        self.known_keys(table, &keys);
        let conditions = table.iter().map(|(key, value)| self.condition(key.get_ref(), value));
        conditions.collect::<Vec<_>>().into_iter().collect()
    }

    fn condition(&mut self, key: &str, value: &Value<'_>) -> Option<Condition> {
        match (key, Field::from_word(key)) {
            ("list", _) => {
                let lists = self.each(key, value, |reader, text, at| {
                    reader.one_of("list", text, at, List::from_word, List::ALL)
                });
                lists.map(Condition::List)
            }
            ("from", _) => {
                let origins = self.each(key, value, |reader, text, at| {
                    reader.one_of("from", text, at, Origin::from_word, Origin::ALL)
                });
                origins.map(Condition::From)
            }
            (_, Some(field)) => {
                let patterns = self.each(key, value, |reader, text, at| {
                    let wrong = |expected| reader.wrong_type(at, key, expected);
                    Pattern::parse(text).map_err(wrong).ok()
                });
                patterns.map(|patterns| Condition::Text(field, patterns))
            }
            (_, None) => None,
        }
    }

    /// One text or several, each read; `None` if one of them has a mistake.
    fn each<T>(
        &mut self,
        key: &str,
        value: &Value<'_>,
        read: impl Fn(&mut Self, &str, &Value<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        const EXPECTED: &str = "a text, or a list of 1 to 500 texts";
        let values = match value.get_ref().as_array() {
            Some(array) => array.iter().collect(),
            None => vec![value],
        };
        if values.is_empty() || values.len() > MOST_TEXTS {
            self.wrong_type(value, key, EXPECTED);
            return None;
        }
        let read_one = |value: &Value<'_>| {
            let Some(text) = value.get_ref().as_str() else {
                self.wrong_type(value, key, EXPECTED);
                return None;
            };
            read(self, text, value)
        };
        // Gathered first, so that every mistake of the list is told.
        let read: Vec<Option<T>> = values.into_iter().map(read_one).collect();
        read.into_iter().collect()
    }

    fn one_of<T: fmt::Display>(
        &mut self,
        key: &'static str,
        text: &str,
        at: &Value<'_>,
        from_word: fn(&str) -> Option<T>,
        all: &[T],
    ) -> Option<T> {
        let word = from_word(text);
        if word.is_none() {
            self.no_word(at, key, text.to_owned(), all.iter());
        }
        word
    }

    fn known_keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for (key, _) in table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let problem = Problem::UnknownKey {
                key: key.get_ref().to_string(),
                known: known.join(", "),
            };
            self.found.add(key.span().start, problem);
        }
    }

    fn wrong_type(&mut self, at: &Value<'_>, key: &str, expected: &'static str) {
        let key = key.to_owned();
        self.found.add(at.span().start, Problem::Type { key, expected });
    }

    fn no_word<T: fmt::Display>(
        &mut self,
        at: &Value<'_>,
        key: &'static str,
        given: String,
        all: impl Iterator<Item = T>,
    ) {
        let words: Vec<String> = all.map(|word| word.to_string()).collect();
        let words = words.join(", ");
        self.found.add(at.span().start, Problem::Word { key, given, words });
    }
}
