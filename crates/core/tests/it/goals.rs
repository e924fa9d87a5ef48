//! Goals: what can be promised, how targets are spelt, and what is refused.

use harpoon_core::goal::global::{BASELINE, FEWEST_PROXIES};
use harpoon_core::goal::refusal::{cautions, fit};
use harpoon_core::goal::target::GoalUnit;
use harpoon_core::goal::{
    Baseline, Caution, Direction, Every, Global, Goal, GoalError, GoalId, GoalKind, On, Proxy, ProxySource, Refusal,
    Subject, Target, TargetError, Term, Wish,
};
use harpoon_core::{CATALOGUE, Catalogue, Kpi, KpiUnit, Number, Period, kpi};
use jiff::civil::{Date, date};

pub(crate) fn start() -> Date {
    date(2026, 10, 1)
}

pub(crate) fn entry(id: &str) -> &'static Kpi {
    kpi(id).expect("a KPI of the catalogue")
}

pub(crate) fn number(text: &str) -> Number {
    text.parse().expect("a number")
}

/// A monthly goal on a KPI.
pub(crate) fn wish<'a>(id: &str, target: &'a str) -> Wish<'a> {
    Wish {
        id: GoalId::new("g1").expect("an id"),
        name: None,
        on: On::Kpi(entry(id)),
        filters: Vec::new(),
        target: Some(target),
        direction: None,
        baseline: None,
        currency: None,
        term: Term::every(Every::Month, start()),
    }
}

pub(crate) fn before(value: &str) -> Baseline {
    Baseline {
        value: number(value),
        period: Period::month("2026-09").expect("a month"),
    }
}

fn mistakes(wish: &Wish<'_>) -> Vec<GoalError> {
    Goal::set(wish).expect_err("a mistake")
}

