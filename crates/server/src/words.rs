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
