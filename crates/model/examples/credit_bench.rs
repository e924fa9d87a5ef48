//! What credit costs: journeys of a seeded generator (by default ten million with 41 million touches of 20 channels, lengths and
//! share of conversions like those of PathData), all models up to a Markov order and ranges from 200 replicates. Codes of
//! channels are in random order, as a lake gives them. Prints one line of JSON.
//!
//! `cargo run --release -p harpoon-model --example credit_bench [journeys] [highest order: 1 to 3] [channels] [of 1000 that go on]
//! [file]`
//!
//! `10000000 1 20 756` is the goal of the issue; `1650000 3 8 900` is what `harpoon credit --model all` gathers from 16 million
//! events. With a file, the journeys are written there as lines of path, conversions, value and nulls, and nothing is measured.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "a program for the terminal")]

use std::fs::File;
use std::io::{BufWriter, Write};

use harpoon_model::credit::{
    Bootstrap, Credit, CreditError, Journey, Milestones, Model, Setup, Tally, Touch, TouchKind,
};

const HOUR: i64 = 3_600_000;

/// Journeys as the lake would hold them: channel codes one after the other, and what came of each.
struct Journeys {
    channels: Vec<u16>,
    gaps: Vec<u8>,
    lengths: Vec<u8>,
    /// In cents; nought is no conversion.
    values: Vec<u32>,
}

/// splitmix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, bound: u64) -> u64 {
        u64::try_from((u128::from(self.next()) * u128::from(bound)) >> 64).expect("below the bound")
    }
}

/// A chain: each channel prefers a few others; a journey goes on with a chance of `on` in a thousand (756: 4.1 touches).
fn generate(many: usize, channels: u64, on: u64) -> Journeys {
    let mut random = Random(7);
    let names = names(channels, &mut random);
    let mut journeys = Journeys {
        channels: Vec::new(),
        gaps: Vec::new(),
        lengths: Vec::new(),
        values: Vec::new(),
    };
    for _ in 0..many {
        let mut channel = random.below(channels) * random.below(channels) / channels;
        let mut length = 0u8;
        loop {
            journeys
                .channels
                .push(names[usize::try_from(channel).expect("few channels")]);
            journeys.gaps.push(u8::try_from(random.below(200)).expect("few hours"));
            length += 1;
            if length == 200 || random.below(1000) >= on {
                break;
            }
            let jump = random.below(8);
            channel = if jump < 3 {
                channel
            } else {
                (channel * 7 + jump * random.below(4)) % channels
            };
        }
        journeys.lengths.push(length);
        let converts = random.below(1000) < 120 + 200 * channel / channels;
        journeys.values.push(if converts {
            u32::try_from(100 + random.below(20_000)).expect("small")
        } else {
            0
        });
    }
    journeys
}

/// The journeys as other tools read them.
fn write(journeys: &Journeys, path: &str) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "path;conversions;value;nulls")?;
    let mut begin = 0;
    for (length, value) in journeys.lengths.iter().zip(&journeys.values) {
        let end = begin + usize::from(*length);
        for (place, channel) in journeys.channels[begin..end].iter().enumerate() {
            write!(out, "{}ch{channel:02}", if place > 0 { " > " } else { "" })?;
        }
        let converts = u8::from(*value > 0);
        writeln!(out, ";{converts};{};{}", f64::from(*value) / 100.0, 1 - converts)?;
        begin = end;
    }
    out.flush()
}

/// Codes in random order.
fn names(channels: u64, random: &mut Random) -> Vec<u16> {
    let mut names: Vec<u16> = (0..channels)
        .map(|name| u16::try_from(name).expect("few channels"))
        .collect();
    for place in (1..names.len()).rev() {
        names.swap(
            place,
            usize::try_from(random.below(place as u64 + 1)).expect("few channels"),
        );
    }
    names
}

fn gather(journeys: &Journeys, setup: Setup) -> Result<Credit, CreditError> {
    let mut credit = Credit::new(setup);
    let mut touches = Vec::new();
    let mut begin = 0;
    for (number, (length, value)) in journeys.lengths.iter().zip(&journeys.values).enumerate() {
        let end = begin + usize::from(*length);
        let mut at = 0;
        touches.clear();
        for (channel, gap) in journeys.channels[begin..end].iter().zip(&journeys.gaps[begin..end]) {
            at += i64::from(*gap) * HOUR;
            touches.push(Touch {
                at,
                channel: u32::from(*channel),
                kind: TouchKind::Click,
            });
        }
        begin = end;
        let tally = if *value > 0 {
            Tally::conversion(i64::from(*value))
        } else {
            Tally::OPEN
        };
        // Three journeys belong to two people.
        let person = number as u64 * 2 / 3;
        credit.push(&Journey {
            person,
            touches: &touches,
            milestones: Milestones::default(),
            tally,
        })?;
    }
    Ok(credit)
}

/// CPU seconds of this process so far, and its peak memory in MB, as the kernel tells them.
fn usage() -> (f64, u64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or_default();
    let kilobytes: u64 = peak
        .split_whitespace()
        .next()
        .and_then(|word| word.parse().ok())
        .unwrap_or_default();
    (ticks / 100.0, kilobytes / 1024)
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut arguments = words
        .iter()
        .take(4)
        .map(|word| word.parse::<usize>().expect("a number"));
    let many = arguments.next().unwrap_or(10_000_000);
    let highest = arguments.next().unwrap_or(1);
    let channels = arguments.next().unwrap_or(20) as u64;
    let on = arguments.next().unwrap_or(756) as u64;
    let models: Vec<Model> = Model::ALL
        .into_iter()
        .filter(|model| model.order().is_none_or(|order| order.length() <= highest))
        .collect();
    let journeys = generate(many, channels, on);
    if let Some(path) = words.get(4) {
        write(&journeys, path).expect("a file that can be written");
        return;
    }
    let (generated, data) = usage();
    let credit = gather(
        &journeys,
        Setup {
            direct: Some(0),
            ..Setup::of(&models)
        },
    )
    .expect("sound journeys");
    let (gathered, _) = usage();
    let point = credit.finish(None).expect("a result");
    let (finished, _) = usage();
    let ranged = credit.finish(Some(&Bootstrap::default())).expect("a result");
    let (drawn, peak) = usage();
    let bytes = credit.to_bytes().len();
    let quality = credit.quality(point.chains[0].order).expect("a chain");
    println!(
        "{{\"journeys\":{many},\"channels\":{channels},\"order\":{highest},\"touches\":{},\"conversions\":{},\"models\":{},\"groups\":{},\"gather_cpu_s\":{:.2},\"finish_cpu_s\":{:.2},\
         \"finish_with_200_replicates_cpu_s\":{:.2},\"total_cpu_s\":{:.2},\"data_mb\":{data},\"peak_mb\":{peak},\"state_bytes\":{bytes},\"auc\":{:.4}}}",
        journeys.channels.len(),
        point.totals.conversions,
        models.len(),
        ranged.groups,
        gathered - generated,
        finished - gathered,
        drawn - finished,
        gathered - generated + drawn - finished,
        quality.auc.unwrap_or_default(),
    );
}
