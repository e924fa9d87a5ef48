//! Everything here asks a file and a Postgres, as servers do.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeSet;

use sqlx::Row;

use super::{Invited, Password, Role, Scope, State, StateError};
use memories::{Memory, each, in_file};

mod memories;
mod moving;
mod sending;
mod several;

const NOW: i64 = 1_800_000_000;
const WORDS: &str = "quiet harbour at dawn";

async fn owner(state: &State) -> i64 {
    let user = state
        .add_user(
            "Sietske@Skutsje.Example",
            "Sietske",
            Some(&Password::new(WORDS).unwrap()),
            NOW,
        )
        .await
        .unwrap();
    state.set_role(user.id, "*", Role::Owner).await.unwrap();
    user.id
}

fn refused<T: std::fmt::Debug>(result: Result<T, StateError>) -> String {
    match result {
        Err(StateError::Refused(words)) => words,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_password_is_kept_as_argon2id_and_no_secret_is_in_the_file() {
    for memory in each().await {
        let state = &memory.state;
        let id = owner(state).await;
        let session = state.begin_session(id, NOW).await.unwrap();
        let key = state.add_key("sheet", "kofje", &[Scope::Read], NOW).await.unwrap();
        let invitation = state
            .invite("jelle@skutsje.example", "kofje", Role::Client, NOW)
            .await
            .unwrap();
        let file = memory.bytes().await;
        let has = |what: &str| file.windows(what.len()).any(|window| window == what.as_bytes());
        assert!(has("$argon2id$v=19$m=19456,t=2,p=1$"), "OWASP's parameters");
        assert!(has("sietske@skutsje.example"), "the file was read");
        for secret in [WORDS, session.told(), key.told(), invitation.told()] {
            assert!(!has(secret), "a secret stands in the file");
        }
        assert!(key.told().starts_with("harpoon_") && key.told().len() == "harpoon_".len() + 43);
        assert_eq!(format!("{session:?}"), "Secret(…)");
        let kept = state.password(id).await.unwrap().unwrap();
        assert!(kept.is(WORDS) && !kept.is("quiet harbour at dusk") && !kept.is(""));
    }
}

#[test]
fn short_and_endless_passwords_are_refused() {
    assert!(refused(Password::new("four short one")).contains("14 characters; 15"));
    assert!(refused(Password::new(&"a".repeat(1025))).contains("1024 bytes"));
    assert!(Password::new("ûnder de wolken").is_ok(), "15 characters, not bytes");
}

#[tokio::test]
async fn a_session_ends_when_unused_and_in_any_case() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let id = owner(&state).await;
        let day = 86_400;
        let secret = state.begin_session(id, NOW).await.unwrap();
        let other = state.begin_session(id, NOW).await.unwrap();
        assert_ne!(secret.told(), other.told(), "signing in gives a new session each time");
        let of = async |told: &str, now| state.session(told, now).await.unwrap().map(|user| user.id);
        assert_eq!(of("", NOW).await, None);
        let mut now = NOW;
        while now <= NOW + 90 * day {
            assert_eq!(of(secret.told(), now).await, Some(id), "used every ten days");
            now += 10 * day;
        }
        assert_eq!(of(secret.told(), now).await, None, "over ninety days old");
        assert_eq!(of(other.told(), NOW + 14 * day + 1).await, None, "unused for two weeks");

        let secret = state.begin_session(id, NOW).await.unwrap();
        state.end_session(secret.told()).await.unwrap();
        assert_eq!(of(secret.told(), NOW).await, None);
        let secret = state.begin_session(id, NOW).await.unwrap();
        state
            .set_password(id, &Password::new("another quiet harbour").unwrap())
            .await
            .unwrap();
        assert_eq!(of(secret.told(), NOW).await, None, "another password ends all sessions");
    }
}

#[tokio::test]
async fn a_role_holds_where_it_was_given() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let boss = owner(&state).await;
        let jelle = state
            .add_user("jelle@skutsje.example", "Jelle", None, NOW)
            .await
            .unwrap()
            .id;
        state.set_role(jelle, "kofje", Role::Client).await.unwrap();
        assert_eq!(state.role(jelle, "kofje").await.unwrap(), Some(Role::Client));
        assert_eq!(state.role(jelle, "tsjiis").await.unwrap(), None);
        assert_eq!(
            state.role(jelle, "*").await.unwrap(),
            None,
            "no name of a workspace opens all"
        );
        assert_eq!(state.role(boss, "tsjiis").await.unwrap(), Some(Role::Owner));
        let names = |members: Vec<super::Member>| members.into_iter().map(|m| m.user.name).collect::<Vec<_>>();
        assert_eq!(names(state.members(Some("kofje")).await.unwrap()), ["Jelle", "Sietske"]);
        assert_eq!(names(state.members(Some("tsjiis")).await.unwrap()), ["Sietske"]);
        assert!(refused(state.add_user("JELLE@skutsje.example ", "J", None, NOW).await).contains("known already"));
        for wrong in ["", "jelle", "@skutsje.example", "a@b", "a b@c.d", "a@b@c.d", "a@b.c\n"] {
            if wrong == "a@b.c\n" {
                continue; // Ends are trimmed, as pasted addresses need it.
            }
            assert!(
                refused(state.add_user(wrong, "x", None, NOW).await).contains("no address of mail"),
                "{wrong}"
            );
        }
    }
}

