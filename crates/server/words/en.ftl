# Sentences of the dashboard in English, beside those of the report.

## Frame
skip = To the numbers
pages = Pages
nameless = Workspace without a name
month = Month
month-before = The month before
month-after = The month after
show = Show
foot-board = Every number leads to its receipt, and every receipt to the rows it was made of.
wrong-address = The address asks for something that does not exist:
failed-not-found = There is nothing here
failed-usage = This cannot be asked
failed-input = A file of the workspace is not as it should be
failed-ours = This went wrong

## Pages
page-overview = Overview
page-goals = Goals
page-funnel = Funnel
page-content = Content
page-money = Money
page-attribution = Attribution
page-explore = Explore
page-reports = Reports
page-data = Data
page-receipt = Receipt

## Nothing yet
section-nothing = Nothing to show yet
nothing-yet = Nothing has been imported. Put the exports of your platforms, your orders and your costs in a folder, as they came, and run: harpoon import FOLDER
nothing-demo = To see how it looks with data, run: harpoon demo

## Explore
section-explore = Explore
explore-proves-not = It does not prove: { $what }
explore-title = { $kpi }, { $days }
explore-table = The figures
explore-says = The figures stand in the table beside it.
explore-all-time = all time
explore-by = Split by
explore-by-nothing = Nothing
explore-from = From
explore-to = To
explore-clear = Start again
explore-what = What
explore-value = Value
explore-between = Between
explore-whole = All
explore-none = (not stated)
explore-more = The first { $shown } of { $all } rows.
filter-platform = Platform
filter-scope = Paid or organic
filter-campaign = Campaign
by-platform = Platform
by-scope = Paid or organic
by-campaign = Campaign
by-format = Format
by-day = Day
by-week = Week
by-month = Month
by-weekday = Weekday
by-hour = Hour
by-account = Account
by-post = Post
by-ad = Ad

## Attribution
section-models = Who gets the credit
section-trails = The largest deals and orders, and what led to them
models-none = No order, deal or lead of this month is known: import orders, deals or leads.
models-lead = Every model deals out the same book. Where models agree, a channel's part is little in doubt; where they differ, it rests on the model.
models-title = By the model of the reports; the mark is the last touch
models-table = Deals and orders credited, by model
models-channel = Channel
models-book = In the book
models-nobody = Without any touch
models-remark = The models say who gets the credit, not what would have been sold anyway.
model-first = First touch
model-last = Last touch
model-linear = Linear
model-position = Position
model-time-decay = Time decay
model-markov1 = Markov
model-shapley = Shapley
model-path-markov = Markov, along each path
trails-lead = The rows are the touches that count, in order; the part is by the model of the reports.
trails-head = { $deed }, { $day }, { $worth }
trails-nothing = No touch is known before it.
trails-table = Touches before it
trail-when = Day
trail-channel = Channel
trail-campaign = Campaign
trail-content = Content or page
trail-part = Part
trail-file = File
trail-line = Line

## Receipt
section-receipt-number = The number
section-receipt-made = How it was made
section-receipt-rows = The rows behind it
receipt-values = Worked out again for the same version of the data
receipt-missing = missing
receipt-of = Of: { $what }
receipt-sources = Read from
receipt-left = Left out, because it tells of the same
receipt-notes = To know
receipt-version = Version { $version } of the data; definition { $definition }. On the command line, { $command } repeats it to the byte.
receipt-asked = Version { $version } of the data, { $entries } entries of the ledger. On the command line, { $command } repeats it.
receipt-no-rows = No single rows stand behind it: it follows from other numbers.
receipt-facts = Facts, each with the row of the file that it was read from
receipt-shown = { $shown } of { $all } facts.
fact-metric = Metric
fact-entity = Of
fact-day = Day
fact-value = Value
fact-file = File
fact-line = Line
fact-raw = Row as it came

## Data
section-imports = Imports
section-quarantine = Rows put aside
imports-table = What was imported, the newest first
imports-add = More is added with: harpoon import FILES
quarantine-table = Rows that could not be read, as they came
quarantine-empty = Nothing is put aside: every row could be read.
quarantine-retry = Once the cause is mended, they are read again with: harpoon quarantine retry
data-when = When
data-file = File
data-connector = Read as
data-accepted = Rows accepted
data-duplicate = Known already
data-quarantined = Put aside
data-facts = Facts
data-counts = Counts
data-yes = Yes
data-reverted = Taken back
data-line = Line
data-column = Column
data-reason = Reason
data-hint = What to do
data-raw = Row as it came

