//! KPIs that a credit model deals out: the same numbers as `roi`, worked out by hand where every model agrees.

use serde_json::Value;

use super::journeys::MAP;
use super::place::Place;

/// Journeys of our own, with a currency to each deed.
pub(crate) fn made(rows: &str) -> Place {
    let place = Place::new();
    let map = place.file("made.toml", MAP);
    let text = format!("who,browser,when,what,deed,source,medium,campaign,amount,currency\n{rows}");
    let file = place.file("made.csv", &text);
    let report = place.import(&[&file, "--map", &map]);
    assert_eq!(report[0]["quarantined"], 0, "{report:?}");
    place
}

/// A click, and an order the day after. One touch before each: every model gives all of it to that touch.
pub(crate) fn sale(n: usize, month: &str, touch: &str, money: &str) -> String {
    format!("k{n},,{month}-01T10:00:00Z,click,,{touch},,\nk{n},,{month}-02T10:00:00Z,order,o{n},,,,{money}\n")
}

pub(crate) const META: &str = "facebook,paid_social,Spring";
pub(crate) const LINKEDIN: &str = "linkedin,paid_social,Summer";
const POSTS: &str = "instagram,social,";

/// March: 20 orders of 5 by Spring on Meta, 2 of 30 by posts on Instagram. April: 10 of 8 by Summer on LinkedIn.
fn shop() -> String {
    let march = (1..=20).map(|n| sale(n, "2026-03", META, "5.00,EUR"));
    let posts = (21..=22).map(|n| sale(n, "2026-03", POSTS, "30.00,EUR"));
    let april = (31..=40).map(|n| sale(n, "2026-04", LINKEDIN, "8.00,EUR"));
    march.chain(posts).chain(april).collect()
}

pub(crate) fn cost(place: &Place, kind: &str, amount: &str, code: &str, month: (&str, &str), more: &[&str]) {
    let days = ["--from", month.0, "--to", month.1];
    place.ok(&[&["cost", "add", kind, amount, code], &days[..], more].concat());
}

pub(crate) const MARCH: (&str, &str) = ("2026-03-01", "2026-03-31");
pub(crate) const APRIL: (&str, &str) = ("2026-04-01", "2026-04-30");

/// Media 400 for Spring in March and 50 for Summer in April; fees of 110 in April.
fn with_costs() -> Place {
    let place = made(&shop());
    cost(
        &place,
        "media",
        "400",
        "EUR",
        MARCH,
        &["--platform", "meta", "--campaign", "Spring"],
    );
    cost(
        &place,
        "media",
        "50",
        "EUR",
        APRIL,
        &["--platform", "linkedin", "--campaign", "Summer"],
    );
    cost(&place, "fees", "110", "EUR", APRIL, &[]);
    place
}

/// The whole: 100 + 60 + 80 credited; media 450, full 560.
#[test]
fn returns_by_hand() {
    let place = with_costs();
    let check = |args: &[&str], want: &[&str]| assert_eq!(place.kpis(args), want, "{args:?}");
    check(
        &["revenue_social", "net_return", "net_return_media"],
        &[
            "revenue_social : 240 EUR",
            "net_return : -320 EUR",
            "net_return_media : -210 EUR",
        ],
    );
    let want = [
        ("roi", -320.0 / 560.0),
        ("roi_media", -210.0 / 450.0),
        ("roas", 240.0 / 450.0),
    ];
    for (id, value) in want {
        let reading = &place.json(&["kpi", id])[0];
        let got = reading["value"].as_f64().unwrap();
        assert!((got - value).abs() < 1e-12, "{id}: {got}");
        let ends = [&reading["low"], &reading["high"]].map(|end| end.as_f64().unwrap());
        assert!(ends[0] < value && value < ends[1], "{id}: {ends:?}");
    }
    check(
        &["roi_media", "--by", "month"],
        &[
            "roi_media month=2026-03: -0.6 share",
            "roi_media month=2026-04: 0.6000000000000001 share",
        ],
    );
    check(
        &["revenue_social", "--by", "platform,month"],
        &[
            "revenue_social month=2026-04,platform=: missing EUR",
            "revenue_social month=2026-03,platform=instagram: 60 EUR",
            "revenue_social month=2026-04,platform=linkedin: 80 EUR",
            "revenue_social month=2026-03,platform=meta: 100 EUR",
        ],
    );
    check(
        &["revenue_social", "--where", "platform=meta"],
        &["revenue_social : 100 EUR"],
    );
    check(
        &["roas", "--by", "campaign", "--where", "platform=linkedin"],
        &["roas campaign=Summer: 1.6 times"],
    );
    check(
        &["net_return_media", "--month", "2026-04"],
        &["net_return_media : 30 EUR"],
    );
}

