//! How the report was made, and what the client is asked for.

use std::collections::BTreeMap;
use std::ops::Range;

use harpoon_core::Period;
use harpoon_core::period::{day_from_number, day_number};
use harpoon_lake::store::{ImportRow, Snapshot};
use harpoon_report::view::{Ask, Method, Source, Text};

use crate::Error;
use crate::receipt::Question;
use crate::workspace::Workspace;

/// First and last day of each source that has a name; `None` where nothing of it has a day.
type Spans = BTreeMap<String, Option<(i32, i32)>>;

fn spans(snapshot: &Snapshot) -> Spans {
    let mut sources = Spans::new();
    for import in snapshot.imports().iter().filter(|i| i.is_done()) {
        for series in &import.series {
            let known = sources.entry(series.platform.clone()).or_default();
            if let Some((from, to)) = series.span.days() {
                *known = Some(known.map_or((from, to), |(least, most)| (least.min(from), most.max(to))));
            }
        }
    }
    sources.remove("");
    sources
}

/// The days of a period that a source covers, counted from its first; nothing where it covers none.
fn covered(span: Option<(i32, i32)>, period: Period) -> Range<i32> {
    let first = day_number(period.from);
    let (from, to) = span.unwrap_or((first, first - 1));
    let from = (from - first).clamp(0, period.days());
    from..(to - first + 1).clamp(from, period.days())
}

/// Whether two periods hold the same days of every source, counted from the first of each.
pub(super) fn hold_the_same_days(workspace: &Workspace, one: Period, other: Period) -> Result<bool, Error> {
    Ok(cover_alike(&spans(workspace.data()?.snapshot()), one, other))
}

fn cover_alike(spans: &Spans, one: Period, other: Period) -> bool {
    // Of no day at all it does not matter where they would begin.
    let days = |span, period| Some(covered(span, period)).filter(|days| !days.is_empty());
    spans.values().all(|span| days(*span, one) == days(*span, other))
}

/// Version of the data, and where they come from.
pub(super) fn of(workspace: &Workspace, month: Period) -> Result<Method, Error> {
    let data = workspace.data()?;
    let snapshot = data.snapshot();
    let missing = |span| {
        let days = covered(span, month);
        u32::try_from(month.days() - (days.end - days.start)).unwrap_or(0)
    };
    Ok(Method {
        data_version: snapshot.version().to_string(),
        harpoon: env!("CARGO_PKG_VERSION").to_owned(),
        sources: spans(snapshot)
            .into_iter()
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

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;

    fn week(from: Date, to: Date) -> Period {
        Period { from, to }
    }

    /// A source that tells of these days.
    fn told(from: Date, to: Date) -> Spans {
        Spans::from([("meta".to_owned(), Some((day_number(from), day_number(to))))])
    }

    #[test]
    fn weeks_are_alike_by_which_days_they_hold() {
        let before = week(date(2026, 10, 5), date(2026, 10, 11));
        let now = week(date(2026, 10, 12), date(2026, 10, 18));
        // Two days are missing in each: the first two of one, the last two of the other.
        let same_count = told(date(2026, 10, 7), date(2026, 10, 16));
        assert!(!cover_alike(&same_count, before, now));
        assert!(cover_alike(&told(date(2026, 9, 1), date(2026, 10, 18)), before, now));
        assert!(
            cover_alike(&told(date(2026, 9, 1), date(2026, 9, 30)), before, now),
            "neither holds any"
        );
        assert!(
            cover_alike(&told(date(2026, 12, 1), date(2026, 12, 2)), before, now),
            "neither holds any"
        );
        assert!(!cover_alike(&told(date(2026, 9, 1), date(2026, 10, 17)), before, now));
        let days = |from, to| covered(told(from, to)["meta"], now);
        assert_eq!(days(date(2026, 10, 14), date(2026, 10, 30)), 2..7);
        assert_eq!(days(date(2026, 10, 1), date(2026, 10, 12)), 0..1);
        assert!(days(date(2026, 10, 19), date(2026, 10, 30)).is_empty());
        assert!(covered(None, now).is_empty());
    }
}
