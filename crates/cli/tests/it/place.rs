//! [`Place`]: a workspace in a folder of its own, and the binary run on it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use harpoon::Workspace;
use serde_json::Value;
use tempfile::TempDir;

use super::bucket::{Bucket, allowed};

/// A fresh workspace with room for files beside it.
pub(crate) struct Place {
    dir: TempDir,
    /// Where the workspace is, if not in a folder of its own.
    root: Option<PathBuf>,
    /// Where its tables lie, if not there.
    bucket: Option<Bucket>,
}

/// What the program said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// What was printed by a command that must succeed.
    pub(crate) fn well(self, args: &[&str]) -> String {
        assert_eq!(self.code, 0, "{args:?}\n{}\n{}", self.out, self.err);
        self.out
    }

    /// The JSON that was printed.
    pub(crate) fn json(&self, args: &[&str]) -> Vec<Value> {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{args:?}: {e}\n{}\n{}", self.out, self.err))
    }
}

impl Place {
    /// An empty workspace in euros.
    pub(crate) fn new() -> Self {
        Self::made(None)
    }

    /// The same as one of several of a folder.
    pub(crate) fn in_folder(folder: &Path, name: &str) -> Self {
        Self::made(Some(folder.join(name)))
    }

    /// A node of the same workspace in a bucket.
    pub(crate) fn node_of(bucket: &Bucket) -> Self {
        let place = Self {
            dir: tempfile::tempdir().unwrap(),
            root: None,
            bucket: Some(bucket.clone()),
        };
        bucket.settle(&place.root(), bucket.port, 30);
        place
    }

    /// Where its tables lie, if not in its folder.
    pub(crate) const fn bucket(&self) -> Option<&Bucket> {
        self.bucket.as_ref()
    }

    fn made(root: Option<PathBuf>) -> Self {
        let place = Self {
            dir: tempfile::tempdir().unwrap(),
            root,
            bucket: None,
        };
        place.ok(&[
            "init",
            "--name",
            "Zilt",
            "--currency",
            "EUR",
            "--zone",
            "Europe/Amsterdam",
        ]);
        place
    }

    /// The workspace.
    pub(crate) fn root(&self) -> PathBuf {
        self.root.clone().unwrap_or_else(|| self.dir.path().join("workspace"))
    }

    /// A path beside the workspace.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A file beside the workspace; gives its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.beside(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The binary on this workspace, not yet run.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = harpoon();
        command.arg("-w").arg(self.root()).args(args);
        if self.bucket.is_some() {
            allowed(&mut command);
        }
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Said {
        said(self.command(args))
    }

    /// What a command that must succeed prints.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        self.run(args).well(args)
    }

    /// A command's JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Vec<Value> {
        self.run(&[args, &["--format", "json"]].concat()).json(args)
    }

    /// Imports with every proposal taken; gives the reports.
    pub(crate) fn import(&self, paths: &[&str]) -> Vec<Value> {
        self.json(&[&["import", "--yes"], paths].concat())
    }

    /// Values of KPIs as `kpi dim=value,…: value unit`, in order of output.
    pub(crate) fn kpis(&self, args: &[&str]) -> Vec<String> {
        self.json(&[&["kpi"], args].concat()).iter().map(reading).collect()
    }

    /// The facts of every table in an order of their own, without the traces of how they came in. Read without the program, whose
    /// start takes longer than the reading.
    pub(crate) fn facts(&self) -> String {
        let tables = [
            (
                "observations",
                "platform, account, entity_kind, entity_id, metric, facet, scope, counter, breakdown, slice, period_start, period_end, value, currency",
            ),
            (
                "posts",
                "platform, account, post_id, published_at, format, title, text, permalink, campaign",
            ),
            (
                "ads",
                "platform, account, kind, ad_id, name, ad_group, campaign_id, campaign",
            ),
            ("campaigns", "platform, account, campaign_id, name"),
            (
                "costs",
                "kind, \"from\", \"to\", amount, currency, platform, campaign, note",
            ),
            ("voices", "platform, account, voice_id, kind, written_on, stars, text"),
            ("quarantine", "\"column\", reason, raw"),
        ];
        let workspace = Workspace::open(&self.root()).unwrap().held(None, None).unwrap();
        let mut all = Vec::new();
        for (table, columns) in tables {
            let order: Vec<String> = (1..=columns.split(", ").count()).map(|i| i.to_string()).collect();
            let sql = format!("select {columns} from {table} order by {}", order.join(", "));
            let rows = workspace.sql(&sql).unwrap().rows.into_iter();
            all.extend(rows.map(|row| format!("{table} {row:?}")));
        }
        all.join("\n")
    }
}

fn reading(reading: &Value) -> String {
    let by: Vec<String> = reading["by"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(dim, v)| format!("{dim}={}", v.as_str().unwrap()))
        .collect();
    let value = if reading["value"].is_null() {
        "missing".to_owned()
    } else {
        reading["value"].to_string()
    };
    format!(
        "{} {}: {value} {}",
        reading["kpi"].as_str().unwrap(),
        by.join(","),
        reading["unit"].as_str().unwrap()
    )
}

/// The binary, with nobody to ask.
pub(crate) fn harpoon() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_harpoon"));
    command.env_remove("HARPOON_WORKSPACE").stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn said(mut command: Command) -> Said {
    command.output().unwrap().into()
}

/// The port of the address that a server says first.
pub(crate) fn port_of(child: &mut Child) -> u16 {
    let mut said = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut said)
        .unwrap();
    let port = said.trim().trim_end_matches('/').rsplit_once(':');
    port.unwrap_or_else(|| panic!("no address: {said}")).1.parse().unwrap()
}

/// The same as [`said`] of a command that is given this on standard input.
pub(crate) fn piped(mut command: Command, given: &[u8]) -> Said {
    let command = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let given = given.to_vec();
    // A command that stops reading is no mistake of the test.
    let writer = thread::spawn(move || drop(stdin.write_all(&given)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output.into()
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// What comes of another process's work, looked for until it is there, half a minute at most.
pub(crate) fn soon<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        if let Some(found) = look() {
            return Some(found);
        }
        thread::sleep(Duration::from_millis(20));
    }
    None
}

/// A file of ours in the repository.
pub(crate) fn ours(path: &str) -> String {
    format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))
}

/// A real file that is not ours to copy; says so where it is absent.
pub(crate) fn real(path: &str) -> Option<String> {
    let data = std::env::var("HARPOON_DATA").unwrap_or_else(|_| ours("../shared/data"));
    let file = Path::new(&data).join(path);
    if !file.exists() {
        #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
        {
            eprintln!("SKIPPED: {path} is not here");
        }
        return None;
    }
    Some(file.to_str().unwrap().to_owned())
}
