//! The texts around the options in `--help`.

/// What unspin does, in one line.
pub const ABOUT: &str = "Turn synonym-spun English back into its original wording.";

/// What unspin does, in a paragraph.
pub const LONG_ABOUT: &str = "\
Turn synonym-spun English back into its original wording.

A synonym spinner replaces words of an article with synonyms and ignores the context: 'the White \
House said' becomes 'the White Home mentioned'. unspin reads text, Markdown, HTML, XML, JSON, \
tables, web archives, mail and subtitles, restores the most likely original wording and copies \
every other byte unchanged. Text that does not look spun is not changed.";

/// The end of `-h`.
pub const AFTER_HELP: &str = "-h shows one line for each option, --help shows everything.";

/// The end of `--help`.
pub const AFTER_LONG_HELP: &str = "\
Exit status:
  0  everything was done, whether or not anything was restored
  1  only with --check: at least one file would change
  2  something failed, and a message on standard error says what; all other files were done

Examples:
  unspin < spun.txt > restored.txt     restore standard input
  unspin --diff article.txt            show the changes first
  unspin -w articles                   then restore all files of a folder in place
  unspin --edits article.txt | jq .    list each edit with its position and evidence
  unspin --format jsonl < in > out     restore the field 'text' of each line";
