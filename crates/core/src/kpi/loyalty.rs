//! Loyalty: service, reviews, occasions, and customers who come back.

use super::Formula::{Add, Event, Modelled, Quantile, Reviews, Sum, Weighted};
use super::{BASE, Better, Deed, Derived, Goal, Kpi, KpiUnit, Leaf, Level, Stage, Tally, ratio, titles};
use crate::event::EventKind;

const LOYALTY: Kpi = Kpi {
    stage: Stage::Loyalty,
    level: Level::Macro,
    ..BASE
};

const SERVICE: &str =
    "Gunarathne, Rui and Seidmann, When Social Media Delivers Customer Service, MIS Quarterly 42 (2018)";
const STARS: &str = "Hu, Zhang and Pavlou, Overcoming the J-shaped Distribution of Product Reviews, Communications of the ACM 52 (2009)";
const OCCASION: &str = "Convention Industry Council, APEX Industry Glossary (2011)";

/// Cases opened.
pub static ISSUES_OPENED: Kpi = Kpi {
    id: "issues_opened",
    title: titles("Issues opened", "新增问题数", "Saken iepene"),
    meaning: "Complaints and problems that were taken up as cases.",
    proves_not: "That service got worse when it rises: an easy way to complain brings more complaints, and that is good.",
    formula: Sum(Leaf::of("issues_opened")),
    better: Better::Neither,
    level: Level::Micro,
    goal: Goal::Refused(
        "more is met by bad work and less by making it hard to complain. Set a goal on resolution_rate or resolution_time instead",
    ),
    source: SERVICE,
    ..LOYALTY
};

/// Cases solved.
pub static ISSUES_RESOLVED: Kpi = Kpi {
    id: "issues_resolved",
    title: titles("Issues resolved", "已解决问题数", "Saken oplost"),
    meaning: "Cases that were solved in the period, whenever they were opened.",
    proves_not: "That the customer agrees: a case is solved when we say so.",
    formula: Sum(Leaf::of("issues_resolved")),
    source: SERVICE,
    ..LOYALTY
};

/// Solved by opened.
pub static RESOLUTION_RATE: Kpi = Kpi {
    id: "resolution_rate",
    title: titles("Resolution rate", "问题解决率", "Oandiel oploste saken"),
    meaning: "Cases solved in the period for each case opened in it; above 1 the backlog shrinks.",
    proves_not: "Which share of this period's cases was solved: some of the solved ones are older.",
    formula: ratio(&ISSUES_RESOLVED, &ISSUES_OPENED),
    unit: KpiUnit::Share,
    source: SERVICE,
    ..LOYALTY
};

/// Time to the first public reply.
pub static FIRST_RESPONSE_TIME: Kpi = Kpi {
    id: "first_response_time",
    title: titles(
        "First response time (median)",
        "首次响应时长（中位数）",
        "Tiid oant it earste antwurd (mediaan)",
    ),
    meaning: "Median time from a comment or message that needs an answer to the first reply by a person.",
    proves_not: "Help: a quick \"please write to us\" counts. Those who never got an answer are not in the median; see \
                 the inbox.",
    formula: Quantile {
        from: Deed::Kind(EventKind::Message),
        to: Deed::Kind(EventKind::Reply),
        percent: 50,
    },
    unit: KpiUnit::Seconds,
    better: Better::Down,
    source: "Barger and Labrecque, Social Media Metrics, International Journal of Integrated Marketing Communications 5 (2013)",
    ..LOYALTY
};

/// Time to the solution.
pub static RESOLUTION_TIME: Kpi = Kpi {
    id: "resolution_time",
    title: titles(
        "Resolution time (median)",
        "问题解决时长（中位数）",
        "Tiid oant de oplossing (mediaan)",
    ),
    meaning: "Median time from the opening of a case to its solution.",
    proves_not: "How long open cases will take: the hardest ones are still open and not counted.",
    formula: Quantile {
        from: Deed::Kind(EventKind::IssueOpened),
        to: Deed::Kind(EventKind::IssueResolved),
        percent: 50,
    },
    unit: KpiUnit::Seconds,
    better: Better::Down,
    source: SERVICE,
    ..LOYALTY
};

/// Reviews of any kind.
pub static REVIEWS: Kpi = Kpi {
    id: "reviews",
    title: titles("Reviews", "评价数", "Resinsjes"),
    meaning: "Reviews written in the period, with whatever number of stars.",
    proves_not: "What most customers think: the delighted and the furious write, the others do not.",
    formula: Reviews(None),
    source: "Chevalier and Mayzlin, The Effect of Word of Mouth on Sales, Journal of Marketing Research 43 (2006)",
    ..LOYALTY
};

