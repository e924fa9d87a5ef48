//! What visitors' clients send, from the socket to KPIs: each event once, each workspace its own.

use std::fs;

use serde_json::{Value, json};

use super::collector::{CHROME, Collector, asked, count, order, posted, source};
use super::place::{Place, real};

#[test]
fn what_is_sent_is_seen_by_another_process_within_a_second() {
    let place = Place::new();
    let key = place.ok(&["-q", "source", "add", "shop", "--origin", "https://shop.example"]);
    let key = key.trim();
    let server = Collector::of("serve", &place.root());
    let told = server.post(
        "/v1/batch",
        key,
        &json!({"batch": [order("1001", "2026-11-22T12:00:00Z")]}),
    );
    assert_eq!(
        (told.status, told.json()["accepted"].as_u64()),
        (200, Some(1)),
        "{told:?}"
    );
    // The first question after the answer finds it: it waits a second at most, and then says what is there.
    let rows = asked(&place, "select deed, value, currency from events where kind = 'order'");
    assert_eq!(rows, [["1001", "10", "EUR"]]);
    // Sent again it is known, whatever else is in the request.
    let again = json!({"sentAt": "2026-11-22T13:00:00Z", "batch": [order("1001", "2026-11-22T12:00:00Z"), order("1002", "2026-11-22T12:05:00Z")]});
    assert_eq!(server.post("/v1/batch", key, &again).status, 200);
    assert_eq!(counts(&place, "shop"), [3, 2, 0, 1, 0]);
    let page = server.get("/data?lang=en");
    assert!(page.body.contains("What sites and shops send"), "{}", page.body);
    assert_eq!(count(&place, "select count(*) from events where kind = 'order'"), 2);
}

/// Accepted, loaded, quarantined, duplicate, robots of the last day.
fn counts(place: &Place, name: &str) -> [u64; 5] {
    let all = place.json(&["-q", "source", "list"]);
    let of = all.iter().find(|source| source["source"] == name).unwrap();
    let counts = ["accepted", "loaded", "quarantined", "duplicate", "robots"].map(|key| of[key].as_u64().unwrap());
    let [accepted, loaded, quarantined, duplicate, robots] = counts;
    assert!(accepted == loaded + quarantined + duplicate && robots <= loaded, "{of}");
    counts
}

#[test]
fn answers_keep_unmodified_clients_whole() {
    let place = Place::new();
    source(&place.root(), "shop", "k-shop", "origins = [\"https://shop.example\"]");
    let server = Collector::of("collect", &place.root());
    // Nothing else is served, and any name leads here.
    assert_eq!(server.get("/").status, 404);
    assert_eq!(server.get("/data").status, 404);
    // Unknown keys, what is no JSON, the wrong method.
    assert_eq!(
        server
            .post("/v1/track", "nobody", &order("1", "2026-11-22T12:00:00Z"))
            .status,
        401
    );
    assert_eq!(server.send(&posted("/v1/batch", "k-shop", "{", CHROME)).status, 400);
    let wrong = server.get("/v1/batch");
    assert!(
        wrong.status == 405 && wrong.head.contains("allow: post, options"),
        "{wrong:?}"
    );
    // What a browser asks first.
    let preflight = "OPTIONS /v1/t HTTP/1.1\r\nHost: x\r\nOrigin: https://shop.example\r\nConnection: close\r\n\
                     Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-retry-count\r\n\r\n";
    let told = server.send(preflight.as_bytes());
    assert_eq!(told.status, 204);
    for part in [
        "access-control-allow-origin: https://shop.example",
        "x-retry-count",
        "access-control-max-age: 7200",
    ] {
        assert!(told.head.contains(part), "{part}: {}", told.head);
    }
    let strange = server.send(preflight.replace("shop.example", "other.example").as_bytes());
    assert!(
        !strange.head.contains("access-control-allow-origin"),
        "{}",
        strange.head
    );
    // What libraries ask before they send.
    let settings = server.get("/v1/projects/k-shop/settings");
    assert!(
        settings.status == 200 && settings.body.contains("localhost/v1"),
        "{settings:?}"
    );
    assert_eq!(server.get("/v1/projects/nobody/settings").status, 401);
    assert_eq!(server.get("/sourceConfig?writeKey=k-shop").status, 200);
    // A page without scripts gets its picture, whatever it says.
    for address in ["/v1/pixel/page?writeKey=k-shop", "/v1/pixel/page?writeKey=nobody"] {
        let told = server.get(address);
        assert!(told.status == 200 && told.head.contains("image/gif"), "{told:?}");
    }
    // Poison: kept aside with a reason, never a 4xx.
    let deep = format!("{{\"batch\":[{}1{}]}}", "[".repeat(500), "]".repeat(500));
    let long = format!(
        "{{\"batch\":[{{\"type\":\"track\",\"event\":\"x\",\"properties\":{{\"a\":\"{}\"}}}}]}}",
        "a".repeat(5 << 20)
    );
    for (body, why) in [
        (deep, "deep"),
        (long, "long"),
        ("{\"batch\":[1,{\"type\":\"dance\"}]}".to_owned(), "odd"),
    ] {
        let told = server.send(&posted("/v1/batch", "k-shop", &body, CHROME));
        assert_eq!(told.status, 200, "{why}: {told:?}");
        assert!(told.json()["quarantined"].as_u64() > Some(0), "{why}: {told:?}");
    }
    assert!(!server.get("/v1/projects/k-shop/settings").head.contains("set-cookie"));
    drop(server);
    let aside = count(&place, "select count(*) from quarantine");
    assert_eq!(aside, 4, "{:?}", asked(&place, "select reason from quarantine"));
    assert_eq!(counts(&place, "shop"), [5, 1, 4, 0, 0]);
}

