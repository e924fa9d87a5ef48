//! [`Figure`]: a number as a report prints it, with its unit, its interval and its receipt.

use harpoon_core::{KpiUnit, Missing, NoParts, Number, Quantity, Reading};
use serde::{Deserialize, Serialize};

/// Words in every language, one wording for all of them (a name, a note), or facts that each language has words for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// The same in every language.
    All(String),
    /// One for each.
    Each {
        /// English.
        en: String,
        /// Simplified Chinese.
        zh: String,
        /// West Frisian.
        fy: String,
    },
    /// Why there is no value: facts, worded where they are printed.
    Why {
        /// The reason.
        why: Missing,
    },
    /// Why a difference has no parts, likewise.
    NoParts {
        /// The reason.
        no_parts: NoParts,
    },
}

impl From<Missing> for Text {
    fn from(why: Missing) -> Self {
        Self::Why { why }
    }
}

impl From<NoParts> for Text {
    fn from(no_parts: NoParts) -> Self {
        Self::NoParts { no_parts }
    }
}

impl Text {
    /// One for each language.
    pub fn each(en: impl Into<String>, zh: impl Into<String>, fy: impl Into<String>) -> Self {
        Self::Each {
            en: en.into(),
            zh: zh.into(),
            fy: fy.into(),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::All(text.to_owned())
    }
}

impl From<harpoon_core::kpi::Titles> for Text {
    fn from(titles: harpoon_core::kpi::Titles) -> Self {
        Self::each(titles.en, titles.zh, titles.fy)
    }
}

/// A sentence that tells numbers, with the receipt that they are all repeated by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// The sentence.
    pub text: Text,
    /// Receipt id; `None` where it tells no number.
    pub receipt: Option<String>,
}

impl From<Text> for Sentence {
    fn from(text: Text) -> Self {
        Self { text, receipt: None }
    }
}

impl Text {
    /// The same as a sentence whose numbers have this receipt.
    pub fn by(self, receipt: &str) -> Sentence {
        Sentence {
            text: self,
            receipt: Some(receipt.to_owned()),
        }
    }
}

/// What a figure is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Things or times.
    Count,
    /// Distinct accounts or persons.
    People,
    /// Money, with its ISO 4217 code.
    Money(String),
    /// A fraction: 0.05 is 5 %.
    Share,
    /// A difference of fractions: 0.05 is five percentage points.
    Points,
    /// Seconds.
    Seconds,
    /// A multiple: 2.5 is two and a half times.
    Times,
    /// Stars, 1 to 5.
    Stars,
    /// Robust standard deviations.
    Score,
}

impl Unit {
    /// Unit of a KPI; the currency counts for money only.
    pub fn of(unit: KpiUnit, currency: &str) -> Self {
        match unit {
            KpiUnit::Count => Self::Count,
            KpiUnit::People => Self::People,
            KpiUnit::Money | KpiUnit::MoneyPerThousand => Self::Money(currency.to_owned()),
            KpiUnit::Seconds => Self::Seconds,
            KpiUnit::Share => Self::Share,
            KpiUnit::Times => Self::Times,
            KpiUnit::Stars => Self::Stars,
            KpiUnit::Score => Self::Score,
        }
    }
}

/// How much: exact as long as it is a sum, a float once it is a ratio. In JSON a text and a number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Amount {
    /// A sum, exact.
    Exact(Number),
    /// A ratio or an estimate.
    Ratio(f64),
}

impl Amount {
    /// The nearest float, for changes and pictures.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Exact(number) => number.to_f64(),
            Self::Ratio(value) => value,
        }
    }
}

impl From<Quantity> for Amount {
    /// A sum beyond what a [`Number`] holds becomes the nearest float.
    fn from(quantity: Quantity) -> Self {
        match quantity {
            Quantity::Exact(micros) => {
                i64::try_from(micros).map_or(Self::Ratio(quantity.to_f64()), |m| Self::Exact(Number::from_micros(m)))
            }
            Quantity::Ratio(value) => Self::Ratio(value),
        }
    }
}

/// A value, or why there is none. Never nought for what is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// This.
    Known(Amount),
    /// Nobody knows, for this reason.
    Missing(Text),
}

/// A number as it is printed, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The value, or why it is missing.
    pub value: Value,
    /// What it is of.
    pub unit: Unit,
    /// Lower end, where the value is modelled or bounded.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Receipt id, which `harpoon why` repeats.
    pub receipt: Option<String>,
}

impl Figure {
    /// An exact or computed value without an interval.
    pub fn known(value: Amount, unit: Unit, receipt: &str) -> Self {
        Self {
            value: Value::Known(value),
            unit,
            low: None,
            high: None,
            receipt: Some(receipt.to_owned()),
        }
    }

    /// Missing, for this reason.
    pub fn missing(reason: impl Into<Text>, unit: Unit) -> Self {
        Self {
            value: Value::Missing(reason.into()),
            unit,
            low: None,
            high: None,
            receipt: None,
        }
    }

    /// The same with an interval.
    #[must_use]
    pub fn between(mut self, low: f64, high: f64) -> Self {
        (self.low, self.high) = (Some(low), Some(high));
        self
    }

    /// The value as a float, where it is known and a number.
    pub fn float(&self) -> Option<f64> {
        match self.value {
            Value::Known(amount) => Some(amount.to_f64()).filter(|v| v.is_finite()),
            Value::Missing(_) => None,
        }
    }

    /// What is lost as an amount: a value below nought, and its interval, without the sign.
    #[must_use]
    pub fn without_sign(&self) -> Self {
        match self.float() {
            Some(value) if value < 0.0 => Self {
                value: Value::Known(Amount::Ratio(-value)),
                low: self.high.map(|high| -high),
                high: self.low.map(|low| -low),
                ..self.clone()
            },
            _ => self.clone(),
        }
    }

    /// The reading as a figure. What the catalogue measures in money has its currency as unit.
    pub fn of(reading: &Reading, unit: KpiUnit) -> Self {
        let reason = || Value::Missing(reading.missing.clone().unwrap_or(Missing::NotStated).into());
        Self {
            value: reading.value.map_or_else(reason, |q| Value::Known(q.into())),
            unit: Unit::of(unit, &reading.unit),
            low: reading.low.map(Quantity::to_f64),
            high: reading.high.map(Quantity::to_f64),
            receipt: Some(reading.receipt.clone()),
        }
    }
}
