//! [`Side`]: tables that are no plain list of figures: one named metric a row, reviews, costs.

use harpoon_core::batch::Batch;
use harpoon_core::{Cost, CostKind, Counter, EntityKind, Measure, Number, Unit, Voice};
use xxhash_rust::xxh3::xxh3_128;

use super::columns::{Columns, Figure, known, unknown_words};
use super::entities::Subject;
use super::groups::{Groups, Place};
use super::period::Days;
use super::rows::{Fault, RowWords};
use super::survey::slug;
use crate::cell::{Cell, DateReader, DecimalMark, NumberReader};
use crate::connector::{Connector, Quirk};
use crate::field::{Field, Given, Role};
use crate::record::Record;

/// Names of metrics in one table.
const MOST_WORDS: usize = 1_000;

/// What a table holds beside plain figures.
#[derive(Debug)]
pub(super) struct Side {
    kind: Kind,
    words: Vec<(String, Figure)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    NamedMetrics,
    Voices,
    Costs,
}

/// The metric that a row names.
pub(super) struct Named {
    /// Number of the name in this table.
    pub(super) at: usize,
    pub(super) measure: Measure,
    pub(super) value: Option<Number>,
}

/// A row and how to read it.
pub(super) struct Facts<'r> {
    pub(super) record: &'r Record,
    pub(super) columns: &'r Columns,
    pub(super) reader: &'r DateReader,
    pub(super) row: &'r RowWords<'r>,
}

impl Side {
    pub(super) fn new(connector: &Connector, columns: &Columns) -> Self {
        let has = |role| columns.at(role).is_some();
        let _ = connector;
        let kind = if has(Role::MetricName) && has(Role::Value) {
            Kind::NamedMetrics
        } else if has(Role::Stars) || has(Role::ReviewId) {
            Kind::Voices
        } else if has(Role::Amount) {
            Kind::Costs
        } else {
            Kind::Plain
        };
        Self {
            kind,
            words: Vec::new(),
        }
    }

    /// Whether rows are reviews or costs.
    pub(super) fn takes_rows(&self) -> bool {
        matches!(self.kind, Kind::Voices | Kind::Costs)
    }

    /// The metric that the row names, by number, with its value.
    pub(super) fn word(
        &mut self,
        record: &Record,
        columns: &Columns,
        connector: &'static Connector,
    ) -> Result<Option<Named>, Fault> {
        if self.kind != Kind::NamedMetrics {
            return Ok(None);
        }
        let word = columns
            .text(record, Role::MetricName)
            .ok_or_else(|| Fault::at(columns.header(Role::MetricName), "the row names no metric".into()))?;
        let at = match self.words.iter().position(|(known, _)| known == word) {
            Some(at) => at,
            None if self.words.len() >= MOST_WORDS => {
                return Err(Fault::at(
                    columns.header(Role::MetricName),
                    "more than 1,000 metrics in one table".into(),
                ));
            }
            None => {
                self.words
                    .push((word.to_owned(), named_figure(word, columns, connector)));
                self.words.len() - 1
            }
        };
        let Some((_, figure)) = self.words.get(at) else {
            return Ok(None);
        };
        let cell = figure
            .read(record.get(figure.at))
            .map_err(|e| Fault::cell(Some(figure.header.clone()), e))?;
        Ok(Some(Named {
            at,
            measure: figure.measure.clone(),
            value: cell.value(),
        }))
    }

    /// Takes a review or a cost; tells its day.
    pub(super) fn take(
        &self,
        facts: &Facts<'_>,
        days: Result<Days, Fault>,
        groups: &mut Groups,
        batch: &mut Batch,
    ) -> Result<Option<i32>, Fault> {
        match self.kind {
            Kind::Voices => facts.voice(groups, batch),
            _ => facts.cost(days, batch),
        }
    }
}

fn named_figure(word: &str, columns: &Columns, connector: &'static Connector) -> Figure {
    let told = connector.quirks.iter().find_map(|quirk| match quirk {
        Quirk::MetricWords(words) => words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)),
        _ => None,
    });
    let field = told.and_then(|(_, notation)| Field::parse(notation).ok());
    let given = match &field {
        Some(Field::Figure { given, .. }) => *given,
        _ => Given::AsIs,
    };
    let measure = field
        .and_then(|f| f.measure(connector.scope, connector.counter))
        .unwrap_or_else(|| Measure {
            metric: format!("raw.{}", slug(word)).into(),
            facet: "".into(),
            scope: connector.scope,
            counter: connector.counter.unwrap_or(Counter::Delta),
            unit: Unit::Count,
        });
    let at = columns.at(Role::Value).unwrap_or_default();
    let mut figure = Figure::new(at, word, measure, given);
    figure.reader.unknown = unknown_words(connector.quirks);
    figure
}

