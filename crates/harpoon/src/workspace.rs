//! [`Workspace`]: one client's folder, with its settings, catalogue, maps and lake.
//!
//! ```text
//! harpoon.toml     settings: name, currency, time zone
//! catalogue.toml   KPIs of one's own (optional)
//! headers.csv      headers in further languages (optional)
//! maps/*.toml      tables of one's own (optional)
//! raw/             every imported file as it came
//! collector/       what visitors' clients have sent and the lake has not taken in yet (only where sources are set up)
//! lake/            Delta tables
//! receipts/        how each printed number came about
//! links/           tracked links, with where each leads (optional)
//! ledger/          what was promised, agreed and reported, signed; it begins with the first goal
//! erased/          what was removed of people and for its age, without saying whom, and digests that keep people out (optional)
//! live/            where each account stands that is asked live, its token, closed, and what has landed of a run (optional)
//! singer/          where each Singer tap stands, what it said, and streams that nobody read (optional)
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use harpoon_collect::scheme::Scheme;
use harpoon_connect::dictionary::Dictionary;
use harpoon_connect::map::read_map;
use harpoon_connect::{Answers, Connector, Registry};
use harpoon_core::catalogue::CATALOGUE;
use harpoon_core::event::EventKind;
use harpoon_core::kpi::Kpi;
use harpoon_core::profile::{Business, Objective, ProfileChoice};
use harpoon_lake::store::{BucketSettings, Lake};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::engine::{self, EngineSettings};
use crate::held::Held;
use crate::live::AccountSettings;
use crate::presence::Presence;
use crate::retention::RetentionSettings;
use crate::sync::TapSettings;

mod accounts;
pub(crate) mod collect;
mod edit;
mod sources;

pub use collect::{CollectSettings, OWN, SourceSettings};
pub(crate) use edit::store_in;

/// What `harpoon.toml` holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Name of the business.
    pub name: String,
    /// ISO 4217 code of money in files that do not say.
    pub currency: Option<String>,
    /// IANA time zone of times in files that do not say.
    pub zone: Option<String>,
    /// `dmy` or `mdy`, for dates such as 03/04/2026.
    pub day_order: Option<String>,
    /// Industry whose public figures stand beside the own ones; those of all industries together if none.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "sector")]
    pub sector: Option<String>,
    /// Who is one person.
    #[serde(skip_serializing_if = "IdentitySettings::is_usual")]
    pub identity: IdentitySettings,
    /// What of people's events counts.
    #[serde(skip_serializing_if = "JourneySettings::is_usual")]
    pub journeys: JourneySettings,
    /// How long after a click or a view each platform claims an order, where it is not what the platform sets by itself.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<String, ClaimWindow>,
    /// Who reports, and how it looks.
    #[serde(skip_serializing_if = "ReportSettings::is_usual")]
    pub report: ReportSettings,
    /// What the effort is for and how the business earns its money; it picks the KPIs that matter.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "profile")]
    pub profile: Option<ProfileChoice>,
    /// Spending that is meant for awareness: that it earns nothing is no alarm.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub awareness: Vec<Awareness>,
    /// What visitors' clients may send, and through which proxies.
    #[serde(
        skip_serializing_if = "CollectSettings::is_usual",
        deserialize_with = "collect::read"
    )]
    pub collect: CollectSettings,
    /// How links are tagged, and where short ones are served.
    #[serde(skip_serializing_if = "is_usual", deserialize_with = "scheme")]
    pub links: Scheme,
    /// Singer taps that run by themselves, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub taps: BTreeMap<String, TapSettings>,
    /// Where questions run.
    #[serde(skip_serializing_if = "EngineSettings::is_usual")]
    pub engine: EngineSettings,
    /// Accounts of networks that are asked live, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub accounts: BTreeMap<String, AccountSettings>,
    /// The bucket where the tables and the files as they came lie; in this folder if left out.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "storage")]
    pub storage: Option<BucketSettings>,
    /// How long things are kept; for good where it does not say.
    #[serde(skip_serializing_if = "RetentionSettings::is_usual")]
    pub retention: RetentionSettings,
}

/// `[identity]` of `harpoon.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IdentitySettings {
    /// Different names of one kind that may hang on one name before it counts as shared and joins nobody.
    pub shared_above: usize,
}

impl Default for IdentitySettings {
    fn default() -> Self {
        Self {
            shared_above: harpoon_core::identity::SHARED_ABOVE,
        }
    }
}

