//! `sync`: runs taps and asks accounts, or shows how they stand.

use std::io;

use harpoon::Attendant;
use harpoon::connect::Question;
use harpoon::feeds::{Feed, Kind, feeds};
use harpoon::live::{self, Step};
use harpoon::singer::Watcher;
use harpoon::sync::{Outcome, Run};
use harpoon::{Error, Workspace};
use jiff::Timestamp;
use serde_json::json;

use super::import::{hints, sheet, summary};
use super::singer::tell;
use super::{now, open};
use crate::Done;
use crate::args::{Cli, Format, Sync};
use crate::ask::Terminal;
use crate::render::Sheet;
use crate::say;

/// Runs the taps and accounts that are asked for, or due.
pub(crate) fn sync(cli: &Cli, args: &Sync) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let at = now()?;
    let all = feeds(&workspace, at)?;
    if args.list {
        show(args.output.format, &all);
        return Ok(Done::Well);
    }
    let asked: Vec<&Feed> = if args.names.is_empty() {
        all.iter().filter(|feed| args.all || feed.is_due(at)).collect()
    } else {
        let named = |name: &String| all.iter().find(|feed| feed.name == *name);
        let each = args
            .names
            .iter()
            .map(|name| named(name).ok_or_else(|| unknown(&all, name)));
        each.collect::<Result<_, _>>()?
    };
    if asked.is_empty() && !cli.quiet {
        say::aside(if all.is_empty() {
            "No tap and no account is set up: `harpoon sync --help` shows how."
        } else {
            "No tap is due, and no account; `harpoon sync --list` says when the next is."
        });
    }
    let mut is_well = true;
    for feed in asked {
        let ran = match feed.kind {
            Kind::Tap => tap(cli, &workspace, &feed.name),
            Kind::Account => account(cli, &workspace, &feed.name),
        };
        is_well &= match ran {
            // Whoever runs it already does what this run is for; the others are due all the same.
            Err(busy @ Error::Busy(_)) if args.names.is_empty() => {
                if !cli.quiet {
                    say::aside(&busy.to_string());
                }
                true
            }
            ran => ran?,
        };
    }
    Ok(if is_well { Done::Well } else { Done::Input })
}

fn unknown(all: &[Feed], name: &str) -> Error {
    let known: Vec<&str> = all.iter().map(|feed| feed.name.as_str()).collect();
    let known = if known.is_empty() {
        "none is set up; write [taps.NAME] in harpoon.toml, or `harpoon account add`".to_owned()
    } else {
        format!("one of {}", known.join(", "))
    };
    Error::Usage(format!("no tap and no account is called `{name}`; {known}"))
}

/// Runs a tap; says whether it did well.
fn tap(cli: &Cli, workspace: &Workspace, name: &str) -> Result<bool, Error> {
    let mut watching = Watching {
        terminal: Terminal::alone(cli),
    };
    let result = harpoon::sync::sync(workspace, name, &mut watching, &Timestamp::now);
    watching.terminal.finish();
    let (run, loaded) = result?;
    told(cli, name, &run);
    if !cli.quiet {
        tell(&loaded, false, Format::Table);
    }
    Ok(run.outcome == Outcome::Done)
}

/// Asks an account; says whether it did well.
fn account(cli: &Cli, workspace: &Workspace, name: &str) -> Result<bool, Error> {
    let mut terminal = Terminal::alone(cli);
    let mut landed = 0;
    let mut watch = |step: Step<'_>| {
        let words = match step {
            Step::Landed(pages) => {
                landed = pages;
                format!("{name}: {pages} pages")
            }
            Step::Waiting(until, why) => format!("{name}: waits until {} ({why})", until.strftime("%H:%M:%S UTC")),
        };
        terminal.progress(&words, landed, landed, 0);
    };
    let result = live::sync(workspace, name, &mut watch, &Timestamp::now);
    terminal.finish();
    let (run, report) = result?;
    told(cli, name, &run);
    if let Some(report) = report.filter(|_| !cli.quiet) {
        let reports = [report];
        say::aside(&sheet(&reports, false).print(Format::Table));
        say::aside(&summary(&reports, false));
        for hint in hints(&reports) {
            say::aside(&hint);
        }
    }
    Ok(run.outcome == Outcome::Done)
}

/// Says how a run ended; where only what was asked for is to be said, that it failed.
fn told(cli: &Cli, name: &str, run: &Run) {
    match &run.outcome {
        Outcome::Failed(why) if cli.quiet => say::aside(&format!("{name}: {why}")),
        _ if !cli.quiet => say::aside(&format!("{name}: {}", said(run))),
        _ => {}
    }
}

/// Nobody is asked: a tap runs by itself. Its states are kept, and printed for nobody.
struct Watching {
    terminal: Terminal,
}

impl Attendant for Watching {
    fn answer(&mut self, _file: &str, _question: &Question) -> Option<String> {
        None
    }

    fn progress(&mut self, file: &str, done: usize, all: usize, rows: u64) {
        self.terminal.progress(file, done, all, rows);
    }
}

impl Watcher for Watching {
    fn state(&mut self, _state: &str) -> io::Result<()> {
        Ok(())
    }
}

/// How a run ended.
pub(super) fn said(run: &Run) -> String {
    match &run.outcome {
        Outcome::Done => "done".to_owned(),
        Outcome::Failed(why) if run.tries == 1 => format!("failed: {why}"),
        Outcome::Failed(why) => format!("failed after {} tries: {why}", run.tries),
    }
}

fn show(format: Format, all: &[Feed]) {
    if format == Format::Json {
        let each = all.iter().map(|feed| {
            json!({
                feed.kind.word(): feed.name,
                "every": feed.every.map(|every| every.to_string()),
                "last": feed.last,
                "next": feed.next,
            })
        });
        say::out(&serde_json::Value::from(each.collect::<Vec<_>>()).to_string());
        return;
    }
    let mut sheet = Sheet::new(&[
        "name",
        "last run",
        "result",
        "tries#",
        "records#",
        "accepted#",
        "known already#",
        "put aside#",
        "unread#",
        "every",
        "next",
    ]);
    let at = |time: Timestamp| time.strftime("%Y-%m-%d %H:%M").to_string();
    sheet.rows = all
        .iter()
        .map(|feed| {
            let last = feed.last.as_ref();
            let count = |of: fn(&Run) -> u64| last.map_or_else(String::new, |run| of(run).to_string());
            vec![
                feed.name.clone(),
                last.map_or_else(|| "never".to_owned(), |run| at(run.began)),
                last.map_or_else(String::new, said),
                count(|run| u64::from(run.tries)),
                count(|run| run.records),
                count(|run| run.accepted),
                count(|run| run.duplicate),
                count(|run| run.put_aside),
                count(|run| run.unread),
                feed.every
                    .map_or_else(|| "when asked".to_owned(), |every| every.to_string()),
                feed.next.map_or_else(String::new, at),
            ]
        })
        .collect();
    say::out(&sheet.print(format));
}
