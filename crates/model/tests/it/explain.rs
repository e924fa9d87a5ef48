//! Differences and their parts: reference vectors, hand-worked cases, and laws over many drawn cases.

use std::collections::BTreeMap;

use harpoon_core::Number;
use harpoon_core::kpi::Per;
use harpoon_model::explain::{
    Chain, ExplainError, Explained, Factor, Fixed, Fraction, Pair, Side, Told, additive, additive_to_target, chains,
    ratio, ratio_to_target, returned, steps, volume,
};
use serde_json::Value;

use crate::vectors::{close, reference};

mod sentences;

fn number(text: &str) -> Number {
    text.parse().expect("a number")
}

fn of<T>(name: &str, from: Told<T>, to: Told<T>) -> Pair<T> {
    Pair {
        name: name.to_owned(),
        value: Some(format!("id of {name}")),
        from,
        to,
    }
}

fn sums(name: &str, from: &str, to: &str) -> Pair<Number> {
    of(name, Told::Known(number(from)), Told::Known(number(to)))
}

fn fraction(above: &str, base: &str) -> Told<Fraction> {
    Told::Known(Fraction {
        above: number(above),
        base: number(base),
    })
}

/// The parts by segment and factor, after a look whether they add up exactly.
fn parts(got: &Explained) -> BTreeMap<(String, String), f64> {
    let sum: Fixed = got.parts.iter().map(|p| p.amount).sum();
    assert_eq!(sum, got.difference(), "the parts add up exactly");
    let key = |p: &harpoon_model::explain::Part| (p.segment.clone().unwrap_or_default(), format!("{:?}", p.factor));
    got.parts.iter().map(|p| (key(p), p.amount.to_f64())).collect()
}

fn check(got: &Explained, expected: &[(&str, &str, f64)]) {
    let got = parts(got);
    assert_eq!(got.len(), expected.len(), "{got:?}");
    for &(segment, factor, amount) in expected {
        let found = got.get(&(segment.to_owned(), factor.to_owned()));
        let found = found.unwrap_or_else(|| unreachable!("{segment} {factor} in {got:?}"));
        close(*found, amount, 1e-9);
    }
}

fn vectors() -> Option<Value> {
    let text = reference("stats/vectors/decomposition_pacing_power.json")?;
    Some(serde_json::from_str(&text).expect("vectors are JSON"))
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .expect("an object")
        .iter()
        .map(|(k, v)| (k.as_str(), v))
}

