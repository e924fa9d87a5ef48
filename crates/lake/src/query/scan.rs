//! From a choice of sources to SQL, and from its result to [`Row`]s.
//!
//! Each distinct grain is one statement. Statements are plain SQL over the open tables, so that a receipt can show them
//! and any engine can repeat them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use harpoon_core::kpi::Leaf;
use harpoon_core::period::day_from_number;
use harpoon_core::{Dim, EntityKind, Selection};

use super::same;
use super::source::{Basis, Choice, Grain, Lie, takes_facet};

/// What a statement returns for each group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Sums.
    Sums,
    /// Single values with entity and day: reach, levels, outliers.
    Values,
    /// The facts themselves, with import and row, for receipts.
    Facts,
}

/// A statement, and the meaning of its columns.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// The SQL.
    pub(crate) sql: String,
    /// Dimensions that stand in columns `d0`, `d1`, …; time dimensions are made from `day`.
    pub(crate) dims: Vec<Dim>,
    /// What it reads.
    pub(crate) grain: Grain,
}

/// The statements that read the leaves from the chosen sources.
pub(crate) fn statements(choices: &[Choice], leaves: &[Leaf], selection: &Selection, shape: Shape) -> Vec<Statement> {
    let grains: BTreeSet<&Grain> = choices.iter().map(|c| &c.grain).collect();
    let of_grain = |grain: &Grain| choices.iter().filter(|c| c.grain == *grain).collect::<Vec<_>>();
    grains
        .into_iter()
        .map(|grain| statement(grain, &of_grain(grain), leaves, selection, shape))
        .collect()
}

/// The statement that reads the leaves from the sources of one grain.
pub(crate) fn statement(
    grain: &Grain,
    choices: &[&Choice],
    leaves: &[Leaf],
    selection: &Selection,
    shape: Shape,
) -> Statement {
    let dims: Vec<Dim> = selection
        .dims()
        .into_iter()
        .filter(|d| in_column(d, grain))
        .cloned()
        .collect();
    let taken = taken(choices, leaves);
    let mut columns = keys(choices, &taken, leaves, selection);
    columns.extend(
        dims.iter()
            .enumerate()
            .map(|(i, dim)| format!("{} AS d{i}", expression(dim, grain))),
    );
    let facts = facts(grain, choices, leaves, selection);
    let from = format!("{facts} o{}", joins(grain, &dims));
    let filters = where_dims(selection, &dims, grain);
    let sql = match shape {
        Shape::Sums => {
            let numbers: Vec<String> = (1..=columns.len()).map(|n| n.to_string()).collect();
            format!(
                "SELECT {}, sum(o.value) AS total, count(o.value) AS stated, count(*) AS facts FROM {from}{filters} GROUP BY {}",
                columns.join(", "),
                numbers.join(", ")
            )
        }
        Shape::Values => {
            format!(
                "SELECT {}, o.entity_id, o.period_start, o.period_end, o.value FROM {from}{filters}",
                columns.join(", ")
            )
        }
        Shape::Facts => format!(
            "SELECT o.import_id, o.row, o.platform, o.account, o.entity_kind, o.entity_id, o.metric, o.facet, o.scope, o.slice, \
             o.period_start, o.period_end, o.value, o.currency FROM {from}{filters} ORDER BY 8, 9, 11, 6, 1, 2"
        ),
    };
    Statement {
        sql,
        dims,
        grain: grain.clone(),
    }
}

/// The columns that every statement groups by. What is the same in all chosen sources is a constant: grouping by it
/// would cost and tell nothing.
fn keys(
    choices: &[&Choice],
    taken: &BTreeSet<&(String, String)>,
    leaves: &[Leaf],
    selection: &Selection,
) -> Vec<String> {
    let constant = |words: BTreeSet<&str>, column: &str| match words.first() {
        Some(word) if words.len() == 1 => format!("{} AS {column}", quoted(word)),
        _ => format!("o.{column}"),
    };
    let mut keys = vec![
        constant(choices.iter().map(|c| c.place.platform.as_str()).collect(), "platform"),
        constant(choices.iter().map(|c| c.place.account.as_str()).collect(), "account"),
        constant(choices.iter().map(|c| c.place.scope.as_str()).collect(), "scope"),
        constant(taken.iter().map(|(metric, _)| metric.as_str()).collect(), "metric"),
        constant(taken.iter().map(|(_, facet)| facet.as_str()).collect(), "facet"),
    ];
    let currencies: BTreeSet<&str> = choices.iter().flat_map(|c| &c.currencies).map(String::as_str).collect();
    keys.push(match currencies.len() {
        0 => "'' AS currency".to_owned(),
        1 => format!(
            "{} AS currency",
            quoted(currencies.first().copied().unwrap_or_default())
        ),
        _ => "coalesce(o.currency, '') AS currency".to_owned(),
    });
    if selection.dims().iter().any(|d| d.of_time()) {
        keys.push("o.period_start AS day".to_owned());
    }
    let has_total = |(_, facet): &&&(String, String)| leaves.iter().any(|leaf| leaf.facets.rank(facet).is_some());
    if taken.len() > 1 && taken.iter().any(|f| has_total(&f)) {
        keys.push("o.import_id AS import".to_owned());
    }
    keys
}

