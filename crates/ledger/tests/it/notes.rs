//! Signed notes and checkpoints against the examples of the specification and of its reference implementation.

use harpoon_ledger::checkpoint::CheckpointError;
use harpoon_ledger::note::{NoteError, open, sign};
use harpoon_ledger::{Checkpoint, Digest, Role, Signer, Verifier};

const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const BY_PETER: &str =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const BY_ENOCH: &str =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

fn keys(texts: &[&str]) -> Vec<Verifier> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[test]
fn the_example_of_the_specification_is_read() {
    let key = keys(&["example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"]);
    let note = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    assert_eq!(
        open(note.as_bytes(), &key).unwrap().text,
        "This is an example message.\n"
    );
}

#[test]
fn the_note_of_the_reference_implementation_is_read_and_written_to_the_byte() {
    let note = format!("{TEXT}\n{BY_PETER}");
    assert_eq!(open(note.as_bytes(), &keys(&[PETER])).unwrap().text, TEXT);
    // `PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz`: type 1, then the seed.
    let seed = [
        0x81, 0x0a, 0x14, 0x02, 0xd5, 0x14, 0x6c, 0x8d, 0x84, 0xf2, 0x44, 0x33, 0x30, 0xf5, 0x40, 0x80, 0xeb, 0xf9,
        0x8e, 0xe1, 0x7d, 0x9c, 0x74, 0xf6, 0x25, 0x2f, 0xc5, 0xd5, 0xc7, 0x28, 0x31, 0x73,
    ];
    let signer = Signer::from_seed("PeterNeumann", Role::Agency, &seed).unwrap();
    assert_eq!(signer.verifier().to_string(), PETER);
    assert_eq!(sign(TEXT, &signer), note);
}

#[test]
fn two_signatures_and_keys_that_are_not_known() {
    let note = format!("{TEXT}\n{BY_PETER}{BY_ENOCH}");
    let both = open(note.as_bytes(), &keys(&[PETER, ENOCH])).unwrap();
    assert_eq!((both.signed.len(), both.unchecked.len()), (2, 0));
    let one = open(note.as_bytes(), &keys(&[ENOCH])).unwrap();
    assert_eq!(one.signed[0].to_string(), "EnochRoot+af0cfe78");
    assert_eq!(one.unchecked[0].to_string(), "PeterNeumann+c74f20a3");
    assert!(matches!(open(note.as_bytes(), &[]), Err(NoteError::Unsigned(both)) if both.len() == 2));
}

#[test]
fn a_note_that_is_none_is_refused() {
    let peter = keys(&[PETER]);
    let changed = format!("{TEXT}\n{BY_PETER}").replace("cryptography", "cryptographY");
    assert!(matches!(open(changed.as_bytes(), &peter), Err(NoteError::Bad(_))));
    for note in [
        format!("{TEXT}{BY_PETER}"),
        format!("{TEXT}\n"),
        format!("{TEXT}\n{BY_PETER}\n"),
        format!("{TEXT}\n{BY_PETER}{BY_PETER}"),
        format!("{TEXT}\n{}", BY_PETER.trim_end()),
        format!("{TEXT}\n{}", BY_PETER.replace("— ", "- ")),
        format!("{TEXT}\n{}", BY_PETER.replace("JnAM=", "JnAM")),
        format!("{TEXT}\r\n{BY_PETER}"),
        format!("{TEXT}\n{}", BY_PETER.repeat(65)),
        String::new(),
    ] {
        assert!(
            matches!(open(note.as_bytes(), &peter), Err(NoteError::Form(_))),
            "{note}"
        );
    }
    assert!(matches!(
        open(b"\xff\n\n\xe2\x80\x94 a b\n", &peter),
        Err(NoteError::Form(_))
    ));
}

#[test]
fn a_checkpoint_has_the_lines_of_the_specification() {
    // The text of the example in tlog-checkpoint.
    let head = Checkpoint {
        origin: "example.com/behind-the-sofa".to_owned(),
        size: 20_852_163,
        root: Digest::from_base64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=").unwrap(),
    };
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    assert_eq!(head.text(), text);
    let key = Signer::from_seed("log", Role::Agency, &[3; 32]).unwrap();
    let keys = [key.verifier().clone()];
    assert_eq!(
        Checkpoint::open(head.sign(&key).as_bytes(), &keys).unwrap().checkpoint,
        head
    );
    for other in [
        text.replace("20852163", "020852163"),
        text.replace("20852163", "+20852163"),
        text.replace("CsU", "CsV").replace("q2I=", "q2J="),
        text.replace("example.com/behind-the-sofa", ""),
        format!("{text}extension\n"),
        "a\n1\n".to_owned(),
    ] {
        let note = sign(&other, &key);
        let refused = Checkpoint::open(note.as_bytes(), &keys);
        assert!(matches!(refused, Err(CheckpointError::Form)), "{other}");
    }
}
