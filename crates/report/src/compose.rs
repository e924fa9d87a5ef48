//! [`compose`]: what a report says, section by section, in one language.

use crate::colour::Colour;
use crate::document::{Block, Cell, Document, Line, Masthead, Printed, Section, Span, Table};
use crate::outside::{NAME, clean};
use crate::view::{Figure, Report};
use crate::words::{Detail, Words, decimals};

mod closing;
mod content;
mod first;
mod funnel;
mod goals;
mod method;
mod money;
mod moved;
mod platforms;

pub use platforms::source as industry_source;

/// Where a part of a picture leads, by what it stands for: the name of a filter and its value. `None` where it leads nowhere.
pub type Lead<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// The report in the language of `words`.
pub fn compose(report: &Report, words: &Words) -> Document {
    linked(report, words, &|_, _| None)
}

/// The same for a page whose pictures filter: their parts lead to what `lead` says.
pub fn linked(report: &Report, words: &Words, lead: Lead<'_>) -> Document {
    let mut sections = vec![
        first::section(report, words),
        goals::section(report, words),
        moved::section(report, words, lead),
        money::section(report, words, lead),
        platforms::section(report, words),
        funnel::section(report, words, lead),
        content::section(report, words),
    ];
    sections.extend(content::voices(report, words));
    sections.push(money::costs(report, words));
    sections.push(closing::work(report, words));
    sections.push(closing::record(report, words));
    sections.push(method::section(report, words));
    let masthead = masthead(report, words);
    let mut document = Document {
        language: words.language(),
        title: format!("{} · {}", masthead.client, masthead.month),
        masthead,
        sections,
        receipts: Vec::new(),
        foot: if report.white_label {
            words.line("foot-plain", &[])
        } else {
            words.line("foot", &[("version", clean(&report.method.harpoon, NAME).into())])
        },
    };
    document.number_receipts();
    document
}

fn masthead(report: &Report, words: &Words) -> Masthead {
    let agency = report.agency.as_ref();
    let issued = ("date", words.date(report.issued).into());
    let by = match agency {
        Some(agency) => words.line("by-agency", &[("agency", outside(&agency.name).into()), issued]),
        None => words.line("by-nobody", &[issued]),
    };
    Masthead {
        client: clean(&report.client, NAME),
        month: words.month(report.month),
        kind: words.text(if report.restates.is_some() {
            "kind-restated"
        } else {
            "kind"
        }),
        by,
        logo: agency.and_then(|a| a.logo.clone()),
        colour: agency.and_then(|a| a.colour.as_deref()).and_then(Colour::from_hex),
    }
}

/// A name from outside.
fn outside(name: &str) -> Span {
    Span::Outside(clean(name, NAME))
}

/// A section.
fn section(words: &Words, id: &'static str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.into(),
        title: words.text(&format!("section-{id}")),
        blocks,
    }
}

/// A block that says why there is nothing.
fn empty(words: &Words, key: &str) -> Block {
    Block::Empty(words.line(key, &[]))
}

/// A heading of our own words.
fn heading(words: &Words, key: &str) -> Block {
    Block::Heading(words.line(key, &[]))
}

/// A table begun: caption and heads by key; a head that begins with `#` is of numbers.
fn table(words: &Words, caption: &str, heads: &[&str]) -> Table {
    Table {
        caption: words.text(caption),
        head: heads.iter().map(|h| words.text(h.trim_start_matches('#'))).collect(),
        numeric: heads.iter().map(|h| h.starts_with('#')).collect(),
        ..Table::default()
    }
}

/// A finished table as a block; nothing where it has no rows.
fn finished(words: &Words, mut table: Table) -> Option<Block> {
    if table.rows.is_empty() {
        return None;
    }
    table.explain_missing(words);
    Some(Block::Table(table))
}

/// How a column is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// The value alone.
    Bare,
    /// Its interval behind it.
    Interval,
}

/// A column of figures with as many decimals as each other, so that they stand under each other.
fn column<'a>(
    words: &Words,
    figures: impl Iterator<Item = &'a Figure> + Clone,
    detail: Detail,
    ends: Ends,
) -> Vec<Cell> {
    let all = figures.clone();
    let one = |figure: &Figure| {
        let alike = all.clone().filter(|f| f.unit == figure.unit).filter_map(Figure::float);
        let decimals = decimals(&figure.unit, alike, detail);
        Cell::from(words.printed(figure, decimals, ends == Ends::Interval))
    };
    figures.map(one).collect()
}

/// Columns turned into rows.
fn rows(columns: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    let count = columns.iter().map(Vec::len).min().unwrap_or(0);
    let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
    (0..count)
        .map(|_| columns.iter_mut().filter_map(Iterator::next).collect())
        .collect()
}

/// The change from one figure to the other as a mark with an arrow.
fn change(
    words: &Words,
    better: harpoon_core::kpi::Better,
    from: &Figure,
    to: &Figure,
) -> Option<(crate::document::Tone, Span)> {
    use crate::document::Tone;
    use harpoon_core::kpi::Better;
    let text = words.change(from, to)?;
    let up = text.starts_with('+');
    let even = !up && !text.starts_with('−');
    let tone = match (better, even) {
        (_, true) | (Better::Neither, _) => Tone::Plain,
        (Better::Up, _) if up => Tone::Good,
        (Better::Down, _) if !up => Tone::Good,
        (Better::Up | Better::Down, _) => Tone::Bad,
    };
    let arrow = if even {
        "="
    } else if up {
        "▲"
    } else {
        "▼"
    };
    // Worked out of two figures: the receipt of the earlier one stands here, that of the later beside it.
    // On a narrow card a unit of two words stands under its number.
    let text = text.replace('\u{a0}', " ");
    let printed = Printed {
        text: format!("{arrow}\u{a0}{text}"),
        interval: None,
        missing: None,
        receipt: from.receipt.clone(),
        exact: None,
    };
    Some((tone, Span::Figure(printed)))
}

/// What the client is asked for, its receipt behind it.
fn asked(ask: &crate::view::Ask, words: &Words) -> Line {
    let receipt = ask.receipt.as_deref();
    let receipt = receipt.map(|id| Span::Receipt(crate::outside::code(id)));
    std::iter::once(words.said(&ask.what)).chain(receipt).collect()
}

/// Lines one after the other, a space between where the language has one.
fn joined(words: &Words, lines: impl IntoIterator<Item = Line>) -> Line {
    let space = Span::Text(words.space().to_owned());
    let lines: Vec<Line> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    lines.join(&space)
}
