//! Removing for good from a bucket: people, and what is too old. The bodies are those of a disk; beside them stands what only nodes of a
//! bucket can do to one another. Every object is read by other programs than ours.

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use harpoon::lake::store::Statement;
use serde_json::json;
use tempfile::TempDir;

use super::beside::{beside, beside_is_clean};
use super::bucket::{AS_NODE, Bucket, SHARED, asked, between, got, posts, python};
use super::collector::{Collector, count, source};
use super::erasing::{self, ANN, BROWSER, mapped, nothing_names_ann, rows, shared_in};
use super::place::{Place, soon};
use super::retention;
use crate::is_long;

/// A bucket, and a node of it; nothing where there is no server. Tests that take half a minute of the server's are left to long runs.
fn first() -> Option<(Bucket, Place)> {
    let bucket = Bucket::new(SHARED.as_ref()?.port);
    let node = Place::node_of(&bucket);
    Some((bucket, node))
}

const ERASE: [&str; 4] = ["person", ANN, "--erase", "--yes"];

#[test]
fn an_erased_person_is_nowhere_in_a_bucket() {
    let Some((bucket, node)) = first() else { return };
    erasing::is_nowhere(node);
    // Others read on what is left.
    let folder = bucket.copied();
    let script = "
import sys, duckdb
from deltalake import DeltaTable
events = DeltaTable(sys.argv[1] + '/zilt/lake/events').to_pyarrow_table()
assert sorted(set(events['deed'].to_pylist()) - {None}) == ['B1', 'B2'], events['deed']
files = sys.argv[1] + '/zilt/lake/events/*.parquet'
print(duckdb.sql(f\"select count(*) from '{files}' where person like '%7001%'\").fetchall()[0][0])
";
    let said = python(&[script, folder.path().to_str().unwrap()], &[]);
    assert!(said.is_none_or(|said| said == "0\n"));
}

#[test]
fn what_clients_sent_to_a_node_goes_too() {
    let Some((_, node)) = first() else { return };
    erasing::sent_goes_too(&node);
}

#[test]
fn what_a_node_has_beside_a_bucket_goes_too() {
    let Some((_, node)) = first().filter(|_| is_long()) else {
        return;
    };
    erasing::beside_goes_too(node);
}

#[test]
fn a_tap_brings_nobody_back_to_a_bucket() {
    let Some((_, node)) = first().filter(|_| is_long()) else {
        return;
    };
    erasing::tap_brings_nobody_back(node);
}

#[test]
fn what_is_too_old_goes_from_a_bucket() {
    let Some((bucket, node)) = first() else { return };
    retention::old_goes(node);
    // What another node knows is what is left, and what it cannot know it says.
    let other = Place::node_of(&bucket);
    assert_eq!(count(&other, "select count(*) from events where kind = 'visit'"), 1);
    let gone = other.json(&["kpi", "sessions_social", "--month", "2026-04"])[0].clone();
    assert!(gone["missing"].to_string().contains("removed"), "{gone}");
}

#[test]
fn of_an_old_import_nothing_stays_in_a_bucket() {
    let Some((_, node)) = first().filter(|_| is_long()) else {
        return;
    };
    retention::nothing_stays(node);
}

#[test]
fn a_server_of_a_bucket_looks_once_a_day() {
    let Some((_, node)) = first() else { return };
    retention::server_looks(node);
}

/// Three nodes write while a fourth erases: nothing of others is lost or doubled, and nothing of hers is there, whoever came first.
#[test]
fn who_writes_while_somebody_is_erased_loses_nothing() {
    let Some((bucket, node)) = first() else { return };
    let node = shared_in(node);
    let files = tempfile::tempdir().unwrap();
    let rounds: u32 = if is_long() { 6 } else { 2 };
    let own = |name: u32| -> Vec<String> {
        let file = |round| posts(&files, &format!("{name}-{round}.csv"), 10_000 * name + 100 * round, 60);
        (0..rounds).map(file).collect()
    };
    let map = file(&files, "made.toml", &mapped());
    // Of each round an order of Bob, and one of hers.
    let both: Vec<String> = (0..rounds)
        .map(|round| {
            let more = format!(
                "7001,{BROWSER},{ANN},2026-10-03T10:00:00Z,order,A{round}-3,,,,40\n\
                 7002,browser-of-bob-1,bob@other.example,2026-10-03T11:00:00Z,order,B{round}-2,,,,30\n"
            );
            file(&files, &format!("both-{round}.csv"), &rows(&more))
        })
        .collect();
    let others: Vec<Place> = (0..3).map(|_| Place::node_of(&bucket)).collect();
    let is_erased = AtomicBool::new(false);
    thread::scope(|threads| {
        for (name, other) in (1..).zip(&others[..2]) {
            let own = own(name);
            threads.spawn(move || own.iter().for_each(|file| drop(other.import(&[file]))));
        }
        let (other, map, is_erased) = (&others[2], &map, &is_erased);
        let both = &both;
        threads.spawn(move || {
            for file in both {
                other.import(&[file, "--map", map]);
            }
            while !is_erased.load(Ordering::Acquire) {
                // What it reads may be taken away under its eyes; it must not lose anything.
                other.run(&["optimize", "--vacuum", "1"]);
            }
        });
        node.ok(&ERASE);
        is_erased.store(true, Ordering::Release);
    });
    for node in others.iter().chain([&node]) {
        let told = "select count(distinct entity_id), count(*) from observations where metric = 'impressions'";
        let out = node.ok(&["-q", "sql", told, "--format", "csv"]);
        let all = 2 * 60 * rounds;
        assert_eq!(out.lines().last().unwrap(), format!("{all},{all}"));
        // B1 of before, and one of each round.
        let orders = "select count(distinct deed) from events where kind = 'order'";
        assert_eq!(count(node, orders), u64::from(rounds) + 1);
        nothing_names_ann(node);
    }
    let doctor = node.run(&["doctor"]);
    assert!(!doctor.out.contains("is gone"), "{}", doctor.out);
    assert_eq!(Statement::all(&node.root()).unwrap().len(), 1);
}

fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Killed at any moment: nothing was begun, or whoever comes next carries it through, on this node or another, or both at once.
#[test]
fn a_killed_removal_is_carried_through_by_any_node() {
    // So many milliseconds after it was noted.
    let after = if is_long() {
        &[0, 60, 120, 200, 300, 450, 600, 900][..]
    } else {
        &[0, 250]
    };
    let mut carried = 0;
    for after in after.iter().copied() {
        let Some((bucket, node)) = first() else { return };
        let node = shared_in(node);
        beside(&node);
        let others = [Place::node_of(&bucket), Place::node_of(&bucket)];
        let mut child = node
            .command(&ERASE)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let is_noted = || bucket.keys().iter().any(|key| key.contains("/_pending/"));
        while child.try_wait().unwrap().is_none() && !is_noted() {}
        thread::sleep(Duration::from_millis(after));
        child.kill().unwrap();
        child.wait().unwrap();
        let is_noted = is_noted();
        let counts: Vec<u64> = thread::scope(|threads| {
            let asking: Vec<_> = others
                .iter()
                .map(|other| threads.spawn(move || count(other, "select count(*) from events")))
                .collect();
            asking.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let stated = Statement::all(&others[0].root()).unwrap();
        if stated.is_empty() {
            assert!(!is_noted && counts == [4, 4], "killed after {after} ms: {counts:?}");
            continue;
        }
        carried += u32::from(is_noted);
        assert_eq!((counts, stated.len()), (vec![2, 2], 1), "killed after {after} ms");
        assert_eq!(stated[0].others.len(), 7, "{stated:?}");
        assert!(
            !bucket
                .keys()
                .iter()
                .any(|key| key.contains("/_pending/") || key.contains("/_removal/"))
        );
        // What lies beside the tables on the node that was killed is cleaned when it is used again.
        assert_eq!(count(&node, "select count(*) from events"), 2);
        beside_is_clean(&node);
        for node in others.iter().chain([&node]) {
            nothing_names_ann(node);
        }
    }
    assert!(carried > 0, "no kill was in the middle");
}

/// What another node has of her: files beside the tables, events that wait in its log, answers that it worked out.
#[test]
fn another_node_forgets_what_is_its_own() {
    let Some((bucket, node)) = first() else { return };
    let node = shared_in(node);
    let other = Place::node_of(&bucket);
    beside(&other);
    source(&other.root(), "shop", "key", "");
    let mut collector = Collector::run(&mut other.command(&["-q", "serve", "--port", "0"]));
    let event = |who: &str, deed: &str| {
        json!({"type": "track", "event": "Order Completed", "messageId": deed, "anonymousId": who,
               "timestamp": "2026-11-22T12:00:00Z", "properties": {"order_id": deed, "total": 10, "currency": "EUR"}})
    };
    let both = json!({"batch": [event(BROWSER, "1001"), event("browser-of-bob-1", "1002")]});
    assert_eq!(collector.post("/v1/batch", "key", &both).status, 200);
    collector.kill();
    // Its journeys are worked out, with hers.
    other.ok(&["-q", "origins"]);
    node.ok(&ERASE);
    let both = json!({"batch": [event(BROWSER, "1003"), event("browser-of-bob-1", "1004")]});
    let mut collector = Collector::run(&mut other.command(&["-q", "serve", "--port", "0"]));
    assert_eq!(collector.post("/v1/batch", "key", &both).status, 200);
    assert_eq!(
        erasing::counted(
            &other,
            "select count(distinct deed) from events where kind = 'order'",
            3
        ),
        3
    );
    assert!(collector.end());
    nothing_names_ann(&other);
    beside_is_clean(&other);
    nothing_names_ann(&node);
}

/// What was written late, by a node that had begun before and was killed, is found, and the proof does not hold.
#[test]
fn what_is_written_late_is_found() {
    let Some((bucket, node)) = first() else { return };
    let node = shared_in(node);
    let hers = |key: &String| key.contains("/events/part-");
    let name = bucket.keys().into_iter().find(hers).unwrap();
    let facts = bucket.read(&name);
    node.ok(&ERASE);
    nothing_names_ann(&node);
    // A name of an entry is taken for good; a checkpoint is put whatever lies there.
    let checkpoint = "00000000000000000001.checkpoint.parquet";
    bucket.put("zilt/lake/events/part-late.parquet", &facts);
    bucket.put(&format!("zilt/lake/events/_delta_log/{checkpoint}"), &facts);
    let told = node.run(&["person", "--erased"]);
    assert_eq!(told.code, 1, "{}", told.err);
    for what in ["part-late.parquet", checkpoint] {
        assert!(told.err.contains(what), "no {what}: {}", told.err);
    }
    // What belongs to a log goes at once; a file may be somebody's who is about to name it.
    node.ok(&["optimize", "--vacuum", "1"]);
    let told = node.run(&["person", "--erased"]);
    assert!(
        told.code == 1 && told.err.contains("part-late.parquet") && !told.err.contains(checkpoint),
        "{}",
        told.err
    );
    assert_eq!(count(&node, "select count(*) from events"), 2);
}

/// A bucket that keeps old versions keeps her: the proof does not hold before they are gone.
#[test]
fn versions_of_a_bucket_are_told_until_they_are_gone() {
    let Some((bucket, node)) = first().filter(|_| is_long()) else {
        return;
    };
    let is_on = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    assert_eq!(
        asked(
            bucket.port,
            "PUT",
            &format!("/{}?versioning", bucket.name),
            AS_NODE,
            is_on
        ),
        200
    );
    let node = shared_in(node);
    let said = node.run(&ERASE);
    assert!(said.code == 1 && said.err.contains("old versions"), "{}", said.err);
    let told = node.run(&["person", "--erased"]);
    assert!(
        told.code == 1 && told.err.contains("old versions") && told.err.contains("noncurrent"),
        "{}",
        told.err
    );
    let doctor = node.run(&["doctor"]);
    assert!(doctor.out.contains("old versions"), "{}", doctor.out);
    // As a rule of the storage does it.
    let versions = String::from_utf8(got(bucket.port, &format!("/{}?versions", bucket.name))).unwrap();
    for version in between(&versions, "<Version>", "</Version>") {
        if version.contains("<IsLatest>true") {
            continue;
        }
        let of = |element: &str| between(&version, &format!("<{element}>"), "<").remove(0);
        let path = format!("/{}/{}?versionId={}", bucket.name, of("Key"), of("VersionId"));
        assert_eq!(asked(bucket.port, "DELETE", &path, AS_NODE, ""), 204);
    }
    nothing_names_ann(&node);
    // Those that come later are of what was clean; servers tell whole seconds.
    let files = tempfile::tempdir().unwrap();
    thread::sleep(Duration::from_millis(1_100));
    node.import(&[&posts(&files, "later.csv", 1, 5)]);
    node.ok(&["optimize"]);
    assert_eq!(node.run(&["person", "--erased"]).code, 0);
}

#[test]
fn a_server_on_another_node_goes_on_while_somebody_is_erased() {
    let Some((bucket, node)) = first() else { return };
    let node = shared_in(node);
    let other = Place::node_of(&bucket);
    let serving = Collector::run(&mut other.command(&["-q", "serve", "--port", "0"]));
    assert!(serving.get("/data").body.contains("made.csv"));
    node.ok(&ERASE);
    // It sees the statement as it sees an import.
    soon(|| serving.get("/data").body.contains("erasure 0001").then_some(())).unwrap();
    drop(serving);
    nothing_names_ann(&other);
}
