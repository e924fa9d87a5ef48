//! The Mastodon API: answers as the documents have them, and what a person reads in them.

use std::sync::{Arc, Mutex};

use harpoon_live::{Mastodon, PullError, Secret, Session};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::site::{Asked, Reply, Site};
use crate::told::{check, told};

/// The server's statuses, newest first, and how it pages.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) statuses: Vec<Value>,
    pub(crate) notifications: Vec<Value>,
    /// Without it, clients page by the last id.
    pub(crate) links: bool,
}

/// `id` is this server's own; `uri` is everybody's.
fn status(id: u64, who: &str, at: &str, content: &str) -> Value {
    let (account, server) = if who == "harns" {
        ("7", "kofje.example")
    } else {
        ("8", "ann.example")
    };
    let acct = if who == "harns" {
        "harns".to_owned()
    } else {
        format!("{who}@{server}")
    };
    json!({
        "id": id.to_string(),
        "uri": format!("https://{server}/users/{who}/statuses/{id}"),
        "url": format!("https://{server}/@{who}/{id}"),
        "created_at": at,
        "in_reply_to_id": null, "in_reply_to_account_id": null, "reblog": null, "edited_at": null,
        "visibility": "public", "language": "fy", "content": content,
        "account": { "id": account, "acct": acct, "display_name": who, "url": format!("https://{server}/@{who}") },
        "media_attachments": [], "card": null, "poll": null,
        "favourites_count": 0, "replies_count": 0, "reblogs_count": 0,
    })
}

fn answering(mut status: Value, id: u64, account: &str) -> Value {
    status["in_reply_to_id"] = id.to_string().into();
    status["in_reply_to_account_id"] = account.into();
    status
}

pub(crate) fn kofje() -> World {
    let content = "<p>Nije <b>kofje</b> &amp; koeke<br />by <a href=\"https://ann.example/@ann\" class=\"u-url mention\">@ann</a></p>\
                   <p><a href=\"https://kofje.example/?utm_content=p1&amp;x=1\" rel=\"nofollow\"><span>kofje</span></a></p>";
    let mut one = status(101, "harns", "2026-11-01T23:30:00.000Z", content);
    one["favourites_count"] = 4.into();
    one["replies_count"] = 1.into();
    one["reblogs_count"] = 2.into();
    one["quotes_count"] = 1.into();
    one["edited_at"] = "2026-11-02T00:00:00.000Z".into();
    one["media_attachments"] = json!([{ "type": "image" }]);
    let asks = answering(
        status(102, "ann", "2026-11-02T08:00:00.000Z", "<p>Wannear iepen?</p>"),
        101,
        "7",
    );
    let reply = answering(
        status(103, "harns", "2026-11-03T09:00:00.000Z", "<p>Om njoggenen</p>"),
        102,
        "8",
    );
    let mut letter = status(104, "harns", "2026-11-04T09:00:00.000Z", "<p>allinnich foar dy</p>");
    letter["visibility"] = "direct".into();
    let mut few = status(105, "harns", "2026-11-05T09:00:00.000Z", "<p>foar folgers</p>");
    few["visibility"] = "private".into();
    let mut quote = status(106, "ann", "2026-11-06T08:00:00.000Z", "<p>Sjoch</p>");
    quote["quote"] =
        json!({ "state": "accepted", "quoted_status": { "uri": "https://kofje.example/users/harns/statuses/101" } });
    let named = status(107, "ann", "2026-11-07T08:00:00.000Z", "<p>@harns moai</p>");
    let notice = |id: u64, kind: &str, status: &Value| {
        let at = status["created_at"].as_str().unwrap_or("2026-11-08T08:00:00.000Z");
        json!({ "id": id.to_string(), "type": kind, "created_at": at, "account": {}, "status": status })
    };
    World {
        notifications: vec![
            notice(4, "follow", &Value::Null),
            notice(3, "mention", &named),
            notice(2, "quote", &quote),
            notice(1, "mention", &asks),
        ],
        statuses: vec![named, quote, few, letter, reply, asks, one],
        links: true,
    }
}

