//! Channels: which effort a touch is put down to, by platform, paid or organic, campaign and content.
//!
//! The group comes from rules that are data (`data/channels/rules.toml`, then lists beside it): a workspace's own first, and
//! the first one that holds. What the source states wins over what we work out; an ad's click id wins over a missing tag
//! and over one that reads as organic, unless tag and click id name different platforms. `fbclid` proves nothing.

pub mod address;
pub mod lint;
mod lists;
mod pattern;
mod rules;
#[expect(unreachable_pub, reason = "`words!` makes public words; these are of this folder")]
mod seen;
pub mod stated;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::catalogue::user;
use crate::fact::words;
use crate::{Event, Scope};
pub use lists::{ClickId, List, click_id, click_ids, platform};
pub use rules::Rules;
use seen::Seen;
pub use user::{Mistake, Mistakes, Problem};

words! {
    /// Groups of channels: GA4's default channel group, and assistants.
    Group {
        /// Nothing is known of where the person came from.
        Direct = "direct",
        /// Ads over several networks in one campaign, such as Performance Max.
        CrossNetwork = "cross_network",
        /// Ads on shopping sites.
        PaidShopping = "paid_shopping",
        /// Ads beside search results.
        PaidSearch = "paid_search",
        /// Ads on social networks.
        PaidSocial = "paid_social",
        /// Ads on video sites.
        PaidVideo = "paid_video",
        /// Banners.
        Display = "display",
        /// Other ads.
        PaidOther = "paid_other",
        /// Shopping sites, not paid for.
        OrganicShopping = "organic_shopping",
        /// Social networks, not paid for.
        OrganicSocial = "organic_social",
        /// Video sites, not paid for.
        OrganicVideo = "organic_video",
        /// Search results, not paid for.
        OrganicSearch = "organic_search",
        /// Answers of AI assistants.
        AiAssistant = "ai_assistant",
        /// E-mail.
        Email = "email",
        /// Partners who are paid by result.
        Affiliates = "affiliates",
        /// Links on other sites.
        Referral = "referral",
        /// Podcasts and audio ads.
        Audio = "audio",
        /// Text messages.
        Sms = "sms",
        /// Messages of an app.
        MobilePush = "mobile_push",
        /// No rule knows it.
        Unassigned = "unassigned",
    }
}

impl Group {
    /// Whether the group is paid for, as far as it tells.
    pub const fn scope(self) -> Scope {
        match self {
            Self::CrossNetwork
            | Self::PaidShopping
            | Self::PaidSearch
            | Self::PaidSocial
            | Self::PaidVideo
            | Self::Display
            | Self::PaidOther
            | Self::Affiliates => Scope::Paid,
            Self::Audio | Self::Unassigned => Scope::Unknown,
            _ => Scope::Organic,
        }
    }

    /// The group of the same place with the other scope, if there is one.
    const fn with_scope(self, scope: Scope) -> Self {
        match (self, scope) {
            (Self::OrganicShopping, Scope::Paid) => Self::PaidShopping,
            (Self::OrganicSearch, Scope::Paid) => Self::PaidSearch,
            (Self::OrganicSocial, Scope::Paid) => Self::PaidSocial,
            (Self::OrganicVideo, Scope::Paid) => Self::PaidVideo,
            (Self::PaidShopping, Scope::Organic) => Self::OrganicShopping,
            (Self::PaidSearch, Scope::Organic) => Self::OrganicSearch,
            (Self::PaidSocial, Scope::Organic) => Self::OrganicSocial,
            (Self::PaidVideo, Scope::Organic) => Self::OrganicVideo,
            (group, _) => group,
        }
    }

    /// Whether proof of an ad may change it: what has no better reason than a missing or careless tag.
    const fn yields_to_ad(self) -> bool {
        matches!(
            self,
            Self::Direct
                | Self::Referral
                | Self::Unassigned
                | Self::PaidOther
                | Self::OrganicSearch
                | Self::OrganicShopping
                | Self::OrganicSocial
                | Self::OrganicVideo
        )
    }
}

/// Whether the platform is a social or video network: what social media work reaches without paying.
pub fn is_social(platform: &str) -> bool {
    matches!(lists::kind(platform), Some("social" | "video"))
}

/// The platform that ads on this one are bought from, and that claims for them: Meta for Facebook and Instagram.
pub fn bought_with(platform: &str) -> &str {
    match lists::family(platform) {
        "google" => "google_ads",
        "microsoft" => "microsoft_ads",
        family => family,
    }
}

/// What is known of where a touch came from; each as its source gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Touch<'a> {
    /// `utm_source`.
    pub source: Option<&'a str>,
    /// `utm_medium`.
    pub medium: Option<&'a str>,
    /// `utm_campaign`.
    pub campaign: Option<&'a str>,
    /// `utm_content`.
    pub content: Option<&'a str>,
    /// Name of the click id's parameter.
    pub click_param: Option<&'a str>,
    /// Address of the page before.
    pub referrer: Option<&'a str>,
    /// Address of the page that was reached; its tags and click ids are read where the fields above are blank.
    pub landing_url: Option<&'a str>,
    /// Platform, where the source states one.
    pub platform: Option<&'a str>,
    /// Whether it was paid for, where the source states it.
    pub scope: Option<Scope>,
    /// Channel in the source's own words.
    pub channel: Option<&'a str>,
}

