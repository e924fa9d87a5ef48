//! KPIs that a credit model deals out: credited revenue, and what is made of it and of the cost. The lake knows no models,
//! so they are answered here, by the same lines as `harpoon roi`.

use std::collections::BTreeMap;

use harpoon_core::kpi::{CostBasis, Deed, Derived, Formula, Kpi, Per, Tally};
use harpoon_core::{Dim, Missing, Quantity, Reading, Selection};
use harpoon_lake::query::{Measured, Receipt, Term};
use harpoon_model::interval::Estimate;

use super::spans::{self, Spans};
use crate::Error;
use crate::journeys::By;
use crate::journeys::roi::{Ask, Costs, Line, Revenue};
use crate::workspace::Workspace;

mod behind;

/// What a line of returns says of a KPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// Revenue credited.
    Revenue,
    /// Less the cost.
    Net(CostBasis),
    /// That for each unit of cost.
    Roi(CostBasis),
    /// Revenue for each unit of cost.
    Roas(CostBasis),
}

impl Figure {
    /// The figure that a formula asks for; `None` of any other formula.
    pub(super) fn of(kpi: &'static Kpi) -> Option<Self> {
        match kpi.formula {
            Formula::Credited(of) => is_book(of).then_some(Self::Revenue),
            Formula::Difference(revenue, cost) => {
                (Self::of(revenue)? == Self::Revenue).then_some(Self::Net(basis(cost)?))
            }
            Formula::Ratio {
                num,
                den,
                per: Per::One,
            } => match (Self::of(num)?, basis(den)?) {
                (Self::Revenue, basis) => Some(Self::Roas(basis)),
                (Self::Net(of), basis) if of == basis => Some(Self::Roi(basis)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Which costs it is held against. Revenue alone is told of every place that cost anything.
    const fn basis(self) -> CostBasis {
        match self {
            Self::Revenue => CostBasis::Full,
            Self::Net(basis) | Self::Roi(basis) | Self::Roas(basis) => basis,
        }
    }

    /// Its value on a line, or why there is none.
    fn on(self, line: &Line) -> Result<Estimate, Missing> {
        let value = match self {
            Self::Revenue => line.revenue,
            Self::Net(_) => line.returns.map(|r| r.net),
            Self::Roi(_) => line.returns.map(|r| r.roi),
            Self::Roas(_) => line.returns.map(|r| r.roas),
        };
        value.ok_or_else(|| line.missing.clone().unwrap_or(Missing::NothingCredited))
    }

    const fn is_money(self) -> bool {
        matches!(self, Self::Revenue | Self::Net(_))
    }
}

/// Whether it is the money of the order book, deed by deed.
fn is_book(kpi: &Kpi) -> bool {
    let (Formula::Book { kind, tally, .. } | Formula::Event { kind, tally }) = kpi.formula else {
        return false;
    };
    kind == Deed::Derived(Derived::Sale) && tally == Tally::Value
}

fn basis(kpi: &Kpi) -> Option<CostBasis> {
    match kpi.formula {
        Formula::Cost(basis) => Some(basis),
        _ => None,
    }
}

/// A selection in the words of journeys.
struct Asked {
    ask: Ask,
    /// The dimension of time, with its days.
    spans: Spans,
    /// What costs are measured within.
    within: Selection,
}

/// What was spent and dealt out for all KPIs of one question.
struct Known {
    revenue: Vec<Revenue>,
    costs: BTreeMap<&'static str, (Vec<Costs>, Vec<Measured>)>,
}

impl Workspace {
    /// Readings of KPIs that a credit model deals out. `bases` are the lake's own answers: receipts without figures.
    pub(super) fn credited(
        &self,
        kpis: &[(&'static Kpi, Figure)],
        selection: &Selection,
        bases: Vec<Receipt>,
    ) -> Result<Vec<Measured>, Error> {
        let asked = match self.asked(selection)? {
            Ok(asked) => asked,
            Err(reason) => return Ok(unanswered(selection, bases, kpis, &reason)),
        };
        let known = self.known(&asked, kpis)?;
        let settings = self.settings_of(&asked.ask, &known)?;
        let mut all = Vec::new();
        for ((kpi, figure), base) in kpis.iter().zip(bases) {
            let lines = self.lines_of(&asked, &known, figure.basis());
            let mut receipt = base.resting_on(&settings);
            behind::tell(&mut receipt, &asked.ask, &known, *figure);
            if let [(_, one)] = lines.as_slice()
                && selection.by.is_empty()
            {
                receipt.terms = terms(kpi, one.as_slice(), &known);
            }
            let readings = readings(kpi, *figure, selection, &lines, &receipt);
            all.push(Measured { readings, receipt });
        }
        Ok(all)
    }

    /// What journeys are asked, or why they cannot be.
    fn asked(&self, selection: &Selection) -> Result<Result<Asked, Missing>, Error> {
        let own = |dim: &Dim| match dim {
            Dim::Platform => Some(By::Platform),
            Dim::Campaign => Some(By::Campaign),
            Dim::Scope => Some(By::Scope),
            _ => None,
        };
        let known = |dim: &&Dim| own(dim).is_some() || spans::is_one(dim) || **dim == Dim::Stage;
        if let Some(dim) = selection.dims().into_iter().find(|dim| !known(dim)) {
            return Ok(Err(Missing::CreditNotBy(dim.clone())));
        }
        if let Some(removed) = self.data()?.snapshot().kept_from().credit(selection) {
            return Ok(Err(removed));
        }
        let spans = match self.spans(selection)? {
            Ok(spans) => spans,
            Err(reason) => return Ok(Err(reason)),
        };
        let only = selection.filters.iter();
        let ask = Ask {
            by: selection.by.iter().filter_map(own).collect(),
            only: only.filter_map(|f| Some((own(&f.dim)?, f.value.clone()))).collect(),
            basis: CostBasis::Full,
            credit: crate::journeys::credit::Question {
                period: selection.period,
                ..Default::default()
            },
        };
        let mut within = selection.clone();
        within.filters.retain(|f| own(&f.dim).is_some());
        Ok(Ok(Asked { ask, spans, within }))
    }

    fn known(&self, asked: &Asked, kpis: &[(&'static Kpi, Figure)]) -> Result<Known, Error> {
        let mut costs = BTreeMap::new();
        for (_, figure) in kpis {
            let basis = figure.basis();
            if !costs.contains_key(basis.as_str()) {
                costs.insert(basis.as_str(), self.costs_of(asked, basis)?);
            }
        }
        Ok(Known {
            revenue: self.dealt(&asked.ask, &asked.spans.periods())?,
            costs,
        })
    }

    /// Costs of each span of time.
    fn costs_of(&self, asked: &Asked, basis: CostBasis) -> Result<(Vec<Costs>, Vec<Measured>), Error> {
        let mut dims: Vec<Dim> = asked.spans.dim().into_iter().cloned().collect();
        let timed = dims.len();
        for by in &asked.ask.by {
            dims.push(crate::journeys::roi::shared(*by)?);
        }
        let (all, measured) = self.costs(basis, &dims, &asked.within)?;
        let of = |label: &str| -> Costs {
            let own = all.iter().filter(|((by, _), _)| timed == 0 || by[0] == label);
            own.map(|((by, code), cost)| ((by[timed..].to_vec(), code.clone()), *cost))
                .collect()
        };
        Ok((asked.spans.labels().map(of).collect(), measured))
    }

    /// Lines with the label of their span.
    fn lines_of<'a>(&self, asked: &'a Asked, known: &Known, basis: CostBasis) -> Vec<(&'a str, Vec<Line>)> {
        let ask = Ask {
            basis,
            ..asked.ask.clone()
        };
        let nothing = Vec::new();
        let costs = known.costs.get(basis.as_str()).map_or(&nothing, |(costs, _)| costs);
        let each = asked.spans.labels().zip(costs).zip(&known.revenue);
        each.map(|((label, costs), revenue)| (label, self.lines(&ask, costs, revenue)))
            .collect()
    }
}

/// The formula's inputs, and theirs, for the whole selection.
fn terms(kpi: &'static Kpi, lines: &[Line], known: &Known) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut open = kpi.formula.inputs();
    while !open.is_empty() {
        let input = open.remove(0);
        if terms.iter().any(|term| term.kpi == input.id) {
            continue;
        }
        let figure = Figure::of(input);
        if figure.is_some() {
            open.extend(input.formula.inputs());
        }
        let books = known.revenue.first().map(|revenue| &revenue.all);
        if is_book(input) {
            terms.extend(books.into_iter().flatten().map(|(code, total)| Term {
                kpi: input.id.to_owned(),
                value: Some(total.to_string()),
                currency: code.clone(),
            }));
            continue;
        }
        terms.extend(lines.iter().map(|line| Term {
            kpi: input.id.to_owned(),
            value: match figure {
                Some(figure) => figure.on(line).ok().map(|e| rounded(e.value)),
                None => line.cost.map(|cost| cost.to_string()),
            },
            currency: line.currency.clone(),
        }));
    }
    terms
}

/// In millionths at most, as money is kept.
fn rounded(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn readings(
    kpi: &'static Kpi,
    figure: Figure,
    selection: &Selection,
    spans: &[(&str, Vec<Line>)],
    receipt: &Receipt,
) -> Vec<Reading> {
    let codes: std::collections::BTreeSet<&str> = spans
        .iter()
        .flat_map(|(_, lines)| lines.iter().map(|line| line.currency.as_str()))
        .collect();
    let mut all = Vec::new();
    for (label, lines) in spans {
        for line in lines {
            let mut notes = receipt.notes.clone();
            if codes.len() > 1 && !figure.is_money() {
                notes.insert(0, format!("of money in {}", line.currency));
            }
            let value = figure.on(line);
            let estimate = value.as_ref().ok();
            let end = |end: fn(&Estimate) -> f64| estimate.map(end).map(Quantity::Ratio);
            all.push(Reading {
                kpi: kpi.id.to_owned(),
                by: place(kpi, selection, label, line),
                period: selection.period,
                value: end(|e| e.value),
                unit: if figure.is_money() {
                    line.currency.clone()
                } else {
                    kpi.unit.to_string()
                },
                low: end(|e| e.low),
                high: end(|e| e.high),
                missing: value.as_ref().err().cloned(),
                note: Some(notes.join("; ")).filter(|text| estimate.is_some() && !text.is_empty()),
                receipt: receipt.id.clone(),
            });
        }
    }
    if all.is_empty() {
        all.push(missing(kpi, selection, receipt, Missing::NoDeedNoCostHere));
    }
    all.sort_by(|a, b| (&a.by, &a.unit, &a.note).cmp(&(&b.by, &b.unit, &b.note)));
    all
}

/// The values of the dimensions in the order asked for.
fn place(kpi: &Kpi, selection: &Selection, label: &str, line: &Line) -> Vec<(Dim, String)> {
    let mut values = line.by.iter();
    let value = |dim: &Dim| match dim {
        Dim::Stage => kpi.stage.to_string(),
        dim if spans::is_one(dim) => label.to_owned(),
        _ => values.next().cloned().unwrap_or_default(),
    };
    let values: Vec<String> = selection.by.iter().map(value).collect();
    selection.by.iter().cloned().zip(values).collect()
}

fn missing(kpi: &Kpi, selection: &Selection, receipt: &Receipt, reason: Missing) -> Reading {
    Reading {
        kpi: kpi.id.to_owned(),
        by: Vec::new(),
        period: selection.period,
        value: None,
        unit: kpi.unit.to_string(),
        low: None,
        high: None,
        missing: Some(reason),
        note: None,
        receipt: receipt.id.clone(),
    }
}

/// Every KPI missing for one reason.
fn unanswered(
    selection: &Selection,
    bases: Vec<Receipt>,
    kpis: &[(&'static Kpi, Figure)],
    reason: &Missing,
) -> Vec<Measured> {
    let each = kpis.iter().zip(bases);
    each.map(|((kpi, _), receipt)| Measured {
        readings: vec![missing(kpi, selection, &receipt, reason.clone())],
        receipt,
    })
    .collect()
}
