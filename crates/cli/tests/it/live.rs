//! Accounts that are asked live: a server of this machine answers as the documents of both networks have it, refusals included.
//!
//! The expected figures are added up by hand from its answers.

mod gone;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::Duration;

use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::place::{Place, Said, piped, said};
use super::site::{Asked, Reply, Site};

const PASSWORD: &str = "kqzx-wvut-jhgf-mnbv";
const TOKEN: &str = "ZCMFxq4vT7masto-token-of-zilt";
const ME: &str = "did:plc:zilt";

/// An instant of some days ago, the same in all answers: younger posts are read in each run.
fn ago(days: i64) -> String {
    static NOW: LazyLock<Timestamp> = LazyLock::new(Timestamp::now);
    (*NOW - (24 * days).hours()).to_string()
}

/// What Bluesky's server holds, and how it answers now.
#[derive(Default)]
struct Sky {
    likes: i64,
    /// Access tokens that are over.
    over: usize,
    given: usize,
    /// How many more questions are answered before it grants no more.
    grants: Option<usize>,
    /// How many more are answered before it says nothing.
    talks: Option<usize>,
    /// Questions that were answered.
    answered: usize,
    /// Texts that their authors deleted.
    deleted: Vec<&'static str>,
}

fn uri(who: &str, key: &str) -> String {
    format!("at://{who}/app.bsky.feed.post/{key}")
}

fn view(who: &str, key: &str, at: &str, text: &str, counts: [i64; 5]) -> Value {
    let [likes, replies, reposts, quotes, bookmarks] = counts;
    json!({
        "uri": uri(who, key), "cid": "bafy", "author": { "did": who, "handle": "zilt.example" }, "indexedAt": at,
        "record": { "$type": "app.bsky.feed.post", "text": text, "createdAt": at, "langs": ["fy"] },
        "likeCount": likes, "replyCount": replies, "repostCount": reposts, "quoteCount": quotes, "bookmarkCount": bookmarks,
    })
}

