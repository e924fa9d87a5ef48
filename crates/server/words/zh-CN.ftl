# 面板的中文语句，与报告的语句并用。

## 框架
skip = 跳到数据
pages = 页面
nameless = 未命名的工作区
month = 月份
month-before = 上一个月
month-after = 下一个月
show = 显示
foot-board = 每个数字都通向它的凭据，每份凭据都通向生成它的原始行。
wrong-address = 地址中有不存在的内容：
failed-not-found = 这里什么也没有
failed-usage = 无法这样查询
failed-input = 工作区中有文件不正确
failed-ours = 出错了

## 页面
page-overview = 总览
page-goals = 目标
page-funnel = 漏斗
page-content = 内容
page-money = 收支
page-attribution = 归因
page-explore = 查询
page-reports = 报告
page-data = 数据
page-receipt = 凭据

## 还没有数据
section-nothing = 还没有可显示的内容
nothing-yet = 尚未导入任何数据。请把各平台的导出文件、订单和成本原样放进一个文件夹，然后运行：harpoon import 文件夹
nothing-demo = 想先看看有数据时的样子，请运行：harpoon demo

## 查询
section-explore = 查询
explore-proves-not = 它不能证明：{ $what }
explore-title = { $kpi }，{ $days }
explore-table = 数据
explore-says = 数据见旁边的表格。
explore-all-time = 全部时间
explore-by = 分组
explore-by-nothing = 不分组
explore-from = 从
explore-to = 到
explore-clear = 重新开始
explore-what = 项目
explore-value = 数值
explore-between = 区间
explore-whole = 全部
explore-none = （未说明）
explore-more = 显示 { $all } 行中的前 { $shown } 行。
filter-platform = 平台
filter-scope = 付费或自然
filter-campaign = 广告系列
by-platform = 平台
by-scope = 付费或自然
by-campaign = 广告系列
by-format = 格式
by-day = 日
by-week = 周
by-month = 月
by-weekday = 星期
by-hour = 小时
by-account = 账号
by-post = 帖子
by-ad = 广告

## 归因
section-models = 功劳归谁
section-trails = 最大的成交与订单，以及之前的接触
models-none = 本月没有已知的订单、成交或线索：请导入订单、成交或线索。
models-lead = 每个模型分配的是同一份账目。各模型一致之处，渠道的份额少有疑问；不一致之处，则取决于模型。
models-title = 按报告所用的模型；竖线为末次接触
models-table = 各模型归因的成交与订单
models-channel = 渠道
models-book = 账目合计
models-nobody = 没有任何接触
models-remark = 模型说明功劳归谁，并不说明没有营销时也会卖出多少。
model-first = 首次接触
model-last = 末次接触
model-linear = 线性
model-position = 位置
model-time-decay = 时间衰减
model-markov1 = 马尔可夫
model-shapley = 沙普利
model-path-markov = 马尔可夫（沿每条路径）
trails-lead = 各行是计入的接触，按时间排列；份额按报告所用的模型。
trails-head = { $deed }，{ $day }，{ $worth }
trails-nothing = 此前没有已知的接触。
trails-table = 之前的接触
trail-when = 日期
trail-channel = 渠道
trail-campaign = 广告系列
trail-content = 内容或页面
trail-part = 份额
trail-file = 文件
trail-line = 行号

## 凭据
section-receipt-number = 数字
section-receipt-made = 如何得出
section-receipt-rows = 背后的行
receipt-values = 按同一数据版本重新计算
receipt-missing = 缺失
receipt-of = 范围：{ $what }
receipt-sources = 读取自
receipt-left = 未采用，因为说的是同一件事
receipt-notes = 须知
receipt-version = 数据版本 { $version }；定义 { $definition }。在命令行中，{ $command } 可逐字节重现。
receipt-asked = 数据版本 { $version }，账本 { $entries } 条。在命令行中，{ $command } 可重现。
receipt-no-rows = 它由其他数字得出，背后没有单独的行。
receipt-facts = 事实，每条附有读取它的文件行
receipt-shown = 显示 { $all } 条事实中的 { $shown } 条。
fact-metric = 指标
fact-entity = 对象
fact-day = 日期
fact-value = 数值
fact-file = 文件
fact-line = 行号
fact-raw = 原始行

## 数据
section-imports = 导入
section-quarantine = 搁置的行
imports-table = 已导入的文件，最新的在前
imports-add = 继续导入：harpoon import 文件
quarantine-table = 无法读取的行，保持原样
quarantine-empty = 没有搁置的行：每一行都能读取。
quarantine-retry = 修正原因后重新读取：harpoon quarantine retry
data-when = 时间
data-file = 文件
data-connector = 识别为
data-accepted = 接受的行
data-duplicate = 已有
data-quarantined = 搁置
data-facts = 事实
data-counts = 是否计入
data-yes = 是
data-reverted = 已撤回
data-line = 行号
data-column = 列
data-reason = 原因
data-hint = 处理方法
data-raw = 原始行