#[tokio::test]
async fn somebody_always_owns_the_server() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        assert!(!state.has_users().await.unwrap());
        let first = state.add_user("a@b.example", "A", None, NOW).await.unwrap().id;
        assert!(refused(state.set_role(first, "kofje", Role::Owner).await).contains("owner of all"));
        state.set_role(first, "*", Role::Owner).await.unwrap();
        let other = state.add_user("c@d.example", "C", None, NOW).await.unwrap().id;
        state.set_role(other, "*", Role::Analyst).await.unwrap();
        assert!(refused(state.remove_user(first).await).contains("owner of all"));
        assert!(refused(state.set_role(first, "*", Role::Analyst).await).contains("owner of all"));
        assert!(refused(state.drop_role(first, "*").await).contains("owner of all"));
        assert_eq!(
            state.role(first, "x").await.unwrap(),
            Some(Role::Owner),
            "what was refused did not happen"
        );
        state.set_role(other, "*", Role::Owner).await.unwrap();
        state.remove_user(first).await.unwrap();
        assert_eq!(state.user("a@b.example").await.unwrap(), None);
    }
}

#[tokio::test]
async fn an_invitation_is_taken_up_once_by_whom_it_is_for() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let boss = owner(&state).await;
        let link = state
            .invite("Jelle@Skutsje.Example", "kofje", Role::Client, NOW)
            .await
            .unwrap();
        let week = 7 * 86_400;
        assert!(
            state.invited(link.told(), NOW + week + 1).await.unwrap().is_none(),
            "over a week old"
        );
        let (invitation, who) = state.invited(link.told(), NOW + week).await.unwrap().unwrap();
        assert_eq!(
            (invitation.email.as_str(), invitation.role, who),
            ("jelle@skutsje.example", Role::Client, Invited::New)
        );
        let password = Password::new(WORDS).unwrap();
        let again = state
            .invite("jelle@skutsje.example", "kofje", Role::Analyst, NOW)
            .await
            .unwrap();
        assert!(
            refused(state.join(link.told(), Some(("J", &password)), None, NOW).await).contains("taken back"),
            "a later one replaces it"
        );
        assert_eq!(state.invitations(Some("kofje"), NOW).await.unwrap().len(), 1);
        let user = state
            .join(again.told(), Some(("Jelle", &password)), None, NOW)
            .await
            .unwrap();
        assert_eq!(state.role(user.id, "kofje").await.unwrap(), Some(Role::Analyst));
        assert!(refused(state.join(again.told(), Some(("Jelle", &password)), None, NOW).await).contains("taken up"));

        let second = state
            .invite("jelle@skutsje.example", "tsjiis", Role::Client, NOW)
            .await
            .unwrap();
        for stranger in [None, Some(boss)] {
            assert!(
                refused(
                    state
                        .join(second.told(), Some(("Thief", &password)), stranger, NOW)
                        .await
                )
                .contains("sign in as")
            );
        }
        state.join(second.told(), None, Some(user.id), NOW).await.unwrap();
        assert_eq!(state.role(user.id, "tsjiis").await.unwrap(), Some(Role::Client));
        let third = state.invite("x@y.example", "kofje", Role::Client, NOW).await.unwrap();
        assert!(state.uninvite("x@y.example", "kofje").await.unwrap());
        assert!(state.invited(third.told(), NOW).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_key_opens_one_workspace() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let secret = state
            .add_key("sheet", "kofje", &[Scope::Sql, Scope::Read], NOW)
            .await
            .unwrap();
        let key = state.key(secret.told(), NOW).await.unwrap().unwrap();
        assert_eq!(
            (key.workspace.as_str(), key.scopes.as_slice()),
            ("kofje", [Scope::Read, Scope::Sql].as_slice())
        );
        assert_eq!(state.keys(None).await.unwrap().first().unwrap().seen, Some(NOW));
        assert!(state.key("harpoon_", NOW).await.unwrap().is_none());
        assert!(refused(state.add_key("none", "kofje", &[], NOW).await).contains("opens nothing"));
        assert!(
            !state.remove_key(key.id, "tsjiis").await.unwrap(),
            "another workspace's key"
        );
        assert!(state.remove_key(key.id, "kofje").await.unwrap());
        assert!(state.key(secret.told(), NOW).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn who_guesses_waits() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let guess = async |what: &str, after| state.guess(what, NOW + after).await.unwrap();
        for second in 0..5 {
            assert_eq!(guess("a@b.example", second).await, None);
        }
        assert_eq!(guess("a@b.example", 5).await, Some(895), "until the first is 900 s old");
        assert_eq!(guess("c@d.example", 5).await, None, "others do not wait");
        state.forgive("a@b.example").await.unwrap();
        assert_eq!(guess("a@b.example", 6).await, None, "what was no guess is taken back,");
        assert_eq!(guess("a@b.example", 7).await, Some(893), "and nothing else");
        assert_eq!(guess("a@b.example", 900).await, None);
        state.opened("a@b.example").await.unwrap();
        for second in 901..906 {
            assert_eq!(guess("a@b.example", second).await, None);
        }
    }
}

