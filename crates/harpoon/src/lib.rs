//! The façade: what a program that embeds Harpoon calls. Import, measure, explain, promise.
//!
//! Nothing here prints or asks; the command line and the server do that on top.

pub mod care;
pub mod costs;
pub mod demo;
pub mod error;
pub mod explain;
pub mod goals;
mod held;
pub mod import;
pub mod journeys;
pub mod json;
pub mod measure;
mod ready;
pub mod receipt;
pub mod report;
pub mod workspace;

pub use error::{Error, Turn};
pub use harpoon_connect as connect;
pub use harpoon_core as core;
pub use harpoon_lake as lake;
pub use harpoon_ledger as ledger;
pub use harpoon_model as model;
pub use import::{Attendant, Options, Report, import};
pub use workspace::{Settings, Workspace};
