//! [`Mastodon`]: the Mastodon API, which many servers of the fediverse speak, each in its own measure.
//!
//! A text's key is its `uri`, which all servers share and which stays when it is edited; `id` is one server's own, and with some
//! changes. Counts are those that the account's server knows: likes that never reached it are not in them.

mod plain;

use form_urlencoded::Serializer;
use serde_json::Value;

use self::plain::{first_link, plain};
use crate::json::{add, body, count, instant, list, must, text, widen};
use crate::network::{
    About, Ask, Counts, Evidence, Network, Profile, Spot, Text, Told, Unavailable, Unreadable, VoiceKind, What,
};
use crate::page::{Head, Page};

/// Statuses and notifications in one answer, at most what the documents allow.
const STATUSES: &str = "40";
const NOTIFICATIONS: &str = "80";
/// A text that is not there (any more), or that the account may not see.
const ABSENT: &[u16] = &[404, 410];

static ABOUT: About = About {
    id: "mastodon",
    version: 1,
    title: "Mastodon API",
    source: "docs.joinmastodon.org, repo mastodon/documentation",
    evidence: Evidence::LiveTested,
    unavailable: &[
        Unavailable {
            metric: "impressions",
            reason: "no server counts how often a post is shown, and other servers show it too",
        },
        Unavailable {
            metric: "reach",
            reason: "no server knows who sees a post on other servers",
        },
        Unavailable {
            metric: "clicks",
            reason: "the Mastodon API does not count clicks; tracked links do",
        },
        Unavailable {
            metric: "saves",
            reason: "the Mastodon API does not tell how many bookmarked a post",
        },
    ],
};

/// The Mastodon API.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mastodon;

impl Network for Mastodon {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn profile(&self, _head: &Head) -> Ask {
        ask(What::Profile, "/api/v1/accounts/verify_credentials".to_owned(), &[])
    }

    fn posts(&self, _head: &Head, me: &Profile) -> Ask {
        let call = format!("/api/v1/accounts/{}/statuses", segment(&me.id));
        ask(What::Posts, call, &[("limit", STATUSES), ("exclude_reblogs", "true")])
    }

    fn heard(&self, _head: &Head, _me: &Profile) -> Option<Ask> {
        let words = [("types[]", "mention"), ("types[]", "quote"), ("limit", NOTIFICATIONS)];
        Some(ask(What::Heard, "/api/v1/notifications".to_owned(), &words))
    }

    fn thread(&self, text: &Spot) -> Ask {
        Ask {
            about: vec![text.clone()],
            absent: ABSENT,
            ..ask(What::Thread, status(text, "/context"), &[])
        }
    }

    fn quotes(&self, text: &Spot) -> Option<Ask> {
        Some(Ask {
            about: vec![text.clone()],
            absent: ABSENT,
            ..ask(What::Quotes, status(text, "/quotes"), &[("limit", STATUSES)])
        })
    }

    fn looks(&self, texts: &[Spot]) -> Vec<Ask> {
        let look = |text: &Spot| Ask {
            about: vec![text.clone()],
            absent: ABSENT,
            ..ask(What::Look, status(text, ""), &[])
        };
        texts.iter().map(look).collect()
    }

    fn tell(&self, head: &Head, me: Option<&Profile>, page: &Page) -> Result<Told, Unreadable> {
        if ABSENT.contains(&page.status) {
            return Ok(Told {
                absent: page.about.iter().map(|spot| spot.key.clone()).collect(),
                ..Told::default()
            });
        }
        let body = body(&page.body)?;
        let nobody = Profile::default();
        let us = Us {
            me: me.unwrap_or(&nobody),
            server: &head.server,
        };
        match page.what {
            What::Profile => profile(&body, &head.server),
            What::Posts => {
                // Boosts of others' texts stand between where a server does not know how to leave them out.
                let mut told = us.statuses(&body, page, None)?;
                told.texts.retain(|text| text.own);
                Ok(told)
            }
            What::Quotes => us.statuses(&body, page, Some(VoiceKind::Quote)),
            What::Heard => us.heard(&body, page),
            What::Thread => us.below(&body),
            What::Look => {
                let mut told = Told::default();
                add(&mut told, &body, us.text(&body, None));
                Ok(told)
            }
        }
    }
}

fn ask(what: What, call: String, words: &[(&str, &str)]) -> Ask {
    let query = Serializer::new(String::new()).extend_pairs(words).finish();
    Ask {
        what,
        path: if query.is_empty() {
            call
        } else {
            format!("{call}?{query}")
        },
        about: Vec::new(),
        absent: &[],
    }
}

fn status(text: &Spot, part: &str) -> String {
    format!("/api/v1/statuses/{}{part}", segment(&text.id))
}

