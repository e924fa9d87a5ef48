//! The words of Harpoon: facts, measures, KPIs, money and periods.
//!
//! This crate computes and never acts: no I/O, no clock, no randomness, no async, no Arrow. Time, seed and
//! order are arguments. Everything that has a meaning in the trade has its type here, once.

pub mod batch;
pub mod catalogue;
pub mod channel;
pub mod event;
pub mod fact;
pub mod goal;
pub mod identity;
pub mod kpi;
mod language;
pub mod metric;
pub mod missing;
pub mod net;
pub mod number;
pub mod period;
pub mod profile;
pub mod reach;
pub mod reading;
pub mod record;
pub mod retention;
pub mod scatter;
pub mod schedule;
pub mod select;
pub mod series;
pub mod table;
pub mod virality;

pub use catalogue::{CATALOGUE, Catalogue, kpi};
pub use event::{Alias, AliasKind, Event, EventKind, Identity};
pub use fact::{Account, Ad, Campaign, Cost, CostKind, Counter, EntityKind, Measure, Post, Reject, Scope, Unit, Voice};
pub use kpi::{Additivity, Formula, Kpi, KpiUnit};
pub use language::Language;
pub use metric::{METRICS, Metric, metric};
pub use missing::{Missing, NoParts};
pub use number::Number;
pub use period::Period;
pub use reading::{Quantity, Reading};
pub use retention::{Aged, KeptFrom};
pub use select::{Dim, Filter, Selection};
pub use series::{Series, Span};
