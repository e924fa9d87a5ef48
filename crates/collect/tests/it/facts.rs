//! What records tell, case by case, each worked out by hand from the protocol's document.

use std::collections::BTreeMap;

use harpoon_collect::{Kinds, Lack, Terms, Told, tell};
use harpoon_core::{Event, EventKind, Number};
use jiff::tz::TimeZone;

use crate::made::{Made, at};

/// SHA-256 of `ann@example.com`, by `sha256sum`.
const ANN: &str = "email:71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476";

fn track(name: &str, properties: &str) -> Told {
    let body = format!(r#"{{"event":"{name}","userId":"u-1","messageId":"m","properties":{properties}}}"#);
    Made::post("/v1/t", body).told()
}

/// The one event, as `kind deed value currency detail`.
fn short(told: &Told) -> String {
    let [event] = told.events.as_slice() else {
        return format!("{} events, {:?}", told.events.len(), told.unnamed);
    };
    let value = event.value.map(|value| value.to_string());
    let all = [event.deed.clone(), value, event.currency.clone(), event.detail.clone()];
    let all: Vec<String> = all
        .into_iter()
        .map(|part| part.unwrap_or_else(|| "-".to_owned()))
        .collect();
    format!("{} {}", event.kind, all.join(" "))
}

fn extra<'e>(event: &'e Event, name: &str) -> Option<&'e str> {
    event
        .extra
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

fn ties(told: &Told) -> Vec<String> {
    let mut ties: Vec<String> = told
        .identities
        .iter()
        .map(|tie| format!("{} = {}", tie.one, tie.other))
        .collect();
    ties.sort();
    ties
}

#[test]
fn names_of_segment_are_our_kinds() {
    let cases = [
        (
            "Product Viewed",
            r#"{"name":"Coat","price":80,"currency":"EUR"}"#,
            "product_view - - - Coat",
        ),
        (
            "Product Added",
            r#"{"cart_id":"c-1","sku":"S9","value":80,"currency":"eur"}"#,
            "add_to_cart - 80 EUR S9",
        ),
        (
            "Checkout Started",
            r#"{"order_id":"o-1","value":99.5,"currency":"EUR"}"#,
            "checkout o-1 99.5 EUR -",
        ),
        (
            "Order Completed",
            r#"{"order_id":"o-1","total":120,"revenue":100.25,"currency":"EUR","products":[{"name":"Coat"}],"name":"x"}"#,
            "order o-1 100.25 EUR -",
        ),
        (
            "Order Completed",
            r#"{"order_id":"o-1","total":120,"currency":"USD"}"#,
            "order o-1 120 USD -",
        ),
        (
            "Order Completed",
            r#"{"order_id":7,"value":"12.50","currency":"USD"}"#,
            "order 7 12.5 USD -",
        ),
        (
            "Order Completed",
            r#"{"transaction_id":"t-1","revenue":1.5e2,"currency":"JPY"}"#,
            "order t-1 150 JPY -",
        ),
        (
            "Order Refunded",
            r#"{"order_id":"o-1","total":30,"currency":"EUR"}"#,
            "refund o-1 30 EUR -",
        ),
        (
            "Order Refunded",
            r#"{"order_id":"o-1","total":-30,"currency":"EUR"}"#,
            "refund o-1 30 EUR -",
        ),
        ("Signed Up", "{}", "sign_up - - - -"),
        ("Form Submitted", "{}", "lead - - - -"),
        ("Trial Started", "{}", "trial - - - -"),
        ("Newsletter Subscribed", "{}", "subscription - - - -"),
        ("Demo Requested", "null", "demo_request - - - -"),
        (
            "purchase",
            r#"{"transaction_id":"t","value":5,"currency":"EUR"}"#,
            "order t 5 EUR -",
        ),
        ("begin_checkout", "{}", "checkout - - - -"),
        ("Cart Viewed", "{}", "0 events, None"),
        (
            "Order Cancelled",
            r#"{"order_id":"o-1"}"#,
            "0 events, Some(\"Order Cancelled\")",
        ),
        ("My Own Thing", "{}", "0 events, Some(\"My Own Thing\")"),
    ];
    for (name, properties, want) in cases {
        assert_eq!(short(&track(name, properties)), want, "{name}");
    }
}