#[test]
fn the_recorded_requests_of_fifteen_libraries() {
    let Some(folder) = real("collector/http") else { return };
    let place = Place::new();
    for (name, key) in [
        ("one", "WK"),
        ("two", "WK_test_123"),
        ("flow", "shop"),
        ("plain", "shop.example"),
    ] {
        source(&place.root(), name, key, "");
    }
    let text = fs::read_to_string(place.root().join("harpoon.toml")).unwrap();
    fs::write(
        place.root().join("harpoon.toml"),
        format!("{text}\n[collect]\nlimit = 0\n"),
    )
    .unwrap();
    let server = Collector::of("collect", &place.root());
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "http"));
    files.sort();
    let (mut statuses, mut accepted) = (std::collections::BTreeMap::new(), 0);
    for file in &files {
        let told = server.send(&closing(&fs::read(file).unwrap()));
        *statuses.entry(told.status).or_insert(0) += 1;
        if told.status == 200 && told.head.contains("json") {
            accepted += told.json()["accepted"].as_u64().unwrap();
            assert_eq!(told.json()["quarantined"], 0, "{}", file.display());
        } else if told.status == 200 {
            assert!(told.head.contains("image/gif"), "{}: {told:?}", file.display());
            accepted += 1;
        }
    }
    // By the table of recordings of the crate that reads them: requests of protocols that are not ours, questions of browsers,
    // and the rest; 367 events are in those, 223 of them when each counts once.
    assert_eq!(statuses, [(200, 132), (204, 45), (404, 29)].into());
    assert_eq!(accepted, 367);
    let mut sum = [0; 5];
    for name in ["one", "two", "flow", "plain"] {
        counts(&place, name)
            .iter()
            .zip(&mut sum)
            .for_each(|(one, sum)| *sum += one);
    }
    assert_eq!(sum[..4], [367, 223, 0, 144]);
    // Every line is kept, and no key or address in any.
    let imports = place.json(&["-q", "imports"]);
    let rows: u64 = imports
        .iter()
        .map(|import| import["accepted"].as_u64().unwrap() + import["duplicate"].as_u64().unwrap())
        .sum();
    assert_eq!(rows, 367, "{imports:?}");
}

/// A recorded request that asks for the line to be closed after it.
fn closing(bytes: &[u8]) -> Vec<u8> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let body = &bytes[end + 4..];
    let dropped = ["connection:", "transfer-encoding:", "content-length:", "expect:"];
    let lines = head.split("\r\n");
    let lines = lines.filter(|line| !dropped.iter().any(|name| line.to_lowercase().starts_with(name)));
    let head: Vec<&str> = lines.collect();
    let mut whole = format!(
        "{}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        head.join("\r\n"),
        body.len()
    )
    .into_bytes();
    whole.extend_from_slice(body);
    whole
}

