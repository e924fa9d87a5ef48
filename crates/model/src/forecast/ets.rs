//! Exponential smoothing as state space models: error × trend × season, with likelihood and information criteria.
//!
//! Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing (2008): the recursions of ch. 2, the likelihood of
//! ch. 5 (without its constants, as the R package `forecast` prints it, so that the criteria compare), the "usual" region of
//! weights (α, β ≤ α, γ ≤ 1 − α, 0.8 ≤ φ ≤ 0.98). A missing day moves nothing: it is forecast and passed over.
//!
//! Limits: one season of at most [`LONGEST_SEASON`] steps; longer or several seasons are taken out first
//! ([`crate::forecast::forecast`] does). Multiplicative trends are left out: they run away.

use std::fmt;

pub use fit::{choose, fit};
pub use lead::lead_time_variance;

mod fit;
mod lead;
mod recursion;
mod start;

pub(super) use fit::{quick, quick_seasonal};
pub(super) use start::filled;

/// A season of more steps has more starting values than one can estimate.
pub const LONGEST_SEASON: usize = 24;

/// How errors enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// They are added.
    Additive,
    /// They are a share of the level: only for values above nought.
    Multiplicative,
}

/// How the level moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// It wanders.
    None,
    /// It goes on by a slope that wanders.
    Additive,
    /// The slope dies away.
    Damped,
}

/// What comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// Nothing.
    None,
    /// So many steps later, the same amount above or below.
    Additive(usize),
    /// So many steps later, the same share above or below: only for values above nought.
    Multiplicative(usize),
}

impl Season {
    /// Its length in steps; 1 without a season.
    pub const fn length(self) -> usize {
        match self {
            Self::None => 1,
            Self::Additive(length) | Self::Multiplicative(length) => length,
        }
    }
}

/// A member of the family, written as ETS(M,Ad,M).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Error.
    pub error: Effect,
    /// Trend.
    pub trend: Trend,
    /// Season.
    pub season: Season,
}

impl Shape {
    /// Number of values that are estimated, the variance among them.
    pub(crate) const fn parameters(self) -> usize {
        let trend = match self.trend {
            Trend::None => 0,
            Trend::Additive => 2,
            Trend::Damped => 3,
        };
        let season = match self.season {
            Season::None => 0,
            Season::Additive(length) | Season::Multiplicative(length) => length,
        };
        3 + trend + season
    }

    const fn needs_positive(self) -> bool {
        matches!(self.error, Effect::Multiplicative) || matches!(self.season, Season::Multiplicative(_))
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = match self.error {
            Effect::Additive => "A",
            Effect::Multiplicative => "M",
        };
        let trend = match self.trend {
            Trend::None => "N",
            Trend::Additive => "A",
            Trend::Damped => "Ad",
        };
        let season = match self.season {
            Season::None => "N",
            Season::Additive(_) => "A",
            Season::Multiplicative(_) => "M",
        };
        write!(f, "ETS({error},{trend},{season})")
    }
}

/// How fast each part of the state follows what is observed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Of the level.
    pub alpha: f64,
    /// Of the slope; 0 without.
    pub beta: f64,
    /// Of the season; 0 without.
    pub gamma: f64,
    /// What is left of the slope after a step; 1 where it is not damped.
    pub phi: f64,
}

/// Level, slope and season at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Level.
    pub level: f64,
    /// Slope by step; 0 without.
    pub slope: f64,
    /// Season, by place: a step at `t` has place `t` modulo the length.
    pub season: Vec<f64>,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Ets {
    /// Which member of the family.
    pub shape: Shape,
    /// Estimated weights.
    pub weights: Weights,
    /// State before the first step.
    pub start: State,
    /// State after the last step.
    pub end: State,
    /// Number of steps, observed or missing.
    pub steps: usize,
    /// Errors by step (relative ones where errors are multiplicative); `None` where the value is missing.
    pub errors: Vec<Option<f64>>,
    /// Variance of the errors, free of the bias that estimating brings.
    pub variance: f64,
    /// Logarithm of the likelihood, constants left out.
    pub log_likelihood: f64,
    /// Akaike's criterion: −2 log-likelihood + 2 parameters.
    pub aic: f64,
    /// The same, corrected for short series; infinite where there are hardly more observations than parameters.
    pub aicc: f64,
    /// Schwarz' criterion.
    pub bic: f64,
}

/// Why a model cannot be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EtsError {
    /// Fewer values than the model has parameters, or less than two seasons.
    #[error("{got} values are too few for this model; it needs {needed}")]
    TooShort {
        /// Values that are not missing.
        got: usize,
        /// Values needed.
        needed: usize,
    },
    /// A season of one step or of too many.
    #[error("a season of {0} steps cannot be fitted; it has 2 to 24")]
    SeasonLength(usize),
    /// A value of nought or below under a multiplicative model.
    #[error("step {0} is not above nought; a multiplicative model needs values that are")]
    NotPositive(usize),
    /// NaN or infinite.
    #[error("step {0} is no finite number; leave out what is missing")]
    NotFinite(usize),
    /// All values lie on what the model expects, so there is no error whose likelihood could be computed.
    #[error("the values do not vary; nothing can be estimated")]
    NoVariation,
}

impl Ets {
    /// Forecasts of the next `horizon` steps, errors at nought.
    pub fn ahead(&self, horizon: usize) -> Vec<f64> {
        self.path(&vec![0.0; horizon])
    }

    /// What follows if the next errors are these.
    pub fn path(&self, errors: &[f64]) -> Vec<f64> {
        let mut out = Vec::with_capacity(errors.len());
        let mut state = self.end.clone();
        recursion::simulate(self.shape, self.weights, &mut state, self.steps, errors, &mut out);
        out
    }

    /// The same weights after other values (NaN is missing), from a first state by averages. `None` where they do not fit.
    pub(super) fn after(&self, values: &[f64]) -> Option<Self> {
        let start = start::start(self.shape, values);
        let mut end = start.clone();
        recursion::walk(self.shape, self.weights, &mut end, values, |_| ())?;
        Some(Self {
            start,
            end,
            steps: values.len(),
            errors: Vec::new(),
            ..*self
        })
    }

    /// Standard deviation of each of the next steps under additive errors.
    pub(super) fn spread(&self, horizon: usize) -> Vec<f64> {
        lead::carried(self.weights, self.shape.season.length())
            .take(horizon)
            .scan(1.0, |squares, carried| {
                let now = *squares;
                *squares += carried * carried;
                Some((self.variance * now).sqrt())
            })
            .collect()
    }

    /// Variance of the sum of the next `horizon` steps; `None` where the model is not additive.
    pub fn variance_of_sum(&self, horizon: usize) -> Option<f64> {
        let additive = self.shape.error == Effect::Additive && !matches!(self.shape.season, Season::Multiplicative(_));
        additive.then(|| lead_time_variance(self.weights, self.shape.season.length(), horizon, self.variance))
    }
}
