//! The collector's paths: what visitors' clients send, kept before it is answered.
//!
//! ```text
//! request ─▶ limit ─▶ body ─▶ decode ─▶ admit, each workspace its own ─▶ logs ─▶ synced ─▶ 200
//! ```
//! They stand before the gate: any site's pages may send, under any name that leads here, and nobody signs in. There is no
//! cookie and no redirect but at short links ([`links`]), and nothing of a request is noted anywhere but in the log of the workspace whose key it shows.

mod held;
mod known;
mod limit;
pub(crate) mod links;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use harpoon::collect::client::client;
use harpoon::collect::{
    Admitted, Answer, Arrival, Credential, Decoded, Endpoint, LONGEST_BODY, Origins, Posted, Quarantined, Request,
    Sent, admit, cors, decode,
};
use harpoon::collecting::{AppendError, FOLDER, Freshness};
use jiff::Timestamp;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::{block_in_place, spawn_blocking};
use tokio::time::timeout;

use crate::gate;
use crate::house::House;
use crate::watch::metrics::Standing;
use held::Held;
use known::{Entry, Known};
use limit::Limit;

/// Heavy bodies that are in memory at once.
const AT_ONCE: usize = 16;
/// How long a body may take to come.
const SLOWEST: Duration = Duration::from_secs(30);
/// A body that is too long is read on for so much, so that the client hears the answer.
const HEARD_OUT: usize = 4 * LONGEST_BODY;
/// Bodies from this length on, in bytes, are understood on a thread that may take its time.
const HEAVY: usize = 64 << 10;
/// How often is looked whether settings have changed.
const LOOK: Duration = Duration::from_millis(500);
/// How often an unknown key is looked for in the settings.
const GUESSES: Duration = Duration::from_millis(100);
/// How often is tried again what could not be opened.
const AGAIN: Duration = Duration::from_secs(5);
/// How long a client is asked to wait while the disk does not take anything.
const FAULT: Duration = Duration::from_secs(10);

/// The collectors of the house.
pub(crate) struct Collectors {
    /// A leaf lock.
    known: RwLock<Arc<Known>>,
    /// One renews at a time: when it was last done.
    renewing: Mutex<Option<Instant>>,
    /// When settings were last looked at for an unknown key. A leaf lock.
    looked: Mutex<Option<Instant>>,
    limit: Limit,
    heavy: Semaphore,
}

impl Default for Collectors {
    fn default() -> Self {
        Self {
            known: RwLock::default(),
            renewing: Mutex::default(),
            looked: Mutex::default(),
            limit: Limit::default(),
            heavy: Semaphore::new(AT_ONCE),
        }
    }
}

impl Collectors {
    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the settings again where they have changed; gives the collectors that were opened.
    fn renew(&self, house: &House) -> Vec<Arc<Held>> {
        let mut last = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.known();
        let is_over = last.is_none_or(|last| last.elapsed() >= AGAIN);
        if last.is_some() && known.holds(house) && !(known.is_troubled() && is_over) {
            return Vec::new();
        }
        let (renewed, opened) = known.renewed(house);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(renewed);
        *last = Some(Instant::now());
        opened
    }

    /// Whether it is time to look whether an unknown key has become known: whoever guesses keys makes no work.
    fn may_look(&self) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let may = looked.is_none_or(|looked| looked.elapsed() >= GUESSES);
        if may {
            *looked = Some(Instant::now());
        }
        may
    }

    /// Why a workspace collects nothing, or the lake does not take in what waits.
    pub(crate) fn trouble(&self, workspace: &str) -> Option<String> {
        self.known().trouble(workspace)
    }

    /// Events of a workspace that wait to be taken in; nothing where another process has its collector.
    pub(crate) fn waiting(&self, workspace: &str) -> Option<u64> {
        let known = self.known();
        known.held(workspace).map(|held| held.collector.waiting())
    }

    /// How they stand, all together.
    pub(crate) fn standing(&self) -> Standing {
        let known = self.known();
        let mut standing = Standing {
            troubled: known.troubled(),
            ..Standing::default()
        };
        for held in known.all_held() {
            standing.open += 1;
            standing.bytes += held.collector.bytes();
            standing.waiting += held.collector.waiting();
        }
        standing
    }

    /// Takes in what is left, at the end and outside of any runtime.
    pub(crate) fn finish(&self) -> Result<(), harpoon::Error> {
        let outcomes: Vec<_> = self.known().all_held().map(|held| held.finish()).collect();
        outcomes.into_iter().collect()
    }
}

