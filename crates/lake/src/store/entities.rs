//! Arrow columns of every table but `observations`: what exists, what was spent, what was written, what was put aside.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use harpoon_core::batch::Batch;
use harpoon_core::period::day_number;
use harpoon_core::table::Table;
use harpoon_core::{Alias, EntityKind, Number, Scope};
use jiff::Timestamp;
use jiff::civil::Date;

use super::columns;
use super::import::ImportRow;
use super::schema;

/// Everything of one batch but its observations, under its import.
pub(super) struct Others<'a> {
    pub(super) import_id: &'a str,
    pub(super) file: &'a str,
    pub(super) batch: &'a Batch,
}

impl Others<'_> {
    /// The rows of one table; `None` where the batch has none.
    pub(super) fn rows(&self, table: &Table) -> Result<Option<RecordBatch>, ArrowError> {
        let arrays = match table.name {
            "posts" => self.posts()?,
            "ads" => self.ads(),
            "campaigns" => self.campaigns()?,
            "accounts" => self.accounts(),
            "costs" => self.costs()?,
            "voices" => self.voices()?,
            "events" => self.events()?,
            "identities" => self.identities(),
            "quarantine" => self.quarantine(),
            _ => return Ok(None),
        };
        let rows = RecordBatch::try_new(schema::parquet(table), arrays)?;
        Ok((rows.num_rows() > 0).then_some(rows))
    }

    fn posts(&self) -> Result<Vec<ArrayRef>, ArrowError> {
        let rows = &self.batch.posts;
        Ok(vec![
            text(rows, |r| &r.platform),
            text(rows, |r| &r.account),
            text(rows, |r| &r.post_id),
            instants(rows, |r| r.published_at),
            days(rows, |r| r.published_on),
            wholes(rows, |r| r.published_hour.map(i64::from)),
            wholes(rows, |r| r.published_weekday.map(i64::from)),
            maybe(rows, |r| &r.format),
            maybe(rows, |r| &r.title),
            maybe(rows, |r| &r.text),
            maybe(rows, |r| &r.permalink),
            maybe(rows, |r| &r.landing_url),
            maybe(rows, |r| &r.campaign),
            numbers(rows, |r| r.duration)?,
            extras(rows, |r| &r.extra),
            self.import(rows),
            row(rows, |r| r.row),
        ])
    }

    fn ads(&self) -> Vec<ArrayRef> {
        let rows = &self.batch.ads;
        vec![
            text(rows, |r| &r.platform),
            text(rows, |r| &r.account),
            text(rows, |r| r.kind.unwrap_or(EntityKind::Ad).as_str()),
            text(rows, |r| &r.ad_id),
            maybe(rows, |r| &r.name),
            maybe(rows, |r| &r.ad_group_id),
            maybe(rows, |r| &r.ad_group),
            maybe(rows, |r| &r.campaign_id),
            maybe(rows, |r| &r.campaign),
            maybe(rows, |r| &r.post_id),
            maybe(rows, |r| &r.format),
            maybe(rows, |r| &r.landing_url),
            extras(rows, |r| &r.extra),
            self.import(rows),
            row(rows, |r| r.row),
        ]
    }

    fn campaigns(&self) -> Result<Vec<ArrayRef>, ArrowError> {
        let rows = &self.batch.campaigns;
        Ok(vec![
            text(rows, |r| &r.platform),
            text(rows, |r| &r.account),
            text(rows, |r| &r.campaign_id),
            maybe(rows, |r| &r.name),
            maybe(rows, |r| &r.objective),
            days(rows, |r| r.starts_on),
            days(rows, |r| r.ends_on),
            numbers(rows, |r| r.budget)?,
            maybe(rows, |r| &r.currency),
            extras(rows, |r| &r.extra),
            self.import(rows),
            row(rows, |r| r.row),
        ])
    }

    fn accounts(&self) -> Vec<ArrayRef> {
        let rows = &self.batch.accounts;
        vec![
            text(rows, |r| &r.platform),
            text(rows, |r| &r.account),
            maybe(rows, |r| &r.name),
            maybe(rows, |r| &r.currency),
            maybe(rows, |r| &r.time_zone),
            self.import(rows),
            row(rows, |r| r.row),
        ]
    }

    fn costs(&self) -> Result<Vec<ArrayRef>, ArrowError> {
        let rows = &self.batch.costs;
        Ok(vec![
            text(rows, |r| r.kind.as_str()),
            days(rows, |r| Some(r.from)),
            days(rows, |r| Some(r.to)),
            numbers(rows, |r| Some(r.amount))?,
            text(rows, |r| &r.currency),
            maybe(rows, |r| &r.platform),
            maybe(rows, |r| &r.campaign),
            maybe(rows, |r| &r.note),
            self.import(rows),
            row(rows, |r| r.row),
        ])
    }

    fn voices(&self) -> Result<Vec<ArrayRef>, ArrowError> {
        let rows = &self.batch.voices;
        Ok(vec![
            text(rows, |r| &r.platform),
            text(rows, |r| &r.account),
            text(rows, |r| &r.voice_id),
            text(rows, |r| &r.kind),
            days(rows, |r| r.written_on),
            numbers(rows, |r| r.stars)?,
            maybe(rows, |r| &r.text),
            maybe(rows, |r| &r.reply),
            days(rows, |r| r.replied_on),
            extras(rows, |r| &r.extra),
            self.import(rows),
            row(rows, |r| r.row),
        ])
    }

    fn events(&self) -> Result<Vec<ArrayRef>, ArrowError> {
        let rows = &self.batch.events;
        Ok(vec![
            text(rows, |r| &r.event_id),
            instants(rows, |r| Some(r.at)),
            days(rows, |r| Some(r.on)),
            text(rows, |r| r.kind.as_str()),
            aliases(rows, |r| r.person.as_ref()),
            aliases(rows, |r| r.company.as_ref()),
            maybe(rows, |r| &r.deed),
            maybe(rows, |r| &r.platform),
            words(rows, |r| r.scope.map(Scope::as_str)),
            maybe(rows, |r| &r.channel),
            maybe(rows, |r| &r.source),
            maybe(rows, |r| &r.medium),
            maybe(rows, |r| &r.campaign),
            maybe(rows, |r| &r.content),
            maybe(rows, |r| &r.term),
            maybe(rows, |r| &r.referrer),
            maybe(rows, |r| &r.landing_url),
            maybe(rows, |r| &r.click_param),
            numbers(rows, |r| r.value)?,
            maybe(rows, |r| &r.currency),
            maybe(rows, |r| &r.detail),
            extras(rows, |r| &r.extra),
            self.import(rows),
            row(rows, |r| r.row),
        ])
    }

    fn identities(&self) -> Vec<ArrayRef> {
        let rows = &self.batch.identities;
        vec![
            aliases(rows, |r| Some(&r.one)),
            aliases(rows, |r| Some(&r.other)),
            text(rows, |r| if r.joined { "joined" } else { "unjoined" }),
            self.import(rows),
            row(rows, |r| r.row),
        ]
    }

    fn quarantine(&self) -> Vec<ArrayRef> {
        let rows = &self.batch.rejects;
        vec![
            self.import(rows),
            row(rows, |r| r.row),
            text(rows, |_| self.file),
            maybe(rows, |r| &r.column),
            text(rows, |r| &r.reason),
            maybe(rows, |r| &r.hint),
            text(rows, |r| &r.raw),
        ]
    }

    fn import<'r, T>(&'r self, rows: &'r [T]) -> ArrayRef {
        text(rows, |_| self.import_id)
    }
}

