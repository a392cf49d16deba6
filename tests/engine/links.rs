//! Links between the documents lead to files and headings that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{markdown_files, root};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Where the repository is on the web. The book and the packages link to other files of it there.
const REPOSITORY: &str = "https://github.com/unspin/unspin/";

/// The targets of links, and the anchors of headings, in a Markdown text.
fn links_and_anchors(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let mut links = Vec::new();
    let mut anchors = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.into_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                anchors.extend(heading.take().map(|title| anchor(&title)));
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(title) = &mut heading {
                    title.push_str(&text);
                }
            }
            _ => {}
        }
    }
    (links, anchors)
}

/// The anchor that GitHub gives a heading.
fn anchor(title: &str) -> String {
    let kept = |char: &char| char.is_alphanumeric() || " -_".contains(*char);
    title
        .to_lowercase()
        .chars()
        .filter(kept)
        .collect::<String>()
        .replace(' ', "-")
}

/// The file or folder and the heading to which `link` in the document `from` leads, if it is one of
/// this repository.
fn target<'a>(from: &Path, link: &'a str) -> Option<(PathBuf, &'a str)> {
    let (file, heading) = link.split_once('#').unwrap_or((link, ""));
    if let Some(path) = file.strip_prefix(REPOSITORY) {
        let path = ["blob/main/", "tree/main/"]
            .iter()
            .find_map(|kind| path.strip_prefix(kind))?;
        return Some((root().join(path), heading));
    }
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let file = match file {
        "" => from.to_owned(),
        file => from.parent().expect("a folder").join(file),
    };
    Some((file, heading))
}

/// What is wrong with `link`, which is in the document `from`.
fn problem(from: &Path, link: &str) -> Option<String> {
    let (target, wanted) = target(from, link)?;
    if !target.exists() {
        return Some(format!("{}: {link}: no such file", from.display()));
    }
    if wanted.is_empty() {
        return None;
    }
    let text = fs::read_to_string(&target).expect("a text file");
    let (_, anchors) = links_and_anchors(&text);
    (!anchors.contains(wanted)).then(|| format!("{}: {link}: no such heading", from.display()))
}

#[test]
fn links_between_documents_lead_somewhere() {
    let documents = markdown_files();
    assert!(
        documents.len() > 10,
        "only {} documents found",
        documents.len()
    );
    let mut checked = 0;
    let mut problems = Vec::new();
    for document in documents {
        let document = root().join(document);
        let text = fs::read_to_string(&document).expect("a text file");
        for link in links_and_anchors(&text).0 {
            checked += 1;
            problems.extend(problem(&document, &link));
        }
    }
    assert!(checked > 30, "only {checked} links found");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn broken_links_are_found() {
    let readme = root().join("README.md");
    assert!(problem(&readme, "docs/nowhere.md").is_some());
    assert!(problem(&readme, "docs/cli.md#no-such-heading").is_some());
    assert!(problem(&readme, "docs/cli.md").is_none());
    let on_the_web = |path: &str| format!("{REPOSITORY}blob/main/{path}");
    assert!(problem(&readme, &on_the_web("docs/nowhere.md")).is_some());
    assert!(problem(&readme, &on_the_web("docs/cli.md#messages")).is_none());
}

/// The book is a folder of its own when it is built, so its pages link to files outside it on the web.
#[test]
fn pages_of_the_book_link_to_other_files_on_the_web() {
    let pages = markdown_files();
    for page in pages.iter().filter(|page| page.starts_with("docs/")) {
        let text = fs::read_to_string(root().join(page)).expect("a text file");
        for link in links_and_anchors(&text).0 {
            assert!(!link.starts_with("../"), "{page}: {link}");
        }
    }
}

/// The book has every page.
#[test]
fn every_page_is_in_the_summary() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).expect("a text file");
    let (links, _) = links_and_anchors(&summary);
    for page in markdown_files() {
        if let Some(name) = page
            .strip_prefix("docs/")
            .filter(|&name| name != "SUMMARY.md")
        {
            assert!(links.iter().any(|link| link == name), "{name}");
        }
    }
}
