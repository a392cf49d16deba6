//! Links between the documents lead to files and headings that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::root;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// All Markdown files of the repository, except those of fixtures and build folders.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let is_skipped = name.starts_with('.') || ["target", "dist"].contains(&&*name);
            if path.is_dir() && !is_skipped {
                folders.push(path);
            } else if name.ends_with(".md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

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

/// What is wrong with `link`, which is in the document `from`.
fn problem(from: &Path, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (file, wanted) = link.split_once('#').unwrap_or((link, ""));
    let target = match file {
        "" => from.to_owned(),
        file => from.parent().expect("a folder").join(file),
    };
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
    let documents = documents();
    assert!(
        documents.len() > 10,
        "only {} documents found",
        documents.len()
    );
    let mut checked = 0;
    let mut problems = Vec::new();
    for document in documents {
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
}
