//! [`Said`]: what an event says, whatever protocol it is written in.

use std::borrow::Cow;

use harpoon_core::EventKind;
use harpoon_core::channel::address::{decoded, parameters};
use jiff::Timestamp;

use crate::json::{Json, Object};

/// Longest text that becomes a column, in characters.
const LONGEST: usize = 2_000;

/// What happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum What {
    /// A page or screen was seen.
    View,
    /// A page is still there: a ping.
    Alive,
    /// Something whose kind the protocol tells.
    Known(EventKind),
    /// Something with a name; of several the first that is known counts.
    Named(Vec<String>),
    /// Nothing that is an event: who somebody is.
    #[default]
    Nothing,
}

/// What an event says.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) what: What,
    /// The name as it was sent.
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
    pub(super) referrer: Option<String>,
    pub(super) title: Option<String>,
    /// Source, medium, campaign, content, term.
    pub(super) campaign: [Option<String>; 5],
    pub(super) user: Option<String>,
    pub(super) anonymous: Option<String>,
    /// Name that an alias does away with.
    pub(super) previous: Option<String>,
    pub(super) group: Option<String>,
    pub(super) email: Option<String>,
    /// An address of e-mail that the event holds: the sender's own only where people fill in about themselves.
    pub(super) filled_in: Option<String>,
    pub(super) phone: Option<String>,
    /// Web site or domain of the company.
    pub(super) website: Option<String>,
    /// Number of the order, deal or lead.
    pub(super) deed: Option<String>,
    /// Money as it was sent.
    pub(super) amount: Option<String>,
    pub(super) currency: Option<String>,
    /// Product or coupon.
    pub(super) detail: Option<String>,
    /// The client's number of the view of the page.
    pub(super) view: Option<String>,
    /// How far down the page has been seen, in percent.
    pub(super) depth: Option<u8>,
    /// How long it has been looked at since the last sign, in milliseconds.
    pub(super) looked: Option<u64>,
    /// Id of the click on a short link that the browser made before this one.
    pub(super) click_before: Option<String>,
    /// An instant that is right by itself.
    pub(super) true_time: Option<Timestamp>,
}

impl Said {
    /// Fills the campaign in from the address of the page, where the event says nothing, or says it of the same source.
    pub(super) fn campaign_from_url(&mut self) {
        let tags = self.url.as_deref().map(tags).unwrap_or_default();
        let [source, medium, ..] = &self.campaign;
        let says_nothing = source.is_none() && medium.is_none();
        let is_same = source.is_some() && same(source.as_deref(), tags.first().and_then(Option::as_deref));
        if says_nothing || is_same {
            for (mine, tag) in self.campaign.iter_mut().zip(tags) {
                if mine.is_none() {
                    *mine = tag;
                }
            }
        }
    }
}

fn same(one: Option<&str>, other: Option<&str>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one.eq_ignore_ascii_case(other))
}

/// Tags of an address, in the order of [`Said::campaign`]; of one that stands twice the first.
fn tags(url: &str) -> [Option<String>; 5] {
    let mut tags: [Option<String>; 5] = Default::default();
    for (name, value) in parameters(url) {
        let place = match name.as_str() {
            "utm_source" => 0,
            "utm_medium" => 1,
            "utm_campaign" => 2,
            "utm_content" => 3,
            "utm_term" => 4,
            _ => continue,
        };
        let text = decoded(value);
        if tags[place].is_none() && !text.is_empty() {
            tags[place] = Some(text);
        }
    }
    tags
}

/// A text or number that says something, without control characters and cut at 2,000.
pub(super) fn text(json: Option<Json<'_>>) -> Option<String> {
    let text = json?.scalar()?;
    let text = text.trim();
    let is_said = !text.is_empty() && !matches!(text, "null" | "undefined" | "$direct");
    is_said.then(|| clean(text))
}

fn clean(text: &str) -> String {
    let letters = text.chars().take(LONGEST);
    letters.map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The first of these keys that says something.
pub(super) fn first(object: &Object<'_>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| text(object.get(key)))
}

/// JSON that stands in a string, or stands there as it is.
pub(super) fn unwrapped(json: Json<'_>) -> Option<Cow<'_, str>> {
    if json.is_text() {
        return json.string();
    }
    json.is_object().then(|| Cow::Borrowed(json.as_written()))
}
