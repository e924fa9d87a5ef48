//! A [`Document`] as the data that the template reads: plain JSON, every text a string.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use harpoon_report::chart::{fit, halves, resolved};
use harpoon_report::document::{
    Block, Card, Cell, Chart, Document, Entry, Line, Masthead, Printed, Section, Span, Table, Tone, plain,
};
use harpoon_report::view::{Logo, LogoKind};
use harpoon_report::{Language, html};
use serde_json::{Value, json};

use crate::Fonts;
use crate::fonts::{CODE, TEXT};

/// What stands for a run of signs that no font has.
const UNKNOWN: &str = "[…]";
/// A column narrower than this many letters keeps its own width.
const NARROW: usize = 14;
/// A head is not folded into lines shorter than so many letters.
const FOLDED: usize = 9;
/// Fewest letters that a column of texts has room for.
const LEAST: usize = 10;
/// Longest text on either side of the line above a page, in letters.
const RUNNING: usize = 58;
/// What is kept of it for the month.
const CLOSING: usize = 18;
/// A word longer than this may be torn, after so many letters each.
const LONG: usize = 20;
const TORN: usize = 10;

/// The whole document, and the signs in it that no font has.
pub(crate) fn data(document: &Document, fonts: &Fonts) -> (Value, BTreeSet<char>) {
    let writer = Writer {
        fonts,
        numbers: document.numbers(),
        accent: accent(&document.masthead),
        unknown: RefCell::default(),
    };
    let chinese = document.language == Language::ZhCn;
    let data = json!({
        "title": writer.clear(&document.title),
        "language": if chinese { "zh" } else { document.language.tag() },
        "region": if chinese { json!("CN") } else { Value::Null },
        "fonts": fonts.families(),
        "code": CODE,
        "accent": writer.accent,
        "running": {
            "left": writer.running(&document.masthead),
            "right": writer.clear(&fit(&plain(&document.masthead.by), RUNNING)),
        },
        "masthead": writer.masthead(&document.masthead),
        "sections": document.sections.iter().map(|s| writer.section(s)).collect::<Vec<_>>(),
        "receipts": document.receipts,
        "foot": writer.line(&document.foot),
    });
    (data, writer.unknown.into_inner())
}

/// The same without the logo, if there is one.
pub(crate) fn without_logo(data: &Value) -> Option<Value> {
    let mut plain = data.clone();
    let logo = plain
        .get_mut("masthead")?
        .get_mut("logo")
        .filter(|logo| !logo.is_null())?;
    *logo = Value::Null;
    Some(plain)
}

/// Accent on paper.
fn accent(masthead: &Masthead) -> String {
    masthead
        .colour
        .map_or_else(|| "#0f5c7d".to_owned(), |colour| colour.on_light().hex())
}

struct Writer<'a> {
    fonts: &'a Fonts,
    numbers: BTreeMap<&'a str, usize>,
    accent: String,
    unknown: RefCell<BTreeSet<char>>,
}

