use super::super::{Folded, is_needed};
use crate::edit::{Edit, Evidence, Kind, apply};

fn folded(text: &str) -> Folded {
    Folded::of(text.as_bytes(), &[0..text.len()], &[], |_| false)
}

/// Checks how a text behind a command is read.
fn check(text: &str, expected: &str) {
    let text = format!("\\emph{{}}{text}");
    assert!(is_needed(text.as_bytes()), "{text}");
    assert_eq!(folded(&text).text(), expected, "{text}");
}

#[test]
fn commands_and_ties_are_read_as_what_a_reader_sees() {
    for (text, expected) in [
        ("so~it~was on Mill~Road", "so it was on Mill Road"),
        ("\\emph{so} \\textbf{it \\textit{was}}!", "so it was!"),
        ("{\\it so it} {\\large was}", "so it was"),
        ("so\\footnote{It was.} it", "so (It was.) it"),
        ("so\\footnotemark[1] it\\index{so!it} was", "so it was"),
        ("so~\\cite{it} was\\citep[p.~1]{it}.", "so \\cite{it} was."),
        ("\\href{http://a.b/~so}{so it}", "so it"),
        ("\\textcolor{red}{so} \\hyperref[a]{it}", "so it"),
        ("\\section*{So it}\\label{a}\nwas", "\n\nSo it\n\n\nwas"),
        ("so\\\\ it\\\\[2pt]was 4\\,km\\ off", "so  it was 4 km off"),
        ("so--it---was", "so–it—was"),
        ("``so it'' and `it's so'", "“so it” and ‘it's so'"),
        ("in\\-di\\-vid\\-uals", "individuals"),
        ("so\\textsuperscript{a,b} it", "so it"),
        ("5\\% \\& \\$6", "5% & $6"),
        ("\\noindent so", "  so"),
        ("so\n  % it\nwas", "so\n  was"),
    ] {
        check(text, expected);
    }
}

#[test]
fn names_formulas_code_and_unknown_commands_stay() {
    for text in [
        "a\\_b \\home{a b} a\\^{i}",
        "$a~b--c$ \\(a~b\\) \\[a~b\\]",
        "\\verb|a~b| \\texttt{a~b_c} `a~' `a` ``a``",
        "\\begin{lstlisting}\na~b \\emph{a}\n\\end{lstlisting}",
        "\\begin{align}a~b\\end{align}",
        "~/a a/~b a@b~c --all <!-- a -->",
        "% \\emph{a}~b",
        "\\label{a \\textbf{b",
        "\\title{House} 4\\textsuperscript{th}",
        "see \\cite{a} and \\ref{b}",
        "\\includegraphics{a--b}",
    ] {
        let expected = text.replace("`a~'", "‘a~'");
        check(text, &expected);
    }
    let preamble = "\\newcommand{\\a}[1]{\\emph{#1}~a}\\begin{document}";
    assert_eq!(folded(preamble).text(), preamble);
    for text in ["so~it", "a\\b{c}", "C:\\emph it--was"] {
        assert!(!is_needed(text.as_bytes()), "{text}");
    }
}

#[test]
fn edits_keep_commands_and_escape_signs() {
    let source = "\\emph{officers} mentioned~\\cite{a} 5 percent of \\textbf{a}b";
    let folded = folded(source);
    let edit = |spun: &str, original: &str| {
        let start = folded.text().find(spun).expect("it is there");
        let evidence = Evidence::new(Kind::Exact, "", 0, 0);
        Edit::new(start..start + spun.len(), original.to_owned(), evidence)
    };
    let edits = vec![
        edit("officers mentioned", "officials said"),
        edit("5 percent", "5%"),
    ];
    let edits = folded.edits_in_source(edits);
    assert_eq!(
        String::from_utf8_lossy(&apply(source.as_bytes(), &edits)),
        "\\emph{officials} said~\\cite{a} 5\\% of \\textbf{a}b"
    );
}