impl IdentitySettings {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// `[journeys]` of `harpoon.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JourneySettings {
    /// Kinds of deed that are the book of sales; every kind that closes business if empty. Where a shop and a CRM tell of the
    /// same sales, one of them is the book.
    #[serde(deserialize_with = "sales")]
    pub sales: Vec<EventKind>,
}

impl JourneySettings {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// `[report]` of `harpoon.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReportSettings {
    /// Name of the agency; none where the business reports to itself.
    pub agency: Option<String>,
    /// Its picture: a PNG, JPEG or SVG file, from the workspace's folder on.
    pub logo: Option<PathBuf>,
    /// Accent colour, `#rrggbb`.
    pub colour: Option<String>,
    /// White label: whether pages and reports leave out the name of the program that made them, and its commands where there is
    /// nothing to show. Left out, they do where an agency or a logo is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub white_label: Option<bool>,
}

impl ReportSettings {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the program stays unnamed.
    pub fn is_white_label(&self) -> bool {
        self.white_label.unwrap_or(self.agency.is_some() || self.logo.is_some())
    }
}

fn is_usual(scheme: &Scheme) -> bool {
    *scheme == Scheme::default()
}

/// A scheme of links that can be meant; says everything that is wrong with it.
fn scheme<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Scheme, D::Error> {
    let scheme = Scheme::deserialize(from)?;
    let mistakes = scheme.mistakes();
    if mistakes.is_empty() {
        Ok(scheme)
    } else {
        Err(serde::de::Error::custom(mistakes.join("\n  ")))
    }
}

/// An industry that public figures are known of; says all that are none.
fn sector<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let word = Option::<String>::deserialize(from)?;
    let known = harpoon_report::benchmark::industries().map_err(serde::de::Error::custom)?;
    match word {
        Some(word) if !known.contains(&word) => {
            let all: Vec<&str> = known.iter().map(String::as_str).collect();
            let all = all.join(", ");
            Err(serde::de::Error::custom(format!("`{word}` is no sector; one of {all}")))
        }
        word => Ok(word),
    }
}

/// A bucket that can be meant; says everything that is wrong with it.
fn storage<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<BucketSettings>, D::Error> {
    let storage = Option::<BucketSettings>::deserialize(from)?;
    let checked = storage.as_ref().map_or(Ok(()), BucketSettings::check);
    checked.map_err(serde::de::Error::custom)?;
    Ok(storage)
}

/// Kinds that close business; says all that do not.
fn sales<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<EventKind>, D::Error> {
    let words = Vec::<String>::deserialize(from)?;
    let sale = |word: &String| EventKind::from_word(word).filter(|kind| kind.is_sale());
    let wrong: Vec<&str> = words.iter().filter(|w| sale(w).is_none()).map(String::as_str).collect();
    if wrong.is_empty() {
        return Ok(words.iter().filter_map(sale).collect());
    }
    let known: Vec<&str> = EventKind::ALL
        .iter()
        .filter(|kind| kind.is_sale())
        .map(|kind| kind.as_str())
        .collect();
    Err(serde::de::Error::custom(format!(
        "no sale is called {}; one of {}",
        wrong.join(", "),
        known.join(", ")
    )))
}

/// `[claims.PLATFORM]` of `harpoon.toml`: days. What is left out is as the platform sets it by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimWindow {
    /// After a click.
    pub click: Option<u16>,
    /// After a view.
    pub view: Option<u16>,
}

/// `[[awareness]]` of `harpoon.toml`: a platform, a campaign, or, with neither, the whole effort.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Awareness {
    /// Platform.
    pub platform: Option<String>,
    /// Campaign.
    pub campaign: Option<String>,
    /// How much may be lost on it, in the currency of the workspace; any amount if left out.
    #[serde(deserialize_with = "amount")]
    pub amount: Option<harpoon_core::Number>,
    /// Why.
    pub reason: Option<String>,
}

/// `[profile]` in the words that people use; says every word that is none.
fn profile<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<ProfileChoice>, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Words {
        objective: String,
        business: String,
    }
    let words = Words::deserialize(from)?;
    match (Objective::parse(&words.objective), Business::parse(&words.business)) {
        (Ok(objective), Ok(business)) => Ok(Some(ProfileChoice { objective, business })),
        (objective, business) => {
            let mistakes = [objective.err(), business.err()].into_iter().flatten();
            let mistakes: Vec<String> = mistakes.map(|mistake| mistake.to_string()).collect();
            Err(serde::de::Error::custom(mistakes.join("; ")))
        }
    }
}