fn float(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn exact(value: f64) -> Number {
    number(&format!("{value}"))
}

#[test]
fn product_of_the_vectors() {
    let Some(vectors) = vectors() else { return };
    let product = &vectors["product"];
    let factors = entries(&product["from"])
        .map(|(name, from)| of(name, Told::Known(float(from)), Told::Known(float(&product["to"][name]))))
        .collect();
    let segment = None;
    let got = chains(&[Chain { segment, factors }]).expect("four factors");
    close(got.difference().to_f64(), float(&product["delta"]), 1e-9);
    let got = parts(&got);
    assert_eq!(got.len(), 4);
    for (name, expected) in entries(&product["shapley"]) {
        close(got[&(String::new(), format!("Step({name:?})"))], float(expected), 1e-9);
    }
}

/// The same product told by its counts: 200,000 · 0.012 = 2400 clicks, 72 sales, 3600 in money; then 2600, 62.4 and 3432.
#[test]
fn counts_that_come_one_out_of_another() {
    let of_counts = |name: &str, from: f64, to: f64| of(name, Told::Known(exact(from)), Told::Known(exact(to)));
    let counts = [
        of_counts("impressions", 200_000.0, 260_000.0),
        of_counts("ctr", 2400.0, 2600.0),
        of_counts("cvr", 72.0, 62.4),
        of_counts("aov", 3600.0, 3432.0),
    ];
    let got = steps(&counts).expect("known on both sides");
    assert_eq!(got.from, Fixed::from_number(exact(3600.0)));
    assert_eq!(got.to, Fixed::from_number(exact(3432.0)));
    let sum: Fixed = got.parts.iter().map(|p| p.amount).sum();
    assert_eq!(sum, got.difference());
    let step = |name: &str| format!("{:?}", Factor::Step(name.to_owned()));
    // The vectors' Shapley values of the product.
    let want = [("impressions", 935.7), ("ctr", -649.1), ("cvr", -794.3), ("aov", 339.7)];
    let got = parts(&got);
    for (name, amount) in want {
        close(got[&(String::new(), step(name))], amount, 1e-9);
    }
    // Two counts by hand: 10 of which 5, then 20 of which 8. (20 − 10)·(0.5 + 0.4)/2 = 4.5 and (0.4 − 0.5)·15 = −1.5.
    let two = steps(&[of_counts("shown", 10.0, 20.0), of_counts("rate", 5.0, 8.0)]).expect("two counts");
    check(
        &two,
        &[("", step("shown").as_str(), 4.5), ("", step("rate").as_str(), -1.5)],
    );
    // What came out of nothing has no rate; what is not known has no product.
    let nothing = steps(&[of_counts("shown", 0.0, 20.0), of_counts("rate", 5.0, 8.0)]);
    assert_eq!(nothing, Err(ExplainError::NoBase(Side::From)));
    let unknown = of(
        "shown",
        Told::Missing("not imported".to_owned()),
        Told::Known(exact(1.0)),
    );
    assert!(matches!(
        steps(&[unknown, of_counts("rate", 5.0, 8.0)]),
        Err(ExplainError::FactorMissing { .. })
    ));
    assert_eq!(steps(&[]), Err(ExplainError::Factors(0)));
    assert_eq!(steps(&vec![of_counts("n", 1.0, 1.0); 7]), Err(ExplainError::Factors(7)));
}

#[test]
fn rate_and_mix_of_the_vectors() {
    let Some(vectors) = vectors() else { return };
    let case = &vectors["cpl_mix_rate"];
    let side = |v: &Value| {
        Told::Known(Fraction {
            above: exact(float(&v[0])),
            base: exact(float(&v[1])),
        })
    };
    let pairs: Vec<_> = entries(&case["segments"])
        .map(|(name, v)| of(name, side(&v[0]), side(&v[1])))
        .collect();
    let got = ratio(&pairs, Per::One).expect("leads on both sides");
    close(got.from.to_f64(), float(&case["R0"]), 1e-11);
    close(got.to.to_f64(), float(&case["R1"]), 1e-11);
    let got = parts(&got);
    for (name, expected) in entries(&case["decomp"]) {
        close(
            got[&(name.to_owned(), "Rate".to_owned())],
            float(&expected["rate"]),
            1e-11,
        );
        close(
            got[&(name.to_owned(), "Mix".to_owned())],
            float(&expected["mix"]),
            1e-11,
        );
    }
    assert_eq!(got.len(), 6);
}

#[test]
fn volume_rate_and_mix_of_the_vectors() {
    let Some(vectors) = vectors() else { return };
    let case = &vectors["vol_mix_rate"];
    // The vectors tell count and value of one; the function takes count and value of all.
    let side = |v: &Value| {
        Told::Known(Fraction {
            above: exact(float(&v[0]) * float(&v[1])),
            base: exact(float(&v[0])),
        })
    };
    let pairs: Vec<_> = entries(&case["s0"])
        .map(|(name, v)| of(name, side(v), side(&case["s1"][name])))
        .collect();
    let got = volume(&pairs).expect("orders on both sides");
    close(got.difference().to_f64(), float(&case["delta"]), 0.0);
    let got = parts(&got);
    close(got[&(String::new(), "Volume".to_owned())], float(&case["volume"]), 1e-9);
    for (factor, of_case) in [("Rate", &case["rate"]), ("Mix", &case["mix"])] {
        for (name, expected) in entries(of_case) {
            close(got[&(name.to_owned(), factor.to_owned())], float(expected), 1e-9);
        }
    }
    assert_eq!(got.len(), 7);
}

#[test]
fn a_sum_is_its_segments() {
    let pairs = [
        sums("meta", "100.10", "90.30"),
        of("tiktok", Told::Absent, Told::Known(number("5"))),
        of("x", Told::Known(number("7")), Told::Absent),
        of("never", Told::Absent, Told::Absent),
        of(
            "youtube",
            Told::Known(number("8")),
            Told::Missing("the export ends in May".to_owned()),
        ),
    ];
    let got = additive(&pairs, None).expect("three compared");
    check(
        &got,
        &[("meta", "Own", -9.8), ("tiktok", "New", 5.0), ("x", "Gone", -7.0)],
    );
    assert_eq!((got.from.to_f64(), got.to.to_f64()), (107.1, 95.3));
    assert_eq!(got.left_out.len(), 1);
    assert_eq!(got.left_out[0].reason, "the export ends in May");
    // With the whole's own figures, the rest holds what the segments do not: 120 − 115.1 before and 99 − 95.3 after, less 8.
    let got = additive(&pairs, Some((number("120"), number("99")))).expect("three compared");
    check(
        &got,
        &[
            ("meta", "Own", -9.8),
            ("tiktok", "New", 5.0),
            ("x", "Gone", -7.0),
            ("", "Rest", -9.2),
        ],
    );
    let largest: Vec<_> = got.ranked().iter().map(|p| p.segment.as_deref()).collect();
    assert_eq!(largest, [Some("meta"), None, Some("x"), Some("tiktok")]);
}

#[test]
fn new_and_vanished_segments_are_mix() {
    // Before: a 100 ⁄ 10, b 100 ⁄ 5, together 200 ⁄ 15. After: a 100 ⁄ 10, c 60 ⁄ 2, together 160 ⁄ 12. Both 13.333….
    let pairs = [
        of("a", fraction("100", "10"), fraction("100", "10")),
        of("b", fraction("100", "5"), Told::Absent),
        of("c", Told::Absent, fraction("60", "2")),
    ];
    let got = ratio(&pairs, Per::One).expect("leads on both sides");
    let mean = 40.0 / 3.0;
    check(
        &got,
        &[
            ("a", "Rate", 0.0),
            ("a", "Mix", (10.0 / 12.0 - 10.0 / 15.0) * (10.0 - mean)),
            ("b", "Gone", -(20.0 - mean) / 3.0),
            ("c", "New", (30.0 - mean) / 6.0),
        ],
    );
    // Per thousand, a thousandfold.
    let thousand = ratio(&pairs, Per::Thousand).expect("leads on both sides");
    close(
        parts(&thousand)[&("c".to_owned(), "New".to_owned())],
        (30.0 - mean) / 6.0 * 1000.0,
        1e-9,
    );
}

#[test]
fn spend_without_a_lead_is_told_apart() {
    // Before: a 100 ⁄ 10. After: a 100 ⁄ 10 and b 50 ⁄ 0: the whole went from 10 to 15 by b's 50 ⁄ 10.
    let pairs = [
        of("a", fraction("100", "10"), fraction("100", "10")),
        of("b", Told::Absent, fraction("50", "0")),
    ];
    let got = ratio(&pairs, Per::One).expect("leads on both sides");
    check(&got, &[("a", "Rate", 0.0), ("a", "Mix", 0.0), ("b", "Unmatched", 5.0)]);
}

#[test]
fn a_segment_missing_in_one_period_is_not_compared() {
    let reason = "no spend was imported".to_owned();
    let pairs = [
        of("a", fraction("100", "10"), fraction("120", "10")),
        of("b", fraction("500", "1"), Told::Missing(reason)),
    ];
    let got = ratio(&pairs, Per::One).expect("one compared");
    check(&got, &[("a", "Rate", 2.0), ("a", "Mix", 0.0)]);
    assert_eq!((got.from.to_f64(), got.left_out.len()), (10.0, 1));
    let none = ratio(&pairs[1..], Per::One);
    assert_eq!(none, Err(ExplainError::Nothing));
}

#[test]
fn what_cannot_be_explained() {
    let nought = [of("a", fraction("5", "0"), fraction("5", "1"))];
    assert_eq!(ratio(&nought, Per::One), Err(ExplainError::NoBase(Side::From)));
    let negative = [of("a", fraction("5", "1"), fraction("5", "-1"))];
    assert_eq!(
        ratio(&negative, Per::One),
        Err(ExplainError::NegativeBase("a".to_owned()))
    );
    let twice = [sums("a", "1", "2"), sums("a", "1", "2")];
    assert_eq!(additive(&twice, None), Err(ExplainError::Repeated("a".to_owned())));
    let known = |name: &str| of(name, Told::Known(1.0), Told::Known(2.0));
    let chain = |factors| [Chain { segment: None, factors }];
    let seven = (0..7).map(|i| known(&i.to_string())).collect();
    assert_eq!(chains(&chain(seven)), Err(ExplainError::Factors(7)));
    assert_eq!(chains(&chain(vec![])), Err(ExplainError::Factors(0)));
    assert_eq!(chains(&[]), Err(ExplainError::Nothing));
    let missing = of("ctr", Told::Known(1.0), Told::Missing("not exported".to_owned()));
    let got = chains(&chain(vec![known("impressions"), missing]));
    assert!(matches!(got, Err(ExplainError::FactorMissing { name, .. }) if name == "ctr"));
    let endless = of("x", Told::Known(1.0), Told::Known(f64::INFINITY));
    assert_eq!(chains(&chain(vec![endless])), Err(ExplainError::TooLarge));
    let huge = of("x", Told::Known(1e15), Told::Known(1e15));
    let other = of("y", Told::Known(1e15), Told::Known(1e15));
    assert_eq!(chains(&chain(vec![huge, other])), Err(ExplainError::TooLarge));
}

#[test]
fn products_by_segment() {
    // Meta 2 · 3 → 4 · 5: 2 · (3 + 5) ⁄ 2 = 8 and 2 · (2 + 4) ⁄ 2 = 6. TikTok is new with 1 · 7, X gone with 2 · 4.
    let known = |name: &str, from, to| of(name, Told::Known(from), Told::Known(to));
    let chain = |segment: &str, factors| Chain {
        segment: Some(segment.to_owned()),
        factors,
    };
    let came = |name: &str, to| of(name, Told::Absent, Told::Known(to));
    let went = |name: &str, from| of(name, Told::Known(from), Told::Absent);
    let got = chains(&[
        chain("meta", vec![known("clicks", 2.0, 4.0), known("rate", 3.0, 5.0)]),
        chain("tiktok", vec![came("clicks", 1.0), came("rate", 7.0)]),
        chain("x", vec![went("clicks", 2.0), went("rate", 4.0)]),
    ]);
    let got = got.expect("two factors");
    let step = |name: &str| format!("{:?}", Factor::Step(name.to_owned()));
    let (clicks, rate) = (step("clicks"), step("rate"));
    check(
        &got,
        &[
            ("meta", clicks.as_str(), 8.0),
            ("meta", rate.as_str(), 6.0),
            ("tiktok", "New", 7.0),
            ("x", "Gone", -8.0),
        ],
    );
    assert_eq!((got.from.to_f64(), got.to.to_f64()), (14.0, 27.0));
}

/// Mean over all orders in which the factors change: Shapley's value by its definition.
fn by_every_order(before: &[f64], after: &[f64]) -> Vec<f64> {
    let k = before.len();
    let mut sums = vec![0.0; k];
    let mut orders = vec![vec![]];
    for _ in 0..k {
        let longer = orders.iter().flat_map(|o: &Vec<usize>| {
            (0..k)
                .filter(|i| !o.contains(i))
                .map(|i| [o.as_slice(), &[i]].concat())
                .collect::<Vec<_>>()
        });
        orders = longer.collect();
    }
    for order in &orders {
        let mut now = before.to_vec();
        for &i in order {
            let was: f64 = now.iter().product();
            now[i] = after[i];
            sums[i] += now.iter().product::<f64>() - was;
        }
    }
    sums.iter().map(|s| s / orders.len() as f64).collect()
}

#[test]
fn six_factors_as_by_every_order() {
    let before = [1000.0, 0.5, 0.0, 3.0, 1.25, -2.0];
    let after = [800.0, 0.75, 2.0, 3.0, 1.0, 4.0];
    for k in 1..=6 {
        let pairs = before[..k].iter().zip(&after[..k]).enumerate();
        let factors = pairs
            .map(|(i, (&b, &a))| of(&i.to_string(), Told::Known(b), Told::Known(a)))
            .collect();
        let got = chains(&[Chain { segment: None, factors }]).expect("six at most");
        for (part, expected) in got.parts.iter().zip(by_every_order(&before[..k], &after[..k])) {
            close(part.amount.to_f64(), expected, 1e-8);
        }
        parts(&got);
    }
}

/// Many cases of drawn segments: parts add up exactly, turn their signs with the direction, and do not depend on the order.
#[test]
fn laws_of_ratios() {
    let mut seed = 7_u64;
    let mut draw = move |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((seed >> 33) % below).expect("small")
    };
    for _ in 0..500 {
        let mut side = || match draw(8) {
            0 => Told::Absent,
            _ => Told::Known(Fraction {
                above: Number::from_micros(draw(1 << 30)),
                base: Number::from_micros(draw(50) * 1_000_000),
            }),
        };
        let pairs: Vec<_> = (0..12).map(|i| of(&i.to_string(), side(), side())).collect();
        check_laws(&pairs);
    }
}

