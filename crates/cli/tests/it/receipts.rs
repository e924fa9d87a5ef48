//! Every number of an issued report is repeated by its receipt, whatever is imported or promised after it; and none stands in a
//! report without one.

use std::collections::BTreeMap;
use std::fs;

use harpoon::Workspace;
use harpoon::core::{Quantity, Reading};
use harpoon::receipt::{Answer, Receipt};
use serde_json::Value;

use super::goals::Course;
use super::journeys::MAP;
use super::place::Place;

pub(crate) const HEAD: &str = "\u{feff}\"Campaign name\",Day,\"Ad ID\",Impressions,\"Link clicks\",Purchases,\"Purchases conversion value\",\
     \"Amount spent (EUR)\",\"Reporting starts\",\"Reporting ends\"\n";
pub(crate) const MADE: &str = "who,browser,when,what,deed,source,medium,campaign,amount,currency\n";

/// A day of ads: a thousand impressions, so many clicks, one purchase claimed, ten euros.
pub(crate) fn day(month: u32, day: u32, clicks: u32) -> String {
    format!("Pasen,2026-{month:02}-{day:02},1001,1000,{clicks},1,20,10,2026-08-01,2026-09-30\n")
}

/// A click and an order of 8 euros a day after it.
pub(crate) fn sale(who: u32, month: u32, day: u32, touch: &str) -> String {
    format!(
        "k{who},,2026-{month:02}-{day:02}T10:00:00Z,click,,{touch},,\nk{who},,2026-{month:02}-{:02}T10:00:00Z,order,o{who},,,,8.00,EUR\n",
        day + 1
    )
}

/// Two months of ads and orders, a cost, and goals: one missed, one changed, one that still runs.
pub(crate) fn course() -> Course {
    let course = Course::new();
    let august = (1..=31).map(|n| day(8, n, 10));
    let september = (1..=30).map(|n| day(9, n, 20));
    let ads = HEAD.to_owned() + &august.chain(september).collect::<String>();
    let sales = (1..=24).map(|n| {
        let touch = ["facebook,paid_social,Pasen", "instagram,social,"][(n % 2) as usize];
        sale(n, 8 + n % 2, n, touch) + &sale(100 + n, 9, n, touch)
    });
    let made = MADE.to_owned() + &sales.collect::<String>();
    let map = course.place.file("made.toml", MAP);
    let (ads, made) = (course.place.file("ads.csv", &ads), course.place.file("made.csv", &made));
    course.place.import(&[&ads]);
    course.place.import(&[&made, "--map", &map]);
    course.place.ok(&[
        "cost",
        "add",
        "fees",
        "110",
        "EUR",
        "--from",
        "2026-09-01",
        "--to",
        "2026-09-30",
    ]);
    course.ok("2026-08-01", &["key", "new", "buro"]);
    let add = |args: &[&str]| course.ok("2026-08-01", &[&["goal", "add"], args].concat());
    add(&["--kpi", "clicks_link_paid", "--target", "700", "--every", "month"]);
    add(&["--kpi", "impressions", "--target", "20000", "--every", "month"]);
    add(&["--kpi", "impressions", "--target", "130000", "--by", "2026-12-31"]);
    let change = [
        "goal",
        "revise",
        "g2",
        "--target",
        "25000",
        "--why",
        "Shop open",
        "--agreed-by",
        "Sjoukje",
    ];
    course.ok("2026-09-02", &change);
    course
}

/// What receipts repeat, by id: what `why` and `kpi --receipt` print, before it is printed. Receipts of one version share one
/// look at the workspace, as those of a report do.
fn repeated(course: &Course, ids: &[String]) -> BTreeMap<String, Answer> {
    let workspace = Workspace::open(&course.place.root()).unwrap();
    let mut held = BTreeMap::new();
    let mut repeat = |id: &String| {
        let receipt = workspace.receipt(id).unwrap();
        let seen = (receipt.data_version(), receipt.entries());
        let look = || workspace.held(Some(seen.0), seen.1).unwrap();
        (
            id.clone(),
            held.entry(seen).or_insert_with(look).repeat(&receipt).unwrap(),
        )
    };
    ids.iter().map(&mut repeat).collect()
}

/// What receipts repeat, as text.
fn told(answers: &BTreeMap<String, Answer>) -> BTreeMap<&str, String> {
    let text = |(id, answer): (_, &Answer)| (id, format!("{:#?}\n{:#?}", answer.readings, answer.sentences));
    answers.iter().map(|(id, answer)| text((id.as_str(), answer))).collect()
}

/// What a receipt's question is called.
fn asks(answer: &Answer) -> String {
    match &answer.receipt {
        Receipt::Reading(_) => "reading".to_owned(),
        Receipt::Asked(asked) => serde_json::to_value(&asked.question).unwrap()["asks"]
            .as_str()
            .unwrap()
            .to_owned(),
    }
}

