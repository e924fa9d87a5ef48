//! Erasing one person: no byte of the workspace names them, the others stay as they were, and they stay out.

use crate::is_long;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use harpoon::Workspace;
use harpoon::core::Alias;
use harpoon::lake::store::{Erased, Lake, Statement, Step, StoreError, Wish};
use jiff::Timestamp;
use serde_json::json;

use super::beside::{beside, beside_is_clean};
use super::collector::{Collector, asked, count};
use super::journeys::MAP;
use super::place::Place;

pub(crate) const ANN: &str = "ann@canary.example";
/// SHA-256 of the address.
const HASH: &str = "50ef8ab916a494aa600a2f6b80b973a12229150f61966b4bcaaba118fcc13bb4";
pub(crate) const BROWSER: &str = "canary-browser-0001";

/// Ann is customer 7001, with a browser; Bob is 7002. Both share a file, and an export of later.
fn shared() -> Place {
    shared_in(Place::new())
}

pub(crate) fn shared_in(place: Place) -> Place {
    let map = place.file("made.toml", &mapped());
    let file = place.file("made.csv", &rows(""));
    let report = place.import(&[&file, "--map", &map]);
    assert_eq!(
        (report[0]["accepted"].as_u64(), report[0]["quarantined"].as_u64()),
        (Some(4), Some(1)),
        "{report:?}"
    );
    place
}

pub(crate) fn mapped() -> String {
    MAP.replace(
        "\"browser\" = \"person.anonymous\"",
        "\"browser\" = \"person.anonymous\"\n\"mail\" = \"person.email\"",
    )
}

pub(crate) fn rows(more: &str) -> String {
    format!(
        "who,browser,mail,when,what,deed,source,medium,campaign,amount\n\
         7001,{BROWSER},{ANN},2026-10-01T10:00:00Z,visit,,facebook,social,,\n\
         7002,browser-of-bob-1,bob@other.example,2026-10-01T11:00:00Z,visit,,facebook,social,,\n\
         7001,{BROWSER},{ANN},2026-10-02T10:00:00Z,order,A1,,,,40\n\
         7002,browser-of-bob-1,bob@other.example,2026-10-02T11:00:00Z,order,B1,,,,30\n\
         7001,{BROWSER},{ANN},yesterday,order,A2,,,,50\n{more}"
    )
}

