//! The workspace's own settings: its name, whose colours it wears, and what success means for it. Changed by an owner.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use harpoon::branding::Branding;
use harpoon::{Error, Turn};
use harpoon_core::Language;
use harpoon_core::kpi::Titles;
use harpoon_core::profile::{Business, Objective, ProfileChoice};
use harpoon_report::view::LogoKind;
use harpoon_report::{Words, benchmark};
use maud::{Markup, html};

use super::Asked;
use crate::act::Form;
use crate::answer::{Answer, Kind};
use crate::house::{House, Place};
use crate::view::{Notice, View, Why};
use crate::words::words;

/// Largest logo.
const LARGEST: usize = 512 << 10;
/// What an act is sent with beside the picture.
const AROUND: usize = 16 << 10;

/// The forms.
pub(super) fn section(asked: &Asked<'_>) -> Markup {
    let words = &asked.words;
    let settings = asked.look.workspace.settings();
    let at = |act: &str| asked.view.asking(&format!("/settings/{act}"));
    let title = |titles: Titles| match words.language() {
        Language::En => titles.en,
        Language::ZhCn => titles.zh,
        Language::Fy => titles.fy,
    };
    // By name: nobody looks for the id.
    let known = benchmark::industries().unwrap_or_default().into_iter();
    let mut sectors: Vec<(String, String)> = known
        .map(|id| (id.clone(), words.text(&format!("sector-{}", id.replace('_', "-")))))
        .collect();
    sectors.sort_by(|a, b| a.1.cmp(&b.1));
    let none = || html! { option value="" { (words.text("brand-no-profile")) } };
    html! {
        section id="brand" {
            h2 { (words.text("brand")) }
            p { (words.text("brand-what")) }
            form class="filters" method="post" action=(at("brand")) {
                label { (words.text("brand-name")) input name="name" value=(settings.name) maxlength="100" required; }
                label { (words.text("brand-agency")) input name="agency" value=(settings.report.agency.as_deref().unwrap_or("")) maxlength="100"; }
                label { (words.text("brand-colour")) input name="colour" value=(settings.report.colour.as_deref().unwrap_or("")) placeholder="#0f766e" pattern="#[0-9a-fA-F]{6}" size="8"; }
                label { (words.text("brand-white"))
                    select name="white_label" {
                        @for (word, is) in [("usual", None), ("on", Some(true)), ("off", Some(false))] {
                            option value=(if is.is_some() { word } else { "" }) selected[settings.report.white_label == is] { (words.text(&format!("brand-white-{word}"))) }
                        }
                    }
                }
                label { (words.text("brand-sector"))
                    select name="sector" {
                        option value="" { (words.text("brand-all-sectors")) }
                        @for (id, name) in &sectors { option value=(id) selected[settings.sector.as_ref() == Some(id)] { (name) } }
                    }
                }
                label { (words.text("brand-objective"))
                    select name="objective" {
                        (none())
                        @for each in Objective::ALL { option value=(each.as_str()) selected[settings.profile.is_some_and(|p| p.objective == *each)] { (title(each.title())) } }
                    }
                }
                label { (words.text("brand-business"))
                    select name="business" {
                        (none())
                        @for each in Business::ALL { option value=(each.as_str()) selected[settings.profile.is_some_and(|p| p.business == *each)] { (title(each.title())) } }
                    }
                }
                button type="submit" { (words.text("brand-save")) }
            }
            form class="filters" method="post" enctype="multipart/form-data" action=(at("logo")) {
                @if settings.report.logo.is_some() { img class="logo" src=(asked.view.at("/logo")) alt=""; }
                label { (words.text("brand-logo")) input type="file" name="logo" accept="image/png,image/jpeg,image/svg+xml" required; }
                button type="submit" { (words.text("brand-upload")) }
            }
            @if settings.report.logo.is_some() {
                form method="post" action=(at("no-logo")) { button class="plain" type="submit" { (words.text("brand-logo-off")) } }
            }
        }
    }
}

