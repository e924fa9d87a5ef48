//! [`Json`]: JSON read where it stands. Nothing is copied and nothing recurses, and every value keeps its place, so that an
//! event can be kept to the byte and one value in it can be exchanged.
//!
//! A text is checked once, as a whole, by [`Json::parse`]; from then on values are found by skipping.

mod check;
mod edit;
mod escape;

use std::borrow::Cow;

pub(crate) use check::Malformed;
pub(crate) use edit::Edit;

/// A value of a text that has been checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Json<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

/// A key and its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    /// The key as it is written, without its quotes.
    key: &'a str,
    pub(crate) value: Json<'a>,
}

impl<'a> Json<'a> {
    /// Checks a text. Errors: it is no JSON, or nested beyond 1,000.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Malformed> {
        Self::parse_deep(text).map(|(json, _)| json)
    }

    /// Checks a text; tells also how many objects and arrays stand in one another at the deepest.
    pub(crate) fn parse_deep(text: &'a str) -> Result<(Self, usize), Malformed> {
        let check::Whole { start, end, depth } = check::check(text.as_bytes())?;
        Ok((Self { text, start, end }, depth))
    }

    /// A value that was checked before and is the whole text, as [`as_written`](Self::as_written) gave it.
    pub(crate) const fn known(text: &'a str) -> Self {
        Self {
            text,
            start: 0,
            end: text.len(),
        }
    }

    /// The value as it is written.
    pub(crate) fn as_written(self) -> &'a str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// The text that was parsed.
    pub(crate) const fn text(self) -> &'a str {
        self.text
    }

    /// Its place in the text that was parsed.
    pub(crate) const fn place(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    fn first(self) -> u8 {
        self.text.as_bytes().get(self.start).copied().unwrap_or_default()
    }

    pub(crate) fn is_object(self) -> bool {
        self.first() == b'{'
    }

    pub(crate) fn is_array(self) -> bool {
        self.first() == b'['
    }

    pub(crate) fn is_null(self) -> bool {
        self.first() == b'n'
    }

    pub(crate) fn is_false(self) -> bool {
        self.first() == b'f'
    }

    pub(crate) fn is_text(self) -> bool {
        self.first() == b'"'
    }

    /// The text between the quotes, as it is written.
    pub(crate) fn quoted(self) -> Option<&'a str> {
        self.is_text()
            .then(|| self.text.get(self.start + 1..self.end - 1).unwrap_or_default())
    }

    /// What a string says.
    pub(crate) fn string(self) -> Option<Cow<'a, str>> {
        self.quoted().map(escape::unescape)
    }

    /// What a string says, or a number or truth value as it is written: clients send ids either way.
    pub(crate) fn scalar(self) -> Option<Cow<'a, str>> {
        match self.first() {
            b'"' => self.string(),
            b'{' | b'[' | b'n' => None,
            _ => Some(Cow::Borrowed(self.as_written())),
        }
    }

    /// The entries of an object, in their order; nothing for other values.
    pub(crate) fn entries(self) -> Entries<'a> {
        Entries(Walk::into(self, b'{'))
    }

    /// The items of an array, in their order; nothing for other values.
    pub(crate) fn items(self) -> Items<'a> {
        Items(Walk::into(self, b'['))
    }

    /// The value of a key. Of several the last, as everybody reads it.
    pub(crate) fn get(self, key: &str) -> Option<Self> {
        let found = self.entries().filter(|entry| entry.is(key));
        found.last().map(|entry| entry.value)
    }

    /// How many objects and arrays stand in one another at the deepest; 0 for a plain value.
    pub(crate) fn depth(self) -> usize {
        check::depth(self.as_written().as_bytes())
    }
}

impl<'a> Entry<'a> {
    /// Whether this is the key.
    pub(crate) fn is(&self, key: &str) -> bool {
        self.key == key || self.key.contains('\\') && escape::unescape(self.key) == key
    }

    /// The key.
    pub(crate) fn key(&self) -> Cow<'a, str> {
        escape::unescape(self.key)
    }
}

/// An object whose entries are looked up again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object<'a>(Vec<Entry<'a>>);

impl<'a> Object<'a> {
    /// The entries of a value; none where it is no object.
    pub(crate) fn of(json: Option<Json<'a>>) -> Self {
        Self(json.into_iter().flat_map(Json::entries).collect())
    }

    /// The value of a key, unless it is null. Of several the last.
    pub(crate) fn get(&self, key: &str) -> Option<Json<'a>> {
        let found = self.0.iter().rfind(|entry| entry.is(key));
        found.map(|entry| entry.value).filter(|value| !value.is_null())
    }

    /// The object in a key.
    pub(crate) fn object(&self, key: &str) -> Self {
        Self::of(self.get(key))
    }
}

/// A way through an object or array whose brackets are left out.
#[derive(Clone, Copy, Debug)]
struct Walk<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Walk<'a> {
    fn into(value: Json<'a>, opening: u8) -> Self {
        let is_such = value.first() == opening;
        Self {
            text: value.text,
            at: value.start + usize::from(is_such),
            end: if is_such { value.end - 1 } else { value.start },
        }
    }

    /// The next value, past blanks, commas and colons.
    fn next(&mut self) -> Option<Json<'a>> {
        let bytes = self.text.as_bytes();
        while self.at < self.end && matches!(bytes[self.at], b' ' | b'\t' | b'\n' | b'\r' | b',' | b':') {
            self.at += 1;
        }
        if self.at >= self.end {
            return None;
        }
        let start = self.at;
        self.at = check::skip(bytes, start);
        Some(Json {
            text: self.text,
            start,
            end: self.at,
        })
    }
}

/// Entries of an object.
#[derive(Clone, Debug)]
pub(crate) struct Entries<'a>(Walk<'a>);

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.0.next()?.quoted()?;
        let value = self.0.next()?;
        Some(Entry { key, value })
    }
}

/// Items of an array.
#[derive(Clone, Debug)]
pub(crate) struct Items<'a>(Walk<'a>);

impl<'a> Iterator for Items<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// A text as a JSON string, quotes included.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    push_quoted(&mut quoted, text);
    quoted
}

/// Adds a text as a JSON string.
pub(crate) fn push_quoted(to: &mut String, text: &str) {
    let is_plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        to.push('"');
        to.push_str(text);
        to.push('"');
    } else {
        to.push_str(&serde_json::Value::from(text).to_string());
    }
}

#[cfg(test)]
mod tests;
