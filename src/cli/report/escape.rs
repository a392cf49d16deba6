//! Text inside of HTML.

/// `text` as HTML.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push(&mut html, text);
    html
}

/// Appends prose as HTML; more than one blank line in a row, as tags leave them, become one.
pub fn push_escaped(html: &mut String, prose: &str) {
    let mut feeds = html.bytes().rev().take_while(|&byte| byte == b'\n').count();
    for line in prose.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        if !blank || feeds < 2 || !line.ends_with('\n') {
            push(html, line);
        }
        feeds = if blank {
            feeds + 1
        } else {
            usize::from(line.ends_with('\n'))
        };
    }
}

fn push(html: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            // What stands for code and the like.
            '\u{fffc}' => html.push('▢'),
            // A byte that is not UTF-8.
            '\u{1a}' => html.push('\u{fffd}'),
            _ => html.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_one() {
        let mut html = String::new();
        ["a\n", "\n\n\n\n <b>\n\nc"]
            .iter()
            .for_each(|prose| push_escaped(&mut html, prose));
        assert_eq!(html, "a\n\n &lt;b&gt;\n\nc");
        assert_eq!(escaped("\"a\" & 'b'"), "&quot;a&quot; &amp; 'b'");
    }
}
