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

/// What was seen to be needed when the units ran under a systemd.
#[test]
fn units_leave_what_the_program_needs() {
    for unit in ["harpoon.service", "harpoon-collect.service"] {
        // Without `/proc/meminfo` questions would have no limit of memory.
        assert!(
            !text(&format!("deploy/systemd/{unit}")).contains("\nProcSubset="),
            "{unit}"
        );
    }
    // A memory in a Postgres is in the backup.
    let backup = text("deploy/systemd/harpoon-backup.service");
    assert!(backup.contains("\nEnvironmentFile=-/etc/harpoon/harpoon.env\n"));
}

/// nginx asks for the address of a name once: a server that is made anew has to have the same again.
#[test]
fn servers_behind_nginx_keep_their_addresses() {
    let (several, nginx) = (text("deploy/several.yaml"), text("deploy/nginx.conf"));
    for number in 1..=3 {
        let name = format!("harpoon-{number}");
        let service = several.split(&format!("\n  {name}:\n")).nth(1).unwrap();
        let service = service.split("\n  harpoon-").next().unwrap();
        let address = service.split("ipv4_address: ").nth(1).unwrap();
        let address = address.split('}').next().unwrap();
        assert!(service.contains("mac_address: "), "{name}");
        assert!(several.contains(&format!("\"{name}:{address}\"")), "{name} {address}");
        assert!(nginx.contains(&format!("server {name}:7455 ")), "{name}");
    }
}

#[test]
fn scripts_of_the_package_are_understood() {
    for script in ["postinst", "prerm", "postrm"] {
        let path = ours(&format!("deploy/debian/{script}"));
        let understood = Command::new("sh").arg("-n").arg(&path).output().unwrap();
        assert!(understood.status.success() && understood.stderr.is_empty(), "{script}");
    }
    let newest = format!("harpoon ({}-1) ", env!("CARGO_PKG_VERSION"));
    assert!(text("deploy/debian/changelog").starts_with(&newest));
}

/// The package of another program in place of ours, where `cargo-deb` is.
#[test]
#[cfg(target_os = "linux")]
fn a_package_is_made() {
    let deb = |args: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo.arg("deb").args(args).current_dir(ours(""));
        cargo
    };
    if !deb(&["--version"]).output().is_ok_and(|output| output.status.success()) {
        #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
        {
            eprintln!("SKIPPED: no cargo-deb; no package is made");
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("release");
    fs::create_dir_all(release.join("completions")).unwrap();
    fs::copy("/bin/true", release.join("harpoon")).unwrap();
    for file in ["harpoon", "_harpoon", "harpoon.fish"] {
        fs::write(release.join("completions").join(file), "").unwrap();
    }
    let package = folder.path().join("harpoon.deb");
    let mut made = deb(&["--no-build", "--no-strip", "--fast", "-p", "harpoon-cli", "-o"]);
    made.arg(&package).env("CARGO_TARGET_DIR", folder.path());
    let made = made.output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let listed = Command::new("dpkg-deb").arg("-c").arg(&package).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    for file in [
        "./usr/bin/harpoon",
        "./usr/lib/systemd/system/harpoon.service",
        "./usr/lib/systemd/system/harpoon-backup.timer",
        "./usr/lib/sysusers.d/harpoon.conf",
        "./usr/share/bash-completion/completions/harpoon",
    ] {
        assert!(listed.lines().any(|line| line.ends_with(file)), "{file}: {listed}");
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
