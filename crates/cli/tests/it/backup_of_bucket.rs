//! Backups of a workspace whose tables lie in a bucket: one moment of it while other nodes write, brought back to a disk and to a bucket.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::bucket::{Bucket, SHARED, allowed, posts};
use super::erasing;
use super::place::{Place, harpoon, said};
use crate::is_long;

fn first() -> Option<(Bucket, Place)> {
    let bucket = Bucket::new(SHARED.as_ref()?.port);
    let node = Place::node_of(&bucket);
    Some((bucket, node))
}

/// A command on a folder that is no node of the test.
fn on(root: &Path, args: &[&str]) -> Command {
    let mut command = harpoon();
    command.arg("-w").arg(root).args(args);
    command
}

fn well(command: Command) -> String {
    said(command).well(&[])
}

fn back_up(node: &Place, to: &Path) -> Value {
    node.json(&["backup", to.to_str().unwrap()])[0].clone()
}

fn restore(from: &Path, to: &Path, more: &[&str]) {
    let mut command = harpoon();
    command.arg("restore").arg(from).arg(to).args(more);
    allowed(&mut command);
    well(command);
}

/// What a workspace answers.
const ASKED: [&[&str]; 4] = [
    &[
        "kpi",
        "impressions",
        "views",
        "--all",
        "--by",
        "month",
        "--format",
        "csv",
    ],
    &[
        "sql",
        "select * from observations order by 1,2,3,4,5,6,7,8,9,10,11,12",
        "--format",
        "csv",
    ],
    &["sql", "select * from posts order by 1,2,3", "--format", "csv"],
    &["imports", "--format", "json"],
];

fn answers(make: impl Fn(&[&str]) -> Command) -> Vec<String> {
    ASKED.iter().map(|args| well(make(args))).collect()
}

#[test]
fn what_comes_back_from_a_bucket_answers_the_same() {
    let Some((bucket, node)) = first() else { return };
    let files = tempfile::tempdir().unwrap();
    let file = |n: u32| posts(&files, &format!("{n}.csv"), 100 * n, 40);
    for n in 1..=6 {
        node.import(&[&file(n)]);
    }
    let id = node.json(&["imports"])[2]["import"].as_str().unwrap().to_owned();
    node.ok(&["imports", "revert", &id]);
    // Another node joins files, so that old ones are named by nobody.
    Place::node_of(&bucket).ok(&["optimize"]);
    let before = answers(|args| node.command(args));
    let objects = bucket.keys();

    let depot = node.beside("backups");
    let made = back_up(&node, &depot);
    assert!(made["new_files"].as_u64().unwrap() > 20, "{made}");
    let again = back_up(&node, &depot);
    assert_eq!(again["new_files"], 0, "{again}");
    well(on(&node.root(), &["backup", depot.to_str().unwrap(), "--verify"]));

    // On a disk, where nothing names the bucket any more and no credentials are needed.
    let disk = node.beside("on-disk");
    restore(&depot, &disk, &[]);
    assert!(!fs::read_to_string(disk.join("harpoon.toml")).unwrap().contains("s3://"));
    let unaided = |args: &[&str]| {
        let mut command = on(&disk, args);
        command
            .env_remove("AWS_ACCESS_KEY_ID")
            .env_remove("AWS_SECRET_ACCESS_KEY");
        command
    };
    assert_eq!(answers(unaided), before);
    let doctor = said(unaided(&["doctor"])).out;
    assert!(!doctor.contains("is gone") && !doctor.contains("under way"), "{doctor}");

    // In a bucket.
    let (there, url) = (node.beside("there"), format!("s3://{}/again", bucket.name));
    let endpoint = format!("http://127.0.0.1:{}", bucket.port);
    restore(&depot, &there, &["--storage", &url, "--endpoint", &endpoint]);
    assert!(!there.join("raw").exists() && fs::read_to_string(there.join("harpoon.toml")).unwrap().contains(&url));
    let aided = |args: &[&str]| {
        let mut command = on(&there, args);
        allowed(&mut command);
        command
    };
    assert_eq!(answers(aided), before);
    // Where something lies already nothing is brought.
    let mut occupied = harpoon();
    occupied.arg("restore").arg(&depot).arg(node.beside("third"));
    occupied.args(["--storage", &url, "--endpoint", &endpoint]);
    allowed(&mut occupied);
    let told = said(occupied);
    assert!(told.code != 0 && told.err.contains("already"), "{}", told.err);
    assert!(!node.beside("third").exists());

    // Both go on by themselves, and the first is as it was.
    well(on(&disk, &["import", "--yes", "--quiet", &file(7)]));
    well(aided(&["import", "--yes", "--quiet", &file(8)]));
    let own: Vec<String> = bucket
        .keys()
        .into_iter()
        .filter(|key| key.starts_with("zilt/"))
        .collect();
    assert_eq!(own, objects);
    assert_eq!(answers(|args| node.command(args)), before);

    // An older version: four files, before one was taken back.
    let then = node.beside("then");
    restore(&depot, &then, &["--at", "4"]);
    let of = |out: String| -> Vec<String> {
        // Receipts name the version.
        let values = out
            .lines()
            .map(|line| line.rsplit_once(',').unwrap_or((line, "")).0.to_owned());
        values.collect()
    };
    let told = of(well(on(&then, ASKED[0])));
    assert_eq!(told, of(node.ok(&[ASKED[0], &["--at", "4"]].concat())));
    assert_ne!(told, of(before[0].clone()));
}

