//! Looking after a workspace: taking imports back, trying quarantined files again, finding trouble.

use std::io::Read;

use harpoon_connect::{Answers, Check, Origin, Verdict};
use harpoon_lake::store::{self, ImportRow, Stand};
use jiff::Timestamp;

mod around;
mod certificates;

pub use around::of_folder;
pub use certificates::of_shown as of_certificates;

use crate::Error;
use crate::collecting::CONNECTOR;
use crate::import::{Attendant, Options, Report, import_origins};
use crate::workspace::Workspace;

/// Largest file that is read again as a whole.
const LARGEST: u64 = 1 << 30;

/// What another try of a file with quarantined rows came to.
#[derive(Clone, Debug)]
pub struct Retried {
    /// Name of the file.
    pub file: String,
    /// Rows put aside before.
    pub before: u64,
    /// Rows put aside now.
    pub now: u64,
    /// What a person should know.
    pub reason: Option<String>,
}

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// To be looked at.
    Warning,
    /// Something is lost, open to others, or about to break.
    Error,
}

impl Severity {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at: a word that stays the same.
    pub check: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub fix: String,
}

impl From<store::Finding> for Finding {
    fn from(finding: store::Finding) -> Self {
        Self {
            check: "files",
            severity: if finding.is_loss {
                Severity::Error
            } else {
                Severity::Warning
            },
            what: finding.what,
            fix: finding.fix,
        }
    }
}

impl Workspace {
    /// The one import whose id begins so.
    pub fn import_id(&self, start: &str) -> Result<String, Error> {
        let snapshot = self.lake().snapshot(None)?;
        let mut matching = snapshot
            .imports()
            .iter()
            .filter(|i| !start.is_empty() && i.import_id.starts_with(start));
        match (matching.next(), matching.next()) {
            (Some(one), None) => Ok(one.import_id.clone()),
            (None, _) => Err(Error::Usage(format!(
                "there is no import `{start}`; `harpoon imports` lists them"
            ))),
            _ => Err(Error::Usage(format!(
                "several imports begin with `{start}`; give more of the id"
            ))),
        }
    }

    /// Takes an import back: its facts no longer count. Later imports that had left out rows which this one held are
    /// read again from their raw bytes. Gives the names of those files.
    pub fn revert(&self, start: &str, attendant: &mut dyn Attendant, now: Timestamp) -> Result<Vec<String>, Error> {
        let id = self.import_id(start)?;
        let hidden = self.lake().revert(&id)?;
        let mut again = Vec::new();
        for import in hidden.iter().filter(|i| i.import_id != id) {
            self.read_again(import, attendant, now)?;
            again.push(import.file.clone());
        }
        Ok(again)
    }

    /// Lets a reverted import count again.
    pub fn restore(&self, start: &str) -> Result<String, Error> {
        let id = self.import_id(start)?;
        self.lake().restore(&id)?;
        Ok(id)
    }

    /// Reads the files of quarantined rows again, from the raw bytes, with today's connectors, maps and settings. A new
    /// reading replaces the old one.
    pub fn retry_quarantine(&self, attendant: &mut dyn Attendant, now: Timestamp) -> Result<Vec<Retried>, Error> {
        let snapshot = self.lake().snapshot(None)?;
        let mut retried = Vec::new();
        // What clients sent wrongly reads no better the second time.
        let is_file = |i: &&ImportRow| i.connector != CONNECTOR;
        let with_rejects = snapshot.imports().iter().filter(|i| i.is_done() && i.quarantined > 0);
        for import in with_rejects.filter(is_file) {
            retried.push(self.retry(import, attendant, now)?);
        }
        Ok(retried)
    }

    fn retry(&self, import: &ImportRow, attendant: &mut dyn Attendant, now: Timestamp) -> Result<Retried, Error> {
        let report = self.read_again(import, attendant, now)?;
        let mut result = Retried {
            file: import.file.clone(),
            before: import.quarantined,
            now: import.quarantined,
            reason: report.reason,
        };
        if let Some(id) = report.import_id.filter(|id| report.read && *id != import.import_id) {
            self.lake().revert(&import.import_id)?;
            result.now = report.quarantined;
            result.reason = Some(format!(
                "read anew as import {}",
                id.chars().take(12).collect::<String>()
            ));
        }
        Ok(result)
    }

