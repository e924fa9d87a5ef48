//! Tables in a bucket: real processes on a real S3 server. Each node has a folder of its own; what they share is the bucket.

use crate::is_long;
use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::sync::{Arc, Barrier, LazyLock};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use super::bucket::{
    Bucket, Fault, KEY, KINDS, Node, SECRET, SHARED, Server, UNAVAILABLE, asked, bucket, on_disk, posts, proxy,
};
use super::collector::{Collector, order, source};
use super::place::{harpoon, ours, real, said, soon};

/// A few of the demo's exports.
static EXPORTS: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    harpoon::demo::write(folder.path(), 5, jiff::civil::date(2026, 9, 30)).unwrap();
    for many_rows in ["youtube", "tiktok", "google-ads", "x", "meta-ads", "site"] {
        fs::remove_dir_all(folder.path().join(many_rows)).unwrap();
    }
    folder
});

fn exports() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![EXPORTS.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_name_is_given_once_however_many_ask() {
    let Some(server) = SHARED.as_ref() else { return };
    let bucket = bucket(server.port);
    for round in 0..20 {
        let barrier = Arc::new(Barrier::new(12));
        let askers: Vec<_> = (0..12)
            .map(|asker| {
                let (barrier, path, port) = (Arc::clone(&barrier), format!("/{bucket}/name-{round}"), server.port);
                thread::spawn(move || {
                    barrier.wait();
                    asked(
                        port,
                        "PUT",
                        &path,
                        &format!("If-None-Match: *\r\nAuthorization: AWS4-HMAC-SHA256 Credential={KEY}/20260101/us-east-1/s3/aws4_request\r\n"),
                        &format!("{asker}").repeat(3000),
                    )
                })
            })
            .collect();
        let mut answers: Vec<u16> = askers.into_iter().map(|asker| asker.join().unwrap()).collect();
        answers.sort_unstable();
        assert_eq!(answers[0], 200);
        assert!(
            answers[1..].iter().all(|&answer| answer == 412 || answer == 409),
            "{answers:?}"
        );
    }
}

#[test]
fn numbers_are_those_of_a_disk() {
    let Some(server) = SHARED.as_ref() else { return };
    let (node, disk) = (Bucket::new(server.port).node(), on_disk());
    let maps = ["leads", "deals"].map(|name| ours(&format!("examples/maps/olist-{name}.toml")));
    let real = [
        real("real/olist/olist_marketing_qualified_leads_dataset.csv"),
        real("real/olist/olist_closed_deals_dataset.csv"),
    ];
    let ask: &[&[&str]] = &[
        &[
            "kpi",
            "impressions",
            "spend",
            "views",
            "leads",
            "revenue",
            "--by",
            "platform,month",
            "--all",
        ],
        &["origins"],
        &["credit"],
        &["imports"],
    ];
    for here in [&node, &disk] {
        let mut import = vec!["import".to_owned(), "--yes".to_owned(), "--quiet".to_owned()];
        import.extend(exports());
        let import: Vec<&str> = import.iter().map(String::as_str).collect();
        here.ok(&import);
        for (file, map) in real.iter().zip(&maps) {
            if let Some(file) = file {
                here.ok(&["import", "--yes", "--quiet", "--map", map, file]);
            }
        }
    }
    for args in &ask[..3] {
        let told = |node: &Node| node.ok(&[args, &["--format", "json"][..]].concat());
        assert_eq!(told(&node), told(&disk), "{args:?}");
    }
    assert_eq!(node.facts(), disk.facts());
    node.is_well();
    // Nothing of the data lies in the node's folder but what is made of it.
    let own: Vec<String> = names(&node.root().join("lake"));
    assert_eq!(own, ["_open.lock", "_outgoing", "_writer.lock"]);
    assert!(names(&node.root().join("lake/_outgoing")).is_empty() && !node.root().join("raw").exists());
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn nodes_that_write_at_once_lose_and_double_nothing() {
    let Some(server) = SHARED.as_ref() else { return };
    let bucket = Bucket::new(server.port);
    let files = tempfile::tempdir().unwrap();
    let shared = posts(&files, "all-of-us.csv", 9_000, 40);
    let (writers, each) = if is_long() { (4, 3) } else { (2, 2) };
    let own: Vec<Vec<String>> = (0..writers)
        .map(|node| {
            (0..each)
                .map(|file| {
                    posts(
                        &files,
                        &format!("node-{node}-{file}.csv"),
                        1_000 * node + 100 * file,
                        60,
                    )
                })
                .collect()
        })
        .collect();
    let disk = on_disk();
    let mut all: Vec<&str> = own.iter().flatten().map(String::as_str).collect();
    all.push(&shared);
    for file in &all {
        disk.ok(&["import", "--yes", "--quiet", file]);
    }
    let nodes: Vec<Node> = (0..writers).map(|_| bucket.node()).collect();
    // They begin with the same file, and make the tables at the same time.
    thread::scope(|threads| {
        for (node, own) in nodes.iter().zip(&own) {
            let shared = &shared;
            threads.spawn(move || {
                for file in std::iter::once(shared).chain(own) {
                    node.ok(&["import", "--yes", "--quiet", file]);
                }
            });
        }
    });
    let facts = disk.facts();
    for node in &nodes {
        assert!(node.facts() == facts, "other facts than one writer's");
        assert_eq!(node.json(&["imports"]).len(), all.len());
        node.is_well();
    }
    // What one node joins, takes back and brings back, the others see.
    thread::scope(|threads| {
        for node in &nodes {
            threads.spawn(move || node.ok(&["optimize", "--vacuum", "0"]));
        }
    });
    assert!(nodes[1].facts() == facts, "other facts after joining");
    let id = nodes[0].json(&["imports"])[3]["import"].as_str().unwrap().to_owned();
    nodes[0].ok(&["imports", "revert", &id]);
    assert_eq!(
        nodes[1]
            .json(&["imports"])
            .iter()
            .filter(|import| import["status"] == "reverted")
            .count(),
        1
    );
    nodes[1].ok(&["imports", "restore", &id]);
    assert!(
        nodes[0].facts() == facts,
        "other facts after an import was taken back and brought back"
    );
    nodes[0].is_well();
}

#[test]
fn a_killed_import_is_carried_on_by_another_node() {
    let Some(server) = SHARED.as_ref() else { return };
    let disk = on_disk();
    disk.ok(&["import", "--yes", "--quiet", EXPORTS.path().to_str().unwrap()]);
    let facts = disk.facts();
    let kills: u32 = std::env::var("HARPOON_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(if is_long() { 3 } else { 1 });
    let import = |node: &Node| node.command(&["import", "--yes", "--quiet", EXPORTS.path().to_str().unwrap()]);
    let begun = Instant::now();
    let undisturbed = Bucket::new(server.port).node();
    assert!(import(&undisturbed).status().unwrap().success());
    let whole = begun.elapsed();
    for kill in 0..kills {
        let bucket = Bucket::new(server.port);
        let (one, two) = (bucket.node(), bucket.node());
        let mut child = import(&one)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // A kill has to come at some moment: later and later in the time in which things are written.
        thread::sleep(whole.mul_f64(0.35 + 0.6 * f64::from(kill) / f64::from(kills)));
        child.kill().unwrap();
        child.wait().unwrap();
        // Half of it is never seen.
        let seen = two.json(&["imports"]).len();
        let counted = two.ok(&["sql", "select count(*) from observations", "--format", "csv"]);
        assert!(
            seen > 0 || counted.ends_with("0\n"),
            "facts without an import: {counted}"
        );
        assert!(import(&two).status().unwrap().success());
        assert!(
            two.facts() == facts && one.facts() == facts,
            "other facts after kill {kill}"
        );
        two.is_well();
    }
}

#[test]
fn what_two_collectors_were_told_counts_once() {
    const LIVES: usize = 4;
    let Some(server) = SHARED.as_ref() else { return };
    let bucket = Bucket::new(server.port);
    let nodes = [bucket.node(), bucket.node()];
    for node in &nodes {
        source(&node.root(), "shop", "key", "");
    }
    let lives = |name: usize, node: &Node| {
        let mut told = BTreeSet::new();
        for life in 0..LIVES {
            let mut command = node.command(&["-q", "collect"]);
            let mut collector = Collector::run(command.arg(node.root()).args(["--port", "0"]));
            for number in 0..10 {
                let id = format!("{name}-{life}-{number}");
                let batch = json!({"batch": [order(&id, "2026-11-22T12:00:00Z")]});
                if collector.post("/v1/batch", "key", &batch).status == 200 {
                    told.insert(id);
                }
            }
            // As another process asks it to take in what it has; it is killed before that, within, or after.
            fs::write(node.root().join("collector/wanted-by-the-test"), "").unwrap();
            thread::sleep(Duration::from_millis(300 * life as u64));
            collector.kill();
        }
        told
    };
    let told: BTreeSet<String> = thread::scope(|threads| {
        let lives = &lives;
        let sending: Vec<_> = nodes
            .iter()
            .enumerate()
            .map(|(name, node)| threads.spawn(move || lives(name, node)))
            .collect();
        sending.into_iter().flat_map(|node| node.join().unwrap()).collect()
    });
    assert_eq!(told.len(), 2 * 10 * LIVES);
    let orders = |node: &Node| {
        node.ok(&[
            "-q",
            "sql",
            "select deed from events where kind = 'order' order by deed",
            "--format",
            "csv",
        ])
    };
    // Each takes in what its own log still has.
    for node in &nodes {
        orders(node);
    }
    for node in &nodes {
        let has: Vec<String> = orders(node).lines().skip(1).map(str::to_owned).collect();
        assert_eq!(has, told.iter().cloned().collect::<Vec<_>>());
        node.is_well();
    }
}

#[test]
fn a_server_sees_what_another_node_writes() {
    let Some(server) = SHARED.as_ref() else { return };
    let bucket = Bucket::new(server.port);
    let (one, two) = (bucket.node(), bucket.node());
    let files = tempfile::tempdir().unwrap();
    one.ok(&["import", "--yes", "--quiet", &posts(&files, "first.csv", 1, 5)]);
    let serving = Collector::run(&mut one.command(&["-q", "serve", "--port", "0"]));
    let shows = |name: &str| serving.get("/data").body.contains(name);
    assert!(shows("first.csv") && !shows("second.csv"));
    two.ok(&["import", "--yes", "--quiet", &posts(&files, "second.csv", 100, 5)]);
    soon(|| shows("second.csv").then_some(())).unwrap();
}

#[test]
fn a_server_with_faults_gives_the_same_or_says_why_not() {
    let Some(server) = SHARED.as_ref() else { return };
    let disk = on_disk();
    let files = tempfile::tempdir().unwrap();
    let few = posts(&files, "few.csv", 1, 60);
    let all = if is_long() {
        EXPORTS.path().to_str().unwrap()
    } else {
        &few
    };
    disk.ok(&["import", "--yes", "--quiet", all]);
    let fault = Arc::new(Fault {
        each: AtomicU16::new(4),
        put: AtomicU32::new(0),
        kinds: AtomicU32::new(KINDS),
    });
    let bucket = Bucket::new(server.port);
    let port = proxy(server.port, &fault);
    let nodes = [bucket.node_at(port, 30), bucket.node_at(port, 30)];
    // Both import everything at the same time, through every kind of fault.
    thread::scope(|threads| {
        for node in &nodes {
            threads.spawn(move || node.ok(&["import", "--yes", "--quiet", all]));
        }
    });
    let facts = disk.facts();
    assert!(
        nodes.iter().all(|node| node.facts() == facts),
        "other facts through faults"
    );
    assert!(fault.put.load(Ordering::Relaxed) > 20, "hardly a fault was put");
    fault.each.store(0, Ordering::Relaxed);
    nodes[0].is_well();
    assert_eq!(nodes[0].json(&["imports"]).len(), disk.json(&["imports"]).len());
    // Nothing but faults: an error in time, which says what to do.
    let node = bucket.node_at(port, 2);
    fault.kinds.store(UNAVAILABLE + 1, Ordering::Relaxed);
    for each in [1, 0] {
        fault.each.store(each, Ordering::Relaxed);
        let begun = Instant::now();
        let port = if each == 0 { 1 } else { port };
        let node = if each == 0 { &bucket.node_at(port, 2) } else { &node };
        let said = node.run(&["kpi", "impressions"]);
        assert_ne!(said.code, 0);
        assert!(
            said.err.contains("2 seconds") && said.err.contains("[storage]"),
            "{}",
            said.err
        );
        assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
    }
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let Some(server) = SHARED.as_ref() else { return };
    let bucket = Bucket::new(server.port);
    let node = bucket.node();
    let refused = |node: &Node, args: &[&str], words: &[&str]| {
        let said = node.run(args);
        assert_ne!(said.code, 0, "{args:?}");
        for word in words {
            assert!(said.err.contains(word), "{args:?}: no `{word}` in {}", said.err);
        }
    };
    // No bucket.
    let settings = node.root().join("harpoon.toml");
    let right = fs::read_to_string(&settings).unwrap();
    let with = |from: &str, to: &str| fs::write(&settings, right.replace(from, to)).unwrap();
    with(&bucket.name, "nobody-made-this");
    refused(
        &node,
        &["kpi", "spend"],
        &["no such bucket", "NoSuchBucket", "[storage]"],
    );
    // No credentials.
    fs::write(&settings, &right).unwrap();
    let mut command = harpoon();
    command.arg("-w").arg(node.root()).args(["kpi", "spend"]);
    command
        .env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY");
    let without = said(command);
    assert!(
        without.code != 0 && without.err.contains("AWS_SECRET_ACCESS_KEY"),
        "{}",
        without.err
    );
    // Without TLS, and with a secret where none belongs.
    with("http://127.0.0.1", "http://192.0.2.1");
    refused(&node, &["kpi", "spend"], &["https"]);
    with("http://127.0.0.1", &format!("https://{KEY}:{SECRET}@127.0.0.1"));
    refused(&node, &["kpi", "spend"], &["AWS_SECRET_ACCESS_KEY"]);
}

#[test]
fn wrong_credentials_are_told() {
    // After the bucket is made everybody has to sign, and nobody is known.
    let Some(server) = Server::start(Some(1)) else { return };
    let node = Bucket::new(server.port).node();
    let said = node.run(&["kpi", "spend"]);
    assert_ne!(said.code, 0);
    assert!(
        said.err.contains("refuses the credentials") && said.err.contains("AWS_ACCESS_KEY_ID"),
        "{}",
        said.err
    );
}

#[test]
fn a_workspace_moves_to_a_bucket_and_home() {
    let Some(server) = SHARED.as_ref() else { return };
    let bucket = Bucket::new(server.port);
    let node = on_disk();
    let files = tempfile::tempdir().unwrap();
    let file = |n: u32| posts(&files, &format!("{n}.csv"), n * 100, 30);
    node.ok(&["import", "--yes", "--quiet", EXPORTS.path().to_str().unwrap(), &file(1)]);
    let (facts, version) = (
        node.facts(),
        node.ok(&["kpi", "impressions", "--all", "--format", "json"]),
    );
    let url = format!("s3://{}/zilt", bucket.name);
    let endpoint = format!("http://127.0.0.1:{}", bucket.port);
    node.ok(&["storage", "move", &url, "--endpoint", &endpoint]);
    assert!(!node.root().join("raw").exists() && !node.root().join("lake/imports").exists());
    assert_eq!(node.ok(&["kpi", "impressions", "--all", "--format", "json"]), version);
    assert!(node.facts() == facts);
    // Another node goes on; nobody moves to where somebody is.
    let other = bucket.node();
    other.ok(&["import", "--yes", "--quiet", &file(2)]);
    assert!(other.facts() == node.facts() && node.facts() != facts);
    let third = on_disk();
    let said = third.run(&["storage", "move", &url, "--endpoint", &endpoint]);
    assert!(said.code != 0 && said.err.contains("already"), "{}", said.err);
    // Home: the others can neither write nor read what is not the truth any more.
    let facts = node.facts();
    node.ok(&["storage", "home"]);
    for args in [&["import", "--yes", &file(3)][..], &["kpi", "impressions"]] {
        let said = other.run(args);
        assert!(said.code != 0 && said.err.contains("brought home"), "{}", said.err);
    }
    assert!(node.facts() == facts, "other facts at home");
    node.is_well();
    node.ok(&["import", "--yes", "--quiet", &file(3)]);
    assert!(
        !fs::read_to_string(node.root().join("harpoon.toml"))
            .unwrap()
            .contains("s3://")
    );
    // Somebody is erased at home, and kept out where the tables lie in a bucket again, on every node.
    node.ok(&["storage", "move", &format!("{url}-2"), "--endpoint", &endpoint]);
    node.ok(&["storage", "home", "--remove"]);
    assert_eq!(
        asked(
            bucket.port,
            "GET",
            &format!("/{}?prefix=zilt-2&max-keys=1", bucket.name),
            "",
            ""
        ),
        200
    );
    node.is_well();
}
