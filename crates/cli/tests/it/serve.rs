//! The dashboard as a browser asks for it: over a socket, from the real binary.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use harpoon::core::catalogue::CATALOGUE;

use super::goals::Course;
use super::journeys::MAP;
use super::place::{Place, port_of};
use super::receipts::{HEAD, MADE, course, day, sale};

/// A server that runs until the test ends.
struct Served {
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
struct Page {
    status: u16,
    head: String,
    body: String,
}

impl Served {
    fn of(place: &Place) -> Self {
        let mut command = place.command(&["serve", "--port", "0"]);
        command.env("HARPOON_NOW", "2026-10-02T08:00:00Z");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let port = port_of(&mut child);
        Self { child, port }
    }

    fn ask(&self, method: &str, path: &str, host: &str, more: &str) -> Page {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"
        )
        .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Page {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Page {
        self.ask("GET", path, "localhost", "")
    }
}

/// Values of an attribute that begin so, each once.
fn links<'p>(page: &'p str, start: &str) -> BTreeSet<&'p str> {
    let all = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.filter(|link| link.starts_with(start)).collect()
}

const PAGES: [&str; 9] = [
    "/",
    "/goals",
    "/funnel",
    "/content",
    "/money",
    "/attribution",
    "/explore",
    "/reports",
    "/data",
];

#[test]
fn every_page_in_three_languages() {
    let course = course();
    let served = Served::of(&course.place);
    let titles = ["Overview", "总览", "Oersjoch"];
    for (lang, title) in ["en", "zh-CN", "fy"].into_iter().zip(titles) {
        for path in PAGES {
            let page = served.get(&format!("{path}?lang={lang}"));
            assert_eq!(page.status, 200, "{path} {}", page.body);
            assert!(
                page.body.contains(&format!("<html lang=\"{lang}\"")) && page.body.contains(title),
                "{path}"
            );
            assert!(
                !page.body.contains('⟦'),
                "{path} has no words for something: {}",
                page.body
            );
            let policy = "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'";
            assert!(page.head.contains(policy), "{}", page.head);
            assert!(
                !page.body.contains(" style=") && !page.body.contains("<style"),
                "{path} breaks its own policy"
            );
        }
    }
    // The month of the newest day is shown; 30 days of 1,000 impressions stand on the page of another by link.
    let explored = served.get("/explore?kpi=impressions&by=month&all=1");
    assert!(
        explored.body.contains("30,000") && explored.body.contains("31,000"),
        "{}",
        explored.body
    );
}

