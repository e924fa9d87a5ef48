//! [`Events`]: tables whose rows tell what one person did: touches, deeds, and what became of them.
//!
//! A row may give several events (the dates of a contact), one of its own (`event_at`), or only tie names together.
//! A row is taken whole or put aside whole.

mod kinds;
mod names;
pub use names::email;

use std::collections::{BTreeSet, HashMap, HashSet};

use harpoon_core::batch::Batch;
use harpoon_core::event::Part;
use harpoon_core::period::day_number;
use harpoon_core::{Event, EventKind, Identity, Number, Scope};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::columns::{Columns, known, unknown_words};
use super::entities::undamaged;
use super::rows::Fault;
use super::side::Facts;
use crate::cell::{Cell, DateReader, DecimalMark, NumberReader, NumberSurvey};
use crate::connector::{Connector, Quirk};
use crate::field::{Field, Given, Role};
use crate::record::Record;
use kinds::Kinds;
use names::{Names, People};

/// No event of this trade is older.
const EARLIEST: Date = date(1990, 1, 1);
/// No event is later, where the file itself has no date.
const LATEST: Date = date(2100, 1, 1);

/// How the rows of a table become events.
#[derive(Debug)]
pub(super) struct Events {
    id: &'static str,
    scope: Scope,
    kinds: Kinds,
    names: Names,
    /// Columns that hold the instant of one kind.
    instants: Vec<(EventKind, usize)>,
    worths: Vec<Worth>,
    latest: Date,
    /// Deeds met so far.
    deeds: HashMap<u64, Met>,
    ties: HashSet<u64>,
}

/// A column of money.
#[derive(Debug)]
struct Worth {
    /// `None` is every deed of the row.
    kind: Option<EventKind>,
    at: usize,
    reader: NumberReader<'static>,
}

/// A deed as it was met first.
#[derive(Clone, Debug)]
struct Met {
    line: u64,
    worth: Option<(Number, String)>,
}

/// When something happened.
#[derive(Clone, Copy, Debug)]
struct Instant {
    at: Timestamp,
    on: Date,
}

/// Whether the columns tell of events, or of nothing but names.
pub(super) fn is_told(columns: &Columns) -> bool {
    let names = columns
        .told
        .iter()
        .filter(|(field, _)| matches!(field, Field::Name { .. }));
    columns.at(Role::EventAt).is_some()
        || columns.told.iter().any(|(field, _)| matches!(field, Field::At(_)))
        || names.count() > 1
}

/// Columns that hold the instant of one kind of event.
pub(super) fn instants(columns: &Columns) -> impl Iterator<Item = usize> {
    let told = columns.told.iter();
    told.filter(|(field, _)| matches!(field, Field::At(_)))
        .map(|(_, at)| *at)
}

/// Columns that hold money of events.
pub(super) fn money(columns: &Columns) -> Vec<usize> {
    let amount = columns.at(Role::Amount).filter(|_| is_told(columns));
    let told = columns.told.iter();
    let worths = told.filter(|(field, _)| matches!(field, Field::Worth { .. }));
    worths.map(|(_, at)| *at).chain(amount).collect()
}

impl Events {
    /// `rows` are the first of the table: they decide the decimal mark. `latest` is the last day that an event can lie
    /// on.
    pub(super) fn new(connector: &'static Connector, columns: &Columns, rows: &[Record], latest: Option<Date>) -> Self {
        let told = |(field, at): &(Field, usize)| match field {
            Field::At(kind) => Some((*kind, *at)),
            _ => None,
        };
        let kinds = Kinds::new(connector, columns);
        let instants: Vec<(EventKind, usize)> = columns.told.iter().filter_map(told).collect();
        let of_deals = kinds
            .all()
            .chain(instants.iter().map(|(kind, _)| *kind))
            .any(is_of_deal);
        Self {
            id: connector.id,
            scope: connector.scope,
            names: Names::new(connector, columns, of_deals),
            kinds,
            instants,
            worths: worths(connector, columns, rows),
            latest: latest.unwrap_or(LATEST),
            deeds: HashMap::new(),
            ties: HashSet::new(),
        }
    }

    /// Whether a row holds an instant.
    pub(super) fn has_instant(&self, record: &Record, columns: &Columns, reader: &DateReader) -> bool {
        let own = columns.at(Role::EventAt).into_iter();
        let mut cells = own
            .chain(self.instants.iter().map(|(_, at)| *at))
            .map(|at| record.get(at));
        cells.any(|cell| epoch(cell.trim()).is_some() || matches!(reader.moment(cell), Ok(Cell::Value(_))))
    }

