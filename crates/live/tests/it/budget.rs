//! The ways in which servers say when to come back, as seen by the waits they bring about.

use std::time::Duration;

use harpoon_live::{Mastodon, Secret, Session};

use crate::desk::{Desk, Memory};
use crate::site::{Reply, Site};

/// Seconds that are waited after one 429 with these headers; the server's clock is its own.
async fn waited(headers: &[(&str, &str)]) -> Vec<u64> {
    let site = Site::new(|_| Reply::new(403, ""));
    let mut refusal = Reply::new(429, "");
    for (name, value) in headers {
        refusal = refusal.with(name, value);
    }
    site.first(refusal);
    let session = Session::Token(Secret::new("token".to_owned()));
    let mut desk = Desk::new(&Mastodon, &site.address, "", session);
    desk.pull(&mut Memory::default()).await.unwrap_err();
    assert_eq!(site.asked().len(), 2);
    desk.world.waits().iter().map(Duration::as_secs).collect()
}

#[tokio::test]
async fn every_way_of_saying_when() {
    // Without a word: the first wait after a fault.
    assert_eq!(waited(&[]).await, [1]);
    assert_eq!(waited(&[("Retry-After", "42")]).await, [42]);
    assert_eq!(waited(&[("Retry-After", "Mon, 30 Nov 2026 08:00:42 GMT")]).await, [42]);
    // Mastodon: a time. Bluesky: seconds since 1970 (1,796,025,600 is 30 November 2026, 08:00 UTC). Drafts of the IETF: seconds from now.
    assert_eq!(
        waited(&[("X-RateLimit-Reset", "2026-11-30T08:02:00.000Z")]).await,
        [120]
    );
    assert_eq!(waited(&[("RateLimit-Reset", "1796025660")]).await, [60]);
    assert_eq!(waited(&[("RateLimit-Reset", "15")]).await, [15]);
    // What is said outright counts.
    assert_eq!(waited(&[("Retry-After", "5"), ("RateLimit-Reset", "15")]).await, [5]);
    // A server whose clock is an hour ahead means sixty seconds all the same.
    let ahead = [
        ("Date", "Mon, 30 Nov 2026 09:00:00 GMT"),
        ("RateLimit-Reset", "1796029260"),
    ];
    assert_eq!(waited(&ahead).await, [60]);
    // What is over or makes no sense is a failed try.
    assert_eq!(waited(&[("Retry-After", "-7")]).await, [1]);
    assert_eq!(waited(&[("Retry-After", "soon")]).await, [1]);
    assert_eq!(waited(&[("RateLimit-Reset", "1796025000")]).await, [1]);
}
