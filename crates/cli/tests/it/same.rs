//! The same facts, however they come in.

use std::fs::File;
use std::io::Write;
use std::sync::LazyLock;

use super::contract::ADS;
use super::place::Place;

const COSTS: &str = "Kind,From,To,Amount,Currency,Note\nfees,2026-10-01,2026-10-31,1500.10,EUR,Agency\nlabour,2026-10-01,2026-10-07,320.05,EUR,\nsnacks,2026-10-01,2026-10-07,10,EUR,no kind\n";
const APRIL: (&str, &str) = ("2026-03", "2026-04");

fn files() -> [(&'static str, String); 3] {
    [
        ("a.csv", ADS.to_owned()),
        ("b.csv", COSTS.to_owned()),
        ("c.csv", ADS.replace(APRIL.0, APRIL.1)),
    ]
}

/// The facts of the files, each imported by itself in this order.
fn one_by_one(files: &[(&str, String)]) -> String {
    let place = Place::new();
    for (name, text) in files {
        let path = place.file(name, text);
        place.import(&[&path]);
    }
    place.facts()
}

/// The facts of the files as they are, made once for all who compare with them.
static WANT: LazyLock<String> = LazyLock::new(|| one_by_one(&files()));

fn last_rows_swapped(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.len() - 1;
    lines.swap(last, last - 1);
    lines.join("\n") + "\n"
}

#[test]
fn order_of_files_and_rows() {
    assert!(
        WANT.contains("spend") && WANT.contains("1500.1") && WANT.contains("snacks"),
        "{}",
        *WANT
    );
    let mut other = files();
    other.reverse();
    assert_eq!(one_by_one(&other), *WANT);
    assert_eq!(
        one_by_one(&files().map(|(name, text)| (name, last_rows_swapped(&text)))),
        *WANT
    );
    let place = Place::new();
    for (name, text) in files() {
        place.file(&format!("all/{name}"), &text);
    }
    place.import(&[place.beside("all").to_str().unwrap()]);
    assert_eq!(place.facts(), *WANT);
}

#[test]
fn a_zip_of_the_same_files() {
    let place = Place::new();
    let path = place.beside("all.zip");
    let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
    for (name, text) in files() {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    place.import(&[path.to_str().unwrap()]);
    assert_eq!(place.facts(), *WANT);
}

#[test]
fn again_and_under_another_name() {
    let place = Place::new();
    let first = place.file("a.csv", ADS);
    place.import(&[&first]);
    let want = place.facts();
    assert_eq!(place.import(&[&first])[0]["accepted"], 0);
    let copy = place.file("a (1).csv", ADS);
    assert_eq!(place.import(&[&copy])[0]["accepted"], 0);
    let swapped = place.file("sorted.csv", &last_rows_swapped(ADS));
    assert_eq!(place.import(&[&swapped])[0]["accepted"], 0);
    assert_eq!(place.facts(), want);
    assert_eq!(place.kpis(&["spend", "--all"]), ["spend : 43.3 EUR"]);
}
