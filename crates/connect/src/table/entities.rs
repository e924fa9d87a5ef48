//! Entities of a row: its key, and what the row tells of posts, ads, campaigns and accounts.

use foldhash::{HashSet, HashSetExt};
use harpoon_core::batch::Batch;
use harpoon_core::{Account, Ad, Campaign, EntityKind, Number, Post};
use jiff::Timestamp;
use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::columns::{Columns, known};
use super::rows::Fault;
use crate::cell::date::{hour, weekday};
use crate::cell::{Cell, DateReader, DecimalMark, NumberReader};
use crate::connector::{Connector, IdClock, Quirk};
use crate::field::{Given, Role};
use crate::record::Record;

/// Which roles name an entity, the finest first.
pub(crate) const KEYS: &[(EntityKind, &[Role])] = &[
    (EntityKind::Ad, &[Role::AdId, Role::AdName]),
    (EntityKind::AdGroup, &[Role::AdGroupId, Role::AdGroupName]),
    (EntityKind::Campaign, &[Role::CampaignId, Role::CampaignName]),
    (EntityKind::Post, &[Role::PostId, Role::Permalink]),
    (EntityKind::Event, &[Role::EventId, Role::EventName]),
    (EntityKind::Place, &[Role::Place]),
];

/// Between the names of a campaign, its ad group and its ad, where there are no ids.
const BELOW: &str = " › ";

/// Where a post's key and clock are found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys {
    in_permalink: &'static [&'static str],
    clock: Option<IdClock>,
    row_number: bool,
    keyless: Option<&'static str>,
    from_sunday: bool,
}

impl Keys {
    pub(super) fn new(connector: &Connector) -> Self {
        let mut keys = Self {
            in_permalink: &[],
            clock: None,
            row_number: false,
            keyless: None,
            from_sunday: false,
        };
        for quirk in connector.quirks {
            match quirk {
                Quirk::IdInPermalink(marks) => keys.in_permalink = marks,
                Quirk::IdClock(clock) => keys.clock = Some(*clock),
                Quirk::RowNumberIsKey => keys.row_number = true,
                Quirk::Keyless(word) => keys.keyless = Some(word),
                Quirk::WeekdaysFromSunday => keys.from_sunday = true,
                _ => {}
            }
        }
        keys
    }