impl Writer<'_> {
    /// The text without signs that no font has: nobody is shown an empty box.
    fn clear(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut unknown = false;
        for sign in text.chars() {
            // Joiners and variants show nothing themselves.
            let silent = matches!(sign, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
            if silent && unknown {
                continue;
            }
            if silent || sign.is_ascii() || sign.is_whitespace() || self.fonts.cover(sign) {
                out.push(sign);
                unknown = false;
            } else {
                self.unknown.borrow_mut().insert(sign);
                if !std::mem::replace(&mut unknown, true) {
                    out.push_str(UNKNOWN);
                }
            }
        }
        out
    }

    /// The same as words that a line can hold, however long they are.
    fn words(&self, text: &str) -> String {
        breakable(&self.clear(text))
    }

    /// What stands above every page but the first.
    fn running(&self, masthead: &Masthead) -> String {
        let client = self.clear(&fit(&masthead.client, RUNNING - CLOSING));
        format!("{} · {}", isolated(&client), masthead.month)
    }

    fn masthead(&self, masthead: &Masthead) -> Value {
        json!({
            "client": self.words(&masthead.client),
            "month": masthead.month,
            "kind": masthead.kind,
            "by": self.line(&masthead.by),
            "logo": masthead.logo.as_ref().and_then(logo),
        })
    }

    fn section(&self, section: &Section) -> Value {
        json!({
            "id": section.id,
            "title": section.title,
            "blocks": section.blocks.iter().map(|b| self.block(b)).collect::<Vec<_>>(),
        })
    }

    fn block(&self, block: &Block) -> Value {
        match block {
            Block::Lead(lines) => json!({"kind": "lead", "lines": self.lines(lines)}),
            Block::Paragraph(line) => json!({"kind": "paragraph", "line": self.line(line)}),
            Block::Heading(line) => json!({"kind": "heading", "line": self.line(line)}),
            Block::Remark(line) => json!({"kind": "remark", "line": self.line(line)}),
            Block::Empty(line) => json!({"kind": "empty", "line": self.line(line)}),
            Block::List(lines) => json!({"kind": "list", "lines": self.lines(lines)}),
            Block::Notice(tone, lines) => json!({"kind": "notice", "tone": word(*tone), "lines": self.lines(lines)}),
            Block::Cards(cards) => {
                json!({"kind": "cards", "cards": cards.iter().map(|c| self.card(c)).collect::<Vec<_>>()})
            }
            Block::Table(table) => json!({"kind": "table", "table": self.table(table)}),
            Block::Chart(chart) => json!({"kind": "pair", "chart": self.chart(chart)}),
            Block::Charts(charts) => {
                json!({"kind": "charts", "charts": charts.iter().map(|c| self.chart(c)).collect::<Vec<_>>()})
            }
            Block::Entries(entries) => {
                json!({"kind": "entries", "entries": entries.iter().map(|e| self.entry(e)).collect::<Vec<_>>()})
            }
            Block::Receipts => json!({"kind": "receipts"}),
        }
    }

    fn card(&self, card: &Card) -> Value {
        json!({
            "title": self.line(&card.title),
            "value": self.span(&card.value),
            "change": card.change.as_ref().map(|(tone, line)| json!({"tone": word(*tone), "line": self.line(line)})),
            "context": self.lines(&card.context),
        })
    }

    fn table(&self, table: &Table) -> Value {
        let cells = |row: &[Cell]| row.iter().map(|c| self.cell(c)).collect::<Vec<_>>();
        json!({
            "caption": table.caption,
            "head": table.head.iter().map(|h| self.words(h)).collect::<Vec<_>>(),
            "numeric": table.numeric,
            "widths": widths(table),
            "ems": ems(table, width),
            "folded": (0..table.head.len()).map(|i| self.words(&folded(table, i))).collect::<Vec<_>>(),
            "folded-ems": ems(table, folded_width),
            "rows": table.rows.iter().map(|r| cells(r)).collect::<Vec<_>>(),
            "total": table.total.as_deref().map(cells),
            "remarks": self.lines(&table.remarks),
        })
    }

    fn cell(&self, cell: &Cell) -> Value {
        match cell {
            Cell::Line(line) => json!({"line": self.line(line)}),
            Cell::Picture { svg, says } => json!({"svg": self.picture(svg), "says": self.clear(says)}),
        }
    }

    fn chart(&self, chart: &Chart) -> Value {
        let says = plain(&chart.title);
        json!({"svg": self.picture(&chart.svg), "title": self.line(&chart.title), "says": self.clear(&says), "table": self.table(&chart.table)})
    }

    /// A picture with its colours and letters put in.
    fn picture(&self, svg: &str) -> String {
        let svg = resolved(svg, &[("accent", &self.accent)]);
        let svg = svg.replace("font-family=\"inherit\"", &format!("font-family=\"{TEXT}\""));
        self.clear(&svg)
    }

    fn entry(&self, entry: &Entry) -> Value {
        let figure = |(title, span): &(Line, Span)| json!({"title": self.line(title), "value": self.span(span)});
        json!({
            "head": self.line(&entry.head),
            "text": self.span(&entry.text),
            "figures": entry.figures.iter().map(figure).collect::<Vec<_>>(),
            "foot": entry.foot.as_ref().map(|f| self.line(f)),
        })
    }

    fn lines(&self, lines: &[Line]) -> Vec<Value> {
        lines.iter().map(|l| self.line(l)).collect()
    }

    fn line(&self, line: &Line) -> Value {
        line.iter().map(|s| self.span(s)).collect()
    }

    fn span(&self, span: &Span) -> Value {
        let text = match span {
            Span::Code(text) | Span::Mark(_, text) => self.clear(text),
            _ => self.words(span.plain()),
        };
        match span {
            Span::Text(_) => json!({"kind": "text", "text": text}),
            Span::Strong(_) => json!({"kind": "strong", "text": text}),
            Span::Outside(_) => json!({"kind": "text", "text": isolated(&text), "rtl": from_the_right(&text)}),
            Span::Code(_) => json!({"kind": "code", "text": text}),
            Span::Mark(tone, _) => json!({"kind": "mark", "text": text, "tone": word(*tone)}),
            Span::Link { href, .. } => {
                json!({"kind": "link", "text": isolated(&text), "href": href, "rtl": from_the_right(&text)})
            }
            Span::Figure(printed) => self.figure(printed),
            Span::Receipt(id) => json!({"kind": "receipt", "number": self.numbers.get(id.as_str())}),
        }
    }

    fn figure(&self, printed: &Printed) -> Value {
        let number = printed
            .receipt
            .as_deref()
            .filter(|_| printed.missing.is_none())
            .and_then(|id| self.numbers.get(id));
        json!({
            "kind": "figure",
            "text": self.clear(&printed.text),
            "interval": printed.interval.as_deref().map(|i| self.clear(i)),
            "number": number,
        })
    }
}

const fn word(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Fair => "fair",
        Tone::Bad => "bad",
        Tone::Plain => "plain",
    }
}

/// A column of a table, by what stands under its head.
enum Column {
    /// Numbers and short words: as wide as the longest of so many letters.
    Own(usize),
    /// Pictures.
    Pictures,
    /// Longer texts, which are wrapped: letters of the longest, and of the longest word in them.
    Texts(usize, usize),
}

