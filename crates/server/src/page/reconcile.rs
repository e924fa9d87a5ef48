//! What platforms claim against what the shop, the CRM and the own counter hold: each difference with its reasons, and the one
//! ratio that no platform can inflate.

use harpoon::Error;
use harpoon::report::board::Wanted;
use harpoon_core::kpi::{Kpi, evaluation, money, purchase, web};
use harpoon_report::clean;
use harpoon_report::document::{Block, Card, Cell, Line, Section, Span};
use harpoon_report::view::{Amount, Claims, Figure, Unit, Value};
use harpoon_report::words::{Detail, decimals};

use super::{Asked, Body};

/// What the business itself knows.
const WHOLE: [&Kpi; 4] = [
    &purchase::ORDERS,
    &purchase::REVENUE,
    &money::COST_FULL,
    &money::MER_FULL,
];

pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let title = asked.words.text("page-reconcile");
    let Some(month) = asked.month else {
        return Ok(Body {
            title,
            form: None,
            sections: vec![asked.nothing_yet()],
        });
    };
    let wanted = asked.whole(month);
    Ok(Body {
        title,
        form: None,
        sections: vec![book(asked, &wanted)?, claims(asked, &wanted)?, visits(asked, &wanted)?],
    })
}

/// The book, the costs, and the ratio of the two.
fn book(asked: &Asked<'_>, wanted: &Wanted) -> Result<Section, Error> {
    let words = &asked.words;
    let figures = asked.look.workspace.told(wanted, &WHOLE)?;
    let card = |(kpi, figure): (&'static Kpi, Figure)| {
        let value = words.figure(&figure);
        let context = match &value {
            Span::Figure(printed) => printed
                .missing
                .iter()
                .map(|why| vec![Span::Outside(why.clone())])
                .collect(),
            _ => Vec::new(),
        };
        Card {
            title: vec![words.said(&kpi.title.into())],
            value,
            change: None,
            context,
            spark: None,
        }
    };
    let cards = WHOLE.into_iter().zip(figures).map(card).collect();
    Ok(asked.section(
        "book",
        vec![
            Block::Paragraph(words.line("book-lead", &[])),
            Block::Cards(cards),
            Block::Remark(words.line("book-mer", &[])),
        ],
    ))
}

fn claims(asked: &Asked<'_>, wanted: &Wanted) -> Result<Section, Error> {
    let words = &asked.words;
    let report = asked.look.report(wanted.period, asked.view.language)?;
    let Some(known) = &report.claims else {
        let blocks = vec![asked.empty("reconcile-none"), asked.empty("reconcile-drop")];
        return Ok(asked.section("claimed", blocks));
    };
    let detail = match asked.look.workspace.claims(Some(wanted.period), &[]) {
        Ok(detail) => Some(detail),
        Err(Error::Usage(_)) => None,
        Err(other) => return Err(other),
    };
    let heads = ["platform", "window", "#claimed", "#seen", "#unseen", "#credited"];
    let mut table = asked.table("reconcile-table", "reconcile", &heads);
    for row in &known.rows {
        let line = detail
            .as_ref()
            .and_then(|detail| detail.table.lines.iter().find(|line| line.platform == row.platform));
        let window = line.map_or_else(String::new, |line| window(asked, &line.window));
        let cell = |figure: &Figure| Cell::from(words.printed(figure, 0, false));
        table.rows.push(vec![
            words.platform(&row.platform).into(),
            window.into(),
            cell(&row.claimed),
            cell(&row.verifiable),
            cell(&less(&row.claimed, &row.verifiable)),
            Cell::from(words.figure(&row.credited)),
        ]);
    }
    let blank = || Cell::Line(Vec::new());
    for (key, figure) in [
        ("claims-elsewhere", &known.elsewhere),
        ("claims-unattributed", &known.unattributed),
    ] {
        let cell = Cell::from(words.figure(figure));
        table
            .rows
            .push(vec![words.text(key).into(), blank(), blank(), blank(), blank(), cell]);
    }
    let book = Cell::from(words.figure(&known.book));
    table.total = Some(vec![
        words.text("claims-sum").into(),
        blank(),
        blank(),
        blank(),
        blank(),
        book,
    ]);
    table.explain_missing(words);
    table.remarks.push(words.line("claims-remark", &[]));
    let mut blocks = vec![
        Block::Paragraph(words.line("reconcile-lead", &[])),
        Block::Table(table),
        Block::Heading(words.line("reconcile-why", &[])),
        Block::List(reasons(asked, known)),
    ];
    let notes = detail.map(|detail| detail.notes).unwrap_or_default();
    if !notes.is_empty() {
        blocks.push(Block::Remark(words.line("english-notes", &[])));
        blocks.push(Block::List(
            notes.iter().map(|note| vec![Span::Outside(clean(note, 400))]).collect(),
        ));
    }
    Ok(asked.section("claimed", blocks))
}