    /// The kind of the row's entity and its key; a key that no cell holds is written to `key`. `kind` is the finest that
    /// the table has, `number` the row's own among the data rows.
    pub(super) fn of<'r>(
        &self,
        record: &'r Record,
        columns: &Columns,
        kind: EntityKind,
        number: u64,
        key: &mut String,
    ) -> Result<(EntityKind, Key<'r>), Fault> {
        key.clear();
        if kind == EntityKind::Account {
            return Ok((kind, Key::Written));
        }
        let from = KEYS.iter().position(|(k, _)| *k == kind).unwrap_or(0);
        let only = usize::from(kind == EntityKind::Post);
        for (kind, _) in KEYS.iter().skip(from).take(if only == 1 { 1 } else { KEYS.len() }) {
            if let Some(found) = self.find(record, columns, *kind, key)? {
                return Ok((*kind, found));
            }
        }
        if self.row_number {
            key.push_str(&number.to_string());
            return Ok((kind, Key::Written));
        }
        if let Some(word) = self.keyless {
            return Ok((kind, Key::Cell(word)));
        }
        let header = KEYS
            .get(from)
            .and_then(|(_, roles)| roles.iter().find_map(|role| columns.header(*role)));
        Err(Fault {
            column: header,
            reason: format!("the row names no {}", kind.as_str().replace('_', " ")),
            hint: Some("fill in its id or name, or leave the row out".into()),
        })
    }

    /// The key of this kind, if the row has one.
    fn find<'r>(
        &self,
        record: &'r Record,
        columns: &Columns,
        kind: EntityKind,
        key: &mut String,
    ) -> Result<Option<Key<'r>>, Fault> {
        match kind {
            EntityKind::Ad => named(record, columns, Role::AdId, Role::AdName, key, |key| {
                ad_group_key(record, columns, key);
            }),
            EntityKind::AdGroup => named(record, columns, Role::AdGroupId, Role::AdGroupName, key, |key| {
                campaign_key(record, columns, key);
            }),
            EntityKind::Campaign => named(record, columns, Role::CampaignId, Role::CampaignName, key, |_| {}),
            EntityKind::Event => named(record, columns, Role::EventId, Role::EventName, key, |_| {}),
            EntityKind::Place => named(record, columns, Role::Place, Role::Place, key, |_| {}),
            EntityKind::Post => self.post(record, columns),
            EntityKind::Account => Ok(Some(Key::Written)),
        }
    }

    fn post<'r>(&self, record: &'r Record, columns: &Columns) -> Result<Option<Key<'r>>, Fault> {
        if let Some(id) = columns.text(record, Role::PostId) {
            undamaged(id, columns, Role::PostId)?;
            return Ok(Some(Key::Cell(id)));
        }
        let link = columns.text(record, Role::Permalink);
        Ok(link.map(|link| Key::Cell(self.in_link(link).unwrap_or(link))))
    }

    /// The part of a permalink that is the post's key.
    fn in_link<'l>(&self, link: &'l str) -> Option<&'l str> {
        self.in_permalink.iter().find_map(|mark| {
            let (_, rest) = link.split_once(mark)?;
            let end = rest.find(['/', '?', '#', ',', '&']).unwrap_or(rest.len());
            rest.get(..end).filter(|id| !id.is_empty())
        })
    }

    /// The instant that a post's id carries.
    pub(super) fn instant(&self, key: &str) -> Option<Timestamp> {
        self.clock?.instant(key)
    }
}

/// Where the key of a row's entity is.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub(super) enum Key<'r> {
    /// A text that is there already. It is not copied: what was just written cannot be compared before all that was written
    /// earlier has reached the memory, and a table's columns are much to write.
    Cell(&'r str),
    /// Put together of several cells.
    Written,
}

impl<'r> Key<'r> {
    /// The key, given the text to which it was written if it had to be.
    pub(super) const fn text(self, written: &'r str) -> &'r str {
        match self {
            Self::Cell(text) => text,
            Self::Written => written,
        }
    }
}

fn named<'r>(
    record: &'r Record,
    columns: &Columns,
    id: Role,
    name: Role,
    key: &mut String,
    parents: impl Fn(&mut String),
) -> Result<Option<Key<'r>>, Fault> {
    if let Some(id_text) = columns.text(record, id) {
        undamaged(id_text, columns, id)?;
        return Ok(Some(Key::Cell(id_text)));
    }
    let Some(name) = columns.text(record, name) else {
        return Ok(None);
    };
    parents(key);
    if !key.is_empty() {
        key.push_str(BELOW);
    }
    key.push_str(name);
    Ok(Some(Key::Written))
}

fn campaign_key(record: &Record, columns: &Columns, key: &mut String) {
    if let Some(text) = columns
        .text(record, Role::CampaignId)
        .or_else(|| columns.text(record, Role::CampaignName))
    {
        key.push_str(text);
    }
}

fn ad_group_key(record: &Record, columns: &Columns, key: &mut String) {
    if let Some(id) = columns.text(record, Role::AdGroupId) {
        key.push_str(id);
        return;
    }
    campaign_key(record, columns, key);
    if let Some(name) = columns.text(record, Role::AdGroupName) {
        if !key.is_empty() {
            key.push_str(BELOW);
        }
        key.push_str(name);
    }
}