/// The facts of the chosen sources, the newest telling where imports overlap.
fn facts(grain: &Grain, choices: &[&Choice], leaves: &[Leaf], selection: &Selection) -> String {
    let condition = condition(grain, choices, leaves, selection);
    let (twins, unnamed) = (choices.iter().any(|c| c.twins), same::unnamed_repeat(choices));
    if !choices.iter().any(|c| c.contested) && !unnamed {
        return format!("(SELECT * FROM observations WHERE {condition})");
    }
    let days = match grain.basis {
        Basis::Lifetime => "",
        Basis::Period => ", period_start, period_end",
    };
    let told = told(&condition, twins, unnamed);
    format!(
        "(SELECT * FROM (SELECT f.*, rank() OVER (PARTITION BY platform, account, scope, metric, entity_id, slice{days} \
         ORDER BY rank DESC) AS age FROM ({told}) f) WHERE age = 1)"
    )
}

/// The facts with the rank of their import, each under the account and id that it goes by.
fn told(condition: &str, twins: bool, unnamed: bool) -> String {
    let ranked = format!(
        "SELECT f.*, i.rank FROM observations f JOIN import_order i ON f.import_id = i.import_id WHERE {condition}"
    );
    if !twins && !unnamed {
        return ranked;
    }
    let account = if unnamed {
        same::owner("r", "entity_id")
    } else {
        "r.account".to_owned()
    };
    let (id, join) = if twins {
        let on = "w.platform = r.platform AND w.account = r.account AND w.post_id = r.entity_id";
        (
            "coalesce(w.one, r.entity_id)",
            format!(" LEFT JOIN ({}) w ON {on}", same::TWINS),
        )
    } else {
        ("r.entity_id", String::new())
    };
    format!(
        "SELECT r.import_id, r.row, r.rank, r.platform, {account} AS account, r.entity_kind, {id} AS entity_id, r.metric, r.facet, \
         r.scope, r.slice, r.period_start, r.period_end, r.value, r.currency FROM ({ranked}) r{join}"
    )
}

fn condition(grain: &Grain, choices: &[&Choice], leaves: &[Leaf], selection: &Selection) -> String {
    let mut all = vec![
        format!("entity_kind = '{}'", grain.entity_kind),
        format!("breakdown = {}", quoted(&grain.breakdown)),
        any_of(&measures(choices, leaves)),
        any_of(&places(choices)),
    ];
    all.push(match grain.basis {
        Basis::Lifetime => "counter IN ('lifetime', 'unique')".to_owned(),
        Basis::Period => "counter IN ('delta', 'level', 'unique')".to_owned(),
    });
    match grain.lie {
        Lie::Undated => all.push("period_start IS NULL".to_owned()),
        Lie::Blocks => all.push(any_of(&blocks(choices))),
        Lie::Days => all.push(days(grain, choices, selection)),
    }
    all.retain(|part| !part.is_empty());
    all.join(" AND ")
}

/// Single days, where other rows of this kind are not; days of the period, where one is asked for.
fn days(grain: &Grain, choices: &[&Choice], selection: &Selection) -> String {
    let single = match grain.basis {
        Basis::Lifetime => "period_start IS NOT NULL",
        Basis::Period if choices.iter().all(|c| c.single) => "",
        Basis::Period => "(period_end = period_start OR period_end IS NULL)",
    };
    let inside = within(selection, "period_start").unwrap_or_default();
    let parts = [single, &inside].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" AND ")
}

/// Metrics and facets that the sources state and the leaves read. Where a source has a total and kinds, both are read:
/// which of them counts is decided import by import, for an export states either or both in all of its rows.
fn taken<'a>(choices: &[&'a Choice], leaves: &[Leaf]) -> BTreeSet<&'a (String, String)> {
    let reads = |(metric, facet): &&(String, String)| {
        leaves
            .iter()
            .any(|leaf| leaf.metric == metric && takes_facet(leaf.facets, facet))
    };
    choices.iter().flat_map(|c| &c.facets).filter(reads).collect()
}

fn measures(choices: &[&Choice], leaves: &[Leaf]) -> Vec<String> {
    let measure =
        |(metric, facet): &(String, String)| format!("metric = {} AND facet = {}", quoted(metric), quoted(facet));
    taken(choices, leaves).into_iter().map(measure).collect()
}

fn places(choices: &[&Choice]) -> Vec<String> {
    let place = |c: &&Choice| {
        format!(
            "platform = {} AND account = {} AND scope = '{}'",
            quoted(&c.place.platform),
            quoted(&c.place.account),
            c.place.scope
        )
    };
    if choices.iter().all(|c| c.alone) {
        Vec::new()
    } else {
        choices.iter().map(place).collect()
    }
}

