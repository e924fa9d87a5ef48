//! Everything at a glance: numbers against goals and comparison, what needs attention, days, platforms, funnel, credited sales.
//! Without filters it is the month's report; with filters it is made by the same functions.

use harpoon::Error;
use harpoon::report::board::{Aim, Wanted};
use harpoon_core::kpi::Better;
use harpoon_core::{Dim, Scope};
use harpoon_report::chart::{self, Bar, Bullet, Frame, Ink, Row, Rows};
use harpoon_report::document::{Block, Card, Cell, Chart, Line, Section, Span, Table, Tone, plain};
use harpoon_report::view::{Amount, Figure, Goal, GoalState, Headline, Industry, Platforms, Report, Source, Unit};
use harpoon_report::words::{Detail, decimals};
use harpoon_report::{Words, clean, industry_source};
use maud::html;

use super::{Asked, Body};

/// A fall beyond which a number needs attention.
const FALL: f64 = 0.2;
/// Longest name.
const NAME: usize = 80;
/// Most lines of what needs attention.
const MOST: usize = 8;

pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let title = asked.words.text("page-overview");
    let Some(wanted) = asked.wanted()? else {
        return Ok(Body {
            title,
            form: asked
                .may_bring()
                .then(|| html! { section { h2 { (asked.words.text("drop-title")) } (super::bring::drop(asked)) } }),
            sections: vec![asked.nothing_yet()],
        });
    };
    let plain = asked.is_plain(&wanted);
    let ids: &[&str] = if plain {
        &["short", "goals", "platforms", "funnel", "moved"]
    } else {
        &["short", "platforms", "funnel"]
    };
    let (mut sections, report) = asked.reported(&wanted, ids)?;
    let aims = asked.look.workspace.aims(&wanted, &report.headlines)?;
    for section in &mut sections {
        match &*section.id {
            "short" => {
                let public = publics(asked, &wanted, &report)?;
                aimed(asked, section, &report.headlines, aims.iter().zip(&public));
                known_first(section);
                if report.headlines.is_empty() && asked.view.first("stage").is_some() {
                    section.blocks = vec![asked.empty("stage-no-cards")];
                }
            }
            "platforms" => pictured(asked, section, report.platforms.as_ref()),
            _ => {}
        }
    }
    let at = sections.len().min(1);
    sections.insert(at, attention(asked, &report, plain));
    let at = sections
        .iter()
        .position(|section| section.id == "moved")
        .unwrap_or(sections.len());
    sections.insert(at, credited(asked, &wanted)?);
    Ok(Body {
        title,
        form: Some(asked.tools()?),
        sections,
    })
}

/// The industry's figure beside each headline, or why there is none; nothing where nobody publishes such a figure.
fn publics(asked: &Asked<'_>, wanted: &Wanted, report: &Report) -> Result<Vec<Option<Industry>>, Error> {
    let rows = report.platforms.iter().flat_map(|platforms| &platforms.rows);
    let mut told: Vec<&str> = rows.map(|row| row.platform.as_str()).collect();
    told.sort_unstable();
    told.dedup();
    let chosen: Vec<&str> = wanted
        .filters
        .iter()
        .filter(|filter| filter.dim == Dim::Platform)
        .map(|filter| filter.value.as_str())
        .collect();
    let platform = match (chosen.as_slice(), told.as_slice()) {
        ([one], _) | ([], [one]) => Some(*one),
        _ => None,
    };
    let workspace = &asked.look.workspace;
    let of = |headline: &Headline| match headline.value.float() {
        Some(_) => workspace.industry(workspace.kpi(&headline.kpi)?, platform, &headline.value.unit),
        None => Ok(None),
    };
    report.headlines.iter().map(of).collect()
}

