//! Months with little to say: sensible pages, never a nought for what nobody knows.

use harpoon_core::Period;
use harpoon_report::Language;
use harpoon_report::document::{Cell, Table};
use harpoon_report::view::{
    Costs, Figure, GoalKind, GoalState, Report, Restated, Restatement, Return, Unit, Verdict, Voices,
};
use jiff::civil::date;

use crate::{all, printed, view};

/// The first month ever of a client of whom nothing is known.
pub(crate) fn nothing() -> Report {
    Report::empty("New", Period::month("2026-11").expect("a month"), date(2026, 12, 1))
}

/// The sample with every rarer case in it: a restatement, a loss, awareness, unknown returns, global goals only, empty voices.
pub(crate) fn varied() -> Report {
    let mut report = view::report();
    let count = report.headlines[1].value.clone();
    report.restates = Some(Restatement {
        earlier: date(2026, 11, 3),
        digest: "sha256:ab".into(),
        reason: "late data".into(),
        changes: vec![Restated {
            title: "Orders".into(),
            before: report.headlines[1].previous.clone(),
            after: count,
        }],
    });
    report.agency = None;
    let verdicts = [
        Verdict::Unclear,
        Verdict::Loss,
        Verdict::DeclaredAwareness,
        Verdict::Unknown,
    ];
    for (on, verdict) in report.earned.platforms.iter_mut().zip(verdicts) {
        on.verdict = verdict;
    }
    report
        .earned
        .whole
        .iter_mut()
        .for_each(|r| r.verdict = Verdict::Unclear);
    report.earned.losses[0].declared = true;
    report.goals.retain(|g| g.kind == GoalKind::Global);
    report.goals[0].state = GoalState::Upcoming;
    report.voices = Some(Voices {
        counts: vec![],
        care: vec![],
        quotes: vec![],
    });
    report.content.best[0].text = String::new();
    report.work.asked.clear();
    report.series[0].organic = vec![None; 31];
    report
}

#[test]
fn a_month_of_which_nothing_is_known_says_so_in_every_section() {
    for language in Language::ALL {
        let (html, markdown) = printed(&nothing(), language);
        // Headlines, goals, moved, earned, claims, platforms, funnel, posts, costs, work, record, seal.
        assert_eq!(html.matches("class=\"empty\"").count(), 12);
        assert!(
            !html.contains("data-n=") && !markdown.contains("[^"),
            "no number is printed"
        );
        let visible: String = html
            .split("<body>")
            .nth(1)
            .unwrap_or("")
            .split('<')
            .filter_map(|t| t.split_once('>'))
            .map(|t| t.1)
            .collect();
        assert!(!visible.contains(" 0 ") && !visible.contains("NaN"), "{visible}");
    }
}

#[test]
fn a_line_of_which_no_day_is_known_is_not_drawn() {
    let mut report = view::report();
    let drawn = |report: &Report| printed(report, Language::En).0.matches("day by day").count();
    let before = drawn(&report);
    let days = vec![None; 31];
    (report.series[0].organic, report.series[0].paid) = (days.clone(), days.clone());
    report.series[0].previous = days;
    assert!(drawn(&report) > 0 && drawn(&report) < before);
}

#[test]
fn the_first_month_has_no_changes_and_no_record() {
    let mut report = view::report();
    report.record.clear();
    report.movements.clear();
    for headline in &mut report.headlines {
        headline.previous = Figure::missing("the first month", Unit::Count);
        headline.usual = Figure::missing("the first month", Unit::Count);
    }
    let (html, _) = printed(&report, Language::En);
    assert!(html.contains("This is the first month: there is no record yet."));
    assert!(html.contains("Nothing to compare: the month before has no data."));
    assert!(
        !html.contains("Month before: –"),
        "a card does not speak of what is not there"
    );
    assert!(!html.contains("class=\"change"), "nothing changed against nothing");
}

