//! Every objective in every business has a profile that can be read in a minute.

use std::collections::BTreeSet;

use harpoon_core::kpi::{Goal, Stage, Titles};
use harpoon_core::profile::{Business, Objective, Profile, ProfileChoice, Role, profile};
use harpoon_core::{CATALOGUE, KpiUnit, kpi};

/// All of them.
fn all() -> impl Iterator<Item = Profile> {
    let pairs = Objective::ALL
        .iter()
        .flat_map(|o| Business::ALL.iter().map(move |b| (*o, *b)));
    pairs.map(|(objective, business)| profile(objective, business))
}

fn name(profile: &Profile) -> String {
    format!("{} for {}", profile.objective, profile.business)
}

fn ids(profile: &Profile) -> BTreeSet<&str> {
    profile.lines().map(|line| line.kpi.id).collect()
}

fn headlines(objective: Objective, business: Business) -> BTreeSet<&'static str> {
    profile(objective, business)
        .headlines()
        .map(|line| line.kpi.id)
        .collect()
}

#[test]
fn every_kpi_stands_in_the_catalogue_once_and_under_its_stage() {
    for profile in all() {
        for group in &profile.groups {
            for line in &group.lines {
                let listed = CATALOGUE.iter().any(|k| std::ptr::eq(*k, line.kpi));
                assert!(listed, "{}: {}", name(&profile), line.kpi.id);
                assert_eq!(line.kpi.stage, group.stage, "{}: {}", name(&profile), line.kpi.id);
            }
        }
        assert_eq!(
            ids(&profile).len(),
            profile.lines().count(),
            "{}: one twice",
            name(&profile)
        );
    }
}

#[test]
fn every_stage_is_there_in_order_and_headlines_go_first() {
    for profile in all() {
        let stages: Vec<Stage> = profile.groups.iter().map(|g| g.stage).collect();
        assert_eq!(stages, Stage::ALL, "{}", name(&profile));
        for group in &profile.groups {
            assert!(
                !group.lines.is_empty(),
                "{}: nothing for {}",
                name(&profile),
                group.stage
            );
            let roles: Vec<Role> = group.lines.iter().map(|l| l.role).collect();
            assert!(roles.is_sorted(), "{}: {}", name(&profile), group.stage);
        }
    }
}

#[test]
fn two_to_five_headlines_and_each_may_be_a_goal() {
    for profile in all() {
        let count = profile.headlines().count();
        assert!((2..=5).contains(&count), "{} has {count}", name(&profile));
        for line in profile.headlines() {
            assert_eq!(line.kpi.goal, Goal::Fit, "{}: {}", name(&profile), line.kpi.id);
        }
    }
}

#[test]
fn reasons_are_one_line_in_each_language() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for profile in all() {
        for line in profile.lines() {
            let Titles { en, zh, fy } = line.why;
            let place = format!("{}: {}", name(&profile), line.kpi.id);
            assert!(en.ends_with('.') && fy.ends_with('.') && zh.ends_with('。'), "{place}");
            assert!(
                zh.contains(chinese) && !en.contains(chinese) && !fy.contains(chinese),
                "{place}"
            );
            assert!(
                [en, zh, fy]
                    .iter()
                    .all(|t| t.chars().count() <= 110 && !t.contains('\n')),
                "{place}"
            );
        }
    }
}

/// What the product promises, KPI by KPI: `+` a headline, `~` at least context, `-` not there.
const PROMISED: &[(Objective, Business, &str)] = &[
    (Objective::Awareness, Business::OnlineShop, "+reach +shares +cpm -roi"),
    (
        Objective::Awareness,
        Business::Shop,
        "+reach +shares +cpm ~store_visits ~coupons_redeemed -carts",
    ),
    (
        Objective::Sales,
        Business::OnlineShop,
        "+conversion_rate +cac_full +roi ~carts -store_visits -coupons_redeemed",
    ),
    (
        Objective::Sales,
        Business::Shop,
        "+store_visits +coupons_redeemed +store_conversion_rate +cac_full +roi -carts -checkouts -conversion_rate",
    ),
    (
        Objective::Sales,
        Business::B2b,
        "+demo_requests +pipeline_value +lead_conversion_rate +roi ~leads_qualified -carts -store_visits",
    ),
    (
        Objective::Leads,
        Business::B2b,
        "+leads_qualified +demo_requests +pipeline_value +cpl_full -carts",
    ),
    (
        Objective::Leads,
        Business::Saas,
        "+trials +leads_qualified -store_visits",
    ),
    (Objective::Leads, Business::Dealership, "+leads_recorded +store_visits"),
    (
        Objective::Loyalty,
        Business::Shop,
        "+reviews_five_star +repeat_purchase_rate",
    ),
];

