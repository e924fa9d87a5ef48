//! What moved, and why: the difference in parts that add up.

use harpoon_core::kpi::Better;

use crate::chart::{Frame, Step, waterfall};
use crate::compose::{Lead, change, empty, finished, table};
use crate::document::{Block, Cell, Chart, Line, Section, Span, plain, sentence};
use crate::view::{Figure, Movement, Part, Report};
use crate::words::{Detail, Words, decimals};

pub(super) fn section(report: &Report, words: &Words, lead: Lead<'_>) -> Section {
    let mut blocks = Vec::new();
    for (i, movement) in report.movements.iter().enumerate() {
        blocks.push(Block::Heading(headline(movement, words)));
        let doubt = in_doubt(&movement.from, &movement.to).then(|| words.line("moved-doubt", &[]));
        let why: Vec<Line> = movement.why.iter().map(|w| sentence(words, w)).chain(doubt).collect();
        if !why.is_empty() {
            blocks.push(Block::Paragraph(super::joined(words, why)));
        }
        blocks.extend(parts(i, movement, words, lead));
    }
    if blocks.is_empty() {
        blocks.push(empty(words, "empty-moved"));
    }
    super::section(words, "moved", blocks)
}

/// Whether both are modelled and their ranges share a value, so that the change may be none.
fn in_doubt(from: &Figure, to: &Figure) -> bool {
    let range = |figure: &Figure| figure.low.zip(figure.high).filter(|(low, high)| low < high);
    let both = range(from).zip(range(to));
    both.is_some_and(|((a, b), (c, d))| a.max(c) <= b.min(d))
}

/// `Orders: 412 → 380 (▼ −7.8 %)`.
pub(super) fn headline(movement: &Movement, words: &Words) -> Line {
    let Movement {
        title,
        better,
        from,
        to,
        ..
    } = movement;
    let change = change(words, *better, from, to).map_or_else(|| Span::Text(String::new()), |(_, span)| span);
    let fills = [
        ("title", words.said(title).into()),
        ("from", words.value(from).into()),
        ("to", words.value(to).into()),
        ("change", change.into()),
    ];
    words.line("moved", &fills)
}

/// The waterfall; nothing where a part is not known, since it would not add up.
fn parts(number: usize, movement: &Movement, words: &Words, lead: Lead<'_>) -> Option<Block> {
    let (from, to) = (movement.from.float()?, movement.to.float()?);
    let amounts: Option<Vec<f64>> = movement.parts.iter().map(|p| p.amount.float()).collect();
    let amounts = amounts.filter(|a| !a.is_empty())?;
    let places = decimals(&movement.to.unit, amounts.into_iter().chain([from, to]), Detail::Full);
    let signed = |figure: &Figure| words.signed(figure, places);
    let mut figures = table(words, "moved-table", &["head-part", "#head-amount"]);
    let end = |key: &str, figure| vec![Cell::from(words.text(key)), words.printed(figure, places, false).into()];
    figures.rows.push(end("moved-from", &movement.from));
    figures.rows.extend(
        movement
            .parts
            .iter()
            .map(|p| vec![words.said(&p.title).into(), signed(&p.amount).into()]),
    );
    figures.total = Some(end("moved-to", &movement.to));
    let step = |part: &Part| Step {
        name: words.said(&part.title).plain().to_owned(),
        value: signed(&part.amount).plain().to_owned(),
        amount: part.amount.float(),
        href: part.of.as_ref().and_then(|(dim, value)| lead(dim, value)),
    };
    let steps: Vec<Step> = movement.parts.iter().map(step).collect();
    let title = plain(&headline(movement, words));
    let frame = Frame {
        id: &format!("moved-{number}"),
        title: &title,
        says: &words.text("moved-says"),
    };
    let better = match movement.better {
        Better::Up => 1,
        Better::Down => -1,
        Better::Neither => 0,
    };
    let total = |key: &str, figure| (words.text(key), words.printed(figure, places, false).plain().to_owned());
    let (before, now) = (total("moved-from", &movement.from), total("moved-to", &movement.to));
    let svg = waterfall(frame, before, &steps, now, better);
    let fold = words.text("chart-fold");
    let Some(Block::Table(table)) = finished(words, figures) else {
        return None;
    };
    Some(Block::Chart(Chart {
        svg,
        title: words.line("moved-parts", &[]),
        table,
        fold,
    }))
}
