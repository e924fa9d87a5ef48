//! Goals of months on real daily series, rolled back to days within the month: was the chance that was told the share that was met?

use std::fmt::Write;

use harpoon_model::forecast::{Setup, forecast};
use harpoon_model::interval::Confidence;
use harpoon_model::pace::{Aim, Direction, sum};
use serde_json::{Value, json};

use crate::data::{Series, dailies, month_of};
use crate::round;

/// Days of the month that are over when the question is asked.
const ELAPSED: [usize; 4] = [0, 7, 14, 21];
/// Targets, as a share of the mean of the three months before.
const TARGETS: [f64; 5] = [0.8, 0.9, 1.0, 1.1, 1.2];

/// One question: three answers, and what came.
struct Case {
    ours: f64,
    climatology: f64,
    run_rate: f64,
    met: f64,
}

pub(crate) fn months() -> Value {
    let cases: Vec<(usize, Case)> = dailies().iter().flat_map(of_series).collect();
    let of = |pick: fn(&Case) -> f64, elapsed: Option<usize>| {
        let chosen: Vec<f64> = cases
            .iter()
            .filter(|(day, _)| elapsed.is_none_or(|elapsed| elapsed == *day))
            .map(|(_, case)| (pick(case) - case.met).powi(2))
            .collect();
        round(chosen.iter().sum::<f64>() / chosen.len() as f64, 4)
    };
    let brier = |elapsed| json!({"ours": of(|c| c.ours, elapsed), "climatology": of(|c| c.climatology, elapsed), "run_rate": of(|c| c.run_rate, elapsed)});
    let mut out = json!({"cases": cases.len(), "brier": brier(None)});
    for day in ELAPSED {
        out[format!("brier_after_{day}_days")] = brier(Some(day));
    }
    let table = reliability(&cases);
    out["reliability"] = table
        .iter()
        .map(|(told, met, many)| json!([round(*told, 3), round(*met, 3), many]))
        .collect();
    if let Ok(path) = std::env::var("RELIABILITY_SVG") {
        std::fs::write(&path, svg(&table)).expect("the picture can be written");
    }
    out
}

/// Whole months of a series as ranges of steps.
fn whole_months(series: &Series) -> Vec<std::ops::Range<usize>> {
    let first = series.first_day.expect("a daily series");
    let month = |step: usize| month_of(first + i64::try_from(step).expect("few days"));
    let mut begins: Vec<usize> = (1..series.values.len())
        .filter(|step| month(*step) != month(step - 1))
        .collect();
    begins.dedup();
    begins.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

fn of_series(series: &Series) -> Vec<(usize, Case)> {
    let total = |month: &std::ops::Range<usize>| -> Option<f64> { series.values[month.clone()].iter().copied().sum() };
    let months = whole_months(series);
    let mut cases = Vec::new();
    for place in 3..months.len() {
        let month = &months[place];
        let before: Vec<f64> = months[..place].iter().filter_map(total).collect();
        let (Some(actual), true) = (total(month), before.len() >= 3 && month.start >= 90) else {
            continue;
        };
        let base = before[before.len() - 3..].iter().sum::<f64>() / 3.0;
        for elapsed in ELAPSED {
            let now = month.start + elapsed;
            let horizon = month.end - now;
            let Ok(ahead) = forecast(&series.values[..now], &Setup::daily(horizon, 1)) else {
                continue;
            };
            let so_far: f64 = series.values[month.start..now].iter().flatten().sum();
            for share in TARGETS {
                let target = share * base;
                let aim = Aim {
                    target,
                    direction: Direction::AtLeast,
                };
                let landing = sum(so_far, &ahead, 0..horizon, aim, Confidence::NINETY).expect("a landing");
                let projected = if elapsed == 0 {
                    before[before.len() - 1]
                } else {
                    so_far / elapsed as f64 * month.len() as f64
                };
                // How often a month reached this share of the mean of the three before it.
                let (hits, many) = (3..before.len()).fold((0.0, 0.0), |(hits, many), m| {
                    let then = before[m - 3..m].iter().sum::<f64>() / 3.0;
                    (hits + f64::from(u8::from(before[m] >= share * then)), many + 1.0)
                });
                let case = Case {
                    ours: landing.probability,
                    climatology: (hits + 0.5) / (many + 1.0),
                    run_rate: f64::from(u8::from(projected >= target)),
                    met: f64::from(u8::from(actual >= target)),
                };
                cases.push((elapsed, case));
            }
        }
    }
    cases
}

/// By tenths of what was told: mean told, share met, cases.
fn reliability(cases: &[(usize, Case)]) -> Vec<(f64, f64, usize)> {
    (0..10u32)
        .filter_map(|tenth| {
            let low = f64::from(tenth) / 10.0;
            let within: Vec<&Case> = cases
                .iter()
                .map(|(_, case)| case)
                .filter(|case| case.ours >= low && case.ours < low + 0.1 + f64::from(u8::from(tenth == 9)))
                .collect();
            let many = within.len() as f64;
            let mean = |pick: fn(&Case) -> f64| within.iter().map(|case| pick(case)).sum::<f64>() / many;
            (!within.is_empty()).then(|| (mean(|c| c.ours), mean(|c| c.met), within.len()))
        })
        .collect()
}

/// Told against met; the line is what an honest forecast keeps to.
fn svg(table: &[(f64, f64, usize)]) -> String {
    let (x, y) = (|v: f64| 60.0 + 320.0 * v, |v: f64| 340.0 - 320.0 * v);
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>Chance told against share met</title>\n<rect width=\"400\" height=\"400\" fill=\"white\"/>\n\
         <path d=\"M60 20V340H380\" fill=\"none\" stroke=\"#555\"/>\n<path d=\"M60 340L380 20\" stroke=\"#aaa\" stroke-dasharray=\"4 4\"/>\n",
    );
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let _ = writeln!(
            out,
            "<text x=\"{:.0}\" y=\"358\" text-anchor=\"middle\">{:.0} %</text>",
            x(tick),
            tick * 100.0
        );
        let _ = writeln!(
            out,
            "<text x=\"54\" y=\"{:.0}\" text-anchor=\"end\">{:.0} %</text>",
            y(tick) + 4.0,
            tick * 100.0
        );
    }
    let most = table.iter().map(|(_, _, many)| *many).max().unwrap_or(1) as f64;
    for (told, met, many) in table {
        let radius = 3.0 + 7.0 * (*many as f64 / most).sqrt();
        let _ = writeln!(
            out,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\" fill=\"#1f6f8b\"/>",
            x(*told),
            y(*met)
        );
    }
    out.push_str("<text x=\"220\" y=\"384\" text-anchor=\"middle\">chance told</text>\n<text x=\"16\" y=\"180\" transform=\"rotate(-90 16 180)\" text-anchor=\"middle\">share met</text>\n</svg>\n");
    out
}
