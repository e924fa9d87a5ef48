//! Who gets the credit: every model over the same journeys, and the book that each of them sums to.

mod kept;
mod readable;
mod spread;
mod touches;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use harpoon_core::event::{EventKind, Part};
use harpoon_core::period::day_number;
use harpoon_core::scatter::unscatter;
use harpoon_core::{Number, Period};
use harpoon_lake::journal::{Course, Journey};
use harpoon_lake::query::journal::Who;
use harpoon_model::credit::{self, Bootstrap, Credit, Effect, Milestones, Model, Quality, Rules, Setup, Tally, Touch};
use harpoon_model::interval::Confidence;

use super::twice::{self, Twice};
use super::{By, Deed, Journeys, Placed, deeds};
use crate::Error;
use crate::workspace::Workspace;
use readable::readable;
pub(crate) use spread::work as spread_work;
use touches::DIRECT;
pub(super) use touches::{Codes, Path, Touches, millis};

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
        let journeys = self.journeys(question.who)?;
        let on = self.deed_kinds(&question.on, &journeys)?;
        let passed = Pass {
            question,
            periods,
            settled: !question.on.is_empty() || !self.settings().journeys.sales.is_empty(),
            on,
        };
        let mut states = match self.spread(&journeys, &passed)? {
            Some(states) => states,
            None => self.fold(
                &journeys,
                |placed| passed.begin(placed),
                |state, placed, course| passed.take(state, placed, course),
            )?,
        };
        let mut sum = states.pop().unwrap_or_else(|| passed.begin(&[]));
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
    pub(super) fn deed_kinds(&self, asked: &[EventKind], journeys: &Journeys) -> Result<Vec<EventKind>, Error> {
        if !asked.is_empty() {
            return Ok(asked.to_vec());
        }
        let present = self.kinds_present(journeys)?;
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

/// One walk over all journeys for several periods: what is gathered from each.
struct Pass<'a> {
    question: &'a Question,
    periods: &'a [Option<Period>],
    on: Vec<EventKind>,
    /// Whether somebody said which kinds are the book.
    settled: bool,
}

impl Pass<'_> {
    fn begin(&self, placed: &[Placed]) -> Gathering {
        let periods = self.periods.iter();
        Gathering {
            all: periods
                .map(|period| Gathered::new(self.question, *period, self.on.clone()))
                .collect(),
            codes: Codes::of_all(placed, &self.question.by),
            touches: Touches::default(),
            path: Path::default(),
            failed: None,
        }
    }

    fn take(&self, state: &mut Gathering, placed: &[Placed], course: &Course<'_>) {
        state.take(self.question, &self.on, self.settled, placed, course);
    }
}

/// What one core gathers.
struct Gathering {
    /// By period.
    all: Vec<Gathered>,
    codes: Codes,
    /// Those of the journey at hand: room that is used again.
    touches: Touches,
    /// Those that count for the deed at hand.
    path: Path,
    failed: Option<credit::CreditError>,
}

impl Gathering {
    fn take(&mut self, question: &Question, on: &[EventKind], settled: bool, placed: &[Placed], course: &Course<'_>) {
        let deeds = deeds(course.deeds, on);
        let twice = if settled { Vec::new() } else { twice::pairs(&deeds) };
        self.touches.fill(course, &mut self.codes, placed, &question.by);
        for gathered in self.all.iter_mut().filter(|one| one.concerns(course)) {
            gathered.take_twice(&twice);
            if let Err(why) = gathered.take(question.worth, course, &deeds, &self.touches, &mut self.path) {
                self.failed.get_or_insert(why);
            }
        }
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

/// Touches at which the stages of a deal were reached: the last one not later than the stage. Of the journey, the steps that
/// are no touches are enough.
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
    fn concerns(&self, course: &Course<'_>) -> bool {
        self.days.is_none_or(|(from, to)| {
            let near = from.saturating_sub(1)..=to.saturating_add(1);
            course.day.iter().any(|day| near.contains(day))
        })
    }

    fn take(
        &mut self,
        worth: Worth,
        course: &Course<'_>,
        deeds: &[Deed],
        touches: &Touches,
        path: &mut Path,
    ) -> Result<(), credit::CreditError> {
        self.crowded += u64::from(course.left_out > 0);
        let mut previous = None;
        for deed in deeds {
            if self.within(deed.day) {
                touches.before(&self.rules, millis(deed.at), previous, path);
                let milestones = milestones(course.deeds, &path.touches, deed);
                let (book, value) = self.worth(worth, deed);
                let (person, tally) = (unscatter(course.key), Tally::conversion(value));
                book.push(&credit::Journey {
                    person,
                    touches: &path.touches,
                    milestones,
                    tally,
                })?;
            }
            previous = Some(millis(deed.at));
        }
        let mut path = touches.after(&self.rules, previous, path);
        if let Some((from, to)) = self.days {
            let day = |touch: &Touch| i32::try_from(touch.at.div_euclid(86_400_000)).unwrap_or(i32::MAX);
            let begin = path.partition_point(|touch| day(touch) < from);
            let end = path.partition_point(|touch| day(touch) <= to);
            path = path.get(begin..end).unwrap_or_default();
        }
        if path.is_empty() {
            return Ok(());
        }
        let milestones = Milestones::default();
        self.open.push(&credit::Journey {
            person: unscatter(course.key),
            touches: path,
            milestones,
            tally: Tally::OPEN,
        })
    }

    /// Adds the sums of other journeys, coded alike.
    fn merge(&mut self, other: Self) -> Result<(), credit::CreditError> {
        for (currency, book) in other.books {
            match self.books.entry(currency) {
                Entry::Occupied(mut mine) => mine.get_mut().merge(book)?,
                Entry::Vacant(place) => drop(place.insert(book)),
            }
        }
        self.open.merge(other.open)?;
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
            book.merge(self.open.clone()).map_err(wrong)?;
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
            all.merge(book.clone()).map_err(wrong)?;
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