    /// Imports the kept bytes of an import anew, with the answers that were given then.
    fn read_again(&self, import: &ImportRow, attendant: &mut dyn Attendant, now: Timestamp) -> Result<Report, Error> {
        let mut bytes = Vec::new();
        let raw = self.lake().raw(&import.sha256)?;
        raw.take(LARGEST)
            .read_to_end(&mut bytes)
            .map_err(Error::io("read", self.root()))?;
        let answers: Answers = serde_json::from_str(&import.answers).unwrap_or_default();
        let options = Options {
            answers,
            ..Options::default()
        };
        let origin = Origin::from_bytes(&import.file, bytes);
        let mut reports = import_origins(self, &[origin], &options, attendant, now)?;
        reports
            .pop()
            .ok_or_else(|| Error::Bug("an import without a report".to_owned()))
    }

    /// Everything wrong with the data, and around it; [`of_folder`] looks at the disk and the machine.
    pub fn doctor(&self, now: Timestamp) -> Result<Vec<Finding>, Error> {
        let mut findings: Vec<Finding> = self.lake().doctor()?.into_iter().map(Finding::from).collect();
        let snapshot = self.lake().snapshot(None)?;
        for import in snapshot.imports().iter().filter(|i| i.is_done()) {
            findings.extend(differing(import));
            if import.quarantined > 0 {
                findings.push(Finding {
                    check: "quarantine",
                    severity: Severity::Warning,
                    what: format!("{}: {} rows are put aside", import.file, import.quarantined),
                    fix: if import.connector == CONNECTOR {
                        "`harpoon quarantine list` says why; it is mended in the client that sent it".to_owned()
                    } else {
                        "`harpoon quarantine list` says why; mend the file and import it, or change a map and retry"
                            .to_owned()
                    },
                });
            }
        }
        findings.extend(self.told_by_others()?.into_iter().map(|(rules, imports)| Finding {
            check: "robots",
            severity: Severity::Note,
            what: format!("{imports} imports of collected events tell robots from people by the rules `{rules}`, which are not those of now"),
            fix: "`harpoon source retell` tells them anew; until then they count as they did".to_owned(),
        }));
        findings.extend(self.kept_findings()?);
        findings.extend(self.tag_findings()?.into_iter().map(|finding| Finding {
            check: "tags",
            severity: Severity::Warning,
            what: format!(
                "{} ({} touches): {}",
                finding.severity, finding.touches, finding.message
            ),
            fix: finding.fix,
        }));
        findings.extend(tables(&self.lake().stands()?));
        findings.extend(around::of_workspace(self, snapshot.imports(), now)?);
        Ok(findings)
    }
}

/// The one protocol that we write, by which every engine can read: its versions for readers and writers.
const PROTOCOL: (i32, i32) = (1, 2);

/// At which version each table is, and those that another program has brought to a protocol that is not ours.
fn tables(stands: &[Stand]) -> Vec<Finding> {
    let is_ours = |stand: &&Stand| (stand.reader, stand.writer) == PROTOCOL && stand.features.is_empty();
    let strange = stands.iter().filter(|stand| !is_ours(stand)).map(|stand| Finding {
        check: "tables",
        severity: Severity::Error,
        what: format!(
            "lake/{} asks for reader {} and writer {} of Delta{}, which another program has set: rows may be told wrongly or not be written",
            stand.table,
            stand.reader,
            stand.writer,
            match stand.features.as_slice() {
                [] => String::new(),
                features => format!(" ({})", features.join(", ")),
            }
        ),
        fix: "let other programs only read; restore a backup of before, or import its files into a new workspace".to_owned(),
    });
    let mut found: Vec<Finding> = strange.collect();
    let ours: Vec<String> = stands
        .iter()
        .filter(is_ours)
        .map(|stand| format!("{} {}", stand.table, stand.version))
        .collect();
    if !ours.is_empty() {
        found.push(Finding {
            check: "tables",
            severity: Severity::Note,
            what: format!(
                "Delta reader {}, writer {}; versions: {}",
                PROTOCOL.0,
                PROTOCOL.1,
                ours.join(", ")
            ),
            fix: "nothing is to be done; that of `imports` is the version of the data".to_owned(),
        });
    }
    found
}

/// Totals that a file states and its rows do not add up to.
fn differing(import: &ImportRow) -> Vec<Finding> {
    let checks: Vec<Check> = serde_json::from_str(&import.checks).unwrap_or_default();
    let differ = checks.into_iter().filter(|check| check.verdict == Verdict::Differs);
    differ
        .map(|check| Finding {
            check: "totals",
            severity: Severity::Warning,
            what: format!(
                "{}, line {}: {} is stated as {}, but the rows add up to {}",
                import.file,
                check.line,
                check.column,
                check.stated,
                check.added.map_or_else(|| "nothing".to_owned(), |n| n.to_string())
            ),
            fix: "export the file again; if it differs again, rows may be hidden by a filter of the export".to_owned(),
        })
        .collect()
}
