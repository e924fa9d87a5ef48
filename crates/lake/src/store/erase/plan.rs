//! [`Plan`]: what goes, found before anything is changed: of people by their names, of everything by its age.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read as _};
use std::path::Path;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Int64Type};
use arrow::record_batch::RecordBatch;
use datafusion::prelude::SessionContext;
use deltalake::kernel::LogicalFileView;
use futures::StreamExt;
use harpoon_core::Aged;
use harpoon_core::event::EventKind;
use harpoon_core::period::day_number;
use harpoon_core::table::Kind;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::super::Lake;
use super::super::error::StoreError;
use super::super::import::ImportRow;
use super::super::log::Log;
use super::super::pending::noted;
use super::super::scan::FileTable;
use super::super::schema;
use super::lines;
use super::names::Erased;
use super::statement::{CONNECTOR, Redacted, Statement};
use super::{Limits, Wish, note};

/// Tables whose texts may name somebody. Of the others those rows go whose line does.
const NAMING: &[&str] = &["events", "identities", "quarantine", "voices"];
/// Tables whose rows age, and the column that tells how old one is.
const AGING: &[(&str, &str)] = &[
    ("events", "on"),
    ("observations", "period_end"),
    ("voices", "written_on"),
];

/// Lines by import.
type Rows = BTreeMap<String, BTreeSet<u64>>;

/// A removal before its first step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// Whom and what it is about; of people the digests of their names.
    pub(super) wish: Wish,
    /// Lines to go from raw files; none for those that go whole.
    pub(super) raw: BTreeMap<String, Option<BTreeSet<u64>>>,
    /// Lines that name somebody: all facts of them go.
    rows: Rows,
    /// Lines of facts that are too old. Other facts of them stay, but for ties of names.
    aged: Rows,
    /// Imports all of whose rows that were put aside go.
    aside: BTreeSet<String>,
    /// Rows by import that were put aside and go.
    pub(super) fewer_aside: BTreeMap<String, u64>,
    /// What will be stated.
    pub(super) statement: Statement,
}

impl Plan {
    /// What will be stated.
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The lines of raw files that go, by digest; none for a file that goes whole.
    pub const fn raw(&self) -> &BTreeMap<String, Option<BTreeSet<u64>>> {
        &self.raw
    }

    /// Whether there is nothing to remove.
    pub fn is_empty(&self) -> bool {
        let rows = self.statement.tables.values().all(|[_, out]| *out == 0);
        rows && self.raw.is_empty() && self.statement.others.is_empty()
    }

    pub(super) fn make(lake: &Lake, wish: Wish, now: Timestamp) -> Result<Self, StoreError> {
        let snapshot = lake.snapshot_amid(None)?;
        let told = Told::of(lake, &wish, snapshot.imports())?;
        let before = Statement::all(&lake.root)?;
        let mut plan = Self {
            raw: BTreeMap::new(),
            rows: BTreeMap::new(),
            aged: told.aged,
            aside: BTreeSet::new(),
            fewer_aside: BTreeMap::new(),
            statement: Statement {
                number: before.len() as u64 + 1,
                at: now,
                names: wish.names.digests(),
                kept_from: wish.limits.kept_from.only(&told.kinds),
                old: told.kinds,
                raw_before: wish.limits.raw_before,
                version: snapshot.version() + 1,
                tables: BTreeMap::new(),
                raw: BTreeMap::new(),
                others: BTreeMap::new(),
                again: Vec::new(),
                previous: before.last().map(Statement::digest).transpose()?.unwrap_or_default(),
            },
            wish,
        };
        let mut by_raw: BTreeMap<&str, Vec<&ImportRow>> = BTreeMap::new();
        for import in snapshot.imports().iter().filter(|import| import.connector != CONNECTOR) {
            by_raw.entry(&import.sha256).or_default().push(import);
        }
        for (sha256, imports) in &by_raw {
            plan.read_raw(lake, sha256, imports, &told.named)?;
        }
        let left = plan.count_facts(lake)?;
        plan.forget_over(lake, &by_raw, &left)?;
        plan.count_aside(lake)?;
        plan.statement.raw = plan.raw.iter().map(Redacted::before).collect();
        Ok(plan)
    }

