//! What the ledger holds of goals: there and back, and nothing else.

use harpoon_core::goal::body::{BodyError, ClosingBody, GoalBody, RevisionBody};
use harpoon_core::goal::revision::Budget;
use harpoon_core::goal::{
    Closing, Direction, Every, Global, Goal, GoalId, On, Revision, RevisionError, RevisionWish, Term, Wish,
};
use harpoon_core::{CATALOGUE, KpiUnit};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::goals::{before, number, start, wish};

fn body(goal: &Goal) -> Value {
    serde_json::to_value(GoalBody::from(goal)).expect("a value")
}

fn read(value: Value) -> Result<Goal, String> {
    let body: GoalBody = serde_json::from_value(value).map_err(|e| e.to_string())?;
    Goal::try_from(&body).map_err(|e| e.to_string())
}

/// Goals of every kind: each KPI that may be one, with a value and with a change, monthly and by a day; and each index.
fn every_kind() -> Vec<Goal> {
    let deadline = Term::by(start(), date(2026, 12, 31)).expect("a term");
    let mut goals = Vec::new();
    for kpi in CATALOGUE {
        let value = match kpi.unit {
            KpiUnit::Share => "4.5%",
            KpiUnit::Stars => "4.5",
            _ => "3",
        };
        let change = if kpi.better == harpoon_core::kpi::Better::Down {
            "-10%"
        } else {
            "+10%"
        };
        for (target, term) in [(value, Term::every(Every::Week, start())), (change, deadline)] {
            let wish = Wish {
                id: GoalId::new("a-goal_1").expect("an id"),
                name: Some("Ûs doel \"één\" 目标 🥐"),
                on: On::Kpi(kpi),
                filters: vec![
                    "platform=a=b".parse().expect("a filter"),
                    "x.wijk=Noord".parse().expect("a filter"),
                ],
                target: Some(target),
                direction: (kpi.better == harpoon_core::kpi::Better::Neither).then_some(Direction::AtLeast),
                baseline: Some(before("3.7")),
                currency: Some("EUR"),
                term,
            };
            goals.extend(Goal::set(&wish));
        }
    }
    for global in Global::ALL {
        for target in [None, Some("+7.5%")] {
            let wish = Wish {
                on: On::Global(*global),
                target,
                ..wish("reach", "")
            };
            goals.extend(Goal::set(&wish));
        }
    }
    goals
}

#[test]
fn a_goal_comes_back_as_it_was() {
    let goals = every_kind();
    // Two of each KPI that may be a goal (stars of +10 % on 3.7 are 4.07), and six on indices.
    let fit = CATALOGUE
        .iter()
        .filter(|k| harpoon_core::goal::refusal::fit(k).is_ok())
        .count();
    assert_eq!(goals.len(), 2 * fit + 6);
    for goal in goals {
        assert_eq!(read(body(&goal)), Ok(goal));
    }
}

#[test]
fn a_body_is_canonical_json_of_the_ledgers_subset() {
    /// Text, whole numbers, null, lists and objects; nothing with a fraction.
    fn subset(value: &Value) -> bool {
        match value {
            Value::Number(number) => number.is_i64() || number.is_u64(),
            Value::Array(items) => items.iter().all(subset),
            Value::Object(fields) => fields.values().all(subset),
            _ => true,
        }
    }
    for goal in every_kind() {
        assert!(subset(&body(&goal)));
    }
    let revision = RevisionBody::from(&revision());
    assert!(subset(&serde_json::to_value(revision).expect("a value")));
}

fn friends() -> Goal {
    Goal::set(&Wish {
        name: Some("New friends"),
        filters: vec!["platform=facebook".parse().expect("a filter")],
        baseline: Some(before("87")),
        ..wish("followers_gained", "+20%")
    })
    .expect("a goal")
}

#[test]
fn a_body_looks_as_auditors_expect() {
    let expected = json!({
        "goal": "g1", "name": "New friends", "kpi": "followers_gained", "global": null, "unit": "count",
        "where": ["platform=facebook"], "direction": "at_least", "target": "105", "currency": null, "change": "0.2",
        "baseline": {"value": "87", "from": "2026-09-01", "to": "2026-09-30"},
        "every": "month", "from": "2026-10-01", "by": null,
    });
    assert_eq!(body(&friends()), expected);
}

