//! [`Events`]: tables whose rows tell what one person did: touches, deeds, and what became of them.
//!
//! A row may give several events (the dates of a contact), one of its own (`event_at`), or only tie names together.
//! A row is taken whole or put aside whole.

mod kinds;
mod names;
mod once;
mod worth;

pub use names::{click_in, email, email_company, phone_number, site_company};

use std::collections::BTreeSet;

use harpoon_core::batch::Batch;
use harpoon_core::event::Part;
use harpoon_core::period::day_number;
use harpoon_core::{Event, EventKind, Identity, Scope};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use xxhash_rust::xxh3::xxh3_128;

use super::columns::{Columns, known};
use super::entities::undamaged;
use super::rows::Fault;
use super::side::Facts;
use crate::cell::{Cell, DateReader};
use crate::connector::Connector;
use crate::dictionary::normalise_header;
use crate::field::{Field, Role};
use crate::record::Record;
use crate::remark::Remark;
use kinds::Kinds;
use names::{Names, People};
use once::Once;
use worth::Worths;

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
    /// Columns that hold the instant of one kind, those that the connector names first before the others.
    instants: Vec<Dated>,
    worths: Worths,
    latest: Date,
    once: Once,
}

/// A column that holds the instant of one kind.
#[derive(Debug)]
struct Dated {
    kind: EventKind,
    at: usize,
    /// The stage that its header names: `Date entered "Closed won"`.
    stage: Option<String>,
}

