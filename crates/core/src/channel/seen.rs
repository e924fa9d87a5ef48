//! What is known of a touch once tag, click id and referrer are put together: the words that rules are tried on.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::address::{clean, decoded, host, parameters, same_site};
use super::lists::{ClickId, Member, click_id, is_ads_only, platform};
use super::{Scope, Touch};
use crate::fact::words;

words! {
    /// A text that a rule can ask for.
    Field {
        /// `utm_source`, or what stands for it.
        Source = "source",
        /// `utm_medium`, or what stands for it.
        Medium = "medium",
        /// Campaign.
        Campaign = "campaign",
        /// Content.
        Content = "content",
        /// Host of the referrer.
        Referrer = "referrer",
        /// Parameter of the click id.
        Click = "click",
        /// Channel in the source's own words.
        Channel = "channel",
        /// Platform.
        Platform = "platform",
    }
}

words! {
    /// Where source and medium were learnt.
    Origin {
        /// From the touch itself or the tags of its landing URL.
        Tag = "tag",
        /// From a click id.
        Click = "click",
        /// From the page before.
        Referrer = "referrer",
        /// From the platform that the source of the data names.
        Platform = "platform",
        /// Nothing is known.
        Nowhere = "nowhere",
    }
}

/// A touch in lower-case words. Empty means that nothing is known.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) source: String,
    pub(super) medium: String,
    campaign: String,
    content: String,
    referrer: String,
    pub(super) channel: String,
    /// Platform that the source of the data names.
    pub(super) stated_platform: Option<String>,
    /// Platform by tag, referrer or click id.
    pub(super) platform: Option<String>,
    pub(super) click: Option<&'static ClickId>,
    pub(super) from: Origin,
    pub(super) lists: Member,
    /// Campaign and content as they are written.
    pub(super) written: (Option<String>, Option<String>),
}

impl Seen {
    pub(super) fn of(touch: &Touch<'_>) -> Self {
        let tag = Tag::of(touch);
        let referrer = external_referrer(touch);
        let mut seen = Self {
            source: tag.source.to_lowercase(),
            medium: tag.medium.to_lowercase(),
            campaign: tag.campaign.to_lowercase(),
            content: tag.content.to_lowercase(),
            click: tag.click.filter(|click| believable(click, &referrer)),
            referrer,
            channel: clean(touch.channel.unwrap_or("")).to_lowercase(),
            stated_platform: touch.platform.and_then(stated_platform),
            platform: None,
            from: Origin::Tag,
            lists: Member::default(),
            written: (said(tag.campaign), said(tag.content)),
        };
        if seen.source.is_empty() && seen.medium.is_empty() {
            seen.fill_in(touch);
        }
        seen.lists = Member::of(&seen.source);
        seen.platform = seen.found_platform();
        seen
    }

    /// Source and medium of a touch without a tag: proof of an ad first, then where it came from.
    fn fill_in(&mut self, touch: &Touch<'_>) {
        let click = self.click.filter(|click| !click.source.is_empty());
        if let Some(click) = click.filter(|click| click.implies_paid) {
            self.take_click(click);
        } else if !self.referrer.is_empty() {
            (self.source, self.medium, self.from) = (self.referrer.clone(), "referral".into(), Origin::Referrer);
        } else if let Some(click) = click {
            self.take_click(click);
        } else if let Some(platform) = self.stated_platform.clone() {
            let paid = touch.scope == Some(Scope::Paid) || is_ads_only(&platform);
            self.medium = if paid { "paid".into() } else { String::new() };
            (self.source, self.from) = (platform, Origin::Platform);
        } else {
            self.from = Origin::Nowhere;
        }
    }

    fn take_click(&mut self, click: &ClickId) {
        (self.source, self.medium, self.from) = (click.source.into(), click.medium.into(), Origin::Click);
    }

    /// The same touch as its click id tells it; a source that is known stays, so that an ad on YouTube is one.
    pub(super) fn by_click(&self, click: &ClickId) -> Self {
        let mut seen = self.clone();
        seen.take_click(click);
        if platform(&self.source).is_some() {
            seen.source.clone_from(&self.source);
        }
        seen.lists = Member::of(&seen.source);
        seen
    }

    /// The tag's platform; else that of the page before or of the click id, if the tag is of a kind that may have one.
    fn found_platform(&self) -> Option<String> {
        let came_from = || platform(&self.referrer);
        let clicked = || self.click.map(|click| click.platform);
        let found = match self.from {
            Origin::Tag => {
                platform(&self.source).or_else(|| self.tells_network().then(|| came_from().or_else(clicked))?)
            }
            // Meta's click id does not say which of its platforms it was; the page before may.
            Origin::Click => came_from()
                .filter(|p| self.click.is_some_and(|click| click.agrees_with(p)))
                .or_else(clicked),
            Origin::Referrer => came_from(),
            Origin::Platform | Origin::Nowhere => None,
        };
        found.map(str::to_owned)
    }

