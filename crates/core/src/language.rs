//! [`Language`]: the languages in which Harpoon tells people something.

use serde::{Deserialize, Serialize};

/// A language of sentences and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    En,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// West Frisian.
    #[serde(rename = "fy")]
    Fy,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::En, Self::ZhCn, Self::Fy];

    /// From its tag: `en`, `zh-CN`, `fy`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.tag() == tag)
    }

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
            Self::Fy => "fy",
        }
    }
}
