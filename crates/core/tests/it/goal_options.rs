//! Ways to reconfigure a goal.

use harpoon_core::goal::option::options;
use harpoon_core::goal::{Global, Goal, Need, On, OptionKind, Term, Wish};
use jiff::civil::date;

use crate::goals::{entry, start, wish};

fn offered(wish: &Wish<'_>) -> String {
    let goal = Goal::set(wish).expect("a goal");
    let kpi = match wish.on {
        On::Kpi(kpi) => Some(kpi),
        On::Global(_) => None,
    };
    let words: Vec<&str> = options(&goal, kpi).into_iter().map(OptionKind::as_str).collect();
    words.join(" ")
}

#[test]
fn only_what_makes_sense_is_offered() {
    let by = |wish| Wish {
        term: Term::by(start(), date(2026, 12, 31)).expect("a term"),
        ..wish
    };
    let euro = |wish| Wish {
        currency: Some("EUR"),
        ..wish
    };
    assert_eq!(offered(&wish("followers_gained", "100")), "mix budget target");
    assert_eq!(
        offered(&by(wish("reviews_five_star", "50"))),
        "mix deadline budget target"
    );
    assert_eq!(offered(&euro(wish("cpl", "12"))), "mix target");
    assert_eq!(offered(&wish("impressions_organic", "9000")), "target");
    let global = Wish {
        on: On::Global(Global::Local),
        target: None,
        ..wish("reach", "")
    };
    assert_eq!(offered(&global), "target");
    assert!(entry("cpl").id == "cpl");
}

#[test]
fn what_is_not_known_is_named() {
    assert_eq!(OptionKind::Target.missing(&[Need::History]), []);
    assert_eq!(OptionKind::Deadline.missing(&[Need::History]), [Need::Forecast]);
    assert_eq!(OptionKind::Mix.missing(&[]), [Need::Spend, Need::Segments]);
    for option in OptionKind::ALL {
        assert!(
            !option.needs().is_empty() && option.missing(Need::ALL).is_empty(),
            "{option}"
        );
        let sentence = option.sentence();
        assert!(sentence.en.ends_with('.') && sentence.zh.ends_with('。') && sentence.fy.ends_with('.'));
    }
}
