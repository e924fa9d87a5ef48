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

## Sending
letter-report = { $client }: report of { $month }
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
letter-not-whole = Not every source covers the whole week, so a change may be a gap.
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
