//! Who gets the credit: every model side by side, and the largest deeds with what led to them.

use harpoon::Error;
use harpoon::journeys::credit::{NOBODY, Question};
use harpoon::journeys::models::{Credited, MODELS, SideBySide};
use harpoon::journeys::trace::{Trail, Which};
use harpoon::journeys::{By, NONE};
use harpoon_core::Period;
use harpoon_core::channel::Group;
use harpoon_core::period::day_from_number;
use harpoon_report::chart::{self, Bar, Frame, Ink, Row, Rows};
use harpoon_report::clean;
use harpoon_report::document::{Block, Cell, Chart, Line, Span, Table};
use harpoon_report::view::{Amount, Figure, Unit};
use harpoon_report::words::{Detail, decimals};
use maud::{Markup, html};

use super::{Asked, Body};

/// Deeds that are traced.
const TRACED: usize = 5;
/// Touches of a deed that are shown.
const TOUCHES: usize = 20;
/// Channels in the picture.
const MOST_BARS: usize = 10;
/// Longest text of a cell.
const CELL: usize = 80;
/// Name of the one filter of this page: deals that this channel had a touch before.
const CHANNEL: &str = "channel";

/// Models, and trails.
pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let mut sections = Vec::new();
    match asked.month {
        None => sections.push(asked.nothing_yet()),
        Some(month) => {
            let dealt = asked.look.workspace.side_by_side(month)?;
            let blocks = dealt.map_or_else(|| vec![asked.empty("models-none")], |dealt| models(asked, &dealt));
            sections.push(asked.section("models", blocks));
            sections.push(asked.section("trails", trails(asked, month)?));
        }
    }
    Ok(Body {
        title: asked.words.text("page-attribution"),
        form: Some(chip(asked)),
        sections,
    })
}

/// The channel in words; a word of the source's own stays as it is.
fn channel(asked: &Asked<'_>, name: &str) -> Span {
    match name {
        NOBODY => Span::Text(asked.words.text("models-nobody")),
        NONE => Span::Text(asked.words.text("explore-none")),
        name if Group::from_word(name).is_some() => {
            Span::Text(asked.words.text(&format!("channel-{}", name.replace('_', "-"))))
        }
        name => Span::Outside(clean(name, CELL)),
    }
}

/// The channel that is asked for, with the way to take it off.
fn chip(asked: &Asked<'_>) -> Markup {
    let words = &asked.words;
    html! {
        @if let Some(name) = asked.view.first(CHANNEL) {
            ul class="chips" aria-label=(words.text("chips")) {
                li {
                    a href=(asked.view.with(&asked.view.path, CHANNEL, None)) {
                        (words.text("models-channel")) ": " bdi { (channel(asked, name).plain()) }
                        span class="off" { span aria-hidden="true" { " ×" } span class="heard" { " " (words.text("chip-off")) } }
                    }
                }
            }
        }
    }
}

fn models(asked: &Asked<'_>, dealt: &SideBySide) -> Vec<Block> {
    let words = &asked.words;
    let mut table = Table {
        caption: words.text("models-table"),
        head: std::iter::once(words.text("models-channel"))
            .chain(
                MODELS
                    .iter()
                    .map(|model| words.text(&format!("model-{}", model.word().replace('_', "-")))),
            )
            .collect(),
        numeric: std::iter::once(false).chain(MODELS.iter().map(|_| true)).collect(),
        ..Table::default()
    };
    for one in &dealt.channels {
        let cells = one
            .figures
            .iter()
            .map(|figure| words.printed(figure, 1, figure.low.is_some()).into());
        table.rows.push(
            std::iter::once(channel(asked, &one.channel).into())
                .chain(cells)
                .collect(),
        );
    }
    let book = words.printed(&dealt.book, 0, false);
    let total = std::iter::once(Cell::from(words.text("models-book")));
    table.total = Some(total.chain(MODELS.iter().map(|_| book.clone().into())).collect());
    table.remarks.push(words.line("models-remark", &[]));
    table
        .remarks
        .extend(dealt.notes.iter().map(|note| vec![Span::Outside(clean(note, 400))]));
    let says = words.text("models-says");
    let title = words.text("models-title");
    let frame = Frame {
        id: "models",
        title: &title,
        says: &says,
    };
    let bars = Rows {
        legend: Vec::new(),
        rows: dealt
            .channels
            .iter()
            .take(MOST_BARS)
            .filter_map(|one| bar(asked, one))
            .collect(),
    };
    vec![
        Block::Paragraph(words.line("models-lead", &[])),
        Block::Chart(Chart {
            svg: chart::rows(frame, &bars),
            title: vec![Span::Text(title.clone())],
            table,
            fold: String::new(),
        }),
    ]
}