/// An event that a row tells: what, when, and where its stage is said.
struct Happening {
    kind: EventKind,
    instant: Instant,
    stage: Option<String>,
    /// It is the row's own event, and not one of its columns.
    is_own: bool,
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
        Self {
            id: connector.id,
            scope: connector.scope,
            names: Names::new(connector, columns),
            kinds: Kinds::new(connector, columns),
            instants: dated(connector, columns),
            worths: Worths::new(connector, columns, rows),
            latest: latest.unwrap_or(LATEST),
            once: Once::default(),
        }
    }

    /// Whether a row holds an instant.
    pub(super) fn has_instant(&self, record: &Record, columns: &Columns, reader: &DateReader) -> bool {
        let own = columns.at(Role::EventAt).into_iter();
        let mut cells = own
            .chain(self.instants.iter().map(|dated| dated.at))
            .map(|at| record.get(at));
        cells.any(|cell| epoch(cell.trim()).is_some() || matches!(reader.moment(cell), Ok(Cell::Value(_))))
    }

    /// Takes a row; tells its last day.
    pub(super) fn take(
        &mut self,
        facts: &Facts<'_>,
        remarks: &mut BTreeSet<Remark>,
        batch: &mut Batch,
    ) -> Result<Option<i32>, Fault> {
        if self.kinds.is_void(facts.record) {
            remarks.insert(Remark::NotCounted);
            return Ok(None);
        }
        let mut people = self.names.of(facts.record, facts.columns)?;
        let mut happened = self.happened(facts)?;
        if let Some(refund) = self.refund(facts, &happened, remarks)? {
            happened.push(refund);
        }
        if let Some(deal) = facts
            .text(Role::Deed)
            .filter(|_| happened.iter().any(|what| is_of_deal(what.kind)))
        {
            self.names.add_deal(&mut people, &deal);
        }
        let row = Row {
            facts,
            touch: self.touch(facts, &people),
            people: &people,
        };
        let made: Result<Vec<Event>, Fault> = happened.iter().map(|what| self.event(&row, what, remarks)).collect();
        let mut kept = Vec::new();
        for (event, what) in made?.into_iter().zip(&happened) {
            kept.extend(self.once(event, what.is_own, facts, remarks)?);
        }
        batch.events.append(&mut kept);
        self.tie(&people, facts.record.line, batch);
        people.remark(facts.columns, remarks);
        Ok(happened.iter().map(|what| day_number(what.instant.on)).max())
    }

    /// What happened by the row, and when. Of several columns for what happens once, the first that is filled.
    fn happened(&self, facts: &Facts<'_>) -> Result<Vec<Happening>, Fault> {
        let mut all: Vec<Happening> = Vec::new();
        for Dated { kind, at, stage } in &self.instants {
            let is_told = happens_once(*kind) && all.iter().any(|what| what.kind == *kind);
            let is_nought =
                *kind == EventKind::Refund && self.worths.refunds_are_sums() && !self.worths.has_refund(facts)?;
            if is_told || is_nought {
                continue;
            }
            all.extend(self.instant(facts, *at)?.map(|instant| Happening {
                kind: *kind,
                instant,
                stage: stage.clone(),
                is_own: false,
            }));
        }
        let Some(at) = facts.columns.at(Role::EventAt) else {
            return Ok(all);
        };
        if let Some(kind) = self.kinds.of(facts.record, facts.columns)? {
            let lacking = || Fault::at(facts.columns.header_at(at), "the row has no time".into());
            let instant = self.instant(facts, at)?.ok_or_else(lacking)?;
            let word = facts.columns.text(facts.record, Role::EventKind);
            let stage = word.filter(|_| kind == EventKind::Stage).map(str::to_owned);
            all.push(Happening {
                kind,
                instant,
                stage,
                is_own: true,
            });
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

    /// The deed that an event belongs to: the row's own column, else the deal or lead that it names.
    fn deed(&self, row: &Row<'_, '_>, kind: EventKind) -> Result<Option<String>, Fault> {
        if kind.part() == Part::Touch {
            return Ok(None);
        }
        let Some(deed) = row.facts.text(Role::Deed) else {
            let named = row.people.deed(is_of_deal(kind));
            return Ok(named.map(|name| self.names.unprefixed(name).to_owned()));
        };
        undamaged(&deed, row.facts.columns, Role::Deed)?;
        Ok(Some(deed))
    }

    fn event(&self, row: &Row<'_, '_>, what: &Happening, remarks: &mut BTreeSet<Remark>) -> Result<Event, Fault> {
        let kind = what.kind;
        let worth = self.worths.of(row.facts, kind, remarks)?;
        let mut event = Event {
            at: what.instant.at,
            on: what.instant.on,
            kind,
            deed: self.deed(row, kind)?,
            currency: worth.map(|_| row.facts.row.currency.to_owned()),
            value: worth,
            detail: row.touch.detail.clone().or_else(|| what.stage.clone()),
            ..row.touch.clone()
        };
        event.event_id = self.event_id(row.facts, &event, what.is_own)?;
        Ok(event)
    }

    /// What an order's own row says was given back. Where it does not say when, at the time of the row's last event.
    fn refund(
        &self,
        facts: &Facts<'_>,
        happened: &[Happening],
        remarks: &mut BTreeSet<Remark>,
    ) -> Result<Option<Happening>, Fault> {
        let kind = EventKind::Refund;
        if happened.iter().any(|what| what.kind == kind) || !self.worths.has_refund(facts)? {
            return Ok(None);
        }
        let last = happened
            .iter()
            .map(|what| what.instant)
            .max_by_key(|instant| instant.at);
        if last.is_some() {
            remarks.insert(Remark::RefundsAtOrder);
        }
        Ok(last.map(|instant| Happening {
            kind,
            instant,
            stage: None,
            is_own: false,
        }))
    }

    /// The source's id; else what makes the deed the same when it is told again: its number, or its person; else a
    /// digest of the content.
    fn event_id(&self, facts: &Facts<'_>, event: &Event, is_own: bool) -> Result<String, Fault> {
        let system = self.names.system().unwrap_or(self.id);
        let kind = event.kind;
        if let Some(id) = facts.text(Role::EventId) {
            undamaged(&id, facts.columns, Role::EventId)?;
            return Ok(format!("{system}:{kind}:{id}"));
        }
        let deed = event.deed.as_ref().filter(|_| self.is_single(kind, is_own));
        if let Some(deed) = deed {
            return Ok(format!("{system}:{kind}:{deed}"));
        }
        if let (EventKind::Stage, Some(deed)) = (kind, &event.deed) {
            let stage = event.detail.as_deref().unwrap_or_default();
            return Ok(format!("{system}:stage:{deed}:{}:{stage}", event.at));
        }
        let is_lifecycle = self.instants.iter().any(|dated| dated.kind == kind) && happens_once(kind);
        if let (true, Some(person)) = (is_lifecycle, &event.person) {
            return Ok(format!("{system}:{kind}:{person}"));
        }
        let content = Event {
            row: 0,
            ..event.clone()
        };
        let digest = xxh3_128(format!("{}{content:?}", self.id).as_bytes());
        // What belongs to a deed tells its system: a refund in a table of its own finds its order by both.
        Ok(match &event.deed {
            Some(_) => format!("{system}:{kind}:{digest:032x}"),
            None => format!("{digest:032x}"),
        })
    }

    /// The event, unless the file has told it already. Errors: it was told with another worth.
    fn once(
        &mut self,
        event: Event,
        is_own: bool,
        facts: &Facts<'_>,
        remarks: &mut BTreeSet<Remark>,
    ) -> Result<Option<Event>, Fault> {
        let is_named = event.deed.is_some() || facts.columns.at(Role::EventId).is_some();
        if !is_named || !self.is_single(event.kind, is_own) {
            return Ok(Some(event));
        }
        let is_new = self.once.is_new(&event, remarks).map_err(|reason| Fault {
            column: self.worths.header(facts.columns, event.kind),
            reason,
            hint: Some("correct the one that is wrong; one number is one deed".into()),
        })?;
        Ok(is_new.then_some(event))
    }

    /// Whether a deed has it but once: what happens once, and refunds that are told as one sum.
    fn is_single(&self, kind: EventKind, is_own: bool) -> bool {
        happens_once(kind) || kind == EventKind::Refund && !is_own && self.worths.refunds_are_sums()
    }

    /// Adds the ties of the row's names that the file has not told yet.
    fn tie(&mut self, people: &People, line: u64, batch: &mut Batch) {
        for (one, other) in people.pairs() {
            let tie = Identity::tie(one.clone(), other.clone(), line);
            batch.identities.extend(tie.filter(|tie| self.once.is_new_tie(tie)));
        }
    }
}

/// What the events of a row share.
struct Row<'a, 'r> {
    facts: &'a Facts<'r>,
    touch: Event,
    people: &'a People,
}

/// The columns that hold the instant of one kind, in the order in which the connector names them.
fn dated(connector: &Connector, columns: &Columns) -> Vec<Dated> {
    let rank = |at: usize| {
        let header = normalise_header(&columns.header_at(at).unwrap_or_default());
        let mut names = connector.columns.iter().map(|(names, _)| names);
        names.position(|names| names.split('|').any(|name| normalise_header(name) == header))
    };
    let told = columns.told.iter().filter_map(|(field, at)| match field {
        Field::At(kind) => Some(Dated {
            kind: *kind,
            at: *at,
            stage: (*kind == EventKind::Stage).then(|| stage_in(&columns.header_at(*at).unwrap_or_default())),
        }),
        _ => None,
    });
    let mut all: Vec<Dated> = told.collect();
    all.sort_by_key(|dated| (rank(dated.at).unwrap_or(usize::MAX), dated.at));
    all
}

/// The stage that a header names between quotes, or else the header.
fn stage_in(header: &str) -> String {
    let quotes = ['"', '\'', '“', '”', '‘', '’'];
    let inner = header.find(quotes).zip(header.rfind(quotes));
    let inner = inner.and_then(|(first, last)| header.get(first..last));
    let stage = inner.map_or(header, |inner| inner.trim_matches(quotes));
    if stage.is_empty() {
        header.to_owned()
    } else {
        stage.to_owned()
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
