//! The door: signing in and out, taking up an invitation, another password, and the list of clients behind it.

use std::net::IpAddr;
use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use cookie::{Cookie, SameSite};
use harpoon_core::Language;
use harpoon_report::{Words, clean};
use harpoon_state::{Invited, Password, Secret, State, StateError, User};
use maud::{Markup, Render, html};

use crate::act::Form;
use crate::answer::Answer;
use crate::api;
use crate::frame;
use crate::gate::{Caller, cookie_name, from_where, session_of};
use crate::house::House;
use crate::send::desk;
use crate::view::preferred;
use crate::words::words;

pub(crate) use clients::{LIST, clients};
pub use provider::Provider;
pub(crate) use setup::{PATH as NEW_CLIENT, answer as new_client, profile_fields};

mod clients;
mod provider;
mod setup;

const SIGN_IN: &str = "/sign-in";
const SIGN_OUT: &str = "/sign-out";
const JOIN: &str = "/join/";
const PASSWORD: &str = "/password";
const UNSUBSCRIBE: &str = "/unsubscribe/";
/// How long a browser keeps a session, in days; the server ends it sooner where it is not used.
const KEPT: i64 = 90;

/// Whether the address is of the door.
pub(crate) fn is_one(path: &str) -> bool {
    [SIGN_IN, SIGN_OUT, PASSWORD, provider::WITH, provider::BACK].contains(&path)
        || path.starts_with(JOIN)
        || ends_letters(path)
}

/// Whether it is the link at the end of a letter. Programs that read mail follow it by a POST of their own (RFC 8058), which no
/// page of ours sends; the link itself is the proof.
pub(crate) fn ends_letters(path: &str) -> bool {
    path.starts_with(UNSUBSCRIBE)
}

/// Who is not signed in is shown the door; a program is told so.
pub(crate) fn shut(asked: &Parts) -> Answer {
    if api::is_for_programs(asked.uri.path()) {
        let words = "{\"error\":\"sign in, or send a key as `Authorization: Bearer KEY`; an owner makes one on the page Settings\"}\n";
        return Answer::new(
            StatusCode::UNAUTHORIZED,
            crate::answer::Kind::Json,
            words.as_bytes().to_vec(),
        )
        .with(header::WWW_AUTHENTICATE, "Bearer")
        .fleeting();
    }
    let to = asked.uri.path_and_query().map_or("/", |to| to.as_str());
    let query: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
    Answer::go(&format!("{SIGN_IN}?to={query}"))
}

/// What stands where somebody has no business, and where nothing is: the same.
pub(crate) fn nowhere(_house: &House, asked: &Parts) -> Answer {
    let language = preferred(asked);
    let words = words(language);
    let inner = html! { section { p { (clean(asked.uri.path(), 200)) } p { a href="/" { (words.text("clients")) } } } };
    frame::bare(
        StatusCode::NOT_FOUND,
        language,
        &words.text("failed-not-found"),
        true,
        &inner,
    )
}

/// One visit at the door.
struct Visit<'a> {
    house: &'a Arc<House>,
    state: &'a State,
    asked: &'a Parts,
    language: Language,
    words: Words,
    now: i64,
}

