# Sentences of the monthly report in English. `{ $count }` chooses and prints a count; all other places are filled as they are.

## Masthead and foot
kind = Monthly report on social media
kind-restated = Monthly report on social media, restated
by-agency = { $agency } · issued { $date }
by-nobody = Issued { $date }
foot = Made with Harpoon { $version }. Every number leads to its receipt, and every receipt to the rows it was made of.
foot-plain = Every number leads to its receipt, and every receipt to the rows it was made of.

## Sections
section-short = In short
section-goals = Goals against results
section-moved = What moved, and why
section-earned = What it earned
section-platforms = Paid and organic, by platform
section-funnel = From first sight to purchase
section-content = Best and worst posts
section-voices = What people said
section-costs = What it cost
section-work = Work done, next month, and what we need from you
section-record = Promised and delivered so far
section-method = How these numbers were made

## In short
short-no-goals = No goal has been agreed, so nobody can say whether this month was a success. Set at least one in numbers and one for the brand as a whole.
short-goals = { $due ->
    [one] { $met ->
        [0] The one goal that was due was missed.
       *[other] The one goal that was due was met.
    }
   *[other] { $met ->
        [0] None of the { $due } goals that were due was met.
        [one] { $met } of the { $due } goals that were due was met.
       *[other] { $met } of the { $due } goals that were due were met.
    }
}
short-missed = Missed: { $goal }, { $value } instead of { $target }.
short-open = Still running: { $good ->
    [one] one goal on track
   *[other] { $good } goals on track
}, { $risk ->
    [one] one at risk
   *[other] { $risk } at risk
}.
short-unknown = { $count ->
    [one] One goal cannot be judged: its data are missing or end too early.
   *[other] { $count } goals cannot be judged: their data are missing or end too early.
}
earned = On { $basis } of { $cost }, sales of { $revenue } are credited to social media: a return of { $roi }.
basis-full = full costs
basis-media = media costs
verdict-profit-says = Even the lower end is a profit.
verdict-unclear-says = The range holds both a loss and a profit, so neither is shown.
verdict-loss-says = Even the upper end is a loss.
verdict-awareness-says = It does not pay for itself, and was declared beforehand as spending on awareness.
earned-nothing-spent = Nothing was spent, so there is no return to compute.
earned-unknown = What it earned is not known: it takes costs and orders, and one of them is missing.
asked = We ask you to decide
asked-by = { $what } (by { $date })
asked-nothing = Nothing to decide this month.
card-previous = Month before: { $figure }.
card-usual = Usual, by the last 90 days: { $figure }.
restated = This replaces the report of { $date } ({ $digest }). Reason: { $reason }
restated-table = Figures that changed

## Goals
goals-table = All goals
goal-by = { $goal }, by { $date }
goal-global-by = { $goal } (index of several signs, 100 at the start), by { $date }
goal-says = { $value } of { $target }
goal-says-ceiling = { $value }, at most { $target }
goal-heading = { $goal } · { $state }
state-met = Met
state-missed = Missed
state-on-track = On track
state-at-risk = At risk
state-upcoming = To come
state-unknown = Not known
outlook = Likely end { $forecast }; chance { $probability }
goal-unknown = Not known yet: { $reason }.
goal-proposal = Proposal: { $what }
goal-revision = { $date }: target changed from { $from } to { $to }, agreed by { $who }. { $why }
goals-no-concrete = No goal in numbers has been agreed. Set at least one: more followers, leads or orders by a date.
goals-no-global = No goal for the brand as a whole has been agreed. Set at least one: recognition, local presence or legitimacy.

## What moved
moved = { $title }: { $from } → { $to } { $change }
moved-doubt = The ranges of the two months overlap, so the change may be chance.
moved-parts = Where the difference sits; the parts add up
moved-says = Steps from the month before to this month.
moved-table = Parts of the difference
moved-from = Month before
moved-to = This month

