//! Collecting: sources, and the server of their clients alone.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use harpoon_server::LogFormat;

use super::Output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme source add shop --origin https://shop.example --currency EUR --system shopify
  harpoon -w acme source list
  harpoon -w acme source retell     after another version, or a change of `robots` or `kinds` in harpoon.toml
Clients of Segment, RudderStack, Snowplow and Plausible send to `harpoon serve` or `harpoon collect`: docs/collect.md.")]
pub(crate) struct Source {
    #[command(subcommand)]
    pub(crate) action: SourceAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourceAction {
    /// Make a source with a write key of its own, and say how clients are pointed here.
    Add {
        /// Its name: letters, digits, hyphens, underscores. Events bear it, so it stays.
        name: String,
        /// Site whose pages browsers let send (https://shop.example); may be given several times; any site if left out.
        #[arg(long, value_name = "ORIGIN")]
        origin: Vec<String>,
        /// Currency of money that names none (ISO 4217).
        #[arg(long)]
        currency: Option<String>,
        /// System whose numbers of orders and people these are, such as shopify: what it tells and what these clients tell of
        /// one order counts once.
        #[arg(long)]
        system: Option<String>,
        /// Where clients find the server, for what is printed.
        #[arg(long, value_name = "URL", default_value = "https://collect.example")]
        at: String,
    },
    /// Sources, and what each has sent in the last 24 hours.
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Tell everything that came anew, by today's rules for robots and today's settings. No event counts twice; versions of the
    /// data from before stay as they were. End the server first.
    Retell,
    /// Take a source out: its key opens nothing any more. What it has sent stays.
    Remove {
        /// Its name.
        name: String,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon collect clients --listen 0.0.0.0     a folder of workspaces; behind a proxy that speaks TLS
  harpoon -w acme collect --port 0             one workspace, a free port
Only the paths of clients are answered (docs/collect.md), and /metrics (docs/operations.md). The key that a client shows says whose its events are.")]
pub(crate) struct Collect {
    /// Folder of the workspace, or of several; the one of --workspace if left out.
    pub(crate) dir: Option<PathBuf>,
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = harpoon_server::PORT)]
    pub(crate) port: u16,
    /// Network address to listen on.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(crate) listen: IpAddr,
    /// Say on standard error what is answered and done, a line each: json or text.
    #[arg(long, value_name = "FORMAT", env = "HARPOON_LOG", hide_env_values = true, value_parser = super::log_format)]
    pub(crate) log: Option<LogFormat>,
}
