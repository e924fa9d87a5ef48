# Sinnen fan it boerd yn it Frysk, neist dy fan it rapport.

## Ramt
skip = Nei de sifers
pages = Siden
nameless = Wurkromte sûnder namme
month = Moanne
month-before = De moanne derfoar
month-after = De moanne dernei
show = Sjen litte
foot-board = Elk getal liedt nei syn kwitânsje, en elke kwitânsje nei de rigels dêr't it fan makke is.
wrong-address = It adres freget om wat dat der net is:
failed-not-found = Hjir is neat
failed-usage = Dit kin net frege wurde
failed-input = In bestân fan de wurkromte is net sa't it heart
failed-ours = Dit gie mis

## Siden
page-overview = Oersjoch
page-goals = Doelen
page-funnel = Trechter
page-content = Berjochten
page-money = Jild
page-attribution = Taskriuwing
page-explore = Ferkenne
page-reports = Rapporten
page-data = Gegevens
page-receipt = Kwitânsje

## Noch neat
section-nothing = Noch neat te sjen
nothing-yet = Der is noch neat ynlêzen. Set de eksporten fan jo platfoarms, jo oarders en jo kosten yn ien map, sa't se kamen, en draai: harpoon import MAP
nothing-demo = Om te sjen hoe't it mei gegevens is, draai: harpoon demo

## Ferkenne
section-explore = Ferkenne
explore-proves-not = It bewiist net: { $what }
explore-title = { $kpi }, { $days }
explore-table = De sifers
explore-says = De sifers steane yn de tabel dêrneist.
explore-all-time = alle tiid
explore-by = Splitst nei
explore-by-nothing = Neat
explore-from = Fan
explore-to = Oant
explore-clear = Op 'e nij begjinne
explore-what = Wat
explore-value = Wearde
explore-between = Tusken
explore-whole = Alles
explore-none = (net neamd)
explore-more = De earste { $shown } fan { $all } rigels.
filter-platform = Platfoarm
filter-scope = Betelle of organysk
filter-campaign = Kampanje
by-platform = Platfoarm
by-scope = Betelle of organysk
by-campaign = Kampanje
by-format = Foarm
by-day = Dei
by-week = Wike
by-month = Moanne
by-weekday = Dei fan 'e wike
by-hour = Oere
by-account = Account
by-post = Berjocht
by-ad = Advertinsje

## Taskriuwing
section-models = Wa't de eare kriget
section-trails = De grutste ferkeapen en oarders, en wat der oan foarôf gie
models-none = Fan dizze moanne is gjin oarder, ferkeap of lead bekend: lês oarders, ferkeapen of leads yn.
models-lead = Elk model ferdielt itselde boek. Dêr't modellen it iens binne, is it part fan in kanaal net folle yn twivel; dêr't se ferskille, hinget it fan it model ôf.
models-title = Nei it model fan de rapporten; it streekje is it lêste kontakt
models-table = Ferkeapen en oarders taskreaun, nei model
models-channel = Kanaal
models-book = Yn it boek
models-nobody = Sûnder kontakt
models-remark = De modellen sizze wa't de eare kriget, net wat dochs al ferkocht wêze soe.
model-first = Earste kontakt
model-last = Lêste kontakt
model-linear = Lineêr
model-position = Posysje
model-time-decay = Tiidferfal
model-markov1 = Markov
model-shapley = Shapley
model-path-markov = Markov, lâns elk paad
trails-lead = De rigels binne de kontakten dy't telle, op folchoarder; it part is nei it model fan de rapporten.
trails-head = { $deed }, { $day }, { $worth }
trails-nothing = Gjin kontakt is derfoar bekend.
trails-table = Kontakten derfoar
trail-when = Dei
trail-channel = Kanaal
trail-campaign = Kampanje
trail-content = Ynhâld of side
trail-part = Part
trail-file = Bestân
trail-line = Rigel

