//! Money of an event, or why there is none.

use harpoon_connect::cell::currency;
use harpoon_core::{EventKind, Number};

use super::said::Said;

/// Why an event that names an amount has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Lack {
    /// The amount names no currency, and the source has none that is always meant.
    #[error("{0} is an amount without a currency; send `currency`, or set the currency of the source")]
    NoCurrency(Number),
    /// The currency is none.
    #[error("{amount} is in `{code}`, which is no currency")]
    Currency {
        /// The amount.
        amount: Number,
        /// The code that was sent.
        code: String,
    },
    /// The amount is no number.
    #[error("`{0}` is no amount")]
    Amount(String),
    /// A deed is worth less than nothing.
    #[error("{0} is below zero; money that was given back is a refund of its own")]
    BelowZero(Number),
}

impl Lack {
    /// The amount as it was sent, in a further column: nothing is lost until the currency is known.
    pub(super) fn as_extra(&self) -> [(String, String); 2] {
        let amount = match self {
            Self::NoCurrency(amount) | Self::Currency { amount, .. } | Self::BelowZero(amount) => amount.to_string(),
            Self::Amount(text) => text.clone(),
        };
        [
            ("amount_sent".to_owned(), amount),
            ("no_value_because".to_owned(), self.code().to_owned()),
        ]
    }

    /// A word for it that does not change.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoCurrency(_) => "no_currency",
            Self::Currency { .. } => "no_such_currency",
            Self::Amount(_) => "no_amount",
            Self::BelowZero(_) => "below_zero",
        }
    }
}

/// The worth of an event with its currency. What a refund gives back is positive, however it was sent.
pub(super) fn worth(said: &Said, kind: EventKind, usual: Option<&str>) -> Result<Option<(Number, String)>, Lack> {
    let Some(text) = said.amount.as_deref() else {
        return Ok(None);
    };
    let amount = number(text).ok_or_else(|| Lack::Amount(text.chars().take(60).collect()))?;
    let amount = match kind {
        EventKind::Refund if amount < Number::ZERO => -amount,
        _ if amount < Number::ZERO => return Err(Lack::BelowZero(amount)),
        _ => amount,
    };
    let code = said.currency.as_deref().or(usual).ok_or(Lack::NoCurrency(amount))?;
    let code = currency::code(code.trim()).ok_or_else(|| Lack::Currency {
        amount,
        code: code.chars().take(60).collect(),
    })?;
    Ok(Some((amount, code.to_owned())))
}

/// A number as JSON writes it; one with an exponent is the nearest millionth.
fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    if text.contains(['e', 'E']) {
        let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        return Number::nearest(text.parse().ok().filter(|_| is_plain)?);
    }
    text.parse().ok()
}
