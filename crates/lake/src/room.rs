//! How much memory questions of a process may take before they go to disk, and where on the disk that is.
//!
//! Sorts and groupings go to disk; a join keeps its smaller side in memory, so a question can still be too large. It fails then,
//! and the process lives.

use std::fs::{self, File};
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use datafusion::common::Result;
use datafusion::error::DataFusionError;
use datafusion::execution::disk_manager::DiskManagerBuilder;
use datafusion::execution::memory_pool::{FairSpillPool, MemoryPool, TrackConsumersPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::spill_file::{SpillFile, SpillWriter, TempFileFactory};
use futures::{Stream, stream};

/// The least that is taken, however small the machine: sorts set memory aside that they never touch.
const LEAST: u64 = 512 << 20;
/// How many of those who take most are named when there is no more.
const NAMED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(2);
/// Bytes that are read back at once.
const PIECE: usize = 256 << 10;

/// Memory for all that hold it.
pub(crate) type Pool = Arc<dyn MemoryPool>;

/// Memory of so many bytes, which those who can go to disk share alike.
pub(crate) fn pool(bytes: u64) -> Pool {
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    Arc::new(TrackConsumersPool::new(FairSpillPool::new(bytes), NAMED))
}

/// The memory of this process for the questions of all its workspaces.
pub(crate) fn of_process() -> Pool {
    static POOL: LazyLock<Pool> = LazyLock::new(|| pool(usual()));
    Arc::clone(&POOL)
}

/// Surroundings of questions: memory, and nameless files in a folder beyond.
pub(crate) fn env(pool: Pool, spill: PathBuf) -> Result<RuntimeEnv> {
    let files = DiskManagerBuilder::default().with_temp_file_factory(Arc::new(Spilled(spill)));
    let env = RuntimeEnvBuilder::new().with_memory_pool(pool);
    env.with_disk_manager_builder(files).build()
}

/// Bytes that work beside questions may hold, such as the making of a journal, before it goes to disk: half of theirs, a gigabyte at most.
pub(crate) fn of_work() -> usize {
    usize::try_from(usual() / 2).unwrap_or(usize::MAX).min(1 << 30)
}

/// Half of the memory that this process may have: what its control group allows, or the machine has. The rest is for what is not
/// counted: rows on their way, files that are read, and the program.
fn usual() -> u64 {
    let machine = fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| in_meminfo(&text));
    let groups = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let allowed = folders_of(&groups).filter_map(|folder| {
        let read = |name: &str| fs::read_to_string(folder.join(name)).ok()?.trim().parse().ok();
        read("memory.max").or_else(|| read("memory.limit_in_bytes"))
    });
    let most = allowed.chain(machine).min();
    most.map_or(u64::MAX, |bytes| (bytes / 2).max(LEAST))
}

/// `MemTotal` of `/proc/meminfo`, in bytes.
fn in_meminfo(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

/// Folders in which the limits of a process may stand, by its `/proc/self/cgroup`: those of its own group, and where a container
/// shows its group as the root.
fn folders_of(groups: &str) -> impl Iterator<Item = PathBuf> {
    let root = Path::new("/sys/fs/cgroup");
    groups.lines().flat_map(move |line| {
        let mut parts = line.splitn(3, ':').skip(1);
        let (controllers, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let top = match controllers {
            "" => Some(root.to_owned()),
            "memory" => Some(root.join("memory")),
            _ => None,
        };
        let own = top.as_ref().map(|top| top.join(path.trim_start_matches('/')));
        [own, top].into_iter().flatten()
    })
}

/// Files in a folder that nobody else sees and that end with the process, however it ends: they have no name.
#[derive(Debug)]
struct Spilled(PathBuf);

impl TempFileFactory for Spilled {
    fn create_temp_file(&self, _: &str) -> Result<Arc<dyn SpillFile>> {
        let made = fs::create_dir_all(&self.0).and_then(|()| tempfile::tempfile_in(&self.0));
        let file = made.map_err(|why| {
            let told = format!(
                "nothing can be put into {} while a question runs: {why}",
                self.0.display()
            );
            DataFusionError::IoError(io::Error::new(why.kind(), told))
        })?;
        Ok(Arc::new(Nameless(Arc::new(Inner {
            file,
            length: AtomicU64::new(0),
        }))))
    }
}

struct Nameless(Arc<Inner>);

struct Inner {
    file: File,
    length: AtomicU64,
}

impl Inner {
    /// The bytes at a place: fewer at the end, none beyond.
    fn piece(&self, at: u64) -> io::Result<Bytes> {
        let left = self.length.load(Ordering::Acquire).saturating_sub(at);
        let mut bytes = vec![0; PIECE.min(usize::try_from(left).unwrap_or(PIECE))];
        self.file.read_exact_at(&mut bytes, at)?;
        Ok(bytes.into())
    }
}

impl SpillFile for Nameless {
    fn size(&self) -> Option<u64> {
        Some(self.0.length.load(Ordering::Acquire))
    }

    fn read_stream(&self) -> Result<Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>> {
        let start = (Arc::clone(&self.0), 0);
        Ok(Box::pin(stream::try_unfold(start, async |(inner, at)| {
            let reading = Arc::clone(&inner);
            let piece = tokio::task::spawn_blocking(move || reading.piece(at)).await;
            let piece = piece.map_err(|why| DataFusionError::External(Box::new(why)))??;
            let next = at + piece.len() as u64;
            Ok((!piece.is_empty()).then_some((piece, (inner, next))))
        })))
    }

    fn open_writer(&self) -> Result<Box<dyn SpillWriter>> {
        Ok(Box::new(Writing(Arc::clone(&self.0))))
    }
}

/// Adds to the end of a file; there is one of them for each.
struct Writing(Arc<Inner>);

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let at = self.0.length.load(Ordering::Acquire);
        self.0.file.write_all_at(bytes, at)?;
        self.0.length.store(at + bytes.len() as u64, Ordering::Release);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl SpillWriter for Writing {
    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn memory_is_read_where_linux_tells_it() {
        assert_eq!(in_meminfo("MemFree: 1 kB\nMemTotal:       24 kB\n"), Some(24 << 10));
        assert_eq!(in_meminfo("MemFree: 1 kB\n"), None);
        let folders = |text: &str| folders_of(text).collect::<Vec<_>>();
        let second = ["/sys/fs/cgroup/system.slice/harpoon.service", "/sys/fs/cgroup"].map(PathBuf::from);
        assert_eq!(folders("0::/system.slice/harpoon.service\n"), second);
        let first = ["/sys/fs/cgroup/memory/a:b", "/sys/fs/cgroup/memory"].map(PathBuf::from);
        assert_eq!(folders("3:cpu:/x\n4:memory:/a:b\n"), first, "a name may hold a colon");
    }

    #[test]
    fn what_went_to_disk_is_read_back_and_leaves_nothing() -> Outcome {
        let home = tempfile::tempdir()?;
        let env = env(pool(1 << 20), home.path().join("spill"))?;
        let file = env.disk_manager.create_tmp_file("a test")?;
        let told: Vec<u8> = (0..=250).cycle().take(3 * PIECE + 7).collect();
        let mut writing = file.open_writer()?;
        for part in told.chunks(100_003) {
            writing.write_all(part)?;
        }
        writing.finish()?;
        assert_eq!(file.size(), Some(told.len() as u64));
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let read: Vec<Bytes> = runtime.block_on(futures::TryStreamExt::try_collect(file.read_stream()?))?;
        assert_eq!(read.concat(), told);
        assert_eq!(fs::read_dir(home.path().join("spill"))?.count(), 0, "it has no name");
        Ok(())
    }
}
