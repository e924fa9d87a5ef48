//! Taps that run by themselves: their environment, their state, their log, and what is noted of their runs.

#![cfg(unix)]

use std::fs;

use serde_json::{Value, json};

use super::place::{Place, soon};

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

/// The notes of runs of a tap, once there are so many.
fn noted(place: &Place, tap: &str, runs: usize) -> Vec<Value> {
    let path = place.root().join("singer").join(tap).join("runs.jsonl");
    let all = soon(|| {
        let text = fs::read_to_string(&path).ok()?;
        (text.lines().count() >= runs).then_some(text)
    });
    let all = all.unwrap_or_else(|| panic!("{tap} did not run {runs} times"));
    all.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_server_runs_what_is_due_and_nothing_twice() {
    let tap = format!("echo run >> ran.txt\n{SCHEMA}{}", day(1));
    let broken = "[taps.broken]\ncommand = \"./nowhere\"\nevery = \"6h\"\ntries = 1\n\
                  [taps.asked]\ncommand = \"./nowhere\"";
    let place = with_tap(&tap, &format!("every = \"6h\"\n{broken}"));
    let server = super::collector::Collector::of("serve", &place.root());
    // One that fails keeps no other from running, and is noted too.
    assert_eq!(noted(&place, "fb", 1)[0]["outcome"], "done");
    let failed = &noted(&place, "broken", 1)[0]["outcome"]["failed"];
    assert!(failed.as_str().unwrap().contains("nowhere"), "{failed}");
    assert_eq!(place.kpis(&["impressions", "--all"]), ["impressions : 10 count"]);
    // A change of the settings is seen; what ran is not due again, and what runs only when asked is let be.
    let path = place.root().join("harpoon.toml");
    let text = fs::read_to_string(&path).unwrap();
    let second = "[taps.second]\ncommand = \"/bin/sh\"\nargs = [\"-c\", \". ./tap.sh\", \"tap\"]\nevery = \"1d\"";
    fs::write(&path, format!("{text}{second}\n")).unwrap();
    assert_eq!(noted(&place, "second", 1)[0]["outcome"], "done");
    drop(server);
    assert_eq!(fs::read_to_string(place.root().join("ran.txt")).unwrap(), "run\nrun\n");
    assert_eq!((noted(&place, "fb", 1).len(), noted(&place, "broken", 1).len()), (1, 1));
    assert!(!place.root().join("singer/asked").exists());
}

#[test]
fn a_tap_that_runs_is_not_begun_again() {
    let tap = format!(
        "touch begun\nwhile [ ! -e go ]; do sleep 0.05; done\n{SCHEMA}{}",
        day(1)
    );
    let place = with_tap(&tap, "tries = 1");
    let mut first = place.command(&["-q", "sync", "fb"]).spawn().unwrap();
    soon(|| place.root().join("begun").exists().then_some(())).unwrap();
    let second = place.run(&["sync", "fb"]);
    // A timer is not stopped by it.
    let timer = place.run(&["sync", "--all"]);
    fs::write(place.root().join("go"), "").unwrap();
    assert!(first.wait().unwrap().success());
    for (said, code) in [(second, 2), (timer, 0)] {
        assert!(
            said.code == code && said.err.contains("is being run already"),
            "{}",
            said.err
        );
    }
    assert_eq!(noted(&place, "fb", 1).len(), 1);
    assert_eq!(place.kpis(&["impressions", "--all"]), ["impressions : 10 count"]);
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
    // One that cannot run is noted, and the others run.
    let toml = toml.replace("tries = 1", "tries = 1\nevery = \"1h\"\nconfig = \"absent.json\"");
    let other = format!("{toml}\n[taps.other]\ncommand = \"true\"\nevery = \"1h\"\n");
    fs::write(place.root().join("harpoon.toml"), other).unwrap();
    let said = place.run(&["sync", "--all"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("absent.json"), "{}", said.err);
    let list = place.json(&["sync", "--list"]);
    assert_eq!(list[1]["last"]["outcome"], "done", "{list:?}");
}

/// Two taps of PyPI that need no account, unmodified: `cargo xtask test --long` makes them ready and names their folder.
#[test]
fn taps_from_the_registry_run_as_they_are() {
    let Ok(taps) = std::env::var("HARPOON_TAPS") else {
        #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
        {
            eprintln!(
                "SKIPPED: taps of the registry; HARPOON_TAPS names no folder with tap-jsonl and tap-spreadsheets"
            );
        }
        return;
    };
    let place = Place::new();
    let root = place.root();
    let days = |days: std::ops::RangeInclusive<u32>| -> String {
        let each = days.flat_map(|day| (0..3).map(move |ad| (day, ad)));
        each.map(|(day, ad)| {
            let insight = json!({
                "account_id": "1", "campaign_id": "c", "campaign_name": "C", "ad_id": format!("a{ad}"), "ad_name": "A",
                "date_start": format!("2026-09-{day:02}"), "date_stop": format!("2026-09-{day:02}"),
                "impressions": 10 * day + ad, "inline_link_clicks": 1, "spend": 1.5,
            });
            format!("{insight}\n")
        })
        .collect()
    };
    fs::write(root.join("ads.jsonl"), days(1..=3)).unwrap();
    let keys = ["ad_id", "date_start"];
    let jsonl = json!({"path": "ads.jsonl", "stream_name": "ads_insights", "primary_keys": keys});
    fs::write(root.join("jsonl.json"), jsonl.to_string()).unwrap();
    let own = super::place::ours(
        "crates/connect/tests/fixtures/x_tweet_activity/tweet_activity_metrics_bakkerijzilt_20200101_20200201_en.csv",
    );
    let export = super::place::real(
        "platforms/native/x_analytics/ropensci-org__ropensci-tweets/tweet_activity_metrics_rOpenSci_20210101_20210201_en.csv",
    );
    let file = export.unwrap_or(own);
    let sheets =
        json!({"files": [{"path": file, "format": "csv", "table_name": "tweets", "primary_keys": ["Tweet id"]}]});
    fs::write(root.join("sheets.json"), sheets.to_string()).unwrap();
    let toml = fs::read_to_string(root.join("harpoon.toml")).unwrap();
    let tap = |name: &str, config: &str| {
        format!(
            "\n[taps.{config}]\ncommand = \"{taps}/{name}/bin/{name}\"\nconfig = \"{config}.json\"\nevery = \"1h\"\ntries = 1\n"
        )
    };
    let toml = toml + &tap("tap-jsonl", "jsonl") + &tap("tap-spreadsheets", "sheets");
    fs::write(root.join("harpoon.toml"), toml).unwrap();

    let said = place.run(&["sync"]);
    assert_eq!(said.code, 0, "{}", said.err);
    // (10 + 11 + 12) + (20 + 21 + 22) + (30 + 31 + 32)
    assert_eq!(
        place.kpis(&["impressions", "--where", "platform=meta", "--all"]),
        ["impressions : 189 count"]
    );
    // Counted by the `csv` way of reading of the house: the file itself, imported as it is.
    let other = Place::new();
    let reports = other.import(&[&file]);
    assert_eq!(reports[0]["connector"], "x_tweet_activity", "{reports:?}");
    let asked = ["impressions", "clicks_link", "--where", "platform=x", "--all"];
    assert_eq!(place.kpis(&asked), other.kpis(&asked));

    // The tap is given its state: unchanged, it tells nothing that counts; grown, what is new.
    assert_eq!(place.run(&["sync", "jsonl"]).code, 0);
    assert_eq!(
        place.kpis(&["impressions", "--where", "platform=meta", "--all"]),
        ["impressions : 189 count"]
    );
    fs::write(root.join("ads.jsonl"), days(1..=4)).unwrap();
    assert_eq!(place.run(&["sync", "jsonl"]).code, 0);
    // 40 + 41 + 42 more.
    assert_eq!(
        place.kpis(&["impressions", "--where", "platform=meta", "--all"]),
        ["impressions : 312 count"]
    );
    let given = fs::read_to_string(root.join("singer/jsonl/given-state.json")).unwrap();
    assert!(given.contains("bookmarks"), "{given}");
    let list = place.json(&["sync", "--list"]);
    assert!(list.iter().all(|tap| tap["last"]["outcome"] == "done"), "{list:?}");
}
