//! What is code to some programs that read Markdown, and text to others: formulas in TeX, blocks of
//! code of Jekyll and Hugo, and the imports and tags of MDX.

use super::front;
use crate::text::{code, marker};
use memchr::memmem::{self, find_iter};
use std::collections::HashSet;
use std::ops::Range;

/// Longest tag with expressions.
const LONGEST: usize = 2000;
/// Least number of words of a property with prose.
const WORDS: usize = 8;

/// The bytes of `text` that must not be edited although the parser takes them for text, sorted. Only below
/// metadata, there may be more of it.
pub fn ranges(text: &str, has_front: bool) -> Vec<Range<usize>> {
    let mut found = code::tables(text);
    if has_front {
        found.extend(front::of_slides(text));
    }
    // Other markers are found in the text of the document.
    if text.contains('\\') {
        found.extend(marker::markers(text));
    }
    found.extend(blocks(text));
    if memmem::find(text.as_bytes(), b"={").is_some() {
        found.extend(tags(text));
    }
    if ["%%", "{::"].iter().any(|mark| text.contains(mark)) {
        found.extend(comments(text));
    }
    found.extend(modules(text));
    found.extend(options(text));
    found.extend(labels(text));
    found.sort_by_key(|range| range.start);
    found
}

/// The labels of headings of MultiMarkdown, `# Home [label]`, and those of links to them, `[home][label]`.
fn labels(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut names = HashSet::new();
    for (at, _) in text.match_indices('#') {
        if at > 0 && text.as_bytes()[at - 1] != b'\n' {
            continue;
        }
        let line = text[at..].lines().next().unwrap_or_default();
        let label = line
            .trim_ascii_end()
            .strip_suffix(']')
            .and_then(|line| line.rsplit_once(" ["));
        if let Some((title, label)) = label.filter(|(_, label)| !label.contains([' ', ']'])) {
            let start = at + title.len() + 1;
            found.push(start..start + label.len() + 2);
            names.insert(label);
        }
    }
    if names.is_empty() {
        return found;
    }
    let name = |at: usize| {
        text[at + 2..]
            .split(']')
            .next()
            .filter(|name| names.contains(name))
    };
    let links = find_iter(text.as_bytes(), "][");
    found.extend(links.filter_map(|at| Some(at + 1..at + 3 + name(at)?.len())));
    found
}

/// The options of directives of MyST, lines `:name: value` below the opening line, and those of objects whose
/// documentation is put in, indented lines below `::: a.b`; and the properties of Logseq.
fn options(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut is_head = false;
    let mut is_object = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_matches([' ', '>', '\t', '\r', '\n']);
        let is_start = bare.starts_with(":::");
        is_head = if is_start {
            true
        } else {
            let name = bare.strip_prefix(':').and_then(|rest| rest.split_once(':'));
            let is_name = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
            is_head && name.is_some_and(|(name, _)| !name.is_empty() && name.chars().all(is_name))
        };
        is_object = if is_start {
            let path = bare.trim_start_matches(':').trim();
            path.contains('.') && !path.contains(char::is_whitespace)
        } else {
            is_object && line.starts_with("    ")
        };
        if (is_head || is_object) && !is_start {
            found.push(start..start + line.len());
        } else if let Some(len) = property_len(line) {
            found.push(start..start + len);
        }
        start += line.len();
    }
    found
}

/// Length of a property of Logseq, `tags:: home`. Of one with prose, it is that of the name.
fn property_len(line: &str) -> Option<usize> {
    let bare = line.trim_start_matches([' ', '\t', '-', '>']);
    let (name, value) = bare.split_once("::")?;
    let is_name = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
    let is_property =
        !name.is_empty() && name.chars().all(is_name) && value.starts_with([' ', '\t']);
    let is_prose = value.split_whitespace().count() >= WORDS;
    let len = if is_prose {
        line.len() - value.len()
    } else {
        line.len()
    };
    is_property.then_some(len)
}

/// The names of headings that shortcodes and addresses from variables lead to: `relref "#name"`,
/// `{{ page.url }}#name`.
pub fn anchors(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |char: char| char.is_alphanumeric() || "-_%".contains(char);
    text.match_indices('#').filter_map(move |(at, _)| {
        let name = text[at + 1..].split(|char| !is_name(char)).next();
        let is_target = text[..at].ends_with(['"', '\'', '}']);
        name.filter(|name| is_target && !name.is_empty())
    })
}

