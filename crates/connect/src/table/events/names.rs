//! [`Names`]: the names that a row gives to its person and company.
//!
//! E-mail addresses and telephone numbers leave this file only as digests.

use std::collections::BTreeSet;
use std::fmt::Write;

use harpoon_core::{Alias, AliasKind};
use sha2::{Digest, Sha256};

use super::super::columns::{Columns, known};
use super::super::entities::undamaged;
use super::super::rows::Fault;
use crate::connector::{Connector, Quirk};
use crate::field::{Field, Role};
use crate::record::Record;
use crate::remark::Remark;

/// Kinds of name, the strongest first. Numbers that a system gives to one person come before addresses that several may
/// share, those before browsers, and a deal last: it joins people and is none.
const STRENGTH: &[AliasKind] = &[
    AliasKind::Customer,
    AliasKind::Contact,
    AliasKind::Lead,
    AliasKind::User,
    AliasKind::Email,
    AliasKind::Phone,
    AliasKind::Anonymous,
    AliasKind::Click,
    AliasKind::Deal,
];

/// Domains at which anyone may have an address: they name no company.
const FREEMAIL: &[&str] = &[
    "126.com",
    "163.com",
    "aol.com",
    "bluewin.ch",
    "btinternet.com",
    "comcast.net",
    "duck.com",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.it",
    "hotmail.nl",
    "icloud.com",
    "kpnmail.nl",
    "laposte.net",
    "libero.it",
    "live.com",
    "live.nl",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rocketmail.com",
    "seznam.cz",
    "sina.com",
    "t-online.de",
    "telenet.be",
    "tutanota.com",
    "upcmail.nl",
    "web.de",
    "wp.pl",
    "xs4all.nl",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yandex.ru",
    "ymail.com",
    "ziggo.nl",
    "zoho.com",
];

/// Parameters of addresses that carry the id of one click.
const CLICK_PARAMS: &[&str] = &[
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "fbclid",
    "msclkid",
    "ttclid",
    "twclid",
    "li_fat_id",
    "ScCid",
    "epik",
    "rdt_cid",
    "qclid",
    "yclid",
    "irclickid",
    "irclid",
    "obclid",
    "tblci",
    "dub_id",
    "hpclid",
];

/// Columns that hold names.
#[derive(Debug)]
pub(super) struct Names {
    columns: Vec<(AliasKind, String, usize)>,
    system: Option<&'static str>,
    calling_code: Option<&'static str>,
}

/// The names that a row gives.
#[derive(Debug, Default)]
pub(super) struct People {
    /// The strongest first, each with the place of its cell.
    persons: Vec<(Alias, usize)>,
    companies: Vec<(Alias, usize)>,
    click_param: Option<String>,
    /// Columns of e-mail addresses or telephone numbers that hold something else.
    unread: Vec<usize>,
}

impl Names {
    pub(super) fn new(connector: &Connector, columns: &Columns) -> Self {
        let name = |(field, at): &(Field, usize)| match field {
            Field::Name { kind, param } => Some((*kind, param.to_string(), *at)),
            _ => None,
        };
        let mut all: Vec<(AliasKind, String, usize)> = columns.told.iter().filter_map(name).collect();
        // Companies come first: the domain of an address names one only where the row names none.
        all.sort_by_key(|(kind, _, at)| (STRENGTH.iter().position(|k| k == kind), *at));
        let quirk = |of: fn(&Quirk) -> Option<&'static str>| connector.quirks.iter().find_map(of);
        Self {
            columns: all,
            system: quirk(|q| {
                if let Quirk::System(system) = q {
                    Some(system)
                } else {
                    None
                }
            }),
            calling_code: quirk(|q| {
                if let Quirk::CallingCode(code) = q {
                    Some(code)
                } else {
                    None
                }
            }),
        }
    }

