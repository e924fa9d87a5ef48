//! What can be asked: the parameters of each question, and how it is put to the workspace. Words mean what they mean on the
//! command line.

#![expect(
    clippy::needless_pass_by_value,
    reason = "every question of the table takes its parameters alike"
)]

use harpoon::explain;
use harpoon::goals::View;
use harpoon::journeys::credit::Worth;
use harpoon::journeys::roi::Ask;
use harpoon::journeys::trace::Which;
use harpoon::journeys::{By, credit};
use harpoon::json::{self, Value};
use harpoon::lake::query::Bounds;
use harpoon::lake::query::journal::Who;
use harpoon::measure::{self, Question, readings};
use harpoon::model::credit::Scope;
use harpoon::{Error, written};
use harpoon_core::kpi::CostBasis;
use harpoon_core::{Language, Period, Selection};
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;

use super::refused::Refused;
use crate::site::Look;

/// Rows that a query tells unless more are asked for.
const ROWS: u64 = 1_000;
/// Characters that a query tells.
const CHARACTERS: usize = 32 << 20;
/// How long a query may take.
const TIME: Duration = Duration::from_secs(20);

/// What is asked without any parameter.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Nothing {}

/// `catalogue`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Catalogue {
    /// Only this KPI.
    kpi: Option<String>,
}

/// Which part of the data, as every question about a KPI can narrow it.
#[derive(Deserialize, JsonSchema)]
struct Part {
    /// Split by these: platform, account, scope, campaign, ad_group, ad, post, format, day, week, month, weekday, hour, stage, x.NAME.
    #[serde(default)]
    by: Vec<String>,
    /// Keep only this: DIM=VALUE, such as platform=meta. Several on one dimension are alternatives.
    #[serde(default, rename = "where")]
    filters: Vec<String>,
    /// First day (2026-10-01); with `to`.
    from: Option<String>,
    /// Last day, included.
    to: Option<String>,
    /// One month (2026-10), instead of `from` and `to`; everything if neither is given.
    month: Option<String>,
    /// At this version of the data.
    at: Option<u64>,
}

impl Part {
    fn selection(&self, wrong: &mut Wrong) -> Selection {
        let period = days(self.from.as_deref(), self.to.as_deref(), self.month.as_deref());
        selection(wrong, &self.by, &self.filters, period)
    }
}

/// `kpi`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Kpi {
    /// KPI ids; the catalogue lists them.
    #[schemars(length(min = 1))]
    kpi: Vec<String>,
    #[serde(flatten)]
    part: Part,
}

/// `explain`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Explain {
    /// A KPI id.
    kpi: String,
    #[serde(flatten)]
    part: Part,
}

/// `change`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Change {
    /// A KPI that is a sum or a ratio of sums.
    kpi: String,
    /// First day; with `to`.
    from: Option<String>,
    /// Last day, included.
    to: Option<String>,
    /// One month (2026-10). Days are needed.
    month: Option<String>,
    /// What it is compared with: previous (the period just before, a month for a month; the usual), target, or FROM..TO.
    against: Option<String>,
    /// The target: 1200, 2.5, 3.1%.
    target: Option<String>,
    /// By these, one decomposition each; left out: the first of platform, campaign, post that splits it.
    #[serde(default)]
    by: Vec<String>,
    /// So much for each of this count: volume, rate and mix.
    per: Option<String>,
    /// Take the whole apart along these counts, from the first to the last.
    #[serde(default)]
    through: Vec<String>,
    /// Keep only this: DIM=VALUE.
    #[serde(default, rename = "where")]
    filters: Vec<String>,
    /// Language of the sentences; English is usual.
    #[schemars(extend("enum" = ["en", "zh-CN", "fy"]))]
    lang: Option<String>,
}

/// `goals`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Goals {
    /// The month (2026-10); this month if left out.
    month: Option<String>,
    /// As it was seen at the end of this day.
    on: Option<String>,
    /// Also why goals were missed, and the ways on.
    #[serde(default)]
    why: bool,
}