/// Days after a click and after a view.
fn window(asked: &Asked<'_>, text: &str) -> String {
    let days = |part: Option<&str>| {
        part.and_then(|p| p.split_once("d_")?.0.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let mut parts = text.split('+');
    let (click, view) = (days(parts.next()), days(parts.next()));
    asked
        .words
        .filled("reconcile-days", &[("click", click.into()), ("view", view.into())])
}

/// One figure less another, by the receipt of both.
fn less(a: &Figure, b: &Figure) -> Figure {
    match (a.float(), b.float()) {
        (Some(more), Some(less)) => Figure {
            value: Value::Known(Amount::Ratio((more - less).max(0.0))),
            low: None,
            high: None,
            receipt: b.receipt.clone(),
            unit: a.unit.clone(),
        },
        _ => a.clone(),
    }
}

/// Why the numbers differ, each reason by its name.
fn reasons(asked: &Asked<'_>, known: &Claims) -> Vec<Line> {
    let words = &asked.words;
    let mut lines = Vec::new();
    for row in &known.rows {
        let name = || ("name", words.platform(&row.platform).into());
        let (Some(claimed), Some(seen)) = (row.claimed.float(), row.verifiable.float()) else {
            continue;
        };
        if claimed > seen {
            let figure = words.value(&less(&row.claimed, &row.verifiable));
            lines.push(words.line("reconcile-missed", &[name(), ("figure", figure.into())]));
        } else if seen > claimed {
            let figure = words.value(&less(&row.verifiable, &row.claimed));
            lines.push(words.line("reconcile-fewer", &[name(), ("figure", figure.into())]));
        }
        if row.credited.float().is_some_and(|credited| credited < seen) {
            let (seen, credited) = (words.value(&row.verifiable), words.figure(&row.credited));
            lines.push(words.line(
                "reconcile-shared",
                &[name(), ("seen", seen.into()), ("credited", credited.into())],
            ));
        }
    }
    if known.twice.float().is_some_and(|n| n > 0.0) {
        lines.push(words.line("reconcile-twice", &[("count", words.value(&known.twice).into())]));
    }
    if known.unattributed.float().is_some_and(|n| n > 0.0) {
        let figure = words.value(&known.unattributed);
        lines.push(words.line("reconcile-nobody", &[("figure", figure.into())]));
    }
    lines
}

/// Clicks that platforms state against visits that the own counter saw.
fn visits(asked: &Asked<'_>, wanted: &Wanted) -> Result<Section, Error> {
    let words = &asked.words;
    let kpis: [&'static Kpi; 2] = [&evaluation::CLICKS, &web::SESSIONS_SOCIAL];
    let known = asked.look.workspace.by_platform(wanted, &kpis)?;
    let both = |row: &[Option<Figure>]| row.iter().flatten().filter(|figure| figure.float().is_some()).count() == 2;
    if !known.values().any(|row| both(row)) {
        return Ok(asked.section("visits", vec![asked.empty("visits-none")]));
    }
    let mut table = asked.table("visits-table", "visit", &["platform", "#clicks", "#sessions", "#share"]);
    let missing = || Figure::missing(harpoon_core::Missing::NotStated, Unit::Count);
    for (platform, row) in known.iter().filter(|(platform, _)| !platform.is_empty()) {
        let at = |place: usize| row.get(place).cloned().flatten().unwrap_or_else(missing);
        let (clicks, sessions) = (at(0), at(1));
        if clicks.float().is_none() && sessions.float().is_none() {
            continue;
        }
        let share = match (clicks.float(), sessions.float()) {
            (Some(clicks), Some(seen)) if clicks > 0.0 => words.amount(Amount::Ratio(seen / clicks), &Unit::Share, 0),
            _ => String::new(),
        };
        let places = |figure: &Figure| decimals(&figure.unit, figure.float(), Detail::Full);
        table.rows.push(vec![
            words.platform(platform).into(),
            words.printed(&clicks, places(&clicks), false).into(),
            words.printed(&sessions, places(&sessions), false).into(),
            share.into(),
        ]);
    }
    table.explain_missing(words);
    table.remarks.push(words.line("visits-why", &[]));
    Ok(asked.section("visits", vec![Block::Table(table)]))
}
