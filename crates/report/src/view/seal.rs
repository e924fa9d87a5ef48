//! How a report was made and what makes it binding.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Text;

/// How the figures were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Version of the data.
    pub data_version: String,
    /// Version of Harpoon.
    pub harpoon: String,
    /// Where the data come from.
    pub sources: Vec<Source>,
    /// What a reader must know: definitions that changed, estimates.
    pub notes: Vec<Text>,
    /// Receipt of the days that sources lack.
    pub receipt: Option<String>,
}

/// A source of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Platform id, or a name from outside.
    pub name: String,
    /// Last day that it covers; `None` where it has no data at all.
    pub until: Option<Date>,
    /// Days of the month that it does not cover.
    pub missing_days: u32,
}

/// Head of the signed ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Name of the log.
    pub origin: String,
    /// Entries in it.
    pub size: u64,
    /// Root hash, Base64.
    pub root: String,
    /// Who signed the head.
    pub signers: Vec<String>,
}