/// Goals and industry on the cards: both in words, and the value against them.
fn aimed<'a>(
    asked: &Asked<'_>,
    section: &mut Section,
    headlines: &[Headline],
    beside: impl Iterator<Item = (&'a Aim, &'a Option<Industry>)>,
) {
    let words = &asked.words;
    let cards = section.blocks.iter_mut().filter_map(|block| match block {
        Block::Cards(cards) => Some(cards),
        _ => None,
    });
    for ((card, headline), (aim, public)) in cards.flatten().zip(headlines).zip(beside) {
        let aim = aim.as_ref().filter(|aim| aim.unit == headline.value.unit);
        let goal = aim.map(|aim| words.line("card-goal", &[("figure", words.value(aim).into())]));
        let figure = public.as_ref().and_then(Industry::known);
        let public = public.as_ref().map(|public| beside_own(words, public));
        let told: Vec<Line> = goal.into_iter().chain(public).collect();
        if aim.is_some() || figure.is_some() {
            let says = plain(&told.join(&Span::Text(words.space().to_owned())));
            let svg = chart::bullet(Bullet {
                value: headline.value.float(),
                target: aim.and_then(Figure::float),
                industry: figure.map(|benchmark| benchmark.value.to_f64()),
                range: headline.value.low.zip(headline.value.high),
                ink: Ink::Accent,
                says: &says,
            });
            card.spark = Some(card.spark.take().unwrap_or_default() + &svg);
        }
        card.context.extend(told);
    }
}

/// Cards without a number stand after those with one.
fn known_first(section: &mut Section) {
    for block in &mut section.blocks {
        if let Block::Cards(cards) = block {
            let is_missing = |card: &Card| matches!(&card.value, Span::Figure(printed) if printed.missing.is_some());
            cards.sort_by_key(is_missing);
        }
    }
}

/// The public figure beside an own one with its source, or why there is none.
pub(super) fn beside_own(words: &Words, industry: &Industry) -> Line {
    let source = industry_source(industry, words);
    match industry.known() {
        Some(benchmark) => {
            let figure = words.benchmark(benchmark).into();
            words.line("card-industry", &[("figure", figure), ("source", source.into())])
        }
        None => source,
    }
}

/// Columns of the table of platforms that are drawn: impressions and engagements.
const DRAWN: [usize; 2] = [0, 2];

/// Bars by platform over the table of platforms; a bar leads to its platform alone.
fn pictured(asked: &Asked<'_>, section: &mut Section, platforms: Option<&Platforms>) {
    let Some(platforms) = platforms else { return };
    let charts: Vec<Chart> = DRAWN
        .iter()
        .filter_map(|column| bars(asked, platforms, *column))
        .collect();
    let at = section.blocks.iter().position(|block| matches!(block, Block::Table(_)));
    if let Some(at) = at.filter(|_| !charts.is_empty()) {
        section.blocks.insert(at, Block::Charts(charts));
    }
}

/// Parts of a platform's bar: how they are drawn, and their names.
const PARTS: [(Scope, Ink, &str); 4] = [
    (Scope::Organic, Ink::Accent, "scope-organic"),
    (Scope::Paid, Ink::Second, "scope-paid"),
    (Scope::Total, Ink::Plain, "scope-total"),
    (Scope::Unknown, Ink::Past, "scope-unknown"),
];

