//! Erasing one person: no byte of the workspace names them, the others stay as they were, and they stay out.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use harpoon::Workspace;
use harpoon::core::Alias;
use harpoon::lake::store::{Erased, Lake, Step, StoreError};
use jiff::Timestamp;
use serde_json::json;

use super::collector::{Collector, asked, count};
use super::journeys::MAP;
use super::place::Place;

const ANN: &str = "ann@canary.example";
/// SHA-256 of the address.
const HASH: &str = "50ef8ab916a494aa600a2f6b80b973a12229150f61966b4bcaaba118fcc13bb4";
const BROWSER: &str = "canary-browser-0001";

/// Ann is customer 7001, with a browser; Bob is 7002. Both share a file, and an export of later.
fn shared() -> Place {
    let place = Place::new();
    let map = place.file("made.toml", &mapped());
    let file = place.file("made.csv", &rows(""));
    let report = place.import(&[&file, "--map", &map]);
    assert_eq!(
        (report[0]["accepted"].as_u64(), report[0]["quarantined"].as_u64()),
        (Some(4), Some(1)),
        "{report:?}"
    );
    place
}

fn mapped() -> String {
    MAP.replace(
        "\"browser\" = \"person.anonymous\"",
        "\"browser\" = \"person.anonymous\"\n\"mail\" = \"person.email\"",
    )
}

fn rows(more: &str) -> String {
    format!(
        "who,browser,mail,when,what,deed,source,medium,campaign,amount\n\
         7001,{BROWSER},{ANN},2026-10-01T10:00:00Z,visit,,facebook,social,,\n\
         7002,browser-of-bob-1,bob@other.example,2026-10-01T11:00:00Z,visit,,facebook,social,,\n\
         7001,{BROWSER},{ANN},2026-10-02T10:00:00Z,order,A1,,,,40\n\
         7002,browser-of-bob-1,bob@other.example,2026-10-02T11:00:00Z,order,B1,,,,30\n\
         7001,{BROWSER},{ANN},yesterday,order,A2,,,,50\n{more}"
    )
}

