//! Best and worst posts, and what people said.

use crate::compose::{empty, finished, heading, table};
use crate::document::{Block, Entry, Line, Section, Span, said};
use crate::outside::{excerpt, link};
use crate::view::{Diagnosis, Figure, Post, Quote, Report, Standout, Text};
use crate::words::Words;

pub(super) fn section(report: &Report, words: &Words) -> Section {
    let content = &report.content;
    let none = content.best.is_empty() && content.worst.is_empty() && content.aside.is_empty();
    let mut blocks = Vec::new();
    if let Some(published) = content.published.as_ref().filter(|f| f.float().is_some()) {
        blocks.push(Block::Paragraph(
            words.line("posts-published", &[("figure", words.value(published).into())]),
        ));
    }
    if let Some(by) = content.ranked_by.as_ref().filter(|_| !none) {
        blocks.push(Block::Remark(
            words.line("posts-ranked", &[("by", words.said(by).into())]),
        ));
    }
    let groups = [
        ("posts-best", &content.best),
        ("posts-worst", &content.worst),
        ("posts-aside", &content.aside),
    ];
    for (key, posts) in groups.into_iter().filter(|(_, posts)| !posts.is_empty()) {
        blocks.push(heading(words, key));
        blocks.push(Block::Entries(posts.iter().map(|p| post(p, words)).collect()));
    }
    if none {
        blocks.push(empty(words, "empty-posts"));
    }
    super::section(words, "content", blocks)
}

fn post(post: &Post, words: &Words) -> Entry {
    let text = excerpt(&post.text);
    let text = if text.is_empty() {
        words.text("post-without-text")
    } else {
        text
    };
    let text = match post.url.as_deref().and_then(link) {
        Some(href) => Span::Link { href, text },
        None => Span::Outside(text),
    };
    let head = [
        ("platform", words.platform(&post.platform).into()),
        ("date", words.day(post.published).into()),
    ];
    Entry {
        head: words.line("post-head", &head),
        text,
        figures: figures(&post.figures, words),
        foot: post.diagnosis.as_ref().map(|d| diagnosis(d, words)),
    }
}

fn diagnosis(diagnosis: &Diagnosis, words: &Words) -> Line {
    let Diagnosis { what, own, usual } = diagnosis;
    let (key, name) = match what {
        Standout::Impressions => ("diagnosis-impressions", None),
        Standout::Rate => ("diagnosis-rate", None),
        Standout::Shares => ("diagnosis-shares", None),
        Standout::Comments => ("diagnosis-comments", None),
        Standout::Negative => ("diagnosis-negative", None),
        Standout::Format(format) => ("diagnosis-format", Some(words.format(format))),
        Standout::Hour(hour) => ("diagnosis-hour", Some(Span::Text(format!("{hour:02}:00")))),
    };
    let figures = [("own", words.value(own).into()), ("usual", words.value(usual).into())];
    let name = name.map(|name| ("name", name.into()));
    words.line(key, &figures.into_iter().chain(name).collect::<Vec<_>>())
}

fn figures(figures: &[(Text, Figure)], words: &Words) -> Vec<(Line, Span)> {
    figures
        .iter()
        .map(|(title, figure)| (said(words, title), words.value(figure)))
        .collect()
}

/// What people said; no section where nobody is listened to.
pub(super) fn voices(report: &Report, words: &Words) -> Option<Section> {
    let voices = report.voices.as_ref()?;
    let mut blocks = Vec::new();
    for (caption, figures) in [("voices-table", &voices.counts), ("care-table", &voices.care)] {
        let mut counts = table(words, caption, &["head-figure", "#head-month"]);
        counts.rows = figures
            .iter()
            .map(|(title, f)| vec![words.said(title).into(), words.figure(f).into()])
            .collect();
        blocks.extend(finished(words, counts));
    }
    if !voices.quotes.is_empty() {
        blocks.push(heading(words, "quotes"));
        blocks.push(Block::Entries(voices.quotes.iter().map(|q| quote(q, words)).collect()));
    }
    if blocks.is_empty() {
        blocks.push(empty(words, "empty-voices"));
    }
    Some(super::section(words, "voices", blocks))
}

fn quote(quote: &Quote, words: &Words) -> Entry {
    let fills = [
        ("platform", words.platform(&quote.platform).into()),
        ("date", words.day(quote.day).into()),
        ("kind", words.said(&quote.kind).into()),
    ];
    Entry {
        head: words.line("quote-head", &fills),
        text: Span::Outside(excerpt(&quote.text)),
        figures: Vec::new(),
        foot: None,
    }
}
