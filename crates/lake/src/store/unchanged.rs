//! Leaving out what the lake holds already: a weekly export of ninety days repeats most of the last one.
//!
//! A key (platform, account, entity, measure, slice, days) is left out whole if its values are those of the import that
//! holds for it now. Which import holds is the reader's rule, so both the last one in and the last one observed must
//! agree. What is left out is noted: the earlier imports become the later one's bases, and go back only together.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use arrow::array::{Array, AsArray, Date32Array, Decimal128Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Decimal128Type};
use arrow::record_batch::RecordBatch;
use datafusion::logical_expr::{Expr, col, lit};
use datafusion::prelude::SessionContext;
use futures::StreamExt;
use harpoon_core::table::Kind;

use super::Lake;
use super::digest::{self, FigureDigests, SubjectParts};
use super::error::StoreError;
use super::held::{HeldFacts, HeldImport};
use super::known::Known;
use super::scan::FileTable;
use super::schema;

/// What was found.
#[derive(Default)]
pub(super) struct Unchanged {
    /// File rows all of whose facts were left out.
    pub(super) rows: u64,
    /// Facts left out.
    pub(super) facts: u64,
    /// Imports that hold them.
    pub(super) bases: BTreeSet<String>,
}

/// Values of one key: those of the new import, and those of earlier ones by their place in the list.
#[derive(Default)]
struct Values {
    new: u128,
    earlier: Vec<(u32, u128)>,
    /// The imports that hold the same, once that is known.
    same: Option<[u32; 2]>,
}

/// Strikes out of a new import what `earlier` imports hold unchanged.
pub(super) fn leave_out(
    lake: &Lake,
    known: &Known,
    earlier: &BTreeSet<&str>,
    held: &[HeldImport],
    facts: &mut [HeldFacts],
) -> Result<Unchanged, StoreError> {
    let list: Vec<&str> = earlier.iter().copied().collect();
    let places: HashMap<&str, u32> = list.iter().zip(0..).map(|(id, place)| (*id, place)).collect();
    let mut keys: HashMap<u128, Values> = HashMap::new();
    for table in &*facts {
        each(table, |_, _, key, value| {
            let values = keys.entry(key).or_default();
            values.new = values.new.wrapping_add(value);
        });
    }
    let mut in_tables = places.clone();
    for import in held {
        let Some(place) = in_tables.remove(import.line.import_id.as_str()) else {
            continue;
        };
        for table in &import.facts {
            each(table, |_, _, key, value| add(&mut keys, key, place, value));
        }
    }
    if !in_tables.is_empty() {
        lake.run(from_tables(lake, facts, &in_tables, &mut keys))?;
    }
    let order = |place: u32| list.get(place as usize).and_then(|id| known.get(id));
    for values in keys.values_mut() {
        let last_in = values
            .earlier
            .iter()
            .max_by_key(|(place, _)| order(*place).map(|i| i.seq));
        let last_seen = values
            .earlier
            .iter()
            .max_by_key(|(place, _)| order(*place).map(|i| (i.observed(), i.seq)));
        if let (Some((a, one)), Some((b, two))) = (last_in, last_seen)
            && *one == values.new
            && *two == values.new
        {
            values.same = Some([*a, *b]);
        }
    }
    Ok(strike(facts, &keys, &list))
}

/// Every fact of the table that is to be written: column of figures, row, key and value.
fn each(table: &HeldFacts, mut take: impl FnMut(usize, usize, u128, u128)) {
    let subjects = digest::subjects(&table.observations);
    for (column, figures) in table.observations.figures.iter().enumerate() {
        let digests = FigureDigests::new(&table.observations, figures);
        let mut one = |row: usize| {
            take(
                column,
                row,
                digest::key(subjects[row], digests.metric(row)),
                digest::pair(digests.measure(row), digests.value(row)),
            );
        };
        match table.kept.get(column).and_then(Option::as_ref) {
            Some(kept) => kept.iter().for_each(|&row| one(row as usize)),
            None => (0..subjects.len()).for_each(one),
        }
    }
}

fn add(keys: &mut HashMap<u128, Values>, key: u128, place: u32, value: u128) {
    let Some(values) = keys.get_mut(&key) else { return };
    match values.earlier.iter_mut().find(|(known, _)| *known == place) {
        Some((_, sum)) => *sum = sum.wrapping_add(value),
        None => values.earlier.push((place, value)),
    }
}

fn strike(facts: &mut [HeldFacts], keys: &HashMap<u128, Values>, list: &[&str]) -> Unchanged {
    let (mut all, mut kept_rows) = (HashSet::new(), HashSet::new());
    let mut unchanged = Unchanged::default();
    let mut places = BTreeSet::new();
    for table in facts {
        let mut kept: Vec<Vec<u32>> = vec![Vec::new(); table.observations.figures.len()];
        each(table, |column, row, key, _| {
            all.insert(table.observations.row[row]);
            if let Some(holders) = keys.get(&key).and_then(|values| values.same) {
                places.extend(holders);
            } else {
                kept_rows.insert(table.observations.row[row]);
                kept[column].push(u32::try_from(row).unwrap_or(u32::MAX));
            }
        });
        let rows = table.observations.len();
        unchanged.facts += kept.iter().map(|k| (rows - k.len()) as u64).sum::<u64>();
        table.kept = kept.into_iter().map(|k| (k.len() < rows).then_some(k)).collect();
    }
    unchanged.rows = (all.len() - kept_rows.len()) as u64;
    unchanged.bases = places
        .iter()
        .filter_map(|&place| list.get(place as usize))
        .map(|id| (*id).to_owned())
        .collect();
    unchanged
}

