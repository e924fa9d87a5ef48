//! Tables in a bucket: real processes on a real S3 server of this machine (`moto`, from PyPI). Each node has a folder of its own; what
//! they share is the bucket. Faults are put between by a proxy, and only where a test says so.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::sync::{Arc, Barrier, LazyLock};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::place::{Said, harpoon, ours, real, said, soon};

const KEY: &str = "node-of-a-test";
const SECRET: &str = "a-secret-that-nobody-may-print-0123456789";

/// Tables whose rows are compared, by the columns that do not tell how they came in.
const ROWS: [(&str, &str); 3] = [
    (
        "observations",
        "platform, account, entity_id, metric, facet, scope, counter, breakdown, slice, period_start, period_end, value, currency",
    ),
    ("posts", "platform, account, post_id, published_at, title, permalink"),
    ("events", "event_id, kind, at, person, value, currency, platform, deed"),
];

/// The server. It ends with the process that holds its input, however that ends.
struct Server {
    _child: Child,
    port: u16,
}

impl Server {
    /// Starts one. `first`: requests that nobody has to sign, before everybody has to; none for never.
    fn start(first: Option<u32>) -> Option<Self> {
        let Ok(moto) = std::env::var("HARPOON_S3") else {
            #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
            {
                eprintln!("SKIPPED: tables in a bucket; HARPOON_S3 names no `moto_server` (PyPI: moto[s3,server])");
            }
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "\"$0\" -H 127.0.0.1 -p \"$1\" & read -r end; kill $!",
            &moto,
            &port.to_string(),
        ]);
        command.stdin(Stdio::piped());
        if let Some(first) = first {
            command.env("INITIAL_NO_AUTH_ACTION_COUNT", first.to_string());
        }
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Self { _child: child, port };
        soon(|| TcpStream::connect(("127.0.0.1", port)).ok()).expect("the server does not answer");
        Some(server)
    }
}

/// One server for all tests but those that need their own.
static SHARED: LazyLock<Option<Server>> = LazyLock::new(|| Server::start(None));

