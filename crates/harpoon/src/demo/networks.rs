//! Exports of X Analytics, TikTok Studio and LinkedIn Campaign Manager.

use jiff::civil::Date;

use super::Export;
use super::cells::{Quoting, Sheet, grouped, grouped_euros};
use super::organic::{Account, Platform, Post};
use super::paid::{AdDay, Campaign, Network};
use super::span::{MONTHS, Span, Window, later, shown};
use super::words::{AD_ACCOUNT, HANDLE};

/// Running number in the names of TikTok's overviews.
const DOWNLOAD: usize = 1_767_312_000;

/// All files of the three.
pub(super) fn exports(span: &Span, accounts: &[Account], campaigns: &[Campaign]) -> Vec<Export> {
    let mut out = Vec::new();
    for account in accounts {
        match account.platform {
            Platform::X => out.extend(x_windows(span).iter().map(|window| x_content(window, account))),
            Platform::TikTok => tiktok(&mut out, span, account),
            _ => {}
        }
    }
    let ours: Vec<&Campaign> = campaigns.iter().filter(|c| c.network == Network::LinkedIn).collect();
    for (i, window) in span.half_yearly().iter().enumerate() {
        out.push(linkedin(i, window, &ours));
    }
    out
}

/// Windows of the X content exports, in order of download. X gives at most three months at a time; two of these overlap.
pub(super) fn x_windows(span: &Span) -> Vec<Window> {
    [(0, 2), (3, 5), (5, 7), (8, 10), (10, 12)]
        .into_iter()
        .map(|(from, to)| span.window(from, to))
        .collect()
}

/// Windows of the TikTok exports, in order of download. Their dates have no year: each is shorter than a year and
/// ends at most a year before the last, so that the newest plausible reading is the right one.
pub(super) fn tiktok_windows(span: &Span) -> Vec<Window> {
    span.quarterly()
}

/// Format of 2024 and later; newest post first.
fn x_content(window: &Window, account: &Account) -> Export {
    let mut sheet = Sheet::new(',', Quoting::Needed);
    sheet.row([
        "Post id",
        "Date",
        "Post text",
        "Post Link",
        "Impressions",
        "Likes",
        "Engagements",
        "Bookmarks",
        "Shares",
        "New follows",
        "Replies",
        "Reposts",
        "Profile visits",
        "Detail Expands",
        "URL Clicks",
        "Hashtag Clicks",
        "Permalink Clicks",
    ]);
    for post in account.posts.iter().rev().filter(|p| window.holds(p.local.date())) {
        sheet.row(x_row(post, window.taken));
    }
    let path = format!("x/account_analytics_content_{}_{}.csv", window.from, window.to);
    Export::new(&path, "x", sheet.utf8())
}

fn x_row(post: &Post, taken: Date) -> Vec<String> {
    let seen = post.seen(taken);
    let reposts = seen.shares / 2;
    let expands = seen.other_clicks - seen.other_clicks / 8;
    let mut row = vec![
        post.id.clone(),
        shown(post.local.date(), "%a, %b %-d, %Y"),
        post.text.clone(),
        post.permalink.clone(),
    ];
    let figures = [
        seen.views,
        seen.reactions,
        x_engagements(post, taken),
        seen.saves,
        seen.shares - reposts,
        seen.follows,
        seen.comments,
        reposts,
        seen.visits,
        expands,
        seen.links,
        seen.other_clicks / 16,
        0,
    ];
    row.extend(figures.map(|n| n.to_string()));
    row
}

/// X's own composite.
pub(super) fn x_engagements(post: &Post, on: Date) -> u64 {
    let seen = post.seen(on);
    seen.rcs() + seen.saves + seen.follows + seen.visits + seen.other_clicks + seen.links
}

/// A folder for each day of download. TikTok puts the account into the names of its files and folders.
fn tiktok(out: &mut Vec<Export>, span: &Span, account: &Account) {
    for (i, window) in tiktok_windows(span).iter().enumerate() {
        let folder = format!("tiktok/{}", window.taken);
        let overview_name = format!("Overview_{}_{}_{HANDLE}.csv", window.from, DOWNLOAD + i);
        let mut add = |name: &str, bytes| out.push(Export::new(&format!("{folder}/{name}"), "tiktok", bytes));
        add(&overview_name, overview(window, account));
        add(&format!("Content_{HANDLE}.csv"), content(window, account));
        if window.to == span.last() {
            let name = format!("Followers_{HANDLE}/FollowerHistory.csv");
            add(&name, follower_history(span, account));
        }
    }
}

