# Sentences of the monthly report in West Frisian. See en.ftl for what the places mean.

## Masthead and foot
kind = Moanneberjocht oer sosjale media
kind-restated = Moanneberjocht oer sosjale media, ferbettere útjefte
by-agency = { $agency } · útjûn op { $date }
by-nobody = Utjûn op { $date }
foot = Makke mei Harpoon { $version }. Elk getal liedt nei syn kwitânsje, en elke kwitânsje nei de rigen dêr't it út makke is.

## Sections
section-short = Koartsein
section-goals = Doelen en resultaten
section-moved = Wat feroare, en wêrom
section-earned = Wat it opbrocht
section-platforms = Betelle en organysk, de platfoarms op in rige
section-funnel = Fan de earste blik oant de oankeap
section-content = Bêste en minste berjochten
section-voices = Wat minsken seine
section-costs = Wat it koste
section-work = Dien wurk, nije moanne, en wat wy fan jo nedich hawwe
section-record = Tasein en neikommen oant no ta
section-method = Hoe't dizze getallen makke binne

## In short
short-no-goals = Der is gjin doel ôfpraat, dat nimmen kin sizze oft dizze moanne slagge is. Stel op syn minst ien yn getallen en ien foar it merk as gehiel.
short-goals = { $due ->
    [one] { $met ->
        [0] It iene doel dat oan bar wie, is net helle.
       *[other] It iene doel dat oan bar wie, is helle.
    }
   *[other] { $met ->
        [0] Fan de { $due } doelen dy't oan bar wiene, is net ien helle.
        [one] Fan de { $due } doelen dy't oan bar wiene, is { $met } helle.
       *[other] Fan de { $due } doelen dy't oan bar wiene, binne { $met } helle.
    }
}
short-missed = Net helle: { $goal }, { $value } ynstee fan { $target }.
short-open = Rinne noch: { $good ->
    [one] ien doel op koers
   *[other] { $good } doelen op koers
}, { $risk ->
    [one] ien yn gefaar
   *[other] { $risk } yn gefaar
}.
short-unknown = { $count ->
    [one] Ien doel kin net beoardiele wurde, om't der gjin boarne fan gegevens foar is.
   *[other] { $count } doelen kinne net beoardiele wurde, om't der gjin boarne fan gegevens foar is.
}
earned = Op { $basis } fan { $cost } wurdt { $revenue } oan omset taskreaun oan sosjale media: in rendemint fan { $roi }.
basis-full = folsleine kosten
basis-media = mediakosten
verdict-profit-says = Sels de ûnderkant is winst.
verdict-unclear-says = It berik hat sawol ferlies as winst yn him, dat gjin fan beide is oantoand.
verdict-loss-says = Sels de boppekant is ferlies.
verdict-awareness-says = It fertsjinnet himsels net werom, en wie fan tefoaren oanjûn as útjefte foar bekendheid.
earned-nothing-spent = Der is neat útjûn, dat der is gjin rendemint te berekkenjen.
earned-unknown = Wat it opbrocht is net bekend: dêr binne kosten en oarders foar nedich, en ien dêrfan ûntbrekt.
asked = Wy freegje jo te besluten
asked-by = { $what } (foar { $date })
asked-nothing = Dizze moanne is der neat te besluten.
card-previous = Moanne dêrfoar: { $figure }.
card-usual = Gewoan, oer de lêste 90 dagen: { $figure }.
restated = Dit ferfangt it berjocht fan { $date } ({ $digest }). Reden: { $reason }
restated-table = Getallen dy't feroare binne

## Goals
goals-table = Alle doelen
goal-by = { $goal }, foar { $date }
goal-global-by = { $goal } (yndeks fan ferskate tekens, 100 oan it begjin), foar { $date }
goal-says = { $value } fan { $target }
goal-says-ceiling = { $value }, op syn heechst { $target }
goal-heading = { $goal } · { $state }
state-met = Helle
state-missed = Net helle
state-on-track = Op koers
state-at-risk = Yn gefaar
state-upcoming = Moat noch begjinne
state-unknown = Net bekend
outlook = Nei alle gedachten { $forecast }; kâns { $probability }
goal-proposal = Foarstel: { $what }
goal-revision = { $date }: doel feroare fan { $from } nei { $to }, mei ynstimming fan { $who }. { $why }
goals-no-concrete = Der is gjin doel yn getallen ôfpraat. Stel op syn minst ien: mear folgers, leads of oarders foar in datum.
goals-no-global = Der is gjin doel foar it merk as gehiel ôfpraat. Stel op syn minst ien: bekendheid, oanwêzigens yn de regio of gesach.