    /// Takes a row; tells its last day.
    pub(super) fn take(
        &mut self,
        facts: &Facts<'_>,
        remarks: &mut BTreeSet<String>,
        batch: &mut Batch,
    ) -> Result<Option<i32>, Fault> {
        let people = self.names.of(facts.record, facts.columns)?;
        let instants = self.happened(facts)?;
        let touch = self.touch(facts, &people);
        let deed = self.deed(facts, &people)?;
        let mut made = Vec::new();
        for (kind, instant) in &instants {
            made.extend(self.event(facts, &touch, deed.as_deref(), (*kind, *instant), remarks)?);
        }
        made.extend(self.refund(facts, &touch, deed.as_deref(), &instants, remarks)?);
        let mut kept = Vec::new();
        for event in made {
            kept.extend(self.once(event, facts, remarks)?);
        }
        batch.events.append(&mut kept);
        self.tie(&people, facts.record.line, batch);
        people.remark(facts.columns, remarks);
        Ok(instants.iter().map(|(_, instant)| day_number(instant.on)).max())
    }

    /// What happened by the row, and when.
    fn happened(&self, facts: &Facts<'_>) -> Result<Vec<(EventKind, Instant)>, Fault> {
        let mut all = Vec::new();
        for (kind, at) in &self.instants {
            all.extend(self.instant(facts, *at)?.map(|instant| (*kind, instant)));
        }
        let Some(at) = facts.columns.at(Role::EventAt) else {
            return Ok(all);
        };
        if let Some(kind) = self.kinds.of(facts.record, facts.columns)? {
            let lacking = || Fault::at(facts.columns.header_at(at), "the row has no time".into());
            all.push((kind, self.instant(facts, at)?.ok_or_else(lacking)?));
        }
        Ok(all)
    }

    fn instant(&self, facts: &Facts<'_>, at: usize) -> Result<Option<Instant>, Fault> {
        let Some(cell) = known(facts.record.get(at)) else {
            return Ok(None);
        };
        let header = || facts.columns.header_at(at);
        let zone = || facts.reader.zone.clone().unwrap_or(TimeZone::UTC);
        let instant = if let Some(at) = epoch(cell) {
            let on = zone().to_datetime(at).date();
            Some(Instant { at, on })
        } else {
            let moment = facts.reader.moment(cell).map_err(|e| Fault::cell(header(), e))?;
            let placed = |moment: crate::cell::Moment| {
                let naive = moment.naive.unwrap_or_else(|| moment.day.into());
                let at = moment.at.or_else(|| TimeZone::UTC.to_timestamp(naive).ok())?;
                Some(Instant { at, on: moment.day })
            };
            moment.value().and_then(placed)
        };
        match instant {
            Some(instant) if instant.on < EARLIEST || instant.on > self.latest => Err(Fault {
                column: header(),
                reason: format!(
                    "`{}` lies outside {EARLIEST} to {}, two days after the file's own date",
                    short(cell),
                    self.latest
                ),
                hint: Some("the clock of the source may be wrong; correct the time".into()),
            }),
            other => Ok(other),
        }
    }

    /// What all events of the row share.
    fn touch(&self, facts: &Facts<'_>, people: &People) -> Event {
        let scope = facts.row.scope.unwrap_or(self.scope);
        Event {
            event_id: String::new(),
            at: Timestamp::UNIX_EPOCH,
            on: EARLIEST,
            kind: EventKind::Visit,
            person: people.strongest().cloned(),
            company: people.company().cloned(),
            deed: None,
            platform: Some(facts.row.platform.to_string()).filter(|platform| !platform.is_empty()),
            scope: (scope != Scope::Unknown).then_some(scope),
            channel: facts.text(Role::Channel),
            source: facts.text(Role::Source),
            medium: facts.text(Role::Medium),
            campaign: facts.text(Role::CampaignName),
            content: facts.text(Role::Content),
            term: facts.text(Role::Term),
            referrer: facts.text(Role::Referrer),
            landing_url: facts.text(Role::LandingUrl),
            click_param: people.click_param().map(str::to_owned),
            value: None,
            currency: None,
            detail: facts.text(Role::Detail),
            extra: facts.extra(),
            row: facts.record.line,
        }
    }

    /// The deed that the row belongs to: its own column, else the deal or lead that it names.
    fn deed(&self, facts: &Facts<'_>, people: &People) -> Result<Option<String>, Fault> {
        let Some(deed) = facts.text(Role::Deed) else {
            return Ok(people.deed().map(|name| self.names.unprefixed(name).to_owned()));
        };
        undamaged(&deed, facts.columns, Role::Deed)?;
        Ok(Some(deed))
    }

