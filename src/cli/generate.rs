//! The man page and the completions of shells, made from the declaration of the flags.

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::Args;
use super::choices::GenerateChoice;

const NAME: &str = "unspin";

/// What is asked for.
///
/// ```
/// use unspin::cli::choices::GenerateChoice;
/// use unspin::cli::generate::generated;
/// assert!(generated(GenerateChoice::Man).contains(".TH unspin 1"));
/// ```
pub fn generated(choice: GenerateChoice) -> String {
    let bytes = match choice {
        GenerateChoice::Man => man(),
        GenerateChoice::Bash => completions(Shell::Bash),
        GenerateChoice::Zsh => completions(Shell::Zsh),
        GenerateChoice::Fish => completions(Shell::Fish),
    };
    String::from_utf8_lossy(&bytes).into_owned()
}

fn man() -> Vec<u8> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Args::command())
        .render(&mut page)
        .expect("memory takes everything");
    page
}

fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), NAME, &mut script);
    script
}