/// Spreadsheets turn long ids into `1.22E+17`, and the last digits are gone.
pub(super) fn undamaged(id: &str, columns: &Columns, role: Role) -> Result<(), Fault> {
    let is_power = |text: &str| {
        let (mantissa, exponent) = text.split_once(['E', 'e'])?;
        let exponent = exponent.strip_prefix('+')?;
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
        (digits(mantissa) && digits(exponent)).then_some(())
    };
    if !id.as_bytes().contains(&b'+') || is_power(id).is_none() {
        return Ok(());
    }
    Err(Fault {
        column: columns.header(role),
        reason: format!("`{id}` is an id that a spreadsheet has rounded; its last digits are lost"),
        hint: Some("import the file as it was downloaded, before it was saved by a spreadsheet".into()),
    })
}

/// What a row tells of its publication.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    at: Option<Timestamp>,
    pub(super) day: Option<Date>,
    hour: Option<i8>,
    weekday: Option<i8>,
}

impl Keys {
    pub(super) fn published(
        &self,
        record: &Record,
        columns: &Columns,
        reader: &DateReader,
        key: &str,
    ) -> Result<Published, Fault> {
        let mut published = Published::default();
        if let Some(text) = columns.text(record, Role::PublishedAt) {
            let cell = reader
                .moment(text)
                .map_err(|e| Fault::cell(columns.header(Role::PublishedAt), e))?;
            if let Some(moment) = cell.value() {
                published = Published {
                    at: moment.at,
                    day: Some(moment.day),
                    hour: moment.hour,
                    weekday: Some(moment.weekday),
                };
            }
        }
        if let (None, Some(at)) = (published.at, self.instant(key)) {
            published.at = Some(at);
            if published.day.is_none() {
                let zone = reader.zone.clone().unwrap_or(jiff::tz::TimeZone::UTC);
                let local = at.to_zoned(zone);
                published.day = Some(local.date());
                published.hour = Some(local.hour());
                published.weekday = Some(local.date().weekday().to_monday_one_offset());
            }
        }
        if let Some(text) = columns.text(record, Role::PublishedHour) {
            let cell = hour(text).map_err(|e| Fault::cell(columns.header(Role::PublishedHour), e))?;
            published.hour = cell.value();
        }
        if let Some(text) = columns.text(record, Role::PublishedWeekday) {
            let cell = weekday(text, self.from_sunday);
            published.weekday = cell
                .map_err(|e| Fault::cell(columns.header(Role::PublishedWeekday), e))?
                .value();
        }
        Ok(published)
    }
}

/// Entities already told, by digest: each distinct content once a file.
#[derive(Debug, Default)]
pub(super) struct Told {
    seen: HashSet<u64>,
    /// Digests of rows in the order in which they came first, and which of them comes next if rows come as they did: most
    /// exports list the same entities day after day.
    order: Vec<u64>,
    next: usize,
    attributes: Vec<usize>,
}

/// Roles that describe entities.
const ATTRIBUTES: &[Role] = &[
    Role::Platform,
    Role::AccountId,
    Role::AccountName,
    Role::CampaignId,
    Role::CampaignName,
    Role::AdGroupId,
    Role::AdGroupName,
    Role::AdId,
    Role::AdName,
    Role::PostId,
    Role::PublishedAt,
    Role::PublishedHour,
    Role::PublishedWeekday,
    Role::Title,
    Role::Text,
    Role::Permalink,
    Role::LandingUrl,
    Role::Format,
    Role::Duration,
    Role::Objective,
    Role::Budget,
    Role::StartsOn,
    Role::EndsOn,
    Role::TimeZone,
];

/// What a row is about, with its key.
pub(super) struct Subject<'r> {
    pub(super) platform: &'r str,
    pub(super) account: &'r str,
    pub(super) kind: EntityKind,
    pub(super) key: &'r str,
    pub(super) currency: &'r str,
}