/// The answer of the door.
pub(crate) async fn answer(
    house: &Arc<House>,
    asked: &Parts,
    body: Body,
    peer: IpAddr,
    caller: Option<&Caller>,
) -> Result<Answer, StateError> {
    let Some(state) = house.state().await? else {
        return Ok(Answer::go("/"));
    };
    let language = preferred(asked);
    let visit = Visit {
        house,
        state,
        asked,
        language,
        words: words(language),
        now: house.seconds(),
    };
    let user = match caller {
        Some(Caller::User(user)) => Some(user),
        _ => None,
    };
    let form = if asked.method == Method::POST {
        match Form::read(body).await {
            Some(form) => Some(form),
            None => return Ok(Answer::words(StatusCode::PAYLOAD_TOO_LARGE, "The form is too large.\n")),
        }
    } else {
        None
    };
    match (asked.uri.path(), form, user) {
        (SIGN_IN, None, _) => Ok(visit.sign_in_page(StatusCode::OK, &visit.wanted(), "", None)),
        (SIGN_IN, Some(form), _) => visit.sign_in(&form, peer).await,
        (provider::WITH, None, _) => visit.with_provider(false).await,
        (provider::BACK, None, _) => visit.with_provider(true).await,
        (SIGN_OUT, Some(_), _) => visit.sign_out().await,
        (PASSWORD, None, Some(_)) => Ok(visit.password_page(StatusCode::OK, None)),
        (PASSWORD, Some(form), Some(user)) => visit.password(user, &form).await,
        (path, form, _) if ends_letters(path) => visit.end_letters(form.is_some()).await,
        (path, form, user) => match path.strip_prefix(JOIN) {
            Some(told) => visit.join(told, form.as_ref(), user).await,
            None => Ok(Answer::go("/")),
        },
    }
}

