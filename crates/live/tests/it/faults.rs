//! What servers do wrong, and what a run makes of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use harpoon_live::{Landing as _, PullError, Secret, Session, read};
use serde_json::json;

use crate::bluesky::{FIGURES, MENTION, TEXTS, desk, kofje, serve, signed_in};
use crate::desk::{Desk, Memory, NOW};
use crate::site::{Reply, Site};
use crate::told::check;

async fn after(faults: Vec<Reply>) -> (Site, Desk, Result<Memory, PullError>) {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let mut desk = desk(&site, Session::Open);
    desk.limits.whole = Duration::from_millis(300);
    for fault in faults {
        site.first(fault);
    }
    let mut memory = Memory::default();
    let pulled = desk.pull(&mut memory).await;
    (site, desk, pulled.map(|_| memory))
}

/// Each fault once, and the run is as if nothing had been.
#[tokio::test]
async fn faults_are_tried_again() {
    let good = json!({ "did": "did:plc:harns", "handle": "harns.example" }).to_string();
    let cut = Reply {
        cut: Some(20),
        ..Reply::new(200, &good)
    };
    let silent = Reply {
        silent: Duration::from_millis(600),
        ..Reply::new(200, &good)
    };
    let nothing = Reply {
        cut: Some(0),
        ..Reply::new(200, &good)
    };
    let faults = [
        Reply::new(500, "oh no"),
        Reply::new(502, "<html>bad gateway</html>"),
        Reply::new(408, ""),
        Reply::new(503, ""),
        Reply::new(429, r#"{"error":"RateLimitExceeded"}"#),
        Reply::new(200, "<html>we are down for a moment</html>"),
        Reply::new(200, &good[..good.len() - 1]),
        Reply::new(200, ""),
        Reply {
            body: b"{\"did\":\"\xff\"}".to_vec(),
            ..Reply::new(200, "")
        },
        cut,
        nothing,
        silent,
    ];
    for fault in faults {
        let (site, mut desk, pulled) = after(vec![fault.clone()]).await;
        let rows = desk.commit(&mut pulled.unwrap());
        check(
            &rows,
            &["figure", "post", "voice"],
            &format!("{FIGURES}{TEXTS}").replace("account did:plc:harns harns.example Europe/Amsterdam", ""),
        );
        assert_eq!(site.asked().len(), 6, "{fault:?}: five pages, one of them twice");
        assert_eq!(desk.world.waits().len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_server_that_stays_down_is_given_up() {
    let (site, desk, pulled) = after(vec![Reply::new(500, r#"{"error":"InternalServerError"}"#); 5]).await;
    let error = pulled.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no answer after 5 tries: the server answered 500 (InternalServerError)"
    );
    assert_eq!(site.asked().len(), 5);
    // Chance says 999 each time: a second of at most 2, 4, 8, 16, and the part of a second by which all waits differ.
    let waits: Vec<u128> = desk.world.waits().iter().map(Duration::as_millis).collect();
    assert_eq!(waits, [1999, 1999, 1999, 1999]);
}

/// 429 with a time is no failed try: it is waited for once, however often the server says it, up to our patience.
#[tokio::test]
async fn what_the_server_grants_is_kept_to() {
    let later = |seconds: &str| Reply::new(429, r#"{"error":"RateLimitExceeded"}"#).with("Retry-After", seconds);
    let (site, desk, pulled) = after(vec![
        later("30"),
        later("7"),
        later("7"),
        later("7"),
        later("7"),
        later("7"),
    ])
    .await;
    assert!(pulled.is_ok());
    assert_eq!(site.asked().len(), 11);
    let waits: Vec<u64> = desk.world.waits().iter().map(Duration::as_secs).collect();
    assert_eq!(waits, [30, 7, 7, 7, 7, 7], "with a part of a second more");

    let (site, desk, pulled) = after(vec![later("3600")]).await;
    let PullError::Later { until, .. } = pulled.unwrap_err() else {
        panic!("it waits an hour");
    };
    assert_eq!(until, "2026-11-30T09:00:00Z".parse().unwrap());
    assert_eq!((site.asked().len(), desk.world.waits().len()), (1, 0));
}

/// Bluesky's headers: seconds since 1970. The last request that is granted is answered, and the next one waits.
#[tokio::test]
async fn a_budget_that_is_spent_is_waited_for_before_the_server_refuses() {
    let reset = NOW.parse::<jiff::Timestamp>().unwrap().as_second() + 100;
    let profile = json!({ "did": "did:plc:harns", "handle": "harns.example", "followersCount": 1 });
    let last = Reply::json(&profile)
        .with("RateLimit-Limit", "3000")
        .with("RateLimit-Remaining", "0")
        .with("RateLimit-Reset", &reset.to_string())
        .with("RateLimit-Policy", "3000;w=300");
    let (site, desk, pulled) = after(vec![last]).await;
    assert_eq!(pulled.unwrap().pages.len(), 5);
    assert_eq!(site.asked().len(), 5, "nothing was refused");
    let waits: Vec<u64> = desk.world.waits().iter().map(Duration::as_secs).collect();
    assert_eq!(waits, [100]);
}

#[tokio::test]
async fn refusals_are_told_and_not_tried_again() {
    let (site, _, pulled) = after(vec![Reply::new(403, r#"{"error":"Forbidden","message":"no"}"#)]).await;
    let error = pulled.unwrap_err().to_string();
    assert_eq!(
        error,
        "the server answered /xrpc/app.bsky.actor.getProfile with 403 (Forbidden: no)"
    );
    assert_eq!(site.asked().len(), 1);
    // A redirect is not followed: what was asked for one server goes to no other.
    let elsewhere = Reply::new(302, "").with("Location", "http://127.0.0.1:1/");
    let (site, _, pulled) = after(vec![elsewhere]).await;
    assert!(pulled.unwrap_err().to_string().contains("with 302"));
    assert_eq!(site.asked().len(), 1);
}

#[tokio::test]
async fn a_wrong_password_is_told_without_it() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let session = Session::app_password("harns.example", Secret::new("hunter2-canary".to_owned()), None);
    let mut desk = desk(&site, session);
    let error = desk.pull(&mut Memory::default()).await.unwrap_err();
    let all = format!("{error} {error:?} {:?}", desk.session);
    assert!(matches!(error, PullError::SignedOut(_)) && all.contains("Invalid identifier or password"));
    assert!(!all.contains("canary"), "{all}");
    assert!(desk.session.kept().is_none());
}

/// No token and no password stands in what has landed.
#[tokio::test]
async fn what_lands_holds_no_secret() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.jsonl");
    let mut desk = desk(&site, signed_in());
    desk.pull(&mut harpoon_live::Landed::open(&path).unwrap())
        .await
        .unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.len() > 1000);
    for secret in ["app-word", "access-1", "refresh-1", "Bearer"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_not_taken() {
    let site = Site::new(|_| Reply::new(200, &format!("[{}1]", "1,".repeat(600_000))));
    let mut desk = desk(&site, Session::Open);
    desk.limits.longest = 1 << 20;
    let error = desk.pull(&mut Memory::default()).await.unwrap_err();
    assert_eq!(error.to_string(), "an answer is longer than 1048576 bytes");
    assert_eq!(site.asked().len(), 1);
}

/// A page of another shape has landed before it is read; the next call asks for it again, and does not stumble over it for ever.
#[tokio::test]
async fn a_page_of_another_shape_is_told_and_asked_for_again() {
    let world = Arc::new(Mutex::new(kofje()));
    let site = serve(&world);
    let mut desk = desk(&site, Session::Open);
    let mut memory = Memory::default();
    site.first(Reply::json(
        &json!({ "did": "did:plc:harns", "handle": "harns.example" }),
    ));
    site.first(Reply::json(&json!({ "posts": [] })));
    let error = desk.pull(&mut memory).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "page 3: the answer is not what the network's documents say: there is no /feed in it"
    );
    assert_eq!(memory.pages(), 2, "it is there to be looked at");
    assert!(read(desk.network, &mut memory).is_err(), "and nothing is made of it");
    let pulled = desk.pull(&mut memory).await.unwrap();
    assert_eq!((pulled.resumed, pulled.pages), (1, 5));
}

#[tokio::test]
async fn a_server_that_leads_in_a_circle_comes_to_an_end() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let mut desk = desk(&site, Session::Open);
    let item = kofje().feed[0].clone();
    site.first(Reply::json(
        &json!({ "did": "did:plc:harns", "handle": "harns.example" }),
    ));
    site.first(Reply::json(&json!({ "feed": [item], "cursor": "a" })));
    site.first(Reply::json(&json!({ "feed": [], "cursor": "b" })));
    site.first(Reply::json(&json!({ "feed": [item], "cursor": "a" })));
    let mut memory = Memory::default();
    let pulled = desk.pull(&mut memory).await.unwrap();
    assert_eq!(pulled.pages, 4);
    assert_eq!(
        pulled.remarks,
        ["the server leads in a circle through its pages (posts); what lies beyond was not read"]
    );
    assert_eq!(desk.commit(&mut memory).batch.posts.len(), 1);
}

#[tokio::test]
async fn a_run_that_is_old_or_of_something_else_is_begun_anew() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let mut one = desk(&site, Session::Open);
    let mut memory = Memory {
        dies_in: Some(6),
        ..Memory::default()
    };
    one.pull(&mut memory).await.unwrap_err();
    memory.dies_in = None;
    assert_eq!(memory.pages(), 2);
    let old = memory.clone();
    // Another zone gives other days.
    one.settings.zone = "Asia/Shanghai".to_owned();
    assert_eq!(one.pull(&mut memory).await.unwrap().resumed, 0);
    one.settings.zone = "Europe/Amsterdam".to_owned();
    let mut memory = old.clone();
    memory.head.as_mut().unwrap().begun = "2026-11-30T01:59:00Z".parse().unwrap();
    assert_eq!(one.pull(&mut memory).await.unwrap().resumed, 0, "six hours are over");
    let mut memory = old;
    assert_eq!(one.pull(&mut memory).await.unwrap().resumed, 2);
    let rows = one.commit(&mut memory);
    check(&rows, &["figure"], FIGURES);
    assert!(!crate::told::told(&rows).contains(MENTION.trim()));
}
