//! A change counts as agreed when both have signed.

use harpoon_ledger::{Kind, Log, Role, Signer};
use serde_json::json;

use crate::sample::{self, ORIGIN, agency, client, entry, introduction, log};

const BOTH: [Role; 2] = [Role::Agency, Role::Client];

#[test]
fn agency_and_client_have_signed_the_revision() {
    let log = log();
    let agreement = log.agreed(log.leaves()[3], &BOTH).unwrap();
    assert!(agreement.whole());
    let signed: Vec<(Role, u64)> = agreement.signed.iter().map(|one| (one.role, one.entry)).collect();
    assert_eq!(signed, [(Role::Agency, 3), (Role::Client, 4)]);
}

#[test]
fn the_goal_was_signed_by_its_author_alone() {
    let log = log();
    let agreement = log.agreed(log.leaves()[2], &BOTH).unwrap();
    assert_eq!(agreement.missing, [Role::Client]);
    assert!(log.agreed(log.leaves()[2], &[Role::Agency]).unwrap().whole());
    assert!(log.agreed(harpoon_ledger::Digest::of(b"nothing"), &BOTH).is_none());
}

#[test]
fn nobody_agrees_for_another() {
    let mut log = Log::new(ORIGIN);
    log.push(introduction(0, &agency())).unwrap();
    log.push(introduction(1, &client())).unwrap();
    let revision = entry(2, Kind::Revision, json!({"target": "1"}), &agency());
    let leaf = revision.leaf();
    log.push(revision).unwrap();
    let names = |leaf: &str| json!({"entry": leaf});
    let missing = |log: &Log| log.agreed(leaf, &BOTH).unwrap().missing;
    // The agency agrees with itself.
    log.push(entry(3, Kind::Agreement, names(&leaf.to_string()), &agency()))
        .unwrap();
    assert_eq!(missing(&log), [Role::Client]);
    // The client says something else about it, or agrees to something else, or withholds what.
    log.push(entry(4, Kind::Closing, names(&leaf.to_string()), &client()))
        .unwrap();
    log.push(entry(
        5,
        Kind::Agreement,
        names(&log.leaves()[0].to_string()),
        &client(),
    ))
    .unwrap();
    log.push(entry(6, Kind::Agreement, names(&leaf.to_string()), &client()).withheld())
        .unwrap();
    assert_eq!(missing(&log), [Role::Client]);
    // A key that nobody introduced cannot even be added.
    let stranger = Signer::from_seed("stranger", Role::Client, &[3; 32]).unwrap();
    assert!(
        log.push(entry(7, Kind::Agreement, names(&leaf.to_string()), &stranger))
            .is_err()
    );
    log.push(entry(8, Kind::Agreement, names(&leaf.to_string()), &client()))
        .unwrap();
    assert!(log.agreed(leaf, &BOTH).unwrap().whole());
    assert_eq!(sample::time(8), log.entries().last().unwrap().time());
}
