//! The models that a forecast is put together from, on the scale of [`super::scale::Scale`].

use super::ets::{Ets, LONGEST_SEASON, Trend, quick, quick_seasonal};
use super::season::Adjusted;

/// What is done with the seasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Taken out by loess, put back as they stood last.
    Loess,
    /// Left to the smoothing, or there are none.
    Own,
}

/// A fitted model: an exponential smoothing and what is added to it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    kind: Kind,
    ets: Ets,
    /// Errors by step, none missing.
    pub(super) errors: Vec<f64>,
    /// Forecasts of the steps ahead.
    pub(super) middle: Vec<f64>,
    /// The same without what loess took out.
    plain: Vec<f64>,
}

impl Member {
    fn new(kind: Kind, ets: Ets, adjusted: Option<&Adjusted>, horizon: usize) -> Self {
        let plain = ets.ahead(horizon);
        Self {
            kind,
            errors: next_errors(&ets),
            middle: with_seasons(kind, &plain, adjusted),
            plain,
            ets,
        }
    }

    /// What it would have forecast after these earlier values, with the weights it has now.
    pub(super) fn earlier(&self, values: &[f64], adjusted: Option<&Adjusted>, horizon: usize) -> Option<Vec<f64>> {
        let seen = match self.kind {
            Kind::Loess => &adjusted?.values,
            Kind::Own => values,
        };
        let plain = self.ets.after(seen)?.ahead(horizon);
        Some(with_seasons(self.kind, &plain, adjusted))
    }

    /// Standard deviation of each step ahead.
    pub(super) fn spread(&self, horizon: usize) -> Vec<f64> {
        self.ets.spread(horizon)
    }

    /// How far a future under these errors departs from the middle.
    pub(super) fn departures(&self, errors: &[f64], out: &mut Vec<f64>) {
        out.clear();
        out.extend(
            self.ets
                .path(errors)
                .iter()
                .zip(&self.plain)
                .map(|(path, plain)| path - plain),
        );
    }
}

fn with_seasons(kind: Kind, plain: &[f64], adjusted: Option<&Adjusted>) -> Vec<f64> {
    match (kind, adjusted) {
        (Kind::Loess, Some(adjusted)) => plain
            .iter()
            .zip(&adjusted.ahead)
            .map(|(v, season)| v + season)
            .collect(),
        _ => plain.to_vec(),
    }
}

/// Errors as the next ones will be: centred, and larger than those that the parameters were fitted to. A missing step takes
/// the error before it.
fn next_errors(ets: &Ets) -> Vec<f64> {
    let (sum, many) = ets
        .errors
        .iter()
        .flatten()
        .fold((0.0, 0.0), |(sum, many), e| (sum + e, many + 1.0));
    let centre = sum / f64::max(many, 1.0);
    let free = (many - ets.shape.parameters() as f64 + 1.0).max(many / 4.0);
    let wider = (many / free).sqrt();
    let mut last = 0.0;
    let next = |error: &Option<f64>| {
        if let Some(error) = error {
            last = (error - centre) * wider;
        }
        last
    };
    ets.errors.iter().map(next).collect()
}

/// All members that these values (NaN is missing) can bear.
pub(super) fn members(values: &[f64], adjusted: Option<&Adjusted>, seasons: &[usize], horizon: usize) -> Vec<Member> {
    let mut out = Vec::new();
    let trends = [Trend::None, Trend::Damped];
    if let Some(seasonless) = adjusted {
        let fitted = trends.iter().filter_map(|trend| quick(&seasonless.values, *trend).ok());
        out.extend(fitted.map(|ets| Member::new(Kind::Loess, ets, adjusted, horizon)));
    }
    let short = seasons
        .iter()
        .find(|p| (2..=LONGEST_SEASON).contains(*p) && values.len() >= 2 * **p);
    let own = trends.iter().filter_map(|trend| match short {
        Some(period) => quick_seasonal(values, *trend, *period).ok(),
        None => quick(values, *trend).ok(),
    });
    out.extend(own.map(|ets| Member::new(Kind::Own, ets, None, horizon)));
    if out.is_empty() {
        let fitted = quick(values, Trend::None).ok();
        out.extend(fitted.map(|ets| Member::new(Kind::Own, ets, None, horizon)));
    }
    out
}
