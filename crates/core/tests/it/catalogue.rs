//! The catalogue obeys its laws, and the laws find those who do not.

use harpoon_core::catalogue::law::{Breach, Name, breaches, clashes};
use harpoon_core::kpi::money::{COST_FULL, SPEND};
use harpoon_core::kpi::{Additivity, Facets, Goal, Per, Stage, awareness, evaluation, interest, money, purchase};
use harpoon_core::metric::METRICS;
use harpoon_core::{CATALOGUE, Counter, Formula, Kpi, KpiUnit, kpi};

/// An entry without a fault, for tests to spoil.
fn sound() -> Kpi {
    *kpi("ctr").expect("ctr is in the catalogue")
}

#[test]
fn every_entry_obeys_the_laws() {
    for kpi in CATALOGUE {
        assert_eq!(breaches(kpi), [], "{}", kpi.id);
    }
    let names: Vec<_> = CATALOGUE.iter().map(|k| Name::of(k)).collect();
    assert_eq!(clashes(&names), []);
}

#[test]
fn every_input_is_in_the_catalogue() {
    for kpi in CATALOGUE {
        for part in kpi.parts() {
            let listed = CATALOGUE.iter().any(|k| std::ptr::eq(*k, part));
            assert!(listed, "{} is computed from {}, which is not listed", kpi.id, part.id);
        }
    }
}

#[test]
fn sentences_end_and_chinese_is_chinese() {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for kpi in CATALOGUE {
        assert!(kpi.meaning.ends_with('.'), "{}: {}", kpi.id, kpi.meaning);
        assert!(kpi.proves_not.ends_with('.'), "{}: {}", kpi.id, kpi.proves_not);
        assert!(kpi.title.zh.contains(is_chinese), "{}: {}", kpi.id, kpi.title.zh);
        assert!(
            !kpi.title.en.contains(is_chinese) && !kpi.title.fy.contains(is_chinese),
            "{}",
            kpi.id
        );
        assert!(
            kpi.proves_not.len() > 20,
            "{}: say more than {}",
            kpi.id,
            kpi.proves_not
        );
    }
}

/// Every measure that the product names, row by row (A1 to A11 and A13 to A15).
const NAMED: &[(&str, &str)] = &[
    (
        "A1",
        "impressions impressions_organic impressions_paid views video_views_3s video_thruplays \
            watch_time",
    ),
    ("A2", "reach frequency"),
    (
        "A3",
        "followers followers_gained followers_lost followers_net net_follower_change",
    ),
    ("A4", "active_followers_30 active_followers_7"),
    (
        "A5",
        "clicks clicks_link clicks_tracked clicks_expand clicks_photo clicks_profile clicks_other ctr ctr_all \
            ctr_product ctr_landing_page ctr_blog",
    ),
    (
        "A6",
        "reactions comments shares reposts quotes saves engagements engagement_rate_by_reach \
            engagement_rate_by_impressions engagement_rate_by_followers",
    ),
    ("A7", "mentions tags share_of_voice"),
    (
        "A8",
        "sessions_social product_views time_on_page read_depth landing_page_views",
    ),
    (
        "A9",
        "revenue leads leads_qualified lead_conversion_rate newsletter_signups downloads \
            brochure_requests enquiries demo_requests trials carts checkouts store_visits customers \
            orders",
    ),
    (
        "A10",
        "spend cost_media cost_fees cost_labour cost_tools cost_content cost_full cpm cpm_full cpc cpc_full cpl cpl_full cost_per_conversion \
            cost_per_conversion_full cac cac_full",
    ),
    (
        "A11",
        "roi roi_media roas mer mer_full claimed_roas claimed_conversions claimed_revenue",
    ),
    (
        "A13",
        "issues_opened issues_resolved first_response_time resolution_time",
    ),
    (
        "A14",
        "reviews reviews_five_star reviews_one_star stars_average event_registrations \
            event_attendance show_up_rate",
    ),
    ("A15", "virality posts_published"),
];

#[test]
fn every_measure_of_the_product_is_there() {
    for (row, ids) in NAMED {
        for id in ids.split_whitespace() {
            assert!(kpi(id).is_some(), "{row} names {id}");
        }
    }
}

#[test]
fn every_stage_has_entries_in_reading_order() {
    let stages: Vec<Stage> = CATALOGUE.iter().map(|k| k.stage).collect();
    for stage in Stage::ALL {
        assert!(stages.contains(stage), "{stage}");
    }
    assert_eq!(stages.first(), Some(&Stage::Awareness));
    assert_eq!(stages.last(), Some(&Stage::Loyalty));
}

#[test]
fn additivity_follows_from_the_formula() {
    let expected = [
        (
            Additivity::Additive,
            "impressions engagements spend cost_full posts_published reviews clicks net_follower_change",
        ),
        (
            Additivity::WithinPlatform,
            "claimed_conversions claimed_revenue claimed_purchases leads leads_paid",
        ),
        (Additivity::LastValue, "followers"),
        (
            Additivity::Recomputed,
            "ctr cpm frequency roi share_of_voice stars_average follower_growth_rate ctr_product first_response_time",
        ),
        (
            Additivity::ExactOnly,
            "reach visitors active_followers_30 customers_buying",
        ),
        (Additivity::PerPost, "virality virality_views"),
    ];
    for (additivity, ids) in expected {
        for id in ids.split(' ') {
            assert_eq!(kpi(id).map(Kpi::additivity), Some(additivity), "{id}");
        }
    }
}

