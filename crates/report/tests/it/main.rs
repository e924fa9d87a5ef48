//! The report as its readers get it: every number with its receipt, hostile texts inert, three languages alike.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../../examples/sample/view.rs"]
mod view;

mod amounts;
mod benchmarks;
mod charts;
mod hostile;
mod outputs;
mod parcel;
mod reasons;
mod sparse;
mod words;

use harpoon_report::view::Report;
use harpoon_report::{Language, Words, compose, html, markdown};

/// The report as HTML and Markdown in one language.
fn printed(report: &Report, language: Language) -> (String, String) {
    let document = compose(report, &Words::new(language));
    (html::page(&document), markdown::page(&document))
}

/// Both, in every language.
fn all(report: &Report) -> Vec<String> {
    Language::ALL
        .into_iter()
        .flat_map(|l| <[String; 2]>::from(printed(report, l)))
        .collect()
}
