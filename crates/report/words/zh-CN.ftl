# Sentences of the monthly report in Simplified Chinese. See en.ftl for what the places mean.

## Masthead and foot
kind = 社交媒体月度报告
kind-restated = 社交媒体月度报告（修订版）
by-agency = { $agency } · { $date }发布
by-nobody = { $date }发布
foot = 由 Harpoon { $version } 生成。每个数字都指向它的凭据，每张凭据都指向其原始数据行。
foot-plain = 每个数字都指向它的凭据，每张凭据都指向其原始数据行。

## Sections
section-short = 概要
section-goals = 目标与结果
section-moved = 变化及原因
section-earned = 带来的收益
section-platforms = 各平台的付费与自然表现
section-funnel = 从初次看到到购买
section-content = 最佳与最差的帖子
section-voices = 大家怎么说
section-costs = 花费
section-work = 本月工作、下月计划与需要您做的事
section-record = 承诺与兑现记录
section-method = 数字的来源与计算

## In short
short-no-goals = 尚未约定任何目标，因此没有人能判断本月是否成功。请至少设定一个量化目标和一个品牌整体目标。
short-goals = { $due ->
   *[other] { $met ->
        [0] 本月到期的{ $due }个目标均未达成。
       *[other] 本月到期的{ $due }个目标中，达成{ $met }个。
    }
}
short-missed = 未达成：{ $goal }，实际{ $value }，目标{ $target }。
short-open = 仍在进行：{ $good ->
   *[other] { $good }个进展正常
}，{ $risk ->
   *[other] { $risk }个有风险
}。
short-unknown = { $count ->
   *[other] { $count }个目标无法判断：数据缺失或未覆盖整个期间。
}
earned = 按{ $basis }{ $cost }计算，归功于社交媒体的销售额为{ $revenue }，回报率为{ $roi }。
basis-full = 全部成本
basis-media = 媒体费用
verdict-profit-says = 即使按区间下限计算也是盈利。
verdict-unclear-says = 区间同时包含亏损和盈利，因此两者都不能断定。
verdict-loss-says = 即使按区间上限计算也是亏损。
verdict-awareness-says = 支出未能收回，但事先已声明为品牌认知投入。
earned-nothing-spent = 没有支出，因此无从计算回报。
earned-unknown = 收益未知：计算需要成本和订单数据，目前缺少其中之一。
asked = 请您决定
asked-by = { $what }（{ $date }之前）
asked-nothing = 本月没有需要您决定的事项。
card-previous = 上月：{ $figure }。
card-usual = 近 90 天常态：{ $figure }。
restated = 本报告取代{ $date }发布的报告（{ $digest }）。原因：{ $reason }
restated-table = 有变动的数字

## Goals
goals-table = 全部目标
goal-by = { $goal }，截至{ $date }
goal-global-by = { $goal }（多项指标的综合指数，起点为 100），截至{ $date }
goal-says = { $value }，目标{ $target }
goal-says-ceiling = { $value }，上限{ $target }
goal-heading = { $goal } · { $state }
state-met = 已达成
state-missed = 未达成
state-on-track = 进展正常
state-at-risk = 有风险
state-upcoming = 未开始
state-unknown = 未知
outlook = 预计最终{ $forecast }；达成概率{ $probability }
goal-unknown = 尚无法判断：{ $reason }。
goal-proposal = 建议：{ $what }
goal-revision = { $date }：目标由{ $from }改为{ $to }，由{ $who }同意。{ $why }
goals-no-concrete = 尚未约定量化目标。请至少设定一个：在某日之前增加粉丝、线索或订单。
goals-no-global = 尚未约定品牌整体目标。请至少设定一个：知名度、本地影响力或公信力。

## What moved
moved = { $title }：{ $from } → { $to } { $change }
moved-doubt = 两个月的区间有重叠，因此变化可能出于偶然。
moved-parts = 差额的构成（各部分相加等于总差额）
moved-says = 从上月到本月的逐步变化。
moved-table = 差额的各部分
moved-from = 上月
moved-to = 本月