/// The logo's file; shown as a picture alone, so that nothing in it runs.
pub(super) fn logo(asked: &Asked<'_>) -> Option<Answer> {
    let logo = asked.look.workspace.logo().ok().flatten()?;
    let bytes = harpoon_report::html::logo_bytes(&logo)?;
    let kind = match logo.kind {
        LogoKind::Png => Kind::Png,
        LogoKind::Jpeg => Kind::Jpeg,
        LogoKind::Svg => Kind::Svg,
    };
    Some(Answer::new(StatusCode::OK, kind, bytes))
}

/// Whether the act at this path is one of these.
pub(crate) fn is_one(path: &str) -> bool {
    matches!(path, "/settings/brand" | "/settings/logo" | "/settings/no-logo")
}

/// Changes `harpoon.toml`, and shows the page again.
pub(crate) async fn act(house: &Arc<House>, place: Place, asked: Parts, body: Body, view: View) -> Arc<Answer> {
    let change = match read(asked, body, &view.path, &words(view.language)).await {
        Ok(change) => change,
        Err(why) => return house.read(place, view.then("/settings", Notice::Refused(why))).await,
    };
    let (inside, name) = (Arc::clone(house), place.name.clone());
    let done = house.work(move || {
        let workspace = inside.site(&name)?.fresh()?.workspace;
        match &change {
            Change::Brand(wanted) => workspace.brand(wanted),
            Change::Logo(bytes) => workspace.brand_logo(bytes.as_deref()),
        }
    });
    match done.await {
        Some(Ok(())) => Arc::new(Answer::go(&view.asking("/settings"))),
        Some(Err(error)) if error.turn() == Turn::Ours => {
            Arc::new(Answer::words(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error}\n")))
        }
        Some(Err(error)) => {
            let view = view.then("/settings", Notice::Refused(Why::of(&error)));
            house.read(place, view).await
        }
        None => Arc::new(Answer::broken()),
    }
}

enum Change {
    Brand(Branding),
    Logo(Option<Vec<u8>>),
}

async fn read(asked: Parts, body: Body, path: &str, told: &Words) -> Result<Change, Why> {
    let none = || Why::Said(told.text("brand-none"));
    match path {
        "/settings/no-logo" => Ok(Change::Logo(None)),
        "/settings/logo" => {
            let bytes = axum::body::to_bytes(body, LARGEST + AROUND).await;
            let bytes = bytes.map_err(|_| Why::Said(told.text("brand-large")))?;
            let request = Request::from_parts(asked, Body::from(bytes));
            let parts = Multipart::from_request(request, &()).await;
            let mut parts = parts.map_err(|_| none())?;
            while let Some(part) = parts.next_field().await.map_err(|_| none())? {
                if part.name() == Some("logo") {
                    let bytes = part.bytes().await.map_err(|_| none())?;
                    return Ok(Change::Logo(Some(bytes.to_vec())));
                }
            }
            Err(none())
        }
        _ => {
            let form = Form::read(body)
                .await
                .ok_or_else(|| Why::Said(told.text("form-large")))?;
            branding(&form).map(Change::Brand).map_err(|error| Why::of(&error))
        }
    }
}

fn branding(form: &Form) -> Result<Branding, Error> {
    let given = |name: &str| Some(form.first(name).trim().to_owned()).filter(|text| !text.is_empty());
    let profile = match (given("objective"), given("business")) {
        (None, None) => None,
        (Some(objective), Some(business)) => Some(ProfileChoice {
            objective: Objective::parse(&objective).map_err(|wrong| Error::Usage(wrong.to_string()))?,
            business: Business::parse(&business).map_err(|wrong| Error::Usage(wrong.to_string()))?,
        }),
        _ => {
            return Err(Error::Usage(
                "a success profile takes both what it is for and the business".to_owned(),
            ));
        }
    };
    Ok(Branding {
        name: given("name").unwrap_or_default(),
        agency: given("agency"),
        colour: given("colour"),
        white_label: match given("white_label").as_deref() {
            Some("on") => Some(true),
            Some("off") => Some(false),
            _ => None,
        },
        sector: given("sector"),
        profile,
    })
}
