//! The scheme of tags: what is refused, what is proposed instead, and what is made.

use std::collections::BTreeMap;

use harpoon_collect::scheme::{Part, Scheme};
use harpoon_core::channel::Rules;

const SCHEME: &str = r#"
required = ["source", "medium", "campaign"]
content = "{platform}-{format}-{post}"
sites = ["shop.example"]

[words]
source = ["facebook", "instagram", "linkedin", "newsletter"]
medium = ["social", "paid_social", "email"]

[instead.source]
insta = "instagram"

[instead.medium]
smm = "social"
"#;

fn scheme() -> Scheme {
    toml::from_str(SCHEME).expect("a scheme")
}

/// Each fault as `part wrong given → right`.
fn faults(scheme: &Scheme, url: &str) -> Vec<String> {
    let faults = scheme.check(url, &Rules::standard());
    let line = |fault: &harpoon_collect::scheme::Fault| {
        let part = fault.part.map_or("link", Part::parameter);
        let right = fault.right.as_deref().unwrap_or("?");
        format!("{part} {} {} → {right}", fault.wrong.as_str(), fault.given)
    };
    faults.iter().map(line).collect()
}

const RIGHT: &str =
    "https://shop.example/p?utm_source=facebook&utm_medium=social&utm_campaign=q4_sale&utm_content=facebook-video-77";

#[test]
fn a_wrong_tag_is_refused_with_the_right_one_proposed() {
    let with = |from: &str, to: &str| RIGHT.replace(from, to);
    let cases: &[(String, &[&str])] = &[
        (RIGHT.to_owned(), &[]),
        (
            with("source=facebook", "source=Facebook"),
            &["utm_source mixed_case Facebook → facebook"],
        ),
        (with("source=facebook", "source=fb"), &["utm_source word fb → facebook"]),
        (
            with("source=facebook", "source=facebok"),
            &["utm_source word facebok → facebook"],
        ),
        (
            with("source=facebook", "source=l.instagram.com"),
            &["utm_source word l.instagram.com → instagram"],
        ),
        (
            with("source=facebook", "source=Insta"),
            &["utm_source word Insta → instagram"],
        ),
        (
            with("source=facebook", "source=billboard"),
            &["utm_source word billboard → ?"],
        ),
        (with("source=facebook", "source="), &["utm_source missing  → ?"]),
        (with("utm_source=facebook&", ""), &["utm_source missing  → ?"]),
        (with("medium=social", "medium=smm"), &["utm_medium word smm → social"]),
        (
            with("medium=social", "medium=paid-social"),
            &["utm_medium word paid-social → paid_social"],
        ),
        (with("q4_sale", "Q4%20Sale"), &["utm_campaign blank Q4 Sale → q4_sale"]),
        (with("q4_sale", "Q4+Sale"), &["utm_campaign blank Q4 Sale → q4_sale"]),
        (with("q4_sale", "q4_sale+"), &["utm_campaign blank  q4_sale  → q4_sale"]),
        (
            with("q4_sale", "{{campaign.name}}"),
            &["link placeholder facebook/social/{{campaign.name}} → ?"],
        ),
        (with("facebook-video-77", "spring"), &["utm_content shape spring → ?"]),
        (
            format!("{RIGHT}&utm_source=linkedin"),
            &["utm_source twice facebook → facebook"],
        ),
        (
            with("source=facebook&utm_medium=social", "source=social&utm_medium=facebook"),
            &["utm_source word social → ?", "utm_medium word facebook → ?"],
        ),
        (
            format!("{RIGHT}&ttclid=abc"),
            &["link click_contradicts facebook/social/q4_sale → ?"],
        ),
        (
            "http://other.example/".to_owned(),
            &["link site http://other.example/ → ?"],
        ),
        (
            "https://myshop.example/".to_owned(),
            &["link site https://myshop.example/ → ?"],
        ),
        (
            "javascript:alert(1)".to_owned(),
            &["link address javascript:alert(1) → ?"],
        ),
        ("shop.example/p".to_owned(), &["link address shop.example/p → ?"]),
        (
            "https://shop.example@evil.example/".to_owned(),
            &["link address https://shop.example@evil.example/ → ?"],
        ),
        (
            "https:\\\\shop.example/".to_owned(),
            &["link address https:\\\\shop.example/ → ?"],
        ),
        (
            "https://shop.example/a b".to_owned(),
            &["link address https://shop.example/a b → ?"],
        ),
        ("https:///p".to_owned(), &["link address https:///p → ?"]),
        (
            "https://evil.example\\.shop.example/".to_owned(),
            &["link address https://evil.example\\.shop.example/ → ?"],
        ),
    ];
    for (url, want) in cases {
        assert_eq!(faults(&scheme(), url), *want, "{url}");
    }
}

#[test]
fn the_corrected_link_is_right() {
    let rules = Rules::standard();
    let wrong = "https://www.shop.example/p?x=1&utm_source=FB&utm_medium=SMM&utm_campaign=Q4+Sale&y=%20#top";
    let right = scheme().corrected(wrong, &rules).expect("a link");
    assert_eq!(
        right,
        "https://www.shop.example/p?x=1&y=%20&utm_source=facebook&utm_medium=social&utm_campaign=q4_sale#top"
    );
    assert_eq!(faults(&scheme(), &right), [""; 0]);
    assert_eq!(scheme().corrected(&right, &rules), None, "nothing is wrong with it");
    assert_eq!(
        scheme().corrected("https://shop.example/", &rules),
        None,
        "somebody has to say what is meant"
    );
}

