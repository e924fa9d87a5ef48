//! Tracked links: made by the scheme or refused with the right one, kept once, looked over.

use std::fs;

use super::place::Place;

/// The scheme of the examples.
pub(crate) const SCHEME: &str = r#"
[links]
at = "https://go.shop.example"
content = "{platform}-{format}-{post}"
sites = ["shop.example"]

[links.words]
source = ["facebook", "instagram", "linkedin"]
medium = ["social", "paid_social"]

[links.instead.source]
insta = "instagram"
"#;

/// Adds to the settings.
pub(crate) fn with_settings(place: &Place, more: &str) {
    let file = place.root().join("harpoon.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(file, format!("{text}\n{more}")).unwrap();
}

fn scheme() -> Place {
    let place = Place::new();
    with_settings(&place, SCHEME);
    place
}

/// A link that keeps to it.
pub(crate) const RIGHT: &[&str] = &[
    "-q",
    "link",
    "new",
    "https://shop.example/offer?size=2#top",
    "--source",
    "linkedin",
    "--medium",
    "social",
    "--campaign",
    "spring",
    "--post",
    "Urn 7199",
    "--field",
    "format=image",
];

#[test]
fn the_same_link_is_made_once_and_each_post_keeps_its_own() {
    let place = scheme();
    let short = place.ok(RIGHT);
    let code = short
        .trim()
        .strip_prefix("https://go.shop.example/l/")
        .unwrap()
        .to_owned();
    assert!(
        code.len() == 8 && code.chars().all(|c| c.is_ascii_alphanumeric() && !"0OIl".contains(c)),
        "{code}"
    );
    assert_eq!(place.ok(RIGHT), short);
    let all = place.json(&["-q", "link", "list"]);
    assert_eq!(all.len(), 1);
    assert_eq!(
        all[0]["to"],
        "https://shop.example/offer?size=2&utm_source=linkedin&utm_medium=social&utm_campaign=spring&utm_content=linkedin-image-urn_7199#top"
    );
    assert_eq!(
        (&all[0]["code"], &all[0]["post"]),
        (&code.as_str().into(), &"Urn 7199".into())
    );
    // Another post is another link.
    let mut other = RIGHT.to_vec();
    other[11] = "7200";
    assert_ne!(place.ok(&other), short);
    // Removed, it leads nowhere, and its code is nobody's: asked for again, it gets another.
    place.ok(&["-q", "link", "remove", short.trim()]);
    assert_eq!(place.run(&["-q", "link", "remove", &code]).code, 2);
    let again = place.ok(RIGHT);
    assert_ne!(again, short);
    assert_eq!(place.json(&["-q", "link", "list"]).len(), 2);
    assert_eq!(
        fs::read_to_string(place.root().join("links/links.jsonl"))
            .unwrap()
            .lines()
            .count(),
        3
    );
}

#[test]
fn what_does_not_keep_to_the_scheme_is_refused_with_the_right_one() {
    let place = scheme();
    let base = [
        "-q",
        "link",
        "new",
        "https://shop.example/",
        "--campaign",
        "Spring",
        "--content",
        "instagram-reel-1",
    ];
    let said = place.run(&[&base[..], &["--source", "insta", "--medium", "socail"]].concat());
    assert_eq!(said.code, 2);
    for part in [
        "utm_source is `insta`; the word is `instagram`",
        "utm_medium is `socail`; the word is `social`",
        "utm_campaign is `Spring`; it is written `spring`",
        "The right one would be: https://shop.example/?utm_source=instagram&utm_medium=social&utm_campaign=spring&utm_content=instagram-reel-1",
    ] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    for (args, why) in [
        (
            ["link", "new", "https://evil.example/", "--post", "1"],
            "none of the sites",
        ),
        (["link", "new", "javascript:alert(1)", "--post", "1"], "https://"),
        (
            ["link", "new", "https://shop.example\\@evil.example/", "--post", "1"],
            "https://",
        ),
        (
            ["link", "new", "https://shop.example/", "--post", "1"],
            "nothing is known of `platform`",
        ),
    ] {
        let said = place.run(&args);
        assert!(said.code == 2 && said.err.contains(why), "{args:?}: {}", said.err);
    }
    assert!(place.json(&["-q", "link", "list"]).is_empty());
}

#[test]
fn a_file_of_links_tells_every_mistake_and_keeps_the_rows_that_are_right() {
    let place = scheme();
    let file = place.beside("links.csv");
    let text = "\u{feff}url;utm_source;medium;Campaign;format;post\n\
                https://shop.example/a;facebook;social;spring;reel;1\n\
                https://shop.example/b;fb;social;spring;reel;2\n\
                https://shop.example/c;facebook;social;;reel;3\n\
                https://shop.example/d;facebook\n\
                \"https://shop.example/e\";linkedin;paid_social;\"spring\";reel;5\n\
                https://shop.example/a;facebook;social;spring;reel;1\n\
                https://other.example/;facebook;social;spring;reel;6\n";
    fs::write(&file, text).unwrap();
    let said = place.run(&["link", "new", "--from", file.to_str().unwrap(), "--format", "json"]);
    assert_eq!(said.code, 3);
    let mistakes: Vec<&str> = said.err.lines().collect();
    assert_eq!(
        mistakes,
        [
            "line 3, column 2 (utm_source): utm_source is `fb`; the word is `facebook`; right: \
             https://shop.example/b?utm_source=facebook&utm_medium=social&utm_campaign=spring&utm_content=facebook-reel-2",
            "line 4, column 4 (Campaign): utm_campaign is missing",
            "line 5: 2 cells, and the first line names 6",
            "line 8, column 1 (url): `other.example` is none of the sites that links may lead to: shop.example",
            "2 links made, 1 was there, 4 mistakes",
        ]
    );
    let made: Vec<serde_json::Value> = serde_json::from_str(&said.out).unwrap();
    let to: Vec<&str> = made.iter().map(|link| link["content"].as_str().unwrap()).collect();
    assert_eq!(to, ["facebook-reel-1", "linkedin-reel-5", "facebook-reel-1"]);
    assert_eq!(made[0]["code"], made[2]["code"]);
    assert_eq!(place.json(&["-q", "link", "list"]).len(), 2);
}

#[test]
fn links_that_exist_are_looked_over() {
    let place = scheme();
    place.ok(RIGHT);
    let right = place.run(&["link", "audit"]);
    assert_eq!(
        (right.code, right.out.as_str(), right.err.trim()),
        (0, "", "1 right, 0 wrong")
    );
    let list = place.beside("old.txt");
    let right =
        "https://shop.example/?utm_source=linkedin&utm_medium=social&utm_campaign=spring&utm_content=linkedin-image-1";
    let wrong =
        "https://shop.example/?utm_source=FB&utm_medium=social&utm_campaign=spring&utm_content=facebook-image-1";
    fs::write(&list, format!("link\n{right}\n\n\"{wrong}\",posted in May\n")).unwrap();
    let said = place.run(&[
        "-q",
        "link",
        "audit",
        "--from",
        list.to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_eq!(said.code, 1);
    let found: Vec<serde_json::Value> = serde_json::from_str(&said.out).unwrap();
    let found = &found[0];
    assert_eq!((&found["where"], &found["url"]), (&"line 4".into(), &wrong.into()));
    assert_eq!(found["right"], wrong.replace("FB", "facebook"));
    // A scheme that changes is held against the links that are there.
    let settings = fs::read_to_string(place.root().join("harpoon.toml")).unwrap();
    fs::write(place.root().join("harpoon.toml"), settings.replace("\"social\", ", "")).unwrap();
    let said = place.run(&["-q", "link", "audit", "--format", "csv"]);
    assert!(
        said.code == 1 && said.out.contains("utm_medium is `social`"),
        "{}",
        said.out
    );
}

#[test]
fn a_scheme_that_cannot_be_meant_is_told_whole() {
    let place = Place::new();
    with_settings(
        &place,
        "[links]\nat = \"go.shop.example\"\nblank = \"&\"\nsites = [\"https://shop.example/\"]\n\
         [links.words]\nsource = [\"Facebook\"]\nmedium = [\"social\"]\n[links.instead.medium]\nsmm = \"sozial\"\n",
    );
    let said = place.run(&["link", "list"]);
    assert_eq!(said.code, 3);
    for part in [
        "`go.shop.example`",
        "blank: `&`",
        "`https://shop.example/` is no domain",
        "write `facebook`",
        "becomes `sozial`",
    ] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
}

#[test]
fn a_book_of_links_that_was_written_by_hand_leads_nowhere_else() {
    let place = Place::new();
    fs::create_dir_all(place.root().join("links")).unwrap();
    let line =
        |code: &str, to: &str| format!("{{\"code\":\"{code}\",\"to\":\"{to}\",\"made\":\"2026-11-30T10:00:00Z\"}}\n");
    let text = line("abcdefgh", "https://shop.example/")
        + &line("abcdefgi", "javascript:alert(1)")
        + &line("../x", "https://shop.example/")
        + "{\n";
    fs::write(place.root().join("links/links.jsonl"), text).unwrap();
    let said = place.run(&["link", "list"]);
    assert_eq!(said.code, 3);
    for part in ["has 3 mistakes", "line 2", "line 3", "line 4"] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
}