/// Opens the collectors, and sees to it that what they have is taken into the lake, until the process ends.
pub(crate) async fn forever(house: Arc<House>) {
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        renew(&house).await;
    }
}

/// Reads the settings again where they have changed.
pub(crate) async fn renew(house: &Arc<House>) {
    let known = Arc::clone(house);
    let opened = spawn_blocking(move || known.collectors.renew(&known)).await;
    for held in opened.unwrap_or_default() {
        tokio::spawn(held.watch());
    }
}

/// Sees that a question about a workspace is answered with what came until a second ago.
pub(crate) async fn settle(house: &Arc<House>, workspace: &str) {
    let held = house.collectors.known().held(workspace).cloned();
    if let Some(held) = held {
        held.settle().await;
        return;
    }
    // Another process may have it.
    let (house, name) = (Arc::clone(house), workspace.to_owned());
    let root = house.root(&name);
    if root.join(FOLDER).is_dir() {
        let asked = spawn_blocking(move || {
            let workspace = harpoon::Workspace::open(&root)?;
            workspace.freshen((house.plan.now)()?)
        });
        // What is there is shown either way.
        let _: Option<Result<Freshness, _>> = asked.await.ok();
    }
}

/// Whether a path is one of the collector's.
pub(crate) fn is_one(path: &str) -> bool {
    Endpoint::of(path).is_some()
}

/// The answer to a client.
pub(crate) async fn answer(house: &Arc<House>, asked: Parts, body: Body, peer: IpAddr) -> Response {
    let known = house.collectors.known();
    let any = known.origins.clone().unwrap_or(Origins::Any);
    let limited = house
        .collectors
        .limit
        .take(sender(&known, peer, &asked.headers), known.limit, Instant::now());
    if let Err(wait) = limited {
        return told(Answer::later(StatusCode::TOO_MANY_REQUESTS, wait), &asked, &any);
    }
    // Whoever is cut off, or too slow, sends again.
    let Ok(Ok((body, _turn))) = timeout(SLOWEST, received(body, &house.collectors.heavy)).await else {
        return told(busy(), &asked, &any);
    };
    let request = Request {
        method: &asked.method,
        path: asked.uri.path(),
        query: asked.uri.query(),
        headers: &asked.headers,
        body: &body,
    };
    let decoded = if body.len() >= HEAVY {
        block_in_place(|| decode(&request))
    } else {
        decode(&request)
    };
    match decoded {
        Decoded::Answer(answer) => told(answer, &asked, &any),
        Decoded::Settings(key) => {
            let answer = Answer::settings(&key, gate::host(&asked));
            let entry = find(house, &Credential::WriteKey(key)).await;
            told_of(entry.as_deref(), answer, &asked, &any)
        }
        Decoded::SourceConfig(key) => {
            let answer = Answer::source_config(&key);
            let entry = find(house, &Credential::WriteKey(key)).await;
            told_of(entry.as_deref(), answer, &asked, &any)
        }
        Decoded::Posted(posted) => {
            let (answer, origins) = keep(house, posted, &request, peer).await;
            told(answer, &asked, origins.as_ref().unwrap_or(&any))
        }
    }
}

/// What only somebody with a known key is told.
fn told_of(entry: Option<&Entry>, answer: Answer, asked: &Parts, any: &Origins) -> Response {
    match entry {
        Some(entry) => told(answer, asked, &entry.origins),
        None => told(Answer::unknown_key(), asked, any),
    }
}