#[test]
fn too_much_at_once_comes_again_later() {
    let place = Place::new();
    source(&place.root(), "shop", "key", "");
    let text = fs::read_to_string(place.root().join("harpoon.toml")).unwrap();
    let limited = "[collect]\nlimit = 1\ntrusted = [\"127.0.0.1\"]\n";
    fs::write(place.root().join("harpoon.toml"), format!("{text}\n{limited}")).unwrap();
    let server = Collector::of("collect", &place.root());
    let send = |id: u32, from: &str| {
        let body = order(&format!("{from}-{id}"), "2026-11-22T12:00:00Z").to_string();
        let bytes = String::from_utf8(posted("/v1/track", "key", &body, CHROME)).unwrap();
        server.send(
            bytes
                .replacen("\r\n", &format!("\r\nX-Forwarded-For: {from}\r\n"), 1)
                .as_bytes(),
        )
    };
    let told: Vec<_> = (0..40).map(|id| send(id, "203.0.113.9")).collect();
    let later: Vec<_> = told.iter().filter(|told| told.status == 429).collect();
    // Four at once, and one a second more.
    assert!(
        told[..4].iter().all(|told| told.status == 200) && later.len() > 20,
        "{told:?}"
    );
    assert!(
        later.iter().all(|told| told.head.contains("retry-after: 1")),
        "{later:?}"
    );
    // Whom the proxy speaks for counts, and others are not kept out.
    assert_eq!(send(0, "198.51.100.7").status, 200);
    drop(server);
    let kept = told.len() - later.len() + 1;
    assert_eq!(
        count(&place, "select count(*) from events where kind = 'order'"),
        kept as u64
    );
}

#[test]
fn one_process_collects_and_another_shows() {
    let place = Place::new();
    source(&place.root(), "shop", "key", "");
    let collector = Collector::of("collect", &place.root());
    let shows = Collector::of("serve", &place.root());
    let at = "2026-11-22T12:00:00Z";
    assert_eq!(collector.post("/v1/track", "key", &order("1", at)).status, 200);
    let page = shows.get("/data?lang=en").body;
    assert!(page.contains("another process has"), "{page}");
    assert!(page.contains("collector/") && page.contains(".jsonl"), "{page}");
    // The one that has not the log promises nothing.
    let told = shows.post("/v1/track", "key", &order("2", at));
    assert!(told.status == 503 && told.head.contains("retry-after: 10"), "{told:?}");
    assert_eq!(count(&place, "select count(*) from events where kind = 'order'"), 1);
}

#[cfg(unix)]
#[test]
fn a_service_manager_ends_it_and_all_is_loaded() {
    let place = Place::new();
    source(&place.root(), "shop", "key", "");
    let mut server = Collector::of("serve", &place.root());
    let taken = server.post("/v1/track", "key", &order("1", "2026-11-22T12:00:00Z"));
    assert_eq!(taken.status, 200);
    // A browser keeps its line for the next request: nobody waits for that.
    let idle = std::net::TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    assert!(server.end(), "it was killed");
    drop(idle);
    assert!(
        place.root().join("lake/events").is_dir(),
        "what was taken is no table yet"
    );
    assert_eq!(count(&place, "select count(*) from events where kind = 'order'"), 1);
}

