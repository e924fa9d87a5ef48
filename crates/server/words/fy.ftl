# Sinnen fan it boerd yn it Frysk, neist dy fan it rapport.

## Ramt
skip = Nei de sifers
pages = Siden
nameless = Wurkromte sûnder namme
month = Moanne
way-before = De moanne derfoar
way-after = De moanne dernei
show = Sjen litte
foot-board = Elk getal liedt nei syn kwitânsje, en elke kwitânsje nei de rigels dêr't it fan makke is.
wrong-address = It adres freget om wat dat der net is:
wrong-month = “{ $given }” is gjin moanne. Skriuw it as 2026-10.
wrong-day = “{ $given }” is gjin dei. Skriuw it as 2026-10-31.
wrong-days = De dagen einigje ({ $to }) foardat se begjinne ({ $from }).
wrong-kpi = Der is gjin KPI “{ $given }”.
wrong-dim = Sifers binne net te ferdielen neffens “{ $given }”.
wrong-filter = “{ $given }” is gjin filter. Skriuw it as platform=instagram.
wrong-receipt = Der is gjin kwitânsje “{ $given }” yn dizze wurkromte.
why-english = It is net dien. De reden, yn it Ingelsk:
nowhere-what = Gjin side hat dit adres:
nowhere-back = Nei it oersjoch
form-large = It formulier is te grut.
failed-away = Oanmelde slagget no net
failed-away-says = De tsjinner kin net by wat er fan minsken ûnthâldt: wa't oanmeld is, wa't wat sjen mei. Der is neat fuort. Besykje it aanst nochris.
failed-workers = De sifers kinne no net útrekkene wurde
failed-workers-says = De wurkers fan dizze tsjinner jouwe gjin antwurd. Der is neat fuort. Besykje it aanst nochris, of sis it tsjin wa't de tsjinner beheart.
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
nothing-yet-plain = Der is noch neat ynlêzen. Nedich binne de eksporten fan de platfoarms en advertinsjebehearen, de oarders en de kosten, sa’t se kamen.
nothing-demo = Om te sjen hoe't it mei gegevens is, draai: harpoon demo
nothing-dated = Neat fan wat ymportearre is neamt in dei, dat der is gjin moanne om te sjen. De sifers fan alle tiid steane hjir: { $page }.

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
models-says = De sifers steane yn de tabel dernjonken. Elke balke liedt nei de grutste oarders dêr’t syn kanaal diel oan hie.
channel-direct = Streekrjocht
channel-cross-network = Oer netwurken hinne
channel-paid-shopping = Betelle winkelsites
channel-paid-search = Betelle sykmasines
channel-paid-social = Betelle sosjale media
channel-paid-video = Betelle fideo
channel-display = Display
channel-paid-other = Oare betelle kanalen
channel-organic-shopping = Organyske winkelsites
channel-organic-social = Organyske sosjale media
channel-organic-video = Organyske fideo
channel-organic-search = Organyske sykmasines
channel-ai-assistant = AI-assistinten
channel-email = E-mail
channel-affiliates = Affiliates
channel-referral = Ferwizing
channel-audio = Audio
channel-sms = Sms
channel-mobile-push = Pushberjochten
channel-unassigned = Net yndield
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
trails-through = Allinnich dy dêr’t { $name } in kontakt foar hie. De modellen hjirboppe ferdiele it hiele boek, dus dy bliuwe sa’t se binne.
trails-none-through = Gjin oarder, deal of lead fan dizze moanne hie, foar safier wy witte, in kontakt fan dit kanaal.
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
receipt-version-plain = Ferzje { $version } fan de gegevens; definysje { $definition }.
receipt-asked = Ferzje { $version } fan de gegevens, { $entries } ynskriuwingen fan it grutboek. Op de kommandorigel werhellet { $command } it.
receipt-asked-plain = Ferzje { $version } fan de gegevens, { $entries } ynskriuwingen fan it grutboek.
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
section-feeds = Wat út himsels ophelle wurdt
feeds-none = Der wurdt neat út himsels ophelle. Akkounts fan Bluesky en Mastodon wurde ferbûn mei harpoon account add; Singer-taps steane yn harpoon.toml, en harpoon sync ropt beide op.
feeds-table = Akkounts en taps, en hoe't se it lêst rûnen
feeds-name = Namme
feeds-kind = Wat it is
feeds-tap = Singer-tap
feeds-account = Akkount
feeds-state = Tastân
feeds-done = Klear
feeds-failed = Mislearre
feeds-never = Noait rûn
feeds-last = Lêste kear
feeds-accepted = Rigen oannommen
feeds-known = Al bekend
feeds-aside = Oan kant set
feeds-every = Elke
feeds-asked = Op fersyk
feeds-next = Folgjende kear
feeds-due = No oan bar
feeds-why = { $name } is mislearre: { $why }
feeds-utc = Tiden binne UTC.
section-collected = Wat siden en winkels stjoere
collected-table = Wat elke boarne de lêste 24 oeren stjoerd hat
collected-source = Boarne
collected-accepted = Oannommen
collected-loaded = Opnommen
collected-robots = Dêrfan robots
collected-quarantined = Oan 'e kant set
collected-duplicate = Nochris stjoerd
collected-last = Lêste (UTC)
collected-sum = Oannommen = opnommen + oan 'e kant set + nochris stjoerd. Wat robots diene wurdt bewarre, en telt yn gjin KPI mei.
collected-waiting = { $count } binne bewarre en wachtsje om opnommen te wurden.
collected-trouble = Der stiet it sammeljen wat yn 'e wei: { $why }
collected-begin = Der wurdt noch neat sammele. In boarne hat in kaai dêr't syn siden en servers mei stjoere: harpoon source add NAMME
collected-begin-plain = Der wurdt noch neat sammele.
imports-table = Wat ynlêzen is, it nijste earst
imports-add = Mear komt derby mei: harpoon import BESTANNEN
quarantine-table = Rigels dy't net lêzen wurde koene, sa't se kamen
quarantine-empty = Neat is oan 'e kant set: elke rigel koe lêzen wurde.
row-no-number = “{ $given }” is gjin getal
row-no-clock = “{ $given }” is gjin tiidsdoer lykas 1:02:03 of 2:03
row-other-format = “{ $given }” is in getal yn in oare notaasje as de kolom
row-too-large = “{ $given }” is grutter as 999.999.999.999
row-ends-early = “{ $given }” einiget foardat it begjint
row-ends-on-early = einiget op { $given }, foardat it begjint
row-month = “{ $given }” is in moanne, dêr't in dei stean moat
row-two-days = “{ $given }” kin as twa dagen lêzen wurde
row-no-year = by “{ $given }” stiet gjin jier
row-no-day = “{ $given }” is gjin dei
row-no-date = “{ $given }” is gjin datum
row-no-weekday = “{ $given }” is gjin wykdei
row-no-hour = “{ $given }” is gjin oere fan de dei
row-names-no = de rigel neamt gjin { $given }
row-has-no = de rigel hat gjin { $given }
row-rounded-id = “{ $given }” is in nûmer dat in rekkenblêd ôfrûne hat; de lêste sifers binne fuort
row-no-day-number = “{ $given }” is gjin nûmer fan in dei
row-day-range = dei { $given } falt bûten de tiid
row-first-day = de dagen binne nûmere, en de earste dei stiet der net by
row-no-cost = “{ $given }” is gjin soarte kosten
row-cells = de rigel hat { $given } sellen, de kop { $also }
row-no-currency = it jild fan de rigel hat gjin munt
row-no-code = “{ $given }” is gjin koade fan in munt
row-open-quote = in oanheltsteken giet iepen en nea ticht
row-below-zero = { $given } is de wearde fan dizze { $also }, en dy kin net ûnder nul wêze
row-no-event = “{ $given }” is gjin bekend soarte barren
row-what-happened = de rigel seit net wat der bard is
row-outside = “{ $given }” falt bûten { $also } oant { $more }, twa dagen nei de eigen datum fan it bestân
row-stars = { $given } stjerren, wylst 0 oant 5 jûn wurde
row-hint-cell = ferbetterje de sel
row-hint-date = skriuw it as 2026-10-31
row-hint-year = jou it mei --year
row-hint-order = jou de folchoarder fan dei en moanne mei --day-order dmy of mdy
row-hint-column-order = de kolom wurdt lêzen as { $given }; ferbetterje de sel, of jou --day-order
row-hint-mark = de kolom wurdt lêzen mei “{ $given }” foar de desimalen; ferbetterje de sel, of set decimal yn in kaart
row-hint-clock = as it in tiid lykas 1:02:03 is, set dan in clock by de kolom yn in kaart
row-hint-made-a-day = in rekkenblêdprogramma kin fan it getal in dei makke hawwe; download de eksport op 'e nij
row-hint-digits = getallen hawwe op syn heechst tolve sifers foar de komma; set in nûmer yn in kaart as nûmer, of as ignore
row-hint-month = set de kolom yn in kaart as month
row-hint-name = folje it nûmer of de namme yn, of lit de rigel wei
row-hint-download = ymportearje it bestân sa't it download is, foardat in rekkenblêd it bewarre
row-hint-time = de klok fan de boarne kin ferkeard wêze; ferbetterje de tiid
row-hint-deed = ferbetterje de ferkearde; ien nûmer is ien bestelling, deal of lead
row-hint-cost = ien fan media, fees, labour, tools, content
row-hint-quotes = in sel dêr't it skiedingsteken yn stiet, moat tusken oanheltstekens
row-hint-breaks-off = de rigel brekt ôf; download de eksport op 'e nij
row-hint-currency = jou it mei --currency, of mei in kolom currency
row-hint-mend-quotes = ferbetterje de oanheltstekens fan dizze rigel
row-hint-refund = jild dat weromjûn is, is in werombetelling: in eigen barren, of in kolom value.refund
row-hint-weekday = skriuw in namme, of 1 oant 7
row-hint-hour = skriuw 0 oant 23, of 17:30
quarantine-retry = As de oarsaak ferholpen is, wurde se op 'e nij lêzen mei: harpoon quarantine retry
quarantine-retry-plain = As de oarsaak ferholpen is, kinne se op de side Ymportearje op ’e nij lêzen wurde.
data-when = Wannear
data-file = Bestân
data-connector = Lêzen as
data-accepted = Rigels oannommen
data-duplicate = Al bekend
data-quarantined = Oan 'e kant set
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
papers-none-plain = Der is noch gjin rapport útjûn. It stiet hjir sa gau’t der ien is.
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
sign-in-provider = Oanmelde mei jo organisaasje
provider-wrong = De oanbieder koe net frege wurde, of syn antwurd kloppet net: { $why }
provider-stale = Dit besykjen is foarby, of begûn yn in oare blêder. Besykje it nochris.
provider-unverified = De oanbieder stiet net yn foar jo e-mailadres.
provider-unknown = Nimmen hjit hjir { $email }. Freegje in eigner om in útnoeging.

