//! Shapes that follow one another, and whole memories that go from one database into another.

use std::collections::BTreeSet;

use sqlx::Row as _;

use super::memories::{Memory, in_file, in_postgres, schema};
use super::{NOW, WORDS, owner, refused};
use crate::shape::SHAPES;
use crate::{
    Approval, ELSEWHERE, FILE, Gets, Home, Issue, Kept, NewRecipient, Role, Scope, State, StateError, ToSend, Way,
    move_back, move_out,
};

/// Every column of every table with its type, whether it may be empty, and what is unique.
async fn tables(state: &State) -> BTreeSet<String> {
    let asked = if state.is_shared() {
        "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns
         WHERE table_schema = current_schema()
         UNION ALL SELECT tablename || substring(indexdef from ' USING .*') FROM pg_indexes WHERE schemaname = current_schema()"
    } else {
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
    };
    let rows = sqlx::query(asked).fetch_all(&state.pool).await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

#[tokio::test]
async fn each_shape_becomes_the_newest() {
    for count in 0..=SHAPES.len() {
        let folder = tempfile::tempdir().unwrap();
        let mut homes = vec![Home::File(folder.path().join("other.db"))];
        homes.extend(schema().await.map(|address| Home::Postgres {
            address,
            folder: folder.path().to_owned(),
        }));
        for home in homes {
            let old = State::connect(&home).await.unwrap();
            old.shape(SHAPES.get(..count).unwrap()).await.unwrap();
            if count > 0 {
                owner(&old).await;
            }
            old.pool.close().await;
            let state = State::open(&home).await.unwrap();
            let fresh = if home.is_shared() {
                in_postgres().await.unwrap()
            } else {
                in_file().await
            };
            assert_eq!(tables(&state).await, tables(&fresh.state).await, "{count} {home:?}");
            assert!(tables(&state).await.len() > 10);
            assert_eq!(state.has_users().await.unwrap(), count > 0, "{count} {home:?}");
        }
    }
}

#[tokio::test]
async fn both_databases_have_the_same_columns() {
    let Some(shared) = in_postgres().await else { return };
    let file = in_file().await;
    let here = "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'";
    let there = "SELECT table_name || '.' || column_name FROM information_schema.columns
                 WHERE table_schema = current_schema() AND column_name <> 'rowid'";
    let names = async |state: &State, asked: &'static str| {
        let rows = sqlx::query(asked).fetch_all(&state.pool).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>(0)).collect::<BTreeSet<_>>()
    };
    assert_eq!(names(&file.state, here).await, names(&shared.state, there).await);
}

/// Something of everything.
async fn full(state: &State) {
    let boss = owner(state).await;
    for number in 0..120 {
        let ann = state
            .add_user(&format!("ann{number}@acme.example"), "Ann É 安", None, NOW)
            .await
            .unwrap();
        state.set_role(ann.id, "kofje", Role::Client).await.unwrap();
    }
    state.begin_session(boss, NOW).await.unwrap();
    state
        .invite("bob@acme.example", "kofje", Role::Analyst, NOW)
        .await
        .unwrap();
    state.add_key("sheet", "kofje", &[Scope::Read], NOW).await.unwrap();
    state.guess("mail eve@acme.example", NOW).await.unwrap();
    state.share("kofje", &BTreeSet::from(["/".to_owned()])).await.unwrap();
    let new = |address| NewRecipient {
        address,
        language: "fy",
        zone: "Europe/Amsterdam",
        gets: Gets {
            report: true,
            digest: false,
            goals: false,
        },
    };
    state
        .add_recipient("kofje", new("https://a.example/"), Some(&[0, 255, 1]), NOW)
        .await
        .unwrap();
    let gone = state
        .add_recipient("kofje", new("gone@acme.example"), None, NOW)
        .await
        .unwrap();
    assert_eq!(gone.id, 2);
    state.remove_recipient("kofje", "gone@acme.example").await.unwrap();
    let paper = Kept {
        language: "fy".to_owned(),
        name: "2026-10.fy.html".to_owned(),
        entry: None,
        bytes: (0..=255).collect(),
        view: "{}".to_owned(),
    };
    let approval = Approval {
        at: NOW,
        by: "boss".to_owned(),
        version: "7".to_owned(),
        entries: 3,
    };
    state
        .approve("kofje", &Issue::first("2026-10"), &approval, &[paper])
        .await
        .unwrap();
    let letter = ToSend {
        workspace: "kofje",
        what: "report",
        about: "2026-10",
        way: Way::Mail,
        address: "ann@acme.example",
        language: "fy",
        recipient: None,
        due: NOW,
        body: None,
    };
    state.post(letter).await.unwrap();
    state
        .note_goals("kofje", &[("g".to_owned(), "met".to_owned())].into())
        .await
        .unwrap();
}

