//! Formulas as text: what is written is read, and mistakes are found where they stand.

use harpoon_core::kpi::notation::{Input, inputs_of, parse};
use harpoon_core::{CATALOGUE, kpi};

fn input(id: &str) -> Input {
    match id {
        "mine" => Input::Broken,
        _ => kpi(id).map_or(Input::Unknown, Input::Known),
    }
}

#[test]
fn every_formula_of_the_catalogue_is_written_and_read_back() {
    for kpi in CATALOGUE {
        let text = kpi.formula.notation().to_string();
        let back = parse(&text, &input).expect(&text);
        assert_eq!(format!("{back:?}"), format!("{:?}", kpi.formula), "{}: {text}", kpi.id);
    }
}

#[test]
fn what_is_written() {
    let cases = [
        ("ctr", "clicks_link / impressions"),
        ("cpm", "1000 * spend / impressions_paid"),
        ("followers_net", "followers_gained - followers_lost"),
        (
            "engagements",
            "reactions + comments + shares + reposts + quotes + saves",
        ),
        ("reach", "reported(reach.[\"\"|story])"),
        ("views_paid", "sum(content_views.[else \"\"+story]@paid)"),
        ("video_views_3s", "sum(video_views.3s)"),
        ("store_visits", "book(store_visit, times, store_visits.*)"),
        ("comments", "sum(comments.[total|\"\" else *-story_replies-viral])"),
        ("clicks_link_paid", "sum(clicks.[link|destination]@paid)"),
        ("clicks_photo", "sum(clicks.[else media+photo])"),
        ("posts_published", "posts()"),
        ("reviews_five_star", "reviews(5)"),
        ("cost_full", "cost(full)"),
        ("ctr_blog", "to(ctr, blog)"),
        ("active_followers_7", "event(engagement, active 7)"),
        ("first_response_time", "quantile(50, message, reply)"),
        ("follower_growth_rate", "change(followers)"),
    ];
    for (id, text) in cases {
        assert_eq!(kpi(id).expect(id).formula.notation().to_string(), text);
    }
}

#[test]
fn spaces_and_raw_columns() {
    let cases = [
        ("  1000*comments/impressions ", "1000 * comments / impressions"),
        ("2*comments+shares", "2 * comments + 1 * shares"),
        ("sum( clicks.* @paid )", "sum(clicks.*@paid)"),
        ("sum(raw.Amount spent (EUR))", "sum(raw.Amount spent (EUR))"),
        ("sum(raw.Video. plays@paid)", "sum(raw.Video. plays@paid)"),
        ("sum(raw.me@home)", "sum(raw.me@home)"),
        ("reviews( )", "reviews()"),
    ];
    for (text, expected) in cases {
        assert_eq!(
            parse(text, &input).expect(text).notation().to_string(),
            expected,
            "{text}"
        );
    }
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let cases = [
        ("", 0, "a name is missing here"),
        ("ctr / ", 5, "a name is missing here"),
        ("ctr / imprssions", 6, "there is no KPI `imprssions`"),
        ("ctr / mine", 6, "`mine` has mistakes of its own"),
        ("comments", 0, "`comments` alone is no formula"),
        ("100 * ctr / reach", 0, "`100` is none of 1000"),
        ("ctr + 2.5 * reach", 6, "`2.5` is no whole number"),
        ("a * b + c", 0, "`a` is no whole number"),
        ("a / b / c", 0, "there is no KPI `a`"),
        ("reach / b / c", 8, "`b / c` is no formula"),
        ("average(ctr)", 0, "`average(ctr)` is no formula"),
        ("sum(clicks", 0, "`sum(clicks` is no formula"),
        ("sum()", 4, "a name is missing here"),
        (
            "sum(clicks@earned)",
            11,
            "`earned` is none of organic, paid, total, unknown",
        ),
        ("sum(clicks.li nk)", 11, "`li nk` is no choice of facets"),
        ("sum(clicks.[a|])", 14, "`` is no choice of facets"),
        (
            "cost(all)",
            5,
            "`all` is none of media, fees, labour, tools, content, full",
        ),
        (
            "cost(media, full)",
            5,
            "cost() takes media, fees, labour, tools, content or full",
        ),
        ("to(ctr, home)", 8, "`home` is none of product, landing_page, blog"),
        ("event(lead)", 6, "event() takes a kind of event"),
        ("event(lead, active 0.5)", 19, "`0.5` is no whole number"),
        ("reviews(999)", 8, "`999` is no whole number"),
    ];
    for (text, at, message) in cases {
        let error = parse(text, &input).expect_err(text);
        let said = error.problem.to_string();
        assert!(said.starts_with(message), "{text}: {said}");
        assert_eq!(error.at, at, "{text}: {said}");
    }
}

#[test]
fn names_of_inputs() {
    let cases: &[(&str, &[&str])] = &[
        ("1000 * a / b", &["a", "b"]),
        ("a + 2*b+c", &["a", "b", "c"]),
        ("change( a )", &["a"]),
        ("to(a, product)", &["a"]),
        ("sum(clicks)", &[]),
        ("event(lead, times)", &[]),
        ("(", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(inputs_of(text), *expected, "{text}");
    }
}

#[test]
fn damaged_formulas_are_refused_and_do_not_panic() {
    for kpi in CATALOGUE {
        let text = kpi.formula.notation().to_string();
        for (at, letter) in text.char_indices() {
            let (before, after) = (&text[..at], &text[at + letter.len_utf8()..]);
            for put in [
                "", "(", ")", "[", "]", "|", "@", ".", "*", "+", "-", "/", ",", "\"", " ", "→", "9",
            ] {
                let damaged = format!("{before}{put}{after}");
                if let Err(error) = parse(&damaged, &input) {
                    assert!(error.at <= damaged.len(), "{damaged}");
                }
            }
        }
    }
}
