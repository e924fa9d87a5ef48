//! Entries of a `catalogue.toml` as far as they can be read, each value with its place.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Found, MOST_BYTES, MOST_KPIS, Problem};
use crate::catalogue::law::Name;
use crate::kpi::{Better, Goal, KpiUnit, Level, Stage};

const KEYS: &[&str] = &[
    "id",
    "title",
    "meaning",
    "proves_not",
    "formula",
    "unit",
    "better",
    "stage",
    "level",
    "goal",
    "source",
    "since",
];

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct At<T> {
    pub(super) value: T,
    /// Byte offset of the value, with its quotes.
    start: usize,
    /// Quotes before a text.
    quotes: usize,
}

impl At<String> {
    /// The place of a byte of the text; right as long as it holds no escapes.
    pub(super) fn at_inside(&self, offset: usize) -> usize {
        self.start + self.quotes + offset
    }
}

/// Titles by language.
#[derive(Debug)]
pub(super) struct Title {
    pub(super) en: String,
    pub(super) zh: String,
    pub(super) fy: String,
}

/// One entry; `None` where a field is missing or wrong, which is told.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Where the entry begins.
    at: usize,
    /// Where its fields stand.
    places: Vec<(String, usize)>,
    pub(super) id: Option<At<String>>,
    pub(super) title: Option<Title>,
    pub(super) meaning: Option<At<String>>,
    pub(super) proves_not: Option<At<String>>,
    pub(super) formula: Option<At<String>>,
    pub(super) unit: Option<KpiUnit>,
    pub(super) better: Option<Better>,
    pub(super) stage: Option<Stage>,
    pub(super) level: Option<Level>,
    /// The reason why not, if it may not.
    goal: Option<Result<(), String>>,
    pub(super) source: Option<At<String>>,
    pub(super) since: Option<At<String>>,
}

impl Draft {
    /// Where the field stands; the entry's beginning where it is not there.
    pub(super) fn at_field(&self, name: &str) -> usize {
        self.places
            .iter()
            .find(|(key, _)| key == name)
            .map_or(self.at, |(_, at)| *at)
    }

    /// Whether it may be a goal.
    pub(super) fn goal(&self, keep: impl Fn(&str) -> &'static str) -> Goal {
        match &self.goal {
            Some(Err(reason)) => Goal::Refused(keep(reason)),
            _ => Goal::Fit,
        }
    }

    /// What must not stand twice. An entry without an id is told elsewhere.
    pub(super) fn name(&self) -> Name<'_> {
        let titles = self.title.as_ref();
        Name {
            id: self.id.as_ref().map_or("", |id| &id.value),
            titles: titles.map_or([""; 3], |t| [&t.en, &t.zh, &t.fy]),
        }
    }

    /// Whether every field could be read.
    pub(super) fn is_complete(&self) -> bool {
        let texts = [&self.id, &self.meaning, &self.proves_not, &self.formula, &self.source];
        let words = self.unit.is_some() && self.better.is_some() && self.stage.is_some() && self.level.is_some();
        texts.iter().all(|text| text.is_some()) && words && self.title.is_some() && self.goal.is_some()
    }
}

/// Every entry of the text, in order.
pub(super) fn drafts(text: &str, found: &mut Found) -> Vec<Draft> {
    if text.len() > MOST_BYTES {
        let problem = format!("the file is larger than {} KiB", MOST_BYTES / 1024);
        found.add(0, Problem::TooMuch(problem));
        return Vec::new();
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            found.add(at, Problem::Syntax(error.message().to_owned()));
        }
        return Vec::new();
    }
    unknown_keys(table.get_ref(), &["kpi"], found);
    let Some(kpis) = table.get_ref().get("kpi") else {
        return Vec::new();
    };
    let Some(list) = kpis.get_ref().as_array() else {
        found.add(kpis.span().start, wrong_type("kpi", "a list of tables; write [[kpi]]"));
        return Vec::new();
    };
    if list.len() > MOST_KPIS {
        let problem = format!("{} KPIs; at most {MOST_KPIS} can be read", list.len());
        found.add(kpis.span().start, Problem::TooMuch(problem));
        return Vec::new();
    }
    list.iter().filter_map(|entry| draft(text, entry, found)).collect()
}