#[test]
fn money_is_exact_or_missing() {
    let value = |properties: &str| {
        let told = track("Order Completed", properties);
        (told.events[0].value.map(|value| value.to_string()), told.lacks)
    };
    let number = |text: &str| text.parse::<Number>().expect("a number");
    assert_eq!(
        value(r#"{"revenue":0.1,"currency":"EUR"}"#),
        (Some("0.1".into()), vec![])
    );
    assert_eq!(
        value(r#"{"revenue":19.989999999,"currency":"EUR"}"#),
        (Some("19.99".into()), vec![])
    );
    assert_eq!(value(r#"{"revenue":0,"currency":"EUR"}"#), (Some("0".into()), vec![]));
    assert_eq!(value("{}"), (None, vec![]));
    assert_eq!(value(r#"{"revenue":null,"currency":"EUR"}"#), (None, vec![]));
    assert_eq!(value(r#"{"revenue":5}"#), (None, vec![Lack::NoCurrency(number("5"))]));
    let none = Lack::Currency {
        amount: number("5"),
        code: "points".into(),
    };
    assert_eq!(value(r#"{"revenue":5,"currency":"points"}"#), (None, vec![none]));
    assert_eq!(
        value(r#"{"revenue":"€ 5","currency":"EUR"}"#),
        (None, vec![Lack::Amount("€ 5".into())])
    );
    assert_eq!(
        value(r#"{"revenue":1e400,"currency":"EUR"}"#),
        (None, vec![Lack::Amount("1e400".into())])
    );
    assert_eq!(
        value(r#"{"revenue":-5,"currency":"EUR"}"#),
        (None, vec![Lack::BelowZero(number("-5"))])
    );
    let told = track("Order Completed", r#"{"revenue":5}"#);
    assert_eq!(extra(&told.events[0], "amount_sent"), Some("5"));
    assert_eq!(extra(&told.events[0], "no_value_because"), Some("no_currency"));
    // A shop with one currency says it once.
    let terms = Terms {
        currency: Some("EUR".into()),
        ..Terms::default()
    };
    let body = r#"{"event":"Order Completed","userId":"u","properties":{"revenue":5}}"#;
    let told = tell(&Made::post("/v1/t", body).sent(), &terms);
    assert_eq!((told.events[0].currency.as_deref(), told.lacks.len()), (Some("EUR"), 0));
}

#[test]
fn a_workspace_says_what_its_own_names_are() {
    let own = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned()));
        Kinds::new(&pairs.collect::<BTreeMap<_, _>>())
    };
    let kinds = own(&[
        ("Brochure Sent", "brochure_request"),
        ("Form Submitted", "enquiry"),
        ("Heartbeat", "ignore"),
    ]);
    let terms = Terms {
        kinds: kinds.expect("kinds"),
        ..Terms::default()
    };
    let kind = |name: &str| {
        let body = format!(r#"{{"event":"{name}","userId":"u"}}"#);
        let told = tell(&Made::post("/v1/t", body).sent(), &terms);
        (told.events.first().map(|event| event.kind), told.unnamed)
    };
    assert_eq!(kind("brochureSent"), (Some(EventKind::BrochureRequest), None));
    assert_eq!(kind("Form Submitted"), (Some(EventKind::Enquiry), None));
    assert_eq!(kind("Signed Up"), (Some(EventKind::SignUp), None));
    assert_eq!(kind("heartbeat"), (None, None));
    let mistakes = own(&[("a", "brochure"), ("b", "lead"), ("c", "")]).expect_err("mistakes");
    assert_eq!(mistakes.len(), 2);
    assert!(
        mistakes[0]
            .to_string()
            .contains("`brochure` is no kind of event (for `a`)"),
        "{}",
        mistakes[0]
    );
}

#[test]
fn who_is_who() {
    let identify = Made::post(
        "/v1/i",
        r#"{"userId":"u-1","anonymousId":"a-1","traits":{"email":" Ann@Example.com ","phone":"+31 6 1234 5678"}}"#,
    );
    let told = identify.told();
    assert!(told.events.is_empty() && told.unnamed.is_none());
    // By `printf +31612345678 | sha256sum`.
    let phone = "phone:fab7be8a931d1088a82f6acf9e468aaf6a3accc07d5112ee5d6fca93281e1583";
    let mut want = vec![
        format!("{ANN} = user:u-1"),
        format!("{ANN} = {phone}"),
        format!("{ANN} = anonymous:a-1"),
        format!("{phone} = user:u-1"),
        format!("{phone} = anonymous:a-1"),
        "user:u-1 = anonymous:a-1".to_owned(),
        "user:u-1 = domain:example.com".to_owned(),
    ];
    want.sort();
    assert_eq!(ties(&told), want);
    let alias = Made::post("/v1/a", r#"{"userId":"u-1","previousId":"a-9"}"#).told();
    assert_eq!(ties(&alias), ["user:a-9 = user:u-1", "user:u-1 = anonymous:a-9"]);
    let group = Made::post(
        "/v1/g",
        r#"{"userId":"u-1","groupId":"acme","traits":{"website":"https://www.acme.example/x","email":"info@acme.example"}}"#,
    );
    assert_eq!(
        ties(&group.told()),
        ["company:acme = domain:acme.example", "user:u-1 = company:acme"]
    );
    // An address as the number of a user is kept as its digest only.
    let told = Made::post(
        "/v1/t",
        r#"{"event":"Signed Up","userId":"ann@example.com","messageId":"m"}"#,
    )
    .told();
    assert_eq!(
        told.events[0].person.as_ref().map(ToString::to_string).as_deref(),
        Some(ANN)
    );
    let free = Made::post("/v1/i", r#"{"userId":"u","traits":{"email":"ann@gmail.com"}}"#).told();
    assert_eq!(
        free.identities.len(),
        1,
        "anybody may have an address there: it names no company"
    );
}

/// An address in an event is the sender's own where people fill in about themselves, and nowhere else.
#[test]
fn an_address_in_an_event_may_be_anothers() {
    let people = |call: &str, name: &str| {
        let body = format!(
            r#"{{"event":"{name}","name":"{name}","userId":"u-1","messageId":"m","properties":{{"email":"ann@example.com"}}}}"#
        );
        ties(&Made::post(&format!("/v1/{call}"), body).told())
    };
    let own = [format!("{ANN} = user:u-1"), "user:u-1 = domain:example.com".to_owned()];
    for name in [
        "Signed Up",
        "Form Submitted",
        "Subscribed",
        "Contact",
        "Demo Requested",
        "Trial Started",
    ] {
        assert_eq!(people("track", name), own, "{name}");
    }
    for name in [
        "Friend Invited",
        "Order Completed",
        "Product Viewed",
        "Lead Qualified",
        "Email Opened",
    ] {
        assert_eq!(people("track", name), [] as [String; 0], "{name}");
    }
    assert_eq!(people("page", "Signed Up"), [] as [String; 0]);
}

#[test]
fn people_and_orders_of_another_system_have_its_prefix() {
    let terms = Terms {
        system: Some("shopify".into()),
        ..Terms::default()
    };
    let body = r#"{"event":"Order Completed","userId":"u-1","anonymousId":"a-1","messageId":"m","properties":{"order_id":"1001"}}"#;
    let told = tell(&Made::post("/v1/t", body).sent(), &terms);
    assert_eq!(told.events[0].event_id, "shopify:order:1001");
    assert_eq!(ties(&told), ["user:shopify-u-1 = anonymous:shopify-a-1"]);
    // Told by a browser and by a server, an order is one; a view of a page is another each time.
    let again = r#"{"event":"Order Completed","userId":"u-1","messageId":"m2","properties":{"order_id":"1001"}}"#;
    let again = tell(&Made::post("/v1/t", again).sent(), &terms);
    assert_eq!(again.events[0].event_id, told.events[0].event_id);
    let signed = |id: &str| track_id("Signed Up", id);
    assert_ne!(signed("m1"), signed("m2"));
    assert!(signed("m1").starts_with("collect:sign_up:"));
}

fn track_id(name: &str, id: &str) -> String {
    let body = format!(r#"{{"event":"{name}","userId":"u","messageId":"{id}"}}"#);
    Made::post("/v1/t", body).told().events[0].event_id.clone()
}

#[test]
fn where_a_page_was_reached_from() {
    let page = |context: &str| {
        let told = Made::post(
            "/v1/p",
            format!(r#"{{"anonymousId":"a","messageId":"m","context":{context}}}"#),
        )
        .told();
        let event = &told.events[0];
        let tags = [
            &event.source,
            &event.medium,
            &event.campaign,
            &event.content,
            &event.term,
        ];
        let tags: Vec<&str> = tags.iter().map(|tag| tag.as_deref().unwrap_or("-")).collect();
        format!("{} | {}", tags.join(" "), event.click_param.as_deref().unwrap_or("-"))
    };
    let url = |url: &str| page(&format!(r#"{{"page":{{"url":"{url}"}}}}"#));
    assert_eq!(
        url("https://a.example/?utm_source=ig&utm_medium=Social&utm_campaign=Q4%20sale&utm_content=p1&utm_term=x+y"),
        "ig Social Q4 sale p1 x y | -"
    );
    assert_eq!(
        url("https://a.example/?utm_source=&utm_source=b&UTM_Medium=c"),
        "b c - - - | -"
    );
    assert_eq!(url("https://a.example/#/p?utm_source=b"), "b - - - - | -");
    for (param, written) in [
        ("fbclid", "fbclid"),
        ("gclid", "gclid"),
        ("wbraid", "wbraid"),
        ("gbraid", "gbraid"),
        ("ttclid", "ttclid"),
        ("li_fat_id", "li_fat_id"),
        ("twclid", "twclid"),
        ("msclkid", "msclkid"),
        ("ScCid", "ScCid"),
        ("sccid", "ScCid"),
        ("epik", "epik"),
        ("rdt_cid", "rdt_cid"),
    ] {
        assert_eq!(
            url(&format!("https://a.example/?{param}=AbC-1")),
            format!("- - - - - | {written}")
        );
    }
    assert_eq!(url("https://a.example/?gclid="), "- - - - - | -");
    // The client's own word goes before the address; what it leaves out the address tells, if it is of the same source.
    let both = |source: &str| {
        page(&format!(
            r#"{{"campaign":{{"source":"{source}","name":"n"}},"page":{{"url":"https://a.example/?utm_source=ig&utm_medium=social&fbclid=1"}}}}"#
        ))
    };
    assert_eq!(both("IG"), "IG social n - - | fbclid");
    assert_eq!(both("mail"), "mail - n - - | fbclid");
}

#[test]
fn batches_share_a_context() {
    let body = r#"{"batch":[{"type":"page","anonymousId":"a"},{"type":"page","anonymousId":"b","context":{"page":{"title":"Own"}}}],
        "context":{"campaign":{"source":"ig"},"page":{"url":"https://a.example/","title":"Shared"}}}"#;
    let sent = Made::post("/v1/batch", body).taken().expect("taken in").sent;
    let titles: Vec<(Option<String>, Option<String>)> = sent
        .iter()
        .map(|sent| tell(sent, &Terms::default()).events.remove(0))
        .map(|event| (event.source.clone(), extra(&event, "title").map(str::to_owned)))
        .collect();
    let ig = Some("ig".to_owned());
    assert_eq!(
        titles,
        [(ig.clone(), Some("Shared".to_owned())), (ig, Some("Own".to_owned()))]
    );
}

#[test]
fn times_and_days() {
    let body =
        r#"{"event":"Signed Up","userId":"u","timestamp":"2026-11-22T10:00:00Z","sentAt":"2026-11-22T10:00:05Z"}"#;
    let sent = Made::post("/v1/t", body).sent();
    let terms = Terms {
        zone: TimeZone::get("Asia/Shanghai").expect("a zone"),
        ..Terms::default()
    };
    let event = tell(&sent, &terms).events.remove(0);
    // Received at 12:00:00, so that the client's clock is two hours late; the fifth second before that.
    assert_eq!(event.at, at("2026-11-22T11:59:55Z"));
    assert_eq!(event.on.to_string(), "2026-11-22");
    assert_eq!(extra(&event, "told_at"), Some("2026-11-22T10:00:00Z"));
    let late =
        r#"{"event":"Signed Up","userId":"u","timestamp":"2026-11-20T20:00:00Z","sentAt":"2026-11-22T12:00:00Z"}"#;
    let event = tell(&Made::post("/v1/t", late).sent(), &terms).events.remove(0);
    assert_eq!(
        (event.at, event.on.to_string().as_str()),
        (at("2026-11-20T20:00:00Z"), "2026-11-21")
    );
    // Snowplow's true timestamp is right by itself.
    let true_time = Made::get(
        "/i?e=pv&eid=1&aid=shop&dtm=1795306458517&stm=1795306458522&ttm=1795000000000&url=https%3A%2F%2Fa.example",
    )
    .told();
    assert_eq!(true_time.events[0].at, at("2026-11-18T11:06:40Z"));
}

fn snowplow(event: &str) -> Told {
    let body = format!(r#"{{"schema":"iglu:x","data":[{{"aid":"shop","eid":"1","p":"web","duid":"d-1",{event}}}]}}"#);
    Made::post("/com.snowplowanalytics.snowplow/tp2", body).told()
}

#[test]
fn events_of_snowplow() {
    let pack = |text: &str| {
        use base64::Engine as _;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
    };
    let described = |name: &str, data: &str| {
        let event = format!(
            r#"{{"schema":"iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0","data":{{"schema":"iglu:com.acme/{name}/jsonschema/1-0-0","data":{data}}}}}"#
        );
        snowplow(&format!(r#""e":"ue","ue_px":"{}""#, pack(&event)))
    };
    assert_eq!(
        short(&snowplow(r#""e":"tr","tr_id":"o-9","tr_tt":"42.10","tr_cu":"GBP""#)),
        "order o-9 42.1 GBP -"
    );
    assert_eq!(
        short(&snowplow(r#""e":"ti","ti_id":"o-9","ti_pr":"42.10""#)),
        "0 events, None"
    );
    assert_eq!(
        short(&snowplow(r#""e":"pp","url":"https://a.example/""#)),
        "0 events, None"
    );
    assert_eq!(
        short(&snowplow(
            r#""e":"se","se_ca":"newsletter","se_ac":"subscribe","se_la":"foot","se_va":"3""#
        )),
        "subscription - - - foot"
    );
    assert_eq!(
        short(&snowplow(r#""e":"se","se_ca":"shop","se_ac":"wave""#)),
        "0 events, Some(\"shop wave\")"
    );
    assert_eq!(
        short(&described(
            "order",
            r#"{"order_id":"o-7","revenue":9,"currency":"EUR"}"#
        )),
        "order o-7 9 EUR -"
    );
    assert_eq!(short(&described("submit_form", "{}")), "lead - - - -");
    assert_eq!(short(&described("link_click", "{}")), "0 events, None");
    assert_eq!(short(&described("wave", "{}")), "0 events, Some(\"wave\")");
    assert_eq!(short(&snowplow(r#""e":"ue","ue_pr":"no JSON""#)), "0 events, None");
    // Snowplow's own plugin for shops: the kind in the event, the order in a context.
    let action = r#"{\"schema\":\"iglu:u\",\"data\":{\"schema\":\"iglu:com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2\",\"data\":{\"type\":\"KIND\"}}}"#;
    let entity = r#"{\"schema\":\"iglu:c\",\"data\":[{\"schema\":\"iglu:com.snowplowanalytics.snowplow.ecommerce/NAME/jsonschema/1-0-0\",\"data\":DATA}]}"#;
    let shop = |kind: &str, name: &str, data: &str| {
        let co = entity.replace("NAME", name).replace("DATA", data);
        snowplow(&format!(
            r#""e":"ue","ue_pr":"{}","co":"{co}""#,
            action.replace("KIND", kind)
        ))
    };
    let order = r#"{\"transaction_id\":\"t-1\",\"revenue\":230,\"currency\":\"USD\"}"#;
    assert_eq!(short(&shop("transaction", "transaction", order)), "order t-1 230 USD -");
    let refund = r#"{\"transaction_id\":\"t-1\",\"refund_amount\":20,\"currency\":\"USD\"}"#;
    assert_eq!(short(&shop("refund", "refund", refund)), "refund t-1 20 USD -");
    assert_eq!(
        short(&shop("product_view", "product", r#"{\"id\":\"P1\",\"name\":\"Coat\"}"#)),
        "product_view - - - Coat"
    );
    assert_eq!(
        short(&shop("add_to_cart", "product", r#"{\"id\":\"P1\"}"#)),
        "add_to_cart - - - P1"
    );
    assert_eq!(
        short(&shop("checkout_step", "product", r#"{\"id\":\"P1\"}"#)),
        "0 events, None"
    );
}

#[test]
fn events_of_plausible() {
    let event = |rest: &str| {
        let body = format!(r#"{{"d":"shop.example","u":"https://shop.example/a?utm_source=ig",{rest}}}"#);
        Made::post("/api/event", body).without("authorization").told()
    };
    let view = event(r#""n":"pageview","r":"https://t.co/x""#);
    assert_eq!(
        (view.events[0].kind, view.events[0].source.as_deref()),
        (EventKind::PageView, Some("ig"))
    );
    assert_eq!(view.events[0].referrer.as_deref(), Some("https://t.co/x"));
    assert_eq!(extra(&view.events[0], "counts_once"), Some("no"));
    assert_eq!(
        (view.events[0].person.clone(), view.identities.len()),
        (None, 0),
        "nobody is known by it"
    );
    assert_eq!(
        short(&event(
            r#""n":"Purchase","$":{"amount":"129.50","currency":"EUR"},"p":{"order_id":"o-1"}"#
        )),
        "order o-1 129.5 EUR -"
    );
    assert_eq!(
        short(&event(
            r#""name":"Purchase","revenue":"{\"amount\":5,\"currency\":\"USD\"}","props":"{\"order_id\":\"o-2\"}""#
        )),
        "order o-2 5 USD -"
    );
    assert_eq!(short(&event(r#""n":"Signup","p":{"plan":"pro"}"#)), "sign_up - - - -");
    assert_eq!(
        short(&event(r#""n":"File Download","p":{"url":"x"}"#)),
        "download - - - -"
    );
    assert_eq!(short(&event(r#""n":"engagement","sd":80,"e":900"#)), "0 events, None");
    let both = Made::post(
        "/api/event",
        r#"{"n":"pageview","u":"https://a.example/","d":"shop.example, other.example"}"#,
    )
    .without("authorization");
    let taken = both.taken().expect("taken in");
    assert_eq!(
        (taken.sent.len(), taken.quarantined.len()),
        (1, 1),
        "of two sites one is known"
    );
}
