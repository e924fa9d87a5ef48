//! `explain` on files small enough to work every part out by hand.

use serde_json::Value;

use super::place::Place;

/// Two months of ads. March against February: spend 50 against 20, link clicks 120 against 30.
const ADS: &str = "\u{feff}\"Campaign name\",Day,\"Ad ID\",Impressions,\"Link clicks\",\"Clicks (all)\",\"Amount spent (EUR)\",\"Reporting starts\",\"Reporting ends\"\n\
,,,7000,150,185,70,2026-02-01,2026-03-31\n\
Pasen,2026-02-10,1001,1000,20,30,10,2026-02-01,2026-03-31\n\
Etalage,2026-02-11,1002,1000,10,15,10,2026-02-01,2026-03-31\n\
Pasen,2026-03-10,1001,3000,90,100,36,2026-02-01,2026-03-31\n\
Etalage,2026-03-11,1002,1000,10,15,8,2026-02-01,2026-03-31\n\
Winkel,2026-03-12,1003,1000,20,25,6,2026-02-01,2026-03-31\n";

const CARD: &str =
    "sep=,\n\"Views\"\n\"Date\",\"Primary\"\n\"2026-05-25T00:00:00\",\"20701\"\n\"2026-05-26T00:00:00\",\"21826\"\n";
const LATE_CARD: &str = "sep=,\n\"Views\"\n\"Date\",\"Primary\"\n\"2026-05-26T00:00:00\",\"500\"\n";

fn with_ads() -> Place {
    let place = Place::new();
    let ads = place.file("Zilt-Ads-Feb-1-2026-Mar-31-2026.csv", ADS);
    let report = place.import(&[&ads]);
    assert_eq!(report[0]["accepted"], 5, "{report:?}");
    place
}

/// Parts as `segment factor amount`.
fn parts(explanation: &Value) -> Vec<String> {
    let parts = explanation["parts"].as_array().unwrap().iter();
    parts
        .map(|p| {
            format!(
                "{} {} {}",
                p["segment"].as_str().unwrap_or("-"),
                p["factor"].as_str().unwrap(),
                p["amount"]
            )
        })
        .collect()
}

/// Units of 10⁻¹² of a JSON number in plain notation.
fn fixed(number: &Value) -> i128 {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    sign * format!("{whole}{part:0<12}").parse::<i128>().unwrap()
}

