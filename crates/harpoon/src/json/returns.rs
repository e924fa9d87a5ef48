//! What came back for what was spent, for programs.

use harpoon_model::interval::Estimate;

use super::Value;
use super::shape::{Field, NUMBER, Shape, TEXT};
use crate::journeys::roi::{Ask, Line};

/// One line of returns.
pub fn object(line: &Line, ask: &Ask) -> Value {
    let by = ask
        .by
        .iter()
        .zip(&line.by)
        .map(|(by, value)| (by.word().to_owned(), Value::Text(value.clone())));
    let ends = |of: Option<Estimate>| {
        let end = |end: fn(Estimate) -> f64| Value::number(of.map(end));
        [end(|e| e.value), end(|e| e.low), end(|e| e.high)]
    };
    let [revenue, revenue_low, revenue_high] = ends(line.revenue);
    let [roi, roi_low, roi_high] = ends(line.returns.map(|r| r.roi));
    let [roas, roas_low, roas_high] = ends(line.returns.map(|r| r.roas));
    let lost = line.verdict.and_then(|v| v.lost());
    Value::object([
        ("by", Value::Object(by.collect())),
        ("currency", Value::Text(line.currency.clone())),
        ("cost", Value::number(line.cost)),
        ("cost_basis", Value::Text(ask.basis.to_string())),
        ("revenue", revenue),
        ("revenue_low", revenue_low),
        ("revenue_high", revenue_high),
        ("roi", roi),
        ("low", roi_low),
        ("high", roi_high),
        ("roas", roas),
        ("roas_low", roas_low),
        ("roas_high", roas_high),
        ("mer", Value::number(line.mer)),
        ("verdict", Value::text(line.verdict.map(|v| v.id()))),
        ("lost", Value::number(lost.map(|l| l.value))),
        ("lost_at_least", Value::number(lost.map(|l| l.low))),
        ("missing", Value::text(line.missing.as_ref().map(ToString::to_string))),
    ])
}

/// What [`object`] writes.
pub const RETURN: Shape = Shape::Object(&[
    Field::of(
        "by",
        Shape::Map(&Shape::Text),
        "Platform, campaign, …; empty for the whole effort.",
    ),
    Field::of("currency", Shape::Text, ""),
    Field::of("cost", NUMBER, "What was spent."),
    Field::of("cost_basis", Shape::Text, "media or full."),
    Field::of("revenue", NUMBER, "Revenue credited to it."),
    Field::of("revenue_low", NUMBER, ""),
    Field::of("revenue_high", NUMBER, ""),
    Field::of("roi", NUMBER, "Return less cost, by cost: 0.5 is 50 %."),
    Field::of("low", NUMBER, "Lower end of the return."),
    Field::of("high", NUMBER, "Upper end of the return."),
    Field::of("roas", NUMBER, "Revenue by cost."),
    Field::of("roas_low", NUMBER, ""),
    Field::of("roas_high", NUMBER, ""),
    Field::of("mer", NUMBER, "All revenue of the book by this cost."),
    Field::of("verdict", TEXT, "profit, unclear, loss or awareness."),
    Field::of("lost", NUMBER, "How much did not come back."),
    Field::of("lost_at_least", NUMBER, ""),
    Field::of("missing", TEXT, "Why there is no return."),
]);
