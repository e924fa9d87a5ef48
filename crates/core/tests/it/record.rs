//! The track record against tables worked out by hand.

use harpoon_core::goal::body::{GoalBody, RevisionBody};
use harpoon_core::goal::history::{Said, Signature, Told, replay};
use harpoon_core::goal::{
    Asked, Direction, Every, Goal, GoalId, History, OptionKind, Party, Revision, RevisionWish, Status, Term, Wish,
};
use harpoon_core::record::{Change, Flexibility, Move, Outcome, Score, by_agency, by_month, changes, flexibility};
use harpoon_core::{Period, Quantity};
use jiff::civil::{Date, date};

use crate::goals::{number, wish};

fn id(text: &str) -> GoalId {
    GoalId::new(text).expect("an id")
}

/// `goal agency month version target first delivered status`, with `-` for a value that is missing.
fn outcome(line: &str) -> Outcome {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [goal, agency, month, version, target, first, delivered, status] = words.as_slice() else {
        panic!("eight words: {line}");
    };
    let (direction, target) = match target.strip_prefix('<') {
        Some(target) => (Direction::AtMost, target),
        None => (Direction::AtLeast, *target),
    };
    Outcome {
        goal: id(goal),
        agency: (*agency).to_owned(),
        period: Period::month(month).expect("a month"),
        version: version.parse().expect("a version"),
        direction,
        target: number(target),
        first_target: number(first),
        delivered: (*delivered != "-").then(|| Quantity::from(number(delivered))),
        status: Status::from_word(status).expect("a status"),
    }
}

/// Two agencies, four months. Studio: 100 friends a month, lowered to 80 from March; leads at 10 or less. Loft: reach.
fn year() -> Vec<Outcome> {
    "friends studio 2026-01 1 100 100 120 met
     friends studio 2026-02 1 100 100 60 missed
     friends studio 2026-03 2 80 100 90 met
     friends studio 2026-04 2 80 100 40 on_track
     leads   studio 2026-01 1 <10 10 8 met
     leads   studio 2026-02 1 <10 10 12.5 missed
     leads   studio 2026-03 1 <10 10 - unknown
     reach   loft   2026-02 1 5000 5000 4000 missed
     reach   loft   2026-03 1 5000 5000 5000 met
     reach   loft   2026-04 1 5000 5000 100 at_risk"
        .lines()
        .map(outcome)
        .collect()
}

fn line(score: &Score) -> String {
    let share = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.4}"));
    format!(
        "{} = {} met {} missed {} running {} unknown, kept {}, first {}, attained {}",
        score.promised(),
        score.met,
        score.missed,
        score.running,
        score.unknown,
        share(score.kept()),
        share(score.kept_first()),
        share(score.attained)
    )
}

#[test]
fn months_and_agencies_are_counted() {
    let rows: Vec<String> = by_month(&year())
        .iter()
        .map(|row| {
            format!(
                "{} {}: {}",
                row.month.from.strftime("%Y-%m"),
                row.agency,
                line(&row.score)
            )
        })
        .collect();
    // Attained, by hand. January, studio: 1.2 and 10/8 = 1.25, median 1.225. February: 0.6 and 10/12.5 = 0.8, median 0.7;
    // loft 0.8. March, studio: 90/80 = 1.125 (the unknown one has none), and 90 misses the first target of 100.
    assert_eq!(
        rows,
        [
            "2026-01 studio: 2 = 2 met 0 missed 0 running 0 unknown, kept 1.0000, first 1.0000, attained 1.2250",
            "2026-02 loft: 1 = 0 met 1 missed 0 running 0 unknown, kept 0.0000, first 0.0000, attained 0.8000",
            "2026-02 studio: 2 = 0 met 2 missed 0 running 0 unknown, kept 0.0000, first 0.0000, attained 0.7000",
            "2026-03 loft: 1 = 1 met 0 missed 0 running 0 unknown, kept 1.0000, first 1.0000, attained 1.0000",
            "2026-03 studio: 2 = 1 met 0 missed 0 running 1 unknown, kept 1.0000, first 0.0000, attained 1.1250",
            "2026-04 loft: 1 = 0 met 0 missed 1 running 0 unknown, kept -, first -, attained -",
            "2026-04 studio: 1 = 0 met 0 missed 1 running 0 unknown, kept -, first -, attained -",
        ]
    );
}

