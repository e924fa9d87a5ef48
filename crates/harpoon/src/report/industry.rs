//! Public figures of the industry beside own ones: only where both are made alike, else the reason why none stands there.

use harpoon_core::kpi::{Kpi, interest, money, purchase};
use harpoon_report::benchmark::{self, Basis, Benchmark};
use harpoon_report::view::{Industry, Text, Unit};

use crate::Error;
use crate::workspace::Workspace;

/// Whether public figures of a KPI's name are made as it is.
enum Made {
    /// By the same denominator.
    Alike(Basis),
    /// By another one: why they are not compared, in English, Chinese and West Frisian.
    Otherwise([&'static str; 3]),
}

const BY_FOLLOWERS: [&str; 3] = [
    "public figures are of one post by followers, this one has another denominator",
    "公开数据按每帖、以粉丝数为分母计算，与此指标的分母不同",
    "iepenbiere sifers binne fan ien berjocht nei folgers, dit sifer hat in oare noemer",
];
const BY_LINK_CLICK: [&str; 3] = [
    "public figures are by clicks on an ad’s link, this one has another denominator",
    "公开数据以广告链接点击数为分母，与此指标的分母不同",
    "iepenbiere sifers binne nei kliks op de keppeling fan in advertinsje, dit sifer hat in oare noemer",
];
const OF_MEDIA: [&str; 3] = [
    "public figures are of media costs alone, this one holds all costs",
    "公开数据只含媒体费用，此指标包含全部成本",
    "iepenbiere sifers binne fan mediakosten allinnich, dit sifer hat alle kosten yn him",
];

/// KPIs that public figures are often set beside.
const PUBLIC: &[(&Kpi, Made)] = &[
    (&money::CPC, Made::Alike(Basis::CostPerClick)),
    (&money::CPL, Made::Alike(Basis::CostPerLead)),
    (&money::CPC_ALL, Made::Otherwise(BY_LINK_CLICK)),
    (&money::CPC_FULL, Made::Otherwise(OF_MEDIA)),
    (&money::CPL_FULL, Made::Otherwise(OF_MEDIA)),
    (&interest::ENGAGEMENT_RATE_BY_REACH, Made::Otherwise(BY_FOLLOWERS)),
    (&interest::ENGAGEMENT_RATE_BY_IMPRESSIONS, Made::Otherwise(BY_FOLLOWERS)),
    (&interest::ENGAGEMENT_RATE_BY_FOLLOWERS, Made::Otherwise(BY_FOLLOWERS)),
    (&interest::ENGAGEMENT_RATE_BY_VIEWS, Made::Otherwise(BY_FOLLOWERS)),
    (&purchase::CONVERSION_RATE, Made::Otherwise(BY_LINK_CLICK)),
    (&purchase::LEAD_CONVERSION_RATE, Made::Otherwise(BY_LINK_CLICK)),
];

impl Workspace {
    /// The industry's figure beside a KPI of one platform, by the sector of the settings; or why none stands there. `None` where
    /// nobody publishes such a figure, so that there is nothing to say. `platform`: the one that the own figure is of.
    pub fn industry(&self, kpi: &Kpi, platform: Option<&str>, unit: &Unit) -> Result<Option<Industry>, Error> {
        let Some((_, made)) = PUBLIC.iter().find(|(known, _)| known.id == kpi.id) else {
            return Ok(None);
        };
        let basis = match made {
            Made::Alike(basis) => *basis,
            Made::Otherwise([en, zh, fy]) => return Ok(Some(Industry::Missing(Text::each(*en, *zh, *fy)))),
        };
        let Some(platform) = platform else {
            let why = Text::each(
                "public figures are of one platform each, and this one is of several",
                "公开数据分别针对单个平台，而此数字涵盖多个平台",
                "iepenbiere sifers binne elk fan ien platfoarm, en dit is fan ferskate",
            );
            return Ok(Some(Industry::Missing(why)));
        };
        let all = benchmark::all().map_err(|e| Error::Bug(e.to_string()))?;
        let sector = self.settings().sector.as_deref().unwrap_or(benchmark::ALL);
        Ok(Some(match benchmark::find(all, basis, platform, sector, unit) {
            Some(found) => Industry::Known(found.clone()),
            None => Industry::Missing(none(all, basis, platform, sector, unit)),
        }))
    }
}

/// Why there is none: only in another currency, only of other sectors, or not at all.
fn none(all: &[Benchmark], basis: Basis, platform: &str, sector: &str, unit: &Unit) -> Text {
    let of_platform: Vec<&Benchmark> = all
        .iter()
        .filter(|b| b.basis == basis && b.platform == platform)
        .collect();
    if of_platform.is_empty() {
        return Text::each(
            "nobody that we know publishes it for this platform",
            "据我们所知，没有该平台的公开数据",
            "foar dit platfoarm wurdt it foar safier wy witte net publisearre",
        );
    }
    let fits = |b: &&&Benchmark| b.industry == sector || b.industry == benchmark::ALL;
    match (of_platform.iter().find(fits).map(|b| &b.unit), unit) {
        (Some(Unit::Money(theirs)), Unit::Money(ours)) => Text::each(
            format!("the public figure is in {theirs}, this one in {ours}"),
            format!("公开数据以 {theirs} 计，此数字以 {ours} 计"),
            format!("it iepenbiere sifer is yn {theirs}, dit yn {ours}"),
        ),
        (Some(_), _) => Text::each(
            "the public figure is in another unit",
            "公开数据的单位与此不同",
            "it iepenbiere sifer hat in oare ienheid",
        ),
        (None, _) => Text::each(
            "for this platform it is published of other sectors only",
            "该平台仅公布了其他行业的数据",
            "foar dit platfoarm wurdt it allinnich fan oare sektoaren publisearre",
        ),
    }
}

#[cfg(test)]
mod tests {
    use harpoon_core::Language;

    use super::*;

    /// The reason in English where these figures are known, as industry and currency.
    #[track_caller]
    fn check(known: &[(&str, &str)], reason: &str) {
        let text: String = known
            .iter()
            .map(|(industry, currency)| {
                format!(
                    "[[set]]\nsource = \"S\"\nyear = 2025\npopulation = \"P\"\nurl = \"U\"\nstatistic = \"median\"\n\
                     currency = \"{currency}\"\n[[set.figures]]\nbasis = \"cost_per_click\"\nplatform = \"meta\"\n\
                     by_industry = {{ {industry} = \"1.50\" }}\n"
                )
            })
            .collect();
        let all = benchmark::read(&text).unwrap_or_default();
        assert_eq!(all.len(), known.len());
        let unit = Unit::Money("EUR".to_owned());
        assert_eq!(
            benchmark::find(&all, Basis::CostPerClick, "meta", "retail", &unit),
            None
        );
        let told = none(&all, Basis::CostPerClick, "meta", "retail", &unit);
        let words = harpoon_report::Words::new(Language::En);
        assert!(words.said(&told).plain().contains(reason), "{told:?}");
    }

    #[test]
    fn the_reason_is_the_one_that_holds() {
        check(&[("retail", "USD")], "in USD, this one in EUR");
        check(&[("all", "USD"), ("legal", "EUR")], "in USD, this one in EUR");
        check(&[("legal", "EUR")], "of other sectors only");
        check(&[("legal", "USD")], "of other sectors only");
        let told = none(
            &[],
            Basis::CostPerClick,
            "meta",
            "retail",
            &Unit::Money("EUR".to_owned()),
        );
        assert!(format!("{told:?}").contains("nobody that we know"));
    }
}
