//! Explanations in words: three languages, numbers that add up as printed, names that cannot do harm.

use harpoon_core::KpiUnit;
use harpoon_core::kpi::Per;
use harpoon_model::explain::{Against, Explained, Language, Pair, Story, Told, additive, ratio, sentences};

use super::{fraction, of, sums};

fn story(language: Language, title: &str) -> Story<'_> {
    Story {
        language,
        title,
        unit: KpiUnit::Money,
        currency: "EUR",
        against: Against::Period,
        most: 3,
    }
}

/// 7,500 ⁄ 300 = 25 became 9,500 ⁄ 330 = 28.787…; the parts as in the reference vectors for cost per lead.
fn cost_per_lead() -> Explained {
    let pairs = [
        of("Meta", fraction("4000", "200"), fraction("6000", "240")),
        of("LinkedIn", fraction("3000", "50"), fraction("3000", "60")),
        of("organic", fraction("500", "50"), fraction("500", "30")),
        of("TikTok", fraction("10", "1"), Told::Missing("no export".to_owned())),
    ];
    ratio(&pairs, Per::One).expect("leads on both sides")
}

#[test]
fn english() {
    // Parts 3.485, −1.742, 1.027, 0.859, 0.426, −0.266; the last three come to 1.018 and 3.79 is the sum as printed.
    assert_eq!(
        sentences(&cost_per_lead(), &story(Language::En, "Cost per lead")),
        [
            "Cost per lead rose by 3.79 EUR (+15 %), from 25.00 EUR to 28.79 EUR.",
            "Of this, +3.48 came from the rate of Meta itself; −1.74 came from the rate of LinkedIn itself; \
             +1.03 came from the share of organic in the whole; +1.02 came from all other parts together.",
            "Not compared: TikTok (no export).",
        ]
    );
}

#[test]
fn chinese() {
    assert_eq!(
        sentences(&cost_per_lead(), &story(Language::ZhCn, "单条线索成本")),
        [
            "单条线索成本上升了3.79 EUR（+15%），从25.00 EUR变为28.79 EUR。",
            "其中：Meta自身的比率 +3.48；LinkedIn自身的比率 −1.74；organic所占的份额 +1.03；其余各项合计 +1.02。",
            "未参与比较：TikTok（no export）。",
        ]
    );
}

#[test]
fn frisian() {
    assert_eq!(
        sentences(&cost_per_lead(), &story(Language::Fy, "Kosten de lead")),
        [
            "Kosten de lead: 3,79 EUR omheech (+15 %), fan 25,00 EUR nei 28,79 EUR.",
            "Dêrfan +3,48 troch it sifer fan Meta sels; −1,74 troch it sifer fan LinkedIn sels; \
             +1,03 troch it oandiel fan organic yn it gehiel; +1,02 troch alle oare dielen tegearre.",
            "Net fergelike: TikTok (no export).",
        ]
    );
}

fn told(pairs: &[Pair<harpoon_core::Number>], story: &Story<'_>) -> Vec<String> {
    sentences(&additive(pairs, None).expect("compared"), story)
}

#[test]
fn what_is_printed_adds_up() {
    // A third each of 100 EUR: 33.33 + 33.33 + 33.34, not 99.99. The remainder falls to the part that is a millionth larger.
    let thirds = [
        sums("a", "0", "33.333333"),
        sums("b", "0", "33.333334"),
        sums("c", "0", "33.333333"),
    ];
    assert_eq!(
        told(&thirds, &story(Language::En, "Spend"))[1],
        "Of this, +33.34 came from b; +33.33 came from a; +33.33 came from c."
    );
    // 0.004 rises to 0.006: from 0.00 to 0.01 as printed, and 0.01 is what the parts are rounded to.
    let small = [sums("a", "0.004", "0.006")];
    assert_eq!(
        told(&small, &story(Language::En, "Spend")),
        [
            "Spend rose by 0.01 EUR (+50 %), from 0.00 EUR to 0.01 EUR.",
            "Of this, +0.01 came from a."
        ]
    );
}

