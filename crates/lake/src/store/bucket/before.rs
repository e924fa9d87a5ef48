//! What a bucket keeps although nobody can see it: versions of files that were replaced or removed, where its owner switched that on, and
//! uploads that were never completed. `object_store` has no question for either.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use object_store::aws::{AwsAuthorizer, AwsCredentialProvider};
use object_store::client::{HttpClient, HttpRequest, HttpRequestBody};
use url::Url;

use super::Bucket;

/// Before something is asked again that got no answer.
const PAUSE: Duration = Duration::from_millis(200);
/// Letters of a server's words that are shown.
const WORDS: usize = 300;

/// Puts questions of one's own to the server.
#[derive(Clone, Debug)]
pub(in super::super) struct Asker {
    pub(super) client: HttpClient,
    /// The address of the bucket.
    pub(super) bucket: Url,
    pub(super) region: String,
    pub(super) credentials: AwsCredentialProvider,
    pub(super) patience: Duration,
}

/// What is kept of a workspace from before a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Before {
    /// Versions of files that were replaced or removed since.
    pub(in super::super) versions: u64,
    /// Uploads that were begun before and never completed.
    pub(in super::super) uploads: u64,
}

/// A question, and how its answer tells where to go on.
struct Question {
    asks: &'static str,
    markers: [(&'static str, &'static str); 2],
}

const VERSIONS: Question = Question {
    asks: "versions",
    markers: [
        ("key-marker", "NextKeyMarker"),
        ("version-id-marker", "NextVersionIdMarker"),
    ],
};
const UPLOADS: Question = Question {
    asks: "uploads",
    markers: [
        ("key-marker", "NextKeyMarker"),
        ("upload-id-marker", "NextUploadIdMarker"),
    ],
};

/// When the versions of a file came, and when it was removed.
#[derive(Default)]
struct Course {
    came: Vec<Timestamp>,
    went: Vec<Timestamp>,
}

impl Course {
    /// Versions that something had come instead of by a moment. Servers tell whole seconds: what came in the same one as another counts.
    fn over_by(&self, moment: Timestamp) -> u64 {
        let is_over = |at: usize| {
            let others = self.came.iter().enumerate().filter(|(other, _)| *other != at);
            let mut next = others.map(|(_, came)| came).chain(&self.went);
            next.any(|next| (self.came[at]..=moment).contains(next))
        };
        (0..self.came.len()).filter(|at| is_over(*at)).count() as u64
    }
}

impl Bucket {
    /// What it keeps of tables and raw bytes as they were at a moment of the server's clock and are no more. A server that does not know the
    /// question keeps nothing.
    pub(in super::super) fn before(&self, moment: Timestamp) -> io::Result<Before> {
        let (client, prefix) = (self.asker.clone(), self.prefix.to_string());
        let asked = self.run(async move {
            let mut before = Before::default();
            for part in ["lake", "raw"] {
                let prefix = format!("{prefix}/{part}/");
                let mut courses: BTreeMap<String, Course> = BTreeMap::new();
                let take = |page: &str| {
                    for (element, is_version) in [("Version", true), ("DeleteMarker", false)] {
                        for one in elements(page, element) {
                            let course = courses
                                .entry(text(one, "Key").unwrap_or_default().to_owned())
                                .or_default();
                            let at = at(one, "LastModified");
                            if is_version {
                                course.came.push(at);
                            } else {
                                course.went.push(at);
                            }
                        }
                    }
                };
                client.each_page(&VERSIONS, &prefix, take).await?;
                before.versions += courses.values().map(|course| course.over_by(moment)).sum::<u64>();
                let take = |page: &str| {
                    let begun = elements(page, "Upload").filter(|one| at(one, "Initiated") <= moment);
                    before.uploads += begun.count() as u64;
                };
                client.each_page(&UPLOADS, &prefix, take).await?;
            }
            Ok(before)
        });
        asked?
    }
}

