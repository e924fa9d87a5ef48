//! What lies around the data and lets it be lost or read by others: disk, clock, rights, the collector's log, leftovers, backups.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use harpoon_lake::store::ImportRow;
use harpoon_ledger::LedgerFiles;
use harpoon_state::{ELSEWHERE, FILE, Home, State};
use jiff::{SignedDuration, Timestamp};
use tokio::runtime::Builder;

use super::{Finding, Severity, certificates};
use crate::backup::Note;
use crate::collecting::{self, CollectError, FOLDER as COLLECTOR, WANTED};
use crate::workspace::Workspace;
use crate::{Error, here};

/// Bytes that have to be free: an import writes as much as it reads before anything of it counts.
const LEAST_FREE: u64 = 2 << 30;
/// The same, below which something is about to break.
const NONE_FREE: u64 = 256 << 20;
/// How far clocks may differ.
const CLOCKS: SignedDuration = SignedDuration::from_mins(5);
/// Bytes of the collector's log that should have been taken in long ago.
const MUCH: u64 = 256 << 20;
/// A key that has signed for so long should make room for another.
const LONG: SignedDuration = SignedDuration::from_hours(3 * 365 * 24);
/// How long a salt may lie there: two days, and a while for a server that has just begun.
const SALTS: SignedDuration = SignedDuration::from_hours(72);
/// How long another process may leave a wish.
const WISHES: SignedDuration = SignedDuration::from_mins(10);

/// What is wrong around one workspace.
pub(super) fn of_workspace(
    workspace: &Workspace,
    imports: &[ImportRow],
    now: Timestamp,
) -> Result<Vec<Finding>, Error> {
    let root = workspace.root();
    let mut found = Vec::new();
    found.extend(clock(workspace, imports, now)?);
    found.extend(log(root, imports));
    found.extend(leftovers(root, now));
    found.extend(signing(workspace, now)?);
    if let Some(certificate) = &workspace.settings().engine.certificate {
        found.extend(certificates::of_trusted(&root.join(certificate), now));
    }
    Ok(found)
}

/// What is wrong around a folder that is served, a workspace or several: its disk, its rights, keys of this machine, and its backups,
/// the newest of which should be younger than so many days.
pub fn of_folder(root: &Path, now: Timestamp, within: u32) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(room(root));
    found.extend(rights(root));
    found.extend(memory(root));
    found.extend(tls(now));
    found.extend(backups(root, now, within));
    found
}

fn finding(check: &'static str, severity: Severity, what: String, fix: &str) -> Finding {
    Finding {
        check,
        severity,
        what,
        fix: fix.to_owned(),
    }
}

/// Whether the server's memory answers, where it is in a Postgres, and whether it is in one place.
fn memory(root: &Path) -> Option<Finding> {
    let error = |what: String, fix| Some(finding("memory", Severity::Error, what, fix));
    let address = match here::state_address() {
        Ok(address) => address,
        Err(why) => return error(why.to_string(), "mend it in the environment of the server, and here"),
    };
    let is_elsewhere = root.join(ELSEWHERE).exists();
    if !is_elsewhere && address.is_none() {
        return None;
    }
    let fix = "start the Postgres, or mend HARPOON_STATE_URL; until then nobody can sign in and nothing is sent";
    let home = match Home::of(root, address.as_ref()) {
        Ok(home) => home,
        Err(why) => return error(why.to_string(), fix),
    };
    let looked = Builder::new_current_thread().enable_all().build();
    let looked = looked.map(|runtime| runtime.block_on(State::look(&home)));
    match looked {
        Ok(Err(why)) => error(why.to_string(), fix),
        Err(why) => error(why.to_string(), fix),
        Ok(Ok(())) if root.join(FILE).exists() => Some(finding(
            "memory",
            Severity::Warning,
            format!(
                "`{}` is there, and the server's memory is in a Postgres",
                root.join(FILE).display()
            ),
            "after a restore: `harpoon state move` brings it into an empty Postgres; else take it away, nobody reads it",
        )),
        Ok(Ok(())) => None,
    }
}

