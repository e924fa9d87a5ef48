//! Who gets the credit: every model over the same journeys, and the book that each of them sums to.

mod kept;
mod readable;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use harpoon_core::channel::Group;
use harpoon_core::event::{EventKind, Part};
use harpoon_core::period::day_number;
use harpoon_core::{Number, Period};
use harpoon_lake::journal::{Journey, Step};
use harpoon_lake::query::event_kinds;
use harpoon_lake::query::journal::Who;
use harpoon_model::credit::{
    self, Bootstrap, Credit, Effect, Milestones, Model, Quality, Rules, Setup, Tally, Touch, TouchKind,
};
use harpoon_model::interval::Confidence;

use super::twice::{self, Twice};
use super::{By, Deed, Placed, deeds};
use crate::Error;
use crate::workspace::Workspace;
use readable::readable;

/// What is dealt out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Worth {
    /// Deeds.
    #[default]
    Count,
    /// Their money, less refunds, each currency by itself.
    Revenue,
}

/// What to credit, and how.
#[derive(Clone, Debug)]
pub struct Question {
    /// The models.
    pub models: Vec<Model>,
    /// What touches are told apart by.
    pub by: Vec<By>,
    /// Kinds of deed; empty for whatever closes business here.
    pub on: Vec<EventKind>,
    /// Deeds or money.
    pub worth: Worth,
    /// Which touches count for a deed.
    pub rules: Rules,
    /// How sure the intervals are; `None` for none.
    pub level: Option<Confidence>,
    /// Days of the deeds; all if `None`.
    pub period: Option<Period>,
    /// People or companies.
    pub who: Who,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            models: vec![Model::PathMarkov],
            by: vec![By::Channel],
            on: Vec::new(),
            worth: Worth::Count,
            rules: Rules::default(),
            level: Some(Confidence::NINETY),
            period: None,
            who: Who::Person,
        }
    }
}

/// The place of deeds that no touch precedes.
pub const NOBODY: &str = "(unattributed)";

/// The credit of one place under one model.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The model.
    pub model: Model,
    /// Values of the dimensions; [`NOBODY`] in each where no touch precedes.
    pub by: Vec<String>,
    /// Deeds, or money.
    pub credit: Number,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Part of the book; `None` where the book holds nothing.
    pub share: Option<f64>,
}

/// The credits of one book.
#[derive(Clone, Debug)]
pub struct Book {
    /// Currency of the money; `None` where deeds are counted.
    pub currency: Option<String>,
    /// What every model sums to: deeds, or money.
    pub total: Number,
    /// Deeds in it.
    pub deeds: u64,
    /// Deeds that no touch precedes.
    pub unattributed: u64,
    /// By model, then by credit.
    pub rows: Vec<Row>,
    /// How well the chains tell journeys apart.
    pub quality: Vec<Quality>,
}

/// Everything that was credited.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was credited.
    pub on: Vec<EventKind>,
    /// One book, or one a currency.
    pub books: Vec<Book>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

impl Workspace {
    /// Deals out credit.
    pub fn credit(&self, question: &Question) -> Result<Answer, Error> {
        let answers = self.credit_of(question, &[question.period])?;
        let one = answers.first().cloned();
        one.ok_or_else(|| Error::Bug("a period without sums".to_owned()))
    }

    /// The answer for each of several periods in place of the question's own.
    pub(crate) fn credit_of(&self, question: &Question, periods: &[Option<Period>]) -> Result<Arc<Vec<Answer>>, Error> {
        let held = self.held(None, None)?;
        let data = held.data()?;
        let asked = format!("credit {question:?} {periods:?}");
        let disk = data.sitting().kept();
        data.credits.get_or(asked.clone(), || {
            if let Some(known) = disk.and_then(|disk| kept::read(&disk.answer(&asked)?)) {
                return Ok(known);
            }
            let (gathered, codes) = held.gather_each(question, periods)?;
            let each = gathered.into_iter();
            let answers: Vec<Answer> = each
                .map(|mut one| one.answer(question, &codes))
                .collect::<Result<_, _>>()?;
            if let Some(disk) = disk {
                disk.keep_answer(&asked, &kept::written(&answers));
            }
            Ok(answers)
        })
    }

    /// One walk over all journeys.
    pub(super) fn gather(&self, question: &Question) -> Result<(Gathered, Codes), Error> {
        let (mut gathered, codes) = self.gather_each(question, &[question.period])?;
        let one = gathered.pop();
        Ok((
            one.ok_or_else(|| Error::Bug("a period without sums".to_owned()))?,
            codes,
        ))
    }

