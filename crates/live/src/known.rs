//! [`Known`]: what earlier runs told of an account, so that a run asks for what moved, and notices what is gone.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::page::digest;
use crate::rows::Rows;

/// A text that was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownText {
    /// What the server knows it by, where that is not its key.
    pub id: String,
    /// Whether it is the account's own; else it is a voice.
    pub own: bool,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// Replies that it had.
    pub replies: Option<i64>,
    /// Quotes that it had.
    pub quotes: Option<i64>,
    /// A digest of the row that told it last; none where none did, such as of a voice that was only looked at.
    #[serde(default)]
    pub said: Option<String>,
}

/// All texts that were told and are not gone, by key. The lake's tables `posts` and `voices` hold the same; without it a run asks for
/// more and notices no deletion, and its facts are as true.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// By key: the post's or the voice's id.
    pub texts: BTreeMap<String, KnownText>,
}

impl Known {
    /// Takes in what a run told, once it is committed.
    pub fn learn(&mut self, rows: &Rows) {
        for (key, text) in &rows.known.texts {
            let before = self.texts.remove(key).and_then(|known| known.said);
            let mut text = text.clone();
            text.said = text.said.or(before);
            self.texts.insert(key.clone(), text);
        }
        for gone in &rows.gone {
            self.texts.remove(&gone.key);
        }
    }

    /// A name of all that is known. A run goes on only with what it began with.
    pub(crate) fn digest(&self) -> String {
        digest(serde_json::to_string(&self.texts).unwrap_or_default().as_bytes())
    }
}
