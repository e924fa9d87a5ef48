//! Exports of Meta Business Suite (Facebook and Instagram posts, metric cards) and Meta Ads Manager.

use std::io;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Export;
use super::cells::{Quoting, Sheet, euros, or_blank, ratio};
use super::organic::{Account, Day, Format, Platform, Post};
use super::paid::{Ad, AdDay, BOOST_CAMPAIGN, Campaign, Network};
use super::span::{Span, VIEWS_FROM, Window, shown};
use super::words::{AD_ACCOUNT, CLIENT, HANDLE};

const PAGE_ID: &str = "100064219870355";
const INSTAGRAM_ID: &str = "17841405512340987";

/// "Publish time" is in this zone whatever the account's country (294 of 295 real posts).
fn zone() -> io::Result<TimeZone> {
    TimeZone::get("America/Los_Angeles").map_err(io::Error::other)
}

/// A metric card: file name, title within, figure of a day.
type Card = (&'static str, &'static str, fn(&Day) -> u64);

/// All files of Meta.
pub(super) fn exports(span: &Span, accounts: &[Account], campaigns: &[Campaign]) -> io::Result<Vec<Export>> {
    let zone = zone()?;
    let mut out = Vec::new();
    for account in accounts {
        match account.platform {
            Platform::Facebook => facebook(&mut out, span, account, &zone),
            Platform::Instagram => instagram(&mut out, span, account, &zone),
            _ => {}
        }
    }
    for window in span.monthly() {
        out.push(ads_manager(&window, campaigns));
    }
    Ok(out)
}

/// Windows of the Facebook posts exports, in order of download.
pub(super) fn facebook_windows(span: &Span) -> Vec<Window> {
    let mut windows = span.quarterly();
    windows.push(span.again());
    windows
}

/// Windows of the Instagram posts exports, in order of download.
pub(super) fn instagram_windows(span: &Span) -> Vec<Window> {
    facebook_windows(span)
}

fn facebook(out: &mut Vec<Export>, span: &Span, account: &Account, zone: &TimeZone) {
    for (i, window) in facebook_windows(span).iter().enumerate() {
        let path = posts_path("facebook", span, window, 1_093_412_775_640_118 + i as u64 * 7_919);
        let counted = if window.from < span.months[VIEWS_FROM] {
            "Impressions"
        } else {
            "Views"
        };
        out.push(Export::new(
            &path,
            "facebook",
            facebook_posts(window, account, counted, zone),
        ));
    }
    let cards: [Card; 3] = [
        ("Reach", "Facebook reach", |d| d.reach),
        ("Follows", "Facebook follows", |d| d.gained),
        ("Link clicks", "Facebook link clicks", |d| d.links),
    ];
    for (file, title, figure) in cards {
        let days = account.days.iter().map(|day| (stamp(day.date, zone), figure(day)));
        out.push(Export::new(
            &format!("facebook/{file}.csv"),
            "facebook",
            card(title, days),
        ));
    }
}

fn instagram(out: &mut Vec<Export>, span: &Span, account: &Account, zone: &TimeZone) {
    for (i, window) in instagram_windows(span).iter().enumerate() {
        let path = posts_path("instagram", span, window, 1_804_378_027_238_054 + i as u64 * 7_919);
        let bytes = instagram_posts(window, account, zone);
        if i == 1 {
            let twin = path.replace(".csv", " (1).csv");
            out.push(Export::new(&twin, "instagram", bytes.clone()));
        }
        out.push(Export::new(&path, "instagram", bytes));
    }
    let cards: [Card; 3] = [
        ("Reach", "Reach", |d| d.reach),
        ("Follows", "Instagram follows", |d| d.gained),
        ("Link clicks", "Instagram link clicks", |d| d.links),
    ];
    for (file, title, figure) in cards {
        // Days without a follow are left out of this card, and of this card only.
        let keep_zero = file != "Follows";
        let days = account
            .days
            .iter()
            .map(|day| (format!("{}T00:00:00", day.date), figure(day)))
            .filter(|(_, n)| keep_zero || *n > 0);
        out.push(Export::new(
            &format!("instagram/{file}.csv"),
            "instagram",
            card(title, days),
        ));
    }
}

/// The export that repeats earlier ones lies in a folder that sorts last, so that files come in order of download.
fn posts_path(folder: &str, span: &Span, window: &Window, serial: u64) -> String {
    let below = if window.taken == span.again().taken {
        "/re-export"
    } else {
        ""
    };
    let (from, to) = (shown(window.from, "%b-%d-%Y"), shown(window.to, "%b-%d-%Y"));
    format!("{folder}{below}/{from}_{to}_{serial}.csv")
}

