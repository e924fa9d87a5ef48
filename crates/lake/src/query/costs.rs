//! Costs: what the platforms charged and what people entered, spread evenly over the days that each cost serves.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, Decimal128Type};
use harpoon_core::kpi::{CostBasis, Leaf};
use harpoon_core::{Dim, Missing, Scope, Selection};

use super::QueryError;
use super::cells::{self, Cell, Cells, Sum, time_bucket};
use super::evaluate::{Evaluation, Node};
use super::scan::{Shape, quoted};
use super::source::ends;

/// One entered cost.
struct Entered {
    from: i32,
    to: i32,
    amount: i128,
    currency: String,
    platform: String,
    campaign: String,
}

/// The entered costs of the basis, and spend of the platforms where the basis holds it.
pub(crate) async fn spent(evaluation: &mut Evaluation<'_>, basis: CostBasis) -> Result<Node, QueryError> {
    let mut cells = if basis.holds_spend() {
        charged(evaluation).await?
    } else {
        Cells::new()
    };
    let selection = evaluation.selection.clone();
    if let Some(dim) = selection.dims().into_iter().find(|dim| !can_split(dim)) {
        if !basis.holds_spend() {
            evaluation.trace.lacks.insert(Missing::CostNotBy(dim.clone()));
        }
        evaluation.trace.notes.insert(format!(
            "entered costs are not known by {dim}: only what platforms charged is counted"
        ));
        return Ok(Node::Sums(cells));
    }
    let sql = statement(basis);
    let batches = evaluation.source.collect(&sql).await?;
    evaluation.trace.statements.push(sql);
    for entered in read(&batches)?.iter().filter(|cost| kept(cost, &selection)) {
        spread(entered, &selection, &mut cells);
    }
    if cells.is_empty() {
        let lack = match basis.kinds() {
            [kind] if !basis.holds_spend() => Missing::NotEntered(*kind),
            _ => Missing::NoCost,
        };
        evaluation.trace.lacks.insert(lack);
    }
    Ok(Node::Sums(cells))
}

/// What the platforms charged.
async fn charged(evaluation: &mut Evaluation<'_>) -> Result<Cells<Sum>, QueryError> {
    let leaf = Leaf::of("spend");
    let results = evaluation.results(&leaf, &[vec![leaf]], Shape::Sums).await?;
    cells::sums(&leaf, &results, &evaluation.selection)
}

/// The newest telling of each cost: a re-imported cost sheet replaces its rows.
fn statement(basis: CostBasis) -> String {
    let kinds: Vec<String> = basis.kinds().iter().map(|kind| quoted(kind.as_str())).collect();
    format!(
        "SELECT c.\"from\", c.\"to\", c.amount, c.currency, coalesce(c.platform, '') AS platform, coalesce(c.campaign, '') AS campaign \
         FROM (SELECT t.*, rank() OVER (PARTITION BY kind, \"from\", \"to\", currency, platform, campaign, note ORDER BY i.rank DESC) AS age \
         FROM costs t JOIN import_order i ON t.import_id = i.import_id) c WHERE c.age = 1 AND c.kind IN ({})",
        kinds.join(", ")
    )
}

fn can_split(dim: &Dim) -> bool {
    matches!(dim, Dim::Platform | Dim::Campaign | Dim::Scope | Dim::Stage) || dim.of_time()
}

fn kept(cost: &Entered, selection: &Selection) -> bool {
    let fits = |dim: Dim, value: &str| {
        let mut asked = selection.filters.iter().filter(|f| f.dim == dim).peekable();
        asked.peek().is_none() || asked.any(|f| f.value == value)
    };
    fits(Dim::Platform, &cost.platform)
        && fits(Dim::Campaign, &cost.campaign)
        && fits(Dim::Scope, Scope::Unknown.as_str())
}

/// Spreads a cost over its days, whole millionths a day, the remainder on the last, so that the days add up to the cost.
fn spread(cost: &Entered, selection: &Selection, cells: &mut Cells<Sum>) {
    let days = i128::from(cost.to) - i128::from(cost.from) + 1;
    if days < 1 {
        return;
    }
    let share = cost.amount / days;
    let (first, last) = selection.period.map_or((cost.from, cost.to), ends);
    for day in cost.from.max(first)..=cost.to.min(last) {
        let remainder = if day == cost.to { cost.amount - share * days } else { 0 };
        let cell = Cell {
            group: selection.by.iter().map(|dim| Some(place(cost, dim, day))).collect(),
            platform: cost.platform.clone(),
            account: String::new(),
            scope: Scope::Unknown,
            currency: cost.currency.clone(),
        };
        let sum = cells.entry(cell).or_default();
        *sum = sum.plus(Sum {
            total: share + remainder,
            stated: 1,
            facts: 1,
        });
    }
}

fn place(cost: &Entered, dim: &Dim, day: i32) -> String {
    match dim {
        Dim::Platform => cost.platform.clone(),
        Dim::Campaign => cost.campaign.clone(),
        Dim::Scope => Scope::Unknown.as_str().to_owned(),
        dim => time_bucket(dim, Some(day)),
    }
}

fn read(batches: &[arrow::array::RecordBatch]) -> Result<Vec<Entered>, QueryError> {
    let mut costs = Vec::new();
    for batch in batches {
        let text = |i: usize| cells::texts(batch.column(i));
        let (currency, platform, campaign) = (text(3)?, text(4)?, text(5)?);
        let day = |i: usize| {
            batch
                .column(i)
                .as_primitive_opt::<Date32Type>()
                .ok_or(QueryError::Shape("day of a cost"))
        };
        let (from, to) = (day(0)?, day(1)?);
        let amount = batch
            .column(2)
            .as_primitive_opt::<Decimal128Type>()
            .ok_or(QueryError::Shape("amount of a cost"))?;
        for row in (0..batch.num_rows()).filter(|row| !amount.is_null(*row)) {
            costs.push(Entered {
                from: from.value(row),
                to: to.value(row),
                amount: amount.value(row),
                currency: currency.value(row).to_owned(),
                platform: platform.value(row).to_owned(),
                campaign: campaign.value(row).to_owned(),
            });
        }
    }
    Ok(costs)
}
