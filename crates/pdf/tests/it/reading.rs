//! What another program reads in the pages: `pdftotext` and `pdfinfo` of Poppler, where they are.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use harpoon_report::Language;
use harpoon_report::document::{Block, Cell, Document, Span, Table};
use harpoon_report::view::{Amount, Figure, Text, Unit};

use crate::{composed, empty, sample, sample_pages, say, set, view};

/// What a program of Poppler says of a file; says so where the program is absent.
fn poppler(program: &str, args: &[&str], pdf: &[u8]) -> Option<String> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pages-{count}.pdf"));
    std::fs::write(&file, pdf).expect("a file");
    let mut command = Command::new(program);
    command.args(args).arg(&file).stderr(Stdio::null());
    if program == "pdftotext" {
        command.arg("-");
    }
    let Ok(output) = command.output() else {
        say(&format!("SKIPPED: no `{program}`; install poppler-utils"));
        return None;
    };
    assert!(output.status.success(), "{program} cannot read the file");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

/// The text of the pages as one line of words, without places to break and with plain blanks.
fn text(pdf: &[u8]) -> Option<String> {
    let text = poppler("pdftotext", &["-layout", "-enc", "UTF-8"], pdf)?;
    let text = text.replace('\u{200b}', "").replace(['\u{a0}', '\u{202f}'], " ");
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn page_count(pdf: &[u8]) -> Option<usize> {
    let info = poppler("pdfinfo", &[], pdf)?;
    assert!(info.contains("Tagged:") && info.contains("yes"), "{info}");
    let line = info.lines().find_map(|line| line.strip_prefix("Pages:"));
    line.and_then(|count| count.trim().parse().ok())
}

/// Figures of the tables, as they are printed.
fn figures(document: &Document) -> Vec<String> {
    let tables = document.sections.iter().flat_map(|s| &s.blocks).filter_map(table);
    let cells = tables.flat_map(|t| t.rows.iter().chain(&t.total).flatten());
    let spans = cells.filter_map(|cell| match cell {
        Cell::Line(line) => Some(line),
        Cell::Picture { .. } => None,
    });
    let printed = spans.flatten().filter_map(|span| match span {
        Span::Figure(printed) if printed.missing.is_none() => Some(printed.text.replace(['\u{a0}', '\u{202f}'], " ")),
        _ => None,
    });
    printed.collect()
}

fn table(block: &Block) -> Option<&Table> {
    match block {
        Block::Table(table) => Some(table),
        Block::Chart(chart) => Some(&chart.table),
        _ => None,
    }
}

#[test]
fn words_and_figures_can_be_read_out_of_the_pages() {
    for language in Language::ALL {
        let document = sample(language);
        let Some(pages) = sample_pages(language) else { continue };
        for warning in &pages.warnings {
            // The sample has Arabic and emoji; a machine without their fonts says so, and nothing else is wrong.
            assert!(warning.contains("apt install fonts-noto"), "{language:?}: {warning}");
            say(&format!("SKIPPED: {warning}"));
        }
        let Some(text) = text(&pages.pdf) else { return };
        let dense = text.replace(' ', "");
        for section in &document.sections {
            let title = section.title.replace(' ', "");
            assert!(dense.contains(&title), "{language:?}: {title}\n{text}");
        }
        let figures = figures(&document);
        assert!(figures.len() > 60, "{language:?}: {}", figures.len());
        for figure in figures {
            assert!(
                dense.contains(&figure.replace(' ', "")),
                "{language:?}: {figure}\n{text}"
            );
        }
        let word = match language {
            Language::En => "Goals against results",
            Language::ZhCn => "社交媒体",
            Language::Fy => "moanne",
        };
        assert!(text.contains(word), "{language:?}: {word}");
    }
}

#[test]
fn a_report_is_some_pages_and_an_empty_one_is_few() {
    let pages = sample_pages(Language::Fy).expect("pages");
    if let Some(count) = page_count(&pages.pdf) {
        assert!((4..=9).contains(&count), "{count} pages");
    }
    let pages = set(&composed(&empty(), Language::En)).expect("pages");
    if let Some(count) = page_count(&pages.pdf) {
        assert!((1..=3).contains(&count), "{count} pages");
    }
    if let Some(text) = text(&pages.pdf) {
        assert!(text.contains("New") && text.contains("November 2026"), "{text}");
        assert!(!text.contains("NaN"), "{text}");
    }
}

/// Words of a page with the right edge of each, in points.
fn edges(pdf: &[u8]) -> Option<Vec<(String, f64)>> {
    let boxes = poppler("pdftotext", &["-bbox"], pdf)?;
    let word = |line: &str| {
        let (head, word) = line.trim().strip_prefix("<word ")?.split_once('>')?;
        let (_, right) = head.split_once("xMax=\"")?;
        let right = right.split('"').next()?.parse().ok()?;
        Some((word.trim_end_matches("</word>").to_owned(), right))
    };
    Some(boxes.lines().filter_map(word).collect())
}

#[test]
fn nothing_reaches_beyond_the_margin() {
    let long = "Prospecting_Spring_Lookalike_3%_NL_EN_v12";
    assert!(long.len() >= 40);
    let mut report = view::report();
    report.client = long.into();
    report.goals.iter_mut().for_each(|g| g.title = Text::All(long.into()));
    report.movements[0]
        .parts
        .iter_mut()
        .for_each(|p| p.title = Text::All(long.into()));
    report.record.iter_mut().for_each(|r| r.agency = long.into());
    report.method.sources.iter_mut().for_each(|s| s.name = long.into());
    report.content.best[0].text = long.repeat(6);
    if let Some(platforms) = &mut report.platforms {
        // Rupiahs: numbers so long that eight columns need smaller letters.
        for row in &mut platforms.rows {
            row.platform = long.into();
            for figure in &mut row.values {
                *figure = Figure::known(Amount::Ratio(123_456_789_012.0), Unit::Money("IDR".into()), "rc_long");
            }
        }
    }
    // Frisian has the longest words.
    let pages = set(&composed(&report, Language::Fy)).expect("pages");
    let Some(edges) = edges(&pages.pdf) else { return };
    assert!(edges.len() > 500, "{} words", edges.len());
    // A4 is 595.3 points wide, its margin 17 mm.
    for (word, right) in edges {
        assert!(right <= 595.3 - 48.2 + 2.0, "`{word}` ends at {right}");
    }
    let text = text(&pages.pdf).expect("text").replace(' ', "");
    assert!(text.contains("123.456.789.012"), "{text}");
}
