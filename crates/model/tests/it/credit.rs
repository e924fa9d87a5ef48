//! Credit: vectors, laws, mistakes of others, planted truth.

#![expect(clippy::print_stderr, reason = "a skipped check must be seen")]

mod data;
mod hand;
mod hostile;
mod laws;
mod ledger;
mod mistakes;
mod pathdata;
mod planted;
mod solver;
