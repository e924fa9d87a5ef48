//! Goals of the month, the track record, and the head of the ledger that binds them.

use harpoon_core::goal::{Direction, History, Status, Subject};
use harpoon_core::record::MonthScore;
use harpoon_core::{KpiUnit, Language, Missing, Number, Period, Quantity};
use harpoon_report::view::{
    Amount, Figure, Goal, GoalKind, GoalState, RecordMonth, Revision, Seal, Sentence, Text, Unit,
};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::Error;
use crate::goals::{Book, Standing, View};
use crate::receipt::Question;
use crate::workspace::Workspace;

/// How goals stood at the end of the month, or yesterday where it still runs.
pub(super) fn view(month: Period, issued: Date) -> View {
    View::at_the_end_of(month.to.min(issued.saturating_sub(1.day())))
}

/// Goals judged in the month.
pub(super) fn of(
    workspace: &Workspace,
    book: &Book,
    month: Period,
    view: View,
    language: Language,
) -> Result<Vec<Goal>, Error> {
    let standings = workspace.standings(book, month, view)?;
    if standings.is_empty() {
        return Ok(Vec::new());
    }
    let receipt = workspace.ask(Question::Goals {
        month,
        seen: view.seen,
        language,
    })?;
    let goal = |standing: &Standing| {
        let history = book.histories.iter().find(|history| *history.id() == standing.goal);
        let why = workspace.reasons(standing, language)?;
        let title = title(workspace, standing.goal());
        Ok(shown(standing, title, history, why, &receipt))
    };
    standings.iter().map(goal).collect()
}

/// Its name; where nobody gave one, that of its KPI or index in each language.
fn title(workspace: &Workspace, goal: &harpoon_core::goal::Goal) -> Text {
    let own = match goal.subject() {
        Subject::Kpi(id) => workspace.kpi(id).ok().map(|kpi| kpi.title),
        Subject::Global(global) => Some(global.title()),
    };
    match own.filter(|titles| titles.en == goal.name()) {
        Some(titles) => titles.into(),
        None => Text::All(goal.name().to_owned()),
    }
}

fn shown(standing: &Standing, title: Text, history: Option<&History>, why: Vec<String>, receipt: &str) -> Goal {
    let goal = standing.goal();
    let unit = unit(goal.unit(), goal.currency());
    Goal {
        title,
        kind: match goal.subject() {
            Subject::Kpi(_) => GoalKind::Concrete,
            Subject::Global(_) => GoalKind::Global,
        },
        ceiling: goal.direction() == Direction::AtMost,
        target: stated(goal.target(), &unit, receipt),
        value: value(standing, &unit, receipt),
        by: standing.period.to,
        state: match standing.status {
            Status::Met => GoalState::Met,
            Status::Missed => GoalState::Missed,
            Status::OnTrack => GoalState::OnTrack,
            Status::AtRisk => GoalState::AtRisk,
            Status::Unknown => GoalState::Unknown,
        },
        forecast: forecast(standing, &unit, receipt),
        probability: probability(standing, receipt),
        why: why
            .into_iter()
            .map(|text| Text::All(text).by(receipt))
            .chain(unsettled(standing))
            .collect(),
        proposal: None,
        revisions: history
            .map(|history| revisions(history, &unit, receipt))
            .unwrap_or_default(),
    }
}

/// Why a goal with a value is neither met nor missed.
fn unsettled(standing: &Standing) -> Option<Sentence> {
    let because = standing.because.clone().filter(|_| standing.value.is_some())?;
    Some(Text::from(because).into())
}

/// Points of an index are counted.
fn unit(unit: Option<KpiUnit>, currency: Option<&str>) -> Unit {
    unit.map_or(Unit::Count, |unit| Unit::of(unit, currency.unwrap_or_default()))
}

/// A number that somebody wrote, or that is counted.
fn stated(number: Number, unit: &Unit, receipt: &str) -> Figure {
    Figure::known(Amount::Exact(number), unit.clone(), receipt)
}

