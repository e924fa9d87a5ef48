//! Met, missed, on track, at risk, unknown: the table of the rules.

use harpoon_core::Quantity;
use harpoon_core::goal::status::{Nearness, Standing, meets, only_grows};
use harpoon_core::goal::{Direction, Status, Why};

use crate::goals::{entry, number};

fn exact(text: &str) -> Quantity {
    number(text).into()
}

#[test]
fn the_rules_in_their_order() {
    use Direction::{AtLeast, AtMost};
    use Status::{AtRisk, Met, Missed, OnTrack, Unknown};
    // direction, value of a target of 100, over, only grows, chance → status, rule
    let cases = [
        (AtLeast, None, true, true, Some(0.9), Unknown, Why::NoValue),
        (AtLeast, None, false, true, Some(0.9), Unknown, Why::NoValue),
        (AtLeast, Some(exact("100")), true, false, None, Met, Why::Over),
        (
            AtLeast,
            Some(exact("99.999999")),
            true,
            false,
            Some(0.99),
            Missed,
            Why::Over,
        ),
        (AtMost, Some(exact("100")), true, false, None, Met, Why::Over),
        (AtMost, Some(exact("100.000001")), true, false, None, Missed, Why::Over),
        (AtLeast, Some(exact("0")), true, true, None, Missed, Why::Over),
        (AtLeast, Some(exact("100")), false, true, Some(0.2), Met, Why::Passed),
        (AtMost, Some(exact("101")), false, true, Some(0.9), Missed, Why::Passed),
        // The ceiling holds so far, and nothing is decided.
        (AtMost, Some(exact("100")), false, true, Some(0.5), OnTrack, Why::Chance),
        (
            AtMost,
            Some(exact("90")),
            false,
            true,
            Some(0.4999),
            AtRisk,
            Why::Chance,
        ),
        (AtLeast, Some(exact("90")), false, true, Some(0.5), OnTrack, Why::Chance),
        (AtLeast, Some(exact("90")), false, true, Some(0.0), AtRisk, Why::Chance),
        // A rate or a stock can fall again.
        (
            AtLeast,
            Some(exact("101")),
            false,
            false,
            Some(0.3),
            AtRisk,
            Why::Chance,
        ),
        (AtLeast, Some(exact("101")), false, false, None, Unknown, Why::NoChance),
        (AtLeast, Some(exact("90")), false, true, None, Unknown, Why::NoChance),
        (
            AtLeast,
            Some(exact("90")),
            false,
            true,
            Some(f64::NAN),
            Unknown,
            Why::NoChance,
        ),
        (
            AtLeast,
            Some(exact("90")),
            false,
            true,
            Some(1.5),
            Unknown,
            Why::NoChance,
        ),
    ];
    for (direction, value, over, only_grows, probability, status, why) in cases {
        let standing = Standing {
            target: number("100"),
            direction,
            value,
            over,
            only_grows,
            probability,
        };
        assert_eq!(standing.status(), (status, why), "{standing:?}");
    }
}

#[test]
fn ratios_are_compared_at_six_decimals() {
    let ratio = |value| Quantity::Ratio(value);
    let (least, most) = (Direction::AtLeast, Direction::AtMost);
    // 0.1 + 0.2 is a little more than 0.3, and no reason to miss a ceiling.
    assert!(meets(ratio(0.1 + 0.2), number("0.3"), most));
    assert!(meets(ratio(9.0 / 200.0), number("0.045"), least));
    assert!(meets(ratio(0.044_999_9), number("0.045"), least));
    assert!(!meets(ratio(0.044_999), number("0.045"), least));
    assert!(!meets(ratio(0.045_001), number("0.045"), most));
    assert!(!meets(ratio(f64::NAN), number("0"), least) && !meets(ratio(f64::NAN), number("0"), most));
    assert!(meets(ratio(f64::INFINITY), number("1"), least) && !meets(ratio(f64::INFINITY), number("1"), most));
    assert!(meets(ratio(-1e30), number("1"), most));
}

#[test]
fn which_figures_only_grow() {
    for id in
        "followers_gained impressions engagements reviews_five_star spend leads posts_published store_visits".split(' ')
    {
        assert!(only_grows(entry(id)), "{id}");
    }
    for id in "followers followers_net net_follower_change ctr cpl reach roi net_return stars_average revenue orders"
        .split(' ')
    {
        assert!(!only_grows(entry(id)), "{id}");
    }
}

#[test]
fn nearness_has_the_colours_that_people_know() {
    let cases = [
        (-0.3, Some(Nearness::Close)),
        (0.05, Some(Nearness::Close)),
        (0.050_001, Some(Nearness::Near)),
        (0.2, Some(Nearness::Near)),
        (0.21, Some(Nearness::Far)),
        (f64::NAN, None),
    ];
    for (behind, expected) in cases {
        assert_eq!(Nearness::of(behind), expected, "{behind}");
    }
}

#[test]
fn words_are_there_in_each_language() {
    let sentences = [Why::Over, Why::Passed, Why::Chance, Why::NoValue, Why::NoChance].map(Why::sentence);
    for titles in Status::ALL.iter().map(|s| s.title()).chain(sentences) {
        assert!(!titles.en.is_empty() && !titles.fy.is_empty());
        assert!(
            titles.zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{}",
            titles.zh
        );
    }
}