/// The same numbers as `roi` for the same selection, to the last digit.
#[test]
fn the_same_as_roi() {
    let place = with_costs();
    let selections: [&[&str]; 6] = [
        &[],
        &["--month", "2026-03"],
        &["--by", "platform"],
        &["--by", "campaign", "--month", "2026-04"],
        &["--by", "scope"],
        &["--by", "platform,campaign"],
    ];
    for selection in selections {
        let all = place.json(&[&["kpi", "roi", "roas"], selection].concat());
        for (cost, roi, fields) in [
            ("full", "roi", ["roi", "low", "high"]),
            ("media", "roas", ["roas", "roas_low", "roas_high"]),
        ] {
            let lines = place.json(&[&["roi", "--cost", cost], selection].concat());
            let mut want: Vec<String> = lines
                .iter()
                .map(|line| format!("{} {:?} {}", line["by"], fields.map(|f| &line[f]), line["missing"]))
                .collect();
            let mut got: Vec<String> = all
                .iter()
                .filter(|r| r["kpi"] == roi)
                .map(|r| {
                    format!(
                        "{} {:?} {}",
                        r["by"],
                        ["value", "low", "high"].map(|f| &r[f]),
                        r["missing"]
                    )
                })
                .collect();
            want.sort();
            got.sort();
            assert_eq!(got, want, "{roi} {selection:?}");
            assert!(!got.is_empty());
        }
    }
    // A month of `--by month` is that month asked for alone.
    let by_month = place.json(&["kpi", "roi", "--by", "month"]);
    assert_eq!(by_month.len(), 2);
    for reading in by_month {
        let month = reading["by"]["month"].as_str().unwrap();
        let alone = &place.json(&["roi", "--cost", "full", "--month", month])[0];
        assert_eq!(
            [&reading["value"], &reading["low"], &reading["high"]],
            [&alone["roi"], &alone["low"], &alone["high"]],
            "{month}"
        );
    }
}

/// Money of two currencies is never added: each has its own line, and a cost without a book in its currency earns no verdict.
#[test]
fn currencies_apart() {
    let dollars: String = (51..=54).map(|n| sale(n, "2026-03", META, "25.00,USD")).collect();
    let place = made(&(shop() + &dollars));
    cost(
        &place,
        "media",
        "400",
        "EUR",
        MARCH,
        &["--platform", "meta", "--campaign", "Spring"],
    );
    cost(
        &place,
        "media",
        "80",
        "USD",
        MARCH,
        &["--platform", "meta", "--campaign", "Spring"],
    );
    cost(
        &place,
        "media",
        "9",
        "GBP",
        MARCH,
        &["--platform", "meta", "--campaign", "Spring"],
    );
    let want = [
        "revenue_social : 240 EUR",
        "revenue_social : missing GBP",
        "revenue_social : 100 USD",
    ];
    assert_eq!(place.kpis(&["revenue_social"]), want);
    let roas = place.json(&["kpi", "roas", "--by", "platform", "--where", "platform=meta"]);
    let told = |code: &str| {
        let of = |r: &&Value| {
            r["note"]
                .as_str()
                .is_some_and(|note| note.starts_with(&format!("of money in {code}")))
        };
        roas.iter().find(of).map(|r| r["value"].as_f64().unwrap())
    };
    assert_eq!([told("EUR"), told("USD"), told("GBP")], [Some(0.25), Some(1.25), None]);
    let missing: Vec<&str> = roas.iter().filter_map(|r| r["missing"].as_str()).collect();
    assert_eq!(
        missing,
        ["the book is in EUR, USD: money of two currencies is not compared"]
    );
}

