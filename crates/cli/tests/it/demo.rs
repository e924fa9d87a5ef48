//! The demo: quick, wholly read, and its planted truth comes back out of the KPIs.

use std::collections::BTreeMap;

use harpoon::core::{EntityKind, Number};
use harpoon::demo::{self, Demo, PlantedJourneys};
use jiff::civil::date;
use serde_json::Value;
use tempfile::TempDir;

use super::place::{Place, harpoon, said};

/// The seed and the end that `harpoon demo` takes.
fn truth() -> Demo {
    let dir = tempfile::tempdir().unwrap();
    demo::write(dir.path(), 1, date(2026, 10, 31)).unwrap()
}

fn made() -> (TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("demo").to_str().unwrap().to_owned();
    let mut command = harpoon();
    command.args(["demo", &root]);
    let said = said(command);
    assert_eq!(said.code, 0, "{}", said.err);
    let (done, all) = said
        .out
        .split_once(" files understood")
        .unwrap()
        .0
        .split_once(" of ")
        .unwrap();
    assert_eq!(done, all, "{}", said.out);
    assert!(said.out.contains(" 3 put aside"), "{}", said.out);
    (dir, root)
}

fn ask(root: &str, args: &[&str]) -> String {
    let mut command = harpoon();
    command.args(["-w", root]).args(args);
    said(command).out
}

/// `kpi` by platform and month against the planted sums of one level and metric.
fn check(root: &str, truth: &Demo, kpi: &str, metrics: &[&str], platforms: &[(&str, EntityKind)]) {
    let mut planted: BTreeMap<(String, String), String> = BTreeMap::new();
    for (key, sum) in &truth.truth.sums {
        let level = platforms
            .iter()
            .any(|(platform, kind)| key.platform == *platform && key.entity == *kind);
        if level && metrics.contains(&key.metric) && *sum != Number::ZERO {
            planted.insert(
                (key.platform.clone(), key.month.strftime("%Y-%m").to_string()),
                sum.to_string(),
            );
        }
    }
    assert!(planted.len() > 11, "{kpi}: nothing planted to compare");
    let csv = ask(
        root,
        &["kpi", kpi, "--by", "platform,month", "--all", "--format", "csv"],
    );
    let mut measured = BTreeMap::new();
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if platforms.iter().any(|(platform, _)| *platform == cells[1]) && cells[5] != "0" {
            measured.insert((cells[1].to_owned(), cells[2].to_owned()), cells[5].to_owned());
        }
    }
    assert_eq!(measured, planted, "{kpi}");
}

#[test]
fn planted_truth_comes_back() {
    use EntityKind::{Account, Ad, Campaign};
    let (_dir, root) = made();
    let truth = truth();
    let ads = [("meta", Ad), ("google_ads", Campaign), ("linkedin", Campaign)];
    check(&root, &truth, "spend", &["spend"], &ads);
    check(&root, &truth, "impressions", &["impressions"], &ads);
    check(
        &root,
        &truth,
        "clicks_link",
        &["clicks.link"],
        &[
            ("meta", Ad),
            ("linkedin", Campaign),
            ("facebook", Account),
            ("instagram", Account),
        ],
    );
    check(
        &root,
        &truth,
        "views",
        &["content_views"],
        &[("youtube", Account), ("tiktok", Account)],
    );
    check(
        &root,
        &truth,
        "claimed_purchases",
        &["conversions.purchase"],
        &[("meta", Ad)],
    );
    check(
        &root,
        &truth,
        "claimed_revenue",
        &["conversion_value.purchase"],
        &[("meta", Ad)],
    );
    check(
        &root,
        &truth,
        "followers_gained",
        &["followers_gained"],
        &[("facebook", Account), ("instagram", Account)],
    );

    let put_aside = ask(&root, &["quarantine", "list", "--format", "csv"]);
    let begin: Vec<String> = put_aside
        .lines()
        .map(|l| l.split(',').take(4).collect::<Vec<_>>().join(","))
        .collect();
    let want = [
        "file,line,column,reason",
        "costs.csv,6,amount,`twelve hundred` is not a number",
        "costs.csv,19,from,`2026-02-31` is no day",
        "shopify/orders_export_1.csv,2,Total,`fifty` is not a number",
    ];
    assert_eq!(begin, want);
    planted_journeys_come_back(&root, &truth.truth.journeys);
}

