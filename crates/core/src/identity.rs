//! [`People`]: which names are one person. Deterministic joins over the ties that sources state, nothing guessed.
//!
//! Two names are one person if a row of a source gives both to the same person. A name that many people share (a till,
//! a family's tablet, `info@`) would melt them into one: it is found by the number of different names of one kind that
//! hang on it, and joins nobody. Names of companies say for whom a person acts; they never join people.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::event::{Alias, AliasKind};

/// Different names of one kind that may hang on one name before it counts as shared.
pub const SHARED_ABOVE: usize = 4;

/// A tie and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// One name.
    pub one: Alias,
    /// The other.
    pub other: Alias,
    /// Whether it ties, or takes an earlier tie of the two back. Ties are given in order; the last word holds.
    pub joined: bool,
    /// The import that says so.
    pub import_id: String,
    /// Its line.
    pub row: u64,
}

/// A name that too many share to tell who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The name.
    pub alias: Alias,
    /// Kind of the names that hang on it.
    pub kind: AliasKind,
    /// How many of that kind.
    pub names: usize,
}

/// Everybody, by any of their names.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Root of each name that is joined to another; a name that is not here is a person of its own.
    person: BTreeMap<Alias, Alias>,
    company: BTreeMap<Alias, Alias>,
    /// The person of a deal: of several who take part the first. A deal joins nobody, but somebody must have done it.
    deal: BTreeMap<Alias, Alias>,
    ties: Vec<Tie>,
    shared: Vec<Shared>,
}

impl People {
    /// Joins names. The result does not depend on the order of ties, save that the last word on a pair holds.
    pub fn resolve(ties: Vec<Tie>, shared_above: usize) -> Self {
        let ties = standing(ties);
        let shared = shared(&ties, shared_above);
        let apart: BTreeSet<&Alias> = shared.iter().map(|s| &s.alias).collect();
        let joins = |of: fn(&Tie) -> bool| {
            let kept = ties
                .iter()
                .filter(|t| of(t) && !apart.contains(&t.one) && !apart.contains(&t.other));
            kept.map(|t| (&t.one, &t.other)).collect::<Vec<_>>()
        };
        let person = roots(&joins(|t| is_person(&t.one) && is_person(&t.other)));
        let companies = roots(&joins(|t| t.one.kind.is_company() && t.other.kind.is_company()));
        let mut company: BTreeMap<Alias, Alias> = companies.clone();
        for tie in &ties {
            for (who, whose) in [(&tie.one, &tie.other), (&tie.other, &tie.one)] {
                if is_person(who) && whose.kind.is_company() {
                    let who = person.get(who).unwrap_or(who).clone();
                    let whose = companies.get(whose).unwrap_or(whose).clone();
                    let known = company.entry(who).or_insert_with(|| whose.clone());
                    *known = known.clone().min(whose);
                }
            }
        }
        let mut deal: BTreeMap<Alias, Alias> = BTreeMap::new();
        for tie in &ties {
            for (what, who) in [(&tie.one, &tie.other), (&tie.other, &tie.one)] {
                if what.kind == AliasKind::Deal && is_person(who) {
                    let who = person.get(who).unwrap_or(who);
                    let known = deal.entry(what.clone()).or_insert_with(|| who.clone());
                    *known = known.clone().min(who.clone());
                }
            }
        }
        Self {
            person,
            company,
            deal,
            ties,
            shared,
        }
    }

    /// The person behind a name: the first of all their names. Behind a deal stands the first who takes part.
    pub fn person<'a>(&'a self, alias: &'a Alias) -> &'a Alias {
        let known = self.person.get(alias).or_else(|| self.deal.get(alias));
        known.unwrap_or(alias)
    }

    /// The company that a person acts for, or that a company's name means.
    pub fn company(&self, alias: &Alias) -> Option<&Alias> {
        let known = self.company.get(self.person(alias));
        known.or_else(|| self.company.get(alias))
    }

