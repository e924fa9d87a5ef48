//! A difference along the counts that a KPI comes through: impressions, clicks, visits, orders, revenue.

use std::collections::BTreeMap;

use harpoon_core::kpi::{Formula, Kpi, KpiUnit};
use harpoon_core::{NoParts, Number};
use harpoon_model::explain::{Fraction, MOST_FACTORS, Pair, Told, steps};

use super::side::{Key, Side};
use super::{Asked, Both, Explanation, not_explained, refusal, title};
use crate::Error;

/// A count known in both periods.
struct Step {
    kpi: &'static Kpi,
    from: Number,
    to: Number,
}

impl Asked<'_> {
    /// Along the catalogue's own steps; nothing where none of them is known, or a target is asked about.
    pub(super) fn through_its_own(&self) -> Result<Vec<Explanation>, Error> {
        if self.question.target.is_some() || self.question.per.is_some() {
            return Ok(Vec::new());
        }
        let (steps, notes) = self.steps(self.kpi.through)?;
        if steps.is_empty() {
            return Ok(Vec::new());
        }
        self.along(&steps, &notes)
    }

    /// Along the steps that are asked for.
    pub(super) fn through_these(&self) -> Result<Vec<Explanation>, Error> {
        let mut wanted: Vec<&'static Kpi> = Vec::new();
        for id in &self.question.through {
            let kpi = self.workspace.kpi(id)?;
            if kpi.id == self.kpi.id || wanted.iter().any(|known| known.id == kpi.id) {
                return Err(Error::Usage(format!(
                    "`{id}` is there twice: name each step once, and not the KPI itself"
                )));
            }
            if !refusal::adds(kpi.additivity()) {
                return Err(Error::Usage(format!(
                    "`{id}` is no count that adds up, so nothing comes through it"
                )));
            }
            wanted.push(kpi);
        }
        if wanted.len() >= MOST_FACTORS {
            return Err(Error::Usage(format!(
                "at most {} steps are taken apart",
                MOST_FACTORS - 1
            )));
        }
        let (steps, notes) = self.steps(&wanted)?;
        if steps.is_empty() {
            return Err(not_explained(self.kpi, NoParts::Refused(notes.join("; "))));
        }
        self.along(&steps, &notes)
    }

    /// The steps that are known in both periods, and why others are not.
    fn steps(&self, wanted: &[&'static Kpi]) -> Result<(Vec<Step>, Vec<String>), Error> {
        let (mut steps, mut notes) = (Vec::new(), Vec::new());
        for &kpi in wanted {
            let both = Both::measure(&self.workspace, kpi, self.question, self.reference, None)?;
            match count(&both.from).and_then(|from| Ok((from, count(&both.to)?))) {
                Ok((from, to)) => steps.push(Step { kpi, from, to }),
                Err(reason) => notes.push(format!("without {}: {reason}", kpi.id)),
            }
        }
        Ok((steps, notes))
    }

    /// One explanation for each currency.
    fn along(&self, known: &[Step], notes: &[String]) -> Result<Vec<Explanation>, Error> {
        let mut all = Vec::new();
        for code in &self.currencies {
            let mut names = BTreeMap::new();
            let mut counts = Vec::new();
            let mut before: Option<&'static Kpi> = None;
            for step in known {
                let (id, name) = self.factor(before, step.kpi);
                counts.push(pair(id.clone(), step.from, step.to));
                names.insert(id, name);
                before = Some(step.kpi);
            }
            let (id, name) = self.factor(before, self.kpi);
            let of = |side| whole(side, code).unwrap_or(Number::ZERO);
            counts.push(pair(id.clone(), of(&self.whole.from), of(&self.whole.to)));
            names.insert(id, name);
            let explained = steps(&counts).map_err(|error| {
                let refused = NoParts::Refused(error.to_string());
                not_explained(self.kpi, refused)
            })?;
            let money = self.kpi.unit == KpiUnit::Money && !code.is_empty();
            let mut one = Explanation {
                kpi: self.kpi.id.to_owned(),
                title: title(self.kpi.title, self.question.language),
                period: self.question.period,
                reference: self.reference,
                target: false,
                by: None,
                unit: if money { code.clone() } else { self.kpi.unit.to_string() },
                explained,
                names,
                sentences: Vec::new(),
                notes: notes.to_vec(),
                receipts: [self.whole.to.receipt.clone(), self.whole.from.receipt.clone()],
            };
            if known.len() > 1 {
                let note = "each rate is one whole by the other, whatever their sources: it is arithmetic, and follows no person";
                one.notes.push(note.to_owned());
            }
            self.say(&mut one, code);
            all.push(one);
        }
        Ok(all)
    }

    /// Id and name of a factor: of the first count itself, else of its rate by the count before.
    fn factor(&self, before: Option<&'static Kpi>, kpi: &'static Kpi) -> (String, String) {
        let named = |kpi: &Kpi| title(kpi.title, self.question.language).to_owned();
        let Some(before) = before else {
            return (kpi.id.to_owned(), named(kpi));
        };
        let is_rate = |rate: &&&'static Kpi| matches!(rate.formula, Formula::Ratio { num, den, .. } if num.id == kpi.id && den.id == before.id);
        match self.workspace.catalogue().iter().find(is_rate) {
            Some(rate) => (rate.id.to_owned(), named(rate)),
            None => (
                format!("{}/{}", kpi.id, before.id),
                format!("{} ÷ {}", named(kpi), named(before)),
            ),
        }
    }
}

fn pair(name: String, from: Number, to: Number) -> Pair<Number> {
    Pair {
        name,
        value: None,
        from: Told::Known(from),
        to: Told::Known(to),
    }
}

/// The whole of a period in one currency.
fn whole(side: &Side, currency: &str) -> Option<Number> {
    let known = side.get(currency, &Key::default())?.as_ref().ok();
    known.map(|Fraction { above, .. }| *above)
}

/// A count that a rate can be told by.
fn count(side: &Side) -> Result<Number, String> {
    if let Some(reason) = side.unknown() {
        return Err(reason.to_string());
    }
    let mut codes = side.currencies();
    let code = codes.next().unwrap_or_default();
    if codes.next().is_some() {
        return Err("it is money in several currencies".to_owned());
    }
    match whole(side, &code) {
        Some(Number::ZERO) => Err(format!("it is nought for {}", side.period)),
        Some(count) if count > Number::ZERO => Ok(count),
        Some(_) => Err(format!("it is below nought for {}", side.period)),
        None => Err(format!("it is not known for {}", side.period)),
    }
}
