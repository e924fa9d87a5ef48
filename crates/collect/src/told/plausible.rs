//! What events of Plausible's script say. They name nobody and have no number: sent again they count again, and nobody is known
//! by them beyond the day.

use super::said::{Said, What, first, text, unwrapped};
use super::segment::{AMOUNTS, DEEDS, detail};
use crate::json::{Json, Object};
use crate::sent::Sent;

pub(super) fn said(sent: &Sent, body: Json<'_>) -> Said {
    let body = Object::of(Some(body));
    let name = first(&body, &["n", "name"]);
    let nested = |keys: [&str; 3]| {
        let found = keys.iter().find_map(|key| body.get(key).and_then(unwrapped));
        found.map(std::borrow::Cow::into_owned)
    };
    let properties = nested(["p", "props", "m"]);
    let properties = Object::of(properties.as_deref().and_then(|text| Json::parse(text).ok()));
    let revenue = nested(["$", "revenue", ""]);
    let revenue = Object::of(revenue.as_deref().and_then(|text| Json::parse(text).ok()));
    let mut said = Said {
        url: first(&body, &["u", "url"]).or_else(|| sent.page.clone()),
        referrer: first(&body, &["r", "referrer"]),
        deed: first(&properties, DEEDS),
        amount: first(&revenue, &["amount"]).or_else(|| first(&properties, AMOUNTS)),
        currency: first(&revenue, &["currency"]).or_else(|| first(&properties, &["currency"])),
        detail: detail(&properties),
        ..Said::default()
    };
    match name.as_deref() {
        Some("pageview") => said.what = What::View,
        Some("engagement") => {
            said.what = What::Alive;
            said.depth = text(body.get("sd"))
                .and_then(|text| text.parse().ok())
                .filter(|depth| *depth <= 100);
            said.looked = text(body.get("e")).and_then(|text| text.parse().ok());
        }
        Some(other) => said.what = What::Named(vec![other.to_owned()]),
        None => {}
    }
    said.name = name;
    said.campaign_from_url();
    said
}
