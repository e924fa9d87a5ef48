//! Other engines read the tables: DuckDB, Polars and the Python `deltalake`, each from PyPI.

use std::process::Command;

use harpoon_lake::Lake;

use crate::workspace::import_one;

#[test]
fn other_engines_read_the_tables() {
    let Ok(python) = std::env::var("HARPOON_PYTHON") else {
        eprintln!("SKIPPED: other engines; HARPOON_PYTHON names no Python with duckdb, polars and deltalake");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    for day in 1..=5 {
        let date = format!("2026-01-0{day}");
        import_one(
            &lake,
            &date,
            &date,
            &[("ad1", &date, "10", "1.25"), ("ad2", &date, "-", "0.000001")],
        );
    }
    let read = || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/interop.py");
        let output = Command::new(&python)
            .arg(script)
            .arg(folder.path().join("lake"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    // 5 days × 10 impressions; 5 × 1.25 + 5 × 0.000001 spent; 5 unknown.
    let expected = ["deltalake", "polars", "duckdb"]
        .map(|engine| {
            format!("{engine}: 20 facts, 50.000000 impressions, 6.250005 spend, 5 unknown, 2026-01-01..2026-01-05\n")
        })
        .concat();
    assert_eq!(read(), expected);
    lake.optimize().unwrap();
    assert_eq!(read(), expected);
}
