//! [`CONNECTORS`]: every native export that Harpoon reads, one file a platform.
//!
//! To add one: a file beside these with a `static`, its line below, a fixture in `tests/fixtures`. Nothing else in the
//! tree names it.

use crate::connector::Connector;

mod x;

/// Every connector, by platform.
pub static CONNECTORS: &[&Connector] = &[&x::TWEET_ACTIVITY];
