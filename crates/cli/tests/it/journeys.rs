//! From a post to a closed deal: credit, trace, origins, persons, returns and claims, on real journeys and on made ones.

use std::collections::BTreeMap;

use serde_json::Value;

use super::place::{Place, ours, real};

/// A map of ours for made-up touches, orders and refunds.
pub(super) const MAP: &str = "id = \"made\"\ntitle = \"Made journeys\"\ncurrency = \"EUR\"\nzone = \"UTC\"\n\n[columns]\n\"who\" = \"person.customer\"\n\"when\" = \"event_at\"\n\"what\" = \"event_kind\"\n\n[optional]\n\"browser\" = \"person.anonymous\"\n\"deed\" = \"deed\"\n\"source\" = \"source\"\n\"medium\" = \"medium\"\n\"campaign\" = \"campaign_name\"\n\"amount\" = \"amount\"\n\"currency\" = \"currency\"\n\n[kinds]\nvisit = \"visit\"\nclick = \"click\"\nview = \"impression\"\norder = \"order\"\nrefund = \"refund\"\nlead = \"lead\"\nwon = \"deal_won\"\nlost = \"deal_lost\"\n";

fn made(rows: &str) -> Place {
    let place = Place::new();
    let map = place.file("made.toml", MAP);
    let file = place.file(
        "made.csv",
        &format!("who,browser,when,what,deed,source,medium,campaign,amount\n{rows}"),
    );
    let report = place.import(&[&file, "--map", &map]);
    assert_eq!(
        (&report[0]["quarantined"], &report[0]["reason"]),
        (&Value::from(0), &Value::Null),
        "{report:?}"
    );
    place
}

/// Credits as `model place: credit`.
fn credits(place: &Place, args: &[&str]) -> Vec<String> {
    let rows = place.json(&[&["credit"], args].concat());
    let by = |row: &Value| {
        row["by"]
            .as_object()
            .unwrap()
            .values()
            .map(|v| v.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join("/")
    };
    rows.iter()
        .map(|row| format!("{} {}: {}", row["model"].as_str().unwrap(), by(row), row["credit"]))
        .collect()
}

fn journeys() -> Option<Place> {
    let file = real("real/journeys/attribution_data.csv")?;
    let place = Place::new();
    let report = place.import(&[&file, "--map", &ours("examples/maps/journeys.toml")]);
    assert_eq!(report[0]["accepted"], 62_483);
    Some(place)
}

/// Counted from the file in exact fractions by a program of forty lines that knows nothing of ours: touches up to a day (or
/// ever) before the deed, the same channel within thirty minutes of one kept counts once.
#[test]
fn real_journeys_equal_an_independent_count() {
    let Some(place) = journeys() else { return };
    let people = place.ok(&[
        "sql",
        "select count(distinct person), count(*) filter (where kind = 'conversion') from events",
        "--format",
        "csv",
    ]);
    assert!(people.ends_with("\n7896,1838\n"), "{people}");
    let want = [
        "first (unattributed): 1412",
        "first Paid Search: 124",
        "first Facebook: 104",
        "first Online Video: 82",
        "first Instagram: 67",
        "first Online Display: 49",
        "last (unattributed): 1412",
        "last Paid Search: 121",
        "last Facebook: 102",
        "last Online Video: 88",
        "last Instagram: 67",
        "last Online Display: 48",
        "linear (unattributed): 1412",
        "linear Paid Search: 122.083333",
        "linear Facebook: 102.75",
        "linear Online Video: 85.166667",
        "linear Instagram: 67.25",
        "linear Online Display: 48.75",
    ];
    assert_eq!(credits(&place, &["--model", "first,last,linear"]), want);
    let want = [
        "linear Paid Search: 3231.271778",
        "linear Facebook: 2885.099147",
        "linear Online Video: 1573.145945",
        "linear (unattributed): 1456",
        "linear Instagram: 1217.569432",
        "linear Online Display: 1060.413698",
    ];
    assert_eq!(
        credits(
            &place,
            &["--model", "linear", "--lookback", "all", "--value", "revenue"]
        ),
        want
    );
}

#[test]
fn every_model_sums_to_the_book() {
    let Some(place) = journeys() else { return };
    for (value, book) in [("count", 1_838_000_000_i64), ("revenue", 11_423_500_000)] {
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for row in place.json(&["credit", "--model", "all", "--value", value]) {
            let credit: f64 = row["credit"].to_string().parse().unwrap();
            #[expect(clippy::cast_possible_truncation, reason = "millionths of a small sum")]
            let micros = (credit * 1e6).round() as i64;
            *sums.entry(row["model"].as_str().unwrap().to_owned()).or_default() += micros;
        }
        assert_eq!(sums.len(), 14);
        assert!(sums.values().all(|sum| *sum == book), "{value}: {sums:?}");
    }
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let Some(file) = real("real/journeys/attribution_data.csv") else {
        return;
    };
    let text = std::fs::read_to_string(&file).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    // A shuffle that is the same every time: by the digits of each row turned round.
    rows.sort_by_key(|row| {
        row.bytes()
            .rev()
            .fold(0_u64, |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(b)))
    });
    let map = ours("examples/maps/journeys.toml");
    let ask = ["credit", "--model", "all", "--format", "json"];
    let straight = Place::new();
    straight.import(&[&file, "--map", &map]);
    let shuffled = Place::new();
    let turned = shuffled.file("turned.csv", &format!("{head}\n{}\n", rows.join("\n")));
    shuffled.import(&[&turned, "--map", &map]);
    assert_eq!(straight.ok(&ask), shuffled.ok(&ask));
}

