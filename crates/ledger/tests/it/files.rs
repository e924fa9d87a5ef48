//! The ledger in a folder: written so that neither crash nor second writer harms it.

use std::fs;
use std::thread;

use harpoon_ledger::{Draft, Entry, Kind, LedgerError, LedgerFiles, Older, Role, Salt, Signer, verify};
use serde_json::json;
use tempfile::TempDir;

use crate::sample::{self, agency, client, trusted, words};

fn made() -> (TempDir, LedgerFiles) {
    let workspace = tempfile::tempdir().unwrap();
    let ledger = LedgerFiles::of_workspace(workspace.path());
    ledger.create(&agency(), sample::time(0)).unwrap();
    (workspace, ledger)
}

fn goal(number: i64) -> Draft {
    Draft {
        kind: Kind::Goal,
        time: sample::time(number),
        body: json!({"goal": format!("g{number}"), "target": "100"}),
    }
}

#[test]
fn what_is_written_verifies() {
    let (_workspace, ledger) = made();
    assert!(matches!(
        ledger.create(&agency(), sample::time(0)),
        Err(LedgerError::Exists(_))
    ));
    let first = ledger.read().unwrap().checkpoint;
    ledger.introduce(&client(), sample::time(1), &agency()).unwrap();
    assert_eq!(ledger.append(goal(2), &agency(), &agency()).unwrap().index, 2);
    // Signed on the client's own machine, added by the agency.
    let origin = ledger.log().unwrap().origin().to_owned();
    let body = json!({"entry": ledger.log().unwrap().leaves()[2].to_string()});
    let draft = Draft {
        kind: Kind::Agreement,
        time: sample::time(3),
        body,
    };
    let agreed = Entry::sign(draft, &origin, Salt::fresh().unwrap(), &client()).unwrap();
    let sent = agreed.line();
    ledger
        .append_signed(Entry::read(sent.as_bytes()).unwrap(), &agency())
        .unwrap();
    let bytes = ledger.read().unwrap();
    assert_eq!(bytes.keys.len(), 2);
    let verdict = verify(
        bytes.files(),
        &trusted(),
        &[Older {
            name: "first",
            bytes: &first,
        }],
    );
    assert!(verdict.sound(), "{:?}", verdict.findings);
    assert_eq!(verdict.head.unwrap().checkpoint.size, 4);
    let proof = ledger.proof(2).unwrap().unwrap();
    assert!(proof.check(&trusted()).is_ok());
    assert!(ledger.proof(4).unwrap().is_none());
}

#[test]
fn what_does_not_belong_is_not_added() {
    let (_workspace, ledger) = made();
    let before = ledger.read().unwrap();
    assert!(matches!(
        ledger.append(goal(1), &client(), &agency()),
        Err(LedgerError::Refused(_))
    ));
    let half = Draft {
        body: json!({"rate": 0.5}),
        ..goal(1)
    };
    assert!(matches!(
        ledger.append(half, &agency(), &agency()),
        Err(LedgerError::Entry(_))
    ));
    let other = Signer::from_seed("other", Role::Agency, &[4; 32]).unwrap();
    assert!(matches!(
        ledger.append(goal(1), &agency(), &other),
        Err(LedgerError::Checkpoint(_))
    ));
    let after = ledger.read().unwrap();
    assert_eq!((before.entries, before.checkpoint), (after.entries, after.checkpoint));
    let nowhere = LedgerFiles::of_workspace(&ledger.folder().join("nowhere"));
    assert!(matches!(
        nowhere.append(goal(1), &agency(), &agency()),
        Err(LedgerError::NoLedger(_))
    ));
}

#[test]
fn a_write_that_was_cut_at_any_byte_is_taken_off_and_said() {
    let (_workspace, ledger) = made();
    ledger.append(goal(1), &agency(), &agency()).unwrap();
    let old = ledger.read().unwrap();
    ledger.append(goal(2), &agency(), &agency()).unwrap();
    let line = ledger.read().unwrap().entries[old.entries.len()..].to_vec();
    let path = |name: &str| ledger.folder().join(name);
    for cut in [1, 2, line.len() / 2, line.len() - 1, line.len()] {
        // The crash: some of the line is there, and still the old checkpoint.
        fs::write(path("entries.jsonl"), [old.entries.as_slice(), &line[..cut]].concat()).unwrap();
        fs::write(path("checkpoint"), &old.checkpoint).unwrap();
        let verdict = verify(ledger.read().unwrap().files(), &trusted(), &[]);
        assert_eq!(words(&verdict), ["tail"], "never accepted in silence");
        assert_eq!(ledger.log().unwrap().entries().len(), 2, "never counted");
        let added = ledger.append(goal(3), &agency(), &agency()).unwrap();
        assert_eq!((added.index, added.dropped), (2, cut));
        assert!(verify(ledger.read().unwrap().files(), &trusted(), &[]).sound());
    }
}

#[test]
fn a_crash_while_the_ledger_is_made_can_be_repeated() {
    let workspace = tempfile::tempdir().unwrap();
    let ledger = LedgerFiles::of_workspace(workspace.path());
    fs::create_dir_all(ledger.folder().join("keys")).unwrap();
    fs::write(ledger.folder().join("entries.jsonl"), b"{\"body\":{\"ro").unwrap();
    assert_eq!(ledger.create(&agency(), sample::time(0)).unwrap().dropped, 12);
    assert!(verify(ledger.read().unwrap().files(), &trusted(), &[]).sound());
}

#[test]
fn an_old_checkpoint_put_back_is_no_crash() {
    let (_workspace, ledger) = made();
    let old = ledger.read().unwrap().checkpoint;
    ledger.append(goal(1), &agency(), &agency()).unwrap();
    ledger.append(goal(2), &agency(), &agency()).unwrap();
    fs::write(ledger.folder().join("checkpoint"), old).unwrap();
    let before = ledger.read().unwrap().entries;
    assert!(matches!(
        ledger.append(goal(3), &agency(), &agency()),
        Err(LedgerError::Broken(_))
    ));
    assert_eq!(
        ledger.read().unwrap().entries,
        before,
        "nothing is taken off that may be needed"
    );
}

#[test]
fn nothing_is_added_to_a_ledger_that_was_changed() {
    let (_workspace, ledger) = made();
    ledger.append(goal(1), &agency(), &agency()).unwrap();
    let path = ledger.folder().join("entries.jsonl");
    let text = fs::read_to_string(&path).unwrap().replace("\"100\"", "\"10\"");
    fs::write(&path, &text).unwrap();
    assert!(matches!(
        ledger.append(goal(2), &agency(), &agency()),
        Err(LedgerError::Broken(_))
    ));
    assert!(matches!(ledger.log(), Err(LedgerError::Broken(_))));
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn writers_exclude_each_other() {
    let (_workspace, ledger) = made();
    thread::scope(|scope| {
        for writer in 0..4 {
            let ledger = ledger.clone();
            scope.spawn(move || {
                for number in 0..5 {
                    ledger.append(goal(writer * 10 + number), &agency(), &agency()).unwrap();
                }
            });
        }
    });
    let verdict = verify(ledger.read().unwrap().files(), &trusted(), &[]);
    assert!(verdict.sound(), "{:?}", verdict.findings);
    assert_eq!(verdict.head.unwrap().checkpoint.size, 21);
}