#[test]
fn reach_and_claims_are_never_inputs_of_a_sum() {
    for kpi in CATALOGUE {
        if let Formula::Add(inputs) = kpi.formula {
            for input in inputs {
                assert_eq!(input.additivity(), Additivity::Additive, "{} adds {}", kpi.id, input.id);
            }
        }
    }
}

#[test]
fn virality_is_refused_as_a_goal_and_says_why() {
    for kpi in CATALOGUE {
        let luck = matches!(kpi.formula, Formula::Outlier(_));
        let refused = matches!(kpi.goal, Goal::Refused(reason) if reason.contains("luck"));
        assert_eq!(luck, refused, "{}", kpi.id);
    }
}

#[test]
fn facts_that_arrive_later_are_missing_with_a_reason() {
    let now = "impressions reach ctr engagements claimed_roas mer cpl_full virality stars_average follower_growth_rate cac \
               customers sessions_social read_depth active_followers_7 repeat_purchase_rate first_response_time \
               lead_conversion_rate";
    for id in now.split(' ') {
        assert_eq!(kpi(id).and_then(|k| k.formula.no_source()), None, "{id}");
    }
    let later = "roi roas ctr_product customer_lifetime_value";
    for id in later.split(' ') {
        let reason = kpi(id).and_then(|k| k.formula.no_source());
        assert!(
            reason
                .as_ref()
                .is_some_and(|r| r.to_string().starts_with("no source: ")),
            "{id}: {reason:?}"
        );
    }
}

#[test]
fn parts_come_before_the_whole_and_leaves_once() {
    let ids: Vec<_> = interest::ENGAGEMENT_RATE_BY_REACH
        .parts()
        .iter()
        .map(|k| k.id)
        .collect();
    let expected = "reactions comments shares reposts quotes saves engagements reach engagement_rate_by_reach";
    assert_eq!(ids.join(" "), expected);
    let leaves = evaluation::CTR.leaves();
    let metrics: Vec<_> = leaves.iter().map(|l| l.metric).collect();
    assert_eq!(metrics, ["clicks", "impressions"]);
}

#[test]
fn a_total_and_its_kinds_are_told_apart() {
    let facets = |id: &str| {
        kpi(id)
            .and_then(|k| k.formula.leaf())
            .map(|l| l.facets)
            .expect("a leaf")
    };
    let cases: &[(&str, &str, Option<usize>, bool)] = &[
        // KPI, facet, rank as a total, counted as a part
        ("reactions", "total", Some(0), false),
        ("reactions", "", Some(1), false),
        ("reactions", "like", None, true),
        ("reactions", "dislike", None, false),
        ("clicks", "link", None, true),
        ("clicks", "outbound", None, false),
        ("clicks", "viral_link", None, false),
        ("impressions", "story", None, true),
        ("impressions", "", None, true),
        ("impressions", "viral", None, false),
        ("leads", "lead_gen_form", None, true),
        ("leads", "qualified", None, false),
        ("claimed_conversions", "website", Some(4), false),
        ("claimed_conversions", "website_post_view", None, true),
        ("clicks_link", "link", Some(0), false),
        ("clicks_link", "destination", Some(1), false),
        ("clicks_link", "photo", None, false),
        ("clicks_photo", "photo", None, true),
        ("clicks_photo", "total", None, false),
        ("clicks_other", "hashtag", None, true),
        ("clicks_other", "total", None, false),
        ("clicks_other", "link", None, false),
        ("reach", "", Some(0), false),
        ("reach", "viewers", None, false),
        ("comments", "replies", None, true),
        ("claimed_conversions", "add_to_cart", None, false),
    ];
    for (id, facet, rank, part) in cases {
        let facets: Facets = facets(id);
        assert_eq!(
            (facets.rank(facet), facets.is_part(facet)),
            (*rank, *part),
            "{id} {facet:?}"
        );
    }
}

#[test]
fn kinds_of_clicks_do_not_overlap() {
    let kinds = [
        "clicks_link",
        "clicks_expand",
        "clicks_photo",
        "clicks_profile",
        "clicks_other",
    ];
    let takes = |id: &str, facet: &str| {
        let facets = kpi(id)
            .and_then(|k| k.formula.leaf())
            .map(|l| l.facets)
            .expect("a leaf");
        facets.rank(facet).is_some() || facets.is_part(facet)
    };
    let facets = "email video link expand photo media profile hashtag permalink other app cta call directions bio_link destination";
    for facet in facets.split(' ') {
        let by: Vec<_> = kinds.iter().filter(|id| takes(id, facet)).collect();
        assert_eq!(by.len(), 1, "{facet} is counted by {by:?}");
    }
}

