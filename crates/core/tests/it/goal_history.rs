//! Versions of a goal: what counted when, and that nothing is lost.

use harpoon_core::Period;
use harpoon_core::goal::body::{ClosingBody, GoalBody, RevisionBody};
use harpoon_core::goal::history::{HistoryError, Promise, Said, Signature, Told, replay};
use harpoon_core::goal::{
    Asked, Closing, Consent, Every, Goal, GoalId, History, Outside, Party, Revision, RevisionWish, Term, Wish,
};
use jiff::civil::{Date, date};

use crate::goals::wish;

fn day(text: &str) -> Date {
    Period::day(text).expect("a day")
}

fn signed(party: Party, on: &str) -> Signature {
    Signature { party, on: day(on) }
}

/// An entry of the agency.
fn told(place: u64, on: &str, said: Said) -> Told {
    Told {
        place,
        on: day(on),
        by: "studio".to_owned(),
        signed: vec![signed(Party::Agency, on)],
        word: true,
        said,
    }
}

fn monthly() -> Goal {
    Goal::set(&Wish {
        term: Term::every(Every::Month, date(2026, 1, 1)),
        ..wish("followers_gained", "100")
    })
    .expect("a goal")
}

fn deadline() -> Goal {
    Goal::set(&Wish {
        term: Term::by(date(2026, 1, 1), date(2026, 3, 31)).expect("a term"),
        ..wish("reviews_five_star", "50")
    })
    .expect("a goal")
}

fn set(goal: &Goal, on: &str) -> Told {
    told(0, on, Said::Goal(GoalBody::from(goal)))
}

/// A change of the target or deadline, written on a day.
fn change(goal: &Goal, version: u32, on: &str, target: Option<&str>, by: Option<&str>, who: Option<&str>) -> Told {
    let wish = RevisionWish {
        target,
        by: by.map(day),
        why: "the weather",
        agreed_by: who,
        ..RevisionWish::default()
    };
    let revision = Revision::of(goal, version, &wish, day(on)).expect("a revision");
    told(u64::from(version), on, Said::Revision(RevisionBody::from(&revision)))
}

fn close(on: &str) -> Told {
    let closing = Closing {
        goal: GoalId::new("g1").expect("an id"),
        on: day(on),
        why: "sold".to_owned(),
    };
    told(9, on, Said::Closing(ClosingBody::from(&closing)))
}

fn history(entries: &[Told]) -> History {
    let (mut histories, strays) = replay(entries);
    assert_eq!(strays, []);
    assert_eq!(histories.len(), 1);
    histories.remove(0)
}

/// `2026-01:100 2026-02:80?`: the last month of each period, its target, and whether it was promised.
fn line(promises: &[Promise<'_>]) -> String {
    let told = |p: &Promise<'_>| {
        let month = p.period.to.strftime("%Y-%m");
        format!(
            "{month}:{}{}",
            p.version.goal.target(),
            if p.promised { "" } else { "?" }
        )
    };
    promises.iter().map(told).collect::<Vec<_>>().join(" ")
}

fn until(history: &History, on: &str, asked: Asked) -> String {
    line(&history.promises(day(on), asked))
}

fn month(history: &History, text: &str, asked: Asked) -> Result<String, Outside> {
    let month = Period::month(text).expect("a month");
    history.in_month(month, asked).map(|promises| line(&promises))
}

#[test]
fn a_change_counts_from_the_period_in_which_it_was_agreed() {
    let goal = monthly();
    let entries = [
        set(&goal, "2026-01-01"),
        change(&goal, 2, "2026-03-10", Some("80"), None, Some("Sjoukje")),
    ];
    let history = history(&entries);
    assert_eq!(
        until(&history, "2026-04-30", Asked::Word),
        "2026-01:100 2026-02:100 2026-03:80 2026-04:80"
    );
    // Without the client's signature nothing has changed.
    assert_eq!(
        until(&history, "2026-04-30", Asked::Signatures),
        "2026-01:100 2026-02:100 2026-03:100 2026-04:100"
    );
    assert_eq!(history.at(day("2026-03-09"), Asked::Word).number, 1);
    assert_eq!(history.at(day("2026-03-10"), Asked::Word).number, 2);
    assert_eq!(history.last().consent, Consent::Stated("Sjoukje".to_owned()));
    assert_eq!(history.first().goal.target().to_string(), "100");
}

