//! Texts in every format. They were written for these tests.

use std::io::Read;

/// A text as dense as a spinner leaves it, so that the gate cannot miss it.
pub const SPUN: &str = "\
The White Home mentioned Thursday that the federal government will not double the tariff on gasoline within the coming \
12 months, in keeping with two individuals accustomed to the plan. Nevertheless, some lawmakers mentioned the nation has \
been ready for solutions since earlier than the struggle, whereas others mentioned they have been stunned by the choice.

Officers additionally mentioned that greater than 200 individuals have been harm within the storm, however they didn’t \
present extra particulars. One other lady mentioned her home was broken final 12 months and that native authorities had \
achieved little to assist her household. “It’s a tough state of affairs,” she mentioned, “however we’ll attempt once more.”
";

/// A text that no spinner has touched.
pub const CLEAN: &str = "\
My grandmother kept bees behind the barn, and every August she let us carry the heavy frames into the kitchen. The honey \
was dark that year because the lindens had flowered late, and she said it tasted of rain. We believed her; we were small.
";

/// A JSON line with `text` in the field `text`, in a valid but unusual spelling and with other
/// fields around it.
pub fn record(text: &str) -> String {
    let spelt = serde_json::Value::from(text)
        .to_string()
        .replace('w', "\\u0077")
        .replace('/', "\\/");
    format!(
        "{{ \"id\":1.50e+1,\"a\" :[1,2 ],  \"text\" : {spelt},\"text2\": \"The White Home mentioned\"}}"
    )
}

/// The field `text` of a JSON line.
pub fn field(line: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
    value["text"].as_str().expect("text").to_owned()
}

pub fn gzip(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::bufread::GzEncoder::new(text.as_bytes(), flate2::Compression::fast())
        .read_to_end(&mut bytes)
        .expect("gzip");
    bytes
}

pub fn zstd(text: &str) -> Vec<u8> {
    zstd::encode_all(text.as_bytes(), 1).expect("zstd")
}

/// An HTML page with the paragraphs of `text`, which must not contain `&`.
pub fn html(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .trim_end()
        .split("\n\n")
        .map(|paragraph| format!("<P class='mentioned'>{paragraph}\r\n"))
        .collect();
    format!(
        "<!doctype html>\r\n<title></title><meta content=\"The White Home mentioned\"><script>var mentioned = '<p>mentioned</p>';</script>\n\
         <!-- The White Home mentioned -->{}<pre>he mentioned</pre><code>mentioned</code><p title=mentioned",
        paragraphs.concat()
    )
}

/// A Markdown document with the paragraphs of `text`.
pub fn markdown(text: &str) -> String {
    format!(
        "---\ntitle: The White Home mentioned\n---\n\n{}\n\n```\nhe mentioned\n```\n\n`mentioned` <i title=\"mentioned\"></i> [](mentioned \"mentioned\")\n\n\
         <div>he mentioned</div>\n",
        text.trim_end()
    )
}
