//! Connectors: from a file as it came to facts.
//!
//! ```text
//!  path ─▶ origin ─▶ recognise ─▶ Plan ─(answers)─▶ read ─▶ Batch, Batch, … + Summary
//!          unzip     dialect       │                 rows     facts, rejects   totals kept as checks
//!          xlsx      header        └ questions
//!          singer
//! ```
//! Pure reading: this crate never writes, never asks and never touches the lake. It is streaming: memory does not grow
//! with the file, save for spreadsheets, whose size is capped.

mod ahead;
mod asks;
pub mod cell;
pub mod connector;
pub mod connectors;
pub mod dictionary;
pub mod field;
mod grid;
mod header;
pub mod idclock;
pub mod map;
mod notes;
pub mod origin;
pub mod plan;
mod read;
mod recognise;
mod record;
mod refusal;
mod registry;
mod remark;
mod sheet;
pub mod singer;
mod table;
mod text;
mod walk;

pub use connector::Connector;
pub use connectors::CONNECTORS;
pub use field::Field;
pub use origin::{Limits, Origin, origins, origins_in};
pub use plan::Verdict;
pub use plan::{
    Answers, Check, Damage, Danger, Plan, Question, QuestionKey, Refusal, Seen, Spot, Summary, TablePlan, Thing,
};
pub use read::{ReadError, raw_row, read};
pub use recognise::{propose, recognise};
pub use registry::Registry;
pub use remark::{Held, Passed, Remark};
pub use table::{click_in, email, email_company, phone_number, site_company};
