//! Channels of touches: GA4's rules to the letter, what is laid over them, addresses of every sort, own rules.

use std::time::Instant;

use harpoon_core::Scope;
use harpoon_core::channel::{Channel, Group, Rules, Touch, click_id, click_ids, platform};

/// Reads the words of a case: `source=`, `medium=`, `campaign=`, `content=`, `click=`, `from=` (referrer), `to=` (landing
/// URL), `platform=`, `scope=`, `channel=`, with `|` between them.
fn touch(words: &str) -> Touch<'_> {
    let mut touch = Touch::default();
    for word in words.split('|').map(str::trim).filter(|word| !word.is_empty()) {
        let (key, value) = word.split_once('=').expect(word);
        match key {
            "source" => touch.source = Some(value),
            "medium" => touch.medium = Some(value),
            "campaign" => touch.campaign = Some(value),
            "content" => touch.content = Some(value),
            "click" => touch.click_param = Some(value),
            "from" => touch.referrer = Some(value),
            "to" => touch.landing_url = Some(value),
            "platform" => touch.platform = Some(value),
            "scope" => touch.scope = Scope::from_word(value),
            "channel" => touch.channel = Some(value),
            other => panic!("{other}"),
        }
    }
    touch
}

/// `group platform scope` of a channel; `-` for no platform.
fn told(channel: &Channel) -> String {
    let platform = channel.platform.as_deref().unwrap_or("-");
    format!("{} {platform} {}", channel.group, channel.scope)
}

fn check(rules: &Rules, cases: &[(&str, &str)]) {
    for (words, expected) in cases {
        assert_eq!(told(&rules.channel(&touch(words))), *expected, "{words}");
    }
}

#[test]
fn every_row_of_ga4_is_grouped_alike() {
    let rules = Rules::standard();
    assert!(rules.count() > 30, "the embedded rules are read");
    let rows = include_str!("fixtures/channel_grouping_ga4.csv");
    let mut rows = rows.lines();
    assert_eq!(rows.next(), Some("source,medium,campaign,ga4_channel"));
    let mut count = 0;
    for row in rows {
        let fields: Vec<&str> = row.split(',').collect();
        let [source, medium, campaign, expected] = fields.try_into().expect(row);
        let touch = Touch {
            source: Some(source),
            medium: Some(medium),
            campaign: Some(campaign),
            ..Touch::default()
        };
        let expected = match expected {
            "Cross-network" => "cross_network".to_owned(),
            "Mobile Push Notifications" => "mobile_push".to_owned(),
            words => words.to_lowercase().replace(' ', "_"),
        };
        assert_eq!(rules.channel(&touch).group, expected, "{row}");
        count += 1;
    }
    assert_eq!(count, 36);
}

#[test]
fn every_source_of_ga4_has_its_category() {
    let rules = Rules::standard();
    let mut counts = [0; 4];
    for line in include_str!("../../data/channels/ga4_sources.csv").lines().skip(2) {
        let (source, category) = line.split_once(',').expect(line);
        let (at, group) = match category {
            "search" => (0, Group::PaidSearch),
            "shopping" => (1, Group::PaidShopping),
            "social" => (2, Group::PaidSocial),
            "video" => (3, Group::PaidVideo),
            other => panic!("{other}"),
        };
        let touch = Touch {
            source: Some(source),
            medium: Some("cpc"),
            ..Touch::default()
        };
        assert_eq!(rules.channel(&touch).group, group.as_str(), "{source}");
        counts[at] += 1;
    }
    assert_eq!(counts, [129, 52, 592, 46]);
}

