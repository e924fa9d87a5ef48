//! What goes into the store comes out again, once.

use std::sync::Barrier;
use std::{fs, thread};

use harpoon_core::Reject;
use harpoon_core::table::TABLES;
use harpoon_lake::Lake;

use crate::workspace::{ads, head, import, import_one, lines, now};

const FACTS: &str = "select metric, entity_id, period_start, cast(value as varchar), currency
    from observations order by metric, period_start, entity_id";

#[test]
fn what_goes_in_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let outcome = import_one(
        &lake,
        "ads.csv",
        "x",
        &[("ad1", "2026-10-01", "100", "1.5"), ("ad2", "2026-10-02", "-", "0")],
    );
    assert_eq!((outcome.accepted, outcome.facts, outcome.known), (2, 4, false));
    let lake = Lake::open(folder.path()).unwrap();
    assert_eq!(
        now(&lake, FACTS),
        [
            "impressions ad1 2026-10-01 100.000000",
            "impressions ad2 2026-10-02",
            "spend ad1 2026-10-01 1.500000 EUR",
            "spend ad2 2026-10-02 0.000000 EUR",
        ]
    );
    let snapshot = lake.snapshot(None).unwrap();
    assert_eq!(snapshot.imports().len(), 1);
    assert_eq!(snapshot.imports()[0].series.len(), 2);
    assert_eq!(snapshot.imports()[0].series[0].nulls, 1);
}

#[test]
fn a_folder_without_a_lake_is_no_workspace() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Lake::open(folder.path()).is_err());
}

#[test]
fn a_new_workspace_may_be_opened_by_several_at_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let begin = Barrier::new(6);
        thread::scope(|threads| {
            let opening = || {
                begin.wait();
                Lake::create(folder.path()).map(drop)
            };
            let opened: Vec<_> = (0..6).map(|_| threads.spawn(opening)).collect();
            for one in opened {
                one.join().unwrap().unwrap();
            }
        });
        for table in TABLES {
            let log = folder.path().join("lake").join(table.name).join("_delta_log");
            assert_eq!(fs::read_dir(log).unwrap().count(), 1, "{} was made once", table.name);
        }
    }
}

#[test]
fn the_same_file_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let rows = [("ad1", "2026-10-01", "100", "1.5"), ("ad2", "2026-10-02", "-", "0")];
    let first = import_one(&lake, "ads.csv", "x", &rows);
    let version = lake.snapshot(None).unwrap().version();

    let renamed = import_one(&lake, "copy.csv", "x", &rows);
    assert!(renamed.known);
    assert_eq!((renamed.import_id, renamed.duplicate), (first.import_id.clone(), 2));

    let mut turned = rows;
    turned.reverse();
    let saved_again = import_one(&lake, "sorted.csv", "y", &turned);
    assert!(saved_again.known);
    assert_eq!((saved_again.import_id, saved_again.accepted), (first.import_id, 0));
    assert_eq!(lake.snapshot(None).unwrap().version(), version);
    assert_eq!(now(&lake, "select count(*) from observations"), ["4"]);
}

#[test]
fn many_files_are_committed_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let mut staging = lake.stage().unwrap();
    for day in 1..=5 {
        let date = format!("2026-10-0{day}");
        import(&mut staging, head(&date, &date), ads(&[("ad1", &date, "1", "2")]));
    }
    let again = import(
        &mut staging,
        head("again", "2026-10-03"),
        ads(&[("ad1", "2026-10-03", "1", "2")]),
    );
    assert!(again.known);
    assert_eq!(staging.commit().unwrap(), 1);
    assert_eq!(now(&lake, "select count(*), sum(seq) from imports"), ["5 15"]);
    assert_eq!(
        now(&lake, "select count(distinct import_id), count(*) from observations"),
        ["5 10"]
    );
}

#[test]
fn bad_rows_are_kept_as_they_came() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let mut batch = ads(&[("ad1", "2026-10-01", "100", "1.5")]);
    batch.rejects.push(Reject {
        row: 3,
        column: Some("Spend".to_owned()),
        reason: "`12 apples` is not a number".to_owned(),
        hint: None,
        raw: "ad2,2026-10-01,1,12 apples".to_owned(),
    });
    batch.rows = 2;
    let mut staging = lake.stage().unwrap();
    let outcome = import(&mut staging, head("ads.csv", "x"), batch);
    staging.commit().unwrap();
    assert_eq!((outcome.accepted, outcome.quarantined), (1, 1));
    assert_eq!(
        now(&lake, "select file, row, raw from quarantine"),
        ["ads.csv 3 ad2,2026-10-01,1,12 apples"]
    );
}

#[test]
fn an_old_version_shows_what_was_known_then() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    import_one(&lake, "1.csv", "1", &[("ad1", "2026-10-01", "100", "1")]);
    let then = lake.snapshot(None).unwrap().version();
    import_one(&lake, "2.csv", "2", &[("ad1", "2026-10-02", "50", "1")]);
    let sum = "select cast(sum(value) as varchar) from observations where metric = 'impressions'";
    assert_eq!(now(&lake, sum), ["150.000000"]);
    let old = lake.snapshot(Some(then)).unwrap();
    assert_eq!(lines(&lake, &old, sum), ["100.000000"]);
    assert!(lake.snapshot(Some(99)).is_err());
}

#[test]
fn old_versions_outlive_checkpoints() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    for day in 10..=21 {
        let date = format!("2026-10-{day}");
        import_one(&lake, &date, &date, &[("ad1", &date, "1", "1")]);
    }
    let checkpoint = folder
        .path()
        .join("lake/imports/_delta_log/00000000000000000009.checkpoint.parquet");
    assert!(checkpoint.is_file());
    let count = "select count(*) from observations";
    assert_eq!(now(&lake, count), ["24"]);
    assert_eq!(lines(&lake, &lake.snapshot(Some(3)).unwrap(), count), ["6"]);
}
