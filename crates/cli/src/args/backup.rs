//! `backup` and `restore`.

use std::path::PathBuf;

use clap::Args;

use super::Output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme backup /mnt/backups/acme                      a workspace
  harpoon -w /srv/harpoon backup /mnt/backups --keep 30         a folder of workspaces, with who may come in
  harpoon backup /mnt/backups --list
  harpoon backup /mnt/backups --verify                          every file of every backup, read and compared

It may run while others serve, collect and import: it is the moment at which it looked at the data. Bytes that an earlier
backup has are not copied again. Private keys are never in it; `docs/operations.md` says what else is not.")]
pub(crate) struct Backup {
    /// Folder of backups, new, empty, or with backups in it.
    pub(crate) dest: PathBuf,
    /// Afterwards keep only so many of the newest.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) keep: Option<u32>,
    /// Make none; read what is there and compare it with what was written.
    #[arg(long, conflicts_with_all = ["keep", "list"])]
    pub(crate) verify: bool,
    /// Make none; list what is there.
    #[arg(long, conflicts_with = "keep")]
    pub(crate) list: bool,
    /// With --verify: only this backup, by its id or the beginning of it.
    #[arg(long = "backup", value_name = "ID", requires = "verify")]
    pub(crate) id: Option<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon restore /mnt/backups acme-again                       the newest backup, to a new folder
  harpoon restore /mnt/backups acme-again --backup 20261130T0200 --only acme
  harpoon restore /mnt/backups acme-then --only acme --at 41    its data as they were at version 41
  harpoon restore /mnt/backups acme-again --storage s3://agency-data/acme-again

Nothing is overwritten. Every file is compared with its digest, and everything is opened, before the folder gets its name.")]
pub(crate) struct Restore {
    /// Folder of backups.
    pub(crate) src: PathBuf,
    /// New or empty folder.
    pub(crate) dest: PathBuf,
    /// Which backup, by its id or the beginning of it; the newest if left out.
    #[arg(long, value_name = "ID")]
    pub(crate) backup: Option<String>,
    /// Of a folder of workspaces only this one.
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Option<String>,
    /// The data as they were at this version; imports since are there and taken back.
    #[arg(long, value_name = "VERSION")]
    pub(crate) at: Option<u64>,
    /// Erase again whoever is stated here: the folder of the workspace as it stood last, or one with a copy of its `erased/`.
    /// What the newest backup states holds in any case.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) erased: Option<PathBuf>,
    /// Bring the tables of the one workspace to a bucket, `s3://bucket/prefix` with nothing under it; without, they lie in the folder.
    #[arg(long, value_name = "URL")]
    pub(crate) storage: Option<String>,
    /// Address of the bucket's server where it is not Amazon's.
    #[arg(long, value_name = "URL", requires = "storage")]
    pub(crate) endpoint: Option<String>,
    /// Region of the bucket.
    #[arg(long, requires = "storage")]
    pub(crate) region: Option<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}
