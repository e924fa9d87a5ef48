//! What was imported, what was put aside, and how the month's numbers were made.

use harpoon::Error;
use harpoon::collecting::FOLDER;
use harpoon::feeds::Kind;
use harpoon::report::compose;
use harpoon::sync::{Outcome, Run};
use harpoon_report::document::{Block, Cell, Section, Span, Tone, plain};
use harpoon_report::words::DASH;
use harpoon_report::{Words, clean};
use harpoon_state::Role;
use jiff::Timestamp;

use super::{Asked, Body};

mod put_aside;

/// Where it is.
pub(super) const PATH: &str = "/data";
/// Imports and rows put aside that are shown at most.
const MOST: usize = 200;
/// Imports that are shown at first.
const NEWEST: usize = 20;
/// Asks for more of them.
const ALL: &str = "all";
/// Columns of the table of rows put aside whose words are ours: the reason, and how to mend it.
const OURS: [usize; 2] = [3, 4];
/// Longest text of a cell.
const CELL: usize = 120;
/// Longest reason why nothing is collected.
const LONGEST: usize = 400;

/// Imports, quarantine, method.
pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    // How fresh the data are comes first, the long list of files last.
    let mut sections = Vec::new();
    if let Some(month) = asked.month {
        let report = asked.look.report(month, asked.view.language)?;
        let method = compose(&report, asked.view.language)
            .sections
            .into_iter()
            .find(|section| section.id == "method");
        sections.extend(method.map(|mut section| {
            freshness(&mut section, &asked.words);
            section
        }));
    }
    let feeds = feeds(asked)?;
    if !feeds.is_empty() {
        sections.push(asked.section("feeds", feeds));
    }
    if shows_collected(asked) || asked.names_commands() {
        sections.push(asked.section("collected", collected(asked)?));
    }
    sections.push(asked.section("quarantine", quarantine(asked)?));
    sections.push(asked.section("imports", imports(asked)?));
    Ok(Body {
        title: asked.words.text("page-data"),
        form: None,
        sections,
    })
}

/// Whether anything is collected: the page then says more than the workspace does, and is made anew each time.
pub(super) fn shows_collected(asked: &Asked<'_>) -> bool {
    let workspace = &asked.look.workspace;
    !workspace.settings().collect.sources.is_empty() || workspace.root().join(FOLDER).is_dir()
}

/// Whether anything runs by itself, whose state changes with the clock.
pub(super) fn has_feeds(asked: &Asked<'_>) -> bool {
    let settings = asked.look.workspace.settings();
    !settings.taps.is_empty() || !settings.accounts.is_empty()
}