/// Other nodes import and join without a pause; each backup is a moment between two imports.
#[test]
fn a_backup_beside_nodes_that_write() {
    let Some((bucket, node)) = first() else {
        return;
    };
    let files = tempfile::tempdir().unwrap();
    let (done, is_over) = (AtomicU32::new(0), AtomicBool::new(false));
    let depot = node.beside("backups");
    let backups = if is_long() { 12 } else { 3 };
    let writers = [Place::node_of(&bucket), Place::node_of(&bucket)];
    // The tables are there before anybody counts.
    node.ok(&["imports"]);
    let mut made = Vec::new();
    thread::scope(|threads| {
        for (name, writer) in (1..).zip(&writers) {
            let (files, done, is_over) = (&files, &done, &is_over);
            threads.spawn(move || {
                for round in 0.. {
                    if is_over.load(Ordering::Acquire) {
                        break;
                    }
                    let file = posts(files, &format!("{name}-{round}.csv"), 100_000 * name + 100 * round, 50);
                    writer.import(&[&file]);
                    done.fetch_add(1, Ordering::AcqRel);
                    if round % 5 == 4 {
                        writer.ok(&["optimize"]);
                    }
                }
            });
        }
        for _ in 0..backups {
            let least = done.load(Ordering::Acquire);
            let id = back_up(&node, &depot)["backup"].as_str().unwrap().to_owned();
            // Each writer may be within one more.
            made.push((id, least, done.load(Ordering::Acquire) + 2));
            thread::sleep(Duration::from_millis(300));
        }
        is_over.store(true, Ordering::Release);
    });
    for (at, (id, least, most)) in made.iter().enumerate() {
        let to = node.beside(&format!("back-{at}"));
        restore(&depot, &to, &["--backup", id]);
        let one = |sql: &str| -> u32 {
            let out = well(on(&to, &["sql", sql, "--format", "csv"]));
            out.lines().last().unwrap().parse().unwrap()
        };
        let imports = one("select count(*) from imports where status = 'done'");
        assert!((*least..=*most).contains(&imports), "{imports}: {least} to {most}");
        let told = "from observations where metric = 'impressions'";
        assert_eq!(one(&format!("select count(*) {told}")), 50 * imports);
        assert_eq!(one(&format!("select count(distinct entity_id) {told}")), 50 * imports);
    }
    assert!(
        made.iter().map(|(_, least, _)| least).collect::<BTreeSet<_>>().len() > 1,
        "{made:?}"
    );
}

#[test]
fn a_restore_from_a_bucket_erases_again() {
    let Some((_, node)) = first().filter(|_| is_long()) else {
        return;
    };
    erasing::restored_is_erased(node);
}

/// Killed at any moment, a backup leaves those before it as good as they were, and the next one is whole.
#[test]
fn a_killed_backup_of_a_bucket_harms_none() {
    let Some((_, node)) = first() else { return };
    let kills = if is_long() { 20 } else { 1 };
    let files = tempfile::tempdir().unwrap();
    node.import(&[&posts(&files, "first.csv", 1, 20)]);
    let depot = node.beside("backups");
    let good = back_up(&node, &depot)["backup"].as_str().unwrap().to_owned();
    for round in 0..kills {
        node.import(&[&posts(&files, &format!("{round}.csv"), 1_000 * (round + 1), 20)]);
        let mut command = node.command(&["-q", "backup", depot.to_str().unwrap()]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(250 + u64::from(round) * 61 % 700));
        child.kill().unwrap();
        child.wait().unwrap();
        well(on(&node.root(), &["backup", depot.to_str().unwrap(), "--verify"]));
        let to = node.beside(&format!("back-{round}"));
        restore(&depot, &to, &["--backup", &good]);
        fs::remove_dir_all(&to).unwrap();
        back_up(&node, &depot);
    }
}
