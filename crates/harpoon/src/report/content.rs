//! Posts of the month, and what people said.

use std::collections::BTreeMap;

use harpoon_core::kpi::{Kpi, awareness, interest, loyalty};
use harpoon_core::{Dim, Period};
use harpoon_report::view::{Content, Figure, Post, Quote, Text, Voices};
use jiff::civil::Date;

use super::diagnosis::{self, End, Facts};
use super::figures::{Figures, Split};
use crate::Error;
use crate::workspace::Workspace;

/// Best and worst posts that are shown.
const SHOWN: usize = 3;
/// Virality from which on a post is an outlier and ranked with nobody (Iglewicz and Hoaglin, 1993).
const OUTLIER: f64 = 3.5;
/// Quotes that are shown.
const QUOTES: usize = 4;

/// A post by platform and key.
pub(super) type Key = (String, String);

/// A post as its import tells of it.
struct About {
    post: Post,
    /// Without figures.
    facts: Facts,
}

/// Best and worst posts by engagements; outliers apart.
pub(super) fn posts(figures: &Figures<'_>) -> Result<Content, Error> {
    let [engagements, impressions, virality, shares, comments, negative] = by_post(figures)?;
    let known = written(figures.workspace, figures.month)?;
    let facts: BTreeMap<Key, Facts> = known
        .iter()
        .map(|(key, about)| {
            let of = |all: &BTreeMap<Key, Figure>| all.get(key).cloned();
            let facts = Facts {
                engagements: of(&engagements),
                impressions: of(&impressions),
                shares: of(&shares),
                comments: of(&comments),
                negative: of(&negative),
                ..about.facts.clone()
            };
            (key.clone(), facts)
        })
        .collect();
    let mut ranked: Vec<(f64, Key, Post)> = Vec::new();
    let mut aside = Vec::new();
    for (key, about) in known {
        let Some(engaged) = engagements.get(&key) else { continue };
        let outlier = virality
            .get(&key)
            .filter(|v| v.float().is_some_and(|score| score >= OUTLIER));
        let shown = impressions
            .get(&key)
            .map(|f| (awareness::IMPRESSIONS.title.into(), f.clone()));
        let luck = outlier.map(|f| (awareness::VIRALITY.title.into(), f.clone()));
        let engaged = (interest::ENGAGEMENTS.title.into(), engaged.clone());
        let rank = engaged.1.float().unwrap_or(0.0);
        let is_outlier = luck.is_some();
        let post = Post {
            figures: [engaged].into_iter().chain(shown).chain(luck).collect(),
            platform: key.0.clone(),
            ..about.post
        };
        if is_outlier {
            aside.push(post);
        } else {
            ranked.push((rank, key, post));
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let shown = SHOWN.min(ranked.len() / 2);
    let line = |(_, key, post): &(f64, Key, Post), end: End| Post {
        diagnosis: diagnosis::of(key, &facts, end),
        ..post.clone()
    };
    let worst = ranked.iter().rev().take(shown).map(|one| line(one, End::Worst));
    let best = ranked.iter().take(shown.max(1)).map(|one| line(one, End::Best));
    aside.truncate(SHOWN);
    Ok(Content {
        published: Some(figures.month(&awareness::POSTS_PUBLISHED)?),
        ranked_by: Some(interest::ENGAGEMENTS.title.into()),
        best: best.collect(),
        worst: worst.collect(),
        aside,
    })
}

/// Figures of the month's posts: interactions, impressions, virality, shares, comments, negative feedback.
fn by_post(figures: &Figures<'_>) -> Result<[BTreeMap<Key, Figure>; 6], Error> {
    let kpis: [&'static Kpi; 6] = [
        &interest::ENGAGEMENTS,
        &awareness::IMPRESSIONS,
        &awareness::VIRALITY,
        &interest::SHARES,
        &interest::COMMENTS,
        &interest::NEGATIVE_FEEDBACK,
    ];
    let keyed = |split: Vec<Split>| -> BTreeMap<Key, Figure> {
        let one = |s: Split| match <[String; 2]>::try_from(s.by) {
            Ok([platform, post]) if s.figure.float().is_some() => Some(((platform, post), s.figure)),
            _ => None,
        };
        split.into_iter().filter_map(one).collect()
    };
    let splits = figures.splits(&kpis, figures.month, &[Dim::Platform, Dim::Post])?;
    let all: Vec<BTreeMap<Key, Figure>> = splits.into_iter().map(keyed).collect();
    all.try_into()
        .map_err(|_| Error::Bug("six KPIs were asked for".to_owned()))
}

/// Posts published in the month, as the newest import tells of them.
fn written(workspace: &Workspace, month: Period) -> Result<BTreeMap<Key, About>, Error> {
    let (from, to) = (month.from, month.to);
    let grid = workspace.sql(&format!(
        "SELECT platform, post_id, published_on, coalesce(text, title), permalink, account, format, published_hour \
         FROM (SELECT p.*, row_number() OVER \
         (PARTITION BY platform, post_id ORDER BY i.rank DESC, p.row) AS age FROM posts p JOIN import_order i ON p.import_id = \
         i.import_id) WHERE age = 1 AND published_on BETWEEN DATE '{from}' AND DATE '{to}' ORDER BY 1, 2"
    ))?;
    let post = |row: Vec<Option<String>>| {
        let [platform, id, on, text, url, account, format, hour] = <[Option<String>; 8]>::try_from(row).ok()?;
        let post = Post {
            platform: String::new(),
            published: day(&on?)?,
            text: text.unwrap_or_default(),
            url,
            figures: Vec::new(),
            diagnosis: None,
        };
        let facts = Facts {
            account: account.unwrap_or_default(),
            format,
            hour: hour.and_then(|hour| hour.parse().ok()),
            ..Facts::default()
        };
        Some(((platform?, id?), About { post, facts }))
    };
    Ok(grid.rows.into_iter().filter_map(post).collect())
}

fn day(text: &str) -> Option<Date> {
    Period::day(text).ok()
}

/// What people said; `None` where nobody was heard.
pub(super) fn voices(figures: &Figures<'_>) -> Result<Option<Voices>, Error> {
    let counted: [&'static Kpi; 3] = [&loyalty::REVIEWS, &loyalty::REVIEWS_FIVE_STAR, &loyalty::STARS_AVERAGE];
    let care: [&'static Kpi; 3] = [
        &loyalty::ISSUES_OPENED,
        &loyalty::RESOLUTION_RATE,
        &loyalty::FIRST_RESPONSE_TIME,
    ];
    let titled = |kpis: &[&'static Kpi]| -> Result<Vec<(Text, Figure)>, Error> {
        let figures = figures.whole(kpis, figures.month)?;
        Ok(kpis.iter().map(|kpi| kpi.title.into()).zip(figures).collect())
    };
    let counts = titled(&counted)?;
    if counts.iter().all(|(_, figure)| figure.float().is_none()) {
        return Ok(None);
    }
    let mut care = titled(&care)?;
    care.retain(|(_, figure)| figure.float().is_some());
    Ok(Some(Voices {
        counts,
        care,
        quotes: quotes(figures.workspace, figures.month)?,
    }))
}

/// Reviews, the lowest stars first: they ask for an answer. Replies and mentions are talk, and not written to be quoted.
fn quotes(workspace: &Workspace, month: Period) -> Result<Vec<Quote>, Error> {
    let (from, to) = (month.from, month.to);
    let grid = workspace.sql(&format!(
        "SELECT platform, written_on, text, stars FROM (SELECT v.*, row_number() OVER \
         (PARTITION BY platform, account, voice_id ORDER BY i.rank DESC, v.row) AS age FROM voices v JOIN import_order i \
         ON v.import_id = i.import_id) WHERE age = 1 AND kind = 'review' AND written_on BETWEEN DATE '{from}' AND DATE '{to}' \
         AND text IS NOT NULL AND text <> '' ORDER BY stars, written_on, voice_id LIMIT {QUOTES}"
    ))?;
    let quote = |row: Vec<Option<String>>| {
        let [platform, on, text, _] = <[Option<String>; 4]>::try_from(row).ok()?;
        Some(Quote {
            text: text?,
            platform: platform?,
            day: day(&on?)?,
            kind: Text::each("review", "评价", "resinsje"),
        })
    };
    Ok(grid.rows.into_iter().filter_map(quote).collect())
}
