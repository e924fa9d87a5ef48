//! [`Limit`]: how many requests one address may send, by a bucket of tokens each.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Addresses that are remembered. Beyond, those that have sent little lately are forgotten, and in need all.
const MOST: usize = 20_000;
/// Seconds' worth of requests that may come at once.
const BURST: f64 = 4.0;

/// Buckets by address.
#[derive(Default)]
pub(super) struct Limit(Mutex<HashMap<IpAddr, Bucket>>);

struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Bucket {
    fn refilled(&self, a_second: f64, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.tokens + since * a_second).min(a_second * BURST)
    }
}

impl Limit {
    /// Takes a token of the address; tells how long to wait where there is none. `a_second` is 0 for any number.
    pub(super) fn take(&self, address: IpAddr, a_second: u32, now: Instant) -> Result<(), Duration> {
        if a_second == 0 {
            return Ok(());
        }
        let a_second = f64::from(a_second);
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| bucket.refilled(a_second, now) < a_second * BURST);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(network(address)).or_insert(Bucket {
            tokens: a_second * BURST,
            at: now,
        });
        let tokens = bucket.refilled(a_second, now);
        bucket.at = now;
        if tokens < 1.0 {
            bucket.tokens = tokens;
            return Err(Duration::from_secs_f64((1.0 - tokens) / a_second));
        }
        bucket.tokens = tokens - 1.0;
        Ok(())
    }
}

/// Of an IPv6 address the first 64 bits: a visitor has the rest to choose from.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        address @ IpAddr::V4(_) => address,
    }
}
