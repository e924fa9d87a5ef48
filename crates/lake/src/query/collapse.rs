//! From cells to one value a group: scopes, currencies, claims and distinct people are put together here, and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::kpi::{Formula, Kpi};
use harpoon_core::reach::{self, Assumption, Audience};
use harpoon_core::virality::Usual;
use harpoon_core::{Dim, Missing, Number, Quantity, Scope, Selection};

use super::cells::{Cell, Cells, Item, People, Sum};
use super::evaluate::Node;

/// Values of the asked dimensions, and the currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group {
    /// One value a dimension.
    pub(crate) values: Vec<String>,
    /// Currency of money, or empty.
    pub(crate) currency: String,
}

/// What is known of a group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcome {
    /// The value.
    pub(crate) value: Option<Quantity>,
    /// Bounds, where the value is not exact.
    pub(crate) low: Option<Quantity>,
    /// Upper bound.
    pub(crate) high: Option<Quantity>,
    /// Why there is no value.
    pub(crate) missing: Option<Missing>,
    /// What a reader must know.
    pub(crate) note: Option<String>,
}

impl Outcome {
    /// A plain value.
    pub(crate) fn of(value: Quantity) -> Self {
        Self {
            value: Some(value),
            low: None,
            high: None,
            missing: None,
            note: None,
        }
    }
}

/// No value, for this reason.
pub(crate) const fn missing(reason: Missing) -> Outcome {
    Outcome {
        value: None,
        low: None,
        high: None,
        missing: Some(reason),
        note: None,
    }
}

fn group_of(cell: &Cell) -> Group {
    Group {
        values: cell
            .group
            .iter()
            .map(|value| value.clone().unwrap_or_else(|| "(all)".to_owned()))
            .collect(),
        currency: cell.currency.clone(),
    }
}

fn by_group<T>(cells: Cells<T>) -> BTreeMap<Group, Vec<(Cell, T)>> {
    let mut groups: BTreeMap<Group, Vec<(Cell, T)>> = BTreeMap::new();
    for (cell, figure) in cells {
        groups.entry(group_of(&cell)).or_default().push((cell, figure));
    }
    groups
}

/// Adds cells up. A total includes what was paid, so paid figures of the same platform are not added to it; they only
/// raise the upper bound. Claims of several platforms are bounded, not added.
pub(crate) fn collapse_sums(cells: Cells<Sum>, selection: &Selection, claims: bool) -> BTreeMap<Group, Outcome> {
    let groups = by_group(cells).into_iter();
    groups
        .map(|(group, cells)| (group, add_up(&cells, selection, claims)))
        .collect()
}

fn add_up(cells: &[(Cell, Sum)], selection: &Selection, claims: bool) -> Outcome {
    let stated: Vec<&(Cell, Sum)> = cells.iter().filter(|(_, sum)| sum.stated > 0).collect();
    if stated.is_empty() {
        let facts: i64 = cells.iter().map(|(_, sum)| sum.facts).sum();
        return missing(Missing::WithoutValue(facts));
    }
    let by_scope = selection.by.contains(&Dim::Scope);
    let mut platforms: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
    for (cell, sum) in &stated {
        let (known, beside) = platforms.entry(&cell.platform).or_default();
        match within_total(cell, stated.iter().map(|(other, _)| other)) {
            _ if by_scope => *known += sum.total,
            Within::Same => {}
            Within::Maybe => *beside += sum.total,
            Within::No => *known += sum.total,
        }
    }
    let known: i128 = platforms.values().map(|(known, _)| known).sum();
    let beside: i128 = platforms.values().map(|(_, beside)| beside).sum();
    if claims && platforms.len() > 1 {
        return claimed(&platforms, known);
    }
    let mut outcome = Outcome::of(Quantity::Exact(known));
    if beside > 0 {
        outcome.low = Some(Quantity::Exact(known));
        outcome.high = Some(Quantity::Exact(known + beside));
        outcome.note =
            Some("totals include what was paid; paid figures of other accounts may lie outside of them".to_owned());
    }
    outcome
}

/// Whether a figure is part of a total that is counted already.
enum Within {
    /// The account's own total holds it.
    Same,
    /// Paid figures stand in ad accounts of their own; a page's total on the same platform may hold them.
    Maybe,
    /// No total holds it.
    No,
}

fn within_total<'a>(cell: &Cell, others: impl Iterator<Item = &'a Cell>) -> Within {
    if cell.scope == Scope::Total {
        return Within::No;
    }
    let mut totals = others
        .filter(|other| other.scope == Scope::Total && other.platform == cell.platform)
        .peekable();
    let on_platform = totals.peek().is_some();
    match totals.any(|other| other.account == cell.account) {
        true => Within::Same,
        false if on_platform && cell.scope == Scope::Paid => Within::Maybe,
        false => Within::No,
    }
}

