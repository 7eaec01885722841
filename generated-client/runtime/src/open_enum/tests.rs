//! What texts become in enums, and what becomes of them.

#![allow(dead_code, unreachable_pub, reason = "macros make more than the tests need")]

open_enum! {
    /// Open.
    enum State {
        Open = "OPEN",
        Unknown = "Unknown",
        ..Other
    }
}

open_enum! {
    /// Open, in any case.
    enum Progress ignoring case {
        Achieved = "Achieved",
        NotStarted = "NotStarted",
        ..Unknown
    }
}

closed_enum! {
    /// Closed.
    enum Sort {
        Name = "name",
        NameDescending = "-name",
    }
}

// Words that traits and the prelude have a meaning for: nothing but that these compile is to be seen.
open_enum! {
    /// Open.
    enum OpenWords {
        Default = "Default",
        Err = "Err",
        Error = "Error",
        None = "None",
        Ok = "Ok",
        Option = "Option",
        Some = "Some",
        ..Unknown
    }
}

closed_enum! {
    /// Closed.
    enum ClosedWords {
        Default = "Default",
        Err = "Err",
        Error = "Error",
        None = "None",
        Ok = "Ok",
        Option = "Option",
        Some = "Some",
    }
}

#[test]
fn values_may_be_named_as_what_code_is_made_of() {
    assert_eq!(OpenWords::from("Err"), OpenWords::Err);
    assert_eq!("Error".parse(), Ok(ClosedWords::Error));
}

#[test]
fn an_unlisted_value_survives_a_round_trip() {
    let states: Vec<State> = serde_json::from_str(r#"["OPEN", "open", "Unknown", "Lo\u0073t"]"#).unwrap();
    assert_eq!(states[0], State::Open);
    assert!(matches!(&states[1], State::Other(value) if value.as_str() == "open"));
    assert_eq!(states[2], State::Unknown);
    assert_eq!(states[3].to_string(), "Lost");
    assert_eq!(serde_json::to_string(&states).unwrap(), r#"["OPEN","open","Unknown","Lost"]"#);
    assert_eq!(State::KNOWN, [State::Open, State::Unknown]);
}

#[test]
fn a_listed_value_is_never_unknown() {
    for known in State::KNOWN {
        assert_eq!(State::from(known.as_str()), *known);
        assert!(!matches!(State::from(known.as_str()), State::Other(_)));
    }
    for text in ["ACHIEVED", "achieved", "aChieved"] {
        assert_eq!(Progress::from(text), Progress::Achieved);
    }
}

#[test]
fn case_counts_unless_it_is_told_not_to() {
    assert_eq!(Progress::from("achieved"), Progress::Achieved);
    assert_eq!(Progress::from("notSTARTED"), Progress::NotStarted);
    assert_eq!(Progress::from("lost").as_str(), "lost");
}

#[test]
fn a_closed_enum_refuses_what_is_not_listed() {
    assert_eq!(Sort::try_from("name"), Ok(Sort::Name));
    assert_eq!("size".parse::<Sort>().unwrap_err().to_string(), "`size` is no Sort");
    let error = serde_json::from_str::<Sort>(r#""size""#).unwrap_err();
    assert_eq!(error.to_string(), "`size` is no Sort at line 1 column 6");
}

#[test]
fn a_value_that_is_no_text_is_an_error() {
    let error = serde_json::from_str::<State>("5").unwrap_err();
    assert_eq!(error.to_string(), "invalid type: integer `5`, expected State at line 1 column 1");
}
