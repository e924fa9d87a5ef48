//! A map as far as it has been read, its checks as a whole, and the connector made of it.

use std::collections::BTreeMap;
use std::ops::Range;

use harpoon_core::{Counter, EntityKind, EventKind, METRICS, Scope};

use super::walk::{Walk, nearest};
use crate::cell::{DayOrder, DecimalMark};
use crate::connector::{BASE, Connector, EventWord, PlatformIs, Quirk};
use crate::dictionary::normalise_header;
use crate::field::{Field, FieldError, Role};

/// Where the platform of a row is said.
pub(super) enum Platform {
    Fixed(String),
    /// In a column; its words, and what they are replaced by.
    Column(Vec<(String, String)>),
}

/// One column of the map.
pub(super) struct Mapped {
    pub(super) header: String,
    pub(super) notation: String,
    /// Whether a file without it is none of this map.
    pub(super) required: bool,
    /// Place in the map.
    pub(super) at: Range<usize>,
}

/// What has been read of a map.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) platform: Option<Platform>,
    pub(super) account: Option<String>,
    pub(super) entity: Option<EntityKind>,
    pub(super) scope: Option<Scope>,
    pub(super) counter: Option<Counter>,
    pub(super) zone: Option<String>,
    pub(super) currency: Option<&'static str>,
    pub(super) day_order: Option<DayOrder>,
    pub(super) decimal: Option<DecimalMark>,
    pub(super) unknown: Vec<String>,
    pub(super) totals: Vec<String>,
    pub(super) rows_are_numbered: bool,
    pub(super) weekdays_from_sunday: bool,
    pub(super) header_line: Option<u64>,
    pub(super) sheet: Option<String>,
    pub(super) scope_words: Vec<(String, Scope)>,
    pub(super) event: Option<EventKind>,
    pub(super) kinds: Vec<(String, EventWord)>,
    pub(super) system: Option<String>,
    pub(super) calling_code: Option<String>,
    columns: Vec<(Mapped, Field)>,
    /// Where a header or a meaning was met first.
    met: BTreeMap<String, Range<usize>>,
}

impl Draft {
    /// Adds a column, unless its header or its meaning is taken or it means nothing.
    pub(super) fn add(&mut self, walk: &mut Walk, column: Mapped) {
        let field = match Field::parse(&column.notation) {
            Ok(Field::Extra(name) | Field::Dimension(name)) if name.trim().is_empty() => {
                walk.wrong(
                    column.at.clone(),
                    format!("`{}` lacks a name after the point", column.notation),
                );
                return;
            }
            Ok(field) => field,
            Err(error) => {
                walk.wrong(column.at.clone(), format!("{error}{}", suggestion(&error)));
                return;
            }
        };
        for header in column.header.split('|').map(normalise_header) {
            self.meet(walk, &column, &format!("header {header}"), "is mapped");
        }
        if !matches!(field, Field::Derived | Field::Ignore) {
            let meaning = field.unitless();
            self.meet(walk, &column, &format!("meaning {meaning}"), "is given that meaning");
        }
        self.columns.push((column, field));
    }

    /// Notes a header or meaning, which may stand but once.
    fn meet(&mut self, walk: &mut Walk, column: &Mapped, what: &str, happens: &str) {
        if let Some(first) = self.met.get(what) {
            let (line, _) = walk.place(first.start);
            let hint = if happens == "is mapped" {
                ""
            } else {
                "; tell them apart by a facet: `clicks.link`"
            };
            let text = what.split_once(' ').map_or(what, |(_, text)| text);
            walk.wrong(
                column.at.clone(),
                format!("`{text}` {happens} in line {line} already{hint}"),
            );
            return;
        }
        self.met.insert(what.to_owned(), column.at.clone());
    }