fn orders(place: &Place) -> Vec<Vec<String>> {
    let all = asked(
        place,
        "select deed, value from events where kind = 'order' order by deed",
    );
    all.iter()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

/// Rows of all imports that are put aside, by their own word.
fn put_aside(place: &Place) -> u64 {
    let imports = place.json(&["imports"]);
    imports
        .iter()
        .map(|import| import["quarantined"].as_u64().unwrap())
        .sum()
}

/// Every file of a folder whose bytes, packed or not, hold one of the texts.
pub(crate) fn holding(folder: &Path, texts: &[&str], found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holding(&path, texts, found);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let holds = |bytes: &[u8]| {
            texts
                .iter()
                .any(|text| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
        };
        if holds(&bytes) {
            found.push(path.display().to_string());
        }
    }
}

pub(crate) fn nothing_names_ann(place: &Place) {
    let names = [ANN, "canary", BROWSER, HASH];
    let mut found = Vec::new();
    holding(&place.root(), &names, &mut found);
    if let Some(bucket) = place.bucket() {
        found.extend(bucket.holding(&names));
    } else {
        let workspace = Workspace::open(&place.root()).unwrap();
        for import in workspace.lake().snapshot(None).unwrap().imports() {
            let text = std::io::read_to_string(workspace.lake().raw(&import.sha256).unwrap()).unwrap();
            assert!(!text.contains("canary") && !text.contains(HASH), "{text}");
        }
    }
    assert!(found.is_empty(), "{found:?}");
    for table in ["events", "identities", "quarantine"] {
        for column in ["events:person", "identities:one", "identities:other", "quarantine:raw"] {
            let Some(column) = column.strip_prefix(&format!("{table}:")) else {
                continue;
            };
            let sql = format!("select count(*) from {table} where {column} like '%7001%' or {column} like '%canary%'");
            assert_eq!(count(place, &sql), 0, "{sql}");
        }
    }
    let doctor = place.run(&["doctor"]);
    assert!(!doctor.out.contains("erased"), "{}", doctor.out);
    let list = place.run(&["person", "--erased"]);
    assert!(list.code == 0 && list.err.contains("It holds"), "{}", list.err);
}

#[test]
fn an_erased_person_is_nowhere_and_the_others_stay() {
    is_nowhere(Place::new());
}

pub(crate) fn is_nowhere(place: Place) {
    let place = shared_in(place);
    assert_eq!(count(&place, "select count(*) from events"), 4);
    let exported = place.ok(&["person", ANN, "--export"]);
    assert!(
        exported.contains("yesterday") && !exported.contains("bob@"),
        "{exported}"
    );
    let dry = place.run(&["person", ANN, "--erase", "--dry-run"]);
    assert!(dry.code == 0 && dry.err.contains("events: 2 of 4 rows"), "{}", dry.err);
    assert_eq!(place.run(&["person", ANN, "--erase"]).code, 2);
    assert_eq!(count(&place, "select count(*) from events"), 4);

    assert_eq!(put_aside(&place), 1);
    let said = place.run(&["person", ANN, "--erase", "--yes"]);
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    assert!(!said.out.contains("canary"), "{}", said.out);
    nothing_names_ann(&place);
    // The row that was put aside is in no count any more either.
    assert_eq!(put_aside(&place), 0);
    assert_eq!(
        asked(&place, "select deed, value from events where kind = 'order'").len(),
        1
    );
    assert!(orders(&place)[0][0].contains("B1"), "{:?}", orders(&place));
    // An earlier version is a clear error.
    let old = place.run(&["kpi", "orders", "--at", "1"]);
    assert!(old.code != 0 && old.err.contains("erased"), "{}", old.err);

    // The same export changes nothing; a longer one brings what is new of others only.
    let map = place.beside("made.toml").to_str().unwrap().to_owned();
    let same = place.beside("made.csv").to_str().unwrap().to_owned();
    place.import(&[&same, "--map", &map]);
    nothing_names_ann(&place);
    let more = format!(
        "7001,{BROWSER},{ANN},2026-10-03T10:00:00Z,order,A3,,,,40\n\
         7002,browser-of-bob-1,bob@other.example,2026-10-03T11:00:00Z,order,B2,,,,30\n"
    );
    let longer = place.file("longer.csv", &rows(&more));
    let report = place.import(&[&longer, "--map", &map]);
    assert!(
        report[0]["remarks"]
            .to_string()
            .contains("4 rows name people who were erased"),
        "{report:?}"
    );
    nothing_names_ann(&place);
    assert_eq!(
        count(&place, "select count(distinct deed) from events where kind = 'order'"),
        2
    );
}

#[test]
fn what_clients_sent_goes_too() {
    sent_goes_too(&Place::new());
}

/// The count once what was sent has come to the tables: a question waits two seconds for that, a bucket on a busy machine takes longer.
pub(crate) fn counted(place: &Place, sql: &str, least: u64) -> u64 {
    let begun = Instant::now();
    loop {
        let found = count(place, sql);
        if found >= least || begun.elapsed() > Duration::from_mins(1) {
            return found;
        }
    }
}

pub(crate) fn sent_goes_too(place: &Place) {
    let key = place.ok(&["-q", "source", "add", "shop", "--origin", "https://shop.example"]);
    let server = Collector::run(&mut place.command(&["-q", "serve", "--port", "0"]));
    let event = |who: &str, deed: &str| {
        json!({"type": "track", "event": "Order Completed", "messageId": deed, "anonymousId": who, "userId": format!("user-{who}"),
               "timestamp": "2026-11-22T12:00:00Z", "properties": {"order_id": deed, "total": 10, "currency": "EUR"}})
    };
    let both = json!({"batch": [event(BROWSER, "1001"), event("browser-of-bob-1", "1002")]});
    assert_eq!(server.post("/v1/batch", key.trim(), &both).status, 200);
    assert_eq!(counted(place, "select count(*) from events where kind = 'order'", 2), 2);
    let name = format!("anonymous:{BROWSER}");
    // Whoever collects has to stop first.
    let busy = place.run(&["person", &name, "--erase", "--yes"]);
    assert!(busy.code != 0, "{}", busy.err);
    drop(server);
    let said = place.run(&["person", &name, "--erase", "--yes"]);
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    nothing_names_ann(place);
    assert_eq!(count(place, "select count(*) from events where kind = 'order'"), 1);
    // They come again, with somebody else: they stay out, and so do visits of theirs that are not over.
    let page = |who: &str, id: &str| {
        json!({"type": "page", "messageId": id, "anonymousId": who,
               "context": {"page": {"url": "https://shop.example/", "title": "Shop"}}})
    };
    let server = Collector::run(&mut place.command(&["-q", "serve", "--port", "0"]));
    let both = json!({"batch": [page(BROWSER, "p-1"), event(BROWSER, "1003"), page("browser-of-bob-1", "p-2")]});
    assert_eq!(server.post("/v1/batch", key.trim(), &both).status, 200);
    assert_eq!(
        counted(place, "select count(*) from events where kind = 'page_view'", 1),
        1
    );
    drop(server);
    nothing_names_ann(place);
    let open = fs::read_dir(place.root().join("collector")).unwrap();
    let open = open.filter_map(|file| fs::read_to_string(file.unwrap().path()).ok());
    assert!(open.into_iter().any(|text| text.contains("browser-of-bob-1")));
}

#[test]
fn what_lies_beside_the_lake_goes_too() {
    beside_goes_too(Place::new());
}

pub(crate) fn beside_goes_too(place: Place) {
    let place = shared_in(place);
    beside(&place);
    let said = place.run(&["person", ANN, "--erase", "--yes"]);
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    nothing_names_ann(&place);
    beside_is_clean(&place);
    let stated = Statement::all(&place.root()).unwrap().remove(0);
    let files: Vec<&str> = stated.others.keys().map(String::as_str).collect();
    assert_eq!(
        files,
        [
            "links/links.jsonl",
            "live/sky/run.jsonl",
            "live/sky/runs.jsonl",
            "live/sky/state.json",
            "singer/shop/incoming/shop/s.jsonl",
            "singer/shop/kept/s-20261001T000000Z.jsonl",
            "singer/shop/log.txt",
        ]
    );
    // What is the user's own is told, and not touched.
    let note = place.root().join("notes.txt");
    fs::write(&note, format!("call {ANN} back")).unwrap();
    let list = place.run(&["person", "--erased"]);
    assert!(list.code != 0 && list.err.contains("notes.txt"), "{}", list.err);
}

/// The program itself, killed at any moment, with files beside the lake: nothing was begun, or the next command carries it through,
/// and the statement tells of all files.
#[test]
fn a_killed_erasure_is_carried_through_by_the_next_command() {
    let erase = ["person", ANN, "--erase", "--yes"];
    let place = shared();
    beside(&place);
    let begun = Instant::now();
    place.ok(&erase);
    let whole = begun.elapsed();
    // The ordinary run kills twice, `cargo xtask test --long` in each part.
    let parts = if is_long() { &[3, 4, 5, 6, 7, 8][..] } else { &[4, 7] };
    for part in parts.iter().copied() {
        let place = shared();
        beside(&place);
        let mut child = place
            .command(&erase)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(whole * part / 8);
        child.kill().unwrap();
        child.wait().unwrap();
        let is_begun = place.root().join("erased/_pending.json").exists();
        let events = count(&place, "select count(*) from events");
        let statements = Statement::all(&place.root()).unwrap();
        if statements.is_empty() {
            assert!(!is_begun && events == 4, "killed after {part}/8: {events}");
            continue;
        }
        assert_eq!((events, statements.len()), (2, 1), "killed after {part}/8");
        assert_eq!(statements[0].others.len(), 7, "{statements:?}");
        nothing_names_ann(&place);
        beside_is_clean(&place);
    }
    // The steps outside the lake too: broken off after the first of them.
    let place = shared();
    beside(&place);
    let dry = place.run(&["person", ANN, "--erase", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    {
        let workspace = Workspace::open(&place.root()).unwrap();
        let mut names = Erased::new("salt".to_owned());
        for name in [
            format!("email:{HASH}"),
            format!("anonymous:{BROWSER}"),
            "customer:7001".to_owned(),
        ] {
            names.add(&Alias::parse(&name).unwrap());
        }
        let wish = Wish {
            names,
            ..Wish::default()
        };
        let erasing = workspace.lake().erase(wish, Timestamp::UNIX_EPOCH).unwrap();
        let broken = erasing
            .with_others([("singer/shop/log.txt".to_owned(), 1)])
            .carry_out(|_| {
                fs::write(place.root().join("singer/shop/log.txt"), "hello\n\nbye\n").unwrap();
                Err(StoreError::Erasing)
            });
        assert!(broken.is_err());
    }
    assert!(place.root().join("erased/_pending.json").exists());
    assert_eq!(count(&place, "select count(*) from events"), 2);
    nothing_names_ann(&place);
    beside_is_clean(&place);
    assert_eq!(
        Statement::all(&place.root()).unwrap()[0].others["singer/shop/log.txt"],
        1
    );
}

#[test]
fn nobody_is_erased_while_another_process_has_the_workspace() {
    let place = shared();
    let server = Collector::of("serve", &place.root());
    let busy = place.run(&["person", ANN, "--erase", "--yes"]);
    assert!(
        busy.code == 2 && busy.err.contains("has this workspace open"),
        "{}",
        busy.err
    );
    // What would go is told all the same.
    assert_eq!(place.run(&["person", ANN, "--erase", "--dry-run"]).code, 0);
    assert_eq!(count(&place, "select count(*) from events"), 4);
    drop(server);
    place.ok(&["person", ANN, "--erase", "--yes"]);
    nothing_names_ann(&place);
}

/// A file of two bytes a letter has no lines that could be emptied: all of it goes, and the facts of others stay.
#[test]
fn a_file_without_lines_goes_whole() {
    let place = Place::new();
    let map = place.file("made.toml", &mapped());
    let path = place.beside("wide.csv");
    let text = format!("\u{feff}{}", rows(""));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&path, wide).unwrap();
    let file = path.to_str().unwrap().to_owned();
    let report = place.import(&[&file, "--map", &map]);
    assert_eq!(report[0]["accepted"], 4, "{report:?}");
    place.ok(&["person", ANN, "--erase", "--yes"]);
    nothing_names_ann(&place);
    assert_eq!(orders(&place).len(), 1);
    let workspace = Workspace::open(&place.root()).unwrap();
    let import = workspace.lake().snapshot(None).unwrap().imports()[0].clone();
    assert_eq!(
        std::io::read_to_string(workspace.lake().raw(&import.sha256).unwrap()).unwrap(),
        ""
    );
    drop(workspace);
    let again = place.import(&[&file, "--map", &map]);
    assert!(again[0]["reason"].to_string().contains("already imported"), "{again:?}");
    nothing_names_ann(&place);
}

/// Streams that somebody reads and streams that nobody reads.
#[test]
fn a_tap_does_not_bring_them_back() {
    tap_brings_nobody_back(Place::new());
}

pub(crate) fn tap_brings_nobody_back(place: Place) {
    let place = shared_in(place);
    place.ok(&["person", ANN, "--erase", "--yes"]);
    let record = |stream: &str, who: &str, browser: &str, mail: &str| {
        json!({"type": "RECORD", "stream": stream, "record": {"who": who, "browser": browser, "mail": mail,
               "when": "2026-10-05T10:00:00Z", "what": "order", "deed": format!("S-{who}"), "amount": 40}})
        .to_string()
            + "\n"
    };
    let schema = |stream: &str| {
        json!({"type": "SCHEMA", "stream": stream, "schema": {"properties": {}}, "key_properties": []}).to_string()
            + "\n"
    };
    let both = |stream: &str| {
        schema(stream)
            + &record(stream, "7001", BROWSER, ANN)
            + &record(stream, "7002", "browser-of-bob-1", "bob@other.example")
    };
    let map = place.beside("made.toml").to_str().unwrap().to_owned();
    let said = place.pipe(&["--tap", "shop", "--yes", "--map", &map], both("orders").as_bytes());
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    assert_eq!(count(&place, "select count(*) from events where deed = 'S-7002'"), 1);
    nothing_names_ann(&place);
    place.pipe(&["--tap", "unread"], both("nobody_knows_it").as_bytes());
    nothing_names_ann(&place);
    let kept = fs::read_dir(place.root().join("singer/unread/kept")).unwrap();
    let kept: String = kept
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert!(kept.contains("bob@other.example"), "{kept}");
}

/// A backup from before: what was stated since is carried out once more.
#[test]
fn a_backup_that_is_brought_back_forgets_them_again() {
    let place = shared();
    let backup = Place::new();
    fs::remove_dir_all(backup.root()).unwrap();
    copy(&place.root(), &backup.root());
    place.ok(&["person", ANN, "--erase", "--yes"]);
    assert_eq!(count(&backup, "select count(*) from events"), 4);
    let stated = Statement::all(&place.root()).unwrap();
    {
        let workspace = Workspace::open(&backup.root()).unwrap();
        let again = workspace
            .erase_again(&place.root(), Timestamp::UNIX_EPOCH)
            .unwrap()
            .unwrap();
        assert_eq!(again.again, [stated[0].digest().unwrap()]);
        // The digests of the names are the same, so both keep the same people out.
        assert_eq!(again.names, stated[0].names);
    }
    nothing_names_ann(&backup);
    assert_eq!(count(&backup, "select count(*) from events"), 2);
    let workspace = Workspace::open(&backup.root()).unwrap();
    // Once it is stated here, nothing is left to do.
    let once_more = workspace.erase_again(&place.root(), Timestamp::UNIX_EPOCH).unwrap();
    assert!(once_more.is_none(), "{once_more:?}");
    let other = shared();
    other.ok(&["person", ANN, "--erase", "--yes"]);
    assert!(workspace.erase_again(&other.root(), Timestamp::UNIX_EPOCH).is_err());
}

/// The same by the commands: the folder as it stood last states who was erased since, and so does a newer backup.
#[test]
fn a_restore_erases_again_whoever_was_erased_since() {
    restored_is_erased(Place::new());
}

pub(crate) fn restored_is_erased(place: Place) {
    let place = shared_in(place);
    let backups = place.beside("backups").display().to_string();
    let first = place.json(&["backup", &backups])[0]["backup"]
        .as_str()
        .unwrap()
        .to_owned();
    place.ok(&["person", ANN, "--erase", "--yes"]);
    let back = |more: &[&str]| {
        let to = Place::new();
        fs::remove_dir_all(to.root()).unwrap();
        let root = to.root().display().to_string();
        let before = ["restore", &backups, &root, "--backup", &first];
        place.ok(&[before.as_slice(), more].concat());
        to
    };
    assert_eq!(
        count(&back(&[]), "select count(*) from events"),
        4,
        "nothing states it yet"
    );
    let by_folder = back(&["--erased", &place.root().display().to_string()]);
    place.ok(&["backup", &backups]);
    for restored in [by_folder, back(&[])] {
        nothing_names_ann(&restored);
        assert_eq!(count(&restored, "select count(*) from events"), 2);
        let beside = fs::read_dir(restored.root().parent().unwrap()).unwrap();
        assert!(
            !beside
                .flatten()
                .any(|entry| entry.path().extension().is_some_and(|end| end == "stated"))
        );
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, to) = (
            entry.as_ref().unwrap().path(),
            to.join(entry.as_ref().unwrap().file_name()),
        );
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// The lake's own steps, each of which may be the last: whoever opens the workspace next carries it through.
#[test]
fn an_erasure_that_breaks_off_is_carried_through() {
    let steps = if is_long() {
        &[0, 1, 2, 4, 7, 11, 16, 22][..]
    } else {
        &[2, 11]
    };
    for last in steps.iter().copied() {
        let place = shared();
        let steps = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&steps);
        let probe = move |_: &Step| {
            let step = counted.fetch_add(1, Ordering::Relaxed);
            if step < last {
                Ok(())
            } else {
                Err(std::io::Error::other("killed"))
            }
        };
        let lake = Lake::open_observed(&place.root(), Some(Arc::new(probe))).unwrap();
        let mut names = Erased::new("salt".to_owned());
        for name in [
            format!("email:{HASH}"),
            "customer:7001".to_owned(),
            format!("anonymous:{BROWSER}"),
        ] {
            names.add(&Alias::parse(&name).unwrap());
        }
        let wish = Wish {
            names,
            ..Wish::default()
        };
        let erasing = lake.erase(wish, Timestamp::UNIX_EPOCH).unwrap();
        let done = erasing.carry_out::<StoreError>(|_| Ok(()));
        drop(lake);
        if done.is_err() && !place.root().join("erased/_pending.json").exists() {
            assert_eq!(
                count(&place, "select count(*) from events"),
                4,
                "nothing was begun after {last} steps"
            );
            continue;
        }
        assert_eq!(count(&place, "select count(*) from events"), 2, "after {last} steps");
        nothing_names_ann(&place);
        assert!(!place.root().join("erased/_pending.json").exists());
        assert_eq!(
            count(&place, "select count(*) from imports where connector = 'erasure'"),
            1
        );
    }
}