/// What can be asked of a full memory.
async fn told(state: &State) -> String {
    let kept = state.papers("kofje", &Issue::first("2026-10"), "fy").await.unwrap();
    let boss = state.user("sietske@skutsje.example").await.unwrap().unwrap();
    assert!(state.password(boss.id).await.unwrap().unwrap().is(WORDS));
    let hook = state.sealed_secret(1).await.unwrap();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {kept:?} {hook:?} {:?}",
        state.members(None).await.unwrap(),
        state.invitations(None, NOW).await.unwrap(),
        state.keys(None).await.unwrap(),
        state.recipients("kofje").await.unwrap(),
        state.outbox("kofje", 10).await.unwrap(),
        state.shared("kofje").await.unwrap(),
    )
}

#[tokio::test]
async fn a_memory_goes_into_postgres_and_back_with_all_that_is_in_it() {
    let Some(address) = schema().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let at_home = Home::File(file.clone());
    let state = State::open(&at_home).await.unwrap();
    full(&state).await;
    let before = told(&state).await;
    state.pool.close().await;

    let home = Home::Postgres {
        address: address.clone(),
        folder: folder.path().to_owned(),
    };
    assert!(
        refused(State::open(&home).await).contains("state move"),
        "an empty one would let everybody in"
    );
    let moved = move_out(&home).await.unwrap();
    let rows = |name: &str| moved.tables.iter().find(|(table, _)| table == name).unwrap().1;
    assert_eq!(
        (rows("users"), rows("members"), rows("kept"), rows("recipients")),
        (121, 121, 1, 1)
    );
    assert_eq!(moved.tables.len(), 13, "{moved:?}");
    assert!(!file.exists() && folder.path().join("server.db.moved").exists());
    assert!(
        refused(Home::of(folder.path(), None)).contains("set HARPOON_STATE_URL"),
        "an empty file would, too"
    );
    let state = State::open(&home).await.unwrap();
    assert_eq!(told(&state).await, before);
    // Numbers go on: a link that ends letters names one.
    let next = state
        .add_recipient(
            "kofje",
            NewRecipient {
                address: "new@acme.example",
                language: "en",
                zone: "UTC",
                gets: Gets::default(),
            },
            None,
            NOW,
        )
        .await
        .unwrap();
    assert_eq!(next.id, 3);
    assert_eq!(
        state.add_user("late@acme.example", "L", None, NOW).await.unwrap().id,
        122
    );
    state.remove_recipient("kofje", "new@acme.example").await.unwrap();
    let after = told(&state).await;

    std::fs::rename(folder.path().join("server.db.moved"), folder.path().join("old")).unwrap();
    let again = folder.path().join("again");
    State::copy(&home, &again).await.unwrap();
    State::check(&again).await.unwrap();
    let back = move_back(&home).await.unwrap();
    assert_eq!(back.tables.iter().find(|(table, _)| table == "users").unwrap().1, 122);
    assert!(!folder.path().join(ELSEWHERE).exists());
    for home in [Home::of(folder.path(), None).unwrap(), Home::File(again)] {
        let state = State::open(&home).await.unwrap();
        assert_eq!(told(&state).await, after);
        let next = state
            .add_recipient(
                "kofje",
                NewRecipient {
                    address: "newer@acme.example",
                    language: "en",
                    zone: "UTC",
                    gets: Gets::default(),
                },
                None,
                NOW,
            )
            .await
            .unwrap();
        assert_eq!(next.id, 4, "3 was given to somebody, who is gone");
        state.pool.close().await;
    }
    assert!(refused(move_out(&home).await).contains("nothing is mixed"));
    assert!(file.exists(), "what was refused changed nothing");
}

#[tokio::test]
async fn a_memory_that_a_newer_harpoon_has_written_is_not_moved() {
    let Some(address) = schema().await else { return };
    let Memory { folder, state, .. } = in_file().await;
    sqlx::query("INSERT INTO shape VALUES (1000)")
        .execute(&state.pool)
        .await
        .unwrap();
    let home = Home::Postgres {
        address,
        folder: folder.path().to_owned(),
    };
    let moved = move_out(&home).await;
    assert!(matches!(moved, Err(StateError::Newer { found: 1000, .. })), "{moved:?}");
}
