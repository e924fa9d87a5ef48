//! [`Side`]: the figures of one period, by platform and value of the dimension.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::{Missing, Number, Period};
use harpoon_lake::query::{Figure, Figures, Telling};
use harpoon_model::explain::Fraction;

/// A segment: platform, and value of the dimension.
pub(super) type Key = (String, String);
/// A figure, or why there is none.
pub(super) type Known = Result<Fraction, Missing>;

/// The figures of one period.
pub(super) struct Side {
    pub(super) period: Period,
    pub(super) receipt: String,
    pub(super) tellings: BTreeSet<Telling>,
    pub(super) notes: Vec<String>,
    /// By currency, then segment. Under the empty code stands what has no currency.
    cells: BTreeMap<String, BTreeMap<Key, Known>>,
    /// Platforms with a figure in any currency.
    platforms: BTreeSet<String>,
    missing: Option<Missing>,
}

impl Side {
    pub(super) fn new(figures: Figures, period: Period) -> Self {
        let mut cells: BTreeMap<String, BTreeMap<Key, Known>> = BTreeMap::new();
        let mut platforms = BTreeSet::new();
        for figure in figures.figures {
            let (currency, key, known) = placed(figure);
            if known.is_ok() {
                platforms.insert(key.0.clone());
            }
            cells.entry(currency).or_default().insert(key, known);
        }
        Self {
            period,
            receipt: figures.receipt.id,
            notes: figures.receipt.notes,
            tellings: figures.tellings,
            cells,
            platforms,
            missing: figures.missing,
        }
    }

    /// Why the whole is not known.
    pub(super) fn unknown(&self) -> Option<Missing> {
        let reasons = self
            .cells
            .values()
            .flat_map(BTreeMap::values)
            .filter_map(|known| known.as_ref().err());
        self.missing.as_ref().or_else(|| reasons.clone().next()).cloned()
    }

    /// Currencies met, without the empty one.
    pub(super) fn currencies(&self) -> impl Iterator<Item = String> {
        self.cells.keys().filter(|code| !code.is_empty()).cloned()
    }

    /// Segments of a currency, with those that have none.
    pub(super) fn keys(&self, currency: &str) -> BTreeSet<&Key> {
        self.of(currency).flat_map(BTreeMap::keys).collect()
    }

    /// The figure of a segment.
    pub(super) fn get(&self, currency: &str, key: &Key) -> Option<&Known> {
        self.of(currency).find_map(|cells| cells.get(key))
    }

    /// Whether any figure of the platform is known.
    pub(super) fn tells_of(&self, platform: &str) -> bool {
        self.platforms.contains(platform)
    }

    fn of(&self, currency: &str) -> impl Iterator<Item = &BTreeMap<Key, Known>> {
        let none = (!currency.is_empty()).then(|| self.cells.get("")).flatten();
        self.cells.get(currency).into_iter().chain(none)
    }
}

fn placed(figure: Figure) -> (String, Key, Known) {
    let mut values = figure.values.into_iter();
    let platform = values.next().unwrap_or_default();
    let value = values.next().unwrap_or_else(|| platform.clone());
    let known = fraction(figure.above, figure.below);
    (figure.currency, (platform, value), known)
}

fn fraction(above: Result<i128, Missing>, below: Option<Result<i128, Missing>>) -> Known {
    let number = |micros: i128| {
        i64::try_from(micros)
            .map(Number::from_micros)
            .map_err(|_| Missing::TooLarge)
    };
    Ok(Fraction {
        above: number(above?)?,
        base: number(below.unwrap_or(Ok(0))?)?,
    })
}
