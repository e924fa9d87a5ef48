//! The files that hold the journeys: the site's log, Shopify's orders, HubSpot's contacts and deals.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::Export;
use super::super::cells::{Quoting, Sheet, euros};
use super::super::span::{Span, later, show};
use super::efforts::{EFFORTS, Effort};
use super::{Contact, Journeys, KIOSK, Order, Row};

/// Line of the order that cannot be read: its total is a word.
pub(in super::super) const BAD_ORDER_LINE: u64 = 2;
/// The file in which it stands.
pub(in super::super) const BAD_ORDER_FILE: &str = "shopify/orders_export_1.csv";
/// Orders that stand twice in the second file.
pub(in super::super) const TWICE: usize = 3;
/// Number of the first order, less one.
const BEFORE_FIRST: usize = 1_000;
/// The site.
const SITE: &str = "https://skutsjekofje.example";

impl Journeys {
    /// All files.
    pub(in super::super) fn exports(&self, span: &Span, zone: &TimeZone) -> Vec<Export> {
        let [early, late] = self.windows(span, zone);
        let day = later(span.last(), 2);
        let crm = |what| format!("hubspot/hubspot-crm-exports-all-{what}-{day}.csv");
        vec![
            Export::new("site/touches.csv", "touches", self.touches()),
            Export::new(BAD_ORDER_FILE, "shopify", self.orders(&early, zone, true)),
            Export::new(
                "shopify/orders_export_2.csv",
                "shopify",
                self.orders(&late, zone, false),
            ),
            Export::new(&crm("contacts"), "hubspot", self.contacts(zone)),
            Export::new(&crm("deals"), "hubspot", self.deals(span)),
        ]
    }

    /// Places of the orders of the first seven months, and of the seventh to the last: one month stands in both files.
    pub(in super::super) fn windows(&self, span: &Span, zone: &TimeZone) -> [Vec<usize>; 2] {
        let month = |order: &Order| span.month_of(order.at.to_zoned(zone.clone()).date());
        let within = |holds: fn(usize) -> bool| {
            let places = 0..self.orders.len();
            places.filter(|at| holds(month(&self.orders[*at]))).collect()
        };
        [within(|month| month <= 6), within(|month| month >= 6)]
    }

    fn touches(&self) -> Vec<u8> {
        let mut sheet = Sheet::new(',', Quoting::Needed);
        sheet.row([
            "Time",
            "Event",
            "Visitor",
            "Email",
            "Source",
            "Medium",
            "Campaign",
            "Content",
            "Referrer",
            "Landing page",
        ]);
        for row in &self.rows {
            sheet.row(self.touch(row));
        }
        sheet.utf8()
    }

    fn touch(&self, row: &Row) -> [String; 10] {
        let way = &EFFORTS[row.effort];
        let visitor = if row.is_kiosk {
            KIOSK.to_owned()
        } else {
            format!("v-{}", row.person)
        };
        let email = if row.is_named {
            self.people[row.person].email(row.person)
        } else {
            String::new()
        };
        let page = match row.event {
            "visit" => landing(way, &row.click),
            event => format!("{SITE}/{}", event.replace('_', "-")),
        };
        [
            row.at.to_string(),
            row.event.to_owned(),
            visitor,
            email,
            way.source.to_owned(),
            way.medium.to_owned(),
            way.campaign.to_owned(),
            row.content.clone(),
            way.referrer.to_owned(),
            page,
        ]
    }

    fn orders(&self, places: &[usize], zone: &TimeZone, is_first: bool) -> Vec<u8> {
        let mut sheet = Sheet::new(',', Quoting::Needed);
        sheet.row(ORDER_HEADER);
        for (i, at) in places.iter().enumerate() {
            if is_first && i == 0 {
                sheet.row(bad_order(&self.orders[*at], zone));
            }
            self.order(&mut sheet, *at, zone);
        }
        let twice = if is_first { 0 } else { TWICE };
        places
            .iter()
            .take(twice)
            .for_each(|at| self.order(&mut sheet, *at, zone));
        sheet.utf8()
    }

    /// The order, and a further line for each further kind of goods.
    fn order(&self, sheet: &mut Sheet, place: usize, zone: &TimeZone) {
        let order = &self.orders[place];
        let name = order_name(place);
        let email = self.people[order.person].email(order.person);
        let made = local(order.at, zone, "%Y-%m-%d %H:%M:%S %z");
        let status = match order.refund {
            0 => "paid",
            all if all == order.cents => "refunded",
            _ => "partially_refunded",
        };
        let shipping = 395.min(order.cents);
        let net = order.cents - shipping;
        sheet.row([
            &name,
            &email,
            status,
            &made,
            "fulfilled",
            "yes",
            "EUR",
            &euros(net),
            &euros(shipping),
            &euros(order.cents * 9 / 109),
            &euros(order.cents),
            "",
            "0.00",
            &made,
            "1",
            "Beans, 1 kg",
            &euros(net / u64::try_from(order.lines).unwrap_or(1)),
            &euros(order.refund),
            "Skûtsje Kofje",
            &(6_120_000_000_000 + place).to_string(),
            "web",
        ]);
        for _ in 1..order.lines {
            let mut row = [""; 21];
            (row[0], row[1], row[13]) = (&name, &email, &made);
            (row[14], row[15], row[18]) = ("1", "Filters, 100", "Skûtsje Kofje");
            sheet.row(row);
        }
    }

