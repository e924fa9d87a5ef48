//! What holds for every model and every set of journeys.

use std::collections::BTreeMap;

use harpoon_model::credit::{
    Bootstrap, Credit, CreditError, Findings, Journey, Milestones, Model, ModelCredit, Order, Setup, Tally, Touch,
    TouchKind, UNATTRIBUTED, Weighing, weigh,
};

use super::data::near;

/// A journey that owns its touches.
#[derive(Clone)]
struct Case {
    person: u64,
    touches: Vec<Touch>,
    milestones: Milestones,
    tally: Tally,
}

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

fn case(random: &mut Random, people: u64) -> Case {
    let length = random.below(7);
    let touch = |at: u64, channel: u64| {
        let channel = u32::try_from(channel).expect("few channels");
        Touch {
            at: at.cast_signed() * 40_000_000,
            channel,
            kind: TouchKind::Click,
        }
    };
    let touches: Vec<Touch> = (0..length)
        .map(|at| touch(at, random.below(6) * random.below(3)))
        .collect();
    let mut place =
        || (length > 0 && random.below(2) == 0).then(|| usize::try_from(random.below(length)).expect("short"));
    let milestones = Milestones {
        lead: place(),
        opportunity: place(),
        close: place(),
    };
    let value = random.below(100_000).cast_signed() - 10_000;
    let tally = if random.below(3) == 0 {
        Tally::conversion(value)
    } else {
        Tally::OPEN
    };
    Case {
        person: random.below(people),
        touches,
        milestones,
        tally,
    }
}

fn cases(many: usize, people: u64, seed: u64) -> Vec<Case> {
    let mut random = Random(seed);
    (0..many).map(|_| case(&mut random, people)).collect()
}

fn gather<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Credit {
    let mut credit = Credit::new(Setup {
        direct: Some(0),
        ..Setup::of(&Model::ALL)
    });
    for case in cases {
        let Case {
            person,
            touches,
            milestones,
            tally,
        } = case;
        credit
            .push(&Journey {
                person: *person,
                touches,
                milestones: *milestones,
                tally: *tally,
            })
            .expect("a journey");
    }
    credit
}

fn finish(credit: &Credit) -> Findings {
    credit
        .finish(Some(&Bootstrap {
            replicates: 5,
            ..Bootstrap::default()
        }))
        .expect("a result")
}

/// Groups are people, groups of people, and few enough people for each journey to share one.
const SIZES: [(usize, u64); 3] = [(400, 100), (3000, 2500), (200, 12)];

#[test]
fn credits_sum_to_the_book() {
    for (many, people) in SIZES {
        let cases = cases(many, people, 1);
        let findings = finish(&gather(&cases));
        let conversions: u64 = cases.iter().map(|case| case.tally.conversions).sum();
        let value: i64 = cases.iter().map(|case| case.tally.value).sum();
        let alone = cases
            .iter()
            .filter(|case| case.touches.is_empty())
            .map(|case| case.tally.conversions)
            .sum::<u64>();
        assert_eq!(
            (findings.totals.conversions, findings.totals.value),
            (conversions.cast_signed(), value)
        );
        assert_eq!(findings.totals.unattributed, alone.cast_signed());
        assert_eq!(findings.models.len(), Model::ALL.len());
        for credit in &findings.models {
            let sum: f64 = credit.rows.iter().map(|row| row.conversions.credit).sum();
            near(sum, conversions as f64, 1e-12, credit.model.word());
            let sum: f64 = credit.rows.iter().map(|row| row.value.credit).sum();
            near(sum, value as f64, 1e-12, credit.model.word());
            let unattributed = credit
                .rows
                .iter()
                .find(|row| row.channel == UNATTRIBUTED)
                .expect("a row");
            near(
                unattributed.conversions.credit,
                alone as f64,
                1e-15,
                credit.model.word(),
            );
            assert!(credit.rows.is_sorted_by_key(|row| row.channel));
        }
    }
}

