//! Why a KPI matters, in one line and three languages; the same line wherever the reason is the same.

use crate::kpi::{Titles, titles};

pub(super) const REACH: Titles = titles(
    "How many different people the effort came before.",
    "有多少不同的人看到了。",
    "Hoefolle ferskate minsken it sjoen ha kinne.",
);
pub(super) const IMPRESSIONS: Titles = titles(
    "How often there was something to see; the base of rates, no success by itself.",
    "出现了多少次；是各种比率的基数，本身不代表成功。",
    "Hoefaak der wat te sjen wie; de basis fan sifers, op himsels gjin súkses.",
);
pub(super) const FREQUENCY: Titles = titles(
    "Whether many see it once, or few far too often.",
    "是很多人看一次，还是少数人看太多次。",
    "Oft in protte minsken it ien kear sjogge, of in pear folste faak.",
);
pub(super) const SHARES: Titles = titles(
    "People pass it on: reach that nobody paid for.",
    "有人转给别人：没花钱的触达。",
    "Minsken jouwe it troch: berik dêr't net foar betelle is.",
);
pub(super) const CPM: Titles = titles(
    "What being seen costs.",
    "被看见要花多少钱。",
    "Wat it kostet om sjoen te wurden.",
);
pub(super) const MENTIONS: Titles = titles(
    "Others speak of the business by themselves.",
    "别人主动谈到这家企业。",
    "Oaren ha it út harsels oer it bedriuw.",
);
pub(super) const SHARE_OF_VOICE: Titles = titles(
    "How much of the talk is about the business and not about its competitors.",
    "话题中有多少属于自己，而不是竞争对手。",
    "Hoefolle fan it petear oer it bedriuw giet en net oer de konkurrinten.",
);
pub(super) const FOLLOWER_CHANGE: Titles = titles(
    "Who stays in touch after the first sight.",
    "初次看到后还有多少人继续关注。",
    "Wa't nei de earste kear byld hâldt.",
);
pub(super) const ENGAGEMENT_RATE: Titles = titles(
    "Whether those who see it care.",
    "看到的人是否在意。",
    "Oft it dejingen dy't it sjogge wat docht.",
);
pub(super) const ENGAGEMENTS: Titles = titles(
    "Whether people react at all; an early sign, not yet a wish to buy.",
    "人们是否有反应；是早期信号，还不是购买意愿。",
    "Oft minsken reagearje; in betiid teken, noch gjin winsk om te keapjen.",
);
pub(super) const COMMENTS: Titles = titles(
    "The reaction that takes most effort, and can be answered.",
    "最费心的反应，而且可以回复。",
    "De reaksje dy't de measte muoite kostet, en dêr't in antwurd op kin.",
);
pub(super) const REACTIONS: Titles = titles(
    "The reaction that costs least: much of it says little.",
    "最省力的反应：数量多也说明不了多少。",
    "De reaksje dy't it minste kostet: in protte seit net folle.",
);
pub(super) const SAVES: Titles = titles(
    "People want to come back to it.",
    "人们想以后再看。",
    "Minsken wolle der letter op werom.",
);
pub(super) const NEGATIVE: Titles = titles(
    "Whether the effort annoys people.",
    "是否惹人反感。",
    "Oft it minsken ferfeelt.",
);
pub(super) const PROFILE_VIEWS: Titles = titles(
    "People look up who is behind the post.",
    "人们去了解是谁发的。",
    "Minsken sykje op wa't der efter it berjocht sit.",
);
pub(super) const LINK_CLICKS: Titles = titles(
    "How many take the step from the platform to the business.",
    "有多少人从平台走向企业。",
    "Hoefolle minsken de stap fan it platfoarm nei it bedriuw sette.",
);
pub(super) const CTR: Titles = titles(
    "Whether the post makes people want to know more.",
    "内容是否让人想进一步了解。",
    "Oft it berjocht nijsgjirrich makket.",
);
pub(super) const LANDING_RATE: Titles = titles(
    "How many clicks arrive: a slow page loses them.",
    "多少点击真正到达页面：页面慢就会流失。",
    "Hoefolle kliks oankomme: in trage side ferliest se.",
);
pub(super) const VISITS: Titles = titles(
    "How many people social media sends to the site.",
    "社交媒体给网站带来多少访问。",
    "Hoefolle besiken oan de side fan sosjale media komme.",
);
pub(super) const READ_DEPTH: Titles = titles(
    "Whether those who come read, or turn round at once.",
    "来的人是真的在读，还是马上离开。",
    "Oft dejingen dy't komme lêze, of daliks omdraaie.",
);
pub(super) const PRODUCT_VIEWS: Titles = titles(
    "People look at what is for sale.",
    "人们在看商品。",
    "Minsken besjogge wat te keap is.",
);
pub(super) const ENQUIRIES: Titles = titles(
    "People ask: the step before an offer.",
    "有人咨询：报价之前的一步。",
    "Minsken freegje: de stap foar in oanbod.",
);
pub(super) const DEMOS: Titles = titles(
    "People want to see the product with their own eyes.",
    "人们想亲眼看产品演示。",
    "Minsken wolle it produkt mei eigen eagen sjen.",
);
pub(super) const TRIALS: Titles = titles(
    "People try it themselves: the lead of software.",
    "人们自己试用：软件业的线索。",
    "Minsken probearje it sels: de lead fan software.",
);
pub(super) const NEWSLETTER: Titles = titles(
    "People allow the business to write to them.",
    "人们愿意接收企业的来信。",
    "Minsken jouwe it bedriuw tastimming om te skriuwen.",
);
pub(super) const DOWNLOADS: Titles = titles(
    "People give an address for something to read.",
    "人们为了资料留下联系方式。",
    "Minsken jouwe in adres yn ruil foar wat te lêzen.",
);
pub(super) const LEADS_BOOKS: Titles = titles(
    "People who may buy, as the business's own list has them.",
    "可能购买的人，以企业自己的名单为准。",
    "Minsken dy't miskien keapje, neffens de eigen list.",
);
pub(super) const LEADS_PLATFORM: Titles = titles(
    "The platforms' own count of leads, to be held against the list.",
    "平台自己统计的线索，用来与名单核对。",
    "De tellerij fan de platfoarms sels, om njonken de eigen list te lizzen.",
);
pub(super) const LEADS_QUALIFIED: Titles = titles(
    "Leads that the sellers find worth a call.",
    "销售认为值得联系的线索。",
    "Leads dy't de ferkeapers in belletsje wurdich fine.",
);
pub(super) const LEAD_RATE: Titles = titles(
    "How many leads become customers: many poor leads help nobody.",
    "多少线索成为客户：线索多而差没有用。",
    "Hoefolle leads klant wurde: in protte minne leads helpe nimmen.",
);
pub(super) const LEADS_WON: Titles = titles(
    "Leads that did become customers.",
    "真正成为客户的线索。",
    "Leads dy't wier klant wurden binne.",
);
pub(super) const PIPELINE: Titles = titles(
    "What may be sold next: in long sales it moves months before revenue.",
    "接下来可能成交的金额：长周期销售中比收入早几个月变化。",
    "Wat aanst ferkocht wurde kin: by lange ferkeap feroaret it moannen foar de omset.",
);
pub(super) const CPL: Titles = titles(
    "What a lead costs, everything counted.",
    "一条线索的全部成本。",
    "Wat in lead kostet, alles meirekkene.",
);
pub(super) const CPA_PLATFORM: Titles = titles(
    "CPA as the platforms claim it: always too cheap, to be held against the books.",
    "平台口径的 CPA：总是偏低，要与账目核对。",
    "CPA neffens de platfoarms: altyd te leech, om njonken de boeken te lizzen.",
);
pub(super) const CPA: Titles = titles(
    "CPA by the own books: what a new customer costs, everything counted.",
    "按自己账目的 CPA：获得一个新客户的全部成本。",
    "CPA neffens de eigen boeken: wat in nije klant kostet, alles meirekkene.",
);
pub(super) const ROI: Titles = titles(
    "What comes back for what was spent, everything counted.",
    "投入之后收回多少，全部成本计入。",
    "Wat weromkomt fan wat útjûn is, alles meirekkene.",
);
pub(super) const ROAS: Titles = titles(
    "What media money alone brings back; it flatters, and is asked for.",
    "只看广告费的回报；偏好看，但常被问到。",
    "Wat allinne it mediajild werombringt; it flaait, en der wurdt nei frege.",
);
pub(super) const MER: Titles = titles(
    "All revenue by all marketing cost: no platform can inflate it.",
    "全部收入除以全部营销成本：平台无法夸大。",
    "Alle omset troch alle marketingkosten: gjin platfoarm kin it opblaze.",
);
pub(super) const REVENUE_SOCIAL: Titles = titles(
    "The sales that are credited to social media.",
    "归因于社交媒体的销售额。",
    "De omset dy't oan sosjale media taskreaun wurdt.",
);
pub(super) const REVENUE: Titles = titles(
    "What the business took in all; the frame for what social media adds.",
    "企业的总收入；衡量社交媒体贡献的背景。",
    "Wat it bedriuw yn totaal omsette; it ramt foar wat sosjale media tafoegje.",
);
pub(super) const ORDERS: Titles = titles(
    "What was sold, by the own books.",
    "按自己账目的成交量。",
    "Wat ferkocht is, neffens de eigen boeken.",
);
pub(super) const CLAIMS: Titles = titles(
    "What the platforms claim, to be held against the orders.",
    "平台声称的购买，用来与订单核对。",
    "Wat de platfoarms opeaskje, om njonken de bestellingen te lizzen.",
);
pub(super) const CONVERSION: Titles = titles(
    "How many visits end with an order.",
    "多少访问以下单结束。",
    "Hoefolle besiken mei in bestelling einigje.",
);
pub(super) const STORE_CONVERSION: Titles = titles(
    "How many of those who come in buy.",
    "进店的人有多少购买。",
    "Hoefolle fan dejingen dy't binnenkomme wat keapje.",
);
pub(super) const CARTS: Titles = titles(
    "The last step but two; where it stops, the shop is at fault and not the post.",
    "倒数第三步；若停在这里，问题在店铺而不在内容。",
    "De tredde stap fan efteren; as it dêr stoppet, leit it oan de winkel en net oan it berjocht.",
);
pub(super) const CHECKOUTS: Titles = titles(
    "How many carts go to the till.",
    "多少购物车走到结账。",
    "Hoefolle karkes nei de kassa gean.",
);
pub(super) const STORE_VISITS: Titles = titles(
    "People come in: the click of a shop with a door.",
    "人们进店：实体店的“点击”。",
    "Minsken komme binnen: de klik fan in winkel mei in doar.",
);
pub(super) const COUPONS: Titles = titles(
    "Ties a sale at the till to the post that it came from.",
    "把柜台上的成交与带来它的内容联系起来。",
    "Bynt in ferkeap oan de kassa oan it berjocht dêr't dy wei kaam.",
);
pub(super) const CUSTOMERS: Titles = titles(
    "How many buy for the first time.",
    "有多少人第一次购买。",
    "Hoefolle minsken foar it earst keapje.",
);
pub(super) const COST: Titles = titles(
    "What all of it cost; nothing is judged without it.",
    "总共花了多少；不看成本就无法评判。",
    "Wat alles koste ha; sûnder dat falt neat te beoardieljen.",
);
pub(super) const REPEAT: Titles = titles(
    "Whether customers come back.",
    "客户是否回来再买。",
    "Oft klanten weromkomme.",
);
pub(super) const RETURNING: Titles = titles(
    "How many customers came back.",
    "有多少客户回来了。",
    "Hoefolle klanten weromkamen.",
);
pub(super) const LIFETIME: Titles = titles(
    "What a customer is worth over time: the most that one may cost.",
    "客户长期价值：获客成本的上限。",
    "Wat in klant op 'e tiid wurdich is: it measte dat ien kostje mei.",
);
pub(super) const STARS: Titles = titles(
    "What customers tell strangers.",
    "客户怎样告诉陌生人。",
    "Wat klanten oan frjemden fertelle.",
);
pub(super) const FIVE_STARS: Titles = titles(
    "Customers who speak for the business in public.",
    "公开为企业说好话的客户。",
    "Klanten dy't iepenlik foar it bedriuw sprekke.",
);
pub(super) const REVIEWS: Titles = titles(
    "Whether people write about the business at all.",
    "有没有人写评价。",
    "Oft minsken oer it bedriuw skriuwe.",
);
pub(super) const ACTIVE: Titles = titles(
    "Followers who still take part.",
    "仍然参与的粉丝。",
    "Folgers dy't noch meidogge.",
);
pub(super) const RESPONSE: Titles = titles(
    "How long people wait for an answer.",
    "人们等回复要多久。",
    "Hoe lang minsken op antwurd wachtsje.",
);
pub(super) const RESOLUTION: Titles = titles(
    "Whether complaints are put right.",
    "投诉是否得到解决。",
    "Oft klachten oplost wurde.",
);
pub(super) const ATTENDANCE: Titles = titles(
    "People give up an evening for the business.",
    "人们愿意为企业花一个晚上。",
    "Minsken jouwe in jûn foar it bedriuw.",
);
