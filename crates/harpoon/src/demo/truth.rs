//! [`Truth`]: what was planted, and the sums that the files hold when they are read rightly; summed from the model,
//! never from the files.

use std::collections::BTreeMap;

use harpoon_core::{EntityKind, Number};
use jiff::civil::Date;
use serde::Serialize;

use super::chance::exp;
use super::house::{self, BAD_COST_LINES};
use super::journeys::planted::{self, PlantedJourneys};
use super::meta::{facebook_windows, instagram_windows};
use super::networks::{tiktok_windows, x_engagements, x_windows};
use super::organic::{Account, Counts, Format, HOUR_EFFECT, Platform, Post, VIRAL_MEDIANS, WEEKDAY_EFFECT};
use super::paid::{AdDay, Campaign, LOSS_CAMPAIGN, Network, SEASON_CAMPAIGN};
use super::recognition::LEVEL;
use super::span::{Span, VIEWS_FROM, Window, black_friday};
use super::{Export, World};

/// What one sum speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SumKey {
    /// Platform id as connectors write it: `facebook`, `instagram`, `x`, `tiktok`, `youtube`, `meta`, `google_ads`,
    /// `linkedin`; `google_search`, `web`; of our own tables `costs`, `reviews`, `events`.
    pub platform: String,
    /// First day of the month: of the activity for daily figures, of publication for lifetime counts of posts.
    pub month: Date,
    /// Level of the rows that were summed. Levels of one platform speak of the same activity and never add up.
    pub entity: EntityKind,
    /// Metric and facet in the notation of the connectors: `clicks.link`; for costs the kind.
    pub metric: &'static str,
}

/// Something planted in one post.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlantedPost {
    /// Platform id.
    pub platform: String,
    /// Id in the export.
    pub post_id: String,
    /// Day of publication in Europe/Amsterdam.
    pub published_on: Date,
    /// Final reach.
    pub reach: u64,
    /// Part of it that was paid for.
    pub paid_reach: u64,
}

/// Spend and sales of one campaign over the whole span.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlantedCampaign {
    /// Its name in the export.
    pub name: String,
    /// Euros spent.
    pub spend: Number,
    /// Euros of purchases that the platform credits to it.
    pub value: Number,
}

/// Everything planted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Truth {
    /// Sums by platform, month, level and metric, from the newest export of each post or day.
    pub sums: BTreeMap<SumKey, Number>,
    /// Followers on the evening of the last day of each month, by platform.
    pub followers: BTreeMap<String, Vec<(Date, u64)>>,
    /// Factors on reach by weekday of publication, Monday first.
    pub weekday_effect: [f64; 7],
    /// Factors on reach by hour of publication in Europe/Amsterdam.
    pub hour_effect: Vec<(i8, f64)>,
    /// Factors on reach by format, against a photo.
    pub format_effect: Vec<(String, f64)>,
    /// The lucky post: its reach is this many medians of its account.
    pub viral: Option<PlantedPost>,
    /// Medians that the viral post reached.
    pub viral_medians: f64,
    /// The boosted Facebook post.
    pub boosted: Option<PlantedPost>,
    /// The campaign that earns less than it costs.
    pub loss: PlantedCampaign,
    /// The campaign around Black Friday.
    pub season: PlantedCampaign,
    /// Black Fridays within the span.
    pub black_fridays: Vec<Date>,
    /// Posts published from this day on are exported by Facebook with views, earlier ones with impressions.
    pub facebook_views_from: Date,
    /// Instagram posts whose likes are hidden: the cell is blank, and the likes are unknown, not nought.
    pub hidden_likes: Vec<String>,
    /// The two file names under which the same bytes lie.
    pub twins: (String, String),
    /// File and lines (from 1) that cannot be read.
    pub bad_rows: (String, Vec<u64>),
    /// How well the client is known, by month: how often its name is searched for, against the first month.
    pub recognition: Vec<(Date, f64)>,
    /// What truly caused orders and deals.
    pub journeys: PlantedJourneys,
}

/// The truth of this world.
pub(super) fn truth(world: &World, files: &[Export]) -> Truth {
    let span = &world.span;
    Truth {
        sums: sums(world),
        followers: world.accounts.iter().map(|a| followers(span, a)).collect(),
        weekday_effect: WEEKDAY_EFFECT,
        hour_effect: HOUR_EFFECT.to_vec(),
        format_effect: Format::EFFECT
            .iter()
            .map(|(_, name, x)| ((*name).to_owned(), *x))
            .collect(),
        viral: planted(world, Platform::Instagram, |p| Some(p.finally.reach)),
        viral_medians: VIRAL_MEDIANS,
        boosted: planted(world, Platform::Facebook, |p| {
            (p.paid_reach > 0).then_some(p.finally.reach)
        }),
        loss: campaign(world, LOSS_CAMPAIGN),
        season: campaign(world, SEASON_CAMPAIGN),
        black_fridays: (span.first().year()..=span.last().year())
            .map(black_friday)
            .filter(|day| (span.first()..=span.last()).contains(day))
            .collect(),
        facebook_views_from: span.months[VIEWS_FROM],
        hidden_likes: hidden(world),
        twins: twins(files),
        bad_rows: ("costs.csv".to_owned(), BAD_COST_LINES.to_vec()),
        recognition: span.months.iter().copied().zip(LEVEL.map(exp)).collect(),
        journeys: planted::planted(world),
    }
}

