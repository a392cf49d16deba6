//! The manual page and the shell completions. Both are made from the declaration of the options.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::{Args, GenerateArg, MANUAL};

/// The manual page or the completions.
pub fn generated(what: GenerateArg) -> String {
    let bytes = match what {
        GenerateArg::Man => manual_page().expect("a vector accepts all bytes"),
        GenerateArg::Bash => completions(Shell::Bash),
        GenerateArg::Zsh => completions(Shell::Zsh),
        GenerateArg::Fish => completions(Shell::Fish),
        GenerateArg::Powershell => completions(Shell::PowerShell),
    };
    String::from_utf8_lossy(&bytes).into_owned()
}

fn manual_page() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let man = Man::new(Args::command());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    page.extend(b".SH SYNOPSIS\n\\fBunspin\\fR [\\fIOPTIONS\\fR] [\\fIPATH\\fR]...\n");
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut roff = Roff::new();
    for (heading, entries) in MANUAL {
        roff.control("SH", [heading.to_uppercase().as_str()]);
        for (entry, meaning) in entries {
            roff.control("TP", []);
            roff.text([bold(*entry)]);
            roff.text([roman(*meaning)]);
        }
    }
    roff.to_writer(&mut page)?;
    man.render_version_section(&mut page)?;
    Ok(page)
}

fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "unspin", &mut script);
    script
}