#[test]
fn two_workspaces_never_mix() {
    let clients = tempfile::tempdir().unwrap();
    let (one, two) = (
        Place::in_folder(clients.path(), "one"),
        Place::in_folder(clients.path(), "two"),
    );
    source(&one.root(), "shop", "k-one", "");
    source(&two.root(), "shop", "k-two", "");
    let mut server = Collector::of("collect", clients.path());
    let at = "2026-11-22T12:00:00Z";
    // The same ids in both are not the same events.
    for id in ["1", "2"] {
        assert_eq!(server.post("/v1/track", "k-one", &order(id, at)).status, 200);
    }
    assert_eq!(server.post("/v1/track", "k-two", &order("2", at)).status, 200);
    // One request with events of both.
    let keyed = |id: &str, key: &str| {
        let mut event = order(id, at);
        event["writeKey"] = Value::from(key);
        event
    };
    let batch = json!({"batch": [keyed("3", "k-one"), keyed("4", "k-two"), keyed("5", "k-two"), keyed("6", "nobody")]});
    let told = server.post("/v1/batch", "", &batch);
    assert_eq!(
        (told.json()["accepted"].as_u64(), told.json()["quarantined"].as_u64()),
        (Some(3), Some(1))
    );
    // A key that both have is nobody's.
    server.kill();
    source(&one.root(), "twice", "k-both", "");
    source(&two.root(), "twice", "k-both", "");
    let server = Collector::of("collect", clients.path());
    assert_eq!(server.post("/v1/track", "k-both", &order("9", at)).status, 401);
    let deeds = |place: &Place| asked(place, "select deed from events where kind = 'order' order by deed").concat();
    assert_eq!(deeds(&one), ["1", "2", "3"]);
    assert_eq!(deeds(&two), ["2", "4", "5"]);
}

#[test]
fn robots_and_privacy() {
    let place = Place::new();
    source(&place.root(), "shop", "key", "");
    let mut server = Collector::of("serve", &place.root());
    let page = |id: &str, url: &str| {
        json!({"messageId": id, "anonymousId": format!("lasting-{id}"), "timestamp": "2026-11-22T12:00:00Z", "type": "page",
               "context": {"page": {"url": url}}})
        .to_string()
    };
    let crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    let send = |body: &str, agent: &str, more: &str| {
        let bytes = String::from_utf8(posted("/v1/page", "key", body, agent)).unwrap();
        let bytes = bytes.replacen("\r\n", &format!("\r\n{more}"), 1);
        assert_eq!(server.send(bytes.as_bytes()).status, 200);
    };
    send(
        &page(
            "a",
            "https://shop.example/?utm_source=instagram&utm_medium=social&fbclid=abc",
        ),
        CHROME,
        "",
    );
    send(
        &page("b", "https://shop.example/?utm_source=instagram&utm_medium=social"),
        crawler,
        "",
    );
    send(
        &page(
            "c",
            "https://shop.example/?utm_source=instagram&utm_medium=social&fbclid=def",
        ),
        CHROME,
        "Sec-GPC: 1\r\n",
    );
    server.kill();
    // What was promised, as it lies on the disk.
    let log = fs::read_dir(place.root().join("collector/log")).unwrap();
    let bytes = log.flat_map(|file| fs::read(file.unwrap().path()).unwrap());
    let written = String::from_utf8_lossy(&bytes.collect::<Vec<u8>>()).into_owned();
    assert!(written.contains("lasting-a") && !written.contains("lasting-c") && !written.contains("fbclid=def"));
    assert!(!written.contains("127.0.0.1"));
    // A robot's views are kept and counted, and are no facts; GPC takes lasting names and click ids out before anything is written.
    assert_eq!(counts(&place, "shop"), [3, 3, 0, 0, 1]);
    let views = place.kpis(&["page_views_social", "--all", "-q"]);
    assert_eq!(views, ["page_views_social : 2 count"]);
    let people = asked(
        &place,
        "select person, landing_url from events where kind = 'page_view' order by person",
    );
    let text = people.concat().join(" ");
    assert!(
        text.contains("lasting-a") && !text.contains("lasting-c") && !text.contains("lasting-b"),
        "{text}"
    );
    assert!(text.contains("fbclid=abc") && !text.contains("fbclid=def"), "{text}");
}

