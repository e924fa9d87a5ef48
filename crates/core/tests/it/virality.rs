//! Virality against scores worked out by hand. Figures are 2ᵏ − 1, so that ln(1 + figure) is k · ln 2.

use harpoon_core::Number;
use harpoon_core::virality::{MIN_POSTS, OUTLIER, Usual};

fn figures(powers: &[u32]) -> Vec<Number> {
    powers.iter().map(|&k| power(k)).collect()
}

fn power(k: u32) -> Number {
    Number::from_int(2_i64.pow(k) - 1).expect("a small number")
}

fn check(powers: &[u32], judged: u32, score: f64, times: f64) {
    let usual = Usual::of(&figures(powers)).expect("enough posts that differ");
    let got = usual.score(power(judged));
    assert!((got - score).abs() < 1e-9, "{powers:?}: {got} is not {score}");
    let got = usual.times(power(judged)).expect("the median is not nought");
    assert!((got - times).abs() < 1e-9, "{powers:?}: {got} times is not {times}");
}

#[test]
fn scores_by_hand() {
    // Median of the powers 4.5; deviations 0.5 six times, 1.5 three times, 7.5: MAD 0.5. Median figure (15 + 31) ⁄ 2.
    let hit = [3, 3, 4, 4, 4, 5, 5, 5, 6, 12];
    check(&hit, 12, 0.6745 * 7.5 / 0.5, 4095.0 / 23.0);
    check(&hit, 3, 0.6745 * -1.5 / 0.5, 7.0 / 23.0);
    // Odd number of posts: median 5, deviations 0 1 1 1 2 2 2 3 3 4 4: MAD 2. Median figure 31.
    let spread = [1, 2, 2, 3, 4, 5, 6, 6, 7, 8, 9];
    check(&spread, 9, 0.6745 * 4.0 / 2.0, 511.0 / 31.0);
    check(&spread, 5, 0.0, 1.0);
}

#[test]
fn the_mean_deviation_where_most_are_alike() {
    // Median 4, MAD 0, mean deviation 6 ⁄ 10.
    check(
        &[4, 4, 4, 4, 4, 4, 4, 4, 4, 10],
        10,
        6.0 / (1.253_314 * 0.6),
        1023.0 / 15.0,
    );
}

#[test]
fn a_hit_is_an_outlier_and_the_usual_is_not() {
    let usual = Usual::of(&figures(&[3, 3, 4, 4, 4, 5, 5, 5, 6, 12])).expect("ten posts");
    assert!(usual.score(power(12)) > OUTLIER);
    assert!(usual.score(power(6)) < OUTLIER);
    assert_eq!(usual.posts, MIN_POSTS);
}

#[test]
fn too_few_or_all_alike_say_nothing() {
    assert_eq!(Usual::of(&figures(&[1, 2, 3, 4, 5, 6, 7, 8, 9])), None);
    assert_eq!(Usual::of(&figures(&[4; 20])), None);
    assert_eq!(Usual::of(&[]), None);
}

#[test]
fn a_median_of_nought_has_no_multiple() {
    let usual = Usual::of(&figures(&[0, 0, 0, 0, 0, 0, 1, 2, 3, 4])).expect("ten posts that differ");
    assert_eq!(usual.times(power(4)), None);
}