## What moved
moved = { $title }: { $from } → { $to } { $change }
moved-parts = Wêr't it ferskil sit; de dielen telle op
moved-says = Stappen fan de moanne dêrfoar nei dizze moanne.
moved-table = Dielen fan it ferskil
moved-from = Moanne dêrfoar
moved-to = Dizze moanne

## What it earned
mer = Alle omset fan it bedriuw, foar elke ienheid dy't oan marketing útjûn is: { $figure }. Dit getal kin gjin platfoarm opblaze.
loss = { $name } draait mei ferlies: { $figure } kaam net werom.
loss-declared = { $name } wie fan tefoaren oanjûn as útjefte foar bekendheid; { $figure } kaam net werom.
earned-whole = Alles tegearre
basis-full-head = Op folsleine kosten
basis-media-head = Op mediakosten
head-basis = Basis
earned-table = Rendemint op mediakosten, by elk platfoarm
earned-how = Oarders wurde taskreaun neffens it model “{ $model }”. It berik befettet de wiere taskriuwing yn { $confidence } fan de gefallen. It giet oer wa't de eare kriget, net oer wat dochs wol ferkocht wie; de kosten fan it guod binne der net ôf.
verdict-profit = Winst
verdict-unclear = Net dúdlik
verdict-loss = Ferlies
verdict-awareness = Bekendheid
verdict-unknown = Net bekend
claims-heading = Wat platfoarms opeaskje, en wat yn it oarderboek stiet
claims-book = Yn it oarderboek steane { $book } oarders.
claims-twice = Op syn minst { $count } dêrfan wurde troch mear as ien platfoarm opeaske.
claims-table = Opeaske tsjinoer it oarderboek
claims-chart = Opeaske en taskreaune oarders
claims-says = Wat elk platfoarm opeasket neist wat deroan taskreaun wurdt, op { $book } oarders yn it boek.
claims-in-book = Yn it oarderboek
claims-elsewhere = Taskreaun oan oare boarnen
claims-unattributed = Sûnder ien kontakt
claims-sum = Oarderboek
claims-remark = Wat platfoarms opeaskje wurdt noait opteld: elk telt deselde oarder foar himsels. Wat taskreaun is, telt op ta it boek.

## Paid and organic
platforms-table = Betelle en organysk njonken elkoar
scope-organic = Organysk
scope-paid = Betelle
scope-total = Tegearre
scope-unknown = Net ûnderskieden
days = { $title }, dei foar dei
days-says = Organysk en betelle op elkoar, dei foar dei; de moanne dêrfoar as streekjesline.
weeks-table = By wike
month-before = Moanne dêrfoar
goal-a-day = Doel deis
usual-heading = Tsjinoer jo eigen ferline en de sektor
usual-table = Wat gewoan is
usual-says = { $own }; gewoan { $past }
usual-source = { $figure } ({ $letter })
usual-letter = ({ $letter }) { $source }
usual-known = { $source }, sifers fan { $year }, { $statistic }; { $population }.
usual-none = Gjin iepenbier sifer dernjonken: { $reason }
statistic-median = mediaan
statistic-mean = gemiddelde
statistic-unstated = mediaan of gemiddelde is net oanjûn

## Funnel
funnel-table = De stappen
funnel-chart = Hoefolle fier komme; tusken heakjes it diel fan de stap derfoar
funnel-says = Balken op in logaritmyske skaal: like lange stikken binne like grutte faktoaren.
funnel-step = { $value } ({ $rate })
stage-awareness = Bekendheid
stage-interest = Belangstelling
stage-evaluation = Ofweagjen
stage-purchase = Oankeap
stage-loyalty = Trou

## Posts and voices
posts-published = Berjochten dy't dizze moanne pleatst binne: { $figure }.
posts-ranked = Op folchoarder fan { $by }.
posts-best = Bêste
posts-worst = Minste
posts-aside = Apart set: gelok of betelle oandacht, mei nimmen fergelike
post-head = { $platform } · { $date }
post-without-text = (sûnder tekst)
voices-table = Opmerkingen, fermeldingen, resinsjes en berjochten
care-table = Antwurden
quotes = Yn har eigen wurden
quote-head = { $platform } · { $date } · { $kind }

