//! [`BackupError`]: why a backup could not be made, read or brought back.

use std::path::PathBuf;

/// Why it could not be.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something else is in the folder.
    #[error("`{}` holds something else; backups need an empty or a new folder, or one that holds backups already", .0.display())]
    Foreign(PathBuf),
    /// No backups are there.
    #[error("`{}` holds no backups; `harpoon backup DEST` makes one there", .0.display())]
    None(PathBuf),
    /// A backup in what is backed up would hold itself.
    #[error("`{}` lies in what is backed up; choose a folder elsewhere, best on another disk", .0.display())]
    Inside(PathBuf),
    /// No such backup.
    #[error("there is no backup `{0}`, or several begin so; `harpoon backup DEST --list` shows all")]
    Unknown(String),
    /// A later version of this program made it.
    #[error("`{id}` has version {found} of the format, which this program is too old to read")]
    Newer {
        /// The backup.
        id: String,
        /// Its format.
        found: u32,
    },
    /// Bytes are not what they were.
    #[error(
        "the backup is damaged:\n  {}\n  another backup may be whole (`harpoon backup DEST --verify` looks at all); a file that is damaged can be removed: the \
         next backup puts it there again if the workspace still has it",
        .0.join("\n  ")
    )]
    Damaged(Vec<String>),
    /// It changed as it was read, again and again.
    #[error("`{}` changes faster than it can be copied, or files vanish while they are: is `harpoon optimize --vacuum 0` running? Try again", .0.display())]
    Restless(PathBuf),
    /// Something would be overwritten.
    #[error("`{}` is not empty, and nothing is overwritten: restore to a new folder, look at it, and move it into place", .0.display())]
    Occupied(PathBuf),
    /// An earlier restore was killed.
    #[error("`{}` is what a restore left that did not come to its end; remove it and try again", .0.display())]
    Left(PathBuf),
    /// One has to be chosen.
    #[error("the backup holds several workspaces: {}; choose one with --only NAME", .0.join(", "))]
    Several(Vec<String>),
    /// None of this name.
    #[error("the backup holds no workspace `{name}`; it holds {}", names.join(", "))]
    NoMember {
        /// The name.
        name: String,
        /// Those that are in it.
        names: Vec<String>,
    },
}

impl BackupError {
    /// Whether another command would do, and nothing has to be mended.
    pub const fn is_usage(&self) -> bool {
        !matches!(self, Self::Damaged(_) | Self::Restless(_) | Self::Newer { .. })
    }
}
