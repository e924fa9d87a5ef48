//! `import` and `imports`.

use harpoon::connect::QuestionKey;
use harpoon::import::give;
use harpoon::lake::store::ImportRow;
use harpoon::{Options, Report};
use jiff::Timestamp;

use super::open;
use crate::Done;
use crate::args::{Cli, Format, Import, Imports, ImportsAction};
use crate::ask::Terminal;
use crate::render::Sheet;
use crate::say;
use harpoon::json;

/// Reads files; the exit code says whether all of them were understood.
pub(crate) fn import(cli: &Cli, args: &Import) -> anyhow::Result<Done> {
    if args.singer {
        return super::singer::import(cli, args);
    }
    let workspace = open(cli)?;
    let options = options(args)?;
    let mut terminal = Terminal::new(cli, args);
    let reports = harpoon::import(&workspace, &args.paths, &options, &mut terminal, Timestamp::now())?;
    terminal.finish();
    match args.output.format {
        Format::Json => say::out(&json::lines(
            &reports.iter().map(json::imports::report).collect::<Vec<_>>(),
        )),
        format => say::out(&sheet(&reports, args.dry_run).print(format)),
    }
    if !cli.quiet && args.output.format == Format::Table {
        say::aside(&summary(&reports, args.dry_run));
        for hint in hints(&reports) {
            say::aside(&hint);
        }
    }
    let understood = reports.iter().all(|r| r.read || r.reason.is_none());
    Ok(if understood { Done::Well } else { Done::Input })
}

pub(super) fn options(args: &Import) -> anyhow::Result<Options> {
    let mut options = Options {
        map: args.map.clone(),
        dry_run: args.dry_run,
        ..Options::default()
    };
    let given = [
        (QuestionKey::Platform, &args.platform),
        (QuestionKey::Account, &args.account),
        (QuestionKey::Currency, &args.currency),
        (QuestionKey::Year, &args.year),
        (QuestionKey::DayOrder, &args.day_order),
        (QuestionKey::Decimal, &args.decimal),
        (QuestionKey::Zone, &args.zone),
        (QuestionKey::Period, &args.period),
    ];
    for (key, answer) in given {
        if let Some(answer) = answer {
            give(&mut options.answers, key, answer)?;
        }
    }
    Ok(options)
}

pub(super) fn sheet(reports: &[Report], dry_run: bool) -> Sheet {
    if dry_run {
        let mut sheet = Sheet::new(&["file", "read as", "what to know"]);
        sheet.rows = reports
            .iter()
            .map(|r| {
                let remarks = r.remarks.iter().map(ToString::to_string);
                let notes: Vec<String> = r.reason.iter().cloned().chain(remarks).collect();
                vec![r.file.clone(), r.tables.join("\n"), notes.join("\n")]
            })
            .collect();
        return sheet;
    }
    let mut sheet = Sheet::new(&[
        "file",
        "connector",
        "platform",
        "accepted#",
        "duplicate#",
        "quarantined#",
        "what to know",
    ]);
    sheet.rows = reports
        .iter()
        .map(|r| {
            vec![
                r.file.clone(),
                r.connector.clone().unwrap_or_default(),
                r.platform.clone().unwrap_or_default(),
                r.accepted.to_string(),
                r.duplicate.to_string(),
                r.quarantined.to_string(),
                r.reason
                    .iter()
                    .cloned()
                    .chain(r.differing.iter().map(harpoon::import::differs))
                    .collect::<Vec<_>>()
                    .join("; "),
            ]
        })
        .collect();
    sheet
}

pub(super) fn summary(reports: &[Report], dry_run: bool) -> String {
    let read = reports.iter().filter(|r| r.read).count();
    if dry_run {
        return format!("{read} of {} files would be read; nothing was written", reports.len());
    }
    let sum = |count: fn(&Report) -> u64| reports.iter().map(count).sum::<u64>();
    format!(
        "{read} of {} files read: {} rows accepted, {} known already, {} put aside; {} facts",
        reports.len(),
        sum(|r| r.accepted),
        sum(|r| r.duplicate),
        sum(|r| r.quarantined),
        sum(|r| r.facts)
    )
}

pub(super) fn hints(reports: &[Report]) -> Vec<String> {
    let mut hints = Vec::new();
    if reports.iter().any(|r| r.quarantined > 0) {
        hints.push("Rows put aside: `harpoon quarantine list` says where and why.".to_owned());
    }
    let mut flags: Vec<&str> = reports.iter().flat_map(|r| r.unanswered.iter().copied()).collect();
    flags.sort_unstable();
    flags.dedup();
    if !flags.is_empty() {
        hints.push(format!(
            "Some files need an answer: give {}, or --yes to take the proposals.",
            flags.join(", ")
        ));
    }
    let proposed: Vec<String> = reports
        .iter()
        .filter_map(|r| r.proposed_map.as_ref())
        .map(|p| p.display().to_string())
        .collect();
    if let Some(first) = proposed.first() {
        hints.push(format!(
            "{} tables are known to no connector; a map was proposed for each. Edit it, then: harpoon import --map {first} FILE",
            proposed.len()
        ));
    }
    hints
}

/// Lists imports, takes one back, or lets it count again.
pub(crate) fn imports(cli: &Cli, args: &Imports) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    match &args.action {
        Some(ImportsAction::Revert { id }) => {
            let mut terminal = Terminal::proposals(cli);
            let again = workspace.revert(id, &mut terminal, Timestamp::now())?;
            terminal.finish();
            say::out(&format!(
                "import {id} no longer counts; `harpoon imports restore {id}` brings it back"
            ));
            for file in again {
                say::out(&format!(
                    "read again, because it had left out rows of that import: {file}"
                ));
            }
        }
        Some(ImportsAction::Restore { id }) => say::out(&format!("import {} counts again", workspace.restore(id)?)),
        None => {
            let snapshot = workspace.lake().snapshot(None)?;
            let mut sheet = Sheet::new(&[
                "import",
                "when",
                "file",
                "connector",
                "accepted#",
                "duplicate#",
                "quarantined#",
                "facts#",
                "status",
            ]);
            sheet.rows = snapshot.imports().iter().map(row).collect();
            say::out(&match args.output.format {
                Format::Json => json::lines(&snapshot.imports().iter().map(json::imports::import).collect::<Vec<_>>()),
                format => sheet.print(format),
            });
            if sheet.rows.is_empty() && !cli.quiet {
                say::aside(
                    "Nothing imported yet: `harpoon import FILES` reads exports, `harpoon demo` shows how it looks.",
                );
            }
        }
    }
    Ok(Done::Well)
}

fn row(import: &ImportRow) -> Vec<String> {
    vec![
        import.import_id.chars().take(12).collect(),
        import.imported_at.strftime("%Y-%m-%d %H:%M").to_string(),
        import.file.clone(),
        import.connector.clone(),
        import.accepted.to_string(),
        import.duplicate.to_string(),
        import.quarantined.to_string(),
        import.facts.to_string(),
        import.status.as_str().to_owned(),
    ]
}
