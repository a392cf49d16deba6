use super::*;

fn found(text: &str) -> Vec<&str> {
    let ranges = markers(text).into_iter();
    ranges.map(|range| &text[range]).collect()
}

#[test]
fn markers_of_templates_are_found() {
    let text = "{{ home }} {{{a}}} {% if a %} ${ home } <%= a b %> [[ a b ]] {# a #} #{ a } \
        {!! a b !!} $(a b) <<a>> <<a-b,c>> { .a .b } { #c d=\"e\" } {{a|b={{c}}|d}} ++ctrl+f4++ <!-- g -->";
    let expected = [
        "{{ home }}",
        "{{{a}}}",
        "{% if a %}",
        "${ home }",
        "<%= a b %>",
        "[[ a b ]]",
        "{# a #}",
        "#{ a }",
        "{!! a b !!}",
        "$(a b)",
        "<<a>>",
        "<<a-b,",
        "{ .a .b }",
        "{ #c d=\"e\" }",
        "{{a|b={{c}}|d}}",
        "++ctrl+f4++",
        "<!-- g -->",
    ];
    assert_eq!(found(text), expected);
}

#[test]
fn placeholders_are_found() {
    let text =
        "%d of %1$s, % 5.2f, %(name)s {0} { home } {x:>10} %HOME% %-5.2f %@ %ld 5%% %%a%% $home";
    let expected = [
        "%d", "%1$s", "% 5.2f", "%(name)s", "{0}", "{ home }", "{x:>10}", "%HOME%", "%-5.2f", "%@",
        "%ld", "%%", "%%a%%", "$home",
    ];
    assert_eq!(found(text), expected);
}

#[test]
fn percent_signs_that_count_nothing_are_found() {
    assert_eq!(
        found("% so\n  % it\n5 % a, x %= 2, '% d'"),
        ["%", "%", "%", "% d"]
    );
}

#[test]
fn types_of_callouts_and_escaped_tags_are_found() {
    let text = "[!risk] So &lt;p id=\"a b\"&gt;it&lt;/p&gt; 1 &lt; 2 &gt; 1 &amp; so";
    let expected = ["[!risk]", "&lt;p id=\"a b\"&gt;", "&lt;/p&gt;"];
    assert_eq!(found(text), expected);
}

#[test]
fn names_of_emoji_are_found() {
    assert_eq!(found("a :house: (:big_tree:) b"), [":house:", ":big_tree:"]);
    let others = "at 10:30:15 so: it: was a:b:c ::b:: :A: : so : <<A b>>";
    assert_eq!(found(others), [""; 0]);
}

#[test]
fn code_between_marks_is_found() {
    assert_eq!(
        found("``a b`` `c` (`d e`). [code]f\ng[/code] kbd:[h]"),
        ["``a b``", "`c`", "`d e`", "[code]f\ng[/code]", ":[h]"]
    );
    assert_eq!(found("``a b'' ` c ` `d\ne` `f' and `g' ``"), [""; 0]);
}

#[test]
fn formulas_are_found() {
    let text = "\\(a b\\) \\[ c \\] \\begin{align}\na &= b\n\\end{align} $$ d $$";
    let expected = [
        "\\(a b\\)",
        "\\[ c \\]",
        "\\begin{align}\na &= b\n\\end{align}",
        "$$ d $$",
    ];
    assert_eq!(found(text), expected);
}

#[test]
fn alternatives_are_found() {
    let text = "A {big|large} {dog|{very |}old cat} {was |} here {a} {b|c\n\nd} {e|f";
    assert_eq!(
        found(text),
        ["{big|large}", "{dog|{very |}old cat}", "{was |}", "{a}"]
    );
}

#[test]
fn other_marks_are_not() {
    let text = "50% of 5 %discount 5 % said {a, b} [x] $5 (%) %-sign US$home 5$ $ $5m $one $four.9 #1 C++ a++b ++a ++++ ++ a ++ {{ a\n\nb }} \\begin{a b";
    assert_eq!(found(text), [""; 0]);
}

#[test]
fn long_runs_of_marks_are_read() {
    let marks = ('!'..='~').filter(char::is_ascii_punctuation);
    for mark in marks {
        for len in [1, 2, 3, LONGEST - 1, LONGEST, LONGEST + 1, LONGEST_TAG + 1] {
            let run = mark.to_string().repeat(len);
            for text in [run.clone(), format!("a {run}"), format!("{run} a {run}b")] {
                for range in markers(&text) {
                    assert!(text.get(range).is_some(), "{mark} {len} times");
                }
            }
        }
    }
}
