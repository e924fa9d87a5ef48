//! [`CATALOGUE`]: every KPI of Harpoon in reading order; [`Catalogue`]: those and a workspace's own.

use crate::kpi::Kpi;
use crate::kpi::{audience, awareness, evaluation, interest, loyalty, money, purchase, video, web};

pub mod law;
pub mod user;

/// Every KPI of Harpoon itself, by stage.
pub static CATALOGUE: &[&Kpi] = &[
    // Awareness
    &awareness::IMPRESSIONS,
    &awareness::IMPRESSIONS_ORGANIC,
    &awareness::IMPRESSIONS_PAID,
    &awareness::VIEWS,
    &awareness::VIEWS_ORGANIC,
    &awareness::VIEWS_PAID,
    &awareness::REACH,
    &awareness::FREQUENCY,
    &awareness::POSTS_PUBLISHED,
    &awareness::MENTIONS,
    &awareness::TAGS,
    &awareness::MENTIONS_COMPETITORS,
    &awareness::MENTIONS_MARKET,
    &awareness::SHARE_OF_VOICE,
    &awareness::VIRALITY,
    &awareness::VIRALITY_VIEWS,
    // Interest
    &interest::REACTIONS,
    &interest::COMMENTS,
    &interest::SHARES,
    &interest::REPOSTS,
    &interest::QUOTES,
    &interest::SAVES,
    &interest::ENGAGEMENTS,
    &interest::ENGAGEMENTS_TOTAL,
    &interest::ENGAGEMENT_RATE_BY_REACH,
    &interest::ENGAGEMENT_RATE_BY_IMPRESSIONS,
    &interest::ENGAGEMENT_RATE_BY_FOLLOWERS,
    &interest::ENGAGEMENT_RATE_BY_VIEWS,
    &interest::NEGATIVE_FEEDBACK,
    &video::VIDEO_STARTS,
    &video::VIDEO_VIEWS_2S,
    &video::VIDEO_VIEWS_MRC,
    &video::VIDEO_VIEWS_3S,
    &video::VIDEO_VIEWS_6S,
    &video::VIDEO_VIEWS_10S,
    &video::VIDEO_VIEWS_15S,
    &video::VIDEO_THRUPLAYS,
    &video::VIDEO_VIEWS_30S,
    &video::VIDEO_VIEWS_TRUEVIEW,
    &video::VIDEO_VIEWS_60S,
    &video::VIDEO_VIEWS_ENGAGED,
    &video::VIDEO_REACHED_25,
    &video::VIDEO_REACHED_50,
    &video::VIDEO_REACHED_75,
    &video::VIDEO_COMPLETIONS,
    &video::WATCH_TIME,
    &video::AVG_WATCH_TIME,
    &audience::FOLLOWERS,
    &audience::FOLLOWERS_GAINED,
    &audience::FOLLOWERS_LOST,
    &audience::FOLLOWERS_NET,
    &audience::NET_FOLLOWER_CHANGE,
    &audience::FOLLOWER_GROWTH_RATE,
    &audience::ACTIVE_FOLLOWERS_7,
    &audience::ACTIVE_FOLLOWERS_30,
    // Evaluation
    &evaluation::CLICKS,
    &evaluation::CLICKS_PAID,
    &evaluation::CLICKS_LINK,
    &evaluation::CLICKS_LINK_PAID,
    &evaluation::CLICKS_OUTBOUND,
    &evaluation::CLICKS_EXPAND,
    &evaluation::CLICKS_PHOTO,
    &evaluation::CLICKS_PROFILE,
    &evaluation::CLICKS_OTHER,
    &evaluation::CTR,
    &evaluation::CTR_ALL,
    &evaluation::CTR_BY_VIEWS,
    &evaluation::CTR_PRODUCT,
    &evaluation::CTR_LANDING_PAGE,
    &evaluation::CTR_BLOG,
    &evaluation::PROFILE_VIEWS,
    &evaluation::CLICKS_TRACKED,
    &evaluation::ENQUIRIES,
    &evaluation::DEMO_REQUESTS,
    &evaluation::TRIALS,
    &web::SESSIONS,
    &web::SESSIONS_SOCIAL,
    &web::VISITORS,
    &web::PAGE_VIEWS,
    &web::PAGE_VIEWS_SOCIAL,
    &web::PRODUCT_VIEWS,
    &web::TIME_ON_PAGE,
    &web::READS,
    &web::READ_DEPTH,
    &web::LANDING_PAGE_VIEWS,
    &web::LANDING_RATE,
    // Purchase
    &purchase::CLAIMED_CONVERSIONS,
    &purchase::CLAIMED_PURCHASES,
    &purchase::CLAIMED_REVENUE,
    &purchase::LEADS,
    &purchase::LEADS_PAID,
    &purchase::LEADS_RECORDED,
    &purchase::LEADS_QUALIFIED,
    &purchase::LEADS_WON,
    &purchase::LEAD_CONVERSION_RATE,
    &purchase::PIPELINE_VALUE,
    &purchase::NEWSLETTER_SIGNUPS,
    &purchase::DOWNLOADS,
    &purchase::BROCHURE_REQUESTS,
    &purchase::CARTS,
    &purchase::CHECKOUTS,
    &purchase::STORE_VISITS,
    &purchase::COUPONS_REDEEMED,
    &purchase::CUSTOMERS,
    &purchase::ORDERS,
    &purchase::CONVERSION_RATE,
    &purchase::STORE_CONVERSION_RATE,
    &purchase::REVENUE,
    &purchase::REVENUE_SOCIAL,
    &money::SPEND,
    &money::COST_MEDIA,
    &money::COST_FEES,
    &money::COST_LABOUR,
    &money::COST_TOOLS,
    &money::COST_CONTENT,
    &money::COST_FULL,
    &money::CPM,
    &money::CPM_FULL,
    &money::CPC,
    &money::CPC_ALL,
    &money::CPC_FULL,
    &money::CPL,
    &money::CPL_FULL,
    &money::COST_PER_CONVERSION,
    &money::COST_PER_CONVERSION_FULL,
    &money::CAC,
    &money::CAC_FULL,
    &money::NET_RETURN,
    &money::NET_RETURN_MEDIA,
    &money::ROI,
    &money::ROI_MEDIA,
    &money::ROAS,
    &money::CLAIMED_ROAS,
    &money::MER,
    &money::MER_FULL,
    // Loyalty
    &loyalty::ISSUES_OPENED,
    &loyalty::ISSUES_RESOLVED,
    &loyalty::RESOLUTION_RATE,
    &loyalty::FIRST_RESPONSE_TIME,
    &loyalty::RESOLUTION_TIME,
    &loyalty::REVIEWS,
    &loyalty::REVIEWS_FIVE_STAR,
    &loyalty::REVIEWS_FOUR_STAR,
    &loyalty::REVIEWS_THREE_STAR,
    &loyalty::REVIEWS_TWO_STAR,
    &loyalty::REVIEWS_ONE_STAR,
    &loyalty::REVIEW_STARS,
    &loyalty::REVIEWS_STARRED,
    &loyalty::STARS_AVERAGE,
    &loyalty::EVENT_REGISTRATIONS,
    &loyalty::EVENT_ATTENDANCE,
    &loyalty::SHOW_UP_RATE,
    &loyalty::CUSTOMERS_BUYING,
    &loyalty::CUSTOMERS_REPEATING,
    &loyalty::REPEAT_PURCHASE_RATE,
    &loyalty::CUSTOMER_LIFETIME_VALUE,
];

