//! Exports that repeat each other: what is unchanged is not stored twice, and what changed is.

use harpoon_lake::Lake;

use crate::workspace::{ads, head, import, import_one, now};

const JANUARY: [(&str, &str, &str, &str); 2] = [("ad1", "2026-01-01", "10", "1"), ("ad2", "2026-01-01", "20", "2")];

fn facts(lake: &Lake) -> Vec<String> {
    now(lake, "select count(*), cast(sum(value) as varchar) from observations")
}

#[test]
fn rows_that_did_not_change_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let first = import_one(&lake, "1.csv", "1", &JANUARY);
    let mut more = JANUARY.to_vec();
    more.push(("ad1", "2026-01-02", "30", "3"));
    let second = import_one(&lake, "2.csv", "2", &more);
    assert_eq!((second.accepted, second.duplicate, second.facts), (1, 2, 2));
    assert_eq!(facts(&lake), ["6 66.000000"]);
    let imports = lake.snapshot(None).unwrap().imports().to_vec();
    assert_eq!(imports[1].bases, [first.import_id]);
}

#[test]
fn a_row_with_one_other_figure_brings_that_figure() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    import_one(&lake, "1.csv", "1", &JANUARY);
    let second = import_one(
        &lake,
        "2.csv",
        "2",
        &[("ad1", "2026-01-01", "11", "1"), ("ad2", "2026-01-01", "20", "2")],
    );
    assert_eq!((second.accepted, second.duplicate, second.facts), (1, 1, 1));
    assert_eq!(facts(&lake), ["5 44.000000"]);
}

#[test]
fn a_figure_that_went_back_to_an_old_value_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    import_one(&lake, "1.csv", "1", &[("ad1", "2026-01-01", "10", "1")]);
    import_one(&lake, "2.csv", "2", &[("ad1", "2026-01-01", "12", "1")]);
    let back = import_one(
        &lake,
        "3.csv",
        "3",
        &[("ad1", "2026-01-01", "10", "1"), ("ad1", "2026-01-02", "5", "1")],
    );
    assert_eq!((back.accepted, back.duplicate, back.facts), (2, 0, 3));
}

#[test]
fn unknown_is_not_nought() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    import_one(&lake, "1.csv", "1", &[("ad1", "2026-01-01", "-", "1")]);
    let second = import_one(&lake, "2.csv", "2", &[("ad1", "2026-01-01", "0", "1")]);
    assert_eq!((second.accepted, second.facts), (1, 1));
}

#[test]
fn another_currency_is_another_value() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    import_one(&lake, "1.csv", "1", &JANUARY);
    let mut dollars = ads(&JANUARY);
    let table = &mut dollars.observations[0];
    table.currency = harpoon_core::batch::Words::default();
    for _ in JANUARY {
        table.currency.push("USD");
    }
    let mut staging = lake.stage().unwrap();
    let outcome = import(&mut staging, head("2.csv", "2"), dollars);
    staging.commit().unwrap();
    assert_eq!((outcome.accepted, outcome.facts), (2, 2));
}

#[test]
fn rows_that_share_a_key_add_up_and_are_compared_together() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let twice = [("ad1", "2026-01-01", "10", "1"), ("ad1", "2026-01-01", "20", "1")];
    import_one(&lake, "1.csv", "1", &twice);
    let same = import_one(
        &lake,
        "2.csv",
        "2",
        &[twice[1], twice[0], ("ad2", "2026-01-01", "1", "1")],
    );
    assert_eq!((same.accepted, same.duplicate), (1, 2));
    let once = import_one(&lake, "3.csv", "3", &[twice[0], ("ad3", "2026-01-01", "1", "1")]);
    assert_eq!((once.accepted, once.duplicate, once.facts), (2, 0, 4));
}

#[test]
fn files_of_one_run_are_compared_too() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let mut staging = lake.stage().unwrap();
    import(&mut staging, head("1.csv", "1"), ads(&JANUARY));
    let mut more = JANUARY.to_vec();
    more.push(("ad1", "2026-01-02", "30", "3"));
    let second = import(&mut staging, head("2.csv", "2"), ads(&more));
    staging.commit().unwrap();
    assert_eq!((second.accepted, second.duplicate), (1, 2));
    assert_eq!(facts(&lake), ["6 66.000000"]);
}

#[test]
fn a_large_file_streams_and_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let days: Vec<String> = (0..1100)
        .map(|n| harpoon_core::period::day_from_number(18_000 + n).to_string())
        .collect();
    let names: Vec<String> = (0..1000).map(|n| format!("ad{n}")).collect();
    let batches = days.iter().enumerate().map(|(nth, day)| {
        let shown: Vec<String> = (0..1000).map(|ad| (nth * 1000 + ad).to_string()).collect();
        let pairs = names.iter().zip(&shown);
        let rows: Vec<_> = pairs
            .map(|(ad, shown)| (ad.as_str(), day.as_str(), shown.as_str(), "0.5"))
            .collect();
        ads(&rows)
    });
    let batches: Vec<_> = batches.collect();
    for (round, name) in ["large.csv", "again.csv"].into_iter().enumerate() {
        let mut staging = lake.stage().unwrap();
        staging.begin(head(name, name)).unwrap();
        for batch in &batches {
            staging.push(batch.clone()).unwrap();
        }
        let end = harpoon_lake::ImportTail {
            rows: 1_100_000,
            checks: "[]".to_owned(),
            remarks: "[]".to_owned(),
            ..harpoon_lake::ImportTail::default()
        };
        let outcome = staging.end(end).unwrap();
        assert_eq!(outcome.known, round == 1);
        staging.commit().unwrap();
    }
    let sums = "select metric, count(*), count(distinct entity_id), count(distinct value), cast(sum(value) as varchar), min(currency),
        min(period_start), max(scope) from observations group by metric order by metric";
    assert_eq!(
        now(&lake, sums),
        [
            "impressions 1100000 1000 1100000 604999450000.000000 2019-04-14 paid",
            "spend 1100000 1000 1 550000.000000 EUR 2019-04-14 paid",
        ]
    );
    let series = lake.snapshot(None).unwrap().imports()[0].series.clone();
    assert_eq!((series.len(), series[0].rows), (2, 1_100_000));
    let files = std::fs::read_dir(folder.path().join("lake/observations")).unwrap();
    let parquet = files
        .filter(|f| f.as_ref().unwrap().path().extension().is_some_and(|e| e == "parquet"))
        .count();
    assert_eq!(parquet, 1, "the second writing was thrown away");
}
