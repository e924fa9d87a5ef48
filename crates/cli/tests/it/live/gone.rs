//! What is deleted is marked, and what says nothing new is not written again: rows of the tables, counted by hand.

use std::fs;

use jiff::Timestamp;
use serde_json::Value;

use super::super::place::Place;
use super::{ago, bluesky, measured, run, with_bluesky};

/// Rows of posts and voices by hand: how many, and which say that the text is gone.
fn written(place: &Place) -> (u64, u64, Vec<String>) {
    let count = |table: &str| {
        let said = place.json(&["sql", &format!("SELECT count(*) AS n FROM {table}")]);
        said[0]["n"].to_string().trim_matches('"').parse().unwrap()
    };
    let gone = "SELECT post_id AS key, text, extra FROM posts UNION ALL SELECT voice_id, text, extra FROM voices";
    let rows = place.json(&["sql", gone]);
    let gone = rows.iter().filter_map(|row| {
        let extra: Value = serde_json::from_str(row["extra"].as_str()?).unwrap();
        let at: Timestamp = extra.get("gone")?.as_str().unwrap().parse().unwrap();
        assert!(Timestamp::now().duration_since(at).as_secs() < 600, "{at}");
        let key = row["key"].as_str().unwrap().rsplit('/').next().unwrap();
        Some(format!("{key} {}", row["text"].as_str().unwrap()))
    });
    let mut gone: Vec<String> = gone.collect();
    gone.sort();
    (count("posts"), count("voices"), gone)
}

#[test]
fn what_says_nothing_new_is_not_written_again_and_what_is_deleted_is_marked() {
    let (site, world) = bluesky();
    let place = with_bluesky(&site);
    let sync = || assert_eq!(run(&place, &["sync", "sky"]).code, 0);
    sync();
    assert_eq!(written(&place), (2, 3, vec![]));
    sync();
    assert_eq!(
        written(&place),
        (2, 3, vec![]),
        "nothing was said that was not said before"
    );
    world.lock().unwrap().likes = 8;
    sync();
    assert_eq!(
        written(&place),
        (2, 3, vec![]),
        "a like is a figure, and no word of a post"
    );
    assert_eq!(measured(&place)[0], "reactions 12 count", "8 + 4");
    // One's own text of the last thirty days is missed at once.
    world.lock().unwrap().deleted = vec!["two"];
    sync();
    assert_eq!(written(&place), (3, 3, vec!["two Iepen".to_owned()]));
    assert_eq!(measured(&place)[0], "reactions 12 count", "its figures stay");
    assert_eq!(measured(&place)[6], "posts_published 2 count", "it was published");
    sync();
    assert_eq!(written(&place), (3, 3, vec!["two Iepen".to_owned()]), "told once");
    // Other people's when everything is read, which is due when the last time is long ago.
    world.lock().unwrap().deleted = vec!["two", "quote"];
    let path = place.root().join("live/sky/state.json");
    let mut state: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert!(state["checkpoint"]["whole_at"].is_string(), "{state}");
    state["checkpoint"]["whole_at"] = ago(30).into();
    fs::write(&path, state.to_string()).unwrap();
    sync();
    let gone = vec!["quote Sjoch hjir".to_owned(), "two Iepen".to_owned()];
    assert_eq!(written(&place), (3, 4, gone));
    // What comes back is told as it is.
    world.lock().unwrap().deleted.clear();
    sync();
    let newest = "SELECT extra FROM posts p JOIN imports i ON p.import_id = i.import_id WHERE post_id LIKE '%/two' ORDER BY i.seq DESC LIMIT 1";
    let newest = place.json(&["sql", newest]);
    assert!(!newest[0]["extra"].to_string().contains("gone"), "{newest:?}");
}