    /// The system that numbers its people.
    pub(super) const fn system(&self) -> Option<&'static str> {
        self.system
    }

    /// The number as its source writes it.
    pub(super) fn unprefixed<'n>(&self, alias: &'n Alias) -> &'n str {
        let rest = self.system.and_then(|system| alias.name.strip_prefix(system));
        rest.and_then(|rest| rest.strip_prefix('-')).unwrap_or(&alias.name)
    }

    /// The deal that the row is about is a name too: of those who take part in it.
    pub(super) fn add_deal(&self, people: &mut People, deal: &str) {
        if deal.len() <= LONGEST && !people.persons.iter().any(|(alias, _)| alias.kind == AliasKind::Deal) {
            people.add(AliasKind::Deal, self.numbered(deal), ELSEWHERE);
        }
    }

    /// The names of a row. Errors: a number that a spreadsheet has rounded.
    pub(super) fn of(&self, record: &Record, columns: &Columns) -> Result<People, Fault> {
        let mut people = People::default();
        for (kind, param, at) in &self.columns {
            if let Some(cell) = known(record.get(*at)).filter(|cell| cell.len() <= LONGEST) {
                self.name(&mut people, *kind, param, cell, (*at, columns))?;
            }
        }
        if let Some(landing) = columns.text(record, Role::LandingUrl)
            && let Some((param, id)) = click_in(landing)
        {
            people.click(param, id, ELSEWHERE);
        }
        Ok(people)
    }

    fn name(
        &self,
        people: &mut People,
        kind: AliasKind,
        param: &str,
        cell: &str,
        (at, columns): (usize, &Columns),
    ) -> Result<(), Fault> {
        match kind {
            AliasKind::Email => people.email(cell, at),
            AliasKind::Phone => match phone(cell, self.calling_code) {
                Some(number) => people.add(kind, number, at),
                None => people.unread.push(at),
            },
            AliasKind::Domain => {
                if let Some(domain) = domain(cell) {
                    people.add(kind, domain, at);
                }
            }
            AliasKind::Click if param.is_empty() => {
                let (param, id) = cell.split_once('.').unwrap_or(("", cell));
                people.click(param, id, at);
            }
            AliasKind::Click => people.click(param, cell, at),
            AliasKind::Anonymous => people.add(kind, self.numbered(cell), at),
            _ => {
                for number in cell.split(';').map(str::trim).filter(|n| !n.is_empty()).take(MOST) {
                    not_rounded(number, at, columns)?;
                    people.add(kind, self.numbered(number), at);
                }
            }
        }
        Ok(())
    }

    /// A number with the system that gave it.
    fn numbered(&self, number: &str) -> String {
        match self.system {
            Some(system) => format!("{system}-{number}"),
            None => number.to_owned(),
        }
    }
}

/// Place of names that stand in no column of their own.
const ELSEWHERE: usize = usize::MAX;
/// Bytes of a cell beyond which it is no name.
const LONGEST: usize = 1_000;
/// Numbers in one cell: the contacts of a deal.
const MOST: usize = 50;

fn not_rounded(number: &str, at: usize, columns: &Columns) -> Result<(), Fault> {
    undamaged(number, columns, Role::Deed).map_err(|fault| Fault {
        column: columns.header_at(at),
        ..fault
    })
}

impl People {
    /// The strongest name of the person.
    pub(super) fn strongest(&self) -> Option<&Alias> {
        self.persons.first().map(|(alias, _)| alias)
    }

    /// The company, by the CRM's number before its domain.
    pub(super) fn company(&self) -> Option<&Alias> {
        self.companies
            .iter()
            .map(|(alias, _)| alias)
            .min_by_key(|alias| alias.kind)
    }

    /// The deal or lead that the row is about, where no column is the deed's.
    pub(super) fn deed(&self, is_of_deal: bool) -> Option<&Alias> {
        const OF_DEALS: [AliasKind; 3] = [AliasKind::Deal, AliasKind::Lead, AliasKind::Contact];
        const OF_LEADS: [AliasKind; 3] = [AliasKind::Lead, AliasKind::Contact, AliasKind::Deal];
        let of = |kind| {
            self.persons
                .iter()
                .map(|(alias, _)| alias)
                .find(move |alias| alias.kind == kind)
        };
        let order = if is_of_deal { OF_DEALS } else { OF_LEADS };
        order.into_iter().find_map(of)
    }

    /// The parameter of the row's click id.
    pub(super) fn click_param(&self) -> Option<&str> {
        self.click_param.as_deref()
    }

    /// Names that are one person or one company, and last the person with the company. Several numbers in one cell are
    /// several people: they are tied to what they share and not to each other.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&Alias, &Alias)> {
        pairs_of(&self.persons)
            .chain(pairs_of(&self.companies))
            .chain(self.strongest().zip(self.company()))
    }

    /// Tells of columns that should hold addresses or numbers and hold something else.
    pub(super) fn remark(&self, columns: &Columns, remarks: &mut BTreeSet<Remark>) {
        for header in self.unread.iter().filter_map(|at| columns.header_at(*at)) {
            remarks.insert(Remark::NoAddress(header.clone()));
        }
    }

    fn add(&mut self, kind: AliasKind, name: String, at: usize) {
        let alias = Alias::new(kind, name);
        let names = if kind.is_company() {
            &mut self.companies
        } else {
            &mut self.persons
        };
        if !names.iter().any(|(known, _)| *known == alias) {
            names.push((alias, at));
        }
    }

    fn click(&mut self, param: &str, id: &str, at: usize) {
        if !param.is_empty() && self.click_param.is_none() {
            self.click_param = Some(param.to_owned());
        }
        let name = if param.is_empty() {
            id.to_owned()
        } else {
            format!("{param}.{id}")
        };
        self.add(AliasKind::Click, name, at);
    }

    /// An address, or what is its digest already.
    fn email(&mut self, cell: &str, at: usize) {
        let plain = cell.to_lowercase();
        if plain.len() == 64 && plain.bytes().all(|b| b.is_ascii_hexdigit()) {
            self.add(AliasKind::Email, plain, at);
            return;
        }
        let Some((address, host)) = address(cell) else {
            self.unread.push(at);
            return;
        };
        self.add(AliasKind::Email, digest(&address), at);
        if let Some(host) = business(&host).filter(|_| self.companies.is_empty()) {
            self.add(AliasKind::Domain, host, at);
        }
    }
}

