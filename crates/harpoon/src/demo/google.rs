//! Exports of Google Ads (campaign report by day) and YouTube Studio (a ZIP of three files).

use super::Export;
use super::cells::{Quoting, Sheet, euros, grouped};
use super::organic::{Account, Day, Platform, Post};
use super::paid::{AdDay, Campaign, Network};
use super::span::{Span, Window, later, shown};
use super::zip;

/// A value that Google does not state, with its leading blank.
const MISSING: &str = " --";

/// All files of Google Ads and YouTube.
pub(super) fn exports(span: &Span, accounts: &[Account], campaigns: &[Campaign]) -> Vec<Export> {
    let ours: Vec<&Campaign> = campaigns.iter().filter(|c| c.network == Network::Google).collect();
    let mut out: Vec<Export> = span
        .quarterly()
        .iter()
        .enumerate()
        .map(|(i, window)| campaign_report(i, window, &ours))
        .collect();
    out.extend(
        accounts
            .iter()
            .filter(|a| a.platform == Platform::YouTube)
            .map(|a| studio(span, a)),
    );
    out
}

/// The first two were downloaded as CSV in American English, the others as "Excel CSV" in British.
fn campaign_report(number: usize, window: &Window, campaigns: &[&Campaign]) -> Export {
    let american = number < 2;
    let mut sheet = Sheet::new(if american { ',' } else { '\t' }, Quoting::Needed);
    let form = if american { "%B %-d, %Y" } else { "%-d %B %Y" };
    sheet.line("Campaign report");
    sheet.row([format!("{} - {}", shown(window.from, form), shown(window.to, form))]);
    sheet.row([
        "Campaign status",
        "Campaign",
        "Day",
        "Budget",
        "Budget name",
        "Budget type",
        "Currency code",
        "Status",
        "Status reasons",
        if american {
            "Optimization score"
        } else {
            "Optimisation score"
        },
        "Campaign type",
        "Clicks",
        "Impr.",
        "CTR",
        "Avg. CPC",
        "Cost",
        "Search impr. share",
        "Conv. rate",
        "Conv. value",
        "Conv. value / cost",
        "Conversions",
        "Cost / conv.",
    ]);
    let mut all = Tally::default();
    let mut by_type = Vec::new();
    for campaign in campaigns {
        let days = campaign
            .ads
            .iter()
            .flat_map(|ad| &ad.days)
            .filter(|d| window.holds(d.date));
        let mut own = Tally::default();
        for day in days {
            sheet.row(day_row(campaign, day));
            own.add(day);
            all.add(day);
        }
        by_type.push((campaign.kind, own));
    }
    sheet.row(total_row("Total: Campaigns", "", MISSING, &all));
    sheet.row(total_row("Total: Account", "", "", &all));
    for (kind, tally) in &by_type {
        sheet.row(total_row(&format!("Total: {kind}"), kind, "", tally));
    }
    let name = if number == 0 {
        String::new()
    } else {
        format!(" ({number})")
    };
    let bytes = if american { sheet.utf8() } else { sheet.utf16() };
    Export::new(&format!("google-ads/Campaign report{name}.csv"), "google_ads", bytes)
}

/// Sums of a totals row.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    cents: u64,
    impressions: u64,
    clicks: u64,
    deeds: u64,
    value_cents: u64,
}

impl Tally {
    fn add(&mut self, day: &AdDay) {
        self.cents += day.cents;
        self.impressions += day.impressions;
        self.clicks += day.links;
        self.deeds += day.deeds;
        self.value_cents += day.value_cents;
    }

    /// From `Clicks` to `Cost / conv.`.
    fn cells(&self, share: &str) -> Vec<String> {
        vec![
            grouped(self.clicks),
            grouped(self.impressions),
            percent(self.clicks, self.impressions),
            part(self.cents, self.clicks),
            euros(self.cents),
            share.to_owned(),
            percent(self.deeds, self.clicks),
            euros(self.value_cents),
            part(self.value_cents * 100, self.cents),
            format!("{}.00", self.deeds),
            part(self.cents, self.deeds),
        ]
    }
}

