//! Asks a workspace the question of each line of its input, as often as it is told to, and writes the seconds of each try and
//! the answer as one line of JSON: what `benches/questions.py` measures, without the start of a process in it.
//!
//! `cargo run --release -p harpoon --example ask -- WORKSPACE TRIES < QUESTIONS`

use std::collections::BTreeMap;
use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::time::{Instant, SystemTime};

use harpoon::core::{EventKind, Reading, Selection};
use harpoon::journeys::By;
use harpoon::journeys::credit::{self, Worth};
use harpoon::model::credit::{Model, Rules, Scope};
use harpoon::{Error, Workspace, measure, written};
// The allocator of the binary.
use harpoon_memory as _;
use serde::Deserialize;

/// A question, as a line of JSON.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Question {
    /// A statement over the tables.
    Sql(String),
    /// KPIs by dimensions over a period: a column a KPI.
    Kpi {
        kpis: Vec<String>,
        by: Vec<String>,
        from: String,
        to: String,
    },
    /// Deeds of a kind and their money, by the campaign of the last click or visit before them, however long ago.
    LastTouch { on: String },
}

type Rows = Vec<Vec<Option<String>>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("which workspace?")?;
    let tries: usize = args.next().ok_or("how often?")?.parse()?;
    let workspace = Workspace::open(Path::new(&folder))?;
    // As a server holds it: at one version, with its files known.
    let held = workspace.shared()?;
    for question in std::io::stdin().lock().lines() {
        let question: Question = serde_json::from_str(&question?)?;
        let mut seconds = Vec::new();
        let mut rows = Rows::new();
        for _ in 0..tries {
            // A statement is run each time that it is asked. Answers of the other routes are remembered by who holds the workspace, so
            // it is held anew: what is told is what the first who asks waits for, with what `derived` has.
            let asked = match question {
                Question::Sql(_) => held.clone(),
                _ => workspace.shared()?,
            };
            let started = Instant::now();
            rows = answer(&asked, &question)?;
            seconds.push(started.elapsed().as_secs_f64());
        }
        let told = serde_json::json!({ "seconds": seconds, "rows": rows });
        writeln!(std::io::stdout().lock(), "{told}")?;
    }
    Ok(())
}

fn answer(workspace: &Workspace, question: &Question) -> Result<Rows, Error> {
    match question {
        Question::Sql(statement) => Ok(workspace.sql(statement)?.rows),
        Question::Kpi { kpis, by, from, to } => {
            let selection = Selection {
                by: written::dims(by)?,
                ..Selection::over(measure::period(Some(from), Some(to), None)?)
            };
            let measured = workspace.measure(&measure::Question {
                kpis: kpis.clone(),
                selection,
                at: None,
            })?;
            Ok(beside(kpis, &measure::readings(measured)))
        }
        Question::LastTouch { on } => last_touch(workspace, written::kinds(std::slice::from_ref(on))?),
    }
}

/// A row for each value of the dimensions, in their order, with a column for each KPI.
fn beside(kpis: &[String], readings: &[Reading]) -> Rows {
    let mut rows: BTreeMap<Vec<&str>, Vec<Option<String>>> = BTreeMap::new();
    for reading in readings {
        let group = reading.by.iter().map(|(_, value)| value.as_str()).collect();
        let row = rows.entry(group).or_insert_with(|| vec![None; kpis.len()]);
        if let Some(column) = kpis.iter().position(|kpi| *kpi == reading.kpi) {
            row[column] = reading.value.map(|value| value.to_string());
        }
    }
    let row = |(group, values): (Vec<&str>, Vec<_>)| {
        let group = group.into_iter().map(|value| Some(value.to_owned()));
        group.chain(values).collect()
    };
    rows.into_iter().map(row).collect()
}

fn last_touch(workspace: &Workspace, on: Vec<EventKind>) -> Result<Rows, Error> {
    let rules = written::rules(&["click=all".to_owned(), "view=0h".to_owned()], Scope::Lookback)?;
    // An answer that was kept is told without a walk. Some instants more than all, others each time, are another question.
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let instants = now.map_or(0, |now| i64::from(now.subsec_nanos()));
    let mut question = credit::Question {
        models: vec![Model::Last],
        by: vec![By::Campaign],
        on,
        rules: Rules {
            click: rules.click + instants,
            ..rules
        },
        level: None,
        ..credit::Question::default()
    };
    let mut rows: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
    for (column, worth) in [Worth::Count, Worth::Revenue].into_iter().enumerate() {
        question.worth = worth;
        for row in workspace
            .credit(&question)?
            .books
            .into_iter()
            .flat_map(|book| book.rows)
        {
            rows.entry(row.by.concat()).or_default()[column] = Some(row.credit.to_string());
        }
    }
    let row =
        |(campaign, values): (String, [Option<String>; 2])| std::iter::once(Some(campaign)).chain(values).collect();
    Ok(rows.into_iter().map(row).collect())
}
