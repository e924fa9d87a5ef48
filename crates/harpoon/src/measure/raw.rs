//! [`RawRows`]: rows of imported files as they came, for those who ask where a number comes from.

use std::collections::BTreeMap;
use std::io::Read;

use harpoon_connect::{Origin, raw_row};

use crate::workspace::Workspace;

/// Largest file that is opened again to show a row as it came.
const LARGEST: u64 = 64 << 20;

/// Raw rows, with the files that were opened for them.
pub struct RawRows<'a> {
    workspace: &'a Workspace,
    files: BTreeMap<String, Option<Origin>>,
}

impl<'a> RawRows<'a> {
    /// Of a workspace's files; none is open yet.
    pub const fn of(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            files: BTreeMap::new(),
        }
    }

    /// The row at a line of a file, by its name and digest; empty where the file is too large to open for it.
    pub fn row(&mut self, file: &str, sha256: &str, line: u64) -> String {
        let workspace = self.workspace;
        let origin = self
            .files
            .entry(sha256.to_owned())
            .or_insert_with(|| open(workspace, file, sha256));
        let row = origin.as_ref().and_then(|origin| raw_row(origin, line).ok());
        row.unwrap_or_default()
    }
}

fn open(workspace: &Workspace, file: &str, sha256: &str) -> Option<Origin> {
    let mut bytes = Vec::new();
    let raw = workspace.lake().raw(sha256).ok()?;
    raw.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(Origin::from_bytes(file, bytes))
}
