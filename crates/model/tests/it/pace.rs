//! Pace, targets and the index of proxies against vectors and cases worked out by hand.

use harpoon_model::brand::{BrandError, Proxy, fit};
use harpoon_model::forecast::{Setup, forecast};
use harpoon_model::interval::Confidence;
use harpoon_model::pace::{Aim, Direction, PaceError, Rate, Span, count, day_weights, sum};
use harpoon_model::target::{Benchmark, Outlook, TargetError, Verdict};
use serde_json::Value;

use crate::vectors::{close, reference};

fn at_least(target: f64) -> Aim {
    Aim {
        target,
        direction: Direction::AtLeast,
    }
}

fn eighty() -> Confidence {
    Confidence::new(0.8).expect("a level")
}

#[test]
fn pacing_of_the_vectors() {
    let Some(text) = reference("stats/vectors/decomposition_pacing_power.json") else {
        return;
    };
    let vectors: Value = serde_json::from_str(&text).expect("JSON");
    for case in vectors["nb_pacing"].as_array().expect("cases") {
        let (input, out) = (&case["inp"], &case["out"]);
        let float = |value: &Value| value.as_f64().expect("a number");
        let span = Span {
            elapsed: float(&input["E"]),
            left: float(&input["Erem"]),
        };
        let rate = Rate {
            a: float(&input["a"]),
            b: float(&input["b"]),
            dispersion: 1.0,
        };
        let aim = at_least(float(&input["target"]));
        let got = count(float(&input["y"]), span, rate, aim, eighty()).expect("a landing");
        close(got.probability, float(&out["p_hit"]), 1e-9);
        close(got.expected.value, float(&out["mean_total"]), 1e-9);
        close(got.expected.low, float(&out["q10"]), 0.0);
        close(got.median, float(&out["q50"]), 0.0);
        close(got.expected.high, float(&out["q90"]), 0.0);
    }
}

/// The published case itself, without the file: 62 so far, 18.4 days over, 11.6 left, 100 wanted.
#[test]
fn pacing_by_the_book() {
    let span = Span {
        elapsed: 18.4,
        left: 11.6,
    };
    let rate = Rate {
        a: 4.0,
        b: 1.2,
        dispersion: 1.0,
    };
    let got = count(62.0, span, rate, at_least(100.0), eighty()).expect("a landing");
    close(got.probability, 0.56096, 5e-6);
    assert_eq!((got.expected.low, got.median, got.expected.high), (91.0, 101.0, 111.0));
    // 38 in 11.6 days.
    close(got.needed.expect("days are left"), 38.0 / 11.6, 1e-12);
    let ceiling = Aim {
        target: 99.0,
        direction: Direction::AtMost,
    };
    let other = count(62.0, span, rate, ceiling, eighty()).expect("a landing");
    close(other.probability, 1.0 - got.probability, 1e-12);
    // What scatters more is less sure, on the same mean of the rest's rate or nearly.
    let wild = count(
        62.0,
        span,
        Rate {
            dispersion: 4.0,
            ..rate
        },
        at_least(100.0),
        eighty(),
    )
    .expect("a landing");
    assert!(wild.expected.high - wild.expected.low > 30.0, "{wild:?}");
    assert!(matches!(
        count(-1.0, span, rate, at_least(1.0), eighty()),
        Err(PaceError::Amount { .. })
    ));
    let over = count(
        62.0,
        Span {
            elapsed: 30.0,
            left: 0.0,
        },
        rate,
        at_least(62.0),
        eighty(),
    )
    .expect("settled");
    close(over.probability, 1.0, 0.0);
    assert_eq!(over.needed, None);
}

#[test]
fn weights_of_days() {
    // Ten a day, twenty on the first: 20 over a mean of 80/7; much was seen, so little is shrunk.
    let history: Vec<Option<f64>> = (0..700).map(|t| Some(if t % 7 == 0 { 20.0 } else { 10.0 })).collect();
    let got = day_weights(&history, 7);
    close(got[0], 1.75, 0.01);
    close(got[1], 0.875, 0.01);
}

