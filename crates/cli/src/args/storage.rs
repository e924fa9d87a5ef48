//! Words of `storage`.

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct Storage {
    #[command(subcommand)]
    pub(crate) action: StorageAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StorageAction {
    /// Move them to a bucket: copied, read again, and only then removed here.
    #[command(after_help = "Examples:
  harpoon -w zilt storage move s3://agency-data/zilt --region eu-west-1
  harpoon -w zilt storage move s3://agency-data/zilt --endpoint https://s3.example.org
Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the environment, and stand in no file. docs/storage.md says more.")]
    Move {
        /// Bucket and prefix, which is this workspace's alone: `s3://bucket/prefix`.
        url: String,
        /// Address of the server where it is not Amazon's.
        #[arg(long, value_name = "URL")]
        endpoint: Option<String>,
        /// Region of the bucket.
        #[arg(long)]
        region: Option<String>,
    },
    /// Bring them back to this folder. From then on nobody can write to the bucket.
    Home {
        /// Also remove from the bucket what was brought home.
        #[arg(long)]
        remove: bool,
    },
}
