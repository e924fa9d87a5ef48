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