/// The value has the receipt of its reading; an index has none and is repeated with its goal.
fn value(standing: &Standing, unit: &Unit, receipt: &str) -> Figure {
    let Some(value) = standing.value else {
        let why = standing.missing.as_ref().or(standing.because.as_ref());
        return Figure::missing(why.cloned().unwrap_or(Missing::NotStated), unit.clone());
    };
    Figure {
        low: standing.bounds.map(|(low, _)| low.to_f64()),
        high: standing.bounds.map(|(_, high)| high.to_f64()),
        ..Figure::known(
            Amount::from(value),
            unit.clone(),
            standing.receipt.as_deref().unwrap_or(receipt),
        )
    }
}

fn forecast(standing: &Standing, unit: &Unit, receipt: &str) -> Figure {
    let Some(landing) = &standing.landing else {
        return Figure::missing(no_landing(standing), unit.clone());
    };
    let expected = Quantity::Ratio(landing.expected.value);
    Figure::known(expected.into(), unit.clone(), receipt).between(landing.expected.low, landing.expected.high)
}

fn probability(standing: &Standing, receipt: &str) -> Figure {
    let Some(landing) = &standing.landing else {
        return Figure::missing(no_landing(standing), Unit::Share);
    };
    Figure::known(Amount::Ratio(landing.probability), Unit::Share, receipt)
}

fn no_landing(standing: &Standing) -> Text {
    match &standing.no_landing {
        Some(why) => why.clone().into(),
        None => Text::each("the period is over", "期限已过", "de termyn is foarby"),
    }
}

/// Changes that counted, with the target before and after.
fn revisions(history: &History, unit: &Unit, receipt: &str) -> Vec<Revision> {
    let versions: Vec<_> = history.versions().collect();
    let pairs = versions.windows(2).filter_map(|pair| match pair {
        [before, after] => Some((before, after)),
        _ => None,
    });
    let agreed = pairs.filter_map(|(before, after)| {
        let revision = after.revision.as_ref()?;
        let on = after.agreed(harpoon_core::goal::Asked::Word)?;
        Some(Revision {
            on,
            from: stated(before.goal.target(), unit, receipt),
            to: stated(after.goal.target(), unit, receipt),
            by: revision.agreed_by.clone().unwrap_or_else(|| after.by.clone()),
            why: revision.why.clone(),
        })
    });
    agreed.collect()
}

/// Promised and delivered, month by month.
pub(super) fn record(workspace: &Workspace, book: &Book, view: View) -> Result<Vec<RecordMonth>, Error> {
    let record = workspace.record(book, view)?;
    if record.months.is_empty() {
        return Ok(Vec::new());
    }
    let receipt = workspace.ask(Question::Record { seen: view.seen })?;
    let revised = |score: &MonthScore, met: bool| {
        let changes = record.changes.iter().filter(|change| {
            let agreed = change
                .agreed
                .is_some_and(|on| score.month.from <= on && on <= score.month.to);
            agreed && change.agency == score.agency && (!met || change.then == Some(Status::Met))
        });
        count(changes.count(), &receipt)
    };
    let month = |score: &MonthScore| RecordMonth {
        month: score.month,
        agency: score.agency.clone(),
        promised: count(score.score.promised(), &receipt),
        met: count(score.score.met, &receipt),
        revised: revised(score, false),
        revised_met: revised(score, true),
    };
    Ok(record.months.iter().map(month).collect())
}

/// So many.
pub(super) fn count(n: usize, receipt: &str) -> Figure {
    let number = i64::try_from(n)
        .ok()
        .and_then(|n| Number::from_int(n).ok())
        .unwrap_or(Number::ZERO);
    stated(number, &Unit::Count, receipt)
}

/// The head of the ledger before the report is signed into it.
pub(super) fn seal(book: &Book) -> Option<Seal> {
    let log = book.log.as_ref()?;
    let head = log.head();
    Some(Seal {
        origin: head.origin.clone(),
        size: head.size,
        root: head.root.to_base64(),
        signers: log
            .keys()
            .iter()
            .map(|known| known.key.id().name().to_owned())
            .collect(),
    })
}