#[test]
fn click_ids_are_known_and_prove_what_they_prove() {
    let paid = "ttclid li_fat_id twclid gclid gbraid wbraid gclsrc gad_source dclid msclkid ScCid sccid rdt_cid qclid yclid \
                irclickid irclid obclid tblci";
    let open = "fbclid igshid igsh mibextid srsltid epik si _kx mc_cid _hsenc mkt_tok dub_id";
    for (params, expected) in [(paid, true), (open, false)] {
        for param in params.split_whitespace() {
            let click = click_id(param).expect(param);
            assert_eq!(click.implies_paid, expected, "{param}");
            assert_eq!(click_id(&param.to_uppercase()), Some(click));
        }
    }
    assert_eq!(
        click_ids().len(),
        32,
        "ScCid and sccid are one; dicbo and ob_click_id are Outbrain's"
    );
    check(
        &Rules::standard(),
        &[
            ("click=gclid", "paid_search google_ads paid"),
            ("click=fbclid", "organic_social meta unknown"),
            ("to=https://shop.example/?fbclid=abc", "organic_social meta unknown"),
            (
                "to=https://shop.example/?FBCLID=abc|from=https://l.instagram.com/",
                "organic_social instagram unknown",
            ),
            (
                "to=https://shop.example/?GCLID=abc|from=https://www.google.nl/",
                "paid_search google_ads paid",
            ),
            ("click=ttclid", "paid_social tiktok paid"),
            ("click=twclid", "paid_social x paid"),
            (
                "click=li_fat_id|from=https://www.linkedin.com/",
                "paid_social linkedin paid",
            ),
            ("click=rdt_cid", "paid_social reddit paid"),
            ("click=qclid", "paid_social quora paid"),
            ("click=ScCid", "paid_social snapchat paid"),
            ("click=msclkid", "paid_search microsoft_ads paid"),
            ("click=yclid", "paid_search yandex_direct paid"),
            ("click=dclid", "display google_cm360 paid"),
            ("click=irclickid", "affiliates impact paid"),
            ("click=obclid", "paid_other outbrain paid"),
            ("click=tblci", "paid_other taboola paid"),
            ("click=epik", "organic_social pinterest unknown"),
            ("click=igsh", "organic_social instagram organic"),
            ("click=_kx", "email klaviyo organic"),
            ("click=mc_cid", "email mailchimp organic"),
            ("click=_hsenc", "email hubspot organic"),
            ("click=mkt_tok", "email marketo organic"),
            ("click=dub_id", "direct - organic"),
            ("click=nonsense", "direct - organic"),
            ("to=x.example/?si=abc", "direct - organic"),
            (
                "to=x.example/?si=abc|from=https://youtu.be/",
                "organic_video youtube organic",
            ),
            ("to=x.example/?gclid=", "direct - organic"),
        ],
    );
}

#[test]
fn tag_and_click_id_together() {
    check(
        &Rules::standard(),
        &[
            (
                "source=google|medium=organic|click=gclid",
                "paid_search google_ads paid",
            ),
            ("source=youtube|medium=referral|click=gclid", "paid_video youtube paid"),
            ("source=tiktok|medium=social|click=ttclid", "paid_social tiktok paid"),
            (
                "source=(direct)|medium=(none)|click=gclid",
                "paid_search google_ads paid",
            ),
            ("source=brand|medium=cpc|click=gclid", "paid_search google_ads paid"),
            (
                "source=facebook|medium=social|click=gclid",
                "organic_social facebook organic",
            ),
            ("source=newsletter|medium=email|click=gclid", "email - organic"),
            (
                "source=facebook|medium=social|click=fbclid",
                "organic_social facebook organic",
            ),
            ("source=facebook|medium=cpc|click=fbclid", "paid_social facebook paid"),
            (
                "source=spring|medium=social|click=fbclid",
                "organic_social meta organic",
            ),
            (
                "source=spring|medium=social|from=https://lm.facebook.com/",
                "organic_social facebook organic",
            ),
        ],
    );
}

