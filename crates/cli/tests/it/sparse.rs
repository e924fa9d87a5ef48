//! Reports of months with little, odd or no data: what a reader must see, and what none must see.

use std::fs;

use super::goals::Course;
use super::money::{APRIL, LINKEDIN, MARCH, META, cost, made, sale};
use super::place::Place;

const ADS: &str = "\u{feff}\"Campaign name\",Day,\"Ad ID\",Impressions,\"Link clicks\",\"Amount spent (EUR)\",\"Reporting starts\",\"Reporting ends\"\n";
const POSTS: &str = "\u{feff}\"Post ID\",\"Account ID\",\"Account username\",\"Account name\",Description,\"Duration (sec)\",\"Publish time\",Permalink,\"Post type\",\"Data comment\",Date,Views,Reach,Likes,Shares,Follows,Comments,Saves\n";

/// So many days of a month with a thousand impressions, 20 clicks and `spent` euros each.
fn ads(month: u32, days: u32, spent: u32) -> String {
    let row = |day| format!("Pasen,2026-{month:02}-{day:02},1001,1000,20,{spent},2026-08-01,2026-09-30\n");
    ADS.to_owned() + &(1..=days).map(row).collect::<String>()
}

/// A post of noon in Amsterdam.
fn post(number: usize, day: &str, text: &str, kind: &str, [likes, shares, comments, saves]: [u32; 4]) -> String {
    format!(
        "181{number:05},17841400000000001,bakkerijzilt,\"Bakkerij Zilt\",\"{text}\",0,\"{day}/2026 03:00\",https://www.instagram.com/p/D{number}/,\"{kind}\",,Lifetime,{},800,{likes},{shares},0,{comments},{saves}\n",
        1000 + number
    )
}

fn course(files: &[(&str, String)]) -> Course {
    let course = Course::new();
    for (name, text) in files {
        let file = course.place.file(name, text);
        let report = course.place.import(&[&file]);
        assert_eq!(report[0]["quarantined"], 0, "{report:?}");
    }
    course
}

/// The month in English as HTML and Markdown.
fn pages(course: &Course, month: &str) -> [String; 2] {
    ["html", "md"].map(|format| page(course, month, "en", format))
}

/// The month in the other languages as HTML: Chinese, West Frisian.
fn translated(course: &Course, month: &str) -> [String; 2] {
    ["zh-CN", "fy"].map(|lang| page(course, month, lang, "html"))
}

/// A page, after a look that it is sound; its blanks are plain.
fn page(course: &Course, month: &str, lang: &str, format: &str) -> String {
    let args = [
        "report", "--month", month, "--lang", lang, "--format", format, "--out", "-",
    ];
    let page = course.ok("2026-10-05", &args).replace('\u{a0}', " ");
    keep(&page, month, lang, format);
    sound(&page, lang);
    if format == "html" {
        no_section_is_empty(&page);
    }
    page
}

/// For whoever wants to look at the pages: `HARPOON_PAGES=DIR`.
fn keep(page: &str, month: &str, lang: &str, format: &str) {
    if let Some(folder) = std::env::var_os("HARPOON_PAGES") {
        let test = std::thread::current().name().unwrap_or("page").replace("::", "-");
        let name = format!("{test}.{month}.{lang}.{format}");
        fs::write(std::path::Path::new(&folder).join(name), page).unwrap();
    }
}

/// English that only reasons have.
const ENGLISH: &[&str] = &[
    "no source",
    "no data for",
    "no import",
    "not stated",
    "nothing to",
    "no cost",
    "known from",
    "are too few",
    "is missing",
    "the period is over",
    "days do not add up",
    "deals it out",
    "no platform tells",
    "not known",
];

fn sound(page: &str, lang: &str) {
    let words = page.split(|c: char| !c.is_alphanumeric());
    let strange: Vec<&str> = words
        .filter(|word| ["NaN", "inf", "null", "undefined"].contains(word))
        .collect();
    assert!(strange.is_empty() && !page.contains(['⟦', '∞']), "{strange:?}\n{page}");
    if lang != "en" {
        for english in ENGLISH {
            assert!(!page.contains(english), "{lang}: `{english}`\n{page}");
        }
    }
}

/// What stands in a section of the page, without its marks.
fn section(html: &str, id: &str) -> String {
    let start = format!("<section id=\"{id}\"");
    let rest = html.split_once(&start).unwrap_or_else(|| panic!("no section {id}")).1;
    visible(rest.split_once("</section>").unwrap().0)
}

