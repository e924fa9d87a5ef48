//! What is sent: addresses, secrets, approvals, the outbox.

use std::path::Path;

use super::memories::{Memory, each};
use super::{NOW, refused};
use crate::{
    Approval, ChangedGoal, Fate, Gets, Issue, Kept, NewRecipient, Recipient, State, ToSend, Vault, Way, signature,
    signing_secret,
};

const REPORT: Gets = Gets {
    report: true,
    digest: false,
    goals: false,
};

async fn ann(state: &State, address: &str) -> Recipient {
    let new = NewRecipient {
        address,
        language: "fy",
        zone: "Europe/Amsterdam",
        gets: REPORT,
    };
    state.add_recipient("kofje", new, None, NOW).await.unwrap()
}

fn letter<'a>(recipient: &'a Recipient, about: &'a str) -> ToSend<'a> {
    ToSend {
        workspace: "kofje",
        what: "report",
        about,
        way: recipient.way,
        address: &recipient.address,
        language: &recipient.language,
        recipient: Some(recipient.id),
        due: NOW,
        body: None,
    }
}

/// The example in the documentation of Standard Webhooks' reference libraries.
#[test]
fn a_webhook_is_signed_as_the_standard_says() {
    let signed = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        r#"{"test": 2432232314}"#,
    );
    assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assert!(refused(signature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "m", 0, "")).contains("no secret"));
    let (one, other) = (signing_secret().unwrap(), signing_secret().unwrap());
    assert!(
        one != other && one.starts_with("whsec_") && one.len() == 6 + 44,
        "32 bytes"
    );
}

#[tokio::test]
async fn a_signing_secret_is_kept_closed() {
    for memory in each().await {
        let (folder, state) = (&memory.folder, &memory.state);
        let vault = Vault::open(folder.path(), None).unwrap();
        let secret = signing_secret().unwrap();
        let sealed = vault.seal(&secret, "webhook kofje https://a.example/").unwrap();
        let new = NewRecipient {
            address: "https://a.example/",
            language: "en",
            zone: "UTC",
            gets: REPORT,
        };
        let hook = state.add_recipient("kofje", new, Some(&sealed), NOW).await.unwrap();
        let again = state.add_recipient("kofje", new, None, NOW).await.unwrap();
        assert_eq!((hook.way, again.id), (Way::Webhook, hook.id), "changed, not added");
        let kept = state.sealed_secret(hook.id).await.unwrap().unwrap();
        let later = Vault::open(folder.path(), None).unwrap();
        assert_eq!(later.unseal(&kept, "webhook kofje https://a.example/").unwrap(), secret);
        assert!(
            refused(later.unseal(&kept, "webhook tsjiis https://a.example/")).contains("another key"),
            "a row that was moved opens nothing"
        );
        let other = Vault::open(folder.path(), Some(&format!("{}=", "A".repeat(43))));
        assert!(
            refused(other).contains("not the key"),
            "told another key, it does not begin anew"
        );
        let file = memory.bytes().await;
        let body = secret.trim_start_matches("whsec_").as_bytes();
        assert!(
            !file.windows(body.len()).any(|window| window == body),
            "the secret stands in a file"
        );
        assert!(refused(Vault::open(folder.path(), Some("short"))).contains("32 bytes"));
    }
}

#[cfg(unix)]
#[test]
fn the_key_is_readable_by_nobody_else() {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    Vault::open(folder.path(), None).unwrap();
    let file: &Path = &folder.path().join("server.key");
    assert_eq!(metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    set_permissions(file, Permissions::from_mode(0o640)).unwrap();
    assert!(refused(Vault::open(folder.path(), None)).contains("chmod 600"));
}

#[test]
fn servers_that_make_the_key_at_once_have_the_same() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let tokens = std::thread::scope(|scope| {
            let all: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| Vault::open(path, None).unwrap().token("x").unwrap()))
                .collect();
            all.into_iter()
                .map(|one| one.join().unwrap())
                .collect::<std::collections::BTreeSet<_>>()
        });
        assert_eq!(tokens.len(), 1);
    }
}

#[test]
fn a_link_that_ends_letters_is_ours_alone() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path(), None).unwrap();
    let token = vault.token("unsubscribe 7").unwrap();
    assert!(vault.is_token("unsubscribe 7", &token));
    assert!(!vault.is_token("unsubscribe 8", &token));
    for wrong in ["", "A", token.get(..12).unwrap(), &format!("{token}AAAA")] {
        assert!(!vault.is_token("unsubscribe 7", wrong), "{wrong}");
    }
}

