//! The reference page of the words in which maps and connectors say what a column means.

use std::fmt::Display;

use harpoon::connect::field::{Given, NOTATION, Role};
use harpoon::core::kpi::Derived;
use harpoon::core::{Counter, EventKind, METRICS, Scope};

use super::MADE;

/// The page as Markdown.
pub(super) fn fields() -> String {
    let mut page = format!("# Meanings of columns\n\n{MADE}\n");
    page.push_str("What a map (`harpoon import --map`) or a connector can say that a column means.\n");
    table(&mut page, "Notation", "written", NOTATION);
    let roles = Role::ALL.iter().map(|role| (role.as_str(), role.meaning()));
    table(&mut page, "Roles: which entity, when, what it is", "role", roles);
    let metrics = METRICS.iter().map(|metric| {
        let kind = format!(
            "{} Unit: {}; over time: {}.",
            metric.meaning, metric.unit, metric.counter
        );
        (metric.id, kind)
    });
    table(&mut page, "Metrics: figures", "metric", metrics);
    let scopes = Scope::ALL.iter().map(|scope| (scope.as_str(), scope.meaning()));
    table(&mut page, "Scopes, after `@`", "scope", scopes);
    let counters = Counter::ALL.iter().map(|counter| (counter.as_str(), counter.meaning()));
    table(&mut page, "Behaviour over time, after `:`", "counter", counters);
    let kinds = EventKind::ALL.iter().map(|kind| (kind.as_str(), kind.meaning()));
    table(
        &mut page,
        "What people do: kinds of event, and in `event()` of formulas",
        "kind",
        kinds,
    );
    let derived = Derived::ALL.iter().map(|word| (word.as_str(), word.meaning()));
    table(&mut page, "What follows from events, in formulas only", "word", derived);
    let units = Given::WORDS.iter().map(|(word, _, meaning)| (*word, *meaning));
    table(&mut page, "Units, after ` in `", "unit", units);
    page
}

fn table<M: Display>(page: &mut String, title: &str, of: &str, rows: impl IntoIterator<Item = (&'static str, M)>) {
    page.push_str(&format!("\n## {title}\n\n| {of} | meaning |\n|---|---|\n"));
    for (word, meaning) in rows {
        page.push_str(&format!("| `{word}` | {meaning} |\n"));
    }
}
