//! [`Encoder`]: a large import is encoded on a thread of its own while its file is still being read.
//!
//! As long as the file is read, one thread keeps up: more of them would take the reading thread's core in bursts and leave the
//! other idle in between. What is left when the file is read is encoded on all cores.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{JoinHandle, available_parallelism};

use harpoon_core::batch::Batch;

use super::Lake;
use super::entities::Others;
use super::error::StoreError;
use super::factfile::FactFile;
use super::gather::Piece;
use super::log::NewFile;
use super::parquet::Growing;
use super::tally::Tally;

/// The reading end's side of the thread.
pub(super) struct Encoder {
    pieces: SyncSender<Piece>,
    is_read: Arc<AtomicBool>,
    thread: JoinHandle<Result<Written, StoreError>>,
}

/// What the thread wrote: complete files that no log names yet.
pub(super) struct Written {
    pub(super) tally: Tally,
    pub(super) files: BTreeMap<String, Vec<NewFile>>,
}

impl Encoder {
    /// Starts the thread for one import.
    pub(super) fn start(lake: &Lake, import_id: &str, file: &str) -> Self {
        let (pieces, incoming) = sync_channel(1);
        let is_read = Arc::new(AtomicBool::new(false));
        let work = Work {
            lake: lake.clone(),
            import_id: import_id.to_owned(),
            file: file.to_owned(),
            is_read: Arc::clone(&is_read),
            facts: None,
            others: BTreeMap::new(),
            written: Written {
                tally: Tally::default(),
                files: BTreeMap::new(),
            },
        };
        Self {
            pieces,
            is_read,
            thread: std::thread::spawn(move || work.run(&incoming)),
        }
    }

    /// Hands a piece over; waits while the thread is behind. `false` once the thread has failed: `finish` says why.
    pub(super) fn push(&self, piece: Piece) -> bool {
        self.pieces.send(piece).is_ok()
    }

    /// The file is read: the cores are free for what was handed over and will be.
    pub(super) fn hurry(&self) {
        self.is_read.store(true, Ordering::Relaxed);
    }

    /// Waits for the last byte.
    pub(super) fn finish(self) -> Result<Written, StoreError> {
        drop(self.pieces);
        let broken = |_| StoreError::damaged("the encoding thread", "it broke off; this is a bug in Harpoon");
        self.thread.join().map_err(broken)?
    }
}

struct Work {
    lake: Lake,
    import_id: String,
    file: String,
    is_read: Arc<AtomicBool>,
    facts: Option<FactFile>,
    others: BTreeMap<&'static str, Growing>,
    written: Written,
}

impl Work {
    fn run(mut self, pieces: &Receiver<Piece>) -> Result<Written, StoreError> {
        for piece in pieces {
            match piece {
                Piece::Facts(observations) => {
                    let mut tally = std::mem::take(&mut self.written.tally);
                    let import_id = self.import_id.clone();
                    let cores = self.cores();
                    tally.observations(&observations);
                    self.fact_file()?.write(&observations, &import_id, cores)?;
                    self.written.tally = tally;
                }
                Piece::Others(batch) => {
                    self.written.tally.others(&batch);
                    self.others(&batch)?;
                }
            }
        }
        self.finish()
    }

    fn cores(&self) -> usize {
        if self.is_read.load(Ordering::Relaxed) {
            available_parallelism().map_or(1, usize::from)
        } else {
            1
        }
    }

    fn fact_file(&mut self) -> Result<&mut FactFile, StoreError> {
        if let Some(full) = self.facts.take_if(|file| file.is_full()) {
            let file = full.finish(&self.lake.disk)?;
            self.keep("observations", file);
        }
        if self.facts.is_none() {
            let log = self.lake.log("observations")?;
            self.facts = Some(FactFile::new(
                log.table,
                &self.lake.disk,
                &log.folder,
                &stem(&self.import_id),
            )?);
        }
        self.facts.as_mut().ok_or(StoreError::OutOfTurn)
    }

    fn others(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let rows = Others {
            import_id: &self.import_id,
            file: &self.file,
            batch,
        };
        for log in self.lake.logs().values() {
            let Some(batch) = rows.rows(log.table).map_err(StoreError::encode)? else {
                continue;
            };
            let file = match self.others.entry(log.table.name) {
                Entry::Occupied(open) => open.into_mut(),
                Entry::Vacant(free) => free.insert(Growing::new(
                    log.table,
                    &self.lake.disk,
                    &log.folder,
                    &stem(&self.import_id),
                )?),
            };
            file.write(&batch)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Written, StoreError> {
        if let Some(last) = self.facts.take() {
            let file = last.finish(&self.lake.disk)?;
            self.keep("observations", file);
        }
        for (name, file) in std::mem::take(&mut self.others) {
            let file = file.finish(&self.lake.disk)?;
            self.keep(name, file);
        }
        Ok(self.written)
    }

    fn keep(&mut self, table: &str, file: NewFile) {
        self.written.files.entry(table.to_owned()).or_default().push(file);
    }
}

fn stem(import_id: &str) -> String {
    format!("part-{}", import_id.get(..16).unwrap_or(import_id))
}
