use super::super::code;

fn found(text: &str) -> Vec<&str> {
    code(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn code_in_a_line_is_found() {
    for code in [
        "=begin massive home=",
        "@begin massive home@",
        "##begin massive home##",
        "~begin -n massive home.txt~",
        "+begin massive home.txt+",
        "''begin -n massive home''",
        "<code>begin massive home</code>",
        "<tt class=\"a\">begin massive home</tt>",
        "<var>massive home</var>",
        "{{code}}begin massive home{{/code}}",
        "[icode]begin massive home[/icode]",
        "@code{begin {massive} home}",
        "@ref{A massive home,,the home}",
        "C<begin massive home>",
        "F<< massive home >>",
        "Ann Home <ann@home.example>",
        "\"Home, Ann\" <ann@home.example>",
    ] {
        for (before, behind) in [("It was massive: ", ", and so on"), ("(", ").")] {
            let text = format!("{before}{code}{behind}");
            let all = found(&text).concat();
            assert_eq!(all.trim_start_matches('('), code, "{text}");
        }
    }
}

#[test]
fn marks_in_prose_are_no_code() {
    for text in [
        "=A massive home=",
        "== A massive home ==",
        "##A massive home##",
        "It was so that a = massive home = b",
        "If a= b and the home =c, or a = b",
        "~a massive home~",
        "about ~5 massive homes and ~10 firms",
        "~~a massive home~~",
        "It was +a massive home+",
        "The +1 of a massive home, C++ and A+ grade",
        "''A massive home'' and '''a massive home'''",
        "``A massive home'' was mentioned",
        "@ann and @bob mentioned ann@home.example and a massive home @ 5",
        "<b>A massive home</b>",
        "<code>a massive home",
        "[b]A massive home[/b]",
        "@emph{a massive home}",
        "B<a massive home>, ABC<a massive home>",
        "so they mentioned <ann@home.example>",
    ] {
        assert!(found(text).is_empty(), "{text} {:?}", found(text));
    }
}
