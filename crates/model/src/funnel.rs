//! From lead to deal over time, with right-censoring told: how many of those who came are won by a given age.
//!
//! A lead that is open is no lost lead: it was watched for some days and may still close. Deals by leads so far therefore
//! favours old cohorts. [`curve`] gives the share won by each age from all leads, each for as long as it was watched, with
//! lost leads as a competing ending; [`summary`] is one origin's line, and [`compare`] sets origins beside each other at an
//! age that each of them has reached.
//!
//! Limits: leads are taken to be alike whenever they came. Where a business became better at closing, young leads inform
//! the early ages and old leads the late ones, and the curve is of neither.

use crate::interval::{Confidence, Estimate, quantile, wilson};

pub use incidence::{Curve, Step, curve};

mod incidence;

/// Ages, in days, at which rates are told unless others are asked for.
pub const AGES: [u32; 4] = [30, 60, 90, 180];

/// Fewest leads that must have been watched for an age before groups are compared at it.
pub const FEWEST: usize = 10;

/// How a lead ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// A deal.
    Won,
    /// Given up, refused, disqualified.
    Lost,
}

/// One lead as the books have it. Days are counted from 1970-01-01 ([`harpoon_core::period::day_number`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Day it came.
    pub came: i32,
    /// Day it ended and how; `None` while it is open.
    pub ended: Option<(i32, Ending)>,
}

/// One lead: for how long it was watched, and how it ended, if it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp {
    watched: u32,
    ended: Option<(u32, Ending)>,
}

/// Why a lead cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FollowUpError {
    /// It ended before it began: two people under one id, or a clock that is wrong.
    #[error("it closed {0} days before it came; look for a second lead under the same id, or correct the date")]
    EndsFirst(u32),
    /// It came after the day as of which is asked.
    #[error("it came {0} days after the day as of which is asked; leave it out")]
    NotYet(u32),
}

impl FollowUp {
    /// A lead seen as of day `as_of`. An end after that day is not known yet: the lead is open.
    pub fn new(lead: Lead, as_of: i32) -> Result<Self, FollowUpError> {
        let watched = age(lead.came, as_of).map_err(FollowUpError::NotYet)?;
        let ended = match lead.ended {
            Some((day, ending)) => Some((age(lead.came, day).map_err(FollowUpError::EndsFirst)?, ending)),
            None => None,
        };
        Ok(Self {
            watched,
            ended: ended.filter(|(days, _)| *days <= watched),
        })
    }

    /// Days from the lead's coming to the day as of which is asked, whether or not it ended before.
    pub const fn watched(self) -> u32 {
        self.watched
    }

    /// Days to the end, and which it was.
    pub const fn ended(self) -> Option<(u32, Ending)> {
        self.ended
    }

    /// Days until it ended, or until we looked last.
    fn days(self) -> u32 {
        self.ended.map_or(self.watched, |(days, _)| days)
    }

    fn is(self, ending: Ending) -> bool {
        self.ended.is_some_and(|(_, e)| e == ending)
    }
}

/// Leads that can be followed, and places of those that cannot, with the reason. The latter count as leads and deals all the
/// same: they are only in no curve.
pub fn follow(leads: &[Lead], as_of: i32) -> (Vec<FollowUp>, Vec<(usize, FollowUpError)>) {
    let (mut followed, mut refused) = (Vec::with_capacity(leads.len()), Vec::new());
    for (place, &lead) in leads.iter().enumerate() {
        match FollowUp::new(lead, as_of) {
            Ok(follow_up) => followed.push(follow_up),
            Err(reason) => refused.push((place, reason)),
        }
    }
    (followed, refused)
}

/// Days between, or by how many they are the wrong way round.
fn age(from: i32, to: i32) -> Result<u32, u32> {
    if to < from {
        return Err(to.abs_diff(from));
    }
    Ok(to.abs_diff(from))
}

/// Share won by an age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateAt {
    /// Age in days.
    pub age: u32,
    /// Leads watched for at least so long.
    pub watched: usize,
    /// Share won by then; `None` where no lead was watched for so long.
    pub rate: Option<Estimate>,
}

/// Open leads of an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenAt {
    /// From this age in days.
    pub from: u32,
    /// To below this age; `None` for no end.
    pub below: Option<u32>,
    /// Leads still open.
    pub open: usize,
}