/// One column by platform; nothing where no platform states it.
fn bars(asked: &Asked<'_>, platforms: &Platforms, column: usize) -> Option<Chart> {
    let words = &asked.words;
    let mut rows: Vec<(String, Vec<(Scope, Figure)>)> = Vec::new();
    for row in &platforms.rows {
        let Some(figure) = row.values.get(column).filter(|figure| figure.float().is_some()) else {
            continue;
        };
        let part = (row.scope, figure.clone());
        match rows.iter_mut().find(|(platform, _)| *platform == row.platform) {
            Some((_, parts)) => parts.push(part),
            None => rows.push((row.platform.clone(), vec![part])),
        }
    }
    // A total beside its parts would be drawn twice.
    for (_, parts) in &mut rows {
        if parts.iter().any(|(scope, _)| *scope != Scope::Total) {
            parts.retain(|(scope, _)| *scope != Scope::Total);
        }
    }
    let sum = |parts: &[(Scope, Figure)]| parts.iter().filter_map(|(_, figure)| figure.float()).sum::<f64>();
    rows.sort_by(|a, b| sum(&b.1).total_cmp(&sum(&a.1)));
    let title = words.line(
        "by-platform-title",
        &[("kpi", words.said(platforms.columns.get(column)?).into())],
    );
    let (name, says) = (plain(&title), words.text("by-platform-says"));
    let has = |scope: Scope| {
        rows.iter()
            .any(|(_, parts)| parts.iter().any(|(known, _)| *known == scope))
    };
    let mut table = asked.table("explore-table", "credited", &["platform"]);
    table.caption.clone_from(&name);
    for (_, _, key) in PARTS.iter().filter(|(scope, ..)| has(*scope)) {
        table.head.push(words.text(key));
        table.numeric.push(true);
    }
    let mut drawn = Vec::new();
    for (platform, parts) in &rows {
        let (mut from, mut bars) = (0.0, Vec::new());
        let mut cells = vec![Cell::from(words.platform(platform))];
        for (scope, ink, key) in PARTS.into_iter().filter(|(scope, ..)| has(*scope)) {
            let part = parts.iter().find(|(known, _)| *known == scope);
            cells.push(part.map_or_else(|| Cell::Line(Vec::new()), |(_, figure)| words.value(figure).into()));
            if let Some((_, figure)) = part {
                let to = from + figure.float().unwrap_or(0.0);
                let says = format!("{}: {}", words.text(key), words.value(figure).plain());
                bars.push(Bar { from, to, ink, says });
                from = to;
            }
        }
        table.rows.push(cells);
        let places = decimals(&Unit::Count, [from], Detail::Glance);
        drawn.push(Row {
            name: words.platform(platform).plain().to_owned(),
            value: words.amount(Amount::Ratio(from), &Unit::Count, places),
            bars,
            mark: None,
            href: asked.lead("platform", platform),
        });
    }
    if drawn.is_empty() {
        return None;
    }
    let parts = PARTS.iter().filter(|(scope, ..)| has(*scope));
    let chart = Rows {
        legend: parts.map(|(_, ink, key)| (words.text(key), *ink)).collect(),
        rows: drawn,
    };
    let frame = Frame {
        id: &format!("by-platform-{column}"),
        title: &name,
        says: &says,
    };
    Some(Chart {
        svg: chart::rows(frame, &chart),
        title,
        table,
        fold: words.text("chart-fold"),
    })
}

/// What somebody should look at: goals in danger, losses, numbers that fell, days without data.
fn attention(asked: &Asked<'_>, report: &Report, plain: bool) -> Section {
    let words = &asked.words;
    let mut lines: Vec<Line> = report.goals.iter().filter_map(|goal| in_danger(asked, goal)).collect();
    for loss in report.earned.losses.iter().filter(|loss| !loss.declared) {
        let name = words.platform(&loss.name);
        lines.push(words.line(
            "attention-loss",
            &[
                ("name", name.into()),
                ("figure", words.figure(&loss.lost.without_sign()).into()),
            ],
        ));
    }
    lines.extend(report.headlines.iter().filter_map(|headline| fell(asked, headline)));
    // Platforms that stand in the numbers; a review site without a review today lacks nothing.
    let counted = |name: &str| {
        let rows = report.platforms.iter().flat_map(|platforms| &platforms.rows);
        rows.into_iter().any(|row| row.platform == name)
    };
    let stale = |source: &&Source| source.missing_days > 0 && counted(&source.name);
    for source in report.method.sources.iter().filter(stale) {
        let name = words.platform(&source.name);
        let days = ("days", source.missing_days.into());
        lines.push(words.line("attention-days", &[("name", name.into()), days]));
    }
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(words.line("attention-more", &[("count", more.into())]));
    }
    let block = if lines.is_empty() {
        asked.empty(if plain { "attention-none" } else { "attention-none-here" })
    } else {
        Block::Notice(Tone::Fair, lines)
    };
    asked.section("attention", vec![block])
}

