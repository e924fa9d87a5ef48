//! The project's chores. `cargo xtask help` lists them.

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::{env, fs};

use anyhow::{Context, bail};

mod bench;
mod deb;
mod docs;
mod new;
mod shape;
mod tidy;

const HELP: &str = "cargo xtask <chore>

  test            the tests but those of the pages; prepares Python readers of the tables where Python is there
  test --long     those that otherwise try a few of many cases, such as kills, turned bytes, or KPIs by what is kept, in full
  test --browser  the dashboard in Chromium, with Node.js (e2e/); skips where one of them is not there
  test --live     live accounts against real servers on this machine (e2e/live/), with Node.js; skips what cannot be installed
  test --pdf      tests of the pages (crates/pdf), whose typesetter takes minutes to build
  test --cluster  the engine on several machines (crates/cluster): builds the engine once more, with what travels between nodes
  check           format, lints, tidy, reference pages, tests: what must pass before a change lands
  check --pdf     lints and tests of the pages
  check --cluster lints and tests of the engine on several machines
  tidy            crate edges and house rules
  docs [--check]  make the reference pages, or compare them with what stands
  new kpi ID      begin a KPI; new connector ID begins a connector
  deb             a Debian package of the release build that stands, in target/debian/ (needs cargo-deb)
  bench [NAME]    measure against peers; appends a line to benches/results.jsonl
  shape           sizes of crates and files, and what the last build took";

#[expect(clippy::print_stderr, reason = "a command line of our own")]
fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> anyhow::Result<()> {
    match words {
        ["test", "--pdf", rest @ ..] => test_pages(rest),
        ["test", "--cluster", rest @ ..] => test_cluster(rest),
        ["test", "--long"] => test_long(),
        ["test", "--browser"] => test_browser(),
        ["test", "--live", names @ ..] => test_live(names),
        ["test", rest @ ..] => test(rest),
        ["check", "--pdf"] => check_pages(),
        ["check", "--cluster"] => check_cluster(),
        ["check"] => check(),
        ["tidy"] => tidy::tidy(),
        ["docs"] => docs::docs(false),
        ["docs", "--check"] => docs::docs(true),
        ["new", "kpi", id] => new::kpi(id),
        ["new", "connector", id] => new::connector(id),
        ["deb", rest @ ..] => deb::deb(rest),
        ["bench", names @ ..] => bench::bench(names),
        ["shape"] => shape::shape(),
        ["help" | "--help"] | [] => {
            say(HELP);
            Ok(())
        }
        _ => bail!("no such chore: {}\n\n{HELP}", words.join(" ")),
    }
}

/// The crate of the pages. It is built apart: in one build with the engine Typst would ask for other features of crates that
/// both use, and the engine would be built anew.
const PAGES: &str = "harpoon-pdf";

/// Crates whose tests of single functions are left to the long run: for a few seconds of tests each of them would be compiled once
/// more, which takes as long as all that they try. What others can ask them is tried from outside in every run.
const LARGE: &[&str] = &["harpoon", "harpoon-lake"];
/// Crates without such tests.
const FROM_OUTSIDE: &[&str] = &[
    "harpoon-ledger",
    "harpoon-live",
    "harpoon-memory",
    "harpoon-report",
    "harpoon-server",
    "harpoon-wal",
];

