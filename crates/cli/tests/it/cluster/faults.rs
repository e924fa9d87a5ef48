//! Workers that are killed, hang or are cut off in the middle of questions, in network namespaces: what is answered is what this
//! process alone answers, byte for byte, or there is a clear error and asking again is right. Every line is over TLS.

use std::fs::{self, File};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::net::{Net, address, skipped};
use super::{SECRET, Said, Worker, certificate, fresh};
use crate::is_long;
use crate::place::{said, soon};

/// Port of every worker.
const PORT: u16 = 7433;
/// Longer than any answer may be waited for: what takes this long hangs.
const HANGS: Duration = Duration::from_secs(240);

/// A join that is regrouped between workers, credit that they walk by ranges of people, and a few statements one after another.
const QUESTIONS: [&[&str]; 3] = [
    &[
        "sql",
        "select count(*) as pairs, sum(length(a.event_id) * length(b.event_id)) as lengths from events a \
         join events b on a.kind = b.kind and a.event_id < b.event_id where a.row % 8 = 0 and b.row % 8 = 1",
    ],
    &[
        "credit",
        "--model",
        "all",
        "--value",
        "revenue",
        "--by",
        "channel,campaign",
        "--format",
        "json",
    ],
    &[
        "kpi",
        "impressions",
        "reach",
        "engagements",
        "orders",
        "revenue",
        "customers",
        "--by",
        "month,platform,scope",
        "--format",
        "json",
    ],
];

/// A node that asks, workers, and a workspace that all see.
pub(super) struct Field {
    /// Killed before the net goes.
    pub(super) workers: Vec<Worker>,
    pub(super) net: Net,
    pub(super) place: TempDir,
    keys: [String; 2],
    _keys: TempDir,
}

impl Field {
    /// With so many workers, in the nodes from 1 on; none where this machine cannot, which is said.
    pub(super) fn begin(workers: usize) -> Option<Self> {
        let keys = tempfile::tempdir().unwrap();
        let Some(made) = certificate(keys.path()) else {
            skipped("nodes in network namespaces: no openssl");
            return None;
        };
        let net = Net::begin(workers + 1)?;
        let place = fresh();
        let settings = place.path().join("demo/harpoon.toml");
        let text = fs::read_to_string(&settings).unwrap();
        let named: Vec<String> = (1..=workers).map(named).collect();
        let more = format!("certificate = '{}'\nworkers = {named:?}\n", made[0]);
        fs::write(&settings, text + &more).unwrap();
        let mut field = Self {
            workers: Vec::new(),
            net,
            place,
            keys: made,
            _keys: keys,
        };
        field.workers = (1..=workers).map(|node| field.worker(node)).collect();
        Some(field)
    }

    fn worker(&self, node: usize) -> Worker {
        let mut command = self.net.command(node, env!("CARGO_BIN_EXE_harpoon"));
        command.args(["worker", "--listen", &named(node)]);
        command.args(["--certificate", &self.keys[0], "--key", &self.keys[1]]);
        Worker::run(command)
    }

    /// Starts a worker anew that was killed.
    pub(super) fn again(&mut self, node: usize) {
        self.workers[node - 1].kill();
        self.workers[node - 1] = self.worker(node);
    }

    /// The program in the node that asks.
    pub(super) fn command(&self, args: &[&str]) -> Command {
        let mut command = self.net.command(0, env!("CARGO_BIN_EXE_harpoon"));
        command
            .arg("-w")
            .arg(self.place.path().join("demo"))
            .arg("-q")
            .args(args);
        command.env("HARPOON_CLUSTER_SECRET", SECRET);
        command
    }

    /// Nothing is worked out: what is kept would answer in place of the engine.
    pub(super) fn forget(&self) {
        let _ = fs::remove_dir_all(self.place.path().join("demo/derived/kept"));
    }

    /// What this process alone answers.
    fn alone(&self, question: &[&str]) -> String {
        self.forget();
        let said = said(self.command(&[&["--engine", "embedded"], question].concat()));
        assert_eq!(said.code, 0, "{}", said.err);
        said.out
    }

    /// Asks, and strikes a while after a worker has begun to work for the question, or after the question was begun where none is
    /// named.
    fn struck(
        &mut self,
        question: &[&str],
        worker: Option<usize>,
        after: Duration,
        strike: impl FnOnce(&mut Self) -> bool,
    ) -> Struck {
        self.forget();
        let (mut out, mut err) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
        let mut command = self.command(question);
        command
            .stdout(out.try_clone().unwrap())
            .stderr(err.try_clone().unwrap());
        let worker = worker.map(|node| &self.workers[node - 1]);
        let idle = worker.map(Worker::ticks);
        let mut child = command.spawn().unwrap();
        while worker.map(Worker::ticks) == idle && worker.is_some() && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(5));
        }
        thread::sleep(after);
        let running = child.try_wait().unwrap().is_none();
        let at = Instant::now();
        let worked = strike(self);
        let code = ended(&mut child).unwrap_or_else(|| panic!("{question:?} hangs"));
        Struck {
            said: Said {
                code,
                out: whole(&mut out),
                err: whole(&mut err),
            },
            within: running && worked,
            at,
        }
    }
}

