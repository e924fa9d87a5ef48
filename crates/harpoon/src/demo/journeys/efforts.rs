//! [`EFFORTS`]: what brings people to the site, how its links are tagged, and what a visit by it truly causes.

use jiff::civil::Date;

use super::super::organic::{Account, Platform, Post};
use super::super::paid::{BOOST_CAMPAIGN, Campaign, LOSS_CAMPAIGN, SEASON_CAMPAIGN};
use super::super::span::later;

/// One way to the site.
#[derive(Debug)]
pub(in super::super) struct Effort {
    /// `utm_source`; blank where nothing is tagged.
    pub(in super::super) source: &'static str,
    /// `utm_medium`.
    pub(in super::super) medium: &'static str,
    /// `utm_campaign`; of ads the name in the platform's export.
    pub(in super::super) campaign: &'static str,
    /// Parameter of the click id that the platform appends, or blank.
    pub(in super::super) click: &'static str,
    /// Page before.
    pub(in super::super) referrer: &'static str,
    /// Page that it leads to.
    pub(in super::super) landing: &'static str,
    /// Probability that one visit by it causes an order.
    pub(in super::super) effect: f64,
    /// Probability that one visit by it causes an enquiry of a business.
    pub(in super::super) enquiry: f64,
    /// Euros of an order that it causes.
    pub(in super::super) basket: f64,
}

const NOTHING: Effort = Effort {
    source: "",
    medium: "",
    campaign: "",
    click: "",
    referrer: "",
    landing: "/",
    effect: 0.0,
    enquiry: 0.0,
    basket: 42.0,
};

const META: Effort = Effort {
    source: "facebook",
    medium: "paid_social",
    click: "fbclid",
    referrer: "https://l.facebook.com/",
    landing: "/beans",
    ..NOTHING
};

const GOOGLE: Effort = Effort {
    source: "google",
    medium: "cpc",
    click: "gclid",
    referrer: "https://www.google.com/",
    ..NOTHING
};

const LINKEDIN: Effort = Effort {
    source: "linkedin",
    medium: "paid_social",
    click: "li_fat_id",
    referrer: "https://www.linkedin.com/",
    landing: "/at-work",
    enquiry: 0.10,
    ..NOTHING
};

/// Place of ads that follow visitors.
pub(super) const RETARGETING: usize = 1;
/// Place of ads on the client's own name: seen last, by people who have decided already.
pub(in super::super) const BRAND: usize = 5;
/// Place of the link in Instagram's profile.
const PROFILE: usize = 9;
/// Place of the newsletter.
pub(super) const NEWSLETTER: usize = 12;
/// Place of searches nobody paid for.
pub(super) const SEARCH: usize = 13;
/// Place of visits of which nothing is told.
pub(super) const DIRECT: usize = 14;

/// All ways to the site. Orders of search and direct visits are demand of people's own.
pub(in super::super) const EFFORTS: [Effort; 15] = [
    Effort {
        campaign: "NL | Prospecting | Coffee subscription",
        effect: 0.07,
        basket: 41.0,
        ..META
    },
    Effort {
        campaign: "NL | Retargeting | Cart",
        landing: "/cart",
        effect: 0.07,
        basket: 43.0,
        ..META
    },
    Effort {
        campaign: LOSS_CAMPAIGN,
        landing: "/machines",
        effect: 0.008,
        basket: 96.0,
        ..META
    },
    Effort {
        source: "instagram",
        campaign: SEASON_CAMPAIGN,
        referrer: "https://l.instagram.com/",
        landing: "/gifts",
        effect: 0.15,
        basket: 46.0,
        ..META
    },
    Effort {
        campaign: BOOST_CAMPAIGN,
        landing: "/",
        ..META
    },
    Effort {
        campaign: "Brand search",
        ..GOOGLE
    },
    Effort {
        campaign: "Shopping, beans",
        landing: "/beans",
        effect: 0.12,
        basket: 39.0,
        ..GOOGLE
    },
    Effort {
        campaign: "Coffee at work, Friesland",
        ..LINKEDIN
    },
    Effort {
        campaign: "Office managers, \"free tasting\"",
        ..LINKEDIN
    },
    Effort {
        source: "instagram",
        medium: "social",
        campaign: "profile",
        referrer: "https://l.instagram.com/",
        effect: 0.12,
        enquiry: 0.015,
        ..NOTHING
    },
    Effort {
        source: "facebook",
        medium: "social",
        campaign: "posts",
        referrer: "https://l.facebook.com/",
        effect: 0.03,
        enquiry: 0.02,
        ..NOTHING
    },
    Effort {
        source: "x",
        medium: "social",
        campaign: "posts on X",
        referrer: "https://t.co/",
        effect: 0.004,
        enquiry: 0.01,
        ..NOTHING
    },
    Effort {
        source: "newsletter",
        medium: "email",
        campaign: "newsletter",
        landing: "/new",
        effect: 0.10,
        ..NOTHING
    },
    Effort {
        referrer: "https://www.google.com/",
        effect: 0.06,
        enquiry: 0.02,
        ..NOTHING
    },
    Effort {
        effect: 0.08,
        enquiry: 0.02,
        ..NOTHING
    },
];

/// Link clicks of a day by one ad or post.
#[derive(Clone, Debug)]
pub(super) struct Clicks {
    /// Place in [`EFFORTS`].
    pub(super) effort: usize,
    /// Id of the ad or post.
    pub(super) content: String,
    pub(super) count: u64,
    /// Forms filled in on the platform itself.
    pub(super) forms: u64,
}

/// Everything on which people clicked on a day: what bounds the visits.
pub(super) fn clicked(accounts: &[Account], campaigns: &[Campaign], day: Date) -> Vec<Clicks> {
    let mut all: Vec<Clicks> = campaigns.iter().flat_map(|campaign| ads(campaign, day)).collect();
    all.extend(accounts.iter().flat_map(|account| posts(account, day)));
    all
}

fn ads(campaign: &Campaign, day: Date) -> impl Iterator<Item = Clicks> {
    let effort = EFFORTS.iter().position(|effort| effort.campaign == campaign.name);
    campaign.ads.iter().filter_map(move |ad| {
        let at = ad.days.binary_search_by_key(&day, |d| d.date).ok()?;
        let day = ad.days.get(at)?;
        let effort = effort?;
        let gathers = EFFORTS[effort].source == LINKEDIN.source;
        Some(Clicks {
            effort,
            content: ad.id.clone(),
            count: day.links,
            forms: if gathers { day.deeds } else { 0 },
        })
    })
}

/// Instagram states clicks of the profile only; its link is tagged with the newest post.
fn posts(account: &Account, day: Date) -> Vec<Clicks> {
    let clicks = |effort: usize, post: &Post, count: u64| Clicks {
        effort,
        content: post.id.clone(),
        count,
        forms: 0,
    };
    let until = account.posts.partition_point(|post| post.local.date() <= day);
    let out = &account.posts[..until];
    let effort = match account.platform {
        Platform::Instagram => {
            let own = account.days.iter().find(|d| d.date == day).map_or(0, |d| d.links);
            return out.last().map(|post| clicks(PROFILE, post, own)).into_iter().collect();
        }
        Platform::Facebook => PROFILE + 1,
        Platform::X => PROFILE + 2,
        Platform::TikTok | Platform::YouTube => return Vec::new(),
    };
    let grown = |post: &Post| post.seen(day).links - post.seen(later(day, -1)).links;
    out.iter().map(|post| clicks(effort, post, grown(post))).collect()
}