#[test]
fn a_sum_lands() {
    let values: Vec<Option<f64>> = (0..84)
        .map(|t| Some(300.0 + f64::from(t % 7) * 10.0 + f64::from(t * 11 % 13)))
        .collect();
    let ahead = forecast(&values, &Setup::daily(14, 1)).expect("a forecast");
    // About 336 a day: 4,700 in the rest.
    let got = sum(5000.0, &ahead, 0..14, at_least(9000.0), eighty()).expect("a landing");
    close(got.expected.value, 5000.0 + 14.0 * 336.0, 60.0);
    assert!(got.probability > 0.99);
    close(got.needed.expect("days are left"), 4000.0 / 14.0, 1e-9);
    let far = sum(5000.0, &ahead, 0..15, at_least(9000.0), eighty());
    assert_eq!(far, Err(PaceError::Horizon { end: 15, horizon: 14 }));
}

#[test]
fn targets() {
    let history: Vec<Option<f64>> = [100.0, 110.0, 95.0, 105.0, 98.0, 107.0, 102.0, 99.0].map(Some).to_vec();
    let outlook = Outlook::amounts(&history, None).expect("an outlook");
    let got = outlook.propose(Direction::AtLeast);
    assert!(got.committed < got.likely && got.likely < got.ambitious, "{got:?}");
    close(got.likely, 102.0, 4.0);
    close(outlook.probability(at_least(got.committed)), 0.8, 1e-9);
    let wild = outlook.judge(at_least(400.0), None);
    assert_eq!((wild.verdict, wild.met_before, wild.known), (Verdict::Infeasible, 0, 8));
    assert_eq!(
        outlook.judge(at_least(106.0), Some(105.0)).verdict,
        Verdict::BeyondLimit
    );
    assert_eq!(outlook.judge(at_least(106.0), None).met_before, 2);
    // A ceiling: committed is the higher one.
    let cost = outlook.propose(Direction::AtMost);
    assert!(cost.committed > cost.ambitious);
    assert_eq!(Outlook::amounts(&history[..2], None), Err(TargetError::NothingKnown(2)));
}

/// Benchmark of 3 % ± 1 %: n₀ = 0.03·0.97/0.0001 − 1 = 290 trials, of which 8.7 hit. After 60 hits of 1000 the mean is
/// 68.7/1290 = 5.326 %.
#[test]
fn shares_with_a_benchmark() {
    let benchmark = Benchmark {
        mean: 0.03,
        deviation: 0.01,
    };
    let outlook = Outlook::shares(&[(60.0, 1000.0)], 1e9, Some(benchmark)).expect("an outlook");
    // The median of a Beta lies below its mean by about (1 − 2·mean)/(3·1290) = 2.3e-4.
    close(outlook.at(0.5, Direction::AtLeast), 68.7 / 1290.0 - 2.3e-4, 1e-5);
    let first = Outlook::shares(&[], 1e9, Some(benchmark)).expect("an outlook");
    close(first.at(0.5, Direction::AtLeast), 0.03, 1.5e-3);
}

fn columns(path: &str) -> Option<Vec<Vec<Option<f64>>>> {
    let text = reference(path)?;
    Some(
        text.lines()
            .skip(1)
            .map(|line| line.split(',').map(|cell| cell.parse().ok()).collect())
            .collect(),
    )
}

/// Another program's likelihood (−819.22), parameters and factor; its sign is the other one.
#[test]
fn index_of_the_vectors() {
    let (Some(rows), Some(expected), Some(text)) = (
        columns("stats/vectors/brand_dfm.csv"),
        columns("stats/vectors/brand_dfm_expected.csv"),
        reference("stats/vectors/brand_dfm_expected.json"),
    ) else {
        return;
    };
    let names = [
        "branded_search",
        "direct_sessions",
        "share_of_voice",
        "follower_growth",
        "mentions",
    ];
    let values: Vec<Vec<Option<f64>>> = (0..5)
        .map(|place| rows.iter().map(|row| row[place]).collect())
        .collect();
    let proxies: Vec<Proxy> = names
        .iter()
        .zip(&values)
        .map(|(name, values)| Proxy { name, values })
        .collect();
    let got = fit(&proxies).expect("an index");
    let vectors: Value = serde_json::from_str(&text).expect("JSON");
    let parameter = |name: &str| vectors["params"][name].as_f64().expect("a number");
    close(got.log_likelihood, vectors["llf"].as_f64().expect("a number"), 5e-3);
    close(got.persistence, parameter("L1.f1.f1"), 5e-3);
    for loading in &got.loadings {
        close(
            loading.loading,
            -parameter(&format!("loading.f1.{}", loading.name)),
            5e-3,
        );
        close(loading.noise, parameter(&format!("sigma2.{}", loading.name)), 5e-3);
    }
    let sign = -1.0;
    for (row, (smoothed, filtered)) in expected.iter().zip(got.factor.iter().zip(&got.filtered)) {
        close(*smoothed, sign * row[0].expect("a number"), 0.03);
        close(*filtered, sign * row[1].expect("a number"), 0.03);
    }
}