/// Each platform claims the same sale: at least the largest claim, at most all of them.
fn claimed(platforms: &BTreeMap<&str, (i128, i128)>, all: i128) -> Outcome {
    let largest = platforms.values().map(|(known, _)| *known).max().unwrap_or(0);
    Outcome {
        low: Some(Quantity::Exact(largest)),
        high: Some(Quantity::Exact(all)),
        ..missing(Missing::Claims)
    }
}

/// People never add: one figure stands for itself, several give bounds and an estimate.
pub(crate) fn collapse_people(cells: Cells<People>, selection: &Selection) -> BTreeMap<Group, Outcome> {
    let groups = by_group(cells).into_iter();
    groups
        .map(|(group, cells)| (group, people(&cells, selection)))
        .collect()
}

fn people(cells: &[(Cell, People)], selection: &Selection) -> Outcome {
    let by_scope = selection.by.contains(&Dim::Scope);
    let counts = |cell: &Cell| by_scope || matches!(within_total(cell, cells.iter().map(|(c, _)| c)), Within::No);
    let counted: Vec<&(Cell, People)> = cells.iter().filter(|(cell, _)| counts(cell)).collect();
    let items = counted.iter().flat_map(|(_, people)| &people.items);
    let figures: Vec<Number> = items.filter_map(|item| item.value).collect();
    match figures.as_slice() {
        [] => missing(Missing::NoPeople),
        [one] => Outcome::of(Quantity::from(*one)),
        several => bounded(several, audience(&counted)),
    }
}

/// The followers, where all figures are of one account: of several, nobody knows how many followers they share.
fn audience(counted: &[&(Cell, People)]) -> Option<Audience> {
    let accounts: BTreeSet<(&str, &str)> = counted
        .iter()
        .map(|(cell, _)| (cell.platform.as_str(), cell.account.as_str()))
        .collect();
    let followers = counted.iter().map(|(_, people)| people.followers);
    let least = followers.min().flatten();
    least.filter(|_| accounts.len() == 1).map(Audience::Followers)
}

/// Several figures of people. Bounds that meet are the value. Where the audience is not known and the estimate falls on
/// a bound, it says nothing beyond it and is not given.
fn bounded(figures: &[Number], audience: Option<Audience>) -> Outcome {
    let Some(reach) = reach::combined(figures, audience, None) else {
        return missing(Missing::NoPeople);
    };
    if reach.low == reach.high {
        return Outcome::of(Quantity::from(reach.low));
    }
    let of_followers = matches!(reach.assumption, Assumption::Independent(_));
    let estimated = of_followers || (reach.estimate > reach.low && reach.estimate < reach.high);
    let whose = if of_followers {
        ": the account's followers at the end of the period; others may have been reached too"
    } else {
        ""
    };
    Outcome {
        value: estimated.then_some(Quantity::from(reach.estimate)),
        low: Some(Quantity::from(reach.low)),
        high: Some(Quantity::from(reach.high)),
        missing: (!estimated).then_some(Missing::OnlyBounds),
        note: estimated.then(|| format!("people never add: bounds, {}{whose}", reach.assumption)),
    }
}

/// How far each post stands above its account's own distribution; of several posts in a group, the farthest.
pub(crate) fn outliers(cells: &Cells<Vec<Item>>) -> BTreeMap<Group, Outcome> {
    let account = |cell: &Cell| (cell.platform.clone(), cell.account.clone());
    let mut figures: BTreeMap<(String, String), Vec<Number>> = BTreeMap::new();
    for (cell, items) in cells {
        figures
            .entry(account(cell))
            .or_default()
            .extend(items.iter().filter_map(|item| item.value));
    }
    let usual: BTreeMap<_, Option<Usual>> = figures
        .into_iter()
        .map(|(account, all)| (account, Usual::of(&all)))
        .collect();
    let mut farthest: BTreeMap<Group, Outcome> = BTreeMap::new();
    for (cell, items) in cells {
        let usual = usual.get(&account(cell)).copied().flatten();
        for value in items.iter().filter_map(|item| item.value) {
            let outcome = usual.map_or_else(too_few, |usual| Outcome::of(Quantity::Ratio(usual.score(value))));
            let held = farthest.entry(group_of(cell)).or_insert_with(|| outcome.clone());
            let above = |o: &Outcome| o.value.map_or(f64::NEG_INFINITY, Quantity::to_f64);
            if above(&outcome) > above(held) {
                *held = outcome;
            }
        }
    }
    farthest
}

fn too_few() -> Outcome {
    missing(Missing::NothingUsual)
}