/// What cannot be known stays missing, with what to do.
#[test]
fn unknown_is_missing_with_the_reason() {
    let why = |place: &Place, args: &[&str]| -> String {
        let reading = place.json(&[&["kpi"], args].concat()).remove(0);
        assert_eq!(reading["value"], Value::Null, "{reading}");
        reading["missing"].as_str().unwrap().to_owned()
    };
    let check = |place: &Place, args: &[&str], want: &str| {
        let reason = why(place, args);
        assert!(reason.contains(want), "{args:?}: {reason}");
    };
    let empty = Place::new();
    check(&empty, &["roi"], "no deed and no cost is known here");
    check(&empty, &["roi", "--by", "month"], "no deed and no cost is known");
    let no_costs = made(&shop());
    check(&no_costs, &["roi"], "harpoon cost add");
    assert_eq!(no_costs.kpis(&["revenue_social"]), ["revenue_social : 240 EUR"]);
    let no_deeds = Place::new();
    cost(&no_deeds, "media", "400", "EUR", MARCH, &[]);
    check(&no_deeds, &["roas"], "import orders or won deals");
    check(&no_deeds, &["revenue_social"], "import orders or won deals");
    // Deals without amounts, nobody having told a cost: it is the amounts that revenue lacks.
    let no_amounts = made(&sale(1, "2026-03", META, ","));
    check(&no_amounts, &["revenue_social"], "has a value");
    check(&no_amounts, &["revenue_social", "--by", "platform"], "has a value");
    let place = with_costs();
    check(&place, &["roi", "--by", "hour"], "not known by hour");
    check(&place, &["roi", "--by", "platform,post"], "not known by post");
    check(&place, &["roi", "--by", "month,day"], "by one of them");
    check(&place, &["roi", "--where", "month=2026-03"], "--month");
    // A search that nobody paid for is no return on the effort: of a book without any, nothing came back, for certain.
    let search = made(&sale(1, "2026-03", "google,organic,", "5.00,EUR"));
    assert_eq!(search.kpis(&["revenue_social"]), ["revenue_social : 0 EUR"]);
}

/// The formula with numbers, the model with its interval, the rows; and the same again from the receipt.
#[test]
fn a_receipt_tells_how() {
    let place = with_costs();
    let said = place.ok(&["why", "roi"]);
    for part in [
        "roi = net_return ÷ cost_full",
        "net_return = -320 EUR",
        "cost_full = 560 EUR",
        "revenue_social = 240 EUR",
        "roi = ≈ -57.14 %, between ",
        "events `order`: 32 deeds worth 240 EUR",
        "credit by model path_markov: touches up to 30 days after a click or visit, 1 after a view",
        "first 240.00, last 240.00",
        "bootstrap over people",
        "k1,,2026-03-02T10:00:00Z,order,o1",
        "-01T10:00:00Z,click,,facebook,paid_social,Spring",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let ask = ["kpi", "roi", "--by", "platform", "--format", "json"];
    let first = place.ok(&ask);
    let receipts: Vec<Value> = serde_json::from_str(&first).unwrap();
    let id = receipts[0]["receipt"].as_str().unwrap();
    assert_eq!(place.ok(&["kpi", "--receipt", id, "--format", "json"]), first);
    let csv = place.ok(&["kpi", "roi", "--format", "csv"]);
    assert!(
        csv.starts_with("kpi,from,to,value,unit,low,high,missing,note,receipt\nroi,,,-0.57142857142857"),
        "{csv}"
    );
}

/// A shop and a CRM tell of the same three sales: by number, by value, and one that only looks near.
const TWICE: &str = "\
k1,,2026-03-01T10:00:00Z,click,,facebook,paid_social,Spring,,\n\
k1,,2026-03-02T10:00:00Z,order,o1,,,,121.00,EUR\n\
k1,,2026-03-09T10:00:00Z,won,o1,,,,100.00,EUR\n\
k2,,2026-03-03T10:00:00Z,order,o2,,,,50.00,EUR\n\
k2,,2026-03-20T10:00:00Z,won,d2,,,,50.00,EUR\n\
k3,,2026-03-03T10:00:00Z,order,o3,,,,30.00,EUR\n\
k3,,2026-04-20T10:00:00Z,won,d3,,,,30.00,EUR\n";

fn settings(place: &Place, more: &str) {
    let file = place.root().join("harpoon.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n{more}\n")).unwrap();
}

