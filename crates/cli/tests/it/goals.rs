//! The whole course of goals on real commands: set, judged, changed, agreed, closed, verified. Every expected figure is
//! worked out here from the file's own rule.

use std::fs;

use serde_json::Value;

use super::place::{Place, Said, said};

/// A workspace with keys of its own, in which it is the day that a command is told.
pub(crate) struct Course {
    pub(crate) place: Place,
}

impl Course {
    pub(crate) fn new() -> Self {
        Self { place: Place::new() }
    }

    /// Runs a command at eight in the morning of the day, UTC.
    pub(crate) fn run(&self, day: &str, args: &[&str]) -> Said {
        let mut command = self.place.command(args);
        command
            .env("HARPOON_KEYS", self.place.beside("keys"))
            .env("HARPOON_NOW", format!("{day}T08:00:00Z"))
            .env_remove("HARPOON_KEY_PASSPHRASE");
        said(command)
    }

    pub(crate) fn ok(&self, day: &str, args: &[&str]) -> String {
        let said = self.run(day, args);
        assert_eq!(said.code, 0, "{args:?}\n{}\n{}", said.out, said.err);
        said.out
    }

    pub(crate) fn json(&self, day: &str, args: &[&str]) -> Vec<Value> {
        let out = self.ok(day, &[args, &["--format", "json"]].concat());
        serde_json::from_str(&out).unwrap()
    }

    /// The line of a goal in a month, as one sees it on a day.
    pub(crate) fn goal(&self, day: &str, month: &str, id: &str) -> Value {
        self.found(day, &["goals", "--month", month], id)
    }

    /// The same with the reason and the ways on.
    pub(crate) fn told(&self, day: &str, month: &str, id: &str) -> Value {
        self.found(day, &["goals", "--month", month, "--why"], id)
    }

    fn found(&self, day: &str, args: &[&str], id: &str) -> Value {
        let all = self.json(day, args);
        let one = all.iter().find(|one| one["goal"] == id);
        one.unwrap_or_else(|| panic!("no {id} in {all:?}")).clone()
    }

    /// `target value status promised`.
    pub(crate) fn line(&self, day: &str, month: &str, id: &str) -> String {
        let one = self.goal(day, month, id);
        let promised = if one["promised"] == true { "" } else { " not promised" };
        format!(
            "{} {} {}{promised}",
            one["target"],
            one["value"],
            one["status"].as_str().unwrap()
        )
    }
}

/// Link clicks of the day: 20 on average, in a round of five days. Impressions are 1,000 a day.
fn clicks(day: i64) -> i64 {
    18 + day % 5
}

/// Days from 1 May 2026 on, as `(month, day, number)`.
fn days(count: i64) -> impl Iterator<Item = (u32, u32, i64)> {
    let lengths = [(5, 31), (6, 30), (7, 31), (8, 31), (9, 30)];
    let all = lengths
        .into_iter()
        .flat_map(|(month, last)| (1..=last).map(move |day| (month, day)));
    all.zip(0..count).map(|((month, day), number)| (month, day, number))
}

fn ads(count: i64) -> String {
    let head = "\u{feff}\"Campaign name\",Day,\"Ad ID\",Impressions,\"Link clicks\",\"Amount spent (EUR)\",\"Reporting starts\",\"Reporting ends\"\n";
    let (_, _, last) = days(count).last().unwrap();
    let end = days(last + 1)
        .last()
        .map(|(m, d, _)| format!("2026-{m:02}-{d:02}"))
        .unwrap();
    let row = |(month, day, number): (u32, u32, i64)| {
        format!(
            "Pasen,2026-{month:02}-{day:02},1001,1000,{},10,2026-05-01,{end}\n",
            clicks(number)
        )
    };
    head.to_owned() + &days(count).map(row).collect::<String>()
}

/// Clicks of a month by the rule.
pub(crate) fn month_of_clicks(wanted: u32) -> i64 {
    days(153)
        .filter(|(month, _, _)| *month == wanted)
        .map(|(_, _, number)| clicks(number))
        .sum()
}

