//! The ledger of credits: which touches count for a conversion, and its value split over them to the cent.

use super::{CreditError, Milestones, Model, Touch, TouchKind, Weighing, weigh};

/// Which earlier touches count for a conversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All within the lookback, also those that count for an earlier conversion.
    Lookback,
    /// Of those only the ones after the person's previous conversion.
    SinceLastConversion,
}

/// The rules of the ledger. Durations in milliseconds.
///
/// A touch counts for a conversion if it is not later and at most its lookback older; both bounds are inclusive. With
/// [`Scope::SinceLastConversion`] it must also be later than the previous conversion: a touch at the very instant
/// of a conversion belongs to that one. Touches of the same channel and kind within `collapse` of the last one kept
/// (inclusive) are one touch. Direct visits count only if nothing else does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Lookback of a click or visit.
    pub click: i64,
    /// Lookback of an impression.
    pub impression: i64,
    /// Lookback of anything else.
    pub other: i64,
    /// Which touches an earlier conversion leaves.
    pub scope: Scope,
    /// Identical touches this near are one.
    pub collapse: i64,
    /// Codes of direct visits.
    pub direct: Vec<u32>,
}

const DAY: i64 = 86_400_000;

impl Default for Rules {
    /// Click 30 days, impression 1 day, other 30 days, scope lookback, 30 minutes, nothing is direct.
    fn default() -> Self {
        let scope = Scope::Lookback;
        Self {
            click: 30 * DAY,
            impression: DAY,
            other: 30 * DAY,
            scope,
            collapse: 30 * 60_000,
            direct: Vec::new(),
        }
    }
}

/// A deed with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conversion {
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// In minor units of one currency.
    pub value: i64,
    /// How much of it was paid back, in minor units.
    pub refunded: i64,
    /// For the B2B models, as places among all touches given.
    pub milestones: Milestones,
}

impl Conversion {
    /// What was kept.
    pub const fn net(&self) -> i64 {
        self.value.saturating_sub(self.refunded)
    }
}

/// One line of the ledger: what one touch gets of one conversion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Place of the conversion among those given.
    pub conversion: usize,
    /// Place of the touch among those given; none if the conversion had no touch and is unattributed.
    pub touch: Option<usize>,
    /// The touch's part, 0 to 1.
    pub weight: f64,
    /// In minor units; the entries of a conversion sum to its value.
    pub value: i64,
    /// The same of its value less refunds.
    pub net: i64,
}

impl Rules {
    /// Places of the touches that count for a conversion. `touches` are one person's, in order of time; `previous` is the
    /// time of that person's conversion before.
    pub fn eligible(&self, touches: &[Touch], at: i64, previous: Option<i64>) -> Vec<usize> {
        let mut places = Vec::new();
        self.find_eligible(touches, at, previous, &mut places);
        places
    }

    /// The touches of one person's journey that has no conversion (yet): those later than `last`, the last conversion,
    /// with repeats and direct visits treated as [`eligible`](Self::eligible) does.
    pub fn open(&self, touches: &[Touch], last: Option<i64>) -> Vec<usize> {
        let mut places = Vec::new();
        self.find_open(touches, last, &mut places);
        places
    }

    /// Writes what [`eligible`](Self::eligible) gives to `places`.
    pub fn find_eligible(&self, touches: &[Touch], at: i64, previous: Option<i64>, places: &mut Vec<usize>) {
        self.keep(touches, places, |touch| self.counts(touch, at, previous));
    }

    /// Whether a touch counts for a conversion by its time: repeats and direct visits are looked for among those that do.
    pub fn counts(&self, touch: &Touch, at: i64, previous: Option<i64>) -> bool {
        self.in_lookback(touch, at) && !self.is_used(touch, previous)
    }

    /// Writes what [`open`](Self::open) gives to `places`.
    pub fn find_open(&self, touches: &[Touch], last: Option<i64>, places: &mut Vec<usize>) {
        self.keep(touches, places, |touch| last.is_none_or(|last| touch.at > last));
    }

    /// Those that count, less repeats, and less direct visits where anything else counts.
    fn keep(&self, touches: &[Touch], places: &mut Vec<usize>, counts: impl Fn(&Touch) -> bool) {
        places.clear();
        let (mut direct, mut other) = (false, false);
        for (place, touch) in touches.iter().enumerate().filter(|(_, touch)| counts(touch)) {
            if !self.repeats(places, touches, touch) {
                places.push(place);
                let is_direct = self.is_direct(touch);
                direct |= is_direct;
                other |= !is_direct;
            }
        }
        if direct && other {
            places.retain(|place| !self.is_direct(&touches[*place]));
        }
    }

