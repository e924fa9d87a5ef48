# Sentences of the monthly report in West Frisian. See en.ftl for what the places mean.

## Masthead and foot
kind = Moanneberjocht oer sosjale media
kind-restated = Moanneberjocht oer sosjale media, ferbettere útjefte
by-agency = { $agency } · útjûn op { $date }
by-nobody = Utjûn op { $date }
foot = Makke mei Harpoon { $version }. Elk getal liedt nei syn kwitânsje, en elke kwitânsje nei de rigen dêr't it út makke is.
foot-plain = Elk getal liedt nei syn kwitânsje, en elke kwitânsje nei de rigen dêr't it út makke is.

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
    [one] Ien doel kin net beoardiele wurde: de gegevens ûntbrekke of hâlde te betiid op.
   *[other] { $count } doelen kinne net beoardiele wurde: de gegevens ûntbrekke of hâlde te betiid op.
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
goal-unknown = Noch net bekend: { $reason }.
goal-proposal = Foarstel: { $what }
goal-revision = { $date }: doel feroare fan { $from } nei { $to }, mei ynstimming fan { $who }. { $why }
goals-no-concrete = Der is gjin doel yn getallen ôfpraat. Stel op syn minst ien: mear folgers, leads of oarders foar in datum.
goals-no-global = Der is gjin doel foar it merk as gehiel ôfpraat. Stel op syn minst ien: bekendheid, oanwêzigens yn de regio of gesach.

## What moved
moved = { $title }: { $from } → { $to } { $change }
moved-doubt = De beriken fan de beide moannen oerlaapje inoar, dat de feroaring kin tafal wêze.
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
usual-known = { $source }, sifers fan { $year }, { $statistic }; { $made }; { $population }.
usual-none = Gjin iepenbier sifer dernjonken: { $reason }
statistic-median = mediaan
statistic-mean = gemiddelde
statistic-unstated = mediaan of gemiddelde is net oanjûn
made-engagement-per-post-by-followers = ynteraksjes fan ien berjocht nei folgers
made-engagement-per-post-by-impressions = ynteraksjes fan ien berjocht nei kearen sjen litten
made-cost-per-click = mediakosten fan ien klik op de keppeling fan in advertinsje
made-conversion-by-click = leads of oarders nei kliks op advertinsjes
made-cost-per-lead = mediakosten fan ien lead

## Funnel
funnel-table = De stappen
funnel-chart = Hoefolle hoe fier komme, op in logaritmyske skaal; tusken heakjes it diel fan de stap derfoar
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
diagnosis-impressions = { $own } kear werjûn; gewoan foar dit account is { $usual }.
diagnosis-rate = Reaksjes by elke werjefte: { $own }; gewoan foar dit account is { $usual }.
diagnosis-shares = { $own } fan de reaksjes wie dielen; gewoan foar dit account is { $usual }.
diagnosis-comments = { $own } fan de reaksjes wie in opmerking; gewoan foar dit account is { $usual }.
diagnosis-negative = Ferburgen of melden by elke werjefte: { $own }; gewoan foar dit account is { $usual }.
diagnosis-format = Foarm: { $name }. Sokke berjochten fan dit account krije meast { $own } reaksjes, alle oare { $usual }.
diagnosis-hour = Pleatst om { $name }. Berjochten fan dizze oere krije meast { $own } reaksjes, alle oare { $usual }.
format-photo = foto
format-video = fideo
format-reel = reel
format-story = ferhaal
format-link = keppeling
format-text = tekst
format-carousel = karrûsel
format-short = koarte fideo
format-pin = pin
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
empty-goals = Der is gjin doel ôfpraat. Helbere doelen binne út de moannen derfoar te berekkenjen: freegje om in foarstel.
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