/// What came of a question that was struck.
struct Struck {
    said: Said,
    /// Whether it fell between the question's begin and its end.
    within: bool,
    at: Instant,
}

/// What came of many.
#[derive(Default)]
struct Sum {
    strikes: usize,
    within: usize,
    right: usize,
    errors: usize,
    /// From the strike to the right answer.
    slowest: Duration,
}

impl Sum {
    /// Whether what was said is right. An error must be clear, and then asking again is right, of whoever is left.
    fn take(&mut self, field: &Field, question: &[&str], want: &str, struck: &Struck, what: &str) {
        let Said { code, out, err } = &struck.said;
        self.strikes += 1;
        self.within += usize::from(struck.within);
        if *code == 0 {
            assert!(out == want, "{what}: {question:?} gives another answer\n{out}\n{want}");
            self.right += 1;
        } else {
            assert!(out.is_empty(), "{what}: half an answer: {out}");
            let clear = err.contains("worker") && err.contains("--engine embedded");
            assert!(clear, "{what}: {question:?}: {err}");
            self.errors += 1;
            field.forget();
            let again = said(field.command(question));
            assert_eq!((again.code, again.out.as_str()), (0, want), "{what}: {}", again.err);
        }
        self.slowest = self.slowest.max(struck.at.elapsed());
    }

    fn and(self, other: &Self) -> Self {
        Self {
            strikes: self.strikes + other.strikes,
            within: self.within + other.within,
            right: self.right + other.right,
            errors: self.errors + other.errors,
            slowest: self.slowest.max(other.slowest),
        }
    }

    #[expect(clippy::print_stderr, reason = "figures of a long run are what it is for")]
    fn tell(&self, what: &str) {
        let Self {
            strikes,
            within,
            right,
            errors,
            slowest,
        } = self;
        let slowest = slowest.as_secs_f64();
        eprintln!(
            "{what}: {strikes} strikes, {within} within a question, {right} answers right, {errors} errors and right when asked \
             again, slowest {slowest:.1} s from the strike to the right answer"
        );
    }
}

/// Where a worker is asked.
pub(super) fn named(node: usize) -> String {
    format!("{}:{PORT}", address(node))
}

