//! Taps and live accounts of the workspaces, each run when it is due, and once a day what is too old goes.
//!
//! A workspace is opened where its settings have changed or something of it is due, and not otherwise. Feeds of one workspace run
//! one after the other; a slow one keeps no other workspace waiting. What came of a run is noted with the feed, which
//! `harpoon sync --list` shows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use harpoon::feeds::feeds;
use harpoon::sync::Outcome;
use harpoon::{Error, Workspace};
use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::house::{House, SETTINGS, Stamp};

/// How often is looked whether anything is due.
const LOOK: Duration = Duration::from_secs(5);
/// Workspaces whose feeds run at once; more wait, so that pages keep a core.
const AT_ONCE: usize = 2;
/// When a workspace that cannot be opened is looked at again.
const AGAIN: Duration = Duration::from_mins(5);

/// A workspace as it was last looked at.
enum Seen {
    /// Its feeds run, or wait for their turn.
    Busy,
    /// Nothing is due under these settings before this time; nothing ever without one.
    Until(Stamp, Option<Timestamp>),
}

/// By name of the workspace. A leaf lock.
type All = Mutex<BTreeMap<String, Seen>>;

/// Runs what is due until the server ends.
pub(crate) async fn forever(house: Arc<House>) {
    let all = Arc::new(All::default());
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        if !house.leads() {
            continue;
        }
        for name in wanted(&house, &all) {
            tokio::spawn(round(Arc::clone(&house), name, Arc::clone(&all), Arc::clone(&turns)));
        }
    }
}

/// The workspaces in which something may be due, which are busy from now on.
fn wanted(house: &House, all: &All) -> Vec<String> {
    let now = (house.plan.now)().unwrap_or(Timestamp::MIN);
    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
    let mut names = house.workspaces();
    all.retain(|name, seen| matches!(seen, Seen::Busy) || names.contains(name));
    names.retain(|name| match all.get(name) {
        None => true,
        Some(Seen::Busy) => false,
        Some(Seen::Until(stamp, next)) => *stamp != house.stamp(name, SETTINGS) || next.is_some_and(|next| next <= now),
    });
    all.extend(names.iter().map(|name| (name.clone(), Seen::Busy)));
    names
}

/// One look at one workspace.
async fn round(house: Arc<House>, name: String, all: Arc<All>, turns: Arc<Semaphore>) {
    // Never closed; were it, nothing would be held to a turn.
    let _turn = turns.acquire_owned().await;
    let stamp = house.stamp(&name, SETTINGS);
    let of = (Arc::clone(&house), name.clone());
    let ran = spawn_blocking(move || run(&of.0, &of.1)).await;
    let next = match ran {
        Ok(Ok(next)) => next,
        // Said by every page of it. The settings may be mended, or the disk.
        Ok(Err(_)) | Err(_) => (house.plan.now)().ok().map(later),
    };
    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
    all.insert(name, Seen::Until(stamp, next));
}

/// Runs what is due of a workspace; gives when the next is.
fn run(house: &House, name: &str) -> Result<Option<Timestamp>, Error> {
    let workspace = Workspace::open(&house.root(name))?;
    let now = (house.plan.now)()?;
    for feed in feeds(&workspace, now)?.iter().filter(|feed| feed.is_due(now)) {
        // Noted with the feed; the others run all the same.
        let ran = feed.run(&workspace, &Timestamp::now);
        let is_well = ran.is_ok_and(|run| run.outcome == Outcome::Done);
        house.watch.metrics.fed(is_well);
    }
    let looks = workspace.retain_daily(now)?;
    let next = feeds(&workspace, now)?.into_iter().filter_map(|feed| feed.next);
    let next = next.chain(looks).min();
    // Due still, where nothing could be noted: a full disk is not asked every few seconds.
    let soonest = later((house.plan.now)()?);
    Ok(next.map(|next| if next <= now { soonest } else { next }))
}

fn later(now: Timestamp) -> Timestamp {
    now.checked_add(AGAIN).unwrap_or(Timestamp::MAX)
}