/// Where a request comes from, as far as proxies that any workspace trusts tell. Only counted, and kept nowhere.
fn sender(known: &Known, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut proxies = known.proxies();
    let trusting = proxies.find(|proxies| proxies.trusted.iter().any(|range| range.holds(peer)));
    trusting.map_or(peer, |proxies| {
        client(peer, headers, proxies.forwarding, &proxies.trusted)
    })
}

/// The source of a credential. One that is not known may have been made a moment ago.
async fn find(house: &Arc<House>, shown: &Credential) -> Option<Arc<Entry>> {
    if let Some(entry) = house.collectors.known().entry(shown) {
        return Some(Arc::clone(entry));
    }
    if house.collectors.may_look() && !house.collectors.known().holds(house) {
        renew(house).await;
    }
    house.collectors.known().entry(shown).cloned()
}

/// Takes the body in, as much of it as can tell that it is too long; one that becomes heavy when it is its turn.
async fn received(mut body: Body, heavy: &Semaphore) -> Result<(Bytes, Option<SemaphorePermit<'_>>), axum::Error> {
    let mut bytes = Vec::new();
    let (mut heard, mut turn) = (0, None);
    while let Some(frame) = std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await {
        let Ok(piece) = frame?.into_data() else { continue };
        if heard == 0 && body.is_end_stream() && piece.len() < HEAVY {
            // As most come: in one piece.
            return Ok((piece, None));
        }
        heard += piece.len();
        if heard >= HEAVY && turn.is_none() {
            turn = heavy.acquire().await.ok();
        }
        let room = (LONGEST_BODY + 1).saturating_sub(bytes.len());
        bytes.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
        if heard > HEARD_OUT {
            break;
        }
    }
    Ok((bytes.into(), turn))
}

/// Keeps what was posted; gives the answer, and the sites that its source lets send.
async fn keep(house: &Arc<House>, posted: Posted, request: &Request<'_>, peer: IpAddr) -> (Answer, Option<Origins>) {
    let shown = posted.credential.as_ref().or_else(|| {
        let mut items = posted.items.iter().filter_map(|item| item.credential.as_ref());
        items.next()
    });
    if let Some(shown) = shown {
        // Also sees that what was made a moment ago is known to what follows.
        find(house, shown).await;
    }
    let known = house.collectors.known();
    let Ok(now) = (house.plan.now)() else {
        return (busy(), None);
    };
    let is_pixel = posted.is_pixel;
    let mut parts = apart(posted, &known);
    let mut answers: Vec<Admitted> = Vec::new();
    let mut waiting = Vec::new();
    let mut origins = None;
    let begun = Instant::now();
    for (workspace, posted) in parts.drain(..) {
        let (admitted, entry) = match taken(&known, &workspace, posted, request, peer, now) {
            Ok(taken) => taken,
            Err(answer) => return (answer, None),
        };
        origins.get_or_insert_with(|| entry.origins.clone());
        let lines: Vec<String> = admitted
            .sent
            .iter()
            .map(Sent::to_line)
            .chain(admitted.quarantined.iter().map(Quarantined::to_line))
            .collect();
        if !lines.is_empty() {
            let Some(held) = &entry.held else {
                return (busy(), origins);
            };
            match held.collector.append(&lines) {
                Ok(pending) => waiting.push(pending),
                Err(error) => return (refused(&error), origins),
            }
        }
        answers.push(admitted);
    }
    for pending in waiting {
        if let Err(error) = pending.await {
            return (refused(&error), origins);
        }
    }
    if events(&answers) > 0 {
        house.watch.metrics.accepted(events(&answers), begun.elapsed());
    }
    let answer = match answers.as_slice() {
        [only] => only.answer.clone(),
        _ if is_pixel => Answer::pixel(),
        several => {
            let sent = several.iter().map(|one| one.sent.len()).sum();
            let aside = several.iter().flat_map(|one| &one.quarantined);
            Answer::kept(sent, aside.map(|aside| aside.events).sum())
        }
    };
    (answer, origins)
}

/// How many events are kept, what was put aside among them.
fn events(answers: &[Admitted]) -> u64 {
    let one = |one: &Admitted| {
        let aside: u64 = one.quarantined.iter().map(|aside| aside.events).sum();
        one.sent.len() as u64 + aside
    };
    answers.iter().map(one).sum()
}

