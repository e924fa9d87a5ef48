//! The gate: what may be asked at all, who asks, and what they may.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderName, Method, StatusCode, header};
use cookie::Cookie;
use harpoon_state::{Key, Role, StateError, User};

use crate::answer::Answer;
use crate::house::{House, Place};
use crate::view::{View, preferred};
use crate::{act, api, door, frame, page};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// Whoever sits at this machine, while nobody has to sign in.
    Here,
    /// Somebody who is signed in.
    User(User),
    /// A program with a key.
    Key(Key),
}

/// Who asks, and what they are in the workspace that they ask of.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    pub(crate) caller: Caller,
    pub(crate) role: Role,
    /// Pages that the workspace shares with clients.
    pub(crate) shared: Arc<BTreeSet<String>>,
}

impl Asker {
    /// Whether they see the page at `path` of the workspace.
    pub(crate) fn sees(&self, path: &str) -> bool {
        match (self.role, page::of(path)) {
            (role, Some(page)) if role >= page.least => true,
            (Role::Client, Some(page)) => page.can_be_shared() && self.shared.contains(page.path),
            (Role::Client, None) => {
                let shared = path.starts_with(page::RECEIPTS) && self.shared.contains(page::RECEIPTS);
                shared || path.starts_with("/reports/") || path == page::LOGO
            }
            (_, None) => true,
            _ => false,
        }
    }

    /// What of who asks decides how a page looks: pages are kept by it.
    pub(crate) fn sort(&self) -> String {
        let shared: Vec<&str> = match self.role {
            Role::Client => self.shared.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        };
        let locked = !matches!(self.caller, Caller::Here);
        format!("{} {locked} {}", self.role.as_str(), shared.join(","))
    }
}

/// The answer to any request; a program is told in JSON also why there is none.
pub(crate) async fn answer(house: &Arc<House>, asked: Parts, body: Body, peer: IpAddr) -> Arc<Answer> {
    let for_programs = api::is_for_programs(asked.uri.path());
    let answer = answered(house, asked, body, peer).await;
    if for_programs { api::told(answer) } else { answer }
}

async fn answered(house: &Arc<House>, asked: Parts, body: Body, peer: IpAddr) -> Arc<Answer> {
    if !house.is_known_as(host(&asked)) {
        let words = "This server answers for its own machine only, under `localhost` or its number, or under a name given with --name.\n";
        return Arc::new(Answer::words(StatusCode::MISDIRECTED_REQUEST, words));
    }
    let reads = asked.method == Method::GET || asked.method == Method::HEAD;
    if !reads && asked.method != Method::POST {
        let words = "Pages are read by GET and changed by POST.\n";
        let refused = Answer::words(StatusCode::METHOD_NOT_ALLOWED, words);
        return Arc::new(refused.with(header::ALLOW, "GET, HEAD, POST"));
    }
    let needs_proof = key_of(&asked).is_none() && !door::ends_letters(asked.uri.path());
    if !reads && needs_proof && !is_from_here(&asked) {
        act::hear_out(body).await;
        let words = "This was not sent by a page of this server.\n";
        return Arc::new(Answer::words(StatusCode::FORBIDDEN, words));
    }
    if let Some(known) = frame::file(&asked.uri) {
        return known;
    }
    let locked = match house.is_locked().await {
        Ok(locked) => locked,
        Err(error) => return Arc::new(frame::forgetful(preferred(&asked), &error)),
    };
    let is_here = house.plan.names.is_empty() && sits_here(&asked, peer);
    if !locked && !is_here {
        let words = "Nobody beyond this machine may look yet: add the first owner with `harpoon user add EMAIL`.\n";
        return Arc::new(Answer::words(StatusCode::FORBIDDEN, words).fleeting());
    }
    let language = preferred(&asked);
    let made = match caller(house, &asked, locked).await {
        Ok(caller) => pass(house, asked, body, peer, caller).await,
        Err(error) => Err(error),
    };
    made.unwrap_or_else(|error| Arc::new(frame::forgetful(language, &error)))
}

/// Whether it comes from whoever sits at this machine: under a name of its own, and through no proxy that says so. One that says
/// nothing, and gives its own `Host`, cannot be told from a browser of this machine: where a server is known elsewhere (`--name`),
/// nobody is taken for the person here.
pub(crate) fn sits_here(asked: &Parts, peer: IpAddr) -> bool {
    let passed_on = |name: &HeaderName| {
        ["forwarded", "via", "x-real-ip"].contains(&name.as_str()) || name.as_str().starts_with("x-forwarded-")
    };
    peer.is_loopback() && is_this_machine(name_of(host(asked))) && !asked.headers.keys().any(passed_on)
}

