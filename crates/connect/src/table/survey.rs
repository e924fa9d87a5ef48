//! [`settle`]: from a header and its first rows to a table ready for reading, and what must be asked before.

mod figures;
mod zone;

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::{Counter, EntityKind, Period, Scope, Unit};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub(super) use figures::slug;

use super::columns::{Columns, Figure};
use super::entities::Keys;
use super::events::Events;
use super::period::Span;
use super::rows::Table;
use super::year;
use crate::cell::{DateFindings, DateReader, DateSurvey, DayOrder, currency};
use crate::connector::{Connector, PlatformIs, Quirk};
use crate::field::{Field, Role};
use crate::header::{Column, Head, order_of};
use crate::notes::{Notes, name_says, one_day, range, range_in_name};
use crate::plan::{Answers, Question, Seen, Spot, TablePlan};
use crate::record::Record;
use crate::remark::{Passed, Remark};

/// A table that is understood, and what is yet to be asked of it.
pub(crate) struct Settled {
    pub(crate) plan: TablePlan,
    /// `None` for a table that is passed over.
    pub(crate) table: Option<Box<Table>>,
    pub(crate) questions: Vec<Question>,
    pub(crate) remarks: Vec<Remark>,
    /// Day that file name or lines above state as the end, or as the day of the export.
    pub(crate) stated_end: Option<Date>,
}

/// What is known beside the table itself.
pub(crate) struct Around<'a> {
    pub(crate) notes: &'a Notes,
    pub(crate) answers: &'a Answers,
    /// File name with its archive and folder.
    pub(crate) file: &'a str,
    pub(crate) modified: Option<Date>,
    pub(crate) sheet: Option<&'a str>,
}

/// Roles whose cells are days or instants.
const DAYS: &[Role] = &[
    Role::Date,
    Role::Week,
    Role::Month,
    Role::PeriodStart,
    Role::PeriodEnd,
    Role::PublishedAt,
    Role::ObservedAt,
    Role::StartsOn,
    Role::EndsOn,
    Role::WrittenOn,
    Role::RepliedOn,
    Role::EventAt,
];

/// Makes the table ready. `rows` are its first rows.
pub(crate) fn settle(mut head: Head, rows: &[Record], around: &Around<'_>) -> Settled {
    if head.is_list && rows.len() != 1 {
        head.passed = Some(Passed::Shape);
    }
    let mut work = Work {
        connector: head.connector,
        rows,
        around,
        questions: Vec::new(),
        remarks: Vec::new(),
        says: says(head.connector, around),
    };
    let plan = work.plan(&head);
    if head.passed.is_some() {
        return work.done(plan, None, None);
    }
    let mut columns = Columns::new();
    work.place(&head, &mut columns);
    let dates = work.dates(&columns);
    let order = work.day_order(&dates);
    let year = work.year(&dates, &columns);
    let is_events = super::events::is_told(&columns);
    let mut reader = DateReader {
        order,
        year,
        last: dates.last,
        zone: None,
    };
    reader.zone = if is_events {
        work.zone_of_events(&dates)
    } else {
        work.zone(&columns, &reader)
    };
    if is_events {
        work.unread(&head);
    } else {
        work.figures(&head, &mut columns);
    }
    let span = work.span(&head, &columns, order);
    let currency = work.currency(&head, &mut columns);
    let platform = work.platform(&head);
    let mut plan = plan;
    let entity = work.entity(&columns);
    plan.entity = entity;
    plan.breakdown = breakdown(&columns);
    let stated_end = work.stated_end(span.file);
    let events = Events::new(head.connector, &columns, rows, work.latest());
    let stated = super::stated::stated(work.connector, around.notes, order.or_else(|| order_of(work.connector)));
    let mut table = Table::new(
        head,
        columns,
        reader,
        span,
        super::rows::Defaults {
            platform,
            account: work.account(),
            currency,
            entity,
        },
    );
    table.state(&stated);
    if is_events {
        table.tell(events);
    }
    work.done(plan, Some(Box::new(table)), stated_end)
}

struct Work<'a> {
    connector: &'static Connector,
    rows: &'a [Record],
    around: &'a Around<'a>,
    questions: Vec<Question>,
    remarks: Vec<Remark>,
    says: BTreeMap<String, String>,
}

/// What the name of the file says.
fn says(connector: &Connector, around: &Around<'_>) -> BTreeMap<String, String> {
    let found = connector.quirks.iter().find_map(|quirk| match quirk {
        Quirk::NameSays(pattern) => name_says(around.file, pattern),
        _ => None,
    });
    found
        .unwrap_or_default()
        .into_iter()
        .map(|(part, text)| (part, text.to_owned()))
        .collect()
}

