//! A new workspace: the first page of an empty folder, and "Add a client" of a folder of workspaces.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use harpoon::workspace::ReportSettings;
use harpoon::{Error, Settings, Workspace};
use harpoon_core::Language;
use harpoon_core::kpi::Titles;
use harpoon_core::profile::{Business, Objective, ProfileChoice};
use harpoon_report::{Words, clean};
use harpoon_state::{Role, StateError};
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::alert;
use crate::act::Form;
use crate::answer::Answer;
use crate::frame;
use crate::gate::Caller;
use crate::house::House;
use crate::page::bring;
use crate::view::{Why, preferred};
use crate::words::words;

/// Where a workspace is made.
pub(crate) const PATH: &str = "/clients/new";
/// Longest name of a client or an agency.
const LONGEST: usize = 100;
/// Codes that are offered; any other can be written.
const CURRENCIES: &[&str] = &[
    "EUR", "USD", "GBP", "CNY", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY", "JPY", "KRW", "INR",
    "IDR", "SGD", "HKD", "TWD", "AUD", "NZD", "CAD", "MXN", "BRL", "ZAR", "AED",
];

/// Whether they may make a workspace: whoever sits at this machine, and owners of all.
pub(super) async fn may(house: &House, caller: &Caller) -> Result<bool, StateError> {
    Ok(match (caller, house.state().await?) {
        (Caller::Here, _) => true,
        (Caller::User(user), Some(state)) => state.role(user.id, "*").await? == Some(Role::Owner),
        _ => false,
    })
}

/// The form, and what it does.
pub(crate) async fn answer(
    house: &Arc<House>,
    asked: &Parts,
    body: Body,
    caller: &Caller,
) -> Result<Answer, StateError> {
    if !may(house, caller).await? {
        return Ok(super::nowhere(house, asked));
    }
    let visit = Visit {
        language: preferred(asked),
        is_first: house.is_bare(),
        signed_in: matches!(caller, Caller::User(_)),
    };
    if asked.method != Method::POST {
        return Ok(visit.page(StatusCode::OK, &Form::default(), None));
    }
    let Some(form) = Form::read(body).await else {
        return Ok(Answer::words(StatusCode::PAYLOAD_TOO_LARGE, "The form is too large.\n"));
    };
    let settings = match settings(&words(visit.language), &form) {
        Ok(settings) => settings,
        Err(why) => return Ok(visit.page(StatusCode::UNPROCESSABLE_ENTITY, &form, Some(&why.into()))),
    };
    // In an empty folder the first business may be the only one; then the folder itself is its workspace.
    let alone = visit.is_first && form.first("folder") != "several";
    let of = Arc::clone(house);
    let taken = match house.state().await? {
        Some(state) => state.known_workspaces().await?,
        None => BTreeSet::new(),
    };
    let made = house.work(move || make(&of, &settings, alone, &taken)).await;
    Ok(match made {
        Some(Ok(base)) => Answer::go(&format!("{base}{}", bring::PATH)),
        Some(Err(error)) => visit.page(StatusCode::UNPROCESSABLE_ENTITY, &form, Some(&error.into())),
        None => Answer::broken(),
    })
}

/// The first page of an empty folder.
pub(super) fn first(asked: &Parts, caller: &Caller) -> Answer {
    let visit = Visit {
        language: preferred(asked),
        is_first: true,
        signed_in: matches!(caller, Caller::User(_)),
    };
    visit.page(StatusCode::OK, &Form::default(), None)
}

/// Makes the workspace; gives what stands before its pages in an address. A name of which anything is remembered is `taken`: the
/// people, keys and recipients of a client who is gone would be those of the new one.
fn make(house: &House, settings: &Settings, alone: bool, taken: &BTreeSet<String>) -> Result<String, Error> {
    let root = &house.plan.root;
    if alone {
        return match Workspace::init(root, settings) {
            // Another tab was quicker: the folder has its workspace.
            Ok(_) | Err(Error::Exists(_)) => Ok(String::new()),
            Err(error) => Err(error),
        };
    }
    let name = slug(&settings.name);
    let names = (2..).map(|number| format!("{name}-{number}"));
    for name in std::iter::once(name.clone())
        .chain(names)
        .filter(|name| !taken.contains(name))
        .take(100)
    {
        let folder = root.join(&name);
        match std::fs::create_dir(&folder) {
            Ok(()) => return Workspace::init(&folder, settings).map(|_| format!("/w/{name}")),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(source) => {
                let (what, path) = ("make", folder);
                return Err(Error::Io { what, path, source });
            }
        }
    }
    Err(Error::Usage(format!(
        "there are many clients called {name}; give another name"
    )))
}

/// A name that can stand in an address and on any disk.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for sign in name.chars().flat_map(char::to_lowercase) {
        match bare(sign) {
            "" if sign.is_ascii_alphanumeric() => slug.push(sign),
            "" if slug.is_empty() || slug.ends_with('-') => {}
            "" => slug.push('-'),
            bare => slug.push_str(bare),
        }
    }
    slug.truncate(48);
    match slug.trim_matches('-') {
        "" => "client".to_owned(),
        slug => slug.to_owned(),
    }
}

