//! The page about drift, held against what the commands print: each block in it is run.

use std::fs;
use std::process::Command;

use game_achievements_tests::{Scratch, TROPHIES, root};

const PAGE: &str = "specs/DRIFT.md";

const METAL: &str = "      enum: [GOLD, SILVER]\n";
const NEXT_MEMBER: &str = "        metal: { $ref: '#/components/schemas/Metal' }\n";
const ENGRAVING: &str =
    "        engraving:\n          type: string\n          description: What is engraved on it.\n";

#[test]
fn the_page_about_drift_shows_what_the_commands_print() {
    let scratch = Scratch::trophies();
    let fixture = |name: &str| {
        fs::read_to_string(root().join("tests/fixtures").join(name)).expect("a readable fixture")
    };
    scratch.write("recorded.har", &fixture("recorded.har"));
    let published = fixture("trophies.yaml")
        .replacen(METAL, "      enum: [GOLD, SILVER, BRONZE]\n", 1)
        .replacen(NEXT_MEMBER, &format!("{ENGRAVING}{NEXT_MEMBER}"), 1);
    scratch.write("published.yaml", &published);
    commit(&scratch);

    let mut page = Page::of(scratch);
    page.runs("check");
    page.runs("contract trophies");
    page.runs("drift trophies --upstream published.yaml");
    page.scratch.edit(TROPHIES, METAL, "      enum: [GOLD, SILVER, BRONZE]\n");
    page.scratch.edit(TROPHIES, NEXT_MEMBER, &format!("        engraving: {{ type: text }}\n{NEXT_MEMBER}"));
    page.runs("lint");
    page.scratch.edit(TROPHIES, "        engraving: { type: text }\n", ENGRAVING);
    page.runs("check");
    page.runs("generate");
    page.runs("drift trophies --upstream published.yaml");
    for format in ["", " --format markdown", " --format github", " --format json"] {
        page.runs(&format!("diff HEAD:{TROPHIES} {TROPHIES}{format}"));
    }
    page.runs(&format!("diff HEAD:{TROPHIES} {TROPHIES} --open-enums --check-version"));
    page.runs("traffic recorded.har");
    page.runs("traffic recorded.har --coverage --format markdown");
    page.finish();
}

/// What `HEAD` is later.
fn commit(scratch: &Scratch) {
    for arguments in
        [&["init", "--quiet"][..], &["add", "specs"], &["commit", "--quiet", "--message", "specs"]]
    {
        let done = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"])
            .arg("-C")
            .arg(scratch.path())
            .args(arguments)
            .status();
        assert!(done.expect("git runs").success(), "{arguments:?}");
    }
}

struct Page {
    scratch: Scratch,
    /// What is to come.
    left: String,
    /// The page up to here, as it should be.
    made: String,
}

impl Page {
    fn of(scratch: Scratch) -> Self {
        let left = fs::read_to_string(root().join(PAGE)).expect("the page");
        Self { scratch, left, made: String::new() }
    }

    /// The next block of the page is this command, with all that it prints.
    fn runs(&mut self, command: &str) {
        const FENCE: &str = "```console\n";
        let start = self.left.find(FENCE).unwrap_or_else(|| panic!("{PAGE} has no block for `{command}`"));
        let block = self.left.split_off(start + FENCE.len());
        let end = block.find("```").expect("the block has an end");
        let arguments = command.split(' ').map(|word| {
            let file = self.scratch.path().join(word);
            if file.is_file() { file.display().to_string() } else { word.to_owned() }
        });
        let outcome = self.scratch.xtask(arguments);
        let output = format!("{}{}", outcome.stdout, outcome.stderr).replace("[folder]/", "");
        self.made += &format!("{}$ cargo xtask {command}\n{output}", self.left);
        self.left = block[end..].to_owned();
    }

    fn finish(self) {
        assert!(!self.left.contains("```console"), "{PAGE} has a block that is not run:\n{}", self.left);
        let made = self.made + &self.left;
        let path = root().join(PAGE);
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            return fs::write(path, made).expect("a writable page");
        }
        let page = fs::read_to_string(path).expect("the page");
        let differs = page.lines().zip(made.lines()).enumerate().find(|(_, (page, made))| page != made);
        if let Some((line, (page, made))) = differs {
            panic!(
                "{PAGE}:{}: the page has\n{page}\nand the command prints\n{made}\n\
                 accept it with `INSTA_UPDATE=always cargo test --workspace`",
                line + 1
            );
        }
        assert_eq!(page.len(), made.len(), "{PAGE} ends otherwise");
    }
}