/// Midnight as Facebook's cards print it: one o'clock while California has winter time.
fn stamp(day: Date, zone: &TimeZone) -> String {
    let winter = zone
        .to_zoned(day.at(0, 0, 0, 0))
        .is_ok_and(|midnight| midnight.offset().seconds() == -8 * 3600);
    format!("{day}T0{}:00:00", u8::from(winter))
}

fn card(title: &str, days: impl Iterator<Item = (String, u64)>) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::All);
    sheet.line("sep=,");
    sheet.row([title]);
    sheet.row(["Date", "Primary"]);
    for (day, figure) in days {
        sheet.row([day, figure.to_string()]);
    }
    sheet.line("");
    sheet.utf16()
}

fn publish_time(post: &Post, zone: &TimeZone) -> String {
    let at = post.at.to_zoned(zone.clone());
    at.strftime("%m/%d/%Y %H:%M").to_string()
}

fn facebook_posts(window: &Window, account: &Account, counted: &str, zone: &TimeZone) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::Blanks);
    sheet.row([
        "Post ID",
        "Page ID",
        "Page name",
        "Title",
        "Description",
        "Duration (sec)",
        "Publish time",
        "Caption type",
        "Permalink",
        "Is crosspost",
        "Is share",
        "Post type",
        "Languages",
        "Custom labels",
        "Funded content status",
        "Data comment",
        "Date",
        counted,
        "Reach",
        "Reactions, Comments and Shares",
        "Reactions",
        "Comments",
        "Shares",
        "Total clicks",
        "Other Clicks",
        "Link Clicks",
        "Reach from Organic posts",
        "Reach from Boosted posts",
    ]);
    for post in account.posts.iter().filter(|p| window.holds(p.local.date())) {
        sheet.row(facebook_row(post, window.taken, zone));
    }
    sheet.utf8_marked()
}

fn facebook_row(post: &Post, taken: Date, zone: &TimeZone) -> [String; 28] {
    let seen = post.seen(taken);
    let paid = post.paid_seen(taken);
    [
        post.id.clone(),
        PAGE_ID.to_owned(),
        CLIENT.to_owned(),
        post.text.clone(),
        String::new(),
        post.length.to_string(),
        publish_time(post, zone),
        "N/A".to_owned(),
        post.permalink.clone(),
        "0".to_owned(),
        "0".to_owned(),
        facebook_type(post.format).to_owned(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        "Lifetime".to_owned(),
        seen.views.to_string(),
        seen.reach.to_string(),
        seen.rcs().to_string(),
        seen.reactions.to_string(),
        seen.comments.to_string(),
        seen.shares.to_string(),
        (seen.links + seen.other_clicks).to_string(),
        seen.other_clicks.to_string(),
        seen.links.to_string(),
        (seen.reach - paid).to_string(),
        paid.to_string(),
    ]
}

fn facebook_type(format: Format) -> &'static str {
    match format {
        Format::Photo => "Photos",
        Format::Carousel => "Multi-photo",
        Format::Reel => "Reels",
        Format::Link => "Links",
        Format::Text => "Text",
        Format::Video => "Videos",
    }
}

fn instagram_posts(window: &Window, account: &Account, zone: &TimeZone) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::Blanks);
    sheet.row([
        "Post ID",
        "Account ID",
        "Account username",
        "Account name",
        "Description",
        "Duration (sec)",
        "Publish time",
        "Permalink",
        "Post type",
        "Data comment",
        "Date",
        "Views",
        "Reach",
        "Likes",
        "Shares",
        "Follows",
        "Comments",
        "Saves",
    ]);
    for post in account.posts.iter().filter(|p| window.holds(p.local.date())) {
        sheet.row(instagram_row(post, window.taken, zone));
    }
    sheet.utf8_marked()
}

fn instagram_row(post: &Post, taken: Date, zone: &TimeZone) -> [String; 18] {
    let seen = post.seen(taken);
    let likes = if post.likes_hidden {
        String::new()
    } else {
        seen.reactions.to_string()
    };
    [
        post.id.clone(),
        INSTAGRAM_ID.to_owned(),
        HANDLE.to_owned(),
        CLIENT.to_owned(),
        post.text.clone(),
        post.length.to_string(),
        publish_time(post, zone),
        post.permalink.clone(),
        instagram_type(post.format).to_owned(),
        String::new(),
        "Lifetime".to_owned(),
        seen.views.to_string(),
        seen.reach.to_string(),
        likes,
        seen.shares.to_string(),
        or_blank(seen.follows),
        seen.comments.to_string(),
        seen.saves.to_string(),
    ]
}

fn instagram_type(format: Format) -> &'static str {
    match format {
        Format::Carousel => "IG carousel",
        Format::Reel | Format::Video => "IG reel",
        _ => "IG image",
    }
}