/// An amount as people write it in TOML: `500`, `499.50` or `"499.50"`.
fn amount<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<harpoon_core::Number>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Whole(i64),
        Parts(f64),
        Text(String),
    }
    let text = match Written::deserialize(from)? {
        Written::Whole(whole) => whole.to_string(),
        Written::Parts(parts) => parts.to_string(),
        Written::Text(text) => text,
    };
    text.parse()
        .map(Some)
        .map_err(|why| serde::de::Error::custom(format!("`{text}` is no amount: {why}")))
}

/// The tables, where the settings say.
fn lake(root: &Path, settings: &Settings) -> Result<Lake, Error> {
    let lake = match &settings.storage {
        Some(bucket) => Lake::create_in(root, bucket)?,
        None => Lake::create(root)?,
    };
    Ok(match settings.engine.memory_mb {
        Some(megabytes) => lake.with_memory(u64::from(megabytes) * 1_000_000)?,
        None => lake,
    })
}

/// What `harpoon.toml` says.
pub(crate) fn settings(root: &Path) -> Result<Settings, Error> {
    let file = root.join(SETTINGS);
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(Error::NoWorkspace(root.to_owned())),
        Err(e) => return Err(Error::io("read", &file)(e)),
    };
    toml::from_str(&text).map_err(|e| Error::settings(&file, &e))
}

/// One client's folder, open: as it is at each question, or held at one version (see [`Workspace::held`]). Clones are cheap.
#[derive(Clone)]
pub struct Workspace {
    own: Arc<Own>,
    held: Option<Arc<Held>>,
}

/// What opening it reads.
struct Own {
    root: PathBuf,
    settings: Settings,
    registry: Registry,
    catalogue: BTreeMap<&'static str, &'static Kpi>,
    order: Vec<&'static Kpi>,
    lake: Lake,
    presence: Presence,
}

const SETTINGS: &str = "harpoon.toml";

impl Workspace {
    /// Makes a new workspace. A folder that has one already is refused.
    pub fn init(root: &Path, settings: &Settings) -> Result<Self, Error> {
        let file = root.join(SETTINGS);
        if file.exists() {
            return Err(Error::Exists(root.to_owned()));
        }
        fs::create_dir_all(root).map_err(Error::io("make", root))?;
        let body = toml::to_string(settings).map_err(|e| Error::Bug(e.to_string()))?;
        let text =
            format!("# Settings of this workspace. `harpoon --help` says what each command does with them.\n{body}");
        // The settings make a folder a workspace: they come last, so that nobody finds half of one.
        lake(root, settings)?;
        fs::write(&file, text).map_err(Error::io("write", &file))?;
        Self::open(root)
    }

