//! Ranges cover: clients of a planted world, whose people differ and whose journeys are alike within a person.

use harpoon_model::credit::{Bootstrap, Credit, Findings, Journey, Milestones, Model, Setup, Tally, Touch, TouchKind};

const CHANNELS: usize = 4;
const MODELS: [Model; 5] = [
    Model::Last,
    Model::Linear,
    Model::Markov1,
    Model::PathMarkov,
    Model::Shapley,
];

/// splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A person likes one channel and buys more or less easily; one to five journeys follow from both.
fn add_person(random: &mut Random, person: u64, credit: &mut Credit) {
    let favourite = random.next() % CHANNELS as u64;
    let ease = 0.02 + 0.3 * random.part() * random.part();
    for _ in 0..=random.next() % 5 {
        let mut touches = Vec::new();
        while touches.is_empty() || (random.part() < 0.6 && touches.len() < 12) {
            let channel = if random.part() < 0.6 {
                favourite
            } else {
                random.next() % CHANNELS as u64
            };
            let channel = u32::try_from(channel).expect("few channels");
            touches.push(Touch {
                at: 0,
                channel,
                kind: TouchKind::Click,
            });
        }
        let last = f64::from(touches[touches.len() - 1].channel);
        let tally = if random.part() < ease * (0.5 + 0.4 * last) {
            Tally::conversion(100)
        } else {
            Tally::OPEN
        };
        credit
            .push(&Journey {
                person,
                touches: &touches,
                milestones: Milestones::default(),
                tally,
            })
            .expect("a journey");
    }
}

fn client(people: u64, seed: u64) -> Credit {
    let mut random = Random(seed.wrapping_mul(0xd134_2543_de82_ef95));
    let mut credit = Credit::new(Setup::of(&MODELS));
    (0..people).for_each(|person| add_person(&mut random, person, &mut credit));
    credit
}

/// Per person, by model and channel.
fn truth() -> Vec<f64> {
    let people = 150_000;
    let findings = client(people, 99).finish(None).expect("a result");
    credits(&findings).map(|(credit, _)| credit / people as f64).collect()
}

fn credits(findings: &Findings) -> impl Iterator<Item = (f64, Option<(f64, f64)>)> {
    findings
        .models
        .iter()
        .flat_map(|model| &model.rows)
        .map(|row| (row.conversions.credit, row.conversions.range))
}

/// The share of ranges that hold the truth, over `clients` of so many people each.
fn coverage(clients: u64, people: u64, truth: &[f64]) -> f64 {
    let mut held = Vec::new();
    for seed in 0..clients {
        let bootstrap = Bootstrap {
            seed,
            ..Bootstrap::default()
        };
        let findings = client(people, seed).finish(Some(&bootstrap)).expect("a result");
        assert_eq!(credits(&findings).count(), MODELS.len() * CHANNELS);
        held.extend(credits(&findings).zip(truth).map(|((_, range), truth)| {
            let (low, high) = range.expect("a range");
            (low..=high).contains(&(truth * people as f64))
        }));
    }
    held.iter().filter(|held| **held).count() as f64 / held.len() as f64
}

/// 500 clients whose people are groups of their own, and 150 whose people share groups.
#[test]
fn ranges_cover_nine_times_in_ten() {
    let truth = truth();
    let few = coverage(500, 250, &truth);
    let many = coverage(150, 2000, &truth);
    eprintln!("coverage of 90 % ranges: {few:.3} with a person a group, {many:.3} with several");
    assert!((0.87..=0.93).contains(&few), "{few}");
    assert!((0.86..=0.94).contains(&many), "{many}");
}
