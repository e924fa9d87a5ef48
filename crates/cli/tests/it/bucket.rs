//! [`Bucket`]: a bucket on a real S3 server of this machine (`moto`, from PyPI), nodes that share it, and a proxy that puts faults
//! between.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::place::{Said, harpoon, said, soon};

pub(crate) const KEY: &str = "node-of-a-test";
pub(crate) const SECRET: &str = "a-secret-that-nobody-may-print-0123456789";

/// Tables whose rows are compared, by the columns that do not tell how they came in.
pub(crate) const ROWS: [(&str, &str); 3] = [
    (
        "observations",
        "platform, account, entity_id, metric, facet, scope, counter, breakdown, slice, period_start, period_end, value, currency",
    ),
    ("posts", "platform, account, post_id, published_at, title, permalink"),
    ("events", "event_id, kind, at, person, value, currency, platform, deed"),
];

/// The server. It ends with the process that holds its input, however that ends.
pub(crate) struct Server {
    _child: Child,
    pub(crate) port: u16,
}

impl Server {
    /// Starts one. `first`: requests that nobody has to sign, before everybody has to; none for never.
    pub(crate) fn start(first: Option<u32>) -> Option<Self> {
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
        soon(|| TcpStream::connect(("127.0.0.1", port)).ok()).unwrap();
        Some(server)
    }
}

/// One server for all tests but those that need their own.
pub(crate) static SHARED: LazyLock<Option<Server>> = LazyLock::new(|| Server::start(None));

/// A request by hand; gives the status.
pub(crate) fn asked(port: u16, method: &str, path: &str, heads: &str, body: &str) -> u16 {
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

/// Prints the files of a folder that hold one of the texts.
const LOOK: &str = "
import os, sys
import pyarrow as pa, pyarrow.parquet as pq
texts = [text.encode() for text in sys.argv[2:]]
looked = 0
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        path = os.path.join(folder, name)
        data = open(path, 'rb').read()
        if data[:4] == b'PAR1':
            data += repr(pq.ParquetFile(path).read().to_pylist()).encode()
            looked += 1
        elif data[:4] == b'\\x28\\xb5\\x2f\\xfd':
            data += pa.CompressedInputStream(pa.BufferReader(data), 'zstd').read()
            looked += 1
        if any(text in data for text in texts):
            print(path)
assert looked > 3
";

/// What a Python with other engines says; nothing where there is none.
pub(crate) fn python(script: &[&str], args: &[&str]) -> Option<String> {
    let Ok(python) = std::env::var("HARPOON_PYTHON") else {
        #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
        {
            eprintln!("SKIPPED: other engines; HARPOON_PYTHON names no Python with duckdb, polars and deltalake");
        }
        return None;
    };
    let mut command = Command::new(python);
    command.arg("-c").args(script).args(args);
    let said = said(command);
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    Some(said.out)
}

/// What stands between two marks, wherever they stand.
pub(crate) fn between(text: &str, begin: &str, end: &str) -> Vec<String> {
    let parts = text.split(begin).skip(1);
    parts.map(|part| part.split(end).next().unwrap().to_owned()).collect()
}

/// The head by which a request that nobody has to sign is somebody's.
pub(crate) const AS_NODE: &str =
    "Authorization: AWS4-HMAC-SHA256 Credential=node-of-a-test/20260101/us-east-1/s3/aws4_request\r\n";

/// The body of an answer.
pub(crate) fn got(port: u16, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{AS_NODE}\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{path}: {}",
        String::from_utf8_lossy(&answer)
    );
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    answer.split_off(head + 4)
}

