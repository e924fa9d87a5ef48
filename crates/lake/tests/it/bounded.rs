//! Queries in SQL from elsewhere: what they may hold, and that nothing makes much of little.

use std::time::Duration;

use harpoon_lake::Lake;
use harpoon_lake::query::{self, Bounds, Grid, QueryError};

use crate::facts;

/// Nine days of an account.
fn lake() -> (tempfile::TempDir, Lake) {
    let home = tempfile::tempdir().expect("a folder");
    let lake = Lake::create(home.path()).expect("a lake");
    let rows: String = (1..=9)
        .map(|day| format!("obs a|x|account||impressions|total|delta|||2026-09-0{day}|2026-09-0{day}|{day}\n"))
        .collect();
    facts::load(&lake, &format!("import one\n{rows}"));
    (home, lake)
}

fn asked(lake: &Lake, sql: &str) -> Result<(Grid, bool), QueryError> {
    let bounds = Bounds {
        rows: 100,
        characters: 100_000,
        time: Duration::from_secs(20),
    };
    let snapshot = lake.snapshot(None).expect("a snapshot");
    let session = snapshot.bounded_session()?;
    lake.run(query::bounded(&session, sql, bounds))
}

/// The first value of the answer.
fn value(lake: &Lake, sql: &str) -> String {
    let (grid, cut) = asked(lake, sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    assert!(!cut, "{sql}");
    grid.rows[0][0].clone().unwrap_or_default()
}

#[test]
fn usual_queries_are_answered() {
    let (_home, lake) = lake();
    for (sql, answer) in [
        ("SELECT sum(value)::bigint FROM observations", "45"),
        ("SELECT count(DISTINCT metric) FROM observations", "1"),
        ("SELECT upper('a' || 'b') || 'c'", "ABc"),
        ("WITH a AS (SELECT 1 AS n) SELECT n + 1 FROM a", "2"),
        ("SELECT CASE WHEN 2 IN (1, 2) THEN coalesce(NULL, 'x') END", "x"),
        ("SELECT extract(month FROM DATE '2026-09-03')", "9"),
        ("SELECT substring('harpoon' FROM 2 FOR 3)", "arp"),
        (
            "SELECT n FROM (SELECT row_number() OVER (ORDER BY value DESC) AS n, value FROM observations) WHERE value = 7",
            "3",
        ),
        ("SELECT count(*) FROM generate_series(1, 10)", "10"),
    ] {
        assert_eq!(value(&lake, sql), answer, "{sql}");
    }
}

#[test]
fn what_makes_much_of_little_is_refused() {
    let (_home, lake) = lake();
    let doubled = |times: usize| {
        let inner = "SELECT metric AS t0 FROM observations".to_owned();
        (0..times).fold(inner, |inner, n| {
            format!("SELECT t{n} || t{n} AS t{} FROM ({inner})", n + 1)
        })
    };
    let lists = "lists and records are not made";
    for (sql, why) in [
        // By name, whichever kind of function it is.
        ("SELECT repeat('x', 2000000000)", "`repeat`"),
        ("SELECT lpad('x', 2000000000)", "`lpad`"),
        ("SELECT replace('xxxxxxxx', 'x', 'xxxxxxxx')", "`replace`"),
        ("SELECT concat(metric, metric) FROM observations", "`concat`"),
        ("SELECT make_array(1, 2)", "`make_array`"),
        ("SELECT range(0, 10000000000)", "`range`"),
        (
            "SELECT array_to_string(array_agg(metric), 'xxxxxxxx') FROM observations",
            "`array_agg`; `array_to_string`",
        ),
        (
            "SELECT string_agg(metric, 'xxxxxxxx') FROM observations",
            "`string_agg`",
        ),
        (
            "SELECT arrow_cast(1, 'FixedSizeList(100000000, Int64)')",
            "`arrow_cast`",
        ),
        ("SELECT \"repeat\"('x', 2000000000)", "repeat"),
        ("SELECT count(*) FROM observations ORDER BY repeat('x', 9)", "`repeat`"),
        (
            "SELECT 1 FROM observations WHERE 'y' IN (SELECT repeat('x', 9))",
            "`repeat`",
        ),
        // Functions that no name stands for.
        ("SELECT [metric, metric] FROM observations", lists),
        ("SELECT ARRAY[metric, metric] FROM observations", lists),
        ("SELECT {a: metric} FROM observations", lists),
        ("SELECT (metric, metric) FROM observations", lists),
        (
            "SELECT overlay(metric PLACING metric FROM 1) FROM observations",
            "`overlay`",
        ),
        ("SELECT NULL::int[100000000]", "is no type"),
        ("SELECT TRY_CAST(NULL AS int[100000000])", "is no type"),
        // Doubling, by the statement and by itself.
        (&doubled(9), "more than 8 places"),
        (
            "WITH RECURSIVE a AS (SELECT 'x' AS t UNION ALL SELECT t || t FROM a) SELECT t FROM a",
            "ecursive",
        ),
        (
            &format!("SELECT '{}' FROM observations", "x".repeat(1_001)),
            "1003 bytes",
        ),
        // No SELECT.
        ("EXPLAIN SELECT 1", "no SELECT"),
        ("SET datafusion.execution.enable_recursive_ctes = true", "no SELECT"),
        ("COPY observations TO 'x.csv'", "no SELECT"),
    ] {
        match asked(&lake, sql) {
            Err(QueryError::Refused(said)) => {
                let is_told = why.split("; ").all(|part| said.contains(part));
                assert!(is_told, "{sql}: {said}");
            }
            other => panic!("{sql}: {other:?}"),
        }
    }
    assert_eq!(
        value(&lake, &format!("SELECT max(length(t8)) FROM ({})", doubled(8))),
        (256 * "impressions".len()).to_string()
    );
}

#[test]
fn a_deep_statement_is_refused_before_it_is_read() {
    let (_home, lake) = lake();
    let sum = |terms: usize| {
        format!(
            "SELECT max(value{})::bigint FROM observations",
            " + value".repeat(terms)
        )
    };
    assert_eq!(value(&lake, &sum(200)), (201 * 9).to_string());
    let tables = |many: usize| {
        let all: Vec<String> = (0..many).map(|n| format!("a AS b{n}")).collect();
        format!("WITH a AS (SELECT 1 AS n) SELECT count(*) FROM {}", all.join(", "))
    };
    assert_eq!(value(&lake, &tables(20)), "1");
    for (sql, why) in [
        (sum(2_000), "operators and keywords"),
        (format!("SELECT 1{}", "::int".repeat(3_000)), "operators and keywords"),
        (
            format!("SELECT 1{}", " UNION SELECT 1".repeat(1_000)),
            "operators and keywords",
        ),
        (tables(60), "more than 50 tables"),
        (format!("SELECT {}1{}", "(".repeat(9_000), ")".repeat(9_000)), ""),
        (format!("SELECT 1{}", " ".repeat(20_000)), "at most 20000"),
    ] {
        let start = &sql[..40];
        match asked(&lake, &sql) {
            Err(QueryError::Refused(said)) => assert!(said.contains(why), "{start}: {said}"),
            other => panic!("{start}: {other:?}"),
        }
    }
}