#[test]
fn each_business_gets_what_exists_there() {
    for (objective, business, promised) in PROMISED {
        let lines = profile(*objective, *business);
        let large = headlines(*objective, *business);
        for promise in promised.split(' ') {
            let (sign, id) = promise.split_at(1);
            assert!(kpi(id).is_some(), "{id}");
            let kept = match sign {
                "+" => large.contains(id),
                "~" => ids(&lines).contains(id),
                _ => !ids(&lines).contains(id),
            };
            assert!(kept, "{objective} for {business}: {promise}");
        }
    }
}

#[test]
fn what_a_door_or_a_cart_needs_is_nowhere_else() {
    for profile in all() {
        let has = |id: &str| ids(&profile).contains(id);
        let door = matches!(profile.business, Business::Shop | Business::Dealership);
        let cart = profile.business == Business::OnlineShop;
        for (id, needed) in [
            ("store_visits", door),
            ("store_conversion_rate", door),
            ("coupons_redeemed", profile.business == Business::Shop),
            ("carts", cart),
            ("checkouts", cart),
            ("product_views", cart),
            ("conversion_rate", cart),
        ] {
            assert!(needed || !has(id), "{}: {id}", name(&profile));
        }
        assert!(
            profile.business != Business::Shop || (has("store_visits") && has("coupons_redeemed")),
            "{}",
            name(&profile)
        );
    }
}

#[test]
fn every_objective_reads_as_one_of_its_own() {
    for business in Business::ALL {
        let sets: BTreeSet<_> = Objective::ALL.iter().map(|o| headlines(*o, *business)).collect();
        assert_eq!(sets.len(), Objective::ALL.len(), "{business}");
    }
}

#[test]
fn a_funnel_has_a_count_for_each_stage() {
    let (mut stages, mut seen) = (Vec::new(), BTreeSet::new());
    for business in Business::ALL {
        let funnel = business.funnel();
        stages.extend(funnel.iter().map(|kpi| kpi.stage));
        for kpi in funnel {
            assert!(
                matches!(kpi.unit, KpiUnit::Count | KpiUnit::People),
                "{business}: {}",
                kpi.id
            );
        }
        seen.insert(funnel.map(|kpi| kpi.id));
    }
    assert_eq!(stages, Stage::ALL.repeat(Business::ALL.len()));
    assert_eq!(seen.len(), Business::ALL.len());
}

#[test]
fn words_are_read_as_people_write_them() {
    let business = [
        ("online_shop", Business::OnlineShop),
        ("Online shop", Business::OnlineShop),
        ("DTC", Business::OnlineShop),
        ("brick-and-mortar", Business::Shop),
        (" B2B ", Business::B2b),
    ];
    for (text, expected) in business {
        assert_eq!(Business::parse(text), Ok(expected), "{text}");
    }
    assert_eq!(Objective::parse("Sales"), Ok(Objective::Sales));
    let message = |result: Result<Objective, _>| result.map_err(|e: harpoon_core::profile::ProfileError| e.to_string());
    assert_eq!(
        message(Objective::parse("sale")),
        Err(
            "`sale` is no objective; one of awareness, engagement, leads, sales, loyalty; did you mean `sales`?"
                .to_owned()
        )
    );
    assert_eq!(
        message(Objective::parse("fame")),
        Err("`fame` is no objective; one of awareness, engagement, leads, sales, loyalty".to_owned())
    );
}

#[test]
fn the_choice_is_read_from_the_settings_and_written_back() {
    let text = "objective = \"leads\"\nbusiness = \"b2b\"\n";
    let choice: ProfileChoice = toml::from_str(text).expect("a choice");
    assert_eq!(toml::to_string(&choice).expect("text"), text);
    assert_eq!(choice.profile().objective, Objective::Leads);
    for wrong in [
        "objective = \"leads\"",
        "objective = \"leads\"\nbusiness = \"b2c\"",
        "objective = \"leads\"\nbusiness = \"b2b\"\nmood = \"good\"",
    ] {
        assert!(toml::from_str::<ProfileChoice>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn titles_are_there_in_each_language() {
    let titles = Objective::ALL
        .iter()
        .map(|o| o.title())
        .chain(Business::ALL.iter().map(|b| b.title()));
    for Titles { en, zh, fy } in titles {
        assert!(!en.is_empty() && !zh.is_empty() && !fy.is_empty());
    }
}