## 报告
section-papers = 月度报告
papers-draft = 今天发布的样子：{ $month }
papers-none = 尚未发布报告。发布并签名：harpoon report --month YYYY-MM --sign
papers-table = 已发布的报告
papers-file = 报告
papers-entry = 账本条目
papers-check = 客户如何核验
papers-unsigned = 未签名
papers-verify = 核验只需要文件和代理商的公钥。

## The door
sign-in = 登录
sign-out = 退出
sign-in-wrong = 邮箱或密码不正确。
sign-in-wait = 尝试次数过多。请在 { $minutes } 分钟后再试。
email = 电子邮箱
name = 姓名
password = 密码
password-old = 当前密码
password-new = 新密码，至少 { $shortest } 个字符；几个词即可
password-change = 更改密码
password-do = 更改
password-wrong = 当前密码不正确。
password-ends = 您的其他登录会全部结束。
join = 您收到邀请
join-as = { $email } 受邀成为{ $role }。
join-do = 加入
join-known = { $email } 已有账户。请先登录，再打开此链接。
join-void = 此邀请已被使用、已撤回或已超过一周。请索取新的邀请。

## Clients
clients = 客户
clients-table = 各客户目标在最近有数据月份的状况
clients-none = 这里没有与您共享的工作区。
clients-client = 客户
clients-role = 您的角色
clients-newest = 最近月份
clients-empty = 尚未导入
clients-well = 已达成或进展正常
clients-risk = 有风险
clients-behind = 未达成
clients-unknown = 未知

## Settings
page-settings = 设置
role-owner = 所有者
role-analyst = 分析员
role-client = 客户
people = 人员
people-nobody = 目前无人需要登录：此服务器只应答本机。一旦有了账户，所有人都须登录，并可从别处访问。请在终端中添加第一位所有者：
people-table = 谁可以进入
people-role = 角色
people-act = 更改
people-everywhere = 所有工作区
people-drop = 取消角色
people-invited = 已邀请
people-uninvite = 撤回
people-invite = 邀请
people-link = 请自行发送此链接。它只显示一次，一周内有效，且只能使用一次。
people-roles = 客户可看已签发的报告和下方共享的页面。分析员可查看并导入一切。所有者还决定谁可进入、发送什么。
sharing = 客户可见内容
sharing-what = 已签发的报告始终可见。请勾选客户还可查看的实时页面。
sharing-do = 共享所选
keys = 程序密钥
keys-what = 程序以 Authorization: Bearer KEY 出示密钥。一个密钥只能打开此工作区。
keys-table = 使用中的密钥
keys-opens = 权限
keys-seen = 最近使用
keys-never = 从未
keys-remove = 移除
keys-for = 用途
keys-make = 创建密钥
keys-told = 请立即复制密钥。它只显示一次。
scope-read = 数字
scope-sql = SQL 查询
scope-import = 导入

## Filters and dashboard
page-paid = 付费
page-reconcile = 对账
page-voice = 口碑
filters = 筛选与对比
compare = 对比
compare-previous = 之前同样天数
compare-year = 一年前同期
compare-none = 不对比
filter-all = 全部
filter-account = 账号
filter-format = 格式
filter-stage = 漏斗阶段
filter-column = 其他列
filter-days = 日期
chips = 当前筛选
chip-off = （移除）
undo = 撤销
section-attention = 需要关注
attention-none = 没有：没有目标告急，没有数字下降五分之一，也没有缺失数据。
attention-none-here = 没有数字下降五分之一。目标和缺失数据只对整体说明，不带筛选。
attention-goal = { $state } { $goal }：{ $value }，目标 { $target }
attention-loss = { $name } 亏损：{ $figure } 没有收回。
attention-fell = { $title }由 { $from } 变为 { $to }。
attention-maybe = { $title }由 { $from } 变为 { $to }；区间重叠，可能出于偶然。
attention-days = { $name }：本月有 { $days } 天没有数据。
attention-more = 另有 { $count } 项。
card-goal = 目标：{ $figure }
by-platform-title = { $kpi }（按平台）
by-platform-says = 点击条形只看该平台。
section-credited = 归因销售额（按平台）
credited-title = 按报告所用模型归因
credited-table = 归于各平台的销售额
credited-platform = 平台
credited-value = 归因
credited-between = 区间
credited-remark = 区间说明成交之前谁出现过，并不说明若没有它会卖出多少。所有渠道和模型见“归因”页。
credited-none = 这一范围内没有可归因的销售：需要订单或成交，以及之前的触点。