## Why there is no number
why-no-destination = it is net bekend nei hokker soarte fan siden de keppelingen liede
why-dealt-out = in taskriuwmodel ferdielt it, en dat is hjir net frege
why-not-fitted = it statistyske model is noch net oanpast
why-no-post = der is gjin berjocht pleatst
why-no-review = der is gjin resinsje skreaun
why-no-import = gjin ynlêzen bestân jout { $metrics } op
why-no-data = gjin gegevens foar { $period }; it is bekend fan { $from } oant { $to }
why-no-dates = gjin gegevens foar { $period }: wat bekend is hat gjin datum
why-removed = gjin gegevens foar { $period }: wat derfoar nedich is fan foar { $date } is fuorthelle, want langer wurdt it net bewarre
why-not-together = gjin boarne jout foar ien account alles op dat nedich is
why-not-together-by = gjin boarne jout nei { $dims } alles op dat nedich is
why-not-stated-by = gjin boarne jout { $metrics } nei { $dims } op
why-without-value = { $count ->
    [one] it iene feit dat bekend is hat gjin wearde
   *[other] gjin fan de { $count } feiten dy't bekend binne hat in wearde
}
why-claims = platfoarms easkje deselde ferkeapen op, dat dy wurde net opteld
why-no-people = gjin boarne jout it tal minsken
why-only-bounds = deselde minsken kinne yn ferskate sifers stean, en hoefolle is net bekend
why-nothing-usual = minder as { $count } berjochten fan it account, of allegear gelyk, dat der is noch neat gewoan
why-other-stage = it heart by in oare faze fan de trechter as dêr't nei frege is
why-currencies = it jild is yn { $currencies }, en dat wurdt noait opteld
why-several-currencies = it jild is yn ferskate faluta, en dat wurdt noait opteld
why-nothing-below = der is neat om troch te dielen
why-one-side = ien fan de twa sifers dy't nedich binne is net bekend
why-estimate = it is in skatting, en dy telt net op
why-not-stated = nimmen jout it op
why-too-large = it getal is te grut om te fergelykjen
why-no-period = foar in feroaring is in tiidrek nedich
why-nothing-before = yn de tiid dêrfoar is neat om mei te fergelykjen
why-events-not-by = wat minsken diene is net nei { $dim } bekend
why-untold-engagement = net te mjitten: gjin boarne neamt de accounts dy't reagearren
why-untold-orders = de oarders fan de winkel binne net ynlêzen, en de deals likemin
why-untold-leads = de kontakten of leads binne net ynlêzen
why-untold-deals = de deals binne net ynlêzen
why-untold-care = de saken of berjochten fan de helpdesk binne net ynlêzen
why-untold-clicks = der is noch net op in folge keppeling klikt, en gjin ynlêzen bestân neamt kliks ien foar ien
why-untold-coupons = de ynlevere koepons binne net ynlêzen
why-untold-visits = de winkelbesiken binne net ynlêzen
why-untold-rows = gjin ynlêzen bestân fertelt derfan
why-nameless = { $count ->
    [one] it iene barren dat bekend is neamt gjin persoan
   *[other] gjin fan de { $count } barrens dy't bekend binne neamt in persoan
}
why-no-event = dêrfan stiet hjir neat oantekene; oantekenings binne bekend fan { $spans }
why-no-event-days = fan { $period } stiet neat oantekene; oantekenings binne bekend fan { $spans }
why-active-not-by = minsken dy't oan de ein fan in tiidrek aktyf binne, wurde net nei { $dim } splitst
why-cost-not-by = ynfierde kosten binne net nei { $dim } bekend
why-not-entered = foar dizze dagen is neat ynfierd
why-credit-not-by = wat taskreaun wurdt is net nei { $dim } bekend
why-credit-by-one = taskreaun wurdt nei moannen, wiken of dagen, ien tagelyk
why-credit-of-days = taskreaun wurdt oer in tiidrek as gehiel
why-credit-too-often = it taskriuwen soe { $count } kear berekkene wurde moatte, en dat is te faak
why-present-only = taskreaun wurdt allinne oer de gegevens fan no
why-no-deed-no-cost = der binne gjin oarders en gjin kosten bekend
why-nothing-credited = der is neat oan taskreaun
why-cost-names = dizze kosten neame gjin { $dim }, dat der kin neat oan taskreaun wurde
why-no-cost = de kosten binne net bekend
why-other-currency = de oarders binne yn { $currencies }, en jild fan twa faluta wurdt net fergelike
why-no-worth = gjin oarder of deal hat in wearde
why-nothing-spent = der is neat útjûn, en foar in rendemint binne kosten nedich
why-negative-cost = de kosten lizze ûnder nul ({ $cost })
why-not-begun = it begjint op { $date }
why-unit-changed = wat it mjit is feroare sûnt it doel steld waard
why-no-kpi = dit sifer bestiet net mear ({ $id })
why-data-end = de termyn is foarby, en de gegevens geane oant { $date }
why-only-in = it is allinne yn { $units } bekend
why-not-of-days = it is gjin som fan dagen, dat de ein is net te foarsizzen
why-too-far = { $end } leit te fier fan { $until } ôf, de lêste dei dy't bekend is, foar in foarsizzing
why-no-level = der is gjin stân bekend
why-no-day = oant { $date } is der gjin dei fan bekend
why-too-short = { $got } bekende wearden binne te min foar in foarsizzing; dêr binne { $needed } foar nedich
why-gaps = fan { $steps } wearden ûntbrekke { $missing }, en in foarsizzing hat op syn minst de helte nedich
why-constant = alle wearden binne { $value }, en wat noait feroare seit neat oer hoe fier it gean kin
why-may-be-nought = yn { $share } % fan de mooglike takomsten is der neat om troch te dielen
why-index-by-month = in yndeks is by moanne bekend, dat dy wurdt by moanne of fearnsjier beoardiele
why-no-whole-month = yn { $period } leit gjin hiele moanne
why-not-whole-yet = fan { $period } is noch gjin moanne hielendal bekend; de lêste is { $month }
why-few-proxies = in yndeks hat { $needed } tekens mei elk in jier oan moannen nedich, en { $known } binne bekend
why-no-baseline = der is gjin moanne bekend dêr't it 100 wêze moat
why-failed = de berekkening joech gjin útkomst

