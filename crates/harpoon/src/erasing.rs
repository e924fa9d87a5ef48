//! Everything known of one person, given out or erased: from facts, raw files, the collector's folder and taps.
//!
//! What can be read of an erasure afterwards is a statement that names nobody (`erased/0001.json`); the names are kept as
//! salted digests, by which they are left out when they come again.

use std::fs;
use std::path::{Path, PathBuf};

use harpoon_core::event::Alias;
use harpoon_lake::store::{Erased, Erasing, Statement, named_lines, without_lines};
use jiff::Timestamp;
use serde_json::Value;

use crate::Error;
use crate::collecting::{Collector, FOLDER};
use crate::journeys::person::alias;
use crate::singer::replace;
use crate::workspace::Workspace;

/// A line of a file that names a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The file, by the name that it came under.
    pub file: String,
    /// Its line, from 1; none where the file has no lines, such as a sheet.
    pub line: Option<u64>,
    /// The line as it came.
    pub text: String,
}

/// What an erasure came to, or would.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// How many names the person has.
    pub names: usize,
    /// What goes, or went.
    pub statement: Statement,
    /// Files of the workspace that still name them, which are nobody's but the user's: settings, maps, notes.
    pub left: Vec<PathBuf>,
}

impl Workspace {
    /// Every line of kept files that names a person.
    pub fn mentions(&self, name: &str, now: Timestamp) -> Result<Vec<Mention>, Error> {
        let (_, list) = self.names_of(name)?;
        let erasing = self.lake().erase(list, now)?;
        let snapshot = self.lake().snapshot(None)?;
        let mut mentions = Vec::new();
        for (sha256, lines) in erasing.plan().raw() {
            let import = snapshot.imports().iter().find(|import| import.sha256 == *sha256);
            let file = import.map(|import| import.file.clone()).unwrap_or_default();
            let Some(lines) = lines else {
                mentions.push(Mention {
                    file,
                    line: None,
                    text: String::new(),
                });
                continue;
            };
            let text = std::io::read_to_string(self.lake().raw(sha256)?).map_err(Error::io("read", self.root()))?;
            let named = text.lines().zip(1..).filter(|(_, number)| lines.contains(number));
            mentions.extend(named.map(|(text, line)| Mention {
                file: file.clone(),
                line: Some(line),
                text: text.to_owned(),
            }));
        }
        mentions.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Ok(mentions)
    }

    /// Erases a person, or says what would go. Nothing else may collect for this workspace meanwhile.
    pub fn erase(&self, name: &str, dry_run: bool, now: Timestamp) -> Result<Erasure, Error> {
        // Held until the end: nothing comes in behind our back.
        let collector = self.collector_at_rest(now)?;
        let (names, list) = self.names_of(name)?;
        let erasing = self.lake().erase(list.clone(), now)?;
        let others = self.others(&list, true)?;
        if erasing.plan().is_empty() && others.is_empty() {
            return Err(Error::Usage(format!(
                "nobody is known as `{name}`; `harpoon sql \"select person from events\"` lists names"
            )));
        }
        let mut statement = erasing.plan().statement().clone();
        statement.others.extend(others);
        let mut left = Vec::new();
        if !dry_run {
            statement = self.carry_out(erasing)?;
            naming(self.root(), self.root(), &list, &mut left)?;
        }
        drop(collector);
        Ok(Erasure { names, statement, left })
    }

    /// Carries an erasure through that was killed before its end.
    pub(crate) fn carry_erasure(&self) -> Result<(), Error> {
        match self.lake().begun_erasing()? {
            Some(erasing) => self.carry_out(erasing).map(drop),
            None => Ok(()),
        }
    }

    fn carry_out(&self, erasing: Erasing<'_>) -> Result<Statement, Error> {
        erasing.carry_out(|names| self.others(names, false))
    }