    /// Finds what goes of a raw file and, by it, of its imports.
    fn read_raw(&mut self, lake: &Lake, sha256: &str, imports: &[&ImportRow], told: &Rows) -> Result<(), StoreError> {
        let of = |rows: &Rows| -> BTreeSet<u64> {
            let rows = imports.iter().filter_map(|import| rows.get(&import.import_id));
            rows.flatten().copied().collect()
        };
        let (named, aged) = (of(told), of(&self.aged));
        if is_old(imports, self.wish.limits.raw_before) {
            self.forget(lake, sha256, imports)?;
        }
        let found = match found(lake, sha256, &named, &self.wish.names)? {
            Found::Nothing => BTreeSet::new(),
            Found::Lines(lines) => lines,
            Found::All => {
                self.raw.insert(sha256.to_owned(), None);
                named
            }
        };
        if !aged.is_empty() && !self.raw.contains_key(sha256) {
            let gone = match found_of(lake, sha256, &aged)? {
                Found::Lines(lines) => Some(lines),
                // A sheet has no lines that could be taken out; it goes when nothing of it is left.
                Found::Nothing | Found::All => None,
            };
            let lines = gone.into_iter().flatten().chain(found.iter().copied()).collect();
            self.raw.insert(sha256.to_owned(), Some(lines));
        } else if !found.is_empty() {
            self.raw.entry(sha256.to_owned()).or_insert_with(|| Some(found.clone()));
        }
        self.raw
            .retain(|_, lines| lines.as_ref().is_none_or(|lines| !lines.is_empty()));
        for import in imports {
            if !found.is_empty() {
                self.rows.insert(import.import_id.clone(), found.clone());
            }
        }
        Ok(())
    }

    /// Lets a raw file go whole, with the rows that were put aside of it.
    fn forget(&mut self, lake: &Lake, sha256: &str, imports: &[&ImportRow]) -> Result<(), StoreError> {
        if has_bytes(lake, sha256)? {
            self.raw.insert(sha256.to_owned(), None);
        }
        self.aside.extend(imports.iter().map(|import| import.import_id.clone()));
        Ok(())
    }

    /// Of imports of which no fact is left and that are older than all limits, nothing else stays either: what robots did, what
    /// came twice.
    fn forget_over(
        &mut self,
        lake: &Lake,
        by_raw: &BTreeMap<&str, Vec<&ImportRow>>,
        left: &BTreeSet<String>,
    ) -> Result<(), StoreError> {
        let oldest = self.wish.limits.oldest();
        for (sha256, imports) in by_raw {
            let is_over = imports.iter().all(|import| !left.contains(&import.import_id));
            if is_over && is_old(imports, oldest) {
                self.forget(lake, sha256, imports)?;
            }
        }
        Ok(())
    }

    /// Counts the facts and those that go; gives the imports that some are left of.
    fn count_facts(&mut self, lake: &Lake) -> Result<BTreeSet<String>, StoreError> {
        let mut left = BTreeSet::new();
        let of_facts = |log: &&Log| !matches!(log.table.name, "imports" | "quarantine");
        for log in lake.logs().values().filter(of_facts) {
            let state = lake.run(log.state(None))?;
            let mut sums = [0, 0];
            for view in state.log_data().iter() {
                if !self.may_touch(log) && self.wish.limits.is_none() {
                    sums[0] += view.num_records().unwrap_or(0) as u64;
                    continue;
                }
                lake.run(each(log, &view, |batch| {
                    for ((import, _), stays) in places(&batch)?.into_iter().zip(self.stays(log, &batch)?) {
                        sums[usize::from(!stays)] += 1;
                        if stays && !left.contains(&import) {
                            left.insert(import);
                        }
                    }
                    Ok(())
                }))?;
            }
            self.statement
                .tables
                .insert(log.table.name.to_owned(), [sums[0] + sums[1], sums[1]]);
        }
        Ok(left)
    }

    /// Counts what was put aside and what of it goes.
    fn count_aside(&mut self, lake: &Lake) -> Result<(), StoreError> {
        let log = lake.log("quarantine")?;
        let state = lake.run(log.state(None))?;
        let (mut all, mut fewer) = (0, BTreeMap::new());
        for view in state.log_data().iter() {
            lake.run(each(log, &view, |batch| {
                for ((import, _), stays) in places(&batch)?.into_iter().zip(self.stays(log, &batch)?) {
                    all += 1;
                    if !stays {
                        *fewer.entry(import).or_default() += 1;
                    }
                }
                Ok(())
            }))?;
        }
        self.fewer_aside = fewer;
        let out = self.fewer_aside.values().sum();
        self.statement.tables.insert("quarantine".to_owned(), [all, out]);
        Ok(())
    }

    /// Whether rows of the table may have to go.
    pub(super) fn may_touch(&self, log: &Log) -> bool {
        let name = log.table.name;
        let ages = AGING.iter().any(|(table, _)| *table == name) || matches!(name, "identities" | "quarantine");
        let names = NAMING.contains(&name) && !self.wish.names.is_empty();
        names || !self.rows.is_empty() || ages && !self.wish.limits.is_none()
    }

