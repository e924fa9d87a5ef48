//! What a server tells its operator: `/metrics` as OpenMetrics has it, log lines and traces; each without whose it was.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::collector::{Collector, order, send_to, source};
use super::contract::with_ads;
use super::place::{Place, harpoon, port_of, soon};

/// Values by sample, as another reader of the format finds them: each family declared once and in one piece, counters end in
/// `_total`, buckets rise to the count, nothing follows the end.
fn parsed(text: &str) -> BTreeMap<String, f64> {
    let body = text.strip_suffix("# EOF\n").unwrap();
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    let mut current = "";
    let mut values = BTreeMap::new();
    let mut bucket: Option<(String, f64)> = None;
    for line in body.lines() {
        if let Some(told) = line.strip_prefix("# TYPE ") {
            let (name, kind) = told.split_once(' ').unwrap();
            assert!(kinds.insert(name, kind).is_none(), "{name} twice");
            current = name;
            continue;
        }
        if let Some(told) = line.strip_prefix("# UNIT ") {
            let (name, unit) = told.split_once(' ').unwrap();
            assert!(name == current && name.ends_with(&format!("_{unit}")), "{line}");
            continue;
        }
        if let Some(told) = line.strip_prefix("# HELP ") {
            assert!(told.starts_with(&format!("{current} ")), "{line}");
            continue;
        }
        let (sample, value) = line.rsplit_once(' ').unwrap();
        let value: f64 = value.parse().unwrap_or_else(|_| panic!("{line}"));
        let (name, labels) = sample
            .split_once('{')
            .map_or((sample, ""), |(name, rest)| (name, rest.trim_end_matches('}')));
        let ending = name
            .strip_prefix(current)
            .unwrap_or_else(|| panic!("{line} is not of {current}"));
        match kinds[current] {
            "counter" => assert!(ending == "_total" && value >= 0.0, "{line}"),
            "gauge" => assert_eq!(ending, "", "{line}"),
            "info" => assert!(ending == "_info" && (value - 1.0).abs() < f64::EPSILON, "{line}"),
            "histogram" => match ending {
                "_bucket" => {
                    let (rest, end) = labels.rsplit_once("le=\"").unwrap();
                    let end: f64 = end.trim_end_matches('"').replace("+Inf", "inf").parse().unwrap();
                    let of_this = format!("{name}{rest}");
                    let before = bucket.take().filter(|(of, _)| *of == of_this);
                    assert!(before.is_none_or(|(_, below)| below <= value), "{line}");
                    bucket = Some((of_this, value));
                    if end.is_infinite() {
                        values.insert(format!("{name}+Inf{{{rest}}}"), value);
                    }
                }
                "_count" => assert!((bucket.as_ref().unwrap().1 - value).abs() < f64::EPSILON, "{line}"),
                _ => assert_eq!(ending, "_sum", "{line}"),
            },
            kind => panic!("{kind}"),
        }
        assert!(values.insert(sample.to_owned(), value).is_none(), "{sample} twice");
    }
    values
}

fn metrics(server: &Collector) -> (String, BTreeMap<String, f64>) {
    let told = server.get("/metrics");
    assert_eq!(told.status, 200, "{told:?}");
    assert!(
        told.head
            .contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8"),
        "{}",
        told.head
    );
    let values = parsed(&told.body);
    (told.body, values)
}

/// A whole number of what was counted.
fn count(values: &BTreeMap<String, f64>, sample: &str) -> u64 {
    let value = values
        .get(sample)
        .unwrap_or_else(|| panic!("no {sample} in {values:#?}"));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is looked at")]
    let whole = *value as u64;
    assert!((whole as f64 - value).abs() < f64::EPSILON, "{sample} {value}");
    whole
}

