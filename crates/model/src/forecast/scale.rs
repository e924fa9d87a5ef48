//! The scale on which a series is modelled, so that it cannot fall where its kind never goes.

/// How values are turned before modelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// Logarithms: all values are above nought; changes are shares.
    Log,
    /// Square roots: nought happens.
    Root,
    /// As they are: some are below nought.
    Plain,
}

impl Scale {
    /// What suits these values. A value far below the others makes logarithms jump, so roots are taken then.
    pub(super) fn of(values: &[f64]) -> Self {
        let mut known: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
        known.sort_unstable_by(f64::total_cmp);
        let (lowest, middle) = (known[0], known[known.len() / 2]);
        if lowest < 0.0 {
            Self::Plain
        } else if lowest <= 0.02 * middle || lowest == 0.0 {
            Self::Root
        } else {
            Self::Log
        }
    }

    pub(super) fn there(self, value: f64) -> f64 {
        match self {
            Self::Log => value.ln(),
            Self::Root => value.sqrt(),
            Self::Plain => value,
        }
    }

    pub(super) fn back(self, value: f64) -> f64 {
        match self {
            Self::Log => value.exp(),
            Self::Root => value.max(0.0).powi(2),
            Self::Plain => value,
        }
    }
}