/// Data from May to 15 September, keys, and goals of July.
pub(crate) fn course() -> Course {
    let course = Course::new();
    let file = course
        .place
        .file("files/Zilt-Ads-May-1-2026-Sep-15-2026.csv", &ads(138));
    let report = course.place.import(&[&file]);
    assert_eq!(report[0]["accepted"], 138, "{report:?}");
    course.ok("2026-07-01", &["key", "new", "studio.example"]);
    let add = |args: &[&str]| course.ok("2026-07-01", &[&["goal", "add"], args, &["--every", "month"]].concat());
    add(&["--kpi", "clicks_link", "--target", "600"]);
    add(&["--kpi", "impressions", "--target", "40000", "--name", "Seen by many"]);
    add(&["--kpi", "followers_gained", "--target", "10"]);
    add(&["--kpi", "clicks_link", "--target", "500"]);
    add(&["--kpi", "clicks_link", "--target", "700"]);
    course
}

#[test]
fn each_status_once() {
    let course = course();
    let july = month_of_clicks(7);
    assert!(july >= 600, "the rule of the file meets the goal");
    assert_eq!(course.line("2026-08-01", "2026-07", "g1"), format!("600 {july} met"));
    assert_eq!(course.line("2026-08-01", "2026-07", "g2"), "40000 31000 missed");
    assert_eq!(course.line("2026-08-01", "2026-07", "g3"), "10 null unknown");
    let so_far: i64 = (123..138).map(clicks).sum();
    assert_eq!(
        course.line("2026-09-16", "2026-09", "g4"),
        format!("500 {so_far} on_track")
    );
    assert_eq!(
        course.line("2026-09-16", "2026-09", "g5"),
        format!("700 {so_far} at_risk")
    );
    // A month before the goal is shown, and promised nothing.
    assert_eq!(
        course.line("2026-08-01", "2026-06", "g2"),
        "40000 30000 missed not promised"
    );
    // Its value is that of `kpi`, with the same receipt.
    let one = course.goal("2026-08-01", "2026-07", "g1");
    let reading = &course.place.json(&["kpi", "clicks_link", "--month", "2026-07"])[0];
    assert_eq!(
        (&one["value"], &one["receipt"]),
        (&reading["value"], &reading["receipt"])
    );
    assert!(one["probability"].is_null() && one["forecast"].is_null(), "{one}");
    let pace = one["pace"].as_f64().unwrap();
    assert!((pace - july as f64 / 600.0).abs() < 1e-12);
    // A running month lands between its ends, and near 30 days of 20.
    let running = course.goal("2026-09-16", "2026-09", "g4");
    let [low, forecast, high] = ["low", "forecast", "high"].map(|field| running[field].as_f64().unwrap());
    assert!(
        low <= forecast && forecast <= high && (forecast - 600.0).abs() < 15.0,
        "{running}"
    );
    assert!(running["probability"].as_f64().unwrap() > 0.9, "{running}");
    let needed = running["needed_per_day"].as_f64().unwrap();
    assert!((needed - (500 - so_far) as f64 / 15.0).abs() < 1e-9, "{running}");
    assert!(
        course.goal("2026-09-16", "2026-09", "g5")["probability"]
            .as_f64()
            .unwrap()
            < 0.1
    );
    let unknown = course.goal("2026-08-01", "2026-07", "g3");
    assert!(
        unknown["missing"].as_str().unwrap().starts_with("no source"),
        "{unknown}"
    );
}

/// As it stood on an evening: later data are left out.
#[test]
fn as_it_stood() {
    let course = course();
    let args = ["goals", "--month", "2026-08", "--on", "2026-08-10"];
    let all = course.json("2026-09-16", &args);
    let so_far: i64 = (92..102).map(clicks).sum();
    assert_eq!(all[0]["value"], so_far);
    assert_eq!(all[0]["to"], "2026-08-31");
    let forecast = all[0]["forecast"].as_f64().unwrap();
    assert!((forecast - 620.0).abs() < 15.0, "{}", all[0]);
}