/// Names of the breakdowns of rows and columns, sorted.
fn breakdown(columns: &Columns) -> Vec<String> {
    let rows = columns.dims.iter().map(|(name, _)| name.clone());
    let parts = columns.figures.iter().flat_map(|f| f.slice.parts());
    let names: BTreeSet<String> = rows.chain(parts.map(|(name, _)| name.clone())).collect();
    names.into_iter().collect()
}

impl<'a> Work<'a> {
    fn done(self, plan: TablePlan, table: Option<Box<Table>>, stated_end: Option<Date>) -> Settled {
        Settled {
            plan,
            table,
            questions: self.questions,
            remarks: self.remarks,
            stated_end,
        }
    }

    fn plan(&self, head: &Head) -> TablePlan {
        let field = |c: &Column| c.meaning.as_ref().map(|m| m.field.clone());
        TablePlan {
            connector: Some(head.connector),
            skipped: head.passed.clone(),
            sheet: self.around.sheet.map(str::to_owned),
            title: head.title.clone(),
            header_line: head.line,
            entity: head.connector.entity,
            breakdown: Vec::new(),
            columns: head.columns.iter().map(|c| (c.header.clone(), field(c))).collect(),
        }
    }

    /// Cells of a column in the first rows.
    fn cells(&self, at: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.rows.iter().map(move |row| row.get(at))
    }

    fn place(&mut self, head: &Head, columns: &mut Columns) {
        columns.first = head.columns.first().map_or(0, |c| c.at);
        columns.width = head.columns.last().map_or(0, |c| c.at + 1);
        for column in &head.columns {
            let field = column.meaning.as_ref().map(|m| &m.field);
            columns.place(column.at, &column.header, field);
        }
        if let Some(at) = columns.at(Role::Hour) {
            columns.dims.push(("hour".to_owned(), at));
        }
        columns.dims.sort();
        columns.is_loose = self.around.sheet.is_some() || head.has_neighbour || columns.first > 0;
        columns.has_neighbour = head.has_neighbour;
    }

    fn dates(&self, columns: &Columns) -> DateFindings {
        let mut survey = DateSurvey::default();
        let roles = DAYS.iter().filter_map(|role| columns.at(*role));
        for at in roles.chain(super::events::instants(columns)) {
            self.cells(at)
                .filter(|cell| !self.is_lifetime(cell))
                .for_each(|cell| survey.look(cell));
        }
        survey.findings()
    }

    fn is_lifetime(&self, cell: &str) -> bool {
        lifetime_words(self.connector)
            .iter()
            .any(|word| word.eq_ignore_ascii_case(cell.trim()))
    }

    fn day_order(&mut self, dates: &DateFindings) -> Option<DayOrder> {
        let answered = self.around.answers.day_order.as_deref().and_then(DayOrder::from_word);
        let known = dates.order.or(answered).or_else(|| order_of(self.connector));
        if dates.mixed_order {
            self.remarks.push(Remark::MixedDates);
        }
        if known.is_none() && dates.ask_order {
            let example = dates.example.as_deref().unwrap_or("05/06/2026");
            let proposal = dates.proposal.unwrap_or(DayOrder::DayFirst);
            self.ask(
                Seen::DayOrMonth(example.to_owned()),
                Some(proposal.as_str().to_owned()),
                &["dmy", "mdy"],
            );
            return Some(proposal);
        }
        known
    }

    /// The year of the newest date, where dates have none: stated by the file's name, answered, or asked for.
    fn year(&mut self, dates: &DateFindings, columns: &Columns) -> Option<i16> {
        let Some(newest) = dates.last.filter(|_| dates.ask_year) else {
            return self.around.answers.year;
        };
        let day = |part: &str| self.says.get(part).and_then(|text| one_day(text, None));
        let stated = day("from").map(|from| year::from_on(from, newest));
        if let Some(known) = self.around.answers.year.or(stated) {
            return Some(known);
        }
        let by_export = day("exported").or(day("to")).map(|on| year::up_to(on, newest));
        let by_ids = || Some(year::after(self.newest_post(columns)?, newest));
        let by_file = || Some(year::up_to(self.modified()?, newest));
        let proposal = by_export.or_else(by_ids).or_else(by_file);
        self.ask(Seen::NoYear, proposal.map(|year| year.to_string()), &[]);
        proposal
    }

    /// Day of the newest post by the clocks of ids.
    fn newest_post(&self, columns: &Columns) -> Option<Date> {
        let keys = Keys::new(self.connector);
        let mut written = String::new();
        let instants = self.rows.iter().filter_map(|row| {
            let (_, key) = keys.of(row, columns, EntityKind::Post, 0, &mut written).ok()?;
            keys.instant(key.text(&written))
        });
        Some(instants.max()?.to_zoned(TimeZone::UTC).date())
    }