## Reports
section-papers = Monthly reports
papers-draft = As it would be issued today: { $month }
papers-none = No report has been issued yet. One is issued and signed with: harpoon report --month YYYY-MM --sign
papers-table = Reports that were issued
papers-file = Report
papers-entry = Entry of the ledger
papers-check = How the client checks it
papers-unsigned = not signed
papers-verify = Checking needs the file and the agency's public key, and nothing else.

## The door
sign-in = Sign in
sign-out = Sign out
sign-in-wrong = The address or the password is wrong.
sign-in-wait = Too many guesses. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.
email = E-mail address
name = Name
password = Password
password-old = Present password
password-new = New password, { $shortest } characters or more; a few words do
password-change = Change the password
password-do = Change it
password-wrong = The present password is wrong.
password-ends = All your other sessions end.
join = You are invited
join-as = { $email } is invited as { $role }.
join-do = Join
join-known = { $email } is known here. Sign in, and follow the link again.
join-void = This invitation was taken up, taken back, or is over a week old. Ask for another.

## Clients
clients = Clients
clients-table = How their goals stand in the newest month with data
clients-none = No workspace here is shared with you.
clients-client = Client
clients-role = You are
clients-newest = Newest month
clients-empty = nothing imported
clients-well = Met or on track
clients-risk = At risk
clients-behind = Missed
clients-unknown = Not known

## Settings
page-settings = Settings
role-owner = Owner
role-analyst = Analyst
role-client = Client
people = People
people-nobody = Nobody has to sign in: this server answers this machine alone. As soon as somebody is known to it, everybody signs in, and it may be reached from elsewhere. Add the first owner in a terminal:
people-table = Who may come in
people-role = Role
people-act = Change
people-everywhere = every workspace
people-drop = Take the role away
people-invited = Invited
people-uninvite = Take back
people-invite = Invite
people-link = Send this link yourself. It is shown once, holds for a week and can be used once.
people-roles = A client sees issued reports and the pages shared below. An analyst sees and imports everything. An owner also decides who comes in and what is sent.
sharing = What clients see
sharing-what = Issued reports are always seen. Tick the live pages that clients see as well.
sharing-do = Share these
keys = Keys for programs
keys-what = A program shows its key as: Authorization: Bearer KEY. A key opens this workspace alone.
keys-table = Keys in use
keys-opens = Opens
keys-seen = Last used
keys-never = never
keys-remove = Remove
keys-for = What it is for
keys-make = Make a key
keys-told = Copy the key now. It is shown once.
scope-read = Numbers
scope-sql = Questions in SQL
scope-import = Imports

## Filters and dashboard
page-paid = Paid
page-reconcile = Reconcile
page-voice = Voice
filters = Filter and compare
compare = Compared with
compare-previous = The days before
compare-year = A year before
compare-none = Nothing
filter-all = All
filter-account = Account
filter-format = Format
filter-stage = Funnel stage
filter-column = Another column
filter-days = Days
chips = Active filters
chip-off = (take off)
undo = Undo
section-attention = What needs attention
attention-none = Nothing: no goal is in danger, nothing fell by a fifth, and no data are missing.
attention-none-here = Nothing fell by a fifth. Goals and missing data are told for the whole, without filters.
attention-goal = { $state } { $goal }: { $value } of { $target }
attention-loss = { $name } loses money: { $figure } did not come back.
attention-fell = { $title } went from { $from } to { $to }.
attention-maybe = { $title } went from { $from } to { $to }; the ranges overlap, so it may be chance.
attention-days = { $name }: { $days ->
    [one] one day of the month has
   *[other] { $days } days of the month have
} no data.
attention-more = And { $count } more.
card-goal = Goal: { $figure }
by-platform-title = { $kpi }, by platform
by-platform-says = Each bar leads to its platform alone.
section-credited = Sales credited, by platform
credited-title = Credited by the model of the reports
credited-table = Sales credited to each platform
credited-platform = Platform
credited-value = Credited
credited-between = Between
credited-remark = Ranges say who was there before a sale, not what would have been sold anyway. Every channel and model stands on the page Attribution.
credited-none = No sale of this selection can be credited: it takes orders or deals and the touches before them.