## What happened
happened = { $count ->
    [0] 发生了什么
   *[other] 发生了什么：{ $count } 条
}
happened-none = 这些日期没有备注。备注（例如“促销开始”）会标在每张按日图表上。
happened-break = （平台统计口径）
happened-day = 日期
happened-text = 发生了什么
happened-add = 添加
happened-edit = 修改
happened-change = 保存
happened-remove = 移除
happened-removed = 已移除：
happened-wrong = annotations.csv 中有些行无法读取。它们留在文件中，但不会显示：
happened-line = 第 { $line } 行：

## Paid
section-spending = 花费
section-campaigns = 广告系列
paid-spent = 广告花费：{ $figure }。
paid-pace = 已过 { $days } 天中的 { $over } 天；照此速度，期末为 { $figure }。
paid-nothing = 这些日期没有已知的广告花费。请导入广告后台的导出文件，或用以下命令记录：harpoon cost add
campaigns-none = 这些日期没有已知的有花费的广告系列。请原样导入广告系列或广告的导出文件。
campaigns-title = 归因销售额；标记为花费
campaigns-says = 点击条形只看该广告系列。
campaigns-back = 归因
campaigns-table = 广告系列（花费由高到低）
campaign-name = 广告系列
campaigns-loss = { $name } 亏损，即使按区间上限计算：回报率 { $figure }。
campaigns-no-loss = 没有广告系列肯定亏损：没有一个的整个区间都是亏损。
campaigns-remark = 平台声称的购买只是平台自己的说法，不予相加。归因由模型得出，介于其区间两端之间。

## Reconcile
section-book = 企业自己掌握的数字
section-claimed = 平台声称与订单簿
section-visits = 点击与访问
book-lead = 订单和销售额来自商店、CRM 或网站自己的统计，成本来自发票和广告后台。销售额与任何平台的说法无关。
book-mer = 每单位营销花费对应的销售额（MER）是唯一没有平台能夸大的比率：它不需要归因。
reconcile-lead = 每个平台按自己的窗口、只为自己计数，所以声称的总数大于订单簿，也不能相加。
reconcile-none = 没有可对账的内容：本月没有平台声称的转化，或没有订单簿。
reconcile-drop = 请原样放入带有购买或转化的广告后台导出文件，以及商店订单或 CRM 成交。
reconcile-table = 按平台与订单簿对照
reconcile-platform = 平台
reconcile-window = 归因窗口
reconcile-claimed = 声称
reconcile-seen = 有其触点
reconcile-unseen = 我们未见到
reconcile-credited = 归因
reconcile-days = 点击 { $click } 天，浏览 { $view } 天
reconcile-why = 为何不同
reconcile-missed = { $name }：声称的订单中有 { $figure } 个在我们的数据里没有它的触点。仅浏览、跨设备、未同意统计，以及与它无关的订单，从这里看都一样。
reconcile-fewer = { $name }：在其窗口内有其触点的订单比它声称的多 { $figure } 个。跟踪被拦截时，它可能看不到自己的点击。
reconcile-shared = { $name }：{ $seen } 个订单有其触点；其他渠道也有份，因此归于它的为 { $credited }。
reconcile-twice = 至少 { $count } 个订单被不止一个平台声称。
reconcile-nobody = { $figure } 个订单没有已知触点：自行前来、口口相传，或未被记录。
english-notes = 程序原文（英文）：
visits-none = 没有可比较的内容：需要平台给出的点击，以及网站自己按平台记录的访问。
visits-table = 平台给出的点击与网站见到的访问
visit-platform = 平台
visit-clicks = 平台所称点击
visit-sessions = 我们见到的访问
visit-share = 到达
visits-why = 访问少于点击：页面未加载就离开、统计被拦截或拒绝、一次访问两次点击，或点击指向别处。多于点击：链接被转发。

## Voice
section-voice-more = 更多来源
voice-none = 本月没有听到任何声音：尚未导入口碑来源。
voice-sources = 目前可以导入：
voice-reviews = 评价：含地点、星级、文字和日期的表格，使用现成的评价映射。
voice-care = 客户答复：客服系统的工单和消息，作为事件表。
voice-comments = 评论数随各平台的帖子一起导入，见“内容”页。
voice-mentions = 提及数和品牌名搜索量来自 Search Console 以及舆情工具的表格（需映射）。
voice-not-yet = 评论和消息的文字、情绪和主题尚未读取，这里也不会假装已读取。

## The workspace
brand = 工作区
brand-what = 以下内容写在 harpoon.toml 中；文件的其他内容保持不变。
brand-name = 企业名称
brand-agency = 代理机构
brand-colour = 颜色
brand-objective = 投入的目的
brand-business = 企业如何盈利
brand-no-profile = 未设置
brand-save = 保存
brand-logo = 标志（PNG、JPEG 或 SVG，最大 512 KiB）
brand-upload = 使用此标志
brand-logo-off = 不用标志
english-definition = 定义为英文。