#[test]
fn real_leads_and_deals_by_origin() {
    let (Some(leads), Some(deals)) = (
        real("real/olist/olist_marketing_qualified_leads_dataset.csv"),
        real("real/olist/olist_closed_deals_dataset.csv"),
    ) else {
        return;
    };
    let place = Place::new();
    assert_eq!(
        place.import(&[&leads, "--map", &ours("examples/maps/olist-leads.toml")])[0]["accepted"],
        8000
    );
    assert_eq!(
        place.import(&[&deals, "--map", &ours("examples/maps/olist-deals.toml")])[0]["accepted"],
        842
    );
    let origins = place.json(&["origins"]);
    let counts: BTreeMap<&str, (u64, u64)> = origins
        .iter()
        .map(|line| {
            (
                line["origin"].as_str().unwrap(),
                (line["leads"].as_u64().unwrap(), line["deals"].as_u64().unwrap()),
            )
        })
        .collect();
    // The figures that the data set's own page gives by origin, joined by hand.
    let want = [
        ("organic_search", (2296, 271)),
        ("paid_search", (1586, 195)),
        ("social", (1350, 75)),
        ("unknown", (1099, 179)),
        ("direct", (499, 56)),
        ("email", (493, 15)),
        ("referral", (284, 24)),
        ("(none)", (60, 14)),
    ];
    for (origin, expected) in want {
        assert_eq!(counts[origin], expected, "{origin}");
    }
    assert_eq!(
        counts.values().fold((0, 0), |sum, c| (sum.0 + c.0, sum.1 + c.1)),
        (8000, 842)
    );
    let social = origins.iter().find(|line| line["origin"] == "social").unwrap();
    assert!((social["rate"].as_f64().unwrap() - 75.0 / 1350.0).abs() < 1e-12);
    assert!(
        social["won_by_age"]
            .as_array()
            .unwrap()
            .iter()
            .all(|at| at["watched"].as_u64().unwrap() <= 1350)
    );

    let deal = place.ok(&["sql", "select l.person from events l join identities i on i.other = l.person or i.one = l.person where l.channel = 'social' order by 1 limit 1", "--format", "csv"]);
    let name = deal.lines().nth(1).unwrap();
    let trail = &place.json(&["trace", name])[0];
    let lead = trail["touches"]
        .as_array()
        .unwrap()
        .iter()
        .chain(trail["before"].as_array().unwrap())
        .find(|step| step["kind"] == "lead")
        .unwrap();
    assert_eq!(
        (lead["channel"].as_str(), lead["landing_url"].as_str().map(str::len)),
        (Some("social"), Some(32)),
        "{trail}"
    );
}

const SHOP: &str = "\
k1,b1,2026-03-01T10:00:00Z,visit,,facebook,paid_social,Spring,
k1,b1,2026-03-05T10:00:00Z,visit,,google,organic,,
k1,b1,2026-03-06T10:00:00Z,order,o1,,,,100.00
k1,,2026-03-20T10:00:00Z,refund,o1,,,,40.00
k2,b2,2026-03-02T10:00:00Z,click,,facebook,paid_social,Spring,
k2,b2,2026-03-02T10:10:00Z,click,,facebook,paid_social,Spring,
k2,b2,2026-03-02T12:00:00Z,visit,,,,,
k2,b2,2026-03-03T10:00:00Z,order,o2,,,,50.01
k3,b3,2026-01-01T10:00:00Z,click,,facebook,paid_social,Spring,
k3,b3,2026-03-04T10:00:00Z,order,o3,,,,30.00
k4,b4,2026-03-04T09:00:00Z,visit,,,,,
k4,b4,2026-03-04T10:00:00Z,order,o4,,,,20.00
";