#[test]
fn a_goal_without_a_source_is_unknown_and_says_why() {
    let (html, markdown) = printed(&view::report(), Language::En);
    assert!(html.contains("One goal cannot be judged: its data are missing or end too early."));
    for page in [html, markdown] {
        assert!(page.contains("no source counts visitors of events"));
        assert!(page.contains("Not known"));
    }
}

#[test]
fn zero_costs_are_no_infinite_return() {
    let mut report = view::report();
    let zero = Figure::known(
        harpoon_report::view::Amount::Exact(harpoon_core::Number::ZERO),
        Unit::Money("EUR".into()),
        "rc_zero",
    );
    let roi = Figure::missing("nothing was spent", Unit::Share);
    report.earned.whole = vec![Return {
        full_cost: true,
        cost: zero,
        revenue: report.headlines[0].value.clone(),
        roi,
        verdict: Verdict::Unknown,
    }];
    report.earned.platforms.clear();
    report.costs = Costs::default();
    for page in all(&report) {
        assert!(!page.contains("inf ") && !page.contains("∞"));
        assert!(!page.contains("NaN"));
    }
    let (html, _) = printed(&report, Language::En);
    assert!(html.contains("Nothing was spent, so there is no return to compute."));
    assert!(html.contains("0.00\u{a0}EUR"), "a known nought is printed as one");
    assert!(html.contains("nothing was spent"));
}

#[test]
fn a_restatement_says_what_changed() {
    let (html, markdown) = printed(&varied(), Language::En);
    for page in [html, markdown] {
        assert!(page.contains("This replaces the report of"));
        assert!(page.contains("Figures that changed") || page.contains("| Figure | Before | Now |"));
        assert!(page.contains("late data"));
        assert!(page.contains("No goal in numbers has been agreed."));
    }
}

#[test]
fn two_currencies_have_two_sums() {
    let mut report = view::report();
    let mut other = report.costs.totals[0].clone();
    other.amount.unit = Unit::Money("JPY".into());
    other.previous.unit = Unit::Money("JPY".into());
    report.costs.totals.push(other);
    let (html, _) = printed(&report, Language::En);
    let costs = html
        .split("<section id=\"costs\">")
        .nth(1)
        .and_then(|s| s.split("</section>").next())
        .unwrap_or("");
    assert_eq!(costs.matches("All costs").count(), 2);
    assert!(costs.contains("2,760\u{a0}JPY") && costs.contains("2,759.71\u{a0}EUR"));
    assert!(!costs.contains("<tfoot>"), "no sum stands over both");
}

#[test]
fn a_column_is_taken_off_only_where_rows_leave_it_empty() {
    let ended = |rows: &[[&str; 2]], total: Option<[&str; 2]>| {
        let cells = |row: &[&str; 2]| -> Vec<Cell> { row.iter().map(|text| Cell::from((*text).to_owned())).collect() };
        let mut table = Table {
            head: vec!["name".to_owned(), "why".to_owned()],
            numeric: vec![false, false],
            rows: rows.iter().map(cells).collect(),
            total: total.as_ref().map(cells),
            ..Table::default()
        };
        table.without_empty_end();
        let widths: Vec<usize> = table.rows.iter().chain(&table.total).map(Vec::len).collect();
        (table.head.len(), table.numeric.len(), widths)
    };
    assert_eq!(ended(&[["a", ""], ["b", ""]], None), (1, 1, vec![1, 1]));
    assert_eq!(ended(&[["a", ""], ["b", "late"]], None), (2, 2, vec![2, 2]));
    assert_eq!(ended(&[], None), (2, 2, vec![]), "a table without rows keeps its heads");
    assert_eq!(
        ended(&[["a", ""]], Some(["all", ""])),
        (1, 1, vec![1, 1]),
        "its sums go with it"
    );
    assert_eq!(
        ended(&[["a", ""]], Some(["all", "3"])),
        (2, 2, vec![2, 2]),
        "or keep it"
    );
}
