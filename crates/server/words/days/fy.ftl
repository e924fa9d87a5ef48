# Sentences of the report for any days, against the days before.

section-short = Yn sifers
head-month = Dizze dagen
posts-published = Berjochten pleatst yn dizze dagen: { $figure }.
empty-headlines = Gjin sifers bekend fan dizze dagen en dit part fan de gegevens.
empty-platforms = Gjin aktiviteit bekend fan dizze dagen en dit part fan de gegevens.
empty-funnel = Gjin stap fan de trechter bekend fan dizze dagen en dit part fan de gegevens.
empty-posts = Gjin berjocht bekend fan dizze dagen en dit part fan de gegevens.
empty-earned = Wat it opbrocht is fan dit part fan de gegevens net te sizzen: dêr binne kosten en oarders of deals foar nedich.
empty-costs = Gjin kosten bekend fan dizze dagen en dit part fan de gegevens.
month-before = De dagen derfoar
head-previous = De dagen derfoar
card-previous = De dagen derfoar: { $figure }.
days-says = Organysk en betelle per dei op elkoar; de dagen derfoar as streepke line.