#[test]
fn sales_told_twice_are_said_and_settled() {
    let place = made(TWICE);
    cost(
        &place,
        "media",
        "100",
        "EUR",
        MARCH,
        &["--platform", "meta", "--campaign", "Spring"],
    );
    // 121 and 50: one of each pair.
    let says = "2 sales, worth 171 EUR, look told twice";
    let flags = ["`--on order`", "`--on deal_won`", "sales = [\"order\"]"];
    for args in [&["credit"][..], &["roi"], &["claims"], &["kpi", "roas"]] {
        let said = place.ok(args);
        let plain = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            plain.contains(says) && flags.iter().all(|flag| plain.contains(flag)),
            "{args:?}: {said}"
        );
    }
    let json = place.run(&["credit", "--format", "json"]);
    assert!(json.err.contains(says), "{}", json.err);
    assert!(place.run(&["--quiet", "credit", "--format", "json"]).err.is_empty());
    let silent = |args: &[&str]| {
        let said = place.run(args);
        assert!(
            !said.out.contains("told twice") && !said.err.contains("told twice"),
            "{args:?}: {}",
            said.out
        );
    };
    for on in ["order", "deal_won", "order,deal_won"] {
        silent(&["credit", "--on", on]);
        silent(&["roi", "--on", on]);
        silent(&["claims", "--on", on]);
    }
    // April has d3 alone, and March has o3 alone.
    silent(&["credit", "--month", "2026-04"]);
    let book = |args: &[&str]| -> String {
        let rows = place.json(&[&["credit", "--model", "last"], args].concat());
        format!(
            "{:.3}",
            rows.iter().map(|row| row["credit"].as_f64().unwrap()).sum::<f64>()
        )
    };
    assert_eq!(
        [book(&[]), book(&["--on", "order"]), book(&["--on", "deal_won"])],
        ["6.000", "3.000", "3.000"]
    );
    let kpis = |place: &Place| place.kpis(&["orders", "revenue"]);
    assert_eq!(kpis(&place), ["orders : 6 count", "revenue : 381 EUR"]);
    let receipt = place.json(&["kpi", "revenue"])[0]["receipt"]
        .as_str()
        .unwrap()
        .to_owned();

    settings(&place, "[journeys]\nsales = [\"order\"]");
    assert_eq!([book(&[]), book(&["--on", "deal_won"])], ["3.000", "3.000"]);
    assert_eq!(kpis(&place), ["orders : 3 count", "revenue : 201 EUR"]);
    assert_eq!(place.kpis(&["revenue_social"]), ["revenue_social : 121 EUR"]);
    silent(&["credit"]);
    silent(&["roi"]);
    let again = place.ok(&["kpi", "--receipt", &receipt]);
    assert!(again.contains("settings have changed since receipt"), "{again}");
}

#[test]
fn settings_of_sales_are_checked() {
    let place = Place::new();
    settings(&place, "[journeys]\nsales = [\"order\", \"lead\", \"moon\"]");
    let said = place.run(&["credit"]);
    assert_eq!(said.code, 3);
    assert!(
        said.err
            .contains("no sale is called lead, moon; one of deal_won, order, conversion"),
        "{}",
        said.err
    );
}