/// o1: paid social and organic search share; o2: two clicks within half an hour are one, the direct visit does not count
/// beside it; o3: the click is older than thirty days; o4: direct counts, being alone.
#[test]
fn rules_of_the_ledger_by_hand() {
    let place = made(SHOP);
    let want = [
        "linear paid_social: 1.5",
        "linear (unattributed): 1",
        "linear direct: 1",
        "linear organic_search: 0.5",
    ];
    assert_eq!(credits(&place, &["--model", "linear"]), want);
    // 60 net of o1 in halves, 50.01 of o2.
    let want = [
        "linear paid_social: 80.01",
        "linear (unattributed): 30",
        "linear organic_search: 30",
        "linear direct: 20",
    ];
    assert_eq!(credits(&place, &["--model", "linear", "--value", "revenue"]), want);
    let want = ["last paid_social: 2", "last direct: 1", "last organic_search: 1"];
    assert_eq!(credits(&place, &["--model", "last", "--lookback", "click=90d"]), want);
    let mut got = credits(&place, &["--model", "last", "--by", "campaign,platform"]);
    got.sort();
    assert_eq!(
        got,
        [
            "last (none)/(none): 1",
            "last (none)/google: 1",
            "last (unattributed)/(unattributed): 1",
            "last Spring/facebook: 1"
        ]
    );
}

