//! Number of posts published, from the table `posts`.

use arrow::array::{AsArray, StringArray};
use arrow::datatypes::Int64Type;
use harpoon_core::number::SCALE;
use harpoon_core::{Dim, Scope};

use super::QueryError;
use super::cells::{self, Cell, Cells, Sum};
use super::evaluate::Evaluation;
use super::scan::{quoted, within};

/// Posts by group, platform and account; each post once, however many exports list it.
pub(crate) async fn counted(evaluation: &mut Evaluation<'_>) -> Result<Cells<Sum>, QueryError> {
    let selection = &evaluation.selection;
    let columns: Vec<String> = selection.by.iter().map(expression).collect();
    let filters: Vec<String> = selection
        .filters
        .iter()
        .map(|f| format!("{} = {}", expression(&f.dim), quoted(&f.value)))
        .collect();
    let mut conditions = vec!["p.age = 1".to_owned()];
    conditions.extend(within(selection, "p.published_on"));
    conditions.extend(filters);
    let keys: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(i, c)| format!(", {c} AS d{i}"))
        .collect();
    let numbers: Vec<String> = (1..=columns.len() + 2).map(|n| n.to_string()).collect();
    let sql = format!(
        "SELECT p.platform, p.account{}, count(*) AS posts FROM (SELECT t.*, row_number() OVER \
         (PARTITION BY platform, account, post_id ORDER BY i.rank DESC, t.row DESC) AS age \
         FROM posts t JOIN import_order i ON t.import_id = i.import_id) p WHERE {} GROUP BY {}",
        keys.concat(),
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
        let posts = batch
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
            let count = posts.value(row);
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

fn expression(dim: &Dim) -> String {
    let text = match dim {
        Dim::Platform => "p.platform",
        Dim::Account => "p.account",
        Dim::Post => "p.post_id",
        Dim::Campaign => "p.campaign",
        Dim::Format => "p.format",
        Dim::Hour => "CAST(p.published_hour AS VARCHAR)",
        Dim::Weekday => "CAST(coalesce(p.published_weekday, extract(isodow FROM p.published_on)) AS VARCHAR)",
        Dim::Day => "CAST(p.published_on AS VARCHAR)",
        Dim::Week => "CAST(CAST(date_trunc('week', p.published_on) AS DATE) AS VARCHAR)",
        Dim::Month => "substr(CAST(p.published_on AS VARCHAR), 1, 7)",
        Dim::Extra(name) => return format!("coalesce(x({}, p.extra), '')", quoted(name)),
        Dim::Scope | Dim::AdGroup | Dim::Ad | Dim::Stage => "''",
    };
    format!("coalesce({text}, '')")
}