## What it earned
mer = 企业全部销售额与营销支出之比：{ $figure }。任何平台都无法夸大这个数字。
loss = { $name }处于亏损：{ $figure }未能收回。
loss-declared = { $name }事先已声明为品牌认知投入；{ $figure }未能收回。
earned-whole = 全部投入合计
basis-full-head = 按全部成本
basis-media-head = 按媒体费用
head-basis = 口径
earned-table = 各平台的媒体费用回报
earned-how = 订单按“{ $model }”模型归因。区间在{ $confidence }的情况下包含真实归因。区间说明的是功劳归谁，而不是没有营销时本来会卖出多少；未扣除商品成本。
verdict-profit = 盈利
verdict-unclear = 不确定
verdict-loss = 亏损
verdict-awareness = 品牌认知
verdict-unknown = 未知
claims-heading = 平台的声称与订单簿的实际
claims-book = 订单簿中有{ $book }个订单。
claims-twice = 其中至少{ $count }个被多个平台同时声称。
claims-table = 平台声称与订单簿对照
claims-chart = 声称的订单与归因的订单
claims-says = 各平台声称的订单数与归因的订单数，订单簿共{ $book }个订单。
claims-in-book = 订单簿
claims-elsewhere = 归因于其他来源
claims-unattributed = 没有任何触点
claims-sum = 订单簿合计
claims-remark = 平台的声称从不相加：同一订单会被各平台分别计算。归因的订单数相加等于订单簿。

## Paid and organic
platforms-table = 付费与自然并列
scope-organic = 自然
scope-paid = 付费
scope-total = 合计
scope-unknown = 未区分
days = { $title }（每日）
days-says = 每日自然与付费的堆叠图；虚线为上月。
weeks-table = 按周
month-before = 上月
goal-a-day = 每日目标
usual-heading = 与自身历史及行业比较
usual-table = 通常水平
usual-says = { $own }；通常{ $past }
usual-source = { $figure }（{ $letter }）
usual-letter = （{ $letter }）{ $source }
usual-known = { $source }，{ $year }年数据，{ $statistic }；{ $made }；{ $population }。
usual-none = 没有可比的公开数据：{ $reason }
statistic-median = 中位数
statistic-mean = 平均值
statistic-unstated = 未说明是中位数还是平均值
made-engagement-per-post-by-followers = 每帖互动数除以粉丝数
made-engagement-per-post-by-impressions = 每帖互动数除以展示次数
made-cost-per-click = 每次广告链接点击的媒体费用
made-conversion-by-click = 线索或订单除以广告点击数
made-cost-per-lead = 每条线索的媒体费用

## Funnel
funnel-table = 各步骤
funnel-chart = 有多少人走到哪一步（对数刻度；括号内为占上一步的比例）
funnel-says = 条形为对数刻度：相等的长度差表示相等的倍数。
funnel-step = { $value }（{ $rate }）
stage-awareness = 认知
stage-interest = 兴趣
stage-evaluation = 考虑
stage-purchase = 购买
stage-loyalty = 忠诚

## Posts and voices
posts-published = 本月发布的帖子：{ $figure }。
posts-ranked = 排序依据：{ $by }。
posts-best = 最佳
posts-worst = 最差
posts-aside = 另列：运气或推广所致，不参与比较
post-head = { $platform } · { $date }
post-without-text = （无文字）
diagnosis-impressions = 展示{ $own }次；该账户通常为{ $usual }次。
diagnosis-rate = 每次展示的互动率为{ $own }；该账户通常为{ $usual }。
diagnosis-shares = 其互动中{ $own }为分享；该账户通常为{ $usual }。
diagnosis-comments = 其互动中{ $own }为评论；该账户通常为{ $usual }。
diagnosis-negative = 每次展示被隐藏或举报的比例为{ $own }；该账户通常为{ $usual }。
diagnosis-format = 形式：{ $name }。该账户的此类帖子通常获得{ $own }次互动，其他帖子为{ $usual }次。
diagnosis-hour = 发布时间：{ $name }。该时段的帖子通常获得{ $own }次互动，其他帖子为{ $usual }次。
format-photo = 图片
format-video = 视频
format-reel = 短片
format-story = 快拍
format-link = 链接
format-text = 文字
format-carousel = 轮播
format-short = 短视频
format-pin = 图钉
voices-table = 评论、提及、评价与私信
care-table = 回复情况
quotes = 他们的原话
quote-head = { $platform } · { $date } · { $kind }

## Costs
costs-table = 按类别的成本
costs-sum = 全部成本
cost-media = 媒体
cost-fees = 服务费
cost-labour = 内部人力
cost-tools = 工具
cost-content = 内容制作

## Work and record
work-done = 本月完成
work-next = 下月计划
work-asked = 需要您做的事
record-table = 按月份与代理商
record-remark = 调整：目标在期末之前经客户同意而更改。原目标保留在账本中。

