//! One file a group of commands.

pub(crate) mod catalogue;
pub(crate) mod cost;
pub(crate) mod credit;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod import;
pub(crate) mod key;
pub(crate) mod kpi;
pub(crate) mod ledger;
pub(crate) mod origins;
pub(crate) mod person;
pub(crate) mod quarantine;
pub(crate) mod report;
pub(crate) mod returns;
pub(crate) mod stated;
pub(crate) mod verify;
pub(crate) mod why;
pub(crate) mod workspace;

use harpoon::Workspace;

use crate::args::Cli;

/// The workspace of this call.
pub(crate) fn open(cli: &Cli) -> anyhow::Result<Workspace> {
    Ok(Workspace::open(&cli.workspace)?)
}