/// Best reviews.
pub static REVIEWS_FIVE_STAR: Kpi = Kpi {
    id: "reviews_five_star",
    title: titles("Five-star reviews", "五星评价数", "Resinsjes mei fiif stjerren"),
    meaning: "Reviews with five stars. \"Fifty glowing reviews\" is a goal on this.",
    proves_not: "Quality: they can be asked for, and bought. Platforms delete them when they look bought.",
    formula: Reviews(Some(5)),
    source: "Luca and Zervas, Fake It Till You Make It, Management Science 62 (2016)",
    ..LOYALTY
};

/// Four stars.
pub static REVIEWS_FOUR_STAR: Kpi = Kpi {
    id: "reviews_four_star",
    title: titles("Four-star reviews", "四星评价数", "Resinsjes mei fjouwer stjerren"),
    meaning: "Reviews with four stars.",
    proves_not: "A small flaw: on some platforms, and in some countries, four stars are the highest praise in use.",
    formula: Reviews(Some(4)),
    source: STARS,
    ..LOYALTY
};

/// Three stars.
pub static REVIEWS_THREE_STAR: Kpi = Kpi {
    id: "reviews_three_star",
    title: titles("Three-star reviews", "三星评价数", "Resinsjes mei trije stjerren"),
    meaning: "Reviews with three stars; often those that say most about what to improve.",
    proves_not: "Indifference: read them.",
    formula: Reviews(Some(3)),
    better: Better::Neither,
    source: STARS,
    ..LOYALTY
};

/// Two stars.
pub static REVIEWS_TWO_STAR: Kpi = Kpi {
    id: "reviews_two_star",
    title: titles("Two-star reviews", "二星评价数", "Resinsjes mei twa stjerren"),
    meaning: "Reviews with two stars.",
    proves_not: "How many were let down: most of those leave without a word.",
    formula: Reviews(Some(2)),
    better: Better::Down,
    source: STARS,
    ..LOYALTY
};

/// One star.
pub static REVIEWS_ONE_STAR: Kpi = Kpi {
    id: "reviews_one_star",
    title: titles("One-star reviews", "一星评价数", "Resinsjes mei ien stjer"),
    meaning: "Reviews with one star.",
    proves_not: "Bad service: some are of competitors, or of the parcel service.",
    formula: Reviews(Some(1)),
    better: Better::Down,
    source: STARS,
    ..LOYALTY
};

/// Stars of all reviews together.
pub static REVIEW_STARS: Kpi = Kpi {
    id: "review_stars",
    title: titles("Stars given", "评价星数合计", "Stjerren jûn"),
    meaning: "The stars of all reviews added up; a step on the way to their average.",
    proves_not: "That reviews were good: many poor ones make a large sum.",
    formula: Weighted(&[
        (5, &REVIEWS_FIVE_STAR),
        (4, &REVIEWS_FOUR_STAR),
        (3, &REVIEWS_THREE_STAR),
        (2, &REVIEWS_TWO_STAR),
        (1, &REVIEWS_ONE_STAR),
    ]),
    better: Better::Neither,
    level: Level::Micro,
    goal: Goal::Refused(
        "it is a step on the way to the average. Set a goal on stars_average or reviews_five_star instead",
    ),
    source: STARS,
    ..LOYALTY
};

/// Reviews that have whole stars.
pub static REVIEWS_STARRED: Kpi = Kpi {
    id: "reviews_starred",
    title: titles("Reviews with stars", "带星级评价数", "Resinsjes mei stjerren"),
    meaning: "Reviews that give one to five stars; what the average is taken over.",
    proves_not: "All opinions: recommendations without stars are left out.",
    formula: Add(&[
        &REVIEWS_FIVE_STAR,
        &REVIEWS_FOUR_STAR,
        &REVIEWS_THREE_STAR,
        &REVIEWS_TWO_STAR,
        &REVIEWS_ONE_STAR,
    ]),
    better: Better::Neither,
    level: Level::Micro,
    goal: Goal::Refused("it is a step on the way to the average. Set a goal on reviews or stars_average instead"),
    source: STARS,
    ..LOYALTY
};

