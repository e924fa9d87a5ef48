//! [`Dictionary`]: headers in the languages of platform interfaces, by export family, in the notation of
//! [`crate::field`].
//!
//! English headers stand in the connectors themselves; `data/headers.csv` holds what other languages write instead. A
//! user's CSV with the same columns adds to it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::cell::is_invisible;
use crate::field::{Field, FieldError};

/// Headers and their meaning, by dialect (`meta/ads_manager_csv`).
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// By dialect, then by normalised header.
    entries: BTreeMap<String, BTreeMap<String, Field>>,
}

/// A line of a dictionary.
#[derive(Debug, Deserialize)]
struct Line {
    platform: String,
    report: String,
    header: String,
    field: String,
}

/// A line of a dictionary that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DictionaryError {
    /// Not a row of `platform,report,locale,header,field,evidence,confidence`.
    #[error("line {line}: {what}; the columns are platform, report, header, field")]
    Row {
        /// Line in the file, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// The field is none.
    #[error("line {line}: {what}")]
    Field {
        /// Line in the file, from 1.
        line: u64,
        /// What is wrong with it.
        what: FieldError,
    },
    /// The header was given another meaning before.
    #[error("line {line}: `{header}` means `{other}` in {dialect} already")]
    Twice {
        /// Line in the file, from 1.
        line: u64,
        /// The header.
        header: String,
        /// Its family.
        dialect: String,
        /// What it means.
        other: String,
    },
}

/// The dictionary that comes with Harpoon. A test proves that it reads without an error.
static BUILTIN: LazyLock<Dictionary> = LazyLock::new(|| read(BUILTIN_CSV).0);

/// Its text: `platform,report,locale,header,field,evidence,confidence`, the confidence from A (a real export) to D (one
/// uncertain source).
pub const BUILTIN_CSV: &str = include_str!("../data/headers.csv");

impl Dictionary {
    /// The dictionary that comes with Harpoon.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads a dictionary. Errors: every mistake of the file.
    pub fn parse(csv: &str) -> Result<Self, Vec<DictionaryError>> {
        match read(csv) {
            (dictionary, mistakes) if mistakes.is_empty() => Ok(dictionary),
            (_, mistakes) => Err(mistakes),
        }
    }

    /// This dictionary with a user's lines, which count before ours. Errors: every mistake of the file.
    pub fn extended(&self, csv: &str) -> Result<Self, Vec<DictionaryError>> {
        let mut whole = self.clone();
        for (dialect, entries) in Self::parse(csv)?.entries {
            whole.entries.entry(dialect).or_default().extend(entries);
        }
        Ok(whole)
    }

    /// Meaning of a header in a dialect. The header need not be normalised. Headers with a currency are listed as
    /// `Ausgegebener Betrag (*)`.
    pub fn field(&self, dialect: &str, header: &str) -> Option<&Field> {
        self.entries.get(dialect)?.get(&normalise_header(header))
    }

    /// Every dialect, normalised header and meaning, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Field)> {
        self.entries.iter().flat_map(|(dialect, entries)| {
            entries
                .iter()
                .map(move |(header, field)| (dialect.as_str(), header.as_str(), field))
        })
    }
}

/// The lines that can be read, and the mistakes of the others.
fn read(csv: &str) -> (Dictionary, Vec<DictionaryError>) {
    let mut dictionary = Dictionary::default();
    let mut mistakes = Vec::new();
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    for record in reader.records() {
        let read = record.map_err(|e| bad_row(&e)).and_then(|record| {
            let line = record.position().map_or(0, csv::Position::line);
            let row: Line = record.deserialize(Some(&headers)).map_err(|e| bad_row(&e))?;
            dictionary.add(&row, line)
        });
        mistakes.extend(read.err());
    }
    (dictionary, mistakes)
}

fn bad_row(error: &csv::Error) -> DictionaryError {
    let line = error.position().map_or(0, csv::Position::line);
    DictionaryError::Row {
        line,
        what: error.to_string(),
    }
}

