//! What letters say: the report in short, the week's digest, that a draft waits, that sending works.

use std::collections::BTreeMap;

use harpoon::report::digest::{Digest, Line as Measured};
use harpoon::report::{Report, compose};
use harpoon_core::kpi::Better;
use harpoon_core::{Language, Period};
use harpoon_report::colour::Colour;
use harpoon_report::document::{Block, Printed, Span, Tone, plain};
use harpoon_report::view::{Figure, Goal, GoalState, Restated, Restatement, Text};
use harpoon_report::{Words, clean};
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, html};
use serde::{Deserialize, Serialize};

use crate::words::words;

/// Longest name of a client.
const NAME: usize = 60;
/// Looks for programs that read mail, of which many read no more than this. Colours of text are the reader's own.
const STYLE: &str = "body{margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}\
.all{max-width:600px;margin:0 auto}h1{font-size:21px;line-height:1.3;margin:0 0 16px}h2{font-size:16px;margin:28px 0 8px}\
p{margin:0 0 12px}ul{margin:0 0 12px;padding-left:20px}li{margin:0 0 6px}\
table{width:100%;border-collapse:collapse;margin:0 0 12px;font-size:15px}th,td{text-align:left;vertical-align:top;padding:7px 8px 7px 0;border-bottom:1px solid #8884}\
th{font-weight:600}thead th{font-size:13px;font-weight:400;opacity:.75}.n{text-align:right;padding-right:0;padding-left:8px;font-variant-numeric:tabular-nums;white-space:nowrap}\
.good{color:#0b6b33}.bad{color:#a8200d}.fair{color:#855100}.small{font-size:13px;opacity:.75}hr{border:0;border-top:1px solid #8884;margin:28px 0 14px}\
@media(prefers-color-scheme:dark){.good{color:#5fd38d}.bad{color:#ff9a8a}.fair{color:#f0b95a}}";

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Letter {
    /// Subject.
    pub(crate) subject: String,
    /// In plain text.
    pub(crate) text: String,
    /// The same as a page.
    pub(crate) html: String,
}

/// A part of a letter.
enum Part {
    Heading(String),
    Text(String),
    List(Vec<String>),
    /// Heads, and rows whose cells have a tone.
    Table(Vec<String>, Vec<Vec<(Tone, String)>>),
    Link(String, String),
    Small(String),
}

/// What a letter is written with.
pub(crate) struct Pen<'a> {
    pub(crate) language: Language,
    /// The page of the dashboard that it speaks of, if others can reach it.
    pub(crate) page: Option<&'a str>,
    /// The link that ends the letters to this reader, likewise.
    pub(crate) unsubscribe: Option<&'a str>,
}