    fn contacts(&self, zone: &TimeZone) -> Vec<u8> {
        let mut sheet = Sheet::new(',', Quoting::Needed);
        sheet.row([
            "Record ID",
            "First Name",
            "Last Name",
            "Email",
            "Create Date",
            "Became a Lead Date",
            "Became a Marketing Qualified Lead Date",
            "Lifecycle Stage",
            "Original Traffic Source",
            "Original Traffic Source Drill-Down 1",
            "Original Traffic Source Drill-Down 2",
            "First Page Seen",
        ]);
        for (place, contact) in self.contacts.iter().enumerate() {
            let person = &self.people[contact.person];
            let asked = local(contact.at, zone, "%Y-%m-%d %H:%M");
            let [origin, platform, campaign] = original_source(&EFFORTS[person.first]);
            let row: [&str; 12] = [
                &contact_id(place),
                person.given,
                person.family,
                &person.email(contact.person),
                &asked,
                &asked,
                &contact.qualified.map_or(String::new(), |day| format!("{day} 10:00")),
                stage_of(contact),
                origin,
                platform,
                campaign,
                if contact.is_form { "" } else { SITE },
            ];
            sheet.row(row);
        }
        sheet.utf8()
    }

    fn deals(&self, span: &Span) -> Vec<u8> {
        let mut sheet = Sheet::new(',', Quoting::Needed);
        sheet.row([
            "Record ID",
            "Deal Name",
            "Deal Stage",
            "Pipeline",
            "Create Date",
            "Close Date",
            "Amount",
            "Currency",
            "Associated Contact IDs",
            "Closed Lost Reason",
        ]);
        for (place, contact) in self.contacts.iter().enumerate() {
            let Some(deal) = contact.deal else { continue };
            let (stage, reason) = match (deal.closes <= span.last(), deal.is_won) {
                (false, _) => ("Contract sent", ""),
                (true, true) => ("Closed won", ""),
                (true, false) => ("Closed lost", "Price"),
            };
            sheet.row([
                &deal_id(place),
                &format!("Coffee at work, {}", self.people[contact.person].family),
                stage,
                "Sales Pipeline",
                &format!("{} 11:00", deal.made),
                &format!("{} 16:00", deal.closes),
                &euros(deal.cents),
                "EUR",
                &contact_id(place),
                reason,
            ]);
        }
        sheet.utf8()
    }
}

const ORDER_HEADER: [&str; 21] = [
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Accepts Marketing",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Code",
    "Discount Amount",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Refunded Amount",
    "Vendor",
    "Id",
    "Source",
];

/// Somebody tried the till and wrote the total in words.
fn bad_order(near: &Order, zone: &TimeZone) -> [String; 21] {
    let mut row: [String; 21] = std::array::from_fn(|_| String::new());
    let made = local(near.at, zone, "%Y-%m-%d %H:%M:%S %z");
    for (at, cell) in [(0, "#TEST"), (2, "paid"), (6, "EUR"), (10, "fifty"), (13, &made)] {
        cell.clone_into(&mut row[at]);
    }
    row
}

/// Number of the order at this place.
fn order_name(place: usize) -> String {
    format!("#{}", BEFORE_FIRST + 1 + place)
}

/// Number of the contact at this place.
fn contact_id(place: usize) -> String {
    (3_101 + place).to_string()
}

/// Number of the deal of the contact at this place.
fn deal_id(place: usize) -> String {
    (88_201 + place).to_string()
}

fn landing(way: &Effort, click: &str) -> String {
    match click {
        "" => format!("{SITE}{}", way.landing),
        click => format!("{SITE}{}?{}={click}", way.landing, way.click),
    }
}

/// HubSpot's words for where a contact came from first.
fn original_source(way: &Effort) -> [&'static str; 3] {
    match (way.source, way.medium) {
        ("", _) if way.referrer.is_empty() => ["Direct Traffic", "", ""],
        ("", _) => ["Organic Search", "GOOGLE", ""],
        ("google", _) => ["Paid Search", "google", way.campaign],
        (source, "paid_social") => ["Paid Social", source, way.campaign],
        (source, "social") => ["Organic Social", source, way.campaign],
        (source, _) => ["Email Marketing", source, way.campaign],
    }
}

fn stage_of(contact: &Contact) -> &'static str {
    match (contact.deal, contact.qualified) {
        (Some(_), _) => "Opportunity",
        (None, Some(_)) => "Marketing Qualified Lead",
        (None, None) => "Lead",
    }
}

fn local(at: Timestamp, zone: &TimeZone, form: &str) -> String {
    show(&at.to_zoned(zone.clone()).strftime(form))
}

/// Whether a deal closed within the span.
pub(in super::super) fn closed(contact: &Contact, last: Date) -> Option<bool> {
    contact.deal.filter(|deal| deal.closes <= last).map(|deal| deal.is_won)
}
