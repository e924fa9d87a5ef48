//! [`House`]: the workspaces that are served, and the memory of who may come in.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use axum::http::StatusCode;
use harpoon::Error;
use harpoon_state::{Home, State, StateError};
use jiff::tz::TimeZone;
use tokio::sync::{Notify, OnceCell, Semaphore};

use crate::answer::Answer;
use crate::collect::{self, Collectors};
use crate::gate::{is_this_machine, name_of};
use crate::intake::Intake;
use crate::site::Site;
use crate::view::View;
use crate::watch::Watch;
use crate::watch::metrics::Remembers;
use crate::{Plan, STATE, ServeError, Serves};

/// Questions that are worked out at once; more wait, so that memory stays flat.
const AT_ONCE: usize = 4;
/// Queries in SQL at once.
const QUERIES: usize = 2;
/// Name, in the memory, of the workspace that is served alone.
pub(crate) const ALONE: &str = ".";
/// File by which a workspace is known.
pub(crate) const SETTINGS: &str = "harpoon.toml";

/// Time and size of a file; nothing where there is none.
pub(crate) type Stamp = Option<(SystemTime, u64)>;

/// What is served.
pub(crate) struct House {
    pub(crate) plan: Plan,
    /// Opened as soon as it is there; `harpoon user add` makes it, also while the server runs.
    state: OnceCell<State>,
    /// Workspaces that were asked for, by name. A leaf lock.
    sites: Mutex<HashMap<String, Arc<Site>>>,
    turns: Arc<Semaphore>,
    /// Queries in SQL that may run at once; more are sent away.
    pub(crate) queries: Arc<Semaphore>,
    /// Uploads and imports.
    pub(crate) intake: Intake,
    /// Why it could not be said what a workspace has to send, as of the last round.
    troubles: Mutex<HashMap<String, String>>,
    /// What visitors' clients send.
    pub(crate) collectors: Collectors,
    /// Rung when something may have to be sent.
    pub(crate) posted: Notify,
    /// Whether this server does what one of several does.
    leads: AtomicBool,
    /// Whether the memory answered when it was last asked.
    is_reached: AtomicBool,
    /// Whether the process was told to end.
    is_ending: AtomicBool,
    /// What is told of it all.
    pub(crate) watch: Arc<Watch>,
}

/// Where in the house an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Name of the workspace.
    pub(crate) name: String,
    /// What stands before its pages in an address.
    pub(crate) base: String,
    /// The page in it.
    pub(crate) path: String,
}

impl House {
    pub(crate) fn open(plan: Plan) -> Result<Self, ServeError> {
        let watch = Arc::new(Watch::new(&plan.telling)?);
        fs::create_dir_all(&plan.root).map_err(|source| Error::Io {
            what: "make",
            path: plan.root.clone(),
            source,
        })?;
        let house = Self {
            plan,
            state: OnceCell::new(),
            sites: Mutex::default(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            queries: Arc::new(Semaphore::new(QUERIES)),
            intake: Intake::default(),
            troubles: Mutex::default(),
            collectors: Collectors::default(),
            posted: Notify::new(),
            leads: AtomicBool::new(false),
            is_reached: AtomicBool::new(true),
            is_ending: AtomicBool::new(false),
            watch,
        };
        if house.is_alone() && house.plan.serves == Serves::Collector {
            // Seen to be one; pages are not asked for.
            harpoon::Workspace::open(&house.plan.root)?;
        } else if house.is_alone() {
            house.site(ALONE)?;
        } else if house.names().is_empty() && !house.is_bare() {
            // Somebody's folder that is no workspace and holds none: say so as everywhere.
            harpoon::Workspace::open(&house.plan.root)?;
        }
        Ok(house)
    }

    /// Whether one workspace is served, not a folder of them.
    pub(crate) fn is_alone(&self) -> bool {
        self.plan.root.join(SETTINGS).exists()
    }

    /// Whether nothing is in the folder but our own memory: a workspace can be made there.
    pub(crate) fn is_bare(&self) -> bool {
        let entries = fs::read_dir(&self.plan.root);
        entries.is_ok_and(|mut entries| {
            entries.all(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with(STATE)))
        })
    }