/// `credit`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Credit {
    /// Models, or all; path_markov is usual.
    #[serde(default)]
    model: Vec<String>,
    /// Told apart by these: channel (the usual), platform, scope, campaign, content, source, medium, landing_page.
    #[serde(default)]
    by: Vec<String>,
    /// Kinds of deed: order, deal_won, lead, …; whatever closes business if left out.
    #[serde(default)]
    on: Vec<String>,
    /// Deeds (the usual), or their money.
    #[schemars(extend("enum" = ["count", "revenue"]))]
    value: Option<String>,
    /// How long before a deed a touch may lie: click=30d, view=1d, other=30d, or all.
    #[serde(default)]
    lookback: Vec<String>,
    /// Which touches an earlier deed leaves for the next; all within the lookback is usual.
    #[schemars(extend("enum" = ["lookback", "since_last_conversion"]))]
    scope: Option<String>,
    /// Level of the intervals in percent, 90 is usual, or none.
    interval: Option<String>,
    /// First day; with `to`.
    from: Option<String>,
    /// Last day, included.
    to: Option<String>,
    /// One month (2026-10); everything if no days are given.
    month: Option<String>,
    /// Follow companies instead of people.
    #[serde(default)]
    companies: bool,
}

/// `roi`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Roi {
    /// Told apart by these: platform, campaign, scope; the whole effort if left out.
    #[serde(default)]
    by: Vec<String>,
    /// Which costs count; media is usual.
    #[schemars(extend("enum" = ["media", "full"]))]
    cost: Option<String>,
    /// Kinds of deed that bring revenue; whatever closes business if left out.
    #[serde(default)]
    on: Vec<String>,
    /// The model that deals out revenue; path_markov is usual.
    model: Option<String>,
    /// How long before a deed a touch may lie: click=30d, view=1d, other=30d, or all.
    #[serde(default)]
    lookback: Vec<String>,
    /// First day; with `to`.
    from: Option<String>,
    /// Last day, included.
    to: Option<String>,
    /// One month (2026-10); everything if no days are given.
    month: Option<String>,
}

/// `trace`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Trace {
    /// Number of the order, deal or lead.
    deed: Option<String>,
    /// So many of the largest instead.
    #[schemars(range(max = 100))]
    top: Option<u64>,
    /// The model that deals out the credit; path_markov is usual.
    model: Option<String>,
    /// Kinds of deed.
    #[serde(default)]
    on: Vec<String>,
    /// How long before a deed a touch may lie: click=30d, view=1d, other=30d, or all.
    #[serde(default)]
    lookback: Vec<String>,
    /// Which touches an earlier deed leaves for the next; all within the lookback is usual.
    #[schemars(extend("enum" = ["lookback", "since_last_conversion"]))]
    scope: Option<String>,
    /// Follow companies instead of people.
    #[serde(default)]
    companies: bool,
}

/// `receipt/{id}`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Receipt {
    /// Id of the receipt.
    id: String,
}

/// `sql`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Sql {
    /// One SELECT over observations, posts, ads, campaigns, accounts, costs, voices, events, identities, quarantine, imports.
    #[schemars(length(min = 1))]
    sql: String,
    /// Rows that are told, 1000 if left out.
    #[schemars(range(min = 1, max = 100_000))]
    limit: Option<u64>,
}

type Answer = Result<String, Refused>;

/// What is wrong with the words of a question, all of it.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    /// What was read; what is wrong is told at the end.
    fn of<T: Default>(&mut self, read: Result<T, Error>) -> T {
        read.unwrap_or_else(|error| {
            self.0.push(error.to_string());
            T::default()
        })
    }

    fn end(self) -> Result<(), Refused> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Refused::usage(self.0.join("; ")))
    }
}

fn days(from: Option<&str>, to: Option<&str>, month: Option<&str>) -> Result<Option<Period>, Error> {
    measure::period(from, to, month).map_err(|error| match error {
        // The same without the dashes of the command line.
        Error::Usage(words) => Error::Usage(words.replace("--", "")),
        error => error,
    })
}

fn usual(words: Vec<String>, usual: &str) -> Vec<String> {
    if words.is_empty() {
        vec![usual.to_owned()]
    } else {
        words
    }
}

fn scope(word: Option<&str>) -> Scope {
    match word {
        Some("since_last_conversion") => Scope::SinceLastConversion,
        _ => Scope::Lookback,
    }
}

const fn who(companies: bool) -> Who {
    if companies { Who::Company } else { Who::Person }
}

