//! [`Run`]: a run on disk, and [`Stream`]: its steps of one range, in order.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::{Array, AsArray, StringArray};
use arrow::buffer::ScalarBuffer;
use arrow::datatypes::{Date32Type, Int32Type, Int64Type, TimestampMicrosecondType, UInt64Type};
use arrow::record_batch::RecordBatch;
use harpoon_core::Number;
use harpoon_core::event::{EventKind, Part};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};

use super::facts::unreadable;
use super::manifest::{PartOf, RunOf, kind_at};
use super::{Course, Journey, Step, Told, Want, steps};
use crate::store::StoreError;

/// Rows read at once.
const BATCH: usize = 16 * 1024;

/// The kinds that are touches, a bit a kind by its place among all.
const TOUCHES: u64 = {
    let (mut touches, mut at) = (0, 0);
    while at < EventKind::ALL.len() {
        if matches!(EventKind::ALL[at].part(), Part::Touch) {
            touches |= 1 << at;
        }
        at += 1;
    }
    touches
};

/// A run whose files are open.
pub(super) struct Run {
    files: Vec<[Opened; 2]>,
    parts: Vec<PartOf>,
    bits: u32,
    whole: Vec<u64>,
}

struct Opened {
    path: PathBuf,
    file: File,
    metadata: ArrowReaderMetadata,
}

impl Opened {
    fn new(path: PathBuf) -> Result<Self, StoreError> {
        let file = File::open(&path).map_err(StoreError::io("read", &path))?;
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(unreadable(&path))?;
        Ok(Self { path, file, metadata })
    }

    fn read(&self, groups: (u32, u32), names: &[&str]) -> Result<ParquetRecordBatchReader, StoreError> {
        // A descriptor that is duplicated shares its place with the first: each reader opens the file for itself.
        let file = reopened(&self.file, &self.path)?;
        let mask = ProjectionMask::columns(self.metadata.parquet_schema(), names.iter().copied());
        ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
            .with_row_groups((groups.0..groups.0 + groups.1).map(|group| group as usize).collect())
            .with_projection(mask)
            .with_batch_size(BATCH)
            .build()
            .map_err(unreadable(&self.path))
    }
}

/// What a page that cannot be read means: the journal is never the only copy.
#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
pub(super) fn torn(why: arrow::error::ArrowError) -> StoreError {
    StoreError::damaged(
        "the journal",
        &format!("{why}; remove the folder `derived/journal`, it is made anew"),
    )
}

/// The file once more, with a place of its own, even where its name is gone.
fn reopened(file: &File, path: &Path) -> Result<File, StoreError> {
    #[cfg(target_os = "linux")]
    {
        use std::os::fd::AsRawFd;
        if let Ok(again) = File::open(format!("/proc/self/fd/{}", file.as_raw_fd())) {
            return Ok(again);
        }
    }
    let _ = file;
    File::open(path).map_err(StoreError::io("read", path))
}

impl Run {
    pub(super) fn open(folder: &Path, run: &RunOf) -> Result<Self, StoreError> {
        let folder = folder.join(run.number.to_string());
        let files = (0..run.files).map(|number| {
            let [steps, people] = steps::names(&folder, number);
            Ok([Opened::new(steps)?, Opened::new(people)?])
        });
        Ok(Self {
            files: files.collect::<Result<_, StoreError>>()?,
            parts: run.parts.clone(),
            bits: run.bits,
            whole: run.whole.clone(),
        })
    }

    /// Whether it tells the whole journey of a key, so that earlier runs say nothing of it.
    pub(super) fn tells_whole(&self, key: u64) -> bool {
        !self.whole.is_empty() && self.whole.binary_search(&key).is_ok()
    }

    /// The part that holds a range, which is told apart by so many bits: at least as many as the run's own.
    fn part(&self, range: usize, bits: u32) -> Option<(&[Opened; 2], &PartOf)> {
        let range = u32::try_from(range >> (bits - self.bits)).ok()?;
        let at = self.parts.binary_search_by_key(&range, |part| part.range).ok()?;
        let part = self.parts.get(at)?;
        Some((self.files.get(part.file as usize)?, part))
    }

