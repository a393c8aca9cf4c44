"""Sentences that do not repeat: each is put together from parts and carries figures of its own."""

from __future__ import annotations

from random import Random

PLACES = (
    "一车间 二车间 三车间 四车间 成品库 原料库 空压站 配电房 锅炉房 污水站 热处理线 涂装线 装配线 包装线 检测中心"
).split()
THINGS = (
    "空压机 循环水泵 冷却塔 真空泵 注塑机 烘箱 余热回收装置 变频器 照明回路 除尘风机 叉车充电桩 屋顶光伏 储能柜"
    " 蒸汽管网 冷冻机组 回火炉 清洗机 搬运小车 变压器"
).split()
DEEDS = (
    "完成改造 换为高效型号 加装分项计量 接入在线监测 实行错峰运行 完成检定 更新操作规程 通过验收 完成节能诊断"
    " 纳入月度考核 停用旧型号"
).split()
EFFECTS = (
    "全年少用电 {n} 千瓦时",
    "单耗下降 {p} %",
    "减排 {n} 千克二氧化碳当量",
    "节水 {n} 立方米",
    "故障停机减少 {m} 次",
    "峰值负荷降低 {m} 千瓦",
    "少耗天然气 {n} 标准立方米",
    "回收热量折合 {m} 吨蒸汽",
)
CHECKS = (
    "由能源管理小组复核",
    "数据取自月度报表",
    "按 GB/T 13234 计算",
    "第三方现场看过",
    "经总经理办公会通过",
    "台账编号 {n}",
    "抽查 {m} 处与记录一致",
    "附照片 {m} 张",
)
SYLLABLES = "恒 瑞 盛 泰 腾 越 华 光 远 景 新 源 嘉 禾 宏 图 凯 达 明 川 润 和 安 捷 锦 程 云 峰 海 岳".split()


def sentence(rng: Random) -> str:
    """One sentence about what was done where, with what effect."""
    figures = {"n": rng.randint(1200, 98000), "p": f"{rng.randint(11, 197) / 10}", "m": rng.randint(2, 480)}
    place, thing, deed = rng.choice(PLACES), rng.choice(THINGS), rng.choice(DEEDS)
    effect, check = rng.choice(EFFECTS).format(**figures), rng.choice(CHECKS).format(**figures)
    return f"{rng.randint(1, 12)} 月{place}的 {rng.randint(1, 36)} 台{thing}{deed}，{effect}，{check}。"


def short(rng: Random) -> str:
    """A few words: a topic or a title."""
    return f"{rng.choice(PLACES)}{rng.choice(THINGS)}{rng.choice(DEEDS)} {rng.randint(100, 999)}"


def name(rng: Random) -> str:
    """Two characters for a firm."""
    return rng.choice(SYLLABLES) + rng.choice(SYLLABLES)


def chapter(rng: Random, title: str) -> str:
    """A narrative page: a heading and some paragraphs."""
    paragraphs = ["".join(sentence(rng) for _ in range(rng.randint(3, 6))) for _ in range(4)]
    return f"# {title}\n\n" + "\n\n".join(paragraphs) + "\n"
