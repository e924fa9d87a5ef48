//! The first two goals: one on a figure, one on an index, each with targets that history bears out, and signed at once.

use std::sync::Arc;

use harpoon::Error;
use harpoon::goals::{Asked as Wish, NewGoal, Offered, Proposal, View as Seen, Wanted};
use harpoon_core::Language;
use harpoon_core::goal::{Direction, Global, GoalKind};
use harpoon_core::kpi::{KpiUnit, Titles};
use harpoon_core::profile::{Business, Objective, Profile, ProfileChoice, profile};
use harpoon_report::Words;
use harpoon_report::document::{Cell, Table};
use maud::{Markup, html};

use super::{Asked, Body};
use crate::act::{Form, Undone};
use crate::door::profile_fields;
use crate::gate::Caller;
use crate::house::{House, Place};
use crate::sign;
use crate::view::{View, Why};
use crate::words::words;
use harpoon_state::Role;

/// Where it is.
pub(crate) const PATH: &str = "/goals/first";
/// Headlines that are tried for one that something can be proposed for.
const TRIED: usize = 4;

/// Whether who asks could set a goal of a kind that there is none of.
pub(super) fn is_wanted(asked: &Asked<'_>) -> bool {
    let may = asked.view.asker.role == Role::Owner && !matches!(asked.view.asker.caller, Caller::Key(_));
    may && asked.look.months.is_some() && lacking(asked).is_ok_and(|lacking| !lacking.is_empty())
}

fn lacking(asked: &Asked<'_>) -> Result<Vec<GoalKind>, Error> {
    Ok(GoalKind::lacking(asked.look.workspace.book()?.open()))
}

/// The way to this page, where it is wanted.
pub(super) fn way(asked: &Asked<'_>) -> Option<Markup> {
    is_wanted(asked).then(|| {
        html! { section { p { (asked.words.text("first-way")) } p class="next" { a class="button" href=(asked.view.to(PATH)) { (asked.words.text("result-goals")) } } } }
    })
}

/// The page.
pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let words = &asked.words;
    let lacking = lacking(asked)?;
    let choice = asked.look.workspace.settings().profile;
    let keys = sign::keys()?;
    let profile = choice.map_or_else(
        || profile(Objective::Sales, Business::OnlineShop),
        ProfileChoice::profile,
    );
    let concrete = lacking.contains(&GoalKind::Concrete).then(|| concrete(asked, &profile));
    let global = lacking.contains(&GoalKind::Global).then(|| global(asked));
    let form = html! {
        (chosen(asked, choice))
        @if let Some(found) = &concrete { (picker(asked, "kpi", found, &kpis(asked, &profile))) }
        @if let Some(found) = &global { (picker(asked, "global", found, &globals(asked))) }
        @if lacking.is_empty() { section { p class="empty" { (words.text("first-there")) } } }
        @else if keys.is_empty() { (sign::maker(words, asked.view, PATH)) }
        @else {
            section {
                h2 { (words.text("first-set")) }
                p { (words.text("first-binds")) }
                form class="asked" method="post" action=(asked.view.to(PATH)) {
                    @for (kind, found) in [("kpi", &concrete), ("global", &global)] {
                        @if let Some(found) = found { (targets(asked, kind, found)) }
                    }
                    (sign::fields(words, &keys, asked.view))
                    p class="next" { button type="submit" { (words.text("first-do")) } }
                }
            }
        }
    };
    Ok(Body {
        title: words.text("first"),
        form: Some(form),
        sections: Vec::new(),
    })
}

/// What is wanted, to be confirmed or changed.
fn chosen(asked: &Asked<'_>, choice: Option<ProfileChoice>) -> Markup {
    let words = &asked.words;
    html! {
        section {
            h2 { (words.text("first-profile")) }
            form class="filters" method="post" action=(asked.view.to("/goals/profile")) {
                (profile_fields(words, asked.view.language, choice.map(|choice| choice.objective), choice.map(|choice| choice.business)))
                button type="submit" { (words.text(if choice.is_some() { "first-keep" } else { "first-choose" })) }
            }
        }
    }
}

/// What a goal could be on, and what could be promised.
struct Found {
    id: String,
    title: &'static str,
    proposal: Result<Proposal, Why>,
}

fn said(titles: Titles, language: Language) -> &'static str {
    match language {
        Language::En => titles.en,
        Language::ZhCn => titles.zh,
        Language::Fy => titles.fy,
    }
}

/// The figures that matter, the headlines first.
fn kpis(asked: &Asked<'_>, profile: &Profile) -> Vec<(&'static str, &'static str)> {
    let mut lines: Vec<_> = profile.lines().collect();
    lines.sort_by_key(|line| line.role);
    lines
        .iter()
        .map(|line| (line.kpi.id, said(line.kpi.title, asked.view.language)))
        .collect()
}

fn globals(asked: &Asked<'_>) -> Vec<(&'static str, &'static str)> {
    let title = |global: &Global| (global.as_str(), said(global.title(), asked.view.language));
    Global::ALL.iter().map(title).collect()
}