#[test]
fn units() {
    let check = |unit, currency, pairs: &[Pair<_>], expected: &str| {
        let story = Story {
            unit,
            currency,
            ..story(Language::En, "It")
        };
        assert_eq!(told(pairs, &story)[0], expected);
    };
    let people = [sums("a", "1234567", "1234000")];
    check(
        KpiUnit::People,
        "",
        &people,
        "It fell by 567, from 1,234,567 to 1,234,000.",
    );
    let share = [sums("a", "0.021", "0.025")];
    check(
        KpiUnit::Share,
        "",
        &share,
        "It rose by 0.4 percentage points (+19 %), from 2.1 % to 2.5 %.",
    );
    let yen = [sums("a", "1000", "900")];
    check(
        KpiUnit::Money,
        "JPY",
        &yen,
        "It fell by 100 JPY (−10 %), from 1,000 JPY to 900 JPY.",
    );
    // Below a cent, as many decimals as the difference needs.
    let click = [sums("a", "0.4121", "0.4124")];
    check(
        KpiUnit::Money,
        "EUR",
        &click,
        "It rose by 0.0003 EUR (+0.1 %), from 0.4121 EUR to 0.4124 EUR.",
    );
    // No share of nothing, nor of a loss.
    let net = [sums("a", "-5", "5")];
    check(
        KpiUnit::Money,
        "EUR",
        &net,
        "It rose by 10.00 EUR, from −5.00 EUR to 5.00 EUR.",
    );
}

#[test]
fn parts_that_cancel_out() {
    let pairs = [sums("a", "1", "4"), sums("b", "4", "1")];
    let story = story(Language::En, "Spend");
    assert_eq!(
        told(&pairs, &story),
        [
            "Spend did not change: 5.00 EUR.",
            "Parts that cancel out: +3.00 came from a; −3.00 came from b."
        ]
    );
    assert_eq!(
        told(&[sums("a", "5", "5")], &story),
        ["Spend did not change: 5.00 EUR."]
    );
}

#[test]
fn against_a_target() {
    let check = |language, expected: &str| {
        let story = Story {
            against: Against::Target,
            unit: KpiUnit::Count,
            currency: "",
            ..story(language, "Leads")
        };
        assert_eq!(told(&[sums("a", "1200", "900")], &story)[0], expected);
    };
    check(
        Language::En,
        "Leads: 300 below the target (−25 %), 900 instead of 1,200.",
    );
    check(Language::ZhCn, "Leads比目标低300（−25%）：目标为1,200，实际为900。");
    check(Language::Fy, "Leads: 300 ûnder it doel (−25 %), 900 ynstee fan 1.200.");
}

#[test]
fn names_from_outside() {
    // A place to fill, a new line, a mark that turns the reading direction, and a name without end.
    let pairs = [
        sums("{title}\n{size}", "0", "9"),
        sums("\u{202e}gnp.exe", "0", "8"),
        sums(&"x".repeat(500), "0", "7"),
        sums(" \u{7} ", "0", "6"),
    ];
    let told = told(&pairs, &story(Language::En, "Spend"));
    let long = format!("{}…", "x".repeat(59));
    assert_eq!(
        told[1],
        format!(
            "Of this, +9.00 came from {{title}} {{size}}; +8.00 came from gnp.exe; +7.00 came from {long}; \
             +6.00 came from (no name)."
        )
    );
}

#[test]
fn tags_of_languages() {
    for language in Language::ALL {
        assert_eq!(Language::from_tag(language.tag()), Some(language));
    }
    assert_eq!(Language::from_tag("de"), None);
    let missing = |i: i32| of(&i.to_string(), Told::Missing("gone".to_owned()), Told::Absent);
    let mut pairs: Vec<_> = (0..9).map(missing).collect();
    pairs.push(sums("a", "1", "1"));
    let got = told(&pairs, &story(Language::Fy, "Kosten"));
    assert_eq!(got[1], "Net fergelike: 0 (gone); 1 (gone); 2 (gone); en noch 6.");
}
