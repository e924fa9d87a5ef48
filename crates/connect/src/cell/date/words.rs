//! Names of months and weekdays in the languages of platform interfaces.
//!
//! Names are kept in lower case without accents, so that `Février`, `FEVRIER` and `fevrier` are one. A beginning of
//! three letters or more stands for the name, unless it begins names of two different months.

/// Names from January to December; where a language inflects them, once as the name and once as in a date.
const MONTHS: &[[&str; 12]] = &[
    // en
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    // de
    [
        "januar",
        "februar",
        "marz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ],
    // fr
    [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ],
    // es
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    // pt
    [
        "janeiro",
        "fevereiro",
        "marco",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    // it
    [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    // nl
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    // fy
    [
        "jannewaris",
        "febrewaris",
        "maart",
        "april",
        "maaie",
        "juny",
        "july",
        "augustus",
        "septimber",
        "oktober",
        "novimber",
        "desimber",
    ],
    // pl
    [
        "styczen",
        "luty",
        "marzec",
        "kwiecien",
        "maj",
        "czerwiec",
        "lipiec",
        "sierpien",
        "wrzesien",
        "pazdziernik",
        "listopad",
        "grudzien",
    ],
    [
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "wrzesnia",
        "pazdziernika",
        "listopada",
        "grudnia",
    ],
    // el
    [
        "ιανουαριοσ",
        "φεβρουαριοσ",
        "μαρτιοσ",
        "απριλιοσ",
        "μαιοσ",
        "ιουνιοσ",
        "ιουλιοσ",
        "αυγουστοσ",
        "σεπτεμβριοσ",
        "οκτωβριοσ",
        "νοεμβριοσ",
        "δεκεμβριοσ",
    ],
    [
        "ιανουαριου",
        "φεβρουαριου",
        "μαρτιου",
        "απριλιου",
        "μαιου",
        "ιουνιου",
        "ιουλιου",
        "αυγουστου",
        "σεπτεμβριου",
        "οκτωβριου",
        "νοεμβριου",
        "δεκεμβριου",
    ],
    // id
    [
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    // tr
    [
        "ocak", "subat", "mart", "nisan", "mayis", "haziran", "temmuz", "agustos", "eylul", "ekim", "kasim", "aralik",
    ],
    // bg
    [
        "януари",
        "февруари",
        "март",
        "април",
        "май",
        "юни",
        "юли",
        "август",
        "септември",
        "октомври",
        "ноември",
        "декември",
    ],
    // ru
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    // Short forms that are no beginnings: nl, fy, pt, id.
    ["", "", "mrt", "", "", "", "", "agt", "", "okt", "", "des"],
];

/// Names from Monday to Sunday.
const WEEKDAYS: &[[&str; 7]] = &[
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ],
    [
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
    ],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"],
    ["segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo"],
    [
        "lunedi",
        "martedi",
        "mercoledi",
        "giovedi",
        "venerdi",
        "sabato",
        "domenica",
    ],
    [
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ],
    [
        "moandei",
        "tiisdei",
        "woansdei",
        "tongersdei",
        "freed",
        "sneon",
        "snein",
    ],
    [
        "poniedzialek",
        "wtorek",
        "sroda",
        "czwartek",
        "piatek",
        "sobota",
        "niedziela",
    ],
    [
        "δευτερα",
        "τριτη",
        "τεταρτη",
        "πεμπτη",
        "παρασκευη",
        "σαββατο",
        "κυριακη",
    ],
    [
        "pazartesi",
        "sali",
        "carsamba",
        "persembe",
        "cuma",
        "cumartesi",
        "pazar",
    ],
    [
        "понеделник",
        "вторник",
        "сряда",
        "четвъртък",
        "петък",
        "събота",
        "неделя",
    ],
    ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"],
    ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"],
];

/// Words that stand in dates and say nothing: prepositions, ordinals, `at`, `Uhr`, the `T` of ISO.
const FILLERS: &[&str] = &[
    "t", "at", "of", "the", "st", "nd", "rd", "th", "de", "del", "di", "den", "der", "le", "er", "a", "as", "las",
    "la", "feira", "um", "uhr", "om", "alle", "ore", "h", "ngay", "nam", "luc", "г", "в", "στισ",
];

/// Vietnamese months are numbers, in figures or words: `tháng 2`, `tháng Hai`. Eleven and twelve are `mười một`,
/// `mười hai`.
const COUNTED: &[(&str, i8)] = &[
    ("gieng", 1),
    ("mot", 1),
    ("hai", 2),
    ("ba", 3),
    ("tu", 4),
    ("nam", 5),
    ("sau", 6),
    ("bay", 7),
    ("tam", 8),
    ("chin", 9),
    ("muoi", 10),
    ("chap", 12),
];

/// A word in lower case without accents, as the names here are written.
#[derive(Clone, Copy)]
pub(super) struct Word {
    letters: [char; Self::LONGEST],
    length: usize,
}

impl Word {
    /// No name is longer.
    const LONGEST: usize = 20;

    /// The word, or nothing where it is longer than any name.
    pub(super) fn of(text: &str) -> Self {
        let mut word = Self {
            letters: ['\0'; Self::LONGEST],
            length: 0,
        };
        for letter in folded(text) {
            let Some(slot) = word.letters.get_mut(word.length) else {
                return Self { length: 0, ..word };
            };
            *slot = letter;
            word.length += 1;
        }
        word
    }

    fn letters(&self) -> &[char] {
        self.letters.get(..self.length).unwrap_or_default()
    }

    fn is(&self, name: &str) -> bool {
        self.letters().iter().copied().eq(name.chars())
    }

    /// The month of a name or of its beginning, 1–12.
    pub(super) fn month(&self) -> Option<i8> {
        self.named(MONTHS)
    }

    /// ISO weekday of a name or of its beginning, Monday is 1.
    pub(super) fn weekday(&self) -> Option<i8> {
        self.named(WEEKDAYS)
    }

    /// Whether the word says nothing.
    pub(super) fn is_filler(&self) -> bool {
        FILLERS.iter().any(|filler| self.is(filler))
    }

    /// Whether the word announces the number of a month: `tháng 2`.
    pub(super) fn announces_month(&self) -> bool {
        self.is("thang") || self.is("thg")
    }

    /// The month that the word counts, after a word that announces it.
    pub(super) fn counted_month(&self) -> Option<i8> {
        COUNTED
            .iter()
            .find(|(known, _)| self.is(known))
            .map(|(_, month)| *month)
    }

    fn named<const N: usize>(&self, names: &[[&str; N]]) -> Option<i8> {
        let mut found = None;
        for (place, name) in names.iter().flat_map(|language| (1_i8..).zip(language)) {
            match self.likeness(name) {
                Likeness::Same => return Some(place),
                Likeness::Beginning if found.is_some_and(|other| other != place) => return self.exact(names),
                Likeness::Beginning => found = Some(place),
                Likeness::None => {}
            }
        }
        found
    }

    /// The place of a whole name, for a word that begins two different ones.
    fn exact<const N: usize>(&self, names: &[[&str; N]]) -> Option<i8> {
        let mut all = names.iter().flat_map(|language| (1_i8..).zip(language));
        all.find(|(_, name)| self.is(name)).map(|(place, _)| place)
    }

    fn likeness(&self, name: &str) -> Likeness {
        const SHORTEST: usize = 3;
        let mut rest = name.chars();
        if !self.letters().iter().all(|letter| rest.next() == Some(*letter)) {
            return Likeness::None;
        }
        match rest.next() {
            None if self.length > 0 => Likeness::Same,
            Some(_) if self.length >= SHORTEST => Likeness::Beginning,
            _ => Likeness::None,
        }
    }
}

enum Likeness {
    Same,
    Beginning,
    None,
}

/// In lower case, without accents.
fn folded(word: &str) -> impl Iterator<Item = char> {
    let lower = word.chars().flat_map(char::to_lowercase);
    lower
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .map(without_accent)
}

const fn without_accent(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ă' | 'ą' | '\u{1ea1}'..='\u{1eb7}' => 'a',
        'ç' | 'ć' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ę' | '\u{1eb9}'..='\u{1ec7}' => 'e',
        'ğ' => 'g',
        'í' | 'ì' | 'î' | 'ï' | 'ı' | 'ĩ' | '\u{1ec9}' | '\u{1ecb}' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ơ' | '\u{1ecd}'..='\u{1ee3}' => 'o',
        'ś' | 'ş' => 's',
        'ú' | 'ù' | 'û' | 'ü' | 'ư' | '\u{1ee5}'..='\u{1ef1}' => 'u',
        'ź' | 'ż' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'đ' => 'd',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Beginnings of three letters or more that stand for two places.
    fn ambiguous<const N: usize>(names: &[[&'static str; N]]) -> BTreeSet<String> {
        let mut places: BTreeMap<String, BTreeSet<i8>> = BTreeMap::new();
        for (place, name) in names.iter().flat_map(|language| (1..).zip(language)) {
            let letters: Vec<char> = name.chars().collect();
            for length in 3..=letters.len() {
                let beginning = letters.iter().take(length).collect();
                places.entry(beginning).or_default().insert(place);
            }
        }
        places
            .into_iter()
            .filter(|(_, places)| places.len() > 1)
            .map(|(beginning, _)| beginning)
            .collect()
    }

    #[test]
    fn few_beginnings_are_ambiguous() {
        let months: Vec<String> = ambiguous(MONTHS).into_iter().collect();
        assert_eq!(months, ["jui", "maa", "ιου"]);
        let weekdays: Vec<String> = ambiguous(WEEKDAYS).into_iter().collect();
        assert_eq!(weekdays, ["cum", "cuma", "paz", "paza", "pazar", "sne"]);
    }

    #[test]
    fn names_are_folded() {
        for name in MONTHS.iter().flatten().chain(WEEKDAYS.iter().flatten()) {
            assert!(folded(name).eq(name.chars()), "{name}");
        }
    }
}
