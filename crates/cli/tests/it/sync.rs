//! Taps that run by themselves: their environment, their state, their log, and what is noted of their runs.

#![cfg(unix)]

use std::fs;

use serde_json::{Value, json};

use super::place::Place;

/// A workspace with a tap that is this shell script.
fn with_tap(script: &str, settings: &str) -> Place {
    let place = Place::new();
    let root = place.root();
    fs::write(root.join("tap.sh"), script).unwrap();
    fs::write(
        root.join("secret.json"),
        r#"{"token": "hunter2hunter2", "start_date": "2026-01-01"}"#,
    )
    .unwrap();
    let toml = fs::read_to_string(root.join("harpoon.toml")).unwrap();
    let tap =
        format!("{toml}\n[taps.fb]\ncommand = \"/bin/sh\"\nargs = [\"-c\", \". ./tap.sh\", \"tap\"]\n{settings}\n");
    fs::write(root.join("harpoon.toml"), tap).unwrap();
    place
}

/// One day of an ad, and a state.
fn day(day: u32) -> String {
    let record = json!({"type": "RECORD", "stream": "ads_insights", "record": {
        "account_id": "1", "ad_id": "a", "ad_name": "A", "campaign_id": "c", "date_start": format!("2026-09-{day:02}"),
        "date_stop": format!("2026-09-{day:02}"), "impressions": 10, "inline_link_clicks": 1, "spend": 1,
    }});
    let state = json!({"type": "STATE", "value": {"day": day}});
    format!("echo '{record}'\necho '{state}'\n")
}

const SCHEMA: &str = "echo '{\"type\":\"SCHEMA\",\"stream\":\"ads_insights\",\"schema\":{},\"key_properties\":[\"ad_id\",\"date_start\"]}'\n";

#[test]
fn a_tap_runs_from_where_it_stood_in_an_environment_of_its_own() {
    let script = format!(
        "env > env.txt; echo \"$@\" > given.txt; cat singer/fb/given-state.json > state.txt 2>/dev/null\n\
         echo \"GET /?token=hunter2hunter2&since=2026-01-01\" >&2\n{SCHEMA}if [ -s state.txt ]; then\n{}else\n{}fi\n",
        day(2),
        day(1)
    );
    let place = with_tap(&script, "environment = [\"TAP_FLAVOUR\"]\nevery = \"6h\"\ntries = 1");
    let sync = |args: &[&str]| {
        let mut command = place.command(&[&["sync"], args].concat());
        command.env("TAP_FLAVOUR", "salt").env("OTHER_SECRET", "pepper");
        super::place::said(command)
    };
    let said = sync(&[]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    let root = place.root();
    let env = fs::read_to_string(root.join("env.txt")).unwrap();
    assert!(env.contains("TAP_FLAVOUR=salt") && env.contains("PATH="), "{env}");
    assert!(
        !env.contains("OTHER_SECRET") && !env.contains("HOME=") && !env.contains("CARGO"),
        "{env}"
    );
    assert_eq!(place.ok(&["singer", "state", "fb"]), "{\"day\":1}\n");
    // Not due any more; asked for by name it runs, and is given its state.
    assert!(sync(&[]).err.contains("No tap is due"));
    assert_eq!(sync(&["fb"]).code, 0);
    assert!(
        fs::read_to_string(root.join("state.txt"))
            .unwrap()
            .contains("\"day\":1")
    );
    assert_eq!(place.kpis(&["impressions", "--all"]), ["impressions : 20 count"]);
    let list: Vec<Value> = place.json(&["sync", "--list"]);
    assert_eq!(
        (&list[0]["last"]["records"], &list[0]["last"]["outcome"]),
        (&1.into(), &"done".into()),
        "{list:?}"
    );
    assert!(list[0]["next"].as_str() > list[0]["last"]["began"].as_str(), "{list:?}");
    assert!(place.ok(&["sync", "--list"]).contains("fb"));
}

#[test]
fn no_log_shows_a_secret() {
    let script = format!(
        "echo 'GET /?token=hunter2hunter2&since=2026-01-01' >&2\n{SCHEMA}{}",
        day(1)
    );
    let place = with_tap(&script, "config = \"secret.json\"\ntries = 1");
    let said = place.run(&["sync", "fb"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let log = fs::read_to_string(place.root().join("singer/fb/log.txt")).unwrap();
    assert!(log.contains("GET /?token=•••&since=2026-01-01"), "{log}");
}

#[test]
fn a_tap_that_fails_is_tried_again_and_what_it_wrote_counts() {
    let script = format!(
        "{SCHEMA}if [ -e tried ]; then\n{}else\ntouch tried\n{}echo 'the token hunter2hunter2 is worn out' >&2\nexit 7\nfi\n",
        day(2),
        day(1)
    );
    let place = with_tap(&script, "config = \"secret.json\"\ntries = 2");
    let said = place.run(&["sync", "fb"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let list = place.json(&["sync", "--list"]);
    assert_eq!(
        (&list[0]["last"]["tries"], &list[0]["last"]["records"]),
        (&2.into(), &2.into()),
        "{list:?}"
    );
    assert_eq!(place.kpis(&["impressions", "--all"]), ["impressions : 20 count"]);
    // Without another try it has failed, and the reason is its last words.
    fs::remove_file(place.root().join("tried")).unwrap();
    let toml = fs::read_to_string(place.root().join("harpoon.toml")).unwrap();
    fs::write(
        place.root().join("harpoon.toml"),
        toml.replace("tries = 2", "tries = 1"),
    )
    .unwrap();
    let said = place.run(&["sync", "fb"]);
    assert_eq!(said.code, 3);
    assert!(
        said.err.contains("exit status: 7") && said.err.contains("the token ••• is worn out"),
        "{}",
        said.err
    );
    assert!(!said.err.contains("hunter2"), "{}", said.err);
}

#[test]
fn a_tap_that_hangs_is_ended_with_what_it_started() {
    let script = format!("{SCHEMA}{}sleep 600 &\necho $! > child.txt\nwait\n", day(1));
    let place = with_tap(&script, "timeout = \"1s\"\ntries = 1");
    let said = place.run(&["sync", "fb"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("not done in time"), "{}", said.err);
    assert_eq!(place.ok(&["singer", "state", "fb"]), "{\"day\":1}\n");
    let child = fs::read_to_string(place.root().join("child.txt")).unwrap();
    let is_there = |child: &str| {
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.trim()));
        // A killed process that nobody has asked after yet is a zombie.
        stat.is_ok_and(|stat| !stat.contains(") Z "))
    };
    assert!(!is_there(&child), "{child} still runs");
}

#[test]
fn mistakes_of_the_settings_are_told() {
    let place = with_tap("", "every = \"often\"");
    let said = place.run(&["sync", "--list"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("`often` is no span of time"), "{}", said.err);
    let place = with_tap("", "tries = 1");
    assert_eq!(place.run(&["sync", "nobody"]).code, 2);
    let toml = fs::read_to_string(place.root().join("harpoon.toml")).unwrap();
    fs::write(
        place.root().join("harpoon.toml"),
        toml.replace("/bin/sh", "/no/such/tap"),
    )
    .unwrap();
    let said = place.run(&["sync", "fb"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("does not start"), "{}", said.err);
}
