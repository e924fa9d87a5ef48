//! The order in which entries can be built: inputs first; and what keeps them from being built.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::{Found, Problem};
use crate::kpi::Kpi;
use crate::kpi::notation::inputs_of;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

struct Walk<'a> {
    drafts: &'a [Draft],
    marks: Vec<Mark>,
    /// Entries that are being looked into, outermost first.
    path: Vec<usize>,
    order: Vec<usize>,
}

/// Indices of the drafts, each after its inputs. Entries in a circle are left out, and told once.
pub(super) fn inputs_first(drafts: &[Draft], found: &mut Found) -> Vec<usize> {
    let mut walk = Walk {
        drafts,
        marks: vec![Mark::New; drafts.len()],
        path: Vec::new(),
        order: Vec::new(),
    };
    for index in 0..drafts.len() {
        walk.visit(index, found);
    }
    walk.order
}

impl Walk<'_> {
    fn visit(&mut self, index: usize, found: &mut Found) {
        match self.marks.get(index) {
            Some(Mark::Open) => return self.tell_cycle(index, found),
            Some(Mark::New) => {}
            Some(Mark::Done) | None => return,
        }
        self.mark(index, Mark::Open);
        self.path.push(index);
        for input in self.inputs(index) {
            self.visit(input, found);
        }
        self.path.pop();
        self.mark(index, Mark::Done);
        self.order.push(index);
    }

    fn mark(&mut self, index: usize, mark: Mark) {
        if let Some(slot) = self.marks.get_mut(index) {
            *slot = mark;
        }
    }

    fn inputs(&self, index: usize) -> Vec<usize> {
        let formula = self.drafts.get(index).and_then(|d| d.formula.as_ref());
        let names = formula.map_or_else(Vec::new, |f| inputs_of(&f.value));
        names.into_iter().filter_map(|name| self.named(name)).collect()
    }

    fn named(&self, name: &str) -> Option<usize> {
        self.drafts
            .iter()
            .position(|d| d.id.as_ref().is_some_and(|id| id.value == name))
    }

    fn tell_cycle(&self, index: usize, found: &mut Found) {
        let start = self.path.iter().position(|&i| i == index).unwrap_or(0);
        let circle = self.path.iter().skip(start).chain([&index]);
        let ids: Vec<&str> = circle
            .filter_map(|&i| self.drafts.get(i))
            .filter_map(|d| d.id.as_ref())
            .map(|id| id.value.as_str())
            .collect();
        let at = self.drafts.get(index).map_or(0, |d| d.at_field("formula"));
        found.add(at, Problem::Cycle(ids.join(" → ")));
    }
}

/// How many evaluations the entry unfolds into if nothing is shared.
pub(super) fn steps(kpi: &'static Kpi) -> usize {
    let mut steps: BTreeMap<&str, usize> = BTreeMap::new();
    for part in kpi.parts() {
        let inputs = part.formula.inputs();
        let below = inputs.iter().map(|input| steps.get(input.id).copied().unwrap_or(1));
        let total = below.fold(1_usize, usize::saturating_add);
        steps.insert(part.id, total);
    }
    steps.get(kpi.id).copied().unwrap_or(1)
}