/// Reads the facts of committed imports that may share a key.
async fn from_tables(
    lake: &Lake,
    facts: &[HeldFacts],
    places: &HashMap<&str, u32>,
    keys: &mut HashMap<u128, Values>,
) -> Result<(), StoreError> {
    let log = lake.log("observations")?;
    let table = FileTable::new(log, &log.state(None).await?)?;
    let columns: Vec<&str> = log
        .table
        .columns
        .iter()
        .map(|c| c.name)
        .filter(|name| !matches!(*name, "observed_at" | "row"))
        .collect();
    let plan = SessionContext::new_with_config_rt(super::snapshot::config(), lake.env())
        .read_table(Arc::new(table))?
        .filter(condition(facts, places))?
        .select_columns(&columns)?;
    let mut batches = plan.execute_stream().await?;
    while let Some(batch) = batches.next().await {
        compare(&batch?, places, keys)?;
    }
    Ok(())
}

fn condition(facts: &[HeldFacts], places: &HashMap<&str, u32>) -> Expr {
    let figures = facts.iter().flat_map(|t| &t.observations.figures);
    let metrics: BTreeSet<&str> = figures.map(|f| f.measure.metric.as_ref()).collect();
    let ids: BTreeSet<&str> = places.keys().copied().collect();
    let mut condition = col("metric")
        .in_list(metrics.into_iter().map(lit).collect(), false)
        .and(col("import_id").in_list(ids.into_iter().map(lit).collect(), false));
    let days = || facts.iter().flat_map(|t| &t.observations.start);
    if let (Some(Some(first)), Some(Some(last))) = (days().min(), days().max()) {
        let day = |day: i32| lit(datafusion::scalar::ScalarValue::Date32(Some(day)));
        condition = condition.and(col("period_start").between(day(*first), day(*last)));
    }
    condition
}

/// Digests stored facts just as new ones, and adds those whose key is new again.
fn compare(
    batch: &RecordBatch,
    places: &HashMap<&str, u32>,
    keys: &mut HashMap<u128, Values>,
) -> Result<(), StoreError> {
    let stored = Stored::new(batch)?;
    for row in 0..batch.num_rows() {
        if let Some(&place) = places.get(stored.import.value(row)) {
            add(keys, stored.key(row), place, stored.value(row));
        }
    }
    Ok(())
}

/// A batch of stored facts.
struct Stored {
    platform: StringArray,
    account: StringArray,
    /// Kind of entity and breakdown.
    table: [StringArray; 2],
    entity: StringArray,
    slice: StringArray,
    measure: [StringArray; 4],
    currency: StringArray,
    import: StringArray,
    start: Date32Array,
    end: Date32Array,
    value: Decimal128Array,
}

impl Stored {
    fn new(batch: &RecordBatch) -> Result<Self, StoreError> {
        let column = |name: &str, kind: &DataType| {
            let missing = || StoreError::damaged("observations", &format!("no column `{name}`"));
            cast(batch.column_by_name(name).ok_or_else(missing)?, kind).map_err(StoreError::encode)
        };
        let text = |name| Ok::<_, StoreError>(column(name, &DataType::Utf8)?.as_string::<i32>().clone());
        let day = |name| Ok::<_, StoreError>(column(name, &DataType::Date32)?.as_primitive::<Date32Type>().clone());
        let value = column("value", &schema::arrow_type(Kind::Number))?;
        Ok(Self {
            platform: text("platform")?,
            account: text("account")?,
            table: [text("entity_kind")?, text("breakdown")?],
            entity: text("entity_id")?,
            slice: text("slice")?,
            measure: [text("metric")?, text("facet")?, text("scope")?, text("counter")?],
            currency: text("currency")?,
            import: text("import_id")?,
            start: day("period_start")?,
            end: day("period_end")?,
            value: value.as_primitive::<Decimal128Type>().clone(),
        })
    }

    fn key(&self, row: usize) -> u128 {
        let [kind, breakdown] = self.table.each_ref().map(|texts| texts.value(row));
        let [metric, _, scope, counter] = self.measure.each_ref().map(|texts| texts.value(row));
        let day = |days: &Date32Array| days.is_valid(row).then(|| days.value(row));
        let subject = digest::subject(&SubjectParts {
            platform: digest::word(self.platform.value(row)),
            account: digest::word(self.account.value(row)),
            table: digest::table(kind, breakdown),
            entity: digest::word(self.entity.value(row)),
            slice: digest::word(self.slice.value(row)),
            start: day(&self.start),
            end: day(&self.end),
        });
        digest::key(subject, digest::metric(metric, scope, counter))
    }

    fn value(&self, row: usize) -> u128 {
        let micros = self
            .value
            .is_valid(row)
            .then(|| i64::try_from(self.value.value(row)).unwrap_or_default());
        let currency = if self.currency.is_valid(row) {
            self.currency.value(row)
        } else {
            ""
        };
        let [metric, facet, scope, counter] = self.measure.each_ref().map(|texts| texts.value(row));
        let measure = digest::measure(metric, facet, scope, counter);
        digest::pair(measure, digest::value(micros, digest::word(currency)))
    }
}
