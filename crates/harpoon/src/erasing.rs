//! Everything known of one person, given out or erased: from facts, raw files, the collector's folder, taps, live accounts, links.
//!
//! What can be read of an erasure afterwards is a statement that names nobody (`erased/0001.json`); the names are kept as
//! salted digests, by which they are left out when they come again.

mod beside;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use harpoon_core::event::Alias;
use harpoon_lake::store::{Erased, Erasing, Limits, Statement, Wish};
use jiff::Timestamp;

use crate::Error;
use crate::care::{Finding, Severity};
use crate::collecting::{Collector, FOLDER};
use crate::journeys::person::alias;
use crate::workspace::Workspace;

pub(crate) use beside::keep_out;

/// Says up to which statement of a bucket this node has cleaned what is its own.
const FOLLOWED: &str = "erased/followed";

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
    /// Files of the workspace that still name them, which are nobody's but the user's: settings, maps, notes, a tap's state.
    pub left: Vec<PathBuf>,
    /// What a bucket keeps of files that were replaced or removed: what was erased is still in it.
    pub kept: Vec<Finding>,
}

impl Workspace {
    /// Every line of kept files that names a person.
    pub fn mentions(&self, name: &str, now: Timestamp) -> Result<Vec<Mention>, Error> {
        let (_, names) = self.names_of(name)?;
        let erasing = self.lake().erase(of_people(names), now)?;
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
            for (text, number) in BufReader::new(self.lake().raw(sha256)?).split(b'\n').zip(1..) {
                let text = text.map_err(Error::io("read", self.root()))?;
                if lines.contains(&number) {
                    mentions.push(Mention {
                        file: file.clone(),
                        line: Some(number),
                        text: String::from_utf8_lossy(&text).trim_end_matches('\r').to_owned(),
                    });
                }
            }
        }
        mentions.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Ok(mentions)
    }

    /// Says what would go if a person were erased.
    pub fn would_erase(&self, name: &str, now: Timestamp) -> Result<Erasure, Error> {
        let (names, list) = self.names_of(name)?;
        let erasing = self.plan(of_people(list), now)?;
        Ok(Erasure {
            names,
            statement: known(erasing, name)?.plan().statement().clone(),
            left: Vec::new(),
            kept: Vec::new(),
        })
    }

    /// Erases a person for good. Refused while another process has the workspace open.
    pub fn erase(&self, name: &str, now: Timestamp) -> Result<Erasure, Error> {
        let _alone = self.presence().alone()?;
        // Held until the end: nothing comes in behind our back.
        let _collector = self.collector_at_rest(now)?;
        let (names, list) = self.names_of(name)?;
        let erasing = known(self.plan(of_people(list.clone()), now)?, name)?;
        let planned = erasing.plan().statement().clone();
        let statement = self.carry_out(erasing)?.unwrap_or(planned);
        Ok(Erasure {
            names,
            statement,
            left: beside::naming(self.root(), &list)?,
            kept: self.lake().kept_by_bucket()?.into_iter().map(Finding::from).collect(),
        })
    }

    /// Carries out once more, on a workspace that was brought back from a backup, everything that was stated since in the folder
    /// `erased/` of the workspace as it stood before: people are erased and stay out, and what was too old goes. `before` is that
    /// workspace's folder, or one with a copy of its `erased/`. Nothing where all of it was stated before the backup was made.
    /// Refused where the two are no backup of one another.
    pub fn erase_again(&self, before: &Path, now: Timestamp) -> Result<Option<Statement>, Error> {
        let (own, names) = (Erased::read(self.root())?, Erased::read(before)?);
        if own.has_salt() && names.has_salt() && own.emptied() != names.emptied() {
            return Err(Error::Usage(format!(
                "the erasures stated in {} are of another workspace",
                before.display()
            )));
        }
        let mut stated = BTreeSet::new();
        for statement in self.removals()? {
            stated.insert(statement.digest()?);
            stated.extend(statement.again);
        }
        let (mut again, mut limits) = (Vec::new(), Limits::default());
        for statement in Statement::all(before)? {
            let digest = statement.digest()?;
            if stated.contains(&digest) {
                continue;
            }
            again.push(digest);
            limits.raw_before = limits.raw_before.max(statement.raw_before);
            limits.kept_from = limits.kept_from.later(&statement.kept_from);
        }
        if again.is_empty() {
            return Ok(None);
        }
        let _alone = self.presence().alone()?;
        let _collector = self.collector_at_rest(now)?;
        let erasing = self.plan(Wish { names, limits }, now)?;
        self.carry_out(erasing.again(again))
    }

    /// What was ever removed, of people and of what was old, in order.
    pub fn removals(&self) -> Result<Vec<Statement>, Error> {
        Ok(Statement::all(self.root())?)
    }

    /// What of these statements does not hold: none if nothing names whoever was erased, and all is as the statements left it.
    pub fn removal_findings(&self) -> Result<Vec<Finding>, Error> {
        self.catch_up()?;
        let of = |what, fix| Finding {
            check: "erased",
            severity: Severity::Error,
            what,
            fix,
        };
        let lake = self.lake().erased_findings()?.into_iter();
        let mut findings: Vec<Finding> = lake.map(|found| of(found.what, found.fix)).collect();
        let names = Erased::read(self.root())?;
        let left = beside::naming(self.root(), &names)?.into_iter();
        findings.extend(left.map(|path| {
            of(
                format!("{} names people who were erased", path.display()),
                "it is yours to change".to_owned(),
            )
        }));
        Ok(findings)
    }

    /// Carries a removal through that was killed before its end.
    pub(crate) fn carry_erasure(&self) -> Result<(), Error> {
        let Some(begun) = self.lake().begun_erasing()? else {
            return Ok(());
        };
        if begun.names().is_empty() {
            return self.carry_out(begun).map(drop);
        }
        // The lake is let go of first: whoever else waits for it could not leave.
        drop(begun);
        let _alone = self.presence().alone()?;
        match self.lake().begun_erasing()? {
            Some(begun) => self.carry_out(begun).map(drop),
            None => Ok(()),
        }
    }

    /// Takes whoever was erased on another node out of what this node has beside the tables of a bucket.
    pub(crate) fn catch_up(&self) -> Result<(), Error> {
        if !self.lake().is_in_bucket() {
            return Ok(());
        }
        let stated = Statement::all(self.root())?;
        let Some(last) = stated.last() else { return Ok(()) };
        let path = self.root().join(FOLLOWED);
        let io = |what| Error::io(what, &path);
        let digest = last.digest()?;
        let is_noted = || fs::read_to_string(&path).is_ok_and(|noted| noted == digest);
        if is_noted() {
            return Ok(());
        }
        let open = File::options().create(true).truncate(false).write(true).open(&path);
        let mut file = open.map_err(io("open"))?;
        // One process of the node at a time.
        file.lock().map_err(io("lock"))?;
        if is_noted() {
            return Ok(());
        }
        beside::clean(self.root(), &Erased::read(self.root())?, last.at)?;
        // Half of it is no digest, and it is done once more.
        file.write_all(digest.as_bytes()).map_err(io("write"))
    }

    /// What would go, of the lake and beside it.
    pub(crate) fn plan(&self, wish: Wish, now: Timestamp) -> Result<Erasing<'_>, Error> {
        let others = beside::others(self.root(), &wish.names)?;
        Ok(self.lake().erase(wish, now)?.with_others(others))
    }

    pub(crate) fn carry_out(&self, erasing: Erasing<'_>) -> Result<Option<Statement>, Error> {
        let at = erasing.plan().statement().at;
        erasing.carry_out(|names| beside::clean(self.root(), names, at))
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
        for name in &names {
            list.add(name);
        }
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
}

/// Refuses to erase nobody.
fn known<'a>(erasing: Erasing<'a>, name: &str) -> Result<Erasing<'a>, Error> {
    if erasing.plan().is_empty() {
        return Err(Error::Usage(format!(
            "nobody is known as `{name}`; `harpoon sql \"select person from events\"` lists names"
        )));
    }
    Ok(erasing)
}

fn of_people(names: Erased) -> Wish {
    Wish {
        names,
        ..Wish::default()
    }
}

/// Files and how many lines of each go.
type Others = BTreeMap<String, u64>;
