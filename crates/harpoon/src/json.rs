//! JSON with fields in the order of the contract and numbers exactly as they are.

use std::fmt::Write as _;

use harpoon_core::Reading;
use harpoon_core::kpi::{Goal, Kpi};
use harpoon_lake::query::Grid;
use serde::Serialize;

use crate::Error;
use crate::receipt::{Answer, Asked, Receipt};
use shape::{Field, NUMBER, Shape, TEXT, TEXTS};

pub mod change;
pub mod credit;
pub mod goals;
pub mod imports;
pub mod returns;
pub mod shape;

/// A value of a field.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing known.
    Null,
    /// A number in plain notation, printed as it stands.
    Number(String),
    /// Text.
    Text(String),
    /// Values in order.
    List(Vec<Value>),
    /// Fields in order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Text, or null.
    pub fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// A number, or null.
    pub fn number(number: Option<impl ToString>) -> Self {
        number.map_or(Self::Null, |number| Self::Number(number.to_string()))
    }

    /// An object with these fields.
    pub fn object<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self::Object(
            fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// As it is sent, on one line.
    pub fn print(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => quote(text, out),
            Self::List(values) => {
                between(out, '[', ']', values, Value::write);
            }
            Self::Object(fields) => between(out, '{', '}', fields, |(name, value), out| {
                quote(name, out);
                out.push(':');
                value.write(out);
            }),
        }
    }
}

fn between<T>(out: &mut String, open: char, close: char, parts: &[T], write: impl Fn(&T, &mut String)) {
    out.push(open);
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write(part, out);
    }
    out.push(close);
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// An array, one element a line.
pub fn lines(values: &[Value]) -> String {
    let mut out = String::from("[");
    for (i, value) in values.iter().enumerate() {
        out.push_str(if i > 0 { ",\n " } else { "\n " });
        value.write(&mut out);
    }
    out.push_str(if values.is_empty() { "]" } else { "\n]" });
    out
}

/// What [`readings`] writes of each.
pub const READING: Shape = Shape::Object(&[
    Field::of("kpi", Shape::Text, "KPI id."),
    Field::of(
        "by",
        Shape::Map(&Shape::Text),
        "Values of the dimensions that it is split by.",
    ),
    Field::of("from", TEXT, "First day; null where everything was asked for."),
    Field::of("to", TEXT, "Last day."),
    Field::of(
        "value",
        NUMBER,
        "The value, exact; null where it is not known, never 0.",
    ),
    Field::of(
        "unit",
        Shape::Text,
        "count, people, share (0.05 is 5 %), seconds, times, …, or a currency.",
    ),
    Field::of("low", NUMBER, "Lower end, where the value is modelled or bounded."),
    Field::of("high", NUMBER, "Upper end."),
    Field::of("missing", TEXT, "Why there is no value."),
    Field::of("receipt", Shape::Text, "Id of its receipt."),
    Field::of("note", TEXT, "What a reader must know of it."),
]);

/// Readings as the contract has them: `{"kpi","by":{…},"from","to","value","unit","low","high","missing","receipt","note"}`.
pub fn readings(readings: &[Reading]) -> String {
    lines(&readings.iter().map(reading).collect::<Vec<_>>())
}

fn reading(reading: &Reading) -> Value {
    let by = reading
        .by
        .iter()
        .map(|(dim, value)| (dim.to_string(), Value::Text(value.clone())));
    Value::object([
        ("kpi", Value::Text(reading.kpi.clone())),
        ("by", Value::Object(by.collect())),
        ("from", Value::text(reading.period.map(|p| p.from.to_string()))),
        ("to", Value::text(reading.period.map(|p| p.to.to_string()))),
        ("value", Value::number(reading.value)),
        ("unit", Value::Text(reading.unit.clone())),
        ("low", Value::number(reading.low)),
        ("high", Value::number(reading.high)),
        (
            "missing",
            Value::text(reading.missing.as_ref().map(ToString::to_string)),
        ),
        ("receipt", Value::Text(reading.receipt.clone())),
        ("note", Value::text(reading.note.clone())),
    ])
}

