//! [`BucketSettings`]: `[storage]` of `harpoon.toml`: which bucket, on which server. Secrets come from the environment alone.

use std::net::IpAddr;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, S3ConditionalPut};
use object_store::client::{HttpConnector as _, SpawnedReqwestConnector};
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;
use url::{Host, Url};

use super::before::Asker;
use super::patient::Patient;

/// Where credentials may come from but for a server of one's own.
const FROM_ELSEWHERE: &[&str] = &[
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// Seconds for which a server is asked again where settings do not say.
const PATIENCE: u64 = 60;

/// `[storage]` of `harpoon.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketSettings {
    /// The bucket and what the names in it begin with: `s3://bucket/clients/zilt`.
    pub url: String,
    /// Address of the server where it is not Amazon's: `https://s3.example.org`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Region of the bucket; `us-east-1` if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// For how many seconds a server that is slow or answers with errors is asked again before a command fails.
    #[serde(default = "patience")]
    pub patience: u64,
}

fn patience() -> u64 {
    PATIENCE
}

/// The parts of the address.
pub(super) struct Place {
    pub(super) url: Url,
    pub(super) bucket: String,
    pub(super) prefix: String,
}

impl BucketSettings {
    /// The settings of a bucket on Amazon's servers.
    pub fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            endpoint: None,
            region: None,
            patience: PATIENCE,
        }
    }

    /// Everything that is wrong with them, in one sentence each; nothing is asked of the server.
    pub fn check(&self) -> Result<(), String> {
        self.place().map(drop)
    }

    pub(super) fn place(&self) -> Result<Place, String> {
        let mut mistakes = Vec::new();
        let (bucket, prefix) = self.bucket_and_prefix().unwrap_or_else(|mistake| {
            mistakes.push(mistake);
            ("none".to_owned(), String::new())
        });
        mistakes.extend(self.endpoint.as_deref().and_then(wrong_endpoint));
        if self.patience == 0 {
            mistakes.push("[storage] patience is in seconds, one at least".to_owned());
        }
        if !mistakes.is_empty() {
            return Err(mistakes.join("\n  "));
        }
        let url = Url::parse(&format!("s3://{bucket}/{prefix}")).map_err(|why| format!("[storage] url: {why}"))?;
        Ok(Place { url, bucket, prefix })
    }

    /// Names are kept plain, so that they are the same to every tool: they are never written in another way.
    fn bucket_and_prefix(&self) -> Result<(String, String), String> {
        let wrong = || {
            "[storage] url has to be like `s3://bucket/prefix`: a bucket, then a prefix of letters, digits and `-_./` that is this \
             workspace's alone"
                .to_owned()
        };
        let rest = self.url.strip_prefix("s3://").ok_or_else(wrong)?;
        let (bucket, prefix) = rest.split_once('/').ok_or_else(wrong)?;
        let prefix = prefix.trim_end_matches('/');
        let is_plain = |text: &str, more: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        let is_part = |part: &str| is_plain(part, "-_.") && part != "." && part != "..";
        if is_plain(bucket, "-.") && prefix.split('/').all(is_part) {
            Ok((bucket.to_owned(), prefix.to_owned()))
        } else {
            Err(wrong())
        }
    }

    /// The store, and what asks its server for the rest.
    pub(super) fn store(&self, place: &Place, threads: Handle) -> Result<(Patient, Asker), String> {
        let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let has_keys = has("AWS_ACCESS_KEY_ID") && has("AWS_SECRET_ACCESS_KEY");
        if !has_keys && self.endpoint.is_some() && !FROM_ELSEWHERE.iter().any(|name| has(name)) {
            return Err(format!(
                "the tables lie in {}, and there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the \
                 environment of this process",
                self.url
            ));
        }
        let patience = Duration::from_secs(self.patience);
        let is_plain = self.endpoint.as_deref().is_some_and(|url| url.starts_with("http:"));
        let client = ClientOptions::new()
            .with_allow_http(is_plain)
            .with_connect_timeout(patience.min(Duration::from_secs(5)))
            .with_timeout(patience.min(Duration::from_mins(1)));
        let retry = RetryConfig {
            backoff: BackoffConfig::default(),
            // Time alone bounds them.
            max_retries: 1_000,
            retry_timeout: patience,
        };
        let region = self.region.as_deref().unwrap_or("us-east-1");
        // What of the environment is no secret and no way to get one is said by the settings alone.
        let mut builder = AmazonS3Builder::from_env()
            .with_bucket_name(&place.bucket)
            .with_region(region)
            .with_conditional_put(S3ConditionalPut::ETagMatch)
            .with_client_options(client.clone())
            .with_retry(retry)
            .with_http_connector(SpawnedReqwestConnector::new(threads.clone()));
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint.trim_end_matches('/'));
        }
        let wrong = |why: &dyn std::fmt::Display| format!("[storage]: {why}");
        let store = builder.build().map_err(|why| wrong(&why))?;
        let server = match &self.endpoint {
            Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
            None => format!("https://s3.{region}.amazonaws.com"),
        };
        let asker = Asker {
            client: SpawnedReqwestConnector::new(threads)
                .connect(&client)
                .map_err(|why| wrong(&why))?,
            bucket: Url::parse(&format!("{server}/{}", place.bucket)).map_err(|why| wrong(&why))?,
            region: region.to_owned(),
            credentials: store.credentials().clone(),
            patience,
        };
        Ok((Patient::new(store, &self.url, patience), asker))
    }
}

/// Why the address of a server cannot be used. Without TLS everybody on the way could read the data.
fn wrong_endpoint(endpoint: &str) -> Option<String> {
    let wrong = |why: &str| Some(format!("[storage] endpoint {why}"));
    let Ok(url) = Url::parse(endpoint) else {
        return wrong("has to be the address of a server, like `https://s3.example.org`");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("must not hold a name or a password: they come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return wrong("ends with the server's name or port; the bucket belongs into `url`");
    }
    let is_loopback = match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" => None,
        "http" if is_loopback => None,
        "http" => wrong(
            "has to begin with https: without it everybody on the way could read the data (http is for this machine alone)",
        ),
        _ => wrong("has to begin with https"),
    }
}

#[cfg(test)]
mod tests {
    use super::BucketSettings;

    fn check(url: &str, endpoint: Option<&str>) -> Result<(), String> {
        let settings = BucketSettings {
            endpoint: endpoint.map(str::to_owned),
            ..BucketSettings::new(url)
        };
        settings.check()
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for url in ["s3://bucket/one", "s3://my.bucket/clients/zilt_2/"] {
            assert_eq!(check(url, None), Ok(()), "{url}");
        }
        for url in [
            "bucket/one",
            "s3://bucket",
            "s3://bucket/",
            "s3://b/a//b",
            "s3://b/../c",
            "s3://key:secret@b/c",
            "s3://b/ä",
        ] {
            assert!(check(url, None).is_err(), "{url}");
        }
        for endpoint in [
            "https://s3.example.org",
            "http://127.0.0.1:9000",
            "http://localhost:9000/",
            "http://[::1]:9000",
        ] {
            assert_eq!(check("s3://b/c", Some(endpoint)), Ok(()), "{endpoint}");
        }
        for endpoint in [
            "http://s3.example.org",
            "http://10.0.0.1:9000",
            "https://key:secret@s3.example.org",
            "https://s3.example.org/bucket",
            "ftp://s3.example.org",
            "s3.example.org",
        ] {
            let why = check("s3://b/c", Some(endpoint)).err().unwrap_or_default();
            assert!(!why.is_empty() && !why.contains("secret@"), "{endpoint}: {why}");
        }
    }
}
