//! [`Walk`]: goes through a grid row by row and finds its tables: titles, comments, headers, data, side by side or one
//! below the other.
//!
//! Recognising and reading walk the same way, so that what a plan shows is what is read. The first rows of a table are
//! held back until the formats of its columns are decided.

use std::collections::BTreeSet;

use harpoon_core::batch::Batch;
use jiff::civil::Date;

use crate::connector::Quirk;
use crate::grid::Grid;
use crate::header::{Context, Head, Nearest, heads};
use crate::notes::Notes;
use crate::plan::{Answers, Check, Danger, Question, Refusal, TablePlan};
use crate::record::{Broken, Record};
use crate::registry::{Meaning, Registry};
use crate::remark::{Passed, Remark};
use crate::table::{Around, Settled, Table, WARM, settle};

/// Odd rows of a table that are looked at as headers.
const MOST_SUSPECTS: u32 = 2_000;
/// Cells of unknown headers that a plan shows.
const SHOWN: usize = 200;
/// Tables of one file.
const MOST_TABLES: usize = 2_000;

/// What stays the same over all grids of a file.
pub(crate) struct Setting<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) answers: &'a Answers,
    /// Name with archive and folder.
    pub(crate) file: &'a str,
    pub(crate) modified: Option<Date>,
}

/// What a walk has found so far.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) tables: Vec<TablePlan>,
    pub(crate) questions: Vec<Question>,
    pub(crate) remarks: BTreeSet<Remark>,
    pub(crate) checks: Vec<Check>,
    pub(crate) nearest: Nearest,
    pub(crate) newest: Option<Date>,
    pub(crate) stated_end: Option<Date>,
    pub(crate) rows: u64,
    pub(crate) rejected: u64,
}

/// A walk through one grid.
pub(crate) struct Walk<'a> {
    setting: &'a Setting<'a>,
    sheet: Option<String>,
    notes: Notes,
    lanes: Vec<Lane>,
    unknown: Option<Unknown>,
    /// A blank line or a lone line came after the last row of the table.
    gap: bool,
    /// Lone lines met within a table: titles of the next, or broken rows.
    strays: Vec<Record>,
    width: usize,
    suspects: u32,
}

/// One of the tables that stand side by side; mostly there is one.
struct Lane {
    head: Option<Head>,
    held: Vec<Record>,
    table: Option<Box<Table>>,
    plan: Option<usize>,
    first: usize,
    end: usize,
    /// First place of a figure, or of an event's instant: text there makes a row odd.
    probe: Option<usize>,
    skip_second: bool,
}

/// A table whose header no connector understands.
struct Unknown {
    header: Record,
    title: Option<String>,
    rows: u64,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(setting: &'a Setting<'a>, grid: &Grid) -> Self {
        Self {
            setting,
            sheet: grid.sheet().map(str::to_owned),
            notes: Notes::default(),
            lanes: Vec::new(),
            unknown: None,
            gap: false,
            strays: Vec::new(),
            width: 0,
            suspects: 0,
        }
    }

    /// Figures that wait in the open tables.
    pub(crate) fn waiting(&self) -> usize {
        self.lanes
            .iter()
            .filter_map(|lane| lane.table.as_ref())
            .map(|t| t.waiting())
            .sum()
    }

    /// Hands over what waits.
    pub(crate) fn drain(&mut self, batch: &mut Batch) {
        for table in self.lanes.iter_mut().filter_map(|lane| lane.table.as_mut()) {
            table.drain(batch);
        }
    }

    /// Looks at the next row.
    pub(crate) fn look(&mut self, record: &Record, found: &mut Found, batch: &mut Batch) -> Result<(), Refusal> {
        if record.is_lost() {
            self.lost(record, found, batch);
            return Ok(());
        }
        if self.lanes.is_empty() || self.gap {
            return self.outside(record, found, batch);
        }
        if record.get(0).is_empty() && record.is_blank() {
            self.gap = true;
            return Ok(());
        }
        if record.get(0).starts_with('#') && record.filled() == 1 {
            self.close(found, batch);
            self.notes.push(record);
            return Ok(());
        }
        if record.len() == 1 && self.width > 1 && record.broken.is_none() {
            self.gap = true;
            self.strays.push(record.clone());
            return Ok(());
        }
        if self.is_suspect(record) && self.open(record, found, batch)? {
            return Ok(());
        }
        self.row(record, found, batch);
        Ok(())
    }