impl Column {
    fn of(table: &Table, i: usize) -> Self {
        let cells = table.rows.iter().chain(&table.total).filter_map(|row| row.get(i));
        let (mut longest, mut word) = (0, 0);
        for cell in cells {
            match cell {
                Cell::Picture { .. } => return Self::Pictures,
                Cell::Line(line) => {
                    longest = longest.max(line_width(line));
                    word = word.max(longest_word(&plain(line)));
                }
            }
        }
        let is_number = table.numeric.get(i).copied().unwrap_or(false);
        if is_number || (i > 0 && longest <= NARROW) {
            Self::Own(longest)
        } else {
            Self::Texts(longest, word)
        }
    }
}

/// Widths of columns for the template: `0` for one's own, `-1` for pictures; texts share the rest by the length of their longest.
fn widths(table: &Table) -> Vec<i64> {
    let width = |i| match Column::of(table, i) {
        Column::Own(_) => 0,
        Column::Pictures => -1,
        Column::Texts(longest, word) => i64::try_from(longest.clamp(word.max(LEAST), 44)).unwrap_or(44),
    };
    (0..table.head.len()).map(width).collect()
}

/// How many letters a row needs at least, pictures apart, where a head needs so many. The template folds heads, and then sets
/// smaller, what would not fit.
fn ems(table: &Table, needed: fn(&str) -> usize) -> usize {
    let need = |(i, head): (usize, &String)| match Column::of(table, i) {
        Column::Own(longest) => longest.max(needed(head)),
        Column::Pictures => 0,
        Column::Texts(longest, word) => longest.min(LEAST).max(word).max(longest_word(head)),
    };
    table.head.iter().enumerate().map(need).sum()
}

/// The head of a column in lines that are no longer than what stands under it, if its words allow.
fn folded(table: &Table, i: usize) -> String {
    let head = table.head.get(i).map_or("", String::as_str);
    let Column::Own(longest) = Column::of(table, i) else {
        return head.to_owned();
    };
    let most = longest.max(folded_width(head));
    let mut out = String::new();
    let mut used = 0;
    for word in head.split(' ') {
        let wide = width(word);
        if used > 0 {
            let fits = used + 1 + wide <= most;
            out.push(if fits { ' ' } else { '\n' });
            used = if fits { used + 1 } else { 0 };
        }
        out.push_str(word);
        used += wide;
    }
    out
}

/// How wide a head is at least. Of short words several stand in a line.
fn folded_width(head: &str) -> usize {
    width(head).min(longest_word(head).max(FOLDED))
}

fn width(text: &str) -> usize {
    text.chars().map(halves).sum()
}

/// The longest piece that cannot be wrapped. Chinese can be between any two signs.
fn longest_word(text: &str) -> usize {
    let words = text.split(|c: char| c == ' ' || c == '-' || halves(c) == 2);
    words.map(width).max().unwrap_or(0).min(LONG)
}

/// The wider of value and interval, which stand under each other.
fn line_width(line: &Line) -> usize {
    let interval = |span: &Span| match span {
        Span::Figure(Printed {
            interval: Some(interval),
            ..
        }) => width(interval),
        _ => 0,
    };
    let values: usize = line.iter().map(|span| width(span.plain())).sum();
    values.max(line.iter().map(interval).max().unwrap_or(0))
}

/// The text with places to break within words that no line may hold: names of accounts, tags, addresses. Arabic and its like,
/// whose letters hold hands, are left alone.
fn breakable(text: &str) -> String {
    let is_letter =
        |c: char| c.is_alphanumeric() && (c as u32) < 0x300 || matches!(c, '_' | '.' | '%' | '=' | '&' | '#' | '@');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word: usize = rest.chars().take_while(|c| is_letter(*c)).count();
        let taken = word.max(1);
        let end = rest.char_indices().nth(taken).map_or(rest.len(), |(at, _)| at);
        let (this, after) = rest.split_at(end);
        if word <= LONG {
            out.push_str(this);
        } else {
            for (i, letter) in this.chars().enumerate() {
                if i > 0 && i % TORN == 0 {
                    out.push('\u{200b}');
                }
                out.push(letter);
            }
        }
        rest = after;
    }
    out
}

/// The text with a direction of its own, if it has letters that are read from the right: else they would turn the figures and
/// marks around them too.
fn isolated(text: &str) -> String {
    if text.chars().any(is_from_the_right) {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text.to_owned()
    }
}

/// Whether a text is read from the right: its first letter says.
fn from_the_right(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_from_the_right)
}

const fn is_from_the_right(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}')
}

/// The logo's bytes as text or as Base64 that was looked through before.
fn logo(logo: &Logo) -> Option<Value> {
    html::picture(logo)?;
    let format = match logo.kind {
        LogoKind::Png => "png",
        LogoKind::Jpeg => "jpg",
        LogoKind::Svg => "svg",
    };
    Some(json!({"format": format, "bytes": html::logo_bytes(logo)?}))
}
