//! Plausible's events API: one event in a body, without an id of the message and without a name of the visitor.

use std::borrow::Cow;

use super::{Body, Credential, Item, Json, Posted, Protocol, Reason, Request};

/// Sites that one event may be of.
const MOST_SITES: usize = 10;

/// The event, once for each site that it names: `a.example,b.example`.
pub(super) fn event(request: &Request<'_>, body: Body<'_>) -> Posted {
    let mut posted = Posted::new(Protocol::Plausible, request);
    let item = |json: Json<'_>| {
        text(json, ["n", "name"]).ok_or(Reason::Missing("name"))?;
        Ok(Item {
            body: json.as_written().to_owned(),
            ..Item::default()
        })
    };
    let sites = shown(body.json);
    // A key stands for one source, whatever the sites.
    if sites.is_empty() || posted.credential.is_some() {
        posted.take(body, item);
        return posted;
    }
    for site in sites {
        posted.take_of(Some(site), body, item);
    }
    posted
}

/// The credentials of an event: the sites that it names, in small letters.
pub(super) fn shown(json: Json<'_>) -> Vec<Credential> {
    let sites = text(json, ["d", "domain"]).unwrap_or_default();
    let sites = sites.split(',').map(str::trim).filter(|site| !site.is_empty());
    let sites = sites.map(|site| Credential::Site(site.to_lowercase()));
    sites.take(MOST_SITES).collect()
}

/// The first of two spellings of a key that says something.
fn text<'a>(json: Json<'a>, keys: [&str; 2]) -> Option<Cow<'a, str>> {
    let says = |text: &Cow<'_, str>| !text.trim().is_empty();
    keys.iter().find_map(|key| json.get(key)?.string().filter(says))
}
