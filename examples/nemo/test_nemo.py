"""The steps for NeMo Curator restore and drop the right documents. It is run by hand, as NeMo Curator installs several
gigabytes: pip install nemo-curator, then pytest examples/nemo."""

import pickle

import pandas
import pytest

pytest.importorskip("nemo_curator")

from nemo_curator.tasks import DocumentBatch


def batch(texts):
    return DocumentBatch(dataset_name="test", data=pandas.DataFrame({"text": texts}))


def test_stages_of_the_page(example, texts, restored, kept):
    names: dict = {}
    exec(example("NeMo Curator"), names)
    assert list(names["restore"].process(batch(texts)).to_pandas()["text"]) == restored
    found = names["drop"].process(batch(texts)).to_pandas()
    assert list(found["text"]) == kept
    assert set(found["spun_density"]) == {0.0}


def test_thinly_spun_documents_can_be_kept(texts):
    from unspin.nemo_curator import UnspinFilter

    # The stages are sent to other processes.
    keep = pickle.loads(pickle.dumps(UnspinFilter(max_density=1.0)))
    scores = [keep.score_document(text) for text in texts]
    assert all(score > 0.5 for score in scores[-6:])
    assert all(keep.keep_document(score) for score in scores)