fn check_laws(pairs: &[Pair<Fraction>]) {
    let turned: Vec<_> = pairs
        .iter()
        .map(|p| of(&p.name, p.to.clone(), p.from.clone()))
        .collect();
    let shuffled: Vec<_> = pairs.iter().rev().cloned().collect();
    for explain in [|p: &[_]| ratio(p, Per::One), volume] {
        let got = parts(&explain(pairs).expect("leads on both sides"));
        assert_eq!(parts(&explain(&shuffled).expect("the same")).len(), got.len());
        for (key, amount) in parts(&explain(&turned).expect("the same")) {
            let factor = match key.1.as_str() {
                "New" => "Gone",
                "Gone" => "New",
                same => same,
            };
            close(amount, -got[&(key.0, factor.to_owned())], 1e-8);
        }
    }
}

#[test]
fn a_target_is_spread_over_the_reference() {
    // A target of 100 over 1 : 1 : 1 is 33.333334, 33.333333, 33.333333.
    let pairs = [
        sums("a", "1", "40"),
        sums("b", "1", "20"),
        sums("c", "1", "30"),
        of("d", Told::Absent, Told::Known(number("4"))),
    ];
    let spread = additive_to_target(&pairs, number("100")).expect("a reference");
    assert_eq!(spread[0].from, Told::Known(number("33.333334")));
    assert_eq!(spread[2].from, Told::Known(number("33.333333")));
    let got = additive(&spread, None).expect("four");
    assert_eq!((got.from.to_f64(), got.to.to_f64()), (100.0, 94.0));
    close(parts(&got)[&("d".to_owned(), "New".to_owned())], 4.0, 0.0);
    let nought = [sums("a", "0", "40")];
    assert_eq!(
        additive_to_target(&nought, number("100")),
        Err(ExplainError::NoReference)
    );
    // A net return of −50 in the reference and a target of 100: shares keep their proportion, −30 : −20.
    let losses = [sums("a", "-30", "0"), sums("b", "-20", "0")];
    let spread = additive_to_target(&losses, number("100")).expect("a reference");
    assert_eq!(
        (&spread[0].from, &spread[1].from),
        (&Told::Known(number("60")), &Told::Known(number("40")))
    );
}