fn sky(world: &Mutex<Sky>, asked: &Asked) -> Reply {
    let mut world = world.lock().unwrap();
    let call = asked.path.trim_start_matches("/xrpc/").to_owned();
    if asked.method == "POST" {
        let is_right = match call.as_str() {
            "com.atproto.server.createSession" => {
                serde_json::from_str::<Value>(&asked.body).unwrap()
                    == json!({ "identifier": "zilt.example", "password": PASSWORD })
            }
            "com.atproto.server.refreshSession" => {
                asked.bearer.as_deref() == Some(&format!("refresh-jwt-{}", world.given))
            }
            _ => false,
        };
        if !is_right {
            return Reply::new(
                401,
                r#"{"error":"AuthenticationRequired","message":"Invalid identifier or password"}"#,
            );
        }
        world.given += 1;
        let given = world.given;
        return Reply::json(&json!({ "did": ME, "handle": "zilt.example",
            "accessJwt": format!("access-jwt-{given}"), "refreshJwt": format!("refresh-jwt-{given}") }));
    }
    if asked.bearer.as_deref() != Some(&format!("access-jwt-{}", world.given)) || world.over >= world.given {
        return Reply::new(400, r#"{"error":"ExpiredToken","message":"Token has expired"}"#);
    }
    if let Some(grants) = &mut world.grants {
        if *grants == 0 {
            return Reply::new(429, r#"{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}"#)
                .with("RateLimit-Limit", "3000")
                .with("RateLimit-Remaining", "0")
                .with("RateLimit-Reset", "86000")
                .with("RateLimit-Policy", "3000;w=86400")
                .with("Retry-After", "86000");
        }
        *grants -= 1;
    }
    let silent = match &mut world.talks {
        Some(0) => Duration::from_mins(10),
        Some(talks) => {
            *talks -= 1;
            Duration::ZERO
        }
        None => Duration::ZERO,
    };
    if silent.is_zero() {
        world.answered += 1;
    }
    let one = view(ME, "one", &ago(9), "Nije kofje", [world.likes, 1, 2, 1, 3]);
    let two = view(ME, "two", &ago(7), "Iepen", [4, 0, 0, 0, 0]);
    let mut ann = view("did:plc:ann", "ask", &ago(8), "Wannear iepen?", [0; 5]);
    ann["record"]["reply"] =
        json!({ "parent": { "uri": uri(ME, "one"), "cid": "b" }, "root": { "uri": uri(ME, "one"), "cid": "b" } });
    let mut quote = view("did:plc:bob", "quote", &ago(6), "Sjoch hjir", [0; 5]);
    quote["record"]["embed"] =
        json!({ "$type": "app.bsky.embed.record", "record": { "uri": uri(ME, "one"), "cid": "b" } });
    let is_deleted = |key: &str| world.deleted.contains(&key);
    let reply = match call.as_str() {
        "app.bsky.actor.getProfile" => Reply::json(&json!({ "did": ME, "handle": "zilt.example",
            "followersCount": 321, "followsCount": 12, "postsCount": 2 })),
        "app.bsky.feed.getAuthorFeed" => match asked.word("cursor") {
            None if is_deleted("two") => Reply::json(&json!({ "feed": [], "cursor": "2026-09-03" })),
            None => Reply::json(&json!({ "feed": [{ "post": two }], "cursor": "2026-09-03" })),
            Some(_) => Reply::json(&json!({ "feed": [{ "post": one }] })),
        },
        "app.bsky.notification.listNotifications" => Reply::json(&json!({ "notifications": [{
            "uri": uri("did:plc:cor", "named"), "cid": "b", "author": { "did": "did:plc:cor", "handle": "cor.example" },
            "reason": "mention", "isRead": false, "indexedAt": ago(5),
            "record": { "text": "@zilt.example moai", "createdAt": ago(5) } }] })),
        "app.bsky.feed.getPostThread" => {
            Reply::json(&json!({ "thread": { "post": one, "replies": [{ "post": ann, "replies": [] }] } }))
        }
        "app.bsky.feed.getQuotes" if is_deleted("quote") => Reply::json(&json!({ "posts": [] })),
        "app.bsky.feed.getQuotes" => Reply::json(&json!({ "posts": [quote] })),
        "app.bsky.feed.getPosts" => {
            let all = [("one", &one), ("two", &two), ("ask", &ann), ("quote", &quote)];
            let asked = |key: &str| asked.words.iter().any(|(_, uri)| uri.ends_with(&format!("/{key}")));
            let shown = all.iter().filter(|(key, _)| asked(key) && !is_deleted(key));
            Reply::json(&json!({ "posts": shown.map(|(_, post)| *post).collect::<Vec<_>>() }))
        }
        _ => Reply::new(501, r#"{"error":"MethodNotImplemented"}"#),
    };
    Reply { silent, ..reply }
}

/// Pages of a whole run: profile, two of the feed, notifications, thread, quotes.
const PAGES: usize = 6;

fn bluesky() -> (Site, Arc<Mutex<Sky>>) {
    let world = Arc::new(Mutex::new(Sky {
        likes: 5,
        ..Sky::default()
    }));
    let answers = Arc::clone(&world);
    (Site::new(move |asked| sky(&answers, asked)), world)
}

fn status(id: u64, who: &str, at: &str, content: &str, counts: [i64; 3]) -> Value {
    let (account, acct) = if who == "zilt" {
        ("7", "zilt")
    } else {
        ("8", "ann@ann.example")
    };
    json!({
        "id": id.to_string(), "uri": format!("https://m.example/users/{who}/statuses/{id}"), "url": format!("https://m.example/@{who}/{id}"),
        "created_at": at, "in_reply_to_id": null, "in_reply_to_account_id": null, "reblog": null, "edited_at": null,
        "visibility": "public", "language": "fy", "content": content, "media_attachments": [], "card": null, "poll": null,
        "account": { "id": account, "acct": acct, "display_name": who, "url": format!("https://m.example/@{who}") },
        "favourites_count": counts[0], "replies_count": counts[1], "reblogs_count": counts[2],
    })
}

fn mastodon() -> Site {
    Site::new(|asked| {
        if asked.bearer.as_deref() != Some(TOKEN) {
            return Reply::new(401, r#"{"error":"The access token is invalid"}"#);
        }
        let one = status(101, "zilt", &ago(9), "<p>Nije kofje</p>", [6, 1, 2]);
        let two = status(103, "zilt", &ago(7), "<p>Iepen</p>", [1, 0, 0]);
        let mut ask = status(102, "ann", &ago(8), "<p>Wannear iepen?</p>", [0, 0, 0]);
        ask["in_reply_to_id"] = "101".into();
        ask["in_reply_to_account_id"] = "7".into();
        let reply = match asked.path.as_str() {
            "/api/v1/accounts/verify_credentials" => {
                Reply::json(&json!({ "id": "7", "acct": "zilt", "url": "https://m.example/@zilt",
                "followers_count": 9, "following_count": 8, "statuses_count": 2 }))
            }
            "/api/v1/accounts/7/statuses" if asked.word("max_id").is_none() => Reply::json(&json!([two])).with(
                "Link",
                "<https://m.example/api/v1/accounts/7/statuses?limit=40&exclude_reblogs=true&max_id=103>; rel=\"next\"",
            ),
            "/api/v1/accounts/7/statuses" => {
                Reply::json(&json!([one])).with("Link", "<https://m.example/x?min_id=101>; rel=\"prev\"")
            }
            "/api/v1/notifications" => Reply::json(&json!([{ "id": "1", "type": "mention", "created_at": ago(8),
                "account": ask["account"], "status": ask }]))
            .with("Link", "<https://m.example/x?min_id=1>; rel=\"prev\""),
            "/api/v1/statuses/101/context" => Reply::json(&json!({ "ancestors": [], "descendants": [ask] })),
            _ => Reply::new(404, r#"{"error":"Record not found"}"#),
        };
        reply
            .with("X-RateLimit-Limit", "300")
            .with("X-RateLimit-Remaining", "299")
            .with("X-RateLimit-Reset", "2026-09-01T00:05:00.000Z")
    })
}

/// A command of a place with keys of its own.
fn command(place: &Place, args: &[&str]) -> Command {
    let mut command = place.command(args);
    command
        .env("HARPOON_KEYS", place.beside("keys"))
        .env_remove("HARPOON_SERVER_KEY")
        .env_remove("HARPOON_ACCOUNT_TOKEN");
    command
}

fn run(place: &Place, args: &[&str]) -> Said {
    said(command(place, args))
}

/// Adds an account with a token on standard input.
fn add(place: &Place, args: &[&str], token: &str) -> Said {
    let args = [&["account", "add"], args, &["--private", "--token-from", "-"]].concat();
    piped(command(place, &args), format!("{token}\n").as_bytes())
}

fn with_bluesky(site: &Site) -> Place {
    let place = Place::new();
    let added = add(
        &place,
        &["bluesky", "@zilt.example", "--server", &site.address, "--name", "sky"],
        PASSWORD,
    );
    assert_eq!((added.code, added.out.as_str()), (0, "sky\n"), "{}", added.err);
    place
}

/// No file below the folder holds any of the words.
fn nowhere(folder: &Path, words: &[&str]) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            nowhere(&path, words);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for word in words {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} stands in {}", path.display());
        }
    }
}

/// Figures that both networks are asked for.
fn measured(place: &Place) -> Vec<String> {
    let kpis = [
        "reactions",
        "comments",
        "reposts",
        "quotes",
        "saves",
        "followers",
        "posts_published",
    ];
    let asked = [&kpis[..], &["--all"]].concat();
    let named = |line: String| line.replace(" : ", " ");
    place.kpis(&asked).into_iter().map(named).collect()
}

/// What the first run of Bluesky tells: 5 + 4 likes, a reply, two reposts, a quote, three bookmarks.
const TOLD: [&str; 7] = [
    "reactions 9 count",
    "comments 1 count",
    "reposts 2 count",
    "quotes 1 count",
    "saves 3 count",
    "followers 321 people",
    "posts_published 2 count",
];

fn voices(place: &Place) -> Vec<String> {
    let said = place.json(&["sql", "SELECT DISTINCT kind, text FROM voices ORDER BY 1, 2"]);
    said.iter()
        .map(|voice| {
            format!(
                "{} {}",
                voice["kind"].as_str().unwrap(),
                voice["text"].as_str().unwrap()
            )
        })
        .collect()
}

fn imports(place: &Place) -> Vec<Value> {
    place.json(&["imports"])
}

#[test]
fn what_bluesky_tells_is_measured_and_asked_for_again_without_counting_twice() {
    let (site, world) = bluesky();
    let place = with_bluesky(&site);
    let first = run(&place, &["sync"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert_eq!(measured(&place), TOLD);
    assert_eq!(
        voices(&place),
        ["mention @zilt.example moai", "quote Sjoch hjir", "reply Wannear iepen?"]
    );
    assert_eq!(imports(&place).len(), 1);
    assert!(
        !place.root().join("live/sky/run.jsonl").exists(),
        "the pages are the import's raw bytes now"
    );
    // Not due; asked for by name it runs, by the session that is kept. No figure has moved, and none is written again.
    assert!(run(&place, &["sync"]).err.contains("no account"), "not due");
    let again = run(&place, &["sync", "sky"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(measured(&place), TOLD);
    let figures = place.json(&["sql", "SELECT count(*) AS n FROM observations"]);
    // Two posts with five figures, three of the account.
    assert_eq!(figures[0]["n"].to_string(), "13", "{figures:?}");
    assert_eq!(world.lock().unwrap().given, 1, "signed in once");
    // The session is over and two likes came: 7 + 4. What lies below a post is read where its count moved, and it did not.
    let answered = {
        let mut world = world.lock().unwrap();
        world.over = 1;
        world.likes = 7;
        world.answered
    };
    let third = run(&place, &["sync", "sky"]);
    assert_eq!(third.code, 0, "{}", third.err);
    assert_eq!(measured(&place)[0], "reactions 11 count");
    assert_eq!(measured(&place)[1..], TOLD[1..]);
    assert_eq!(voices(&place).len(), 3);
    assert_eq!(
        world.lock().unwrap().answered - answered,
        4,
        "profile, two pages of posts, mentions"
    );
    let secrets = [PASSWORD, "access-jwt-", "refresh-jwt-"];
    let listed = run(&place, &["account", "list"]).out + &run(&place, &["account", "list", "--format", "json"]).out;
    let shown = [
        first.err,
        again.err,
        third.err,
        listed,
        run(&place, &["sync", "--list"]).out,
    ]
    .concat();
    assert!(
        shown.contains("kept") && secrets.iter().all(|secret| !shown.contains(secret)),
        "{shown}"
    );
    nowhere(&place.root(), &secrets);
    nowhere(&place.beside("keys"), &secrets);
}

#[test]
fn a_run_that_is_killed_at_any_page_goes_on_and_counts_once() {
    let (site, world) = bluesky();
    let place = with_bluesky(&site);
    for page in 0..PAGES {
        // One more page each time, then silence, then the end.
        world.lock().unwrap().talks = Some(usize::from(page > 0));
        let asked = site.asked().len();
        let waits = |reads: usize| {
            site.asked()[asked..]
                .iter()
                .filter(|asked| asked.method == "GET")
                .count()
                < reads
        };
        let mut child = command(&place, &["sync", "sky"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while waits(1 + usize::from(page > 0)) {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself at page {page}");
            thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(imports(&place).is_empty(), "nothing counts before all is there");
    }
    world.lock().unwrap().talks = None;
    let folder = place.root().join("live/sky");
    let landed = fs::read(folder.join("run.jsonl")).unwrap();
    let last = run(&place, &["sync", "sky"]);
    assert_eq!(last.code, 0, "{}", last.err);
    assert_eq!(measured(&place), TOLD);
    assert_eq!(world.lock().unwrap().answered, PAGES, "no page was asked for twice");
    // As if it had been killed between the import and the note of where it stands.
    fs::write(folder.join("run.jsonl"), landed).unwrap();
    fs::remove_file(folder.join("state.json")).unwrap();
    assert_eq!(run(&place, &["sync", "sky"]).code, 0);
    assert_eq!(
        (measured(&place), voices(&place).len()),
        (TOLD.map(str::to_owned).to_vec(), 3)
    );
    nowhere(&place.root(), &[PASSWORD, "access-jwt-", "refresh-jwt-"]);
}

#[test]
fn a_server_that_grants_no_more_is_gone_on_with_when_it_said() {
    let (site, world) = bluesky();
    let place = with_bluesky(&site);
    world.lock().unwrap().grants = Some(4);
    let refused = run(&place, &["sync"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("to be gone on with from"), "{}", refused.err);
    let list = place.json(&["sync", "--list"]);
    let again: Timestamp = list[0]["next"].as_str().unwrap().parse().unwrap();
    let wait = again.duration_since(Timestamp::now()).as_secs();
    assert!(
        (85_000..=86_000).contains(&wait),
        "the server's 86,000 seconds, not the usual six hours: {list:?}"
    );
    let asked = site.asked().len();
    assert_eq!(run(&place, &["sync"]).code, 0);
    assert_eq!(site.asked().len(), asked, "a timer does not ask before");
    world.lock().unwrap().grants = None;
    assert_eq!(run(&place, &["sync", "sky"]).code, 0);
    assert_eq!(measured(&place), TOLD);
    assert_eq!(
        world.lock().unwrap().answered,
        PAGES,
        "the four pages were not asked for again"
    );
}

#[test]
fn a_wrong_password_is_told_and_another_one_goes_on() {
    let (site, _world) = bluesky();
    let place = Place::new();
    let wrong = "wrong-pass-word-here";
    let words = ["bluesky", "zilt.example", "--server", &site.address, "--name", "sky"];
    assert_eq!(add(&place, &words, wrong).code, 0);
    let refused = run(&place, &["sync"]);
    assert_eq!(refused.code, 3);
    assert!(
        refused.err.contains("does not take the token or app password"),
        "{}",
        refused.err
    );
    assert!(!refused.err.contains(wrong), "{}", refused.err);
    assert_eq!(add(&place, &words, PASSWORD).code, 0);
    assert_eq!(run(&place, &["sync", "sky"]).code, 0);
    assert_eq!(measured(&place), TOLD);
}

#[test]
fn a_token_opens_for_its_own_server_alone() {
    let (site, _world) = bluesky();
    let (other, _other) = bluesky();
    let place = with_bluesky(&site);
    let file = place.root().join("harpoon.toml");
    let settings = fs::read_to_string(&file).unwrap();
    fs::write(&file, settings.replace(&site.address, &other.address)).unwrap();
    let refused = run(&place, &["sync", "sky"]);
    assert_eq!(refused.code, 3);
    assert!(
        refused.err.contains("closed with another key, or for another server"),
        "{}",
        refused.err
    );
    assert!(other.asked().is_empty(), "it is not even asked");
    // Nor with another key; and without --private no address of one's own network is asked.
    fs::write(&file, &settings).unwrap();
    let mut elsewhere = command(&place, &["sync", "sky"]);
    elsewhere.env("HARPOON_KEYS", place.beside("other-keys"));
    assert!(said(elsewhere).err.contains("closed with another key"));
    fs::write(&file, settings.replace("private = true\n", "")).unwrap();
    assert!(run(&place, &["sync", "sky"]).err.contains("encryption"));
    assert!(site.asked().is_empty());
}

#[test]
fn an_import_that_is_taken_back_is_asked_for_again_and_an_account_that_is_removed_leaves_its_facts() {
    let (site, world) = bluesky();
    let place = with_bluesky(&site);
    assert_eq!(run(&place, &["sync"]).code, 0);
    let id = imports(&place)[0]["import"].as_str().unwrap().to_owned();
    place.ok(&["imports", "revert", &id]);
    assert_eq!(measured(&place)[0], "reactions missing count");
    let answered = world.lock().unwrap().answered;
    assert_eq!(run(&place, &["sync", "sky"]).code, 0);
    assert_eq!(measured(&place), TOLD);
    assert_eq!(
        world.lock().unwrap().answered - answered,
        PAGES,
        "all of it, voices too"
    );
    assert_eq!(run(&place, &["account", "remove", "sky"]).code, 0);
    assert!(!place.root().join("live/sky").exists());
    assert_eq!(run(&place, &["account", "list", "--format", "json"]).out, "[]\n");
    assert_eq!(run(&place, &["sync", "sky"]).code, 2);
    assert_eq!(measured(&place), TOLD);
}

#[test]
fn what_a_mastodon_server_tells_is_measured() {
    let site = mastodon();
    let place = Place::new();
    let words = ["mastodon", &site.address, "@zilt", "--name", "toot"];
    let without = run(&place, &[&["account", "add"], &words[..], &["--private"]].concat());
    assert!(
        without.code == 2 && without.err.contains("--token-from"),
        "{}",
        without.err
    );
    assert_eq!(add(&place, &words, "not-the-token").code, 0);
    let refused = run(&place, &["sync"]);
    assert!(
        refused.code == 3 && refused.err.contains("The access token is invalid"),
        "{}",
        refused.err
    );
    assert_eq!(add(&place, &words, TOKEN).code, 0);
    // A server that is busy says when to come back, and is asked then.
    site.first(Reply::new(429, r#"{"error":"Too many requests"}"#).with("Retry-After", "1"));
    let synced = run(&place, &["sync", "toot"]);
    assert_eq!(synced.code, 0, "{}", synced.err);
    // 6 + 1 favourites, one reply, two boosts; it does not count quotes before 4.5, and tells no bookmarks at all.
    let told = [
        "reactions 7 count",
        "comments 1 count",
        "reposts 2 count",
        "quotes missing count",
        "saves missing count",
        "followers 9 people",
        "posts_published 2 count",
    ];
    assert_eq!(measured(&place), told);
    assert_eq!(voices(&place), ["reply Wannear iepen?"]);
    let why = place.ok(&["why", "followers"]);
    // The line of the pages, and what it says.
    assert!(why.contains("live/toot/") && why.contains("\"acct\":\"zilt\""), "{why}");
    assert_eq!(run(&place, &["sync", "toot"]).code, 0);
    assert_eq!(measured(&place), told);
    nowhere(&place.root(), &[TOKEN]);
    nowhere(&place.beside("keys"), &[TOKEN]);
    // The token of another account brings nothing in.
    let other = ["mastodon", &site.address, "fear", "--name", "fear"];
    assert_eq!(add(&place, &other, TOKEN).code, 0);
    let refused = run(&place, &["sync", "fear"]);
    assert!(
        refused.code == 3 && refused.err.contains("the token is of the account zilt@m.example"),
        "{}",
        refused.err
    );
    assert_eq!(measured(&place), told);
}