#[test]
fn neither_order_nor_partitions_change_a_bit() {
    for (many, people) in SIZES {
        let cases = cases(many, people, 2);
        let whole = gather(&cases);
        let expected = finish(&whole);
        let backwards = gather(cases.iter().rev());
        assert_eq!(backwards.to_bytes(), whole.to_bytes());
        assert_eq!(finish(&backwards), expected);
        for partitions in [1, 2, 8, 61] {
            let mut merged = Credit::new(whole.setup().clone());
            for part in 0..partitions {
                let part = gather(cases.iter().skip(part).step_by(partitions));
                merged
                    .merge(Credit::from_bytes(&part.to_bytes()).expect("a state"))
                    .expect("the same setup");
            }
            assert!(
                merged.to_bytes() == whole.to_bytes(),
                "{partitions} partitions of {many}"
            );
            assert_eq!(finish(&merged), expected);
        }
        for order in Order::ALL {
            assert_eq!(backwards.quality(order), whole.quality(order));
        }
    }
}

/// Short and long journeys, with and without milestones, of people who follow each other and of people who do not: whoever
/// shares out each conversion by itself finds the same.
#[test]
fn each_conversion_has_the_parts_of_its_weights() {
    let mut random = Random(4);
    for people in [7, 3000] {
        let mut cases = cases(2000, people, 5);
        for case in &mut cases {
            let length = [1, 2, 3, 31, 32, 33, 40]
                .get(usize::try_from(random.below(20)).expect("small"))
                .copied();
            let one = |_| Touch {
                at: random.below(1 << 31).cast_signed(),
                channel: u32::try_from(random.below(9)).expect("small"),
                kind: TouchKind::Click,
            };
            let Some(length) = length else { continue };
            case.touches = (0..length).map(one).collect();
            case.milestones = Milestones {
                close: (length % 2 == 0).then_some(length - 1),
                ..Milestones::default()
            };
        }
        let credit = gather(&cases);
        let findings = finish(&credit);
        let with = Weighing {
            direct: Some(0),
            half_life: credit.setup().half_life,
            effects: &[],
        };
        let weighed = |model: &&ModelCredit| model.model.order().is_none() && model.model != Model::PathMarkov;
        for found in findings.models.iter().filter(weighed) {
            let mut sums = BTreeMap::<u32, [f64; 2]>::new();
            let mut weights = Vec::new();
            for case in cases.iter().filter(|case| case.tally.conversions > 0) {
                weigh(found.model, &case.touches, case.milestones, &with, &mut weights).expect("weights");
                let all: f64 = weights.iter().map(|weight| *weight as f64).sum();
                for (touch, weight) in case.touches.iter().zip(&weights) {
                    let sum = sums.entry(touch.channel).or_default();
                    sum[0] += *weight as f64 / all;
                    sum[1] += *weight as f64 / all * case.tally.value as f64;
                }
            }
            for row in found.rows.iter().filter(|row| row.channel != UNATTRIBUTED) {
                let [conversions, value] = sums.remove(&row.channel).unwrap_or_default();
                near(row.conversions.credit, conversions, 1e-9, found.model.word());
                near(row.value.credit, value, 1e-9, found.model.word());
            }
            assert!(
                sums.is_empty() || sums.values().flatten().all(|sum| sum.abs() < 1e-12),
                "{}",
                found.model.word()
            );
        }
    }
}

#[test]
fn an_area_takes_twenty_journeys_of_each_outcome() {
    let quality = |with: u64, without: u64| {
        let mut credit = Credit::new(Setup::of(&[Model::Markov1]));
        for person in 0..with + without {
            let tally = if person < with {
                Tally::conversion(5)
            } else {
                Tally::OPEN
            };
            let channel = 1 + u32::from(person % 2 == 0);
            credit.push_path(person, &[channel], tally).expect("a path");
        }
        credit.quality(Order::One).expect("a chain")
    };
    for (with, without) in [(2, 0), (2, 2), (19, 500), (500, 19)] {
        let few = quality(with, without);
        assert_eq!(few.auc, None, "{with} with, {without} without");
        assert_eq!(few.judged.map(i64::unsigned_abs), [with, without]);
    }
    assert!(quality(20, 20).auc.is_some_and(|auc| (0.0..=1.0).contains(&auc)));
}

#[test]
fn people_are_groups_until_there_are_many() {
    assert_eq!(finish(&gather(&cases(300, 12, 3))).groups, 12);
    let groups = finish(&gather(&cases(20_000, 10_000, 3))).groups;
    assert_eq!(groups, 256);
}

#[test]
fn the_chain_converts_as_often_as_the_journeys_do() {
    let cases = cases(3000, 1000, 4);
    let touched = || cases.iter().filter(|case| !case.touches.is_empty());
    let conversions = touched().filter(|case| case.tally.conversions > 0).count();
    for chain in finish(&gather(&cases)).chains {
        near(
            chain.p_conversion,
            conversions as f64 / touched().count() as f64,
            1e-13,
            "P = C/(C+N)",
        );
    }
}

