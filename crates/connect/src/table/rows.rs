//! [`Table`]: reads rows into facts. The path of a figure allocates nothing of its own.

use std::borrow::Cow;
use std::collections::BTreeSet;

use harpoon_core::batch::Batch;
use harpoon_core::{EntityKind, Number, Reject, Scope, Unit};
use jiff::civil::Date;

use super::columns::{Columns, Figure, known};
use super::entities::{Keys, Subject, Told, undamaged};
use super::events::Events;
use super::groups::{Groups, Place};
use super::period::Span;
use super::side::Side;
use super::slices::{Parts, breakdown, slice};
use super::survey::{scope_of, slug};
use super::totals::{Totals, is_total};
use crate::cell::{Cell, CellError, DateReader, currency};
use crate::connector::{Connector, PlatformIs, Quirk};
use crate::field::{Role, Slice};
use crate::header::Head;
use crate::plan::Check;
use crate::record::Record;
use crate::remark::Remark;

/// What rows that do not say are taken to be.
#[derive(Clone, Debug)]
pub(crate) struct Defaults {
    pub(crate) platform: String,
    pub(crate) account: String,
    pub(crate) currency: String,
    pub(crate) entity: EntityKind,
}

/// Why a row is put aside.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) column: Option<String>,
    pub(crate) reason: String,
    pub(crate) hint: Option<String>,
}

impl Fault {
    pub(crate) fn at(column: Option<String>, reason: String) -> Self {
        Self {
            column,
            reason,
            hint: None,
        }
    }

    pub(crate) fn cell(column: Option<String>, error: CellError) -> Self {
        Self {
            column,
            reason: error.reason,
            hint: error.hint,
        }
    }
}

/// A table being read.
#[derive(Debug)]
pub(crate) struct Table {
    connector: &'static Connector,
    header: Vec<String>,
    pub(crate) columns: Columns,
    reader: DateReader,
    span: Span,
    defaults: Defaults,
    keys: Keys,
    told: Told,
    totals: Totals,
    side: Side,
    events: Option<Box<Events>>,
    groups: Groups,
    parts: Parts,
    has_money: bool,
    values: Vec<Option<Number>>,
    aside: Vec<(usize, Fault)>,
    key: String,
    slice: String,
    number: u64,
    entries: u64,
    newest: Option<i32>,
    pub(crate) rejected: u64,
    pub(crate) remarks: BTreeSet<Remark>,
}

impl Table {
    #[expect(clippy::needless_pass_by_value, reason = "the head is used up")]
    pub(crate) fn new(head: Head, columns: Columns, reader: DateReader, span: Span, defaults: Defaults) -> Self {
        let connector = head.connector;
        Self {
            connector,
            header: head.columns.iter().map(|c| c.header.clone()).collect(),
            keys: Keys::new(connector),
            told: Told::new(&columns),
            totals: Totals::new(columns.figures.len()),
            side: Side::new(connector, &columns),
            events: None,
            groups: Groups::default(),
            parts: Parts::new(&columns),
            has_money: columns.figures.iter().any(|f| f.measure.unit == Unit::Money),
            values: Vec::new(),
            aside: Vec::new(),
            key: String::new(),
            slice: String::new(),
            number: 0,
            entries: 0,
            newest: None,
            rejected: 0,
            remarks: BTreeSet::new(),
            columns,
            reader,
            span,
            defaults,
        }
    }

    /// Takes the figures that the lines above the header state.
    pub(super) fn state(&mut self, all: &[super::stated::Stated]) {
        for (at, stated) in all.iter().enumerate() {
            let day = stated.add(at, &self.defaults, &mut self.groups);
            self.newest = self.newest.max(day);
        }
    }

    /// Its rows are what people did.
    pub(super) fn tell(&mut self, events: Events) {
        self.events = Some(Box::new(events));
    }

    /// Data rows met so far; cells, where each is of its own slice.
    pub(crate) const fn rows(&self) -> u64 {
        self.entries
    }

