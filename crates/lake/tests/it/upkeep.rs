//! Taking back, tidying up, keeping raw bytes: none of it changes what a version of the data says.

use std::io::Read;
use std::time::{Duration, SystemTime};

use harpoon_lake::{Lake, Status};

use crate::facts;
use crate::workspace::{import_one, lines, now};

const SUM: &str = "select count(*), cast(sum(value) as varchar) from observations";

#[test]
fn a_reverted_import_does_not_count_until_it_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let one = import_one(&lake, "1.csv", "1", &[("ad1", "2026-01-01", "10", "1")]);
    import_one(&lake, "2.csv", "2", &[("ad1", "2026-01-02", "5", "1")]);
    let before = lake.snapshot(None).unwrap();
    let hidden = lake.revert(&one.import_id[..8]).unwrap();
    assert_eq!(hidden.iter().map(|i| i.file.as_str()).collect::<Vec<_>>(), ["1.csv"]);
    assert_eq!(now(&lake, SUM), ["2 6.000000"]);
    assert_eq!(lake.snapshot(None).unwrap().imports()[0].status, Status::Reverted);
    assert_eq!(
        lines(&lake, &lake.snapshot(Some(before.version())).unwrap(), SUM),
        ["4 17.000000"]
    );
    lake.restore(&one.import_id).unwrap();
    assert_eq!(now(&lake, SUM), ["4 17.000000"]);
    assert_eq!(lake.snapshot(None).unwrap().imports()[0].seq, 1);
    assert!(lake.revert("nothing").is_err());
}

#[test]
fn what_leans_on_a_reverted_import_goes_with_it_and_can_come_anew() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let january = ("ad1", "2026-01-01", "10", "1");
    let both = [january, ("ad1", "2026-01-02", "5", "1")];
    let one = import_one(&lake, "1.csv", "1", &[january]);
    let two = import_one(&lake, "2.csv", "2", &both);
    assert_eq!(two.duplicate, 1);
    let hidden = lake.revert(&one.import_id).unwrap();
    assert_eq!(
        hidden.iter().map(|i| i.file.as_str()).collect::<Vec<_>>(),
        ["1.csv", "2.csv"]
    );
    let anew = import_one(&lake, "2.csv", "2", &both);
    assert_ne!(anew.import_id, two.import_id);
    assert_eq!((anew.accepted, anew.duplicate), (2, 0));
    assert_eq!(now(&lake, SUM), ["4 17.000000"]);
}

#[test]
fn a_file_read_anew_stands_on_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let old = import_one(&lake, "1.csv", "1", &[("ad1", "2026-01-01", "10", "1")]);
    let mut head = crate::workspace::head("1.csv", "1");
    head.connector_version = 2;
    let mut staging = lake.stage().unwrap();
    let rows = [("ad1", "2026-01-01", "10", "1"), ("ad2", "2026-01-01", "3", "1")];
    let anew = crate::workspace::import(&mut staging, head, crate::workspace::ads(&rows));
    staging.commit().unwrap();
    assert_eq!((anew.accepted, anew.duplicate), (2, 0));
    assert_eq!(lake.revert(&old.import_id).unwrap().len(), 1);
    assert_eq!(now(&lake, SUM), ["4 15.000000"]);
}

#[test]
fn joining_files_and_clearing_up_change_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    for day in 1..=6 {
        import_one(
            &lake,
            &day.to_string(),
            &day.to_string(),
            &[("ad1", &format!("2026-01-0{day}"), "10", "1")],
        );
    }
    let all = "select * from observations order by metric, period_start";
    let before = now(&lake, all);
    let then = lake.snapshot(Some(3)).unwrap();
    let old = lines(&lake, &then, SUM);
    assert_eq!(old, ["6 33.000000"]);

    let done = lake.optimize().unwrap();
    let observations = done.iter().find(|t| t.table == "observations").unwrap();
    assert_eq!((observations.before, observations.after), (6, 1));
    assert_eq!(now(&lake, all), before);
    assert_eq!(
        lake.vacuum(Duration::from_hours(1)).unwrap(),
        0,
        "a reader may still want them"
    );
    assert_eq!(lake.vacuum(Duration::ZERO).unwrap(), 6);
    assert_eq!(now(&lake, all), before);
    assert_eq!(lines(&lake, &lake.snapshot(Some(3)).unwrap(), SUM), old);
    let again = import_one(&lake, "3", "3", &[("ad1", "2026-01-03", "10", "1")]);
    assert!(again.known);
}

#[test]
fn many_small_imports_leave_few_files_and_the_same_versions() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let add = |count: std::ops::Range<u32>| {
        for number in count {
            let (name, day) = (format!("n{number}"), format!("2026-01-{:02}", number % 28 + 1));
            import_one(&lake, &name, &name, &[(&format!("ad{number}"), &day, "10", "1")]);
        }
    };
    add(0..20);
    assert!(lake.gather_up().unwrap().is_empty(), "so few are left as they are");
    let early = lake.snapshot(None).unwrap().version();
    let then = lines(&lake, &lake.snapshot(Some(early)).unwrap(), SUM);
    add(20..70);
    let all = "select * from observations order by entity_id, metric";
    let before = now(&lake, all);
    let done = lake.gather_up().unwrap();
    let files = done.iter().map(|t| (t.table, t.before, t.after));
    let files: Vec<_> = files.filter(|(name, _, _)| *name == "observations").collect();
    assert_eq!(files, [("observations", 70, 1)]);
    assert_eq!(now(&lake, all), before);
    assert_eq!(lines(&lake, &lake.snapshot(Some(early)).unwrap(), SUM), then);
    lake.vacuum(Duration::ZERO).unwrap();
    assert_eq!(lines(&lake, &lake.snapshot(Some(early)).unwrap(), SUM), then);
    assert!(import_one(&lake, "n3", "n3", &[("ad3", "2026-01-04", "10", "1")]).known);
}

