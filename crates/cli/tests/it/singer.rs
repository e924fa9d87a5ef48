//! Singer taps piped in: what they wrote becomes facts, states are given back once they count, and nothing is lost by a kill.

use crate::is_long;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::place::{Place, Said, piped, real};

impl Place {
    /// Pipes what a tap wrote into the target.
    pub(crate) fn pipe(&self, args: &[&str], wrote: &[u8]) -> Said {
        piped(self.command(&[&["import", "--singer"], args].concat()), wrote)
    }

    fn one(&self, sql: &str) -> String {
        let out = self.ok(&["sql", sql, "--format", "csv"]);
        out.lines().nth(1).unwrap_or_default().to_owned()
    }
}

/// Records of a saved output by stream, the last with each key; and the states.
fn told(wrote: &str) -> (BTreeMap<String, Vec<Value>>, Vec<Value>) {
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut records: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    let mut states = Vec::new();
    for (number, line) in wrote.lines().enumerate() {
        let message: Value = serde_json::from_str(line).unwrap();
        let stream = message["stream"].as_str().unwrap_or_default().to_owned();
        match message["type"].as_str().unwrap() {
            "SCHEMA" => {
                let names = message["key_properties"].as_array().unwrap().iter();
                keys.insert(stream, names.map(|name| name.as_str().unwrap().to_owned()).collect());
            }
            "RECORD" => {
                let record = message["record"].clone();
                let of: Option<Vec<String>> = keys[&stream]
                    .iter()
                    .map(|key| record.get(key).map(Value::to_string))
                    .collect();
                let key = of
                    .filter(|of| !of.is_empty())
                    .map_or(number.to_string(), |of| of.join("|"));
                records.entry(stream).or_default().insert(key, record);
            }
            "STATE" => states.push(message["value"].clone()),
            other => panic!("{other}"),
        }
    }
    let rows = records
        .into_iter()
        .map(|(stream, rows)| (stream, rows.into_values().collect()));
    (rows.collect(), states)
}

/// Sum of a column of whole numbers, which may be texts; others are nothing.
fn sum(records: &[Value], column: &str) -> i64 {
    let number = |value: &Value| match value {
        Value::String(text) => text.parse().unwrap_or(0.0),
        number => number.as_f64().unwrap_or(0.0),
    };
    let each = records.iter().map(|record| {
        let number = number(&record[column]);
        assert!(number.fract() == 0.0, "{column}: {number}");
        #[expect(clippy::cast_possible_truncation, reason = "a whole number, as was just looked")]
        let whole = number as i64;
        whole
    });
    each.sum()
}

