//! The server killed at any moment, between what it promised and what the lake has: nothing lost, nothing twice.
//!
//! The ordinary run kills a few, `cargo xtask test --long` more. `HARPOON_KILLS=1000` is the campaign, `HARPOON_MINUTES=20` ends one before its
//! time; it says how many kills there were, and how many events were acknowledged.

use crate::is_long;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::collector::{CHROME, Collector, asked, order, posted, send_to, source};
use super::place::Place;

/// Kills of the ordinary run.
const FEW: u64 = 8;
/// Kills of the long run.
const MORE: u64 = 300;
/// Longest life of most servers, in milliseconds.
const LIFE: u64 = 350;
/// Longest life of one in sixteen, so that what waits is taken in now and then, however slow the machine.
const LONG_LIFE: u64 = 4_000;
/// Events of one of the long requests at most; one of eight is long.
const LONG: u64 = 1_000;

#[test]
fn a_killed_server_loses_nothing_and_counts_nothing_twice() {
    let kills = std::env::var("HARPOON_KILLS").ok().and_then(|kills| kills.parse().ok());
    let kills = kills.unwrap_or(if is_long() { MORE } else { FEW });
    let place = Place::new();
    source(&place.root(), "shop", "key", "");
    let text = fs::read_to_string(place.root().join("harpoon.toml")).unwrap();
    fs::write(
        place.root().join("harpoon.toml"),
        format!("{text}\n[collect]\nlimit = 0\n"),
    )
    .unwrap();
    fs::create_dir_all(place.root().join("collector")).unwrap();
    let begun = Instant::now();
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut clients = Clients::default();
    let mut in_load = 0;
    let most = std::env::var("HARPOON_MINUTES")
        .ok()
        .and_then(|minutes| minutes.parse().ok());
    let most = most.map(|minutes: u64| Duration::from_secs(60 * minutes));
    let mut done = 0;
    while done < kills && most.is_none_or(|most| begun.elapsed() < most) {
        done += 1;
        let mut server = Collector::of("collect", &place.root());
        let longest = if chance.below(16) == 0 { LONG_LIFE } else { LIFE };
        let (port, life) = (server.port, Duration::from_millis(chance.below(longest)));
        let asks = Duration::from_millis(chance.below(longest));
        let wish = place.root().join("collector/wanted-by-the-test");
        let until = Instant::now() + life;
        thread::scope(|threads| {
            let sending = threads.spawn(|| clients.send_until(port, until, &mut chance));
            threads.spawn(|| {
                // As another process asks; the server loads within a tenth of a second.
                thread::sleep(asks.min(life));
                fs::write(&wish, "").unwrap();
            });
            thread::sleep(life);
            server.kill();
            sending.join().unwrap();
        });
        // The wish stands and what it asked for was not granted: the load had not ended, or not begun.
        in_load += u64::from(wish.exists() && place.root().join("lake/_pending.json").exists());
        if done % 100 == 0 {
            report(done, in_load, &clients, begun.elapsed());
        }
    }
    let rows = asked(
        &place,
        "select deed, count(*) from events where kind = 'order' group by deed",
    );
    let rows: BTreeMap<String, String> = rows.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let lost: Vec<&String> = clients
        .acknowledged
        .iter()
        .filter(|id| !rows.contains_key(*id))
        .collect();
    let twice: Vec<_> = rows.iter().filter(|(_, times)| *times != "1").collect();
    assert!(lost.is_empty() && twice.is_empty(), "lost {lost:?}, twice {twice:?}");
    assert!(rows.keys().all(|id| clients.sent.contains(id)), "what nobody sent");
    assert!(
        clients.acknowledged.len() as u64 > done,
        "too few were sent to show anything"
    );
    let counts = &place.json(&["-q", "source", "list"])[0];
    let number = |key: &str| counts[key].as_u64().unwrap();
    assert_eq!(number("loaded"), rows.len() as u64);
    assert_eq!(
        number("accepted"),
        number("loaded") + number("quarantined") + number("duplicate")
    );
    // A client was told more often that an event is kept than that it waits, never less.
    assert!(
        number("accepted") >= clients.times_told,
        "{counts} {}",
        clients.times_told
    );
    report(done, in_load, &clients, begun.elapsed());
}

