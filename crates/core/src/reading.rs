//! [`Reading`]: the value of a KPI for a period and a place in its breakdown, or the reason why there is none.

use std::fmt;

use crate::number::SCALE;
use crate::select::Dim;
use crate::{Missing, Number, Period};

/// A value as readings carry it: exact as long as it is a sum, a float once it is a ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// A sum, in millionths.
    Exact(i128),
    /// A ratio or an estimate.
    Ratio(f64),
}

impl Quantity {
    /// The nearest float.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Exact(micros) => micros as f64 / SCALE as f64,
            Self::Ratio(value) => value,
        }
    }
}

impl From<Number> for Quantity {
    fn from(number: Number) -> Self {
        Self::Exact(i128::from(number.micros()))
    }
}

impl fmt::Display for Quantity {
    /// Plain notation that is a valid JSON number: `12`, `1234.56`, `0.021739130434782608`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(micros) => {
                let scale = i128::from(SCALE).unsigned_abs();
                let (whole, part) = (micros.unsigned_abs() / scale, micros.unsigned_abs() % scale);
                let sign = if *micros < 0 { "-" } else { "" };
                if part == 0 {
                    return write!(f, "{sign}{whole}");
                }
                write!(f, "{sign}{whole}.{}", format!("{part:06}").trim_end_matches('0'))
            }
            Self::Ratio(value) => write!(f, "{value}"),
        }
    }
}

/// One reading of one KPI.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// KPI id.
    pub kpi: String,
    /// Dimensions and their values, in the order asked for.
    pub by: Vec<(Dim, String)>,
    /// Days that it speaks of; `None` where nothing has a date.
    pub period: Option<Period>,
    /// The value; `None` if missing.
    pub value: Option<Quantity>,
    /// `count`, `people`, `seconds`, `share`, or a currency code for money.
    pub unit: String,
    /// Lower end, where the value is bounded or modelled.
    pub low: Option<Quantity>,
    /// Upper end.
    pub high: Option<Quantity>,
    /// Why there is no value.
    pub missing: Option<Missing>,
    /// What a reader must know to use the number: an overlap, an estimate's assumption.
    pub note: Option<String>,
    /// Receipt id; `harpoon why ID` shows it.
    pub receipt: String,
}
