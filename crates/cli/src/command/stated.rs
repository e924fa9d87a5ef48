//! `origins --stated`: what people say, against what was tracked.

use harpoon::journeys::stated::{Answers, Tracked, UNSORTED};
use harpoon::lake::query::journal::Who;
use harpoon::model::interval::Estimate;
use harpoon::model::stated::{Portion, Stratum};

use super::open;
use crate::Done;
use crate::args::{Cli, Format, Origins, TrackedTouch};
use crate::render::{Sheet, pretty};
use crate::say;
use harpoon::json::{self, Value};

/// Prints the cross-table, the shares for all deeds, and dark social.
pub(crate) fn stated(cli: &Cli, args: &Origins, who: Who) -> anyhow::Result<Done> {
    let tracked = match args.touch {
        TrackedTouch::First => Tracked::First,
        TrackedTouch::Last => Tracked::Last,
    };
    let answers = open(cli)?.stated(tracked, who)?;
    say::out(&match args.output.format {
        Format::Json => json::lines(&objects(&answers)),
        Format::Csv => long(&answers).print(Format::Csv),
        format => for_people(&answers, format),
    });
    if answers.stated.is_none() && !cli.quiet {
        say::aside(
            "Nobody who bought said where they heard of you: import a survey (columns Answered, How did you hear about us?, Email or Order).",
        );
    }
    Ok(Done::Well)
}

/// Answers in the order of their share.
fn ranked(answers: &Answers) -> Vec<(&str, &Portion)> {
    let known = answers.stated.iter().flat_map(|stated| &stated.portions);
    let mut ranked: Vec<(&str, &Portion)> = known.map(|(answer, portion)| (answer.as_str(), portion)).collect();
    ranked.sort_by(|a, b| b.1.share.value.total_cmp(&a.1.share.value).then_with(|| a.0.cmp(b.0)));
    ranked
}

fn objects(answers: &Answers) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut all: Vec<Value> = Vec::new();
    for stratum in &answers.strata {
        let said = stratum.answers.iter();
        let said = said
            .map(|(answer, n)| (answer.clone(), Value::number(Some(n))))
            .collect();
        all.push(Value::object([
            ("section", text("tracked")),
            ("tracked", text(&stratum.tracked)),
            ("deeds", Value::number(Some(stratum.deeds))),
            ("answered", Value::number(Some(stratum.answered()))),
            ("answers", Value::Object(said)),
        ]));
    }
    let portion = |section: &str, stated: &str, of: u64, portion: &Portion| {
        Value::object([
            ("section", text(section)),
            ("stated", text(stated)),
            ("answers", Value::number(Some(portion.answers))),
            ("of_deeds", Value::number(Some(of))),
            ("share", Value::number(Some(portion.share.value))),
            ("share_low", Value::number(Some(portion.share.low))),
            ("share_high", Value::number(Some(portion.share.high))),
            ("deeds", Value::number(Some(portion.deeds.value))),
            ("low", Value::number(Some(portion.deeds.low))),
            ("high", Value::number(Some(portion.deeds.high))),
        ])
    };
    let of = answers.stated.as_ref().map_or(0, |stated| stated.deeds);
    all.extend(
        ranked(answers)
            .into_iter()
            .map(|(answer, p)| portion("stated", answer, of, p)),
    );
    let dark = answers.dark_social.as_ref();
    all.extend(dark.map(|p| portion("dark_social_estimate", "social media", answers.dark, p)));
    all
}

fn long(answers: &Answers) -> Sheet {
    let mut sheet = Sheet::new(&["section", "tracked", "stated", "answers#", "deeds#", "low#", "high#"]);
    for stratum in &answers.strata {
        for (answer, n) in &stratum.answers {
            let cells = [&stratum.tracked, answer, &n.to_string()].map(String::clone);
            let mut row = vec!["tracked".to_owned()];
            row.extend(cells);
            row.extend([stratum.deeds.to_string(), String::new(), String::new()]);
            sheet.rows.push(row);
        }
    }
    let mut estimated = |section: &str, tracked: &str, stated: &str, p: &Portion| {
        let mut row = [section, tracked, stated].map(str::to_owned).to_vec();
        row.push(p.answers.to_string());
        row.extend([p.deeds.value, p.deeds.low, p.deeds.high].map(|n| n.to_string()));
        sheet.rows.push(row);
    };
    for (answer, p) in ranked(answers) {
        estimated("stated", "", answer, p);
    }
    if let Some(p) = &answers.dark_social {
        estimated("dark_social_estimate", "direct or none", "social media", p);
    }
    sheet
}