/// Whatever of the collector's folder is lost or old, the lake knows what it has.
#[test]
fn keys_and_log_can_be_made_anew() {
    let place = Place::new();
    source(&place.root(), "shop", "key", "");
    let folder = place.root().join("collector");
    let at = "2026-11-22T12:00:00Z";
    let told = |ids: &[&str]| {
        let server = Collector::of("collect", &place.root());
        let batch: Vec<_> = ids.iter().map(|id| order(id, at)).collect();
        server.post("/v1/batch", "key", &json!({"batch": batch})).status
    };
    let send = |ids: &[&str]| assert_eq!(told(ids), 200, "{ids:?}");
    let orders = || asked(&place, "select deed from events where kind = 'order' order by deed").concat();
    send(&["1", "2"]);
    assert_eq!(orders(), ["1", "2"]);
    let old = place.beside("old-log");
    copy(&folder.join("log"), &old);
    // Without keys: they are made of the raw bytes that the lake keeps.
    fs::remove_dir_all(folder.join("keys")).unwrap();
    send(&["2", "3"]);
    assert_eq!(orders(), ["1", "2", "3"]);
    // Without a log: another begins, with numbers of its own.
    fs::remove_dir_all(folder.join("log")).unwrap();
    send(&["1", "2", "3", "4"]);
    assert_eq!(orders(), ["1", "2", "3", "4"]);
    // Without either.
    fs::remove_dir_all(&folder).unwrap();
    send(&["1", "2", "3", "4", "5"]);
    assert_eq!(orders(), ["1", "2", "3", "4", "5"]);
    let counts = &place.json(&["-q", "source", "list"])[0];
    let number = |key: &str| counts[key].as_u64().unwrap();
    assert_eq!([number("accepted"), number("loaded"), number("duplicate")], [13, 5, 8]);
    // An old copy of the first log would give numbers anew that the lake has: nothing is promised, and it is said why.
    fs::remove_dir_all(folder.join("log")).unwrap();
    copy(&old, &folder.join("log"));
    assert_eq!(told(&["6"]), 503);
    let said = place.run(&["sql", "select count(*) from events where kind = 'order'"]);
    assert!(
        said.err.contains("the log of them ends at") && said.code == 0,
        "{}",
        said.err
    );
    fs::rename(folder.join("log"), place.beside("bad-log")).unwrap();
    send(&["6"]);
    assert_eq!(orders(), ["1", "2", "3", "4", "5", "6"]);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().map(|file| file.unwrap().path()) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

/// Clients that send until they are told that it is kept, and some of it again.
#[derive(Default)]
struct Clients {
    sent: BTreeSet<String>,
    acknowledged: BTreeSet<String>,
    /// The same, as they came.
    kept: Vec<String>,
    open: Vec<String>,
    times_told: u64,
}

impl Clients {
    fn send_until(&mut self, port: u16, until: Instant, chance: &mut Chance) {
        while Instant::now() < until {
            let events = if chance.below(8) == 0 {
                chance.below(LONG)
            } else {
                chance.below(3)
            };
            let mut ids: Vec<String> = (0..=events).map(|_| self.next(chance)).collect();
            ids.dedup();
            let batch: Vec<_> = ids.iter().map(|id| order(id, "2026-11-22T12:00:00Z")).collect();
            let body = json!({"batch": batch}).to_string();
            self.sent.extend(ids.iter().cloned());
            match send_to(port, &posted("/v1/batch", "key", &body, CHROME)) {
                Some(told) if told.status == 200 => {
                    self.times_told += ids.len() as u64;
                    for id in ids {
                        if self.acknowledged.insert(id.clone()) {
                            self.kept.push(id);
                        }
                    }
                }
                Some(told) => panic!("{told:?}"),
                None => self.open.extend(ids),
            }
        }
    }

    /// One that nobody was told about, a new one, or one that is kept already.
    fn next(&mut self, chance: &mut Chance) -> String {
        let known = self.kept.len();
        match chance.below(10) {
            0..=2 if !self.open.is_empty() => self.open.pop().unwrap_or_default(),
            3 if known > 0 => {
                let place = usize::try_from(chance.below(known as u64)).unwrap();
                self.kept.get(place).cloned().unwrap_or_default()
            }
            _ => format!(
                "o{}",
                self.sent.len() + self.open.len() + usize::try_from(chance.below(1 << 40)).unwrap()
            ),
        }
    }
}

/// Knuth's linear congruential generator.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[expect(clippy::print_stderr, reason = "the numbers of the campaign")]
fn report(kills: u64, in_load: u64, clients: &Clients, all: Duration) {
    eprintln!(
        "{kills} kills, {in_load} of them in a commit; {} events acknowledged {} times; {all:.0?} in all",
        clients.acknowledged.len(),
        clients.times_told
    );
}