fn concrete(asked: &Asked<'_>, profile: &Profile) -> Found {
    found(asked, "kpi", &kpis(asked, profile), Wanted::Kpi)
}

fn global(asked: &Asked<'_>) -> Found {
    found(asked, "global", &globals(asked), Wanted::Global)
}

/// What was asked for; else the first for which something can be proposed.
fn found<'a>(
    asked: &Asked<'_>,
    name: &str,
    all: &[(&'static str, &'static str)],
    on: impl Fn(&'static str) -> Wanted<'a>,
) -> Found {
    let wish = asked.view.first(name).or_else(|| asked.view.typed(name));
    let wish = all.iter().find(|(id, _)| Some(*id) == wish);
    let propose = |(id, title): &(&'static str, &'static str)| {
        let wish = Wish {
            on: on(id),
            filters: Vec::new(),
            term: None,
            direction: None,
        };
        let proposal = asked.look.workspace.propose(&wish, Seen::on(asked.look.today));
        Found {
            id: (*id).to_owned(),
            title,
            proposal: proposal.map_err(Why::from),
        }
    };
    if let Some(wish) = wish {
        return propose(wish);
    }
    let mut first = None;
    for each in all.iter().take(TRIED) {
        let found = propose(each);
        if found.proposal.is_ok() {
            return found;
        }
        first.get_or_insert(found);
    }
    first.unwrap_or(Found {
        id: String::new(),
        title: "",
        proposal: Err(Why::Said(String::new())),
    })
}

/// What it is on, and what it was in the months before.
fn picker(asked: &Asked<'_>, name: &'static str, found: &Found, all: &[(&str, &str)]) -> Markup {
    let words = &asked.words;
    let other = if name == "kpi" { "global" } else { "kpi" };
    html! {
        section {
            h2 { (words.text(&format!("first-{name}"))) }
            p { (words.text(&format!("first-{name}-what"))) }
            form class="filters" method="get" action=(asked.view.at(PATH)) {
                @for (name, value) in asked.view.kept().into_iter().filter(|(name, _)| *name == "lang") { input type="hidden" name=(name) value=(value); }
                @if let Some(kept) = asked.view.first(other) { input type="hidden" name=(other) value=(kept); }
                label { (words.text("first-on"))
                    select name=(name) { @for (id, title) in all { option value=(id) selected[*id == found.id] { (title) } } }
                }
                button type="submit" { (words.text("show")) }
            }
            @match &found.proposal {
                Ok(proposal) => (history(asked, proposal)),
                Err(why) => p class="empty" { (words.text("first-nothing")) " " (why.page(words)) },
            }
        }
    }
}

fn history(asked: &Asked<'_>, proposal: &Proposal) -> Markup {
    let words = &asked.words;
    let skipped = proposal.history.len().saturating_sub(12);
    let told: Vec<(String, String)> = proposal
        .history
        .iter()
        .skip(skipped)
        .map(|(month, value)| {
            let value = value.map_or_else(|| "–".to_owned(), |value| target(value, proposal));
            (month.strftime("%Y-%m").to_string(), value)
        })
        .collect();
    let table = Table {
        caption: words.text("first-history"),
        head: told.iter().map(|(month, _)| month.clone()).collect(),
        numeric: vec![true; told.len()],
        rows: vec![told.iter().map(|(_, value)| Cell::from(value.clone())).collect()],
        ..Table::default()
    };
    html! {
        div class="scroll" role="group" aria-label=(words.text("first-history")) tabindex="0" {
            table {
                caption { (words.text("first-history")) }
                thead { tr { @for (month, _) in &told { th scope="col" class="num" { (month) } } } }
                tbody { tr { @for (_, value) in &told { td class="num" { (value) } } } }
            }
        }
        (asked.under(table))
    }
}

/// The targets to choose from, with the chance of each.
fn targets(asked: &Asked<'_>, kind: &str, found: &Found) -> Markup {
    let words = &asked.words;
    let name = format!("target-{kind}");
    let chosen = asked.view.typed(&name).unwrap_or("likely");
    let (offers, from) = match &found.proposal {
        Ok(proposal) => (proposal.offers.as_slice(), proposal.period.from.to_string()),
        Err(_) => (&[] as &[Offered], String::new()),
    };
    let way = |proposal: &Proposal| {
        words.text(match proposal.direction {
            Direction::AtLeast => "first-at-least",
            Direction::AtMost => "first-at-most",
        })
    };
    html! {
        fieldset {
            legend { (found.title) @if let Ok(proposal) = &found.proposal { ", " (words.filled("first-each-month", &[("day", words.date(proposal.period.from).into())])) } }
            input type="hidden" name=(kind) value=(found.id);
            input type="hidden" name=(format!("from-{kind}")) value=(from);
            @if let Ok(proposal) = &found.proposal {
                @for offer in offers {
                    label class="tick" {
                        input type="radio" name=(name) value=(offer.name) checked[chosen == offer.name];
                        (words.text(&format!("first-{}", offer.name))) ": " (way(proposal)) " " (target(offer.target, proposal)) ", "
                        (words.filled("first-chance", &[("percent", chance(offer.probability).into())]))
                    }
                    input type="hidden" name=(format!("{name}-{}", offer.name)) value=(target(offer.target, proposal));
                }
            }
            label class="tick" { input type="radio" name=(name) value="own" checked[chosen == "own"]; (words.text("first-own")) }
            input name=(format!("{name}-own")) maxlength="40" size="12" aria-label=(words.text("first-own")) value=(asked.view.typed(&format!("{name}-own")).unwrap_or(""));
            label class="tick" { input type="radio" name=(name) value="none" checked[chosen == "none" || (offers.is_empty() && chosen == "likely")]; (words.text("first-none")) }
        }
    }
}

