//! `[collect]` of `harpoon.toml`: the sources that visitors' clients may send for, and the proxies that stand before us.
//!
//! ```toml
//! [collect]
//! trusted = ["10.0.0.0/8"]
//!
//! [collect.sources.shop]
//! key = "0d9f…"
//! origins = ["https://shop.example"]
//!
//! [collect.sources.shop.kinds]
//! "Brochure Sent" = "brochure_request"
//! ```

use std::collections::{BTreeMap, BTreeSet};

use harpoon_collect::bot::Robots;
use harpoon_collect::client::{Forwarding, Range};
use harpoon_collect::{Kinds, Origins, Source, Terms};
use jiff::tz::TimeZone;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};

/// Requests a second that one address may send, unless told otherwise.
const LIMIT: u32 = 500;
/// Letters of a robot's name from which on it stands in no browser's by chance.
const SHORTEST_WORD: usize = 4;
/// Workspace that a record names. Each workspace has a log of its own, so that nothing else is needed; a name that a person
/// can change would make other keys, and what is sent again would count again.
pub const OWN: &str = "own";

/// `[collect]` of `harpoon.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CollectSettings {
    /// Proxies whose word on the visitor's address counts: addresses, and ranges such as `10.0.0.0/8`.
    pub trusted: Vec<String>,
    /// The header in which they say it: `x-forwarded-for`, or `forwarded` (RFC 7239).
    pub forwarded: String,
    /// Requests a second that one address may send; four seconds' worth at once. 0 for any number.
    pub limit: u32,
    /// Words in the names of robots of one's own, such as a monitor of the shop; those of the world are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub robots: Vec<String>,
    /// Sources by name.
    pub sources: BTreeMap<String, SourceSettings>,
}

impl Default for CollectSettings {
    fn default() -> Self {
        Self {
            trusted: Vec::new(),
            forwarded: "x-forwarded-for".to_owned(),
            limit: LIMIT,
            robots: Vec::new(),
            sources: BTreeMap::new(),
        }
    }
}

/// `[collect.sources.NAME]` of `harpoon.toml`: a site, a shop, a server that sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourceSettings {
    /// The write key that its clients show, which anybody may read in its pages.
    pub key: String,
    /// Sites whose pages browsers let send, such as `https://shop.example`; all of them if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<String>,
    /// The system whose numbers of orders and people these are, such as `shopify`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// ISO 4217 code of money that names no currency; that of the workspace if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Categories of consent without which nobody is known again; those that most banners have if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Vec<String>>,
    /// Names of events and their kinds, beside those that are known.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, String>,
}

impl CollectSettings {
    pub(super) fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The trusted proxies. A range that is none was told when the settings were read.
    pub fn proxies(&self) -> Vec<Range> {
        self.trusted.iter().filter_map(|range| range.parse().ok()).collect()
    }

    /// The header that they write.
    pub fn forwarding(&self) -> Forwarding {
        forwarding(&self.forwarded).unwrap_or_default()
    }

    /// Every mistake, each with its place.
    fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let ranges = self.trusted.iter().filter_map(|range| range.parse::<Range>().err());
        mistakes.extend(ranges.map(|error| format!("trusted: {error}")));
        if forwarding(&self.forwarded).is_none() {
            let word = &self.forwarded;
            mistakes.push(format!(
                "forwarded: `{word}` is neither `x-forwarded-for` nor `forwarded`"
            ));
        }
        let is_short = |word: &&String| word.trim().len() < SHORTEST_WORD;
        for word in self.robots.iter().filter(is_short) {
            mistakes.push(format!(
                "robots: `{word}` is too short to tell a robot by; write {SHORTEST_WORD} letters or more of its name"
            ));
        }
        let mut keys = BTreeSet::new();
        for (name, source) in &self.sources {
            let mut own = source.mistakes();
            if !is_name(name) {
                own.push("a name is 1 to 60 letters, digits, hyphens and underscores".to_owned());
            }
            if !source.key.is_empty() && !keys.insert(&source.key) {
                own.push("its key is that of another source".to_owned());
            }
            mistakes.extend(own.into_iter().map(|mistake| format!("source `{name}`: {mistake}")));
        }
        mistakes
    }
}