#[test]
fn agencies_are_counted_over_all_months() {
    let rows: Vec<String> = by_agency(&year())
        .iter()
        .map(|(agency, score)| format!("{agency}: {}", line(score)))
        .collect();
    // Studio decided 1.2, 0.6, 1.125, 1.25, 0.8: median 1.125. Kept 3 of 5; by the first targets 2 of 5.
    assert_eq!(
        rows,
        [
            "loft: 3 = 1 met 1 missed 1 running 0 unknown, kept 0.5000, first 0.5000, attained 0.9000",
            "studio: 7 = 3 met 2 missed 1 running 1 unknown, kept 0.6000, first 0.4000, attained 1.1250",
        ]
    );
    assert_eq!(by_agency(&[]), []);
    assert_eq!(by_month(&[]), []);
}

#[test]
fn months_and_agencies_sum_to_the_same_in_any_order() {
    let mut outcomes = year();
    let before = (by_month(&outcomes), by_agency(&outcomes));
    outcomes.reverse();
    assert_eq!((by_month(&outcomes), by_agency(&outcomes)), before);
    let months: usize = before.0.iter().map(|row| row.score.promised()).sum();
    let agencies: usize = before.1.iter().map(|(_, score)| score.promised()).sum();
    assert_eq!((months, agencies), (outcomes.len(), outcomes.len()));
}

#[test]
fn what_is_no_number_is_none() {
    let attained = |line: &str| outcome(line).attained();
    assert_eq!(attained("g a 2026-01 1 100 100 0 missed"), Some(0.0));
    assert_eq!(attained("g a 2026-01 1 0 0 5 met"), None);
    assert_eq!(attained("g a 2026-01 1 <10 10 0 met"), None);
    assert_eq!(attained("g a 2026-01 1 <0 0 3 missed"), Some(0.0));
    assert_eq!(attained("g a 2026-01 1 100 100 - unknown"), None);
}

#[test]
fn a_period_belongs_to_the_month_in_which_it_ends() {
    let mut week = outcome("g a 2026-01 1 10 10 10 met");
    week.period = Period::new(date(2026, 10, 26), date(2026, 11, 1)).expect("a week");
    let months = by_month(&[week]);
    assert_eq!(months.first().map(|row| row.month), Period::month("2026-11").ok());
}

fn told(place: u64, on: Date, said: Said, client: bool) -> Told {
    let parties = [Party::Agency, Party::Client];
    let signed = parties.into_iter().take(1 + usize::from(client));
    Told {
        place,
        on,
        by: "studio".to_owned(),
        signed: signed.map(|party| Signature { party, on }).collect(),
        word: true,
        said,
    }
}

/// A goal and its changes: day, target, deadline, whether the client signed.
fn history(goal: &Goal, steps: &[(Date, Option<&str>, Option<Date>, bool)]) -> History {
    let mut entries = vec![told(0, date(2026, 1, 1), Said::Goal(GoalBody::from(goal)), true)];
    for (version, (on, target, by, client)) in (2..).zip(steps) {
        let current = replay(&entries).0.remove(0).last().goal.clone();
        let wish = RevisionWish {
            target: *target,
            by: *by,
            why: "the weather",
            ..RevisionWish::default()
        };
        let revision = Revision::of(&current, version, &wish, *on).expect("a revision");
        entries.push(told(
            u64::from(version),
            *on,
            Said::Revision(RevisionBody::from(&revision)),
            *client,
        ));
    }
    let (mut histories, strays) = replay(&entries);
    assert_eq!(strays, []);
    histories.remove(0)
}

