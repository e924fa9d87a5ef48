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
undo = Ungedien meitsje
section-attention = Wat omtinken freget
attention-none = Neat: gjin doel is yn gefaar, neat sakke mei in fyfde, en der misse gjin gegevens.
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
by-platform-title = { $kpi }, per platfoarm
by-platform-says = Elke balke liedt nei syn platfoarm allinne.
section-credited = Taskreaune ferkeap, per platfoarm
credited-title = Taskreaun troch it model fan de rapporten
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
campaigns-none = Fan dizze dagen is gjin kampanje mei kosten bekend. Ymportearje in eksport fan kampanjes of advertinsjes, sa't er kaam.
campaigns-title = Ferkeap taskreaun; it streekje is wat útjûn is
campaigns-says = Elke balke liedt nei syn kampanje allinne.
campaigns-back = Taskreaun
campaigns-table = Kampanjes, de djoerste earst
campaign-name = Kampanje
campaigns-loss = { $name } ferliest jild, sels oan de boppekant fan syn grinzen: in rendemint fan { $figure }.
campaigns-no-loss = Fan gjin kampanje is it wis dat er jild ferliest: by gjinien binne alle grinzen ferlies.
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
brand-save = Bewarje
brand-logo = Logo (PNG, JPEG of SVG, op syn heechst 512 KiB)
brand-upload = Brûk dit logo
brand-logo-off = Brûk gjin logo
english-definition = De omskriuwing is yn it Ingelsk.
