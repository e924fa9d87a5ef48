//! Paid and organic by platform: day by day, in a table, against the own past and the industry.

use harpoon_core::Scope;
use jiff::ToSpan;

use crate::benchmark::{Basis, Benchmark, Statistic};
use crate::chart::{Bullet, Frame, Ink, Layer, Lines, bullet, lines};
use crate::compose::{Ends, column, empty, finished, heading, rows, table};
use crate::document::{Block, Cell, Chart, Line, Section, Span, Table, plain, said};
use crate::outside::{SENTENCE, clean, link};
use crate::view::{Amount, Comparison, Figure, Industry, Platforms, Report, Series, Text, Unit, Value};
use crate::words::{DASH, Detail, Words, decimals};

pub(super) fn section(report: &Report, words: &Words) -> Section {
    let mut blocks = Vec::new();
    let told = report.series.iter().filter(|series| has_days(series)).enumerate();
    let charts: Vec<Chart> = told.map(|(i, s)| days(i, s, report, words)).collect();
    if !charts.is_empty() {
        blocks.push(Block::Charts(charts));
    }
    let side_by_side = report
        .platforms
        .as_ref()
        .and_then(|p| finished(words, by_platform(p, words)));
    match side_by_side {
        Some(table) => blocks.push(table),
        None => blocks.push(empty(words, "empty-platforms")),
    }
    if !report.comparisons.is_empty() {
        blocks.push(heading(words, "usual-heading"));
        let sources = sources(&report.comparisons, words);
        blocks.extend(finished(words, usual(&report.comparisons, &sources, words)));
    }
    super::section(words, "platforms", blocks)
}

/// Whether any day is known: axes alone tell nothing.
fn has_days(series: &Series) -> bool {
    let all = [&series.organic, &series.paid, &series.previous];
    all.into_iter().flatten().any(Option::is_some)
}

fn by_platform(platforms: &Platforms, words: &Words) -> Table {
    let mut side = table(words, "platforms-table", &["head-platform", "head-scope"]);
    side.head
        .extend(platforms.columns.iter().map(|c| words.said(c).plain().to_owned()));
    side.numeric.extend(platforms.columns.iter().map(|_| true));
    let mut columns: Vec<Vec<Cell>> = vec![
        platforms
            .rows
            .iter()
            .map(|r| words.platform(&r.platform).into())
            .collect(),
        platforms
            .rows
            .iter()
            .map(|r| words.text(scope(r.scope)).into())
            .collect(),
    ];
    let missing = Figure::missing("", crate::view::Unit::Count);
    for i in 0..platforms.columns.len() {
        let figures = platforms.rows.iter().map(|r| r.values.get(i).unwrap_or(&missing));
        columns.push(column(words, figures, Detail::Full, Ends::Bare));
    }
    side.rows = rows(columns);
    side
}

const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Organic => "scope-organic",
        Scope::Paid => "scope-paid",
        Scope::Total => "scope-total",
        Scope::Unknown => "scope-unknown",
    }
}

/// A daily line; the table beside it tells weeks, since thirty rows are read by nobody.
fn days(number: usize, series: &Series, report: &Report, words: &Words) -> Chart {
    let count = series.organic.len().max(series.paid.len());
    let day = |i: usize| report.month.from.saturating_add(i64::try_from(i).unwrap_or(0).days());
    let labels: Vec<String> = (0..count).map(|i| words.day(day(i))).collect();
    let events: Vec<(usize, String)> = series
        .events
        .iter()
        .filter_map(|e| {
            Some((
                (0..count).find(|i| day(*i) == e.day)?,
                words.said(&e.what).plain().to_owned(),
            ))
        })
        .collect();
    let (organic, paid) = (words.text("scope-organic"), words.text("scope-paid"));
    let (before, goal) = (words.text("month-before"), words.text("goal-a-day"));
    let known = |days: &[Option<f64>]| days.iter().any(Option::is_some);
    let layers: Vec<Layer<'_>> = [
        (&organic, Ink::Accent, &series.organic),
        (&paid, Ink::Second, &series.paid),
    ]
    .into_iter()
    .filter(|(_, _, days)| known(days))
    .map(|(name, ink, days)| Layer { name, ink, days })
    .collect();
    let previous = known(&series.previous).then_some(Layer {
        name: &before,
        ink: Ink::Past,
        days: &series.previous,
    });
    let value = |v: f64| words.tick(v, &series.unit);
    let chart = Lines {
        layers: &layers,
        previous,
        goal: series.goal.map(|g| (g, goal.as_str())),
        industry: None,
        events: &events,
        labels: &labels,
        value: &value,
    };
    let title = words.line("days", &[("title", words.said(&series.title).into())]);
    let text = plain(&title);
    let frame = Frame {
        id: &format!("days-{number}"),
        title: &text,
        says: &words.text("days-says"),
    };
    let mut weeks = table(
        words,
        "weeks-table",
        &["head-days", "#scope-organic", "#scope-paid", "#month-before"],
    );
    weeks.caption.clone_from(&text);
    let month = [(&series.organic, &series.paid, &series.previous)];
    for (organic, paid, before) in month {
        for first in (0..count).step_by(7) {
            let last = (first + 6).min(count.saturating_sub(1));
            let week = |days: &[Option<f64>], receipt: Option<&str>| {
                Cell::from(words.value(&week(days, first, last, &series.unit, receipt)))
            };
            let name = format!("{} – {}", words.day(day(first)), words.day(day(last)));
            weeks.rows.push(vec![
                name.into(),
                week(organic, series.receipt.as_deref()),
                week(paid, series.receipt.as_deref()),
                week(before, series.previous_receipt.as_deref()),
            ]);
        }
    }
    weeks.explain_missing(words);
    Chart {
        svg: lines(frame, &chart),
        title,
        table: weeks,
        fold: words.text("chart-fold"),
    }
}

