//! Reach over several items: bounds and estimates against figures worked out by hand.

use harpoon_core::Number;
use harpoon_core::reach::{Assumption, Audience, combined};

fn people(n: i64) -> Number {
    Number::from_int(n).expect("a small number")
}

fn check(items: &[i64], audience: Option<Audience>, stated: Option<i64>, expected: (i64, i64, i64), by: Assumption) {
    let items: Vec<Number> = items.iter().map(|&n| people(n)).collect();
    let reach = combined(&items, audience, stated.map(people)).expect("items are given");
    let (low, estimate, high) = expected;
    let got = (reach.low, reach.estimate, reach.high);
    assert_eq!(got, (people(low), people(estimate), people(high)), "{items:?}");
    assert_eq!(reach.assumption, by, "{items:?}");
}

#[test]
fn the_stated_figure_is_exact() {
    check(&[400, 300], None, Some(550), (550, 550, 550), Assumption::Stated);
    check(&[], None, Some(550), (550, 550, 550), Assumption::Stated);
}

#[test]
fn one_item_is_itself() {
    check(&[400], None, None, (400, 400, 400), Assumption::Stated);
}

#[test]
fn independence_within_an_audience() {
    // 1000 · (1 − 0.6 · 0.7) = 580, and with a third item of one half: 1000 · (1 − 0.6 · 0.7 · 0.5) = 790.
    let all = Audience::Everybody(people(1000));
    let by = Assumption::Independent(people(1000));
    check(&[400, 300], Some(all), None, (400, 580, 700), by);
    check(&[300, 400], Some(all), None, (400, 580, 700), by);
    check(&[500, 400, 300], Some(all), None, (500, 790, 1000), by);
}

#[test]
fn followers_bound_nothing() {
    let followers = Audience::Followers(people(1000));
    check(
        &[500, 400, 300],
        Some(followers),
        None,
        (500, 790, 1200),
        Assumption::Independent(people(1000)),
    );
}

#[test]
fn an_audience_smaller_than_an_item_is_not_used() {
    // As without an audience: A = 700, D = 150; 490000 ⁄ (700 + 168.75) = 564.03.
    for audience in [Audience::Followers(people(350)), Audience::Everybody(people(350))] {
        check(
            &[400, 300],
            Some(audience),
            None,
            (400, 564, 700),
            Assumption::HalfShared,
        );
    }
}

#[test]
fn agostini_without_an_audience() {
    check(&[400, 300], None, None, (400, 564, 700), Assumption::HalfShared);
    // A = 600, D = (200 + 2 · 100) ⁄ 2 = 200; 360000 ⁄ (600 + 225) = 436.36.
    check(&[100, 300, 200], None, None, (300, 436, 600), Assumption::HalfShared);
    // Twenty equal items: A = 2000, D = 190 · 50 = 9500; 4000000 ⁄ (2000 + 10687.5) = 315.27.
    check(&[100; 20], None, None, (100, 315, 2000), Assumption::HalfShared);
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(combined(&[], None, None), None);
    assert_eq!(combined(&[people(-1)], None, None), None);
    check(&[0, 0], None, None, (0, 0, 0), Assumption::HalfShared);
    check(
        &[0, 0],
        Some(Audience::Followers(people(0))),
        None,
        (0, 0, 0),
        Assumption::HalfShared,
    );
}
