//! Claims of platforms against the book: reference rows, hand-worked cases, and every small book tried out.

use std::collections::BTreeMap;

use harpoon_core::Number;
use harpoon_model::claims::{Bounds, Claim, ClaimsError, Line, Tally, bounds, table};

use crate::vectors::{close, reference};

fn orders(n: i64) -> Number {
    Number::from_int(n).expect("a small number")
}

fn of(book: i64, claims: &[(&str, i64)]) -> Bounds {
    let claims: Vec<_> = claims
        .iter()
        .map(|&(platform, n)| Claim {
            platform,
            orders: orders(n),
        })
        .collect();
    bounds(orders(book), &claims).expect("sound claims")
}

type Row = BTreeMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table with a header")
}

#[test]
fn reference_rows() {
    let (Some(claims), Some(expected)) = (
        reference("attribution/handmade/claims.csv"),
        reference("attribution/expected/overclaim.csv"),
    ) else {
        return;
    };
    let (claims, expected) = (rows(&claims), rows(&expected));
    assert_eq!(claims.len(), expected.len());
    for row in &expected {
        check_row(row, &claims);
    }
}

fn check_row(row: &Row, claims: &[Row]) {
    let number = |row: &Row, column: &str| row[column].parse::<i64>().expect("a whole number");
    let of_case: Vec<_> = claims
        .iter()
        .filter(|c| c["case"] == row["case"])
        .map(|c| (c["platform"].as_str(), number(c, "claimed_conversions")))
        .collect();
    let got = of(number(row, "actual_orders"), &of_case);
    let own = got.platforms.iter().find(|p| p.platform == row["platform"]);
    let own = own.expect("each platform has its bounds");
    for (column, got) in [
        ("sum_claimed", got.claimed),
        ("at_least_double_claimed", got.surplus),
        ("at_least_double_claimed", got.twice_min),
        ("any_platform_min", got.any_min),
        ("any_platform_max", got.any_max),
        ("exclusive_min", own.min),
        ("exclusive_max", own.max),
    ] {
        assert_eq!(got, orders(number(row, column)), "{column} of {row:?}");
    }
    let ratio: f64 = row["overclaim_ratio"].parse().expect("a ratio");
    close(got.ratio().expect("the book holds orders"), ratio, 5e-7);
}

/// Every way in which three platforms may claim their numbers of a book of `n` orders: the extremes are the bounds.
fn check_by_trying(n: u32, sizes: [u32; 3]) {
    let sets: Vec<u32> = (0..1_u32 << n).collect();
    let of_size = |size: u32| sets.iter().copied().filter(move |s| s.count_ones() == size);
    let (mut any, mut first, mut twice) = (Vec::new(), Vec::new(), Vec::new());
    for a in of_size(sizes[0]) {
        for b in of_size(sizes[1]) {
            for c in of_size(sizes[2]) {
                any.push((a | b | c).count_ones());
                first.push((a & !(b | c)).count_ones());
                twice.push((a & b | a & c | b & c).count_ones());
            }
        }
    }
    let got = of(
        i64::from(n),
        &[("a", sizes[0].into()), ("b", sizes[1].into()), ("c", sizes[2].into())],
    );
    let least = |v: &[u32]| orders(v.iter().min().copied().expect("some way").into());
    let most = |v: &[u32]| orders(v.iter().max().copied().expect("some way").into());
    assert_eq!((got.any_min, got.any_max), (least(&any), most(&any)), "{n} {sizes:?}");
    let own = &got.platforms[0];
    assert_eq!((own.min, own.max), (least(&first), most(&first)), "{n} {sizes:?}");
    assert_eq!(got.twice_min, least(&twice), "{n} {sizes:?}");
}

#[test]
fn the_bounds_are_sharp() {
    for n in 0..=4_u32 {
        for a in 0..=n {
            for b in 0..=n {
                for c in 0..=n {
                    check_by_trying(n, [a, b, c]);
                }
            }
        }
    }
}

#[test]
fn three_platforms_can_pile_their_surplus_on_one_order() {
    // 18 claims of 10 orders: 8 too many, and an order takes at most two of them.
    let got = of(10, &[("a", 6), ("b", 6), ("c", 6)]);
    assert_eq!((got.surplus, got.twice_min), (orders(8), orders(4)));
}

