//! Backups: one moment of a workspace while others work with it, brought back to the byte, whatever was killed in between.

use crate::is_long;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::collector::{Collector, order, source};
use super::contract::with_ads;
use super::place::{Place, Said, harpoon, said};
use super::receipts::course;

/// A command on no workspace of the test.
fn run(args: &[&str]) -> Said {
    let mut command = harpoon();
    command.args(args);
    said(command)
}

fn ok(args: &[&str]) -> String {
    let said = run(args);
    assert_eq!(said.code, 0, "{args:?}\n{}\n{}", said.out, said.err);
    said.out
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The id that `backup` prints.
fn back_up(place: &Place, to: &Path, more: &[&str]) -> Value {
    let made = place.json(&[&["backup", text(to)], more].concat());
    made[0].clone()
}

fn restore(from: &Path, to: &Path, more: &[&str]) -> Value {
    let all = ok(&[&["restore", text(from), text(to), "--format", "json"], more].concat());
    serde_json::from_str::<Vec<Value>>(&all).unwrap()[0].clone()
}

/// What a workspace answers: the catalogue's numbers, every fact, goals, the proof of the ledger.
fn answers(root: &Path, day: &str, keys: &Path) -> Vec<String> {
    let asked: &[&[&str]] = &[
        &[
            "kpi",
            "impressions",
            "spend",
            "clicks_link_paid",
            "revenue",
            "--all",
            "--by",
            "platform",
            "--format",
            "json",
        ],
        &[
            "sql",
            "select * from observations order by 1,2,3,4,5,6,7,8,9,10,11,12",
            "--format",
            "csv",
        ],
        &["sql", "select * from events order by 1,2,3,4,5", "--format", "csv"],
        &["imports", "--format", "json"],
        &["goals", "--month", "2026-09", "--format", "json"],
        &["verify", "--format", "json"],
    ];
    asked
        .iter()
        .map(|args| {
            let mut command = harpoon();
            command.arg("-w").arg(root).args(*args);
            command
                .env("HARPOON_NOW", format!("{day}T08:00:00Z"))
                .env("HARPOON_KEYS", keys);
            let said = said(command);
            format!("{}\n{}\n{}", said.code, said.out, said.err.replace(text(root), "ROOT"))
        })
        .collect()
}

/// Every file below a folder with its bytes, from there on.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut next = vec![folder.to_owned()];
    while let Some(folder) = next.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                next.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|path| (path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn what_comes_back_answers_the_same() {
    let course = course();
    let place = &course.place;
    place.ok(&[
        "link",
        "new",
        "https://shop.example/a",
        "--source",
        "facebook",
        "--medium",
        "social",
        "--campaign",
        "pasen",
    ]);
    let (depot, again) = (place.beside("backups"), place.beside("again"));
    let keys = place.beside("keys");
    let before = answers(&place.root(), "2026-10-02", &keys);
    let first = back_up(place, &depot, &[]);
    let told = restore(&depot, &again, &[]);
    assert_eq!(told["backup"], first["backup"]);
    assert_eq!(answers(&again, "2026-10-02", &keys), before);
    // The same files, but for what is made anew and what belongs to this machine.
    let is_kept = |path: &Path| {
        let path = text(path);
        !(path.starts_with("derived/") || path.ends_with("lock") || path == "backup.json")
    };
    let of = |root: &Path| {
        files(root)
            .into_iter()
            .filter(|(path, _)| is_kept(path))
            .collect::<Vec<_>>()
    };
    let (there, here) = (of(&place.root()), of(&again));
    let names = |files: &[(PathBuf, Vec<u8>)]| files.iter().map(|(path, _)| path.clone()).collect::<BTreeSet<_>>();
    assert_eq!(names(&there), names(&here));
    assert_eq!(there, here);
    // What came back goes on: it imports, and its ledger takes what is signed.
    let ads = place.file(
        "more.csv",
        &(super::receipts::HEAD.to_owned() + &super::receipts::day(9, 1, 99)),
    );
    let mut more = harpoon();
    more.arg("-w").arg(&again).args(["import", "--yes", &ads]);
    assert_eq!(said(more).code, 0);
    let mut goal = harpoon();
    goal.arg("-w").arg(&again).args([
        "goal",
        "add",
        "--kpi",
        "impressions",
        "--target",
        "50000",
        "--every",
        "month",
    ]);
    goal.env("HARPOON_NOW", "2026-10-02T08:00:00Z")
        .env("HARPOON_KEYS", &keys);
    let goal = said(goal);
    assert_eq!(goal.code, 0, "{}", goal.err);
    assert_eq!(
        answers(&place.root(), "2026-10-02", &keys),
        before,
        "the original was touched"
    );
}

#[test]
fn a_second_backup_copies_what_is_new() {
    let place = with_ads();
    let depot = place.beside("backups");
    let first = back_up(&place, &depot, &[]);
    let count = |made: &Value, key: &str| made[key].as_u64().unwrap();
    assert!(count(&first, "new_bytes") > 0 && count(&first, "new_files") <= count(&first, "files"));
    let stored = files(&depot.join("files"));
    let second = back_up(&place, &depot, &[]);
    assert_eq!(
        (count(&second, "new_files"), count(&second, "new_bytes")),
        (0, 0),
        "{second}"
    );
    assert_eq!(files(&depot.join("files")), stored);
    // One import: its raw bytes, its facts and lines, a commit to each of their tables; nothing that was there is written again.
    let costs = place.file(
        "costs.csv",
        "kind,from,to,amount,currency\nfees,2026-10-01,2026-10-31,100,EUR\n",
    );
    place.import(&[&costs]);
    let third = back_up(&place, &depot, &[]);
    let more: Vec<_> = files(&depot.join("files"))
        .into_iter()
        .filter(|file| !stored.contains(file))
        .collect();
    assert_eq!(count(&third, "new_files"), more.len() as u64);
    assert_eq!(
        count(&third, "new_bytes"),
        more.iter().map(|(_, bytes)| bytes.len() as u64).sum::<u64>()
    );
    assert!(
        (5..=8).contains(&more.len()),
        "{:?}",
        more.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    // Each is there, and brings its own moment back.
    let listed =
        serde_json::from_str::<Vec<Value>>(&ok(&["backup", text(&depot), "--list", "--format", "json"])).unwrap();
    assert_eq!(listed.len(), 3);
    // The ads cost 43.30.
    for (made, costs) in [(&first, "43.30"), (&third, "143.30")] {
        let id = made["backup"].as_str().unwrap();
        let to = place.beside(id);
        restore(&depot, &to, &["--backup", id]);
        let mut asked = harpoon();
        asked.arg("-w").arg(&to).args(["kpi", "cost_full", "--all"]);
        let out = said(asked).out;
        assert!(out.contains(&format!(" {costs} EUR")), "{out}");
    }
    // Two stay, and only their bytes.
    let kept = back_up(&place, &depot, &["--keep", "2"]);
    assert_eq!(kept["taken_away"].as_array().unwrap().len(), 2, "{kept}");
    ok(&["backup", text(&depot), "--verify"]);
    let gone = run(&[
        "restore",
        text(&depot),
        text(&place.beside("gone")),
        "--backup",
        first["backup"].as_str().unwrap(),
    ]);
    assert!(
        gone.code == 2 && gone.err.contains("there is no backup"),
        "{}",
        gone.err
    );
}

#[test]
fn any_version_of_the_data_comes_back() {
    let place = with_ads();
    let asked = |root: &Path, more: &[&str]| {
        let mut command = harpoon();
        let args = ["kpi", "impressions", "spend", "cost_full", "--all", "--format", "csv"];
        command.arg("-w").arg(root).args(args).args(more);
        let said = said(command);
        assert_eq!(said.code, 0, "{}", said.err);
        let all = said.out;
        // Receipts name the version.
        all.lines()
            .map(|line| line.rsplit_once(',').unwrap_or((line, "")).0.to_owned())
            .collect::<Vec<_>>()
    };
    let version = |root: &Path| {
        harpoon::Workspace::open(root)
            .unwrap()
            .lake()
            .snapshot(None)
            .unwrap()
            .version()
    };
    let mut versions = vec![version(&place.root())];
    let costs = place.file(
        "costs.csv",
        "kind,from,to,amount,currency\nfees,2026-03-01,2026-03-31,100,EUR\n",
    );
    let more = place.file(
        "costs2.csv",
        "kind,from,to,amount,currency\ntools,2026-03-01,2026-03-31,7,EUR\n",
    );
    let id = place.import(&[&costs])[0]["import"].as_str().unwrap().to_owned();
    versions.push(version(&place.root()));
    place.import(&[&more]);
    versions.push(version(&place.root()));
    place.ok(&["imports", "revert", &id]);
    versions.push(version(&place.root()));
    place.ok(&["optimize", "--vacuum", "0"]);
    let depot = place.beside("backups");
    back_up(&place, &depot, &[]);
    // Each says something else of costs.
    let costs = |at: u64| asked(&place.root(), &["--at", &at.to_string()]).pop().unwrap();
    let said: BTreeSet<String> = versions.iter().map(|at| costs(*at)).collect();
    assert_eq!(said.len(), versions.len(), "{said:?}");
    for at in versions {
        let to = place.beside(&format!("at-{at}"));
        restore(&depot, &to, &["--at", &at.to_string()]);
        let then = asked(&place.root(), &["--at", &at.to_string()]);
        assert_eq!(asked(&to, &[]), then, "version {at}");
        // Nothing was lost on the way: the newest version is there, too.
        assert_eq!(
            asked(&to, &["--at", &version(&place.root()).to_string()]),
            asked(&place.root(), &[])
        );
    }
    let beyond = run(&["restore", text(&depot), text(&place.beside("beyond")), "--at", "999"]);
    assert!(beyond.code == 2 && !place.beside("beyond").exists(), "{}", beyond.err);
    assert!(!place.beside("beyond.restoring").exists());
}

#[test]
fn nothing_is_overwritten_and_nothing_damaged_comes_back() {
    let place = with_ads();
    let depot = place.beside("backups");
    back_up(&place, &depot, &[]);
    let occupied = run(&["restore", text(&depot), text(&place.root())]);
    assert!(
        occupied.code == 2 && occupied.err.contains("not empty"),
        "{}",
        occupied.err
    );
    let foreign = place.run(&["backup", text(place.beside("files").as_path())]);
    assert!(
        foreign.code == 2 && foreign.err.contains("holds something else"),
        "{}",
        foreign.err
    );
    let inside = place.run(&["backup", text(&place.root().join("backups"))]);
    assert!(
        inside.code == 2 && inside.err.contains("lies in what is backed up"),
        "{}",
        inside.err
    );
    let none = run(&["restore", text(&place.root()), text(&place.beside("x"))]);
    assert!(none.code == 2 && none.err.contains("holds no backups"), "{}", none.err);
    // A bit of any file, or of the list: told by name, and nothing comes back.
    let (name, _) = files(&depot.join("files"))
        .into_iter()
        .max_by_key(|(_, bytes)| bytes.len())
        .unwrap();
    let list = fs::read_dir(depot.join("backups"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    for (turned, told) in [
        (depot.join("files").join(name), "lake/"),
        (list, "is not what was written"),
    ] {
        let before = fs::read(&turned).unwrap();
        let mut bytes = before.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&turned, &bytes).unwrap();
        let verified = run(&["backup", text(&depot), "--verify"]);
        assert!(
            verified.code == 3 && verified.err.contains("damaged"),
            "{}",
            verified.err
        );
        let to = place.beside("damaged");
        let restored = run(&["restore", text(&depot), text(&to)]);
        assert!(
            restored.code == 3 && restored.err.contains("is not what was written"),
            "{}",
            restored.err
        );
        assert!(restored.err.contains(told), "{told}: {}", restored.err);
        assert!(!to.exists() && !place.beside("damaged.restoring").exists());
        fs::write(&turned, &before).unwrap();
    }
    ok(&["backup", text(&depot), "--verify"]);
}

#[test]
fn a_folder_of_workspaces_with_who_may_come_in_and_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("house");
    let _places = ["one", "two", "two-b"].map(|name| Place::in_folder(&root, name));
    let mut add = harpoon();
    add.arg("-q")
        .args(["user", "add", "sjoukje@example.com"])
        .arg("-w")
        .arg(&root);
    assert_eq!(said(add).code, 0);
    fs::write(root.join("server.key"), "a key that is not to leave").unwrap();
    fs::write(root.join("server.key.check"), "by which it is known").unwrap();
    fs::create_dir_all(root.join("one/collector/salts")).unwrap();
    fs::write(root.join("one/collector/salts/2026-11-30"), "salt of the day").unwrap();
    let depot = folder.path().join("backups");
    let mut backup = harpoon();
    backup.arg("-w").arg(&root).arg("backup").arg(&depot);
    let made = said(backup);
    assert_eq!(made.code, 0, "{}", made.err);
    for (path, bytes) in files(&depot) {
        let all = String::from_utf8_lossy(&bytes).into_owned();
        assert!(
            !all.contains("not to leave") && !all.contains("salt of the day"),
            "{}",
            path.display()
        );
    }
    let to = folder.path().join("again");
    restore(&depot, &to, &[]);
    let mut list = harpoon();
    list.arg("-w").arg(&to).args(["user", "list"]);
    assert!(said(list).out.contains("sjoukje@example.com"));
    assert!(to.join("server.key.check").exists() && !to.join("server.key").exists());
    let only = folder.path().join("only");
    restore(&depot, &only, &["--only", "two"]);
    assert!(only.join("harpoon.toml").exists() && !only.join("server.db").exists());
    let several = run(&["restore", text(&depot), text(&folder.path().join("x")), "--at", "0"]);
    assert!(
        several.code == 2 && several.err.contains("one, two, two-b"),
        "{}",
        several.err
    );
    let unknown = run(&[
        "restore",
        text(&depot),
        text(&folder.path().join("x")),
        "--only",
        "three",
    ]);
    assert!(unknown.code == 2 && unknown.err.contains("`three`"), "{}", unknown.err);
}

/// A server that collects and is asked all the time, imports beside it, and backups of it all: each holds every event that was
/// acknowledged before it began, none twice, and goes on collecting where it is brought back.
#[test]
fn a_backup_beside_a_server_that_collects() {
    let place = with_ads();
    source(&place.root(), "shop", "key", "");
    let settings = fs::read_to_string(place.root().join("harpoon.toml")).unwrap();
    fs::write(
        place.root().join("harpoon.toml"),
        format!("{settings}\n[collect]\nlimit = 0\n"),
    )
    .unwrap();
    let server = Collector::of("serve", &place.root());
    let depot = place.beside("backups");
    let (sent, is_over) = (AtomicU32::new(0), AtomicBool::new(false));
    let mut backups = Vec::new();
    thread::scope(|threads| {
        threads.spawn(|| {
            while !is_over.load(Ordering::Acquire) {
                let number = sent.load(Ordering::Acquire) + 1;
                let body = json!({"batch": [order(&format!("o{number}"), "2026-11-22T12:00:00Z")]});
                assert_eq!(server.post("/v1/batch", "key", &body).status, 200);
                sent.store(number, Ordering::Release);
            }
        });
        threads.spawn(|| {
            // Whoever asks has the server load: the lake gets imports, and the log is cut.
            while !is_over.load(Ordering::Acquire) {
                assert_eq!(server.get("/data").status, 200);
                thread::sleep(Duration::from_millis(50));
            }
        });
        for _ in 0..6 {
            let before = sent.load(Ordering::Acquire);
            let made = back_up(&place, &depot, &[]);
            backups.push((
                made["backup"].as_str().unwrap().to_owned(),
                before,
                sent.load(Ordering::Acquire) + 1,
            ));
            thread::sleep(Duration::from_millis(300));
        }
        is_over.store(true, Ordering::Release);
    });
    ok(&["backup", text(&depot), "--verify"]);
    for (at, (id, least, most)) in backups.iter().enumerate() {
        let to = place.beside(&format!("back-{at}"));
        restore(&depot, &to, &["--backup", id]);
        let mut asked = harpoon();
        let sql = "select count(*), count(distinct deed) from events where kind = 'order'";
        asked.arg("-w").arg(&to).args(["sql", sql, "--format", "csv"]);
        let out = said(asked).out;
        let row = out.lines().last().unwrap();
        let (all, distinct) = row.split_once(',').unwrap();
        let (all, distinct): (u32, u32) = (all.parse().unwrap(), distinct.parse().unwrap());
        assert!(
            all == distinct && (*least..=*most).contains(&all),
            "{id}: {row}, sent {least} to {most}"
        );
        if at + 1 == backups.len() {
            // It goes on: what is known stays known, what is new counts once.
            let again = Collector::of("serve", &to);
            let body = json!({"batch": [order("o1", "2026-11-22T12:00:00Z"), order("later", "2026-11-22T12:00:00Z")]});
            assert_eq!(again.post("/v1/batch", "key", &body).status, 200);
            let mut asked = harpoon();
            asked.arg("-w").arg(&to).args(["sql", sql, "--format", "csv"]);
            assert_eq!(said(asked).out.lines().last().unwrap(), format!("{0},{0}", all + 1));
        }
    }
}

/// Killed at any moment, a backup leaves those before it as good as they were, and the next one is whole.
#[test]
fn a_killed_backup_harms_none() {
    let kills = if is_long() { 40 } else { 4 };
    let place = with_ads();
    let depot = place.beside("backups");
    let mut good = back_up(&place, &depot, &[])["backup"].as_str().unwrap().to_owned();
    let mut chance = 0x2545_f491_u64;
    let mut in_the_middle = 0;
    for round in 0..kills {
        let costs = format!(
            "kind,from,to,amount,currency\nfees,2026-03-01,2026-03-31,{},EUR\n",
            100 + round
        );
        let costs = place.file(&format!("costs-{round}.csv"), &costs);
        place.import(&[&costs]);
        let mut command = place.command(&["-q", "backup", text(&depot)]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        thread::sleep(Duration::from_millis((chance >> 33) % 400));
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        in_the_middle +=
            u32::from(output.stdout.is_empty() && fs::read_dir(depot.join("incoming")).unwrap().next().is_some());
        ok(&["backup", text(&depot), "--verify"]);
        let to = place.beside(&format!("back-{round}"));
        restore(&depot, &to, &["--backup", &good]);
        fs::remove_dir_all(&to).unwrap();
        if round % 3 == 0 {
            good = back_up(&place, &depot, &[])["backup"].as_str().unwrap().to_owned();
        }
    }
    assert!(kills < 40 || in_the_middle > 0, "no kill was in the middle");
}
