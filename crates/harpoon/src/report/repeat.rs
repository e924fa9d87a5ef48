//! The answers that receipts repeat: what the report prints beside readings, as rows. They are taken from the very parts of the
//! report, so that both say the same.

use harpoon_core::goal::Subject;
use harpoon_core::{Dim, Language, Missing, Period, Quantity, Reading};
use harpoon_report::Words;
use harpoon_report::view::{Amount, Claims, Figure, GoalState, RecordMonth, Sentence, Text, Unit, Value};

use super::figures::Figures;
use super::{goals, method, money, moved, platforms};
use crate::Error;
use crate::goals::View;
use crate::journeys::models::{MODELS, SideBySide};
use crate::receipt::{Asked, Question};
use crate::workspace::Workspace;

/// Rows and sentences.
type Told = (Vec<Reading>, Vec<String>);

/// Answers a question from a workspace that is held at its version.
pub(crate) fn answer(workspace: &Workspace, asked: &Asked) -> Result<Told, Error> {
    let mut rows = Rows::new(&asked.id);
    let sentences = match &asked.question {
        Question::Goals { month, seen, language } => rows.goals(workspace, *month, *seen, *language)?,
        Question::Record { seen } => {
            let record = goals::record(workspace, &workspace.book()?, View::at_the_end_of(*seen))?;
            for month in &record {
                rows.record(month);
            }
            Vec::new()
        }
        Question::Claims { period } => {
            let claims = money::claims(&Figures::new(workspace, *period))?;
            if let Some(claims) = &claims {
                rows.claims(claims, *period);
            }
            Vec::new()
        }
        Question::Credit { period } => {
            if let Some(side_by_side) = workspace.side_by_side(*period)? {
                rows.credit(&side_by_side, *period);
            }
            Vec::new()
        }
        Question::Difference { kpi, period, language } => rows.difference(workspace, kpi, *period, *language)?,
        Question::Past { kpi, month } => {
            let past = platforms::past(&Figures::new(workspace, *month), workspace.kpi(kpi)?)?;
            let period = platforms::months_before(*month)?;
            for (platform, figure) in past {
                rows.add(kpi, &[(Dim::Platform, &platform)], period, &figure);
            }
            Vec::new()
        }
        Question::Sources { month } => rows.sources(workspace, *month)?,
    };
    Ok((rows.rows, sentences))
}

/// Rows of one receipt.
struct Rows<'a> {
    receipt: &'a str,
    rows: Vec<Reading>,
}

/// The dimension that tells which figure of a thing a row is.
fn which() -> Dim {
    Dim::Extra("figure".to_owned())
}

impl<'a> Rows<'a> {
    const fn new(receipt: &'a str) -> Self {
        Self {
            receipt,
            rows: Vec::new(),
        }
    }

    fn add(&mut self, kpi: &str, by: &[(Dim, &str)], period: Period, figure: &Figure) {
        let by = by.iter().map(|(dim, value)| (dim.clone(), (*value).to_owned()));
        let (value, missing) = match &figure.value {
            Value::Known(amount) => (Some(quantity(*amount)), None),
            Value::Missing(Text::Why { why }) => (None, Some(why.clone())),
            Value::Missing(words) => (None, Some(Missing::Failed(in_language(words, Language::En)))),
        };
        self.rows.push(Reading {
            kpi: kpi.to_owned(),
            by: by.collect(),
            period: Some(period),
            value,
            unit: unit(&figure.unit),
            low: figure.low.map(Quantity::Ratio),
            high: figure.high.map(Quantity::Ratio),
            missing,
            note: None,
            receipt: self.receipt.to_owned(),
        });
    }

    /// Figures of one thing.
    fn all(&mut self, kpi: &str, by: &[(Dim, &str)], period: Period, figures: &[(&str, &Figure)]) {
        for (name, figure) in figures {
            let mut by = by.to_vec();
            by.push((which(), *name));
            self.add(kpi, &by, period, figure);
        }
    }

    fn goals(
        &mut self,
        workspace: &Workspace,
        month: Period,
        seen: jiff::civil::Date,
        language: Language,
    ) -> Result<Vec<String>, Error> {
        let (book, view) = (workspace.book()?, View::at_the_end_of(seen));
        let standings = workspace.standings(&book, month, view)?;
        let shown = goals::of(workspace, &book, month, view, language)?;
        let mut sentences = Vec::new();
        for (standing, goal) in standings.iter().zip(&shown) {
            let kpi = match standing.goal().subject() {
                Subject::Kpi(id) => id.clone(),
                Subject::Global(global) => global.to_string(),
            };
            let of_goal = [(Dim::Extra("goal".to_owned()), standing.goal.as_str())];
            let figures = [
                ("target", &goal.target),
                ("value", &goal.value),
                ("forecast", &goal.forecast),
                ("probability", &goal.probability),
            ];
            self.all(&kpi, &of_goal, standing.period, &figures);
            for revision in &goal.revisions {
                let figures = [("target_before", &revision.from), ("target_after", &revision.to)];
                self.all(&kpi, &of_goal, standing.period, &figures);
            }
            sentences.extend(goal.why.iter().map(|why| said(why, language)));
        }
        for (name, state) in STATES {
            let number = shown.iter().filter(|goal| goal.state == *state).count();
            let figure = goals::count(number, self.receipt);
            self.all("goals", &[], month, &[(*name, &figure)]);
        }
        Ok(sentences)
    }