    /// One walk for all periods.
    fn gather_each(&self, question: &Question, periods: &[Option<Period>]) -> Result<(Vec<Gathered>, Codes), Error> {
        let on = self.deed_kinds(&question.on)?;
        let settled = !question.on.is_empty() || !self.settings().journeys.sales.is_empty();
        let begin = |placed: &[Placed]| Gathering {
            all: periods
                .iter()
                .map(|period| Gathered::new(question, *period, on.clone()))
                .collect(),
            codes: Codes::of_all(placed, &question.by),
            touches: Touches::default(),
            failed: None,
        };
        let mut states = self.fold(question.who, begin, |state, placed, journey| {
            state.take(question, &on, settled, placed, journey);
        })?;
        let mut sum = states.pop().unwrap_or_else(|| begin(&[]));
        for state in states {
            sum.merge(state);
        }
        match sum.failed {
            Some(why) => Err(Error::Usage(why.to_string())),
            None => Ok((sum.all, sum.codes)),
        }
    }

    /// The kinds asked for; else those that close business, by the settings or altogether; else the last stage before that the
    /// data has.
    pub(super) fn deed_kinds(&self, asked: &[EventKind]) -> Result<Vec<EventKind>, Error> {
        if !asked.is_empty() {
            return Ok(asked.to_vec());
        }
        let held = self.data()?;
        let present = self.lake().run(event_kinds(&held.source()))?;
        let sales: Vec<EventKind> = EventKind::ALL
            .iter()
            .copied()
            .filter(|k| self.is_sale(*k) && present.contains(k))
            .collect();
        if !sales.is_empty() {
            return Ok(sales);
        }
        let deed = |kind: &&EventKind| kind.part() == Part::Deed && present.contains(kind);
        Ok(EventKind::ALL.iter().filter(deed).take(1).copied().collect())
    }
}

impl Workspace {
    /// Whether a kind of deed belongs to the book of sales.
    pub(crate) fn is_sale(&self, kind: EventKind) -> bool {
        let book = &self.settings().journeys.sales;
        kind.is_sale() && (book.is_empty() || book.contains(&kind))
    }
}

/// What one core gathers.
struct Gathering {
    /// By period.
    all: Vec<Gathered>,
    codes: Codes,
    /// Those of the journey at hand: room that is used again.
    touches: Touches,
    failed: Option<credit::CreditError>,
}

impl Gathering {
    fn take(&mut self, question: &Question, on: &[EventKind], settled: bool, placed: &[Placed], journey: &Journey) {
        let deeds = deeds(journey, on);
        let twice = if settled { Vec::new() } else { twice::pairs(&deeds) };
        let mut touches = std::mem::take(&mut self.touches);
        touches.fill(journey, &mut self.codes, placed, &question.by);
        for gathered in self.all.iter_mut().filter(|one| one.concerns(journey)) {
            gathered.take_twice(&twice);
            if let Err(why) = gathered.take(question.worth, journey, &deeds, &touches) {
                self.failed.get_or_insert(why);
            }
        }
        self.touches = touches;
    }

    /// Adds what another core gathered, under the same codes.
    fn merge(&mut self, other: Self) {
        self.failed = self.failed.take().or(other.failed);
        for (mine, theirs) in self.all.iter_mut().zip(other.all) {
            if let Err(why) = mine.merge(theirs) {
                self.failed.get_or_insert(why);
            }
        }
    }
}

/// Numbers for values of the dimensions.
#[derive(Clone, Default)]
pub(super) struct Codes {
    pub(super) places: Vec<Vec<String>>,
    known: HashMap<Vec<String>, u32>,
    by_origin: Vec<Option<(u32, bool)>>,
}

