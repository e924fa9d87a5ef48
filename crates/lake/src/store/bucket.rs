//! [`Bucket`]: a workspace's tables and raw bytes in a bucket of S3-compatible storage.
//!
//! Files have the names that they have on a disk, from the prefix on instead of from the folder: `lake/imports/…`,
//! `raw/ab/…`. Nothing is locked: what must happen once is a put that fails where the name is taken ([`Patient`] tells a
//! name that somebody else took from one that our own unanswered try took).

mod before;
mod patient;
mod settings;

use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::future::Future;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path as FsPath, PathBuf};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use bytes::Bytes;
use datafusion::execution::object_store::ObjectStoreUrl;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{
    Error, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, PutPayload, UpdateVersion, WriteMultipart,
};
use tokio::runtime::{Builder, Handle, Runtime};
use url::Url;

pub(super) use patient::{Patient, is_trouble};
pub use settings::BucketSettings;

use super::durable::unnamed;
use super::error::StoreError;
use before::Asker;

/// Files beyond this go up in parts of it. Few parts are under way at a time, so that memory stays flat.
const PART: usize = 8 << 20;
const PARTS_AT_ONCE: usize = 4;
/// Bytes of a file up to which it is put in place of another in one request, which fails where that one is no longer there. Of what
/// is larger nobody can ask that.
const WHOLE: u64 = 64 << 20;
/// Threads that talk to buckets, for all workspaces of the process.
const THREADS: usize = 2;
/// What of a workspace lies in the bucket. Everything else is the node's own.
const SHARED: &[&str] = &["erased", "lake", "raw"];

/// A prefix in a bucket, which stands for the folder of a workspace.
#[derive(Clone)]
pub(crate) struct Bucket {
    root: PathBuf,
    url: Url,
    engine_url: ObjectStoreUrl,
    prefix: Path,
    store: Arc<Patient>,
    asker: Asker,
    threads: Handle,
}

/// A file in the bucket.
pub(super) struct Object {
    /// Where it would lie in the workspace's folder.
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
    /// By the server's clock.
    pub(super) modified: SystemTime,
}

/// Tells the bytes of a file from all others that are ever put under its name.
#[derive(Debug)]
pub(super) struct Mark(Option<String>);

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.url)
    }
}

impl Bucket {
    /// The bucket of these settings in place of a workspace's folder. Nothing is asked yet.
    pub(super) fn new(root: &FsPath, settings: &BucketSettings) -> Result<Self, StoreError> {
        let threads = threads().map_err(StoreError::io("start threads for", root))?;
        let place = settings.place().map_err(StoreError::Settings)?;
        let (store, asker) = settings.store(&place, threads.clone()).map_err(StoreError::Settings)?;
        Ok(Self {
            root: root.to_owned(),
            prefix: Path::from(place.prefix.as_str()),
            engine_url: ObjectStoreUrl::parse(format!("s3://{}", place.bucket))?,
            url: place.url,
            store: Arc::new(store),
            asker,
            threads,
        })
    }

    /// Where it is, as the settings say it.
    pub(super) const fn url(&self) -> &Url {
        &self.url
    }

    /// What Delta and the engine read it through; names are those of the whole bucket.
    pub(super) fn store(&self) -> Arc<dyn ObjectStore> {
        Arc::clone(&self.store) as Arc<dyn ObjectStore>
    }

    /// By which address the engine finds the store.
    pub(super) const fn engine_url(&self) -> &ObjectStoreUrl {
        &self.engine_url
    }

    /// The name of a path of the workspace in the bucket; none of what is the node's own.
    pub(super) fn key(&self, path: &FsPath) -> Option<Path> {
        let within = path.strip_prefix(&self.root).ok()?;
        let parts: Vec<&str> = within.iter().filter_map(|part| part.to_str()).collect();
        SHARED
            .contains(parts.first()?)
            .then(|| parts.into_iter().fold(self.prefix.clone(), Path::join))
    }

    /// The address of a folder of the workspace.
    pub(super) fn url_of(&self, folder: &FsPath) -> Option<Url> {
        self.url.join(&format!("/{}/", self.key(folder)?)).ok()
    }

    /// The place of a file on its way there.
    pub(super) fn draft(&self, path: &FsPath) -> PathBuf {
        self.drafts().join(path.file_name().unwrap_or_default())
    }

    /// The folder of files on their way there or back.
    pub(super) fn drafts(&self) -> PathBuf {
        self.root.join("lake/_outgoing")
    }

