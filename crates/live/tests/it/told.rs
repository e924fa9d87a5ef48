//! [`told`]: rows as lines, to be compared with what a person wrote down.
//!
//! ```text
//! figure KIND entity metric.facet counter day value
//! post key day hour weekday format text link leads_to name=value…
//! voice key kind day text reply replied_on name=value…
//! account key name zone
//! gone key
//! reject why
//! ```
//! What is not known is `-`.

use std::collections::BTreeSet;

use harpoon_core::period::day_from_number;
use harpoon_live::Rows;

pub(crate) fn told(rows: &Rows) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let mut add = |line: String| assert!(lines.insert(line.clone()), "told twice: {line}");
    for table in &rows.batch.observations {
        for figures in &table.figures {
            assert_eq!(figures.values.len(), table.len());
            for (row, value) in figures.values.iter().enumerate() {
                assert_eq!(table.start[row], table.end[row]);
                assert_eq!(
                    (table.platform.get(row), table.account.get(row)),
                    (rows.platform, rows.account.as_str())
                );
                add(format!(
                    "figure {} {} {}.{} {} {} {}",
                    table.entity_kind,
                    table.entity_id.get(row),
                    figures.measure.metric,
                    figures.measure.facet,
                    figures.measure.counter,
                    or_dash(table.start[row].map(day_from_number)),
                    or_dash(*value),
                ));
            }
        }
    }
    for post in &rows.batch.posts {
        add(format!(
            "post {} {} {} {} {} {:?} {} {}{}",
            post.post_id,
            or_dash(post.published_on),
            or_dash(post.published_hour),
            or_dash(post.published_weekday),
            or_dash(post.format.as_ref()),
            post.text.as_deref().unwrap_or_default(),
            or_dash(post.permalink.as_ref()),
            or_dash(post.landing_url.as_ref()),
            pairs(&post.extra),
        ));
    }
    for voice in &rows.batch.voices {
        assert_eq!(voice.account, rows.account);
        add(format!(
            "voice {} {} {} {:?} {} {}{}",
            voice.voice_id,
            voice.kind,
            or_dash(voice.written_on),
            voice.text.as_deref().unwrap_or_default(),
            or_dash(voice.reply.as_ref()),
            or_dash(voice.replied_on),
            pairs(&voice.extra),
        ));
    }
    for account in &rows.batch.accounts {
        add(format!(
            "account {} {} {}",
            account.account,
            or_dash(account.name.as_ref()),
            or_dash(account.time_zone.as_ref()),
        ));
    }
    for gone in &rows.gone {
        add(format!("gone {}", gone.key));
    }
    for reject in &rows.batch.rejects {
        add(format!("reject {}", reject.reason));
    }
    lines
}

fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

fn pairs(extra: &[(String, String)]) -> String {
    extra.iter().map(|(name, value)| format!(" {name}={value}")).collect()
}

/// Compares with what a person wrote; lines that begin with one of these words, all others are left.
#[track_caller]
pub(crate) fn check(rows: &Rows, kinds: &[&str], expected: &str) {
    let mut got = told(rows);
    got.retain(|line| kinds.iter().any(|kind| line.starts_with(kind)));
    let expected: BTreeSet<String> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    let missing: Vec<&String> = expected.difference(&got).collect();
    let surplus: Vec<&String> = got.difference(&expected).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "expected, but not told:\n{missing:#?}\ntold, but not expected:\n{surplus:#?}"
    );
}
