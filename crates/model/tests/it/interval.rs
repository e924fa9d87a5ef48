//! Intervals against tables: normal quantiles, Wilson's score interval, percentiles.

use harpoon_model::interval::{Confidence, Estimate, IntervalError, quantile, wilson};

use crate::vectors::close;

#[test]
fn standard_errors_as_in_any_table() {
    // Percentage points of the normal distribution, Biometrika Tables for Statisticians, vol. 1, table 4.
    for (level, z) in [
        (0.5, 0.674_490),
        (0.8, 1.281_552),
        (0.9, 1.644_854),
        (0.95, 1.959_964),
        (0.99, 2.575_829),
        (0.999, 3.290_527),
    ] {
        close(Confidence::new(level).expect("a level").z(), z, 5e-7);
    }
    for none in [0.49, 1.0, 90.0, f64::NAN, -0.9] {
        assert_eq!(Confidence::new(none), None);
    }
}

fn check_wilson(hits: u64, trials: u64, expected: (f64, f64)) {
    let got = wilson(hits, trials, Confidence::NINETY_FIVE).expect("trials are given");
    close(got.low, expected.0, 5e-5);
    close(got.high, expected.1, 5e-5);
    close(got.value, hits as f64 / trials as f64, 1e-15);
}

#[test]
fn wilson_as_published() {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: the score interval without continuity correction.
    check_wilson(81, 263, (0.2553, 0.3662));
    check_wilson(15, 148, (0.0624, 0.1605));
    check_wilson(0, 20, (0.0, 0.1611));
    check_wilson(1, 29, (0.0061, 0.1718));
    // The mirror of the third.
    check_wilson(20, 20, (0.8389, 1.0));
    assert_eq!(wilson(0, 0, Confidence::NINETY), None);
    assert_eq!(wilson(3, 2, Confidence::NINETY), None);
}

#[test]
fn quantiles_between_values() {
    // Place 0.25 · 3 = 0.75 between the first and the second.
    let sorted = [10.0, 20.0, 40.0, 80.0];
    for (share, expected) in [(0.25, 17.5), (0.5, 30.0), (0.0, 10.0), (1.0, 80.0), (7.0, 80.0)] {
        assert_eq!(quantile(&sorted, share), Some(expected));
    }
    assert_eq!(quantile(&[], 0.5), None);
}

#[test]
fn replicates_make_an_interval_or_say_why_not() {
    // 1 to 101 in a shuffled order: the fifth and the ninety-fifth of a hundred steps are 6 and 96.
    let replicates: Vec<f64> = (0..101).map(|i| f64::from((i * 37) % 101 + 1)).collect();
    let got = Estimate::from_replicates(50.0, &replicates, Confidence::NINETY).expect("enough");
    close(got.low, 6.0, 1e-9);
    close(got.high, 96.0, 1e-9);
    let few = Estimate::from_replicates(1.0, &replicates[..19], Confidence::NINETY);
    assert_eq!(few, Err(IntervalError::TooFewReplicates { got: 19, needed: 20 }));
    assert!(Estimate::from_replicates(1.0, &replicates[..20], Confidence::NINETY).is_ok());
    let broken = Estimate::from_replicates(1.0, &[f64::NAN; 20], Confidence::NINETY);
    assert_eq!(broken, Err(IntervalError::NotFinite(0)));
}
