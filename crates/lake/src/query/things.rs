//! Number of things rather than sums of figures: posts published, from the table `posts`; reviews written, from `voices`.

use arrow::array::{AsArray, StringArray};
use arrow::datatypes::Int64Type;
use harpoon_core::number::SCALE;
use harpoon_core::{Dim, Scope};

use super::QueryError;
use super::cells::{self, Cell, Cells, Sum};
use super::evaluate::Evaluation;
use super::scan::{quoted, within};

/// What is counted.
struct Things {
    table: &'static str,
    key: &'static str,
    day: &'static str,
    condition: String,
    expression: fn(&Dim) -> Option<String>,
}

/// Posts by group, platform and account.
pub(crate) async fn posts(evaluation: &mut Evaluation<'_>) -> Result<Cells<Sum>, QueryError> {
    let things = Things {
        table: "posts",
        key: "post_id",
        day: "published_on",
        condition: "t.post_id <> ''".to_owned(),
        expression: of_post,
    };
    counted(evaluation, &things).await
}

/// Reviews with so many stars, or with any.
pub(crate) async fn reviews(evaluation: &mut Evaluation<'_>, stars: Option<u8>) -> Result<Cells<Sum>, QueryError> {
    let stars = stars.map_or_else(|| "t.stars IS NOT NULL".to_owned(), |n| format!("round(t.stars) = {n}"));
    let condition = format!("t.kind = 'review' AND {stars}");
    let things = Things {
        table: "voices",
        key: "voice_id",
        day: "written_on",
        condition,
        expression: of_voice,
    };
    counted(evaluation, &things).await
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
    let mut conditions = vec!["t.age = 1".to_owned(), things.condition.clone()];
    conditions.extend(within(selection, &format!("t.{}", things.day)));
    conditions.extend(
        selection
            .filters
            .iter()
            .map(|f| format!("{} = {}", expression(&f.dim), quoted(&f.value))),
    );
    let keys: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(i, c)| format!(", {c} AS d{i}"))
        .collect();
    let numbers: Vec<String> = (1..=columns.len() + 2).map(|n| n.to_string()).collect();
    let sql = format!(
        "SELECT t.platform, t.account{}, count(*) AS things FROM (SELECT s.*, row_number() OVER \
         (PARTITION BY platform, account, {} ORDER BY i.rank DESC, s.row DESC) AS age \
         FROM {} s JOIN import_order i ON s.import_id = i.import_id) t WHERE {} GROUP BY {}",
        keys.concat(),
        things.key,
        things.table,
        conditions.join(" AND "),
        numbers.join(", ")
    );
    let batches = evaluation.source.collect(&sql).await?;
    evaluation.trace.statements.push(sql);
    let mut counts = Cells::new();
    for batch in &batches {
        let texts: Vec<StringArray> = (0..batch.num_columns() - 1)
            .map(|i| cells::texts(batch.column(i)))
            .collect::<Result<_, _>>()?;
        let number = batch
            .column(batch.num_columns() - 1)
            .as_primitive_opt::<Int64Type>()
            .ok_or(QueryError::Shape("posts"))?;
        for row in 0..batch.num_rows() {
            let cell = Cell {
                group: texts[2..].iter().map(|t| Some(t.value(row).to_owned())).collect(),
                platform: texts[0].value(row).to_owned(),
                account: texts[1].value(row).to_owned(),
                scope: Scope::Unknown,
                currency: String::new(),
            };
            let count = number.value(row);
            counts.insert(
                cell,
                Sum {
                    total: i128::from(count) * i128::from(SCALE),
                    stated: count,
                    facts: count,
                },
            );
        }
    }
    Ok(counts)
}

fn of_post(dim: &Dim) -> Option<String> {
    let text = match dim {
        Dim::Platform => "t.platform",
        Dim::Account => "t.account",
        Dim::Post => "t.post_id",
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
        Dim::Account => Some("t.account".to_owned()),
        Dim::Stage => Some("''".to_owned()),
        Dim::Extra(name) => Some(format!("x({}, t.extra)", quoted(name))),
        Dim::Weekday => Some("CAST(extract(isodow FROM t.written_on) AS VARCHAR)".to_owned()),
        dim => of_day(dim, "t.written_on"),
    }
}

fn of_day(dim: &Dim, column: &str) -> Option<String> {
    match dim {
        Dim::Day => Some(format!("CAST({column} AS VARCHAR)")),
        Dim::Week => Some(format!("CAST(CAST(date_trunc('week', {column}) AS DATE) AS VARCHAR)")),
        Dim::Month => Some(format!("substr(CAST({column} AS VARCHAR), 1, 7)")),
        _ => None,
    }
}
