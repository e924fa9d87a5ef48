//! Imports: from paths to facts, one report a file.

mod count;
mod files;

use std::path::PathBuf;
use std::thread::ScopedJoinHandle;

use harpoon_connect::dictionary::Dictionary;
use harpoon_connect::field::Role;
use harpoon_connect::map::{MapFit, fit};
use harpoon_connect::{Answers, Check, Connector, Origin, Passed, Plan, Question, QuestionKey};
use harpoon_connect::{Field, ReadError, TablePlan, propose, recognise};
use harpoon_connect::{Refusal, Registry, Remark, Verdict};
use harpoon_core::batch::Batch;
use harpoon_lake::store::{Begun, ImportHead, ImportOutcome, ImportTail, RawFile, Staging, StoreError};
use jiff::Timestamp;
use serde::Serialize;

use crate::Error;
use crate::erasing::keep_out;
use crate::workspace::{Workspace, map};

pub use count::Counted;

/// Larger files are digested while they are read.
const DIGESTED_FIRST: u64 = 4 << 20;

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Answers given beforehand.
    pub answers: Answers,
    /// A map that reads the files, instead of Harpoon's own connectors.
    pub map: Option<PathBuf>,
    /// Only say what would be read, and how.
    pub dry_run: bool,
    /// When only saying so, also read the rows: how many there are, and of which days. Large files are not read for that.
    pub count: bool,
}

/// Who answers what the file cannot tell, and who watches.
pub trait Attendant {
    /// The answer to a question, or `None` if there is nobody to give one: the file is then not read.
    fn answer(&mut self, file: &str, question: &Question) -> Option<String>;

    /// File `done` of `all` is being read, and has given `rows` rows so far.
    fn progress(&mut self, file: &str, done: usize, all: usize, rows: u64);
}

/// What became of one file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Name of the file with its folders from the given path on; `archive.zip/member.csv` for members.
    pub file: String,
    /// Connector that read it.
    pub connector: Option<String>,
    /// Platform, where there is one.
    pub platform: Option<String>,
    /// Rows taken in.
    pub accepted: u64,
    /// Rows that the lake held already, unchanged.
    pub duplicate: u64,
    /// Rows put aside; `harpoon quarantine list` shows them.
    pub quarantined: u64,
    /// Why the file was not read, or what a person should know.
    pub reason: Option<String>,
    /// The same as facts, where the file itself is the reason.
    pub refusal: Option<Refusal>,
    /// The same, where all of its tables are passed over.
    pub passed: Option<Passed>,
    /// Whether it was imported before, so that nothing changed.
    pub known: bool,
    /// Import that holds its facts.
    pub import_id: Option<String>,
    /// Facts written.
    pub facts: u64,
    /// Whether the file was read or, in a dry run, would be.
    pub read: bool,
    /// Totals of the file that its rows do not add up to, though they should.
    pub differing: Vec<Check>,
    /// Things noticed.
    pub remarks: Vec<Remark>,
    /// How it was read: one line a table.
    pub tables: Vec<String>,
    /// A map that was proposed for a table that no connector knows.
    pub proposed_map: Option<PathBuf>,
    /// Options that would answer what could not be asked.
    pub unanswered: Vec<&'static str>,
    /// What was asked, whether it was answered or not.
    pub questions: Vec<Question>,
    /// The text of a map that was proposed for a table that no connector knows.
    pub map: Option<String>,
    /// What its rows say, where they were counted and nothing was written.
    pub counted: Option<Counted>,
}

/// Imports files and folders. Files that are not understood are reported and left; everything read counts at once.
pub fn import(
    workspace: &Workspace,
    paths: &[PathBuf],
    options: &Options,
    attendant: &mut dyn Attendant,
    now: Timestamp,
) -> Result<Vec<Report>, Error> {
    let (files, mut reports) = files::gather(paths)?;
    reports.extend(import_origins(workspace, &files, options, attendant, now)?);
    reports.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(reports)
}

