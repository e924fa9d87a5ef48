//! Any KPI by any dimension, with filters.

use std::collections::{BTreeMap, BTreeSet};

use harpoon::Error;
use harpoon::choices::Choices;
use harpoon::measure::Question;
use harpoon_core::kpi::{Kpi, Stage};
use harpoon_core::{Dim, Language, Period, Reading, Selection};
use harpoon_report::chart::{self, Bar, Frame, Ink, Layer, Lines, Row, Rows};
use harpoon_report::document::{Block, Cell, Chart, Line, Span, Table};
use harpoon_report::view::{Amount, Figure, Industry};
use harpoon_report::words::{Detail, decimals};
use harpoon_report::{clean, industry_source};
use maud::{Markup, html};

use super::overview::beside_own;
use super::{Asked, Body};

/// Rows of a table that are shown.
const MOST_ROWS: usize = 1000;
/// Rows of a chart.
const MOST_BARS: usize = 12;
/// Longest name in a cell.
const NAME: usize = 80;
/// What is shown before anything is chosen.
const USUAL: (&str, &str) = ("impressions", "platform");
/// Dimensions that the form offers, and that have a name; an address may ask for any other.
pub(super) const OFFERED: &[&str] = &[
    "platform", "scope", "campaign", "format", "day", "week", "month", "weekday", "hour", "account", "post", "ad",
];

/// A KPI as a chart and a table.
pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let workspace = &asked.look.workspace;
    let kpi = workspace.kpi(asked.view.first("kpi").unwrap_or(USUAL.0))?;
    let mut selection = asked.view.selection(asked.month)?;
    if asked.view.first("kpi").is_none() && selection.by.is_empty() {
        selection.by = vec![USUAL.1.parse()?];
    }
    let is_of_stage = selection.is_of(kpi.stage);
    let measured = workspace.measure(&Question {
        kpis: vec![kpi.id.to_owned()],
        selection: selection.clone(),
        at: None,
    })?;
    let readings: Vec<Reading> = harpoon::measure::readings(measured);
    let title = title(kpi, asked.view.language);
    let mut blocks = Vec::new();
    if asked.month.is_none() && !workspace.has_imports()? {
        blocks = asked.nothing_blocks();
    } else if !is_of_stage {
        let stage = words_of(asked, kpi.stage);
        blocks.push(Block::Empty(
            asked.words.line("stage-other", &[("stage", stage.into())]),
        ));
    } else {
        let called = called(asked, &readings)?;
        let mut table = table(asked, kpi, &selection.by, &readings, &called);
        let publics = publics(asked, kpi, &selection, &readings)?;
        table.remarks.extend(publics.iter().map(|one| one.told(asked)));
        if selection.by == [Dim::Platform] && publics.iter().any(|one| one.value().is_some()) {
            table.remarks.push(asked.words.line("explore-industry-mark", &[]));
        }
        blocks.push(
            match picture(asked, kpi, title, &selection.by, &readings, &publics, &called) {
                Some(svg) => Block::Chart(Chart {
                    svg,
                    title: asked.words.line(
                        "explore-title",
                        &[
                            ("kpi", title.to_owned().into()),
                            ("days", days(asked, selection.period).into()),
                        ],
                    ),
                    table,
                    fold: String::new(),
                }),
                None => Block::Table(table),
            },
        );
    }
    let mut section = asked.section("explore", blocks);
    title.clone_into(&mut section.title);
    Ok(Body {
        title: asked.words.text("page-explore"),
        form: Some(tools(asked, kpi, &selection)?),
        sections: vec![section],
    })
}

fn words_of(asked: &Asked<'_>, stage: Stage) -> String {
    asked.words.text(&format!("stage-{}", stage.as_str()))
}

const fn title(kpi: &Kpi, language: Language) -> &'static str {
    match language {
        Language::En => kpi.title.en,
        Language::ZhCn => kpi.title.zh,
        Language::Fy => kpi.title.fy,
    }
}

fn days(asked: &Asked<'_>, period: Option<Period>) -> String {
    match period {
        None => asked.words.text("explore-all-time"),
        Some(period) => format!("{} – {}", asked.words.date(period.from), asked.words.date(period.to)),
    }
}

/// The form, what is active, and what the KPI means.
fn tools(asked: &Asked<'_>, kpi: &Kpi, selection: &Selection) -> Result<Markup, Error> {
    let wanted = asked.wanted()?;
    let choices = asked.look.workspace.choices()?;
    Ok(html! {
        (form(asked, kpi, &selection.by, selection.period, &choices))
        @if let Some(wanted) = &wanted { (asked.chips(wanted)) }
        (meaning(asked, kpi))
    })
}