/// Tests of the workspace without the pages, with house rules and reference pages. Python is made ready while cargo builds.
fn test(rest: &[&str]) -> anyhow::Result<()> {
    tidy::tidy()?;
    let python = thread::spawn(python_readers);
    let s3 = thread::spawn(s3_server);
    let outside = vec!["test", "--workspace", "--exclude", PAGES, "--test", "it"];
    let mut inside = vec!["test", "--workspace", "--exclude", PAGES, "--lib"];
    inside.extend(LARGE.iter().chain(FROM_OUTSIDE).flat_map(|other| ["--exclude", other]));
    for tests in [&outside, &inside] {
        must(cargo(tests).arg("--no-run"))?;
    }
    let python = python.join().ok().flatten();
    let s3 = s3.join().ok().flatten();
    // One more than there are cores: many tests wait for a disk or for a process of their own.
    let threads = thread::available_parallelism().map_or(1, usize::from) + 1;
    for tests in [&outside, &inside] {
        let mut cargo = cargo(tests);
        cargo.args(rest);
        if env::var_os("RUST_TEST_THREADS").is_none() {
            cargo.env("RUST_TEST_THREADS", threads.to_string());
        }
        if let Some(python) = &python {
            cargo.env("HARPOON_PYTHON", python);
        }
        if let Some(s3) = &s3 {
            cargo.env("HARPOON_S3", s3);
        }
        must(&mut cargo)?;
    }
    docs::docs(true)?;
    say(
        "left out: tests of single functions of the lake and the façade, many kills, power losses and turned bytes, eight of nine KPIs by what is kept by day (`cargo xtask test --long`), \
         the dashboard in a browser (`--browser`), real servers of networks (`--live`), the pages (`--pdf`), the engine on several machines (`--cluster`)",
    );
    Ok(())
}

/// Tests that try a few of many cases in an ordinary run, or that take long; they read `HARPOON_LONG`.
const OF_MANY: &[&str] = &[
    "kills::",
    "no_turned_file_panics",
    "damaged_bytes_are_told",
    "every_bit_of",
    "no_seed_and_no_season_breaks_it",
    "the_planted_story_holds_for_every_seed",
    "kept_is_as_told_after_every_import",
    "what_is_kept_by_day_is_the_facts",
    "nothing_acknowledged_is_lost_to_a_power_loss_at_any_point",
    "kills_lose_nothing_and_count_nothing_twice",
    "taps_from_the_registry_run_as_they_are",
    "a_killed_erasure_is_carried_through",
    "an_erasure_that_breaks_off",
    "a_killed_backup_harms_none",
    "versions_of_a_bucket_are_told",
    "what_a_node_has_beside_a_bucket",
    "of_an_old_import_nothing_stays",
    "a_tap_brings_nobody_back_to_a_bucket",
    "a_restore_from_a_bucket_erases_again",
];

/// What an ordinary run leaves out: tests of single functions of the large crates, and tests with all their cases.
fn test_long() -> anyhow::Result<()> {
    let taps = thread::spawn(real_taps);
    must(&mut cargo(&["test", "--workspace", "--exclude", PAGES, "--lib"]))?;
    let mut cargo = cargo(&["test", "--workspace", "--exclude", PAGES, "--tests", "--"]);
    if let Ok(Some(taps)) = taps.join() {
        cargo.env("HARPOON_TAPS", taps);
    }
    must(cargo.args(OF_MANY).env("HARPOON_LONG", "1"))
}

/// Singer taps from PyPI that need no account, each in an environment of its own, as their packages cannot share one.
const TAPS: &[&str] = &["tap-jsonl==0.3.1", "tap-spreadsheets==1.1.2"];

