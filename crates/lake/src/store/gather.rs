//! [`Gather`]: small batches become pieces large enough to encode well.

use harpoon_core::batch::{Batch, Observations};

use super::error::StoreError;

/// Subjects of a piece at most, but for one batch.
const PIECE_SUBJECTS: usize = 512 * 1024;
/// Facts of a piece at most, but for one batch.
const PIECE_FACTS: usize = 4 * 1024 * 1024;
/// Subjects from which on room for a whole piece is made at once, instead of by doubling.
const MAKE_ROOM: usize = 64 * 1024;
/// Rows of other tables in a piece at most, but for one batch.
const PIECE_OTHERS: usize = 64 * 1024;
/// Figures that take as much memory as a row of another table, some seven hundred bytes.
const OTHER_WEIGHS: usize = 16;

/// Part of an import.
#[expect(
    clippy::large_enum_variant,
    reason = "a piece holds thousands of rows; its own size is nothing beside them"
)]
pub(super) enum Piece {
    /// Figures of one table.
    Facts(Box<Observations>),
    /// Everything else.
    Others(Batch),
}

impl Piece {
    /// How many figures would take as much memory.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Facts(observations) => observations.len() * observations.figures.len(),
            Self::Others(batch) => others(batch) * OTHER_WEIGHS,
        }
    }
}

/// Collects the batches of one import.
#[derive(Default)]
pub(super) struct Gather {
    tables: Vec<Observations>,
    others: Batch,
}

impl Gather {
    /// Takes a batch in; gives the pieces that are full.
    pub(super) fn push(&mut self, mut batch: Batch) -> Result<Vec<Piece>, StoreError> {
        for observations in batch.observations.drain(..) {
            check(&observations)?;
            match self.tables.iter_mut().find(|table| same_shape(table, &observations)) {
                Some(table) => append(table, observations),
                None => self.tables.push(observations),
            }
        }
        append_others(&mut self.others, batch);
        let is_full = |o: &mut Observations| o.len() >= PIECE_SUBJECTS || o.len() * o.figures.len() >= PIECE_FACTS;
        let mut full: Vec<Piece> = self
            .tables
            .extract_if(.., is_full)
            .map(|o| Piece::Facts(Box::new(o)))
            .collect();
        if others(&self.others) >= PIECE_OTHERS {
            full.push(Piece::Others(std::mem::take(&mut self.others)));
        }
        Ok(full)
    }

    /// What is left.
    pub(super) fn finish(self) -> Vec<Piece> {
        let mut rest: Vec<Piece> = self
            .tables
            .into_iter()
            .filter(|t| !t.is_empty())
            .map(|o| Piece::Facts(Box::new(o)))
            .collect();
        if others(&self.others) > 0 {
            rest.push(Piece::Others(self.others));
        }
        rest
    }
}

/// Columns of unequal length would be read beyond their end later.
fn check(o: &Observations) -> Result<(), StoreError> {
    let rows = o.len();
    let words = [&o.platform, &o.account, &o.entity_id, &o.slice, &o.currency];
    let even = words.iter().all(|w| w.len() == rows)
        && o.scope.as_ref().is_none_or(|s| s.len() == rows)
        && o.start.len() == rows
        && o.end.len() == rows
        && o.figures
            .iter()
            .all(|f| f.values.len() == rows && f.facets.as_ref().is_none_or(|w| w.len() == rows));
    if even { Ok(()) } else { Err(StoreError::Misshapen) }
}

fn same_shape(one: &Observations, two: &Observations) -> bool {
    one.entity_kind == two.entity_kind
        && one.breakdown == two.breakdown
        && one.scope.is_some() == two.scope.is_some()
        && one.figures.len() == two.figures.len()
        && one
            .figures
            .iter()
            .zip(&two.figures)
            .all(|(a, b)| a.measure == b.measure && a.facets.is_some() == b.facets.is_some())
}

fn append(to: &mut Observations, from: Observations) {
    make_room(to, from.len());
    to.platform.extend(&from.platform);
    to.account.extend(&from.account);
    to.entity_id.extend(&from.entity_id);
    to.slice.extend(&from.slice);
    to.currency.extend(&from.currency);
    if let (Some(to), Some(from)) = (&mut to.scope, from.scope) {
        to.extend(from);
    }
    to.start.extend(from.start);
    to.end.extend(from.end);
    to.row.extend(from.row);
    for (to, from) in to.figures.iter_mut().zip(from.figures) {
        if let (Some(to), Some(from)) = (&mut to.facets, from.facets) {
            to.extend(&from);
        }
        to.values.extend(from.values);
    }
}

fn make_room(table: &mut Observations, more: usize) {
    let held = table.len();
    if held < MAKE_ROOM {
        return;
    }
    let piece = PIECE_SUBJECTS.min(PIECE_FACTS / table.figures.len().max(1));
    let room = (piece + more).saturating_sub(held);
    for figures in &mut table.figures {
        figures.values.reserve_exact(room);
    }
}

fn append_others(to: &mut Batch, from: Batch) {
    to.posts.extend(from.posts);
    to.ads.extend(from.ads);
    to.campaigns.extend(from.campaigns);
    to.accounts.extend(from.accounts);
    to.costs.extend(from.costs);
    to.voices.extend(from.voices);
    to.events.extend(from.events);
    to.identities.extend(from.identities);
    to.rejects.extend(from.rejects);
}

fn others(b: &Batch) -> usize {
    b.posts.len()
        + b.ads.len()
        + b.campaigns.len()
        + b.accounts.len()
        + b.costs.len()
        + b.voices.len()
        + b.events.len()
        + b.identities.len()
        + b.rejects.len()
}