fn json(root: &str, args: &[&str]) -> Vec<Value> {
    let out = ask(root, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{args:?}: {e}\n{out}"))
}

fn number(value: &Value) -> f64 {
    let text = value.to_string();
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

fn planted_journeys_come_back(root: &str, planted: &PlantedJourneys) {
    let visits: u64 = planted.drivers.iter().map(|d| d.visits).sum();
    let (won, lost, _) = planted.deals;
    let counted = "select kind, count(distinct coalesce(deed, event_id)) from events \
                   where kind in ('visit', 'order', 'lead', 'deal_won', 'deal_lost') group by 1 order by 1";
    let csv = ask(root, &["sql", counted, "--format", "csv"]);
    let counts: Vec<&str> = csv.lines().skip(1).collect();
    let want = [
        ("deal_lost", lost),
        ("deal_won", won),
        ("lead", planted.contacts),
        ("order", planted.orders),
        ("visit", visits),
    ];
    assert_eq!(counts, want.map(|(kind, count)| format!("{kind},{count}")));

    // Every model deals out the whole book: refunds taken off once, though one month of orders stands in two files.
    let book = planted.order_value - planted.refunded + planted.deal_value;
    let rows = json(
        root,
        &[
            "credit",
            "--by",
            "campaign",
            "--model",
            "last,linear",
            "--value",
            "revenue",
        ],
    );
    for model in ["last", "linear"] {
        let of_model = rows.iter().filter(|row| row["model"] == model);
        let sum: f64 = of_model.map(|row| number(&row["credit"])).sum();
        assert!(
            (sum - book.to_f64()).abs() < 1e-3,
            "{model} {sum}, the book holds {book}"
        );
    }
    the_drivers_have_their_rank(root, planted);
    over_claims_show(root, planted);
}

/// Models of whole paths rank what finds people as the truth does; the last touch puts brand search first.
fn the_drivers_have_their_rank(root: &str, planted: &PlantedJourneys) {
    const DRIVERS: [&str; 4] = [
        "Shopping, beans",
        "NL | Prospecting | Coffee subscription",
        "profile",
        "posts",
    ];
    let truly = DRIVERS.map(|name| planted.drivers.iter().find(|d| d.campaign == name).unwrap().orders);
    assert!(truly.is_sorted_by(|a, b| a > b), "{truly:?}");
    let models = "last,linear,path_markov,shapley";
    let rows = json(
        root,
        &["credit", "--by", "campaign", "--on", "order", "--model", models],
    );
    let credit = |model: &str, campaign: &str| {
        let row = rows
            .iter()
            .find(|row| row["model"] == model && row["by"]["campaign"] == campaign);
        row.map_or(0.0, |row| number(&row["credit"]))
    };
    let at_last = credit("last", &planted.last_only);
    for model in ["linear", "path_markov", "shapley"] {
        let credits = DRIVERS.map(|name| credit(model, name));
        assert!(credits.is_sorted_by(|a, b| a > b), "{model} {credits:?}");
        let brand = credit(model, &planted.last_only);
        assert!(
            brand < credits[1] && brand < 0.7 * at_last,
            "{model}: {brand}, by the last touch {at_last}"
        );
    }
    assert!(DRIVERS.iter().all(|name| credit("last", name) < at_last));
}

fn over_claims_show(root: &str, planted: &PlantedJourneys) {
    let claims = json(root, &["claims"]);
    let of = |platform: &str| claims.iter().find(|row| row["platform"] == platform).unwrap();
    let meta = of("meta");
    let (claimed, caused) = (planted.meta_claims as f64, planted.meta_caused as f64);
    assert!((number(&meta["claimed"]) - claimed).abs() < 1e-6);
    assert!(claimed > 1.8 * caused, "{claimed} claimed, {caused} caused");
    let credited = number(&meta["credited"]["path_markov"]["orders"]);
    assert!(
        (0.7..1.3).contains(&(credited / caused)),
        "{credited} credited, {caused} caused"
    );
    assert!(number(&meta["verifiable"]) < claimed);
    let book = (planted.orders + planted.deals.0) as f64;
    assert!((number(&of("(book)")["orders"]) - book).abs() < 1e-6);
    let roi = json(root, &["roi", "--by", "campaign"]);
    let verdict = |campaign: &str| {
        let line = roi.iter().find(|row| row["by"]["campaign"] == campaign);
        line.unwrap()["verdict"].clone()
    };
    assert_eq!(verdict("NL | Prospecting | Espresso machines"), "loss");
    assert_eq!(verdict(demo::AWARENESS_CAMPAIGN), "declared_awareness");
}

#[test]
fn costs_come_back() {
    let truth = truth();
    let place = Place::new();
    let dir = tempfile::tempdir().unwrap();
    demo::write(dir.path(), 1, date(2026, 10, 31)).unwrap();
    let costs = dir.path().join("costs.csv");
    place.import(&[costs.to_str().unwrap()]);
    let mut planted = BTreeMap::new();
    for (key, sum) in truth.truth.sums.iter().filter(|(key, _)| key.platform == "costs") {
        let all = planted.entry(key.metric.to_owned()).or_insert(Number::ZERO);
        *all = *all + *sum;
    }
    let csv = place.ok(&[
        "sql",
        "select kind, sum(amount) from costs group by 1 order by 1",
        "--format",
        "csv",
    ]);
    let measured: BTreeMap<String, Number> = csv
        .lines()
        .skip(1)
        .map(|l| l.split_once(',').unwrap())
        .map(|(kind, sum)| (kind.to_owned(), sum.parse().unwrap()))
        .collect();
    assert_eq!(measured, planted);
}
