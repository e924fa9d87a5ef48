//! Several servers with one memory.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout};

use super::memories::{Postgres, schema};
use super::{NOW, owner, refused};
use crate::{Address, Fate, Home, Lead, State, StateError, ToSend, Way};

/// The memory of a server of its own.
async fn server(address: &Address) -> (tempfile::TempDir, State) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::Postgres {
        address: address.clone(),
        folder: folder.path().to_owned(),
    };
    let state = State::open(&home).await.unwrap();
    (folder, state)
}

fn letter(about: &str) -> ToSend<'_> {
    ToSend {
        workspace: "kofje",
        what: "digest",
        about,
        way: Way::Mail,
        address: "ann@acme.example",
        language: "en",
        recipient: None,
        due: NOW,
        body: None,
    }
}

#[tokio::test]
async fn servers_that_open_an_empty_database_at_once_make_it_once() {
    let Some(address) = schema().await else { return };
    let all: Vec<_> = (0..8)
        .map(|_| {
            let address = address.clone();
            tokio::spawn(async move { server(&address).await })
        })
        .collect();
    for one in all {
        let (_folder, state) = one.await.unwrap();
        let rows = sqlx::query("SELECT number FROM shape")
            .fetch_all(&state.pool)
            .await
            .unwrap();
        assert_eq!(rows.len(), crate::shape::SHAPES.len());
    }
}

#[tokio::test]
async fn a_session_and_guesses_are_of_all_servers() {
    let Some(address) = schema().await else { return };
    let (_one, here) = server(&address).await;
    let (_other, there) = server(&address).await;
    let boss = owner(&here).await;
    let session = here.begin_session(boss, NOW).await.unwrap();
    assert_eq!(there.session(session.told(), NOW).await.unwrap().unwrap().id, boss);
    there.end_session(session.told()).await.unwrap();
    assert!(here.session(session.told(), NOW).await.unwrap().is_none());

    let all: Vec<_> = (0..40)
        .map(|place| {
            let state = if place % 2 == 0 { here.clone() } else { there.clone() };
            tokio::spawn(async move { state.guess("mail boss", NOW).await.unwrap() })
        })
        .collect();
    let mut free = 0;
    for one in all {
        free += usize::from(one.await.unwrap().is_none());
    }
    assert_eq!(free, 5, "as many as on one server");
    let ann = here.add_user("ann@d.example", "Ann", None, NOW).await.unwrap().id;
    here.set_role(ann, "kofje", crate::Role::Client).await.unwrap();
    // Two owners who remove each other at once would leave her with nobody who lets others in.
    let other = here.add_user("c@d.example", "C", None, NOW).await.unwrap().id;
    here.set_role(other, "*", crate::Role::Owner).await.unwrap();
    let removed = tokio::join!(here.remove_user(boss), there.remove_user(other));
    assert!(removed.0.is_ok() != removed.1.is_ok(), "{removed:?}");
}

#[tokio::test]
async fn each_letter_is_taken_by_one() {
    let Some(address) = schema().await else { return };
    let (_one, here) = server(&address).await;
    let (_other, there) = server(&address).await;
    for about in 0..60 {
        let about = about.to_string();
        assert!(here.post(letter(&about)).await.unwrap());
        assert!(!there.post(letter(&about)).await.unwrap(), "once, whoever posts it");
    }
    let all: Vec<_> = (0..6)
        .map(|place| {
            let state = if place % 2 == 0 { here.clone() } else { there.clone() };
            tokio::spawn(async move {
                let mut taken = Vec::new();
                while let Some(item) = state.take(NOW).await.unwrap() {
                    taken.push(item.id);
                }
                taken
            })
        })
        .collect();
    let mut taken = Vec::new();
    for one in all {
        taken.extend(one.await.unwrap());
    }
    let count = taken.len();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!((count, taken.len()), (60, 60), "each is taken, and by one");
}

#[tokio::test]
async fn one_leads_until_it_ends() {
    let Some(address) = schema().await else { return };
    let (_one, here) = server(&address).await;
    let (_other, there) = server(&address).await;
    let (_third, elsewhere) = server(&schema().await.unwrap()).await;
    let (mut first, mut second) = (here.stand().await.unwrap(), there.stand().await.unwrap());
    for _ in 0..2 {
        assert!(first.holds().await.unwrap());
        assert!(!second.holds().await.unwrap());
    }
    assert!(
        elsewhere.stand().await.unwrap().holds().await.unwrap(),
        "another memory has a lead of its own"
    );
    first.end().await;
    soon(&mut second).await;
    let mut first = here.stand().await.unwrap();
    assert!(!first.holds().await.unwrap());
    // As when its process was killed: the connection is simply gone.
    sqlx::query(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1214345841 AND granted
         AND objid::bigint = hashtext(current_schema())::bigint & 4294967295",
    )
    .execute(&here.pool)
    .await
    .unwrap();
    assert!(second.holds().await.unwrap_err().is_away());
    soon(&mut first).await;
    let file = super::memories::in_file().await;
    assert!(
        file.state.stand().await.unwrap().holds().await.unwrap(),
        "a file belongs to one"
    );
}

