//! What stands in `deploy/` says what the program understands, and names files that are there.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::collector::Collector;
use super::place::{Place, harpoon, ours, said};

fn text(path: &str) -> String {
    fs::read_to_string(ours(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What a unit starts, without the program.
fn started(unit: &str) -> Vec<String> {
    let text = text(&format!("deploy/systemd/{unit}"));
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart=/usr/bin/harpoon "))
        .unwrap();
    line.split(' ')
        .filter(|word| !word.starts_with('$'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn units_start_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let clients = folder.path().join("clients");
    let _place = Place::in_folder(&clients, "zilt");
    let here = |word: &String| match word.as_str() {
        "/var/lib/harpoon/clients" => clients.to_str().unwrap().to_owned(),
        "/var/backups/harpoon" => folder.path().join("backups").to_str().unwrap().to_owned(),
        word => word.to_owned(),
    };
    let mut backup = harpoon();
    backup.args(started("harpoon-backup.service").iter().map(here));
    let made = said(backup);
    assert_eq!(made.code, 0, "{}", made.err);
    for (unit, command) in [("harpoon.service", "serve"), ("harpoon-collect.service", "collect")] {
        let words: Vec<String> = started(unit).iter().map(here).collect();
        assert_eq!(words, ["-q", command, clients.to_str().unwrap()], "{unit}");
        let served = Collector::of(command, &clients);
        assert_eq!(served.get("/metrics").status, 200, "{unit}");
    }
}

/// `systemd-analyze`, where it is: no unit has a mistake, and none lets the program see more than it needs.
#[test]
#[cfg(target_os = "linux")]
fn units_are_understood_and_closed() {
    let analyze = |args: &[&str], unit: &Path| Command::new("systemd-analyze").args(args).arg(unit).output();
    if !analyze(&["--version"], Path::new("")).is_ok_and(|output| output.status.success()) {
        #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
        {
            eprintln!("SKIPPED: no systemd-analyze");
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for unit in ["harpoon.service", "harpoon-collect.service", "harpoon-backup.service"] {
        let path = folder.path().join(unit);
        let text = text(&format!("deploy/systemd/{unit}"));
        // It looks whether the program is there.
        fs::write(&path, text.replace("/usr/bin/harpoon", env!("CARGO_BIN_EXE_harpoon"))).unwrap();
        let verified = analyze(&["verify"], &path).unwrap();
        let told = String::from_utf8_lossy(&verified.stderr).into_owned();
        assert!(verified.status.success() && !told.contains(unit), "{unit}: {told}");
        // Exposure of 2.0 of 10 at most.
        let secure = analyze(&["security", "--offline=true", "--threshold=20"], &path).unwrap();
        assert!(secure.status.success(), "{}", String::from_utf8_lossy(&secure.stdout));
    }
}

#[test]
fn what_is_copied_and_packed_is_there() {
    let containerfile = text("deploy/Containerfile");
    for line in containerfile.lines().filter_map(|line| line.strip_prefix("COPY ")) {
        let from = line.split(' ').filter(|word| !word.starts_with("--"));
        let mut from: Vec<&str> = from.collect();
        from.pop();
        let is_built = line.starts_with("--from=");
        assert!(
            is_built || from.iter().all(|path| Path::new(&ours(path)).exists()),
            "{line}"
        );
    }
    for needed in [
        "USER 10001",
        "STOPSIGNAL SIGTERM",
        "ENTRYPOINT [\"harpoon\"]",
        "--no-install-recommends",
    ] {
        assert!(containerfile.contains(needed), "{needed}");
    }
    // What is not to be in the program's build is not asked for: the sources name what they include.
    let manifest = text("crates/cli/Cargo.toml");
    let assets = manifest
        .lines()
        .filter_map(|line| line.trim().strip_prefix("[\"../../"));
    let assets: Vec<&str> = assets.filter_map(|line| line.split('"').next()).collect();
    assert!(assets.len() >= 8, "{assets:?}");
    for asset in assets {
        assert!(Path::new(&ours(asset)).is_file(), "{asset}");
    }
    // Every setting that the files speak of is one.
    let known = ["HARPOON_SERVE", "HARPOON_COLLECT", "HARPOON_NAME"];
    let sources = ["crates/cli/src", "crates/harpoon/src"]
        .map(|folder| all(Path::new(&ours(folder))))
        .concat();
    for file in [
        "deploy/harpoon.env",
        "deploy/compose.yaml",
        "deploy/several.yaml",
        "deploy/Containerfile",
    ] {
        let text = text(file);
        let words = text.split(|c: char| !c.is_ascii_uppercase() && c != '_');
        for word in words.filter(|word| word.starts_with("HARPOON_")) {
            assert!(
                known.contains(&word) || sources.contains(&format!("\"{word}\"")),
                "{file}: {word}"
            );
        }
    }
}

fn all(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &all(&path);
        } else {
            text += &fs::read_to_string(&path).unwrap();
        }
    }
    text
}