/// Two events an import, told in no order of any column.
#[test]
fn what_people_do_is_joined_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    for number in 0..64 {
        let (one, two) = (997 * number % 1000, 1000 + 389 * number % 1000);
        let (day, other) = (number % 27 + 1, (number * 5) % 27 + 1);
        let facts = format!(
            "import n{number}\nevent v{one}|2026-01-{day:02}T10:00|visit|anonymous:a{two}|||facebook||||\n\
             event w{two}|2026-02-{other:02}T11:00|lead|customer:{one}||d{one}|||||"
        );
        facts::load_after(&lake, &facts, number);
    }
    let all = "select * from events order by import_id, row";
    let before = now(&lake, all);
    assert_eq!(before.len(), 128);
    // Who began to ask before goes on reading the files that are joined, however old they are.
    let asking = lake.snapshot(None).unwrap();
    for entry in std::fs::read_dir(folder.path().join("lake/events")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let file = std::fs::File::options().append(true).open(path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_hours(3)).unwrap();
        }
    }
    let done = lake.gather_up().unwrap();
    let files = done.iter().map(|t| (t.table, t.before, t.after));
    assert_eq!(
        files.filter(|(name, ..)| *name == "events").collect::<Vec<_>>(),
        [("events", 64, 1)]
    );
    assert_eq!(lines(&lake, &asking, all), before);
    assert_eq!(now(&lake, all), before);
}

#[test]
fn one_reading_stands_in_the_place_of_another_in_one_version() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let old = import_one(&lake, "1.csv", "1", &[("ad1", "2026-01-01", "10", "1")]);
    let version = lake.snapshot(None).unwrap().version();
    let anew = |connector_version, rows: &[_]| {
        let mut head = crate::workspace::head("1.csv", "1");
        head.connector_version = connector_version;
        let batch = crate::workspace::ads(rows);
        let mut staging = lake.stage().unwrap();
        assert_eq!(staging.begin(head).unwrap(), harpoon_lake::Begun::New);
        staging.instead_of(&old.import_id).unwrap();
        let tail = crate::workspace::tail(&batch);
        staging.push(batch).unwrap();
        let outcome = staging.end(tail).unwrap();
        staging.commit().unwrap();
        outcome
    };
    // With the same facts the old one stays.
    assert!(anew(2, &[("ad1", "2026-01-01", "10", "1")]).known);
    assert_eq!(
        (now(&lake, SUM), lake.snapshot(None).unwrap().version()),
        (vec!["2 11.000000".to_owned()], version)
    );
    let new = anew(3, &[("ad1", "2026-01-01", "10", "1"), ("ad2", "2026-01-01", "3", "1")]);
    assert_eq!(now(&lake, SUM), ["4 15.000000"]);
    let after = lake.snapshot(None).unwrap();
    assert_eq!(after.version(), version + 1, "one commit");
    let states: Vec<_> = after
        .imports()
        .iter()
        .map(|i| (i.import_id.clone(), i.status))
        .collect();
    assert_eq!(
        states,
        [(old.import_id.clone(), Status::Reverted), (new.import_id, Status::Done)]
    );
    assert_eq!(
        lines(&lake, &lake.snapshot(Some(version)).unwrap(), SUM),
        ["2 11.000000"]
    );
    // What does not count has no place to take, nor have other bytes.
    let mut staging = lake.stage().unwrap();
    assert!(staging.instead_of(&old.import_id).is_err());
    staging.begin(crate::workspace::head("2.csv", "2")).unwrap();
    assert!(staging.instead_of(&old.import_id).is_err());
}

#[test]
fn raw_bytes_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    let large: Vec<u8> = (0..6_000_000_u32).map(|n| (n % 251) as u8).collect();
    for bytes in [b"abc".to_vec(), large] {
        let content = bytes.clone();
        let raw = lake
            .keep_raw(move || Ok(std::io::Cursor::new(content.clone())))
            .unwrap();
        lake.stage().unwrap().commit().unwrap();
        let mut back = Vec::new();
        lake.raw(&raw.sha256).unwrap().read_to_end(&mut back).unwrap();
        assert!(back == bytes);
        assert_eq!(raw.bytes, bytes.len() as u64);
        if bytes == b"abc" {
            // FIPS 180-2, appendix B.1.
            assert_eq!(
                raw.sha256,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            );
        }
    }
}

#[test]
fn the_doctor_sees_what_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::create(folder.path()).unwrap();
    import_one(&lake, "1.csv", "1", &[("ad1", "2026-01-01", "10", "1")]);
    let findings = lake.doctor().unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].what.contains("raw bytes of 1.csv"));
    for entry in std::fs::read_dir(folder.path().join("lake/observations")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "parquet") {
            std::fs::remove_file(path).unwrap();
        }
    }
    assert!(lake.doctor().unwrap()[0].what.contains("is gone"));
}
