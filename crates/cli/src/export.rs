//! `export`: CSV, XLSX and Parquet, safe to open.

use std::fs;
use std::path::Path;

use harpoon::core::table::TABLES;
use harpoon::measure::{Question, readings};
use harpoon::sheet::workbook;
use harpoon::{Error, Workspace};

use crate::Done;
use crate::args::{Cli, Export, Format};
use crate::command::kpi::{exact, selection};
use crate::command::open;
use crate::render::Sheet;
use crate::say;

/// Writes what was asked for to the file, by its ending.
pub(crate) fn export(cli: &Cli, args: &Export) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let (what, file) = match (args.what.as_slice(), args.kpi.is_empty()) {
        ([what, file], true) => (Some(what.as_str()), Path::new(file)),
        ([file], false) => (None, Path::new(file)),
        _ => return Err(usage("give a table or query and a file, or --kpi and a file")),
    };
    let query = what.map(as_query);
    match (file.extension().and_then(|e| e.to_str()), query) {
        (Some("parquet"), Some(query)) => workspace.sql_to_parquet(&query, file)?,
        (Some("parquet"), None) => return Err(usage("KPIs are exported to .csv or .xlsx")),
        (Some("csv"), query) => fs::write(file, sheet(&workspace, args, query)?.print(Format::Csv) + "\n")?,
        (Some("xlsx"), query) => {
            let sheet = sheet(&workspace, args, query)?;
            fs::write(file, workbook(&sheet.columns, &sheet.rows)?)?;
        }
        _ => return Err(usage("the file must end in .csv, .xlsx or .parquet")),
    }
    if !cli.quiet {
        say::aside(&format!("wrote {}", file.display()));
    }
    Ok(Done::Well)
}

fn usage(text: &str) -> anyhow::Error {
    Error::Usage(text.to_owned()).into()
}

/// A bare word is a table.
fn as_query(what: &str) -> String {
    if TABLES.iter().any(|t| t.name == what) {
        format!("SELECT * FROM {what}")
    } else {
        what.to_owned()
    }
}

fn sheet(workspace: &Workspace, args: &Export, query: Option<String>) -> anyhow::Result<Sheet> {
    let Some(query) = query else {
        let question = Question {
            kpis: args.kpi.clone(),
            selection: selection(&args.select)?,
            at: args.select.at,
        };
        return Ok(exact(&readings(workspace.measure(&question)?)));
    };
    Ok(Sheet::of(workspace.sql(&query)?))
}
