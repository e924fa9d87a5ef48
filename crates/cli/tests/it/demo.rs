//! The demo: quick, wholly read, and its planted truth comes back out of the KPIs.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use harpoon::core::{EntityKind, Number};
use harpoon::demo::{self, Demo};
use jiff::civil::date;
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
    let begun = Instant::now();
    let said = said(command);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "the demo took {:?}",
        begun.elapsed()
    );
    let (done, all) = said
        .out
        .split_once(" files understood")
        .unwrap()
        .0
        .split_once(" of ")
        .unwrap();
    assert_eq!(done, all, "{}", said.out);
    assert!(said.out.contains(" 2 put aside"), "{}", said.out);
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
    ];
    assert_eq!(begin, want);
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