/// What was posted, by the workspace whose key it shows: no event comes to another. What shows no key that is known goes with
/// the first.
fn apart(posted: Posted, known: &Known) -> Vec<(String, Posted)> {
    let of = |shown: Option<&Credential>| Some(known.entry(shown?)?.workspace.clone());
    let shown = posted.items.iter().map(|item| item.credential.as_ref());
    let shown = shown.chain(posted.faults.iter().map(|fault| fault.credential.as_ref()));
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(posted.credential.as_ref()).chain(shown).filter_map(of) {
        if !names.contains(&name) {
            names.push(name);
        }
        if posted.credential.is_some() {
            break;
        }
    }
    if names.len() <= 1 {
        return vec![(names.pop().unwrap_or_default(), posted)];
    }
    let empty = Posted {
        items: Vec::new(),
        faults: Vec::new(),
        ..posted.clone()
    };
    let mut parts: Vec<(String, Posted)> = names.into_iter().map(|name| (name, empty.clone())).collect();
    let place = |parts: &[(String, Posted)], shown: Option<&Credential>| {
        let name = of(shown);
        parts
            .iter()
            .position(|(known, _)| Some(known) == name.as_ref())
            .unwrap_or(0)
    };
    for item in posted.items {
        let at = place(&parts, item.credential.as_ref());
        parts[at].1.items.push(item);
    }
    for fault in posted.faults {
        let at = place(&parts, fault.credential.as_ref());
        parts[at].1.faults.push(fault);
    }
    parts
}

/// The records of what was posted for one workspace, and the source whose sites may send it.
fn taken(
    known: &Known,
    workspace: &str,
    posted: Posted,
    request: &Request<'_>,
    peer: IpAddr,
    now: Timestamp,
) -> Result<(Admitted, Arc<Entry>), Answer> {
    let own = |shown: &Credential| known.entry(shown).filter(|entry| entry.workspace == workspace);
    let shown = posted.credential.iter();
    let shown = shown.chain(posted.items.iter().filter_map(|item| item.credential.as_ref()));
    let mut shown = shown.chain(posted.faults.iter().filter_map(|fault| fault.credential.as_ref()));
    let Some(entry) = shown.find_map(own).cloned() else {
        return Err(if posted.is_pixel {
            Answer::pixel()
        } else {
            Answer::unknown_key()
        });
    };
    let Some(held) = &entry.held else {
        return Err(busy());
    };
    let proxies = &entry.proxies;
    let salt = held.collector.salt(now);
    let arrival = Arrival {
        received: now,
        number: held.collector.request(),
        address: Some(client(peer, request.headers, proxies.forwarding, &proxies.trusted)),
        salt: salt.as_deref(),
    };
    let admitted = admit(posted, request, &arrival, |shown| own(shown).map(|entry| &entry.source))?;
    Ok((admitted, entry))
}

/// Not now: the log is not to be had, or the client is too slow.
fn busy() -> Answer {
    Answer::later(StatusCode::SERVICE_UNAVAILABLE, FAULT)
}

fn refused(error: &AppendError) -> Answer {
    let wait = match error {
        AppendError::Full { .. } => Duration::from_secs(1),
        AppendError::Fault(_) | AppendError::Closed | AppendError::TooLarge { .. } => FAULT,
    };
    Answer::later(StatusCode::SERVICE_UNAVAILABLE, wait)
}

/// An answer as it is sent, with what a browser wants to see before it lets another site's page read it.
fn told(answer: Answer, asked: &Parts, origins: &Origins) -> Response {
    let mut response = Response::new(Body::from(answer.body.into_owned()));
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    for (name, value) in answer.headers {
        headers.insert(name, value);
    }
    for (name, value) in cors(&asked.headers, &asked.method, origins) {
        headers.append(name, value);
    }
    response
}

/// The answer to whoever asks for a page where only the collector is served.
pub(crate) fn nothing_else(asked: &Parts) -> Response {
    told(Answer::no_such_path(), asked, &Origins::Only(Vec::new()))
}