#[test]
fn referrers_and_their_subdomains() {
    check(
        &Rules::standard(),
        &[
            (
                "from=https://l.facebook.com/l.php?u=x",
                "organic_social facebook organic",
            ),
            ("from=http://lm.facebook.com/", "organic_social facebook organic"),
            ("from=https://m.facebook.com", "organic_social facebook organic"),
            ("from=https://out.reddit.com/t3_x", "organic_social reddit organic"),
            ("from=https://t.co/abc", "organic_social x organic"),
            ("from=https://x.com/somebody", "organic_social x organic"),
            ("from=https://lnkd.in/abc", "organic_social linkedin organic"),
            (
                "from=android-app://com.linkedin.android/",
                "organic_social linkedin organic",
            ),
            ("from=https://go.bsky.app/redirect", "organic_social bluesky organic"),
            (
                "from=https://fosstodon.org/@somebody",
                "organic_social mastodon organic",
            ),
            ("from=https://l.threads.com/", "organic_social threads organic"),
            (
                "from=https://nl.pinterest.com/pin/1",
                "organic_social pinterest organic",
            ),
            ("from=https://www.tiktok.com/", "organic_social tiktok organic"),
            ("from=https://m.youtube.com/watch", "organic_video youtube organic"),
            (
                "from=https://news.ycombinator.com/",
                "organic_social hacker_news organic",
            ),
            ("from=https://www.google.co.uk/", "organic_search google organic"),
            (
                "from=https://www.google.com/search?q=x",
                "organic_search google organic",
            ),
            ("from=https://duckduckgo.com/", "organic_search duckduckgo organic"),
            ("from=https://www.bing.com/", "organic_search bing organic"),
            ("from=https://nl.search.yahoo.com/", "organic_search yahoo organic"),
            ("from=https://chatgpt.com/", "ai_assistant chatgpt organic"),
            (
                "from=https://www.perplexity.ai/search",
                "ai_assistant perplexity organic",
            ),
            ("from=https://gemini.google.com/app", "ai_assistant gemini organic"),
            ("from=https://mail.google.com/mail", "email - organic"),
            ("from=https://docs.google.com/document", "referral - organic"),
            ("from=https://www.partner.example/blog", "referral - organic"),
            ("from=https://notfacebook.com/", "referral - organic"),
            ("from=https://facebook.com.evil.example/", "referral - organic"),
            ("from=https://netflix.com/x.com", "organic_video - organic"),
            (
                "from=https://shop.example/cart|to=https://www.shop.example/",
                "direct - organic",
            ),
            (
                "from=https://pay.shop.example/|to=https://shop.example/",
                "direct - organic",
            ),
        ],
    );
}

#[test]
fn tags_of_the_landing_url() {
    check(
        &Rules::standard(),
        &[
            (
                "to=https://a.example/?utm_source=facebook&utm_medium=paid_social",
                "paid_social facebook paid",
            ),
            (
                "to=a.example/?UTM_Source=IG&Utm_Medium=Story",
                "organic_social instagram organic",
            ),
            (
                "to=/landing?utm_source=tiktok&amp;utm_medium=paid_video",
                "paid_social tiktok paid",
            ),
            (
                "to=https://a.example/#utm_source=x&utm_medium=cpc",
                "paid_social x paid",
            ),
            (
                "to=https://a.example/?utm_source=%6cinkedin&utm_medium=paid%20social",
                "paid_social linkedin paid",
            ),
            (
                "to=https://a.example/?utm_source=chatgpt.com",
                "ai_assistant chatgpt organic",
            ),
            (
                "to=https://a.example/?utm_source=%zz&utm_medium=%",
                "unassigned - unknown",
            ),
            (
                "source=newsletter|medium=email|to=a.example/?utm_source=facebook&utm_medium=cpc",
                "email - organic",
            ),
            (
                "source=facebook|to=a.example/?utm_source=Facebook&utm_medium=cpc",
                "paid_social facebook paid",
            ),
            (
                "source=facebook|to=a.example/?utm_source=email&utm_medium=email",
                "organic_social facebook organic",
            ),
        ],
    );
    let url = "https://a.example/?utm_source=fb&utm_medium=cpc&utm_campaign=Summer+Sale%21&utm_content=%E5%A4%8F&utm_campaign=2";
    let channel = Rules::standard().channel(&touch(&format!("to={url}")));
    assert_eq!(channel.campaign.as_deref(), Some("Summer Sale!"));
    assert_eq!(channel.content.as_deref(), Some("夏"));
}