    /// Figures that wait to be handed over.
    pub(crate) fn waiting(&self) -> usize {
        self.groups.waiting()
    }

    /// The last day that a row spoke of.
    pub(crate) fn newest_day(&self) -> Option<Date> {
        self.newest.map(harpoon_core::period::day_from_number)
    }

    /// The totals that the table states, against the sums of its rows.
    pub(crate) fn checks(&self) -> Vec<Check> {
        if self.number == 0 {
            return Vec::new();
        }
        self.totals.checks(self.connector, &self.columns)
    }

    /// Whether a cell of the row holds a figure.
    pub(crate) fn has_figure(&self, record: &Record) -> bool {
        if let Some(events) = &self.events {
            return events.has_instant(record, &self.columns, &self.reader);
        }
        self.columns
            .figures
            .iter()
            .any(|f| known(record.get(f.at)).is_some_and(|cell| f.read(cell).is_ok()))
    }

    /// Takes a row: a total, a footnote, the header again, or data.
    pub(crate) fn row(&mut self, record: &Record, batch: &mut Batch) {
        let is_data = record.is_lost();
        if !is_data && is_total(record, self.connector, &self.columns) {
            self.totals.state(record, &self.columns);
            return;
        }
        if !is_data && (self.is_footnote(record) || self.is_header_again(record)) {
            return;
        }
        self.number += 1;
        if record.transcoded {
            self.remarks.insert(Remark::Windows1252);
        }
        self.aside.clear();
        let entries = match self.take(record, batch) {
            Ok(()) if self.parts.is_all() => self.values.len() as u64,
            Ok(()) => 1,
            Err(fault) => {
                self.aside = vec![(0, fault)];
                1
            }
        };
        self.entries += entries;
        batch.rows += entries;
        self.rejected += self.aside.len() as u64;
        let faults = self.aside.drain(..).map(|(_, fault)| reject(record, fault));
        batch.rejects.extend(faults);
    }

    fn is_footnote(&self, record: &Record) -> bool {
        self.connector.quirks.iter().any(|quirk| match quirk {
            Quirk::Footnote(beginnings) => {
                let first = record.get(self.columns.first).trim();
                record.filled() == 1 && beginnings.iter().any(|b| first.starts_with(b))
            }
            _ => false,
        })
    }

    fn is_header_again(&self, record: &Record) -> bool {
        self.header
            .first()
            .is_some_and(|header| record.get(self.columns.first).trim() == header)
            && self
                .header
                .iter()
                .enumerate()
                .all(|(i, header)| record.get(self.columns.first + i).trim() == header)
    }

