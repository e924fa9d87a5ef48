//! The façade.

pub mod demo;
