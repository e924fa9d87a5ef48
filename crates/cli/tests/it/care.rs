//! Looking after a workspace: costs by hand, quarantine, KPIs of one's own, completions.

use std::fs;

use super::contract::with_ads;
use super::place::{Place, harpoon, said};

#[test]
fn costs_by_hand() {
    let place = Place::new();
    let add = [
        "cost",
        "add",
        "fees",
        "1200",
        "EUR",
        "--from",
        "2026-10-01",
        "--to",
        "2026-10-31",
        "--note",
        "Agency",
    ];
    place.ok(&add);
    assert_eq!(
        place.kpis(&["cost_full", "--month", "2026-10"]),
        ["cost_full : 1200 EUR"]
    );
    // The same again is a slip of the finger until told otherwise.
    place.run(&add);
    assert_eq!(
        place.kpis(&["cost_full", "--month", "2026-10"]),
        ["cost_full : 1200 EUR"]
    );
    let list = place.ok(&["cost", "list", "--format", "csv"]);
    assert!(list.contains("fees,2026-10-01,2026-10-31,1200,EUR"), "{list}");
    let bad = place.run(&["cost", "add", "snacks", "0", "euro", "--from", "2026-13-01"]);
    assert_eq!(bad.code, 2);
    for mistake in ["snacks", "euro", "2026-13-01", "nothing to note"] {
        assert!(bad.err.contains(mistake), "{mistake}: {}", bad.err);
    }
}

#[test]
fn rows_put_aside() {
    let place = Place::new();
    let costs = place.file(
        "costs.csv",
        "kind,from,to,amount,currency\nfees,2026-10-01,2026-10-31,100,EUR\nfees,2026-10-32,2026-10-31,5,EUR\n",
    );
    place.import(&[&costs]);
    let list = place.run(&["quarantine", "list", "--format", "json"]);
    assert_eq!(list.code, 1);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&list.out).unwrap();
    assert_eq!(
        (&rows[0]["file"], &rows[0]["line"], &rows[0]["column"]),
        (&"costs.csv".into(), &3.into(), &"from".into())
    );
    assert!(rows[0]["reason"].as_str().unwrap().contains("2026-10-32"));
    let retry = place.run(&["quarantine", "retry", "--format", "json"]);
    assert_eq!(retry.code, 1, "{}{}", retry.out, retry.err);
    assert_eq!(place.kpis(&["cost_full", "--all"]), ["cost_full : 100 EUR"]);
    let doctor = place.run(&["doctor"]);
    assert_eq!(doctor.code, 1);
    assert!(doctor.out.contains("put aside"), "{}", doctor.out);
}

#[test]
fn a_kpi_of_ones_own() {
    let place = with_ads();
    let own = "[[kpi]]\nid = \"clicks_per_thousand\"\ntitle = \"Clicks per thousand\"\nmeaning = \"Link clicks for a thousand impressions.\"\n\
proves_not = \"That anybody stayed.\"\nformula = \"1000 * clicks_link / impressions\"\nunit = \"count\"\nbetter = \"up\"\nstage = \"interest\"\n\
level = \"micro\"\nsource = \"Own definition (2026)\"\n";
    fs::write(place.root().join("catalogue.toml"), own).unwrap();
    assert!(place.ok(&["catalogue"]).contains("clicks_per_thousand"));
    assert_eq!(
        place.kpis(&["clicks_per_thousand", "--all"]),
        ["clicks_per_thousand : 24 count"]
    );
    assert!(
        place
            .ok(&["why", "clicks_per_thousand"])
            .contains("Link clicks for a thousand impressions.")
    );
    fs::write(
        place.root().join("catalogue.toml"),
        own.replace("clicks_link", "klicks"),
    )
    .unwrap();
    let said = place.run(&["kpi", "spend"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("klicks"), "{}", said.err);
}

#[test]
fn why_shows_the_rows_as_they_came() {
    let place = with_ads();
    let why = place.ok(&["why", "spend", "--where", "ad=1002"]);
    for part in [
        "Etalage,2026-03-02,1002,300,5,10,9",
        "Zilt-Ads-Mar-1-2026-Mar-2-2026.csv",
        "It does not prove",
    ] {
        assert!(why.contains(part), "{part}: {why}");
    }
}

#[test]
fn completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let mut command = harpoon();
        command.args(["completions", shell]);
        let said = said(command);
        assert!(
            said.code == 0 && said.out.contains("harpoon") && said.out.contains("quarantine"),
            "{shell}"
        );
    }
}
