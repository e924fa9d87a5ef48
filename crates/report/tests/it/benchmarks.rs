//! Industry figures: read whole, cited, and set beside nothing that is made in another way.

use harpoon_report::benchmark::{self, Basis, Statistic};
use harpoon_report::view::Unit;

const ENGAGEMENT: Basis = Basis::EngagementPerPostByFollowers;

#[test]
fn every_figure_has_a_source_a_year_and_a_place() {
    let all = benchmark::all().expect("our own file");
    assert!(all.len() > 80, "{}", all.len());
    for b in all {
        assert!(!b.source.is_empty() && !b.population.is_empty(), "{b:?}");
        assert!(b.url.starts_with("https://"), "{b:?}");
        assert!((2023..=2026).contains(&b.year), "{b:?}");
        let value = b.value.to_f64();
        let fits = if b.unit == Unit::Share {
            value > 0.0 && value < 0.25
        } else {
            value > 0.1 && value < 1000.0
        };
        assert!(fits, "{b:?}");
    }
}

#[test]
fn figures_are_those_of_the_publications() {
    // Rival IQ 2025: food and beverage 0.032, 0.40, 0.003, 2.04 per cent; WordStream 2025: leads 27.66 USD.
    let all = benchmark::all().expect("our own file");
    let share = |platform, industry| {
        benchmark::find(all, ENGAGEMENT, platform, industry, &Unit::Share).map(|b| b.value.to_string())
    };
    assert_eq!(share("facebook", "food_beverage").as_deref(), Some("0.00032"));
    assert_eq!(share("instagram", "food_beverage").as_deref(), Some("0.004"));
    assert_eq!(share("tiktok", "food_beverage").as_deref(), Some("0.0204"));
    assert_eq!(
        share("facebook", "blacksmiths").as_deref(),
        Some("0.00046"),
        "all industries stand in"
    );
    assert_eq!(
        share("x", "health_beauty").as_deref(),
        Some("0.00015"),
        "a figure printed as 0.0 is rounded, not nought"
    );
    let lead = benchmark::find(all, Basis::CostPerLead, "meta", "all", &Unit::Money("USD".into())).expect("one");
    assert_eq!(
        (lead.value.to_string().as_str(), lead.statistic),
        ("27.66", Statistic::Unstated)
    );
}

#[test]
fn another_currency_denominator_or_platform_is_no_comparison() {
    let all = benchmark::all().expect("our own file");
    let find = |basis, platform, unit: &Unit| benchmark::find(all, basis, platform, "all", unit);
    assert!(find(Basis::CostPerClick, "meta", &Unit::Money("USD".into())).is_some());
    assert!(find(Basis::CostPerClick, "meta", &Unit::Money("EUR".into())).is_none());
    assert!(find(Basis::EngagementPerPostByImpressions, "instagram", &Unit::Share).is_none());
    assert!(find(ENGAGEMENT, "myspace", &Unit::Share).is_none());
}

#[test]
fn mistakes_of_the_file_are_told() {
    let set = |figures: &str| {
        let text = format!(
            "[[set]]\nsource='S'\nyear=2025\npopulation='P'\nurl='https://s.example'\nstatistic='mean'\n{figures}"
        );
        benchmark::read(&text).map_err(|e| e.to_string())
    };
    let money = "[[set.figures]]\nbasis='cost_per_click'\nplatform='meta'\nby_industry={all='1.92'}";
    assert!(
        set(money)
            .expect_err("money without a currency")
            .contains("`all` has no currency")
    );
    assert!(set("[[set.figures]]\nbasis='luck'\nplatform='x'\nby_industry={}").is_err());
}