/// What a KPI means and does not prove. Definitions are in English, and say so where the page is not.
pub(super) fn meaning(asked: &Asked<'_>, kpi: &Kpi) -> Markup {
    let words = &asked.words;
    html! {
        div class="meaning" {
            p lang="en" { (kpi.meaning) }
            p class="remark" { (words.filled("explore-proves-not", &[("what", String::new().into())])) " " span lang="en" { (kpi.proves_not) }
                @if asked.view.language != Language::En { " " (words.text("english-definition")) } }
        }
    }
}

/// The form; a change shows at once where scripts run.
fn form(asked: &Asked<'_>, shown: &Kpi, by: &[Dim], period: Option<Period>, choices: &Choices) -> Markup {
    let words = &asked.words;
    let language = asked.view.language;
    let by: Vec<String> = by.iter().map(ToString::to_string).collect();
    let stages = [
        Stage::Awareness,
        Stage::Interest,
        Stage::Evaluation,
        Stage::Purchase,
        Stage::Loyalty,
    ];
    let shown_here = ["platform", "scope", "campaign"];
    let kept = asked.view.filtered().filter(|(name, _)| !shown_here.contains(name));
    let scopes: Vec<String> = ["organic", "paid", "total", "unknown"].map(str::to_owned).to_vec();
    html! {
        form class="filters" method="get" action=(asked.view.at("/explore")) data-first=[period.map(|period| period.from)] {
            @if let Some(month) = asked.view.month { input type="hidden" name="month" value=(month.from.strftime("%Y-%m").to_string()); }
            input type="hidden" name="lang" value=(language.tag());
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            label { "KPI"
                select name="kpi" {
                    @for stage in stages {
                        optgroup label=(words_of(asked, stage)) {
                            @for kpi in asked.look.workspace.catalogue().iter().filter(|kpi| kpi.stage == stage) {
                                option value=(kpi.id) selected[kpi.id == shown.id] { (title(kpi, language)) }
                            }
                        }
                    }
                }
            }
            label { (words.text("explore-by"))
                select name="by" {
                    option value="" selected[by.is_empty()] { (words.text("explore-by-nothing")) }
                    @for dim in OFFERED { option value=(dim) selected[by.iter().any(|known| known == dim)] { (words.text(&format!("by-{}", dim.replace('_', "-")))) } }
                }
            }
            (asked.typed("platform", &choices.platforms)) (asked.typed("scope", &scopes)) (asked.typed("campaign", &choices.campaigns))
            label { (words.text("explore-from")) input type="date" name="from" value=(asked.view.first("from").unwrap_or("")); }
            label { (words.text("explore-to")) input type="date" name="to" value=(asked.view.first("to").unwrap_or("")); }
            button type="submit" { (words.text("show")) }
            a href=(asked.view.at("/explore")) { (words.text("explore-clear")) }
        }
    }
}

/// Names by id.
type Called = BTreeMap<String, String>;

/// What the posts and ads among the places are called.
fn called(asked: &Asked<'_>, readings: &[Reading]) -> Result<Called, Error> {
    let places = readings.iter().take(MOST_ROWS).flat_map(|reading| &reading.by);
    let ids = places.filter(|(dim, _)| has_id(dim)).map(|(_, id)| id.as_str());
    asked.look.workspace.called(ids)
}

/// Whether places of it go by a number of the platform.
const fn has_id(dim: &Dim) -> bool {
    matches!(dim, Dim::Post | Dim::Ad | Dim::AdGroup)
}

