//! [`Reason`]: why an event is put aside. It is kept as far as it can be, counted, and never answered with a 4xx.

use crate::body::BodyError;
use crate::decode::{LONGEST_EVENT, LONGEST_ID, LONGEST_MESSAGE_ID, MOST_EVENTS, NESTED_EVENT};

/// What is wrong with an event, or with what should hold events.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The body is too long, or unpacks to too much.
    #[error("{0}")]
    Body(BodyError),
    /// Objects and arrays stand in one another too deep.
    #[error("objects and lists stand in one another more than {NESTED_EVENT} deep")]
    Nested,
    /// JSON, but no object where there must be one.
    #[error("an event is an object, and this is none")]
    NoObject,
    /// The list of events is missing or no list.
    #[error("`{0}` is no list of events")]
    NoList(&'static str),
    /// What all events of a batch share is too much to be kept with each, or nested too deep.
    #[error("what the events of the batch share is too much to be kept with each of them")]
    Shared,
    /// More events than one request may have; so many were left out.
    #[error("more than {MOST_EVENTS} events in one request")]
    Many,
    /// Longer than an event may be.
    #[error("the event has more than {} KiB", LONGEST_EVENT >> 10)]
    Long,
    /// A key stands twice, and it matters which counts.
    #[error("`{0}` stands twice")]
    Twice(&'static str),
    /// What must be said is not.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A word that the protocol does not know.
    #[error("`{key}` is `{word}`, which the protocol does not know")]
    Word {
        /// Where it stands.
        key: &'static str,
        /// The word, shortened.
        word: String,
    },
    /// An id is an object or a list.
    #[error("`{0}` is no text")]
    NoText(&'static str),
    /// An id is too long: of a message, more than 100 bytes as Segment has it; of others more than 1,000.
    #[error("`{0}` is longer than {max} bytes", max = if *.0 == "messageId" || *.0 == "eid" { LONGEST_MESSAGE_ID } else { LONGEST_ID })]
    LongId(&'static str),
    /// An id with control characters.
    #[error("`{0}` has control characters in it")]
    Control(&'static str),
    /// The event names a write key or site of its own, and nobody has it.
    #[error("the event's own write key is unknown")]
    Unknown,
}

impl Reason {
    /// A word for it that does not change, for counting and for other languages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Body(_) => "body",
            Self::Nested => "nested",
            Self::NoObject => "no_object",
            Self::NoList(_) => "no_list",
            Self::Shared => "shared",
            Self::Many => "many",
            Self::Long => "long",
            Self::Twice(_) => "twice",
            Self::Missing(_) => "missing",
            Self::Word { .. } => "word",
            Self::NoText(_) => "no_text",
            Self::LongId(_) => "long_id",
            Self::Control(_) => "control",
            Self::Unknown => "unknown_key",
        }
    }
}
