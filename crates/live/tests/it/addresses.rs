//! Which servers are asked at all.

use harpoon_live::{Server, ServerError};

use crate::desk::Memory;
use crate::site::{Reply, Site};

#[test]
fn a_server_of_the_internet_is_asked_by_https_and_by_its_name_alone() {
    for good in [
        "https://bsky.social",
        "https://mastodon.social/",
        "https://social.example:8443",
        "https://9.9.9.9",
    ] {
        Server::public(good).unwrap();
    }
    for bad in [
        "bsky.social",
        "ftp://bsky.social",
        "https://",
        "https://user@bsky.social",
        "https://user:word@bsky.social",
        "https://bsky.social/path",
        "https://bsky.social/?a=b",
        "https://bsky.social/#a",
        "file:///etc/passwd",
    ] {
        assert!(matches!(Server::public(bad), Err(ServerError::NoAddress(_))), "{bad}");
        assert!(Server::private(bad).is_err(), "{bad}");
    }
    assert!(matches!(
        Server::public("http://bsky.social"),
        Err(ServerError::NotEncrypted(_))
    ));
    // An address within has many spellings; the parser of addresses makes one of them.
    for within in [
        "127.0.0.1",
        "10.1.2.3",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[fd00::1]",
    ] {
        let address = format!("https://{within}");
        assert!(
            matches!(Server::public(&address), Err(ServerError::NotPublic(_))),
            "{within}"
        );
    }
    for own in [
        "http://127.0.0.1:8001",
        "http://192.168.1.2",
        "https://10.0.0.1",
        "http://[::1]:80",
        "http://localhost:1",
    ] {
        Server::private(own).unwrap();
    }
    for never in [
        "http://169.254.169.254",
        "http://0.0.0.0",
        "http://[fe80::1]",
        "http://[fd00:ec2::254]",
        "http://224.0.0.1",
    ] {
        assert!(
            matches!(Server::private(never), Err(ServerError::NotPublic(_))),
            "{never}"
        );
    }
}

/// A name is only known to lead within when it is looked up.
#[tokio::test]
async fn a_name_that_leads_within_is_not_asked() {
    let site = Site::new(|_| Reply::new(200, "{}"));
    let port = site.address.rsplit(':').next().unwrap();
    let mut desk = crate::bluesky::desk(&site, harpoon_live::Session::Open);
    desk.server = Server::public(&format!("https://localhost:{port}")).unwrap();
    let error = desk.pull(&mut Memory::default()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "not asked: localhost leads into a network of its own, not the internet; if it is a server of your own network, say so"
    );
    assert!(site.asked().is_empty());
}