#[test]
fn every_field_is_needed_and_none_is_added() {
    let whole = body(&friends());
    let fields: Vec<String> = whole.as_object().expect("an object").keys().cloned().collect();
    assert_eq!(fields.len(), 14);
    for field in fields {
        let mut short = whole.clone();
        short.as_object_mut().expect("an object").remove(&field);
        assert!(read(short).is_err(), "without {field}");
    }
    let mut long = whole.clone();
    long["mood"] = json!("good");
    assert!(read(long).is_err_and(|e| e.contains("unknown field `mood`")));
    let mut deep = whole;
    deep["baseline"]["mood"] = json!("good");
    assert!(read(deep).is_err());
}

#[test]
fn a_body_that_means_no_goal_is_refused() {
    let cases = [
        ("goal", json!("G1"), "field `goal`"),
        ("name", json!(" New friends"), "field `name`"),
        ("name", json!("a\u{202e}b"), "field `name`"),
        ("kpi", json!(null), "field `kpi`"),
        ("kpi", json!("../x"), "field `kpi`"),
        ("global", json!("local"), "field `kpi`"),
        ("unit", json!("stars"), "stars go"),
        ("unit", json!("pieces"), "field `unit`"),
        ("unit", json!(null), "field `unit`"),
        ("unit", json!("money"), "field `currency`"),
        ("currency", json!("EUR"), "field `currency`"),
        ("currency", json!("eur"), "field `currency`"),
        ("where", json!(["platform"]), "field `where`"),
        ("where", json!(["month=2026-10"]), "field `where`"),
        ("where", json!(["x.b=1", "platform=a"]), "field `where`"),
        ("where", json!(["platform=a", "platform=a"]), "field `where`"),
        ("direction", json!("up"), "field `direction`"),
        ("target", json!(105), "invalid type"),
        ("target", json!("105.0"), "spelled otherwise"),
        ("target", json!("+105"), "spelled otherwise"),
        ("target", json!("106"), "is not what a change of 0.2 makes"),
        ("change", json!("0.20"), "spelled otherwise"),
        ("change", json!("0.3"), "is not what a change of 0.3 makes"),
        ("baseline", json!(null), "field `baseline`"),
        (
            "baseline",
            json!({"value": "87", "from": "2026-09-30", "to": "2026-09-01"}),
            "field `baseline`",
        ),
        ("every", json!("year"), "field `every`"),
        ("every", json!(null), "field `every`"),
        ("by", json!("2026-12-31"), "field `every`"),
        ("from", json!("2026-10-1"), "field `from`"),
        ("from", json!("20261001"), "field `from`"),
        ("from", json!("2026-13-01"), "field `from`"),
    ];
    for (field, value, expected) in cases {
        let mut wrong = body(&friends());
        wrong[field] = value.clone();
        let told = read(wrong);
        let fits = told
            .as_ref()
            .is_err_and(|told| told.contains(expected) || (expected == "stars go" && told.contains("field `target`")));
        assert!(fits, "{field} = {value}: {told:?}");
    }
}

fn revision() -> Revision {
    let wish = RevisionWish {
        target: Some("80"),
        budget: Some(Budget {
            amount: number("250.5"),
            currency: "EUR".to_owned(),
        }),
        mix: Some(vec![
            ("platform=facebook".parse().expect("a filter"), number("0.6")),
            ("platform=instagram".parse().expect("a filter"), number("0.4")),
        ]),
        why: " the café was closed for a week ",
        agreed_by: Some("Sjoukje"),
        ..RevisionWish::default()
    };
    Revision::of(&friends(), 2, &wish, date(2026, 11, 20)).expect("a revision")
}

#[test]
fn a_revision_comes_back_as_it_was() {
    let revision = revision();
    let body = serde_json::to_value(RevisionBody::from(&revision)).expect("a value");
    let expected = json!({
        "goal": "g1", "version": 2, "option": "target", "target": "80", "by": null, "from": "2026-11-01",
        "budget": {"amount": "250.5", "currency": "EUR"},
        "mix": [{"where": "platform=facebook", "share": "0.6"}, {"where": "platform=instagram", "share": "0.4"}],
        "why": "the café was closed for a week", "agreed_by": "Sjoukje",
    });
    assert_eq!(body, expected);
    let told: RevisionBody = serde_json::from_value(body.clone()).expect("a body");
    assert_eq!(Revision::try_from(&told), Ok(revision));
    let cases = [
        ("version", json!(1), "version"),
        ("option", json!("mood"), "option"),
        ("target", json!("many"), "target"),
        ("by", json!("2026-1-1"), "by"),
        ("budget", json!({"amount": "0", "currency": "EUR"}), "budget"),
        ("budget", json!({"amount": "1", "currency": "euro"}), "currency"),
        ("mix", json!([{"where": "platform=facebook", "share": "0.6"}]), "mix"),
        (
            "mix",
            json!([{"where": "platform=a", "share": "1.5"}, {"where": "platform=b", "share": "-0.5"}]),
            "mix",
        ),
        ("why", json!(" "), "why"),
        ("agreed_by", json!(""), "agreed_by"),
    ];
    for (field, value, expected) in cases {
        let mut wrong = body.clone();
        wrong[field] = value.clone();
        let told: RevisionBody = serde_json::from_value(wrong).expect("a body");
        assert_eq!(
            Revision::try_from(&told),
            Err(BodyError::Field(expected)),
            "{field} = {value}"
        );
    }
    for field in ["by", "budget", "mix", "agreed_by", "why", "from"] {
        let mut short = body.clone();
        short.as_object_mut().expect("an object").remove(field);
        assert!(
            serde_json::from_value::<RevisionBody>(short).is_err(),
            "without {field}"
        );
    }
}