## Kwitânsje
section-receipt-number = It getal
section-receipt-made = Hoe't it makke is
section-receipt-rows = De rigels derefter
receipt-values = Op 'e nij útrekkene foar deselde ferzje fan de gegevens
receipt-missing = ûntbrekt
receipt-of = Fan: { $what }
receipt-sources = Lêzen út
receipt-left = Weilitten, om't it itselde fertelt
receipt-notes = Om te witten
receipt-version = Ferzje { $version } fan de gegevens; definysje { $definition }. Op de kommandorigel werhellet { $command } it oant op de byte.
receipt-asked = Ferzje { $version } fan de gegevens, { $entries } ynskriuwingen fan it grutboek. Op de kommandorigel werhellet { $command } it.
receipt-no-rows = Der steane gjin rigels efter: it folget út oare getallen.
receipt-facts = Feiten, elk mei de rigel fan it bestân dêr't it út lêzen is
receipt-shown = { $shown } fan { $all } feiten.
fact-metric = Mjitte
fact-entity = Fan
fact-day = Dei
fact-value = Wearde
fact-file = Bestân
fact-line = Rigel
fact-raw = Rigel sa't er kaam

## Gegevens
section-imports = Ynlêzen bestannen
section-quarantine = Rigels oan 'e kant set
imports-table = Wat ynlêzen is, it nijste earst
imports-add = Mear komt derby mei: harpoon import BESTANNEN
quarantine-table = Rigels dy't net lêzen wurde koene, sa't se kamen
quarantine-empty = Neat is oan 'e kant set: elke rigel koe lêzen wurde.
quarantine-retry = As de oarsaak ferholpen is, wurde se op 'e nij lêzen mei: harpoon quarantine retry
data-when = Wannear
data-file = Bestân
data-connector = Lêzen as
data-accepted = Rigels oannommen
data-duplicate = Al bekend
data-quarantined = Oan 'e kant set
data-facts = Feiten
data-counts = Telt mei
data-yes = Ja
data-reverted = Weromnommen
data-line = Rigel
data-column = Kolom
data-reason = Reden
data-hint = Wat te dwaan
data-raw = Rigel sa't er kaam

## Rapporten
section-papers = Moanlikse rapporten
papers-draft = Sa't it hjoed útjûn wurde soe: { $month }
papers-none = Der is noch gjin rapport útjûn. Ien wurdt útjûn en tekene mei: harpoon report --month JJJJ-MM --sign
papers-table = Rapporten dy't útjûn binne
papers-file = Rapport
papers-entry = Ynskriuwing fan it grutboek
papers-check = Hoe't de klant it neisjocht
papers-unsigned = net tekene
papers-verify = Neisjen freget allinnich it bestân en de iepenbiere kaai fan it buro.

## The door
sign-in = Oanmelde
sign-out = Ofmelde
sign-in-wrong = It adres of it wachtwurd is ferkeard.
sign-in-wait = Te folle besykjen. Besykje it oer { $minutes ->
    [one] in minút
   *[other] { $minutes } minuten
} nochris.
email = E-mailadres
name = Namme
password = Wachtwurd
password-old = Wachtwurd fan no
password-new = Nij wachtwurd, { $shortest } tekens of mear; in pear wurden is genôch
password-change = Wachtwurd feroarje
password-do = Feroarje
password-wrong = It wachtwurd fan no is ferkeard.
password-ends = Al jo oare sesjes wurde ôfsletten.
join = Jo binne útnoege
join-as = { $email } is útnoege as { $role }.
join-do = Meidwaan
join-known = { $email } is hjir bekend. Meld jo oan en folgje de keppeling nochris.
join-void = Dizze útnoeging is brûkt, weromnommen of âlder as in wike. Freegje om in nijen.

