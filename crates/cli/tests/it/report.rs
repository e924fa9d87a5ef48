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

pub(crate) fn course() -> Course {
    let course = Course::new();
    let file = course.place.file("ads.csv", &ads());
    course.place.import(&[&file]);
    course
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

/// What the goal reached: the first number of the line that judges it.
fn reached(file: &Path) -> String {
    let page = fs::read_to_string(file).unwrap();
    let judged =
        |line: &&str| line.starts_with("| Paid link clicks") && (line.contains("Met") || line.contains("Missed"));
    let line = page.lines().find(judged).unwrap();
    let is_number = |cell: &&str| cell.starts_with(|c: char| c.is_ascii_digit());
    let number = line.split('|').map(str::trim).find(is_number).unwrap();
    number.split('[').next().unwrap().to_owned()
}

#[test]
fn signed_checked_and_restated() {
    let course = course();
    let args = ["report", "--month", "2026-09", "--format", "md", "--sign"];
    let folder = course.place.root().join("reports");
    assert_eq!(course.run("2026-09-01", &args).code, 2, "there is no key yet");
    assert!(!folder.join("2026-09.en.md").exists());
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
    let said = course.ok("2026-10-02", &args);
    assert!(said.contains("Signed, entry"), "{said}");
    let file = folder.join("2026-09.en.md");
    let signed = fs::read(&file).unwrap();
    assert_eq!(reached(&file), "600", "30 days of 20 clicks");

    let key = public_key(&course);
    let check = |file: &Path| {
        course
            .run("2026-10-06", &["verify", file.to_str().unwrap(), "--key", &key])
            .code
    };
    assert_eq!(check(&file), 0);
    assert!(course.ok("2026-10-05", &args).contains("Signed before"));
    let over = ["report", "--month", "2026-08", "--out", file.to_str().unwrap()];
    assert_eq!(course.run("2026-10-05", &over).code, 2, "no draft goes over it");

    let late = course.place.file("late.csv", &(HEAD.to_owned() + &day(9, 30, 200)));
    course.place.import(&[&late]);
    assert!(course.ok("2026-10-06", &args).contains("A restatement"));
    let restated = folder.join("2026-09.en.2.md");
    assert_eq!(reached(&restated), "780", "180 clicks more on the last day");
    assert_eq!((check(&file), check(&restated)), (0, 0));
    assert_eq!(
        fs::read(&file).unwrap(),
        signed,
        "the first issue stays what was signed"
    );
    flip(&restated);
    assert_ne!(check(&restated), 0);
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

pub(crate) fn public_key(course: &Course) -> String {
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