/// Money and counts.
static UNLIKE: &[&Kpi] = &[&SPEND, &interest::SAVES];

/// What a spoilt entry must be told.
fn check(name: &str, spoilt: &Kpi, expected: &[Breach]) {
    assert_eq!(breaches(spoilt), expected, "{name}");
}

#[test]
fn the_laws_find_empty_texts() {
    check("id", &Kpi { id: "Ctr", ..sound() }, &[Breach::Id("Ctr".into())]);
    check(
        "meaning",
        &Kpi {
            meaning: " ",
            ..sound()
        },
        &[Breach::Empty("meaning")],
    );
    check(
        "proves_not",
        &Kpi {
            proves_not: "",
            ..sound()
        },
        &[Breach::Empty("proves_not")],
    );
    check("source", &Kpi { source: "", ..sound() }, &[Breach::Empty("source")]);
    check(
        "year",
        &Kpi {
            source: "Somebody",
            ..sound()
        },
        &[Breach::NoYear],
    );
    let mut untitled = sound();
    untitled.title.fy = "";
    check("title", &untitled, &[Breach::Empty("title.fy")]);
    let silent = Kpi {
        goal: Goal::Refused(""),
        ..sound()
    };
    check("reason", &silent, &[Breach::NoReason]);
}

#[test]
fn the_laws_find_formulas_that_make_no_sense() {
    let with = |formula, unit| Kpi {
        formula,
        unit,
        ..sound()
    };
    let leaf = |metric| harpoon_core::kpi::Leaf::of(metric);
    let counter = |metric: &str, is, formula, needs| Breach::Counter {
        metric: metric.into(),
        is,
        formula,
        needs,
    };
    let cases = [
        (
            Formula::Sum(leaf("impresions")),
            KpiUnit::Count,
            Breach::NoMetric("impresions".into()),
        ),
        (
            Formula::Sum(leaf("reach")),
            KpiUnit::People,
            counter("reach", Counter::Unique, "sum", "figures that add up"),
        ),
        (
            Formula::Sum(leaf("frequency")),
            KpiUnit::Times,
            counter("frequency", Counter::Rate, "sum", "figures that add up"),
        ),
        (
            Formula::Latest(leaf("spend")),
            KpiUnit::Money,
            counter("spend", Counter::Delta, "latest", "a level"),
        ),
        (
            Formula::Reported(leaf("clicks")),
            KpiUnit::People,
            counter("clicks", Counter::Delta, "reported", "a count of different people"),
        ),
        (Formula::Add(&[]), KpiUnit::Count, Breach::NoInput),
        (
            Formula::Difference(&awareness::IMPRESSIONS, &awareness::REACH),
            KpiUnit::Count,
            Breach::NotAdditive("reach".into()),
        ),
        (
            Formula::Change(&awareness::VIRALITY),
            KpiUnit::Share,
            Breach::PerPost("virality".into()),
        ),
        (
            Formula::Reviews(Some(6)),
            KpiUnit::Count,
            Breach::Range("reviews have 1 to 5 stars"),
        ),
        (
            Formula::Add(UNLIKE),
            KpiUnit::Money,
            Breach::Units(("spend".into(), KpiUnit::Money), ("saves".into(), KpiUnit::Count)),
        ),
        (
            Formula::Ratio {
                num: &interest::SAVES,
                den: &SPEND,
                per: Per::One,
            },
            KpiUnit::Share,
            Breach::Units(("saves".into(), KpiUnit::Count), ("spend".into(), KpiUnit::Money)),
        ),
        (
            Formula::Ratio {
                num: &COST_FULL,
                den: &interest::SAVES,
                per: Per::One,
            },
            KpiUnit::Share,
            Breach::Unit {
                given: KpiUnit::Share,
                possible: vec![KpiUnit::Money],
            },
        ),
        (Formula::Outlier(leaf("shares")), KpiUnit::Score, Breach::LuckAsGoal),
    ];
    for (formula, unit, expected) in cases {
        let found = breaches(&with(formula, unit));
        assert!(found.contains(&expected), "{expected} is not among {found:?}");
    }
}

#[test]
fn the_laws_find_entries_that_clash() {
    let twin = Kpi {
        title: purchase::ORDERS.title,
        ..sound()
    };
    let found = clashes(&[&money::CPM, &evaluation::CTR, &purchase::ORDERS, &twin].map(Name::of));
    let same = Breach::SameTitle {
        title: "Orders".into(),
        other: "orders".into(),
    };
    assert_eq!(found, [(3, Breach::Taken("ctr".into())), (3, same)]);
}

#[test]
fn platforms_claims_are_those_of_the_canonical_list() {
    // Metrics that the canonical list (shared research) marks as "sum within one platform".
    let claims = ["conversions", "conversion_value", "leads"];
    for metric in METRICS {
        let sum = Formula::Sum(harpoon_core::kpi::Leaf::of(metric.id));
        let claim = sum.additivity() == Additivity::WithinPlatform;
        // Results are of one objective each and never added either.
        assert_eq!(
            claim,
            claims.contains(&metric.id) || metric.id == "results",
            "{}",
            metric.id
        );
    }
}
