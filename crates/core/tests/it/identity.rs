//! Who is one person: hand-made ties with hand-made answers.

use harpoon_core::event::Alias;
use harpoon_core::identity::{People, SHARED_ABOVE, Tie};

fn alias(text: &str) -> Alias {
    Alias::parse(text).unwrap_or_else(|| panic!("{text} is no alias"))
}

/// `a = b` ties, `a / b` takes the tie back.
fn people(ties: &str) -> People {
    let ties = ties.lines().map(str::trim).filter(|l| !l.is_empty()).zip(1..);
    let tie = |(line, row): (&str, u64)| {
        let mut words = line.split(' ');
        let (a, sign, b) = (
            words.next().unwrap_or(""),
            words.next().unwrap_or(""),
            words.next().unwrap_or(""),
        );
        let (one, other) = (alias(a).min(alias(b)), alias(a).max(alias(b)));
        Tie {
            one,
            other,
            joined: sign == "=",
            import_id: "i".to_owned(),
            row,
        }
    };
    People::resolve(ties.map(tie).collect(), SHARED_ABOVE)
}

fn check(ties: &str, expected: &[(&str, &str)]) {
    let found = people(ties);
    for (name, person) in expected {
        assert_eq!(
            found.person(&alias(name)).to_string(),
            *person,
            "person of {name} in:\n{ties}"
        );
    }
}

#[test]
fn names_on_one_row_are_one_person() {
    check(
        "email:e1 = contact:c1",
        &[("contact:c1", "email:e1"), ("email:e1", "email:e1")],
    );
    check("", &[("customer:9", "customer:9")]);
}

#[test]
fn joins_carry_over_from_source_to_source() {
    let ties = "anonymous:a1 = user:u1
                user:u1 = email:e1
                contact:c1 = email:e1
                click:gclid.X = anonymous:a1";
    let all = ["anonymous:a1", "user:u1", "contact:c1", "click:gclid.X"].map(|name| (name, "email:e1"));
    check(ties, &all);
    let names: Vec<String> = people(ties)
        .names(&alias("user:u1"))
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        names,
        ["email:e1", "contact:c1", "user:u1", "anonymous:a1", "click:gclid.X"]
    );
}

#[test]
fn a_tie_taken_back_parts_them_again() {
    check(
        "contact:c1 = email:e1\ncontact:c1 / email:e1",
        &[("contact:c1", "contact:c1")],
    );
    check(
        "contact:c1 = email:e1\ncontact:c1 / email:e1\ncontact:c1 = email:e1",
        &[("contact:c1", "email:e1")],
    );
}

#[test]
fn a_shared_name_joins_nobody() {
    let kiosk: String = (1..=5).map(|n| format!("anonymous:kiosk = email:e{n}\n")).collect();
    check(
        &kiosk,
        &[
            ("email:e1", "email:e1"),
            ("email:e5", "email:e5"),
            ("anonymous:kiosk", "anonymous:kiosk"),
        ],
    );
    let info: String = (1..=6)
        .map(|n| format!("email:info = contact:c{n}\ncontact:c{n} = customer:k{n}\n"))
        .collect();
    check(
        &info,
        &[
            ("customer:k1", "customer:k1"),
            ("contact:c1", "customer:k1"),
            ("contact:c6", "customer:k6"),
        ],
    );
    let found = people(&info);
    let shared: Vec<_> = found
        .shared()
        .iter()
        .map(|s| (s.alias.to_string(), s.kind.as_str(), s.names))
        .collect();
    assert_eq!(shared, [("email:info".to_owned(), "contact", 6)]);
}

#[test]
fn one_person_with_many_devices_stays_one() {
    let devices: String = (1..=40).map(|n| format!("email:e1 = anonymous:a{n}\n")).collect();
    check(&devices, &[("anonymous:a1", "email:e1"), ("anonymous:a40", "email:e1")]);
}

#[test]
fn companies_and_deals_join_no_people() {
    let ties = "contact:c1 = domain:acme.com
                contact:c2 = domain:acme.com
                company:7 = domain:acme.com
                contact:c1 = deal:d1
                contact:c2 = deal:d1";
    check(ties, &[("contact:c1", "contact:c1"), ("contact:c2", "contact:c2")]);
    // Somebody must have done it: the first of those who take part.
    check(ties, &[("deal:d1", "contact:c1")]);
    let found = people(ties);
    for name in ["contact:c1", "contact:c2", "domain:acme.com"] {
        assert_eq!(
            found.company(&alias(name)).map(ToString::to_string).as_deref(),
            Some("company:7")
        );
    }
    assert_eq!(found.evidence(&alias("contact:c1")).len(), 1);
}

#[test]
fn the_order_of_ties_does_not_matter() {
    let ties = [
        "email:e1 = contact:c1",
        "contact:c1 = user:u1",
        "user:u1 = anonymous:a1",
        "email:e2 = phone:p1",
    ];
    let forward = people(&ties.join("\n"));
    let backward = people(&ties.iter().rev().copied().collect::<Vec<_>>().join("\n"));
    assert!(forward.joined().eq(backward.joined()));
}
