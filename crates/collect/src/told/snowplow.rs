//! What events of Snowplow's trackers say.

use harpoon_core::EventKind;

use super::said::{Said, What, first, text, unwrapped};
use super::segment::{AMOUNTS, DEEDS, detail};
use crate::in_base64;
use crate::json::{Json, Object};
use crate::moment;
use crate::sent::Sent;

/// Schema of the events of Snowplow's own e-commerce plugin, whose kind stands in `type`.
const ECOMMERCE: &str = "snowplow_ecommerce_action";

pub(super) fn said(sent: &Sent, body: Json<'_>) -> Said {
    let body = &Object::of(Some(body));
    let field = |key: &str| text(body.get(key));
    let contexts = wrapped(body, "co", "cx");
    let contexts = contexts.as_deref().and_then(|text| Json::parse(text).ok());
    let context = |name: &str| of_schema(contexts?, name);
    let mut said = Said {
        url: field("url").or_else(|| sent.page.clone()),
        referrer: field("refr"),
        title: field("page"),
        user: field("uid"),
        anonymous: field("duid").or_else(|| text(context("/client_session/")?.get("userId"))),
        view: context("/web_page/").and_then(|page| text(page.get("id"))),
        true_time: field("ttm").and_then(|text| moment::read(&text)),
        ..Said::default()
    };
    match field("e").as_deref() {
        Some("pv") => said.what = What::View,
        Some("pp") => {
            said.what = What::Alive;
            said.depth = depth(body);
        }
        Some("se") => structured(&mut said, body),
        Some("tr") => {
            said.what = What::Known(EventKind::Order);
            said.deed = field("tr_id");
            said.amount = field("tr_tt");
            said.currency = field("tr_cu");
        }
        Some("ue") => described(&mut said, body, contexts),
        _ => {}
    }
    said.campaign_from_url();
    said
}

/// JSON in a string, plain or in Base64.
fn wrapped(body: &Object<'_>, plain: &str, packed: &str) -> Option<String> {
    let written = body.get(plain).and_then(unwrapped);
    let written = written.map(std::borrow::Cow::into_owned);
    written.or_else(|| in_base64::read(&body.get(packed)?.string()?))
}

/// The data of the first context whose schema holds this name.
fn of_schema<'a>(contexts: Json<'a>, name: &str) -> Option<Json<'a>> {
    let is_it = |context: &Json<'a>| {
        let schema = context.get("schema").and_then(Json::string);
        schema.is_some_and(|schema| schema.contains(name))
    };
    contexts.get("data")?.items().find(is_it)?.get("data")
}

/// How far down the page has come into view, in percent: the lowest offset and the height of the window, of the page's height.
fn depth(body: &Object<'_>) -> Option<u8> {
    let height = |key: &str| text(body.get(key))?.split_once('x')?.1.parse::<u64>().ok();
    let offset: u64 = text(body.get("pp_may"))?.parse().ok()?;
    let (window, page) = (height("vp")?, height("ds")?);
    let seen = offset.saturating_add(window).min(page);
    u8::try_from(seen.checked_mul(100)?.checked_div(page)?).ok()
}

/// An event of category and action. Its number is money in no currency, and so none.
fn structured(said: &mut Said, body: &Object<'_>) {
    let (category, action) = (text(body.get("se_ca")), text(body.get("se_ac")));
    let names: Vec<String> = [
        category
            .clone()
            .zip(action.clone())
            .map(|(one, two)| format!("{one} {two}")),
        action,
    ]
    .into_iter()
    .flatten()
    .collect();
    said.name = names.first().cloned();
    said.what = What::Named(names);
    said.detail = text(body.get("se_la"));
}

/// An event that a schema describes: its name is the schema's.
fn described(said: &mut Said, body: &Object<'_>, contexts: Option<Json<'_>>) {
    let Some(event) = wrapped(body, "ue_pr", "ue_px") else {
        return;
    };
    let inner = Json::parse(&event).ok().and_then(|json| json.get("data"));
    let schema = inner.and_then(|inner| text(inner.get("schema"))).unwrap_or_default();
    let data = Object::of(inner.and_then(|inner| inner.get("data")));
    let name = schema.strip_prefix("iglu:").and_then(|schema| schema.split('/').nth(1));
    let Some(name) = name.map(str::to_owned) else {
        return;
    };
    if name == ECOMMERCE {
        return ecommerce(said, &data, contexts);
    }
    said.deed = first(&data, DEEDS);
    said.amount = first(&data, AMOUNTS);
    said.currency = first(&data, &["currency"]);
    said.detail = detail(&data);
    said.name = Some(name.clone());
    said.what = What::Named(vec![name]);
}

/// An event of the e-commerce plugin: its order, refund or product is a context.
fn ecommerce(said: &mut Said, data: &Object<'_>, contexts: Option<Json<'_>>) {
    let Some(kind) = first(data, &["type"]) else {
        return;
    };
    let entity = |name: &str| contexts.and_then(|contexts| of_schema(contexts, name));
    let (order, amount) = match kind.as_str() {
        "refund" => (entity(".ecommerce/refund/"), "refund_amount"),
        _ => (entity(".ecommerce/transaction/"), "revenue"),
    };
    let has_order = order.is_some();
    let (order, product) = (Object::of(order), Object::of(entity(".ecommerce/product/")));
    said.deed = first(&order, &["transaction_id"]);
    said.amount = first(&order, &[amount]);
    said.currency = first(&order, &["currency"]);
    said.detail = first(&product, &["name", "id"]).filter(|_| !has_order);
    said.name = Some(kind.clone());
    said.what = What::Named(vec![kind]);
}
