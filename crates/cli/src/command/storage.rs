//! `storage`: where the tables lie, and moving them.

use harpoon::storage::{self, BucketSettings, Moved};

use crate::Done;
use crate::args::{Cli, Storage, StorageAction};
use crate::say;

/// Moves the tables to a bucket, or brings them home.
pub(crate) fn storage(cli: &Cli, args: &Storage) -> anyhow::Result<Done> {
    match &args.action {
        StorageAction::Move { url, endpoint, region } => {
            let bucket = BucketSettings {
                endpoint: endpoint.clone(),
                region: region.clone(),
                ..BucketSettings::new(url)
            };
            let moved = storage::move_to(&cli.workspace, &bucket)?;
            say::out(&format!(
                "{} moved to {url} and read again; harpoon.toml says so",
                what(moved)
            ));
        }
        StorageAction::Home { remove } => {
            let (moved, removed) = storage::home(&cli.workspace, *remove)?;
            say::out(&format!("{} brought home; harpoon.toml says so", what(moved)));
            match removed {
                Some(files) => say::out(&format!("{files} files removed from the bucket")),
                None => say::aside(
                    "What lies in the bucket stays there, and nobody writes to it; remove it with the tools of the storage.",
                ),
            }
        }
    }
    Ok(Done::Well)
}

fn what(moved: Moved) -> String {
    let Moved { version, files, bytes } = moved;
    format!(
        "{files} files ({} kB) of version {version} of the data",
        bytes.div_ceil(1000)
    )
}
