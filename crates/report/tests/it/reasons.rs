//! Every reason that the code can make is worded in every language, and none is left in English.

use harpoon_core::kpi::Deed;
use harpoon_core::{Aged, CostKind, Dim, EventKind, Filter, Language, Missing, NoParts, Number, Period};
use harpoon_report::view::{Figure, Movement, Unit};
use harpoon_report::words::{no_parts, why};
use jiff::civil::date;

use crate::{all, printed, view};

fn month() -> Period {
    Period::month("2026-09").expect("a month")
}

fn name() -> String {
    "甲".to_owned()
}

/// The reason after this one; all of them are gone through from the first on, so a new one does not compile until it has its
/// place here.
fn next(reason: &Missing) -> Option<Missing> {
    let (day, dim, names) = (date(2026, 9, 3), Dim::Platform, vec![name(), name()]);
    Some(match reason {
        Missing::NoDestination => Missing::DealtOut,
        Missing::DealtOut => Missing::NotFitted,
        Missing::NotFitted => Missing::NoPost,
        Missing::NoPost => Missing::NoReview,
        Missing::NoReview => Missing::NoImport(vec!["impressions".to_owned(), name()]),
        Missing::NoImport(_) => Missing::NoData {
            period: month(),
            known: Some(month()),
        },
        Missing::NoData { known: Some(_), .. } => Missing::NoData {
            period: month(),
            known: None,
        },
        Missing::NoData { known: None, .. } => Missing::Removed {
            period: month(),
            what: Aged::Visits,
            before: day,
        },
        Missing::Removed { .. } => Missing::NotTogether,
        Missing::NotTogether => Missing::NotTogetherBy(vec![dim, Dim::Hour]),
        Missing::NotTogetherBy(_) => Missing::NotStatedBy {
            sides: vec![names],
            dims: vec![dim],
        },
        Missing::NotStatedBy { .. } => Missing::WithoutValue(1),
        Missing::WithoutValue(1) => Missing::WithoutValue(12),
        Missing::WithoutValue(_) => Missing::Claims,
        Missing::Claims => Missing::NoPeople,
        Missing::NoPeople => Missing::OnlyBounds,
        Missing::OnlyBounds => Missing::NothingUsual,
        Missing::NothingUsual => Missing::OtherStage,
        Missing::OtherStage => Missing::Currencies(names),
        Missing::Currencies(_) => Missing::SeveralCurrencies,
        Missing::SeveralCurrencies => Missing::NothingBelow,
        Missing::NothingBelow => Missing::OneSide,
        Missing::OneSide => Missing::Estimate,
        Missing::Estimate => Missing::NotStated,
        Missing::NotStated => Missing::TooLarge,
        Missing::TooLarge => Missing::NoPeriod,
        Missing::NoPeriod => Missing::NothingBefore,
        Missing::NothingBefore => Missing::EventsNotBy(dim),
        Missing::EventsNotBy(_) => Missing::NotTold(EventKind::Impression),
        Missing::NotTold(kind) => {
            let later = EventKind::ALL.iter().skip_while(|one| *one != kind).nth(1);
            later.map_or(Missing::Nameless(1), |kind| Missing::NotTold(*kind))
        }
        Missing::Nameless(1) => Missing::Nameless(12),
        Missing::Nameless(_) => Missing::NoEvents {
            deed: "order".to_owned(),
            period: Some(month()),
            known: vec![month(), month()],
        },
        Missing::NoEvents { period: Some(_), .. } => Missing::NoEvents {
            deed: "order".to_owned(),
            period: None,
            known: vec![month()],
        },
        Missing::NoEvents { period: None, .. } => Missing::ActiveNotBy(dim),
        Missing::ActiveNotBy(_) => Missing::CostNotBy(Dim::AdGroup),
        Missing::CostNotBy(_) => Missing::NotEntered(CostKind::Fees),
        Missing::NotEntered(_) => Missing::CreditNotBy(Dim::Stage),
        Missing::CreditNotBy(_) => Missing::CreditByOne,
        Missing::CreditByOne => Missing::CreditOfDays(Filter {
            dim: Dim::Day,
            value: name(),
        }),
        Missing::CreditOfDays(_) => Missing::CreditTooOften(900),
        Missing::CreditTooOften(_) => Missing::PresentOnly,
        Missing::PresentOnly => Missing::NoDeedNoCost,
        Missing::NoDeedNoCost => Missing::NoDeedNoCostHere,
        Missing::NoDeedNoCostHere => Missing::NothingCredited,
        Missing::NothingCredited => Missing::CostNames("campaign".to_owned()),
        Missing::CostNames(_) => Missing::NoCost,
        Missing::NoCost => Missing::OtherCurrency(names),
        Missing::OtherCurrency(_) => Missing::NoWorth,
        Missing::NoWorth => Missing::NothingSpent,
        Missing::NothingSpent => Missing::NegativeCost(Number::from_micros(-5_250_000)),
        Missing::NegativeCost(_) => Missing::NotBegun(day),
        Missing::NotBegun(_) => Missing::UnitChanged(name()),
        Missing::UnitChanged(_) => Missing::NoKpi {
            id: name(),
            near: names,
        },
        Missing::NoKpi { .. } => Missing::DataEnd(day),
        Missing::DataEnd(_) => Missing::OnlyIn(names),
        Missing::OnlyIn(_) => Missing::NotOfDays,
        Missing::NotOfDays => Missing::TooFar { end: day, until: day },
        Missing::TooFar { .. } => Missing::NoLevel,
        Missing::NoLevel => Missing::NoDay(day),
        Missing::NoDay(_) => Missing::TooShort { got: 3, needed: 14 },
        Missing::TooShort { .. } => Missing::Gaps { missing: 9, steps: 12 },
        Missing::Gaps { .. } => Missing::Constant("0".to_owned()),
        Missing::Constant(_) => Missing::MayBeNought("12".to_owned()),
        Missing::MayBeNought(_) => Missing::IndexByMonth,
        Missing::IndexByMonth => Missing::NoWholeMonth(month()),
        Missing::NoWholeMonth(_) => Missing::NotWholeYet {
            period: month(),
            last: day,
        },
        Missing::NotWholeYet { .. } => Missing::FewProxies { needed: 2, known: 1 },
        Missing::FewProxies { .. } => Missing::NoBaseline,
        Missing::NoBaseline => Missing::Failed("step 3 is no finite number".to_owned()),
        Missing::Failed(_) => return None,
    })
}