    /// Every name of the person, in order.
    pub fn names<'a>(&'a self, person: &'a Alias) -> Vec<&'a Alias> {
        let root = self.person(person);
        let joined = self.person.iter().filter(|(_, of)| *of == root).map(|(name, _)| name);
        let mut names: Vec<&Alias> = joined.collect();
        if names.is_empty() {
            names.push(root);
        }
        names
    }

    /// The ties that hold a person's names together, and those from them to companies and shared names.
    pub fn evidence(&self, person: &Alias) -> Vec<&Tie> {
        let names: BTreeSet<&Alias> = self.names(person).into_iter().collect();
        let tells = |t: &&Tie| t.one.kind != AliasKind::Deal && t.other.kind != AliasKind::Deal;
        let of = |t: &&Tie| tells(t) && (names.contains(&t.one) || names.contains(&t.other));
        self.ties.iter().filter(of).collect()
    }

    /// Names that joined nobody because too many share them.
    pub fn shared(&self) -> &[Shared] {
        &self.shared
    }

    /// Every name that is joined to another or has a company.
    pub fn known(&self) -> impl Iterator<Item = &Alias> {
        let alone = self.company.keys().filter(|name| !self.person.contains_key(*name));
        self.person.keys().chain(alone).chain(self.deal.keys())
    }

    /// Names that are joined to others, each with its person.
    pub fn joined(&self) -> impl Iterator<Item = (&Alias, &Alias)> {
        self.person.iter()
    }
}

/// Deals name what several people take part in, so they tie nobody to anybody.
fn is_person(alias: &Alias) -> bool {
    !alias.kind.is_company() && alias.kind != AliasKind::Deal
}

/// Ties whose last word is that they hold, each pair once, in order of the pairs.
fn standing(mut ties: Vec<Tie>) -> Vec<Tie> {
    ties.sort_by(|a, b| (&a.one, &a.other).cmp(&(&b.one, &b.other)));
    // The sort keeps the order of one pair's ties: the last of a run is the last word.
    ties.reverse();
    ties.dedup_by(|earlier, last| (&earlier.one, &earlier.other) == (&last.one, &last.other));
    ties.reverse();
    ties.retain(|tie| tie.joined);
    ties
}

/// Kinds that name a person by themselves: many of one kind on one name are many people.
const NAMING: &[AliasKind] = &[
    AliasKind::Email,
    AliasKind::Phone,
    AliasKind::Customer,
    AliasKind::Contact,
    AliasKind::Lead,
    AliasKind::User,
];

fn shared(ties: &[Tie], above: usize) -> Vec<Shared> {
    let mut hanging: BTreeMap<(&Alias, AliasKind), BTreeSet<&Alias>> = BTreeMap::new();
    for tie in ties.iter().filter(|t| is_person(&t.one) && is_person(&t.other)) {
        for (on, name) in [(&tie.one, &tie.other), (&tie.other, &tie.one)] {
            if NAMING.contains(&name.kind) {
                hanging.entry((on, name.kind)).or_default().insert(name);
            }
        }
    }
    let crowded = hanging.into_iter().filter(|(_, names)| names.len() > above);
    crowded
        .map(|((alias, kind), names)| Shared {
            alias: alias.clone(),
            kind,
            names: names.len(),
        })
        .collect()
}

/// The smallest name of each connected group, for every name of it.
fn roots(joins: &[(&Alias, &Alias)]) -> BTreeMap<Alias, Alias> {
    let mut names: Vec<&Alias> = joins.iter().flat_map(|(a, b)| [*a, *b]).collect();
    names.sort_unstable();
    names.dedup();
    let place: HashMap<&Alias, usize> = names.iter().zip(0..).map(|(name, at)| (*name, at)).collect();
    let mut parent: Vec<usize> = (0..names.len()).collect();
    for (a, b) in joins {
        let (a, b) = (top(&mut parent, place[a]), top(&mut parent, place[b]));
        // The smaller place is the smaller name, so the root is the first name of its group.
        parent[a.max(b)] = a.min(b);
    }
    (0..names.len())
        .map(|at| (names[at].clone(), names[top(&mut parent, at)].clone()))
        .collect()
}

fn top(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}
