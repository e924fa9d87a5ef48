//! From a KPI's formula to its values: leaves are scanned, the tree is computed here, in exact numbers as long as it adds.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::RecordBatch;
use futures::future::BoxFuture;
use harpoon_core::kpi::{Additivity, Formula, Kpi, KpiUnit, Leaf};
use harpoon_core::{Dim, Missing, Number, Period, Quantity, Scope, Selection};

use super::cells::{self, Cell, Cells, Item, People, Sum};
use super::collapse::{Group, Outcome, collapse_people, collapse_sums, divide, missing};
use super::costs;
use super::deeds;
use super::scan::{Shape, Statement, statements};
use super::source::{Choice, choose};
use super::{QueryError, Source};

/// The value of a formula before it is put together over platforms, accounts and scopes, or after.
pub(crate) enum Node {
    /// Figures that add up.
    Sums(Cells<Sum>),
    /// Distinct people, entity by entity.
    People(Cells<People>),
    /// Values by group, final.
    Done(BTreeMap<Group, Outcome>),
}

/// What the evaluation of one KPI used, for its receipt.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    /// Chosen sources.
    pub(crate) choices: Vec<Choice>,
    /// Statements run.
    pub(crate) statements: Vec<String>,
    /// Statements that return the facts themselves.
    pub(crate) facts: Vec<String>,
    /// Remarks for the reader.
    pub(crate) notes: BTreeSet<String>,
    /// Which events were read, in words.
    pub(crate) told: BTreeSet<String>,
    /// What tells the same and was left, in words.
    pub(crate) left: BTreeSet<String>,
    /// Why nothing is known of what people did, or of what was entered.
    pub(crate) lacks: BTreeSet<Missing>,
}

impl Trace {
    /// The first of what lacks, in the order of its words.
    pub(crate) fn lacking(&self) -> Option<Missing> {
        self.lacks.iter().min_by_key(std::string::ToString::to_string).cloned()
    }
}

/// Evaluates one KPI for one selection.
pub(crate) struct Evaluation<'a> {
    /// The data.
    pub(crate) source: &'a Source<'a>,
    /// What is asked for.
    pub(crate) selection: Selection,
    /// What was used.
    pub(crate) trace: Trace,
    /// Whether all leaves have to come from one telling, as the two sides of a ratio do.
    joint: bool,
}

type Results = Vec<(Statement, Vec<RecordBatch>)>;

impl<'a> Evaluation<'a> {
    /// Nothing evaluated yet.
    pub(crate) fn new(source: &'a Source<'a>, selection: &Selection) -> Self {
        Self {
            source,
            selection: selection.clone(),
            trace: Trace::default(),
            joint: false,
        }
    }

    /// The KPI's values by group. An empty map means that nothing is known; the caller says why.
    pub(crate) async fn run(&mut self, kpi: &'static Kpi) -> Result<BTreeMap<Group, Outcome>, QueryError> {
        if kpi.formula.no_source().is_some() {
            return Ok(BTreeMap::new());
        }
        let sides = sides_of(kpi);
        let node = self.node(kpi, &sides).await?;
        Ok(self.collapse(kpi, node))
    }

    /// What stands above and below the line of a ratio, each side put together from the cells that both state; of any
    /// other KPI its values, with nothing below.
    pub(crate) async fn sides(
        &mut self,
        kpi: &'static Kpi,
    ) -> Result<(BTreeMap<Group, Outcome>, Option<BTreeMap<Group, Outcome>>), QueryError> {
        let Formula::Ratio { num, den, .. } = kpi.formula else {
            return Ok((self.run(kpi).await?, None));
        };
        if kpi.formula.no_source().is_some() {
            return Ok((BTreeMap::new(), Some(BTreeMap::new())));
        }
        let sides = sides_of(kpi);
        let before = std::mem::replace(&mut self.joint, true);
        let (num_node, den_node) = (self.node(num, &sides).await?, self.node(den, &sides).await?);
        self.joint = before;
        let (num, den) = super::collapse::common((num, num_node), (den, den_node));
        let above = self.collapse(num.0, num.1);
        let below = self.collapse(den.0, den.1);
        Ok((above, Some(below)))
    }

