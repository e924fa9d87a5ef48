//! Views of posts: what a record says, and what the network says of it.

use jiff::Timestamp;
use serde_json::Value;

use super::{counts, earlier};
use crate::json::{instant, must, text};
use crate::network::{Text, Unreadable, VoiceKind};

/// A post as the network shows it.
pub(super) fn post(view: &Value, me: &str, kind: Option<VoiceKind>) -> Result<Text, Unreadable> {
    let key = must(view, "/uri")?;
    let (author, author_name) = author(view)?;
    let own = author == me;
    Ok(Text {
        id: key.clone(),
        own,
        kind: kind.filter(|_| !own),
        author,
        author_name,
        at: when(view, "/record/createdAt"),
        link: link(&key),
        counts: Some(counts(view)),
        key,
        ..record(view.get("record").unwrap_or(&Value::Null))
    })
}

/// When it was written, by its author, but not after the network first saw it: the feed is in this order too.
pub(super) fn when(view: &Value, written: &str) -> Option<Timestamp> {
    earlier(instant(view, written), instant(view, "/indexedAt"))
}

/// Key and name of who wrote it.
pub(super) fn author(view: &Value) -> Result<(String, Option<String>), Unreadable> {
    Ok((must(view, "/author/did")?, text(view, "/author/handle")))
}

/// What the author wrote.
pub(super) fn record(record: &Value) -> Text {
    Text {
        text: text(record, "/text"),
        format: Some(format(record)),
        leads_to: leads_to(record),
        answers: text(record, "/reply/parent/uri"),
        thread: text(record, "/reply/root/uri"),
        quotes: quoted(record),
        language: text(record, "/langs/0"),
        ..Text::default()
    }
}

/// The post that it quotes; lists and feeds can be embedded in the same way.
fn quoted(record: &Value) -> Option<String> {
    let quoted = text(record, "/embed/record/uri").or_else(|| text(record, "/embed/record/record/uri"));
    quoted.filter(|key| link(key).is_some())
}

/// Where people read it.
pub(super) fn link(key: &str) -> Option<String> {
    let (author, post) = key.strip_prefix("at://")?.split_once("/app.bsky.feed.post/")?;
    Some(format!("https://bsky.app/profile/{author}/post/{post}"))
}

fn format(record: &Value) -> &'static str {
    let embed = record.get("embed").unwrap_or(&Value::Null);
    // A quote with pictures holds them one step below.
    let media = embed.get("media").unwrap_or(embed);
    let pictures = media.get("images").and_then(Value::as_array).map_or(0, Vec::len);
    match text(media, "/$type").as_deref() {
        Some("app.bsky.embed.images") if pictures > 1 => "carousel",
        Some("app.bsky.embed.images") => "photo",
        Some("app.bsky.embed.video") => "video",
        Some("app.bsky.embed.external") => "link",
        _ => "text",
    }
}

/// The address of its card, else the first one in its text.
fn leads_to(record: &Value) -> Option<String> {
    let card = text(record, "/embed/external/uri").or_else(|| text(record, "/embed/media/external/uri"));
    let in_text = || {
        let facets = record.get("facets").and_then(Value::as_array)?;
        let features = facets
            .iter()
            .filter_map(|facet| facet.get("features")?.as_array())
            .flatten();
        features
            .filter(|feature| text(feature, "/$type").as_deref() == Some("app.bsky.richtext.facet#link"))
            .find_map(|feature| text(feature, "/uri"))
    };
    card.or_else(in_text)
}
