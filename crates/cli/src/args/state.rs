//! Where the server's memory is.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon state --folder clients                 says where it is, and whether it answers
  HARPOON_STATE_URL=postgres://… harpoon state move --folder clients
                                                 from server.db into an empty Postgres
  HARPOON_STATE_URL=postgres://… harpoon state move --back --folder clients
                                                 from there into a new server.db
HARPOON_STATE_URL names the Postgres: postgres://user:password@host/database?sslmode=verify-full, or on this machine
postgres://user@localhost/database?host=/run/postgresql. HARPOON_STATE_URL_FILE names a file that holds it instead.
Stop the servers of the folder before anything is moved: docs/cluster.md.")]
pub(crate) struct State {
    /// The folder that is served; the one of --workspace if left out.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) action: Option<StateAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StateAction {
    /// Bring all of it from the file into an empty Postgres, read it back and compare.
    Move {
        /// From Postgres into a new file; what Postgres holds stays there.
        #[arg(long)]
        back: bool,
    },
}
