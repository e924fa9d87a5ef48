//! [`Site`]: the workspace as it is now, and the pages that were made of it. Whatever changes in its folder (an import, an
//! entry of the ledger, settings) or a new day makes all pages anew.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use axum::http::StatusCode;
use harpoon::report::{Report, Wish};
use harpoon::{Error, Workspace};
use harpoon_core::period::{day_from_number, day_number};
use harpoon_core::{Counter, Language, Period};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::answer::{Answer, Kind};
use crate::api;
use crate::frame;
use crate::house::{House, Place};
use crate::page;
use crate::view::View;

/// Pages that are kept; beyond, all are dropped with what they were made of, and made again as they are asked for.
const MOST_PAGES: usize = 200;
/// Reports that are kept.
const MOST_REPORTS: usize = 24;

/// A workspace that pages are made of.
pub(crate) struct Site {
    root: PathBuf,
    now: fn() -> Result<Timestamp, Error>,
    /// A leaf lock: nothing is worked out while it is held.
    kept: Mutex<Kept>,
    /// Number of the last round of making ready: earlier ones stop.
    turn: Arc<AtomicU64>,
}

/// What was made of the workspace as it was at `stamp`.
struct Kept {
    stamp: Vec<Stamp>,
    today: Date,
    /// Held as it is.
    workspace: Workspace,
    /// The newest month that the data speak of, and the oldest.
    months: Option<(Period, Period)>,
    pages: HashMap<String, Arc<Answer>>,
    reports: HashMap<(Period, Language), Arc<Report>>,
    /// What other nodes do meanwhile; none where nobody else writes.
    others: Option<Others>,
}

/// How often it is asked whether other nodes wrote to a bucket.
const PACE: Duration = Duration::from_secs(1);

/// Other nodes that write to the bucket of a workspace: its tables change without its folder.
struct Others {
    asked: Instant,
    /// Whether what is held is no longer the newest.
    wrote: Arc<AtomicBool>,
}

/// Size and time of a file that decides what pages say, or of a folder whose entries do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp(u64, Option<SystemTime>);

/// What the pages of a workspace follow from: its data come with a new entry in the log of `imports`.
const FOLLOWS: &[&str] = &[
    "lake/imports/_delta_log",
    "ledger/entries.jsonl",
    // An entry counts once the checkpoint that signs it is written, which is after it.
    "ledger/checkpoint",
    "harpoon.toml",
    "catalogue.toml",
    "channels.toml",
    "headers.csv",
    "maps",
    "reports",
    NOTES,
];
/// Notes change what pages say, and nothing that is measured: they come last, and the workspace stays open where they alone change.
const NOTES: &str = harpoon::annotations::FILE;

fn stamps(root: &Path) -> Vec<Stamp> {
    let stamp = |path: &&str| match fs::metadata(root.join(path)) {
        Ok(known) => Stamp(known.len(), known.modified().ok()),
        Err(_) => Stamp(0, None),
    };
    FOLLOWS.iter().map(stamp).collect()
}

impl Site {
    pub(crate) fn open(root: &Path, now: fn() -> Result<Timestamp, Error>) -> Result<Self, Error> {
        let site = Self {
            root: root.to_owned(),
            now,
            kept: Mutex::new(Kept::new(root, now()?)?),
            turn: Arc::default(),
        };
        site.make_ready(&site.lock());
        Ok(site)
    }

    /// The answer if it stands ready.
    pub(crate) fn kept(&self, view: &View) -> Option<Arc<Answer>> {
        let stamp = stamps(&self.root);
        let mut kept = self.lock();
        let holds = kept.stamp == stamp
            && kept.is_newest()
            && (self.now)()
                .and_then(|now| kept.workspace.day_of(now))
                .is_ok_and(|day| day == kept.today);
        kept.pages
            .get(&view.key())
            .filter(|_| holds && view.notice.is_none())
            .cloned()
    }

    /// Works the answer out, and keeps it if it follows from the workspace alone.
    pub(crate) fn answer(&self, house: &House, place: &Place, view: &View) -> Arc<Answer> {
        let look = match self.fresh() {
            Ok(look) => look,
            Err(error) if error.is_away() => {
                return Arc::new(frame::away(view.language, "failed-workers", "failed-workers-says"));
            }
            Err(error) => return Arc::new(Answer::words(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error}\n"))),
        };
        let answer = if api::is_one(&view.path) {
            api::read(&look, view)
        } else {
            let made = page::answer(house, place, &look, view);
            Arc::new(made.unwrap_or_else(|error| frame::failed(&look, view, &error)))
        };
        let mut kept = self.lock();
        if kept.stamp == look.stamp && answer.is_kept() && view.notice.is_none() {
            if kept.pages.len() >= MOST_PAGES {
                kept.pages.clear();
                kept.reports.clear();
            }
            kept.pages.insert(view.key(), Arc::clone(&answer));
        }
        answer
    }

    /// The workspace as it is now, opened anew if anything has changed.
    pub(crate) fn fresh(&self) -> Result<Look<'_>, Error> {
        let stamp = stamps(&self.root);
        let now = (self.now)()?;
        {
            let mut kept = self.lock();
            let is_today = kept.workspace.day_of(now)? == kept.today && kept.is_newest();
            if kept.stamp == stamp && is_today {
                return Ok(kept.look(self));
            }
            let but_notes = |stamp: &[Stamp]| stamp.split_last().map(|(_, rest)| rest.to_vec());
            if but_notes(&kept.stamp) == but_notes(&stamp) && is_today {
                kept.stamp = stamp;
                kept.pages.clear();
                kept.reports.clear();
                return Ok(kept.look(self));
            }
        }
        let fresh = Kept::new(&self.root, now)?;
        let look = fresh.look(self);
        self.make_ready(&fresh);
        *self.lock() = fresh;
        Ok(look)
    }

