//! The ways of the customers, read back from the files, against what the truth says.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::Number;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::reading::{Row, number, table};
use super::{END, SEED, made, make, tables};
use crate::demo::{Demo, PlantedDriver};

fn visits(files: &BTreeMap<String, Vec<u8>>) -> Vec<Row> {
    let rows = table(&files["site/touches.csv"], "Time");
    rows.into_iter().filter(|row| row["Event"] == "visit").collect()
}

fn is_by(row: &Row, driver: &PlantedDriver) -> bool {
    (&row["Campaign"], &row["Source"], &row["Referrer"]) == (&driver.campaign, &driver.source, &driver.referrer)
}

/// Rows that carry the order, by its number.
fn orders(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Row> {
    let rows = tables(files, "shopify/", ".csv", "Name").into_iter();
    let rows = rows.filter(|row| !row["Financial Status"].is_empty() && row["Total"] != "fifty");
    rows.map(|row| (row["Name"].clone(), row)).collect()
}

fn home(at: &str) -> Date {
    let at: Timestamp = at.parse().unwrap();
    at.to_zoned(TimeZone::get("Europe/Amsterdam").unwrap()).date()
}

#[test]
fn visits_and_orders_hold_the_truth() {
    let (files, demo) = made();
    let planted = &demo.truth.journeys;
    let visits = visits(&files);
    for driver in &planted.drivers {
        let found = visits.iter().filter(|row| is_by(row, driver)).count() as u64;
        assert_eq!(found, driver.visits, "{driver:?}");
    }
    let orders = orders(&files);
    let sum = |column: &str| orders.values().map(|row| number(&row[column])).sum::<Number>();
    assert_eq!(orders.len() as u64, planted.orders);
    assert_eq!(sum("Total"), planted.order_value);
    assert_eq!(sum("Refunded Amount"), planted.refunded);
    assert_eq!(planted.drivers.iter().map(|d| d.orders).sum::<u64>(), planted.orders);
    let told = tables(&files, "shopify/", ".csv", "Name");
    let told = told
        .iter()
        .filter(|row| orders.contains_key(&row["Name"]) && !row["Financial Status"].is_empty());
    assert_eq!(told.count() as u64, planted.orders + planted.told_twice);
    let (file, line) = &planted.bad_row;
    let text = super::text(&files[file]);
    assert!(
        text.lines()
            .nth(usize::try_from(*line).unwrap() - 1)
            .unwrap()
            .contains(",fifty,")
    );
}

#[test]
fn contacts_and_deals_hold_the_truth() {
    let (files, demo) = made();
    let planted = &demo.truth.journeys;
    let contacts = tables(&files, "hubspot/", "-contacts-2026-11-02.csv", "Record ID");
    assert_eq!(contacts.len() as u64, planted.contacts);
    let deals = tables(&files, "hubspot/", "-deals-2026-11-02.csv", "Record ID");
    let known: BTreeSet<&String> = contacts.iter().map(|row| &row["Record ID"]).collect();
    assert!(deals.iter().all(|row| known.contains(&row["Associated Contact IDs"])));
    let at = |stage: &str| {
        deals
            .iter()
            .filter(|row| row["Deal Stage"] == stage)
            .collect::<Vec<_>>()
    };
    let (won, lost, open) = (at("Closed won"), at("Closed lost"), at("Contract sent"));
    assert_eq!((won.len() as u64, lost.len() as u64, open.len() as u64), planted.deals);
    assert_eq!(
        won.iter().map(|row| number(&row["Amount"])).sum::<Number>(),
        planted.deal_value
    );
}

/// Nobody can come by an ad who did not click on it.
#[test]
fn clicks_bound_the_visits_of_each_day() {
    let (files, _) = made();
    let mut clicks: BTreeMap<(String, Date), u64> = BTreeMap::new();
    let ads = [
        ("meta-ads/", "Account name", "Campaign name", "Link clicks"),
        ("google-ads/", "Campaign status", "Campaign", "Clicks"),
    ];
    for (folder, first, campaign, column) in ads {
        for row in tables(&files, folder, ".csv", first) {
            if let Ok(day) = row["Day"].parse::<Date>() {
                *clicks.entry((row[campaign].clone(), day)).or_default() +=
                    row[column].replace(',', "").parse::<u64>().unwrap();
            }
        }
    }
    let mut came: BTreeMap<(String, Date), u64> = BTreeMap::new();
    let visits = visits(&files);
    let by_ads = visits
        .iter()
        .filter(|row| ["fbclid", "gclid"].iter().any(|id| row["Landing page"].contains(id)));
    for row in by_ads {
        *came.entry((row["Campaign"].clone(), home(&row["Time"]))).or_default() += 1;
    }
    let total: u64 = came.values().sum();
    assert!(total > 7_000, "{total} visits by ads");
    for (key, visits) in &came {
        let clicked = clicks.get(key).copied().unwrap_or(0);
        assert!(*visits <= clicked, "{key:?}: {visits} visits, {clicked} clicks");
    }
}

#[test]
fn brand_search_is_only_ever_last() {
    let (files, demo) = made();
    let planted = &demo.truth.journeys;
    let mut by_visitor: BTreeMap<String, Vec<(Timestamp, String)>> = BTreeMap::new();
    for row in visits(&files) {
        let visit = (row["Time"].parse().unwrap(), row["Campaign"].clone());
        by_visitor.entry(row["Visitor"].clone()).or_default().push(visit);
    }
    let mut seen = 0;
    for visits in by_visitor.values() {
        for pair in visits.windows(2).filter(|pair| pair[0].1 == planted.last_only) {
            let days = (pair[1].0.as_second() - pair[0].0.as_second()) / 86_400;
            assert!(days > 30, "{pair:?}");
        }
        seen += visits
            .iter()
            .filter(|(_, campaign)| *campaign == planted.last_only)
            .count();
    }
    let brand = planted
        .drivers
        .iter()
        .find(|d| d.campaign == planted.last_only)
        .unwrap();
    assert_eq!((seen as u64, brand.orders), (brand.visits, 0));
    let most = planted.drivers.iter().map(|d| d.last).max().unwrap();
    assert_eq!(brand.last, most, "it is last before most orders");
}

#[test]
fn many_share_the_tablet_and_nobody_else_shares_a_browser() {
    let (files, demo) = made();
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in table(&files["site/touches.csv"], "Time") {
        if !row["Email"].is_empty() {
            names
                .entry(row["Visitor"].clone())
                .or_default()
                .insert(row["Email"].clone());
        }
    }
    let shared: Vec<&String> = names
        .iter()
        .filter(|(_, emails)| emails.len() > 1)
        .map(|(v, _)| v)
        .collect();
    assert_eq!(shared, [&demo.truth.journeys.kiosk]);
    assert!(names[&demo.truth.journeys.kiosk].len() > 40);
}

#[test]
fn the_planted_story_holds_for_every_seed() {
    let of = |demo: &Demo, campaign: &str| {
        let drivers = demo.truth.journeys.drivers.iter();
        drivers.clone().find(|d| d.campaign == campaign).unwrap().clone()
    };
    let seeds = if std::env::var_os("HARPOON_LONG").is_some() {
        8
    } else {
        2
    };
    for seed in SEED..SEED + seeds {
        let (_, demo) = make(seed, END).unwrap();
        let planted = &demo.truth.journeys;
        assert!(
            (1.8..3.0).contains(&planted.over_claim()),
            "seed {seed}: {}",
            planted.over_claim()
        );
        assert!(
            of(&demo, &demo.truth.loss.name).value < demo.truth.loss.spend,
            "seed {seed}"
        );
        assert_eq!(of(&demo, super::super::AWARENESS_CAMPAIGN).orders, 0, "seed {seed}");
        assert!(planted.deals.0 > 0 && planted.deals.1 > 0, "seed {seed}");
    }
}

/// The tables of `docs/demo.md`.
#[test]
fn the_page_states_the_journeys() {
    let (_, demo) = made();
    let planted = &demo.truth.journeys;
    let page = include_str!("../../../../../docs/demo.md");
    let name = |d: &PlantedDriver| match (d.campaign.as_str(), d.referrer.as_str()) {
        ("", "") => "(direct)".to_owned(),
        ("", _) => "(unpaid search)".to_owned(),
        (campaign, _) => campaign.replace('|', "\\|"),
    };
    let mut lines: Vec<String> = planted
        .drivers
        .iter()
        .map(|d| {
            let (visits, orders, last, value) = (d.visits, d.orders, d.last, d.value);
            format!(
                "| {} | {} | {visits} | {orders} | {value} | {last} | {} | {} |",
                name(d),
                d.effect,
                d.contacts,
                d.won
            )
        })
        .collect();
    let (won, lost, open) = planted.deals;
    lines.push(format!(
        "{} orders of {} euros, {} of them given back",
        planted.orders, planted.order_value, planted.refunded
    ));
    lines.push(format!(
        "{} contacts, {won} deals won for {} euros, {lost} lost, {open} open",
        planted.contacts, planted.deal_value
    ));
    lines.push(format!(
        "Meta claims {}, its ads caused {}: {:.2} claims for each",
        planted.meta_claims,
        planted.meta_caused,
        planted.over_claim()
    ));
    let missing: Vec<&String> = lines.iter().filter(|line| !page.contains(line.as_str())).collect();
    assert!(
        missing.is_empty(),
        "docs/demo.md lacks:\n{}",
        missing.iter().map(|l| l.as_str()).collect::<Vec<_>>().join("\n")
    );
}
