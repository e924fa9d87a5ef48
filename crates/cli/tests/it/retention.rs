//! Retention: what is older than the settings keep it is nowhere, what is younger stays, and no number stands for what is gone.

use std::fs;

use harpoon::Workspace;
use harpoon::lake::store::Statement;
use jiff::Timestamp;
use serde_json::Value;

use super::collector::{Collector, count};
use super::erasing::holding;
use super::journeys::MAP;
use super::place::{Place, Said, said, soon};

const NOW: &str = "2026-11-30T10:00:00Z";
const OLD: &str = "canary-browser-of-then";

/// Visits and orders of half a year and more; those of then have canaries.
fn aged(retention: &str) -> Place {
    aged_in(Place::new(), retention)
}

fn aged_in(place: Place, retention: &str) -> Place {
    let settings = place.root().join("harpoon.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text}\n[retention]\n{retention}")).unwrap();
    let map = place.file("made.toml", MAP);
    let file = place.file(
        "made.csv",
        &format!(
            "who,browser,when,what,deed,source,medium,campaign,amount\n\
             7001,{OLD},2026-04-30T10:00:00Z,visit,,facebook,social,canary-then,\n\
             7002,browser-of-bob-1,2026-05-01T10:00:00Z,visit,,facebook,social,now,\n\
             7002,browser-of-bob-1,2026-10-02T11:00:00Z,visit,,facebook,social,now,\n\
             7003,browser-of-kim-1,2026-04-02T10:00:00Z,order,A1,,,,40\n\
             7002,browser-of-bob-1,2026-10-02T12:00:00Z,order,B1,,,,30\n\
             7001,{OLD},once,visit,,,,,\n"
        ),
    );
    at(&place, NOW, &["import", "--yes", &file, "--map", &map]);
    assert_eq!(count(&place, "select count(*) from events"), 5);
    assert_eq!(count(&place, "select count(*) from quarantine"), 1);
    place
}

fn at(place: &Place, now: &str, args: &[&str]) -> Said {
    let mut command = place.command(args);
    command.env("HARPOON_NOW", now);
    said(command)
}

fn holds(place: &Place, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    holding(&place.root(), &[text], &mut found);
    if let Some(bucket) = place.bucket() {
        found.extend(bucket.holding(&[text]));
        return found;
    }
    let workspace = Workspace::open(&place.root()).unwrap();
    for import in workspace.lake().snapshot(None).unwrap().imports() {
        let raw = std::io::read_to_string(workspace.lake().raw(&import.sha256).unwrap()).unwrap();
        found.extend(raw.contains(text).then(|| import.file.clone()));
    }
    found
}

fn sessions(place: &Place, month: &str) -> Value {
    place.json(&["kpi", "sessions_social", "--month", month])[0].clone()
}

#[test]
fn what_is_too_old_goes_and_is_told_as_gone() {
    old_goes(Place::new());
}

