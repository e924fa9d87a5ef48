//! Files beside the lake that name Ann, and how they are once she was erased.

use std::fs;

use serde_json::json;

use super::erasing::{ANN, BROWSER};
use super::place::Place;

/// Files beside the lake as taps, accounts, links and the collector leave them.
pub(crate) fn beside(place: &Place) {
    let write = |path: &str, text: String| {
        let path = place.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let line = |who: &str| format!("{{\"type\":\"RECORD\",\"stream\":\"s\",\"record\":{{\"mail\":\"{who}\"}}}}\n");
    let both = line(ANN) + &line("bob@other.example");
    write("singer/shop/kept/s-20261001T000000Z.jsonl", both.clone());
    write("singer/shop/incoming/shop/s.jsonl", both);
    write("singer/shop/log.txt", format!("hello\nsyncing {ANN}\nbye\n"));
    let run = |why: &str| {
        json!({"began": "2026-10-01T00:00:00Z", "ended": "2026-10-01T00:00:01Z", "outcome": {"failed": why}, "tries": 1,
               "records": 0, "accepted": 0, "duplicate": 0, "put_aside": 0, "unread": 0})
        .to_string()
            + "\n"
    };
    write("live/sky/runs.jsonl", run(&format!("no {ANN}")) + &run("no server"));
    write(
        "live/sky/run.jsonl",
        format!("{{\"head\":1}}\n{{\"body\":\"{ANN}\"}}\n"),
    );
    let texts = json!({"checkpoint": {"newest": null}, "imports": [],
        "known": {"texts": {
            format!("at://{BROWSER}/1"): {"id": "", "own": false, "at": null, "replies": null, "quotes": null},
            "at://bob/2": {"id": "", "own": false, "at": null, "replies": null, "quotes": null}}}});
    write("live/sky/state.json", texts.to_string());
    write("collector/visits-7.json", json!({"open": {}}).to_string());
    let short = |code: &str, to: &str| {
        json!({"code": code, "to": to, "post": "p", "made": "2026-10-01T00:00:00Z"}).to_string() + "\n"
    };
    let book = short(
        "abcdefg",
        &format!("https://shop.example/?mail={}", ANN.replace('@', "%40")),
    ) + &short("hijkmnp", "https://shop.example/?utm_source=facebook");
    write("links/links.jsonl", book);
}

/// Ann is in none of them any more, and everything else is.
pub(crate) fn beside_is_clean(place: &Place) {
    let read = |path: &str| fs::read_to_string(place.root().join(path)).unwrap_or_default();
    assert!(read("singer/shop/kept/s-20261001T000000Z.jsonl").contains("bob@other.example"));
    assert_eq!(read("singer/shop/incoming/shop/s.jsonl"), "");
    assert_eq!(read("singer/shop/log.txt"), "hello\n\nbye\n");
    // The run stays noted, so that it is not due anew.
    let runs = read("live/sky/runs.jsonl");
    assert!(
        runs.contains("no server") && runs.lines().filter(|line| line.contains("began")).count() == 2,
        "{runs}"
    );
    assert_eq!(read("live/sky/run.jsonl"), "");
    let links = read("links/links.jsonl");
    // The code stays, so that no other link is ever found where it stood; the other link leads where it led.
    assert!(links.contains("abcdefg") && links.contains("removed") && links.contains("utm_source=facebook"));
}
