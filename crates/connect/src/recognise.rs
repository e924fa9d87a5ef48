//! [`recognise`]: what a file is, how it will be read, and what must be asked before.

use harpoon_core::batch::Batch;

use crate::grid::Grid;
use crate::map::{propose_map, quoted};
use crate::origin::Origin;
use crate::plan::{Answers, Plan, Refusal};
use crate::record::Record;
use crate::registry::Registry;
use crate::walk::{Found, Setting, Walk};

/// Rows of each grid that are looked at before reading.
const MOST_ROWS: u64 = 50_000;
/// Figures that are kept at a time; nobody takes them.
const MOST_FIGURES: usize = 64 * 1024;

/// Looks at the file and says how it will be read. Answers already given are not asked for again.
pub fn recognise(origin: &Origin, registry: &Registry, answers: &Answers) -> Result<Plan, Refusal> {
    let mut found = Found::default();
    let mut rows = 0;
    let file = origin.full_name();
    let setting = Setting {
        registry,
        answers,
        file: &file,
        modified: origin.modified(),
    };
    for mut grid in Grid::open(origin)? {
        rows += look_through(&mut grid, &setting, &mut found)?;
    }
    if !found.tables.iter().any(|t| t.connector.is_some()) {
        return Err(refusal(found, rows));
    }
    if found.rows == 0 && found.checks.is_empty() && found.tables.iter().all(|t| t.skipped.is_none()) {
        return Err(Refusal::NoRows);
    }
    found.questions.sort_by_key(|q| q.key);
    Ok(Plan {
        tables: found.tables,
        questions: found.questions,
        remarks: found.remarks.into_iter().collect(),
        registry: registry.clone(),
    })
}

fn look_through(grid: &mut Grid, setting: &Setting<'_>, found: &mut Found) -> Result<u64, Refusal> {
    let mut walk = Walk::new(setting, grid);
    let mut record = Record::default();
    let mut batch = Batch::default();
    let mut rows = 0;
    while rows < MOST_ROWS && grid.next(&mut record)? {
        rows += u64::from(!record.is_blank());
        walk.look(&record, found, &mut batch)?;
        if walk.waiting() >= MOST_FIGURES || !batch.rejects.is_empty() {
            walk.drain(&mut batch);
            batch = Batch::default();
        }
    }
    walk.finish(found, &mut batch);
    Ok(rows)
}

fn refusal(found: Found, rows: u64) -> Refusal {
    if rows == 0 {
        return Refusal::NoRows;
    }
    let header = if found.nearest.header.is_empty() {
        let first = found.tables.first();
        first.map_or_else(Vec::new, |t| {
            t.columns.iter().map(|(header, _)| header.clone()).collect()
        })
    } else {
        found.nearest.header
    };
    Refusal::Unrecognised {
        header,
        nearest: found.nearest.connector,
    }
}

/// That a map is of this stream, where the table is one.
fn of_stream(grid: &Grid) -> String {
    match grid {
        Grid::Stream(stream) => format!("\n[header]\nsheet = {}\n", quoted(stream.name())),
        Grid::Text(_) | Grid::Ahead(_) | Grid::Sheet(..) => String::new(),
    }
}

/// Rows that a proposed map is guessed from.
const SAMPLE: usize = 50;

/// A map for a table that no connector knows, as TOML for a person to edit; `None` where the header is not found again
/// or has fewer than two columns.
pub fn propose(origin: &Origin, header: &[String]) -> Option<String> {
    if header.len() < 2 {
        return None;
    }
    for mut grid in Grid::open(origin).ok()? {
        let mut record = Record::default();
        while grid.next(&mut record).ok()? {
            if !record.iter().zip(header).all(|(cell, head)| cell.trim() == head.trim()) || record.len() < header.len()
            {
                continue;
            }
            let mut rows = Vec::new();
            while rows.len() < SAMPLE && grid.next(&mut record).ok()? {
                rows.push(record.iter().map(str::to_owned).collect());
            }
            return Some(propose_map(header, &rows) + &of_stream(&grid));
        }
    }
    None
}