const FIGURES: &str = "
    figure account harns@kofje.example followers. level 2026-11-30 9
    figure account harns@kofje.example following. level 2026-11-30 8
    figure account harns@kofje.example posts_count. level 2026-11-30 7
    figure post https://kofje.example/users/harns/statuses/101 reactions.like lifetime 2026-11-02 4
    figure post https://kofje.example/users/harns/statuses/101 comments.replies lifetime 2026-11-02 1
    figure post https://kofje.example/users/harns/statuses/101 reposts. lifetime 2026-11-02 2
    figure post https://kofje.example/users/harns/statuses/101 quotes. lifetime 2026-11-02 1
    figure post https://kofje.example/users/harns/statuses/103 reactions.like lifetime 2026-11-03 0
    figure post https://kofje.example/users/harns/statuses/103 comments.replies lifetime 2026-11-03 0
    figure post https://kofje.example/users/harns/statuses/103 reposts. lifetime 2026-11-03 0
    figure post https://kofje.example/users/harns/statuses/103 quotes. lifetime 2026-11-03 -
    figure post https://kofje.example/users/harns/statuses/105 reactions.like lifetime 2026-11-05 0
    figure post https://kofje.example/users/harns/statuses/105 comments.replies lifetime 2026-11-05 0
    figure post https://kofje.example/users/harns/statuses/105 reposts. lifetime 2026-11-05 0
    figure post https://kofje.example/users/harns/statuses/105 quotes. lifetime 2026-11-05 -";

const TEXTS: &str = r#"
    account harns@kofje.example harns@kofje.example Europe/Amsterdam
    post https://kofje.example/users/harns/statuses/101 2026-11-02 0 1 photo "Nije kofje & koeke\nby @ann\n\nkofje" https://kofje.example/@harns/101 https://kofje.example/?utm_content=p1&x=1 language=fy id=101 edited_at=2026-11-02T00:00:00Z
    post https://kofje.example/users/harns/statuses/103 2026-11-03 10 2 text "Om njoggenen" https://kofje.example/@harns/103 - in_reply_to=https://ann.example/users/ann/statuses/102 language=fy id=103
    post https://kofje.example/users/harns/statuses/105 2026-11-05 10 4 text "foar folgers" https://kofje.example/@harns/105 - language=fy id=105 visibility=restricted
    voice https://ann.example/users/ann/statuses/102 reply 2026-11-02 "Wannear iepen?" Om njoggenen 2026-11-03 author=ann@ann.example author_name=ann at=2026-11-02T08:00:00Z link=https://ann.example/@ann/102 in_reply_to=https://kofje.example/users/harns/statuses/101 language=fy id=102
    voice https://ann.example/users/ann/statuses/106 quote 2026-11-06 "Sjoch" - - author=ann@ann.example author_name=ann at=2026-11-06T08:00:00Z link=https://ann.example/@ann/106 quotes=https://kofje.example/users/harns/statuses/101 language=fy id=106
    voice https://ann.example/users/ann/statuses/107 mention 2026-11-07 "@harns moai" - - author=ann@ann.example author_name=ann at=2026-11-07T08:00:00Z link=https://ann.example/@ann/107 language=fy id=107"#;

/// A server; two items a page.
pub(crate) fn serve(world: &Arc<Mutex<World>>) -> Site {
    let world = Arc::clone(world);
    Site::new(move |asked| answer(&world.lock().unwrap(), asked))
}