/// Imports opened files in one run, in their order.
pub(crate) fn import_origins(
    workspace: &Workspace,
    files: &[Origin],
    options: &Options,
    attendant: &mut dyn Attendant,
    now: Timestamp,
) -> Result<Vec<Report>, Error> {
    let registry = match &options.map {
        Some(path) => Registry::only(&[map(path)?], Dictionary::builtin().clone()),
        None => workspace.registry().clone(),
    };
    import_origins_by(workspace, files, options, registry, attendant, now)
}

/// The same, by these connectors and maps.
pub(crate) fn import_origins_by(
    workspace: &Workspace,
    files: &[Origin],
    options: &Options,
    registry: Registry,
    attendant: &mut dyn Attendant,
    now: Timestamp,
) -> Result<Vec<Report>, Error> {
    let mut run = Run {
        workspace,
        registry,
        options,
        staging: None,
        now,
    };
    let mut reports = Vec::new();
    let all = files.len();
    for (done, origin) in files.iter().enumerate() {
        let name = origin.shown_name();
        attendant.progress(&name, done, all, 0);
        let mut on_rows = |attendant: &mut dyn Attendant, rows| attendant.progress(&name, done, all, rows);
        reports.push(run.file(origin, attendant, &mut on_rows)?);
    }
    attendant.progress("writing", all, all, 0);
    if let Some(staging) = run.staging {
        let (_, settled) = staging.commit_settled()?;
        // Another node's imports came before these.
        for report in &mut reports {
            if let Some(outcome) = report.import_id.as_ref().and_then(|id| settled.get(id)) {
                fill(report, outcome);
            }
        }
    }
    Ok(reports)
}

/// Imports one file of our own making, with nobody to ask.
pub(crate) fn import_origin(
    workspace: &Workspace,
    origin: &Origin,
    answers: &Answers,
    now: Timestamp,
) -> Result<Report, Error> {
    let options = Options {
        answers: answers.clone(),
        ..Options::default()
    };
    let mut reports = import_origins(workspace, std::slice::from_ref(origin), &options, &mut Nobody, now)?;
    reports
        .pop()
        .ok_or_else(|| Error::Bug("an import without a report".to_owned()))
}

/// Answers nothing and shows nothing.
struct Nobody;

impl Attendant for Nobody {
    fn answer(&mut self, _file: &str, _question: &Question) -> Option<String> {
        None
    }

    fn progress(&mut self, _file: &str, _done: usize, _all: usize, _rows: u64) {}
}

fn refused(file: &str, refusal: Refusal) -> Report {
    Report {
        file: file.to_owned(),
        reason: Some(refusal.to_string()),
        refusal: Some(refusal),
        ..Report::default()
    }
}

/// One run over many files.
struct Run<'a> {
    workspace: &'a Workspace,
    registry: Registry,
    options: &'a Options,
    staging: Option<Staging>,
    now: Timestamp,
}

type OnRows<'a> = &'a mut dyn FnMut(&mut dyn Attendant, u64);

