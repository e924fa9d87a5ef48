//! How well a chain tells journeys apart, on people it was not fitted to.

use std::collections::BTreeMap;

use harpoon_core::scatter::scatter;

use super::chain::{Chain, at};
use super::edges::{CONVERSION, NULL};
use super::{Credit, CreditError, Order};

/// People are dealt into so many parts; each is judged by the chain of the others.
const FOLDS: u64 = 5;

/// Fewest held-out journeys with a conversion, and without one, from which an area is told. With so many of each its standard
/// error at chance is 0.09, the square root of (a + b + 1) ⁄ 12ab (Mann and Whitney, Annals of Mathematical Statistics 18,
/// 1947); with two journeys it is 0 or 1 whatever the chain is worth.
pub const FEWEST_JUDGED: i64 = 20;

/// How well a chain describes journeys. Choose the order by the held-out log-likelihood and show the area beside it: near
/// 0.5 the path says next to nothing about who converts, whatever credits a model derives from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// The order of the chain.
    pub order: Order,
    /// Logarithm of the probability that the chain of other people gives to a journey and its end, per journey. Half a
    /// count is added to each possible next step, so that one never seen before is unlikely and not impossible.
    pub log_likelihood: f64,
    /// Held out: how often a converting journey's last state promised more than that of one without; ties count half. None
    /// if fewer than [`FEWEST_JUDGED`] journeys of one of both kinds were judged.
    pub auc: Option<f64>,
    /// The same with the chain fitted to the journeys it judges, as other tools print it: too good. None if there are no
    /// journeys of one of both kinds.
    pub auc_in_sample: Option<f64>,
    /// Journeys judged, each once: with a conversion, and without.
    pub judged: [i64; 2],
}

impl Credit {
    /// The held-out quality of a chain of the setup.
    ///
    /// # Errors
    /// [`CreditError::NotGathered`] if no model of the setup needs this chain.
    pub fn quality(&self, order: Order) -> Result<Quality, CreditError> {
        let view = self.view(order)?;
        let chain = &view.chain;
        let fold_of = |group: usize| scatter(scatter(self.prefixes[group]) ^ u64::from(self.bits)) % FOLDS;
        let whole = self.cells(|_| 1);
        let whole = view.cells(&whole);
        let (mut likelihood, mut scored) = (0.0, Vec::new());
        for fold in 0..FOLDS {
            let test = self.cells(|group| u8::from(fold_of(group) == fold));
            let test = view.cells(&test);
            let train: Vec<i64> = whole
                .iter()
                .zip(test.iter())
                .map(|(whole, test)| whole - test)
                .collect();
            likelihood += log_likelihood(chain, &train, &test);
            scored.extend(scores(chain, &train, &test));
        }
        let journeys: i64 = chain.starts.iter().map(|(slot, _)| at(&whole, *slot)).sum();
        Ok(Quality {
            order,
            log_likelihood: if journeys > 0 {
                likelihood / journeys as f64
            } else {
                0.0
            },
            judged: judged(&scored),
            auc: area(scored, FEWEST_JUDGED),
            auc_in_sample: area(scores(chain, &whole, &whole), 1),
        })
    }
}

fn log_likelihood(chain: &Chain, train: &[i64], test: &[i64]) -> f64 {
    let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (slot, from, _) in &chain.steps {
        rows.entry(*from).or_default().push(*slot);
    }
    for (slot, from, _) in chain
        .ends
        .iter()
        .filter(|(_, _, end)| matches!(*end, CONVERSION | NULL))
    {
        rows.entry(*from).or_default().push(*slot);
    }
    let starts: Vec<usize> = chain.starts.iter().map(|(slot, _)| *slot).collect();
    let among: f64 = rows
        .values()
        .map(|row| log_row(row, chain.channels.len() + 2, train, test))
        .sum();
    among + log_row(&starts, starts.len() + 1, train, test)
}

/// The steps of one row, `possible` of which could be taken.
fn log_row(row: &[usize], possible: usize, train: &[i64], test: &[i64]) -> f64 {
    let of = row.iter().map(|slot| at(train, *slot)).sum::<i64>() as f64 + possible as f64 / 2.0;
    let step = |slot: &usize| at(test, *slot) as f64 * ((at(train, *slot) as f64 + 0.5) / of).ln();
    row.iter().filter(|slot| at(test, **slot) > 0).map(step).sum()
}

/// Per state: what the fitted chain promises to a journey that ends there, and how many of the judged did with and without a
/// conversion. A state where none of the fitted journeys ended promises what all do on average.
fn scores(chain: &Chain, fitted: &[i64], judged: &[i64]) -> Vec<(f64, [i64; 2])> {
    let mut ends = vec![[0i64; 4]; chain.states.len()];
    for (slot, state, end) in chain
        .ends
        .iter()
        .filter(|(_, _, end)| matches!(*end, CONVERSION | NULL))
    {
        let side = usize::from(*end == NULL);
        ends[*state][side] += at(fitted, *slot);
        ends[*state][2 + side] += at(judged, *slot);
    }
    let all = ends.iter().fold([0, 0], |sum, end| [sum[0] + end[0], sum[1] + end[1]]);
    let rate = |with: i64, without: i64| {
        if with + without > 0 {
            Some(with as f64 / (with + without) as f64)
        } else {
            None
        }
    };
    let base = rate(all[0], all[1]).unwrap_or_default();
    ends.iter()
        .map(|end| (rate(end[0], end[1]).unwrap_or(base), [end[2], end[3]]))
        .collect()
}

/// How many of the judged converted, and how many did not.
fn judged(scored: &[(f64, [i64; 2])]) -> [i64; 2] {
    scored
        .iter()
        .fold([0, 0], |sum, (_, ends)| [sum[0] + ends[0], sum[1] + ends[1]])
}

/// Area under the receiver operating characteristic: pairs in the right order, ties half, over all pairs. None where fewer
/// than `fewest` of either kind were judged.
fn area(mut scored: Vec<(f64, [i64; 2])>, fewest: i64) -> Option<f64> {
    if judged(&scored).into_iter().any(|count| count < fewest) {
        return None;
    }
    scored.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut right, mut below, mut with) = (0.0, 0.0, 0.0);
    for tied in scored.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let [yes, no] = [0, 1].map(|side| tied.iter().map(|(_, ends)| ends[side]).sum::<i64>() as f64);
        right += yes * (below + no / 2.0);
        below += no;
        with += yes;
    }
    Some(right / (with * below))
}
