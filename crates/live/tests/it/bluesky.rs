//! Bluesky: answers as the lexicons have them, and what a person reads in them.

use std::sync::{Arc, Mutex};

use harpoon_live::{Bluesky, Secret, Session};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::site::{Asked, Reply, Site};
use crate::told::check;

pub(crate) const ME: &str = "did:plc:harns";
const ANN: &str = "did:plc:ann";

pub(crate) fn uri(author: &str, key: &str) -> String {
    format!("at://{author}/app.bsky.feed.post/{key}")
}

fn handle(author: &str) -> String {
    format!("{}.example", author.rsplit(':').next().unwrap())
}

/// The view of a post without figures.
fn view(author: &str, key: &str, at: &str, text: &str) -> Value {
    json!({
        "uri": uri(author, key),
        "cid": "bafy",
        "author": { "did": author, "handle": handle(author) },
        "record": { "$type": "app.bsky.feed.post", "text": text, "createdAt": at, "langs": ["nl"] },
        "indexedAt": at,
    })
}

fn counted(mut view: Value, likes: i64, replies: i64, reposts: i64, quotes: i64, bookmarks: i64) -> Value {
    view["likeCount"] = likes.into();
    view["replyCount"] = replies.into();
    view["repostCount"] = reposts.into();
    view["quoteCount"] = quotes.into();
    view["bookmarkCount"] = bookmarks.into();
    view
}

fn answering(mut view: Value, parent: &str, root: &str) -> Value {
    view["record"]["reply"] = json!({ "parent": { "uri": parent, "cid": "b" }, "root": { "uri": root, "cid": "b" } });
    view
}

/// What the network holds.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) followers: i64,
    /// The account's feed, newest first: items.
    pub(crate) feed: Vec<Value>,
    /// Nodes of threads by the text on top.
    pub(crate) threads: Vec<Value>,
    pub(crate) quotes: Vec<(String, Value)>,
    pub(crate) notifications: Vec<Value>,
    pub(crate) signs_in: usize,
}

/// Kofje Harns: a post with everything, a plain one, a reply of its own to Ann, a repost of Ann's.
pub(crate) fn kofje() -> World {
    let root = uri(ME, "one");
    let mut one = counted(view(ME, "one", "2026-11-01T23:30:00.000Z", "Nije kofje"), 5, 2, 1, 1, 3);
    one["record"]["embed"] = json!({
        "$type": "app.bsky.embed.images",
        "images": [{ "alt": "", "image": {} }, { "alt": "", "image": {} }],
    });
    one["record"]["facets"] = json!([
        { "index": { "byteStart": 0, "byteEnd": 4 }, "features": [{ "$type": "app.bsky.richtext.facet#tag", "tag": "x" }] },
        { "index": { "byteStart": 5, "byteEnd": 9 },
          "features": [{ "$type": "app.bsky.richtext.facet#link", "uri": "https://harns.example/?utm_content=p1" }] },
    ]);
    let two = counted(view(ME, "two", "2026-11-20T10:00:00.000Z", "Twa"), 0, 0, 0, 0, 0);
    let ann = answering(
        view(ANN, "ask", "2026-11-02T08:00:00.000Z", "Wannear iepen?"),
        &root,
        &root,
    );
    let ann = counted(ann, 0, 1, 0, 0, 0);
    let reply = answering(
        view(ME, "reply", "2026-11-02T09:00:00.000Z", "Om njoggenen"),
        &uri(ANN, "ask"),
        &root,
    );
    let reply = counted(reply, 1, 0, 0, 0, 0);
    let bob = answering(
        view("did:plc:bob", "b", "2026-11-03T08:00:00.000Z", "Lekker"),
        &root,
        &root,
    );
    let bob = counted(bob, 0, 0, 0, 0, 0);
    let mut quote = view(ANN, "quote", "2026-11-04T08:00:00.000Z", "Sjoch hjir");
    quote["record"]["embed"] = json!({ "$type": "app.bsky.embed.record", "record": { "uri": root, "cid": "b" } });
    let reposted = counted(view(ANN, "hers", "2026-10-01T08:00:00.000Z", "Hers"), 900, 0, 0, 0, 0);
    let mention = json!({
        "uri": uri(ANN, "named"), "cid": "b", "author": { "did": ANN, "handle": "ann.example" }, "reason": "mention",
        "record": { "text": "@harns.example moai", "createdAt": "2026-11-05T08:00:00.000Z" },
        "isRead": false, "indexedAt": "2026-11-05T08:00:01.000Z",
    });
    let like = json!({
        "uri": "at://did:plc:ann/app.bsky.feed.like/l", "cid": "b", "author": { "did": ANN, "handle": "ann.example" },
        "reason": "like", "record": {}, "isRead": false, "indexedAt": "2026-11-06T08:00:00.000Z",
    });
    World {
        followers: 321,
        feed: vec![
            json!({ "post": two }),
            json!({ "post": reposted, "reason": { "$type": "app.bsky.feed.defs#reasonRepost", "by": { "did": ME },
                    "indexedAt": "2026-11-10T08:00:00.000Z" } }),
            json!({ "post": reply }),
            json!({ "post": one }),
        ],
        threads: vec![json!({ "post": one, "replies": [
            { "post": ann, "replies": [{ "post": reply, "replies": [] }] },
            { "$type": "app.bsky.feed.defs#notFoundPost", "uri": uri(ANN, "away"), "notFound": true },
            { "post": bob, "replies": [] },
        ] })],
        quotes: vec![(root, quote)],
        notifications: vec![like, mention],
        signs_in: 0,
    }
}

