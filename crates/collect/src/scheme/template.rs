//! [`Template`]: how `utm_content` is made of what is known of a post: `{platform}-{format}-{post}`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use regex::Regex;
use serde::{Deserialize, Serialize};

/// Text with places for fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    written: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(String),
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A brace opens and does not close, or closes and was not open.
    #[error("`{0}` has a brace without its other half; write fields as {{post}}")]
    Brace(String),
    /// Nothing stands between two braces.
    #[error("`{0}` has a field without a name")]
    Nameless(String),
    /// Two fields stand next to each other, so that nobody could tell where one ends.
    #[error("`{0}` has two fields with nothing between them")]
    Touching(String),
    /// There is no field: every post would have the same.
    #[error("`{0}` has no field, so that all posts would be one")]
    NoField(String),
}

impl TryFrom<String> for Template {
    type Error = TemplateError;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        let mut pieces = Vec::new();
        let mut rest = written.as_str();
        while !rest.is_empty() {
            let (text, field) = rest
                .split_once('{')
                .map_or((rest, None), |(text, field)| (text, Some(field)));
            if text.contains('}') {
                return Err(TemplateError::Brace(written));
            }
            if !text.is_empty() {
                pieces.push(Piece::Text(text.to_owned()));
            } else if matches!(pieces.last(), Some(Piece::Field(_))) {
                return Err(TemplateError::Touching(written));
            }
            let Some(field) = field else { break };
            let Some((name, after)) = field.split_once('}').filter(|(name, _)| !name.contains('{')) else {
                return Err(TemplateError::Brace(written));
            };
            if name.trim().is_empty() {
                return Err(TemplateError::Nameless(written));
            }
            pieces.push(Piece::Field(name.trim().to_owned()));
            rest = after;
        }
        if !pieces.iter().any(|piece| matches!(piece, Piece::Field(_))) {
            return Err(TemplateError::NoField(written));
        }
        Ok(Self { written, pieces })
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.written
    }
}

impl Template {
    /// The template as it is written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Names of its fields, as they stand.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Field(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// The text with its fields filled in. Errors: the first field of which nothing is known.
    pub(super) fn fill(
        &self,
        fields: &BTreeMap<String, String>,
        plain: impl Fn(&str) -> String,
    ) -> Result<String, &str> {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Field(name) => {
                    let value = fields
                        .get(name)
                        .map(|value| plain(value))
                        .filter(|value| !value.is_empty());
                    text.push_str(&value.ok_or(name.as_str())?);
                }
            }
        }
        Ok(text)
    }

    /// Whether a text can have been made so: every field has something in it.
    pub(super) fn fits(&self, text: &str) -> bool {
        let mut pattern = String::from("^");
        for piece in &self.pieces {
            match piece {
                Piece::Text(piece) => pattern.push_str(&regex::escape(piece)),
                Piece::Field(_) => _ = write!(pattern, "[^{{}}]+?"),
            }
        }
        pattern.push('$');
        Regex::new(&pattern).is_ok_and(|pattern| pattern.is_match(text))
    }
}