    /// Formulas nest, so the future is boxed.
    fn node<'s>(&'s mut self, kpi: &'static Kpi, sides: &'s [Vec<Leaf>]) -> BoxFuture<'s, Result<Node, QueryError>> {
        Box::pin(self.node_of(kpi, sides))
    }

    async fn node_of(&mut self, kpi: &'static Kpi, sides: &[Vec<Leaf>]) -> Result<Node, QueryError> {
        match kpi.formula {
            Formula::Sum(leaf) => Ok(Node::Sums(self.sums(&leaf, sides).await?)),
            Formula::Latest(leaf) => Ok(Node::Sums(self.levels(&leaf).await?)),
            Formula::Gain(leaf) => self.gain(&leaf).await,
            Formula::Reported(leaf) => {
                let results = self.results(&leaf, sides, Shape::Values).await?;
                let items = cells::items(&leaf, &results, &self.selection)?;
                Ok(Node::People(self.with_followers(items).await?))
            }
            Formula::Outlier(leaf) => self.outliers(&leaf, sides).await,
            Formula::Posts => Ok(Node::Sums(super::things::posts(self).await?)),
            Formula::Reviews(stars) => Ok(Node::Sums(super::things::reviews(self, stars).await?)),
            Formula::Cost(basis) => costs::spent(self, basis).await,
            Formula::Add(inputs) => self.weighted(inputs.iter().map(|kpi| (1, *kpi)), sides).await,
            Formula::Weighted(terms) => self.weighted(terms.iter().copied(), sides).await,
            Formula::Difference(a, b) => self.difference(a, b, sides).await,
            Formula::Ratio { num, den, per } => {
                let before = std::mem::replace(&mut self.joint, true);
                let (num_node, den_node) = (self.node(num, sides).await?, self.node(den, sides).await?);
                self.joint = before;
                Ok(self.ratio(kpi, (num, num_node), (den, den_node), per.factor()))
            }
            Formula::Change(of) => self.change(of).await,
            Formula::Event { kind, tally } => deeds::counted(self, kind, tally).await,
            Formula::Book { kind, tally, figures } => {
                if deeds::lead(self, kind, &figures).await? {
                    deeds::counted(self, kind, tally).await
                } else {
                    Ok(Node::Sums(self.sums(&figures, sides).await?))
                }
            }
            Formula::Quantile { from, to, percent } => deeds::quantile(self, (from, to), percent).await,
            Formula::To(..) | Formula::Credited(_) | Formula::Modelled(_) => Ok(Node::Done(BTreeMap::new())),
        }
    }

    /// Runs the statements of one leaf over the sources chosen for all sides together.
    pub(crate) async fn results(
        &mut self,
        leaf: &Leaf,
        sides: &[Vec<Leaf>],
        shape: Shape,
    ) -> Result<Results, QueryError> {
        let mut choices = choose(&self.source.series, &self.selection, sides);
        super::same::mark(self, &mut choices).await?;
        let statements = statements(&choices, &[*leaf], &self.selection, shape);
        let facts = super::scan::statements(&choices, &[*leaf], &self.selection, Shape::Facts);
        self.trace.facts.extend(facts.into_iter().map(|s| s.sql));
        let mut results = Vec::new();
        for statement in statements {
            self.trace.statements.push(statement.sql.clone());
            let daily = match shape {
                Shape::Sums => super::daily::sums(self, &statement.grain, &choices, leaf, sides).await?,
                Shape::Values | Shape::Facts => None,
            };
            results.push(if let Some(daily) = daily {
                daily
            } else {
                let batches = self.source.collect(&statement.sql).await?;
                (statement, batches)
            });
        }
        self.trace.choices.extend(choices);
        Ok(results)
    }

    async fn sums(&mut self, leaf: &Leaf, sides: &[Vec<Leaf>]) -> Result<Cells<Sum>, QueryError> {
        let results = self.results(leaf, sides, Shape::Sums).await?;
        cells::sums(leaf, &results, &self.selection)
    }

    /// The last value of each entity in the period. Levels belong to accounts: dimensions of posts and ads do not split them.
    async fn levels(&mut self, leaf: &Leaf) -> Result<Cells<Sum>, QueryError> {
        let asked = self.selection.clone();
        self.selection.by.retain(of_accounts);
        self.selection.filters.retain(|f| of_accounts(&f.dim));
        let results = self.results(leaf, &[vec![*leaf]], Shape::Values).await;
        let narrowed = std::mem::replace(&mut self.selection, asked);
        let items = cells::items(leaf, &results?, &narrowed)?;
        Ok(items
            .into_iter()
            .map(|(cell, items)| (self.widen(cell, &narrowed), last(&items)))
            .collect())
    }

    /// Where several figures of one account meet, its followers are the audience that an estimate can rest on.
    async fn with_followers(&mut self, items: Cells<Vec<Item>>) -> Result<Cells<People>, QueryError> {
        let levels = if items.values().any(|items| items.len() > 1) {
            self.levels(&Leaf::of("followers")).await?
        } else {
            Cells::new()
        };
        let people = |(cell, items)| {
            let followers = followers_of(&cell, &levels);
            (cell, People { items, followers })
        };
        Ok(items.into_iter().map(people).collect())
    }

    /// A cell of a narrower selection holds for every value of the dimensions that it lacks.
    fn widen(&self, cell: Cell, narrowed: &Selection) -> Cell {
        let at = |dim: &Dim| {
            narrowed
                .by
                .iter()
                .position(|d| d == dim)
                .and_then(|i| cell.group[i].clone())
        };
        Cell {
            group: self.selection.by.iter().map(at).collect(),
            ..cell
        }
    }

    async fn gain(&mut self, leaf: &Leaf) -> Result<Node, QueryError> {
        let Some(period) = self.selection.period else {
            let results = self.results(leaf, &[vec![*leaf]], Shape::Values).await?;
            let items = cells::items(leaf, &results, &self.selection)?;
            return Ok(Node::Sums(
                items
                    .into_iter()
                    .filter_map(|(cell, items)| Some((cell, gained(&items)?)))
                    .collect(),
            ));
        };
        let end = self.levels(leaf).await?;
        let before = Period {
            from: jiff::civil::Date::MIN,
            to: period.from.saturating_sub(jiff::Span::new().days(1)),
        };
        self.selection.period = Some(before);
        let start = self.levels(leaf).await;
        self.selection.period = Some(period);
        let start = start?;
        let gains = end.into_iter().filter_map(|(cell, sum)| {
            let from = start.get(&cell)?;
            Some((
                cell,
                Sum {
                    total: sum.total - from.total,
                    ..sum
                },
            ))
        });
        Ok(Node::Sums(gains.collect()))
    }

    async fn outliers(&mut self, leaf: &Leaf, sides: &[Vec<Leaf>]) -> Result<Node, QueryError> {
        let results = self.results(leaf, sides, Shape::Values).await?;
        let items = cells::items(leaf, &results, &self.selection)?;
        Ok(Node::Done(super::collapse::outliers(&items)))
    }

    /// Adds cell by cell. A part that is stated nowhere is left out and named; one stated only for some cells as well.
    async fn weighted(
        &mut self,
        terms: impl Iterator<Item = (u32, &'static Kpi)> + Send,
        sides: &[Vec<Leaf>],
    ) -> Result<Node, QueryError> {
        let terms: Vec<(u32, &'static Kpi)> = terms.collect();
        let mut added: Cells<Sum> = Cells::new();
        let mut absent = Vec::new();
        for (weight, kpi) in terms {
            let own = if self.joint { sides.to_vec() } else { sides_of(kpi) };
            let Node::Sums(cells) = self.node(kpi, &own).await? else {
                return Err(QueryError::NotAdditive(kpi.id));
            };
            if !cells.values().any(|sum| sum.stated > 0) {
                absent.push(kpi.id);
            }
            for (cell, sum) in cells {
                let entry = added.entry(cell).or_default();
                *entry = entry.plus(Sum {
                    total: sum.total * i128::from(weight),
                    ..sum
                });
            }
        }
        if !absent.is_empty() && !added.is_empty() {
            self.trace
                .notes
                .insert(format!("without {}, which no source states here", absent.join(", ")));
        }
        Ok(Node::Sums(added))
    }

    async fn difference(&mut self, a: &'static Kpi, b: &'static Kpi, sides: &[Vec<Leaf>]) -> Result<Node, QueryError> {
        let before = std::mem::replace(&mut self.joint, true);
        let nodes = (self.node(a, sides).await?, self.node(b, sides).await?);
        self.joint = before;
        let (Node::Sums(a), Node::Sums(b)) = nodes else {
            return Err(QueryError::NotAdditive(a.id));
        };
        let both = a.into_iter().filter_map(|(cell, sum)| {
            let less = b.get(&cell).filter(|less| less.stated > 0 && sum.stated > 0)?;
            Some((
                cell,
                Sum {
                    total: sum.total - less.total,
                    ..sum
                },
            ))
        });
        Ok(Node::Sums(both.collect()))
    }

    /// Both sides are cut to the cells that state both, then put together, then divided.
    fn ratio(&mut self, kpi: &'static Kpi, num: (&'static Kpi, Node), den: (&'static Kpi, Node), per: u32) -> Node {
        let (num, den) = super::collapse::common(num, den);
        let (above, below) = (num.0, den.0);
        let mut num = self.collapse(above, num.1);
        let den = self.collapse(below, den.1);
        deeds::fill(above, &self.selection.by, &mut num, &den);
        Node::Done(divide(&num, &den, per, is_money(kpi.unit)))
    }

    async fn change(&mut self, of: &'static Kpi) -> Result<Node, QueryError> {
        let Some(period) = self.selection.period else {
            let reason = missing(Missing::NoPeriod);
            return Ok(Node::Done(BTreeMap::from([(Group::default(), reason)])));
        };
        let sides = sides_of(of);
        let now = self.node(of, &sides).await?;
        self.selection.period = Some(before(period));
        let then = self.node(of, &sides).await;
        self.selection.period = Some(period);
        let asked = super::collapse::groups(&now);
        let (now, then) = super::collapse::known_then(of, now, then?);
        let now = self.collapse(of, now);
        let then = self.collapse(of, then);
        let less = now.into_iter().map(|(group, outcome)| {
            let change = match (outcome.value, then.get(&group).and_then(|o| o.value)) {
                (Some(now), Some(then)) if then.to_f64() != 0.0 => {
                    Outcome::of(Quantity::Ratio((now.to_f64() - then.to_f64()) / then.to_f64().abs()))
                }
                (Some(_), _) => missing(Missing::NothingBefore),
                _ => outcome,
            };
            (group, change)
        });
        let mut changes: BTreeMap<Group, Outcome> = less.collect();
        for group in asked {
            let nothing = || missing(Missing::NothingBefore);
            changes.entry(group).or_insert_with(nothing);
        }
        Ok(Node::Done(changes))
    }

    fn collapse(&mut self, kpi: &'static Kpi, node: Node) -> BTreeMap<Group, Outcome> {
        match node {
            Node::Done(done) => done,
            Node::People(cells) => collapse_people(cells, &self.selection),
            Node::Sums(cells) => {
                let levels = matches!(kpi.formula, Formula::Latest(_));
                let claims = kpi.additivity() == Additivity::WithinPlatform;
                if levels && cells.len() > 1 {
                    self.trace.notes.insert("accounts may share followers".to_owned());
                }
                collapse_sums(cells, &self.selection, claims)
            }
        }
    }
}

/// Leaves that have to come from one telling: of a ratio, one of the numerator and one of the denominator each.
/// Levels stand apart: they are taken from wherever they are stated.
pub(crate) fn sides_of(kpi: &'static Kpi) -> Vec<Vec<Leaf>> {
    let joint = |kpi: &'static Kpi| -> Vec<Leaf> {
        let parts = kpi.parts().into_iter();
        let leaves = parts.filter(|k| {
            matches!(
                k.formula,
                Formula::Sum(_) | Formula::Reported(_) | Formula::Outlier(_) | Formula::Book { .. }
            )
        });
        leaves.filter_map(|k| k.formula.leaf()).collect()
    };
    let sides = match kpi.formula {
        Formula::Ratio { num, den, .. } => vec![joint(num), joint(den)],
        Formula::Change(of) => return sides_of(of),
        _ => vec![joint(kpi)],
    };
    sides.into_iter().filter(|side| !side.is_empty()).collect()
}