pub(crate) const FIGURES: &str = "
    figure account did:plc:harns followers. level 2026-11-30 321
    figure account did:plc:harns following. level 2026-11-30 12
    figure account did:plc:harns posts_count. level 2026-11-30 3
    figure post at://did:plc:harns/app.bsky.feed.post/one reactions.like lifetime 2026-11-02 5
    figure post at://did:plc:harns/app.bsky.feed.post/one comments.replies lifetime 2026-11-02 2
    figure post at://did:plc:harns/app.bsky.feed.post/one reposts. lifetime 2026-11-02 1
    figure post at://did:plc:harns/app.bsky.feed.post/one quotes. lifetime 2026-11-02 1
    figure post at://did:plc:harns/app.bsky.feed.post/one saves.bookmarks lifetime 2026-11-02 3
    figure post at://did:plc:harns/app.bsky.feed.post/two reactions.like lifetime 2026-11-20 0
    figure post at://did:plc:harns/app.bsky.feed.post/two comments.replies lifetime 2026-11-20 0
    figure post at://did:plc:harns/app.bsky.feed.post/two reposts. lifetime 2026-11-20 0
    figure post at://did:plc:harns/app.bsky.feed.post/two quotes. lifetime 2026-11-20 0
    figure post at://did:plc:harns/app.bsky.feed.post/two saves.bookmarks lifetime 2026-11-20 0
    figure post at://did:plc:harns/app.bsky.feed.post/reply reactions.like lifetime 2026-11-02 1
    figure post at://did:plc:harns/app.bsky.feed.post/reply comments.replies lifetime 2026-11-02 0
    figure post at://did:plc:harns/app.bsky.feed.post/reply reposts. lifetime 2026-11-02 0
    figure post at://did:plc:harns/app.bsky.feed.post/reply quotes. lifetime 2026-11-02 0
    figure post at://did:plc:harns/app.bsky.feed.post/reply saves.bookmarks lifetime 2026-11-02 0";