    /// The ledger of one person: `touches` and `conversions` in order of time. Zero weights leave no entry.
    ///
    /// # Errors
    /// As [`weigh`].
    pub fn ledger(
        &self,
        model: Model,
        touches: &[Touch],
        conversions: &[Conversion],
        with: &Weighing<'_>,
    ) -> Result<Vec<Entry>, CreditError> {
        let mut entries = Vec::new();
        let mut weights = Vec::new();
        for (place, conversion) in conversions.iter().enumerate() {
            let previous = place
                .checked_sub(1)
                .and_then(|before| conversions.get(before))
                .map(|before| before.at);
            let eligible = self.eligible(touches, conversion.at, previous);
            let journey: Vec<Touch> = eligible.iter().map(|touch| touches[*touch]).collect();
            conversion.milestones.check(touches.len())?;
            weigh(
                model,
                &journey,
                among(conversion.milestones, &eligible),
                with,
                &mut weights,
            )?;
            entries.extend(lines(place, conversion, &eligible, &weights));
        }
        Ok(entries)
    }

    fn in_lookback(&self, touch: &Touch, at: i64) -> bool {
        let lookback = match touch.kind {
            TouchKind::Click => self.click,
            TouchKind::Impression => self.impression,
            TouchKind::Other => self.other,
        };
        touch.at <= at && at.abs_diff(touch.at) <= lookback.max(0).unsigned_abs()
    }

    fn is_used(&self, touch: &Touch, previous: Option<i64>) -> bool {
        self.scope == Scope::SinceLastConversion && previous.is_some_and(|previous| touch.at <= previous)
    }

    #[inline]
    fn is_direct(&self, touch: &Touch) -> bool {
        self.direct.contains(&touch.channel)
    }

    #[inline]
    fn repeats(&self, kept: &[usize], touches: &[Touch], touch: &Touch) -> bool {
        let collapse = self.collapse.max(0).unsigned_abs();
        for place in kept.iter().rev() {
            let other = &touches[*place];
            if touch.at.abs_diff(other.at) > collapse {
                return false;
            }
            if (other.channel, other.kind) == (touch.channel, touch.kind) {
                return true;
            }
        }
        false
    }
}

/// Milestones as places among the eligible touches; one that is not among them is left out.
fn among(milestones: Milestones, eligible: &[usize]) -> Milestones {
    let place = |milestone: Option<usize>| milestone.and_then(|milestone| eligible.binary_search(&milestone).ok());
    Milestones {
        lead: place(milestones.lead),
        opportunity: place(milestones.opportunity),
        close: place(milestones.close),
    }
}

fn lines(place: usize, conversion: &Conversion, eligible: &[usize], weights: &[u64]) -> Vec<Entry> {
    let (value, net) = (conversion.value, conversion.net());
    if eligible.is_empty() {
        return vec![Entry {
            conversion: place,
            touch: None,
            weight: 1.0,
            value,
            net,
        }];
    }
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    let parts = split(value, weights).into_iter().zip(split(net, weights));
    let touches = eligible
        .iter()
        .zip(weights)
        .zip(parts)
        .filter(|((_, weight), _)| **weight > 0);
    let entry = |((touch, weight), (value, net)): ((&usize, &u64), (i64, i64))| Entry {
        conversion: place,
        touch: Some(*touch),
        weight: *weight as f64 / total as f64,
        value,
        net,
    };
    touches.map(entry).collect()
}

/// Splits an amount by weights into whole parts that sum to it: each gets its part rounded towards nought, and what is left
/// goes, one by one, to the largest remainders; of equal remainders the earlier place is first.
///
/// Without any weight there is nobody to give to, and all parts are nought.
pub fn split(amount: i64, weights: &[u64]) -> Vec<i64> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let size = u128::from(amount.unsigned_abs());
    let shares = weights.iter().map(|weight| size * u128::from(*weight));
    let (mut parts, remainders): (Vec<u128>, Vec<u128>) = shares.map(|share| (share / total, share % total)).unzip();
    let mut places: Vec<usize> = (0..weights.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(remainders[*place]));
    let left = size - parts.iter().sum::<u128>();
    for place in places.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[place] += 1;
    }
    parts.into_iter().map(|part| signed(part, amount < 0)).collect()
}

fn signed(part: u128, negative: bool) -> i64 {
    let part = i128::try_from(part).unwrap_or(i128::MAX);
    i64::try_from(if negative { -part } else { part }).unwrap_or(i64::MAX)
}
