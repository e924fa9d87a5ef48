//! What people did: the ready maps of `examples/maps` on small tables of our own making and on the real files, whose
//! counts were taken by another program (Python's csv module).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use harpoon_connect::dictionary::Dictionary;
use harpoon_connect::map::read_map;
use harpoon_connect::{Answers, Limits, Registry, Summary, origins, read, recognise};
use harpoon_core::batch::Batch;
use harpoon_core::{EventKind, Number};

use crate::check::{self, check_with};

fn only(toml: &str) -> Registry {
    let map = read_map(toml).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    Registry::only(&[map], Dictionary::builtin().clone())
}

#[track_caller]
fn check(toml: &str) {
    check_with(read_map(toml).unwrap().id, &only(toml));
}

#[test]
fn journeys() {
    check(JOURNEYS);
}

#[test]
fn olist_leads() {
    check(OLIST_LEADS);
}

#[test]
fn olist_deals() {
    check(OLIST_DEALS);
}

#[test]
fn leads() {
    check(LEADS);
}

#[test]
fn deals() {
    check(DEALS);
}

#[test]
fn orders() {
    check(ORDERS);
}

#[test]
fn touches() {
    check(include_str!("../../../../examples/maps/touches.toml"));
}

#[test]
fn coupons() {
    check(include_str!("../../../../examples/maps/coupons.toml"));
}

#[test]
fn store_visits() {
    check(include_str!("../../../../examples/maps/store-visits.toml"));
}

#[test]
fn point_of_sale() {
    check(include_str!("../../../../examples/maps/point-of-sale.toml"));
}

#[test]
fn survey() {
    check(include_str!("../../../../examples/maps/survey.toml"));
}

#[test]
fn crms() {
    [
        "hubspot_contacts",
        "hubspot_deals",
        "salesforce_contacts",
        "salesforce_leads",
        "salesforce_opportunities",
        "salesforce_opportunity_history",
        "warehouse_hubspot_contact_merges",
        "warehouse_hubspot_contacts",
        "warehouse_hubspot_deal_contacts",
        "warehouse_hubspot_deal_stages",
        "warehouse_hubspot_deals",
        "warehouse_salesforce_contacts",
        "warehouse_salesforce_leads",
        "warehouse_salesforce_opportunities",
        "warehouse_salesforce_opportunity_history",
    ]
    .into_iter()
    .for_each(check::check);
}

#[test]
fn shops_and_visits() {
    [
        "ga4_events",
        "shopify_orders",
        "stripe_payments",
        "warehouse_ga4_events",
        "warehouse_shopify_customers",
        "warehouse_shopify_orders",
        "warehouse_shopify_refunds",
        "warehouse_shopify_transactions",
    ]
    .into_iter()
    .for_each(check::check);
}

const JOURNEYS: &str = include_str!("../../../../examples/maps/journeys.toml");
const LEADS: &str = include_str!("../../../../examples/maps/leads.toml");
const DEALS: &str = include_str!("../../../../examples/maps/deals.toml");
const ORDERS: &str = include_str!("../../../../examples/maps/orders.toml");
const OLIST_LEADS: &str = include_str!("../../../../examples/maps/olist-leads.toml");
const OLIST_DEALS: &str = include_str!("../../../../examples/maps/olist-deals.toml");

