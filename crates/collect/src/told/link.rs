//! What a click on a short link says.

use harpoon_core::EventKind;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::said::{Said, What, first};
use crate::bot::{BotClass, Verdict};
use crate::click::{Click, judge};
use crate::json::{Json, Object};
use crate::sent::Sent;

pub(super) fn said(body: Json<'_>) -> Said {
    let body = Object::of(Some(body));
    let mut said = Said {
        what: What::Known(EventKind::Click),
        url: first(&body, &["to"]),
        referrer: first(&body, &["referrer"]),
        detail: first(&body, &["code"]),
        click_before: first(&body, &["before"]),
        ..Said::default()
    };
    said.campaign_from_url();
    said
}

/// Judges a click by what is kept of its request.
pub(super) fn verdict(sent: &Sent, body: Json<'_>) -> Verdict {
    let body = Object::of(Some(body));
    let method = first(&body, &["method"]).and_then(|method| Method::from_bytes(method.as_bytes()).ok());
    let headers = [
        ("user-agent", sent.agent.clone()),
        ("sec-purpose", sent.purpose.clone()),
        ("sec-fetch-mode", first(&body, &["mode"])),
        ("sec-fetch-dest", first(&body, &["dest"])),
    ];
    let headers = headers.into_iter().filter_map(|(name, value)| {
        let value = HeaderValue::from_str(&value?).ok()?;
        Some((HeaderName::from_static(name), value))
    });
    match judge(&method.unwrap_or(Method::GET), &headers.collect::<HeaderMap>()) {
        Click::Counts => Verdict::new(BotClass::Person, ""),
        Click::Method => Verdict::new(BotClass::Crawler, "HEAD"),
        Click::Part => Verdict::new(BotClass::Prefetch, "Sec-Fetch-Dest"),
        Click::Ahead => Verdict::new(BotClass::Prefetch, "Sec-Purpose"),
        Click::Bot(verdict) => verdict,
    }
}
