//! What lies beside the lake and may name somebody: found, and taken out. Each file in one step, so whoever is killed goes on.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use harpoon_collect::Visits;
use harpoon_lake::store::{Erased, named_lines, without_lines};
use jiff::Timestamp;

use super::Others;
use crate::Error;
use crate::collecting::disk;
use crate::links::Book;
use crate::live;
use crate::singer::replace;
use crate::sync;

/// Largest file without lines that is looked through.
const LARGEST: u64 = 64 << 20;

/// How somebody is taken out of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Its lines that name them are emptied.
    Lines,
    /// Visits that are not over.
    Visits,
    /// Notes of runs of a tap or an account.
    Runs,
    /// Where a live account stands.
    Standing,
    /// Tracked links.
    Links,
    /// It is of use for a run alone that is over or is begun anew, and goes.
    Whole,
}

impl Way {
    /// That of a file, by its path from the workspace on; none where it is the user's, or names nobody by its making.
    fn of(path: &Path) -> Option<Self> {
        let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
        match parts.as_slice() {
            ["collector" | "singer" | "live" | "links", .., last] if last.strip_suffix(".new").is_some() => {
                Some(Self::Whole)
            }
            ["collector", name] if name.starts_with("visits-") => Some(Self::Visits),
            ["singer", _, "incoming", ..] | ["live", _, "run.jsonl"] => Some(Self::Whole),
            // Proposed maps show what stood in a column.
            ["singer", _, "kept", _] | ["singer", _, "log.txt" | "log.before.txt"] | ["maps", "proposed", _] => {
                Some(Self::Lines)
            }
            ["singer" | "live", _, "runs.jsonl"] => Some(Self::Runs),
            ["live", _, "state.json"] => Some(Self::Standing),
            ["links", "links.jsonl"] => Some(Self::Links),
            _ => None,
        }
    }
}

/// The files beside the lake that name somebody and are cleaned, and how many lines of each.
pub(super) fn others(root: &Path, names: &Erased) -> Result<Others, Error> {
    each(root, root, names, None)
}

/// Takes names out of them.
pub(super) fn clean(root: &Path, names: &Erased, now: Timestamp) -> Result<(), Error> {
    each(root, root, names, Some(now)).map(drop)
}

/// Takes those who were erased out of what a run has left in its folder, so that they stay out when they come again.
pub(crate) fn keep_out(root: &Path, folder: &Path, now: Timestamp) -> Result<(), Error> {
    each(root, folder, &Erased::read(root)?, Some(now)).map(drop)
}

/// Files of the workspace that still name somebody and that nothing here cleans.
pub(super) fn naming(root: &Path, names: &Erased) -> Result<Vec<PathBuf>, Error> {
    let mut left = Vec::new();
    if names.is_empty() {
        return Ok(left);
    }
    for path in files(root)? {
        let of_lake = ["lake", "raw", "derived", "erased"].map(|name| root.join(name));
        if !of_lake.iter().any(|folder| path.starts_with(folder)) && lines_of(&path, names)? > 0 {
            left.push(path);
        }
    }
    Ok(left)
}

fn each(root: &Path, folder: &Path, names: &Erased, write: Option<Timestamp>) -> Result<Others, Error> {
    let mut gone = Others::new();
    if names.is_empty() {
        return Ok(gone);
    }
    for path in files(folder)? {
        let shown = path.strip_prefix(root).unwrap_or(&path).to_owned();
        let Some(way) = Way::of(&shown) else { continue };
        let lines = match way {
            Way::Lines => lines(&path, names, write.is_some())?,
            Way::Whole => whole(&path, names, write.is_some())?,
            Way::Visits => changed(&path, write.is_some(), |text| visits(text, names))?,
            Way::Runs => changed(&path, write.is_some(), |text| {
                sync::forget(text, |text| names.is_named_in(text))
            })?,
            Way::Standing => changed(&path, write.is_some(), |text| {
                live::forget(text, |text| names.is_named_in(text))
            })?,
            Way::Links => Book::erase(root, |text| names.is_named_in(text), write)?,
        };
        if lines > 0 {
            gone.insert(shown.display().to_string(), lines);
        }
    }
    Ok(gone)
}

/// How many lines of a file name somebody.
fn lines_of(path: &Path, names: &Erased) -> Result<u64, Error> {
    Ok(found(path, names)?.map_or(1, |lines| lines.len() as u64))
}

/// Lines of a file that name somebody; none where it does and has no lines.
fn found(path: &Path, names: &Erased) -> Result<Option<BTreeSet<u64>>, Error> {
    let read = Error::io("read", path);
    let open = File::open(path).map(BufReader::new);
    let lines = open.and_then(|file| named_lines(file, &BTreeSet::new(), |line| names.is_named_in(line)));
    let lines = lines.map_err(read)?;
    if lines.is_some() || fs::metadata(path).map_err(Error::io("read", path))?.len() > LARGEST {
        return Ok(Some(lines.unwrap_or_default()));
    }
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    let is_named = names.is_named_in(&String::from_utf8_lossy(&bytes));
    Ok((!is_named).then(BTreeSet::new))
}

fn lines(path: &Path, names: &Erased, writes: bool) -> Result<u64, Error> {
    let Some(lines) = found(path, names)? else {
        return whole(path, names, writes);
    };
    if writes && !lines.is_empty() {
        let fresh = path.with_extension("new");
        let copied = || {
            let mut to = File::create(&fresh)?;
            without_lines(
                BufReader::new(File::open(path)?),
                &lines,
                &mut std::io::BufWriter::new(&mut to),
            )?;
            to.sync_all()?;
            fs::rename(&fresh, path)?;
            disk::sync(path.parent().unwrap_or(path))
        };
        copied().map_err(Error::io("write", path))?;
    }
    Ok(lines.len() as u64)
}

fn whole(path: &Path, names: &Erased, writes: bool) -> Result<u64, Error> {
    let lines = lines_of(path, names)?;
    if writes && lines > 0 {
        let removed = disk::remove(path).and_then(|()| disk::sync(path.parent().unwrap_or(path)));
        removed.map_err(Error::io("remove", path))?;
    }
    Ok(lines)
}

/// Writes a file anew of which `less` leaves less.
fn changed(path: &Path, writes: bool, less: impl Fn(&[u8]) -> Option<(Vec<u8>, u64)>) -> Result<u64, Error> {
    let text = fs::read(path).map_err(Error::io("read", path))?;
    let Some((text, gone)) = less(&text) else {
        return Ok(0);
    };
    if writes {
        replace(path, &text)?;
    }
    Ok(gone)
}

/// Open visits without somebody's.
fn visits(text: &[u8], names: &Erased) -> Option<(Vec<u8>, u64)> {
    let mut visits: Visits = serde_json::from_slice(text).ok()?;
    let gone = visits.forget(|text| names.is_named_in(text));
    (gone > 0).then(|| Some((serde_json::to_vec(&visits).ok()?, gone as u64)))?
}

/// All files of a folder and those in it, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder).map_err(Error::io("list", folder))? {
        let entry = entry.map_err(Error::io("list", folder))?;
        let kind = entry.file_type().map_err(Error::io("list", folder))?;
        if kind.is_dir() {
            found.extend(files(&entry.path())?);
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