/// The folder that holds them, a folder each; made once.
fn real_taps() -> Option<PathBuf> {
    let folder = root().join("target/taps");
    for package in TAPS {
        let name = package.split("==").next().unwrap_or(package);
        let place = folder.join(name);
        let has = || {
            let program = place.join("bin").join(name);
            Command::new(program)
                .arg("--version")
                .output()
                .is_ok_and(|o| o.status.success())
        };
        if has() {
            continue;
        }
        // What fails here is told below.
        let _ = Command::new("python3").args(["-m", "venv"]).arg(&place).status();
        let _ = Command::new(place.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", package])
            .status();
        if !has() {
            say(&format!(
                "SKIPPED: `{package}` cannot be had; no Singer tap is run as it is"
            ));
            return None;
        }
    }
    Some(folder)
}

/// The dashboard of half a year of the demo client, in a real browser.
fn test_browser() -> anyhow::Result<()> {
    let chromium = env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    for needed in ["node", "npm", &chromium] {
        if !has(needed) {
            say(&format!(
                "SKIPPED: no `{needed}`; the dashboard is not tried in a browser"
            ));
            return Ok(());
        }
    }
    let e2e = root().join("e2e");
    must(
        Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--silent"])
            .current_dir(&e2e),
    )?;
    must(&mut cargo(&["build"]))?;
    let binary = root().join("target/debug/harpoon");
    let half_year = tempfile()?;
    let script = root().join("examples/half-year.sh");
    must(
        Command::new(script)
            .arg(&half_year)
            .env("HARPOON", &binary)
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )?;
    let mut tests = Command::new("npm");
    if let Some(schemathesis) = schemathesis() {
        tests.env("HARPOON_SCHEMATHESIS", schemathesis);
    }
    if let Some(python) = python_clients() {
        tests.env("PYTHON_CLIENTS", python);
    }
    let tested = must(
        tests
            .args(["test", "--silent"])
            .current_dir(&e2e)
            .env("HARPOON", &binary)
            .env("CHROMIUM", chromium)
            .env("WORKSPACE", half_year.join("skutsje-kofje")),
    );
    fs::remove_dir_all(&half_year)?;
    tested
}

/// Live accounts against servers of the networks' own software, all of them or those that are named.
fn test_live(names: &[&str]) -> anyhow::Result<()> {
    for needed in ["bash", "node", "npm", "python3"] {
        if !has(needed) {
            say(&format!(
                "SKIPPED: no `{needed}`; live accounts are not tried against real servers"
            ));
            return Ok(());
        }
    }
    // With the features of the other tests: nothing of the engine is built again.
    must(&mut cargo(&[
        "build",
        "--workspace",
        "--exclude",
        "harpoon-pdf",
        "--example",
        "pull",
    ]))?;
    must(
        Command::new(root().join("e2e/live/run.sh"))
            .args(names)
            .env("PULL", root().join("target/debug/examples/pull")),
    )
}

/// Whether a program is there.
fn has(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|o| o.status.success())
}

/// A program that asks the API questions made of its description, if Python can have it; the test says so where it is absent.
fn schemathesis() -> Option<PathBuf> {
    let folder = root().join("target/schemathesis");
    let program = folder.join("bin/schemathesis");
    let works = || {
        Command::new(&program)
            .arg("--version")
            .output()
            .is_ok_and(|o| o.status.success())
    };
    if !works() {
        let _ = Command::new("python3").args(["-m", "venv"]).arg(&folder).status();
        let install = ["-m", "pip", "install", "--quiet", "schemathesis==4.32.5"];
        let _ = Command::new(folder.join("bin/python")).args(install).status();
    }
    if works() {
        return Some(program);
    }
    say("SKIPPED: schemathesis cannot be had (Python with venv); the API is not tried with made-up questions");
    None
}