impl Pen<'_> {
    /// A report that was approved, in short; `entry` of the ledger signs its file. What restates one that this reader got says
    /// first what changed.
    pub(crate) fn report(&self, view: &Report, entry: Option<i64>, restates: Option<&Restatement>) -> Letter {
        let words = words(self.language);
        let mut parts: Vec<Part> = Vec::new();
        if let Some(restates) = restates {
            let fills = [
                ("date", words.date(restates.earlier).into()),
                ("reason", words.said(&restates.reason).into()),
            ];
            parts.push(Part::Text(words.filled("letter-restates", &fills)));
            parts.push(changed(&words, restates));
        }
        // What the file restates may be an issue that this reader never got.
        let alone = Report {
            restates: None,
            ..view.clone()
        };
        let document = compose(&alone, self.language);
        let short = document.sections.into_iter().find(|section| section.id == "short");
        for block in short.into_iter().flat_map(|section| section.blocks) {
            match block {
                Block::Lead(lines) => parts.extend(lines.iter().map(|line| Part::Text(plain(line)))),
                // What is asked: its head, then each thing.
                Block::Notice(Tone::Fair, lines) => {
                    let mut lines = lines.iter().map(|line| plain(line));
                    parts.extend(lines.next().map(Part::Heading));
                    parts.push(Part::List(lines.collect()));
                }
                _ => {}
            }
        }
        if !view.goals.is_empty() {
            parts.push(Part::Heading(words.text("section-goals")));
            parts.extend(goals(&words, &view.goals));
        }
        parts.push(Part::Text(match entry {
            Some(entry) => words.filled("letter-signed", &[("entry", entry.to_string().into())]),
            None => words.text("letter-enclosed"),
        }));
        self.link(&words, &mut parts);
        let month = ("month", words.month(view.month).into());
        let title = words.filled(
            if restates.is_some() {
                "letter-restated"
            } else {
                "letter-report"
            },
            &[("client", client(&words, &view.client).into()), month],
        );
        let colour = view.agency.as_ref().and_then(|agency| agency.colour.as_deref());
        self.written(&words, title, parts, colour)
    }

    /// A week.
    pub(crate) fn digest(&self, digest: &Digest, colour: Option<&str>) -> Letter {
        let words = words(self.language);
        let is_whole = digest.late.is_empty() && digest.are_alike;
        let mut parts = vec![measured(&words, &digest.lines, is_whole)];
        if !is_whole {
            parts.push(Part::Text(words.text("letter-not-whole")));
        }
        let missing = digest
            .lines
            .iter()
            .filter_map(|line| missing(&words, &line.title, &line.value))
            .collect::<Vec<_>>();
        if !missing.is_empty() {
            parts.push(Part::List(missing));
        }
        parts.push(Part::Heading(words.text("letter-attention")));
        let attention = attention(&words, digest);
        if attention.is_empty() && digest.goals.is_empty() {
            parts.push(Part::Text(words.text("letter-all-well")));
        }
        if !digest.goals.is_empty() {
            parts.extend(goals(&words, &digest.goals));
        }
        if !attention.is_empty() {
            parts.push(Part::List(attention));
        }
        self.link(&words, &mut parts);
        let title = words.filled(
            "letter-digest",
            &[
                ("client", client(&words, &digest.client).into()),
                ("days", days(&words, digest.week).into()),
            ],
        );
        self.written(&words, title, parts, colour)
    }

    /// A draft that waits for this reader's word.
    pub(crate) fn draft(&self, name: &str, month: Period) -> Letter {
        let words = words(self.language);
        let month = words.month(month);
        let fills = [("client", client(&words, name).into()), ("month", month.into())];
        let parts = vec![
            Part::Text(words.filled("letter-draft-says", &fills)),
            self.way_to_approve(&words),
        ];
        self.written(&words, words.filled("letter-draft", &fills), parts, None)
    }

    /// A draft of what restates a report that was sent, which waits for this reader's word.
    pub(crate) fn restated_draft(&self, name: &str, month: Period, changes: &Restatement) -> Letter {
        let words = words(self.language);
        let fills = [
            ("client", client(&words, name).into()),
            ("month", words.month(month).into()),
            ("date", words.date(changes.earlier).into()),
            ("reason", words.said(&changes.reason).into()),
        ];
        let parts = vec![
            Part::Text(words.filled("letter-redraft-says", &fills)),
            changed(&words, changes),
            Part::Text(words.text("letter-redraft-whom")),
            self.way_to_approve(&words),
        ];
        self.written(&words, words.filled("letter-redraft", &fills), parts, None)
    }

    fn way_to_approve(&self, words: &Words) -> Part {
        match self.page {
            Some(page) => Part::Link(words.text("letter-draft-look"), page.to_owned()),
            None => Part::Text(words.text("letter-draft-how")),
        }
    }

    /// That sending works.
    pub(crate) fn test(&self, name: &str) -> Letter {
        let words = words(self.language);
        let fills = [("client", client(&words, name).into())];
        let parts = vec![Part::Text(words.filled("letter-test-says", &fills))];
        self.written(&words, words.filled("letter-test", &fills), parts, None)
    }

    fn link(&self, words: &Words, parts: &mut Vec<Part>) {
        parts.extend(
            self.page
                .map(|page| Part::Link(words.text("letter-page"), page.to_owned())),
        );
    }

    fn written(&self, words: &Words, title: String, mut parts: Vec<Part>, colour: Option<&str>) -> Letter {
        parts.push(Part::Small(words.text("letter-why")));
        parts.extend(
            self.unsubscribe
                .map(|link| Part::Link(words.text("letter-stop"), link.to_owned())),
        );
        Letter {
            text: text(&title, &parts),
            html: page(self.language, &title, &parts, colour).into_string(),
            subject: title,
        }
    }
}

