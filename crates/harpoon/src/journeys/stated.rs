//! Where people say they heard of the business, against where they were tracked to come from.
//!
//! Tracked is the first or the last touch before the deed, and before the answer where there is one. Stated is the class that
//! the source sorted the answer into, else what its words mean.

use std::collections::BTreeMap;

use harpoon_core::channel::{Group, stated};
use harpoon_core::event::EventKind;
use harpoon_lake::query::journal::{Journey, Step, Who};
use harpoon_model::interval::Confidence;
use harpoon_model::stated::{Portion, Stated, Stratum, shift, stated as estimated};

use super::{By, Deed, NONE, Placed, deeds};
use crate::Error;
use crate::workspace::Workspace;

/// An answer that no list knows the words of.
pub const UNSORTED: &str = "(unsorted)";

/// Answers that are shown where no list knows their words.
const SHOWN: usize = 5;

/// Which touch a deed is tracked to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tracked {
    /// The first: where the person came from, which is what the question asks.
    #[default]
    First,
    /// The last.
    Last,
}

/// Stated origins against tracked ones.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Kinds of deed.
    pub on: Vec<EventKind>,
    /// Tracked origins, most deeds first, each with its deeds and answers.
    pub strata: Vec<Stratum>,
    /// Shares of the answers, estimated for all deeds; `None` without any answer.
    pub stated: Option<Stated>,
    /// Deeds tracked as direct or not at all that are put down to social media.
    pub dark_social: Option<Portion>,
    /// Deeds tracked as direct or not at all, of origins that somebody answered for.
    pub dark: u64,
    /// Answers that belong to no deed.
    pub without_deed: u64,
    /// The most frequent answers that no list knows the words of, with how many.
    pub unsorted: Vec<(String, u64)>,
}

#[derive(Default)]
struct Gathered {
    strata: BTreeMap<String, Stratum>,
    without_deed: u64,
    unsorted: BTreeMap<String, u64>,
}

impl Workspace {
    /// Sets what is stated against what was tracked, by channel.
    pub fn stated(&self, tracked: Tracked, who: Who) -> Result<Answers, Error> {
        let on = self.deed_kinds(&[], &self.journeys(who)?)?;
        let mut gathered = Gathered::default();
        self.walk(who, None, |placed, _, journey| {
            gathered.take(&on, tracked, placed, journey);
        })?;
        Ok(gathered.answers(on))
    }
}

impl Gathered {
    fn take(&mut self, on: &[EventKind], tracked: Tracked, placed: &[Placed], journey: &Journey) {
        let said: Vec<&Step> = journey.steps.iter().filter(|s| s.kind == EventKind::Survey).collect();
        let deeds = deeds(journey, on);
        if deeds.is_empty() {
            self.without_deed += said.len() as u64;
        }
        for deed in &deeds {
            let answer = answer_of(deed, &deeds, &said);
            let until = answer.map_or(deed.at, |answer| answer.at.min(deed.at));
            let origin = origin(tracked, placed, journey, until);
            let stratum = self.strata.entry(origin.clone()).or_default();
            stratum.tracked = origin;
            stratum.deeds += 1;
            if let Some(answer) = answer {
                let word = meant(answer, placed);
                if word == UNSORTED {
                    *self
                        .unsorted
                        .entry(answer.detail().unwrap_or_default().to_owned())
                        .or_default() += 1;
                }
                *stratum.answers.entry(word).or_default() += 1;
            }
        }
    }

    fn answers(self, on: Vec<EventKind>) -> Answers {
        let mut strata: Vec<Stratum> = self.strata.into_values().collect();
        strata.sort_by(|a, b| b.deeds.cmp(&a.deeds).then_with(|| a.tracked.cmp(&b.tracked)));
        let mut unsorted: Vec<(String, u64)> = self.unsorted.into_iter().collect();
        unsorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        unsorted.truncate(SHOWN);
        Answers {
            on,
            stated: estimated(&strata, Confidence::NINETY),
            dark_social: shift(&strata, is_dark, stated::is_social_stated, Confidence::NINETY),
            dark: strata
                .iter()
                .filter(|s| is_dark(&s.tracked) && s.answered() > 0)
                .map(|s| s.deeds)
                .sum(),
            strata,
            without_deed: self.without_deed,
            unsorted,
        }
    }
}

/// Whether nothing was tracked: a direct visit, or no touch at all.
fn is_dark(tracked: &str) -> bool {
    tracked == NONE || tracked == Group::Direct.as_str()
}

/// The answer with the deed's number; else the first that names no deed of the person.
fn answer_of<'a>(deed: &Deed, deeds: &[Deed], said: &[&'a Step]) -> Option<&'a Step> {
    let names = |step: &Step, deed: &Deed| step.deed() == Some(deed.id.as_str());
    let own = said.iter().find(|step| names(step, deed));
    let free = || said.iter().find(|step| !deeds.iter().any(|deed| names(step, deed)));
    own.or_else(free).copied()
}

/// The channel of the first or last touch until an instant.
fn origin(tracked: Tracked, placed: &[Placed], journey: &Journey, until: i64) -> String {
    let mut touches = journey.steps.iter().filter_map(|step| {
        let place = placed.get(step.origin as usize)?;
        (step.at <= until && place.is_touch(step.kind)).then(|| place.by(By::Channel))
    });
    let found = match tracked {
        Tracked::First => touches.next(),
        Tracked::Last => touches.next_back(),
    };
    found.unwrap_or_else(|| NONE.to_owned())
}

/// What an answer means: its class where somebody has sorted it, else by its words.
fn meant(answer: &Step, placed: &[Placed]) -> String {
    let class = placed.get(answer.origin as usize).and_then(|p| p.words.channel.clone());
    class.unwrap_or_else(|| {
        let words = answer.detail().unwrap_or_default();
        stated::stated(words).unwrap_or(UNSORTED).to_owned()
    })
}
