//! What is wrong with the tags of links (UTM), seen beside the ads that were paid for, and how to set it right.
//!
//! A tag that reads as organic on a campaign that costs money takes the result from the ad and leaves it the cost; that is
//! why tags are looked at together with spend.

mod campaigns;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::lists::{ClickId, Member, click_id, kind, platform};
use super::{Channel, Group, List, Rules, Scope, Touch};
use crate::Number;
use crate::catalogue::closest;
use crate::fact::words;
use campaigns::{Campaign, Campaigns};

/// Longest text of a tag that is looked at, in bytes.
const LONGEST: usize = 1000;

words! {
    /// How bad a finding is; the worst first.
    Severity {
        /// Results are put down to the wrong channel.
        Error = "error",
        /// Results are split or cannot be placed.
        Warning = "warning",
        /// Untidy.
        Note = "note",
    }
}

words! {
    /// What was looked for.
    Check {
        /// A tag that does not read as paid, on a campaign that has spend.
        ReadsOrganic = "reads_organic",
        /// Click id and tag say different things.
        ClickContradicts = "click_contradicts",
        /// A template that was never filled in, such as `{{campaign.name}}`.
        Placeholder = "placeholder",
        /// Source and medium stand in each other's place.
        Swapped = "swapped",
        /// A paid campaign with spend that no touch names.
        NoTouch = "no_touch",
        /// A campaign that is nearly a paid campaign's name.
        NearMiss = "near_miss",
        /// A medium that no rule knows.
        UnknownMedium = "unknown_medium",
        /// Something left blank, or blanks around or in it.
        Blank = "blank",
        /// Capital letters, which split one campaign into two in most tools.
        MixedCase = "mixed_case",
    }
}

/// A tag of touches, as it is written, and how many carry it. Touches whose source states a channel of its own are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag {
    /// `utm_source`.
    pub source: Option<String>,
    /// `utm_medium`.
    pub medium: Option<String>,
    /// `utm_campaign`.
    pub campaign: Option<String>,
    /// Parameter of the click id on the same link.
    pub click_param: Option<String>,
    /// Touches that carry it.
    pub touches: u64,
}

/// A campaign of an ad platform and what it cost; once for each currency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaidCampaign {
    /// Our platform id.
    pub platform: String,
    /// The platform's id of it, or its name where there is no id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Money spent on media in the period that the touches are of.
    pub spend: Number,
    /// ISO 4217 code of the spend.
    pub currency: String,
}

/// One thing to set right. In order: worst first, then by check, platform and tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What was looked for.
    pub check: Check,
    /// Platform that it concerns, where that is known.
    pub platform: Option<String>,
    /// The tag's source, as it is written.
    pub source: Option<String>,
    /// The tag's medium, as it is written.
    pub medium: Option<String>,
    /// The tag's campaign as it is written; of a campaign without touches its name.
    pub campaign: Option<String>,
    /// Touches that it concerns.
    pub touches: u64,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

/// Looks tags and paid campaigns over. Rows of one tag are added up; the order of what is given does not matter.
pub fn lint(rules: &Rules, tags: &[Tag], campaigns: &[PaidCampaign]) -> Vec<Finding> {
    let campaigns = Campaigns::new(campaigns);
    let lines = merged(rules, tags);
    let mut spellings: BTreeMap<[String; 3], usize> = BTreeMap::new();
    for line in &lines {
        *spellings.entry(line.lower()).or_default() += 1;
    }
    let mut touched = BTreeSet::new();
    let mut found = Vec::new();
    for line in &lines {
        found.extend(
            line.clicks
                .iter()
                .filter_map(|(click, touches)| click_contradicts(line, click, *touches)),
        );
        found.extend(placeholder(line));
        found.extend(swapped(line).or_else(|| unknown_medium(line)));
        found.extend(blank(line));
        found.extend(mixed_case(
            line,
            spellings.get(&line.lower()).is_some_and(|count| *count > 1),
        ));
        found.extend(on_campaigns(line, &campaigns, &mut touched));
    }
    let silent = campaigns
        .iter()
        .filter(|(place, campaign)| campaign.has_spend() && !touched.contains(place));
    found.extend(silent.map(|(_, campaign)| no_touch(campaign)));
    found.sort();
    found
}

