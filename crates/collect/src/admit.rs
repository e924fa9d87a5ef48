//! [`admit`]: from the events of a request to the records that are kept: whose they are, what makes them the same when they are
//! sent again, what of the visitor may be kept.

use core::net::IpAddr;
use std::fmt;

use jiff::Timestamp;
use serde::Deserialize;

use crate::answer::Answer;
use crate::click;
use crate::decode::{Credential, Fault, Item, Posted};
use crate::json::{Entry, Json};
use crate::key::Key;
use crate::quarantine::Reason;
use crate::redact::Policy;
use crate::request::{Protocol, Request};
use crate::sent::{Quarantined, Sent};
use crate::visitor::Salt;

/// Longest text of a header that is kept, in bytes.
const LONGEST_HEADER: usize = 1_000;
/// Key of what is refused and what not, in a client's word on consent.
const CATEGORIES: &str = "categoryPreferences";
/// Longest word on consent that is kept, in bytes.
const LONGEST_CONSENT: usize = 4 << 10;
/// Longest part of a body that is put aside and kept, in bytes.
const LONGEST_ASIDE: usize = 64 << 10;

/// Where events come from: what a write key stands for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Workspace that its events belong to.
    pub workspace: String,
    /// Its name in the workspace.
    pub name: String,
    /// Categories of consent without which nobody is known again, as the site's banner names them, in any letter case.
    #[serde(default = "categories")]
    pub consent: Vec<String>,
}

/// What most banners call what Harpoon does.
fn categories() -> Vec<String> {
    ["advertising", "analytics", "marketing", "statistics"]
        .map(str::to_owned)
        .to_vec()
}

impl Source {
    /// A source with the usual categories of consent.
    pub fn new(workspace: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            workspace: workspace.into(),
            name: name.into(),
            consent: categories(),
        }
    }
}

/// What is known of a request beside what it says.
#[derive(Clone, Copy)]
pub struct Arrival<'a> {
    /// When it arrived.
    pub received: Timestamp,
    /// A number that no other request has: random, or counted. It makes keys for messages without an id.
    pub number: u128,
    /// The visitor's address: see [`client`](crate::client::client). Kept nowhere.
    pub address: Option<IpAddr>,
    /// The salt of the day. Without it nobody without a name of their own is known again.
    pub salt: Option<&'a Salt>,
}

impl fmt::Debug for Arrival<'_> {
    /// Without the address: messages end up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Arrival");
        shown.field("received", &self.received).finish_non_exhaustive()
    }
}

/// What is to be kept, and what to say once it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Events.
    pub sent: Vec<Sent>,
    /// What is put aside.
    pub quarantined: Vec<Quarantined>,
    /// The answer, to be given when both are on the disk.
    pub answer: Answer,
}

/// Takes the events of a request in. `source` finds what a credential stands for. Errors: the answer to a key that nobody has.
pub fn admit<'s>(
    posted: Posted,
    request: &Request<'_>,
    arrival: &Arrival<'_>,
    source: impl Fn(&Credential) -> Option<&'s Source>,
) -> Result<Admitted, Answer> {
    let Some(owners) = Owners::of(&posted, &source) else {
        return Err(if posted.is_pixel {
            Answer::pixel()
        } else {
            Answer::unknown_key()
        });
    };
    let seen = Seen::of(request);
    let mut sent = Vec::with_capacity(posted.items.len());
    let mut faults = posted.faults;
    for (place, item) in posted.items.into_iter().enumerate() {
        match owners.whole.or_else(|| source(item.credential.as_ref()?)) {
            Some(source) => sent.push(record(source, posted.protocol, item, &seen, arrival, place)),
            None => faults.push(Fault {
                credential: item.credential,
                reason: Reason::Unknown,
                events: 1,
                is_event: true,
                consent: item.consent,
                body: None,
            }),
        }
    }
    let aside = |mut fault: Fault| {
        let own = owners.whole.or_else(|| source(fault.credential.as_ref()?));
        if own.is_none() {
            // It may be anybody's: it is counted with its reason, and not kept.
            fault.body = None;
        }
        let source = own.unwrap_or(owners.first);
        quarantined(source, posted.protocol, &seen, arrival.received, fault)
    };
    let quarantined: Vec<Quarantined> = faults.into_iter().map(aside).collect();
    let answer = if posted.is_pixel {
        Answer::pixel()
    } else {
        Answer::kept(sent.len(), quarantined.iter().map(|aside| aside.events).sum())
    };
    Ok(Admitted {
        sent,
        quarantined,
        answer,
    })
}

