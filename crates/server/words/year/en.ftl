# Sentences of the report for any days, against the same days a year before.

section-short = In numbers
head-month = These days
posts-published = Posts published in these days: { $figure }.
empty-headlines = No numbers are known of these days and this part of the data.
empty-platforms = No activity is known of these days and this part of the data.
empty-funnel = No step of the funnel is known of these days and this part of the data.
empty-posts = No post is known of these days and this part of the data.
empty-earned = What it earned cannot be told of this part of the data: it takes costs and orders or deals.
empty-costs = No cost is known of these days and this part of the data.
month-before = A year before
head-previous = A year before
card-previous = A year before: { $figure }.
days-says = Organic and paid upon each other by day; a year before as a dashed line.
