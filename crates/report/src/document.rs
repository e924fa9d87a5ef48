//! [`Document`]: a report as it is read, in one language: sections of blocks, blocks of lines, lines of spans.
//!
//! Renderers turn it into HTML, Markdown or pages. They choose looks, never words. A document can be carried to another program
//! ([`crate::parcel`]), which must know every field of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::colour::Colour;
use crate::view::{Logo, Sentence, Text, Unit};
use crate::words::Words;
use harpoon_core::Language;

/// A report in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its language.
    pub language: Language,
    /// Title: client and month.
    pub title: String,
    /// Above everything.
    pub masthead: Masthead,
    /// In reading order; the first is page one.
    pub sections: Vec<Section>,
    /// Ids of all receipts, in the order in which their figures are first printed. The number of a receipt is its place,
    /// counted from one.
    pub receipts: Vec<String>,
    /// Last line.
    pub foot: Line,
}

/// Who reports what to whom.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Masthead {
    /// Client, from outside.
    pub client: String,
    /// Month.
    pub month: String,
    /// What it is: a monthly report.
    pub kind: String,
    /// Agency and date of issue.
    pub by: Line,
    /// The agency's picture.
    pub logo: Option<Logo>,
    /// The agency's colour.
    pub colour: Option<Colour>,
}

/// A section.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Id for links; the same in every language.
    pub id: Cow<'static, str>,
    /// Heading.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Spans that are read as one line of text.
pub type Line = Vec<Span>;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// Our words.
    Text(String),
    /// Our words, stressed.
    Strong(String),
    /// Words from outside: a direction of their own, never markup.
    Outside(String),
    /// A figure.
    Figure(Printed),
    /// The receipt of the numbers in the sentence before.
    Receipt(String),
    /// A state with its colour; the word says it too.
    Mark(Tone, String),
    /// An id or command.
    Code(String),
    /// Words from outside that lead somewhere on the web.
    Link {
        /// Address, checked.
        href: String,
        /// Words.
        text: String,
    },
}

impl Span {
    /// Its characters.
    pub fn plain(&self) -> &str {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Outside(text) | Self::Mark(_, text) | Self::Code(text) => {
                text
            }
            Self::Figure(printed) => &printed.text,
            Self::Receipt(_) => "",
            Self::Link { text, .. } => text,
        }
    }
}

/// The characters of a line; intervals in brackets.
pub fn plain(line: &[Span]) -> String {
    let mut text = String::new();
    for span in line {
        text.push_str(span.plain());
        if let Span::Figure(Printed {
            interval: Some(interval),
            ..
        }) = span
        {
            text.push_str(&format!(" ({interval})"));
        }
    }
    text
}

/// A figure as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    /// Value with its unit, or a dash.
    pub text: String,
    /// From where to where.
    pub interval: Option<String>,
    /// Why there is only a dash.
    pub missing: Option<String>,
    /// Receipt.
    pub receipt: Option<String>,
    /// The value itself, for spreadsheets; no renderer of paper needs it.
    #[serde(skip)]
    pub exact: Option<Exact>,
}

/// A value with all its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exact {
    /// In plain notation.
    pub value: String,
    /// What it is of.
    pub unit: Unit,
}

/// Good, doubtful or bad news, or none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Good.
    Good,
    /// Doubtful.
    Fair,
    /// Bad.
    Bad,
    /// Neither.
    Plain,
}

/// A block of a section.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Block {
    /// The main sentences of a section.
    Lead(Vec<Line>),
    /// A paragraph.
    Paragraph(Line),
    /// A heading within the section.
    Heading(Line),
    /// A small remark under something.
    Remark(Line),
    /// Points.
    List(Vec<Line>),
    /// What stands out: a decision asked for, a loss.
    Notice(Tone, Vec<Line>),
    /// Numbers side by side.
    Cards(Vec<Card>),
    /// A table.
    Table(Table),
    /// A picture with its table.
    Chart(Chart),
    /// Charts side by side where there is room.
    Charts(Vec<Chart>),
    /// Posts or quotes.
    Entries(Vec<Entry>),
    /// Nothing to show, and why.
    Empty(Line),
    /// The receipts of the document, numbered.
    Receipts,
}

/// A number on a card.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// What it is.
    pub title: Line,
    /// The number.
    pub value: Span,
    /// Good or bad news, and the change in words.
    pub change: Option<(Tone, Line)>,
    /// What it is compared with.
    pub context: Vec<Line>,
    /// Its days as a small picture.
    pub spark: Option<String>,
}

/// A table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What it shows; also for those who cannot see it.
    pub caption: String,
    /// Heads of the columns.
    pub head: Vec<String>,
    /// Whether the cells of a column are numbers, which stand right.
    pub numeric: Vec<bool>,
    /// Rows; the first cell names the row.
    pub rows: Vec<Vec<Cell>>,
    /// A last row with sums.
    pub total: Option<Vec<Cell>>,
    /// Why numbers are missing, each reason once.
    pub remarks: Vec<Line>,
}

/// A cell.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Cell {
    /// A line.
    Line(Line),
    /// A small picture with what it says.
    Picture {
        /// SVG.
        svg: String,
        /// In words.
        says: String,
    },
}

impl From<Span> for Cell {
    fn from(span: Span) -> Self {
        Self::Line(vec![span])
    }
}

impl From<Line> for Cell {
    fn from(line: Line) -> Self {
        Self::Line(line)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Line(vec![Span::Text(text)])
    }
}

