//! Realistic targets: what the next period will probably bring, from own history and, where little is known, from businesses of
//! the same type; and what history says of a target that somebody wants.
//!
//! | KPI | function | model |
//! |---|---|---|
//! | an amount (followers, revenue, leads a month) | [`Outlook::amounts`] | logarithms (roots where nought happened): level by exponential smoothing, Student's t |
//! | a share (rate of conversion) | [`Outlook::shares`] | Beta, with the benchmark as pseudo-count |
//! | any with a daily series | [`Outlook::of_draws`] | drawn futures of the forecast |
//!
//! Benchmark as a prior: n₀ = μ(1−μ)/σ² − 1 trials for shares; for amounts a normal of the logarithm by mean and deviation
//! (Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, ch. 2 and 5).
//!
//! Limits: months are taken as alike but for a wandering level. Where the year has a season, take the forecast's futures.

use crate::forecast::ets::{Effect, Season, Shape, Trend, fit};
use crate::interval::quantile;
use crate::pace::{Aim, Direction};
use crate::special::{beta_below, beta_quantile, student_below, student_quantile};

/// Chances that the three proposals have.
const CHANCES: [f64; 3] = [0.8, 0.5, 0.2];
/// A target less likely than this is called infeasible.
const INFEASIBLE: f64 = 0.01;
/// A month's scatter that is believed before any is seen, as a share, worth two months.
const SCATTER: f64 = 0.25;
const SCATTER_WORTH: f64 = 2.0;
/// From so many months on, the level is smoothed; before, it is their mean.
const SMOOTHED: usize = 6;

/// What businesses of this type reach: mean and deviation between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Benchmark {
    /// Mean, in the KPI's unit.
    pub mean: f64,
    /// Standard deviation between businesses.
    pub deviation: f64,
}

/// Three targets and their chances: 80, 50 and 20 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposals {
    /// To be promised: four times in five it is met.
    pub committed: f64,
    /// As likely met as not.
    pub likely: f64,
    /// Met once in five.
    pub ambitious: f64,
}

/// What history says of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// At least 80 %.
    Safe,
    /// At least 50 %.
    Likely,
    /// At least 20 %.
    Ambitious,
    /// Below 20 %.
    Unlikely,
    /// Below 1 %: nothing seen so far makes it believable.
    Infeasible,
    /// Beyond what the market or the budget can give.
    BeyondLimit,
}

impl Verdict {
    /// Id in tables and files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Likely => "likely",
            Self::Ambitious => "ambitious",
            Self::Unlikely => "unlikely",
            Self::Infeasible => "infeasible",
            Self::BeyondLimit => "beyond_limit",
        }
    }
}

/// A target judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// In a word.
    pub verdict: Verdict,
    /// Chance that it is met.
    pub probability: f64,
    /// How many of the known periods met it.
    pub met_before: usize,
    /// How many periods are known.
    pub known: usize,
}

/// Why there is no outlook.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TargetError {
    /// Neither history nor benchmark.
    #[error("{0} known periods and no benchmark are too little for a target; it needs 3, or a benchmark")]
    NothingKnown(usize),
    /// A figure that cannot be.
    #[error("{what} is {value}, which cannot be")]
    Figure {
        /// What was given.
        what: &'static str,
        /// Its value.
        value: f64,
    },
}

/// What the next period will bring, as a distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    curve: Curve,
    known: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq)]
enum Curve {
    /// Student's t of the logarithm or root.
    Amount {
        root: bool,
        centre: f64,
        spread: f64,
        freedom: f64,
    },
    /// Beta.
    Share { a: f64, b: f64 },
    /// Sorted draws.
    Draws(Vec<f64>),
}

impl Outlook {
    /// For an amount that is not below nought, from earlier periods, the last one last; `None` is missing.
    pub fn amounts(history: &[Option<f64>], benchmark: Option<Benchmark>) -> Result<Self, TargetError> {
        let known: Vec<f64> = history.iter().filter_map(|v| *v).collect();
        check("a period's amount", &known, |v| v >= 0.0)?;
        let prior = benchmark.map(|b| check_benchmark(b, f64::INFINITY)).transpose()?;
        if known.len() < 3 && prior.is_none() {
            return Err(TargetError::NothingKnown(known.len()));
        }
        let root = known.iter().any(|v| *v <= 0.0);
        let scaled: Vec<Option<f64>> = history
            .iter()
            .map(|v| v.map(|v| if root { v.sqrt() } else { v.ln() }))
            .collect();
        Ok(Self {
            curve: amount(&scaled, root, prior),
            known,
        })
    }

