# Sentences of the report for any days, against the same days a year before.

section-short = 数字概览
head-month = 所选日期
posts-published = 所选日期内发布的帖子：{ $figure }。
empty-headlines = 所选日期和数据范围内没有已知数字。
empty-platforms = 所选日期和数据范围内没有已知活动。
empty-funnel = 所选日期和数据范围内没有已知的漏斗步骤。
empty-posts = 所选日期和数据范围内没有已知帖子。
empty-earned = 无法得知这部分数据的收益：需要成本以及订单或成交。
empty-costs = 所选日期和数据范围内没有已知成本。
month-before = 一年前同期
head-previous = 一年前同期
card-previous = 一年前同期：{ $figure }。
days-says = 自然与付费按日叠加；虚线为一年前同期。
