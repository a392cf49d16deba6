//! Common first names. Those that are verbs and months too, such as `Will` and `April`, are left out.

/// Names of men.
pub(super) const MEN: &str = "\
    adam alan albert alex alexander andrew andy anthony arthur ben benjamin bob brian bruce \
    bryan carl charles chris christopher daniel david dennis donald douglas edward eric \
    ethan frank fred gary george gerald gordon greg gregory harold harry henry howard hugh ian isaac \
    ivan jack jacob james jason jeff jeffrey jeremy jerry jim joe john jonathan jorge joseph joshua \
    justin keith kenneth kevin kyle larry lawrence leo leonard louis lucas luke malcolm mark \
    martin matthew michael mike mohamed mohammed muhammad nathan neil nicholas oliver oscar \
    patrick paul peter philip phillip ralph raymond richard robert roger ronald ryan sam samuel \
    scott sean simon stanley stephen steve steven stuart theodore thomas tim timothy tom tony trevor \
    victor vincent vladimir walter william zachary";

/// Names of women.
pub(super) const WOMEN: &str = "\
    alexandra alice alison allison amanda amy andrea angela ann anna anne annie barbara beth betty \
    brenda bridget carla carmen carol caroline catherine charlotte chloe christina christine claire \
    cynthia deborah denise diana diane donna dorothy eleanor elena elizabeth ellen emily emma eva evelyn \
    fiona frances gloria hannah heather helen irene isabel isabella jacqueline jane janet jasmine \
    jennifer jenny jessica jill joan joanna joyce judith judy julia julie karen kate katherine kathleen \
    kathryn katie kelly kimberly laura lauren leah linda lisa lori lucy margaret maria marie martha mary \
    megan melissa michelle miriam nancy naomi natalie natasha nicole nina olivia pamela patricia \
    paula rachel rebecca renee sandra sara sarah sharon sheila shirley sophia sophie stephanie susan \
    suzanne sylvia teresa theresa valerie vanessa wendy yvonne";

/// Whether `names` has `word`, which is in lower case.
pub(super) fn has(names: &str, word: &str) -> bool {
    names.split(' ').any(|name| name == word)
}

/// Whether `word`, which is in lower case, is a first name.
pub(in crate::restore) fn is_first(word: &str) -> bool {
    has(MEN, word) || has(WOMEN, word)
}