    fn take(&mut self, record: &Record, batch: &mut Batch) -> Result<(), Fault> {
        self.check_shape(record)?;
        self.read_values(record)?;
        let row = row_words(self.connector, &self.columns, &self.defaults, record)?;
        if self.has_money && row.currency.is_empty() && self.money_is_given() {
            return Err(no_currency(&self.columns));
        }
        if let Some(events) = &mut self.events {
            let facts = super::side::Facts {
                record,
                columns: &self.columns,
                reader: &self.reader,
                row: &row,
            };
            let day = events.take(&facts, &mut self.remarks, batch)?;
            self.newest = self.newest.max(day);
            return Ok(());
        }
        if self.side.takes_rows() {
            let days = self.span.of(record, &self.columns, &self.reader, None);
            let facts = super::side::Facts {
                record,
                columns: &self.columns,
                reader: &self.reader,
                row: &row,
            };
            let day = self.side.take(&facts, days, &mut self.groups, batch)?;
            self.newest = self.newest.max(day);
            return Ok(());
        }
        let (kind, key) = self
            .keys
            .of(record, &self.columns, self.defaults.entity, self.number, &mut self.key)?;
        let key = key.text(&self.key);
        let published = self.keys.published(record, &self.columns, &self.reader, key)?;
        let days = self.span.of(record, &self.columns, &self.reader, published.day)?;
        slice(record, &self.columns, &Slice::default(), &mut self.slice)?;
        let subject = Subject {
            platform: &row.platform,
            account: row.account,
            kind,
            key: if kind == EntityKind::Account { row.account } else { key },
            currency: row.currency,
        };
        let place = Place {
            subject: &subject,
            slice: &self.slice,
            days,
            scope: row.scope,
            row: record.line,
        };
        if let Some(named) = self.side.word(record, &self.columns, self.connector)? {
            if named.measure.unit == Unit::Money && row.currency.is_empty() {
                return Err(no_currency(&self.columns));
            }
            let shape = || (row_breakdown(&self.columns), vec![named.measure]);
            let group = self.groups.of(kind, days.own_day, Some(named.at), shape);
            group.push(&place, &[named.value], None);
        } else if !self.values.is_empty() {
            if self.parts.first() > 0 {
                let figures = self.columns.figures.iter().take(self.parts.first());
                let measures = || {
                    (
                        row_breakdown(&self.columns),
                        figures.map(|f| f.measure.clone()).collect(),
                    )
                };
                let results = results(&self.columns, record);
                let group = self.groups.of(kind, days.own_day, None, measures);
                group.push(&place, &self.values, results.as_deref());
            }
            let row = super::slices::Row {
                record,
                columns: &self.columns,
                values: &self.values,
                aside: &self.aside,
            };
            self.parts.push(&row, kind, &place, &mut self.groups)?;
            self.totals.add(&self.values);
        }
        self.newest = self.newest.max(days.end).max(self.observed(record));
        if self.told.is_new(record, &subject) {
            self.told
                .tell(record, &self.columns, &self.reader, &subject, &published, batch);
        }
        Ok(())
    }

    /// The day on which the row says that it was observed.
    fn observed(&self, record: &Record) -> Option<i32> {
        let text = self.columns.text(record, Role::ObservedAt)?;
        let day = self.reader.day(text).ok()?.value()?;
        Some(harpoon_core::period::day_number(day))
    }

    fn money_is_given(&self) -> bool {
        let money = self.columns.figures.iter().zip(&self.values);
        money
            .into_iter()
            .any(|(f, value)| f.measure.unit == Unit::Money && value.is_some())
    }

    /// Hands over what was read so far.
    pub(crate) fn drain(&mut self, batch: &mut Batch) {
        self.groups.drain(batch);
    }

    /// Rows may be shorter or longer than the header by blanks only.
    fn check_shape(&self, record: &Record) -> Result<(), Fault> {
        if let Some(why) = record.broken {
            return Err(Fault {
                column: None,
                reason: why.reason(),
                hint: Some(why.hint().into()),
            });
        }
        let cells = record.len();
        if cells == self.columns.width {
            return Ok(());
        }
        if cells < self.columns.width && cells != record.width() {
            return Ok(());
        }
        let beyond = (self.columns.width..cells).any(|at| !record.get(at).trim().is_empty());
        if beyond && !self.columns.has_neighbour {
            return Err(Fault {
                column: None,
                reason: format!("the row has {cells} cells, the header {}", self.columns.width),
                hint: Some("a cell that holds the delimiter must stand in quotes".into()),
            });
        }
        let needed = self
            .columns
            .figures
            .iter()
            .map(|f| f.at)
            .chain(self.columns.keys.iter().copied())
            .max();
        if needed.is_some_and(|at| at >= cells) && !self.columns.is_loose {
            return Err(Fault {
                column: None,
                reason: format!("the row has {cells} cells, the header {}", self.columns.width),
                hint: Some("the row breaks off; download the export again".into()),
            });
        }
        Ok(())
    }

