//! Tags of links beside paid campaigns: what is found, how bad it is, what to write instead.

use harpoon_core::Number;
use harpoon_core::channel::Rules;
use harpoon_core::channel::lint::{PaidCampaign, Tag, lint};

const CAMPAIGNS: &str = "
linkedin|7001|lead_gen_q4|1200.50|EUR
meta|120210001|Summer Sale 2026|800|EUR
meta|120210001|Summer Sale 2026|90|USD
google_ads|555|brand|0|EUR
";

/// `source|medium|campaign|click|touches` a line.
fn tags(text: &str) -> Vec<Tag> {
    let tag = |line: &str| {
        let fields: Vec<&str> = line.split('|').collect();
        let [source, medium, campaign, click, touches] = fields.try_into().expect(line);
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Tag {
            source: said(source),
            medium: said(medium),
            campaign: said(campaign),
            click_param: said(click),
            touches: touches.parse().expect(line),
        }
    };
    text.lines().filter(|line| !line.is_empty()).map(tag).collect()
}

/// `platform|id|name|spend|currency` a line.
fn campaigns(text: &str) -> Vec<PaidCampaign> {
    let campaign = |line: &str| {
        let fields: Vec<&str> = line.split('|').collect();
        let [platform, id, name, spend, currency] = fields.try_into().expect(line);
        PaidCampaign {
            platform: platform.to_owned(),
            id: id.to_owned(),
            name: (!name.is_empty()).then(|| name.to_owned()),
            spend: spend.parse::<Number>().expect(line),
            currency: currency.to_owned(),
        }
    };
    text.lines().filter(|line| !line.is_empty()).map(campaign).collect()
}

/// What is found, as `severity check source/medium/campaign touches → fix`. Given backwards, the same is found.
fn check_on(campaign_lines: &str, tag_lines: &str, expected: &[&str]) {
    let (mut tags, mut campaigns) = (tags(tag_lines), campaigns(campaign_lines));
    let found = lint(&Rules::standard(), &tags, &campaigns);
    let lines = found.iter().map(|f| {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let tag = [&f.source, &f.medium, &f.campaign].map(said).join("/");
        format!("{} {} {tag} {} → {}", f.severity, f.check, f.touches, f.fix)
    });
    assert_eq!(lines.collect::<Vec<_>>(), expected, "{tag_lines}");
    tags.reverse();
    campaigns.reverse();
    assert_eq!(lint(&Rules::standard(), &tags, &campaigns), found);
}

fn check(tag_lines: &str, expected: &[&str]) {
    check_on("", tag_lines, expected);
}

const NO_LINKEDIN: &str = "warning no_touch //lead_gen_q4 0 → \
                           tag its ads: utm_source=linkedin&utm_medium=paid_social&utm_campaign=lead_gen_q4";
const NO_META: &str = "warning no_touch //Summer Sale 2026 0 → \
                       tag its ads: utm_source=meta&utm_medium=paid_social&utm_campaign=Summer Sale 2026";

#[test]
fn a_paid_campaign_that_reads_as_organic() {
    check_on(
        CAMPAIGNS,
        "linkedin|social|lead_gen_q4||40\nfacebook|paid_social|summer_sale_2026||7\n",
        &["error reads_organic linkedin/social/lead_gen_q4 40 → linkedin/paid_social"],
    );
    // By its id, by another platform of the same family, by a source that is no platform.
    check_on(
        CAMPAIGNS,
        "instagram|story|120210001||3\nlinkedin|paid|Lead Gen Q4||1\n",
        &[
            "error reads_organic instagram/story/120210001 3 → instagram/paid_social",
            "note mixed_case linkedin/paid/Lead Gen Q4 1 → linkedin/paid/lead gen q4",
        ],
    );
    check_on(
        CAMPAIGNS,
        "team|social|lead_gen_q4||3\nig|cpc|summer-sale-2026||1\n",
        &["error reads_organic team/social/lead_gen_q4 3 → team/paid_social"],
    );
    // A newsletter and a post elsewhere may carry the campaign's name.
    check_on(
        CAMPAIGNS,
        "klaviyo|email|lead_gen_q4||3\nfacebook|social|lead_gen_q4||5\nfb|cpc|summer sale 2026||1\nlinkedin|cpc|lead_gen_q4||1\n",
        &[],
    );
    // A campaign that cost nothing has nothing to lose.
    check_on("google_ads|555|brand|0|EUR", "google|organic|brand||5\n", &[]);
}

#[test]
fn the_message_says_what_was_spent() {
    let found = lint(&Rules::standard(), &[], &campaigns(CAMPAIGNS));
    let messages: Vec<&str> = found.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "campaign `lead_gen_q4` of linkedin has spent 1200.5 EUR and no touch names it",
            "campaign `Summer Sale 2026` of meta has spent 800 EUR + 90 USD and no touch names it",
        ]
    );
    check_on(CAMPAIGNS, "", &[NO_LINKEDIN, NO_META]);
}

