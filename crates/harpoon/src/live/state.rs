//! [`State`]: where an account stands, `live/NAME/state.json`.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use harpoon_live::{Checkpoint, Known, Rows};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::import::Report;
use crate::singer::replace;
use crate::workspace::Workspace;

/// What the imports of an account told, as far as the next run needs it.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) checkpoint: Checkpoint,
    pub(super) known: Known,
    /// The imports that it was learnt from.
    imports: BTreeSet<String>,
}

impl State {
    /// As the last run left it. Where an import that it was learnt from is taken back, the account is asked for everything again.
    pub(super) fn of(workspace: &Workspace, folder: &Path) -> Result<Self, Error> {
        let path = folder.join("state.json");
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::io("read", &path)(error)),
        };
        // A file that cannot be read costs requests and no figure: facts are counted by what they are.
        let state: Self = serde_json::from_slice(&text).unwrap_or_default();
        let snapshot = workspace.lake().snapshot(None)?;
        let standing: BTreeSet<&str> = snapshot
            .imports()
            .iter()
            .filter(|import| import.is_done())
            .map(|import| import.import_id.as_str())
            .collect();
        let stands = state.imports.iter().all(|import| standing.contains(import.as_str()));
        Ok(if stands { state } else { Self::default() })
    }

    /// Takes in what a run told, once it is committed.
    pub(super) fn learn(&mut self, rows: &Rows, report: &Report) {
        self.known.learn(rows);
        self.checkpoint = rows.checkpoint.clone();
        self.imports.extend(report.import_id.clone());
    }

    pub(super) fn keep(&self, folder: &Path) -> Result<(), Error> {
        let text = serde_json::to_vec(self).map_err(|error| Error::Bug(error.to_string()))?;
        replace(&folder.join("state.json"), &text)
    }
}

/// A kept state without the texts of somebody, and how many went. Where it names them still, nothing is left of it: the account is
/// asked for everything again.
pub(crate) fn forget(text: &[u8], is_gone: impl Fn(&str) -> bool) -> Option<(Vec<u8>, u64)> {
    let names = |text: &[u8]| is_gone(&String::from_utf8_lossy(text));
    if !names(text) {
        return None;
    }
    let mut state: State = serde_json::from_slice(text).unwrap_or_default();
    let before = state.known.texts.len();
    state
        .known
        .texts
        .retain(|key, known| !is_gone(key) && !is_gone(&known.id));
    let gone = (before - state.known.texts.len()).max(1) as u64;
    let left = serde_json::to_vec(&state).ok().filter(|left| !names(left));
    Some((left.unwrap_or_else(|| b"{}".to_vec()), gone))
}