impl Run<'_> {
    fn file(&mut self, origin: &Origin, attendant: &mut dyn Attendant, on_rows: OnRows<'_>) -> Result<Report, Error> {
        let mut answers = merged(&self.options.answers, self.workspace.answers());
        let plan = match recognise(origin, &self.registry, &answers) {
            Ok(plan) => plan,
            Err(refusal) => return self.unknown(origin, refusal),
        };
        let mut report = describe(origin, &plan);
        report.questions.clone_from(&plan.questions);
        for question in &plan.questions {
            match attendant.answer(&report.file, question) {
                Some(answer) => give(&mut answers, question.key, &answer)?,
                None => report.unanswered.push(question.key.flag()),
            }
        }
        if !report.unanswered.is_empty() {
            let asked: Vec<String> = plan
                .questions
                .iter()
                .map(|q| format!("{q} (give {})", q.key.flag()))
                .collect();
            report.reason = Some(asked.join("; "));
            return Ok(report);
        }
        report.read = true;
        let plan = if plan.questions.is_empty() {
            plan
        } else {
            answered(origin, &self.registry, &answers, plan)
        };
        if self.options.dry_run {
            return Ok(if self.options.count {
                count::rows(origin, &plan, &answers, report)
            } else {
                report
            });
        }
        self.read(origin, &plan, &answers, attendant, on_rows, report)
    }

    /// A table that no connector knows gets a map to edit, beside the workspace's own; a map of that name is kept.
    fn unknown(&self, origin: &Origin, refusal: Refusal) -> Result<Report, Error> {
        let mut report = refused(&origin.shown_name(), refusal);
        let Some(Refusal::Unrecognised { header, .. }) = &report.refusal else {
            return Ok(report);
        };
        let header = header.clone();
        if self.options.map.is_some() {
            report.refusal = None;
            report.reason = self.registry.connectors().next().map(|map| misfit(map, &header));
            return Ok(report);
        }
        report.map = propose(origin, &header);
        let Some(text) = report.map.clone().filter(|_| !self.options.dry_run) else {
            return Ok(report);
        };
        let folder = self.workspace.root().join("maps/proposed");
        let name: String = report
            .file
            .chars()
            .map(|c| {
                if c.is_alphanumeric() {
                    c.to_ascii_lowercase()
                } else {
                    '-'
                }
            })
            .collect();
        let path = folder.join(format!("{name}.toml"));
        if !path.exists() {
            std::fs::create_dir_all(&folder).map_err(Error::io("make", &folder))?;
            std::fs::write(&path, text).map_err(Error::io("write", &path))?;
            keep_out(self.workspace.root(), &folder, self.now)?;
        }
        report.remarks.push(Remark::Map(path.display().to_string()));
        report.proposed_map = Some(path);
        Ok(report)
    }

    fn read(
        &mut self,
        origin: &Origin,
        plan: &Plan,
        answers: &Answers,
        attendant: &mut dyn Attendant,
        on_rows: OnRows<'_>,
        mut report: Report,
    ) -> Result<Report, Error> {
        let staging = match &mut self.staging {
            Some(staging) => staging,
            none => none.insert(self.workspace.lake().stage()?),
        };
        let (lake, now, again) = (self.workspace.lake(), self.now, origin.clone());
        let keep = || lake.keep_raw(move || again.open().map_err(std::io::Error::other));
        let read = std::thread::scope(|threads| {
            let mut entry = Entry {
                staging: &mut *staging,
                raw: Some(threads.spawn(keep)),
                head: &|raw| head(origin, plan, answers, raw, now),
            };
            if origin.size() <= DIGESTED_FIRST {
                entry.begin().map_err(ReadError::Sink)?;
            }
            let mut rows = 0;
            let summary = harpoon_connect::read(origin, plan, answers, &mut |batch: Batch| {
                rows += batch.rows;
                on_rows(attendant, rows);
                entry.push(batch)
            })?;
            entry.begin().map_err(ReadError::Sink)?;
            Ok(summary)
        });
        let summary = match read {
            Ok(summary) => summary,
            Err(ReadError::Refused(refusal)) => {
                staging.abandon();
                return Ok(Report {
                    read: false,
                    reason: Some(refusal.to_string()),
                    refusal: Some(refusal),
                    ..report
                });
            }
            Err(ReadError::Sink(Stop::Known(outcome))) => {
                fill(&mut report, &outcome);
                return Ok(report);
            }
            Err(ReadError::Sink(Stop::Failed(error))) => return Err(error.into()),
        };
        report.remarks.extend(summary.remarks.iter().cloned());
        report.differing = summary
            .checks
            .iter()
            .filter(|c| c.verdict == Verdict::Differs)
            .cloned()
            .collect();
        let outcome = staging.end(tail(&summary, &report.remarks))?;
        fill(&mut report, &outcome);
        Ok(report)
    }
}

/// A file on its way into the lake. A large one is digested while its first rows are read: only its digest tells whether
/// the lake holds it already.
struct Entry<'a, 's> {
    staging: &'a mut Staging,
    /// The digest to come; none once the import is open.
    raw: Option<ScopedJoinHandle<'s, Result<RawFile, StoreError>>>,
    head: &'a dyn Fn(&RawFile) -> ImportHead,
}