    /// Works out what pages of the newest months need, beside whatever is asked meanwhile, until the workspace changes.
    fn make_ready(&self, kept: &Kept) {
        let Some(months) = kept.months else { return };
        let (root, today) = (self.root.clone(), kept.today);
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) + 1;
        let turns = Arc::clone(&self.turn);
        std::thread::spawn(move || {
            let goes_on = || turns.load(Ordering::Relaxed) == turn;
            let made = Workspace::open(&root).and_then(|workspace| workspace.make_ready(months, today, goes_on));
            // Whoever asks for the page gets the reason.
            drop(made);
        });
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn new(root: &Path, now: Timestamp) -> Result<Self, Error> {
        // The stamp comes first: what changes while the workspace is opened is seen at the next question.
        let stamp = stamps(root);
        let workspace = Workspace::open(root)?.shared()?;
        let others = workspace.lake().is_in_bucket().then(|| Others {
            asked: Instant::now(),
            wrote: Arc::default(),
        });
        Ok(Self {
            stamp,
            today: workspace.day_of(now)?,
            months: months(&workspace)?,
            workspace,
            pages: HashMap::new(),
            reports: HashMap::new(),
            others,
        })
    }

    /// Whether no other node is known to have written since. It is asked beside, so that nobody waits for a bucket: what was written
    /// is seen a moment later.
    fn is_newest(&mut self) -> bool {
        let Some(others) = &mut self.others else { return true };
        if others.asked.elapsed() >= PACE {
            others.asked = Instant::now();
            let (workspace, wrote) = (self.workspace.clone(), Arc::clone(&others.wrote));
            std::thread::spawn(move || {
                // A bucket that does not answer says why to whoever asks for data.
                if workspace.has_newest().is_ok_and(|newest| !newest) {
                    wrote.store(true, Ordering::Relaxed);
                }
            });
        }
        !others.wrote.load(Ordering::Relaxed)
    }

    fn look<'s>(&self, site: &'s Site) -> Look<'s> {
        Look {
            site,
            stamp: self.stamp.clone(),
            workspace: self.workspace.clone(),
            months: self.months,
            today: self.today,
        }
    }
}

/// One look at the workspace, for one page.
pub(crate) struct Look<'s> {
    site: &'s Site,
    stamp: Vec<Stamp>,
    pub(crate) workspace: Workspace,
    /// The newest month that the data speak of, and the oldest.
    pub(crate) months: Option<(Period, Period)>,
    pub(crate) today: Date,
}

impl Look<'_> {
    /// The month's report as it would be issued today.
    pub(crate) fn report(&self, month: Period, language: Language) -> Result<Arc<Report>, Error> {
        let known = |kept: &Kept| (kept.stamp == self.stamp).then(|| kept.reports.get(&(month, language)).cloned());
        if let Some(report) = known(&self.site.lock()).flatten() {
            return Ok(report);
        }
        let report = Arc::new(self.workspace.report(&Wish {
            month,
            issued: self.today,
            note: None,
            language,
        })?);
        let mut kept = self.site.lock();
        if kept.stamp == self.stamp {
            if kept.reports.len() >= MOST_REPORTS {
                kept.reports.clear();
            }
            kept.reports.insert((month, language), Arc::clone(&report));
        }
        Ok(report)
    }
}

/// The newest month in which something happened, and the oldest. A stock or a rate that a file states of the day it was taken
/// on is no activity: it would open the dashboard on a month without any.
fn months(workspace: &Workspace) -> Result<Option<(Period, Period)>, Error> {
    let snapshot = workspace.lake().snapshot(None)?;
    let done = snapshot.imports().iter().filter(|import| import.is_done());
    let series = done.flat_map(|import| &import.series);
    let active = series.filter(|series| !matches!(series.counter, Counter::Level | Counter::Rate));
    let figures = active.filter_map(|series| series.span.days());
    let events = workspace
        .event_days()?
        .map(|days| (day_number(days.from), day_number(days.to)));
    let ends = figures
        .chain(events)
        .reduce(|known, new| (known.0.min(new.0), known.1.max(new.1)));
    let month = |day: i32| {
        let day = day_from_number(day);
        Period {
            from: day.first_of_month(),
            to: day.last_of_month(),
        }
    };
    Ok(ends.map(|(first, last)| (month(last), month(first))))
}

/// A page of this kind.
pub(crate) fn page(status: StatusCode, markup: String) -> Answer {
    Answer::new(status, Kind::Page, markup.into_bytes())
}