## What happened
happened = { $count ->
    [0] What happened
    [one] What happened: one note
   *[other] What happened: { $count } notes
}
happened-none = Nothing is noted for these days. A note, such as “sale began”, is marked on every daily chart.
happened-break = (how the platform counts)
happened-day = Day
happened-text = What happened
happened-add = Add
happened-edit = Change
happened-change = Save
happened-remove = Remove
happened-removed = Removed:
happened-wrong = Some lines of annotations.csv cannot be read. They stay in the file, and show nowhere:
happened-line = Line { $line }:

## Paid
section-spending = What was spent
section-campaigns = Campaigns
paid-spent = Spent on ads: { $figure }.
paid-pace = After { $over } of { $days } days; at this pace it ends at { $figure }.
paid-nothing = No ad spend is known of these days. Import the export of an ads manager, or note it with: harpoon cost add
campaigns-none = No campaign with spending is known of these days. Import a campaign or ad export, as it came.
campaigns-title = Credited with sales; the mark is what was spent
campaigns-says = Each bar leads to its campaign alone.
campaigns-back = Credited
campaigns-table = Campaigns, the dearest first
campaign-name = Campaign
campaigns-loss = { $name } loses money, even at the upper end of its range: a return of { $figure }.
campaigns-no-loss = No campaign is sure to lose money: of none is the whole range a loss.
campaigns-remark = Claimed purchases are the platform’s own word; they are not added up. Who is credited is the model’s word, between the ends of its range.

## Reconcile
section-book = What the business itself knows
section-claimed = Claims against the order book
section-visits = Clicks against visits
book-lead = Orders and sales come from the shop, the CRM or the site’s own counter, costs from invoices and ads managers. No platform had a say in the sales.
book-mer = Sales for each unit spent on marketing (MER) is the one ratio that no platform can inflate: it needs no attribution.
reconcile-lead = Each platform counts by its own window and for itself alone, so claims are larger than the book and never add up.
reconcile-none = Nothing to reconcile: no platform’s claimed conversions, or no order book, is known of this month.
reconcile-drop = Drop in an export of an ads manager with purchases or conversions, and the orders of the shop or the deals of the CRM, as they came.
reconcile-table = By platform, against the order book
reconcile-platform = Platform
reconcile-window = Its window
reconcile-claimed = Claimed
reconcile-seen = With a touch of it
reconcile-unseen = Not seen by us
reconcile-credited = Credited
reconcile-days = { $click } d click, { $view } d view
reconcile-why = Why they differ
reconcile-missed = { $name }: { $figure } claimed orders have no touch of it in our data. Claims by views, people on two devices or without consent, and orders that it had no part in look the same from here.
reconcile-fewer = { $name }: { $figure } more orders had a touch of it within its window than it claims. It may not see its own clicks, where tracking is blocked.
reconcile-shared = { $name }: { $seen } orders had a touch of it; others had a part in them too, so it is credited with { $credited }.
reconcile-twice = At least { $count } orders are claimed by more than one platform.
reconcile-nobody = { $figure } orders had no touch that we know of: people who came by themselves, by word of mouth, or unseen.
english-notes = In the words of the program, in English:
visits-none = Nothing to compare: it takes clicks that a platform states and visits that the site’s own counter saw, by platform.
visits-table = Clicks that platforms state, and visits that the site saw
visit-platform = Platform
visit-clicks = Clicks, it says
visit-sessions = Visits, we saw
visit-share = Arrived
visits-why = Fewer visits than clicks: pages left before they loaded, blocked or refused counting, two clicks in one visit, or clicks that lead elsewhere. More: links that were passed on.

## Voice
section-voice-more = Where more comes from
voice-none = Nobody was heard this month: no source of voices has been imported.
voice-sources = What can be imported today:
voice-reviews = Reviews: a table of place, stars, text and day, by the ready map of reviews.
voice-care = Answers to customers: cases and messages of a help desk, as a table of events.
voice-comments = Counts of comments come with the posts of every platform; they stand on the page Content.
voice-mentions = Mentions and counts of search for the name come with Search Console and a listening tool’s table, by a map.
voice-not-yet = The texts of comments and messages, their mood and their topics are not read yet, and nothing here pretends that they are.

## The workspace
brand = The workspace
brand-what = These stand in harpoon.toml; whatever else it says stays as it is.
brand-name = Name of the business
brand-agency = Agency
brand-colour = Colour
brand-objective = What the effort is for
brand-business = How the business earns its money
brand-no-profile = Not set
brand-save = Save
brand-logo = Logo (PNG, JPEG or SVG, at most 512 KiB)
brand-upload = Use this logo
brand-logo-off = Use no logo
english-definition = The definition is in English.
