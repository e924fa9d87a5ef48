//! Words of `account`.

use clap::{Args, Subcommand};
use harpoon::sync::Every;

use super::Output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme account add bluesky acme.example                                 what everybody may see
  harpoon -w acme account add bluesky acme.example --token-from app-password.txt   mentions as well
  harpoon -w acme account add mastodon https://mastodon.example acme --token-from -
  harpoon -w acme sync                                                             asks every account that is due
A token is read from a file, from standard input (-), or from HARPOON_ACCOUNT_TOKEN, never from an argument. It lies closed in the
workspace; the key that opens it lies with the private keys ($HARPOON_KEYS), or is HARPOON_SERVER_KEY. See docs/live.md.")]
pub(crate) struct Account {
    #[command(subcommand)]
    pub(crate) action: AccountAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountAction {
    /// Follow an account; one that is followed already gets the other token.
    Add {
        #[command(subcommand)]
        network: FollowedOn,
    },
    /// The accounts that are followed, and how they stand.
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Follow an account no more; its token is removed, and what it has told stays.
    Remove {
        /// Its name, from `harpoon account list`.
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum FollowedOn {
    /// One of Bluesky (AT Protocol): posts with counts, replies, quotes, followers; with an app password, mentions too.
    Bluesky {
        /// Its handle (acme.bsky.social) or DID.
        handle: String,
        /// The server that is asked; Bluesky's own if left out.
        #[arg(long, value_name = "URL")]
        server: Option<String>,
        #[command(flatten)]
        terms: Terms,
    },
    /// One of a server that speaks the Mastodon API: posts with counts, replies, quotes, mentions, followers.
    Mastodon {
        /// Its server: https://mastodon.example.
        server: String,
        /// Its name there: acme.
        name: String,
        #[command(flatten)]
        terms: Terms,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Terms {
    /// File with the access token or app password; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) token_from: Option<String>,
    /// Its name here; made of its address if left out.
    #[arg(long = "name", value_name = "NAME", id = "own_name")]
    pub(crate) name: Option<String>,
    /// How often `harpoon sync` asks it: 30m, 6h, 1d.
    #[arg(long, default_value = "6h", value_parser = every)]
    pub(crate) every: Every,
    /// The server is in a network of your own: private addresses, and http:// too.
    #[arg(long)]
    pub(crate) private: bool,
}

fn every(words: &str) -> Result<Every, String> {
    Every::from_words(words).ok_or_else(|| "write a span of time such as 30m, 6h or 1d".to_owned())
}