## Clients
clients = Klanten
clients-table = Hoe't har doelen derfoar stean yn de nijste moanne mei gegevens
clients-none = Hjir is gjin wurkromte mei jo dield.
clients-client = Klant
clients-role = Jo binne
clients-newest = Nijste moanne
clients-empty = neat ymportearre
clients-well = Helle of op koers
clients-risk = Yn gefaar
clients-behind = Mist
clients-unknown = Net bekend

## Settings
page-settings = Ynstellings
role-owner = Eigner
role-analyst = Analist
role-client = Klant
people = Minsken
people-nobody = Nimmen hoecht him oan te melden: dizze server antwurdet allinnich dizze masine. Sadree't immen bekend is, meldt elkenien him oan, en mei de server fan earne oars berikt wurde. Foegje de earste eigner ta yn in terminal:
people-table = Wa't deryn mei
people-role = Rol
people-act = Feroarje
people-everywhere = alle wurkromten
people-drop = Rol ôfnimme
people-invited = Utnoege
people-uninvite = Weromnimme
people-invite = Utnoegje
people-link = Stjoer dizze keppeling sels. Hy wurdt ien kear toand, jildt in wike en kin ien kear brûkt wurde.
people-roles = In klant sjocht útbrochte rapporten en de siden dy't hjirûnder dield binne. In analist sjocht en ymportearret alles. In eigner beslút ek wa't deryn mei en wat ferstjoerd wurdt.
sharing = Wat klanten sjogge
sharing-what = Utbrochte rapporten binne altyd te sjen. Selektearje de libbene siden dy't klanten ek sjogge.
sharing-do = Dizze diele
keys = Kaaien foar programma's
keys-what = In programma lit syn kaai sjen as: Authorization: Bearer KEY. In kaai iepenet allinnich dizze wurkromte.
keys-table = Kaaien yn gebrûk
keys-opens = Iepenet
keys-seen = Lêst brûkt
keys-never = nea
keys-remove = Weinimme
keys-for = Wêr't er foar is
keys-make = Kaai meitsje
keys-told = Kopiearje de kaai no. Hy wurdt ien kear toand.
scope-read = Getallen
scope-sql = Fragen yn SQL
scope-import = Ymporten

