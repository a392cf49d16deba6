"""Arrow arrays in and out."""

import pyarrow as pa
import pytest

import unspin
from unspin import Restorer

KINDS = [pa.string(), pa.large_string(), pa.string_view()]
CLEAN = "It rained on Monday, and nobody went out."


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_arrays_keep_type_and_nulls(kind, texts):
    values = [None, *texts, "", "short", None]
    array = pa.array(values, kind)
    restored = Restorer().restore_arrow(array)
    assert restored.type == kind
    restored.validate(full=True)
    assert restored.to_pylist() == [None, *unspin.restore_batch(texts), "", "short", None]
    assert restored.to_pylist() != values


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_slices(kind, spun):
    array = pa.array([spun, None, spun, CLEAN], kind)[1:3]
    assert Restorer().restore_arrow(array).to_pylist() == [None, unspin.restore(spun)]
    assert Restorer().restore_arrow(array[:0]).to_pylist() == []


def addresses(array: pa.Array) -> set[int]:
    return {buffer.address for buffer in array.buffers() if buffer is not None}


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_unchanged_arrays_are_not_copied(kind):
    array = pa.array([CLEAN, None, CLEAN], kind)
    restored = Restorer().restore_arrow(array)
    assert restored.equals(array)
    assert addresses(restored) & addresses(array)


def test_views_share_unchanged_texts(spun):
    array = pa.array([CLEAN, spun], pa.string_view())
    restored = Restorer().restore_arrow(array)
    assert restored.to_pylist() == [CLEAN, unspin.restore(spun)]
    shared = {buffer.address for buffer in array.buffers()[2:]}
    assert shared <= addresses(restored)


def test_the_result_outlives_the_input(spun):
    restored = Restorer().restore_arrow(pa.array([CLEAN, spun, CLEAN], pa.string_view()))
    pa.array(["other memory " * 50] * 2000)
    assert restored.to_pylist() == [CLEAN, unspin.restore(spun), CLEAN]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_chunks(kind, spun):
    array = pa.chunked_array([pa.array([spun], kind), pa.array([None, CLEAN], kind)])
    restored = Restorer().restore_arrow(array)
    assert restored.type == kind and restored.num_chunks == 2
    assert restored.to_pylist() == [unspin.restore(spun), None, CLEAN]
    assert Restorer().restore_arrow(pa.chunked_array([], kind)).to_pylist() == []


def test_annotations(spun):
    annotated = Restorer().annotate_arrow(pa.array([spun, None, CLEAN]))
    explained, clean = unspin.explain(spun), unspin.explain(CLEAN)
    assert annotated.field("text").to_pylist() == [explained.text, None, CLEAN]
    assert annotated.field("score").to_pylist()[:2] == [explained.score, None]
    assert annotated.field("density").to_pylist() == [explained.density, None, clean.density]
    assert annotated.field("edits").to_pylist() == [len(explained.edits), None, 0]
    assert annotated.field("spun").to_pylist() == [True, None, False]
    chunked = Restorer().annotate_arrow(pa.chunked_array([[spun], [CLEAN]]))
    assert chunked.combine_chunks().field("edits").to_pylist() == [len(explained.edits), 0]


class Other:
    """An array of another library, which has only the C data interface."""

    def __init__(self, array: pa.Array) -> None:
        self.array = array

    def __arrow_c_array__(self, requested_schema=None):
        return self.array.__arrow_c_array__(requested_schema)


def test_the_c_data_interface_is_enough(spun):
    assert Restorer().restore_arrow(Other(pa.array([spun]))).to_pylist() == [unspin.restore(spun)]


def test_wrong_arrays():
    for wrong in (pa.array([1]), pa.array([b"bytes"]), pa.record_batch({"text": ["a"]}), pa.array(["a"]).dictionary_encode()):
        with pytest.raises(TypeError, match="expected an array of strings"):
            Restorer().restore_arrow(wrong)
    with pytest.raises(TypeError):
        Restorer().restore_arrow(["a"])
