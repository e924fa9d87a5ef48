//! `serve`: the workspace in the browser.

use std::path::Path;

use harpoon_server::{ServeError, Server};

use super::now;
use crate::Done;
use crate::args::{Cli, Serve};
use crate::say;

/// Serves until it is told to end.
pub(crate) fn serve(cli: &Cli, args: &Serve) -> anyhow::Result<Done> {
    open(cli, args.dir.as_deref().unwrap_or(&cli.workspace), args.port)
}

/// A workspace that cannot be opened is told as everywhere; a port that is taken is the caller's turn.
fn turned(error: ServeError) -> anyhow::Error {
    match error {
        ServeError::Workspace(error) => error.into(),
        taken @ ServeError::Listen { .. } => harpoon::Error::Usage(taken.to_string()).into(),
        stopped @ ServeError::Stopped(_) => stopped.into(),
    }
}

/// Serves a workspace, and says where.
pub(super) fn open(cli: &Cli, root: &Path, port: u16) -> anyhow::Result<Done> {
    let server = Server::open(root, port, now).map_err(turned)?;
    say::out(&server.address());
    if !cli.quiet {
        say::aside("Open it in a browser on this machine; Ctrl-C ends it.");
    }
    server.run()?;
    Ok(Done::Well)
}
