//! Figures that a line above the header states at a day: `Total followers on 8/5/2024:,782`.

use harpoon_core::{EntityKind, Measure, Number};
use jiff::civil::Date;

use super::columns::Figure;
use super::entities::Subject;
use super::groups::{Groups, Place};
use super::period::Days;
use super::rows::Defaults;
use crate::cell::{Cell, DayOrder};
use crate::connector::{Connector, Quirk};
use crate::field::{Field, Given};
use crate::notes::{Notes, one_day};

/// One figure of the account at one day.
#[derive(Clone, Debug)]
pub(crate) struct Stated {
    measure: Measure,
    day: Date,
    value: Number,
    line: u64,
}

/// What the lines above the header state.
pub(super) fn stated(connector: &Connector, notes: &Notes, order: Option<DayOrder>) -> Vec<Stated> {
    let pairs = connector.quirks.iter().find_map(|quirk| match quirk {
        Quirk::StatedFigure(pairs) => Some(*pairs),
        _ => None,
    });
    let found = |(beginning, notation): &(&'static str, &'static str)| {
        let field = Field::parse(notation).ok()?;
        let measure = field.measure(connector.scope, connector.counter)?;
        let note = notes.newest().find(|note| note.text.starts_with(beginning))?;
        let day = note.text.strip_prefix(beginning)?.trim_matches([' ', ':']);
        let cell = note.cells.iter().skip(1).find(|cell| !cell.is_empty())?;
        let figure = Figure::new(0, "", measure.clone(), Given::AsIs);
        Some(Stated {
            measure,
            day: one_day(day, order)?,
            value: figure.read(cell).ok().and_then(Cell::value)?,
            line: note.line,
        })
    };
    pairs.unwrap_or(&[]).iter().filter_map(found).collect()
}

impl Stated {
    /// Adds the figure to the account's.
    pub(super) fn add(&self, at: usize, defaults: &Defaults, groups: &mut Groups) -> Option<i32> {
        let days = Days::of(self.day, self.day);
        let subject = Subject {
            platform: &defaults.platform,
            account: &defaults.account,
            kind: EntityKind::Account,
            key: &defaults.account,
            currency: &defaults.currency,
        };
        let place = Place {
            subject: &subject,
            slice: "",
            days,
            scope: None,
            row: self.line,
        };
        let word = Some(usize::MAX.saturating_sub(at));
        let group = groups.of(EntityKind::Account, false, word, || {
            (String::new(), vec![self.measure.clone()])
        });
        group.push(&place, &[Some(self.value)], None);
        days.end
    }
}