/// What brings rows by itself: how it last ran and when it runs next. Nothing where nothing is set up and no command is named.
fn feeds(asked: &Asked<'_>) -> Result<Vec<Block>, Error> {
    let words = &asked.words;
    if !has_feeds(asked) {
        let begin = asked.names_commands().then(|| asked.empty("feeds-none"));
        return Ok(begin.into_iter().collect());
    }
    let now = (asked.house.plan.now)()?;
    let heads = [
        "name",
        "kind",
        "state",
        "last",
        "#accepted",
        "#known",
        "#aside",
        "every",
        "next",
    ];
    let mut table = asked.table("feeds-table", "feeds", &heads);
    let at = |time: Timestamp| time.strftime("%Y-%m-%d %H:%M").to_string();
    let mut failures = Vec::new();
    for feed in harpoon::feeds::feeds(&asked.look.workspace, now)? {
        let last = feed.last.as_ref();
        let count = |of: fn(&Run) -> u64| last.map_or_else(|| DASH.to_owned(), |run| words.whole(u128::from(of(run))));
        let (tone, state) = match last.map(|run| &run.outcome) {
            None => (Tone::Plain, "feeds-never"),
            Some(Outcome::Done) => (Tone::Good, "feeds-done"),
            Some(Outcome::Failed(why)) => {
                let why = Span::Outside(clean(why, LONGEST));
                failures.push((feed.name.clone(), why));
                (Tone::Bad, "feeds-failed")
            }
        };
        let kind = match feed.kind {
            Kind::Tap => "feeds-tap",
            Kind::Account => "feeds-account",
        };
        let every = feed
            .every
            .map_or_else(|| words.text("feeds-asked"), |every| every.to_string());
        let next = match feed.next {
            Some(next) if next <= now => words.text("feeds-due"),
            Some(next) => at(next),
            None => DASH.to_owned(),
        };
        table.rows.push(vec![
            outside(&feed.name),
            words.text(kind).into(),
            Span::Mark(tone, words.text(state)).into(),
            last.map_or_else(|| DASH.to_owned(), |run| at(run.began)).into(),
            count(|run| run.accepted).into(),
            count(|run| run.duplicate).into(),
            count(|run| run.put_aside).into(),
            every.into(),
            next.into(),
        ]);
    }
    // What a program or a server says of a failure can name what is no client's business.
    let sees_why = asked.view.asker.role > Role::Client;
    let why = |(name, why): (String, Span)| {
        let name = Span::Outside(clean(&name, CELL));
        words.line("feeds-why", &[("name", name.into()), ("why", why.into())])
    };
    table.remarks.push(words.line("feeds-utc", &[]));
    let told = failures.into_iter().filter(|_| sees_why).map(why).collect::<Vec<_>>();
    let notice = (!told.is_empty()).then_some(Block::Notice(Tone::Bad, told));
    Ok(notice.into_iter().chain([Block::Table(table)]).collect())
}

/// What each source has sent lately, and what waits.
fn collected(asked: &Asked<'_>) -> Result<Vec<Block>, Error> {
    let sources = asked.look.workspace.collected((asked.house.plan.now)()?)?;
    let collectors = &asked.house.collectors;
    let mut blocks = Vec::new();
    if let Some(why) = collectors.trouble(&asked.place.name) {
        let why = Span::Outside(clean(&why, LONGEST));
        blocks.push(Block::Paragraph(
            asked.words.line("collected-trouble", &[("why", why.into())]),
        ));
    }
    if sources.is_empty() {
        blocks.push(asked.nothing("collected-begin"));
        return Ok(blocks);
    }
    let heads = [
        "source",
        "#accepted",
        "#loaded",
        "#robots",
        "#quarantined",
        "#duplicate",
        "last",
    ];
    let mut table = asked.table("collected-table", "collected", &heads);
    let number = |count: u64| Cell::from(asked.words.whole(u128::from(count)));
    for source in &sources {
        let last = source.last.map(|last| last.strftime("%Y-%m-%d %H:%M").to_string());
        table.rows.push(vec![
            outside(&source.source),
            number(source.day.accepted),
            number(source.day.loaded),
            number(source.day.all_robots()),
            number(source.day.quarantined),
            number(source.day.duplicate),
            Cell::from(last.unwrap_or_else(|| "–".to_owned())),
        ]);
    }
    table.remarks.push(asked.words.line("collected-sum", &[]));
    if let Some(waiting) = collectors.waiting(&asked.place.name).filter(|waiting| *waiting > 0) {
        let count = Span::Text(asked.words.whole(u128::from(waiting)));
        table
            .remarks
            .push(asked.words.line("collected-waiting", &[("count", count.into())]));
    }
    blocks.push(Block::Table(table));
    Ok(blocks)
}

/// Takes out what speaks of a paper: its list of receipts, and how a file is checked.
fn freshness(section: &mut Section, words: &Words) {
    let receipts = words.text("receipts-heading");
    let is_receipts = |block: &Block| matches!(block, Block::Heading(line) if plain(line) == receipts);
    if let Some(at) = section.blocks.iter().position(is_receipts) {
        let rest = section.blocks.split_off(at);
        let is_of_paper = |block: &Block| matches!(block, Block::Receipts | Block::Paragraph(_) | Block::Remark(_));
        section.blocks.extend(rest.into_iter().skip(1).skip_while(is_of_paper));
    }
}

