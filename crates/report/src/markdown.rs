//! Markdown, as GitHub and CommonMark read it: for mail, wikis and plain reading. Receipts are footnotes; charts are their tables.

use crate::document::{Block, Card, Cell, Chart, Document, Entry, Line, Printed, Span, Table, Tone};

/// The report, whole.
pub fn page(document: &Document) -> String {
    let writer = Writer {
        numbers: document.numbers(),
    };
    let masthead = &document.masthead;
    let mut out = format!(
        "# {} · {}\n\n{}  \n{}\n",
        escape(&masthead.client),
        masthead.month,
        masthead.kind,
        writer.line(&masthead.by)
    );
    for section in &document.sections {
        out.push_str(&format!("\n## {}\n", section.title));
        for block in &section.blocks {
            out.push('\n');
            out.push_str(&writer.block(block));
        }
    }
    out.push_str(&format!("\n---\n\n{}\n\n", writer.line(&document.foot)));
    for (number, id) in (1..).zip(&document.receipts) {
        out.push_str(&format!("[^{number}]: `{id}`\n"));
    }
    out
}

struct Writer<'a> {
    numbers: std::collections::BTreeMap<&'a str, usize>,
}

impl Writer<'_> {
    fn block(&self, block: &Block) -> String {
        match block {
            Block::Lead(lines) => lines.iter().map(|l| self.line(l)).collect::<Vec<_>>().join("\n\n") + "\n",
            Block::Paragraph(line) => self.line(line) + "\n",
            Block::Heading(line) => format!("### {}\n", self.line(line)),
            Block::Remark(line) | Block::Empty(line) => self.remark(line),
            Block::List(lines) => lines.iter().map(|l| format!("- {}\n", self.line(l))).collect(),
            Block::Notice(_, lines) => lines
                .iter()
                .map(|l| self.line(l))
                .collect::<Vec<_>>()
                .join("\n>\n> ")
                .quoted(),
            Block::Cards(cards) => cards.iter().map(|c| self.card(c)).collect(),
            // They are footnotes.
            Block::Receipts => String::new(),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Charts(charts) => charts.iter().map(|c| self.chart(c)).collect::<Vec<_>>().join("\n"),
            Block::Entries(entries) => entries.iter().map(|e| self.entry(e)).collect::<Vec<_>>().join("\n"),
        }
    }

    fn remark(&self, line: &Line) -> String {
        format!("*{}*\n", self.line(line))
    }

    fn card(&self, card: &Card) -> String {
        let change = card
            .change
            .as_ref()
            .map(|(_, line)| format!(" {}", self.line(line)))
            .unwrap_or_default();
        let context: String = card
            .context
            .iter()
            .map(|line| format!(" · {}", self.line(line)))
            .collect();
        format!(
            "- {}: **{}**{change}{context}\n",
            self.line(&card.title),
            self.span(&card.value)
        )
    }

    fn chart(&self, chart: &Chart) -> String {
        format!("**{}**\n\n{}", self.line(&chart.title), self.table(&chart.table))
    }

    /// A table without its columns of pictures, which show what other columns tell.
    fn table(&self, table: &Table) -> String {
        let lines = || table.rows.iter().chain(&table.total);
        let told = |i: &usize| lines().all(|cells| matches!(cells.get(*i), Some(Cell::Line(_))));
        let columns: Vec<usize> = (0..table.head.len()).filter(told).collect();
        let head = |i: &usize| table.head.get(*i).map(|h| escape(h)).unwrap_or_default();
        let rule = |i: &usize| {
            if table.numeric.get(*i) == Some(&true) {
                "---:"
            } else {
                "---"
            }
        };
        let mut out = row(columns.iter().map(head));
        out.push_str(&row(columns.iter().map(|i| rule(i).to_owned())));
        for cells in lines() {
            let cell = |i: &usize| match cells.get(*i) {
                Some(Cell::Line(line)) => self.line(line),
                Some(Cell::Picture { .. }) | None => String::new(),
            };
            out.push_str(&row(columns.iter().map(cell)));
        }
        for remark in &table.remarks {
            out.push('\n');
            out.push_str(&self.remark(remark));
        }
        out
    }

    fn entry(&self, entry: &Entry) -> String {
        let mut out = format!("{}\n\n{}", self.line(&entry.head), self.span(&entry.text).quoted());
        if !entry.figures.is_empty() {
            let figures = entry
                .figures
                .iter()
                .map(|(title, figure)| format!("{}: {}", self.line(title), self.span(figure)));
            out.push_str(&format!("\n{}\n", figures.collect::<Vec<_>>().join(" · ")));
        }
        if let Some(foot) = &entry.foot {
            out.push_str(&format!("\n{}", self.remark(foot)));
        }
        out
    }

    fn line(&self, line: &Line) -> String {
        line.iter().map(|span| self.span(span)).collect()
    }

    fn span(&self, span: &Span) -> String {
        match span {
            Span::Text(text) | Span::Mark(Tone::Plain, text) => escape(text),
            Span::Outside(text) => first(&escape(text)),
            Span::Strong(text) | Span::Mark(Tone::Good | Tone::Fair | Tone::Bad, text) => {
                format!("**{}**", escape(text))
            }
            Span::Code(text) => format!("`{text}`"),
            Span::Link { href, text } => format!("[{}]({href})", escape(text)),
            Span::Figure(printed) => self.figure(printed),
            Span::Receipt(id) => self
                .numbers
                .get(id.as_str())
                .map(|n| format!("[^{n}]"))
                .unwrap_or_default(),
        }
    }

    fn figure(&self, printed: &Printed) -> String {
        let Printed {
            text,
            interval,
            receipt,
            missing,
            exact: _,
        } = printed;
        let interval = interval
            .as_ref()
            .map(|i| format!(" ({})", escape(i)))
            .unwrap_or_default();
        let number = receipt
            .as_deref()
            .filter(|_| missing.is_none())
            .and_then(|id| self.numbers.get(id));
        let note = number.map(|n| format!("[^{n}]")).unwrap_or_default();
        format!("{}{interval}{note}", escape(text))
    }
}

trait Quoted {
    fn quoted(&self) -> String;
}

impl Quoted for String {
    /// As a block quote of one paragraph.
    fn quoted(&self) -> String {
        format!("> {self}\n")
    }
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// Text without a meaning for Markdown or the HTML within it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '!' | '~' | '$' => {
                out.push('\\');
                out.push(sign);
            }
            // Addresses would become links by themselves.
            ':' if out.ends_with("http") || out.ends_with("https") => out.push_str(":\u{2060}"),
            _ => out.push(sign),
        }
    }
    out
}

/// Text that may begin a line, without being a list or a rule there.
fn first(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let marks = if digits == 0 { ['-', '+', '='] } else { ['.', ')', ')'] };
    if rest.starts_with(marks) {
        format!("{number}\\{rest}")
    } else {
        text.to_owned()
    }
}
