//! Facts written by hand, one a line, into a lake.
//!
//! ```text
//! import NAME                      lines from here on come in one import, later ones replace earlier ones
//! obs platform|account|kind|entity|metric.facet|scope|counter|breakdown|slice|start|end|value|currency
//! post platform|account|post_id|day|hour|format|campaign|NAME=VALUE;…|instant|seconds|address
//! ad platform|account|ad_id|ad_group|campaign|format
//! campaign platform|account|campaign_id|name
//! cost kind|from|to|amount|currency|platform
//! review platform|place|id|day|stars
//! event id|at|kind|person|company|deed|source|medium|campaign|value|currency|NAME=VALUE;…
//! tie one|other
//! ```
//! Blank fields are unknown. `#` begins a remark.

use harpoon_core::batch::{Batch, Figures, Observations};
use harpoon_core::event::{Alias, Event, EventKind, Identity};
use harpoon_core::fact::{Ad, Campaign, Cost, CostKind, Counter, EntityKind, Measure, Post, Scope, Voice};
use harpoon_core::metric;
use harpoon_core::period::day_number;
use harpoon_lake::{Begun, ImportHead, ImportTail, Lake};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Loads every import of the text and commits each.
pub(crate) fn load(lake: &Lake, text: &str) {
    load_after(lake, text, 0);
}

/// The same, where so many imports came before.
pub(crate) fn load_after(lake: &Lake, text: &str, before: i64) {
    let mut imports: Vec<(String, Batch)> = Vec::new();
    for (number, line) in (1_u64..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (word, rest) = line.split_once(' ').expect("a word and its fields");
        if word == "import" {
            imports.push((rest.to_owned(), Batch::default()));
            continue;
        }
        let (_, batch) = imports.last_mut().expect("an import before its facts");
        add(batch, word, &rest.split('|').map(str::trim).collect::<Vec<_>>(), number);
    }
    for (number, (name, batch)) in (before..).zip(imports) {
        commit(lake, &name, batch, number);
    }
}

/// One import of one batch.
pub(crate) fn commit(lake: &Lake, name: &str, batch: Batch, number: i64) {
    let mut staging = lake.stage().expect("a writer");
    let at = Timestamp::from_second(1_790_000_000 + number * 86_400).expect("an instant");
    let head = ImportHead {
        file: name.to_owned(),
        sha256: format!("{number:064x}"),
        bytes: 1,
        connector: "by_hand".to_owned(),
        connector_version: 1,
        platform: None,
        account: None,
        answers: "{}".to_owned(),
        imported_at: at,
    };
    assert_eq!(staging.begin(head).expect("begun"), Begun::New);
    let rows = batch.rows;
    staging.push(batch).expect("pushed");
    let tail = ImportTail {
        observed_at: Some(at),
        checks: "[]".to_owned(),
        remarks: "[]".to_owned(),
        rows,
        rejected: 0,
        duplicate: 0,
    };
    staging.end(tail).expect("ended");
    staging.commit().expect("committed");
}

fn add(batch: &mut Batch, word: &str, fields: &[&str], row: u64) {
    batch.rows += 1;
    match word {
        "obs" => observation(batch, fields, row),
        "post" => batch.posts.push(post(fields, row)),
        "ad" => batch.ads.push(Ad {
            platform: fields[0].to_owned(),
            account: fields[1].to_owned(),
            ad_id: fields[2].to_owned(),
            kind: Some(EntityKind::Ad),
            ad_group: known(fields[3]),
            campaign: known(fields[4]),
            format: fields.get(5).and_then(|f| known(f)),
            row,
            ..Ad::default()
        }),
        "campaign" => batch.campaigns.push(Campaign {
            platform: fields[0].to_owned(),
            account: fields[1].to_owned(),
            campaign_id: fields[2].to_owned(),
            name: known(fields[3]),
            row,
            ..Campaign::default()
        }),
        "cost" => batch.costs.push(Cost {
            kind: CostKind::from_word(fields[0]).expect("a kind of cost"),
            from: day(fields[1]).expect("a day"),
            to: day(fields[2]).expect("a day"),
            amount: fields[3].parse().expect("an amount"),
            currency: fields[4].to_owned(),
            platform: known(fields[5]),
            campaign: None,
            note: None,
            row,
        }),
        "review" => batch.voices.push(Voice {
            platform: fields[0].to_owned(),
            account: fields[1].to_owned(),
            voice_id: fields[2].to_owned(),
            kind: "review".to_owned(),
            written_on: day(fields[3]),
            stars: fields[4].parse().ok(),
            row,
            ..Voice::default()
        }),
        "event" => batch.events.push(event(fields, row)),
        "tie" => {
            let name = |at: usize| Alias::parse(fields[at]).expect("kind:name");
            let tie = Identity::tie(name(0), name(1), row).expect("two names");
            batch.identities.push(tie);
        }
        other => panic!("no such fact: {other}"),
    }
}

