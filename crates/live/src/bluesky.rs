//! [`Bluesky`]: the AT Protocol's `app.bsky` calls, as an account's server passes them on to its view of the network.

mod view;

use form_urlencoded::Serializer;
use jiff::Timestamp;
use serde_json::Value;

use self::view::{author, link, post, record, when};
use crate::json::{add, body, count, instant, list, must, text, widen};
use crate::network::{
    About, Ask, Counts, Evidence, Network, Profile, Spot, Text, Told, Unavailable, Unreadable, VoiceKind, What,
};
use crate::page::{Head, Page};

/// Levels of replies in one answer; what lies deeper is asked for from there.
const DEPTH: &str = "10";
/// Texts that one request may look at.
const AT_ONCE: usize = 25;

static ABOUT: About = About {
    id: "bluesky",
    version: 1,
    title: "Bluesky",
    source: "repo bluesky-social/atproto, lexicons/app/bsky",
    evidence: Evidence::LiveTested,
    unavailable: &[
        Unavailable {
            metric: "impressions",
            reason: "Bluesky does not count how often a post is shown",
        },
        Unavailable {
            metric: "reach",
            reason: "Bluesky does not count who sees a post",
        },
        Unavailable {
            metric: "clicks",
            reason: "Bluesky does not count clicks; tracked links do",
        },
    ],
};

/// Bluesky.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bluesky;

impl Network for Bluesky {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn profile(&self, head: &Head) -> Ask {
        ask(What::Profile, "app.bsky.actor.getProfile", &[("actor", &head.account)])
    }

    fn posts(&self, _head: &Head, me: &Profile) -> Ask {
        let words = [
            ("actor", me.id.as_str()),
            ("filter", "posts_with_replies"),
            ("includePins", "false"),
            ("limit", "100"),
        ];
        ask(What::Posts, "app.bsky.feed.getAuthorFeed", &words)
    }

    fn heard(&self, head: &Head, _me: &Profile) -> Option<Ask> {
        let words = [
            ("reasons", "mention"),
            ("reasons", "reply"),
            ("reasons", "quote"),
            ("limit", "100"),
        ];
        head.signed_in
            .then(|| ask(What::Heard, "app.bsky.notification.listNotifications", &words))
    }

    fn thread(&self, text: &Spot) -> Ask {
        let words = [("uri", text.id.as_str()), ("depth", DEPTH), ("parentHeight", "0")];
        Ask {
            about: vec![text.clone()],
            absent: &[400],
            ..ask(What::Thread, "app.bsky.feed.getPostThread", &words)
        }
    }

    fn quotes(&self, text: &Spot) -> Option<Ask> {
        let words = [("uri", text.id.as_str()), ("limit", "100")];
        Some(Ask {
            about: vec![text.clone()],
            absent: &[400],
            ..ask(What::Quotes, "app.bsky.feed.getQuotes", &words)
        })
    }

    fn looks(&self, texts: &[Spot]) -> Vec<Ask> {
        let look = |texts: &[Spot]| {
            let words: Vec<(&str, &str)> = texts.iter().map(|text| ("uris", text.id.as_str())).collect();
            Ask {
                about: texts.to_vec(),
                ..ask(What::Look, "app.bsky.feed.getPosts", &words)
            }
        };
        texts.chunks(AT_ONCE).map(look).collect()
    }

    fn tell(&self, _head: &Head, me: Option<&Profile>, page: &Page) -> Result<Told, Unreadable> {
        let body = body(&page.body)?;
        let me = me.map_or("", |me| me.key.as_str());
        if page.status == 400 {
            return absent(page.what, &body);
        }
        let mut told = match page.what {
            What::Profile => profile(&body)?,
            What::Posts => feed(&body, me)?,
            What::Heard => heard(&body)?,
            What::Thread => thread(&body, me)?,
            What::Quotes => posts(&body, "/posts", me, Some(VoiceKind::Quote))?,
            What::Look => looked_at(&body, me, page)?,
        };
        told.next = text(&body, "/cursor").map(|cursor| turned(&page.path, &cursor));
        Ok(told)
    }
}

/// A text that was deleted between two requests is no answer, and no fault. Any other word of refusal is one.
fn absent(what: What, body: &Value) -> Result<Told, Unreadable> {
    match text(body, "/error").as_deref() {
        Some("NotFound" | "BlockedByActor" | "BlockedActor") => Ok(Told::default()),
        word => Err(Unreadable(format!("{what:?} was refused: {}", word.unwrap_or("400")))),
    }
}

fn ask(what: What, call: &str, words: &[(&str, &str)]) -> Ask {
    let query = Serializer::new(String::new()).extend_pairs(words).finish();
    Ask {
        what,
        path: format!("/xrpc/{call}?{query}"),
        about: Vec::new(),
        absent: &[],
    }
}