    /// For each row whether it stays.
    pub(super) fn stays(&self, log: &Log, batch: &RecordBatch) -> Result<Vec<bool>, StoreError> {
        let mut goes = naming(log, batch, &self.wish.names)?;
        let has = |rows: &Rows, (import, row): &(String, u64)| rows.get(import).is_some_and(|rows| rows.contains(row));
        let ages = ages(log, batch, &self.wish.limits)?;
        for ((goes, place), age) in goes.iter_mut().zip(places(batch)?).zip(ages) {
            *goes |= place.1 != 0 && has(&self.rows, &place);
            *goes |= match (log.table.name, age) {
                ("quarantine", _) => self.aside.contains(&place.0),
                ("identities", _) | (_, Age::Unknown(_)) => has(&self.aged, &place),
                (_, age) => age == Age::Old,
            };
        }
        Ok(goes.into_iter().map(|goes| !goes).collect())
    }

    pub(super) fn read(root: &Path) -> Result<Option<Self>, StoreError> {
        noted(&note(root))
    }

    pub(super) fn write(&self, lake: &Lake) -> Result<(), StoreError> {
        let path = note(&lake.root);
        let bytes = serde_json::to_vec(self).map_err(StoreError::encode)?;
        lake.disk
            .replace(&path, &[bytes.into()])
            .map_err(StoreError::io("write", &path))
    }

    pub(super) fn clear(lake: &Lake) -> Result<(), StoreError> {
        let path = note(&lake.root);
        lake.disk.remove(&path).map_err(StoreError::io("remove", &path))
    }
}

/// Lines from which facts come that have to go.
pub(super) struct Told {
    /// Because they name somebody.
    pub(super) named: Rows,
    /// Because they are too old.
    aged: Rows,
    /// How many rows of what are too old.
    kinds: BTreeMap<Aged, u64>,
}

impl Told {
    pub(super) fn of(lake: &Lake, wish: &Wish, imports: &[ImportRow]) -> Result<Self, StoreError> {
        let came: BTreeMap<&str, i32> = imports
            .iter()
            .map(|import| (import.import_id.as_str(), day_of(import.imported_at)))
            .collect();
        let (mut named, mut aged, mut kinds) = (Rows::new(), Rows::new(), BTreeMap::new());
        for log in lake.logs().values() {
            let may_name = NAMING.contains(&log.table.name) && !wish.names.is_empty();
            let may_age = AGING.iter().any(|(table, _)| *table == log.table.name) && !wish.limits.is_none();
            if !may_name && !may_age {
                continue;
            }
            let state = lake.run(log.state(None))?;
            for view in state.log_data().iter() {
                lake.run(each(log, &view, |batch| {
                    let is_named = naming(log, &batch, &wish.names)?;
                    let age_of = ages(log, &batch, &wish.limits)?;
                    let of = kinds_of(log, &batch)?;
                    for (at, (import, row)) in places(&batch)?.into_iter().enumerate() {
                        let is_old = match age_of[at] {
                            Age::Young => false,
                            Age::Old => true,
                            // Where a source says no day, it is the day on which it came.
                            Age::Unknown(from) => came.get(import.as_str()).is_some_and(|day| *day < from),
                        };
                        if is_old {
                            if let Some(kind) = of[at] {
                                *kinds.entry(kind).or_default() += 1;
                            }
                            aged.entry(import.clone()).or_default().insert(row);
                        }
                        if is_named[at] {
                            named.entry(import).or_default().insert(row);
                        }
                    }
                    Ok(())
                }))?;
            }
        }
        Ok(Self { named, aged, kinds })
    }
}

/// What a raw file has of what is looked for.
pub(super) enum Found {
    Nothing,
    Lines(BTreeSet<u64>),
    /// It has, and no lines that could be taken out.
    All,
}

/// What a raw file has that names somebody.
pub(super) fn found(lake: &Lake, sha256: &str, told: &BTreeSet<u64>, names: &Erased) -> Result<Found, StoreError> {
    if names.is_empty() {
        return Ok(Found::Nothing);
    }
    look(lake, sha256, told, |line| names.is_named_in(line))
}

/// Lines of a raw file, with their records.
fn found_of(lake: &Lake, sha256: &str, told: &BTreeSet<u64>) -> Result<Found, StoreError> {
    look(lake, sha256, told, |_| false)
}

fn look(lake: &Lake, sha256: &str, told: &BTreeSet<u64>, is_named: impl Fn(&str) -> bool) -> Result<Found, StoreError> {
    if !lake.has_raw(sha256)? {
        return Ok(Found::Nothing);
    }
    let lines = lines::named(BufReader::new(lake.raw(sha256)?), told, is_named);
    let lines = lines.map_err(StoreError::io("read the raw bytes in", &lake.root))?;
    Ok(match lines {
        Some(lines) if lines.is_empty() => Found::Nothing,
        Some(lines) => Found::Lines(lines),
        None if told.is_empty() => Found::Nothing,
        None => Found::All,
    })
}