impl Codes {
    /// Codes of all origins, in the order of their values: in whatever order they were met, sums of floats have one order, so
    /// that credit is the same to the last bit.
    fn of_all(placed: &[Placed], by: &[By]) -> Self {
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

    /// The code of an origin, and whether it is a direct visit.
    pub(super) fn of(&mut self, origin: u32, placed: &[Placed], by: &[By]) -> (u32, bool) {
        let at = origin as usize;
        if self.by_origin.len() <= at {
            self.by_origin.resize(at + 1, None);
        }
        if let Some(known) = self.by_origin[at] {
            return known;
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
        let found = (code, place.is_some_and(|p| p.channel.group == Group::Direct.as_str()));
        self.by_origin[at] = Some(found);
        found
    }
}

/// The touches of a journey, coded twice: for the rules, to which all direct visits are one, and for credit.
#[derive(Default)]
pub(super) struct Touches {
    pub(super) steps: Vec<usize>,
    coded: Vec<Touch>,
    codes: Vec<u32>,
}

/// The rules' code of direct visits; others are moved up by one.
const DIRECT: u32 = 0;

impl Touches {
    pub(super) fn of(journey: &Journey, codes: &mut Codes, placed: &[Placed], by: &[By]) -> Self {
        let mut touches = Self::default();
        touches.fill(journey, codes, placed, by);
        touches
    }

    /// Takes those of another journey in place of what was there.
    fn fill(&mut self, journey: &Journey, codes: &mut Codes, placed: &[Placed], by: &[By]) {
        self.steps.clear();
        self.coded.clear();
        self.codes.clear();
        for (place, step) in journey.steps.iter().enumerate() {
            let told = placed.get(step.origin as usize);
            if !told.is_some_and(|placed| placed.is_touch(step.kind)) {
                continue;
            }
            let (code, direct) = codes.of(step.origin, placed, by);
            self.steps.push(place);
            self.codes.push(code);
            self.coded.push(Touch {
                channel: if direct { DIRECT } else { code.saturating_add(1) },
                at: millis(step.at),
                kind: kind_of(step),
            });
        }
    }

    /// Touches that count for a deed, by the rules: places among these, and the journey for the models.
    pub(super) fn before(&self, rules: &Rules, at: i64, previous: Option<i64>) -> (Vec<usize>, Vec<Touch>) {
        // Nothing beyond the longest lookback can count: a long history is not looked through for each deed.
        let longest = rules.click.max(rules.impression).max(rules.other);
        let from = self
            .coded
            .partition_point(|touch| touch.at < at.saturating_sub(longest));
        let to = self.coded.partition_point(|touch| touch.at <= at);
        let found = rules.eligible(self.coded.get(from..to).unwrap_or_default(), at, previous);
        self.picked(found.into_iter().map(|place| place + from).collect())
    }

    fn after(&self, rules: &Rules, last: Option<i64>) -> Vec<Touch> {
        self.picked(rules.open(&self.coded, last)).1
    }

    fn picked(&self, places: Vec<usize>) -> (Vec<usize>, Vec<Touch>) {
        let journey = places.iter().filter_map(|&place| {
            let touch = *self.coded.get(place)?;
            Some(Touch {
                channel: *self.codes.get(place)?,
                ..touch
            })
        });
        let journey = journey.collect();
        (places, journey)
    }
}

pub(super) fn millis(micros: i64) -> i64 {
    micros.div_euclid(1000)
}

fn kind_of(step: &Step) -> TouchKind {
    match step.kind {
        EventKind::Impression => TouchKind::Impression,
        EventKind::Coupon => TouchKind::Other,
        _ => TouchKind::Click,
    }
}

/// Touches at which the stages of a deal were reached: the last one not later than the stage.
pub(super) fn milestones(journey: &Journey, touches: &[Touch], deed: &Deed) -> Milestones {
    let reached = |kinds: &[EventKind]| {
        let step = journey
            .steps
            .iter()
            .find(|step| kinds.contains(&step.kind) && step.at <= deed.at)?;
        touches.iter().rposition(|touch| touch.at <= millis(step.at))
    };
    Milestones {
        lead: reached(&[EventKind::Lead, EventKind::QualifiedLead, EventKind::DemoRequest]),
        opportunity: reached(&[EventKind::Deal]),
        close: touches.iter().rposition(|touch| touch.at <= millis(deed.at)),
    }
}

/// Sums of all journeys.
pub(super) struct Gathered {
    on: Vec<EventKind>,
    setup: Setup,
    rules: Rules,
    days: Option<(i32, i32)>,
    /// By currency; counts under the empty one.
    books: BTreeMap<String, Credit>,
    open: Credit,
    without_value: u64,
    values: u64,
    crowded: u64,
    /// Sales told by shop and CRM.
    twice: Twice,
}

impl Gathered {
    fn new(question: &Question, period: Option<Period>, on: Vec<EventKind>) -> Self {
        let setup = Setup::of(&question.models);
        Self {
            on,
            open: Credit::new(setup.clone()),
            setup,
            rules: Rules {
                direct: vec![DIRECT],
                ..question.rules.clone()
            },
            days: period.map(|p| (day_number(p.from), day_number(p.to))),
            books: BTreeMap::new(),
            without_value: 0,
            values: 0,
            crowded: 0,
            twice: Twice::default(),
        }
    }

    /// The rules as they are applied.
    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Kinds of deed that were credited.
    pub(super) fn kinds(&self) -> &[EventKind] {
        &self.on
    }

    fn within(&self, day: i32) -> bool {
        self.days.is_none_or(|(from, to)| from <= day && day <= to)
    }

    /// Whether anything of the journey lies in the period; by a day more, for days of touches are told in UTC.
    fn concerns(&self, journey: &Journey) -> bool {
        let near = |day: i32| {
            self.days
                .is_none_or(|(from, to)| (from.saturating_sub(1)..=to.saturating_add(1)).contains(&day))
        };
        journey.steps.iter().any(|step| near(step.day))
    }

    fn take(
        &mut self,
        worth: Worth,
        journey: &Journey,
        deeds: &[Deed],
        touches: &Touches,
    ) -> Result<(), credit::CreditError> {
        self.crowded += u64::from(journey.left_out > 0);
        let mut previous = None;
        for deed in deeds {
            if self.within(deed.day) {
                let (_, path) = touches.before(&self.rules, millis(deed.at), previous);
                let milestones = milestones(journey, &path, deed);
                let (book, value) = self.worth(worth, deed);
                let (person, tally) = (journey.key, Tally::conversion(value));
                book.push(&credit::Journey {
                    person,
                    touches: &path,
                    milestones,
                    tally,
                })?;
            }
            previous = Some(millis(deed.at));
        }
        let mut path = touches.after(&self.rules, previous);
        if let Some((from, to)) = self.days {
            let day = |touch: &Touch| i32::try_from(touch.at.div_euclid(86_400_000)).unwrap_or(i32::MAX);
            path.retain(|touch| (from..=to).contains(&day(touch)));
        }
        if path.is_empty() {
            return Ok(());
        }
        let milestones = Milestones::default();
        self.open.push(&credit::Journey {
            person: journey.key,
            touches: &path,
            milestones,
            tally: Tally::OPEN,
        })
    }

    /// Adds the sums of other journeys, coded alike.
    fn merge(&mut self, other: Self) -> Result<(), credit::CreditError> {
        for (currency, book) in other.books {
            match self.books.entry(currency) {
                Entry::Occupied(mut mine) => mine.get_mut().merge(&book)?,
                Entry::Vacant(place) => drop(place.insert(book)),
            }
        }
        self.open.merge(&other.open)?;
        self.without_value += other.without_value;
        self.values += other.values;
        self.crowded += other.crowded;
        self.twice.merge(other.twice);
        Ok(())
    }

    /// Counts the sales of a journey that are in the book twice.
    fn take_twice(&mut self, pairs: &[(&Deed, &Deed)]) {
        for (one, other) in pairs {
            if self.within(one.day) && self.within(other.day) {
                self.twice.add(one);
            }
        }
    }

    /// The book that a deed belongs to, and its money in millionths.
    fn worth(&mut self, worth: Worth, deed: &Deed) -> (&mut Credit, i64) {
        self.values += u64::from(deed.value.is_some());
        self.without_value += u64::from(deed.value.is_none());
        let (currency, value) = match worth {
            Worth::Count => (String::new(), 0),
            Worth::Revenue => (deed.currency.clone(), deed.value.map_or(0, Number::micros)),
        };
        let setup = &self.setup;
        (
            self.books.entry(currency).or_insert_with(|| Credit::new(setup.clone())),
            value,
        )
    }

    fn answer(&mut self, question: &Question, codes: &Codes) -> Result<Answer, Error> {
        let bootstrap = question.level.map(|confidence| Bootstrap {
            confidence,
            ..Bootstrap::default()
        });
        let wrong = |why: credit::CreditError| Error::Usage(why.to_string());
        let mut books = Vec::new();
        for (currency, book) in &mut self.books {
            book.merge(&self.open).map_err(wrong)?;
            let findings = book.finish(bootstrap.as_ref()).map_err(wrong)?;
            let orders = question.models.iter().filter_map(|model| model.order());
            let quality = orders.filter_map(|order| book.quality(order).ok()).collect();
            books.push(readable(currency, question.worth, &codes.places, &findings, quality));
        }
        Ok(Answer {
            on: self.on.clone(),
            books,
            notes: self.notes(question),
        })
    }

    fn notes(&self, question: &Question) -> Vec<String> {
        let mut notes = Vec::new();
        if question.worth == Worth::Revenue && self.without_value > 0 {
            notes.push(format!(
                "{} deeds have no value and count as 0 in the money",
                self.without_value
            ));
        }
        if question.worth == Worth::Revenue && self.books.len() > 1 {
            notes.push("money of several currencies is never added: a book for each".to_owned());
        }
        notes.extend(self.twice.note());
        if self.crowded > 0 {
            notes.push(format!(
                "{} names have more events than any person (robots, shared names): their touches beyond the limit are left out",
                self.crowded
            ));
        }
        notes
    }

    /// The removal effects of the chain that weighs touches within a journey, over all books.
    pub(super) fn effects(&self) -> Result<Vec<Effect>, Error> {
        let wrong = |why: credit::CreditError| Error::Usage(why.to_string());
        let mut all = self.open.clone();
        for book in self.books.values() {
            all.merge(book).map_err(wrong)?;
        }
        let findings = all.finish(None).map_err(wrong)?;
        Ok(findings
            .chains
            .into_iter()
            .next()
            .map(|chain| chain.effects)
            .unwrap_or_default())
    }
}
