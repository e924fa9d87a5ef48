//! The funnel: counts and rates, against the month before.

use harpoon_core::kpi::Stage;

use crate::chart::{self, Frame, funnel};
use crate::compose::{Ends, Lead, column, empty, finished, rows, table};
use crate::document::{Block, Cell, Chart, Section, Span, plain};
use crate::view::{Report, Step};
use crate::words::{Detail, Words};

pub(super) fn section(report: &Report, words: &Words, lead: Lead<'_>) -> Section {
    let steps = &report.funnel;
    let heads = [
        "head-stage",
        "head-figure",
        "#head-month",
        "#head-previous",
        "#head-rate",
    ];
    let mut table = table(words, "funnel-table", &heads);
    table.rows = rows(vec![
        steps.iter().map(|s| words.text(stage(s.stage)).into()).collect(),
        steps.iter().map(|s| words.said(&s.title).into()).collect(),
        column(words, steps.iter().map(|s| &s.value), Detail::Glance, Ends::Bare),
        column(words, steps.iter().map(|s| &s.previous), Detail::Glance, Ends::Bare),
        steps.iter().map(|s| rate(s, words)).collect(),
    ]);
    let blocks = match finished(words, table) {
        Some(Block::Table(table)) => {
            let title = words.text("funnel-chart");
            let frame = Frame {
                id: "funnel",
                title: &title,
                says: &words.text("funnel-says"),
            };
            let svg = funnel(
                frame,
                &steps.iter().map(|s| picture(s, words, lead)).collect::<Vec<_>>(),
            );
            vec![Block::Chart(Chart {
                svg,
                title: vec![Span::Text(title)],
                table,
                fold: words.text("chart-fold"),
            })]
        }
        _ => vec![empty(words, "empty-funnel")],
    };
    super::section(words, "funnel", blocks)
}

fn picture(step: &Step, words: &Words, lead: Lead<'_>) -> chart::Step {
    let name = words.said(&step.title).plain().to_owned();
    let value = words.value(&step.value);
    let value = match step.rate.float() {
        Some(_) => plain(&words.line(
            "funnel-step",
            &[("value", value.into()), ("rate", words.value(&step.rate).into())],
        )),
        None => value.plain().to_owned(),
    };
    chart::Step {
        name,
        value,
        amount: step.value.float(),
        href: lead("stage", step.stage.as_str()),
    }
}

/// Share of the step before. The first has none, which needs no reason.
fn rate(step: &Step, words: &Words) -> Cell {
    match step.rate.float() {
        Some(_) => words.figure(&step.rate).into(),
        None => Cell::Line(Vec::new()),
    }
}

const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Awareness => "stage-awareness",
        Stage::Interest => "stage-interest",
        Stage::Evaluation => "stage-evaluation",
        Stage::Purchase => "stage-purchase",
        Stage::Loyalty => "stage-loyalty",
    }
}
