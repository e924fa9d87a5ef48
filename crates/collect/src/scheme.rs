//! [`Scheme`]: how a workspace tags its links (UTM). Plain data, as it stands in `harpoon.toml`:
//!
//! ```toml
//! [links]
//! at = "https://go.shop.example"
//! required = ["source", "medium", "campaign"]
//! content = "{platform}-{format}-{post}"
//! sites = ["shop.example"]
//!
//! [links.words]
//! source = ["facebook", "instagram", "linkedin"]
//! medium = ["social", "paid_social", "email"]
//!
//! [links.instead.source]
//! fb = "facebook"
//! ```
//!
//! A link that does not keep to it is refused, and the right one is proposed. What is wrong with any tags, whatever the scheme,
//! is said by the lint of channels ([`harpoon_core::channel::lint`]), whose checks are used here.

mod audit;
mod build;
mod check;
mod sound;
mod template;

use std::collections::BTreeMap;
use std::fmt;

use harpoon_core::channel::lint::{Check, Severity};
use serde::{Deserialize, Serialize};

pub use audit::{Audit, Audited};
pub use build::with_tags;
pub use template::{Template, TemplateError};

/// A part of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// `utm_source`: where the link stands.
    Source,
    /// `utm_medium`: what kind of link it is.
    Medium,
    /// `utm_campaign`: the effort that it belongs to.
    Campaign,
    /// `utm_content`: the post or ad.
    Content,
    /// `utm_term`: the keyword.
    Term,
}

impl Part {
    /// Every part, in the order in which links are written.
    pub const ALL: [Self; 5] = [Self::Source, Self::Medium, Self::Campaign, Self::Content, Self::Term];

    /// The parameter of the link.
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Source => "utm_source",
            Self::Medium => "utm_medium",
            Self::Campaign => "utm_campaign",
            Self::Content => "utm_content",
            Self::Term => "utm_term",
        }
    }

    /// The part of a parameter, in any letter case.
    pub fn of_parameter(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|part| part.parameter().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.parameter())
    }
}

/// How links are tagged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scheme {
    /// Where short links are served, such as `https://go.shop.example`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Whether clicks on short links get ids, by which what follows on the site is known to come from them: in a cookie of the
    /// short links' server, and in the address that they lead to. Without, clicks are only counted.
    pub click_ids: bool,
    /// Parts that every link has.
    pub required: Vec<Part>,
    /// Whether tags are written in small letters: most tools take `Facebook` and `facebook` for two.
    pub lower: bool,
    /// What stands for blanks.
    pub blank: char,
    /// The words that a part may have; a part that is not here may have any.
    pub words: BTreeMap<Part, Vec<String>>,
    /// Words that are often written, and what is to stand there instead.
    pub instead: BTreeMap<Part, BTreeMap<String, String>>,
    /// How `utm_content` is made, so that each post keeps its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Template>,
    /// Domains that links may lead to, with all within them; empty is anywhere.
    pub sites: Vec<String>,
}

impl Default for Scheme {
    fn default() -> Self {
        Self {
            at: None,
            click_ids: true,
            required: vec![Part::Source, Part::Medium, Part::Campaign],
            lower: true,
            blank: '_',
            words: BTreeMap::new(),
            instead: BTreeMap::new(),
            content: None,
            sites: Vec::new(),
        }
    }
}

/// The value of a part in a link, if it has one.
pub fn part_of(url: &str, part: Part) -> Option<String> {
    check::values(url, part).into_iter().find(|value| !value.is_empty())
}

/// What is wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wrong {
    /// No address of a site: `https://…`.
    Address,
    /// It leads to a site that is not among those of the scheme.
    Site,
    /// A part stands twice.
    Twice,
    /// A part that is required is missing.
    Missing,
    /// A word that the part may not have.
    Word,
    /// `utm_content` is not made as the scheme says.
    Shape,
    /// What the lint of channels finds.
    Lint(Check),
}

impl Wrong {
    /// A word for it that does not change.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Site => "site",
            Self::Twice => "twice",
            Self::Missing => "missing",
            Self::Word => "word",
            Self::Shape => "shape",
            Self::Lint(check) => check.as_str(),
        }
    }
}

/// One thing that is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fault {
    /// The part; `None` where it is the link as a whole.
    pub part: Option<Part>,
    /// What is wrong.
    pub wrong: Wrong,
    /// How bad it is.
    pub severity: Severity,
    /// What stands there.
    pub given: String,
    /// What is to stand there, where that can be told.
    pub right: Option<String>,
    /// What is wrong, in English.
    pub message: String,
}
