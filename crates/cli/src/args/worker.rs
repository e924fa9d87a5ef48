//! A worker of a cluster.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  export HARPOON_CLUSTER_SECRET=...             the same on every node, 24 characters or more
  harpoon worker --listen 127.0.0.1:7433        on this machine alone
  harpoon worker --listen 0.0.0.0:7433 --certificate node.pem --key node.key
  harpoon worker --join worker-1:7433 --listen 0.0.0.0:7433 --known-as worker-2:7433 \\
                 --certificate node.pem --key node.key
Who asks names workers in harpoon.toml, or on the command line; one that others have joined is enough:
  [engine]
  workers = [\"worker-1:7433\"]
  certificate = \"/etc/harpoon/node.pem\"
Workers read the workspace's folder themselves: it lies under the same path on every node.")]
pub(crate) struct Worker {
    /// Address and port to listen on; a port of 0 takes a free one. Beyond this machine with a certificate only.
    #[arg(long, default_value = "127.0.0.1:7433", value_name = "ADDRESS:PORT")]
    pub(crate) listen: String,
    /// A worker that this one joins: who asks that one also finds this one.
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) join: Option<String>,
    /// How other nodes reach this one, where it is not by the address that it listens on.
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) known_as: Option<String>,
    /// PEM file of the cluster's certificate, made out to the name `harpoon`.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
    /// PEM file of its private key.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub(crate) key: Option<PathBuf>,
}