/// The id that connectors use.
pub(super) fn platform_id(platform: Platform) -> &'static str {
    match platform {
        Platform::Facebook => "facebook",
        Platform::Instagram => "instagram",
        Platform::X => "x",
        Platform::TikTok => "tiktok",
        Platform::YouTube => "youtube",
    }
}

fn followers(span: &Span, account: &Account) -> (String, Vec<(Date, u64)>) {
    let ends = span.months.iter().map(|first| first.last_of_month());
    let levels = ends.filter_map(|end| account.days.iter().find(|d| d.date == end).map(|d| (end, d.followers)));
    (platform_id(account.platform).to_owned(), levels.collect())
}

/// The post of a platform for which `weight` is greatest.
fn planted(world: &World, platform: Platform, weight: impl Fn(&Post) -> Option<u64>) -> Option<PlantedPost> {
    let posts = world
        .accounts
        .iter()
        .filter(|a| a.platform == platform)
        .flat_map(|a| &a.posts);
    let (_, post) = posts
        .filter_map(|p| weight(p).map(|w| (w, p)))
        .max_by_key(|(w, _)| *w)?;
    Some(PlantedPost {
        platform: platform_id(platform).to_owned(),
        post_id: post.id.clone(),
        published_on: post.local.date(),
        reach: post.finally.reach,
        paid_reach: post.paid_reach,
    })
}

fn campaign(world: &World, name: &str) -> PlantedCampaign {
    let days: Vec<&AdDay> = world
        .campaigns
        .iter()
        .filter(|c| c.name == name)
        .flat_map(|c| &c.ads)
        .flat_map(|ad| &ad.days)
        .collect();
    PlantedCampaign {
        name: name.to_owned(),
        spend: money(days.iter().map(|d| d.cents).sum()),
        value: money(days.iter().map(|d| d.value_cents).sum()),
    }
}

fn hidden(world: &World) -> Vec<String> {
    let posts = world.accounts.iter().flat_map(|a| &a.posts);
    posts.filter(|p| p.likes_hidden).map(|p| p.id.clone()).collect()
}

fn twins(files: &[Export]) -> (String, String) {
    let copy = files
        .iter()
        .find(|f| f.path.ends_with(" (1).csv") && f.platform == "instagram");
    let copy = copy.map_or(String::new(), |f| f.path.clone());
    (copy.replace(" (1).csv", ".csv"), copy)
}

fn money(cents: u64) -> Number {
    Number::from_micros(cents.cast_signed() * 10_000)
}

fn count(n: u64) -> Number {
    Number::from_micros(n.cast_signed() * 1_000_000)
}

/// Adds figures under their keys.
struct Ledger<'a> {
    span: &'a Span,
    sums: BTreeMap<SumKey, Number>,
}

impl Ledger<'_> {
    fn add(&mut self, platform: &str, day: Date, entity: EntityKind, metric: &'static str, value: Number) {
        let key = SumKey {
            platform: platform.to_owned(),
            month: self.span.months[self.span.month_of(day)],
            entity,
            metric,
        };
        let sum = self.sums.entry(key).or_default();
        *sum = *sum + value;
    }
}

fn sums(world: &World) -> BTreeMap<SumKey, Number> {
    let span = &world.span;
    let mut ledger = Ledger {
        span,
        sums: BTreeMap::new(),
    };
    for account in &world.accounts {
        posts_sums(&mut ledger, account);
        days_sums(&mut ledger, account);
    }
    for campaign in &world.campaigns {
        for day in campaign.ads.iter().flat_map(|ad| &ad.days) {
            ad_sums(&mut ledger, campaign, day);
        }
    }
    house_sums(&mut ledger, world);
    for day in &world.recognition.days {
        let mut add = |platform, metric, n| ledger.add(platform, day.on, EntityKind::Account, metric, count(n));
        add("google_search", "clicks.search", day.clicks);
        add("google_search", "impressions.search", day.searches);
        add("web", "sessions.direct", day.visits);
    }
    ledger.sums
}

