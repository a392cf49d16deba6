use super::*;

fn found(text: &str) -> Vec<(String, String)> {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    let all = tokens.as_slice();
    let numerals = find(&tokens).into_iter();
    let spun =
        |range: &Range<usize>| text[all[range.start].start..all[range.end - 1].end].to_owned();
    numerals
        .map(|numeral| (spun(&numeral.tokens), numeral.digits))
        .collect()
}

#[test]
fn numerals_in_words_and_digits_are_read() {
    let table = [
        ("forty six,000", "46,000"),
        ("hundred,000", "100,000"),
        ("a hundred,000", "100,000"),
        ("a hundred and forty four,000", "144,000"),
        ("one hundred thirty,000", "130,000"),
        ("seven-hundred,000", "700,000"),
        ("1,five hundred", "1,500"),
        ("1,one hundred fifteen", "1,115"),
        ("thirteen,590,795", "13,590,795"),
        ("three.9", "3.9"),
        ("97.three", "97.3"),
        ("0.forty eight", "0.48"),
        ("forty four,553.fifty nine", "44,553.59"),
        ("fifty three,four hundred", "53,400"),
        ("fortypercent", "40%"),
        ("fifty four.5percent", "54.5%"),
        ("eighty five%", "85%"),
        ("hundredpercent", "100%"),
        ("fifty twond", "52nd"),
        ("fortyth", "40th"),
        ("twenty onest", "21st"),
        ("forty fivem", "45m"),
        ("40 fivem", "45m"),
        ("eightybn", "80bn"),
        ("sixty fourGB", "64GB"),
        ("ninek", "9k"),
        ("five hundred,000", "500,000"),
        ("five hundredkm", "500km"),
    ];
    for (spun, digits) in table {
        let text = format!("About {spun}, he said.");
        assert_eq!(found(&text), [(spun.to_owned(), digits.to_owned())]);
    }
    assert_eq!(
        found("$1,two hundred. So"),
        [("1,two hundred".to_owned(), "1,200".to_owned())]
    );
    for text in ["(forty fivem)", "£forty fivem", "\"forty fivem"] {
        assert_eq!(
            found(text),
            [("forty fivem".to_owned(), "45m".to_owned())],
            "{text}"
        );
    }
    assert_eq!(found("x-forty fivem, x-forty six,000"), []);
    assert_eq!(
        found("two forty six,000"),
        [("forty six,000".to_owned(), "46,000".to_owned())]
    );
}

#[test]
fn other_numbers_are_left_alone() {
    let text = "A four, a forty,000th, the fourth, tenth and forty sixth of 16,000 two-year plans. Rooms two,three and 5,four; \
            one.two, seventeenth, 3.5, 1,200, twenty-five, 40 percent, hundreds, ninety five,20 and \
            a five hundred,12. Two,000th one,2345 tenants, fortyish ones, sixpercenter x-three.5";
    assert_eq!(found(text), []);
}