/// One tag with what the rules make of it.
struct Line<'a> {
    source: &'a str,
    medium: &'a str,
    campaign: &'a str,
    clicks: BTreeMap<&'a str, u64>,
    touches: u64,
    /// Channel by the tag alone.
    channel: Channel,
    /// Platform that the source names.
    platform: Option<&'static str>,
}

fn merged<'a>(rules: &Rules, tags: &'a [Tag]) -> Vec<Line<'a>> {
    type Counted<'a> = (u64, BTreeMap<&'a str, u64>);
    let mut counted: BTreeMap<[&str; 3], Counted<'_>> = BTreeMap::new();
    for tag in tags {
        let key = [&tag.source, &tag.medium, &tag.campaign].map(|text| cut(text.as_deref().unwrap_or("")));
        let (touches, clicks) = counted.entry(key).or_default();
        *touches = touches.saturating_add(tag.touches);
        if let Some(click) = tag.click_param.as_deref().map(cut) {
            let count = clicks.entry(click).or_default();
            *count = count.saturating_add(tag.touches);
        }
    }
    let line = |([source, medium, campaign], (touches, clicks)): ([&'a str; 3], Counted<'a>)| Line {
        source,
        medium,
        campaign,
        clicks,
        touches,
        channel: rules.channel(&Touch {
            source: Some(source),
            medium: Some(medium),
            campaign: Some(campaign),
            ..Touch::default()
        }),
        platform: platform(source),
    };
    counted.into_iter().map(line).collect()
}

/// As much of a text as is looked at.
fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text)
}

impl Line<'_> {
    fn lower(&self) -> [String; 3] {
        [self.source, self.medium, self.campaign].map(|text| text.trim().to_lowercase())
    }

    fn is_paid(&self) -> bool {
        self.channel.scope == Scope::Paid
    }

    fn is_untagged(&self) -> bool {
        let nothing = ["", "(none)", "(direct)", "(not set)"];
        [self.source, self.medium]
            .iter()
            .all(|text| nothing.contains(&text.trim()))
    }

    fn finding(&self, severity: Severity, check: Check, message: String, fix: String) -> Finding {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Finding {
            severity,
            check,
            platform: self.platform.map(str::to_owned),
            source: said(self.source),
            medium: said(self.medium),
            campaign: said(self.campaign),
            touches: self.touches,
            message,
            fix,
        }
    }
}

/// A tag beside the paid campaigns: it reads as organic, or it nearly says the name of one. Notes which campaigns have touches.
fn on_campaigns(line: &Line<'_>, campaigns: &Campaigns, touched: &mut BTreeSet<usize>) -> Option<Finding> {
    if line.campaign.trim().is_empty() {
        return None;
    }
    let named = campaigns.named(line.campaign, line.platform);
    touched.extend(named.iter().map(|(place, _)| *place));
    if let Some((_, campaign)) = named.iter().find(|(_, campaign)| campaign.has_spend()) {
        return reads_organic(line, campaign);
    }
    if !named.is_empty() || line.platform.is_none() && !line.is_paid() {
        return None;
    }
    let (place, campaign) = campaigns.nearly(line.campaign, line.platform)?;
    touched.insert(place);
    let message = format!(
        "campaign `{}` is no campaign of {}, but nearly `{}`",
        line.campaign,
        campaign.platform,
        campaign.title()
    );
    let fix = format!("utm_campaign={}", campaign.title());
    Some(line.finding(Severity::Warning, Check::NearMiss, message, fix))
}