/// A week's sum; missing where a day is.
fn week(days: &[Option<f64>], first: usize, last: usize, unit: &Unit, receipt: Option<&str>) -> Figure {
    let sum: Option<f64> = (first..=last).map(|i| days.get(i).copied().flatten()).sum();
    let missing = Text::each(
        "not every day is known",
        "有些日期没有数据",
        "net alle dagen binne bekend",
    );
    let value = sum.map_or(Value::Missing(missing), |s| Value::Known(Amount::Ratio(s)));
    Figure {
        value,
        unit: unit.clone(),
        low: None,
        high: None,
        receipt: receipt.map(str::to_owned),
    }
}

fn usual(comparisons: &[Comparison], sources: &[Line], words: &Words) -> Table {
    let heads = [
        "head-figure",
        "head-platform",
        "#head-month",
        "head-picture",
        "#head-past",
        "#head-industry",
    ];
    let mut usual = table(words, "usual-table", &heads);
    for comparison in comparisons {
        let Comparison {
            title,
            platform,
            own,
            past,
            industry,
            ..
        } = comparison;
        let ends = [own.float(), past.low, past.high].into_iter().flatten();
        let places = decimals(&own.unit, ends, Detail::Full);
        let range = words
            .interval(past, places)
            .map_or_else(|| words.printed(past, places, false), |text| range(text, past));
        usual.rows.push(vec![
            words.said(title).into(),
            words.platform(platform).into(),
            words.printed(own, places, false).into(),
            picture(comparison, places, words),
            range.into(),
            industry_cell(industry, sources, words).into(),
        ]);
    }
    let lettered = |(i, line): (usize, &Line)| {
        words.line(
            "usual-letter",
            &[("letter", letter(i).into()), ("source", line.clone().into())],
        )
    };
    usual.remarks = sources.iter().enumerate().map(lettered).collect();
    usual
}

/// The usual range alone, without its middle.
fn range(text: String, past: &Figure) -> Span {
    Span::Figure(crate::document::Printed {
        text,
        interval: None,
        missing: None,
        receipt: past.receipt.clone(),
        exact: None,
    })
}

fn picture(comparison: &Comparison, places: usize, words: &Words) -> Cell {
    let Comparison {
        own, past, industry, ..
    } = comparison;
    let public = industry.known().filter(|benchmark| benchmark.unit == own.unit);
    let says = plain(&words.line(
        "usual-says",
        &[
            ("own", words.printed(own, places, false).into()),
            (
                "past",
                words.interval(past, places).unwrap_or_else(|| DASH.to_owned()).into(),
            ),
        ],
    ));
    let range = past.low.zip(past.high);
    Cell::Picture {
        svg: bullet(Bullet {
            value: own.float(),
            target: None,
            industry: public.map(|benchmark| benchmark.value.to_f64()),
            range,
            ink: Ink::Accent,
            says: &says,
        }),
        says,
    }
}

/// The industry's figure, or a dash, with the letter of its source or reason below the table.
fn industry_cell(industry: &Industry, sources: &[Line], words: &Words) -> Line {
    let text = industry
        .known()
        .map_or_else(|| DASH.to_owned(), |benchmark| words.benchmark(benchmark));
    let source = source(industry, words);
    let letter = sources
        .iter()
        .position(|s| *s == source)
        .map(letter)
        .unwrap_or_default();
    words.line("usual-source", &[("figure", text.into()), ("letter", letter.into())])
}

/// A letter for a source: figures have numbers already.
fn letter(number: usize) -> String {
    let letters = b'a'..=b'z';
    letters
        .into_iter()
        .nth(number)
        .map_or_else(|| format!("z{number}"), |b| char::from(b).to_string())
}

/// Sources and reasons, each once.
fn sources(comparisons: &[Comparison], words: &Words) -> Vec<Line> {
    let mut sources = Vec::new();
    for comparison in comparisons {
        let source = source(&comparison.industry, words);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// Where the industry's figure comes from, or why there is none.
pub fn source(industry: &Industry, words: &Words) -> Line {
    match industry {
        Industry::Known(benchmark) => publication(benchmark, words),
        Industry::Missing(reason) => words.line("usual-none", &[("reason", said(words, reason).into())]),
    }
}

fn publication(benchmark: &Benchmark, words: &Words) -> Line {
    let statistic = words.text(match benchmark.statistic {
        Statistic::Median => "statistic-median",
        Statistic::Mean => "statistic-mean",
        Statistic::Unstated => "statistic-unstated",
    });
    let text = clean(&benchmark.source, SENTENCE);
    let name = match link(&benchmark.url) {
        Some(href) => Span::Link { href, text },
        None => Span::Outside(text),
    };
    let made = words.text(match benchmark.basis {
        Basis::EngagementPerPostByFollowers => "made-engagement-per-post-by-followers",
        Basis::EngagementPerPostByImpressions => "made-engagement-per-post-by-impressions",
        Basis::CostPerClick => "made-cost-per-click",
        Basis::ConversionByClick => "made-conversion-by-click",
        Basis::CostPerLead => "made-cost-per-lead",
    });
    let fills = [
        ("made", made.into()),
        ("statistic", statistic.into()),
        ("source", name.into()),
        ("year", benchmark.year.to_string().into()),
        (
            "population",
            Span::Outside(clean(&benchmark.population, SENTENCE)).into(),
        ),
    ];
    words.line("usual-known", &fills)
}
