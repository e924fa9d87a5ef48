# Sentences of the dashboard in English, beside those of the report.

## Frame
skip = To the numbers
pages = Pages
nameless = Workspace without a name
month = Month
way-before = The month before
way-after = The month after
show = Show
foot-board = Every number leads to its receipt, and every receipt to the rows it was made of.
wrong-address = The address asks for something that does not exist:
wrong-month = “{ $given }” is no month. Write it as 2026-10.
wrong-day = “{ $given }” is no day. Write it as 2026-10-31.
wrong-days = The days end ({ $to }) before they begin ({ $from }).
wrong-kpi = There is no KPI “{ $given }”.
wrong-dim = “{ $given }” is nothing that figures are told by.
wrong-filter = “{ $given }” is no filter. Write it as platform=instagram.
wrong-receipt = There is no receipt “{ $given }” in this workspace.
why-english = It was not done. The reason, in English:
nowhere-what = No page has this address:
nowhere-back = To the overview
form-large = The form is too large.
failed-away = Signing in does not work right now
failed-away-says = The server cannot reach what it remembers of people: who is signed in, who may see what. Nothing is lost. Try again in a moment.
failed-workers = The figures cannot be worked out right now
failed-workers-says = The workers of this server do not answer. Nothing is lost. Try again in a moment, or tell whoever runs the server.
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
nothing-yet-plain = Nothing has been imported yet. It takes the exports of the platforms and ad managers, the orders and the costs, as they came.
nothing-demo = To see how it looks with data, run: harpoon demo
nothing-dated = Nothing that was imported names a day, so there is no month to show. The figures of all time are here: { $page }.

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
models-says = The figures stand in the table beside it. Each bar leads to the largest deals that its channel had a part in.
channel-direct = Direct
channel-cross-network = Across networks
channel-paid-shopping = Paid shopping
channel-paid-search = Paid search
channel-paid-social = Paid social
channel-paid-video = Paid video
channel-display = Display
channel-paid-other = Other paid
channel-organic-shopping = Organic shopping
channel-organic-social = Organic social
channel-organic-video = Organic video
channel-organic-search = Organic search
channel-ai-assistant = AI assistants
channel-email = E-mail
channel-affiliates = Affiliates
channel-referral = Referral
channel-audio = Audio
channel-sms = SMS
channel-mobile-push = Push messages
channel-unassigned = Not assigned
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
trails-through = Only those that { $name } had a touch before. The models above deal out the whole book, so they stay as they are.
trails-none-through = No order, deal or lead of this month had a touch of this channel that we know of.
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
receipt-version-plain = Version { $version } of the data; definition { $definition }.
receipt-asked = Version { $version } of the data, { $entries } entries of the ledger. On the command line, { $command } repeats it.
receipt-asked-plain = Version { $version } of the data, { $entries } entries of the ledger.
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
section-feeds = What is fetched by itself
feeds-none = Nothing is fetched by itself. Accounts of Bluesky and Mastodon are connected with harpoon account add; Singer taps stand in harpoon.toml, and harpoon sync runs both.
feeds-table = Accounts and taps, and how they last ran
feeds-name = Name
feeds-kind = What it is
feeds-tap = Singer tap
feeds-account = Account
feeds-state = State
feeds-done = Done
feeds-failed = Failed
feeds-never = Never ran
feeds-last = Last run
feeds-accepted = Rows accepted
feeds-known = Known already
feeds-aside = Put aside
feeds-every = Every
feeds-asked = When asked
feeds-next = Next run
feeds-due = Due now
feeds-why = { $name } failed: { $why }
feeds-utc = Times are UTC.
section-collected = What sites and shops send
collected-table = What each source has sent in the last 24 hours
collected-source = Source
collected-accepted = Accepted
collected-loaded = Taken in
collected-robots = Of these, robots
collected-quarantined = Put aside
collected-duplicate = Sent again
collected-last = Last one (UTC)
collected-sum = Accepted = taken in + put aside + sent again. What robots did is kept, and counts in no KPI.
collected-waiting = { $count } are kept and wait to be taken in.
collected-trouble = Something is in the way of collecting: { $why }
collected-begin = Nothing is collected yet. A source has a key that the clients in its pages and servers send with: harpoon source add NAME
collected-begin-plain = Nothing is collected yet.
imports-table = What was imported, the newest first
imports-add = More is added with: harpoon import FILES
quarantine-table = Rows that could not be read, as they came
quarantine-empty = Nothing is put aside: every row could be read.
row-no-number = `{ $given }` is not a number
row-no-clock = `{ $given }` is not a length of time such as 1:02:03 or 2:03
row-other-format = `{ $given }` is a number of another format than its column
row-too-large = `{ $given }` is larger than 999,999,999,999
row-ends-early = `{ $given }` ends before it begins
row-ends-on-early = ends on { $given }, before it begins
row-month = `{ $given }` is a month, where a day is needed
row-two-days = `{ $given }` can be read as two days
row-no-year = `{ $given }` has no year
row-no-day = `{ $given }` is no day
row-no-date = `{ $given }` is not a date
row-no-weekday = `{ $given }` is not a weekday
row-no-hour = `{ $given }` is not an hour of the day
row-names-no = the row names no { $given }
row-has-no = the row has no { $given }
row-rounded-id = `{ $given }` is an id that a spreadsheet has rounded; its last digits are lost
row-no-day-number = `{ $given }` is no day number
row-day-range = day { $given } is out of range
row-first-day = days are numbered, and the first day is not stated
row-no-cost = `{ $given }` is no kind of cost
row-cells = the row has { $given } cells, the header { $also }
row-no-currency = the row's money has no currency
row-no-code = `{ $given }` is no currency code
row-open-quote = a quote opens and never closes
row-below-zero = { $given } is the worth of this { $also }, which cannot be below zero
row-no-event = `{ $given }` is no known kind of event
row-what-happened = the row does not say what happened
row-outside = `{ $given }` lies outside { $also } to { $more }, two days after the file's own date
row-stars = { $given } stars, where 0 to 5 are given
row-hint-cell = correct the cell
row-hint-date = write it as 2026-10-31
row-hint-year = give it with --year
row-hint-order = give the order of day and month with --day-order dmy or mdy
row-hint-column-order = the column is read as { $given }; correct the cell, or give --day-order
row-hint-mark = the column is read with `{ $given }` as decimal mark; correct the cell, or say `decimal` in a map
row-hint-clock = if it is a time such as 1:02:03, map the column with ` in clock`
row-hint-made-a-day = a spreadsheet program may have made a day of the figure; download the export again
row-hint-digits = figures hold up to twelve digits before the decimal mark; map an id as an id, or as `ignore`
row-hint-month = map the column as `month`
row-hint-name = fill in its id or name, or leave the row out
row-hint-download = import the file as it was downloaded, before it was saved by a spreadsheet
row-hint-time = the clock of the source may be wrong; correct the time
row-hint-deed = correct the one that is wrong; one number is one deed
row-hint-cost = one of media, fees, labour, tools, content
row-hint-quotes = a cell that holds the delimiter must stand in quotes
row-hint-breaks-off = the row breaks off; download the export again
row-hint-currency = give it with --currency, or a column `currency`
row-hint-mend-quotes = mend the quotes of this line
row-hint-refund = money given back is a refund: an event of its own, or a column `value.refund`
row-hint-weekday = write a name, or 1 to 7
row-hint-hour = write 0 to 23, or 17:30
quarantine-retry = Once the cause is mended, they are read again with: harpoon quarantine retry
quarantine-retry-plain = Once the cause is mended, they can be read again on the page Import.
data-when = When
data-file = File
data-connector = Read as
data-accepted = Rows accepted
data-duplicate = Known already
data-quarantined = Put aside
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
papers-none-plain = No report has been issued yet. It stands here as soon as one is.
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
sign-in-provider = Sign in with your organisation
provider-wrong = The provider could not be asked, or its answer does not hold: { $why }
provider-stale = This attempt is over, or began in another browser. Try again.
provider-unverified = The provider does not vouch for your e-mail address.
provider-unknown = Nobody here is called { $email }. Ask an owner for an invitation.

