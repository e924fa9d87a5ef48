//! `origins`: leads and deals by where the lead came from.

use harpoon::core::period::day_from_number;
use harpoon::journeys::By;
use harpoon::journeys::origins::{Line, Origins};
use harpoon::lake::query::journal::Who;
use harpoon::model::funnel::RateAt;

use super::open;
use crate::Done;
use crate::args::{self, Cli, Format};
use crate::render::{Sheet, pretty};
use crate::say;
use harpoon::json::{self, Value};

/// Prints the origins.
pub(crate) fn origins(cli: &Cli, args: &args::Origins) -> anyhow::Result<Done> {
    let who = if args.companies { Who::Company } else { Who::Person };
    if args.stated {
        return super::stated::stated(cli, args, who);
    }
    let origins = open(cli)?.origins(&By::read(&args.by)?, who)?;
    say::out(&match args.output.format {
        Format::Json => json::lines(
            &origins
                .lines
                .iter()
                .map(|line| object(line, &origins))
                .collect::<Vec<_>>(),
        ),
        format => sheet(&origins).print(format),
    });
    if origins.lines.is_empty() && !cli.quiet {
        say::aside(
            "No leads or deals yet: import the CRM's leads and deals, or any table by a map (`harpoon import --help`).",
        );
    }
    Ok(Done::Well)
}

fn object(line: &Line, all: &Origins) -> Value {
    let s = &line.summary;
    let by = all
        .by
        .iter()
        .zip(&line.by)
        .map(|(by, value)| (by.word().to_owned(), Value::Text(value.clone())));
    let value = line
        .value
        .iter()
        .map(|(currency, worth)| Value::object([("currency", code(currency)), ("value", Value::number(Some(worth)))]));
    Value::object([
        ("origin", Value::Text(line.by.join(" / "))),
        ("leads", Value::number(Some(s.leads))),
        ("qualified", Value::number(line.qualified)),
        ("deals", Value::number(Some(s.won))),
        ("rate", Value::number(s.so_far.map(|e| e.value))),
        ("rate_low", Value::number(s.so_far.map(|e| e.low))),
        ("rate_high", Value::number(s.so_far.map(|e| e.high))),
        ("median_days", Value::number(s.median_days_won)),
        ("lost", Value::number(Some(s.lost))),
        ("open", Value::number(Some(s.open))),
        ("won_by_age", Value::List(s.rates.iter().map(rate).collect())),
        ("compared_at_days", Value::number(all.compared_at)),
        ("half_won_by_days", Value::number(s.half_won_by)),
        ("deals_without_lead", Value::number(Some(line.without_lead))),
        ("value", Value::List(value.collect())),
        ("as_of", Value::Text(day_from_number(all.as_of).to_string())),
        ("by", Value::Object(by.collect())),
    ])
}

fn code(currency: &str) -> Value {
    Value::text((!currency.is_empty()).then_some(currency))
}

fn rate(at: &RateAt) -> Value {
    Value::object([
        ("days", Value::number(Some(at.age))),
        ("watched", Value::number(Some(at.watched))),
        ("rate", Value::number(at.rate.map(|e| e.value))),
        ("low", Value::number(at.rate.map(|e| e.low))),
        ("high", Value::number(at.rate.map(|e| e.high))),
    ])
}

fn sheet(all: &Origins) -> Sheet {
    let with_qualified = all.lines.iter().any(|line| line.qualified.is_some());
    let same_age = all.compared_at.map(|age| format!("won within {age} days#"));
    let mut columns: Vec<&str> = if all.by.len() == 1 {
        vec!["origin"]
    } else {
        all.by.iter().map(|by| by.word()).collect()
    };
    columns.push("leads#");
    columns.extend(with_qualified.then_some("qualified#"));
    columns.extend(["deals#", "rate so far#"]);
    columns.extend(same_age.as_deref());
    columns.extend(["between", "median days#", "open#", "value#"]);
    let mut sheet = Sheet::new(&columns);
    for line in all.lines.iter().filter(|line| line.summary.leads > 0) {
        let s = &line.summary;
        let mut row = line.by.clone();
        row.push(pretty(s.leads as f64, 0));
        row.extend(with_qualified.then(|| line.qualified.map_or_else(String::new, |n| n.to_string())));
        row.push(pretty(s.won as f64, 0));
        row.push(s.so_far.map_or_else(String::new, |e| percent(e.value)));
        let at = s
            .rates
            .iter()
            .find(|r| Some(r.age) == all.compared_at)
            .and_then(|r| r.rate);
        row.extend(
            all.compared_at
                .map(|_| at.map_or_else(String::new, |e| percent(e.value))),
        );
        let between = at.or(s.so_far);
        row.push(between.map_or_else(String::new, |e| format!("{} – {}", percent(e.low), percent(e.high))));
        row.push(s.median_days_won.map_or_else(String::new, |days| pretty(days, 0)));
        row.push(pretty(s.open as f64, 0));
        let worth = line
            .value
            .iter()
            .map(|(currency, worth)| format!("{} {currency}", pretty(worth.to_f64(), 2)));
        row.push(worth.collect::<Vec<_>>().join(", "));
        sheet.rows.push(row);
    }
    notes(all, &mut sheet);
    sheet
}

fn notes(all: &Origins, sheet: &mut Sheet) {
    let as_of = day_from_number(all.as_of);
    sheet.footnote(&format!(
        "as of {as_of}, the last day of the data; open leads may still close, so rates so far favour old leads"
    ));
    if let Some(age) = all.compared_at {
        sheet.footnote(&format!(
            "won within {age} days: the longest age that every origin with ten leads has reached; intervals at 90 %"
        ));
    }
    if all.answers > 0 {
        sheet.footnote(&format!(
            "{} answers say where people heard of the business: `harpoon origins --stated` sets them against this",
            all.answers
        ));
    }
    for (why, leads) in &all.odd {
        sheet.footnote(&format!("{leads} leads: {why}"));
    }
    let strays: usize = all.lines.iter().map(|line| line.without_lead).sum();
    if strays > 0 {
        sheet.footnote(&format!(
            "{strays} deals of people who never were a lead are in no rate"
        ));
    }
}

fn percent(share: f64) -> String {
    format!("{} %", pretty(share * 100.0, 2))
}