/// Who joins with a key later does not change what stood; from then on a word is no agreement.
#[test]
fn a_word_counts_until_the_client_has_a_key() {
    let goal = monthly();
    let before = change(&goal, 2, "2026-02-10", Some("80"), None, Some("Sjoukje"));
    let after = Told {
        word: false,
        ..change(&goal, 3, "2026-03-10", Some("60"), None, Some("Sjoukje"))
    };
    let history = history(&[set(&goal, "2026-01-01"), before, after]);
    assert_eq!(
        until(&history, "2026-04-30", Asked::Word),
        "2026-01:100 2026-02:80 2026-03:80 2026-04:80"
    );
    assert_eq!(history.last().consent, Consent::Proposed);
    let named = history.last().revision.as_ref().and_then(|r| r.agreed_by.as_deref());
    assert_eq!(named, Some("Sjoukje"), "who was named is still told");
}

#[test]
fn a_signature_that_comes_late_changes_nothing_that_was_over() {
    let goal = monthly();
    let mut second = change(&goal, 2, "2026-03-10", Some("80"), None, None);
    assert_eq!(
        history(&[set(&goal, "2026-01-01"), second.clone()]).last().consent,
        Consent::Proposed
    );
    second.signed.push(signed(Party::Client, "2026-05-02"));
    let history = history(&[set(&goal, "2026-01-01"), second]);
    assert_eq!(history.last().consent, Consent::Signed(day("2026-05-02")));
    for asked in [Asked::Word, Asked::Signatures] {
        assert_eq!(
            until(&history, "2026-06-01", asked),
            "2026-01:100 2026-02:100 2026-03:100 2026-04:100 2026-05:80 2026-06:80"
        );
    }
}

#[test]
fn a_change_for_later_waits_until_then() {
    let goal = monthly();
    let mut second = change(&goal, 2, "2026-02-10", Some("80"), None, Some("Sjoukje"));
    if let Said::Revision(body) = &mut second.said {
        body.from = "2026-04-01".to_owned();
    }
    let history = history(&[set(&goal, "2026-01-01"), second]);
    assert_eq!(
        until(&history, "2026-04-30", Asked::Word),
        "2026-01:100 2026-02:100 2026-03:100 2026-04:80"
    );
}

#[test]
fn no_version_is_lost() {
    let goal = monthly();
    let mut entries = vec![set(&goal, "2026-01-01")];
    let mut current = goal;
    for (version, target, on) in [
        (2, "90", "2026-02-05"),
        (3, "80", "2026-03-05"),
        (4, "95", "2026-04-05"),
    ] {
        entries.push(change(&current, version, on, Some(target), None, Some("Sjoukje")));
        current = history(&entries).last().goal.clone();
    }
    let history = history(&entries);
    let targets: Vec<String> = history.versions().map(|v| v.goal.target().to_string()).collect();
    assert_eq!(targets, ["100", "90", "80", "95"]);
    assert_eq!(
        until(&history, "2026-04-30", Asked::Word),
        "2026-01:100 2026-02:90 2026-03:80 2026-04:95"
    );
    let promises = history.promises(day("2026-04-30"), Asked::Word);
    assert!(promises.iter().all(|p| p.first_target.to_string() == "100"));
    let revision = history.last().revision.as_ref().expect("a revision");
    assert_eq!(
        (revision.why.as_str(), history.last().by.as_str()),
        ("the weather", "studio")
    );
}

#[test]
fn a_goal_set_late_promises_nothing_of_before() {
    // Its start lies in January, its entry in March: January and February were over.
    let history = history(&[set(&monthly(), "2026-03-10")]);
    assert_eq!(until(&history, "2026-04-01", Asked::Word), "2026-03:100 2026-04:100");
    assert_eq!(month(&history, "2026-02", Asked::Word), Ok("2026-02:100?".to_owned()));
    assert_eq!(month(&history, "2025-06", Asked::Word), Ok("2025-06:100?".to_owned()));
    assert_eq!(month(&history, "2026-03", Asked::Word), Ok("2026-03:100".to_owned()));
}

#[test]
fn a_deadline_that_ran_out_is_judged_and_its_successor_as_well() {
    let goal = deadline();
    // Over since March; in April both agree on June.
    let second = change(&goal, 2, "2026-04-03", None, Some("2026-06-30"), Some("Sjoukje"));
    let history = history(&[set(&goal, "2026-01-01"), second]);
    assert_eq!(until(&history, "2026-12-31", Asked::Word), "2026-03:50 2026-06:50");
    assert_eq!(until(&history, "2026-12-31", Asked::Signatures), "2026-03:50");
    assert_eq!(month(&history, "2026-03", Asked::Word), Ok("2026-03:50".to_owned()));
    assert_eq!(month(&history, "2026-04", Asked::Word), Ok("2026-06:50".to_owned()));
    assert_eq!(
        month(&history, "2026-04", Asked::Signatures),
        Err(Outside::Over(day("2026-03-31")))
    );
    assert_eq!(
        month(&history, "2026-07", Asked::Word),
        Err(Outside::Over(day("2026-06-30")))
    );
    assert_eq!(
        month(&history, "2025-12", Asked::Word),
        Err(Outside::NotYet(day("2026-01-01")))
    );
}