    /// For a share: hits and trials of earlier periods, and how many trials the next one is to have.
    pub fn shares(history: &[(f64, f64)], next_trials: f64, benchmark: Option<Benchmark>) -> Result<Self, TargetError> {
        let known: Vec<(f64, f64)> = history.iter().copied().filter(|(_, trials)| *trials > 0.0).collect();
        for (hits, trials) in &known {
            check("a period's hits", &[*hits], |hits| (0.0..=*trials).contains(&hits))?;
        }
        check("the next period's trials", &[next_trials], |v| v > 0.0)?;
        let prior = benchmark.map(|b| check_benchmark(b, 1.0)).transpose()?;
        if known.is_empty() && prior.is_none() {
            return Err(TargetError::NothingKnown(0));
        }
        Ok(Self {
            curve: share(&known, next_trials, prior),
            known: known.iter().map(|(hits, trials)| hits / trials).collect(),
        })
    }

    /// From drawn ends of the period ([`crate::forecast::Forecast::totals`]), with earlier periods for comparison.
    pub fn of_draws(mut draws: Vec<f64>, history: &[Option<f64>]) -> Result<Self, TargetError> {
        check("a draw", &draws, |_| true)?;
        if draws.len() < 100 {
            return Err(TargetError::NothingKnown(0));
        }
        draws.sort_unstable_by(f64::total_cmp);
        Ok(Self {
            curve: Curve::Draws(draws),
            known: history.iter().filter_map(|v| *v).collect(),
        })
    }

    /// Chance that the aim is met.
    pub fn probability(&self, aim: Aim) -> f64 {
        let below = self.below(aim.target);
        match aim.direction {
            Direction::AtLeast => 1.0 - below,
            Direction::AtMost => below,
        }
    }

    /// The target that is met with this chance (between 0 and 1).
    pub fn at(&self, probability: f64, direction: Direction) -> f64 {
        match direction {
            Direction::AtLeast => self.quantile(1.0 - probability),
            Direction::AtMost => self.quantile(probability),
        }
    }

    /// Three targets to choose from.
    pub fn propose(&self, direction: Direction) -> Proposals {
        let [committed, likely, ambitious] = CHANCES.map(|chance| self.at(chance, direction));
        Proposals {
            committed,
            likely,
            ambitious,
        }
    }

    /// What history says of a target. `limit` is the most that the market or the budget can give (for a ceiling: the least), if
    /// one is known.
    pub fn judge(&self, aim: Aim, limit: Option<f64>) -> Judgement {
        let probability = self.probability(aim);
        let rising = aim.direction == Direction::AtLeast;
        let reaches = |value: f64, target: f64| if rising { value >= target } else { value <= target };
        let verdict = match probability {
            _ if limit.is_some_and(|limit| !reaches(limit, aim.target)) => Verdict::BeyondLimit,
            p if p >= CHANCES[0] => Verdict::Safe,
            p if p >= CHANCES[1] => Verdict::Likely,
            p if p >= CHANCES[2] => Verdict::Ambitious,
            p if p >= INFEASIBLE => Verdict::Unlikely,
            _ => Verdict::Infeasible,
        };
        Judgement {
            verdict,
            probability,
            met_before: self.known.iter().filter(|v| reaches(**v, aim.target)).count(),
            known: self.known.len(),
        }
    }

    fn below(&self, target: f64) -> f64 {
        match &self.curve {
            Curve::Amount { .. } if target <= 0.0 => 0.0,
            Curve::Amount {
                root,
                centre,
                spread,
                freedom,
            } => {
                let scaled = if *root { target.sqrt() } else { target.ln() };
                student_below((scaled - centre) / spread, *freedom)
            }
            Curve::Share { a, b } => beta_below(target, *a, *b),
            Curve::Draws(draws) => {
                let below = draws.partition_point(|draw| *draw < target) as f64;
                (below + 0.5) / (draws.len() as f64 + 1.0)
            }
        }
    }

    fn quantile(&self, share: f64) -> f64 {
        match &self.curve {
            Curve::Amount {
                root,
                centre,
                spread,
                freedom,
            } => {
                let scaled = centre + spread * student_quantile(share, *freedom);
                if *root { scaled.max(0.0).powi(2) } else { scaled.exp() }
            }
            Curve::Share { a, b } => beta_quantile(share, *a, *b),
            Curve::Draws(draws) => quantile(draws, share).unwrap_or(f64::NAN),
        }
    }
}

fn check(what: &'static str, values: &[f64], fits: impl Fn(f64) -> bool) -> Result<(), TargetError> {
    match values.iter().find(|v| !v.is_finite() || !fits(**v)) {
        Some(value) => Err(TargetError::Figure { what, value: *value }),
        None => Ok(()),
    }
}

fn check_benchmark(benchmark: Benchmark, most: f64) -> Result<Benchmark, TargetError> {
    check("the benchmark's mean", &[benchmark.mean], |v| v > 0.0 && v < most)?;
    check("the benchmark's deviation", &[benchmark.deviation], |v| v > 0.0)?;
    Ok(benchmark)
}

/// Level of the periods on their scale, with how sure it is, and the scatter of a period around it.
struct Level {
    centre: f64,
    variance: f64,
    scatter: f64,
    freedom: f64,
}

