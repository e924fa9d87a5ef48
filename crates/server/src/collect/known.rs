//! [`Known`]: what write keys and codes of short links stand for, in all workspaces of the house, and their collectors. Renewed when a settings file changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use harpoon::Workspace;
use harpoon::collect::client::{Forwarding, Range};
use harpoon::collect::{Credential, Origins, Source};
use harpoon::collecting::{Collector, FOLDER};
use harpoon::links::{Book, FILE, Link};

use super::held::Held;
use crate::house::{House, SETTINGS, Stamp};

/// Of the settings, and of the links.
type Stamps = [Stamp; 2];

/// A source, and whose it is.
pub(super) struct Entry {
    pub(super) source: Source,
    pub(super) origins: Origins,
    pub(super) proxies: Arc<Proxies>,
    /// Nothing where another process has the collector, or its log cannot be opened.
    pub(super) held: Option<Arc<Held>>,
    pub(super) workspace: String,
}

/// A short link, and whose it is.
pub(super) struct Short {
    pub(super) code: String,
    pub(super) to: String,
    pub(super) is_removed: bool,
    /// Whether its clicks get ids.
    pub(super) knows: bool,
    pub(super) proxies: Arc<Proxies>,
    /// Nothing where another process has the collector, or its log cannot be opened.
    pub(super) held: Option<Arc<Held>>,
}

/// The proxies that a workspace trusts.
#[derive(Default)]
pub(super) struct Proxies {
    pub(super) trusted: Vec<Range>,
    pub(super) forwarding: Forwarding,
}

/// One workspace as it was read.
#[derive(Clone)]
struct Place {
    stamp: Stamps,
    entries: Vec<(String, Arc<Entry>)>,
    links: Vec<Arc<Short>>,
    held: Option<Arc<Held>>,
    proxies: Arc<Proxies>,
    limit: u32,
    /// Why there is no collector though there should be one.
    trouble: Option<String>,
}

/// What is known at a time.
#[derive(Default)]
pub(super) struct Known {
    places: BTreeMap<String, Place>,
    /// By key. A key that two workspaces have is nobody's: what one is sent must not come to the other.
    entries: HashMap<String, Option<Arc<Entry>>>,
    /// By code; likewise.
    links: HashMap<String, Option<Arc<Short>>>,
    /// The sites that any source lets send.
    pub(super) origins: Option<Origins>,
    /// Requests a second of one address; 0 for any number.
    pub(super) limit: u32,
}

impl Known {
    /// What a credential stands for.
    pub(super) fn entry(&self, shown: &Credential) -> Option<&Arc<Entry>> {
        let (Credential::WriteKey(key) | Credential::App(key) | Credential::Site(key)) = shown;
        self.entries.get(key)?.as_ref()
    }

    /// The short link of a code.
    pub(super) fn short(&self, code: &str) -> Option<&Arc<Short>> {
        self.links.get(code)?.as_ref()
    }

    /// The collector of a workspace, if this process has it.
    pub(super) fn held(&self, workspace: &str) -> Option<&Arc<Held>> {
        self.places.get(workspace)?.held.as_ref()
    }

    /// All collectors that this process has.
    pub(super) fn all_held(&self) -> impl Iterator<Item = &Arc<Held>> {
        self.places.values().filter_map(|place| place.held.as_ref())
    }

    /// Why a workspace collects nothing, though it should.
    pub(super) fn trouble(&self, workspace: &str) -> Option<String> {
        let place = self.places.get(workspace)?;
        place
            .trouble
            .clone()
            .or_else(|| place.held.as_ref().and_then(|held| held.trouble()))
    }

    /// How many workspaces are troubled.
    pub(super) fn troubled(&self) -> u64 {
        let names = self.places.keys();
        names.filter(|name| self.trouble(name).is_some()).count() as u64
    }

    /// Proxies of all workspaces.
    pub(super) fn proxies(&self) -> impl Iterator<Item = &Proxies> {
        self.places.values().map(|place| place.proxies.as_ref())
    }

    /// Whether every file of settings and links is as it was when this was read.
    pub(super) fn holds(&self, house: &House) -> bool {
        let names = house.workspaces();
        let is_same = |name: &String| {
            let place = self.places.get(name);
            place.is_some_and(|place| place.stamp == stamps(house, name))
        };
        names.len() == self.places.len() && names.iter().all(is_same)
    }

    /// Whether a workspace could not be read, or its collector not be opened: it is tried again.
    pub(super) fn is_troubled(&self) -> bool {
        self.places.values().any(|place| place.trouble.is_some())
    }

