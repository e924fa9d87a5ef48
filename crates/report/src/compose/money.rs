//! What it earned, claims against the order book, and what it cost.

use harpoon_core::CostKind;

use crate::chart::{Bar, Frame, Ink, Row, Rows};
use crate::compose::{Ends, Lead, column, empty, finished, first, heading, rows, table};
use crate::document::{Block, Cell, Chart, Section, Span, Table, Tone, plain};
use crate::view::{Amount, Claims, Costs, Earned, Figure, Loss, Report, Unit, Verdict};
use crate::words::{Detail, Words};

pub(super) fn section(report: &Report, words: &Words, lead: Lead<'_>) -> Section {
    let earned = &report.earned;
    let mut blocks = vec![finished(words, whole(earned, words)).unwrap_or_else(|| empty(words, "empty-earned"))];
    if let Some(mer) = earned.mer.as_ref().filter(|f| f.float().is_some()) {
        blocks.push(Block::Paragraph(
            words.line("mer", &[("figure", words.value(mer).into())]),
        ));
    }
    blocks.extend(losses(&earned.losses, words));
    blocks.extend(by_platform(earned, words));
    blocks.extend(how(earned, words));
    blocks.push(heading(words, "claims-heading"));
    match &report.claims {
        Some(claims) => blocks.extend(claims_blocks(claims, words, lead)),
        None => blocks.push(empty(words, "empty-claims")),
    }
    super::section(words, "earned", blocks)
}

fn losses(losses: &[Loss], words: &Words) -> Option<Block> {
    let one = |loss: &Loss| {
        let key = if loss.declared { "loss-declared" } else { "loss" };
        first::about(words, key, &loss.name, words.figure(&loss.lost.without_sign()))
    };
    let tone = if losses.iter().any(|l| !l.declared) {
        Tone::Bad
    } else {
        Tone::Plain
    };
    (!losses.is_empty()).then(|| Block::Notice(tone, losses.iter().map(one).collect()))
}

fn whole(earned: &Earned, words: &Words) -> Table {
    let heads = ["head-basis", "#head-cost", "#head-revenue", "#head-roi", "head-verdict"];
    let mut returns = table(words, "earned-whole", &heads);
    let all = &earned.whole;
    let basis = |full_cost| {
        words.text(if full_cost {
            "basis-full-head"
        } else {
            "basis-media-head"
        })
    };
    returns.rows = rows(vec![
        all.iter().map(|r| basis(r.full_cost).into()).collect(),
        column(words, all.iter().map(|r| &r.cost), Detail::Full, Ends::Bare),
        column(words, all.iter().map(|r| &r.revenue), Detail::Glance, Ends::Interval),
        column(words, all.iter().map(|r| &r.roi), Detail::Glance, Ends::Interval),
        all.iter().map(|r| verdict(r.verdict, words).into()).collect(),
    ]);
    returns
}

fn by_platform(earned: &Earned, words: &Words) -> Option<Block> {
    let heads = [
        "head-platform",
        "#head-cost",
        "#head-revenue",
        "#head-roi",
        "head-verdict",
    ];
    let mut returns = table(words, "earned-table", &heads);
    let all = &earned.platforms;
    returns.rows = rows(vec![
        all.iter().map(|r| words.platform(&r.platform).into()).collect(),
        column(words, all.iter().map(|r| &r.cost), Detail::Full, Ends::Bare),
        column(words, all.iter().map(|r| &r.revenue), Detail::Glance, Ends::Interval),
        column(words, all.iter().map(|r| &r.roi), Detail::Glance, Ends::Interval),
        all.iter().map(|r| verdict(r.verdict, words).into()).collect(),
    ]);
    finished(words, returns)
}

fn verdict(verdict: Verdict, words: &Words) -> Span {
    let (tone, key) = match verdict {
        Verdict::Profit => (Tone::Good, "verdict-profit"),
        Verdict::Unclear => (Tone::Plain, "verdict-unclear"),
        Verdict::Loss => (Tone::Bad, "verdict-loss"),
        Verdict::DeclaredAwareness => (Tone::Plain, "verdict-awareness"),
        Verdict::Unknown => (Tone::Plain, "verdict-unknown"),
    };
    Span::Mark(tone, words.text(key))
}

/// Which model credited, how sure the intervals are, and what they leave out.
fn how(earned: &Earned, words: &Words) -> Option<Block> {
    let share = words.amount(Amount::Ratio(earned.confidence?), &Unit::Share, 0);
    let model = words.said(earned.model.as_ref()?);
    Some(Block::Remark(words.line(
        "earned-how",
        &[("model", model.into()), ("confidence", share.into())],
    )))
}

