//! What messages of Segment's API say.

use super::said::{Said, What, first, text};
use crate::json::{Json, Object};
use crate::request::Call;
use crate::sent::Sent;

/// Where an amount is said, the first that is filled.
pub(super) const AMOUNTS: &[&str] = &["revenue", "total", "value"];
/// Where the number of an order is said, the first that is filled.
pub(super) const DEEDS: &[&str] = &[
    "order_id",
    "orderId",
    "transaction_id",
    "transactionId",
    "checkout_id",
    "deal_id",
    "lead_id",
];
/// Where a product or coupon is said, the first that is filled.
pub(super) const DETAILS: &[&str] = &["name", "product_name", "sku", "product_id", "coupon", "coupon_id"];

/// What a message says itself, else what its batch says of all.
struct Layers<'a> {
    own: Object<'a>,
    shared: Object<'a>,
}

impl<'a> Layers<'a> {
    fn get(&self, key: &str) -> Option<Json<'a>> {
        self.own.get(key).or_else(|| self.shared.get(key))
    }

    fn text(&self, key: &str) -> Option<String> {
        text(self.get(key))
    }

    fn under(&self, key: &str) -> Self {
        Self {
            own: self.own.object(key),
            shared: self.shared.object(key),
        }
    }
}

pub(super) fn said(sent: &Sent, body: Json<'_>) -> Said {
    let body = Object::of(Some(body));
    let call = sent.call.or_else(|| Call::from_word(&body.get("type")?.string()?));
    let context = Layers {
        own: body.object("context"),
        shared: Object::of(sent.shared.as_deref().and_then(|text| Json::parse(text).ok())),
    };
    let properties = body.object("properties");
    let traits = Object::of(body.get("traits").or_else(|| context.get("traits")));
    let of_page = context.under("page");
    let is_page = matches!(call, Some(Call::Page | Call::Screen));
    let page = |key: &str| {
        let own = is_page.then(|| text(properties.get(key))).flatten();
        own.or_else(|| of_page.text(key))
    };
    let campaign = context.under("campaign");
    let mut said = Said {
        url: page("url").or_else(|| sent.page.clone()),
        referrer: page("referrer"),
        title: page("title"),
        campaign: ["source", "medium", "name", "content", "term"].map(|key| campaign.text(key)),
        user: text(body.get("userId")),
        anonymous: text(body.get("anonymousId")),
        group: context.text("groupId"),
        email: first(&traits, &["email"]),
        filled_in: first(&properties, &["email"]),
        phone: first(&traits, &["phone"]),
        deed: first(&properties, DEEDS),
        amount: first(&properties, AMOUNTS),
        currency: first(&properties, &["currency"]),
        ..Said::default()
    };
    match call {
        Some(Call::Page | Call::Screen) => {
            said.what = What::View;
            said.name = text(body.get("name"));
        }
        Some(Call::Track) => {
            said.name = text(body.get("event"));
            said.what = said.name.clone().map_or(What::Nothing, |name| What::Named(vec![name]));
            said.detail = detail(&properties);
        }
        Some(Call::Group) => {
            said.group = text(body.get("groupId"));
            said.website = first(&traits, &["website", "domain"]);
            // What a group says of itself is no address of the one who belongs to it.
            (said.email, said.phone) = (None, None);
        }
        Some(Call::Alias) => said.previous = text(body.get("previousId")),
        Some(Call::Identify) | None => {}
    }
    said.campaign_from_url();
    said
}

/// The product; of an order, whose products are a list, none.
pub(super) fn detail(properties: &Object<'_>) -> Option<String> {
    let has_list = properties.get("products").is_some();
    first(properties, DETAILS).filter(|_| !has_list)
}
