//! [`Metrics`]: what is counted, and how `/metrics` says it: OpenMetrics 1.0 text.
//!
//! Written by hand: a writer of counters, gauges and histograms is a page, and each crate for it brings a registry of its own. The test
//! has the reference parser of Prometheus read it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use harpoon::collecting::Loaded;

/// Where they are.
pub(crate) const METRICS: &str = "/metrics";
/// What an answer is.
pub(crate) const MEDIA: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What an address is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// What visitors' clients send.
    Collect,
    /// Short links.
    Link,
    /// Pages, read.
    Page,
    /// What changes something.
    Act,
    /// Questions of programs.
    Api,
    /// Signing in and out.
    Door,
    /// Style and script.
    File,
    /// Whether it lives and can answer.
    Health,
    /// This.
    Metrics,
    /// Anything else.
    Other,
}

impl Class {
    const ALL: [Self; 10] = [
        Self::Collect,
        Self::Link,
        Self::Page,
        Self::Act,
        Self::Api,
        Self::Door,
        Self::File,
        Self::Health,
        Self::Metrics,
        Self::Other,
    ];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Link => "link",
            Self::Page => "page",
            Self::Act => "act",
            Self::Api => "api",
            Self::Door => "door",
            Self::File => "file",
            Self::Health => "health",
            Self::Metrics => "metrics",
            Self::Other => "other",
        }
    }
}

/// How an import came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Imported {
    /// By what visitors' clients sent.
    Collected,
    /// Through the browser.
    Uploaded,
}

/// Upper ends of the buckets, in seconds.
const ENDS: [f64; 14] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// How long things took.
#[derive(Default)]
struct Histogram {
    /// By bucket; what took longer than all of them is the last.
    counts: [AtomicU64; ENDS.len() + 1],
    nanoseconds: AtomicU64,
}

impl Histogram {
    fn add(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = ENDS.partition_point(|end| *end < seconds);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
    }
}

/// What is counted since the process began.
pub(crate) struct Metrics {
    began: Duration,
    /// By class and status. A leaf lock.
    answered: Mutex<BTreeMap<(Class, u16), u64>>,
    took: [Histogram; Class::ALL.len()],
    synced: Histogram,
    load: Histogram,
    loads: [AtomicU64; 2],
    accepted: AtomicU64,
    loaded: AtomicU64,
    quarantined: AtomicU64,
    duplicate: AtomicU64,
    robots: AtomicU64,
    imports: [AtomicU64; 2],
    feeds: [AtomicU64; 2],
    pages: [AtomicU64; 2],
    traces: [AtomicU64; 2],
}

/// How the collectors of a server stand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    /// Logs that this process has.
    pub(crate) open: u64,
    /// Workspaces that collect nothing, though they should, or whose last load failed.
    pub(crate) troubled: u64,
    /// Bytes of their logs.
    pub(crate) bytes: u64,
    /// Records that the lake has not.
    pub(crate) waiting: u64,
}

/// How a server stands with its memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Remembers {
    /// Whether the memory answered when it was last asked.
    pub(crate) is_reached: bool,
    /// Whether this server sends and runs feeds.
    pub(crate) leads: bool,
}

impl Metrics {
    pub(super) fn new() -> Self {
        Self {
            began: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
            answered: Mutex::default(),
            took: std::array::from_fn(|_| Histogram::default()),
            synced: Histogram::default(),
            load: Histogram::default(),
            loads: [const { AtomicU64::new(0) }; 2],
            accepted: AtomicU64::new(0),
            loaded: AtomicU64::new(0),
            quarantined: AtomicU64::new(0),
            duplicate: AtomicU64::new(0),
            robots: AtomicU64::new(0),
            imports: [const { AtomicU64::new(0) }; 2],
            feeds: [const { AtomicU64::new(0) }; 2],
            pages: [const { AtomicU64::new(0) }; 2],
            traces: [const { AtomicU64::new(0) }; 2],
        }
    }