/// The client, as it calls itself.
fn client(words: &Words, name: &str) -> String {
    match clean(name, NAME) {
        name if name.is_empty() => words.text("nameless"),
        name => name,
    }
}

fn days(words: &Words, days: Period) -> String {
    words.filled(
        "letter-days",
        &[
            ("from", words.date(days.from).into()),
            ("to", words.date(days.to).into()),
        ],
    )
}

/// The figures of a first page as they were and as they are.
fn changed(words: &Words, restates: &Restatement) -> Part {
    if restates.changes.is_empty() {
        return Part::Text(words.text("letter-restates-same"));
    }
    let plain = |cell: Span| (Tone::Plain, cell.plain().to_owned());
    let row = |change: &Restated| {
        vec![
            plain(words.said(&change.title)),
            plain(words.value(&change.before)),
            plain(words.value(&change.after)),
        ]
    };
    Part::Table(
        ["letter-figure", "letter-before", "letter-after"]
            .map(|key| words.text(key))
            .to_vec(),
        restates.changes.iter().map(row).collect(),
    )
}

/// How goals stand, and why what is not known of them is not.
fn goals(words: &Words, goals: &[Goal]) -> Vec<Part> {
    let heads = ["letter-goal", "letter-reached", "letter-target", "letter-state"].map(|key| words.text(key));
    let row = |goal: &Goal| {
        let (tone, key) = state(goal.state);
        let target = words.value(&goal.target).plain().to_owned();
        vec![
            (Tone::Plain, words.said(&goal.title).plain().to_owned()),
            (Tone::Plain, words.value(&goal.value).plain().to_owned()),
            (Tone::Plain, if goal.ceiling { format!("≤ {target}") } else { target }),
            (tone, words.text(key)),
        ]
    };
    let missing: Vec<String> = goals
        .iter()
        .filter_map(|goal| missing(words, &goal.title, &goal.value))
        .collect();
    let table = Part::Table(heads.to_vec(), goals.iter().map(row).collect());
    std::iter::once(table)
        .chain((!missing.is_empty()).then_some(Part::List(missing)))
        .collect()
}

const fn state(state: GoalState) -> (Tone, &'static str) {
    match state {
        GoalState::Met => (Tone::Good, "state-met"),
        GoalState::Missed => (Tone::Bad, "state-missed"),
        GoalState::OnTrack => (Tone::Good, "state-on-track"),
        GoalState::AtRisk => (Tone::Fair, "state-at-risk"),
        GoalState::Upcoming => (Tone::Plain, "state-upcoming"),
        GoalState::Unknown => (Tone::Plain, "state-unknown"),
    }
}

/// KPIs in both weeks. Where the week is not whole, no change is good or bad news.
fn measured(words: &Words, lines: &[Measured], is_whole: bool) -> Part {
    let heads = ["letter-figure", "letter-week", "letter-week-before", "letter-change"].map(|key| words.text(key));
    let row = |line: &Measured| {
        let change = words.change(&line.previous, &line.value).unwrap_or_default();
        vec![
            (Tone::Plain, words.said(&line.title).plain().to_owned()),
            (Tone::Plain, words.value(&line.value).plain().to_owned()),
            (Tone::Plain, words.value(&line.previous).plain().to_owned()),
            (
                if is_whole {
                    tone(line.better, &change)
                } else {
                    Tone::Plain
                },
                change,
            ),
        ]
    };
    Part::Table(heads.to_vec(), lines.iter().map(row).collect())
}

fn tone(better: Better, change: &str) -> Tone {
    match (better, change.chars().next()) {
        (Better::Up, Some('+')) | (Better::Down, Some('−')) => Tone::Good,
        (Better::Up, Some('−')) | (Better::Down, Some('+')) => Tone::Bad,
        _ => Tone::Plain,
    }
}

/// Why something is not known.
fn missing(words: &Words, what: &Text, value: &Figure) -> Option<String> {
    let Span::Figure(Printed {
        missing: Some(reason), ..
    }) = words.value(value)
    else {
        return None;
    };
    let fills = [
        ("what", words.said(what).into()),
        ("reason", Span::Outside(reason).into()),
    ];
    Some(words.filled("letter-missing", &fills))
}

