//! [`People`]: the names that an event gives to a person and a company, and which of them are one.

use harpoon_connect::{click_in, email, email_company, phone_number, site_company};
use harpoon_core::{Alias, AliasKind, Identity};

use super::Terms;
use super::said::Said;
use crate::click::PARAMETER;
use crate::key::Key;
use crate::sent::Sent;

/// The names of an event.
#[derive(Debug, Default)]
pub(super) struct People {
    /// The strongest first: numbers of users before addresses, those before browsers, then clicks.
    persons: Vec<Alias>,
    companies: Vec<Alias>,
    /// Names that are the person's too, as an alias says.
    previous: Vec<Alias>,
    click_param: Option<&'static str>,
}

impl People {
    pub(super) fn of(said: &Said, sent: &Sent, terms: &Terms) -> Self {
        let mut people = Self::default();
        let numbered = |name: &str| match &terms.system {
            Some(system) => format!("{system}-{name}"),
            None => name.to_owned(),
        };
        // Some sites number their users by address, which is kept as a digest only.
        let user = |name: &str| email(name).unwrap_or_else(|| Alias::new(AliasKind::User, numbered(name)));
        let anonymous = |name: &str| Alias::new(AliasKind::Anonymous, numbered(name));
        let addresses = || [said.user.as_deref(), said.email.as_deref()].into_iter().flatten();
        people.persons.extend(said.user.as_deref().map(user));
        people.persons.extend(said.email.as_deref().and_then(email));
        people.persons.extend(said.phone.as_deref().and_then(phone_number));
        let day = sent.visitor.as_deref().filter(|_| said.anonymous.is_none());
        people.persons.extend(said.anonymous.as_deref().or(day).map(anonymous));
        if let Some((param, id)) = said.url.as_deref().and_then(click_in) {
            people.click_param = Some(param);
            people
                .persons
                .push(Alias::new(AliasKind::Click, format!("{param}.{id}")));
        }
        // Beside a platform's: of one link both may be known. What the cookie knows led here some time ago, and not to this page.
        let own = said.url.as_deref().and_then(own_click);
        people.click_param = people.click_param.or(own.map(|_| PARAMETER));
        for id in own
            .into_iter()
            .chain(sent.click.as_deref())
            .chain(said.click_before.as_deref())
        {
            let alias = Alias::new(AliasKind::Click, format!("{PARAMETER}.{id}"));
            if !people.persons.contains(&alias) {
                people.persons.push(alias);
            }
        }
        people.companies.extend(
            said.group
                .as_deref()
                .map(|name| Alias::new(AliasKind::Company, numbered(name))),
        );
        people.companies.extend(said.website.as_deref().and_then(site_company));
        if people.companies.is_empty() {
            people.companies.extend(addresses().find_map(email_company));
        }
        // An alias does not say whether the name that goes was a browser's or a user's: it is tied as both.
        if let Some(previous) = said.previous.as_deref() {
            people.previous = vec![anonymous(previous), user(previous)];
        }
        people.persons.dedup();
        people
    }

    /// The strongest name of the person.
    pub(super) fn strongest(&self) -> Option<&Alias> {
        self.persons.first()
    }

    /// The name by which visits are told apart: the browser's, which is there before anybody signs in.
    pub(super) fn browser(&self) -> Option<&Alias> {
        let kinds = [AliasKind::Anonymous, AliasKind::User, AliasKind::Email];
        let mut of = kinds
            .iter()
            .filter_map(|kind| self.persons.iter().find(|alias| alias.kind == *kind));
        of.next()
    }

    /// The company that the person acts for.
    pub(super) fn company(&self) -> Option<&Alias> {
        self.companies.first()
    }

    /// The parameter of the click id.
    pub(super) const fn click_param(&self) -> Option<&'static str> {
        self.click_param
    }

    /// Every two names of the person, every two of the company, and the person with the company; as importers tie them.
    pub(super) fn ties(&self) -> Vec<Identity> {
        let of_company = self.strongest().zip(self.company());
        let of_alias = self
            .strongest()
            .into_iter()
            .flat_map(|who| self.previous.iter().map(move |name| (who, name)));
        let all = pairs(&self.persons)
            .chain(pairs(&self.companies))
            .chain(of_company)
            .chain(of_alias);
        all.filter_map(|(one, other)| Identity::tie(one.clone(), other.clone(), 0))
            .collect()
    }
}

/// The id of a click on a short link in the address that it led to.
fn own_click(url: &str) -> Option<&str> {
    let query = url.split_once('?')?.1.split('#').next()?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let id = pairs.find(|(name, _)| name.eq_ignore_ascii_case(PARAMETER))?.1;
    Key::parse(id).map(|_| id)
}

fn pairs(names: &[Alias]) -> impl Iterator<Item = (&Alias, &Alias)> {
    let all = names.iter().enumerate();
    all.flat_map(|(place, one)| names.iter().skip(place + 1).map(move |other| (one, other)))
}
