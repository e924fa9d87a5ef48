//! Which files lie below the paths that were given, and the name by which each is told from the others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use harpoon_connect::{Limits, Origin, origins};

use super::{Report, refused};
use crate::Error;

/// A file and its folder, from the given path on.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    path: PathBuf,
    below: String,
}

/// Every file below the paths, in order of path, and a report for each that cannot even be opened.
pub(super) fn gather(paths: &[PathBuf]) -> Result<(Vec<Origin>, Vec<Report>), Error> {
    let mut files = Vec::new();
    for path in paths {
        walk(path, String::new(), &mut files)?;
    }
    files.sort();
    files.dedup_by(|later, earlier| later.path == earlier.path);
    let (mut opened, mut reports) = (Vec::new(), Vec::new());
    for file in files {
        match origins(&file.path, &Limits::default()) {
            Ok(members) => opened.extend(
                members
                    .into_iter()
                    .map(|m| (m.found_in(&file.below), file.path.clone())),
            ),
            Err(refusal) => reports.push(refused(&file.path.display().to_string(), refusal)),
        }
    }
    Ok((told_apart(opened), reports))
}

/// Files that would be called the same are called by their whole path.
fn told_apart(opened: Vec<(Origin, PathBuf)>) -> Vec<Origin> {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for (origin, _) in &opened {
        *named.entry(origin.shown_name()).or_default() += 1;
    }
    let is_shared = |origin: &Origin| named.get(&origin.shown_name()).is_some_and(|n| *n > 1);
    opened
        .into_iter()
        .map(|(origin, path)| match path.parent() {
            Some(folder) if is_shared(&origin) => origin.found_in(&folder.to_string_lossy()),
            _ => origin,
        })
        .collect()
}

/// Hidden files are passed over; links to folders are not followed, so that no circle is walked.
fn walk(path: &Path, below: String, files: &mut Vec<Found>) -> Result<(), Error> {
    if !path.exists() {
        return Err(Error::NoFile(path.to_owned()));
    }
    if !path.is_dir() {
        let path = path.to_owned();
        files.push(Found { path, below });
        return Ok(());
    }
    let entries = std::fs::read_dir(path).map_err(Error::io("read", path))?;
    for entry in entries {
        let entry = entry.map_err(Error::io("read", path))?;
        let (name, inner) = (entry.file_name(), entry.path());
        let kind = entry.file_type().map_err(Error::io("read", &inner))?;
        if name.to_string_lossy().starts_with('.') || (kind.is_symlink() && inner.is_dir()) {
            continue;
        }
        let below = if inner.is_dir() {
            format!("{below}{}/", name.to_string_lossy())
        } else {
            below.clone()
        };
        walk(&inner, below, files)?;
    }
    Ok(())
}
