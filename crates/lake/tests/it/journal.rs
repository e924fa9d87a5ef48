//! The journal by two routes: kept and brought up to date import by import, and told by SQL.

use std::fmt::Write as _;

use harpoon_core::event::{EventKind, Part};
use harpoon_core::identity::People;
use harpoon_lake::journal::{Book, Course, Journal, Journey, Laid};
use harpoon_lake::query::{Source, journal};
use harpoon_lake::{Lake, Snapshot, StoreError};

use crate::facts;

/// A person's events with their words, so that two tellings can be compared.
type Told = Vec<(u64, String, u64, Vec<String>)>;

const SHARED_ABOVE: usize = 4;

#[test]
fn kept_is_as_told_after_every_import() {
    let seeds = if std::env::var_os("HARPOON_LONG").is_some() {
        12
    } else {
        2
    };
    let mut added = 0;
    for seed in 1..=seeds {
        let home = tempfile::tempdir().unwrap();
        let lake = Lake::create(home.path()).unwrap();
        let mut chance = Chance(seed);
        for import in 0..8 {
            facts::load_after(&lake, &chance.import(import, seed), import);
            let snapshot = lake.snapshot(None).unwrap();
            let kept = kept(&lake, &snapshot);
            added += usize::from(kept.runs() > 1);
            assert_same(
                &walked(&kept),
                &told(&lake, &snapshot),
                &format!("seed {seed}, import {import}"),
            );
            let folded = kept.fold(Vec::new, |all, course| all.push(columns(course))).unwrap();
            let mut folded = folded.concat();
            folded.sort();
            let (mut in_order, mut laid) = (Vec::new(), Laid::default());
            kept.walk(|journey| {
                let course = laid.lay(journey);
                let steps = journey.steps.iter();
                assert!(steps.map(|step| step.at).eq(course.at.iter().copied()));
                in_order.push(columns(&course));
            })
            .unwrap();
            assert!(
                in_order.is_sorted_by_key(|course| course.key),
                "groups follow each other"
            );
            in_order.sort();
            assert_eq!(folded, in_order, "seed {seed}, import {import}");
        }
        // Taken away, it comes back the same.
        let snapshot = lake.snapshot(None).unwrap();
        let before = walked(&kept(&lake, &snapshot));
        std::fs::remove_dir_all(home.path().join("derived")).unwrap();
        let anew = kept(&lake, &snapshot);
        assert_eq!(anew.runs(), 1);
        assert_eq!(walked(&anew), before, "seed {seed}");
    }
    assert!(
        added > seeds as usize,
        "only {added} imports were added to a journal that stood"
    );
}

#[test]
fn imports_without_events_add_nothing() {
    let home = tempfile::tempdir().unwrap();
    let lake = Lake::create(home.path()).unwrap();
    facts::load(&lake, &Chance(3).import(0, 1));
    let before = walked(&kept(&lake, &lake.snapshot(None).unwrap()));
    for number in 1..12 {
        facts::load_after(
            &lake,
            "import costs\ncost fees|2026-11-01|2026-11-30|100|EUR|\n",
            number,
        );
        let snapshot = lake.snapshot(None).unwrap();
        let kept = kept(&lake, &snapshot);
        assert_eq!(kept.runs(), 1);
        assert_eq!(walked(&kept), before, "after import {number}");
        assert_eq!(kept.book().imports.len(), snapshot.ranked().len());
    }
}

#[test]
fn a_reverted_import_is_gone_from_the_journal() {
    let home = tempfile::tempdir().unwrap();
    let lake = Lake::create(home.path()).unwrap();
    facts::load(
        &lake,
        "import a\n\
         event e1|2026-11-01T10:00|visit|customer:1||||||||\n\
         event e2|2026-11-02T10:00|order|customer:1||o1||||10|EUR\n\
         import b\n\
         event e1|2026-11-01T11:00|visit|customer:2||||||||\n",
    );
    let people = |lake: &Lake| {
        let kept = kept(lake, &lake.snapshot(None).unwrap());
        walked(&kept)
            .into_iter()
            .map(|(_, who, _, steps)| (who, steps.len()))
            .collect::<Vec<_>>()
    };
    let mut both = people(&lake);
    both.sort();
    assert_eq!(both, [("customer:1".to_owned(), 1), ("customer:2".to_owned(), 1)]);
    let second = lake.snapshot(None).unwrap().ranked()[1].import_id.clone();
    lake.revert(&second).unwrap();
    assert_eq!(people(&lake), [("customer:1".to_owned(), 2)]);
}

#[test]
fn a_damaged_journal_is_made_anew() {
    let home = tempfile::tempdir().unwrap();
    let lake = Lake::create(home.path()).unwrap();
    facts::load(&lake, &Chance(9).import(0, 9));
    let snapshot = lake.snapshot(None).unwrap();
    let sound = walked(&kept(&lake, &snapshot));
    let folder = home.path().join("derived/journal");
    for name in [
        "manifest.json",
        "0/steps-0.parquet",
        "0/people-0.parquet",
        "0/origins.json",
    ] {
        let path = folder.join(name);
        let path = if path.exists() {
            path
        } else {
            folder.join(name.replace("0/", &format!("{}/", newest(&folder))))
        };
        let bytes = std::fs::read(&path).unwrap();
        for damaged in [&bytes[..bytes.len() / 2], &[]] {
            std::fs::write(&path, damaged).unwrap();
            assert_eq!(
                walked(&kept(&lake, &snapshot)),
                sound,
                "{name} cut to {}",
                damaged.len()
            );
            if !path.exists() {
                break;
            }
        }
    }
}

