//! Words of `singer` and `sync`.

use clap::{Args, Subcommand};

use super::Output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme singer state facebook > state.json
  tap-facebook --config fb.json --state state.json | harpoon -w acme import --singer --tap facebook
  harpoon singer taps                                   taps whose streams are understood, and how")]
pub(crate) struct Singer {
    #[command(subcommand)]
    pub(crate) action: SingerAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SingerAction {
    /// Print where a tap goes on, for its `--state`; `{}` where it has not come to a state yet.
    State {
        /// Name of the tap, as given to `import --tap`.
        tap: String,
    },
    /// List the taps whose streams are understood.
    Taps {
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme sync                 every tap and account that is due; run it from a timer
  harpoon -w acme sync facebook        this one now
  harpoon -w acme sync --list          last run, result, rows, next run

A tap is set up in harpoon.toml of the workspace:
  [taps.facebook]
  command = \"/opt/taps/facebook/bin/tap-facebook\"
  config = \"secrets/facebook.json\"    given as --config; its values never show in the log
  catalog = \"facebook-catalog.json\"   given as --catalog
  environment = [\"HTTPS_PROXY\"]        variables that it gets beside PATH, by name
  every = \"6h\"
An account is set up by `harpoon account add`.

Exit codes: 0 every one did well, 3 one failed.")]
pub(crate) struct Sync {
    /// Names of taps and accounts to run now; those that are due if left out.
    pub(crate) names: Vec<String>,
    /// Run all of them, due or not.
    #[arg(long, conflicts_with_all = ["names", "list"])]
    pub(crate) all: bool,
    /// Only show how they stand.
    #[arg(long)]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}