/// The same question from a cursor on.
fn turned(path: &str, cursor: &str) -> String {
    let (call, query) = path.split_once('?').unwrap_or((path, ""));
    let words = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "cursor");
    let query = Serializer::new(String::new())
        .extend_pairs(words)
        .append_pair("cursor", cursor)
        .finish();
    format!("{call}?{query}")
}

fn profile(body: &Value) -> Result<Told, Unreadable> {
    let did = must(body, "/did")?;
    let profile = Profile {
        id: did.clone(),
        name: must(body, "/handle")?,
        key: did,
        followers: count(body, "/followersCount"),
        following: count(body, "/followsCount"),
        posts: count(body, "/postsCount"),
    };
    Ok(Told {
        profile: Some(profile),
        ..Told::default()
    })
}

/// What the account wrote; what it reposted stands between.
fn feed(body: &Value, me: &str) -> Result<Told, Unreadable> {
    let mut told = Told::default();
    for item in list(body, "/feed")? {
        let view = item.get("post").unwrap_or(&Value::Null);
        // The feed is in the order of this instant.
        let placed = instant(item, "/reason/indexedAt").or_else(|| when(view, "/record/createdAt"));
        widen(&mut told, placed);
        let of_others = text(view, "/author/did").is_some_and(|author| author != me);
        if !of_others {
            add(&mut told, item, post(view, me, None).map(Some));
        }
    }
    Ok(told)
}

fn posts(body: &Value, pointer: &str, me: &str, kind: Option<VoiceKind>) -> Result<Told, Unreadable> {
    let mut told = Told::default();
    for view in list(body, pointer)? {
        add(&mut told, view, post(view, me, kind).map(Some));
    }
    Ok(told)
}

/// Texts that were asked about; those that are not there are left out of the answer.
fn looked_at(body: &Value, me: &str, page: &Page) -> Result<Told, Unreadable> {
    let shown: Vec<String> = list(body, "/posts")?
        .iter()
        .filter_map(|view| text(view, "/uri"))
        .collect();
    let keys = page.about.iter().map(|spot| spot.key.clone());
    Ok(Told {
        absent: keys.filter(|key| !shown.contains(key)).collect(),
        ..posts(body, "/posts", me, None)?
    })
}

/// What names the account. Other reasons (likes, follows) may stand between where a server does not know how to leave them out.
fn heard(body: &Value) -> Result<Told, Unreadable> {
    let mut told = Told::default();
    for item in list(body, "/notifications")? {
        widen(&mut told, instant(item, "/indexedAt"));
        let kind = match text(item, "/reason").as_deref() {
            Some("mention") => VoiceKind::Mention,
            Some("reply") => VoiceKind::Reply,
            Some("quote") => VoiceKind::Quote,
            _ => continue,
        };
        add(&mut told, item, notification(item, kind).map(Some));
    }
    Ok(told)
}

fn notification(item: &Value, kind: VoiceKind) -> Result<Text, Unreadable> {
    let key = must(item, "/uri")?;
    let (author, author_name) = author(item)?;
    Ok(Text {
        id: key.clone(),
        link: link(&key),
        at: when(item, "/record/createdAt"),
        kind: Some(kind),
        author,
        author_name,
        key,
        ..record(item.get("record").unwrap_or(&Value::Null))
    })
}

/// A text with all below it. Those that were deleted or block us stand as such between.
fn thread(body: &Value, me: &str) -> Result<Told, Unreadable> {
    let mut told = Told::default();
    let head = body
        .get("thread")
        .ok_or_else(|| Unreadable("there is no /thread in it".to_owned()))?;
    let mut nodes = vec![head];
    while let Some(node) = nodes.pop() {
        let Some(view) = node.get("post") else {
            continue;
        };
        let below = node.get("replies").and_then(Value::as_array);
        if below.is_none_or(Vec::is_empty) && count(view, "/replyCount").is_some_and(|replies| replies > 0) {
            let key = must(view, "/uri")?;
            told.more_below.push(Spot { id: key.clone(), key });
        }
        add(&mut told, view, post(view, me, Some(VoiceKind::Reply)).map(Some));
        nodes.extend(below.into_iter().flatten());
    }
    Ok(told)
}

/// Figures of a post as a view of it tells them.
fn counts(view: &Value) -> Counts {
    Counts {
        likes: count(view, "/likeCount"),
        replies: count(view, "/replyCount"),
        reposts: count(view, "/repostCount"),
        quotes: count(view, "/quoteCount"),
        bookmarks: count(view, "/bookmarkCount"),
    }
}

/// The earlier of two instants; an author can write any time into a post.
fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    [one, other].into_iter().flatten().min()
}
