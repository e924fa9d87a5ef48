//! Small facts and imports for tests, and what the tables say of them.

use arrow::util::pretty::pretty_format_batches;
use harpoon_core::batch::{Batch, Figures, Observations};
use harpoon_core::period::day_number;
use harpoon_core::{Counter, EntityKind, Measure, Number, Scope, Unit, metric};
use harpoon_lake::{Begun, ImportHead, ImportOutcome, ImportTail, Lake, Snapshot, Staging};

/// One row of an export: ad, day, impressions, spend in euro. `-` is an unknown value.
pub(crate) type Row<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Rows of an ads export as a connector gives them.
pub(crate) fn ads(rows: &[Row]) -> Batch {
    let mut o = Observations::new(EntityKind::Ad, String::new());
    o.figures = vec![figures("impressions"), figures("spend")];
    for (line, (ad, day, impressions, spend)) in rows.iter().enumerate() {
        o.platform.push("meta_ads");
        o.account.push("a1");
        o.entity_id.push(ad);
        o.slice.push("");
        o.currency.push("EUR");
        let day = Some(day_number(day.parse().unwrap()));
        o.start.push(day);
        o.end.push(day);
        o.row.push(line as u64 + 2);
        o.figures[0].values.push(number(impressions));
        o.figures[1].values.push(number(spend));
    }
    Batch {
        rows: o.len() as u64,
        observations: vec![o],
        ..Batch::default()
    }
}

fn figures(id: &'static str) -> Figures {
    Figures {
        measure: Measure {
            metric: id.into(),
            facet: "".into(),
            scope: Scope::Paid,
            counter: Counter::Delta,
            unit: metric(id).map_or(Unit::Count, |m| m.unit),
        },
        facets: None,
        values: Vec::new(),
    }
}

fn number(text: &str) -> Option<Number> {
    (text != "-").then(|| text.parse().unwrap())
}

/// A file of these bytes.
pub(crate) fn head(file: &str, bytes: &str) -> ImportHead {
    ImportHead {
        file: file.to_owned(),
        sha256: format!(
            "{:064x}",
            bytes.bytes().fold(7_u64, |h, b| h.wrapping_mul(31) + u64::from(b))
        ),
        bytes: bytes.len() as u64,
        connector: "meta_ads".to_owned(),
        connector_version: 1,
        platform: Some("meta_ads".to_owned()),
        account: Some("a1".to_owned()),
        answers: "{}".to_owned(),
        imported_at: "2026-11-01T12:00:00Z".parse().unwrap(),
    }
}

/// Reads a whole file in.
pub(crate) fn import(staging: &mut Staging, head: ImportHead, batch: Batch) -> ImportOutcome {
    match staging.begin(head).unwrap() {
        Begun::Known(outcome) => outcome,
        Begun::New => {
            let tail = tail(&batch);
            staging.push(batch).unwrap();
            staging.end(tail).unwrap()
        }
    }
}

/// The end of a file with this one batch.
pub(crate) fn tail(batch: &Batch) -> ImportTail {
    ImportTail {
        observed_at: None,
        checks: "[]".to_owned(),
        remarks: "[]".to_owned(),
        rows: batch.rows,
        rejected: batch.rejects.len() as u64,
        duplicate: 0,
    }
}

/// Reads a file in and commits it.
pub(crate) fn import_one(lake: &Lake, file: &str, bytes: &str, rows: &[Row]) -> ImportOutcome {
    let mut staging = lake.stage().unwrap();
    let outcome = import(&mut staging, head(file, bytes), ads(rows));
    staging.commit().unwrap();
    outcome
}

/// A query's answer as lines of cells joined by spaces.
pub(crate) fn lines(lake: &Lake, snapshot: &Snapshot, sql: &str) -> Vec<String> {
    let context = snapshot.context().unwrap();
    let batches = lake.run(async { context.sql(sql).await.unwrap().collect().await.unwrap() });
    let table = pretty_format_batches(&batches).unwrap().to_string();
    table
        .lines()
        .filter(|line| line.starts_with('|'))
        .skip(1)
        .map(|line| {
            line.split('|')
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

/// [`lines`] at the latest version.
pub(crate) fn now(lake: &Lake, sql: &str) -> Vec<String> {
    lines(lake, &lake.snapshot(None).unwrap(), sql)
}
