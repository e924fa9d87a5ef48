//! What visitors' clients send, understood: requests of unmodified analytics clients to records, and records to facts.
//!
//! ```text
//!  request ─▶ decode ─▶ items ─▶ admit ─▶ Sent, a line of JSON ─▶ told ─▶ events, identities ─▶ visits
//!             protocol  faults    source   (kept by others)        kind    as our tables have     begin, end
//!             limits    reasons   key                              money   them                   of visits
//! ```
//!
//! Pure functions: no I/O, no clock, no randomness, no async. Instants, salts and numbers of requests are handed in.

mod admit;
mod answer;
mod body;
pub mod bot;
pub mod click;
pub mod client;
mod decode;
mod in_base64;
mod json;
mod key;
mod moment;
mod quarantine;
mod redact;
mod request;
pub mod scheme;
mod sent;
mod told;
pub mod visitor;
mod visits;

pub use admit::{Admitted, Arrival, Source, admit};
pub use answer::{Answer, Origins, cors};
pub use body::{BodyError, LONGEST_BODY, LONGEST_TEXT, RATIO};
pub use decode::{
    Credential, Decoded, Fault, Item, LONGEST_EVENT, LONGEST_ID, LONGEST_MESSAGE_ID, MOST_EVENTS, NESTED_EVENT, Posted,
    decode,
};
pub use key::Key;
pub use quarantine::Reason;
pub use request::{Call, Endpoint, Protocol, Request};
pub use sent::{LineError, Quarantined, Sent, VERSION};
pub use told::{Kinds, Lack, NameMistake, Step, Terms, Told, tell};
pub use visits::{READ, REST, Visits};