impl Dictionary {
    fn add(&mut self, row: &Line, line: u64) -> Result<(), DictionaryError> {
        let field = Field::parse(row.field.trim()).map_err(|what| DictionaryError::Field { line, what })?;
        let dialect = format!("{}/{}", row.platform.trim(), row.report.trim());
        let entries = self.entries.entry(dialect.clone()).or_default();
        match entries.insert(normalise_header(&row.header), field.clone()) {
            Some(other) if other != field => {
                let header = row.header.clone();
                Err(DictionaryError::Twice {
                    line,
                    header,
                    dialect,
                    other: other.to_string(),
                })
            }
            _ => Ok(()),
        }
    }
}

/// A header in the form in which headers are compared: lower case, single plain blanks, straight quotes and dashes,
/// full-width brackets narrowed, nothing invisible.
pub fn normalise_header(header: &str) -> String {
    let plain = header.chars().filter(|c| !is_invisible(*c)).map(|c| match c {
        '‘' | '’' | '‚' | '′' | '`' | '´' => '\'',
        '“' | '”' | '„' | '«' | '»' | '″' => '"',
        '–' | '—' | '−' | '‐' | '‑' => '-',
        '（' => '(',
        '）' => ')',
        '：' => ':',
        '％' => '%',
        c => c,
    });
    let lower: String = plain.flat_map(char::to_lowercase).collect();
    let unquoted = lower.trim().trim_matches('"');
    unquoted.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::CONNECTORS;

    #[test]
    fn the_builtin_dictionary_reads() {
        assert_eq!(Dictionary::parse(BUILTIN_CSV).err(), None);
    }

    /// A header in another language means what a column of that export means in English; the facet too.
    #[test]
    fn translations_mean_what_the_connectors_mean() {
        let mut strangers = Vec::new();
        for (dialect, header, field) in Dictionary::builtin().iter() {
            let family = CONNECTORS.iter().filter(|c| c.dialect == dialect);
            let known: BTreeSet<&str> = family
                .flat_map(|c| c.columns.iter().map(|(_, notation)| *notation))
                .collect();
            if !known.is_empty() && !known.contains(field.to_string().as_str()) {
                strangers.push(format!("{dialect}: `{header}` is `{field}`, which no column is"));
            }
        }
        assert!(strangers.is_empty(), "{}", strangers.join("\n"));
    }

    #[test]
    fn headers_are_compared_by_what_a_reader_sees() {
        for (header, expected) in [
            ("  Amount\u{a0}spent  (EUR) ", "amount spent (eur)"),
            ("\u{feff}\"Campaign name\"", "campaign name"),
            ("„Gefällt mir“-Angaben", "gefällt mir\"-angaben"),
            ("Nom de l’ensemble", "nom de l'ensemble"),
            ("点击量（全部）", "点击量(全部)"),
            ("Post\u{200b} ID", "post id"),
            ("IMPRESSIONS\n", "impressions"),
            ("", ""),
        ] {
            assert_eq!(normalise_header(header), expected, "{header:?}");
        }
    }

    #[test]
    fn lookup_and_extension() {
        let ours = Dictionary::builtin();
        let spend = Field::parse("spend").ok();
        assert_eq!(
            ours.field("meta/ads_manager_csv", "Ausgegebener Betrag (*)"),
            spend.as_ref()
        );
        assert_eq!(ours.field("meta/ads_manager_csv", "Útjefte bedrach"), None);
        let csv = "platform,report,locale,header,field\nmeta,ads_manager_csv,fy,Útjefte bedrach,spend\n";
        let more = ours.extended(csv);
        let more = more
            .as_ref()
            .map(|d| d.field("meta/ads_manager_csv", "útjefte  BEDRACH"));
        assert_eq!(more, Ok(spend.as_ref()));
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let csv = "platform,report,locale,header,field\nmeta,r,de,A,nonsense\nmeta,r,de,B,spend\nmeta,r,de,b,impressions\nmeta,r\n";
        let lines: Vec<u64> = Dictionary::parse(csv)
            .err()
            .unwrap_or_default()
            .iter()
            .map(line_of)
            .collect();
        assert_eq!(lines, [2, 4, 5]);
    }

    fn line_of(error: &DictionaryError) -> u64 {
        match error {
            DictionaryError::Row { line, .. }
            | DictionaryError::Field { line, .. }
            | DictionaryError::Twice { line, .. } => *line,
        }
    }
}
