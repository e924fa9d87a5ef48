//! [`Worths`]: the money of a row's events.

use std::collections::BTreeSet;

use harpoon_core::event::Part;
use harpoon_core::{EventKind, Number};

use super::super::columns::{Columns, known, unknown_words};
use super::super::rows::Fault;
use super::super::side::Facts;
use crate::cell::{Cell, DecimalMark, NumberReader, NumberSurvey};
use crate::connector::{Connector, Quirk};
use crate::field::{Field, Given, Role};
use crate::record::Record;
use crate::remark::Remark;

/// Columns of money.
#[derive(Debug)]
pub(super) struct Worths {
    columns: Vec<Worth>,
}

/// A column of money.
#[derive(Debug)]
struct Worth {
    /// `None` is every deed of the row.
    kind: Option<EventKind>,
    at: usize,
    reader: NumberReader<'static>,
}

impl Worths {
    /// The columns, with the decimal mark that their first cells show.
    pub(super) fn new(connector: &Connector, columns: &Columns, rows: &[Record]) -> Self {
        let told = columns.told.iter().filter_map(|(field, at)| match field {
            Field::Worth { kind, given } => Some((Some(*kind), *at, *given)),
            _ => None,
        });
        let amount = columns.at(Role::Amount).map(|at| (None, at, Given::AsIs));
        let worth = |(kind, at, given)| Worth {
            kind,
            at,
            reader: NumberReader {
                mark: mark(connector, rows, at, given),
                given,
                unknown: unknown_words(connector.quirks),
            },
        };
        Self {
            columns: told.chain(amount).map(worth).collect(),
        }
    }

    /// Money of an event: its own column, else the amount of the row's deeds. Touches are worth nothing by themselves.
    /// Errors: no number, no currency, or a worth below zero.
    pub(super) fn of(
        &self,
        facts: &Facts<'_>,
        kind: EventKind,
        remarks: &mut BTreeSet<Remark>,
    ) -> Result<Option<Number>, Fault> {
        let Some(column) = self.column(kind) else {
            return Ok(None);
        };
        let Some(value) = column.read(facts)? else {
            return Ok(None);
        };
        let fault = |reason, hint: &str| Fault {
            column: facts.columns.header_at(column.at),
            reason,
            hint: Some(hint.to_owned()),
        };
        if value < Number::ZERO && kind != EventKind::Refund {
            return Err(fault(
                format!("{value} is the worth of this {kind}, which cannot be below zero"),
                "money given back is a refund: an event of its own, or a column `value.refund`",
            ));
        }
        if facts.row.currency.is_empty() {
            return Err(fault(
                "the row's money has no currency".to_owned(),
                "give it with --currency, or a column `currency`",
            ));
        }
        if value < Number::ZERO {
            remarks.insert(Remark::RefundsBelowZero);
        }
        Ok(Some(Number::from_micros(value.micros().saturating_abs())))
    }

    /// Whether the row says in a column of its own that money was given back.
    pub(super) fn has_refund(&self, facts: &Facts<'_>) -> Result<bool, Fault> {
        let own = self.columns.iter().find(|worth| worth.kind == Some(EventKind::Refund));
        let value = own.map(|column| column.read(facts)).transpose()?.flatten();
        Ok(value.is_some_and(|value| value != Number::ZERO))
    }

    /// Whether refunds stand in a column of the row that they belong to, as one sum up to now.
    pub(super) fn refunds_are_sums(&self) -> bool {
        self.columns.iter().any(|worth| worth.kind == Some(EventKind::Refund))
    }

    /// The header of the column that holds the money of this kind.
    pub(super) fn header(&self, columns: &Columns, kind: EventKind) -> Option<String> {
        columns.header_at(self.column(kind)?.at)
    }

    fn column(&self, kind: EventKind) -> Option<&Worth> {
        let own = self.columns.iter().find(|worth| worth.kind == Some(kind));
        let shares = kind.part() == Part::Deed
            || matches!(kind, EventKind::Stage | EventKind::DealLost)
            || kind == EventKind::Refund && !self.refunds_are_sums();
        own.or_else(|| self.columns.iter().find(|worth| shares && worth.kind.is_none()))
    }
}

impl Worth {
    fn read(&self, facts: &Facts<'_>) -> Result<Option<Number>, Fault> {
        let cell = known(facts.record.get(self.at)).unwrap_or_default();
        let read = self.reader.read(cell).map(Cell::value);
        read.map_err(|e| Fault::cell(facts.columns.header_at(self.at), e))
    }
}

/// The decimal mark that is fixed, or that the first cells show.
fn mark(connector: &Connector, rows: &[Record], at: usize, given: Given) -> DecimalMark {
    let fixed = connector.quirks.iter().find_map(|quirk| match quirk {
        Quirk::Decimal(mark) => Some(*mark),
        _ => None,
    });
    if let Some(fixed) = fixed {
        return fixed;
    }
    if given != Given::AsIs {
        return DecimalMark::Point;
    }
    let mut survey = NumberSurvey::default();
    for row in rows {
        survey.look(row.get(at));
    }
    survey.decide(false, None)
}
