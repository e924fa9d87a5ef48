//! `export`: CSV, XLSX and Parquet, safe to open.

use std::fs;
use std::path::Path;

use harpoon::core::table::TABLES;
use harpoon::measure::{Question, readings};
use harpoon::{Error, Workspace};
use rust_xlsxwriter::{Format as Style, Workbook};

use crate::Done;
use crate::args::{Cli, Export, Format};
use crate::command::kpi::{exact, selection};
use crate::command::open;
use crate::render::{Sheet, harmless};
use crate::say;

/// Most rows that a sheet of a workbook holds, with the header.
const MOST_ROWS: usize = 1_048_576;

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
        (Some("xlsx"), query) => workbook(&sheet(&workspace, args, query)?, file)?,
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

/// Numbers stay numbers, text stays text: nothing in the workbook is a formula.
fn workbook(sheet: &Sheet, file: &Path) -> anyhow::Result<()> {
    if sheet.rows.len() >= MOST_ROWS {
        return Err(usage("a workbook holds 1,048,575 rows; export to .csv or .parquet"));
    }
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let bold = Style::new().set_bold();
    for (column, (name, _)) in (0_u16..).zip(&sheet.columns) {
        page.write_string_with_format(0, column, name, &bold)?;
    }
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (column, (text, (_, number))) in (0_u16..).zip(cells.iter().zip(&sheet.columns)) {
            match text.parse::<f64>() {
                Ok(value) if *number => page.write_number(row, column, value)?,
                _ if text.is_empty() => continue,
                _ => page.write_string(row, column, harmless(text))?,
            };
        }
    }
    page.autofit();
    book.save(file)?;
    Ok(())
}
