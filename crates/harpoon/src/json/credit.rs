//! Credit and what led to deeds, for programs.

use harpoon_model::credit::Model;
use jiff::Timestamp;

use super::Value;
use super::shape::{Field, NUMBER, Shape, TEXT};
use crate::journeys::credit::{Answer, Book, Question, Row};
use crate::journeys::trace::Trail;

/// What every model credits to every place.
pub fn objects(answer: &Answer, question: &Question) -> Vec<Value> {
    let books = answer.books.iter();
    books
        .flat_map(|book| book.rows.iter().map(|row| object(row, book, question)))
        .collect()
}

/// What one model credits to one place.
fn object(row: &Row, book: &Book, question: &Question) -> Value {
    let by = question
        .by
        .iter()
        .zip(&row.by)
        .map(|(by, value)| (by.word().to_owned(), Value::Text(value.clone())));
    Value::object([
        ("model", Value::Text(row.model.word().to_owned())),
        ("by", Value::Object(by.collect())),
        ("credit", Value::number(Some(row.credit))),
        ("low", Value::number(row.low)),
        ("high", Value::number(row.high)),
        ("share", Value::number(row.share)),
        ("auc", Value::number(auc(row.model, book))),
        ("currency", Value::text(book.currency.clone().filter(|c| !c.is_empty()))),
    ])
}

/// Held-out area of a model that is a chain; none where too few journeys were judged.
fn auc(model: Model, book: &Book) -> Option<f64> {
    let order = model.order()?;
    book.quality.iter().find(|quality| quality.order == order)?.auc
}

/// One deed with what led to it.
pub fn trail(trail: &Trail) -> Value {
    let touches = trail.touches.iter().map(|touch| {
        Value::object([
            ("at", Value::text(instant(touch.step.at))),
            ("kind", Value::Text(touch.step.kind.to_string())),
            ("channel", Value::Text(touch.placed.channel_of(touch.step.kind))),
            ("platform", Value::text(touch.placed.channel.platform.clone())),
            ("scope", Value::Text(touch.placed.channel.scope.to_string())),
            ("campaign", Value::text(touch.placed.channel.campaign.clone())),
            ("content", Value::text(touch.content().map(str::to_owned))),
            ("called", Value::text(touch.called.clone())),
            ("landing_url", Value::text(touch.placed.words.landing_url.clone())),
            ("weight", Value::number(Some(touch.weight))),
            ("credit", Value::number(touch.credit)),
            ("file", Value::Text(touch.file.clone())),
            ("line", Value::number(Some(touch.step.row))),
        ])
    });
    let others = trail.others.iter().map(|(step, placed, file)| {
        Value::object([
            ("at", Value::text(instant(step.at))),
            ("kind", Value::Text(step.kind.to_string())),
            ("channel", Value::Text(placed.channel_of(step.kind))),
            ("landing_url", Value::text(placed.words.landing_url.clone())),
            ("detail", Value::text(step.detail().map(str::to_owned))),
            ("file", Value::Text(file.clone())),
            ("line", Value::number(Some(step.row))),
        ])
    });
    Value::object([
        ("deed", Value::Text(trail.deed.id.clone())),
        ("kind", Value::Text(trail.deed.kind.to_string())),
        ("at", Value::text(instant(trail.deed.at))),
        ("value", Value::number(trail.deed.value)),
        (
            "currency",
            Value::text((!trail.deed.currency.is_empty()).then(|| trail.deed.currency.clone())),
        ),
        (
            "person",
            Value::text((!trail.who.is_empty()).then(|| trail.who.clone())),
        ),
        ("file", Value::Text(trail.file.clone())),
        ("line", Value::number(Some(trail.step.row))),
        ("touches", Value::List(touches.collect())),
        ("before", Value::List(others.collect())),
    ])
}

/// An instant as it is written.
pub fn instant(micros: i64) -> Option<String> {
    Timestamp::from_microsecond(micros).ok().map(|at| at.to_string())
}

/// What [`object`] writes.
pub const CREDIT: Shape = Shape::Object(&[
    Field::of("model", Shape::Text, "The model."),
    Field::of("by", Shape::Map(&Shape::Text), "The place: channel, campaign, …"),
    Field::of("credit", Shape::Number, "Deeds, or their money."),
    Field::of("low", NUMBER, "Lower end."),
    Field::of("high", NUMBER, "Upper end."),
    Field::of("share", NUMBER, "Of the whole book."),
    Field::of(
        "auc",
        NUMBER,
        "How well a Markov model tells journeys that end in a deed; 0.5 is chance.",
    ),
    Field::of("currency", TEXT, "Of money."),
]);

/// What [`trail`] writes.
pub const TRAIL: Shape = Shape::Object(&[
    Field::of("deed", Shape::Text, "Number of the order, deal or lead."),
    Field::of("kind", Shape::Text, "What it is."),
    Field::of("at", TEXT, "When."),
    Field::of("value", NUMBER, "Its money."),
    Field::of("currency", TEXT, ""),
    Field::of("person", TEXT, "Who; null where nobody is known."),
    Field::of("file", Shape::Text, "File that tells of it."),
    Field::of("line", Shape::Number, "Line of the file."),
    Field::of(
        "touches",
        Shape::List(&Shape::Object(&[
            Field::of("at", TEXT, ""),
            Field::of("kind", Shape::Text, ""),
            Field::of("channel", Shape::Text, ""),
            Field::of("platform", TEXT, ""),
            Field::of("scope", Shape::Text, "organic, paid, …"),
            Field::of("campaign", TEXT, ""),
            Field::of("content", TEXT, "Post or ad."),
            Field::of("called", TEXT, "Its name, where one is known."),
            Field::of("landing_url", TEXT, ""),
            Field::of("weight", Shape::Number, "Its part of the deed."),
            Field::of("credit", NUMBER, "The same in money."),
            Field::of("file", Shape::Text, ""),
            Field::of("line", Shape::Number, ""),
        ])),
        "What counts for it.",
    ),
    Field::of(
        "before",
        Shape::List(&Shape::Object(&[
            Field::of("at", TEXT, ""),
            Field::of("kind", Shape::Text, ""),
            Field::of("channel", Shape::Text, ""),
            Field::of("landing_url", TEXT, ""),
            Field::of("detail", TEXT, ""),
            Field::of("file", Shape::Text, ""),
            Field::of("line", Shape::Number, ""),
        ])),
        "What else is known of the person before it.",
    ),
]);
