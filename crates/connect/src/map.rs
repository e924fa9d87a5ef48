//! Maps: a TOML file in which a person says what the columns of any table mean.

use crate::connector::Connector;

/// One mistake in a map.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {what}")]
pub struct MapMistake {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong and what to write.
    pub what: String,
}

/// A map as a connector. Its texts are kept for the life of the process, once for each distinct map.
///
/// Errors: every mistake of the file, in file order.
pub fn read_map(_toml: &str) -> Result<&'static Connector, Vec<MapMistake>> {
    Err(vec![])
}

/// How a map and a file's header fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapFit {
    /// Columns of the map that the file lacks.
    pub missing: Vec<&'static str>,
    /// Columns of the file that the map does not name; they are kept as raw metrics.
    pub unmapped: Vec<String>,
}

/// Compares a map with a file's header.
pub fn fit(_map: &Connector, _header: &[String]) -> MapFit {
    MapFit::default()
}

/// A map for a person to edit, from a table's header and some of its rows.
pub fn propose_map(_header: &[String], _rows: &[Vec<String>]) -> String {
    String::new()
}