    /// What only the whole map can tell.
    pub(super) fn check(&self, walk: &mut Walk) {
        let start = || 0..0;
        if self.id.is_none() && !walk.has_mistake() {
            walk.wrong(
                start(),
                "`id` is missing: the name of the map in imports, such as id = \"page_posts\"",
            );
        }
        if self.columns.is_empty() && !walk.has_mistake() {
            walk.wrong(
                start(),
                "no columns; write [columns] and below it \"Header\" = \"meaning\"",
            );
        }
        let needs_platform = !self.has(Role::Platform) && !self.has(Role::Amount) && !self.is_of_events();
        if self.platform.is_none() && needs_platform && !walk.has_mistake() {
            walk.wrong(
                start(),
                "`platform` is missing; write platform = \"facebook\" or { column = \"…\" }",
            );
        }
        if self.rows_are_numbered && self.entity.is_none() {
            walk.wrong(start(), "`rows_are_numbered` needs `entity`: what does a row speak of?");
        }
        if !self.scope_words.is_empty() && !self.has(Role::Scope) {
            walk.wrong(start(), "`scope_words` needs a column that means `scope`");
        }
        self.check_slices(walk);
        self.check_events(walk);
    }

    /// A column is of a slice of a figure, by a name that rows are not split by.
    fn check_slices(&self, walk: &mut Walk) {
        for (column, field) in &self.columns {
            let (of, slice) = field.whole();
            if *of == Field::Role(Role::Value) && of != field {
                walk.wrong(
                    column.at.clone(),
                    "in a map no title names the figure; write it: `content_views of country=NL`",
                );
            }
            for (name, _) in slice.parts() {
                let dimension = Field::Dimension(name.clone().into());
                if self.columns.iter().any(|(_, other)| *other == dimension) {
                    walk.wrong(column.at.clone(), format!("the rows are split by `{name}` already"));
                }
            }
        }
    }

    /// What a table of events needs beside its columns.
    fn check_events(&self, walk: &mut Walk) {
        if walk.has_mistake() {
            return;
        }
        let is_kind_told = self.has(Role::EventKind)
            || self.event.is_some()
            || self.columns.iter().any(|(_, field)| matches!(field, Field::Is(_)));
        if self.has(Role::EventAt) && !is_kind_told {
            walk.wrong(
                0..0,
                "`event_at` needs a kind: write event = \"order\", or a column that means `event_kind`",
            );
        }
        if !self.kinds.is_empty() && !self.has(Role::EventKind) {
            walk.wrong(0..0, "`kinds` needs a column that means `event_kind`");
        }
        let of_own = [Role::EventKind, Role::Deed, Role::Channel, Role::Source, Role::Detail];
        let lonely = of_own.iter().find(|role| self.has(**role));
        if let Some(role) = lonely.filter(|_| !self.is_of_events()) {
            let role = role.as_str();
            walk.wrong(
                0..0,
                format!("`{role}` is of events; a column must tell their time: `event_at`, or `at.order` and the like"),
            );
        }
    }

    /// Whether rows tell what people did, or nothing but names.
    fn is_of_events(&self) -> bool {
        let names = self
            .columns
            .iter()
            .filter(|(_, field)| matches!(field, Field::Name { .. }));
        self.has(Role::EventAt)
            || self.columns.iter().any(|(_, field)| matches!(field, Field::At(_)))
            || names.count() > 1
    }

    fn has(&self, role: Role) -> bool {
        self.columns.iter().any(|(_, field)| *field == Field::Role(role))
    }

    /// The connector. Its texts live as long as the process.
    pub(super) fn connector(self) -> Connector {
        let quirks = self.quirks();
        let mut connector = Connector {
            id: keep(self.id.clone().unwrap_or_default()),
            title: keep(self.title.clone().or(self.id).unwrap_or_default()),
            found_at: "a person's own table",
            source: "a person's own map",
            platform: platform_is(self.platform, &self.columns),
            scope: self.scope.unwrap_or(Scope::Unknown),
            counter: self.counter,
            entity: self.entity.unwrap_or(EntityKind::Account),
            requires: required(&self.columns),
            columns: columns(self.columns),
            zone: self.zone.map(keep),
            quirks: keep_all(quirks),
            version: 0,
            ..BASE
        };
        connector.version = version(&connector);
        connector
    }

