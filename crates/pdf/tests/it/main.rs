//! Pages as their readers get them: words and figures that can be read out of the file, the same bytes each time, hostile texts
//! inert, nothing beyond the paper's edge, no sign lost without a word.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../../../report/examples/sample/view.rs"]
mod view;

mod program;
mod reading;
mod signs;

use std::sync::LazyLock;

use harpoon_core::Period;
use harpoon_pdf::{Fonts, Pages, PdfError, pages};
use harpoon_report::document::Document;
use harpoon_report::view::Report;
use harpoon_report::{Language, Words, compose};
use jiff::civil::date;

/// The report of the invented month.
fn sample(language: Language) -> Document {
    composed(&view::report(), language)
}

/// Its pages, set once for all tests: without optimisation that takes ten seconds. Nothing where there are no letters for it.
fn sample_pages(language: Language) -> Option<&'static Pages> {
    static SET: LazyLock<Vec<Option<Pages>>> =
        LazyLock::new(|| Language::ALL.into_iter().map(|l| set_here(&sample(l))).collect());
    let place = Language::ALL.into_iter().position(|l| l == language)?;
    SET.get(place)?.as_ref()
}

fn composed(report: &Report, language: Language) -> Document {
    compose(report, &Words::new(language))
}

/// A month of which nothing is known.
fn empty() -> Report {
    Report::empty("New", Period::month("2026-11").expect("a month"), date(2026, 12, 1))
}

fn set(document: &Document) -> Result<Pages, PdfError> {
    pages(document, &Fonts::for_document(document, &[]))
}

/// The document set, if there are letters for it here; says so if not.
fn set_here(document: &Document) -> Option<Pages> {
    match set(document) {
        Err(PdfError::NoChinese) => {
            say("SKIPPED: no font for Chinese; install fonts-noto-cjk");
            None
        }
        pages => Some(pages.expect("pages")),
    }
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn say(text: &str) {
    eprintln!("{text}");
}
