//! Which network addresses we may be sent to by what people fill in: those that the whole internet reaches, so that
//! nobody has us knock at doors inside our own network; and those of a network of one's own, where somebody says so.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Ranges of version 4 that are not of the whole internet (IANA IPv4 Special-Purpose Address Registry, RFC 6890 and its
/// updates), multicast, and the one address in the public range that a cloud answers its own machines at.
const NOT_PUBLIC_4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::UNSPECIFIED, 8),            // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),       // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),    // shared by carriers (RFC 6598)
    (Ipv4Addr::new(127, 0, 0, 0), 8),      // this machine
    (Ipv4Addr::new(169, 254, 0, 0), 16),   // link-local, metadata of clouds
    (Ipv4Addr::new(172, 16, 0, 0), 12),    // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),     // protocols of the IETF
    (Ipv4Addr::new(192, 0, 2, 0), 24),     // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),   // 6to4, deprecated (RFC 7526)
    (Ipv4Addr::new(192, 168, 0, 0), 16),   // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),    // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24),  // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),   // documentation
    (Ipv4Addr::new(168, 63, 129, 16), 32), // Azure's own service
    (Ipv4Addr::new(224, 0, 0, 0), 4),      // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),      // reserved, broadcast
];

/// Ranges within 2000::/3, the only part of version 6 that is given out, that are not of the whole internet or hold an address of
/// version 4.
const NOT_PUBLIC_6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocols of the IETF, Teredo
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation (RFC 9637)
];

/// Whether the whole internet reaches it.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => !NOT_PUBLIC_4
            .iter()
            .any(|(start, length)| (four.to_bits() ^ start.to_bits()) >> (32 - length) == 0),
        IpAddr::V6(six) => {
            let given_out = six.to_bits() >> 125 == 1;
            let of = |(start, length): &(Ipv6Addr, u32)| (six.to_bits() ^ start.to_bits()) >> (128 - length) == 0;
            given_out && !NOT_PUBLIC_6.iter().any(of)
        }
    }
}

/// Ranges of version 4 that people give to machines of their own: this machine, private networks, networks of carriers and
/// overlays. Link-local is not among them: clouds tell their secrets there.
const PRIVATE_4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
];

/// One shared address within those ranges at which a cloud answers its own machines.
const ALIBABA: Ipv4Addr = Ipv4Addr::new(100, 100, 100, 200);
/// The same in version 6, within the local range (Amazon).
const AMAZON: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);

/// Whether it belongs to this machine or to a network of one's own, and so may be asked where somebody names the server.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => {
            let within = |(start, length): &(Ipv4Addr, u32)| (four.to_bits() ^ start.to_bits()) >> (32 - length) == 0;
            four != ALIBABA && PRIVATE_4.iter().any(within)
        }
        IpAddr::V6(six) => six == Ipv6Addr::LOCALHOST || (six.to_bits() >> 121 == 0xfc >> 1 && six != AMAZON),
    }
}
