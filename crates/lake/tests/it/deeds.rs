//! The state of orders and deals by two routes: the SQL of KPIs, and the walk over journeys that credit is dealt on.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use harpoon_core::catalogue::kpi;
use harpoon_core::event::EventKind;
use harpoon_core::{Dim, Number, Quantity, Selection};
use harpoon_lake::query::{self, Source, journal};
use harpoon_lake::{Lake, Snapshot};

use crate::facts;

/// Days since 1970 of 1 November 2026.
const NOVEMBER: i32 = 20_758;

/// By day and currency.
type Sums = BTreeMap<(String, String), i128>;

#[test]
fn orders_and_revenue_stand_in_kpis_as_in_journeys() {
    let home = tempfile::tempdir().unwrap();
    let lake = Lake::create(home.path()).unwrap();
    facts::load(&lake, &many());
    let snapshot = lake.snapshot(None).unwrap();
    let (orders, revenue) = walked(&lake, &snapshot);
    assert!(orders.len() > 10 && revenue.len() > 20);
    let counted = |sums: Sums| sums.into_iter().filter(|(_, sum)| *sum != 0).collect::<Sums>();
    let (orders, revenue) = (counted(orders), counted(revenue));
    // Sales that are judged once for the session, and those of more events than that is done for.
    for few in [usize::MAX, 0] {
        assert_eq!(counted(measured(&lake, &snapshot, "orders", few)), orders, "{few}");
        assert_eq!(counted(measured(&lake, &snapshot, "revenue", few)), revenue, "{few}");
    }
}

/// A book of sales that is kept is read only as it was written: turned, cut off, or put in place of another, it is judged anew.
#[test]
fn a_damaged_book_of_sales_is_judged_anew() {
    let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let facts = many();
    let lakes = [
        (home.path(), facts.as_str()),
        (other.path(), facts.get(..facts.len() / 2).unwrap()),
    ]
    .map(|(path, facts)| {
        let lake = Lake::create(path).unwrap();
        let whole_lines = facts.rfind('\n').map_or(facts, |end| &facts[..=end]);
        facts::load(&lake, whole_lines);
        lake
    });
    let [lake, lesser] = &lakes;
    let kept = |lake: &Lake| {
        let sitting = lake.snapshot(None).unwrap().sitting_kept("").unwrap();
        let source = sitting.source();
        lake.run(async {
            journal::ready(&source, 10).await?;
            query::judge_sales(&source, 0).await
        })
        .unwrap();
        // Not what is kept of the sums, but what the book says.
        let source = Source {
            answers: None,
            ..source
        };
        summed(lake, &source, "revenue")
    };
    let book = |home: &std::path::Path| {
        let entries = std::fs::read_dir(home.join("derived/kept")).unwrap();
        let mut paths = entries.map(|entry| entry.unwrap().path());
        paths
            .find(|path| path.extension().is_some_and(|ending| ending == "parquet"))
            .unwrap()
    };
    let right = measured(lake, &lake.snapshot(None).unwrap(), "revenue", usize::MAX);
    assert_eq!(kept(lake), right);
    assert_ne!(kept(lesser), right);
    let (mine, theirs) = (book(home.path()), std::fs::read(book(other.path())).unwrap());
    let whole = std::fs::read(&mine).unwrap();
    let mut turned = whole.clone();
    turned[whole.len() / 3] ^= 1;
    for damaged in [turned, whole[..whole.len() - 1].to_vec(), theirs, Vec::new()] {
        std::fs::write(&mine, &damaged).unwrap();
        assert_eq!(kept(lake), right);
        assert_ne!(std::fs::read(&mine).unwrap(), damaged, "it was written anew");
    }
}

/// Deeds of few people and numbers, so that many fall together; everything else follows a simple course of numbers.
fn many() -> String {
    let mut text = "import a\n".to_owned();
    let mut seed: u32 = 7;
    let mut next = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    for number in 0..600 {
        let kind = ["order", "deal_won", "deal_lost", "refund", "conversion"][next(5) as usize];
        let (day, hour, person, deed) = (1 + next(20), next(24), next(9), next(12));
        let (value, currency) = (1 + next(90), ["EUR", "USD"][next(2) as usize]);
        let _ = writeln!(
            text,
            "event e{number}|2026-11-{day:02}T{hour:02}:00|{kind}|customer:{person}||{deed}||||{value}|{currency}"
        );
    }
    // Two of the people are one.
    text.push_str("tie customer:1|customer:2\n");
    text
}

fn walked(lake: &Lake, snapshot: &Snapshot) -> (Sums, Sums) {
    let session = snapshot.query_session().unwrap();
    let source = source(&session, snapshot);
    let (mut orders, mut revenue) = (Sums::new(), Sums::new());
    let walk = async {
        let people = journal::people(&source, 10).await?;
        journal::walk(&source, &people, journal::Who::Person, None, |_, journey| {
            for deed in journal::deeds(journey, &[EventKind::Order, EventKind::DealWon, EventKind::Conversion]) {
                let day = format!("2026-11-{:02}", deed.day - NOVEMBER + 1);
                *orders.entry((day.clone(), String::new())).or_default() += 1_000_000;
                let worth = deed.value.map_or(0, Number::micros);
                *revenue.entry((day, deed.currency)).or_default() += i128::from(worth);
            }
        })
        .await
    };
    lake.run(walk).unwrap();
    (orders, revenue)
}

fn measured(lake: &Lake, snapshot: &Snapshot, id: &str, few: usize) -> Sums {
    let session = snapshot.query_session().unwrap();
    let source = source(&session, snapshot);
    let ready = async {
        journal::ready(&source, 10).await?;
        query::judge_sales(&source, few).await
    };
    lake.run(ready).unwrap();
    summed(lake, &source, id)
}

fn summed(lake: &Lake, source: &Source<'_>, id: &str) -> Sums {
    let selection = Selection {
        by: vec![Dim::Day],
        ..Selection::default()
    };
    let measured = lake.run(query::measure(source, kpi(id).unwrap(), &selection)).unwrap();
    let readings = measured.readings.into_iter().map(|reading| {
        let currency = if reading.unit == "count" {
            String::new()
        } else {
            reading.unit
        };
        let Some(Quantity::Exact(sum)) = reading.value else {
            panic!("a sum of {id}");
        };
        ((reading.by[0].1.clone(), currency), sum)
    });
    readings.collect()
}

fn source<'a>(session: &'a datafusion::prelude::SessionContext, snapshot: &'a Snapshot) -> Source<'a> {
    Source {
        session,
        series: snapshot.series(),
        version: snapshot.version(),
        kept_from: snapshot.kept_from().clone(),
        answers: None,
    }
}