/// Its exit code, or none where it does not come to its end. It is ended then.
fn ended(child: &mut Child) -> Option<i32> {
    let until = Instant::now() + HANGS;
    while Instant::now() < until {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status.code().unwrap_or(-1));
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

fn whole(file: &mut File) -> String {
    use std::io::{Read as _, Seek as _};
    let mut text = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

pub(super) fn signal(worker: &Worker, which: &str) {
    let sent = Command::new("kill")
        .args([which, &worker.child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// The same sequence in every run.
struct Chance(u64);

impl Chance {
    /// Less than `below`.
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Each question, what this process alone answers, and how long workers take for it.
fn measured(field: &Field) -> Vec<(&'static [&'static str], String, Duration)> {
    let measure = |question: &'static [&'static str]| {
        let want = field.alone(question);
        field.forget();
        let begun = Instant::now();
        let got = said(field.command(question));
        assert_eq!((got.code, got.out.as_str()), (0, want.as_str()), "{}", got.err);
        (question, want, begun.elapsed())
    };
    QUESTIONS.into_iter().map(measure).collect()
}

/// So many kills, each in the middle of a question; none where this machine cannot.
fn killed(seed: u64, many: usize) -> Option<Sum> {
    let mut field = Field::begin(3)?;
    let questions = measured(&field);
    let (mut sum, mut chance) = (Sum::default(), Chance(seed));
    for round in 0..many {
        let (question, want, takes) = &questions[round % questions.len()];
        let node = 1 + round / questions.len() % 3;
        // Of ten, one time two of the three at once.
        let nodes = if round % 10 == 9 {
            vec![node, node % 3 + 1]
        } else {
            vec![node]
        };
        let after = *takes * u32::try_from(chance.next(60)).unwrap() / 100;
        let struck = field.struck(question, Some(node), after, |field| {
            for node in &nodes {
                signal(&field.workers[node - 1], "-KILL");
            }
            true
        });
        sum.take(
            &field,
            question,
            want,
            &struck,
            &format!("round {round} of seed {seed}"),
        );
        for node in nodes {
            field.again(node);
        }
        if round % 25 == 24 {
            sum.tell(&format!("workers killed so far, seed {seed}"));
        }
    }
    Some(sum)
}

#[test]
fn workers_that_are_killed_in_nodes_of_their_own_make_no_wrong_number() {
    let each = if is_long() { 100 } else { 4 };
    let sums = thread::scope(|scope| {
        let beside = scope.spawn(|| killed(7, each));
        [killed(8, each), beside.join().unwrap()]
    });
    let [Some(one), Some(other)] = sums else { return };
    let sum = one.and(&other);
    sum.tell("workers killed");
    assert!(sum.within * 4 > each, "most kills fell beside the questions");
}

/// What befalls a node, by name; false where this machine cannot do it.
type Fault = (&'static str, fn(&mut Field) -> bool);

const FAULTS: [Fault; 9] = [
    ("cut off from the node that asks", |field| {
        field.net.cut(0, 1);
        true
    }),
    ("workers cut off from each other", |field| {
        field.net.cut(1, 2);
        field.net.cut(1, 3);
        field.net.cut(2, 3);
        true
    }),
    ("a worker that hangs", |field| {
        signal(&field.workers[0], "-STOP");
        true
    }),
    ("only what a worker sends is lost", |field| {
        field.net.lose(1, 0);
        true
    }),
    ("only what a worker is sent is lost", |field| {
        field.net.lose(0, 1);
        true
    }),
    ("half of a line between workers", |field| {
        field.net.lose(2, 3);
        true
    }),
    ("a plug that is pulled", |field| {
        field.net.plugged(1, false);
        true
    }),
    ("a slow line", |field| field.net.slow(1, "2mbit")),
    ("a line that loses one packet of ten", |field| {
        field.net.thin(1, 10);
        field.net.thin(0, 10);
        true
    }),
];

#[test]
fn a_line_that_breaks_makes_no_wrong_number() {
    let Some(mut field) = Field::begin(3) else { return };
    let questions = measured(&field);
    // Each takes as long as it takes to know that a line is dead.
    let (faults, rounds) = if is_long() { (FAULTS.len(), 2) } else { (3, 1) };
    let mut chance = Chance(11);
    for (at, (what, strike)) in FAULTS.into_iter().take(faults).enumerate() {
        let mut sum = Sum::default();
        for round in 0..rounds {
            let (question, want, takes) = &questions[(at + round) % questions.len()];
            let after = *takes * u32::try_from(20 + chance.next(60)).unwrap() / 100;
            let struck = field.struck(question, None, after, strike);
            sum.take(&field, question, want, &struck, what);
            // Asked while it lasts, from the beginning.
            field.forget();
            let again = said(field.command(question));
            assert_eq!(
                (again.code, again.out.as_str()),
                (0, want.as_str()),
                "{what}: {}",
                again.err
            );
            field.net.heal();
            signal(&field.workers[0], "-CONT");
            field.forget();
            let healed = said(field.command(question));
            assert_eq!(
                (healed.code, healed.out.as_str()),
                (0, want.as_str()),
                "{what}, healed: {}",
                healed.err
            );
        }
        sum.tell(what);
    }
}

#[test]
fn with_every_worker_cut_off_the_error_says_so() {
    let Some(mut field) = Field::begin(2) else { return };
    let question = QUESTIONS[0];
    let struck = field.struck(question, None, Duration::from_millis(700), |field| {
        field.net.cut(0, 1);
        field.net.cut(0, 2);
        true
    });
    let begun = said(field.command(question));
    for said in [struck.said, begun] {
        assert!(said.out.is_empty() && said.code != 0, "{}", said.out);
        let clear = said.err.contains("no worker answers") && said.err.contains("--engine embedded");
        assert!(clear && said.err.contains(&named(1)), "{}", said.err);
    }
    field.net.heal();
    let want = field.alone(question);
    let again = said(field.command(question));
    assert_eq!((again.code, again.out), (0, want), "{}", again.err);
    let mut wrong = field.command(question);
    let wrong = said({
        wrong.env("HARPOON_CLUSTER_SECRET", "another-secret-0123456789-0123456789");
        wrong
    });
    assert!(
        wrong.code == 2 && wrong.err.contains("does not take this secret"),
        "{}",
        wrong.err
    );
}

/// Connections to a worker that its node holds for open.
fn connections(field: &Field, node: usize) -> usize {
    let mut ss = field.net.command(node, "ss");
    let open = said({
        ss.args(["-Htn", "state", "established", &format!("src {}", named(node))]);
        ss
    });
    assert_eq!(open.code, 0, "{}", open.err);
    open.out
        .lines()
        .filter(|line| line.contains(&format!("{}:", address(0))))
        .count()
}

#[test]
fn who_asked_and_was_killed_is_worked_for_no_longer() {
    let Some(mut field) = Field::begin(2) else { return };
    let question = QUESTIONS[0];
    let want = field.alone(question);
    // Killed, and killed while nobody can be told of it.
    for is_cut in [false, true] {
        let mut child = field.command(question).stdout(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(800));
        if is_cut {
            field.net.cut(0, 1);
            field.net.cut(0, 2);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for node in [1, 2] {
            let left = soon(|| (connections(&field, node) == 0).then_some(()));
            assert!(
                left.is_some(),
                "cut {is_cut}: a worker keeps its connection to who is gone"
            );
            let worker = &field.workers[node - 1];
            let idle = soon(|| {
                let before = worker.ticks();
                thread::sleep(Duration::from_millis(300));
                (worker.ticks() <= before + 1).then_some(())
            });
            assert!(idle.is_some(), "cut {is_cut}: a worker works for who is gone");
        }
        field.net.heal();
        field.forget();
        let again = said(field.command(question));
        assert_eq!((again.code, again.out.as_str()), (0, want.as_str()), "{}", again.err);
    }
    field.workers.clear();
}
