//! Cells: from the text of one cell to a value, by the format that its column was found to have.
//!
//! A survey looks at samples of a column and decides its format once ([`number::NumberSurvey`], [`date::DateSurvey`]);
//! a reader then turns each cell into a [`Cell`]. A cell that contradicts its column's format is an error of that
//! cell, never a silent other reading.

pub mod currency;
pub mod date;
pub mod number;

pub use date::{DateFindings, DateReader, DateSurvey, DayOrder, Moment};
pub use number::{DecimalMark, NumberReader, NumberSurvey};

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<T> {
    /// A value.
    Value(T),
    /// A value that the source has rounded for the eye (`1.2K`): exact as written, not as it was.
    Rounded(T),
    /// Blank, a dash, or a word for "unknown". Never zero.
    Unknown,
    /// Known only to lie beyond a bound: `< 10%`.
    Censored,
}

impl<T> Cell<T> {
    /// The value, where there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) | Self::Rounded(value) => Some(value),
            Self::Unknown | Self::Censored => None,
        }
    }

    /// The same outcome with its value converted.
    fn map<U>(self, convert: impl FnOnce(T) -> U) -> Cell<U> {
        match self {
            Self::Value(value) => Cell::Value(convert(value)),
            Self::Rounded(value) => Cell::Rounded(convert(value)),
            Self::Unknown => Cell::Unknown,
            Self::Censored => Cell::Censored,
        }
    }
}

/// Why a cell cannot be read; becomes the reason and hint of a quarantined row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct CellError {
    /// What is wrong, with the offending text.
    pub reason: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl CellError {
    /// Longest part of an offending text that is repeated in a reason.
    const SHOWN: usize = 60;

    fn new(cell: &str, what: &str, hint: Option<&str>) -> Self {
        let mut shown: String = cell.chars().take(Self::SHOWN).collect();
        if shown.len() < cell.len() {
            shown.push('…');
        }
        Self {
            reason: format!("`{shown}` {what}"),
            hint: hint.map(str::to_owned),
        }
    }
}

/// Words for "unknown" in lower case; a connector or a map adds its own.
const UNKNOWN: &[&str] = &[
    "-",
    "--",
    "---",
    "–",
    "—",
    "n/a",
    "na",
    "#n/a",
    "nan",
    "undefined",
    "null",
    "none",
    "(not set)",
    "(none)",
];

/// Whether the cell is blank or says that the value is unknown, by the usual words or by `more`.
pub fn is_unknown(cell: &str, more: &[&str]) -> bool {
    let cell = trimmed(cell);
    cell.is_empty() || UNKNOWN.iter().any(|word| same_word(word, cell)) || more.iter().any(|word| same_word(word, cell))
}

/// Equality without regard to the case of ASCII letters.
fn same_word(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Without surrounding blanks, no-break blanks, direction and zero-width marks.
pub(crate) fn trimmed(cell: &str) -> &str {
    let plain = cell.as_bytes();
    match (plain.first(), plain.last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) | (None, _) => cell,
        _ => cell.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)),
    }
}

/// Zero-width and direction marks, and the byte order mark.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
