//! The signed ledger: who promised, agreed and reported what, in an order that cannot be changed unnoticed.
//!
//! An [`Entry`] says a thing of a [`Kind`]: a goal, its revision, an agreement, a report. It is signed by the key of
//! whoever says it. Entries stand in a [`Log`], a Merkle tree after RFC 6962, whose head is signed as a C2SP
//! checkpoint. [`verify`] needs bytes and public keys, nothing else. The crate knows nothing of what goals mean, and
//! never sees the lake, the query, connectors or HTTP. Time is given by the caller; randomness is used for keys and
//! salts only; files are touched in [`files`] and nowhere else.
//!
//! ```text
//! ledger/entries.jsonl   one entry a line, in canonical JSON; only ever grows
//! ledger/checkpoint      the signed head of the tree: name of the ledger, number of entries, root
//! ledger/keys/*.pub      the public keys that entries introduce, for people to compare
//! ledger/lock            held while somebody writes
//! ```
//!
//! Each file can be checked to the last bit: lines are compared with their own canonical form, so that another
//! spelling of the same meaning is found as well. `docs/ledger.md` holds the formats for auditors.

pub mod agreement;
pub mod checkpoint;
pub mod digest;
pub mod entry;
pub mod files;
pub mod json;
pub mod key;
pub mod log;
pub mod merkle;
pub mod note;
pub mod proof;
pub mod sealed;
pub mod verify;

pub use agreement::Agreement;
pub use checkpoint::Checkpoint;
pub use digest::Digest;
pub use entry::{Body, Draft, Entry, Kind, Salt};
pub use files::{KeyFolder, LedgerError, LedgerFiles};
pub use key::{KeyId, Role, Signer, Verifier};
pub use log::Log;
pub use proof::Proof;
pub use verify::{Finding, Found, Older, Verdict, verify};
