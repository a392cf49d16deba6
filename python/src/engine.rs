//! The engine as Python sees it. It owns the settings; files, defaults and types are the package's, in Python.

use std::sync::Arc;
use std::thread;

use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, Int64Array, StructArray};
use arrow_data::ArrayData;
use arrow_pyarrow::PyArrowType;
use arrow_schema::{DataType, Field};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use unspin::text::allow::Allow;
use unspin::cost::Cost;
use unspin::edit::apply;
use unspin::restore::{GateMode, Judged, Options, Restorer, Worker};

use crate::arrow::Texts;
use crate::explained::{Explained, score};
use crate::source::{Source, string};
use crate::{batch, own};

/// A restorer with its settings.
#[pyclass(frozen, module = "unspin._native")]
pub struct Engine {
    restorer: Restorer,
    /// The same, but it lists what was weighed.
    explaining: Restorer,
    jobs: usize,
}

#[pymethods]
impl Engine {
    /// `lexicon` has pairs of names and texts, `allow` a list as text, `min_margin` is in milli-nats; no `jobs` are all cores.
    #[new]
    fn new(
        lexicon: Vec<(String, String)>,
        allow: &str,
        min_margin: Cost,
        assume_spun: bool,
        jobs: Option<usize>,
    ) -> PyResult<Self> {
        let gate = if assume_spun {
            GateMode::AssumeSpun
        } else {
            GateMode::Auto
        };
        let engine = |explain| {
            let options = Options {
                gate,
                min_margin: Some(min_margin),
                explain,
                allow: Allow::parse(allow),
            };
            own::with_pairs(Restorer::embedded(options), &lexicon)
        };
        let jobs = jobs
            .or_else(|| thread::available_parallelism().ok().map(usize::from))
            .unwrap_or(1);
        Ok(Self {
            restorer: engine(false)?,
            explaining: engine(true)?,
            jobs: jobs.max(1),
        })
    }

    /// The restored text; the same object where nothing changes.
    fn restore<'py>(&self, text: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, source) = (text.py(), Source::of(&text)?);
        match py.detach(|| changed(&mut self.restorer.worker(), source.bytes())) {
            Some(restored) => string(py, &restored),
            None => Ok(text),
        }
    }

    /// Text, edits, score, log odds, verdict and density.
    fn explain<'py>(&self, text: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
        let (py, source) = (text.py(), Source::of(&text)?);
        py.detach(|| Explained::of(&mut self.explaining.worker(), source.bytes()))
            .into_python(py)
    }

    /// The restored texts of a list.
    fn restore_batch<'py>(&self, texts: &Bound<'py, PyList>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let (py, sources) = (texts.py(), sources(texts)?);
        let restored = batch::each(
            py,
            &self.restorer,
            self.jobs,
            sources.len(),
            |worker, at| changed(worker, sources[at].bytes()),
        )?;
        let shown = |(at, bytes): (usize, Option<Vec<u8>>)| {
            bytes.map_or_else(|| texts.get_item(at), |bytes| string(py, &bytes))
        };
        restored.into_iter().enumerate().map(shown).collect()
    }

    /// As `explain`, for a list.
    fn explain_batch<'py>(&self, texts: &Bound<'py, PyList>) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        let (py, sources) = (texts.py(), sources(texts)?);
        let explained = batch::each(
            py,
            &self.explaining,
            self.jobs,
            sources.len(),
            |worker, at| Explained::of(worker, sources[at].bytes()),
        )?;
        explained
            .into_iter()
            .map(|one| one.into_python(py))
            .collect()
    }

    /// The restored texts of an Arrow array, as one of the same type.
    fn restore_arrow(
        &self,
        py: Python<'_>,
        array: PyArrowType<ArrayData>,
    ) -> PyResult<PyArrowType<ArrayData>> {
        let texts = Texts::of(array.0)?;
        let changed = batch::each(
            py,
            &self.restorer,
            self.jobs,
            texts.array().len(),
            |worker, at| annotated(worker, texts.get(at)?)?.0,
        )?;
        Ok(PyArrowType(texts.with(&changed)?.into_data()))
    }

    /// As `restore_arrow`, in a struct that says what each text looks like.
    fn annotate_arrow(
        &self,
        py: Python<'_>,
        array: PyArrowType<ArrayData>,
    ) -> PyResult<PyArrowType<ArrayData>> {
        let texts = Texts::of(array.0)?;
        let all = batch::each(
            py,
            &self.restorer,
            self.jobs,
            texts.array().len(),
            |worker, at| annotated(worker, texts.get(at)?),
        )?;
        let (mut changed, mut looks) =
            (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
        for one in all {
            let (text, look) = one.unzip();
            changed.push(text.flatten());
            looks.push(look);
        }
        let text = texts.with(&changed)?;
        let columns: [(&str, ArrayRef); 5] = [
            ("text", text),
            (
                "score",
                Arc::new(
                    looks
                        .iter()
                        .map(|look| look.map(|(judged, _)| score(judged)))
                        .collect::<Float64Array>(),
                ),
            ),
            (
                "density",
                Arc::new(
                    looks
                        .iter()
                        .map(|look| look.and_then(|(judged, _)| judged.density))
                        .collect::<Float64Array>(),
                ),
            ),
            (
                "edits",
                Arc::new(
                    looks
                        .iter()
                        .map(|look| look.map(|(_, edits)| edits))
                        .collect::<Int64Array>(),
                ),
            ),
            (
                "spun",
                Arc::new(
                    looks
                        .iter()
                        .map(|look| look.map(|(judged, _)| judged.spun))
                        .collect::<BooleanArray>(),
                ),
            ),
        ];
        let field = |name: &str, kind: &DataType| Arc::new(Field::new(name, kind.clone(), true));
        let columns: Vec<_> = columns
            .into_iter()
            .map(|(name, column)| (field(name, column.data_type()), column))
            .collect();
        Ok(PyArrowType(StructArray::from(columns).into_data()))
    }
}

fn sources(texts: &Bound<'_, PyList>) -> PyResult<Vec<Source>> {
    texts.iter().map(|text| Source::of(&text)).collect()
}

/// The restored bytes, where anything changes.
fn changed(worker: &mut Worker<'_>, source: &[u8]) -> Option<Vec<u8>> {
    let edits = worker.edits(source);
    (!edits.is_empty()).then(|| apply(source, &edits))
}

/// What the document looked like, and how many edits were made.
type Look = (Judged, i64);

/// The restored text, where anything changes, and the look of `source`; `Some` for all documents, to go with `?`.
#[allow(clippy::unnecessary_wraps, reason = "nulls have no look")]
fn annotated(worker: &mut Worker<'_>, source: &str) -> Option<(Option<String>, Look)> {
    let edits = worker.edits(source.as_bytes());
    let count = i64::try_from(edits.len()).expect("fewer edits than bytes");
    let text = (!edits.is_empty()).then(|| {
        String::from_utf8(apply(source.as_bytes(), &edits))
            .expect("edits are on character boundaries")
    });
    Some((text, (worker.judged(), count)))
}
