//! [`Report`]: everything that a month's report says, plain and serialisable, of no language.
//!
//! Whoever has the data fills it in; nothing is computed here but what is printed beside a number anyway (a change, a share).
//! A part that a client has not is an empty list or `None`; a number that is not known is a [`Figure`] with a reason.

use harpoon_core::kpi::{Better, Stage};
use harpoon_core::{Period, Scope};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::benchmark::Benchmark;

pub use figure::{Amount, Figure, Sentence, Text, Unit, Value};
pub use goal::{Goal, GoalKind, GoalState, Revision};
pub use money::{Claim, Claims, CostLine, CostTotal, Costs, Earned, Loss, Return, ReturnOn, Verdict};
pub use seal::{Method, Seal, Source};

mod figure;
mod goal;
mod money;
mod seal;

/// A month's report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The client, as it calls itself.
    pub client: String,
    /// Who reports; `None` where the client reports to itself.
    pub agency: Option<Agency>,
    /// Whether it leaves out what program made it: white label.
    #[serde(default)]
    pub white_label: bool,
    /// The month.
    pub month: Period,
    /// Day of issue.
    pub issued: Date,
    /// Set where an earlier issue is replaced.
    pub restates: Option<Restatement>,
    /// A few words of whoever wrote the report, plain text from outside.
    pub note: Option<String>,
    /// Five to seven numbers, the same every month.
    pub headlines: Vec<Headline>,
    /// Goals of the month and those still running.
    pub goals: Vec<Goal>,
    /// What moved, the most important first.
    pub movements: Vec<Movement>,
    /// What it earned.
    pub earned: Earned,
    /// Claims against the order book.
    pub claims: Option<Claims>,
    /// Daily lines.
    pub series: Vec<Series>,
    /// Paid and organic by platform.
    pub platforms: Option<Platforms>,
    /// Own figures against what is usual.
    pub comparisons: Vec<Comparison>,
    /// The funnel, from first sight to loyalty.
    pub funnel: Vec<Step>,
    /// Posts.
    pub content: Content,
    /// What people said.
    pub voices: Option<Voices>,
    /// What was spent.
    pub costs: Costs,
    /// What was done and what comes next.
    pub work: Work,
    /// Promised and delivered, month by month, oldest first.
    pub record: Vec<RecordMonth>,
    /// How it was made.
    pub method: Method,
    /// The signed ledger's head that covers the report's data; `None` where there is no ledger.
    pub seal: Option<Seal>,
}

impl Report {
    /// The report of a month of which nothing is known.
    pub fn empty(client: &str, month: Period, issued: Date) -> Self {
        Self {
            client: client.to_owned(),
            agency: None,
            white_label: false,
            month,
            issued,
            restates: None,
            note: None,
            headlines: vec![],
            goals: vec![],
            movements: vec![],
            earned: Earned::default(),
            claims: None,
            series: vec![],
            platforms: None,
            comparisons: vec![],
            funnel: vec![],
            content: Content::default(),
            voices: None,
            costs: Costs::default(),
            work: Work::default(),
            record: vec![],
            method: Method::default(),
            seal: None,
        }
    }
}

/// Who reports, and how it looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Name.
    pub name: String,
    /// Picture beside the name.
    pub logo: Option<Logo>,
    /// Accent colour, `#rrggbb`; darkened or lightened where it could not be read.
    pub colour: Option<String>,
}

/// A picture file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// What the bytes are.
    pub kind: LogoKind,
    /// The file in Base64.
    pub base64: String,
}

/// File formats of a logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogoKind {
    /// Portable network graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// Scalable vector graphics; shown as a picture, so that no script in it runs.
    Svg,
}

/// What a restated report changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restatement {
    /// Day on which the earlier one was issued.
    pub earlier: Date,
    /// Its digest in the ledger.
    pub digest: String,
    /// Why: late data, a corrected cost.
    pub reason: Text,
    /// Figures that differ.
    pub changes: Vec<Restated>,
}

/// A figure that a restatement changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restated {
    /// What it is.
    pub title: Text,
    /// As issued before.
    pub before: Figure,
    /// As it is now.
    pub after: Figure,
}

/// One of the few numbers that stand on the first page every month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    /// KPI id.
    #[serde(default)]
    pub kpi: String,
    /// What it is.
    pub title: Text,
    /// Which direction is good news.
    pub better: Better,
    /// The month.
    pub value: Figure,
    /// The month before.
    pub previous: Figure,
    /// A month's worth of the trailing 90 days.
    pub usual: Figure,
    /// Day by day, for a small line; days that are not known are gaps.
    pub days: Vec<Option<f64>>,
}

/// A KPI that moved, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Movement {
    /// What moved.
    pub title: Text,
    /// Which direction is good news.
    pub better: Better,
    /// Before.
    pub from: Figure,
    /// Now.
    pub to: Figure,
    /// Why, in sentences.
    pub why: Vec<Sentence>,
    /// Parts of the difference; they add up to it.
    pub parts: Vec<Part>,
}

/// A part of a difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What it comes from.
    pub title: Text,
    /// How much, with its sign.
    pub amount: Figure,
    /// What it is of, as a filter says it: dimension and value, such as `platform` and `meta`; `None` where no filter says it.
    #[serde(default)]
    pub of: Option<(String, String)>,
}

