//! The engine as Python sees it: settings, and one method for each kind of input.

use crate::annotation::{self, Annotation};
use crate::arrow::Texts;
use crate::batch;
use crate::explained::Explained;
use crate::pairs::{self, Named};
use crate::selection::{self, Parts};
use crate::source::{self, Source, string};
use arrow_array::Array;
use arrow_data::ArrayData;
use arrow_pyarrow::PyArrowType;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use std::borrow::Cow;
use std::thread;
use unspin::text::allow::Allow;
use unspin::{Cost, Format, GateMode, Options, Restored, Restorer, Verdict, Worker};

/// A restorer with its settings.
#[pyclass(frozen, module = "unspin._native")]
pub struct Engine {
    restorer: Restorer,
    /// The same restorer, but its edits list the wordings that were compared.
    explaining: Restorer,
    jobs: usize,
}

#[pymethods]
impl Engine {
    /// `lexicons` are the name and the text of each file of pairs, the same of each family, and of the
    /// thesaurus. `allow` is a list of phrases, one a line. `parts` are those of structured data that hold text. `min_margin` is in milli-nats. Without
    /// `jobs`, a batch uses all cores.
    #[new]
    fn new(
        lexicons: (Named, Named, Option<(String, String)>),
        allow: &str,
        parts: Parts,
        min_margin: Cost,
        assume_spun: bool,
        jobs: Option<usize>,
    ) -> PyResult<Self> {
        let gate = if assume_spun {
            GateMode::AssumeSpun
        } else {
            GateMode::Auto
        };
        let options = Options::new()
            .gate(gate)
            .min_margin(min_margin)
            .allow(Allow::parse(allow));
        let options = selection::select(options, parts)?;
        let (own, families, thesaurus) = lexicons;
        let restorer = pairs::add(Restorer::new(options.clone()), &own)?;
        let restorer = pairs::add_families(restorer, &families)?;
        let restorer = pairs::add_thesaurus(restorer, thesaurus.as_ref())?;
        let jobs = jobs
            .or_else(|| thread::available_parallelism().ok().map(usize::from))
            .unwrap_or(1);
        Ok(Self {
            explaining: restorer.clone().with_options(options.explain(true)),
            restorer,
            jobs: jobs.max(1),
        })
    }

    /// The restored text; the same object if nothing changes.
    fn restore<'py>(&self, text: Bound<'py, PyAny>, format: &str) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        let format = source::format(format)?;
        let source = Source::read(&text)?;
        let restored =
            py.detach(|| changed(&self.restorer.worker().restore(source.bytes(), format)));
        restored.map_or_else(|| Ok(text), |bytes| string(py, &bytes))
    }

    /// The probability that the text is spun.
    fn score(&self, text: Bound<'_, PyAny>, format: &str) -> PyResult<f64> {
        self.judge(&text, format, Verdict::score)
    }

    /// The share of the spinner's words that was replaced; 0 if the text is not spun.
    fn density(&self, text: Bound<'_, PyAny>, format: &str) -> PyResult<f64> {
        self.judge(&text, format, |verdict| verdict.density().unwrap_or(0.0))
    }

    /// See [`Explained::into_python`].
    fn explain<'py>(&self, text: Bound<'py, PyAny>, format: &str) -> PyResult<Bound<'py, PyTuple>> {
        let py = text.py();
        let format = source::format(format)?;
        let source = Source::read(&text)?;
        py.detach(|| Explained::new(&mut self.explaining.worker(), source.bytes(), format))
            .into_python(py)
    }

    /// The restored texts of a list.
    fn restore_batch<'py>(
        &self,
        texts: &Bound<'py, PyList>,
        format: &str,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let py = texts.py();
        let task = |worker: &mut Worker<'_>, source: &[u8], format| {
            changed(&worker.restore(source, format))
        };
        let restored = self.each(&self.restorer, texts, format, task)?;
        let string_or_same = |(index, bytes): (usize, Option<Vec<u8>>)| {
            bytes.map_or_else(|| texts.get_item(index), |bytes| string(py, &bytes))
        };
        restored
            .into_iter()
            .enumerate()
            .map(string_or_same)
            .collect()
    }

    /// The same as `explain`, for a list.
    fn explain_batch<'py>(
        &self,
        texts: &Bound<'py, PyList>,
        format: &str,
    ) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        let py = texts.py();
        let explained = self.each(&self.explaining, texts, format, Explained::new)?;
        explained
            .into_iter()
            .map(|one| one.into_python(py))
            .collect()
    }

    /// The restored texts of an Arrow array, as an array of the same type.
    fn restore_arrow(
        &self,
        py: Python<'_>,
        array: PyArrowType<ArrayData>,
        format: &str,
    ) -> PyResult<PyArrowType<ArrayData>> {
        let texts = Texts::new(array.0)?;
        let restored = self.each_text(py, &texts, format, changed_text)?;
        let changed: Vec<_> = restored.into_iter().map(Option::flatten).collect();
        Ok(PyArrowType(texts.with(&changed)?.into_data()))
    }

    /// The same as `restore_arrow`, in a struct with what each text looks like.
    fn annotate_arrow(
        &self,
        py: Python<'_>,
        array: PyArrowType<ArrayData>,
        format: &str,
    ) -> PyResult<PyArrowType<ArrayData>> {
        let texts = Texts::new(array.0)?;
        let restored = self.each_text(py, &texts, format, |restored| {
            (changed_text(restored), Annotation::new(restored))
        })?;
        let (changed, annotations): (Vec<_>, Vec<_>) =
            restored.into_iter().map(Option::unzip).unzip();
        let changed: Vec<_> = changed.into_iter().map(Option::flatten).collect();
        let annotated = annotation::with_columns(texts.with(&changed)?, &annotations);
        Ok(PyArrowType(annotated.into_data()))
    }
}