/// What the program prints for one receipt of each kind of question.
fn printed(course: &Course, answers: &BTreeMap<String, Answer>) -> BTreeMap<String, [String; 2]> {
    let of_kind: BTreeMap<String, &String> = answers.iter().map(|(id, answer)| (asks(answer), id)).collect();
    let ask = |command: &[&str], id: &str| course.ok("2026-12-24", &[command, &[id, "--format", "json"]].concat());
    let both = |(kind, id): (String, &String)| (kind, [ask(&["kpi", "--receipt"], id), ask(&["why"], id)]);
    of_kind.into_iter().map(both).collect()
}

/// Every object and every lone number or text of the figures kept beside a report, with where it stands.
fn walk<'v>(value: &'v Value, path: &str, see: &mut impl FnMut(&str, &'v Value)) {
    see(path, value);
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, v)| walk(v, &format!("{path}/{name}"), see)),
        Value::Array(all) => all.iter().for_each(|v| walk(v, &format!("{path}/*"), see)),
        _ => {}
    }
}

/// A figure with a value.
fn known(value: &Value) -> Option<&Value> {
    value.get("unit").and(value.get("value")?.get("known"))
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

/// The same but for the last bit, which a reader of JSON may lose.
fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 4.0 * f64::EPSILON * a.abs().max(b.abs()),
        (None, None) => true,
        _ => false,
    }
}

/// Whether a reading of the answer is the figure.
fn is_in(figure: &Value, answer: &Answer) -> bool {
    let unit = figure["unit"]
        .as_str()
        .or_else(|| figure["unit"]["money"].as_str())
        .unwrap();
    let exact = |quantity: Option<Quantity>| quantity.map(Quantity::to_f64);
    answer.readings.iter().any(|reading| {
        let ends =
            same(number(&figure["low"]), exact(reading.low)) && same(number(&figure["high"]), exact(reading.high));
        ends && reading.unit == unit && same(known(figure).and_then(number), exact(reading.value))
    })
}

fn issued(course: &Course) -> (String, Value) {
    let said = course.ok("2026-10-02", &["report", "--month", "2026-09", "--sign"]);
    assert!(said.contains("Signed, entry"), "{said}");
    let folder = course.place.root().join("reports");
    let page = fs::read_to_string(folder.join("2026-09.en.html")).unwrap();
    let figures = fs::read_to_string(folder.join("2026-09.en.html.json")).unwrap();
    (page, serde_json::from_str(&figures).unwrap())
}

/// Receipts of the page, each once.
fn receipts(course: &Course, page: &str) -> Vec<String> {
    let list = page.split("<li id=\"receipt-").skip(1);
    let ids: Vec<String> = list
        .map(|item| {
            item.split("<code>")
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    let kept = |id: &String| course.place.root().join("receipts").join(format!("{id}.json")).exists();
    assert!(ids.iter().all(kept), "{ids:?}");
    ids
}

#[test]
fn what_a_report_prints_is_repeated_after_all_has_changed() {
    let course = course();
    let (page, figures) = issued(&course);
    none_is_bare(&figures);
    let ids = receipts(&course, &page);
    let before = repeated(&course, &ids);
    let (told_before, printed_before) = (told(&before), printed(&course, &before));

    let late = HEAD.to_owned() + &day(9, 30, 200) + &day(9, 29, 90);
    let late = course.place.file("late.csv", &late);
    course.place.import(&[&late]);
    let more = course.place.file(
        "more.csv",
        &(MADE.to_owned() + &sale(500, 9, 3, "facebook,paid_social,Pasen")),
    );
    let map = course.place.beside("made.toml").to_str().unwrap().to_owned();
    course.place.import(&[&more, "--map", &map]);
    course.ok(
        "2026-10-05",
        &[
            "goal",
            "revise",
            "g1",
            "--target",
            "600",
            "--why",
            "Rain",
            "--agreed-by",
            "Sjoukje",
        ],
    );
    course.ok(
        "2026-10-05",
        &["goal", "add", "--kpi", "orders", "--target", "9", "--every", "month"],
    );

    assert_eq!(told(&repeated(&course, &ids)), told_before);
    assert_eq!(printed(&course, &before), printed_before);
    // What is kept and not printed (a usual value that no card shows) has a receipt all the same.
    let mut kept = Vec::new();
    walk(&figures, "", &mut |_, value| {
        let id = value.get("receipt").and_then(Value::as_str);
        kept.extend(id.map(ToOwned::to_owned));
    });
    let kept = repeated(&course, &kept);
    let mut seen = [0, 0];
    walk(&figures, "", &mut |path, value| {
        let id = value.get("receipt").and_then(Value::as_str);
        if let (Some(id), Some(_)) = (id, known(value)) {
            let answer = &kept[id];
            assert!(is_in(value, answer), "{path}: {value} is not in {answer:#?}");
            seen[0] += 1;
        } else if let (Some(id), Some(text)) = (id, value.get("text").and_then(Value::as_str)) {
            let sentences = &before[id].sentences;
            assert!(
                sentences.iter().any(|sentence| sentence == text),
                "{path}: {text}: {sentences:?}"
            );
            seen[1] += 1;
        }
    });
    assert!(seen[0] > 60 && seen[1] > 3, "{seen:?} figures and sentences");
    days_are_repeated(&figures, &before);
    let asked: Vec<&str> = ["reading", "goals", "record", "claims", "difference", "past", "sources"]
        .into_iter()
        .filter(|word| !printed_before.contains_key(*word))
        .collect();
    assert!(asked.is_empty(), "no receipt of {asked:?} was in the report");
}

/// Each day of a line is a row of the reading that the line's receipt repeats.
fn days_are_repeated(figures: &Value, repeated: &BTreeMap<String, Answer>) {
    let mut days = 0;
    for line in figures["series"].as_array().unwrap() {
        let readings = &repeated[line["receipt"].as_str().unwrap()].readings;
        for (day, value) in (1..).zip(line["paid"].as_array().unwrap()) {
            let day = format!("2026-09-{day:02}");
            let of_day = |reading: &&Reading| {
                let is = |dim: &str, value: &str| reading.by.iter().any(|(d, v)| d.to_string() == dim && v == value);
                is("day", &day) && is("scope", "paid")
            };
            let reading = readings.iter().find(of_day).and_then(|reading| reading.value);
            assert!(same(number(value), reading.map(Quantity::to_f64)), "{day}: {value}");
            days += 1;
        }
    }
    assert!(days >= 30, "{days}");
}

/// Where numbers stand that no receipt repeats, and why none has to.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "/headlines/*/days",
        "drawn without a number; the days of the card's own KPI",
    ),
    (
        "/series/*/organic",
        "drawn; each week's sum is printed with the line's receipt",
    ),
    ("/series/*/paid", "the same"),
    ("/series/*/previous", "the same, with a receipt of its own"),
    (
        "/comparisons/*/industry",
        "a publication's figure: its source and year stand beside it",
    ),
    (
        "/earned/confidence",
        "no figure of the client: how sure the method's ranges are",
    ),
    (
        "/method/sources/*/missing_days",
        "the receipt stands at the method and is printed beside",
    ),
    (
        "/series/*/goal",
        "a goal's target by days; the target is a word of the ledger and stands at the goal",
    ),
    (
        "/seal/size",
        "the ledger's head, which the proof beside the report proves",
    ),
];