/// Rows of `imports`.
pub(super) fn imports(table: &Table, rows: &[ImportRow]) -> Result<RecordBatch, ArrowError> {
    let arrays = vec![
        text(rows, |r| &r.import_id),
        row(rows, |r| r.seq),
        text(rows, |r| r.status.as_str()),
        text(rows, |r| &r.file),
        text(rows, |r| &r.sha256),
        row(rows, |r| r.bytes),
        text(rows, |r| &r.connector),
        wholes(rows, |r| Some(i64::from(r.connector_version))),
        maybe(rows, |r| &r.platform),
        maybe(rows, |r| &r.account),
        row(rows, |r| r.accepted),
        row(rows, |r| r.duplicate),
        row(rows, |r| r.quarantined),
        row(rows, |r| r.facts),
        text(rows, |r| &r.digest),
        instants(rows, |r| r.observed_at),
        instants(rows, |r| Some(r.imported_at)),
        text(rows, |r| &r.answers),
        text(rows, |r| &r.checks),
        json(rows, |r| &r.series),
        text(rows, |r| &r.remarks),
        json(rows, |r| &r.bases),
    ];
    columns::batch(table.columns, arrays)
}

fn text<'a, T>(rows: &'a [T], of: impl Fn(&'a T) -> &'a str) -> ArrayRef {
    Arc::new(rows.iter().map(|row| Some(of(row))).collect::<StringArray>())
}

fn maybe<T>(rows: &[T], of: impl Fn(&T) -> &Option<String>) -> ArrayRef {
    Arc::new(rows.iter().map(|row| of(row).as_deref()).collect::<StringArray>())
}

fn words<T>(rows: &[T], of: impl Fn(&T) -> Option<&'static str>) -> ArrayRef {
    Arc::new(rows.iter().map(of).collect::<StringArray>())
}

fn aliases<'a, T>(rows: &'a [T], of: impl Fn(&'a T) -> Option<&'a Alias>) -> ArrayRef {
    let texts = rows.iter().map(|row| of(row).map(Alias::to_string));
    Arc::new(texts.collect::<StringArray>())
}

fn row<T>(rows: &[T], of: impl Fn(&T) -> u64) -> ArrayRef {
    wholes(rows, |row| Some(of(row).cast_signed()))
}

fn wholes<T>(rows: &[T], of: impl Fn(&T) -> Option<i64>) -> ArrayRef {
    Arc::new(rows.iter().map(of).collect::<Int64Array>())
}

fn numbers<T>(rows: &[T], of: impl Fn(&T) -> Option<Number>) -> Result<ArrayRef, ArrowError> {
    columns::numbers(rows.iter().map(of))
}

fn days<T>(rows: &[T], of: impl Fn(&T) -> Option<Date>) -> ArrayRef {
    Arc::new(rows.iter().map(|row| of(row).map(day_number)).collect::<Date32Array>())
}

fn instants<T>(rows: &[T], of: impl Fn(&T) -> Option<Timestamp>) -> ArrayRef {
    let micros = rows.iter().map(|row| of(row).map(Timestamp::as_microsecond));
    Arc::new(micros.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
}

fn extras<T>(rows: &[T], of: impl Fn(&T) -> &Vec<(String, String)>) -> ArrayRef {
    let object = |pairs: &Vec<(String, String)>| {
        let object: serde_json::Map<_, _> = pairs.iter().map(|(k, v)| (k.clone(), v.clone().into())).collect();
        (!object.is_empty()).then(|| serde_json::Value::Object(object).to_string())
    };
    Arc::new(rows.iter().map(|row| object(of(row))).collect::<StringArray>())
}

fn json<T, V: serde::Serialize>(rows: &[T], of: impl Fn(&T) -> &V) -> ArrayRef {
    // These types serialize into JSON without fail.
    let texts = rows.iter().map(|row| serde_json::to_string(of(row)).ok());
    Arc::new(texts.collect::<StringArray>())
}
