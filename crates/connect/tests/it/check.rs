//! [`check`]: a fixture is read, and what comes out is compared with what a person wrote down.
//!
//! `tests/fixtures/<connector_id>/<file>` stands beside `<file>.expect`, one fact a line, in any order; blank lines and
//! lines that begin with `#` are for the reader. Values are written from the input, never pasted from our output.
//!
//! ```text
//! platform|account|entity_kind|entity_id|metric|facet|scope|counter|breakdown|slice|start|end|value|currency
//! post|platform|account|post_id|published_at|published_on|hour|weekday|format|title|text|permalink|landing_url|campaign|duration|extra
//! ad|platform|account|ad_id|kind|name|ad_group_id|ad_group|campaign_id|campaign|post_id|format|landing_url|extra
//! campaign|platform|account|campaign_id|name|objective|starts_on|ends_on|budget|currency|extra
//! account|platform|account|name|currency|time_zone
//! voice|platform|account|written_on|stars|text|reply|replied_on
//! cost|kind|from|to|amount|currency|platform|campaign|note
//! event|event_id|at|on|kind|person=…|company=…|deed=…|…|x.NAME=…
//! tie|one|other
//! reject|line|column
//! check|metric|stated|verdict
//! question|key|proposal
//! skipped|title|reason
//! ```
//! Of an event only what is known stands there, in the order of its fields; an `event_id` that is a digest is `#`.
//!
//! What is unknown is empty. A lifetime figure stands at its post's day of publication, as start and end. `extra` is
//! `name=value;…`. Line breaks in texts are written `⏎`. Answers may be given in lines `answer|key|value`
//! (`answer|platform|facebook`, `answer|period|2026-01-01..2026-01-31`).
//!
//! Only the kinds of line that occur in the file are compared, save facts, rejects and questions, which always are.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use harpoon_connect::{Answers, Limits, Plan, Registry, Summary, origins, read, recognise};
use harpoon_core::batch::{Batch, Observations};
use harpoon_core::period::day_from_number;

/// Kinds of line that are compared even if none is expected.
const ALWAYS: &[&str] = &["fact", "event", "reject", "question"];

/// Every fixture in the folder of one connector.
#[track_caller]
pub(crate) fn check(connector: &str) {
    check_with(connector, &Registry::native());
}

/// Every fixture in the folder of one connector or map, read with these connectors.
#[track_caller]
pub(crate) fn check_with(connector: &str, registry: &Registry) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(connector);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|ext| ext != "expect"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no fixture in {}", folder.display());
    for file in files {
        check_file(connector, registry, &file);
    }
}

#[track_caller]
fn check_file(connector: &str, registry: &Registry, file: &Path) {
    let expect = file.with_file_name(format!("{}.expect", file.file_name().unwrap().to_string_lossy()));
    let text = std::fs::read_to_string(&expect).unwrap_or_else(|e| panic!("{}: {e}", expect.display()));
    let (answers, wanted) = parse(&text);
    let mut got = BTreeSet::new();
    for origin in origins(file, &Limits::default()).unwrap() {
        let plan = recognise(&origin, registry, &answers).unwrap_or_else(|e| panic!("{}: {e}\n{e:?}", origin.name()));
        plan_lines(&plan, &mut got);
        let ids: Vec<&str> = plan.tables.iter().filter_map(|t| t.connector).map(|c| c.id).collect();
        assert!(ids.contains(&connector), "{} was recognised as {ids:?}", origin.name());
        let mut sink = |batch: Batch| {
            batch_lines(&batch, &mut got);
            Ok::<(), std::convert::Infallible>(())
        };
        let summary = read(&origin, &plan, &answers, &mut sink).unwrap();
        summary_lines(&summary, &mut got);
    }
    let kind_of = |line: &str| {
        let first = line.split('|').next().unwrap_or("").to_owned();
        let kinds = [
            "post", "ad", "campaign", "account", "voice", "cost", "event", "tie", "reject", "check", "question",
            "skipped",
        ];
        let is_fact = line.matches('|').count() == 13 && !kinds.contains(&first.as_str());
        if is_fact { "fact".to_owned() } else { first }
    };
    let compared: BTreeSet<String> = wanted
        .iter()
        .map(|l| kind_of(l))
        .chain(ALWAYS.iter().map(|k| (*k).to_owned()))
        .collect();
    got.retain(|line| compared.contains(&kind_of(line)));
    let missing: Vec<&String> = wanted.difference(&got).collect();
    let surplus: Vec<&String> = got.difference(&wanted).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "{}\nexpected, but not read:\n{}\nread, but not expected:\n{}",
        file.display(),
        lines(&missing),
        lines(&surplus)
    );
}