fn answer(world: &World, asked: &Asked) -> Reply {
    if asked.bearer.as_deref() != Some("token") {
        return Reply::new(401, r#"{"error":"The access token is invalid"}"#);
    }
    let paged = |items: Vec<&Value>| {
        let id = |item: &Value| item["id"].as_str().unwrap().parse::<u64>().unwrap();
        let older = |item: &&&Value| asked.word("max_id").is_none_or(|max| id(item) < max.parse().unwrap());
        let older: Vec<&Value> = items.iter().filter(older).copied().collect();
        let page: Vec<&Value> = older.iter().take(2).copied().collect();
        let reply = Reply::json(&json!(page));
        if !world.links {
            return reply;
        }
        let last = page.last().map_or(0, |item| id(item));
        // As a server behind a proxy says it: another scheme and name.
        let before = format!("<https://kofje.example{}?min_id=999>; rel=\"prev\"", asked.path);
        let next = format!(
            "<https://kofje.example{}?limit=40&max_id={last}>; rel=\"next\", ",
            asked.path
        );
        reply.with(
            "Link",
            &format!("{}{before}", if older.len() > 2 { next } else { String::new() }),
        )
    };
    let there = |id: &str| world.statuses.iter().find(|status| status["id"] == id);
    let nothing = || Reply::new(404, r#"{"error":"Record not found"}"#);
    let parts: Vec<&str> = asked.path.trim_start_matches("/api/v1/").split('/').collect();
    match parts.as_slice() {
        ["accounts", "verify_credentials"] => Reply::json(&json!({
            "id": "7", "acct": "harns", "url": "https://kofje.example/@harns",
            "followers_count": 9, "following_count": 8, "statuses_count": 7,
        })),
        ["accounts", "7", "statuses"] => paged(world.statuses.iter().filter(|s| s["account"]["id"] == "7").collect()),
        ["notifications"] => paged(world.notifications.iter().collect()),
        ["statuses", id] => there(id).map_or_else(nothing, Reply::json),
        ["statuses", id, "context"] if there(id).is_some() => {
            let mut above = vec![(*id).to_owned()];
            let mut below: Vec<&Value> = Vec::new();
            for status in world.statuses.iter().rev() {
                if status["in_reply_to_id"]
                    .as_str()
                    .is_some_and(|parent| above.iter().any(|id| id == parent))
                {
                    above.push(status["id"].as_str().unwrap().to_owned());
                    below.push(status);
                }
            }
            Reply::json(&json!({ "ancestors": [], "descendants": below }))
        }
        ["statuses", "101", "quotes"] => paged(world.statuses.iter().filter(|s| s["quote"].is_object()).collect()),
        _ => nothing(),
    }
}

pub(crate) fn desk(site: &Site) -> Desk {
    Desk::new(
        &Mastodon,
        &site.address,
        "",
        Session::Token(Secret::new("token".to_owned())),
    )
}

#[tokio::test]
async fn posts_counts_and_voices_are_what_a_person_reads() {
    for links in [true, false] {
        let world = World { links, ..kofje() };
        let site = serve(&Arc::new(Mutex::new(world)));
        let rows = desk(&site).run().await;
        check(&rows, &[""], &format!("{FIGURES}{TEXTS}"));
        assert!(rows.unavailable.iter().any(|figure| figure.metric == "reach"));
    }
}

/// An edit keeps the `uri`, whatever becomes of the `id`; a deletion is noticed, among voices when everything is read.
#[tokio::test]
async fn edits_and_deletions() {
    let world = Arc::new(Mutex::new(kofje()));
    let site = serve(&world);
    let mut desk = desk(&site);
    desk.run().await;
    {
        let mut world = world.lock().unwrap();
        let few = &mut world.statuses[2];
        few["id"] = "305".into();
        few["content"] = "<p>foar folgers, better</p>".into();
        world
            .statuses
            .retain(|status| status["id"] != "103" && status["id"] != "107");
        world.notifications.retain(|notice| notice["status"]["id"] != "107");
    }
    let rows = desk.run().await;
    check(&rows, &["gone"], "gone https://kofje.example/users/harns/statuses/103");
    let lines = told(&rows);
    let better = "post https://kofje.example/users/harns/statuses/105 2026-11-05 10 4 text \"foar folgers, better\"";
    assert!(lines.iter().any(|line| line.starts_with(better)));
    desk.checkpoint.whole_at = None;
    let rows = desk.run().await;
    check(&rows, &["gone"], "gone https://ann.example/users/ann/statuses/107");
    let kinds: Vec<&str> = rows.batch.voices.iter().map(|voice| voice.kind.as_str()).collect();
    assert_eq!(kinds, ["reply", "quote"]);
    assert_eq!(desk.known.texts.len(), 4);
}

/// What was only looked at is not told as another kind of voice.
#[tokio::test]
async fn a_voice_that_is_still_there_stays_what_it_was() {
    let world = Arc::new(Mutex::new(kofje()));
    let site = serve(&world);
    let mut desk = desk(&site);
    desk.run().await;
    world.lock().unwrap().notifications.clear();
    desk.checkpoint.whole_at = None;
    let rows = desk.run().await;
    check(&rows, &["gone"], "");
    assert!(!told(&rows).iter().any(|line| line.contains("statuses/107")));
}

#[tokio::test]
async fn a_token_that_is_not_taken() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let mut desk = desk(&site);
    desk.session = Session::Token(Secret::new("canary".to_owned()));
    let error = desk
        .pull(&mut crate::desk::Memory::default())
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("The access token is invalid") && !error.contains("canary"),
        "{error}"
    );
    assert_eq!(site.asked().len(), 1);
    // As snac says it.
    site.first(Reply::new(422, ""));
    let error = desk.pull(&mut crate::desk::Memory::default()).await.unwrap_err();
    assert!(matches!(error, PullError::SignedOut(_)), "{error}");
}