fn next_of_parts(reason: &NoParts) -> Option<NoParts> {
    let by = Dim::Campaign;
    Some(match reason {
        NoParts::PerPost => NoParts::People(name()),
        NoParts::People(_) => NoParts::OfNoSum {
            side: "reach".to_owned(),
            people: true,
            instead: vec![name()],
        },
        NoParts::OfNoSum { people: true, .. } => NoParts::OfNoSum {
            side: name(),
            people: false,
            instead: vec![name()],
        },
        NoParts::OfNoSum { people: false, .. } => NoParts::Change("followers".to_owned()),
        NoParts::Change(_) => NoParts::NoSum,
        NoParts::NoSum => NoParts::Credited,
        NoParts::Credited => NoParts::NotKnown {
            period: month(),
            why: Missing::NoPeople,
        },
        NoParts::NotKnown { .. } => NoParts::NotBy(by),
        NoParts::NotBy(_) => NoParts::NoPlatform,
        NoParts::NoPlatform => NoParts::Nothing(by),
        NoParts::Nothing(_) => NoParts::NoBase { by, before: true },
        NoParts::NoBase { before: true, .. } => NoParts::NoBase { by, before: false },
        NoParts::NoBase { before: false, .. } => NoParts::NoReference(by),
        NoParts::NoReference(_) => NoParts::Refused("a target has no steps".to_owned()),
        NoParts::Refused(_) => return None,
    })
}

fn reasons() -> Vec<Missing> {
    let all: Vec<Missing> = std::iter::successors(Some(Missing::NoDestination), next).collect();
    assert!(all.len() > 90 && all.len() < 200, "{}", all.len());
    all
}

fn reasons_of_parts() -> Vec<NoParts> {
    std::iter::successors(Some(NoParts::PerPost), next_of_parts).collect()
}

/// Words that English has and Frisian has not.
const ENGLISH: &[&str] = &[
    "the", "and", "which", "are", "from", "with", "not", "known", "days", "source", "there", "this", "only", "takes",
    "none", "nothing", "orders", "costs", "was", "been", "for",
];

fn is_left_in_english(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| ENGLISH.contains(&word))
}

fn check(reason: &str, [en, zh, fy]: [String; 3]) {
    for text in [&en, &zh, &fy] {
        assert!(!text.contains('⟦') && !text.is_empty(), "{reason}: {text}");
    }
    assert!(!zh.contains(|c: char| c.is_ascii_alphabetic()), "{reason}: {zh}");
    assert!(fy != en && zh != en && !is_left_in_english(&fy), "{reason}: {fy}");
}

#[test]
fn every_reason_is_worded_in_every_language() {
    for reason in reasons() {
        let said = Language::ALL.map(|language| why(language, &reason));
        check(&reason.to_string(), said);
    }
    for reason in reasons_of_parts() {
        let said = Language::ALL.map(|language| no_parts(language, &reason));
        check(&reason.to_string(), said);
    }
}

#[test]
fn the_wanting_file_is_the_one_that_english_names() {
    let mut told: Vec<(&str, String)> = Vec::new();
    for kind in EventKind::ALL {
        let english = Deed::Kind(*kind).told_by();
        let said = why(Language::Fy, &Missing::NotTold(*kind));
        if let Some((_, known)) = told.iter().find(|(known, _)| *known == english) {
            assert_eq!(*known, said, "{english}");
        } else {
            assert!(!told.iter().any(|(_, known)| *known == said), "{english}: {said}");
            told.push((english, said));
        }
    }
}

#[test]
fn a_report_says_its_reasons_in_its_language() {
    let mut report = view::report();
    let reason = Missing::TooShort { got: 3, needed: 14 };
    report.goals[0].value = Figure::missing(reason.clone(), Unit::Count);
    let moved: &mut Movement = &mut report.movements[0];
    moved.why = vec![harpoon_report::view::Text::from(NoParts::NoPlatform).into()];
    moved.parts.clear();
    for language in Language::ALL {
        let (html, markdown) = printed(&report, language);
        for page in [html, markdown] {
            assert!(page.contains(&why(language, &reason)), "{page}");
            assert!(page.contains(&no_parts(language, &NoParts::NoPlatform)), "{page}");
            assert!(!page.contains(&reason.to_string()) && !page.contains(&NoParts::NoPlatform.to_string()));
        }
    }
    assert!(all(&report).iter().all(|page| !page.contains('⟦')));
}

#[test]
fn a_reason_survives_the_file_of_an_issued_report() {
    for reason in reasons() {
        let figure = Figure::missing(reason, Unit::Count);
        let text = serde_json::to_string(&figure).expect("JSON");
        assert_eq!(serde_json::from_str::<Figure>(&text).expect(&text), figure);
    }
    for reason in reasons_of_parts() {
        let text = harpoon_report::view::Text::from(reason);
        let json = serde_json::to_string(&text).expect("JSON");
        let read: harpoon_report::view::Text = serde_json::from_str(&json).expect(&json);
        assert_eq!(read, text);
    }
}