/// The KPI of Harpoon itself with this id.
pub fn kpi(id: &str) -> Option<&'static Kpi> {
    CATALOGUE.iter().copied().find(|k| k.id == id)
}

/// The KPIs of one workspace: Harpoon's, then its own.
#[derive(Clone, Debug)]
pub struct Catalogue {
    kpis: Vec<&'static Kpi>,
}

impl Catalogue {
    /// Only Harpoon's.
    pub fn standard() -> Self {
        Self {
            kpis: CATALOGUE.to_vec(),
        }
    }

    /// Harpoon's and those of the text of a `catalogue.toml`.
    ///
    /// Errors: every mistake of the text, in order.
    pub fn with_own(text: &str) -> Result<Self, user::Mistakes> {
        let mut catalogue = Self::standard();
        catalogue.kpis.extend(user::read(text)?);
        Ok(catalogue)
    }

    /// Every KPI in reading order, the workspace's own last.
    pub fn all(&self) -> &[&'static Kpi] {
        &self.kpis
    }

    /// The workspace's own.
    pub fn own(&self) -> &[&'static Kpi] {
        self.kpis.get(CATALOGUE.len()..).unwrap_or(&[])
    }

    /// The KPI with this id.
    pub fn get(&self, id: &str) -> Option<&'static Kpi> {
        self.kpis.iter().copied().find(|k| k.id == id)
    }

    /// The id that is spelt most like this one, if one is near: for "did you mean".
    pub fn closest(&self, id: &str) -> Option<&'static str> {
        closest(id, self.kpis.iter().map(|k| k.id))
    }

    /// Every definition on a line, to be hashed: two workspaces with one digest compute alike.
    pub fn definitions(&self) -> String {
        let lines = self
            .kpis
            .iter()
            .map(|k| format!("{} = {} ({})\n", k.id, k.formula.notation(), k.unit));
        lines.collect()
    }
}

/// The candidate spelt most like the word: at most two letters wrong, and at most a third of the word.
pub fn closest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.len() / 3).min(2);
    let near = candidates.map(|candidate| (distance(word, candidate), candidate));
    near.filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance in bytes; ids are ASCII.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, pair) in b.bytes().zip(row.windows(2)) {
            let (diagonal, above) = (pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0));
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
