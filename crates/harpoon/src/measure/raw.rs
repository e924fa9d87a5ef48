//! [`FactRow`]: a fact behind a number with the row of the file as it came, for those who ask where a number comes from.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read};

use harpoon_connect::{Origin, raw_row};

use super::Facts;
use crate::live;
use crate::workspace::Workspace;

/// Largest file that is opened again to show a row as it came.
const LARGEST: u64 = 64 << 20;

/// A fact as people read it. All of it is text from outside.
#[derive(Clone, Debug, Default)]
pub struct FactRow {
    /// What is stated, with its kind behind a point.
    pub metric: String,
    /// Of what: a post, an ad, an order.
    pub entity: String,
    /// First day that it speaks of.
    pub day: String,
    /// How much.
    pub value: String,
    /// File that it was read from.
    pub file: String,
    /// Line in it.
    pub line: String,
    /// That line as it came; empty where the file is too large to open for it.
    pub raw: String,
}

impl Workspace {
    /// Facts with their raw rows; each file is opened once.
    pub fn fact_rows(&self, facts: &Facts) -> Vec<FactRow> {
        let mut files: BTreeMap<String, Option<Origin>> = BTreeMap::new();
        let column = |name: &str| facts.grid.columns.iter().position(|(known, _)| known == name);
        let read = |row: &Vec<Option<String>>| {
            let cell = |name: &str| {
                let at = column(name).and_then(|at| row.get(at));
                at.cloned().flatten().unwrap_or_default()
            };
            let (file, sha256) = facts.files.get(&cell("import_id")).cloned().unwrap_or_default();
            let facet = Some(cell("facet")).filter(|facet| !facet.is_empty());
            let line = cell("row");
            let opened = files
                .entry(sha256)
                .or_insert_with_key(|sha256| self.open_raw(&file, sha256));
            let raw = opened.as_ref().zip(line.parse().ok());
            FactRow {
                metric: facet.map_or_else(|| cell("metric"), |facet| format!("{}.{facet}", cell("metric"))),
                entity: cell("entity_id"),
                day: cell("period_start"),
                value: cell("value"),
                raw: raw
                    .and_then(|(origin, line)| row_of(origin, line, &cell("entity_id")))
                    .unwrap_or_default(),
                file,
                line,
            }
        };
        facts.grid.rows.iter().map(read).collect()
    }

    fn open_raw(&self, file: &str, sha256: &str) -> Option<Origin> {
        let mut bytes = Vec::new();
        let raw = self.lake().raw(sha256).ok()?;
        raw.take(LARGEST).read_to_end(&mut bytes).ok()?;
        Some(Origin::from_bytes(file, bytes))
    }
}

/// A row as it came. What clients sent is a line of JSON each; of a network's page, what it says of the entity.
fn row_of(origin: &Origin, line: u64, entity: &str) -> Option<String> {
    let is_page = origin.name().starts_with(live::FOLDER);
    if !is_page && !origin.name().starts_with("collector/") {
        return raw_row(origin, line).ok();
    }
    let place = usize::try_from(line).ok()?.checked_sub(1)?;
    let line = BufReader::new(origin.open().ok()?).lines().nth(place)?.ok()?;
    if is_page { live::item(&line, entity) } else { Some(line) }
}