fn orders(place: &Place) -> Vec<Vec<String>> {
    let all = asked(
        place,
        "select deed, value from events where kind = 'order' order by deed",
    );
    all.iter()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

/// Every file of a folder whose bytes, packed or not, hold one of the texts.
fn holding(folder: &Path, texts: &[&str], found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holding(&path, texts, found);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let holds = |bytes: &[u8]| {
            texts
                .iter()
                .any(|text| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
        };
        if holds(&bytes) {
            found.push(path.display().to_string());
        }
    }
}

fn nothing_names_ann(place: &Place) {
    let mut found = Vec::new();
    holding(&place.root(), &[ANN, "canary", BROWSER, HASH], &mut found);
    assert!(found.is_empty(), "{found:?}");
    let workspace = Workspace::open(&place.root()).unwrap();
    for import in workspace.lake().snapshot(None).unwrap().imports() {
        let text = std::io::read_to_string(workspace.lake().raw(&import.sha256).unwrap()).unwrap();
        assert!(!text.contains("canary") && !text.contains(HASH), "{text}");
    }
    for table in ["events", "identities", "quarantine"] {
        for column in ["events:person", "identities:one", "identities:other", "quarantine:raw"] {
            let Some(column) = column.strip_prefix(&format!("{table}:")) else {
                continue;
            };
            let sql = format!("select count(*) from {table} where {column} like '%7001%' or {column} like '%canary%'");
            assert_eq!(count(place, &sql), 0, "{sql}");
        }
    }
    let doctor = place.run(&["doctor"]);
    assert!(!doctor.out.contains("erased"), "{}", doctor.out);
}

#[test]
fn an_erased_person_is_nowhere_and_the_others_stay() {
    let place = shared();
    assert_eq!(count(&place, "select count(*) from events"), 4);
    let exported = place.ok(&["person", ANN, "--export"]);
    assert!(
        exported.contains("yesterday") && !exported.contains("bob@"),
        "{exported}"
    );
    let dry = place.run(&["person", ANN, "--erase", "--dry-run"]);
    assert!(dry.code == 0 && dry.err.contains("events: 2 of 4 rows"), "{}", dry.err);
    assert_eq!(place.run(&["person", ANN, "--erase"]).code, 2);
    assert_eq!(count(&place, "select count(*) from events"), 4);

    let said = place.run(&["person", ANN, "--erase", "--yes"]);
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    assert!(!said.out.contains("canary"), "{}", said.out);
    nothing_names_ann(&place);
    assert_eq!(
        asked(&place, "select deed, value from events where kind = 'order'").len(),
        1
    );
    assert!(orders(&place)[0][0].contains("B1"), "{:?}", orders(&place));
    // An earlier version is a clear error.
    let old = place.run(&["kpi", "orders", "--at", "1"]);
    assert!(old.code != 0 && old.err.contains("erased"), "{}", old.err);

    // The same export changes nothing; a longer one brings what is new of others only.
    let map = place.beside("made.toml").to_str().unwrap().to_owned();
    let same = place.beside("made.csv").to_str().unwrap().to_owned();
    place.import(&[&same, "--map", &map]);
    nothing_names_ann(&place);
    let more = format!(
        "7001,{BROWSER},{ANN},2026-10-03T10:00:00Z,order,A3,,,,40\n\
         7002,browser-of-bob-1,bob@other.example,2026-10-03T11:00:00Z,order,B2,,,,30\n"
    );
    let longer = place.file("longer.csv", &rows(&more));
    let report = place.import(&[&longer, "--map", &map]);
    assert!(
        report[0]["remarks"]
            .to_string()
            .contains("4 rows name people who were erased"),
        "{report:?}"
    );
    nothing_names_ann(&place);
    assert_eq!(
        count(&place, "select count(distinct deed) from events where kind = 'order'"),
        2
    );
}

#[test]
fn what_clients_sent_goes_too() {
    let place = Place::new();
    let key = place.ok(&["-q", "source", "add", "shop", "--origin", "https://shop.example"]);
    let server = Collector::of("serve", &place.root());
    let event = |who: &str, deed: &str| {
        json!({"type": "track", "event": "Order Completed", "messageId": deed, "anonymousId": who, "userId": format!("user-{who}"),
               "timestamp": "2026-11-22T12:00:00Z", "properties": {"order_id": deed, "total": 10, "currency": "EUR"}})
    };
    let both = json!({"batch": [event(BROWSER, "1001"), event("browser-of-bob-1", "1002")]});
    assert_eq!(server.post("/v1/batch", key.trim(), &both).status, 200);
    assert_eq!(count(&place, "select count(*) from events where kind = 'order'"), 2);
    let name = format!("anonymous:{BROWSER}");
    // Whoever collects has to stop first.
    let busy = place.run(&["person", &name, "--erase", "--yes"]);
    assert!(busy.code != 0, "{}", busy.err);
    drop(server);
    let said = place.run(&["person", &name, "--erase", "--yes"]);
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    nothing_names_ann(&place);
    assert_eq!(count(&place, "select count(*) from events where kind = 'order'"), 1);
}

/// The lake's own steps, each of which may be the last: whoever opens the workspace next carries it through.
#[test]
fn an_erasure_that_breaks_off_is_carried_through() {
    for last in [0, 1, 2, 4, 7, 11, 16, 22] {
        let place = shared();
        let steps = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&steps);
        let probe = move |_: &Step| {
            let step = counted.fetch_add(1, Ordering::Relaxed);
            if step < last {
                Ok(())
            } else {
                Err(std::io::Error::other("killed"))
            }
        };
        let lake = Lake::open_observed(&place.root(), Some(Arc::new(probe))).unwrap();
        let mut names = Erased::new("salt".to_owned());
        for name in [
            format!("email:{HASH}"),
            "customer:7001".to_owned(),
            format!("anonymous:{BROWSER}"),
        ] {
            names.add(&Alias::parse(&name).unwrap());
        }
        let erasing = lake.erase(names, Timestamp::UNIX_EPOCH).unwrap();
        let done = erasing.carry_out::<StoreError>(|_| Ok(Vec::new()));
        drop(lake);
        if done.is_err() && !place.root().join("erased/_pending.json").exists() {
            assert_eq!(
                count(&place, "select count(*) from events"),
                4,
                "nothing was begun after {last} steps"
            );
            continue;
        }
        assert_eq!(count(&place, "select count(*) from events"), 2, "after {last} steps");
        nothing_names_ann(&place);
        assert!(!place.root().join("erased/_pending.json").exists());
        assert_eq!(
            count(&place, "select count(*) from imports where connector = 'erasure'"),
            1
        );
    }
}
