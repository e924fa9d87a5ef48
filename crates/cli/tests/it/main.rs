//! The command line's tests, against the real binary: its contract, and what the house promises on real files.

#![expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]

mod backup;
mod backup_of_bucket;
mod beside;
mod bucket;
mod care;
#[cfg(feature = "cluster")]
mod cluster;
mod collect;
mod collect_kills;
mod collector;
mod contract;
mod demo;
mod deploy;
mod doctor;
mod erasing;
mod explain;
mod export;
mod goals;
mod journeys;
mod kills;
mod ledger;
mod links;
mod live;
mod metrics;
mod mistakes;
mod money;
mod pages;
mod place;
mod promises;
mod receipts;
mod removal;
mod report;
mod retention;
mod same;
mod serve;
mod several;
mod short_links;
mod singer;
#[path = "../../../live/tests/it/site.rs"]
mod site;
mod sparse;
mod storage;
mod sync;
mod uci;

/// Whether the long runs are asked for: `cargo xtask test --long`.
fn is_long() -> bool {
    std::env::var_os("HARPOON_LONG").is_some()
}
