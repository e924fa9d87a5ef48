//! [`Ahead`]: records of a long text are split on a thread of their own, while those before are read into facts.
//!
//! They are handed over in blocks, since records handed over one by one would be waited for one by one; and they go back,
//! so that after the first blocks no room is made for text any more.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use crate::plan::Refusal;
use crate::record::Record;
use crate::text::Records;

/// Records in a block, and bytes of their text: little enough to stay in a core's cache.
const BLOCK: usize = 512;
const BLOCK_BYTES: usize = 128 * 1024;
/// Room for text that a record keeps from row to row; more is given back, for rows may be as long as a mebibyte.
const ROOM: usize = 4 * 1024;
/// Blocks that may wait.
const WAITING: usize = 16;

/// Records, of which the first `filled` hold rows and the others room.
#[derive(Default)]
struct Block {
    records: Vec<Record>,
    filled: usize,
}

/// The reading end.
pub(crate) struct Ahead {
    blocks: Receiver<Result<Block, Refusal>>,
    /// Blocks that were read, for their room to be used again.
    spent: Sender<Block>,
    block: Block,
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
            block: Block::default(),
            at: 0,
        }
    }

    /// The next record; `false` at the end.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, Refusal> {
        if self.at == self.block.filled {
            let broken = |_| Refusal::Damaged("reading broke off; this is a bug in Harpoon".to_owned());
            let fresh = self.blocks.recv().map_err(broken)??;
            // The thread may have ended, and needs no room then.
            let _ = self.spent.send(std::mem::replace(&mut self.block, fresh));
            self.at = 0;
        }
        let next = self.block.records.get_mut(self.at);
        let Some(next) = next.filter(|_| self.at < self.block.filled) else {
            return Ok(false);
        };
        std::mem::swap(next, record);
        self.at += 1;
        Ok(true)
    }
}

/// Sends blocks of records, an empty one at the end, or why there are no more.
fn split(mut records: Records, blocks: &SyncSender<Result<Block, Refusal>>, room: &Receiver<Block>) {
    loop {
        let mut block = room.try_recv().unwrap_or_default();
        let filled = fill(&mut records, &mut block);
        let is_last = block.filled == 0 || filled.is_err();
        let rows = Some(block).filter(|block| block.filled > 0 || filled.is_ok()).map(Ok);
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
fn fill(records: &mut Records, block: &mut Block) -> Result<(), Refusal> {
    block.filled = 0;
    block.records.resize_with(BLOCK, Record::default);
    let mut bytes = 0;
    for record in &mut block.records {
        record.keep_room(ROOM);
        if bytes >= BLOCK_BYTES || !records.next(record)? {
            break;
        }
        bytes += record.bytes();
        block.filled += 1;
    }
    Ok(())
}