/// A month whose last days nobody has imported is not said to be missed.
#[test]
fn data_that_end_early() {
    let course = course();
    assert_eq!(
        course.line("2026-10-02", "2026-09", "g5"),
        format!("700 {} unknown", (123..138).map(clicks).sum::<i64>())
    );
    let one = course.goal("2026-10-02", "2026-09", "g5");
    assert!(
        one["why"].as_str().unwrap().contains("the data end on 2026-09-15"),
        "{one}"
    );
    assert_eq!(one["until"], "2026-09-15");
}

#[test]
fn check_finds_what_is_missed() {
    let course = course();
    let check = |day: &str, month: &str| course.run(day, &["goals", "--month", month, "--check"]).code;
    assert_eq!(check("2026-08-01", "2026-07"), 1);
    assert_eq!(check("2026-08-01", "2026-06"), 0, "nothing was promised");
    assert_eq!(check("2026-09-16", "2026-09"), 0, "nothing is over");
}

/// Proposed, agreed by word, proposed with the client's key in the ledger, signed; each counts from its own month on.
#[test]
fn changes_and_who_agreed() {
    let course = course();
    let revise = |day: &str, target: &str, more: &[&str]| {
        let change = ["goal", "revise", "g2", "--target", target, "--why", "Shop closed"];
        course.ok(day, &[&change[..], more].concat())
    };
    revise("2026-08-05", "25000", &[]);
    assert_eq!(course.line("2026-09-01", "2026-08", "g2"), "40000 31000 missed");
    revise("2026-08-06", "31000", &["--agreed-by", "Sjoukje"]);
    assert_eq!(course.line("2026-09-01", "2026-08", "g2"), "31000 31000 met");
    assert_eq!(course.line("2026-09-01", "2026-07", "g2"), "40000 31000 missed");
    let august = course.goal("2026-09-01", "2026-08", "g2");
    assert_eq!(
        (&august["consent"], &august["first_target"]),
        (&"stated".into(), &40000.into())
    );

    course.ok("2026-09-02", &["key", "new", "bakery.example", "--role", "client"]);
    course.ok("2026-09-02", &["ledger", "join", "--key", "bakery.example"]);
    assert_eq!(
        course
            .run("2026-09-02", &["ledger", "join", "--key", "bakery.example"])
            .code,
        2
    );
    // A word does no more, and does not lose the force that it had.
    revise("2026-09-03", "10000", &["--agreed-by", "Sjoukje"]);
    assert_eq!(course.line("2026-09-16", "2026-09", "g2"), "31000 15000 at_risk");
    assert_eq!(course.line("2026-09-16", "2026-08", "g2"), "31000 31000 met");
    course.ok("2026-09-04", &["goal", "agree", "g2"]);
    assert_eq!(course.line("2026-09-16", "2026-09", "g2"), "10000 15000 met");
    assert_eq!(course.line("2026-09-16", "2026-08", "g2"), "31000 31000 met");
    assert_eq!(
        course.run("2026-09-04", &["goal", "agree", "g2"]).code,
        2,
        "signed by both already"
    );

    let shown = course.json("2026-09-16", &["goal", "show", "g2"]);
    let versions: Vec<String> = shown[0]["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| format!("{} {} {}", v["version"], v["target"], v["consent"].as_str().unwrap()))
        .collect();
    assert_eq!(
        versions,
        ["1 40000 set", "2 25000 proposed", "3 31000 stated", "4 10000 signed"]
    );
    assert_eq!(shown[0]["versions"][2]["agreed_by"], "Sjoukje");
    let text = course.ok("2026-09-16", &["goal", "show", "Seen by many"]);
    assert!(
        text.contains("agreed, as its author says (Sjoukje)") && text.contains("Shop closed"),
        "{text}"
    );
}

/// The client signs on a computer of their own, which does not hold the agency's key.
#[test]
fn signed_elsewhere() {
    let course = course();
    let elsewhere = |args: &[&str]| {
        let mut command = course.place.command(args);
        command
            .env("HARPOON_KEYS", course.place.beside("client-keys"))
            .env("HARPOON_NOW", "2026-09-02T08:00:00Z")
            .env_remove("HARPOON_KEY_PASSPHRASE");
        said(command)
    };
    let entry = course.place.beside("bakery.entry");
    let entry = entry.to_str().unwrap();
    assert_eq!(elsewhere(&["key", "new", "bakery.example", "--role", "client"]).code, 0);
    let refused = elsewhere(&["ledger", "join"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("harpoon ledger add"), "{}", refused.err);
    assert_eq!(elsewhere(&["ledger", "join", "--out", entry]).code, 0);
    course.ok("2026-09-02", &["ledger", "add", entry]);
    course.ok(
        "2026-09-03",
        &["goal", "revise", "g1", "--target", "300", "--why", "Less"],
    );
    assert_eq!(elsewhere(&["goal", "agree", "g1", "--out", entry]).code, 0);
    course.ok("2026-09-03", &["ledger", "add", entry]);
    assert_eq!(course.goal("2026-09-16", "2026-09", "g1")["consent"], "signed");
}

#[test]
fn a_closed_goal_is_judged_no_more() {
    let course = course();
    course.ok("2026-08-20", &["goal", "close", "g5", "--why", "Beyond reach"]);
    let ids = |month: &str| -> Vec<String> {
        let all = course.json("2026-09-16", &["goals", "--month", month]);
        all.iter().map(|one| one["goal"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("2026-09"), ["g1", "g2", "g3", "g4"]);
    assert!(ids("2026-07").contains(&"g5".to_owned()));
    for args in [
        &["goal", "close", "g5", "--why", "Again"][..],
        &["goal", "revise", "g5", "--target", "1", "--why", "x"],
    ] {
        assert_eq!(course.run("2026-08-21", args).code, 2, "{args:?}");
    }
}

/// Everything that was said holds, and nothing is shown of a ledger in which a byte was changed.
#[test]
fn the_ledger_holds_and_a_changed_byte_is_found() {
    let course = course();
    course.ok(
        "2026-08-06",
        &[
            "goal",
            "revise",
            "g2",
            "--target",
            "31000",
            "--why",
            "x",
            "--agreed-by",
            "y",
        ],
    );
    let key = course.ok("2026-08-06", &["key", "show", "studio.example"]);
    let verified = course.run("2026-08-06", &["verify", "--key", key.trim()]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    assert!(verified.out.contains("7 entries"), "{}", verified.out);
    let path = course.place.root().join("ledger/entries.jsonl");
    let bytes = fs::read(&path).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let at = |what: &str| text.find(what).unwrap() + what.len();
    // In a target, in a signature, and in the time of an entry.
    for place in [
        at("\"target\":\""),
        at("\"signature\":\""),
        at("\"time\":\"20"),
        bytes.len() / 2,
    ] {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1;
        fs::write(&path, &flipped).unwrap();
        let goals = course.run("2026-08-06", &["goals", "--month", "2026-07"]);
        assert_eq!((goals.code, goals.out.as_str()), (3, ""), "{place}: {}", goals.err);
        assert!(goals.err.contains("not as it was signed"), "{}", goals.err);
        let refused = course.run(
            "2026-08-06",
            &["goal", "add", "--kpi", "reach", "--target", "5", "--every", "month"],
        );
        assert_eq!(refused.code, 3, "{place}");
    }
    fs::write(&path, &bytes).unwrap();
    course.ok("2026-08-06", &["goals", "--month", "2026-07"]);
}

#[test]
fn used_wrongly() {
    let course = Course::new();
    let check = |args: &[&str], code: i32, says: &str| {
        let said = course.run("2026-07-01", args);
        assert_eq!(said.code, code, "{args:?}: {}{}", said.out, said.err);
        assert!(
            format!("{}{}", said.out, said.err).contains(says),
            "{args:?}: {}",
            said.err
        );
    };
    let goal = [
        "goal",
        "add",
        "--kpi",
        "clicks_link",
        "--target",
        "600",
        "--every",
        "month",
    ];
    check(&goal, 2, "harpoon key new NAME");
    check(&["goals"], 0, "harpoon goal add --help");
    check(&["goals", "--format", "json"], 0, "[]");
    check(&["goal", "show", "g1"], 2, "goal add --help");
    check(&["ledger", "list"], 2, "harpoon goal add");
    course.ok("2026-07-01", &["key", "new", "studio.example"]);
    check(
        &["goal", "add", "--kpi", "virality", "--target", "3", "--every", "month"],
        2,
        "no goal may be set",
    );
    check(
        &["goal", "add", "--kpi", "clicks_link", "--target", "600"],
        2,
        "--every",
    );
    check(
        &[
            "goal",
            "add",
            "--kpi",
            "clicks_link",
            "--target",
            "4.5%",
            "--every",
            "month",
        ],
        2,
        "not share",
    );
    check(
        &[
            "goal",
            "add",
            "--kpi",
            "clicks_link",
            "--target",
            "+20%",
            "--every",
            "month",
        ],
        2,
        "no source",
    );
    check(
        &[
            "goal",
            "add",
            "--kpi",
            "clicks_link",
            "--target",
            "6",
            "--by",
            "2026-06-01",
        ],
        2,
        "--from",
    );
    check(
        &["goal", "add", "--kpi", "clicks_link", "--every", "month"],
        2,
        "needs a target",
    );
    check(
        &["goal", "add", "--global", "fame"],
        2,
        "recognition, local, legitimacy",
    );
    check(
        &[
            "goal",
            "add",
            "--kpi",
            "clicks_lnk",
            "--target",
            "6",
            "--every",
            "month",
        ],
        2,
        "clicks_link",
    );
    assert!(
        !course.place.root().join("ledger").exists(),
        "what is refused begins no ledger"
    );
    course.ok("2026-07-01", &goal);
    check(&["goal", "revise", "g1", "--why", "x"], 2, "nothing changes");
    check(
        &["goal", "revise", "g1", "--target", "5", "--why", " "],
        2,
        "needs a reason",
    );
    check(
        &["goal", "revise", "g7", "--target", "5", "--why", "x"],
        2,
        "there are g1",
    );
    check(&["goal", "agree", "g1"], 2, "harpoon ledger join");
    check(&["goals", "--month", "2026-13"], 2, "2026-10");
    course.ok("2026-07-01", &["key", "new", "other.example"]);
    check(
        &[
            "goal",
            "add",
            "--kpi",
            "reach",
            "--target",
            "5",
            "--every",
            "month",
            "--key",
            "other.example",
        ],
        2,
        "join",
    );
}

/// A change is reckoned against the months before; the tool asks for the kind of goal that is missing.
#[test]
fn baselines_and_what_is_asked_for_next() {
    let course = course();
    let args = [
        "goal",
        "add",
        "--kpi",
        "clicks_link",
        "--target",
        "+20%",
        "--every",
        "month",
    ];
    let said = course.run("2026-08-03", &args);
    assert_eq!(said.code, 0, "{}", said.err);
    let july = month_of_clicks(7);
    // The whole that keeps the promise.
    let target = (july * 12 + 9) / 10;
    let g6 = &course.json("2026-08-03", &["goal", "show", "g6"])[0];
    assert_eq!(
        (&g6["target"], &g6["baseline"]["value"]),
        (&target.into(), &july.into())
    );
    assert_eq!(g6["baseline"]["from"], "2026-07-01");
    assert!(said.err.contains("There is no global goal yet"), "{}", said.err);
    // Half a baseline is none: April is not in the data.
    let half = [
        "goal",
        "add",
        "--kpi",
        "clicks_link",
        "--target",
        "+20%",
        "--from",
        "2026-07-01",
        "--every",
        "quarter",
    ];
    let refused = course.run("2026-08-03", &half);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("the data hold 2026-05-01 to 2026-09-15"),
        "{}",
        refused.err
    );
    let global = course.run("2026-08-03", &["goal", "add", "--global", "recognition"]);
    assert_eq!(global.code, 0, "{}", global.err);
    assert!(!global.err.contains("There is no"), "{}", global.err);
    let first = Course::new();
    first.ok("2026-08-03", &["key", "new", "studio.example"]);
    let global = first.run("2026-08-03", &["goal", "add", "--global", "local"]);
    assert!(global.err.contains("There is no concrete goal yet"), "{}", global.err);
}
