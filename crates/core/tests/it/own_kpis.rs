//! KPIs of a workspace's own: read, lawful, and every mistake told at once with its place.

use harpoon_core::catalogue::Catalogue;
use harpoon_core::catalogue::user::read;
use harpoon_core::kpi::{Additivity, Goal, Stage};
use harpoon_core::{CATALOGUE, KpiUnit};

const SOUND: &str = r#"
[[kpi]]
id = "loud_rate"
title = { en = "Loud rate", zh-CN = "发声率", fy = "Lûdens" }
meaning = "Loud reactions for a thousand impressions."
proves_not = "That anybody is pleased."
formula = "1000 * loud / impressions"
unit = "count"
better = "up"
stage = "interest"
level = "micro"
source = "Own definition (2026)"
goal = "an idea under trial"

[[kpi]]
id = "loud"
title = "Loud reactions"
meaning = "Comments count double."
proves_not = "That anybody is pleased."
formula = "2 * comments + shares"
unit = "count"
better = "up"
stage = "interest"
level = "micro"
source = "Own definition (2026)"

[[kpi]]
id = "jingle_plays"
title = "Jingle plays"
meaning = "Plays of the jingle, from the radio station's file."
proves_not = "That anybody listened."
formula = "sum(raw.Jingle plays (net))"
unit = "count"
better = "neither"
stage = "awareness"
level = "micro"
source = "Radio station, monthly file (2026)"
"#;

#[test]
fn own_kpis_stand_beside_ours_whatever_their_order() {
    let catalogue = Catalogue::with_own(SOUND).expect("a sound file");
    let ids: Vec<_> = catalogue.own().iter().map(|k| k.id).collect();
    assert_eq!(ids, ["loud_rate", "loud", "jingle_plays"]);
    assert_eq!(catalogue.all().len(), CATALOGUE.len() + 3);

    let rate = catalogue.get("loud_rate").expect("read");
    assert_eq!(
        (rate.unit, rate.stage, rate.title.zh),
        (KpiUnit::Count, Stage::Interest, "发声率")
    );
    assert_eq!(rate.goal, Goal::Refused("an idea under trial"));
    assert_eq!(rate.additivity(), Additivity::Recomputed);
    let parts: Vec<_> = rate.parts().iter().map(|k| k.id).collect();
    assert_eq!(parts, ["comments", "shares", "loud", "impressions", "loud_rate"]);

    let loud = catalogue.get("loud").expect("read");
    assert_eq!((loud.title.en, loud.title.fy), ("Loud reactions", "Loud reactions"));
    assert_eq!(
        (loud.goal, loud.additivity(), loud.since),
        (Goal::Fit, Additivity::Additive, "own")
    );
    assert!(catalogue.get("ctr").is_some());
}

#[test]
fn the_same_text_is_kept_once() {
    let (first, second) = (read(SOUND).expect("sound"), read(SOUND).expect("sound"));
    assert!(first.iter().zip(&second).all(|(a, b)| std::ptr::eq(*a, *b)));
}

#[test]
fn an_empty_file_adds_nothing() {
    assert_eq!(Catalogue::with_own("").expect("empty").own().len(), 0);
    assert_eq!(Catalogue::with_own("# nothing yet\n").expect("empty").own().len(), 0);
}

#[test]
fn definitions_tell_catalogues_apart() {
    let (ours, own) = (
        Catalogue::standard().definitions(),
        Catalogue::with_own(SOUND).expect("sound").definitions(),
    );
    assert!(ours.contains("ctr = clicks_link / impressions (share)\n"));
    assert_eq!(own.strip_prefix(&ours).map(|rest| rest.lines().count()), Some(3));
}

#[test]
fn near_words_are_proposed() {
    let catalogue = Catalogue::standard();
    let cases = [
        ("impresions", Some("impressions")),
        ("recah", None),
        ("rech", Some("reach")),
        ("engagement_rate_by_reahc", Some("engagement_rate_by_reach")),
        ("folowers", Some("followers")),
        ("xyz", None),
        ("", None),
    ];
    for (word, expected) in cases {
        assert_eq!(catalogue.closest(word), expected, "{word}");
    }
}

/// The sound entry with some lines replaced; what must be told.
fn check(replacements: &[(&str, &str)], expected: &[&str]) {
    let mut text = SOUND.to_owned();
    for (from, to) in replacements {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    check_text(&text, expected);
}

fn check_text(text: &str, expected: &[&str]) {
    let told = read(text).expect_err(text).to_string();
    let told: Vec<&str> = told.lines().collect();
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told}\nshould begin\n{expected}");
    }
}