    /// The same, read anew where settings have changed; gives the collectors that were opened now. Takes a while.
    pub(super) fn renewed(&self, house: &House) -> (Self, Vec<Arc<Held>>) {
        let mut opened = Vec::new();
        let mut places = BTreeMap::new();
        for name in house.workspaces() {
            let before = self.places.get(&name);
            let stamp = stamps(house, &name);
            let place = match before.filter(|before| before.stamp == stamp && before.trouble.is_none()) {
                Some(same) => same.clone(),
                None => Place::read(house, &name, stamp, before, &mut opened),
            };
            places.insert(name, place);
        }
        (Self::of(places), opened)
    }

    fn of(places: BTreeMap<String, Place>) -> Self {
        let mut known = Self::default();
        let mut only = Vec::new();
        for place in places.values() {
            for (key, entry) in &place.entries {
                let is_new = !known.entries.contains_key(key);
                known.entries.insert(key.clone(), is_new.then(|| Arc::clone(entry)));
                match &entry.origins {
                    Origins::Any => known.origins = Some(Origins::Any),
                    Origins::Only(sites) => only.extend(sites.iter().cloned()),
                }
            }
        }
        for link in places.values().flat_map(|place| &place.links) {
            let is_new = !known.links.contains_key(&link.code);
            known.links.insert(link.code.clone(), is_new.then(|| Arc::clone(link)));
        }
        known.origins = known.origins.or(Some(Origins::Only(only)));
        let is_asked = |place: &&Place| !place.entries.is_empty() || !place.links.is_empty();
        let limits = || places.values().filter(is_asked);
        let has_none = limits().any(|place| place.limit == 0);
        known.limit = if has_none {
            0
        } else {
            limits().map(|place| place.limit).max().unwrap_or(1)
        };
        known.places = places;
        known
    }
}

impl Place {
    /// Reads the settings of a workspace, and opens its collector if anything is collected. Settings that cannot be read
    /// leave all as it was.
    fn read(house: &House, name: &str, stamp: Stamps, before: Option<&Self>, opened: &mut Vec<Arc<Held>>) -> Self {
        let (root, now) = (&house.root(name), house.plan.now);
        let workspace = match Workspace::open(root) {
            Ok(workspace) => workspace,
            Err(error) => {
                let mut same = before.cloned().unwrap_or_else(Self::nothing);
                same.stamp = stamp;
                same.trouble = Some(error.to_string());
                return same;
            }
        };
        let settings = workspace.settings().collect.clone();
        let knows = workspace.settings().links.click_ids;
        let (book, unread) = match Book::read(root) {
            Ok(book) => (book, None),
            Err(error) => (Book::default(), Some(error.to_string())),
        };
        let collects = !settings.sources.is_empty() || !book.links.is_empty() || root.join(FOLDER).join("log").is_dir();
        let (mut held, mut trouble) = (before.and_then(|before| before.held.clone()), None);
        match &held {
            Some(held) => held.renew(workspace),
            None if collects => match now().and_then(|at| Collector::open(&workspace, at)) {
                Ok(collector) => {
                    let new = Held::new(collector, workspace, now, Arc::clone(&house.watch));
                    opened.push(Arc::clone(&new));
                    held = Some(new);
                }
                Err(error) => trouble = Some(error.to_string()),
            },
            None => {}
        }
        let proxies = Arc::new(Proxies {
            trusted: settings.proxies(),
            forwarding: settings.forwarding(),
        });
        let entry = |(source, about): (&String, &harpoon::workspace::SourceSettings)| {
            let entry = Entry {
                source: about.source(source),
                origins: about.sites(),
                proxies: Arc::clone(&proxies),
                held: held.clone(),
                workspace: name.to_owned(),
            };
            (about.key.clone(), Arc::new(entry))
        };
        let short = |link: Link| {
            Arc::new(Short {
                code: link.code,
                to: link.to,
                is_removed: link.removed.is_some(),
                knows,
                proxies: Arc::clone(&proxies),
                held: held.clone(),
            })
        };
        Self {
            stamp,
            links: book.links.into_iter().map(short).collect(),
            entries: settings.sources.iter().map(entry).collect(),
            held: held.clone(),
            proxies: Arc::clone(&proxies),
            limit: settings.limit,
            trouble: trouble.or(unread),
        }
    }

    fn nothing() -> Self {
        Self {
            stamp: [None; 2],
            entries: Vec::new(),
            links: Vec::new(),
            held: None,
            proxies: Arc::default(),
            limit: 0,
            trouble: None,
        }
    }
}

fn stamps(house: &House, name: &str) -> Stamps {
    [SETTINGS, FILE].map(|file| house.stamp(name, file))
}