fn table(asked: &Asked<'_>, kpi: &Kpi, by: &[Dim], readings: &[Reading], called: &Called) -> Table {
    let words = &asked.words;
    let mut head: Vec<String> = by.iter().map(|dim| asked.dimension(&dim.to_string())).collect();
    if head.is_empty() {
        head.push(words.text("explore-what"));
    }
    let mut numeric = vec![false; head.len()];
    head.extend([words.text("explore-value"), words.text("explore-between")]);
    numeric.extend([true, true]);
    let figures: Vec<Figure> = readings.iter().map(|reading| Figure::of(reading, kpi.unit)).collect();
    let mut notes: BTreeSet<&str> = BTreeSet::new();
    let mut rows = Vec::new();
    for (reading, figure) in readings.iter().zip(&figures).take(MOST_ROWS) {
        let mut row: Vec<Cell> = reading
            .by
            .iter()
            .map(|(dim, value)| {
                let mut line = vec![place(asked, dim, value, called)];
                // Two posts can have one text: the number tells them apart.
                if line[0].plain() != value && has_id(dim) && !value.is_empty() {
                    line.push(Span::Outside(format!(" ({})", clean(value, NAME))));
                }
                Cell::from(line)
            })
            .collect();
        if by.is_empty() {
            row.push(Cell::from(title(kpi, asked.view.language).to_owned()));
        }
        // What is missing altogether has no place.
        row.resize_with(numeric.len() - 2, || Cell::from(words.text("explore-whole")));
        let decimals = decimals(
            &figure.unit,
            figures
                .iter()
                .filter(|f| f.unit == figure.unit)
                .filter_map(Figure::float),
            Detail::Full,
        );
        row.push(words.printed(figure, decimals, false).into());
        row.push(words.interval(figure, decimals).unwrap_or_default().into());
        rows.push(row);
        notes.extend(reading.note.iter().flat_map(|note| note.split("; ")));
    }
    let mut table = Table {
        caption: words.text("explore-table"),
        head,
        numeric,
        rows,
        ..Table::default()
    };
    if readings.len() > MOST_ROWS {
        let shown = ("shown", MOST_ROWS.into());
        table
            .remarks
            .push(words.line("explore-more", &[shown, ("all", readings.len().into())]));
    }
    table
        .remarks
        .extend(notes.into_iter().map(|note| vec![Span::Outside(clean(note, 400))]));
    table.without_empty_end();
    table.explain_missing(words);
    table
}

/// A value of a dimension.
fn place(asked: &Asked<'_>, dim: &Dim, value: &str, called: &Called) -> Span {
    match (dim, value) {
        (_, "") => Span::Text(asked.words.text("explore-none")),
        (Dim::Platform, platform) => asked.words.platform(platform),
        (Dim::Scope, "organic" | "paid" | "total" | "unknown") => {
            Span::Text(asked.words.text(&format!("scope-{value}")))
        }
        _ if has_id(dim) => Span::Outside(clean(called.get(value).map_or(value, String::as_str), NAME)),
        _ => Span::Outside(clean(value, NAME)),
    }
}

/// Days and months as a line, all else as bars; nothing where values have no common unit.
fn picture(
    asked: &Asked<'_>,
    kpi: &Kpi,
    title: &str,
    by: &[Dim],
    readings: &[Reading],
    publics: &[Public],
    called: &Called,
) -> Option<String> {
    let [dim] = by else { return None };
    let figures: Vec<(String, Figure)> = readings
        .iter()
        .filter(|reading| !reading.by.is_empty())
        .map(|reading| {
            (
                place(asked, dim, &reading.by[0].1, called).plain().to_owned(),
                Figure::of(reading, kpi.unit),
            )
        })
        .collect();
    let unit = figures.first()?.1.unit.clone();
    let known: Vec<f64> = figures.iter().filter_map(|(_, figure)| figure.float()).collect();
    if known.len() < 2 || figures.iter().any(|(_, figure)| figure.unit != unit) {
        return None;
    }
    let says = asked.words.text("explore-says");
    let frame = Frame {
        id: "explore",
        title,
        says: &says,
    };
    let decimals = decimals(&unit, known, Detail::Glance);
    let written = |value: f64| asked.words.amount(Amount::Ratio(value), &unit, decimals);
    if matches!(dim, Dim::Day | Dim::Week | Dim::Month) {
        let events = if *dim == Dim::Day {
            happened(asked, readings)
        } else {
            Vec::new()
        };
        let industry = publics.first().and_then(Public::value);
        let tick = |value: f64| asked.words.tick(value, &unit);
        return Some(line(asked, frame, (title, &events, industry), &figures, &tick));
    }
    let places = readings.iter().filter(|reading| !reading.by.is_empty());
    let mut bars: Vec<Row> = figures
        .iter()
        .zip(places)
        .filter_map(|((name, figure), reading)| {
            let mut row = bar(name, figure.float()?, &written);
            let value = &reading.by[0].1;
            row.href = asked.lead(&dim.to_string(), value);
            row.mark = publics
                .iter()
                .find(|one| one.platform.as_ref() == Some(value))
                .and_then(Public::value);
            Some(row)
        })
        .collect();
    bars.sort_by(|a, b| b.bars[0].to.total_cmp(&a.bars[0].to));
    bars.truncate(MOST_BARS);
    Some(chart::rows(
        frame,
        &Rows {
            legend: Vec::new(),
            rows: bars,
        },
    ))
}

/// The industry's figure beside what is shown, or why there is none.
struct Public {
    /// The platform that it speaks of, where bars are of platforms.
    platform: Option<String>,
    industry: Industry,
}

