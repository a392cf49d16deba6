//! The schemas of docs/schema/ name the members of real output. `tests/schemas.sh` also validates the
//! values.

use serde_json::Value;

use crate::support::*;

#[test]
fn schemas_have_the_members_of_real_output_in_their_order() {
    let paper = "They call it profound learning.\n";
    let sandbox = Sandbox::new()
        .with("a.jsonl", format!("{}\n", record(SPUN)))
        .with("b.jsonl", format!("{}\n", record(paper)));
    let (_, stats) = sandbox.failure(&["--stats=json", "--score", "a.jsonl"], "");
    let printed = |arguments: &[&str]| sandbox.stdout(arguments, "", 0);
    for (name, output) in [
        ("edits", printed(&["--edits", "a.jsonl"])),
        ("score", printed(&["--score", "a.jsonl"])),
        ("stats", stats),
        ("terms", printed(&["--terms=json", "b.jsonl"])),
    ] {
        let schema = repository_file(format!("docs/schema/{name}.schema.json"));
        let schema: Value = serde_json::from_str(&schema).expect("JSON");
        let first = json_lines(&output).remove(0);
        let members: Vec<&String> = first.as_object().expect("an object").keys().collect();
        let properties = schema["properties"].as_object().expect("properties");
        assert_eq!(members, properties.keys().collect::<Vec<_>>(), "{name}");
        // JSON lines have records, other inputs have none.
        let always = members.iter().filter(|member| **member != "record");
        assert_eq!(
            schema["required"],
            Value::from(always.map(|member| member.as_str()).collect::<Vec<_>>()),
            "{name}"
        );
    }
}
