//! [`Once`]: what a file has told already, so that it counts once.

use std::collections::{BTreeSet, HashMap, HashSet};

use harpoon_core::{Event, Identity, Number};
use xxhash_rust::xxh3::xxh3_64;

use crate::remark::Remark;

/// Deeds and ties met so far in a table. Grows with their number, not with that of touches.
#[derive(Debug, Default)]
pub(super) struct Once {
    deeds: HashMap<u64, Met>,
    ties: HashSet<u64>,
}

/// A deed as it was met first.
#[derive(Clone, Debug)]
struct Met {
    line: u64,
    worth: Option<(Number, String)>,
}

impl Once {
    /// Whether the deed is new. Errors: it was told with another worth; the reason, with both.
    pub(super) fn is_new(&mut self, event: &Event, remarks: &mut BTreeSet<Remark>) -> Result<bool, String> {
        let worth = event.value.zip(event.currency.clone());
        let key = xxh3_64(event.event_id.as_bytes());
        let Some(met) = self.deeds.get(&key) else {
            let line = event.row;
            self.deeds.insert(key, Met { line, worth });
            return Ok(true);
        };
        if worth.is_none() || worth == met.worth {
            remarks.insert(Remark::Repeated);
            return Ok(false);
        }
        Err(format!(
            "{} `{}` is told with {} here and with {} in line {}, which is kept",
            event.kind,
            event.deed.as_deref().unwrap_or(&event.event_id),
            told(worth.as_ref()),
            told(met.worth.as_ref()),
            met.line
        ))
    }

    /// Whether the tie is new.
    pub(super) fn is_new_tie(&mut self, tie: &Identity) -> bool {
        self.ties
            .insert(xxh3_64(format!("{} {}", tie.one, tie.other).as_bytes()))
    }
}

fn told(worth: Option<&(Number, String)>) -> String {
    worth.map_or_else(
        || "no worth".to_owned(),
        |(value, currency)| format!("{value} {currency}"),
    )
}