/// Whose the events of a request are.
struct Owners<'s> {
    /// The source of the request as a whole, where it shows one.
    whole: Option<&'s Source>,
    /// The first source that is shown: what shows no source itself is counted there.
    first: &'s Source,
}

impl<'s> Owners<'s> {
    /// `None` where nobody has what is shown.
    fn of(posted: &Posted, source: impl Fn(&Credential) -> Option<&'s Source>) -> Option<Self> {
        if let Some(key) = &posted.credential {
            let whole = source(key)?;
            return Some(Self {
                whole: Some(whole),
                first: whole,
            });
        }
        let items = posted.items.iter().filter_map(|item| item.credential.as_ref());
        let faults = posted.faults.iter().filter_map(|fault| fault.credential.as_ref());
        items
            .chain(faults)
            .find_map(source)
            .map(|first| Self { whole: None, first })
    }
}

/// What the headers tell.
struct Seen {
    agent: Option<String>,
    purpose: Option<String>,
    gpc: bool,
    /// Of a short link on this server, which led the browser to the site.
    click: Option<String>,
    /// Snowplow's trackers can ask that no address is used, not even for a name of the day.
    is_nameless: bool,
}

impl Seen {
    fn of(request: &Request<'_>) -> Self {
        let purpose = ["sec-purpose", "purpose", "x-purpose", "x-moz"];
        Self {
            agent: request.header("user-agent").map(cut),
            purpose: purpose.iter().find_map(|name| request.header(name)).map(cut),
            gpc: request.asks_privacy(),
            click: click::cookie(request),
            is_nameless: request.header("sp-anonymous").is_some(),
        }
    }
}

pub(crate) fn cut(text: &str) -> String {
    text.get(..text.floor_char_boundary(LONGEST_HEADER))
        .unwrap_or(text)
        .to_owned()
}

fn record(source: &Source, protocol: Protocol, item: Item, seen: &Seen, arrival: &Arrival<'_>, place: usize) -> Sent {
    let (agent, program) = agents(protocol, &item, seen);
    let consent = item.consent.as_deref();
    let is_limited = seen.gpc || consent.is_some_and(|consent| is_refused(source, Json::known(consent)));
    let has_lasting = item.has_user || item.has_anonymous;
    let visitor = (is_limited || !has_lasting)
        .then(|| visitor(source, &item, seen, arrival, agent.as_deref(), program.is_some()))
        .flatten();
    let policy = Policy {
        protocol,
        is_limited,
        visitor: visitor.as_deref(),
    };
    let key = match &item.id {
        Some(id) => Key::of_id(&source.workspace, &source.name, id),
        None => Key::of_request(&source.workspace, &source.name, arrival.number, place),
    };
    Sent {
        click: seen.click.clone().filter(|_| !is_limited && program.is_none()),
        workspace: source.workspace.clone(),
        source: source.name.clone(),
        protocol,
        call: item.call,
        key,
        original: item.original,
        sent: item.sent,
        received: arrival.received,
        purpose: seen.purpose.clone(),
        gpc: seen.gpc,
        limited: is_limited,
        consent: consent.and_then(|consent| decided(&policy, Json::known(consent))),
        page: item.page.as_deref().map(|page| cut(&policy.address(page))),
        shared: item
            .shared
            .map(|text| policy.shared(Json::known(&text)).unwrap_or(text)),
        body: policy.apply(Json::known(&item.body)).unwrap_or(item.body),
        id: item.id,
        agent,
        program,
        visitor,
    }
}

