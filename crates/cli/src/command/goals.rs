//! `goals`: how the goals of a month stand.

use harpoon::core::goal::{Goal, Status, Subject};
use harpoon::core::{KpiUnit, Period, Quantity};
use harpoon::goals::{Book, Standing, View};

use super::kpi::quantity;
use super::{now, open};
use crate::Done;
use crate::args::{Cli, Format, Goals};
use crate::render::{Sheet, pretty, visible};
use crate::say;
use harpoon::json;

pub(super) use harpoon::json::goals::{Told, kind, rounded, unit};

mod ways;

/// Prints how the goals of a month stand.
pub(crate) fn goals(cli: &Cli, args: &Goals) -> anyhow::Result<Done> {
    let workspace = open(cli)?.held(None, None)?;
    let today = workspace.day_of(now()?)?;
    let month = match &args.month {
        Some(month) => Period::month(month).map_err(harpoon::Error::from)?,
        None => Period {
            from: today.first_of_month(),
            to: today.last_of_month(),
        },
    };
    let view = match &args.on {
        Some(day) => View::at_the_end_of(Period::day(day).map_err(harpoon::Error::from)?),
        None => View::on(today),
    };
    let book = workspace.book()?;
    let standings = workspace.standings(&book, month, view)?;
    let told = |one: &Standing| args.why.then(|| json::goals::told(&workspace, one, view)).transpose();
    let all = || standings.iter().map(told).collect::<Result<Vec<Option<Told>>, _>>();
    say::out(&match args.output.format {
        Format::Json => json::lines(&json::goals::objects(&workspace, &standings, args.why.then_some(view))?),
        Format::Csv => exact(&standings).print(Format::Csv),
        format => {
            let more: String = standings
                .iter()
                .zip(&all()?)
                .filter_map(|(one, told)| Some(ways::text(one, told.as_ref()?)))
                .collect();
            for_people(&standings).print(format) + &more
        }
    });
    if !cli.quiet {
        advise(&book, &standings, month, args.why);
    }
    let missed = standings.iter().any(|one| one.promised && one.status == Status::Missed);
    Ok(if args.check && missed {
        Done::Finding
    } else {
        Done::Well
    })
}

fn advise(book: &Book, standings: &[Standing], month: Period, why: bool) {
    for (number, why) in &book.strays {
        say::aside(&format!("Entry {number} of the ledger is no part of any goal: {why}"));
    }
    if book.histories.is_empty() {
        say::aside("There are no goals yet; `harpoon goal add --help` shows how one is set.");
    } else if standings.is_empty() {
        let label = month.from.strftime("%Y-%m");
        say::aside(&format!(
            "No goal is judged in {label}; `harpoon goal list` shows when each is."
        ));
    } else if !why && standings.iter().any(|one| one.status == Status::Missed) {
        say::aside("`--why` tells why a goal was missed, and what history says of the ways on.");
    }
}

/// A figure as people read it.
pub(super) fn shown(value: f64, goal: &Goal) -> String {
    let unit = unit(goal);
    match goal.unit() {
        None => pretty(value, 1),
        Some(KpiUnit::Count | KpiUnit::People) => {
            pretty(value, usize::from(value.fract() != 0.0 && value.abs() < 10.0))
        }
        Some(_) => quantity(Quantity::Ratio(value), &unit),
    }
}

/// What it is on, with its filters.
pub(super) fn on(goal: &Goal) -> String {
    let what = match goal.subject() {
        Subject::Kpi(id) => id.clone(),
        Subject::Global(global) => global.to_string(),
    };
    let filters: Vec<String> = goal
        .filters()
        .iter()
        .map(|f| format!("{}={}", f.dim, f.value))
        .collect();
    if filters.is_empty() {
        what
    } else {
        format!("{what} ({})", filters.join(", "))
    }
}