/// Waits until it has the lead.
async fn soon(lead: &mut Lead) {
    for _ in 0..200 {
        if lead.holds().await.unwrap() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody leads");
}

/// A Postgres of this test alone, which it may end.
struct Own(ChildStdin, BufReader<ChildStdout>);

impl Own {
    fn does(&mut self, word: &str) {
        writeln!(self.0, "{word}").unwrap();
        let mut said = String::new();
        self.1.read_line(&mut said).unwrap();
        assert_eq!(said, "done\n");
    }
}

#[tokio::test]
async fn a_database_that_is_away_is_told_apart_and_comes_back() {
    let Some(Postgres { mut child, url, told }) = Postgres::begin() else {
        return;
    };
    let stdin = child.stdin.take().unwrap();
    let mut own = Own(stdin, told);
    let address = Address::new(&url).unwrap();
    let (folder, state) = server(&address).await;
    let boss = owner(&state).await;
    let mut lead = state.stand().await.unwrap();
    assert!(lead.holds().await.unwrap());
    assert!(state.post(letter("before")).await.unwrap());
    let taken = state.take(NOW).await.unwrap().unwrap();

    own.does("stop");
    assert!(lead.holds().await.unwrap_err().is_away());
    let away = state.session("anything", NOW).await;
    assert!(matches!(away, Err(StateError::Away(_))), "{away:?}");
    let words = away.unwrap_err().to_string();
    assert!(
        words.contains("does not answer") && !words.contains("postgres://"),
        "{words}"
    );
    let home = Home::Postgres {
        address: address.clone(),
        folder: folder.path().to_owned(),
    };
    assert!(matches!(State::open(&home).await, Err(StateError::Away(_))));

    own.does("start");
    state.answers().await.unwrap();
    assert_eq!(state.role(boss, "x").await.unwrap(), Some(crate::Role::Owner));
    let again = state.stand().await.unwrap().holds().await;
    assert!(again.unwrap(), "the lead went with the database, and is free");
    state.sent(taken.id, NOW).await.unwrap();
    own.does("crash");
    state.answers().await.unwrap();
    let outbox = state.outbox("kofje", 9).await.unwrap();
    assert_eq!(outbox.first().unwrap().fate, Fate::Sent);
    assert!(state.take(NOW + 10_000).await.unwrap().is_none());
}

#[tokio::test]
async fn a_nul_is_refused_and_not_a_fault() {
    let Some(address) = schema().await else { return };
    let (_folder, state) = server(&address).await;
    assert!(refused(state.user("a\0@b.example").await).contains("cannot be kept"));
}

#[test]
fn an_address_beyond_this_machine_asks_for_tls() {
    let verdict = |url: &str| Address::new(url).map_or_else(|error| error.to_string(), |_| "fine".to_owned());
    for fine in [
        "postgres://u:p@localhost/h",
        "postgresql://u:p@127.0.0.1:5433/h",
        "postgres:///h?host=/run/postgresql",
        "postgres://u:p@db.example/h?sslmode=verify-full",
        "postgres://u:p@db.example/h?sslmode=verify-ca&sslrootcert=/etc/ca.pem",
    ] {
        assert_eq!(verdict(fine), "fine", "{fine}");
    }
    for open in [
        "postgres://u:hunter2@db.example/h",
        "postgres://u:hunter2@db.example/h?sslmode=require",
        "postgres://u:hunter2@10.0.0.1/h?sslmode=disable",
    ] {
        let told = verdict(open);
        assert!(told.contains("verify-full") && !told.contains("hunter2"), "{told}");
    }
    for none in [
        "",
        "hunter2",
        "mysql://u:hunter2@x/y",
        "postgres://u:hunter2@x:port/y",
        "postgres://u:hunter2@x/y?sslmode=maybe",
    ] {
        let told = verdict(none);
        assert!(
            told.contains("HARPOON_STATE_URL") && !told.contains("hunter2"),
            "{told}"
        );
    }
    assert_eq!(
        format!("{:?}", Address::new("postgres://u:hunter2@localhost/h").unwrap()),
        "Address(…)"
    );
}