## Clients
clients = Clients
clients-table = How their goals stand in the newest month with data
clients-none = No workspace here is shared with you.
clients-client = Client
clients-role = You are
clients-newest = Newest month
clients-empty = nothing imported
clients-undated = no days known
clients-no-goals = no goal agreed
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
filters-not-here = The filters of this address do not change this page: it tells of the whole. They count on Overview, Funnel, Content, Paid, Money and Explore.
stage-not-here = A stage of the funnel picks figures on Overview, Funnel and Explore. It does not change this page.
stage-no-cards = None of the first figures belongs to this stage. The page Funnel and the page Explore have those that do.
stage-other = This figure belongs to the stage { $stage }. Take the filter off, or choose a figure of the stage that is asked for.
undo = Undo
section-attention = What needs attention
attention-none = Nothing: no goal is in danger, nothing fell by a fifth, and no platform’s days are missing.
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
card-industry = Industry: { $figure }. { $source }
chart-industry = Industry
explore-industry = { $name }: industry { $figure }. { $source }
explore-industry-none = { $name }: { $source }
explore-industry-mark = The mark across a bar is the industry’s figure for its platform.
by-platform-title = { $kpi }, by platform
by-platform-says = Each bar leads to its platform alone.
section-credited = Sales credited, by platform
credited-title = Credited by the model of the reports
credited-no-platform = Social media, no platform named
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
paid-nothing-plain = No ad spend is known of these days. Drop in the export of an ads manager, or a table of costs.
campaigns-none = No campaign with spending is known of these days. Import a campaign or ad export, as it came.
campaigns-title = Credited with sales; the mark is what was spent
campaigns-says = Each bar leads to its campaign alone.
campaigns-back = Credited
campaigns-table = Campaigns, the dearest first
campaign-name = Campaign
campaigns-loss = { $name } loses money, even at the upper end of its range: a return of { $figure }.
campaigns-no-loss = No campaign is sure to lose money: of none is the whole range a loss.
campaigns-none-judged = Of no campaign is it known what came back: it takes orders or deals, and the touches before them.
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
brand-sector = Sector, for the industry’s figures
brand-all-sectors = All together
brand-white = “Made with Harpoon” and commands
brand-white-usual = Shown unless an agency or logo is set
brand-white-on = Never shown (white label)
brand-white-off = Always shown
sector-alcohol = Alcohol
sector-auto-repair = Car repair
sector-beauty = Beauty
sector-business-services = Business services
sector-dentists = Dentists
sector-education = Education
sector-fashion = Fashion
sector-finance = Finance
sector-financial-services = Financial services
sector-food-beverage = Food and drink
sector-health-beauty = Health and beauty
sector-health-fitness = Health and fitness
sector-higher-ed = Higher education
sector-home-decor = Home decor
sector-home-improvement = Home improvement
sector-industrial-commercial = Industry and trade
sector-influencers = Influencers
sector-legal = Law
sector-media = Media
sector-nonprofits = Non-profits
sector-personal-services = Personal services
sector-physicians = Doctors
sector-real-estate = Real estate
sector-restaurants-food = Restaurants
sector-retail = Retail
sector-shopping-gifts = Shopping and gifts
sector-sports-teams = Sports teams
sector-tech-software = Technology and software
sector-travel = Travel
brand-save = Save
brand-logo = Logo (PNG, JPEG or SVG, at most 512 KiB)
brand-large = The logo is larger than 512 KiB.
brand-none = No picture came. Choose a file first.
brand-upload = Use this logo
brand-logo-off = Use no logo
english-definition = The definition is in English.
## First run
setup-welcome = Welcome to Harpoon
setup-add = Add a client
setup-what = This folder is empty. Say whom it is for; then drop in the files that you have. Everything stays on this machine.
setup-name = Name of the business
setup-objective = What its social media are for
setup-business = How it earns its money
setup-profile = These two pick the figures that come first. Both can be changed later.
setup-currency = Currency of amounts in files that do not say (ISO code)
setup-zone = Time zone of the business
setup-agency = Agency that reports to it (may be left empty)
setup-folder = This folder is for
setup-alone = this business alone
setup-several = several clients, each in a folder of its own
setup-do = Begin
setup-no-name = Give the name of the business.
setup-no-currency = A currency is three letters, such as EUR.
setup-no-zone = That is no time zone; write it as Europe/Amsterdam.
setup-no-profile = Choose what it is for and how money is earned.
page-import = Import
nothing-bring = Drop in exports of your platforms, your orders and your costs: { $page }.
drop-title = Bring in files
drop-what = Choose or drop what you have, as it came: exports of platforms and ad managers, orders, leads, costs, reviews; CSV, Excel and ZIP, many at once. First you are shown what was recognised; nothing counts before you say so.
drop-files = Files
drop-do = Look at them
drop-note = At most { $size } at once. Archives are opened here. The same file twice changes nothing.
drop-sending = Sending
drop-large = That is more than { $size }, the most that is taken at once. Send it in parts, or start the server with a larger --largest-upload.
drop-many = More than { $most } files at once; send them as a ZIP.
drop-nothing = No file was chosen.
drop-cut = The upload was cut off before its end, and nothing of it was kept. Send it again.
drop-disk = The files could not be written to the disk: { $error }. Nothing of them was kept.
uploads = Uploads
uploads-table = What was brought in through this page, the newest first
upload = Upload
upload-files = Files
upload-state = State
upload-waits = waits for you
upload-runs = Being imported
upload-broken = broken off; it can go on
upload-left = imported, but for some files
upload-done = imported
upload-title = Upload { $id }
upload-begins = It begins.
upload-writes = All files are read; the facts are being written.
upload-reads = File { $done } of { $all }: { $file } ({ $rows ->
    [one] one row
   *[other] { $rows } rows
})
upload-leave = You can leave this page; the import goes on.
upload-look = Look again
upload-failed = The import ended before its end, and its files still wait. Once the cause is mended, start it again:
upload-went-on = This import was broken off, because the server ended. Nothing is lost and nothing counts twice: start it again, and it goes on with the answers that were given.
upload-busy = Another import runs in this workspace. Wait until it has ended.
upload-discard = Discard these files
upload-clear = Remove this from the list
look = What was recognised
look-lead = { $ready } of { $all } files can be read.
look-nothing = None of these files can be read as it is; the table says why.
look-do = { $files ->
    [one] Import one file
   *[other] Import { $files } files
}
look-table = What each file was recognised as
look-platform = Platform
look-rows = Rows
look-days = Days
look-note = To know
look-not = It was not read.
look-asks = It waits for an answer above.
look-unknown = No export that we know. A map below says what its columns mean.
look-known = It was imported before; nothing changed.
look-differs = Line { $line }: the file states { $stated } for { $column }, and its rows add up to { $added }.
passed-title = Passed over: only its title says which figure it holds, and { $title } is not known.
passed-unknown = Passed over: no export that we know looks like this.
passed-unknown-title = Passed over: no export that we know has a table { $title }.
passed-shape = Passed over: its title is that of a list, which is one row of names and one of figures, and it is none.
passed-told = Passed over, for the reason that its description gives: { $why }
passed-making = Passed over: it says how the export was made and holds no figures.
passed-traffic-sources = Passed over: it lists traffic sources and holds no figures.
passed-places = Passed over: it lists countries and regions and holds no figures.
passed-portfolios = Passed over: it lists portfolios and holds no figures.
passed-links = Passed over: it lists links in posts and holds no figures.
passed-keywords = Passed over: it lists keywords and holds no figures. Keyword reports are read.
passed-creatives = Passed over: it lists creatives and holds no figures. Ads are read from the table of ads.
passed-campaign-groups = Passed over: it lists campaign groups and holds no figures. Campaigns name their group.
passed-ids = Passed over: it ties ids to ids. The posts and their figures stand in the tables beside it.
passed-cohorts = Passed over: users by the week of their first visit are not measured yet.
passed-audience = Passed over: shares of an audience, without a day.
passed-formats = Passed over: sums by format, without a day. The export of the content has them by post.
passed-objects = Passed over: of shops, CRMs and help desks only leads, contacts, deals, orders and refunds are read.
remark-unread = Columns without a meaning were passed over: { $columns }.
remark-same = { $left } (column { $left-at }) means the same as { $kept } (column { $kept-at }) and was passed over.
remark-no-currency = Columns of money were left out: their currency is not known.
remark-mixed-dates = Some dates have the day first and some the month, as spreadsheet programs leave them. Rows that do not fit the order that was taken are put aside.
remark-zone = The ids of { $agree } of { $of } posts prove that times are in the zone { $zone }.
remark-zone-not = The ids of { $agree } of { $of } posts prove that times are in the zone { $zone }, not in { $not }.
remark-not-counted = Rows that are marked as deleted, a test or failed do not count.
remark-refunds-at-order = Refunds without a time of their own stand at the time of their order.
remark-refunds-below-zero = Refunds below zero were taken as money given back.
remark-repeated = Orders, deals or leads that the file tells more than once were taken once.
remark-no-address = Some cells of { $column } are no address or number; nobody is known by them.
remark-windows-1252 = Some rows were not UTF-8 and were read as Windows-1252.
remark-rounded = The figures of { $column } are rounded.
remark-bounds = Some cells of { $column } hold bounds (such as < 10%) and no figures; those are not known.
remark-texts-too = { $column } has no meaning that we know and holds texts too; those are not known.
remark-long-line = Line { $line } stands above any table and is too long to be read.
remark-again = { $records ->
    [one] One record
   *[other] { $records } records
} of { $stream } came again under the same key; the last of each counts.
remark-cut = { $records ->
    [one] One record
   *[other] { $records } records
} of { $stream } hold more than { $most } { $member }; so many of each were read.
remark-map = A map that can be edited was written to { $path }.
remark-kept = The file was kept as { $path }.
remark-gone = { $texts ->
    [one] One text is
   *[other] { $texts } texts are
} no longer shown; what they counted stays: { $keys }
remark-erased = { $rows ->
    [one] One row names a person who was erased, and was left out.
   *[other] { $rows } rows name people who were erased, and were left out.
}
ask-of = { $files ->
    [one] Of one file
   *[other] Of { $files } files: which
}
ask-platform = Which platform is it from?
ask-account = Which account is it of?
ask-currency = In which currency are the amounts?
ask-year = Of which year are the dates?
ask-day-order = Which comes first in dates, the day (dmy) or the month (mdy)?
ask-decimal = What parts decimals, a point or a comma?
ask-zone = In which time zone are the times?
ask-period = Of which days are the figures? FROM..TO, such as 2026-10-01..2026-10-31
seen-in-sheet = Sheet { $sheet }: { $seen }
seen-several-platforms = Tables like this one come from several platforms.
seen-amounts = Its amounts have no currency: { $columns }.
seen-no-year = Its dates have no year. Asked is the year of the newest.
seen-day-or-month = In dates such as { $example } either number can be the day.
seen-mark = In { $number } (column { $column }) the mark can part decimals or group thousands.
seen-times = The times in the column { $column } have no time zone.
seen-times-of-events = The times of its events have no time zone.
seen-no-days = Its figures state no days.
refused-nearest = No export that we know. The nearest is { $id }, which also needs { $columns }.
refused-no-table = It is no table, but { $what }.
refused-no-rows = It has no rows.
refused-io = It cannot be read: { $why }
refused-parts = It is a spreadsheet of { $parts } parts, which is more than is opened.
refused-sheet-inflates = It is a spreadsheet that grows to { $bytes } bytes when it is opened. Save it as CSV.
refused-cells = It is a spreadsheet of more than { $most } cells, or of more text than is read at once. Save it as CSV.
refused-spread = It is a spreadsheet that spreads { $cells } cells over the room of { $area }. Save it as CSV.
refused-bytes = It has { $bytes } bytes; at most { $most } are read at once.
refused-members = The archive has { $members } files; at most { $most } are opened.
refused-leaves = A file in the archive would be put outside of it. It is not opened.
refused-path = The archive names a file in a way that is not safe: { $name }. It is not opened.
refused-encrypted = { $name } is encrypted. Unpack the archive first.
refused-packed = { $name } is packed by { $by }. Pack it again as an ordinary ZIP.
refused-inflates = The archive grows to { $bytes } bytes when it is unpacked, which is more than is read.
refused-inflates-times = { $name } grows to more than { $times } times its size when it is unpacked. It is not opened.
refused-nested = { $name } is an archive in an archive. Unpack it first.
refused-tables = There are more than { $most } tables in the one file.
refused-columns = One of its tables has more than { $most } columns.
damaged-spreadsheet = The spreadsheet is damaged ({ $detail }).
damaged-archive = The archive is damaged ({ $detail }).
damaged-no-data = The archive is damaged: { $name } has no data.
damaged-file = The file is damaged ({ $detail }).
damaged-no-line = The file has no line { $line }.
damaged-broke-off = Reading it broke off. This is a fault of Harpoon; please report it.
thing-pdf = a PDF; export the figures as CSV or XLSX
thing-png = a picture (PNG)
thing-jpeg = a picture (JPEG)
thing-gif = a picture (GIF)
thing-media = a picture, sound or film
thing-program = a program
thing-gzip = a gzip archive; unpack it first
thing-7z = a 7z archive; unpack it first
thing-rar = a RAR archive; unpack it first
thing-database = a database
thing-parquet = a Parquet file
thing-web-page = a web page
thing-xml = an XML file
thing-open-document = an OpenDocument spreadsheet; save it as XLSX or CSV
thing-binary = binary data
map = A map for
map-what = No export that we know looks like this file. This is what its columns probably mean; lines marked CHECK are guesses. Correct what is wrong and keep it: this file, and every later one of its kind, is then read by it.
map-text = The map
map-meanings = What a column can mean
map-keep = Keep this map
result = What became of the files
result-lead = { $read } of { $all } files read: { $rows } rows accepted, { $known } known already, { $aside } put aside.
result-table = What became of each file
result-see = See the numbers
result-goals = Set the first goals
aside-many = { $rows ->
    [one] One row is put aside, because it could not be read.
   *[other] { $rows } rows are put aside, because they could not be read.
}
aside-list = Where and why
aside-again = Try again
aside-done = Of { $before } rows put aside, { $left } still cannot be read.
imports-page = More is brought in on the page { $page }.
imports-newest = The newest { $shown } of { $all } imports.
imports-all = Show more
first = The first two goals
first-way = A goal says what is promised. There is none of one of the two kinds yet: one on a figure, and one on an index such as recognition.
first-profile = What matters
first-keep = Keep
first-choose = Choose
first-chosen = This is kept. The figures that matter follow from it.
first-kpi = A concrete goal
first-kpi-what = One figure that is to be somewhere, judged every month.
first-global = A global goal
first-global-what = An index of several figures, for what no single one can tell: 100 is the year before.
first-on = On
first-nothing = Nothing can be proposed:
first-history = Months before
first-set = Set them
first-binds = Each goal becomes a signed entry of the ledger. It is never overwritten: a change is a further entry, and counts once the client agrees.
first-each-month = every month from { $day } on
first-safe = Safe
first-likely = Likely
first-ambitious = Ambitious
first-at-least = at least
first-at-most = at most
first-chance = { $percent } % chance
first-own = Another target
first-none = No such goal now
first-none-chosen = No goal was chosen.
first-do = Sign and set
first-is-set = { $goal } is set, entry { $entry } of the ledger.
first-there = There is a goal of each kind.
sign-key = Signed with the key
sign-passphrase = Its passphrase
sign-no-passphrase = This key is closed: give its passphrase.
sign-wrong = The passphrase does not open this key.
sign-wait = Too many guesses at this key's passphrase. Try again in some minutes.
sign-open = This key is not closed with a passphrase, so only whoever sits at the server's machine can sign with it.
key-none = A key to sign with
key-what = Goals and reports are signed, so that nobody can change them afterwards. There is no key on this machine yet. The key is made here and stays here; the client gets its public half and checks with it.
key-name = Name of the key: your agency's or your own, without blanks
key-passphrase = Passphrase that closes it, { $shortest } characters or more
key-again = The passphrase once more
key-lost = A lost passphrase cannot be had back, and neither can a lost key: keep a copy of both.
key-make = Make the key
key-short = The passphrase has { $shortest } characters or more.
key-differ = The two passphrases differ.
key-made = The key is made. Its public half, for the client: { $key }
work-broke = bug: the work broke off; please report it
papers-held = Checked here
papers-holds = as it was signed
issue = Issue { $month }
issue-what = Write what the numbers cannot say, look at it, then sign. A signed report stays as it is; what comes later is a restatement that says what changed.
issue-note = A few words to the client
issue-language = Language
issue-format = As
issue-look = Look at it with the note
issue-binds = Signing adds an entry to the ledger and puts a proof beside the file.
issue-do = Issue and sign
issue-done = { $file } is issued and signed, entry { $entry } of the ledger.
issue-restated = { $file } is issued as a restatement, entry { $entry } of the ledger.
issue-before = It was signed before, by entry { $entry }, and says the same.
## Sending
letter-report = { $client }: report of { $month }
letter-restated = { $client }: report of { $month }, restated
letter-restates = This replaces the report made on { $date } that was sent to you. Reason: { $reason }.
letter-restates-same = No figure of its first page changed.
letter-before = Before
letter-after = Now
letter-signed = The whole report is enclosed. Entry { $entry } of the ledger signs it: `harpoon verify` checks that nobody changed it.
letter-enclosed = The whole report is enclosed.
letter-page = Open the dashboard
letter-why = You get this because an owner of this workspace put your address on the list.
letter-stop = Send me no more of these
letter-digest = { $client }: the week of { $days }
letter-days = { $from } to { $to }
letter-figure = Figure
letter-week = This week
letter-week-before = Week before
letter-change = Change
letter-goal = Goal
letter-reached = Reached
letter-target = Target
letter-state = Stands
letter-missing = { $what } is not known: { $reason }.
letter-attention = What needs attention
letter-all-well = Nothing: goals are on track, all sources cover the week, no rows were put aside, and no platform runs at a loss.
letter-loss = { $name } runs at a loss: of what it cost, { $figure } did not come back ({ $days }).
letter-not-whole = Not every source covers both weeks whole, so a change may be a gap.
letter-late = { $name }: the data end on { $date }.
letter-no-data = { $name }: there are no data.
letter-aside = { $rows ->
    [one] One row
   *[other] { $rows } rows
} in { $files ->
    [one] one file
   *[other] { $files } files
} could not be read. `harpoon quarantine list` says why.
letter-no-goals = No goal has been agreed, so nobody can say whether this week was a success.
letter-draft = { $client }: the report of { $month } waits for you
letter-draft-says = The report of { $month } for { $client } is ready as a draft. Nobody gets it until an owner approves it.
letter-draft-look = Look at it and approve it
letter-draft-how = Look at it on the page Reports and approve it there, or with `harpoon send approve`.
letter-redraft = { $client }: a restated report of { $month } waits for you
letter-redraft-says = The report of { $month } for { $client }, made on { $date }, was sent and has been issued anew since. Reason: { $reason }.
letter-redraft-whom = Nobody gets the new one until an owner approves it. Then it goes, marked as a restatement, to those who got the first.
letter-test = { $client }: sending works
letter-test-says = This is a test from Harpoon: mail from { $client } arrives here.
unsubscribe = No more letters
unsubscribe-says = No more reports and digests are sent to { $address }.
unsubscribe-do = Send me no more
unsubscribe-ask = Shall reports and digests no longer be sent to { $address }?
unsubscribe-void = This link ends nothing: the address is no longer on the list.
send = Sending
send-mail = Mail goes by { $host }.
send-no-mail = No mail server is set, so no mail leaves. Start Harpoon with HARPOON_SMTP and HARPOON_MAIL_FROM.
send-list = Who gets what
send-to = Address
send-language = Language
send-zone = Time zone
send-gets = Gets
send-trouble = Nothing of this workspace can be prepared at present: { $why }
send-report = monthly report
send-digest = weekly digest
send-goals = changes of goals (webhooks)
send-off = nothing any more: { $why }
send-nobody = Nobody is on the list.
send-address = Address of mail, or https:// of a webhook
send-add = Put on the list
send-secret = The secret that signs what is sent to this webhook. It is shown once.
send-day = Report: day of the month
send-hour = at hour
send-weekday = Digest: weekday
send-set = Set
send-times-what = Hours are those of each recipient’s time zone. On the report’s day owners are told that the draft waits; once one approves it, it goes out at the hour.
send-box = Waiting, failed and sent
send-what = What
send-fate = State
send-again = Try again
send-is-report = Report { $about }
send-is-restated = Restated report { $about }
send-is-digest = Week to { $about }
send-is-draft = Draft { $about } waits
send-is-goal = Goal { $about }
send-waiting = waiting for { $time }
send-sending = being sent
send-sent = sent { $time }
send-failed = failed { $time }
send-tried = { $count ->
    [one] tried once
   *[other] tried { $count } times
}: { $why }
approve = Send the report
approve-ask = This sends the report of { $month }, made from version { $version } of the data, to { $count ->
    [one] one recipient
   *[other] { $count } recipients
}, each in their language and at their hour. What is sent is what stands now: later data change nothing in it.
approve-draft = Look at the draft first
approve-do = Approve and send
approve-done = { $who } approved the report of { $month } on { $time }, version { $version } of the data.
approve-redone = { $who } approved the restated report of { $month } on { $time }, version { $version } of the data.
reapprove-ask = The report of { $month } was sent, made on { $date }, and has been issued anew since. Reason: { $reason }. Once approved, the new one, made from version { $version } of the data, goes to those who got the first, marked as a restatement.
reapprove-table = What it changes
reapprove-do = Approve and send the restatement
approve-here = Somebody at this machine
approve-now = Send now
approve-nobody = Nobody gets the monthly report yet. Put somebody on the list on the page Settings.
approve-runs = The month is not over yet, so its report cannot be approved.
approve-changed = The data changed after this page was opened: look at the report again, then approve it.
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
## Files
files-as = This table as
files-unit = unit
files-between = between
files-missing = Missing because
## Short links
page-links = Links
links-new = New link
links-url = Where it leads
links-post = Post, by its id
links-make = Make the link
links-scheme = The words that tags may have, and how links are checked, stand in [links] of harpoon.toml.
links-many = Many links at once
links-many-what = A table (CSV) with a line for each link makes them all. Lines that are right make a link, the others are told with line and column. The first line names the columns:
links-many-file = Table of links
links-many-make = Make the links
links-many-large = The table is larger than 4 MiB. The command line takes larger ones: harpoon link new --from FILE
links-many-none = No table came. Choose a file first.
links-many-done = { $made ->
    [one] One link was made
   *[other] { $made } links were made
}; { $there ->
    [0] none was there before.
    [one] one was there before.
   *[other] { $there } were there before.
}
links-many-partly = { $made ->
    [0] No link was made
    [one] One link was made
   *[other] { $made } links were made
}; { $there ->
    [0] none was there before.
    [one] one was there before.
   *[other] { $there } were there before.
} { $wrong ->
    [one] There is one mistake:
   *[other] There are { $wrong } mistakes:
}
links-many-more = … and { $more } more.
links-many-line = Line { $line }: { $told }
links-many-cell = Line { $line }, column { $column } ({ $head }): { $told }
links-many-no-url = No column is called url.
links-many-cells = { $cells } cells, where the first line names { $heads }.
links-many-not-text = This is no text in UTF-8.
links-all = All links
links-none = There are no links yet.
links-table = Links, the newest first
links-short = Short link
links-to = Leads to
links-campaign = Campaign
links-made = Made
links-clicks = Clicks
links-preview = Preview
links-remove = Remove
links-people = Clicks are people's: robots, previews of messengers and what browsers fetch ahead are not counted.
links-audit = Links that do not keep to the scheme
links-wrong-table = What is wrong with which link
links-wrong = What is wrong
links-right = As it should be
links-done = The link is made: { $link }
links-known = This link was there already: { $link }
links-removed = { $link } leads nowhere any more. What was clicked stays.
links-instead = It should be “{ $right }”.
links-proposed = Right would be: { $right }
links-wrong-address = “{ $given }” is no address of a site: https://…, without blanks, names or passwords.
links-wrong-site = “{ $given }” leads to a site that links may not lead to.
links-wrong-twice = { $part } stands more than once.
links-wrong-missing = { $part } is missing.
links-wrong-word = { $part } may not be “{ $given }”.
links-wrong-spelling = { $part } is spelt “{ $given }”.
links-wrong-shape = { $part } “{ $given }” is not made as the scheme says.
link-leads = This link leads to:
link-unknown = There is no such link.
link-gone = This link was removed.
link-method = A link is followed by GET.
link-busy = Too much at once: try again in a moment.
