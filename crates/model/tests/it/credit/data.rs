//! Reads the vectors: those of our own beside the tests, those of others from the shared folder, if it is there.

use std::collections::BTreeMap;
use std::path::PathBuf;

use harpoon_model::credit::{Credit, Findings, Model, ModelCredit, Setup, Tally};

/// Rows of a file by the names of its columns.
pub(crate) type Row = BTreeMap<String, String>;

/// A file of our own.
pub(crate) fn fixture(name: &str) -> Vec<Row> {
    rows(
        &PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name),
        b',',
    )
}

/// A file of the shared folder; none, loudly, where it is absent.
pub(crate) fn shared(name: &str, delimiter: u8) -> Option<Vec<Row>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder = std::env::var_os("HARPOON_DATA").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let path = folder.join("attribution").join(name);
    if path.exists() {
        return Some(rows(&path, delimiter));
    }
    eprintln!("SKIPPED: {name} is not here");
    None
}

fn rows(path: &std::path::Path, delimiter: u8) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_path(path)
        .expect("the file opens");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// A path with what came of it, channels by name.
pub(crate) type Path = (Vec<String>, Tally);

/// Channel codes in the order of their names.
pub(crate) struct Names(Vec<String>);

impl Names {
    pub(crate) fn of(paths: &[Path]) -> Self {
        let mut names: Vec<String> = paths.iter().flat_map(|(path, _)| path.iter().cloned()).collect();
        names.sort();
        names.dedup();
        Self(names)
    }

    pub(crate) fn code(&self, name: &str) -> u32 {
        let place = self.0.iter().position(|other| other == name).expect("a known channel");
        u32::try_from(place).expect("few channels")
    }

    pub(crate) fn name(&self, code: u32) -> &str {
        &self.0[code as usize]
    }
}

/// All models that a path without times can feed.
pub(crate) fn timeless() -> Vec<Model> {
    Model::ALL
        .into_iter()
        .filter(|model| *model != Model::TimeDecay)
        .collect()
}

pub(crate) fn gather(paths: &[Path], setup: Setup) -> (Credit, Names) {
    let names = Names::of(paths);
    let mut credit = Credit::new(setup);
    for (person, (path, tally)) in paths.iter().enumerate() {
        let codes: Vec<u32> = path.iter().map(|name| names.code(name)).collect();
        credit.push_path(person as u64, &codes, *tally).expect("a path");
    }
    (credit, names)
}

pub(crate) fn of(findings: &Findings, model: Model) -> &ModelCredit {
    findings
        .models
        .iter()
        .find(|credit| credit.model == model)
        .expect("a model of the setup")
}

/// The credit of a channel: conversions or value. A channel that has none has no row.
pub(crate) fn credit_of(findings: &Findings, model: Model, channel: u32, metric: &str) -> f64 {
    let row = of(findings, model).rows.iter().find(|row| row.channel == channel);
    row.map_or(0.0, |row| {
        if metric == "value" {
            row.value.credit
        } else {
            row.conversions.credit
        }
    })
}

pub(crate) fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    let size = expected.abs().max(1.0);
    assert!(
        (found - expected).abs() <= tolerance * size,
        "{what}: found {found}, expected {expected}"
    );
}

/// `7/3` or `2.5`.
pub(crate) fn fraction(text: &str) -> f64 {
    let number = |text: &str| text.parse::<f64>().expect("a number");
    text.split_once('/')
        .map_or_else(|| number(text), |(over, under)| number(over) / number(under))
}
