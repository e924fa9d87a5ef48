//! How well the client is known: searches for its name and visits of people who typed its address, which rise and fall
//! together month by month.

use jiff::civil::Date;

use super::Export;
use super::cells::{Quoting, Sheet};
use super::chance::{Chance, exp, whole};
use super::span::{MONTHS, Span, later, season, shown};
use super::zip;

/// KPIs of the demo's workspace: what recognition is told by and no platform states by itself.
pub const CATALOGUE: &str = r#"# KPIs of one's own. They obey the same laws as Harpoon's and show up everywhere.

[[kpi]]
id = "branded_search"
title = "Branded search"
meaning = "How often the site was shown to people who searched for the client's name."
proves_not = "That social media made them search."
formula = "sum(impressions.search)"
unit = "count"
better = "up"
stage = "awareness"
level = "micro"
source = "Search Console, exported with a filter on the query (2026)"

[[kpi]]
id = "direct_visits"
title = "Direct visits"
meaning = "Visits of people who typed the address or had it saved."
proves_not = "That they remember it because of social media."
formula = "sum(sessions.direct)"
unit = "count"
better = "up"
stage = "awareness"
level = "micro"
source = "Counter of the site (2026)"
"#;

/// The planted level of each month: the logarithm of how often the name is searched for, against the first month. The viral
/// reel of June lifts it; some of that stays.
pub(super) const LEVEL: [f64; MONTHS] = [
    0.0, 0.06, 0.05, 0.02, 0.05, 0.09, 0.1, 0.13, 0.3, 0.22, 0.18, 0.24, 0.29,
];
/// Searches for the name on an ordinary day of the first month, and visits by the typed address.
const SEARCHES: f64 = 42.0;
const VISITS: f64 = 61.0;
/// How much of the level shows in visits.
const SHOWS_IN_VISITS: f64 = 0.7;

/// Searches for the name, and visits by the typed address, of each day.
#[derive(Clone, Debug)]
pub(super) struct Recognition {
    pub(super) days: Vec<Known>,
}

/// One day.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) on: Date,
    pub(super) searches: u64,
    pub(super) clicks: u64,
    position: f64,
    pub(super) visits: u64,
}

impl Recognition {
    /// That of this seed.
    pub(super) fn new(seed: u64, span: &Span) -> Self {
        let mut chance = Chance::new(seed, "recognition");
        let known = |on: Date| {
            let level = LEVEL[span.month_of(on)];
            let mut around = |mean: f64| whole(mean * season(on) * chance.around(0.15));
            let searches = around(SEARCHES * exp(level));
            let visits = around(VISITS * exp(SHOWS_IN_VISITS * level));
            Known {
                on,
                searches,
                clicks: whole(searches as f64 * 0.46),
                position: 1.0 + 0.4 * chance.unit(),
                visits,
            }
        };
        Self {
            days: span.days().map(known).collect(),
        }
    }

    /// The files of Search Console and of the site's own counter.
    pub(super) fn exports(&self, span: &Span) -> Vec<Export> {
        let taken = shown(later(span.last(), 2), "%Y-%m-%d");
        let path = format!("search-console/skutsjekofje.example-Performance-on-Search-{taken}.zip");
        let files: [(&str, &[u8]); 2] = [("Chart.csv", &self.chart()), ("Filters.csv", &filters(span))];
        vec![
            Export::new(&path, "google_search", zip::archive(&files)),
            Export::new("site/direct-sessions.csv", "sessions", self.sessions()),
        ]
    }

    fn chart(&self) -> Vec<u8> {
        let mut sheet = Sheet::new(',', Quoting::Needed);
        sheet.row(["Date", "Clicks", "Impressions", "CTR", "Position"]);
        for day in &self.days {
            let share = day.clicks as f64 / day.searches.max(1) as f64;
            sheet.row([
                day.on.to_string(),
                day.clicks.to_string(),
                day.searches.to_string(),
                format!("{:.2}%", share * 100.0),
                format!("{:.2}", day.position),
            ]);
        }
        sheet.utf8()
    }

    fn sessions(&self) -> Vec<u8> {
        let mut sheet = Sheet::new(',', Quoting::Needed);
        sheet.row(["Date", "Direct sessions"]);
        for day in &self.days {
            sheet.row([day.on.to_string(), day.visits.to_string()]);
        }
        sheet.utf8()
    }
}

fn filters(span: &Span) -> Vec<u8> {
    let mut sheet = Sheet::new(',', Quoting::Needed);
    sheet.row(["Filter", "Value"]);
    sheet.row(["Search type", "Web"]);
    sheet.row(["Query", "+skûtsje kofje"]);
    sheet.row(["Date".to_owned(), format!("{} - {}", span.first(), span.last())]);
    sheet.utf8()
}
