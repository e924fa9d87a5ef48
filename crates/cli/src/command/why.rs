//! `why`: where a number comes from.

use std::collections::BTreeMap;

use harpoon::Workspace;
use harpoon::core::Reading;
use harpoon::json;
use harpoon::measure::{Facts, Question};
use harpoon::receipt::{Answer, Asked, Receipt};

use super::kpi::{between, print, selection, value};
use super::open;
use crate::Done;
use crate::args::{Cli, Format, Why};
use crate::render::{Sheet, visible};
use crate::say;

/// Rows shown unless all are asked for.
const FIRST: usize = 10;

/// Explains a number: a reading with formula, sources, versions, and the rows of the files; anything else that a report prints
/// with its rows and sentences.
pub(crate) fn why(cli: &Cli, args: &Why) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let answer = if let Ok(receipt) = workspace.receipt(&args.kpi) {
        workspace.repeat(&receipt)?
    } else {
        let question = Question {
            kpis: vec![args.kpi.clone()],
            selection: selection(&args.select)?,
            at: args.select.at,
        };
        let measured = workspace.measure(&question)?.pop();
        measured.ok_or_else(|| anyhow::anyhow!("nothing was measured"))?.into()
    };
    if args.output.format == Format::Json {
        say::out(&json::receipt(&answer)?);
        return Ok(Done::Well);
    }
    let receipt = match &answer.receipt {
        Receipt::Reading(receipt) => receipt,
        Receipt::Asked(asked) => {
            told(asked, &answer, args.output.format);
            return Ok(Done::Well);
        }
    };
    explain(&workspace, receipt, &answer.readings);
    let most = if args.rows { usize::MAX } else { FIRST };
    let facts = workspace.facts(receipt, most)?;
    rows(&workspace, &facts, args.output.format);
    removed(&workspace, &facts)?;
    Ok(Done::Well)
}

/// What a receipt of no single reading repeats.
fn told(asked: &Asked, answer: &Answer, format: Format) {
    say::out(&print(&answer.readings, format));
    answer
        .sentences
        .iter()
        .for_each(|sentence| say::out(&visible(sentence)));
    let entries = asked.entries.map_or_else(String::new, |entries| {
        format!(", the first {entries} entries of the ledger")
    });
    let (id, version, definition) = (&asked.id, asked.data_version, &asked.definition);
    say::out(&format!(
        "Version   {version} of the data{entries}; definition {definition}"
    ));
    say::out(&format!(
        "Receipt   {id}; `harpoon kpi --receipt {id}` repeats its numbers"
    ));
}

fn explain(workspace: &Workspace, receipt: &harpoon::lake::query::Receipt, readings: &[Reading]) {
    let harpoon::lake::query::Receipt {
        id,
        kpi,
        formula,
        terms,
        data_version,
        ..
    } = receipt;
    if let Ok(entry) = workspace.kpi(kpi) {
        say::out(&format!(
            "{} ({kpi})\n{}\nIt does not prove: {}\n",
            entry.title.en, entry.meaning, entry.proves_not
        ));
    }
    say::out(&format!("Formula   {kpi} = {formula}"));
    for term in terms {
        let number = term.value.as_deref().unwrap_or("missing");
        say::out(&format!("          {} = {number} {}", term.kpi, term.currency));
    }
    match readings {
        [one] => {
            let ends = Some(between(one)).filter(|ends| !ends.is_empty());
            let ends = ends.map_or_else(String::new, |ends| format!(", between {ends}"));
            say::out(&format!("          {kpi} = {}{ends}", value(one)));
            list(
                "Missing  ",
                &one.missing.iter().map(ToString::to_string).collect::<Vec<_>>(),
            );
        }
        several => say::out(&print(several, Format::Table)),
    }
    let selection = &receipt.selection;
    let period = selection
        .period
        .map_or_else(|| "everything".to_owned(), |p| p.to_string());
    let filters: Vec<String> = selection
        .filters
        .iter()
        .map(|f| format!("{}={}", f.dim, f.value))
        .collect();
    say::out(&format!("Of        {period} {}", filters.join(", ")));
    list("Read from", &receipt.sources);
    list("Left out ", &receipt.left);
    list("Note     ", &receipt.notes);
    say::out(&format!(
        "Version   {data_version} of the data; definition {}",
        receipt.definition
    ));
    say::out(&format!("Receipt   {id}; `harpoon kpi --receipt {id}` repeats it"));
}

fn list(title: &str, lines: &[String]) {
    for (i, line) in lines.iter().enumerate() {
        say::out(&format!("{} {line}", if i == 0 { title } else { "         " }));
    }
}

fn rows(workspace: &Workspace, facts: &Facts, format: Format) {
    if facts.grid.rows.is_empty() {
        return;
    }
    say::out(&format!(
        "\n{} of {} facts behind it:",
        facts.grid.rows.len(),
        facts.total
    ));
    let mut sheet = Sheet::new(&["metric", "entity", "day", "value#", "file", "line#", "row as it came"]);
    for fact in workspace.fact_rows(facts) {
        let raw = visible(&fact.raw.replace('\n', " ")).chars().take(80).collect();
        sheet.rows.push(vec![
            fact.metric,
            fact.entity,
            fact.day,
            fact.value,
            fact.file,
            fact.line,
            raw,
        ]);
    }
    say::out(&sheet.print(format));
}

/// Says of which files behind the facts lines were removed, so that an empty row is told from one that came empty.
fn removed(workspace: &Workspace, facts: &Facts) -> anyhow::Result<()> {
    let imports = facts.grid.columns.iter().position(|(name, _)| name == "import_id");
    let shown = facts.grid.rows.iter().filter_map(|row| row.get(imports?)?.as_ref());
    let files: BTreeMap<&String, &String> = shown
        .filter_map(|import| facts.files.get(import))
        .map(|(file, sha256)| (sha256, file))
        .collect();
    for statement in workspace.removals()? {
        for (sha256, redacted) in &statement.raw {
            let Some(file) = files.get(sha256) else { continue };
            let lines = redacted
                .lines
                .map_or_else(|| "all".to_owned(), |lines| lines.to_string());
            say::aside(&format!(
                "Of {file} {lines} lines were removed at {} (`harpoon person --erased`)",
                statement.at
            ));
        }
    }
    Ok(())
}