/// Day of the newest export that lists a post, or `None` where no export states lifetime counts.
fn newest(span: &Span, platform: Platform, post: &Post) -> Option<Date> {
    let windows: Vec<Window> = match platform {
        Platform::Facebook => facebook_windows(span),
        Platform::Instagram => instagram_windows(span),
        Platform::X => x_windows(span),
        Platform::TikTok => tiktok_windows(span),
        Platform::YouTube => return None,
    };
    windows
        .iter()
        .filter(|w| w.holds(post.local.date()))
        .map(|w| w.taken)
        .max()
}

fn posts_sums(ledger: &mut Ledger, account: &Account) {
    let span = ledger.span;
    for post in &account.posts {
        let Some(taken) = newest(span, account.platform, post) else {
            continue;
        };
        for (metric, value) in post_figures(span, account.platform, post, taken) {
            let id = platform_id(account.platform);
            ledger.add(id, post.local.date(), EntityKind::Post, metric, count(value));
        }
    }
}

fn post_figures(span: &Span, platform: Platform, post: &Post, taken: Date) -> Vec<(&'static str, u64)> {
    let seen: Counts = post.seen(taken);
    match platform {
        Platform::Facebook => {
            let early = post.local.date() < span.months[VIEWS_FROM];
            vec![
                (if early { "impressions" } else { "content_views" }, seen.views),
                ("reactions.total", seen.reactions),
                ("comments", seen.comments),
                ("shares", seen.shares),
                ("clicks.link", seen.links),
                ("clicks.total", seen.links + seen.other_clicks),
            ]
        }
        Platform::Instagram => vec![
            ("content_views", seen.views),
            ("reactions.like", if post.likes_hidden { 0 } else { seen.reactions }),
            ("comments", seen.comments),
            ("shares", seen.shares),
            ("saves", seen.saves),
        ],
        Platform::X => vec![
            ("impressions", seen.views),
            ("reactions.like", seen.reactions),
            ("engagements_total", x_engagements(post, taken)),
            ("clicks.link", seen.links),
            ("saves.bookmarks", seen.saves),
        ],
        Platform::TikTok | Platform::YouTube => vec![
            ("content_views", seen.views),
            ("reactions.like", seen.reactions),
            ("comments", seen.comments),
            ("shares", seen.shares),
        ],
    }
}

fn days_sums(ledger: &mut Ledger, account: &Account) {
    let id = platform_id(account.platform);
    for day in &account.days {
        let figures: &[(&'static str, u64)] = match account.platform {
            Platform::Facebook | Platform::Instagram => &[("followers_gained", day.gained), ("clicks.link", day.links)],
            Platform::TikTok => &[
                ("content_views", day.views),
                ("profile_views", day.visits),
                ("reactions.like", day.reactions),
                ("comments", day.comments),
                ("shares", day.shares),
            ],
            Platform::YouTube => &[("content_views", day.views)],
            Platform::X => &[],
        };
        for (metric, value) in figures {
            ledger.add(id, day.date, EntityKind::Account, metric, count(*value));
        }
    }
}

fn ad_sums(ledger: &mut Ledger, campaign: &Campaign, day: &AdDay) {
    let (id, entity) = match campaign.network {
        Network::Meta => ("meta", EntityKind::Ad),
        Network::Google => ("google_ads", EntityKind::Campaign),
        Network::LinkedIn => ("linkedin", EntityKind::Campaign),
    };
    let mut add = |metric, value| ledger.add(id, day.date, entity, metric, value);
    add("spend", money(day.cents));
    add("impressions", count(day.impressions));
    match campaign.network {
        Network::Meta => {
            add("clicks.link", count(day.links));
            add("clicks.total", count(day.clicks));
            add("conversions.purchase", count(day.deeds));
            add("conversion_value.purchase", money(day.value_cents));
        }
        Network::Google => {
            add("clicks.total", count(day.links));
            add("conversions.primary", count(day.deeds));
            add("conversion_value.primary", money(day.value_cents));
        }
        Network::LinkedIn => {
            add("clicks.link", count(day.links));
            add("clicks.total", count(day.clicks));
            add("leads.lead_gen_form", count(day.deeds));
        }
    }
}

fn house_sums(ledger: &mut Ledger, world: &World) {
    let one = count(1);
    let house::House {
        expenses,
        reviews,
        occasions,
    } = &world.house;
    for expense in expenses {
        ledger.add(
            "costs",
            expense.month,
            EntityKind::Account,
            expense.kind,
            money(expense.cents),
        );
    }
    for review in reviews {
        ledger.add("reviews", review.on, EntityKind::Place, "reviews", one);
        ledger.add("reviews", review.on, EntityKind::Place, "stars", count(review.stars));
    }
    for occasion in occasions {
        let on = occasion.on;
        ledger.add(
            "events",
            on,
            EntityKind::Event,
            "event_registrations",
            count(occasion.registered),
        );
        ledger.add(
            "events",
            on,
            EntityKind::Event,
            "event_attendance",
            count(occasion.attended),
        );
    }
}
