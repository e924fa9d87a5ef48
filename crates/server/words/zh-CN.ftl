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

## Files
files-as = 此表格另存为
files-unit = 单位
files-between = 区间
files-missing = 缺失原因
