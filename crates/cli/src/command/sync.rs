//! `sync`: runs taps, or shows how they stand.

use std::io;

use harpoon::Attendant;
use harpoon::connect::Question;
use harpoon::singer::Watcher;
use harpoon::sync::{Outcome, Run, Standing, standings};
use jiff::Timestamp;
use serde_json::json;

use super::singer::tell;
use super::{now, open};
use crate::Done;
use crate::args::{Cli, Format, Sync};
use crate::ask::Terminal;
use crate::render::Sheet;
use crate::say;

/// Runs the taps that are asked for, or due.
pub(crate) fn sync(cli: &Cli, args: &Sync) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let all = standings(&workspace, now()?)?;
    if args.list {
        show(args.output.format, &all);
        return Ok(Done::Well);
    }
    let at = now()?;
    let due = all.iter().filter(|standing| args.all || standing.is_due(at));
    let names: Vec<String> = if args.taps.is_empty() {
        due.map(|standing| standing.name.clone()).collect()
    } else {
        args.taps.clone()
    };
    if names.is_empty() && !cli.quiet {
        say::aside(if all.is_empty() {
            "No tap is set up: `harpoon sync --help` shows how."
        } else {
            "No tap is due; `harpoon sync --list` says when the next is."
        });
    }
    let mut is_well = true;
    for name in &names {
        let mut watching = Watching {
            terminal: Terminal::alone(cli),
        };
        let result = harpoon::sync::sync(&workspace, name, &mut watching, &Timestamp::now);
        watching.terminal.finish();
        let (run, loaded) = result?;
        is_well &= run.outcome == Outcome::Done;
        if !cli.quiet {
            say::aside(&format!("{name}: {}", said(&run)));
            tell(&loaded, false, Format::Table);
        } else if let Outcome::Failed(why) = &run.outcome {
            say::aside(&format!("{name}: {why}"));
        }
    }
    Ok(if is_well { Done::Well } else { Done::Input })
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

fn said(run: &Run) -> String {
    match &run.outcome {
        Outcome::Done => "done".to_owned(),
        Outcome::Failed(why) => format!("failed after {} tries: {why}", run.tries),
    }
}

fn show(format: Format, all: &[Standing]) {
    if format == Format::Json {
        let each = all.iter().map(|standing| {
            json!({
                "tap": standing.name,
                "every": standing.settings.every.map(|every| every.to_string()),
                "last": standing.last,
                "next": standing.next,
            })
        });
        say::out(&serde_json::Value::from(each.collect::<Vec<_>>()).to_string());
        return;
    }
    let mut sheet = Sheet::new(&[
        "tap",
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
        .map(|standing| {
            let last = standing.last.as_ref();
            let count = |of: fn(&Run) -> u64| last.map_or_else(String::new, |run| of(run).to_string());
            vec![
                standing.name.clone(),
                last.map_or_else(|| "never".to_owned(), |run| at(run.began)),
                last.map_or_else(String::new, said),
                count(|run| u64::from(run.tries)),
                count(|run| run.records),
                count(|run| run.accepted),
                count(|run| run.duplicate),
                count(|run| run.put_aside),
                count(|run| run.unread),
                standing
                    .settings
                    .every
                    .map_or_else(|| "when asked".to_owned(), |every| every.to_string()),
                standing.next.map_or_else(String::new, at),
            ]
        })
        .collect();
    say::out(&sheet.print(format));
}
