//! One file a group of commands.

pub(crate) mod annotate;
pub(crate) mod catalogue;
pub(crate) mod cost;
pub(crate) mod credit;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod goal;
pub(crate) mod goals;
pub(crate) mod import;
pub(crate) mod key;
pub(crate) mod kpi;
pub(crate) mod ledger;
pub(crate) mod origins;
pub(crate) mod pages;
pub(crate) mod person;
pub(crate) mod profile;
pub(crate) mod quarantine;
pub(crate) mod record;
pub(crate) mod report;
pub(crate) mod returns;
pub(crate) mod send;
pub(crate) mod serve;
pub(crate) mod singer;
pub(crate) mod stated;
pub(crate) mod sync;
pub(crate) mod verify;
pub(crate) mod why;
pub(crate) mod workspace;

use harpoon::{Error, Workspace};
use jiff::Timestamp;

use crate::args::Cli;

/// The workspace of this call.
pub(crate) fn open(cli: &Cli) -> anyhow::Result<Workspace> {
    Ok(Workspace::open(&cli.workspace)?)
}

/// The time that entries bear and that goals are looked at from: that of the clock, or of `HARPOON_NOW` for examples and
/// tests. A time in the ledger is its author's word either way.
pub(crate) fn now() -> Result<Timestamp, Error> {
    let set = std::env::var("HARPOON_NOW").ok().filter(|text| !text.is_empty());
    set.map_or_else(
        || Ok(Timestamp::now()),
        |text| {
            let wrong = |_| Error::Usage(format!("HARPOON_NOW is `{text}`; write it as 2026-10-31T18:00:00Z"));
            text.parse().map_err(wrong)
        },
    )
}