fn visible(html: &str) -> String {
    let texts = html
        .split('<')
        .filter_map(|piece| piece.split_once('>'))
        .map(|(_, text)| text.trim());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

fn no_section_is_empty(html: &str) {
    let sections: Vec<&str> = html.split("<section id=\"").skip(1).collect();
    assert!(sections.len() >= 10, "{} sections", sections.len());
    for one in sections {
        let (body, _) = one.split_once("</section>").unwrap();
        let heading = body.split_once("</h2>").map_or("", |(heading, _)| heading);
        let said = visible(&body[heading.len()..]);
        assert!(said.chars().count() >= 5, "a heading alone: {body}");
    }
}

#[test]
fn a_month_that_ends_early_says_so() {
    let course = course(&[("august.csv", ads(8, 31, 10)), ("september.csv", ads(9, 10, 10))]);
    course.ok("2026-08-30", &["key", "new", "buro"]);
    for (kpi, target) in [("clicks_link_paid", "700"), ("followers_gained", "10")] {
        course.ok(
            "2026-08-30",
            &["goal", "add", "--kpi", kpi, "--target", target, "--every", "month"],
        );
    }
    for page in pages(&course, "2026-09") {
        assert!(
            page.contains("2 goals cannot be judged: their data are missing or end too early."),
            "{page}"
        );
        assert!(
            page.contains("the period is over, and the data end on September 10, 2026"),
            "{page}"
        );
        // A goal on a KPI that nothing tells of.
        assert!(page.contains("no imported file states"), "{page}");
        assert!(page.contains("200"), "ten days of 20 clicks");
    }
    let [html, frisian] = translated(&course, "2026-09");
    assert!(
        html.contains("期限已过，而数据截至2026年9月10日") && html.contains("导入的文件均未提供"),
        "{html}"
    );
    assert!(
        frisian.contains("de gegevens geane oant 10 Septimber 2026"),
        "{frisian}"
    );
    assert!(frisian.contains("gjin ynlêzen bestân jout"), "{frisian}");
}

#[test]
fn a_month_without_posts_has_none_and_no_nought() {
    let posts: String = (0..4)
        .map(|n| post(n, &format!("08/1{n}"), "Brea", "IG image", [40, 4, 2, 1]))
        .collect();
    let course = course(&[("posts.csv", POSTS.to_owned() + &posts), ("ads.csv", ads(9, 30, 10))]);
    let [html, markdown] = pages(&course, "2026-09");
    let content = section(&html, "content");
    assert!(content.contains("No post is known of this month."), "{content}");
    assert!(!content.contains("Posts published this month"), "{content}");
    assert!(markdown.contains("No post is known of this month."), "{markdown}");
    let html = page(&course, "2026-08", "en", "html");
    assert!(
        section(&html, "content").contains("Posts published this month: 4"),
        "{html}"
    );
}

#[test]
fn the_first_month_ever_compares_with_nothing() {
    let course = course(&[("ads.csv", ads(9, 30, 10))]);
    let [html, markdown] = pages(&course, "2026-09");
    for page in [&html, &markdown] {
        assert!(
            page.contains("Nothing to compare: the month before has no data."),
            "{page}"
        );
        assert!(
            page.contains("This is the first month: there is no record yet."),
            "{page}"
        );
        assert!(page.contains("30,000"), "{page}");
    }
    assert!(!section(&html, "short").contains("Month before:"), "{html}");
    translated(&course, "2026-09");
}

#[test]
fn long_names_are_printed_whole() {
    const BRAND: &str = "Koöperatyf Bakkersgilde Noardeast-Fryslân";
    const GOAL: &str = "Mear minsken nei ús keppelingen yn Dokkum";
    assert!(BRAND.chars().count() >= 40 && GOAL.chars().count() >= 40);
    let course = course(&[("ads.csv", ads(9, 30, 10).replace("Pasen", BRAND))]);
    let settings = course.place.root().join("harpoon.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("\"Zilt\"", &format!("\"{BRAND}\""))).unwrap();
    course.ok("2026-08-30", &["key", "new", "buro"]);
    let goal = [
        "goal",
        "add",
        "--kpi",
        "clicks_link_paid",
        "--target",
        "500",
        "--every",
        "month",
        "--name",
        GOAL,
    ];
    course.ok("2026-08-30", &goal);
    for page in pages(&course, "2026-09") {
        assert!(page.contains(BRAND) && page.contains(GOAL), "{page}");
    }
}

