//! What is paid for: spending day by day and its pace, campaigns with what came back, and which of them lose money.

use harpoon::Error;
use harpoon::report::board::{CAMPAIGN, Campaign, Wanted};
use harpoon_core::kpi::money;
use harpoon_report::chart::{self, Bar, Frame, Ink, Row, Rows};
use harpoon_report::clean;
use harpoon_report::document::{Block, Cell, Chart, Line, Section, Span, Tone};
use harpoon_report::view::{Amount, Figure, Report, Verdict};
use harpoon_report::words::{Detail, decimals};

use super::{Asked, Body};

/// Campaigns in the picture.
const MOST_BARS: usize = 12;
/// Campaigns in the table.
const MOST_ROWS: usize = 200;
/// Place of the credited sales in [`CAMPAIGN`].
const BACK: usize = 4;
/// Longest name.
const NAME: usize = 100;

pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let title = asked.words.text("page-paid");
    let Some(wanted) = asked.wanted()? else {
        return Ok(Body {
            title,
            form: None,
            sections: vec![asked.nothing_yet()],
        });
    };
    Ok(Body {
        title,
        form: Some(asked.tools()?),
        sections: vec![spending(asked, &wanted)?, campaigns(asked, &wanted)?],
    })
}

/// What was spent, day by day, and where that leads by the end of the days.
fn spending(asked: &Asked<'_>, wanted: &Wanted) -> Result<Section, Error> {
    let workspace = &asked.look.workspace;
    let words = &asked.words;
    let mut report = Report::empty("", wanted.period, wanted.today);
    report.series = workspace.spending(wanted)?;
    let spent = workspace.told(wanted, &[&money::SPEND])?.pop();
    let drawn = asked.composed(&report).sections.into_iter();
    let charts = drawn
        .filter(|section| section.id == "platforms")
        .flat_map(|section| section.blocks)
        .filter(|block| matches!(block, Block::Charts(_)));
    let mut blocks = Vec::new();
    if let Some(spent) = spent.filter(|spent| spent.float().is_some()) {
        blocks.push(Block::Paragraph(
            words.line("paid-spent", &[("figure", words.value(&spent).into())]),
        ));
        blocks.extend(pace(asked, wanted, &spent).map(Block::Paragraph));
    }
    blocks.extend(charts);
    if blocks.is_empty() {
        blocks.push(asked.nothing("paid-nothing"));
    }
    Ok(asked.section("spending", blocks))
}

/// Where spending leads if it goes on like this; nothing where the days are over.
fn pace(asked: &Asked<'_>, wanted: &Wanted, spent: &Figure) -> Option<Line> {
    let over = (wanted.today - wanted.period.from).get_days();
    let days = wanted.period.days();
    if over < 1 || over >= days {
        return None;
    }
    let ends = spent.float()? * f64::from(days) / f64::from(over);
    let figure = Figure {
        value: harpoon_report::view::Value::Known(Amount::Ratio(ends)),
        ..spent.clone()
    };
    let fills = [
        ("over", u32::try_from(over).ok()?.into()),
        ("days", u32::try_from(days).ok()?.into()),
        ("figure", asked.words.value(&figure).into()),
    ];
    Some(asked.words.line("paid-pace", &fills))
}

