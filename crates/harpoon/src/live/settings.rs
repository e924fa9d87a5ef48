//! [`AccountSettings`]: `[accounts.NAME]` of `harpoon.toml`. No secret stands in it.

use serde::{Deserialize, Serialize};

use crate::sync::Every;

/// An account that is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountSettings {
    /// `bluesky` or `mastodon`.
    pub network: String,
    /// The server that is asked: `https://` and its name.
    pub server: String,
    /// Handle or name of the account, without `@` before it.
    pub account: String,
    /// Whether the server is in a network of one's own: its addresses may be private, and it may be asked without encryption.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
    /// How often it is asked by itself: `30m`, `6h`, `1d`; only when asked for if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
}

impl AccountSettings {
    /// Whether both are of one account. A name is one server's own in the fediverse, and everybody's on Bluesky.
    pub(super) fn is_same_account(&self, other: &Self) -> bool {
        let is_one_server = self.server == other.server || self.network == super::BLUESKY;
        self.network == other.network && self.account == other.account && is_one_server
    }
}
