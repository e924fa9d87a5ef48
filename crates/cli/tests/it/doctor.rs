//! `doctor` on tables and certificates; what it finds around the data beside is in `metrics.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::contract::with_ads;
use super::place::Place;

/// What is found, with these words and this environment, and the exit code.
fn asked(place: &Place, more: &[&str], set: &[(&str, &str)]) -> (i32, Vec<Value>) {
    let mut command = place.command(&[&["doctor", "--format", "json"], more].concat());
    command.env("HARPOON_KEYS", place.beside("keys"));
    let output = command.envs(set.iter().copied()).output().unwrap();
    let found = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), found)
}

/// Severity and words of what a check found.
fn of(found: &[Value], check: &str) -> Vec<(String, String)> {
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let found = found.iter().filter(|one| one["check"] == check);
    found.map(|one| (text(one, "severity"), text(one, "what"))).collect()
}

/// The newest version that a table's folder holds, by the names of its files.
fn newest(lake: &Path, table: &str) -> u64 {
    let entries = fs::read_dir(lake.join(table).join("_delta_log")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter_map(|name| name.strip_suffix(".json")?.parse().ok())
        .max()
        .unwrap()
}

#[test]
fn tables_are_told_with_their_versions_and_strange_ones_named() {
    let place = with_ads();
    let lake = place.root().join("lake");
    let (code, found) = asked(&place, &[], &[]);
    assert_eq!(code, 0, "{found:#?}");
    let told = of(&found, "tables");
    let mut tables: Vec<String> = fs::read_dir(&lake)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("_delta_log").is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    tables.sort();
    let versions: Vec<String> = tables
        .iter()
        .map(|name| format!("{name} {}", newest(&lake, name)))
        .collect();
    assert!(tables.len() >= 9, "{tables:?}");
    let want = format!("Delta reader 1, writer 2; versions: {}", versions.join(", "));
    assert_eq!(told, [("note".to_owned(), want)]);

    // Another program takes rows away by marks in the table, which we do not read.
    let next = lake.join(format!(
        "observations/_delta_log/{:020}.json",
        newest(&lake, "observations") + 1
    ));
    let marks = r#"{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]}}"#;
    fs::write(&next, marks).unwrap();
    let (code, found) = asked(&place, &[], &[]);
    assert_eq!(code, 1, "{found:#?}");
    let told = of(&found, "tables");
    assert_eq!(told.len(), 2, "{told:?}");
    let (severity, what) = &told[0];
    assert_eq!(severity, "error");
    for part in ["lake/observations ", "reader 3", "writer 7", "(deletionVectors)"] {
        assert!(what.contains(part), "{part}: {what}");
    }
    assert!(!told[1].1.contains("observations "), "{told:?}");
}

/// Certificate and key by OpenSSL, for so many days from now on; `None` where it is not there.
fn certificate(folder: &Path, name: &str, days: &str, kind: &[&str]) -> Option<[String; 2]> {
    let [file, key] = ["pem", "key"].map(|end| folder.join(format!("{name}.{end}")).to_str().unwrap().to_owned());
    let made = Command::new("openssl")
        .args(["req", "-x509", "-nodes", "-subj", "/CN=harpoon", "-days", days])
        .args(kind)
        .args(["-out", &file, "-keyout", &key])
        .output();
    made.is_ok_and(|made| made.status.success()).then_some([file, key])
}

const EC: [&str; 4] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

#[test]
fn certificates_that_end_or_are_of_another_key_are_told() {
    let place = Place::new();
    let folder = tempfile::tempdir().unwrap();
    let made = |name, days, kind: &[&str]| certificate(folder.path(), name, days, kind);
    let Some([long, key]) = made("long", "400", &EC) else {
        #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
        {
            eprintln!("SKIPPED: no openssl; certificates are not looked at");
        }
        return;
    };
    let [rsa, rsa_key] = made("rsa", "400", &["-newkey", "rsa:2048"]).unwrap();
    let [ed, ed_key] = made("ed", "400", &["-newkey", "ed25519"]).unwrap();
    let [soon, _] = made("soon", "20", &EC).unwrap();
    let given = |args: &[&str]| {
        let (code, found) = asked(&place, args, &[]);
        (code, of(&found, "certificates"))
    };
    // Each kind of key with its own certificate; then all at once, in any order.
    for (file, key) in [(&long, &key), (&rsa, &rsa_key), (&ed, &ed_key)] {
        assert_eq!(given(&["--certificate", file, "--key", key]), (0, Vec::new()), "{file}");
    }
    let all = [
        "--key",
        &ed_key,
        "--certificate",
        &long,
        "--certificate",
        &ed,
        "--key",
        &key,
    ];
    assert_eq!(given(&all), (0, Vec::new()));

    let one = |args: &[&str], severity: &str, part: &str| {
        let (code, told) = given(args);
        let is_so = told.len() == 1 && told[0].0 == severity && told[0].1.contains(part);
        assert!(code == 1 && is_so, "{args:?}: {code} {told:?}");
    };
    one(
        &["--certificate", &long, "--key", &rsa_key],
        "error",
        "is of another certificate",
    );
    one(&["--certificate", &soon], "warning", "in 19 days");
    let gone = place.beside("gone.pem");
    one(&["--certificate", gone.to_str().unwrap()], "error", "gone.pem");
    one(&["--certificate", &key], "error", "no certificate in it");
    one(&["--certificate", &long, "--key", &long], "error", "cannot be used");
    let closed = folder.path().join("closed.key");
    let is_closed = Command::new("openssl")
        .args(["pkcs8", "-topk8", "-in", &key, "-passout", "pass:hunter2", "-out"])
        .arg(&closed)
        .output();
    assert!(is_closed.unwrap().status.success());
    one(
        &["--certificate", &long, "--key", closed.to_str().unwrap()],
        "error",
        "closed by a password",
    );
    let torn: PathBuf = folder.path().join("torn.pem");
    let text = fs::read_to_string(&long).unwrap();
    fs::write(&torn, text.replacen("MII", "MIA", 1)).unwrap();
    one(&["--certificate", torn.to_str().unwrap()], "error", "damaged");
    // Ten years on, and before it was made.
    for (now, part) in [
        ("2046-01-01T00:00:00Z", "ended at"),
        ("2020-01-01T00:00:00Z", "does not count before"),
    ] {
        let (code, found) = asked(&place, &["--certificate", &long], &[("HARPOON_NOW", now)]);
        let told = of(&found, "certificates");
        assert!(
            code == 1 && told.len() == 1 && told[0].0 == "error" && told[0].1.contains(part),
            "{told:?}"
        );
    }
    // Those that the settings and the environment name.
    let settings = place.root().join("harpoon.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text}\n[engine]\ncertificate = '{soon}'\n")).unwrap();
    let url = format!(
        "postgres://a:hunter2@localhost:1/a?sslmode=verify-full&sslrootcert={soon}&sslcert={long}&sslkey={rsa_key}"
    );
    let (code, found) = asked(&place, &[], &[("HARPOON_MAIL_CA", &soon), ("HARPOON_STATE_URL", &url)]);
    let told = of(&found, "certificates");
    let many = |severity: &str| told.iter().filter(|one| one.0 == severity).count();
    assert!(code == 1 && many("warning") == 3 && many("error") == 1, "{told:#?}");
    assert!(!format!("{found:?}").contains("hunter2"), "{found:?}");
}