/// Why no more rows are wanted.
enum Stop {
    Known(ImportOutcome),
    Failed(StoreError),
}

impl Entry<'_, '_> {
    /// Opens the import, if it is not open yet.
    fn begin(&mut self) -> Result<(), Stop> {
        let Some(raw) = self.raw.take() else { return Ok(()) };
        let broken = |_| StoreError::damaged("the digesting thread", "it broke off; this is a bug in Harpoon");
        let raw = raw.join().map_err(broken).flatten().map_err(Stop::Failed)?;
        match self.staging.begin((self.head)(&raw)).map_err(Stop::Failed)? {
            Begun::New => Ok(()),
            Begun::Known(outcome) => Err(Stop::Known(outcome)),
        }
    }

    fn push(&mut self, batch: Batch) -> Result<(), Stop> {
        self.begin()?;
        self.staging.push(batch).map_err(Stop::Failed)
    }
}

/// Everything that keeps a map from reading a file, at once.
fn misfit(map: &Connector, header: &[String]) -> String {
    let MapFit { missing, unmapped } = fit(map, header);
    let listed = |columns: &[&str]| format!("`{}`", columns.join("`, `"));
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(format!("the file has no {}", listed(&missing)));
    }
    if !unmapped.is_empty() {
        let unmapped: Vec<&str> = unmapped.iter().map(String::as_str).collect();
        parts.push(format!("the map says nothing of {}", listed(&unmapped)));
    }
    if parts.is_empty() {
        parts.push("sheet or header line is another than the map says".to_owned());
    }
    format!("the map `{}` does not fit: {}", map.id, parts.join("; "))
}

/// The plan with the answers known: a platform or a period may change what the tables are read as.
fn answered(origin: &Origin, registry: &Registry, answers: &Answers, plan: Plan) -> Plan {
    recognise(origin, registry, answers).unwrap_or(plan)
}

/// A total that the rows of its file do not add up to, in English.
pub fn differs(check: &Check) -> String {
    let added = check.added.map_or_else(|| "nothing".to_owned(), |n| n.to_string());
    format!(
        "line {}: {} states {}, its rows add up to {added}",
        check.line, check.column, check.stated
    )
}

/// Notes what became of its rows.
pub(crate) fn fill(report: &mut Report, outcome: &ImportOutcome) {
    report.import_id = Some(outcome.import_id.clone());
    report.accepted = outcome.accepted;
    report.duplicate = outcome.duplicate;
    report.quarantined = outcome.quarantined;
    report.facts = outcome.facts;
    report.known = outcome.known;
    if outcome.erased > 0 {
        report.remarks.push(Remark::Erased(outcome.erased));
    }
    if outcome.known && report.reason.is_none() {
        report.reason = Some("already imported; nothing changed".to_owned());
    }
}

fn describe(origin: &Origin, plan: &Plan) -> Report {
    let mut report = Report {
        file: origin.shown_name(),
        remarks: plan.remarks.clone(),
        ..Report::default()
    };
    for table in &plan.tables {
        let name = table
            .sheet
            .iter()
            .chain(&table.title)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        let line = match (table.connector, &table.skipped) {
            (Some(connector), None) => {
                report.connector.get_or_insert_with(|| connector.id.to_owned());
                if let harpoon_connect::connector::PlatformIs::Fixed(platform) = connector.platform {
                    report.platform.get_or_insert_with(|| platform.to_owned());
                }
                let known = table.columns.iter().filter(|(_, field)| field.is_some()).count();
                format!(
                    "line {}: {name} {} {}, {known} of {} columns known",
                    table.header_line,
                    connector.id,
                    contents(table),
                    table.columns.len()
                )
            }
            (_, skipped) => format!(
                "line {}: {name} passed over: {}",
                table.header_line,
                skipped
                    .as_ref()
                    .map_or_else(|| "not understood".to_owned(), ToString::to_string)
            ),
        };
        report.tables.push(line);
    }
    if plan.tables.iter().all(|t| t.skipped.is_some()) {
        report.passed = plan.tables.first().and_then(|t| t.skipped.clone());
        report.reason = report.passed.as_ref().map(ToString::to_string);
    }
    report
}

