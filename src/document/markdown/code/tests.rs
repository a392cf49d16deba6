use super::*;

#[test]
fn code_is_found() {
    let text = "import A from \"a b\";\nimport b from 'c'\n\nimport so much\n\n\
            <A b={x > 1} c=\"d>\" />e <A f={\n\n}>\n\nexport const g = 'h';\n\n\
            \\(a b\\) \\begin{x}\n\\end{x}";
    let found: Vec<&str> = ranges(text, false)
        .into_iter()
        .map(|range| &text[range])
        .collect();
    let expected = [
        "import A from \"a b\";\nimport b from 'c'",
        "import b from 'c'",
        "<A b={x > 1} c=\"d>\" />",
        "export const g = 'h';",
        "\\(a b\\)",
        "\\begin{x}\n\\end{x}",
    ];
    assert_eq!(found, expected);
    assert!(ranges("I import it.\nexport or not: a < b", false).is_empty());
}

#[test]
fn comments_are_between_two_lines() {
    let text = "a\n%%\nb\n\nc\n%%\n{::comment}\nd\n{:/comment}\n5%%\n%%\ne";
    let found: Vec<&str> = ranges(text, false)
        .into_iter()
        .map(|range| &text[range])
        .collect();
    assert_eq!(found, ["%%\nb\n\nc\n", "{::comment}\nd\n"]);
}

#[test]
fn blocks_between_tags_are_found() {
    let text = "{% raw %}a\nb{%- endraw %} {{< code >}}c{{< /code >}} {% if a %}b{% endif %} \
            {%- highlight c %}{% a %}{% endhighlight %} {% raw %}";
    let found: Vec<&str> = ranges(text, false)
        .into_iter()
        .map(|range| &text[range])
        .collect();
    assert_eq!(
        found,
        [
            "{% raw %}a\nb",
            "{{< code >}}c",
            "{%- highlight c %}{% a %}"
        ]
    );
}
