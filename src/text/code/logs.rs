//! Lines that programs write while they run.

const LEVELS: [&str; 10] = [
    "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL", "SEVERE",
];

/// A line of a log.
pub fn is_logged(bare: &str, words: &[&str]) -> bool {
    is_levelled(bare, words)
        || is_of_system(words)
        || is_of_phone(words)
        || is_of_server(words)
        || is_of_chat(words)
}

/// A time and a level.
fn is_levelled(bare: &str, words: &[&str]) -> bool {
    let is_level = |word: &&str| LEVELS.contains(&word.trim_matches(['[', ']', ':']));
    words.iter().take(3).any(|word| is_time(word))
        && words.iter().take(5).any(is_level)
        && bare.starts_with(|char: char| char.is_ascii_digit() || char == '[')
}

/// A month, a day, a time, a machine and a program: `Jan  2 10:00:00 host sshd[12]:`.
fn is_of_system(words: &[&str]) -> bool {
    matches!(words, [month, day, time, _, program, ..]
        if month.len() == 3 && day.len() < 3 && is_time(time) && program.ends_with(':'))
}

/// A day, a time, the numbers of a process and a thread, and a letter for the level.
fn is_of_phone(words: &[&str]) -> bool {
    let is_number = |word: &str| word.parse::<u32>().is_ok();
    matches!(words, [_, time, process, thread, level, ..]
        if is_time(time) && is_number(process) && is_number(thread) && level.len() == 1)
}

/// A time with its date, and a program with its number: `2023-01-02T10:00:00Z sshd[12]:`.
fn is_of_server(words: &[&str]) -> bool {
    words.len() > 2
        && is_time(words[0])
        && words[0].contains('T')
        && words[1..3].iter().any(|program| program.ends_with("]:"))
}

/// What a program for chats says about people who come and go.
fn is_of_chat(words: &[&str]) -> bool {
    matches!(words, [time, "-!-", ..] if is_time(time))
}

fn is_time(word: &str) -> bool {
    word.contains(':') && word.bytes().filter(u8::is_ascii_digit).count() > 3
}
