//! HTML: one file that needs nothing else, for screens of any width, light and dark, and for paper.
//!
//! No script, no font, no picture from elsewhere; the policy in its head forbids all of them, and allows the one style sheet by
//! its digest. `maud` escapes every text; charts are made by us and escape their own.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::document::{Block, Card, Cell, Chart, Document, Entry, Line, Masthead, Printed, Section, Span, Table, Tone};
use crate::view::{Logo, LogoKind};

const STYLE: &str = include_str!("html/report.css");
/// Longest logo, in characters of Base64: half a megabyte.
const LOGO: usize = 700_000;

/// The page, whole.
pub fn page(document: &Document) -> String {
    let style = style(document.masthead.colour);
    let digest = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy =
        format!("default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'");
    let page = html! {
        (DOCTYPE)
        html lang=(document.language.tag()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (document.title) }
                style { (PreEscaped(style)) }
            }
            body { (body(document)) }
        }
    };
    page.into_string()
}

/// The style sheet, with the agency's colour in it.
pub fn style(colour: Option<crate::colour::Colour>) -> String {
    let Some(colour) = colour else {
        return STYLE.to_owned();
    };
    let (light, dark) = (colour.on_light().hex(), colour.on_dark().hex());
    format!("{STYLE}:root{{--accent:{light}}}@media screen and (prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}")
}

/// A section for pages that bring their own frame: each number leads to the page of its receipt, `at` and its id; nowhere
/// where the reader may not see receipts. `under` is what stands under each table, in reading order.
pub fn framed(section: &Section, at: Option<&str>, under: &dyn Fn() -> Markup) -> Markup {
    Page {
        receipts: &[],
        lead: at.map_or(Lead::Nowhere, Lead::Away),
        under,
    }
    .section(section)
}

/// What stands in the page's body.
fn body(document: &Document) -> Markup {
    let page = Page {
        receipts: &document.receipts,
        lead: Lead::Down(document.numbers()),
        under: &|| html! {},
    };
    html! {
        header class="masthead" { (page.masthead(&document.masthead)) }
        main { @for section in &document.sections { (page.section(section)) } }
        footer { p { (page.line(&document.foot)) } }
    }
}

/// What all parts of a page need to know of it.
struct Page<'a> {
    receipts: &'a [String],
    lead: Lead<'a>,
    under: &'a dyn Fn() -> Markup,
}

/// Where numbers lead.
enum Lead<'a> {
    /// To the list of receipts further down, by the receipt's number.
    Down(BTreeMap<&'a str, usize>),
    /// To a page for each receipt; what comes before the id.
    Away(&'a str),
    /// Nowhere.
    Nowhere,
}

impl Lead<'_> {
    /// The address of a receipt and its number, where it has one.
    fn to(&self, id: &str) -> Option<(String, Option<usize>)> {
        match self {
            Self::Down(numbers) => numbers
                .get(id)
                .map(|number| (format!("#receipt-{number}"), Some(*number))),
            Self::Away(at) => Some((format!("{at}{id}"), None)),
            Self::Nowhere => None,
        }
    }
}

