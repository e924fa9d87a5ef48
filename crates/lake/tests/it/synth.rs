//! Journeys of a known chain, read from Parquet as the engine reads it, against exact removal effects of orders 1 to 3.

use std::fs::{self, File};
use std::path::PathBuf;

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use harpoon_model::credit::{Credit, Findings, Model, Setup, Tally};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

fn shared(name: &str) -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder = std::env::var_os("HARPOON_DATA").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    folder.join("attribution").join(name)
}

/// Adds the journeys of a batch, each a person of its own; channels are named `ch00` and so on.
fn push(credit: &mut Credit, batch: &RecordBatch, first: u64) {
    let column = |name: &str, kind: &DataType| cast(batch.column_by_name(name).expect(name), kind).expect(name);
    let paths = column("path", &DataType::Utf8);
    let [conversions, nulls] = ["conv", "null"].map(|name| column(name, &DataType::Int64));
    let value = column("value", &DataType::Float64);
    let whole = |column: &arrow::array::ArrayRef, row: usize| {
        u64::try_from(column.as_primitive::<Int64Type>().value(row)).expect("a count")
    };
    for (row, path) in paths.as_string::<i32>().iter().enumerate() {
        let codes = path
            .expect("a path")
            .split(" > ")
            .map(|name| name[2..].parse().expect("a channel"));
        let cents = value.as_primitive::<Float64Type>().value(row) * 100.0;
        let tally = Tally {
            conversions: whole(&conversions, row),
            value: format!("{cents:.0}").parse().expect("cents"),
            nulls: whole(&nulls, row),
        };
        let path: Vec<u32> = codes.collect();
        credit.push_path(first + row as u64, &path, tally).expect("a path");
    }
}

/// Each channel's removal effects and credits to a billionth.
fn check(findings: &Findings, order: usize, expected: &str) {
    let chain = &findings.chains[order - 1];
    let credit = &findings.models[order - 1];
    let mut compared = 0;
    for line in expected.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let channel: u32 = cells[0][2..].parse().expect("a channel");
        let effect = chain
            .effects
            .iter()
            .find(|effect| effect.channel == channel)
            .expect("a channel");
        let row = credit
            .rows
            .iter()
            .find(|row| row.channel == channel)
            .expect("a channel");
        let found = [
            effect.conversions.expect("conversions"),
            effect.value.expect("value"),
            row.conversions.credit,
            row.value.credit / 100.0,
        ];
        for (found, cell) in found.into_iter().zip(&cells[1..]) {
            let expected: f64 = cell.parse().expect("a number");
            assert!(
                (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                "order {order}: {line}, found {found}"
            );
        }
        compared += 1;
    }
    assert_eq!(compared, 20, "every channel");
}

#[test]
fn removal_effects_of_synthetic_journeys() {
    for size in ["1e4", "1e5"] {
        let Ok(file) = File::open(shared(&format!("synth/paths_{size}.parquet"))) else {
            eprintln!("SKIPPED: no synthetic journeys in {}", shared("synth").display());
            return;
        };
        let mut credit = Credit::new(Setup::of(&[Model::Markov1, Model::Markov2, Model::Markov3]));
        let mut people = 0;
        for batch in ParquetRecordBatchReaderBuilder::try_new(file)
            .expect("Parquet")
            .build()
            .expect("batches")
        {
            let batch = batch.expect("a batch");
            push(&mut credit, &batch, people);
            people += batch.num_rows() as u64;
        }
        let findings = credit.finish(None).expect("a result");
        for order in 1..=3 {
            let expected =
                fs::read_to_string(shared(&format!("expected/synth/markov{order}_{size}.csv"))).expect("expected");
            check(&findings, order, &expected);
        }
    }
}