    /// What a table of events holds beyond what is mapped: never kept, as it may be names and addresses of people.
    fn unread(&mut self, head: &Head) {
        let unread = head
            .columns
            .iter()
            .filter(|c| c.meaning.is_none() && !c.header.is_empty());
        let names: Vec<String> = unread.map(|c| c.header.clone()).collect();
        if !names.is_empty() {
            self.remarks.push(Remark::Unread(names));
        }
    }

    /// The last day on which an event of the file can lie: two days after the file's own date.
    fn latest(&self) -> Option<Date> {
        self.modified()?.checked_add(2.days()).ok()
    }

    /// The file's own date, where it has one.
    fn modified(&self) -> Option<Date> {
        /// Archives that keep no dates give a file the earliest that they can write.
        const DATED: Date = jiff::civil::date(1995, 1, 1);
        self.around.modified.filter(|day| *day > DATED)
    }

    fn ask(&mut self, seen: Seen, proposal: Option<String>, choices: &[&str]) {
        self.questions.push(Question {
            key: seen.key(),
            place: Spot {
                file: self.around.file.to_owned(),
                sheet: self.around.sheet.map(ToOwned::to_owned),
            },
            seen,
            proposal,
            choices: choices.iter().map(|c| (*c).to_owned()).collect(),
        });
    }

    /// The days that the file states for rows that do not say, and the start of its day numbers.
    fn span(&mut self, head: &Head, columns: &Columns, order: Option<DayOrder>) -> Span {
        let order = order.or_else(|| order_of(self.connector));
        let stated = self.stated_period(head, order);
        let start = self.nth_day_start(order).or(stated.map(|p| p.from));
        let span = Span::new(self.connector, columns, stated, start);
        let has_figures = !columns.figures.is_empty()
            || [Role::Value, Role::Amount]
                .iter()
                .any(|role| columns.at(*role).is_some());
        let is_events = super::events::is_told(columns);
        if span.is_needed && has_figures && !is_events && stated.is_none() && self.around.answers.period.is_none() {
            self.ask(Seen::NoDays, self.day_of_export(columns), &[]);
        }
        span.or_answer(self.around.answers.period)
    }

    /// Shares and stocks without a day are of the day on which they were exported.
    fn day_of_export(&self, columns: &Columns) -> Option<String> {
        let is_momentary = |figure: &Figure| matches!(figure.measure.counter, Counter::Rate | Counter::Level);
        let day = self.modified()?;
        let all = !columns.figures.is_empty() && columns.figures.iter().all(is_momentary);
        all.then(|| format!("{day}..{day}"))
    }

    fn stated_period(&self, head: &Head, order: Option<DayOrder>) -> Option<Period> {
        let in_header = || head.columns.iter().find_map(|c| range(&c.header, order));
        let day = |part: &str| self.says.get(part).and_then(|text| one_day(text, order));
        let in_name = || Period::new(day("from")?, day("to")?).ok();
        self.around
            .notes
            .period(self.connector, order)
            .or_else(in_header)
            .or_else(in_name)
            .or_else(|| range_in_name(self.around.file))
    }

    fn nth_day_start(&self, order: Option<DayOrder>) -> Option<Date> {
        let beginnings = self.connector.quirks.iter().find_map(|quirk| match quirk {
            Quirk::NthDayFrom(beginnings) => Some(*beginnings),
            _ => None,
        })?;
        let told = beginnings
            .iter()
            .find_map(|beginning| self.around.notes.after(beginning))?;
        one_day(&told, order)
    }

    fn stated_end(&self, file: Option<Period>) -> Option<Date> {
        let exported = self.says.get("exported").and_then(|text| one_day(text, None));
        exported.or(file.map(|p| p.to))
    }

