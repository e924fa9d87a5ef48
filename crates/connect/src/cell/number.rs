//! Numbers in cells: the format of a column from samples, and the value of a cell.

use harpoon_core::Number;

use super::{Cell, CellError, is_unknown, trimmed};
use crate::field::Given;

/// The mark between the whole and the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecimalMark {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

/// What samples of a column, or of all columns of a file, tell of the decimal mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberSurvey {
    /// Samples that can only be read with a decimal point.
    pub point: u32,
    /// Samples that can only be read with a decimal comma.
    pub comma: u32,
}

impl NumberSurvey {
    /// Looks at one cell.
    pub fn look(&mut self, _cell: &str) {}

    /// Adds what another column told.
    pub fn merge(&mut self, other: Self) {
        self.point += other.point;
        self.comma += other.comma;
    }

    /// The mark that the samples prove, if they do.
    pub const fn proved(&self) -> Option<DecimalMark> {
        if self.comma > self.point {
            Some(DecimalMark::Comma)
        } else if self.point > 0 {
            Some(DecimalMark::Point)
        } else {
            None
        }
    }

    /// The mark to read the column with. `whole` says that its figures are counts; `file` is what other columns prove.
    pub fn decide(&self, _whole: bool, file: Option<DecimalMark>) -> DecimalMark {
        self.proved().or(file).unwrap_or(DecimalMark::Point)
    }
}

/// Reads the cells of one column.
#[derive(Clone, Copy, Debug)]
pub struct NumberReader<'a> {
    /// The column's decimal mark.
    pub mark: DecimalMark,
    /// Unit of the cells.
    pub given: Given,
    /// Words for "unknown" beside the usual ones.
    pub unknown: &'a [&'a str],
}

impl NumberReader<'_> {
    /// The value of a cell, in the metric's own unit.
    pub fn read(&self, cell: &str) -> Result<Cell<Number>, CellError> {
        if is_unknown(cell, self.unknown) {
            return Ok(Cell::Unknown);
        }
        let number: Result<Number, _> = trimmed(cell).parse();
        number
            .map(Cell::Value)
            .map_err(|e| CellError::new(cell, &e.to_string(), None))
    }
}