/// An id as one part of a path, whatever the server put into it.
fn segment(id: &str) -> String {
    form_urlencoded::byte_serialize(id.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

fn profile(body: &Value, server: &str) -> Result<Told, Unreadable> {
    let id = must(body, "/id")?;
    let key = address(&must(body, "/acct")?, text(body, "/url").as_deref().unwrap_or(server));
    let profile = Profile {
        name: key.clone(),
        followers: count(body, "/followers_count"),
        following: count(body, "/following_count"),
        posts: count(body, "/statuses_count"),
        id,
        key,
    };
    Ok(Told {
        profile: Some(profile),
        ..Told::default()
    })
}

/// `name@server` of an account, which its own server tells without the server.
fn address(name: &str, url: &str) -> String {
    let name = name.trim_start_matches('@');
    if name.contains('@') {
        return name.to_owned();
    }
    let host = url.split("//").nth(1).unwrap_or(url);
    format!("{name}@{}", host.split('/').next().unwrap_or(host))
}

/// Whose answers are read, and from where.
struct Us<'a> {
    me: &'a Profile,
    server: &'a str,
}

impl Us<'_> {
    fn statuses(&self, body: &Value, page: &Page, kind: Option<VoiceKind>) -> Result<Told, Unreadable> {
        let mut told = Told::default();
        let items = list(body, "")?;
        for item in items {
            widen(&mut told, instant(item, "/created_at"));
            add(&mut told, item, self.text(item, kind));
        }
        told.next = next(page, items);
        Ok(told)
    }

    /// Notifications of mentions and quotes. A server may not know how to leave others out.
    fn heard(&self, body: &Value, page: &Page) -> Result<Told, Unreadable> {
        let mut told = Told::default();
        let items = list(body, "")?;
        for item in items {
            widen(&mut told, instant(item, "/created_at"));
            let status = item.get("status").unwrap_or(&Value::Null);
            let kind = match text(item, "/type").as_deref() {
                Some("mention") if text(status, "/in_reply_to_account_id").as_ref() == Some(&self.me.id) => {
                    VoiceKind::Reply
                }
                Some("mention") => VoiceKind::Mention,
                Some("quote") => VoiceKind::Quote,
                _ => continue,
            };
            if !status.is_null() {
                add(&mut told, item, self.text(status, Some(kind)));
            }
        }
        told.next = next(page, items);
        Ok(told)
    }

    fn below(&self, body: &Value) -> Result<Told, Unreadable> {
        let mut told = Told::default();
        for item in list(body, "/descendants")? {
            add(&mut told, item, self.text(item, Some(VoiceKind::Reply)));
        }
        Ok(told)
    }

    /// A status; none where it is a message to the named alone: that is nobody else's. A boost stands for the status that it boosts: snac
    /// shows a text of one's own that somebody boosted in no other way.
    fn text(&self, item: &Value, kind: Option<VoiceKind>) -> Result<Option<Text>, Unreadable> {
        let item = item.get("reblog").filter(|boosted| boosted.is_object()).unwrap_or(item);
        if text(item, "/visibility").as_deref() == Some("direct") {
            return Ok(None);
        }
        let (id, key) = (must(item, "/id")?, must(item, "/uri")?);
        let own = must(item, "/account/id")? == self.me.id;
        let url = text(item, "/account/url");
        let content = text(item, "/content").unwrap_or_default();
        Ok(Some(Text {
            own,
            kind: kind.filter(|_| !own),
            author: address(&must(item, "/account/acct")?, url.as_deref().unwrap_or(self.server)),
            author_name: text(item, "/account/display_name"),
            at: instant(item, "/created_at"),
            text: Some(plain(&content)).filter(|text| !text.is_empty()),
            link: text(item, "/url").or_else(|| Some(key.clone())),
            format: Some(format(item)),
            leads_to: text(item, "/card/url").or_else(|| first_link(&content)),
            answers: text(item, "/in_reply_to_id"),
            thread: None,
            quotes: text(item, "/quote/quoted_status/uri").or_else(|| text(item, "/quote/uri")),
            language: text(item, "/language"),
            edited_at: instant(item, "/edited_at"),
            restricted: text(item, "/visibility").as_deref() == Some("private"),
            counts: Some(Counts {
                likes: count(item, "/favourites_count"),
                replies: count(item, "/replies_count"),
                reposts: count(item, "/reblogs_count"),
                quotes: count(item, "/quotes_count"),
                bookmarks: None,
            }),
            id,
            key,
        }))
    }
}

fn format(item: &Value) -> &'static str {
    let media = item.get("media_attachments").and_then(Value::as_array);
    let media = media.map_or(&[][..], Vec::as_slice);
    match media.first().and_then(|first| text(first, "/type")).as_deref() {
        Some("image") if media.len() > 1 => "carousel",
        Some("image") => "photo",
        Some("video" | "gifv") => "video",
        Some("audio") => "audio",
        _ if item.get("poll").is_some_and(Value::is_object) => "poll",
        _ if item.get("card").is_some_and(Value::is_object) => "link",
        _ => "text",
    }
}

/// The next page: by the header `Link` where the server sends one (its path alone is taken, for it is asked of the same server),
/// else from the last item on.
fn next(page: &Page, items: &[Value]) -> Option<String> {
    if let Some(link) = &page.link {
        return link.split(',').find_map(|part| {
            let (target, words) = part.trim().strip_prefix('<')?.split_once('>')?;
            let is_next = words.split(';').any(|word| {
                let (name, value) = word.trim().split_once('=').unwrap_or_default();
                name == "rel" && value.trim_matches('"') == "next"
            });
            is_next.then(|| path_of(target))
        });
    }
    let last = text(items.last()?, "/id")?;
    let (call, query) = page.path.split_once('?').unwrap_or((&page.path, ""));
    let words = form_urlencoded::parse(query.as_bytes());
    // Small servers answer with all there is, whatever is asked for: then the item to begin below is on the page.
    let is_on_page = |id: &str| items.iter().any(|item| text(item, "/id").as_deref() == Some(id));
    if words
        .clone()
        .any(|(name, value)| name == "max_id" && is_on_page(&value))
    {
        return None;
    }
    let words = words.filter(|(name, _)| name != "max_id");
    let query = Serializer::new(String::new())
        .extend_pairs(words)
        .append_pair("max_id", &last)
        .finish();
    Some(format!("{call}?{query}"))
}

fn path_of(target: &str) -> String {
    let rest = target.split_once("//").map_or(target, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..]).to_owned()
}
