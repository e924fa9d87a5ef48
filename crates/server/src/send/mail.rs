//! Mail, by SMTP.

use std::error::Error as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use harpoon_state::StateError;
use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use reqwest::Url;

use super::letter::Letter;
use super::{Outgoing, Trouble, refused};
use crate::gate::is_this_machine;

/// How long the mail server may take over one answer, and over one letter.
const ANSWER: Duration = Duration::from_secs(30);
const WHOLE: Duration = Duration::from_mins(3);

/// How a certificate begins in a file.
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// What goes with a letter.
pub(super) struct Enclosed {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// What is written on the outside.
pub(super) struct Outside<'a> {
    pub(super) to: &'a str,
    /// Known to nobody else, and the same at each attempt.
    pub(super) id: String,
    /// Where the reader has the letters end: a link to our page.
    pub(super) unsubscribe: Option<String>,
    pub(super) now: Timestamp,
}

/// A mail server and whom letters are from.
pub(super) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    password: Option<String>,
}

impl Mailer {
    /// With the settings; refuses a way on which the password or a letter could be read.
    pub(super) fn new(outgoing: &Outgoing) -> Result<Self, StateError> {
        let smtp = outgoing.smtp.as_deref();
        let smtp = smtp.ok_or_else(|| refused("no mail server is set: HARPOON_SMTP=smtps://user:password@host"))?;
        let (address, password) = secured(smtp)?;
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(address.as_str())
            .map_err(|_| refused("HARPOON_SMTP is no address of a mail server"))?;
        if let Some(file) = &outgoing.authorities {
            transport = trusting(transport, &address, file)?;
        }
        Ok(Self {
            transport: transport.timeout(Some(ANSWER)).build(),
            from: from(outgoing)?,
            password,
        })
    }

    /// Whether the mail server lets us in; nothing is sent.
    pub(super) async fn reached(&self) -> Result<(), String> {
        match tokio::time::timeout(ANSWER, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("it answers, and takes nothing".to_owned()),
            Ok(Err(error)) => Err(self.why(&error)),
            Err(_) => Err("it does not answer".to_owned()),
        }
    }

    pub(super) async fn send(
        &self,
        letter: &Letter,
        outside: &Outside<'_>,
        enclosed: Vec<Enclosed>,
    ) -> Result<(), Trouble> {
        let message = message(&self.from, letter, outside, enclosed).map_err(|error| Trouble::Never(told(error)))?;
        match tokio::time::timeout(WHOLE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                let why = self.why(&error);
                Err(if error.is_permanent() {
                    Trouble::Never(why)
                } else {
                    Trouble::Later(why, None)
                })
            }
            Err(_) => Err(Trouble::Later("the mail server took too long".to_owned(), None)),
        }
    }

    /// What the mail server said, or what broke; never our password, should it be said back.
    fn why(&self, error: &lettre::transport::smtp::Error) -> String {
        let mut why = error.to_string();
        let mut below = error.source();
        while let Some(cause) = below {
            let cause_says = cause.to_string();
            if !why.contains(&cause_says) {
                why = format!("{why}: {cause_says}");
            }
            below = cause.source();
        }
        if let Some(words) = of_certificate(&why) {
            why = format!("{words} ({why})");
        }
        match &self.password {
            Some(password) if !password.is_empty() => why.replace(password, "…"),
            _ => why,
        }
    }
}

/// The same with the authorities of a file trusted beside those of the system.
fn trusting(
    transport: AsyncSmtpTransportBuilder,
    address: &Url,
    file: &Path,
) -> Result<AsyncSmtpTransportBuilder, StateError> {
    let wrong = |why: &dyn std::fmt::Display| refused(format!("HARPOON_MAIL_CA, `{}`: {why}", file.display()));
    let pem = fs::read(file).map_err(|error| wrong(&error))?;
    if !pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
        return Err(wrong(&"there is no certificate in it; it holds them in the PEM format"));
    }
    let authorities = Certificate::from_pem(&pem).map_err(|_| wrong(&"a certificate in it is damaged"))?;
    let host = address.host_str().unwrap_or("").to_owned();
    let parameters = TlsParameters::builder(host)
        .add_root_certificate(authorities)
        .build()
        .map_err(|error| wrong(&error))?;
    // Without TLS a mail server is on this machine and is told no password.
    Ok(match (address.scheme(), address.query()) {
        ("smtps", _) => transport.tls(Tls::Wrapper(parameters)),
        (_, Some(_)) => transport.tls(Tls::Required(parameters)),
        (_, None) => transport,
    })
}