    /// The person's names: how many, and as a list under the workspace's salt.
    fn names_of(&self, name: &str) -> Result<(usize, Erased), Error> {
        let asked = alias(name)?;
        let people = self.people()?;
        let mut names: Vec<Alias> = people.names(people.person(&asked)).into_iter().cloned().collect();
        if !names.contains(&asked) {
            names.push(asked);
        }
        let known = Erased::read(self.root())?;
        let mut list = if known.has_salt() {
            known.emptied()
        } else {
            let mut salt = [0; 16];
            getrandom::fill(&mut salt).map_err(|_| Error::Collect(crate::collecting::CollectError::Random))?;
            Erased::new(format!("{:032x}", u128::from_le_bytes(salt)))
        };
        names.iter().for_each(|name| list.add(name));
        Ok((names.len(), list))
    }

    /// Takes in what waits, empties the log, and holds the collector.
    fn collector_at_rest(&self, now: Timestamp) -> Result<Option<Collector>, Error> {
        if !self.root().join(FOLDER).join("log").is_dir() {
            return Ok(None);
        }
        let collector = Collector::open(self, now)?;
        collector.close(self, now)?;
        collector.empty()?;
        Ok(Some(collector))
    }

    /// Takes names out of visits that are not over, and of what taps brought and nobody read. Gives the files and how many
    /// lines of each.
    fn others(&self, names: &Erased, dry_run: bool) -> Result<Vec<(String, u64)>, Error> {
        let mut done = Vec::new();
        for path in files(&self.root().join(FOLDER), 1)? {
            if path.extension().is_some_and(|e| e == "json") {
                self.other(&path, names, dry_run, &mut done, visits)?;
            }
        }
        for path in files(&self.root().join("singer"), 4)? {
            if path.extension().is_some_and(|e| e == "jsonl") {
                self.other(&path, names, dry_run, &mut done, lines)?;
            }
        }
        Ok(done)
    }

    fn other(
        &self,
        path: &Path,
        names: &Erased,
        dry_run: bool,
        done: &mut Vec<(String, u64)>,
        less: fn(&str, &Erased) -> Option<(String, u64)>,
    ) -> Result<(), Error> {
        let text = fs::read_to_string(path).map_err(Error::io("read", path))?;
        let Some((text, gone)) = less(&text, names) else {
            return Ok(());
        };
        if !dry_run {
            replace(path, text.as_bytes())?;
        }
        let shown = path.strip_prefix(self.root()).unwrap_or(path);
        done.push((shown.display().to_string(), gone));
        Ok(())
    }
}

/// Lines without those that name somebody; nothing where none does.
fn lines(text: &str, names: &Erased) -> Option<(String, u64)> {
    let named = named_lines(text, &std::collections::BTreeSet::new(), |line| names.is_named_in(line));
    (!named.is_empty()).then(|| (without_lines(text, &named), named.len() as u64))
}

/// Open visits without somebody's.
fn visits(text: &str, names: &Erased) -> Option<(String, u64)> {
    let mut all: Value = serde_json::from_str(text).ok()?;
    let open = all.get_mut("open")?.as_object_mut()?;
    let before = open.len();
    open.retain(|key, visit| {
        let person = visit.pointer("/first/person");
        let person: Option<Alias> = person.and_then(|person| serde_json::from_value(person.clone()).ok());
        let is_theirs = person.is_some_and(|person| names.has(&person)) || names.is_named_in(key);
        !is_theirs && !names.is_named_in(&visit.to_string())
    });
    let gone = (before - open.len()) as u64;
    (gone > 0).then(|| (all.to_string(), gone))
}

/// Files of a folder, so many folders deep.
fn files(folder: &Path, deep: usize) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    if deep == 0 || !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder).map_err(Error::io("list", folder))? {
        let path = entry.map_err(Error::io("list", folder))?.path();
        if path.is_dir() {
            found.extend(files(&path, deep - 1)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Files beside the lake that name somebody.
fn naming(root: &Path, folder: &Path, names: &Erased, left: &mut Vec<PathBuf>) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(Error::io("list", folder))? {
        let path = entry.map_err(Error::io("list", folder))?.path();
        let of_lake = ["lake", "raw", "derived", "erased"].map(|name| root.join(name));
        if path.is_dir() {
            if !of_lake.contains(&path) {
                naming(root, &path, names, left)?;
            }
            continue;
        }
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        if names.is_named_in(&String::from_utf8_lossy(&bytes)) {
            left.push(path);
        }
    }
    Ok(())
}
