//! Work done and to come, what is needed, and the track record.

use crate::compose::{Ends, column, empty, finished, heading, outside, rows, table};
use crate::document::{Block, Section, said};
use crate::view::{RecordMonth, Report, Text};
use crate::words::{Detail, Words};

pub(super) fn work(report: &Report, words: &Words) -> Section {
    let mut blocks = Vec::new();
    let list = |texts: &[Text]| Block::List(texts.iter().map(|t| said(words, t)).collect());
    for (key, texts) in [("work-done", &report.work.done), ("work-next", &report.work.next)] {
        if !texts.is_empty() {
            blocks.push(heading(words, key));
            blocks.push(list(texts));
        }
    }
    if !report.work.asked.is_empty() {
        blocks.push(heading(words, "work-asked"));
        let asked = report.work.asked.iter().map(|ask| super::asked(ask, words));
        blocks.push(Block::List(asked.collect()));
    }
    if blocks.is_empty() {
        blocks.push(empty(words, "empty-work"));
    }
    super::section(words, "work", blocks)
}

pub(super) fn record(report: &Report, words: &Words) -> Section {
    let months = &report.record;
    let mut record = table(
        words,
        "record-table",
        &[
            "head-period",
            "head-agency",
            "#head-promised",
            "#head-met",
            "#head-revised",
            "#head-revised-met",
        ],
    );
    let figures =
        |of: fn(&RecordMonth) -> &crate::view::Figure| column(words, months.iter().map(of), Detail::Full, Ends::Bare);
    record.rows = rows(vec![
        months.iter().map(|m| words.month(m.month).into()).collect(),
        months.iter().map(|m| outside(&m.agency).into()).collect(),
        figures(|m| &m.promised),
        figures(|m| &m.met),
        figures(|m| &m.revised),
        figures(|m| &m.revised_met),
    ]);
    let mut blocks = Vec::new();
    match finished(words, record) {
        Some(table) => blocks.extend([table, Block::Remark(words.line("record-remark", &[]))]),
        None => blocks.push(empty(words, "empty-record")),
    }
    super::section(words, "record", blocks)
}