/// A share as people read it: never certain before the end.
pub(super) fn chance(share: f64) -> String {
    match share * 100.0 {
        p if p < 1.0 => "< 1 %".to_owned(),
        p if p > 99.0 => "> 99 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}

fn for_people(standings: &[Standing]) -> Sheet {
    let mut sheet = Sheet::new(&[
        "goal",
        "name",
        "period",
        "target#",
        "value#",
        "status",
        "lands at#",
        "between",
        "chance#",
        "needed#",
        "note",
    ]);
    for one in standings {
        let goal = one.goal();
        let landing = one.landing;
        let value = one
            .value
            .map_or_else(|| "missing".to_owned(), |v| shown(v.to_f64(), goal));
        let status = if one.promised {
            one.status.title().en.to_owned()
        } else {
            format!("({})", one.status.title().en)
        };
        let know: Vec<String> = notes(one).iter().map(|note| sheet.footnote(note)).collect();
        sheet.rows.push(vec![
            one.goal.to_string(),
            goal.name().to_owned(),
            one.period.to_string(),
            format!("{} {}", sign(goal), shown(goal.target().to_f64(), goal)),
            value,
            status,
            landing.map(|l| shown(l.expected.value, goal)).unwrap_or_default(),
            landing
                .map(|l| format!("{} – {}", shown(l.expected.low, goal), shown(l.expected.high, goal)))
                .unwrap_or_default(),
            landing.map(|l| chance(l.probability)).unwrap_or_default(),
            landing
                .and_then(|l| l.needed)
                .map(|n| shown(n, goal))
                .unwrap_or_default(),
            know.join(" "),
        ]);
    }
    sheet
}

/// Which way the target is met, in a sign.
pub(super) fn sign(goal: &Goal) -> &'static str {
    match goal.direction() {
        harpoon::core::goal::Direction::AtLeast => "≥",
        harpoon::core::goal::Direction::AtMost => "≤",
    }
}

/// What a reader must know of a line.
fn notes(one: &Standing) -> Vec<String> {
    let mut notes = Vec::new();
    if !one.promised {
        notes.push("for comparison: the period was not promised".to_owned());
    }
    if one.first_target != one.goal().target() {
        let first = shown(one.first_target.to_f64(), one.goal());
        notes.push(format!("{} asked for {first} at first", one.goal));
    }
    notes.extend(one.missing.as_ref().map(ToString::to_string));
    notes.extend(one.because.as_ref().map(ToString::to_string));
    if let (Some(until), None) = (one.until, &one.because) {
        notes.push(format!("known up to {until}"));
    }
    notes.extend(one.no_landing.as_ref().map(|why| format!("no forecast: {why}")));
    notes.into_iter().map(|note| visible(&note)).collect()
}

/// Every digit, for spreadsheets.
fn exact(standings: &[Standing]) -> Sheet {
    let mut sheet = Sheet::new(&[
        "goal",
        "kind",
        "name",
        "from",
        "to",
        "target#",
        "value#",
        "unit",
        "status",
        "pace#",
        "probability#",
        "forecast#",
        "low#",
        "high#",
        "promised",
        "missing",
        "receipt",
    ]);
    let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    for one in standings {
        let (goal, landing) = (one.goal(), one.landing);
        sheet.rows.push(vec![
            one.goal.to_string(),
            kind(goal).to_string(),
            goal.name().to_owned(),
            one.period.from.to_string(),
            one.period.to.to_string(),
            goal.target().to_string(),
            one.value.map(|v| v.to_string()).unwrap_or_default(),
            unit(goal),
            one.status.to_string(),
            number(one.pace()),
            number(landing.map(|l| rounded(l.probability))),
            number(landing.map(|l| l.expected.value)),
            number(landing.map(|l| l.expected.low)),
            number(landing.map(|l| l.expected.high)),
            one.promised.to_string(),
            one.missing.as_ref().map(ToString::to_string).unwrap_or_default(),
            one.receipt.clone().unwrap_or_default(),
        ]);
    }
    sheet
}