/// Two proxies that rise and fall together, one with gaps: the index does too, and is 100 on its baseline.
#[test]
fn index_with_gaps() {
    let wave = |t: i32| (f64::from(t) / 5.0).sin() * 10.0;
    let noise = |t: i32, by: i32| f64::from(t * by % 13) / 4.0;
    let search: Vec<Option<f64>> = (0..60).map(|t| Some(wave(t) + noise(t, 7))).collect();
    let direct: Vec<Option<f64>> = (0..60)
        .map(|t| (t % 6 != 0).then(|| 3.0 * wave(t) + noise(t, 5)))
        .collect();
    let proxies = [
        Proxy {
            name: "search",
            values: &search,
        },
        Proxy {
            name: "direct",
            values: &direct,
        },
    ];
    let got = fit(&proxies).expect("an index");
    assert!(
        got.loadings.iter().all(|l| l.loading > 0.0 && l.explained > 0.5),
        "{:?}",
        got.loadings
    );
    assert_eq!(got.loadings[1].observed, 50);
    let index = got.index(0..12, Confidence::NINETY).expect("a baseline");
    close(index[..12].iter().map(|e| e.value).sum::<f64>() / 12.0, 100.0, 1e-9);
    assert!(index[8].value > index[23].value, "crest and trough");
    assert_eq!(
        got.index(50..61, Confidence::NINETY),
        Err(BrandError::Baseline(50..61, 60))
    );
    assert_eq!(fit(&proxies[..1]), Err(BrandError::FewProxies(1)));
}

/// Of two steady proxies that swing together the index falls back to its mean, and is told less surely the farther ahead.
#[test]
fn an_index_ahead() {
    let wave = |shift: f64| -> Vec<Option<f64>> {
        (0..36)
            .map(|t| Some(100.0 + 10.0 * (f64::from(t) / 3.0).sin() + shift * f64::from(t % 3)))
            .collect()
    };
    let (one, other) = (wave(1.0), wave(-1.5));
    let proxies = [("one", &one), ("other", &other)].map(|(name, values)| Proxy { name, values });
    let brand = fit(&proxies).expect("an index");
    let index = brand.index(0..36, Confidence::NINETY).expect("an index");
    let ahead = |steps| brand.ahead(steps, 0..36, Confidence::NINETY).expect("an index");
    let now = ahead(0);
    let last = index.last().expect("steps");
    assert!((now.expected.value - last.value).abs() < 1e-9 && (now.expected.high - last.high).abs() < 1e-6);
    // Far ahead nothing is known but the factor's own distribution: ten points around 100, as the mean of 36 steps has it.
    let far = ahead(10_000);
    let mean = index.iter().map(|e| e.value).sum::<f64>() / 36.0;
    assert!((mean - 100.0).abs() < 1e-9);
    assert!((far.deviation - 10.0).abs() < 1e-6, "{far:?}");
    assert!(ahead(1).deviation > now.deviation && ahead(1).deviation < far.deviation);
    assert!((far.at_least(far.expected.value) - 0.5).abs() < 1e-9);
    // Nine in ten lie within 1.6449 deviations.
    assert!(
        (far.at_least(far.expected.low) - 0.95).abs() < 1e-4,
        "{}",
        far.at_least(far.expected.low)
    );
    assert!((far.at(0.95) - far.expected.high).abs() < 1e-6);
}
