//! [`Ahead`]: records of a long text are split on a thread of their own, while those before are read into facts.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use crate::plan::Refusal;
use crate::record::Record;
use crate::text::Records;

/// Records handed over at a time: few enough to stay in a core's cache.
const BLOCK: usize = 256;
/// Blocks that may wait.
const WAITING: usize = 16;

/// The reading end.
pub(crate) struct Ahead {
    blocks: Receiver<Result<Vec<Record>, Refusal>>,
    /// Blocks that were read, for their room to be used again.
    spent: Sender<Vec<Record>>,
    block: Vec<Record>,
    at: usize,
}

impl Ahead {
    /// Goes on with the records on a thread. It ends with the text, or when nobody reads any more.
    pub(crate) fn start(records: Records) -> Self {
        let (sender, blocks) = sync_channel(WAITING);
        let (spent, room) = channel();
        std::thread::spawn(move || split(records, &sender, &room));
        Self {
            blocks,
            spent,
            block: Vec::new(),
            at: 0,
        }
    }

    /// The next record; `false` at the end.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, Refusal> {
        if self.at == self.block.len() {
            let broken = |_| Refusal::Damaged("reading broke off; this is a bug in Harpoon".to_owned());
            let fresh = self.blocks.recv().map_err(broken)??;
            // The thread may have ended, and needs no room then.
            let _ = self.spent.send(std::mem::replace(&mut self.block, fresh));
            self.at = 0;
        }
        let Some(next) = self.block.get_mut(self.at) else {
            return Ok(false);
        };
        std::mem::swap(record, next);
        self.at += 1;
        Ok(true)
    }
}

/// Sends blocks of records, an empty one at the end, or why there are no more.
fn split(mut records: Records, blocks: &SyncSender<Result<Vec<Record>, Refusal>>, room: &Receiver<Vec<Record>>) {
    loop {
        let mut block = room.try_recv().unwrap_or_default();
        let filled = fill(&mut records, &mut block);
        let is_last = block.is_empty() || filled.is_err();
        let rows = Some(block).filter(|block| !block.is_empty() || filled.is_ok()).map(Ok);
        for message in rows.into_iter().chain(filled.err().map(Err)) {
            if blocks.send(message).is_err() {
                return;
            }
        }
        if is_last {
            return;
        }
    }
}

/// Fills a block; what came before an error is in it.
fn fill(records: &mut Records, block: &mut Vec<Record>) -> Result<(), Refusal> {
    block.resize_with(BLOCK, Record::default);
    let mut filled = 0;
    let mut outcome = Ok(());
    while let Some(record) = block.get_mut(filled) {
        match records.next(record) {
            Ok(true) => filled += 1,
            Ok(false) => break,
            Err(refusal) => {
                outcome = Err(refusal);
                break;
            }
        }
    }
    block.truncate(filled);
    outcome
}
