//! Streams of Singer taps: records in the shape that each tap's schema gives them, and what a person reads in them. And that no
//! column stands in a tap's file that its schema does not have, where the schemas are at hand.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_connect::connector::Quirk;
use harpoon_connect::singer::taps;
use harpoon_connect::{Answers, Origin, Registry, Remark, raw_row, read, recognise};
use harpoon_core::batch::Batch;
use serde_json::Value;

use crate::check::check;
use crate::real::data;

#[test]
fn streams_of_known_taps() {
    for stream in [
        "singer_facebook_actions",
        "singer_facebook_ads_insights",
        "singer_ga4_report",
        "singer_google_ads_report",
        "singer_hubspot_contacts",
        "singer_hubspot_deals",
        "singer_linkedin_ads_report",
        "singer_mailchimp_campaigns",
        "singer_shopify_orders",
        "singer_stripe_charges",
        "singer_tiktok_ads_insights",
        "singer_twitter_ads_campaign_report",
    ] {
        check(stream);
    }
}

/// Names of all leaves of a schema.
fn leaves(schema: &Value, path: &str, out: &mut BTreeSet<String>) -> bool {
    let parts = ["anyOf", "oneOf", "allOf"]
        .iter()
        .filter_map(|part| schema[part].as_array())
        .flatten();
    let mut any = parts
        .map(|part| leaves(part, path, out))
        .fold(false, |any, more| any | more);
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        any = true;
        let path = format!("{path}{name}");
        if !leaves(inner, &format!("{path}__"), out) {
            out.insert(path);
        }
    }
    any
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => name.strip_prefix(before).is_some_and(|rest| rest.ends_with(after)),
    }
}

/// Of tap-hubspot the schema has no properties of contacts and deals: the tap asks the account for them.
#[test]
fn no_column_is_made_up() {
    let mut looked = 0;
    for (tap, version) in [
        ("facebook", "1.26.0"),
        ("linkedin-ads", "2.8.0"),
        ("shopify", "3.13.0"),
        ("twitter-ads", "1.0.0"),
    ] {
        let Some(path) = data(&format!("platforms/singer/catalogs/tap-{tap}-{version}.json")) else {
            continue;
        };
        let catalog: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut known: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for stream in catalog["streams"].as_array().unwrap() {
            let name = stream["tap_stream_id"].as_str().or(stream["stream"].as_str()).unwrap();
            leaves(&stream["schema"], "", known.entry(name).or_default());
        }
        let ours = taps().iter().find(|ours| ours.name == format!("tap-{tap}")).unwrap();
        assert_eq!(ours.version, version);
        for connector in &ours.streams {
            let names = connector.quirks.iter().find_map(|quirk| match quirk {
                Quirk::Stream(names) => Some(*names),
                _ => None,
            });
            // A list within the records of a stream: the schema has its name, and nothing of what is in it.
            let lists: Vec<&str> = names
                .unwrap()
                .iter()
                .filter_map(|name| Some(name.split_once('.')?.1))
                .collect();
            let names: Vec<&str> = names
                .unwrap()
                .iter()
                .filter_map(|name| name.split('.').next())
                .collect();
            let absent: Vec<&&str> = names.iter().filter(|name| !known.contains_key(**name)).collect();
            assert!(absent.is_empty(), "{}: no streams {absent:?}", connector.id);
            if ["singer_facebook_ads_insights", "singer_linkedin_ads_report"].contains(&connector.id) {
                // Drawn from a connector that knows columns of other loaders too.
                continue;
            }
            let all: Vec<&String> = names.iter().flat_map(|name| &known[name]).collect();
            let headers = connector.columns.iter().flat_map(|(headers, _)| headers.split('|'));
            let of_list = |header: &str| {
                let item = header.split_once("__").map_or("", |(list, _)| list);
                lists.contains(&item) && all.iter().any(|name| *name == item)
            };
            let made_up: Vec<&str> = headers
                .filter(|header| !of_list(header) && !all.iter().any(|name| fits(header, name)))
                .collect();
            assert!(made_up.is_empty(), "{}: {made_up:?}", connector.id);
            looked += 1;
        }
    }
    if looked > 0 {
        assert!(looked >= 11, "{looked}");
    }
}

/// A file of two streams whose messages are mixed is read like a workbook, each row found again on its line.
#[test]
fn a_file_of_messages_is_a_workbook() {
    let text = r#"
{"type": "SCHEMA", "stream": "campaigns", "schema": {"properties": {"id": {}, "name": {}, "account_id": {}, "buying_type": {}}}, "key_properties": ["id"]}
{"type": "SCHEMA", "stream": "weather", "schema": {"properties": {"day": {}}}, "key_properties": []}
{"type": "RECORD", "stream": "campaigns", "record": {"id": "1", "name": "One", "account_id": "9", "buying_type": "AUCTION"}}
{"type": "RECORD", "stream": "weather", "record": {"day": "sunny"}}
{"type": "RECORD", "stream": "campaigns", "record": {"id": "2", "name": "Two\nlines, \"quoted\"", "account_id": "9", "buying_type": "AUCTION"}}
{"type": "STATE", "value": {}}
{"type": "RECORD", "stream": "campaigns", "record": {"id": "1", "name": "Uno", "account_id": "9", "buying_type": "AUCTION"}}
"#;
    let origin = Origin::from_bytes("out.jsonl", text.as_bytes());
    let answers = Answers::default();
    let plan = recognise(&origin, &Registry::native(), &answers).unwrap();
    let read_tables: Vec<_> = plan.tables.iter().filter(|table| table.connector.is_some()).collect();
    assert_eq!(read_tables.len(), 1);
    assert_eq!(read_tables[0].sheet.as_deref(), Some("campaigns"));
    let mut names = Vec::new();
    let summary = read(&origin, &plan, &answers, &mut |batch: Batch| {
        names.extend(
            batch
                .campaigns
                .iter()
                .map(|campaign| (campaign.campaign_id.clone(), campaign.name.clone())),
        );
        Ok::<(), std::convert::Infallible>(())
    });
    let summary = summary.unwrap();
    let told = [("2", "Two\nlines, \"quoted\""), ("1", "Uno")];
    assert_eq!(names, told.map(|(id, name)| (id.to_owned(), Some(name.to_owned()))));
    assert_eq!((summary.rows, summary.rejected), (2, 0));
    assert!(
        summary
            .remarks
            .iter()
            .any(|remark| matches!(remark, Remark::Again { records: 1, .. })),
        "{:?}",
        summary.remarks
    );
    assert!(
        raw_row(&origin, 6).unwrap().contains("\"Two"),
        "{:?}",
        raw_row(&origin, 6)
    );
}

/// JSON that is no output of a tap is none.
#[test]
fn other_json_is_no_tap() {
    for text in [
        "{\"a\": 1}\n{\"a\": 2}\n",
        "{\"type\": \"event\", \"at\": 1}\n",
        "{",
        "{}\n",
    ] {
        let refused = recognise(
            &Origin::from_bytes("x.jsonl", text.as_bytes()),
            &Registry::native(),
            &Answers::default(),
        );
        assert!(refused.is_err(), "{text}");
    }
}
