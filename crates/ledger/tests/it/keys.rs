//! Keys against RFC 8032 and the keys of the signed-note reference implementation; private keys in files.

use std::fs;

use harpoon_ledger::key::KeyError;
use harpoon_ledger::sealed::{SealedError, label, seal, unseal};
use harpoon_ledger::{Digest, KeyFolder, LedgerError, Role, Signer, Verifier};

fn bytes(hex: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(pair).collect()
}

/// RFC 8032, section 7.1: secret, public, message, signature.
const RFC_8032: [[&str; 4]; 3] = [
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
];

#[test]
fn signatures_are_those_of_rfc_8032() {
    for [secret, public, message, signature] in RFC_8032 {
        let seed: [u8; 32] = bytes(secret).try_into().unwrap();
        let signer = Signer::from_seed("rfc8032", Role::Agency, &seed).unwrap();
        let made = signer.sign(&bytes(message));
        assert_eq!(made.as_slice(), bytes(signature));
        assert!(signer.verifier().signed(&bytes(message), &made));
        assert!(!signer.verifier().signed(b"another", &made));
        // The text form ends in the Base64 of the type byte and the public key: an id that fits is checked by reading.
        let id = Digest::of(&[b"rfc8032\n\x01".as_slice(), &bytes(public)].concat()).to_string();
        assert!(
            signer
                .verifier()
                .to_string()
                .starts_with(&format!("rfc8032+{}+", &id[..8]))
        );
    }
}

#[test]
fn public_keys_are_read_as_the_reference_implementation_writes_them() {
    for text in [
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ] {
        assert_eq!(text.parse::<Verifier>().unwrap().to_string(), text);
    }
    let refused = |text: &str| text.parse::<Verifier>().unwrap_err();
    assert!(matches!(
        refused("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        KeyError::Id { .. }
    ));
    assert!(matches!(
        refused("PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        KeyError::Id { .. }
    ));
    assert_eq!(refused("PeterNeumann+c74f20a3"), KeyError::Form);
    assert_eq!(
        refused("a b+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        KeyError::Name("a b".into())
    );
    assert_eq!(
        refused("x+00000000+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        KeyError::Type
    );
}

#[test]
fn the_neutral_point_is_no_key() {
    // Type 1, then the point (0, 1), whose order is 1.
    let text = "x+00000000+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    assert_eq!(text.parse::<Verifier>().unwrap_err(), KeyError::Point);
}

#[test]
fn a_private_key_comes_back_from_its_file() {
    let signer = Signer::from_seed("studio.example", Role::Agency, &[7; 32]).unwrap();
    for passphrase in [None, Some("правда 🔑")] {
        let text = seal(&signer, passphrase).unwrap();
        let label = label(&text).unwrap();
        assert_eq!((label.role, label.closed), (Role::Agency, passphrase.is_some()));
        assert_eq!(label.key, *signer.verifier());
        let back = unseal(&text, passphrase).unwrap();
        assert_eq!(back.verifier(), signer.verifier());
        assert_eq!(back.sign(b"x"), signer.sign(b"x"));
    }
}

#[test]
fn a_closed_key_stays_closed() {
    let signer = Signer::from_seed("studio.example", Role::Agency, &[7; 32]).unwrap();
    let text = seal(&signer, Some("right")).unwrap();
    assert_eq!(unseal(&text, Some("wrong")).unwrap_err(), SealedError::Passphrase);
    assert_eq!(unseal(&text, None).unwrap_err(), SealedError::Closed);
    // The open lines are part of what the box vouches for.
    let other = text.replace("role agency", "role client");
    assert_eq!(unseal(&other, Some("right")).unwrap_err(), SealedError::Passphrase);
    let greedy = text.replace(" 19456 ", " 4000000000 ");
    assert_eq!(unseal(&greedy, Some("right")).unwrap_err(), SealedError::Form);
}

#[test]
fn halves_that_do_not_belong_together_are_found() {
    let one = seal(&Signer::from_seed("a", Role::Agency, &[1; 32]).unwrap(), None).unwrap();
    let two = seal(&Signer::from_seed("a", Role::Agency, &[2; 32]).unwrap(), None).unwrap();
    let (open, _) = one.split_once("secret").unwrap();
    let (_, secret) = two.split_once("secret").unwrap();
    assert_eq!(
        unseal(&format!("{open}secret{secret}"), None).unwrap_err(),
        SealedError::Halves
    );
}

#[test]
fn the_secret_is_never_shown() {
    let signer = Signer::from_seed("studio.example", Role::Agency, &[7; 32]).unwrap();
    let shown = format!("{signer:?} {:?}", signer.verifier());
    assert!(shown.contains("studio.example"));
    assert!(!shown.contains("BwcHBwcH") && !shown.contains("07070707") && !shown.contains("7, 7"));
}

#[test]
fn the_folder_keeps_keys_for_their_owner_alone_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let keys = KeyFolder::new(&folder.path().join("deep/keys"));
    assert!(keys.list().unwrap().is_empty());
    let made = keys.create("studio.example", Role::Agency, None).unwrap();
    assert!(matches!(
        keys.create("studio.example", Role::Client, None),
        Err(LedgerError::KeyExists(_))
    ));
    assert!(matches!(
        keys.create("../up", Role::Client, None),
        Err(LedgerError::Key(KeyError::Name(_)))
    ));
    assert_eq!(keys.open("studio.example", None).unwrap().verifier(), made.verifier());
    assert!(matches!(keys.open("nobody", None), Err(LedgerError::NoKey(_))));
    let listed = keys.list().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].0, "studio.example");
    only_the_owner(&keys);
}

#[cfg(unix)]
fn only_the_owner(keys: &KeyFolder) {
    use std::os::unix::fs::PermissionsExt;
    let path = keys.folder().join("studio.example.key");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.as_path()), 0o600);
    assert_eq!(mode(keys.folder()), 0o700);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(
        keys.open("studio.example", None),
        Err(LedgerError::Exposed(_))
    ));
}

#[cfg(not(unix))]
fn only_the_owner(keys: &KeyFolder) {
    assert!(fs::metadata(keys.folder()).unwrap().is_dir());
}