## What it earned
mer = All sales of the business, for each unit spent on marketing: { $figure }. No platform can inflate this number.
loss = { $name } runs at a loss: { $figure } did not come back.
loss-declared = { $name } was declared beforehand as spending on awareness; { $figure } did not come back.
earned-whole = All efforts together
basis-full-head = On full costs
basis-media-head = On media costs
head-basis = Basis
earned-table = Return on media costs, by platform
earned-how = Orders are credited by the model “{ $model }”. Ranges hold the true credit in { $confidence } of cases. They speak of who gets the credit, not of what would have been sold anyway; the cost of goods is not taken off.
verdict-profit = Profit
verdict-unclear = Unclear
verdict-loss = Loss
verdict-awareness = Awareness
verdict-unknown = Not known
claims-heading = What the platforms claim, and what the order book holds
claims-book = The order book holds { $book } orders.
claims-twice = At least { $count } of them are claimed by more than one platform.
claims-table = Claims against the order book
claims-chart = Claimed and credited orders
claims-says = Each platform’s claim beside what it is credited with, against { $book } orders in the book.
claims-in-book = In the order book
claims-elsewhere = Credited to other origins
claims-unattributed = Without any touch
claims-sum = Order book
claims-remark = Claims are never added up: platforms count the same order each for itself. What is credited adds up to the book.

## Paid and organic
platforms-table = Paid and organic side by side
scope-organic = Organic
scope-paid = Paid
scope-total = Total
scope-unknown = Not told apart
days = { $title }, day by day
days-says = Organic and paid upon each other by day; the month before as a dashed line.
weeks-table = By week
month-before = Month before
goal-a-day = Goal a day
usual-heading = Against your own past and the industry
usual-table = What is usual
usual-says = { $own }; usual { $past }
usual-source = { $figure } ({ $letter })
usual-letter = ({ $letter }) { $source }
usual-known = { $source }, figures of { $year }, { $statistic }; { $made }; { $population }.
usual-none = No public figure beside it: { $reason }
statistic-median = median
statistic-mean = mean
statistic-unstated = median or mean is not stated
made-engagement-per-post-by-followers = interactions of one post by followers
made-engagement-per-post-by-impressions = interactions of one post by times shown
made-cost-per-click = media cost of one click on an ad’s link
made-conversion-by-click = leads or orders by clicks on ads
made-cost-per-lead = media cost of one lead

## Funnel
funnel-table = The steps
funnel-chart = How many get how far, on a logarithmic scale; in brackets, the share of the step before
funnel-says = Bars on a logarithmic scale: equal lengths apart are equal factors.
funnel-step = { $value } ({ $rate })
stage-awareness = Awareness
stage-interest = Interest
stage-evaluation = Evaluation
stage-purchase = Purchase
stage-loyalty = Loyalty

## Posts and voices
posts-published = Posts published this month: { $figure }.
posts-ranked = Ranked by { $by }.
posts-best = Best
posts-worst = Worst
posts-aside = Set aside: luck or a boost, compared with nobody
post-head = { $platform } · { $date }
post-without-text = (no text)
diagnosis-impressions = Shown { $own } times; usual for this account are { $usual }.
diagnosis-rate = Interactions for each time shown: { $own }; usual for this account is { $usual }.
diagnosis-shares = { $own } of its interactions were shares; usual for this account is { $usual }.
diagnosis-comments = { $own } of its interactions were comments; usual for this account is { $usual }.
diagnosis-negative = Hidden or reported for each time shown: { $own }; usual for this account is { $usual }.
diagnosis-format = Format: { $name }. Such posts of this account usually get { $own } interactions, all others { $usual }.
diagnosis-hour = Published at { $name }. Posts of this hour usually get { $own } interactions, all others { $usual }.
format-photo = photo
format-video = video
format-reel = reel
format-story = story
format-link = link
format-text = text
format-carousel = carousel
format-short = short
format-pin = pin
voices-table = Comments, mentions, reviews and messages
care-table = Answers
quotes = In their words
quote-head = { $platform } · { $date } · { $kind }

## Costs
costs-table = Costs by kind
costs-sum = All costs
cost-media = Media
cost-fees = Fees
cost-labour = Own people’s time
cost-tools = Tools
cost-content = Making content

## Work and record
work-done = Done this month
work-next = Next month
work-asked = What we need from you
record-table = By month and agency
record-remark = Reconfigured: a target that was changed with the client’s agreement before its end. The old target stays in the ledger.

## Method
method-version = Version of the data: { $version }. The same version gives the same numbers.
sources-table = Where the data come from
no-data = no data
receipts-heading = Receipts
receipts-says = Each number leads to one of these. { $command } shows its formula, its filters and the rows it was made of.
seal-heading = Signature
seal-origin = Ledger: { $origin }
seal-head = { $size } entries, root { $root }
seal-signer = Signed by { $signer }
seal-verify = Check this file yourself, without trusting us: { $command }

