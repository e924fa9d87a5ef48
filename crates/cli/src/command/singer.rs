//! `import --singer` and `singer`. Standard output belongs to the states; all else is said aside.

use std::io::{self, IsTerminal};

use harpoon::Attendant;
use harpoon::Error;
use harpoon::connect::Question;
use harpoon::connect::connector::{Evidence, PlatformIs, Quirk};
use harpoon::connect::singer::taps;
use harpoon::singer::{Counts, Loaded, Watcher, Wish, load, state};
use jiff::Timestamp;

use super::import::{hints, options, sheet, summary};
use super::open;
use crate::Done;
use crate::args::{Cli, Format, Import, Output, Singer, SingerAction};
use crate::ask::Terminal;
use crate::render::Sheet;
use crate::say;

/// Where a tap goes on, or which taps are understood.
pub(crate) fn singer(cli: &Cli, args: &Singer) -> anyhow::Result<Done> {
    match &args.action {
        SingerAction::State { tap } => say::out(&state(&open(cli)?, tap)?.unwrap_or_else(|| "{}".to_owned())),
        SingerAction::Taps { output } => understood(output),
    }
    Ok(Done::Well)
}

/// Loads what a tap writes to standard input.
pub(crate) fn import(cli: &Cli, args: &Import) -> anyhow::Result<Done> {
    if io::stdin().is_terminal() {
        let how = "pipe a tap into it: tap-facebook --config fb.json | harpoon import --singer --tap facebook";
        return Err(Error::Usage(format!("`import --singer` reads standard input; {how}")).into());
    }
    let workspace = open(cli)?;
    let wish = Wish {
        tap: args.tap.clone(),
        options: options(args)?,
        commit_every: args.commit_every,
    };
    let mut target = Target {
        terminal: Terminal::new(cli, args),
    };
    let loaded = load(&workspace, io::stdin().lock(), &wish, &mut target, &Timestamp::now)?;
    target.terminal.finish();
    if !cli.quiet {
        tell(&loaded, args.dry_run, args.output.format);
    }
    let is_whole = loaded.stopped.is_none() && loaded.reports.iter().all(|report| report.read);
    Ok(if is_whole { Done::Well } else { Done::Input })
}

/// A terminal whose standard output takes states.
struct Target {
    terminal: Terminal,
}

impl Attendant for Target {
    fn answer(&mut self, file: &str, question: &Question) -> Option<String> {
        self.terminal.answer(file, question)
    }

    fn progress(&mut self, file: &str, done: usize, all: usize, rows: u64) {
        self.terminal.progress(file, done, all, rows);
    }
}

impl Watcher for Target {
    fn state(&mut self, state: &str) -> io::Result<()> {
        say::line(state)
    }
}

/// Says aside what became of a run.
pub(super) fn tell(loaded: &Loaded, dry_run: bool, format: Format) {
    if format == Format::Json {
        let reports = loaded.reports.iter().map(harpoon::json::imports::report);
        say::aside(&harpoon::json::lines(&reports.collect::<Vec<_>>()));
    } else {
        say::aside(&sheet(&loaded.reports, dry_run).print(format));
    }
    say::aside(&summary(&loaded.reports, dry_run));
    for line in noticed(&loaded.counts).into_iter().chain(loaded.stopped.clone()) {
        say::aside(&line);
    }
    for kept in &loaded.kept {
        say::aside(&format!("nobody read it, and it is kept: {}", kept.display()));
    }
    for hint in hints(&loaded.reports) {
        say::aside(&hint);
    }
}

/// What a person should know of the messages.
fn noticed(counts: &Counts) -> Vec<String> {
    let mut lines = vec![format!(
        "{} records of {} streams, {} states",
        counts.all_records(),
        counts.records.len(),
        counts.states
    )];
    if let Some((line, why)) = &counts.first_damage {
        lines.push(format!(
            "{} lines of the tap are no message and were put aside; the first is line {line}: {why}",
            counts.damaged
        ));
    }
    for (kind, count) in &counts.unknown {
        lines.push(format!("{count} messages of the unknown type {kind} were passed over"));
    }
    if counts.versions > 0 {
        lines.push(format!(
            "{} tables were sent whole (ACTIVATE_VERSION); rows that are gone at the source stay here",
            counts.versions
        ));
    }
    lines
}

/// Taps whose streams are understood.
fn understood(output: &Output) {
    let mut sheet = Sheet::new(&["tap", "version", "streams", "read as", "platform", "proof"]);
    for tap in taps() {
        for stream in &tap.streams {
            let names = stream.quirks.iter().find_map(|quirk| match quirk {
                Quirk::Stream(names) => Some(names.join(if output.format == Format::Table { "\n" } else { ", " })),
                _ => None,
            });
            let platform = match stream.platform {
                PlatformIs::Fixed(platform) => platform,
                PlatformIs::Column(_) | PlatformIs::Ask(_) => "",
            };
            let proof = match stream.evidence {
                Evidence::Recorded => "recorded",
                Evidence::SpecOnly => "its schema only",
            };
            sheet.rows.push(vec![
                tap.name.clone(),
                tap.version.clone(),
                names.unwrap_or_else(|| "any name".to_owned()),
                stream.id.to_owned(),
                platform.to_owned(),
                proof.to_owned(),
            ]);
        }
    }
    say::out(&sheet.print(output.format));
}