    /// Whether the tag's medium is that of a post or an ad, whose platform the page before can tell.
    fn tells_network(&self) -> bool {
        ["social", "paid", "cp"].iter().any(|part| self.medium.contains(part))
    }

    pub(super) fn text(&self, field: Field) -> &str {
        match field {
            Field::Source => &self.source,
            Field::Medium => &self.medium,
            Field::Campaign => &self.campaign,
            Field::Content => &self.content,
            Field::Referrer => &self.referrer,
            Field::Click => self.click.map_or("", |click| click.param),
            Field::Channel => &self.channel,
            Field::Platform => self
                .stated_platform
                .as_deref()
                .or(self.platform.as_deref())
                .unwrap_or(""),
        }
    }
}

/// What a touch says of itself, and where it says nothing the tags of its landing URL, as they are written.
#[derive(Default)]
struct Tag {
    source: String,
    medium: String,
    campaign: String,
    content: String,
    click: Option<&'static ClickId>,
}

impl Tag {
    fn of(touch: &Touch<'_>) -> Self {
        let stated = |text: Option<&str>| clean(text.unwrap_or(""));
        let mut tag = Self {
            source: stated(touch.source),
            medium: stated(touch.medium),
            campaign: stated(touch.campaign),
            content: stated(touch.content),
            click: touch.click_param.and_then(click_id),
        };
        let landing = Self::of_url(touch.landing_url.unwrap_or(""));
        tag.click = tag.click.or(landing.click);
        // Tags of another campaign, kept in an address that was copied, say nothing of this touch.
        let untagged = tag.source.is_empty() && tag.medium.is_empty();
        if untagged || tag.source.eq_ignore_ascii_case(&landing.source) {
            tag.fill_from(landing);
        }
        tag
    }

    fn of_url(address: &str) -> Self {
        let mut tag = Self::default();
        for (key, value) in parameters(address) {
            let slot = match key.as_str() {
                "utm_source" => &mut tag.source,
                "utm_medium" => &mut tag.medium,
                "utm_campaign" => &mut tag.campaign,
                "utm_content" => &mut tag.content,
                key => {
                    tag.add_click(key, value);
                    continue;
                }
            };
            if slot.is_empty() {
                *slot = decoded(value);
            }
        }
        tag
    }

    /// The first click id counts; one that proves an ad counts more.
    fn add_click(&mut self, key: &str, value: &str) {
        let proven = self.click.is_some_and(|click| click.implies_paid);
        if proven || value.is_empty() {
            return;
        }
        if let Some(click) = click_id(key).filter(|click| self.click.is_none() || click.implies_paid) {
            self.click = Some(click);
        }
    }

    fn fill_from(&mut self, other: Self) {
        let fill = |mine: &mut String, other: String| {
            if mine.is_empty() {
                *mine = other;
            }
        };
        fill(&mut self.source, other.source);
        fill(&mut self.medium, other.medium);
        fill(&mut self.campaign, other.campaign);
        fill(&mut self.content, other.content);
    }
}

/// Host of the page before, if it is of another site.
fn external_referrer(touch: &Touch<'_>) -> String {
    let referrer = touch.referrer.and_then(host).unwrap_or_default();
    let landing = touch.landing_url.and_then(host).unwrap_or_default();
    if same_site(&referrer, &landing) {
        return String::new();
    }
    referrer
}

/// `si` is a common name: it counts only if the page before is of a platform that uses it.
fn believable(click: &ClickId, referrer: &str) -> bool {
    click.param != "si" || platform(referrer).is_some_and(|platform| click.agrees_with(platform))
}

/// Our id of a platform, or the source's name for it as one word.
fn stated_platform(text: &str) -> Option<String> {
    let known = platform(text).map(str::to_owned);
    known.or_else(|| Some(super::lists::slug(&clean(text))).filter(|slug| !slug.is_empty()))
}

/// Nothing, where the text is a stand-in for nothing.
fn said(text: String) -> Option<String> {
    let stand_ins = [
        "",
        "(not set)",
        "(none)",
        "(direct)",
        "(organic)",
        "(referral)",
        "null",
        "undefined",
    ];
    (!stand_ins.contains(&text.to_lowercase().as_str())).then_some(text)
}