pub(crate) const TEXTS: &str = r#"
    account did:plc:harns harns.example Europe/Amsterdam
    post at://did:plc:harns/app.bsky.feed.post/one 2026-11-02 0 1 carousel "Nije kofje" https://bsky.app/profile/did:plc:harns/post/one https://harns.example/?utm_content=p1 language=nl
    post at://did:plc:harns/app.bsky.feed.post/two 2026-11-20 11 5 text "Twa" https://bsky.app/profile/did:plc:harns/post/two - language=nl
    post at://did:plc:harns/app.bsky.feed.post/reply 2026-11-02 10 1 text "Om njoggenen" https://bsky.app/profile/did:plc:harns/post/reply - in_reply_to=at://did:plc:ann/app.bsky.feed.post/ask language=nl
    voice at://did:plc:ann/app.bsky.feed.post/ask reply 2026-11-02 "Wannear iepen?" Om njoggenen 2026-11-02 author=did:plc:ann author_name=ann.example at=2026-11-02T08:00:00Z link=https://bsky.app/profile/did:plc:ann/post/ask in_reply_to=at://did:plc:harns/app.bsky.feed.post/one language=nl
    voice at://did:plc:bob/app.bsky.feed.post/b reply 2026-11-03 "Lekker" - - author=did:plc:bob author_name=bob.example at=2026-11-03T08:00:00Z link=https://bsky.app/profile/did:plc:bob/post/b in_reply_to=at://did:plc:harns/app.bsky.feed.post/one language=nl
    voice at://did:plc:ann/app.bsky.feed.post/quote quote 2026-11-04 "Sjoch hjir" - - author=did:plc:ann author_name=ann.example at=2026-11-04T08:00:00Z link=https://bsky.app/profile/did:plc:ann/post/quote quotes=at://did:plc:harns/app.bsky.feed.post/one language=nl"#;

pub(crate) const MENTION: &str = r#"
    voice at://did:plc:ann/app.bsky.feed.post/named mention 2026-11-05 "@harns.example moai" - - author=did:plc:ann author_name=ann.example at=2026-11-05T08:00:00Z link=https://bsky.app/profile/did:plc:ann/post/named"#;

/// A server of the network; two items a page.
pub(crate) fn serve(world: &Arc<Mutex<World>>) -> Site {
    let world = Arc::clone(world);
    Site::new(move |asked| answer(&mut world.lock().unwrap(), asked))
}