## Method
method-version = 数据版本：{ $version }。同一版本得出同样的数字。
sources-table = 数据来源
no-data = 没有数据
receipts-heading = 凭据
receipts-says = 每个数字都指向以下凭据之一。{ $command } 会显示其公式、筛选条件和原始数据行。
seal-heading = 签名
seal-origin = 账本：{ $origin }
seal-head = { $size }条记录，根哈希 { $root }
seal-signer = 签署人：{ $signer }
seal-verify = 您可以自行核验此文件，无需信任我们：{ $command }

## Heads of tables
head-figure = 指标
head-before = 之前
head-after = 现在
head-goal = 目标
head-target = 目标值
head-result = 结果
head-picture = 一览
head-state = 状态
head-outlook = 展望
head-part = 部分
head-amount = 数额
head-platform = 平台
head-cost = 成本
head-revenue = 归因销售额
head-roi = 回报率 (ROI)
head-verdict = 判断
head-claimed = 声称
head-verifiable = 有其触点
head-credited = 归因
head-scope = 付费或自然
head-month = 本月
head-past = 自身常态
head-industry = 行业
head-days = 日期
head-stage = 阶段
head-previous = 上月
head-rate = 占上一步
head-kind = 类别
head-period = 月份
head-agency = 代理商
head-promised = 到期目标
head-met = 达成
head-revised = 调整
head-revised-met = 其中达成
head-source = 来源
head-until = 数据截至
head-gaps = 缺少天数

## Numbers
interval = { $low } 至 { $high }
figure-and-change = { $figure }（{ $change }）
missing-because = 没有数字之处（–）：{ $reasons }
missing-no-number = 计算没有得出数字
chart-fold = 查看数字
empty-headlines = 暂无数字。导入任一平台的导出文件后，这里就会有内容。
empty-goals = 尚未约定目标。可以根据以往各月推算出现实的目标：请索取建议。
empty-moved = 无从比较：上月没有数据。
empty-earned = 无法说明收益：需要成本以及订单或成交数据。导入两者后，这里就会有内容。
empty-claims = 没有可核对的声称：数据中既没有订单，也没有平台声称的转化。
empty-platforms = 本月没有已知的活动：没有发布或投放，或没有导出文件覆盖本月。
empty-funnel = 本月漏斗的各步骤均无数据。
empty-posts = 本月没有已知的帖子。
empty-voices = 没有已知的留言。
empty-costs = 没有已知的成本：没有广告费用，也没有录入服务费、人力、工具或内容费用。没有成本就没有回报率。
empty-work = 没有录入内容。
empty-record = 这是第一个月，尚无记录。
empty-seal = 本报告未加封：工作区没有签名账本。