/// What [`kpi`] writes.
pub const KPI: Shape = Shape::Object(&[
    Field::of("kpi", Shape::Text, "KPI id."),
    Field::of("title", Shape::Text, "English title."),
    Field::of("titles", Shape::Map(&Shape::Text), "Title by language."),
    Field::of("stage", Shape::Text, "Stage of the funnel."),
    Field::of("unit", Shape::Text, "What its value is."),
    Field::of("formula", Shape::Text, "How it is computed."),
    Field::of("meaning", Shape::Text, "What it counts."),
    Field::of("proves_not", Shape::Text, "What must not be concluded from it."),
    Field::of("better", Shape::Text, "Which direction is good news."),
    Field::of("level", Shape::Text, "Metric or business KPI."),
    Field::of("no_goal", TEXT, "Why no goal may be set on it."),
    Field::of("source", Shape::Text, "Where the definition comes from."),
]);

/// An entry of the catalogue.
pub fn kpi(kpi: &Kpi) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    let titles = [("en", kpi.title.en), ("zh-CN", kpi.title.zh), ("fy", kpi.title.fy)];
    let refused = match kpi.goal {
        Goal::Fit => None,
        Goal::Refused(why) => Some(why),
    };
    Value::object([
        ("kpi", text(kpi.id)),
        ("title", text(kpi.title.en)),
        ("titles", Value::object(titles.map(|(tag, title)| (tag, text(title))))),
        ("stage", Value::Text(kpi.stage.to_string())),
        ("unit", Value::Text(kpi.unit.to_string())),
        ("formula", Value::Text(kpi.formula.to_string())),
        ("meaning", text(kpi.meaning)),
        ("proves_not", text(kpi.proves_not)),
        ("better", Value::Text(kpi.better.to_string())),
        ("level", Value::Text(kpi.level.to_string())),
        ("no_goal", Value::text(refused)),
        ("source", text(kpi.source)),
    ])
}

/// What [`receipt`] writes.
pub const RECEIPT: Shape = Shape::Either(&[
    Shape::Object(&[
        Field::of("id", Shape::Text, "Id of the receipt."),
        Field::of("kpi", Shape::Text, "KPI id."),
        Field::of("formula", Shape::Text, "The formula in words."),
        Field::of("selection", Shape::Any, "Period, dimensions and filters."),
        Field::of("data_version", Shape::Number, "Version of the data."),
        Field::of("definition", Shape::Text, "Digest of all that it is computed from."),
        Field::of(
            "terms",
            Shape::List(&Shape::Object(&[
                Field::of("kpi", Shape::Text, "KPI id."),
                Field::of("value", TEXT, "Its value; null where it is missing."),
                Field::of("currency", Shape::Text, "Currency of money, or empty."),
            ])),
            "The formula's inputs.",
        ),
        Field::of("sources", TEXTS, "Which sources were read."),
        Field::of("left", TEXTS, "Which sources tell the same and were left."),
        Field::of("notes", TEXTS, "Remarks."),
        Field::of("statements", TEXTS, "The SQL that gave the numbers."),
        Field::of("facts", TEXTS, "The SQL that returns the facts behind them."),
    ]),
    Shape::Object(&[
        Field::of("id", Shape::Text, "Id of the receipt."),
        Field::of("question", Shape::Any, "What was asked, where it is no single KPI."),
        Field::of("data_version", Shape::Number, "Version of the data."),
        Field::of("entries", NUMBER, "Entries of the ledger that were there."),
        Field::of("definition", Shape::Text, "Digest of definitions and settings."),
        Field::of("sentences", TEXTS, "What it tells."),
    ]),
]);

/// A receipt with its sentences.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    asked: &'a Asked,
    sentences: &'a [String],
}

/// Where an answer comes from.
pub fn receipt(answer: &Answer) -> Result<String, Error> {
    let text = match &answer.receipt {
        Receipt::Reading(receipt) => serde_json::to_string_pretty(receipt),
        Receipt::Asked(asked) => serde_json::to_string_pretty(&Told {
            asked,
            sentences: &answer.sentences,
        }),
    };
    text.map_err(|e| Error::Bug(e.to_string()))
}

/// The rows of a query, each an object by column. What is no number in JSON, such as NaN, is text.
pub fn rows(grid: &Grid) -> Vec<Value> {
    let is_number = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite);
    let cell = |cell: &Option<String>, number: bool| match cell {
        None => Value::Null,
        Some(text) if number && is_number(text) => Value::Number(text.clone()),
        Some(text) => Value::Text(text.clone()),
    };
    let row = |row: &Vec<Option<String>>| {
        let fields = row.iter().zip(&grid.columns);
        Value::Object(
            fields
                .map(|(text, (name, number))| (name.clone(), cell(text, *number)))
                .collect(),
        )
    };
    grid.rows.iter().map(row).collect()
}
