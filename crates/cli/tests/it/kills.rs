//! Imports killed at any moment and repeated: nothing lost, nothing doubled.
//!
//! The ordinary run kills a few, `cargo xtask test --long` more; `HARPOON_KILLS=200 cargo xtask test --long` is the campaign.

use crate::is_long;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use harpoon::demo;
use jiff::civil::date;

use super::place::Place;

/// Kills of the ordinary run.
const FEW: u32 = 2;
/// Kills of the long run.
const MORE: u32 = 24;

/// KPIs that are compared beside the facts.
const ASKED: [&str; 8] = [
    "spend",
    "impressions",
    "views",
    "clicks_link",
    "--by",
    "platform,month",
    "--all",
    "--quiet",
];

#[test]
fn a_killed_import_repeated_leaves_the_same_facts() {
    let kills = std::env::var("HARPOON_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(if is_long() { MORE } else { FEW });
    let exports = tempfile::tempdir().unwrap();
    demo::write(exports.path(), 3, date(2026, 10, 31)).unwrap();
    for many_rows in ["youtube", "tiktok", "google-ads", "x"] {
        fs::remove_dir_all(exports.path().join(many_rows)).unwrap();
    }
    let begun = Instant::now();
    let undisturbed = Place::new();
    let whole = import(&undisturbed, exports.path(), None);
    let facts = undisturbed.facts();
    let kpis = undisturbed.kpis(&ASKED);
    let mut landed = 0;
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for kill in 0..kills {
        let place = Place::new();
        // Evenly over the whole import, and jittered within each step.
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let jitter = f64::from(u32::try_from(random >> 33).unwrap()) / f64::from(u32::MAX >> 1);
        let delay = whole.mul_f64((f64::from(kill) + jitter) / f64::from(kills));
        import(&place, exports.path(), Some(delay));
        landed += u32::from(is_half_done(&place));
        place.ok(&["import", "--yes", "--quiet", exports.path().to_str().unwrap()]);
        assert_eq!(place.kpis(&ASKED), kpis, "killed after {delay:?}");
        assert!(place.facts() == facts, "other facts when killed after {delay:?}");
    }
    assert!(landed > 0, "no kill hit a running import");
    report(kills, landed, whole, begun.elapsed());
}

/// Imports the folder; with a delay, kills the import after it. Gives the time that it ran.
fn import(place: &Place, exports: &Path, delay: Option<Duration>) -> Duration {
    let begun = Instant::now();
    let mut command = place.command(&["import", "--yes", "--quiet", exports.to_str().unwrap()]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    if let Some(delay) = delay {
        // A kill has to come at some moment. What it leaves depends on the moment; what the repeated import gives must not.
        thread::sleep(delay);
        child.kill().unwrap();
    }
    child.wait().unwrap();
    begun.elapsed()
}

/// Whether the kill came while the import was under way: something of it is there, and nothing counts yet.
fn is_half_done(place: &Place) -> bool {
    // An empty lake has its logs alone.
    let is_fact = |path: &Path| path.extension().is_some_and(|ending| ending == "parquet");
    let is_written = holds(&place.root().join("raw"), |_| true) || holds(&place.root().join("lake"), is_fact);
    is_written && place.json(&["imports"]).is_empty()
}

/// Whether there is such a file anywhere in a folder.
fn holds(folder: &Path, is_one: impl Fn(&Path) -> bool + Copy) -> bool {
    fs::read_dir(folder).into_iter().flatten().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holds(&path, is_one)
        } else {
            is_one(&path)
        }
    })
}

#[expect(clippy::print_stderr, reason = "the numbers of the campaign")]
fn report(kills: u32, landed: u32, whole: Duration, all: Duration) {
    eprintln!("{kills} kills, {landed} of them in a running import of {whole:.1?}; {all:.0?} in all");
}
