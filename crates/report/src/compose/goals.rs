//! Goals against results: how each stands, why one was missed, every change of a target.

use crate::chart::{Bullet, Ink, bullet};
use crate::compose::{Ends, column, empty, finished, outside, rows, table};
use crate::document::{Block, Cell, Line, Section, Span, Tone, plain, sentence};
use crate::outside::{SENTENCE, clean};
use crate::view::{Goal, GoalKind, GoalState, Report, Revision, Sentence, Text};
use crate::words::{Detail, Words};

pub(super) fn section(report: &Report, words: &Words) -> Section {
    let goals = &report.goals;
    if goals.is_empty() {
        return super::section(words, "goals", vec![empty(words, "empty-goals")]);
    }
    let mut blocks: Vec<Block> = finished(words, overview(goals, words)).into_iter().collect();
    let has = |kind| goals.iter().any(|g| g.kind == kind);
    if !has(GoalKind::Concrete) {
        blocks.push(Block::Remark(words.line("goals-no-concrete", &[])));
    }
    if !has(GoalKind::Global) {
        blocks.push(Block::Remark(words.line("goals-no-global", &[])));
    }
    blocks.extend(goals.iter().flat_map(|g| more(g, words)));
    super::section(words, "goals", blocks)
}

fn overview(goals: &[Goal], words: &Words) -> crate::document::Table {
    let heads = [
        "head-goal",
        "head-state",
        "#head-result",
        "#head-target",
        "head-picture",
        "head-outlook",
    ];
    let mut overview = table(words, "goals-table", &heads);
    let each = |of: &dyn Fn(&Goal) -> Cell| goals.iter().map(of).collect::<Vec<Cell>>();
    overview.rows = rows(vec![
        each(&|g| name(g, words).into()),
        each(&|g| state(g.state, words).into()),
        column(words, goals.iter().map(|g| &g.value), Detail::Glance, Ends::Bare),
        column(words, goals.iter().map(|g| &g.target), Detail::Glance, Ends::Bare),
        each(&|g| picture(g, words)),
        each(&|g| outlook(g, words).into()),
    ]);
    // Of goals that are over there is no outlook.
    overview.without_empty_end();
    overview
}

fn name(goal: &Goal, words: &Words) -> Line {
    let key = if goal.kind == GoalKind::Global {
        "goal-global-by"
    } else {
        "goal-by"
    };
    words.line(
        key,
        &[
            ("goal", words.said(&goal.title).into()),
            ("date", words.date(goal.by).into()),
        ],
    )
}

fn picture(goal: &Goal, words: &Words) -> Cell {
    let key = if goal.ceiling { "goal-says-ceiling" } else { "goal-says" };
    let says = words.line(
        key,
        &[
            ("value", words.value(&goal.value).into()),
            ("target", words.value(&goal.target).into()),
        ],
    );
    let says = plain(&says);
    let ink = match goal.state {
        GoalState::Met | GoalState::OnTrack => Ink::Good,
        GoalState::Missed => Ink::Bad,
        GoalState::AtRisk => Ink::Goal,
        GoalState::Upcoming | GoalState::Unknown => Ink::Plain,
    };
    let range = goal.forecast.low.zip(goal.forecast.high);
    let svg = bullet(Bullet {
        value: goal.value.float(),
        target: goal.target.float(),
        industry: None,
        range,
        ink,
        says: &says,
    });
    Cell::Picture { svg, says }
}

fn state(state: GoalState, words: &Words) -> Span {
    let (tone, key) = match state {
        GoalState::Met => (Tone::Good, "state-met"),
        GoalState::Missed => (Tone::Bad, "state-missed"),
        GoalState::OnTrack => (Tone::Good, "state-on-track"),
        GoalState::AtRisk => (Tone::Fair, "state-at-risk"),
        GoalState::Upcoming => (Tone::Plain, "state-upcoming"),
        GoalState::Unknown => (Tone::Plain, "state-unknown"),
    };
    Span::Mark(tone, words.text(key))
}

/// Where a running goal will land and how likely it is met; nothing for one that is over.
fn outlook(goal: &Goal, words: &Words) -> Line {
    if !matches!(goal.state, GoalState::OnTrack | GoalState::AtRisk) {
        return Line::new();
    }
    match (goal.forecast.float(), goal.probability.float()) {
        (Some(_), Some(_)) => words.line(
            "outlook",
            &[
                ("forecast", words.figure(&goal.forecast).into()),
                ("probability", words.printed(&goal.probability, 0, false).into()),
            ],
        ),
        _ => vec![words.value(&goal.forecast)],
    }
}

fn more(goal: &Goal, words: &Words) -> Vec<Block> {
    let mut blocks = Vec::new();
    if goal.why.is_empty() && goal.proposal.is_none() && goal.revisions.is_empty() {
        return blocks;
    }
    blocks.push(Block::Heading(words.line(
        "goal-heading",
        &[
            ("goal", words.said(&goal.title).into()),
            ("state", state(goal.state, words).into()),
        ],
    )));
    if !goal.why.is_empty() {
        blocks.push(Block::Paragraph(super::joined(
            words,
            goal.why.iter().map(|w| why(w, words)),
        )));
    }
    if let Some(proposal) = &goal.proposal {
        blocks.push(Block::Paragraph(
            words.line("goal-proposal", &[("what", sentence(words, proposal).into())]),
        ));
    }
    if !goal.revisions.is_empty() {
        blocks.push(Block::List(goal.revisions.iter().map(|r| revision(r, words)).collect()));
    }
    blocks
}

/// Why it was missed, or why nobody can say.
fn why(why: &Sentence, words: &Words) -> Line {
    match &why.text {
        reason @ Text::Why { .. } => words.line("goal-unknown", &[("reason", words.said(reason).into())]),
        _ => sentence(words, why),
    }
}

fn revision(revision: &Revision, words: &Words) -> Line {
    let fills = [
        ("date", words.date(revision.on).into()),
        ("from", words.value(&revision.from).into()),
        ("to", words.value(&revision.to).into()),
        ("who", outside(&revision.by).into()),
        ("why", Span::Outside(clean(&revision.why, SENTENCE)).into()),
    ];
    words.line("goal-revision", &fills)
}