fn in_danger(asked: &Asked<'_>, goal: &Goal) -> Option<Line> {
    let (tone, key) = match goal.state {
        GoalState::Missed => (Tone::Bad, "state-missed"),
        GoalState::AtRisk => (Tone::Fair, "state-at-risk"),
        _ => return None,
    };
    let words = &asked.words;
    let fills = [
        ("goal", words.said(&goal.title).into()),
        ("state", vec![Span::Mark(tone, words.text(key))].into()),
        ("value", words.value(&goal.value).into()),
        ("target", words.value(&goal.target).into()),
    ];
    Some(words.line("attention-goal", &fills))
}

/// A headline that moved to the bad side by a fifth or more.
fn fell(asked: &Asked<'_>, headline: &Headline) -> Option<Line> {
    let (before, now) = (headline.previous.float()?, headline.value.float()?);
    let change = (now - before) / before.abs();
    let bad = match headline.better {
        Better::Up => -change,
        Better::Down => change,
        Better::Neither => return None,
    };
    let overlap = |a: &Figure, b: &Figure| a.low.zip(b.high).is_some_and(|(low, high)| low <= high);
    let unsure = overlap(&headline.previous, &headline.value) && overlap(&headline.value, &headline.previous);
    if before == 0.0 || bad < FALL {
        return None;
    }
    let words = &asked.words;
    let fills = [
        ("title", words.said(&headline.title).into()),
        ("from", words.value(&headline.previous).into()),
        ("to", words.value(&headline.value).into()),
    ];
    let key = if unsure { "attention-maybe" } else { "attention-fell" };
    Some(words.line(key, &fills))
}

/// Sales credited to each platform; ranges stand beside them, since models deal them out.
fn credited(asked: &Asked<'_>, wanted: &Wanted) -> Result<Section, Error> {
    let words = &asked.words;
    let mut found = asked.look.workspace.credited_by_platform(wanted)?;
    found.retain(|(_, figure)| figure.float().is_some());
    found.sort_by(|a, b| b.1.float().unwrap_or(0.0).total_cmp(&a.1.float().unwrap_or(0.0)));
    let same = found.first().map(|(_, figure)| figure.unit.clone());
    if found.is_empty() || found.iter().any(|(_, figure)| Some(&figure.unit) != same.as_ref()) {
        return Ok(asked.section("credited", vec![asked.empty("credited-none")]));
    }
    let mut table = asked.table("credited-table", "credited", &["platform", "#value", "#between"]);
    let mut rows = Vec::new();
    for (platform, figure) in &found {
        let places = decimals(&figure.unit, figure.float(), Detail::Glance);
        let is_named = platform != harpoon::journeys::NONE;
        let name = if is_named {
            words.platform(platform)
        } else {
            Span::Text(words.text("credited-no-platform"))
        };
        let between = words.interval(figure, places).unwrap_or_default();
        let value = words.printed(figure, places, false);
        rows.push(Row {
            name: clean(name.plain(), NAME),
            value: value.plain().to_owned(),
            bars: vec![Bar {
                from: 0.0,
                to: figure.float().unwrap_or(0.0),
                ink: Ink::Accent,
                says: between.clone(),
            }],
            mark: None,
            href: is_named.then(|| asked.lead("platform", platform)).flatten(),
        });
        table.rows.push(vec![name.into(), value.into(), Cell::from(between)]);
    }
    table.without_empty_end();
    table.remarks.push(words.line("credited-remark", &[]));
    let title = words.text("credited-title");
    let says = words.text("by-platform-says");
    let frame = Frame {
        id: "credited",
        title: &title,
        says: &says,
    };
    let svg = chart::rows(
        frame,
        &Rows {
            legend: Vec::new(),
            rows,
        },
    );
    let chart = Chart {
        svg,
        title: vec![Span::Text(title.clone())],
        table: Table { ..table },
        fold: words.text("explore-table"),
    };
    Ok(asked.section("credited", vec![Block::Chart(chart)]))
}