fn campaigns(asked: &Asked<'_>, wanted: &Wanted) -> Result<Section, Error> {
    let words = &asked.words;
    let found = asked.look.workspace.campaigns(wanted)?;
    if found.is_empty() {
        return Ok(asked.section("campaigns", vec![asked.empty("campaigns-none")]));
    }
    let mut blocks = vec![losses(asked, &found)];
    let mut table = asked.table("campaigns-table", "campaign", &["name"]);
    table.head.extend(
        CAMPAIGN
            .iter()
            .map(|kpi| words.said(&kpi.title.into()).plain().to_owned()),
    );
    table.numeric.extend(CAMPAIGN.iter().map(|_| true));
    table.head.push(words.text("head-verdict"));
    table.numeric.push(false);
    for campaign in found.iter().take(MOST_ROWS) {
        let mut row = vec![Cell::from(name(asked, &campaign.name))];
        row.extend(campaign.values.iter().map(|figure| {
            let interval = figure.low.is_some();
            let places = decimals(&figure.unit, figure.float(), Detail::Glance);
            Cell::from(words.printed(figure, places, interval))
        }));
        row.push(Cell::from(verdict(asked, campaign.verdict)));
        table.rows.push(row);
    }
    if found.len() > MOST_ROWS {
        let shown = ("shown", MOST_ROWS.into());
        table
            .remarks
            .push(words.line("explore-more", &[shown, ("all", found.len().into())]));
    }
    table.explain_missing(words);
    table.remarks.push(words.line("campaigns-remark", &[]));
    let title = words.text("campaigns-title");
    let says = words.text("campaigns-says");
    let frame = Frame {
        id: "campaigns",
        title: &title,
        says: &says,
    };
    let chart = Rows {
        legend: Vec::new(),
        rows: found
            .iter()
            .take(MOST_BARS)
            .filter_map(|one| bars(asked, one))
            .collect(),
    };
    blocks.push(Block::Chart(Chart {
        svg: chart::rows(frame, &chart),
        title: vec![Span::Text(title.clone())],
        table,
        fold: words.text("explore-table"),
    }));
    Ok(asked.section("campaigns", blocks))
}

fn name(asked: &Asked<'_>, name: &str) -> Span {
    if name.is_empty() {
        return Span::Text(asked.words.text("explore-none"));
    }
    Span::Outside(clean(name, NAME))
}

/// What came back as a bar, with a mark at what was spent: beyond it there is a profit. Money of another currency is not drawn.
fn bars(asked: &Asked<'_>, campaign: &Campaign) -> Option<Row> {
    let words = &asked.words;
    let spent = campaign.values.first()?;
    let back = campaign
        .values
        .get(BACK)
        .filter(|back| back.unit == spent.unit && back.float().is_some());
    let whole = |figure: &Figure| words.number(Amount::Ratio(figure.float().unwrap_or(0.0)), &figure.unit, 0);
    let with_unit = |figure: &Figure| words.amount(Amount::Ratio(figure.float().unwrap_or(0.0)), &figure.unit, 0);
    let says = |key: &str, figure: &Figure| format!("{}: {}", words.text(key), with_unit(figure));
    let bars = back.iter().map(|back| Bar {
        from: 0.0,
        to: back.float().unwrap_or(0.0),
        ink: Ink::Accent,
        says: says("campaigns-back", back),
    });
    Some(Row {
        name: name(asked, &campaign.name).plain().to_owned(),
        value: match back {
            Some(back) => format!("{} → {}", whole(spent), with_unit(back)),
            None => format!("{} → –", with_unit(spent)),
        },
        bars: bars.collect(),
        mark: Some(spent.float()?),
        href: asked.lead("campaign", &campaign.name),
    })
}

/// Campaigns whose whole range is a loss.
fn losses(asked: &Asked<'_>, found: &[Campaign]) -> Block {
    let words = &asked.words;
    let lines: Vec<Line> = found
        .iter()
        .filter(|campaign| campaign.verdict == Verdict::Loss)
        .filter_map(|campaign| {
            let roi = campaign.values.last()?;
            let fills = [
                ("name", name(asked, &campaign.name).into()),
                ("figure", words.figure(roi).into()),
            ];
            Some(words.line("campaigns-loss", &fills))
        })
        .collect();
    let is_judged = |one: &Campaign| !matches!(one.verdict, Verdict::Unknown | Verdict::DeclaredAwareness);
    if !lines.is_empty() {
        Block::Notice(Tone::Bad, lines)
    } else if found.iter().any(is_judged) {
        Block::Notice(Tone::Good, vec![words.line("campaigns-no-loss", &[])])
    } else {
        Block::Remark(words.line("campaigns-none-judged", &[]))
    }
}

fn verdict(asked: &Asked<'_>, verdict: Verdict) -> Span {
    let (tone, key) = match verdict {
        Verdict::Profit => (Tone::Good, "verdict-profit"),
        Verdict::Unclear => (Tone::Plain, "verdict-unclear"),
        Verdict::Loss => (Tone::Bad, "verdict-loss"),
        Verdict::DeclaredAwareness => (Tone::Plain, "verdict-awareness"),
        Verdict::Unknown => (Tone::Plain, "verdict-unknown"),
    };
    Span::Mark(tone, asked.words.text(key))
}
