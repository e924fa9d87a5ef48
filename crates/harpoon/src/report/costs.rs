//! What it cost: each kind, and everything, in each currency.

use harpoon_core::kpi::{Kpi, money};
use harpoon_core::{CostKind, Missing};
use harpoon_report::view::{CostLine, CostTotal, Costs, Figure, Unit};

use super::figures::Figures;
use crate::Error;

/// Every kind by the KPI that counts it.
const KINDS: [(CostKind, &Kpi); 5] = [
    (CostKind::Media, &money::COST_MEDIA),
    (CostKind::Fees, &money::COST_FEES),
    (CostKind::Labour, &money::COST_LABOUR),
    (CostKind::Tools, &money::COST_TOOLS),
    (CostKind::Content, &money::COST_CONTENT),
];

/// The month's costs beside those of the month before. A kind that nobody entered is missing, with the reason; a kind entered as
/// nought is nought. Nothing at all where no cost is known of either month.
pub(super) fn of(figures: &Figures<'_>) -> Result<Costs, Error> {
    let mut kpis: Vec<&'static Kpi> = KINDS.iter().map(|(_, kpi)| *kpi).collect();
    kpis.push(&money::COST_FULL);
    let now = figures.by_currency(&kpis, figures.month)?;
    let before = match figures.before {
        Some(before) => figures.by_currency(&kpis, before)?,
        None => figures
            .whole_before(&kpis)?
            .into_iter()
            .map(|figure| vec![figure])
            .collect(),
    };
    let pairs = now.iter().zip(&before).map(|(now, before)| beside(now, before));
    let mut months: Vec<Vec<(Figure, Figure)>> = pairs.collect();
    let full = months.pop().unwrap_or_default();
    if full
        .iter()
        .all(|(now, before)| now.float().is_none() && before.float().is_none())
    {
        return Ok(Costs::default());
    }
    let lines = KINDS.iter().zip(months).flat_map(|((kind, _), pairs)| {
        let line = |(amount, previous)| CostLine {
            kind: *kind,
            amount,
            previous,
        };
        pairs.into_iter().map(line).collect::<Vec<_>>()
    });
    let total = |(amount, previous)| CostTotal { amount, previous };
    Ok(Costs {
        lines: lines.collect(),
        totals: full.into_iter().map(total).collect(),
    })
}

/// The two months in each currency that one of them is known in; where neither is, why.
fn beside(now: &[Figure], before: &[Figure]) -> Vec<(Figure, Figure)> {
    let mut units: Vec<&Unit> = Vec::new();
    for figure in now.iter().chain(before).filter(|figure| figure.float().is_some()) {
        if !units.contains(&&figure.unit) {
            units.push(&figure.unit);
        }
    }
    if units.is_empty() {
        return now.first().cloned().zip(before.first().cloned()).into_iter().collect();
    }
    units
        .into_iter()
        .map(|unit| (in_unit(now, unit), in_unit(before, unit)))
        .collect()
}

/// The figure in a currency; else why there is none in it.
fn in_unit(all: &[Figure], unit: &Unit) -> Figure {
    let own = all.iter().find(|figure| figure.unit == *unit);
    let lacking = || all.iter().find(|figure| figure.float().is_none());
    let elsewhere = || Figure::missing(Missing::NotStated, unit.clone());
    own.or_else(lacking).cloned().unwrap_or_else(elsewhere)
}
