//! Every KPI by two routes: what the catalogue answers, and hand-written SQL over the same facts.
//!
//! A file `tests/kpi/<id>.slt` holds questions, each with the answer that a person worked out from `facts.txt`:
//!
//! ```text
//! kpi ctr by platform month 2026-10
//! ----
//! facebook 0.025
//!
//! sql
//! SELECT platform, … FROM observations …
//! ----
//! facebook 0.025
//! ```
//! Words of a `kpi` line: ids, then `by DIM,…`, `where DIM=VALUE`, `month YYYY-MM` or `from D to D`. An answer is the
//! dimensions, the value (or `missing`), and where there is one the interval as `low..high`. Numbers are equal within
//! 1e-9 of each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use datafusion::prelude::SessionContext;
use harpoon_core::catalogue::{CATALOGUE, kpi};
use harpoon_core::kpi::Kpi;
use harpoon_core::{Period, Quantity, Reading, Selection};
use harpoon_lake::query::{self, Answers, Source};
use harpoon_lake::{Lake, Snapshot};

use crate::facts;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kpi")
}

#[test]
fn every_kpi_by_two_routes() {
    let home = tempfile::tempdir().expect("a folder");
    let lake = Lake::create(home.path()).expect("a lake");
    facts::load(
        &lake,
        &fs::read_to_string(folder().join("facts.txt")).expect("facts.txt"),
    );
    let snapshot = lake.snapshot(None).expect("a snapshot");
    let check = &|kpis: &[&'static Kpi]| -> Vec<String> {
        let session = snapshot.query_session().expect("a session");
        let answers = Answers::default();
        let source = source(&snapshot, &session, &answers);
        let answers = |kpi: &&'static Kpi| match fs::read_to_string(folder().join(format!("{}.slt", kpi.id))) {
            Ok(text) => check(&lake, &source, kpi.id, &text),
            Err(_) => vec![format!("{}: no second route; write tests/kpi/{}.slt", kpi.id, kpi.id)],
        };
        kpis.iter().flat_map(answers).collect()
    };
    let halves = CATALOGUE.chunks(CATALOGUE.len().div_ceil(2));
    let wrong: Vec<String> = thread::scope(|scope| {
        let running: Vec<_> = halves.map(|half| scope.spawn(move || check(half))).collect();
        running
            .into_iter()
            .flat_map(|half| half.join().expect("a half"))
            .collect()
    });
    assert!(
        wrong.is_empty(),
        "{} answers differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// What a block asks, and the lines that answer it.
struct Block<'a> {
    question: Vec<&'a str>,
    answer: Vec<&'a str>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let parts = text.split("\n\n").map(|part| {
        part.lines()
            .filter(|l| !l.starts_with('#') && !l.is_empty())
            .collect::<Vec<_>>()
    });
    parts
        .filter(|lines| !lines.is_empty())
        .map(|lines| {
            let bar = lines.iter().position(|l| *l == "----").unwrap_or(lines.len());
            Block {
                question: lines[..bar].to_vec(),
                answer: lines[lines.len().min(bar + 1)..].to_vec(),
            }
        })
        .collect()
}

fn check(lake: &Lake, source: &Source<'_>, id: &str, text: &str) -> Vec<String> {
    let blocks = blocks(text);
    let mut wrong = Vec::new();
    if !blocks.iter().any(|b| b.question[0].starts_with("kpi ")) {
        wrong.push(format!("{id}: asks no kpi"));
    }
    for block in blocks {
        let given = match block.question[0].strip_prefix("kpi ") {
            Some(words) => told(lake, source, words).iter().map(line).collect(),
            None => answered(lake, source, &block.question[1..].join("\n")),
        };
        if !same(&given, &block.answer) {
            wrong.push(format!(
                "{id}: {}\n  worked out {:?}\n  given      {given:?}",
                block.question.join(" "),
                block.answer
            ));
        }
    }
    wrong
}