impl Engine {
    /// A number about the verdict on a text.
    fn judge(
        &self,
        text: &Bound<'_, PyAny>,
        format: &str,
        number: impl Fn(&Verdict) -> f64 + Sync,
    ) -> PyResult<f64> {
        let format = source::format(format)?;
        let source = Source::read(text)?;
        let judge = || {
            let mut worker = self.restorer.worker();
            number(worker.restore(source.bytes(), format).verdict())
        };
        Ok(text.py().detach(judge))
    }

    /// Runs `task` for each text of a list.
    fn each<T: Send>(
        &self,
        restorer: &Restorer,
        texts: &Bound<'_, PyList>,
        format: &str,
        task: impl Fn(&mut Worker<'_>, &[u8], Format) -> T + Sync,
    ) -> PyResult<Vec<T>> {
        let format = source::format(format)?;
        let sources = texts.iter().map(|text| Source::read(&text));
        let sources = sources.collect::<PyResult<Vec<_>>>()?;
        let task =
            |worker: &mut Worker<'_>, index: usize| task(worker, sources[index].bytes(), format);
        batch::each(texts.py(), restorer, self.jobs, sources.len(), task)
    }

    /// Restores each text of an Arrow array. Nulls have no result.
    fn each_text<T: Send>(
        &self,
        py: Python<'_>,
        texts: &Texts,
        format: &str,
        result: impl Fn(&Restored<'_>) -> T + Sync,
    ) -> PyResult<Vec<Option<T>>> {
        let format = source::format(format)?;
        let task = |worker: &mut Worker<'_>, index: usize| {
            let source = texts.get(index)?;
            Some(result(&worker.restore(source.as_bytes(), format)))
        };
        batch::each(py, &self.restorer, self.jobs, texts.array().len(), task)
    }
}

/// The restored bytes, if anything changes.
fn changed(restored: &Restored<'_>) -> Option<Vec<u8>> {
    match restored.bytes() {
        Cow::Borrowed(_) => None,
        Cow::Owned(bytes) => Some(bytes),
    }
}

/// The restored text, if anything changes.
fn changed_text(restored: &Restored<'_>) -> Option<String> {
    changed(restored).map(|bytes| {
        String::from_utf8(bytes).expect("the source is UTF-8 and edits are on character boundaries")
    })
}