## Clients
clients = Klanten
clients-table = Hoe't har doelen derfoar stean yn de nijste moanne mei gegevens
clients-none = Hjir is gjin wurkromte mei jo dield.
clients-client = Klant
clients-role = Jo binne
clients-newest = Nijste moanne
clients-empty = neat ymportearre
clients-undated = gjin dagen bekend
clients-no-goals = gjin doel ôfpraat
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

## Filters and dashboard
page-paid = Betelle
page-reconcile = Ferlykje
page-voice = Stimmen
filters = Filterje en ferlykje
compare = Ferlike mei
compare-previous = De dagen derfoar
compare-year = In jier earder
compare-none = Neat
filter-all = Alle
filter-account = Account
filter-format = Foarm
filter-stage = Stap fan de trechter
filter-column = In oare kolom
filter-days = Dagen
chips = Aktive filters
chip-off = (weihelje)
filters-not-here = De filters fan dit adres feroarje dizze side net: dy fertelt fan it gehiel. Se jilde op Oersjoch, Trechter, Berjochten, Betelle, Jild en Ferkenne.
stage-not-here = In faze fan de trechter kiest sifers op Oersjoch, Trechter en Ferkenne. Dizze side feroaret der net fan.
stage-no-cards = Gjin fan de earste sifers heart by dizze faze. De siden Trechter en Ferkenne hawwe dy’t der wol by hearre.
stage-other = Dit sifer heart by de faze { $stage }. Helje it filter wei, of kies in sifer fan de frege faze.
undo = Ungedien meitsje
section-attention = Wat omtinken freget
attention-none = Neat: gjin doel is yn gefaar, neat sakke mei in fyfde, en fan gjin platfoarm misse dagen.
attention-none-here = Neat sakke mei in fyfde. Doelen en ûntbrekkende gegevens wurde foar it gehiel neamd, sûnder filters.
attention-goal = { $state } { $goal }: { $value } fan { $target }
attention-loss = { $name } ferliest jild: { $figure } kaam net werom.
attention-fell = { $title } gie fan { $from } nei { $to }.
attention-maybe = { $title } gie fan { $from } nei { $to }; de grinzen oerlaapje, dus it kin tafal wêze.
attention-days = { $name }: { $days ->
    [one] ien dei fan de moanne hat
   *[other] { $days } dagen fan de moanne hawwe
} gjin gegevens.
attention-more = En noch { $count }.
card-goal = Doel: { $figure }
card-industry = Sektor: { $figure }. { $source }
chart-industry = Sektor
explore-industry = { $name }: sektor { $figure }. { $source }
explore-industry-none = { $name }: { $source }
explore-industry-mark = It streekje troch in balke is it sifer fan de sektor foar syn platfoarm.
by-platform-title = { $kpi }, per platfoarm
by-platform-says = Elke balke liedt nei syn platfoarm allinne.
section-credited = Taskreaune ferkeap, per platfoarm
credited-title = Taskreaun troch it model fan de rapporten
credited-no-platform = Sosjale media, gjin platfoarm neamd
credited-table = Ferkeap taskreaun oan elk platfoarm
credited-platform = Platfoarm
credited-value = Taskreaun
credited-between = Tusken
credited-remark = De grinzen sizze wa't der foar in ferkeap wie, net wat dochs wol ferkocht wie. Alle kanalen en modellen steane op de side Taskriuwing.
credited-none = Gjin ferkeap fan dizze seleksje kin taskreaun wurde: dêr binne oarders of deals en de kontakten derfoar foar nedich.

