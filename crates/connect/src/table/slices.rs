//! What figures are of: the slice that a row names, and [`Parts`], the columns that stand for a slice each.

use harpoon_core::{EntityKind, Number};

use super::columns::{Columns, Figure};
use super::groups::{Groups, Place};
use super::rows::Fault;
use crate::cell::date::hour;
use crate::field::{Role, Slice};
use crate::record::Record;

/// Writes the values of the breakdown, sorted by name: `age=18-24;gender=female`. `part` is what the column is of.
pub(super) fn slice(record: &Record, columns: &Columns, part: &Slice, out: &mut String) -> Result<(), Fault> {
    out.clear();
    let mut parts = part.parts().iter().peekable();
    for (name, at) in &columns.dims {
        while let Some((own, value)) = parts.next_if(|(own, _)| own < name) {
            write(own, value, out);
        }
        if columns.at(Role::Hour) == Some(*at) {
            write(name, &hour_of(record, columns, *at)?, out);
        } else {
            write(name, record.get(*at).trim(), out);
        }
    }
    parts.for_each(|(own, value)| write(own, value, out));
    Ok(())
}

fn write(name: &str, value: &str, out: &mut String) {
    if !out.is_empty() {
        out.push(';');
    }
    out.push_str(name);
    out.push('=');
    if value.contains(';') {
        out.push_str(&value.replace(';', ","));
    } else {
        out.push_str(value);
    }
}

fn hour_of(record: &Record, columns: &Columns, at: usize) -> Result<String, Fault> {
    let cell = hour(record.get(at)).map_err(|e| Fault::cell(columns.header(Role::Hour), e))?;
    let hour = cell
        .value()
        .ok_or_else(|| Fault::at(columns.header(Role::Hour), "the row has no hour".into()))?;
    Ok(hour.to_string())
}

/// The names of the breakdown, sorted.
pub(super) fn breakdown<'c>(columns: &'c Columns, part: &'c Slice) -> Vec<&'c str> {
    let rows = columns.dims.iter().map(|(name, _)| name.as_str());
    let mut names: Vec<&str> = rows.chain(part.parts().iter().map(|(name, _)| name.as_str())).collect();
    names.sort_unstable();
    names
}

/// A row as it was read.
pub(super) struct Row<'r> {
    pub(super) record: &'r Record,
    pub(super) columns: &'r Columns,
    /// Value of each figure.
    pub(super) values: &'r [Option<Number>],
    /// Figures whose cell cannot be read, and why.
    pub(super) aside: &'r [(usize, Fault)],
}

/// Columns that stand for a slice each: a column a country.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Place of the first among the table's figures; those of slices come last.
    first: usize,
    /// For each, which of them it is written with: the first of the same measure and breakdown.
    alike: Vec<usize>,
}

impl Parts {
    pub(super) fn new(columns: &Columns) -> Self {
        let first = columns.figures.iter().take_while(|f| !f.is_part()).count();
        let parts = columns.figures.get(first..).unwrap_or_default();
        let names = |f: &Figure| breakdown(columns, &f.slice).join(",");
        let is_alike = |a: &Figure, b: &Figure| a.measure == b.measure && names(a) == names(b);
        let alike = parts.iter().enumerate().map(|(at, part)| {
            let found = parts.iter().take(at).position(|other| is_alike(other, part));
            found.unwrap_or(at)
        });
        Self {
            first,
            alike: alike.collect(),
        }
    }

    /// Whether every figure is of a slice of its own. Each cell is then an entry, good or bad by itself.
    pub(super) fn is_all(&self) -> bool {
        self.first == 0 && !self.alike.is_empty()
    }

    /// Number of the figures of the rows themselves.
    pub(super) const fn first(&self) -> usize {
        self.first
    }

    /// Adds the cells of a row, save those put aside. `place` is the row's own.
    pub(super) fn push(
        &self,
        row: &Row<'_>,
        kind: EntityKind,
        place: &Place<'_>,
        groups: &mut Groups,
    ) -> Result<(), Fault> {
        if self.alike.is_empty() {
            return Ok(());
        }
        let mut text = String::new();
        let cells = row.columns.figures.iter().zip(row.values).enumerate();
        for ((at, (figure, value)), alike) in cells.skip(self.first).zip(&self.alike) {
            if row.aside.iter().any(|(bad, _)| *bad == at) {
                continue;
            }
            slice(row.record, row.columns, &figure.slice, &mut text)?;
            let place = Place { slice: &text, ..*place };
            let names = || breakdown(row.columns, &figure.slice).join(",");
            let shape = || (names(), vec![figure.measure.clone()]);
            let group = groups.of(kind, place.days.own_day, Some(*alike), shape);
            group.push(&place, &[*value], None);
        }
        Ok(())
    }
}
