//! What is kept by day is the facts: every KPI by both routes, whole and split, over months and parts of months, filtered and
//! not, as imports come, tell days again, and go.

use std::path::Path;

use harpoon_core::catalogue::CATALOGUE;
use harpoon_core::kpi::Kpi;
use harpoon_core::{Dim, Filter, Period, Selection};
use harpoon_lake::query::{self, Source, journal};
use harpoon_lake::{Lake, Sitting};

use crate::facts;

/// The last telling of some of the days of `facts.txt`, and days that it does not tell of.
const LATER: &str = "
import the page again
obs facebook|zilt|account||impressions|total|delta|||2026-09-30|2026-09-30|310
obs facebook|zilt|account||impressions|total|delta|||2026-10-01|2026-10-01|5500
obs facebook|zilt|account||impressions|total|delta|||2026-11-01|2026-11-01|60
import ads of a new platform
ad zeeland|zilt|z1|group|Autumn|video
ad zeeland|zilt|z2|group|Winter|photo
obs zeeland|zilt|ad|z1|impressions|paid|delta|||2026-10-15|2026-10-15|70
obs zeeland|zilt|ad|z1|spend|paid|delta|||2026-10-15|2026-10-15|7.000001|EUR
obs zeeland|zilt|ad|z2|spend|paid|delta|||2026-10-16|2026-10-16|0.10|USD
obs zeeland|zilt|ad|z2|clicks.link|paid|delta|||2026-10-16|2026-10-16|3
import those ads again, otherwise
obs zeeland|zilt|ad|z1|spend|paid|delta|||2026-10-15|2026-10-15|8|EUR
obs zeeland|zilt|ad|z2|clicks.total|paid|delta|||2026-10-16|2026-10-16|4
import an order, and its refund
event shop:o90|2026-10-20T10:00:00|order|email:a@b.example||90|facebook|paid|Autumn|80|EUR|
event shop:r90|2026-10-25T10:00:00|refund|email:a@b.example||90||||30|EUR|
";

fn period(from: &str, to: &str) -> Period {
    let day = |text| Period::day(text).expect("a day");
    Period::new(day(from), day(to)).expect("a period")
}

fn questions() -> Vec<Selection> {
    let ask = |from, to, by: &[Dim], filters: &[(Dim, &str)]| Selection {
        period: Some(period(from, to)),
        by: by.to_vec(),
        filters: filters
            .iter()
            .map(|(dim, value)| Filter {
                dim: dim.clone(),
                value: (*value).to_owned(),
            })
            .collect(),
    };
    vec![
        ask("2026-10-01", "2026-10-31", &[], &[]),
        ask("2026-09-20", "2026-10-16", &[Dim::Platform, Dim::Scope, Dim::Day], &[]),
        ask("2026-08-15", "2026-12-01", &[Dim::Campaign, Dim::Month], &[]),
        ask("2026-09-01", "2026-10-31", &[Dim::Week], &[(Dim::Platform, "facebook")]),
        ask(
            "2026-10-02",
            "2026-10-31",
            &[Dim::Account, Dim::Weekday],
            &[(Dim::Scope, "paid")],
        ),
        ask(
            "2026-10-01",
            "2026-10-31",
            &[Dim::Platform],
            &[(Dim::Campaign, "Autumn")],
        ),
    ]
}