fn overview(window: &Window, account: &Account) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::All);
    sheet.row(["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"]);
    for day in account.days.iter().filter(|d| window.holds(d.date)) {
        sheet.row([
            shown(day.date, "%B %-d"),
            day.views.to_string(),
            day.visits.to_string(),
            day.reactions.to_string(),
            day.comments.to_string(),
            day.shares.to_string(),
        ]);
    }
    sheet.utf8_marked_open()
}

/// The videos of the window, at most fifteen as TikTok lists them, best first.
fn content(window: &Window, account: &Account) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::All);
    sheet.row([
        "Time",
        "Video title",
        "Video link",
        "Post time",
        "Total likes",
        "Total comments",
        "Total shares",
        "Total views",
    ]);
    let mut posts: Vec<&Post> = account.posts.iter().filter(|p| window.holds(p.local.date())).collect();
    posts.sort_by_key(|p| std::cmp::Reverse(p.seen(window.taken).views));
    for post in posts {
        let seen = post.seen(window.taken);
        sheet.row([
            shown(window.taken, "%B %-d"),
            post.text.replace('\n', " "),
            post.permalink.clone(),
            shown(post.local.date(), "%B %-d"),
            seen.reactions.to_string(),
            seen.comments.to_string(),
            seen.shares.to_string(),
            seen.views.to_string(),
        ]);
    }
    sheet.utf8_marked_open()
}

/// The last twelve months. TikTok prints each difference a row too late, and the level of the first days as unknown.
fn follower_history(span: &Span, account: &Account) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::All);
    sheet.row(["Date", "Followers", "Difference in followers from previous day"]);
    let from = span.months[MONTHS - 12];
    let known = later(from, 3);
    let mut difference = 0;
    let mut before = None;
    for day in account.days.iter().filter(|d| d.date >= from) {
        let (level, printed) = if day.date < known {
            ("undefined".to_owned(), 0)
        } else {
            (day.followers.to_string(), difference)
        };
        sheet.row([shown(day.date, "%B %-d"), level, printed.to_string()]);
        difference = before.map_or(0, |b: u64| day.followers.cast_signed() - b.cast_signed());
        before = Some(day.followers);
    }
    sheet.utf8_marked_open()
}

/// `account_…_campaign_performance_report.csv`: tab-separated UTF-16 under a preamble.
fn linkedin(number: usize, window: &Window, campaigns: &[&Campaign]) -> Export {
    let form = "%-m/%-d/%Y";
    let (from, to, taken) = (
        shown(window.from, form),
        shown(window.to, form),
        shown(window.taken, form),
    );
    let mut sheet = Sheet::new('\t', Quoting::Needed);
    sheet.line("Campaign Performance Report (in UTC)");
    sheet.line(&format!("Report Start: {from}"));
    sheet.line(&format!("Report End: {to}"));
    sheet.line(&format!("Date Generated: {taken}"));
    sheet.line("");
    sheet.row([
        "Start Date (in UTC)",
        "Account Name",
        "Currency",
        "Campaign Group Name",
        "Campaign Name",
        "Campaign ID",
        "Campaign Type",
        "Total Spent",
        "Impressions",
        "Clicks",
        "Clicks to Landing Page",
        "Total Engagements",
        "Leads",
        "Conversions",
        "Total Conversion Value",
    ]);
    for campaign in campaigns {
        for day in campaign
            .ads
            .iter()
            .flat_map(|ad| &ad.days)
            .filter(|d| window.holds(d.date))
        {
            sheet.row(linkedin_row(campaign, day));
        }
    }
    let suffix = if number == 0 {
        String::new()
    } else {
        format!(" ({number})")
    };
    let path = format!("linkedin/account_507712345_campaign_performance_report{suffix}.csv");
    Export::new(&path, "linkedin", sheet.utf16())
}

fn linkedin_row(campaign: &Campaign, day: &AdDay) -> [String; 15] {
    [
        shown(day.date, "%-m/%-d/%Y"),
        AD_ACCOUNT.to_owned(),
        "EUR".to_owned(),
        "Offices".to_owned(),
        campaign.name.to_owned(),
        campaign.id.clone(),
        "Sponsored Updates".to_owned(),
        grouped_euros(day.cents),
        grouped(day.impressions),
        grouped(day.clicks),
        grouped(day.links),
        grouped(day.engagements),
        day.deeds.to_string(),
        "0".to_owned(),
        "0.00".to_owned(),
    ]
}