impl Visit<'_> {
    /// The page that somebody wanted before they were shown the door: one of ours, or the first.
    fn wanted(&self) -> String {
        let query = self.asked.uri.query().unwrap_or("");
        let to = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "to");
        ours(to.as_ref().map_or("/", |(_, to)| to)).to_owned()
    }

    /// To the provider, or back from it.
    async fn with_provider(&self, back: bool) -> Result<Answer, StateError> {
        match &self.house.plan.provider {
            Some(provider) if back => self.back(provider).await,
            Some(provider) => self.with(provider).await,
            None => Ok(Answer::go(SIGN_IN)),
        }
    }

    /// Whether cookies are of TLS alone.
    fn is_secure(&self) -> bool {
        cookie_name(self.asked).starts_with("__Host-")
    }

    async fn sign_in(&self, form: &Form, peer: IpAddr) -> Result<Answer, StateError> {
        let email = form.first("email").trim().to_lowercase();
        let to = ours(form.first("to"));
        // Guesses are counted against both, so that neither many addresses of mail from one place nor one from many get far.
        let (whose, whence) = (
            format!("mail {}", clean(&email, 254)),
            format!("from {}", from_where(self.asked, peer)),
        );
        let mut waits = self.state.guess(&whence, self.now).await?;
        if waits.is_none() {
            waits = self.state.guess(&whose, self.now).await?;
            if waits.is_some() {
                // No password is looked at, so nothing was guessed from there.
                self.state.forgive(&whence).await?;
            }
        }
        if let Some(seconds) = waits {
            let minutes = usize::try_from(seconds).unwrap_or(0).div_ceil(60);
            let wrong = self.words.filled("sign-in-wait", &[("minutes", minutes.into())]);
            let page = self.sign_in_page(StatusCode::TOO_MANY_REQUESTS, to, &email, Some(&wrong));
            return Ok(page.with(header::RETRY_AFTER, &seconds.to_string()));
        }
        let user = self.state.user(&email).await?;
        let kept = match &user {
            Some(user) => self.state.password(user.id).await?,
            None => None,
        };
        let told = form.first("password").to_owned();
        let is_right = self.house.work(move || {
            if let Some(kept) = kept {
                return kept.is(&told);
            }
            // Who is unknown takes as long as who is known.
            NOBODY.as_ref().map(|nobody| nobody.is(&told));
            false
        });
        if let (Some(user), Some(true)) = (user, is_right.await) {
            self.state.opened(&whose).await?;
            // What was guessed from there before stands: who guesses may have an account of their own.
            self.state.forgive(&whence).await?;
            let session = self.state.begin_session(user.id, self.now).await?;
            return Ok(Answer::go(to).with(header::SET_COOKIE, &self.cookie(Some(&session))));
        }
        let wrong = self.words.text("sign-in-wrong");
        Ok(self.sign_in_page(StatusCode::FORBIDDEN, to, &email, Some(&wrong)))
    }

    async fn sign_out(&self) -> Result<Answer, StateError> {
        if let Some(told) = session_of(self.asked) {
            self.state.end_session(&told).await?;
        }
        Ok(Answer::go(SIGN_IN)
            .with(header::SET_COOKIE, &self.cookie(None))
            .with(header::HeaderName::from_static("clear-site-data"), "\"cache\""))
    }

    async fn password(&self, user: &User, form: &Form) -> Result<Answer, StateError> {
        let kept = self.state.password(user.id).await?;
        let (told, new) = (form.first("password").to_owned(), form.first("new").to_owned());
        let made = self
            .house
            .work(move || kept.is_none_or(|kept| kept.is(&told)).then(|| Password::new(&new)));
        match made.await.flatten() {
            Some(Ok(password)) => {
                self.state.set_password(user.id, &password).await?;
                let session = self.state.begin_session(user.id, self.now).await?;
                Ok(Answer::go("/").with(header::SET_COOKIE, &self.cookie(Some(&session))))
            }
            Some(Err(StateError::Refused(why))) => Ok(self.password_page(StatusCode::UNPROCESSABLE_ENTITY, Some(&why))),
            Some(Err(error)) => Err(error),
            None => {
                let wrong = self.words.text("password-wrong");
                Ok(self.password_page(StatusCode::FORBIDDEN, Some(&wrong)))
            }
        }
    }

    async fn join(&self, told: &str, form: Option<&Form>, user: Option<&User>) -> Result<Answer, StateError> {
        let Some((invitation, who)) = self.state.invited(told, self.now).await? else {
            return Ok(self.bare(
                StatusCode::GONE,
                "join",
                &html! { p { (self.words.text("join-void")) } },
            ));
        };
        if let (Invited::Known(known), true) = (&who, user.is_none_or(|user| user.email != invitation.email)) {
            let to: String = form_urlencoded::byte_serialize(self.asked.uri.path().as_bytes()).collect();
            let inner = html! {
                p { (self.words.filled("join-known", &[("email", known.email.clone().into())])) }
                p { a href=(format!("{SIGN_IN}?to={to}")) { (self.words.text("sign-in")) } }
            };
            return Ok(self.bare(StatusCode::OK, "join", &inner));
        }
        let page = |status, wrong: Option<&str>| {
            let inner = html! {
                p { (self.words.filled("join-as", &[("email", invitation.email.clone().into()), ("role", self.words.text(&format!("role-{}", invitation.role.as_str())).into())])) }
                (alert(wrong))
                form class="door" method="post" action=(self.asked.uri.path()) {
                    @if who == Invited::New {
                        label { (self.words.text("name")) input name="name" autocomplete="name" maxlength="100" required; }
                        (new_password(&self.words, "password"))
                    }
                    button type="submit" { (self.words.text("join-do")) }
                }
            };
            self.bare(status, "join", &inner)
        };
        let Some(form) = form else {
            return Ok(page(StatusCode::OK, None));
        };
        let joined = match &who {
            Invited::Known(_) => self.state.join(told, None, user.map(|user| user.id), self.now).await,
            Invited::New => {
                let words = form.first("password").to_owned();
                match self.house.work(move || Password::new(&words)).await {
                    Some(Ok(password)) => {
                        let name = clean(form.first("name"), 100);
                        self.state.join(told, Some((&name, &password)), None, self.now).await
                    }
                    Some(Err(error)) => Err(error),
                    None => Err(StateError::Secret("the work broke off".to_owned())),
                }
            }
        };
        match joined {
            Ok(user) => {
                let session = self.state.begin_session(user.id, self.now).await?;
                Ok(Answer::go("/").with(header::SET_COOKIE, &self.cookie(Some(&session))))
            }
            Err(StateError::Refused(why)) => Ok(page(StatusCode::UNPROCESSABLE_ENTITY, Some(&why))),
            Err(error) => Err(error),
        }
    }

    /// Asks whether letters shall end, and ends them.
    async fn end_letters(&self, done: bool) -> Result<Answer, StateError> {
        let path = self.asked.uri.path();
        let link = path.strip_prefix(UNSUBSCRIBE).unwrap_or("");
        let Some(address) = desk::unsubscribe(self.house, link, done).await? else {
            let void = html! { p { (self.words.text("unsubscribe-void")) } };
            return Ok(self.bare(StatusCode::NOT_FOUND, "unsubscribe", &void));
        };
        let address = ("address", clean(&address, 254).into());
        let inner = html! {
            @if done { p { (self.words.filled("unsubscribe-says", &[address])) } }
            @else {
                p { (self.words.filled("unsubscribe-ask", &[address])) }
                form class="door" method="post" action=(path) { button type="submit" { (self.words.text("unsubscribe-do")) } }
            }
        };
        Ok(self.bare(StatusCode::OK, "unsubscribe", &inner))
    }

    /// The cookie of a session; of none, it is taken away.
    fn cookie(&self, session: Option<&Secret>) -> String {
        let name = cookie_name(self.asked);
        Cookie::build((name, session.map_or("", Secret::told)))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.is_secure())
            .max_age(cookie::time::Duration::days(if session.is_some() { KEPT } else { 0 }))
            .build()
            .to_string()
    }

    fn sign_in_page(&self, status: StatusCode, to: &str, email: &str, wrong: Option<&str>) -> Answer {
        let words = &self.words;
        let inner = html! {
            (alert(wrong))
            form class="door" method="post" action=(SIGN_IN) {
                input type="hidden" name="to" value=(to);
                label { (words.text("email")) input name="email" type="email" autocomplete="username" value=(email) required; }
                label { (words.text("password")) input name="password" type="password" autocomplete="current-password" required; }
                button type="submit" { (words.text("sign-in")) }
            }
            @if self.house.plan.provider.is_some() {
                @let query: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
                p { a href=(format!("{}?to={query}", provider::WITH)) { (words.text("sign-in-provider")) } }
            }
        };
        self.bare(status, "sign-in", &inner)
    }

    fn password_page(&self, status: StatusCode, wrong: Option<&str>) -> Answer {
        let words = &self.words;
        let inner = html! {
            (alert(wrong))
            form class="door" method="post" action=(PASSWORD) {
                label { (words.text("password-old")) input name="password" type="password" autocomplete="current-password"; }
                (new_password(words, "new"))
                button type="submit" { (words.text("password-do")) }
            }
            p class="note" { (words.text("password-ends")) }
        };
        self.bare(status, "password-change", &inner)
    }

    fn bare(&self, status: StatusCode, title: &str, inner: &Markup) -> Answer {
        let inner = html! { section class="narrow" { (inner) } };
        frame::bare(status, self.language, &self.words.text(title), false, &inner)
    }
}

/// What a guess at nobody's password is compared with.
static NOBODY: LazyLock<Option<Password>> = LazyLock::new(|| Password::new("nobody has this password").ok());

fn new_password(words: &Words, name: &str) -> Markup {
    html! {
        label {
            (words.filled("password-new", &[("shortest", Password::SHORTEST.into())]))
            input name=(name) type="password" autocomplete="new-password" minlength=(Password::SHORTEST) maxlength="1024" required;
        }
    }
}

/// What was wrong with a form.
pub(crate) fn alert(wrong: Option<impl Render>) -> Markup {
    html! { @if let Some(wrong) = wrong { div class="notice bad" role="alert" { p { (wrong) } } } }
}

/// An address of this server, or its first page: a sign-in leads nowhere else.
fn ours(to: &str) -> &str {
    let leads_away =
        !to.starts_with('/') || to.starts_with("//") || to.contains('\\') || to.chars().any(char::is_control);
    if leads_away { "/" } else { to }
}
