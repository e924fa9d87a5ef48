//! One file a group of commands.

pub(crate) mod account;
pub(crate) mod annotate;
pub(crate) mod backup;
pub(crate) mod catalogue;
pub(crate) mod collect;
pub(crate) mod cost;
pub(crate) mod credit;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod goal;
pub(crate) mod goals;
pub(crate) mod import;
pub(crate) mod key;
pub(crate) mod kpi;
pub(crate) mod ledger;
pub(crate) mod link;
pub(crate) mod origins;
pub(crate) mod pages;
pub(crate) mod person;
pub(crate) mod profile;
pub(crate) mod quarantine;
pub(crate) mod record;
pub(crate) mod report;
pub(crate) mod retention;
pub(crate) mod returns;
pub(crate) mod send;
pub(crate) mod serve;
pub(crate) mod singer;
pub(crate) mod state;
pub(crate) mod stated;
pub(crate) mod storage;
pub(crate) mod sync;
pub(crate) mod verify;
pub(crate) mod why;
pub(crate) mod worker;
pub(crate) mod workspace;

use harpoon::collecting::Freshness;
use harpoon::{Error, Workspace};
use jiff::Timestamp;

use crate::args::Cli;
use crate::say;

/// The workspace of this call, with everything that visitors' clients have sent until now.
pub(crate) fn open(cli: &Cli) -> anyhow::Result<Workspace> {
    let workspace = Workspace::open(&cli.workspace)?;
    let late = match now().and_then(|now| workspace.freshen(now)) {
        Ok(Freshness::Fresh) => None,
        Ok(Freshness::Late) => Some("the process that collects has not answered".to_owned()),
        Err(error) => Some(error.to_string()),
    };
    if let Some(why) = late.filter(|_| !cli.quiet) {
        say::aside(&format!(
            "What clients sent lately may be missing here, and is kept: {why}"
        ));
    }
    Ok(workspace)
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