impl Page<'_> {
    fn masthead(&self, masthead: &Masthead) -> Markup {
        html! {
            div {
                p class="kind" { (masthead.kind) }
                h1 { bdi { (masthead.client) } }
                p class="month" { (masthead.month) }
            }
            div class="by" {
                @if let Some(source) = masthead.logo.as_ref().and_then(picture) { img src=(source) alt="" height="44"; }
                p { (self.line(&masthead.by)) }
            }
        }
    }

    fn section(&self, section: &Section) -> Markup {
        html! {
            section id=(section.id) {
                h2 { (section.title) }
                @for block in &section.blocks { (self.block(block)) }
            }
        }
    }

    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Lead(lines) => html! { div class="lead" { @for line in lines { p { (self.line(line)) } } } },
            Block::Paragraph(line) => html! { p { (self.line(line)) } },
            Block::Heading(line) => html! { h3 { (self.line(line)) } },
            Block::Remark(line) => html! { p class="remark" { (self.line(line)) } },
            Block::Empty(line) => html! { p class="empty" { (self.line(line)) } },
            Block::List(lines) if lines.is_empty() => html! {},
            Block::List(lines) => html! { ul { @for line in lines { li { (self.line(line)) } } } },
            Block::Notice(tone, lines) => html! {
                div class=(format!("notice {}", class(*tone))) { @for line in lines { p { (self.line(line)) } } }
            },
            Block::Cards(cards) => {
                html! { ul class=(format!("cards of-{}", cards.len())) { @for card in cards { (self.card(card)) } } }
            }
            Block::Table(table) => self.table(table, true),
            Block::Chart(chart) => self.pair(chart),
            Block::Charts(charts) => html! { div class="charts" { @for chart in charts { (self.folded(chart)) } } },
            Block::Receipts => html! {
                ol class="receipts" {
                    @for (i, id) in self.receipts.iter().enumerate() { li id=(format!("receipt-{}", i + 1)) { code { (id) } } }
                }
            },
            Block::Entries(entries) => html! { div class="entries" { @for entry in entries { (self.entry(entry)) } } },
        }
    }

    fn card(&self, card: &Card) -> Markup {
        html! {
            li class="card" {
                p class="title" { (self.line(&card.title)) }
                p class="value" { (self.span(&card.value)) }
                @if let Some((tone, line)) = &card.change { p class=(format!("change {}", class(*tone))) { (self.line(line)) } }
                @if let Some(spark) = &card.spark { (PreEscaped(spark)) }
                div class="context" { @for line in &card.context { p { (self.line(line)) } } }
            }
        }
    }

    fn table(&self, table: &Table, captioned: bool) -> Markup {
        let kind = |i: usize| {
            if table.numeric.get(i).copied().unwrap_or(false) {
                "num"
            } else {
                ""
            }
        };
        html! {
            div class="scroll" role="group" aria-label=(table.caption) tabindex="0" {
                table {
                    caption class=(if captioned { "shown" } else { "heard" }) { (table.caption) }
                    thead { tr { @for (i, head) in table.head.iter().enumerate() { th scope="col" class=(kind(i)) { (head) } } } }
                    tbody {
                        @for row in &table.rows { tr { (self.row(row, &kind)) } }
                    }
                    @if let Some(total) = &table.total { tfoot { tr { (self.row(total, &kind)) } } }
                }
            }
            @for remark in &table.remarks { p class="remark" { (self.line(remark)) } }
            ((self.under)())
        }
    }

    fn row(&self, row: &[Cell], kind: &dyn Fn(usize) -> &'static str) -> Markup {
        html! {
            @for (i, cell) in row.iter().enumerate() {
                @if i == 0 && kind(0).is_empty() { th scope="row" { (self.cell(cell)) } }
                @else { td class=(kind(i)) { (self.cell(cell)) } }
            }
        }
    }

    fn cell(&self, cell: &Cell) -> Markup {
        match cell {
            Cell::Line(line) => self.line(line),
            Cell::Picture { svg, .. } => PreEscaped(svg.clone()),
        }
    }

    /// A chart with its table beside it.
    fn pair(&self, chart: &Chart) -> Markup {
        html! {
            figure {
                figcaption { (self.line(&chart.title)) }
                div class=(if chart.table.head.len() > 3 { "below" } else { "pair" }) {
                    (PreEscaped(&chart.svg))
                    div { (self.table(&chart.table, false)) }
                }
            }
        }
    }

    /// A chart with its table in a fold: for long tables that few read.
    fn folded(&self, chart: &Chart) -> Markup {
        html! {
            figure {
                figcaption { (self.line(&chart.title)) }
                (PreEscaped(&chart.svg))
                details { summary { (chart.fold) } (self.table(&chart.table, false)) }
            }
        }
    }

    fn entry(&self, entry: &Entry) -> Markup {
        html! {
            article {
                p class="head" { (self.line(&entry.head)) }
                blockquote { (self.span(&entry.text)) }
                @if !entry.figures.is_empty() {
                    dl { @for (title, figure) in &entry.figures { div { dt { (self.line(title)) } dd { (self.span(figure)) } } } }
                }
                @if let Some(foot) = &entry.foot { p class="remark" { (self.line(foot)) } }
            }
        }
    }

    fn line(&self, line: &Line) -> Markup {
        html! { @for span in line { (self.span(span)) } }
    }

    fn span(&self, span: &Span) -> Markup {
        match span {
            Span::Text(text) => html! { (text) },
            Span::Strong(text) => html! { strong { (text) } },
            Span::Outside(text) => html! { bdi { (text) } },
            Span::Code(text) => html! { code { (text) } },
            Span::Mark(tone, text) => html! { span class=(format!("mark {}", class(*tone))) { (text) } },
            Span::Link { href, text } => html! { a href=(href) rel="noopener noreferrer nofollow" { bdi { (text) } } },
            Span::Figure(printed) => self.figure(printed),
            Span::Receipt(id) => html! {
                @if let Some((href, number)) = self.lead.to(id) {
                    a class="receipt" href=(href) title=(id) { @match number { Some(number) => (number), None => "\u{2197}" } }
                }
            },
        }
    }

    /// A number; it leads to its receipt.
    fn figure(&self, printed: &Printed) -> Markup {
        let Printed {
            text,
            interval,
            missing,
            receipt,
            exact: _,
        } = printed;
        let lead = receipt.as_deref().and_then(|id| self.lead.to(id));
        let inner = html! {
            span data-n=[lead.as_ref().and_then(|(_, number)| *number)] { (text) }
            @if let Some(interval) = interval { " " span class="interval" { "(" (interval) ")" } }
        };
        match (missing, lead) {
            (Some(reason), _) => html! { abbr title=(reason) { (text) } },
            (None, Some((href, _))) => html! { a class="figure" href=(href) title=[receipt.as_deref()] { (inner) } },
            (None, None) => inner,
        }
    }
}

const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Fair => "fair",
        Tone::Bad => "bad",
        Tone::Plain => "plain",
    }
}

/// The logo as an address of its own bytes; nothing where it is not what it says, or too large.
pub fn picture(logo: &Logo) -> Option<String> {
    logo_bytes(logo)?;
    let media = match logo.kind {
        LogoKind::Png => "image/png",
        LogoKind::Jpeg => "image/jpeg",
        LogoKind::Svg => "image/svg+xml",
    };
    Some(format!("data:{media};base64,{}", logo.base64))
}

/// The logo's file; nothing where it is not what it says, or too large.
pub fn logo_bytes(logo: &Logo) -> Option<Vec<u8>> {
    let bytes = STANDARD
        .decode(&logo.base64)
        .ok()
        .filter(|_| logo.base64.len() <= LOGO)?;
    let fits = match logo.kind {
        LogoKind::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        LogoKind::Jpeg => bytes.starts_with(b"\xff\xd8\xff"),
        LogoKind::Svg => std::str::from_utf8(&bytes).is_ok_and(|t| t.contains("<svg")),
    };
    fits.then_some(bytes)
}