/// A letter without its marks; nothing for what is none.
const fn bare(sign: char) -> &'static str {
    match sign {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'ō' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

/// The settings that the form asks for; everything that is wrong with them, at once.
fn settings(words: &Words, form: &Form) -> Result<Settings, String> {
    let name = clean(form.first("name"), LONGEST);
    let currency = form.first("currency").trim().to_ascii_uppercase();
    let zone = form.first("zone").trim();
    let agency = clean(form.first("agency"), LONGEST);
    let objective = Objective::from_word(form.first("objective"));
    let business = Business::from_word(form.first("business"));
    let is_code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
    let wrong = [
        (name.is_empty(), "setup-no-name"),
        (!is_code, "setup-no-currency"),
        (TimeZone::get(zone).is_err(), "setup-no-zone"),
        (objective.is_none() || business.is_none(), "setup-no-profile"),
    ];
    let wrong: Vec<String> = wrong
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, key)| words.text(key))
        .collect();
    if !wrong.is_empty() {
        return Err(wrong.join(" "));
    }
    let profile = objective.zip(business);
    Ok(Settings {
        name,
        currency: Some(currency),
        zone: Some(zone.to_owned()),
        report: ReportSettings {
            agency: Some(agency).filter(|agency| !agency.is_empty()),
            ..ReportSettings::default()
        },
        profile: profile.map(|(objective, business)| ProfileChoice { objective, business }),
        ..Settings::default()
    })
}

/// One look at the form.
struct Visit {
    language: Language,
    /// Whether the folder is empty.
    is_first: bool,
    signed_in: bool,
}

impl Visit {
    fn page(&self, status: StatusCode, form: &Form, wrong: Option<&Why>) -> Answer {
        let words = words(self.language);
        let filled = |name: &str, usual: &str| match form.first(name) {
            "" => usual.to_owned(),
            told => told.to_owned(),
        };
        let machine = TimeZone::system();
        let zone = filled("zone", machine.iana_name().unwrap_or("UTC"));
        // A script puts the browser's own zone there, unless somebody has chosen.
        let proposes = form.first("zone").is_empty();
        let inner = html! {
            section class="narrow" {
                (alert(wrong.map(|why| why.page(&words))))
                @if self.is_first { p { (words.text("setup-what")) } }
                form class="door" method="post" action=(PATH) {
                    label { (words.text("setup-name")) input name="name" value=(form.first("name")) maxlength=(LONGEST) autocomplete="organization" required; }
                    (profile_fields(&words, self.language, Objective::from_word(form.first("objective")), Business::from_word(form.first("business"))))
                    label { (words.text("setup-currency"))
                        input name="currency" value=(filled("currency", "EUR")) list="currencies" maxlength="3" size="6" autocapitalize="characters" required;
                        datalist id="currencies" { @for code in CURRENCIES { option value=(code) {} } }
                    }
                    label { (words.text("setup-zone"))
                        input name="zone" value=(zone) list="zones" maxlength="60" data-zone[proposes] required;
                        datalist id="zones" { @for zone in zones() { option value=(zone) {} } }
                    }
                    label { (words.text("setup-agency")) input name="agency" value=(form.first("agency")) maxlength=(LONGEST); }
                    @if self.is_first {
                        fieldset {
                            legend { (words.text("setup-folder")) }
                            label class="tick" { input type="radio" name="folder" value="alone" checked[form.first("folder") != "several"]; (words.text("setup-alone")) }
                            label class="tick" { input type="radio" name="folder" value="several" checked[form.first("folder") == "several"]; (words.text("setup-several")) }
                        }
                    }
                    button type="submit" { (words.text("setup-do")) }
                }
            }
        };
        let title = words.text(if self.is_first { "setup-welcome" } else { "setup-add" });
        frame::bare(status, self.language, &title, self.signed_in, &inner)
    }
}

/// What the effort is for, and how the business earns its money.
pub(crate) fn profile_fields(
    words: &Words,
    language: Language,
    objective: Option<Objective>,
    business: Option<Business>,
) -> Markup {
    let said = |titles: Titles| match language {
        Language::En => titles.en,
        Language::ZhCn => titles.zh,
        Language::Fy => titles.fy,
    };
    html! {
        label { (words.text("setup-objective"))
            select name="objective" {
                @for each in Objective::ALL { option value=(each.as_str()) selected[*each == objective.unwrap_or(Objective::Sales)] { (said(each.title())) } }
            }
        }
        label { (words.text("setup-business"))
            select name="business" {
                @for each in Business::ALL { option value=(each.as_str()) selected[*each == business.unwrap_or(Business::OnlineShop)] { (said(each.title())) } }
            }
        }
        p class="note" { (words.text("setup-profile")) }
    }
}

/// Names of all time zones that have a place.
fn zones() -> Vec<String> {
    let all = jiff::tz::db().available().map(|zone| zone.to_string());
    let mut zones: Vec<String> = all
        .filter(|zone| zone.contains('/') && !zone.starts_with("Etc/"))
        .collect();
    zones.sort();
    zones
}
