//! A run that is killed anywhere and gone on with tells what an undisturbed one tells: nothing lost, nothing twice, and no page that
//! had landed is asked for again.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use harpoon_live::{Landed, Landing as _, Progress, PullError, read};

use crate::bluesky::{FIGURES, MENTION, TEXTS, desk, kofje, serve, signed_in};
use crate::desk::Memory;
use crate::mastodon;
use crate::told::{check, told};

/// Pages of the whole run of `kofje`: profile, two of the feed, notifications, thread, quotes.
const PAGES: usize = 6;

#[tokio::test]
async fn killed_before_and_after_each_landing() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let mut undisturbed = Memory::default();
    let mut one = desk(&site, signed_in());
    one.pull(&mut undisturbed).await.unwrap();
    assert_eq!(undisturbed.pages.len(), PAGES);
    let expected = told(&one.commit(&mut undisturbed));
    // Two steps to begin, two for each page.
    for step in 0..2 * (PAGES + 1) {
        let mut memory = Memory {
            dies_in: Some(step),
            ..Memory::default()
        };
        let mut killed = desk(&site, signed_in());
        let error = killed.pull(&mut memory).await.unwrap_err();
        assert!(matches!(error, PullError::Landing(_)), "{step}: {error}");
        memory.dies_in = None;
        let asked = site.asked().iter().filter(|asked| asked.method == "GET").count();
        let landed = memory.pages.len();
        // A new process: nothing is left but what has landed.
        let mut next = desk(&site, signed_in());
        let pulled = next.pull(&mut memory).await.unwrap();
        assert_eq!((pulled.pages, pulled.resumed), (PAGES, landed), "{step}");
        let again = site.asked().iter().filter(|asked| asked.method == "GET").count() - asked;
        assert_eq!(again, PAGES - landed, "{step}: what has landed is not asked for again");
        assert_eq!(told(&next.commit(&mut memory)), expected, "{step}");
        assert_eq!(next.known, one.known, "{step}");
    }
}

/// Killed again and again, a page further each time; then committed, killed before the file was removed, and run once more.
#[tokio::test]
async fn killed_at_each_page_and_after_the_commit() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let mut memory = Memory::default();
    for page in 1..=PAGES {
        let mut killed = desk(&site, signed_in());
        let mut stop = |progress: Progress<'_>| match progress {
            Progress::Landed { pages, .. } if pages == page => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        let error = killed.watched(&mut memory, &mut stop).await.unwrap_err();
        assert!(matches!(error, PullError::Cancelled));
        assert_eq!(memory.pages.len(), page);
    }
    let mut last = desk(&site, signed_in());
    last.pull(&mut memory).await.unwrap();
    let before = memory.clone();
    let rows = read(last.network, &mut memory).unwrap();
    check(&rows, &[""], &format!("{FIGURES}{TEXTS}{MENTION}"));
    let pulled = last.pull(&mut memory).await.unwrap();
    assert_eq!((pulled.pages, pulled.resumed), (PAGES, PAGES));
    assert_eq!(memory.pages, before.pages, "the same bytes, which are the same import");
    let posts = site.asked().iter().filter(|asked| asked.method == "GET").count();
    assert_eq!(posts, PAGES, "each page was asked for once in all");
}

/// The power goes while a line is written: at each line's end, before it and within it.
#[tokio::test]
async fn a_file_that_ends_anywhere_is_gone_on_with() {
    let site = serve(&Arc::new(Mutex::new(kofje())));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.jsonl");
    let mut one = desk(&site, signed_in());
    let mut landed = Landed::open(&path).unwrap();
    one.pull(&mut landed).await.unwrap();
    let expected = told(&one.commit(&mut landed));
    drop(landed);
    let whole = std::fs::read(&path).unwrap();
    let ends: BTreeSet<usize> = (0..whole.len())
        .filter(|at| whole[*at] == b'\n')
        .map(|at| at + 1)
        .collect();
    assert_eq!(ends.len(), PAGES + 1);
    let points = ends.iter().flat_map(|end| [end - 1, *end, end + 1, end + 40]);
    for end in points.chain([0, 1, 20]).filter(|end| *end <= whole.len()) {
        std::fs::write(&path, &whole[..end]).unwrap();
        let mut next = desk(&site, signed_in());
        let mut landed = Landed::open(&path).unwrap();
        let stands = ends.iter().filter(|line| **line <= end).count().saturating_sub(1);
        assert_eq!(landed.pages(), stands, "{end}");
        let pulled = next.pull(&mut landed).await.unwrap();
        assert_eq!((pulled.pages, pulled.resumed), (PAGES, stands), "{end}");
        assert_eq!(told(&next.commit(&mut landed)), expected, "{end}");
        assert_eq!(std::fs::read(&path).unwrap(), whole, "{end}");
    }
}

#[tokio::test]
async fn the_mastodon_api_likewise() {
    let site = mastodon::serve(&Arc::new(Mutex::new(mastodon::kofje())));
    let mut undisturbed = Memory::default();
    let mut one = mastodon::desk(&site);
    one.pull(&mut undisturbed).await.unwrap();
    let pages = undisturbed.pages.len();
    let expected = told(&one.commit(&mut undisturbed));
    for step in 0..2 * (pages + 1) {
        let mut memory = Memory {
            dies_in: Some(step),
            ..Memory::default()
        };
        mastodon::desk(&site).pull(&mut memory).await.unwrap_err();
        memory.dies_in = None;
        let mut next = mastodon::desk(&site);
        assert_eq!(next.pull(&mut memory).await.unwrap().pages, pages);
        assert_eq!(told(&next.commit(&mut memory)), expected, "{step}");
    }
}