/// Times are UTC, and so are days.
fn event(fields: &[&str], row: u64) -> Event {
    let field = |at: usize| fields.get(at).copied().and_then(known);
    let name = |at: usize| field(at).map(|name| Alias::parse(&name).expect("kind:name"));
    let at: DateTime = fields[1].parse().expect("a time");
    let extra = fields.get(11).map_or("", |f| f).split(';');
    Event {
        event_id: fields[0].to_owned(),
        at: at.to_zoned(TimeZone::UTC).expect("an instant").timestamp(),
        on: at.date(),
        kind: EventKind::from_word(fields[2]).expect("a kind of event"),
        person: name(3),
        company: name(4),
        deed: field(5),
        platform: None,
        scope: None,
        channel: None,
        source: field(6),
        medium: field(7),
        campaign: field(8),
        content: None,
        term: None,
        referrer: None,
        landing_url: None,
        click_param: None,
        value: field(9).map(|value| value.parse().expect("a value")),
        currency: field(10),
        detail: None,
        extra: extra
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect(),
        row,
    }
}

fn known(field: &str) -> Option<String> {
    (!field.is_empty()).then(|| field.to_owned())
}

fn day(field: &str) -> Option<Date> {
    (!field.is_empty()).then(|| field.parse().expect("a day"))
}

fn post(fields: &[&str], row: u64) -> Post {
    let extra = fields
        .get(7)
        .map_or("", |f| f)
        .split(';')
        .filter_map(|pair| pair.split_once('='));
    Post {
        platform: fields[0].to_owned(),
        account: fields[1].to_owned(),
        post_id: fields[2].to_owned(),
        published_on: day(fields[3]),
        published_hour: fields[4].parse().ok(),
        published_weekday: day(fields[3]).map(|d| d.weekday().to_monday_one_offset()),
        format: known(fields[5]),
        campaign: known(fields[6]),
        extra: extra.map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
        published_at: fields.get(8).and_then(|f| f.parse().ok()),
        duration: fields.get(9).and_then(|f| f.parse().ok()),
        permalink: fields.get(10).and_then(|f| known(f)),
        row,
        ..Post::default()
    }
}

fn observation(batch: &mut Batch, fields: &[&str], row: u64) {
    let kind = EntityKind::from_word(fields[2]).expect("a kind of entity");
    let (id, facet) = fields[4].split_once('.').unwrap_or((fields[4], ""));
    let metric = metric(id).unwrap_or_else(|| panic!("no metric {id}"));
    let mut one = Observations::new(kind, fields[7].to_owned());
    one.platform.push(fields[0]);
    one.account.push(fields[1]);
    one.entity_id.push(if kind == EntityKind::Account {
        fields[1]
    } else {
        fields[3]
    });
    one.slice.push(fields[8]);
    one.currency.push(fields.get(12).unwrap_or(&""));
    one.start.push(day(fields[9]).map(day_number));
    one.end.push(day(fields[10]).map(day_number));
    one.row.push(row);
    one.figures.push(Figures {
        measure: Measure {
            metric: metric.id.into(),
            facet: facet.to_owned().into(),
            scope: Scope::from_word(fields[5]).expect("a scope"),
            counter: Counter::from_word(fields[6]).expect("a counter"),
            unit: metric.unit,
        },
        facets: None,
        values: vec![fields[11].parse().ok()],
    });
    batch.observations.push(one);
}