fn chains_of(paths: &[(&[u32], Tally)]) -> Findings {
    let mut credit = Credit::new(Setup::of(&[Model::Markov1, Model::Markov2, Model::Markov3]));
    for (person, (path, tally)) in (0..).zip(paths) {
        credit.push_path(person, path, *tally).expect("a path");
    }
    credit.finish(None).expect("a result")
}

fn tally(conversions: u64, value: i64, nulls: u64) -> Tally {
    Tally {
        conversions,
        value,
        nulls,
    }
}

/// In order 1 a channel that follows itself is no other path.
#[test]
fn repeats_change_nothing() {
    let plain: [(&[u32], Tally); 4] = [
        (&[0, 1], tally(2, 30, 1)),
        (&[1, 0, 2], tally(1, 50, 0)),
        (&[2], tally(0, 0, 3)),
        (&[2, 1], tally(1, 9, 2)),
    ];
    let repeated: [(&[u32], Tally); 4] = [
        (&[0, 0, 0, 1, 1], tally(2, 30, 1)),
        (&[1, 0, 0, 2], tally(1, 50, 0)),
        (&[2, 2], tally(0, 0, 3)),
        (&[2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], tally(1, 9, 2)),
    ];
    let (plain, repeated) = (chains_of(&plain), chains_of(&repeated));
    for (a, b) in plain.chains[0].effects.iter().zip(&repeated.chains[0].effects) {
        near(
            b.conversions.expect("conversions"),
            a.conversions.expect("conversions"),
            1e-13,
            "repeats",
        );
        near(b.value.expect("value"), a.value.expect("value"), 1e-13, "repeats");
    }
}

/// Where no path is longer than the order, a channel's effect is the share of conversions whose path holds it.
#[test]
fn an_order_as_long_as_the_paths_counts_paths() {
    let paths: [(&[u32], Tally); 5] = [
        (&[0, 1, 2], tally(3, 30, 1)),
        (&[1, 0], tally(2, 50, 4)),
        (&[2], tally(1, 5, 3)),
        (&[1, 1, 3], tally(4, 9, 2)),
        (&[3], tally(0, 0, 2)),
    ];
    let total: u64 = paths.iter().map(|(_, tally)| tally.conversions).sum();
    for effect in &chains_of(&paths).chains[2].effects {
        let with: u64 = paths
            .iter()
            .filter(|(path, _)| path.contains(&effect.channel))
            .map(|(_, tally)| tally.conversions)
            .sum();
        near(
            effect.conversions.expect("conversions"),
            with as f64 / total as f64,
            1e-13,
            "share of paths",
        );
    }
}

/// Many channels are solved by iteration and few by an inverse; both must agree, and so must small and large codes.
#[test]
fn both_solvers_agree() {
    let codes = |offset: u32, step: u32| {
        let mut random = Random(5);
        let mut credit = Credit::new(Setup::of(&[Model::Markov1]));
        for person in 0..3000 {
            let path: Vec<u32> = (0..=random.below(6))
                .map(|_| offset + step * u32::try_from(random.below(40)).expect("few"))
                .collect();
            let end = if random.below(4) == 0 {
                Tally::conversion(7)
            } else {
                Tally::OPEN
            };
            credit.push_path(person, &path, end).expect("a path");
        }
        credit
    };
    let few = codes(0, 1).finish(None).expect("a result");
    let large = codes(100, 1000).finish(None).expect("a result");
    let mut many = codes(0, 1);
    for lonely in 0..600 {
        many.push_path(u64::from(lonely), &[5000 + lonely], tally(0, 0, 1))
            .expect("a path");
    }
    let many = many.finish(None).expect("a result");
    for (place, effect) in few.chains[0].effects.iter().enumerate() {
        assert_eq!(effect.conversions, large.chains[0].effects[place].conversions);
        let by_iteration = many.chains[0].effects[place].conversions.expect("conversions");
        near(by_iteration, effect.conversions.expect("conversions"), 1e-12, "solvers");
    }
}