fn answer(world: &mut World, asked: &Asked) -> Reply {
    let call = asked.path.trim_start_matches("/xrpc/");
    if asked.method == "POST" {
        return signs_in(world, call, asked);
    }
    let paged = |name: &str, items: &[Value]| {
        let from: usize = asked.word("cursor").map_or(0, |cursor| cursor.parse().unwrap());
        let to = items.len().min(from + 2);
        let mut page = json!({ name: items[from..to] });
        if to < items.len() {
            page["cursor"] = to.to_string().into();
        }
        Reply::json(&page)
    };
    let about = asked.word("uri").unwrap_or_default();
    match call {
        "app.bsky.actor.getProfile" => {
            assert!(["harns.example", ME].contains(&asked.word("actor").unwrap()));
            Reply::json(&json!({
                "did": ME, "handle": "harns.example", "followersCount": world.followers, "followsCount": 12, "postsCount": 3,
            }))
        }
        "app.bsky.feed.getAuthorFeed" => {
            assert_eq!(asked.word("actor"), Some(ME));
            paged("feed", &world.feed)
        }
        "app.bsky.notification.listNotifications" => {
            assert!(asked.bearer.is_some());
            paged("notifications", &world.notifications)
        }
        "app.bsky.feed.getPostThread" => match world.threads.iter().find(|thread| thread["post"]["uri"] == about) {
            Some(thread) => Reply::json(&json!({ "thread": thread })),
            None => Reply::new(400, r#"{"error":"NotFound","message":"Post not found"}"#),
        },
        "app.bsky.feed.getQuotes" => {
            let quotes: Vec<Value> = world
                .quotes
                .iter()
                .filter(|(of, _)| of == about)
                .map(|(_, q)| q.clone())
                .collect();
            paged("posts", &quotes)
        }
        "app.bsky.feed.getPosts" => {
            let there = world.feed.iter().map(|item| &item["post"]);
            let wanted = |view: &&Value| {
                asked
                    .words
                    .iter()
                    .any(|(name, uri)| name == "uris" && view["uri"] == uri.as_str())
            };
            Reply::json(&json!({ "posts": there.filter(wanted).collect::<Vec<_>>() }))
        }
        _ => Reply::new(501, r#"{"error":"MethodNotImplemented"}"#),
    }
}

fn signs_in(world: &mut World, call: &str, asked: &Asked) -> Reply {
    world.signs_in += 1;
    let tokens = json!({ "did": ME, "handle": "harns.example", "accessJwt": format!("access-{}", world.signs_in),
        "refreshJwt": format!("refresh-{}", world.signs_in) });
    match call {
        "com.atproto.server.createSession" => {
            let words: Value = serde_json::from_str(&asked.body).unwrap();
            let right = words == json!({ "identifier": "harns.example", "password": "app-word" });
            if right {
                Reply::json(&tokens)
            } else {
                Reply::new(
                    401,
                    r#"{"error":"AuthenticationRequired","message":"Invalid identifier or password"}"#,
                )
            }
        }
        "com.atproto.server.refreshSession" if asked.bearer.as_deref().is_some_and(|b| b.starts_with("refresh-")) => {
            Reply::json(&tokens)
        }
        _ => Reply::new(400, r#"{"error":"ExpiredToken","message":"Token has been revoked"}"#),
    }
}

pub(crate) fn signed_in() -> Session {
    Session::app_password("harns.example", Secret::new("app-word".to_owned()), None)
}

pub(crate) fn desk(site: &Site, session: Session) -> Desk {
    Desk::new(&Bluesky, &site.address, "harns.example", session)
}

#[tokio::test]
async fn posts_counts_and_voices_are_what_a_person_reads() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let mut desk = desk(&site, signed_in());
    let rows = desk.run().await;
    check(&rows, &[""], &format!("{FIGURES}{TEXTS}{MENTION}"));
    assert_eq!(rows.checkpoint.whole_at, Some(crate::desk::NOW.parse().unwrap()));
    assert_eq!(
        rows.checkpoint.heard_until,
        Some("2026-11-06T08:00:00Z".parse().unwrap())
    );
    assert!(rows.unavailable.iter().any(|figure| figure.metric == "impressions"));
    let asked = site.asked();
    let secrets = asked
        .iter()
        .filter(|asked| asked.method == "GET" && asked.bearer.as_deref() != Some("access-1"));
    assert_eq!(secrets.count(), 0);
    // Every fact names a line of the landed run.
    assert!(
        rows.batch
            .posts
            .iter()
            .all(|post| post.row >= 2 && post.row <= rows.batch.rows)
    );
}

#[tokio::test]
async fn without_a_password_what_everybody_sees_is_read() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let rows = desk(&site, Session::Open).run().await;
    check(&rows, &[""], &format!("{FIGURES}{TEXTS}"));
    assert!(site.asked().iter().all(|asked| asked.bearer.is_none()));
}

/// What moved is asked for again, what did not is not; what is gone is asked about, and told.
#[tokio::test]
async fn the_next_run_reads_what_moved_and_notices_what_is_gone() {
    let world = Arc::new(Mutex::new(kofje()));
    let site = serve(&world);
    let mut desk = desk(&site, signed_in());
    desk.run().await;
    let calls = |from: usize| -> Vec<String> {
        let call = |asked: &Asked| asked.path.rsplit('.').next().unwrap().to_owned();
        site.asked()[from..].iter().map(call).collect()
    };
    let before = site.asked().len();
    let rows = desk.run().await;
    // Likes alone moved nothing; the window of thirty days begins on 31 October, so the whole feed is within it.
    assert_eq!(
        calls(before),
        ["getProfile", "getAuthorFeed", "getAuthorFeed", "listNotifications"]
    );
    check(&rows, &["figure"], FIGURES);
    check(&rows, &["voice", "gone"], MENTION);

    {
        let mut world = world.lock().unwrap();
        let one = &mut world.feed[3]["post"];
        one["replyCount"] = 3.into();
        one["likeCount"] = 6.into();
        let replied = view("did:plc:cor", "c", "2026-11-29T08:00:00.000Z", "Oant moarn");
        let replied = counted(answering(replied, &uri(ME, "one"), &uri(ME, "one")), 0, 0, 0, 0, 0);
        let below = world.threads[0]["replies"].as_array_mut().unwrap();
        below.push(json!({ "post": replied, "replies": [] }));
        world.feed.remove(0);
    }
    let before = site.asked().len();
    let rows = desk.run().await;
    assert_eq!(
        calls(before),
        [
            "getProfile",
            "getAuthorFeed",
            "getAuthorFeed",
            "listNotifications",
            "getPostThread",
            "getPosts"
        ]
    );
    check(&rows, &["gone"], &format!("gone {}", uri(ME, "two")));
    let told = crate::told::told(&rows);
    assert!(
        told.iter()
            .any(|line| line.starts_with("voice at://did:plc:cor/app.bsky.feed.post/c reply 2026-11-29"))
    );
    assert!(!desk.known.texts.contains_key(&uri(ME, "two")));

    let before = site.asked().len();
    desk.run().await;
    assert!(
        !calls(before).contains(&"getPosts".to_owned()),
        "what is gone is not asked about again"
    );
}

#[tokio::test]
async fn a_session_that_is_over_is_renewed_and_kept() {
    let world = Arc::new(Mutex::new(kofje()));
    let site = serve(&world);
    let mut desk = desk(&site, signed_in());
    desk.run().await;
    let kept = desk.session.kept().unwrap();
    assert_eq!(kept.show(), r#"{"accessJwt":"access-1","refreshJwt":"refresh-1"}"#);
    desk.session = Session::app_password("harns.example", Secret::new("app-word".to_owned()), Some(kept.show()));
    site.first(Reply::new(
        400,
        r#"{"error":"ExpiredToken","message":"Token has expired"}"#,
    ));
    let rows = desk.run().await;
    check(
        &rows,
        &["figure account did:plc:harns followers"],
        "figure account did:plc:harns followers. level 2026-11-30 321",
    );
    assert_eq!(
        desk.session.kept().unwrap().show(),
        r#"{"accessJwt":"access-2","refreshJwt":"refresh-2"}"#
    );
    // A refresh token that was taken back: the app password is used.
    let lost = r#"{"accessJwt":"a","refreshJwt":"revoked"}"#;
    desk.session = Session::app_password("harns.example", Secret::new("app-word".to_owned()), Some(lost));
    site.first(Reply::new(401, r#"{"error":"AuthMissing"}"#));
    desk.run().await;
    assert_eq!(world.lock().unwrap().signs_in, 4);
}

#[tokio::test]
async fn an_item_that_cannot_be_read_is_put_aside_and_the_rest_is_told() {
    let world = Arc::new(Mutex::new(kofje()));
    world.lock().unwrap().feed[0]["post"]["author"] = json!({ "handle": "harns.example" });
    world.lock().unwrap().feed[3]["post"]["likeCount"] = json!("many");
    world.lock().unwrap().threads[0]["post"]["likeCount"] = json!(null);
    let site = serve(&world);
    let rows = desk(&site, Session::Open).run().await;
    check(&rows, &["reject"], "reject there is no /author/did in it");
    check(
        &rows,
        &["figure post at://did:plc:harns/app.bsky.feed.post/one reactions"],
        "figure post at://did:plc:harns/app.bsky.feed.post/one reactions.like lifetime 2026-11-02 -",
    );
}
