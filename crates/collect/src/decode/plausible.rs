//! Plausible's events API: one event in a body, without an id of the message and without a name of the visitor.

use super::{Body, Credential, Item, Posted, Protocol, Reason, Request};

/// Sites that one event may be of.
const MOST_SITES: usize = 10;

/// The event, once for each site that it names: `a.example,b.example`.
pub(super) fn event(request: &Request<'_>, body: Body<'_>) -> Posted {
    let json = body.json;
    let mut posted = Posted::new(Protocol::Plausible, request);
    let text = |keys: [&str; 2]| {
        let found = keys.iter().find_map(|key| json.get(key)?.string());
        found.filter(|text| !text.trim().is_empty())
    };
    let sites = text(["d", "domain"]).unwrap_or_default();
    let sites: Vec<&str> = sites
        .split(',')
        .map(str::trim)
        .filter(|site| !site.is_empty())
        .collect();
    let is_named = text(["n", "name"]).is_some();
    let item = |site: Option<&str>| {
        if !is_named {
            return Err(Reason::Missing("name"));
        }
        Ok(Item {
            credential: site.map(|site| Credential::Site(site.to_lowercase())),
            body: json.as_written().to_owned(),
            ..Item::default()
        })
    };
    // A key stands for one source, whatever the sites.
    if sites.is_empty() || posted.credential.is_some() {
        posted.take(body, |_| item(sites.first().copied()));
        return posted;
    }
    for site in sites.iter().take(MOST_SITES) {
        posted.take(body, |_| item(Some(site)));
    }
    posted
}
