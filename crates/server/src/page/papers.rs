//! Reports: the draft of the month, and those that were issued and signed.

use std::fs;

use axum::http::StatusCode;
use harpoon::Error;
use harpoon_core::{Language, Period};
use harpoon_report::clean;
use harpoon_report::document::{Block, Cell, Span, Table, Tone};
use harpoon_report::html::framed;
use maud::html;

use super::{Asked, Body, sending};
use crate::answer::{Answer, Kind};
use crate::frame;

pub(crate) mod issue;

/// Largest report that is sent.
const LARGEST: u64 = 32 << 20;

/// The draft, and the list of what was issued.
pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let words = &asked.words;
    let mut blocks = Vec::new();
    let mut form = None;
    match asked.month {
        Some(month) => {
            form = Some(issue::form(asked, month)?);
            if asked.view.asker.sees("/draft") {
                let draft = Span::Link {
                    href: asked.view.to("/draft"),
                    text: words.month(month),
                };
                blocks.push(Block::Paragraph(words.line("papers-draft", &[("month", draft.into())])));
            }
        }
        None => blocks.extend(asked.nothing_yet().blocks),
    }
    let files = files(asked);
    let mut links = html! {};
    if files.is_empty() {
        blocks.push(asked.nothing("papers-none"));
    } else {
        let issued = issued(asked, &files)?;
        links = asked.under(issued.clone());
        blocks.push(Block::Table(issued));
    }
    Ok(Body {
        title: words.text("page-reports"),
        form: Some(html! {
            (framed(&asked.section("papers", blocks), None, &|| links.clone()))
            @if let Some(form) = form { (form) }
            @if let Some(form) = sending::approval(asked)? { (form) }
        }),
        sections: Vec::new(),
    })
}

/// Names of the reports in the workspace, the newest month first.
fn files(asked: &Asked<'_>) -> Vec<String> {
    let folder = asked.look.workspace.root().join("reports");
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| kind(name).is_some() && !name.contains(".draft."))
        .collect();
    names.sort();
    names.reverse();
    names
}

/// How a report is sent, by its ending.
fn kind(name: &str) -> Option<Kind> {
    match name.rsplit_once('.')?.1 {
        "html" => Some(Kind::Paper),
        "md" => Some(Kind::Text),
        "pdf" => Some(Kind::Pdf),
        _ => None,
    }
}

/// What a report is called in words: its month, language and format; its name where it is called otherwise.
fn named(asked: &Asked<'_>, name: &str) -> String {
    let parts: Vec<&str> = name.split('.').collect();
    let known = match parts.as_slice() {
        [month, language, more @ ..] => Period::month(month)
            .ok()
            .zip(Language::from_tag(language))
            .map(|(month, language)| (month, language, more)),
        _ => None,
    };
    let Some((month, language, more)) = known else {
        return clean(name, 80);
    };
    let more: Vec<String> = more.iter().map(|part| part.to_uppercase()).collect();
    let all = [
        asked.words.month(month),
        frame::own_name(language).to_owned(),
        more.join(" "),
    ];
    clean(&all.join(" · "), 80)
}

fn issued(asked: &Asked<'_>, files: &[String]) -> Result<Table, Error> {
    let words = &asked.words;
    let mut table = Table {
        caption: words.text("papers-table"),
        head: ["papers-file", "papers-entry", "papers-held", "papers-check"]
            .map(|key| words.text(key))
            .to_vec(),
        numeric: vec![false, true, false, false],
        ..Table::default()
    };
    for name in files {
        let path = asked.look.workspace.root().join("reports").join(name);
        let entry = asked.look.workspace.issued_file(&path)?;
        let held = match (asked.look.workspace.proven(&path)?, entry) {
            (Some(Ok(())), Some(_)) => Span::Mark(Tone::Good, words.text("papers-holds")),
            (Some(Ok(())), None) | (None, _) => Span::Text("–".to_owned()),
            (Some(Err(why)), _) => Span::Mark(Tone::Bad, clean(&why, 200)),
        };
        let link = Span::Link {
            href: asked.view.at(&format!("/reports/{name}")),
            text: named(asked, name),
        };
        table.rows.push(vec![
            Cell::from(link),
            Cell::from(entry.map_or_else(|| words.text("papers-unsigned"), |entry| entry.to_string())),
            Cell::from(held),
            Cell::from(Span::Code(clean(
                &format!("harpoon verify reports/{name} --key NAME"),
                120,
            ))),
        ]);
    }
    table.remarks.push(words.line("papers-verify", &[]));
    Ok(table)
}

/// A report as it was issued. Only a name that stands in the folder is opened.
pub(super) fn file(asked: &Asked<'_>, name: &str) -> Answer {
    let known = files(asked).into_iter().find(|known| known == name);
    let (Some(name), Some(kind)) = (known, kind(name)) else {
        return frame::nowhere(asked.look, asked.view);
    };
    let path = asked.look.workspace.root().join("reports").join(name);
    let small = fs::symlink_metadata(&path).is_ok_and(|known| known.is_file() && known.len() <= LARGEST);
    match fs::read(&path) {
        // Read anew each time: kept pages are small.
        Ok(bytes) if small => Answer::new(StatusCode::OK, kind, bytes).fleeting(),
        _ => frame::nowhere(asked.look, asked.view),
    }
}