## Why there is no number
why-no-destination = 链接指向哪类页面无从得知
why-dealt-out = 由归因模型分配，此处未计算
why-not-fitted = 统计模型尚未拟合
why-no-post = 没有发布帖子
why-no-review = 没有收到评价
why-no-import = 导入的文件均未提供{ $metrics }
why-no-data = { $period }没有数据；已知的日期为{ $from }至{ $to }
why-no-dates = { $period }没有数据：已知的数字没有日期
why-removed = { $period }没有数据：{ $date }之前的所需数据已超过保留期限并被删除
why-not-together = 没有来源为同一账户提供全部所需数据
why-not-together-by = 没有来源按{ $dims }提供全部所需数据
why-not-stated-by = 没有来源按{ $dims }提供{ $metrics }
why-without-value = { $count ->
   *[other] 已知的{ $count }条记录均没有数值
}
why-claims = 各平台声称的是同一批成交，因此不相加
why-no-people = 没有来源提供人数
why-only-bounds = 多个数字中可能是同一批人，重复多少无从得知
why-nothing-usual = 该账户的帖子不足{ $count }条或完全相同，尚无常态可言
why-other-stage = 它属于漏斗的另一阶段，而非所问的阶段
why-currencies = 金额涉及{ $currencies }，从不相加
why-several-currencies = 金额涉及多种货币，从不相加
why-nothing-below = 分母为零，无法相除
why-one-side = 所需的两个数字之一未知
why-estimate = 这是估算值，不能相加
why-not-stated = 没有人提供
why-too-large = 数值过大，无法比较
why-no-period = 计算变化需要一个时间段
why-nothing-before = 之前的时间段没有可比的数据
why-events-not-by = 人们的行为不按{ $dim }记录
why-untold-engagement = 无法测量：没有来源列出参与互动的账户
why-untold-orders = 未导入商店订单，也未导入成交
why-untold-leads = 未导入联系人或线索
why-untold-deals = 未导入成交
why-untold-care = 未导入客服的工单或消息
why-untold-clicks = 尚无人点击追踪链接，导入的文件也未逐条列出点击
why-untold-coupons = 未导入已兑换的优惠券
why-untold-visits = 未导入到店记录
why-untold-rows = 导入的文件均未涉及
why-nameless = { $count ->
   *[other] 已知的{ $count }个事件均未注明是谁
}
why-no-event = 此处没有记录；已知的记录为{ $spans }
why-no-event-days = { $period }没有记录；已知的记录为{ $spans }
why-active-not-by = 期末活跃人数不按{ $dim }拆分
why-cost-not-by = 录入的成本不按{ $dim }区分
why-not-entered = 这段时间没有录入
why-credit-not-by = 归因不按{ $dim }区分
why-credit-by-one = 归因每次只能按月、周或日之一计算
why-credit-of-days = 归因只对整个时间段计算
why-credit-too-often = 需要计算{ $count }次归因，次数过多
why-present-only = 归因只按当前数据计算
why-no-deed-no-cost = 订单和成本均未知
why-nothing-credited = 没有归因于它的成交
why-cost-names = 该成本未注明{ $dim }，因此无法归因
why-no-cost = 成本未知
why-other-currency = 订单金额为{ $currencies }，不同货币不作比较
why-no-worth = 没有带金额的订单或成交
why-nothing-spent = 没有支出，而回报需要成本
why-negative-cost = 成本低于零（{ $cost }）
why-not-begun = 于{ $date }开始
why-unit-changed = 目标设定之后，其计量单位已改变
why-no-kpi = 该指标已不存在（{ $id }）
why-data-end = 期限已过，而数据截至{ $date }
why-only-in = 仅有以{ $units }计的数据
why-not-of-days = 它不是每日之和，因此无法预测最终值
why-too-far = { $end }距最后已知日{ $until }太远，无法预测
why-no-level = 没有已知的数量
why-no-day = 截至{ $date }没有已知的日期
why-too-short = 已知{ $got }个数值，不足以预测；需要{ $needed }个
why-gaps = { $steps }个数值中缺{ $missing }个，而预测至少需要一半
why-constant = 所有数值均为{ $value }，从未变化，无法推断其波动
why-may-be-nought = 在{ $share }%的可能情形中分母为零
why-index-by-month = 指数按月得出，因此按月或按季判断
why-no-whole-month = { $period }中没有完整的月份
why-not-whole-yet = { $period }中尚无完整的月份；最近的完整月份为{ $month }
why-few-proxies = 指数需要{ $needed }项各有一年月度数据的指标，目前已知{ $known }项
why-no-baseline = 作为 100 的基准月份没有数据
why-failed = 计算没有得出结果

## Why a change has no parts
parts-per-post = 它只针对单条帖子，因此变化无法拆分。
parts-people = 它统计的是人，同一个人可能多次出现，因此变化不能归到某个平台或帖子。
parts-of-people = 它由{ $of }算出，而人数不能相加，因此变化无法拆分。
parts-of-no-sum = 它由{ $of }算出，而后者不是总和，因此变化无法拆分。
parts-change = 它本身就是{ $of }的变化。
parts-no-sum = 它既不是总和，也不是总和之比，因此变化无法拆分。
parts-credited = 该数字由归因模型按整个路径分配，而两个月之间没有可用来拆分变化的平台或成本数据。
parts-not-known = { $period }的数值未知：{ $why }。
parts-not-by = 没有来源在两个月都按{ $dim }提供。
parts-no-platform = 没有平台在两个月都提供它，因此变化无法拆分。
parts-nothing = 按{ $dim }，没有两个月都已知的部分。
parts-no-base-before = 按{ $dim }，之前的分母为零。
parts-no-base-after = 按{ $dim }，现在的分母为零。
parts-no-reference = 按{ $dim }，之前没有可用来分摊目标的数值。
parts-refused = 变化无法拆分。

## By what figures are split
dim-platform = 平台
dim-account = 账户
dim-scope = 付费与自然
dim-campaign = 广告系列
dim-ad-group = 广告组
dim-ad = 广告
dim-post = 帖子
dim-format = 形式
dim-day = 日
dim-week = 周
dim-month = 月
dim-weekday = 星期
dim-hour = 小时
dim-stage = 阶段

## Units
unit-points = 个百分点
unit-seconds = 秒
unit-minutes = 分
unit-hours = 小时
unit-days = 天

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
platform-google-search = Google 搜索
platform-web = 网站
platform-event = 活动