#[test]
fn what_is_counted_is_what_happened() {
    let folder = tempfile::tempdir().unwrap();
    let (one, _two) = (
        Place::in_folder(folder.path(), "zilt-secret"),
        Place::in_folder(folder.path(), "bakkerij-client"),
    );
    source(&one.root(), "shop-of-zilt", "key-of-zilt", "");
    let server = Collector::of("serve", folder.path());
    for number in 0..5 {
        let body = json!({"batch": [order(&format!("o{}", number % 4), "2026-11-22T12:00:00Z")]});
        assert_eq!(server.post("/v1/batch", "key-of-zilt", &body).status, 200);
    }
    let odd = json!({"batch": [{"type": "dance"}]});
    assert_eq!(server.post("/v1/batch", "key-of-zilt", &odd).status, 200);
    assert_eq!(server.post("/v1/batch", "nobody", &odd).status, 401);
    let (_, before) = metrics(&server);
    assert_eq!(
        count(&before, "harpoon_collected_events_total{outcome=\"accepted\"}"),
        6
    );
    assert!(count(&before, "harpoon_log_bytes") > 0);
    assert_eq!(server.get("/w/nobody/data").status, 404);
    // Whoever asks has what waits taken in, once a second at most; the same page again stands ready.
    let mut asked = 0;
    let found = soon(|| {
        asked += 1;
        assert_eq!(server.get("/w/zilt-secret/data").status, 200);
        let (text, values) = metrics(&server);
        (count(&values, "harpoon_log_waiting_records") == 0).then_some((text, values))
    });
    let (text, values) = found.unwrap();
    let outcome = |word: &str| {
        count(
            &values,
            &format!("harpoon_collected_events_total{{outcome=\"{word}\"}}"),
        )
    };
    assert_eq!(
        ["accepted", "loaded", "quarantined", "duplicate"].map(outcome),
        [6, 4, 1, 1]
    );
    let requests = |class: &str, status: u16| {
        count(
            &values,
            &format!("harpoon_requests_total{{class=\"{class}\",status=\"{status}\"}}"),
        )
    };
    assert_eq!((requests("collect", 200), requests("collect", 401)), (6, 1));
    assert_eq!((requests("page", 200), requests("page", 404)), (asked, 1));
    assert_eq!(count(&values, "harpoon_request_seconds_count{class=\"collect\"}"), 7);
    assert_eq!(count(&values, "harpoon_log_sync_seconds_count"), 6);
    assert_eq!(
        count(&values, "harpoon_pages_total{from=\"kept\"}") + count(&values, "harpoon_pages_total{from=\"made\"}"),
        asked
    );
    assert_eq!(
        (
            count(&values, "harpoon_collectors"),
            count(&values, "harpoon_collectors_troubled")
        ),
        (1, 0)
    );
    assert!(count(&values, "harpoon_imports_total{by=\"collected\"}") >= 1);
    if cfg!(target_os = "linux") {
        assert!(count(&values, "process_resident_memory_bytes") > 1 << 20);
    }
    // Nothing says whose.
    for name in ["zilt", "bakkerij", "shop", "key-of", "Zilt"] {
        assert!(!text.contains(name), "{name}: {text}");
    }
    reference_parser(&text);
}

