//! The import of an upload, on a thread of its own: whoever started it may close the browser. One at a time in a workspace.

use std::fs;
use std::sync::{Arc, Mutex};
use std::thread;

use harpoon::connect::{Check, Passed, Question, Refusal, Remark};
use harpoon::{Attendant, Error, Options, Report, Workspace};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Intake, REMEMBERED, Told, Upload, held, name_of};
use crate::house::House;
use crate::watch::Imported;

/// How far an import is.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Progress {
    /// The file that is read.
    pub(crate) file: String,
    /// Files before it.
    pub(crate) done: usize,
    /// All files.
    pub(crate) all: usize,
    /// Rows of the file that were read.
    pub(crate) rows: u64,
}

/// The work that runs in a workspace.
pub(super) struct Running {
    /// The upload that is read; nothing where rows that were put aside are.
    id: Option<String>,
    /// A leaf lock.
    progress: Mutex<Progress>,
}

/// What became of one file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Fate {
    pub(crate) file: String,
    pub(crate) connector: Option<String>,
    pub(crate) platform: Option<String>,
    pub(crate) accepted: u64,
    pub(crate) duplicate: u64,
    pub(crate) quarantined: u64,
    pub(crate) read: bool,
    /// Why it was refused.
    #[serde(default)]
    pub(crate) refusal: Option<Refusal>,
    /// Whether it asks what nobody answered.
    #[serde(default)]
    pub(crate) asks: bool,
    /// Why nothing of it was read, though it is known.
    #[serde(default)]
    pub(crate) passed: Option<Passed>,
    /// Whether it was imported before.
    #[serde(default)]
    pub(crate) known: bool,
    /// Totals that its rows do not add up to.
    #[serde(default)]
    pub(crate) differing: Vec<Check>,
    /// What a person should know beside that.
    #[serde(default)]
    pub(crate) remarks: Vec<Remark>,
}

/// What an import came to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Each file, by name.
    pub(crate) files: Vec<Fate>,
    /// Why it ended before its end.
    pub(crate) failed: Option<String>,
}

/// The turn of one work in a workspace; given back when it is dropped, also by a thread that broke.
pub(crate) struct Taken {
    house: Arc<House>,
    name: String,
    running: Arc<Running>,
}

impl Drop for Taken {
    fn drop(&mut self) {
        held(&self.house.intake.running).remove(&self.name);
    }
}

impl Intake {
    /// Takes the turn in a workspace; nothing if another has it.
    pub(crate) fn take(house: &Arc<House>, name: &str, id: Option<&str>) -> Option<Taken> {
        let running = Arc::new(Running {
            id: id.map(ToOwned::to_owned),
            progress: Mutex::default(),
        });
        let mut all = held(&house.intake.running);
        if all.contains_key(name) {
            return None;
        }
        all.insert(name.to_owned(), Arc::clone(&running));
        Some(Taken {
            house: Arc::clone(house),
            name: name.to_owned(),
            running,
        })
    }

    /// How far the import of an upload is; nothing if it does not run.
    pub(crate) fn progress(&self, name: &str, id: &str) -> Option<Progress> {
        let all = held(&self.running);
        let running = all.get(name).filter(|running| running.id.as_deref() == Some(id))?;
        Some(held(&running.progress).clone())
    }
}

impl Taken {
    /// Imports the upload on a thread of its own.
    pub(crate) fn import(self, upload: Upload, told: Told, now: Timestamp) -> Result<(), Error> {
        let root = self.house.root(&self.name);
        upload.write("begun", &now.to_string())?;
        let work = move || {
            let mut attendant = Answering {
                told,
                running: Arc::clone(&self.running),
            };
            let options = Options::default();
            let done = Workspace::open(&root)
                .and_then(|workspace| harpoon::import(&workspace, &[upload.files()], &options, &mut attendant, now));
            let mut outcome = upload.outcome().unwrap_or_default();
            outcome.failed = done.as_ref().err().map(ToString::to_string);
            let reports = upload.named(done.unwrap_or_default());
            let imports = reports.iter().filter(|report| report.read).count();
            self.house.watch.metrics.imported(Imported::Uploaded, imports as u64);
            for report in &reports {
                outcome.files.retain(|fate| fate.file != report.file);
                outcome.files.push(fate(report));
            }
            outcome.files.sort_by(|a, b| a.file.cmp(&b.file));
            // Where this cannot be written, the upload stands as one that was broken off, and goes on to no harm.
            if upload.write("result.json", &outcome).is_ok() && outcome.failed.is_none() {
                remove_read(&upload, &reports);
                let _ = fs::remove_file(upload.folder.join("begun"));
            }
            self.house.intake.forget(&upload);
            let finished = Upload::all(&root).into_iter().filter(|old| old.waiting().is_empty());
            for old in finished.skip(REMEMBERED) {
                let _ = self.house.intake.discard(&old);
            }
        };
        let named = thread::Builder::new().name("import".to_owned());
        named.spawn(work).map(drop).map_err(|source| Error::Io {
            what: "start a thread for",
            path: "import".into(),
            source,
        })
    }
}

/// Files that were read lie in `raw/` now. An archive stays while one of its members was not read.
fn remove_read(upload: &Upload, reports: &[Report]) {
    for (name, _) in upload.waiting() {
        let inside = format!("{name}/");
        let of = |report: &&Report| report.file == name || report.file.starts_with(&inside);
        let mut told = reports.iter().filter(of).peekable();
        if told.peek().is_some() && told.all(|report| report.read) {
            let _ = fs::remove_file(upload.files().join(&name));
        }
    }
}

fn fate(report: &Report) -> Fate {
    let mut remarks: Vec<Remark> = Vec::new();
    for remark in &report.remarks {
        if !remarks.contains(remark) {
            remarks.push(remark.clone());
        }
    }
    Fate {
        file: report.file.clone(),
        connector: report.connector.clone(),
        platform: report.platform.clone(),
        accepted: report.accepted,
        duplicate: report.duplicate,
        quarantined: report.quarantined,
        read: report.read,
        refusal: report.refusal.clone(),
        asks: !report.unanswered.is_empty(),
        passed: report.passed.clone(),
        known: report.known,
        differing: report.differing.clone(),
        remarks,
    }
}

/// Answers what was told on the page, and notes how far it is.
struct Answering {
    told: Told,
    running: Arc<Running>,
}

impl Attendant for Answering {
    fn answer(&mut self, _file: &str, question: &Question) -> Option<String> {
        let told = self.told.get(&name_of(question)).map(|told| told.trim());
        told.filter(|told| !told.is_empty()).map(ToOwned::to_owned)
    }

    fn progress(&mut self, file: &str, done: usize, all: usize, rows: u64) {
        *held(&self.running.progress) = Progress {
            file: file.to_owned(),
            done,
            all,
            rows,
        };
    }
}