fn lines(all: &[&String]) -> String {
    all.iter().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "  {line}");
        text
    })
}

fn parse(text: &str) -> (Answers, BTreeSet<String>) {
    let mut answers = Answers::default();
    let mut wanted = BTreeSet::new();
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        match line.strip_prefix("answer|").and_then(|rest| rest.split_once('|')) {
            None => {
                wanted.insert(line.to_owned());
            }
            Some((key, value)) => answer(&mut answers, key, value),
        }
    }
    (answers, wanted)
}

fn answer(answers: &mut Answers, key: &str, value: &str) {
    let text = Some(value.to_owned());
    match key {
        "platform" => answers.platform = text,
        "account" => answers.account = text,
        "currency" => answers.currency = text,
        "year" => answers.year = Some(value.parse().unwrap()),
        "day_order" => answers.day_order = text,
        "decimal" => answers.decimal = text,
        "zone" => answers.zone = text,
        "period" => {
            let (from, to) = value.split_once("..").unwrap();
            answers.period = Some((from.parse().unwrap(), to.parse().unwrap()));
        }
        other => panic!("no answer `{other}`"),
    }
}

fn plan_lines(plan: &Plan, out: &mut BTreeSet<String>) {
    for question in &plan.questions {
        let key = serde_json::to_value(question.key).unwrap();
        out.insert(format!(
            "question|{}|{}",
            key.as_str().unwrap(),
            question.proposal.as_deref().unwrap_or("")
        ));
    }
    for table in &plan.tables {
        if let Some(why) = &table.skipped {
            out.insert(format!("skipped|{}|{why}", table.title.as_deref().unwrap_or("")));
        }
    }
}

fn summary_lines(summary: &Summary, out: &mut BTreeSet<String>) {
    for check in &summary.checks {
        let verdict = serde_json::to_value(check.verdict).unwrap();
        out.insert(format!(
            "check|{}|{}|{}",
            check.metric,
            check.stated,
            verdict.as_str().unwrap()
        ));
    }
}

/// A value that may be unknown.
fn or_empty<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(String::new, |v| v.to_string().replace("\r\n", "⏎").replace('\n', "⏎"))
}

fn extra(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join(";")
}

/// Every fact and entity of a batch as lines.
pub(crate) fn batch_lines(batch: &Batch, out: &mut BTreeSet<String>) {
    batch.observations.iter().for_each(|o| fact_lines(o, out));
    entity_lines(batch, out);
    for v in &batch.voices {
        let cells = [
            v.platform.clone(),
            v.account.clone(),
            or_empty(v.written_on.as_ref()),
            or_empty(v.stars.as_ref()),
            or_empty(v.text.as_ref()),
            or_empty(v.reply.as_ref()),
            or_empty(v.replied_on.as_ref()),
        ];
        out.insert(format!("voice|{}", cells.join("|")));
    }
    for c in &batch.costs {
        let cells = [
            c.kind.to_string(),
            c.from.to_string(),
            c.to.to_string(),
            c.amount.to_string(),
            c.currency.clone(),
            or_empty(c.platform.as_ref()),
            or_empty(c.campaign.as_ref()),
            or_empty(c.note.as_ref()),
        ];
        out.insert(format!("cost|{}", cells.join("|")));
    }
    event_lines(batch, out);
    for r in &batch.rejects {
        out.insert(format!("reject|{}|{}", r.row, or_empty(r.column.as_ref())));
    }
}

fn event_lines(batch: &Batch, out: &mut BTreeSet<String>) {
    for e in &batch.events {
        let end = e.event_id.rsplit(':').next().unwrap_or_default();
        let is_digest = end.len() == 32 && end.bytes().all(|b| b.is_ascii_hexdigit());
        let id = if is_digest { "#" } else { &e.event_id };
        let told = [
            ("person", or_empty(e.person.as_ref())),
            ("company", or_empty(e.company.as_ref())),
            ("deed", or_empty(e.deed.as_ref())),
            ("platform", or_empty(e.platform.as_ref())),
            ("scope", or_empty(e.scope.as_ref())),
            ("channel", or_empty(e.channel.as_ref())),
            ("source", or_empty(e.source.as_ref())),
            ("medium", or_empty(e.medium.as_ref())),
            ("campaign", or_empty(e.campaign.as_ref())),
            ("content", or_empty(e.content.as_ref())),
            ("term", or_empty(e.term.as_ref())),
            ("referrer", or_empty(e.referrer.as_ref())),
            ("landing_url", or_empty(e.landing_url.as_ref())),
            ("click_param", or_empty(e.click_param.as_ref())),
            ("value", or_empty(e.value.as_ref())),
            ("currency", or_empty(e.currency.as_ref())),
            ("detail", or_empty(e.detail.as_ref())),
        ];
        let extra = e.extra.iter().map(|(name, value)| (format!("x.{name}"), value.clone()));
        let told = told
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .chain(extra);
        let told = told.filter(|(_, value)| !value.is_empty());
        let cells: Vec<String> = told.map(|(name, value)| format!("|{name}={value}")).collect();
        let line = format!("event|{id}|{}|{}|{}{}", e.at, e.on, e.kind, cells.concat());
        assert!(out.insert(line) || is_digest, "{}", e.event_id);
    }
    for tie in &batch.identities {
        out.insert(format!("tie|{}|{}", tie.one, tie.other));
    }
}

