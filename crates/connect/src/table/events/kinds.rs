//! [`Kinds`]: which kind a row's own event is.

use harpoon_core::EventKind;

use super::super::columns::{Columns, known};
use super::super::rows::Fault;
use crate::connector::{Connector, EventWord, Quirk};
use crate::field::{Field, Role};
use crate::record::Record;

/// Where the kind is said, the first that speaks: columns of yes and no, a word, the table as a whole.
#[derive(Debug)]
pub(super) struct Kinds {
    /// In the order of kinds: a deal that is won and closed is won.
    flags: Vec<(EventKind, usize)>,
    /// Places that say that a row does not count.
    voids: Vec<usize>,
    words: &'static [(&'static str, EventWord)],
    table: Option<EventKind>,
}

impl Kinds {
    pub(super) fn new(connector: &Connector, columns: &Columns) -> Self {
        let flag = |(field, at): &(Field, usize)| match field {
            Field::Is(kind) => Some((*kind, *at)),
            _ => None,
        };
        let mut flags: Vec<(EventKind, usize)> = columns.told.iter().filter_map(flag).collect();
        flags.sort();
        let void = |(field, at): &(Field, usize)| (*field == Field::Role(Role::Void)).then_some(*at);
        let voids = columns.told.iter().filter_map(void).collect();
        let words = connector.quirks.iter().find_map(|quirk| match quirk {
            Quirk::EventWords(words) => Some(*words),
            _ => None,
        });
        let table = connector.quirks.iter().find_map(|quirk| match quirk {
            Quirk::Event(kind) => Some(*kind),
            _ => None,
        });
        Self {
            flags,
            voids,
            words: words.unwrap_or_default(),
            table,
        }
    }

    /// Whether the row says that it does not count.
    pub(super) fn is_void(&self, record: &Record) -> bool {
        const VOID: &[&str] = &[
            "deleted",
            "test",
            "failed",
            "failure",
            "error",
            "void",
            "voided",
            "cancelled",
            "canceled",
            "declined",
        ];
        self.voids.iter().any(|at| {
            let cell = record.get(*at).trim();
            is_yes(cell) || VOID.iter().any(|word| word.eq_ignore_ascii_case(cell))
        })
    }

    /// The kind of the row's own event; `None` where the row has none. Errors: a word that stands for nothing.
    pub(super) fn of(&self, record: &Record, columns: &Columns) -> Result<Option<EventKind>, Fault> {
        let said = self.flags.iter().find(|(_, at)| is_yes(record.get(*at)));
        if let Some((kind, _)) = said {
            return Ok(Some(*kind));
        }
        let Some(at) = columns.at(Role::EventKind) else {
            return Ok(self.table.filter(|_| self.flags.is_empty()));
        };
        let word = known(record.get(at)).unwrap_or_default();
        let other = || self.listed("*").filter(|_| !word.is_empty());
        match self.listed(word).or_else(other) {
            Some(EventWord::Is(kind)) => return Ok(Some(kind)),
            Some(EventWord::Ignore) => return Ok(None),
            None => {}
        }
        let own = EventKind::from_word(&word.to_lowercase().replace([' ', '-'], "_"));
        match own.or(self.table.filter(|_| word.is_empty())) {
            Some(kind) => Ok(Some(kind)),
            None => Err(self.unlisted(columns.header_at(at), word)),
        }
    }

    fn listed(&self, word: &str) -> Option<EventWord> {
        let found = self.words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
        found.map(|(_, meant)| *meant)
    }

    fn unlisted(&self, column: Option<String>, word: &str) -> Fault {
        let listed: Vec<&str> = self
            .words
            .iter()
            .map(|(word, _)| *word)
            .filter(|w| !w.is_empty())
            .collect();
        let own: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let words = if listed.is_empty() { own } else { listed };
        let reason = if word.is_empty() {
            "the row does not say what happened".to_owned()
        } else {
            format!("`{}` is no known kind of event", super::short(word))
        };
        Fault {
            column,
            reason,
            hint: Some(format!(
                "known are {}; a map gives further words a kind in [kinds]",
                words.join(", ")
            )),
        }
    }
}

fn is_yes(cell: &str) -> bool {
    const YES: &[&str] = &["true", "yes", "y", "1", "t", "ja", "oui", "si", "x"];
    let cell = cell.trim();
    YES.iter().any(|word| word.eq_ignore_ascii_case(cell))
}