/// A daily line of the month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// What it shows.
    pub title: Text,
    /// Its unit.
    pub unit: Unit,
    /// Organic, day by day from the first of the month; days that are not known are gaps.
    pub organic: Vec<Option<f64>>,
    /// Paid.
    pub paid: Vec<Option<f64>>,
    /// Paid and organic of the month before, by day of the month.
    pub previous: Vec<Option<f64>>,
    /// Receipt of the month before.
    pub previous_receipt: Option<String>,
    /// What a day must bring to reach the goal.
    pub goal: Option<f64>,
    /// What happened on a day.
    pub events: Vec<Happening>,
    /// Receipt of the month's figures.
    pub receipt: Option<String>,
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    /// The day.
    pub day: Date,
    /// What.
    pub what: Text,
}

/// Figures by platform, paid and organic side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Platforms {
    /// Titles of the columns.
    pub columns: Vec<Text>,
    /// One row for each platform and scope.
    pub rows: Vec<PlatformRow>,
}

/// A platform's figures in one scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlatformRow {
    /// Platform id: `facebook`, `google_ads`.
    pub platform: String,
    /// Paid, organic, total, or not told apart.
    pub scope: Scope,
    /// One for each column.
    pub values: Vec<Figure>,
}

/// An own figure against the own past and the industry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What is compared, with its denominator.
    pub title: Text,
    /// Platform id.
    pub platform: String,
    /// Which direction is good news.
    pub better: Better,
    /// The month's figure.
    pub own: Figure,
    /// Usual range of the own past: the middle, with low and high.
    pub past: Figure,
    /// The industry's figure, or why none is set beside it.
    pub industry: Industry,
}

/// The industry's figure beside an own one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Industry {
    /// This.
    Known(Benchmark),
    /// None, for this reason: no public figure, or another denominator.
    Missing(Text),
}

impl Industry {
    /// The public figure, where one may stand beside the own.
    pub const fn known(&self) -> Option<&Benchmark> {
        match self {
            Self::Known(benchmark) => Some(benchmark),
            Self::Missing(_) => None,
        }
    }
}

/// A step of the funnel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its stage.
    pub stage: Stage,
    /// What is counted.
    pub title: Text,
    /// How many.
    pub value: Figure,
    /// The month before.
    pub previous: Figure,
    /// Share of the step before; missing for the first and where the two do not count the same thing.
    pub rate: Figure,
}

/// Posts of the month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// How many were published.
    pub published: Option<Figure>,
    /// What they are ranked by.
    pub ranked_by: Option<Text>,
    /// The best, best first.
    pub best: Vec<Post>,
    /// The worst, worst first.
    pub worst: Vec<Post>,
    /// Outliers: luck, boosts; ranked with nobody.
    pub aside: Vec<Post>,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Platform id.
    pub platform: String,
    /// Day of publication.
    pub published: Date,
    /// Its text, from outside.
    pub text: String,
    /// Where it stands; only `https` and `http` become a link.
    pub url: Option<String>,
    /// Its figures with their titles.
    pub figures: Vec<(Text, Figure)>,
    /// What stands out in it; `None` where nothing does.
    pub diagnosis: Option<Diagnosis>,
}

/// What stands out most in a post against the account's other posts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// What of it.
    pub what: Standout,
    /// The post's figure; of a format or an hour, what such posts usually get.
    pub own: Figure,
    /// What the account's posts usually have; of a format or an hour, all others.
    pub usual: Figure,
}

/// What can stand out in a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standout {
    /// How often it was shown.
    Impressions,
    /// Interactions for each time that it was shown.
    Rate,
    /// Share of its interactions that were shares.
    Shares,
    /// Share of its interactions that were comments.
    Comments,
    /// Hidden or reported, for each time that it was shown.
    Negative,
    /// Its format: photo, video, reel.
    Format(String),
    /// The hour of its publication, 0 to 23.
    Hour(u8),
}

/// What people said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voices {
    /// By tone and by kind: praise, complaint, question, constructive criticism.
    pub counts: Vec<(Text, Figure)>,
    /// Time to reply, unanswered, cases opened and resolved.
    pub care: Vec<(Text, Figure)>,
    /// Some of them.
    pub quotes: Vec<Quote>,
}

/// A text that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The text, from outside.
    pub text: String,
    /// Platform id.
    pub platform: String,
    /// Day.
    pub day: Date,
    /// Its kind: a complaint, a question.
    pub kind: Text,
}

/// What was done, what comes next, what is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Done this month.
    pub done: Vec<Text>,
    /// What changes next month.
    pub next: Vec<Text>,
    /// What the client is asked to decide or give, the most important first.
    pub asked: Vec<Ask>,
}

/// Something asked of the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// What.
    pub what: Text,
    /// By when.
    pub by: Option<Date>,
    /// Receipt of the numbers in it; `None` where it tells none.
    pub receipt: Option<String>,
}

/// A month of the track record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordMonth {
    /// The month.
    pub month: Period,
    /// Who was in charge.
    pub agency: String,
    /// Goals that were due.
    pub promised: Figure,
    /// Met.
    pub met: Figure,
    /// Reconfigured beforehand with the client's agreement.
    pub revised: Figure,
    /// Met after that.
    pub revised_met: Figure,
}
