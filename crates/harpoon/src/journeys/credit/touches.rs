//! [`Touches`]: from the steps of a journey to what the rules and models count: codes.

use std::collections::{BTreeSet, HashMap};

use harpoon_core::channel::Group;
use harpoon_core::event::EventKind;
use harpoon_lake::journal::{Course, Journey};
use harpoon_model::credit::{Rules, Touch, TouchKind};

use super::super::{By, Placed};

/// Numbers for values of the dimensions.
#[derive(Clone, Default)]
pub(in crate::journeys) struct Codes {
    pub(super) places: Vec<Vec<String>>,
    known: HashMap<Vec<String>, u32>,
    by_origin: Vec<Option<Coded>>,
}

/// What is to be known of an origin for each step that came from it.
#[derive(Clone, Copy)]
struct Coded {
    /// Kinds of event from here that are touches, a bit a kind by its place among all.
    touches: u64,
    code: u32,
    direct: bool,
}

impl Codes {
    /// Codes of all origins, in the order of their values: in whatever order they were met, sums of floats have one order, so
    /// that credit is the same to the last bit.
    pub(super) fn of_all(placed: &[Placed], by: &[By]) -> Self {
        let values = placed.iter().map(|place| by.iter().map(|by| place.by(*by)).collect());
        let values: BTreeSet<Vec<String>> = values.collect();
        let mut codes = Self {
            known: values.iter().cloned().zip(0..).collect(),
            places: values.into_iter().collect(),
            by_origin: Vec::new(),
        };
        for origin in (0..placed.len()).filter_map(|at| u32::try_from(at).ok()) {
            codes.of(origin, placed, by);
        }
        codes
    }

    /// The same for another walk, which may number its origins otherwise.
    pub(in crate::journeys) fn again(&mut self) {
        self.by_origin.clear();
    }

    fn of(&mut self, origin: u32, placed: &[Placed], by: &[By]) -> Coded {
        match self.by_origin.get(origin as usize) {
            Some(Some(known)) => *known,
            _ => self.meet(origin, placed, by),
        }
    }

    /// An origin that no step came from before.
    #[cold]
    fn meet(&mut self, origin: u32, placed: &[Placed], by: &[By]) -> Coded {
        let at = origin as usize;
        if self.by_origin.len() <= at {
            self.by_origin.resize(at + 1, None);
        }
        let place = placed.get(at);
        let values: Vec<String> = by
            .iter()
            .map(|by| place.map_or_else(String::new, |p| p.by(*by)))
            .collect();
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let code = *self.known.entry(values.clone()).or_insert(next);
        if code == next {
            self.places.push(values);
        }
        let found = Coded {
            touches: place.map_or(0, Placed::touches),
            code,
            direct: place.is_some_and(|p| p.channel.group == Group::Direct.as_str()),
        };
        self.by_origin[at] = Some(found);
        found
    }
}

/// The touches of a journey, in order of time.
#[derive(Default)]
pub(in crate::journeys) struct Touches {
    /// Which steps they are, if they are [of](Self::of) a journey.
    pub(in crate::journeys) steps: Vec<usize>,
    /// As credit counts them.
    coded: Vec<Touch>,
    /// As the rules see them, to which all direct visits are one; empty where none is direct and both see the same.
    ruled: Vec<Touch>,
    /// The shortest time between two that follow each other.
    closest: i64,
}

/// Touches that count for a deed.
#[derive(Default)]
pub(in crate::journeys) struct Path {
    /// As places among the touches of the journey.
    pub(in crate::journeys) places: Vec<usize>,
    /// For the models.
    pub(in crate::journeys) touches: Vec<Touch>,
}

/// The rules' code of direct visits; no origin has it.
pub(super) const DIRECT: u32 = u32::MAX;

impl Touches {
    pub(in crate::journeys) fn of(journey: &Journey, codes: &mut Codes, placed: &[Placed], by: &[By]) -> Self {
        let mut touches = Self::default();
        let steps = journey.steps.iter();
        let steps = steps.map(|step| (step.at, step.kind as u32, codes.of(step.origin, placed, by)));
        touches.take::<true>(steps);
        touches
    }

    /// Takes those of another journey in place of what was there.
    pub(super) fn fill(&mut self, course: &Course<'_>, codes: &mut Codes, placed: &[Placed], by: &[By]) {
        self.take::<false>(steps(course).map(|(at, kind, origin)| (at, kind, codes.of(origin, placed, by))));
    }