/// A chance as people read it: never certain.
fn chance(share: f64) -> String {
    match share * 100.0 {
        percent if percent < 1.0 => "< 1".to_owned(),
        percent if percent > 99.0 => "> 99".to_owned(),
        percent => format!("{percent:.0}"),
    }
}

/// A target as it is read again: four digits that count, in the unit of what it is on.
fn target(value: f64, proposal: &Proposal) -> String {
    let digits = |value: f64| match value.abs() {
        large if large >= 1000.0 => format!("{value:.0}"),
        large if large >= 100.0 => format!("{value:.1}"),
        large if large >= 10.0 => format!("{value:.2}"),
        large if large >= 1.0 => format!("{value:.3}"),
        _ => format!("{value:.4}"),
    };
    match proposal.kind {
        None => format!("{value:.1}"),
        Some(KpiUnit::Count | KpiUnit::People) => format!("{value:.0}"),
        Some(KpiUnit::Share) => format!("{}%", digits(value * 100.0)),
        Some(KpiUnit::Money | KpiUnit::MoneyPerThousand) => format!("{value:.2} {}", proposal.unit),
        Some(KpiUnit::Seconds) => format!("{value:.0}s"),
        Some(_) => digits(value),
    }
}

/// What the forms of the page do; the sentence that tells of it.
pub(crate) async fn act(house: &Arc<House>, place: &Place, view: &View, form: Form) -> Result<String, Undone> {
    let words = words(view.language);
    let (of, name) = (Arc::clone(house), place.name.clone());
    match view.path.as_str() {
        "/goals/profile" => {
            let objective = Objective::parse(form.first("objective"));
            let business = Business::parse(form.first("business"));
            let (Ok(objective), Ok(business)) = (objective, business) else {
                return Err(Undone::Refused(words.text("setup-no-profile").into()));
            };
            let choice = ProfileChoice { objective, business };
            let done = house
                .work(move || of.site(&name)?.fresh()?.workspace.choose(choice))
                .await;
            match done {
                Some(Ok(())) => Ok(words.text("first-chosen")),
                Some(Err(error)) => Err(Undone::Refused(Why::of(&error))),
                None => Err(Undone::Refused(words.text("work-broke").into())),
            }
        }
        PATH => {
            let told = sign::signed(house, view, form, move |form, keys| {
                let workspace = of.site(&name)?.fresh()?.workspace;
                let now = (of.plan.now)()?;
                let mut told = Vec::new();
                for kind in ["kpi", "global"] {
                    let choice = form.first(&format!("target-{kind}"));
                    if matches!(choice, "" | "none") {
                        continue;
                    }
                    let on = match kind {
                        "kpi" => Wanted::Kpi(form.first(kind)),
                        _ => Wanted::Global(form.first(kind)),
                    };
                    let new = NewGoal {
                        on,
                        name: None,
                        target: Some(form.first(&format!("target-{kind}-{choice}"))),
                        every: Some("month"),
                        by: None,
                        from: Some(form.first(&format!("from-{kind}"))).filter(|from| !from.is_empty()),
                        filters: Vec::new(),
                        direction: None,
                    };
                    match workspace.add_goal(&new, keys, now) {
                        Ok(added) => told.push(Ok((added.goal.name().to_owned(), added.written.number))),
                        Err(error) => told.push(Err(error.to_string())),
                    }
                }
                Ok(told)
            });
            report(&words, told.await?)
        }
        _ => Err(Undone::Refused(words.text("failed-not-found").into())),
    }
}

/// What was set, and what was not.
fn report(words: &Words, told: Vec<Result<(String, u64), String>>) -> Result<String, Undone> {
    let is_whole = told.iter().all(Result::is_ok);
    let said: Vec<String> = told
        .into_iter()
        .map(|one| match one {
            Ok((name, entry)) => words.filled("first-is-set", &[("goal", name.into()), ("entry", entry.into())]),
            Err(why) => why,
        })
        .collect();
    match (said.is_empty(), is_whole) {
        (true, _) => Err(Undone::Refused(words.text("first-none-chosen").into())),
        (false, true) => Ok(said.join(" ")),
        (false, false) => Err(Undone::Refused(said.join(" ").into())),
    }
}