## Ferstjoere
letter-report = { $client }: rapport oer { $month }
letter-signed = It hiele rapport is byfoege. Ynskriuwing { $entry } fan it grutboek tekenet it: `harpoon verify` kontrolearret dat nimmen it feroare hat.
letter-enclosed = It hiele rapport is byfoege.
letter-page = Iepenje it dashboard
letter-why = Jo krije dit omdat in eigner fan dizze wurkromte jo adres op de list set hat.
letter-stop = Stjoer my dit net mear
letter-digest = { $client }: de wike fan { $days }
letter-days = { $from } oant en mei { $to }
letter-figure = Sifer
letter-week = Dizze wike
letter-week-before = Wike earder
letter-change = Feroaring
letter-goal = Doel
letter-reached = Helle
letter-target = Doelwearde
letter-state = Stiet
letter-missing = { $what } is net bekend: { $reason }.
letter-attention = Wat oandacht freget
letter-all-well = Neat: de doelen lizze op koers, alle boarnen dekke de wike, der binne gjin rigels oan kant lein en gjin platfoarm draait mei ferlies.
letter-loss = { $name } draait mei ferlies: fan de kosten kaam { $figure } net werom ({ $days }).
letter-not-whole = Net elke boarne dekt de hiele wike, dat in feroaring kin in gat wêze.
letter-late = { $name }: de gegevens hâlde op { $date } op.
letter-no-data = { $name }: der binne gjin gegevens.
letter-aside = { $rows ->
    [one] Ien rigel
   *[other] { $rows } rigels
} yn { $files ->
    [one] ien bestân
   *[other] { $files } bestannen
} koe net lêzen wurde. `harpoon quarantine list` seit wêrom.
letter-no-goals = Der is gjin doel ôfpraat, dat nimmen kin sizze oft dizze wike slagge is.
letter-draft = { $client }: it rapport oer { $month } wachtet op jo
letter-draft-says = It rapport oer { $month } foar { $client } leit klear as konsept. Nimmen krijt it foar't in eigner it goedkart.
letter-draft-look = Besjoch it en kar it goed
letter-draft-how = Besjoch it op de side Rapporten en kar it dêr goed, of mei `harpoon send approve`.
letter-test = { $client }: it ferstjoeren wurket
letter-test-says = Dit is in test fan Harpoon: post fan { $client } komt hjir oan.
unsubscribe = Gjin post mear
unsubscribe-says = Nei { $address } wurde gjin rapporten en oersichten mear stjoerd.
unsubscribe-do = Stjoer my neat mear
unsubscribe-ask = Moatte der nei { $address } gjin rapporten en oersichten mear stjoerd wurde?
unsubscribe-void = Dizze keppeling docht neat mear: it adres stiet net mear op de list.
send = Ferstjoere
send-mail = Post giet fia { $host }.
send-no-mail = Der is gjin posttsjinner ynsteld, dat der giet gjin post út. Start Harpoon mei HARPOON_SMTP en HARPOON_MAIL_FROM.
send-list = Wa krijt wat
send-to = Adres
send-language = Taal
send-zone = Tiidsône
send-gets = Krijt
send-report = moanlyks rapport
send-digest = wykoersicht
send-goals = feroaringen fan doelen (webhooks)
send-off = neat mear: { $why }
send-nobody = Der stiet nimmen op de list.
send-address = Mailadres, of https:// fan in webhook
send-add = Op de list sette
send-secret = It geheim dat tekenet wat nei dizze webhook stjoerd wurdt. It wurdt ien kear toand.
send-day = Rapport: dei fan de moanne
send-hour = om oere
send-weekday = Oersicht: dei fan de wike
send-set = Ynstelle
send-times-what = Oeren binne dy fan de tiidsône fan elke ûntfanger. Op de dei fan it rapport hearre eigners dat it konsept wachtet; as ien it goedkart, giet it op dat oere de doar út.
send-box = Wachtet, mislearre en stjoerd
send-what = Wat
send-fate = Steat
send-again = Nochris besykje
send-is-report = Rapport { $about }
send-is-digest = Wike oant { $about }
send-is-draft = Konsept { $about } wachtet
send-is-goal = Doel { $about }
send-waiting = wachtet oant { $time }
send-sending = wurdt stjoerd
send-sent = stjoerd { $time }
send-failed = mislearre { $time }
send-tried = { $count ->
    [one] ien kear besocht
   *[other] { $count } kear besocht
}: { $why }
approve = It rapport ferstjoere
approve-ask = Dit stjoert it rapport oer { $month }, makke fan ferzje { $version } fan de gegevens, nei { $count ->
    [one] ien ûntfanger
   *[other] { $count } ûntfangers
}, elk yn de eigen taal en op it eigen oere. Stjoerd wurdt wat der no stiet: lettere gegevens feroarje dêr neat oan.
approve-draft = Besjoch earst it konsept
approve-do = Goedkarre en ferstjoere
approve-done = { $who } hat it rapport oer { $month } goedkard op { $time }, ferzje { $version } fan de gegevens.
approve-here = Immen oan dizze kompjûter
approve-now = No ferstjoere
approve-nobody = Nimmen krijt it moanlykse rapport noch. Set immen op de list op de side Ynstellings.
approve-runs = De moanne is noch net foarby, dat it rapport kin noch net goedkard wurde.
approve-changed = De gegevens binne feroare nei't dizze side iepene waard: besjoch it rapport nochris en kar it dan goed.
weekday-1 = moandei
weekday-2 = tiisdei
weekday-3 = woansdei
weekday-4 = tongersdei
weekday-5 = freed
weekday-6 = sneon
weekday-7 = snein
