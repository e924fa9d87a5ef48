//! What pages there are: one entry each, in the order of the bar.

use std::cell::RefCell;

use axum::http::StatusCode;
use harpoon::Error;
use harpoon::report::{compose, html as paper};
use harpoon_core::Period;
use harpoon_report::Words;
use harpoon_report::document::{Block, Section, Span, Table};
use harpoon_state::Role;
use maud::{Markup, html};

use crate::answer::{Answer, Kind};
use crate::gate::Caller;
use crate::house::{House, Place};
use crate::listed::Listed;
use crate::site::Look;
use crate::view::View;
use crate::words::words;
use crate::{files, frame};

pub(crate) mod annotate;
mod attribution;
pub(crate) mod brand;
pub(crate) mod bring;
mod data;
mod explore;
pub(crate) mod filters;
pub(crate) mod first;
pub(crate) mod links;
mod overview;
mod paid;
pub(crate) mod papers;
mod receipt;
mod reconcile;
pub(crate) mod sending;
pub(crate) mod settings;
mod voice;

/// A page of the bar.
pub(crate) struct Page {
    /// Where it is.
    pub(crate) path: &'static str,
    /// Its name, by key.
    pub(crate) key: &'static str,
    /// Who sees it. What analysts see can be shared with clients.
    pub(crate) least: Role,
    made: Made,
}

