//! The engine on several machines: sessions whose plans run on workers, and the workers.
//!
//! ```text
//!  harpoon (any command) ─▶ lake: session, plan ─▶ stages ─▶ worker ┐   workers read the same files,
//!                     ◀───────── rows ◀──────────────────── worker ◀┘   and hand each other what they regroup
//! ```
//! Planning and the traffic of stages are `datafusion-distributed`'s (docs/decisions/010-cluster.md). Here stand: who may speak
//! to whom ([`Secret`], TLS), which workers are there and of which version ([`Cluster`]), what a worker knows ([`Door`]), and
//! work that is no plan ([`harpoon_lake::engine::Task`]), which travels as the leaf of one.

#![cfg(feature = "nodes")]

mod channels;
mod cluster;
mod error;
mod order;
mod secret;
mod task;
mod worker;
mod workers;

pub use cluster::{Cluster, Setup};
pub use error::ClusterError;
pub use secret::{Certificates, Secret};
pub use task::Work;
pub use worker::{Door, Join};

/// What nodes must share to understand each other's plans: the program's version, and that of the engine.
pub fn version() -> String {
    format!(
        "harpoon {} datafusion {}",
        env!("CARGO_PKG_VERSION"),
        datafusion::DATAFUSION_VERSION
    )
}
