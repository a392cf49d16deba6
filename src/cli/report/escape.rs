//! Text inside HTML.

/// `text` as HTML.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push(&mut html, text);
    html
}

/// Appends prose as HTML. Several blank lines in a row, as removed tags leave them, become one.
pub fn push_escaped(html: &mut String, prose: &str) {
    let mut feeds = html.bytes().rev().take_while(|&byte| byte == b'\n').count();
    for line in prose.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if !is_blank || feeds < 2 || !line.ends_with('\n') {
            push(html, line);
        }
        feeds = if is_blank {
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
            // A placeholder for code and the like.
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
    fn blank_lines_are_merged() {
        let mut html = String::new();
        push_escaped(&mut html, "a\n");
        push_escaped(&mut html, "\n\n\n\n <b>\n\nc");
        assert_eq!(html, "a\n\n &lt;b&gt;\n\nc");
    }

    #[test]
    fn markup_is_escaped() {
        assert_eq!(escaped("\"a\" & 'b'"), "&quot;a&quot; &amp; 'b'");
    }
}
