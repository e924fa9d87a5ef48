//! What is read of certificates, by those that OpenSSL made.

use super::*;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Made by OpenSSL 3.0 (`openssl ca -selfsign -startdate … -enddate …`), which also says what the times are: ECDSA, of this year; Ed25519,
/// from the last second of 2049 until what stands for no end; RSA, of the first version of certificates, long gone.
const THREE: &str = include_str!("tests.pem");

fn three() -> Result<Vec<CertificateDer<'static>>, Box<dyn std::error::Error>> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(THREE.as_bytes()).collect();
    all.map_err(|why| format!("{why:?}").into())
}

#[test]
fn times_and_keys_are_those_that_openssl_tells() -> Outcome {
    let read: Option<Vec<Certificate>> = three()?.iter().map(|der| certificate(der)).collect();
    let read = read.ok_or("a certificate is not read")?;
    let times: Vec<(Timestamp, Timestamp)> = read.iter().map(|one| (one.begin, one.end)).collect();
    assert_eq!(
        times,
        [
            ("2026-03-01T12:00:00Z".parse()?, "2026-05-30T11:59:59Z".parse()?),
            ("2049-12-31T23:59:59Z".parse()?, Timestamp::MAX),
            ("1999-07-04T00:00:01Z".parse()?, "2001-01-01T00:00:00Z".parse()?),
        ]
    );
    // `openssl x509 -pubkey | openssl pkey -pubin -outform DER | wc -c`
    let lengths: Vec<usize> = read.iter().map(|one| one.public.len()).collect();
    assert_eq!(lengths, [91, 44, 162]);
    Ok(())
}

#[test]
fn what_is_cut_off_is_no_certificate() -> Outcome {
    for der in three()? {
        for end in 0..der.len() {
            assert!(certificate(der.get(..end).unwrap_or_default()).is_none(), "{end}");
        }
    }
    assert!(certificate(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30]).is_none());
    assert!(certificate(&[0x30, 0x80, 0, 0]).is_none());
    Ok(())
}

#[test]
fn what_is_shown_ends_with_the_first_and_what_is_trusted_with_the_last() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("three.pem");
    fs::write(&file, THREE)?;
    let now: Timestamp = "2026-05-01T00:00:00Z".parse()?;
    let shown = of_shown(std::slice::from_ref(&file), &[], now);
    let first = shown.first().ok_or("nothing is found")?;
    assert!(first.severity == Severity::Error && first.what.ends_with("ended at 2001-01-01T00:00:00Z"));
    assert_eq!(of_trusted(&file, now), None);
    // Of the first alone: 29 days and a half before its end, and 30 and a half.
    let near = THREE
        .split_inclusive("-----END CERTIFICATE-----")
        .next()
        .ok_or("no end")?;
    fs::write(&file, near)?;
    let soon = of_trusted(&file, now).ok_or("nothing is found")?;
    assert!(soon.severity == Severity::Warning && soon.what.ends_with("ends at 2026-05-30T11:59:59Z, in 29 days"));
    assert_eq!(of_trusted(&file, "2026-04-29T23:59:59Z".parse()?), None);
    let early = of_trusted(&file, "2026-03-01T11:59:59Z".parse()?).ok_or("nothing is found")?;
    assert!(early.what.contains("does not count before 2026-03-01T12:00:00Z"));
    // It says so once it is over, and not in its last second.
    let over = |now: &str| -> Result<_, Box<dyn std::error::Error>> { Ok(of_trusted(&file, now.parse()?)) };
    assert_eq!(
        over("2026-05-30T11:59:59Z")?.map(|found| found.severity),
        Some(Severity::Warning)
    );
    assert_eq!(
        over("2026-05-30T12:00:00Z")?.map(|found| found.severity),
        Some(Severity::Error)
    );
    Ok(())
}
