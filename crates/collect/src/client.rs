//! Whose address a request comes from, when proxies stand between: as far as those who are trusted tell, and no further.

use core::net::IpAddr;
use std::str::FromStr;

use http::HeaderMap;

/// A range of addresses: `10.0.0.0/8`, `fd00::/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    first: IpAddr,
    /// Leading bits that count.
    bits: u8,
}

/// Why a text is no [`Range`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no range of addresses; write 10.0.0.0/8, fd00::/8 or one address")]
pub struct RangeError(String);

impl FromStr for Range {
    type Err = RangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || RangeError(text.to_owned());
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| wrong())?)),
            None => (text.trim(), None),
        };
        let first: IpAddr = address.parse().map_err(|_| wrong())?;
        let width = if first.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(width);
        if bits > width {
            return Err(wrong());
        }
        // `::ffff:10.0.0.0/104` is `10.0.0.0/8`.
        Ok(match (first.to_canonical(), bits.checked_sub(96)) {
            (first @ IpAddr::V4(_), Some(bits)) if width == 128 => Self { first, bits },
            _ => Self { first, bits },
        })
    }
}

impl Range {
    /// Whether the address lies in it. `::ffff:10.0.0.1` is 10.0.0.1.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let beyond = u32::MAX.checked_shr(u32::from(self.bits)).unwrap_or(0);
                (first.to_bits() | beyond) == (address.to_bits() | beyond)
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let beyond = u128::MAX.checked_shr(u32::from(self.bits)).unwrap_or(0);
                (first.to_bits() | beyond) == (address.to_bits() | beyond)
            }
            _ => false,
        }
    }
}

/// The header in which the trusted proxies write whom they speak for. The other one is whatever a visitor wrote, and is not
/// looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forwarding {
    /// `X-Forwarded-For`.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// The visitor's address. Walks from the one who is connected backwards, and stops at the first that is not trusted: what
/// stands further left may be invented. An entry that is no address (`unknown`, `_secret`) ends the walk too.
pub fn client(peer: IpAddr, headers: &HeaderMap, header: Forwarding, trusted: &[Range]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|range| range.holds(address));
    let mut at = peer.to_canonical();
    for hop in hops(headers, header).rev() {
        if !is_trusted(at) {
            break;
        }
        match hop {
            Some(address) => at = address,
            None => break,
        }
    }
    at
}

/// The entries of the header, those of several headers one after the other, from the left.
fn hops(headers: &HeaderMap, header: Forwarding) -> impl DoubleEndedIterator<Item = Option<IpAddr>> {
    let name = match header {
        Forwarding::XForwardedFor => "x-forwarded-for",
        Forwarding::Forwarded => "forwarded",
    };
    let values = headers
        .get_all(name)
        .iter()
        .map(|value| value.to_str().unwrap_or_default());
    let entries: Vec<Option<IpAddr>> = values
        .flat_map(|value| value.split(','))
        .map(|entry| match header {
            Forwarding::XForwardedFor => address(entry),
            Forwarding::Forwarded => entry.split(';').find_map(speaks_for).and_then(address),
        })
        .collect();
    entries.into_iter()
}

/// The value of `for=`.
fn speaks_for(pair: &str) -> Option<&str> {
    let (name, value) = pair.split_once('=')?;
    name.trim()
        .eq_ignore_ascii_case("for")
        .then(|| value.trim().trim_matches('"'))
}

/// An address, with or without a port: `192.0.2.1`, `192.0.2.1:47011`, `2001:db8::1`, `[2001:db8::1]:47011`.
fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = match entry.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None if entry.bytes().filter(|byte| *byte == b':').count() == 1 => entry.split_once(':')?.0,
        None => entry,
    };
    bare.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}
