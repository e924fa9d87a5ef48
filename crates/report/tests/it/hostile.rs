//! Texts from outside are inert, whatever they hold.

use harpoon_core::Missing;
use harpoon_report::Language;
use harpoon_report::view::{Agency, Happening, Quote, Report, Text, Value};

use crate::{all, printed, view};

const SCRIPT: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
const RTL: &str = "شركة القهوة \u{202e}gnorw\u{202c} עברית";
const EMOJI: &str = "👩‍👩‍👧‍👦🏴‍☠️☕️";

/// The sample with `text` everywhere that something comes from outside.
fn with(text: &str) -> Report {
    let mut report = view::report();
    let said = || Text::All(text.into());
    report.client = text.into();
    report.agency = Some(Agency {
        name: text.into(),
        logo: None,
        colour: Some(text.into()),
    });
    report.note = Some(text.into());
    report.goals[0].title = said();
    report.goals[1].why = vec![said().by(text)];
    report.goals[2].value.value = Value::Missing(
        Missing::NoKpi {
            id: text.into(),
            near: vec![text.into()],
        }
        .into(),
    );
    report.goals[1].revisions[0].by = text.into();
    report.goals[1].revisions[0].why = text.into();
    report.movements[0].title = said();
    report.movements[0].parts[0].title = said();
    report.headlines[0].title = said();
    report.headlines[0].value.receipt = Some(text.into());
    report.headlines[0].value.unit = harpoon_report::view::Unit::Money(text.into());
    report.earned.losses[0].name = text.into();
    report.series[0].events = vec![Happening {
        day: report.month.from,
        what: said(),
    }];
    if let Some(platforms) = &mut report.platforms {
        platforms.rows[0].platform = text.into();
        platforms.columns[0] = said();
    }
    report.content.best[0].text = text.into();
    report.content.best[0].url = Some(format!("javascript:{text}"));
    report.content.best[1].url = Some(format!("https://a.example/\"{text}"));
    if let Some(voices) = &mut report.voices {
        voices.quotes.push(Quote {
            text: text.into(),
            platform: text.into(),
            day: report.month.from,
            kind: said(),
        });
    }
    report.work.done = vec![said()];
    report.record[0].agency = text.into();
    report.method.sources[0].name = text.into();
    if let Some(seal) = &mut report.seal {
        seal.signers = vec![text.into()];
        seal.root = text.into();
    }
    report
}

#[test]
fn markup_stays_text() {
    for page in all(&with(SCRIPT)) {
        let low = page.to_lowercase();
        assert!(
            !low.contains("<script") && !low.contains("<img src=x"),
            "markup got through"
        );
        assert!(
            !low.contains("javascript:<") && !low.contains("href=\"javascript"),
            "an address got through"
        );
        assert!(page.contains("&lt;script&gt;"), "the text itself is still shown");
    }
}

#[test]
fn markdown_stays_text() {
    let text = "# no *heading* [x](javascript:alert(1)) ![i](http://e.example/p.png) | cell `code` https://e.example";
    let (_, markdown) = printed(&with(text), Language::En);
    // What a reader of Markdown takes as it is.
    let mut bare = String::new();
    let mut signs = markdown.chars();
    while let Some(sign) = signs.next() {
        if sign == '\\' {
            signs.next();
        } else {
            bare.push(sign);
        }
    }
    // Between back quotes nothing has a meaning.
    let bare: String = bare.split('`').step_by(2).collect();
    for none in ["](javascript", "![i]", "| cell", " *heading*", "https://e.example"] {
        let near = bare
            .split_once(none)
            .map(|(before, _)| before.chars().rev().take(80).collect::<String>());
        assert_eq!(near, None, "`{none}` got through");
    }
    for line in markdown.lines() {
        assert!(!line.starts_with("# no"), "{line}");
        // Every row of a table has as many cells as its head; an escaped bar is none.
        assert!(!line.starts_with('|') || line.ends_with(" |"), "{line}");
    }
}

#[test]
fn text_from_outside_begins_no_list() {
    for text in ["- a", "+ a", "1. a", "12) a", "= a"] {
        let (_, markdown) = printed(&with(text), Language::En);
        assert!(
            !markdown.lines().any(|l| l == text || l == format!("> {text}")),
            "{text}"
        );
    }
}

#[test]
fn nothing_turns_the_direction_of_what_follows() {
    for page in all(&with(RTL)) {
        let turning =
            |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
        assert!(!page.contains(turning));
        assert!(page.contains("شركة القهوة"));
    }
    let (html, _) = printed(&with(RTL), Language::En);
    assert!(html.contains("<bdi>شركة القهوة"), "it has a direction of its own");
}

#[test]
fn emoji_stay_whole() {
    for page in all(&with(EMOJI)) {
        assert!(page.contains(EMOJI));
    }
}

#[test]
fn long_texts_are_cut_between_signs() {
    let post: String = EMOJI.chars().chain("é漢".chars()).cycle().take(10_000).collect();
    let pages = all(&with(&post));
    let sample = all(&view::report());
    for (page, usual) in pages.iter().zip(sample) {
        assert!(page.len() < usual.len() + 60_000, "{} bytes", page.len());
        assert!(page.contains('…'));
        assert!(
            !page.contains("\u{200d}…") && !page.contains("\u{fe0f}…"),
            "cut within a sign"
        );
    }
}

#[test]
fn forty_characters_of_a_brand_s_name_are_shown_whole() {
    for name in [
        "Åängström-Überraschungskaffeemanufaktur 40",
        "四十个汉字的品牌名称四十个汉字的品牌名称四十个汉字的品牌名称四十个汉字的品牌名称",
    ] {
        for page in all(&with(name)) {
            assert!(page.contains(name), "{name}");
        }
    }
}

#[test]
fn control_characters_never_reach_a_page() {
    for page in all(&with("a\0b\u{1b}[31mc\u{7f}\u{e000}\u{ffff}d\r\ne\u{2028}f")) {
        let bad = page
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{ffff}' | '\u{2028}'));
        assert_eq!(bad, None);
    }
}