fn assert_adds_up(explanation: &Value) {
    let sum: i128 = explanation["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| fixed(&p["amount"]))
        .sum();
    assert_eq!(sum, fixed(&explanation["difference"]), "{explanation}");
    assert_eq!(
        sum,
        fixed(&explanation["value"]) - fixed(&explanation["against"]),
        "{explanation}"
    );
}

#[test]
fn a_sum_by_campaign() {
    let place = with_ads();
    // One platform does not split it, so campaigns are taken. February is the month before, not the 31 days before.
    let all = place.json(&["explain", "spend", "--month", "2026-03"]);
    assert_eq!(all.len(), 2, "by campaign, and along its steps");
    let one = &all[0];
    let days = ["from", "to", "against_from", "against_to", "by", "unit"].map(|field| one[field].as_str().unwrap());
    assert_eq!(
        days,
        [
            "2026-03-01",
            "2026-03-31",
            "2026-02-01",
            "2026-02-28",
            "campaign",
            "EUR"
        ]
    );
    assert_eq!(
        [&one["value"], &one["against"], &one["difference"]].map(fixed),
        [50, 20, 30].map(|n| n * 1_000_000_000_000)
    );
    assert_eq!(parts(one), ["Etalage own -2", "Pasen own 26", "Winkel new 6"]);
    assert_adds_up(one);
    let sentences = [
        "Ad spend rose by 30.00 EUR (+150 %), from 20.00 EUR to 50.00 EUR.",
        "Of this, +26.00 came from Pasen; +6.00 came from Winkel, which is new; −2.00 came from Etalage.",
    ];
    assert_eq!(one["sentences"], Value::from(sentences.to_vec()));
    for receipt in one["receipts"].as_array().unwrap() {
        assert!(
            place
                .ok(&["kpi", "--receipt", receipt.as_str().unwrap()])
                .contains("Pasen")
        );
    }
}

/// February: 2000 impressions, 30 clicks, 20 spent; March: 5000, 120, 50.
#[test]
fn a_count_along_its_steps() {
    let place = with_ads();
    let steps = |args: &[&str]| {
        let all = place.json(&[&["explain"], args, &["--month", "2026-03"]].concat());
        let one = all.last().unwrap().clone();
        assert_eq!(one["by"], Value::Null, "{one}");
        assert_adds_up(&one);
        one
    };
    // The price of a thousand impressions was 10 in both months: there are only more of them.
    assert_eq!(parts(&steps(&["spend"])), ["- impressions_paid 30", "- cpm 0"]);
    // 3000 more at the mean rate of 0.0195; 0.009 more of the mean 3500.
    let clicks = steps(&["clicks_link"]);
    assert_eq!(parts(&clicks), ["- impressions 58.5", "- ctr 31.5"]);
    // Clicks are whole when they are told, and the parts still add up.
    let said = clicks["sentences"][1].as_str().unwrap();
    let want = "Of this, +59 came from Impressions; +31 came from Click-through rate (links).";
    assert_eq!(said, want);
    // Shapley by hand: 3000·((b⁰c⁰ + b¹c¹)⁄3 + (b⁰c¹ + b¹c⁰)⁄6) = 31.125, and so on.
    let three = steps(&["spend", "--through", "impressions_paid,clicks_link_paid"]);
    assert_eq!(
        parts(&three),
        [
            "- impressions_paid 31.125",
            "- clicks_link_paid/impressions_paid 16.5",
            "- cpc -17.625"
        ]
    );
    for (language, says) in [("zh-CN", "付费曝光量"), ("fy", "Betelle werjeften")] {
        let told = steps(&["spend", "--through", "impressions_paid", "--lang", language]);
        assert!(told["sentences"][1].as_str().unwrap().contains(says), "{told}");
    }
    // What is not known is no step, and said to be none.
    let short = steps(&["spend", "--through", "impressions_paid,sessions"]);
    assert!(
        short["notes"][0]
            .as_str()
            .unwrap()
            .starts_with("without sessions: no source"),
        "{short}"
    );
}

/// 3000 impressions more at the mean price of 0.01 each; Pasen's own price +0.002 on 0.55 of 3500, its share +0.1 at 0.001
/// above the mean; Etalage −0.002 on 0.35, −0.3 at 0.001 below; Winkel is new with 0.2 at 0.004 below.
#[test]
fn a_sum_by_volume_rate_and_mix() {
    let place = with_ads();
    let ask = [
        "explain",
        "spend",
        "--month",
        "2026-03",
        "--per",
        "impressions_paid",
        "--by",
        "campaign",
    ];
    let all = place.json(&ask);
    assert_eq!(all.len(), 1);
    assert_eq!(
        [&all[0]["value"], &all[0]["against"]].map(fixed),
        [50, 20].map(|n| n * 1_000_000_000_000)
    );
    assert_adds_up(&all[0]);
    let want = [
        ("volume", 30.0),
        ("rate", -2.45),
        ("mix", 1.05),
        ("rate", 3.85),
        ("mix", 0.35),
        ("new", -2.8),
    ];
    let got = all[0]["parts"].as_array().unwrap();
    assert_eq!(got.len(), want.len(), "{got:?}");
    for (part, (factor, amount)) in got.iter().zip(want) {
        assert_eq!(part["factor"], factor);
        assert!((part["amount"].as_f64().unwrap() - amount).abs() < 1e-11, "{part}");
    }
    assert_eq!(all[0]["unit"], "EUR");
    assert!(place.ok(&ask).contains("+30.00 came from the total volume"));
}

#[test]
fn a_ratio_by_rate_and_mix() {
    let place = with_ads();
    let all = place.json(&["explain", "cpc", "--month", "2026-03", "--by", "campaign,platform"]);
    assert_eq!([&all[0]["by"], &all[1]["by"]], ["campaign", "platform"]);
    all.iter().for_each(assert_adds_up);
    // February: 20 ⁄ 30, March: 50 ⁄ 120. The mean rate is 13⁄24; Pasen has 2⁄3 then 3⁄4 of the clicks at 0.5 then 0.4,
    // Etalage 1⁄3 then 1⁄12 at 1 then 0.8, Winkel 1⁄6 at 0.3.
    let want = [
        ("Etalage", "rate", -0.2 * 5.0 / 24.0),
        ("Etalage", "mix", -0.25 * (0.9 - 13.0 / 24.0)),
        ("Pasen", "rate", -0.1 * 17.0 / 24.0),
        ("Pasen", "mix", (0.45 - 13.0 / 24.0) / 12.0),
        ("Winkel", "new", (0.3 - 13.0 / 24.0) / 6.0),
    ];
    let got = all[0]["parts"].as_array().unwrap();
    assert_eq!(got.len(), want.len(), "{got:?}");
    for (part, (segment, factor, amount)) in got.iter().zip(want) {
        assert_eq!((&part["segment"], &part["factor"]), (&segment.into(), &factor.into()));
        assert!((part["amount"].as_f64().unwrap() - amount).abs() < 1e-11, "{part}");
    }
    assert_eq!(fixed(&all[0]["difference"]), -250_000_000_000);
    assert_eq!(parts(&all[1]), ["meta rate -0.25", "meta mix 0"]);
}

#[test]
fn a_target_in_the_shares_of_the_month_before() {
    let place = with_ads();
    // 40 asked for, half of it of each campaign of February.
    let all = place.json(&[
        "explain",
        "spend",
        "--month",
        "2026-03",
        "--against",
        "target",
        "--target",
        "40",
    ]);
    assert_eq!(parts(&all[0]), ["Etalage own -12", "Pasen own 16", "Winkel new 6"]);
    assert_adds_up(&all[0]);
    assert_eq!(fixed(&all[0]["target"]), 40_000_000_000_000);
    let said = all[0]["sentences"][0].as_str().unwrap();
    assert_eq!(
        said,
        "Ad spend: 10.00 EUR above the target (+25 %), 50.00 EUR instead of 40.00 EUR."
    );
    let rate = place.json(&[
        "explain", "ctr", "--month", "2026-03", "--target", "2%", "--by", "campaign",
    ]);
    // March: 120 ⁄ 5000.
    assert_eq!(
        [&rate[0]["value"], &rate[0]["against"]].map(fixed),
        [24_000_000_000, 20_000_000_000]
    );
    assert_adds_up(&rate[0]);
}

#[test]
fn currencies_apart() {
    let place = with_ads();
    let dollars = ADS
        .replace("(EUR)", "(USD)")
        .replace(",1001,", ",2001,")
        .replace(",1002,", ",2002,")
        .replace(",1003,", ",2003,");
    let file = place.file("Zilt-US-Ads-Feb-1-2026-Mar-31-2026.csv", &dollars);
    place.json(&["import", "--yes", "--account", "zilt us", &file]);
    for kpi in ["spend", "cpc"] {
        let all = place.json(&["explain", kpi, "--month", "2026-03", "--by", "campaign"]);
        assert_eq!(
            all.iter().map(|one| one["unit"].as_str().unwrap()).collect::<Vec<_>>(),
            ["EUR", "USD"],
            "{kpi}"
        );
        assert_eq!(all[0]["parts"], all[1]["parts"], "{kpi}");
        all.iter().for_each(assert_adds_up);
    }
    let refused = place.run(&["explain", "spend", "--month", "2026-03", "--target", "40"]);
    assert!(refused.code == 2 && refused.err.contains("EUR, USD"), "{}", refused.err);
}

#[test]
fn unknown_is_not_nought() {
    let place = Place::new();
    for (platform, card) in [("instagram", CARD), ("facebook", LATE_CARD)] {
        let file = place.file(&format!("{platform}/Views.csv"), card);
        place.json(&["import", "--yes", "--platform", platform, "--account", "zilt", &file]);
    }
    // Facebook's 500 views of the 26th are no growth: nobody knows those of the 25th.
    let ask = [
        "explain",
        "views",
        "--from",
        "2026-05-26",
        "--to",
        "2026-05-26",
        "--by",
        "platform",
    ];
    let all = place.json(&ask);
    assert_eq!(parts(&all[0]), ["instagram own 1125"]);
    assert_adds_up(&all[0]);
    let reason = "no figures of facebook for 2026-05-25 to 2026-05-25 were imported";
    assert_eq!(
        all[0]["left_out"],
        serde_json::json!([{"segment": "facebook", "reason": reason}])
    );
    let said = place.ok(&ask);
    assert!(
        said.contains("Not compared: Facebook (no figures of facebook"),
        "{said}"
    );
    for (language, says) in [("zh-CN", "没有导入facebook"), ("fy", "gjin sifers fan facebook")] {
        let said = place.ok(&[&ask[..], &["--lang", language]].concat());
        assert!(said.contains(says), "{said}");
    }
}

#[test]
fn refused_with_what_to_ask_instead() {
    let place = with_ads();
    let check = |args: &[&str], says: &[&str]| {
        let said = place.run(&[&["explain"], args].concat());
        assert_eq!(said.code, 2, "{args:?}: {}{}", said.out, said.err);
        for text in says {
            assert!(said.err.contains(text), "{args:?}: {}", said.err);
        }
    };
    let month = ["--month", "2026-03"];
    check(
        &["reach", month[0], month[1]],
        &["people never add", "explain impressions"],
    );
    check(
        &["engagement_rate_by_reach", month[0], month[1]],
        &["counts people", "engagement_rate_by_impressions"],
    );
    check(&["spend"], &["--month"]);
    check(
        &["spend", month[0], month[1], "--by", "day,stage"],
        &["no day lies in both periods", "one stage"],
    );
    check(
        &["spend", month[0], month[1], "--by", "post"],
        &["no source tells it by post in both periods"],
    );
    check(
        &["spend", month[0], month[1], "--against", "yesterday"],
        &["previous, target, or FROM..TO"],
    );
    check(
        &["spend", month[0], month[1], "--against", "target"],
        &["--target NUMBER"],
    );
    check(&["spend", month[0], month[1], "--target", "much"], &["not a number"]);
    check(
        &["spend", "--month", "2026-02"],
        &["not known for 2026-01-01 to 2026-01-31", "2026-02-10"],
    );
    check(&["views", month[0], month[1]], &["no source"]);
    let spend = |more: &[&str], says: &[&str]| check(&[&["spend", month[0], month[1]], more].concat(), says);
    spend(
        &["--per", "reach"],
        &["one of impressions_paid (cpm)", "clicks_link_paid (cpc)"],
    );
    spend(&["--through", "reach"], &["no count that adds up"]);
    spend(&["--through", "impressions,impressions"], &["is there twice"]);
    spend(&["--through", "sessions"], &["without sessions"]);
    spend(&["--through", "impressions", "--by", "campaign"], &["leave out --by"]);
    spend(
        &["--per", "impressions_paid", "--target", "40"],
        &["a target has no steps"],
    );
}

#[test]
fn formats() {
    let place = with_ads();
    let ask = ["explain", "spend", "--month", "2026-03"];
    let table = place.ok(&ask);
    for line in [
        "Ad spend (spend), 2026-03-01 to 2026-03-31 against 2026-02-01 to 2026-02-28",
        "+26.00 EUR",
        "+30.00 EUR",
        "Ad spend rose by",
    ] {
        assert!(table.contains(line), "{line}: {table}");
    }
    let csv = place.ok(&[&ask[..], &["--format", "csv"]].concat());
    assert_eq!(
        csv.lines().nth(1),
        Some("spend,campaign,2026-03-01,2026-03-31,2026-02-01,2026-02-28,Etalage,own,-2,EUR,")
    );
    assert!(
        place
            .ok(&[&ask[..], &["--format", "md"]].concat())
            .starts_with("### Ad spend")
    );
}

/// A shop's orders are of no platform: a split into that one part says nothing, and is left out.
#[test]
fn a_part_without_a_name_is_no_split() {
    const ORDERS: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Refunded Amount,Vendor,Id,Source\n\
        #1,a@acme.example,paid,2026-02-10 09:31:00 +0100,fulfilled,yes,EUR,20.00,0.00,0.00,20.00,,0.00,2026-02-10 09:30:00 +0100,1,Cap,20.00,Ann,0.00,Shop,1,web\n\
        #2,b@acme.example,paid,2026-03-10 09:31:00 +0100,fulfilled,yes,EUR,30.00,0.00,0.00,30.00,,0.00,2026-03-10 09:30:00 +0100,1,Cap,30.00,Ann,0.00,Shop,2,web\n\
        #3,c@acme.example,paid,2026-03-11 09:31:00 +0100,fulfilled,yes,EUR,30.00,0.00,0.00,30.00,,0.00,2026-03-11 09:30:00 +0100,1,Cap,30.00,Ann,0.00,Shop,3,web\n";
    let alone = Place::new();
    alone.import(&[&alone.file("orders_export_1.csv", ORDERS)]);
    let said = alone.run(&["explain", "orders", "--month", "2026-03"]);
    assert_eq!(said.code, 2, "{}{}", said.out, said.err);
    assert!(
        said.err.contains("no platform tells it in both periods"),
        "{}",
        said.err
    );
    // Asked for outright, it is what there is.
    let told = alone.json(&["explain", "orders", "--month", "2026-03", "--by", "platform"]);
    assert_eq!(parts(&told[0]), ["(no platform) own 1"]);
    // Beside ads there are steps to tell it by.
    let place = with_ads();
    place.import(&[&place.file("orders_export_1.csv", ORDERS)]);
    let told = place.json(&["explain", "orders", "--month", "2026-03"]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_adds_up(&told[0]);
    assert!(
        parts(&told[0]).iter().all(|part| !part.contains("no platform")),
        "{:?}",
        parts(&told[0])
    );
}