/// Today, and what there are data of.
pub(super) fn today(look: &Look<'_>, _: Nothing) -> Answer {
    let month = |month: Option<Period>| Value::text(month.map(|month| month.from.strftime("%Y-%m").to_string()));
    let settings = look.workspace.settings();
    let version = look.workspace.lake().snapshot(None).map_err(Error::from)?.version();
    let object = Value::object([
        ("today", Value::Text(look.today.to_string())),
        ("name", Value::Text(settings.name.clone())),
        ("newest_month", month(look.months.map(|(newest, _)| newest))),
        ("oldest_month", month(look.months.map(|(_, oldest)| oldest))),
        ("data_version", Value::number(Some(version))),
        ("currency", Value::text(settings.currency.clone())),
    ]);
    Ok(object.print())
}

pub(super) fn catalogue(look: &Look<'_>, asked: Catalogue) -> Answer {
    let kpis = match asked.kpi {
        Some(id) => vec![look.workspace.kpi(&id)?],
        None => look.workspace.catalogue().to_vec(),
    };
    Ok(json::lines(&kpis.iter().map(|kpi| json::kpi(kpi)).collect::<Vec<_>>()))
}

/// Which part of the data.
fn selection(wrong: &mut Wrong, by: &[String], filters: &[String], period: Result<Option<Period>, Error>) -> Selection {
    Selection {
        period: wrong.of(period),
        by: wrong.of(written::dims(by)),
        filters: wrong.of(written::filters(filters)),
    }
}

pub(super) fn kpi(look: &Look<'_>, asked: Kpi) -> Answer {
    let mut wrong = Wrong::default();
    let selection = asked.part.selection(&mut wrong);
    for id in &asked.kpi {
        wrong.of(look.workspace.kpi(id).map(drop));
    }
    wrong.end()?;
    let measured = look.workspace.measure(&Question {
        kpis: asked.kpi,
        selection,
        at: asked.part.at,
    })?;
    Ok(json::readings(&readings(measured)))
}

pub(super) fn explain(look: &Look<'_>, asked: Explain) -> Answer {
    let mut wrong = Wrong::default();
    let selection = asked.part.selection(&mut wrong);
    wrong.end()?;
    let measured = look.workspace.measure(&Question {
        kpis: vec![asked.kpi],
        selection,
        at: asked.part.at,
    })?;
    let one = measured.into_iter().next().ok_or_else(Refused::broke)?;
    Ok(json::receipt(&one.into())?)
}

pub(super) fn change(look: &Look<'_>, asked: Change) -> Answer {
    let mut wrong = Wrong::default();
    let against = asked.against.as_deref().unwrap_or("previous");
    if against == "target" && asked.target.is_none() {
        wrong.0.push("`against=target` needs `target`".to_owned());
    }
    let period = days(asked.from.as_deref(), asked.to.as_deref(), asked.month.as_deref());
    let selection = selection(&mut wrong, &asked.by, &asked.filters, period);
    let reference = wrong.of(written::reference(against));
    let target = wrong.of(asked.target.as_deref().map(written::target).transpose());
    if selection.period.is_none() && wrong.0.is_empty() {
        wrong.0.push("give the period: `from` and `to`, or `month`".to_owned());
    }
    wrong.end()?;
    let explanations = look.workspace.explain(&explain::Question {
        kpi: asked.kpi,
        period: selection.period.ok_or_else(Refused::broke)?,
        reference,
        target,
        per: asked.per,
        through: asked.through,
        by: selection.by,
        filters: selection.filters,
        language: asked
            .lang
            .as_deref()
            .and_then(Language::from_tag)
            .unwrap_or(Language::En),
    })?;
    Ok(json::lines(
        &explanations.iter().map(json::change::object).collect::<Vec<_>>(),
    ))
}

pub(super) fn goals(look: &Look<'_>, asked: Goals) -> Answer {
    let mut wrong = Wrong::default();
    let month = wrong.of(asked
        .month
        .as_deref()
        .map(Period::month)
        .transpose()
        .map_err(Error::from));
    let on = wrong.of(asked.on.as_deref().map(Period::day).transpose().map_err(Error::from));
    wrong.end()?;
    let month = month.unwrap_or(Period {
        from: look.today.first_of_month(),
        to: look.today.last_of_month(),
    });
    let view = on.map_or_else(|| View::on(look.today), View::at_the_end_of);
    let workspace = look.workspace.held(None, None)?;
    let standings = workspace.standings(&workspace.book()?, month, view)?;
    Ok(json::lines(&json::goals::objects(
        &workspace,
        &standings,
        asked.why.then_some(view),
    )?))
}