fn parts(pairs: &[(Part, &str)]) -> BTreeMap<Part, String> {
    pairs.iter().map(|(part, value)| (*part, (*value).to_owned())).collect()
}

fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn links_are_made() {
    let rules = Rules::standard();
    let tags = parts(&[
        (Part::Source, "instagram"),
        (Part::Medium, "social"),
        (Part::Campaign, "夏_sale&more"),
    ]);
    let post = fields(&[("platform", "Instagram"), ("format", "Reel / Video"), ("post", "ig:77")]);
    let link = scheme().build("https://shop.example/p?utm_source=old&a=b#x", &tags, &post, &rules);
    let want = "https://shop.example/p?a=b&utm_source=instagram&utm_medium=social&utm_campaign=%E5%A4%8F_sale%26more&utm_content=instagram-reel_video-ig_77#x";
    assert_eq!(link.as_deref(), Ok(want));
    assert_eq!(
        link,
        scheme().build(want, &tags, &post, &rules),
        "made anew it is the same"
    );
    let refused = |tags: &[(Part, &str)], post: &[(&str, &str)], url: &str| {
        let faults = scheme()
            .build(url, &parts(tags), &fields(post), &rules)
            .expect_err("refused");
        faults.iter().map(|fault| fault.wrong.as_str()).collect::<Vec<_>>()
    };
    let all = [("platform", "a"), ("format", "b"), ("post", "c")];
    let good = [
        (Part::Source, "instagram"),
        (Part::Medium, "social"),
        (Part::Campaign, "x"),
    ];
    assert_eq!(refused(&good, &all[..2], "https://shop.example/"), ["missing"]);
    assert_eq!(
        refused(
            &good,
            &[("platform", "a"), ("format", "!!"), ("post", "c")],
            "https://shop.example/"
        ),
        ["missing"]
    );
    assert_eq!(refused(&good, &all, "https://other.example/"), ["site"]);
    assert_eq!(refused(&good[..2], &all, "https://shop.example/"), ["missing"]);
    let capital = [(Part::Source, "Instagram"), good[1], good[2]];
    assert_eq!(
        refused(&capital, &all, "https://shop.example/"),
        ["mixed_case"],
        "nothing is put right silently"
    );
}

#[test]
fn without_a_scheme_only_what_is_wrong_everywhere_is() {
    let open = Scheme {
        required: vec![Part::Source, Part::Medium],
        ..Scheme::default()
    };
    assert_eq!(
        faults(&open, "https://a.example/?utm_source=tiktok&utm_medium=paid_social"),
        [""; 0]
    );
    assert_eq!(
        faults(&open, "https://a.example/?utm_source=mybrand&utm_medium=affliate"),
        ["utm_medium unknown_medium affliate → affiliate"]
    );
    let swapped = [
        "utm_source swapped social → facebook",
        "utm_medium swapped facebook → social",
    ];
    assert_eq!(
        faults(&open, "https://a.example/?utm_source=social&utm_medium=facebook"),
        swapped
    );
    let free = Scheme {
        required: vec![],
        lower: false,
        ..Scheme::default()
    };
    assert_eq!(
        faults(
            &free,
            "https://a.example/?utm_source=Mail&utm_medium=email&utm_campaign=Q4"
        ),
        [""; 0]
    );
}

#[test]
fn lists_of_links_are_looked_over() {
    let wrong = RIGHT.replace("source=facebook", "source=fb");
    let audit = scheme().audit(&[RIGHT, &wrong, "nonsense", RIGHT], &Rules::standard());
    let places: Vec<(usize, Option<&str>)> = audit
        .links
        .iter()
        .map(|link| (link.place, link.corrected.as_deref()))
        .collect();
    let corrected = RIGHT.to_owned();
    assert_eq!(audit.right, 2);
    assert_eq!(places, [(1, Some(corrected.as_str())), (2, None)]);
    let twice = [RIGHT.replace("q4_sale", "Q4_sale"), RIGHT.to_owned()];
    let together = scheme()
        .audit(&twice.each_ref().map(String::as_str), &Rules::standard())
        .together;
    let message = &together.first().expect("a finding").message;
    assert!(message.contains("is written in another case too"), "{message}");
}

#[test]
fn mistakes_of_a_scheme_are_told() {
    let mistake = |text: &str| toml::from_str::<Scheme>(text).expect_err("a mistake").to_string();
    assert!(mistake("required = [\"sauce\"]").contains("unknown variant `sauce`"));
    assert!(mistake("word = 1").contains("unknown field `word`"));
    assert!(mistake("content = \"{post\"").contains("has a brace without its other half"));
    assert!(mistake("content = \"post}\"").contains("has a brace without its other half"));
    assert!(mistake("content = \"{a}{b}\"").contains("two fields with nothing between them"));
    assert!(mistake("content = \"{}\"").contains("a field without a name"));
    assert!(mistake("content = \"post\"").contains("has no field"));
}