/// Whether the lines say the same, numbers within rounding.
pub(crate) fn same(given: &[String], expected: &[&str]) -> bool {
    given.len() == expected.len() && given.iter().zip(expected).all(|(a, b)| same_line(a, b))
}

fn same_line(given: &str, expected: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (given.split([' ', '.']).collect(), expected.split([' ', '.']).collect());
    if a == b {
        return true;
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (given.split(' ').collect(), expected.split(' ').collect());
    a.len() == b.len() && a.iter().zip(&b).all(|(x, y)| same_word(x, y))
}

fn same_word(a: &str, b: &str) -> bool {
    if let (Some((a, c)), Some((b, d))) = (a.split_once(".."), b.split_once("..")) {
        return same_word(a, b) && same_word(c, d);
    }
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(x), Ok(y)) => (x - y).abs() <= 1e-9 * x.abs().max(y.abs()).max(1e-9),
        _ => a == b,
    }
}

/// The readings that a `kpi` line asks for, a line each.
pub(crate) fn measured(lake: &Lake, snapshot: &Snapshot, words: &str) -> Vec<String> {
    readings(lake, snapshot, words).iter().map(line).collect()
}

/// The readings that a `kpi` line asks for.
pub(crate) fn readings(lake: &Lake, snapshot: &Snapshot, words: &str) -> Vec<Reading> {
    let session = snapshot.query_session().expect("a session");
    told(lake, &source(snapshot, &session, &Answers::default()), words)
}

/// What statements are put to.
fn source<'s>(snapshot: &'s Snapshot, session: &'s SessionContext, answers: &'s Answers) -> Source<'s> {
    Source {
        session,
        series: snapshot.series(),
        version: snapshot.version(),
        kept_from: snapshot.kept_from().clone(),
        answers: Some(answers),
    }
}

fn told(lake: &Lake, source: &Source<'_>, words: &str) -> Vec<Reading> {
    let (ids, selection) = parsed(words);
    let mut readings = Vec::new();
    for id in ids {
        let kpi = kpi(id).unwrap_or_else(|| panic!("no KPI {id}"));
        let measured = lake.run(query::measure(source, kpi, &selection)).expect("measured");
        readings.extend(measured.readings);
    }
    readings
}

fn line(reading: &Reading) -> String {
    let number = |q: Option<Quantity>| q.map_or_else(|| "missing".to_owned(), |q| q.to_string());
    let mut words: Vec<String> = reading
        .by
        .iter()
        .map(|(_, value)| {
            if value.is_empty() {
                "(none)".to_owned()
            } else {
                value.clone()
            }
        })
        .collect();
    words.push(number(reading.value));
    if reading.unit.len() == 3 && reading.unit.chars().all(|c| c.is_ascii_uppercase()) {
        words.push(reading.unit.clone());
    }
    if reading.low.is_some() || reading.high.is_some() {
        words.push(format!("{}..{}", number(reading.low), number(reading.high)));
    }
    words.join(" ")
}

fn parsed(words: &str) -> (Vec<&str>, Selection) {
    let (mut ids, mut selection) = (Vec::new(), Selection::default());
    let mut words = words.split(' ');
    while let Some(word) = words.next() {
        let mut next = || words.next().expect("a word follows");
        match word {
            "by" => selection.by = next().split(',').map(|d| d.parse().expect("a dimension")).collect(),
            "where" => selection.filters.push(next().parse().expect("a filter")),
            "month" => selection.period = Some(Period::month(next()).expect("a month")),
            "from" => {
                let from = Period::day(next()).expect("a day");
                assert_eq!(next(), "to");
                selection.period = Some(Period::new(from, Period::day(next()).expect("a day")).expect("a period"));
            }
            id => ids.push(id),
        }
    }
    (ids, selection)
}

fn answered(lake: &Lake, source: &Source<'_>, sql: &str) -> Vec<String> {
    let grid = lake
        .run(query::answer(source.session, sql))
        .unwrap_or_else(|e| panic!("{sql}: {e}"));
    let cell = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "missing".to_owned());
    grid.rows
        .iter()
        .map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" "))
        .collect()
}
