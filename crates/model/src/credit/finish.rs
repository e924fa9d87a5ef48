//! From sums to credits with ranges.

use super::bootstrap::Bootstrap;
use super::chain::View;
use super::columns::{BATCH, Columns, Table};
use super::cores::in_parts;
use super::effects::Solver;
use super::{ChainEffects, Credit, CreditError, Model, UNATTRIBUTED};

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// What was to be credited.
    pub totals: Totals,
    /// By model, in reading order.
    pub models: Vec<ModelCredit>,
    /// The chains that were needed, with their removal effects.
    pub chains: Vec<ChainEffects>,
    /// How many groups of people the ranges rest on.
    pub groups: usize,
}

/// The book that credits of each model sum to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Conversions, those without a touch included.
    pub conversions: i64,
    /// Their value in minor units.
    pub value: i64,
    /// Conversions without a touch.
    pub unattributed: i64,
}

/// The credits of one model.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelCredit {
    /// Which.
    pub model: Model,
    /// By channel, sorted; last [`UNATTRIBUTED`] if any conversion had no touch.
    pub rows: Vec<Credited>,
}

/// The credit of one channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Credited {
    /// The caller's code, or [`UNATTRIBUTED`].
    pub channel: u32,
    /// Conversions credited. Plain conversions, never weighted by value.
    pub conversions: Amount,
    /// Value credited, in minor units.
    pub value: Amount,
}

/// A credit and how far it could be off by chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The credit.
    pub credit: f64,
    /// Low and high end; none if no range was asked for or fewer than ten people were seen.
    pub range: Option<(f64, f64)>,
}

impl Credit {
    /// The credits of all models of the setup, with ranges if a bootstrap is given.
    ///
    /// # Errors
    /// [`CreditError::Unsettled`] if a chain of order 2 or 3 does not settle.
    pub fn finish(&self, bootstrap: Option<&Bootstrap>) -> Result<Findings, CreditError> {
        self.dealt_out().findings(bootstrap)
    }

    fn findings(&self, bootstrap: Option<&Bootstrap>) -> Result<Findings, CreditError> {
        let columns = Columns::new(self, bootstrap);
        let chains = self.solve_chains(&columns)?;
        let alone = columns.alone();
        let models = self
            .setup
            .models
            .iter()
            .map(|model| self.credit_of(*model, &columns, &chains, &alone))
            .collect();
        Ok(Findings {
            totals: self.totals(),
            models,
            groups: self.groups.len(),
            chains: chains
                .into_iter()
                .filter_map(|chain| chain.columns.into_iter().next())
                .collect(),
        })
    }

    fn solve_chains(&self, columns: &Columns<'_>) -> Result<Vec<Solved>, CreditError> {
        let views: Vec<View> = self
            .setup
            .orders()
            .into_iter()
            .map(|order| self.view(order))
            .collect::<Result<_, _>>()?;
        let gathered = columns.cells(0..1).pop().unwrap_or_default();
        let mut solvers = Vec::new();
        let mut solved = Vec::new();
        for view in &views {
            let cells = view.cells(&gathered);
            let first = Solver::new(&view.chain, &cells)?;
            solved.push(Solved {
                totals: vec![view.chain.totals(&cells).map(|total| total as f64)],
                columns: vec![first.first.clone()],
            });
            solvers.push(first);
        }
        let replicates = in_parts(columns.draw.columns() - 1, |some| {
            let all = some.end + 1;
            let batches = (some.start + 1..all).step_by(BATCH);
            let batches = batches.map(|first| first..(first + BATCH).min(all));
            let mut solved = Vec::new();
            for (column, gathered) in batches.flat_map(|batch| batch.clone().zip(columns.cells(batch))) {
                let scale = columns.draw.scales[column];
                for (view, solver) in views.iter().zip(&solvers) {
                    let cells = view.cells(&gathered);
                    let totals = view.chain.totals(&cells).map(|total| total as f64 * scale);
                    solved.push((solver.again(&cells)?, totals));
                }
            }
            Ok(solved)
        });
        for some in replicates {
            for (place, (effects, totals)) in some?.into_iter().enumerate() {
                let chain = &mut solved[place % views.len()];
                chain.columns.push(effects);
                chain.totals.push(totals);
            }
        }
        Ok(solved)
    }

    fn credit_of(&self, model: Model, columns: &Columns<'_>, chains: &[Solved], alone: &[Vec<f64>; 2]) -> ModelCredit {
        let order = model
            .order()
            .or((model == Model::PathMarkov).then_some(self.setup.path_order));
        let chain = order.and_then(|order| chains.iter().find(|chain| chain.columns[0].order == order));
        let shares = match (model, chain) {
            (Model::PathMarkov, Some(chain)) => self.path_markov(columns, chain),
            (_, Some(chain)) => chain.global(),
            (_, None) => self.within(model, columns),
        };
        let mut rows: Vec<Credited> = shares.rows(columns);
        if alone[0][0] != 0.0 {
            let [conversions, value] = alone;
            rows.push(Credited {
                channel: UNATTRIBUTED,
                conversions: columns.estimate(conversions),
                value: columns.estimate(value),
            });
        }
        ModelCredit { model, rows }
    }

