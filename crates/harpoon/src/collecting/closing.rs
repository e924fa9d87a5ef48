//! Visits that are not over when an import ends: kept beside the log, by the mark that they stand at.

use std::fs;
use std::path::{Path, PathBuf};

use harpoon_collect::Visits;

use super::disk;
use crate::Error;

/// States that stay: that of the lake's mark, and the one before, in case the lake's last commit did not come to be.
const STAY: usize = 2;

fn path(folder: &Path, mark: u64) -> PathBuf {
    folder.join(format!("visits-{mark}.json"))
}

/// The visits as they stood at a mark: those in memory if they do, else those on disk. Where there are none the next sign of
/// somebody begins a visit.
pub(super) fn take_up(folder: &Path, held: Option<(u64, Visits)>, mark: u64) -> Visits {
    match held {
        Some((at, visits)) if at == mark => visits,
        _ => fs::read(path(folder, mark))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default(),
    }
}

/// Keeps them for good, before the import that brings the lake to the mark.
pub(super) fn keep(folder: &Path, mark: u64, visits: &Visits) -> Result<(), Error> {
    let path = path(folder, mark);
    let bytes = serde_json::to_vec(visits).map_err(|error| Error::Bug(error.to_string()))?;
    disk::write(&path, &bytes, true).map_err(Error::io("write", &path))
}

/// Removes the states of marks that are over. What cannot be removed does no harm.
pub(super) fn sweep(folder: &Path, mark: u64) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let marks = names.filter_map(|name| name.strip_prefix("visits-")?.strip_suffix(".json")?.parse().ok());
    let mut marks: Vec<u64> = marks.filter(|known| *known <= mark).collect();
    marks.sort_unstable_by_key(|known| std::cmp::Reverse(*known));
    for over in marks.into_iter().skip(STAY) {
        let _ = disk::remove(&path(folder, over));
    }
}