impl Facts<'_> {
    pub(super) fn text(&self, role: Role) -> Option<String> {
        self.columns.text(self.record, role).map(str::to_owned)
    }

    fn day(&self, role: Role) -> Result<Option<jiff::civil::Date>, Fault> {
        let Some(text) = self.columns.text(self.record, role) else {
            return Ok(None);
        };
        let cell = self
            .reader
            .day(text)
            .map_err(|e| Fault::cell(self.columns.header(role), e))?;
        Ok(cell.value())
    }

    fn number(&self, role: Role) -> Result<Option<Number>, Fault> {
        let Some(text) = self.columns.text(self.record, role) else {
            return Ok(None);
        };
        let reader = NumberReader {
            mark: DecimalMark::Point,
            given: Given::AsIs,
            unknown: &[],
        };
        reader
            .read(text)
            .map(Cell::value)
            .map_err(|e| Fault::cell(self.columns.header(role), e))
    }

    pub(super) fn extra(&self) -> Vec<(String, String)> {
        let filled = self
            .columns
            .extras
            .iter()
            .filter_map(|(name, at)| Some((name, known(self.record.get(*at))?)));
        filled.map(|(name, text)| (name.clone(), text.to_owned())).collect()
    }

    /// A review: the text, and one observation of `reviews` with the stars as facet, of the place.
    fn voice(&self, groups: &mut Groups, batch: &mut Batch) -> Result<Option<i32>, Fault> {
        let stars = self.number(Role::Stars)?;
        if let Some(stars) = stars
            && (stars < Number::ZERO || stars > Number::from_int(5).unwrap_or_default())
        {
            return Err(Fault::at(
                self.columns.header(Role::Stars),
                format!("{stars} stars, where 0 to 5 are given"),
            ));
        }
        let written_on = self.day(Role::WrittenOn)?.or(self.day(Role::Date)?);
        let text = self.text(Role::Text);
        let place = self.text(Role::Place);
        let id = self.text(Role::ReviewId);
        let told = (
            self.row.platform.as_ref(),
            self.row.account,
            &place,
            written_on,
            stars,
            &text,
            &id,
        );
        let digest = format!("{:032x}", xxh3_128(format!("{told:?}").as_bytes()));
        let key = place.unwrap_or_else(|| self.row.account.to_owned());
        let kind = if self.columns.at(Role::Place).is_some() {
            EntityKind::Place
        } else {
            EntityKind::Account
        };
        let days = written_on.map_or_else(Days::default, |day| Days::of(day, day));
        let subject = Subject {
            platform: &self.row.platform,
            account: self.row.account,
            kind,
            key: &key,
            currency: "",
        };
        let at = Place {
            subject: &subject,
            slice: "",
            days,
            scope: None,
            row: self.record.line,
        };
        let facet = stars.map_or_else(|| "unknown".to_owned(), |stars| stars.to_string());
        groups.review(&at, &facet);
        batch.voices.push(Voice {
            platform: self.row.platform.to_string(),
            account: key.clone(),
            voice_id: id.unwrap_or(digest),
            kind: "review".to_owned(),
            written_on,
            stars,
            text,
            reply: self.text(Role::Reply),
            replied_on: self.day(Role::RepliedOn)?,
            extra: self.extra(),
            row: self.record.line,
        });
        Ok(days.end)
    }

    fn cost(&self, days: Result<Days, Fault>, batch: &mut Batch) -> Result<Option<i32>, Fault> {
        let days = days?;
        let missing = |role: Role, what: &str| Fault::at(self.columns.header(role), format!("the row has no {what}"));
        let amount = self
            .number(Role::Amount)?
            .ok_or_else(|| missing(Role::Amount, "amount"))?;
        let (Some(start), Some(end)) = (days.start, days.end) else {
            return Err(missing(Role::Date, "day"));
        };
        if self.row.currency.is_empty() {
            return Err(missing(Role::Currency, "currency"));
        }
        let word = self.text(Role::CostKind).unwrap_or_default().to_lowercase();
        let kind = CostKind::from_word(&word).ok_or_else(|| Fault {
            column: self.columns.header(Role::CostKind),
            reason: format!("`{word}` is no kind of cost"),
            hint: Some("one of media, fees, labour, tools, content".into()),
        })?;
        batch.costs.push(Cost {
            kind,
            from: harpoon_core::period::day_from_number(start),
            to: harpoon_core::period::day_from_number(end),
            amount,
            currency: self.row.currency.to_owned(),
            platform: Some(self.row.platform.to_string()).filter(|p| !p.is_empty()),
            campaign: self.text(Role::CampaignName),
            note: self.text(Role::Note),
            row: self.record.line,
        });
        Ok(Some(end))
    }
}

impl Groups {
    /// One review, its stars as facet.
    fn review(&mut self, place: &Place<'_>, stars: &str) {
        let measure = Measure {
            metric: "reviews".into(),
            facet: stars.to_owned().into(),
            scope: harpoon_core::Scope::Organic,
            counter: Counter::Delta,
            unit: Unit::Count,
        };
        let word = stars
            .bytes()
            .fold(0_usize, |n, b| n.wrapping_mul(31).wrapping_add(usize::from(b)));
        let group = self.of(place.subject.kind, false, Some(word), || (String::new(), vec![measure]));
        group.push(place, &[Number::from_int(1).ok()], None);
    }
}