#[test]
fn a_claim_beyond_the_book_is_told() {
    let got = of(100, &[("a", 130), ("b", 20)]);
    assert_eq!(got.platforms[0].beyond, orders(30));
    assert_eq!((got.platforms[0].min, got.platforms[0].max), (orders(80), orders(80)));
    assert_eq!(
        (got.any_min, got.any_max, got.surplus),
        (orders(100), orders(100), orders(50))
    );
    let nobody = of(100, &[]);
    assert_eq!((nobody.any_min, nobody.any_max), (orders(0), orders(0)));
    assert_eq!(of(0, &[("a", 5)]).ratio(), None);
}

#[test]
fn unsound_claims_are_refused() {
    let claim = |platform, n| Claim {
        platform,
        orders: orders(n),
    };
    let twice = bounds(orders(10), &[claim("meta", 3), claim("meta", 4)]);
    assert_eq!(twice, Err(ClaimsError::Repeated("meta".to_owned())));
    assert!(matches!(
        bounds(orders(10), &[claim("meta", -1)]),
        Err(ClaimsError::Negative { .. })
    ));
    let huge = Claim {
        platform: "a",
        orders: Number::from_micros(i64::MAX),
    };
    let other = Claim { platform: "b", ..huge };
    assert_eq!(bounds(orders(1), &[huge, other]), Err(ClaimsError::TooLarge));
}

fn tally(n: i64, value: i64) -> Tally {
    Tally {
        orders: orders(n),
        value: Some(orders(value)),
    }
}

fn line(platform: &str, claimed: Option<Tally>, verifiable: Tally, credited: Tally) -> Line {
    Line {
        platform: platform.to_owned(),
        window: "7d_click+1d_view".to_owned(),
        claimed,
        verifiable,
        credited: vec![credited],
    }
}

#[test]
fn the_table_sums_to_the_book() {
    let models = ["linear".to_owned()];
    let lines = vec![
        line("meta", Some(tally(120, 6000)), tally(60, 3000), tally(40, 2100)),
        line("linkedin", Some(tally(80, 5000)), tally(30, 2000), tally(25, 1500)),
        line("bluesky", None, tally(4, 90), tally(2, 45)),
    ];
    let got = table("EUR", tally(130, 7000), &models, lines.clone()).expect("a sound table");
    // 130 − 40 − 25 − 2 orders, 7000 − 2100 − 1500 − 45 euros.
    assert_eq!(got.rest, [tally(63, 3355)]);
    assert_eq!(got.silent, ["bluesky"]);
    // 6000 + 5000 claimed of 7000.
    assert_eq!(got.surplus_value, Some(orders(4000)));
    assert_eq!(got.bounds, of(130, &[("meta", 120), ("linkedin", 80)]));

    let short = table("EUR", tally(59, 7000), &models, lines.clone());
    assert!(matches!(short, Err(ClaimsError::BeyondBook { .. })));
    let short = table("EUR", tally(66, 7000), &models, lines.clone());
    assert!(matches!(short, Err(ClaimsError::OverCredited { .. })));
    let more = ["linear".to_owned(), "markov".to_owned()];
    let uncredited = table("EUR", tally(130, 7000), &more, lines);
    assert!(matches!(uncredited, Err(ClaimsError::Uncredited { .. })));
}

#[test]
fn an_unknown_value_is_not_nought() {
    let unknown = Tally {
        orders: orders(40),
        value: None,
    };
    let lines = vec![line("meta", None, tally(60, 3000), unknown)];
    let got = table("EUR", tally(130, 7000), &["linear".to_owned()], lines).expect("a sound table");
    assert_eq!(got.rest[0].orders, orders(90));
    assert_eq!(got.rest[0].value, None);
    // Nobody claims: nothing is claimed too often.
    assert_eq!(got.surplus_value, Some(orders(0)));
    let lines = vec![line("meta", Some(unknown), tally(60, 3000), unknown)];
    let got = table("EUR", tally(130, 7000), &["linear".to_owned()], lines).expect("a sound table");
    assert_eq!(got.surplus_value, None);
}
