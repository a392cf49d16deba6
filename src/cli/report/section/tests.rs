use super::*;
use crate::edit::{Choice, Evidence};

/// The HTML of a text in which the words `spun` are replaced.
fn shown(text: &str, spun: &[&str]) -> String {
    shown_with(text, spun, Vec::new())
}

fn shown_with(text: &str, spun: &[&str], spans: Vec<Range<usize>>) -> String {
    let choices = vec![Choice {
        wording: "R&D".into(),
        cost: 0,
    }];
    let evidence = Evidence::with_choices(Kind::Fuzzy, "a<b -> c", 1000, 1000, choices);
    let edit = Edit::new(0..0, "said", evidence);
    let range = |spun: &&str| {
        let start = text.find(spun).expect("the wording is in the text");
        start..start + spun.len()
    };
    let verdict = Verdict {
        density: Some(0.5),
        spun: true,
        ..Verdict::default()
    };
    let section = Section {
        name: OsStr::new("a<b"),
        record: Some(3),
        text,
        edits: spun.iter().map(|spun| (range(spun), &edit)).collect(),
        spans,
        verdict: &verdict,
        terms: "",
    };
    section.shown().html().to_owned()
}

#[test]
fn text_is_escaped_and_edits_are_marked() {
    let html = shown("1 < 2 & mentioned so", &["mentioned"]);
    for part in [
        "<details open><summary>a&lt;b:3 <span class=\"faint\">looks spun, density 50 %, 1 edit</span></summary>",
        "1 &lt; 2 &amp; <span class=\"edit\" tabindex=\"0\"><del>mentioned</del><ins>said</ins><span class=\"card\">",
        "<b>a&lt;b -&gt; c</b> (fuzzy)",
        "<span>R&amp;D</span><span>0.000</span>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(shown("clean", &[]).starts_with("<details><summary>"));
}

#[test]
fn spun_parts_are_marked() {
    let html = shown_with(
        "It is. He mentioned it. So.",
        &["mentioned"],
        vec![7..23, 24..27],
    );
    for part in [
        "looks spun in 2 parts, density 50 %, 1 edit",
        "It is. <span class=\"part\">He <span class=\"edit\"",
        " it.</span> <span class=\"part\">So.</span></div>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    // A part may start or end with an edit.
    let html = shown_with("mentioned", &["mentioned"], vec![0..9]);
    assert!(html.contains("<div class=\"text\"><span class=\"part\"><span class=\"edit\""));
    assert!(html.contains("</span></span></span></div>"), "{html}");
}

#[test]
fn bars_are_shares_of_words() {
    let text = format!("{} mentioned within {}", "a ".repeat(9), "b ".repeat(9));
    let html = shown(&text, &["mentioned", "within"]);
    assert!(
        html.contains("words 1 to 10: 10 % replaced")
            && html.contains("words 11 to 20: 10 % replaced"),
        "{html}"
    );
    let short = shown("he mentioned it", &["mentioned"]);
    assert!(!short.contains("<svg"), "too short for a plot");
}