    /// The steps of a range; of a coarser one, where the run is told apart by fewer bits.
    pub(super) fn stream(&self, range: usize, bits: u32, want: Want) -> Result<Option<Stream>, StoreError> {
        let Some(([steps, people], part)) = self.part(range, bits) else {
            return Ok(None);
        };
        let names = match want {
            Want::Credit => steps::STEPS.get(..8).unwrap_or_default(),
            Want::All => steps::STEPS.get(..11).unwrap_or_default(),
        };
        let people = match want {
            Want::Credit => None,
            Want::All if part.people.1 == 0 => None,
            Want::All => Some(people.read(part.people, &["key", "who"])?),
        };
        let stream = Stream {
            reader: steps.read(part.steps, names)?,
            rows: Columns::default(),
            at: 0,
            people,
            names: None,
        };
        Ok(Some(stream.filled()?))
    }

    /// Batches of other columns of a range, or of all it holds: for bringing it up to date.
    pub(super) fn raw(&self, names: &[&str]) -> Result<Vec<ParquetRecordBatchReader>, StoreError> {
        let all = |opened: &Opened| u32::try_from(opened.metadata.metadata().num_row_groups()).unwrap_or(0);
        self.files
            .iter()
            .map(|[steps, _]| steps.read((0, all(steps)), names))
            .collect()
    }

    /// Who the keys are.
    pub(super) fn people(&self) -> Result<Vec<ParquetRecordBatchReader>, StoreError> {
        let all = |opened: &Opened| u32::try_from(opened.metadata.metadata().num_row_groups()).unwrap_or(0);
        self.files
            .iter()
            .map(|[_, people]| people.read((0, all(people)), &["key", "who"]))
            .collect()
    }

    /// Reads what credit reads of a range and lets it drop; gives the rows.
    pub(super) fn decode(&self, range: usize, bits: u32) -> Result<u64, StoreError> {
        let Some(([steps, _], part)) = self.part(range, bits) else {
            return Ok(0);
        };
        let mut rows = 0;
        for batch in steps.read(part.steps, steps::STEPS.get(..8).unwrap_or_default())? {
            rows += batch.map_err(torn)?.num_rows() as u64;
        }
        Ok(rows)
    }
}

/// The steps of one range of one run, in order.
pub(super) struct Stream {
    reader: ParquetRecordBatchReader,
    rows: Columns,
    at: usize,
    people: Option<ParquetRecordBatchReader>,
    names: Option<(RecordBatch, usize)>,
}

/// The columns of a batch.
#[derive(Default)]
struct Columns {
    key: ScalarBuffer<u64>,
    instant: ScalarBuffer<i64>,
    day: ScalarBuffer<i32>,
    kind: ScalarBuffer<u32>,
    origin: ScalarBuffer<u32>,
    /// Whether any row tells more.
    told: Option<Extras>,
    place: Option<(ScalarBuffer<i32>, ScalarBuffer<i64>)>,
}

struct Extras {
    deed: StringArray,
    value: arrow::array::Int64Array,
    currency: StringArray,
    detail: Option<StringArray>,
}

impl Columns {
    fn of(batch: &RecordBatch) -> Option<Self> {
        let column = |name| batch.column_by_name(name);
        let whole = |name| Some(column(name)?.as_primitive_opt::<Int32Type>()?.values().clone());
        // Places are never negative.
        let places = |name| Some(ScalarBuffer::from(whole(name)?.into_inner()));
        let text = |name| Some(column(name)?.as_string_opt::<i32>()?.clone());
        let extras = Extras {
            deed: text("deed")?,
            value: column("value")?.as_primitive_opt::<Int64Type>()?.clone(),
            currency: text("currency")?,
            detail: text("detail"),
        };
        let rows = batch.num_rows();
        let nothing = extras.deed.null_count() == rows
            && extras.value.null_count() == rows
            && extras.currency.null_count() == rows
            && extras.detail.as_ref().is_none_or(|d| d.null_count() == rows);
        Some(Self {
            key: column("key")?.as_primitive_opt::<UInt64Type>()?.values().clone(),
            instant: column("at")?
                .as_primitive_opt::<TimestampMicrosecondType>()?
                .values()
                .clone(),
            day: column("day")?.as_primitive_opt::<Date32Type>()?.values().clone(),
            kind: places("kind")?,
            origin: places("origin")?,
            told: (!nothing).then_some(extras),
            place: whole("import")
                .zip(column("row").and_then(|c| Some(c.as_primitive_opt::<Int64Type>()?.values().clone()))),
        })
    }

    fn step(&self, row: usize) -> Option<Step> {
        let kind = kind_at(*self.kind.get(row)? as usize)?;
        let (import, line) = match &self.place {
            Some((import, line)) => (import.get(row)?.cast_unsigned(), line.get(row)?.cast_unsigned()),
            None => (0, 0),
        };
        Some(Step {
            at: *self.instant.get(row)?,
            day: *self.day.get(row)?,
            kind,
            origin: *self.origin.get(row)?,
            import,
            row: line,
            told: self.told.as_ref().and_then(|told| told.of(row, kind)),
        })
    }
}

