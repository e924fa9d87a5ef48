//! What a kill leaves: a whole import or none of it, and the data on disk before the log that names it.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use harpoon_core::Post;
use harpoon_core::batch::Batch;
use harpoon_lake::store::{Probe, Step};
use harpoon_lake::{Begun, Lake, StoreError};

use crate::workspace::{ads, head, now, tail};

const ROWS: [(&str, &str, &str, &str); 2] = [("ad1", "2026-10-01", "100", "1.5"), ("ad2", "2026-10-02", "50", "0")];

/// A file with facts in two tables.
fn batch() -> Batch {
    let mut batch = ads(&ROWS);
    batch.posts.push(Post {
        platform: "facebook".to_owned(),
        post_id: "p1".to_owned(),
        row: 2,
        ..Post::default()
    });
    batch
}

fn import(lake: &Lake) -> Result<bool, StoreError> {
    let mut staging = lake.stage()?;
    let known = matches!(staging.begin(head("ads.csv", "x"))?, Begun::Known(_));
    if !known {
        let (batch, tail) = (batch(), tail(&batch()));
        staging.push(batch)?;
        staging.end(tail)?;
    }
    staging.commit()?;
    Ok(known)
}

fn stop_at(step: usize) -> (Probe, Arc<AtomicUsize>) {
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    let probe = move |_: &Step| match count.fetch_add(1, Ordering::SeqCst) {
        n if n >= step => Err(io::Error::other("killed")),
        _ => Ok(()),
    };
    (Arc::new(probe), seen)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Rows of three tables, in one statement: planning one takes longer than answering it.
fn counts(lake: &Lake) -> Vec<String> {
    now(
        lake,
        "select 'imports', count(*) from imports union all select 'observations', count(*) from observations
         union all select 'posts', count(*) from posts order by 1",
    )
}

fn counted(imports: &str, facts: &str, posts: &str) -> Vec<String> {
    vec![
        format!("imports {imports}"),
        format!("observations {facts}"),
        format!("posts {posts}"),
    ]
}

#[test]
fn a_kill_at_any_step_leaves_a_whole_import_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    Lake::create(&empty).unwrap();
    let (none, whole) = (counted("0", "0", "0"), counted("1", "4", "1"));
    let mut step = 0;
    loop {
        let root = folder.path().join(step.to_string());
        copy(&empty, &root);
        let (probe, steps) = stop_at(step);
        let killed = import(&Lake::open_observed(&root, Some(probe)).unwrap()).is_err();

        let lake = Lake::open(&root).unwrap();
        let seen = counts(&lake);
        assert!(seen == none || seen == whole, "after a kill at step {step}: {seen:?}");
        let known = import(&lake).unwrap();
        assert!(known || seen == none, "step {step}");
        assert_eq!(counts(&lake), whole, "repeated after a kill at step {step}");
        if !killed {
            assert!(
                steps.load(Ordering::SeqCst) >= 12,
                "the probe saw the commit of three tables"
            );
            return;
        }
        step += 1;
    }
}

#[test]
fn data_is_on_disk_before_a_log_names_it() {
    let folder = tempfile::tempdir().unwrap();
    Lake::create(folder.path()).unwrap();
    let steps = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&steps);
    let probe: Probe = Arc::new(move |step: &Step| {
        seen.lock().unwrap().push(step.clone());
        Ok(())
    });
    import(&Lake::open_observed(folder.path(), Some(probe)).unwrap()).unwrap();
    let steps = steps.lock().unwrap();
    let last_data = steps
        .iter()
        .rposition(|s| matches!(s, Step::Synced(p) if ends(p, "parquet")))
        .unwrap();
    let note = steps
        .iter()
        .position(|s| matches!(s, Step::Synced(p) if p.ends_with("_pending.json")))
        .unwrap();
    let first_log = steps
        .iter()
        .position(|s| matches!(s, Step::Publishing(p) if in_log(p)))
        .unwrap();
    let last_log = steps
        .iter()
        .rposition(|s| matches!(s, Step::Publishing(p) if in_log(p)))
        .unwrap();
    let struck = steps.iter().position(|s| matches!(s, Step::Removing(_))).unwrap();
    assert!(last_data < note && note < first_log && last_log < struck, "{steps:#?}");
    assert!(
        matches!(&steps[last_log], Step::Publishing(p) if p.to_string_lossy().contains("imports")),
        "imports come last"
    );
}

fn ends(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|e| e == extension)
}

fn in_log(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.ends_with("_delta_log"))
}