impl Told {
    pub(super) fn new(columns: &Columns) -> Self {
        let roles = ATTRIBUTES.iter().filter_map(|role| columns.at(*role));
        let extras = columns.extras.iter().map(|(_, at)| *at);
        Self {
            seen: HashSet::new(),
            order: Vec::new(),
            next: 0,
            attributes: roles.chain(extras).collect(),
        }
    }

    /// Whether the row tells anything of entities that an earlier one did not.
    pub(super) fn is_new(&mut self, record: &Record, subject: &Subject<'_>) -> bool {
        let mut digest = xxh3_64_with_seed(subject.key.as_bytes(), 1);
        for at in &self.attributes {
            digest = xxh3_64_with_seed(record.get(*at).as_bytes(), digest);
        }
        self.is_first(digest)
    }

    fn is_first(&mut self, digest: u64) -> bool {
        if self.order.get(self.next) == Some(&digest) {
            self.next += 1;
            return false;
        }
        if self.order.first() == Some(&digest) {
            self.next = 1;
            return false;
        }
        let is_first = self.seen.insert(digest);
        if is_first {
            self.order.push(digest);
            self.next = self.order.len();
        }
        is_first
    }

    fn first(&mut self, content: &str) -> bool {
        self.seen.insert(xxh3_64_with_seed(content.as_bytes(), 2))
    }

    /// Adds the entities that the row tells of.
    pub(super) fn tell(
        &mut self,
        record: &Record,
        columns: &Columns,
        reader: &DateReader,
        subject: &Subject<'_>,
        published: &Published,
        batch: &mut Batch,
    ) {
        let row = Row {
            record,
            columns,
            reader,
            subject,
        };
        if let Some(account) = row.account()
            && self.first(&format!(
                "{:?}",
                Account {
                    row: 0,
                    ..account.clone()
                }
            ))
        {
            batch.accounts.push(account);
        }
        if let Some(campaign) = row.campaign()
            && self.first(&format!(
                "{:?}",
                Campaign {
                    row: 0,
                    ..campaign.clone()
                }
            ))
        {
            batch.campaigns.push(campaign);
        }
        match subject.kind {
            EntityKind::Ad | EntityKind::AdGroup => batch.ads.push(row.ad()),
            EntityKind::Post => batch.posts.push(row.post(published)),
            _ => {}
        }
    }
}

struct Row<'r> {
    record: &'r Record,
    columns: &'r Columns,
    reader: &'r DateReader,
    subject: &'r Subject<'r>,
}