#[test]
fn mistakes_are_told_at_their_place() {
    check(
        &[("\"loud_rate\"", "\"Loud-Rate\"")],
        &["line 3, column 6: `Loud-Rate` is no id"],
    );
    check(
        &[("1000 * loud", "1000 * lod")],
        &["line 7, column 19: there is no KPI `lod`; did you mean `loud`?"],
    );
    check(
        &[("stage = \"interest\"", "stage = \"intrest\"")],
        &["line 10, column 9: `intrest` is no stage; one of awareness"],
    );
    check(&[("better = \"up\"\n", "")], &["line 2, column 1: `better` is missing"]);
    check(
        &[("better", "bettr")],
        &[
            "line 2, column 1: `better` is missing",
            "line 9, column 1: `bettr` means nothing here",
        ],
    );
    check(
        &[("\"loud_rate\"", "\"reach\"")],
        &["line 3, column 6: the id `reach` is taken"],
    );
    check(
        &[("\"loud\"", "\"loud_rate\"")],
        &[
            "line 7, column 19: there is no KPI `loud`",
            "line 16, column 6: the id `loud_rate` is taken",
        ],
    );
    check(
        &[("\"Loud rate\"", "\"Reach\"")],
        &["line 4, column 9: the title `Reach` is that of `reach`"],
    );
    check(
        &[(", fy = \"Lûdens\"", "")],
        &["line 4, column 9: `title.fy` is missing"],
    );
    check(&[("\"Lûdens\"", "\"\"")], &["line 4, column 9: `title.fy` is empty"]);
    check(
        &[("\"Own definition (2026)\"", "\"me\"")],
        &["line 12, column 10: the source names no year"],
    );
    check(
        &[("\"an idea under trial\"", "\"\"")],
        &["line 13, column 8: the goal is refused without a reason"],
    );
    check(
        &[("\"an idea under trial\"", "false")],
        &["line 13, column 8: `goal` must be true, or a text"],
    );
    check(
        &[("unit = \"count\"", "unit = \"share\"")],
        &["line 8, column 8: the unit is share, but the formula gives count"],
    );
    check(
        &[("2 * comments + shares", "comments + reach")],
        &[
            "line 20, column 11: `reach` does not add up",
            "line 20, column 11: comments is in count and reach in people",
        ],
    );
    check(
        &[
            ("sum(raw.Jingle plays (net))", "outlier(shares)"),
            ("\"Jingle plays\"\nmeaning", "\"Jingle luck\"\nmeaning"),
        ],
        &["line 27, column 1: an outlier score measures luck"],
    );
    check(
        &[(
            "meaning = \"Plays of the jingle, from the radio station's file.\"",
            "meaning = 7",
        )],
        &["line 30, column 11: `meaning` must be a text"],
    );
}

#[test]
fn all_mistakes_are_told_at_once() {
    check(
        &[
            ("\"loud_rate\"", "\"1st\""),
            ("unit = \"count\"", "unit = \"counts\""),
            ("2 * comments + shares", "2 * coments + shares"),
            ("\"Radio station, monthly file (2026)\"", "\"Radio\""),
            ("stage = \"awareness\"\n", ""),
        ],
        &[
            "line 3, column 6: `1st` is no id",
            "line 8, column 8: `counts` is no unit",
            "line 20, column 16: there is no KPI `coments`; did you mean `comments`?",
            "line 27, column 1: `stage` is missing",
            "line 36, column 10: the source names no year",
        ],
    );
}

#[test]
fn circles_are_told_once() {
    check(
        &[("2 * comments + shares", "loud_rate + shares")],
        &["line 7, column 11: computed from itself: loud_rate → loud → loud_rate"],
    );
    check(
        &[("2 * comments + shares", "change(loud)")],
        &["line 20, column 11: computed from itself: loud → loud"],
    );
}

#[test]
fn what_is_no_toml_or_no_list() {
    check_text("[[kpi]\n", &["line 1, column 7: this is no TOML"]);
    check_text(
        "a = \nb = 1\nc = \n",
        &["line 1, column 5: this is no TOML", "line 3, column 5: this is no TOML"],
    );
    check_text("kpi = 3", &["line 1, column 7: `kpi` must be a list of tables"]);
    check_text("kpi = [3]", &["line 1, column 8: `kpi` must be a table"]);
    check_text(
        "[kpis]",
        &["line 1, column 2: `kpis` means nothing here; known are kpi"],
    );
    check_text(
        &"#".repeat(600 * 1024),
        &["line 1, column 1: the file is larger than 512 KiB"],
    );
    check_text(&"[[kpi]]\n".repeat(501), &["line 1, column 1: 501 KPIs; at most 500"]);
}

#[test]
fn formulas_that_multiply_are_stopped() {
    // Each is the sum of the two before: the last would unfold into more steps than there are atoms.
    let entry = |id: &str, formula: &str| {
        let start = SOUND.find("[[kpi]]\nid = \"loud\"").expect("there");
        let end = SOUND.find("[[kpi]]\nid = \"jingle").expect("there");
        SOUND[start..end]
            .replace("\"loud\"", &format!("\"{id}\""))
            .replace("Loud reactions", &format!("Title {id}"))
            .replace("2 * comments + shares", formula)
    };
    let mut text = entry("n0", "comments + shares") + &entry("n1", "n0 + shares");
    for n in 2..300 {
        text += &entry(&format!("n{n}"), &format!("n{} + n{}", n - 1, n - 2));
    }
    let told = read(&text).expect_err("too many steps").to_string();
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("unfolds into more than 1000 steps"), "{told}");
}

#[test]
fn damaged_files_are_told_and_do_not_panic() {
    let entry = &SOUND[..SOUND.find("[[kpi]]\nid = \"jingle").expect("there")];
    let lines = entry.lines().count() + 1;
    for (at, letter) in entry.char_indices() {
        for put in ["", "\"", "[", "="] {
            let damaged = format!("{}{put}{}", &entry[..at], &entry[at + letter.len_utf8()..]);
            if let Err(mistakes) = read(&damaged) {
                assert!(!mistakes.0.is_empty());
                assert!(
                    mistakes.0.iter().all(|m| (1..=lines + 1).contains(&m.line)),
                    "{mistakes}"
                );
            }
        }
    }
}
