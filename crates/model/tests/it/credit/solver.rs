//! Removal effects by another route: from the printed transitions, one walk of probabilities for each channel left out.

use std::collections::BTreeMap;

use harpoon_model::credit::{ChainEffects, Credit, Model, Order, Setup, Step, Tally};

use super::data::near;

/// splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % bound
    }
}

/// Journeys whose next channel hangs on the last, with codes given by `name`; `on` of a hundred go on.
fn gathered(journeys: u64, channels: u64, on: u64, name: impl Fn(u64) -> u64) -> Credit {
    let mut random = Random(5);
    let mut credit = Credit::new(Setup::of(&[Model::Markov1, Model::Markov2, Model::Markov3]));
    for person in 0..journeys {
        let mut channel = random.below(channels) * random.below(channels) / channels;
        let mut path = vec![channel];
        while random.below(100) < on {
            channel = match random.below(4) {
                0 => channel,
                1 => (3 * channel + 1) % channels,
                _ => random.below(channels) * random.below(channels) / channels,
            };
            path.push(channel);
        }
        let path: Vec<u32> = path.into_iter().map(|c| u32::try_from(name(c)).expect("few")).collect();
        let tally = if random.below(100) < 5 + 20 * channel / channels {
            Tally::conversion(50 + random.below(500).cast_signed())
        } else {
            Tally::OPEN
        };
        credit.push_path(person, &path, tally).expect("a path");
    }
    credit
}

/// P(conversion) of the chain without the states that hold the channel: the probability mass is moved on from the beginning
/// until next to nothing is left in it.
fn conversions_without(credit: &Credit, order: Order, channel: Option<u32>) -> f64 {
    let transitions = credit.transitions(order).expect("a chain");
    let gone = |step: &Step| matches!((step, channel), (Step::State(words), Some(channel)) if words.contains(&channel));
    let mut numbers: BTreeMap<&Step, usize> = BTreeMap::new();
    for edge in &transitions {
        for step in [&edge.from, &edge.to] {
            let next = numbers.len();
            numbers.entry(step).or_insert(next);
        }
    }
    let edges: Vec<(usize, usize, f64)> = transitions
        .iter()
        .filter(|edge| !gone(&edge.to))
        .map(|edge| (numbers[&edge.from], numbers[&edge.to], edge.probability))
        .collect();
    let mut mass = vec![0.0; numbers.len()];
    mass[numbers[&Step::Start]] = 1.0;
    let (mut converted, end) = (0.0, numbers[&Step::Conversion]);
    let null = numbers[&Step::Null];
    while mass.iter().sum::<f64>() > 1e-16 {
        let mut next = vec![0.0; mass.len()];
        for (from, to, probability) in &edges {
            next[*to] += mass[*from] * probability;
        }
        converted += std::mem::take(&mut next[end]);
        next[null] = 0.0;
        mass = next;
    }
    converted
}

fn check(credit: &Credit, some: usize) {
    let findings = credit.finish(None).expect("a result");
    for chain in &findings.chains {
        let all = conversions_without(credit, chain.order, None);
        near(chain.p_conversion, all, 1e-12, "P");
        for effect in chain.effects.iter().step_by(chain.effects.len().div_ceil(some)) {
            let without = conversions_without(credit, chain.order, Some(effect.channel));
            let what = format!("{:?} channel {}", chain.order, effect.channel);
            near(
                effect.conversions.expect("conversions"),
                1.0 - without / all,
                1e-11,
                &what,
            );
        }
    }
}

#[test]
fn few_and_many_channels_and_long_journeys() {
    check(&gathered(1500, 6, 70, |channel| channel), 6);
    check(&gathered(3000, 60, 75, |channel| channel), 5);
    check(&gathered(1500, 900, 60, |channel| channel), 3);
    check(&gathered(150, 5, 98, |channel| channel), 5);
}

/// What channels are called, and so the order of the states, changes no more than rounding.
#[test]
fn names_do_not_matter() {
    let effects = |name: &dyn Fn(u64) -> u64| -> Vec<ChainEffects> {
        gathered(1500, 100, 75, name).finish(None).expect("a result").chains
    };
    let plain = effects(&|channel| channel);
    let turned = effects(&|channel| (channel * 77 + 5) % 100);
    for (plain, turned) in plain.iter().zip(&turned) {
        for effect in &plain.effects {
            let name = (effect.channel * 77 + 5) % 100;
            let other = turned
                .effects
                .iter()
                .find(|other| other.channel == name)
                .expect("a channel");
            near(
                other.conversions.expect("conversions"),
                effect.conversions.expect("conversions"),
                1e-12,
                "conversions",
            );
            near(
                other.value.expect("value"),
                effect.value.expect("value"),
                1e-12,
                "value",
            );
        }
    }
}