/// Past the gate: the door for who is not signed in, a workspace, or the list of them.
async fn pass(
    house: &Arc<House>,
    asked: Parts,
    body: Body,
    peer: IpAddr,
    caller: Option<Caller>,
) -> Result<Arc<Answer>, StateError> {
    let path = asked.uri.path().to_owned();
    if door::is_one(&path) {
        return Ok(Arc::new(
            door::answer(house, &asked, body, peer, caller.as_ref()).await?,
        ));
    }
    let Some(caller) = caller else {
        return Ok(Arc::new(door::shut(&asked)));
    };
    let Some(place) = house.place(&path) else {
        if path == door::NEW_CLIENT {
            return Ok(Arc::new(door::new_client(house, &asked, body, &caller).await?));
        }
        return Ok(Arc::new(door::clients(house, &asked, &caller).await?));
    };
    let Some(who) = asker(house, caller, &place).await? else {
        return Ok(Arc::new(door::nowhere(house, &asked)));
    };
    let view = View::read(&asked, &place, who);
    if api::is_one(&place.path) {
        return Ok(api::answer(house, place, asked, body, view).await);
    }
    if asked.method == Method::POST {
        return Ok(act::answer(house, place, asked, body, view).await);
    }
    Ok(house.read(place, view).await)
}

/// Who they are in the workspace; nothing if they have no business there, which is not told from its not being there.
async fn asker(house: &House, caller: Caller, place: &Place) -> Result<Option<Asker>, StateError> {
    let role = match &caller {
        Caller::Here => Some(Role::Owner),
        Caller::Key(key) => {
            // What of it is opened is looked at there: each question needs a scope.
            let opens = key.workspace == place.name && api::is_one(&place.path);
            opens.then_some(Role::Analyst)
        }
        Caller::User(user) => match house.state().await? {
            Some(state) => state.role(user.id, &place.name).await?,
            None => None,
        },
    };
    let Some(role) = role else { return Ok(None) };
    let shared = match (role, house.state().await?) {
        (Role::Client, Some(state)) => state.shared(&place.name).await?,
        _ => BTreeSet::new(),
    };
    Ok(Some(Asker {
        caller,
        role,
        shared: Arc::new(shared),
    }))
}

/// Who asks; nobody where one has to sign in and has not.
async fn caller(house: &House, asked: &Parts, locked: bool) -> Result<Option<Caller>, StateError> {
    if !locked {
        return Ok(Some(Caller::Here));
    }
    let Some(state) = house.state().await? else {
        return Ok(None);
    };
    let now = house.seconds();
    if let Some(told) = key_of(asked) {
        return Ok(state.key(told, now).await?.map(Caller::Key));
    }
    Ok(match session_of(asked) {
        Some(told) => state.session(&told, now).await?.map(Caller::User),
        None => None,
    })
}

/// The name that the browser knows us by.
pub(crate) fn host(asked: &Parts) -> &str {
    let host = asked.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.or_else(|| asked.uri.authority().map(axum::http::uri::Authority::as_str))
        .unwrap_or("")
}

/// A host without its port.
pub(crate) fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Whether the name is one of this machine's own.
pub(crate) fn is_this_machine(name: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

/// Whether a page of this server sent it: browsers say so, in one of two ways. What says neither is no browser, which has its own
/// addresses.
fn is_from_here(asked: &Parts) -> bool {
    let says = |name: &str| asked.headers.get(name).and_then(|value| value.to_str().ok());
    match (says("sec-fetch-site"), says("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin.split_once("://").is_some_and(|(_, from)| from == host(asked)),
        (None, None) => api::is_for_programs(asked.uri.path()),
    }
}

/// The key that a program shows.
fn key_of(asked: &Parts) -> Option<&str> {
    asked
        .headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

/// Name of the cookie that holds a session. Away from this machine only TLS carries it, and no other host can set it.
pub(crate) fn cookie_name(asked: &Parts) -> &'static str {
    if is_this_machine(name_of(host(asked))) {
        "harpoon"
    } else {
        "__Host-harpoon"
    }
}

/// The session that a browser shows.
pub(crate) fn session_of(asked: &Parts) -> Option<String> {
    cookie_of(asked, cookie_name(asked))
}

/// A cookie that a browser shows.
pub(crate) fn cookie_of(asked: &Parts, name: &str) -> Option<String> {
    let lines = asked
        .headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|line| line.to_str().ok());
    lines
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// Where a guess comes from. Behind a proxy of this machine it is what the proxy saw, which is the last of what is said.
pub(crate) fn from_where(asked: &Parts, peer: IpAddr) -> String {
    let mut lines = asked.headers.get_all("x-forwarded-for").into_iter();
    let said = lines.next_back().and_then(|value| value.to_str().ok());
    match said.and_then(|said| said.rsplit(',').next()) {
        Some(last) if peer.is_loopback() => last.trim().to_owned(),
        _ => peer.to_string(),
    }
}