/// Two people in November: one buys, by Segment's client; one reads, by Snowplow's, which says every so often that the page is
/// still there and how far down it was seen.
#[test]
fn a_visit_becomes_kpis() {
    let place = Place::new();
    source(&place.root(), "shop", "key", "");
    let server = Collector::at(&place, "2026-11-22T14:00:00Z");
    let campaign = "?utm_source=facebook&utm_medium=paid_social&utm_campaign=winter";
    let message = |kind: &str, name: &str, at: &str, path: &str, properties: Value| {
        json!({"type": kind, "event": name, "messageId": format!("{kind}-{name}-{at}"), "anonymousId": "buyer",
               "timestamp": format!("2026-11-22T{at}Z"), "properties": properties,
               "context": {"page": {"url": format!("https://shop.example{path}")}}})
    };
    let batch = json!({"batch": [
        message("page", "", "12:00:00", &format!("/{campaign}"), json!({})),
        message("page", "", "12:00:40", "/p/1", json!({})),
        message("track", "Product Viewed", "12:00:41", "/p/1", json!({"product_id": "1"})),
        message("track", "Product Added", "12:02:10", "/p/1", json!({"product_id": "1"})),
        message("track", "Checkout Started", "12:02:30", "/checkout", json!({})),
        message("track", "Order Completed", "12:03:00", "/thanks", json!({"order_id": "1001", "total": 50, "currency": "EUR"})),
    ]});
    assert_eq!(server.post("/v1/batch", "key", &batch).json()["accepted"], 6);
    // The clock of Snowplow's messages is in milliseconds: noon of the same day, and half a minute later.
    let noon = "2026-11-22T12:00:00Z"
        .parse::<jiff::Timestamp>()
        .unwrap()
        .as_millisecond();
    let snowplow = |e: &str, after: i64, more: Value| {
        let mut event = json!({"e": e, "aid": "key", "eid": format!("00000000-0000-4000-8000-{after:012}"), "duid": "reader", "p": "web",
            "dtm": (noon + after).to_string(), "stm": (noon + 7_200_000).to_string(), "vp": "1000x800", "ds": "1000x4000",
            "url": format!("https://blog.example/long{campaign}")});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    let posted = json!({"schema": "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4", "data": [
        snowplow("pv", 0, json!({})),
        snowplow("pp", 10_000, json!({"pp_may": "800"})),
        snowplow("pp", 30_000, json!({"pp_may": "2400"})),
    ]});
    let told = server.post("/com.snowplowanalytics.snowplow/tp2", "", &posted);
    assert_eq!(
        (told.status, told.json()["accepted"].as_u64()),
        (200, Some(3)),
        "{told:?}"
    );
    drop(server);
    let mut command = place.command(&[
        "-q",
        "kpi",
        "sessions_social",
        "page_views_social",
        "product_views",
        "reads",
        "read_depth",
        "time_on_page",
        "carts",
        "checkouts",
        "orders",
        "revenue",
        "--month",
        "2026-11",
        "--format",
        "json",
    ]);
    command.env("HARPOON_NOW", "2026-11-22T15:00:00Z");
    let said = super::place::said(command);
    let readings: Vec<Value> =
        serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error} {} {}", said.out, said.err));
    let told: Vec<(&str, String)> = readings
        .iter()
        .map(|reading| (reading["kpi"].as_str().unwrap(), reading["value"].to_string()))
        .collect();
    // The buyer left `/` after 40 s by the next page; of `/p/1` nobody knows. The reader was seen 30 s long, and came to 80 %:
    // (2,400 + 800) of 4,000. So one of three views was read, and the median of 40 and 30 is 35.
    let want = [
        ("sessions_social", "2"),
        ("page_views_social", "3"),
        ("product_views", "1"),
        ("reads", "1"),
        ("read_depth", "0.3333333333333333"),
        ("time_on_page", "35"),
        ("carts", "1"),
        ("checkouts", "1"),
        ("orders", "1"),
        ("revenue", "50"),
    ];
    let want: Vec<(&str, String)> = want.map(|(kpi, value)| (kpi, value.to_owned())).to_vec();
    assert_eq!(told, want);
}