    /// The same, and which steps of the course they are.
    pub(in crate::journeys) fn fill_with_steps(
        &mut self,
        course: &Course<'_>,
        codes: &mut Codes,
        placed: &[Placed],
        by: &[By],
    ) {
        self.take::<true>(steps(course).map(|(at, kind, origin)| (at, kind, codes.of(origin, placed, by))));
    }

    /// Takes the touches among steps: when, what, and what is known of where they came from. This is done for every event there
    /// is, so nothing is noted that nobody asks for.
    #[inline]
    fn take<const NOTED: bool>(&mut self, steps: impl Iterator<Item = (i64, u32, Coded)>) {
        self.steps.clear();
        self.coded.clear();
        self.ruled.clear();
        let (mut before, mut closest) = (i64::MIN, i64::MAX);
        for (place, (at, kind, origin)) in steps.enumerate() {
            if origin.touches >> (kind & 63) & 1 == 0 {
                continue;
            }
            let touch = Touch {
                channel: origin.code,
                at: millis(at),
                kind: kind_of(kind),
            };
            closest = closest.min(touch.at.saturating_sub(before));
            before = touch.at;
            if origin.direct || !self.ruled.is_empty() {
                self.rule(touch, origin.direct);
            }
            self.coded.push(touch);
            if NOTED {
                self.steps.push(place);
            }
        }
        self.closest = closest;
    }

    /// What the rules see of a touch, from the first direct visit on.
    fn rule(&mut self, touch: Touch, is_direct: bool) {
        if self.ruled.is_empty() {
            self.ruled.extend_from_slice(&self.coded);
        }
        let channel = if is_direct { DIRECT } else { touch.channel };
        self.ruled.push(Touch { channel, ..touch });
    }

    /// Finds the touches that count for a deed, by the rules.
    pub(in crate::journeys) fn before(&self, rules: &Rules, at: i64, previous: Option<i64>, path: &mut Path) {
        // Nothing beyond the longest lookback can count: a long history is not looked through for each deed.
        let longest = rules.click.max(rules.impression).max(rules.other);
        let from = self
            .coded
            .partition_point(|touch| touch.at < at.saturating_sub(longest));
        let to = self.coded.partition_point(|touch| touch.at <= at);
        if self.are_plain(rules) {
            path.places.clear();
            let places = (from..to).filter(|place| rules.counts(&self.coded[*place], at, previous));
            path.places.extend(places);
        } else {
            rules.find_eligible(
                self.ruled().get(from..to).unwrap_or_default(),
                at,
                previous,
                &mut path.places,
            );
            for place in &mut path.places {
                *place += from;
            }
        }
        self.pick(path);
    }

    /// The touches after the last deed, by the rules; `path` is room for them.
    pub(super) fn after<'a>(&'a self, rules: &Rules, last: Option<i64>, path: &'a mut Path) -> &'a [Touch] {
        if self.are_plain(rules) {
            let from = last.map_or(0, |last| self.coded.partition_point(|touch| touch.at <= last));
            return self.coded.get(from..).unwrap_or_default();
        }
        rules.find_open(self.ruled(), last, &mut path.places);
        self.pick(path);
        &path.touches
    }

    /// Whether the rules can tell no touch from any other: none is direct, and none so soon after another that it may repeat
    /// it. Nearly all journeys are like that.
    fn are_plain(&self, rules: &Rules) -> bool {
        self.ruled.is_empty() && self.closest > rules.collapse.max(0)
    }

    fn ruled(&self) -> &[Touch] {
        if self.ruled.is_empty() {
            &self.coded
        } else {
            &self.ruled
        }
    }

    fn pick(&self, path: &mut Path) {
        path.touches.clear();
        let touches = path.places.iter().filter_map(|place| self.coded.get(*place));
        path.touches.extend(touches.copied());
    }
}

/// The steps of a course: when, what, and from where.
fn steps<'a>(course: &Course<'a>) -> impl Iterator<Item = (i64, u32, u32)> + use<'a> {
    let steps = course.at.iter().zip(course.kind).zip(course.origin);
    steps.map(|((at, kind), origin)| (*at, *kind, *origin))
}

/// How they met, of a place among the kinds of event.
#[inline]
fn kind_of(kind: u32) -> TouchKind {
    const IMPRESSION: u32 = EventKind::Impression as u32;
    const COUPON: u32 = EventKind::Coupon as u32;
    match kind {
        IMPRESSION => TouchKind::Impression,
        COUPON => TouchKind::Other,
        _ => TouchKind::Click,
    }
}

pub(in crate::journeys) fn millis(micros: i64) -> i64 {
    micros.div_euclid(1000)
}