/// One origin's leads and what became of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Leads that came.
    pub leads: usize,
    /// Of these won.
    pub won: usize,
    /// Of these lost.
    pub lost: usize,
    /// Of these open.
    pub open: usize,
    /// Won by leads so far, with Wilson's interval. It rises as leads grow old: never compare it between cohorts.
    pub so_far: Option<Estimate>,
    /// Share won by each age asked for.
    pub rates: Vec<RateAt>,
    /// Median days to the deal among those won so far. Short where leads are young: the slow ones are still open.
    pub median_days_won: Option<f64>,
    /// Age by which half of all leads are won; `None` where the curve does not reach a half, which is usual.
    pub half_won_by: Option<u32>,
    /// Open leads by age.
    pub open_by_age: Vec<OpenAt>,
}

/// The line of one origin, at rising `ages` in days.
pub fn summary(leads: &[FollowUp], ages: &[u32], confidence: Confidence) -> Summary {
    let count = |ending| leads.iter().filter(|l| l.is(ending)).count();
    let (won, lost) = (count(Ending::Won), count(Ending::Lost));
    let curve = curve(leads);
    Summary {
        leads: leads.len(),
        won,
        lost,
        open: leads.len() - won - lost,
        so_far: wilson(won as u64, leads.len() as u64, confidence),
        rates: ages
            .iter()
            .map(|&age| rate_at(leads, &curve, age, confidence))
            .collect(),
        median_days_won: median_days_won(leads),
        half_won_by: curve.reaches(0.5, Ending::Won),
        open_by_age: open_by_age(leads, ages),
    }
}

fn rate_at(leads: &[FollowUp], curve: &Curve, age: u32, confidence: Confidence) -> RateAt {
    RateAt {
        age,
        watched: leads.iter().filter(|l| l.watched >= age).count(),
        rate: curve.share(age, Ending::Won, confidence),
    }
}

fn median_days_won(leads: &[FollowUp]) -> Option<f64> {
    let won = leads.iter().filter(|l| l.is(Ending::Won));
    let mut days: Vec<f64> = won.map(|l| f64::from(l.days())).collect();
    days.sort_unstable_by(f64::total_cmp);
    quantile(&days, 0.5)
}

/// Open leads between the ages: below the first, between each two, from the last on.
fn open_by_age(leads: &[FollowUp], ages: &[u32]) -> Vec<OpenAt> {
    let starts = std::iter::once(0).chain(ages.iter().copied());
    let ends = ages.iter().copied().map(Some).chain(std::iter::once(None));
    let within = |from: u32, below: Option<u32>| move |age: u32| from <= age && below.is_none_or(|b| age < b);
    let bands = starts.zip(ends).map(|(from, below)| OpenAt {
        from,
        below,
        open: leads
            .iter()
            .filter(|l| l.ended.is_none() && within(from, below)(l.watched))
            .count(),
    });
    bands.collect()
}

/// Groups of leads at one age that each of them has reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The age in days: in every group compared, at least [`FEWEST`] leads have been watched for so long.
    pub age: u32,
    /// By group, in the order given.
    pub rates: Vec<(String, RateAt)>,
    /// Groups with fewer leads than [`FEWEST`].
    pub too_few: Vec<String>,
}

/// The groups at the longest age that all have reached: a cohort of 20 days is compared with one of 200 at 20 days.
/// `None` where no group has [`FEWEST`] leads.
pub fn compare(groups: &[(&str, &[FollowUp])], confidence: Confidence) -> Option<Comparison> {
    let enough = |leads: &[FollowUp]| leads.len() >= FEWEST;
    let compared = groups.iter().filter(|(_, leads)| enough(leads));
    let age = compared.clone().filter_map(|(_, leads)| horizon(leads)).min()?;
    let rates = compared.map(|(name, leads)| {
        let rate = rate_at(leads, &curve(leads), age, confidence);
        ((*name).to_owned(), rate)
    });
    let too_few = groups.iter().filter(|(_, leads)| !enough(leads));
    Some(Comparison {
        age,
        rates: rates.collect(),
        too_few: too_few.map(|(name, _)| (*name).to_owned()).collect(),
    })
}

/// Longest age for which at least [`FEWEST`] leads have been watched, open or not.
pub fn horizon(leads: &[FollowUp]) -> Option<u32> {
    let mut watched: Vec<u32> = leads.iter().map(|l| l.watched).collect();
    watched.sort_unstable_by(|a, b| b.cmp(a));
    watched.get(FEWEST - 1).copied()
}
