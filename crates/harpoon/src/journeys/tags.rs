//! Tags of links looked over beside ad spend: a campaign that is paid for and reads as organic takes credit from the ads.

use std::collections::BTreeMap;

use harpoon_core::channel::lint::{Finding, PaidCampaign, Tag, lint};
use harpoon_core::event::Part;
use harpoon_core::{Dim, Number, Quantity, Selection};
use harpoon_lake::query::journal::Who;

use crate::Error;
use crate::measure;
use crate::workspace::Workspace;

impl Workspace {
    /// What is wrong with the tags of touches, worst first. Empty where no touch carries one.
    pub fn tag_findings(&self) -> Result<Vec<Finding>, Error> {
        let mut counts: BTreeMap<[Option<String>; 4], u64> = BTreeMap::new();
        self.walk(Who::Person, None, |placed, _, journey| {
            for step in journey.steps.iter().filter(|step| step.kind.part() == Part::Touch) {
                let Some(words) = placed.get(step.origin as usize).map(|p| &p.words) else {
                    continue;
                };
                // A source that names the channel itself has no tags to look over.
                if words.channel.is_none()
                    && (words.source.is_some() || words.medium.is_some() || words.campaign.is_some())
                {
                    let tag = [&words.source, &words.medium, &words.campaign, &words.click_param].map(Clone::clone);
                    *counts.entry(tag).or_default() += 1;
                }
            }
        })?;
        if counts.is_empty() {
            return Ok(Vec::new());
        }
        let tags: Vec<Tag> = counts
            .into_iter()
            .map(|([source, medium, campaign, click_param], touches)| Tag {
                source,
                medium,
                campaign,
                click_param,
                touches,
            })
            .collect();
        Ok(lint(&self.channel_rules()?, &tags, &self.paid_campaigns()?))
    }

    fn paid_campaigns(&self) -> Result<Vec<PaidCampaign>, Error> {
        let measured = self.measure(&measure::Question {
            kpis: vec!["spend".to_owned()],
            selection: Selection {
                by: vec![Dim::Platform, Dim::Campaign],
                ..Selection::default()
            },
            at: None,
        })?;
        let known = measure::readings(measured).into_iter().filter_map(|reading| {
            let [(_, platform), (_, campaign)] = reading.by.as_slice() else {
                return None;
            };
            let Some(Quantity::Exact(micros)) = reading.value else {
                return None;
            };
            (!campaign.is_empty()).then(|| PaidCampaign {
                platform: platform.clone(),
                id: campaign.clone(),
                name: Some(campaign.clone()),
                spend: Number::from_micros(i64::try_from(micros).unwrap_or(i64::MAX)),
                currency: reading.unit.clone(),
            })
        });
        Ok(known.collect())
    }
}