/// What beside goals needs somebody.
fn attention(words: &Words, digest: &Digest) -> Vec<String> {
    let loss = |loss: &harpoon_report::view::Loss| {
        let fills = [
            ("name", words.platform(&loss.name).into()),
            ("figure", words.value(&loss.lost.without_sign()).into()),
            ("days", days(words, digest.loss_days).into()),
        ];
        words.filled("letter-loss", &fills)
    };
    let mut ends: BTreeMap<Option<Date>, Vec<String>> = BTreeMap::new();
    for source in &digest.late {
        let name = words.platform(&source.name).plain().to_owned();
        ends.entry(source.until).or_default().push(name);
    }
    let late = |(until, names): (Option<Date>, Vec<String>)| {
        let name = ("name", names.join(" · ").into());
        match until {
            Some(until) => words.filled("letter-late", &[name, ("date", words.date(until).into())]),
            None => words.filled("letter-no-data", &[name]),
        }
    };
    let (files, rows) = digest.aside;
    let aside = (files > 0).then(|| words.filled("letter-aside", &[("rows", rows.into()), ("files", files.into())]));
    let none = (digest.goals_in_all == 0).then(|| words.text("letter-no-goals"));
    let losses = digest.losses.iter().map(loss);
    losses
        .chain(ends.into_iter().map(late))
        .chain(aside)
        .chain(none)
        .collect()
}

fn text(title: &str, parts: &[Part]) -> String {
    let mut text = format!("{title}\n\n");
    for part in parts {
        match part {
            Part::Heading(heading) => text.push_str(&format!("{heading}\n\n")),
            Part::Text(words) | Part::Small(words) => text.push_str(&format!("{words}\n\n")),
            Part::List(lines) => {
                text.push_str(&(lines.iter().map(|line| format!("- {line}\n")).collect::<String>() + "\n"));
            }
            Part::Link(words, to) => text.push_str(&format!("{words}: {to}\n\n")),
            Part::Table(heads, rows) => {
                for row in rows {
                    let mut cells = row.iter().map(|(_, cell)| cell.as_str());
                    let name = cells.next().unwrap_or("");
                    let rest = heads.iter().skip(1).zip(cells).filter(|(_, cell)| !cell.is_empty());
                    let rest: Vec<String> = rest.map(|(head, cell)| format!("{head} {cell}")).collect();
                    text.push_str(&format!("- {name}: {}\n", rest.join(" · ")));
                }
                text.push('\n');
            }
        }
    }
    text
}

fn page(language: Language, title: &str, parts: &[Part], colour: Option<&str>) -> Markup {
    let accent = colour
        .and_then(Colour::from_hex)
        .map(|colour| format!("border-top:4px solid {};padding-top:18px", colour.on_light().hex()));
    html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                div class="all" style=[accent] {
                    h1 { (title) }
                    @for part in parts {
                        @match part {
                            Part::Heading(heading) => h2 { (heading) },
                            Part::Text(words) => p { (words) },
                            Part::Small(words) => { hr; p class="small" { (words) } },
                            Part::List(lines) => ul { @for line in lines { li { (line) } } },
                            Part::Link(words, to) => p { a href=(to) { (words) } },
                            Part::Table(heads, rows) => (table(heads, rows)),
                        }
                    }
                }
            }
        }
    }
}

fn table(heads: &[String], rows: &[Vec<(Tone, String)>]) -> Markup {
    let class = |place: usize, tone: Tone| match (place, tone) {
        (0, _) => None,
        (_, Tone::Good) => Some("n good"),
        (_, Tone::Fair) => Some("n fair"),
        (_, Tone::Bad) => Some("n bad"),
        (_, Tone::Plain) => Some("n"),
    };
    html! {
        table {
            thead { tr { @for (place, head) in heads.iter().enumerate() { th scope="col" class=[class(place, Tone::Plain)] { (head) } } } }
            tbody {
                @for row in rows {
                    tr { @for (place, (tone, cell)) in row.iter().enumerate() { td class=[class(place, *tone)] { (cell) } } }
                }
            }
        }
    }
}