/// Clicks 5 and 20 days before an order, a view 12 hours before another.
#[test]
fn windows_of_claims_are_settings() {
    let place = made(
        "k1,,2026-03-15T10:00:00Z,click,,facebook,paid_social,Spring,,\nk1,,2026-03-20T10:00:00Z,order,o1,,,,10.00,EUR\n\
         k2,,2026-03-01T10:00:00Z,click,,facebook,paid_social,Spring,,\nk2,,2026-03-21T10:00:00Z,order,o2,,,,10.00,EUR\n\
         k3,,2026-03-21T22:00:00Z,view,,facebook,paid_social,Spring,,\nk3,,2026-03-22T10:00:00Z,order,o3,,,,10.00,EUR\n",
    );
    let ads = "\u{feff}\"Campaign name\",Day,\"Ad ID\",Impressions,\"Amount spent (EUR)\",Purchases,\"Purchases conversion value\",\"Reporting starts\",\"Reporting ends\"\nSpring,2026-03-20,1001,3000,36,3,30,2026-03-01,2026-03-31\n";
    let file = place.file("Zilt-Ads-Mar-1-2026-Mar-31-2026.csv", ads);
    let report = place.import(&[&file]);
    assert_eq!(report[0]["accepted"], 1, "{report:?}");
    let meta = |place: &Place| {
        let rows = place.json(&["claims"]);
        let line = rows.iter().find(|row| row["platform"] == "meta").unwrap().clone();
        (line["window"].as_str().unwrap().to_owned(), line["verifiable"].clone())
    };
    // Meta's own: seven days after a click, one after a view.
    assert_eq!(meta(&place), ("7d_click+1d_view".to_owned(), Value::from(2)));
    settings(&place, "[claims.meta]\nclick = 28\nview = 0");
    assert_eq!(meta(&place), ("28d_click+0d_view".to_owned(), Value::from(2)));
    let text = std::fs::read_to_string(place.root().join("harpoon.toml")).unwrap();
    std::fs::write(
        place.root().join("harpoon.toml"),
        text.replace("click = 28\nview = 0", "click = 28"),
    )
    .unwrap();
    assert_eq!(meta(&place), ("28d_click+1d_view".to_owned(), Value::from(3)));
    std::fs::write(
        place.root().join("harpoon.toml"),
        text.replace("click = 28", "click = -1"),
    )
    .unwrap();
    let said = place.run(&["claims"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("click"), "{}", said.err);
}

/// Six deeds after a direct visit, four after a search, one after nothing. Of the six, two say Instagram and one Google; of the
/// four, two say Google. For all ten: Instagram 0.6 · 2⁄3 = 0.4, Google 0.6 · 1⁄3 + 0.4 = 0.6.
#[test]
fn what_people_say_against_what_was_tracked() {
    let direct = (1..=6).map(|n| {
        format!("k{n},,2026-03-01T10:00:00Z,visit,,,,,,\nk{n},,2026-03-03T10:00:00Z,order,o{n},,,,9.00,EUR\n")
    });
    let search = (7..=10).map(|n| {
        format!(
            "k{n},,2026-03-01T10:00:00Z,visit,,google,organic,,,\nk{n},,2026-03-03T10:00:00Z,order,o{n},,,,9.00,EUR\n"
        )
    });
    // The first of the six came back from a search, and saw a link after the order.
    let more = "k1,,2026-03-02T10:00:00Z,visit,,google,organic,,,\nk1,,2026-03-05T10:00:00Z,visit,,facebook,social,,,\nk11,,2026-03-03T10:00:00Z,order,o11,,,,9.00,EUR\n";
    let place = made(&(direct.chain(search).collect::<String>() + more));
    let before = place.json(&["origins", "--stated"]);
    assert!(before.iter().all(|row| row["section"] == "tracked"), "{before:?}");
    let survey = "Answered,How did you hear about us?,Customer,Order\n2026-03-04,my sister showed me your Instagram,k1,o1\n2026-03-04,insta: Instagram,k2,\n2026-03-04,Google,k3,o3\n2026-03-04,google,k7,\n2026-03-04,Googled: google,k8,\n2026-03-04,Google,k99,\n";
    let file = place.file("survey.csv", survey);
    let report = place.import(&[&file]);
    assert_eq!(report[0]["accepted"], 6, "{report:?}");
    let shown = |args: &[&str]| -> Vec<String> {
        let rows = place.json(&[&["origins", "--stated"], args].concat());
        let row = |r: &Value| match r["section"].as_str().unwrap() {
            "tracked" => format!(
                "{} {} of {}: {}",
                r["tracked"].as_str().unwrap(),
                r["answered"],
                r["deeds"],
                r["answers"]
            ),
            section => format!(
                "{section} {}: {} of {}, {:.6}",
                r["stated"].as_str().unwrap(),
                r["answers"],
                r["of_deeds"],
                r["deeds"].as_f64().unwrap()
            ),
        };
        rows.iter().map(row).collect()
    };
    let want = [
        r#"direct 3 of 6: {"google":1,"instagram":2}"#,
        r#"organic_search 2 of 4: {"google":2}"#,
        "(none) 0 of 1: {}",
        "stated google: 3 of 10, 6.000000",
        "stated instagram: 2 of 10, 4.000000",
        "dark_social_estimate social media: 2 of 6, 4.000000",
    ];
    assert_eq!(shown(&[]), want);
    // By the last touch the first of the six belongs to the search: direct 1 of 2 says Instagram, search 1 of 3.
    let want = [
        r#"direct 2 of 5: {"google":1,"instagram":1}"#,
        r#"organic_search 3 of 5: {"google":2,"instagram":1}"#,
        "(none) 0 of 1: {}",
        "stated google: 3 of 10, 5.833333",
        "stated instagram: 2 of 10, 4.166667",
        "dark_social_estimate social media: 1 of 5, 2.500000",
    ];
    assert_eq!(shown(&["--touch", "last"]), want);
    let said = place.ok(&["origins", "--stated"]);
    for part in [
        "Dark social, estimate: of 6 deeds tracked as direct or not at all, ≈ 4 (",
        "2 of 3 answers",
        "estimated from 5 answers for 10 deeds",
        "nobody answered for, which are in no estimate: 1",
        "without a deed, which are left out: 1",
    ] {
        let plain = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(part), "{part}: {said}");
    }
    assert_eq!(place.run(&["origins", "--stated", "--by", "platform"]).code, 2);
}