fn read(out: &str) -> Value {
    serde_json::from_str(out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

const LAST: &str = "select cast(sum(value) as bigint) from observations where metric = ";

/// The output of tap-csv over exports of Instagram, X and YouTube; figures are added up here from its JSON.
#[test]
fn what_tap_csv_wrote_over_real_exports() {
    let Some(path) = real("platforms/singer/tap-csv.out.jsonl") else {
        return;
    };
    let wrote = fs::read_to_string(path).unwrap();
    let (records, states) = told(&wrote);
    let place = Place::new();
    // The table of YouTube states no days.
    let args = ["--tap", "csv", "--yes", "--period", "2026-01-01..2026-06-30"];
    let said = place.pipe(&args, wrote.as_bytes());
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(
        said.out,
        format!("{}\n", states.last().unwrap()),
        "the last state, and nothing else"
    );
    let instagram = &records["ig_content"];
    for (column, metric) in [
        ("Views", "content_views"),
        ("Reach", "reach"),
        ("Saves", "saves"),
        ("Follows", "followers_gained"),
    ] {
        let sql = format!("{LAST}'{metric}' and platform = 'instagram'");
        assert_eq!(place.one(&sql), sum(instagram, column).to_string(), "{column}");
    }
    let tweets = &records["x_tweets"];
    let sql = format!("{LAST}'impressions' and platform = 'x' and scope = 'organic'");
    assert_eq!(place.one(&sql), sum(tweets, "impressions").to_string());
    let videos: Vec<Value> = records["yt_table"]
        .iter()
        .filter(|row| row["Content"] != "Total")
        .cloned()
        .collect();
    let sql = "select count(distinct post_id) from posts where platform = 'youtube'";
    assert_eq!(place.one(sql), videos.len().to_string());
    let sql = format!("{LAST}'content_views' and platform = 'youtube' and entity_kind = 'post'");
    assert_eq!(place.one(&sql), sum(&videos, "Views").to_string());
    let kpis = place.kpis(&["views", "--by", "platform", "--all"]);
    let shown = format!("views platform=instagram: {} count", sum(instagram, "Views"));
    assert!(kpis.contains(&shown), "{kpis:?}");
    assert_eq!(
        place.ok(&["singer", "state", "csv"]).trim(),
        states.last().unwrap().to_string()
    );
    // Once more: nothing changes.
    let facts = place.facts();
    place.pipe(&args, wrote.as_bytes());
    assert_eq!(place.facts(), facts);
}

/// Records whose column begins with figures and one of these signs: the tap broke others off within a text.
fn dated(records: &[Value], column: &str, sign: char) -> Vec<Value> {
    let is_date = |record: &&Value| {
        let text = record[column].as_str().unwrap_or_default();
        text.split_once(sign)
            .is_some_and(|(first, _)| !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit()))
    };
    records.iter().filter(is_date).cloned().collect()
}

/// The output of tap-spreadsheets-anywhere: headers written small, numbers as JSON, twelve files in one stream, and rows that the
/// tap itself broke at line breaks within quotes. A stream of which nobody knows what it is stays as it came, and a map reads it
/// later.
#[test]
fn what_tap_spreadsheets_anywhere_wrote_over_real_exports() {
    let Some(path) = real("platforms/singer/tap-sa.out.jsonl") else {
        return;
    };
    let wrote = fs::read_to_string(path).unwrap();
    let (records, states) = told(&wrote);
    let place = Place::new();
    let (tweets, posts) = (
        dated(&records["x_tweets"], "time", '-'),
        dated(&records["fb_posts"], "publish_time", '/'),
    );
    let said = place.pipe(&["--tap", "sa", "--yes"], wrote.as_bytes());
    assert_eq!(said.code, 3, "{}", said.err);
    assert_eq!(read(&said.out), states[states.len() - 1]);
    let sql = format!("{LAST}'impressions' and platform = 'x' and scope = 'organic'");
    assert_eq!(place.one(&sql), sum(&tweets, "impressions").to_string());
    let sql = format!("{LAST}'reactions' and platform = 'facebook' and facet = 'total'");
    assert_eq!(place.one(&sql), sum(&posts, "reactions").to_string());
    for import in place.json(&["imports"]) {
        let count = |of: &str| usize::try_from(import[of].as_u64().unwrap()).unwrap();
        let file = import["file"].as_str().unwrap();
        let stream = file.trim_start_matches("sa/").trim_end_matches(".jsonl");
        let rows = count("accepted") + count("duplicate") + count("quarantined");
        assert_eq!(rows, records[stream].len(), "{import}");
    }
    let kept: Vec<_> = fs::read_dir(place.root().join("singer/sa/kept"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert_eq!(kept.len(), 1);
    assert!(
        said.err.contains("maps/proposed/sa-li-engagement-jsonl.toml"),
        "{}",
        said.err
    );
    let map = place.file(
        "engagement.toml",
        "id = \"my_engagement\"\nplatform = \"linkedin\"\nscope = \"organic\"\nday_order = \"mdy\"\n\n[columns]\ndate = \"date\"\n\
         impressions = \"impressions\"\nengagements = \"engagements_total\"\n\n[optional]\n\"_smart_source_*\" = \"ignore\"\n\n\
         [header]\nsheet = \"li_engagement\"\n",
    );
    let reports = place.import(&["--map", &map, kept[0].to_str().unwrap()]);
    assert_eq!(reports[0]["accepted"], records["li_engagement"].len(), "{reports:?}");
    let sql = format!("{LAST}'impressions' and platform = 'linkedin'");
    assert_eq!(
        place.one(&sql),
        sum(&records["li_engagement"], "impressions").to_string()
    );
}

fn schema(stream: &str, keys: &[&str]) -> String {
    json!({"type": "SCHEMA", "stream": stream, "schema": {"properties": {}}, "key_properties": keys}).to_string() + "\n"
}

fn record(stream: &str, record: &Value) -> String {
    json!({"type": "RECORD", "stream": stream, "record": record}).to_string() + "\n"
}

/// A day of an ad.
fn insight(ad: usize, day: usize, impressions: usize) -> Value {
    json!({
        "account_id": "1", "campaign_id": "c", "campaign_name": "C", "adset_id": "s", "adset_name": "S",
        "ad_id": format!("a{ad}"), "ad_name": format!("Ad {ad}"),
        "date_start": format!("2026-09-{day:02}T00:00:00.000000Z"), "date_stop": format!("2026-09-{day:02}T00:00:00.000000Z"),
        "impressions": impressions, "clicks": 1, "inline_link_clicks": 1, "spend": 1.234, "reach": impressions,
        "actions": [{"action_type": "link_click", "value": "1"}],
    })
}

const KEYS: &[&str] = &["ad_id", "date_start"];

#[test]
fn the_last_record_with_a_key_counts_once() {
    let place = Place::new();
    let mut wrote = schema("ads_insights", KEYS);
    wrote += &record("ads_insights", &insight(1, 1, 10));
    wrote += &record("ads_insights", &insight(2, 1, 5));
    wrote += &record("ads_insights", &insight(1, 1, 30));
    let said = place.pipe(&["--tap", "facebook"], wrote.as_bytes());
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert_eq!(
        place.kpis(&["impressions", "spend", "--by", "ad", "--all"]),
        [
            "impressions ad=a1: 30 count",
            "impressions ad=a2: 5 count",
            "spend ad=a1: 1.234 EUR",
            "spend ad=a2: 1.234 EUR"
        ]
    );
    assert_eq!(place.ok(&["singer", "state", "facebook"]), "{}\n");
    // The next run tells the day again, with another figure.
    let again = schema("ads_insights", KEYS) + &record("ads_insights", &insight(1, 1, 40));
    place.pipe(&["--tap", "facebook"], again.as_bytes());
    assert_eq!(
        place.kpis(&["impressions", "--by", "ad", "--all"]),
        ["impressions ad=a1: 40 count", "impressions ad=a2: 5 count"]
    );
}

/// Noise before the first message, damage of every kind, types that nobody knows.
#[test]
fn what_is_no_message_is_put_aside_on_its_line() {
    let place = Place::new();
    let mut wrote = b"INFO a log line on the wrong channel\n\n".to_vec();
    wrote.extend(schema("ads_insights", KEYS).bytes());
    wrote.extend(record("ads_insights", &insight(1, 1, 10)).bytes());
    wrote.extend(b"{\"type\":\"RECORD\",\"stream\":\"ads_insights\",\"record\":{\"impressions\":NaN}}\n");
    wrote.extend(b"# \xff\xfe\n");
    wrote.extend(b"{\"type\":\"RECORD\",\"stream\":\"ads_insights\",\"record\":{\"ad_id\":\"\\ud800\"}}\n");
    wrote.extend(b"{\"type\":\"LOG\",\"level\":\"info\"}\n");
    wrote.extend(b"{\"type\":\"ACTIVATE_VERSION\",\"stream\":\"ads_insights\",\"version\":3}\n");
    wrote.extend(b"{\"type\":\"RECORD\",\"stream\":\"ads_insights\",\"record\":{\"ad_name\":\"");
    wrote.extend(std::iter::repeat_n(b'x', 5 << 20));
    wrote.extend(b"\"}}\n");
    wrote.extend(record("ads_insights", &insight(2, 1, 7)).bytes());
    wrote.extend(b"{\"type\":\"STATE\",\"value\":{\"at\": 1}}\n");
    wrote.extend(b"{\"type\":\"RECORD\",\"stream\":\"ads_insights\",\"record\":{\"ad_id\":");
    let said = place.pipe(&["--tap", "facebook"], &wrote);
    assert_eq!((said.code, said.out.as_str()), (0, "{\"at\": 1}\n"), "{}", said.err);
    assert_eq!(
        place.kpis(&["impressions", "--all"]),
        ["impressions : 17 count"],
        "{}",
        said.err
    );
    let aside = place.json(&["sql", "select row, reason from quarantine order by row"]);
    let rows: Vec<String> = aside.iter().map(|row| format!("{}", row["row"])).collect();
    assert_eq!(rows, ["1", "5", "6", "7", "10", "13"], "{aside:?}");
    for (at, why) in [
        (0, "no JSON"),
        (1, "no JSON"),
        (2, "no UTF-8"),
        (3, "half a letter"),
        (4, "mebibyte"),
        (5, "no JSON"),
    ] {
        assert!(aside[at]["reason"].as_str().unwrap().contains(why), "{}", aside[at]);
    }
    assert!(
        said.err.contains("unknown type LOG") && said.err.contains("ACTIVATE_VERSION"),
        "{}",
        said.err
    );
}

/// Records in files of their own are refused, and no state goes beyond them.
#[test]
fn batches_are_refused_and_what_came_before_counts() {
    let place = Place::new();
    let mut wrote = schema("ads_insights", KEYS) + &record("ads_insights", &insight(1, 1, 10));
    wrote += "{\"type\":\"STATE\",\"value\":{\"day\":1}}\n";
    wrote += "{\"type\":\"BATCH\",\"stream\":\"ads_insights\",\"encoding\":{\"format\":\"jsonl\"},\"manifest\":[\"file:///x\"]}\n";
    wrote += "{\"type\":\"STATE\",\"value\":{\"day\":2}}\n";
    let said = place.pipe(&["--tap", "facebook"], wrote.as_bytes());
    assert_eq!((said.code, said.out.as_str()), (3, "{\"day\":1}\n"));
    assert!(
        said.err.contains("line 4") && said.err.contains("BATCH"),
        "{}",
        said.err
    );
    assert_eq!(place.kpis(&["impressions", "--all"]), ["impressions : 10 count"]);
}

#[test]
fn what_is_no_tap_is_refused() {
    let place = Place::new();
    let noise = "no message\n".repeat(200_000);
    let said = place.pipe(&[], noise.as_bytes());
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no output of a Singer tap"), "{}", said.err);
    assert_eq!(place.pipe(&["--tap", "../x"], b"").code, 2);
    assert_eq!(place.run(&["import", "--singer", "file.csv"]).code, 2);
    assert_eq!(place.run(&["import"]).code, 2);
    let said = place.pipe(&[], b"");
    assert_eq!((said.code, said.out.as_str()), (0, ""));
}

/// Streams whose messages are mixed, one of them known to nobody: that one is kept, with a map to edit.
#[test]
fn a_stream_that_nobody_knows_is_kept() {
    let place = Place::new();
    let mut wrote = schema("ads_insights", KEYS) + &schema("weather", &["day"]);
    for day in 1..=3 {
        wrote += &record(
            "weather",
            &json!({"day": format!("2026-09-0{day}"), "wind": {"force": day, "from": "NW"}}),
        );
        wrote += &record("ads_insights", &insight(1, day, 10));
    }
    wrote += "{\"type\":\"STATE\",\"value\":3}\n";
    let said = place.pipe(&["--tap", "facebook"], wrote.as_bytes());
    assert_eq!((said.code, said.out.as_str()), (3, "3\n"), "{}", said.err);
    assert_eq!(place.kpis(&["impressions", "--all"]), ["impressions : 30 count"]);
    let kept: Vec<_> = fs::read_dir(place.root().join("singer/facebook/kept"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    let text = fs::read_to_string(&kept[0]).unwrap();
    assert_eq!((kept.len(), text.matches("\"wind\"").count()), (1, 3), "{text}");
    let map = fs::read_to_string(place.root().join("maps/proposed/facebook-weather-jsonl.toml")).unwrap();
    assert!(
        map.contains("sheet = \"weather\"") && map.contains("wind__force"),
        "{map}"
    );
    // A row is found again on its line of the tap's output.
    let row = place.one("select row from observations where period_start = '2026-09-02' limit 1");
    assert_eq!(row, "6");
    assert!(!place.root().join("singer/facebook/incoming").exists());
}

/// What a tap writes that goes on from a state: `days` days of ads, a state after each.
fn from_day(first: usize, days: usize) -> String {
    let mut wrote = schema("ads_insights", KEYS);
    for day in first..=days {
        for ad in 0..20 {
            wrote += &record("ads_insights", &insight(ad, day, day * 100 + ad));
        }
        let _ = writeln!(wrote, "{{\"type\":\"STATE\",\"value\":{{\"day\":{day}}}}}");
    }
    wrote
}

const ASKED: [&str; 6] = ["impressions", "spend", "clicks_link", "--by", "ad,day", "--all"];
const EACH_DAY: [&str; 4] = ["--tap", "facebook", "--commit-every", "20"];

/// Days that the kept state and the facts speak of; the state never runs ahead of the facts.
fn stands_at(place: &Place) -> usize {
    let state = read(&place.ok(&["singer", "state", "facebook"]));
    let day = usize::try_from(state["day"].as_u64().unwrap_or(0)).unwrap();
    let keys = "select count(distinct concat(entity_id, cast(period_start as varchar))) from observations where metric = 'impressions'";
    let facts: usize = place.one(keys).parse().unwrap();
    assert!(
        facts >= day * 20,
        "the state is of day {day}, but there are {facts} rows"
    );
    day
}

/// The target is killed while a day is half told, after it gave back the states of those before.
#[test]
fn a_state_that_was_given_back_holds_after_a_kill() {
    const DAYS: usize = 3;
    let undisturbed = Place::new();
    let said = undisturbed.pipe(&EACH_DAY, from_day(1, DAYS).as_bytes());
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.out, "{\"day\":1}\n{\"day\":2}\n{\"day\":3}\n");
    let place = Place::new();
    let mut command = place.command(&[&["import", "--singer"], &EACH_DAY[..]].concat());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut states = BufReader::new(child.stdout.take().unwrap()).lines();
    let whole = from_day(1, DAYS);
    let half = &whole[..whole.len() - 3_000];
    stdin.write_all(half.as_bytes()).unwrap();
    stdin.flush().unwrap();
    let given: Vec<String> = states.by_ref().take(2).map(Result::unwrap).collect();
    assert_eq!(given, ["{\"day\":1}", "{\"day\":2}"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(stands_at(&place), 2);
    let said = place.pipe(&EACH_DAY, from_day(3, DAYS).as_bytes());
    assert_eq!(said.out, "{\"day\":3}\n", "{}", said.err);
    assert_eq!(place.kpis(&ASKED), undisturbed.kpis(&ASKED));
}

/// Runs are killed at any moment and begun again with the state that is kept; in the end the facts are those of a run that nobody
/// disturbed. The ordinary run kills once, `cargo xtask test --long` often.
#[test]
fn kills_lose_nothing_and_count_nothing_twice() {
    let is_long = is_long();
    let (days, kills) = if is_long { (8, 40) } else { (3, 1) };
    let undisturbed = Place::new();
    let begun = Instant::now();
    let said = undisturbed.pipe(&EACH_DAY, from_day(1, days).as_bytes());
    let whole = begun.elapsed();
    assert_eq!(said.code, 0, "{}", said.err);
    let kpis = undisturbed.kpis(&ASKED);
    assert_eq!(kpis.len(), 3 * 20 * days);
    let mut landed = 0;
    for kill in 0..kills {
        let place = Place::new();
        let delay = whole.mul_f64((f64::from(kill) + 0.5) / f64::from(kills));
        let file = place.file("out.jsonl", &from_day(1, days));
        killed(&place, &EACH_DAY, &file, delay);
        let day = stands_at(&place);
        landed += usize::from(day < days);
        let said = place.pipe(&EACH_DAY, from_day(day + 1, days).as_bytes());
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(place.kpis(&ASKED), kpis, "killed after {delay:?}, on day {day}");
    }
    assert!(landed > 0 || !is_long, "no kill hit a running import of {whole:?}");
}

/// Kills an import after a while.
fn killed(place: &Place, args: &[&str], file: &str, delay: Duration) {
    let mut command = place.command(&[&["import", "--singer"], args].concat());
    let mut child = command
        .stdin(fs::File::open(file).unwrap())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // A kill has to come at some moment: the delay is the thing tried, and no answer depends on its length.
    thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
}
