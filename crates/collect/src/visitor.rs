//! The cookieless name of a visitor: a keyed digest of site, address and browser, whose key is thrown away. Within a day the same
//! visitor has the same name; after two nobody can tell whose it was, not even with the address in hand. No address is kept.
//!
//! The method is Plausible's ("Plausible: Data policy", 2019), with HMAC-SHA256 in place of its hash.

use core::net::{IpAddr, Ipv6Addr};
use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;
use zeroize::Zeroize as _;

use crate::key::hex;

/// How long a salt is kept after its day has begun (UTC).
const KEPT: SignedDuration = SignedDuration::from_hours(48);

/// The secret of one day.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt {
    day: Date,
    secret: [u8; 32],
}

impl Salt {
    /// A salt; the bytes come from the operating system's source of randomness.
    pub const fn new(day: Date, secret: [u8; 32]) -> Self {
        Self { day, secret }
    }

    /// Its day, in UTC.
    pub const fn day(&self) -> Date {
        self.day
    }

    /// Its bytes, to be kept in a place of which no backup is made.
    pub const fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// The name of a visitor on the salt's day. Of an IPv6 address the first 64 bits count: the rest changes by itself.
    pub fn visitor(&self, site: &str, address: IpAddr, agent: &str) -> Option<String> {
        let mut code = Hmac::<Sha256>::new_from_slice(&self.secret).ok()?;
        let address = match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        };
        for part in [site, &address.to_string(), agent] {
            // Lengths keep "ab" + "c" and "a" + "bc" apart.
            code.update(&(part.len() as u64).to_le_bytes());
            code.update(part.as_bytes());
        }
        let digest = code.finalize().into_bytes();
        Some(hex(digest.get(..16)?))
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Salt({})", self.day)
    }
}

impl Drop for Salt {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// What is to be done about salts at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The day that counts now; a salt must be made for it where there is none.
    pub today: Date,
    /// Whether a salt must be made.
    pub is_new: bool,
    /// Days whose salts must be deleted now: 48 hours have gone since they began, or they are of a day to come, which a clock
    /// that was wrong has made.
    pub delete: Vec<Date>,
}

/// What is to be done, given the days of the salts that there are.
pub fn turn(days: &[Date], now: Timestamp) -> Turn {
    let today = TimeZone::UTC.to_datetime(now).date();
    let is_over = |day: &Date| {
        let began = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0));
        began.is_ok_and(|began| now.duration_since(began) >= KEPT) || *day > today
    };
    Turn {
        today,
        is_new: !days.contains(&today),
        delete: days.iter().copied().filter(is_over).collect(),
    }
}
