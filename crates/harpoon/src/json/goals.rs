//! How goals stand, for programs.

use harpoon_core::goal::{Consent, Goal, GoalKind, Subject};

use harpoon_model::explain::Language;

use super::Value;
use super::shape::{Field, NUMBER, Shape, TEXT, TEXTS};
use crate::goals::{Offer, ProxyShown, Standing, View, Way};
use crate::{Error, Workspace};

/// What is to be said of one goal beside its line.
pub struct Told {
    /// Why it was missed.
    pub reasons: Vec<String>,
    /// What to change.
    pub ways: Vec<Way>,
}

/// What is to be said of a goal beside its line.
pub fn told(workspace: &Workspace, one: &Standing, view: View) -> Result<Told, Error> {
    Ok(Told {
        reasons: workspace.reasons(one, Language::En)?,
        ways: workspace.ways(one, view)?,
    })
}

/// Every goal; with why it was missed and the ways on as `why` sees them.
pub fn objects(workspace: &Workspace, standings: &[Standing], why: Option<View>) -> Result<Vec<Value>, Error> {
    let one = |one: &Standing| {
        let told = why.map(|view| told(workspace, one, view)).transpose()?;
        Ok(object(one, told.as_ref()))
    };
    standings.iter().map(one).collect()
}

/// One goal with how it stands; with why and the ways on, if they were asked for.
fn object(one: &Standing, told: Option<&Told>) -> Value {
    let goal = one.goal();
    let landing = one.landing;
    let (kpi, global) = match goal.subject() {
        Subject::Kpi(id) => (Some(id.clone()), None),
        Subject::Global(global) => (None, Some(global.to_string())),
    };
    let filters = goal
        .filters()
        .iter()
        .map(|f| Value::Text(format!("{}={}", f.dim, f.value)));
    Value::object([
        ("goal", Value::Text(one.goal.to_string())),
        ("kind", Value::Text(kind(goal).to_string())),
        ("target", Value::number(Some(goal.target()))),
        ("value", Value::number(one.value)),
        ("status", Value::Text(one.status.to_string())),
        ("pace", float(one.pace())),
        ("probability", float(landing.map(|l| rounded(l.probability)))),
        ("forecast", float(landing.map(|l| l.expected.value))),
        ("low", float(landing.map(|l| l.expected.low))),
        ("high", float(landing.map(|l| l.expected.high))),
        ("name", Value::Text(goal.name().to_owned())),
        ("kpi", Value::text(kpi)),
        ("global", Value::text(global)),
        ("unit", Value::Text(unit(goal))),
        ("where", Value::List(filters.collect())),
        ("direction", Value::Text(goal.direction().to_string())),
        ("from", Value::Text(one.period.from.to_string())),
        ("to", Value::Text(one.period.to.to_string())),
        ("promised", Value::Number(one.promised.to_string())),
        ("version", Value::number(Some(one.version.number))),
        ("consent", Value::Text(consent(&one.version.consent).to_owned())),
        ("first_target", Value::number(Some(one.first_target))),
        ("until", Value::text(one.until.map(|day| day.to_string()))),
        ("needed_per_day", float(landing.and_then(|l| l.needed))),
        (
            "why",
            Value::Text(
                one.because
                    .as_ref()
                    .map_or_else(|| one.why.sentence().en.to_owned(), ToString::to_string),
            ),
        ),
        ("missing", Value::text(one.missing.as_ref().map(ToString::to_string))),
        ("receipt", Value::text(one.receipt.clone())),
        ("note", Value::text(one.note.clone())),
        ("reasons", told.map_or(Value::Null, reasons)),
        ("options", told.map_or(Value::Null, options)),
        ("proxies", Value::List(one.proxies.iter().map(proxy).collect())),
    ])
}

fn proxy(proxy: &ProxyShown) -> Value {
    Value::object([
        ("kpi", Value::Text(proxy.kpi.to_owned())),
        ("title", Value::Text(proxy.title.en.to_owned())),
        ("loading", float(proxy.loading)),
        ("explained", float(proxy.explained)),
        ("months", Value::number(Some(proxy.observed))),
        ("missing", Value::text(proxy.missing.clone())),
        ("receipt", Value::text(proxy.receipt.clone())),
    ])
}

/// The unit of a goal's figures: a currency, the unit of its KPI, or points.
pub fn unit(goal: &Goal) -> String {
    match (goal.currency(), goal.unit()) {
        (Some(code), _) => code.to_owned(),
        (None, Some(unit)) => unit.to_string(),
        (None, None) => "points".to_owned(),
    }
}

/// What it is on: a KPI or an index.
pub fn kind(goal: &Goal) -> GoalKind {
    goal.subject().kind()
}

/// A chance for programs: drawn futures tell no more than six digits.
pub fn rounded(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}