#[test]
fn a_target_rate_scales_every_rate() {
    // 300 ⁄ 20 = 15 in the reference; the target is 12, so the rates 10 and 20 are asked to be 8 and 16.
    let pairs = [
        of("a", fraction("100", "10"), fraction("90", "10")),
        of("b", fraction("200", "10"), fraction("200", "10")),
    ];
    let aimed = ratio_to_target(&pairs, number("12"), Per::One).expect("a reference");
    assert_eq!(aimed[0].from, fraction("80", "10"));
    let got = ratio(&aimed, Per::One).expect("leads on both sides");
    assert_eq!((got.from.to_f64(), got.to.to_f64()), (12.0, 14.5));
    check(
        &got,
        &[
            ("a", "Rate", 0.5),
            ("a", "Mix", 0.0),
            ("b", "Rate", 2.0),
            ("b", "Mix", 0.0),
        ],
    );
}

/// Revenue 100 → 150 on cost 50 → 100 is a return of 1 → 0.5. Revenue first: 50 ⁄ 50, last: 50 ⁄ 100, on average 0.75. Cost
/// first: 100 ⁄ 100 − 100 ⁄ 50, last: 150 ⁄ 100 − 150 ⁄ 50, on average −1.25.
#[test]
fn a_return_is_revenue_against_cost() {
    let pair = |name: &str, from: f64, to: f64| of(name, Told::Known(from), Told::Known(to));
    let explained = returned(pair("revenue", 100.0, 150.0), &pair("cost", 50.0, 100.0), 1.0).expect("a return");
    close(explained.from.to_f64(), 1.0, 1e-9);
    close(explained.to.to_f64(), 0.5, 1e-9);
    let parts: Vec<(Factor, f64)> = explained
        .parts
        .iter()
        .map(|p| (p.factor.clone(), p.amount.to_f64()))
        .collect();
    for ((factor, amount), (name, want)) in parts.into_iter().zip([("revenue", 0.75), ("cost", -1.25)]) {
        assert_eq!(factor, Factor::Step(name.to_owned()));
        close(amount, want, 1e-9);
    }
    let sum: Fixed = explained.parts.iter().map(|p| p.amount).sum();
    assert_eq!(sum, explained.difference());
    let nothing = returned(pair("revenue", 1.0, 1.0), &pair("cost", 0.0, 1.0), 1.0);
    assert_eq!(nothing, Err(ExplainError::NoBase(Side::From)));
}

/// A part says which value its segment was made from, and what no segment holds says none.
#[test]
fn parts_carry_the_value_that_their_segment_was_made_from() {
    let pairs = [sums("Meta", "1", "2"), sums("Google", "5", "7")];
    let values = |got: &Explained| -> Vec<Option<String>> { got.parts.iter().map(|part| part.value.clone()).collect() };
    let (meta, google) = (Some("id of Meta".to_owned()), Some("id of Google".to_owned()));
    let got = additive(&pairs, Some((number("6"), number("10")))).expect("explained");
    assert_eq!(values(&got), [meta.clone(), google.clone(), None]);
    let pairs = [
        of("Meta", fraction("1", "2"), fraction("2", "2")),
        of("Google", fraction("3", "4"), fraction("3", "8")),
    ];
    let both = [meta.clone(), meta, google.clone(), google];
    assert_eq!(values(&ratio(&pairs, Per::One).expect("explained")), both);
    assert_eq!(values(&volume(&pairs).expect("explained"))[1..], both);
}