/// The reader of Prometheus' own client, where Python has it.
fn reference_parser(text: &str) {
    let python = std::env::var("HARPOON_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = "import sys\nfrom prometheus_client.openmetrics.parser import text_string_to_metric_families as parse\n\
                  for family in parse(sys.stdin.read()):\n  for sample in family.samples: print(family.type, sample.name, sample.value)";
    let has = Command::new(&python).args(["-c", "import prometheus_client"]).output();
    if !has.is_ok_and(|has| has.status.success()) {
        #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
        {
            eprintln!("SKIPPED: no Python with prometheus_client");
        }
        return;
    }
    let mut child = Command::new(&python)
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let (out, err) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(output.status.success(), "{err}\n{text}");
    assert!(out.contains("counter harpoon_collected_events_total 6"), "{out}");
    assert_eq!(
        out.lines().count(),
        text.lines().filter(|line| !line.starts_with('#')).count()
    );
}

/// A server with more in its environment, and what it says on standard error.
struct Told {
    child: Child,
    port: u16,
    lines: mpsc::Receiver<String>,
}

impl Drop for Told {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Told {
    fn of(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let port = port_of(&mut child);
        let (sender, lines) = mpsc::channel();
        let errors = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || {
            errors
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Self { child, port, lines }
    }

    fn ask(&self, path: &str, more: &str) -> super::collector::Told {
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n");
        send_to(self.port, head.as_bytes()).unwrap()
    }

    /// The next line of this event.
    fn line(&self, event: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(20)).unwrap();
            if line.contains(event) {
                return line;
            }
        }
    }
}

#[test]
fn metrics_are_for_this_machine_or_for_who_has_the_token() {
    let place = with_ads();
    let served = Told::of(&mut place.command(&["-q", "collect", "--port", "0"]));
    assert_eq!(served.ask("/metrics", "").status, 200);
    // Through a proxy, or by a page that made a name of its own lead here, nobody is at this machine.
    assert_eq!(served.ask("/metrics", "X-Forwarded-For: 192.0.2.1\r\n").status, 403);
    let rebound = send_to(
        served.port,
        b"GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(rebound.unwrap().status, 403);
    let posted = send_to(
        served.port,
        b"POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(posted.unwrap().status, 405);
    drop(served);
    let token = "0123456789abcdef0123";
    let mut command = place.command(&["-q", "serve", "--port", "0"]);
    let served = Told::of(command.env("HARPOON_METRICS_TOKEN", token));
    assert_eq!(served.ask("/metrics", "").status, 403);
    assert_eq!(served.ask("/metrics", "Authorization: Bearer wrong\r\n").status, 403);
    let right = format!("X-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer {token}\r\n");
    assert_eq!(served.ask("/metrics", &right).status, 200);
    drop(served);
    let short = place
        .command(&["serve", "--port", "0"])
        .env("HARPOON_METRICS_TOKEN", "short")
        .output()
        .unwrap();
    let said = String::from_utf8(short.stderr).unwrap();
    assert!(
        short.status.code() == Some(2) && said.contains("HARPOON_METRICS_TOKEN") && !said.contains("`short`"),
        "{said}"
    );
}

#[test]
fn log_lines_say_what_was_answered_and_not_to_whom() {
    let place = with_ads();
    source(&place.root(), "shop", "key-of-zilt", "");
    let served = Told::of(
        place
            .command(&["-q", "serve", "--port", "0"])
            .env("HARPOON_LOG", "json"),
    );
    let parsed = |line: String| serde_json::from_str::<Value>(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    assert_eq!(parsed(served.line("began"))["event"], "began");
    let told = served.ask(
        "/data?lang=en&secret=hunter2",
        "X-Request-Id: from-the-proxy-1\r\nCookie: harpoon=hunter2\r\n",
    );
    assert!(told.head.contains("x-request-id: from-the-proxy-1"), "{}", told.head);
    let line = parsed(served.line("answered"));
    let of = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        ["level", "request", "class", "method", "page"].map(of),
        ["info", "from-the-proxy-1", "page", "GET", "/data"]
    );
    assert!(
        line["status"] == 200 && line["ms"].as_f64().unwrap() > 0.0 && line["time"].as_str().unwrap().ends_with('Z'),
        "{line}"
    );
    // A number of ours where none came, or what is none.
    let told = served.ask("/join/hunter2", "X-Request-Id: a b\r\n");
    let line = parsed(served.line("answered"));
    let number = line["request"].as_str().unwrap();
    assert!(
        number.len() == 16 && told.head.contains(&format!("x-request-id: {number}")),
        "{line}"
    );
    let body = json!({"batch": [order("hunter2", "2026-11-22T12:00:00Z")]}).to_string();
    let sent = super::collector::posted("/v1/batch", "key-of-zilt", &body, "hunter2");
    assert_eq!(send_to(served.port, &sent).unwrap().status, 200);
    let mut all = served.line("answered");
    // Taken in when somebody asks, once a second at most.
    let loaded = soon(|| {
        served.ask("/data", "");
        served
            .lines
            .try_iter()
            .find(|line| line.contains("\"event\":\"loaded\""))
    });
    all += &loaded.unwrap();
    assert!(all.contains("\"loaded\":1") && all.contains("\"accepted\":1"), "{all}");
    for secret in ["hunter2", "key-of", "127.0.0.1", "Zilt", "shop"] {
        assert!(
            !all.contains(secret) && !line.to_string().contains(secret),
            "{secret}: {all}"
        );
    }
    drop(served);
    let wrong = place.run(&["serve", "--log", "loud"]);
    assert!(wrong.code == 2 && wrong.err.contains("json or text"), "{}", wrong.err);
}

#[test]
fn traces_go_to_a_collector_of_opentelemetry() {
    let place = with_ads();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (sender, received) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = sender.send(taken(stream.unwrap()));
        }
    });
    let mut command = place.command(&["-q", "serve", "--port", "0"]);
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint)
        .env("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=harpoon");
    let served = Told::of(&mut command);
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    assert_eq!(
        served
            .ask("/data?secret=hunter2", &format!("traceparent: {parent}\r\n"))
            .status,
        200
    );
    let (head, body) = received.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(
        head.starts_with("POST /v1/traces ") && head.contains("x-tenant: harpoon"),
        "{head}"
    );
    assert!(!body.contains("hunter2"), "{body}");
    let told: Value = serde_json::from_str(&body).unwrap();
    let span = &told["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
    assert_eq!(span["traceId"], "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!(
        (&span["parentSpanId"], &span["name"], &span["kind"]),
        (&json!("00f067aa0ba902b7"), &json!("GET /data"), &json!(2))
    );
    assert_eq!(span["spanId"].as_str().unwrap().len(), 16);
    let nanoseconds = |key: &str| span[key].as_str().unwrap().parse::<u128>().unwrap();
    assert!(nanoseconds("startTimeUnixNano") <= nanoseconds("endTimeUnixNano"));
    let status = span["attributes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["key"] == "http.response.status_code");
    assert_eq!(status.unwrap()["value"]["intValue"], "200");
    drop(served);
    let wrong = place
        .command(&["serve", "--port", "0"])
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318")
        .output()
        .unwrap();
    assert_eq!(
        wrong.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&wrong.stderr)
    );
}

