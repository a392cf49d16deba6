//! Kinds by the names of files.

use super::Kind;

/// The kind that the file `name` has. What packs it, and what a crawler adds to the name of a page,
/// does not matter: `a.md.gz`, `index.html?p=12`, `index.html.1`.
pub fn kind(name: &str) -> Option<Kind> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if FILES.contains(&&name.to_ascii_lowercase()[..]) {
        return Some(Kind::Other);
    }
    let query = name.find(['?', '@', '#']).map(|at| &name[..at]);
    query.and_then(of_unpacked).or_else(|| of_unpacked(name))
}

fn of_unpacked(name: &str) -> Option<Kind> {
    let (stem, extension) = split(name)?;
    let is_number = extension.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || ["gz", "zst"].contains(&&*extension) {
        return of_extension(&split(stem)?.1);
    }
    of_extension(&extension)
}

/// The name without its extension, and that in lower case.
fn split(name: &str) -> Option<(&str, String)> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty()).then(|| (stem, extension.to_ascii_lowercase()))
}

fn of_extension(extension: &str) -> Option<Kind> {
    Some(match extension {
        "txt" | "text" => Kind::Text,
        "md" | "markdown" | "mdx" | "mdown" | "mkd" => Kind::Markdown,
        "html" | "htm" | "shtml" | "vue" => Kind::Html,
        "xhtml" | "xht" => Kind::Xhtml,
        "xml" => Kind::Xml,
        "rss" | "atom" => Kind::Feed,
        "svg" => Kind::Svg,
        "json" | "geojson" | "jsonld" => Kind::Json,
        "jsonl" | "ndjson" => Kind::JsonLines,
        "csv" => Kind::Csv,
        "tsv" | "tab" => Kind::Tsv,
        "eml" | "mht" | "mhtml" => Kind::Mail,
        "mbox" => Kind::Mailbox,
        "warc" | "wet" => Kind::Warc,
        "srt" | "vtt" => Kind::Subtitles,
        _ if OTHER
            .split_ascii_whitespace()
            .any(|other| other == extension) =>
        {
            Kind::Other
        }
        _ => return None,
    })
}

/// Extensions of data and source code that people do not read as text.
const OTHER: &str = "adb ads ann asm awk bas bash bat bib c cbl cc cfg cjs clj cmake cob cobol coffee conf conllu cpp cs css cxx d \
    dart desktop diff elm erl ex exs f f90 f95 fs fsx go gql gradle graphql groovy h haml hpp hrl hs ics \
    ini jade java jl js jsx kt less lua mjs mk ml mli mm nim pas patch pl pm po pot properties proto ps1 \
    pug py pyi rb ris rs sass scala scss service sh slim sol sql strings sv swift tcl tf toml ts tsx vb vbs vcf \
    vhd vhdl vim yaml yml zig zsh";
/// Names of files with rules and instructions, in lower case.
const FILES: [&str; 8] = [
    "cmakelists.txt",
    "containerfile",
    "dockerfile",
    "gemfile",
    "gnumakefile",
    "jenkinsfile",
    "makefile",
    "vagrantfile",
];