impl Asker {
    async fn each_page(&self, question: &Question, prefix: &str, mut take: impl FnMut(&str)) -> io::Result<()> {
        let mut markers: Vec<(&str, String)> = Vec::new();
        loop {
            let mut url = self.bucket.clone();
            url.query_pairs_mut()
                .append_pair(question.asks, "")
                .append_pair("prefix", prefix)
                .extend_pairs(&markers);
            let Some(page) = self.answer(&url).await? else {
                return Ok(());
            };
            take(&page);
            if text(&page, "IsTruncated") != Some("true") {
                return Ok(());
            }
            let next = question.markers.iter();
            markers = next
                .filter_map(|(ask, told)| Some((*ask, text(&page, told)?.to_owned())))
                .collect();
            if markers.is_empty() {
                return Err(io::Error::new(ErrorKind::InvalidData, "a list that ends nowhere"));
            }
        }
    }

    /// The server's words; none where it does not know such questions.
    async fn answer(&self, url: &Url) -> io::Result<Option<String>> {
        let begun = Instant::now();
        loop {
            let mut request = HttpRequest::new(HttpRequestBody::empty());
            *request.uri_mut() = url.as_str().parse().map_err(io::Error::other)?;
            let credential = self.credentials.get_credential().await.map_err(io::Error::other)?;
            AwsAuthorizer::new(&credential, "s3", &self.region).authorize(&mut request, None);
            let (status, said) = match self.client.execute(request).await {
                Ok(answer) => {
                    let status = answer.status().as_u16();
                    let bytes = answer.into_body().bytes().await.map_err(io::Error::other)?;
                    (status, String::from_utf8_lossy(&bytes).into_owned())
                }
                Err(error) => (503, error.to_string()),
            };
            match status {
                200 => return Ok(Some(said)),
                501 => return Ok(None),
                429 | 500.. if begun.elapsed() < self.patience => tokio::time::sleep(PAUSE).await,
                _ => {
                    let kind = if matches!(status, 401 | 403) {
                        ErrorKind::PermissionDenied
                    } else {
                        ErrorKind::Other
                    };
                    let said: String = said.chars().take(WORDS).collect();
                    return Err(io::Error::new(
                        kind,
                        format!(
                            "the server does not say what the bucket keeps of files that were replaced ({status}: {said}); the credentials \
                             must allow to list versions and uploads there (s3:ListBucketVersions, s3:ListBucketMultipartUploads)"
                        ),
                    ));
                }
            }
        }
    }
}

/// What stands in elements of a name.
fn elements<'a>(page: &'a str, element: &str) -> impl Iterator<Item = &'a str> {
    let [begin, end] = ["<", "</"].map(|mark| format!("{mark}{element}>"));
    let mut rest = page;
    std::iter::from_fn(move || {
        let (_, from) = rest.split_once(&begin)?;
        let (within, after) = from.split_once(&end)?;
        rest = after;
        Some(within)
    })
}

/// When something came; long ago where that is not told.
fn at(of: &str, element: &str) -> Timestamp {
    let at = text(of, element).and_then(|at| at.parse().ok());
    at.unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The text of an element that has no others in it. Names of ours are plain.
fn text<'a>(of: &'a str, element: &str) -> Option<&'a str> {
    let (_, rest) = of.split_once(&format!("<{element}>"))?;
    rest.split_once('<').map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::{Course, elements};

    #[test]
    fn what_was_over_by_a_moment() {
        let at = |seconds: i64| jiff::Timestamp::new(seconds, 0).unwrap_or_default();
        let of = |came: &[i64], went: &[i64]| {
            let all = |all: &[i64]| all.iter().map(|seconds| at(*seconds)).collect();
            let course = Course {
                came: all(came),
                went: all(went),
            };
            course.over_by(at(50))
        };
        // There still, replaced before, replaced after, removed before, removed after, replaced before and removed after.
        assert_eq!((of(&[10], &[]), of(&[10, 20], &[]), of(&[10, 60], &[])), (0, 1, 0));
        assert_eq!((of(&[10], &[30]), of(&[10], &[60]), of(&[10, 20], &[60])), (1, 0, 1));
        // Removed and written again, clean.
        assert_eq!(of(&[10, 40], &[30]), 1);
    }

    #[test]
    fn elements_are_told_apart() {
        let page = "<R><Version><Key>a</Key></Version><DeleteMarker><Key>b</Key></DeleteMarker><Version><Key>c</Key></Version></R>";
        let versions: Vec<&str> = elements(page, "Version").collect();
        assert_eq!(versions, ["<Key>a</Key>", "<Key>c</Key>"]);
    }
}
