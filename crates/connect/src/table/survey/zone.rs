//! The zone of times without an offset: told by the clocks in ids, fixed by the platform, answered, or asked for.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Work;
use crate::cell::{DateFindings, DateReader, DateSurvey};
use crate::connector::Quirk;
use crate::field::Role;
use crate::idclock::zone_of;
use crate::plan::Seen;
use crate::remark::Remark;
use crate::table::columns::Columns;
use crate::table::entities::Keys;

/// Posts that must agree before ids may tell a zone that nobody named.
const ENOUGH: usize = 3;

impl Work<'_> {
    /// The zone to read times in. `reader` knows all but the zone. What ids prove wins: they are beside the very times.
    pub(super) fn zone(&mut self, columns: &Columns, reader: &DateReader) -> Option<TimeZone> {
        let candidates = [self.connector.zone, self.around.answers.zone.as_deref()];
        let named = candidates.into_iter().flatten().next();
        let proved = self.has_naive_times(columns).then(|| {
            let pairs = self.with_id_clocks(columns, reader);
            let more: Vec<&str> = candidates.into_iter().flatten().collect();
            let fit = zone_of(&pairs, &more).filter(|fit| fit.agree >= ENOUGH && fit.agree * 10 >= fit.of * 9);
            fit.map(|fit| (fit.zone, fit.agree, fit.of))
        });
        match (proved, named) {
            (Some(Some((zone, agree, of))), _) if named != Some(zone) => {
                self.remarks.push(Remark::Zone {
                    zone: zone.to_owned(),
                    agree,
                    of,
                    not: named.map(str::to_owned),
                });
                TimeZone::get(zone).ok()
            }
            (Some(None), None) if self.keys_without_clock() => {
                self.ask_zone(columns.header(Role::PublishedAt));
                None
            }
            _ => TimeZone::get(named?).ok(),
        }
    }

    /// Whether nothing but the written time tells when posts were published.
    fn keys_without_clock(&self) -> bool {
        !self
            .connector
            .quirks
            .iter()
            .any(|quirk| matches!(quirk, Quirk::IdClock(_)))
    }

    /// Whether posts have a publish time that lacks its offset.
    fn has_naive_times(&self, columns: &Columns) -> bool {
        let Some(at) = columns.at(Role::PublishedAt) else {
            return false;
        };
        let mut survey = DateSurvey::default();
        self.cells(at).for_each(|cell| survey.look(cell));
        let found = survey.findings();
        found.has_time && !found.has_offset
    }

    /// Publish times as written, beside the instants in the ids of their posts.
    fn with_id_clocks(&self, columns: &Columns, reader: &DateReader) -> Vec<(DateTime, Timestamp)> {
        let keys = Keys::new(self.connector);
        let mut written = String::new();
        let pair = |row: &crate::record::Record| {
            let moment = reader.moment(columns.text(row, Role::PublishedAt)?).ok()?.value()?;
            let (_, key) = keys.of(row, columns, self.connector.entity, 0, &mut written).ok()?;
            let in_link = || keys.instant(columns.text(row, Role::Permalink)?);
            Some((moment.naive?, keys.instant(key.text(&written)).or_else(in_link)?))
        };
        self.rows.iter().filter_map(pair).collect()
    }

    /// Events are instants: their zone is asked for where nothing tells it.
    pub(super) fn zone_of_events(&mut self, dates: &DateFindings) -> Option<TimeZone> {
        let named = self.connector.zone.or(self.around.answers.zone.as_deref());
        if named.is_none() && dates.has_time && !dates.has_offset {
            self.ask_zone(None);
        }
        TimeZone::get(named?).ok()
    }

    fn ask_zone(&mut self, column: Option<String>) {
        self.ask(Seen::Times(column), Some("UTC".to_owned()), &[]);
    }
}