    /// Opens a workspace; reports every mistake in its own files at once.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let settings = settings(root)?;
        if settings.storage.is_some() {
            Self::fits_bucket(&settings)?;
        }
        let registry = Registry::new(&maps(root)?, dictionary(root)?);
        let order = kpis(root)?;
        let engine = engine::of(&settings.engine, root)?;
        let lake = lake(root, &settings)?;
        let own = Own {
            root: root.to_owned(),
            settings,
            registry,
            catalogue: order.iter().map(|kpi| (kpi.id, *kpi)).collect(),
            order,
            lake: match engine {
                Some(engine) => lake.on(engine),
                None => lake,
            },
            presence: Presence::enter(root)?,
        };
        let workspace = Self {
            own: Arc::new(own),
            held: None,
        };
        // Nobody sees somebody half erased.
        workspace.carry_erasure()?;
        workspace.catch_up()?;
        Ok(workspace)
    }

    /// Refuses settings that cannot be kept while the tables lie in a bucket.
    pub(crate) fn fits_bucket(settings: &Settings) -> Result<(), Error> {
        if !settings.engine.workers.is_empty() {
            return Err(Error::Usage(
                "workers ([engine]) read the tables of a shared folder and not those of a bucket ([storage]): take one of the two out of \
                 harpoon.toml"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// The version that it is held at.
    pub(crate) const fn holds(&self) -> Option<&Arc<Held>> {
        self.held.as_ref()
    }

    /// The same held at a version.
    pub(crate) fn holding(&self, held: Held) -> Self {
        Self {
            own: Arc::clone(&self.own),
            held: Some(Arc::new(held)),
        }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.own.root
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.own.settings
    }

    /// Connectors and headers, the workspace's own included.
    pub fn registry(&self) -> &Registry {
        &self.own.registry
    }

    /// Every KPI in reading order, the workspace's own last.
    pub fn catalogue(&self) -> &[&'static Kpi] {
        &self.own.order
    }

    /// The KPI with this id.
    pub fn kpi(&self, id: &str) -> Result<&'static Kpi, Error> {
        self.own.catalogue.get(id).copied().ok_or_else(|| Error::NoKpi {
            id: id.to_owned(),
            near: self.near(id),
        })
    }

    /// The data.
    pub fn lake(&self) -> &Lake {
        &self.own.lake
    }

    /// That this process has it open.
    pub(crate) fn presence(&self) -> &Presence {
        &self.own.presence
    }

    /// Answers that the settings give.
    pub(crate) fn answers(&self) -> Answers {
        Answers {
            currency: self.own.settings.currency.clone(),
            zone: self.own.settings.zone.clone(),
            day_order: self.own.settings.day_order.clone(),
            ..Answers::default()
        }
    }

    /// Ids that share the most with a misspelt one.
    fn near(&self, id: &str) -> Vec<&'static str> {
        let mut scored: Vec<(usize, &'static str)> = self
            .own
            .catalogue
            .keys()
            .map(|known| (distance(id, known), *known))
            .collect();
        scored.sort_unstable();
        scored
            .into_iter()
            .filter(|(d, _)| *d <= 3.max(id.len() / 2))
            .take(3)
            .map(|(_, known)| known)
            .collect()
    }
}

/// Edits that turn one word into the other (Levenshtein 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

fn optional(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::io("read", path)(e)),
    }
}

/// Maps that every workspace has: the client's own tables, which no platform exports.
const READY: &[&str] = &[
    include_str!("../../../examples/maps/costs.toml"),
    include_str!("../../../examples/maps/reviews.toml"),
    include_str!("../../../examples/maps/events.toml"),
    include_str!("../../../examples/maps/leads.toml"),
    include_str!("../../../examples/maps/deals.toml"),
    include_str!("../../../examples/maps/orders.toml"),
    include_str!("../../../examples/maps/touches.toml"),
    include_str!("../../../examples/maps/coupons.toml"),
    include_str!("../../../examples/maps/store-visits.toml"),
    include_str!("../../../examples/maps/point-of-sale.toml"),
    include_str!("../../../examples/maps/survey.toml"),
    include_str!("../../../examples/maps/direct-sessions.toml"),
];

/// The workspace's own maps, which win, and the ready ones.
fn maps(root: &Path) -> Result<Vec<&'static Connector>, Error> {
    let mut files: Vec<PathBuf> = match fs::read_dir(root.join("maps")) {
        Ok(entries) => entries.filter_map(Result::ok).map(|e| e.path()).collect(),
        Err(_) => Vec::new(),
    };
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let own = files.iter().map(|path| map(path));
    let ready = READY
        .iter()
        .map(|text| read_map(text).map_err(|_| Error::Bug("a ready map has mistakes".to_owned())));
    own.chain(ready).collect()
}

/// Reads one map file.
pub(crate) fn map(path: &Path) -> Result<&'static Connector, Error> {
    let text = fs::read_to_string(path).map_err(Error::io("read", path))?;
    read_map(&text).map_err(|mistakes| Error::Mistakes {
        file: path.to_owned(),
        mistakes: mistakes.iter().map(ToString::to_string).collect(),
    })
}

fn dictionary(root: &Path) -> Result<Dictionary, Error> {
    let path = root.join("headers.csv");
    let Some(text) = optional(&path)? else {
        return Ok(Dictionary::builtin().clone());
    };
    Dictionary::builtin()
        .extended(&text)
        .map_err(|mistakes| Error::Mistakes {
            file: path,
            mistakes: mistakes.iter().map(ToString::to_string).collect(),
        })
}

fn kpis(root: &Path) -> Result<Vec<&'static Kpi>, Error> {
    let path = root.join("catalogue.toml");
    let mut all = CATALOGUE.to_vec();
    if let Some(text) = optional(&path)? {
        let own = harpoon_core::catalogue::user::read(&text).map_err(|mistakes| Error::Mistakes {
            file: path,
            mistakes: mistakes.to_string().lines().map(str::to_owned).collect(),
        })?;
        all.extend(own);
    }
    Ok(all)
}