impl Row<'_> {
    fn text(&self, role: Role) -> Option<String> {
        self.columns.text(self.record, role).map(str::to_owned)
    }

    fn day(&self, role: Role) -> Option<Date> {
        self.reader
            .day(self.columns.text(self.record, role)?)
            .ok()
            .and_then(Cell::value)
    }

    fn number(&self, role: Role) -> Option<Number> {
        let text = self.columns.text(self.record, role)?;
        if text.starts_with("PT") {
            // ISO 8601, as YouTube's data API writes lengths.
            let length: jiff::SignedDuration = text.parse().ok()?;
            return Number::from_int(length.as_secs()).ok();
        }
        let given = if text.contains(':') { Given::Clock } else { Given::AsIs };
        let reader = NumberReader {
            mark: DecimalMark::Point,
            given,
            unknown: &[],
        };
        reader.read(text).ok().and_then(Cell::value)
    }

    fn extra(&self) -> Vec<(String, String)> {
        let filled = self
            .columns
            .extras
            .iter()
            .filter_map(|(name, at)| Some((name, known(self.record.get(*at))?)));
        filled.map(|(name, text)| (name.clone(), text.to_owned())).collect()
    }

    fn account(&self) -> Option<Account> {
        let told = [Role::AccountId, Role::AccountName, Role::TimeZone];
        let is_told = told.iter().any(|role| self.columns.text(self.record, *role).is_some());
        (is_told && !self.subject.account.is_empty()).then(|| Account {
            platform: self.subject.platform.to_owned(),
            account: self.subject.account.to_owned(),
            name: self.text(Role::AccountName),
            currency: (!self.subject.currency.is_empty()).then(|| self.subject.currency.to_owned()),
            time_zone: self.text(Role::TimeZone),
            row: self.record.line,
        })
    }

    fn campaign(&self) -> Option<Campaign> {
        if !matches!(
            self.subject.kind,
            EntityKind::Ad | EntityKind::AdGroup | EntityKind::Campaign
        ) {
            return None;
        }
        let mut key = String::new();
        campaign_key(self.record, self.columns, &mut key);
        let budget = self.number(Role::Budget).filter(|_| !self.subject.currency.is_empty());
        (!key.is_empty()).then(|| Campaign {
            platform: self.subject.platform.to_owned(),
            account: self.subject.account.to_owned(),
            campaign_id: key,
            name: self.text(Role::CampaignName),
            objective: self.text(Role::Objective),
            starts_on: self.day(Role::StartsOn),
            ends_on: self.day(Role::EndsOn),
            budget,
            currency: budget.map(|_| self.subject.currency.to_owned()),
            extra: if self.subject.kind == EntityKind::Campaign {
                self.extra()
            } else {
                Vec::new()
            },
            row: self.record.line,
        })
    }

    fn ad(&self) -> Ad {
        let key_of = |write: fn(&Record, &Columns, &mut String)| {
            let mut key = String::new();
            write(self.record, self.columns, &mut key);
            (!key.is_empty()).then_some(key)
        };
        let is_ad = self.subject.kind == EntityKind::Ad;
        let group_named = self
            .text(Role::AdGroupId)
            .or_else(|| self.text(Role::AdGroupName))
            .is_some();
        Ad {
            platform: self.subject.platform.to_owned(),
            account: self.subject.account.to_owned(),
            ad_id: self.subject.key.to_owned(),
            kind: Some(self.subject.kind),
            name: self.text(if is_ad { Role::AdName } else { Role::AdGroupName }),
            ad_group_id: key_of(ad_group_key).filter(|_| group_named),
            ad_group: self.text(Role::AdGroupName),
            campaign_id: key_of(campaign_key),
            campaign: self.text(Role::CampaignName),
            post_id: self.text(Role::PostId),
            format: self.text(Role::Format).map(|word| post_format(&word)),
            landing_url: self.text(Role::LandingUrl),
            extra: self.extra(),
            row: self.record.line,
        }
    }

    fn post(&self, published: &Published) -> Post {
        Post {
            platform: self.subject.platform.to_owned(),
            account: self.subject.account.to_owned(),
            post_id: self.subject.key.to_owned(),
            published_at: published.at,
            published_on: published.day,
            published_hour: published.hour,
            published_weekday: published.weekday,
            format: self.text(Role::Format).map(|word| post_format(&word)),
            title: self.text(Role::Title),
            text: self.text(Role::Text),
            permalink: self.text(Role::Permalink),
            landing_url: self.text(Role::LandingUrl),
            campaign: self.text(Role::CampaignName),
            duration: self.number(Role::Duration),
            extra: self.extra(),
            row: self.record.line,
        }
    }
}

/// The common word for a platform's word of a format.
fn post_format(word: &str) -> String {
    let lower = word.trim().to_lowercase();
    let plain = lower
        .strip_prefix("ig ")
        .or_else(|| lower.strip_prefix("instagram "))
        .unwrap_or(&lower);
    match plain {
        "photos" | "image" | "images" | "picture" => "photo",
        "videos" => "video",
        "reels" => "reel",
        "stories" => "story",
        "links" => "link",
        "status" | "texts" | "text only" => "text",
        "carousel album" | "carousel_album" | "multi-photo" | "multi photo" | "album" => "carousel",
        "shorts" => "short",
        "pins" => "pin",
        other => other,
    }
    .to_owned()
}
