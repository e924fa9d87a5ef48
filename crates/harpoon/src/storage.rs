//! Where a workspace's tables lie: moving them to a bucket and back. `[storage]` of `harpoon.toml` says it, and is changed last.

use std::path::Path;

use harpoon_lake::Lake;
pub use harpoon_lake::store::{BucketSettings, Moved};

use crate::Error;
use crate::presence::Presence;
use crate::workspace::{Workspace, settings, store_in};

/// Moves the tables and the files as they came to a bucket, with nobody else in the workspace. They go from this disk once the settings
/// name the bucket.
pub fn move_to(root: &Path, bucket: &BucketSettings) -> Result<Moved, Error> {
    bucket.check().map_err(Error::Usage)?;
    let workspace = Workspace::open(root)?;
    if let Some(there) = &workspace.settings().storage {
        let url = &there.url;
        return Err(Error::Usage(format!(
            "the tables lie in {url} already; `harpoon storage home` brings them back"
        )));
    }
    Workspace::fits_bucket(workspace.settings())?;
    let _alone = workspace.presence().alone()?;
    let moved = workspace.lake().move_to(bucket, || store_in(root, Some(bucket)))?;
    workspace.lake().remove_here()?;
    Ok(moved)
}

/// Brings them back to this disk. From the beginning on nobody writes to the bucket any more; what lies there stays, unless it is to be
/// removed. Where it was cut short, it goes on.
pub fn home(root: &Path, remove: bool) -> Result<(Moved, Option<u64>), Error> {
    let Some(bucket) = settings(root)?.storage else {
        return Err(Error::Usage(
            "the tables lie in the workspace's own folder already".to_owned(),
        ));
    };
    let lake = Lake::to_bring_home(root, &bucket)?;
    let presence = Presence::enter(root)?;
    let _alone = presence.alone()?;
    let moved = lake.bring_home(|| store_in(root, None))?;
    let removed = remove.then(|| lake.remove_there()).transpose()?;
    Ok((moved, removed))
}