impl Extras {
    fn of(&self, row: usize, kind: EventKind) -> Option<Box<Told>> {
        let text = |column: &StringArray| column.is_valid(row).then(|| column.value(row).to_owned());
        let touch = kind.part() == Part::Touch;
        // Credit asks a touch for no money; most events are touches.
        if touch && self.detail.is_none() {
            return None;
        }
        let told = Told {
            deed: if touch { None } else { text(&self.deed) },
            value: self
                .value
                .is_valid(row)
                .then(|| Number::from_micros(self.value.value(row))),
            currency: text(&self.currency),
            detail: self.detail.as_ref().and_then(text),
        };
        (told != Told::default()).then(|| Box::new(told))
    }
}

impl Stream {
    /// Key of the next step; `None` at the end.
    pub(super) fn key(&self) -> Option<u64> {
        self.rows.key.get(self.at).copied()
    }

    /// The course of the key that is next, as it lies in the batch, and its rows; `deeds` is room for its steps that are no
    /// touches. `None` if it may not lie there whole; a crowd's never does.
    pub(super) fn course<'a>(&'a self, key: u64, deeds: &'a mut Journey) -> Option<(Course<'a>, usize)> {
        let rest = self.rows.key.get(self.at..)?;
        let many = rest.iter().position(|other| *other != key)?;
        let rows = self.at..self.at + many;
        let kind = self.rows.kind.get(rows.clone())?;
        deeds.begin(key);
        for (row, kind) in rows.clone().zip(kind) {
            if TOUCHES.checked_shr(*kind).is_none_or(|touch| touch & 1 == 0) {
                deeds.steps.extend(self.rows.step(row));
            }
        }
        let course = Course {
            key,
            at: self.rows.instant.get(rows.clone())?,
            day: self.rows.day.get(rows.clone())?,
            kind,
            origin: self.rows.origin.get(rows)?,
            deeds,
            left_out: 0,
        };
        Some((course, many))
    }

    /// Passes over so many rows.
    pub(super) fn pass(&mut self, many: usize) -> Result<(), StoreError> {
        self.at += many;
        self.fill()
    }

    /// Takes all steps of the key that is next.
    pub(super) fn take(&mut self, key: u64, mut each: impl FnMut(Step)) -> Result<(), StoreError> {
        while self.key() == Some(key) {
            let rest = self.rows.key.get(self.at..).unwrap_or_default();
            let many = rest.iter().take_while(|other| **other == key).count();
            (self.at..self.at + many)
                .filter_map(|row| self.rows.step(row))
                .for_each(&mut each);
            self.at += many;
            self.fill()?;
        }
        Ok(())
    }

    /// Passes over all steps of the key that is next.
    pub(super) fn skip(&mut self, key: u64) -> Result<(), StoreError> {
        self.take(key, drop)
    }

    /// Who the key is, where names are read and it has one. Keys are asked for in order.
    pub(super) fn who(&mut self, key: u64) -> Result<Option<String>, StoreError> {
        loop {
            let Some((batch, at)) = &mut self.names else {
                let next = self.people.as_mut().and_then(Iterator::next);
                let Some(batch) = next.transpose().map_err(torn)? else {
                    return Ok(None);
                };
                self.names = Some((batch, 0));
                continue;
            };
            let keys = batch
                .column_by_name("key")
                .and_then(|c| c.as_primitive_opt::<UInt64Type>());
            let who = batch.column_by_name("who").and_then(|c| c.as_string_opt::<i32>());
            let (Some(keys), Some(who)) = (keys, who) else {
                return Ok(None);
            };
            while *at < keys.len() && keys.value(*at) < key {
                *at += 1;
            }
            if *at == keys.len() {
                self.names = None;
                continue;
            }
            return Ok((keys.value(*at) == key).then(|| who.value(*at).to_owned()));
        }
    }

    fn filled(mut self) -> Result<Self, StoreError> {
        self.fill()?;
        Ok(self)
    }

    /// Reads on where a batch has ended.
    fn fill(&mut self) -> Result<(), StoreError> {
        while self.at >= self.rows.key.len() {
            self.at = 0;
            self.rows = Columns::default();
            let Some(batch) = self.reader.next() else { return Ok(()) };
            let batch = batch.map_err(torn)?;
            self.rows = Columns::of(&batch).ok_or_else(|| StoreError::damaged("the journal", "a column is missing"))?;
        }
        Ok(())
    }
}
