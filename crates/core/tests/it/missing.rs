//! What terminals and JSON say of a missing value.

use harpoon_core::{Dim, EventKind, Filter, Missing, NoParts, Period};

fn month(text: &str) -> Period {
    Period::month(text).expect("a month")
}

fn names(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn reasons_name_their_facts() {
    let (august, september) = (month("2026-08"), month("2026-09"));
    let by = vec![Dim::Platform, Dim::Extra("region".to_owned())];
    let check = |why: Missing, want: &str| assert_eq!(why.to_string(), want);
    check(
        Missing::NoImport(names("likes leads")),
        "no source: no import states likes, leads",
    );
    check(
        Missing::NoData {
            period: september,
            known: Some(august),
        },
        "no data for 2026-09-01 to 2026-09-30: it is known from 2026-08-01 to 2026-08-31",
    );
    check(
        Missing::NoData {
            period: september,
            known: None,
        },
        "no data for 2026-09-01 to 2026-09-30: its figures have no date; use --all",
    );
    check(
        Missing::NotStatedBy {
            sides: vec![names("clicks"), names("reach views")],
            dims: by.clone(),
        },
        "no source states clicks, nor reach or views by platform, x.region",
    );
    check(
        Missing::NotTogetherBy(by),
        "no source states all that the formula needs by platform, x.region",
    );
    let orders = |period| Missing::NoEvents {
        deed: "order".to_owned(),
        period,
        known: vec![august, september],
    };
    let known = "events `order` are known from 2026-08-01 to 2026-08-31 and from 2026-09-01 to 2026-09-30";
    check(orders(None), &format!("no event `order` in this selection; {known}"));
    check(
        orders(Some(month("2026-10"))),
        &format!("no data for 2026-10-01 to 2026-10-31: {known}"),
    );
    check(
        Missing::NotTold(EventKind::Coupon),
        "no source: import the coupons that were redeemed, a row for each, with a map",
    );
    check(
        Missing::CreditOfDays(Filter {
            dim: Dim::Month,
            value: "2026-09".to_owned(),
        }),
        "credit is dealt out for a period as a whole: give the days of month=2026-09 with --month, or --from and --to",
    );
    check(
        Missing::NoKpi {
            id: "clikcs".to_owned(),
            near: names("clicks clicks_link"),
        },
        "there is no KPI `clikcs`; did you mean clicks or clicks_link?; `harpoon catalogue` lists all",
    );
    check(
        Missing::NotWholeYet {
            period: september,
            last: august.from,
        },
        "no month of 2026-09-01 to 2026-09-30 is known whole yet; the last one is 2026-08",
    );
}

#[test]
fn a_difference_without_parts_says_what_to_ask_instead() {
    let check = |why: NoParts, want: &str| assert_eq!(why.to_string(), want);
    check(
        NoParts::OfNoSum {
            side: "reach".to_owned(),
            people: true,
            instead: names("ctr ctr_all"),
        },
        "it is computed from reach, which counts people, and people never add; explain ctr or ctr_all",
    );
    check(
        NoParts::NotKnown {
            period: month("2026-09"),
            why: Missing::NoPeople,
        },
        "it is not known for 2026-09-01 to 2026-09-30: not stated: no source gives the number of people",
    );
    check(
        NoParts::NoBase {
            by: Dim::Campaign,
            before: false,
        },
        "by campaign: there is no rate after: its base is nought; ask for a period in which there was some",
    );
}
