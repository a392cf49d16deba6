//! The texts around the options in `--help`, and those that only the manual page has.

/// What unspin does, in one line.
pub const ABOUT: &str = "Turn synonym-spun English back into its original wording.";

/// What unspin does, in a paragraph.
pub const LONG_ABOUT: &str = "\
Turn synonym-spun English back into its original wording.

A synonym spinner replaces words of an article with synonyms and ignores the context: 'the White \
House said' becomes 'the White Home mentioned'. unspin restores the most likely original wording in \
plain text, Markdown, HTML, XML, JSON, tables, web archives, mail and subtitles, and copies every \
other byte unchanged. Text that does not look spun is not changed.";

/// What `--version` prints: the version, then date and checksum of the built-in data.
pub const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\ndata ",
    include_str!("../../../dictionaries/version.txt")
);

/// The end of `-h`.
pub const AFTER_HELP: &str =
    "Exits with 0 on success, 1 if --check found edits, 2 on errors. --help explains every option.";

/// A heading, and entries with what they mean.
type Section = (&'static str, &'static [(&'static str, &'static str)]);

const EXIT_STATUS: Section = (
    "Exit status",
    &[
        ("0", "success, whether or not anything was restored"),
        ("1", "only with --check: at least one file would change"),
        (
            "2",
            "an error, explained on standard error; all other files were processed",
        ),
    ],
);

const EXAMPLES: Section = (
    "Examples",
    &[
        ("unspin < spun.txt > restored.txt", "restore standard input"),
        ("unspin --diff article.txt", "show what would change"),
        (
            "unspin -w articles",
            "restore all files of a folder in place",
        ),
        (
            "unspin --edits article.txt | jq .",
            "list each edit with its position and confidence",
        ),
        (
            "unspin --format jsonl < in > out",
            "restore the field 'text' of each JSON line",
        ),
        (
            "unspin --keep clean a.jsonl > b.jsonl",
            "drop the lines that look spun",
        ),
    ],
);

/// What the manual page has after the options.
pub const MANUAL: [Section; 4] = [
    EXIT_STATUS,
    (
        "Environment",
        &[
            (
                "NO_COLOR",
                "If it is set and not empty, no colours are used, unless --color always is given.",
            ),
            (
                "TERM",
                "If it is 'dumb', no colours are used and no progress bar is drawn.",
            ),
            (
                "PATH",
                "The folders in which the program of --rescore is looked up.",
            ),
        ],
    ),
    (
        "Files",
        &[
            (
                "unspin.toml",
                "Options. The first one found is used, starting in the working folder and going up; \
                 see --config.",
            ),
            (
                ".ignore, .gitignore",
                "Patterns of files to skip in folders; .gitignore only in a Git repository.",
            ),
            (
                ".unspin-*",
                "Temporary files. Some may remain if unspin was killed; they can be removed.",
            ),
        ],
    ),
    EXAMPLES,
];

/// The end of `--help`.
pub fn after_long_help() -> String {
    let [status, examples] =
        [(EXIT_STATUS, 1), (EXAMPLES, 38)].map(|((heading, entries), width)| {
            let lines = entries
                .iter()
                .map(|(entry, meaning)| format!("  {entry:width$}  {meaning}"));
            let lines: Vec<String> = lines.collect();
            format!("{heading}:\n{}", lines.join("\n"))
        });
    format!("{status}\n\n{examples}")
}
