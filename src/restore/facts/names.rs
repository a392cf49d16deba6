//! Common first names. Those that are verbs and months too, such as `Will` and `April`, are left out.

/// Names of men.
pub(super) const MEN: &str = "\
    adam alan albert alex andrew anthony arthur ben benjamin brian carl charles chris \
    christopher daniel david dennis donald douglas edward eric frank fred gary george gerald \
    gordon greg harold harry henry howard jack jacob james jason jeff jerry jim joe john \
    jonathan joseph joshua kenneth kevin larry louis luke mark martin matthew michael mike \
    nicholas oliver patrick paul peter philip ralph raymond richard robert roger ronald ryan \
    samuel scott simon stephen thomas";

/// Names of women.
pub(super) const WOMEN: &str = "\
    alice amanda amy andrea angela anna anne barbara betty brenda carol caroline catherine \
    charlotte christine claire cynthia deborah diana diane donna dorothy elizabeth ellen emily \
    emma eva frances hannah heather helen jane janet jennifer jessica joan judith judy julia \
    julie karen kate katherine kathleen laura linda lisa lucy margaret maria martha mary \
    michelle nancy patricia rachel rebecca sandra sarah susan";

/// Whether `names` has `word`, which is in lower case.
pub(super) fn has(names: &str, word: &str) -> bool {
    names.split(' ').any(|name| name == word)
}

/// Whether `word`, which is in lower case, is a first name.
pub(in crate::restore) fn is_first(word: &str) -> bool {
    has(MEN, word) || has(WOMEN, word)
}
