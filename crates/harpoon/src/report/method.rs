//! How the report was made, and what the client is asked for.

use std::collections::BTreeMap;

use harpoon_core::Period;
use harpoon_core::period::{day_from_number, day_number};
use harpoon_lake::store::ImportRow;
use harpoon_report::view::{Ask, Method, Source, Text};

use crate::Error;
use crate::receipt::Question;
use crate::workspace::Workspace;

/// Version of the data, and where they come from.
pub(super) fn of(workspace: &Workspace, month: Period) -> Result<Method, Error> {
    let data = workspace.data()?;
    let snapshot = data.snapshot();
    let mut sources: BTreeMap<String, Option<(i32, i32)>> = BTreeMap::new();
    for import in snapshot.imports().iter().filter(|i| i.is_done()) {
        for series in &import.series {
            let known = sources.entry(series.platform.clone()).or_default();
            if let Some((from, to)) = series.span.days() {
                *known = Some(known.map_or((from, to), |(least, most)| (least.min(from), most.max(to))));
            }
        }
    }
    let (first, last) = (day_number(month.from), day_number(month.to));
    let missing = |span: Option<(i32, i32)>| {
        let covered = span.map_or(0, |(from, to)| (to.min(last) - from.max(first) + 1).max(0));
        u32::try_from(month.days() - covered).unwrap_or(0)
    };
    let named = sources.into_iter().filter(|(name, _)| !name.is_empty());
    Ok(Method {
        data_version: snapshot.version().to_string(),
        harpoon: env!("CARGO_PKG_VERSION").to_owned(),
        sources: named
            .map(|(name, span)| Source {
                name,
                until: span.map(|(_, to)| day_from_number(to)),
                missing_days: missing(span),
            })
            .collect(),
        notes: Vec::new(),
        receipt: Some(workspace.ask(Question::Sources { month })?),
    })
}

/// Files with rows that could not be read, and the number of these rows.
pub(super) fn put_aside(workspace: &Workspace) -> Result<(usize, usize), Error> {
    let data = workspace.data()?;
    let aside = data
        .snapshot()
        .imports()
        .iter()
        .filter(|i| i.is_done() && i.quarantined > 0);
    let rows = |import: &ImportRow| usize::try_from(import.quarantined).unwrap_or(usize::MAX);
    Ok(aside.fold((0, 0), |(files, all), import| {
        (files + 1, rows(import).saturating_add(all))
    }))
}

/// Rows that somebody must mend.
pub(super) fn asked(workspace: &Workspace, month: Period) -> Result<Vec<Ask>, Error> {
    let (files, rows) = put_aside(workspace)?;
    if files == 0 {
        return Ok(Vec::new());
    }
    Ok(vec![Ask {
        what: Text::each(
            format!("Mend {rows} rows in {files} files that could not be read; the page Data shows which, and why"),
            format!("请修正 {files} 个文件中无法读取的 {rows} 行；“数据”页列出了这些行及原因"),
            format!(
                "Meitsje {rows} rigels yn {files} bestannen goed dy't net lêzen wurde koene; de side Gegevens lit sjen hokker, en wêrom"
            ),
        ),
        by: None,
        receipt: Some(workspace.ask(Question::Sources { month })?),
    }])
}
