//! [`Ahead`]: records of a long text are split on a thread of their own, while those before are read into facts.
//!
//! They are handed over in blocks of one text and one list of cells, which the other core reads from front to back:
//! records handed over one by one would be waited for one by one.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use crate::plan::{Damage, Refusal};
use crate::record::{Record, Rows};
use crate::text::Records;

/// Bytes of text in a block: little enough to stay in a core's cache.
const BLOCK: usize = 128 * 1024;
/// Blocks that may wait.
const WAITING: usize = 16;

/// The reading end.
pub(crate) struct Ahead {
    blocks: Receiver<Result<Rows, Refusal>>,
    /// Blocks that were read, for their room to be used again.
    spent: Sender<Rows>,
}

impl Ahead {
    /// Goes on with the records on a thread. It ends with the text, or when nobody reads any more.
    pub(crate) fn start(records: Records) -> Self {
        let (sender, blocks) = sync_channel(WAITING);
        let (spent, room) = channel();
        std::thread::spawn(move || split(records, &sender, &room));
        Self { blocks, spent }
    }

    /// The next record; `false` at the end. Between calls the record keeps the block whose row it is.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, Refusal> {
        if record.turn() {
            return Ok(true);
        }
        let broken = |_| Refusal::Damaged(Damage::BrokeOff);
        let before = record.put(self.blocks.recv().map_err(broken)??);
        // The thread may have ended, and needs no room then.
        let _ = self.spent.send(before);
        Ok(record.turn())
    }
}

/// Sends blocks of records, an empty one at the end, or why there are no more.
fn split(mut records: Records, blocks: &SyncSender<Result<Rows, Refusal>>, room: &Receiver<Rows>) {
    loop {
        let mut block = room.try_recv().unwrap_or_default();
        block.clear();
        let filled = fill(&mut records, &mut block);
        let is_last = block.len() == 0 || filled.is_err();
        let rows = Some(block).filter(|block| block.len() > 0 || filled.is_ok()).map(Ok);
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
fn fill(records: &mut Records, block: &mut Rows) -> Result<(), Refusal> {
    while block.bytes() < BLOCK && records.add_next(block)? {}
    Ok(())
}
