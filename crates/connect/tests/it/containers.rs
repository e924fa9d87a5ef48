//! What stands around the figures: encodings, quoting, padding, titles, breaks; and the lines that receipts point to.
//!
//! Every case is the same small export, dressed as real files were found to be.

use std::collections::BTreeSet;

use harpoon_connect::{Answers, Origin, Registry, Remark, Summary, Verdict, raw_row, read, recognise};
use harpoon_core::batch::Batch;

use crate::check::batch_lines;

/// Reads the bytes and tells every line that `check` would compare.
#[track_caller]
fn lines(name: &str, bytes: &[u8]) -> (BTreeSet<String>, Summary) {
    let origin = Origin::from_bytes(name, bytes);
    let answers = Answers {
        platform: Some("instagram".into()),
        ..Answers::default()
    };
    let plan = recognise(&origin, &Registry::native(), &answers).unwrap();
    let mut out = BTreeSet::new();
    let mut sink = |batch: Batch| {
        batch_lines(&batch, &mut out);
        Ok::<(), std::convert::Infallible>(())
    };
    let summary = read(&origin, &plan, &answers, &mut sink).unwrap();
    (out, summary)
}

/// A card of two days gives these two facts, however it is dressed.
#[track_caller]
fn check_card(bytes: &[u8]) {
    let (got, _) = lines("Visits.csv", bytes);
    let values: Vec<Vec<&str>> = got.iter().map(|l| l.split('|').collect()).collect();
    let told: Vec<(&str, &str)> = values.iter().map(|cells| (cells[10], cells[12])).collect();
    assert_eq!(told, [("2026-05-25", "165"), ("2026-05-26", "1227")], "{got:#?}");
}

const CARD: &str = "sep=,\r\n\"Instagram profile visits\"\r\n\"Date\",\"Primary\"\r\n\"2026-05-25T00:00:00\",\"165\"\r\n\
                    \"2026-05-26T00:00:00\",\"1227\"\r\n";

#[test]
fn cards_in_every_dress() {
    check_card(CARD.as_bytes());
    check_card(format!("\u{feff}{CARD}").as_bytes());
    check_card(CARD.replace("\r\n", "\n").as_bytes());
    let utf16: Vec<u8> = CARD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_card(&utf16);
    check_card(&[b"\xff\xfe", utf16.as_slice()].concat());
    let big: Vec<u8> = CARD.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check_card(&[b"\xfe\xff", big.as_slice()].concat());
    let excel =
        "Instagram profile visits;;;\r\nDate;Primary;;\r\n2026-05-25T00:00:00;165;;\r\n2026-05-26T00:00:00;1227;;\r\n";
    check_card(excel.as_bytes());
}

const POSTS: &str = "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,retweets,replies,likes\n\
    812369747765362688,https://twitter.com/h/status/812369747765362688,\"Two, lines\nof \"\"text\"\"\",2016-12-23 18:50 +0000,1938,18,1,2,3\n\
    812341199767863296,https://twitter.com/h/status/812341199767863296,plain,2016-12-23 16:56 +0000,3626,72,4,5,6\n";

/// Impressions by post, and the text of the first.
#[track_caller]
fn check_posts(bytes: &[u8]) {
    let (got, summary) = lines("tweets.csv", bytes);
    assert_eq!((summary.rows, summary.rejected), (2, 0));
    for (post, value) in [("812369747765362688", "1938"), ("812341199767863296", "3626")] {
        let fact = format!("x||post|{post}|impressions||organic|lifetime|||2016-12-23|2016-12-23|{value}|");
        assert!(got.contains(&fact), "{fact} in {got:#?}");
    }
    let post = got.iter().find(|l| l.starts_with("post|x||812369747765362688"));
    assert!(post.is_some_and(|l| l.contains("|Two, lines⏎of \"text\"|")), "{post:?}");
}

/// Each line that holds a comma or a quote as one quoted cell, as spreadsheets save a file that they did not split.
fn wrapped(text: &str) -> String {
    let wrap = |line: &str| {
        if line.contains([',', '"']) {
            format!("\"{}\"\n", line.replace('"', "\"\""))
        } else {
            format!("{line}\n")
        }
    };
    text.lines().map(wrap).collect()
}

#[test]
fn whole_lines_in_quotes_are_unwrapped_twice() {
    check_posts(POSTS.as_bytes());
    check_posts(wrapped(POSTS).as_bytes());
    check_posts(wrapped(&wrapped(POSTS)).as_bytes());
    check_posts(wrapped(POSTS).replace('\n', ";;\r\n").as_bytes());
}

#[test]
fn rows_are_found_by_their_line() {
    let origin = Origin::from_bytes("tweets.csv", POSTS.replace('\n', "\r\n").into_bytes());
    let second =
        "812341199767863296,https://twitter.com/h/status/812341199767863296,plain,2016-12-23 16:56 +0000,3626,72,4,5,6";
    assert_eq!(raw_row(&origin, 4).unwrap(), second);
    assert!(raw_row(&origin, 2).unwrap().starts_with("812369747765362688"));
    assert!(raw_row(&origin, 5).is_err());
}

