//! `state`: where the server's memory is, and bringing it elsewhere.

use harpoon::Error;
use harpoon::here::state_address;
use harpoon_state::{Home, Moved, State as Memory, move_back, move_out};
use tokio::runtime::Runtime;

use super::serve::refused;
use crate::Done;
use crate::args::{Cli, State, StateAction};
use crate::say;

/// Says where it is, or moves it.
pub(crate) fn state(cli: &Cli, args: &State) -> anyhow::Result<Done> {
    let root = args.folder.as_deref().unwrap_or(&cli.workspace);
    if !root.is_dir() {
        return Err(Error::Usage(format!("{} is no folder", root.display())).into());
    }
    let home = Home::of(root, state_address()?.as_ref()).map_err(refused)?;
    let runtime = Runtime::new()?;
    match args.action {
        None => {
            let place = match &home {
                Home::Postgres { .. } => "the Postgres of HARPOON_STATE_URL".to_owned(),
                Home::File(path) if path.exists() => path.display().to_string(),
                Home::File(path) => {
                    say::out(&format!("nothing is remembered yet; it would be in {}", path.display()));
                    return Ok(Done::Well);
                }
            };
            runtime.block_on(Memory::look(&home)).map_err(refused)?;
            say::out(&format!("{place}, which answers"));
        }
        Some(StateAction::Move { back }) => {
            let moved = if back {
                runtime.block_on(move_back(&home))
            } else {
                runtime.block_on(move_out(&home))
            };
            tell(cli, &moved.map_err(refused)?, back);
        }
    }
    Ok(Done::Well)
}

fn tell(cli: &Cli, moved: &Moved, back: bool) {
    for (table, rows) in &moved.tables {
        say::out(&format!("{table}: {rows}"));
    }
    say::out(&format!("sha256: {}, the same when it was read back", moved.digest));
    if !cli.quiet {
        say::aside(if back {
            "Take HARPOON_STATE_URL away from the servers of this folder, and start one. What Postgres holds is still there."
        } else {
            "The file is server.db.moved now. Set HARPOON_STATE_URL for every server of this folder, and start them."
        });
    }
}