fn blocks(choices: &[&Choice]) -> Vec<String> {
    let distinct: BTreeSet<(i32, i32)> = choices.iter().flat_map(|c| c.blocks.iter().copied()).collect();
    let block = |(from, to): (i32, i32)| {
        format!(
            "period_start = DATE '{}' AND period_end = DATE '{}'",
            day_from_number(from),
            day_from_number(to)
        )
    };
    distinct.into_iter().map(block).collect()
}

fn any_of(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        many => format!("(({}))", many.join(") OR (")),
    }
}

/// Whether the dimension needs a column of its own; the others stand in the keys or are made from the day.
fn in_column(dim: &Dim, grain: &Grain) -> bool {
    match dim {
        Dim::Platform | Dim::Account | Dim::Scope | Dim::Stage | Dim::Day | Dim::Week | Dim::Month => false,
        Dim::Weekday => grain.entity_kind == EntityKind::Post,
        _ => true,
    }
}

/// The dimension as SQL, empty text where it is unknown.
fn expression(dim: &Dim, grain: &Grain) -> String {
    let kind = grain.entity_kind;
    let split = |name: &str| grain.breakdown.split(',').any(|d| d == name);
    let text = match dim {
        Dim::Campaign => match kind {
            EntityKind::Campaign => "coalesce(c.name, o.entity_id)",
            EntityKind::Ad | EntityKind::AdGroup => "coalesce(a.campaign, a.campaign_id)",
            _ => "p.campaign",
        },
        Dim::AdGroup if kind == EntityKind::Ad => "coalesce(a.ad_group, a.ad_group_id)",
        Dim::Ad | Dim::Post | Dim::AdGroup => "o.entity_id",
        Dim::Format if kind == EntityKind::Ad => "a.format",
        Dim::Format => "p.format",
        Dim::Hour if split("hour") => "slice('hour', o.slice)",
        Dim::Hour => "CAST(p.published_hour AS VARCHAR)",
        Dim::Weekday => "CAST(coalesce(p.published_weekday, extract(isodow FROM o.period_start)) AS VARCHAR)",
        Dim::Extra(name) if split(name) => return format!("slice({}, o.slice)", quoted(name)),
        Dim::Extra(name) => {
            let table = entity_alias(kind);
            return format!("coalesce(x({}, {table}.extra), '')", quoted(name));
        }
        _ => "''",
    };
    format!("coalesce({text}, '')")
}

fn entity_alias(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Campaign => "c",
        EntityKind::Ad | EntityKind::AdGroup => "a",
        _ => "p",
    }
}

/// The join to what the entity is, only where a dimension asks for it.
fn joins(grain: &Grain, dims: &[Dim]) -> String {
    let split = |name: &str| grain.breakdown.split(',').any(|d| d == name);
    let asks = dims.iter().any(|dim| match dim {
        Dim::Ad | Dim::Post => false,
        Dim::AdGroup => grain.entity_kind == EntityKind::Ad,
        Dim::Hour => !split("hour"),
        Dim::Extra(name) => !split(name),
        _ => true,
    });
    let (table, key) = match grain.entity_kind {
        EntityKind::Campaign => ("campaigns", "campaign_id"),
        EntityKind::Ad | EntityKind::AdGroup => ("ads", "ad_id"),
        EntityKind::Post => ("posts", "post_id"),
        _ => return String::new(),
    };
    if !asks {
        return String::new();
    }
    let alias = entity_alias(grain.entity_kind);
    format!(
        " LEFT JOIN (SELECT * FROM (SELECT t.*, row_number() OVER (PARTITION BY platform, account, {key} ORDER BY i.rank DESC, t.row DESC) \
         AS age FROM {table} t JOIN import_order i ON t.import_id = i.import_id) WHERE age = 1) {alias} \
         ON {alias}.platform = o.platform AND {alias}.account = o.account AND {alias}.{key} = o.entity_id"
    )
}

/// Filters on dimensions that stand in columns; those of platform, account and scope chose the sources already.
fn where_dims(selection: &Selection, dims: &[Dim], grain: &Grain) -> String {
    let mut text = String::new();
    for dim in dims {
        let values: Vec<String> = selection
            .filters
            .iter()
            .filter(|f| f.dim == *dim)
            .map(|f| quoted(&f.value))
            .collect();
        if !values.is_empty() {
            let joint = if text.is_empty() { " WHERE" } else { " AND" };
            let _ = write!(text, "{joint} {} IN ({})", expression(dim, grain), values.join(", "));
        }
    }
    text
}

/// A text as an SQL literal.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The condition that a day lies in the period, if there is one.
pub(crate) fn within(selection: &Selection, column: &str) -> Option<String> {
    selection
        .period
        .map(|period| format!("{column} BETWEEN DATE '{}' AND DATE '{}'", period.from, period.to))
}
