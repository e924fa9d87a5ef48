//! Stated against tracked origins, worked out by hand.

use harpoon_model::interval::{Confidence, wilson};
use harpoon_model::stated::{Portion, Stratum, shift, stated};

use crate::vectors::close;

fn stratum(tracked: &str, deeds: u64, answers: &[(&str, u64)]) -> Stratum {
    Stratum {
        tracked: tracked.to_owned(),
        deeds,
        answers: answers.iter().map(|(answer, n)| ((*answer).to_owned(), *n)).collect(),
    }
}

/// 60 direct deeds, 6 of them answered: 3 social, 3 search. 40 of search, 20 answered: 2 social, 18 search.
fn strata() -> Vec<Stratum> {
    vec![
        stratum("direct", 60, &[("social", 3), ("search", 3)]),
        stratum("search", 40, &[("social", 2), ("search", 18)]),
        stratum("email", 7, &[]),
    ]
}

fn ends(portion: &Portion) -> [f64; 2] {
    [portion.share.low, portion.share.high]
}

#[test]
fn answers_stand_for_their_origin() {
    let got = stated(&strata(), Confidence::NINETY).expect("answers");
    assert_eq!((got.deeds, got.unheard, got.answered), (100, 7, 26));
    // Of those who answered 5 of 26 say social; of all deeds 0.6 · 3⁄6 + 0.4 · 2⁄20 = 0.34.
    let social = &got.portions["social"];
    assert_eq!(social.answers, 5);
    close(social.share.value, 0.34, 1e-12);
    close(social.deeds.value, 34.0, 1e-12);
    close(got.portions["search"].share.value, 0.66, 1e-12);
    // 1⁄n = 0.36 · 0.9⁄6 + 0.16 · 0.5⁄20 = 0.058: z² = 2.705543, so z²⁄n = 0.156922; the centre is 0.34 + 0.078461, the
    // spread the root of 0.156922 · (0.2244 + 0.039230) = 0.203394.
    let z2n = 2.705_543_454_095_404 * 0.058;
    let spread = f64::sqrt(z2n * (0.34 * 0.66 + z2n / 4.0));
    let want = [
        (0.34 + z2n / 2.0 - spread) / (1.0 + z2n),
        (0.34 + z2n / 2.0 + spread) / (1.0 + z2n),
    ];
    close(spread, 0.203_394, 1e-5);
    for (got, want) in ends(social).into_iter().zip(want) {
        close(got, want, 1e-9);
    }
    close(social.deeds.low, want[0] * 100.0, 1e-7);
}

#[test]
fn a_shift_is_of_its_origins_alone() {
    let dark = shift(
        &strata(),
        |t| t == "direct" || t == "email",
        |a| a == "social",
        Confidence::NINETY,
    )
    .expect("answers");
    // Half of 60; nobody answered for e-mail.
    assert_eq!(dark.answers, 3);
    close(dark.deeds.value, 30.0, 1e-12);
    assert!(dark.deeds.low > 0.0 && dark.deeds.low < 20.0 && dark.deeds.high > 40.0 && dark.deeds.high < 60.0);
    assert_eq!(shift(&strata(), |t| t == "email", |_| true, Confidence::NINETY), None);
    assert_eq!(stated(&[stratum("direct", 5, &[])], Confidence::NINETY), None);
    assert_eq!(stated(&[], Confidence::NINETY), None);
}

#[test]
fn laws() {
    // One origin of which few answer is Wilson's interval; everybody's answer has no interval; shares sum to one.
    let few = stated(
        &[stratum("direct", 1_000_000_000, &[("social", 3), ("search", 7)])],
        Confidence::NINETY,
    )
    .expect("answers");
    let plain = wilson(3, 10, Confidence::NINETY).expect("trials");
    let social = &few.portions["social"].share;
    for (got, want) in [
        (social.low, plain.low),
        (social.high, plain.high),
        (social.value, plain.value),
    ] {
        close(got, want, 1e-6);
    }
    let all = stated(
        &[stratum("direct", 10, &[("social", 3), ("search", 7)])],
        Confidence::NINETY,
    )
    .expect("answers");
    for end in ends(&all.portions["social"]) {
        close(end, 0.3, 1e-12);
    }
    for table in [few, all, stated(&strata(), Confidence::NINETY).expect("answers")] {
        let sum: f64 = table.portions.values().map(|p| p.share.value).sum();
        close(sum, 1.0, 1e-12);
        for portion in table.portions.values() {
            let [low, high] = ends(portion);
            assert!(0.0 <= low && low <= portion.share.value && portion.share.value <= high && high <= 1.0);
        }
    }
    // More answers than deeds cannot be: the answers are the deeds.
    let odd = stated(&[stratum("direct", 2, &[("social", 3)])], Confidence::NINETY).expect("answers");
    assert_eq!((odd.deeds, ends(&odd.portions["social"])), (3, [1.0, 1.0]));
}