impl Public {
    fn value(&self) -> Option<f64> {
        self.industry.known().map(|benchmark| benchmark.value.to_f64())
    }

    fn told(&self, asked: &Asked<'_>) -> Line {
        let words = &asked.words;
        let Some(platform) = &self.platform else {
            return beside_own(words, &self.industry);
        };
        let name = ("name", words.platform(platform).into());
        let source = ("source", industry_source(&self.industry, words).into());
        match self.industry.known() {
            Some(benchmark) => {
                let figure = ("figure", words.benchmark(benchmark).into());
                words.line("explore-industry", &[name, figure, source])
            }
            None => words.line("explore-industry-none", &[name, source]),
        }
    }
}

/// Public figures: one for each platform where bars are of platforms, else one for the platform that is asked for.
fn publics(asked: &Asked<'_>, kpi: &Kpi, selection: &Selection, readings: &[Reading]) -> Result<Vec<Public>, Error> {
    let workspace = &asked.look.workspace;
    let of = |platform: Option<&str>, reading: &Reading| -> Result<Option<Industry>, Error> {
        match reading.value {
            Some(_) => workspace.industry(kpi, platform, &Figure::of(reading, kpi.unit).unit),
            None => Ok(None),
        }
    };
    let mut all = Vec::new();
    if selection.by == [Dim::Platform] {
        for reading in readings {
            let Some((_, platform)) = reading.by.first() else {
                continue;
            };
            let industry = of(Some(platform), reading)?;
            all.extend(industry.map(|industry| Public {
                platform: Some(platform.clone()),
                industry,
            }));
        }
        // One reason for all of them needs no names.
        let first = all.first().map(|one: &Public| one.industry.clone());
        let is_same =
            |one: &Public| matches!(one.industry, Industry::Missing(_)) && Some(&one.industry) == first.as_ref();
        if all.len() > 1 && all.iter().all(is_same) {
            all.truncate(1);
            all[0].platform = None;
        }
        return Ok(all);
    }
    let platforms: Vec<&str> = selection
        .filters
        .iter()
        .filter(|filter| filter.dim == Dim::Platform)
        .map(|filter| filter.value.as_str())
        .collect();
    let platform = if let [one] = platforms.as_slice() {
        Some(*one)
    } else {
        None
    };
    let known = readings.iter().find(|reading| reading.value.is_some());
    let industry = known.map_or(Ok(None), |reading| of(platform, reading))?;
    all.extend(industry.map(|industry| Public {
        platform: None,
        industry,
    }));
    Ok(all)
}

/// What happened on the days that are drawn, each by its place.
fn happened(asked: &Asked<'_>, readings: &[Reading]) -> Vec<(usize, String)> {
    let days: Vec<&str> = readings
        .iter()
        .filter_map(|reading| Some(reading.by.first()?.1.as_str()))
        .collect();
    let ends = days.first().zip(days.last());
    let period = ends.and_then(|(from, to)| Period::new(Period::day(from).ok()?, Period::day(to).ok()?).ok());
    let filters = asked.view.filters().unwrap_or_default();
    let found = period.and_then(|period| asked.look.workspace.happened(period, &filters).ok());
    let at = |day: jiff::civil::Date| days.iter().position(|known| *known == day.to_string());
    found
        .into_iter()
        .flatten()
        .filter_map(|one| Some((at(one.day)?, asked.words.said(&one.what).plain().to_owned())))
        .collect()
}

/// A line of days, weeks or months with its title, what happened, and the industry's figure.
fn line(
    asked: &Asked<'_>,
    frame: Frame<'_>,
    (title, events, industry): (&str, &[(usize, String)], Option<f64>),
    figures: &[(String, Figure)],
    written: &dyn Fn(f64) -> String,
) -> String {
    let days: Vec<Option<f64>> = figures.iter().map(|(_, figure)| figure.float()).collect();
    let labels: Vec<String> = figures.iter().map(|(name, _)| name.clone()).collect();
    let public = asked.words.text("chart-industry");
    let layer = Layer {
        name: title,
        ink: Ink::Accent,
        days: &days,
    };
    chart::lines(
        frame,
        &Lines {
            layers: &[layer],
            previous: None,
            goal: None,
            industry: industry.map(|value| (value, public.as_str())),
            events,
            labels: &labels,
            value: written,
        },
    )
}

fn bar(name: &str, value: f64, written: &dyn Fn(f64) -> String) -> Row {
    Row {
        name: name.to_owned(),
        value: written(value),
        bars: vec![Bar {
            from: 0.0,
            to: value,
            ink: Ink::Accent,
            says: format!("{name}: {}", written(value)),
        }],
        mark: None,
        href: None,
    }
}