fn has_bytes(lake: &Lake, sha256: &str) -> Result<bool, StoreError> {
    if !lake.has_raw(sha256)? {
        return Ok(false);
    }
    let read = lake.raw(sha256)?.read(&mut [0]);
    Ok(read.map_err(StoreError::io("read the raw bytes in", &lake.root))? > 0)
}

fn is_old(imports: &[&ImportRow], before: Option<Timestamp>) -> bool {
    before.is_some_and(|before| imports.iter().all(|import| import.imported_at < before))
}

fn day_of(at: Timestamp) -> i32 {
    day_number(TimeZone::UTC.to_datetime(at).date())
}

/// Rows of a file, some at a time.
pub(super) async fn each(
    log: &Log,
    view: &LogicalFileView,
    mut take: impl FnMut(RecordBatch) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let config = super::super::snapshot::config().with_target_partitions(1);
    let context = SessionContext::new_with_config_rt(config, log.env());
    let table = FileTable::of(log, std::slice::from_ref(view), schema::parquet(log.table))?;
    let mut rows = context.read_table(std::sync::Arc::new(table))?.execute_stream().await?;
    while let Some(batch) = rows.next().await {
        take(batch?)?;
    }
    Ok(())
}

/// For each row whether one of its texts names somebody.
pub(super) fn naming(log: &Log, batch: &RecordBatch, names: &Erased) -> Result<Vec<bool>, StoreError> {
    let mut naming = vec![false; batch.num_rows()];
    if names.is_empty() || !NAMING.contains(&log.table.name) {
        return Ok(naming);
    }
    let texts = log
        .table
        .columns
        .iter()
        .filter(|c| c.kind == Kind::Text && c.name != "import_id");
    for column in texts {
        let Some(array) = batch.column_by_name(column.name) else {
            continue;
        };
        let array = cast(array, &DataType::Utf8).map_err(StoreError::encode)?;
        let array = array.as_string::<i32>();
        for (at, is) in naming.iter_mut().enumerate() {
            *is = *is || array.is_valid(at) && names.is_named_in(array.value(at));
        }
    }
    Ok(naming)
}

/// How old a row is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Age {
    /// It stays.
    Young,
    /// It goes.
    Old,
    /// No day stands in it; it goes where it came before this one.
    Unknown(i32),
}

/// For each row how old it is.
fn ages(log: &Log, batch: &RecordBatch, limits: &Limits) -> Result<Vec<Age>, StoreError> {
    let young = vec![Age::Young; batch.num_rows()];
    let Some((_, column)) = AGING.iter().find(|(table, _)| *table == log.table.name) else {
        return Ok(young);
    };
    if limits.kept_from.0.is_empty() {
        return Ok(young);
    }
    let days = column_of(batch, column, &DataType::Date32)?;
    let days = days.as_primitive::<Date32Type>();
    let kinds = kinds_of(log, batch)?;
    let age = |(at, kind): (usize, &Option<Aged>)| match kind.and_then(|kind| limits.kept_from.0.get(&kind)) {
        Some(from) if days.is_null(at) => Age::Unknown(day_number(*from)),
        Some(from) if days.value(at) < day_number(*from) => Age::Old,
        _ => Age::Young,
    };
    Ok(kinds.iter().enumerate().map(age).collect())
}

/// For each row what it ages with.
fn kinds_of(log: &Log, batch: &RecordBatch) -> Result<Vec<Option<Aged>>, StoreError> {
    let all = |kind| Ok(vec![kind; batch.num_rows()]);
    match log.table.name {
        "observations" => all(Some(Aged::Figures)),
        "voices" => all(Some(Aged::Voices)),
        "events" => {
            let kinds = column_of(batch, "kind", &DataType::Utf8)?;
            let kinds = kinds.as_string::<i32>();
            let kind = |at| EventKind::from_word(kinds.value(at)).map(Aged::of);
            Ok((0..batch.num_rows()).map(kind).collect())
        }
        _ => all(None),
    }
}

fn column_of(batch: &RecordBatch, name: &str, kind: &DataType) -> Result<arrow::array::ArrayRef, StoreError> {
    let missing = || StoreError::damaged("a table", &format!("no column `{name}`"));
    let column = batch.column_by_name(name).ok_or_else(missing)?;
    cast(column, kind).map_err(StoreError::encode)
}

/// Import and line of each row.
fn places(batch: &RecordBatch) -> Result<Vec<(String, u64)>, StoreError> {
    let imports = column_of(batch, "import_id", &DataType::Utf8)?;
    let rows = column_of(batch, "row", &DataType::Int64)?;
    let (imports, rows) = (imports.as_string::<i32>(), rows.as_primitive::<Int64Type>());
    let place = |at| (imports.value(at).to_owned(), u64::try_from(rows.value(at)).unwrap_or(0));
    Ok((0..batch.num_rows()).map(place).collect())
}
