//! Several servers of one folder, whose memory is in a Postgres of the test's own: real processes, killed, and a database that goes.
//! What is sent meanwhile is tried in `e2e/several.test.mjs`.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use super::collector::{Collector, Told};
use super::place::{Place, harpoon, ours, said, soon};

/// A Postgres. It hears when whoever began it ends.
struct Postgres {
    child: Child,
    told: BufReader<ChildStdout>,
    url: String,
}

impl Postgres {
    fn begin() -> Option<Self> {
        let mut child = Command::new(ours("crates/state/tests/postgres.sh"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        told.read_line(&mut url).unwrap();
        if url.starts_with("SKIPPED") {
            #[expect(clippy::print_stderr, reason = "a test that is passed over says so")]
            {
                eprint!("{url}");
            }
            child.wait().unwrap();
            return None;
        }
        let url = url.trim().to_owned();
        Some(Self { child, told, url })
    }

    fn does(&mut self, word: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{word}").unwrap();
        let mut said = String::new();
        self.told.read_line(&mut said).unwrap();
        assert_eq!(said, "done\n");
    }

    /// The program on a workspace, with this memory.
    fn command(&self, place: &Place, args: &[&str]) -> Command {
        let mut command = place.command(args);
        command.env("HARPOON_STATE_URL", &self.url);
        command
    }

    fn serve(&self, place: &Place) -> Collector {
        Collector::run(&mut self.command(place, &["-q", "serve", "--port", "0"]))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn leads(server: &Collector) -> bool {
    server.get("/metrics").body.contains("\nharpoon_leads 1\n")
}

#[test]
fn one_of_several_leads_and_another_when_it_is_killed() {
    let Some(postgres) = Postgres::begin() else { return };
    let place = Place::new();
    let mut servers = vec![postgres.serve(&place), postgres.serve(&place), postgres.serve(&place)];
    while servers.len() > 1 {
        let leader = soon(|| {
            let all: Vec<usize> = (0..servers.len()).filter(|at| leads(&servers[*at])).collect();
            if let [one] = all.as_slice() { Some(*one) } else { None }
        });
        servers.remove(leader.unwrap()).kill();
    }
    soon(|| leads(&servers[0]).then_some(())).unwrap();
    assert!(servers[0].end());
    assert!(place.root().join("server.db.elsewhere").exists() && !place.root().join("server.db").exists());
}

#[test]
fn what_is_remembered_goes_into_postgres_and_a_server_says_when_that_is_away() {
    let Some(mut postgres) = Postgres::begin() else { return };
    let place = Place::new();
    let root = place.root();
    place.ok(&["user", "add", "sietske@skutsje.example"]);
    // An empty memory would let everybody in.
    let early = said(postgres.command(&place, &["serve", "--port", "0"]));
    assert!(
        early.code != 0 && early.err.contains("harpoon state move"),
        "{}",
        early.err
    );
    let moved = said(postgres.command(&place, &["state", "move"]));
    assert_eq!(moved.code, 0, "{}", moved.err);
    assert!(
        moved.out.contains("invitations: 1\n") && root.join("server.db.moved").exists(),
        "{}",
        moved.out
    );
    let backups = place.beside("backups");
    let backups = backups.to_str().unwrap();
    for args in [["user", "list"], ["backup", backups], ["state", "move"]] {
        let lost = place.run(&args);
        assert!(
            lost.code != 0 && lost.err.contains("set HARPOON_STATE_URL"),
            "{args:?} {}",
            lost.err
        );
    }
    // In a file that the environment names, as service managers hand it over.
    let file = place.file("state-url", &format!("{}\n", postgres.url));
    let mut listed = place.command(&["user", "list"]);
    let listed = said({
        listed.env("HARPOON_STATE_URL_FILE", &file);
        listed
    });
    assert!(listed.out.contains("sietske@skutsje.example"), "{}", listed.err);

    let server = postgres.serve(&place);
    let ask = |path: &str| -> Told { server.get(path) };
    assert_eq!(
        (ask("/").status, ask("/ready").status, ask("/health").status),
        (303, 200, 200)
    );
    postgres.does("stop");
    let away = ask("/sign-in");
    assert_eq!(away.status, 503);
    assert!(
        away.head.contains("retry-after: 5") && away.body.contains("Signing in does not work"),
        "{away:?}"
    );
    assert_eq!(
        (ask("/ready").status, ask("/health").status, ask("/style.css").status),
        (503, 200, 200)
    );
    let reached = |number: &str| {
        let line = format!("\nharpoon_state_reached {number}\n");
        soon(|| server.get("/metrics").body.contains(&line).then_some(())).unwrap();
    };
    reached("0");
    let doctor = said(postgres.command(&place, &["doctor"]));
    assert!(
        doctor.code != 0 && doctor.out.contains("memory does not answer"),
        "{}",
        doctor.out
    );
    assert!(!doctor.out.contains("postgres://") && !doctor.err.contains("postgres://"));
    postgres.does("start");
    soon(|| (ask("/ready").status == 200).then_some(())).unwrap();
    assert_eq!(ask("/sign-in").status, 200);
    reached("1");

    // Beside the server, and the same file as from SQLite.
    let made = said(postgres.command(&place, &["backup", backups]));
    assert_eq!(made.code, 0, "{}", made.err);
    let again = place.beside("again");
    place.ok(&["restore", backups, again.to_str().unwrap()]);
    let mut listed = harpoon();
    listed.args(["user", "list", "--folder", again.to_str().unwrap()]);
    assert!(said(listed).out.contains("sietske@skutsje.example"));
    drop(server);
    assert_eq!(said(postgres.command(&place, &["state", "move", "--back"])).code, 0);
    assert!(place.ok(&["user", "list"]).contains("sietske@skutsje.example"));
    let text = |path: std::path::PathBuf| fs::read(path).unwrap_or_default();
    assert!(!String::from_utf8_lossy(&text(root.join("server.db"))).contains("postgres://"));
}

#[test]
fn an_address_that_would_be_read_on_the_way_is_refused_without_being_told() {
    let place = Place::new();
    for url in [
        "postgres://u:hunter2@db.example/h",
        "mysql://u:hunter2@localhost/h",
        "postgres://u:hunter2@db.example/h?sslmode=require",
    ] {
        let mut command = place.command(&["serve", "--port", "0"]);
        command.env("HARPOON_STATE_URL", url);
        let refused = said(command);
        assert_eq!(refused.code, 2, "{}", refused.err);
        assert!(
            refused.err.contains("HARPOON_STATE_URL") && !refused.err.contains("hunter2"),
            "{}",
            refused.err
        );
    }
}
