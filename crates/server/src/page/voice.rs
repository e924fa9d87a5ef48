//! What people say: reviews and how the help desk did, as far as a source tells; else what is missing, and what to drop in.

use harpoon::Error;
use harpoon_report::document::Block;

use super::{Asked, Body};

/// What would fill the page, by key: what it is, and what to import.
const SOURCES: [&str; 4] = ["voice-reviews", "voice-care", "voice-comments", "voice-mentions"];

pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let words = &asked.words;
    let mut sections = match asked.month {
        None => vec![asked.nothing_yet()],
        Some(month) => asked.reported(&asked.whole(month), &["voices"])?.0,
    };
    let is_empty = sections.is_empty();
    let mut blocks = Vec::new();
    if is_empty {
        blocks.push(asked.empty("voice-none"));
    }
    blocks.push(Block::Paragraph(words.line("voice-sources", &[])));
    blocks.push(Block::List(SOURCES.iter().map(|key| words.line(key, &[])).collect()));
    blocks.push(Block::Remark(words.line("voice-not-yet", &[])));
    sections.push(asked.section(if is_empty { "voices" } else { "voice-more" }, blocks));
    Ok(Body {
        title: words.text("page-voice"),
        form: None,
        sections,
    })
}