/// Reads `text` for a unit; a value is written `12.5 EUR`, a change `by 0.2`, a mistake as it is told.
fn read(text: &str, unit: GoalUnit, currency: Option<&str>) -> String {
    match Target::read(text, unit, currency) {
        Ok(Target::Value { number, currency }) => {
            let code = currency.map(|code| format!(" {code}")).unwrap_or_default();
            format!("{number}{code}")
        }
        Ok(Target::Change(change)) => format!("by {change}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn targets_are_read_as_people_write_them() {
    use KpiUnit::{Count, Money, MoneyPerThousand, People, Seconds, Share, Stars, Times};
    let euro = Some("EUR");
    let cases: &[(&str, KpiUnit, Option<&str>, &str)] = &[
        ("100", Count, None, "100"),
        (" 100 ", People, None, "100"),
        ("１００", Count, None, "100"),
        ("+20%", Count, None, "by 0.2"),
        ("+20 %", Count, None, "by 0.2"),
        ("＋２０％", Count, None, "by 0.2"),
        ("-10%", Money, euro, "by -0.1"),
        ("−10%", Money, euro, "by -0.1"),
        ("+0.5%", Share, None, "by 0.005"),
        ("4.5", Stars, None, "4.5"),
        ("4.5%", Share, None, "0.045"),
        ("0.045", Share, None, "0.045"),
        ("1", Share, None, "1"),
        ("150%", Share, None, "1.5"),
        ("-0.1", Share, None, "-0.1"),
        ("€12.50", Money, None, "12.5 EUR"),
        ("12.50 €", Money, Some("USD"), "12.5 EUR"),
        ("12.50 EUR", Money, None, "12.5 EUR"),
        ("EUR 12.50", Money, Some("CHF"), "12.5 EUR"),
        ("eur12.50", Money, None, "12.5 EUR"),
        ("12.50", Money, euro, "12.5 EUR"),
        ("$5", MoneyPerThousand, Some("CAD"), "5 CAD"),
        ("￥99", Money, Some("CNY"), "99 CNY"),
        ("99元", Money, None, "99 CNY"),
        ("3x", Times, None, "3"),
        ("3 ×", Times, None, "3"),
        ("2h", Seconds, None, "7200"),
        ("90 min", Seconds, None, "5400"),
        ("45s", Seconds, None, "45"),
        ("1.5d", Seconds, None, "129600"),
        ("600", Seconds, None, "600"),
    ];
    for (text, unit, currency, expected) in cases {
        assert_eq!(read(text, Some(*unit), *currency), *expected, "{text} of {unit}");
    }
    assert_eq!(read("105", None, None), "105");
    assert_eq!(read("+10%", None, None), "by 0.1");
}

#[test]
fn other_spellings_are_told_what_to_write() {
    use KpiUnit::{Count, Money, Share};
    let cases: &[(&str, KpiUnit, Option<&str>, &str)] = &[
        ("", Count, None, "write a value (100, 4.5, 4.5%, €12.50, 2h)"),
        ("many", Count, None, "`many` is no target"),
        ("1e3", Count, None, "`1e3` is no target"),
        ("--5", Count, None, "`--5` is no target"),
        ("%", Share, None, "`%` is no target"),
        ("1,000", Count, None, "write 1000 or 12.50"),
        ("12,50", Money, Some("EUR"), "write 1000 or 12.50"),
        ("+1,5%", Count, None, "write 1000 or 12.50"),
        ("+100", Count, None, "write 100 for the value to reach"),
        (
            "20%",
            Count,
            None,
            "the unit of the KPI is count and not share; write +20%",
        ),
        ("4.5", Share, None, "write 4.5% for the one"),
        ("12.50", Money, Some("euro"), "money has a currency"),
        ("12.50", Money, None, "money has a currency; write 12.50 EUR"),
        ("$12", Money, Some("EUR"), "`$` can be USD, CAD"),
        (
            "€100",
            Count,
            None,
            "the unit of the KPI is count; write a plain number",
        ),
        ("-100%", Count, None, "write less than -100%"),
        ("9999999999999", Count, None, "`9999999999999` is too large"),
        ("+9999999999999%", Count, None, "is too large"),
    ];
    for (text, unit, currency, expected) in cases {
        let told = read(text, Some(*unit), *currency);
        assert!(told.contains(expected), "{text} of {unit}: {told}");
    }
}

#[test]
fn a_wish_becomes_a_goal() {
    let goal = Goal::set(&wish("followers_gained", "100")).expect("a goal");
    assert_eq!(goal.id().as_str(), "g1");
    assert_eq!(goal.name(), "Followers gained");
    assert_eq!(goal.subject(), &Subject::Kpi("followers_gained".to_owned()));
    assert_eq!(goal.subject().kind(), GoalKind::Concrete);
    assert_eq!((goal.target(), goal.direction()), (number("100"), Direction::AtLeast));
    let cheap = Goal::set(&Wish {
        name: Some(" Cheap leads "),
        currency: Some("EUR"),
        filters: vec![
            "scope=paid".parse().expect("a filter"),
            "platform=facebook".parse().expect("a filter"),
        ],
        ..wish("cpl", "€12.50")
    })
    .expect("a goal");
    assert_eq!(
        (cheap.target(), cheap.currency(), cheap.direction()),
        (number("12.5"), Some("EUR"), Direction::AtMost)
    );
    assert_eq!(cheap.name(), "Cheap leads");
    let filters: Vec<String> = cheap
        .filters()
        .iter()
        .map(|f| format!("{}={}", f.dim, f.value))
        .collect();
    assert_eq!(filters, ["platform=facebook", "scope=paid"]);
}

/// Target of a change, by hand: the baseline, the change, the KPI, what comes out.
#[test]
fn a_change_is_of_the_baseline() {
    let cases = [
        ("followers_gained", "100", "+20%", "120"),
        // 87 × 1.2 = 104.4: 104 would not be a fifth more.
        ("followers_gained", "87", "+20%", "105"),
        // 87 × 0.9 = 78.3: 79 would not be a tenth less.
        ("reviews_one_star", "87", "-10%", "78"),
        ("event_attendance", "50", "+20%", "60"),
        ("event_attendance", "50", "+0%", "50"),
        ("ctr", "0.021739", "+10%", "0.023913"),
        ("stars_average", "4", "+10%", "4.4"),
        ("cpl", "10.01", "-15%", "8.5085"),
    ];
    for (id, baseline, change, expected) in cases {
        let goal = Goal::set(&Wish {
            baseline: Some(before(baseline)),
            currency: Some("EUR"),
            ..wish(id, change)
        });
        let target = goal.map(|goal| goal.target().to_string());
        assert_eq!(target, Ok(expected.to_owned()), "{change} of {baseline} {id}");
    }
}

#[test]
fn what_cannot_be_promised_is_refused() {
    let told = |wish: &Wish<'_>| {
        let mistakes = mistakes(wish);
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        lines.join("\n")
    };
    let relative = |id, baseline, change| Wish {
        baseline: Some(before(baseline)),
        currency: Some("EUR"),
        ..wish(id, change)
    };
    let cases: &[(Wish<'_>, &str)] = &[
        (
            wish("virality", "3"),
            "no goal may be set on it: virality is mostly luck",
        ),
        (wish("virality_views", "3"), "mostly luck"),
        (wish("engagements_total", "3"), "Set a goal on engagements instead"),
        (wish("review_stars", "3"), "step on the way to the average"),
        (wish("followers_gained", "+20%"), "nothing is known of the time before"),
        (
            relative("followers_gained", "0", "+20%"),
            "the baseline (2026-09-01 to 2026-09-30) is nought",
        ),
        (
            relative("net_return", "-5", "+20%"),
            "of a loss says nothing: the baseline is -5",
        ),
        (
            relative("followers_gained", "100", "-20%"),
            "is better high: -20% would reward the opposite",
        ),
        (
            Wish {
                currency: None,
                ..relative("cpl", "10", "-20%")
            },
            "money has a currency",
        ),
        (
            Wish {
                currency: Some("euro"),
                ..relative("cpl", "10", "-20%")
            },
            "money has a currency",
        ),
        (
            relative("cpl", "10", "+20%"),
            "is better low: +20% would reward the opposite",
        ),
        (
            Wish {
                direction: Some(Direction::AtMost),
                ..wish("reach", "100")
            },
            "is better high: at most would reward the opposite",
        ),
        (wish("posts_published", "12"), "neither better high nor low"),
        (wish("followers_gained", "0"), "met by doing nothing"),
        (wish("followers_gained", "-3"), "cannot fall below nought"),
        (wish("followers_gained", "10.5"), "things and people come whole"),
        (wish("stars_average", "6"), "stars go from 1 to 5"),
        (wish("stars_average", "0.5"), "stars go from 1 to 5"),
        (relative("stars_average", "4.8", "+20%"), "stars go from 1 to 5"),
        (
            Wish {
                target: None,
                ..wish("reach", "")
            },
            "a goal needs a target",
        ),
        (
            Wish {
                name: Some("a\nb"),
                ..wish("reach", "9")
            },
            "the name is",
        ),
        (
            Wish {
                name: Some("\u{202e}evil"),
                ..wish("reach", "9")
            },
            "the name is",
        ),
        (
            Wish {
                name: Some("  "),
                ..wish("reach", "9")
            },
            "the name is",
        ),
        (
            Wish {
                filters: vec!["month=2026-10".parse().expect("a filter")],
                ..wish("reach", "9")
            },
            "`month=2026-10` is a matter of time",
        ),
        (
            Wish {
                filters: vec![
                    "platform=x".parse().expect("a filter"),
                    "platform=x".parse().expect("a filter"),
                ],
                ..wish("reach", "9")
            },
            "`platform=x` is there twice",
        ),
    ];
    for (wish, expected) in cases {
        let told = told(wish);
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let wish = Wish {
        name: Some(""),
        filters: vec!["day=2026-10-01".parse().expect("a filter")],
        ..wish("followers_gained", "1,5")
    };
    assert_eq!(
        mistakes(&wish),
        [
            GoalError::Name,
            GoalError::TimeFilter("day=2026-10-01".to_owned()),
            GoalError::Target(TargetError::Comma("1,5".to_owned())),
        ]
    );
}

#[test]
fn where_neither_way_is_better_the_direction_is_said() {
    let direction = |wish: Wish<'_>| Goal::set(&wish).map(|goal| goal.direction());
    let given = |direction| Wish {
        direction: Some(direction),
        ..wish("posts_published", "12")
    };
    assert_eq!(direction(given(Direction::AtLeast)), Ok(Direction::AtLeast));
    assert_eq!(direction(given(Direction::AtMost)), Ok(Direction::AtMost));
    let less = Wish {
        baseline: Some(before("20")),
        ..wish("posts_published", "-10%")
    };
    assert_eq!(direction(less), Ok(Direction::AtMost));
}

#[test]
fn figures_that_can_fall_below_nought_may_have_such_targets() {
    for (id, target) in [
        ("net_return", "-100"),
        ("followers_net", "0"),
        ("roi", "-0.1"),
        ("roi", "0%"),
    ] {
        let goal = Goal::set(&Wish {
            currency: Some("EUR"),
            ..wish(id, target)
        });
        assert!(goal.is_ok(), "{id} {target}: {goal:?}");
    }
}

#[test]
fn every_kpi_is_fit_or_says_why_not() {
    let refused: Vec<&str> = CATALOGUE.iter().filter(|k| fit(k).is_err()).map(|k| k.id).collect();
    assert_eq!(
        refused.join(" "),
        "mentions_competitors mentions_market virality virality_views engagements_total issues_opened review_stars \
         reviews_starred"
    );
    for id in ["virality", "virality_views"] {
        assert!(matches!(fit(entry(id)), Err(Refusal::Luck(_))), "{id}");
    }
}

#[test]
fn what_a_client_should_know_is_said() {
    let told = |wish: Wish<'_>| {
        let goal = Goal::set(&wish).expect("a goal");
        let On::Kpi(kpi) = wish.on else { return Vec::new() };
        cautions(&goal, Some(kpi))
    };
    let money = |id, target| Wish {
        currency: Some("EUR"),
        ..wish(id, target)
    };
    assert_eq!(told(wish("followers_gained", "100")), []);
    assert_eq!(told(wish("impressions_paid", "100")), [Caution::Bought]);
    assert_eq!(told(wish("claimed_purchases", "5")), [Caution::Claim]);
    assert_eq!(told(money("claimed_roas", "5")), [Caution::Claim]);
    assert_eq!(told(money("roas", "5")), []);
    let easy = Wish {
        baseline: Some(before("120")),
        ..wish("followers_gained", "100")
    };
    assert_eq!(told(easy), [Caution::NotAboveBefore]);
    let hard = Wish {
        baseline: Some(before("12")),
        ..money("cpl", "€11")
    };
    assert_eq!(told(hard), [Caution::Claim]);
}

#[test]
fn a_global_goal_is_an_index_of_stated_proxies() {
    let on = |global, target| Wish {
        on: On::Global(global),
        target,
        ..wish("reach", "")
    };
    for global in Global::ALL {
        let proxies = global.proxies();
        assert!(proxies.len() > FEWEST_PROXIES, "{global}");
        let ids: std::collections::BTreeSet<&str> = proxies.iter().map(Proxy::id).collect();
        assert_eq!(ids.len(), proxies.len(), "{global}");
        for proxy in proxies {
            match proxy.source {
                ProxySource::Kpi(kpi) => assert!(fit(kpi).is_ok(), "{global}: {}", kpi.id),
                ProxySource::Own { id, how, .. } => {
                    assert!(kpi(id).is_none() && how.starts_with("import "), "{global}: {id}");
                }
            }
            assert!(proxy.why.en.ends_with('.') && proxy.why.zh.ends_with('。') && proxy.why.fy.ends_with('.'));
        }
        let measured = proxies.iter().filter(|p| matches!(p.source, ProxySource::Kpi(_)));
        assert!(measured.count() >= FEWEST_PROXIES, "{global}: none without own KPIs");
        let goal = Goal::set(&on(*global, None)).expect("a goal");
        assert_eq!(
            (goal.target(), goal.direction(), goal.unit()),
            (number("105"), Direction::AtLeast, None)
        );
        assert_eq!(goal.subject().kind(), GoalKind::Global);
    }
    let target = |text| Goal::set(&on(Global::Local, Some(text))).map(|goal| goal.target());
    assert_eq!(target("110.5"), Ok(number("110.5")));
    assert_eq!(target("+10%"), Ok(number("110")));
    assert_eq!(BASELINE, number("100"));
    assert!(target("-10%").is_err() && target("0").is_err() && target("10%").is_err());
    let filtered = Wish {
        filters: vec!["platform=x".parse().expect("a filter")],
        ..on(Global::Local, None)
    };
    assert_eq!(mistakes(&filtered), [GoalError::FilteredIndex]);
}

#[test]
fn a_proxy_of_ones_own_can_be_written_down_as_it_is_told() {
    let mut seen = 0;
    for proxy in Global::ALL.iter().flat_map(|global| global.proxies()) {
        let ProxySource::Own {
            id,
            title,
            formula,
            unit,
            ..
        } = proxy.source
        else {
            continue;
        };
        let text = format!(
            "[[kpi]]\nid = \"{id}\"\ntitle = \"{}\"\nmeaning = \"m.\"\nproves_not = \"p.\"\nformula = \"{formula}\"\n\
             unit = \"{unit}\"\nbetter = \"up\"\nstage = \"awareness\"\nlevel = \"micro\"\nsource = \"Own (2026)\"\n",
            title.en
        );
        let catalogue = Catalogue::with_own(&text).expect("a catalogue");
        assert!(catalogue.get(id).is_some(), "{id}");
        seen += 1;
    }
    // Branded search stands for recognition and for legitimacy.
    assert_eq!(seen, 4);
}

#[test]
fn one_goal_of_each_kind_is_asked_for() {
    let concrete = Goal::set(&wish("reach", "5000")).expect("a goal");
    let global = Goal::set(&Wish {
        on: On::Global(Global::Local),
        target: None,
        ..wish("reach", "")
    })
    .expect("a goal");
    let lacking = |goals: &[&Goal]| GoalKind::lacking(goals.iter().copied());
    assert_eq!(lacking(&[]), [GoalKind::Concrete, GoalKind::Global]);
    assert_eq!(lacking(&[&concrete]), [GoalKind::Global]);
    assert_eq!(lacking(&[&global]), [GoalKind::Concrete]);
    assert_eq!(lacking(&[&global, &concrete]), []);
}

#[test]
fn ids_are_plain_and_the_next_one_is_free() {
    for id in ["g1", "new-friends", "a_b"] {
        assert!(GoalId::new(id).is_some(), "{id}");
    }
    for id in ["", "1g", "G1", "a b", "a/b", "é", "-a", &"g".repeat(65)] {
        assert!(GoalId::new(id).is_none(), "{id}");
    }
    let ids = |names: &[&str]| -> Vec<GoalId> { names.iter().filter_map(|n| GoalId::new(n)).collect() };
    let next = |names: &[&str]| GoalId::next(&ids(names)).to_string();
    assert_eq!(next(&[]), "g1");
    assert_eq!(next(&["g1", "g7", "friends", "g2x"]), "g8");
}
