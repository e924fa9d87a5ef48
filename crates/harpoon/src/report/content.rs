//! Posts of the month, and what people said.

use std::collections::BTreeMap;

use harpoon_core::kpi::{Kpi, awareness, interest, loyalty};
use harpoon_core::{Dim, Period};
use harpoon_report::view::{Content, Figure, Post, Quote, Text, Voices};
use jiff::civil::Date;

use super::figures::Figures;
use crate::Error;
use crate::workspace::Workspace;

/// Best and worst posts that are shown.
const SHOWN: usize = 3;
/// Virality from which on a post is an outlier and ranked with nobody (Iglewicz and Hoaglin, 1993).
const OUTLIER: f64 = 3.5;
/// Quotes that are shown.
const QUOTES: usize = 4;

/// A post by platform and key.
type Key = (String, String);

/// Best and worst posts by engagements; outliers apart.
pub(super) fn posts(figures: &Figures<'_>) -> Result<Content, Error> {
    let by = |kpi: &'static Kpi| -> Result<BTreeMap<Key, Figure>, Error> {
        let split = figures.split(kpi, figures.month, &[Dim::Platform, Dim::Post])?;
        let keyed = split.into_iter().filter_map(|s| match <[String; 2]>::try_from(s.by) {
            Ok([platform, post]) if s.figure.float().is_some() => Some(((platform, post), s.figure)),
            _ => None,
        });
        Ok(keyed.collect())
    };
    let engagements = by(&interest::ENGAGEMENTS)?;
    let impressions = by(&awareness::IMPRESSIONS)?;
    let virality = by(&awareness::VIRALITY)?;
    let known = written(figures.workspace, figures.month)?;
    let mut ranked: Vec<(f64, Post)> = Vec::new();
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
            platform: key.0,
            ..about
        };
        if is_outlier {
            aside.push(post);
        } else {
            ranked.push((rank, post));
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let shown = SHOWN.min(ranked.len() / 2);
    let worst = ranked.iter().rev().take(shown).map(|(_, post)| post.clone()).collect();
    aside.truncate(SHOWN);
    Ok(Content {
        published: Some(figures.month(&awareness::POSTS_PUBLISHED)?),
        ranked_by: Some(interest::ENGAGEMENTS.title.into()),
        best: ranked.into_iter().take(shown.max(1)).map(|(_, post)| post).collect(),
        worst,
        aside,
    })
}

/// Posts published in the month, as the newest import tells of them.
fn written(workspace: &Workspace, month: Period) -> Result<BTreeMap<Key, Post>, Error> {
    let (from, to) = (month.from, month.to);
    let grid = workspace.sql(&format!(
        "SELECT platform, post_id, published_on, coalesce(text, title), permalink FROM (SELECT p.*, row_number() OVER \
         (PARTITION BY platform, post_id ORDER BY i.rank DESC, p.row) AS age FROM posts p JOIN import_order i ON p.import_id = \
         i.import_id) WHERE age = 1 AND published_on BETWEEN DATE '{from}' AND DATE '{to}' ORDER BY 1, 2"
    ))?;
    let post = |row: Vec<Option<String>>| {
        let [platform, id, on, text, url] = <[Option<String>; 5]>::try_from(row).ok()?;
        let post = Post {
            platform: String::new(),
            published: day(&on?)?,
            text: text.unwrap_or_default(),
            url,
            figures: Vec::new(),
            diagnosis: None,
        };
        Some(((platform?, id?), post))
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

/// The lowest stars first: they ask for an answer.
fn quotes(workspace: &Workspace, month: Period) -> Result<Vec<Quote>, Error> {
    let (from, to) = (month.from, month.to);
    let grid = workspace.sql(&format!(
        "SELECT platform, written_on, text, stars FROM voices WHERE written_on BETWEEN DATE '{from}' AND DATE '{to}' \
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
