//! The façade: what a program that embeds Harpoon calls. Import, measure, explain, promise.
//!
//! Nothing here prints or asks; the command line and the server do that on top.

pub mod annotations;
pub mod backup;
pub mod branding;
mod called;
pub mod care;
pub mod choices;
pub mod collecting;
pub mod costs;
pub mod demo;
pub mod engine;
pub mod erasing;
pub mod error;
pub mod explain;
pub mod feeds;
pub mod goals;
mod held;
pub mod here;
pub mod import;
pub mod journeys;
pub mod json;
pub mod links;
pub mod live;
pub mod measure;
mod presence;
mod ready;
pub mod receipt;
pub mod report;
pub mod retention;
pub mod sheet;
pub mod singer;
pub mod storage;
pub mod sync;
pub mod workspace;
pub mod written;

pub use error::{Error, Turn};
pub use harpoon_collect as collect;
pub use harpoon_connect as connect;
pub use harpoon_core as core;
pub use harpoon_lake as lake;
pub use harpoon_ledger as ledger;
pub use harpoon_model as model;
pub use import::{Attendant, Options, Report, import};
pub use workspace::{Settings, Workspace};
