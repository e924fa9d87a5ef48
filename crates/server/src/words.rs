//! The words of the dashboard, beside those of the report.

use harpoon_core::Language;
use harpoon_report::Words;

/// The dashboard's sentences in a language as a Fluent file.
const fn source(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../words/en.ftl"),
        Language::ZhCn => include_str!("../words/zh-CN.ftl"),
        Language::Fy => include_str!("../words/fy.ftl"),
    }
}

/// All words that a page needs.
pub(crate) fn words(language: Language) -> Words {
    Words::new(language).with(source(language))
}

/// Sentences of the report that speak of a month and the month before, for any days against the days before or a year before.
pub(crate) const fn compared(language: Language, year: bool) -> &'static str {
    match (language, year) {
        (Language::En, false) => include_str!("../words/days/en.ftl"),
        (Language::En, true) => include_str!("../words/year/en.ftl"),
        (Language::ZhCn, false) => include_str!("../words/days/zh-CN.ftl"),
        (Language::ZhCn, true) => include_str!("../words/year/zh-CN.ftl"),
        (Language::Fy, false) => include_str!("../words/days/fy.ftl"),
        (Language::Fy, true) => include_str!("../words/year/fy.ftl"),
    }
}