    /// Models whose sums were gathered journey by journey.
    fn within(&self, model: Model, columns: &Columns<'_>) -> Shares {
        let row = self.within.iter().position(|other| *other == model).unwrap_or_default();
        let mut numbers: Vec<usize> = (0..self.channels.len()).collect();
        numbers.sort_unstable_by_key(|number| self.channels[*number]);
        let channels = numbers.iter().map(|number| self.channels[*number]).collect();
        let (conversions, values) = numbers
            .iter()
            .map(|number| columns.within(*number, row))
            .map(|[a, b]| (a, b))
            .unzip();
        Shares {
            channels,
            conversions,
            values,
        }
    }

    /// Journeys of one channel are its own; the mixes are shared out by the effects.
    fn path_markov(&self, columns: &Columns<'_>, chain: &Solved) -> Shares {
        let Shares {
            channels,
            mut conversions,
            mut values,
        } = self.within(Model::PathMarkov, columns);
        let effects: Table = channels.iter().map(|channel| chain.effects_of(*channel)).collect();
        columns.share_mixes(&channels, &effects, &mut conversions, &mut values);
        Shares {
            channels,
            conversions,
            values,
        }
    }

    fn totals(&self) -> Totals {
        let sums = |pick: fn(&[i64; 2]) -> i64| -> i64 { self.groups.iter().map(|group| pick(&group.alone)).sum() };
        let (conversions, value) = self.touched();
        let unattributed = sums(|alone| alone[0]);
        Totals {
            conversions: conversions + unattributed,
            value: value + sums(|alone| alone[1]),
            unattributed,
        }
    }

    /// Conversions and value of journeys with touches.
    fn touched(&self) -> (i64, i64) {
        self.groups.iter().fold((0, 0), |sum, group| {
            (sum.0 + group.touched[0], sum.1 + group.touched[1])
        })
    }
}

/// A chain under each column.
struct Solved {
    columns: Vec<ChainEffects>,
    /// Conversions and value that end in the chain.
    totals: Vec<[f64; 2]>,
}

impl Solved {
    /// Each channel's part of the sum of removal effects. Where refunds make the effects of value meaningless (a negative
    /// effect, or a sum that is none), the value is shared by the effects of conversions.
    fn global(&self) -> Shares {
        let channels: Vec<u32> = self.columns.first().map_or_else(Vec::new, |first| {
            first.effects.iter().map(|effect| effect.channel).collect()
        });
        let mut conversions = vec![Vec::with_capacity(self.columns.len()); channels.len()];
        let mut values = conversions.clone();
        for (column, totals) in self.columns.iter().zip(&self.totals) {
            let by_conversions: Vec<f64> = column
                .effects
                .iter()
                .map(|effect| effect.conversions.unwrap_or_default())
                .collect();
            let by_value: Vec<f64> = column
                .effects
                .iter()
                .map(|effect| effect.value.unwrap_or_default())
                .collect();
            let sound = by_value.iter().all(|effect| *effect >= 0.0) && by_value.iter().any(|effect| *effect > 0.0);
            share_out(&by_conversions, totals[0], &mut conversions);
            share_out(if sound { &by_value } else { &by_conversions }, totals[1], &mut values);
        }
        Shares {
            channels,
            conversions,
            values,
        }
    }

    fn effects_of(&self, channel: u32) -> Vec<f64> {
        let found = |column: &ChainEffects| column.effects.binary_search_by_key(&channel, |effect| effect.channel);
        self.columns
            .iter()
            .map(|column| {
                found(column)
                    .ok()
                    .and_then(|place| column.effects[place].conversions)
                    .unwrap_or_default()
            })
            .collect()
    }
}

fn share_out(parts: &[f64], total: f64, table: &mut Table) {
    let of: f64 = parts.iter().sum();
    for (part, row) in parts.iter().zip(table) {
        row.push(if of > 0.0 { part / of * total } else { 0.0 });
    }
}

/// Credits by channel and column.
struct Shares {
    channels: Vec<u32>,
    conversions: Table,
    values: Table,
}

impl Shares {
    fn rows(&self, columns: &Columns<'_>) -> Vec<Credited> {
        let tables = self.conversions.iter().zip(&self.values);
        let row = |(channel, (conversions, value)): (&u32, (&Vec<f64>, &Vec<f64>))| Credited {
            channel: *channel,
            conversions: columns.estimate(conversions),
            value: columns.estimate(value),
        };
        self.channels.iter().zip(tables).map(row).collect()
    }
}

impl Columns<'_> {
    fn estimate(&self, columns: &[f64]) -> Amount {
        Amount {
            credit: columns.first().copied().unwrap_or_default(),
            range: self.draw.range(columns),
        }
    }
}
