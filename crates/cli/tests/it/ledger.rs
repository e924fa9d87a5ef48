//! Keys, ledger and `verify`, as agency and client use them.

use std::fs;
use std::path::PathBuf;

use harpoon_ledger::{Digest, Draft, Kind, LedgerFiles, Role, Signer};
use serde_json::{Value, json};

use super::place::{Place, Said, said};

/// A workspace with a ledger of six entries, the last of which issues `march.html` beside the workspace.
struct Made {
    place: Place,
    report: PathBuf,
    key: String,
}

fn made() -> Made {
    let place = Place::new();
    let report = PathBuf::from(place.file("march.html", "<p>87 of 100 followers\n"));
    let agency = Signer::from_seed("studio.example", Role::Agency, &[7; 32]).unwrap();
    let client = Signer::from_seed("bakery.example", Role::Client, &[9; 32]).unwrap();
    let ledger = LedgerFiles::of_workspace(&place.root());
    let time = "2026-04-01T08:00:00Z".parse().unwrap();
    let draft = |kind, body| Draft { kind, time, body };
    ledger.create(&agency, time).unwrap();
    ledger.introduce(&client, time, &agency).unwrap();
    let add = |kind, body, author| ledger.append(draft(kind, body), author, &agency).unwrap();
    add(Kind::Goal, json!({"goal": "g1", "target": "100"}), &agency);
    add(Kind::Revision, json!({"goal": "g1", "target": "80"}), &agency);
    let leaf = ledger.log().unwrap().leaves()[3].to_string();
    add(Kind::Agreement, json!({"entry": leaf}), &client);
    let sha256 = Digest::of(&fs::read(&report).unwrap()).to_string();
    add(Kind::Report, json!({"sha256": sha256}), &agency);
    let key = agency.verifier().to_string();
    Made { place, report, key }
}

impl Made {
    fn verify(&self, args: &[&str]) -> Said {
        self.place.run(&[&["verify", "--key", &self.key], args].concat())
    }

    /// Code, and the words of what was found.
    fn found(&self, args: &[&str]) -> (i32, Vec<String>) {
        let said = self.verify(&[args, &["--format", "json"]].concat());
        let all: Value = serde_json::from_str(&said.out).unwrap();
        let word = |finding: &Value| finding["finding"].as_str().unwrap().to_owned();
        (
            said.code,
            all[0]["findings"].as_array().unwrap().iter().map(word).collect(),
        )
    }
}

#[test]
fn a_ledger_and_a_report_that_hold() {
    let made = made();
    let report = made.report.to_str().unwrap();
    let ledger = made.verify(&[]);
    assert_eq!(ledger.code, 0, "{}{}", ledger.out, ledger.err);
    assert!(ledger.out.contains("6 entries, signed by studio.example+") && ledger.out.contains("All of it holds."));
    assert!(
        ledger.out.contains("(client), as the ledger introduces it"),
        "a key that nobody named is said to be so"
    );
    // Report, proof and key are enough.
    let proof = made.place.ok(&["ledger", "show", "6", "--proof"]);
    fs::write(made.place.beside("march.html.proof"), proof).unwrap();
    let alone = made.verify(&[report]);
    assert_eq!(alone.code, 0, "{}{}", alone.out, alone.err);
    assert!(alone.out.contains("issued as entry 6 of 6"), "{}", alone.out);
    let root = made.place.root().join("ledger");
    assert_eq!(
        made.found(&[report, "--ledger", root.to_str().unwrap()]),
        (0, Vec::new())
    );
    let kept = root.join("checkpoint");
    assert_eq!(made.found(&["--checkpoint", kept.to_str().unwrap()]), (0, Vec::new()));
}

#[test]
fn what_does_not_hold_is_a_finding() {
    let made = made();
    let report = made.report.to_str().unwrap();
    let root = made.place.root().join("ledger");
    let proof = made.place.ok(&["ledger", "show", "6", "--proof"]);
    fs::write(made.place.beside("march.html.proof"), proof).unwrap();
    fs::write(&made.report, "<p>97 of 100 followers\n").unwrap();
    let both = [report, "--ledger", root.to_str().unwrap()];
    assert_eq!(
        made.found(&both),
        (1, vec!["proof".to_owned(), "not_issued".to_owned()])
    );
    let path = root.join("entries.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"target\":\"80\"", "\"target\":\"70\"")).unwrap();
    assert_eq!(made.found(&[]), (1, vec!["signature".to_owned(), "root".to_owned()]));
    assert!(
        made.verify(&[])
            .out
            .contains("entries.jsonl, line 4: the signature of studio.example+")
    );
    // Nothing is shown of a ledger that is not as it was signed.
    assert_eq!(made.place.run(&["ledger", "list"]).code, 3);
}

#[test]
fn used_wrongly_and_files_that_are_not_there() {
    let made = made();
    let report = made.report.to_str().unwrap();
    assert_eq!(made.place.run(&["verify"]).code, 2, "no key");
    assert_eq!(made.place.run(&["verify", "--key", "nonsense"]).code, 2);
    assert_eq!(made.verify(&[report]).code, 2, "neither proof nor ledger");
    assert_eq!(made.verify(&["--checkpoint", "nowhere"]).code, 3);
    assert_eq!(made.verify(&["--ledger", "nowhere"]).code, 2);
    assert_eq!(made.place.run(&["ledger", "show", "7"]).code, 2);
    assert_eq!(made.place.run(&["ledger", "show", "0"]).code, 2);
}

#[test]
fn entries_are_listed_with_who_has_signed() {
    let made = made();
    let entries = made.place.json(&["ledger", "list"]);
    let signed = |entry: &Value| entry["signed"].as_array().unwrap().len();
    assert_eq!(entries.iter().map(signed).collect::<Vec<_>>(), [1, 1, 1, 2, 1, 1]);
    assert_eq!(entries[3]["body"]["target"], "80");
    let shown = made.place.ok(&["ledger", "show", "4"]);
    assert!(
        shown.contains("Signed    agency, client") && shown.contains("Says      target = 80"),
        "{shown}"
    );
}

#[test]
fn keys_are_made_shown_and_never_overwritten() {
    let place = Place::new();
    let run = |args: &[&str]| {
        let mut command = place.command(args);
        command
            .env("HARPOON_KEYS", place.beside("keys"))
            .env_remove("HARPOON_KEY_PASSPHRASE");
        said(command)
    };
    let new = run(&["key", "new", "bakery.example", "--role", "client"]);
    assert_eq!(new.code, 0, "{}", new.err);
    assert!(new.out.starts_with("bakery.example+"));
    assert_eq!(run(&["key", "show", "bakery.example"]).out, new.out);
    assert!(run(&["key", "list"]).out.contains("client"));
    assert_eq!(run(&["key", "new", "bakery.example"]).code, 2);
    assert_eq!(run(&["key", "new", "../x"]).code, 2);
    assert_eq!(run(&["key", "show", "nobody"]).code, 2);
    let secret = fs::read_to_string(place.beside("keys/bakery.example.key")).unwrap();
    let seed = secret.lines().last().unwrap().rsplit(' ').next().unwrap();
    assert!(!new.out.contains(seed) && !new.err.contains(seed));
}