/// Texts with digits that are no figures: names, days, versions, digests, words from outside, reasons why there is no figure.
const WORDS: &[&str] = &[
    "receipt",
    "previous_receipt",
    "client",
    "name",
    "note",
    "from",
    "to",
    "by",
    "issued",
    "day",
    "on",
    "published",
    "until",
    "month",
    "platform",
    "url",
    "data_version",
    "harpoon",
    "origin",
    "root",
    "signers",
    "missing",
    "title",
    "why",
    "en",
    "zh",
    "fy",
];

/// No number of a report is without a receipt.
fn none_is_bare(figures: &Value) {
    let mut bare: Vec<String> = Vec::new();
    walk(figures, "", &mut |path, value| {
        let has_receipt = value.get("receipt").is_some_and(Value::is_string);
        // A sentence has a place for its receipt; words from outside have none.
        let told = value.get("receipt").and_then(|_| value.get("text")?.as_str());
        let has_digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
        if (known(value).is_some() || told.is_some_and(has_digit)) && !has_receipt {
            bare.push(format!("{path}: {value}"));
        }
        let field = path.trim_end_matches("/*").rsplit('/').next().unwrap_or("");
        let is_of_figure = ["/known", "/low", "/high", "/text"]
            .iter()
            .any(|end| path.ends_with(end));
        let lone = match value {
            Value::Number(_) => true,
            Value::String(text) => has_digit(text) && !WORDS.contains(&field),
            _ => false,
        };
        if lone && !is_of_figure && !EXCEPTIONS.iter().any(|(start, _)| path.starts_with(start)) {
            bare.push(format!("{path}: {value}"));
        }
    });
    assert!(bare.is_empty(), "numbers without receipts:\n{}", bare.join("\n"));
    // What the exceptions lean on is there.
    assert!(figures["method"]["receipt"].is_string());
    for line in figures["series"].as_array().unwrap() {
        assert!(
            line["receipt"].is_string() && line["previous_receipt"].is_string(),
            "{}",
            line["title"]
        );
    }
}

/// A workspace whose log of imports was cut says that it no longer has the version, and repeats no other number in its place.
#[test]
fn a_version_that_is_gone_is_said_to_be_gone() {
    let place = Place::new();
    place.import(&[&place.file("ads.csv", &(HEAD.to_owned() + &day(9, 1, 20)))]);
    let reading = &place.json(&["kpi", "impressions", "--month", "2026-09"])[0];
    let id = reading["receipt"].as_str().unwrap().to_owned();
    let file = place.root().join("receipts").join(format!("{id}.json"));
    let receipt = fs::read_to_string(&file).unwrap();
    let mut receipt: Value = serde_json::from_str(&receipt).unwrap();
    receipt["data_version"] = 4711.into();
    fs::write(&file, receipt.to_string()).unwrap();
    let said = place.run(&["kpi", "--receipt", &id]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err.contains("version 4711") && said.err.contains("no longer"),
        "{}",
        said.err
    );
}