    /// Names of the folders right in a folder of the workspace. The first thing that is asked: fails where the bucket cannot be used.
    pub(super) fn folders(&self, folder: &FsPath) -> Result<BTreeSet<String>, StoreError> {
        let (store, prefix) = (self.store(), self.key(folder));
        let listed = self.block(async move { store.list_with_delimiter(prefix.as_ref()).await });
        let listed = listed.map_err(StoreError::io("use the storage of", &self.root))?;
        let names = listed.common_prefixes.iter().filter_map(Path::filename);
        Ok(names.map(str::to_owned).collect())
    }

    /// Fails where the server lets two writers take one name. Asked once, before the first table is made.
    pub(super) fn is_careful(&self) -> Result<(), StoreError> {
        let key = self.prefix.clone().join("lake").join("_probe").join(token());
        let put = |text: &'static str| self.put(key.clone(), text.into(), PutMode::Create);
        let probed = || {
            put("first")?;
            let second = put("second");
            self.remove(key.clone())?;
            match second {
                Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(true),
                other => other.map(|()| false),
            }
        };
        if probed().map_err(StoreError::io("use the storage of", &self.root))? {
            return Ok(());
        }
        Err(StoreError::Careless(self.url.to_string()))
    }

    pub(super) fn get(&self, key: Path) -> io::Result<Bytes> {
        let store = self.store();
        self.block(async move { store.get(&key).await?.bytes().await })
    }

    /// Writes a file as it stands in the bucket to one that is open here.
    pub(super) fn fetch(&self, key: Path, to: File) -> io::Result<File> {
        self.fetch_marked(key, to).map(|(file, _)| file)
    }

    /// The same with a mark of exactly these bytes.
    fn fetch_marked(&self, key: Path, mut to: File) -> io::Result<(File, Mark)> {
        let store = self.store();
        let fetched = self.run(async move {
            let found = store.get(&key).await.map_err(said)?;
            let mark = Mark(found.meta.e_tag.clone());
            let mut stream = found.into_stream();
            while let Some(bytes) = stream.try_next().await.map_err(said)? {
                to.write_all(&bytes)?;
            }
            to.rewind()?;
            Ok((to, mark))
        });
        fetched?
    }

    /// The same to a file without a name, which goes when it is closed.
    pub(super) fn fetch_unnamed(&self, key: Path) -> io::Result<File> {
        self.fetch(key, unnamed(&self.drafts())?)
    }

    /// The same with a mark of exactly these bytes.
    pub(super) fn fetch_unnamed_marked(&self, key: Path) -> io::Result<(File, Mark)> {
        self.fetch_marked(key, unnamed(&self.drafts())?)
    }

    /// Sends a complete file in place of what was fetched. `false` where something else is there by now; of a file that is too large
    /// for one request that is not known.
    pub(super) fn send_instead(&self, mut from: File, key: Path, of: Mark) -> io::Result<bool> {
        if from.metadata()?.len() > WHOLE {
            return self.send(from, key).map(|()| true);
        }
        let mut all = Vec::new();
        from.rewind()?;
        from.read_to_end(&mut all)?;
        self.put_instead(key, all.into(), of)
    }

    /// Puts in place of a small file what `change` makes of it, or of nothing where it is not there; anew where another node was
    /// quicker. Nothing is put where it gives nothing.
    pub(super) fn update(
        &self,
        key: &Path,
        change: impl Fn(Option<Bytes>) -> io::Result<Option<Vec<u8>>>,
    ) -> io::Result<()> {
        loop {
            let (store, from) = (self.store(), key.clone());
            let found = self.block(async move {
                match store.get(&from).await {
                    Err(Error::NotFound { .. }) => Ok(None),
                    Err(error) => Err(error),
                    Ok(found) => {
                        let mark = Mark(found.meta.e_tag.clone());
                        Ok(Some((found.bytes().await?, mark)))
                    }
                }
            })?;
            let (there, mark) = found.unzip();
            let Some(new) = change(there)? else { return Ok(()) };
            let is_put = match mark {
                Some(mark) => self.put_instead(key.clone(), new.into(), mark)?,
                None => match self.put(key.clone(), new.into(), PutMode::Create) {
                    Err(e) if e.kind() == ErrorKind::AlreadyExists => false,
                    other => other.map(|()| true)?,
                },
            };
            if is_put {
                return Ok(());
            }
        }
    }

    fn put_instead(&self, key: Path, payload: PutPayload, of: Mark) -> io::Result<bool> {
        let (store, version) = (
            self.store(),
            UpdateVersion {
                e_tag: of.0,
                version: None,
            },
        );
        self.block(async move {
            match store.put_opts(&key, payload, PutMode::Update(version).into()).await {
                Err(Error::Precondition { .. }) => Ok(false),
                other => other.map(|_| true),
            }
        })
    }

