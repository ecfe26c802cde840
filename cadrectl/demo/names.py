"""Invented names of people and places, spread about as names are in China: the tables and how they are
drawn. Nobody in particular is meant."""

from cadrectl.demo.dice import Dice

# The commoner a surname, the more often it stands here, roughly in the proportions of the census.
SURNAMES = (
    "王王王王王王王李李李李李李李张张张张张张刘刘刘刘刘陈陈陈陈陈杨杨杨黄黄赵赵吴吴周周徐徐孙孙马马朱朱胡胡郭郭何何林林高高"
    "罗罗郑梁谢宋唐许邓冯韩曹曾彭肖蔡潘田董袁于余叶蒋蒋杜苏魏程吕丁沈沈任姚卢傅钟姜崔谭廖范汪陆陆金石戴贾韦夏邱方侯邹熊孟秦"
    "白江阎薛尹段雷黎史龙贺陶顾顾毛郝龚邵万钱钱严覃武莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞"
    "左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳"
)
DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "令狐")
RARE = "喆堃翀赟燊垚昇旻祎珺玥䶮㛃𫖯𬭎"
MEN_ELDER = "国建志明永文德海金春荣华平军勇强伟刚林生祥兴福庆根宏斌辉"
MEN_YOUNGER = "伟强磊涛鹏超杰斌波浩宇峰健亮俊凯博文晨阳旭龙飞翔睿轩泽恒"
WOMEN_ELDER = "芳秀英兰玉桂珍华梅红萍丽霞琴凤娟云芬琳春燕美素惠月"
WOMEN_YOUNGER = "静敏燕艳丽娟婷娜倩雪洁琳慧颖佳莹瑶璐怡欣雯晶蕾萌悦琪妍"
UYGHUR = {
    "man": ("艾力", "迪力夏提", "阿卜杜拉", "努尔兰", "买买提", "吐尔逊"),
    "woman": ("阿依古丽", "古丽娜尔", "热依汗", "帕提古丽", "米热古丽", "迪丽娜尔"),
}
UYGHUR_FATHERS = ("买买提", "艾合买提", "吐尔逊", "玉素甫", "卡德尔", "阿不都热合曼")
MINORITIES = ("回族", "回族", "满族", "满族", "土家族", "苗族", "壮族", "蒙古族", "畲族")

PLACE_FIRST = "青云河东清江丹金白朱水西汤花龙华石月竹春梅桃柳文武永长安兴福庆和宁荷溪塘墅圩桥湖滨岗坡秀景翠"
PLACE_SECOND = "溪阳湖塘桥林山湾滨埠庄埂里墅岸坊堰泉岭洲浦亭"
DIVISION = "青禾"


def person_name(dice: Dice, gender: str, born: int) -> tuple[str, str]:
    """A name and the ethnicity that goes with it, for somebody born in the year `born`."""
    if dice.chance(0.006):
        return f"{dice.pick(UYGHUR[gender])}·{dice.pick(UYGHUR_FATHERS)}", "维吾尔族"
    surname = dice.pick(DOUBLE_SURNAMES) if dice.chance(0.008) else dice.pick(SURNAMES)
    return surname + _given(dice, gender, born), dice.pick(MINORITIES) if dice.chance(0.025) else "汉族"


def _given(dice: Dice, gender: str, born: int) -> str:
    elder, younger = (MEN_ELDER, MEN_YOUNGER) if gender == "man" else (WOMEN_ELDER, WOMEN_YOUNGER)
    last = dice.pick(RARE) if dice.chance(0.02) else dice.pick(elder if born < 1978 else younger)
    if dice.chance(0.28):
        return last
    return dice.pick(elder if dice.chance(0.5) else younger) + last


def place_names(dice: Dice) -> list[str]:
    """Every place name there is, in an order of its own for each district."""
    pairs = [one + two for one in PLACE_FIRST for two in PLACE_SECOND if one != two]
    return dice.shuffled(pairs)
