//! Where a number comes from: formula, filters, versions, and the rows that it was made of.

use harpoon::Error;
use harpoon::core::Reading;
use harpoon::lake::query;
use harpoon::receipt::{Answer, Receipt};
use harpoon_core::{Language, Selection};
use harpoon_report::clean;
use harpoon_report::document::{Block, Cell, Line, Section, Span, Table};
use harpoon_report::view::{Figure, Unit};
use harpoon_report::words::{Detail, decimals};

use super::{Asked, Body};

/// Facts that are shown.
const MOST_FACTS: usize = 100;
/// Longest text of a cell.
const CELL: usize = 120;

/// The receipt, and its answer worked out again.
pub(super) fn body(asked: &Asked<'_>, id: &str) -> Result<Body, Error> {
    let workspace = &asked.look.workspace;
    let receipt = workspace.receipt(id)?;
    let answer = workspace.repeat(&receipt)?;
    let kpi = match &answer.receipt {
        Receipt::Reading(reading) => workspace.kpi(&reading.kpi).ok(),
        Receipt::Asked(_) => None,
    };
    let sections = match &answer.receipt {
        Receipt::Reading(reading) => vec![
            asked.section("receipt-number", number(asked, reading, &answer)),
            asked.section("receipt-made", made(asked, reading)),
            asked.section("receipt-rows", rows(asked, reading)?),
        ],
        Receipt::Asked(_) => vec![told(asked, &answer)],
    };
    Ok(Body {
        title: asked.words.text("page-receipt"),
        form: kpi.map(|kpi| super::explore::meaning(asked, kpi)),
        sections,
    })
}

fn outside(text: &str) -> Line {
    vec![Span::Outside(clean(text, 600))]
}

fn number(asked: &Asked<'_>, receipt: &query::Receipt, answer: &Answer) -> Vec<Block> {
    let words = &asked.words;
    let mut blocks = Vec::new();
    if let Ok(kpi) = asked.look.workspace.kpi(&receipt.kpi) {
        blocks.push(Block::Lead(vec![vec![words.said(&kpi.title.into())]]));
    }
    blocks.push(Block::Table(readings(asked, &answer.readings)));
    blocks
}

/// The readings, each with its place.
fn readings(asked: &Asked<'_>, readings: &[Reading]) -> Table {
    let words = &asked.words;
    let figures: Vec<Figure> = readings.iter().map(|reading| figure(asked, reading)).collect();
    let mut table = Table {
        caption: words.text("receipt-values"),
        head: vec![
            words.text("explore-what"),
            words.text("explore-value"),
            words.text("explore-between"),
        ],
        numeric: vec![false, true, true],
        ..Table::default()
    };
    for (reading, figure) in readings.iter().zip(&figures) {
        let places: Vec<String> = reading
            .by
            .iter()
            .map(|(dim, value)| one(asked, &dim.to_string(), value))
            .collect();
        let place = if places.is_empty() {
            title(asked, &reading.kpi)
        } else {
            places.join(", ")
        };
        let alike = figures
            .iter()
            .filter(|f| f.unit == figure.unit)
            .filter_map(Figure::float);
        let decimals = decimals(&figure.unit, alike, Detail::Full);
        table.rows.push(vec![
            Span::Outside(clean(&place, CELL)).into(),
            words.printed(figure, decimals, false).into(),
            words.interval(figure, decimals).unwrap_or_default().into(),
        ]);
    }
    table.without_empty_end();
    table.explain_missing(words);
    table
}

/// A value with its dimension, in words where there are some.
fn one(asked: &Asked<'_>, dim: &str, value: &str) -> String {
    format!("{}: {}", asked.dimension(dim), asked.value(dim, value).plain())
}

/// What a KPI is called; its id where nobody knows it any more.
fn title(asked: &Asked<'_>, id: &str) -> String {
    let known = asked.look.workspace.kpi(id);
    known.map_or_else(
        |_| id.to_owned(),
        |kpi| asked.words.said(&kpi.title.into()).plain().to_owned(),
    )
}

/// The reading as a figure that leads nowhere: this is the page of its receipt.
fn figure(asked: &Asked<'_>, reading: &Reading) -> Figure {
    let kpi = asked.look.workspace.kpi(&reading.kpi);
    let mut figure = match kpi {
        Ok(kpi) => Figure::of(reading, kpi.unit),
        Err(_) => Figure::missing("?", Unit::Count),
    };
    figure.receipt = None;
    figure
}