    /// The currency of rows that do not say. Money without any is asked for, and left out until it is known.
    fn currency(&mut self, head: &Head, columns: &mut Columns) -> String {
        let figures = columns.figures.iter().filter(|f| f.measure.unit == Unit::Money);
        let money: Vec<usize> = figures.map(|f| f.at).chain(super::events::money(columns)).collect();
        let has_amount = columns.at(Role::Amount).is_some()
            || columns.at(Role::Budget).is_some()
            || columns.at(Role::MetricName).is_some() && words_of_money(self.connector);
        if money.is_empty() && !has_amount {
            return String::new();
        }
        let captured = |c: &Column| {
            c.meaning
                .as_ref()
                .and_then(|m| m.captured.as_deref())
                .and_then(currency::code)
        };
        let in_header = head.columns.iter().filter(|c| money.contains(&c.at)).find_map(captured);
        let quirk = self.connector.quirks.iter().find_map(|quirk| match quirk {
            Quirk::Currency(code) => Some(*code),
            _ => None,
        });
        let in_cells = || {
            money
                .iter()
                .find_map(|at| self.cells(*at).find_map(currency::currency_of))
        };
        let in_notes = || self.around.notes.preamble(self.connector, "currency");
        let answered = self.around.answers.currency.clone();
        let known = in_header
            .map(str::to_owned)
            .or(answered)
            .or_else(in_notes)
            .or_else(|| in_cells().map(str::to_owned))
            .or_else(|| quirk.map(str::to_owned));
        if known.is_none() && columns.at(Role::Currency).is_none() {
            let amounts = head.columns.iter().filter(|c| money.contains(&c.at));
            let names = amounts.map(|c| c.header.clone()).collect();
            self.ask(Seen::Amounts(names), None, &[]);
        }
        if known.is_none() && columns.at(Role::Currency).is_none() {
            columns.figures.retain(|f| f.measure.unit != Unit::Money);
            self.remarks.push(Remark::NoCurrency);
        }
        known.unwrap_or_default()
    }

    fn platform(&mut self, head: &Head) -> String {
        let answered = self.around.answers.platform.clone();
        match self.connector.platform {
            PlatformIs::Fixed(_) if !head.rivals.is_empty() && answered.is_none() => {
                self.ask_platform(&head.rivals);
                head.rivals.first().copied().unwrap_or_default().to_owned()
            }
            PlatformIs::Fixed(own) => own.to_owned(),
            PlatformIs::Column(_) => answered.unwrap_or_default(),
            PlatformIs::Ask(choices) => {
                if let [only] = head.title_platforms.as_slice() {
                    return (*only).to_owned();
                }
                let choices = if head.title_platforms.is_empty() {
                    choices
                } else {
                    head.title_platforms.as_slice()
                };
                if answered.is_none() {
                    self.ask_platform(choices);
                }
                answered.unwrap_or_else(|| choices.first().copied().unwrap_or_default().to_owned())
            }
        }
    }

    fn ask_platform(&mut self, choices: &[&'static str]) {
        self.ask(
            Seen::SeveralPlatforms,
            choices.first().map(|c| (*c).to_owned()),
            choices,
        );
    }

    fn account(&self) -> String {
        let fixed = self.connector.quirks.iter().find_map(|quirk| match quirk {
            Quirk::Account(account) => Some((*account).to_owned()),
            _ => None,
        });
        let notes = |role| self.around.notes.preamble(self.connector, role);
        self.around
            .answers
            .account
            .clone()
            .or_else(|| notes("account_id"))
            .or_else(|| notes("account_name"))
            .or_else(|| self.says.get("account").cloned())
            .or(fixed)
            .unwrap_or_default()
    }

    /// The finest entity whose key is in the header. A table of posts stays one though it names their campaign.
    fn entity(&self, columns: &Columns) -> EntityKind {
        let own = self.connector.entity;
        if own == EntityKind::Post {
            return own;
        }
        let has = |roles: &[Role]| roles.iter().any(|role| columns.at(*role).is_some());
        let finest = super::entities::KEYS
            .iter()
            .find(|(_, roles)| has(roles))
            .map(|(kind, _)| *kind);
        finest.unwrap_or(own)
    }
}

/// Words that mean "since publication" in a date column.
pub(super) fn lifetime_words(connector: &Connector) -> &'static [&'static str] {
    connector
        .quirks
        .iter()
        .find_map(|quirk| match quirk {
            Quirk::LifetimeWords(words) => Some(*words),
            _ => None,
        })
        .unwrap_or(&[])
}

/// Scope words, those of the connector first.
pub(super) fn scope_of(connector: &Connector, word: &str) -> Option<Scope> {
    let own = connector.quirks.iter().find_map(|quirk| match quirk {
        Quirk::ScopeWords(words) => words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)),
        _ => None,
    });
    own.map(|(_, scope)| *scope)
        .or_else(|| Scope::from_word(&word.to_ascii_lowercase()))
}

/// Whether a word of the connector's `metric_name` column names money.
fn words_of_money(connector: &Connector) -> bool {
    let is_money = |notation: &str| matches!(Field::parse(notation), Ok(Field::Figure { metric, .. }) if metric.unit == Unit::Money);
    connector.quirks.iter().any(|quirk| match quirk {
        Quirk::MetricWords(words) => words.iter().any(|(_, notation)| is_money(notation)),
        _ => false,
    })
}