    fn event(
        &self,
        facts: &Facts<'_>,
        touch: &Event,
        deed: Option<&str>,
        (kind, instant): (EventKind, Instant),
        remarks: &mut BTreeSet<String>,
    ) -> Result<Option<Event>, Fault> {
        let worth = self.worth(facts, kind, remarks)?;
        let own_word = || {
            (kind == EventKind::Stage)
                .then(|| facts.text(Role::EventKind))
                .flatten()
        };
        let mut event = Event {
            at: instant.at,
            on: instant.on,
            kind,
            deed: (kind.part() != Part::Touch).then(|| deed.map(str::to_owned)).flatten(),
            currency: worth.map(|_| facts.row.currency.to_owned()),
            value: worth,
            detail: touch.detail.clone().or_else(own_word),
            ..touch.clone()
        };
        event.event_id = self.event_id(facts, &event)?;
        Ok(Some(event))
    }

    /// What an order's own row says was given back. Where it does not say when, at the time of the row's last event.
    fn refund(
        &self,
        facts: &Facts<'_>,
        touch: &Event,
        deed: Option<&str>,
        instants: &[(EventKind, Instant)],
        remarks: &mut BTreeSet<String>,
    ) -> Result<Option<Event>, Fault> {
        let refund = EventKind::Refund;
        let is_told = instants.iter().any(|(kind, _)| *kind == refund);
        let column = self.worths.iter().find(|worth| worth.kind == Some(refund));
        let (Some(column), false) = (column, is_told) else {
            return Ok(None);
        };
        let Some(instant) = instants
            .iter()
            .map(|(_, instant)| *instant)
            .max_by_key(|instant| instant.at)
        else {
            return Ok(None);
        };
        if self.read(facts, column)?.is_none_or(|value| value == Number::ZERO) {
            return Ok(None);
        }
        remarks.insert("refunds without a time of their own stand at the time of their order".into());
        self.event(facts, touch, deed, (refund, instant), remarks)
    }

    /// Money of an event: its own column, else the amount of the row's deeds. Touches are worth nothing by themselves.
    fn worth(
        &self,
        facts: &Facts<'_>,
        kind: EventKind,
        remarks: &mut BTreeSet<String>,
    ) -> Result<Option<Number>, Fault> {
        let own = self.worths.iter().find(|worth| worth.kind == Some(kind));
        let shared = || {
            let has_worth = kind.part() == Part::Deed
                || matches!(kind, EventKind::Stage | EventKind::DealLost)
                || kind == EventKind::Refund && self.is_plain_refund();
            self.worths.iter().find(|worth| has_worth && worth.kind.is_none())
        };
        let Some(column) = own.or_else(shared) else {
            return Ok(None);
        };
        let Some(value) = self.read(facts, column)? else {
            return Ok(None);
        };
        if value < Number::ZERO && kind != EventKind::Refund {
            return Err(Fault {
                column: facts.columns.header_at(column.at),
                reason: format!("{value} is the worth of this {kind}, which cannot be below zero"),
                hint: Some("money given back is a refund: an event of its own, or a column `value.refund`".into()),
            });
        }
        if facts.row.currency.is_empty() {
            return Err(Fault {
                column: facts.columns.header_at(column.at),
                reason: "the row's money has no currency".into(),
                hint: Some("give it with --currency, or a column `currency`".into()),
            });
        }
        if value < Number::ZERO {
            remarks.insert("refunds below zero were taken as money given back".into());
        }
        Ok(Some(Number::from_micros(value.micros().saturating_abs())))
    }

    /// Whether the amount of a refund stands in the column of all deeds.
    fn is_plain_refund(&self) -> bool {
        self.worths.iter().all(|worth| worth.kind != Some(EventKind::Refund))
    }

    #[expect(clippy::unused_self, reason = "a step of `worth`")]
    fn read(&self, facts: &Facts<'_>, column: &Worth) -> Result<Option<Number>, Fault> {
        let cell = known(facts.record.get(column.at)).unwrap_or_default();
        let read = column.reader.read(cell).map(Cell::value);
        read.map_err(|e| Fault::cell(facts.columns.header_at(column.at), e))
    }

    /// The source's id; else what makes the deed the same when it is told again: its number, or its person; else a
    /// digest of the content.
    fn event_id(&self, facts: &Facts<'_>, event: &Event) -> Result<String, Fault> {
        let system = self.names.system().unwrap_or(self.id);
        let kind = event.kind;
        if let Some(id) = facts.text(Role::EventId) {
            undamaged(&id, facts.columns, Role::EventId)?;
            return Ok(format!("{system}:{kind}:{id}"));
        }
        let is_cumulative = kind == EventKind::Refund && !self.is_plain_refund();
        let deed = event.deed.as_ref().filter(|_| happens_once(kind) || is_cumulative);
        if let Some(deed) = deed {
            return Ok(format!("{system}:{kind}:{deed}"));
        }
        let is_lifecycle = self.instants.iter().any(|(of, _)| *of == kind) && happens_once(kind);
        if let (true, Some(person)) = (is_lifecycle, &event.person) {
            return Ok(format!("{system}:{kind}:{person}"));
        }
        let content = Event {
            row: 0,
            ..event.clone()
        };
        Ok(format!(
            "{:032x}",
            xxh3_128(format!("{}{content:?}", self.id).as_bytes())
        ))
    }