/// A Python that has the public clients of what the collector understands; their tests say so where it is absent.
fn python_clients() -> Option<PathBuf> {
    let folder = root().join("target/clients");
    let python = folder.join("bin/python");
    let works = || {
        let imports = "import segment.analytics, rudderstack.analytics, snowplow_tracker";
        let tried = Command::new(&python).args(["-c", imports]).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    if !works() {
        let _ = Command::new("python3").args(["-m", "venv"]).arg(&folder).status();
        let clients = [
            "segment-analytics-python==2.4.0",
            "rudder-sdk-python==2.1.9",
            "snowplow-tracker==1.1.0",
        ];
        let install = ["-m", "pip", "install", "--quiet"];
        let _ = Command::new(&python).args(install).args(clients).status();
    }
    works().then_some(python)
}

/// A folder of our own among the temporary files.
fn tempfile() -> anyhow::Result<PathBuf> {
    let folder = env::temp_dir().join(format!("harpoon-xtask-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Tests of the pages.
fn test_pages(rest: &[&str]) -> anyhow::Result<()> {
    let mut cargo = cargo(&["test", "-p", PAGES]);
    must(cargo.args(rest))
}

/// The engine on several machines, as release packages have it. The default build leaves it out: docs/decisions/010-cluster.md.
const CLUSTER: &[&str] = &[
    "-p",
    "harpoon-cluster",
    "-p",
    "harpoon-cli",
    "--features",
    "harpoon-cli/cluster",
];

/// Tests of nodes: real processes on this machine.
fn test_cluster(rest: &[&str]) -> anyhow::Result<()> {
    let tests = |of: &[&str]| {
        let mut cargo = cargo(&["test"]);
        cargo.args(CLUSTER).args(of);
        cargo
    };
    must(&mut tests(&["--lib"]))?;
    must(tests(&["--test", "it", "--", "cluster::"]).args(rest))
}

fn check_cluster() -> anyhow::Result<()> {
    clippy(CLUSTER)?;
    test_cluster(&[])
}

fn check() -> anyhow::Result<()> {
    must(&mut cargo(&["fmt", "--all", "--check"]))?;
    clippy(&["--workspace", "--exclude", PAGES])?;
    test(&[])?;
    must(&mut cargo(&["test", "--workspace", "--exclude", PAGES, "--doc"]))
}

fn check_pages() -> anyhow::Result<()> {
    clippy(&["-p", PAGES])?;
    test_pages(&[])
}

fn clippy(of: &[&str]) -> anyhow::Result<()> {
    must(
        cargo(&["clippy"])
            .args(of)
            .args(["--all-targets", "--", "-D", "warnings"]),
    )
}

/// A Python with other readers of our tables, if one can be had. Tests that need it skip loudly where it is absent.
fn python_readers() -> Option<PathBuf> {
    let folder = root().join("target/python");
    let python = folder.join("bin/python");
    let has = |python: &PathBuf| {
        let import = "import duckdb, polars, deltalake, pandas, prometheus_client";
        Command::new(python)
            .args(["-c", import])
            .output()
            .is_ok_and(|o| o.status.success())
    };
    if has(&python) {
        return Some(python);
    }
    let venv = Command::new("python3")
        .args(["-m", "venv"])
        .arg(&folder)
        .status()
        .is_ok_and(|s| s.success());
    if !venv {
        say("SKIPPED: no python3 with venv; the tables are not read by other engines");
        return None;
    }
    let packages = [
        "duckdb",
        "polars",
        "deltalake",
        "pandas",
        "pyarrow",
        "prometheus_client",
    ];
    let _ = Command::new(&python)
        .args(["-m", "pip", "install", "--quiet"])
        .args(packages)
        .status();
    if has(&python) {
        return Some(python);
    }
    say("SKIPPED: the Python packages cannot be had; the tables are not read by other engines");
    None
}

/// An S3 server for this machine, if one can be had. Tests that need it skip loudly where it is absent.
fn s3_server() -> Option<PathBuf> {
    let folder = root().join("target/s3");
    let server = folder.join("bin/moto_server");
    let works = || {
        Command::new(&server)
            .arg("--help")
            .output()
            .is_ok_and(|o| o.status.success())
    };
    if !works() {
        // What fails here is told below.
        let _ = Command::new("python3").args(["-m", "venv"]).arg(&folder).status();
        let _ = Command::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", "moto[s3,server]==5.2.5"])
            .status();
    }
    if works() {
        return Some(server);
    }
    say("SKIPPED: `moto` cannot be had; tables in a bucket are not tried");
    None
}

/// The workspace's folder.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}

/// Cargo as a person would start it. What `cargo run` tells of xtask itself is taken away: `ring` builds anew, and the
/// engine after it, whenever these variables change.
fn cargo(args: &[&str]) -> Command {
    let mut cargo = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    let told = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in env::vars().filter(|(name, _)| told(name)) {
        cargo.env_remove(name);
    }
    cargo.args(args).current_dir(root());
    cargo
}

fn must(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if status.success() {
        Ok(())
    } else {
        bail!("failed: {command:?}")
    }
}

#[expect(clippy::print_stdout, reason = "a command line of our own")]
fn say(text: &str) {
    println!("{text}");
}