    fn credit(&mut self, side_by_side: &SideBySide, period: Period) {
        let (channel, model) = (Dim::Extra("channel".to_owned()), Dim::Extra("model".to_owned()));
        for one in &side_by_side.channels {
            for (known, figure) in MODELS.iter().zip(&one.figures) {
                let by = [(channel.clone(), one.channel.as_str()), (model.clone(), known.word())];
                self.add("credit", &by, period, figure);
            }
        }
        self.add("credit", &[], period, &side_by_side.book);
    }

    fn record(&mut self, month: &RecordMonth) {
        let by = [(Dim::Extra("agency".to_owned()), month.agency.as_str())];
        let figures = [
            ("promised", &month.promised),
            ("met", &month.met),
            ("revised", &month.revised),
            ("revised_met", &month.revised_met),
        ];
        self.all("record", &by, month.month, &figures);
    }

    fn claims(&mut self, claims: &Claims, period: Period) {
        let whole = [
            ("book", &claims.book),
            ("elsewhere", &claims.elsewhere),
            ("unattributed", &claims.unattributed),
            ("twice", &claims.twice),
        ];
        self.all("claims", &[], period, &whole);
        for row in &claims.rows {
            let figures = [
                ("claimed", &row.claimed),
                ("verifiable", &row.verifiable),
                ("credited", &row.credited),
            ];
            self.all("claims", &[(Dim::Platform, &row.platform)], period, &figures);
        }
    }

    fn difference(
        &mut self,
        workspace: &Workspace,
        kpi: &str,
        period: Period,
        language: Language,
    ) -> Result<Vec<String>, Error> {
        let figures = Figures::new(workspace, period);
        let told = moved::difference(&figures, workspace.kpi(kpi)?, language)?;
        for part in &told.parts {
            let name = in_language(&part.title, language);
            self.add(kpi, &[(Dim::Extra("part".to_owned()), &name)], period, &part.amount);
        }
        Ok(told.why.iter().map(|why| said(why, language)).collect())
    }

    fn sources(&mut self, workspace: &Workspace, month: Period) -> Result<Vec<String>, Error> {
        for source in method::of(workspace, month)?.sources {
            let days = usize::try_from(source.missing_days).unwrap_or(usize::MAX);
            let by = [(Dim::Platform, source.name.as_str())];
            self.all(
                "sources",
                &by,
                month,
                &[("days_missing", &goals::count(days, self.receipt))],
            );
        }
        let (files, rows) = method::put_aside(workspace)?;
        let figures =
            [("files", files), ("rows", rows)].map(|(name, number)| (name, goals::count(number, self.receipt)));
        let figures: Vec<(&str, &Figure)> = figures.iter().map(|(name, figure)| (*name, figure)).collect();
        self.all("put_aside", &[], month, &figures);
        Ok(Vec::new())
    }
}

/// States whose goals the first page counts.
const STATES: &[(&str, GoalState)] = &[
    ("met", GoalState::Met),
    ("missed", GoalState::Missed),
    ("on_track", GoalState::OnTrack),
    ("at_risk", GoalState::AtRisk),
    ("unknown", GoalState::Unknown),
];

fn quantity(amount: Amount) -> Quantity {
    match amount {
        Amount::Exact(number) => number.into(),
        Amount::Ratio(value) => Quantity::Ratio(value),
    }
}

/// As readings name it.
fn unit(unit: &Unit) -> String {
    let word = match unit {
        Unit::Money(code) => code.as_str(),
        Unit::Count => "count",
        Unit::People => "people",
        Unit::Share => "share",
        Unit::Points => "points",
        Unit::Seconds => "seconds",
        Unit::Times => "times",
        Unit::Stars => "stars",
        Unit::Score => "score",
    };
    word.to_owned()
}

fn said(sentence: &Sentence, language: Language) -> String {
    in_language(&sentence.text, language)
}

/// As the report words it.
fn in_language(text: &Text, language: Language) -> String {
    Words::new(language).said(text).plain().to_owned()
}