    pub(super) fn answered(&self, class: Class, status: u16, took: Duration) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        *answered.entry((class, status)).or_default() += 1;
        drop(answered);
        self.took[class as usize].add(took);
    }

    /// Events are durable, and their clients are told so; `took`: since they were handed to the log.
    pub(crate) fn accepted(&self, events: u64, took: Duration) {
        add(&self.accepted, events);
        self.synced.add(took);
    }

    pub(super) fn loaded(&self, loaded: Option<&Loaded>, took: Duration) {
        self.load.add(took);
        add(&self.loads[usize::from(loaded.is_none())], 1);
        if let Some(Loaded { imports, counts, .. }) = loaded {
            add(&self.loaded, counts.loaded);
            add(&self.quarantined, counts.quarantined);
            add(&self.duplicate, counts.duplicate);
            add(&self.robots, counts.all_robots());
            self.imported(Imported::Collected, imports.len() as u64);
        }
    }

    pub(crate) fn imported(&self, how: Imported, imports: u64) {
        add(&self.imports[how as usize], imports);
    }

    /// A tap or an account was run.
    pub(crate) fn fed(&self, is_well: bool) {
        add(&self.feeds[usize::from(!is_well)], 1);
    }

    /// A page stood ready, or was worked out.
    pub(crate) fn page(&self, is_kept: bool) {
        add(&self.pages[usize::from(!is_kept)], 1);
    }

    pub(super) fn traced(&self, spans: u64) {
        add(&self.traces[0], spans);
    }

    pub(super) fn untraced(&self, spans: u64) {
        add(&self.traces[1], spans);
    }

    /// All of it as text.
    pub(crate) fn text(&self, standing: Standing, remembers: Remembers) -> String {
        let mut text = Text(String::new());
        text.family("harpoon_build", "info", None, "The program.");
        text.sample("harpoon_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
        text.family("harpoon_requests", "counter", None, "Requests that were answered.");
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for ((class, status), count) in answered {
            let status = status.to_string();
            let labels = [("class", class.word()), ("status", status.as_str())];
            text.sample("harpoon_requests_total", &labels, count);
        }
        let help = "Time until an answer began.";
        text.family("harpoon_request_seconds", "histogram", Some("seconds"), help);
        for class in Class::ALL {
            text.histogram(
                "harpoon_request_seconds",
                &[("class", class.word())],
                &self.took[class as usize],
            );
        }
        let help = "Events of visitors' clients: accepted are durable and were told so; the others became of what the lake took in.";
        text.family("harpoon_collected_events", "counter", None, help);
        for (outcome, count) in [
            ("accepted", &self.accepted),
            ("loaded", &self.loaded),
            ("quarantined", &self.quarantined),
            ("duplicate", &self.duplicate),
        ] {
            text.sample("harpoon_collected_events_total", &[("outcome", outcome)], read(count));
        }
        text.counter(
            "harpoon_collected_robot_events",
            "Of those loaded, what robots did.",
            read(&self.robots),
        );
        let help = "Time from handing a request's events to the log until a sync covers them.";
        text.family("harpoon_log_sync_seconds", "histogram", Some("seconds"), help);
        text.histogram("harpoon_log_sync_seconds", &[], &self.synced);
        text.gauge(
            "harpoon_log_bytes",
            Some("bytes"),
            "Bytes of the collectors' logs.",
            standing.bytes,
        );
        let help = "Records that are durable and that the lake has not taken in.";
        text.gauge("harpoon_log_waiting_records", None, help, standing.waiting);
        text.gauge(
            "harpoon_collectors",
            None,
            "Collectors that this process has.",
            standing.open,
        );
        let help = "Workspaces that collect nothing though they should, or whose last load failed.";
        text.gauge("harpoon_collectors_troubled", None, help, standing.troubled);
        text.family(
            "harpoon_loads",
            "counter",
            None,
            "Times that the lake took in what waited.",
        );
        text.pair("harpoon_loads_total", "outcome", ["done", "failed"], &self.loads);
        text.family("harpoon_load_seconds", "histogram", Some("seconds"), "What that took.");
        text.histogram("harpoon_load_seconds", &[], &self.load);
        text.family(
            "harpoon_imports",
            "counter",
            None,
            "Imports of this process, by how they came.",
        );
        text.pair("harpoon_imports_total", "by", ["collected", "uploaded"], &self.imports);
        let help = "Whether the server's memory answered when it was last asked.";
        text.gauge("harpoon_state_reached", None, help, remembers.is_reached.into());
        let help = "Whether this server sends and runs feeds: one of those that share a memory does.";
        text.gauge("harpoon_leads", None, help, remembers.leads.into());
        text.family("harpoon_feed_runs", "counter", None, "Runs of taps and accounts.");
        text.pair("harpoon_feed_runs_total", "outcome", ["done", "failed"], &self.feeds);
        let help = "Pages and answers to programs that stood ready, or were worked out.";
        text.family("harpoon_pages", "counter", None, help);
        text.pair("harpoon_pages_total", "from", ["kept", "made"], &self.pages);
        text.family("harpoon_trace_spans", "counter", None, "Spans that were sent, or lost.");
        text.pair("harpoon_trace_spans_total", "outcome", ["sent", "lost"], &self.traces);
        let help = "Unix time at which the process began.";
        text.family("process_start_time_seconds", "gauge", Some("seconds"), help);
        text.line(
            "process_start_time_seconds",
            &[],
            &format!("{:.3}", self.began.as_secs_f64()),
        );
        if let Some(memory) = resident() {
            let help = "Memory of the process that is in RAM.";
            text.gauge("process_resident_memory_bytes", Some("bytes"), help, memory);
        }
        text.0.push_str("# EOF\n");
        text.0
    }
}