    /// A row that is longer than any that is read, or no record of a tap: of the table at hand, also after a gap in it; above a
    /// table the long one is told. (The target tells of what taps wrote wrongly.)
    fn lost(&mut self, record: &Record, found: &mut Found, batch: &mut Batch) {
        if self.lanes.is_empty() {
            if matches!(record.broken, Some(Broken::Long(_))) {
                found.remarks.insert(Remark::LongLine(record.line));
            }
            return;
        }
        self.gap = false;
        self.settle_strays(found, batch);
        self.row(record, found, batch);
    }

    /// The end of the grid.
    pub(crate) fn finish(&mut self, found: &mut Found, batch: &mut Batch) {
        self.settle_strays(found, batch);
        self.close(found, batch);
        self.close_unknown(found);
    }

    fn outside(&mut self, record: &Record, found: &mut Found, batch: &mut Batch) -> Result<(), Refusal> {
        if record.is_blank() {
            self.close_unknown(found);
            return Ok(());
        }
        if record.line == 1 && record.raw().trim_matches('"').starts_with("sep=") {
            return Ok(());
        }
        if record.get(0).trim_start().starts_with('#') {
            self.end_gap(found, batch);
            self.close_unknown(found);
            self.notes.push(record);
            return Ok(());
        }
        if self.open(record, found, batch)? {
            return Ok(());
        }
        if self.goes_on(record) {
            self.gap = false;
            self.settle_strays(found, batch);
            self.row(record, found, batch);
            return Ok(());
        }
        if !self.lanes.is_empty() && record.filled() == 1 {
            self.strays.push(record.clone());
            return Ok(());
        }
        self.end_gap(found, batch);
        self.notes.push(record);
        if record.filled() > 1 {
            self.unknown_row(record);
        } else {
            self.close_unknown(found);
        }
        Ok(())
    }

    /// Whether a row after a gap belongs to the table before it.
    fn goes_on(&self, record: &Record) -> bool {
        if self.lanes.is_empty() || record.filled() < 2 {
            return false;
        }
        let is_alike = record.width() <= self.width;
        is_alike
            && self.lanes.iter().any(|lane| match (&lane.table, &lane.head) {
                (Some(table), _) => !lane.is_odd(record) && table.has_figure(record),
                (None, Some(head)) => head.passed.is_none() && !lane.is_odd(record) && record.len() == self.width,
                (None, None) => false,
            })
    }

    /// Within a table, rows with text where figures stand may be the header of the next.
    fn is_suspect(&mut self, record: &Record) -> bool {
        if self.suspects >= MOST_SUSPECTS {
            return false;
        }
        let odd = self.lanes.iter().any(|lane| lane.is_odd(record));
        self.suspects += u32::from(odd);
        odd
    }

    /// Begins the tables whose header this row is.
    fn open(&mut self, record: &Record, found: &mut Found, batch: &mut Batch) -> Result<bool, Refusal> {
        if record.broken.is_some() {
            return Ok(false);
        }
        for stray in &self.strays {
            self.notes.push(stray);
        }
        let context = Context {
            registry: self.setting.registry,
            answers: self.setting.answers,
            file: self.setting.file,
            sheet: self.sheet.as_deref(),
        };
        let heads = heads(record, &self.notes, &context, &mut found.nearest);
        let strays = std::mem::take(&mut self.strays);
        if heads.is_empty() {
            self.strays = strays;
            return Ok(false);
        }
        if found.tables.len() >= MOST_TABLES {
            return Err(Refusal::Unsafe(Danger::Tables(MOST_TABLES as u64)));
        }
        self.close(found, batch);
        self.unknown = None;
        self.notes.is_title_new = false;
        self.width = record.len();
        let ends: Vec<usize> = heads
            .iter()
            .skip(1)
            .filter_map(|h| h.columns.first())
            .map(|c| c.at)
            .collect();
        let ends = ends.into_iter().chain([usize::MAX]);
        self.lanes = heads
            .into_iter()
            .zip(ends)
            .map(|(head, end)| Lane::new(head, end))
            .collect();
        Ok(true)
    }

    fn row(&mut self, record: &Record, found: &mut Found, batch: &mut Batch) {
        let setting = self.setting;
        let is_alone = self.lanes.len() == 1;
        for lane in &mut self.lanes {
            if !is_alone && lane.is_blank(record) {
                continue;
            }
            lane.take(record, batch);
            if lane.held.len() >= WARM {
                lane.settle(setting, self.sheet.as_deref(), &self.notes, found, batch);
            }
        }
    }

    /// Lone lines that turned out to stand within a table are broken rows of it.
    fn settle_strays(&mut self, found: &mut Found, batch: &mut Batch) {
        for stray in std::mem::take(&mut self.strays) {
            self.row(&stray, found, batch);
        }
    }

