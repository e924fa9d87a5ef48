//! Networks with open APIs, asked live: what they say of an account, as facts.
//!
//! ```text
//!  plan ─▶ ask ─▶ answer ─▶ page, landed ─▶ read ─┐            pages ─▶ read ─▶ Rows: facts, who is gone,
//!   ▲     retry, budget,    durable before        │            the same bytes,  the checkpoint of the next run
//!   │     one host, limits  it is read            │            the same rows
//!   └───────── what to ask next ──────────────────┘
//! ```
//!
//! One [`Runner`] asks for all networks: it alone knows HTTP, tries again, keeps to what a server grants, and lands pages. A
//! [`Network`] says what to ask and what an answer tells; it does no I/O. A run is its pages: whoever is stopped anywhere
//! goes on from those that [`Landing`] holds, which are read again and not asked for again. So nothing is lost and nothing
//! counts twice, and there is no second record of where a run stands that could differ from the first.
//!
//! # One run, as an import
//!
//! 1. [`Head::new`] from the connection's [`Settings`] and the [`Checkpoint`] of the last import.
//! 2. [`Runner::pull`] with a [`Landed`] file, the [`Session`], and what is [`Known`] of earlier runs. Stopped or refused for now,
//!    it is called again later and goes on.
//! 3. [`read`] of the landed file gives [`Rows`]. The file's bytes are the import's raw bytes, each fact's `row` is its line, and
//!    [`Rows::checkpoint`] belongs to the import: rows and checkpoint are committed together.
//! 4. [`Landed::remove`]. Stopped before it, the next run finds the same bytes, which are the same import.
//!
//! A session is a secret: what [`Progress::SignedIn`] tells, [`Session::kept`] gives again, and is kept closed.

mod attempt;
mod bluesky;
mod budget;
mod json;
mod known;
mod landed;
mod mastodon;
mod network;
mod page;
mod plan;
mod pull;
mod read;
mod rows;
mod server;
mod session;
mod wire;
mod world;

pub use bluesky::Bluesky;
pub use known::{Known, KnownText};
pub use landed::{Landed, Landing};
pub use mastodon::Mastodon;
pub use network::{
    About, Ask, Counts, Evidence, NETWORKS, Network, Profile, Spot, Text, Told, Unavailable, Unreadable, VoiceKind,
    What, network,
};
pub use page::{Checkpoint, Head, Page, Settings};
pub use pull::{Limits, Progress, PullError, Pulled, Runner, Work};
pub use read::read;
pub use rows::{Gone, Rows};
pub use server::{Server, ServerError};
pub use session::{Secret, Session};
pub use world::{Real, World};
