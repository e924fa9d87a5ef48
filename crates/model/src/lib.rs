//! Statistics over slices: whose credit it is, what was claimed, what came back, how leads become deals, why a figure changed,
//! what will come and whether a goal is met.
//!
//! Pure functions: numbers in, numbers out. No I/O, no Arrow, no clock; randomness only from a seed that is an
//! argument. Each module says what it computes, by which formula, from which paper, and where it does not hold.

pub mod brand;
pub mod claims;
pub mod credit;
pub mod explain;
pub mod forecast;
pub mod funnel;
pub mod interval;
pub mod pace;
pub mod roi;
pub mod stated;
pub mod target;

mod missing;
mod optimise;
mod random;
mod special;
