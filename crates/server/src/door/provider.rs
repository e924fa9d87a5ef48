//! Signing in by an OpenID Connect provider: authorization code with PKCE (RFC 7636), the ID token checked for issuer,
//! audience, signature, time and nonce by `openidconnect`.
//!
//! Who comes in that way is somebody known or invited here under an address that the provider has verified; a provider that
//! knows more people than the server lets nobody else in. What one attempt must remember stands in a cookie of the browser.

use std::time::Duration;

use axum::http::{StatusCode, header};
use cookie::{Cookie, SameSite};
use harpoon_report::clean;
use harpoon_state::{Secret, StateError};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse,
};

use super::{Visit, ours};
use crate::answer::Answer;
use crate::gate::{host, is_this_machine, name_of};

/// Where a browser is sent on to the provider,
pub(super) const WITH: &str = "/sign-in/with";
/// and where it comes back to.
pub(super) const BACK: &str = "/sign-in/back";
/// How long somebody may take at the provider, in seconds.
const LONGEST: i64 = 600;
/// Largest answer of a provider that is read.
const LARGEST: usize = 1 << 20;

/// A provider, as it knows this server.
#[derive(Clone)]
pub struct Provider {
    /// Its address, such as `https://accounts.example.org`.
    pub issuer: String,
    /// What it calls this server.
    pub client: String,
    /// What this server proves that by.
    pub secret: Option<String>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider")
            .field("issuer", &self.issuer)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Why nobody came in.
enum Stopped {
    /// The provider cannot be asked, or what it says does not hold: for the server's owner.
    Provider(String),
    /// The attempt is over, or not of this browser.
    Stale,
    /// The provider does not vouch for an address of mail.
    Unverified,
    /// Nobody of this address is known or invited.
    Unknown(String),
    State(StateError),
}

impl From<StateError> for Stopped {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

fn at_provider(error: impl std::fmt::Display) -> Stopped {
    Stopped::Provider(clean(&error.to_string(), 300))
}

impl Visit<'_> {
    /// Sends the browser on to the provider.
    pub(super) async fn with(&self, provider: &Provider) -> Result<Answer, StateError> {
        let begun = async {
            let client = self.client(provider).await?;
            let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
            let (to, csrf, nonce) = client
                .authorize_url(
                    CoreAuthenticationFlow::AuthorizationCode,
                    CsrfToken::new_random,
                    Nonce::new_random,
                )
                .add_scope(Scope::new("email".to_owned()))
                .add_scope(Scope::new("profile".to_owned()))
                .set_pkce_challenge(challenge)
                .url();
            let kept = [csrf.secret(), nonce.secret(), verifier.secret(), &self.wanted()]
                .map(|part| form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>());
            Ok((to.to_string(), kept.join("&")))
        };
        match begun.await {
            Ok((to, kept)) => Ok(Answer::go(&to).with(header::SET_COOKIE, &self.attempt(Some(&kept)))),
            Err(stopped) => self.stopped(stopped),
        }
    }

    /// The browser comes back from the provider.
    pub(super) async fn back(&self, provider: &Provider) -> Result<Answer, StateError> {
        match self.vouched(provider).await {
            Ok((session, to)) => Ok(Answer::go(&to)
                .with(header::SET_COOKIE, &self.cookie(Some(&session)))
                .with(header::SET_COOKIE, &self.attempt(None))),
            Err(stopped) => self.stopped(stopped),
        }
    }

