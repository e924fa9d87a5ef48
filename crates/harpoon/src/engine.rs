//! Where the questions of a workspace run: `[engine]` of `harpoon.toml`, and who makes engines beyond this process.
//!
//! The façade knows no network: a program that can ask workers says so once, with [`install`].

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use harpoon_lake::engine::{Engine, Task};
use harpoon_lake::query::QueryError;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::journeys::credit;

/// `[engine]` of `harpoon.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EngineSettings {
    /// Addresses of workers that share this folder under the same path: `worker-1:7433`. None: questions run in this process.
    pub workers: Vec<String>,
    /// PEM file of the certificate that workers show, from the workspace's folder on; not needed for workers of this machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<PathBuf>,
    /// Bytes of files that a core reads before another worker is asked to help.
    pub bytes_per_core: usize,
    /// Memory of questions of this workspace before they go to disk, in MB (a million bytes). Usual: what all workspaces of a process share,
    /// half of what its control group allows or the machine has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_mb: Option<u32>,
}

impl Default for EngineSettings {
    fn default() -> Self {
        Self {
            workers: Vec::new(),
            certificate: None,
            bytes_per_core: 16 << 20,
            memory_mb: None,
        }
    }
}

impl EngineSettings {
    pub(crate) fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Makes the engine of settings that name workers.
pub type Driver = fn(&EngineSettings) -> Result<Arc<dyn Engine>, Unusable>;

/// Why there is no engine, in words that say what to do.
#[derive(Clone, Debug)]
pub enum Unusable {
    /// Something must be put right first.
    Wrong(String),
    /// No worker answers now.
    Away(String),
}

/// What a program says about engines.
#[derive(Clone, Debug, Default)]
pub struct Installed {
    /// Who makes engines; none where the program was built without.
    pub driver: Option<Driver>,
    /// Workers to ask in place of those of the settings; an empty list for none.
    pub workers: Option<Vec<String>>,
}

static INSTALLED: OnceLock<Installed> = OnceLock::new();

/// Says once, before the first workspace is opened, who makes engines. Later calls change nothing.
pub fn install(installed: Installed) {
    let _ = INSTALLED.set(installed);
}

/// The engine of a workspace; `None` for this process.
pub(crate) fn of(settings: &EngineSettings, root: &Path) -> Result<Option<Arc<dyn Engine>>, Error> {
    let installed = INSTALLED.get().cloned().unwrap_or_default();
    let settings = EngineSettings {
        workers: installed.workers.unwrap_or_else(|| settings.workers.clone()),
        certificate: settings.certificate.as_ref().map(|file| root.join(file)),
        ..settings.clone()
    };
    if settings.workers.is_empty() {
        return Ok(None);
    }
    let Some(driver) = installed.driver else {
        return Err(Error::Usage(
            "this `harpoon` was built without the feature `cluster` and cannot ask workers: use the release package, build \
             with `--features cluster`, or ask with `--engine embedded`"
                .to_owned(),
        ));
    };
    driver(&settings).map(Some).map_err(|why| match why {
        Unusable::Wrong(words) => Error::Usage(words),
        Unusable::Away(words) => Error::Query(QueryError::Away(words)),
    })
}

/// How this process works off parts of tasks that engines deal out.
pub fn work() -> impl Fn(&Task, &[usize]) -> Result<Vec<u8>, String> + Send + Sync {
    credit::spread_work()
}