/// A picture and its figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// SVG, with title and description.
    pub svg: String,
    /// Title.
    pub title: Line,
    /// Its figures; the receipts stand there.
    pub table: Table,
    /// Words on the fold that holds the table.
    pub fold: String,
}

/// A post or a quote.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Platform, day, kind.
    pub head: Line,
    /// The text itself.
    pub text: Span,
    /// Figures with their titles.
    pub figures: Vec<(Line, Span)>,
    /// What it means.
    pub foot: Option<Line>,
}

impl Document {
    /// Numbers the receipts by going through everything that is printed.
    pub(crate) fn number_receipts(&mut self) {
        let mut found = Vec::new();
        for section in &self.sections {
            section
                .blocks
                .iter()
                .for_each(|b| b.spans(&mut |span| note(span, &mut found)));
        }
        self.receipts = found;
    }

    /// Numbers of the receipts.
    pub fn numbers(&self) -> BTreeMap<&str, usize> {
        self.receipts
            .iter()
            .enumerate()
            .map(|(i, id)| (id.as_str(), i + 1))
            .collect()
    }
}

fn note(span: &Span, found: &mut Vec<String>) {
    let (Span::Figure(Printed { receipt: Some(id), .. }) | Span::Receipt(id)) = span else {
        return;
    };
    if !found.contains(id) {
        found.push(id.clone());
    }
}

impl Block {
    /// Its tables, in reading order.
    pub fn tables(&self) -> Vec<&Table> {
        match self {
            Self::Table(table) => vec![table],
            Self::Chart(chart) => vec![&chart.table],
            Self::Charts(charts) => charts.iter().map(|chart| &chart.table).collect(),
            _ => Vec::new(),
        }
    }

    /// Every span of the block, in reading order.
    pub fn spans(&self, see: &mut dyn FnMut(&Span)) {
        match self {
            Self::Lead(lines) | Self::List(lines) | Self::Notice(_, lines) => lines.iter().flatten().for_each(see),
            Self::Paragraph(line) | Self::Heading(line) | Self::Remark(line) | Self::Empty(line) => {
                line.iter().for_each(see);
            }
            Self::Cards(cards) => cards.iter().for_each(|c| c.spans(see)),
            Self::Table(table) => table.spans(see),
            Self::Chart(chart) => chart.spans(see),
            Self::Charts(charts) => charts.iter().for_each(|c| c.spans(see)),
            Self::Receipts => {}
            Self::Entries(entries) => entries.iter().for_each(|e| e.spans(see)),
        }
    }
}

impl Card {
    fn spans(&self, see: &mut dyn FnMut(&Span)) {
        self.title.iter().for_each(&mut *see);
        see(&self.value);
        self.change.iter().flat_map(|(_, line)| line).for_each(&mut *see);
        self.context.iter().flatten().for_each(see);
    }
}

impl Table {
    fn spans(&self, see: &mut dyn FnMut(&Span)) {
        let cells = self.rows.iter().chain(&self.total).flatten();
        for cell in cells {
            if let Cell::Line(line) = cell {
                line.iter().for_each(&mut *see);
            }
        }
        self.remarks.iter().flatten().for_each(see);
    }

    /// Takes the last column off where it says nothing.
    pub fn without_empty_end(&mut self) {
        let is_empty = |cell: &Cell| matches!(cell, Cell::Line(line) if plain(line).is_empty());
        let mut rows = self.rows.iter().chain(&self.total);
        // Without rows nothing says what the column would have said.
        if !self.rows.is_empty() && rows.all(|row| row.last().is_some_and(is_empty)) {
            self.head.pop();
            self.numeric.pop();
            let rows = self.rows.iter_mut().chain(&mut self.total);
            rows.for_each(|row| drop(row.pop()));
        }
    }

    /// Tells under the table why numbers are missing, each reason once.
    pub fn explain_missing(&mut self, words: &Words) {
        let mut reasons: Vec<String> = Vec::new();
        let mut note = |span: &Span| {
            if let Span::Figure(Printed {
                missing: Some(reason), ..
            }) = span
                && !reasons.contains(reason)
            {
                reasons.push(reason.clone());
            }
        };
        self.spans(&mut note);
        if !reasons.is_empty() {
            let all: Vec<Line> = reasons.into_iter().map(|reason| vec![Span::Outside(reason)]).collect();
            let all = all.join(&Span::Text(words.semicolon().to_owned()));
            self.remarks
                .push(words.line("missing-because", &[("reasons", all.into())]));
        }
    }
}

impl Chart {
    fn spans(&self, see: &mut dyn FnMut(&Span)) {
        self.title.iter().for_each(&mut *see);
        self.table.spans(see);
    }
}

impl Entry {
    fn spans(&self, see: &mut dyn FnMut(&Span)) {
        self.head.iter().for_each(&mut *see);
        see(&self.text);
        for (title, figure) in &self.figures {
            title.iter().for_each(&mut *see);
            see(figure);
        }
        self.foot.iter().flatten().for_each(see);
    }
}

/// The wording as a line.
pub(crate) fn said(words: &Words, text: &Text) -> Line {
    vec![words.said(text)]
}

/// A sentence as a line, its receipt behind it.
pub(crate) fn sentence(words: &Words, sentence: &Sentence) -> Line {
    let receipt = sentence
        .receipt
        .as_deref()
        .map(|id| Span::Receipt(crate::outside::code(id)));
    std::iter::once(words.said(&sentence.text)).chain(receipt).collect()
}