/// A client of one's own that looks at the shop every minute is no visitor: named in the settings, it is none of what came before either.
#[test]
fn told_anew_by_other_rules_each_event_counts_once_and_old_versions_stay() {
    let place = Place::new();
    source(&place.root(), "shop", "key", "");
    let settings = place.root().join("harpoon.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let watch = "Mozilla/5.0 (X11; Linux x86_64) ShopWatch/3 (our own)";
    let page = |number: u32, at: &str| {
        json!({"type": "page", "messageId": format!("p-{number}"), "anonymousId": format!("a-{}", number % 3), "timestamp": at,
               "context": {"page": {"url": format!("https://shop.example/{number}")}}})
    };
    let send = |agent: &str, body: Value| {
        let server = Collector::of("collect", &place.root());
        let told = server.send(&posted(
            "/v1/batch",
            "key",
            &json!({"batch": [body]}).to_string(),
            agent,
        ));
        assert_eq!(told.status, 200, "{told:?}");
        // Ended at once, it is loaded by whoever asks next: each is an import of its own.
        drop(server);
        place.ok(&["-q", "source", "list"]);
    };
    send(CHROME, page(0, "2026-11-22T12:00:00Z"));
    send(watch, page(1, "2026-11-22T12:01:00Z"));
    send(CHROME, order("1001", "2026-11-22T12:02:00Z"));
    send(watch, order("1002", "2026-11-22T12:03:00Z"));
    // Sent again it is known, before and after.
    send(watch, order("1002", "2026-11-22T12:03:00Z"));
    let orders = || asked(&place, "select deed from events where kind = 'order' order by deed").concat();
    let views = || count(&place, "select count(*) from events where kind = 'page_view'");
    let ids = || asked(&place, "select event_id from events order by event_id").concat();
    let version = || count(&place, "select count(*) from imports");
    assert_eq!((orders(), views()), (vec!["1001".to_owned(), "1002".to_owned()], 2));
    let (before, lines, counted) = (ids(), version(), counts(&place, "shop"));
    assert_eq!(counted, [5, 4, 0, 1, 0]);
    let readings = place.json(&["-q", "kpi", "orders", "sessions_social", "--all"]);
    let receipts: Vec<&str> = readings
        .iter()
        .map(|reading| reading["receipt"].as_str().unwrap())
        .collect();
    let held = || {
        let again = receipts
            .iter()
            .map(|receipt| place.ok(&["-q", "kpi", "--receipt", receipt, "--format", "json"]));
        again.collect::<String>()
    };
    let told_then = held();
    // By the same rules nothing is told otherwise, and nothing is written.
    let again = place.ok(&["source", "retell"]);
    assert!(again.contains("0 of "), "{again}");
    assert_eq!((version(), ids()), (lines, before));
    // By others what the robot did is no fact any more; everything else stands as it stood.
    let with = |robots: &str| {
        let section = format!("[collect]\nrobots = {robots}\n\n[collect.sources");
        fs::write(&settings, text.replacen("[collect.sources", &section, 1)).unwrap();
    };
    with("[\"shopwatch\"]");
    let doctor = place.run(&["doctor"]);
    assert!(doctor.out.contains("source retell"), "{}", doctor.out);
    // While a server has the collector it is not done.
    let server = Collector::of("collect", &place.root());
    let refused = place.run(&["source", "retell"]);
    assert!(refused.code != 0 && refused.err.contains("end it"), "{}", refused.err);
    drop(server);
    let changed = place.ok(&["source", "retell"]);
    assert!(changed.contains("of 2 events 0 were a robot's, and 2 are"), "{changed}");
    assert_eq!((orders(), views()), (vec!["1001".to_owned()], 1));
    assert_eq!(counts(&place, "shop"), [5, 4, 0, 1, 2]);
    let doctor = place.run(&["doctor"]);
    assert!(!doctor.out.contains("source retell"), "{}", doctor.out);
    // Once more nothing changes; the version of before says what it said.
    let after = ids();
    assert!(place.ok(&["source", "retell"]).contains("0 of "));
    assert_eq!(ids(), after);
    assert_eq!(held(), told_then);
    // What is sent again is known, and what comes now is judged by the rules of now.
    send(CHROME, order("1001", "2026-11-22T12:02:00Z"));
    send(watch, order("1003", "2026-11-22T12:04:00Z"));
    assert_eq!(orders(), ["1001"]);
    // By the rules of before everything is as it was, to the id.
    fs::write(&settings, &text).unwrap();
    place.ok(&["source", "retell"]);
    assert_eq!(orders(), ["1001", "1002", "1003"]);
    assert_eq!(views(), 2);
    assert_eq!(counts(&place, "shop"), [7, 5, 0, 2, 0]);
}
