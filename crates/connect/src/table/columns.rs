//! [`Columns`]: where everything stands in a row, found once for a table.

use harpoon_core::{Measure, Number};

use crate::cell::{Cell, CellError, DecimalMark, NumberReader};
use crate::connector::Quirk;
use crate::field::{Field, Given, Role, Slice};
use crate::record::Record;

/// No column.
const NONE: u16 = u16::MAX;

/// Places of roles, breakdowns, extras and figures in a row.
#[derive(Debug)]
pub(crate) struct Columns {
    roles: Vec<u16>,
    /// Breakdown dimensions by name.
    pub(crate) dims: Vec<(String, usize)>,
    /// Further attributes, in file order.
    pub(crate) extras: Vec<(String, usize)>,
    /// Figures in file order, those of slices last.
    pub(crate) figures: Vec<Figure>,
    /// Instants, kinds, money and names of events, in file order.
    pub(crate) told: Vec<(Field, usize)>,
    /// Header of each place, for rejects.
    headers: Vec<(usize, String)>,
    /// Places that tell who or what a row speaks of; all empty in a total.
    pub(crate) keys: Vec<usize>,
    /// First and last place of the table, and the places that must be there.
    pub(crate) first: usize,
    pub(crate) width: usize,
    /// Rows of sheets end with their last filled cell; rows of tables side by side with the last of the longest.
    pub(crate) is_loose: bool,
    /// Another table stands on the right.
    pub(crate) has_neighbour: bool,
}

/// A column of figures.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) at: usize,
    pub(crate) header: String,
    pub(crate) measure: Measure,
    pub(crate) reader: NumberReader<'static>,
    /// Nobody mapped it; a cell that is no number is unknown, not a mistake.
    pub(crate) raw: bool,
    /// Zero is unknown in a row where another figure is unknown.
    pub(crate) false_zeros: bool,
    /// Its facet is the row's kind of result.
    pub(crate) result: bool,
    /// What the column is of, where it stands for a slice.
    pub(crate) slice: Slice,
}

impl Figure {
    /// The value of a cell. Plain digits, the bulk of all cells, take the short way.
    #[inline]
    pub(crate) fn read(&self, cell: &str) -> Result<Cell<Number>, CellError> {
        if self.reader.given == Given::AsIs
            && let Some(whole) = digits(cell)
            && let Ok(number) = Number::from_int(whole)
        {
            return Ok(Cell::Value(number));
        }
        self.reader.read(cell)
    }

    /// Whether it is of a slice.
    pub(crate) fn is_part(&self) -> bool {
        !self.slice.parts().is_empty()
    }

    pub(crate) fn new(at: usize, header: &str, measure: Measure, given: Given) -> Self {
        Self {
            at,
            header: header.to_owned(),
            measure,
            reader: NumberReader {
                mark: DecimalMark::Point,
                given,
                unknown: &[],
            },
            raw: false,
            false_zeros: false,
            result: false,
            slice: Slice::default(),
        }
    }
}

/// A number of one to twelve plain digits.
#[inline]
fn digits(cell: &str) -> Option<i64> {
    let bytes = cell.as_bytes();
    if bytes.is_empty() || bytes.len() > 12 {
        return None;
    }
    let mut whole = 0_i64;
    for &b in bytes {
        let digit = b.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        whole = whole * 10 + i64::from(digit);
    }
    Some(whole)
}

impl Columns {
    pub(crate) fn new() -> Self {
        Self {
            roles: vec![NONE; Role::ALL.len()],
            dims: Vec::new(),
            extras: Vec::new(),
            figures: Vec::new(),
            told: Vec::new(),
            headers: Vec::new(),
            keys: Vec::new(),
            first: 0,
            width: 0,
            is_loose: false,
            has_neighbour: false,
        }
    }

    /// Notes the column; figures are added by the survey.
    pub(crate) fn place(&mut self, at: usize, header: &str, field: Option<&Field>) {
        self.headers.push((at, header.to_owned()));
        match field {
            Some(Field::Role(role)) => {
                let place = u16::try_from(at).unwrap_or(NONE);
                if let Some(slot) = self.roles.get_mut(*role as usize)
                    && *slot == NONE
                {
                    *slot = place;
                }
                if *role == Role::Void {
                    self.told.push((Field::Role(Role::Void), at));
                }
                if is_key(*role) {
                    self.keys.push(at);
                }
            }
            Some(Field::Dimension(name)) => {
                self.dims.push((name.to_string(), at));
                self.keys.push(at);
            }
            Some(Field::Extra(name)) => self.extras.push((name.to_string(), at)),
            Some(field @ (Field::At(_) | Field::Is(_) | Field::Worth { .. } | Field::Name { .. })) => {
                self.told.push((field.clone(), at));
            }
            _ => {}
        }
    }

    /// The place of a role.
    #[inline]
    pub(crate) fn at(&self, role: Role) -> Option<usize> {
        self.roles
            .get(role as usize)
            .filter(|at| **at != NONE)
            .map(|at| usize::from(*at))
    }

    /// The cell of a role, trimmed; nothing if there is no such column or the cell says that it is unknown.
    pub(crate) fn text<'r>(&self, record: &'r Record, role: Role) -> Option<&'r str> {
        self.at(role).and_then(|at| known(record.get(at)))
    }

    /// The header of a role's column.
    pub(crate) fn header(&self, role: Role) -> Option<String> {
        self.at(role).and_then(|at| self.header_at(at))
    }

    /// The header at a place.
    pub(crate) fn header_at(&self, at: usize) -> Option<String> {
        self.headers
            .iter()
            .find(|(place, _)| *place == at)
            .map(|(_, header)| header.clone())
    }
}

/// A cell's text, unless it is blank or a dash.
pub(crate) fn known(cell: &str) -> Option<&str> {
    let cell = unmarked(crate::cell::trimmed(cell));
    let is_blank = cell.is_empty() || cell.bytes().all(|b| b == b'-');
    (!is_blank).then_some(cell)
}

/// Exports put an apostrophe before long ids, so that spreadsheets take them for text: `'2472210695356180304`.
fn unmarked(cell: &str) -> &str {
    let id = cell
        .strip_prefix('\'')
        .filter(|id| id.len() > 8 && id.bytes().all(|b| b.is_ascii_digit()));
    id.unwrap_or(cell)
}

/// Roles that tell which entity or slice a row speaks of.
const fn is_key(role: Role) -> bool {
    matches!(
        role,
        Role::CampaignId
            | Role::CampaignName
            | Role::AdGroupId
            | Role::AdGroupName
            | Role::AdId
            | Role::AdName
            | Role::PostId
            | Role::Permalink
            | Role::EventId
            | Role::EventName
            | Role::Place
            | Role::Objective
            | Role::Date
            | Role::Week
            | Role::Month
            | Role::Hour
    )
}

/// Words for "unknown" that a connector adds.
pub(crate) fn unknown_words(quirks: &'static [Quirk]) -> &'static [&'static str] {
    quirks
        .iter()
        .find_map(|quirk| match quirk {
            Quirk::Unknown(words) => Some(*words),
            _ => None,
        })
        .unwrap_or(&[])
}