/// Shows the first that differs, not all.
fn assert_same(kept: &Told, told: &Told, when: &str) {
    for (kept, told) in kept.iter().zip(told) {
        assert_eq!(kept, told, "{when}");
    }
    assert_eq!(kept.len(), told.len(), "{when}");
}

fn newest(folder: &std::path::Path) -> u64 {
    let names = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| name.parse().ok()).max().unwrap()
}

fn kept(lake: &Lake, snapshot: &Snapshot) -> Journal {
    let ties = || {
        let session = snapshot.query_session().unwrap();
        lake.run(journal::ties(&source(&session, snapshot)))
            .map_err(|e| StoreError::damaged("identities", &e))
    };
    Journal::of(snapshot, SHARED_ABOVE, &ties)
        .unwrap()
        .expect("a journal can be kept")
}

fn walked(kept: &Journal) -> Told {
    let mut told = Told::new();
    kept.walk(|journey| told.push(line(kept.book(), journey))).unwrap();
    told.sort();
    told
}

fn told(lake: &Lake, snapshot: &Snapshot) -> Told {
    let session = snapshot.query_session().unwrap();
    let source = source(&session, snapshot);
    let mut told = Told::new();
    let walk = async {
        let people: People = journal::people(&source, SHARED_ABOVE).await?;
        journal::walk(&source, &people, journal::Who::Person, None, |book, journey| {
            told.push(line(book, journey));
        })
        .await
    };
    lake.run(walk).unwrap();
    told.sort();
    told
}

fn line(book: &Book, journey: &Journey) -> (u64, String, u64, Vec<String>) {
    let steps = journey.steps.iter().map(|step| {
        let origin = &book.origins[step.origin as usize];
        let import = &book.imports[step.import as usize];
        format!(
            "{} {} {} {:?} {import} {} {:?}",
            step.at, step.day, step.kind, origin, step.row, step.told
        )
    });
    (journey.key, journey.who.clone(), journey.left_out, steps.collect())
}

/// What a course tells, to be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Columns {
    key: u64,
    left_out: u64,
    steps: Vec<(i64, i32, u32, u32)>,
    deeds: Vec<String>,
}

fn columns(course: &Course<'_>) -> Columns {
    let steps = course.at.iter().zip(course.day).zip(course.kind).zip(course.origin);
    let deeds = course.deeds.steps.iter().map(|step| {
        assert_ne!(step.kind.part(), Part::Touch);
        let (deed, value, currency) = (step.deed(), step.value(), step.currency());
        format!("{} {} {deed:?} {value:?} {currency:?}", step.at, step.kind)
    });
    let columns = Columns {
        key: course.key,
        left_out: course.left_out,
        steps: steps
            .map(|(((at, day), kind), origin)| (*at, *day, *kind, *origin))
            .collect(),
        deeds: deeds.collect(),
    };
    let told = columns
        .steps
        .iter()
        .filter(|(.., kind, _)| EventKind::ALL[*kind as usize].part() != Part::Touch);
    assert_eq!(told.count(), columns.deeds.len());
    columns
}

/// A simple course of numbers.
struct Chance(u32);

impl Chance {
    fn next(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % below
    }

    /// Few people, few instants, so that much falls together; later imports tell some events again and join some names. Only
    /// some seeds have events that name nobody but a deed.
    fn import(&mut self, number: i64, seed: u32) -> String {
        let mut text = format!("import {number}\n");
        let many = if number == 0 { 700 } else { 40 };
        for line in 0..many {
            let retold = number > 0 && self.next(8) == 0;
            let id = if retold {
                format!("crm:{}-{}", self.next(u32::try_from(number).unwrap()), self.next(40))
            } else {
                format!("crm:{number}-{line}")
            };
            let kind = ["visit", "click", "order", "deal_won", "deal_lost", "refund", "lead"][self.next(7) as usize];
            let (day, hour) = (1 + self.next(20), self.next(4));
            let person = match self.next(12) {
                0 if seed.is_multiple_of(3) => String::new(),
                1 => format!("anonymous:{}", self.next(30)),
                _ => format!("customer:{}", self.next(60)),
            };
            let nameless = self.next(40) == 0;
            let person = if nameless { String::new() } else { person };
            let deed = if (person.is_empty() && !seed.is_multiple_of(3)) || self.next(2) == 0 {
                String::new()
            } else {
                format!("d{}", self.next(15))
            };
            let (source, medium) = (
                ["", "facebook", "google"][self.next(3) as usize],
                ["", "cpc"][self.next(2) as usize],
            );
            let (value, currency) = (1 + self.next(90), ["EUR", "USD"][self.next(2) as usize]);
            let _ = writeln!(
                text,
                "event {id}|2026-11-{day:02}T{hour:02}:00|{kind}|{person}||{deed}|{source}|{medium}||{value}|{currency}"
            );
        }
        for _ in 0..self.next(3) {
            let _ = writeln!(text, "tie customer:{}|anonymous:{}", self.next(60), self.next(30));
        }
        text
    }
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
