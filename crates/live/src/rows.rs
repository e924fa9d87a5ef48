//! [`Rows`]: what a run tells, in the words of core.

use harpoon_core::batch::{Batch, Figures, Observations};
use harpoon_core::{Counter, EntityKind, Measure, Number, Post, Scope, Unit, Voice};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::known::Known;
use crate::network::{Counts, Unavailable};
use crate::page::Checkpoint;

/// What a run tells. All of it belongs to one import; each fact's `row` is a line of the landed run.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Platform id.
    pub platform: &'static str,
    /// The account's key in facts.
    pub account: String,
    /// Posts, voices, the account, figures, and items that could not be read.
    ///
    /// Figures of posts are lifetime counts as of [`Self::observed_at`], dated by the day of publication; those of the account are
    /// levels of the day on which they were read. Voices have in `extra`: `author`, `author_name`, `at` (the instant), `link`,
    /// `in_reply_to`, `quotes`, `language`, `id`; posts have `in_reply_to`, `quotes`, `language`, `edited_at`, `visibility`, `id`.
    pub batch: Batch,
    /// Texts that earlier runs told and the network no longer shows.
    pub gone: Vec<Gone>,
    /// When the last figure was taken.
    pub observed_at: Option<Timestamp>,
    /// Where the next run begins.
    pub checkpoint: Checkpoint,
    /// What the next run should know beside what was known.
    pub known: Known,
    /// Figures that this network does not have. They are missing, never nought.
    pub unavailable: &'static [Unavailable],
}

impl Rows {
    /// Leaves out the posts and voices that say what earlier runs said of them: a run that finds nothing new writes none.
    pub fn leave_out(&mut self, known: &Known) {
        let now = &self.known.texts;
        let is_new = |key: &String| {
            let before = known.texts.get(key).and_then(|text| text.said.as_ref());
            before.is_none() || before != now.get(key).and_then(|text| text.said.as_ref())
        };
        self.batch.posts.retain(|post| is_new(&post.post_id));
        self.batch.voices.retain(|voice| is_new(&voice.voice_id));
    }

    /// Marks a post that is gone: as it was last told, with when it was found gone as `x.gone`. Its figures stay as they were: the
    /// effort was made, and people saw it.
    pub fn mark_post(&mut self, gone: &Gone, mut post: Post) {
        gone.mark(&mut post.extra);
        post.row = gone.row;
        self.batch.posts.push(post);
    }

    /// The same of a voice.
    pub fn mark_voice(&mut self, gone: &Gone, mut voice: Voice) {
        gone.mark(&mut voice.extra);
        voice.row = gone.row;
        self.batch.voices.push(voice);
    }
}

/// A text that was deleted, or that its author or server shows no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its key in facts.
    pub key: String,
    /// When it was found gone.
    pub seen_at: Timestamp,
    /// Line of the landed run that says so.
    pub row: u64,
}

impl Gone {
    fn mark(&self, extra: &mut Vec<(String, String)>) {
        extra.retain(|(name, _)| name != "gone");
        extra.push(("gone".to_owned(), self.seen_at.to_string()));
    }
}

/// A column of figures: metric, facet, and where a text tells it.
type Column = (&'static str, &'static str, fn(&Counts) -> Option<i64>);

/// Facets as in other connectors: `reactions.like`, `comments.replies`, `saves.bookmarks`.
const COLUMNS: &[Column] = &[
    ("reactions", "like", |counts| counts.likes),
    ("comments", "replies", |counts| counts.replies),
    ("reposts", "", |counts| counts.reposts),
    ("quotes", "", |counts| counts.quotes),
    ("saves", "bookmarks", |counts| counts.bookmarks),
];

/// Figures of posts: key, day of publication, line, counts. A column that no text tells is left out.
pub(crate) fn of_posts(
    platform: &str,
    account: &str,
    posts: &[(&str, Option<Date>, u64, &Counts)],
) -> Option<Observations> {
    let mut table = Observations::new(EntityKind::Post, String::new());
    for (key, day, row, _) in posts {
        subject(&mut table, platform, account, key, *day, *row);
    }
    for (metric, facet, told) in COLUMNS {
        let values: Vec<Option<Number>> = posts.iter().map(|(.., counts)| number(told(counts))).collect();
        if values.iter().any(Option::is_some) {
            table
                .figures
                .push(figures(metric, facet, Counter::Lifetime, Unit::Count, values));
        }
    }
    (!table.is_empty() && !table.figures.is_empty()).then_some(table)
}

/// Levels of the account on a day.
pub(crate) fn of_account(
    platform: &str,
    account: &str,
    day: Date,
    row: u64,
    levels: &[(&'static str, Unit, Option<i64>)],
) -> Option<Observations> {
    let mut table = Observations::new(EntityKind::Account, String::new());
    subject(&mut table, platform, account, account, Some(day), row);
    for (metric, unit, level) in levels {
        if let Some(level) = number(*level) {
            table
                .figures
                .push(figures(metric, "", Counter::Level, *unit, vec![Some(level)]));
        }
    }
    (!table.figures.is_empty()).then_some(table)
}

fn subject(table: &mut Observations, platform: &str, account: &str, key: &str, day: Option<Date>, row: u64) {
    let day = day.map(harpoon_core::period::day_number);
    table.platform.push(platform);
    table.account.push(account);
    table.entity_id.push(key);
    table.slice.push("");
    table.currency.push("");
    table.start.push(day);
    table.end.push(day);
    table.row.push(row);
}

fn figures(
    metric: &'static str,
    facet: &'static str,
    counter: Counter,
    unit: Unit,
    values: Vec<Option<Number>>,
) -> Figures {
    let measure = Measure {
        metric: metric.into(),
        facet: facet.into(),
        // Neither network sells ads.
        scope: Scope::Organic,
        counter,
        unit,
    };
    Figures {
        measure,
        facets: None,
        values,
    }
}

fn number(count: Option<i64>) -> Option<Number> {
    Number::from_int(count?).ok()
}