#[test]
fn a_deadline_that_was_moved_in_time_is_judged_once() {
    let goal = deadline();
    let second = change(&goal, 2, "2026-03-20", Some("40"), Some("2026-06-30"), Some("Sjoukje"));
    let history = history(&[set(&goal, "2026-01-01"), second]);
    assert_eq!(until(&history, "2026-12-31", Asked::Word), "2026-06:40");
    assert_eq!(until(&history, "2026-12-31", Asked::Signatures), "2026-03:50");
    // At the end of February nothing had changed yet.
    assert_eq!(month(&history, "2026-02", Asked::Word), Ok("2026-03:50".to_owned()));
    assert_eq!(month(&history, "2026-03", Asked::Word), Ok("2026-06:40".to_owned()));
    assert_eq!(history.versions().count(), 2);
}

#[test]
fn a_change_after_the_deadline_that_keeps_it_changes_nothing() {
    // Revision::of refuses to write such a one; a foreign program might.
    let goal = deadline();
    let mut second = change(&goal, 2, "2026-03-20", Some("10"), None, Some("Sjoukje"));
    second.on = day("2026-04-20");
    let history = history(&[set(&goal, "2026-01-01"), second]);
    assert_eq!(until(&history, "2026-12-31", Asked::Word), "2026-03:50");
    assert_eq!(month(&history, "2026-03", Asked::Word), Ok("2026-03:50".to_owned()));
    assert_eq!(
        month(&history, "2026-04", Asked::Word),
        Err(Outside::Over(day("2026-03-31")))
    );
}

#[test]
fn a_closed_goal_is_judged_for_what_ended_before() {
    let history = history(&[set(&monthly(), "2026-01-01"), close("2026-03-15")]);
    assert_eq!(until(&history, "2026-12-31", Asked::Word), "2026-01:100 2026-02:100");
    assert_eq!(month(&history, "2026-03", Asked::Word), Ok("2026-03:100?".to_owned()));
    assert_eq!(
        month(&history, "2026-04", Asked::Word),
        Err(Outside::Over(day("2026-03-15")))
    );
    assert!(history.closing().is_some_and(|closing| closing.why == "sold"));
}

#[test]
fn entries_that_fit_nowhere_are_told_and_the_rest_is_kept() {
    let goal = monthly();
    let second = change(&goal, 2, "2026-02-10", Some("80"), None, None);
    let again = Told {
        place: 7,
        ..second.clone()
    };
    let mut misfit = change(&goal, 3, "2026-02-10", Some("80"), None, None);
    if let Said::Revision(body) = &mut misfit.said {
        body.by = Some("2026-12-31".to_owned());
    }
    let mut spelt = set(&goal, "2026-01-02");
    if let Said::Goal(body) = &mut spelt.said {
        body.goal = "G".to_owned();
    }
    let early = change(&goal, 5, "2026-02-10", Some("70"), None, None);
    let late = change(&goal, 3, "2026-04-10", Some("70"), None, None);
    let entries = [
        Told {
            place: 20,
            ..second.clone()
        },
        set(&goal, "2026-01-01"),
        Told {
            place: 21,
            ..set(&goal, "2026-01-02")
        },
        Told { place: 22, ..spelt },
        second,
        again,
        early,
        misfit,
        close("2026-03-31"),
        Told { place: 23, ..late },
    ];
    let (histories, strays) = replay(&entries);
    let told: Vec<String> = strays
        .iter()
        .map(|stray| format!("{}: {}", stray.place, stray.why))
        .collect();
    assert_eq!(
        told,
        [
            "20: it speaks of `g1`, which no entry before it sets",
            "21: there is a goal `g1` already; an entry cannot set it anew",
            "22: its field `goal` is not as it should be",
            "7: it would be version 2 of `g1`, and the next one is 3",
            "5: it would be version 5 of `g1`, and the next one is 3",
            "3: it does not fit the goal `g1`: its target or deadline is of another kind",
            "23: the goal `g1` was closed before",
        ]
    );
    assert!(matches!(strays.first().map(|s| &s.why), Some(HistoryError::NoGoal(_))));
    assert_eq!(histories.len(), 1);
    assert_eq!(histories.first().map(|h| h.versions().count()), Some(2));
}

#[test]
fn goals_keep_the_order_in_which_they_were_set() {
    let other = Goal::set(&Wish {
        id: GoalId::new("a-second").expect("an id"),
        ..wish("reach", "5000")
    })
    .expect("a goal");
    let (histories, strays) = replay(&[set(&monthly(), "2026-01-01"), set(&other, "2026-01-01")]);
    assert_eq!(strays, []);
    let ids: Vec<&str> = histories.iter().map(|h| h.id().as_str()).collect();
    assert_eq!(ids, ["g1", "a-second"]);
}
