//! Where leads come from and what becomes of them: leads, deals, rate, days to close, by origin of the lead.
//!
//! A lead's origin is what its own source says; where it says nothing, the last touch before the lead. Leads that are
//! young have had less time to close, so the rate so far is told beside the share won at one age that every origin has
//! reached.

use std::collections::BTreeMap;

use harpoon_core::Number;
use harpoon_core::event::{EventKind, Part};
use harpoon_lake::query::journal::{Book, Journey, Who};
use harpoon_model::funnel::{self, Ending, FollowUp, Lead, Summary};
use harpoon_model::interval::Confidence;

use super::{By, NONE, Placed, deeds};
use crate::Error;
use crate::workspace::Workspace;

/// One origin's line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Values of the dimensions asked for.
    pub by: Vec<String>,
    /// Leads that were found worth pursuing; `None` where no source tells.
    pub qualified: Option<usize>,
    /// Counts, rates and days.
    pub summary: Summary,
    /// Worth of the deals by currency.
    pub value: BTreeMap<String, Number>,
    /// Deals of people who never were a lead: not in the rate.
    pub without_lead: usize,
}

/// All origins.
#[derive(Clone, Debug)]
pub struct Origins {
    /// Dimensions.
    pub by: Vec<By>,
    /// Most leads first.
    pub lines: Vec<Line>,
    /// Age in days at which every origin with enough leads can be compared, and the share won by then.
    pub compared_at: Option<u32>,
    /// The last day of the data, in days since 1970: leads without an end are open until then.
    pub as_of: i32,
    /// Answers to "How did you hear about us?".
    pub answers: usize,
    /// Leads that cannot be followed, each reason with how many.
    pub odd: BTreeMap<String, usize>,
}

/// One lead on its way.
struct Known {
    by: Vec<String>,
    came: i32,
    end: Option<(i32, Ending)>,
    qualified: bool,
    value: BTreeMap<String, Number>,
}

#[derive(Default)]
struct Gathered {
    /// Kinds of deed that are the book of sales.
    sales: Vec<EventKind>,
    leads: Vec<Known>,
    strays: BTreeMap<Vec<String>, (usize, BTreeMap<String, Number>)>,
    as_of: Option<i32>,
    answers: usize,
    tells_qualified: bool,
}

impl Workspace {
    /// Leads and deals by origin.
    pub fn origins(&self, by: &[By], who: Who) -> Result<Origins, Error> {
        let sales = EventKind::ALL.iter().copied().filter(|kind| self.is_sale(*kind));
        let mut gathered = Gathered {
            sales: sales.collect(),
            ..Gathered::default()
        };
        self.walk(who, None, |placed, book, journey| {
            gathered.take(by, placed, book, journey);
        })?;
        Ok(gathered.lines(by))
    }
}

impl Gathered {
    fn take(&mut self, by: &[By], placed: &[Placed], _book: &Book, journey: &Journey) {
        self.as_of = self.as_of.max(journey.steps.iter().map(|s| s.day).max());
        self.answers += journey.steps.iter().filter(|s| s.kind == EventKind::Survey).count();
        self.tells_qualified |= journey.steps.iter().any(|s| s.kind == EventKind::QualifiedLead);
        let won = deeds(journey, &self.sales);
        let first = |kind| journey.steps.iter().position(|s| s.kind == kind);
        let Some(lead) = first(EventKind::Lead).or_else(|| first(EventKind::QualifiedLead)) else {
            if !won.is_empty() {
                let stray = self.strays.entry(origin(by, placed, journey, None)).or_default();
                stray.0 += won.len();
                for deed in &won {
                    add(&mut stray.1, &deed.currency, deed.value);
                }
            }
            return;
        };
        let Some(step) = journey.steps.get(lead) else { return };
        let lost = journey.steps.iter().rfind(|s| s.kind == EventKind::DealLost);
        let end = match (won.first(), lost) {
            (Some(deed), _) => Some((deed.day, Ending::Won)),
            (None, Some(lost)) => Some((lost.day, Ending::Lost)),
            (None, None) => None,
        };
        let mut value = BTreeMap::new();
        for deed in &won {
            add(&mut value, &deed.currency, deed.value);
        }
        self.leads.push(Known {
            by: origin(by, placed, journey, Some(lead)),
            came: step.day,
            end,
            qualified: first(EventKind::QualifiedLead).is_some(),
            value,
        });
    }

