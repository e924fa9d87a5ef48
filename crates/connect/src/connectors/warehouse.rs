//! What warehouse shapes share: tables as a loader writes them (Fivetran's spelling), one connector a shape.
//!
//! Tables of figures name their entity by id; the names stand in sister tables (`campaign_history`), which are read
//! into campaigns, ads and accounts. Where a platform gives every level the same columns, one connector reads them all.

/// Headers with their meanings.
pub(super) type Columns = &'static [(&'static str, &'static str)];

/// What the loader adds to every table.
pub(super) const SYNC: Columns = &[
    ("_fivetran_id", "ignore"),
    ("_fivetran_synced", "ignore"),
    ("_fivetran_deleted", "ignore"),
];

/// Number of columns in all parts.
pub(super) const fn total(parts: &[Columns]) -> usize {
    let (mut sum, mut part) = (0, 0);
    while part < parts.len() {
        sum += parts[part].len();
        part += 1;
    }
    sum
}

/// The parts, one after the other.
pub(super) const fn joined<const N: usize>(parts: &[Columns]) -> [(&'static str, &'static str); N] {
    let mut all = [("", ""); N];
    let (mut part, mut place) = (0, 0);
    while part < parts.len() {
        let mut column = 0;
        while column < parts[part].len() {
            all[place] = parts[part][column];
            column += 1;
            place += 1;
        }
        part += 1;
    }
    all
}

/// Columns of a table from shared parts: `columns!(SYNC, STATS, &[("id", "campaign_id")])`.
macro_rules! columns {
    ($($part:expr),+ $(,)?) => {{
        const PARTS: &[$crate::connectors::warehouse::Columns] = &[$($part),+];
        const ALL: [(&str, &str); $crate::connectors::warehouse::total(PARTS)] =
            $crate::connectors::warehouse::joined(PARTS);
        &ALL
    }};
}
pub(super) use columns;
