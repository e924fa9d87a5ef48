//! The monthly report: from a plain [`view`](view::Report) to paper.
//!
//! ```text
//! view::Report ──compose(words)──▶ document::Document ──▶ html · markdown · (crate pdf)
//!      plain, no language              sections, lines, tables, charts; one language
//! ```
//!
//! What is said, and in which order, is decided once, in [`compose`]; the renderers decide nothing. The same view gives the
//! same bytes. Nothing here reads a clock, a disk or the lake. Whatever comes from outside (names, posts, notes) is cleaned and
//! set apart, so that it can be neither markup nor a change of direction.

pub mod benchmark;
pub mod chart;
pub mod colour;
pub mod document;
pub mod html;
pub mod markdown;
pub mod parcel;
pub mod view;
pub mod words;

mod compose;
mod outside;

pub use compose::{Lead, compose, industry_source, linked};
pub use harpoon_core::Language;
pub use outside::clean;
pub use words::Words;
