//! The decimal mark of a column, from samples.

use super::DecimalMark;
use super::dress::{is_grouping, undressed};
use crate::cell::{is_unknown, trimmed};

/// What samples of a column, or of all columns of a file, tell of the decimal mark.
///
/// `1.5` proves a point, `1.234.567` a comma; `1.234` alone can be either, and is settled by other samples of the
/// column, by the other columns of the file, or by the knowledge that counts have no fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberSurvey {
    /// Samples that can only be read with a decimal point.
    pub point: u32,
    /// Samples that can only be read with a decimal comma.
    pub comma: u32,
    /// Samples such as `1.234`.
    pub maybe_point: u32,
    /// Samples such as `1,234`.
    pub maybe_comma: u32,
    /// Samples of four digits or more without any mark: thousands are not grouped here.
    pub ungrouped: u32,
}

impl NumberSurvey {
    /// Looks at one cell. What is no number tells nothing.
    pub fn look(&mut self, cell: &str) {
        let text = trimmed(trimmed(cell).trim_matches('"'));
        if is_unknown(text, &[]) || text.contains(':') {
            return;
        }
        if let Some(marks) = Marks::of(undressed(text).body) {
            self.count(&marks);
        }
    }

    fn count(&mut self, marks: &Marks) {
        match marks.tell() {
            Tells::Nothing => {}
            Tells::Ungrouped => self.ungrouped += 1,
            Tells::Proved(DecimalMark::Point) => self.point += 1,
            Tells::Proved(DecimalMark::Comma) => self.comma += 1,
            Tells::Maybe(DecimalMark::Point) => self.maybe_point += 1,
            Tells::Maybe(DecimalMark::Comma) => self.maybe_comma += 1,
        }
    }

    /// Adds what another column told.
    pub fn merge(&mut self, other: Self) {
        self.point += other.point;
        self.comma += other.comma;
        self.maybe_point += other.maybe_point;
        self.maybe_comma += other.maybe_comma;
        self.ungrouped += other.ungrouped;
    }

    /// The mark that the samples prove; where they contradict each other, the more frequent one.
    pub const fn proved(&self) -> Option<DecimalMark> {
        if self.comma > self.point {
            Some(DecimalMark::Comma)
        } else if self.point > 0 {
            Some(DecimalMark::Point)
        } else {
            None
        }
    }

    /// The mark to read the column with. `whole` says that its figures are counts; `file` is what the other columns
    /// prove.
    pub fn decide(&self, whole: bool, file: Option<DecimalMark>) -> DecimalMark {
        self.proved().or(file).unwrap_or_else(|| self.guess(whole))
    }

    /// Whether [`Self::decide`] has only a guess to go by, so that a person is asked. Where thousands stand ungrouped,
    /// a point in `1.234` groups nothing.
    pub const fn is_guess(&self, whole: bool, file: Option<DecimalMark>) -> bool {
        let ambiguous = self.maybe_comma > 0 || (self.maybe_point > 0 && self.ungrouped == 0);
        ambiguous && self.proved().is_none() && file.is_none() && !whole
    }

    const fn guess(&self, whole: bool) -> DecimalMark {
        let groups = self.ungrouped == 0 && (whole || self.maybe_point > 1);
        if self.maybe_point > 0 && self.maybe_comma == 0 && groups {
            DecimalMark::Comma
        } else {
            DecimalMark::Point
        }
    }
}

/// What one sample tells.
enum Tells {
    Nothing,
    Ungrouped,
    Proved(DecimalMark),
    /// Either this is the decimal mark, or it groups thousands.
    Maybe(DecimalMark),
}

/// The marks of one sample.
struct Marks {
    points: u32,
    commas: u32,
    /// The last of the two.
    last: Option<DecimalMark>,
    /// Digits before the first and after the last mark.
    before: u32,
    after: u32,
    leads_with_zero: bool,
    /// Blanks or apostrophes group the digits, so a mark can only be the decimal one.
    grouped_otherwise: bool,
    has_exponent: bool,
}

impl Marks {
    fn of(body: &str) -> Option<Self> {
        let mut marks = Self {
            points: 0,
            commas: 0,
            last: None,
            before: 0,
            after: 0,
            leads_with_zero: body.starts_with('0'),
            grouped_otherwise: false,
            has_exponent: false,
        };
        for c in body.chars() {
            match c {
                '0'..='9' if marks.last.is_none() => marks.before += 1,
                '0'..='9' => marks.after += 1,
                '.' => marks.met(DecimalMark::Point),
                ',' => marks.met(DecimalMark::Comma),
                'e' | 'E' => {
                    marks.has_exponent = true;
                    break;
                }
                c if is_grouping(c) => marks.grouped_otherwise |= marks.last.is_none(),
                _ => break,
            }
        }
        (marks.before + marks.after > 0).then_some(marks)
    }

    fn met(&mut self, mark: DecimalMark) {
        match mark {
            DecimalMark::Point => self.points += 1,
            DecimalMark::Comma => self.commas += 1,
        }
        self.last = Some(mark);
        self.after = 0;
    }

    fn tell(&self) -> Tells {
        let Some(last) = self.last else {
            return if self.before > 3 && !self.grouped_otherwise {
                Tells::Ungrouped
            } else {
                Tells::Nothing
            };
        };
        match (self.points, self.commas) {
            (0, 2..) => Tells::Proved(DecimalMark::Point),
            (2.., 0) => Tells::Proved(DecimalMark::Comma),
            (0, 1) | (1, 0) if self.may_group() => Tells::Maybe(last),
            _ => Tells::Proved(last),
        }
    }

    /// Whether the only mark could stand before thousands.
    const fn may_group(&self) -> bool {
        self.after == 3
            && self.before >= 1
            && self.before <= 3
            && !self.leads_with_zero
            && !self.grouped_otherwise
            && !self.has_exponent
    }
}
