//! What the models refuse, as reasons why there is no value.

use harpoon_core::Missing;

use crate::brand::BrandError;
use crate::forecast::ForecastError;
use crate::pace::PaceError;
use crate::roi::RoiError;

impl From<ForecastError> for Missing {
    fn from(error: ForecastError) -> Self {
        match error {
            ForecastError::TooShort { got, needed } => Self::TooShort { got, needed },
            ForecastError::Gaps { missing, steps } => Self::Gaps { missing, steps },
            ForecastError::Constant(value) => Self::Constant(value.to_string()),
            ForecastError::NotFinite(_) | ForecastError::Setup | ForecastError::Unequal(..) => {
                Self::Failed(error.to_string())
            }
        }
    }
}

impl From<PaceError> for Missing {
    fn from(error: PaceError) -> Self {
        match error {
            PaceError::NoBase { share } => Self::MayBeNought(format!("{share:.0}")),
            PaceError::Amount { .. } | PaceError::Horizon { .. } | PaceError::Unequal(..) => {
                Self::Failed(error.to_string())
            }
        }
    }
}

impl From<BrandError> for Missing {
    /// Who asks sees to it that the proxies are enough, long enough and not flat.
    fn from(error: BrandError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<RoiError> for Missing {
    fn from(error: RoiError) -> Self {
        match error {
            RoiError::NoCost => Self::NothingSpent,
            RoiError::NegativeCost(cost) => Self::NegativeCost(cost),
        }
    }
}

#[cfg(test)]
mod tests {
    use harpoon_core::Number;

    use super::*;

    /// The reason says what the error says.
    #[test]
    fn no_word_is_lost() {
        let check = |error: String, why: Missing| assert_eq!(why.to_string(), error);
        let forecast = [
            ForecastError::TooShort { got: 3, needed: 14 },
            ForecastError::Gaps { missing: 9, steps: 12 },
            ForecastError::NotFinite(2),
            ForecastError::Constant(2.5),
            ForecastError::Setup,
            ForecastError::Unequal(1, 2),
        ];
        for e in forecast {
            check(e.to_string(), e.into());
        }
        for error in [PaceError::NoBase { share: 12.5 }, PaceError::Unequal(1, 2)] {
            check(error.to_string(), error.into());
        }
        for error in [
            RoiError::NoCost,
            RoiError::NegativeCost(Number::from_micros(-5_000_000)),
        ] {
            check(error.to_string(), error.into());
        }
        check(BrandError::FewProxies(1).to_string(), BrandError::FewProxies(1).into());
    }
}