/// The groups that a node has figures for.
pub(crate) fn groups(node: &Node) -> BTreeSet<Group> {
    match node {
        Node::Sums(cells) => cells.keys().map(group_of).collect(),
        Node::People(cells) => cells.keys().map(group_of).collect(),
        Node::Done(done) => done.keys().cloned().collect(),
    }
}

/// Levels of accounts that were known at both times: an account first told of now is no growth. Other figures stay as
/// they are: what a new account spends is spent.
pub(crate) fn known_then(kpi: &'static Kpi, now: Node, then: Node) -> (Node, Node) {
    match (now, then) {
        (Node::Sums(mut now), Node::Sums(then)) if is_level(kpi) => {
            let accounts: BTreeSet<(String, String)> = then
                .keys()
                .map(|cell| (cell.platform.clone(), cell.account.clone()))
                .collect();
            now.retain(|cell, _| accounts.contains(&(cell.platform.clone(), cell.account.clone())));
            (Node::Sums(now), Node::Sums(then))
        }
        as_is => as_is,
    }
}

/// Cuts both sides of a ratio to the cells that both state, so that clicks of one telling are never divided by the
/// impressions of another. Costs, posts and events hold for more than a cell and are not cut.
pub(crate) fn common(
    num: (&'static Kpi, Node),
    den: (&'static Kpi, Node),
) -> ((&'static Kpi, Node), (&'static Kpi, Node)) {
    if !(cuttable(num.0) && cuttable(den.0)) {
        return (num, den);
    }
    let by_scope = !(is_level(num.0) || is_level(den.0));
    let (num_keys, den_keys) = (keys(&num.1, by_scope), keys(&den.1, by_scope));
    let num_node = cut(num.1, &den_keys, by_scope);
    let den_node = cut(den.1, &num_keys, by_scope);
    ((num.0, num_node), (den.0, den_node))
}

fn cuttable(kpi: &'static Kpi) -> bool {
    let figures = |k: &&Kpi| !matches!(k.formula, Formula::Cost(_) | Formula::Posts | Formula::Reviews(_));
    kpi.parts().iter().all(|k| figures(k) && !k.formula.reads_events())
}

fn is_level(kpi: &'static Kpi) -> bool {
    kpi.parts()
        .iter()
        .any(|k| matches!(k.formula, Formula::Latest(_) | Formula::Gain(_)))
}

/// Group, platform, account, and scope where it matters, with the currencies met there.
type Keys = BTreeMap<Key, BTreeSet<String>>;
type Key = (Vec<Option<String>>, String, String, Option<Scope>);

fn key(cell: &Cell, by_scope: bool) -> Key {
    (
        cell.group.clone(),
        cell.platform.clone(),
        cell.account.clone(),
        by_scope.then_some(cell.scope),
    )
}

fn keys(node: &Node, by_scope: bool) -> Keys {
    let mut keys = Keys::new();
    let mut add = |cell: &Cell| {
        keys.entry(key(cell, by_scope))
            .or_default()
            .insert(cell.currency.clone());
    };
    match node {
        Node::Sums(cells) => cells
            .iter()
            .filter(|(_, sum)| sum.stated > 0)
            .for_each(|(cell, _)| add(cell)),
        Node::People(cells) => cells
            .iter()
            .filter(|(_, people)| !people.items.is_empty())
            .for_each(|(cell, _)| add(cell)),
        Node::Done(_) => {}
    }
    keys
}

fn cut(node: Node, other: &Keys, by_scope: bool) -> Node {
    match node {
        Node::Sums(cells) => Node::Sums(cut_cells(cells, other, by_scope)),
        Node::People(cells) => Node::People(cut_cells(cells, other, by_scope)),
        done @ Node::Done(_) => done,
    }
}

/// Keeps cells that the other side has; a cell that holds for all values of a dimension is repeated for each of them,
/// and a count takes the currency of the money it is set against.
fn cut_cells<T: Clone>(cells: Cells<T>, other: &Keys, by_scope: bool) -> Cells<T> {
    let mut kept = Cells::new();
    for (cell, figure) in cells {
        for (theirs, currencies) in met(&key(&cell, by_scope), other) {
            let group = cell
                .group
                .iter()
                .zip(&theirs.0)
                .map(|(own, their)| own.clone().or_else(|| their.clone()));
            let currency = match currencies.first() {
                Some(one) if currencies.len() == 1 && cell.currency.is_empty() => one.clone(),
                _ => cell.currency.clone(),
            };
            kept.insert(
                Cell {
                    group: group.collect(),
                    currency,
                    ..cell.clone()
                },
                figure.clone(),
            );
        }
    }
    kept
}

/// The keys of the other side that a cell meets; looked up where both are whole, searched where one holds for all.
fn met<'k>(own: &Key, other: &'k Keys) -> Vec<(&'k Key, &'k BTreeSet<String>)> {
    let whole = |key: &Key| key.0.iter().all(Option::is_some);
    if whole(own) && other.keys().next().is_none_or(whole) {
        return other.get_key_value(own).into_iter().collect();
    }
    other.iter().filter(|(theirs, _)| meets(own, theirs)).collect()
}

fn meets(own: &Key, their: &Key) -> bool {
    let groups = own
        .0
        .iter()
        .zip(&their.0)
        .all(|(a, b)| a == b || a.is_none() || b.is_none());
    groups && own.1 == their.1 && own.2 == their.2 && own.3 == their.3
}

/// Divides group by group. Bounds of either side become bounds of the ratio. Money over money has no currency left.
pub(crate) fn divide(
    num: &BTreeMap<Group, Outcome>,
    den: &BTreeMap<Group, Outcome>,
    per: u32,
    keeps_currency: bool,
) -> BTreeMap<Group, Outcome> {
    let mut ratios = BTreeMap::new();
    for (group, above) in num {
        let plain = Group {
            currency: String::new(),
            ..group.clone()
        };
        let below = below_of(den, group);
        let outcome = match below {
            _ if !keeps_currency && currencies(num, den, group) > 1 => missing(Missing::SeveralCurrencies),
            // Each currency would be only a part of the money that the whole denominator cost.
            Some(_) if keeps_currency && !den.contains_key(group) && currencies(num, den, group) > 1 => {
                ratios.insert(plain, missing(never_added(num, group)));
                continue;
            }
            Some(below) => quotient(above, below, per),
            None if den.keys().any(|g| g.values == group.values) => missing(Missing::SeveralCurrencies),
            None => continue,
        };
        ratios.insert(if keeps_currency { group.clone() } else { plain }, outcome);
    }
    ratios
}

/// The denominator of a group: in its currency, without one, or the only one that there is.
pub(crate) fn below_of<'a>(den: &'a BTreeMap<Group, Outcome>, group: &Group) -> Option<&'a Outcome> {
    let plain = Group {
        currency: String::new(),
        ..group.clone()
    };
    den.get(group)
        .or_else(|| den.get(&plain))
        .or_else(|| only_of(den, group))
}