fn claims_blocks(claims: &Claims, words: &Words, lead: Lead<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(super::joined(
        words,
        [
            words.line("claims-book", &[("book", words.value(&claims.book).into())]),
            claims.twice.float().filter(|n| *n > 0.0).map_or_else(Vec::new, |_| {
                words.line("claims-twice", &[("count", words.value(&claims.twice).into())])
            }),
        ],
    ))];
    let heads = ["head-platform", "#head-claimed", "#head-verifiable", "#head-credited"];
    let mut held = table(words, "claims-table", &heads);
    let others = [&claims.elsewhere, &claims.unattributed, &claims.book];
    let mut credited = column(
        words,
        claims.rows.iter().map(|c| &c.credited).chain(others),
        Detail::Full,
        Ends::Interval,
    );
    held.rows = rows(vec![
        claims.rows.iter().map(|c| words.platform(&c.platform).into()).collect(),
        column(words, claims.rows.iter().map(|c| &c.claimed), Detail::Full, Ends::Bare),
        column(
            words,
            claims.rows.iter().map(|c| &c.verifiable),
            Detail::Full,
            Ends::Bare,
        ),
        credited.drain(..claims.rows.len()).collect(),
    ]);
    for (key, cell) in ["claims-elsewhere", "claims-unattributed", "claims-sum"]
        .into_iter()
        .zip(credited)
    {
        let blank = || Cell::Line(Vec::new());
        held.rows.push(vec![words.text(key).into(), blank(), blank(), cell]);
    }
    held.total = held.rows.pop();
    let title = words.text("claims-chart");
    let says = plain(&words.line("claims-says", &[("book", words.value(&claims.book).into())]));
    let svg = crate::chart::rows(
        Frame {
            id: "claims",
            title: &title,
            says: &says,
        },
        &picture(claims, words, lead),
    );
    if let Some(Block::Table(table)) = finished(words, held) {
        let table = Table {
            remarks: [table.remarks, vec![words.line("claims-remark", &[])]].concat(),
            ..table
        };
        blocks.push(Block::Chart(Chart {
            svg,
            title: vec![Span::Text(title)],
            table,
            fold: words.text("chart-fold"),
        }));
    }
    blocks
}

fn picture(claims: &Claims, words: &Words, lead: Lead<'_>) -> Rows {
    let bar = |figure: &Figure, ink, key: &str| {
        let says = || format!("{}: {}", words.text(key), words.value(figure).plain());
        figure.float().map(|to| Bar {
            from: 0.0,
            to,
            ink,
            says: says(),
        })
    };
    let row = |c: &crate::view::Claim| Row {
        name: words.platform(&c.platform).plain().to_owned(),
        value: format!(
            "{} / {}",
            words.value(&c.claimed).plain(),
            words.value(&c.credited).plain()
        ),
        bars: [
            bar(&c.claimed, Ink::Second, "head-claimed"),
            bar(&c.credited, Ink::Accent, "head-credited"),
        ]
        .into_iter()
        .flatten()
        .collect(),
        mark: None,
        href: lead("platform", &c.platform),
    };
    let book = Row {
        name: words.text("claims-in-book"),
        value: words.value(&claims.book).plain().to_owned(),
        bars: bar(&claims.book, Ink::Plain, "claims-in-book").into_iter().collect(),
        mark: None,
        href: None,
    };
    let legend = vec![
        (words.text("head-claimed"), Ink::Second),
        (words.text("head-credited"), Ink::Accent),
    ];
    Rows {
        legend,
        rows: std::iter::once(book).chain(claims.rows.iter().map(row)).collect(),
    }
}

/// What it cost, by kind, with a sum for each currency.
pub(super) fn costs(report: &Report, words: &Words) -> Section {
    let Costs { lines, totals } = &report.costs;
    let mut costs = table(words, "costs-table", &["head-kind", "#head-month", "#head-previous"]);
    let kinds = lines.iter().map(|c| words.text(kind(c.kind)).into());
    let sums = totals.iter().map(|_| words.text("costs-sum").into());
    costs.rows = rows(vec![
        kinds.chain(sums).collect(),
        column(
            words,
            lines.iter().map(|c| &c.amount).chain(totals.iter().map(|t| &t.amount)),
            Detail::Full,
            Ends::Bare,
        ),
        column(
            words,
            lines
                .iter()
                .map(|c| &c.previous)
                .chain(totals.iter().map(|t| &t.previous)),
            Detail::Full,
            Ends::Bare,
        ),
    ]);
    if totals.len() == 1 {
        costs.total = costs.rows.pop();
    }
    let blocks = finished(words, costs).map_or_else(|| vec![empty(words, "empty-costs")], |table| vec![table]);
    super::section(words, "costs", blocks)
}

const fn kind(kind: CostKind) -> &'static str {
    match kind {
        CostKind::Media => "cost-media",
        CostKind::Fees => "cost-fees",
        CostKind::Labour => "cost-labour",
        CostKind::Tools => "cost-tools",
        CostKind::Content => "cost-content",
    }
}
