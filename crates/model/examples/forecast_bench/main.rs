//! How good forecasts are and how honest their intervals: prints one JSON object, section by section.
//!
//! `cargo run --release -p harpoon-model --example forecast_bench [section …]`; sections: air, m4, coverage, months, speed.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a program for the terminal"
)]

mod data;
mod months;
mod score;

use std::time::Instant;

use harpoon_model::forecast::ets::{Effect, Season, Shape, Trend, choose, fit};
use harpoon_model::forecast::{Setup, forecast};
use harpoon_model::interval::Confidence;
use score::Coverage;
use serde_json::{Value, json};

/// A part of the output: its name and what makes it.
type Section = (&'static str, fn() -> Value);

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let sections: [Section; 5] = [
        ("air", air),
        ("m4", m4),
        ("coverage", coverage),
        ("months", months::months),
        ("speed", speed),
    ];
    let mut out = serde_json::Map::new();
    for (name, run) in sections {
        if asked.is_empty() || asked.iter().any(|a| a == name) {
            let begin = cpu();
            let mut value = run();
            value["cpu_s"] = json!(round(cpu() - begin, 2));
            out.insert(name.to_owned(), value);
        }
    }
    println!("{}", serde_json::to_string_pretty(&Value::Object(out)).expect("JSON"));
}

pub(crate) fn round(value: f64, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    (value * scale).round() / scale
}

/// CPU seconds of this process so far, as the kernel tells them.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn eighty() -> Confidence {
    Confidence::new(0.8).expect("a level")
}

fn air() -> Value {
    let series = data::all().pop().expect("air passengers come last");
    let shape = Shape {
        error: Effect::Multiplicative,
        trend: Trend::Damped,
        season: Season::Multiplicative(12),
    };
    let ets = fit(&series.values, shape).expect("a fit");
    let best = choose(&series.values, 12).expect("a fit");
    let train = &series.values[..132];
    let setup = Setup {
        horizon: 12,
        seasons: &[12],
        paths: 2000,
        seed: 1,
    };
    let ahead = forecast(train, &setup).expect("a forecast");
    let mape = |line: &[f64]| -> f64 {
        let errors = series.values[132..]
            .iter()
            .flatten()
            .zip(line)
            .map(|(a, f)| ((a - f) / a).abs());
        errors.sum::<f64>() / 12.0 * 100.0
    };
    let chosen = choose(train, 12).expect("a fit");
    json!({"model": ets.shape.to_string(), "aic": round(ets.aic, 3), "aicc": round(ets.aicc, 3), "chosen": best.shape.to_string(),
        "weights": format!("{:?}", ets.weights), "mape_12": round(mape(&ahead.middle), 3), "mape_12_ets": round(mape(&chosen.ahead(12)), 3)})
}

fn m4() -> Value {
    let mut out = json!({});
    for (frequency, seasons, season) in [("Weekly", &[52usize][..], 1), ("Hourly", &[24, 168], 24)] {
        let (mut symmetric, mut scaled, mut many) = (0.0, 0.0, 0.0);
        let mut covered = Coverage::default();
        let begin = Instant::now();
        for (train, test) in data::m4(frequency) {
            let setup = Setup {
                horizon: test.len(),
                seasons,
                paths: 1000,
                seed: 1,
            };
            match forecast(&train, &setup) {
                Ok(ahead) => {
                    let (s, m) = score::m4(&train, &test, &ahead.middle, season);
                    symmetric += s;
                    scaled += m;
                    many += 1.0;
                    for (step, actual) in test.iter().enumerate() {
                        covered.add(covers(&ahead, step, *actual));
                    }
                }
                Err(error) => eprintln!("{frequency}: {error}"),
            }
        }
        let (eighty, ninety_five) = covered.shares();
        out[frequency] = json!({"series": many, "smape": round(symmetric / many, 3), "mase": round(scaled / many, 3),
            "covered_80": round(eighty, 3), "covered_95": round(ninety_five, 3), "s": begin.elapsed().as_secs_f64()});
    }
    out
}

fn covers(ahead: &harpoon_model::forecast::Forecast, step: usize, actual: f64) -> Coverage {
    let within = |confidence| {
        let interval = ahead.step(step, confidence).expect("within the horizon");
        usize::from((interval.low..=interval.high).contains(&actual))
    };
    Coverage {
        tried: 1,
        eighty: within(eighty()),
        ninety_five: within(Confidence::NINETY_FIVE),
    }
}

fn coverage() -> Value {
    let mut out = json!({});
    let mut whole = Coverage::default();
    let mut of_sums = Coverage::default();
    for series in data::all() {
        let (mut covered, mut sums) = (Coverage::default(), Coverage::default());
        let mut error = 0.0;
        let mut base = 0.0;
        let mut origin = series.values.len() / 3;
        while origin + series.horizon <= series.values.len() {
            let setup = Setup {
                horizon: series.horizon,
                seasons: &series.seasons,
                paths: 1000,
                seed: 1,
            };
            if let Ok(ahead) = forecast(&series.values[..origin], &setup) {
                let rest = &series.values[origin..origin + series.horizon];
                for (step, actual) in rest.iter().enumerate() {
                    if let Some(actual) = actual {
                        covered.add(covers(&ahead, step, *actual));
                        error += (actual - ahead.middle[step]).abs();
                        base += actual.abs();
                    }
                }
                if rest.iter().all(Option::is_some) {
                    let actual: f64 = rest.iter().flatten().sum();
                    let within = |confidence| {
                        let interval = ahead.total(0..series.horizon, confidence).expect("within the horizon");
                        usize::from((interval.low..=interval.high).contains(&actual))
                    };
                    sums.add(Coverage {
                        tried: 1,
                        eighty: within(eighty()),
                        ninety_five: within(Confidence::NINETY_FIVE),
                    });
                }
            }
            origin += series.horizon / 2;
        }
        whole.add(covered);
        of_sums.add(sums);
        out[&series.name] = told(covered, sums);
        out[&series.name]["error_share"] = json!(round(error / base, 4));
    }
    out["all"] = told(whole, of_sums);
    out
}

fn told(steps: Coverage, sums: Coverage) -> Value {
    let ((eighty, ninety_five), (sum_eighty, sum_ninety_five)) = (steps.shares(), sums.shares());
    json!({"steps": steps.tried, "covered_80": round(eighty, 3), "covered_95": round(ninety_five, 3),
        "sums": sums.tried, "sums_80": round(sum_eighty, 3), "sums_95": round(sum_ninety_five, 3)})
}

/// 1,000 daily series of 730 points: a level that wanders, a week, noise.
fn speed() -> Value {
    let begin = cpu();
    for number in 0..1000u32 {
        let mut state = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut noise = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        let mut level = 1000.0;
        let values: Vec<Option<f64>> = (0..730)
            .map(|day| {
                level *= 1.0 + 0.02 * noise();
                Some(level * (1.0 + 0.3 * f64::from(day % 7).sin()) * (1.0 + 0.2 * noise()))
            })
            .collect();
        forecast(&values, &Setup::daily(30, 1)).expect("a forecast");
    }
    json!({"series": 1000, "points": 730, "cpu_s_for_all": round(cpu() - begin, 2)})
}
