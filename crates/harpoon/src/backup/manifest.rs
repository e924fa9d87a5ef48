//! [`Manifest`]: what one backup holds.

use std::path::{Component, Path};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Name of a workspace that is backed up by itself.
pub(super) const ALONE: &str = ".";
/// The format that this program writes, and the newest that it reads.
pub(super) const FORMAT: u32 = 1;

/// One backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this format.
    pub format: u32,
    /// When it was begun.
    pub made_at: Timestamp,
    /// Version of the program that made it.
    pub made_by: String,
    /// The workspaces in it.
    pub workspaces: Vec<Member>,
    /// What could not be in it, because it was gone before.
    pub remarks: Vec<String>,
    /// The files, by path.
    pub files: Vec<Filed>,
}

/// One workspace of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its folder's name; `.` where it was backed up by itself.
    pub name: String,
    /// The version of its data.
    pub version: u64,
}

impl Member {
    /// Where it lies, from what was backed up on.
    pub(super) fn base(&self) -> String {
        if self.name == ALONE {
            String::new()
        } else {
            format!("{}/", self.name)
        }
    }
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// From what was backed up on, with `/` between folders.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// When it was changed last, in nanoseconds since 1970: with path and size it tells that a file which never changes is the
    /// one that an earlier backup has. Nothing for what is read anew each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<u64>,
    /// Who may read and write it, as Unix has it.
    pub mode: u32,
}

impl Filed {
    /// Whether it stays below the folder that it is brought back to.
    pub(super) fn stays_below(&self) -> bool {
        let path = Path::new(&self.path);
        path.components().all(|part| matches!(part, Component::Normal(_))) && !self.path.is_empty()
    }
}

impl Manifest {
    /// Its bytes on disk, and its id: the time, and the beginning of the bytes' digest.
    pub(super) fn written(&self) -> Result<(String, Vec<u8>), serde_json::Error> {
        let bytes = serde_json::to_vec_pretty(self)?;
        let time = TimeZone::UTC
            .to_datetime(self.made_at)
            .strftime("%Y%m%dT%H%M%SZ")
            .to_string();
        Ok((format!("{time}-{}", short(&bytes)), bytes))
    }

    /// Whether bytes are those that an id stands for.
    pub(super) fn is_id_of(id: &str, bytes: &[u8]) -> bool {
        id.rsplit_once('-').is_some_and(|(_, digest)| digest == short(bytes))
    }

    /// Bytes of all its files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

fn short(bytes: &[u8]) -> String {
    let mut digest = hex(&Sha256::digest(bytes));
    digest.truncate(16);
    digest
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