/// Average stars.
pub static STARS_AVERAGE: Kpi = Kpi {
    id: "stars_average",
    title: titles("Average stars", "平均星级", "Gemiddelde stjerren"),
    meaning: "Average stars of the reviews written in the period.",
    proves_not: "The rating that a platform prints: that one covers all years and weighs by rules of its own. Few \
                 reviews make it jump.",
    formula: ratio(&REVIEW_STARS, &REVIEWS_STARRED),
    unit: KpiUnit::Stars,
    source: STARS,
    ..LOYALTY
};

/// People who said that they would come.
pub static EVENT_REGISTRATIONS: Kpi = Kpi {
    id: "event_registrations",
    title: titles("Event registrations", "活动报名数", "Oanmeldingen foar eveneminten"),
    meaning: "Registrations for events that were advertised on social media.",
    proves_not: "That they come: at free events often half of them do not.",
    formula: Sum(Leaf::total("event_registrations", &[])),
    level: Level::Micro,
    source: OCCASION,
    ..LOYALTY
};

/// People who came.
pub static EVENT_ATTENDANCE: Kpi = Kpi {
    id: "event_attendance",
    title: titles("Event attendance", "活动到场人数", "Opkomst by eveneminten"),
    meaning: "People who came to events that were advertised on social media.",
    proves_not: "That social media brought them, unless they were asked how they heard of it.",
    formula: Sum(Leaf::total("event_attendance", &[])),
    source: OCCASION,
    ..LOYALTY
};

/// Came by registered.
pub static SHOW_UP_RATE: Kpi = Kpi {
    id: "show_up_rate",
    title: titles("Show-up rate", "到场率", "Opkomstpersintaazje"),
    meaning: "People who came for each registration.",
    proves_not: "A good event. People who walk in without registering can lift it above 1.",
    formula: ratio(&EVENT_ATTENDANCE, &EVENT_REGISTRATIONS),
    unit: KpiUnit::Share,
    source: OCCASION,
    ..LOYALTY
};

/// Customers who bought in the period.
pub static CUSTOMERS_BUYING: Kpi = Kpi {
    id: "customers_buying",
    title: titles("Buying customers", "购买客户数", "Keapjende klanten"),
    meaning: "Different customers who bought in the period.",
    proves_not: "Growth: regulars and first-time buyers are counted alike.",
    formula: Event {
        kind: Deed::Derived(Derived::Sale),
        tally: Tally::People,
    },
    unit: KpiUnit::People,
    source: "Fader, Hardie and Lee, Counting Your Customers the Easy Way, Marketing Science 24 (2005)",
    ..LOYALTY
};

/// Customers who bought again.
pub static CUSTOMERS_REPEATING: Kpi = Kpi {
    id: "customers_repeating",
    title: titles("Returning customers", "复购客户数", "Weromkommende klanten"),
    meaning: "Different customers who bought in the period and had bought before.",
    proves_not: "Loyalty: some have nowhere else to go.",
    formula: Event {
        kind: Deed::Derived(Derived::RepeatOrder),
        tally: Tally::People,
    },
    unit: KpiUnit::People,
    source: "Fader, Hardie and Lee, Counting Your Customers the Easy Way, Marketing Science 24 (2005)",
    ..LOYALTY
};

/// Share of customers who bought again.
pub static REPEAT_PURCHASE_RATE: Kpi = Kpi {
    id: "repeat_purchase_rate",
    title: titles("Repeat purchase rate", "复购率", "Oandiel weromkommende klanten"),
    meaning: "Share of the period's customers who had bought before.",
    proves_not: "That customers stay: it rises when no new ones come.",
    formula: ratio(&CUSTOMERS_REPEATING, &CUSTOMERS_BUYING),
    unit: KpiUnit::Share,
    source: "Farris et al., Marketing Metrics, 3rd ed. (2015), ch. 2: repeat rate",
    ..LOYALTY
};

/// What a customer is worth.
pub static CUSTOMER_LIFETIME_VALUE: Kpi = Kpi {
    id: "customer_lifetime_value",
    title: titles("Customer lifetime value", "客户终身价值", "Libbenswearde fan in klant"),
    meaning: "What a customer is expected to bring in over the time to come, discounted.",
    proves_not: "What this customer will do: it is an expectation over many alike, and the interval is wide.",
    formula: Modelled("customer_lifetime_value"),
    unit: KpiUnit::Money,
    source: "Fader, Hardie and Lee, RFM and CLV: Using Iso-value Curves, Journal of Marketing Research 42 (2005)",
    ..LOYALTY
};
