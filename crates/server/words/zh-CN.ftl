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