#[test]
fn near_misses_of_names() {
    check_on(
        CAMPAIGNS,
        "linkedin|paid_social|led_gen_q4||2\nfacebook|cpc|sumer_sale_2026||4\n",
        &[
            "warning near_miss facebook/cpc/sumer_sale_2026 4 → utm_campaign=Summer Sale 2026",
            "warning near_miss linkedin/paid_social/led_gen_q4 2 → utm_campaign=lead_gen_q4",
        ],
    );
    // Another quarter and another year are other campaigns; so is a name of another platform.
    check_on(
        CAMPAIGNS,
        "linkedin|paid_social|lead_gen_q3||2\nfacebook|cpc|summer_sale_2025||4\ntiktok|cpc|led_gen_q4||4\n",
        &[NO_LINKEDIN, NO_META],
    );
}

#[test]
fn click_ids_against_tags() {
    check(
        "facebook|cpc|a|gclid|2\nfacebook|cpc|a|fbclid|5\nfacebook|cpc|a|gclid|1\n",
        &["error click_contradicts facebook/cpc/a 3 → share links without gclid, or tag the ad with its own platform"],
    );
    check(
        "google|organic||gclid|2\nyoutube|referral||GCLID|1\ngoogle|cpc||gclid|9\n|||gclid|9\ntiktok|social||ttclid|1\n",
        &[
            "warning click_contradicts google/organic/ 2 → google/cpc",
            "warning click_contradicts tiktok/social/ 1 → tiktok/paid_social",
            "warning click_contradicts youtube/referral/ 1 → youtube/paid_video",
        ],
    );
    check(
        "facebook|social||fbclid|2\ninstagram|cpc||fbclid|2\nx|cpc||nonsense|1\n",
        &[],
    );
}

#[test]
fn words_in_the_wrong_place() {
    check(
        "social|facebook|a||2\ncpc|google|||1\nemail|klaviyo|||1\nsocial|email|||1\n",
        &[
            "error swapped cpc/google/ 1 → google/cpc",
            "error swapped email/klaviyo/ 1 → klaviyo/email",
            "error swapped social/facebook/a 2 → facebook/social",
        ],
    );
    check(
        "spring|socail|||1\nspring|flyer|||2\nfacebook|flyer|||2\n(direct)|(none)|||9\n",
        &[
            "warning unknown_medium spring/flyer/ 2 → use a medium that is known, such as paid_social, social, cpc, email; \
             or write a rule in channels.toml",
            "warning unknown_medium spring/socail/ 1 → spring/social",
        ],
    );
}

#[test]
fn blanks_case_and_templates() {
    check(
        "facebook||a||2\n|email|||1\n||a||1\n||||50\n cpc-shop|cpc|||1\nnews letter|email|||1\n",
        &[
            "warning blank //a 1 → set utm_source and utm_medium",
            "warning blank /email/ 1 → set utm_source",
            "warning blank  cpc-shop/cpc/ 1 → utm_source=cpc-shop",
            "warning blank facebook//a 2 → set utm_medium",
            "note blank news letter/email/ 1 → utm_source=news_letter",
        ],
    );
    check(
        "Facebook|CPC|a||2\nfacebook|cpc|a||1\nklaviyo|email|May||1\n",
        &[
            "warning mixed_case Facebook/CPC/a 2 → facebook/cpc/a",
            "note mixed_case klaviyo/email/May 1 → klaviyo/email/may",
        ],
    );
    check(
        "fb|cpc|{{campaign.name}}||2\ntiktok|cpc|__CAMPAIGN_NAME__||1\ngoogle|cpc|{campaignid}||1\nx|cpc|__a||1\n",
        &[
            "error placeholder fb/cpc/{{campaign.name}} 2 → put it into the ad's URL parameters, where the platform fills it in",
            "error placeholder google/cpc/{campaignid} 1 → put it into the ad's URL parameters, where the platform fills it in",
            "error placeholder tiktok/cpc/__CAMPAIGN_NAME__ 1 → put it into the ad's URL parameters, where the platform fills it in",
        ],
    );
}

#[test]
fn hostile_tags_are_looked_over() {
    let long = "é{ %".repeat(500_000);
    let tag = Tag {
        source: Some(long.clone()),
        medium: Some(long.clone()),
        campaign: Some(long.clone()),
        click_param: Some(long),
        touches: u64::MAX,
    };
    assert!(!lint(&Rules::standard(), &[tag.clone(), tag], &campaigns(CAMPAIGNS)).is_empty());
}
