//! [`follow`]: a request for a short link, as the record that is kept of it, and where it is led.
//!
//! The body of the record is `{"code", "to", "method", "mode", "dest", "referrer", "before"}`: all that [`judge`](super::judge)
//! looks at, so that a click can be judged anew when the rules change.

use harpoon_core::channel;
use harpoon_core::channel::address::parameters;

use super::{PARAMETER, judge};
use crate::admit::{Arrival, cut};
use crate::bot::is_ahead;
use crate::json::{Json, push_quoted};
use crate::key::Key;
use crate::redact::Policy;
use crate::request::{Protocol, Request};
use crate::sent::Sent;

/// Name under which clicks are counted among the sources. No source can be called so: it has a blank.
pub const SOURCE: &str = "short links";
/// Longest click id of a platform that is led on.
const LONGEST: usize = 500;

/// A short link that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// Workspace that it belongs to.
    pub workspace: &'a str,
    /// Its code.
    pub code: &'a str,
    /// Where it leads.
    pub to: &'a str,
    /// Whether clicks get ids, by which what follows is known to come from them.
    pub knows: bool,
}

/// What comes of following a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// What is kept.
    pub sent: Sent,
    /// Where the browser is led.
    pub location: String,
    /// The id of the click, for the cookie; `None` where nobody clicked, or is to be known again.
    pub click: Option<String>,
}

/// Takes a request for a short link in. `visitor` names who has no click id, for the day.
pub fn follow(target: &Target<'_>, request: &Request<'_>, arrival: &Arrival<'_>) -> Followed {
    let limited = request.asks_privacy();
    let key = Key::of_request(target.workspace, SOURCE, arrival.number, 0);
    let counts = judge(request.method, request.headers).counts();
    let click = (counts && target.knows && !limited).then(|| key.to_string());
    let to = with_clicks(target.to, request, limited);
    let location = click
        .as_ref()
        .map_or_else(|| to.clone(), |id| with_parameter(&to, PARAMETER, id));
    let before = click.as_ref().and_then(|_| cookie(request));
    let agent = request.header("user-agent").map(cut);
    let visitor = arrival
        .salt
        .zip(arrival.address)
        .filter(|_| click.is_none())
        .and_then(|(salt, address)| {
            let site = format!("{}/{SOURCE}", target.workspace);
            salt.visitor(&site, address, agent.as_deref().unwrap_or_default())
        });
    let policy = Policy {
        protocol: Protocol::Link,
        is_limited: limited,
        visitor: None,
    };
    let mut body = String::from("{\"code\":");
    push_quoted(&mut body, target.code);
    let mut more = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            body.push_str(&format!(",\"{name}\":"));
            push_quoted(&mut body, value);
        }
    };
    more("to", Some(&location));
    more("method", Some(request.method.as_str()));
    more("mode", sent(request, "sec-fetch-mode").as_deref());
    more("dest", sent(request, "sec-fetch-dest").as_deref());
    more("referrer", request.header("referer").map(cut).as_deref());
    more("before", before.as_deref());
    body.push('}');
    let kept = Sent {
        workspace: target.workspace.to_owned(),
        source: SOURCE.to_owned(),
        protocol: Protocol::Link,
        call: None,
        key,
        id: Some(key.to_string()),
        original: None,
        sent: None,
        received: arrival.received,
        agent,
        program: None,
        visitor,
        click: None,
        purpose: purpose(request),
        gpc: limited,
        limited,
        consent: None,
        page: None,
        shared: None,
        body: policy.apply(Json::known(&body)).unwrap_or(body),
    };
    Followed {
        sent: kept,
        location,
        click,
    }
}

/// A header that decides, as it came; one that says nothing, or in no letters, was sent all the same.
fn sent(request: &Request<'_>, name: &str) -> Option<String> {
    let said = request.header(name).map_or_else(|| "?".to_owned(), cut);
    request.headers.contains_key(name).then_some(said)
}

/// What the request was for, where that makes it none of a person's: of the older headers only what they say of fetching ahead.
fn purpose(request: &Request<'_>) -> Option<String> {
    let older = ["purpose", "x-purpose", "x-moz"].into_iter();
    let older = || {
        older
            .filter_map(|name| request.header(name))
            .find(|said| is_ahead(said))
            .map(cut)
    };
    sent(request, "sec-purpose").or_else(older)
}

/// The click id that a browser was given here before.
pub(crate) fn cookie(request: &Request<'_>) -> Option<String> {
    let lines = request
        .headers
        .get_all("cookie")
        .into_iter()
        .filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let id = pairs.find(|(name, _)| *name == PARAMETER)?.1;
    Key::parse(id).map(|key| key.to_string())
}

/// The destination with the click ids that a platform has put on the short link: without them it would not know its own
/// click again. Of anything else that stands there nothing is led on.
fn with_clicks(to: &str, request: &Request<'_>, limited: bool) -> String {
    let asked = format!("?{}", request.query.unwrap_or_default());
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '%');
    let mut to = to.to_owned();
    for (name, value) in parameters(&asked).filter(|_| !limited) {
        let known = channel::click_id(&name).filter(|_| !value.is_empty() && value.len() <= LONGEST);
        if let Some(known) = known.filter(|_| value.chars().all(plain))
            && !parameters(&to).any(|(there, _)| there.eq_ignore_ascii_case(known.param))
        {
            to = with_parameter(&to, known.param, value);
        }
    }
    to
}

/// An address with one more parameter, before its fragment.
fn with_parameter(url: &str, name: &str, value: &str) -> String {
    let (before, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let sign = match before.find('?') {
        None => "?",
        Some(at) if at + 1 == before.len() || before.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{before}{sign}{name}={value}{fragment}")
}
