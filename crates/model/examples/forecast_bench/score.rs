//! Scores: errors of forecasts, coverage of intervals, Brier's score.

/// Symmetric error in percent and error against the naive one in the past, as the M4 competition counts them.
pub(crate) fn m4(train: &[Option<f64>], test: &[f64], forecast: &[f64], season: usize) -> (f64, f64) {
    let train: Vec<f64> = train.iter().flatten().copied().collect();
    let naive: f64 = train.windows(season + 1).map(|w| (w[season] - w[0]).abs()).sum();
    let scale = naive / (train.len() - season) as f64;
    let (mut symmetric, mut scaled) = (0.0, 0.0);
    for (actual, forecast) in test.iter().zip(forecast) {
        symmetric += 200.0 * (actual - forecast).abs() / (actual.abs() + forecast.abs());
        scaled += (actual - forecast).abs() / scale;
    }
    (symmetric / test.len() as f64, scaled / test.len() as f64)
}

/// How often intervals covered, at 80 and 95 %.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Coverage {
    pub(crate) tried: usize,
    pub(crate) eighty: usize,
    pub(crate) ninety_five: usize,
}

impl Coverage {
    pub(crate) fn add(&mut self, other: Self) {
        self.tried += other.tried;
        self.eighty += other.eighty;
        self.ninety_five += other.ninety_five;
    }

    pub(crate) fn shares(self) -> (f64, f64) {
        let share = |many: usize| many as f64 / self.tried.max(1) as f64;
        (share(self.eighty), share(self.ninety_five))
    }
}
