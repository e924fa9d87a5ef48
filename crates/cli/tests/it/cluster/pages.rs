//! A dashboard whose questions run on workers, in network namespaces: while workers die, a page is what it is without them, or it
//! says what is wrong, and is right when it is asked again.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use super::faults::{Field, signal};
use crate::is_long;
use crate::place::{said, soon};

/// The pages that ask most.
const PAGES: [&str; 6] = ["/", "/attribution", "/funnel", "/money", "/content", "/goals"];

/// A server in the node that asks.
struct Served {
    child: Child,
    port: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn of(field: &Field, engine: &[&str]) -> Self {
        let mut command = field.command(&[engine, &["serve", "--port", "0"]].concat());
        command.env("HARPOON_NOW", "2026-10-02T08:00:00Z");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line.trim().trim_end_matches('/').rsplit_once(':').unwrap().1.to_owned();
        Self { child, port }
    }

    /// Its status and body, asked for from the server's own node.
    fn get(&self, field: &Field, path: &str) -> (u16, String) {
        let ask = "exec 3<>/dev/tcp/127.0.0.1/$0 && printf 'GET %s HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' \"$1\" >&3 && cat <&3";
        let mut bash = field.net.command(0, "timeout");
        bash.args(["240", "bash", "-c", ask, &self.port, path]);
        let answer = said(bash);
        assert_eq!(answer.code, 0, "{path}: {}", answer.err);
        let (head, body) = answer.out.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }
}

#[test]
fn pages_while_workers_die_are_right_or_say_what_is_wrong() {
    let Some(mut field) = Field::begin(2) else { return };
    let months = if is_long() {
        ["2026-09", "2026-08", "2026-07"].as_slice()
    } else {
        &["2026-09"]
    };
    let paths: Vec<String> = months
        .iter()
        .flat_map(|month| PAGES.map(|page| format!("{page}?month={month}")))
        .collect();
    let want: Vec<String> = {
        let alone = Served::of(&field, &["--engine", "embedded"]);
        let page = |path: &String| {
            let (status, body) = alone.get(&field, path);
            assert_eq!(status, 200, "{path}: {body}");
            body
        };
        paths.iter().map(page).collect()
    };
    field.forget();
    let mut served = Served::of(&field, &[]);
    let (mut right, mut told) = (0, 0);
    for (round, (path, want)) in paths.iter().zip(&want).enumerate() {
        let node = 1 + round % 2;
        field.forget();
        let (status, body) = thread::scope(|scope| {
            let asked = scope.spawn(|| served.get(&field, path));
            thread::sleep(Duration::from_millis(100 + 331 * u64::try_from(round).unwrap() % 1_200));
            signal(&field.workers[node - 1], "-KILL");
            asked.join().unwrap()
        });
        if status == 200 {
            assert!(body == *want, "{path} is another page\n{body}\n{want}");
            right += 1;
        } else {
            let clear = body.contains("The workers of this server do not answer");
            assert!(status == 503 && clear, "{path}: {status} {body}");
            told += 1;
            let (status, body) = served.get(&field, path);
            assert!(status == 200 && body == *want, "{path}, asked again: {status} {body}");
        }
        field.again(node);
    }
    tell(right, told);
    // With no worker there is a page that says so; with one it is right without a start of the server.
    let path = "/explore?kpi=impressions&by=month&all=1";
    let (_, want) = Served::of(&field, &["--engine", "embedded"]).get(&field, path);
    field.forget();
    for node in [1, 2] {
        field.workers[node - 1].kill();
    }
    let (status, body) = served.get(&field, path);
    assert!(
        status == 503 && body.contains("The workers of this server do not answer"),
        "{status} {body}"
    );
    field.again(2);
    let back = soon(|| (served.get(&field, path) == (200, want.clone())).then_some(()));
    assert!(back.is_some(), "{:?}", served.get(&field, path));
    // Killed and started anew, the server gives the same.
    served.child.kill().unwrap();
    served.child.wait().unwrap();
    field.forget();
    served = Served::of(&field, &[]);
    assert!(served.get(&field, path) == (200, want));
}

#[expect(clippy::print_stderr, reason = "figures of a long run are what it is for")]
fn tell(right: usize, told: usize) {
    eprintln!(
        "pages: {right} right while a worker was killed, {told} said what was wrong and were right when asked again"
    );
}
