//! [`Groups`]: the facts of a table as they gather, by kind of entity.

use harpoon_core::batch::{Batch, Figures, Observations, Words};
use harpoon_core::{Counter, EntityKind, Measure, Number, Scope, Unit};

use super::entities::Subject;
use super::period::Days;

/// Observations that wait to be handed over.
#[derive(Debug, Default)]
pub(super) struct Groups {
    all: Vec<Group>,
    /// Rows handed over last: as many will probably come again.
    room: usize,
}

/// Rows of one kind of entity whose figures behave alike.
#[derive(Debug)]
pub(super) struct Group {
    kind: EntityKind,
    own_day: bool,
    word: Option<usize>,
    observations: Observations,
}

/// Where a row's figures belong.
#[derive(Clone, Copy)]
pub(super) struct Place<'r> {
    pub(super) subject: &'r Subject<'r>,
    pub(super) slice: &'r str,
    pub(super) days: Days,
    pub(super) scope: Option<Scope>,
    pub(super) row: u64,
}

impl Groups {
    /// Figures that wait.
    pub(super) fn waiting(&self) -> usize {
        let figures = |o: &Observations| o.len() * o.figures.len();
        self.all.iter().map(|g| figures(&g.observations)).sum()
    }

    /// The group of such rows. `word` tells groups of one named metric apart; `own_day` rows of a lifetime export hold
    /// what happened on their day.
    pub(super) fn of(
        &mut self,
        kind: EntityKind,
        own_day: bool,
        word: Option<usize>,
        shape: impl FnOnce() -> (String, Vec<Measure>),
    ) -> &mut Group {
        let is = |g: &Group| g.kind == kind && g.own_day == own_day && g.word == word;
        let at = self.all.iter().position(is).unwrap_or(self.all.len());
        if at == self.all.len() {
            let (breakdown, measures) = shape();
            let room = std::mem::take(&mut self.room);
            self.all
                .push(Group::new(kind, own_day, word, (breakdown, measures), room));
        }
        let last = self.all.len().saturating_sub(1);
        &mut self.all[at.min(last)]
    }

    /// Hands the rows over; the shapes stay.
    pub(super) fn drain(&mut self, batch: &mut Batch) {
        for group in self.all.drain(..) {
            self.room = self.room.max(group.observations.len());
            if !group.observations.is_empty() {
                batch.observations.push(group.observations);
            }
        }
    }
}

impl Group {
    fn new(
        kind: EntityKind,
        own_day: bool,
        word: Option<usize>,
        (breakdown, measures): (String, Vec<Measure>),
        room: usize,
    ) -> Self {
        let mut observations = Observations::new(kind, breakdown);
        observations.figures = measures.into_iter().map(|measure| figures(measure, own_day)).collect();
        observations.reserve(room);
        Self {
            kind,
            own_day,
            word,
            observations,
        }
    }

    /// Adds a row; `results` is the facet of figures named `results`.
    pub(super) fn push(&mut self, place: &Place<'_>, values: &[Option<Number>], results: Option<&str>) {
        let o = &mut self.observations;
        o.platform.push(place.subject.platform);
        o.account.push(place.subject.account);
        o.entity_id.push(place.subject.key);
        o.slice.push(place.slice);
        o.currency.push(place.subject.currency);
        o.start.push(place.days.start);
        o.end.push(place.days.end);
        o.row.push(place.row);
        if let Some(scope) = place.scope {
            o.scope.get_or_insert_with(Vec::new).push(scope);
        }
        for (figures, value) in o.figures.iter_mut().zip(values) {
            figures.values.push(*value);
            if let Some(kind) = results
                && figures.measure.metric == "results"
            {
                figures.facets.get_or_insert_with(Words::default).push(kind);
            }
        }
    }
}

fn figures(mut measure: Measure, own_day: bool) -> Figures {
    if own_day && measure.counter == Counter::Lifetime {
        measure.counter = if measure.unit == Unit::People {
            Counter::Unique
        } else {
            Counter::Delta
        };
    }
    Figures {
        measure,
        facets: None,
        values: Vec::new(),
    }
}
