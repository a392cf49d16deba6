//! The two trained families that are built in: which of them a document is assigned to.

use super::{built_in, clean_texts, hundred_words, spun};
use crate::support;
use unspin::document::Format;
use unspin::lexicon::tsv::{self, Row};
use unspin::restore::{GateMode, Options, Restorer};

/// The rows of the lexicon of `article-rewriter`.
fn article_rewriter() -> Vec<Row> {
    let text = support::repository_file("dictionaries/article-rewriter.tsv");
    tsv::parse(&text).expect("valid rows")
}

/// The clean texts of 200 words or more.
fn long_texts() -> Vec<String> {
    let mut texts = clean_texts();
    texts.retain(|text| text.split_whitespace().count() >= 200);
    texts
}

/// Number of `documents` that look like the work of `family`, and of those that look spun at all.
fn assigned(restorer: &Restorer, family: &str, documents: &[String]) -> (usize, usize) {
    let mut worker = restorer.worker();
    let mut right = 0;
    let mut all = 0;
    for document in documents {
        let restored = worker.restore(document.as_bytes(), Format::Text);
        right += usize::from(restored.verdict().family().as_deref() == Some(family));
        all += usize::from(restored.verdict().is_spun());
    }
    (right, all)
}

#[test]
fn a_hundred_words_are_assigned_to_the_family_that_has_spun_them() {
    let restorer = Restorer::default();
    let parts = hundred_words(&clean_texts());
    for (family, rows) in [
        ("news-spinner", built_in()),
        ("article-rewriter", article_rewriter()),
    ] {
        let documents = spun(&rows, &parts, 21);
        let (right, recognised) = assigned(&restorer, family, &documents);
        let number = documents.len();
        assert!(
            recognised * 100 >= number * 97,
            "{family}: {recognised} of {number}"
        );
        assert!(
            right * 100 >= recognised * 97,
            "{family}: {right} of {recognised}"
        );
    }
}

/// A document of one family must not get edits of the other one as well.
#[test]
fn a_document_that_is_assumed_to_be_spun_is_restored_with_one_lexicon() {
    let options = Options::new().gate(GateMode::AssumeSpun);
    let restorer = Restorer::new(options);
    let texts = long_texts();
    let documents = spun(&article_rewriter(), &texts, 24);
    let (right, _) = assigned(&restorer, "article-rewriter", &documents);
    assert!(
        right * 100 >= documents.len() * 97,
        "{right} of {}",
        documents.len()
    );
}