/// The visitor's browser, and the program that sent the event instead. An event may name the browser; else the one who sends
/// is it, save for calls of Segment's API that do not look like a browser's, and for events that say that a server sent them.
fn agents(protocol: Protocol, item: &Item, seen: &Seen) -> (Option<String>, Option<String>) {
    let sender = seen.agent.clone();
    let looks_like_one = sender.as_deref().is_some_and(|agent| agent.starts_with("Mozilla/"));
    let is_program = match protocol {
        Protocol::Segment => !looks_like_one && item.page.is_none(),
        Protocol::Snowplow => item.by_program,
        Protocol::Plausible | Protocol::Link => false,
    };
    let named = item.agent.as_deref().map(cut);
    match (named, is_program) {
        (named, true) => (named, sender.or_else(|| Some(String::new()))),
        (Some(named), false) => (Some(named), sender.filter(|_| !looks_like_one)),
        (None, false) => (sender, None),
    }
}

/// The name of the day. The address of a server that sends for its visitors would make all of them one.
fn visitor(
    source: &Source,
    item: &Item,
    seen: &Seen,
    arrival: &Arrival<'_>,
    agent: Option<&str>,
    by_program: bool,
) -> Option<String> {
    let address = item.address.or(arrival.address.filter(|_| !by_program))?;
    let site = format!("{}/{}", source.workspace, source.name);
    let salt = arrival.salt.filter(|_| !seen.is_nameless)?;
    salt.visitor(&site, address, agent.unwrap_or_default())
}

/// Whether a category that the source needs was refused.
fn is_refused(source: &Source, consent: Json<'_>) -> bool {
    let categories = consent.get(CATEGORIES);
    let categories = categories.into_iter().flat_map(Json::entries);
    let mut refused = categories.filter(|entry| entry.value.is_false());
    refused.any(|entry| {
        let key = entry.key();
        source.consent.iter().any(|word| word.eq_ignore_ascii_case(&key))
    })
}

/// What of a word on consent decides: nothing else that stands beside it is kept.
fn decided(policy: &Policy<'_>, consent: Json<'_>) -> Option<String> {
    let categories = consent.get(CATEGORIES).filter(|categories| categories.is_object())?;
    let word = format!(r#"{{"{CATEGORIES}":{}}}"#, categories.as_written());
    let word = policy.apply(Json::known(&word)).unwrap_or(word);
    (word.len() <= LONGEST_CONSENT).then_some(word)
}

/// Whether consent is refused anywhere within: of what is no event nobody knows where it would stand.
fn refuses(source: &Source, json: Json<'_>) -> bool {
    let here =
        |entry: Entry<'_>| entry.is("consent") && is_refused(source, entry.value) || refuses(source, entry.value);
    json.entries().any(here) || json.items().any(|item| refuses(source, item))
}

fn quarantined(source: &Source, protocol: Protocol, seen: &Seen, received: Timestamp, fault: Fault) -> Quarantined {
    let body = fault.body.filter(|text| text.len() <= LONGEST_ASIDE);
    let around = fault.consent.as_deref().map(Json::known);
    let is_limited = seen.gpc
        || around.is_some_and(|consent| is_refused(source, consent))
        || body.as_deref().is_some_and(|text| refuses(source, Json::known(text)));
    let policy = Policy {
        protocol,
        is_limited,
        visitor: None,
    };
    // What knows the visitor again is found by where it stands in an event.
    let body = body.filter(|_| fault.is_event || !is_limited);
    Quarantined {
        workspace: source.workspace.clone(),
        source: source.name.clone(),
        protocol,
        received,
        code: fault.reason.code().to_owned(),
        reason: fault.reason.to_string(),
        events: fault.events,
        body: body.map(|text| policy.apply(Json::known(&text)).unwrap_or(text)),
    }
}