/// As snac does: a text of one's own that somebody boosted is shown as the boost alone, under the booster's name. What is there is not
/// gone, whatever it looks like now.
#[tokio::test]
async fn a_boost_stands_for_what_it_boosts() {
    let world = Arc::new(Mutex::new(kofje()));
    let site = serve(&world);
    let mut desk = desk(&site);
    desk.run().await;
    {
        let mut world = world.lock().unwrap();
        let mut boost = status(101, "ann", "2026-11-01T23:30:00.000Z", "");
        boost["uri"] = "https://ann.example/users/ann/statuses/101/activity".into();
        boost["account"]["id"] = "7".into();
        boost["reblog"] = world.statuses[6].clone();
        world.statuses[6] = boost;
        let mut of_others = status(108, "ann", "2026-11-08T08:00:00.000Z", "");
        of_others["account"]["id"] = "7".into();
        of_others["reblog"] = status(90, "ann", "2026-11-08T08:00:00.000Z", "<p>hers</p>");
        world.statuses.insert(0, of_others);
        // A voice that has become a letter: it is there, and is nobody else's from now on.
        world.notifications.clear();
        world.statuses[1]["visibility"] = "direct".into();
    }
    desk.checkpoint.whole_at = None;
    let rows = desk.run().await;
    let figures: Vec<&str> = FIGURES.lines().filter(|line| line.contains("statuses/101 ")).collect();
    check(
        &rows,
        &["figure post https://kofje.example/users/harns/statuses/101"],
        &figures.join("\n"),
    );
    check(&rows, &["gone"], "");
    assert_eq!(rows.batch.posts.len(), 3);
    assert!(
        !told(&rows)
            .iter()
            .any(|line| line.contains("hers") || line.contains("statuses/107"))
    );
}

/// A small server answers with all it has, whatever page is asked for, and without a header.
#[tokio::test]
async fn a_server_that_does_not_page_is_read_once() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let mut desk = desk(&site);
    let me = json!({ "id": "7", "acct": "harns", "url": "https://kofje.example/@harns" });
    let all = json!(
        kofje()
            .statuses
            .iter()
            .filter(|s| s["account"]["id"] == "7")
            .collect::<Vec<_>>()
    );
    for answer in [&me, &all, &all] {
        site.first(Reply::json(answer));
    }
    let mut memory = crate::desk::Memory::default();
    let pulled = desk.pull(&mut memory).await.unwrap();
    assert!(pulled.remarks.is_empty());
    let rows = desk.commit(&mut memory);
    let figures: Vec<&str> = FIGURES.lines().filter(|line| line.contains("figure post")).collect();
    check(&rows, &["figure post"], &figures.join("\n"));
}

/// Markup of the fediverse, as servers sanitise it, and what they do not.
#[tokio::test]
async fn texts_are_plain() {
    let cases = [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br/>c<BR />d", "a\nb\nc\nd"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("&#39;&#x27;&quot;&apos;&amp;amp;", "''\"'&amp;"),
        ("AT&T & co; &unknown; &", "AT&T & co; &unknown; &"),
        ("1 < 2, 3 > 2, <3", "1 < 2, 3 > 2, <3"),
        ("<ul><li>x</li><li>y</li></ul>", "x\ny"),
        ("日本語<br>é&nbsp;!", "日本語\né\u{a0}!"),
        ("&#0;&#xD800;&#99999999;", "\0&#xD800;&#99999999;"),
    ];
    let statuses = cases
        .iter()
        .zip(200_u64..)
        .map(|((html, _), id)| status(id, "harns", "2026-11-01T08:00:00Z", html));
    let mut statuses: Vec<Value> = statuses.collect();
    statuses.reverse();
    let world = World {
        statuses,
        ..World::default()
    };
    let site = serve(&Arc::new(Mutex::new(world)));
    let rows = desk(&site).run().await;
    let texts: Vec<&str> = rows
        .batch
        .posts
        .iter()
        .map(|post| post.text.as_deref().unwrap())
        .collect();
    assert_eq!(texts, cases.map(|(_, text)| text));
}
