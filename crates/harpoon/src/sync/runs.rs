//! [`Run`]: what came of a run of a tap or of an account, and the notes of the last ones.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Every;
use crate::Error;
use crate::singer::replace;

/// Runs that are kept of each.
const MOST: usize = 500;

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// When it began.
    pub began: Timestamp,
    /// When it was over.
    pub ended: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// How often it was tried.
    pub tries: u32,
    /// Records that came.
    pub records: u64,
    /// Rows taken in.
    pub accepted: u64,
    /// Rows that were known already, unchanged.
    pub duplicate: u64,
    /// Rows put aside.
    pub put_aside: u64,
    /// Files of streams that nobody read.
    pub unread: u64,
    /// When it is to be gone on with, where the other side said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Timestamp>,
}

impl Run {
    /// One that brought nothing, at the first try.
    pub(crate) const fn new(began: Timestamp, ended: Timestamp, outcome: Outcome) -> Self {
        Self {
            began,
            ended,
            outcome,
            tries: 1,
            records: 0,
            accepted: 0,
            duplicate: 0,
            put_aside: 0,
            unread: 0,
            again: None,
        }
    }

    /// When the next one is due. What a server said outright holds, whatever the usual time is.
    pub(crate) fn next(&self, every: Every) -> Timestamp {
        let usual = self.began.checked_add(every.0).unwrap_or(Timestamp::MAX);
        self.again.unwrap_or(usual)
    }
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The tap said that all is well.
    Done,
    /// It failed, and why.
    Failed(String),
}

/// The last run.
pub(crate) fn last(folder: &Path) -> Result<Option<Run>, Error> {
    Ok(read(folder)?
        .lines()
        .rev()
        .find_map(|line| serde_json::from_str(line).ok()))
}

/// Notes a run; the oldest go.
pub(crate) fn note(folder: &Path, run: &Run) -> Result<(), Error> {
    let before = read(folder)?;
    let line = serde_json::to_string(run).map_err(|error| Error::Bug(error.to_string()))?;
    let lines: Vec<&str> = before.lines().chain([line.as_str()]).collect();
    let kept = lines.get(lines.len().saturating_sub(MOST)..).unwrap_or_default();
    replace(&folder.join("runs.jsonl"), (kept.join("\n") + "\n").as_bytes())
}

/// Notes without what runs said of whoever `is_gone` tells, and how many said it. The runs stay noted, so that none is due anew.
pub(crate) fn forget(text: &[u8], is_gone: impl Fn(&str) -> bool) -> Option<(Vec<u8>, u64)> {
    let text = String::from_utf8_lossy(text);
    let mut gone = 0;
    let mut kept = String::new();
    for line in text.lines() {
        let run = serde_json::from_str::<Run>(line).ok().filter(|_| is_gone(line));
        match run {
            Some(mut run) => {
                run.outcome = Outcome::Failed("what it said named a person who was erased".to_owned());
                kept += &serde_json::to_string(&run).ok()?;
            }
            None if is_gone(line) => {}
            None => kept += line,
        }
        gone += u64::from(is_gone(line));
        kept.push('\n');
    }
    (gone > 0).then(|| (kept.into_bytes(), gone))
}

fn read(folder: &Path) -> Result<String, Error> {
    let path = folder.join("runs.jsonl");
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Error::io("read", &path)(error)),
    }
}