#[tokio::test]
async fn nothing_is_sent_twice() {
    for memory in each().await {
        let state = &memory.state;
        let ann_ = ann(state, "Ann@Acme.Example").await;
        assert_eq!(ann_.address, "ann@acme.example");
        assert!(state.post(letter(&ann_, "2026-10")).await.unwrap());
        assert!(!state.post(letter(&ann_, "2026-10")).await.unwrap(), "it is there");
        // Another process at the same file, at the same time.
        let other = State::open(&memory.home).await.unwrap();
        let (one, two) = tokio::join!(state.take(NOW), other.take(NOW));
        let taken: Vec<_> = [one.unwrap(), two.unwrap()].into_iter().flatten().collect();
        assert_eq!(taken.len(), 1, "one of them has it");
        state.sent(taken.first().unwrap().id, NOW).await.unwrap();
        assert!(!state.post(letter(&ann_, "2026-10")).await.unwrap(), "it was sent");
        assert!(state.remove_recipient("kofje", "ann@acme.example").await.unwrap());
        let again = ann(state, "ann@acme.example").await;
        assert!(
            !state.post(letter(&again, "2026-10")).await.unwrap(),
            "to the same person"
        );
        assert_eq!(state.take(NOW + 10_000).await.unwrap(), None);
    }
}

#[tokio::test]
async fn pauses_grow_until_it_has_failed_and_a_person_can_try_again() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let ann = ann(&state, "ann@acme.example").await;
        state.post(letter(&ann, "2026-10")).await.unwrap();
        let mut now = NOW;
        for pause in [60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] {
            let item = state.take(now).await.unwrap().unwrap();
            state.try_later(&item, "451 later\r\nplease", None, now).await.unwrap();
            assert_eq!(state.take(now + pause - 1).await.unwrap(), None, "not before {pause} s");
            now += pause;
        }
        let item = state.take(now).await.unwrap().unwrap();
        assert_eq!((item.attempts, item.error.as_deref()), (10, Some("451 laterplease")));
        state.try_later(&item, "451", None, now).await.unwrap();
        let outbox = state.outbox("kofje", 10).await.unwrap();
        assert_eq!(outbox.first().unwrap().fate, Fate::Failed);
        assert!(
            !state.try_again("tsjiis", item.id, now).await.unwrap(),
            "another workspace's"
        );
        assert!(state.try_again("kofje", item.id, now).await.unwrap());
        let item = state.take(now).await.unwrap().unwrap();
        // The receiver says when; never sooner than our own pause, never later than a day.
        state.try_later(&item, "503", Some(3_600), now).await.unwrap();
        assert_eq!(state.next_in_outbox().await.unwrap(), Some(now + 3_600));
    }
}

#[tokio::test]
async fn what_was_interrupted_is_not_sent_again_unless_the_receiver_can_tell() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let ann_ = ann(&state, "ann@acme.example").await;
        let hook = ann(&state, "https://acme.example/hook").await;
        let unwritten = ann(&state, "tine@acme.example").await;
        for recipient in [&ann_, &hook, &unwritten] {
            state.post(letter(recipient, "2026-10")).await.unwrap();
            let item = state.take(NOW).await.unwrap().unwrap();
            if recipient.id != unwritten.id {
                state.keep_body(item.id, "{}").await.unwrap();
            }
        }
        assert_eq!(state.take(NOW + 599).await.unwrap(), None, "somebody is at it");
        let item = state.take(NOW + 600).await.unwrap().unwrap();
        assert_eq!(item.address, "https://acme.example/hook", "it is known there by its id");
        let item = state.take(NOW + 600).await.unwrap().unwrap();
        assert_eq!(
            item.address, "tine@acme.example",
            "nothing was written, so nothing went out"
        );
        let outbox = state.outbox("kofje", 10).await.unwrap();
        let mail = outbox.iter().find(|item| item.address == ann_.address).unwrap();
        assert_eq!(mail.fate, Fate::Failed);
        assert!(
            mail.error
                .as_deref()
                .unwrap()
                .contains("nobody knows whether it arrived")
        );
    }
}