/// How many currencies stand above and below in a group.
pub(crate) fn currencies(num: &BTreeMap<Group, Outcome>, den: &BTreeMap<Group, Outcome>, group: &Group) -> usize {
    let same = num.keys().chain(den.keys()).filter(|g| g.values == group.values);
    same.map(|g| g.currency.as_str())
        .filter(|code| !code.is_empty())
        .collect::<BTreeSet<_>>()
        .len()
}

/// Why money of several currencies is not put together.
pub(crate) fn never_added(num: &BTreeMap<Group, Outcome>, group: &Group) -> Missing {
    let codes = num
        .keys()
        .filter(|g| g.values == group.values)
        .map(|g| g.currency.clone())
        .filter(|code| !code.is_empty());
    Missing::Currencies(codes.collect())
}

/// The one denominator of a group without currency.
fn only_of<'a>(den: &'a BTreeMap<Group, Outcome>, group: &Group) -> Option<&'a Outcome> {
    let mut same = den.iter().filter(|(g, _)| g.values == group.values);
    match (group.currency.is_empty(), same.next(), same.next()) {
        (true, Some((_, one)), None) => Some(one),
        _ => None,
    }
}

fn quotient(above: &Outcome, below: &Outcome, per: u32) -> Outcome {
    let per = f64::from(per);
    let end = |side: &Outcome, end: Option<Quantity>| end.or(side.value).map(Quantity::to_f64);
    let bounded = [above.low, above.high, below.low, below.high]
        .iter()
        .any(Option::is_some);
    let bound = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) if bounded && b != 0.0 => Some(Quantity::Ratio(a * per / b)),
        _ => None,
    };
    let ratio = Outcome {
        value: None,
        low: bound(end(above, above.low), end(below, below.high)),
        high: bound(end(above, above.high), end(below, below.low)),
        missing: None,
        note: above.note.clone().or_else(|| below.note.clone()),
    };
    let why = match (above.value, below.value) {
        (Some(a), Some(b)) if b.to_f64() != 0.0 => {
            return Outcome {
                value: Some(Quantity::Ratio(a.to_f64() * per / b.to_f64())),
                ..ratio
            };
        }
        (Some(_), Some(_)) => Missing::NothingBelow,
        _ => {
            let stated = above.missing.clone().or_else(|| below.missing.clone());
            stated.unwrap_or(Missing::OneSide)
        }
    };
    Outcome {
        missing: Some(why),
        ..ratio
    }
}
