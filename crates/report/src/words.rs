//! [`Words`]: every sentence, number and date of a report in one language.
//!
//! Sentences stand in `words/*.ftl`, in the syntax of Project Fluent: text, places, and choices by a count. They are filled here
//! rather than by Fluent's own runtime, for two reasons: what is filled in keeps its kind (a name stays a name, a figure a
//! figure, and no name can pass for a sentence), and the runtime would have the engine's dependencies built anew
//! (`docs/decisions/002-dependencies.md`).

use std::collections::BTreeMap;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use harpoon_core::Language;

use crate::document::{Line, Span};
use crate::view::Text;

pub use amount::{DASH, Detail, decimals};
pub use reason::{no_parts, why};

mod amount;
mod date;
mod reason;

/// The sentences of a language as a Fluent file.
pub const fn source(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../words/en.ftl"),
        Language::ZhCn => include_str!("../words/zh-CN.ftl"),
        Language::Fy => include_str!("../words/fy.ftl"),
    }
}

/// What is filled into a sentence.
#[derive(Clone, Debug)]
pub enum Fill {
    /// A count, which also chooses the plural.
    Count(u64),
    /// Anything else.
    Line(Line),
}

impl From<u64> for Fill {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Fill {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<u32> for Fill {
    fn from(count: u32) -> Self {
        Self::Count(u64::from(count))
    }
}

impl From<String> for Fill {
    fn from(text: String) -> Self {
        Self::Line(vec![Span::Text(text)])
    }
}

impl From<Span> for Fill {
    fn from(span: Span) -> Self {
        Self::Line(vec![span])
    }
}

impl From<Line> for Fill {
    fn from(line: Line) -> Self {
        Self::Line(line)
    }
}

/// The words of one language.
pub struct Words {
    language: Language,
    sentences: BTreeMap<&'static str, Pattern<&'static str>>,
}

impl Words {
    /// The words of `language`. What is wrong with its file is left out; a test sees that nothing is.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            sentences: sentences(source(language)).collect(),
        }
    }

    /// The same with the sentences of a further file, for whoever prints more than a report.
    #[must_use]
    pub fn with(mut self, file: &'static str) -> Self {
        self.sentences.extend(sentences(file));
        self
    }

    /// Their language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// What stands between two sentences.
    pub const fn space(&self) -> &'static str {
        match self.language {
            Language::En | Language::Fy => " ",
            Language::ZhCn => "",
        }
    }

    /// What stands between two parts of a list.
    pub(crate) const fn semicolon(&self) -> &'static str {
        match self.language {
            Language::En | Language::Fy => "; ",
            Language::ZhCn => "；",
        }
    }

    /// Ids of all sentences, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.sentences.keys().copied()
    }

    /// The sentence `key`, with nothing to fill in.
    pub fn text(&self, key: &str) -> String {
        self.filled(key, &[])
    }

    /// The sentence `key` with its places filled, as bare text.
    pub fn filled(&self, key: &str, fills: &[(&str, Fill)]) -> String {
        crate::document::plain(&self.line(key, fills))
    }

    /// The sentence `key` with its places filled. A key or a fill that does not exist shows as `⟦key⟧`.
    pub fn line(&self, key: &str, fills: &[(&str, Fill)]) -> Line {
        let mut line = Line::new();
        let filled = self
            .sentences
            .get(key)
            .and_then(|pattern| self.fill(pattern, fills, &mut line));
        if filled.is_none() {
            line.push(Span::Text(format!("⟦{key}⟧")));
        }
        line
    }

    fn fill(&self, pattern: &Pattern<&'static str>, fills: &[(&str, Fill)], line: &mut Line) -> Option<()> {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => push(line, value),
                PatternElement::Placeable {
                    expression: Expression::Inline(place),
                } => match variable(place, fills)? {
                    Fill::Count(count) => push(line, &self.whole(u128::from(*count))),
                    Fill::Line(spans) => line.extend(spans.iter().cloned()),
                },
                PatternElement::Placeable {
                    expression: Expression::Select { selector, variants },
                } => {
                    let Fill::Count(count) = variable(selector, fills)? else {
                        return None;
                    };
                    self.fill(&self.variant(*count, variants)?.value, fills, line)?;
                }
            }
        }
        Some(())
    }

    /// The variant of exactly this count, else of its plural, else the one marked as default.
    fn variant<'a>(&self, count: u64, variants: &'a [Variant<&'static str>]) -> Option<&'a Variant<&'static str>> {
        let (exact, plural) = (count.to_string(), self.plural(count));
        let is = |v: &&Variant<&str>, number: bool| match v.key {
            VariantKey::NumberLiteral { value } => number && value == exact,
            VariantKey::Identifier { name } => !number && name == plural,
        };
        let by = |number| variants.iter().find(|v| is(v, number));
        by(true)
            .or_else(|| by(false))
            .or_else(|| variants.iter().find(|v| v.default))
    }

    /// Plural category of a whole number (CLDR 48, cardinal): English and Frisian have `one` for 1, Chinese has none.
    const fn plural(&self, count: u64) -> &'static str {
        match (self.language, count) {
            (Language::En | Language::Fy, 1) => "one",
            _ => "other",
        }
    }

    /// The wording in this language; cleaned, because it can hold names from outside.
    pub fn said(&self, text: &Text) -> Span {
        let clean = |said: &str| crate::outside::clean(said, crate::outside::SENTENCE);
        Span::Outside(match (text, self.language) {
            (Text::All(text), _) => clean(text),
            (Text::Each { en, .. }, Language::En) => clean(en),
            (Text::Each { zh, .. }, Language::ZhCn) => clean(zh),
            (Text::Each { fy, .. }, Language::Fy) => clean(fy),
            (Text::Why { why }, _) => self.why(why),
            (Text::NoParts { no_parts }, _) => self.no_parts(no_parts),
        })
    }

    /// A format of posts; one that we have no word for as it came.
    pub fn format(&self, format: &str) -> Span {
        let key = match format {
            "photo" => "format-photo",
            "video" => "format-video",
            "reel" => "format-reel",
            "story" => "format-story",
            "link" => "format-link",
            "text" => "format-text",
            "carousel" => "format-carousel",
            "short" => "format-short",
            "pin" => "format-pin",
            other => return Span::Outside(crate::outside::clean(other, crate::outside::NAME)),
        };
        Span::Text(self.text(key))
    }

    /// A platform's own name, where it is one that we know; else the id as it came.
    pub fn platform(&self, id: &str) -> Span {
        let key = format!("platform-{}", id.replace('_', "-"));
        if self.sentences.contains_key(key.as_str()) {
            return Span::Text(self.text(&key));
        }
        Span::Outside(crate::outside::clean(id, crate::outside::NAME))
    }
}

fn sentences(file: &'static str) -> impl Iterator<Item = (&'static str, Pattern<&'static str>)> {
    let file = fluent_syntax::parser::parse(file).unwrap_or_else(|(file, _)| file);
    file.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some((message.id.name, message.value?)),
        _ => None,
    })
}

fn variable<'a>(place: &InlineExpression<&str>, fills: &'a [(&str, Fill)]) -> Option<&'a Fill> {
    let InlineExpression::VariableReference { id } = place else {
        return None;
    };
    fills.iter().find(|(name, _)| *name == id.name).map(|(_, fill)| fill)
}

/// Text at the end of a line, in one piece with text before it.
fn push(line: &mut Line, text: &str) {
    match line.last_mut() {
        Some(Span::Text(before)) => before.push_str(text),
        _ => line.push(Span::Text(text.to_owned())),
    }
}