/// A request by hand; gives the status.
fn asked(port: u16, method: &str, path: &str, heads: &str, body: &str) -> u16 {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {length}\r\n{heads}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

/// A bucket that no other test has.
fn bucket(port: u16) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("bucket-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    assert_eq!(asked(port, "PUT", &format!("/{name}"), "", ""), 200);
    name
}

/// Workspaces of several nodes over one bucket.
struct Bucket {
    port: u16,
    name: String,
}

/// A node: a folder, and what it knows of the bucket.
struct Node {
    dir: TempDir,
}

impl Bucket {
    fn new(port: u16) -> Self {
        Self {
            name: bucket(port),
            port,
        }
    }

    fn node(&self) -> Node {
        self.node_at(self.port, 30)
    }

    /// A node that reaches the server by this port.
    fn node_at(&self, port: u16, patience: u64) -> Node {
        let node = Node {
            dir: tempfile::tempdir().unwrap(),
        };
        let settings = format!(
            "name = \"Zilt\"\ncurrency = \"EUR\"\nzone = \"Europe/Amsterdam\"\n\n[storage]\nurl = \"s3://{}/zilt\"\nendpoint = \
             \"http://127.0.0.1:{port}\"\npatience = {patience}\n",
            self.name
        );
        fs::create_dir(node.root()).unwrap();
        fs::write(node.root().join("harpoon.toml"), settings).unwrap();
        node
    }
}

impl Node {
    fn root(&self) -> PathBuf {
        self.dir.path().join("node")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = harpoon();
        command.arg("-w").arg(self.root()).args(args);
        command
            .env("AWS_ACCESS_KEY_ID", KEY)
            .env("AWS_SECRET_ACCESS_KEY", SECRET);
        command
    }

    fn run(&self, args: &[&str]) -> Said {
        let said = said(self.command(args));
        for text in [&said.out, &said.err] {
            assert!(!text.contains(SECRET), "a secret is told:\n{text}");
        }
        said
    }

    fn ok(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, 0, "{args:?}\n{}\n{}", said.out, said.err);
        said.out
    }

    fn json(&self, args: &[&str]) -> Vec<Value> {
        let out = self.ok(&[args, &["--format", "json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("{args:?}: {e}\n{out}"))
    }

    /// All rows of facts, and the files that count, in an order of their own.
    fn facts(&self) -> String {
        let asked = |sql: &str| self.ok(&["sql", sql, "--format", "csv"]);
        let tables = ROWS.map(|(table, columns)| {
            let order: Vec<String> = (1..=columns.split(", ").count()).map(|i| i.to_string()).collect();
            asked(&format!("select {columns} from {table} order by {}", order.join(", ")))
        });
        tables.concat() + &asked("select file, sha256, facts from imports where status = 'done' order by sha256, file")
    }

    fn is_well(&self) {
        let said = self.run(&["doctor"]);
        assert!(
            said.out.contains("All is well") || !said.out.contains("error"),
            "{}\n{}",
            said.out,
            said.err
        );
        assert!(
            !said.out.contains("is gone") && !said.out.contains("under way"),
            "{}",
            said.out
        );
    }
}

/// The same workspace on a disk.
fn on_disk() -> Node {
    let node = Node {
        dir: tempfile::tempdir().unwrap(),
    };
    node.ok(&[
        "init",
        "--name",
        "Zilt",
        "--currency",
        "EUR",
        "--zone",
        "Europe/Amsterdam",
    ]);
    node
}

/// An export of posts of one day, worth reading in a moment.
fn posts(folder: &TempDir, name: &str, from: u32, rows: u32) -> String {
    let mut text =
        "Post ID,Publish time,Permalink,Impressions,Reach,Reactions,Comments,Shares,Post clicks\n".to_owned();
    for post in from..from + rows {
        let day = 1 + post % 28;
        text += &format!(
            "p{post},2026-03-{day:02} 10:00,https://facebook.com/p{post},{},{},{},{},{},{}\n",
            post * 10,
            post * 7,
            post,
            post % 9,
            post % 5,
            post % 13
        );
    }
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

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
    let own: Vec<Vec<String>> = (0..4)
        .map(|node| {
            (0..5)
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
    let nodes: Vec<Node> = (0..4).map(|_| bucket.node()).collect();
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
    assert!(nodes[2].facts() == facts, "other facts after joining");
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
        nodes[3].facts() == facts,
        "other facts after an import was taken back and brought back"
    );
    nodes[3].is_well();
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
        .unwrap_or(3);
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

/// What the proxy does to requests.
struct Fault {
    /// Of so many requests one has a fault; none for 0.
    each: AtomicU16,
    /// Faults that were put.
    put: AtomicU32,
    kind: AtomicU16,
}

const UNAVAILABLE: u16 = 0;
const SLOW: u16 = 1;
/// The request is carried out, and the answer is lost.
const UNANSWERED: u16 = 2;
const KINDS: u16 = 3;

/// A server before the server, a request a connection; gives its port.
fn proxy(to: u16, fault: &Arc<Fault>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let fault = Arc::clone(fault);
    thread::spawn(move || {
        static SEEN: AtomicU32 = AtomicU32::new(0);
        for client in listener.incoming() {
            let (fault, seen) = (Arc::clone(&fault), SEEN.fetch_add(1, Ordering::Relaxed));
            thread::spawn(move || {
                let each = u32::from(fault.each.load(Ordering::Relaxed));
                let kind = (each > 0 && seen % each == 0).then(|| {
                    fault.put.fetch_add(1, Ordering::Relaxed);
                    fault.kind.fetch_add(1, Ordering::Relaxed) % KINDS
                });
                // A connection that breaks off is what the test is about.
                let _ = pass(client.unwrap(), to, kind);
            });
        }
    });
    port
}

/// Passes one request on, in full, with a fault.
fn pass(mut client: TcpStream, to: u16, fault: Option<u16>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut block = [0; 1 << 16];
    let (mut head, mut length) = (None, 0);
    while head.is_none_or(|head| request.len() < head + length) {
        let read = client.read(&mut block)?;
        if read == 0 {
            return Ok(());
        }
        request.extend_from_slice(&block[..read]);
        if head.is_none()
            && let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n")
        {
            head = Some(end + 4);
            let heads = String::from_utf8_lossy(&request[..end]).to_lowercase();
            let stated = heads.lines().find_map(|line| line.strip_prefix("content-length:"));
            length = stated.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
            if heads.contains("expect: 100-continue") {
                client.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            }
        }
    }
    match fault {
        Some(UNAVAILABLE) => {
            let body = "<Error><Code>SlowDown</Code></Error>";
            let answer = format!(
                "HTTP/1.1 503 Slow Down\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            return client.write_all(answer.as_bytes());
        }
        Some(SLOW) => thread::sleep(Duration::from_millis(700)),
        _ => {}
    }
    // One request a connection, so that every one of them may be hit.
    let head = head.unwrap_or_default();
    let mut closing = request[..head - 2].to_vec();
    closing.extend_from_slice(b"Connection: close\r\n\r\n");
    closing.extend_from_slice(&request[head..]);
    let mut server = TcpStream::connect(("127.0.0.1", to))?;
    server.write_all(&closing)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    if fault == Some(UNANSWERED) {
        return client.shutdown(Shutdown::Both);
    }
    client.write_all(&answer)?;
    client.shutdown(Shutdown::Both)
}

#[test]
fn a_server_with_faults_gives_the_same_or_says_why_not() {
    let Some(server) = SHARED.as_ref() else { return };
    let disk = on_disk();
    let all = EXPORTS.path().to_str().unwrap();
    disk.ok(&["import", "--yes", "--quiet", all]);
    let fault = Arc::new(Fault {
        each: AtomicU16::new(4),
        put: AtomicU32::new(0),
        kind: AtomicU16::new(0),
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
    fault.kind.store(UNAVAILABLE, Ordering::Relaxed);
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
    // What takes something out for good, or copies files of a folder.
    fs::write(&settings, &right).unwrap();
    let files = tempfile::tempdir().unwrap();
    node.ok(&["import", "--yes", "--quiet", &posts(&files, "posts.csv", 1, 5)]);
    refused(&node, &["person", "jo@example.org", "--erase"], &["storage home"]);
    let depot = files.path().join("backups");
    refused(&node, &["backup", depot.to_str().unwrap()], &["storage home"]);
    fs::write(&settings, format!("{right}\n[retention]\nraw = \"P1Y\"\n")).unwrap();
    refused(&node, &["kpi", "spend"], &["[retention]", "storage home"]);
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
