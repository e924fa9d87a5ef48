//! Which network addresses may be asked: special ranges, their first and last address, and what lies just outside.

use std::net::IpAddr;

use harpoon_core::net::{is_private, is_public};

/// Special ranges by RFC 6890, RFC 6598, RFC 5736 ff., the first and the last address of each, and what lies just outside.
#[test]
fn only_addresses_of_the_whole_internet_are_public() {
    let public = |text: &str| is_public(text.parse::<IpAddr>().expect("an address"));
    for no in [
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.170",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.255",
        "168.63.129.16",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:8.8.8.8",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378::1",
        "2001:1ff::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
    ] {
        assert!(!public(no), "{no}");
    }
    for yes in [
        "1.0.0.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "168.63.129.15",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2003::1",
        "2600::1",
        "3ffe::1",
    ] {
        assert!(public(yes), "{yes}");
    }
}

/// A server of one's own is one at which machines of one's own stand, never where a cloud tells its secrets.
#[test]
fn only_networks_of_ones_own_are_private() {
    let private = |text: &str| is_private(text.parse::<IpAddr>().expect("an address"));
    for yes in [
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "172.16.0.0",
        "172.31.255.255",
    ] {
        assert!(private(yes), "{yes}");
    }
    for yes in ["192.168.0.0", "192.168.255.255", "::1", "fc00::1", "fdff:ffff::1"] {
        assert!(private(yes), "{yes}");
    }
    for no in [
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.100.100.200",
        "128.0.0.1",
        "169.254.169.254",
        "172.15.255.255",
    ] {
        assert!(!private(no), "{no}");
    }
    for no in [
        "172.32.0.0",
        "192.169.0.0",
        "168.63.129.16",
        "0.0.0.0",
        "224.0.0.1",
        "8.8.8.8",
        "255.255.255.255",
    ] {
        assert!(!private(no), "{no}");
    }
    for no in [
        "::",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fd00:ec2::254",
        "fbff::1",
        "fe00::1",
        "ff02::1",
        "2600::1",
    ] {
        assert!(!private(no), "{no}");
    }
}