#[tokio::test]
async fn a_month_is_approved_once_and_kept_as_it_was() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        assert!(state.prepare("kofje", "2026-10", NOW).await.unwrap());
        assert!(!state.prepare("kofje", "2026-10", NOW + 1).await.unwrap());
        let paper = Kept {
            language: "fy".to_owned(),
            name: "2026-10.fy.html".to_owned(),
            entry: Some(4),
            bytes: b"<p>rapport".to_vec(),
            view: "{}".to_owned(),
        };
        let approval = Approval {
            at: NOW + 2,
            by: "boss@acme.example".to_owned(),
            version: "7".to_owned(),
            entries: 12,
        };
        let first = Issue::first("2026-10");
        state
            .approve("kofje", &first, &approval, std::slice::from_ref(&paper))
            .await
            .unwrap();
        let later = Approval {
            at: NOW + 3,
            ..approval.clone()
        };
        assert!(refused(state.approve("kofje", &first, &later, &[]).await).contains("approved already"));
        let drafts = state.drafts_of("kofje", "2026-10").await.unwrap();
        assert_eq!(drafts.len(), 1);
        assert_eq!((drafts[0].made, drafts[0].approved.as_ref()), (NOW, Some(&approval)));
        assert_eq!(
            state.papers("kofje", &first, "fy").await.unwrap(),
            std::slice::from_ref(&paper)
        );
        assert!(state.papers("tsjiis", &first, "fy").await.unwrap().is_empty());
        assert!(state.drafts("tsjiis").await.unwrap().is_empty());

        // It is issued anew: what was approved stands beside what is approved then, though the file is called the same.
        let second = first.next();
        assert_eq!(
            (second.to_string().as_str(), "2026-10.2".parse().unwrap()),
            ("2026-10.2", second.clone())
        );
        for changes in ["one", "two"] {
            state
                .prepare_restatement("kofje", &second, changes, NOW + 4)
                .await
                .unwrap();
        }
        let drafts = state.drafts_of("kofje", "2026-10").await.unwrap();
        assert_eq!(drafts[1].changes.as_deref(), Some("two"), "the newest word");
        assert!(drafts[1].approved.is_none() && drafts[0].approved.as_ref() == Some(&approval));
        let new = Kept {
            bytes: b"<p>werstelling".to_vec(),
            ..paper.clone()
        };
        state
            .approve("kofje", &second, &later, std::slice::from_ref(&new))
            .await
            .unwrap();
        state
            .prepare_restatement("kofje", &second, "three", NOW + 5)
            .await
            .unwrap();
        state.withdraw("kofje", &second).await.unwrap();
        let drafts = state.drafts_of("kofje", "2026-10").await.unwrap();
        assert_eq!(drafts[1].changes.as_deref(), Some("two"), "what was approved stays");
        assert_eq!(drafts[0].approved, Some(approval));
        assert_eq!(state.papers("kofje", &first, "fy").await.unwrap(), [paper]);
        assert_eq!(state.papers("kofje", &second, "fy").await.unwrap(), [new]);
        let third = second.next();
        state
            .prepare_restatement("kofje", &third, "four", NOW + 6)
            .await
            .unwrap();
        state.withdraw("kofje", &third).await.unwrap();
        assert_eq!(state.drafts_of("kofje", "2026-10").await.unwrap().len(), 2);
        for wrong in ["2026-10.1", "2026-10.x", "2026-10."] {
            assert!(refused(wrong.parse::<Issue>()).contains("no report"), "{wrong}");
        }
    }
}

#[tokio::test]
async fn nobody_is_told_of_a_draft_that_was_withdrawn() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let boss = ann(&state, "boss@acme.example").await;
        let second = Issue::first("2026-10").next();
        let told = ToSend {
            what: "draft",
            ..letter(&boss, "2026-10.2")
        };
        let others = [
            letter(&boss, "2026-10.2"),
            ToSend {
                about: "2026-10",
                ..told
            },
            ToSend {
                about: "2026-10.3",
                ..told
            },
            ToSend {
                workspace: "tsjiis",
                ..told
            },
        ];
        for other in others {
            assert!(state.post(other).await.unwrap());
        }
        for _ in 0..2 {
            state.prepare_restatement("kofje", &second, "one", NOW).await.unwrap();
            assert!(state.post(told).await.unwrap(), "when it is a draft again, it is told");
            state.withdraw("kofje", &second).await.unwrap();
        }
        let mut left = Vec::new();
        while let Some(item) = state.take(NOW).await.unwrap() {
            left.push((item.workspace, item.what, item.about));
        }
        let others = others.map(|other| {
            (
                other.workspace.to_owned(),
                other.what.to_owned(),
                other.about.to_owned(),
            )
        });
        assert_eq!(left, others, "nothing else is taken out");
        // What was sent stays told.
        assert!(state.post(told).await.unwrap());
        let item = state.take(NOW).await.unwrap().unwrap();
        state.sent(item.id, NOW).await.unwrap();
        state.prepare_restatement("kofje", &second, "two", NOW).await.unwrap();
        state.withdraw("kofje", &second).await.unwrap();
        assert!(!state.post(told).await.unwrap());
    }
}