impl SourceSettings {
    /// The source as requests are judged by.
    pub fn source(&self, name: &str) -> Source {
        let usual = Source::new(OWN, name);
        match &self.consent {
            Some(consent) => Source {
                consent: consent.clone(),
                ..usual
            },
            None => usual,
        }
    }

    /// The sites whose pages may send.
    pub fn sites(&self) -> Origins {
        if self.origins.is_empty() {
            Origins::Any
        } else {
            Origins::Only(self.origins.clone())
        }
    }

    /// How its records are read. `currency` is that of the workspace, and so are `robots`.
    pub(crate) fn terms(&self, currency: Option<&str>, zone: &TimeZone, robots: &Robots) -> Terms {
        Terms {
            kinds: Kinds::new(&self.kinds).unwrap_or_default(),
            system: self.system.clone(),
            currency: self.currency.clone().or_else(|| currency.map(str::to_owned)),
            zone: zone.clone(),
            robots: robots.clone(),
        }
    }

    fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        if self.key.len() < 2 || self.key.len() > 200 || self.key.contains(|c: char| c.is_control() || c == ':') {
            mistakes.push("its `key` has 2 to 200 characters, without a colon".to_owned());
        }
        let is_origin = |origin: &&String| origin.starts_with("https://") || origin.starts_with("http://");
        for origin in self.origins.iter().filter(|origin| !is_origin(origin)) {
            mistakes.push(format!("`{origin}` is no origin; write https://shop.example"));
        }
        for origin in self.origins.iter().filter(is_origin) {
            if origin.matches('/').count() > 2 {
                mistakes.push(format!(
                    "`{origin}` is more than an origin: no path, and no slash at its end"
                ));
            }
        }
        if let Some(code) = self.currency.as_ref().filter(|code| !is_currency(code)) {
            mistakes.push(format!("`{code}` is no currency; write EUR"));
        }
        let names = Kinds::new(&self.kinds).err().unwrap_or_default();
        mistakes.extend(names.iter().map(ToString::to_string));
        mistakes
    }
}

fn forwarding(word: &str) -> Option<Forwarding> {
    match word.to_ascii_lowercase().as_str() {
        "x-forwarded-for" => Some(Forwarding::XForwardedFor),
        "forwarded" => Some(Forwarding::Forwarded),
        _ => None,
    }
}

fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a source may be called so: what can stand in a table's head of the settings as it is.
pub(crate) fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.len() <= 60 && name.chars().all(plain)
}

/// Reads the section; says everything that is wrong in it.
pub(super) fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<CollectSettings, D::Error> {
    let settings = CollectSettings::deserialize(from)?;
    let mistakes = settings.mistakes();
    if mistakes.is_empty() {
        Ok(settings)
    } else {
        Err(D::Error::custom(mistakes.join("\n  ")))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use super::super::Settings;

    #[test]
    fn every_mistake_is_told_at_once() {
        let text = "[collect]\ntrusted = [\"10.0.0.0/8\", \"ten\"]\nforwarded = \"via\"\n\
                    [collect.sources.shop]\nkey = \"k:1\"\norigins = [\"shop.example\", \"https://a.example/\"]\ncurrency = \"euro\"\n\
                    [collect.sources.shop.kinds]\n\"Sent\" = \"brochure\"\n\
                    [collect.sources.\"a b\"]\nkey = \"same\"\n[collect.sources.c]\nkey = \"same\"\n";
        let told = toml::from_str::<Settings>(text).unwrap_err().to_string();
        for part in [
            "`ten`",
            "`via`",
            "2 to 200",
            "`shop.example`",
            "`https://a.example/`",
            "`euro`",
            "`brochure`",
            "source `a b`",
            "another source",
        ] {
            assert!(told.contains(part), "{part} is not told: {told}");
        }
    }

    #[test]
    fn a_source_is_read_as_it_is_written() {
        let text =
            "[collect]\nlimit = 0\n[collect.sources.shop]\nkey = \"k1\"\nsystem = \"shopify\"\nconsent = [\"C0004\"]\n";
        let read: Settings = toml::from_str(text).unwrap();
        let shop = &read.collect.sources["shop"];
        assert_eq!((read.collect.limit, shop.system.as_deref()), (0, Some("shopify")));
        assert_eq!(shop.source("shop").consent, ["C0004"]);
        let again = toml::to_string(&read).unwrap();
        assert_eq!(toml::from_str::<Settings>(&again).unwrap(), read);
    }
}
