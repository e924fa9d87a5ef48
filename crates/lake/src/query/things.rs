//! Number of things rather than sums of figures: posts published, from the table `posts`; reviews written, from `voices`.

use std::collections::BTreeMap;

use arrow::array::{AsArray, StringArray};
use arrow::datatypes::Int64Type;
use harpoon_core::number::SCALE;
use harpoon_core::{Dim, Scope, Selection};

use super::QueryError;
use super::cells::{self, Cell, Cells, Sum};
use super::evaluate::Evaluation;
use super::same::{TWINS, owner};
use super::scan::{quoted, within};

/// What is counted.
struct Things {
    table: &'static str,
    key: &'static str,
    day: &'static str,
    condition: &'static str,
    /// How many of them count.
    count: String,
    /// Of how many it is known whether they count.
    stated: &'static str,
    expression: fn(&Dim) -> Option<String>,
}

/// Posts by group, platform and account.
pub(crate) async fn posts(evaluation: &mut Evaluation<'_>) -> Result<Cells<Sum>, QueryError> {
    let things = Things {
        table: "posts",
        key: "post_id",
        day: "published_on",
        condition: "t.post_id <> ''",
        count: "count(*)".to_owned(),
        stated: "count(*)",
        expression: of_post,
    };
    counted(evaluation, &things).await
}

/// Reviews with so many stars, or with any.
///
/// An export of reviews lists the reviews of a place whatever their stars, and all of them from its first to its last.
/// So where any review with stars is known, every number of stars is: nought where none has it. A period without a review
/// is nought for a place of which one import knows reviews both on or before its first and on or after its last day;
/// beyond that nothing is known.
pub(crate) async fn reviews(evaluation: &mut Evaluation<'_>, stars: Option<u8>) -> Result<Cells<Sum>, QueryError> {
    let stars = stars.map_or_else(|| "t.stars IS NOT NULL".to_owned(), |n| format!("round(t.stars) = {n}"));
    let things = Things {
        table: "voices",
        key: "voice_id",
        day: "written_on",
        condition: "t.kind = 'review'",
        count: format!("count(*) FILTER (WHERE {stars})"),
        stated: "count(t.stars)",
        expression: of_voice,
    };
    let mut counts = counted(evaluation, &things).await?;
    for cell in quiet_places(evaluation).await? {
        counts.entry(cell).or_insert(Sum {
            total: 0,
            stated: 1,
            facts: 1,
        });
    }
    Ok(counts)
}

/// Places whose imports reach from before the period to after it.
async fn quiet_places(evaluation: &mut Evaluation<'_>) -> Result<Vec<Cell>, QueryError> {
    let selection = evaluation.selection.clone();
    let of_place = |dim: &Dim| matches!(dim, Dim::Platform | Dim::Account | Dim::Stage);
    let Some(period) = selection.period.filter(|_| selection.dims().into_iter().all(of_place)) else {
        return Ok(Vec::new());
    };
    let mut conditions = vec!["t.kind = 'review'".to_owned()];
    conditions.extend(filters(&selection, of_voice));
    let sql = format!(
        "SELECT DISTINCT platform, owner FROM (SELECT t.platform, t.owner \
         FROM (SELECT v.*, v.account AS owner FROM voices v JOIN import_order i ON v.import_id = i.import_id) t \
         WHERE {} GROUP BY t.platform, t.owner, t.import_id \
         HAVING min(t.written_on) <= DATE '{}' AND max(t.written_on) >= DATE '{}')",
        conditions.join(" AND "),
        period.from,
        period.to
    );
    let batches = evaluation.source.collect(&sql).await?;
    evaluation.trace.statements.push(sql);
    let mut places = Vec::new();
    for batch in &batches {
        let (platforms, accounts) = (cells::texts(batch.column(0))?, cells::texts(batch.column(1))?);
        for row in 0..batch.num_rows() {
            let (platform, account) = (platforms.value(row).to_owned(), accounts.value(row).to_owned());
            let value = |dim: &Dim| match dim {
                Dim::Platform => platform.clone(),
                Dim::Account => account.clone(),
                _ => String::new(),
            };
            places.push(Cell {
                group: selection.by.iter().map(|dim| Some(value(dim))).collect(),
                platform: platform.clone(),
                account: account.clone(),
                scope: Scope::Unknown,
                currency: String::new(),
            });
        }
    }
    Ok(places)
}

/// The selection's filters as conditions; of several values of one dimension any will do.
fn filters(selection: &Selection, expression: fn(&Dim) -> Option<String>) -> Vec<String> {
    let mut asked: BTreeMap<&Dim, Vec<String>> = BTreeMap::new();
    for filter in &selection.filters {
        asked.entry(&filter.dim).or_default().push(quoted(&filter.value));
    }
    let condition = |(dim, values): (&Dim, Vec<String>)| {
        format!(
            "coalesce({}, '') IN ({})",
            expression(dim).unwrap_or_default(),
            values.join(", ")
        )
    };
    asked.into_iter().map(condition).collect()
}

