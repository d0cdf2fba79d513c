"""What the made-up customers are called, what they do and where they are. No real company is meant."""

from dataclasses import dataclass

from salestui.services.sample.script import Pair

_PINYIN = (
    "Yuqiao Yanxi Huaixu Lanxi Hedu Lichuan Qingwu Xuye Chengbu Suiqiu Wangyu Tongbo Shiyan "
    "Weizhou Jiyuan Luting Shuowan Tangyin Mosang Rongyang Tingxi Zhuyu Youling Bozhou Baiyan Fengzhu "
    "Jinshan Luping Dipu Suchuan Xianghu Taiyuan Qinwu Mingxiu Qiaoyin Jiayue Yuanting Liwu Xihe "
    "Yantang Huatun Longan Zhishui Gepu Luanqing Weitian Luca Qiuyuan Ziwu Danbo Cenling Jianshi "
    "Jiushu Liaoting Zhelin Suoyi Chanyan Wenhe Rongting Baodu Hanshu Yinbei"
)
_SIGNS = (
    "榆桥 砚溪 槐序 岚汐 禾渡 砺川 青梧 栩野 澄埠 穗丘 望屿 桐泊 拾砚 苇舟 霁原 鹿汀 朔湾 棠阴 "
    "陌桑 榕垟 汀溪 竹峪 柚岭 泊洲 柏堰 枫渚 堇杉 麓坪 荻浦 溯川 橡湖 苔原 沁坞 茗岫 樵隐 葭月 "
    "渊渟 篱坞 晞禾 岩棠 桦屯 泷岸 沚水 舸浦 峦青 圩田 芦汊 楸园 梓坞 澹泊 岑岭 涧石 桕树 蓼汀 "
    "柘林 蓑衣 婵岩 汶禾 溶汀 苞渡 菡树 荫北"
)
NAMES: tuple[Pair, ...] = tuple(zip(_PINYIN.split(), _SIGNS.split(), strict=True))

REGIONS: tuple[Pair, ...] = (
    ("Shanghai", "上海"),
    ("Suzhou", "苏州"),
    ("Hangzhou", "杭州"),
    ("Ningbo", "宁波"),
    ("Nanjing", "南京"),
    ("Shenzhen", "深圳"),
    ("Guangzhou", "广州"),
    ("Chengdu", "成都"),
    ("Wuhan", "武汉"),
    ("Qingdao", "青岛"),
    ("Xi'an", "西安"),
    ("Hefei", "合肥"),
)

TAGS: tuple[Pair, ...] = (
    ("trade fair spring", "春季展会"),
    ("reference", "标杆客户"),
    ("price-sensitive", "价格敏感"),
    ("needs training", "需培训"),
    ("tender", "招投标"),
    ("second site", "二期项目"),
    ("monthly report", "月报"),
)


@dataclass(frozen=True, slots=True)
class Industry:
    """A line of business: what such companies need, and what hurts them."""

    name: Pair
    endings: tuple[Pair, ...]
    needs: tuple[Pair, ...]
    pains: tuple[Pair, ...]


INDUSTRIES: tuple[Industry, ...] = (
    Industry(
        ("Manufacturing", "制造业"),
        (("Precision", "精密制造"), ("Machinery", "机械"), ("Castings", "铸造")),
        (
            ("Fewer stops on the line", "减少产线停机"),
            ("Lower purchasing cost", "降低采购成本"),
            ("Trace every lot", "批次可追溯"),
        ),
        (
            ("Suppliers deliver late, 12 % of orders", "供应商延期交付占12%"),
            ("Stock is counted by hand", "库存靠人工盘点"),
        ),
    ),
    Industry(
        ("Internet", "互联网"),
        (("Software", "软件"), ("Information Technology", "信息技术")),
        (("Shorter response times", "缩短响应时间"), ("Scale at peak hours", "高峰期弹性扩容")),
        (("Pages take over 4 s at peak", "高峰期页面加载超过4秒"), ("Two outages last quarter", "上季度两次宕机")),
    ),
    Industry(
        ("Healthcare", "医疗健康"),
        (("Medical Devices", "医疗器械"), ("Health", "健康科技")),
        (("Better system compatibility", "提升系统兼容性"), ("Records ready for audit", "记录可随时备查")),
        (("Three systems, entered three times", "三套系统重复录入"), ("Complicated to use", "系统操作复杂")),
    ),
    Industry(
        ("Retail", "零售"),
        (("Trading", "商贸"), ("Stores", "连锁百货")),
        (("Smart warehousing", "智能仓储"), ("One view of stock for all stores", "全门店库存一览")),
        (("Picking errors 1.8 %", "拣货差错率1.8%"), ("High labour cost in the warehouse", "仓库人工成本高")),
    ),
    Industry(
        ("Finance", "金融业"),
        (("Leasing", "融资租赁"), ("Factoring", "商业保理")),
        (("Better data security", "提升数据安全"), ("Faster credit checks", "加快授信审批")),
        (("Audit asks for logs of 3 years", "审计要求保留三年日志"), ("Credit checks take 5 days", "授信审批需5天")),
    ),
    Industry(
        ("Logistics", "物流"),
        (("Logistics", "物流"), ("Cold Chain", "冷链")),
        (("Plan routes by itself", "自动排线"), ("Proof of temperature", "温度全程留证")),
        (("Trucks run 30 % empty", "车辆空驶率30%"), ("Complaints about broken cold chain", "断链投诉多")),
    ),
    Industry(
        ("Food", "食品"),
        (("Foods", "食品"), ("Beverages", "饮料")),
        (("Trace every lot", "批次可追溯"), ("Forecast the season", "旺季需求预测")),
        (("Recall test took 9 hours", "召回演练耗时9小时"), ("Best-before stock written off", "临期报损")),
    ),
    Industry(
        ("New energy", "新能源"),
        (("Energy", "新能源"), ("Storage", "储能科技")),
        (("Service by remote diagnosis", "远程诊断运维"), ("Project costs in one place", "项目成本归集")),
        (
            ("Technicians travel 2 days a week", "技术员每周出差2天"),
            ("Costs known only after a month", "成本滞后一个月"),
        ),
    ),
)