fn day_row(campaign: &Campaign, day: &AdDay) -> Vec<String> {
    let mut tally = Tally::default();
    tally.add(day);
    let mut row: Vec<String> = [
        "Enabled",
        campaign.name,
        &day.date.to_string(),
        &euros(campaign.daily_cents),
        MISSING,
        "Daily",
        "EUR",
        "Eligible",
        "",
        MISSING,
        campaign.kind,
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    let share = if campaign.kind == "Search" { "71.30%" } else { "< 10%" };
    row.extend(tally.cells(share));
    row
}

fn total_row(label: &str, kind: &str, filler: &str, tally: &Tally) -> Vec<String> {
    let mut row: Vec<String> = [
        label, filler, filler, filler, filler, filler, "EUR", filler, "", filler, kind,
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    row.extend(tally.cells(MISSING));
    row
}

/// `2.81%`, or missing.
fn percent(a: u64, b: u64) -> String {
    if b == 0 {
        MISSING.to_owned()
    } else {
        format!("{:.2}%", a as f64 * 100.0 / b as f64)
    }
}

/// Hundredths divided: `1.38`; Google prints a plain 0 where nothing can be divided.
fn part(cents: u64, by: u64) -> String {
    (cents + by / 2).checked_div(by).map_or_else(|| "0".to_owned(), euros)
}

/// Advanced mode, whole span: `Table data.csv`, `Chart data.csv`, `Totals.csv`.
fn studio(span: &Span, account: &Account) -> Export {
    let (table, chart, totals) = (table(span, account), chart(span, account), totals(account));
    let bytes = zip::archive(&[
        ("Table data.csv", table.as_slice()),
        ("Chart data.csv", chart.as_slice()),
        ("Totals.csv", totals.as_slice()),
    ]);
    let path = format!("youtube/Content {}_{} Skutsje Kofje.zip", span.first(), span.last());
    Export::new(&path, "youtube", bytes)
}

fn table(span: &Span, account: &Account) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::Needed);
    sheet.row([
        "Content",
        "Video title",
        "Video publish time",
        "Duration",
        "Likes",
        "Comments added",
        "Shares",
        "Views",
        "Watch time (hours)",
        "Subscribers",
        "Average view duration",
        "Impressions",
        "Impressions click-through rate (%)",
    ]);
    let views = account.days.iter().map(|d| d.views).sum();
    let sum = |figure: fn(&Day) -> u64| account.days.iter().map(figure).sum::<u64>();
    let net = sum(|d| d.gained).saturating_sub(sum(|d| d.lost));
    let seconds = account
        .posts
        .iter()
        .map(|p| p.length * p.seen(span.last()).views * 9 / 20)
        .sum();
    let lead = ["Total", "", "", ""].map(str::to_owned);
    let people = [sum(|d| d.reactions), sum(|d| d.comments), sum(|d| d.shares)];
    sheet.row(video_row(&lead, people, views, seconds, net));
    for post in &account.posts {
        let seen = post.seen(span.last());
        let lead = [
            post.id.clone(),
            post.title.clone(),
            shown(post.local.date(), "%b %-d, %Y"),
            post.length.to_string(),
        ];
        let people = [seen.reactions, seen.comments, seen.shares];
        sheet.row(video_row(
            &lead,
            people,
            seen.views,
            post.length * seen.views * 9 / 20,
            seen.follows,
        ));
    }
    sheet.utf8()
}

fn video_row(lead: &[String; 4], people: [u64; 3], views: u64, seconds: u64, net: u64) -> Vec<String> {
    // A thumbnail is clicked in 5.2 % of its impressions, and leads to 60 % of the views.
    let impressions = views * 600 / 52;
    let mean = seconds.checked_div(views).unwrap_or(0);
    let mut row = lead.to_vec();
    row.extend(people.map(|n| n.to_string()));
    row.extend([
        views.to_string(),
        format!("{:.4}", seconds as f64 / 3600.0),
        net.to_string(),
        format!("{}:{:02}:{:02}", mean / 3600, mean / 60 % 60, mean % 60),
        impressions.to_string(),
        if impressions == 0 {
            String::new()
        } else {
            "5.2".to_owned()
        },
    ]);
    row
}

/// Daily views of each video; the channel's older videos are not listed, so the sum stays below `Totals.csv`.
fn chart(span: &Span, account: &Account) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::Needed);
    sheet.row([
        "Date",
        "Content",
        "Video title",
        "Video publish time",
        "Duration",
        "Views",
    ]);
    for post in &account.posts {
        for day in span.days() {
            sheet.row(chart_row(post, day));
        }
    }
    sheet.utf8()
}

fn chart_row(post: &Post, day: jiff::civil::Date) -> [String; 6] {
    let views = post.seen(day).views - post.seen(later(day, -1)).views;
    [
        day.to_string(),
        post.id.clone(),
        post.title.clone(),
        shown(post.local.date(), "%b %-d, %Y"),
        post.length.to_string(),
        views.to_string(),
    ]
}

fn totals(account: &Account) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::Needed);
    sheet.row(["Date", "Views"]);
    for day in &account.days {
        sheet.row([day.date.to_string(), day.views.to_string()]);
    }
    sheet.utf8()
}