/// Files of the TLS that the environment names: to the mail server, and to the Postgres.
fn tls(now: Timestamp) -> Vec<Finding> {
    // An address that cannot be read is told by `memory`.
    let postgres = here::state_address()
        .ok()
        .flatten()
        .map(|address| address.tls())
        .unwrap_or_default();
    let authorities = [here::mail_authorities(), postgres.authorities];
    let trusted = authorities.into_iter().flatten();
    let mut found: Vec<Finding> = trusted
        .filter_map(|file| certificates::of_trusted(&file, now))
        .collect();
    let shown: Vec<_> = postgres.certificate.into_iter().collect();
    // A key may come without, and is of no use then.
    let keys: Vec<_> = postgres.key.into_iter().filter(|_| !shown.is_empty()).collect();
    found.extend(certificates::of_shown(&shown, &keys, now));
    found
}

#[cfg(unix)]
fn room(root: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(root).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let severity = match free {
        free if free < NONE_FREE => Severity::Error,
        free if free < LEAST_FREE => Severity::Warning,
        _ if disk.f_files > 0 && disk.f_favail < 10_000 => Severity::Warning,
        _ => return None,
    };
    Some(finding(
        "disk",
        severity,
        format!(
            "{} MB and {} files are free on the disk of `{}`",
            free / 1_000_000,
            disk.f_favail,
            root.display()
        ),
        "make room: the collector answers 503 and imports stop when nothing is left; `harpoon optimize --vacuum 7` frees what no version needs",
    ))
}

#[cfg(not(unix))]
fn room(_: &Path) -> Option<Finding> {
    None
}

/// A clock that goes behind what is known already gives entries and imports times out of order.
fn clock(workspace: &Workspace, imports: &[ImportRow], now: Timestamp) -> Result<Option<Finding>, Error> {
    let mut newest = imports.iter().map(|import| import.imported_at).max();
    let ledger = LedgerFiles::of_workspace(workspace.root());
    if ledger.exists() {
        let times = ledger.log()?.entries().iter().map(harpoon_ledger::Entry::time).max();
        newest = newest.max(times);
    }
    Ok(newest
        .filter(|newest| newest.duration_since(now) > CLOCKS)
        .map(|newest| {
            finding(
                "clock",
                Severity::Warning,
                format!("the clock says {now}, and something was noted at {newest}"),
                "set the clock of this machine, and keep it set (NTP)",
            )
        }))
}

/// Whether the collector's log would open, and whether what is in it is taken in.
fn log(root: &Path, imports: &[ImportRow]) -> Vec<Finding> {
    let mut found = Vec::new();
    // A segment that is cut while we look is no trouble: the next look finds the log without it.
    let looked = (0..3).map(|_| collecting::inspect(root, imports));
    let mut looked = looked.skip_while(|looked| {
        matches!(looked, Err(Error::Collect(CollectError::Log(harpoon_wal::OpenError::Io { source, .. }))) if source.kind() == ErrorKind::NotFound)
    });
    if let Some(Err(error)) = looked.next() {
        found.push(finding(
            "log",
            Severity::Error,
            format!("the collector's log cannot be opened: {error}"),
            "stop the server, keep a copy of `collector`, and bring the log back from a backup; what the lake has is not concerned",
        ));
    }
    let bytes: u64 = fs::read_dir(root.join(COLLECTOR).join("log"))
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|about| about.len())
        .sum();
    if bytes > MUCH {
        found.push(finding(
            "log",
            Severity::Warning,
            format!("{} MB of what clients sent wait in `collector/log`", bytes / 1_000_000),
            "the lake does not take it in: the page Data, or the line `loaded` of `--log`, says why",
        ));
    }
    found
}

