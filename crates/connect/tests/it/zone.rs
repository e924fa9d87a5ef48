//! The zone of naive publish times, found by the clocks in ids of real posts.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails and skips loudly")]

use std::path::{Path, PathBuf};

use harpoon_connect::cell::{DateReader, DayOrder};
use harpoon_connect::connector::IdClock;
use harpoon_connect::idclock::zone_of;
use jiff::Timestamp;
use jiff::civil::DateTime;

const EXPORTS: &[&str] = &[
    "DanDirector__fts-video-site/May-25-2026_Jun-21-2026_1493633672508178.csv",
    "sobatti-polines__sobatti/data/instagram/Mar-01-2026_Jun-29-2026_1804378027238054.csv",
];

fn folder() -> PathBuf {
    let data = std::env::var("HARPOON_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned());
    Path::new(&data).join("platforms/native/meta_business_suite")
}

/// Publish time and id clock of each post.
fn pairs(path: &Path) -> Vec<(DateTime, Timestamp)> {
    let reader = DateReader {
        order: Some(DayOrder::MonthFirst),
        ..DateReader::default()
    };
    let text = std::fs::read_to_string(path).unwrap();
    let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = csv.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (time, link) = (at("Publish time"), at("Permalink"));
    let rows = csv.records().map(Result::unwrap);
    let pair = |row: csv::StringRecord| {
        let moment = reader.moment(&row[time]).unwrap().value()?;
        Some((moment.naive?, IdClock::Instagram.instant(&row[link])?))
    };
    rows.filter_map(pair).collect()
}

#[test]
fn meta_writes_los_angeles_time() {
    for export in EXPORTS {
        let path = folder().join(export);
        if !path.is_file() {
            eprintln!("SKIPPED: no {}", path.display());
            continue;
        }
        let pairs = pairs(&path);
        let Some(fit) = zone_of(&pairs, &["Asia/Jakarta", "Europe/Sofia"]) else {
            panic!("{export}: no zone fits {} posts", pairs.len());
        };
        assert_eq!(fit.zone, "America/Los_Angeles", "{export}");
        assert!(fit.agree * 10 >= fit.of * 9, "{export}: {fit:?}");
    }
}
