//! Fixtures of the connectors of YouTube, TikTok, Pinterest, Snapchat and Reddit.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::path::Path;

use harpoon_connect::{Answers, Limits, QuestionKey, Registry, origins, origins_in, read, recognise};
use harpoon_core::batch::Batch;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::check::{batch_lines, check};

const CONNECTORS: &[&str] = &[
    "youtube_content",
    "youtube_content_split",
    "youtube_breakdown",
    "youtube_days",
    "youtube_totals",
    "tiktok_studio_overview",
    "tiktok_studio_content",
    "tiktok_studio_viewers",
    "tiktok_studio_followers",
    "tiktok_studio_follower_activity",
    "tiktok_studio_follower_shares",
    "tiktok_business_overview",
    "tiktok_business_videos",
    "tiktok_ads",
    "pinterest_days",
    "pinterest_boards",
    "pinterest_pins",
    "pinterest_ads",
    "snapchat_ads",
    "reddit_ads",
];

#[test]
fn each_fixture_gives_what_was_written_down() {
    for connector in CONNECTORS {
        check(connector);
    }
}

/// The ZIP that YouTube Studio gives: its name states channel and period, its members are told apart by header and name.
#[test]
fn a_youtube_zip_states_channel_and_period() {
    let members = [
        ("Table data.csv", "youtube_content/table.csv"),
        ("Chart data.csv", "youtube_content/chart.csv"),
        ("Totals.csv", "youtube_totals/Totals.csv"),
    ];
    let name = "Content 2026-01-01_2026-03-31 Zilt Houtwerk.zip";
    let answers = Answers::default();
    let mut recognised = Vec::new();
    let mut lines = BTreeSet::new();
    for origin in origins_in(name, zipped(&members), &Limits::default()).unwrap() {
        let plan = recognise(&origin, &Registry::native(), &answers).unwrap();
        assert!(plan.questions.is_empty(), "{}: {:?}", origin.name(), plan.questions);
        let id = plan.tables.first().and_then(|t| t.connector).map_or("", |c| c.id);
        recognised.push((origin.name().rsplit('/').next().unwrap_or("").to_owned(), id));
        let mut sink = |batch: Batch| {
            batch_lines(&batch, &mut lines);
            Ok::<(), std::convert::Infallible>(())
        };
        read(&origin, &plan, &answers, &mut sink).unwrap();
    }
    let wanted = [
        ("Chart data.csv".to_owned(), "youtube_content"),
        ("Table data.csv".to_owned(), "youtube_content"),
        ("Totals.csv".to_owned(), "youtube_totals"),
    ];
    assert_eq!(recognised, wanted);
    for line in [
        "youtube|Zilt Houtwerk|post|Zq3xT7aLm0k|content_views||total|delta|||2026-01-01|2026-03-31|3120|",
        "youtube|Zilt Houtwerk|post|Zq3xT7aLm0k|content_views||total|delta|||2026-03-02|2026-03-02|911|",
        "youtube|Zilt Houtwerk|account|Zilt Houtwerk|content_views||total|delta|||2026-03-02|2026-03-02|931|",
    ] {
        assert!(lines.contains(line), "not read: {line}\n{lines:#?}");
    }
}

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, fixture) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&std::fs::read(fixtures.join(fixture)).unwrap()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Days without a year: the name of the overview states the first day, and ids tell when their posts were made.
#[test]
fn names_and_ids_tell_the_year() {
    let fixture = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        std::fs::read(path).unwrap()
    };
    let plan = |name: &str, bytes: Vec<u8>| {
        let origins = origins_in(name, bytes, &Limits::default()).unwrap();
        recognise(&origins[0], &Registry::native(), &Answers::default()).unwrap()
    };
    let overview = fixture("tiktok_studio_overview/Overview.csv");
    let named = plan("Overview_2025-12-30_1767291974_zilt.houtwerk.csv", overview);
    assert_eq!(named.questions, []);
    let content = plan("Content.csv", fixture("tiktok_studio_content/Content.csv"));
    let proposals: Vec<_> = content
        .questions
        .iter()
        .map(|q| (q.key, q.proposal.as_deref()))
        .collect();
    assert_eq!(proposals, [(QuestionKey::Year, Some("2026"))]);
}

/// The ZIP unpacked: the folder's name states channel and period.
#[test]
fn an_unpacked_youtube_zip_states_channel_and_period() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("Content 2026-01-01_2026-03-31 Zilt Houtwerk");
    std::fs::create_dir(&folder).unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/youtube_content/table.csv");
    let file = folder.join("Table data.csv");
    std::fs::copy(fixture, &file).unwrap();
    let mut lines = BTreeSet::new();
    for origin in origins(&file, &Limits::default()).unwrap() {
        let plan = recognise(&origin, &Registry::native(), &Answers::default()).unwrap();
        assert_eq!(plan.questions, []);
        let mut sink = |batch: Batch| {
            batch_lines(&batch, &mut lines);
            Ok::<(), std::convert::Infallible>(())
        };
        read(&origin, &plan, &Answers::default(), &mut sink).unwrap();
    }
    let wanted = "youtube|Zilt Houtwerk|post|Zq3xT7aLm0k|content_views||total|delta|||2026-01-01|2026-03-31|3120|";
    assert!(lines.contains(wanted), "{lines:#?}");
}