pub(crate) fn old_goes(place: Place) {
    // In November six months are kept from May on.
    let place = aged_in(place, "visits = \"P6M\"\n");
    assert_eq!(sessions(&place, "2026-04")["value"], 1);
    let dry = at(&place, NOW, &["retention"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    let words: Vec<&str> = dry.out.lines().last().unwrap().split_whitespace().collect();
    assert_eq!(words, ["visits", "P6M", "2026-05-01", "1", "2026-12-01"], "{}", dry.out);
    assert_eq!(count(&place, "select count(*) from events"), 5);

    let done = at(&place, NOW, &["retention", "--apply"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(count(&place, "select count(*) from events where kind = 'visit'"), 2);
    // An order of the same time is kept for good, and so is the row that was put aside.
    assert_eq!(count(&place, "select count(*) from events where kind = 'order'"), 2);
    assert!(
        holds(&place, "canary-then").is_empty(),
        "{:?}",
        holds(&place, "canary-then")
    );
    assert!(!holds(&place, "browser-of-bob-1").is_empty());
    let gone = sessions(&place, "2026-04");
    assert!(gone["value"].is_null(), "{gone}");
    assert!(gone["missing"].to_string().contains("removed"), "{gone}");
    assert_eq!(sessions(&place, "2026-05")["value"], 1);
    // Other questions of that month are answered as before.
    assert_eq!(place.json(&["kpi", "orders", "--month", "2026-04"])[0]["value"], 1);
    let old = place.run(&["kpi", "orders", "--at", "1"]);
    assert!(old.code != 0 && old.err.contains("removed"), "{}", old.err);

    // Nothing more is too old, and no statement is made of nothing.
    at(&place, NOW, &["retention", "--apply"]);
    assert_eq!(Statement::all(&place.root()).unwrap().len(), 1);
    let list = place.run(&["person", "--erased"]);
    assert!(list.code == 0 && list.out.contains("age"), "{}\n{}", list.out, list.err);
    // A month later another month goes.
    at(&place, "2026-12-01T10:00:00Z", &["retention", "--apply"]);
    assert_eq!(count(&place, "select count(*) from events where kind = 'visit'"), 1);
    assert_eq!(Statement::all(&place.root()).unwrap().len(), 2);
}

#[test]
fn raw_files_go_by_when_they_came_and_their_facts_stay() {
    let place = aged("raw = \"P30D\"\n");
    assert!(
        at(&place, NOW, &["retention", "--apply"])
            .err
            .contains("Nothing is older")
    );
    let later = "2027-01-15T10:00:00Z";
    let done = at(&place, later, &["retention", "--apply"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(count(&place, "select count(*) from events"), 5);
    assert_eq!(count(&place, "select count(*) from quarantine"), 0);
    let workspace = Workspace::open(&place.root()).unwrap();
    let snapshot = workspace.lake().snapshot(None).unwrap();
    let import = &snapshot.imports()[0];
    assert_eq!(import.quarantined, 0);
    let raw = std::io::read_to_string(workspace.lake().raw(&import.sha256).unwrap()).unwrap();
    assert_eq!(raw, "");
    drop(workspace);
    // No fact went: what was told of earlier versions still is.
    assert_eq!(place.run(&["kpi", "orders", "--at", "1"]).code, 0);
}

#[test]
fn of_an_import_of_which_nothing_is_left_nothing_stays() {
    nothing_stays(Place::new());
}

pub(crate) fn nothing_stays(place: Place) {
    let place = aged_in(place, "visits = \"P1M\"\ndeeds = \"P1M\"\n");
    let done = at(&place, "2027-03-01T10:00:00Z", &["retention", "--apply"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(count(&place, "select count(*) from events"), 0);
    for text in ["canary", "browser-of-bob-1", "browser-of-kim-1"] {
        assert!(holds(&place, text).is_empty(), "{text}: {:?}", holds(&place, text));
    }
}

#[test]
fn a_server_looks_once_a_day() {
    server_looks(Place::new());
}

pub(crate) fn server_looks(place: Place) {
    let place = aged_in(place, "visits = \"P6M\"\n");
    let server = Collector::at(&place, NOW);
    let gone = soon(|| (Statement::all(&place.root()).unwrap().len() == 1).then_some(()));
    assert!(gone.is_some());
    let looked = soon(|| fs::read_to_string(place.root().join("erased/looked")).ok());
    assert_eq!(looked.as_deref(), Some("2026-11-30"));
    drop(server);
    assert!(holds(&place, "canary-then").is_empty());
    if place.bucket().is_some() {
        return;
    }
    let workspace = Workspace::open(&place.root()).unwrap();
    let next = workspace.retain_daily(NOW.parse::<Timestamp>().unwrap()).unwrap();
    // Midnight in Amsterdam.
    assert_eq!(next, Some("2026-11-30T23:00:00Z".parse().unwrap()));
}

#[test]
fn terms_that_are_none_are_refused() {
    for wrong in ["visits = \"13\"", "visits = \"PT5H\"", "photos = \"P1M\""] {
        let place = Place::new();
        let settings = place.root().join("harpoon.toml");
        let text = fs::read_to_string(&settings).unwrap();
        fs::write(&settings, format!("{text}\n[retention]\n{wrong}\n")).unwrap();
        let told = place.run(&["retention"]);
        assert!(
            told.code == 3 && told.err.contains("harpoon.toml"),
            "{wrong}: {}",
            told.err
        );
    }
    let told = Place::new().run(&["retention"]);
    assert!(told.code == 0 && told.err.contains("for good"), "{}", told.err);
}
