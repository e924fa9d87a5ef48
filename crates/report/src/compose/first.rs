//! Page one: in a minute, what was reached, what it earned, what moved, what is asked.

use crate::chart;
use crate::compose::{Ends, change, column, empty, finished, joined, outside, rows, table};
use crate::document::{Block, Card, Cell, Line, Section, Span, Tone, said};
use crate::outside::{SENTENCE, clean, code};
use crate::view::{Ask, Goal, GoalState, Headline, Report, Restatement, Return, Text, Verdict};
use crate::words::{Detail, Words};

pub(super) fn section(report: &Report, words: &Words) -> Section {
    let mut blocks = Vec::new();
    if let Some(restatement) = &report.restates {
        blocks.extend(restated(restatement, words));
    }
    let mut lead = goals(&report.goals, words);
    lead.push(earned(report, words));
    lead.extend(moved(report, words));
    blocks.push(Block::Lead(lead));
    blocks.push(asked(&report.work.asked, words));
    if let Some(note) = &report.note {
        blocks.push(Block::Paragraph(vec![Span::Outside(clean(note, 4 * SENTENCE))]));
    }
    if report.headlines.is_empty() {
        blocks.push(empty(words, "empty-headlines"));
    } else {
        blocks.push(Block::Cards(report.headlines.iter().map(|h| card(h, words)).collect()));
    }
    super::section(words, "short", blocks)
}

/// Bad news first: what was missed, then what was met and what is still open.
fn goals(goals: &[Goal], words: &Words) -> Vec<Line> {
    if goals.is_empty() {
        return vec![words.line("short-no-goals", &[])];
    }
    let count = |state: GoalState| goals.iter().filter(|g| g.state == state).count();
    let (met, missed) = (count(GoalState::Met), count(GoalState::Missed));
    let mut lines = Vec::new();
    if met + missed > 0 {
        lines.push(words.line("short-goals", &[("met", met.into()), ("due", (met + missed).into())]));
    }
    for goal in goals.iter().filter(|g| g.state == GoalState::Missed).take(2) {
        let fills = [
            ("goal", words.said(&goal.title).into()),
            ("value", words.value(&goal.value).into()),
            ("target", words.value(&goal.target).into()),
        ];
        lines.push(words.line("short-missed", &fills));
    }
    let (good, risk) = (count(GoalState::OnTrack), count(GoalState::AtRisk));
    if good + risk > 0 {
        lines.push(words.line("short-open", &[("good", good.into()), ("risk", risk.into())]));
    }
    let unknown = count(GoalState::Unknown);
    if unknown > 0 {
        lines.push(words.line("short-unknown", &[("count", unknown.into())]));
    }
    let mut line = joined(words, lines);
    // How many are met and missed is counted from the goals, which one receipt repeats.
    let receipt = goals.iter().find_map(|goal| goal.target.receipt.as_deref());
    line.extend(receipt.map(|id| Span::Receipt(code(id))));
    vec![line]
}

/// What it earned, on full cost where that is known.
fn earned(report: &Report, words: &Words) -> Line {
    let known = |r: &&Return| r.verdict != Verdict::Unknown;
    let whole = &report.earned.whole;
    let best = whole
        .iter()
        .filter(known)
        .max_by_key(|r| r.full_cost)
        .or_else(|| whole.iter().max_by_key(|r| r.full_cost));
    let Some(returned) = best else {
        return words.line("earned-unknown", &[]);
    };
    sentence(returned, words)
}

/// One basis of cost in a sentence, with what the interval says.
pub(super) fn sentence(returned: &Return, words: &Words) -> Line {
    let basis = words.text(if returned.full_cost {
        "basis-full"
    } else {
        "basis-media"
    });
    let told = words.line(
        "earned",
        &[
            ("basis", basis.into()),
            ("cost", words.value(&returned.cost).into()),
            ("revenue", words.value(&returned.revenue).into()),
            ("roi", words.figure(&returned.roi).into()),
        ],
    );
    let key = match returned.verdict {
        Verdict::Unknown if returned.cost.float() == Some(0.0) => return words.line("earned-nothing-spent", &[]),
        Verdict::Unknown => return words.line("earned-unknown", &[]),
        Verdict::Profit => "verdict-profit-says",
        Verdict::Unclear => "verdict-unclear-says",
        Verdict::Loss => "verdict-loss-says",
        Verdict::DeclaredAwareness => "verdict-awareness-says",
    };
    joined(words, [told, words.line(key, &[])])
}

/// What moved most, with the first sentence of why; one on why there are no parts says nothing alone.
fn moved(report: &Report, words: &Words) -> Option<Line> {
    let movement = report.movements.first()?;
    let told = movement.why.first();
    match told.filter(|why| !matches!(why.text, Text::NoParts { .. })) {
        Some(why) => Some(crate::document::sentence(words, why)),
        None => Some(super::moved::headline(movement, words)),
    }
}

fn asked(asked: &[Ask], words: &Words) -> Block {
    if asked.is_empty() {
        return Block::Notice(Tone::Plain, vec![words.line("asked-nothing", &[])]);
    }
    let one = |ask: &Ask| match ask.by {
        Some(day) => words.line(
            "asked-by",
            &[
                ("what", super::asked(ask, words).into()),
                ("date", words.date(day).into()),
            ],
        ),
        None => super::asked(ask, words),
    };
    let mut lines = vec![vec![Span::Strong(words.text("asked"))]];
    lines.extend(asked.iter().map(one));
    Block::Notice(Tone::Fair, lines)
}

fn card(headline: &Headline, words: &Words) -> Card {
    let Headline {
        kpi: _,
        title,
        better,
        value,
        previous,
        usual,
        days,
    } = headline;
    let arrow = change(words, *better, previous, value);
    let context = [
        previous
            .float()
            .map(|_| words.line("card-previous", &[("figure", words.value(previous).into())])),
        usual
            .float()
            .map(|_| words.line("card-usual", &[("figure", words.value(usual).into())])),
    ];
    let mut context: Vec<Line> = context.into_iter().flatten().collect();
    let printed = words.figure(value);
    if let Span::Figure(crate::document::Printed {
        missing: Some(reason), ..
    }) = &printed
    {
        context = vec![vec![Span::Outside(reason.clone())]];
    }
    Card {
        title: said(words, title),
        value: printed,
        change: arrow.map(|(tone, span)| (tone, vec![span])),
        context,
        spark: chart::spark(days),
    }
}

fn restated(restatement: &Restatement, words: &Words) -> Vec<Block> {
    let fills = [
        ("date", words.date(restatement.earlier).into()),
        ("digest", Span::Code(code(&restatement.digest)).into()),
        ("reason", words.said(&restatement.reason).into()),
    ];
    let mut blocks = vec![Block::Notice(Tone::Fair, vec![words.line("restated", &fills)])];
    let mut changes = table(words, "restated-table", &["head-figure", "#head-before", "#head-after"]);
    let names = restatement
        .changes
        .iter()
        .map(|c| Cell::from(words.said(&c.title)))
        .collect();
    let before = column(
        words,
        restatement.changes.iter().map(|c| &c.before),
        Detail::Full,
        Ends::Bare,
    );
    let after = column(
        words,
        restatement.changes.iter().map(|c| &c.after),
        Detail::Full,
        Ends::Bare,
    );
    changes.rows = rows(vec![names, before, after]);
    blocks.extend(finished(words, changes));
    blocks
}

/// A platform's or campaign's name with a sentence about it.
pub(super) fn about(words: &Words, key: &str, name: &str, more: Span) -> Line {
    words.line(key, &[("name", outside(name).into()), ("figure", more.into())])
}
