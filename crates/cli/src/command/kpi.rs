//! `kpi` and `sql`.

use harpoon::core::{Quantity, Reading, Selection};
use harpoon::measure::{Question, period, readings};
use harpoon::written;

use super::open;
use crate::Done;
use crate::args::{Cli, Format, Kpi, Select, Sql};
use crate::render::{Sheet, pretty};
use crate::say;
use harpoon::json;

/// Measures and prints.
pub(crate) fn kpi(cli: &Cli, args: &Kpi) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let readings = match &args.receipt {
        Some(id) => workspace.repeat(&workspace.receipt(id)?)?.readings,
        None => readings(workspace.measure(&Question {
            kpis: args.kpis.clone(),
            selection: selection(&args.select)?,
            at: args.select.at,
        })?),
    };
    say::out(&print(&readings, args.output.format));
    Ok(Done::Well)
}

/// The selection that the options give.
pub(crate) fn selection(select: &Select) -> Result<Selection, harpoon::Error> {
    let period = period(
        select.days.from.as_deref(),
        select.days.to.as_deref(),
        select.days.month.as_deref(),
    )?;
    Ok(Selection {
        period,
        by: written::dims(&select.by)?,
        filters: written::filters(&select.filters)?,
    })
}

/// Readings in a format.
pub(crate) fn print(readings: &[Reading], format: Format) -> String {
    match format {
        Format::Json => json::readings(readings),
        Format::Csv => exact(readings).print(format),
        _ => for_people(readings).print(format),
    }
}

/// The dimensions that readings are split by; a reading that is missing altogether has none.
fn dims(readings: &[Reading]) -> Vec<String> {
    let most = readings.iter().max_by_key(|r| r.by.len());
    most.map(|r| r.by.iter().map(|(dim, _)| dim.to_string()).collect())
        .unwrap_or_default()
}

/// Values of the dimensions, as many as there are columns.
fn places(reading: &Reading, dims: &[String], unknown: &str) -> Vec<String> {
    let shown = |value: &String| {
        if value.is_empty() {
            unknown.to_owned()
        } else {
            value.clone()
        }
    };
    let mut places: Vec<String> = reading.by.iter().map(|(_, value)| shown(value)).collect();
    places.resize(dims.len(), String::new());
    places
}

/// Readings with exact numbers, one a row.
pub(crate) fn exact(readings: &[Reading]) -> Sheet {
    let dims = dims(readings);
    let mut columns = vec!["kpi"];
    columns.extend(dims.iter().map(String::as_str));
    columns.extend([
        "from", "to", "value#", "unit", "low#", "high#", "missing", "note", "receipt",
    ]);
    let mut sheet = Sheet::new(&columns);
    let number = |quantity: Option<Quantity>| quantity.map(|q| q.to_string()).unwrap_or_default();
    for r in readings {
        let mut row = vec![r.kpi.clone()];
        row.extend(places(r, &dims, ""));
        row.extend([
            r.period.map(|p| p.from.to_string()).unwrap_or_default(),
            r.period.map(|p| p.to.to_string()).unwrap_or_default(),
            number(r.value),
            r.unit.clone(),
            number(r.low),
            number(r.high),
            r.missing.as_ref().map(ToString::to_string).unwrap_or_default(),
            r.note.clone().unwrap_or_default(),
            r.receipt.clone(),
        ]);
        sheet.rows.push(row);
    }
    sheet
}

/// Readings as people read them; what is to be known of several rows stands once, below.
fn for_people(readings: &[Reading]) -> Sheet {
    let dims = dims(readings);
    let mut columns = vec!["kpi"];
    columns.extend(dims.iter().map(String::as_str));
    columns.extend(["value#", "between", "receipt", "note"]);
    let mut sheet = Sheet::new(&columns);
    for r in readings {
        let mut row = vec![r.kpi.clone()];
        row.extend(places(r, &dims, "(none)"));
        let why = r.missing.as_ref().map(ToString::to_string);
        let know: Vec<&str> = why.iter().chain(&r.note).flat_map(|text| text.split("; ")).collect();
        let marks: Vec<String> = know.into_iter().map(|text| sheet.footnote(text)).collect();
        row.extend([value(r), between(r), r.receipt.clone(), marks.join(" ")]);
        sheet.rows.push(row);
    }
    sheet
}

/// The value for people; `missing` where there is none, never 0.
pub(crate) fn value(reading: &Reading) -> String {
    let bounded = reading.low.is_some() && reading.low != reading.high;
    match reading.value {
        None if reading.low.is_some() => "bounds only".to_owned(),
        None => "missing".to_owned(),
        Some(value) if bounded => format!("≈ {}", quantity(value, &reading.unit)),
        Some(value) => quantity(value, &reading.unit),
    }
}

/// The ends, where there are two.
pub(super) fn between(reading: &Reading) -> String {
    match (reading.low, reading.high) {
        (Some(low), Some(high)) if low != high => {
            format!("{} – {}", quantity(low, &reading.unit), quantity(high, &reading.unit))
        }
        _ => String::new(),
    }
}

/// A quantity with its unit.
pub(crate) fn quantity(quantity: Quantity, unit: &str) -> String {
    let value = quantity.to_f64();
    match unit {
        "count" | "people" => pretty(value, usize::from(!(value.fract() == 0.0 || value.abs() >= 100.0))),
        "share" => format!("{} %", pretty(value * 100.0, 2)),
        "seconds" => format!("{} s", pretty(value, usize::from(value.fract() != 0.0))),
        "times" => format!("{} ×", pretty(value, 2)),
        code if code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()) => {
            format!("{} {code}", pretty(value, 2))
        }
        _ => pretty(value, 2),
    }
}

/// Answers a query.
pub(crate) fn sql(cli: &Cli, args: &Sql) -> anyhow::Result<Done> {
    let grid = open(cli)?.sql(&args.query)?;
    say::out(&match args.output.format {
        Format::Json => json::lines(&json::rows(&grid)),
        format => Sheet::of(grid).print(format),
    });
    Ok(Done::Well)
}
