//! The report on real commands: its figures, their receipts, signed, checked, and signed anew when late data come.

use std::fs;
use std::path::Path;

use super::goals::Course;

const HEAD: &str = "\u{feff}\"Campaign name\",Day,\"Ad ID\",Impressions,\"Link clicks\",\"Amount spent (EUR)\",\"Reporting starts\",\"Reporting ends\"\n";

/// A day of ads: a thousand impressions, so many clicks, ten euros.
fn day(month: u32, day: u32, clicks: u32) -> String {
    format!("Pasen,2026-{month:02}-{day:02},1001,1000,{clicks},10,2026-08-01,2026-09-30\n")
}

/// August with 10 clicks a day, September with 20.
fn ads() -> String {
    let august = (1..=31).map(|n| day(8, n, 10));
    let september = (1..=30).map(|n| day(9, n, 20));
    HEAD.to_owned() + &august.chain(september).collect::<String>()
}

fn course() -> Course {
    let course = Course::new();
    let file = course.place.file("ads.csv", &ads());
    course.place.import(&[&file]);
    course
}

/// Receipts in the text of a page, each once.
fn receipts(page: &str) -> Vec<String> {
    let is_receipt = |word: &&str| word.len() == 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words = page.split(|c: char| !c.is_ascii_alphanumeric());
    let mut found: Vec<String> = words.filter(is_receipt).map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn a_month_in_three_languages_is_the_same_twice() {
    let course = course();
    let mut pages = Vec::new();
    for lang in ["en", "zh-CN", "fy"] {
        let args = [
            "report", "--month", "2026-09", "--lang", lang, "--format", "md", "--out", "-",
        ];
        let page = course.ok("2026-10-02", &args);
        assert!(page.contains("Zilt"), "{page}");
        pages.push(page);
    }
    let again = ["report", "--month", "2026-09", "--format", "md", "--out", "-"];
    assert_eq!(pages[0], course.ok("2026-10-02", &again));
    // 30 days of 1,000 impressions and ten euros: the platform table has them as they are.
    let plain = pages[0].replace('\u{a0}', " ");
    assert!(plain.contains("30,000") && plain.contains("300.00 EUR"), "{plain}");
    assert!(pages[1] != pages[0] && pages[2] != pages[0]);
}

#[test]
fn every_receipt_is_repeated_from_the_same_data() {
    let course = course();
    let args = ["report", "--month", "2026-09", "--out", "-"];
    let page = course.ok("2026-10-02", &args);
    let found = receipts(&page);
    assert!(found.len() > 10, "{found:?}");
    for receipt in &found {
        let once = course.ok("2026-10-02", &["why", receipt, "--format", "json"]);
        assert_eq!(
            once,
            course.ok("2026-10-03", &["why", receipt, "--format", "json"]),
            "{receipt}"
        );
    }
}

#[test]
fn signed_checked_and_restated() {
    let course = course();
    course.ok("2026-09-01", &["key", "new", "buro"]);
    let goal = [
        "goal",
        "add",
        "--kpi",
        "clicks_link_paid",
        "--target",
        "700",
        "--every",
        "month",
    ];
    course.ok("2026-09-01", &goal);
    let args = ["report", "--month", "2026-09", "--sign"];
    let said = course.ok("2026-10-02", &args);
    assert!(said.contains("Signed, entry"), "{said}");
    let file = course.place.root().join("reports/2026-09.en.html");
    let page = fs::read_to_string(&file).unwrap();
    // 600 clicks of 700.
    assert!(page.contains("600") && page.contains("700"), "{page}");

    let key = public_key(&course);
    let path = file.to_str().unwrap();
    course.ok("2026-10-02", &["verify", path, "--key", &key]);
    let again = course.ok("2026-10-05", &args);
    assert!(again.contains("Signed before"), "{again}");
    assert_eq!(
        page,
        fs::read_to_string(&file).unwrap(),
        "nothing changed, so nothing is issued anew"
    );

    flip(&file);
    let refused = course.run("2026-10-05", &["verify", path, "--key", &key]);
    assert_ne!(refused.code, 0, "{}", refused.out);

    let late = HEAD.to_owned() + &day(9, 30, 200);
    let late = course.place.file("late.csv", &late);
    course.place.import(&[&late]);
    let restated = course.ok("2026-10-06", &args);
    assert!(restated.contains("restatement"), "{restated}");
    let page = fs::read_to_string(&file).unwrap();
    // 180 clicks more on the last day.
    assert!(page.contains("780"), "{page}");
    course.ok("2026-10-06", &["verify", path, "--key", &key]);
}

#[test]
fn a_month_without_anything_is_a_page_all_the_same() {
    let course = Course::new();
    let page = course.ok(
        "2026-10-02",
        &["report", "--month", "2026-09", "--format", "md", "--out", "-"],
    );
    assert!(page.contains("Zilt"), "{page}");
    let refused = course.run("2026-10-02", &["report", "--month", "September"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
}

fn public_key(course: &Course) -> String {
    let keys = course.place.root().join("ledger/keys");
    let file = fs::read_dir(keys).unwrap().next().unwrap().unwrap().path();
    let copy = course.place.beside("buro.pub");
    fs::copy(file, &copy).unwrap();
    copy.to_str().unwrap().to_owned()
}

fn flip(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file, bytes).unwrap();
}