    /// The event, unless the file has told it already. Errors: it was told with another worth.
    fn once(
        &mut self,
        event: Event,
        facts: &Facts<'_>,
        remarks: &mut BTreeSet<String>,
    ) -> Result<Option<Event>, Fault> {
        let is_named = event.deed.is_some() || facts.columns.at(Role::EventId).is_some();
        if !is_named || !happens_once(event.kind) {
            return Ok(Some(event));
        }
        let worth = event.value.zip(event.currency.clone());
        let Some(met) = self.deeds.get(&xxh3_64(event.event_id.as_bytes())) else {
            let line = event.row;
            self.deeds
                .insert(xxh3_64(event.event_id.as_bytes()), Met { line, worth });
            return Ok(Some(event));
        };
        if worth.is_none() || worth == met.worth {
            remarks.insert("deeds that the file tells more than once were taken once".into());
            return Ok(None);
        }
        let told = |worth: &Option<(Number, String)>| match worth {
            Some((value, currency)) => format!("{value} {currency}"),
            None => "no worth".to_owned(),
        };
        Err(Fault {
            column: self.worth_header(facts, event.kind),
            reason: format!(
                "{} `{}` is told with {} here and with {} in line {}, which is kept",
                event.kind,
                event.deed.as_deref().unwrap_or(&event.event_id),
                told(&worth),
                told(&met.worth),
                met.line
            ),
            hint: Some("correct the one that is wrong; one number is one deed".into()),
        })
    }

    fn worth_header(&self, facts: &Facts<'_>, kind: EventKind) -> Option<String> {
        let own = self.worths.iter().find(|worth| worth.kind == Some(kind));
        let column = own.or_else(|| self.worths.iter().find(|worth| worth.kind.is_none()))?;
        facts.columns.header_at(column.at)
    }

    /// Adds the ties of the row's names that the file has not told yet.
    fn tie(&mut self, people: &People, line: u64, batch: &mut Batch) {
        for (one, other) in people.pairs() {
            let Some(tie) = Identity::tie(one.clone(), other.clone(), line) else {
                continue;
            };
            if self
                .ties
                .insert(xxh3_64(format!("{} {}", tie.one, tie.other).as_bytes()))
            {
                batch.identities.push(tie);
            }
        }
    }
}

/// Whether one deed, or one person, has it but once.
const fn happens_once(kind: EventKind) -> bool {
    matches!(kind.part(), Part::Deed) || matches!(kind, EventKind::DealLost)
}

const fn is_of_deal(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Deal | EventKind::Stage | EventKind::DealWon | EventKind::DealLost
    )
}

/// The columns of money, with the decimal mark that their first cells show.
fn worths(connector: &Connector, columns: &Columns, rows: &[Record]) -> Vec<Worth> {
    let told = columns.told.iter().filter_map(|(field, at)| match field {
        Field::Worth { kind, given } => Some((Some(*kind), *at, *given)),
        _ => None,
    });
    let amount = columns.at(Role::Amount).map(|at| (None, at, Given::AsIs));
    let fixed = connector.quirks.iter().find_map(|quirk| match quirk {
        Quirk::Decimal(mark) => Some(*mark),
        _ => None,
    });
    let mark = |at: usize| {
        let mut survey = NumberSurvey::default();
        for row in rows {
            survey.look(row.get(at));
        }
        fixed.unwrap_or_else(|| survey.decide(false, None))
    };
    let worth = |(kind, at, given)| Worth {
        kind,
        at,
        reader: NumberReader {
            mark: if given == Given::AsIs {
                mark(at)
            } else {
                DecimalMark::Point
            },
            given,
            unknown: unknown_words(connector.quirks),
        },
    };
    told.chain(amount).map(worth).collect()
}

/// An instant in seconds, milliseconds or microseconds since 1970: 10, 13 or 16 digits.
fn epoch(cell: &str) -> Option<Timestamp> {
    if !cell.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = cell.parse().ok()?;
    match cell.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        16 => Timestamp::from_microsecond(number).ok(),
        _ => None,
    }
}

fn short(cell: &str) -> String {
    cell.chars().take(60).collect()
}
