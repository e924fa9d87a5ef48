//! [`Registry`]: the connectors and the dictionary that a file is recognised by, made ready for matching headers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::cell::currency;
use crate::connector::{Connector, Quirk};
use crate::connectors::CONNECTORS;
use crate::dictionary::{Dictionary, normalise_header};
use crate::field::{Field, Role};
use crate::singer;

/// Connectors in order of preference, and the dictionary of localised headers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Registry {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    matchers: Vec<Matcher>,
    dictionary: Dictionary,
    maps: Vec<&'static str>,
    /// Every header without a star, of connectors and dictionary.
    words: BTreeSet<String>,
    /// Titles of lists: of tables that nothing but their title tells.
    lists: BTreeSet<String>,
}

/// A connector whose notation is read.
#[derive(Debug)]
pub(crate) struct Matcher {
    pub(crate) connector: &'static Connector,
    exact: BTreeMap<String, Field>,
    wild: Vec<(Vec<String>, Field)>,
    requires: Vec<Vec<&'static str>>,
    /// Titles of its tables, where it takes any header below one of them.
    list: Option<BTreeSet<String>>,
}

/// What a header cell means under a connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) field: Field,
    /// What `*` stood for: a currency code.
    pub(crate) captured: Option<String>,
    /// What `*` stood for, as it is written.
    pub(crate) star: Option<String>,
}

impl Registry {
    /// Harpoon's own connectors and dictionary.
    pub fn native() -> Self {
        Self::new(&[], Dictionary::builtin().clone())
    }

    /// A person's maps, which win over Harpoon's own connectors.
    pub fn new(maps: &[&'static Connector], dictionary: Dictionary) -> Self {
        let streams = singer::taps().iter().flat_map(|tap| tap.streams.iter().copied());
        let native: Vec<&'static Connector> = CONNECTORS.iter().copied().chain(streams).collect();
        Self::of(maps, &native, dictionary)
    }

    /// These connectors and no others: `--map`, or tests.
    pub fn only(connectors: &[&'static Connector], dictionary: Dictionary) -> Self {
        Self::of(connectors, &[], dictionary)
    }

    /// The same with one more map, which wins.
    #[must_use]
    pub fn with_map(&self, map: &'static Connector) -> Self {
        let (maps, native): (Vec<_>, Vec<_>) = self.connectors().partition(|connector| self.is_map(connector));
        let maps: Vec<_> = std::iter::once(map).chain(maps).collect();
        Self::of(&maps, &native, self.dictionary().clone())
    }

    fn of(maps: &[&'static Connector], native: &[&'static Connector], dictionary: Dictionary) -> Self {
        let matchers: Vec<Matcher> = maps.iter().chain(native).map(|c| Matcher::new(c)).collect();
        let own = matchers.iter().flat_map(|m| m.exact.keys().cloned());
        let words = own.chain(dictionary.iter().map(|(_, header, _)| header.to_owned()));
        Self {
            inner: Arc::new(Inner {
                words: words.collect(),
                lists: matchers.iter().filter_map(|m| m.list.clone()).flatten().collect(),
                matchers,
                dictionary,
                maps: maps.iter().map(|c| c.id).collect(),
            }),
        }
    }

    /// The connectors, in order of preference.
    pub fn connectors(&self) -> impl Iterator<Item = &'static Connector> {
        self.inner.matchers.iter().map(|m| m.connector)
    }

    /// Whether any connector has a meaning for this header, normalised; a quick no for the cells of a row of data.
    pub(crate) fn may_know(&self, plain: &str) -> bool {
        !plain.is_empty()
            && (self.inner.words.contains(plain)
                || self.inner.matchers.iter().any(|m| m.is_wild(plain))
                // `Spend (EUR)`: the dictionary lists it without the code.
                || plain.ends_with(')'))
    }

    /// Whether the title, normalised, is one of a list.
    pub(crate) fn is_list(&self, title: &str) -> bool {
        self.inner.lists.contains(title)
    }

    pub(crate) fn matchers(&self) -> &[Matcher] {
        &self.inner.matchers
    }

    pub(crate) fn dictionary(&self) -> &Dictionary {
        &self.inner.dictionary
    }

    /// Whether the connector is a person's own.
    pub(crate) fn is_map(&self, connector: &Connector) -> bool {
        self.inner.maps.contains(&connector.id)
    }
}

impl Default for Registry {
    fn default() -> Self {
        Self::native()
    }
}

impl Matcher {
    fn new(connector: &'static Connector) -> Self {
        let mut exact = BTreeMap::new();
        let mut wild = Vec::new();
        for (headers, notation) in connector.columns {
            let Ok(field) = Field::parse(notation) else {
                continue;
            };
            for header in headers.split('|') {
                let header = normalise_header(header);
                if header.contains('*') {
                    wild.push((header.split('*').map(str::to_owned).collect(), field.clone()));
                } else {
                    exact.entry(header).or_insert_with(|| field.clone());
                }
            }
        }
        let requires = connector.requires.iter().map(|any| any.split('|').collect());
        let is_any = connector.columns.iter().any(|(header, _)| *header == "*");
        let titles = titles(connector);
        Self {
            connector,
            exact,
            wild,
            requires: requires.collect(),
            list: (is_any && !titles.is_empty()).then_some(titles),
        }
    }