#[test]
fn a_closing_comes_back_as_it_was() {
    let closing = Closing {
        goal: GoalId::new("g1").expect("an id"),
        on: date(2026, 12, 31),
        why: "the shop is sold".to_owned(),
    };
    let body = serde_json::to_value(ClosingBody::from(&closing)).expect("a value");
    assert_eq!(
        body,
        json!({"goal": "g1", "on": "2026-12-31", "why": "the shop is sold"})
    );
    let told: ClosingBody = serde_json::from_value(body).expect("a body");
    assert_eq!(Closing::try_from(&told), Ok(closing));
    let silent = ClosingBody {
        why: String::new(),
        ..told
    };
    assert_eq!(Closing::try_from(&silent), Err(BodyError::Field("why")));
}

#[test]
fn a_change_needs_a_reason_and_must_change_something() {
    let by = |by| {
        Goal::set(&Wish {
            term: Term::by(start(), by).expect("a term"),
            ..wish("reviews_five_star", "50")
        })
        .expect("a goal")
    };
    let monthly = friends();
    let deadline = by(date(2026, 12, 31));
    let today = date(2026, 11, 20);
    let change = |goal: &Goal, wish: &RevisionWish<'_>| {
        Revision::of(goal, 2, wish, today)
            .map(|revision| revision.option.to_string())
            .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    };
    let wish = |target, by| RevisionWish {
        target,
        by,
        why: "weather",
        ..RevisionWish::default()
    };
    assert_eq!(change(&monthly, &wish(Some("80"), None)), Ok("target".to_owned()));
    assert_eq!(
        change(&deadline, &wish(None, Some(date(2027, 1, 31)))),
        Ok("deadline".to_owned())
    );
    let cases = [
        (
            &monthly,
            RevisionWish {
                why: " ",
                ..wish(Some("80"), None)
            },
            "a change needs a reason",
        ),
        (&monthly, wish(None, None), "nothing changes"),
        (&monthly, wish(Some("105"), None), "nothing changes"),
        (&monthly, wish(Some("-20%"), None), "write the new value itself"),
        (&monthly, wish(Some("80.5"), None), "things and people come whole"),
        (&monthly, wish(Some("€80"), None), "write a plain number"),
        (
            &monthly,
            wish(None, Some(date(2027, 1, 31))),
            "comes round every month and has no deadline",
        ),
        (
            &deadline,
            wish(None, Some(date(2026, 11, 19))),
            "the deadline (2026-11-19) lies before 2026-11-20",
        ),
        (
            &monthly,
            RevisionWish {
                agreed_by: Some(" "),
                ..wish(Some("80"), None)
            },
            "the name of who agreed",
        ),
        (
            &monthly,
            RevisionWish {
                budget: Some(Budget {
                    amount: number("0"),
                    currency: "EUR".to_owned(),
                }),
                ..wish(None, None)
            },
            "a budget is an amount above nought",
        ),
        (
            &monthly,
            RevisionWish {
                mix: Some(Vec::new()),
                ..wish(None, None)
            },
            "the parts of the mix sum to 0",
        ),
    ];
    for (goal, wish, expected) in cases {
        let told = change(goal, &wish);
        assert!(
            told.as_ref().is_err_and(|told| told.contains(expected)),
            "{expected}: {told:?}"
        );
    }
    // What is over cannot be made easier afterwards.
    let over = by(date(2026, 11, 19));
    assert!(change(&over, &wish(Some("30"), None)).is_err_and(|told| told.contains("what is over stays as it was")));
    let both = RevisionWish {
        why: "",
        target: Some("1,5"),
        ..RevisionWish::default()
    };
    let mistakes = Revision::of(&monthly, 2, &both, today).expect_err("mistakes");
    assert!(matches!(
        mistakes.as_slice(),
        [RevisionError::NoReason, RevisionError::Target(_)]
    ));
}
