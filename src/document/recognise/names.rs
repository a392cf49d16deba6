//! Kinds by the names of files.

use super::Kind;

/// The kind that the file `name` has. What packs it, and what a crawler adds to the name of a page,
/// does not matter: `a.md.gz`, `index.html?p=12`, `index.html.1`.
pub fn kind(name: &str) -> Option<Kind> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
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
        "html" | "htm" | "shtml" => Kind::Html,
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
        _ if OTHER.contains(&extension) => Kind::Other,
        _ => return None,
    })
}

/// Extensions of data and source code that people do not read as text.
const OTHER: [&str; 62] = [
    "bash",
    "bat",
    "bib",
    "c",
    "cc",
    "cfg",
    "cjs",
    "clj",
    "conf",
    "cpp",
    "cs",
    "css",
    "cxx",
    "dart",
    "diff",
    "ex",
    "exs",
    "go",
    "gradle",
    "groovy",
    "h",
    "hpp",
    "hs",
    "ics",
    "ini",
    "java",
    "jl",
    "js",
    "jsx",
    "kt",
    "less",
    "lua",
    "mjs",
    "ml",
    "patch",
    "pl",
    "pm",
    "po",
    "pot",
    "properties",
    "proto",
    "ps1",
    "py",
    "pyi",
    "rb",
    "ris",
    "rs",
    "sass",
    "scala",
    "scss",
    "sh",
    "sql",
    "swift",
    "tf",
    "toml",
    "ts",
    "tsx",
    "vcf",
    "vim",
    "yaml",
    "yml",
    "zsh",
];