/// The credit by the model that reports use, with a mark at the last touch.
fn bar(asked: &Asked<'_>, one: &Credited) -> Option<Row> {
    let figure = one.figures.last()?;
    let value = figure.float()?;
    let written = asked.words.amount(Amount::Ratio(value), &Unit::Count, 1);
    let between = asked
        .words
        .interval(figure, 1)
        .map(|between| format!(" ({between})"))
        .unwrap_or_default();
    let name = channel(asked, &one.channel).plain().to_owned();
    Some(Row {
        value: format!("{written}{between}"),
        bars: vec![Bar {
            from: 0.0,
            to: value,
            ink: Ink::Accent,
            says: format!("{name}: {written}"),
        }],
        name,
        mark: one.figures.get(1).and_then(Figure::float),
        href: (one.channel != NOBODY).then(|| asked.view.with(&asked.view.path, CHANNEL, Some(&one.channel))),
    })
}

/// The largest deeds of the month, each with the touches before it.
fn trails(asked: &Asked<'_>, month: Period) -> Result<Vec<Block>, Error> {
    let chosen = asked.view.first(CHANNEL);
    let which = chosen.map_or(Which::Top(TRACED), |name| Which::Through(name.to_owned(), TRACED));
    let trails = asked.look.workspace.trace(
        &which,
        &Question {
            by: vec![By::Channel, By::Campaign, By::Content],
            level: None,
            period: Some(month),
            ..Question::default()
        },
    )?;
    let mut blocks = vec![Block::Remark(asked.words.line("trails-lead", &[]))];
    if let Some(name) = chosen {
        let name = ("name", channel(asked, name).into());
        blocks.insert(0, Block::Paragraph(asked.words.line("trails-through", &[name])));
    }
    let lead = blocks.len();
    for trail in &trails {
        blocks.push(Block::Heading(head(asked, trail)));
        blocks.push(if trail.touches.is_empty() {
            asked.empty("trails-nothing")
        } else {
            Block::Table(touches(asked, trail))
        });
    }
    if blocks.len() == lead {
        blocks.push(asked.empty(if chosen.is_some() {
            "trails-none-through"
        } else {
            "models-none"
        }));
    }
    Ok(blocks)
}

fn head(asked: &Asked<'_>, trail: &Trail) -> Line {
    let deed = &trail.deed;
    let worth = deed.value.map_or_else(String::new, |value| {
        let unit = Unit::Money(deed.currency.clone());
        let decimals = decimals(&unit, [value.to_f64()], Detail::Full);
        asked.words.amount(Amount::Exact(value), &unit, decimals)
    });
    asked.words.line(
        "trails-head",
        &[
            ("deed", Span::Outside(clean(&deed.id, CELL)).into()),
            ("day", asked.words.date(day_from_number(deed.day)).into()),
            ("worth", worth.into()),
        ],
    )
}

fn touches(asked: &Asked<'_>, trail: &Trail) -> Table {
    let words = &asked.words;
    let heads = ["when", "channel", "campaign", "content", "#part", "file", "#line"];
    let mut table = asked.table("trails-table", "trail", &heads);
    for touch in trail.touches.iter().take(TOUCHES) {
        let outside = |text: Option<&str>| Cell::from(Span::Outside(clean(text.unwrap_or(""), CELL)));
        let content = touch.called.as_deref().or(touch.content());
        let content = content.or(touch.placed.words.landing_url.as_deref());
        table.rows.push(vec![
            words.date(day_from_number(touch.step.day)).into(),
            channel(asked, &touch.placed.channel_of(touch.step.kind)).into(),
            outside(touch.placed.channel.campaign.as_deref()),
            outside(content),
            words.amount(Amount::Ratio(touch.weight), &Unit::Share, 0).into(),
            outside(Some(&touch.file)),
            touch.step.row.to_string().into(),
        ]);
    }
    if trail.touches.len() > TOUCHES {
        let shown = ("shown", TOUCHES.into());
        table
            .remarks
            .push(words.line("explore-more", &[shown, ("all", trail.touches.len().into())]));
    }
    table
}