/// One month, one row a day and ad, with the grand total as first row.
fn ads_manager(window: &Window, campaigns: &[Campaign]) -> Export {
    let mut sheet = Sheet::new(',', Quoting::Blanks);
    sheet.row([
        "Account name",
        "Campaign name",
        "Day",
        "Ads",
        "Ad ID",
        "Delivery status",
        "Delivery level",
        "Reach",
        "Impressions",
        "CPM (cost per 1,000 impressions)",
        "Frequency",
        "Link clicks",
        "Clicks (all)",
        "CTR (all)",
        "CTR (link click-through rate)",
        "CPC (cost per link click)",
        "Landing page views",
        "Adds to cart",
        "Purchases",
        "Purchases conversion value",
        "Purchase ROAS (return on ad spend)",
        "Result type",
        "Results",
        "Cost per result",
        "Amount spent (EUR)",
        "Reporting starts",
        "Reporting ends",
    ]);
    let rows: Vec<(&Campaign, &Ad, AdDay)> = campaigns
        .iter()
        .filter(|c| c.network == Network::Meta)
        .flat_map(|c| c.ads.iter().map(move |ad| (c, ad)))
        .flat_map(|(c, ad)| ad.days.iter().map(move |day| (c, ad, *day)))
        .filter(|(_, _, day)| window.holds(day.date))
        .collect();
    let sum = rows.iter().map(|row| row.2).reduce(plus);
    if let Some(mut sum) = sum {
        // People see several ads on several days: the total of a month is well below the sum.
        sum.reach = sum.reach * 46 / 100;
        sheet.row(total_row(&sum, window));
    }
    for (campaign, ad, day) in &rows {
        sheet.row(ad_row(campaign, ad, day, window));
    }
    let (from, to) = (shown(window.from, "%b-%-d-%Y"), shown(window.to, "%b-%-d-%Y"));
    let account = AD_ACCOUNT.replace('û', "u").replace(' ', "-");
    let path = format!("meta-ads/{account}-Ads-{from}-{to}.csv");
    Export::new(&path, "meta", sheet.utf8_marked())
}

fn plus(a: AdDay, b: AdDay) -> AdDay {
    AdDay {
        date: a.date,
        cents: a.cents + b.cents,
        impressions: a.impressions + b.impressions,
        reach: a.reach + b.reach,
        links: a.links + b.links,
        clicks: a.clicks + b.clicks,
        landings: a.landings + b.landings,
        carts: a.carts + b.carts,
        deeds: a.deeds + b.deeds,
        value_cents: a.value_cents + b.value_cents,
        engagements: a.engagements + b.engagements,
    }
}

fn total_row(sum: &AdDay, window: &Window) -> Vec<String> {
    let mut row = vec![String::new(); 7];
    row.extend(figures(sum));
    row.extend(["mixed".to_owned(), String::new(), String::new()]);
    row.extend(ending(sum, window.from, window.to));
    row
}

fn ad_row(campaign: &Campaign, ad: &Ad, day: &AdDay, window: &Window) -> Vec<String> {
    let last = ad.days.last().map_or(window.to, |d| d.date);
    let status = if last > window.to { "active" } else { "not_delivering" };
    let mut row: Vec<String> = [
        AD_ACCOUNT,
        campaign.name,
        &day.date.to_string(),
        ad.name,
        &ad.id,
        status,
        "ad",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    row.extend(figures(day));
    let (kind, results) = if campaign.name == BOOST_CAMPAIGN {
        ("Post engagements", day.engagements)
    } else {
        ("Website purchases", day.deeds)
    };
    let kind = if results == 0 { "" } else { kind };
    row.extend([
        kind.to_owned(),
        or_blank(results),
        ratio(day.cents as f64 / 100.0, results),
    ]);
    row.extend(ending(day, day.date, day.date));
    row
}

/// From `Reach` to `Purchase ROAS`.
fn figures(day: &AdDay) -> Vec<String> {
    let spent = day.cents as f64 / 100.0;
    let roas = if day.deeds == 0 { 0 } else { day.cents };
    vec![
        day.reach.to_string(),
        day.impressions.to_string(),
        ratio(spent * 1000.0, day.impressions),
        ratio(day.impressions as f64, day.reach),
        or_blank(day.links),
        or_blank(day.clicks),
        ratio(day.clicks as f64 * 100.0, day.impressions),
        ratio(day.links as f64 * 100.0, day.impressions),
        ratio(spent, day.links),
        or_blank(day.landings),
        or_blank(day.carts),
        or_blank(day.deeds),
        if day.deeds == 0 {
            String::new()
        } else {
            trimmed(day.value_cents)
        },
        ratio(day.value_cents as f64, roas),
    ]
}

/// From `Amount spent` on.
fn ending(day: &AdDay, from: Date, to: Date) -> [String; 3] {
    [trimmed(day.cents), from.to_string(), to.to_string()]
}

/// Money without trailing noughts: `12.3`, `12`.
fn trimmed(cents: u64) -> String {
    euros(cents).trim_end_matches('0').trim_end_matches('.').to_owned()
}
