//! Texts of the fediverse are HTML; ours are plain. Markup becomes line breaks or nothing, and nothing of it is kept.

/// The text that a person reads.
pub(super) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((tag, after)) = tag(rest) {
            text.push_str(break_of(tag));
            rest = after;
        } else if let Some(after) = rest.strip_prefix('<') {
            text.push('<');
            rest = after;
        } else {
            let (character, after) = entity(rest);
            text.push_str(&character);
            rest = after;
        }
    }
    text.push_str(rest);
    text.trim().to_owned()
}

/// The address of the first link that is neither a person nor a word with a hash before it.
pub(super) fn first_link(html: &str) -> Option<String> {
    html.split("<a ").skip(1).find_map(|part| {
        let (tag, _) = part.split_once('>')?;
        let of = |name: &str| {
            let (_, after) = tag.split_once(&format!("{name}=\""))?;
            after.split_once('"').map(|(value, _)| plain(value))
        };
        let class = of("class").unwrap_or_default();
        let is_name = class.split(' ').any(|word| ["mention", "hashtag"].contains(&word));
        of("href").filter(|href| !is_name && (href.starts_with("https://") || href.starts_with("http://")))
    })
}

/// The tag at the start of the text, and the text after it; a lone `<` is none.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('<')?;
    let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    inside.split_once('>').filter(|_| is_tag)
}

/// What stands for a tag: paragraphs are a blank line apart.
fn break_of(tag: &str) -> &'static str {
    let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect();
    match name.trim_end_matches('/').to_ascii_lowercase().as_str() {
        "br" | "/li" | "/blockquote" | "/h1" | "/h2" | "/h3" | "/h4" | "/pre" | "/div" => "\n",
        "/p" => "\n\n",
        _ => "",
    }
}

/// The character that an entity at the start of the text stands for, and the text after it.
fn entity(text: &str) -> (String, &str) {
    let as_it_is = || ("&".to_owned(), &text[1..]);
    let Some((name, after)) = text[1..].split_once(';') else {
        return as_it_is();
    };
    let number = |digits: &str, base: u32| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    let character = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        name => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) => number(digits, 16),
            (None, Some(digits)) => number(digits, 10),
            (None, None) => None,
        },
    };
    character.map_or_else(as_it_is, |character| (character.to_string(), after))
}