/// The name that an e-mail address stands for: its digest, as importers write it; `None` if it is no address.
pub fn email(text: &str) -> Option<Alias> {
    address(text).map(|(address, _)| Alias::new(AliasKind::Email, digest(&address)))
}

/// The company that an e-mail address tells of: its domain, if not anyone may have an address there.
pub fn email_company(text: &str) -> Option<Alias> {
    let (_, host) = address(text)?;
    business(&host).map(|host| Alias::new(AliasKind::Domain, host))
}

/// The company of a web site or a host: `https://www.example.com/about` is `domain:example.com`.
pub fn site_company(text: &str) -> Option<Alias> {
    domain(text).map(|host| Alias::new(AliasKind::Domain, host))
}

/// The name that a telephone number stands for: the digest of the number, which is best in international notation. `None` if
/// it is no number.
pub fn phone_number(text: &str) -> Option<Alias> {
    phone(text, None).map(|digest| Alias::new(AliasKind::Phone, digest))
}

/// A domain that is of one company.
fn business(host: &str) -> Option<String> {
    domain(host).filter(|host| !FREEMAIL.contains(&host.as_str()))
}

/// An e-mail address in small letters and without blanks, and its domain.
fn address(text: &str) -> Option<(String, String)> {
    let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let address = plain.strip_prefix("mailto:").unwrap_or(&plain);
    let (local, host) = address.split_once('@')?;
    let is_address = !local.is_empty() && host.contains('.') && !host.contains('@');
    is_address.then(|| (address.to_owned(), host.to_owned()))
}

/// Every two names, save two of one cell.
fn pairs_of(names: &[(Alias, usize)]) -> impl Iterator<Item = (&Alias, &Alias)> {
    let after = |place: usize| names.get(place + 1..).unwrap_or_default();
    let all = names.iter().enumerate();
    let pairs = all.flat_map(move |(place, one)| after(place).iter().map(move |other| (one, other)));
    let apart = pairs.filter(|((_, here), (_, there))| here != there || *here == ELSEWHERE);
    apart.map(|((one, _), (other, _))| (one, other))
}

/// SHA-256 in hexadecimal.
fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// The digest of a telephone number: `+` and the calling code where they are known, else its digits.
fn phone(cell: &str, calling_code: Option<&str>) -> Option<String> {
    let plain = cell.to_lowercase();
    if plain.len() == 64 && plain.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Some(plain);
    }
    if cell.chars().any(char::is_alphabetic) {
        return None;
    }
    let cell = cell.replace("(0)", "");
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    if !(6..=17).contains(&digits.len()) {
        return None;
    }
    let number = if cell.trim_start().starts_with('+') {
        format!("+{digits}")
    } else if let Some(rest) = digits.strip_prefix("00") {
        format!("+{rest}")
    } else if let Some(code) = calling_code {
        format!("+{code}{}", digits.strip_prefix('0').unwrap_or(&digits))
    } else {
        digits
    };
    Some(digest(&number))
}

/// The domain of an address of a site or of a person: `https://www.example.com/about` is `example.com`.
fn domain(cell: &str) -> Option<String> {
    let plain = cell.trim().to_lowercase();
    let host = plain.split_once("://").map_or(plain.as_str(), |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.');
    let is_host =
        host.contains('.') && host.len() <= 253 && host.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    is_host.then(|| host.to_owned())
}

/// The first click id in an address: its parameter as its platform writes it, and the id as it is written.
pub fn click_in(address: &str) -> Option<(&'static str, &str)> {
    let (_, query) = address.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    query.split('&').find_map(|pair| {
        let (name, id) = pair.split_once('=')?;
        let param = CLICK_PARAMS.iter().find(|param| param.eq_ignore_ascii_case(name))?;
        (!id.is_empty() && id.len() <= 500).then_some((*param, id))
    })
}