/// Whether values carry a currency.
pub(crate) fn is_money(unit: KpiUnit) -> bool {
    matches!(unit, KpiUnit::Money | KpiUnit::MoneyPerThousand)
}

/// The last number of followers told of the cell's account. Ads are shown to others than followers.
fn followers_of(cell: &Cell, levels: &Cells<Sum>) -> Option<Number> {
    let same = |level: &Cell| {
        let mut groups = level.group.iter().zip(&cell.group);
        level.platform == cell.platform
            && level.account == cell.account
            && groups.all(|(level, own)| level.is_none() || level == own)
    };
    let told = levels
        .iter()
        .filter(|(level, sum)| cell.scope != Scope::Paid && sum.stated > 0 && same(level));
    told.filter_map(|(_, sum)| i64::try_from(sum.total).ok())
        .max()
        .map(Number::from_micros)
}

fn of_accounts(dim: &Dim) -> bool {
    matches!(
        dim,
        Dim::Platform | Dim::Account | Dim::Day | Dim::Week | Dim::Month | Dim::Stage
    )
}

fn before(period: Period) -> Period {
    let length = jiff::Span::new().days(period.days());
    Period {
        from: period.from.saturating_sub(length),
        to: period.from.saturating_sub(jiff::Span::new().days(1)),
    }
}

/// The newest value of each entity, added.
fn last(items: &[Item]) -> Sum {
    let mut newest: BTreeMap<&str, &Item> = BTreeMap::new();
    for item in items.iter().filter(|item| item.value.is_some()) {
        let held = newest.entry(&item.entity).or_insert(item);
        if (item.end, item.start) >= (held.end, held.start) {
            *held = item;
        }
    }
    added(newest.into_values())
}

fn gained(items: &[Item]) -> Option<Sum> {
    let stated: Vec<&Item> = items.iter().filter(|item| item.value.is_some()).collect();
    let (first, last) = (stated.first()?.value?, stated.last()?.value?);
    let total = i128::from(last.micros()) - i128::from(first.micros());
    (stated.len() > 1).then_some(Sum {
        total,
        stated: 2,
        facts: 2,
    })
}

fn added<'a>(items: impl Iterator<Item = &'a Item>) -> Sum {
    items.filter_map(|item| item.value).fold(Sum::default(), |sum, value| {
        sum.plus(Sum {
            total: i128::from(value.micros()),
            stated: 1,
            facts: 1,
        })
    })
}
