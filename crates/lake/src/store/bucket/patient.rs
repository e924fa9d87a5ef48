//! [`Patient`]: a store whose puts happen once whatever the network does, and whose failures say what to do.
//!
//! A put that must find its name free is not repeated by `object_store` where no answer came: the first try may have
//! succeeded. Here it is, and a name that is taken by the very bytes that were sent was taken by one of our own tries. What
//! must happen once therefore never has the same bytes twice: entries of logs and notes carry digits of their own.
//!
//! Entries of Delta's logs do not change but where somebody is erased, and their readers ask for each in a dozen small pieces, one after the other.
//! They are fetched whole and kept in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryFutureExt};
use object_store::aws::AmazonS3;
use object_store::path::{Path, PathPart};
use object_store::{
    Attributes, CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, ObjectStoreExt, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart,
};

/// Before something is tried again that got no answer.
const PAUSE: Duration = Duration::from_millis(100);
/// Letters of a server's words that are shown.
const WORDS: usize = 300;

/// Bytes of an entry of a log up to which it is fetched whole, and of all that are kept.
const ENTRY: u64 = 8 << 20;
const ENTRIES: usize = 64 << 20;

/// The store of a bucket.
#[derive(Debug)]
pub(crate) struct Patient {
    inner: AmazonS3,
    told: Told,
    entries: Mutex<Entries>,
}

/// Entries of logs that were fetched. A leaf lock: nothing is asked while it is held.
#[derive(Debug, Default)]
struct Entries {
    bytes: usize,
    all: HashMap<Path, (ObjectMeta, Bytes)>,
}

/// What its failures need to know.
#[derive(Clone, Debug)]
struct Told {
    url: String,
    patience: Duration,
}

/// Why the storage cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(
        "{url}: the server refuses the credentials ({said}); look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may \
         list, read, write and delete there"
    )]
    Refused { url: String, said: String },
    #[error(
        "{url}: there is no such bucket ({said}); make it, or mend `url` or `endpoint` of [storage] in harpoon.toml"
    )]
    NoBucket { url: String, said: String },
    #[error(
        "{url}: the server did not do it within {seconds} seconds ({said}); nothing is lost: look at the server and at \
         `endpoint` of [storage] in harpoon.toml, then try again"
    )]
    Silent { url: String, seconds: u64, said: String },
}

impl Patient {
    pub(super) fn new(inner: AmazonS3, url: &str, patience: Duration) -> Self {
        Self {
            inner,
            told: Told {
                url: url.to_owned(),
                patience,
            },
            entries: Mutex::default(),
        }
    }

    /// An entry of a log as a whole, from memory where it was fetched before; none of what is no entry or a large one.
    async fn entry(&self, location: &Path, options: &GetOptions) -> Result<Option<(ObjectMeta, Bytes)>> {
        let is_plain = !options.head && options.if_match.is_none() && options.if_none_match.is_none();
        if !is_plain || !is_entry(location) {
            return Ok(None);
        }
        let entries = || self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries().all.get(location) {
            return Ok(Some(entry.clone()));
        }
        let found = self.inner.get_opts(location, GetOptions::default()).await?;
        if found.meta.size > ENTRY {
            return Ok(None);
        }
        let meta = found.meta.clone();
        let bytes = found.bytes().await?;
        let mut kept = entries();
        if kept.bytes + bytes.len() > ENTRIES {
            *kept = Entries::default();
        }
        kept.bytes += bytes.len();
        kept.all.insert(location.clone(), (meta.clone(), bytes.clone()));
        Ok(Some((meta, bytes)))
    }