    /// Titles of the lists that it reads, normalised; `None` where it goes by headers.
    pub(crate) fn list(&self) -> Option<&BTreeSet<String>> {
        self.list.as_ref()
    }

    /// What the header means here; by the connector's own list, then by the dictionary in its dialect.
    /// `plain` is the header normalised.
    pub(crate) fn meaning(&self, header: &str, plain: &str, dictionary: &Dictionary) -> Option<Meaning> {
        let found = |field: &Field| Meaning {
            field: field.clone(),
            captured: trailing_code(header).map(str::to_owned),
            star: None,
        };
        if let Some(field) = self.exact.get(plain) {
            return Some(found(field));
        }
        if plain.is_empty() {
            return None;
        }
        for (parts, field) in &self.wild {
            if let Some(middle) = stars(plain, parts) {
                let before = parts.first().map_or("", String::as_str);
                let star = as_written(header, plain, before, middle);
                return Some(Meaning {
                    field: field.clone(),
                    captured: Some(currency::code(middle).map_or_else(|| middle.to_owned(), str::to_owned)),
                    star: Some(star),
                });
            }
        }
        self.localised(header, dictionary).map(|field| found(&field))
    }

    /// Looks the header up as it is; then with another currency or none, as the dictionary lists only the usual ones.
    fn localised(&self, header: &str, dictionary: &Dictionary) -> Option<Field> {
        let dialect = self.connector.dialect;
        if dialect.is_empty() {
            return None;
        }
        if let Some(field) = dictionary.field(dialect, header) {
            return Some(field.clone());
        }
        let code = trailing_code(header)?;
        let stem = header.trim_end().strip_suffix(')')?.trim_end();
        let stem = stem
            .get(..stem.len().checked_sub(code.len())?)?
            .trim_end_matches('(')
            .trim_end();
        let others = ["*", "EUR", "USD"].iter().map(|other| format!("{stem} ({other})"));
        others
            .chain([stem.to_owned()])
            .find_map(|other| dictionary.field(dialect, &other).cloned())
    }

    /// Whether the header fits a pattern with a star.
    fn is_wild(&self, plain: &str) -> bool {
        self.list.is_none() && self.wild.iter().any(|(parts, _)| stars(plain, parts).is_some())
    }

    /// Requirements that none of the fields meets.
    pub(crate) fn missing(&self, fields: &[&Field]) -> Vec<String> {
        let met = |any: &&Vec<&'static str>| any.iter().any(|one| fields.iter().any(|field| meets(field, one)));
        self.requires
            .iter()
            .filter(|any| !met(any))
            .map(|any| any.join(" or "))
            .collect()
    }

    /// Number of requirements.
    pub(crate) fn strictness(&self) -> usize {
        self.requires.len()
    }
}

/// Whether a field is what a requirement asks for: the same, or a kind of it (`clicks.link` is `clicks`).
fn meets(field: &Field, asked: &str) -> bool {
    let own = field.to_string();
    own == asked
        || own
            .strip_prefix(asked)
            .is_some_and(|rest| rest.starts_with(['.', '@', ':', ' ']))
}

/// What the first star of a pattern stands for, where the text fits the pattern.
fn stars<'t>(text: &'t str, parts: &[String]) -> Option<&'t str> {
    let (first, rest) = parts.split_first()?;
    let (last, middle) = rest.split_last()?;
    let inner = text.strip_prefix(first.as_str())?.strip_suffix(last.as_str())?;
    let mut left = inner;
    let mut captured = inner;
    for (index, part) in middle.iter().enumerate() {
        let (before, after) = left.split_once(part.as_str())?;
        if index == 0 {
            captured = before;
        }
        left = after;
    }
    Some(captured)
}

/// The titles that name the figures of a connector, normalised.
fn titles(connector: &Connector) -> BTreeSet<String> {
    let titles = connector.quirks.iter().flat_map(|quirk| match quirk {
        Quirk::TitledFigure(titles) => *titles,
        _ => &[],
    });
    titles.map(|(title, _, _)| normalise_header(title)).collect()
}

/// A part of a normalised header as the header writes it: `New York, NY`. Where the two differ letter by letter, the
/// part stays normalised.
fn as_written(header: &str, plain: &str, before: &str, part: &str) -> String {
    let header = header.trim();
    if part == plain {
        return header.to_owned();
    }
    if header.chars().count() != plain.chars().count() {
        return part.to_owned();
    }
    let letters = header.chars().skip(before.chars().count());
    letters.take(part.chars().count()).collect()
}

/// `EUR` in `Amount spent (EUR)`.
pub(crate) fn trailing_code(header: &str) -> Option<&'static str> {
    let (_, last) = header.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    currency::code(last.trim())
}

impl Meaning {
    /// Whether the column holds figures.
    pub(crate) fn is_figure(&self) -> bool {
        self.field.is_figure()
    }

    /// Whether the column holds instants of events.
    pub(crate) fn is_instant(&self) -> bool {
        matches!(self.field, Field::At(_) | Field::Role(Role::EventAt))
    }

    /// The role, where the column has one.
    pub(crate) fn role(&self) -> Option<Role> {
        match self.field {
            Field::Role(role) => Some(role),
            _ => None,
        }
    }
}