fn draft(text: &str, entry: &Spanned<DeValue<'_>>, found: &mut Found) -> Option<Draft> {
    let at = entry.span().start;
    let Some(table) = entry.get_ref().as_table() else {
        found.add(at, wrong_type("kpi", "a table"));
        return None;
    };
    unknown_keys(table, KEYS, found);
    let places = table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), value.span().start));
    let mut fields = Fields { text, table, at, found };
    Some(Draft {
        at,
        places: places.collect(),
        id: fields.required("id"),
        title: fields.title(),
        meaning: fields.required("meaning"),
        proves_not: fields.required("proves_not"),
        formula: fields.required("formula"),
        unit: fields.word("unit", KpiUnit::from_word, &words(KpiUnit::ALL)),
        better: fields.word("better", Better::from_word, &words(Better::ALL)),
        stage: fields.word("stage", Stage::from_word, &words(Stage::ALL)),
        level: fields.word("level", Level::from_word, &words(Level::ALL)),
        goal: fields.goal(),
        source: fields.required("source"),
        since: fields.optional("since"),
    })
}

fn unknown_keys(table: &DeTable<'_>, known: &[&str], found: &mut Found) {
    for (key, _) in table {
        if !known.contains(&key.get_ref().as_ref()) {
            let known = known.join(", ");
            let key_text = key.get_ref().to_string();
            found.add(key.span().start, Problem::UnknownKey { key: key_text, known });
        }
    }
}

fn words<T: ToString>(all: &[T]) -> String {
    let words: Vec<String> = all.iter().map(ToString::to_string).collect();
    words.join(", ")
}

fn wrong_type(key: &str, expected: &'static str) -> Problem {
    Problem::Type {
        key: key.to_owned(),
        expected,
    }
}

/// The fields of one entry while they are read.
struct Fields<'a, 'i> {
    text: &'a str,
    table: &'a DeTable<'i>,
    at: usize,
    found: &'a mut Found,
}

impl<'a, 'i> Fields<'a, 'i> {
    fn required(&mut self, key: &'static str) -> Option<At<String>> {
        let value = self.present(key)?;
        self.text_of(key, value)
    }

    fn optional(&mut self, key: &'static str) -> Option<At<String>> {
        let value = self.table.get(key)?;
        self.text_of(key, value)
    }

    fn present(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        let value = self.table.get(key);
        if value.is_none() {
            self.found.add(self.at, Problem::Missing(key));
        }
        value
    }

    fn text_of(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<At<String>> {
        let at = value.span().start;
        let Some(text) = value.get_ref().as_str() else {
            self.found.add(at, wrong_type(key, "a text"));
            return None;
        };
        let raw = self.text.get(at..).unwrap_or("");
        let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") {
            3
        } else {
            1
        };
        let value = text.to_owned();
        Some(At {
            value,
            start: at,
            quotes,
        })
    }

    fn word<T>(&mut self, key: &'static str, read: impl Fn(&str) -> Option<T>, words: &str) -> Option<T> {
        let text = self.required(key)?;
        let word = read(&text.value);
        if word.is_none() {
            let (given, words) = (text.value, words.to_owned());
            self.found.add(text.start, Problem::Word { key, given, words });
        }
        word
    }

    /// A table of three languages, or one text for all.
    fn title(&mut self) -> Option<Title> {
        let value = self.present("title")?;
        let Some(table) = value.get_ref().as_table() else {
            let text = self.text_of("title", value)?.value;
            let (en, zh, fy) = (text.clone(), text.clone(), text);
            return Some(Title { en, zh, fy });
        };
        unknown_keys(table, &["en", "zh-CN", "fy"], self.found);
        let mut language = |key: &'static str, name: &'static str| {
            if let Some(title) = table.get(key) {
                return self.text_of(name, title);
            }
            self.found.add(value.span().start, Problem::Missing(name));
            None
        };
        let (en, zh, fy) = (
            language("en", "title.en"),
            language("zh-CN", "title.zh-CN"),
            language("fy", "title.fy"),
        );
        let (en, zh, fy) = (en?.value, zh?.value, fy?.value);
        Some(Title { en, zh, fy })
    }

    fn goal(&mut self) -> Option<Result<(), String>> {
        let Some(value) = self.table.get("goal") else {
            return Some(Ok(()));
        };
        match value.get_ref() {
            DeValue::Boolean(true) => Some(Ok(())),
            DeValue::String(reason) => Some(Err(reason.to_string())),
            _ => {
                let problem = wrong_type("goal", "true, or a text that says why no goal may be set on it");
                self.found.add(value.span().start, problem);
                None
            }
        }
    }
}
