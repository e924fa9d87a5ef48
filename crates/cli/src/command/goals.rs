//! `goals`: how the goals of a month stand.

use harpoon::core::goal::{Goal, GoalKind, Status, Subject};
use harpoon::core::{KpiUnit, Period, Quantity};
use harpoon::goals::{Book, ProxyShown, Standing, View};
use harpoon::model::explain::Language;

use self::ways::Told;
use super::kpi::quantity;
use super::{now, open};
use crate::Done;
use crate::args::{Cli, Format, Goals};
use crate::render::{Sheet, pretty, visible};
use crate::say;
use harpoon::json::{self, Value};

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
    let told = |one: &Standing| {
        let told = || {
            Ok::<_, harpoon::Error>(Told {
                reasons: workspace.reasons(one, Language::En)?,
                ways: workspace.ways(one, view)?,
            })
        };
        args.why.then(told).transpose()
    };
    let all = || standings.iter().map(told).collect::<Result<Vec<Option<Told>>, _>>();
    say::out(&match args.output.format {
        Format::Json => {
            let objects: Vec<Value> = standings
                .iter()
                .zip(&all()?)
                .map(|(one, told)| object(one, told.as_ref()))
                .collect();
            json::lines(&objects)
        }
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

/// The unit of a goal's figures: a currency, the unit of its KPI, or points.
pub(super) fn unit(goal: &Goal) -> String {
    match (goal.currency(), goal.unit()) {
        (Some(code), _) => code.to_owned(),
        (None, Some(unit)) => unit.to_string(),
        (None, None) => "points".to_owned(),
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

pub(super) fn kind(goal: &Goal) -> GoalKind {
    goal.subject().kind()
}

/// A share as people read it: never certain before the end.
pub(super) fn chance(share: f64) -> String {
    match share * 100.0 {
        p if p < 1.0 => "< 1 %".to_owned(),
        p if p > 99.0 => "> 99 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}

/// A chance for programs: drawn futures tell no more than six digits.
pub(super) fn rounded(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
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

fn float(value: Option<f64>) -> Value {
    Value::number(value.filter(|v| v.is_finite()))
}

fn object(one: &Standing, told: Option<&Told>) -> Value {
    let goal = one.goal();
    let landing = one.landing;
    let (kpi, global) = match goal.subject() {
        Subject::Kpi(id) => (Some(id.clone()), None),
        Subject::Global(global) => (None, Some(global.to_string())),
    };
    let filters = goal
        .filters()
        .iter()
        .map(|f| Value::Text(format!("{}={}", f.dim, f.value)));
    Value::object([
        ("goal", Value::Text(one.goal.to_string())),
        ("kind", Value::Text(kind(goal).to_string())),
        ("target", Value::number(Some(goal.target()))),
        ("value", Value::number(one.value)),
        ("status", Value::Text(one.status.to_string())),
        ("pace", float(one.pace())),
        ("probability", float(landing.map(|l| rounded(l.probability)))),
        ("forecast", float(landing.map(|l| l.expected.value))),
        ("low", float(landing.map(|l| l.expected.low))),
        ("high", float(landing.map(|l| l.expected.high))),
        ("name", Value::Text(goal.name().to_owned())),
        ("kpi", Value::text(kpi)),
        ("global", Value::text(global)),
        ("unit", Value::Text(unit(goal))),
        ("where", Value::List(filters.collect())),
        ("direction", Value::Text(goal.direction().to_string())),
        ("from", Value::Text(one.period.from.to_string())),
        ("to", Value::Text(one.period.to.to_string())),
        ("promised", Value::Number(one.promised.to_string())),
        ("version", Value::number(Some(one.version.number))),
        (
            "consent",
            Value::Text(super::goal::consent(&one.version.consent).to_owned()),
        ),
        ("first_target", Value::number(Some(one.first_target))),
        ("until", Value::text(one.until.map(|day| day.to_string()))),
        ("needed_per_day", float(landing.and_then(|l| l.needed))),
        (
            "why",
            Value::Text(
                one.because
                    .as_ref()
                    .map_or_else(|| one.why.sentence().en.to_owned(), ToString::to_string),
            ),
        ),
        ("missing", Value::text(one.missing.as_ref().map(ToString::to_string))),
        ("receipt", Value::text(one.receipt.clone())),
        ("note", Value::text(one.note.clone())),
        ("reasons", told.map_or(Value::Null, ways::reasons)),
        ("options", told.map_or(Value::Null, ways::options)),
        ("proxies", Value::List(one.proxies.iter().map(proxy).collect())),
    ])
}

fn proxy(proxy: &ProxyShown) -> Value {
    Value::object([
        ("kpi", Value::Text(proxy.kpi.to_owned())),
        ("title", Value::Text(proxy.title.en.to_owned())),
        ("loading", float(proxy.loading)),
        ("explained", float(proxy.explained)),
        ("months", Value::number(Some(proxy.observed))),
        ("missing", Value::text(proxy.missing.clone())),
        ("receipt", Value::text(proxy.receipt.clone())),
    ])
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