fn entity_lines(batch: &Batch, out: &mut BTreeSet<String>) {
    for p in &batch.posts {
        let cells = [
            p.platform.clone(),
            p.account.clone(),
            p.post_id.clone(),
            or_empty(p.published_at.as_ref()),
            or_empty(p.published_on.as_ref()),
            or_empty(p.published_hour.as_ref()),
            or_empty(p.published_weekday.as_ref()),
            or_empty(p.format.as_ref()),
            or_empty(p.title.as_ref()),
            or_empty(p.text.as_ref()),
            or_empty(p.permalink.as_ref()),
            or_empty(p.landing_url.as_ref()),
            or_empty(p.campaign.as_ref()),
            or_empty(p.duration.as_ref()),
            extra(&p.extra),
        ];
        out.insert(format!("post|{}", cells.join("|")));
    }
    for a in &batch.ads {
        let cells = [
            a.platform.clone(),
            a.account.clone(),
            a.ad_id.clone(),
            or_empty(a.kind.as_ref()),
            or_empty(a.name.as_ref()),
            or_empty(a.ad_group_id.as_ref()),
            or_empty(a.ad_group.as_ref()),
            or_empty(a.campaign_id.as_ref()),
            or_empty(a.campaign.as_ref()),
            or_empty(a.post_id.as_ref()),
            or_empty(a.format.as_ref()),
            or_empty(a.landing_url.as_ref()),
            extra(&a.extra),
        ];
        out.insert(format!("ad|{}", cells.join("|")));
    }
    for c in &batch.campaigns {
        let cells = [
            c.platform.clone(),
            c.account.clone(),
            c.campaign_id.clone(),
            or_empty(c.name.as_ref()),
            or_empty(c.objective.as_ref()),
            or_empty(c.starts_on.as_ref()),
            or_empty(c.ends_on.as_ref()),
            or_empty(c.budget.as_ref()),
            or_empty(c.currency.as_ref()),
            extra(&c.extra),
        ];
        out.insert(format!("campaign|{}", cells.join("|")));
    }
    for a in &batch.accounts {
        let cells = [
            a.platform.clone(),
            a.account.clone(),
            or_empty(a.name.as_ref()),
            or_empty(a.currency.as_ref()),
            or_empty(a.time_zone.as_ref()),
        ];
        out.insert(format!("account|{}", cells.join("|")));
    }
}

fn fact_lines(o: &Observations, out: &mut BTreeSet<String>) {
    for figures in &o.figures {
        let m = &figures.measure;
        assert_eq!(figures.values.len(), o.len(), "columns of one length");
        for (row, value) in figures.values.iter().enumerate() {
            let is_money = m.unit == harpoon_core::Unit::Money;
            let scope = o.scope.as_ref().map_or(m.scope, |scopes| scopes[row]);
            let day = |days: &[Option<i32>]| or_empty(days[row].map(day_from_number).as_ref());
            let cells = [
                o.platform.get(row).to_owned(),
                o.account.get(row).to_owned(),
                o.entity_kind.to_string(),
                o.entity_id.get(row).to_owned(),
                m.metric.to_string(),
                figures
                    .facets
                    .as_ref()
                    .map_or_else(|| m.facet.to_string(), |f| f.get(row).to_owned()),
                scope.to_string(),
                m.counter.to_string(),
                o.breakdown.clone(),
                o.slice.get(row).to_owned(),
                day(&o.start),
                day(&o.end),
                or_empty(value.as_ref()),
                if is_money {
                    o.currency.get(row).to_owned()
                } else {
                    String::new()
                },
            ];
            out.insert(cells.join("|"));
        }
    }
}