/// Who stands behind a version, in a word for programs.
pub const fn consent(consent: &Consent) -> &'static str {
    match consent {
        Consent::Set => "set",
        Consent::Proposed => "proposed",
        Consent::Stated(_) => "stated",
        Consent::Signed(_) => "signed",
    }
}

/// The sentences, for programs.
fn reasons(told: &Told) -> Value {
    Value::List(told.reasons.iter().cloned().map(Value::Text).collect())
}

/// The ways on, for programs.
fn options(told: &Told) -> Value {
    Value::List(told.ways.iter().map(way).collect())
}

fn way(way: &Way) -> Value {
    let mut fields = vec![("option".to_owned(), Value::Text(way.option.to_string()))];
    let mut add = |name: &str, value| fields.push((name.to_owned(), value));
    match &way.offer {
        Ok(Offer::Target { target, probability }) => {
            add("target", float(Some(*target)));
            add("probability", float(Some(rounded(*probability))));
        }
        Ok(Offer::Deadline { by }) => add("by", Value::Text(by.to_string())),
        Ok(Offer::Budget {
            amount,
            between,
            spent,
            currency,
            months,
        }) => {
            add("amount", float(Some(*amount)));
            add("low", float(Some(between.0)));
            add("high", float(Some(between.1)));
            add("spent", float(*spent));
            add("currency", Value::Text(currency.clone()));
            add("months", Value::number(Some(*months)));
        }
        Ok(Offer::Mix {
            dim,
            from,
            to,
            share,
            more,
            of,
        }) => {
            add("dim", Value::Text(dim.to_string()));
            add("from", Value::Text(from.clone()));
            add("to", Value::Text(to.clone()));
            add("share", float(Some(*share)));
            add("more", float(Some(*more)));
            add("of", float(Some(*of)));
        }
        Err(lacking) => {
            add("needs", Value::Text(lacking.need.to_string()));
            add("missing", Value::Text(lacking.why.clone()));
        }
    }
    Value::Object(fields)
}

fn float(value: Option<f64>) -> Value {
    Value::number(value.filter(|v| v.is_finite()))
}

/// What [`object`] writes.
pub const GOAL: Shape = Shape::Object(&[
    Field::of("goal", Shape::Text, "Id of the goal."),
    Field::of("kind", Shape::Text, ""),
    Field::of("target", Shape::Number, ""),
    Field::of("value", NUMBER, "So far; null where it is not known, never 0."),
    Field::of("status", Shape::Text, "met, missed, on_track, at_risk, unknown, …"),
    Field::of("pace", NUMBER, "Share of what is due by now."),
    Field::of("probability", NUMBER, "That it will be met."),
    Field::of("forecast", NUMBER, "Where it lands."),
    Field::of("low", NUMBER, ""),
    Field::of("high", NUMBER, ""),
    Field::of("name", Shape::Text, ""),
    Field::of("kpi", TEXT, "KPI id, if it is on one."),
    Field::of("global", TEXT, "The index, if it is on one."),
    Field::of("unit", Shape::Text, ""),
    Field::of("where", TEXTS, "Its filters."),
    Field::of("direction", Shape::Text, ""),
    Field::of("from", Shape::Text, "First day."),
    Field::of("to", Shape::Text, "Last day."),
    Field::of("promised", Shape::Flag, "Whether this period was promised."),
    Field::of("version", Shape::Number, "Version of the goal."),
    Field::of("consent", Shape::Text, "set, proposed, stated or signed."),
    Field::of("first_target", Shape::Number, "What was asked for at first."),
    Field::of("until", TEXT, "Last day that is known."),
    Field::of("needed_per_day", NUMBER, ""),
    Field::of("why", Shape::Text, "Why it stands so."),
    Field::of("missing", TEXT, "Why there is no value."),
    Field::of("receipt", TEXT, ""),
    Field::of("note", TEXT, ""),
    Field::of("reasons", Shape::Maybe(&TEXTS), "Why it was missed, if asked for."),
    Field::of(
        "options",
        Shape::Maybe(&Shape::List(&OPTION)),
        "The ways on, if asked for.",
    ),
    Field::of(
        "proxies",
        Shape::List(&Shape::Object(&[
            Field::of("kpi", Shape::Text, ""),
            Field::of("title", Shape::Text, ""),
            Field::of("loading", NUMBER, ""),
            Field::of("explained", NUMBER, ""),
            Field::of("months", Shape::Number, ""),
            Field::of("missing", TEXT, ""),
            Field::of("receipt", TEXT, ""),
        ])),
        "What an index is made of.",
    ),
]);

/// A way on; its fields depend on which it is.
const OPTION: Shape = Shape::Some(&[Field::of("option", Shape::Text, "What to change.")]);