/// Answers of `each` questions a KPI, in turn, receipts included, as text.
fn told(lake: &Lake, sitting: &Sitting, by_facts: bool, kpis: &[&'static Kpi], each: usize) -> Vec<String> {
    let source = sitting.source();
    let source = Source {
        answers: source.answers.filter(|_| !by_facts),
        ..source
    };
    lake.run(async {
        journal::ready(&source, 10).await.expect("people");
        let mut all = Vec::new();
        let questions = questions();
        for (at, kpi) in kpis.iter().enumerate() {
            let asked = (0..questions.len()).filter(|turn| (at + turn) % questions.len() < each);
            for selection in asked.filter_map(|turn| questions.get(turn)) {
                let measured = query::measure(&source, kpi, selection).await.expect("measured");
                all.push(format!("{measured:?}"));
            }
        }
        all
    })
}

/// By the facts, by what is made of them now, and by what then stands on disk.
fn agree(lake: &Lake, kpis: &[&'static Kpi], each: usize, when: &str) {
    let sit = || {
        let snapshot = lake.snapshot(None).expect("a snapshot");
        snapshot.sitting_kept("settings").expect("a sitting").keeping_all()
    };
    let facts = told(lake, &sit(), true, kpis, each);
    let first = sit();
    let made = told(lake, &first, false, kpis, each);
    let second = sit();
    let kept = told(lake, &second, false, kpis, each);
    for ((facts, made), kept) in facts.iter().zip(&made).zip(&kept) {
        assert_eq!(made, facts, "{when}: made");
        assert_eq!(kept, facts, "{when}: kept");
    }
    if when == "restored" {
        assert_eq!(
            first.statements(),
            0,
            "what stood before the import was taken back is still there"
        );
    } else {
        assert!(first.statements() > 0, "{when}");
    }
    assert_eq!(second.statements(), 0, "{when}: all stands on disk");
}

#[test]
fn what_is_kept_by_day_is_the_facts() {
    let home = tempfile::tempdir().expect("a folder");
    let lake = Lake::create(home.path()).expect("a lake");
    let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kpi/facts.txt");
    facts::load(&lake, &std::fs::read_to_string(text).expect("facts.txt"));
    // Every KPI where there is time, else one of nine: the ordinary run says that it left out the others.
    let every = if std::env::var_os("HARPOON_LONG").is_some() {
        1
    } else {
        9
    };
    let all: Vec<&'static Kpi> = CATALOGUE.iter().copied().step_by(every).collect();
    agree(&lake, &all, 1, "all");

    let some = [
        "impressions",
        "clicks",
        "spend",
        "ctr",
        "cpc",
        "orders",
        "revenue",
        "customers_new",
        "cost_full",
    ];
    let some: Vec<&'static Kpi> = CATALOGUE.iter().copied().filter(|kpi| some.contains(&kpi.id)).collect();
    assert!(some.len() > 6, "KPIs are called otherwise");
    facts::load_after(&lake, LATER, 100);
    let each = if every == 1 { 3 } else { 1 };
    agree(&lake, &some, each, "told again");
    let imports = lake.snapshot(None).expect("a snapshot").imports().to_vec();
    let again = imports.iter().find(|i| i.file == "the page again").expect("the import");
    lake.revert(&again.import_id).expect("reverted");
    agree(&lake, &some, each, "taken back");
    lake.restore(&again.import_id).expect("restored");
    agree(&lake, &some, each, "restored");
}

/// What an import does not touch is not made anew.
#[test]
fn an_import_leaves_other_months_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let lake = Lake::create(home.path()).expect("a lake");
    facts::load(
        &lake,
        "import one\nobs a|x|account||impressions|total|delta|||2026-09-01|2026-09-01|1\n\
         obs a|x|account||impressions|total|delta|||2026-10-01|2026-10-01|2\n",
    );
    let kpi = CATALOGUE.iter().find(|kpi| kpi.id == "impressions").expect("a KPI");
    let run = |from, to| {
        let sitting = lake.snapshot(None).expect("a snapshot");
        let sitting = sitting.sitting_kept("").expect("a sitting").keeping_all();
        let selection = Selection::over(Some(period(from, to)));
        let measured = lake
            .run(query::measure(&sitting.source(), kpi, &selection))
            .expect("measured");
        let value = measured.readings[0].value.expect("a value").to_string();
        (value, sitting.statements())
    };
    let (from, to) = ("2026-08-01", "2026-10-31");
    assert_eq!(run(from, to), ("3".to_owned(), 1), "three months in one statement");
    assert_eq!(run(from, to), ("3".to_owned(), 0));
    facts::load_after(
        &lake,
        "import two\nobs a|x|account||impressions|total|delta|||2026-10-02|2026-10-02|4\n",
        1,
    );
    assert_eq!(
        run(from, "2026-09-30"),
        ("1".to_owned(), 0),
        "months that it does not touch stand"
    );
    assert_eq!(
        run("2026-10-01", to),
        ("6".to_owned(), 1),
        "the month that it touches does not"
    );
    assert_eq!(run(from, to), ("7".to_owned(), 0));
}
