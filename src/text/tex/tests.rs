use super::*;

#[test]
fn formulas_and_names_are_found() {
    for (text, expected) in [
        (
            "\\begin{align}a\\end{align} b",
            "\\begin{align}a\\end{align}",
        ),
        ("\\begin{abstract}a\\end{abstract}", "\\begin{abstract}"),
        ("\\begin{document}", "\\begin{document}"),
        ("\\end{quote} a", "\\end{quote}"),
        ("\\section{A home}", "\\section"),
        ("\\section*{A home}", ""),
        ("\\label{sec:home} a", "\\label{sec:home}"),
        ("\\nameref{a massive home} b", "\\nameref{a massive home}"),
        ("\\citep[p. 1]{home,end}.", "\\citep[p. 1]{home,end}"),
        ("\\verb|a home| b", "\\verb|a home|"),
        ("\\verb*+a home+", "\\verb*+a home+"),
        (
            "\\lstinline[language=C]{a {home}} b",
            "\\lstinline[language=C]{a {home}}",
        ),
        ("\\lstinline!a home! b", "\\lstinline!a home!"),
        ("\\mintinline{c}{a home} b", "\\mintinline{c}{a home}"),
        ("\\type{a home} b", "\\type{a home}"),
        ("\\texttt{begin -n home} b", "\\texttt{begin -n home}"),
        ("\\texttt{a home} b", "\\texttt"),
        ("\\verb|a\nhome|", ""),
        ("\\nmentioned", ""),
        ("\\{a}", ""),
    ] {
        assert_eq!(&text[..len(text.as_bytes())], expected, "{text}");
    }
}