/// What the rows of a table become.
fn contents(table: &TablePlan) -> String {
    let happens = |field: &Field| matches!(field, Field::At(_) | Field::Role(Role::EventAt));
    if table
        .columns
        .iter()
        .filter_map(|(_, field)| field.as_ref())
        .any(happens)
    {
        return "events of people".to_owned();
    }
    format!("figures by {}", table.entity)
}

fn head(origin: &Origin, plan: &Plan, answers: &Answers, raw: &RawFile, now: Timestamp) -> ImportHead {
    let connector = plan
        .tables
        .iter()
        .find(|t| t.skipped.is_none())
        .or(plan.tables.first())
        .and_then(|t| t.connector);
    let platform = connector.and_then(|c| match c.platform {
        harpoon_connect::connector::PlatformIs::Fixed(platform) => Some(platform.to_owned()),
        _ => None,
    });
    ImportHead {
        file: origin.shown_name(),
        sha256: raw.sha256.clone(),
        bytes: raw.bytes,
        connector: connector.map_or("", |c| c.id).to_owned(),
        connector_version: connector.map_or(0, |c| c.version),
        platform: platform.or_else(|| answers.platform.clone()),
        account: answers.account.clone(),
        answers: serde_json::to_string(answers).unwrap_or_default(),
        imported_at: now,
    }
}

/// Remarks as the lake keeps them: their English.
pub(crate) fn in_english(remarks: &[Remark]) -> String {
    let all: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    serde_json::to_string(&all).unwrap_or_default()
}

fn tail(summary: &harpoon_connect::Summary, remarks: &[Remark]) -> ImportTail {
    let end_of_day = |day: jiff::civil::Date| {
        day.at(23, 59, 59, 0)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|z| z.timestamp())
    };
    ImportTail {
        observed_at: summary.observed_on.and_then(end_of_day),
        checks: serde_json::to_string(&summary.checks).unwrap_or_default(),
        remarks: in_english(remarks),
        rows: summary.rows,
        rejected: summary.rejected,
        duplicate: 0,
    }
}

/// Answers on the command line win over the settings.
fn merged(given: &Answers, settings: Answers) -> Answers {
    let given = given.clone();
    Answers {
        platform: given.platform,
        account: given.account,
        currency: given.currency.or(settings.currency),
        year: given.year,
        day_order: given.day_order.or(settings.day_order),
        decimal: given.decimal,
        zone: given.zone.or(settings.zone),
        period: given.period,
    }
}

/// Takes an answer in words.
pub fn give(answers: &mut Answers, key: QuestionKey, text: &str) -> Result<(), Error> {
    let text = text.trim();
    let wrong = |what: &str| Error::Usage(format!("`{text}` is no answer to {}: {what}", key.flag()));
    match key {
        QuestionKey::Platform => answers.platform = Some(text.to_lowercase()),
        QuestionKey::Account => answers.account = Some(text.to_owned()),
        QuestionKey::Currency => answers.currency = Some(text.to_uppercase()),
        QuestionKey::Year => answers.year = Some(text.parse().map_err(|_| wrong("give a year such as 2026"))?),
        QuestionKey::DayOrder => match text {
            "dmy" | "mdy" => answers.day_order = Some(text.to_owned()),
            _ => return Err(wrong("give dmy or mdy")),
        },
        QuestionKey::Decimal => match text {
            "point" | "comma" => answers.decimal = Some(text.to_owned()),
            _ => return Err(wrong("give point or comma")),
        },
        QuestionKey::Zone => {
            jiff::tz::TimeZone::get(text).map_err(|_| wrong("give a zone such as Europe/Amsterdam"))?;
            answers.zone = Some(text.to_owned());
        }
        QuestionKey::Period => {
            let ends = text
                .split_once("..")
                .and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
            answers.period = Some(ends.ok_or_else(|| wrong("give days such as 2026-10-01..2026-10-31"))?);
        }
    }
    Ok(())
}