#[test]
fn bad_rows_are_put_aside_and_the_others_kept() {
    let rows = [
        "8.12341E+17,https://x.com/h/status/1,id lost,2016-12-23 16:56 +0000,1,1,1,1,1",
        "812341199767863297,https://x.com/h/status/1,no day,2016-23-12 16:56 +0000,1,1,1,1,1",
        "812341199767863298,https://x.com/h/status/1,breaks off",
        "812341199767863299,https://x.com/h/status/1,too, many,2016-12-23 16:56 +0000,1,1,1,1,1",
        "812341199767863300,https://x.com/h/status/1,good,2016-12-23 16:57 +0000,7,1,1,1,1",
        "812341199767863301,https://x.com/h/status/1,\"never closed,2016-12-23 16:57 +0000,1,1,1,1,1",
    ];
    let text = format!("{POSTS}{}\n", rows.join("\n"));
    let (got, summary) = lines("tweets.csv", text.as_bytes());
    let rejects: Vec<&String> = got.iter().filter(|l| l.starts_with("reject|")).collect();
    assert_eq!(
        rejects,
        [
            "reject|10|",
            "reject|5|Tweet id",
            "reject|6|time",
            "reject|7|",
            "reject|8|"
        ]
    );
    assert_eq!((summary.rows, summary.rejected), (8, 5));
    assert!(
        got.iter()
            .any(|l| l.contains("|812341199767863300|impressions||organic|") && l.ends_with("|7|"))
    );
}

#[test]
fn a_row_that_is_no_utf_8_is_read_as_windows_1252() {
    let text = POSTS.replace("plain", "caf\u{1}");
    let bytes: Vec<u8> = text.bytes().map(|b| if b == 1 { 0xe9 } else { b }).collect();
    let (got, summary) = lines("tweets.csv", &bytes);
    assert!(got.iter().any(|l| l.contains("|café|")), "{got:#?}");
    assert!(summary.remarks.contains(&Remark::Windows1252));
}

const ADS: &str = "Campaign name,Day,Reach,Impressions,Amount spent (EUR),Reporting starts,Reporting ends\n\
    ,,900,300,10.01,2026-01-01,2026-01-02\n\
    Spring,2026-01-01,500,100,3.33,2026-01-01,2026-01-01\n\
    Spring,2026-01-02,500,200,6.67,2026-01-02,2026-01-02\n";

#[test]
fn totals_are_checked_and_not_counted() {
    let (got, summary) = lines("ads.csv", ADS.as_bytes());
    assert_eq!(summary.rows, 2);
    let verdicts: Vec<(&str, Verdict)> = summary.checks.iter().map(|c| (c.metric.as_str(), c.verdict)).collect();
    assert_eq!(
        verdicts,
        [
            ("reach", Verdict::NotAdditive),
            ("impressions", Verdict::Equal),
            ("spend", Verdict::Equal)
        ]
    );
    let spend = "|campaign|Spring|spend||paid|delta|||2026-01-02|2026-01-02|6.67|EUR";
    assert!(got.iter().any(|l| l.ends_with(spend)), "{got:#?}");
    let wrong = ADS.replace(",900,300,", ",900,301,");
    let (_, summary) = lines("ads.csv", wrong.as_bytes());
    let of_impressions = summary.checks.iter().find(|c| c.metric == "impressions");
    assert_eq!(of_impressions.map(|c| c.verdict), Some(Verdict::Differs));
}

#[test]
fn money_without_a_currency_is_asked_for_and_left_out() {
    let text = ADS.replace(" (EUR)", "");
    let origin = Origin::from_bytes("ads.csv", text.clone().into_bytes());
    let plan = recognise(&origin, &Registry::native(), &Answers::default()).unwrap();
    let asked: Vec<&str> = plan.questions.iter().map(|q| q.key.flag()).collect();
    assert_eq!(asked, ["--currency"]);
    let (got, _) = lines("ads.csv", text.as_bytes());
    assert!(got.iter().any(|l| l.contains("|impressions|")) && !got.iter().any(|l| l.contains("|spend|")));
}

#[test]
fn of_repeated_headers_the_one_with_data_is_read() {
    let text = "Campaign name,Impressions,Impressions,Amount spent (EUR),Reporting starts,Reporting ends\n\
        Spring,0,70,1,2026-01-01,2026-01-01\nAutumn,0,64,1,2026-01-01,2026-01-01\n";
    let (got, summary) = lines("ads.csv", text.as_bytes());
    let values: Vec<&str> = got
        .iter()
        .filter(|l| l.contains("|impressions|"))
        .filter_map(|l| l.split('|').nth(12))
        .collect();
    assert_eq!(values, ["64", "70"]);
    assert!(
        summary.remarks.iter().any(|r| matches!(r, Remark::Same { .. })),
        "{:?}",
        summary.remarks
    );
}
