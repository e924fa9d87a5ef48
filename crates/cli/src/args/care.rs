//! Words of what keeps the data well: `quarantine`, `retention`, `doctor`, `optimize`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Output;

#[derive(Debug, Args)]
pub(crate) struct Quarantine {
    #[command(subcommand)]
    pub(crate) action: QuarantineAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum QuarantineAction {
    /// List the rows with file, line, column, reason and advice.
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Read the files of quarantined rows again, with today's connectors, maps and settings.
    Retry {
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
#[command(
    after_help = "How long things are kept stands in harpoon.toml; what is left out is kept for good:
  [retention]
  raw = \"P25M\"       files as they came, and rows put aside
  visits = \"P14M\"    touches, visits and pages
  deeds = \"P10Y\"     orders, leads, sign-ups, deals, messages
  voices = \"P3Y\"     reviews, replies, quotes, mentions
  figures = \"P5Y\"    what platforms state
In years and months, whole months are kept; in weeks and days (P90D), days. `harpoon serve` looks once a day."
)]
pub(crate) struct Retention {
    /// Remove it for good.
    #[arg(long)]
    pub(crate) apply: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme doctor
  harpoon -w /srv/harpoon doctor --network --format json      all workspaces of a folder, for a monitor
  harpoon -w acme doctor --certificate node.pem --key node.key      also what a worker or the proxy shows
Exit codes: 0 nothing but notes, 1 a warning or an error was found, 3 the settings have mistakes.")]
pub(crate) struct Doctor {
    /// Also knock at the mail server and at the webhooks of recipients; nothing is sent.
    #[arg(long)]
    pub(crate) network: bool,
    /// Days after which the newest backup is too old.
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    pub(crate) backup_within: u32,
    /// PEM file of a certificate that a worker or the proxy shows: whether it counts, now and for 30 days. May be given again.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
    /// Its key: whether it is of such a certificate.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub(crate) key: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Optimize {
    /// Also delete files that no version has needed for this many days.
    #[arg(long, value_name = "DAYS")]
    pub(crate) vacuum: Option<u32>,
}
