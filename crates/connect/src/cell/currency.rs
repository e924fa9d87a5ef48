//! Currency signs and ISO 4217 codes as they stand beside amounts.

/// ISO 4217 codes of money in use, sorted.
pub const CODES: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF",
    "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC",
    "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS",
    "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK",
    "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD",
    "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN",
    "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON",
    "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SYP",
    "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES",
    "VND", "VUV", "WST", "XAF", "XCD", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
];

/// Signs with the one currency that they stand for, or an empty code where several share the sign.
/// Longer signs stand before their parts.
pub(crate) const SIGNS: &[(&str, &str)] = &[
    ("лв.", "BGN"),
    ("CN¥", "CNY"),
    ("JP¥", "JPY"),
    ("US$", "USD"),
    ("AU$", "AUD"),
    ("CA$", "CAD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("NZ$", "NZD"),
    ("MX$", "MXN"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("Fr.", "CHF"),
    ("kr.", ""),
    ("Rs.", ""),
    ("€", "EUR"),
    ("￥", ""),
    ("₹", "INR"),
    ("₩", "KRW"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₴", "UAH"),
    ("₫", "VND"),
    ("₪", "ILS"),
    ("฿", "THB"),
    ("₱", "PHP"),
    ("₦", "NGN"),
    ("元", "CNY"),
    ("円", "JPY"),
    ("R$", "BRL"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("S$", "SGD"),
    ("Rp", "IDR"),
    ("RM", "MYR"),
    ("Ft", "HUF"),
    ("kr", ""),
    ("Rs", ""),
    ("£", "GBP"),
    ("¥", ""),
    ("$", ""),
];

/// The code in its ISO spelling, if the text is one, whatever its case.
pub fn code(text: &str) -> Option<&'static str> {
    CODES.iter().find(|code| code.eq_ignore_ascii_case(text)).copied()
}

/// The currency that a cell names by an unambiguous sign or a code before or after the amount.
pub fn currency_of(cell: &str) -> Option<&'static str> {
    let word = cell.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || ".,-+()'".contains(c));
    let sign = SIGNS.iter().find(|(sign, _)| *sign == word).map(|(_, code)| *code);
    sign.filter(|code| !code.is_empty()).or_else(|| code(word))
}
