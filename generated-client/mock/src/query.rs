//! The query of a request, decoded.

/// The pairs of a query, in order. The contract has been held against them before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(query: &str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), value.to_owned())
        });
        Self(pairs.collect())
    }

    /// The value of a parameter.
    pub(crate) fn one(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| decoded(value))
    }

    /// The elements of a list that is joined by commas; an encoded comma belongs to its element.
    pub(crate) fn list(&self, name: &str) -> Option<Vec<String>> {
        let (_, value) = self.0.iter().find(|(found, _)| found == name)?;
        Some(value.split(',').map(decoded).collect())
    }

    /// The parameters of a family such as `filter[…]`, by what is in the brackets.
    pub(crate) fn family<'q>(&'q self, family: &'q str) -> impl Iterator<Item = (&'q str, Vec<String>)> {
        self.0.iter().filter_map(move |(name, value)| {
            let inner = name.strip_prefix(family)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((inner, value.split(',').map(decoded).collect()))
        })
    }
}

/// The text that an encoded text stands for; a plus is a space.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let mut ahead = rest.clone();
        match (byte, ahead.next().and_then(digit), ahead.next().and_then(digit)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = ahead;
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split_before_they_are_decoded() {
        let query = Query::parse("filter%5Bname%5D=a%2Cb,c+d&limit=5&limit[items]=2&x");
        assert_eq!(query.list("filter[name]").unwrap(), ["a,b", "c d"]);
        assert_eq!(query.one("limit").as_deref(), Some("5"));
        assert_eq!(query.family("limit").collect::<Vec<_>>(), [("items", vec!["2".to_owned()])]);
        assert_eq!(query.one("x").as_deref(), Some(""));
        assert_eq!(decoded("%zz%4%C3%A9"), "%zz%4é");
    }
}