fn level(scaled: &[Option<f64>], believed: f64) -> Option<Level> {
    let known: Vec<f64> = scaled.iter().filter_map(|v| *v).collect();
    let many = known.len() as f64;
    let mean = known.iter().sum::<f64>() / many;
    let squares = known.iter().map(|v| (v - mean).powi(2)).sum::<f64>();
    let pooled = |squares: f64, degrees: f64| (squares + SCATTER_WORTH * believed.powi(2)) / (degrees + SCATTER_WORTH);
    let wandering = Shape {
        error: Effect::Additive,
        trend: Trend::None,
        season: Season::None,
    };
    if known.is_empty() {
        return None;
    }
    let smoothed = (known.len() >= SMOOTHED).then(|| fit(scaled, wandering).ok()).flatten();
    let Some(ets) = smoothed else {
        let scatter = pooled(squares, many - 1.0);
        return Some(Level {
            centre: mean,
            variance: scatter / many,
            scatter,
            freedom: many - 1.0 + SCATTER_WORTH,
        });
    };
    let errors: f64 = ets.errors.iter().flatten().map(|e| e * e).sum();
    let scatter = pooled(errors, many - 2.0);
    Some(Level {
        centre: ets.end.level,
        // A level smoothed with weight α rests on about 2/α − 1 periods.
        variance: scatter / (2.0 / ets.weights.alpha - 1.0).clamp(1.0, many),
        scatter,
        freedom: many - 2.0 + SCATTER_WORTH,
    })
}

fn amount(scaled: &[Option<f64>], root: bool, benchmark: Option<Benchmark>) -> Curve {
    // Mean and deviation of the logarithm; of the root by its slope.
    let prior = benchmark.map(|b| {
        let relative = b.deviation / b.mean;
        if root {
            (b.mean.sqrt(), b.deviation / (2.0 * b.mean.sqrt()))
        } else {
            let wide = (relative * relative).ln_1p();
            (b.mean.ln() - wide / 2.0, wide.sqrt())
        }
    });
    let middle = scaled.iter().filter_map(|v| *v).fold(0.0f64, f64::max);
    let believed = if root {
        SCATTER * middle.max(1.0) / 2.0 + 0.25
    } else {
        SCATTER
    };
    let level = level(scaled, believed);
    let (centre, variance, scatter, freedom) = match (level, prior) {
        (Some(level), Some((mean, deviation))) => {
            let (own, other) = (1.0 / level.variance, 1.0 / (deviation * deviation));
            let centre = (own * level.centre + other * mean) / (own + other);
            (centre, 1.0 / (own + other), level.scatter, level.freedom)
        }
        (Some(level), None) => (level.centre, level.variance, level.scatter, level.freedom),
        (None, Some((mean, deviation))) => (mean, deviation * deviation, believed * believed, 30.0),
        // Not reached: without both there is an error before.
        (None, None) => (0.0, 1.0, 1.0, 1.0),
    };
    Curve::Amount {
        root,
        centre,
        spread: (variance + scatter).sqrt(),
        freedom: freedom.max(1.0),
    }
}

/// Beta whose mean and variance are those of the next period's share: what is not known of the rate, and the scatter of so many
/// trials around it.
fn share(known: &[(f64, f64)], next_trials: f64, benchmark: Option<Benchmark>) -> Curve {
    let (mut a, mut b) = match benchmark {
        Some(benchmark) => {
            let (mean, variance) = (benchmark.mean, benchmark.deviation.powi(2));
            let worth = (mean * (1.0 - mean) / variance - 1.0).max(1.0);
            (mean * worth, (1.0 - mean) * worth)
        }
        // Jeffreys' prior.
        None => (0.5, 0.5),
    };
    let dispersion = dispersion(known);
    for (hits, trials) in known {
        a += hits / dispersion;
        b += (trials - hits) / dispersion;
    }
    let mean = a / (a + b);
    let unsure = mean * (1.0 - mean) / (a + b + 1.0);
    let scatter = (mean * (1.0 - mean) - unsure) * dispersion / next_trials;
    let worth = (mean * (1.0 - mean) / (unsure + scatter) - 1.0).max(1e-3);
    Curve::Share {
        a: mean * worth,
        b: (1.0 - mean) * worth,
    }
}

/// How much more the periods' shares scatter than chance makes them (Pearson's, at least 1).
fn dispersion(known: &[(f64, f64)]) -> f64 {
    let (hits, trials) = known
        .iter()
        .fold((0.0, 0.0), |(h, t), (hits, trials)| (h + hits, t + trials));
    let pooled = hits / trials;
    if known.len() < 2 || pooled <= 0.0 || pooled >= 1.0 {
        return 1.0;
    }
    let squares: f64 = known
        .iter()
        .map(|(h, t)| (h - t * pooled).powi(2) / (t * pooled * (1.0 - pooled)))
        .sum();
    (squares / (known.len() as f64 - 1.0)).max(1.0)
}
