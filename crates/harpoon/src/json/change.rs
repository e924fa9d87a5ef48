//! Why a KPI differs, for programs.

use harpoon_core::Dim;
use harpoon_model::explain::{Factor, Part};

use super::Value;
use super::shape::{Field, NUMBER, Shape, TEXT, TEXTS};
use crate::explain::Explanation;

/// One decomposition.
pub fn object(one: &Explanation) -> Value {
    let e = &one.explained;
    let day = Value::Text;
    let texts = |texts: &[String]| Value::List(texts.iter().cloned().map(Value::Text).collect());
    let left_out = e.left_out.iter().map(|left| {
        Value::object([
            ("segment", Value::Text(left.segment.clone())),
            ("reason", Value::Text(left.reason.clone())),
        ])
    });
    Value::object([
        ("kpi", Value::Text(one.kpi.clone())),
        ("from", day(one.period.from.to_string())),
        ("to", day(one.period.to.to_string())),
        ("against_from", day(one.reference.from.to_string())),
        ("against_to", day(one.reference.to.to_string())),
        ("value", Value::number(Some(e.to))),
        ("against", Value::number(Some(e.from))),
        ("difference", Value::number(Some(e.difference()))),
        ("unit", Value::Text(one.unit.clone())),
        ("by", Value::text(one.by.as_ref().map(Dim::to_string))),
        ("parts", Value::List(e.parts.iter().map(part).collect())),
        ("left_out", Value::List(left_out.collect())),
        ("sentences", texts(&one.sentences)),
        ("receipts", texts(&one.receipts)),
        ("notes", texts(&one.notes)),
        ("target", Value::number(one.target.then_some(e.from))),
    ])
}

fn part(part: &Part) -> Value {
    Value::object([
        ("segment", Value::text(part.segment.clone())),
        ("factor", Value::Text(factor(&part.factor))),
        ("amount", Value::number(Some(part.amount))),
    ])
}

/// The word of a factor.
pub fn factor(factor: &Factor) -> String {
    let word = match factor {
        Factor::Own => "own",
        Factor::New => "new",
        Factor::Gone => "gone",
        Factor::Volume => "volume",
        Factor::Rate => "rate",
        Factor::Mix => "mix",
        Factor::Unmatched => "unmatched",
        Factor::Step(name) => name,
        Factor::Rest => "rest",
    };
    word.to_owned()
}

/// What [`object`] writes.
pub const CHANGE: Shape = Shape::Object(&[
    Field::of("kpi", Shape::Text, "KPI id."),
    Field::of("from", Shape::Text, "First day."),
    Field::of("to", Shape::Text, "Last day."),
    Field::of("against_from", Shape::Text, "First day of what it is compared with."),
    Field::of("against_to", Shape::Text, "Last day of it."),
    Field::of("value", Shape::Number, "The value."),
    Field::of("against", Shape::Number, "The value that it is compared with."),
    Field::of(
        "difference",
        Shape::Number,
        "The one less the other; the parts add up to it exactly.",
    ),
    Field::of("unit", Shape::Text, "What the values are."),
    Field::of(
        "by",
        TEXT,
        "Dimension of the segments; null where it is taken apart along steps.",
    ),
    Field::of(
        "parts",
        Shape::List(&Shape::Object(&[
            Field::of("segment", TEXT, "The segment."),
            Field::of(
                "factor",
                Shape::Text,
                "What of it: own, volume, rate, mix, new, gone, …",
            ),
            Field::of("amount", Shape::Number, "How much of the difference."),
        ])),
        "",
    ),
    Field::of(
        "left_out",
        Shape::List(&Shape::Object(&[
            Field::of("segment", Shape::Text, ""),
            Field::of("reason", Shape::Text, ""),
        ])),
        "Segments that could not be compared.",
    ),
    Field::of("sentences", TEXTS, "The same told."),
    Field::of("receipts", TEXTS, "Receipts of both values."),
    Field::of("notes", TEXTS, "What a reader must know."),
    Field::of("target", NUMBER, "The target, where it is compared with one."),
]);
