//! `retention`: what is too old, and its removal.

use harpoon::json::{self, Value};
use harpoon::retention::{Retained, Term};

use super::{now, open};
use crate::Done;
use crate::args::{Cli, Format, Retention};
use crate::render::Sheet;
use crate::say;

/// Says how long what is kept and what of it goes; removes it where that is wanted.
pub(crate) fn retention(cli: &Cli, args: &Retention) -> anyhow::Result<Done> {
    let retained = open(cli)?.retain(!args.apply, now()?)?;
    if retained.terms.is_empty() {
        say::aside("Everything is kept for good; `harpoon retention --help` says how to set terms.");
        return Ok(Done::Well);
    }
    say::out(&match args.output.format {
        Format::Json => json::lines(&retained.terms.iter().map(object).collect::<Vec<_>>()),
        format => sheet(&retained).print(format),
    });
    match &retained.statement {
        None => say::aside("Nothing is older than that."),
        Some(statement) if args.apply => {
            super::person::tables(statement);
            super::person::stated(statement, Format::Table)?;
            say::aside("Backups and exports outside this folder are yours to remove.");
        }
        Some(statement) => {
            super::person::tables(statement);
            say::aside("Nothing was removed; --apply removes it for good.");
        }
    }
    Ok(Done::Well)
}

fn sheet(retained: &Retained) -> Sheet {
    let mut sheet = Sheet::new(&["what", "kept", "from", "older#", "next"]);
    for term in &retained.terms {
        sheet.rows.push(vec![
            term.what.to_owned(),
            term.kept.to_string(),
            term.from.to_string(),
            term.goes.to_string(),
            term.turns.to_string(),
        ]);
    }
    sheet
}

fn object(term: &Term) -> Value {
    Value::object([
        ("what", Value::Text(term.what.to_owned())),
        ("kept", Value::Text(term.kept.to_string())),
        ("from", Value::Text(term.from.to_string())),
        ("older", Value::Number(term.goes.to_string())),
        ("next", Value::Text(term.turns.to_string())),
    ])
}
