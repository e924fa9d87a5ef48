//! `report --format pdf`: the report goes to a program that sets pages and comes back byte by byte; signed like all others. The
//! program itself is tested in `crates/pdf`; here a script stands for it.
#![cfg(unix)]

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::goals::Course;
use super::place::{Said, ours, said};
use super::report::{course, public_key};

const MONTH: [&str; 5] = ["report", "--month", "2026-09", "--format", "pdf"];

/// What the script writes, with these words in it.
fn written(with: &str) -> Vec<u8> {
    [b"%PDF-1.7\n\0\xff ", with.as_bytes(), b"\n%%EOF\n"].concat()
}

/// The command, with the script in place of the program.
fn command(course: &Course, day: &str, more: &[&str]) -> Command {
    let mut command = course.place.command(&[&MONTH, more].concat());
    command
        .env("HARPOON_KEYS", course.place.beside("keys"))
        .env("HARPOON_NOW", format!("{day}T08:00:00Z"))
        .env("HARPOON_PDF", ours("crates/cli/tests/fixtures/sets-pages.sh"))
        .env("SETS_PAGES_WITH", "one");
    command
}

fn ok(command: Command) -> Said {
    let said = said(command);
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    said
}

#[test]
fn the_bytes_are_passed_on_and_the_report_goes_out() {
    let course = course();
    let kept = course.place.beside("kept.json");
    let mut to_pipe = command(&course, "2026-10-02", &["--out", "-", "--lang", "zh-CN"]);
    let output = to_pipe.env("SETS_PAGES_KEEPS", &kept).output().unwrap();
    assert!(output.status.success());
    assert_eq!(output.stdout, written("one"));
    let report: Value = serde_json::from_slice(&fs::read(&kept).unwrap()).unwrap();
    let text = report.to_string();
    assert_eq!(report["document"]["language"], "zh-CN");
    assert!(text.contains("Zilt"));
    // 30 days of 1,000 impressions.
    assert!(text.contains("30,000"), "{text}");
}

#[test]
fn a_draft_is_named_and_warnings_are_told() {
    let course = course();
    let mut draft = command(&course, "2026-10-02", &["--quiet"]);
    draft.env("SETS_PAGES_WARNS", "one sign is in no font");
    let said = ok(draft);
    assert!(said.err.contains("one sign is in no font"), "{}", said.err);
    let file = course.place.root().join("reports/2026-09.en.draft.pdf");
    assert_eq!(fs::read(file).unwrap(), written("one"));
}

#[test]
fn pages_are_signed_and_checked_like_all_paper() {
    let course = course();
    course.ok("2026-09-01", &["key", "new", "buro"]);
    let signed = ok(command(&course, "2026-10-02", &["--sign"]));
    assert!(signed.out.contains("Signed, entry"), "{}", signed.out);
    let folder = course.place.root().join("reports");
    let file = folder.join("2026-09.en.pdf");
    assert_eq!(fs::read(&file).unwrap(), written("one"));
    assert!(folder.join("2026-09.en.pdf.proof").exists());
    let key = public_key(&course);
    let check = || {
        course
            .run("2026-10-06", &["verify", file.to_str().unwrap(), "--key", &key])
            .code
    };
    assert_eq!(check(), 0);

    // Another font gives other bytes and says nothing else: no entry for that.
    let mut again = command(&course, "2026-10-05", &["--sign"]);
    again.env("SETS_PAGES_WITH", "other letters");
    let again = ok(again);
    assert!(again.out.contains("Signed before"), "{}", again.out);
    assert_eq!(fs::read(&file).unwrap(), written("one"));

    fs::write(&file, written("tampered")).unwrap();
    assert_ne!(check(), 0);
}

#[test]
fn what_the_program_says_when_it_gives_up_is_passed_on() {
    let course = course();
    let mut gives_up = command(&course, "2026-10-02", &[]);
    gives_up.env("SETS_PAGES_GIVES_UP", "no font for Chinese was found");
    let said = said(gives_up);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("no font for Chinese was found"), "{}", said.err);
    assert!(!course.place.root().join("reports").exists());
}

#[test]
fn without_the_program_it_is_said_what_to_do() {
    let course = course();
    // A folder of its own: beside the binary of the tests the program may have been built.
    let alone = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let harpoon = alone.path().join("harpoon");
    fs::hard_link(env!("CARGO_BIN_EXE_harpoon"), &harpoon).unwrap();
    let run = |named: &str| {
        let mut command = Command::new(&harpoon);
        command.arg("-w").arg(course.place.root()).args(MONTH);
        command.env("PATH", alone.path()).env("HARPOON_PDF", named);
        said(command)
    };
    let absent = run("");
    assert_eq!(absent.code, 2, "{}", absent.err);
    assert!(absent.err.contains("cargo build"), "{}", absent.err);
    assert!(absent.err.contains("-p harpoon-pdf") && absent.err.contains("--format html"));
    let misnamed = run("/nowhere/harpoon-pdf");
    assert_eq!(misnamed.code, 2);
    assert!(
        misnamed.err.contains("HARPOON_PDF names `/nowhere/harpoon-pdf`"),
        "{}",
        misnamed.err
    );
    assert!(!course.place.root().join("reports").exists());
    // Beside the binary it is found without being named.
    let script = ours("crates/cli/tests/fixtures/sets-pages.sh");
    std::os::unix::fs::symlink(script, alone.path().join("harpoon-pdf")).unwrap();
    let mut beside = Command::new(&harpoon);
    beside
        .arg("-w")
        .arg(course.place.root())
        .args(MONTH)
        .env_remove("HARPOON_PDF");
    assert!(ok(beside).out.contains("2026-09.en.draft.pdf"));
}