#[test]
fn every_number_leads_to_its_receipt() {
    let course = course();
    let served = Served::of(&course.place);
    let mut seen = 0;
    for path in [
        "/",
        "/goals",
        "/attribution?month=2026-09",
        "/explore?kpi=clicks_link_paid&by=day",
    ] {
        let page = served.get(path);
        for link in links(&page.body, "/receipt/").into_iter().take(12) {
            let attribution = served.get("/attribution?month=2026-09");
            // The largest orders of the month, each with its click: file and line stand beside it.
            assert!(
                attribution.body.contains("Pasen") && attribution.body.contains("made.csv"),
                "{}",
                attribution.body
            );
            let receipt = served.get(link);
            assert_eq!(receipt.status, 200, "{link}: {}", receipt.body);
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
    let receipt = served.get(
        links(&served.get("/explore?kpi=clicks_link_paid&by=day").body, "/receipt/")
            .first()
            .unwrap(),
    );
    // 20 clicks a day in September; the row of the first is shown as it came.
    assert!(
        receipt.body.contains("Pasen,2026-09-01,1001,1000,20,1,20,10"),
        "{}",
        receipt.body
    );
    assert_eq!(served.get("/receipt/0123456789abcdef").status, 404);
    assert_eq!(served.get("/receipt/..%2f..%2fharpoon.toml").status, 404);
}

/// The same question has the same answer on the command line and over HTTP, for every KPI.
#[test]
fn the_api_says_what_the_command_line_says() {
    let course = course();
    let served = Served::of(&course.place);
    let ids: Vec<&str> = CATALOGUE.iter().map(|kpi| kpi.id).collect();
    assert!(ids.len() > 100, "{}", ids.len());
    let query: Vec<String> = ids.iter().map(|id| format!("kpi={id}")).collect();
    for (more, flags) in [("", &[][..]), ("&by=platform", &["--by", "platform"][..])] {
        for part in query.chunks(60) {
            let ids: Vec<&str> = part.iter().map(|word| &word[4..]).collect();
            let told = [&["kpi"][..], &ids, &["--month", "2026-09", "--format", "json"], flags].concat();
            let page = served.get(&format!("/api/kpi?month=2026-09&{}{more}", part.join("&")));
            assert_eq!(page.status, 200, "{}", page.body);
            assert_eq!(page.body.trim(), course.ok("2026-10-02", &told).trim());
        }
    }
    let wrong = served.get("/api/kpi?kpi=impresions");
    assert!(
        wrong.status == 400 && wrong.body.contains("impressions"),
        "{} {}",
        wrong.status,
        wrong.body
    );
}

#[test]
fn only_this_machine_is_answered_and_only_reading() {
    let place = Place::new();
    let served = Served::of(&place);
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:80",
        "",
    ] {
        assert_eq!(served.ask("GET", "/", host, "").status, 421, "{host}");
    }
    for host in ["localhost", "localhost:7455", "127.0.0.1:1", "[::1]:7455"] {
        assert_eq!(served.ask("GET", "/", host, "").status, 200, "{host}");
    }
    // A proxy that asks under a name of this machine, and shows itself, is nobody who sits here.
    for header in [
        "Forwarded: for=203.0.113.9",
        "Via: 1.1 proxy",
        "X-Real-IP: 203.0.113.9",
        "X-Forwarded-For: 203.0.113.9",
        "X-Forwarded-Host: dash.agency.example",
        "x-forwarded-proto: https",
    ] {
        let asked = served.ask("GET", "/", "localhost", &format!("{header}\r\n"));
        assert_eq!(asked.status, 403, "{header}");
    }
    // A POST that no page of the server sent is refused before anything else is looked at.
    for (method, status) in [("POST", 403), ("PUT", 405), ("DELETE", 405)] {
        let asked = served.ask(method, "/", "localhost", "Content-Length: 0\r\n");
        assert_eq!(asked.status, status, "{method}");
    }
    for path in [
        "/reports/..%2fharpoon.toml",
        "/reports/../harpoon.toml",
        "/reports/",
        "/harpoon.toml",
        "/api/nothing",
        "//",
    ] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
}

#[test]
fn what_cannot_be_served_says_whose_turn_it_is() {
    let place = Place::new();
    let served = Served::of(&place);
    let port = served.port.to_string();
    let taken = place.run(&["serve", "--port", &port]);
    assert!(
        taken.code == 2 && taken.err.contains("--port"),
        "{} {}",
        taken.code,
        taken.err
    );
    // One that shows nothing cannot be told from a browser here: no server is for others before somebody has to sign in.
    let named = place.run(&["serve", "--port", "0", "--name", "dash.agency.example"]);
    assert!(
        named.code == 2 && named.err.contains("harpoon user add"),
        "{} {}",
        named.code,
        named.err
    );
    // A folder with something else in it is nobody's to fill.
    let nowhere = place.beside("nowhere");
    std::fs::create_dir(&nowhere).unwrap();
    std::fs::write(nowhere.join("letter.txt"), "mine").unwrap();
    let nowhere = place.run(&["serve", nowhere.to_str().unwrap(), "--port", "0"]);
    assert!(
        nowhere.code == 3 && nowhere.err.contains("is no workspace"),
        "{} {}",
        nowhere.code,
        nowhere.err
    );
    // A query that were cut would be another question.
    let long = served.get(&format!("/api/kpi?kpi=spend&campaign={}", "x".repeat(5000)));
    assert!(
        long.status == 400 && long.body.contains("4096"),
        "{} {}",
        long.status,
        long.body
    );
}

#[test]
fn an_empty_workspace_says_what_to_do() {
    let place = Place::new();
    let served = Served::of(&place);
    for path in PAGES {
        let page = served.get(path);
        assert!(page.status == 200, "{path} {}", page.body);
        assert!(
            path == "/explore" || page.body.contains("harpoon "),
            "{path} {}",
            page.body
        );
    }
    // What is imported while the server runs is there at the next question.
    let ads = place.file("ads.csv", &(HEAD.to_owned() + &day(9, 1, 20)));
    place.import(&[&ads]);
    let page = served.get("/explore?kpi=clicks_link_paid&by=day");
    assert!(
        page.body.contains("2026-09-01") && !page.body.contains("harpoon import"),
        "{}",
        page.body
    );
}

/// Orders alone are activity; a stock stated of a later day is none.
#[test]
fn it_opens_on_the_newest_month_in_which_something_happened() {
    let place = Place::new();
    let made = place.file(
        "made.csv",
        &(MADE.to_owned() + &sale(1, 9, 3, "facebook,paid_social,Pasen")),
    );
    let map = place.file("made.toml", MAP);
    place.import(&[&made, "--map", &map]);
    let served = Served::of(&place);
    let opens = |page: &Page| page.body.contains("selected>September 2026");
    assert!(opens(&served.get("/attribution")));
    // Whom followers are is stated of the day on which the file is read.
    let audience = "sep=,\n\"Top cities\"\n\"Leeuwarden\",\"Snits\"\n\"31.7\",\"11.1\"\n";
    let stock = place.file("Audience.csv", audience);
    let told = place.import(&[&stock, "--platform", "facebook"]);
    assert!(told[0]["facts"].as_u64().unwrap() > 0, "{told:?}");
    assert!(opens(&served.get("/attribution")));
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let course = course();
    let served = Served::of(&course.place);
    let plain = served.get("/");
    let etag = plain.head.split("etag: ").nth(1).unwrap().split("\r\n").next().unwrap();
    let again = served.ask("GET", "/", "localhost", &format!("If-None-Match: {etag}\r\n"));
    assert!(
        again.status == 304 && again.body.is_empty(),
        "{} {}",
        again.status,
        again.body
    );
    let packed = served.ask("GET", "/", "localhost", "Accept-Encoding: gzip\r\n");
    let length = |page: &Page| -> usize {
        page.head
            .split("content-length: ")
            .nth(1)
            .unwrap()
            .split("\r\n")
            .next()
            .unwrap()
            .parse()
            .unwrap()
    };
    assert!(
        packed.head.contains("content-encoding: gzip") && length(&packed) * 3 < length(&plain),
        "{}",
        packed.head
    );
}

#[test]
fn names_from_outside_are_text() {
    let course = Course { place: Place::new() };
    let evil = "<script>alert(1)</script>";
    let row = day(9, 1, 20).replace("Pasen", evil);
    let ads = course.place.file("ads.csv", &(HEAD.to_owned() + &row));
    course.place.import(&[&ads]);
    let served = Served::of(&course.place);
    for path in [
        "/explore?kpi=impressions&by=campaign".to_owned(),
        format!(
            "/explore?kpi=impressions&campaign={}",
            "%3Cscript%3Ealert(1)%3C/script%3E"
        ),
        "/explore?kpi=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        "/explore?by=%3Cscript%3Ealert(1)%3C/script%3E&lang=%22%3E%3Cscript%3E".to_owned(),
        "/%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
    ] {
        let page = served.get(&path);
        assert!(!page.body.contains("<script>alert"), "{path}: {}", page.body);
    }
    let page = served.get("/explore?kpi=impressions&by=campaign");
    assert!(page.body.contains("&lt;script&gt;alert(1)"), "{}", page.body);
}

/// The three languages have the same sentences.
#[test]
fn no_language_lacks_a_word() {
    let keys = |file: &'static str| -> BTreeSet<&'static str> {
        let named = file.lines().filter(|line| !line.starts_with([' ', '#']));
        named.filter_map(|line| Some(line.split_once(" = ")?.0)).collect()
    };
    let en = keys(include_str!("../../../server/words/en.ftl"));
    assert!(en.len() > 80, "{}", en.len());
    assert_eq!(en, keys(include_str!("../../../server/words/zh-CN.ftl")));
    assert_eq!(en, keys(include_str!("../../../server/words/fy.ftl")));
}
