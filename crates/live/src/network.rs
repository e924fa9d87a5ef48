//! [`Network`]: what to ask a network, and what its answers tell, in words that all networks share.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::bluesky::Bluesky;
use crate::mastodon::Mastodon;
use crate::page::{Head, Page};

/// All networks, in reading order.
pub static NETWORKS: &[&dyn Network] = &[&Bluesky, &Mastodon];

/// The network with this id.
pub fn network(id: &str) -> Option<&'static dyn Network> {
    NETWORKS.iter().copied().find(|network| network.about().id == id)
}

/// A network with an open API. It does no I/O: it says what to ask, and reads what came.
pub trait Network: Sync {
    /// What it is.
    fn about(&self) -> &'static About;

    /// Who the account is.
    fn profile(&self, head: &Head) -> Ask;

    /// What the account wrote, newest first.
    fn posts(&self, head: &Head, me: &Profile) -> Ask;

    /// What names the account, newest first, where that can be asked.
    fn heard(&self, head: &Head, me: &Profile) -> Option<Ask>;

    /// What was written below a text, at any depth.
    fn thread(&self, text: &Spot) -> Ask;

    /// What quotes a text, where that can be asked.
    fn quotes(&self, text: &Spot) -> Option<Ask>;

    /// Whether texts are still there.
    fn looks(&self, texts: &[Spot]) -> Vec<Ask>;

    /// What a page tells. `me` is what the page of [`What::Profile`] told.
    fn tell(&self, head: &Head, me: Option<&Profile>, page: &Page) -> Result<Told, Unreadable>;
}

/// What a network is, for products and documents.
#[derive(Debug, PartialEq, Eq)]
pub struct About {
    /// Platform id, as in facts.
    pub id: &'static str,
    /// Raised when the same pages would be read into other facts.
    pub version: u32,
    /// Its name.
    pub title: &'static str,
    /// The documents that requests and fields were taken from.
    pub source: &'static str,
    /// How sure we are.
    pub evidence: Evidence,
    /// What it cannot know.
    pub unavailable: &'static [Unavailable],
}

/// How sure we are of a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It asked a real server in tests, and its figures were those that the server said.
    LiveTested,
    /// Its answers were recorded from a real server.
    Recorded,
    /// Written from documents.
    SpecOnly,
}

/// A figure that the network does not have. It is not told at all, which is not nought.
#[derive(Debug, PartialEq, Eq)]
pub struct Unavailable {
    /// Canonical metric.
    pub metric: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Who the account is.
    Profile,
    /// What it wrote.
    Posts,
    /// What names it.
    Heard,
    /// What was written below a text.
    Thread,
    /// What quotes a text.
    Quotes,
    /// Whether texts are still there.
    Look,
}

/// Where a text is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    /// Its key in facts: lasts.
    pub key: String,
    /// What the server asked knows it by.
    pub id: String,
}

/// A request that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What for.
    pub what: What,
    /// Path and query.
    pub path: String,
    /// The texts that are asked about.
    pub about: Vec<Spot>,
    /// Statuses that are answers beside 200: the text is not there.
    pub absent: &'static [u16],
}

/// The account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its key in facts: lasts.
    pub key: String,
    /// What the server knows it by.
    pub id: String,
    /// What people know it by.
    pub name: String,
    /// Accounts that follow it.
    pub followers: Option<i64>,
    /// Accounts that it follows.
    pub following: Option<i64>,
    /// Texts that it has written, by the network's own count.
    pub posts: Option<i64>,
}

/// Figures of a text since it was written. What the server does not say is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Likes, favourites.
    pub likes: Option<i64>,
    /// Replies right below it.
    pub replies: Option<i64>,
    /// Reposts, boosts.
    pub reposts: Option<i64>,
    /// Quotes.
    pub quotes: Option<i64>,
    /// Bookmarks.
    pub bookmarks: Option<i64>,
}

/// What somebody else's text is to the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VoiceKind {
    /// It answers a text of the account, or stands below one.
    Reply,
    /// It quotes one.
    Quote,
    /// It names the account.
    Mention,
}

impl VoiceKind {
    /// The word in [`harpoon_core::Voice::kind`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Quote => "quote",
            Self::Mention => "mention",
        }
    }
}

/// A text that a page tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Its key in facts: lasts.
    pub key: String,
    /// What the server knows it by.
    pub id: String,
    /// Whether the account wrote it.
    pub own: bool,
    /// If not, what it is to the account.
    pub kind: Option<VoiceKind>,
    /// Key of who wrote it.
    pub author: String,
    /// Name of who wrote it.
    pub author_name: Option<String>,
    /// When it was written, or first seen where the author says a later time.
    pub at: Option<Timestamp>,
    /// Plain text.
    pub text: Option<String>,
    /// Where people read it.
    pub link: Option<String>,
    /// Its form, in the words of [`harpoon_core::Post::format`].
    pub format: Option<&'static str>,
    /// Where it leads to.
    pub leads_to: Option<String>,
    /// Key or id of the text that it answers.
    pub answers: Option<String>,
    /// Key or id of the text at the head of its thread.
    pub thread: Option<String>,
    /// Key of the text that it quotes.
    pub quotes: Option<String>,
    /// Language that the author states.
    pub language: Option<String>,
    /// When it was last changed.
    pub edited_at: Option<Timestamp>,
    /// Whether few may read it.
    pub restricted: bool,
    /// Its figures, where the page tells them.
    pub counts: Option<Counts>,
}

/// What a page tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The account.
    pub profile: Option<Profile>,
    /// Texts, in the page's order.
    pub texts: Vec<Text>,
    /// Of the texts that were asked about, keys of those that are not there.
    pub absent: Vec<String>,
    /// Texts below which there is more than the page tells.
    pub more_below: Vec<Spot>,
    /// Path of the next page.
    pub next: Option<String>,
    /// The latest and the earliest place of the page in its order by time.
    pub span: Option<(Timestamp, Timestamp)>,
    /// Items that could not be read: why, and the item as it came.
    pub rejects: Vec<(String, String)>,
}

/// A page that is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the answer is not what the network's documents say: {0}")]
pub struct Unreadable(pub String);