    fn read_values(&mut self, record: &Record) -> Result<(), Fault> {
        self.values.clear();
        let mut is_unknown = false;
        for figure in &self.columns.figures {
            let cell = record.get(figure.at);
            let value = match figure.read(cell) {
                Ok(Cell::Value(value)) => Some(value),
                Ok(Cell::Rounded(value)) => {
                    note(&mut self.remarks, figure, Remark::Rounded);
                    Some(value)
                }
                Ok(Cell::Unknown) => {
                    is_unknown = true;
                    None
                }
                Ok(Cell::Censored) => {
                    note(&mut self.remarks, figure, Remark::Bounds);
                    None
                }
                Err(_) if figure.raw => {
                    note(&mut self.remarks, figure, Remark::TextsToo);
                    None
                }
                Err(error) => {
                    let fault = Fault::cell(Some(figure.header.clone()), error);
                    if !self.parts.is_all() {
                        return Err(fault);
                    }
                    self.aside.push((self.values.len(), fault));
                    None
                }
            };
            self.values.push(value);
        }
        if is_unknown {
            for (figure, value) in self.columns.figures.iter().zip(&mut self.values) {
                if figure.false_zeros && *value == Some(Number::ZERO) {
                    *value = None;
                }
            }
        }
        Ok(())
    }
}

/// Platform, account, currency and scope of a row.
pub(super) struct RowWords<'r> {
    pub(super) platform: Cow<'r, str>,
    pub(super) account: &'r str,
    pub(super) currency: &'r str,
    pub(super) scope: Option<Scope>,
}

fn no_currency(columns: &Columns) -> Fault {
    Fault::at(columns.header(Role::Currency), "the row's money has no currency".into())
}

fn row_words<'r>(
    connector: &Connector,
    columns: &Columns,
    defaults: &'r Defaults,
    record: &'r Record,
) -> Result<RowWords<'r>, Fault> {
    let account = match columns.text(record, Role::AccountId) {
        Some(id) => {
            undamaged(id, columns, Role::AccountId)?;
            id
        }
        None => columns.text(record, Role::AccountName).unwrap_or(&defaults.account),
    };
    let currency = match columns.text(record, Role::Currency) {
        Some(text) => currency::code(text)
            .ok_or_else(|| Fault::at(columns.header(Role::Currency), format!("`{text}` is no currency code")))?,
        None => &defaults.currency,
    };
    let scope = columns.at(Role::Scope).map(|at| {
        let word = known(record.get(at));
        word.and_then(|word| scope_of(connector, word))
            .unwrap_or(Scope::Unknown)
    });
    Ok(RowWords {
        platform: platform_of(connector, columns, defaults, record),
        account,
        currency,
        scope,
    })
}

fn platform_of<'r>(
    connector: &Connector,
    columns: &Columns,
    defaults: &'r Defaults,
    record: &'r Record,
) -> Cow<'r, str> {
    let PlatformIs::Column(words) = connector.platform else {
        return Cow::Borrowed(&defaults.platform);
    };
    let Some(text) = columns.text(record, Role::Platform) else {
        return Cow::Borrowed(&defaults.platform);
    };
    match words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
        Some((_, platform)) => Cow::Borrowed(*platform),
        None => Cow::Owned(text.to_lowercase()),
    }
}

/// The names of the breakdown of rows, comma-separated.
fn row_breakdown(columns: &Columns) -> String {
    breakdown(columns, &Slice::default()).join(",")
}

/// The kind of the row's results, as a facet.
fn results(columns: &Columns, record: &Record) -> Option<String> {
    columns.at(Role::ResultKind)?;
    Some(slug(columns.text(record, Role::ResultKind).unwrap_or("")))
}

fn note(remarks: &mut BTreeSet<Remark>, figure: &Figure, what: fn(String) -> Remark) {
    if remarks.len() < 100 {
        remarks.insert(what(figure.header.clone()));
    }
}

fn reject(record: &Record, fault: Fault) -> Reject {
    Reject {
        row: record.line,
        column: fault.column,
        reason: fault.reason,
        hint: fault.hint,
        raw: record.raw(),
    }
}