fn for_people(answers: &Answers, format: Format) -> String {
    let mut parts = vec![cross(answers).print(format)];
    parts.extend(answers.stated.as_ref().map(|_| shares(answers).print(format)));
    parts.extend(answers.dark_social.as_ref().map(|dark| said_dark(answers, dark)));
    parts.join("\n\n")
}

/// Tracked origins against the answers.
fn cross(answers: &Answers) -> Sheet {
    let stated: Vec<&str> = ranked(answers).into_iter().map(|(answer, _)| answer).collect();
    let mut columns = vec!["tracked".to_owned(), "deeds#".to_owned(), "answered#".to_owned()];
    columns.extend(stated.iter().map(|answer| format!("{answer}#")));
    let mut sheet = Sheet::new(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    let count = |n: u64| if n == 0 { String::new() } else { pretty(n as f64, 0) };
    for stratum in &answers.strata {
        let of = |answer: &&str| count(stratum.answers.get(*answer).copied().unwrap_or(0));
        let mut row = vec![stratum.tracked.clone(), count(stratum.deeds), count(stratum.answered())];
        row.extend(stated.iter().map(of));
        sheet.rows.push(row);
    }
    let kinds: Vec<&str> = answers.on.iter().map(|kind| kind.as_str()).collect();
    sheet.footnote(&format!("deeds: {}; columns are what people say", kinds.join(", ")));
    if answers.without_deed > 0 {
        sheet.footnote(&format!(
            "answers of people without a deed, which are left out: {}",
            answers.without_deed
        ));
    }
    if !answers.unsorted.is_empty() {
        let most: Vec<String> = answers
            .unsorted
            .iter()
            .map(|(text, n)| format!("“{text}” ({n})"))
            .collect();
        sheet.footnote(&format!(
            "{UNSORTED}: no list knows the words, such as {}; a column Channel of the survey sorts them",
            most.join(", ")
        ));
    }
    sheet
}

/// Shares for all deeds.
fn shares(answers: &Answers) -> Sheet {
    let mut sheet = Sheet::new(&["people say", "answers#", "of all deeds#", "between", "deeds#"]);
    for (answer, p) in ranked(answers) {
        sheet.rows.push(vec![
            answer.to_owned(),
            pretty(p.answers as f64, 0),
            format!("≈ {} %", pretty(p.share.value * 100.0, 0)),
            between(p.share, 100.0, " %"),
            format!("≈ {}", pretty(p.deeds.value, 0)),
        ]);
    }
    if let Some(stated) = &answers.stated {
        sheet.footnote(&format!(
            "estimated from {} answers for {} deeds: each tracked origin counts by its deeds, not by how many of it answered; intervals at 90 %",
            stated.answered, stated.deeds
        ));
        if stated.unheard > 0 {
            sheet.footnote(&format!(
                "deeds of origins that nobody answered for, which are in no estimate: {}",
                stated.unheard
            ));
        }
        sheet.footnote("people forget and guess, and those who answer may differ from those who do not: neither is in the interval");
    }
    sheet
}

fn said_dark(answers: &Answers, dark: &Portion) -> String {
    let of_dark = |s: &&Stratum| s.tracked == "direct" || s.tracked == harpoon::journeys::NONE;
    let answered: u64 = answers.strata.iter().filter(of_dark).map(Stratum::answered).sum();
    format!(
        "Dark social, estimate: of {} deeds tracked as direct or not at all, ≈ {} ({}) are put down to social media \
         ({} of {answered} answers).",
        pretty(answers.dark as f64, 0),
        pretty(dark.deeds.value, 0),
        between(dark.deeds, 1.0, ""),
        dark.answers
    )
}

fn between(of: Estimate, factor: f64, unit: &str) -> String {
    let end = |end: f64| format!("{}{unit}", pretty(end * factor, 0));
    format!("{} – {}", end(of.low), end(of.high))
}