    /// Whom the provider vouches for, signed in, and the page they wanted.
    async fn vouched(&self, provider: &Provider) -> Result<(Secret, String), Stopped> {
        let query = self.asked.uri.query().unwrap_or("");
        let said = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.into_owned())
        };
        let kept = crate::gate::cookie_of(self.asked, self.attempt_name()).ok_or(Stopped::Stale)?;
        let parts: Vec<String> = kept
            .split('&')
            .filter_map(|part| {
                form_urlencoded::parse(part.as_bytes())
                    .next()
                    .map(|(value, _)| value.into_owned())
            })
            .collect();
        let [csrf, nonce, verifier, to] = parts.try_into().map_err(|_| Stopped::Stale)?;
        if said("state").as_deref() != Some(csrf.as_str()) {
            return Err(Stopped::Stale);
        }
        if let Some(error) = said("error") {
            return Err(at_provider(error));
        }
        let code = said("code").ok_or(Stopped::Stale)?;
        let client = self.client(provider).await?;
        let http = http()?;
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(at_provider)?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&|request| send(http.clone(), request))
            .await
            .map_err(at_provider)?;
        let token = tokens.id_token().ok_or_else(|| at_provider("it sent no ID token"))?;
        let claims = token
            .claims(&client.id_token_verifier(), &Nonce::new(nonce))
            .map_err(at_provider)?;
        let (email, is_verified, name) = if let Some(email) = claims.email() {
            (Some(email.clone()), claims.email_verified(), claims.name().cloned())
        } else {
            // A provider may keep what it knows of people for who asks with the access token (OpenID Connect Core 5.4).
            let subject = Some(claims.subject().clone());
            let asked = client
                .user_info(tokens.access_token().clone(), subject)
                .map_err(at_provider)?;
            let known: CoreUserInfoClaims = asked
                .request_async(&|request| send(http.clone(), request))
                .await
                .map_err(at_provider)?;
            (known.email().cloned(), known.email_verified(), known.name().cloned())
        };
        let email = email.filter(|_| is_verified == Some(true)).ok_or(Stopped::Unverified)?;
        let name = name.and_then(|name| name.get(None).map(|name| name.to_string()));
        let name = clean(name.as_deref().unwrap_or(""), 100);
        let user = self.state.come_in(email.as_str(), &name, self.now).await?;
        let user = user.ok_or_else(|| Stopped::Unknown(email.to_string()))?;
        Ok((self.state.begin_session(user.id, self.now).await?, ours(&to).to_owned()))
    }

    async fn client(&self, provider: &Provider) -> Result<Client, Stopped> {
        let http = http()?;
        let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(at_provider)?;
        let known = CoreProviderMetadata::discover_async(issuer, &|request| send(http.clone(), request))
            .await
            .map_err(at_provider)?;
        let host = host(self.asked);
        let scheme = if is_this_machine(name_of(host)) {
            "http"
        } else {
            "https"
        };
        let back = RedirectUrl::new(format!("{scheme}://{host}{BACK}")).map_err(at_provider)?;
        let secret = provider.secret.clone().map(ClientSecret::new);
        Ok(
            CoreClient::from_provider_metadata(known, ClientId::new(provider.client.clone()), secret)
                .set_redirect_uri(back),
        )
    }

    fn stopped(&self, stopped: Stopped) -> Result<Answer, StateError> {
        let (status, why) = match stopped {
            Stopped::State(error) => return Err(error),
            Stopped::Provider(why) => (
                StatusCode::BAD_GATEWAY,
                self.words.filled("provider-wrong", &[("why", why.into())]),
            ),
            Stopped::Stale => (StatusCode::BAD_REQUEST, self.words.text("provider-stale")),
            Stopped::Unverified => (StatusCode::FORBIDDEN, self.words.text("provider-unverified")),
            Stopped::Unknown(email) => {
                let email = clean(&email, 254);
                (
                    StatusCode::FORBIDDEN,
                    self.words.filled("provider-unknown", &[("email", email.into())]),
                )
            }
        };
        Ok(self
            .sign_in_page(status, "/", "", Some(&why))
            .with(header::SET_COOKIE, &self.attempt(None)))
    }

    fn attempt_name(&self) -> &'static str {
        if self.is_secure() {
            "__Host-harpoon-attempt"
        } else {
            "harpoon-attempt"
        }
    }

    /// The cookie of an attempt; of none, it is taken away.
    fn attempt(&self, kept: Option<&str>) -> String {
        Cookie::build((self.attempt_name(), kept.unwrap_or("").to_owned()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.is_secure())
            .max_age(cookie::time::Duration::seconds(if kept.is_some() {
                LONGEST
            } else {
                0
            }))
            .build()
            .to_string()
    }
}

/// What asks the provider: it follows nobody elsewhere, and does not wait for ever.
fn http() -> Result<reqwest::Client, Stopped> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(10));
    client.build().map_err(at_provider)
}

async fn send(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, Unsent> {
    let mut response = client.execute(request.try_into()?).await?;
    let mut answer = HttpResponse::new(Vec::new());
    *answer.status_mut() = response.status();
    *answer.headers_mut() = response.headers().clone();
    while let Some(chunk) = response.chunk().await? {
        if answer.body().len() + chunk.len() > LARGEST {
            return Err(Unsent::Large);
        }
        answer.body_mut().extend_from_slice(&chunk);
    }
    Ok(answer)
}

/// Why a question to the provider came to nothing.
#[derive(Debug, thiserror::Error)]
enum Unsent {
    #[error("{0}")]
    Http(#[from] reqwest::Error),
    #[error("its answer is larger than {LARGEST} bytes")]
    Large,
}