    /// Whether nothing lies under the prefix.
    pub(super) fn is_empty(&self) -> io::Result<bool> {
        let (store, prefix) = (self.store(), self.prefix.clone());
        self.block(async move { Ok(store.list(Some(&prefix)).next().await.transpose()?.is_none()) })
    }

    /// Removes everything under the prefix; gives the number of files.
    pub(super) fn remove_all(&self) -> io::Result<u64> {
        let (store, prefix) = (self.store(), self.prefix.clone());
        self.block(async move {
            let found = store.list(Some(&prefix)).map_ok(|meta| meta.location).boxed();
            let removed: Vec<Path> = store.delete_stream(found).try_collect().await?;
            Ok(removed.len() as u64)
        })
    }

    pub(super) fn about(&self, key: Path) -> io::Result<ObjectMeta> {
        let store = self.store();
        self.block(async move { store.head(&key).await })
    }

    pub(super) fn put(&self, key: Path, payload: PutPayload, mode: PutMode) -> io::Result<()> {
        let store = self.store();
        self.block(async move { store.put_opts(&key, payload, mode.into()).await.map(drop) })
    }

    /// Sends a complete file. Its name must be one that nobody else gives.
    pub(super) fn send(&self, mut from: File, key: Path) -> io::Result<()> {
        from.rewind()?;
        let (store, bytes) = (self.store(), from.metadata()?.len());
        let sent = self.run(async move {
            if bytes <= PART as u64 {
                let mut all = Vec::new();
                from.read_to_end(&mut all)?;
                return store.put(&key, all.into()).await.map(drop).map_err(said);
            }
            let upload = store.put_multipart(&key).await.map_err(said)?;
            let mut parts = WriteMultipart::new_with_chunk_size(upload, PART);
            loop {
                let mut part = Vec::with_capacity(PART);
                if Read::by_ref(&mut from).take(PART as u64).read_to_end(&mut part)? == 0 {
                    break;
                }
                parts.wait_for_capacity(PARTS_AT_ONCE).await.map_err(said)?;
                parts.put(part.into());
            }
            parts.finish().await.map(drop).map_err(said)
        });
        sent?
    }

    pub(super) fn remove(&self, key: Path) -> io::Result<()> {
        let store = self.store();
        self.block(async move {
            match store.delete(&key).await {
                Err(Error::NotFound { .. }) => Ok(()),
                other => other,
            }
        })
    }

    /// Files in a folder, those of its folders included, by name.
    pub(super) fn list(&self, folder: &FsPath) -> io::Result<Vec<Object>> {
        let Some(prefix) = self.key(folder) else {
            return Ok(Vec::new());
        };
        let store = self.store();
        let found: Vec<ObjectMeta> = self.block(async move { store.list(Some(&prefix)).try_collect().await })?;
        let object = |meta: ObjectMeta| {
            let within = meta.location.prefix_match(&self.prefix)?;
            Some(Object {
                path: within.fold(self.root.clone(), |path, part| path.join(part.as_ref())),
                bytes: meta.size,
                modified: meta.last_modified.into(),
            })
        };
        let mut files: Vec<Object> = found.into_iter().filter_map(object).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn block<T: Send + 'static>(&self, work: impl Future<Output = Result<T, Error>> + Send + 'static) -> io::Result<T> {
        self.run(work)?.map_err(said)
    }

    /// Waits for work on the threads of buckets, from wherever: the caller may be a thread of the engine.
    fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> io::Result<T> {
        let (done, when) = sync_channel(1);
        self.threads.spawn(async move {
            // Nobody waits any more where this fails.
            let _ = done.send(work.await);
        });
        when.recv().map_err(io::Error::other)
    }
}

/// Digits that nobody else has: names and entries with them are never given twice.
pub(super) fn token() -> String {
    // The keys of each are of chance; no key is told by its digest.
    let digits = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", digits(), digits())
}

/// A failure of the store as one of reading and writing.
fn said(error: Error) -> io::Error {
    let kind = match &error {
        Error::NotFound { .. } => ErrorKind::NotFound,
        Error::AlreadyExists { .. } => ErrorKind::AlreadyExists,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => ErrorKind::PermissionDenied,
        _ => ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

/// The threads that talk to buckets. They are never stopped: whoever drops a workspace may be one of the engine's, which may not
/// wait for them.
fn threads() -> io::Result<Handle> {
    static THREADS_OF_BUCKETS: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = THREADS_OF_BUCKETS.get() {
        return Ok(runtime.handle().clone());
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("bucket")
        .enable_all()
        .build()?;
    Ok(THREADS_OF_BUCKETS.get_or_init(|| runtime).handle().clone())
}
