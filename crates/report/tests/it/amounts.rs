//! Numbers, money and dates as the three languages write them (CLDR 48; money with its code behind, see `words/amount.rs`).

use harpoon_core::{Number, Period};
use harpoon_report::document::{Span, plain};
use harpoon_report::view::{Amount, Figure, Unit};
use harpoon_report::words::{Detail, decimals};
use harpoon_report::{Language, Words};
use jiff::civil::date;

fn exact(text: &str) -> Amount {
    Amount::Exact(text.parse::<Number>().expect("a number"))
}

fn eur() -> Unit {
    Unit::Money("EUR".into())
}

fn each(say: impl Fn(&Words) -> String) -> [String; 3] {
    Language::ALL.map(|l| say(&Words::new(l)).replace('\u{a0}', " "))
}

fn figure(value: Amount, unit: Unit) -> Figure {
    Figure::known(value, unit, "rc")
}

#[test]
fn numbers_are_written_as_the_language_writes_them() {
    let full =
        |amount, unit: Unit| each(move |w| w.amount(amount, &unit, decimals(&unit, [amount.to_f64()], Detail::Full)));
    assert_eq!(
        full(exact("18640.5"), eur()),
        ["18,640.50 EUR", "18,640.50 EUR", "18.640,50 EUR"]
    );
    assert_eq!(
        full(exact("-1234567"), Unit::Count),
        ["−1,234,567", "−1,234,567", "−1.234.567"]
    );
    assert_eq!(full(exact("999999999999.999999"), eur())[0], "1,000,000,000,000.00 EUR");
    assert_eq!(full(exact("1500"), Unit::Money("JPY".into()))[0], "1,500 JPY");
    assert_eq!(full(exact("1.5"), Unit::Money("KWD".into()))[0], "1.500 KWD");
    assert_eq!(full(Amount::Ratio(0.0146), Unit::Share), ["1.46 %", "1.46%", "1,46 %"]);
    assert_eq!(full(Amount::Ratio(0.00032), Unit::Share)[0], "0.032 %");
    assert_eq!(
        full(Amount::Ratio(0.25), Unit::Points),
        ["25.0 percentage points", "25.0个百分点", "25,0 prosintpunt"]
    );
    assert_eq!(full(exact("4.5"), Unit::Stars)[0], "4.5 ★");
    assert_eq!(full(Amount::Ratio(4.31), Unit::Times)[2], "4,31×");
}

#[test]
fn exact_amounts_round_half_away_from_nought() {
    let two = |text: &str| each(|w| w.number(exact(text), &eur(), 2))[0].clone();
    assert_eq!(two("0.005"), "0.01");
    assert_eq!(two("-0.005"), "−0.01");
    assert_eq!(two("-0.004"), "0.00");
    assert_eq!(two("1.115"), "1.12");
}

#[test]
fn durations_have_two_units() {
    let said = |seconds: &str| each(|w| w.amount(exact(seconds), &Unit::Seconds, 0));
    assert_eq!(said("9240"), ["2 h 34 min", "2小时34分", "2 oere 34 min"]);
    assert_eq!(said("42")[0], "42 s");
    assert_eq!(said("3600")[0], "1 h");
    assert_eq!(said("266400"), ["3 d 2 h", "3天2小时", "3 d 2 oere"]);
}

#[test]
fn dates_and_months_are_those_of_the_language() {
    assert_eq!(
        each(|w| w.date(date(2026, 10, 13))),
        ["October 13, 2026", "2026年10月13日", "13 Oktober 2026"]
    );
    assert_eq!(each(|w| w.day(date(2026, 3, 1))), ["Mar 1", "3月1日", "1 Maa"]);
    let month = Period::month("2026-09").expect("a month");
    assert_eq!(
        each(|w| w.month(month)),
        ["September 2026", "2026年9月", "Septimber 2026"]
    );
    let days = Period::new(date(2026, 9, 1), date(2026, 9, 10)).expect("days");
    assert_eq!(each(|w| w.month(days))[0], "September 1, 2026 – September 10, 2026");
}

#[test]
fn changes_are_told_only_where_they_mean_something() {
    let change = |from: Figure, to: Figure| {
        Words::new(Language::En)
            .change(&from, &to)
            .map(|c| c.replace('\u{a0}', " "))
    };
    let count = |n: &str| figure(exact(n), Unit::Count);
    assert_eq!(change(count("64"), count("71")).as_deref(), Some("+11 %"));
    assert_eq!(change(count("1000"), count("958")).as_deref(), Some("−4.2 %"));
    assert_eq!(change(count("100"), count("100")).as_deref(), Some("0.0 %"));
    assert_eq!(change(count("0"), count("5")), None, "nothing before");
    assert_eq!(change(count("-3"), count("5")), None, "less than nothing before");
    assert_eq!(change(Figure::missing("", Unit::Count), count("5")), None);
    assert_eq!(change(count("5"), figure(exact("5"), eur())), None, "another unit");
    let share = |v| figure(Amount::Ratio(v), Unit::Share);
    assert_eq!(
        change(share(0.02), share(0.05)).as_deref(),
        Some("+3.00 percentage points")
    );
}

#[test]
fn what_is_not_known_is_a_dash_with_a_reason_and_never_nought() {
    let words = Words::new(Language::En);
    let Span::Figure(missing) = words.figure(&Figure::missing("hidden", Unit::Count)) else {
        panic!("a figure")
    };
    assert_eq!(
        (missing.text.as_str(), missing.missing.as_deref()),
        ("–", Some("hidden"))
    );
    let Span::Figure(torn) = words.figure(&figure(Amount::Ratio(f64::NAN), Unit::Share)) else {
        panic!("a figure")
    };
    assert_eq!(torn.text, "–");
    assert!(torn.missing.is_some());
}

#[test]
fn intervals_have_their_unit_once() {
    let modelled = figure(Amount::Ratio(4690.4), eur()).between(3480.0, 6120.0);
    let said = each(|w| plain(&[w.figure(&modelled)]));
    assert_eq!(
        said,
        [
            "4,690 EUR (3,480 to 6,120 EUR)",
            "4,690 EUR (3,480 至 6,120 EUR)",
            "4.690 EUR (3.480 oant 6.120 EUR)"
        ]
    );
}

#[test]
fn a_range_with_one_end_is_none() {
    let figure = Figure::known(Amount::Ratio(0.6), Unit::Share, "r");
    let said = |low, high| {
        each(|words| {
            words
                .interval(&figure.clone().between(low, high), 0)
                .unwrap_or_default()
        })
    };
    assert_eq!(said(0.6, 0.6), ["", "", ""]);
    assert!(
        said(0.5, 0.7)
            .iter()
            .all(|text| text.contains("50") && text.contains("70"))
    );
}

#[test]
fn what_is_lost_is_told_without_its_sign() {
    let lost = figure(Amount::Ratio(-355.02), eur()).between(-500.0, -20.0);
    let told = lost.without_sign();
    assert_eq!(
        (told.float(), told.low, told.high),
        (Some(355.02), Some(20.0), Some(500.0))
    );
    let gained = figure(Amount::Ratio(12.0), Unit::Count);
    assert_eq!(gained.without_sign(), gained);
}