fn reads_organic(line: &Line<'_>, campaign: &Campaign) -> Option<Finding> {
    let group = Group::from_word(&line.channel.group);
    // A newsletter may carry the name of the campaign that it belongs to; a post of the same platform may not.
    let other_effort = line.platform.is_none() && !matches!(group, Some(Group::OrganicSocial | Group::Unassigned));
    if line.is_paid() || other_effort {
        return None;
    }
    let message = format!(
        "`{}/{}` reads as {}, but campaign `{}` of {} has spent {}",
        line.source,
        line.medium,
        line.channel.group,
        campaign.title(),
        campaign.platform,
        campaign.spend_text()
    );
    let source = if line.source.trim().is_empty() {
        &campaign.platform
    } else {
        line.source
    };
    let fix = format!(
        "{}/{}",
        source.trim().to_lowercase(),
        paid_medium(line.platform.unwrap_or(&campaign.platform))
    );
    let mut finding = line.finding(Severity::Error, Check::ReadsOrganic, message, fix);
    finding.platform = Some(campaign.platform.clone());
    Some(finding)
}

/// The medium that reads as paid on a platform.
fn paid_medium(platform: &str) -> &'static str {
    match kind(platform) {
        Some("social") => "paid_social",
        Some("video") => "paid_video",
        _ => "cpc",
    }
}

fn no_touch(campaign: &Campaign) -> Finding {
    Finding {
        severity: Severity::Warning,
        check: Check::NoTouch,
        platform: Some(campaign.platform.clone()),
        source: None,
        medium: None,
        campaign: Some(campaign.title().to_owned()),
        touches: 0,
        message: format!(
            "campaign `{}` of {} has spent {} and no touch names it",
            campaign.title(),
            campaign.platform,
            campaign.spend_text()
        ),
        fix: format!(
            "tag its ads: utm_source={}&utm_medium={}&utm_campaign={}",
            campaign.platform,
            paid_medium(&campaign.platform),
            campaign.title()
        ),
    }
}

fn click_contradicts(line: &Line<'_>, param: &str, touches: u64) -> Option<Finding> {
    let click: &ClickId = click_id(param)?;
    let agrees = line.platform.is_none_or(|tagged| click.agrees_with(tagged));
    let (severity, message, fix) = if !agrees {
        let message = format!(
            "{} is of {}, but the tag says {}",
            click.param, click.platform, line.source
        );
        let fix = format!(
            "share links without {}, or tag the ad with its own platform",
            click.param
        );
        (Severity::Error, message, fix)
    } else if click.implies_paid && !line.is_paid() && !line.is_untagged() {
        let message = format!(
            "{} proves an ad, but `{}/{}` reads as {}",
            click.param, line.source, line.medium, line.channel.group
        );
        let source = line.platform.map_or(click.source, |_| line.source.trim());
        let fix = format!(
            "{}/{}",
            source.to_lowercase(),
            paid_medium(line.platform.unwrap_or(click.platform))
        );
        (Severity::Warning, message, fix)
    } else {
        return None;
    };
    let mut finding = line.finding(severity, Check::ClickContradicts, message, fix);
    finding.touches = touches;
    Some(finding)
}

/// Braces or double underscores of the platforms' templates: `{{ad.name}}`, `{campaignid}`, `__CAMPAIGN_NAME__`.
fn placeholder(line: &Line<'_>) -> Option<Finding> {
    let is_template = |text: &&str| {
        let text = text.trim();
        let braces = text
            .find('{')
            .is_some_and(|open| text.get(open..).is_some_and(|rest| rest.contains('}')));
        braces || text.len() > 4 && text.starts_with("__") && text.ends_with("__")
    };
    let text = [line.source, line.medium, line.campaign]
        .into_iter()
        .find(is_template)?;
    let message = format!("`{text}` is a template that the platform did not fill in");
    let fix = "put it into the ad's URL parameters, where the platform fills it in".to_owned();
    Some(line.finding(Severity::Error, Check::Placeholder, message, fix))
}