/// A real file of the shared data; `None`, and a line that says so, where there is none.
fn shared(name: &str) -> Option<PathBuf> {
    let data = std::env::var("HARPOON_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned());
    let path = Path::new(&data).join(name);
    if !path.is_file() {
        eprintln!("SKIPPED: no {}", path.display());
        return None;
    }
    Some(path)
}

/// Everything that a file gives, with no question asked.
fn all(path: &Path, registry: &Registry) -> (Batch, Summary) {
    all_with(path, registry, &Answers::default())
}

fn all_with(path: &Path, registry: &Registry, answers: &Answers) -> (Batch, Summary) {
    let mut whole = Batch::default();
    let mut origins = origins(path, &Limits::default()).unwrap();
    assert_eq!(origins.len(), 1);
    let origin = origins.remove(0);
    let plan = recognise(&origin, registry, answers).unwrap();
    assert_eq!(plan.questions, []);
    let mut sink = |mut batch: Batch| {
        assert!(batch.observations.is_empty() && batch.costs.is_empty());
        whole.events.append(&mut batch.events);
        whole.identities.append(&mut batch.identities);
        whole.rejects.append(&mut batch.rejects);
        Ok::<(), std::convert::Infallible>(())
    };
    let summary = read(&origin, &plan, answers, &mut sink).unwrap();
    (whole, summary)
}

fn by_kind(batch: &Batch) -> BTreeMap<EventKind, usize> {
    batch.events.iter().fold(BTreeMap::new(), |mut counts, event| {
        *counts.entry(event.kind).or_default() += 1;
        counts
    })
}

fn by_channel(batch: &Batch, kind: EventKind) -> BTreeMap<&str, usize> {
    let of_kind = batch.events.iter().filter(|event| event.kind == kind);
    of_kind.fold(BTreeMap::new(), |mut counts, event| {
        *counts.entry(event.channel.as_deref().unwrap_or("(none)")).or_default() += 1;
        counts
    })
}

#[test]
fn the_real_journeys() {
    let Some(path) = shared("real/journeys/attribution_data.csv") else {
        return;
    };
    let (batch, summary) = all(&path, &only(JOURNEYS));
    assert_eq!((summary.rows, summary.rejected), (62_483, 0));
    assert_eq!(
        by_kind(&batch),
        BTreeMap::from([(EventKind::Impression, 60_645), (EventKind::Conversion, 1_838)])
    );
    let people: BTreeSet<_> = batch.events.iter().map(|event| &event.person).collect();
    assert_eq!(people.len(), 7_896);
    let ids: BTreeSet<_> = batch.events.iter().map(|event| &event.event_id).collect();
    assert_eq!(ids.len(), 62_483);
    let value: i64 = batch.events.iter().filter_map(|e| e.value).map(Number::micros).sum();
    assert_eq!(value, 11_423_500_000);
    let worthy = batch.events.iter().filter(|e| e.value.is_some());
    assert!(
        worthy
            .clone()
            .all(|e| e.kind == EventKind::Conversion && e.currency.as_deref() == Some("USD"))
    );
    let times = batch.events.iter().map(|e| e.at);
    assert_eq!(times.clone().min().unwrap().to_string(), "2018-07-01T13:15:41Z");
    assert_eq!(times.max().unwrap().to_string(), "2018-07-31T23:39:52Z");
    assert_eq!(batch.identities, []);
}

#[test]
fn the_real_leads_and_deals() {
    let leads = shared("real/olist/olist_marketing_qualified_leads_dataset.csv");
    let deals = shared("real/olist/olist_closed_deals_dataset.csv");
    let (Some(leads), Some(deals)) = (leads, deals) else {
        return;
    };
    let (leads, summary) = all(&leads, &only(OLIST_LEADS));
    assert_eq!((summary.rows, summary.rejected, leads.events.len()), (8_000, 0, 8_000));
    let origins = BTreeMap::from([
        ("organic_search", 2_296),
        ("paid_search", 1_586),
        ("social", 1_350),
        ("unknown", 1_099),
        ("direct_traffic", 499),
        ("email", 493),
        ("referral", 284),
        ("other", 150),
        ("display", 118),
        ("other_publicities", 65),
        ("(none)", 60),
    ]);
    assert_eq!(by_channel(&leads, EventKind::Lead), origins);
    let (deals, summary) = all(&deals, &only(OLIST_DEALS));
    assert_eq!((summary.rows, summary.rejected, deals.events.len()), (842, 0, 842));
    assert_eq!(by_kind(&deals), BTreeMap::from([(EventKind::DealWon, 842)]));
    let of_lead: BTreeMap<_, _> = leads.events.iter().map(|lead| (&lead.deed, lead)).collect();
    let social = deals
        .events
        .iter()
        .filter(|deal| of_lead[&deal.deed].channel.as_deref() == Some("social"));
    assert_eq!(social.count(), 75);
    // Each deal ties its lead to the seller that the lead became.
    assert_eq!(deals.identities.len(), 842);
}

/// Sums of values by currency, in micros.
fn by_currency(batch: &Batch) -> BTreeMap<&str, i64> {
    let worthy = batch
        .events
        .iter()
        .filter_map(|e| Some((e.currency.as_deref()?, e.value?)));
    worthy.fold(BTreeMap::new(), |mut sums, (currency, value)| {
        *sums.entry(currency).or_default() += value.micros();
        sums
    })
}

/// The seed tables of the warehouse packages: rows that were deleted or are tests do not count.
#[test]
fn the_real_warehouse_tables() {
    use EventKind::{AddToCart, Checkout, Deal, Lead, Order, ProductView, QualifiedLead, Refund, Stage};
    type Case = (
        &'static str,
        &'static [(EventKind, usize)],
        &'static [(&'static str, i64)],
        Option<usize>,
    );
    const CASES: &[Case] = &[
        ("dbt_hubspot/contact_data.csv", &[(Lead, 22)], &[], None),
        ("dbt_hubspot/deal_data.csv", &[(Deal, 44)], &[], Some(0)),
        ("dbt_hubspot/deal_stage_data.csv", &[(Stage, 14)], &[], Some(0)),
        ("dbt_hubspot/deal_contact_data.csv", &[], &[], Some(11)),
        ("dbt_hubspot/contact_merge_audit_data.csv", &[], &[], Some(4)),
        (
            "dbt_salesforce/sf_lead_data.csv",
            &[(Lead, 1), (QualifiedLead, 1)],
            &[],
            Some(4),
        ),
        ("dbt_salesforce/sf_opportunity_data.csv", &[], &[], Some(0)),
        ("dbt_salesforce/sf_opportunity_history_data.csv", &[], &[], Some(0)),
        (
            "dbt_shopify/shopify_order_data.csv",
            &[(Order, 8)],
            &[("GBP", 11_980_000), ("USD", 615_030_000)],
            None,
        ),
        (
            "dbt_shopify/shopify_gql_order_data.csv",
            &[(Order, 4)],
            &[("USD", 2_055_000_000)],
            None,
        ),
        (
            "dbt_shopify/shopify_gql_refund_data.csv",
            &[(Refund, 10)],
            &[("CAD", 5_000_000), ("USD", 111_670_000)],
            Some(0),
        ),
        ("dbt_shopify/shopify_transaction_data.csv", &[], &[], Some(0)),
        (
            "dbt_ga4_export/event_data.csv",
            &[(ProductView, 1), (AddToCart, 1), (Checkout, 1), (Order, 1)],
            &[("USD", 29_990_000)],
            None,
        ),
    ];
    let answers = Answers {
        currency: Some("EUR".to_owned()),
        ..Answers::default()
    };
    for (file, kinds, sums, ties) in CASES {
        let Some(path) = shared(&format!("platforms/fivetran/{file}")) else {
            return;
        };
        let (batch, _) = all_with(&path, &Registry::native(), &answers);
        assert_eq!(batch.rejects, [], "{file}");
        assert_eq!(by_kind(&batch), kinds.iter().copied().collect(), "{file}");
        assert_eq!(by_currency(&batch), sums.iter().copied().collect(), "{file}");
        if let Some(ties) = ties {
            assert_eq!(batch.identities.len(), *ties, "{file}");
        }
    }
}

/// No clear address or number leaves a file, whatever the row.
#[test]
fn addresses_stay_in_the_file() {
    for folder in [
        "leads",
        "deals",
        "orders",
        "hubspot_contacts",
        "salesforce_leads",
        "shopify_orders",
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(folder);
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        for path in files.filter(|path| path.extension().is_some_and(|ext| ext == "csv")) {
            let maps = [LEADS, DEALS, ORDERS].map(|toml| read_map(toml).unwrap());
            let registry = Registry::new(&maps, Dictionary::builtin().clone());
            let answers = Answers {
                zone: Some("UTC".to_owned()),
                ..Answers::default()
            };
            let (batch, _) = all_with(&path, &registry, &answers);
            let told = format!("{:?} {:?}", batch.events, batch.identities);
            for clear in ["ann@", "Ann@", "bob@", "234", "Birch"] {
                assert!(!told.contains(clear), "{} tells `{clear}`", path.display());
            }
            assert!(batch.rejects.iter().all(|r| !r.reason.contains('@')));
        }
    }
}
