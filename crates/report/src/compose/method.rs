//! How it was made: sources, what a reader must know, receipts, and the signed head of the ledger.

use crate::compose::{empty, finished, heading, outside, table};
use crate::document::{Block, Cell, Line, Section, Span, said};
use crate::outside::code;
use crate::view::{Report, Seal, Source};
use crate::words::Words;

pub(super) fn section(report: &Report, words: &Words) -> Section {
    let method = &report.method;
    let version = Span::Code(code(&method.data_version));
    let mut blocks = vec![Block::Paragraph(
        words.line("method-version", &[("version", version.into())]),
    )];
    blocks.push(Block::List(method.notes.iter().map(|n| said(words, n)).collect()));
    let mut sources = table(words, "sources-table", &["head-source", "head-until", "#head-gaps"]);
    let receipt = method.receipt.as_deref();
    sources.rows = method.sources.iter().map(|s| source(s, receipt, words)).collect();
    blocks.extend(finished(words, sources));
    blocks.push(heading(words, "receipts-heading"));
    blocks.push(Block::Paragraph(words.line(
        "receipts-says",
        &[("command", Span::Code("harpoon why ID".to_owned()).into())],
    )));
    blocks.push(Block::Receipts);
    blocks.push(heading(words, "seal-heading"));
    blocks.push(match &report.seal {
        Some(seal) => Block::List(sealed(seal, words)),
        None => empty(words, "empty-seal"),
    });
    super::section(words, "method", blocks)
}

fn source(source: &Source, receipt: Option<&str>, words: &Words) -> Vec<Cell> {
    let until = source
        .until
        .map_or_else(|| words.text("no-data"), |day| words.date(day));
    vec![
        words.platform(&source.name).into(),
        until.into(),
        numbered(words.whole(u128::from(source.missing_days)), receipt).into(),
    ]
}

/// A number in words with its receipt behind it.
fn numbered(text: String, receipt: Option<&str>) -> Line {
    let receipt = receipt.map(|id| Span::Receipt(code(id)));
    std::iter::once(Span::Text(text)).chain(receipt).collect()
}

fn sealed(seal: &Seal, words: &Words) -> Vec<Line> {
    let code = |text: &str| Span::Code(code(text));
    let mut lines = vec![
        words.line("seal-origin", &[("origin", code(&seal.origin).into())]),
        words.line(
            "seal-head",
            &[
                ("size", words.whole(u128::from(seal.size)).into()),
                ("root", code(&seal.root).into()),
            ],
        ),
    ];
    let signed = |signer: &String| words.line("seal-signer", &[("signer", outside(signer).into())]);
    lines.extend(seal.signers.iter().map(signed));
    lines.push(words.line("seal-verify", &[("command", code("harpoon verify").into())]));
    lines
}
