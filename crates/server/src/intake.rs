//! Uploads: what people bring in through the browser, from its first byte to facts.
//!
//! ```text
//! incoming/ID/             the day, and a number
//!   files/…                as they came, under names that harm nobody
//!   answers.json           what was answered, by question
//!   begun                  there while an import runs; still there where one was broken off
//!   result.json            what became of each file
//! incoming/ID.part/        on its way; swept where the server ended meanwhile
//! ```
//! What was not read stays until somebody discards it. What was read lies in the workspace's `raw/`, and goes from here.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use harpoon::connect::{Question, Refusal};
use harpoon::{Attendant, Error, Options, Report, Workspace};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub(crate) use receive::{Undelivered, receive};
pub(crate) use work::{Fate, Outcome, Progress};

mod receive;
mod work;

/// Folder of a workspace that uploads come into.
const FOLDER: &str = "incoming";
/// Finished uploads whose result can still be looked at.
const REMEMBERED: usize = 20;
/// Uploads whose files were looked at and are remembered.
const MOST_LOOKS: usize = 8;

/// What runs, and what is known of files that wait, in all workspaces of the house.
#[derive(Default)]
pub(crate) struct Intake {
    /// The one work on imports in each workspace, by its name. A leaf lock.
    running: Mutex<HashMap<String, Arc<work::Running>>>,
    /// What each file of an upload was recognised as, by the upload's folder. A leaf lock.
    looks: Mutex<HashMap<PathBuf, Arc<Vec<Report>>>>,
    /// Folders that bytes are written into. A leaf lock.
    arriving: Mutex<Vec<PathBuf>>,
}

/// Answers to questions, by [`name_of`] them.
pub(crate) type Told = BTreeMap<String, String>;

/// One upload, whole.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) id: String,
    folder: PathBuf,
}

impl Upload {
    /// The upload of this id, if it is there.
    pub(crate) fn find(root: &Path, id: &str) -> Option<Self> {
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        // A day and a number.
        let is_id = id.len() <= 20 && id.split('-').count() == 4 && id.split('-').all(is_digits);
        let folder = root.join(FOLDER).join(id);
        (is_id && folder.is_dir()).then(|| Self {
            id: id.to_owned(),
            folder,
        })
    }

    /// All uploads, the newest first.
    pub(crate) fn all(root: &Path) -> Vec<Self> {
        let entries = fs::read_dir(root.join(FOLDER))
            .into_iter()
            .flatten()
            .filter_map(Result::ok);
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut all: Vec<Self> = names.filter_map(|id| Self::find(root, &id)).collect();
        all.sort_by_key(|upload| std::cmp::Reverse(order(&upload.id)));
        all
    }

    /// Where its files are.
    pub(crate) fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Names and sizes of the files that wait, by name.
    pub(crate) fn waiting(&self) -> Vec<(String, u64)> {
        let mut found = Vec::new();
        walk(&self.files(), "", &mut found);
        found.sort();
        found
    }

    /// What was answered so far.
    pub(crate) fn told(&self) -> Told {
        self.read("answers.json").unwrap_or_default()
    }

    /// Remembers answers, so that an import that was broken off goes on with them.
    pub(crate) fn tell(&self, told: &Told) -> Result<(), Error> {
        self.write("answers.json", told)
    }

    /// What became of its files, if an import ended.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        self.read("result.json")
    }

    /// Whether an import of it has begun and not ended.
    pub(crate) fn has_begun(&self) -> bool {
        self.folder.join("begun").exists()
    }

    /// Reports that name files as they came, not as they lie on this machine.
    fn named(&self, mut reports: Vec<Report>) -> Vec<Report> {
        let here = format!("{}{}", self.files().display(), std::path::MAIN_SEPARATOR);
        for report in &mut reports {
            let refusal = report.refusal.as_mut().and_then(|refusal| match refusal {
                Refusal::Io(why) => Some(why),
                _ => None,
            });
            let said = std::iter::once(&mut report.file)
                .chain(&mut report.reason)
                .chain(refusal);
            said.for_each(|said| *said = said.replace(&here, ""));
        }
        reports
    }

    fn read<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Option<T> {
        let text = fs::read(self.folder.join(name)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    fn write(&self, name: &str, what: &impl Serialize) -> Result<(), Error> {
        let (path, fresh) = (self.folder.join(name), self.folder.join(format!("{name}.new")));
        let text = serde_json::to_vec(what).map_err(|e| Error::Bug(e.to_string()))?;
        let io = |what, path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { what, path, source }
        };
        fs::write(&fresh, text).map_err(io("write", &fresh))?;
        fs::rename(&fresh, &path).map_err(io("write", &path))
    }
}

/// Day and number of an id: the tenth of a day comes after the ninth.
fn order(id: &str) -> (String, u64) {
    let (day, number) = id.rsplit_once('-').unwrap_or((id, ""));
    (day.to_owned(), number.parse().unwrap_or(0))
}

fn walk(folder: &Path, below: &str, found: &mut Vec<(String, u64)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.metadata() {
            Ok(known) if known.is_dir() => walk(&entry.path(), &format!("{name}/"), found),
            Ok(known) => found.push((name, known.len())),
            Err(_) => {}
        }
    }
}

/// Name of a question in a form, and of its answer in what is kept: the same question of two files is asked once.
pub(crate) fn name_of(question: &Question) -> String {
    let digest = Sha256::digest(format!("{}\n{question}", question.key.flag()));
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Answers what was told; where nothing was, the proposal.
struct Proposing(Told);

impl Attendant for Proposing {
    fn answer(&mut self, _file: &str, question: &Question) -> Option<String> {
        let told = self.0.get(&name_of(question)).filter(|told| !told.is_empty());
        told.cloned().or_else(|| question.proposal.clone())
    }

    fn progress(&mut self, _file: &str, _done: usize, _all: usize, _rows: u64) {}
}

impl Intake {
    /// What each file that waits was recognised as. Nothing is written.
    pub(crate) fn look(
        &self,
        workspace: &Workspace,
        upload: &Upload,
        now: Timestamp,
    ) -> Result<Arc<Vec<Report>>, Error> {
        if let Some(known) = held(&self.looks).get(&upload.folder) {
            return Ok(Arc::clone(known));
        }
        let options = Options {
            dry_run: true,
            count: true,
            ..Options::default()
        };
        let files = [upload.files()];
        let reports = if upload.waiting().is_empty() {
            Vec::new()
        } else {
            harpoon::import(workspace, &files, &options, &mut Proposing(upload.told()), now)?
        };
        let reports = Arc::new(upload.named(reports));
        let mut looks = held(&self.looks);
        if looks.len() >= MOST_LOOKS {
            looks.clear();
        }
        looks.insert(upload.folder.clone(), Arc::clone(&reports));
        Ok(reports)
    }

    /// Looks at the files anew when next asked: a map was kept, or some are gone.
    pub(crate) fn forget(&self, upload: &Upload) {
        held(&self.looks).remove(&upload.folder);
    }

    /// Throws an upload away.
    pub(crate) fn discard(&self, upload: &Upload) -> Result<(), Error> {
        self.forget(upload);
        fs::remove_dir_all(&upload.folder).map_err(|source| Error::Io {
            what: "remove",
            path: upload.folder.clone(),
            source,
        })
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
