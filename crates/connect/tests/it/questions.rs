//! What a file cannot tell is asked with a proposal, or told by the file itself.

use harpoon_connect::dictionary::Dictionary;
use harpoon_connect::map::read_map;
use harpoon_connect::{Answers, Limits, Origin, Plan, QuestionKey, Registry, Remark, origins_in, recognise};

const MAP: &str = "id = \"posts\"\nplatform = \"tv\"\nentity = \"post\"\ncounter = \"lifetime\"\n[columns]\n\"Id\" = \"post_id\"\n\"Posted\" = \"published_at\"\n\
    \"Cost\" = \"spend\"\n\"Seen\" = \"impressions\"\n[optional]\n\"Money\" = \"currency\"\n";

fn plan(rows: &str, answers: &Answers) -> Plan {
    let map = read_map(MAP).unwrap();
    let registry = Registry::only(&[map], Dictionary::builtin().clone());
    let text = format!("Id;Posted;Cost;Seen;Money\n{rows}");
    recognise(&Origin::from_bytes("posts.csv", text.into_bytes()), &registry, answers).unwrap()
}

/// Rows, and each question with its proposal.
#[track_caller]
fn check(rows: &str, want: &[(QuestionKey, &str)]) {
    let plan = plan(rows, &Answers::default());
    let got: Vec<_> = plan
        .questions
        .iter()
        .map(|q| (q.key, q.proposal.as_deref().unwrap_or("none")))
        .collect();
    assert_eq!(got, want, "{rows}\n{:?}", plan.questions);
}

#[test]
fn open_orders_marks_and_zones_are_asked_with_a_proposal() {
    let key = [QuestionKey::DayOrder, QuestionKey::Decimal, QuestionKey::Zone];
    check("a;2026-04-03;1.50;10;EUR\n", &[]);
    // One day that can be two: nothing speaks for either, so most of the world's order is proposed.
    check("a;03/04/2026;1.50;10;EUR\n", &[(key[0], "dmy")]);
    // A week apart one way, months apart the other.
    check(
        "a;04/01/2026;1.50;10;EUR\nb;04/07/2026;1.50;10;EUR\n",
        &[(key[0], "mdy")],
    );
    // Two rows prove one order, one the other.
    check(
        "a;13/04/2026;1.5;1;EUR\nb;14/04/2026;1.5;1;EUR\nc;04/15/2026;1.5;1;EUR\n",
        &[(key[0], "dmy")],
    );
    // 1.234 euro, or more than a thousand.
    check("a;2026-04-03;1.234;10;EUR\n", &[(key[1], "point")]);
    check(
        "a;2026-04-03;1.234;10;EUR\nb;2026-04-03;2.345;10;EUR\n",
        &[(key[1], "comma")],
    );
    check("a;2026-04-03;1.234;10;EUR\nb;2026-04-03;2.345,10;10;EUR\n", &[]);
    // A thousand stands ungrouped: the point is a decimal one. Counts have no decimals.
    check("a;2026-04-03;1.234;10;EUR\nb;2026-04-03;1234;10;EUR\n", &[]);
    check("a;2026-04-03;12;1.234;EUR\n", &[]);
    check("a;2026-04-03 10:15;1.50;10;EUR\n", &[(key[2], "UTC")]);
    check("a;2026-04-03T10:15:00+02:00;1.50;10;EUR\n", &[]);
}

#[test]
fn answers_are_not_asked_again() {
    let answers = Answers {
        day_order: Some("mdy".into()),
        decimal: Some("comma".into()),
        zone: Some("Europe/Amsterdam".into()),
        ..Answers::default()
    };
    assert_eq!(plan("a;03/04/2026 10:15;1.234;10;EUR\n", &answers).questions, []);
}

#[test]
fn mixed_orders_are_reported() {
    let plan = plan("a;13/04/2026;1.5;1;EUR\nb;04/14/2026;1.5;1;EUR\n", &Answers::default());
    assert!(plan.remarks.contains(&Remark::MixedDates), "{:?}", plan.remarks);
}

/// TikTok's ids count seconds above 32 bits: three posts at 10:00 UTC on days of April 2026.
#[test]
fn ids_tell_the_zone() {
    let day = |n: i64| (1_775_037_600 + n * 86_400) << 32;
    let row = |n: i64, hour: &str| {
        format!(
            "https://www.tiktok.com/@a/video/{},2026-04-0{} {hour}:00,{n}\n",
            day(n),
            n + 1
        )
    };
    let told = |hour: &str, zone: Option<&str>| {
        let rows: String = (0..4).map(|n| row(n, hour)).collect();
        let text = format!(
            "Video link,Post time,Likes,Comments,Shares,Video views\n{}",
            rows.replace('\n', ",1,1,1\n")
        );
        let answers = Answers {
            zone: zone.map(str::to_owned),
            ..Answers::default()
        };
        let origin = Origin::from_bytes("videos.csv", text.into_bytes());
        let plan = recognise(&origin, &Registry::native(), &answers).unwrap();
        assert_eq!(plan.questions, [], "{:?}", plan.tables);
        let said: Vec<String> = plan.remarks.iter().map(ToString::to_string).collect();
        said.join("; ")
    };
    // Berlin stands for every zone of its time.
    assert_eq!(
        told("12", None),
        "publish times are in the zone Europe/Berlin by the clocks of 4 of 4 ids, not in UTC"
    );
    assert!(told("18", None).contains("Asia/Shanghai"));
    assert!(told("12", Some("Europe/Amsterdam")).contains("Europe/Amsterdam"));
    assert_eq!(told("10", Some("Europe/Amsterdam")), "");
}

/// A table of shares has no day; the archive says when it was made.
#[test]
fn shares_are_of_the_day_of_their_export() {
    let made = zip::DateTime::from_date_and_time(2026, 3, 4, 9, 30, 0).unwrap();
    let options = zip::write::SimpleFileOptions::default().last_modified_time(made);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("FollowerGender.csv", options).unwrap();
    std::io::Write::write_all(
        &mut zip,
        b"\"Gender\",\"Distribution\"\n\"Female\",\"61%\"\n\"Male\",\"39%\"\n",
    )
    .unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let origin = &origins_in("Followers_zilt.zip", bytes, &Limits::default()).unwrap()[0];
    let plan = recognise(origin, &Registry::native(), &Answers::default()).unwrap();
    let period = &plan.questions[0];
    assert_eq!(
        (period.key, period.proposal.as_deref()),
        (QuestionKey::Period, Some("2026-03-04..2026-03-04"))
    );
}
