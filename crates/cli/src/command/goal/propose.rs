//! `goal propose`: realistic targets with their chances.

use harpoon::Workspace;
use harpoon::core::goal::{Direction, Every, Term};
use harpoon::core::kpi::KpiUnit;
use harpoon::core::{Period, Quantity};
use harpoon::goals::{Asked, Proposal, View};
use jiff::civil::Date;

use crate::Done;
use crate::args::{Format, GoalAction};
use crate::command::goals::{chance, rounded};
use crate::command::kpi::quantity;
use crate::command::now;
use crate::render::{Sheet, pretty};
use crate::say;
use harpoon::json::{self, Value};

/// Earlier months that are shown.
const SHOWN: usize = 12;

/// Proposes targets.
pub(super) fn propose(workspace: &Workspace, action: &GoalAction) -> anyhow::Result<Done> {
    let GoalAction::Propose {
        id,
        aim,
        global,
        on,
        output,
    } = action
    else {
        return Ok(Done::Well);
    };
    let today = workspace.day_of(now()?)?;
    let view = match on {
        Some(day) => View::at_the_end_of(Period::day(day).map_err(harpoon::Error::from)?),
        None => View::on(today),
    };
    let proposal = if let Some(id) = id {
        workspace.propose_for(&workspace.book()?, id, view)?
    } else {
        let asked = Asked {
            on: super::wanted(aim, global.as_deref()),
            filters: super::filters(&aim.filters)?,
            term: term(aim.every.as_deref(), aim.by.as_deref(), aim.from.as_deref(), today)?,
            direction: None,
        };
        workspace.propose(&asked, view)?
    };
    say::out(&match output.format {
        Format::Json => json::lines(&[object(&proposal)]),
        Format::Table => for_people(&proposal),
        format => sheet(&proposal, false).print(format),
    });
    Ok(Done::Well)
}

fn term(
    every: Option<&str>,
    by: Option<&str>,
    from: Option<&str>,
    today: Date,
) -> Result<Option<Term>, harpoon::Error> {
    let from = from.map(Period::day).transpose()?.unwrap_or(today);
    match (every, by) {
        (Some(word), _) => {
            let unknown = || harpoon::Error::Usage(format!("`{word}` is no period; one of month, week, quarter"));
            Ok(Some(Term::every(Every::from_word(word).ok_or_else(unknown)?, from)))
        }
        (None, Some(by)) => {
            let by = harpoon::goals::deadline(by)?;
            let term = Term::by(from, by).map_err(|e| harpoon::Error::Usage(e.to_string()))?;
            Ok(Some(term))
        }
        (None, None) => Ok(None),
    }
}

fn shown(value: f64, proposal: &Proposal) -> String {
    match proposal.kind {
        None => pretty(value, 1),
        Some(KpiUnit::Count | KpiUnit::People) => pretty(value, 0),
        Some(_) => quantity(Quantity::Ratio(value), &proposal.unit),
    }
}

fn sheet(proposal: &Proposal, pretty: bool) -> Sheet {
    let mut sheet = Sheet::new(&["proposal", "target#", "chance#"]);
    for offer in &proposal.offers {
        let (target, likely) = if pretty {
            (shown(offer.target, proposal), chance(offer.probability))
        } else {
            (offer.target.to_string(), rounded(offer.probability).to_string())
        };
        sheet.rows.push(vec![offer.name.to_owned(), target, likely]);
    }
    sheet
}

fn for_people(proposal: &Proposal) -> String {
    let way = match proposal.direction {
        Direction::AtLeast => "at least",
        Direction::AtMost => "at most",
    };
    let mut text = format!(
        "{}, {way}, for {}\n\n{}\n\nFrom {}.",
        proposal.on,
        proposal.period,
        sheet(proposal, true).print(Format::Table),
        proposal.basis
    );
    let skipped = proposal.history.len().saturating_sub(SHOWN);
    let months: Vec<String> = proposal
        .history
        .iter()
        .skip(skipped)
        .map(|(month, value)| {
            let value = value.map_or_else(|| "unknown".to_owned(), |value| shown(value, proposal));
            format!("{} {value}", month.strftime("%Y-%m"))
        })
        .collect();
    if !months.is_empty() {
        text.push_str(&format!("\nBefore: {}", months.join(" · ")));
    }
    if let Some((target, judged)) = &proposal.own {
        text.push_str(&format!(
            "\nThe target as it is, {}: {}, chance {}; {} of {} whole months met it.",
            shown(*target, proposal),
            judged.verdict.id(),
            chance(judged.probability),
            judged.met_before,
            judged.known
        ));
    }
    text
}

fn object(proposal: &Proposal) -> Value {
    let number = |value: f64| Value::number(Some(value).filter(|v| v.is_finite()));
    let offers = proposal.offers.iter().map(|offer| {
        Value::object([
            ("name", Value::Text(offer.name.to_owned())),
            ("target", number(offer.target)),
            ("probability", number(rounded(offer.probability))),
        ])
    });
    let history = proposal.history.iter().map(|(month, value)| {
        Value::object([
            ("month", Value::Text(month.strftime("%Y-%m").to_string())),
            ("value", value.map_or(Value::Null, number)),
        ])
    });
    let own = proposal.own.as_ref().map(|(target, judged)| {
        Value::object([
            ("target", number(*target)),
            ("verdict", Value::Text(judged.verdict.id().to_owned())),
            ("probability", number(rounded(judged.probability))),
            ("met_before", Value::number(Some(judged.met_before))),
            ("known", Value::number(Some(judged.known))),
        ])
    });
    Value::object([
        ("on", Value::Text(proposal.on.clone())),
        ("unit", Value::Text(proposal.unit.clone())),
        ("direction", Value::Text(proposal.direction.to_string())),
        ("from", Value::Text(proposal.period.from.to_string())),
        ("to", Value::Text(proposal.period.to.to_string())),
        ("proposals", Value::List(offers.collect())),
        ("basis", Value::Text(proposal.basis.clone())),
        ("history", Value::List(history.collect())),
        ("own", own.unwrap_or(Value::Null)),
    ])
}
