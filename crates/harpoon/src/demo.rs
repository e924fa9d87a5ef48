//! The demo: thirteen months of a small client's exports, in the platforms' own formats, with a known truth.
//!
//! The client is invented: *Skûtsje Kofje*, a coffee roaster in Ljouwert with a web shop and one café, served by the
//! agency *Buro Healwei*. [`write`] makes a model of its days (posts, followers, ads, costs, and the ways of its
//! customers) from a seed, and derives every file from that one model, so that overlapping exports agree and a later
//! one shows slightly riper counts.
//! `docs/demo.md` lists the files and what is planted in them.
//!
//! Nothing here is read back: the files go the ordinary way through the importers.

use std::fs;
use std::io;
use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

mod cells;
mod chance;
mod google;
mod house;
mod ids;
mod journeys;
mod meta;
mod networks;
mod organic;
mod paid;
mod recognition;
mod span;
#[cfg(test)]
mod tests;
mod truth;
mod words;
mod zip;

pub use journeys::planted::{PlantedDriver, PlantedJourneys};
pub use recognition::CATALOGUE;
pub use truth::{PlantedCampaign, PlantedPost, SumKey, Truth};

use span::Span;

/// The seed that `docs/demo.md` speaks of.
pub const SEED: u64 = 7;

/// The campaign whose spending the client declares as meant for awareness.
pub const AWARENESS_CAMPAIGN: &str = paid::BOOST_CAMPAIGN;

/// What [`write`] wrote.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Demo {
    /// First day of the thirteen months.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The files, by path.
    pub files: Vec<DemoFile>,
    /// What is planted in them.
    pub truth: Truth,
}

/// One file of the demo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DemoFile {
    /// Path below the folder, with `/`.
    pub path: String,
    /// Platform id to import it under; `costs`, `reviews`, `events`, `touches`, `sessions` for the client's own tables,
    /// `shopify` and `hubspot` for its shop and CRM.
    pub platform: &'static str,
    /// Size in bytes.
    pub bytes: u64,
}

/// Writes the exports of the thirteen months up to `end` into `dir`, which is made if absent. The last month is the
/// one of `end` if `end` is its last day, else the month before.
///
/// The same seed and end give the same bytes. Files of the same name are replaced; others are left alone.
///
/// # Errors
/// [`io::ErrorKind::InvalidInput`] for an `end` outside 2017–2060, where the platforms' id clocks do not reach;
/// otherwise what the file system says, with the path.
pub fn write(dir: &Path, seed: u64, end: Date) -> io::Result<Demo> {
    let (exports, demo) = make(seed, end)?;
    for export in &exports {
        let path = dir.join(&export.path);
        let put = |path: &Path| {
            fs::create_dir_all(path.parent().unwrap_or(dir))?;
            fs::write(path, &export.bytes)
        };
        put(&path).map_err(|e| io::Error::new(e.kind(), format!("cannot write {}: {e}", path.display())))?;
    }
    Ok(demo)
}

/// A file before it is written.
#[derive(Clone, Debug)]
struct Export {
    path: String,
    platform: &'static str,
    bytes: Vec<u8>,
}

impl Export {
    fn new(path: &str, platform: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            path: path.to_owned(),
            platform,
            bytes,
        }
    }
}

/// The model that all files are derived from.
struct World {
    span: Span,
    accounts: Vec<organic::Account>,
    campaigns: Vec<paid::Campaign>,
    house: house::House,
    recognition: recognition::Recognition,
    journeys: journeys::Journeys,
    zone: TimeZone,
}

fn make(seed: u64, end: Date) -> io::Result<(Vec<Export>, Demo)> {
    if !(2017..=2060).contains(&end.year()) {
        let message = format!(
            "the demo cannot end in {}; choose an end between 2017 and 2060",
            end.year()
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let span = Span::ending(end);
    let accounts = organic::accounts(seed, &span)?;
    let campaigns = paid::campaigns(seed, &span, &accounts);
    let house = house::House::new(seed, &span);
    let recognition = recognition::Recognition::new(seed, &span);
    let journeys = journeys::Journeys::new(seed, &span, &accounts, &campaigns)?;
    let world = World {
        span,
        accounts,
        campaigns,
        house,
        recognition,
        journeys,
        zone: organic::home()?,
    };
    let exports = exports(&world)?;
    let demo = Demo {
        from: world.span.first(),
        to: world.span.last(),
        files: exports.iter().map(listed).collect(),
        truth: truth::truth(&world, &exports),
    };
    Ok((exports, demo))
}

fn exports(world: &World) -> io::Result<Vec<Export>> {
    let World {
        span,
        accounts,
        campaigns,
        house,
        recognition,
        journeys,
        zone,
    } = world;
    let mut out = meta::exports(span, accounts, campaigns)?;
    out.extend(google::exports(span, accounts, campaigns));
    out.extend(networks::exports(span, accounts, campaigns));
    out.extend(house.exports(span));
    out.extend(recognition.exports(span));
    out.extend(journeys.exports(span, zone));
    out.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(out)
}

fn listed(export: &Export) -> DemoFile {
    DemoFile {
        path: export.path.clone(),
        platform: export.platform,
        bytes: export.bytes.len() as u64,
    }
}