    fn quirks(&self) -> Vec<Quirk> {
        let words = |words: &[String]| keep_all(words.iter().cloned().map(keep).collect());
        let scope_words = || {
            keep_all(
                self.scope_words
                    .iter()
                    .map(|(word, scope)| (keep(word.clone()), *scope))
                    .collect(),
            )
        };
        let kinds = || {
            keep_all(
                self.kinds
                    .iter()
                    .map(|(word, meant)| (keep(word.clone()), *meant))
                    .collect(),
            )
        };
        let all = [
            self.account.clone().map(|account| Quirk::Account(keep(account))),
            self.currency.map(Quirk::Currency),
            self.day_order.map(Quirk::DayOrder),
            self.decimal.map(Quirk::Decimal),
            (!self.unknown.is_empty()).then(|| Quirk::Unknown(words(&self.unknown))),
            (!self.totals.is_empty()).then(|| Quirk::TotalLabel(words(&self.totals))),
            (!self.scope_words.is_empty()).then(|| Quirk::ScopeWords(scope_words())),
            self.rows_are_numbered.then_some(Quirk::RowNumberIsKey),
            self.weekdays_from_sunday.then_some(Quirk::WeekdaysFromSunday),
            self.header_line.map(Quirk::HeaderLine),
            self.sheet.clone().map(|sheet| Quirk::Sheet(keep(sheet))),
            self.event.map(Quirk::Event),
            (!self.kinds.is_empty()).then(|| Quirk::EventWords(kinds())),
            self.system.clone().map(|system| Quirk::System(keep(system))),
            self.calling_code.clone().map(|code| Quirk::CallingCode(keep(code))),
        ];
        all.into_iter().flatten().collect()
    }
}

/// A word near to what was written.
fn suggestion(error: &FieldError) -> String {
    let FieldError::Unknown(text) = error else {
        return String::new();
    };
    let word = text.split(['.', '@', ':', ' ']).next().unwrap_or_default();
    let roles = Role::ALL.iter().map(|role| role.as_str());
    nearest(word, roles.chain(METRICS.iter().map(|metric| metric.id)))
}

fn platform_is(platform: Option<Platform>, columns: &[(Mapped, Field)]) -> PlatformIs {
    match platform {
        Some(Platform::Fixed(name)) => PlatformIs::Fixed(keep(name)),
        Some(Platform::Column(words)) => PlatformIs::Column(keep_all(
            words.into_iter().map(|(word, name)| (keep(word), keep(name))).collect(),
        )),
        None if columns.iter().any(|(_, field)| *field == Field::Role(Role::Platform)) => PlatformIs::Column(&[]),
        None => PlatformIs::Fixed(""),
    }
}

/// What a header must hold to be of this map: every column but the optional and the unused ones.
fn required(columns: &[(Mapped, Field)]) -> &'static [&'static str] {
    let used = columns
        .iter()
        .filter(|(c, field)| c.required && !matches!(field, Field::Derived | Field::Ignore));
    keep_all(used.map(|(_, field)| keep(field.unitless())).collect())
}

fn columns(columns: Vec<(Mapped, Field)>) -> &'static [(&'static str, &'static str)] {
    keep_all(
        columns
            .into_iter()
            .map(|(column, field)| (keep(column.header), keep(field.to_string())))
            .collect(),
    )
}

/// A digest of what the map says, comments and layout aside.
fn version(connector: &Connector) -> u32 {
    let digest = xxhash_rust::xxh3::xxh3_64(format!("{connector:?}").as_bytes());
    u32::try_from(digest >> 33).unwrap_or(1).max(1)
}

fn keep(text: String) -> &'static str {
    text.leak()
}

fn keep_all<T>(all: Vec<T>) -> &'static [T] {
    all.leak()
}
