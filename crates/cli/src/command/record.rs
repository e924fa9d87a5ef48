//! `record`: what was promised against what was delivered, by month and agency, and what became of changes.

use harpoon::core::Period;
use harpoon::core::record::{Flexibility, Score};
use harpoon::goals::{Record as Kept, View};

use super::{now, open};
use crate::Done;
use crate::args::{Cli, Format, Record};
use crate::render::Sheet;
use crate::say;
use harpoon::json::{self, Value};

/// Prints the track record.
pub(crate) fn record(cli: &Cli, args: &Record) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let view = match &args.on {
        Some(day) => View::at_the_end_of(Period::day(day).map_err(harpoon::Error::from)?),
        None => View::on(workspace.day_of(now()?)?),
    };
    let book = workspace.book()?;
    let record = workspace.record(&book, view)?;
    say::out(&match args.output.format {
        Format::Json => json::lines(&objects(&record)),
        Format::Csv => sheet(&record, false).print(Format::Csv),
        format => format!("{}{}", sheet(&record, true).print(format), changes(&record)),
    });
    if record.outcomes.is_empty() && !cli.quiet {
        say::aside("Nothing was promised yet; `harpoon goal add --help` shows how a goal is set.");
    }
    Ok(Done::Well)
}

/// Month, agency and score of each line; the last ones are over all months.
fn lines(record: &Kept) -> impl Iterator<Item = (Option<String>, &str, &Score)> {
    let months = record.months.iter().map(|one| {
        let month = one.month.from.strftime("%Y-%m").to_string();
        (Some(month), one.agency.as_str(), &one.score)
    });
    months.chain(
        record
            .agencies
            .iter()
            .map(|(agency, score)| (None, agency.as_str(), score)),
    )
}

fn sheet(record: &Kept, pretty: bool) -> Sheet {
    let mut sheet = Sheet::new(&[
        "month",
        "agency",
        "promised#",
        "kept#",
        "broken#",
        "running#",
        "unknown#",
        "share kept#",
        "by first targets#",
        "delivered by promised#",
    ]);
    let share = |value: Option<f64>| match value {
        None => String::new(),
        Some(value) if pretty => format!("{:.0} %", value * 100.0),
        Some(value) => value.to_string(),
    };
    for (month, agency, score) in lines(record) {
        sheet.rows.push(vec![
            month.unwrap_or_else(|| if pretty { "all".to_owned() } else { String::new() }),
            agency.to_owned(),
            score.promised().to_string(),
            score.met.to_string(),
            score.missed.to_string(),
            score.running.to_string(),
            score.unknown.to_string(),
            share(score.kept()),
            share(score.kept_first()),
            share(score.attained),
        ]);
    }
    sheet
}

/// What became of changes, in sentences.
fn changes(record: &Kept) -> String {
    let told = |(agency, f): &(String, Flexibility)| {
        format!(
            "\n\n{agency} changed {} in agreement, {} times ({} easier, {} after a broken promise); of these the first promise \
             after it was kept {} times and broken {} times. {} changes were proposed and not agreed.",
            if f.goals == 1 {
                "1 goal".to_owned()
            } else {
                format!("{} goals", f.goals)
            },
            f.agreed,
            f.easier,
            f.after_miss,
            f.then_met,
            f.then_missed,
            f.proposed
        )
    };
    record.flexibility.iter().map(told).collect()
}

fn objects(record: &Kept) -> Vec<Value> {
    let number = |value: Option<f64>| Value::number(value.filter(|v| v.is_finite()));
    let count = |value: usize| Value::Number(value.to_string());
    let object = |(month, agency, score): (Option<String>, &str, &Score)| {
        let flexibility = record
            .flexibility
            .iter()
            .find(|(name, _)| month.is_none() && name == agency);
        let changes = flexibility.map(|(_, f)| {
            Value::object([
                ("goals", count(f.goals)),
                ("agreed", count(f.agreed)),
                ("proposed", count(f.proposed)),
                ("easier", count(f.easier)),
                ("after_miss", count(f.after_miss)),
                ("then_met", count(f.then_met)),
                ("then_missed", count(f.then_missed)),
            ])
        });
        Value::object([
            ("month", Value::text(month)),
            ("agency", Value::Text(agency.to_owned())),
            ("promised", count(score.promised())),
            ("met", count(score.met)),
            ("missed", count(score.missed)),
            ("running", count(score.running)),
            ("unknown", count(score.unknown)),
            ("kept", number(score.kept())),
            ("kept_by_first_targets", number(score.kept_first())),
            ("attained", number(score.attained)),
            ("changes", changes.unwrap_or(Value::Null)),
        ])
    };
    lines(record).map(object).collect()
}