    /// What came after the gap is no row of the table.
    fn end_gap(&mut self, found: &mut Found, batch: &mut Batch) {
        let strays = std::mem::take(&mut self.strays);
        self.close(found, batch);
        for stray in &strays {
            self.notes.push(stray);
        }
    }

    fn close(&mut self, found: &mut Found, batch: &mut Batch) {
        self.gap = false;
        if self.lanes.is_empty() {
            return;
        }
        for mut lane in std::mem::take(&mut self.lanes) {
            lane.settle(self.setting, self.sheet.as_deref(), &self.notes, found, batch);
            if let Some(table) = lane.table {
                table.finish(found, batch);
            }
        }
        self.notes.title = None;
    }

    fn unknown_row(&mut self, record: &Record) {
        match &mut self.unknown {
            Some(unknown) => unknown.rows += 1,
            None => {
                self.unknown = Some(Unknown {
                    header: record.clone(),
                    title: self.notes.title.take(),
                    rows: 0,
                });
            }
        }
    }

    fn close_unknown(&mut self, found: &mut Found) {
        let Some(unknown) = self.unknown.take().filter(|u| u.rows > 0) else {
            return;
        };
        if found.tables.len() < MOST_TABLES {
            found.tables.push(unknown.plan(self.sheet.clone()));
        }
    }
}

impl Unknown {
    fn plan(&self, sheet: Option<String>) -> TablePlan {
        TablePlan {
            connector: None,
            skipped: Some(Passed::Unknown(self.title.clone())),
            sheet,
            title: self.title.clone(),
            header_line: self.header.line,
            entity: harpoon_core::EntityKind::Account,
            breakdown: Vec::new(),
            columns: self
                .header
                .iter()
                .take(SHOWN)
                .map(|cell| (cell.to_owned(), None))
                .collect(),
        }
    }
}

impl Lane {
    fn new(head: Head, end: usize) -> Self {
        let figure = head
            .columns
            .iter()
            .find(|c| c.meaning.as_ref().is_some_and(Meaning::is_figure))
            .or_else(|| {
                head.columns
                    .iter()
                    .find(|c| c.meaning.as_ref().is_some_and(Meaning::is_instant))
            });
        Self {
            probe: figure.map(|c| c.at),
            first: head.columns.first().map_or(0, |c| c.at),
            skip_second: head.connector.quirks.contains(&Quirk::SecondHeader),
            head: Some(head),
            held: Vec::new(),
            table: None,
            plan: None,
            end,
        }
    }

    fn is_blank(&self, record: &Record) -> bool {
        (self.first..self.end.min(record.len())).all(|at| record.get(at).trim().is_empty())
    }

    /// Whether text stands where figures do: a hint to look for a header. Tables without figures are always odd.
    fn is_odd(&self, record: &Record) -> bool {
        let Some(at) = self.probe else {
            return true;
        };
        let first = record.get(at).as_bytes().first();
        first.is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80)
    }

    fn take(&mut self, record: &Record, batch: &mut Batch) {
        if std::mem::take(&mut self.skip_second) {
            return;
        }
        match (&mut self.table, &self.head) {
            (Some(table), _) => table.row(record, batch),
            (None, Some(_)) => self.held.push(record.clone()),
            (None, None) => {}
        }
    }

    /// Decides the formats and reads the rows that were held back.
    fn settle(
        &mut self,
        setting: &Setting<'_>,
        sheet: Option<&str>,
        notes: &Notes,
        found: &mut Found,
        batch: &mut Batch,
    ) {
        let Some(head) = self.head.take() else {
            return;
        };
        let around = Around {
            notes,
            answers: setting.answers,
            file: setting.file,
            modified: setting.modified,
            sheet,
        };
        let Settled {
            plan,
            table,
            questions,
            remarks,
            stated_end,
        } = settle(head, &self.held, &around);
        self.plan = Some(found.tables.len());
        found.tables.push(plan);
        for question in questions {
            if !found.questions.iter().any(|q| q.key == question.key) {
                found.questions.push(question);
            }
        }
        found.remarks.extend(remarks);
        found.stated_end = found.stated_end.max(stated_end);
        self.table = table;
        if let Some(table) = &mut self.table {
            self.held.drain(..).for_each(|record| table.row(&record, batch));
        }
        self.held = Vec::new();
    }
}

impl Table {
    /// The table is over: its checks, remarks and last rows.
    fn finish(mut self: Box<Self>, found: &mut Found, batch: &mut Batch) {
        self.drain(batch);
        found.rows += self.rows();
        found.rejected += self.rejected;
        found.checks.extend(self.checks());
        found.newest = found.newest.max(self.newest_day());
        found.remarks.append(&mut self.remarks);
    }
}
