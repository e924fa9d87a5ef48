//! Tables that stand in a form of a page: each row is told once, for the page and for the file of the same table.

use harpoon_report::Words;
use harpoon_report::document::{Cell, Table};
use maud::{Markup, Render, html};

/// A cell: its words, as a file has them, and how the page shows them where it shows more.
pub(crate) struct Shown {
    words: String,
    page: Option<Markup>,
}

impl From<String> for Shown {
    fn from(words: String) -> Self {
        Self { words, page: None }
    }
}

impl Shown {
    /// Words that the page shows in this way.
    pub(crate) fn on_page(words: String, page: Markup) -> Self {
        Self {
            words,
            page: Some(page),
        }
    }

    /// Words from outside, with a direction of their own.
    pub(crate) fn outside(words: String) -> Self {
        let page = html! { bdi { (words) } };
        Self::on_page(words, page)
    }
}

impl Render for Shown {
    fn render(&self) -> Markup {
        self.page.clone().unwrap_or_else(|| html! { (self.words) })
    }
}

/// A table of a form.
pub(crate) struct Listed<'a> {
    /// Key of its caption,
    pub(crate) caption: &'a str,
    /// and its class.
    pub(crate) class: Option<&'a str>,
    /// Keys of its heads; one that begins with `#` is of numbers.
    pub(crate) heads: Vec<&'a str>,
    /// Rows; the first cell names the row.
    pub(crate) rows: Vec<Vec<Shown>>,
    /// What can be done with each row, which no file has; empty where nothing ever can.
    pub(crate) acts: Vec<Markup>,
}

impl Listed<'_> {
    /// As a page shows it.
    pub(crate) fn page(&self, words: &Words) -> Markup {
        let caption = words.text(self.caption);
        let class = |at: usize| self.heads.get(at).and_then(|head| is_number(head).then_some("num"));
        html! {
            div class="scroll" role="group" aria-label=(caption) tabindex="0" { table {
                caption class=[self.class] { (caption) }
                thead { tr {
                    @for (at, head) in self.heads.iter().enumerate() { th scope="col" class=[class(at)] { (titled(words, head)) } }
                    @if !self.acts.is_empty() { th scope="col" { (words.text("people-act")) } }
                } }
                tbody { @for (number, row) in self.rows.iter().enumerate() {
                    tr {
                        @for (at, cell) in row.iter().enumerate() {
                            @if at == 0 { th scope="row" { (cell) } }
                            @else { td class=[class(at)] { (cell) } }
                        }
                        @if let Some(act) = self.acts.get(number) { td { (act) } }
                    }
                } }
            } }
        }
    }

    /// As a file has it.
    pub(crate) fn table(&self, words: &Words) -> Table {
        let cells = |row: &Vec<Shown>| row.iter().map(|cell| Cell::from(cell.words.clone())).collect();
        Table {
            caption: words.text(self.caption),
            head: self.heads.iter().map(|head| titled(words, head)).collect(),
            numeric: self.heads.iter().map(|head| is_number(head)).collect(),
            rows: self.rows.iter().map(cells).collect(),
            ..Table::default()
        }
    }
}

fn is_number(head: &str) -> bool {
    head.starts_with('#')
}

fn titled(words: &Words, head: &str) -> String {
    words.text(head.trim_start_matches('#'))
}
