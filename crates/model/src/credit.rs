//! Credit: how the conversions at the end of journeys are shared among the channels before them.
//!
//! [`Rules`] turn the touches and conversions of one person into journeys. [`Credit`] gathers journeys in one pass and can be
//! merged and written to bytes, so it serves as an aggregate function; [`Credit::finish`] gives every [`Model`]'s credits
//! with ranges. [`ledger`] splits the value of one conversion over its touches to the cent.
//!
//! Three laws hold for each model and are tests: the credits sum to the conversions and to their value; neither the order
//! nor the partitioning of the journeys changes a bit of the result; a channel whose name is part of another's name is
//! another channel (channels are codes here, never text).

mod accumulate;
mod alike;
mod bootstrap;
mod bytes;
mod chain;
mod columns;
mod cores;
mod edges;
mod effects;
mod error;
mod factor;
mod finish;
mod flow;
mod group;
mod journey;
pub mod ledger;
mod mixes;
mod model;
mod quality;
mod settle;
mod weights;

pub use accumulate::{Credit, Setup};
pub use bootstrap::Bootstrap;
pub use chain::{Step, Transition};
pub use effects::{ChainEffects, Effect};
pub use error::CreditError;
pub use finish::{Amount, Credited, Findings, ModelCredit, Totals};
pub use journey::{Journey, Milestones, Tally, Touch, TouchKind, UNATTRIBUTED};
pub use ledger::{Conversion, Entry, Rules, Scope};
pub use model::{About, Model, Order};
pub use quality::{FEWEST_JUDGED, Quality};
pub use weights::{Weighing, by_person, weigh};