/// Head in lower case but for its first line, and body, of a request that is answered with nothing.
fn taken(mut stream: TcpStream) -> (String, String) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some(told) = line.to_lowercase().strip_prefix("content-length:") {
            length = told.trim().parse().unwrap();
        }
        head += &line;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    stream
        .write_all(
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{}",
        )
        .unwrap();
    (head, String::from_utf8(body).unwrap())
}

#[test]
fn the_doctor_looks_around_the_data() {
    let place = with_ads();
    let asked = |more: &[&str], set: &[(&str, &str)]| -> (i32, Vec<Value>) {
        let mut command = place.command(&[&["doctor", "--format", "json"], more].concat());
        command
            .env("HARPOON_KEYS", place.beside("keys"))
            .env_remove("HARPOON_SMTP");
        let output = command.envs(set.iter().copied()).output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        let found = serde_json::from_str(&out)
            .unwrap_or_else(|error| panic!("{error}: {out} {}", String::from_utf8_lossy(&output.stderr)));
        (output.status.code().unwrap(), found)
    };
    let has = |found: &[Value], check: &str, severity: &str| {
        assert!(
            found
                .iter()
                .any(|one| one["check"] == check && one["severity"] == severity),
            "{check} {severity}: {found:#?}"
        );
    };
    let (code, found) = asked(&[], &[]);
    assert_eq!(code, 0, "{found:#?}");
    has(&found, "backup", "note");
    // A backup, and then an old one.
    place.ok(&["backup", place.beside("backups").to_str().unwrap()]);
    let (code, found) = asked(&[], &[]);
    assert!(
        code == 0 && found.iter().all(|one| one["check"] != "backup"),
        "{found:#?}"
    );
    let (code, found) = asked(&["--backup-within", "3"], &[("HARPOON_NOW", "2036-01-01T00:00:00Z")]);
    assert_eq!(code, 1);
    has(&found, "backup", "warning");
    // A clock that went back.
    let (code, found) = asked(&[], &[("HARPOON_NOW", "2020-01-01T00:00:00Z")]);
    assert_eq!(code, 1);
    has(&found, "clock", "warning");
    // A key that others can read.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let key = place.root().join("server.key");
        fs::write(&key, "secret").unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        let (code, found) = asked(&[], &[]);
        assert_eq!(code, 1);
        has(&found, "rights", "error");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(asked(&[], &[]).0, 0);
    }
    // A mail server where nobody is.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let smtp = format!("smtps://user:hunter2@{closed}");
    let (code, found) = asked(
        &["--network"],
        &[("HARPOON_SMTP", &smtp), ("HARPOON_MAIL_FROM", "a@example.com")],
    );
    assert_eq!(code, 1);
    has(&found, "network", "warning");
    assert!(!format!("{found:?}").contains("hunter2"), "{found:?}");
    // A damaged log of the collector.
    source(&place.root(), "shop", "key", "");
    let mut server = Collector::of("collect", &place.root());
    for number in 0..3 {
        let body = json!({"batch": [order(&number.to_string(), "2026-11-22T12:00:00Z")]});
        assert_eq!(server.post("/v1/batch", "key", &body).status, 200);
    }
    server.kill();
    let logs = fs::read_dir(place.root().join("collector/log"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let log = logs
        .filter(|path| path.extension().is_some_and(|end| end == "wal"))
        .max()
        .unwrap();
    let mut bytes = fs::read(&log).unwrap();
    bytes[70] ^= 1;
    fs::write(&log, &bytes).unwrap();
    let (code, found) = asked(&[], &[]);
    assert_eq!(code, 1, "{found:#?}");
    has(&found, "log", "error");
    // A folder of workspaces: one with mistakes keeps nobody from looking at the others.
    let folder = tempfile::tempdir().unwrap();
    let _places = ["one", "two"].map(|name| Place::in_folder(folder.path(), name));
    fs::write(folder.path().join("one/harpoon.toml"), "nmae = 1\n").unwrap();
    let mut command = harpoon();
    command
        .arg("-w")
        .arg(folder.path())
        .args(["doctor", "--format", "json"]);
    let output = command.output().unwrap();
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{found:#?}");
    assert!(
        found[0]["workspace"] == "one" && found[0]["what"].as_str().unwrap().contains("nmae"),
        "{found:#?}"
    );
}