## Why a change has no parts
parts-per-post = It giet oer ien berjocht tagelyk, dat de feroaring hat gjin dielen.
parts-people = It telt minsken, en deselde minsken kinne faker komme, dat gjin diel fan de feroaring heart by in platfoarm of in berjocht.
parts-of-people = It wurdt berekkene út { $of }, dat minsken telt, en minsken telle net op, dat de feroaring hat gjin dielen.
parts-of-no-sum = It wurdt berekkene út { $of }, dat gjin som is, dat de feroaring hat gjin dielen.
parts-change = It is sels in feroaring, fan { $of }.
parts-no-sum = It is gjin som en gjin ferhâlding fan sommen, dat de feroaring hat gjin dielen.
parts-credited = In taskriuwmodel ferdielt it oer hiele paden, en yn beide moannen is gjin platfoarm of kostenpost bekend dêr't de feroaring nei splitst wurde kin.
parts-not-known = It is foar { $period } net bekend: { $why }.
parts-not-by = Gjin boarne jout it yn beide moannen nei { $dim } op.
parts-no-platform = Gjin platfoarm jout it yn beide moannen op, dat de feroaring is net te splitsen.
parts-nothing = Nei { $dim } is neat yn beide moannen bekend.
parts-no-base-before = Nei { $dim } wie der earder neat om troch te dielen.
parts-no-base-after = Nei { $dim } is der no neat om troch te dielen.
parts-no-reference = Nei { $dim } wie der earder neat om it doel oer te ferdielen.
parts-refused = De feroaring wie net te splitsen.

## By what figures are split
dim-platform = platfoarm
dim-account = account
dim-scope = betelle en organysk
dim-campaign = kampanje
dim-ad-group = advertinsjegroep
dim-ad = advertinsje
dim-post = berjocht
dim-format = foarm
dim-day = dei
dim-week = wike
dim-month = moanne
dim-weekday = wykdei
dim-hour = oere
dim-stage = stadium

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
platform-tripadvisor = Tripadvisor
platform-google-search = Google Sykje
platform-web = Webside
platform-event = Eveneminten