/// Blocks of code between tags: `{% highlight c %}` to `{% endhighlight %}`, `{{< mermaid >}}` to
/// `{{< /mermaid >}}`.
fn blocks(text: &str) -> Vec<Range<usize>> {
    const CODE: [&str; 10] = [
        "highlight",
        "raw",
        "code",
        "codeblock",
        "verbatim",
        "mermaid",
        "math",
        "katex",
        "chart",
        "comment",
    ];
    let mut found = Vec::new();
    for (open, close) in [("{%", "end"), ("{{<", "/"), ("{{%", "/")] {
        let mut endless: Vec<&str> = Vec::new();
        let mut end = 0;
        for at in find_iter(text.as_bytes(), open) {
            let name = tag_name(&text[at + open.len()..]);
            if at < end || !CODE.contains(&name) || endless.contains(&name) {
                continue;
            }
            let is_end = |far: &usize| {
                let inside = text[far + open.len()..].trim_start_matches(['-', ' ']);
                inside.strip_prefix(close).map(tag_name) == Some(name)
            };
            let mut ends = find_iter(&text.as_bytes()[at..], open).map(|far| at + far);
            match ends.find(is_end) {
                Some(last) => {
                    end = last;
                    found.push(at..last);
                }
                None => endless.push(name),
            }
        }
    }
    found
}

/// Comments of Obsidian, between two lines `%%`, and of Kramdown, from `{::comment}` to `{:/comment}`.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        match open {
            Some((at, end)) if bare.starts_with(end) => {
                found.push(at..start);
                open = None;
            }
            Some(_) => {}
            None if bare == "%%" => open = Some((start, "%%")),
            None if bare == "{::comment}" => open = Some((start, "{:/")),
            None => {}
        }
        start += line.len();
    }
    found
}

/// The name that the inside of a tag starts with.
fn tag_name(inside: &str) -> &str {
    let name = inside.trim_start_matches(['-', ' ']);
    let end = name.find(|char: char| !char.is_ascii_alphanumeric());
    &name[..end.unwrap_or(name.len())]
}

/// Tags of MDX, whose attributes may be expressions: `<Chart data={[1, 2]} />`.
fn tags(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('<') {
        let is_after = found.last().is_none_or(|last| last.end <= at);
        if is_after && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) {
            found.extend(tag_end(&bytes[at..]).map(|len| at..at + len));
        }
    }
    found
}

/// Length of the tag at the start of `rest`. A `>` inside braces or quotation marks does not end it.
fn tag_end(rest: &[u8]) -> Option<usize> {
    let mut depth = 0;
    let mut quote = None;
    for (at, &byte) in rest.iter().enumerate().take(LONGEST) {
        match (byte, quote) {
            (_, Some(open)) if open == byte => quote = None,
            (b'\n', _) if rest[at + 1..].starts_with(b"\n") => return None,
            (_, Some(_)) => {}
            (b'"' | b'\'' | b'`', None) => quote = Some(byte),
            (b'{', None) => depth += 1,
            (b'}', None) => depth -= 1,
            (b'>', None) if depth <= 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Paragraphs of imports and exports.
fn modules(text: &str) -> Vec<Range<usize>> {
    const EXPORTS: [&str; 9] = [
        "const ",
        "let ",
        "var ",
        "function ",
        "default ",
        "async ",
        "class ",
        "{",
        "* ",
    ];
    let is_module = |line: &str| {
        let is_import = line.strip_prefix("import ").is_some_and(|rest| {
            let rest = rest.trim_end().trim_end_matches(';');
            rest.ends_with(['"', '\'', '{', ','])
        });
        let is_export = line
            .strip_prefix("export ")
            .is_some_and(|rest| EXPORTS.iter().any(|word| rest.starts_with(word)));
        is_import || is_export
    };
    let starts = ["import ", "export "].into_iter().flat_map(|word| {
        let is_first = |at: usize| at == 0 || text.as_bytes()[at - 1] == b'\n';
        find_iter(text.as_bytes(), word).filter(move |&at| is_first(at))
    });
    let starts = starts.filter(|&at| is_module(text[at..].lines().next().unwrap_or_default()));
    starts.map(|at| at..at + module_len(&text[at..])).collect()
}

/// Length of the import or export at the start of `rest`: to the first blank line outside of brackets, if
/// there is one.
fn module_len(rest: &str) -> usize {
    let mut depth = 0;
    let mut done = 0;
    let mut first = None;
    for end in find_iter(rest.as_bytes(), "\n\n").take_while(|&end| end < LONGEST) {
        let count = |marks: [char; 3]| rest[done..end].matches(marks).count();
        depth += count(['{', '[', '(']);
        depth = depth.saturating_sub(count(['}', ']', ')']));
        if depth == 0 {
            return end;
        }
        done = end;
        first = first.or(Some(end));
    }
    first.unwrap_or_else(|| rest.find("\n\n").unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests;