#[tokio::test]
async fn what_was_sent_tells_for_whom_a_restatement_is() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let (ann_, bob) = (
            ann(&state, "ann@acme.example").await,
            ann(&state, "bob@acme.example").await,
        );
        state.post(letter(&ann_, "2026-10")).await.unwrap();
        state.post(letter(&bob, "2026-10")).await.unwrap();
        let item = state.take(NOW).await.unwrap().unwrap();
        state.sent(item.id, NOW).await.unwrap();
        let got = |workspace, month| state.got_report(workspace, month);
        assert_eq!(got("kofje", "2026-10").await.unwrap(), [item.address]);
        assert!(got("kofje", "2026-09").await.unwrap().is_empty());
        assert!(got("tsjiis", "2026-10").await.unwrap().is_empty());
        // Both that wait go out when they are hurried, and nothing of another month.
        for (what, about) in [
            ("restated", "2026-10.2"),
            ("restated", "2026-11.2"),
            ("report", "2026-11"),
        ] {
            let later = ToSend {
                what,
                due: NOW + 1000,
                ..letter(&ann_, about)
            };
            state.post(later).await.unwrap();
        }
        let waits = async |workspace, month| state.report_waits(workspace, month).await.unwrap();
        assert!(waits("kofje", "2026-10").await && waits("kofje", "2026-11").await);
        assert!(!waits("kofje", "2026-1").await && !waits("tsjiis", "2026-10").await);
        state.hurry("kofje", "2026-10", NOW).await.unwrap();
        let mut taken = Vec::new();
        while let Some(item) = state.take(NOW).await.unwrap() {
            taken.push(item.about);
        }
        taken.sort();
        assert_eq!(taken, ["2026-10", "2026-10.2"]);
        assert!(!waits("kofje", "2026-10").await, "somebody is at them");
    }
}

#[tokio::test]
async fn a_goal_is_an_event_only_when_it_stands_otherwise() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let now = |state: &str| [("g".to_owned(), state.to_owned())].into();
        let changed = async |told: &str| state.changed_goals("kofje", &now(told)).await.unwrap();
        let from = |before: &str, number| {
            [ChangedGoal {
                goal: "g".to_owned(),
                before: before.to_owned(),
                number,
            }]
        };
        assert!(changed("on_track").await.is_empty(), "seen for the first time");
        state.note_goals("kofje", &now("on_track")).await.unwrap();
        assert!(changed("on_track").await.is_empty());
        assert_eq!(changed("missed").await, from("on_track", 1));
        assert_eq!(
            changed("missed").await,
            from("on_track", 1),
            "the same until it is noted"
        );
        for _ in 0..2 {
            state.note_goals("kofje", &now("missed")).await.unwrap();
            assert!(changed("missed").await.is_empty());
        }
        assert_eq!(
            changed("on_track").await,
            from("missed", 2),
            "noted twice, it changed once"
        );
        state.note_goals("kofje", &now("on_track")).await.unwrap();
        assert_eq!(
            changed("missed").await,
            from("on_track", 3),
            "missed once more is another change"
        );
        assert!(
            state.changed_goals("tsjiis", &now("missed")).await.unwrap().is_empty(),
            "another workspace's"
        );
    }
}

#[tokio::test]
async fn reports_are_for_whom_they_were_approved_for() {
    for Memory {
        folder: _folder, state, ..
    } in each().await
    {
        let add = async |gets: Gets, at: i64| {
            let new = NewRecipient {
                address: "ann@acme.example",
                language: "en",
                zone: "UTC",
                gets,
            };
            state.add_recipient("kofje", new, None, NOW + at).await.unwrap()
        };
        let digest = Gets {
            report: false,
            digest: true,
            goals: false,
        };
        let both = Gets { report: true, ..digest };
        let id = add(digest, 0).await.id;
        assert_eq!(
            add(both, 10).await.reports_since,
            NOW + 10,
            "not what was approved while she got digests alone"
        );
        assert_eq!(add(both, 20).await.reports_since, NOW + 10, "nothing of it changes");
        state.stop_recipient(id, "unsubscribed").await.unwrap();
        assert_eq!(
            add(both, 30).await.reports_since,
            NOW + 30,
            "nor what was approved while she was off the list"
        );
        state.remove_recipient("kofje", "ann@acme.example").await.unwrap();
        assert!(
            add(both, 40).await.id > id,
            "no number is given again: links that end letters name it"
        );
    }
}