fn outside(text: &str) -> Cell {
    Span::Outside(clean(text, CELL)).into()
}

fn imports(asked: &Asked<'_>) -> Result<Vec<Block>, Error> {
    let snapshot = asked.look.workspace.lake().snapshot(None)?;
    let imports = snapshot.imports();
    if imports.is_empty() {
        return Ok(asked.nothing_yet().blocks);
    }
    let heads = [
        "when",
        "file",
        "connector",
        "#accepted",
        "#duplicate",
        "#quarantined",
        "counts",
    ];
    let mut table = asked.table("imports-table", "data", &heads);
    let number = |count: u64| Cell::from(asked.words.whole(u128::from(count)));
    let most = if asked.view.first(ALL).is_some() { MOST } else { NEWEST };
    for import in imports.iter().rev().take(most) {
        table.rows.push(vec![
            Cell::from(import.imported_at.strftime("%Y-%m-%d %H:%M").to_string()),
            outside(&import.file),
            title(asked, &import.connector),
            number(import.accepted),
            number(import.duplicate),
            number(import.quarantined),
            Cell::from(
                asked
                    .words
                    .text(if import.is_done() { "data-yes" } else { "data-reverted" }),
            ),
        ]);
    }
    if imports.len() > most.min(MOST) {
        let link = Span::Link {
            href: asked.view.with(PATH, ALL, Some("1")),
            text: asked.words.text("imports-all"),
        };
        let fills = [("shown", most.into()), ("all", imports.len().into())];
        let mut told = asked.words.line("imports-newest", &fills);
        if most == NEWEST {
            told.extend([Span::Text(asked.words.space().to_owned()), link]);
        }
        table.remarks.push(told);
    }
    if asked.may_bring() {
        let link = Span::Link {
            href: asked.view.to(super::bring::PATH),
            text: asked.words.text("page-import"),
        };
        table
            .remarks
            .push(asked.words.line("imports-page", &[("page", link.into())]));
    }
    if asked.names_commands() {
        table.remarks.push(asked.words.line("imports-add", &[]));
    }
    Ok(vec![Block::Table(table)])
}

/// What an export is called by its platform.
fn title(asked: &Asked<'_>, id: &str) -> Cell {
    let mut known = asked.look.workspace.registry().connectors();
    outside(known.find(|known| known.id == id).map_or(id, |known| known.title))
}

pub(super) fn quarantine(asked: &Asked<'_>) -> Result<Vec<Block>, Error> {
    let sql = format!(
        "SELECT count(*) OVER () AS \"all\", file, row, \"column\", reason, hint, raw FROM quarantine ORDER BY file, row LIMIT {MOST}"
    );
    let grid = asked.look.workspace.sql(&sql)?;
    let Some(first) = grid.rows.first() else {
        return Ok(vec![asked.empty("quarantine-empty")]);
    };
    let heads = ["file", "#line", "column", "reason", "hint", "raw"];
    let mut table = asked.table("quarantine-table", "data", &heads);
    table.rows = grid
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter().skip(1).map(|cell| cell.as_deref().unwrap_or("")).enumerate();
            let told = |(at, cell): (usize, &str)| {
                if OURS.contains(&at) {
                    outside(&put_aside::told(&asked.words, cell))
                } else {
                    outside(cell)
                }
            };
            cells.map(told).collect()
        })
        .collect();
    let all = first.first().cloned().flatten().and_then(|all| all.parse().ok());
    if let Some(all) = all.filter(|all: &usize| *all > MOST) {
        let fills = [("shown", MOST.into()), ("all", all.into())];
        table.remarks.push(asked.words.line("explore-more", &fills));
    }
    table
        .remarks
        .push(asked.words.line(&asked.spoken("quarantine-retry"), &[]));
    Ok(vec![Block::Table(table)])
}