    /// Names of all workspaces of the folder, in order. A name is one that can stand in an address as it is.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.plan.root)
            .into_iter()
            .flatten()
            .filter_map(Result::ok);
        let names = entries
            .filter(|entry| entry.path().join(SETTINGS).exists())
            .map(|entry| entry.file_name());
        let mut names: Vec<String> = names
            .filter_map(|name| name.into_string().ok())
            .filter(|name| is_name(name))
            .collect();
        names.sort();
        names
    }

    /// All workspaces that are served: one, or those of the folder.
    pub(crate) fn workspaces(&self) -> Vec<String> {
        if self.is_alone() {
            vec![ALONE.to_owned()]
        } else {
            self.names()
        }
    }

    /// By which is seen whether a file of a workspace has changed.
    pub(crate) fn stamp(&self, name: &str, file: &str) -> Stamp {
        let about = fs::metadata(self.root(name).join(file)).ok()?;
        Some((about.modified().ok()?, about.len()))
    }

    /// Where an address leads: `/w/NAME/…` in a folder of workspaces. Nothing if to no workspace.
    pub(crate) fn place(&self, path: &str) -> Option<Place> {
        if self.is_alone() {
            return Some(Place {
                name: ALONE.to_owned(),
                base: String::new(),
                path: path.to_owned(),
            });
        }
        let rest = path.strip_prefix("/w/")?;
        let (name, page) = rest.split_once('/').unwrap_or((rest, ""));
        let known = is_name(name) && self.root(name).join(SETTINGS).exists();
        known.then(|| Place {
            name: name.to_owned(),
            base: Self::base(name),
            path: format!("/{page}"),
        })
    }

    /// Whether a workspace of this name is here.
    pub(crate) fn holds(&self, name: &str) -> bool {
        let alone = name == ALONE;
        alone == self.is_alone() && (alone || is_name(name)) && self.root(name).join(SETTINGS).exists()
    }

    /// What stands before the pages of a workspace in an address.
    pub(crate) fn base(name: &str) -> String {
        if name == ALONE {
            String::new()
        } else {
            format!("/w/{name}")
        }
    }

    /// The zone of a workspace.
    pub(crate) async fn zone(self: &Arc<Self>, name: &str) -> Result<TimeZone, Error> {
        let (house, name) = (Arc::clone(self), name.to_owned());
        let zone = self.work(move || house.site(&name)?.fresh()?.workspace.zone());
        zone.await
            .unwrap_or_else(|| Err(Error::Bug("a zone could not be looked up".to_owned())))
    }

    /// The client of a workspace, as it calls itself.
    pub(crate) async fn client(self: &Arc<Self>, name: &str) -> Result<String, StateError> {
        let (house, name) = (Arc::clone(self), name.to_owned());
        let client = self.work(move || Ok::<_, Error>(house.site(&name)?.fresh()?.workspace.settings().name.clone()));
        let client = client
            .await
            .unwrap_or_else(|| Err(Error::Bug("the settings could not be read".to_owned())));
        client.map_err(|error| StateError::Refused(error.to_string()))
    }

    /// Folder of a workspace.
    pub(crate) fn root(&self, name: &str) -> PathBuf {
        if name == ALONE {
            self.plan.root.clone()
        } else {
            self.plan.root.join(name)
        }
    }

    /// A workspace, opened when it is first asked for.
    pub(crate) fn site(&self, name: &str) -> Result<Arc<Site>, Error> {
        let known = |house: &Self| {
            house
                .sites
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get(name)
                .cloned()
        };
        if let Some(site) = known(self) {
            return Ok(site);
        }
        let site = Arc::new(Site::open(&self.root(name), self.plan.now)?);
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(sites.entry(name.to_owned()).or_insert(site)))
    }

    /// A page, from what is kept or worked out on a thread that may wait.
    pub(crate) async fn read(self: &Arc<Self>, place: Place, view: View) -> Arc<Answer> {
        collect::settle(self, &place.name).await;
        let kept = self
            .sites
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&place.name)
            .cloned();
        let kept = kept.and_then(|site| site.kept(&view));
        self.watch.metrics.page(kept.is_some());
        if let Some(kept) = kept {
            return kept;
        }
        let house = Arc::clone(self);
        let worked = self.work(move || match house.site(&place.name) {
            Ok(site) => site.answer(&house, &place, &view),
            Err(error) => Arc::new(Answer::words(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error}\n"))),
        });
        worked.await.unwrap_or_else(|| Arc::new(Answer::broken()))
    }

    /// Does what takes long when it is its turn, on a thread that may wait; nothing if it broke.
    pub(crate) async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        // The turn ends with the work, not with who asked for it: whoever hangs up does not make room for more.
        let held = move || {
            let _turn = turn;
            work()
        };
        tokio::task::spawn_blocking(held).await.ok()
    }

    /// Notes what kept workspaces from sending in this round.
    pub(crate) fn trouble(&self, troubles: &[(String, String)]) {
        *self.troubles.lock().unwrap_or_else(PoisonError::into_inner) = troubles.iter().cloned().collect();
    }

    /// What keeps a workspace from sending.
    pub(crate) fn trouble_of(&self, workspace: &str) -> Option<String> {
        let troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        troubles.get(workspace).cloned()
    }

    /// The memory, if there is one.
    pub(crate) async fn state(&self) -> Result<Option<&State>, StateError> {
        if !self.state.initialized() && !self.home()?.is_there() {
            return Ok(None);
        }
        self.memory().await.map(Some)
    }

    /// The memory, made if there is none.
    pub(crate) async fn memory(&self) -> Result<&State, StateError> {
        let home = self.home()?;
        self.state.get_or_try_init(|| State::open(&home)).await
    }

    /// Where the memory lies. Looked for when it is asked for: an assistant needs none.
    fn home(&self) -> Result<Home, StateError> {
        Home::of(&self.plan.root, self.plan.memory.as_ref())
    }

    /// Whether other servers share the memory.
    pub(crate) const fn is_one_of_several(&self) -> bool {
        self.plan.memory.is_some()
    }

    /// Whether this server does what one of several does.
    pub(crate) fn leads(&self) -> bool {
        self.leads.load(Ordering::Relaxed)
    }

    /// Notes whether it leads; who begins to looks at once whether something is due.
    pub(crate) fn led(&self, leads: bool) {
        if self.leads.swap(leads, Ordering::Relaxed) != leads {
            self.watch.life(if leads { "leads" } else { "follows" });
            if leads {
                self.posted.notify_one();
            }
        }
    }

    /// Notes whether the memory answers.
    pub(crate) fn reached(&self, is_reached: bool) {
        if self.is_reached.swap(is_reached, Ordering::Relaxed) != is_reached {
            self.watch.life(if is_reached { "memory back" } else { "memory away" });
        }
    }

    /// How it stands with the memory, for who watches.
    pub(crate) fn remembers(&self) -> Remembers {
        Remembers {
            is_reached: self.is_reached.load(Ordering::Relaxed),
            leads: self.leads(),
        }
    }

    /// The process was told to end.
    pub(crate) fn ends(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Relaxed)
    }

    /// Whether one has to sign in: as soon as anybody is known.
    pub(crate) async fn is_locked(&self) -> Result<bool, StateError> {
        match self.state().await? {
            Some(state) => state.has_users().await,
            None => Ok(false),
        }
    }

    /// Now, in Unix seconds.
    pub(crate) fn seconds(&self) -> i64 {
        (self.plan.now)().map_or(i64::MAX, jiff::Timestamp::as_second)
    }

    /// Whether a browser may know us by this host. Another name that leads here is somebody's trick (DNS rebinding) to have a
    /// page of theirs read ours.
    pub(crate) fn is_known_as(&self, host: &str) -> bool {
        let name = name_of(host);
        is_this_machine(name) || self.plan.names.iter().any(|known| known == name || known == host)
    }
}

/// Whether a folder's name can stand in an address as it is.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}
