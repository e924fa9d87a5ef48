//! [`Kinds`]: which kind of event a name is. A table of names that clients' own documents give (`data/names.csv`), and before it
//! whatever a workspace says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::HashMap;
use harpoon_core::EventKind;

/// Word for a name that is known and is no event of ours.
const NOTHING: &str = "ignore";

/// Names and their kinds.
#[derive(Clone, Debug, Default)]
pub struct Kinds {
    /// `None`: it says nothing.
    own: HashMap<String, Option<EventKind>>,
}

/// A line of a workspace's own names that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{kind}` is no kind of event (for `{name}`); known are {NOTHING}, {}", kinds())]
pub struct NameMistake {
    /// The name.
    pub name: String,
    /// What was given for its kind.
    pub kind: String,
}

fn kinds() -> String {
    let all: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    all.join(", ")
}

/// What is known of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Kind(EventKind),
    Nothing,
    Unknown,
}

impl Kinds {
    /// The table with a workspace's own names before it: `"Brochure Sent" = "brochure_request"`, `"Heartbeat" = "ignore"`.
    /// Errors: every line that is wrong.
    pub fn new(own: &BTreeMap<String, String>) -> Result<Self, Vec<NameMistake>> {
        let mut kinds = Self::default();
        let mut mistakes = Vec::new();
        for (name, kind) in own {
            match (EventKind::from_word(kind), kind == NOTHING) {
                (Some(kind), _) => _ = kinds.own.insert(plain(name), Some(kind)),
                (None, true) => _ = kinds.own.insert(plain(name), None),
                (None, false) => mistakes.push(NameMistake {
                    name: name.clone(),
                    kind: kind.clone(),
                }),
            }
        }
        if mistakes.is_empty() { Ok(kinds) } else { Err(mistakes) }
    }

    /// What the first of the names is that is known.
    pub(super) fn of(&self, names: &[String]) -> Found {
        let known = names.iter().find_map(|name| {
            let name = plain(name);
            let own = self.own.get(&name).copied();
            own.or_else(|| TABLE.get(name.as_str()).copied())
        });
        match known {
            Some(Some(kind)) => Found::Kind(kind),
            Some(None) => Found::Nothing,
            None => Found::Unknown,
        }
    }
}

static TABLE: LazyLock<HashMap<&'static str, Option<EventKind>>> = LazyLock::new(|| {
    let lines = include_str!("../../data/names.csv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once(','));
    pairs.map(|(name, kind)| (name, EventKind::from_word(kind))).collect()
});

/// Small letters and single blanks: `orderCompleted`, `Order-Completed` and `order_completed` are `order completed`.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for letter in name.chars().take(200) {
        if !letter.is_alphanumeric() {
            after_small = false;
            blank(&mut plain);
            continue;
        }
        if after_small && letter.is_uppercase() {
            blank(&mut plain);
        }
        after_small = letter.is_lowercase();
        plain.extend(letter.to_lowercase());
    }
    plain.truncate(plain.trim_end().len());
    plain
}

fn blank(plain: &mut String) {
    if !plain.is_empty() && !plain.ends_with(' ') {
        plain.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::{EventKind, TABLE, plain};

    #[test]
    fn names_are_read_however_they_are_written() {
        let cases = [
            ("Order Completed", "order completed"),
            ("order_completed", "order completed"),
            ("orderCompleted", "order completed"),
            ("  Order--Completed! ", "order completed"),
            ("GA4 purchase", "ga4 purchase"),
            ("Outbound Link: Click", "outbound link click"),
            ("ÄPFEL Kaufen", "äpfel kaufen"),
            ("", ""),
            ("!!!", ""),
        ];
        for (name, want) in cases {
            assert_eq!(plain(name), want, "{name}");
        }
    }

    /// A misspelt kind would be read as "says nothing".
    #[test]
    fn every_line_of_the_table_can_be_meant() {
        let lines = include_str!("../../data/names.csv")
            .lines()
            .filter(|line| !line.starts_with('#'));
        let mut count = 0;
        for line in lines {
            let (name, kind) = line.split_once(',').unwrap_or_default();
            assert!(kind == "-" || EventKind::from_word(kind).is_some(), "{line}");
            assert_eq!(plain(name), name, "{line}");
            count += 1;
        }
        assert_eq!(TABLE.len(), count, "a name stands twice");
    }
}