    fn lines(self, by: &[By]) -> Origins {
        let as_of = self.as_of.unwrap_or(0);
        let mut odd: BTreeMap<String, usize> = BTreeMap::new();
        let mut groups: BTreeMap<Vec<String>, (Vec<FollowUp>, Line)> = BTreeMap::new();
        for lead in self.leads {
            let followed = FollowUp::new(
                Lead {
                    came: lead.came,
                    ended: lead.end,
                },
                as_of,
            )
            .or_else(|why| {
                *odd.entry(why.to_string()).or_default() += 1;
                // The days are wrong; that it was won is not.
                let ended = lead.end.map(|(_, ending)| (lead.came, ending));
                FollowUp::new(Lead { came: lead.came, ended }, as_of)
            });
            let Ok(followed) = followed else { continue };
            let (follow_ups, line) = groups
                .entry(lead.by.clone())
                .or_insert_with(|| (Vec::new(), blank(&lead.by)));
            follow_ups.push(followed);
            if self.tells_qualified {
                *line.qualified.get_or_insert(0) += usize::from(lead.qualified);
            }
            for (currency, worth) in lead.value {
                add(&mut line.value, &currency, Some(worth));
            }
        }
        for (origin, (deals, value)) in self.strays {
            let (_, line) = groups
                .entry(origin.clone())
                .or_insert_with(|| (Vec::new(), blank(&origin)));
            line.without_lead += deals;
            for (currency, worth) in value {
                add(&mut line.value, &currency, Some(worth));
            }
        }
        let cohorts: Vec<(&str, &[FollowUp])> = groups.values().map(|(leads, _)| ("", leads.as_slice())).collect();
        let compared_at = funnel::compare(&cohorts, Confidence::NINETY).map(|c| c.age);
        let ages: Vec<u32> = funnel::AGES.into_iter().chain(compared_at).collect();
        let mut lines: Vec<Line> = groups
            .into_values()
            .map(|(leads, line)| Line {
                summary: summary(&leads, &ages),
                ..line
            })
            .collect();
        lines.sort_by(|a, b| b.summary.leads.cmp(&a.summary.leads).then_with(|| a.by.cmp(&b.by)));
        Origins {
            by: by.to_vec(),
            lines,
            compared_at,
            as_of,
            answers: self.answers,
            odd,
        }
    }
}

fn summary(leads: &[FollowUp], ages: &[u32]) -> Summary {
    let mut ages = ages.to_vec();
    ages.sort_unstable();
    ages.dedup();
    funnel::summary(leads, &ages, Confidence::NINETY)
}

fn blank(by: &[String]) -> Line {
    Line {
        by: by.to_vec(),
        qualified: None,
        summary: summary(&[], &[]),
        value: BTreeMap::new(),
        without_lead: 0,
    }
}

/// What the lead's own source says of it, else the last touch before it, else nothing.
fn origin(by: &[By], placed: &[Placed], journey: &Journey, lead: Option<usize>) -> Vec<String> {
    let at = |step: usize| {
        let origin = journey.steps.get(step)?.origin;
        placed.get(origin as usize).filter(|placed| !placed.is_blank())
    };
    let before = lead.unwrap_or(journey.steps.len());
    let touched = || {
        let touches = (0..before).rev();
        touches
            .filter(|&step| journey.steps.get(step).is_some_and(|s| s.kind.part() == Part::Touch))
            .find_map(at)
    };
    match lead.and_then(at).or_else(touched) {
        Some(placed) => by.iter().map(|by| placed.by(*by)).collect(),
        None => vec![NONE.to_owned(); by.len()],
    }
}

fn add(to: &mut BTreeMap<String, Number>, currency: &str, value: Option<Number>) {
    if let Some(value) = value {
        let sum = to.entry(currency.to_owned()).or_insert(Number::ZERO);
        *sum = *sum + value;
    }
}