/// What should have been gone by itself. No lock is ever left: the system lets go of them when a process ends.
fn leftovers(root: &Path, now: Timestamp) -> Vec<Finding> {
    let mut found = Vec::new();
    let old = |path: &Path, age: SignedDuration| {
        let about = fs::metadata(path).and_then(|about| about.modified()).ok();
        let changed = about.and_then(|changed| Timestamp::try_from(changed).ok());
        changed.is_some_and(|changed| now.duration_since(changed) > age)
    };
    let listed = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let collector = root.join(COLLECTOR);
    let is_wish = |path: &&std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(WANTED) && old(path, WISHES)
    };
    let wishes = listed(&collector).iter().filter(is_wish).count();
    if wishes > 0 {
        found.push(finding(
            "leftovers",
            Severity::Warning,
            format!("{wishes} files `collector/{WANTED}…` ask for what waits, and nobody has answered"),
            "the process that has the collector hangs, or none runs: restart it; without one, remove these files",
        ));
    }
    let salts = listed(&collector.join("salts"));
    let salts = salts.iter().filter(|path| old(path, SALTS)).count();
    if salts > 0 {
        found.push(finding(
            "leftovers",
            Severity::Warning,
            format!("{salts} salts of names of the day are older than two days"),
            "start the server, which throws them away, or remove them from `collector/salts`: nobody is to be known again by them",
        ));
    }
    found
}

/// Keys that have signed for long.
fn signing(workspace: &Workspace, now: Timestamp) -> Result<Vec<Finding>, Error> {
    let ledger = LedgerFiles::of_workspace(workspace.root());
    if !ledger.exists() {
        return Ok(Vec::new());
    }
    let log = ledger.log()?;
    let first = log.entries().first().map(harpoon_ledger::Entry::time);
    let newest = log
        .entries()
        .iter()
        .filter(|entry| entry.kind() == harpoon_ledger::Kind::Key);
    let newest = newest.map(harpoon_ledger::Entry::time).max().max(first);
    let is_due = newest.is_some_and(|newest| now.duration_since(newest) > LONG);
    Ok(is_due
        .then(|| {
            finding(
                "keys",
                Severity::Note,
                "no key was introduced to the ledger for three years".to_owned(),
                "make a new one (`harpoon key new`) and have it sign from now on; what the old one signed stays valid",
            )
        })
        .into_iter()
        .collect())
}

/// Whether others on this machine can read what is secret.
fn rights(root: &Path) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut secret = vec![root.join("server.key"), root.join("server.db")];
    if let Ok(keys) = here::keys() {
        let inside = [keys.folder().to_owned(), keys.folder().join("vault")];
        for folder in inside {
            let entries = fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok);
            secret.extend(
                entries
                    .map(|entry| entry.path())
                    .filter(|path| path.extension().is_some_and(|end| end == "key")),
            );
        }
    }
    for path in secret.iter().filter(|path| is_exposed(path)) {
        found.push(finding(
            "rights",
            Severity::Error,
            format!("`{}` can be read by others on this machine", path.display()),
            "take that right away: chmod 600",
        ));
    }
    found
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    // The memory holds no secret that opens anything: it is enough that others cannot read it through its folder.
    let open_to_others = |path: &Path| fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o007 != 0);
    let is_key = path.extension().is_some_and(|ending| ending == "key");
    if is_key {
        fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
    } else {
        open_to_others(path)
            && path
                .parent()
                .is_some_and(|folder| fs::metadata(folder).is_ok_and(|about| about.permissions().mode() & 0o002 != 0))
    }
}

#[cfg(not(unix))]
const fn is_exposed(_: &Path) -> bool {
    false
}

/// How old the newest backup is, and whether it is where it was put.
fn backups(root: &Path, now: Timestamp, within: u32) -> Option<Finding> {
    let fix = "`harpoon backup DEST` makes one, also beside a running server; docs/operations.md has a timer for it";
    let note = match Note::of(root) {
        Ok(Some(note)) => note,
        Ok(None) => {
            let what = "no backup was ever made of it".to_owned();
            return Some(finding("backup", Severity::Note, what, fix));
        }
        Err(error) => return Some(finding("backup", Severity::Warning, error.to_string(), fix)),
    };
    let age = now.duration_since(note.made_at);
    let limit = SignedDuration::from_hours(i64::from(within) * 24);
    (age > limit).then(|| {
        let days = age.as_hours() / 24;
        finding(
            "backup",
            Severity::Warning,
            format!("the newest backup, {}, is {days} days old", note.id),
            fix,
        )
    })
}
