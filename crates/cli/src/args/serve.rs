//! Serving, and who may come in.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use harpoon_server::LogFormat;
use harpoon_state::Role;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w skutsje serve              prints the address; Ctrl-C ends it
  harpoon serve skutsje --port 8080     another workspace, another port
  harpoon serve new-folder              an empty folder: the first page makes its workspace
  harpoon serve clients                 a folder of workspaces: an agency's clients
  harpoon serve clients --name dash.agency.example
                                        behind a proxy of this machine that speaks TLS under that name
Nobody beyond this machine can reach it, and nobody has to sign in, until the first owner is added: harpoon user add EMAIL.
With HARPOON_OIDC_ISSUER, HARPOON_OIDC_CLIENT and HARPOON_OIDC_SECRET people who are known or invited also come in by
that OpenID Connect provider, which sends them back to https://NAME/sign-in/back.
What it counts is at /metrics, for this machine, or for whoever shows HARPOON_METRICS_TOKEN: docs/operations.md.
To look from elsewhere without that, tunnel: ssh -L 7455:localhost:7455 HOST")]
pub(crate) struct Serve {
    /// Folder of the workspace, or of several, or an empty one; the one of --workspace if left out.
    pub(crate) dir: Option<PathBuf>,
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = harpoon_server::PORT)]
    pub(crate) port: u16,
    /// Network address to listen on; beyond this machine only once somebody has to sign in.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(crate) listen: IpAddr,
    /// Most that one upload may hold, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = harpoon_server::LARGEST_UPLOAD >> 20, value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    pub(crate) largest_upload: u64,
    /// Name under which browsers elsewhere know it, over TLS, once somebody has to sign in; may be given several times.
    #[arg(long, value_name = "HOST")]
    pub(crate) name: Vec<String>,
    /// Say on standard error what is answered and done, a line each: json or text.
    #[arg(long, value_name = "FORMAT", env = "HARPOON_LOG", hide_env_values = true, value_parser = super::log_format)]
    pub(crate) log: Option<LogFormat>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon user add you@agency.example --folder clients     the first is an owner of every workspace there
  harpoon user add ann@skutsje.example --role client --in skutsje-kofje --folder clients
  harpoon user list --folder clients
Whoever is added is invited: send them the link. It is shown once, holds for a week and can be used once.")]
pub(crate) struct User {
    /// The folder that is served; the one of --workspace if left out.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) action: UserAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserAction {
    /// Invite somebody; who is known already gets the role at once.
    Add {
        /// Address of mail.
        email: String,
        /// owner, analyst or client.
        #[arg(long, default_value = "owner", value_parser = role)]
        role: Role,
        /// Name of one workspace of the folder; every workspace if left out.
        #[arg(long = "in", value_name = "NAME", default_value = "*")]
        place: String,
        /// Where browsers find the server, for the link.
        #[arg(long, value_name = "URL", default_value = "http://localhost:7455")]
        at: String,
    },
    /// Who may come in, and as what.
    List,
    /// Take somebody's role in one workspace away; without --in, remove them with all their sessions.
    Remove {
        /// Address of mail.
        email: String,
        /// Name of the workspace.
        #[arg(long = "in", value_name = "NAME")]
        place: Option<String>,
    },
}

fn role(word: &str) -> Result<Role, String> {
    word.parse()
        .map_err(|error: harpoon_state::StateError| error.to_string())
}