fn made(asked: &Asked<'_>, receipt: &query::Receipt) -> Vec<Block> {
    let words = &asked.words;
    let mut blocks = vec![Block::Paragraph(vec![Span::Code(format!(
        "{} = {}",
        receipt.kpi, receipt.formula
    ))])];
    let terms = receipt.terms.iter().map(|term| {
        let value = term.value.clone().unwrap_or_else(|| words.text("receipt-missing"));
        vec![Span::Code(
            format!("{} = {value} {}", term.kpi, term.currency)
                .trim_end()
                .to_owned(),
        )]
    });
    blocks.push(Block::List(terms.collect()));
    blocks.push(Block::Paragraph(words.line(
        "receipt-of",
        &[("what", outside(&selected(asked, &receipt.selection)).into())],
    )));
    for (key, list) in [
        ("receipt-sources", &receipt.sources),
        ("receipt-left", &receipt.left),
        ("receipt-notes", &receipt.notes),
    ] {
        if !list.is_empty() {
            blocks.push(Block::Heading(words.line(key, &[])));
            if words.language() != Language::En {
                blocks.push(Block::Remark(words.line("english-notes", &[])));
            }
            blocks.push(Block::List(list.iter().map(|line| outside(line)).collect()));
        }
    }
    let version = ("version", receipt.data_version.to_string().into());
    let definition = ("definition", vec![Span::Code(receipt.definition.clone())].into());
    let again = (
        "command",
        vec![Span::Code(format!("harpoon why {}", receipt.id))].into(),
    );
    blocks.push(Block::Remark(
        words.line(&asked.spoken("receipt-version"), &[version, definition, again]),
    ));
    blocks
}

fn selected(asked: &Asked<'_>, selection: &Selection) -> String {
    let period = selection.period.map_or_else(
        || asked.words.text("explore-all-time"),
        |period| format!("{} – {}", asked.words.date(period.from), asked.words.date(period.to)),
    );
    let filters = selection
        .filters
        .iter()
        .map(|filter| one(asked, &filter.dim.to_string(), &filter.value));
    std::iter::once(period).chain(filters).collect::<Vec<_>>().join(", ")
}

/// The facts behind the number, each with the row of the file that it was read from.
fn rows(asked: &Asked<'_>, receipt: &query::Receipt) -> Result<Vec<Block>, Error> {
    let words = &asked.words;
    let workspace = &asked.look.workspace;
    let facts = workspace.facts(receipt, MOST_FACTS)?;
    if facts.grid.rows.is_empty() {
        return Ok(vec![asked.empty("receipt-no-rows")]);
    }
    let heads = ["metric", "entity", "#day", "#value", "file", "#line", "raw"];
    let mut table = asked.table("receipt-facts", "fact", &heads);
    for fact in workspace.fact_rows(&facts) {
        let texts = [fact.metric, fact.entity, fact.day, fact.value, fact.file, fact.line];
        let cells = texts.iter().map(|text| Cell::from(Span::Outside(clean(text, CELL))));
        let raw = Cell::from(Span::Code(clean(&fact.raw, CELL)));
        table.rows.push(cells.chain([raw]).collect());
    }
    let shown = ("shown", facts.grid.rows.len().into());
    table
        .remarks
        .push(words.line("receipt-shown", &[shown, ("all", facts.total.into())]));
    Ok(vec![Block::Table(table)])
}

/// What a receipt of no single reading repeats.
fn told(asked: &Asked<'_>, answer: &Answer) -> Section {
    let mut blocks = Vec::new();
    if !answer.sentences.is_empty() {
        blocks.push(Block::List(
            answer.sentences.iter().map(|sentence| outside(sentence)).collect(),
        ));
    }
    if !answer.readings.is_empty() {
        blocks.push(Block::Table(readings(asked, &answer.readings)));
    }
    let version = ("version", answer.receipt.data_version().to_string().into());
    let entries = (
        "entries",
        answer
            .receipt
            .entries()
            .map_or_else(|| "0".to_owned(), |n| n.to_string())
            .into(),
    );
    let again = (
        "command",
        vec![Span::Code(format!("harpoon why {}", answer.receipt.id()))].into(),
    );
    blocks.push(Block::Remark(
        asked
            .words
            .line(&asked.spoken("receipt-asked"), &[version, entries, again]),
    ));
    asked.section("receipt-number", blocks)
}