## Costs
costs-table = Kosten nei soarte
costs-sum = Alle kosten
cost-media = Media
cost-fees = Honorarium
cost-labour = Tiid fan eigen minsken
cost-tools = Ark
cost-content = Ynhâld meitsje

## Work and record
work-done = Dizze moanne dien
work-next = Nije moanne
work-asked = Wat wy fan jo nedich hawwe
record-table = By moanne en buro
record-remark = Bysteld: in doel dat foar de ein mei ynstimming fan de klant feroare is. It âlde doel bliuwt yn it grutboek stean.

## Method
method-version = Ferzje fan de gegevens: { $version }. Deselde ferzje jout deselde getallen.
sources-table = Wêr't de gegevens weikomme
no-data = gjin gegevens
receipts-heading = Kwitânsjes
receipts-says = Elk getal liedt nei ien fan dizze. { $command } lit syn formule, syn filters en de rigen sjen dêr't it út makke is.
seal-heading = Hantekening
seal-origin = Grutboek: { $origin }
seal-head = { $size } ynskriuwingen, woartel { $root }
seal-signer = Tekene troch { $signer }
seal-verify = Gean dit bestân sels nei, sûnder ús te fertrouwen: { $command }

## Heads of tables
head-figure = Sifer
head-before = Earder
head-after = No
head-goal = Doel
head-target = Doelwearde
head-result = Resultaat
head-picture = Yn ien eachopslach
head-state = Stân
head-outlook = Foarútsicht
head-part = Diel
head-amount = Grutte
head-platform = Platfoarm
head-cost = Kosten
head-revenue = Taskreaune omset
head-roi = Rendemint (ROI)
head-verdict = Oardiel
head-claimed = Opeaske
head-verifiable = Mei kontakt
head-credited = Taskreaun
head-scope = Betelle of organysk
head-month = Dizze moanne
head-past = Hjir gewoan
head-industry = Sektor
head-days = Dagen
head-stage = Stadium
head-previous = Moanne dêrfoar
head-rate = Fan de stap derfoar
head-kind = Soarte
head-period = Moanne
head-agency = Buro
head-promised = Doelen oan bar
head-met = Helle
head-revised = Bysteld
head-revised-met = Dêrfan helle
head-source = Boarne
head-until = Gegevens oant
head-gaps = Dagen te min

## Numbers
interval = { $low } oant { $high }
figure-and-change = { $figure } ({ $change })
missing-because = Dêr't gjin getal stiet (–): { $reasons }
missing-no-number = de berekkening joech gjin getal
chart-fold = De getallen
empty-headlines = Noch gjin getallen. Ymportearje in eksport fan in platfoarm, dan komt hjir wat te stean.
empty-goals = Der is gjin doel ôfpraat. harpoon goal propose lit doelen sjen dy't foar dit bedriuw helber binne.
empty-moved = Neat om mei te fergelykjen: de moanne dêrfoar hat gjin gegevens.
empty-earned = Wat it opbrocht is net te sizzen: dêr binne kosten en oarders of deals foar nedich. Ymportearje beide, dan komt hjir wat te stean.
empty-claims = Neat om nei te gean: yn de gegevens steane gjin oarders en gjin konverzjes dy't in platfoarm opjout.
empty-platforms = Fan dizze moanne is gjin aktiviteit bekend: der is neat pleatst of advertearre, of gjin eksport giet oer dizze moanne.
empty-funnel = Fan dizze moanne is gjin stap fan de trechter bekend.
empty-posts = Fan dizze moanne is gjin berjocht bekend.
empty-voices = Nimmen hat wat sein dêr't wy fan witte.
empty-costs = Der binne gjin kosten bekend: gjin advertinsjes, en gjin honorarium, tiid, ark of ynhâld ynfierd. Sûnder kosten is der gjin rendemint.
empty-work = Neat ynfierd.
empty-record = Dit is de earste moanne: der is noch neat byhâlden.
empty-seal = Dit berjocht is net fersegele: de wurkromte hat gjin tekene grutboek.

## Units
unit-points = prosintpunt
unit-seconds = s
unit-minutes = min
unit-hours = oere
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
