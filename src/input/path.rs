//! The written form of a path, `parcels[1].weight`: finding what stands there.

use super::tree::Node;

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'p> {
    Field(&'p str),
    Index(usize),
}

/// The steps of a path; `None` where the text is none.
pub(super) fn steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let (name, mut indexes) = match part.find('[') {
            Some(bracket) => part.split_at(bracket),
            None => (part, ""),
        };
        if !name.is_empty() {
            steps.push(Step::Field(name));
        }
        while let Some(rest) = indexes.strip_prefix('[') {
            let (index, rest) = rest.split_once(']')?;
            steps.push(Step::Index(index.parse().ok()?));
            indexes = rest;
        }
        if !indexes.is_empty() {
            return None;
        }
    }
    Some(steps)
}

/// Where a path leads, or the nearest that is there.
pub(super) fn nearest_byte(root: &Node, path: &str) -> usize {
    let (mut node, mut at) = (root, root.at);
    for step in steps(path).unwrap_or_default() {
        let next = match step {
            Step::Field(name) => node.entry(name).map(|entry| (entry.at, &entry.node)),
            Step::Index(index) => node.element(index).map(|element| (element.at, element)),
        };
        let Some((byte, below)) = next else { break };
        (at, node) = (byte, below);
    }
    at
}

/// Whether a path is `above` or leads on from it.
pub(crate) fn is_at_or_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| {
        rest.is_empty() || above.is_empty() || rest.starts_with('.') || rest.starts_with('[')
    })
}

/// The path of a field below another.
pub(super) fn field(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_step_by_step() {
        assert_eq!(
            steps("parcels[1].weight"),
            Some(vec![Step::Field("parcels"), Step::Index(1), Step::Field("weight")])
        );
        assert_eq!(steps("parcels[one]"), None);
        assert_eq!(steps("parcels[1]x"), None);
    }

    #[test]
    fn a_path_stands_below_another_only_at_a_joint() {
        assert!(is_at_or_below("to.city", "to") && is_at_or_below("to", "to"));
        assert!(is_at_or_below("parcels[1].weight", "parcels[1]"));
        assert!(!is_at_or_below("total", "to"));
    }
}
