//! The file of a run.

use std::fs;
use std::io::ErrorKind;

use harpoon_live::{Bluesky, Checkpoint, Head, Known, Landed, Landing as _, Page, Server, Settings, What};

use crate::desk::NOW;

fn head(account: &str) -> Head {
    let server = Server::public("https://bsky.social").unwrap();
    let before = (Checkpoint::default(), &Known::default());
    Head::new(
        &Bluesky,
        &server,
        &Settings::new(account, "UTC"),
        false,
        before,
        NOW.parse().unwrap(),
    )
}

/// The digest is by `printf '%s' '{"a":"line\nbreak"}' | sha256sum`.
fn page() -> Page {
    Page {
        what: What::Profile,
        about: Vec::new(),
        path: "/xrpc/x".to_owned(),
        at: NOW.parse().unwrap(),
        status: 200,
        link: None,
        sha256: "3aed3ed56b463d0fd1e67413a69c745cefddce2a47fc296a778859697b9c0ce3".to_owned(),
        body: "{\"a\":\"line\\nbreak\"}".to_owned(),
    }
}

#[test]
fn pages_stand_in_lines_and_are_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.jsonl");
    let mut landed = Landed::open(&path).unwrap();
    assert!(landed.head().is_none() && landed.land(&page()).is_err());
    landed.begin(&head("a")).unwrap();
    landed.land(&page()).unwrap();
    landed.land(&page()).unwrap();
    drop(landed);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 3);
    let mut landed = Landed::open(&path).unwrap();
    assert_eq!((landed.head(), landed.pages()), (Some(&head("a")), 2));
    assert_eq!(landed.page(1).unwrap(), page());
    assert!(landed.page(2).is_err());
    landed.cut(1).unwrap();
    landed.land(&page()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    landed.begin(&head("b")).unwrap();
    assert_eq!((landed.head(), landed.pages()), (Some(&head("b")), 0));
    assert_eq!(
        Landed::open(&path).unwrap_err().kind(),
        ErrorKind::WouldBlock,
        "one at a time"
    );
    landed.remove().unwrap();
    assert!(!path.exists());
    assert!(Landed::open(&path).unwrap().head().is_none());
}

/// A line whose bytes are not those that came does not count, nor what stands after it.
#[test]
fn a_turned_byte_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.jsonl");
    let mut landed = Landed::open(&path).unwrap();
    landed.begin(&head("a")).unwrap();
    for _ in 0..3 {
        landed.land(&page()).unwrap();
    }
    drop(landed);
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let turned = lines[2].replace("break", "brake");
    fs::write(&path, [lines[0], lines[1], &turned, lines[3], ""].join("\n")).unwrap();
    assert_eq!(Landed::open(&path).unwrap().pages(), 1);
    assert_eq!(
        fs::read_to_string(&path).unwrap().lines().count(),
        2,
        "and is written anew"
    );
    fs::write(&path, "{\"harpoon_live\":2}\n").unwrap();
    assert!(
        Landed::open(&path).unwrap().head().is_none(),
        "lines of a later program are not read"
    );
}
