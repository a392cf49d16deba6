//! Lines that programs write while they run.

/// A line of a log: a time and a level, or a time, a machine and a program.
pub fn is_logged(bare: &str, words: &[&str]) -> bool {
    const LEVELS: [&str; 10] = [
        "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL",
        "SEVERE",
    ];
    let is_time = |word: &str| {
        word.matches(':').count() >= 1 && word.bytes().filter(u8::is_ascii_digit).count() > 3
    };
    // As phones write it: the numbers of a process and a thread, and a letter for the level.
    let is_number = |word: &str| word.parse::<u32>().is_ok();
    let is_phone = matches!(words, [_, time, process, thread, level, ..]
        if is_time(time) && is_number(process) && is_number(thread) && level.len() == 1);
    let is_server = words.len() > 2
        && is_time(words[0])
        && words[0].contains('T')
        && words[1..3].iter().any(|program| program.ends_with("]:"));
    // What a program for chats says about people who come and go.
    let is_event = matches!(words, [time, "-!-", ..] if is_time(time));
    let level = |word: &&str| LEVELS.contains(&word.trim_matches(['[', ']', ':']));
    let start = &words[..words.len().min(5)];
    let is_system = match words {
        [month, day, time, _, program, ..] => {
            month.len() == 3 && day.len() < 3 && is_time(time) && program.ends_with(':')
        }
        _ => false,
    };
    (start.iter().take(3).any(|word| is_time(word))
        && start.iter().any(level)
        && bare.starts_with(|char: char| char.is_ascii_digit() || char == '['))
        || is_system
        || is_phone
        || is_server
        || is_event
}