/// What is wrong with a certificate, for whoever can mend it.
fn of_certificate(why: &str) -> Option<&'static str> {
    let no_authority = "the mail server's certificate is of no authority that is trusted here; HARPOON_MAIL_CA names a file of further ones";
    let known = [
        ("UnknownIssuer", no_authority),
        // Of an authority that is called as one that is trusted.
        ("BadSignature", no_authority),
        ("not valid for name", "the mail server's certificate is of another name"),
        ("NotValidForName", "the mail server's certificate is of another name"),
        ("expired", "the mail server's certificate has expired"),
        (
            "CaUsedAsEndEntity",
            "the mail server shows the certificate of an authority as its own; it needs one that the authority signed",
        ),
    ];
    let is_of_one = why.contains("certificate");
    let found = known.into_iter().find(|(mark, _)| is_of_one && why.contains(mark));
    found.map(|(_, words)| words)
}

/// Whom letters are from.
pub(super) fn from(outgoing: &Outgoing) -> Result<Mailbox, StateError> {
    let from = outgoing.from.as_deref();
    let from = from.ok_or_else(|| refused("nobody is set as sender: HARPOON_MAIL_FROM=\"Name <address>\""))?;
    from.parse()
        .map_err(|_| refused(format!("HARPOON_MAIL_FROM, `{from}`, is no address of mail")))
}

/// Name of the mail server, for pages.
pub(crate) fn host(outgoing: &Outgoing) -> Option<String> {
    let address = Url::parse(outgoing.smtp.as_deref()?).ok()?;
    address.host_str().map(ToOwned::to_owned)
}

/// Whether mail can be sent to the address: one that lettre can write on an envelope.
pub(super) fn is_address(address: &str) -> bool {
    address.parse::<Address>().is_ok()
}

/// The address with TLS asked for, unless the mail server is on this machine and wants no password; and the password in it.
fn secured(smtp: &str) -> Result<(Url, Option<String>), StateError> {
    let wrong = || refused("HARPOON_SMTP is no address of a mail server; write smtps://user:password@host:port");
    let mut address = Url::parse(smtp).map_err(|_| wrong())?;
    let host = address.host_str().ok_or_else(wrong)?;
    let said = address
        .query_pairs()
        .find(|(name, _)| name == "tls")
        .map(|(_, value)| value.into_owned());
    let is_here = is_this_machine(host);
    let password = address.password().map(plain);
    match (address.scheme(), said.as_deref()) {
        ("smtps", None) | ("smtp", Some("required")) => {}
        ("smtp", None) if is_here && password.is_none() => {}
        ("smtp", None) => address.set_query(Some("tls=required")),
        ("smtp", Some(_)) => return Err(refused("HARPOON_SMTP: the one thing to say of TLS is tls=required")),
        _ => return Err(wrong()),
    }
    Ok((address, password))
}

/// A part of an address without its escapes.
fn plain(part: &str) -> String {
    let kept = part.replace('+', "%2B");
    let pair = format!("p={kept}");
    form_urlencoded::parse(pair.as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

/// The letter as it goes over the wire.
pub(super) fn message(
    from: &Mailbox,
    letter: &Letter,
    outside: &Outside<'_>,
    enclosed: Vec<Enclosed>,
) -> Result<Message, lettre::error::Error> {
    let to: Address = outside.to.parse().map_err(|_| lettre::error::Error::MissingTo)?;
    let unsubscribe = match &outside.unsubscribe {
        Some(link) => format!("<{link}>"),
        None => format!("<mailto:{}?subject=unsubscribe>", from.email),
    };
    let raw = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    let mut builder = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.as_str())
        .date(SystemTime::from(outside.now))
        .message_id(Some(format!("<{}@{}>", outside.id, from.email.domain())))
        .raw_header(raw("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(raw("List-Unsubscribe", unsubscribe));
    if outside.unsubscribe.is_some() {
        builder = builder.raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    let words = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    if enclosed.is_empty() {
        return builder.multipart(words);
    }
    let mut whole = MultiPart::mixed().multipart(words);
    for Enclosed { name, bytes } in enclosed {
        let kind = if Path::new(&name).extension().is_some_and(|ending| ending == "pdf") {
            "application/pdf"
        } else {
            "text/html; charset=utf-8"
        };
        let kind = ContentType::parse(kind).unwrap_or(ContentType::TEXT_HTML);
        whole = whole.singlepart(Attachment::new(name).body(bytes, kind));
    }
    builder.multipart(whole)
}

fn told(error: lettre::error::Error) -> String {
    match error {
        lettre::error::Error::MissingTo => "it is no address that mail can be sent to".to_owned(),
        error => error.to_string(),
    }
}