#[tokio::test]
async fn guesses_at_once_are_counted() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let all: Vec<_> = (0..40)
            .map(|_| {
                tokio::spawn({
                    let state = state.clone();
                    async move { state.guess("a@b.example", NOW).await.unwrap() }
                })
            })
            .collect();
        let mut free = 0;
        for one in all {
            free += usize::from(one.await.unwrap().is_none());
        }
        assert_eq!(free, 5);
    }
}

#[tokio::test]
async fn what_is_remembered_of_a_workspace_names_it() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let boss = owner(&state).await;
        state.set_role(boss, "kofje", Role::Owner).await.unwrap();
        state.invite("x@y.example", "tsjiis", Role::Client, NOW).await.unwrap();
        state.add_key("sheet", "molke", &[Scope::Read], NOW).await.unwrap();
        state.share("bôle", &BTreeSet::from(["/".to_owned()])).await.unwrap();
        let known = state.known_workspaces().await.unwrap();
        assert_eq!(
            known.into_iter().collect::<Vec<_>>(),
            ["*", "bôle", "kofje", "molke", "tsjiis"]
        );
    }
}

/// A row in every table that has such a column, of a workspace that is called as the table.
#[tokio::test]
async fn no_table_is_left_out_of_what_is_remembered_of_a_workspace() {
    let Memory {
        folder: _folder, state, ..
    } = in_file().await;
    let rows = sqlx::query(
        "SELECT name, (SELECT group_concat(iif(name = 'workspace', quote(tables.name), '1')) FROM pragma_table_info(tables.name))
         FROM sqlite_master AS tables
         WHERE type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(tables.name) WHERE name = 'workspace')",
    )
    .fetch_all(&state.pool)
    .await
    .unwrap();
    let mut connection = state.pool.acquire().await.unwrap();
    sqlx::raw_sql("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .execute(&mut *connection)
        .await
        .unwrap();
    let mut tables = BTreeSet::new();
    for row in rows {
        let (table, values): (String, String) = (row.get(0), row.get(1));
        let insert = format!("INSERT INTO {table} VALUES ({values})");
        sqlx::query(sqlx::AssertSqlSafe(insert))
            .execute(&mut *connection)
            .await
            .unwrap();
        tables.insert(table);
    }
    assert!(tables.contains("goal_states") && tables.len() >= 10, "{tables:?}");
    assert_eq!(state.known_workspaces().await.unwrap(), tables);
}

#[tokio::test]
async fn pages_are_shared_by_workspace() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let pages: BTreeSet<String> = ["/".to_owned(), "/goals".to_owned()].into();
        state.share("kofje", &pages).await.unwrap();
        assert_eq!(state.shared("kofje").await.unwrap(), pages);
        assert!(state.shared("tsjiis").await.unwrap().is_empty());
        state.share("kofje", &BTreeSet::new()).await.unwrap();
        assert!(state.shared("kofje").await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn memory_of_a_newer_harpoon_is_left_alone() {
    for memory in each().await {
        let state = &memory.state;
        sqlx::query("INSERT INTO shape VALUES (1000)")
            .execute(&state.pool)
            .await
            .unwrap();
        let again = State::open(&memory.home).await;
        assert!(matches!(again, Err(StateError::Newer { found: 1000, .. })));
    }
}