impl<'a> From<&'a Event> for Touch<'a> {
    fn from(event: &'a Event) -> Self {
        Self {
            source: event.source.as_deref(),
            medium: event.medium.as_deref(),
            campaign: event.campaign.as_deref(),
            content: event.content.as_deref(),
            click_param: event.click_param.as_deref(),
            referrer: event.referrer.as_deref(),
            landing_url: event.landing_url.as_deref(),
            platform: event.platform.as_deref(),
            scope: event.scope,
            channel: event.channel.as_deref(),
        }
    }
}

/// The effort that a touch is put down to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Channel {
    /// A [`Group`], a group of a workspace's own rules, or the channel that the source states: the group's word where it
    /// is one (`Paid Search` is `paid_search`), else as it is written.
    pub group: String,
    /// Our platform id; `None` where nothing tells.
    pub platform: Option<String>,
    /// Paid, organic or unknown.
    pub scope: Scope,
    /// Campaign as it is written.
    pub campaign: Option<String>,
    /// Content as it is written: ad or post.
    pub content: Option<String>,
}

impl Rules {
    /// The channel of a touch. Time: linear in the length of its texts, whatever they hold.
    pub fn channel(&self, touch: &Touch<'_>) -> Channel {
        let seen = Seen::of(touch);
        let stated = touch
            .scope
            .filter(|scope| matches!(scope, Scope::Paid | Scope::Organic));
        let verdict = match self.own(&seen) {
            Some(rule) => Verdict::of(rule),
            None if !seen.channel.is_empty() => Verdict::stated(touch.channel.unwrap_or("")),
            None => Verdict::ours(&seen, stated),
        };
        let known = Group::from_word(&verdict.group);
        let scope = verdict.scope.or(stated).unwrap_or_else(|| by_group(known, &seen));
        let platform = verdict.platform.or(seen.stated_platform).or(seen.platform);
        let (campaign, content) = seen.written;
        Channel {
            group: verdict.group,
            platform: platform.map(|platform| paid_name(platform, scope)),
            scope,
            campaign,
            content,
        }
    }
}

/// What rules or source say before the rest is filled in.
struct Verdict {
    group: String,
    platform: Option<String>,
    scope: Option<Scope>,
}

impl Verdict {
    fn of(rule: &rules::Rule) -> Self {
        Self {
            group: rule.group.clone(),
            platform: rule.platform.clone(),
            scope: rule.scope,
        }
    }

    /// The source's own words; a platform's name among them tells the platform.
    fn stated(channel: &str) -> Self {
        let written = address::clean(channel);
        let group = match lists::slug(&written).as_str() {
            // HubSpot's word, and of what is made from it.
            "direct_traffic" => Some(Group::Direct),
            word => Group::from_word(word),
        };
        let group = group.map_or_else(|| written.clone(), |group| group.to_string());
        Self {
            group,
            platform: platform(&written).map(str::to_owned),
            scope: None,
        }
    }

    /// Our rules, then proof of an ad, then what the source states of the scope.
    fn ours(seen: &Seen, stated: Option<Scope>) -> Self {
        let group = |seen: &Seen| Rules::ours(seen).map_or(Group::Unassigned, |rule| word_of(&rule.group));
        let mut found = group(seen);
        let mut platform = None;
        if let Some(click) = seen.click.filter(|click| click.implies_paid && found.yields_to_ad()) {
            let agrees = lists::platform(&seen.source).is_none_or(|tagged| click.agrees_with(tagged));
            if agrees && seen.from != seen::Origin::Click {
                found = group(&seen.by_click(click));
                platform = seen.platform.is_none().then(|| click.platform.to_owned());
            }
        }
        Self {
            group: stated.map_or(found, |scope| found.with_scope(scope)).to_string(),
            platform,
            scope: None,
        }
    }
}

fn word_of(group: &str) -> Group {
    Group::from_word(group).unwrap_or(Group::Unassigned)
}

/// The group's scope, unless a click id that stands on ads and posts alike is all that tells.
fn by_group(group: Option<Group>, seen: &Seen) -> Scope {
    let open = seen.click.is_some_and(ClickId::is_open) && seen.from != seen::Origin::Tag;
    let silent = seen.from == seen::Origin::Platform;
    match group.map(Group::scope) {
        Some(Scope::Organic) if open || silent => Scope::Unknown,
        Some(scope) => scope,
        None => Scope::Unknown,
    }
}

fn paid_name(name: String, scope: Scope) -> String {
    let known = platform(&name).filter(|known| scope == Scope::Paid && *known == name);
    known.map(|known| lists::paid_as(known).to_owned()).unwrap_or(name)
}