/// Bytes of this process in RAM; not known elsewhere than on Linux.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

fn add(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

/// OpenMetrics as it is written. No label holds what has to be escaped: all of them are words of ours.
struct Text(String);

impl Text {
    fn family(&mut self, name: &str, kind: &str, unit: Option<&str>, help: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.0, "# TYPE {name} {kind}");
        if let Some(unit) = unit {
            let _ = writeln!(self.0, "# UNIT {name} {unit}");
        }
        let _ = writeln!(self.0, "# HELP {name} {help}");
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: &str) {
        self.0.push_str(name);
        for (place, (label, word)) in labels.iter().enumerate() {
            let _ = write!(self.0, "{}{label}=\"{word}\"", if place == 0 { "{" } else { "," });
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        let _ = writeln!(self.0, " {value}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: u64) {
        self.line(name, labels, &value.to_string());
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) {
        self.family(name, "counter", None, help);
        self.sample(&format!("{name}_total"), &[], value);
    }

    fn gauge(&mut self, name: &str, unit: Option<&str>, help: &str, value: u64) {
        self.family(name, "gauge", unit, help);
        self.sample(name, &[], value);
    }

    fn pair(&mut self, name: &str, label: &str, words: [&str; 2], counters: &[AtomicU64; 2]) {
        for (word, counter) in words.into_iter().zip(counters) {
            self.sample(name, &[(label, word)], read(counter));
        }
    }

    fn histogram(&mut self, name: &str, labels: &[(&str, &str)], histogram: &Histogram) {
        let mut below = 0;
        for (place, count) in histogram.counts.iter().enumerate() {
            below += read(count);
            let end = ENDS
                .get(place)
                .map_or_else(|| "+Inf".to_owned(), |end| format!("{end:?}"));
            let labels = [labels, &[("le", end.as_str())]].concat();
            self.sample(&format!("{name}_bucket"), &labels, below);
        }
        self.sample(&format!("{name}_count"), labels, below);
        let seconds = Duration::from_nanos(read(&histogram.nanoseconds)).as_secs_f64();
        self.line(&format!("{name}_sum"), labels, &format!("{seconds:?}"));
    }
}