fn friends() -> Goal {
    Goal::set(&Wish {
        id: id("friends"),
        term: Term::every(Every::Month, date(2026, 1, 1)),
        ..wish("followers_gained", "100")
    })
    .expect("a goal")
}

#[test]
fn a_change_after_a_miss_is_judged_by_what_came_next() {
    let history = history(
        &friends(),
        &[
            (date(2026, 3, 4), Some("80"), None, true),
            (date(2026, 4, 2), Some("95"), None, true),
            (date(2026, 4, 20), Some("50"), None, false),
        ],
    );
    let mut outcomes = year();
    outcomes.push(outcome("friends studio 2026-05 3 95 100 70 missed"));
    let found = changes(&history, "studio", &outcomes, Asked::Signatures);
    let change = |version, moved, agreed, after_miss, then| Change {
        goal: id("friends"),
        agency: "studio".to_owned(),
        version,
        option: OptionKind::Target,
        moved,
        agreed,
        after_miss,
        then,
    };
    assert_eq!(
        found,
        [
            // February was missed, March met under 80.
            change(2, Move::Easier, Some(date(2026, 3, 4)), true, Some(Status::Met)),
            // March was met, May missed under 95; April is not decided.
            change(3, Move::Harder, Some(date(2026, 4, 2)), false, Some(Status::Missed)),
            // Nobody signed.
            change(4, Move::Easier, None, false, None),
        ]
    );
    assert_eq!(
        Flexibility::of(&found),
        Flexibility {
            goals: 1,
            agreed: 2,
            proposed: 1,
            easier: 1,
            after_miss: 1,
            then_met: 1,
            then_missed: 1,
        }
    );
    assert_eq!(Flexibility::of(&found).then_kept(), Some(0.5));
}

#[test]
fn deadlines_and_ceilings_move_the_other_way() {
    let moves = |goal: &Goal, steps: &[(Date, Option<&str>, Option<Date>, bool)]| -> Vec<Move> {
        let history = history(goal, steps);
        let found = changes(&history, "studio", &[], Asked::Signatures);
        found.iter().map(|change| change.moved).collect()
    };
    let deadline = Goal::set(&Wish {
        term: Term::by(date(2026, 1, 1), date(2026, 6, 30)).expect("a term"),
        ..wish("reviews_five_star", "50")
    })
    .expect("a goal");
    let today = date(2026, 3, 1);
    assert_eq!(
        moves(
            &deadline,
            &[
                (today, None, Some(date(2026, 7, 31)), true),
                (today, None, Some(date(2026, 5, 31)), true),
                // Less, though sooner: the target decides.
                (today, Some("40"), Some(date(2026, 4, 30)), true),
            ]
        ),
        [Move::Easier, Move::Harder, Move::Easier]
    );
    let ceiling = Goal::set(&Wish {
        currency: Some("EUR"),
        ..wish("cpl", "10")
    })
    .expect("a goal");
    assert_eq!(
        moves(
            &ceiling,
            &[(today, Some("12"), None, true), (today, Some("9"), None, true)]
        ),
        [Move::Easier, Move::Harder]
    );
}

#[test]
fn flexibility_is_told_by_agency() {
    let change = |goal: &str, agency: &str, agreed: bool, then| Change {
        goal: id(goal),
        agency: agency.to_owned(),
        version: 2,
        option: OptionKind::Deadline,
        moved: Move::Easier,
        agreed: agreed.then(|| date(2026, 3, 1)),
        after_miss: true,
        then,
    };
    let all = [
        change("a", "studio", true, Some(Status::Met)),
        change("b", "studio", true, None),
        change("c", "loft", false, None),
    ];
    let told: Vec<(String, usize, usize, Option<f64>)> = flexibility(&all)
        .into_iter()
        .map(|(agency, f)| (agency, f.agreed, f.proposed, f.then_kept()))
        .collect();
    assert_eq!(
        told,
        [("loft".to_owned(), 0, 1, None), ("studio".to_owned(), 2, 0, Some(1.0))]
    );
}