/// Words that are media; for telling slips from sources.
const MEDIA: &[&str] = &[
    "affiliate",
    "audio",
    "banner",
    "cpa",
    "cpc",
    "cpm",
    "cpv",
    "display",
    "email",
    "organic",
    "paid",
    "paid-social",
    "paid_search",
    "paid_social",
    "paid_video",
    "paidsocial",
    "ppc",
    "push",
    "referral",
    "retargeting",
    "sms",
    "social",
    "social-media",
    "social-network",
    "video",
];

fn swapped(line: &Line<'_>) -> Option<Finding> {
    let [source, medium, _] = line.lower();
    let ga4 = [List::Ga4Search, List::Ga4Social, List::Ga4Shopping, List::Ga4Video];
    let is_source = |word: &str| platform(word).is_some() || ga4.iter().any(|list| Member::of(word).is_in(*list));
    if !MEDIA.contains(&source.as_str()) || MEDIA.contains(&medium.as_str()) || !is_source(&medium) {
        return None;
    }
    let message = format!("source `{source}` is a medium, and medium `{medium}` is a source");
    Some(line.finding(Severity::Error, Check::Swapped, message, format!("{medium}/{source}")))
}

fn unknown_medium(line: &Line<'_>) -> Option<Finding> {
    let [source, medium, _] = line.lower();
    if medium.is_empty() || line.is_untagged() || line.channel.group != Group::Unassigned.as_str() {
        return None;
    }
    let message = format!("no rule knows the medium `{medium}` of `{source}`: its touches are unassigned");
    let fix = match closest(&medium, MEDIA.iter().copied()) {
        Some(near) => format!("{source}/{near}"),
        None => "use a medium that is known, such as paid_social, social, cpc, email; or write a rule in channels.toml"
            .into(),
    };
    Some(line.finding(Severity::Warning, Check::UnknownMedium, message, fix))
}

fn blank(line: &Line<'_>) -> Option<Finding> {
    let named = [
        ("utm_source", line.source),
        ("utm_medium", line.medium),
        ("utm_campaign", line.campaign),
    ];
    let [source, medium, campaign] = named.map(|(_, text)| text.trim());
    let missing = match (source, medium) {
        ("", "") if campaign.is_empty() => None,
        ("", "") => Some("utm_source and utm_medium"),
        ("", _) => Some("utm_source"),
        (_, "") => Some("utm_medium"),
        _ => None,
    };
    if let Some(missing) = missing {
        let message = format!("{missing} left blank: reads as {}", line.channel.group);
        let fix = format!("set {missing}");
        return Some(line.finding(Severity::Warning, Check::Blank, message, fix));
    }
    let (severity, what, (name, text)) = if let Some(around) = named.into_iter().find(|(_, text)| text.trim() != *text)
    {
        (Severity::Warning, "blanks around it", around)
    } else {
        let inside = |(name, text): &(&str, &str)| *name != "utm_campaign" && text.contains(char::is_whitespace);
        (Severity::Note, "blanks in it", named.into_iter().find(inside)?)
    };
    let message = format!("{name} `{text}` has {what}");
    let joined: Vec<&str> = text.split_whitespace().collect();
    let joined = joined.join(if name == "utm_campaign" { " " } else { "_" });
    Some(line.finding(severity, Check::Blank, message, format!("{name}={joined}")))
}

/// Capital letters; worse where the same tag is written in another way too.
fn mixed_case(line: &Line<'_>, is_split: bool) -> Option<Finding> {
    let written = [line.source, line.medium, line.campaign];
    let capital = |text: &&str| text.chars().any(char::is_uppercase);
    if !written.iter().any(capital) || placeholder(line).is_some() {
        return None;
    }
    let lower = line.lower().join("/");
    let (severity, and) = if is_split {
        (Severity::Warning, ", and is written in another case too")
    } else {
        (Severity::Note, "")
    };
    let message = format!("`{}` has capital letters{and}", written.join("/"));
    Some(line.finding(severity, Check::MixedCase, message, lower))
}