## Heads of tables
head-figure = Figure
head-before = Before
head-after = Now
head-goal = Goal
head-target = Target
head-result = Result
head-picture = At a glance
head-state = State
head-outlook = Outlook
head-part = Part
head-amount = Amount
head-platform = Platform
head-cost = Cost
head-revenue = Credited sales
head-roi = Return (ROI)
head-verdict = Verdict
head-claimed = Claimed
head-verifiable = With a touch of it
head-credited = Credited
head-scope = Paid or organic
head-month = This month
head-past = Usual here
head-industry = Industry
head-days = Days
head-stage = Stage
head-previous = Month before
head-rate = Of the step before
head-kind = Kind
head-period = Month
head-agency = Agency
head-promised = Goals due
head-met = Met
head-revised = Reconfigured
head-revised-met = Of these met
head-source = Source
head-until = Data until
head-gaps = Days missing

## Numbers
interval = { $low } to { $high }
figure-and-change = { $figure } ({ $change })
missing-because = Where there is no number (–): { $reasons }
missing-no-number = the computation gave no number
chart-fold = The numbers
empty-headlines = No numbers to show yet. Import an export of a platform, and this place fills.
empty-goals = No goal has been agreed. Realistic targets can be worked out from the months before: ask for a proposal.
empty-moved = Nothing to compare: the month before has no data.
empty-earned = What it earned cannot be told: it takes costs and orders or deals. Import both, and this place fills.
empty-claims = No claims to check: neither orders nor conversions stated by a platform are in the data.
empty-platforms = No activity is known of this month: nothing was published or advertised, or no export covers it.
empty-funnel = No step of the funnel is known for this month.
empty-posts = No post is known of this month.
empty-voices = Nobody said anything that we know of.
empty-costs = No cost is known: neither ads nor fees, labour, tools or content were entered. Without costs there is no return.
empty-work = Nothing was entered.
empty-record = This is the first month: there is no record yet.
empty-seal = This report is not sealed: the workspace has no signed ledger.

## Why there is no number
why-no-destination = nobody knows to which kind of page the links lead
why-dealt-out = a credit model deals it out, and none was asked here
why-not-fitted = its statistical model has not been fitted
why-no-post = no post was published
why-no-review = no review was written
why-no-import = no imported file states { $metrics }
why-no-data = no data for { $period }; it is known from { $from } to { $to }
why-no-dates = no data for { $period }: what is known has no date
why-removed = no data for { $period }: what it takes from before { $date } was removed, as it is kept no longer
why-not-together = no source states all that it takes for one account
why-not-together-by = no source states all that it takes by { $dims }
why-not-stated-by = no source states { $metrics } by { $dims }
why-without-value = { $count ->
    [one] the one fact that is known has no value
   *[other] none of the { $count } facts that are known has a value
}
why-claims = platforms claim the same sales, so their claims are not added
why-no-people = no source gives the number of people
why-only-bounds = the same people may stand in several figures, and how many is not known
why-nothing-usual = fewer than { $count } posts of the account, or all alike, so nothing is usual yet
why-other-stage = it belongs to another stage of the funnel than the one that was asked for
why-currencies = the money is in { $currencies }, which are never added
why-several-currencies = the money is in several currencies, which are never added
why-nothing-below = there is nothing to divide by
why-one-side = one of the two figures that it takes is not known
why-estimate = it is an estimate, which does not add up
why-not-stated = nobody states it
why-too-large = the number is too large to compare
why-no-period = a change takes a period
why-nothing-before = nothing to compare with in the period before
why-events-not-by = what people did is not known by { $dim }
why-untold-engagement = it cannot be measured: no source names the accounts that interacted
why-untold-orders = neither the orders of the shop nor the deals were imported
why-untold-leads = the contacts or leads were not imported
why-untold-deals = the deals were not imported
why-untold-care = the cases or messages of the help desk were not imported
why-untold-clicks = no tracked link was clicked yet, and no imported file names clicks one by one
why-untold-coupons = the coupons that were redeemed were not imported
why-untold-visits = the visits of the shop were not imported
why-untold-rows = no imported file tells of it
why-nameless = { $count ->
    [one] the one event that is known names no person
   *[other] none of the { $count } events that are known names a person
}
why-no-event = nothing of it is recorded here; records are known from { $spans }
why-no-event-days = nothing is recorded of { $period }; records are known from { $spans }
why-active-not-by = people active at the end of a period are not split by { $dim }
why-cost-not-by = entered costs are not known by { $dim }
why-not-entered = none was entered for these days
why-credit-not-by = credit is not told apart by { $dim }
why-credit-by-one = credit is dealt out for months, weeks or days, one of them at a time
why-credit-of-days = credit is dealt out for a period as a whole
why-credit-too-often = credit would have to be worked out { $count } times, which is too often
why-present-only = credit is dealt out over the present data only
why-no-deed-no-cost = neither orders nor costs are known
why-nothing-credited = nothing is credited to it
why-cost-names = this cost names no { $dim }, so nothing can be credited to it
why-no-cost = its cost is not known
why-other-currency = the orders are in { $currencies }, and money of two currencies is not compared
why-no-worth = no order or deal has a value
why-nothing-spent = nothing was spent, and a return takes a cost
why-negative-cost = the cost is below nought ({ $cost })
why-not-begun = it begins on { $date }
why-unit-changed = what it measures has changed since the goal was set
why-no-kpi = this figure is no longer defined ({ $id })
why-data-end = the period is over, and the data end on { $date }
why-only-in = it is known in { $units } only
why-not-of-days = it is no sum of days, so its end cannot be forecast
why-too-far = { $end } is too far from { $until }, the last day that is known, for a forecast
why-no-level = no level is known
why-no-day = no day of it is known up to { $date }
why-too-short = { $got } known values are too few for a forecast, which takes { $needed }
why-gaps = { $missing } of { $steps } values are missing, and a forecast takes at least half of them
why-constant = all values are { $value }, and what never varied tells nothing of how far it may
why-may-be-nought = in { $share } % of the possible futures there is nothing to divide by
why-index-by-month = an index is known by month, so it is judged by month or quarter
why-no-whole-month = no whole month lies in { $period }
why-not-whole-yet = no month of { $period } is known whole yet; the last one is { $month }
why-few-proxies = an index takes { $needed } signs with a year of months each, and { $known } are known
why-no-baseline = no month is known by which it was to be 100
why-failed = the computation gave no result