#[test]
fn what_the_source_states_wins() {
    check(
        &Rules::standard(),
        &[
            (
                "channel=Paid Search|source=facebook|medium=social",
                "paid_search facebook paid",
            ),
            ("channel=Online Video", "Online Video - unknown"),
            ("channel=Facebook", "Facebook facebook unknown"),
            ("channel=social", "social - unknown"),
            ("platform=facebook|scope=paid", "paid_social facebook paid"),
            ("platform=Twitter|scope=organic", "organic_social x organic"),
            ("platform=instagram", "organic_social instagram unknown"),
            ("platform=google_ads", "paid_search google_ads paid"),
            ("platform=youtube|scope=paid", "paid_video youtube paid"),
            ("platform=bluesky|scope=paid", "paid_social bluesky paid"),
            ("platform=Radio Fryslân", "unassigned radio_fryslân unknown"),
            ("source=linkedin|medium=social|scope=paid", "paid_social linkedin paid"),
            (
                "source=facebook|medium=cpc|scope=organic",
                "organic_social facebook organic",
            ),
            ("source=ig|medium=cpc|platform=facebook", "paid_social facebook paid"),
        ],
    );
}

#[test]
fn networks_that_the_list_of_ga4_does_not_name() {
    check(
        &Rules::standard(),
        &[
            ("source=x|medium=cpc", "paid_social x paid"),
            ("source=x|medium=organic", "organic_social x organic"),
            ("source=bluesky|medium=cpm", "paid_social bluesky paid"),
            ("source=bsky.app|medium=referral", "referral bluesky organic"),
            ("source=perplexity", "ai_assistant perplexity organic"),
            ("source=google|medium=cpc", "paid_search google_ads paid"),
            ("source=google|medium=organic", "organic_search google organic"),
        ],
    );
}

#[test]
fn platforms_by_name() {
    let cases = [
        ("Facebook", Some("facebook")),
        ("fb", Some("facebook")),
        ("IG", Some("instagram")),
        ("Twitter", Some("x")),
        ("x.com", Some("x")),
        ("Google Ads", Some("google_ads")),
        ("vk.com", Some("vk")),
        ("radio", None),
        ("com", None),
        ("", None),
        (".", None),
    ];
    for (name, expected) in cases {
        assert_eq!(platform(name), expected, "{name}");
    }
}

const OWN: &str = r#"
[[rule]]
group = "influencers"
platform = "instagram"
scope = "paid"
when = { source = ["anna", "bo-*"], medium = "story" }

[[rule]]
group = "paid_social"
when = { channel = "online video" }

[[rule]]
group = "organic_social"
when = { from = "tag", list = "social_networks", medium = "referral" }

[[rule]]
group = "field_days"
when = { campaign = "*open day*" }
"#;

#[test]
fn own_rules_are_tried_first() {
    let rules = Rules::with_own(OWN).expect("sound");
    check(
        &rules,
        &[
            ("source=Anna|medium=story", "influencers instagram paid"),
            ("source=bo-and-co|medium=Story", "influencers instagram paid"),
            ("source=facebook|medium=story", "organic_social facebook organic"),
            ("source=bsky.app|medium=referral", "organic_social bluesky organic"),
            ("channel=Online Video", "paid_social - paid"),
            ("channel=Radio|campaign=Open Day", "Radio - unknown"),
            (
                "campaign=Spring Open Day 2026|source=google|medium=cpc",
                "field_days google unknown",
            ),
        ],
    );
    assert_eq!(rules.count(), Rules::standard().count() + 4);
    assert_eq!(
        Rules::with_own("# none\n").expect("empty").count(),
        Rules::standard().count()
    );
}