/// Each thing once, however many exports list it; the newest telling holds.
async fn counted(evaluation: &mut Evaluation<'_>, things: &Things) -> Result<Cells<Sum>, QueryError> {
    let selection = &evaluation.selection;
    if let Some(dim) = selection
        .dims()
        .into_iter()
        .find(|dim| (things.expression)(dim).is_none())
    {
        evaluation
            .trace
            .notes
            .insert(format!("{} are not known by {dim}", things.table));
        return Ok(Cells::new());
    }
    let expression = |dim: &Dim| format!("coalesce({}, '')", (things.expression)(dim).unwrap_or_default());
    let columns: Vec<String> = selection.by.iter().map(expression).collect();
    let mut conditions = vec!["t.age = 1".to_owned(), things.condition.to_owned()];
    conditions.extend(within(selection, &format!("t.{}", things.day)));
    conditions.extend(filters(selection, things.expression));
    let keys: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(i, c)| format!(", {c} AS d{i}"))
        .collect();
    let numbers: Vec<String> = (1..=columns.len() + 2).map(|n| n.to_string()).collect();
    let sql = format!(
        "SELECT t.platform, t.owner{}, {} AS things, {} AS stated, count(*) AS facts FROM (SELECT r.*, row_number() OVER \
         (PARTITION BY platform, owner, one ORDER BY CASE WHEN r.{} = one THEN 0 ELSE 1 END, rank DESC, row DESC) AS age \
         FROM ({}) r) t WHERE {} GROUP BY {}",
        keys.concat(),
        things.count,
        things.stated,
        things.key,
        told(things),
        conditions.join(" AND "),
        numbers.join(", ")
    );
    let batches = evaluation.source.collect(&sql).await?;
    evaluation.trace.statements.push(sql);
    let mut counts = Cells::new();
    for batch in &batches {
        let texts: Vec<StringArray> = (0..columns.len() + 2)
            .map(|i| cells::texts(batch.column(i)))
            .collect::<Result<_, _>>()?;
        let number = |name: &'static str| {
            let column = batch
                .column_by_name(name)
                .and_then(|c| c.as_primitive_opt::<Int64Type>());
            column.ok_or(QueryError::Shape(name))
        };
        let (count, stated, facts) = (number("things")?, number("stated")?, number("facts")?);
        for row in 0..batch.num_rows() {
            let cell = Cell {
                group: texts[2..].iter().map(|t| Some(t.value(row).to_owned())).collect(),
                platform: texts[0].value(row).to_owned(),
                account: texts[1].value(row).to_owned(),
                scope: Scope::Unknown,
                currency: String::new(),
            };
            counts.insert(
                cell,
                Sum {
                    total: i128::from(count.value(row)) * i128::from(SCALE),
                    stated: stated.value(row),
                    facts: facts.value(row),
                },
            );
        }
    }
    Ok(counts)
}

/// The things with the rank of their import, each with the account (`owner`) and id (`one`) that it goes by.
fn told(things: &Things) -> String {
    let Things { table, key, .. } = things;
    let (one, join) = if *table == "posts" {
        let on = "w.platform = s.platform AND w.account = s.account AND w.post_id = s.post_id";
        (
            "coalesce(w.one, s.post_id)".to_owned(),
            format!(" LEFT JOIN ({TWINS}) w ON {on}"),
        )
    } else {
        (format!("s.{key}"), String::new())
    };
    format!(
        "SELECT s.*, i.rank, {one} AS one, {} AS owner FROM {table} s JOIN import_order i ON s.import_id = i.import_id{join}",
        owner("s", key)
    )
}

fn of_post(dim: &Dim) -> Option<String> {
    let text = match dim {
        Dim::Platform => "t.platform",
        Dim::Account => "t.owner",
        Dim::Post => "t.one",
        Dim::Campaign => "t.campaign",
        Dim::Format => "t.format",
        Dim::Hour => "CAST(t.published_hour AS VARCHAR)",
        Dim::Weekday => "CAST(coalesce(t.published_weekday, extract(isodow FROM t.published_on)) AS VARCHAR)",
        Dim::Stage => "''",
        Dim::Extra(name) => return Some(format!("x({}, t.extra)", quoted(name))),
        Dim::Scope | Dim::AdGroup | Dim::Ad => return None,
        Dim::Day | Dim::Week | Dim::Month => return of_day(dim, "t.published_on"),
    };
    Some(text.to_owned())
}

fn of_voice(dim: &Dim) -> Option<String> {
    match dim {
        Dim::Platform => Some("t.platform".to_owned()),
        Dim::Account => Some("t.owner".to_owned()),
        Dim::Stage => Some("''".to_owned()),
        Dim::Extra(name) => Some(format!("x({}, t.extra)", quoted(name))),
        Dim::Weekday => Some("CAST(extract(isodow FROM t.written_on) AS VARCHAR)".to_owned()),
        dim => of_day(dim, "t.written_on"),
    }
}

pub(crate) fn of_day(dim: &Dim, column: &str) -> Option<String> {
    match dim {
        Dim::Day => Some(format!("CAST({column} AS VARCHAR)")),
        Dim::Week => Some(format!("CAST(CAST(date_trunc('week', {column}) AS DATE) AS VARCHAR)")),
        Dim::Month => Some(format!("substr(CAST({column} AS VARCHAR), 1, 7)")),
        _ => None,
    }
}
