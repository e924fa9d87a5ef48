//! `quarantine`: rows that could not be read, and another try.

use jiff::Timestamp;

use super::open;
use crate::Done;
use crate::args::{Cli, Quarantine, QuarantineAction};
use crate::ask::Terminal;
use crate::render::Sheet;
use crate::say;

/// Lists rows put aside, or reads their files again.
pub(crate) fn quarantine(cli: &Cli, args: &Quarantine) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    match &args.action {
        QuarantineAction::List { output } => {
            let grid =
                workspace.sql("SELECT file, row, \"column\", reason, hint, raw FROM quarantine ORDER BY file, row")?;
            let empty = grid.rows.is_empty();
            let mut sheet = Sheet::new(&["file", "line#", "column", "reason", "what to do", "row as it came"]);
            sheet.rows = grid
                .rows
                .into_iter()
                .map(|row| row.into_iter().map(Option::unwrap_or_default).collect())
                .collect();
            say::out(&sheet.print(output.format));
            if empty && !cli.quiet {
                say::aside("Nothing is put aside.");
            }
            Ok(if empty { Done::Well } else { Done::Finding })
        }
        QuarantineAction::Retry { output } => {
            let mut terminal = Terminal::proposals(cli);
            let retried = workspace.retry_quarantine(&mut terminal, Timestamp::now())?;
            terminal.finish();
            let mut sheet = Sheet::new(&["file", "put aside before#", "put aside now#", "what to know"]);
            sheet.rows = retried
                .iter()
                .map(|r| {
                    vec![
                        r.file.clone(),
                        r.before.to_string(),
                        r.now.to_string(),
                        r.reason.clone().unwrap_or_default(),
                    ]
                })
                .collect();
            say::out(&sheet.print(output.format));
            Ok(if retried.iter().all(|r| r.now == 0) {
                Done::Well
            } else {
                Done::Finding
            })
        }
    }
}