/// Posts with 50 to 56 interactions, of which 4 to 7 are shares; one has 103, of which 40 are.
#[test]
fn texts_of_any_script_stay_what_they_are_and_what_stands_out_is_told() {
    const ARABIC: &str = "خبز طازج كل صباح 🥖🔥";
    const HEBREW: &str = "לחם טרי \u{202e}כל בוקר";
    let posts: String = (0..14)
        .map(|n| {
            let wobble = u32::try_from(n % 4).unwrap();
            let day = format!("09/{:02}", n + 1);
            match n {
                3 => post(n, &day, ARABIC, "IG image", [60, 40, 2, 1]),
                8 => post(n, &day, HEBREW, "IG reel", [20, 2, 1, 0]),
                _ => post(
                    n,
                    &day,
                    "Brea 🍞 en kofje ☕",
                    "IG image",
                    [43 + wobble, 4 + wobble, 2, 1],
                ),
            }
        })
        .collect();
    let course = course(&[("posts.csv", POSTS.to_owned() + &posts)]);
    let [html, markdown] = pages(&course, "2026-09");
    for page in [&html, &markdown] {
        assert!(page.contains(ARABIC), "{page}");
        assert!(
            page.contains("לחם טרי") && !page.contains('\u{202e}'),
            "the mark that turns the line is gone"
        );
    }
    // 40 of 103 interactions; usual are 4 of 50 to 7 of 56.
    assert!(
        section(&html, "content").contains("39 % of its interactions were shares"),
        "{html}"
    );
    assert!(
        html.contains("dir=\"auto\"") || html.contains("<bdi"),
        "a text from outside has its own direction"
    );
    let [zh, fy] = translated(&course, "2026-09");
    assert!(section(&zh, "content").contains("39% 为分享"), "{zh}");
    assert!(
        section(&fy, "content").contains("39 % fan de reaksjes wie dielen"),
        "{fy}"
    );
}

#[test]
fn costs_of_nought_are_noughts_and_kinds_that_nobody_entered_are_not() {
    let noughts = "kind,from,to,amount,currency\nfees,2026-09-01,2026-09-30,0,EUR\ntools,2026-09-01,2026-09-30,0,EUR\n";
    let course = course(&[("ads.csv", ads(9, 30, 0)), ("costs.csv", noughts.to_owned())]);
    let [html, markdown] = pages(&course, "2026-09");
    for page in [&html, &markdown] {
        assert!(
            page.contains("Nothing was spent, so there is no return to compute."),
            "{page}"
        );
    }
    let line = |kind: &str| {
        let own = |line: &&str| line.starts_with(&format!("| {kind} |"));
        markdown
            .lines()
            .find(own)
            .unwrap_or_else(|| panic!("no line {kind}\n{markdown}"))
            .to_owned()
    };
    for kind in ["Media", "Fees", "Tools"] {
        assert!(line(kind).contains("0.00 EUR"), "{}", line(kind));
    }
    for kind in ["Own people’s time", "Making content"] {
        assert!(
            line(kind).contains('–') && !line(kind).contains("0.00"),
            "{}",
            line(kind)
        );
    }
    assert!(
        section(&html, "costs").contains("none was entered for these days"),
        "{html}"
    );
    translated(&course, "2026-09");
}

/// March: 160 credited on 400, a return of −60 %. April: 80 on 50, +60 %. Revenue took (80 − 160) · (1 ⁄ 400 + 1 ⁄ 50) ⁄ 2 =
/// −90 points, cost gave (1 ⁄ 50 − 1 ⁄ 400) · (160 + 80) ⁄ 2 = 210.
#[test]
fn a_return_that_moved_is_split_into_revenue_and_cost() {
    let march = (1..=10).map(|n| sale(n, "2026-03", META, "16.00,EUR"));
    let april = (11..=20).map(|n| sale(n, "2026-04", LINKEDIN, "8.00,EUR"));
    let place = made(&march.chain(april).collect::<String>());
    let media = |amount, month, more: [&str; 4]| cost(&place, "media", amount, "EUR", month, &more);
    media("400", MARCH, ["--platform", "meta", "--campaign", "Spring"]);
    media("50", APRIL, ["--platform", "linkedin", "--campaign", "Summer"]);
    let course = Course { place };
    for page in pages(&course, "2026-04") {
        assert!(page.contains("+210.0 came from Full cost"), "{page}");
        assert!(page.contains("−90.0 came from Revenue"), "{page}");
        assert!(page.contains("LinkedIn, which is new"), "{page}");
        assert!(page.contains("which is gone"), "{page}");
        // What a customer cost is known by platform in one of the months only.
        assert!(!page.contains("did not change"), "{page}");
        assert!(page.contains("No platform tells it in both months"), "{page}");
    }
    let [html, _] = translated(&course, "2026-04");
    assert!(section(&html, "moved").contains("个百分点"), "{html}");
}

/// A place without any data: every section says why it is empty.
#[test]
fn nothing_at_all_is_said_in_every_language() {
    let course = Course { place: Place::new() };
    for html in translated(&course, "2026-09") {
        assert!(html.matches("class=\"empty\"").count() >= 6, "{html}");
    }
}
