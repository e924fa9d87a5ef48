//! What the client wrote: texts with the commas, quotes, line breaks, emoji and scripts that real exports hold.

/// Name of the client, invented.
pub(super) const CLIENT: &str = "Skûtsje Kofje";
/// Its handle on every platform.
pub(super) const HANDLE: &str = "skutsjekofje";
/// The account that pays for the ads.
pub(super) const AD_ACCOUNT: &str = "Skûtsje Kofje by Buro Healwei";

/// Posts of every platform.
pub(super) const POSTS: &[&str] = &[
    "Fresh from the drum: our Ethiopia Guji, peach and jasmine. 🍑",
    "Moarn! De kofje stiet klear. ☕",
    "Three things we changed in the roastery this year:\n\n1. a new cooling tray\n2. slower Mondays\n3. better labels, finally",
    "\"Best flat white north of the IJ\", says a guest from Utrecht, and who are we to argue?",
    "Het regent, het waait, en de deur staat open. Kom binnen. 🌧️",
    "New in the shop: drip bags, ten in a box, for the boat, the tent or the night shift.",
    "Behind the scenes: cupping 14 samples before breakfast, 2 survive.",
    "我们的新豆子到了，欢迎来店里品尝。☕️",
    "How coarse is coarse? A short guide for your French press, with pictures.",
    "Tige tank oan elkenien dy't sneon del kaam! It wie in feest. 💛",
    "Brew ratio, simply: 60 grams to a litre. Weigh it once, and you'll never go back.",
    "Wat drink jij het liefst op zondag?\nA) espresso\nB) filter\nC) thee (mag ook)",
    "The skûtsje season is near, and so is our \"Silen\" blend: dark, sweet, a bit salty (no, really).",
    "We are looking for a barista, 24 hours a week, who laughs at bad puns. Tell a friend!",
    "Shipping note: order before 15:00, and it leaves Ljouwert the same day.",
    "Café hours this week: Tue–Sat 8:00–17:00, Sun 10:00–16:00, Monday closed.",
    "Cold brew, 18 hours, one lemon slice, done. 🍋",
    "Who's behind the roaster? Meet Jitske, who can smell first crack through a wall. 👃",
    "荷兰北部的一家小咖啡店，每天新鲜烘焙。",
    "Subscription tip: skip a month, swap the beans, stop whenever. No strings, no calls.",
    "A customer asked: \"Is dark roast stronger?\" Short answer: no. Long answer in the comments.",
    "Waste not: our chaff goes to the mushroom farm in Stiens, and comes back as lunch.",
];

/// A further sentence that follows some posts. A domain under `.example` can belong to nobody (RFC 2606).
pub(super) const CLOSINGS: &[&str] = &[
    "",
    "",
    "\n\nOrder at skutsjekofje.example",
    "\n\n#specialtycoffee #ljouwert #friesland",
    " #kofje",
    "\n\nTag the person who owes you a coffee 👇",
];

/// Titles of videos.
pub(super) const TITLES: &[&str] = &[
    "How we roast 12 kg, start to finish",
    "Espresso at home: 5 mistakes, and how to fix them",
    "Cupping for beginners (with Jitske)",
    "\"Is it the water?\" A test with 4 kinds",
    "From the port of Harns to your cup",
    "V60 in three minutes ⏱️",
    "Oat, soy or cow? A blind tasting",
    "手冲咖啡入门 | Pour-over basics",
];

/// Reviews with their stars.
pub(super) const REVIEWS: &[(u64, &str)] = &[
    (5, "Lovely place, \"the\" best coffee in town!"),
    (5, "Heerlijke koffie, snelle levering, volgende keer weer."),
    (4, "Good beans, a bit pricey, but worth it."),
    (5, "Tige lekker!"),
    (3, "Coffee fine, but it was very busy\nand we waited 20 minutes."),
    (5, "Great advice on the grinder, thank you, Jitske 💛"),
    (2, "Parcel arrived late, box damaged."),
    (4, "Nice café, no seat for the dog."),
    (5, "很好喝，老板很热情。"),
    (1, "Wrong beans delivered, still waiting for an answer."),
];

/// Replies by the number of stars.
pub(super) const REPLIES: &[&str] = &[
    "We are sorry, and have sent you the right order today.",
    "That should not happen. Please write to us, and we'll make it good.",
    "Thank you for the honest words, Saturdays are hard.",
    "Thank you!",
    "Tige tank! Come again soon.",
];

/// Given names of the invented customers.
pub(super) const GIVEN: &[&str] = &[
    "Anke", "Bauke", "Doutzen", "Eelke", "Femke", "Gerben", "Hylke", "Ineke", "Jelle", "Klaske", "Lolke", "Marijke",
    "Nynke", "Oane", "Pytsje", "Rients", "Sjoukje", "Tjitske", "Ulbe", "Wietske",
];

/// Family names of the invented customers.
pub(super) const FAMILIES: &[&str] = &[
    "Bakker", "Dijkstra", "Elzinga", "Feenstra", "Hoekstra", "Jansma", "Kooistra", "Miedema", "Postma", "Sikkema",
    "Terpstra", "Veenstra", "Wiersma", "Zijlstra",
];