#[test]
fn a_deed_is_traced_to_its_rows_and_split_to_the_cent() {
    let place = made(SHOP);
    let trail = &place.json(&["trace", "o1", "--model", "linear"])[0];
    assert_eq!(
        (&trail["value"], &trail["line"], trail["file"].as_str()),
        (&Value::from(60), &Value::from(4), Some("made.csv"))
    );
    let touches: Vec<String> = trail["touches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| format!("{} {} {}", t["channel"].as_str().unwrap(), t["credit"], t["line"]))
        .collect();
    assert_eq!(touches, ["paid_social 30 2", "organic_search 30 3"]);
    let said = place.run(&["trace", "o99"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("there is no deed `o99`"), "{}", said.err);
}

#[test]
fn a_deal_that_is_lost_after_it_was_won_counts_no_more() {
    let place = made(
        "k1,,2026-01-01,lead,d1,,,,\nk1,,2026-02-01,won,d1,,,,10\nk1,,2026-03-01,lost,d1,,,,\nk2,,2026-01-01,lead,d2,,,,\nk2,,2026-02-10,won,d2,,,,5\n",
    );
    assert_eq!(credits(&place, &["--model", "last"]), ["last (unattributed): 1"]);
    let origins = place.json(&["origins"]);
    assert_eq!(
        (&origins[0]["leads"], &origins[0]["deals"], &origins[0]["lost"]),
        (&Value::from(2), &Value::from(1), &Value::from(1))
    );
    assert_eq!(origins[0]["median_days"], 40);
}

#[test]
fn two_journeys_say_nothing_of_how_well_a_chain_tells_them_apart() {
    let place = made(
        "k1,b1,2026-03-01T10:00:00Z,visit,,facebook,paid_social,Spring,\nk1,b1,2026-03-02T10:00:00Z,order,o1,,,,10\n",
    );
    let ask = ["credit", "--model", "markov1"];
    for row in place.json(&ask) {
        assert!(row["auc"].is_null() && row["credit"] == 1, "{row}");
    }
    let table = place.ok(&ask);
    assert!(table.contains("held-out AUC not told: too few journeys"), "{table}");
    assert!(
        table.contains("it takes 20 of each") && !table.contains("AUC 0"),
        "{table}"
    );
}

#[test]
fn persons_are_joined_explained_and_parted() {
    let place = made(
        "k1,b1,2026-03-01T10:00:00Z,visit,,facebook,paid_social,Spring,\nk2,b1,2026-03-02T10:00:00Z,order,o1,,,,10\n",
    );
    let person = &place.json(&["person", "customer:k1"])[0];
    assert_eq!(
        person["names"],
        serde_json::json!(["customer:k1", "customer:k2", "anonymous:b1"]),
        "{person}"
    );
    assert_eq!(person["evidence"].as_array().unwrap().len(), 2);
    assert_eq!(credits(&place, &["--model", "last"]), ["last paid_social: 1"]);
    place.ok(&["person", "customer:k1", "--unjoin", "anonymous:b1"]);
    assert_eq!(credits(&place, &["--model", "last"]), ["last (unattributed): 1"]);
    place.ok(&["person", "customer:k1", "--join", "anonymous:b1"]);
    place.ok(&["person", "customer:k1", "--unjoin", "anonymous:b1"]);
    assert_eq!(credits(&place, &["--model", "last"]), ["last (unattributed): 1"]);
    let said = place.run(&["person", "nobody"]);
    assert_eq!(said.code, 2);
}

#[test]
fn a_kiosk_joins_nobody() {
    let rows: String = (1..=6)
        .map(|n| format!("k{n},kiosk,2026-03-0{n}T10:00:00Z,visit,,,,,\n"))
        .collect();
    let place = made(&rows);
    let person = &place.json(&["person", "customer:k1"])[0];
    assert_eq!(person["names"], serde_json::json!(["customer:k1"]));
    assert_eq!(person["shared"][0]["name"], "anonymous:kiosk");
}

/// 400 spent, 100 credited at the very most: a loss, unless it is declared.
#[test]
fn losses_are_flagged_unless_declared() {
    let mut rows = String::new();
    for n in 1..=20 {
        rows += &format!(
            "k{n},,2026-03-01T10:00:00Z,click,,facebook,paid_social,Spring,\nk{n},,2026-03-02T10:00:00Z,order,o{n},,,,5.00\n"
        );
    }
    let place = made(&rows);
    place.ok(&[
        "cost",
        "add",
        "media",
        "400",
        "EUR",
        "--from",
        "2026-03-01",
        "--to",
        "2026-03-31",
        "--platform",
        "meta",
        "--campaign",
        "Spring",
    ]);
    let line = |place: &Place| {
        place
            .json(&["roi", "--by", "campaign"])
            .into_iter()
            .find(|l| l["by"]["campaign"] == "Spring")
            .unwrap()
    };
    let loss = line(&place);
    assert_eq!(
        (&loss["cost"], &loss["revenue"], &loss["roi"], &loss["verdict"]),
        (
            &Value::from(400),
            &Value::from(100),
            &Value::from(-0.75),
            &Value::from("loss")
        ),
        "{loss}"
    );
    assert_eq!(place.run(&["roi", "--by", "campaign", "--check"]).code, 1);
    let settings = place.root().join("harpoon.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(
        &settings,
        format!("{text}\n[[awareness]]\ncampaign = \"Spring\"\namount = 350\n"),
    )
    .unwrap();
    assert_eq!(line(&place)["verdict"], "declared_awareness");
    assert_eq!(place.run(&["roi", "--by", "campaign", "--check"]).code, 0);
    std::fs::write(
        &settings,
        format!("{text}\n[[awareness]]\ncampaign = \"Spring\"\namount = 100\n"),
    )
    .unwrap();
    assert_eq!(line(&place)["verdict"], "loss");
}

#[test]
fn words_that_nobody_knows_are_refused_with_those_that_are_known() {
    let place = made(SHOP);
    let check = |args: &[&str], want: &str| {
        let said = place.run(args);
        assert_eq!(said.code, 2, "{args:?}");
        assert!(said.err.contains(want), "{args:?}: {}", said.err);
    };
    check(
        &["credit", "--model", "magic"],
        "no model is called magic; one of first, last",
    );
    check(&["credit", "--by", "moon"], "not told apart by moon; one of channel");
    check(&["credit", "--on", "moon"], "no deed is called moon");
    check(&["credit", "--lookback", "click=soon"], "write click=30d");
    check(&["credit", "--interval", "wide"], "from 50 to 99.9");
    check(&["credit", "--interval", "20"], "from 50 to 99.9");
    check(&["roi", "--by", "content"], "costs are not known by content");
}

/// The campaign is paid for, the tag reads as organic: every click of the ad would count for the posts.
#[test]
fn tags_are_held_against_ad_spend() {
    let place = made("k1,,2026-03-01T10:00:00Z,click,,linkedin,social,Autumn,\n");
    let ads = "Start Date (in UTC),Account Name,Currency,Campaign Name,Impressions,Clicks,Total Spent\n03/01/2026,Zilt,EUR,Autumn,100,5,20.00\n";
    let ads = place.file("linkedin.csv", ads);
    let report = place.import(&[&ads]);
    assert_eq!(report[0]["accepted"], 1, "{report:?}");
    let said = place.run(&["doctor"]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("linkedin") && said.out.contains("paid_social"),
        "{}",
        said.out
    );
}

/// Hostile journeys come out clearly: ten thousand touches, deeds before any touch, a name with more events than any person.
#[test]
fn absurd_journeys_have_an_outcome() {
    use std::fmt::Write as _;
    let mut rows = String::new();
    for n in 0..10_000 {
        let (day, minute) = (1 + n / 1440, n % 1440);
        writeln!(
            rows,
            "k1,,2026-03-{day:02}T{:02}:{:02}:00Z,click,,s{},paid_social,c{n},",
            minute / 60,
            minute % 60,
            n % 7
        )
        .unwrap();
    }
    rows += "k1,,2026-03-09T00:00:00Z,order,o1,,,,7\nk2,,2026-03-01T00:00:00Z,order,o2,,,,5\nk2,,2026-03-02T00:00:00Z,click,,facebook,paid_social,c1,\n";
    let place = made(&rows);
    let total = |model: &str| -> f64 {
        place
            .json(&["credit", "--model", model, "--by", "source", "--value", "revenue"])
            .iter()
            .map(|row| row["credit"].as_f64().unwrap())
            .sum()
    };
    for model in ["linear", "time_decay", "markov1", "path_markov", "shapley"] {
        assert!((total(model) - 12.0).abs() < 1e-9, "{model}");
    }
    let later = place.json(&["trace", "o2"]);
    assert_eq!(
        later[0]["touches"].as_array().map(Vec::len),
        Some(0),
        "a touch after the deed cannot have led to it"
    );
}

/// Clocks that are wrong, a number told twice with two values, worth below zero, money of no country: each row is put aside
/// with its reason, and the others count.
#[test]
fn hostile_rows_are_told_one_by_one() {
    let rows = [
        ("k1,2026-03-01T10:00:00Z,click,,facebook,,", None),
        ("k1,2026-03-02T10:00:00Z,order,o1,,100,EUR", None),
        (
            "k1,2026-03-02T10:00:00Z,order,o1,,120,EUR",
            Some(("amount", "with 100 EUR in line 3, which is kept")),
        ),
        (
            "k2,2099-03-01T10:00:00Z,click,,facebook,,",
            Some(("when", "lies outside 1990-01-01 to")),
        ),
        (
            "k2,1970-01-01T00:00:00Z,click,,facebook,,",
            Some(("when", "lies outside 1990-01-01 to")),
        ),
        ("k2,2026-03-02T10:00:00Z,order,o2,,50,EUR", None),
        (
            "k3,2026-03-02T10:00:00Z,order,o3,,-50,EUR",
            Some(("amount", "cannot be below zero")),
        ),
        (
            "k4,2026-03-02T10:00:00Z,order,o4,,10,XXZ",
            Some(("currency", "is no currency code")),
        ),
        (
            "k5,9999-12-31T23:59:59Z,order,o5,,10,EUR",
            Some(("when", "is not a date")),
        ),
    ];
    let place = Place::new();
    let map = place.file("made.toml", MAP);
    let text: Vec<&str> = rows.iter().map(|(row, _)| *row).collect();
    let file = place.file(
        "made.csv",
        &format!("who,when,what,deed,source,amount,currency\n{}\n", text.join("\n")),
    );
    let report = place.import(&[&file, "--map", &map]);
    assert_eq!(
        (&report[0]["accepted"], &report[0]["quarantined"]),
        (&3.into(), &6.into())
    );
    let aside = place.json(&["quarantine", "list"]);
    let bad = rows
        .iter()
        .zip(2..)
        .filter_map(|((_, reason), line)| Some((line, (*reason)?)));
    for (row, (line, (column, reason))) in aside.iter().zip(bad) {
        assert_eq!(
            (&row["line"], &row["column"]),
            (&Value::from(line), &Value::from(column)),
            "{row}"
        );
        assert!(
            row["reason"].as_str().is_some_and(|told| told.contains(reason)),
            "{row}"
        );
    }
    assert_eq!(aside.len(), 6);
    let want = ["last facebook: 100", "last (unattributed): 50"];
    assert_eq!(
        credits(&place, &["--model", "last", "--value", "revenue", "--by", "source"]),
        want
    );
}

/// A refund in a file of its own names nobody: it is of whoever gave the order, and of the order of nobody.
#[test]
fn refunds_find_their_order() {
    let place = made(
        "k1,,2026-03-01T10:00:00Z,click,,facebook,paid_social,Spring,\nk1,,2026-03-02T10:00:00Z,order,o1,,,,100\n,,2026-03-02T10:00:00Z,order,o2,,,,30\n,,2026-03-05T10:00:00Z,refund,o1,,,,40\n,,2026-03-05T10:00:00Z,refund,o2,,,,5\n",
    );
    let want = ["last paid_social: 60", "last (unattributed): 25"];
    assert_eq!(credits(&place, &["--model", "last", "--value", "revenue"]), want);
    assert_eq!(place.json(&["trace", "--top", "1"]).len(), 1);
}