## Why a change has no parts
parts-per-post = It speaks of one post at a time, so the change has no parts.
parts-people = It counts people, and the same people may come several times, so no part of the change belongs to a platform or a post.
parts-of-people = It is computed from { $of }, which counts people, and people never add, so the change has no parts.
parts-of-no-sum = It is computed from { $of }, which is no sum, so the change has no parts.
parts-change = It is a change itself, of { $of }.
parts-no-sum = It is neither a sum nor a ratio of sums, so the change has no parts.
parts-credited = A credit model deals it out over whole journeys, and no platform or cost is known in both months by which the change could be split.
parts-not-known = It is not known for { $period }: { $why }.
parts-not-by = No source tells it by { $dim } in both months.
parts-no-platform = No platform tells it in both months, so the change cannot be split.
parts-nothing = By { $dim }, nothing is known in both months.
parts-no-base-before = By { $dim }, there was nothing to divide by before.
parts-no-base-after = By { $dim }, there is nothing to divide by now.
parts-no-reference = By { $dim }, there was nothing before over which the target could be spread.
parts-refused = The change could not be taken apart.

## By what figures are split
dim-platform = platform
dim-account = account
dim-scope = paid and organic
dim-campaign = campaign
dim-ad-group = ad group
dim-ad = ad
dim-post = post
dim-format = format
dim-day = day
dim-week = week
dim-month = month
dim-weekday = weekday
dim-hour = hour
dim-stage = stage

## Units
unit-points = percentage points
unit-seconds = s
unit-minutes = min
unit-hours = h
unit-days = d

## Platforms
platform-facebook = Facebook
platform-instagram = Instagram
platform-meta = Meta Ads
platform-google-ads = Google Ads
platform-google = Google
platform-tiktok = TikTok
platform-tiktok-ads = TikTok Ads
platform-linkedin = LinkedIn
platform-linkedin-ads = LinkedIn Ads
platform-x = X
platform-x-ads = X Ads
platform-youtube = YouTube
platform-pinterest = Pinterest
platform-snapchat = Snapchat
platform-reddit = Reddit
platform-microsoft-ads = Microsoft Ads
platform-threads = Threads
platform-bluesky = Bluesky
platform-mastodon = Mastodon
platform-ga4 = Google Analytics
platform-shopify = Shopify
platform-hubspot = HubSpot
platform-salesforce = Salesforce
platform-stripe = Stripe
platform-yelp = Yelp
platform-tripadvisor = Tripadvisor
platform-google-search = Google Search
platform-web = Website
platform-event = Events