/// What a page is made of.
enum Made {
    /// Sections of the month's report, by id.
    Report(&'static [&'static str]),
    /// Its own.
    Own(fn(&Asked<'_>) -> Result<Body, Error>),
    /// Its own, of more than the workspace: made anew each time.
    Fleeting(fn(&Asked<'_>) -> Result<Body, Error>),
    /// Its own, where data are brought in: made anew each time, and shared with no client.
    Work(fn(&Asked<'_>) -> Result<Body, Error>),
}

/// What stands on a page.
pub(crate) struct Body {
    /// Heading.
    pub(crate) title: String,
    /// What can be chosen on it.
    pub(crate) form: Option<Markup>,
    /// What it says.
    pub(crate) sections: Vec<Section>,
}

/// What a page is made from.
pub(crate) struct Asked<'a> {
    house: &'a House,
    place: &'a Place,
    look: &'a Look<'a>,
    view: &'a View,
    words: Words,
    /// The month that is shown; none where there are no data.
    month: Option<Period>,
    /// Tables that stand in the page's forms, in reading order: they are had as files like all others.
    formed: RefCell<Vec<Table>>,
}

/// All pages of the bar.
pub(crate) const PAGES: &[Page] = &[
    own("/", "page-overview", overview::body),
    report("/goals", "page-goals", &["goals", "record"]),
    report("/funnel", "page-funnel", &["funnel"]),
    report("/content", "page-content", &["content"]),
    own("/paid", "page-paid", paid::body),
    report("/money", "page-money", &["earned", "costs"]),
    own("/attribution", "page-attribution", attribution::body),
    own("/reconcile", "page-reconcile", reconcile::body),
    own("/voice", "page-voice", voice::body),
    own("/explore", "page-explore", explore::body),
    Page {
        path: "/reports",
        key: "page-reports",
        least: Role::Client,
        made: Made::Fleeting(papers::body),
    },
    own(data::PATH, "page-data", data::body),
    Page {
        path: links::PATH,
        key: "page-links",
        least: Role::Analyst,
        made: Made::Work(links::body),
    },
    Page {
        path: bring::PATH,
        key: "page-import",
        least: Role::Analyst,
        made: Made::Work(bring::body),
    },
    Page {
        path: "/settings",
        key: "page-settings",
        least: Role::Owner,
        made: Made::Work(settings::body),
    },
];

/// Where the logo is.
pub(crate) const LOGO: &str = "/logo";
/// Where receipts are.
pub(crate) const RECEIPTS: &str = "/receipt/";

/// The page at an address.
pub(crate) fn of(path: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.path == path)
}

const fn report(path: &'static str, key: &'static str, sections: &'static [&'static str]) -> Page {
    Page {
        path,
        key,
        least: Role::Analyst,
        made: Made::Report(sections),
    }
}

const fn own(path: &'static str, key: &'static str, body: fn(&Asked<'_>) -> Result<Body, Error>) -> Page {
    Page {
        path,
        key,
        least: Role::Analyst,
        made: Made::Own(body),
    }
}

/// The answer to an address.
pub(crate) fn answer(house: &House, place: &Place, look: &Look<'_>, view: &View) -> Result<Answer, Error> {
    if !view.asker.sees(&view.path) {
        return Ok(match (view.path.as_str(), view.asker.role) {
            ("/", Role::Client) => Answer::go(&view.to("/reports")),
            _ => frame::nowhere(look, view),
        });
    }
    let asked = Asked {
        house,
        place,
        look,
        view,
        words: words(view.language),
        month: view.month.or(look.months.map(|(last, _)| last)),
        formed: RefCell::default(),
    };
    if let Some(page) = of(&view.path) {
        let shown = asked.shown(&page.body(&asked)?)?;
        return Ok(match page.made {
            Made::Fleeting(_) | Made::Work(_) => shown.fleeting(),
            Made::Own(_) if page.path == data::PATH && (data::shows_collected(&asked) || data::has_feeds(&asked)) => {
                shown.fleeting()
            }
            Made::Own(_) | Made::Report(_) => shown,
        });
    }
    match view
        .path
        .split_once('/')
        .map_or(("", ""), |(_, rest)| rest.split_once('/').unwrap_or((rest, "")))
    {
        ("receipt", id) => asked.shown(&receipt::body(&asked, id)?),
        ("reports", file) => Ok(papers::file(&asked, file)),
        ("draft", "") => draft(&asked),
        ("logo", "") => Ok(brand::logo(&asked).unwrap_or_else(|| frame::nowhere(look, view))),
        ("import", rest) => bring::below(&asked, rest),
        ("goals", "first") if view.asker.role == Role::Owner => Ok(asked.shown(&first::body(&asked)?)?.fleeting()),
        _ => Ok(frame::nowhere(look, view)),
    }
}

impl Page {
    /// Whether it is of a month.
    pub(crate) const fn has_month(&self) -> bool {
        !matches!(self.made, Made::Work(_))
    }

    /// Whether an owner can share it with clients: what analysts look at.
    pub(crate) const fn can_be_shared(&self) -> bool {
        matches!(
            (self.least, &self.made),
            (Role::Analyst, Made::Own(_) | Made::Report(_))
        )
    }

    fn body(&self, asked: &Asked<'_>) -> Result<Body, Error> {
        let filtered = filters::change(self.path);
        let wanted = if filtered {
            asked.wanted()?
        } else {
            asked.month.map(|month| asked.whole(month))
        };
        let sections = match (&self.made, wanted) {
            (Made::Own(body) | Made::Fleeting(body) | Made::Work(body), _) => return body(asked),
            (Made::Report(_), None) => vec![asked.nothing_yet()],
            (Made::Report(ids), Some(wanted)) => asked.reported(&wanted, ids)?.0,
        };
        Ok(Body {
            title: asked.words.text(self.key),
            form: Some(html! {
                @if filtered { (asked.tools()?) }
                @if let ("/goals", Some(_)) = (self.path, asked.month) { (first::way(asked).unwrap_or_default()) }
            }),
            sections,
        })
    }
}

/// The month's report as it would be issued today, on a page of its own.
fn draft(asked: &Asked<'_>) -> Result<Answer, Error> {
    let Some(month) = asked.month else {
        return Ok(frame::nowhere(asked.look, asked.view));
    };
    let report = asked.look.report(month, asked.view.language)?;
    let page = paper(&compose(&report, asked.view.language));
    Ok(Answer::new(StatusCode::OK, Kind::Paper, page.into_bytes()))
}

impl Asked<'_> {
    /// The page, or the table of it that the address asks for as a file.
    fn shown(&self, body: &Body) -> Result<Answer, Error> {
        let formed = self.formed.borrow();
        let in_sections = body
            .sections
            .iter()
            .flat_map(|section| &section.blocks)
            .flat_map(Block::tables);
        let tables: Vec<&Table> = formed.iter().chain(in_sections).collect();
        let file = files::file(self.view, &self.words, &tables)?;
        Ok(file.unwrap_or_else(|| frame::whole(self.look, self.view, body, formed.len())))
    }

    /// Takes in a table that stands in a form of the page, and gives the links that stand under it.
    fn under(&self, table: Table) -> Markup {
        let mut formed = self.formed.borrow_mut();
        formed.push(table);
        files::link(self.view, &self.words, formed.len())
    }

    /// A table of a form, with the links to it under it.
    fn listed(&self, table: &Listed<'_>) -> Markup {
        html! { (table.page(&self.words)) (self.under(table.table(&self.words))) }
    }

    /// A section of the dashboard's own.
    fn section(&self, id: &'static str, blocks: Vec<Block>) -> Section {
        Section {
            id: id.into(),
            title: self.words.text(&format!("section-{id}")),
            blocks,
        }
    }

    /// A table begun: its caption and, by `prefix` and their ids, its heads; a head that begins with `#` is of numbers.
    fn table(&self, caption: &str, prefix: &str, heads: &[&str]) -> Table {
        let head = |head: &&str| self.words.text(&format!("{prefix}-{}", head.trim_start_matches('#')));
        Table {
            caption: self.words.text(caption),
            head: heads.iter().map(head).collect(),
            numeric: heads.iter().map(|head| head.starts_with('#')).collect(),
            ..Table::default()
        }
    }

    /// A block that says that there is nothing, and what to drop in: with the command that does it, or without where the reader
    /// runs none or the program stays unnamed.
    fn nothing(&self, key: &str) -> Block {
        Block::Empty(self.words.line(&self.spoken(key), &[]))
    }

    /// Whether commands of the program are named: clients run none, and white label names none.
    fn names_commands(&self) -> bool {
        let runs = self.view.asker.role > Role::Client;
        runs && !self.look.workspace.settings().report.is_white_label()
    }

    /// The key of a sentence that names a command, or of the one without.
    fn spoken(&self, key: &str) -> String {
        if self.names_commands() {
            key.to_owned()
        } else {
            format!("{key}-plain")
        }
    }

    /// A block that says that there is nothing, and what to do.
    fn empty(&self, key: &str) -> Block {
        Block::Empty(self.words.line(key, &[]))
    }

    /// What stands where there is no month to show: nothing was imported yet, or nothing that names a day.
    fn nothing_yet(&self) -> Section {
        let mut blocks = Vec::new();
        if self.look.workspace.has_imports().unwrap_or(false) {
            let link = Span::Link {
                href: self.view.to("/explore"),
                text: self.words.text("page-explore"),
            };
            blocks.push(Block::Empty(self.words.line("nothing-dated", &[("page", link.into())])));
            return self.section("nothing", blocks);
        }
        if self.may_bring() {
            let link = Span::Link {
                href: self.view.to(bring::PATH),
                text: self.words.text("page-import"),
            };
            blocks.push(Block::Paragraph(
                self.words.line("nothing-bring", &[("page", link.into())]),
            ));
        }
        blocks.extend(self.nothing_blocks());
        self.section("nothing", blocks)
    }

    /// What was not imported, and how to see the program with data where that may be named.
    fn nothing_blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.nothing("nothing-yet")];
        if self.names_commands() {
            blocks.push(self.empty("nothing-demo"));
        }
        blocks
    }

    /// Whether who asks brings data in.
    fn may_bring(&self) -> bool {
        self.view.asker.role >= Role::Analyst && !matches!(self.view.asker.caller, Caller::Key(_))
    }
}