pub(super) fn credit(look: &Look<'_>, asked: Credit) -> Answer {
    let mut wrong = Wrong::default();
    let question = credit::Question {
        models: wrong.of(written::models(&usual(asked.model, "path_markov"))),
        by: wrong.of(By::read(&usual(asked.by, "channel"))),
        on: wrong.of(written::kinds(&asked.on)),
        worth: match asked.value.as_deref() {
            Some("revenue") => Worth::Revenue,
            _ => Worth::Count,
        },
        rules: wrong.of(written::rules(&asked.lookback, scope(asked.scope.as_deref()))),
        level: wrong.of(written::level(asked.interval.as_deref().unwrap_or("90"))),
        period: wrong.of(days(asked.from.as_deref(), asked.to.as_deref(), asked.month.as_deref())),
        who: who(asked.companies),
    };
    wrong.end()?;
    let answer = look.workspace.credit(&question)?;
    Ok(json::lines(&json::credit::objects(&answer, &question)))
}

pub(super) fn roi(look: &Look<'_>, asked: Roi) -> Answer {
    let mut wrong = Wrong::default();
    let model = asked.model.unwrap_or_else(|| "path_markov".to_owned());
    let ask = Ask {
        by: wrong.of(By::read(&asked.by)),
        only: Vec::new(),
        basis: match asked.cost.as_deref() {
            Some("full") => CostBasis::Full,
            _ => CostBasis::Media,
        },
        credit: credit::Question {
            models: wrong.of(written::models(&[model])),
            on: wrong.of(written::kinds(&asked.on)),
            rules: wrong.of(written::rules(&asked.lookback, Scope::Lookback)),
            period: wrong.of(days(asked.from.as_deref(), asked.to.as_deref(), asked.month.as_deref())),
            ..credit::Question::default()
        },
    };
    wrong.end()?;
    let returned = look.workspace.returns(&ask)?;
    let objects = returned.lines.iter().map(|line| json::returns::object(line, &ask));
    Ok(json::lines(&objects.collect::<Vec<_>>()))
}

pub(super) fn trace(look: &Look<'_>, asked: Trace) -> Answer {
    let mut wrong = Wrong::default();
    let which = match (asked.deed, asked.top) {
        (Some(id), None) => Which::Id(id),
        (None, Some(top)) => Which::Top(usize::try_from(top).unwrap_or(usize::MAX)),
        (Some(_), Some(_)) | (None, None) => {
            wrong.0.push("give either `deed` or `top`".to_owned());
            Which::Top(0)
        }
    };
    let model = asked.model.unwrap_or_else(|| "path_markov".to_owned());
    let question = credit::Question {
        models: wrong.of(written::models(&[model])),
        by: By::read(&["channel".to_owned(), "campaign".to_owned(), "content".to_owned()])?,
        on: wrong.of(written::kinds(&asked.on)),
        rules: wrong.of(written::rules(&asked.lookback, scope(asked.scope.as_deref()))),
        level: None,
        who: who(asked.companies),
        ..credit::Question::default()
    };
    wrong.end()?;
    let trails = look.workspace.trace(&which, &question)?;
    if let (true, Which::Id(id)) = (trails.is_empty(), &which) {
        let words = format!("there is no deed `{id}`; `top` shows the largest with their numbers");
        return Err(Refused::new(axum::http::StatusCode::NOT_FOUND, words));
    }
    Ok(json::lines(&trails.iter().map(json::credit::trail).collect::<Vec<_>>()))
}

pub(super) fn receipt(look: &Look<'_>, asked: Receipt) -> Answer {
    let receipt = look.workspace.receipt(&asked.id)?;
    Ok(json::receipt(&look.workspace.repeat(&receipt)?)?)
}

pub(super) fn imports(look: &Look<'_>, _: Nothing) -> Answer {
    let snapshot = look.workspace.lake().snapshot(None).map_err(Error::from)?;
    let imports = snapshot.imports().iter().map(json::imports::import);
    Ok(json::lines(&imports.collect::<Vec<_>>()))
}

pub(super) fn sql(look: &Look<'_>, asked: Sql) -> Answer {
    let bounds = Bounds {
        rows: usize::try_from(asked.limit.unwrap_or(ROWS)).unwrap_or(usize::MAX),
        characters: CHARACTERS,
        time: TIME,
    };
    let (grid, cut) = look.workspace.sql_within(&asked.sql, bounds)?;
    let object = Value::object([
        ("rows", Value::List(json::rows(&grid))),
        ("cut", Value::Number(cut.to_string())),
    ]);
    Ok(object.print())
}
