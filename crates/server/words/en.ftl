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

## Files
files-as = This table as
files-unit = unit
files-between = between
files-missing = Missing because