/// What is told of a text, line for line by its beginning.
fn check_mistakes(text: &str, expected: &[&str]) {
    let told = Rules::with_own(text).expect_err(text).to_string();
    let told: Vec<&str> = told.lines().collect();
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told}\nshould begin\n{expected}");
    }
}

#[test]
fn every_mistake_is_told_at_its_place() {
    check_mistakes(
        r#"
[[rule]]
grop = "paid_social"
scope = "payed"
when = { sauce = "a", list = ["ga4_social", "ga5"], from = 3 }

[[rule]]
group = "paid_socail"
platform = "Tik Tok"
when = { source = ["a", "b["], medium = [] }

[[rule]]
group = "own"
when = {}
"#,
        &[
            "line 2, column 1: `group` is missing",
            "line 3, column 1: `grop` means nothing here; known are group, platform, scope, when",
            "line 4, column 9: `payed` is no scope; one of paid, organic, unknown",
            "line 5, column 10: `sauce` means nothing here; known are source, medium",
            "line 5, column 45: `ga5` is no list; one of ga4_search",
            "line 5, column 60: `from` must be a text",
            "line 8, column 9: `paid_socail` is no group; one of direct",
            "line 9, column 12: `platform` must be a word",
            "line 10, column 25: `source` must be a pattern",
            "line 10, column 41: `medium` must be a text, or a list",
            "line 14, column 8: `when` must be a table with at least one condition",
        ],
    );
    check_mistakes("rule = 3", &["line 1, column 8: `rule` must be a list"]);
    check_mistakes("rule = [3]", &["line 1, column 9: `rule` must be a table"]);
    check_mistakes("[rules]", &["line 1, column 2: `rules` means nothing here"]);
    check_mistakes(
        "a = \nb = \n",
        &["line 1, column 5: this is no TOML", "line 2, column 5: this is no TOML"],
    );
    check_mistakes(
        &"#".repeat(600 * 1024),
        &["line 1, column 1: the file is larger than 512 KiB"],
    );
    check_mistakes(&"[[rule]]\n".repeat(1001), &["line 1, column 1: 1001 rules"]);
}

#[test]
fn hostile_addresses_neither_panic_nor_take_long() {
    let long = |part: &str| part.repeat(10 * 1024 * 1024 / part.len());
    let addresses = [
        long("a"),
        long("https://"),
        long("?utm_source=%"),
        long("&utm_source"),
        format!("https://a.example/?utm_campaign={}", long("%E5%A4%8F")),
        format!("https://{}/", long("a.")),
        format!("https://a.example/?{}", long("gclid&")),
        format!("https://a.example/?{}", long("%66bclid=&")),
        long("é#?&=%"),
        "\u{202e}https://м.example/?utm_source=фб\0".to_owned(),
        "http://[::1]:99999999999/?utm_source=a".to_owned(),
        "?".to_owned(),
        "#?#&=&==".to_owned(),
    ];
    let rules = Rules::standard();
    let started = Instant::now();
    for address in &addresses {
        for touch in [
            Touch {
                landing_url: Some(address),
                ..Touch::default()
            },
            Touch {
                referrer: Some(address),
                ..Touch::default()
            },
            Touch {
                source: Some(address),
                medium: Some(address),
                campaign: Some(address),
                channel: Some(address),
                platform: Some(address),
                click_param: Some(address),
                ..Touch::default()
            },
        ] {
            let channel = rules.channel(&touch);
            assert!(channel.group.chars().count() <= 500);
            assert!(channel.campaign.is_none_or(|campaign| campaign.chars().count() <= 500));
            assert!(channel.platform.is_none_or(|platform| platform.chars().count() <= 500));
        }
    }
    // 100 MB are read three times over; anything but one pass would take minutes.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