## What happened
happened = { $count ->
    [0] Wat der barde
    [one] Wat der barde: ien oantekening
   *[other] Wat der barde: { $count } oantekeningen
}
happened-none = Der is foar dizze dagen neat oantekene. In oantekening, lykas “opromming begûn”, komt op elke dei-grafyk te stean.
happened-break = (hoe't it platfoarm telt)
happened-day = Dei
happened-text = Wat der barde
happened-add = Tafoegje
happened-edit = Feroarje
happened-change = Bewarje
happened-remove = Weihelje
happened-removed = Weihelle:
happened-wrong = Guon rigels fan annotations.csv kinne net lêzen wurde. Se bliuwe yn it bestân, en binne nearne te sjen:
happened-line = Rigel { $line }:

## Paid
section-spending = Wat der útjûn is
section-campaigns = Kampanjes
paid-spent = Oan advertinsjes útjûn: { $figure }.
paid-pace = Nei { $over } fan { $days } dagen; yn dit tempo einiget it op { $figure }.
paid-nothing = Fan dizze dagen binne gjin advertinsjekosten bekend. Ymportearje de eksport fan in advertinsjebehear, of skriuw se op mei: harpoon cost add
paid-nothing-plain = Fan dizze dagen binne gjin advertinsjekosten bekend. Drop de eksport fan in advertinsjebehear deryn, of in tabel mei kosten.
campaigns-none = Fan dizze dagen is gjin kampanje mei kosten bekend. Ymportearje in eksport fan kampanjes of advertinsjes, sa't er kaam.
campaigns-title = Ferkeap taskreaun; it streekje is wat útjûn is
campaigns-says = Elke balke liedt nei syn kampanje allinne.
campaigns-back = Taskreaun
campaigns-table = Kampanjes, de djoerste earst
campaign-name = Kampanje
campaigns-loss = { $name } ferliest jild, sels oan de boppekant fan syn grinzen: in rendemint fan { $figure }.
campaigns-no-loss = Fan gjin kampanje is it wis dat er jild ferliest: by gjinien binne alle grinzen ferlies.
campaigns-none-judged = Fan gjin kampanje is bekend wat der werom kaam: dêr binne bestellingen of deals foar nedich, en de kontakten dêrfoar.
campaigns-remark = Easke oankeapen binne it eigen wurd fan it platfoarm; se wurde net optocht. Wat taskreaun wurdt is it wurd fan it model, tusken de einen fan syn grinzen.

## Reconcile
section-book = Wat it bedriuw sels wit
section-claimed = Easken tsjin it oarderboek
section-visits = Kliks tsjin besites
book-lead = Oarders en ferkeap komme út de winkel, it CRM of de eigen teller fan de side, kosten út faktueren en advertinsjebehear. Gjin platfoarm hie oer de ferkeap wat te sizzen.
book-mer = Ferkeap foar elke ienheid oan marketing útjûn (MER) is it iennige ferhâldingsgetal dat gjin platfoarm opblaze kin: der is gjin taskriuwing foar nedich.
reconcile-lead = Elk platfoarm telt neffens syn eigen finster en foar himsels allinne, dus easken binne grutter as it boek en wurde nea optocht.
reconcile-none = Neat te ferlykjen: fan dizze moanne binne gjin easken fan platfoarms of gjin oarderboek bekend.
reconcile-drop = Set in eksport fan in advertinsjebehear mei oankeapen of konverzjes yn de map, en de oarders fan de winkel of de deals fan it CRM, sa't se kamen.
reconcile-table = Per platfoarm, tsjin it oarderboek
reconcile-platform = Platfoarm
reconcile-window = Syn finster
reconcile-claimed = Easke
reconcile-seen = Mei in kontakt derfan
reconcile-unseen = Net troch ús sjoen
reconcile-credited = Taskreaun
reconcile-days = { $click } d klik, { $view } d sjen
reconcile-why = Wêrom't se ferskille
reconcile-missed = { $name }: { $figure } easke oarders hawwe yn ús gegevens gjin kontakt derfan. Easken troch sjen, minsken op twa apparaten of sûnder tastimming, en oarders dêr't it gjin part oan hie, lykje hjirwei itselde.
reconcile-fewer = { $name }: { $figure } oarders mear as it easket hiene in kontakt derfan binnen syn finster. It sjocht miskien syn eigen kliks net, dêr't folgjen blokkearre is.
reconcile-shared = { $name }: { $seen } oarders hiene in kontakt derfan; oaren hiene der ek part oan, dus it krijt { $credited } taskreaun.
reconcile-twice = Teminsten { $count } oarders wurde troch mear as ien platfoarm easke.
reconcile-nobody = { $figure } oarders hiene gjin kontakt dat wy kenne: minsken dy't út harsels kamen, fan hearren sizzen, of net sjoen.
english-notes = Yn de wurden fan it programma, yn it Ingelsk:
visits-none = Neat te ferlykjen: dêr binne kliks foar nedich dy't in platfoarm opjout en besites dy't de eigen teller fan de side seach, per platfoarm.
visits-table = Kliks dy't platfoarms opjouwe, en besites dy't de side seach
visit-platform = Platfoarm
visit-clicks = Kliks, seit it
visit-sessions = Besites, seagen wy
visit-share = Oankommen
visits-why = Minder besites as kliks: siden dy't ferlitten waarden foar't se laden wiene, blokkearre of wegere telling, twa kliks yn ien besite, of kliks nei earne oars. Mear: links dy't trochjûn binne.

## Voice
section-voice-more = Wêr't mear weikomt
voice-none = Dizze moanne is nimmen heard: der is gjin boarne fan stimmen ymportearre.
voice-sources = Wat no ymportearre wurde kin:
voice-reviews = Resinsjes: in tabel fan plak, stjerren, tekst en dei, mei de kleare kaart foar resinsjes.
voice-care = Antwurden oan klanten: saken en berjochten fan in helpdesk, as tabel fan barrens.
voice-comments = Tallen fan reaksjes komme mei de berjochten fan elk platfoarm; se steane op de side Berjochten.
voice-mentions = Fermeldingen en sykopdrachten nei de namme komme mei Search Console en de tabel fan in harktool, mei in kaart.
voice-not-yet = De teksten fan reaksjes en berjochten, harren stimming en harren ûnderwerpen wurde noch net lêzen, en neat hjir docht alsof.

## The workspace
brand = It wurkplak
brand-what = Dizze steane yn harpoon.toml; wat der fierder yn stiet, bliuwt sa't it is.
brand-name = Namme fan it bedriuw
brand-agency = Buro
brand-colour = Kleur
brand-objective = Wêr't it foar is
brand-business = Hoe't it bedriuw syn jild fertsjinnet
brand-no-profile = Net ynsteld
brand-sector = Sektor, foar de sifers fan de sektor
brand-all-sectors = Allegear tegearre
brand-white = “Makke mei Harpoon” en kommando’s
brand-white-usual = Sjen litte, útsein as der in buro of logo is
brand-white-on = Nea sjen litte (white label)
brand-white-off = Altyd sjen litte
sector-alcohol = Alkohol
sector-auto-repair = Autoreparaasje
sector-beauty = Skientme
sector-business-services = Saaklike tsjinsten
sector-dentists = Toskedokters
sector-education = Underwiis
sector-fashion = Moade
sector-finance = Finânsjes
sector-financial-services = Finansjele tsjinsten
sector-food-beverage = Iten en drinken
sector-health-beauty = Sûnens en skientme
sector-health-fitness = Sûnens en fitness
sector-higher-ed = Heger ûnderwiis
sector-home-decor = Wenynrjochting
sector-home-improvement = Ferbou en klussen
sector-industrial-commercial = Yndustry en hannel
sector-influencers = Influencers
sector-legal = Rjochtshelp
sector-media = Media
sector-nonprofits = Goede doelen
sector-personal-services = Persoanlike tsjinsten
sector-physicians = Dokters
sector-real-estate = Unreplik guod
sector-restaurants-food = Restaurants
sector-retail = Winkels
sector-shopping-gifts = Winkeljen en kado’s
sector-sports-teams = Sportteams
sector-tech-software = Technyk en software
sector-travel = Reizgjen
brand-save = Bewarje
brand-logo = Logo (PNG, JPEG of SVG, op syn heechst 512 KiB)
brand-large = It logo is grutter as 512 KiB.
brand-none = Der kaam gjin ôfbylding. Kies earst in bestân.
brand-upload = Brûk dit logo
brand-logo-off = Brûk gjin logo
english-definition = De omskriuwing is yn it Ingelsk.
## First run
setup-welcome = Wolkom by Harpoon
setup-add = Klant tafoegje
setup-what = Dizze map is leech. Sis foar wa't er is; set der dan de triemmen yn dy't jo hawwe. Alles bliuwt op dizze masine.
setup-name = Namme fan it bedriuw
setup-objective = Wêr't de sosjale media foar binne
setup-business = Hoe't it syn jild fertsjinnet
setup-profile = Dizze twa bepale hokker sifers foaroan steane. Beide kinne letter feroare wurde.
setup-currency = Munt fan bedraggen yn triemmen dy't it net sizze (ISO-koade)
setup-zone = Tiidsône fan it bedriuw
setup-agency = Buro dat rapportearret (mei leech bliuwe)
setup-folder = Dizze map is foar
setup-alone = allinnich dit bedriuw
setup-several = ferskate klanten, elk yn in eigen map
setup-do = Begjinne
setup-no-name = Jou de namme fan it bedriuw.
setup-no-currency = In munt is trije letters, lykas EUR.
setup-no-zone = Dat is gjin tiidsône; skriuw it as Europe/Amsterdam.
setup-no-profile = Kies wêr't it foar is en hoe't jild fertsjinne wurdt.
page-import = Ymportearje
nothing-bring = Set der eksporten fan jo platfoarms, jo bestellingen en jo kosten yn: { $page }.
drop-title = Triemmen ynbringe
drop-what = Kies of sleep wat jo hawwe, sa't it kaam: eksporten fan platfoarms en advertinsjebehear, bestellingen, leads, kosten, resinsjes; CSV, Excel en ZIP, in protte tagelyk. Earst sjogge jo wat werkend is; neat telt foardat jo it sizze.
drop-files = Triemmen
drop-do = Besjen
drop-note = Op syn heechst { $size } tagelyk. Argiven wurde hjir iepene. Deselde triem twa kear feroaret neat.
drop-sending = Ferstjoere
drop-large = Dat is mear as { $size }, it measte dat tagelyk oannommen wurdt. Stjoer it yn dielen, of start de server mei in gruttere --largest-upload.
drop-many = Mear as { $most } triemmen tagelyk; stjoer se as ZIP.
drop-nothing = Der is gjin triem keazen.
drop-cut = It ferstjoeren is ôfbrutsen, en der is neat fan bewarre. Stjoer it nochris.
drop-disk = De triemmen koene net op de skiif skreaun wurde: { $error }. Der is neat fan bewarre.
uploads = Ynbrocht
uploads-table = Wat fia dizze side ynbrocht is, it nijste earst
upload = Ynbring
upload-files = Triemmen
upload-state = Stân
upload-waits = wachtet op jo
upload-runs = Wurdt ymportearre
upload-broken = ôfbrutsen; it kin fierder
upload-left = ymportearre, op guon triemmen nei
upload-done = ymportearre
upload-title = Ynbring { $id }
upload-begins = It begjint.
upload-writes = Alle triemmen binne lêzen; de feiten wurde skreaun.
upload-reads = Triem { $done } fan { $all }: { $file } ({ $rows ->
    [one] ien rige
   *[other] { $rows } rigen
})
upload-leave = Jo kinne dizze side ferlitte; it ymportearjen giet troch.
upload-look = Nochris sjen
upload-failed = It ymportearjen hâlde foar de ein op, en de triemmen wachtsje noch. As de oarsaak ferholpen is, begjin it nochris:
upload-went-on = Dit ymportearjen is ôfbrutsen, om't de server ophâlde. Der is neat ferlern en neat telt dûbel: begjin it nochris, en it giet fierder mei de antwurden dy't jûn binne.
upload-busy = Der wurdt al oare wat ymportearre yn dizze wurkromte. Wachtsje oant dat dien is.
upload-discard = Dizze triemmen fuortsmite
upload-clear = Ut de list weinimme
look = Wat werkend is
look-lead = { $ready } fan { $all } triemmen kinne lêzen wurde.
look-nothing = Gjin fan dizze triemmen kin lêzen wurde sa't er is; de tabel seit wêrom.
look-do = { $files ->
    [one] Ien triem ymportearje
   *[other] { $files } triemmen ymportearje
}
look-table = As wat elke triem werkend is
look-platform = Platfoarm
look-rows = Rigen
look-days = Dagen
look-note = Om te witten
look-not = Er is net lêzen.
look-asks = Wachtet op in antwurd hjirboppe.
look-unknown = Gjin eksport dy't wy kenne. In kaart hjirûnder seit wat de kolommen betsjutte.
look-known = It is earder al ymportearre; der is neat feroare.
look-differs = Rigel { $line }: it bestân neamt { $stated } foar { $column }, en de rigen telle op ta { $added }.
passed-title = Oerslein: allinnich de titel seit hokker sifer it is, en { $title } is net bekend.
passed-unknown = Oerslein: gjin eksport dy't wy kenne sjocht der sa út.
passed-unknown-title = Oerslein: gjin eksport dy't wy kenne hat in tabel { $title }.
passed-shape = Oerslein: de titel heart by in list fan ien rige nammen en ien rige sifers, en dat is it net.
passed-told = Oerslein, om de reden dy't de beskriuwing jout: { $why }
passed-making = Oerslein: der stiet yn hoe't de eksport makke is, en gjin sifers.
passed-traffic-sources = Oerslein: der steane boarnen fan ferkear yn, en gjin sifers.
passed-places = Oerslein: der steane lannen en regio's yn, en gjin sifers.
passed-portfolios = Oerslein: der steane portefúljes yn, en gjin sifers.
passed-links = Oerslein: der steane keppelings út berjochten yn, en gjin sifers.
passed-keywords = Oerslein: der steane kaaiwurden yn, en gjin sifers. Rapporten fan kaaiwurden wurde lêzen.
passed-creatives = Oerslein: der steane útwurkings yn, en gjin sifers. Advertinsjes wurde út de tabel fan advertinsjes lêzen.
passed-campaign-groups = Oerslein: der steane groepen fan kampanjes yn, en gjin sifers. Kampanjes neame harren groep.
passed-ids = Oerslein: it ferbynt nûmers mei nûmers. De berjochten en harren sifers steane yn de tabellen dernjonken.
passed-cohorts = Oerslein: brûkers neffens de wike fan harren earste besite wurde noch net metten.
passed-audience = Oerslein: oandielen fan in publyk, sûnder dei.
passed-formats = Oerslein: sommen neffens foarm, sûnder dei. De eksport fan de ynhâld hat se by elk berjocht.
passed-objects = Oerslein: fan winkels, CRM's en helpdesks wurde allinnich leads, kontakten, deals, bestellings en werombetellings lêzen.
remark-unread = Kolommen sûnder betsjutting binne oerslein: { $columns }.
remark-same = { $left } (kolom { $left-at }) betsjut itselde as { $kept } (kolom { $kept-at }) en is oerslein.
remark-no-currency = Kolommen mei jild binne weilitten: harren munt is net bekend.
remark-mixed-dates = By guon datums stiet de dei foarop en by guon de moanne, sa't rekkenblêdprogramma's dat efterlitte. Rigen dy't net by de oannommen folchoarder passe, binne oan kant set.
remark-zone = De nûmers fan { $agree } fan { $of } berjochten bewize dat de tiden yn de sône { $zone } binne.
remark-zone-not = De nûmers fan { $agree } fan { $of } berjochten bewize dat de tiden yn de sône { $zone } binne, net yn { $not }.
remark-not-counted = Rigen dy't as wiske, test of mislearre markearre binne, telle net.
remark-refunds-at-order = Werombetellings sûnder eigen tiid steane op de tiid fan harren bestelling.
remark-refunds-below-zero = Werombetellings ûnder nul binne nommen as jild dat weromjûn is.
remark-repeated = Bestellings, deals of leads dy't it bestân mear as ien kear neamt, binne ien kear nommen.
remark-no-address = Guon sellen fan { $column } binne gjin adres of nûmer; dêrmei is nimmen te kennen.
remark-windows-1252 = Guon rigen wiene gjin UTF-8 en binne lêzen as Windows-1252.
remark-rounded = De sifers fan { $column } binne ôfrûne.
remark-bounds = Yn guon sellen fan { $column } steane grinzen (lykas < 10%) en gjin sifers; dy binne net bekend.
remark-texts-too = { $column } hat gjin betsjutting dy't wy kenne en der steane ek teksten yn; dy binne net bekend.
remark-long-line = Rigel { $line } stiet boppe elke tabel en is te lang om te lêzen.
remark-again = { $records ->
    [one] Ien rigel
   *[other] { $records } rigels
} fan { $stream } kaam op 'e nij ûnder deselde kaai; de lêste fan elk telt.
remark-cut = { $records ->
    [one] Ien rigel
   *[other] { $records } rigels
} fan { $stream } mei mear as { $most } { $member }; safolle fan elk binne lêzen.
remark-map = In kaart om te bewurkjen is skreaun nei { $path }.
remark-kept = It bestân is bewarre as { $path }.
remark-gone = { $texts ->
    [one] Ien tekst wurdt
   *[other] { $texts } teksten wurde
} net mear toand; wat se teld hawwe bliuwt: { $keys }
remark-erased = { $rows ->
    [one] Ien rige neamt immen dy't wiske is, en is weilitten.
   *[other] { $rows } rigen neame minsken dy't wiske binne, en binne weilitten.
}
ask-of = { $files ->
    [one] Fan ien triem
   *[other] Fan { $files } triemmen: hokker
}
ask-platform = Fan hokker platfoarm is it?
ask-account = Fan hokker account is it?
ask-currency = Yn hokker munt binne de bedraggen?
ask-year = Fan hokker jier binne de datums?
ask-day-order = Wat komt earst yn datums, de dei (dmy) of de moanne (mdy)?
ask-decimal = Wat skiedt desimalen, in punt (point) of in komma (comma)?
ask-zone = Yn hokker tiidsône binne de tiden?
ask-period = Fan hokker dagen binne de sifers? FAN..OANT, lykas 2026-10-01..2026-10-31
seen-in-sheet = Blêd { $sheet }: { $seen }
seen-several-platforms = Sokke tabellen komme fan ferskate platfoarms.
seen-amounts = By de bedraggen stiet gjin munt: { $columns }.
seen-no-year = Yn de datums stiet gjin jier. Frege wurdt it jier fan de nijste.
seen-day-or-month = Yn datums lykas { $example } kin elk fan de twa getallen de dei wêze.
seen-mark = Yn { $number } (kolom { $column }) kin it teken desimalen skiede of tûzenen groepearje.
seen-times = By de tiden yn de kolom { $column } stiet gjin tiidsône.
seen-times-of-events = By de tiden fan de barrens stiet gjin tiidsône.
seen-no-days = By de sifers steane gjin dagen.
refused-nearest = Gjin eksport dy't wy kenne. It tichtst derby is { $id }, dy't ek { $columns } nedich hat.
refused-no-table = It is gjin tabel, mar { $what }.
refused-no-rows = Der steane gjin rigen yn.
refused-io = It kin net lêzen wurde: { $why }
refused-parts = It is in rekkenblêd fan { $parts } dielen, mear as iepene wurdt.
refused-sheet-inflates = It is in rekkenblêd dat by it iepenjen { $bytes } bytes grut wurdt. Bewarje it as CSV.
refused-cells = It is in rekkenblêd fan mear as { $most } sellen, of fan mear tekst as tagelyk lêzen wurdt. Bewarje it as CSV.
refused-spread = It is in rekkenblêd dat { $cells } sellen oer de romte fan { $area } ferspraat. Bewarje it as CSV.
refused-bytes = It hat { $bytes } bytes; op syn heechst { $most } wurde tagelyk lêzen.
refused-members = Yn it argyf sitte { $members } triemmen; op syn heechst { $most } wurde iepene.
refused-leaves = In triem yn it argyf soe der bûten set wurde. It wurdt net iepene.
refused-path = It argyf neamt in triem op in wize dy't net feilich is: { $name }. It wurdt net iepene.
refused-encrypted = { $name } is fersifere. Pak it argyf earst út.
refused-packed = { $name } is ynpakt mei { $by }. Pak it op 'e nij yn as gewoane ZIP.
refused-inflates = It argyf wurdt by it útpakken { $bytes } bytes grut, mear as lêzen wurdt.
refused-inflates-times = { $name } wurdt by it útpakken mear as { $times } kear sa grut. It wurdt net iepene.
refused-nested = { $name } is in argyf yn in argyf. Pak it earst út.
refused-tables = Yn dizze iene triem sitte mear as { $most } tabellen.
refused-columns = Ien fan de tabellen hat mear as { $most } kolommen.
damaged-spreadsheet = It rekkenblêd is skansearre ({ $detail }).
damaged-archive = It argyf is skansearre ({ $detail }).
damaged-no-data = It argyf is skansearre: yn { $name } sitte gjin gegevens.
damaged-file = De triem is skansearre ({ $detail }).
damaged-no-line = De triem hat gjin rigel { $line }.
damaged-broke-off = It lêzen bruts ôf. Dat is in flater fan Harpoon; meld it asjebleaft.
thing-pdf = in PDF; eksportearje de sifers as CSV of XLSX
thing-png = in plaatsje (PNG)
thing-jpeg = in plaatsje (JPEG)
thing-gif = in plaatsje (GIF)
thing-media = in plaatsje, lûd of film
thing-program = in programma
thing-gzip = in gzip-argyf; pak it earst út
thing-7z = in 7z-argyf; pak it earst út
thing-rar = in RAR-argyf; pak it earst út
thing-database = in databank
thing-parquet = in Parquet-triem
thing-web-page = in webside
thing-xml = in XML-triem
thing-open-document = in OpenDocument-rekkenblêd; bewarje it as XLSX of CSV
thing-binary = binêre gegevens
map = In kaart foar
map-what = Gjin eksport dy't wy kenne liket op dizze triem. Dit is wat de kolommen nei alle gedachten betsjutte; rigels mei CHECK binne rieden. Ferbetterje wat net kloppet en bewarje it: dizze triem, en elke lettere fan syn soarte, wurdt der dan mei lêzen.
map-text = De kaart
map-meanings = Wat in kolom betsjutte kin
map-keep = Dizze kaart bewarje
result = Wat der fan de triemmen kaam
result-lead = { $read } fan { $all } triemmen lêzen: { $rows } rigen oannommen, { $known } al bekend, { $aside } oan 'e kant set.
result-table = Wat der fan elke triem kaam
result-see = De sifers besjen
result-goals = De earste doelen stelle
aside-many = { $rows ->
    [one] Ien rige is oan 'e kant set, om't er net lêzen wurde koe.
   *[other] { $rows } rigen binne oan 'e kant set, om't se net lêzen wurde koene.
}
aside-list = Wêr en wêrom
aside-again = Nochris besykje
aside-done = Fan { $before } rigen oan 'e kant kinne { $left } noch altyd net lêzen wurde.
imports-page = Mear wurdt ynbrocht op de side { $page }.
imports-newest = De nijste { $shown } fan { $all } ymporten.
imports-all = Mear sjen litte
first = De earste twa doelen
first-way = In doel seit wat tasein is. Fan ien fan de twa soarten is der noch gjin: ien op in sifer, en ien op in yndeks lykas bekendheid.
first-profile = Wat fan belang is
first-keep = Hâlde
first-choose = Kieze
first-chosen = Dit is bewarre. De sifers dy't fan belang binne folgje derút.
first-kpi = In konkreet doel
first-kpi-what = Ien sifer dat earne wêze moat, elke moanne beoardiele.
first-global = In algemien doel
first-global-what = In yndeks fan ferskate sifers, foar wat gjin inkeld sifer fertelle kin: 100 is it jier derfoar.
first-on = Op
first-nothing = Der kin neat foarsteld wurde:
first-history = Moannen derfoar
first-set = Stel se
first-binds = Elk doel wurdt in tekene ynskriuwing yn it grutboek. It wurdt nea oerskreaun: in feroaring is in folgjende ynskriuwing, en jildt as de klant ynstimt.
first-each-month = elke moanne fan { $day } ôf
first-safe = Feilich
first-likely = Wierskynlik
first-ambitious = Ambisjeus
first-at-least = op syn minst
first-at-most = op syn heechst
first-chance = { $percent } % kâns
first-own = In oar doel
first-none = No net sa'n doel
first-none-chosen = Der is gjin doel keazen.
first-do = Tekenje en stelle
first-is-set = { $goal } is steld, ynskriuwing { $entry } fan it grutboek.
first-there = Der is fan elke soarte in doel.
sign-key = Tekene mei de kaai
sign-passphrase = De wachtsin
sign-no-passphrase = Dizze kaai is sletten: jou de wachtsin.
sign-wrong = De wachtsin iepenet dizze kaai net.
sign-wait = Tefolle kearen rieden nei de wachtsin fan dizze kaai. Besykje it oer in pear minuten nochris.
sign-open = Dizze kaai is net mei in wachtsin sletten, dus allinnich wa't oan de masine fan de server sit kin dermei tekenje.
key-none = In kaai om mei te tekenjen
key-what = Doelen en rapporten wurde tekene, sadat nimmen se efterôf feroarje kin. Der is noch gjin kaai op dizze masine. De kaai wurdt hjir makke en bliuwt hjir; de klant krijt de iepenbiere helte en kontrolearret dermei.
key-name = Namme fan de kaai: dy fan jo buro of fan josels, sûnder spaasjes
key-passphrase = Wachtsin dy't him slút, { $shortest } tekens of mear
key-again = De wachtsin nochris
key-lost = In ferlerne wachtsin is net werom te krijen, en in ferlerne kaai ek net: bewarje fan beide in kopy.
key-make = De kaai meitsje
key-short = De wachtsin hat { $shortest } tekens of mear.
key-differ = De twa wachtsinnen ferskille.
key-made = De kaai is makke. De iepenbiere helte, foar de klant: { $key }
work-broke = flater: it wurk bruts ôf; meld it asjebleaft
papers-held = Hjir kontrolearre
papers-holds = sa't it tekene is
issue = { $month } útbringe
issue-what = Skriuw wat de sifers net sizze kinne, besjoch it, en tekenje dan. In tekene rapport bliuwt sa't it is; wat letter komt is in werstelling dy't seit wat feroare is.
issue-note = In pear wurden oan de klant
issue-language = Taal
issue-format = As
issue-look = Mei de wurden besjen
issue-binds = Tekenjen foeget in ynskriuwing ta oan it grutboek en set in bewiis neist de triem.
issue-do = Utbringe en tekenje
issue-done = { $file } is útbrocht en tekene, ynskriuwing { $entry } fan it grutboek.
issue-restated = { $file } is útbrocht as werstelling, ynskriuwing { $entry } fan it grutboek.
issue-before = It is earder tekene, mei ynskriuwing { $entry }, en seit itselde.
## Ferstjoere
letter-report = { $client }: rapport oer { $month }
letter-restated = { $client }: rapport oer { $month }, werstelling
letter-restates = Dit ferfangt it rapport dat op { $date } makke is en jo tastjoerd waard. Reden: { $reason }.
letter-restates-same = Gjin sifer fan de earste side is feroare.
letter-before = Earder
letter-after = No
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
letter-not-whole = Net elke boarne dekt beide wiken hielendal, dat in feroaring kin in gat wêze.
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
letter-redraft = { $client }: in werstelling fan it rapport oer { $month } wachtet op jo
letter-redraft-says = It rapport oer { $month } foar { $client }, makke op { $date }, is ferstjoerd en dêrnei op 'e nij útbrocht. Reden: { $reason }.
letter-redraft-whom = Nimmen krijt it nije foar't in eigner it goedkart. Dan giet it, as werstelling oanjûn, nei wa't it earste krige.
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
send-trouble = Fan dizze wurkromte kin op it stuit neat klearmakke wurde: { $why }
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
send-is-restated = Werstelling fan rapport { $about }
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
approve-redone = { $who } hat de werstelling fan it rapport oer { $month } goedkard op { $time }, ferzje { $version } fan de gegevens.
reapprove-ask = It rapport oer { $month }, makke op { $date }, is ferstjoerd en dêrnei op 'e nij útbrocht. Reden: { $reason }. Goedkard giet it nije, makke fan ferzje { $version } fan de gegevens, as werstelling oanjûn nei wa't it earste krige.
reapprove-table = Wat it feroaret
reapprove-do = De werstelling goedkarre en ferstjoere
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
## Files
files-as = Dizze tabel as
files-unit = ienheid
files-between = tusken
files-missing = Untbrekt om't
## Short links
page-links = Keppelingen
links-new = Nije keppeling
links-url = Wêr't er hinne liedt
links-post = Berjocht, mei syn nûmer
links-make = Meitsje de keppeling
links-scheme = De wurden dy't tags hawwe meie, en hoe't keppelingen neisjoen wurde, steane yn [links] fan harpoon.toml.
links-many = In protte keppelings tagelyk
links-many-what = In tabel (CSV) mei in rigel foar elke keppeling makket se allegear. Fan rigels dy't goed binne wurdt in keppeling makke, by de oare wurdt sein op hokker rigel en yn hokker kolom wat mis is. De earste rigel neamt de kolommen:
links-many-file = Tabel mei keppelings
links-many-make = Meitsje de keppelings
links-many-large = De tabel is grutter as 4 MiB. De kommandorigel nimt gruttere: harpoon link new --from FILE
links-many-none = Der kaam gjin tabel. Kies earst in bestân.
links-many-done = { $made ->
    [one] Ien keppeling is makke
   *[other] { $made } keppelings binne makke
}; { $there ->
    [0] net ien wie der al.
    [one] ien wie der al.
   *[other] { $there } wiene der al.
}
links-many-partly = { $made ->
    [0] Gjin keppeling is makke
    [one] Ien keppeling is makke
   *[other] { $made } keppelings binne makke
}; { $there ->
    [0] net ien wie der al.
    [one] ien wie der al.
   *[other] { $there } wiene der al.
} { $wrong ->
    [one] Der is ien flater:
   *[other] Der binne { $wrong } flaters:
}
links-many-more = … en noch { $more }.
links-many-line = Rigel { $line }: { $told }
links-many-cell = Rigel { $line }, kolom { $column } ({ $head }): { $told }
links-many-no-url = Gjin kolom hyt url.
links-many-cells = { $cells } sellen, wylst de earste rigel { $heads } neamt.
links-many-not-text = Dit is gjin tekst yn UTF-8.
links-all = Alle keppelingen
links-none = Der binne noch gjin keppelingen.
links-table = Keppelingen, de nijste earst
links-short = Koarte keppeling
links-to = Liedt nei
links-campaign = Kampanje
links-made = Makke
links-clicks = Kliks
links-preview = Foarbyld
links-remove = Fuorthelje
links-people = Kliks binne fan minsken: robots, foarbylden fan berjochtetsjinsten en wat blêders foarút ophelje telle net mei.
links-audit = Keppelingen dy't har net oan it skema hâlde
links-wrong-table = Wat der mis is mei hokker keppeling
links-wrong = Wat der mis is
links-right = Sa't it wêze moat
links-done = De keppeling is makke: { $link }
links-known = Dizze keppeling wie der al: { $link }
links-removed = { $link } liedt nearne mear hinne. Wat oanklikt is, bliuwt.
links-instead = It moat “{ $right }” wêze.
links-proposed = Goed soe wêze: { $right }
links-wrong-address = “{ $given }” is gjin adres fan in side: https://…, sûnder spaasjes, nammen of wachtwurden.
links-wrong-site = “{ $given }” liedt nei in side dêr't keppelingen net hinne liede meie.
links-wrong-twice = { $part } stiet der mear as ien kear.
links-wrong-missing = { $part } ûntbrekt.
links-wrong-word = { $part } mei net “{ $given }” wêze.
links-wrong-spelling = { $part } is skreaun as “{ $given }”.
links-wrong-shape = { $part } “{ $given }” is net makke sa't it skema it seit.
link-leads = Dizze keppeling liedt nei:
link-unknown = Dizze keppeling bestiet net.
link-gone = Dizze keppeling is fuorthelle.
link-method = In keppeling wurdt mei GET folge.
link-busy = Tefolle tagelyk: besykje it aanst nochris.
