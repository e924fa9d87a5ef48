//! Words and names that explanations add to those of the model.

use std::collections::BTreeMap;

use harpoon_core::{Dim, Missing, NoParts, Period};
use harpoon_model::explain::{Explained, Factor, Language};

use super::Explanation;
use crate::{Error, Workspace};

/// What no segment holds.
pub(crate) const fn rest(language: Language) -> &'static str {
    match language {
        Language::En => "everything else",
        Language::ZhCn => "其余部分",
        Language::Fy => "al it oare",
    }
}

/// Why a segment is not known; in English as terminals print it.
pub(super) fn why(language: Language, reason: &Missing) -> String {
    match language {
        Language::En => reason.to_string(),
        Language::ZhCn | Language::Fy => harpoon_report::words::why(language, reason),
    }
}

/// Why a difference has no parts; in English as terminals print it.
pub(crate) fn no_parts(language: Language, reason: &NoParts) -> String {
    match language {
        Language::En => reason.to_string(),
        Language::ZhCn | Language::Fy => harpoon_report::words::no_parts(language, reason),
    }
}

/// Why a platform's segment is not known.
pub(super) fn untold(language: Language, platform: &str, period: Period) -> String {
    let (from, to) = (period.from, period.to);
    match language {
        Language::En => format!("no figures of {platform} for {from} to {to} were imported"),
        Language::ZhCn => format!("没有导入{platform}在{from}至{to}的数据"),
        Language::Fy => format!("der binne gjin sifers fan {platform} foar {from} oant {to} ynlêzen"),
    }
}

/// The value of a dimension, where it is empty as well.
pub(super) fn value(language: Language, by: &Dim, value: &str) -> String {
    match language {
        _ if !value.is_empty() => value.to_owned(),
        Language::En => format!("(no {by})"),
        Language::ZhCn => "（未注明）".to_owned(),
        Language::Fy => "(net neamd)".to_owned(),
    }
}

/// Most posts that are looked up by title.
const MOST_TITLES: usize = 40;
/// Longest beginning of a post's text, in characters: with its quotes it fits into a sentence.
const LONGEST: usize = 48;

/// Names of platforms, and of the posts with the largest parts: title, else text.
pub(super) fn names(workspace: &Workspace, one: &Explanation) -> Result<BTreeMap<String, String>, Error> {
    let ranked = one.explained.ranked().into_iter();
    let ids: Vec<&String> = ranked
        .filter_map(|part| part.segment.as_ref())
        .take(MOST_TITLES)
        .collect();
    match one.by {
        Some(Dim::Platform) => {
            let left_out = one.explained.left_out.iter().map(|left| &left.segment);
            let named = ids.into_iter().chain(left_out).map(|id| (id.clone(), platform(id)));
            Ok(named.collect())
        }
        Some(Dim::Post) if !ids.is_empty() => {
            let quoted: Vec<String> = ids.iter().map(|id| format!("'{}'", id.replace('\'', "''"))).collect();
            let sql = format!(
                "SELECT post_id, min(coalesce(nullif(title, ''), text)) FROM posts WHERE post_id IN ({}) GROUP BY post_id",
                quoted.join(", ")
            );
            let grid = workspace.sql(&sql)?;
            let named = |mut row: Vec<Option<String>>| Some((row.first_mut()?.take()?, beginning(&row.pop()??)));
            Ok(grid.rows.into_iter().filter_map(named).collect())
        }
        _ => Ok(BTreeMap::new()),
    }
}

/// The first words of a post, in quotes.
fn beginning(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST {
        return format!("“{text}”");
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("“{}…”", start.trim_end())
}

/// The same with names that a client knows in place of ids.
pub(super) fn for_clients(explained: &Explained, names: &BTreeMap<String, String>) -> Explained {
    let mut explained = explained.clone();
    let parts = explained.parts.iter_mut().filter_map(|part| part.segment.as_mut());
    let left_out = explained.left_out.iter_mut().map(|left| &mut left.segment);
    for segment in parts.chain(left_out) {
        if let Some(name) = names.get(segment) {
            segment.clone_from(name);
        }
    }
    for part in &mut explained.parts {
        if let Factor::Step(step) = &mut part.factor
            && let Some(name) = names.get(step)
        {
            step.clone_from(name);
        }
    }
    explained
}

/// Names that are not their id with capitals.
const WRITTEN: &[(&str, &str)] = &[("linkedin", "LinkedIn"), ("tiktok", "TikTok"), ("youtube", "YouTube")];

/// A platform as people write it.
fn platform(id: &str) -> String {
    let plain = id.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if !plain {
        return id.to_owned();
    }
    let words: Vec<String> = id.split('_').map(capital).collect();
    words.join(" ")
}

fn capital(word: &str) -> String {
    if let Some((_, written)) = WRITTEN.iter().find(|(id, _)| *id == word) {
        return (*written).to_owned();
    }
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