/// A bucket that no other test has.
pub(crate) fn bucket(port: u16) -> String {
    pub(crate) static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("bucket-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    assert_eq!(asked(port, "PUT", &format!("/{name}"), "", ""), 200);
    name
}

/// Gives a command what it needs to use a bucket.
pub(crate) fn allowed(command: &mut Command) {
    command
        .env("AWS_ACCESS_KEY_ID", KEY)
        .env("AWS_SECRET_ACCESS_KEY", SECRET);
}

/// Workspaces of several nodes over one bucket.
#[derive(Clone)]
pub(crate) struct Bucket {
    pub(crate) port: u16,
    pub(crate) name: String,
}

/// A node: a folder, and what it knows of the bucket.
pub(crate) struct Node {
    dir: TempDir,
}

impl Bucket {
    pub(crate) fn new(port: u16) -> Self {
        Self {
            name: bucket(port),
            port,
        }
    }

    pub(crate) fn node(&self) -> Node {
        self.node_at(self.port, 30)
    }

    /// A node that reaches the server by this port.
    pub(crate) fn node_at(&self, port: u16, patience: u64) -> Node {
        let node = Node {
            dir: tempfile::tempdir().unwrap(),
        };
        self.settle(&node.root(), port, patience);
        node
    }

    /// Makes a folder a node.
    pub(crate) fn settle(&self, root: &Path, port: u16, patience: u64) {
        let settings = format!(
            "name = \"Zilt\"\ncurrency = \"EUR\"\nzone = \"Europe/Amsterdam\"\n\n[storage]\nurl = \"s3://{}/zilt\"\nendpoint = \
             \"http://127.0.0.1:{port}\"\npatience = {patience}\n",
            self.name
        );
        fs::create_dir(root).unwrap();
        fs::write(root.join("harpoon.toml"), settings).unwrap();
    }

    /// Names of everything that lies in it.
    pub(crate) fn keys(&self) -> Vec<String> {
        let listed = String::from_utf8(got(self.port, &format!("/{}?list-type=2", self.name))).unwrap();
        assert!(listed.contains("<IsTruncated>false"), "more than a test makes");
        between(&listed, "<Key>", "</Key>")
    }

    /// What lies under a name.
    pub(crate) fn read(&self, key: &str) -> Vec<u8> {
        got(self.port, &format!("/{}/{key}", self.name))
    }

    /// Puts something there, behind the back of every node.
    pub(crate) fn put(&self, key: &str, bytes: &[u8]) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = format!(
            "PUT /{}/{key} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Length: {}\r\n{AS_NODE}\r\n",
            self.name,
            self.port,
            bytes.len()
        );
        stream.write_all(&[head.as_bytes(), bytes].concat()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    /// A copy of everything that lies in it, as files of their names.
    pub(crate) fn copied(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for key in self.keys() {
            let path = folder.path().join(&key);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, self.read(&key)).unwrap();
        }
        folder
    }

    /// Everything that lies in it and holds one of the texts: in its bytes, in rows of Parquet, in what was packed. Looked at by other
    /// programs than ours.
    pub(crate) fn holding(&self, texts: &[&str]) -> Vec<String> {
        let folder = self.copied();
        let mut found = Vec::new();
        super::erasing::holding(folder.path(), texts, &mut found);
        let Some(said) = python(&[LOOK, folder.path().to_str().unwrap()], texts) else {
            return found;
        };
        found.extend(said.lines().map(str::to_owned));
        found
    }
}

impl Node {
    pub(crate) fn root(&self) -> PathBuf {
        self.dir.path().join("node")
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = harpoon();
        command.arg("-w").arg(self.root()).args(args);
        allowed(&mut command);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Said {
        let said = said(self.command(args));
        for text in [&said.out, &said.err] {
            assert!(!text.contains(SECRET), "a secret is told:\n{text}");
        }
        said
    }

    pub(crate) fn ok(&self, args: &[&str]) -> String {
        self.run(args).well(args)
    }

    pub(crate) fn json(&self, args: &[&str]) -> Vec<Value> {
        let args = &[args, &["--format", "json"]].concat();
        let said = self.run(args);
        assert_eq!(said.code, 0, "{args:?}\n{}", said.err);
        said.json(args)
    }

    /// All rows of facts, and the files that count, in an order of their own.
    pub(crate) fn facts(&self) -> String {
        let asked = |sql: &str| self.ok(&["sql", sql, "--format", "csv"]);
        let tables = ROWS.map(|(table, columns)| {
            let order: Vec<String> = (1..=columns.split(", ").count()).map(|i| i.to_string()).collect();
            asked(&format!("select {columns} from {table} order by {}", order.join(", ")))
        });
        tables.concat()
            + &asked("select distinct file, sha256, facts from imports where status = 'done' order by sha256, file")
    }

    pub(crate) fn is_well(&self) {
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
pub(crate) fn on_disk() -> Node {
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
pub(crate) fn posts(folder: &TempDir, name: &str, from: u32, rows: u32) -> String {
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

/// What the proxy does to requests.
pub(crate) struct Fault {
    /// Of so many requests one has a fault; none for 0.
    pub(crate) each: AtomicU16,
    /// Faults that were put.
    pub(crate) put: AtomicU32,
    /// So many kinds take turns: all of them, or [`UNAVAILABLE`] alone.
    pub(crate) kinds: AtomicU32,
}

pub(crate) const UNAVAILABLE: u32 = 0;
pub(crate) const SLOW: u32 = 1;
/// The request is carried out, and the answer is lost.
pub(crate) const UNANSWERED: u32 = 2;
pub(crate) const KINDS: u32 = 3;

/// A server before the server, a request a connection; gives its port.
pub(crate) fn proxy(to: u16, fault: &Arc<Fault>) -> u16 {
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
                    let put = fault.put.fetch_add(1, Ordering::Relaxed);
                    put % fault.kinds.load(Ordering::Relaxed)
                });
                // A connection that breaks off is what the test is about.
                let _ = pass(client.unwrap(), to, kind);
            });
        }
    });
    port
}

/// Passes one request on, in full, with a fault.
fn pass(mut client: TcpStream, to: u16, fault: Option<u32>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut block = vec![0; 1 << 16];
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