fn refused(touches: &[Touch], milestones: Milestones, tally: Tally, why: &CreditError) {
    let mut credit = Credit::new(Setup::of(&Model::ALL));
    let before = credit.to_bytes();
    assert_eq!(
        credit.push(&Journey {
            person: 1,
            touches,
            milestones,
            tally
        }),
        Err(why.clone())
    );
    assert_eq!(credit.to_bytes(), before);
}

#[test]
fn absurd_journeys_are_refused_and_leave_nothing() {
    let touch = |channel| Touch {
        at: 0,
        channel,
        kind: TouchKind::Other,
    };
    let none = Milestones::default();
    refused(
        &[touch(UNATTRIBUTED)],
        none,
        Tally::OPEN,
        &CreditError::ReservedChannel { channel: UNATTRIBUTED },
    );
    refused(
        &[touch(1)],
        none,
        tally(0, 5, 1),
        &CreditError::ValueWithoutConversion { value: 5 },
    );
    refused(&[touch(1)], none, tally(1, i64::MIN, 0), &CreditError::TooLarge);
    refused(&[touch(1)], none, tally(u64::MAX, 0, u64::MAX), &CreditError::TooLarge);
    let late = Milestones { close: Some(1), ..none };
    refused(
        &[touch(1)],
        late,
        Tally::OPEN,
        &CreditError::Milestone { touch: 1, touches: 1 },
    );
    let mut credit = Credit::new(Setup::of(&[Model::TimeDecay]));
    assert_eq!(
        credit.push_path(1, &[1], Tally::OPEN),
        Err(CreditError::NeedsTimes {
            model: Model::TimeDecay
        })
    );
    assert_eq!(
        credit.merge(Credit::new(Setup::of(&[Model::Last]))),
        Err(CreditError::OtherSetup)
    );
    assert_eq!(
        credit.quality(Order::Two),
        Err(CreditError::NotGathered { order: Order::Two })
    );
}

#[test]
fn a_journey_of_ten_thousand_touches() {
    let touches: Vec<Touch> = (0..10_000)
        .map(|at| Touch {
            at,
            channel: u32::try_from(at % 2).expect("0 or 1"),
            kind: TouchKind::Click,
        })
        .collect();
    let mut credit = gather(&cases(30, 10, 6));
    credit
        .push(&Journey {
            person: 1,
            touches: &touches,
            milestones: Milestones::default(),
            tally: Tally::conversion(5),
        })
        .expect("a journey");
    for chain in credit.finish(None).expect("a result").chains {
        assert!(
            chain
                .effects
                .iter()
                .all(|effect| (-1e-9..=1.0 + 1e-9).contains(&effect.conversions.expect("conversions")))
        );
    }
}

/// Any cut and any changed byte is read or refused, never a panic.
/// Every place of the bytes is turned in `cargo xtask test --long`, one in eleven otherwise.
#[test]
fn damaged_bytes_are_told() {
    let step = if std::env::var_os("HARPOON_LONG").is_some() {
        1
    } else {
        11
    };
    let bytes = gather(&cases(15, 4, 7)).to_bytes();
    for end in 0..bytes.len() {
        assert!(
            matches!(Credit::from_bytes(&bytes[..end]), Err(CreditError::Bytes { .. })),
            "cut at {end}"
        );
    }
    for place in (0..bytes.len()).step_by(step) {
        let mut turned = bytes.clone();
        turned[place] ^= 0x41;
        if let Ok(credit) = Credit::from_bytes(&turned) {
            let _ = credit.finish(None);
            let _ = Credit::new(credit.setup().clone()).merge(credit);
        }
    }
}

#[test]
fn few_people_have_no_range() {
    let nine = gather(&cases(50, 9, 8));
    assert!(
        finish(&nine)
            .models
            .iter()
            .flat_map(|model| &model.rows)
            .all(|row| row.conversions.range.is_none())
    );
    let twelve = gather(&cases(50, 12, 8));
    assert!(
        finish(&twelve)
            .models
            .iter()
            .flat_map(|model| &model.rows)
            .all(|row| row.conversions.range.is_some())
    );
}

#[test]
fn models_have_their_words() {
    for model in Model::ALL {
        let about = model.about();
        assert_eq!((about.model, Model::from_word(about.word)), (model, Some(model)));
        let texts = [about.meaning, about.proves_not, about.formula, about.source];
        assert!(texts.iter().all(|text| !text.is_empty()), "{model:?}");
    }
    assert_eq!(Model::from_word("data_driven"), None);
}
