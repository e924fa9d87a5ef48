//! Short links: `/l/CODE` leads where its link leads, `/l/CODE+` shows where that is.
//!
//! ```text
//! request ─▶ limit ─▶ whose link ─▶ follow: a person, a robot, fetched ahead ─▶ log, 25 ms at most ─▶ 302, cookie
//! ```
//! Nobody is led anywhere but where a stored link leads. Whoever follows one is never kept waiting for a disk, nor turned away
//! because of it: of a click that could not be kept nothing is known.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use cookie::{Cookie, SameSite};
use harpoon::collect::click::{PARAMETER, Target, follow};
use harpoon::collect::client::client;
use harpoon::collect::{Arrival, Request};
use harpoon::links::{PATH, is_code};
use harpoon_core::Language;
use maud::{DOCTYPE, html};
use tokio::time::timeout;

use super::known::Short;
use super::{renew, sender};
use crate::gate::{host, is_this_machine, name_of};
use crate::house::House;
use crate::view::preferred;
use crate::words::words;

/// How long somebody who follows a link waits for the disk at most.
const PATIENCE: Duration = Duration::from_millis(25);
/// How long a browser is known again, in days: the longest window in which platforms count what follows a click.
const KEPT: i64 = 90;
/// Set by whoever shares out requests among several servers while there is another to ask: a server that has no log does not lead
/// on then, so that the click is kept by the one that has it.
const NEXT: HeaderName = HeaderName::from_static("x-harpoon-next");
/// Pages of ours load nothing and are shown nowhere else.
const POLICY: &str = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
/// The site learns which site its visitor comes from, and not which page of it.
const REFERRER: &str = "strict-origin-when-cross-origin";

/// Whether a path is that of a short link.
pub(crate) fn is_one(path: &str) -> bool {
    path.strip_prefix(PATH).is_some_and(|rest| is_code(split(rest).0))
}

/// The code, and whether it is only to be shown where it leads.
fn split(rest: &str) -> (&str, bool) {
    let shown = rest
        .strip_suffix('+')
        .or_else(|| rest.strip_suffix("%2B"))
        .or_else(|| rest.strip_suffix("%2b"));
    shown.map_or((rest, false), |code| (code, true))
}

/// The answer to whoever follows a link, or wants to see where it leads.
pub(crate) async fn answer(house: &Arc<House>, asked: &Parts, peer: IpAddr) -> Response {
    let language = preferred(asked);
    if asked.method != Method::GET && asked.method != Method::HEAD {
        return with(
            page(StatusCode::METHOD_NOT_ALLOWED, language, "link-method", None),
            header::ALLOW,
            "GET, HEAD",
        );
    }
    let known = house.collectors.known();
    let from = sender(&known, peer, &asked.headers);
    if let Err(wait) = house.collectors.limit.take(from, known.limit, Instant::now()) {
        let wait = wait.as_secs().max(1).to_string();
        return with(
            page(StatusCode::TOO_MANY_REQUESTS, language, "link-busy", None),
            header::RETRY_AFTER,
            &wait,
        );
    }
    let (code, is_shown) = split(asked.uri.path().strip_prefix(PATH).unwrap_or_default());
    let Some(short) = find(house, code).await else {
        return page(StatusCode::NOT_FOUND, language, "link-unknown", None);
    };
    if short.is_removed {
        return page(StatusCode::GONE, language, "link-gone", None);
    }
    if is_shown {
        return page(StatusCode::OK, language, "link-leads", Some(&short.to));
    }
    led(house, asked, peer, &short).await
}

/// The link of a code. One that is not known may have been made a moment ago.
async fn find(house: &Arc<House>, code: &str) -> Option<Arc<Short>> {
    if let Some(short) = house.collectors.known().short(code) {
        return Some(Arc::clone(short));
    }
    if house.collectors.may_look() && !house.collectors.known().holds(house) {
        renew(house).await;
    }
    house.collectors.known().short(code).cloned()
}

/// Keeps what is known of the request, and leads on.
async fn led(house: &Arc<House>, asked: &Parts, peer: IpAddr, short: &Short) -> Response {
    let mut answer = empty(StatusCode::FOUND);
    let (mut location, mut cookie) = (short.to.clone(), None);
    if let (Some(held), Ok(now)) = (&short.held, (house.plan.now)()) {
        let salt = held.collector.salt(now);
        let proxies = &short.proxies;
        let arrival = Arrival {
            received: now,
            number: held.collector.request(),
            address: Some(client(peer, &asked.headers, proxies.forwarding, &proxies.trusted)),
            salt: salt.as_deref(),
        };
        let request = Request {
            method: &asked.method,
            path: asked.uri.path(),
            query: asked.uri.query(),
            headers: &asked.headers,
            body: b"",
        };
        let followed = follow(&short.target(), &request, &arrival);
        let begun = Instant::now();
        if let Ok(pending) = held.collector.append(&[followed.sent.to_line()]) {
            // It is in the log either way, and counts as soon as a sync covers it.
            let _ = timeout(PATIENCE, pending).await;
            house.watch.metrics.accepted(1, begun.elapsed());
            location = followed.location;
            cookie = followed.click;
        }
    } else if asked.headers.contains_key(&NEXT) {
        return empty(StatusCode::SERVICE_UNAVAILABLE);
    }
    let headers = answer.headers_mut();
    headers.extend(
        HeaderValue::from_str(&in_ascii(&location))
            .ok()
            .map(|to| (header::LOCATION, to)),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(REFERRER));
    let cookie = cookie.and_then(|id| HeaderValue::from_str(&kept(asked, id)).ok());
    headers.extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    answer
}

/// An address as a header may hold it: browsers read it as the same, also in the name of a host.
fn in_ascii(url: &str) -> String {
    let mut text = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii() {
            text.push(char::from(byte));
        } else {
            text += &format!("%{byte:02X}");
        }
    }
    text
}

/// The cookie by which a browser is known again here. No script reads it.
fn kept(asked: &Parts, id: String) -> String {
    Cookie::build((PARAMETER, id))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        // Elsewhere than on this machine a proxy speaks TLS.
        .secure(!is_this_machine(name_of(host(asked))))
        .max_age(cookie::time::Duration::days(KEPT))
        .build()
        .to_string()
}

fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex"),
    );
    response
}

/// A page of one sentence, with where a link leads; nobody's name is on it.
fn page(status: StatusCode, language: Language, key: &str, to: Option<&str>) -> Response {
    let sentence = words(language).text(key);
    let text = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (sentence) }
            }
            body {
                p { (sentence) }
                @if let Some(to) = to {
                    p { a href=(to) rel="nofollow noreferrer noopener" { (to) } }
                }
            }
        }
    };
    let mut response = empty(status);
    *response.body_mut() = Body::from(text.into_string());
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn with(mut response: Response, name: HeaderName, value: &str) -> Response {
    let value = HeaderValue::from_str(value).ok();
    response.headers_mut().extend(value.map(|value| (name, value)));
    response
}

impl Short {
    fn target(&self) -> Target<'_> {
        Target {
            workspace: harpoon::workspace::OWN,
            code: &self.code,
            to: &self.to,
            knows: self.knows,
        }
    }
}