    /// What is put anew, because somebody was erased, is read anew.
    fn forget(&self, location: &Path) {
        let mut kept = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bytes)) = kept.all.remove(location) {
            kept.bytes -= bytes.len();
        }
    }

    /// Whether the name holds exactly these bytes.
    async fn holds(&self, location: &Path, payload: &PutPayload) -> Result<bool> {
        let there = match self.inner.get(location).await {
            Ok(found) => found.bytes().await?,
            Err(Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(error),
        };
        let mut rest = there.as_ref();
        let begins = payload.iter().all(|part| {
            let (is_next, after) = match rest.strip_prefix(part.as_ref()) {
                Some(after) => (true, after),
                None => (false, rest),
            };
            rest = after;
            is_next
        });
        Ok(begins && rest.is_empty())
    }

    async fn create(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {
        let begun = Instant::now();
        loop {
            let error = match self.inner.put_opts(location, payload.clone(), opts.clone()).await {
                Ok(put) => return Ok(put),
                Err(error) => error,
            };
            if is_final(&error) {
                return Err(error);
            }
            let is_taken = matches!(error, Error::AlreadyExists { .. });
            match self.holds(location, &payload).await {
                Ok(true) => {
                    return Ok(PutResult {
                        e_tag: None,
                        version: None,
                    });
                }
                Ok(false) if is_taken => return Err(error),
                _ if begun.elapsed() >= self.told.patience => return Err(error),
                _ => tokio::time::sleep(PAUSE).await,
            }
        }
    }
}

/// Whether it is an entry of a log, which is written once and never changed.
fn is_entry(location: &Path) -> bool {
    let parts: Vec<PathPart<'_>> = location.parts().collect();
    let [.., folder, name] = parts.as_slice() else {
        return false;
    };
    if folder.as_ref() != "_delta_log" {
        return false;
    }
    let name = name.as_ref();
    let is_numbered = name
        .get(..20)
        .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    is_numbered && (name.ends_with(".checkpoint.parquet") || name.get(20..) == Some(".json"))
}

/// What was asked for of an entry.
fn part(entry: (ObjectMeta, Bytes), options: &GetOptions) -> Result<GetResult> {
    let (meta, bytes) = entry;
    let range = match &options.range {
        None => 0..meta.size,
        Some(range) => range.as_range(meta.size).map_err(|why| Error::Generic {
            store: "S3",
            source: Box::new(why),
        })?,
    };
    let ends = [range.start, range.end].map(|end| usize::try_from(end).unwrap_or(usize::MAX));
    let part = bytes.slice(ends[0]..ends[1]);
    Ok(GetResult {
        payload: GetResultPayload::Stream(stream::once(async { Ok(part) }).boxed()),
        meta,
        range,
        attributes: Attributes::default(),
    })
}

/// Whether it is the storage that cannot be used, and not what lies in it.
pub(in super::super) fn is_trouble(error: &(dyn std::error::Error + 'static)) -> bool {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.into_iter().any(<dyn std::error::Error>::is::<Trouble>)
}

/// Whether asking again gives the same.
fn is_final(error: &Error) -> bool {
    matches!(
        error,
        Error::NotFound { .. } | Error::PermissionDenied { .. } | Error::Unauthenticated { .. }
    )
}

impl Told {
    /// The same failure, with what to do about it. Where a name is taken or nothing is there, that is an answer.
    fn mended(&self, error: Error) -> Error {
        let said = words(&error);
        let url = self.url.clone();
        let is_no_bucket = said.contains("NoSuchBucket");
        match error {
            Error::NotFound { path, .. } if is_no_bucket => Error::Generic {
                store: "S3",
                source: Trouble::NoBucket {
                    url: format!("{url} ({path})"),
                    said,
                }
                .into(),
            },
            Error::AlreadyExists { .. }
            | Error::NotFound { .. }
            | Error::Precondition { .. }
            | Error::NotModified { .. } => error,
            Error::PermissionDenied { path, .. } | Error::Unauthenticated { path, .. } => Error::PermissionDenied {
                path,
                source: Trouble::Refused { url, said }.into(),
            },
            Error::Generic { .. } if is_no_bucket => Error::Generic {
                store: "S3",
                source: Trouble::NoBucket { url, said }.into(),
            },
            Error::Generic { .. } if is_refusal(&said) => Error::PermissionDenied {
                path: url.clone(),
                source: Trouble::Refused { url, said }.into(),
            },
            Error::Generic { .. } => Error::Generic {
                store: "S3",
                source: Trouble::Silent {
                    url,
                    seconds: self.patience.as_secs(),
                    said,
                }
                .into(),
            },
            other => other,
        }
    }
}

fn is_refusal(said: &str) -> bool {
    [
        "403 Forbidden",
        "401 Unauthorized",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "AccessDenied",
    ]
    .iter()
    .any(|word| said.contains(word))
}

/// The last causes of a failure in a line: what the server or the network said. Requests are signed by their heads, so no address holds
/// a secret.
fn words(error: &Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    let mut all = cause.to_string();
    while let Some(next) = cause.source() {
        cause = next;
        let text = cause.to_string();
        if !all.contains(&text) {
            all = format!("{all}: {text}");
        }
    }
    // Of the request there is nothing to say that the address does not.
    let said = all.split_once(" - ").map_or(all.as_str(), |(_, said)| said);
    let line: Vec<&str> = said.split_whitespace().collect();
    line.join(" ").chars().take(WORDS).collect()
}

impl fmt::Display for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "patient {}", self.inner)
    }
}

#[async_trait]
impl ObjectStore for Patient {
    async fn put_opts(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {
        self.forget(location);
        let put = if opts.mode == PutMode::Create {
            self.create(location, payload, opts).await
        } else {
            self.inner.put_opts(location, payload, opts).await
        };
        put.map_err(|error| self.told.mended(error))
    }

    async fn put_multipart_opts(&self, location: &Path, opts: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        let told = self.told.clone();
        let begun = self.inner.put_multipart_opts(location, opts).await;
        let inner = begun.map_err(|error| told.mended(error))?;
        Ok(Box::new(Upload { inner, told }))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        match self.entry(location, &options).await {
            Ok(Some(entry)) => return part(entry, &options),
            Ok(None) => {}
            Err(error) => return Err(self.told.mended(error)),
        }
        let got = self.inner.get_opts(location, options).await;
        got.map_err(|error| self.told.mended(error))
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let told = self.told.clone();
        let deleted = self.inner.delete_stream(locations);
        deleted.map(move |one| one.map_err(|error| told.mended(error))).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let told = self.told.clone();
        let found = self.inner.list(prefix);
        found.map(move |one| one.map_err(|error| told.mended(error))).boxed()
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        let told = self.told.clone();
        let found = self.inner.list_with_offset(prefix, offset);
        found.map(move |one| one.map_err(|error| told.mended(error))).boxed()
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        let listed = self.inner.list_with_delimiter(prefix).await;
        listed.map_err(|error| self.told.mended(error))
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        let copied = self.inner.copy_opts(from, to, options).await;
        copied.map_err(|error| self.told.mended(error))
    }
}

/// An upload in parts whose failures say what to do.
#[derive(Debug)]
struct Upload {
    inner: Box<dyn MultipartUpload>,
    told: Told,
}

#[async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        let told = self.told.clone();
        Box::pin(self.inner.put_part(data).map_err(move |error| told.mended(error)))
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let completed = self.inner.complete().await;
        completed.map_err(|error| self.told.mended(error))
    }

    async fn abort(&mut self) -> Result<()> {
        self.inner.abort().await
    }
}
